"""What a bundle says: its header, its manifest, and which changes go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gesync import bundle as files
from gesync import columns
from gesync.change import erased
from gesync.keys import Certificate
from gesync.values import pack, unpack

from gedesk import __version__
from gedesk.domain import scope
from gedesk.domain.kinds import registry
from gedesk.services.exchange import rolls
from gedesk.services.exchange.here import Here
from gedesk.services.exchange.peers import heads_of, plain, site_rows, uuid_of, way, with_cursor
from gedesk.services.scopes import Crossings, Scopes
from gedesk.store import replica
from gedesk.store.connection import Connection
from gedesk.store.door import uuid7
from gedesk.store.replica import Outgoing, Site

PER_BUNDLE = 100_000  # changes; more go into further bundles
EVICTED = 60_000  # ids in one value of a manifest


@dataclass(frozen=True, slots=True)
class Letter:
    manifest: dict[str, Any]
    outgoing: Outgoing
    more: bool
    end: int = 0  # of headquarters' log


@dataclass(frozen=True, slots=True)
class _Plan:
    numbers: list[int]
    start: int
    end: int
    more: bool
    seen: int
    place: str  # the site's, by code
    left: list[bytes]  # records that are the site's no more
    anew: bool  # the site's place is another: all that is visible goes out again


class Letters:
    """Composes bundles from the log."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._store = here.store

    def header(self, connection: Connection, target: Site, number: int, addressee: str) -> files.Header:
        identity = self._store.identity()
        enrol = self._store.meta("enrol", connection)  # always: headquarters may be restored to before the site joined
        told = int(target.peer.get("incs", {}).get(addressee, {}).get("roll", 0))
        workspace = target.peer.get("workspace", identity.workspace)  # of the headquarters that it joined
        vouch = rolls.vouch(self._store, connection, told, workspace) if identity.is_hq else b""
        return files.Header(
            bundle=uuid7(),
            workspace=bytes.fromhex(workspace),
            site=bytes.fromhex(target.peer.get("hq", identity.id)),
            incarnation=bytes.fromhex(self._store.meta("incarnation", connection)),
            number=number,
            epoch=int(self._store.meta("epoch", connection) or 0),
            created=self._store.now(),
            application=__version__,
            target=bytes.fromhex(addressee),
            enrol=vouch if identity.is_hq else bytes.fromhex(enrol) if enrol else b"",
        )

    def up(self, connection: Connection, target: Site, offset: int, portion: int) -> Letter:
        acked = replica.covered(connection, heads_of(target.peer.get("ack", {})))
        own = self._here.own_chains(connection)
        wanted = {inc: acked.after.get(inc, 0) for inc in own}
        returned = self._returned(connection, target)
        wanted |= returned
        outgoing = replica.by_chain(connection, wanted, acked.branches)
        kept = outgoing.changes[offset : offset + portion]
        more = len(outgoing.changes) > offset + portion
        packs = [inc for inc, site in replica.incarnations(connection).items() if site is None]
        manifest = {
            "kind": "up",
            "heads": plain(replica.heads(connection, [*own, *packs])),
            "cursor": self._store.meta("cursor", connection) or {},
            "parent": (self._store.meta("parents", connection) or {}).get(self._store.meta("incarnation", connection), ""),
            "supersedes": bool(self._store.meta("supersedes", connection)),
            "place": self._store.identity().place,
            "serial": self._here.serial(connection),
            "roll": rolls.serial(target),
            **rolls.returned(target),
            "role": self._store.identity().role,
            "retired": bool(self._store.meta("retired", connection)),
            "sites": site_rows(
                connection, {bytes.fromhex(self._store.identity().id), *self._owners(connection, {c.inc for c in kept if c.inc in returned})}
            ),
        }
        return Letter(manifest, Outgoing(kept, outgoing.operations, outgoing.last), more)

    def _returned(self, connection: Connection, target: Site) -> dict[bytes, int]:
        """What a restored headquarters lost comes back from us: its own changes, and while it asks those of others too."""
        peer = target.peer
        if not peer.get("former"):
            return {}
        floor = peer.get("floor", {})
        own = bytes.fromhex(self._store.identity().id)
        return {
            inc: int(floor.get(inc.hex(), 0))
            for inc, site in replica.incarnations(connection).items()
            if inc.hex() != peer.get("inc") and (site == target.id or (peer.get("lost") and site not in (None, own)))
        }

    def _owners(self, connection: Connection, incs: set[bytes]) -> set[bytes]:
        return {site for inc, site in replica.incarnations(connection).items() if site and inc in incs}

    def _plan(
        self, connection: Connection, target: Site, addressee: str, offset: int = 0, portion: int = PER_BUNDLE
    ) -> _Plan:
        """Arrival numbers of what a site lacks, and the point that the bundle brings it to."""
        peer = target.peer.get("incs", {}).get(addressee, {})
        own = self._store.meta("incarnation", connection)
        start = int(peer.get("cursor", {}).get(own, 0))
        has = replica.covered(connection, heads_of(peer.get("heads", {})))
        scopes = Scopes(connection)
        place = str(uuid_of(target.place)) if target.place else None
        visible = scopes.visible(place)
        before = scopes.place_id(peer["place"]) if peer.get("place") else place
        new = not any(peer.get("cursor", {}).values())  # a site that never got anything gives back only what it wrote itself
        if offset:
            crossed = Crossings()
        elif new:
            crossed = scopes.outside(place, replica.written_at(connection, target.id))
        else:
            crossed = scopes.crossings(place, start, before)
        gained = target.role in scope.SEES_RESTRICTED and peer.get("role", target.role) not in scope.SEES_RESTRICTED
        another = before != place or gained or not (start or new)  # a restored headquarters may count as the site's what had left it
        anew = (before != place or gained) and not offset
        if anew:
            start = 0
        entered = set() if another else set(replica.numbers_of(connection, crossed.entered))
        numbers = sorted(n for n in entered if n <= start)
        end, more = start, False
        for n, inc, seq, kind, rec, hash_ in replica.by_arrival(connection, start, -1):
            if len(numbers) >= portion:
                more = True
                break
            end = n
            if (another or n in entered or not has.has(inc, seq, hash_)) and visible(kind, rec):
                numbers.append(n)
        left = [rec for recs in crossed.left.values() for rec in recs]
        return _Plan(numbers, start, end, more, int(peer.get("number", 0)), scopes.code_of(target.place), left, anew)

    def down(
        self, connection: Connection, target: Site, offset: int, addressee: str, reached: int, portion: int
    ) -> Letter:
        plan = self._plan(connection, target, addressee, 0, portion)
        if offset:  # a further volume of the same letter: as if the first had arrived
            later = Site(**{name: getattr(target, name) for name in Site.__dataclass_fields__})
            own = self._store.meta("incarnation", connection)
            later.peer = with_cursor(target.peer, addressee, own, reached)
            plan = self._plan(connection, later, addressee, offset, portion)
        outgoing = _for_role(connection, replica.by_number(connection, plan.numbers), target)
        chains = [inc for inc, site in replica.incarnations(connection).items() if site == target.id]
        authors = {site for inc, site in replica.incarnations(connection).items()
                   if site and inc in {c.inc for c in outgoing.changes}}  # fmt: skip
        identity = self._store.identity()
        asks = any(peer.get("roll") for peer in target.peer.get("incs", {}).values())  # it knows of rolls that we may have lost
        back = self._store.meta("brought_back", connection)
        manifest = {
            "kind": "down",
            "heads": plain(replica.heads(connection, chains)),
            "from": plan.start,
            "to": plan.end,
            "seen": plan.seen,
            "place": plan.place if not plan.more else "",
            "taken": [bytes.fromhex(one) for one in target.peer.get("taken", ())],
            "way": [site.id for site in way(self._here.readers(connection), target)],
            **self._news(target, addressee),
            **self._closed(connection, target),
            **({"marks": marks} if (marks := rolls.marks(self._store, connection, target.peer.get("workspace", identity.workspace))) or asks else {}),
            **({"officers": named} if (named := rolls.told_names(self._store, connection)) else {}),
            "anew": plan.anew,
            "evict": [b"".join(plan.left[at : at + EVICTED]) for at in range(0, len(plan.left), EVICTED)],
            "floor": {**(back.get("ends", {}) if back else {}), **(self._store.meta("floor", connection) or {})},
            "lost": bool(back),
            "sites": site_rows(connection, authors | {bytes.fromhex(identity.id)}),
        }
        return Letter(manifest, outgoing, plan.more, plan.end)

    def _closed(self, connection: Connection, target: Site) -> dict[str, Any]:
        """Whether the site itself was closed, and which others were."""
        closed = [site.id for site in replica.sites(connection) if site.state in ("retired", "revoked") and site.id != target.id]
        own = {"retired": int(target.peer["retired"])} if target.state == "retired" else {}
        return {**own, **({"closed": closed} if closed else {})}

    def _news(self, target: Site, addressee: str) -> dict[str, Any]:
        """The site's certificate, until the site says that it has it."""
        told = int(target.peer.get("incs", {}).get(addressee, {}).get("serial", 0))
        if target.certificate is None or Certificate.unpack(target.certificate).serial <= told:
            return {}
        return {"certificate": target.certificate}


def _for_role(connection: Connection, outgoing: Outgoing, target: Site) -> Outgoing:
    """Without restricted fields that others wrote, where the reader's role does not see them: only their hashes go out.

    Values that the reader's own site wrote into the record come back to it: else a decision for one would take it away there.
    """
    if target.role in scope.SEES_RESTRICTED:
        return outgoing
    owners = replica.incarnations(connection)
    changes = []
    for c in outgoing.changes:
        kind = registry.name_of(c.kind)
        closed = scope.restricted_fields(kind) if kind else frozenset()
        if closed and c.patch is not None and owners.get(c.inc) not in (target.id, None):
            hidden = {number: value for number, value in unpack(c.patch).items() if number in closed}
            if hidden and not _wrote(connection, target, c.rec, hidden):
                c = erased(c)
        changes.append(c)
    return Outgoing(changes, outgoing.operations, outgoing.last)


def _wrote(connection: Connection, target: Site, rec: bytes, values: dict[int, Any]) -> bool:
    """Whether a site itself wrote each of these values into a record, at one time or another."""
    own = [unpack(patch) for patch in replica.patches_of(connection, rec, site=target.id)]
    return all(any(number in patch and pack(patch[number]) == pack(value) for patch in own) for number, value in values.items())


def encoded_changes(connection: Connection, outgoing: Outgoing, by_place: set[bytes] | None = None) -> bytes:
    """The changes in columns.  With `by_place` only changes of these chains are referred to by place: the reader may lack others."""
    places = replica.places_of(connection, (c.rec for c in outgoing.changes if c.base))
    return columns.encode(
        outgoing.changes,
        outgoing.operations,
        lambda wanted: {
            one: places[one] for one in wanted if one in places and (by_place is None or places[one][0] in by_place)
        },
    )
