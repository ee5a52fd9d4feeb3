"""What a file contains, before anybody says what it means: sheets of sparse rows with flags and merges.

Rows and columns count from 1 as in Excel.  A staging travels from the reading process to this one as msgpack, never
as pickle: the reading process handles hostile files, so what it says is only data.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import IntFlag
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

import msgpack

from gedesk.collecting import uncollected

Value = None | str | int | float | bool | date | datetime | time

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


class Flag(IntFlag):
    """What a value alone does not tell."""

    NONE = 0
    ERROR = 1  # the value is the text of the error, `#REF!`
    UNCACHED = 2  # a formula without a stored result: the value is None though the cell is not empty
    PERCENT = 4  # shown as a percentage: 0.25 reads 25 %


class Range(NamedTuple):
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        """As `B3:F40`."""
        return f"{a1(self.top, self.left)}:{a1(self.bottom, self.right)}"


class Cell(NamedTuple):
    """One cell as read."""

    row: int
    column: int
    value: Value
    flags: Flag

    @property
    def kind(self) -> str:
        """`empty`, `text`, `number`, `yes_no`, `date`, `time`, `error` or `formula` (without a result)."""
        if self.flags & Flag.ERROR:
            return "error"
        if self.flags & Flag.UNCACHED:
            return "formula"
        return kind_of(self.value)


@dataclass(slots=True)
class Sheet:
    """One sheet.  `rows` holds, by row number, the values from column 1 on without trailing empties; a text of blanks is none."""

    name: str
    hidden: bool = False
    rows: dict[int, list[Value]] = field(default_factory=dict)
    flags: dict[tuple[int, int], int] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    date_orders: dict[int, str] = field(default_factory=dict)  # "dmy" or "mdy" that a column's date formats show
    source: str = ""  # of a sheet read another way: the sheet of the file that it was made from
    origin: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # and where each cell stands there

    @property
    def bounds(self) -> Range | None:
        """The rectangle around everything that is not empty."""
        if not self.rows:
            return None
        left = MAX_COLUMN
        right = 0
        for values in self.rows.values():
            right = max(right, len(values))
            if left > 1:
                left = min(left, next(index for index, value in enumerate(values, 1) if value is not None))
        return Range(min(self.rows), left, max(self.rows), right)

    def address(self, row: int, column: int) -> tuple[str, str]:
        """Sheet and reference of a cell in the file."""
        return self.source or self.name, a1(*self.origin.get((row, column), (row, column)))

    def value(self, row: int, column: int) -> Value:
        """The value at a place, None when there is none."""
        values = self.rows.get(row)
        return values[column - 1] if values is not None and 0 < column <= len(values) else None

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place."""
        return Cell(row, column, self.value(row, column), Flag(self.flags.get((row, column), 0)))

    def cells(self) -> Iterator[Cell]:
        """Every cell with content, row by row; formulas without a result count as content."""
        flagged: dict[int, list[int]] = {}
        for row, column in self.flags:
            flagged.setdefault(row, []).append(column)
        for row in sorted({*self.rows, *flagged}):
            values = self.rows.get(row, [])
            columns = {column for column, value in enumerate(values, 1) if value is not None}
            for column in sorted(columns.union(flagged.get(row, ()))):
                yield self.cell(row, column)


@dataclass(slots=True)
class Staging:
    """A file as read: its name, format and sheets, and what was odd about reading it (`notes`, stable codes)."""

    name: str
    format: str
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    epoch_1904: bool = False
    derived: list[Sheet] = field(default_factory=list)  # sheets read another way, made by the recogniser

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; KeyError when there is none."""
        for sheet in (*self.sheets, *self.derived):
            if sheet.name == name:
                return sheet
        raise KeyError(name)


def written(text: str) -> str | None:
    """A text as a cell of a sheet holds it: None when there is nothing to read."""
    return None if not text or text.isspace() else text


def kind_of(value: Value) -> str:
    """Kind of a value, see `Cell.kind`."""
    match value:
        case None:
            return "empty"
        case str():
            return "text"
        case bool():
            return "yes_no"
        case int() | float():
            return "number"
        case time():
            return "time"
    return "date"


# -- references --------------------------------------------------------------------------------------------------

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@lru_cache(maxsize=20_000)
def letters(column: int) -> str:
    """Letters of a column: 28 is `AB`."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_number(text: str) -> int:
    """Number of a column by its letters."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number


def a1(row: int, column: int) -> str:
    """Reference of a cell: row 3, column 2 is `B3`."""
    return f"{letters(column)}{row}"


def parse_a1(text: str) -> tuple[int, int]:
    """Row and column of a reference.  Raises ValueError."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a cell: {text!r}")
    return int(found[2]), column_number(found[1])


def parse_range(text: str) -> Range:
    """Rectangle of `B3:F40` or `B3`.  Raises ValueError."""
    first, _, last = text.partition(":")
    top, left = parse_a1(first)
    bottom, right = parse_a1(last or first)
    return Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


# -- transport ---------------------------------------------------------------------------------------------------

_DATE, _DATETIME, _TIME = 1, 2, 3
_EXTENSIONS: dict[int, type[date] | type[time]] = {_DATE: date, _DATETIME: datetime, _TIME: time}


def packed(staging: Staging) -> Iterator[bytes]:
    """A staging as messages: what it is first, then some rows at a time, by column."""
    sheets = [
        [
            sheet.name,
            sheet.hidden,
            len(sheet.rows),
            [(row, column, int(flag)) for (row, column), flag in sheet.flags.items()],
            sheet.merges,
            list(sheet.hidden_rows),
            list(sheet.hidden_columns),
            list(sheet.date_orders.items()),
        ]
        for sheet in staging.sheets
    ]
    yield _pack([staging.name, staging.format, staging.notes, staging.epoch_1904, sheets])
    for place, sheet in enumerate(staging.sheets):
        numbers = list(sheet.rows)
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            yield _pack([place, some, [_told_once(column) for column in zip_longest(*map(sheet.rows.__getitem__, some))]])


_AT_ONCE = 2_000  # rows of a message
_NONE = type(None)


def _told_once(column: tuple[Value, ...]) -> object:
    """A column as its distinct values and which of them each cell holds, where that is less."""
    kinds = set(map(type, column)) - {_NONE}
    if len(kinds) != 1 or kinds <= {int, float, bool}:
        return column
    distinct = dict.fromkeys(column)
    if len(distinct) * 2 > len(column) and kinds == {str}:
        return column
    at = {value: place for place, value in enumerate(distinct)}
    return {"values": list(distinct), "cells": array("H", map(at.__getitem__, column)).tobytes()}


class Unpacker:
    """Puts a staging together from the messages of `packed`.  Texts that recur are kept once."""

    def __init__(self, first: bytes) -> None:
        name, form, notes, epoch, sheets = _unpack(first)
        self.staging = Staging(name, form, [], notes, epoch)
        self.rows = self.total = 0  # taken so far, and all there are
        self._known: dict[Value, Value] = {}
        for title, hidden, rows, flags, merges, hidden_rows, hidden_columns, orders in sheets:
            self.total += rows
            self.staging.sheets.append(
                Sheet(
                    title,
                    hidden,
                    {},
                    {(row, column): flag for row, column, flag in flags},
                    [Range(*merge) for merge in merges],
                    set(hidden_rows),
                    set(hidden_columns),
                    dict(orders),
                )
            )

    def add(self, message: bytes) -> None:
        """Takes some more rows."""
        place, numbers, columns = _unpack(message)
        rows = self.staging.sheets[place].rows
        for number, line in zip(numbers, zip(*map(self._column, columns), strict=True), strict=True):
            row = list(line)
            while row and row[-1] is None:
                row.pop()
            rows[number] = row
        self.rows += len(numbers)

    def _column(self, told: list[Value] | dict[str, Any]) -> list[Value]:
        known = self._known
        if len(known) > 100_000:
            known.clear()
        if isinstance(told, list):
            # Numbers are left alone: 1, 1.0 and True are equal, and not the same.
            return list(map(known.setdefault, told, told)) if set(map(type, told)) <= {str, _NONE} else told
        values = [known.setdefault(value, value) for value in told["values"]]
        cells = array("H")
        cells.frombytes(told["cells"])
        return list(map(values.__getitem__, cells))


def _pack(told: object) -> bytes:
    message: bytes = msgpack.packb(told, default=pack_other, unicode_errors="surrogatepass")
    return message


def _unpack(message: bytes) -> Any:
    with uncollected():
        return msgpack.unpackb(message, ext_hook=unpack_other, strict_map_key=False, unicode_errors="surrogatepass", use_list=True)


def pack_other(value: Any) -> msgpack.ExtType:
    """Days and times for msgpack."""
    if isinstance(value, datetime):
        return msgpack.ExtType(_DATETIME, value.isoformat().encode())
    if isinstance(value, date):
        return msgpack.ExtType(_DATE, value.isoformat().encode())
    if isinstance(value, time):
        return msgpack.ExtType(_TIME, value.isoformat().encode())
    raise TypeError(f"not a cell value: {value!r}")


def unpack_other(code: int, data: bytes) -> Value:
    """The inverse of `pack_other`."""
    kind: type[date] | type[time] = _EXTENSIONS[code]
    return kind.fromisoformat(data.decode())
