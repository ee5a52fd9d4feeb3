"""Dates as people write them in the five languages.

A column is read as a whole: whether 03/04/2026 is March or April is decided by the other values of the column, by its
number formats, or else asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from gedesk.domain.text import fold
from gedesk.workbook.staging import Value

_MONTHS = (
    "january jan januari siječanj siječnja қаңтар қаңтары janvier janv января январь янв januar januara",
    "february feb februari veljača veljače ақпан februara fevrier fevr fev февраля февраль фев февр februar februara",
    "march mar machi ožujak ožujka наурыз mac mars марта март мар mart marta",
    "april apr aprili travanj travnja сәуір avril avr апреля апрель апр aprila",
    "may mei mai svibanj svibnja мамыр мая май maj maja",
    "june jun juni lipnja маусым juin июня июнь июн juna lipanj",
    "july jul julai srpnja шілде juillet juil июля июль июл juli jula srpanj",
    "august aug agosti kolovoza тамыз ago aout августа август авг avgust avgusta kolovoz",
    "september sep sept rujna қыркүйек septemba septembre сентября сентябрь сен сент septembar septembra rujan",
    "october oct oktoba listopada қазан octobre октября октябрь окт oktobar oktobra okt listopad",
    "november nov novemba studenog studenoga қараша novembre ноября ноябрь ноя нояб novembar novembra studeni",
    "december dec desemba prosinca желтоқсан disemba decembre декабря декабрь дек decembar decembra des prosinac",
)
MONTHS = {fold(word): number for number, listed in enumerate(_MONTHS, 1) for word in listed.split()}
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun lundi mardi mercredi jeudi vendredi samedi "
    "dimanche jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili понедельник вторник среда четверг пятница суббота "
    "воскресенье ponedjeljak utorak srijeda cetvrtak petak subota nedjelja tarehe the le du of de den mwezi g god года г ж жылғы жыл жылы godine godina ін"
)
_NOISE = frozenset(fold(_DAYS).split())
_THREE = re.compile(r"(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([ap]m)?)?\.?(?:\s*(?:z|utc|г\.?|god\.?))?", re.I)
_RUN = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)()()()")  # 20260303
_PART = re.compile(r"\d+|[^\W\d_]+")
_SPAN = re.compile(r"(\d{1,2})\s?\.\s?(\d{1,2})\s?\.?\s*[-–—]\s*(\d{1,2}\s?\.\s?\d{1,2}\s?\.\s?((?:19|20)\d\d)\.?)")  # 12.3.–14.3.2026.
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\bhadi\b|\bau\b|\bпо\b|\bdo\b)\s*")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)\s*[-/.]\s*(\d{1,2})|(\d{1,2})\s*[-/.]\s*((?:19|20)\d\d)")


@lru_cache(maxsize=8192)
def looks_like_date(text: str) -> bool:
    """Whether a text reads as a date in one order or the other."""
    if len(text) > 40 or not any(char.isdecimal() for char in text):
        return False
    return read(text, "dmy") is not None or read(text, "mdy") is not None or read_span(text, "dmy") is not None


def undecided(text: str) -> bool:
    """Whether day and month of a text could change places and give another date."""
    found = _THREE.fullmatch(text.strip())
    if found is None or len(found[1]) > 2:
        return False
    return int(found[1]) <= 12 and int(found[2]) <= 12 and found[1].lstrip("0") != found[2].lstrip("0")


def order_of(values: Iterable[Value], shown: str = "") -> str | None:
    """`dmy` or `mdy` for a column: what its unmistakable texts say, else what its formats show; None when open.

    Contradicting texts give `dmy` when more speak for it, and the others become problems.
    """
    day_first = month_first = open_ones = 0
    for value in values:
        if not isinstance(value, str):
            continue
        found = _THREE.fullmatch(value.strip())
        if found is None or len(found[1]) > 2:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            day_first += 1
        elif second > 12 >= first:
            month_first += 1
        elif first <= 12 and second <= 12:
            open_ones += first != second
    if day_first or month_first:
        return "dmy" if day_first >= month_first else "mdy"
    if shown:
        return shown
    return None if open_ones else "dmy"


def read(value: Value, order: str) -> date | datetime | None:
    """The day a cell means, or None.  `order` is `dmy` or `mdy`."""
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return serial(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if found := _THREE.fullmatch(text):
        return _three(found, order)
    if found := _RUN.fullmatch(text):
        return _three(found, order)
    return _named(text)


def serial(number: float, *, epoch_1904: bool = False) -> date | None:
    """The day of an Excel serial number between 1950 and 2100, or None."""
    days = int(number) + (1462 if epoch_1904 else 0)
    if not 18264 <= days <= 73415 or number != int(number):
        return None
    return date(1899, 12, 30) + timedelta(days=days)


def _three(found: re.Match[str], order: str) -> date | datetime | None:
    first, second, third = int(found[1]), int(found[2]), int(found[3])
    if len(found[1]) == 4:
        year, month, day = first, second, third
    elif len(found[1]) == 3 or len(found[3]) == 3:
        return None
    else:
        year = third if len(found[3]) == 4 else 2000 + third if third < 60 else 1900 + third
        if len(found[3]) == 1:
            return None
        day, month = (first, second) if order == "dmy" else (second, first)
        if month > 12 >= day:
            day, month = month, day  # only one reading gives a date
    try:
        if found[4]:
            hour = int(found[4]) % 12 + (12 if (found[6] or "").lower() == "pm" else 0) if found[6] else int(found[4])
            moment = datetime(year, month, day, hour, int(found[5]))
            return moment.date() if moment.hour == moment.minute == 0 else moment
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _named(text: str) -> date | None:
    """A date with the name of its month: `3 Machi 2026`, `March 3rd, 2026`, `mars 2026` (its first day)."""
    if found := _YEAR_MONTH.fullmatch(text):
        year, month = (int(found[1]), int(found[2])) if found[1] else (int(found[4]), int(found[3]))
        return date(year, month, 1) if 1 <= month <= 12 else None
    if len(text) > 40:
        return None
    parts = [part for part in _PART.findall(fold(text)) if part not in _NOISE]
    parts = [part for part in parts if part not in ("st", "nd", "rd", "th", "er", "e", "ya", "wa", "i", "and")]
    months = [MONTHS[part] for part in parts if part in MONTHS]
    numbers = [int(part) for part in parts if part.isdecimal()]
    if len(months) != 1 or len(months) + len(numbers) != len(parts):
        return None
    years = [number for number in numbers if 1900 <= number <= 2200]
    days = [number for number in numbers if 1 <= number <= 31]
    if len(numbers) == 1 and years:
        return date(years[0], months[0], 1)
    if len(numbers) != 2 or not days:
        return None
    if years:
        year, day = years[0], next(number for number in numbers if number != years[0])
    else:
        day, short = numbers
        year = 2000 + short if short < 60 else 1900 + short
    try:
        return date(year, months[0], day)
    except ValueError:
        return None


_QUARTER = re.compile(
    r"(?:q|qtr|quarter|t|trim|trimestre|robo|robo ya|квартал|кв|kvartal|kv)\W{0,2}(?:ya )?(\d|iv|i{1,3}|kwanza|pili|tatu|nne)\b"
    r"|(\d|iv|i{1,3})\W{0,2}(?:st|nd|rd|th|er|e|eme|-?й|и)?\W{0,2}(?:q|qtr|quarter|trimestre|квартал|кв|kvartal|kv)\b"
)
_FISCAL = re.compile(r"(?:fy\s*)?(20\d\d)\s*[/-]\s*(20)?(\d\d)(?!\d)")
_SHORT_FISCAL = re.compile(r"(?<!\d)([2-5]\d)\s*/\s*([2-5]\d)(?!\d)")  # FY 25/26
_YEAR_WORDS = frozenset(
    {"", "fy", "year", "financial year", "fiscal year", "mwaka", "mwaka wa fedha", "annee", "exercice", "annee budgetaire", "exercice budgetaire", "год", "г",
     "финансовый год", "за", "godina", "god", "budzetska godina", "fiskalna godina", "жыл", "ж"}
)  # fmt: skip
_HALF = re.compile(
    r"(?:h|s|half|semester|semestre|полугодие|nusu ya|polugodiste|polugodje)\W{0,2}(?:ya )?(1|2|i{1,2}|kwanza|pili)"
    r"|(1|2|i{1,2}|first|second|premier|deuxieme|second|первое|второе|prvo|drugo|kwanza|pili)\W{0,2}(?:st|nd|er|e|eme|-?е)?\W{0,2}"
    r"(?:half|semester|semestre|полугодие|polugodiste|polugodje)(?: of| ya| du| de)?"
)
_FIRST_MONTHS = re.compile(r"(?:за )?(3|6|9)\W?(?:месяцев|месяца|мес|months|miezi|mois|mjeseci|mjeseca)(?: of| ya| de)?")
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "kwanza": 1, "pili": 2, "tatu": 3, "nne": 4}


@lru_cache(maxsize=4096)
def read_period(text: str, first_month: int = 7) -> tuple[date, date] | None:
    """First and last day of a month, quarter or year: `March 2026`, `Q2 2025/26`, `Robo ya 3 2025/26`, `I кв. 2026`, `2025`.

    A year written as two is a fiscal year that begins in `first_month`; other quarters are those of the calendar.
    """
    plain = fold(text).strip(" .")
    if (month := _YEAR_MONTH.fullmatch(plain)) and (first_day := _named(plain)):
        return (first_day, _last_day(first_day)) if month[1] else None
    if len(plain) > 40 or not any(char.isdecimal() for char in plain):
        return None
    plain = _SHORT_FISCAL.sub(lambda told: f"20{told[1]}/{told[2]}" if int(told[2]) == int(told[1]) + 1 else told[0], plain)
    fiscal = _FISCAL.search(plain)
    begins = first_month
    if fiscal is not None and int(fiscal[3]) == (int(fiscal[1]) + 1) % 100:
        year, rest = int(fiscal[1]), (plain[: fiscal.start()] + " " + plain[fiscal.end() :]).strip(" ,.:-")
    elif (alone := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", plain)) is not None:
        year, rest, begins = int(alone[1]), (plain[: alone.start()] + " " + plain[alone.end() :]).strip(" ,.:-"), 1
        fiscal = None
    else:
        short = re.fullmatch(r"([^\W\d_]+)[-' ./]+([234]\d)", plain)
        if short is None or short[1] not in MONTHS:
            return None
        first = date(2000 + int(short[2]), MONTHS[short[1]], 1)
        return first, _last_day(first)
    rest = re.sub(r"[ .]+(?:г|год|года|god|godine|ж)$", "", rest)
    if half := _HALF.fullmatch(rest):
        second = (half[1] or half[2]) in ("2", "ii", "second", "pili", "deuxieme", "второе", "drugo")
        first = _plus_months(date(year, begins, 1), 6 if second else 0)
        return first, _plus_months(first, 6) - timedelta(days=1)
    if months_told := _FIRST_MONTHS.fullmatch(rest):
        first = date(year, begins, 1)
        return first, _plus_months(first, int(months_told[1])) - timedelta(days=1)
    if rest in _YEAR_WORDS:
        first = date(year, begins, 1)
        return first, _plus_months(first, 12) - timedelta(days=1)
    if quarter := _QUARTER.fullmatch(rest):
        told = quarter[1] or quarter[2]
        number = int(told) if told.isdecimal() else _NUMBERS[told]
        if not 1 <= number <= 4:
            return None
        first = _plus_months(date(year, begins, 1), 3 * (number - 1))
        return first, _plus_months(first, 3) - timedelta(days=1)
    months = [MONTHS[part] for part in _PART.findall(rest) if part in MONTHS]
    words = [part for part in _PART.findall(rest) if part not in _NOISE and part not in ("a", "to", "hadi", "au", "до", "по", "do")]
    if len(months) == len(words) and 1 <= len(months) <= 2:
        last_year = year + 1 if fiscal is not None else year
        first = date(year if fiscal is None or months[0] >= begins else last_year, months[0], 1)
        last = date(year if fiscal is None or months[-1] >= begins else last_year, months[-1], 1)
        return (first, _last_day(last)) if first <= last else None
    return None


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _last_day(day: date) -> date:
    return _plus_months(day.replace(day=1), 1) - timedelta(days=1)


def read_span(text: str, order: str) -> tuple[date, date] | None:
    """First and last day of `12–14 March 2026` and its like, or None."""
    if (both := _SPAN.fullmatch(text.strip())) and order == "dmy":
        text = f"{both[1]}.{both[2]}.{both[4]} - {both[3]}"
    parts = [part for part in _RANGE.split(text.strip()) if part]
    if len(parts) != 2:
        return None
    last = read(parts[1], order)
    if last is None:
        return None
    end = last.date() if isinstance(last, datetime) else last
    first = read(parts[0], order)
    if first is not None:
        begin = first.date() if isinstance(first, datetime) else first
    else:
        told = re.findall(r"\d+|[^\W\d_]+", fold(parts[0]))
        days = [int(part) for part in told if part.isdecimal()]
        months = [MONTHS[part] for part in told if part in MONTHS]
        if len(days) != 1 or not 1 <= days[0] <= 31 or len(months) > 1:
            return None
        try:
            begin = date(end.year, months[0] if months else end.month, days[0])
        except ValueError:
            return None
    return (begin, end) if begin <= end else None
