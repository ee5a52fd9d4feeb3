"""Periods of a fiscal year: quarter, half-year, year.  The country pack sets the first month.

A fiscal year that begins in July 2025 is called 2025/26, its second quarter Q2 2025/26.  One that begins in January
is called by its year alone: Q2 2026.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from gedesk.domain.fields import Invalid
from gedesk.domain.text import fold
from gedesk.i18n import gettext as _

MONTHS = {"quarter": 3, "half": 6, "year": 12}
_LETTER = {"quarter": "Q", "half": "H", "year": ""}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """`number` counts the quarters or halves of the year from 1; `year` is the calendar year the fiscal year begins in."""

    year: int
    kind: str
    number: int
    first_month: int

    def __post_init__(self) -> None:
        if (
            self.kind not in MONTHS
            or not 1 <= self.number <= 12 // MONTHS[self.kind]
            or not 1 <= self.first_month <= 12
        ):
            raise ValueError(f"no such period: {self.kind} {self.number} from month {self.first_month}")

    @property
    def start(self) -> date:
        """The first day."""
        return add_months(date(self.year, self.first_month, 1), (self.number - 1) * MONTHS[self.kind])

    @property
    def end(self) -> date:
        """The last day."""
        return add_months(self.start, MONTHS[self.kind]) - timedelta(days=1)

    @property
    def name(self) -> str:
        """As it is stored and parsed: `Q2 2025/26`, `H1 2026`, `2025/26`."""
        year = year_name(self.year, self.first_month)
        return year if self.kind == "year" else f"{_LETTER[self.kind]}{self.number} {year}"

    @property
    def label(self) -> str:
        """As people read it, in the language in use."""
        year = year_name(self.year, self.first_month)
        match self.kind:
            case "quarter":
                return _("Q{number} {year}").format(number=self.number, year=year)
            case "half":
                return _("Half-year {number}, {year}").format(number=self.number, year=year)
        return year

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def shift(self, steps: int) -> Period:
        """The period `steps` later, or earlier when negative."""
        return period_of(add_months(self.start, steps * MONTHS[self.kind]), self.kind, self.first_month)

    def parts(self, kind: str) -> list[Period]:
        """The periods of a shorter kind inside this one, in order."""
        found = [period_of(self.start, kind, self.first_month)]
        while found[-1].end < self.end:
            found.append(found[-1].shift(1))
        return found


def period_of(day: date, kind: str, first_month: int) -> Period:
    """The period of a kind that a day lies in."""
    year = day.year if day.month >= first_month else day.year - 1
    months = (day.year - year) * 12 + day.month - first_month
    return Period(year, kind, months // MONTHS[kind] + 1, first_month)


def label_of(name: str) -> str:
    """The name of a period as people read it, in the language in use; other words as they are."""
    found = _NAME.fullmatch(name)
    if found is None:
        return name
    text = _("Q{number} {year}") if found["kind"] == "Q" else _("Half-year {number}, {year}")
    return text.format(number=found["number"], year=found["year"])


_NAME = re.compile(r"(?P<kind>[QH])(?P<number>[1-4]) (?P<year>\d{4}(?:/\d{2})?)")


def year_name(year: int, first_month: int) -> str:
    """`2025/26`, or `2025` when the fiscal year is the calendar year."""
    return str(year) if first_month == 1 else f"{year}/{(year + 1) % 100:02}"


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_YEAR = re.compile(
    r"(?<!\d)(\d{4})\s*[/\-]\s*(\d{4}|\d{2})(?!\d)|(?<!\d)(\d{2})\s*/\s*(\d{2})(?!\d)|(?<!\d)(\d{4})(?!\d)"
)
_HALF = re.compile(r"\b(half|h|semester|semestre|s|nusu|polugodi\w*|полугод\w*|п)\b|\b[hs]\d\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "kwanza": 1, "pili": 2, "tatu": 3, "nne": 4,
    "premier": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4, "prvi": 1, "drugi": 2, "treci": 3, "cetvrti": 4,
    "первыи": 1, "второи": 2, "третии": 3, "четвертыи": 4,
}  # fmt: skip
_NUMBER = re.compile(r"(?<![\d.])([1-4])(?!\d)")


def parse_period(text: str, first_month: int) -> Period:
    """The period meant by `Q2 2025/26`, `2025-2026 H1`, `Robo ya pili 2025/26`, `T3 2026`, `IV квартал 2026` and the like.

    Raises Invalid.  A year alone is refused where the fiscal year spans two: 2026 may mean 2025/26 or 2026/27.
    """
    plain = fold(text)
    found = _YEAR.search(plain)
    if found is None:
        raise Invalid(
            "period",
            _("“{value}” names no year. Write it like {example}.").format(
                value=text, example=_example(first_month)
            ),
        )
    first, second, short, short_second, alone = found.groups()
    year = int(first or alone or f"20{short}")
    following = second or short_second
    if following is not None and (int(following) % 100 != (year + 1) % 100 or first_month == 1):
        raise Invalid(
            "period",
            _("“{value}” is not a fiscal year here. Write it like {example}.").format(
                value=text, example=_example(first_month)
            ),
        )
    if following is None and first_month != 1:
        raise Invalid(
            "period",
            _("“{value}” could mean {one} or {other}. Write one of them.").format(
                value=text, one=year_name(year - 1, first_month), other=year_name(year, first_month)
            ),
        )
    rest = (plain[: found.start()] + " " + plain[found.end() :]).replace(".", " ").replace("fy", " ")
    number = _number(rest)
    if number is None:
        return Period(year, "year", 1, first_month)
    kind = "half" if _HALF.search(rest) else "quarter"
    if number > 12 // MONTHS[kind]:
        raise Invalid(
            "period", _("A year has two halves; “{value}” names another. Correct it.").format(value=text)
        )
    return Period(year, kind, number, first_month)


def _number(rest: str) -> int | None:
    if digit := _NUMBER.search(rest):
        return int(digit.group(1))
    for word in re.findall(r"\w+", rest):
        if word in _ROMAN or word in _WORDS:
            return _ROMAN.get(word) or _WORDS[word]
    return None


def _example(first_month: int) -> str:
    return Period(2025, "quarter", 2, first_month).name
