"""Exchange by files: what to send, what to make of what arrives.

Up (a site to headquarters): all the site's own changes that headquarters has not acknowledged; cumulative, so that a
lost file costs nothing.  Down (headquarters to a site): what came to headquarters after the point that the site said it
has, as far as it is in the site's scope.  Each bundle carries the sender's acknowledgements; there is no other receipt.
sync/SPEC.md describes the protocol; this module joins it to the store.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gesync import bundle as files
from gesync import columns
from gesync.change import Change
from gesync.keys import (
    BadEnrolment,
    Certificate,
    KeyFault,
    KeyPair,
    PublicKeys,
    accept_enrolment,
    fingerprint_words,
    key_id,
)
from gesync.values import Malformed, Patch

from gedesk import __version__
from gedesk.clock import stamp
from gedesk.domain.kinds import registry
from gedesk.errors import Busy, InvalidInput, KnownError, MadeByNewer, SecurityRefusal, UsageError
from gedesk.i18n import gettext as _
from gedesk.i18n import mark, ngettext
from gedesk.services import deciding, keyring, manifests, parcels
from gedesk.services.relaying import DOWN, MOST, UP, Carried, Relay, loads
from gedesk.services.reporting import due_lines
from gedesk.services.scopes import Crossings, Scopes, waiting
from gedesk.services.views import BundleView, Conflict, Received, SentBundle, SiteView, Status
from gedesk.store import integrity, reading, replica
from gedesk.store.blobs import Blobs
from gedesk.store.connection import Connection
from gedesk.store.door import Transaction, uuid7
from gedesk.store.replica import Head, Outgoing, Site
from gedesk.store.store import Store

PER_BUNDLE = 100_000  # changes; more go into further bundles
CERTIFIED, RENEWED = 2 * 365 * 86_400_000, 90 * 86_400_000  # ms that a certificate lasts; that are left when it is renewed
SUMMED = 20_000  # changes added up for a digest before the sum is kept
HOPS = 4  # coordinators between a site and headquarters
TAKEN = 1_000  # ids of carried files in a receipt
EVICTED = 60_000  # ids in one value of a manifest
SUFFIX = ".gesync"
Cancelled = Callable[[], bool]


class StoreExchange:
    """`protocols.Exchange` on a store."""

    def __init__(self, store: Store, passphrase: keyring.Passphrase) -> None:
        self._store = store
        self._passphrase = passphrase
        self._relay = Relay(store.path)
        self._keys: KeyPair | None = None
        self._blobs = Blobs(store.path)

    def keys(self) -> KeyPair:
        """This replica's keys, read once."""
        if self._keys is None:
            self._keys = keyring.read(self._store.path, self._passphrase)
        return self._keys

    # -- looking -------------------------------------------------------------------------------------------------

    def status(self) -> Status:
        """Site, counts, and what waits."""
        identity = self._store.identity()
        with self._store.reading() as connection:
            conflicts = replica.count_conflicts(connection)
            last = {
                direction: stamp(wall) if wall else ""
                for direction, wall in replica.last_bundles(connection).items()
            }
            return Status(
                site=identity.name,
                role=identity.role,
                place=identity.place,
                country=identity.country,
                counts=reading.counts(connection),
                conflicts=conflicts,
                to_send=sum(self._waiting(connection).values()),
                notices=self._notices(connection),
                last_sent=last.get("sent", ""),
                last_received=last.get("received", ""),
                due=due_lines(self._store, connection),
            )

    def sites(self) -> list[SiteView]:
        """The other sites of the workspace."""
        with self._store.reading() as connection:
            codes = {place: code for place, _parent, code in reading.places(connection)}
            unheard = self._waiting(connection)
            return [
                SiteView(
                    id=site.id.hex(),
                    name=site.name,
                    place=(codes.get(site.place) if site.place else None) or "",
                    role=site.role,
                    state=site.state,
                    last_received=_when(site.peer.get("received")),
                    last_sent=_when(site.peer.get("sent")),
                    waiting=unheard.get(site.id, 0),
                    words=_words(site),
                    copies=len(_alive(site)),
                )
                for site in replica.sites(connection)
                if site.state != "self"
            ]

    def _notices(self, connection: Connection) -> tuple[str, ...]:
        """What happened to this site's data, or to those of others, that a person should know."""
        told: list[str] = []
        back = self._store.meta("brought_back", connection)
        identity = self._store.identity()
        if back:
            day = stamp(back["to"])[:10] if back["to"] else "?"
            told.append(
                _(
                    "Headquarters’ data was restored from {day}. The sites return what came later with their next files."
                ).format(day=day)
                if identity.is_hq
                else _(
                    "This computer’s data was restored from {day}. Headquarters still has your later entries, as far as they "
                    "were sent; they come back with its next file."
                ).format(day=day)
            )
        if identity.is_hq:
            owners = replica.incarnations(connection)
            forked = {owners.get(inc) for inc in replica.forks(connection)}
            for site in replica.sites(connection):
                if site.id in forked:
                    told.append(
                        _(
                            "{site}: its computer was brought back to an older state without noticing, and went on from there. "
                            "Both continuations are kept; look at its conflicts."
                        ).format(site=site.name)
                    )
                if len(_alive(site)) > 1:
                    told.append(
                        _("{site} works on {n} copies of its data. All are kept, and each gets files of its own.").format(
                            site=site.name, n=len(_alive(site))
                        )
                    )
        return tuple(told)

    def bundles(self, *, limit: int = 100) -> list[BundleView]:
        """History of bundles, newest first."""
        with self._store.reading() as connection:
            names = {site.id: site.name for site in replica.sites(connection)}
            return [
                BundleView(
                    direction, number, names.get(site or b"", "?"), stamp(wall), file,
                    report.get("operations", 0), report.get("records", 0), report.get("note", ""),
                )
                for direction, number, site, wall, file, report in replica.bundles(connection, limit)
            ]  # fmt: skip

    def conflicts(self, kind: str | None = None) -> list[Conflict]:
        """Open conflicts with every value."""
        return deciding.conflicts(self._store, kind)

    def resolve(self, conflict: str, *, keep: str | None = None, value: Any = None, reason: str) -> str:
        """Decides a conflict; returns the operation's id."""
        return deciding.resolve(self._store, conflict, keep=keep, value=value, reason=reason)

    def resolve_all(self, policy: str, *, kind: str | None, field: str | None = None, reason: str) -> tuple[str, int]:
        """Decides many conflicts by one rule; returns the operation's id and how many."""
        return deciding.resolve_all(self._store, policy, kind=kind, field=field, reason=reason)

    def digest(self, scope: str | None = None) -> str:
        """The hash of what this replica knows, or of what a site at the place with code `scope` should know."""
        with self._store.reading() as connection:
            if scope is None:
                scope = self._store.identity().place
                if self._store.identity().is_hq:
                    known = integrity.Sum(*(self._store.meta("sum", connection) or ()))
                    whole = integrity.added(connection, known)
                    self._keep_sum(known, whole)
                    return whole.digest()
            scopes = Scopes(connection)
            place = scopes.place_id(scope)
            if place is None:
                raise UsageError(_("There is no place with the code “{code}”.").format(code=scope))
            return integrity.digest(connection, scopes.visible(place))

    def _keep_sum(self, known: integrity.Sum, whole: integrity.Sum) -> None:
        """So that the next digest begins where this one ended, when it had far to go."""
        if whole.count - known.count >= SUMMED and self._store.writable:
            with self._store.writing() as tx:
                tx.set_meta("sum", [whole.last, whole.count, whole.total])

    def _readers(self, connection: Connection) -> list[Site]:
        return [site for site in replica.sites(connection) if site.state == "joined"]

    def _waiting(self, connection: Connection) -> dict[bytes, int]:
        """Changes that each joined site has not acknowledged; with headquarters' log read once for all of them."""
        readers = self._readers(connection)
        if self._store.identity().is_hq:
            own = self._store.meta("incarnation", connection)
            return waiting(connection, readers, {site.id: _reached(site, own) for site in readers})
        found = {}
        for site in readers:
            acked = replica.covered(connection, _heads(site.peer.get("ack", {})))
            found[site.id] = sum(
                replica.count_after(connection, inc, acked.after.get(inc, 0)) for inc in self._own_chains(connection)
            )
        return found

    def _own_chains(self, connection: Connection) -> list[bytes]:
        own = bytes.fromhex(self._store.identity().id)
        return [inc for inc, site in replica.incarnations(connection).items() if site == own]

    # -- sending -------------------------------------------------------------------------------------------------

    def send(
        self, to: str | None, folder: Path, *, cancelled: Cancelled | None = None, max_size: int | None = None
    ) -> list[SentBundle]:
        """Writes bundles into `folder`.  `to` is a site's id or name, "hq" or "all"."""
        folder = Path(folder)
        if not folder.is_dir():
            try:
                folder.mkdir(parents=True)
            except OSError as error:
                raise InvalidInput(
                    _("The folder {folder} cannot be made: {reason}.").format(folder=folder, reason=error.strerror),
                    advice=_("Choose a folder where you may write, for example on the USB stick."),
                ) from error
        with self._store.reading() as connection:
            targets = self._targets(connection, to)
        sent: list[SentBundle] = []
        indirect: dict[bytes, list[Carried]] = {}
        with TemporaryDirectory(prefix="gedesk-") as name:
            for target in sorted(targets, key=lambda site: -len(self._way(targets, site))):  # the farthest first
                if cancelled is not None and cancelled():
                    break
                via = self._way(targets, target)
                where = Path(name) if via else folder
                made = [
                    one for addressee in self._addressees(target) for one in self._send_to(target, where, max_size, addressee)
                ]
                for addressee in self._addressees(target):
                    made += self._carry(target, where, max_size, addressee, indirect.get(target.id, []))
                if via:
                    indirect.setdefault(via[0].id, []).extend(
                        Carried(files.peek(one.file).bundle.hex(), one.file.name, one.file) for one in made
                    )
                    made = [replace(one, file=folder / via[-1].name / one.file.name) for one in made]
                sent.extend(made)
        if not self._store.identity().is_hq:
            sent += self._carry(targets[0], folder, max_size, "", list(self._relay.waiting(UP)))
            if to in (None, "all"):
                sent += self._relay.write_out(folder)
        return sent

    def _way(self, targets: Sequence[Site], target: Site) -> list[Site]:
        """The coordinators through whom a site's files go, the nearest to it first: those through whom its own came."""
        by_id = {site.id.hex(): site for site in targets}
        way: list[Site] = []
        step = by_id.get(target.peer.get("via", ""))
        while step is not None and step not in way and step.id != target.id and len(way) < HOPS:
            way.append(step)
            step = by_id.get(step.peer.get("via", ""))
        return way

    def _carry(
        self, target: Site, folder: Path, max_size: int | None, addressee: str, waiting: Sequence[Carried]
    ) -> list[SentBundle]:
        """Files of others for or through `target`, enclosed as they are."""
        sent = []
        for load in loads(waiting, max_size):
            number = self._next_number()
            with self._store.reading() as connection:
                header = self._header(connection, target, number, addressee)
                empty = _encode(connection, Outgoing([], {}, 0))
            manifest = {"kind": "relay", "names": [[bytes.fromhex(one.key), one.name] for one in load]}
            enclosed = [one.path.read_bytes() for one in load]
            sent.append(
                self._write_bundle(target, folder, header, manifest, empty, max_size, Outgoing([], {}, 0), enclosed=enclosed)
            )
        return sent

    def _targets(self, connection: Connection, to: str | None) -> list[Site]:
        readers = self._readers(connection)
        hq = self._store.identity().is_hq
        if to in (None, "all") or (to == "hq" and not hq):
            found = readers if hq else [site for site in readers if site.role == "hq"]
        else:
            found = [site for site in readers if to in (site.id.hex(), site.name)]
        if not found and to not in (None, "all"):
            raise UsageError(
                _("There is no joined site “{site}”.").format(site=to),
                advice=_("Joined sites: {names}.").format(names=", ".join(site.name for site in readers) or "–"),
            )
        if not found:
            raise InvalidInput(
                _("No site has joined yet, so there is nobody to send to."),
                advice=_("Make a kit with “gedesk site add”; a site joins with it and sends its first bundle."),
            )
        return found

    def _send_to(self, target: Site, folder: Path, max_size: int | None, addressee: str) -> list[SentBundle]:
        """All bundles for one replica of a site, several when there is much to send."""
        if self._store.identity().is_hq:
            self._certify(target)
        sent: list[SentBundle] = []
        more = True
        offset, reached, portion = 0, 0, PER_BUNDLE
        first: _Letter | None = None
        fresh: list[bytes] = []
        kind = registry.kind("attachment").number
        while more:
            number = self._next_number()
            with self._store.reading() as connection:
                letter = (
                    self._letter_down(connection, target, offset, addressee, reached, portion)
                    if self._store.identity().is_hq
                    else self._letter_up(connection, target, offset, portion)
                )
                if asking := parcels.wanted(connection, self._blobs):
                    letter.manifest["wants"] = asking
                header = self._header(connection, target, number, addressee)
                by_place = None if self._store.identity().is_hq or not target.peer.get("former") else set(self._own_chains(connection))
                encoded = _encode(connection, letter.outgoing, by_place)
            try:
                made = self._write_bundle(target, folder, header, letter.manifest, encoded, max_size, letter.outgoing)
            except TooLargeForMail:
                if portion == 1 or len(letter.outgoing.changes) < 2:
                    raise
                portion = max(1, min(portion, len(letter.outgoing.changes)) // 2)
                continue
            sent.append(made)
            first = first or letter
            fresh += [c.rec for c in letter.outgoing.changes if c.kind == kind]
            more, offset, reached = letter.more, offset + len(letter.outgoing.changes), letter.end
        parcels_sent, left = self._send_files(target, folder, max_size, first, fresh, addressee)
        sent += parcels_sent
        sent[-1] = replace(sent[-1], left=left)
        return sent

    def _certify(self, target: Site) -> None:
        """Issues a site's certificate where it has none, another was due, or the old one ends soon."""
        now, identity = self._store.now(), self._store.identity()
        old = Certificate.unpack(target.certificate) if target.certificate else None
        with self._store.reading() as connection:
            place = Scopes(connection).code_of(target.place)
        wanted = Certificate(
            workspace=bytes.fromhex(identity.workspace), site=target.id, name=target.name, place=place, role=target.role,
            scope=place, keys=PublicKeys.unpack(bytes.fromhex(target.peer["keys"])),
            serial=old.serial if old else 1, issued=old.issued if old else now, expires=old.expires if old else now + CERTIFIED,
        )  # fmt: skip
        mine = self.keys()
        if old is not None and old == replace(wanted, issued_by=mine.id, signature=old.signature) and (old.expires or 0) > now + RENEWED:
            return
        fresh = replace(wanted, serial=(old.serial + 1) if old else 1, issued=now, expires=now + CERTIFIED).issue(mine)
        target.certificate = fresh.packed()
        with self._store.writing() as tx:
            current = next(site for site in replica.sites(tx.connection) if site.id == target.id)
            current.certificate = target.certificate
            replica.write_site(tx.connection, current)

    def _next_number(self) -> int:
        with self._store.writing() as tx:
            number = int(tx.meta("bundle") or 0) + 1
            tx.set_meta("bundle", number)
        self._store.note_witness()  # durable before the bundle leaves: a restored database will be noticed
        return number

    def _send_files(
        self, target: Site, folder: Path, max_size: int | None, letter: _Letter | None,
        fresh: Sequence[bytes], addressee: str,
    ) -> tuple[list[SentBundle], int]:
        """Files of attachments, after the records: data never waits for photos.  And how many are too large."""
        with self._store.reading() as connection:
            current = next(site for site in replica.sites(connection) if site.id == target.id)
            wants = _asking(current.peer, addressee).get("wants", ())
            if letter is None or not (fresh or wants):
                return [], 0
            kind = registry.kind("attachment").number
            place = str(_uuid(target.place)) if target.place and self._store.identity().is_hq else None
            inside = Scopes(connection).visible(place)
            made, large = parcels.parcels(
                connection, self._blobs, list(dict.fromkeys(fresh)), wants,
                current.peer.get("files", ()), lambda rec: inside(kind, rec), max_size,
            )  # fmt: skip
            empty = _encode(connection, Outgoing([], {}, 0))
        sent = []
        manifest = dict(letter.manifest)
        if "to" in manifest:
            manifest["to"] = manifest["from"]  # a parcel brings nobody further
        for parcel in made:
            number = self._next_number()
            with self._store.reading() as connection:
                header = self._header(connection, target, number, addressee)
            listed = {**manifest, "files": parcel.listing}
            sent.append(self._write_bundle(target, folder, header, listed, empty, max_size, Outgoing([], {}, 0), parcel))
        return sent, len(large)

    def _write_bundle(
        self, target: Site, folder: Path, header: files.Header, manifest: dict[str, Any], encoded: bytes,
        max_size: int | None, outgoing: Outgoing, parcel: parcels.Parcel | None = None, enclosed: Sequence[bytes] = (),
    ) -> SentBundle:  # fmt: skip
        number = header.number
        name = f"{_file_name(self._store.identity().name)}-{_file_name(target.name)}-{number:04d}-{header.incarnation.hex()[-6:]}{SUFFIX}"
        path = folder / name
        recipient = PublicKeys.unpack(bytes.fromhex(target.peer["keys"]))
        blobs = parcel.blobs if parcel is not None else ()
        try:
            files.write(
                path, header, manifest, encoded, self.keys(), [recipient, self.keys().public], blobs, enclosed
            )
        except files.TooLarge as error:
            raise InvalidInput(_("The bundle would be too large: {reason}.").format(reason=error)) from error
        except OSError as error:
            raise InvalidInput(
                _("{file} could not be written: {reason}.").format(file=path, reason=error.strerror),
                advice=_("Check that the stick or folder has room and is not write-protected, then send again."),
            ) from error
        size = path.stat().st_size
        if max_size is not None and size > max_size:
            path.unlink()
            raise TooLargeForMail(
                _("The bundle for {site} has {size:,} bytes; only {limit:,} are allowed.").format(
                    site=target.name, size=size, limit=max_size
                ),
                advice=_("Send it by USB stick, or allow a larger size with --max-size."),
            )
        whole = parcel.hashes if parcel is not None else ()
        records = len({c.rec for c in outgoing.changes})
        made = SentBundle(path, target.name, len(outgoing.operations), records, size, len(whole))
        with self._store.writing() as tx:
            self._note_sent(tx, target, header, made, whole)
        return made

    def _note_sent(
        self, tx: Transaction, target: Site, header: files.Header, made: SentBundle, whole: Sequence[str]
    ) -> None:
        current = next(site for site in replica.sites(tx.connection) if site.id == target.id)
        current.peer["sent"] = header.created
        if whole:
            current.peer["files"] = sorted({*current.peer.get("files", ()), *whole})
            asking = _asking(current.peer, header.target.hex())
            asking["wants"] = [one for one in asking.get("wants", ()) if one not in whole]
        replica.write_site(tx.connection, current)
        replica.note_bundle(
            tx.connection, direction="sent", bundle=header.bundle, number=header.number, site=target.id,
            wall=header.created, file=made.file.name,
            report={"operations": made.operations, "records": made.records, "bytes": made.bytes},
        )  # fmt: skip

    def _header(self, connection: Connection, target: Site, number: int, addressee: str) -> files.Header:
        identity = self._store.identity()
        enrol = self._store.meta("enrol", connection)
        acknowledged = bool(target.peer.get("ack"))
        return files.Header(
            bundle=uuid7(),
            workspace=bytes.fromhex(identity.workspace),
            site=bytes.fromhex(identity.id),
            incarnation=bytes.fromhex(self._store.meta("incarnation", connection)),
            number=number,
            epoch=int(self._store.meta("epoch", connection) or 0),
            created=self._store.now(),
            application=__version__,
            target=bytes.fromhex(addressee),
            enrol=bytes.fromhex(enrol) if enrol and not acknowledged else b"",
        )

    def _serial(self, connection: Connection) -> int:
        own = next(site for site in replica.sites(connection) if site.state == "self")
        return Certificate.unpack(own.certificate).serial if own.certificate else 0

    def _addressees(self, target: Site) -> list[str]:
        """The incarnations of a site that go on, newest first: several when a laptop was copied.  Each gets its own letter."""
        alive = _alive(target)
        if not alive or not self._store.identity().is_hq:
            return [""]
        return sorted(alive, key=lambda inc: (alive[inc].get("wall", 0), inc), reverse=True)

    def _letter_up(self, connection: Connection, target: Site, offset: int, portion: int) -> _Letter:
        acked = replica.covered(connection, _heads(target.peer.get("ack", {})))
        own = self._own_chains(connection)
        wanted = {inc: acked.after.get(inc, 0) for inc in own}
        returned = self._returned(connection, target)
        wanted |= returned
        outgoing = replica.by_chain(connection, wanted, acked.branches)
        kept = outgoing.changes[offset : offset + portion]
        more = len(outgoing.changes) > offset + portion
        packs = [inc for inc, site in replica.incarnations(connection).items() if site is None]
        manifest = {
            "kind": "up",
            "heads": _plain(replica.heads(connection, [*own, *packs])),
            "cursor": self._store.meta("cursor", connection) or {},
            "parent": (self._store.meta("parents", connection) or {}).get(self._store.meta("incarnation", connection), ""),
            "supersedes": bool(self._store.meta("supersedes", connection)),
            "place": self._store.identity().place,
            "serial": self._serial(connection),
            "sites": _site_rows(
                connection, {bytes.fromhex(self._store.identity().id), *self._owners(connection, {c.inc for c in kept if c.inc in returned})}
            ),
        }
        return _Letter(manifest, Outgoing(kept, outgoing.operations, outgoing.last), more)

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

    def _down(
        self, connection: Connection, target: Site, addressee: str, offset: int = 0, portion: int = PER_BUNDLE
    ) -> _Plan:
        """Arrival numbers of what a site lacks, and the point that the bundle brings it to."""
        peer = target.peer.get("incs", {}).get(addressee, {})
        own = self._store.meta("incarnation", connection)
        start = int(peer.get("cursor", {}).get(own, 0))
        has = replica.covered(connection, _heads(peer.get("heads", {})))
        scopes = Scopes(connection)
        place = str(_uuid(target.place)) if target.place else None
        visible = scopes.visible(place)
        before = scopes.place_id(peer["place"]) if peer.get("place") else place
        new = not any(peer.get("cursor", {}).values())  # a site that never got anything has nothing to give back
        crossed = Crossings() if offset or new else scopes.crossings(place, start, before)
        another = before != place or not (start or new)  # a restored headquarters may count as the site's what had left it
        anew = before != place and not offset
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

    def _letter_down(
        self, connection: Connection, target: Site, offset: int, addressee: str, reached: int, portion: int
    ) -> _Letter:
        plan = self._down(connection, target, addressee, 0, portion)
        if offset:  # a further volume of the same letter: as if the first had arrived
            later = Site(**{name: getattr(target, name) for name in Site.__dataclass_fields__})
            own = self._store.meta("incarnation", connection)
            later.peer = _with_cursor(target.peer, addressee, own, reached)
            plan = self._down(connection, later, addressee, offset, portion)
        outgoing = replica.by_number(connection, plan.numbers)
        chains = [inc for inc, site in replica.incarnations(connection).items() if site == target.id]
        authors = {site for inc, site in replica.incarnations(connection).items()
                   if site and inc in {c.inc for c in outgoing.changes}}  # fmt: skip
        own_id = bytes.fromhex(self._store.identity().id)
        back = self._store.meta("brought_back", connection)
        manifest = {
            "kind": "down",
            "heads": _plain(replica.heads(connection, chains)),
            "from": plan.start,
            "to": plan.end,
            "seen": plan.seen,
            "place": plan.place if not plan.more else "",
            "taken": [bytes.fromhex(one) for one in target.peer.get("taken", ())],
            "way": [site.id for site in self._way(self._readers(connection), target)],
            **self._news(target, addressee),
            "anew": plan.anew,
            "evict": [b"".join(plan.left[at : at + EVICTED]) for at in range(0, len(plan.left), EVICTED)],
            "floor": {**(back.get("ends", {}) if back else {}), **(self._store.meta("floor", connection) or {})},
            "lost": bool(back),
            "sites": _site_rows(connection, authors | {own_id}),
        }
        return _Letter(manifest, outgoing, plan.more, plan.end)

    def _news(self, target: Site, addressee: str) -> dict[str, Any]:
        """The site's certificate, until the site says that it has it."""
        told = int(target.peer.get("incs", {}).get(addressee, {}).get("serial", 0))
        if target.certificate is None or Certificate.unpack(target.certificate).serial <= told:
            return {}
        return {"certificate": target.certificate}

    # -- receiving -----------------------------------------------------------------------------------------------

    def receive(
        self, paths: Sequence[Path], *, dry_run: bool = False, cancelled: Cancelled | None = None
    ) -> list[Received]:
        """Takes bundles in, each all or nothing; a refused one is reported and changes nothing.

        Files that build on others of the same call are tried again after those.
        """
        answers: list[list[Received]] = [[] for _path in paths]
        waiting = list(range(len(paths)))
        while waiting:
            later: list[int] = []
            for index in waiting:
                if cancelled is not None and cancelled():
                    break
                answers[index] = self._receive(Path(paths[index]), dry_run=dry_run)
                if any(answer.code == "gap" for answer in answers[index]):
                    later.append(index)
            if len(later) == len(waiting):
                break
            waiting = later
        return [answer for found in answers for answer in found]

    def _receive(self, path: Path, *, dry_run: bool, depth: int = 0) -> list[Received]:
        """What became of a file, and before that of those that it carries."""
        sender = ""
        carried: list[Received] = []
        try:
            known = self._known(path)
            if known is not None:
                return [known]
            try:
                opened = self._open(path)
            except Refused as error:
                if error.code == "not_for_me" and (kept := self._keep_for_headquarters(path, dry_run)) is not None:
                    return [kept]
                raise
            if wrong := manifests.fault(opened.manifest, up=self._store.identity().is_hq):
                raise Refused(
                    "malformed", _("{file} was refused: its manifest is not made by the rules ({key}).").format(file=path.name, key=wrong),
                    advice=_("Nothing was changed. Ask the sender to send it again."),
                )  # fmt: skip
            carried = self._unload(path, opened, dry_run, depth) if opened.enclosed else []
            with self._store.writing(dry_run=dry_run) as tx:
                if opened.manifest.get("kind") == "relay":
                    sender, received = self._note_relay(tx, path, opened, carried)
                else:
                    sender, received = self._take_in(tx, path, opened)
                if not depth and self._store.identity().is_hq:
                    self._answer_through(tx, opened.header.site, None)
            return [*carried, received]
        except KnownError as error:
            return [*carried, Received(
                file=path, sender=sender, code=getattr(error, "code", "refused"), exit=int(error.exit),
                refused=f"{error.message} {error.advice}".strip(), operations={"new": 0, "known": 0, "refused": 0},
                records={"created": 0, "updated": 0, "removed": 0, "unchanged": 0},
                gaps=error.gaps if isinstance(error, Gap) else (),
            )]  # fmt: skip

    # -- relaying ------------------------------------------------------------------------------------------------

    def _keep_for_headquarters(self, path: Path, dry_run: bool) -> Received | None:
        """A coordinator keeps a file for headquarters, to send it on; None when it is another's to carry."""
        identity = self._store.identity()
        header = files.peek(path)
        if identity.role != "coordinator" or header.target or header.workspace.hex() != identity.workspace:
            return None
        if header.site.hex() in (identity.id, *(self._store.meta("way") or ())):
            return None  # theirs go to headquarters without us
        if not dry_run and not self._relay.keep(path.read_bytes(), header, path.name, UP):
            raise Busy(
                _("{n} files wait to be sent on already.").format(n=MOST),
                advice=_("Send them to headquarters first, and take in its answer."),
            )
        return _empty(path, "", "relayed", _("It is for headquarters, and goes on with your next file to it."))

    def _unload(self, path: Path, opened: files.Bundle, dry_run: bool, depth: int) -> list[Received]:
        """Takes in, or keeps for others, the files that a bundle carries."""
        if depth >= HOPS:
            raise Refused("malformed", _("The file carries files within files, more than {n} deep.").format(n=HOPS))
        names = {row[0]: str(row[1]) for row in opened.manifest.get("names", ()) if isinstance(row, list) and len(row) == 2}
        answers: list[Received] = []
        with TemporaryDirectory(prefix="gedesk-") as folder:
            inner = []
            for at, data in enumerate(opened.enclosed):
                file = Path(folder) / f"{at}{SUFFIX}"
                file.write_bytes(data)
                inner.append((file, data))
            if self._store.identity().is_hq:
                for file, _data in inner:
                    answers += [replace(one, file=path) for one in self._receive(file, dry_run=dry_run, depth=depth + 1)]
                    with contextlib.suppress(files.BundleError), self._store.writing(dry_run=dry_run) as tx:
                        self._answer_through(tx, files.peek(file).site, opened.header.site)
            elif not dry_run:
                with _named_refusals(path):
                    headers = [files.peek(file) for file, _data in inner]
                self._relay.make_room({header.target for header in headers})
                for header, (_file, data) in zip(headers, inner, strict=True):
                    self._relay.keep(data, header, names.get(header.bundle, f"{header.bundle.hex()}{SUFFIX}"), DOWN)
        return answers

    def _answer_through(self, tx: Transaction, site: bytes, carrier: bytes | None) -> None:
        """The answer to a site goes the way that its own files come."""
        found = next((one for one in replica.sites(tx.connection) if one.id == site and one.state == "joined"), None)
        via = carrier.hex() if carrier and carrier != site else ""
        if found is not None and found.peer.get("via", "") != via:
            found.peer["via"] = via
            replica.write_site(tx.connection, found)

    def _note_relay(
        self, tx: Transaction, path: Path, opened: files.Bundle, carried: Sequence[Received]
    ) -> tuple[str, Received]:
        """Notes which files a carrier brought, for the receipt that lets it forget them."""
        header = opened.header
        sender = self._sender(tx, opened)
        if self._store.identity().is_hq:
            if any(one.code == "gap" for one in carried):
                return sender.name, _empty(path, sender.name, "gap", "")
            brought = [row[0].hex() for row in opened.manifest.get("names", ()) if isinstance(row[0], bytes)]
            sender.peer["taken"] = [*sender.peer.get("taken", ()), *brought][-TAKEN:]
            replica.write_site(tx.connection, sender)
        replica.note_bundle(
            tx.connection, direction="received", bundle=header.bundle, number=header.number, site=sender.id,
            wall=self._store.now(), file=path.name,
            report={"operations": 0, "records": 0, "note": "", "digest": _file_digest(path)},
        )  # fmt: skip
        n = len(opened.enclosed)
        note = "" if self._store.identity().is_hq else ngettext(
            "It carries {n} file for another site; your next “send” writes it out.",
            "It carries {n} files for other sites; your next “send” writes them out.", n,
        ).format(n=n)  # fmt: skip
        return sender.name, _empty(path, sender.name, "", note)

    def _known(self, path: Path) -> Received | None:
        """The answer for a file that was taken in whole before, byte for byte; None for any other."""
        with _named_refusals(path):
            header = files.peek(path)
            digest = _file_digest(path)
        with self._store.reading() as connection:
            found = replica.received(connection, header.bundle)
            if found is None or found[1].get("digest") != digest or found[1].get("note"):
                return None
            sender = next((site.name for site in replica.sites(connection) if site.id == found[0]), "?")
        report = found[1]
        return Received(
            file=path, sender=sender, receipt=header.bundle.hex(),
            operations={"new": 0, "known": report["operations"], "refused": 0},
            records={"created": 0, "updated": 0, "removed": 0, "unchanged": report["records"]},
        )  # fmt: skip

    def inspect(self, path: Path) -> dict[str, Any]:
        """What a file says of itself; its contents too when it is addressed to this replica.  Raises KnownError."""
        with _named_refusals(path):
            header = files.peek(path)
        answer: dict[str, Any] = {
            "file": str(path),
            "bundle": header.bundle.hex(),
            "number": header.number,
            "made": stamp(header.created),
            "application": header.application,
            "site": header.site.hex(),
            "volume": [header.volume, header.volumes],
            "bytes": path.stat().st_size,
            "readers": len(header.recipients),
            "first": bool(header.enrol),
        }
        opened = self._open(path)
        with self._store.reading() as connection:
            known = replica.sites(connection)
            names = {site.id: site.name for site in known}
            decoded = self._decoded(connection, opened)
        kinds: dict[str, int] = {}
        for change in decoded.changes:
            name = registry.name_of(change.kind) or f"kind {change.kind}"
            kinds[name] = kinds.get(name, 0) + 1
        answer |= {
            "words": _words(next((site for site in known if site.id == header.site), _NOBODY)),
            "from": names.get(header.site) or next((row[1] for row in opened.manifest.get("sites", []) if row[0] == header.site), "?"),
            "operations": [
                {"title": operation.title, "author": operation.author, "when": stamp(operation.wall)}
                for operation in decoded.operations.values()
            ],
            "changes": kinds,
            "records": len({change.rec for change in decoded.changes}),
        }
        return answer

    def _open(self, path: Path) -> files.Bundle:
        identity = self._store.identity()
        with self._store.reading() as connection:
            trust = _Trust(identity.is_hq, replica.sites(connection), bytes.fromhex(identity.workspace))
            mine = bytes.fromhex(self._store.meta("incarnation", connection))
        with _named_refusals(path):
            return files.read(
                path, self.keys(), trust, workspace=bytes.fromhex(identity.workspace), incarnation=mine
            )

    def _decoded(self, connection: Connection, opened: files.Bundle) -> columns.Decoded:
        try:
            return columns.decode(
                opened.changes, lambda places: replica.hashes_at(connection, places), with_patches=True
            )
        except columns.Missing as error:
            raise Gap(_gap_text(connection, error.places)) from error
        except Malformed as error:
            raise Refused(
                "malformed", _("The bundle is not made by the rules: {reason}.").format(reason=error),
                advice=_("Nothing was changed. Ask the sender to send it again."),
            ) from error  # fmt: skip

    def _take_in(self, tx: Transaction, path: Path, opened: files.Bundle) -> tuple[str, Received]:
        header, manifest = opened.header, opened.manifest
        identity = self._store.identity()
        sender = self._sender(tx, opened)
        if not identity.is_hq and self._was_rolled_back(tx, manifest):
            return sender.name, self._begun_anew(tx, path, sender)
        decoded = self._decoded(tx.connection, opened)
        rows: list[list[Any]] = manifest.get("sites", [])
        patches = {c.hash: patch for c, patch in zip(decoded.changes, decoded.patches, strict=True)}
        changes: list[Change] = decoded.changes
        gaps: tuple[str, ...] = ()
        unseen: int | dict[bytes, int]
        if identity.is_hq:
            self._note_up(sender, header, manifest)
            owners = _chains_of(tx.connection, changes, sender, rows, True)
            self._check_owners(tx, sender, owners)
            self._note_holes(tx, [c for c in changes if owners[c.inc] != sender.id])
            mine, gaps = self._without_gaps(tx.connection, [c for c in changes if owners[c.inc] == sender.id], sender)
            changes = mine + [c for c in changes if owners[c.inc] != sender.id]
            own_id = bytes.fromhex(identity.id)  # what headquarters itself lost may come back from anybody who has it
            self._check_scope(tx.connection, sender, [c for c in changes if owners[c.inc] != own_id], patches)
            unseen = self._unseen_by(tx.connection, sender, header.incarnation)
        else:
            self._note_down(tx, sender, header, manifest)
            unseen = replica.covered(tx.connection, _heads(manifest.get("heads", {}))).after
        _check_types(decoded)
        for row in rows:
            self._note_author(tx.connection, row)
        chains = _chains_of(tx.connection, changes, sender, rows, identity.is_hq)
        before = replica.count_conflicts(tx.connection)
        log = reading.last_change(tx.connection)
        outcome = tx.absorb(changes, decoded.operations, chains, patches)
        if not identity.is_hq:
            self._keep_scope(tx, sender, header, manifest, changes)
            self._relay.drop([one.hex() for one in manifest.get("taken", ())], UP)
            tx.set_meta("way", [one.hex() for one in manifest.get("way", ())])
            if isinstance(manifest.get("certificate"), bytes):
                self._take_certificate(tx, sender, manifest["certificate"])
        kept = parcels.keep(tx.connection, self._blobs, manifest, opened.blobs)
        if "files" not in manifest:
            replicas = sender.peer.get("incs", {})
            (replicas[header.incarnation.hex()] if identity.is_hq else sender.peer)["wants"] = parcels.asked(manifest)
        after = replica.count_conflicts(tx.connection)
        sender.peer["received"] = self._store.now()
        replica.write_site(tx.connection, sender)
        back = tx.meta("brought_back") if identity.is_hq else None
        if back and all(site.peer.get("received", 0) >= back["at"] for site in self._readers(tx.connection)):
            tx.set_meta("brought_back", None)
        operations = {c.op for c in changes}
        report = {
            "operations": len(operations), "records": len({c.rec for c in changes}),
            "note": "; ".join(gaps), "digest": _file_digest(path), "log": [log, reading.last_change(tx.connection)],
        }  # fmt: skip
        replica.note_bundle(
            tx.connection, direction="received", bundle=header.bundle, number=header.number, site=sender.id,
            wall=self._store.now(), file=path.name, report=report,
        )  # fmt: skip
        parallel = self._parallel(tx.connection, changes, outcome.met, unseen)
        return sender.name, Received(
            file=path,
            sender=sender.name,
            operations={
                "new": outcome.new_operations,
                "known": len(operations) - outcome.new_operations,
                "refused": len({c.op for c in decoded.changes} - operations),
            },
            records={
                "created": outcome.created, "updated": outcome.updated, "removed": outcome.removed,
                "unchanged": outcome.unchanged,
            },
            conflicts=max(0, after - before),
            parallel=parallel,
            gaps=tuple(gaps),
            receipt=header.bundle.hex(),
            attachments=kept,
            code="gap" if gaps else "",
        )  # fmt: skip

    def _sender(self, tx: Transaction, opened: files.Bundle) -> Site:
        """The site that signed; a first bundle joins it."""
        header = opened.header
        found = next((site for site in replica.sites(tx.connection) if site.id == header.site), None)
        if found is None:
            raise Refused("unknown_signer", _("The bundle comes from a site that is not known here."))
        if found.state == "invited":
            keys = accept_enrolment(
                header.enrol, bytes.fromhex(found.peer["enrol"]), header.workspace, found.id
            )
            found.peer["keys"] = keys.packed().hex()
            found.state = "joined"
        return found

    def _note_up(self, sender: Site, header: files.Header, manifest: Mapping[str, Any]) -> None:
        incs = sender.peer.setdefault("incs", {})
        peer = incs.setdefault(header.incarnation.hex(), {"number": 0, "wall": 0})
        if header.number > peer["number"]:
            peer.update(
                number=header.number, wall=self._store.now(), cursor=dict(manifest.get("cursor", {})),
                heads=_as_json(manifest.get("heads", {})), epoch=header.epoch, place=str(manifest.get("place", "")),
                serial=int(manifest.get("serial", 0)), retired=False,
            )  # fmt: skip
        parent = manifest.get("parent", "")
        if manifest.get("supersedes") and parent in incs:
            incs[parent]["retired"] = True

    def _note_down(self, tx: Transaction, sender: Site, header: files.Header, manifest: Mapping[str, Any]) -> None:
        """Takes note of headquarters' acknowledgements and of how far its log is here now.  Raises Gap, Refused."""
        peer = sender.peer
        if header.epoch < int(peer.get("epoch", 0)):
            raise Refused(
                "old_epoch", _("The bundle was made before headquarters restored a backup; it is out of date."),
                advice=_("Nothing was changed. Ask headquarters for a new one."),
            )  # fmt: skip
        inc = header.incarnation.hex()
        if peer.get("inc") != inc:
            peer.update(inc=inc, number=0, epoch=header.epoch, former=bool(peer.get("inc")))
        if header.number > int(peer.get("number", 0)):
            peer.update(number=header.number, ack=_as_json(manifest.get("heads", {})), floor=dict(manifest.get("floor", {})))
            peer["lost"] = bool(manifest.get("lost"))
        cursor = dict(tx.meta("cursor") or {})
        if int(manifest["from"]) > int(cursor.get(inc, 0)):
            missing = _("an earlier bundle from {site} is missing").format(site=sender.name)
            raise Gap((missing,))
        reached = int(manifest["to"])
        tx.set_meta("brought_back", None)
        cursor[inc] = reached if manifest.get("anew") else max(int(cursor.get(inc, 0)), reached)
        tx.set_meta("cursor", cursor)

    def _keep_scope(
        self, tx: Transaction, sender: Site, header: files.Header, manifest: Mapping[str, Any], changes: Sequence[Change]
    ) -> None:
        """Drops what is not this site's any more, takes up again what is, and the site's own place.

        A file that comes after a newer one drops nothing: what left meanwhile may have come back, and the newer one said so.
        """
        moment = (header.epoch << 40) + header.number
        tx.readmit({c.rec for c in changes}, moment)
        if header.number < int(sender.peer.get("number", 0)):
            return
        gone = [ids[at : at + 16] for ids in manifest.get("evict", []) for at in range(0, len(ids), 16)]
        by_kind: dict[str, list[bytes]] = {}
        for rec, number in replica.kinds_of(tx.connection, gone).items():
            if (name := registry.name_of(number)) is not None and name != "place":
                by_kind.setdefault(name, []).append(rec)
        tx.evict(by_kind, moment)
        place = manifest.get("place", "")
        if place and place != tx.meta("site")["place"]:
            tx.set_meta("site", {**tx.meta("site"), "place": place})
            own = next(site for site in replica.sites(tx.connection) if site.state == "self")
            own.place = reading.by_code(tx.connection, "place", place)
            replica.write_site(tx.connection, own)

    def _take_certificate(self, tx: Transaction, sender: Site, packed: bytes) -> None:
        """The site's name and role as headquarters certifies them; a certificate that is not ours changes nothing."""
        identity = tx.meta("site")
        own = next(site for site in replica.sites(tx.connection) if site.state == "self")
        try:
            given = Certificate.unpack(packed)
            given.verify(PublicKeys.unpack(bytes.fromhex(sender.peer["keys"])), bytes.fromhex(identity["workspace"]))
        except KeyFault as error:
            raise Refused("malformed", _("The certificate in the file is not headquarters’: {reason}.").format(reason=error)) from error
        if given.site != own.id or given.serial <= self._serial(tx.connection):
            return
        own.certificate, own.name, own.role = packed, given.name, given.role
        replica.write_site(tx.connection, own)
        tx.set_meta("site", {**identity, "name": given.name, "role": given.role})

    def _was_rolled_back(self, tx: Transaction, manifest: Mapping[str, Any]) -> bool:
        """Whether headquarters knows more of this incarnation than is here: the whole disk was brought back."""
        own = bytes.fromhex(tx.meta("incarnation"))
        if int(manifest.get("seen", 0)) > int(tx.meta("bundle") or 0):
            return True
        ends = _heads(_as_json(manifest.get("heads", {}))).get(own, [])
        here = replica.hashes_at(tx.connection, {(own, seq) for seq, _hash in ends})
        return any(hash_ not in here.get((own, seq), ()) for seq, hash_ in ends)

    def _begun_anew(self, tx: Transaction, path: Path, sender: Site) -> Received:
        """Goes on as a new incarnation; what was lost comes with headquarters' next file."""
        last = replica.last_bundles(tx.connection).get("sent", 0)
        self._store.mint(tx, supersedes=True)
        note = _(
            "This computer’s data was brought back to an older state{when}. Headquarters still has your later entries; "
            "they come back with its next file. Send yours first."
        ).format(when=_(" of {day}").format(day=stamp(last)[:10]) if last else "")
        return _empty(path, sender.name, "restored", note)

    def _note_author(self, connection: Connection, row: Sequence[Any]) -> None:
        """Names of other sites, for showing who wrote what."""
        known = {site.id for site in replica.sites(connection)}
        if row[0] not in known:
            replica.write_site(connection, Site(row[0], row[1], row[2] or None, row[3], "known", None, {}))

    def _without_gaps(
        self, connection: Connection, changes: Sequence[Change], sender: Site
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

    def _check_owners(self, tx: Transaction, sender: Site, owners: Mapping[bytes, bytes | None]) -> None:
        """A site writes in its own chains; those of others come back from it only after headquarters was restored."""
        if not tx.meta("floor") and any(owner not in (sender.id, None) for owner in owners.values()):
            raise Refused(
                "out_of_scope", _("{site} sent changes in the name of others.").format(site=sender.name),
                advice=_("Nothing of the bundle was applied. Ask the site what happened."),
            )  # fmt: skip

    def _note_holes(self, tx: Transaction, returned: Sequence[Change]) -> None:
        """Of chains that come back in pieces nobody may think that they are whole: their authors send the rest."""
        have = {c.hash for c in returned}
        here = replica.hashes_at(tx.connection, {(c.inc, c.seq - 1) for c in returned if c.prev and c.prev not in have})
        known = {one for found in here.values() for one in found}
        broken = {c.inc.hex() for c in returned if c.prev and c.prev not in have and c.prev not in known}
        if broken:
            tx.set_meta("holed", sorted({*(tx.meta("holed") or ()), *broken}))

    def _check_scope(
        self, connection: Connection, sender: Site, changes: Sequence[Change], patches: Mapping[bytes, Patch | None]
    ) -> None:
        """Nothing outside its signer's scope is applied: the whole bundle is refused."""
        if sender.role == "hq":
            return
        scopes = Scopes(connection)
        written: dict[str, set[bytes]] = {}
        for c in changes:
            if (name := registry.name_of(c.kind)) is not None:
                written.setdefault(name, set()).add(c.rec)
        scopes.look_up(written)
        place = str(_uuid(sender.place)) if sender.place else None
        made: dict[bytes, bytes | None] = {}
        for c in changes:
            kind = registry.name_of(c.kind)
            patch = patches[c.hash] or {}
            given = patch.get(2)
            if c.rec not in made or given is not None:
                made[c.rec] = given if isinstance(given, bytes) else made.get(c.rec)
            elif kind is not None:
                continue  # checked with an earlier change of the same record
            if kind is not None and not scopes.allows(place, kind, c.rec, made[c.rec]):
                tops = [place, *sender.peer.get("places", ())] if place else []
                if any(scopes.allows(top, kind, c.rec, made[c.rec]) for top in tops[1:]) or scopes.was_ever_in(kind, c.rec, tops):
                    continue  # written before the site heard that the record or the site moved
                raise Refused(
                    "out_of_scope",
                    _("{site} wrote a record that is not its to write ({kind}).").format(
                        site=sender.name, kind=registry.kind(kind).label()
                    ),
                    advice=_("Nothing of the bundle was applied. Ask the site what happened, or widen its scope."),
                )

    def _unseen_by(self, connection: Connection, sender: Site, incarnation: bytes) -> int:
        own = self._store.meta("incarnation", connection)
        return int(sender.peer["incs"][incarnation.hex()].get("cursor", {}).get(own, 0))

    def _parallel(
        self, connection: Connection, changes: Sequence[Change], met: Iterable[bytes], unseen: int | dict[bytes, int]
    ) -> int:
        """Records in which edits that did not know of each other came together without touching the same field."""
        recs = list(met)
        arrived = {c.hash for c in changes}
        authors = {c.inc for c in changes}
        own = set(self._own_chains(connection))
        found: set[bytes] = set()
        for rec, hash_, inc, seq, n, site in replica.undisputed(connection, recs):
            if hash_ in arrived or inc in authors or site is None:
                continue
            if (n > unseen) if isinstance(unseen, int) else (inc in own and seq > unseen.get(inc, 0)):
                found.add(rec)
        return len(found)


@dataclass(frozen=True, slots=True)
class _Letter:
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


class Refused(SecurityRefusal):
    """A bundle that is not applied; `code` is stable, see sync/SPEC.md."""

    def __init__(self, code: str, message: str, *, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.code = code


class TooLargeForMail(InvalidInput):
    """A bundle is larger than was allowed; it was not kept."""


class Gap(InvalidInput):
    """A bundle that builds on one that is not here yet.  `gaps` says which, in words."""

    code = "gap"

    def __init__(self, gaps: Sequence[str]) -> None:
        super().__init__(
            _("The bundle builds on another that has not arrived: {gaps}.").format(gaps="; ".join(gaps)),
            advice=_("Nothing was changed. Receive the missing one first, or ask the sender to send again."),
        )
        self.gaps = tuple(gaps)


_NOBODY = Site(b"", "", None, "", "")


def _empty(path: Path, sender: str, code: str, note: str) -> Received:
    return Received(
        file=path, sender=sender, code=code, note=note, operations={"new": 0, "known": 0, "refused": 0},
        records={"created": 0, "updated": 0, "removed": 0, "unchanged": 0},
    )  # fmt: skip


class _Trust:
    """Which keys may sign for which site."""

    def __init__(self, is_hq: bool, sites: Sequence[Site], workspace: bytes) -> None:
        self._is_hq = is_hq
        self._sites = {site.id: site for site in sites}
        self._workspace = workspace

    def verify_key(self, header: files.Header) -> bytes:
        """See gesync.bundle.Trust."""
        site = self._sites.get(header.site)
        if site is None or site.state == "known":
            raise files.UnknownSigner("the signing site is not known here")
        if site.state == "revoked":
            raise files.Revoked("headquarters revoked the signing site")
        if site.state == "invited":
            if not header.enrol:
                raise files.UnknownSigner("the site has not joined yet and the bundle does not join it")
            try:
                keys = accept_enrolment(header.enrol, bytes.fromhex(site.peer["enrol"]), self._workspace, site.id)
            except BadEnrolment as error:
                raise files.UnknownSigner(str(error)) from error
        else:
            keys = PublicKeys.unpack(bytes.fromhex(site.peer["keys"]))
        if key_id(keys) != header.signer:
            raise files.UnknownSigner("signed with other keys than those of the site")
        return keys.sign


class _named_refusals:  # noqa: N801
    """Refusals of the format as known errors, with what to do next."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        name = self._path.name
        match error:
            case files.TooNew():
                raise MadeByNewer(
                    _("{file} was made by a newer version.").format(file=name),
                    advice=_("Install GE Desk {version} or later; nothing was changed.").format(
                        version=error.install or "?"
                    ),
                ) from error
            case files.BundleError():
                raise Refused(
                    error.code,
                    _("{file} was refused: {reason}.").format(file=name, reason=_(REASONS.get(error.code, str(error)))),
                    advice=_(ADVICE.get(error.code, "Nothing was changed. Ask the sender to send it again.")),
                ) from error
            case PermissionError():
                raise Busy(
                    _("{file} is held by another program.").format(file=name),
                    advice=_("Wait until the copying or virus scan has finished, then try again."),
                ) from error
            case OSError():
                raise InvalidInput(
                    _("{file} cannot be read: {reason}.").format(file=name, reason=error.strerror),
                    advice=_("Copy it again from the stick or mail."),
                ) from error


REASONS = {
    "truncated": mark("it is cut short or has bytes too many"),
    "not_a_bundle": mark("it is not a GE Desk bundle"),
    "bad_header": mark("its header is damaged"),
    "other_workspace": mark("it belongs to another workspace"),
    "not_for_me": mark("it is addressed to somebody else"),
    "other_incarnation": mark("it is addressed to another copy of this site's data"),
    "unknown_signer": mark("its signature is of nobody known here"),
    "revoked": mark("its sender was revoked by headquarters"),
    "bad_signature": mark("it was altered or damaged after it was signed"),
    "damaged": mark("it does not decrypt"),
    "too_large": mark("it is larger than a bundle may be"),
    "malformed": mark("it is not made by the rules"),
}
ADVICE = {
    "not_a_bundle": mark("Choose a file that ends in .gesync."),
    "not_for_me": mark("Nothing was changed. Give it to the site it is meant for."),
    "other_workspace": mark("Nothing was changed. Check that you opened the right store."),
    "revoked": mark("Nothing was changed. The site needs a new kit."),
    "other_incarnation": mark("Nothing was changed. Send your own bundle to headquarters and wait for its answer."),
}


def _check_types(decoded: columns.Decoded) -> None:
    """Every known field has a value of its type; unknown fields pass, they are a newer version's."""
    by_field: dict[tuple[int, int], list[Any]] = {}
    for change, patch in zip(decoded.changes, decoded.patches, strict=True):
        kind = change.kind
        for number, value in (patch or {}).items():
            key = (kind, number)
            if key in by_field:
                by_field[key].append(value)
            else:
                by_field[key] = [value]
    for (kind_number, number), values in by_field.items():
        name = registry.name_of(kind_number)
        spec = registry.by_number(name).get(number) if name else None
        if spec is None:
            continue
        if not spec.accept_wire(values):
            raise Refused(
                "malformed", _("The bundle holds a value that does not fit the field “{field}”.").format(field=spec.label),
                advice=_("Nothing was changed. Ask the sender to send it again."),
            )  # fmt: skip


def _chains_of(
    connection: Connection, changes: Sequence[Change], sender: Site, rows: Sequence[Sequence[Any]], is_hq: bool
) -> dict[bytes, bytes | None]:
    """The site of every chain in a bundle: what we know, what the manifest says, else the sender."""
    told = {inc: row[0] for row in rows for inc in row[4]}
    known = replica.incarnations(connection)
    ours = {site.id for site in replica.sites(connection)} if is_hq else set()
    answer: dict[bytes, bytes | None] = {}
    for inc in {c.inc for c in changes}:
        if inc in known:
            answer[inc] = known[inc]
        elif is_hq:
            answer[inc] = told[inc] if told.get(inc) in ours else sender.id
        else:
            answer[inc] = told.get(inc)
    return answer


def _site_rows(connection: Connection, ids: set[bytes]) -> list[list[Any]]:
    """`[id, name, place, role, chains]` of sites, for a manifest."""
    chains: dict[bytes, list[bytes]] = {}
    for inc, site in replica.incarnations(connection).items():
        if site:
            chains.setdefault(site, []).append(inc)
    return [
        [site.id, site.name, site.place or b"", site.role, sorted(chains.get(site.id, []))]
        for site in replica.sites(connection)
        if site.id in ids
    ]


def _encode(connection: Connection, outgoing: Outgoing, by_place: set[bytes] | None = None) -> bytes:
    """The changes in columns.  With `by_place` only changes of these chains are referred to by place: the reader may lack others."""
    places = replica.places_of(connection, (c.rec for c in outgoing.changes if c.base))
    return columns.encode(
        outgoing.changes,
        outgoing.operations,
        lambda wanted: {
            one: places[one] for one in wanted if one in places and (by_place is None or places[one][0] in by_place)
        },
    )


def _plain(heads: Mapping[bytes, Sequence[Head]]) -> dict[str, list[list[Any]]]:
    return {inc.hex(): [[seq, value] for seq, value in ends] for inc, ends in heads.items()}


def _as_json(heads: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[list[Any]]]:
    """Heads from a manifest, as they are kept in the site table."""
    return {str(inc): [[int(seq), bytes(value).hex()] for seq, value in ends] for inc, ends in heads.items()}


def _heads(stored: Mapping[str, Sequence[Sequence[Any]]]) -> dict[bytes, list[Head]]:
    return {
        bytes.fromhex(inc): [
            (int(seq), value if isinstance(value, bytes) else bytes.fromhex(value)) for seq, value in ends
        ]
        for inc, ends in stored.items()
    }


def _with_cursor(peer: Mapping[str, Any], inc: str, own: str, end: int) -> dict[str, Any]:
    incs = dict(peer.get("incs", {}))
    incs[inc] = {**incs.get(inc, {}), "cursor": {**incs.get(inc, {}).get("cursor", {}), own: end}}
    return {**peer, "incs": incs}


def _gap_text(connection: Connection, places: Sequence[tuple[bytes, int]]) -> tuple[str, ...]:
    names = {site.id: site.name for site in replica.sites(connection)}
    chains = replica.incarnations(connection)
    by_site: dict[str, list[int]] = {}
    for inc, seq in places:
        by_site.setdefault(names.get(chains.get(inc) or b"", "?"), []).append(seq)
    return tuple(
        _("{first} to {last} from {site} missing; ask for them").format(first=min(seqs), last=max(seqs), site=site)
        for site, seqs in by_site.items()
    ) or (_("an earlier bundle is missing"),)


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reached(site: Site, own: str) -> int:
    """How far headquarters' log is at the replica of a site that has least of it."""
    return min((int(peer.get("cursor", {}).get(own, 0)) for peer in _alive(site).values()), default=0)


def _asking(peer: dict[str, Any], addressee: str) -> dict[str, Any]:
    """What is known of a replica: of one of a site's, or of headquarters'."""
    found: dict[str, Any] = peer["incs"][addressee] if addressee in peer.get("incs", {}) else peer
    return found


def _words(site: Site) -> tuple[str, ...]:
    packed = site.peer.get("keys")
    return fingerprint_words(PublicKeys.unpack(bytes.fromhex(packed))) if packed else ()


def _alive(site: Site) -> dict[str, Any]:
    """What is known of a site's replicas that go on, by incarnation."""
    return {inc: peer for inc, peer in site.peer.get("incs", {}).items() if not peer.get("retired")}


def _when(ms: int | None) -> str:
    return stamp(ms) if ms else ""


def _file_name(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text, flags=re.UNICODE).strip("-")[:40] or "site"


def _uuid(raw: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=raw)

