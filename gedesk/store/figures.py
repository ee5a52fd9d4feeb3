"""Selecting and adding up records for overviews.  Everything here takes a connection and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, case, func, select

from gedesk.domain.fields import Wire
from gedesk.domain.kinds import registry
from gedesk.store import schema

Where = Mapping[str, Any]  # field, or "id" -> wire value, list of alternatives, None for empty, FILLED for not empty
Between = Mapping[str, tuple[Wire, Wire]]  # field -> first and last wire value, None for open ends


FILLED = object()


@dataclass(frozen=True, slots=True)
class Without:
    """As a condition: none of these wire values."""

    values: tuple[Wire, ...]


def select_records(
    connection: Connection,
    kind: str,
    fields: Sequence[str],
    *,
    where: Where | None = None,
    between: Between | None = None,
    drafts: bool = True,
) -> Iterator[tuple[Any, ...]]:
    """`(id, *wire values)` of the records that match and are not removed, in the order they came; streamed."""
    table = schema.record_table(kind)
    specs = [registry.spec(kind, name) for name in fields]
    query = select(table.c.id, *(table.c[name] for name in fields))
    for row in connection.execute(_narrowed(query, table, where, between, drafts).order_by(table.c.n)):
        yield (row[0], *(spec.from_column(value) for spec, value in zip(specs, row[1:], strict=True)))


def filled(connection: Connection, kind: str, fields: Sequence[str]) -> Iterator[tuple[bytes, frozenset[str]]]:
    """`(id, names of the fields that hold something)` of every record, without reading long texts into memory."""
    table = schema.record_table(kind)
    query = select(table.c.id, *(table.c[name].is_not(None) for name in fields))
    for row in connection.execute(query.where(table.c.removed == 0).order_by(table.c.n)):
        yield row[0], frozenset(name for name, there in zip(fields, row[1:], strict=True) if there)


def grouped(
    connection: Connection,
    kind: str,
    keys: Sequence[str],
    *,
    where: Where | None = None,
    between: Between | None = None,
) -> dict[tuple[Any, ...], int]:
    """Number of records by the values of `keys`; wire values of single-valued fields."""
    table = schema.record_table(kind)
    columns = [table.c[name] for name in keys]
    query = _narrowed(select(*columns, func.count()), table, where, between, True).group_by(*columns)
    return {tuple(row[:-1]): row[-1] for row in connection.execute(query)}


def cells(
    connection: Connection, kind: str, field: str, *, where: Where | None = None, between: Between | None = None
) -> dict[str, int]:
    """The cells of a table of counts, added up over the records that match."""
    table = schema.record_table(kind)
    each = func.json_each(table.c[field]).table_valued("key", "value", joins_implicitly=True)
    query = _narrowed(select(each.c.key, func.sum(each.c.value)), table, where, between, True)
    return {row[0]: int(row[1]) for row in connection.execute(query.where(table.c[field].is_not(None)).group_by(each.c.key))}


def totals(
    connection: Connection, kind: str, field: str, split: str, *, where: Where | None = None, between: Between | None = None
) -> list[tuple[Any, bool, bool, int, int]]:
    """`(value of split, whether participants are broken down, whether field is filled, records, sum of field)`."""
    table = schema.record_table(kind)
    cells_there = case((table.c["participants"].is_not(None), 1), else_=0)
    total_there = case((table.c[field].is_not(None), 1), else_=0)
    keys = (table.c[split], cells_there, total_there)
    summed = select(*keys, func.count(), func.coalesce(func.sum(table.c[field]), 0))
    query = _narrowed(summed, table, where, between, True).group_by(*keys)
    return [(row[0], bool(row[1]), bool(row[2]), row[3], int(row[4])) for row in connection.execute(query)]


def _narrowed(query: Select[Any], table: Table, where: Where | None, between: Between | None, drafts: bool) -> Select[Any]:
    query = query.where(table.c.removed == 0)
    if not drafts:
        query = query.where(table.c.state != "draft")
    for name, value in (where or {}).items():
        query = query.where(_equal(table, name, value))
    for name, (low, high) in (between or {}).items():
        if low is not None:
            query = query.where(table.c[name] >= low)
        if high is not None:
            query = query.where(table.c[name] <= high)
    return query


def _equal(table: Table, name: str, value: Any) -> ColumnElement[bool]:
    column = table.c[name]
    if value is None:
        return column.is_(None)
    if value is FILLED:
        return column.is_not(None)
    if isinstance(value, Without):
        return column.not_in(list(value.values))
    if isinstance(value, list | tuple | set | frozenset):
        return column.in_(list(value))
    equal: ColumnElement[bool] = column == value
    return equal


def links_to(connection: Connection, kind: str, field: str) -> dict[bytes, int]:
    """How many records of a kind point at each target through a field that holds several links."""
    spec = registry.spec(kind, field)
    rows = connection.exec_driver_sql(
        "SELECT target, count(*) FROM link WHERE kind = ? AND field = ? GROUP BY target",
        (registry.kind(kind).number, spec.number),
    )
    return {row[0]: row[1] for row in rows}
