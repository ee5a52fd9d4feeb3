"""Who owes reports, for which periods, until when.  Duties come from the country pack; what is owed is computed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from gedesk.domain.fiscal import Period, period_of

Place = TypeVar("Place")
By = Literal["post", "committee", "maker"]
SENT = ("submitted", "accepted", "locked")  # states of a report that was handed in and did not come back
ACCEPTED_STAGES = ("accepted", "first_report", "active")  # stages of onboarding from which a maker reports


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """Every focal-point post or committee of a level, or every commitment maker, reports each period.

    `since` is the first day of duty; `due_days` count from the last day of the period.
    """

    by: By
    level: str
    period: str
    due_days: int
    since: date

    def due(self, period: Period) -> date:
        """The last day to hand the report of a period in."""
        return period.end + timedelta(days=self.due_days)

    def periods(self, first_month: int, until: date) -> Iterator[Period]:
        """Periods of duty that begin by `until`, oldest first."""
        period = period_of(self.since, self.period, first_month)
        if period.start < self.since:
            period = period.shift(1)
        while period.start <= until:
            yield period
            period = period.shift(1)

    def ended(self, first_month: int, day: date, count: int) -> list[Period]:
        """The last `count` periods that ended before `day`, oldest first."""
        period = period_of(day, self.period, first_month).shift(-1)
        found: list[Period] = []
        while len(found) < count and period.start >= self.since:
            found.append(period)
            period = period.shift(-1)
        return found[::-1]


def accepting(
    duties: Sequence[ReportingDuty], by: str, above: Sequence[tuple[Place, str]], coordinated: Collection[Place] = ()
) -> list[Place]:
    """Of the places above a reporter with their levels, nearest first and headquarters' last: those that accept its
    reports, one after the other.  They are the levels that report in the same way, coordinators, and headquarters.
    """
    levels = {duty.level for duty in duties if duty.by == by}
    return [place for place, level in above[:-1] if level in levels or place in coordinated] + [place for place, _ in above[-1:]]
