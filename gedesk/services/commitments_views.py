"""What commitments answer: the list with its four statuses, one commitment, money, the board of onboarding."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gedesk.domain.rollup import Sum, left
from gedesk.domain.rules import Gap, Light
from gedesk.services.governance_views import Named
from gedesk.services.views import Stamp


@dataclass(frozen=True, slots=True)
class Money:
    """Money of one currency.  Each sum keeps its qualifier; None stands for "nothing written", which is not zero."""

    currency: str
    needed: float | None
    pledged: Sum | None
    secured: Sum | None
    allocated: Sum | None
    spent: Sum | None
    yearly: bool  # at least one amount is per year

    @property
    def gap(self) -> float | None:
        """What is still to be secured: of what is needed, else of what was pledged.  None when neither is known."""
        return self.gap_sum.value if self.gap_sum else None

    @property
    def gap_sum(self) -> Sum | None:
        """The same with its qualifier: of “nearly 500,000” pledged and nothing secured, “nearly 500,000” are missing."""
        wanted = Sum(self.needed, "exact", 1) if self.needed is not None else self.pledged
        return left(wanted, self.secured) if wanted else None


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One funding record.  `shown` is the amount as people read it, with its qualifier."""

    id: str
    title: str
    kind: str
    amount: float | None
    qualifier: str
    currency: str
    basis: str
    funded_by: Named | None
    received_on: date | None
    evidence: str
    shown: str


@dataclass(frozen=True, slots=True)
class MakerView:
    """An organisation that made a commitment."""

    id: str
    organisation: Named
    role: str
    stakeholder_group: str
    recognised: bool
    from_day: date | None
    to_day: date | None
    holds: bool


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment in a list.  Its four statuses stand apart: "" means not reported, not assessed yet, not reviewed."""

    id: str
    code: str
    title: str
    form: str
    types: tuple[str, ...]
    coalitions: tuple[str, ...]
    stage: str
    stage_on: date | None
    rating: str
    rated_on: date | None
    review: str
    light: Light
    makers: tuple[Named, ...]
    start: date | None
    end: date | None
    place: Named | None
    countries: tuple[Named, ...]
    programme: Named | None
    pillar: Named | None
    parent: Named | None
    children: int
    complete: float  # SMART, 0 to 1
    gaps: tuple[Gap, ...]
    money: tuple[Money, ...]
    activities: int


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as it was once written."""

    rating: str
    basis: str
    reviewer: str
    rated_on: str  # ISO date, "" when not written
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A step on the way.  `late` counts days past its due day, 0 when reached or not due."""

    id: str
    title: str
    due: date | None
    stage: str
    reached_on: date | None
    late: int


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A commitment with everything its page shows."""

    row: CommitmentRow
    statement: str
    problem: str
    expected_result: str
    progress_note: str
    rating_basis: str
    review_source: str
    reviewer: Named | None
    aligned: dict[str, bool | None]  # local plan, budget, manifesto
    alignment_evidence: str
    makers: tuple[MakerView, ...]
    children: tuple[CommitmentRow, ...]
    funding: tuple[FundingLine, ...]
    milestones: tuple[MilestoneView, ...]
    indicators: tuple[Named, ...]
    ratings: tuple[Rating, ...]  # newest first


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """What the list shows; everything by default.  Codes and ids; `light`, `stage`, `rating` may be "" for "none"."""

    text: str = ""
    coalition: str = ""
    stage: str | None = None
    rating: str | None = None
    light: str | None = None
    form: str = ""
    programme: str = ""
    maker: str = ""
    place: str = ""
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class OnboardingCard:
    """A commitment maker on the board.  `missing` says what the next stage needs; `report_due` is its first report."""

    organisation: Named
    stakeholder_group: str
    stage: str
    since: date | None
    days: int | None
    owner: Named | None
    mentor: Named | None
    commitments: int
    missing: tuple[str, ...]
    report_due: date | None
    report_late: int


@dataclass(frozen=True, slots=True)
class OnboardingColumn:
    """A stage of the board with its cards, those that wait longest first."""

    stage: str
    cards: tuple[OnboardingCard, ...]


@dataclass(frozen=True, slots=True)
class CommitmentCounts:
    """Commitments counted for charts.  "" counts those without a value: never part of another one."""

    all: int
    by_stage: dict[str, int] = field(default_factory=dict)
    by_rating: dict[str, int] = field(default_factory=dict)
    by_light: dict[str, int] = field(default_factory=dict)
    by_coalition: dict[str, dict[str, int]] = field(default_factory=dict)  # coalition -> stage -> number
    makers: int = 0
    money: tuple[Money, ...] = ()
