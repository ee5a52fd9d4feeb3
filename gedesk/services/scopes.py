"""Who gets which record: the rules of `domain.scope` on the places of a store."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping

from gedesk.domain import scope
from gedesk.domain.kinds import registry
from gedesk.domain.record import Reach
from gedesk.store import reading
from gedesk.store.connection import Connection


class Scopes:
    """The tree of places as it is now, and the records' places, looked up once each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = reading.places(connection)
        self.tree = {_text(row[0]): _text(row[1]) if row[1] else None for row in rows}
        self.codes = {row[2]: _text(row[0]) for row in rows if row[2]}
        self._fresh: dict[tuple[str, str, bytes | None], bool] = {}
        self._places: dict[str, dict[bytes, bytes | None]] = {}

    def place_id(self, code: str) -> str | None:
        """Id of a place by its code; None for the whole workspace or an unknown code."""
        return self.codes.get(code)

    def visible(self, site_place: str | None) -> Callable[[int, bytes], bool]:
        """Whether a record (kind number, id) belongs on the replica of a site at a place, given by id."""
        answers: dict[bytes, bool] = {}

        def answer(number: int, rec: bytes) -> bool:
            if rec not in answers:
                name = registry.name_of(number)
                answers[rec] = name is not None and scope.in_scope(
                    registry.kind(name), self.place_of(name, rec), site_place, self.tree
                )
            return answers[rec]

        return answer

    def allows(self, site_place: str | None, kind: str, rec: bytes, place: bytes | None) -> bool:
        """Whether a site at `site_place` may write a record: what it may see, and new records in its own part."""
        if site_place is None:
            return True
        declared = registry.kind(kind)
        if declared.steward:
            return False
        known = self.place_of(kind, rec)
        if known is None:
            key = (site_place, kind, place)
            if key not in self._fresh:
                self._fresh[key] = (
                    declared.reach is Reach.SHARED
                    if place is None
                    else scope.in_scope(declared, _text(place), site_place, self.tree)
                )
            return self._fresh[key]
        if not scope.in_scope(declared, known, site_place, self.tree):
            return False
        return place is None or scope.in_scope(declared, _text(place), site_place, self.tree)

    def look_up(self, records: Mapping[str, Iterable[bytes]]) -> None:
        """Reads the places of these records, by kind, and takes all others for unknown: the cost is theirs alone."""
        for kind, recs in records.items():
            self._places[kind] = reading.place_by_record(self._connection, kind, list(recs))

    def place_of(self, kind: str, rec: bytes) -> str | None:
        """Id of the place of a record; None without one."""
        if kind not in self._places:
            self._places[kind] = reading.place_by_record(self._connection, kind)
        place = self._places[kind].get(rec)
        return _text(place) if place else None


def _text(rec: bytes) -> str:
    return str(uuid.UUID(bytes=rec))
