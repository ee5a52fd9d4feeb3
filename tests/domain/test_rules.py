"""What is computed: periods, quantities, ages, quorum, turns, lights, completeness, scope."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gedesk import i18n
from gedesk.domain import ages, quantities, rules
from gedesk.domain.fields import Invalid
from gedesk.domain.fiscal import MONTHS, Period, add_months, label_of, parse_period, period_of
from gedesk.domain.kinds import registry
from gedesk.domain.participants import reconcile
from gedesk.domain.scope import in_scope, place_of

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
KINDS = st.sampled_from(sorted(MONTHS))


@given(DAYS, KINDS, st.integers(1, 12))
def test_every_day_lies_in_one_period_whose_name_is_read_back(day: date, kind: str, first_month: int) -> None:
    period = period_of(day, kind, first_month)
    assert day in period
    assert period.start.day == 1
    assert period.start.month % MONTHS[kind] == first_month % MONTHS[kind]
    assert parse_period(period.name, first_month) == period
    assert period.shift(1).start == period.end + timedelta(days=1)
    assert period.shift(1).shift(-1) == period
    assert period.label


@pytest.mark.parametrize(
    ("written", "first_month", "name", "start", "end"),
    [
        ("Q2 2025/26", 7, "Q2 2025/26", date(2025, 10, 1), date(2025, 12, 31)),
        ("FY 2025/2026 Q3", 7, "Q3 2025/26", date(2026, 1, 1), date(2026, 3, 31)),
        ("Robo ya pili 2025/26", 7, "Q2 2025/26", date(2025, 10, 1), date(2025, 12, 31)),
        ("Nusu ya kwanza 2025/26", 7, "H1 2025/26", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025-26", 7, "2025/26", date(2025, 7, 1), date(2026, 6, 30)),
        ("T3 2026", 1, "Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("1er semestre 2026", 1, "H1 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("IV квартал 2026 г.", 1, "Q4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("II kvartal 2025.", 1, "Q2 2025", date(2025, 4, 1), date(2025, 6, 30)),
    ],
)
def test_periods_are_read_as_people_write_them(
    written: str, first_month: int, name: str, start: date, end: date
) -> None:
    period = parse_period(written, first_month)
    assert (period.name, period.start, period.end) == (name, start, end)


@pytest.mark.parametrize(
    ("written", "first_month"),
    [("Q2 2026", 7), ("soon", 7), ("Q2 2025/27", 7), ("2025/26", 1), ("H3 2026", 1)],
)
def test_a_doubtful_period_is_refused(written: str, first_month: int) -> None:
    with pytest.raises(Invalid):
        parse_period(written, first_month)


def test_a_year_has_its_parts() -> None:
    year = Period(2025, "year", 1, 7)
    assert [part.name for part in year.parts("quarter")] == [
        "Q1 2025/26",
        "Q2 2025/26",
        "Q3 2025/26",
        "Q4 2025/26",
    ]
    assert [part.name for part in year.parts("half")] == ["H1 2025/26", "H2 2025/26"]


@pytest.mark.parametrize(
    ("written", "number", "qualifier"),
    [
        ("over 7,000", "7,000", "at_least"),
        ("Zaidi ya 9 000 wanawake", "9 000", "at_least"),
        ("plus de 500 acteurs", "500", "at_least"),
        ("7000+", "7000", "at_least"),
        ("nearly 500,000 USD", "500,000", "nearly"),
        ("Более 130", "130", "at_least"),
        ("jusqu’à 40", "40", "at_most"),
        ("wanawake na 40", "40", None),
        ("12", "12", None),
        ("all", "all", "all"),
    ],
)
def test_quantities_keep_their_qualifier(written: str, number: str, qualifier: str | None) -> None:
    assert quantities.split(written) == (number, qualifier)


def test_quantities_are_shown_with_their_qualifier() -> None:
    assert quantities.show(7000, "at_least") == "over 7,000"
    assert quantities.show(7000, None) == "7,000"
    assert quantities.show(2.5, "about", 1) == "about 2.5"
    assert quantities.show(None, "not_stated") == "Not stated"
    assert quantities.show(None, None) == ""


@pytest.mark.parametrize(("language", "shown"), [("en", "18,168.5"), ("sw", "18,168.5"), ("fr", "18\u202f168,5"), ("bs", "18.168,5")])
def test_quantities_are_written_as_the_language_in_use_writes_numbers(language: str, shown: str) -> None:
    with i18n.speaking(language):
        assert quantities.show(18168.5, None, 1) == shown


def test_age_bands_roll_up_without_splitting_any() -> None:
    cells = {
        "female|10-14|with": 1,
        "female|15-17|with": 2,
        "male|18-19|without": 4,
        "female|20-24|with": 8,
        "male|25-34|with": 16,
        "female|not_recorded|with": 32,
    }
    assert ages.roll_up(cells, *ages.GROUPS["children"]) == (3, 32)
    assert ages.roll_up(cells, *ages.GROUPS["adolescents"]) == (7, 32)
    assert ages.roll_up(cells, *ages.GROUPS["youth"]) == (14, 32)
    assert ages.roll_up(cells, *ages.GROUPS["young_adults"]) == (28, 32)
    assert ages.roll_up(cells, 15, 30) == (14, 48)
    assert ages.bounds("60+") == (60, None)


@pytest.mark.parametrize(
    ("cells", "total", "qualifier", "state", "difference"),
    [
        (None, None, None, "none", 0),
        (None, 7000, "at_least", "total only", 0),
        ({"a": 3}, None, None, "cells only", 0),
        ({"a": 3, "b": 4}, 7, None, "balanced", 0),
        ({"a": 3}, 7, None, "does not add up", 4),
        ({"a": 9}, 7, "at_least", "does not add up", -2),
        ({"a": 3}, 7, "at_least", "balanced", 4),
    ],
)
def test_totals_and_cells_are_compared_and_never_corrected(
    cells: dict[str, int] | None, total: int | None, qualifier: str | None, state: str, difference: int
) -> None:
    found = reconcile(cells, total, qualifier)
    assert (found.state, found.difference, found.total) == (state, difference, total)


@pytest.mark.parametrize(
    ("rule", "value", "seats", "present", "needed", "met"),
    [
        ("majority", None, 25, 13, 13, True),
        ("majority", None, 24, 12, 13, False),
        ("share", 66.7, 30, 20, 21, False),
        ("share", 60, 25, 15, 15, True),
        ("number", 7, None, 7, 7, True),
        ("none", None, 25, 1, None, None),
        ("majority", None, None, 9, None, None),
    ],
)
def test_quorum(
    rule: str, value: float | None, seats: int | None, present: int, needed: int | None, met: bool | None
) -> None:
    assert rules.quorum(rule, value, seats, present) == rules.Quorum(needed, present, met)


def test_the_chair_rotates_on_its_day() -> None:
    order, start = ["Government", "Civil society", " ", "Youth"], date(2025, 1, 31)
    turn = rules.chair_turn(order, start, 6, date(2025, 7, 30))
    assert turn == rules.Turn("Government", date(2025, 1, 31), "Civil society", date(2025, 7, 31))
    later = rules.chair_turn(order, start, 6, date(2026, 7, 31))
    assert later is not None
    assert (later.holder, later.changes_on) == ("Government", date(2027, 1, 31))
    assert rules.chair_turn(order, start, 6, date(2025, 1, 1)) is None


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 24), DAYS)
def test_a_day_lies_in_its_turn(start: date, months: int, day: date) -> None:
    turn = rules.chair_turn(["a", "b"], start, months, day)
    assert (turn is None) == (day < start)
    assert turn is None or turn.since <= day < turn.changes_on


def test_decisions_are_numbered_by_committee_and_year() -> None:
    assert (
        rules.decision_number("NAC", 2026, ["NAC-2026-01", "NAC-2026-09", "NAC-2025-40", "NAC-2026-x"])
        == "NAC-2026-10"
    )
    assert rules.decision_number("NAC", 2027, []) == "NAC-2027-01"


def test_lights_tell_of_reporting_only() -> None:
    due = date(2026, 1, 15)
    assert rules.reporting_light(due, None, due, "quarter") == "grey"
    assert rules.reporting_light(due, due, date(2027, 1, 1), "quarter") == "green"
    assert rules.reporting_light(due, None, date(2026, 1, 16), "quarter") == "yellow"
    assert rules.reporting_light(due, date(2026, 7, 15), date(2027, 1, 1), "quarter") == "yellow"
    assert rules.reporting_light(due, None, date(2026, 7, 16), "quarter") == "red"
    assert rules.lateness(due, None, date(2026, 1, 20)) == 5


def test_overdue_and_posts() -> None:
    today = date(2026, 5, 1)
    assert rules.overdue("open", date(2026, 4, 30), today)
    assert not rules.overdue("done", date(2026, 4, 30), today)
    assert not rules.overdue("open", None, today)
    state = rules.post_state
    assert state(person=None, ended=None, trained_on=None, reports=3, today=today) == "vacant"
    assert state(person="p", ended=date(2026, 1, 1), trained_on=None, reports=0, today=today) == "vacant"
    assert state(person="p", ended=None, trained_on=None, reports=0, today=today) == "appointed"
    assert state(person="p", ended=None, trained_on=today, reports=0, today=today) == "trained"
    assert state(person="p", ended=None, trained_on=None, reports=1, today=today) == "reporting"


def test_completeness_says_what_to_fill_in_next() -> None:
    empty = rules.smart({}, makers=0, targets=0, fundings=0)
    assert [gap.letter for gap in empty] == sorted((gap.letter for gap in empty), key="SMART".index)
    assert rules.smart_share(empty) == 0
    whole = {
        "statement": "x", "target_groups": ["women"], "countries": ["c"], "expected_result": "x", "coalitions": ["EJR"],
        "problem": "x", "start": date(2021, 7, 1), "end": date(2026, 6, 30),
    }  # fmt: skip
    assert rules.smart(whole, makers=1, targets=1, fundings=1) == []
    assert [gap.field for gap in rules.smart(whole, makers=1, targets=0, fundings=1)] == ["target"]


def test_nothing_is_computed_from_a_baseline_not_stated() -> None:
    assert rules.achievement(None, 60, 30) is None
    assert rules.achievement(100, 40, 70) == 0.5


def test_months_are_added_within_the_month() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 12, 31), -13) == date(2024, 11, 30)


TREE: dict[str, str | None] = {
    "tz": None,
    "dodoma": "tz",
    "mpwapwa": "dodoma",
    "kongwa": "dodoma",
    "arusha": "tz",
}


@pytest.mark.parametrize(
    ("kind", "place", "site", "inside"),
    [
        ("activity", "mpwapwa", "mpwapwa", True),
        ("activity", "mpwapwa", "dodoma", True),
        ("activity", "kongwa", "mpwapwa", False),
        ("activity", "dodoma", "mpwapwa", False),
        ("activity", None, "mpwapwa", False),
        ("activity", None, None, True),
        ("activity", "elsewhere", "tz", False),
        ("programme", "tz", "mpwapwa", True),
        ("programme", "dodoma", "mpwapwa", True),
        ("programme", "arusha", "mpwapwa", False),
        ("programme", None, "mpwapwa", True),
        ("programme", "kongwa", "dodoma", True),
        ("place", "arusha", "mpwapwa", True),
    ],
)
def test_scope(kind: str, place: str | None, site: str | None, inside: bool) -> None:
    assert in_scope(registry.kind(kind), place, site, TREE) is inside


def test_scope_ends_in_a_circle_of_places() -> None:
    assert not in_scope(registry.kind("activity"), "a", "c", {"a": "b", "b": "a"})


def test_a_child_lies_where_its_parent_does() -> None:
    attendance = registry.kind("attendance")
    assert place_of(attendance, {"meeting": "m"}, {"m": "dodoma"}.get) == "dodoma"
    assert place_of(attendance, {"meeting": "m", "place": "arusha"}, {"m": "dodoma"}.get) == "arusha"
    assert place_of(attendance, {}, {}.get) is None


def test_names_of_periods_are_read_in_the_language_in_use() -> None:
    for period in (Period(2025, "quarter", 2, 7), Period(2026, "half", 1, 1), Period(2025, "year", 1, 7)):
        assert label_of(period.name) == period.label
    assert label_of("2021–2026") == "2021–2026"
