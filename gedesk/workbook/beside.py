"""What a row tells of records of other kinds beside its own: an indicator's targets and results, who made a commitment.

The field of such a column names the kind, too: `target.value`; its group is the period that its heading names.  A table
with such columns is read once more for each of these kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gedesk.domain.fields import FieldSpec
from gedesk.domain.record import Registry
from gedesk.workbook import spread
from gedesk.workbook.table import Column, Table

BESIDE = {"indicator": ("target", "result"), "result": ("target",), "target": ("result",), "commitment": ("maker",)}
HEADS = frozenset({"indicator", "commitment"})  # kinds that the records beside point at: each at that of its own row
FIELDS = ("organisation", "value", "value_text", "place", "comment", "note")  # of the records beside that a column may hold
_SHARED = frozenset({"indicator", "place", "commitment"})  # columns that hold for both where neither points at the other
_FIGURES = frozenset({"integer", "number", "percent"})


def name(kind: str, field: str) -> str:
    """How a column calls a field of a record beside."""
    return f"{kind}.{field}"


def parted(field: str | None) -> tuple[str, str]:
    """Kind and name of the field of a record beside; no kind when it is the row's own field."""
    kind, _dot, bare = (field or "").rpartition(".")
    return kind, bare


def spec(registry: Registry, kind: str, field: str) -> FieldSpec:
    """The field of a column of a kind's table.  Raises UsageError when there is none."""
    other, bare = parted(field)
    return registry.spec(other, bare) if other in BESIDE.get(kind, ()) and bare in FIELDS else registry.spec(kind, field)


def columns(
    kind: str, free: Sequence[Column], context: str, named: Mapping[int, frozenset[str]], levels: Mapping[int, str]
) -> dict[int, tuple[str, str, str]]:
    """Field, part and group of the columns of a table that tell of records beside.

    `free` are columns that hold no field of the kind itself; `named` says of which kinds a heading names the value, or
    the organisation.
    """
    found: dict[int, tuple[str, str, str]] = {}
    if kind == "commitment":
        makers = [column for column in free if "maker" in named[column.index] and column.type in ("text", "code")]
        return {column.index: (name("maker", "organisation"), "", "") for column in makers[:1]}
    for other in BESIDE.get(kind, ()):
        groups = spread.periods(free, context, other)
        for column in free:
            said = spread.says(column)
            wanted = other == "target"
            told = said == other and column.index in groups and column.type in ("empty", "text", "code")  # to come, or in words
            if (column.type not in _FIGURES and not told) or said not in ("", other) or column.index in found:
                continue
            if (group := groups.get(column.index)) and (said == other or (kind == "indicator" and not wanted)):
                _once(found, column, name(other, "value"), group)
            elif group is None and other in named[column.index] and (said == other or not wanted):
                _once(found, column, name(other, "value"), column.header)
    if kind in HEADS and found:
        place = name(parted(next(iter(found.values()))[0])[0], "place")
        used: set[str] = set()
        for column in free:
            if (level := levels[column.index]) and level not in used and column.index not in found and column.type in ("text", "code"):
                used.add(level)
                found[column.index] = (place, level, "")
    return found


def _once(found: dict[int, tuple[str, str, str]], column: Column, field: str, group: str) -> None:
    """Takes a column unless another tells the same of the same period already."""
    if (field, "", group) not in found.values():
        found[column.index] = (field, "", group)


def split(table: Table, registry: Registry) -> Iterator[Table]:
    """The same rows as records of the kinds beside."""
    for other in dict.fromkeys(kind for column in table.columns if (kind := parted(column.field)[0])):
        specs = registry.specs(other)
        told = []
        for column in table.columns:
            kind, bare = parted(column.field)
            if kind == other or (kind and bare == "place" in specs):
                told.append(replace(column, field=bare))
            elif not kind and table.kind not in HEADS and bare in _SHARED and bare in specs:
                told.append(replace(column))
        yield replace(table, kind=other, columns=told, beside=True)
