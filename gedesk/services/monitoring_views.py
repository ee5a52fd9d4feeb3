"""What monitoring answers: indicators with their targets and results, sums over places, people reached, the dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gedesk.domain.participants import State
from gedesk.domain.rollup import Sum
from gedesk.services.commitments_views import CommitmentCounts
from gedesk.services.governance_views import Named
from gedesk.services.reporting_views import CoverageView, MeasuresView


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its qualifier, as kept and as people read it.  `text` stands where there is no number."""

    value: float | None
    qualifier: str
    text: str
    shown: str


@dataclass(frozen=True, slots=True)
class TargetView:
    """What is to be reached by a day."""

    id: str
    figure: Figure
    from_day: date | None
    to_day: date
    period: str
    place: Named | None
    commitment: Named | None


@dataclass(frozen=True, slots=True)
class ResultView:
    """What was measured.  `excluded` says why it is in no sum ("" when it is): same figure, unlike, no number."""

    id: str
    figure: Figure
    from_day: date | None
    to_day: date
    period: str
    place: Named | None
    commitment: Named | None
    status: str
    source: str
    method: str
    comment: str
    same_figure_as: str
    reconciliation: State
    difference: int
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in a list.  `reached` is None when it cannot be said, `share` 1 when the target is reached."""

    id: str
    name: str
    reference: str
    unit: str
    measure: str
    direction: str
    summable: bool
    frequency: str
    programme: Named | None
    baseline: Figure | None
    baseline_on: date | None
    baseline_text: str
    target: Figure | None
    target_day: date | None
    actual: Figure | None
    actual_day: date | None
    share: float | None
    reached: bool | None
    results: int
    problems: int  # results that are in no sum or do not add up


@dataclass(frozen=True, slots=True)
class RollUpLine:
    """One place in a roll-up.  `sum` is None when nothing was reported: that is not zero."""

    place: Named
    level: str
    sum: Sum | None
    reported: int  # reporters below that have a result
    expected: int  # reporters below that should have one
    missing: tuple[str, ...]  # names of those without, at most 50
    deeper: bool  # has places below


@dataclass(frozen=True, slots=True)
class RollUp:
    """Results of one indicator over a part of the tree of places and a span of days.

    `whole` is None where nothing may be added: `why` says so in words.
    """

    indicator: Named
    place: Named | None
    first: date | None
    last: date | None
    whole: Sum | None
    why: str
    lines: tuple[RollUpLine, ...]
    periods: tuple[tuple[str, Sum | None], ...]  # label of the period, its sum
    left_out: tuple[ResultView, ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator with everything its page shows."""

    row: IndicatorRow
    definition: str
    numerator: str
    denominator: str
    disaggregation: tuple[str, ...]
    data_source: str
    targets: tuple[TargetView, ...]
    results: tuple[ResultView, ...]
    rollup: RollUp
    cells: dict[str, int]  # sex|age|disability over all results that count


@dataclass(frozen=True, slots=True)
class PeopleReached:
    """People in activities.  An event told twice is counted once; totals without a breakdown are not split.

    `cells` are sex × age × disability; `number` is the sum as people may say it, with a qualifier where an event has one.
    """

    events: int
    told_again: int  # activities linked as the same event, left out
    without_figures: int
    number: Sum
    cells: dict[str, int]
    by_sex: dict[str, int]
    by_age: dict[str, int]
    by_disability: dict[str, int]
    broken_down: int  # people in cells
    youth: int
    youth_unknown: int


@dataclass(frozen=True, slots=True)
class Unreconciled:
    """An activity, meeting or result whose cells and total differ by `difference`."""

    kind: str
    record: Named
    place: Named | None
    total: int
    cells: int
    difference: int


@dataclass(frozen=True, slots=True)
class TwiceTold:
    """Two activities of one day that may be one event; linking one to the other counts it once."""

    one: Named
    place: Named | None
    other: Named
    other_place: Named | None
    day: date


@dataclass(frozen=True, slots=True)
class ReconciliationView:
    """How totals and cells of activities relate."""

    states: dict[State, int]
    differing: tuple[Unreconciled, ...]  # the largest differences first


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """One shape of the map: reports of the last period that were expected and came, and activities that were done."""

    place: Named
    code: str
    expected: int
    actual: int
    activities: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All figures of the dashboard for one part of the tree of places."""

    place: Named | None
    day: date
    commitments: CommitmentCounts
    coverage: CoverageView
    measures: tuple[MeasuresView, ...]  # last periods, oldest first
    people: PeopleReached
    indicators: tuple[IndicatorRow, ...]  # those with a target
    actions_open: int
    actions_overdue: int
    overdue_by_committee: tuple[tuple[Named, int], ...]
    regions: tuple[RegionFigures, ...] = ()
