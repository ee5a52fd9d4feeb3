"""Values as people read them: labels for codes, titles for links, qualifiers in front of numbers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gesync.change import Operation

from gedesk.clock import stamp
from gedesk.domain import days
from gedesk.domain.fields import FieldSpec, Type, Wire
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import number
from gedesk.services.views import Stamp
from gedesk.store import reading
from gedesk.store.connection import Connection

Titles = Mapping[bytes, str]


def stamped(operation: Operation, site: str) -> Stamp:
    """Who did an operation, where and when; what came with a country pack is nobody's."""
    author = operation.author
    if operation.kind == "seed" and not site:
        author = _("Country pack {code}").format(code=author.removeprefix("pack ").upper())
    return Stamp(author, site, stamp(operation.wall))


def stamped_by(people: Mapping[int, tuple[Operation, str]], op: int) -> Stamp:
    """The same by the operation's local number, of operations and sites that were read; empty for another one."""
    return stamped(*people[op]) if op in people else Stamp("", "", "")


def quantity(value: float, qualifier: str | None) -> str:
    """A number with its qualifier: “over 7,000” is printed as that."""
    if not qualifier or qualifier == "exact":
        return number(value)
    patterns = {
        "at_least": _("over {number}"),
        "at_most": _("at most {number}"),
        "about": _("about {number}"),
        "nearly": _("nearly {number}"),
        "all": _("all ({number})"),
        "not_stated": _("{number} (not stated how exact)"),
    }
    return patterns.get(qualifier, "{number}").format(number=number(value))


def shown(spec: FieldSpec, value: Any, titles: Titles, qualifier: str | None = None) -> str:
    """One domain value in words; "" when empty."""
    if value is None or value == [] or value == {}:
        return ""
    match spec.type:
        case Type.CODE:
            return spec.vocabulary.label(value)
        case Type.CODES:
            return ", ".join(spec.vocabulary.label(one) for one in value)
        case Type.LINK:
            return titles.get(uuid.UUID(value).bytes, _("(not here)"))
        case Type.LINKS:
            return ", ".join(titles.get(uuid.UUID(one).bytes, _("(not here)")) for one in value)
        case Type.YES_NO:
            return vocabulary("yes_no").label("yes" if value else "no")
        case Type.INTEGER | Type.NUMBER:
            return quantity(value, qualifier)
        case Type.COUNTS:
            return _counts(spec, value)
        case Type.DATE:
            return days.short(str(value))
        case Type.DATETIME:
            return days.typed_moment(str(value))
    return str(value)


def entry_label(spec: FieldSpec, entry: str) -> str:
    """Label of one member of a set or one cell of a table of counts."""
    if spec.type is Type.CODES:
        return spec.vocabulary.label(entry)
    if spec.type is Type.COUNTS:
        return _cell(spec, entry)
    return entry


def _cell(spec: FieldSpec, cell: str) -> str:
    parts = zip(spec.dims, cell.split("|"), strict=False)
    return " ".join(vocabulary(dim).label(code) for dim, code in parts if code != "not_recorded") or _("not recorded")


def _counts(spec: FieldSpec, cells: Mapping[str, int]) -> str:
    return ", ".join(f"{_cell(spec, cell)}: {number(count)}" for cell, count in cells.items() if count)


def shown_row(
    kind: str, fields: Iterable[str], values: Mapping[str, Any], titles_of: Callable[[FieldSpec], Titles]
) -> dict[str, str]:
    """Several domain values of one record in words, by field name."""
    specs = registry.specs(kind)
    answer = {}
    for name in fields:
        spec = specs[name]
        qualifier = values.get(spec.qualifier) if spec.qualifier else None
        answer[name] = shown(spec, values.get(name), titles_of(spec), qualifier)
    return answer


def linked(specs: Iterable[FieldSpec], rows: Iterable[Mapping[str, Any]]) -> dict[str, set[bytes]]:
    """Ids that domain values point at, by kind."""
    wanted: dict[str, set[bytes]] = {}
    kept = [spec for spec in specs if spec.target]
    for row in rows:
        for spec in kept:
            value = row.get(spec.name)
            for one in value if isinstance(value, list) else [value] if value else []:
                wanted.setdefault(str(spec.target), set()).add(uuid.UUID(one).bytes)
    return wanted


def titles(connection: Connection, wanted: Mapping[str, Iterable[bytes]]) -> dict[bytes, str]:
    """Titles of records of several kinds."""
    found: dict[bytes, str] = {}
    for kind, recs in wanted.items():
        found.update(reading.titles(connection, kind, recs))
    return found


def domain(kind: str, values: Mapping[str, Wire]) -> dict[str, Any]:
    """Wire values by field name as domain values."""
    specs = registry.specs(kind)
    return {name: specs[name].from_wire(value) for name, value in values.items()}
