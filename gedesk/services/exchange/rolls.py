"""Whose keys may act for headquarters, as a store knows it: see `gesync.officers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from gesync.keys import KeyPair, PublicKeys
from gesync.officers import MOST_OFFICERS, BadRoll, Officer, Roll, followed, vouched, voucher

from gedesk.errors import SecurityRefusal
from gedesk.i18n import gettext as _
from gedesk.store import replica
from gedesk.store.connection import Connection
from gedesk.store.door import Transaction
from gedesk.store.replica import Site
from gedesk.store.store import Identity, Store

KEY = "rolls"  # in headquarters' `meta`: workspace -> rolls in hexadecimal, oldest first
NAMES = "officer_names"  # there, and in a site's row of headquarters: key id in hexadecimal -> name
MARK = 8  # bytes by which a roll is known among those of one headquarters


def own(store: Store, connection: Connection, workspace: str = "") -> Roll:
    """Headquarters' officers now; of its own workspace, or of one that it took over."""
    identity = store.identity()
    found = kept(store, connection).get(workspace or identity.workspace)
    if found:
        return _named(Roll.unpack(bytes.fromhex(found[-1])), store.meta(NAMES, connection))
    keys = replica.own_site(connection).peer["keys"]
    return Roll.founding(bytes.fromhex(identity.workspace), PublicKeys.unpack(bytes.fromhex(keys)))


def known(site: Site, workspace: bytes) -> Roll:
    """The officers of the headquarters `site`, as this replica heard last."""
    if packed := site.peer.get("rolls"):
        return _named(Roll.unpack(bytes.fromhex(packed[-1])), site.peer.get(NAMES))
    return Roll.founding(workspace, PublicKeys.unpack(bytes.fromhex(site.peer["keys"])))


def newest(site: Site, workspace: bytes, vouch: bytes) -> Roll:
    """What `known` becomes by the rolls in a bundle's header; rolls that cannot be followed to change nothing."""
    return [known(site, workspace), *_reached(site, workspace, vouch)][-1]


def note(site: Site, workspace: bytes, vouch: bytes) -> None:
    """Keeps the rolls in a bundle's header that can be followed to in headquarters' `site` row."""
    for roll in _reached(site, workspace, vouch):
        _go_on(site, roll)
        site.peer["rolls"] = [*site.peer.get("rolls", ()), roll.packed().hex()]


def _reached(site: Site, workspace: bytes, vouch: bytes) -> list[Roll]:
    try:
        return followed(known(site, workspace), vouched(vouch))
    except BadRoll:
        return []


def _go_on(site: Site, roll: Roll) -> None:
    """Headquarters' row with the keys of one who may act, and the ids of those who once could."""
    gone = {one.id.hex() for one in known(site, roll.workspace).officers} - {one.id.hex() for one in roll.officers}
    if gone:
        site.peer["struck"] = sorted({*site.peer.get("struck", ()), *gone})
    if PublicKeys.unpack(bytes.fromhex(site.peer["keys"])) not in [one.keys for one in roll.officers]:
        site.peer["keys"] = roll.officers[0].keys.packed().hex()


def marks(store: Store, connection: Connection, workspace: str) -> list[bytes]:
    """The rolls that headquarters has of a workspace, for a site to see which ones it lost."""
    return [_mark(one) for one in kept(store, connection).get(workspace, ())]


def note_marks(site: Site, manifest: Mapping[str, Any]) -> None:
    """Keeps which rolls headquarters has, as far as it says so."""
    site.peer.pop("marks", None)
    if "marks" in manifest:
        site.peer["marks"] = [one.hex() for one in manifest["marks"]]


def returned(site: Site) -> dict[str, Any]:
    """What a site tells headquarters in its manifest of officers that a restored headquarters does not know any more."""
    there = site.peer.get("marks")
    lost = [one for one in site.peer.get("rolls", ()) if there is not None and _mark(one).hex() not in there]
    if not lost:
        return {}
    names = [[bytes.fromhex(id_), name] for id_, name in (site.peer.get(NAMES) or {}).items()]
    return {"rolls": [bytes.fromhex(one) for one in lost], "officers": names}


def _mark(packed: str) -> bytes:
    return blake2b(bytes.fromhex(packed), digest_size=MARK).digest()


def hear(tx: Transaction, store: Store, keys: KeyPair, workspace: str, manifest: Mapping[str, Any]) -> None:
    """Headquarters takes back what a site returns of its rolls.

    Where its newest is followed, that is all.  Where a restored headquarters has written others meanwhile, a further one
    names the officers of both without those whom one of the two struck off, so that sites of either follow; but nobody is
    struck off by hearsay who sits here.
    """
    before = kept(store, tx.connection)
    mine, packed = own(store, tx.connection, workspace), before.get(workspace, [])
    try:
        told = [one for one in map(Roll.unpack, manifest.get("rolls", ())) if one.packed().hex() not in packed]
    except BadRoll:
        return
    heard: list[Roll] = []
    for roll in sorted(told, key=lambda one: one.serial):  # each signed by one who may act now, or by officers of one before
        if roll.follows(replace(mine, serial=-1)) or any(roll.follows(one) for one in heard):
            heard.append(roll)
    forked = bool(tx.meta("floor")) and any(one.issued < mine.issued for one in heard)  # where nothing was restored none is lost
    lost, ahead = (heard, []) if forked else ([], followed(mine, heard))
    if not ahead and not lost:
        return
    before[workspace] = [*(one.packed().hex() for one in lost), *packed, *(one.packed().hex() for one in ahead)]
    tx.set_meta(KEY, before)
    tx.set_meta(NAMES, {id_.hex(): name for id_, name in manifest.get("officers", ())} | (tx.meta(NAMES) or {}))
    if lost:
        last, written = lost[-1], unpacked({workspace: packed}, mine.workspace)
        shared = [one for one in written if one.issued < lost[0].issued]
        struck = (struck_off(written, mine) | struck_off([*shared, *lost], last)) - {keys.id}
        both = {one.id: one for one in (*mine.officers, *_named(last, tx.meta(NAMES)).officers) if one.id not in struck}
        write(tx, keys, tuple(both.values())[:MOST_OFFICERS], store.now(), store.identity())


def struck_off(earlier: Iterable[Roll], now: Roll) -> set[bytes]:
    """Officers who stood on an earlier roll and stand no more on the one in force."""
    return {one.id for roll in earlier for one in roll.officers} - {one.id for one in now.officers}


def vouch(store: Store, connection: Connection, after: int, workspace: str = "") -> bytes:
    """The rolls that somebody lacks who has the one numbered `after`, for a header; empty when there are none."""
    found = kept(store, connection).get(workspace or store.identity().workspace, [])
    return voucher(one for packed in found if (one := Roll.unpack(bytes.fromhex(packed))).serial > after)


def serial(site: Site) -> int:
    """Number of the roll that a site has of headquarters' officers."""
    packed = site.peer.get("rolls")
    return Roll.unpack(bytes.fromhex(packed[-1])).serial if packed else 0


def write(tx: Transaction, keys: KeyPair, officers: tuple[Officer, ...], now: int, identity: Identity) -> None:
    """A new roll, for every workspace of this headquarters.  Its own begins with the founding keys."""
    rolls = _all(tx.meta(KEY))
    for workspace in sorted({identity.workspace, *rolls}):
        before = rolls.get(workspace, [])
        last = max((Roll.unpack(bytes.fromhex(one)).serial for one in before), default=0)
        made = Roll(bytes.fromhex(workspace), last + 1, officers, now).issue(keys)
        rolls[workspace] = [*before, made.packed().hex()]
    tx.set_meta(KEY, rolls)
    tx.set_meta(NAMES, {one.id.hex(): one.name for one in officers})
    mine = replica.own_site(tx.connection)
    _go_on(mine, Roll.unpack(bytes.fromhex(rolls[identity.workspace][-1])))
    replica.write_site(tx.connection, mine)


def begin_anew(tx: Transaction, keys: KeyPair, now: int) -> None:
    """After all keys were lost: the new ones alone are on the roll, which sites follow once they trust them."""
    rolls = _all(tx.meta(KEY))
    for workspace, before in rolls.items():
        last = Roll.unpack(bytes.fromhex(before[-1]))
        rolls[workspace] = [Roll(last.workspace, last.serial + 1, (Officer(keys.public, now),), now).issue(keys).packed().hex()]
    if rolls:
        tx.set_meta(KEY, rolls)
        tx.set_meta(NAMES, {keys.id.hex(): tx.author})


def told_names(store: Store, connection: Connection) -> list[list[Any]]:
    """The officers' names for a manifest, which nobody but its reader sees: key id, name."""
    return [[bytes.fromhex(id_), name] for id_, name in (store.meta(NAMES, connection) or {}).items()]


def note_names(site: Site, told: list[list[Any]]) -> None:
    """Keeps what headquarters calls its officers, and called those whom it may have lost."""
    if told:
        site.peer[NAMES] = {**site.peer.get(NAMES, {}), **{id_.hex(): name for id_, name in told}}


def _named(roll: Roll, names: dict[str, str] | None) -> Roll:
    return replace(roll, officers=tuple(replace(one, name=(names or {}).get(one.id.hex(), "")) for one in roll.officers))


def check_officer(roll: Roll, keys: KeyPair) -> None:
    """Raises SecurityRefusal when these keys may not act for headquarters any more."""
    if roll.find(keys.id) is None:
        raise SecurityRefusal(
            _("These keys may not act for headquarters: they are not, or no longer, those of one of its officers."),
            advice=_("Officers: {names}. One of them can take you in again.").format(names=names(roll)),
        )


def names(roll: Roll) -> str:
    """The officers in one line."""
    return ", ".join(one.name or _("an officer") for one in roll.officers)


def kept(store: Store, connection: Connection) -> dict[str, list[str]]:
    """All rolls that headquarters issued or took over, by workspace, oldest first, in hexadecimal."""
    return _all(store.meta(KEY, connection))


def unpacked(kept: Mapping[str, Iterable[str]], workspace: bytes) -> list[Roll]:
    """Those of one workspace."""
    return [Roll.unpack(bytes.fromhex(one)) for one in kept.get(workspace.hex(), ())]


def _all(kept: Any) -> dict[str, list[str]]:
    return {workspace: list(rolls) for workspace, rolls in (kept or {}).items()}
