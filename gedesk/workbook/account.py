"""Where every cell of a workbook went: nothing may be lost in silence.

The account is made from what the plan did to rows and columns and what it told, cell by cell, not from counters kept
on the way: so it shows what the plan forgot.
"""

from __future__ import annotations

from collections.abc import Iterator

from gedesk.workbook.plan import Plan
from gedesk.workbook.staging import Flag, Staging, a1
from gedesk.workbook.table import Table

LOST = "lost"


def account(staging: Staging, plan: Plan) -> Iterator[tuple[str, int, int, str]]:
    """Sheet, row, column and fate of every cell with content.

    Fates: `imported`, `refused` (the row has a listed problem), `problem`, `header`, `tag`, `title`, `note`, `total`,
    `section`, `blank`, `unmapped` and `serial` (columns), `left-out` (told to stay behind), and `lost`, which is a bug.
    """
    fates: dict[str, list[_Fates]] = {}
    refused = {(row.sheet, row.row) for row in plan.rows if row.refused}
    made = {(row.sheet, row.row) for row in plan.rows}.union(plan.carried)
    elsewhere: dict[str, dict[tuple[int, int], str]] = {}  # of sheets read another way, by the place in the file
    for table, columns in plan.fates:
        one = _Fates(table, columns)
        sheet = staging.sheet(table.sheet)
        if not sheet.source:
            fates.setdefault(table.sheet, []).append(one)
            continue
        there = elsewhere.setdefault(sheet.source, {})
        for (row, column), at in sheet.origin.items():
            fate = one.of(row, column)
            if fate == "imported":
                fate = "refused" if (table.sheet, row) in refused else "imported" if (table.sheet, row) in made else LOST
            if fate and there.get(at) != "imported":  # label and value may stand in one cell
                there[at] = fate
    told = {(problem.sheet, problem.cell) for problem in plan.problems}
    behind: dict[str, dict[int, list[tuple[int, int]]]] = {}
    for name, run in plan.behind:
        behind.setdefault(name, {}).setdefault(run.top, []).append((run.left, run.right))
    for sheet in staging.sheets:
        left_out = behind.get(sheet.name, {})
        for cell in sheet.cells():
            if isinstance(cell.value, str) and not cell.value.strip() and not cell.flags & Flag.UNCACHED:
                continue
            if (cell.row, cell.column) in elsewhere.get(sheet.name, ()):
                yield sheet.name, cell.row, cell.column, elsewhere[sheet.name][cell.row, cell.column]
                continue
            found = (fate for one in fates.get(sheet.name, ()) if (fate := one.of(cell.row, cell.column)))
            fate = next(found, LOST)
            if fate == "imported":
                where = (sheet.name, cell.row)
                fate = "refused" if where in refused else "imported" if where in made else LOST
            if fate == LOST and any(left <= cell.column <= right for left, right in left_out.get(cell.row, ())):
                fate = "left-out"
            if fate == LOST and (sheet.name, a1(cell.row, cell.column)) in told:
                fate = "problem"
            yield sheet.name, cell.row, cell.column, fate


class _Fates:
    """What becomes of the rows and columns of one table."""

    def __init__(self, table: Table, columns: dict[int, str]) -> None:
        self._columns = columns
        self._range = table.range
        self._data = frozenset(table.rows)
        self._others = dict.fromkeys(table.header_rows, "header")
        self._others.update(dict.fromkeys(table.tag_rows, "tag"))
        self._others.update((entry.row, entry.reason) for entry in table.skipped)

    def of(self, row: int, column: int) -> str:
        """The fate of a cell, or nothing when it does not belong to the table."""
        if not self._range.left <= column <= self._range.right:
            return ""
        return self._columns.get(column, "") if row in self._data else self._others.get(row, "")
