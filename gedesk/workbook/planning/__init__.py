"""Making the plan of an import: which tables, then each table's columns, rows and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gedesk.collecting import uncollected
from gedesk.domain.record import Registry
from gedesk.domain.text import fold
from gedesk.workbook import mapping
from gedesk.workbook.plan import Candidates, Decisions, Options, Plan
from gedesk.workbook.planning import founding
from gedesk.workbook.planning.making import Making
from gedesk.workbook.planning.rest import tell_rest
from gedesk.workbook.planning.rows import OF_A_MEETING
from gedesk.workbook.planning.tables import Tables
from gedesk.workbook.staging import Staging
from gedesk.workbook.table import Table


def select(tables: Sequence[Table], kind: str | None = None) -> list[Table]:
    """The tables worth importing: all of our own, or the likeliest one and those of the same shape on other sheets."""
    own = [table for table in tables if table.technical and (kind is None or table.kind == kind)]
    if own:
        return own
    able = [table for table in tables if table.kind is not None and table.rows and not table.technical]
    shown = [table for table in able if not table.hidden] or able
    if not shown:
        return []
    first = next((table for table in shown if not table.form), shown[0])
    chosen = [table for table in shown if _shape(first) == _shape(table) and table.kind == first.kind]
    # The minutes of a meeting: the form on a sheet, and what its tables tell of the meeting.
    minutes = {source: table for table in able if table.form and table.kind == "meeting" and (source := _source(table))}
    beside = [
        table for table in able if table not in chosen and not table.form and table.kind in OF_A_MEETING and table.sheet in minutes
    ] if first.kind in OF_A_MEETING or first.form else []  # fmt: skip
    told = [minutes[name] for name in dict.fromkeys(table.sheet for table in [*chosen, *beside]) if name in minutes]
    return [*told, *chosen, *beside]


def _source(table: Table) -> str:
    return table.source


def _shape(table: Table) -> tuple[str, ...]:
    return tuple(fold(column.parts[-1]) for column in table.columns if column.parts)  # names of groups above differ from sheet to sheet


def build(
    staging: Staging,
    tables: Sequence[Table],
    *,
    registry: Registry,
    candidates: Candidates,
    new_id: Callable[[], str],
    kind: str | None = None,
    decisions: Decisions | None = None,
    defaults: Mapping[str, Any] | None = None,
    options: Options | None = None,
    selected: bool = False,
    tick: Callable[[int, int], None] | None = None,
) -> Plan:
    """The plan of an import.  `decisions` answer questions by their id or by `field=value`.

    `kind` reads every table as that kind; `defaults` fill fields that the workbook leaves empty.  With `selected` all
    tables given are imported, as they are.  `tick` is told the rows done and all there are, now and then.
    """
    chosen = list(tables) if selected else select(tables) if not kind else select([_as_kind(staging, table, registry, kind) for table in tables], kind)
    plan = Plan(tables=chosen)
    maker = Tables(Making(staging, registry, candidates, new_id, dict(decisions or {}), dict(defaults or {}), options or Options(), plan, tick))
    with uncollected():
        for table in chosen:
            maker.add(table)
        if plan.new:
            founding.complete(maker.making, maker.naming.index("place"))
        tell_rest(staging, plan)
    return plan


def _as_kind(staging: Staging, table: Table, registry: Registry, kind: str) -> Table:
    """The same table with its columns read as another kind's."""
    if table.technical or table.kind == kind:
        return table
    sheet = staging.sheet(table.sheet)
    contents: dict[int, list[object]] = {
        column.index: [value for row in table.rows[:400] if (value := sheet.value(row, column.index)) is not None]
        for column in table.columns
    }
    reading = mapping.map_columns(table.columns, contents, registry, kind)[0]
    for column in table.columns:
        found = reading.columns.get(column.index)
        column.field, column.part, column.confidence, column.how, column.group = (
            (found.field, found.part, found.confidence, found.how, found.group) if found else (None, "", 0.0, "", "")
        )
    table.kind, table.kind_score = kind, reading.score
    return table
