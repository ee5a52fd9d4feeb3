"""Sheets read another way: registers that lie on their side, and forms of labels with a value beside each.

Both give a sheet of their own in which every record is a row, with the address that each cell has in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from gedesk.i18n import gettext as _
from gedesk.workbook.grid import Grid, kind
from gedesk.workbook.staging import Sheet, Value

Known = Callable[[str], bool]

_LOOK = 3  # columns at the left that may hold the headings of a sheet on its side
_MOST_ROWS = 200
_MOST_COLUMNS = 400
_LABELLED = re.compile(r"\s*([^:]{2,40}?)\s*[:：]\s*(\S.*)", re.S)


class Pair(NamedTuple):
    """A label and its value, with their addresses."""

    label: str
    value: Value
    at: tuple[int, int]
    value_at: tuple[int, int]


def turned(grid: Grid, known: Known) -> Sheet | None:
    """The sheet with rows and columns changed over, when its headings stand in a column; else None."""
    sheet = grid.sheet
    bounds = sheet.bounds
    if bounds is None or bounds.bottom - bounds.top > _MOST_ROWS or bounds.right > _MOST_COLUMNS or len(grid.order) < 3:
        return None
    for left in range(bounds.left, bounds.left + _LOOK):
        labels = {row: value for row, cells in grid.rows.items() if (value := cells.get(left)) is not None}
        texts = {row: value for row, value in labels.items() if isinstance(value, str) and kind(value) == "t"}
        hits = sum(known(text.rstrip(" :")) for text in texts.values())
        if hits < 3 or hits < 0.6 * len(labels) or len(set(texts.values())) < len(texts):
            continue
        records = {column for row in texts for column in grid.rows[row] if column > left}
        if len(records) < 2:
            return None
        side = Sheet(_("{sheet} (turned)").format(sheet=sheet.name), sheet.hidden, source=sheet.name)
        for row, cells in grid.rows.items():
            for column, value in cells.items():
                _put(side, column, row, value, (row, column))
                flag = sheet.flags.get((row, column))
                if flag:
                    side.flags[column, row] = flag
        side.rows = dict(sorted(side.rows.items()))
        return side
    return None


def pairs(grid: Grid, rows: Sequence[int], known: Known) -> list[Pair]:
    """Labels with their values in some rows: `Date: | 3 March`, `Venue | Arnautoglu Hall`, `Chair: Asha Juma`."""
    found: list[Pair] = []
    for row in rows:
        label: tuple[str, tuple[int, int]] | None = None
        for column, value in sorted(grid.rows.get(row, {}).items()):
            at = (row, column)
            if isinstance(value, str):
                told = _LABELLED.fullmatch(value)
                if told and known(told[1]):
                    found.append(Pair(told[1], told[2].strip(), at, at))
                    label = None
                    continue
                bare = value.strip().rstrip(": ")
                if len(bare) <= 40 and (value.rstrip().endswith(":") or (label is None and known(bare))):
                    label = (bare, at)
                    continue
            if label is not None:
                found.append(Pair(label[0], value, label[1], at))
                label = None
    return found


def form(sheet: Sheet, told: Sequence[Pair]) -> Sheet:
    """A sheet of one heading row and one record made of labels and values."""
    side = Sheet(_("{sheet} (form)").format(sheet=sheet.name), sheet.hidden, source=sheet.name)
    for place, pair in enumerate(told, 1):
        _put(side, 1, place, pair.label, pair.at)
        _put(side, 2, place, pair.value, pair.value_at)
    return side


def _put(side: Sheet, row: int, column: int, value: Value, at: tuple[int, int]) -> None:
    values = side.rows.setdefault(row, [])
    values.extend([None] * (column - len(values)))
    values[column - 1] = value
    side.origin[row, column] = at
