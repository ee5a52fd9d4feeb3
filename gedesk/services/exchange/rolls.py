"""Whose keys may act for headquarters, as a store knows it: see `gesync.officers`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gesync.keys import KeyPair, PublicKeys
from gesync.officers import BadRoll, Officer, Roll, advance, vouched, voucher

from gedesk.errors import SecurityRefusal
from gedesk.i18n import gettext as _
from gedesk.store import replica
from gedesk.store.connection import Connection
from gedesk.store.door import Transaction
from gedesk.store.replica import Site
from gedesk.store.store import Identity, Store

KEY = "rolls"  # in headquarters' `meta`: workspace -> rolls in hexadecimal, oldest first
NAMES = "officer_names"  # there, and in a site's row of headquarters: key id in hexadecimal -> name


def own(store: Store, connection: Connection, workspace: str = "") -> Roll:
    """Headquarters' officers now; of its own workspace, or of one that it took over."""
    identity = store.identity()
    found = kept(store, connection).get(workspace or identity.workspace)
    if found:
        return _named(Roll.unpack(bytes.fromhex(found[-1])), store.meta(NAMES, connection))
    keys = next(site for site in replica.sites(connection) if site.state == "self").peer["keys"]
    return Roll.founding(bytes.fromhex(identity.workspace), PublicKeys.unpack(bytes.fromhex(keys)))


def known(site: Site, workspace: bytes) -> Roll:
    """The officers of the headquarters `site`, as this replica heard last."""
    if packed := site.peer.get("roll"):
        return _named(Roll.unpack(bytes.fromhex(packed)), site.peer.get(NAMES))
    return Roll.founding(workspace, PublicKeys.unpack(bytes.fromhex(site.peer["keys"])))


def newest(site: Site, workspace: bytes, vouch: bytes) -> Roll:
    """What `known` becomes by the rolls in a bundle's header; rolls that cannot be followed to change nothing."""
    try:
        return advance(known(site, workspace), vouched(vouch))
    except BadRoll:
        return known(site, workspace)


def note(site: Site, roll: Roll) -> None:
    """Keeps the newest roll of headquarters in its `site` row."""
    gone = {one.id.hex() for one in known(site, roll.workspace).officers} - {one.id.hex() for one in roll.officers}
    if gone:
        site.peer["struck"] = sorted({*site.peer.get("struck", ()), *gone})
    if roll.serial:
        site.peer["roll"] = roll.packed().hex()
    if PublicKeys.unpack(bytes.fromhex(site.peer["keys"])) not in [one.keys for one in roll.officers]:
        site.peer["keys"] = roll.officers[0].keys.packed().hex()


def vouch(store: Store, connection: Connection, after: int, workspace: str = "") -> bytes:
    """The rolls that somebody lacks who has the one numbered `after`, for a header; empty when there are none."""
    found = kept(store, connection).get(workspace or store.identity().workspace, [])
    return voucher(one for packed in found if (one := Roll.unpack(bytes.fromhex(packed))).serial > after)


def serial(site: Site) -> int:
    """Number of the roll that a site has of headquarters' officers."""
    packed = site.peer.get("roll")
    return Roll.unpack(bytes.fromhex(packed)).serial if packed else 0


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
    mine = next(site for site in replica.sites(tx.connection) if site.state == "self")
    note(mine, Roll.unpack(bytes.fromhex(rolls[identity.workspace][-1])))
    mine.peer.pop("roll", None)  # headquarters' own are in `meta`
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
    """Keeps what headquarters calls its officers."""
    if told:
        site.peer[NAMES] = {id_.hex(): name for id_, name in told}


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


def _all(kept: Any) -> dict[str, list[str]]:
    return {workspace: list(rolls) for workspace, rolls in (kept or {}).items()}
