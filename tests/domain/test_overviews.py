"""Rules behind overviews: sums keep what is known, seats, duties, consent."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gedesk.domain import consent, repeats, rollup, seats
from gedesk.domain.duties import ReportingDuty
from gedesk.domain.vocabularies import vocabulary

QUALIFIERS = [None, *vocabulary("quantity_qualifier").codes]
figures = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 10**9).map(float)), st.sampled_from(QUALIFIERS)), max_size=12
)  # fmt: skip


# -- sums --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([(7000, "at_least"), (200, None)], "over 7,200"),
        ([(5, "at_most"), (3, "at_least")], "about 8"),
        ([(10, "nearly"), (10, "exact")], "nearly 20"),
        ([(10, "nearly"), (10, "at_most")], "at most 20"),
        ([(10, "about"), (10, None)], "about 20"),
        ([(10, "exact"), (None, "all")], "over 10"),
        ([(12, "all"), (10, None)], "22"),
    ],
)
def test_a_sum_says_what_is_known_of_its_parts(parts: list[tuple[float | None, str | None]], shown: str) -> None:
    assert rollup.add(parts).shown == shown


@given(figures, st.randoms())
def test_a_sum_does_not_depend_on_the_order_and_is_exact_only_of_exact_parts(parts: list[tuple[float | None, str | None]], random) -> None:
    whole = rollup.add(parts)
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert rollup.add(shuffled) == whole
    assert whole.parts == len(parts)
    assert whole.unsaid == sum(value is None for value, _qualifier in parts)
    if whole.qualifier == "exact":
        assert all(value is not None and (qualifier or "exact") in ("exact", "all") for value, qualifier in parts)
    if whole.value is None:
        assert all(value is None for value, _qualifier in parts)


@pytest.mark.parametrize(
    ("direction", "target", "actual", "qualifier", "answer"),
    [
        ("increase", 9000, 9000, "at_least", True),
        ("increase", 9000, 9000, "nearly", False),
        ("increase", 9000, 9000, "about", None),
        ("increase", 9000, 9001, "about", True),
        ("decrease", 10, 8, None, True),
        ("decrease", 10, 8, "at_least", None),
        ("decrease", 10, 10, "nearly", True),
        ("maintain", 30, 30, None, True),
        ("none", 30, 30, None, None),
        ("increase", None, 30, None, None),
        ("increase", 30, None, None, None),
    ],
)
def test_whether_a_target_is_reached_follows_direction_and_qualifier(
    direction: str, target: float | None, actual: float | None, qualifier: str | None, answer: bool | None
) -> None:
    assert rollup.reached(direction, target, actual, qualifier) is answer


@pytest.mark.parametrize(
    ("wanted", "taken", "shown"),
    [
        ((900, "exact"), (300, "exact"), "600"),
        ((900, "at_least"), (300, "exact"), "over 600"),
        ((900, "exact"), (300, "at_least"), "at most 600"),
        ((900, "nearly"), None, "nearly 900"),
        ((900, "at_least"), (300, "at_least"), "about 600"),
        ((100, "exact"), (300, "exact"), "0"),
    ],
)
def test_what_is_left_says_how_exact_it_is(
    wanted: tuple[float, str], taken: tuple[float, str] | None, shown: str
) -> None:
    remains = rollup.left(rollup.Sum(*wanted, 1), rollup.Sum(*taken, 1) if taken else None)
    assert remains is not None
    assert remains.shown == shown


def test_percentages_come_together_by_their_parts_only() -> None:
    assert rollup.average_share([(10, 100), (80, 100)]) == 45
    assert rollup.average_share([(1, 10), (80, 90)]) == 81
    assert rollup.average_share([(1, 10), (None, 90)]) is None
    assert rollup.average_share([]) is None


# -- seats -------------------------------------------------------------------------------------------------------


def test_who_takes_a_seat() -> None:
    assert seats.takes_seat("member", None)
    assert seats.takes_seat("chair", "")
    assert not seats.takes_seat("observer", None)
    assert not seats.takes_seat("member", "another membership")


def test_the_seat_plan_is_read_line_by_line() -> None:
    assert seats.seat_plan("Government: 8\nVijana – 3\nyouth: 1\nsomething else: 4\nCSO 2") == {"government": 8, "youth": 4}


@pytest.mark.parametrize(
    ("band", "group", "answer"),
    [
        ("20-24", None, True), ("35-59", "youth", True), ("35-59", "government", None), ("60+", "youth", False),
        (None, "youth", True), (None, "government", None), ("not_recorded", None, None), ("10-14", "youth", False),
    ],
)  # fmt: skip
def test_youth_by_age_else_by_seat(band: str | None, group: str | None, answer: bool | None) -> None:
    assert seats.is_youth(band, group, (15, 35)) is answer


@given(st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2090, 1, 1))), st.sampled_from(sorted(seats.MONTHS_BETWEEN.values())), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_the_next_meeting_is_a_working_day_not_in_the_past(last: date | None, months: int, today: date) -> None:
    day = seats.next_meeting(last, months, today)
    assert day >= today
    assert day.weekday() < 5


# -- duties ------------------------------------------------------------------------------------------------------


@given(st.sampled_from(["quarter", "half", "year"]), st.integers(1, 12), st.dates(date(2021, 1, 1), date(2040, 1, 1)), st.integers(1, 30))
def test_periods_of_duty_are_whole_ended_and_in_order(kind: str, month: int, day: date, count: int) -> None:
    duty = ReportingDuty("post", "council", kind, 15, date(2021, 7, 1))
    ended = duty.ended(month, day, count)
    assert len(ended) <= count
    assert all(period.end < day and period.start >= duty.since for period in ended)
    assert all(second.start == first.end + timedelta(days=1) for first, second in pairwise(ended))
    every = [period for period in duty.periods(month, day) if period.end < day]
    assert every[len(every) - len(ended) :] == ended


# -- consent -----------------------------------------------------------------------------------------------------

TOLD = {"state": "complete", "people": "A. M.", "consent": "written", "publication": "public"}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({}, ""),
        ({"state": "draft"}, "draft"),
        ({"about_violence": True}, "violence"),
        ({"sensitivity": "restricted"}, "violence"),
        ({"consent_withdrawn_on": date(2026, 1, 1)}, "withdrawn"),
        ({"consent": None}, "no_consent"),
        ({"consent": "none"}, "no_consent"),
        ({"consent": None, "people": None}, ""),
        ({"publication": "partners"}, "level"),
        ({"publication": None}, "level"),
    ],
)
def test_consent_decides_what_may_be_published(changed: dict[str, object], refusal: str) -> None:
    assert consent.refusal(TOLD | changed, "public") == refusal


@given(st.sampled_from(consent.LEVELS), st.sampled_from(consent.LEVELS))
def test_a_story_goes_no_wider_than_its_level(allowed: str, asked: str) -> None:
    may = consent.refusal(TOLD | {"publication": allowed}, asked) == ""
    assert may == (consent.LEVELS.index(allowed) >= consent.LEVELS.index(asked) > 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A survivor spoke.", ("survivor",)),
        ("Manusura wa ukatili", ("Manusura", "ukatili")),
        ("Пострадавшая от насилия", ("Пострадавшая", "насилия")),
        ("Žrtva nasilja", ("Žrtva", "nasilja")),
        ("Une survivante de violences", ("survivante", "violences")),
        ("She opened a stall and plays the violin.", ()),
    ],
)
def test_hints_at_violence_in_five_languages(text: str, words: tuple[str, ...]) -> None:
    assert consent.hints_at_violence(text) == words


# -- told twice --------------------------------------------------------------------------------------------------

ids = st.sampled_from("abcdefgh")


@given(st.dictionaries(ids, ids, max_size=8), st.sets(ids))
def test_of_each_group_that_is_told_one_stays(links: dict[str, str], chosen: set[str]) -> None:
    left_out = repeats.repeated(links, chosen)
    assert left_out <= chosen
    groups = {repeats.original(id, links) for id in chosen}
    assert len(chosen - left_out) == len(groups)
    assert {repeats.original(id, links) for id in chosen - left_out} == groups
    assert all(first not in left_out for first in groups)


@given(st.dictionaries(ids, ids, max_size=8), ids)
def test_a_link_leads_to_the_same_original(links: dict[str, str], id: str) -> None:
    if id in links:
        assert repeats.original(id, links) == repeats.original(links[id], links)


def told(title: str, total: int | None = None, day: date = date(2026, 3, 8)) -> repeats.Told:
    return repeats.Told(title, title, day, total, "")


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (told("Forum", 130), told("Generation Equality Forum", 130), True),
        (told("Forum", 5), told("Market", 5), False),
        (told("Dialogue on care work"), told("dialogue on CARE work (partner)"), True),
        (told("Dialogue on care work"), told("Dialogue on care work", day=date(2026, 3, 9)), False),
        (told("Training"), told("Training of trainers"), False),
    ],
)
def test_what_may_be_one_event(one: repeats.Told, other: repeats.Told, answer: bool) -> None:
    assert repeats.alike(one, other) is answer
    assert repeats.alike(other, one) is answer
