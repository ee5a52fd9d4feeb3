"""Columns that repeat for each session of a register or each month, quarter or year of a plan.

Such a row holds several records, one for each group of columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.workbook import dates
from gedesk.workbook.headings import words
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


# Words beside a year that say whether its figures were wanted or reached.
WANTED = words("target planned plan lengo malengo shabaha cible prévu prévision план плановое плановый целевое целевой цель cilj ciljna planirano")
REACHED = words(
    "actual achieved result value reached realised achievement halisi matokeo mafanikio utekelezaji iliyofikiwa réalisé réalisation résultat atteint valeur "
    "факт фактическое фактически достигнуто значение результат ostvareno rezultat vrijednost postignuto"
)


def periods(columns: Sequence[Column], context: str, kind: str = "") -> dict[int, str]:
    """Columns of numbers for each of several periods, with the period as it can be read again.

    Figures that were wanted are none of results, and figures that were reached none of targets.
    """
    passed = {"target": REACHED, "result": WANTED}.get(kind, frozenset())
    years = sorted(set(_YEAR.findall(context)))
    found: dict[int, str] = {}
    for column in columns:
        said = words(" ".join(column.parts))
        if column.type not in ("integer", "number", "percent", "empty") or said & passed:
            continue
        for part in reversed(column.parts):
            text = re.sub(r"^(20\d\d-\d\d)-01(?: 00:00:00)?$", r"\1", " ".join(part.split()))  # a month shown by its first day
            if kind in ("target", "result") and (year := _YEAR.search(text)) and said and said <= WANTED | REACHED:
                text = year[1]
            if dates.read_period(text) is not None:
                found[column.index] = text
            elif len(years) == 1 and dates.read_period(f"{text} {years[0]}") is not None:
                found[column.index] = f"{text} {years[0]}"
            else:
                continue
            break
    apart = bool(found) and kind in ("target", "result") and all(words(" ".join(column.parts)) for column in columns if column.index in found)
    return found if len(set(found.values())) >= (1 if apart else 2) else {}
