"""A recognised table: where it is, what its columns are, which rows are data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gedesk.workbook.layout import Skipped
from gedesk.workbook.staging import Range, letters


@dataclass(slots=True)
class Column:
    """One column.

    `part` says which part of the field it holds: a cell of counts, the level of a place, or what it tells of the
    organisation that the field names.
    """

    index: int
    header: str
    parts: tuple[str, ...] = ()
    tag: str = ""
    field: str | None = None
    part: str = ""
    type: str = "text"
    confidence: float = 0.0
    how: str = ""  # technical, tag, exact, fuzzy, words, content, chosen
    group: str = ""  # the session or period whose record this column belongs to; a row holds one for each

    @property
    def ref(self) -> str:
        """Letters of the column."""
        return letters(self.index)

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        shown: dict[str, Any] = {
            "ref": self.ref,
            "header": self.header,
            "field": self.field,
            "type": self.type,
            "confidence": round(self.confidence, 2),
        }
        if self.part:
            shown["part"] = self.part
        if self.group:
            shown["group"] = self.group
        return shown


@dataclass(frozen=True, slots=True)
class Guess:
    """Another way to see a table."""

    range: Range
    header_rows: list[int]
    first: int
    confidence: float


@dataclass(slots=True)
class Table:
    """One table of a sheet.  `rows` are the numbers of its data rows; everything else is in `skipped`."""

    sheet: str
    range: Range
    header_rows: list[int]
    tag_rows: list[int]
    first: int
    last: int
    rows: list[int]
    columns: list[Column]
    skipped: list[Skipped] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    kind: str | None = None
    kind_score: float = 0.0
    confidence: float = 0.0
    hidden: bool = False
    technical: bool = False  # one of our own templates or exports
    alternatives: list[Guess] = field(default_factory=list)  # likeliest first
    source: str = ""  # of a table on a sheet read another way: the sheet of the file
    form: bool = False  # one record told by labels and values
    beside: bool = False  # a second reading of a table, see `beside`

    def column(self, name: str, part: str = "") -> Column | None:
        """The column of a field, or None."""
        for column in self.columns:
            if column.field == name and (not part or column.part == part):
                return column
        return None

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "sheet": self.sheet,
            "range": self.range.a1,
            "header_rows": self.header_rows,
            "tag_rows": self.tag_rows,
            "first_row": self.first,
            "last_row": self.last,
            "rows": len(self.rows),
            "kind": self.kind,
            "confidence": round(self.confidence, 2),
            "hidden": self.hidden,
            "columns": [column.to_json() for column in self.columns],
            "skipped": [{"row": entry.row, "reason": entry.reason} for entry in self.skipped],
        }
