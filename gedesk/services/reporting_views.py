"""What reporting answers: coverage of posts, DHIS2's five measures, what is due, a report with its proofs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gedesk.domain.consent import Refusal
from gedesk.services.governance_views import Named


@dataclass(frozen=True, slots=True)
class PostCounts:
    """Focal-point posts.  The states exclude each other: vacant + appointed + trained + reporting = expected."""

    expected: int
    vacant: int
    appointed: int
    trained: int
    reporting: int

    @property
    def filled(self) -> int:
        """Posts that somebody holds."""
        return self.expected - self.vacant


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """Posts of one level within one place and all below it.  `unplaced` of them have no place of that level yet."""

    place: Named
    code: str
    place_level: str
    level: str
    counts: PostCounts
    unplaced: int


@dataclass(frozen=True, slots=True)
class PostView:
    """One post."""

    id: str
    title: str
    place: Named | None
    level: str
    person: Named | None
    appointed: date | None
    trained_on: date | None
    state: str  # focal_point_state


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Coverage of a place: all levels, then the parts below, then the single posts of the place itself."""

    place: Named | None
    day: date
    period: str
    levels: tuple[CoverageLine, ...]  # the place as a whole, one line per level of posts
    parts: tuple[CoverageLine, ...]  # the places one step below, one line per level of posts
    regions: tuple[CoverageLine, ...]  # one line per shape of the map, all levels together
    posts: tuple[PostView, ...]


@dataclass(frozen=True, slots=True)
class MeasuresView:
    """The five measures of reporting.  Rates are None when nothing was expected; not reported is not "no progress"."""

    place: Named | None
    level: str
    period: str  # name of the period, such as Q2 2025/26
    label: str
    first: date
    last: date
    due: date
    expected: int
    actual: int
    on_time: int
    missing: tuple[str, ...]  # reporters without a report, at most 50 names
    more_missing: int

    @property
    def rate(self) -> float | None:
        """Part of the expected reports that came."""
        return self.actual / self.expected if self.expected else None

    @property
    def on_time_rate(self) -> float | None:
        """Part of the expected reports that came in time."""
        return self.on_time / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class DueView:
    """A report that somebody owes.  `report` is "" while none has been begun; `late` counts days past the due day."""

    title: str
    reporter: Named
    reporter_kind: str  # place, committee, organisation
    period: str  # name of the period
    label: str  # as people read it
    first: date
    last: date
    due: date
    report: str
    state: str
    late: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list."""

    id: str
    title: str
    reporter: Named | None
    period: str  # name of the period
    label: str  # as people read it
    due: date
    state: str
    submitted_on: date | None
    accepted_level: int | None
    levels: int  # how many levels accept it, one after the other
    late: int
    light: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A report's figures and the records that prove them, as they stand now.  `values` are ready for `records.save`."""

    values: dict[str, Any]
    figures: tuple[tuple[str, str], ...]  # label, figure as people read it


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story for a level of publication.  `refused` says why it may not stand there; `people` is empty then."""

    id: str
    title: str
    text: str
    told_on: date | None
    place: Named | None
    people: str
    language: str
    consent: str
    refused: Refusal


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What withdrawing a consent meant: publications that are out, and records here that still link to the story."""

    day: date
    publications: tuple[Named, ...]
    entries: tuple[Named, ...]
    reports: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Warnings:
    """What somebody should look at again: words that hint at violence, and full names of people kept here."""

    violence: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackDifference:
    """Where a later version of a country pack differs: `how` is added, changed, or kept (people had changed it since)."""

    how: str
    kind: str
    title: str
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class PackRenewed:
    """What a later version of a country pack brings; `added` and `changed` count records, `kept` counts values."""

    code: str
    before: str
    after: str
    added: int
    changed: int
    kept: int
    differences: tuple[PackDifference, ...] = ()
