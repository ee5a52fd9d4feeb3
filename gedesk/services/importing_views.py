"""What an import shows of itself while a person looks through it: plain values for the window, the command line and tests.

Rows and columns count from 1 as in a workbook; tables are named by their place in `WorkbookImport.tables()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from gedesk import i18n

NEW = "new"  # answers to a question besides the id of a candidate
SKIP = "skip"


class CellRole(StrEnum):
    """What a cell is taken for."""

    EMPTY = "empty"
    TITLE = "title"
    HEADER = "header"
    TAG = "tag"
    DATA = "data"
    SECTION = "section"
    TOTAL = "total"
    NOTE = "note"
    OTHER = "other"  # of no table: stays behind


class Fate(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    ASKED = "asked"  # waits for the answer to a question
    LEFT_OUT = "left-out"  # a question about it was answered so


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet as it lies in the file."""

    name: str
    rows: int  # number of the last row with content
    columns: int
    hidden: bool
    hidden_columns: frozenset[int]
    merges: tuple[Bounds, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a sheet: a text and a role for each column from 1 on.  `faults` names cells without a usable value."""

    number: int
    hidden: bool
    texts: tuple[str, ...]
    roles: tuple[CellRole, ...]
    faults: Mapping[int, str] = field(default_factory=dict)  # column -> "error" or "no-result"


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A kind that a table may hold."""

    kind: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class TableGuess:
    """Another way to see a table."""

    bounds: Bounds
    header_rows: tuple[int, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class TableView:
    """A table found.  `chosen` tables are imported; `own` ones are our templates and exports, known exactly."""

    number: int
    sheet: str
    bounds: Bounds
    range: str
    header_rows: tuple[int, ...]
    first: int
    last: int
    rows: int
    kind: str | None
    kind_label: str
    confidence: float
    chosen: bool
    own: bool
    profile: str  # name of the profile that described it, "" when none did
    titles: tuple[str, ...]
    kinds: tuple[KindGuess, ...]
    others: tuple[TableGuess, ...]

    @property
    def sure(self) -> bool:
        """Whether nobody needs to look at it."""
        return self.confidence >= 0.9


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field that a column may hold.  `part` is a cell of a table of counts, or the level of a place."""

    field: str
    part: str
    label: str
    help: str
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table and what it is taken for; `field` None: it stays behind or goes into the description."""

    ref: str
    index: int
    header: str
    type: str
    samples: tuple[str, ...]
    field: str | None
    part: str
    label: str
    confidence: float
    candidates: tuple[FieldChoice, ...]
    group: str = ""  # the session or period that it tells of, where a row holds a record for each


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer to a question."""

    id: str
    label: str
    context: str
    score: float


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Something only a person can say, asked once for each distinct value.

    `kind` is that of the record meant, `code` for a vocabulary, `date-order`, or `record` where a row may be one that
    is here already.  `context` is what the first row says besides; `cells` are all places that it concerns.
    """

    id: str
    sheet: str
    cell: str
    value: str
    field: str
    field_label: str
    kind: str
    context: str
    candidates: tuple[Candidate, ...]
    allows_new: bool
    cells: tuple[str, ...]
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One fault of the file.  A `note` stops nothing, an `error` keeps its row out."""

    code: str
    level: str
    sheet: str
    cell: str
    field: str
    value: Any
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an existing record: from what to what, as people read it."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the file and what becomes of it."""

    sheet: str
    row: int
    kind: str
    fate: Fate
    title: str
    record: str  # id of the record it updates or repeats, "" for others
    changes: tuple[Difference, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class Imported:
    """What an import did, or would do.  `operation` is "" when nothing was applied, and `hindrance` says why not."""

    file: str = ""
    tables: list[dict[str, Any]] = field(default_factory=list)
    create: int = 0
    update: int = 0
    same: int = 0
    duplicate: int = 0
    refused: int = 0
    waiting: int = 0  # for the answer to a question
    skipped: int = 0
    new: dict[str, int] = field(default_factory=dict)  # records made because rows name them, by kind
    problems: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    coverage: dict[str, int] = field(default_factory=dict)
    profile: str = ""
    operation: str = ""
    dry_run: bool = False
    hindrance: str = ""
    differences: list[dict[str, Any]] = field(default_factory=list)  # what updates change, old and new

    @property
    def errors(self) -> int:
        """Problems that keep rows out."""
        return sum(problem["level"] == "error" for problem in self.problems)


@dataclass(slots=True)
class FolderImported:
    """What importing a folder did, file by file; `refused` says which files could not be read, and why."""

    files: list[Imported] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def total(self, name: str) -> int:
        """Sum of `create`, `update` … over all files."""
        return sum(getattr(one, name) for one in self.files)


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A saved way to read workbooks of one layout."""

    id: str
    name: str
    kind: str
    kind_label: str
    headers: tuple[str, ...]
    place: str  # it reaches the sites there and below
    author: str
    changed: str  # ISO time


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How records leave.

    `fields` None writes all fields, and ids, so that the file can be imported again.  `small` hides counts of people
    below it; `sensitivity` leaves out records above a level; `totals` adds a last row of sums.
    """

    fields: tuple[str, ...] | None = None
    small: int = 0
    sensitivity: str = ""
    totals: bool = False


def shown(value: object) -> str:
    """A cell of a workbook as people read it."""
    match value:
        case None:
            return ""
        case bool():
            return "✓" if value else "–"
        case float():
            return i18n.number(value)
        case int():
            return str(value)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M") if (value.hour or value.minute) else value.strftime("%Y-%m-%d")
        case date() | time():
            return value.isoformat()
    return str(value)
