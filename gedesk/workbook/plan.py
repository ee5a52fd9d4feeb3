"""What an import would do, worked out without a store: rows of records, new records, problems and open questions.

Every cell with content is accounted for: it is imported, or marked as title, heading, note, total or skipped with a
reason, or it is a problem.  Nothing is lost in silence.  `planning` makes plans.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as fresh
from functools import lru_cache
from typing import Any

import msgpack

from gedesk.domain.text import fold
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.keys import PARTED, folded
from gedesk.workbook.names import Candidate
from gedesk.workbook.staging import Range, a1, pack_other, unpack_other
from gedesk.workbook.table import Table

Candidates = Callable[[str], Sequence[Candidate]]
Decisions = Mapping[str, str]

NEW = "new"
SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to a question."""

    id: str
    label: str
    score: float


@dataclass(slots=True)
class Question:
    """Something only a person can say.  Asked once for each distinct value; `cells` are all places it concerns."""

    id: str
    sheet: str
    cell: str
    value: str
    field: str
    kind: str  # of the record meant; "code", "date-order"
    candidates: list[Offer]
    allows_new: bool = False
    cells: list[str] = fresh(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "id": self.id,
            "sheet": self.sheet,
            "cell": self.cell,
            "value": self.value,
            "field": self.field,
            "kind": self.kind,
            "candidates": [{"id": offer.id, "label": offer.label, "score": offer.score} for offer in self.candidates],
            "allows_new": self.allows_new,
            "cells": self.cells,
        }


@dataclass(slots=True, eq=False)
class Block:
    """What rows of one table say, by column: a row's values are put together when somebody asks for them."""

    states: list[Any]  # one of the columns: whether rows are drafts is known last
    names: tuple[str, ...]
    columns: list[Sequence[Any]]  # of each name, None for nothing
    counted: list[tuple[str, str, Sequence[Any]]]  # field, part and counts of it
    keys: tuple[str, ...] = ()  # the fields that tell one record from another
    words: str = ""  # the field for what no other takes
    said: list[list[str | None]] = fresh(default_factory=list)  # by column

    def value(self, name: str, at: int) -> Any:
        """The value of one field of one row, other than the words for what no field takes."""
        if name in self.names:
            return self.columns[self.names.index(name)][at]
        return self.values(at).get(name)

    def key(self, at: int) -> str:
        """The key of one row."""
        return PARTED.join(folded(self.value(name, at)) for name in self.keys)

    def values(self, at: int) -> dict[str, Any]:
        """Domain values by field of one row."""
        found = {name: value for name, column in zip(self.names, self.columns, strict=True) if (value := column[at]) is not None}
        for name, part, column in self.counted:
            if (many := column[at]) is not None:
                counts = found.setdefault(name, {})
                counts[part] = counts.get(part, 0) + many
        if self.said and (told := [text for column in self.said if (text := column[at]) is not None]):
            found[self.words] = "\n".join([found[self.words], *told] if self.words in found else told)
        return found


@dataclass(slots=True, eq=False)
class Row:
    """One record to be created or updated.  `id` is set when the workbook names the record itself.

    A hundred thousand rows are kept from preview to import: most are a line of a `Block`, others are packed by `seal`;
    the values are put together when asked for.  A change of them is made by setting `values` anew.
    """

    kind: str
    _values: dict[str, Any] | None
    sheet: str
    row: int
    id: str | None = None
    refs: Mapping[str, str] = fresh(default_factory=dict)  # field -> letters of its column, shared by the rows of a table
    cells: dict[str, str] | None = None  # field -> address of its cell, of a sheet that was read another way
    refused: bool = False
    open: bool = False  # waits for the answer to a question
    duplicate_of: int | None = None  # row number of the same record further up in this file
    made: tuple[str, ...] = ()  # new records that the row names
    head: Row | None = None  # the row whose record this one belongs to, told by the same row of the sheet
    made_as: str = ""  # how rows that belong to it name its record before it is known which one it is
    _names: tuple[str, ...] = ()
    _packed: bytes = b""
    _block: Block | None = None
    _at: int = 0  # its line in the block
    _key: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Domain values by field."""
        if self._values is not None:
            return self._values
        if self._block is not None:
            return self._block.values(self._at)
        return dict(zip(self._names, msgpack.unpackb(self._packed, ext_hook=unpack_other, unicode_errors="surrogatepass"), strict=True))

    @values.setter
    def values(self, values: dict[str, Any]) -> None:
        sealed = self._values is None
        self._values, self._block = values, None
        if sealed:
            self.seal()

    def get(self, name: str) -> Any:
        """The domain value of one field."""
        if self._block is not None and name != self._block.words:
            return self._block.value(name, self._at)
        return self.values.get(name)

    @property
    def key(self) -> str:
        """What tells the record from others of its kind, see `keys`."""
        if self._key is None and self._block is not None:
            return self._block.key(self._at)
        return self._key or ""

    @key.setter
    def key(self, key: str) -> None:
        self._key = key

    def seal(self) -> None:
        """Packs the values."""
        if self._values is not None:
            names = tuple(self._values)
            self._names = _shared(names)
            self._packed = msgpack.packb(list(self._values.values()), default=pack_other, unicode_errors="surrogatepass")
            self._values = None

    def cell(self, field: str) -> str:
        """Address of the cell that tells a field, else of the row."""
        if self.cells is not None:
            return self.cells.get(field) or a1(self.row, 1)
        return f"{self.refs.get(field, 'A')}{self.row}"


@lru_cache(maxsize=4096)
def _shared(names: tuple[str, ...]) -> tuple[str, ...]:
    return names


@dataclass(slots=True)
class NewRecord:
    """A record that the import makes because rows point at it."""

    kind: str
    id: str
    values: dict[str, Any]
    sheet: str
    cell: str


@dataclass(slots=True)
class Options:
    """How questions are dealt with, and what happens to columns that are no field."""

    accept_best: bool = False
    skip_questions: bool = False
    keep_unmapped: bool | None = None  # None: as the kind wants it, which is yes for activities
    places: Mapping[str, Sequence[str]] = fresh(default_factory=dict)  # names known to mean several place codes
    first_month: int = 7  # of the fiscal year
    closed: frozenset[str] = frozenset()  # kinds of which no record may be made here


@dataclass(slots=True)
class Plan:
    """What an import would do."""

    rows: list[Row] = fresh(default_factory=list)
    new: list[NewRecord] = fresh(default_factory=list)
    problems: list[CellProblem] = fresh(default_factory=list)
    questions: list[Question] = fresh(default_factory=list)
    skipped: list[tuple[str, int, str]] = fresh(default_factory=list)  # sheet, row, reason
    tables: list[Table] = fresh(default_factory=list)
    coverage: Counter[str] = fresh(default_factory=Counter)  # cells by what became of them
    fates: list[tuple[Table, dict[int, str]]] = fresh(default_factory=list)  # of each table's columns: imported, unmapped, serial
    carried: list[tuple[str, int]] = fresh(default_factory=list)  # rows that became new records others point at
    behind: list[tuple[str, Range]] = fresh(default_factory=list)  # parts of sheets that are told to stay behind

    def needed(self, used: Collection[str]) -> list[NewRecord]:
        """The new records that some ids name, and those that these name in turn."""
        wanted = set(used)
        found: dict[str, NewRecord] = {}
        more = True
        while more:
            more = False
            for record in self.new:
                if record.id in wanted and record.id not in found:
                    found[record.id], more = record, True
                    for value in record.values.values():
                        wanted.update(value if isinstance(value, list) else [value] if isinstance(value, str) else ())
        return [record for record in self.new if record.id in found]

    @property
    def good(self) -> list[Row]:
        """Rows that can be applied."""
        return [row for row in self.rows if not row.refused]


@lru_cache(maxsize=65536)
def question_id(field_name: str, value: str, *context: str) -> str:
    """Stable id of a question: the same value of the same field asks the same, in this file and the next."""
    told = "\x1f".join([fold(value), *context])
    return f"{field_name}:{hashlib.sha256(told.encode()).hexdigest()[:12]}"
