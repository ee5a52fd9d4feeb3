"""Lists of records, read by window.  Safe to call from several threads."""

from __future__ import annotations

import uuid
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from gedesk import i18n
from gedesk.clock import stamp
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.services import people, showing
from gedesk.services.links import Resolver
from gedesk.services.tables import Tables
from gedesk.services.views import Choice, Found
from gedesk.store import reading, searching
from gedesk.store.store import Store

WITHIN = "within"  # a condition of its own: a place and what lies below it
PEOPLE = ("participants", "participants_total", "participants_qualifier")


class StoreLists:
    """`protocols.Lists` on a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def numbers(
        self,
        kind: str,
        *,
        text: str = "",
        where: Mapping[str, object] | None = None,
        sort: str = "",
        descending: bool = False,
        limit: int | None = None,
    ) -> array[int]:
        """Local row numbers of the records that match; `where` takes domain values, links also by code or title.

        None stands for nothing written; `within` is the id of a place and means all that belongs to it or below.  A table
        of counts takes a dimension and a code (`age_band:25-34`); an event told twice is listed once then.
        """
        with self._store.reading() as connection:
            wire: dict[str, Any] = {}
            resolver, within = Resolver(connection), None
            without: list[bytes] = []
            for name, value in (where or {}).items():
                if name == WITHIN:
                    within = [uuid.UUID(one).bytes for one in Tables(self._store, connection).within(str(value))]
                    continue
                spec = registry.spec(kind, name)
                wire[name] = None if value is None else _condition(spec, resolver, value)
            if kind == "activity" and any(registry.spec(kind, name).type is Type.COUNTS for name in wire):
                chosen: dict[str, Any] = {"progress": people.DONE} | ({"place": within} if within is not None else {})
                without = people.ids_of(people.told_again(Tables(self._store, connection), chosen))
            return reading.numbers(
                connection, kind, text=text, where=wire, sort=sort, descending=descending, limit=limit, within=within,
                without=without,
            )  # fmt: skip

    def rows(self, kind: str, numbers: Sequence[int], fields: Sequence[str]) -> list[tuple[Any, ...]]:
        """For each number `(id, *values in words)`, dates in ISO form.

        Besides the kind's fields, `created` and `changed` (dates), `conflicts` and `removed` can be asked for, and
        `people`: the total reported, or where there is none the sum of the table.
        """
        own = [name for name in fields if name not in (*reading.META_FIELDS, reading.PEOPLE)]
        if reading.PEOPLE in fields:
            own += [name for name in PEOPLE if name not in own]
        specs = {name: registry.spec(kind, name) for name in own}
        extra = [spec.qualifier for spec in specs.values() if spec.qualifier and spec.qualifier not in specs]
        asked = [*own, *(name for name in fields if name in reading.META_FIELDS), *extra]
        with self._store.reading() as connection:
            found = reading.rows(connection, kind, numbers, asked)
            values = [showing.domain(kind, {n: v for n, v in zip(asked, row[1:], strict=True) if n in registry.specs(kind)})
                      for row in found]  # fmt: skip
            titles = showing.titles(connection, showing.linked(specs.values(), values))
            when = self._stamps(connection, asked, found)
        answer = []
        told = [name for name in specs if name in fields or name == "participants_total"]
        for row, domain in zip(found, values, strict=True):
            words = showing.shown_row(kind, told, domain, lambda _spec: titles)
            words |= {name: domain.get(name) or "" for name in told if specs[name].type in (Type.DATE, Type.DATETIME)}
            meta = dict(zip(asked, row[1:], strict=True))
            if reading.PEOPLE in fields:
                words[reading.PEOPLE] = words["participants_total"] or _sum(domain.get("participants"))
            answer.append(
                (
                    str(uuid.UUID(bytes=row[0])),
                    *(words[name] if name in words else when.get(meta[name], meta[name]) if name in ("created", "changed")
                      else meta[name] for name in fields),
                )
            )  # fmt: skip
        return answer

    def _stamps(self, connection: Any, asked: Sequence[str], found: Sequence[tuple[Any, ...]]) -> dict[int, str]:
        wanted = {row[1 + index] for index, name in enumerate(asked) if name in ("created", "changed") for row in found}
        return {n: stamp(operation.wall)[:10] for n, (operation, _site) in reading.authors(connection, wanted).items()}

    def choices(self, kind: str, text: str, *, limit: int = 20) -> list[Choice]:
        """Records to offer while somebody types, those whose title begins with the text first."""
        title = registry.kind(kind).title
        context = "parent" if kind == "place" else "place"
        fields = [title, context] + (["level"] if kind == "place" else [])
        numbers = self.numbers(kind, text=text, sort=title, limit=limit * 5)
        found = [
            Choice(row[0], row[1], " · ".join(part for part in row[2:] if part))
            for row in self.rows(kind, numbers, fields)
        ]
        folded = text.casefold().strip()
        found.sort(key=lambda choice: (not choice.label.casefold().startswith(folded), len(choice.label)))
        return found[:limit]

    def search(self, text: str, *, limit: int = 30) -> list[Found]:
        """Records of any kind that have all the words of `text` by their beginning; titles that begin so come first."""
        with self._store.reading() as connection:
            hits = searching.anywhere(connection, text, limit * 4)
        by_kind: dict[str, list[int]] = {}
        for kind, number in hits:
            by_kind.setdefault(kind, []).append(number)
        found: list[tuple[bool, int, Found]] = []
        folded = text.casefold().strip()
        for kind, numbers in by_kind.items():
            info, specs = registry.kind(kind), registry.specs(kind)
            fields = [name for name in (info.title, "place", "parent", "start", "code") if name in specs]
            for order, row in enumerate(self.rows(kind, numbers, [*dict.fromkeys(fields), "removed"])):
                if row[-1]:
                    continue
                context = " · ".join(str(part) for part in row[2:-1] if part)
                title = str(row[1] or "")
                found.append((not title.casefold().startswith(folded), order, Found(kind, row[0], title, context)))
        found.sort(key=lambda one: one[:2])
        return [one for _late, _order, one in found[:limit]]

    def count(self, kind: str) -> int:
        """Number of records of a kind."""
        with self._store.reading() as connection:
            return reading.count(connection, kind)


def _sum(cells: Mapping[str, int] | None) -> str:
    return i18n.number(sum(cells.values())) if cells else ""


def _cells(spec: FieldSpec, value: str) -> str:
    """A pattern for the cells of one code of one dimension, such as `age_band:25-34`.  Raises UsageError."""
    dimension, _colon, code = value.partition(":")
    if dimension not in spec.dims:
        raise UsageError(_("{field} is narrowed by one of {dims}, such as {example}.").format(
            field=spec.label, dims=", ".join(spec.dims), example=f"{spec.dims[0]}:…"))  # fmt: skip
    at = spec.dims.index(dimension)
    return "%" + ('"' if at == 0 else "|") + code + ('"' if at == len(spec.dims) - 1 else "|") + "%"


def _condition(spec: FieldSpec, resolver: Resolver, value: object) -> Any:
    if spec.type is Type.COUNTS:
        return _cells(spec, str(value))
    if spec.target:
        found = resolver.find(spec, str(value))
        return str(uuid.UUID(bytes=found)) if spec.is_map else found
    parsed = spec.parse(value)
    if spec.is_map:
        return parsed
    return spec.to_wire(parsed)
