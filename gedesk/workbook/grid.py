"""A sheet as the recogniser looks at it: cells without blanks, merges spread, kinds by place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from gedesk.workbook.staging import MAX_COLUMN, Flag, Range, Sheet, Value

_NUMERIC = re.compile(r"[-+(]?\s*(?:[$€£]\s*)?\d[\d\s.,'’\u00a0\u202f]*\s*%?\)?")
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d\.?")  # 12.3.2025. is no number
UNCACHED = "="  # stands for a formula without a stored result
MISSING = frozenset({"-", "–", "—", "…", "...", "x", "n/a", "na", "н/д", "nd", "n.d.", "*", "..", "."})


def kind(value: Value) -> str:
    """`t` text, `n` number, `d` date or time, `b` yes or no; numbers written as text count as numbers."""
    if isinstance(value, str):
        if value == UNCACHED:
            return "n"
        if len(value) >= 30 or not _NUMERIC.fullmatch(text := value.strip()):
            return "t"
        return "d" if _DAY.fullmatch(text) else "n"
    if isinstance(value, bool):
        return "b"
    if isinstance(value, int | float):
        return "n"
    if isinstance(value, date | datetime | time):
        return "d"
    return ""


class Rows(Mapping[int, dict[int, Value]]):
    """Rows of a sheet that hold something, as cells by column without blanks, made when they are looked at.

    A sheet of a hundred thousand rows is looked at row by row, never held a second time.
    """

    def __init__(self, sheet: Sheet, left: int = 1, right: int = MAX_COLUMN, among: Iterable[int] | None = None) -> None:
        self._sheet, self._left, self._right = sheet, left, right
        self._unstored: dict[int, list[int]] = {}
        for (number, column), flag in sheet.flags.items():
            if flag & Flag.UNCACHED and left <= column <= right:
                self._unstored.setdefault(number, []).append(column)
        self._kept: dict[int, dict[int, Value]] = {}
        self.widest = 0
        self.order: list[int] = []
        numbers = {*sheet.rows, *self._unstored} if among is None else among
        whole = left == 1 and right >= MAX_COLUMN and not self._unstored
        for number in sorted(numbers):
            if whole and len(self._kept) >= _KEEP:  # most rows of a long sheet: counted, not made
                values = sheet.rows[number]
                self.order.append(number)
                self.widest = max(self.widest, len(values) - values.count(None))
                continue
            row = self._make(number)
            if row:
                self.order.append(number)
                self.widest = max(self.widest, len(row))
                if len(self._kept) < _KEEP:
                    self._kept[number] = row
        self._there = frozenset(self.order)

    def _make(self, number: int) -> dict[int, Value]:
        values = self._sheet.rows.get(number)
        row: dict[int, Value] = {}
        if values is not None:
            part = values if self._left == 1 and self._right >= len(values) else values[self._left - 1 : self._right]
            row = {column: value for column, value in enumerate(part, self._left) if value is not None}
        for column in self._unstored.get(number, ()):
            row.setdefault(column, UNCACHED)
        return row

    def __getitem__(self, number: int) -> dict[int, Value]:
        row = self._kept.get(number)
        if row is None:
            if number not in self._there:
                raise KeyError(number)
            row = self._make(number)
        return row

    def __contains__(self, number: object) -> bool:
        return number in self._there

    def __iter__(self) -> Iterator[int]:
        return iter(self.order)

    def __len__(self) -> int:
        return len(self.order)


_KEEP = 3000  # rows kept as they were made: those that may hold headings, and small sheets whole


class Grid:
    """Rows of a sheet that hold something, blank texts left out."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = Rows(sheet)
        self.told: dict[tuple[str, int], bool] = {}  # what was found out about rows
        self._seen: dict[int, list[tuple[int, str, str]]] = {}
        self.order = self.rows.order
        self.widest = self.rows.widest
        self.wide = [merge for merge in sheet.merges if merge.right > merge.left and merge.bottom - merge.top < 10]
        self.tall = [merge for merge in sheet.merges if merge.bottom > merge.top]
        self._wide_by_row: dict[int, list[Range]] = {}
        for merge in self.wide:
            for number in range(merge.top, merge.bottom + 1):
                self._wide_by_row.setdefault(number, []).append(merge)

    def seen(self, number: int) -> list[tuple[int, str, str]]:
        """Column, kind and text, "" of what is none, of each cell of a row; remembered, for many rows are held against the same ones."""
        cells = self._seen.get(number)
        if cells is None:
            if len(self._seen) >= _KEEP:
                self._seen.clear()
            cells = self._seen[number] = [
                (column, kind(value), value.strip() if isinstance(value, str) else "") for column, value in self.rows[number].items()
            ]
        return cells

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
        part.rows = Rows(self.sheet, left, right, self.order)
        part.told, part._seen = {}, {}
        part.order = part.rows.order
        part.widest = part.rows.widest
        part.wide = [merge for merge in self.wide if merge.left >= left and merge.left <= right]
        part.tall = [merge for merge in self.tall if merge.left >= left and merge.left <= right]
        part._wide_by_row = {}
        for merge in part.wide:
            for number in range(merge.top, merge.bottom + 1):
                part._wide_by_row.setdefault(number, []).append(merge)
        return part

    def used(self) -> set[int]:
        """Columns that hold something."""
        found: set[int] = set()
        full = 0  # columns up to this one are all known to be used
        for number in self.order:
            values = self.sheet.rows.get(number)
            if values is not None and len(values) <= full:
                continue
            found.update(self.rows[number])
            while full + 1 in found:
                full += 1
        return found

    def segments(self) -> list[list[int]]:
        """Runs of rows without a blank row between them."""
        found: list[list[int]] = []
        for number in self.order:
            if found and number == found[-1][-1] + 1:
                found[-1].append(number)
            else:
                found.append([number])
        return found
