"""A sheet as the recogniser looks at it: cells without blanks, merges spread, kinds by place."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, datetime, time

from gedesk.workbook.staging import Flag, Range, Sheet, Value

_NUMERIC = re.compile(r"[-+(]?\s*(?:[$€£]\s*)?\d[\d\s.,'’\u00a0\u202f]*\s*%?\)?")
UNCACHED = "="  # stands for a formula without a stored result
MISSING = frozenset({"-", "–", "—", "…", "...", "x", "n/a", "na", "н/д", "nd", "n.d.", "*", "..", "."})


def kind(value: Value) -> str:
    """`t` text, `n` number, `d` date or time, `b` yes or no; numbers written as text count as numbers."""
    if isinstance(value, str):
        if value == UNCACHED:
            return "n"
        return "n" if len(value) < 30 and _NUMERIC.fullmatch(value.strip()) else "t"
    if isinstance(value, bool):
        return "b"
    if isinstance(value, int | float):
        return "n"
    if isinstance(value, date | datetime | time):
        return "d"
    return ""


class Grid:
    """Rows of a sheet that hold something, blank texts left out."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows: dict[int, dict[int, Value]] = {}
        for number, values in sheet.rows.items():
            kept: dict[int, Value] = {
                column: value
                for column, value in enumerate(values, 1)
                if value is not None and not (isinstance(value, str) and (not value or value.isspace()))
            }
            if kept:
                self.rows[number] = kept
        for (number, column), flag in sheet.flags.items():
            if flag & Flag.UNCACHED:
                self.rows.setdefault(number, {}).setdefault(column, UNCACHED)
        self.told: dict[tuple[str, int], bool] = {}  # what was found out about rows
        self.order = sorted(self.rows)
        self.widest = max(map(len, self.rows.values()), default=0)
        self.wide = [merge for merge in sheet.merges if merge.right > merge.left and merge.bottom - merge.top < 10]
        self.tall = [merge for merge in sheet.merges if merge.bottom > merge.top]
        self._wide_by_row: dict[int, list[Range]] = {}
        for merge in self.wide:
            for number in range(merge.top, merge.bottom + 1):
                self._wide_by_row.setdefault(number, []).append(merge)

    def wide_at(self, row: int) -> list[Range]:
        """Merges over several columns that touch a row."""
        return self._wide_by_row.get(row, [])

    def between(self, first: int, last: int) -> list[int]:
        """Numbers of the rows with content from `first` to `last`."""
        return self.order[bisect_left(self.order, first) : bisect_left(self.order, last + 1)]

    def cut(self, left: int, right: int) -> Grid:
        """The same sheet, only columns `left` to `right`."""
        part = Grid.__new__(Grid)
        part.sheet = self.sheet
        part.rows = {}
        for number, row in self.rows.items():
            inside = {column: value for column, value in row.items() if left <= column <= right}
            if inside:
                part.rows[number] = inside
        part.told = {}
        part.order = sorted(part.rows)
        part.widest = max(map(len, part.rows.values()), default=0)
        part.wide = [merge for merge in self.wide if merge.left >= left and merge.left <= right]
        part.tall = [merge for merge in self.tall if merge.left >= left and merge.left <= right]
        part._wide_by_row = {}
        for merge in part.wide:
            for number in range(merge.top, merge.bottom + 1):
                part._wide_by_row.setdefault(number, []).append(merge)
        return part

    def segments(self) -> list[list[int]]:
        """Runs of rows without a blank row between them."""
        found: list[list[int]] = []
        for number in self.order:
            if found and number == found[-1][-1] + 1:
                found[-1].append(number)
            else:
                found.append([number])
        return found
