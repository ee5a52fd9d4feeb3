"""What is said of the figures: questions, answers, and where bars and regions lead."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers.doubles import Inline, Recorder, Told
from helpers.memory_dashboard import MemoryMonitoring, figures, indicator
from helpers.memory_services import MemoryServices, sample
from hypothesis import given
from hypothesis import strategies as st

from gedesk import paths
from gedesk.domain.rollup import Sum
from gedesk.presenters.dashboard import CHARTS, Board, DashboardPresenter
from gedesk.presenters.figures import Chart, Mark, ticks
from gedesk.presenters.outlines import outlines
from gedesk.presenters.regions import step_of
from gedesk.services.commitments_views import CommitmentCounts
from gedesk.services.governance_views import Named
from gedesk.services.monitoring_views import PeopleReached, RegionFigures
from gedesk.services.reporting_views import MeasuresView


class Followed:
    """Remembers where one was led."""

    def __init__(self) -> None:
        self.way: list[object] = []

    def go(self, page: str) -> None:
        self.way.append(page)

    def open_list(self, kind: str, where: Mapping[str, str]) -> None:
        self.way.append((kind, dict(where)))

    def open_record(self, kind: str, id: str) -> None:
        self.way.append((kind, id))


class Shown:
    """A presenter that has shown its board."""

    def __init__(self, **other: Any) -> None:
        services: MemoryServices = sample(3)
        self.monitoring = services.monitoring = MemoryMonitoring(figures(**other))
        self.view, self.told, self.ways = Recorder(), Told(), Followed()
        self.presenter = DashboardPresenter(
            services, self.view, Inline(), self.told, self.ways,
            page_of=lambda kind: {"commitment": "commitments", "activity": "activities"}.get(kind, ""),
        )  # fmt: skip
        self.presenter.reload()
        assert self.told.errors == []

    @property
    def board(self) -> Board:
        board: Board = self.view.seen["show_board"][0]
        return board

    def chart(self, name: str) -> Chart:
        return next(one for one in self.board.charts if one.name == name)


def test_every_chart_asks_a_question_and_answers_it() -> None:
    board = Shown().board
    assert tuple(one.name for one in board.charts) == CHARTS
    assert all(one.question.endswith("?") for one in board.charts)
    assert {one.name: one.answer for one in board.charts} == {
        "coalitions": "Economic Justice and Rights has most: 19 commitments.",
        "ratings": "11 of 31 commitments are assessed.",
        "people": "80 % women and girls, of the 500 people whose sex and age are known. 6,700 more people are told only as totals.",
        "targets": "1 of 3 targets are reached.",
        "reports": "Q1 2025/26: 25 of 41 reports came, 16 in time.",
        "actions": "4 of 9 open actions are overdue.",
        "money": "Still to be found: 3,000,000 TZS.",
    }


def test_what_is_not_known_stands_apart_and_is_never_zero() -> None:
    shown = Shown()
    assert shown.chart("coalitions").series == ("In progress", "Completed", "Not stated")
    assert [mark.label for mark in shown.chart("ratings").marks] == ["On track", "At risk", "No rating written"]
    assert [mark.label for mark in shown.chart("targets").marks] == ["Land titles", "Childcare"]  # no result, no bar
    assert [mark.label for mark in shown.chart("money").marks] == ["TZS", "USD"]  # nobody said what is needed in EUR
    assert shown.board.facts[0].number == figures().people.number.shown


def test_people_are_counted_by_age_and_sex_over_all_disabilities() -> None:
    chart = Shown().chart("people")
    assert chart.series == ("Female", "Male")
    assert [(mark.label, mark.values) for mark in chart.marks] == [("18–19", (400, 0)), ("20–24", (0, 100))]


def test_bars_and_regions_lead_to_their_records() -> None:
    shown = Shown()
    shown.chart("coalitions").marks[0].follow()
    shown.chart("targets").marks[0].follow()
    shown.chart("actions").marks[0].follow()
    shown.chart("money").marks[0].follow()  # no page shows funding here: nothing happens
    assert shown.ways.way == [
        ("commitment", {"coalitions": "EJR"}), ("indicator", "id-Land titles"),
        ("action_item", {"committee": "c1", "overdue": "yes"}),
    ]  # fmt: skip
    arusha = next(one for one in shown.board.map.regions if one.code == "TZ-01")
    arusha.follow()
    assert shown.monitoring.asked == ["", "id-TZ-01"]
    assert shown.board.place == "Arusha"
    shown.chart("people").marks[0].follow()
    shown.chart("ratings").marks[-1].follow()
    assert shown.ways.way[-2:] == [
        ("activity", {"progress": "done", "participants": "age_band:18-19", "within": "id-TZ-01"}), ("commitment", {"rating": "", "within": "id-TZ-01"}),
    ]  # fmt: skip
    shown.presenter.look_at("")
    assert shown.board.place == ""


def test_the_map_tells_coverage_in_words_and_names_regions_without_an_outline() -> None:
    told = Shown().board.map
    assert [(one.label, one.value, one.step) for one in told.regions] == [("Arusha", "7/7", 4), ("Mwanza", "2/8", 1), ("Mara", "0/9", 0)]
    assert told.regions[0].text == "Arusha: 7 of 7 posts filled, 3 reporting"
    assert [(mark.label, mark.note) for mark in told.marks] == [("Nowhere", "1/1")]
    assert told.answer == "10 of 25 posts are filled; vacancies in 2 regions."


def test_an_empty_store_has_no_bars_and_says_what_will_come() -> None:
    nobody = PeopleReached(0, 0, 0, Sum(0.0, "exact", 0), {}, {}, {}, {}, 0, 0, 0)
    empty = Shown(
        commitments=CommitmentCounts(0), measures=(), people=nobody, indicators=(), actions_open=0, actions_overdue=0,
        overdue_by_committee=(),
    )  # fmt: skip
    for chart in empty.board.charts:
        assert chart.marks == ()
        assert chart.empty


def test_only_the_targets_furthest_away_are_drawn_and_that_is_said() -> None:
    many = tuple(indicator(f"I{n}", 100, n, n / 100) for n in range(20))
    chart = Shown(indicators=many).chart("targets")
    assert [mark.label for mark in chart.marks] == [f"I{n}" for n in range(12)]
    assert chart.answer == "0 of 20 targets are reached. The 12 furthest from it are shown."


def test_quarters_and_years_do_not_share_a_line() -> None:
    def over(days: int, label: str, first: date, expected: int) -> MeasuresView:
        last = first + timedelta(days=days)
        return MeasuresView(None, "council", label, label, first, last, last, expected, 1, 1, (), 0)

    chart = Shown(
        measures=(
            over(364, "2024/25", date(2024, 7, 1), 3), over(91, "Q2", date(2025, 10, 1), 20), over(91, "Q1", date(2025, 7, 1), 20),
            over(364, "2025/26", date(2025, 7, 1), 3),
        )
    ).chart("reports")  # fmt: skip
    assert [mark.label for mark in chart.marks] == ["Q1", "Q2"]


def test_hover_says_every_value() -> None:
    chart = Shown().chart("targets")
    assert chart.said(chart.marks[0]) == "Land titles: Reached 40 %, Target 100 %. 1,200 of 3,000 women"
    single = replace(chart, series=("Number",), unit="")
    assert single.said(Mark("A", (1234,))) == "A: 1,234"


@given(filled=st.integers(0, 50), vacant=st.integers(0, 50))
def test_a_region_is_dark_only_when_all_is_filled_and_empty_only_when_nothing_is(filled: int, vacant: int) -> None:
    step = step_of(filled, filled + vacant)
    assert (step == 4) == (vacant == 0 and filled > 0)
    assert (step == 0) == (filled == 0)


@given(st.floats(0.001, 1e12))
def test_a_scale_reaches_the_top_in_few_round_steps(top: float) -> None:
    made = ticks(top)
    assert made[0] == 0
    assert made[-1] >= top * (1 - 1e-9)
    assert 2 <= len(made) <= 7
    assert made[-2] < top


@pytest.mark.parametrize("file", sorted(paths.resource("packs").glob("*/boundaries.geojson")), ids=lambda file: file.parent.name)
def test_outlines_are_closed_rings_of_places_that_the_pack_knows(file: Path) -> None:
    found = outlines(file.parent.name)
    with (file.parent / "places.csv").open(encoding="utf-8", newline="") as places:
        codes = {row["code"] for row in csv.DictReader(places)}
    assert found
    assert set(found) <= codes
    for rings in found.values():
        assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for ring in rings for x, y in ring)


def test_a_country_without_outlines_has_none() -> None:
    assert outlines("zz") == {}


@pytest.mark.parametrize(
    ("expected", "actual", "question", "values", "steps"),
    [
        ((4, 2), (4, 0), "Which regions reported?", ("4/4", "0/2"), (4, 0)),
        ((0, 0), (0, 0), "Where were activities done?", ("9", "3"), (4, 1)),
    ],
)
def test_without_posts_the_map_shows_reports_or_activities(
    expected: tuple[int, int], actual: tuple[int, int], question: str, values: tuple[str, str], steps: tuple[int, int]
) -> None:
    places = (("TZ-01", "Arusha", 9), ("TZ-18", "Mwanza", 3))
    regions = tuple(
        RegionFigures(Named(code, name), code, wanted, came, done)
        for (code, name, done), wanted, came in zip(places, expected, actual, strict=True)
    )
    told = figures()
    shown = Shown(coverage=replace(told.coverage, regions=(), levels=()), regions=regions)
    assert shown.board.map.question == question
    assert tuple(one.value for one in shown.board.map.regions) == values
    assert tuple(one.step for one in shown.board.map.regions) == steps
