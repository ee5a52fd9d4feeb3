"""What a bundle's changes are checked for before any is applied, and what is found out about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from gesync import columns
from gesync.change import Change

from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.services.exchange.peers import uuid_of
from gedesk.services.exchange.refusals import Refused
from gedesk.services.scopes import PLACE, Scopes
from gedesk.store import replica
from gedesk.store.connection import Connection
from gedesk.store.door import Transaction
from gedesk.store.replica import Site


def check_types(decoded: columns.Decoded) -> None:
    """Every known field has a value of its type; unknown fields pass, they are a newer version's."""
    for group in decoded.groups:
        name = registry.name_of(group.kind)
        specs = registry.by_number(name) if name else {}
        for number, values in zip(group.fields, group.columns, strict=True):
            spec = specs.get(number)
            if spec is not None and not spec.accept_wire(values):
                raise Refused(
                    "malformed", _("The bundle holds a value that does not fit the field “{field}”.").format(field=spec.label),
                    advice=_("Nothing was changed. Ask the sender to send it again."),
                )  # fmt: skip


def chains_of(
    connection: Connection, changes: Sequence[Change], sender: Site, rows: Sequence[Sequence[Any]], is_hq: bool
) -> dict[bytes, bytes | None]:
    """The site of every chain in a bundle: what we know, what the manifest says, else the sender."""
    told = {inc: row[0] for row in rows for inc in row[4]}
    known = replica.incarnations(connection)
    ours = replica.site_ids(connection) if is_hq else frozenset()
    answer: dict[bytes, bytes | None] = {}
    for inc in {c.inc for c in changes}:
        if inc in known:
            answer[inc] = known[inc]
        elif is_hq:
            answer[inc] = told[inc] if told.get(inc) in ours else sender.id
        else:
            answer[inc] = told.get(inc)
    return answer


def check_owners(tx: Transaction, sender: Site, owners: Mapping[bytes, bytes | None]) -> None:
    """A site writes in its own chains; those of others come back from it only after headquarters was restored."""
    if not tx.meta("floor") and any(owner not in (sender.id, None) for owner in owners.values()):
        raise Refused(
            "out_of_scope", _("{site} sent changes in the name of others.").format(site=sender.name),
            advice=_("Nothing of the bundle was applied. Ask the site what happened."),
        )  # fmt: skip


def check_scope(
    connection: Connection, sender: Site, changes: Sequence[Change], decoded: columns.Decoded, returned: Sequence[Change] = ()
) -> None:
    """Nothing outside its signer's scope is applied: the whole bundle is refused.

    `returned` are changes that headquarters itself lost: where they move a record to, it has been.
    """
    if sender.role == "hq":
        return
    scopes = Scopes(connection)
    names = {number: registry.name_of(number) for number in {c.kind for c in changes}}
    written = {name: {c.rec for c in changes if c.kind == number} for number, name in names.items() if name is not None}
    scopes.look_up(written)
    place = str(uuid_of(sender.place)) if sender.place else None
    placed = _placed(decoded)
    moved: dict[bytes, list[bytes]] = {}
    for c in returned:
        if c.hash in placed:
            moved.setdefault(c.rec, []).append(placed[c.hash])
    made: dict[bytes, bytes | None] = {}
    here = {name: scopes.places_by_record(name) for name in written}
    fine: set[tuple[str, bytes | None, bytes | None]] = set()  # kind, place here and place given: the same again and again
    for c in changes:
        kind = names[c.kind]
        given = placed.get(c.hash)
        if kind is None or (given is None and c.rec in made):
            continue  # a newer version's kind, or checked with an earlier change of the same record
        made[c.rec] = given = given or made.get(c.rec)
        if (key := (kind, here[kind].get(c.rec), given)) in fine:
            continue
        if scopes.allows(place, kind, c.rec, given):
            fine.add(key)
            continue
        tops = [place, *sender.peer.get("places", ())] if place else []
        if any(scopes.allows(top, kind, c.rec, given) for top in tops[1:]) or scopes.was_ever_in(
            kind, c.rec, tops, moved.get(c.rec, ())
        ):
            continue  # written before the site heard that the record or the site moved
        raise Refused(
            "out_of_scope",
            _("{site} wrote a record that is not its to write ({kind}).").format(
                site=sender.name, kind=registry.kind(kind).label()
            ),
            advice=_("Nothing of the bundle was applied. Ask the site what happened, or widen its scope."),
        )


def _placed(decoded: columns.Decoded) -> dict[bytes, bytes]:
    """The places that changes give to their records, by hash."""
    return {
        decoded.changes[row].hash: value
        for group in decoded.groups
        if PLACE in group.fields
        for row, value in zip(group.rows, group.columns[group.fields.index(PLACE)], strict=True)
        if isinstance(value, bytes)
    }


def without_gaps(
    connection: Connection, changes: Sequence[Change], sender: Site
) -> tuple[list[Change], tuple[str, ...]]:
    """The changes whose predecessors are here or come with them; and what is missing, in words."""
    have = {c.hash for c in changes}
    wanted = {(c.inc, c.seq - 1) for c in changes if c.prev and c.prev not in have}
    here = {one for found in replica.hashes_at(connection, wanted).values() for one in found}
    kept: list[Change] = []
    broken: dict[bytes, int] = {}
    for c in sorted(changes, key=attrgetter("inc", "seq")):
        if c.inc in broken or (c.prev and c.prev not in have and c.prev not in here):
            broken.setdefault(c.inc, c.seq)
        else:
            kept.append(c)
    gaps = []
    for inc, seq in broken.items():
        last = replica.last_sequence(connection, inc)
        gaps.append(
            _("{first} to {last} from {site} missing; ask for them").format(
                first=last + 1, last=seq - 1, site=sender.name
            )
        )
    return kept, tuple(gaps)


def note_holes(tx: Transaction, returned: Sequence[Change]) -> None:
    """Of chains that come back in pieces nobody may think that they are whole: their authors send the rest."""
    have = {c.hash for c in returned}
    here = replica.hashes_at(tx.connection, {(c.inc, c.seq - 1) for c in returned if c.prev and c.prev not in have})
    known = {one for found in here.values() for one in found}
    broken = {c.inc.hex() for c in returned if c.prev and c.prev not in have and c.prev not in known}
    if broken:
        tx.set_meta("holed", sorted({*(tx.meta("holed") or ()), *broken}))


def parallel(
    connection: Connection,
    changes: Sequence[Change],
    met: Iterable[bytes],
    unseen: int | dict[bytes, int],
    own_chains: Iterable[bytes],
) -> int:
    """Records in which edits that did not know of each other came together without touching the same field."""
    recs = list(met)
    arrived = {c.hash for c in changes}
    authors = {c.inc for c in changes}
    own = set(own_chains)
    found: set[bytes] = set()
    for rec, hash_, inc, seq, n, site in replica.undisputed(connection, recs, unseen if isinstance(unseen, int) else 0):
        if hash_ in arrived or inc in authors or site is None:
            continue
        if (n > unseen) if isinstance(unseen, int) else (inc in own and seq > unseen.get(inc, 0)):
            found.add(rec)
    return len(found)
