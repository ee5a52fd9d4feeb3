"""What overviews are made from: the tree of places, titles of links, and rows with domain values."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from functools import cached_property
from typing import Any

from gedesk import clock
from gedesk.domain.kinds import registry
from gedesk.domain.packs import Pack
from gedesk.errors import NotFound
from gedesk.i18n import gettext as _
from gedesk.services.governance_views import Named
from gedesk.services.packing import pack_of
from gedesk.store import figures, reading
from gedesk.store.connection import Connection
from gedesk.store.store import Store

Row = dict[str, Any]  # domain values by field name, and `id`


def _called(place: Row) -> str:
    return str(place["name"] or place["code"] or place["id"])


class Tables:
    """One consistent look at a store; what is asked for twice is read once."""

    def __init__(self, store: Store, connection: Connection, day: date | None = None) -> None:
        self._store = store
        self.connection = connection
        self.day = day or clock.today()
        self.identity = store.identity()
        self._titles: dict[str, dict[str, str]] = defaultdict(dict)

    @cached_property
    def pack(self) -> Pack:
        """The country pack of the store."""
        return pack_of(self._store, self.connection)

    # -- rows ----------------------------------------------------------------------------------------------------

    def rows(
        self,
        kind: str,
        fields: Sequence[str],
        *,
        where: Mapping[str, Any] | None = None,
        between: Mapping[str, tuple[date | None, date | None]] | None = None,
    ) -> list[Row]:
        """Records that match.  `where` and `between` take domain values; links are ids."""
        specs = registry.specs(kind)
        wire = {name: _wire(specs[name], value) for name, value in (where or {}).items()}
        spans = {
            name: (low.isoformat() if low else None, high.isoformat() if high else None)
            for name, (low, high) in (between or {}).items()
        }
        found = figures.select_records(self.connection, kind, fields, where=wire, between=spans)
        readers = [specs[name].from_wire for name in fields]
        return [
            {"id": str(uuid.UUID(bytes=row[0]))}
            | {name: read(value) for name, read, value in zip(fields, readers, row[1:], strict=True)}
            for row in found
        ]

    def one(self, kind: str, id: str) -> Row:
        """All fields of one record; empty ones are None.  Raises NotFound."""
        try:
            stored = reading.record(self.connection, kind, uuid.UUID(id).bytes)
        except ValueError:
            stored = None
        if stored is None or stored.removed:
            raise NotFound(_("There is no {kind} “{text}”.").format(kind=registry.kind(kind).label(), text=id))
        return {"id": id} | {
            name: spec.from_wire(stored.values.get(name)) for name, spec in registry.specs(kind).items()
        }

    def named(self, kind: str, id: str | None) -> Named | None:
        """A link with its title; None for an empty one."""
        return Named(id, self.titles(kind, [id])[id]) if id else None

    def titles(self, kind: str, ids: Iterable[str]) -> dict[str, str]:
        """Titles by id; what is not here is called so."""
        known = self._titles[kind]
        wanted = [id for id in dict.fromkeys(ids) if id not in known]
        if wanted:
            found = reading.titles(self.connection, kind, [uuid.UUID(id).bytes for id in wanted])
            for id in wanted:
                known[id] = found.get(uuid.UUID(id).bytes, _("(not here)"))
        return known

    # -- places --------------------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> dict[str, Row]:
        """All places by id, in the order they came."""
        found = {row["id"]: row for row in self.rows("place", ("name", "code", "level", "parent"))}
        self._titles["place"].update({id: _called(row) for id, row in found.items()})
        return found

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Ids of the places one step below each place."""
        found: dict[str, list[str]] = defaultdict(list)
        for id, row in self.places.items():
            if row["parent"]:
                found[row["parent"]].append(id)
        return found

    def within(self, top: str) -> set[str]:
        """A place and all below it; every place for ""."""
        if not top:
            return set(self.places)
        found, waiting = {top}, [top]
        while waiting:
            for child in self.children.get(waiting.pop(), ()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return found

    def belongs(self, kind: str, row: Row, inside: Set[str]) -> bool:
        """Whether a record belongs to one of these places, by any of the fields that say so (`Kind.belongs`)."""
        for name in registry.kind(kind).belongs:
            value = row[name]
            if not inside.isdisjoint(value or ()) if registry.spec(kind, name).is_map else value in inside:
                return True
        return False

    def place(self, id: str | None) -> Named | None:
        """A place by its name."""
        row = self.places.get(id or "")
        return self.named("place", id) if row is None else Named(row["id"], _called(row))

    @cached_property
    def home(self) -> str:
        """Id of the place of this site."""
        return next((id for id, row in self.places.items() if row["code"] == self.identity.place), "")

    @cached_property
    def top(self) -> str:
        """Id of the place of the whole country."""
        return self.pack.codes[self.pack.country]


def _wire(spec: Any, value: Any) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return [spec.to_wire(one) for one in value]
    return spec.to_wire(value)


def text(value: Any) -> str:
    """A text or code that may be missing."""
    return "" if value is None else str(value)
