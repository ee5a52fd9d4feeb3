"""Who gets which record: the rules of `domain.scope` on the places of a store."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gesync.values import unpack

from gedesk.domain import ids, scope
from gedesk.domain.kinds import registry
from gedesk.domain.record import Kind, Reach
from gedesk.store import reading, replica
from gedesk.store.connection import Connection
from gedesk.store.replica import Site

PLACE = registry.spec("place", "place").number
PARENT = registry.spec("place", "parent").number


@dataclass(slots=True)
class Crossings:
    """Records that came into a site's scope, of which it needs every change, and those that left it, by kind."""

    entered: list[bytes] = field(default_factory=list)
    left: dict[str, list[bytes]] = field(default_factory=dict)


FEW = 64  # places looked up one by one


class _Upwards(Mapping[str, str | None]):
    """Every place's parent, looked up when it is asked for; after many questions all are read at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, str | None] = {}
        self._whole = False

    def __getitem__(self, place: str) -> str | None:
        if place not in self._known and not self._whole:
            if len(self._known) < FEW:
                above = reading.parent_of(self._connection, ids.raw(place))
                self._known[place] = ids.text(above) if above else None
            else:
                self._known = {ids.text(row[0]): ids.text(row[1]) if row[1] else None for row in reading.places(self._connection)}
                self._whole = True
        return self._known.get(place)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


class Scopes:
    """The tree of places as it is now, and the records' places, looked up once each."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.tree: Mapping[str, str | None] = _Upwards(connection)  # every place's parent
        self._allowed: dict[tuple[str, str, bytes | None, bytes | None], bool] = {}
        self._places: dict[str, dict[bytes, bytes | None]] = {}

    def place_id(self, code: str) -> str | None:
        """Id of a place by its code; None for the whole workspace or an unknown code."""
        known = reading.by_code(self._connection, "place", code) if code else None
        return ids.text(known) if known else None

    def visible(self, site_place: str | None) -> Callable[[int, bytes], bool]:
        """Whether a record (kind number, id) belongs on the replica of a site at a place, given by id."""
        answers: dict[tuple[int, bytes | None], bool] = {}  # by kind and place: few
        names = {number: name for name in registry for number in [registry.kind(name).number]}

        def answer(number: int, rec: bytes) -> bool:
            name = names.get(number)
            if name is None:
                return False
            place = self._raw_place_of(name, rec)
            known = answers.get((number, place))
            if known is None:
                known = scope.in_scope(registry.kind(name), ids.text(place) if place else None, site_place, self.tree)
                answers[number, place] = known
            return known

        return answer

    def allows(self, site_place: str | None, kind: str, rec: bytes, place: bytes | None) -> bool:
        """Whether a site at `site_place` may write a record: what it may see, and new records in its own part."""
        if site_place is None:
            return True
        key = (site_place, kind, self._raw_place_of(kind, rec), place)
        if key not in self._allowed:
            self._allowed[key] = self._allows(*key)
        return self._allowed[key]

    def _allows(self, site_place: str, kind: str, known: bytes | None, place: bytes | None) -> bool:
        declared = registry.kind(kind)
        if declared.steward:
            return False
        if known is None and place is None:
            return declared.reach is Reach.SHARED
        return all(scope.in_scope(declared, ids.text(one), site_place, self.tree) for one in (known, place) if one is not None)

    def look_up(self, records: Mapping[str, Iterable[bytes]]) -> None:
        """Reads the places of these records, by kind, and takes all others for unknown: the cost is theirs alone."""
        for kind, recs in records.items():
            self._places[kind] = reading.place_by_record(self._connection, kind, list(recs))

    def places_by_record(self, kind: str) -> Mapping[bytes, bytes | None]:
        """The places of the records that were looked up, or else of all."""
        if kind not in self._places:
            self._places[kind] = reading.place_by_record(self._connection, kind)
        return self._places[kind]

    def place_of(self, kind: str, rec: bytes) -> str | None:
        """Id of the place of a record; None without one."""
        place = self._raw_place_of(kind, rec)
        return ids.text(place) if place else None

    def _raw_place_of(self, kind: str, rec: bytes) -> bytes | None:
        return self.places_by_record(kind).get(rec) or None

    def code_of(self, place: bytes | None) -> str:
        """The code of a place; "" for none."""
        return (reading.code_of(self._connection, "place", place) if place else None) or ""

    def was_ever_in(self, kind: str, rec: bytes, tops: Iterable[str], also: Iterable[bytes] = ()) -> bool:
        """Whether a record lay in the scope of one of these places at some time, as far as the log and `also` tell."""
        declared, tops = registry.kind(kind), list(tops)
        return any(
            scope.in_scope(declared, place, top, self.tree)
            for place in [*_places_in(replica.patches_of(self._connection, rec)), *map(ids.text, also)]
            for top in tops
        )

    def outside(self, site_place: str | None, records: Iterable[tuple[int, bytes]]) -> Crossings:
        """Those of these records (kind number, id) that do not belong to a site, as having left it."""
        found, visible = Crossings(), self.visible(site_place)
        for number, rec in records:
            if (name := registry.name_of(number)) is not None and not visible(number, rec):
                found.left.setdefault(name, []).append(rec)
        return found

    def crossings(self, site_place: str | None, after: int, before: str | None) -> Crossings:
        """What crossed the border of a site's scope after a point in the log; `before` was the site's place until then.

        Records move, places move within the tree, and sites are given another place.
        """
        found = Crossings()
        visible = self.visible(site_place)
        shifted: set[str] = set()
        for number, rec, changes in replica.moved(self._connection, after):
            name = registry.name_of(number)
            late = [unpack(patch) for n, _kind, patch in changes if n > after and patch is not None]
            if name == "place" and any(PARENT in patch for patch in late):
                shifted.add(ids.text(rec))
            if name is None or name == "place" or not any(PLACE in patch for patch in late):
                continue
            if visible(number, rec):
                found.entered += [rec] if changes[0][0] <= after else []  # what came since goes out anyhow, but to who wrote it
            elif site_place is not None and self.was_ever_in(name, rec, [site_place]):
                found.left.setdefault(name, []).append(rec)
        if before != site_place or shifted:
            self._sweep(found, site_place, before, shifted)
        return found

    def shifted(self, after: int) -> bool:
        """Whether something that was here at a point in the log may belong to other sites now."""
        for number, _rec, changes in replica.moved(self._connection, after):
            own = PARENT if registry.name_of(number) == "place" else PLACE
            if changes[0][0] <= after and any(n > after and patch is not None and own in unpack(patch) for n, _kind, patch in changes):
                return True
        return False

    def _sweep(self, found: Crossings, site_place: str | None, before: str | None, shifted: set[str]) -> None:
        """Looks at every record: the tree or the site's place is another than before."""
        visible = self.visible(site_place)
        for name in registry:
            if name == "place":
                continue
            number = registry.kind(name).number
            for rec, place in reading.place_by_record(self._connection, name).items():
                here = ids.text(place) if place else None
                concerned = before != site_place or bool(here and shifted.intersection(scope.ancestors(here, self.tree)))
                if not concerned:
                    continue
                if visible(number, rec):
                    found.entered.append(rec)
                elif before == site_place or scope.in_scope(registry.kind(name), here, before, self.tree):
                    found.left.setdefault(name, []).append(rec)


def waiting(connection: Connection, sites: Iterable[Site], reached: Mapping[bytes, int]) -> dict[bytes, int]:
    """For each site the changes after the point that it reached which are in its scope and not its own.

    One pass over the log for all sites: changes are counted by what decides who may see them.
    """
    if not (sites := list(sites)):
        return {}
    scopes = Scopes(connection)
    alike: dict[tuple[bool, bool, str | None], tuple[bool, bool, str | None]] = {}  # one object for all that are equal
    buckets: dict[tuple[bool, bool, str | None, bytes | None], array[int]] = {}
    owners = replica.incarnations(connection)
    where: dict[bytes, tuple[bool, bool, str | None] | None] = {}
    for n, inc, _seq, number, rec, _hash in replica.by_arrival(connection, min(reached.values(), default=0), -1):
        if owners.get(inc) is None:
            continue  # a country pack's: every site began with it
        if rec not in where:
            name = registry.name_of(number)
            key = (name == "place", registry.kind(name).reach is Reach.SHARED, scopes.place_of(name, rec)) if name else None
            where[rec] = alike.setdefault(key, key) if key is not None else None
        if (decides := where[rec]) is not None:
            buckets.setdefault((*decides, owners.get(inc)), array("q")).append(n)
    found: dict[bytes, int] = {}
    shapes = {True: _kind(Reach.SHARED), False: _kind(Reach.LOCAL)}
    for site in sites:
        own = ids.text(site.place) if site.place else None
        found[site.id] = sum(
            len(numbers) - bisect_right(numbers, reached[site.id])
            for (everywhere, shared, place, owner), numbers in buckets.items()
            if owner != site.id and (everywhere or scope.in_scope(shapes[shared], place, own, scopes.tree))
        )
    return found


def _kind(reach: Reach) -> Kind:
    return next(kind for name in registry if (kind := registry.kind(name)).reach is reach and name != "place")


def _places_in(patches: Iterable[bytes]) -> Iterator[str | None]:
    for packed in patches:
        patch = unpack(packed)
        if PLACE in patch:
            yield ids.text(patch[PLACE]) if isinstance(patch[PLACE], bytes) else None
