"""What the parts of one plan share: the workbook, the records there are, what was decided, and the plan itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gedesk.domain.fields import FieldSpec
from gedesk.domain.record import Registry
from gedesk.workbook.cells import CellProblem, Style
from gedesk.workbook.plan import Candidates, Options, Plan, Row
from gedesk.workbook.planning.filled import Filled
from gedesk.workbook.staging import Sheet, Staging, Value
from gedesk.workbook.table import Column, Table

_EVERY = 200  # rows between two looks whether to go on


@dataclass(slots=True)
class Work:
    """One table that becomes rows: its columns by what is done with them, and how each writes its values."""

    table: Table
    sheet: Sheet
    specs: dict[str, FieldSpec]
    filled: Filled
    styles: dict[int, Style]
    levels: dict[int, str]  # of the columns of places
    kept: list[Column]  # no fields: kept in words
    refs: dict[str, str]  # field -> letters of its column
    counted: frozenset[int]  # columns whose cells the account of this table counts
    links: tuple[str, ...]  # fields that name other records

    @property
    def kind(self) -> str:
        """Kind of the records."""
        return self.table.kind or ""


@dataclass(slots=True)
class Making:
    """One plan in the making."""

    staging: Staging
    registry: Registry
    candidates: Candidates
    new_id: Callable[[], str]
    decisions: dict[str, str]
    defaults: dict[str, Any]
    options: Options
    plan: Plan
    tick: Callable[[int, int], None] | None = None
    done: int = 0  # rows read so far
    meetings: dict[str, str] = field(default_factory=dict)  # real sheet -> the meeting that its form tells of
    heads: dict[tuple[str, int, int], Row] = field(default_factory=dict)  # sheet, left column, row -> what records beside belong to

    def went(self, rows: int) -> None:
        """Some more rows are read."""
        before, self.done = self.done, self.done + rows
        if self.tick is None:
            return
        total = sum(len(table.rows) for table in self.plan.tables)
        if before // _EVERY != self.done // _EVERY or self.done == total:
            self.tick(min(self.done, total), total)

    def at(self, table: Table, row: int, column: int) -> tuple[str, str]:
        """Sheet and reference in the file of a cell of a table."""
        return self.staging.sheet(table.sheet).address(row, column)

    def problem(
        self, table: Table, number: int, column: Column, code: str, value: Value, message: str, advice: str, level: str = "error"
    ) -> None:
        """Adds a problem of a cell to the plan."""
        self.plan.problems.append(
            CellProblem(code, *self.at(table, number, column.index), value, message, advice, level, column.field or "")
        )
