"""Cells to values: numbers, dates, codes and quantities as people write them, decided column by column."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gedesk.domain import fiscal
from gedesk.domain.kinds import registry
from gedesk.workbook import cells, dates
from gedesk.workbook.cells import Style
from gedesk.workbook.staging import Flag

ACTIVITY = registry.specs("activity")


def read(field: str, value: Any, *, flags: int = 0, style: Style | None = None) -> cells.Read:
    spec = ACTIVITY[field]
    return cells.read(spec, value, flags, style or cells.style_of(spec, [value]), ACTIVITY)


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1 234,5", ",", 1234.5),
        ("1\u202f234,50", ",", 1234.5),
        ("\u00a03,883,456", ".", 3883456),
        ("3.883.456", ",", 3883456),
        ("1.234,50", ",", 1234.5),
        ("1,234.50", ".", 1234.5),
        ("1’234.5", ".", 1234.5),
        ("1.234", ",", 1234),
        ("1.234", ".", 1.234),
        ("1,234", ".", 1234),
        ("0,5", ".", 0.5),
        (".5", ".", 0.5),
        ("(45)", ".", -45),
        ("−7", ".", -7),
        ("12 %", ".", 12),
        ("TSh 3,000,000/=", ".", 3000000),
        ("US$ 1,200", ".", 1200),
        ("1,2,3", ".", None),
        ("12-15", ".", None),
        ("about", ".", None),
        ("", ".", None),
        ("1.2.3", ".", None),
    ],
)
def test_numbers_in_local_styles(text: str, decimal: str, number: float | None) -> None:
    assert cells.number(text, decimal) == number


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["1,5", "2,25", "1.234"], ","),
        (["1.5", "2.25", "1,234"], "."),
        (["1,234,567", "1,5"], "."),
        (["1.234.567", "12"], ","),
        (["1 234,5", "7"], ","),
        (["12", "13"], "."),
    ],
)
def test_the_decimal_mark_is_decided_from_the_column(texts: list[str], decimal: str) -> None:
    assert cells.decimal_mark(texts) == decimal


@given(st.integers(-(10**9), 10**9), st.sampled_from([("", ","), (" ", ","), ("\u00a0", "."), (",", "."), (".", ","), ("'", ".")]))
def test_grouped_whole_numbers_come_back(number: int, marks: tuple[str, str]) -> None:
    group, decimal = marks
    assert cells.number(f"{number:,}".replace(",", group), decimal, whole=True) == number


@given(st.integers(-(10**8), 10**8), st.sampled_from([(" ", ","), (",", "."), (".", ","), ("", ".")]))
def test_decimals_come_back(hundredths: int, marks: tuple[str, str]) -> None:
    group, decimal = marks
    shown = f"{hundredths / 100:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group)
    assert cells.number(shown, decimal) == hundredths / 100


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("over 7,000", 7000, "at_least"),
        ("zaidi ya 120", 120, "at_least"),
        ("takriban 1,500", 1500, "about"),
        ("environ 1 200", 1200, "about"),
        ("более 300", 300, "at_least"),
        ("oko 50", 50, "about"),
        ("120+", 120, "at_least"),
        ("250", 250, None),
    ],
)
def test_quantities_keep_their_qualifier(text: str, value: int, qualifier: str | None) -> None:
    told = read("participants_total", text)
    assert (told.value, (told.others or {}).get("participants_qualifier"), told.problem) == (value, qualifier, None)


def test_words_beside_a_number_are_reported() -> None:
    told = read("participants_total", "45 wanawake")
    assert told.value == 45
    assert told.note is not None
    assert told.note[0] == "words-left-out"
    two = read("participants_total", "12 women and 15 men")
    assert two.value is None
    assert two.problem is not None
    assert two.problem[0] == "type-error"


@pytest.mark.parametrize("mark", ["-", "–", "…", "x", "n/a", "..", " "])
def test_marks_for_nothing_are_nothing(mark: str) -> None:
    told = read("participants_total", mark)
    assert (told.value, told.problem) == (None, None)


def test_percent_formats_are_read_as_people_see_them() -> None:
    spec = registry.specs("action_item")["percent"]
    told = cells.read(spec, 0.25, Flag.PERCENT, Style(), {})
    assert told.value == 25
    assert cells.read(spec, "25 %", 0, Style(), {}).value == 25


def test_errors_and_unsaved_formulas_are_problems() -> None:
    assert read("title", "#REF!", flags=Flag.ERROR).problem[0] == "cell-error"
    assert read("title", None, flags=Flag.UNCACHED).problem[0] == "formula-without-result"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04", "4.3.2026", "04/03/2026", "4-3-26", "4 March 2026", "March 4th, 2026", "4 Machi 2026", "tarehe 4 mwezi Machi 2026",
        "4 mars 2026", "mercredi 4 mars 2026", "4 марта 2026 г.", "4. mart 2026.", "4. ožujka 2026" if False else "4 marta 2026",
        "04-Mar-26", "2026/03/04", "04.03.2026 00:00",
    ],
)  # fmt: skip
def test_dates_of_five_languages(text: str) -> None:
    assert dates.read(text, "dmy") == date(2026, 3, 4)
    assert dates.looks_like_date(text)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["dmy", "mdy"]), st.sampled_from("/.-"))
def test_every_day_comes_back_in_its_order(day: date, order: str, mark: str) -> None:
    shown = day.strftime(f"%d{mark}%m{mark}%Y" if order == "dmy" else f"%m{mark}%d{mark}%Y")
    assert dates.read(shown, order) == day


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_serial_numbers_come_back(day: date) -> None:
    assert dates.serial((day - date(1899, 12, 30)).days) == day


def test_day_and_month_are_decided_from_the_whole_column() -> None:
    assert dates.order_of(["03/04/2026", "25/04/2026"]) == "dmy"
    assert dates.order_of(["03/04/2026", "04/25/2026"]) == "mdy"
    assert dates.order_of(["03/04/2026", "05/06/2026"]) is None
    assert dates.order_of(["03/04/2026", "05/06/2026"], "mdy") == "mdy"
    assert dates.order_of(["3 April 2026", datetime(2026, 3, 4)]) == "dmy"


@pytest.mark.parametrize("text", ["31/11/2025", "30 February 2026", "13/13/2026", "soon", "Q5 2026", "12345678", "March ⓵", "⓵/3/2026", "Q⓵ 2026", "٣⓵"])
def test_no_day_is_invented(text: str) -> None:
    told = read("start", text)
    assert told.value is None
    assert told.problem is not None


def test_spans_fill_both_ends() -> None:
    told = read("start", "8–10 Desemba 2025")
    assert (told.value, told.others) == (date(2025, 12, 8), {"end": date(2025, 12, 10)})
    assert dates.read_span("28 Feb - 3 March 2026", "dmy") == (date(2026, 2, 28), date(2026, 3, 3))
    assert dates.read_span("3 March - 28 Feb 2026", "dmy") is None


def test_a_year_alone_is_said_to_be_one() -> None:
    start, end = read("start", 2026), read("end", "2026")
    assert (start.value, end.value) == (date(2026, 1, 1), date(2026, 12, 31))
    assert start.note is not None
    assert start.note[0] == "year-only"


@pytest.mark.parametrize(("text", "code"), [("Mafunzo", "training"), ("TRAINING", "training"), ("тренинг", "training")])
def test_codes_by_label_in_any_language(text: str, code: str) -> None:
    assert read("activity_type", text).value == code


def test_unknown_codes_are_offered_not_guessed() -> None:
    told = read("activity_type", "football")
    assert (told.value, told.unknown_code) == (None, "football")
    near = cells.near_codes("trainning", ACTIVITY["activity_type"].vocabulary)
    assert near[0][0] == "training"
    assert near[0][2] > 90


def test_sets_of_codes_are_parted() -> None:
    assert read("languages_used", "Kiswahili; English").value == ["en", "sw"]
    assert read("languages_used", "Kiswahili, English").value == ["en", "sw"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("March 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("Machi 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("Feb-28", date(2028, 2, 1), date(2028, 2, 29)),
        ("Q2 2025/26", date(2025, 10, 1), date(2025, 12, 31)),
        ("Robo ya 3 2025/26", date(2026, 1, 1), date(2026, 3, 31)),
        ("FY 2025/26 Q4", date(2026, 4, 1), date(2026, 6, 30)),
        ("T1 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("I кв. 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("3 kvartal 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("July - September 2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025/2026", date(2025, 7, 1), date(2026, 6, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_in_local_words(text: str, first: date, last: date) -> None:
    assert dates.read_period(text) == (first, last)


@given(st.dates(date(2001, 1, 1), date(2060, 12, 31)), st.integers(1, 12))
def test_every_fiscal_quarter_begins_and_ends_like_the_domain_says(day: date, first_month: int) -> None:
    period = fiscal.period_of(day, "quarter", first_month)
    if first_month != 1:
        assert dates.read_period(period.name, first_month) == (period.start, period.end)


def test_a_period_where_a_day_is_wanted_is_said_to_be_one() -> None:
    told = read("start", "Q2 2025/26")
    assert (told.value, told.others) == (date(2025, 10, 1), {"end": date(2025, 12, 31)})
    assert told.note is not None
    assert told.note[0] == "period-only"


def test_serial_numbers_of_1904() -> None:
    style = Style(epoch_1904=True)
    assert cells.read(ACTIVITY["start"], 44636, 0, style, ACTIVITY).value == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 млн", 12_000_000), ("2,5 млн тг", 2_500_000), ("1.2 million", 1_200_000), ("milioni 5", 5_000_000), ("500k", 500_000),
        ("3 milliards", 3_000_000_000), ("laki 5", 500_000), ("40 тыс.", 40_000), ("7 hiljada", 7_000), ("TSh 300,000", 300_000),
    ],
)  # fmt: skip
def test_words_beside_a_number_multiply_it(text: str, value: int) -> None:
    assert read("cost", text).value == value


@pytest.mark.parametrize("text", ["nil", "Hakuna", "néant", "нет данных", "nema", "TBC"])
def test_words_for_no_number_are_no_fault(text: str) -> None:
    found = read("participants_total", text)
    assert found.missing
    assert found.problem is None


@pytest.mark.parametrize(
    "text", ["3 наурыз 2026", "2026 ж. 3 наурыз", "20260303", "03 Mac 2026", "3 ožujka 2026.", "3. marta 2026. godine", "le 3 mars 2026", "3 марта 2026 г."]
)
def test_more_ways_to_write_a_day(text: str) -> None:
    assert dates.read(text, "dmy") == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("FY 25/26", date(2025, 7, 1), date(2026, 6, 30)), ("mwaka wa fedha 2025/26", date(2025, 7, 1), date(2026, 6, 30)),
        ("exercice 2025", date(2025, 1, 1), date(2025, 12, 31)), ("I полугодие 2025 г.", date(2025, 1, 1), date(2025, 6, 30)),
        ("Nusu ya pili 2025/26", date(2026, 1, 1), date(2026, 6, 30)), ("9 месяцев 2025", date(2025, 1, 1), date(2025, 9, 30)),
        ("prvo polugodište 2025", date(2025, 1, 1), date(2025, 6, 30)), ("janvier à mars 2025", date(2025, 1, 1), date(2025, 3, 31)),
        ("1 кв. 2025 г.", date(2025, 1, 1), date(2025, 3, 31)),
    ],
)  # fmt: skip
def test_more_ways_to_write_a_period(text: str, first: date, last: date) -> None:
    assert dates.read_period(text) == (first, last)


def test_a_span_of_days_with_dots() -> None:
    assert dates.read_span("12.3.–14.3.2026.", "dmy") == (date(2026, 3, 12), date(2026, 3, 14))
