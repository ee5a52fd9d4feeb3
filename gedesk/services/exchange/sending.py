"""Writing bundles: for whom, in how many files, through whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gesync import bundle as files
from gesync.keys import Certificate, PublicKeys

from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput, UsageError
from gedesk.i18n import gettext as _
from gedesk.services.exchange import parcels, rolls
from gedesk.services.exchange.here import SUFFIX, Here
from gedesk.services.exchange.letters import PER_BUNDLE, Letter, Letters, encoded_changes
from gedesk.services.exchange.peers import alive, asking, uuid_of, way
from gedesk.services.exchange.refusals import TooLargeForMail
from gedesk.services.exchange.relaying import UP, Carried, loads
from gedesk.services.protocols import Cancelled
from gedesk.services.scopes import Scopes
from gedesk.services.views import SentBundle
from gedesk.store import replica
from gedesk.store.connection import Connection
from gedesk.store.door import Transaction
from gedesk.store.replica import Outgoing, Site

CERTIFIED, RENEWED = 2 * 365 * 86_400_000, 90 * 86_400_000  # ms that a certificate lasts; that are left when it is renewed


class Sending:
    """Writes bundles for other sites."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._store, self._blobs, self._relay = here.store, here.blobs, here.relay
        self._letters = Letters(here)

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
            for target in sorted(targets, key=lambda site: -len(way(targets, site))):  # the farthest first
                if cancelled is not None and cancelled():
                    break
                via = way(targets, target)
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
                    made = [replace(one, file=folder / via[-1].name / one.file.name, via=via[0].name) for one in made]
                sent.extend(made)
        if not self._store.identity().is_hq:
            sent += self._carry(targets[0], folder, max_size, "", list(self._relay.waiting(UP)))
            if to in (None, "all"):
                sent += self._relay.write_out(folder)
        return sent

    def _targets(self, connection: Connection, to: str | None) -> list[Site]:
        readers = self._here.writes_to(connection)
        hq = self._store.identity().is_hq
        if to not in (None, "all", "hq"):  # a closed site by name, even when it has heard of it
            readers = [site for site in replica.sites(connection) if site.state in ("joined", "retired") and "keys" in site.peer]
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
                advice=_("Make a kit in the settings or with “gedesk site add”; a site joins with it and sends its first bundle."),
            )
        return found

    def _addressees(self, target: Site) -> list[str]:
        """The incarnations of a site that go on, newest first: several when a laptop was copied.  Each gets its own letter."""
        going = alive(target)
        if not going or not self._store.identity().is_hq:
            return [""]
        return sorted(going, key=lambda inc: (going[inc].get("wall", 0), inc), reverse=True)

    def _carry(
        self, target: Site, folder: Path, max_size: int | None, addressee: str, waiting: Sequence[Carried]
    ) -> list[SentBundle]:
        """Files of others for or through `target`, enclosed as they are."""
        sent = []
        for load in loads(waiting, max_size):
            number = self._next_number()
            with self._store.reading() as connection:
                header = self._letters.header(connection, target, number, addressee)
                empty = encoded_changes(connection, Outgoing([], {}, 0))
            manifest = {"kind": "relay", "names": [[bytes.fromhex(one.key), one.name] for one in load]}
            enclosed = [one.path.read_bytes() for one in load]
            sent.append(
                self._write_bundle(target, folder, header, manifest, empty, max_size, Outgoing([], {}, 0), enclosed=enclosed)
            )
        return sent

    def _send_to(self, target: Site, folder: Path, max_size: int | None, addressee: str) -> list[SentBundle]:
        """All bundles for one replica of a site, several when there is much to send."""
        if self._store.identity().is_hq:
            self._certify(target)
        sent: list[SentBundle] = []
        more = True
        offset, reached, portion = 0, 0, PER_BUNDLE
        first: Letter | None = None
        fresh: list[bytes] = []
        kind = registry.kind("attachment").number
        while more:
            number = self._next_number()
            with self._store.reading() as connection:
                letter = (
                    self._letters.down(connection, target, offset, addressee, reached, portion)
                    if self._store.identity().is_hq
                    else self._letters.up(connection, target, offset, portion)
                )
                if missing := parcels.wanted(connection, self._blobs):
                    letter.manifest["wants"] = missing
                header = self._letters.header(connection, target, number, addressee)
                by_place = None if self._store.identity().is_hq or not target.peer.get("former") else set(self._here.own_chains(connection))
                encoded = encoded_changes(connection, letter.outgoing, by_place)
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
            workspace=bytes.fromhex(target.peer.get("workspace", identity.workspace)), site=target.id, name=target.name,
            place=place, role=target.role,
            scope=place, keys=PublicKeys.unpack(bytes.fromhex(target.peer["keys"])),
            serial=old.serial if old else 1, issued=old.issued if old else now, expires=old.expires if old else now + CERTIFIED,
        )  # fmt: skip
        mine = self._here.keys()
        with self._store.reading() as connection:
            officers = rolls.own(self._store, connection)
        if (
            old is not None and officers.find(old.issued_by) is not None and (old.expires or 0) > now + RENEWED
            and old == replace(wanted, issued_by=old.issued_by, signature=old.signature)
        ):  # fmt: skip
            return
        fresh = replace(wanted, serial=(old.serial + 1) if old else 1, issued=now, expires=now + CERTIFIED).issue(mine)
        target.certificate = fresh.packed()
        with self._store.writing() as tx:
            current = replica.site(tx.connection, target.id) or target
            current.certificate = target.certificate
            replica.write_site(tx.connection, current)

    def _next_number(self) -> int:
        with self._store.writing() as tx:
            number = int(tx.meta("bundle") or 0) + 1
            tx.set_meta("bundle", number)
        self._store.note_witness()  # durable before the bundle leaves: a restored database will be noticed
        return number

    def _send_files(
        self, target: Site, folder: Path, max_size: int | None, letter: Letter | None,
        fresh: Sequence[bytes], addressee: str,
    ) -> tuple[list[SentBundle], int]:
        """Files of attachments, after the records: data never waits for photos.  And how many are too large."""
        with self._store.reading() as connection:
            current = replica.site(connection, target.id) or target
            wants = asking(current.peer, addressee).get("wants", ())
            if letter is None or not (fresh or wants):
                return [], 0
            kind = registry.kind("attachment").number
            place = str(uuid_of(target.place)) if target.place and self._store.identity().is_hq else None
            inside = Scopes(connection).visible(place)
            made, large = parcels.parcels(
                connection, self._blobs, list(dict.fromkeys(fresh)), wants,
                current.peer.get("files", ()), lambda rec: inside(kind, rec), max_size,
            )  # fmt: skip
            empty = encoded_changes(connection, Outgoing([], {}, 0))
        sent = []
        manifest = dict(letter.manifest)
        if "to" in manifest:
            manifest["to"] = manifest["from"]  # a parcel brings nobody further
        for parcel in made:
            number = self._next_number()
            with self._store.reading() as connection:
                header = self._letters.header(connection, target, number, addressee)
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
        blobs = parcel.blobs if parcel is not None else ()
        try:
            files.write(
                path, header, manifest, encoded, self._here.keys(), self._recipients(target), blobs, enclosed
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
                advice=_("Send it by USB stick, or allow larger files."),
            )
        whole = parcel.hashes if parcel is not None else ()
        records = len({c.rec for c in outgoing.changes})
        made = SentBundle(path, target.name, len(outgoing.operations), records, size, len(whole))
        with self._store.writing() as tx:
            self._note_sent(tx, target, header, made, whole)
        return made

    def _recipients(self, target: Site) -> list[PublicKeys]:
        """Whose keys open a file: the reader's and the sender's; those of all officers where one is headquarters."""
        workspace = bytes.fromhex(self._store.identity().workspace)
        mine = self._here.keys().public
        if self._store.identity().is_hq:
            with self._store.reading() as connection:
                officers = rolls.own(self._store, connection).officers
            found = [PublicKeys.unpack(bytes.fromhex(target.peer["keys"])), *(one.keys for one in officers)]
        else:
            found = [*(one.keys for one in rolls.known(target, workspace).officers), mine]
        return list(dict.fromkeys(found))

    def _note_sent(
        self, tx: Transaction, target: Site, header: files.Header, made: SentBundle, whole: Sequence[str]
    ) -> None:
        current = replica.site(tx.connection, target.id) or target
        current.peer["sent"] = header.created
        if whole:
            current.peer["files"] = sorted({*current.peer.get("files", ()), *whole})
            told = asking(current.peer, header.target.hex())
            told["wants"] = [one for one in told.get("wants", ()) if one not in whole]
        replica.write_site(tx.connection, current)
        replica.note_bundle(
            tx.connection, direction="sent", bundle=header.bundle, number=header.number, site=target.id,
            wall=header.created, file=made.file.name,
            report={"operations": made.operations, "records": made.records, "bytes": made.bytes},
        )  # fmt: skip


def _file_name(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text, flags=re.UNICODE).strip("-")[:40] or "site"
