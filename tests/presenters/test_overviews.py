"""Pages of a commitment and an indicator: four statuses apart, what to fill in next, money with its qualifiers, targets
against results by the direction that is good."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.memory_overviews import commitment_row, commitment_view, figure, indicator_row, indicator_view
from helpers.memory_services import MemoryServices

from gedesk.domain.rollup import Sum
from gedesk.domain.rules import Gap
from gedesk.presenters import overviews
from gedesk.presenters.overviews import Card
from gedesk.services.commitments_views import FundingLine, MakerView, Money
from gedesk.services.governance_views import Named
from gedesk.services.monitoring_views import ResultView, TargetView

DAY = date(2026, 3, 31)
MERU, ARUSHA = Named("p1", "Meru"), Named("p2", "Arusha")


def card(cards: list[Card], title: str) -> Card:
    return next(one for one in cards if one.title.startswith(title))


def target(value: float, place: Named = MERU, day: date = DAY, period: str = "") -> TargetView:
    return TargetView(f"t-{place.id}-{value}", figure(value), None, day, period, place, None)


def result(value: float, place: Named = MERU, day: date = DAY, *, qualifier: str = "exact", period: str = "", excluded: str = "") -> ResultView:
    return ResultView(f"r-{value}", figure(value, qualifier), None, day, period, place, None, "reported", "", "", "", "",
                      "none", 0, excluded)  # fmt: skip


def test_the_four_statuses_stand_beside_each_other_and_none_stands_for_another() -> None:
    row = commitment_row("c", "Care", stage="completed", light="yellow")
    statuses = card(overviews.commitment(commitment_view(row)), "Four statuses")
    assert statuses.across
    assert [(one.label, one.value, one.tone) for one in statuses.lines] == [
        ("Stage, told by the makers", "Completed", "success"),
        ("Rating, assessed", "not assessed yet", "neutral"),
        ("Independent review", "not reviewed", "neutral"),
        ("Reports, by their dates", "Yellow", "warning"),
    ]


def test_a_rating_says_on_what_and_whom_it_rests() -> None:
    row = commitment_row("c", "Care", rating="at_risk", rated_on=DAY, review="substantial")
    view = commitment_view(row, rating_basis="Visit to Meru", reviewer=Named("p", "Neema"), review_source="Audit office")
    lines = card(overviews.commitment(view), "Four statuses").lines
    assert lines[1].detail == "31/03/2026 · Neema · Visit to Meru"
    assert lines[2].detail == "Audit office"


def test_what_is_missing_leads_to_its_field_or_to_what_has_to_be_added() -> None:
    row = commitment_row("c", "Care", gaps=(Gap("S", "statement", "Write it."), Gap("M", "target", "Add a target.")))
    lines = card(overviews.commitment(commitment_view(row)), "What to fill in").lines
    assert [(one.label, one.value, one.fill) for one in lines] == [("Write it.", "S", "statement"), ("Add a target.", "M", "target")]


def test_money_keeps_its_qualifiers_and_every_line() -> None:
    money = Money("USD", None, Sum(900_000, "exact", 1), Sum(620_000, "at_least", 1), None, None, yearly=True)
    line = FundingLine("f", "Care centres", "2", 620_000, "at_least", "USD", "yearly", Named("o", "UN Women"), None, "", "over 620,000")
    view = commitment_view(commitment_row("c", "Care", money=(money,)), funding=(line,))
    lines = card(overviews.commitment(view), "Money").lines
    said = {one.label: one.value for one in lines}
    assert said["Secured"] == "over 620,000 USD"
    assert said["Care centres"] == "over 620,000 USD"
    assert said["Gap"].startswith("at most 280,000")
    assert {one.detail for one in lines if one.label in ("Pledged", "Secured")} == {"some of it each year"}
    assert next(one for one in lines if one.label == "Care centres").link == ("funding", "f")


def test_makers_have_their_role_group_and_time() -> None:
    maker = MakerView("m", Named("o", "Ministry"), "2", "government", False, date(2021, 7, 1), date(2024, 6, 30), False)
    (line,) = card(overviews.commitment(commitment_view(commitment_row("c", "Care"), makers=(maker,))), "Who makes it").lines
    assert (line.label, line.value, line.link) == ("Ministry", "Accountable", ("organisation", "o"))
    assert line.detail == "Government · since 01/07/2021 · until 30/06/2024"


def test_the_latest_activities_of_a_commitment_are_on_its_page() -> None:
    services = MemoryServices()
    id = services.add("commitment", title="Care")
    for month in range(1, 8):
        services.add("activity", title=f"Training {month}", start=date(2026, month, 1), commitments=id, participants={"female|18-19|with": month})
    made = overviews.overview(services, "commitment")
    assert made is not None
    lines = card(made(id), "Latest activities").lines
    assert [(one.label, one.value, one.detail) for one in lines][:2] == [("Training 7", "7", "01/07/2026"), ("Training 6", "6", "01/06/2026")]
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("direction", "value", "qualifier", "said"),
    [
        ("increase", 120.0, "exact", "Reached"),
        ("increase", 80.0, "exact", "Not yet reached"),
        ("decrease", 80.0, "exact", "Reached"),
        ("decrease", 120.0, "exact", "Not yet reached"),
        ("increase", 100.0, "about", ""),
        ("none", 120.0, "exact", ""),
    ],
)
def test_a_result_is_compared_with_its_target_by_the_direction_that_is_good(direction: str, value: float, qualifier: str, said: str) -> None:
    row = indicator_row("i", "Women trained", direction=direction)
    view = indicator_view(row, targets=(target(100.0),), results=(result(value, qualifier=qualifier),))
    sheet = card(overviews.indicator(view), "Targets and results").sheet
    assert sheet is not None
    (only,) = sheet.rows
    assert only.cells[:4] == ("Meru", "31/03/2026", "100", f"{value:,.0f}")
    assert only.cells[sheet.pill] == said


def test_targets_meet_results_of_their_place_and_period_only() -> None:
    view = indicator_view(
        indicator_row("i", "Women trained"),
        targets=(target(100.0), target(50.0, ARUSHA), target(70.0, period="Q1 2026", day=date(2026, 3, 30))),
        results=(result(120.0), result(60.0, day=date(2026, 6, 30)), result(80.0, day=date(2026, 4, 2), period="Q1 2026"),
                 result(9.0, ARUSHA, excluded="same figure as another")),
    )  # fmt: skip
    sheet = card(overviews.indicator(view), "Targets and results").sheet
    assert sheet is not None
    assert [(one.cells[0], one.cells[2], one.cells[3], one.cells[4]) for one in sheet.rows] == [
        ("Arusha", "50", "9", "In no sum"),
        ("Meru", "100", "120", "Reached"),
        ("Meru", "70", "80", "Reached"),
        ("Meru", "", "60", ""),
    ]
    assert "same figure" in sheet.rows[0].cells[5]


def test_a_target_without_a_result_says_so_and_a_missing_baseline_is_not_zero() -> None:
    cards = overviews.indicator(indicator_view(indicator_row("i", "Laws"), targets=(target(3.0),)))
    sheet = card(cards, "Targets and results").sheet
    assert sheet is not None
    assert sheet.rows[0].cells[4] == "Not reported"
    assert sheet.rows[0].link == ("target", "t-p1-3.0")
    assert card(cards, "Where it stands").lines[0].value == "not stated"
