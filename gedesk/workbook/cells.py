"""Cells to domain values, column by column.

How a column writes dates and numbers is decided once from all its cells; then each cell is read.  What cannot be read
becomes a problem with the cell's address, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from rapidfuzz import fuzz

from gedesk.domain import quantities
from gedesk.domain.ages import band_of
from gedesk.domain.fields import FieldSpec, Invalid, Type
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import SHARES, Vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import mark
from gedesk.workbook import dates
from gedesk.workbook.grid import MISSING
from gedesk.workbook.staging import Flag, Value, a1

_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_MONEY = re.compile(r"(?:tshs?|tzs|kes|ksh|usd|us\$|eur|xof|fcfa|cfa|kzt|тенге|тг|bam|km|gbp|frw|ugx|[$€£₸])\.?|/[=-]$", re.I)
_MARKED = re.compile(r"[-+]?[\d.,]*\d")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[.,]\d{3})+")
_SPLIT = re.compile(r"\s*[;|\n]\s*|\s*,\s+|\s+/\s+")
_LINKS = re.compile(r"\s*[;|\n]\s*")
_MORE_LINKS = re.compile(r"\s*[;|\n,]\s*|\s+/\s+|\s+(?:&|and|na|et|и)\s+")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One fault of a workbook.  A `note` stops nothing; an `error` keeps its row out."""

    code: str
    sheet: str
    cell: str
    value: Value
    message: str
    advice: str = ""
    level: str = "error"
    field: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        value = self.value
        shown = value.isoformat() if isinstance(value, date | datetime | time) else value
        return {
            "code": self.code,
            "level": self.level,
            "sheet": self.sheet,
            "cell": self.cell,
            "field": self.field,
            "value": shown,
            "message": self.message,
            "advice": self.advice,
        }


@dataclass(slots=True)
class Style:
    """How a column writes its values."""

    order: str = "dmy"
    decimal: str = "."
    order_open: bool = False  # day and month cannot be told apart
    memory: dict[tuple[object, ...], Read] = field(default_factory=dict, repr=False, compare=False)  # what recurs in the column
    first_month: int = 7  # of the fiscal year
    epoch_1904: bool = False


@dataclass(slots=True)
class Read:
    """What a cell says: the value, values for other fields (a qualifier, an end date), or what is wrong."""

    value: Any = None
    others: dict[str, Any] | None = None
    problem: tuple[str, str, str] | None = None  # code, message, advice
    note: tuple[str, str, str] | None = None
    unknown_code: str = ""  # a text that no code of the vocabulary stands for
    missing: bool = False  # a mark for "no value", `-`


_LONGEST = 20  # characters of a mark for "no value", with room for blanks
_NOTHING = Read()
_RECURS = 40  # characters of a text that may well stand in other rows, too
_MOST_KEPT = 5_000

ERROR_ADVICE = mark("Open the workbook, correct the formula or type the value, save it and import it again.")
FORMULA_ADVICE = mark("Open the workbook in Excel or LibreOffice and save it: the results are stored then.")
NUMBER_ADVICE = mark("Write the number in figures only, with the words in another column.")
DATE_ADVICE = mark("Write the date like 2026-03-31.")


def style_of(spec: FieldSpec, values: Sequence[Value], shown_order: str = "") -> Style:
    """How a column writes dates and numbers."""
    style = Style()
    if spec.type in (Type.DATE, Type.DATETIME):
        order = dates.order_of(values, shown_order)
        style.order, style.order_open = order or "dmy", order is None
    elif spec.type in (Type.INTEGER, Type.NUMBER, Type.COUNTS):
        style.decimal = decimal_mark(value for value in values if isinstance(value, str))
    return style


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark of a column of numbers written as text."""
    comma = point = 0
    for text in texts:
        bare = _MONEY.sub("", text).translate(_SPACES)
        if re.search(r"\d,\d{3}(?:\D|$)", bare) and re.search(r",\d{3},|,\d{3}\.\d", bare):
            point += 2
        elif re.search(r"\d\.\d{3},\d|\.\d{3}\.\d{3}", bare):
            comma += 2
        elif re.search(r"\d,(?:\d{1,2}|\d{4,})(?!\d)", bare):
            comma += 1
        elif re.search(r"\d\.(?:\d{1,2}|\d{4,})(?!\d)", bare):
            point += 1
    return "," if comma > point else "."


def number(text: str, decimal: str = ".", *, whole: bool = False) -> float | int | None:
    """A number written in a local style, or None.  `whole` says that a lone mark before three digits cannot be decimal."""
    bare = _MONEY.sub("", text.strip()).translate(_SPACES).replace("−", "-").replace("–", "-").removesuffix("%")
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if not _MARKED.fullmatch(bare):
        return None
    marks = [char for char in bare if char in ".,"]
    if not marks:
        return int(bare)
    last = marks[-1]
    if len(set(marks)) == 2:
        head, _mark, tail = bare.rpartition(last)
        if last in head or not _GROUPED.fullmatch(head):
            return None
        return _whole(float(re.sub("[.,]", "", head) + "." + tail))
    if len(marks) > 1 or (_GROUPED.fullmatch(bare) and (whole or last != decimal)):
        return int(bare.replace(last, "")) if _GROUPED.fullmatch(bare) else None
    return _whole(float(bare.replace(last, ".")))


def _whole(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def is_missing(value: Value) -> bool:
    """Whether a text stands for "no value"."""
    return isinstance(value, str) and len(value) <= _LONGEST and fold(value).strip() in MISSING


def read(
    spec: FieldSpec, value: Value, flags: int, style: Style, specs: dict[str, FieldSpec], *, exact: bool = False
) -> Read:
    """What one cell says for a field.  `exact` is for workbooks of our own, where a dash is a dash."""
    if value is None and not flags:
        return _NOTHING
    if flags or (type(value) is str and len(value) > _RECURS):
        return _read(spec, value, flags, style, specs, exact=exact)
    key = (spec.name, type(value), value, style.order, style.decimal)
    found = style.memory.get(key)
    if found is None:
        found = _read(spec, value, flags, style, specs, exact=exact)
        if len(style.memory) < _MOST_KEPT:
            style.memory[key] = found
    return found


def _read(
    spec: FieldSpec, value: Value, flags: int, style: Style, specs: dict[str, FieldSpec], *, exact: bool = False
) -> Read:
    if flags and flags & Flag.ERROR:
        return Read(problem=("cell-error", _("The formula in this cell ends in the error {value}.").format(value=value), _(ERROR_ADVICE)))
    if flags and flags & Flag.UNCACHED:
        return Read(problem=("formula-without-result", _("The result of the formula in this cell is not stored."), _(FORMULA_ADVICE)))
    if value is None or (isinstance(value, str) and not value.strip()):
        return Read()
    if not exact and is_missing(value) and spec.type not in (Type.CODE, Type.CODES, Type.YES_NO):
        return Read(missing=True)
    match spec.type:
        case Type.INTEGER | Type.NUMBER | Type.COUNTS:
            return _number(spec, value, flags, style)
        case Type.DATE | Type.DATETIME:
            return _date(spec, value, style, specs)
        case Type.CODE:
            return _code(spec, value, flags)
        case Type.CODES:
            return _codes(spec, value)
        case Type.YES_NO:
            return _parsed(spec, value)
    return _parsed(spec, as_text(value))


def _parsed(spec: FieldSpec, value: object) -> Read:
    try:
        return Read(spec.parse(value))
    except Invalid as error:
        return Read(problem=(error.code, f"{spec.label}: {error.message}", ""))


def as_text(value: Value) -> str:
    """A value as text, dates in ISO form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)


_SCALES = {
    1_000: "thousand thousands elfu mille milles тыс тысяч тысячи тысяча мың hiljada hiljade tisuća tisuce tisuća hilj",
    100_000: "laki lakh",
    1_000_000: "million millions mln mio milioni milion miliona milijun milijuna млн миллион миллиона миллионов mil",
    1_000_000_000: "billion billions milliard milliards bilioni млрд миллиард миллиарда миллиардов milijarda milijarde milijardi bn",
}
_SCALE = {fold(word): scale for scale, listed in _SCALES.items() for word in listed.split()}
_SCALE_WORDS = re.compile(r"(?<![^\W\d_])(?:" + "|".join(sorted((word for listed in _SCALES.values() for word in listed.split()), key=len, reverse=True)) + r")\.?(?![^\W\d_])", re.I)
_SCALE_LETTER = re.compile(r"(\d)\s?[kK](?![^\W\d_])")


def scale_of(text: str) -> int:
    """What the words beside a number multiply it by: `12 млн`, `milioni 5`, `500k`."""
    words = [scale for word in _SCALE_WORDS.findall(text) if (scale := _SCALE.get(fold(word).strip(".")))]
    if _SCALE_LETTER.search(text):
        words.append(1_000)
    return words[0] if len(words) == 1 else 1


_NO_NUMBER = frozenset(
    fold(word) for word in ("nil", "none", "tbc", "tbd", "not available", "no data", "hakuna", "bado", "hakuna takwimu", "haijulikani", "néant", "aucun", "nd", "non disponible",
                            "à déterminer", "нет", "нет данных", "уточняется", "жоқ", "nema", "nema podataka", "nije poznato", "nepoznato")
)  # fmt: skip


def _number(spec: FieldSpec, value: Value, flags: int, style: Style) -> Read:
    others: dict[str, Any] = {}
    note = None
    found: float | int | None
    if isinstance(value, bool | date | datetime | time):
        return Read(problem=("type-error", _("{field}: a number is wanted here, not {value}").format(field=spec.label, value=as_text(value)), _(NUMBER_ADVICE)))
    if isinstance(value, int | float):
        found = round(value * 100, 10) if flags and flags & Flag.PERCENT else value
    else:
        value = str(value)
        words = ""
        if len(value) <= 30 and fold(value).strip(" .") in _NO_NUMBER:
            return Read(missing=True)
        whole = spec.type is not Type.NUMBER
        found = number(value, style.decimal, whole=whole)
        if found is None:
            text, qualifier = quantities.split(value)
            found = number(text, style.decimal, whole=whole) if len(re.findall(r"\d[\d\s.,\u00a0\u202f]*", value)) == 1 else None
            if found is not None and (scale := scale_of(value)) != 1:
                found = round(found * scale, 6)
                found = int(found) if found == int(found) else found
                value = _SCALE_WORDS.sub(" ", _SCALE_LETTER.sub(r"\1", value))
            if found is None and qualifier in ("all", "not_stated") and spec.qualifier and not re.search(r"\d", value):
                return Read(None, {spec.qualifier: qualifier})
            if found is not None and qualifier and spec.qualifier:
                others[spec.qualifier] = qualifier
            elif found is not None:
                words = re.sub(r"[\d\s.,\u00a0\u202f]+", " ", value).strip()
            if found is not None and words:
                note = ("words-left-out", _("{field}: the words “{words}” beside the number are left out.").format(field=spec.label, words=words[:60]), "")
    if found is None:
        return Read(problem=("type-error", _("{field}: “{value}” is not a number.").format(field=spec.label, value=as_text(value)[:60]), _(NUMBER_ADVICE)))
    if isinstance(found, float) and found.is_integer() and abs(found) < 1e15:
        found = int(found)
    if spec.type is Type.COUNTS:
        if not isinstance(found, int) or found < 0:
            return Read(problem=("type-error", _("{field}: {value} is not a number of people.").format(field=spec.label, value=found), _(NUMBER_ADVICE)))
        return Read(found, note=note)
    read = _parsed(spec, found)
    read.others, read.note = others or None, note
    return read


_END_FIELDS = frozenset({"end", "to_day", "due", "dissolved_on"})


def _date(spec: FieldSpec, value: Value, style: Style, specs: dict[str, FieldSpec]) -> Read:
    if isinstance(value, int) and not isinstance(value, bool) and 1990 <= value <= 2100:
        day = date(value, 12, 31) if spec.name in _END_FIELDS else date(value, 1, 1)
        told = _("{field}: only the year {value} is given; {day} is taken.").format(field=spec.label, value=value, day=day.isoformat())
        return Read(day if spec.type is Type.DATE else day.isoformat(), note=("year-only", told, ""))
    if isinstance(value, str) and re.fullmatch(r"(?:19|20)\d\d", value.strip()):
        return _date(spec, int(value), style, specs)
    found = dates.read(value, style.order)
    if style.epoch_1904 and isinstance(value, int | float) and not isinstance(value, bool):
        found = dates.serial(value, epoch_1904=True)
    if isinstance(value, str) and (found is None or found.day == 1) and (period := dates.read_period(value, style.first_month)):
        day = period[1] if spec.name in _END_FIELDS else period[0]
        last = {"start": "end", "from_day": "to_day"}.get(spec.name, "")
        others = {last: period[1]} if last in specs and spec.type is Type.DATE else {}
        told = _("{field}: only the period {value} is given; {day} is taken.").format(field=spec.label, value=value, day=day.isoformat())
        return Read(day if spec.type is Type.DATE else day.isoformat(), others, note=("period-only", told, ""))
    if found is None and isinstance(value, str):
        span = dates.read_span(value, style.order)
        if span is not None:
            if spec.name == "start" and "end" in specs:
                return Read(span[0], {"end": span[1]})
            return Read(span[1] if spec.name in _END_FIELDS else span[0])
    if found is None:
        return Read(problem=("type-error", _("{field}: “{value}” is not a date.").format(field=spec.label, value=as_text(value)[:60]), _(DATE_ADVICE)))
    return _parsed(spec, found)


_AGE = re.compile(r"(\d{1,3})(?:[.,]0)?(?:\s*(?:years?|yrs?|miaka|ans|лет|год|года|god\w*))?", re.I)
_OLDEST = 120
_SHARE = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*%")


def _code(spec: FieldSpec, value: Value, flags: int) -> Read:
    text = as_text(value).strip()
    if (codes := SHARES.get(spec.vocabulary_name or "")) and (share := _share(text, value, flags)) is not None:
        code = codes[0] if share <= 0 else codes[2] if share >= 100 else codes[1]
        if code != codes[1]:
            return Read(code)
        told = _("{field}: {value} is taken as “{label}”.").format(field=spec.label, value=f"{share:g} %", label=spec.vocabulary.label(code))
        return Read(code, note=("taken-as", told, ""))
    found = spec.vocabulary.find(text)
    if found is None and spec.vocabulary_name == "age_band" and (age := _AGE.fullmatch(text)) and int(age[1]) <= _OLDEST:
        found = band_of(int(age[1]))
    if found is not None:
        return Read(found)
    return Read(missing=True) if is_missing(text) else Read(unknown_code=text)


def _share(text: str, value: Value, flags: int) -> float | None:
    """How much of a work is done, in percent, when that is what a cell says."""
    if isinstance(value, int | float) and not isinstance(value, bool) and flags & Flag.PERCENT:
        return round(value * 100, 6)
    return float(found[1]) if (found := _SHARE.fullmatch(text)) and int(found[1]) <= 100 else None


def _codes(spec: FieldSpec, value: Value) -> Read:
    text = as_text(value).strip()
    whole = spec.vocabulary.find(text)
    if whole is not None:
        return Read([whole])
    if is_missing(text):
        return Read(missing=True)
    found = []
    for part in (part for part in _SPLIT.split(text) if part.strip()):
        code = spec.vocabulary.find(part)
        if code is None:
            return Read(unknown_code=text)
        found.append(code)
    return Read(sorted(set(found)))


def near_codes(text: str, vocabulary: Vocabulary) -> list[tuple[str, str, float]]:
    """Codes that a text may mean: code, label and score, best first."""
    wanted = fold(text)
    scored = []
    for term in vocabulary:
        spelled = [term.code, *term.labels.values(), *term.aliases]
        best = max(max(fuzz.ratio(wanted, fold(word)), fuzz.token_set_ratio(wanted, fold(word)) * 0.9) for word in spelled if word)
        scored.append((term.code, term.label(), round(best, 1)))
    return sorted(scored, key=lambda entry: -entry[2])


_NOBODY = frozenset(
    fold(word) for word in ("none", "nil", "nobody", "not applicable", "not required", "n/r", "tbd", "tbc", "hakuna", "haihitajiki", "haihusiki", "aucun", "aucune", "néant",
                            "sans objet", "non requis", "нет", "не требуется", "не предусмотрено", "не имеется", "жоқ", "nema", "nije potrebno", "nije predviđeno", "nije primjenjivo")
)  # fmt: skip


def links_in(spec: FieldSpec, value: Value) -> list[str]:
    """Names in a cell of links: one for a single link, several parted by semicolons or lines for a set."""
    if value is None or is_missing(value) or (isinstance(value, str) and len(value) <= _LONGEST and fold(value).strip(" .") in _NOBODY):
        return []
    text = as_text(value).strip()
    if spec.type is Type.LINK:
        return [" ".join(text.split())] if text else []
    return [" ".join(part.split()) for part in _LINKS.split(text) if part.strip()]


def finer_links(text: str) -> list[str]:
    """Names in a text when it is no name as a whole: parted by commas, slashes and "and" too."""
    parts = [" ".join(part.split()) for part in _MORE_LINKS.split(text) if part.strip()]
    return parts if len(parts) > 1 else []


def where(row: int, column: int) -> str:
    """Address of a cell."""
    return a1(row, column)
