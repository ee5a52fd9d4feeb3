from __future__ import annotations

from datetime import date

import pytest

from gedesk import i18n
from gedesk.presenters import dates

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2026", "12.3.2026", "12-3-26", "12 3 2026", "2026-03-12", "2026/3/12", "12 March 2026", "12 mar 2026",
        "March 12, 2026", "12th March 2026", "12 Machi 2026", "12 mars 2026", "12 марта 2026", "12 март 2026 г.",
        "12. mart 2026.", "12. marta 2026", " 12 /3 /2026 ", "12.03.2026.",
    ],
)  # fmt: skip
def test_many_ways_to_write_one_day(text: str) -> None:
    assert dates.parse(text, today=TODAY) == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 février 2026", date(2026, 2, 1)), ("1er août 2026", date(2026, 8, 1)), ("3 Aprili 2026", date(2026, 4, 3)),
        ("5 Agosti 2026", date(2026, 8, 5)), ("9 мая 2026", date(2026, 5, 9)), ("31 децембар", None),
        ("20. juli 2026", date(2026, 7, 20)), ("20 jun 2026", date(2026, 6, 20)), ("29/2/2024", date(2024, 2, 29)),
    ],
)  # fmt: skip
def test_months_of_the_five_languages(text: str, day: date | None) -> None:
    assert dates.parse(text, today=TODAY) == day


@pytest.mark.parametrize("text", ["", "31/2/2026", "13/13/2026", "yesterday", "12", "12 xyz 2026", "2026", "12/3/20266"])
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert dates.parse(text, today=TODAY) is None


def test_without_a_year_the_nearest_day_is_meant() -> None:
    assert dates.parse("20 dec", today=TODAY) == date(2026, 12, 20)
    assert dates.parse("5/1", today=TODAY) == date(2027, 1, 5)
    assert dates.parse("leo", today=TODAY) == TODAY


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_what_is_shown_can_be_read_back(language: str) -> None:
    i18n.use(language)
    try:
        for month in range(1, 13):
            day = date(2026, month, 11)
            assert dates.parse(dates.typed(day), today=TODAY) == day
            assert dates.parse(dates.shown(day), today=TODAY) == day
    finally:
        i18n.use("en")


def test_words_of_the_language_in_use() -> None:
    i18n.use("ru")
    try:
        assert dates.shown(date(2026, 3, 12), weekday=True) == "четверг, 12 марта 2026"
        assert dates.typed(date(2026, 3, 12)) == "12.03.2026"
    finally:
        i18n.use("en")
    assert dates.shown(date(2026, 3, 12), weekday=True) == "Thursday, 12 March 2026"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12/3/2026 9:30", "2026-03-12T09:30"),
        ("12.03.2026, 14.05", "2026-03-12T14:05"),
        ("12 March 2026 14h", "2026-03-12T14:00"),
        ("2026-03-12T09:30", "2026-03-12T09:30"),
        ("12/3/2026", "2026-03-12T00:00"),
    ],
)
def test_a_day_with_an_hour_is_read_and_shown_in_the_local_way(text: str, iso: str) -> None:
    moment = dates.parse_moment(text, today=TODAY)
    assert moment is not None
    assert moment.isoformat(timespec="minutes") == iso
    assert dates.parse_moment(dates.typed_moment(iso), today=TODAY) == moment


@pytest.mark.parametrize("text", ["", "9:30", "12/3/2026 25:00", "soon"])
def test_what_is_no_hour_is_not_guessed(text: str) -> None:
    assert dates.parse_moment(text, today=TODAY) is None
