"""Two stores of headquarters become one: a fork after a restore, two officers who worked apart, two workspaces.

Merging is set union, as everywhere: all changes of both, all sites, all officers.  The store that was merged into goes on
in an epoch of its own, so that sites refuse older files of either; the other one is not used any more.  Nothing is
written about the records themselves, so two stores that took each other in know the same and have the same digest.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gesync.keys import Certificate, KeyPair
from gesync.officers import Officer
from gesync.values import pack
from gesync.words import WORDS

from gedesk.errors import InvalidInput, SecurityRefusal, UsageError
from gedesk.i18n import gettext as _
from gedesk.services.exchange import rolls
from gedesk.services.views import United
from gedesk.store import integrity, reading, replica
from gedesk.store.blobs import Blobs
from gedesk.store.connection import Connection
from gedesk.store.door import Outcome, Transaction
from gedesk.store.replica import Site
from gedesk.store.store import Identity, Store

if TYPE_CHECKING:
    from gedesk.services.desk import Desk

PORTION = 20_000  # changes taken over at a time
PERSON_WORDS = b"gedesk.hq.1"
UNITED = "united"  # in `meta`: headquarters that were taken over
OF_A_KIT = ("enrol", "invited", "expires", "keys")  # in what is known of a site
STATES = ("revoked", "retired", "joined", "invited", "known")  # what one of two says of a site holds, the first first


def words(file: Path) -> tuple[str, ...]:
    """Eight words of everything in a store or a backup of headquarters: records, sites, keys.  Raises KnownError."""
    with Store.open(file, write=False) as store, store.reading() as connection:
        if not store.identity().is_hq:
            raise UsageError(_("{file} is not headquarters’ store.").format(file=file.name))
        return _words(store, connection, integrity.Sum(*(store.meta(integrity.SUMS, connection) or {}).get("", ())))


def unite(desk: Desk, file: Path, told: str) -> United:
    """Takes everything in that another store of headquarters holds; all or nothing.

    `told` are the eight words that its officer read from `words`: the file itself is not signed.  Raises KnownError.
    """
    identity = desk.store.identity()
    if not identity.is_hq:
        raise UsageError(_("Only headquarters does this."), advice=_("Ask headquarters to do it."))
    keys = desk.exchange.keys()
    with Store.open(file, write=False) as other, other.reading() as theirs:
        found = other.identity()
        _check(file, identity, other, theirs, told)
        roll = rolls.own(other, theirs)
        if roll.find(keys.id) is None:
            raise SecurityRefusal(
                _("You are no officer of the other headquarters, so its sites would not accept what you sign."),
                advice=_(
                    "Make a file with “gedesk officer ask --out FILE”; the other officer takes it in with “gedesk officer add”, "
                    "sends a file to all sites, and makes the backup anew."
                ),
            )
        with desk.store.writing() as tx:
            before = replica.count_conflicts(tx.connection)
            outcomes = _take_changes(tx, theirs)
            sites = _take_sites(tx, theirs, identity, found)
            _take_history(tx, theirs)
            _take_rolls(tx, desk.store, other, theirs, keys)
            _begin_epoch(tx, desk.store, theirs, identity, found)
            answer = United(
                name=found.name, operations=sum(one.new_operations for one in outcomes),
                created=sum(one.created for one in outcomes), updated=sum(one.updated for one in outcomes),
                removed=sum(one.removed for one in outcomes),
                conflicts=max(0, replica.count_conflicts(tx.connection) - before), sites=sites,
            )  # fmt: skip
    Blobs(file).copy_to(desk.store.path)
    return answer


def _words(store: Store, connection: Connection, known: integrity.Sum) -> tuple[str, ...]:
    """Adds up every change, or goes on from a sum that the store itself kept."""
    found = blake2b(integrity.added(connection, known).digest().encode(), digest_size=8, person=PERSON_WORDS)
    for site in sorted(replica.sites(connection), key=lambda one: one.id):
        peer = site.peer
        found.update(pack([site.id, site.name, site.place, site.role, site.state, site.certificate, peer.get("keys"), peer.get("enrol")]))
    for workspace, kept in sorted(rolls.kept(store, connection).items()):
        found.update(pack([workspace, kept[-1]]))
    return tuple(WORDS[byte] for byte in found.digest())


def _check(file: Path, identity: Identity, other: Store, theirs: Connection, told: str) -> None:
    found = other.identity()
    if not found.is_hq:
        raise UsageError(
            _("{file} is the store of {site}, not of a headquarters.").format(file=file.name, site=found.name),
            advice=_("A site’s data comes by its own files: “gedesk receive”."),
        )
    if found.country != identity.country:
        raise UsageError(
            _("{file} is of another country ({theirs}; this one is {ours}).").format(
                file=file.name, theirs=found.country, ours=identity.country
            )
        )
    if tuple(told.lower().replace("-", " ").split()) != _words(other, theirs, integrity.Sum()):
        raise SecurityRefusal(
            _("The words are not those of {file}, so nothing was taken in.").format(file=file.name),
            advice=_("The other officer reads them with “gedesk headquarters words {file}”.").format(file=file.name),
        )
    if faults := integrity.check(theirs).faults:
        raise InvalidInput(
            _("{file} is damaged: {reason}.").format(file=file.name, reason=faults[0]),
            advice=_("Nothing was changed. Make the backup anew; “gedesk check” tells whether the store itself is whole."),
        )


def _take_changes(tx: Transaction, theirs: Connection) -> list[Outcome]:
    owners = replica.incarnations(theirs)
    outcomes = []
    last = reading.last_change(theirs)
    for start in range(1, last + 1, PORTION):
        portion = replica.by_number(theirs, range(start, min(start + PORTION, last + 1)))
        outcomes.append(tx.absorb(portion.changes, portion.operations, owners))
    for key in ("holed", "forks"):
        tx.set_meta(key, sorted({*(tx.meta(key) or ()), *_meta(theirs, key, ())}))
    return outcomes


def _take_sites(tx: Transaction, theirs: Connection, identity: Identity, found: Identity) -> int:
    """Sites of both; what the other one's know of headquarters stays with them."""
    apart = {"workspace": found.workspace, "hq": found.id} if found.workspace != identity.workspace else {}
    fresh = 0
    for site in replica.sites(theirs):
        if site.state == "self":
            if site.id.hex() == identity.id:
                continue
            site = Site(site.id, site.name, site.place, "hq", "known", None, {"keys": site.peer["keys"]})
        elif site.state != "known":
            site.peer = {**apart, **site.peer}
        ours = replica.site(tx.connection, site.id)
        if ours is None:
            fresh += site.state != "known"
            replica.write_site(tx.connection, site)
        elif ours.state != "self":
            replica.write_site(tx.connection, _both(ours, site))
    return fresh


def _both(ours: Site, theirs: Site) -> Site:
    """What is known of a site by one or the other.

    The newer certificate counts for what it is called and where it is; the newer kit for whose keys are meant.
    """
    first, second = (theirs, ours) if _serial(theirs) > _serial(ours) else (ours, theirs)
    newer, older = (theirs, ours) if _invited(theirs) > _invited(ours) else (ours, theirs)
    anew = _invited(newer) > _invited(older)
    incs = {**second.peer.get("incs", {}), **first.peer.get("incs", {})}
    for inc, one in older.peer.get("incs", {}).items():
        known = newer.peer.get("incs", {}).get(inc)
        if known is None:
            incs[inc] = {**one, "retired": anew or bool(one.get("retired"))}  # of the laptop before
            continue
        latest = known if known.get("number", 0) >= one.get("number", 0) else one
        gone = known.get("retired") if anew else known.get("retired") and one.get("retired")
        incs[inc] = {**latest, "cursor": {**one.get("cursor", {}), **known.get("cursor", {})}, "retired": bool(gone)}
    peer: dict[str, Any] = {**second.peer, **first.peer, "incs": incs}
    peer["places"] = sorted({*first.peer.get("places", ()), *second.peer.get("places", ())})
    peer["taken"] = list(dict.fromkeys([*second.peer.get("taken", ()), *first.peer.get("taken", ())]))
    peer["files"] = sorted({*first.peer.get("files", ()), *second.peer.get("files", ())})
    if anew:
        kit = {key: newer.peer[key] for key in OF_A_KIT if key in newer.peer}
        peer = {key: value for key, value in peer.items() if key not in OF_A_KIT} | kit
    elif first.peer.get("keys"):
        peer["keys"] = first.peer["keys"]
    return Site(first.id, first.name, first.place, first.role, _state(newer, older, anew), first.certificate or second.certificate, peer)


def _state(newer: Site, older: Site, anew: bool) -> str:
    """The one that lets less in; but who was ended and got a kit afterwards is at work again."""
    again = anew and older.peer.get(older.state, _invited(newer)) < _invited(newer)
    if anew and (older.state in ("invited", "joined") or again):
        return newer.state
    return min(newer.state, older.state, key=STATES.index)


def _invited(site: Site) -> int:
    """When the last kit was made for a site."""
    return int(site.peer.get("invited", 0))


def _serial(site: Site) -> int:
    return Certificate.unpack(site.certificate).serial if site.certificate else 0


def _take_history(tx: Transaction, theirs: Connection) -> None:
    known = {(row[0], row[1]) for row in replica.bundle_ids(tx.connection)}
    for direction, bundle, number, site, wall, file, report in replica.all_bundles(theirs):
        if (direction, bundle) not in known:
            report.pop("log", None)  # points into the other log
            replica.note_bundle(
                tx.connection, direction=direction, bundle=bundle, number=number, site=site, wall=wall, file=file, report=report
            )


def _take_rolls(tx: Transaction, mine: Store, other: Store, theirs: Connection, keys: KeyPair) -> None:
    """The officers of both, without those whom one of the two struck off; signed so that sites of either follow."""
    ours, found = rolls.own(mine, tx.connection), rolls.own(other, theirs)
    if not ours.serial and not found.serial and ours.officers == found.officers and ours.workspace == found.workspace:
        return
    kept, theirs_kept = rolls.kept(mine, tx.connection), rolls.kept(other, theirs)
    struck = rolls.struck_off(rolls.unpacked(kept, ours.workspace), ours) | rolls.struck_off(rolls.unpacked(theirs_kept, found.workspace), found)
    for workspace, packed in theirs_kept.items():
        kept[workspace] = list(dict.fromkeys([*kept.get(workspace, []), *packed]))
    officers: dict[bytes, Officer] = {}
    for one in (*ours.officers, *found.officers):
        name = one.name or (mine if one in ours.officers else other).author()
        if one.id not in struck and one.id not in officers:
            taken = {officer.name for officer in officers.values()}
            officers[one.id] = Officer(one.keys, one.since, name if name not in taken else f"{name} 2")
    tx.set_meta(rolls.KEY, kept)
    rolls.write(tx, keys, tuple(officers.values()), mine.now(), mine.identity())


def _begin_epoch(tx: Transaction, store: Store, theirs: Connection, identity: Identity, found: Identity) -> None:
    """Sites take files of this store from now on, and send nothing again that either of the two had."""
    back = tx.meta("brought_back") or _meta(theirs, "brought_back", None)
    tx.set_meta("epoch", max(int(tx.meta("epoch") or 0), int(_meta(theirs, "epoch", 0) or 0)))
    store.mint(tx)
    heads = {bytes.fromhex(identity.id), bytes.fromhex(found.id)}
    heads |= {bytes.fromhex(one["site"]) for one in [*(tx.meta(UNITED) or ()), *_meta(theirs, UNITED, ())]}
    chains = [inc for inc, site in replica.incarnations(tx.connection).items() if site in heads]
    ends = replica.ends(tx.connection)
    tx.set_meta("floor", {inc.hex(): ends.get(inc.hex(), 0) for inc in chains if inc.hex() != tx.meta("incarnation")})
    if back:
        tx.set_meta("brought_back", {**back, "ends": ends})
    if found.id != identity.id:
        united = {one["site"]: one for one in [*_meta(theirs, UNITED, ()), *(tx.meta(UNITED) or ())]}
        united[found.id] = {"site": found.id, "workspace": found.workspace, "name": found.name, "at": store.now()}
        united.pop(identity.id, None)
        tx.set_meta(UNITED, list(united.values()))


def _meta(connection: Connection, key: str, default: Any) -> Any:
    found = replica.meta(connection, key)
    return default if found is None else found
