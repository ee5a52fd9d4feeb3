"""The sheet of participants in our templates: its rows belong to rows of the main sheet, found by their title."""

from __future__ import annotations

from collections.abc import Sequence

from gedesk.domain.fields import Type
from gedesk.domain.record import Registry
from gedesk.domain.text import fold
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.workbook import cells
from gedesk.workbook.cells import CellProblem, Style
from gedesk.workbook.plan import Plan, Row
from gedesk.workbook.staging import Staging, a1
from gedesk.workbook.table import Table

PART = "grid"  # of the column of titles, in the technical row: `title[grid]`


def is_grid(table: Table) -> bool:
    """Whether a table is such a sheet."""
    return table.technical and any(column.part == PART for column in table.columns)


def join(staging: Staging, grids: Sequence[Table], plan: Plan, registry: Registry) -> None:
    """Adds the numbers of the grids to the rows of the plan; what belongs to no row, or to several, is a problem."""
    for table in grids:
        kind = table.kind or ""
        title = registry.kind(kind).title
        by_title: dict[str, list[Row]] = {}
        for row in plan.rows:
            if row.kind == kind:
                by_title.setdefault(fold(str(row.values.get(title) or "")), []).append(row)
        for number in table.rows:
            _join_row(staging, table, number, by_title, plan, registry)


def _join_row(
    staging: Staging, table: Table, number: int, by_title: dict[str, list[Row]], plan: Plan, registry: Registry
) -> None:
    sheet, kind = staging.sheet(table.sheet), table.kind or ""
    specs = registry.specs(kind)
    lead = next(column for column in table.columns if column.part == PART)
    counts: dict[str, dict[str, int]] = {}
    before = len(plan.problems)
    for column in table.columns:
        spec = specs.get(column.field or "")
        if spec is None or spec.type is not Type.COUNTS:
            continue
        value, flags = sheet.value(number, column.index), sheet.flags.get((number, column.index), 0)
        read = cells.read(spec, value, flags, Style(), specs)
        if read.problem is not None:
            plan.problems.append(
                CellProblem(read.problem[0], sheet.name, a1(number, column.index), value, read.problem[1], read.problem[2], field=spec.name)
            )
        elif read.value is not None:
            counts.setdefault(spec.name, {})[column.part] = read.value
            plan.coverage["imported"] += 1
    told = sheet.value(number, lead.index)
    found = by_title.get(fold(str(told)), []) if told is not None else []
    if told is not None:
        plan.coverage["imported"] += 1
    if not counts and told is not None:
        return
    if len(found) != 1:
        message = (
            _("Several rows of the first sheet are called “{title}”.") if found
            else _("No row of the first sheet is called “{title}”.")
        )  # fmt: skip
        plan.problems.append(
            CellProblem(
                "no-such-row", sheet.name, a1(number, lead.index), told, message.format(title="" if told is None else told),
                _("Choose the title of the row that these numbers belong to."),
            )
        )  # fmt: skip
        return
    row = found[0]
    if len(plan.problems) > before:
        row.refused = True
        return
    values = dict(row.values)
    for name, table_of_counts in counts.items():
        values[name] = {**(values.get(name) or {}), **table_of_counts}
    if not row.refused and not row.open:
        try:
            values = registry.clean(kind, values)
        except InvalidInput as error:
            row.refused = True
            for problem in error.problems:
                plan.problems.append(
                    CellProblem(problem.code, sheet.name, a1(number, lead.index), told, problem.message, error.advice, field=problem.where)
                )
            return
    row.values = values
