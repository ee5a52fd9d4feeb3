"""A dashboard's figures by hand: for tests of what is made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from gedesk.domain.rollup import Sum
from gedesk.services.commitments_views import CommitmentCounts, Money
from gedesk.services.governance_views import Named
from gedesk.services.monitoring_views import Dashboard, Figure, IndicatorRow, IndicatorView, PeopleReached
from gedesk.services.reporting_views import (
    CoverageLine,
    CoverageView,
    DueView,
    MeasuresView,
    PostCounts,
    PostView,
    ReportRow,
)

DAY = date(2026, 3, 12)


def posts(expected: int, vacant: int, reporting: int = 0) -> PostCounts:
    """Posts of which the filled ones are appointed unless they report."""
    return PostCounts(expected, vacant, expected - vacant - reporting, 0, reporting)


def region(code: str, title: str, counts: PostCounts) -> CoverageLine:
    """A shape of the map with its posts."""
    return CoverageLine(Named(f"id-{code}", title), code, "region", "", counts, 0)


def indicator(name: str, target: float, actual: float | None, share: float | None) -> IndicatorRow:
    """An indicator that counts women."""

    def figure(value: float) -> Figure:
        return Figure(value, "exact", "", f"{value:,.0f}")

    return IndicatorRow(
        f"id-{name}", name, "", "women", "count", "increase", True, "quarter", None, None, None, "", figure(target), None,
        figure(actual) if actual is not None else None, None, share, None if share is None else share >= 1, 1, 0,
    )  # fmt: skip


def figures(**other: Any) -> Dashboard:
    """A small country in March 2026."""
    regions = (
        region("TZ-01", "Arusha", posts(7, 0, 3)), region("TZ-18", "Mwanza", posts(8, 6)), region("TZ-13", "Mara", posts(9, 9)),
        region("TZ-99", "Nowhere", posts(1, 0)),
    )  # fmt: skip
    people = PeopleReached(
        12, 1, 2, Sum(7200.0, "at_least", 10), {"female|18-19|with": 300, "female|18-19|without": 100, "male|20-24|without": 100},
        {"female": 400, "male": 100}, {"18-19": 400, "20-24": 100}, {}, 500, 400, 0,
    )  # fmt: skip
    made = Dashboard(
        place=None, day=DAY,
        commitments=CommitmentCounts(
            31, by_stage={"in_progress": 20, "": 11}, by_rating={"on_track": 8, "at_risk": 3, "": 20},
            by_coalition={"GBV": {"in_progress": 5, "": 1}, "EJR": {"in_progress": 15, "completed": 4}},
            money=(
                Money("TZS", 4_000_000.0, None, Sum(1_000_000.0, "exact", 2), None, None, False),
                Money("USD", None, Sum(500.0, "about", 1), Sum(500.0, "exact", 1), None, None, True),
                Money("EUR", None, None, Sum(9.0, "exact", 1), None, None, False),
            ),
        ),
        coverage=CoverageView(None, DAY, "Q1 2025/26", (region("TZ", "Tanzania", posts(25, 15, 3)),), (), regions, ()),
        measures=(
            MeasuresView(None, "region", "Q1", "Q1 2025/26", DAY, DAY, DAY, 31, 20, 11, (), 0),
            MeasuresView(None, "council", "Q1", "Q1 2025/26", DAY, DAY, DAY, 10, 5, 5, (), 0),
        ),
        people=people,
        indicators=(indicator("Land titles", 3000, 1200, 0.4), indicator("Childcare", 30, 34, 1.13), indicator("Officers", 700, None, None)),
        actions_open=9, actions_overdue=4,
        overdue_by_committee=((Named("c1", "National committee"), 3), (Named("", ""), 1)),
    )  # fmt: skip
    return replace(made, **other)


class MemoryReporting:
    """The part of `protocols.Reporting` that the first page and the list of reports ask."""

    def __init__(self) -> None:
        self.owed: list[DueView] = []
        self.came: list[ReportRow] = []
        self.filled: list[PostView] = []

    def reports(self, place: str = "", *, period: str = "", day: date | None = None) -> list[ReportRow]:
        return list(self.came)

    def posts(self, *, day: date | None = None) -> list[PostView]:
        return list(self.filled)

    def due(self, place: str = "", *, period: str = "", day: date | None = None) -> list[DueView]:
        return list(self.owed)


class MemoryMonitoring:
    """The part of `protocols.Monitoring` that a dashboard asks."""

    def __init__(self, told: Dashboard) -> None:
        self.told = told
        self.asked: list[str] = []
        self.views: dict[str, IndicatorView] = {}

    def indicators(self, programme: str = "", *, until: date | None = None) -> list[IndicatorRow]:
        return [view.row for view in self.views.values()]

    def indicator(self, id: str) -> IndicatorView:
        return self.views[id]

    def dashboard(self, place: str = "", *, day: date | None = None) -> Dashboard:
        self.asked.append(place)
        return replace(self.told, place=Named(place, "Arusha")) if place else self.told
