"""What stays behind of each sheet, told so that the account covers the whole file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gedesk.i18n import gettext as _
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.plan import Plan
from gedesk.workbook.staging import Flag, Range, Sheet, Staging, a1
from gedesk.workbook.table import Table


def tell_rest(staging: Staging, plan: Plan) -> None:
    """Tells what stays behind of each sheet, so that the account covers the whole file."""
    by_sheet: dict[str, list[Table]] = {}
    elsewhere: dict[str, set[tuple[int, int]]] = {}  # cells that a sheet read another way has taken
    for table in plan.tables:
        sheet = staging.sheet(table.sheet)
        if not sheet.source:
            by_sheet.setdefault(table.sheet, []).append(table)
            continue
        taken = {*table.rows, *table.header_rows, *table.tag_rows, *(entry.row for entry in table.skipped)}
        span = range(table.range.left, table.range.right + 1)
        elsewhere.setdefault(sheet.source, set()).update(at for (row, column), at in sheet.origin.items() if row in taken and column in span)
    left_out = 0
    for sheet in staging.sheets:
        runs = list(_outside(sheet, by_sheet.get(sheet.name, []), elsewhere.get(sheet.name, set())))
        if not runs:
            continue
        plan.behind.extend((sheet.name, run) for run in runs)
        count = sum(run.right - run.left + 1 for run in runs)
        left_out += count
        first = runs[0]
        value = sheet.value(first.top, first.left)
        if sheet.name in by_sheet or sheet.name in elsewhere:
            message, code = _("{count} cells outside the tables stay behind, the first at {cell}."), "cells-left-out"
        else:
            message, code = _("Nothing of the sheet {sheet} is imported; {count} cells stay behind."), "sheet-left-out"
        plan.problems.append(
            CellProblem(
                code, sheet.name, a1(first.top, first.left), value,
                message.format(count=count, cell=a1(first.top, first.left), sheet=sheet.name),
                _("Choose the sheet or the range of the table if they are wanted."), level="note",
            )
        )  # fmt: skip
    plan.coverage["left-out"] = left_out
    for note in staging.notes:
        code, _colon, name = note.partition(":")
        if code in ("unreadable-sheet", "missing-sheet"):
            advice = _("Open the workbook in Excel or LibreOffice, save it as a new .xlsx and import that copy.")
            plan.problems.append(CellProblem(code, name, "", None, _("The sheet {sheet} cannot be read.").format(sheet=name), advice, level="note"))
        elif code == "no-worksheet":
            message = _("The sheet {sheet} holds a chart, a macro or a dialog; nothing of it is imported.").format(sheet=name)
            plan.problems.append(CellProblem(code, name, "", None, message, "", level="note"))


def _outside(sheet: Sheet, tables: Sequence[Table], taken: set[tuple[int, int]]) -> Iterator[Range]:
    """Runs of cells with content that belong to no table, row by row."""
    covered: dict[int, tuple[Range, ...]] = {}
    for table in tables:
        alone = (table.range,)
        for row in (*table.rows, *table.header_rows, *table.tag_rows, *(entry.row for entry in table.skipped)):
            covered[row] = (*covered[row], table.range) if row in covered else alone
    unstored: dict[int, list[int]] = {}
    for row, column in (where for where, flag in sheet.flags.items() if flag & Flag.UNCACHED):
        unstored.setdefault(row, []).append(column)
    for row in sorted({*sheet.rows, *unstored}):
        values = sheet.rows.get(row, [])
        spans = covered.get(row, ())
        if len(spans) == 1 and spans[0].right >= len(values) and row not in unstored and values[: spans[0].left - 1].count(None) == spans[0].left - 1:
            continue  # the usual case, at no cost: one table as wide as its rows
        columns = {column for column, value in enumerate(values, 1) if value is not None}.union(unstored.get(row, ()))
        run: list[int] = []
        free = (column for column in columns if not any(span.left <= column <= span.right for span in spans))
        for column in sorted(column for column in free if (row, column) not in taken):
            if run and column > run[-1] + 1:
                yield Range(row, run[0], row, run[-1])
                run = []
            run.append(column)
        if run:
            yield Range(row, run[0], row, run[-1])
