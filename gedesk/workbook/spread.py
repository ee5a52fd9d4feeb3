"""Columns that repeat for each session of a register or each month, quarter or year of a plan.

Such a row holds several records, one for each group of columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.workbook import dates
from gedesk.workbook.table import Column

_SESSION = re.compile(
    r"(?:session|day|week|meeting|training|class|lesson|no|s|d|w|siku|kikao|wiki|mkutano|somo|seance|jour|semaine|reunion|cours|"
    r"занятие|день|неделя|заседание|встреча|сессия|sesija|dan|sedmica|sjednica|sastanak|cas)\W{0,3}(?:ya|no|nr|n°|№)?\W{0,2}(?:\d{1,2}|[ivx]{1,5})"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def sessions(columns: Sequence[Column], contents: Mapping[int, Sequence[object]]) -> dict[int, str]:
    """Columns that say who was present at each of several sessions, with the name of the session."""
    known = vocabulary("attendance_status")
    found: dict[int, str] = {}
    for column in columns:
        if not column.parts:
            continue
        heading = column.parts[-1].strip()
        plain = fold(heading)
        told = (plain.isdigit() and int(plain) <= 60) or _SESSION.fullmatch(plain) or dates.looks_like_date(heading)
        if not told and dates.read_period(f"{heading} 2000") is None:
            continue
        values = contents.get(column.index, ())
        marks = [str(value) for value in values if not isinstance(value, float)]
        if marks and len(marks) == len(values) and sum(known.find(mark) is not None for mark in marks) >= 0.8 * len(marks):
            found[column.index] = heading
    return found if len(found) >= 2 else {}


def periods(columns: Sequence[Column], context: str) -> dict[int, str]:
    """Columns of numbers for each of several periods, with the period as it can be read again."""
    years = sorted(set(_YEAR.findall(context)))
    found: dict[int, str] = {}
    for column in columns:
        if column.type not in ("integer", "number", "percent", "empty"):
            continue
        for part in reversed(column.parts):
            text = re.sub(r"^(20\d\d-\d\d)-01(?: 00:00:00)?$", r"\1", " ".join(part.split()))  # a month shown by its first day
            if dates.read_period(text) is not None:
                found[column.index] = text
            elif len(years) == 1 and dates.read_period(f"{text} {years[0]}") is not None:
                found[column.index] = f"{text} {years[0]}"
            else:
                continue
            break
    return found if len(set(found.values())) >= 2 else {}
