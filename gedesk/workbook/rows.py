"""What one row of a sheet is by itself: HXL tags, types, numbers of columns, a total, a note, labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from gedesk.domain.text import fold
from gedesk.workbook import headings
from gedesk.workbook.grid import kind
from gedesk.workbook.staging import Value

_TAG = re.compile(r"#[a-z][\w-]*(\s*[+@].*)?\s*", re.I)
_IDENTIFIER = re.compile(r"[a-z0-9@]+(?:[_./:@-]+[a-z0-9]+)+|[a-z]+[A-Z]\w*", re.ASCII)
_LONG = 200  # characters of a cell that tell what it is
_NUMBERED = re.compile(r"\(?(\d{1,3})\)?")
_TYPE_TEXT = (
    "entier chaine texte text string integer number numeric nombre decimal date datetime boolean booleen select_one "
    "select_multiple free dropdown choose list liste choix required optional obligatoire facultatif auto automatic "
    "calculated calcule формула текст число дата список tekst broj datum lista maandishi tarehe namba orodha "
    "caracteres caractere de from the in a of"
)
_TYPE_WORDS = frozenset(_TYPE_TEXT.split())
_NOTE_WORDS = (
    "source", "sources", "note", "notes", "nb", "n.b", "remark", "remarks", "instruction", "instructions", "reference",
    "references", "legend", "key", "tips", "prepared by", "approved by", "compiled by", "signature", "disclaimer",
    "chanzo", "maelezo", "imeandaliwa", "imeidhinishwa", "saini", "angalizo", "kumbuka", "tanbihi", "ufafanuzi",
    "etabli par", "elabore par", "approuve par", "remarque", "remarques", "legende", "fait a",
    "источник", "примечание", "примечания", "составил", "утвердил", "исполнитель:", "справочно",
    "izvor", "napomena", "napomene", "legenda", "sastavio", "odobrio", "potpis",
)  # fmt: skip
_TOTAL_WORDS = (
    "total", "totals", "grand total", "sub total", "subtotal", "sub-total", "sum", "overall total", "total general",
    "jumla", "jumla kuu", "jumla ndogo", "totaux", "total general", "sous-total", "sous total", "somme", "ensemble",
    "итого", "всего", "итог", "ukupno", "sveukupno", "zbir", "suma", "барлығы", "жалпы",
)  # fmt: skip
_TOTAL_STARTS = tuple(f"{word} " for word in _TOTAL_WORDS)


def is_tags(row: dict[int, Value]) -> bool:
    """Whether a row consists of HXL tags."""
    texts = [value for value in row.values() if isinstance(value, str)]
    hits = sum(bool(_TAG.fullmatch(text.strip())) for text in texts)
    return hits >= 2 and hits >= 0.5 * len(row)


def is_types(row: dict[int, Value]) -> bool:
    """Whether a row names the types of the columns or instructs the person who fills them in."""
    if len(row) < 2:
        return False
    hits = 0
    for value in row.values():
        if not isinstance(value, str):
            return False
        text = value.strip()
        if len(text) > _LONG:
            continue
        found = re.findall(r"[^\W\d_]+", fold(text))
        typed = bool(found) and sum(word in _TYPE_WORDS for word in found) >= max(1, 0.6 * len(found))
        hits += typed or (text.startswith("(") and (text.endswith(")") or ")" in text))
    return hits >= 0.6 * len(row)


def is_numbers(row: dict[int, Value]) -> bool:
    """Whether a row only numbers the columns, 1 2 3 or (1) (2) (3), as forms do below their headings."""
    found = []
    for column in sorted(row):
        told = _NUMBERED.fullmatch(str(row[column]).strip()) if not isinstance(row[column], bool) else None
        if told is None:
            return False
        found.append(int(told[1]))
    return len(found) >= 3 and found[0] in (0, 1) and found == list(range(found[0], found[0] + len(found)))


def is_pair(row: dict[int, Value]) -> bool:
    """Whether a row tells labels and their values, `Council: | Moshi DC`."""
    return len(row) <= 4 and sum(isinstance(value, str) and value.rstrip().endswith(":") for value in row.values()) >= 0.5 * len(row)


def identifiers(row: dict[int, Value]) -> float:
    """Share of a row's cells that are technical names, `org_name` or `startDate`."""
    return sum(isinstance(value, str) and bool(_IDENTIFIER.fullmatch(value.strip())) for value in row.values()) / max(1, len(row))


def echoes(upper: dict[int, Value], lower: dict[int, Value]) -> bool:
    """Whether two rows say the same in other words: a row of technical names beside one of labels."""
    both = [column for column in upper if column in lower]
    if len(both) < 2 or len(both) < 0.7 * max(len(upper), len(lower)):
        return False
    same = technical = 0
    for column in both:
        above, below = upper[column], lower[column]
        if not (isinstance(above, str) and isinstance(below, str)):
            return False
        technical += bool(_IDENTIFIER.fullmatch(above.strip())) or bool(_IDENTIFIER.fullmatch(below.strip()))
        same += bool(headings.words(above) & headings.words(below))
    return technical >= 0.5 * len(both) and same >= 0.5 * len(both)


def is_total(row: dict[int, Value]) -> bool:
    """Whether a row adds up others: a total word leads it and numbers follow."""
    columns = sorted(row)
    for column in columns[:3]:
        value = row[column]
        if isinstance(value, str):
            text = fold(value[:_LONG]).strip(" :.*-")
            if text in _TOTAL_WORDS:
                return True
            return text.startswith(_TOTAL_STARTS) and any(
                kind(row[other]) == "n" for other in columns if other > column
            )
    return False


def is_note(row: dict[int, Value], usual: float) -> bool:
    """Whether a row below a table explains it: one or two texts that begin like a note or run long."""
    if len(row) > 2 and len(row) > 0.34 * usual:
        return False
    first = row[min(row)]
    if not isinstance(first, str):
        return False
    text = fold(first[:_LONG]).strip()
    if len(row) == 1 and usual >= 3 and (len(text) > 60 or text.endswith(":") or text.startswith(("*", ">", "•", "- "))):
        return True
    return any(text == word or re.match(re.escape(word) + r"[\s:.,)]", text) for word in _NOTE_WORDS) and usual >= 2


def labels_of(row: dict[int, Value]) -> set[int]:
    """Columns whose cells can be headings: texts, and numbers or days when all of them are years, count on, or go on in time."""
    texts = {column for column, value in row.items() if kind(value) == "t"}
    counted = {column: number for column in row if (number := _ordinal(row[column])) is not None}
    others = {column for column in row if column not in texts and column not in counted and kind(row[column]) == "n"}
    days = [(column, value) for column, value in sorted(row.items()) if isinstance(value, date)]
    numbers = [counted[column] for column in sorted(counted)]
    lone_year = len(numbers) == 1 and len(texts) > 2 and 1900 <= numbers[0] <= 2100
    if not others and (lone_year or (len(numbers) >= 2 and is_sequence(numbers))):
        texts |= set(counted)
    if len(days) >= 2 and texts and all(str(second) > str(first) for (_c, first), (_d, second) in pairwise(days)):
        texts |= {column for column, _day in days}
    return texts


def _ordinal(value: Value) -> int | None:
    """A number that can be a heading, also when it is written as text: a year, or a small counting number."""
    if isinstance(value, str):
        text = value.strip()
        value = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 1900 <= value <= 2100 or 0 < value <= 60 else None


def is_sequence(numbers: Sequence[int]) -> bool:
    if all(1900 <= number <= 2100 for number in numbers):
        return True
    return all(second == first + 1 for first, second in pairwise(numbers))
