from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gedesk import i18n
from gedesk.presenters import words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), ("7,000", 7000), ("7.000", 7000), ("7 000", 7000), ("7\u202f000", 7000), ("1,234,567", 1234567),
        ("1.234.567", 1234567), ("1.234,5", 1234.5), ("1,234.50", 1234.5), ("3,5", 3.5), ("3.25", 3.25), ("-4", -4),
        ("12’500", 12500), ("0", 0),
    ],
)  # fmt: skip
def test_numbers_with_any_marks(text: str, number: float) -> None:
    assert words.parse_number(text) == number


@pytest.mark.parametrize("text", ["", "about 7", "1-2", "7k", "e5", ","])
def test_what_is_no_number(text: str) -> None:
    assert words.parse_number(text) is None


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_numbers_are_read_back_as_they_are_shown(language: str) -> None:
    i18n.use(language)
    try:
        for number in (0, 7, 1234, 1234567, 12.5):
            assert words.parse_number(words.number(number)) == number
    finally:
        i18n.use("en")


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("", "never"), ("2026-03-12T09:59:30Z", "just now"), ("2026-03-12T09:58:00Z", "2 minutes ago"),
        ("2026-03-12T07:00:00Z", "3 hours ago"), ("2026-03-02T10:00:00Z", "10 days ago"), ("?", "?"),
    ],
)  # fmt: skip
def test_how_long_ago(iso: str, shown: str) -> None:
    assert words.ago(iso, datetime(2026, 3, 12, 10, 0, tzinfo=UTC)) == shown


def test_a_clock_that_runs_ahead_shows_its_date_and_no_negative_age() -> None:
    assert words.ago("2031-03-12T10:00:00Z", datetime(2026, 3, 12, tzinfo=UTC)).startswith("12/03/2031")


def test_russian_has_three_plurals() -> None:
    i18n.use("ru")
    try:
        now = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
        assert words.ago("2026-03-12T09:00:00Z", now) == "1 час назад"
        assert words.ago("2026-03-12T08:00:00Z", now) == "2 часа назад"
        assert words.ago("2026-03-12T05:00:00Z", now) == "5 часов назад"
    finally:
        i18n.use("en")
