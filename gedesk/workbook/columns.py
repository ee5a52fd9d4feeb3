"""The columns of our own workbooks, and domain values as their cells show them.

Links are written `Title [id]` so that people can read them and they come back exactly; codes by their label; tables
of counts one column for each cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from gedesk.domain.fields import NOT_RECORDED, FieldSpec, Type
from gedesk.domain.record import Registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.workbook import technical

Label = Callable[[str], str]

_DEFAULT_CELLS: dict[tuple[str, ...], list[str]] = {
    ("sex", "age_band", "disability"): [
        *(f"{sex}|{age}|{NOT_RECORDED}" for sex in ("female", "male")
          for age in ("0-9", "10-14", "15-17", "18-19", "20-24", "25-34", "35-59", "60+", NOT_RECORDED)),
    ],
}  # fmt: skip


@runtime_checkable
class Counted(Protocol):
    """Rows that know which cells of tables of counts any of them has."""

    def parts(self, fields: Sequence[str]) -> dict[str, set[str]]: ...


@dataclass(frozen=True, slots=True)
class Out:
    """One column of a workbook of ours."""

    field: str
    spec: FieldSpec | None
    part: str
    header: str

    @property
    def technical(self) -> str:
        """What the technical row calls it."""
        return technical.column_name(self.field, self.part)


def header(spec: FieldSpec, part: str, language: str) -> str:
    """Heading of a column in a language; a table of counts names its cell."""
    if not part:
        return spec.names.label(language)
    codes = part.split("|")
    if len(codes) == 1:
        return f"{spec.names.label(language)}: {vocabulary(spec.dims[0]).label(codes[0], language)}"
    # Sex and age are always said; the further dimension only where it is known.
    told = [
        vocabulary(dim).label(code, language)
        for place, (dim, code) in enumerate(zip(spec.dims, codes, strict=True))
        if place < 2 or code != NOT_RECORDED
    ]
    return ", ".join(told)


def parts(spec: FieldSpec) -> list[str]:
    """The cells of a table of counts that a workbook usually has."""
    return list(_DEFAULT_CELLS.get(spec.dims) or (vocabulary(spec.dims[0]).codes if len(spec.dims) == 1 else ()))


def in_order(registry: Registry, kind: str) -> list[tuple[str, FieldSpec]]:
    """Fields as people think of them: what, where, then as declared, tables of counts and record-keeping last."""
    title = registry.kind(kind).title

    def place(entry: tuple[str, FieldSpec]) -> tuple[int, int]:
        name, spec = entry
        if name == title:
            return 0, 0
        if name == "place":
            return 1, 0
        if spec.number < 20:
            return 4, spec.number
        return (3 if spec.number >= 100 else 2), spec.number

    return sorted(registry.specs(kind).items(), key=place)


def for_export(
    registry: Registry, kind: str, rows: Iterable[Mapping[str, Any]], language: str, fields: Collection[str] | None = None
) -> list[Out]:
    """The id, every field of a kind, and a column for each cell of counts that any row has; or only some fields, no id."""
    specs = registry.specs(kind)
    used: dict[str, set[str]] = {
        name: set() for name, spec in specs.items() if spec.type is Type.COUNTS and (fields is None or name in fields)
    }
    if used and isinstance(rows, Counted):
        used = rows.parts(list(used))
    elif used:
        for row in rows:
            for name, found in used.items():
                found.update(row.get(name) or ())
    columns = [Out(technical.ID, None, "", "ID")] if fields is None else []
    chosen = in_order(registry, kind) if fields is None else [(name, specs[name]) for name in fields]
    for name, spec in chosen:
        if spec.type is Type.COUNTS:
            columns.extend(Out(name, spec, part, header(spec, part, language)) for part in _ordered(spec, used[name]))
        else:
            columns.append(Out(name, spec, "", header(spec, "", language)))
    return columns


def for_template(registry: Registry, kind: str, language: str) -> list[Out]:
    """The fields that people fill in: no automatic ones; counts by sex and age."""
    columns: list[Out] = []
    for name, spec in in_order(registry, kind):
        if (spec.automatic and name != "code") or name == "code":
            continue
        if spec.target == "attachment":
            continue
        if spec.type is Type.COUNTS:
            columns.extend(Out(name, spec, part, header(spec, part, language)) for part in parts(spec))
        else:
            columns.append(Out(name, spec, "", header(spec, "", language)))
    return columns


def _ordered(spec: FieldSpec, parts: set[str]) -> list[str]:
    orders = [{code: place for place, code in enumerate(vocabulary(dim).codes)} for dim in spec.dims]
    return sorted(
        parts, key=lambda part: [order.get(code, 99) for order, code in zip(orders, part.split("|"), strict=False)] + [part]
    )


def reader(column: Out, label: Label, language: str, *, plain: bool = False) -> Callable[[Mapping[str, Any]], Any]:
    """What a column's cells show of records: a function from a record to text, number, date or nothing.

    With `plain` links are shown by their label alone, as people read them; such a file cannot be imported exactly.
    """
    name, spec = column.field, column.spec
    if spec is None:
        return lambda values: values.get(name)
    told: dict[str, str] = {}

    def code(value: str) -> str:
        if value not in told:
            told[value] = _code(spec, value, language) if not plain else spec.vocabulary.label(value, language)
        return told[value]

    def link(id: str) -> str:
        if id not in told:
            told[id] = " ".join(label(id).split()) if plain else linked(id, label)
        return told[id]

    def one(read: Callable[[Any], Any]) -> Callable[[Mapping[str, Any]], Any]:
        return lambda values: None if (value := values.get(name)) is None else read(value)

    def several(read: Callable[[str], str]) -> Callable[[Any], str | None]:
        return lambda value: "; ".join(map(read, value)) or None

    match spec.type:
        case Type.COUNTS:
            part = column.part
            return one(lambda value: value.get(part))
        case Type.CODE:
            return one(code)
        case Type.CODES:
            return one(several(code))
        case Type.LINK:
            return one(link)
        case Type.LINKS:
            return one(several(link))
        case Type.YES_NO:
            answers = vocabulary("yes_no")
            yes, no = answers.label("yes", language), answers.label("no", language)
            return one(lambda value: yes if value else no)
        case Type.DATETIME:
            return one(_moment)
    return lambda values: values.get(name)


def _moment(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _code(spec: FieldSpec, code: str, language: str) -> str:
    """The label where it leads back to the code, else the code itself."""
    told = spec.vocabulary.label(code, language)
    return told if spec.vocabulary.find(told) == code and not re.search(r"[;|\n]", told) else code


def linked(id: str, label: Label) -> str:
    """A record as a cell shows it: its label, and its id in brackets."""
    told = " ".join(re.sub(r"[;|\[\]\n]", ",", label(id)).split())
    return f"{told} [{id}]" if told else f"[{id}]"


def plain(value: Any) -> Any:
    """A domain value for JSON."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
