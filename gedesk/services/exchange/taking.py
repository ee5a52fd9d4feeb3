"""Taking a bundle in: acknowledgements, identities, scope and changes, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gesync import bundle as files
from gesync.change import Change
from gesync.keys import Certificate, KeyFault, PublicKeys, accept_enrolment

from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext, number
from gedesk.services.exchange import checks, parcels, rolls
from gedesk.services.exchange.here import Here
from gedesk.services.exchange.opening import Opening
from gedesk.services.exchange.peers import alive, as_kept, day, file_digest, heads_of
from gedesk.services.exchange.refusals import Gap, Refused, nothing_taken
from gedesk.services.exchange.relaying import UP
from gedesk.services.exchange.trust import awaited
from gedesk.services.views import Received
from gedesk.store import reading, replica
from gedesk.store.connection import Connection
from gedesk.store.door import Transaction
from gedesk.store.replica import Site


class Taking:
    """Applies opened bundles."""

    def __init__(self, here: Here, opening: Opening) -> None:
        self._here = here
        self._opening = opening
        self._store, self._blobs, self._relay = here.store, here.blobs, here.relay

    def take_in(self, tx: Transaction, path: Path, opened: files.Bundle, look: Callable[[], None]) -> tuple[str, Received]:
        """Who sent an opened bundle, and what it brought; `look` is called now and then, and raises to stop."""
        header, manifest = opened.header, opened.manifest
        identity = self._store.identity()
        sender = self.sender(tx, header)
        if not identity.is_hq and self._was_rolled_back(tx, manifest):
            return sender.name, self._begun_anew(tx, path, sender, manifest)
        look()
        decoded = self._opening.decoded(tx.connection, opened)
        look()
        rows: list[list[Any]] = manifest.get("sites", [])
        changes: list[Change] = decoded.changes
        gaps: tuple[str, ...] = ()
        unseen: int | dict[bytes, int]
        if identity.is_hq:
            self._note_up(tx, sender, header, manifest)
            owners = checks.chains_of(tx.connection, changes, sender, rows, True)
            checks.check_owners(tx, sender, owners)
            checks.note_holes(tx, [c for c in changes if owners[c.inc] != sender.id])
            mine, gaps = checks.without_gaps(tx.connection, [c for c in changes if owners[c.inc] == sender.id], sender)
            changes = mine + [c for c in changes if owners[c.inc] != sender.id]
            own = self._here.headquarters(tx.connection)  # what headquarters itself lost may come back from anybody who has it
            returned = [c for c in changes if owners[c.inc] in own]
            checks.check_scope(tx.connection, sender, [c for c in changes if owners[c.inc] not in own], decoded, returned)
            unseen = self._unseen_by(tx.connection, sender, header.incarnation)
        else:
            self._note_down(tx, sender, header, manifest)
            rolls.note_names(sender, manifest.get("officers", []))
            unseen = replica.covered(tx.connection, heads_of(manifest.get("heads", {}))).after
        checks.check_types(decoded)
        known = replica.site_ids(tx.connection)
        for id_, name, place, role, _chains in rows:  # names of other sites, for showing who wrote what
            if id_ not in known:
                replica.write_site(tx.connection, Site(id_, name, place or None, role, "known", None, {}))
        chains = checks.chains_of(tx.connection, changes, sender, rows, identity.is_hq)
        before = replica.count_conflicts(tx.connection)
        log = reading.last_change(tx.connection)
        outcome = tx.absorb(changes, decoded.operations, chains, decoded, look)
        if not identity.is_hq:
            self._keep_scope(tx, sender, header, manifest, changes)
            self._relay.drop([one.hex() for one in manifest.get("taken", ())], UP)
            tx.set_meta("way", [one.hex() for one in manifest.get("way", ())])
            if header.number >= int(sender.peer.get("number", 0)):
                tx.set_meta("retired", manifest.get("retired") or None)
                _note_closed(tx, set(manifest.get("closed", ())))
                rolls.note_marks(sender, manifest)
            if isinstance(manifest.get("certificate"), bytes):
                self._take_certificate(tx, sender, manifest["certificate"])
        kept = parcels.keep(tx.connection, self._blobs, manifest, opened.blobs)
        if "files" not in manifest:
            replicas = sender.peer.get("incs", {})
            (replicas[header.incarnation.hex()] if identity.is_hq else sender.peer)["wants"] = parcels.asked(manifest)
        after = replica.count_conflicts(tx.connection)
        sender.peer["received"] = self._store.now()
        replica.write_site(tx.connection, sender)
        if identity.is_hq and tx.meta("brought_back") and self._all_answered(tx):
            tx.set_meta("brought_back", None)
        operations = {c.op for c in changes}
        report = {
            "operations": len(operations), "records": len({c.rec for c in changes}),
            "note": "; ".join(gaps), "digest": file_digest(path), "log": [log, reading.last_change(tx.connection)],
        }  # fmt: skip
        replica.note_bundle(
            tx.connection, direction="received", bundle=header.bundle, number=header.number, site=sender.id,
            wall=self._store.now(), file=path.name, report=report,
        )  # fmt: skip
        if sender.state == "retired" and outcome.new_operations:
            sender.peer["told"] = False  # its last entries are to be confirmed
            replica.write_site(tx.connection, sender)
        parallel = checks.parallel(tx.connection, changes, outcome.met, unseen, self._here.own_chains(tx.connection))
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
            note=_late(sender, outcome.new_operations),
        )  # fmt: skip

    def hear_of(self, opened: files.Bundle) -> None:
        """Headquarters takes note of a replica whose file it cannot apply yet, so that its next file is for that one too.

        A copied laptop may build on changes that a restored headquarters lost, and so may one that headquarters does not know
        any more to have joined: only an answer makes it bring them back.
        """
        if not self._store.identity().is_hq:
            return
        with self._store.writing() as tx:
            sender = self.sender(tx, opened.header)
            self._note_up(tx, sender, opened.header, opened.manifest)
            replica.write_site(tx.connection, sender)

    def hear_of_closed(self, header: files.Header) -> None:
        """The same of a replica whose file is sealed for other officers, once its signature is found good.

        It has not heard of who sits here, or does not know it any more: all rolls go out to it again.
        """
        with self._store.writing() as tx:
            sender = self.sender(tx, header)
            incs = sender.peer.setdefault("incs", {})
            incs.setdefault(header.incarnation.hex(), {"number": 0, "wall": self._store.now()})["roll"] = 0
            replica.write_site(tx.connection, sender)

    def _all_answered(self, tx: Transaction) -> bool:
        """Whether every replica wrote to headquarters after it had heard that a backup was restored there.

        What was under way at that time does not count: it brings nothing of what others lost.
        """
        own = tx.meta("incarnation")
        return all(
            own in peer.get("cursor", {}) for site in self._here.readers(tx.connection) for peer in alive(site).values()
        )

    def sender(self, tx: Transaction, header: files.Header) -> Site:
        """The site that signed; with its enrolment a bundle joins an invited one."""
        found = replica.site(tx.connection, header.site)
        if found is None:
            raise Refused("unknown_signer", _("The bundle comes from a site that is not known here."))
        if awaited(found):
            keys = accept_enrolment(
                header.enrol, bytes.fromhex(found.peer["enrol"]), header.workspace, found.id
            )
            found.peer["keys"] = keys.packed().hex()
            found.state = "joined" if found.state == "invited" else found.state
        elif found.role == "hq" and header.enrol:
            rolls.note(found, header.workspace, header.enrol)
        return found

    def _note_up(self, tx: Transaction, sender: Site, header: files.Header, manifest: Mapping[str, Any]) -> None:
        if "rolls" in manifest:
            rolls.hear(tx, self._store, self._here.keys(), header.workspace.hex(), manifest)
        incs = sender.peer.setdefault("incs", {})
        peer = incs.setdefault(header.incarnation.hex(), {"number": 0, "wall": 0})
        if header.number > peer["number"]:
            peer.update(
                number=header.number, wall=self._store.now(), cursor=dict(manifest.get("cursor", {})),
                heads=as_kept(manifest.get("heads", {})), epoch=header.epoch, place=str(manifest.get("place", "")),
                serial=int(manifest.get("serial", 0)), roll=int(manifest.get("roll", 0)), retired=False,
                **({"role": str(manifest["role"])} if "role" in manifest else {}),
            )  # fmt: skip
        if sender.state == "retired":
            sender.peer["told"] = bool(manifest.get("retired"))
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
            peer.update(number=header.number, ack=as_kept(manifest.get("heads", {})), floor=dict(manifest.get("floor", {})))
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
        for rec, kind_number in replica.kinds_of(tx.connection, gone).items():
            if (name := registry.name_of(kind_number)) is not None and name != "place":
                by_kind.setdefault(name, []).append(rec)
        tx.evict(by_kind, moment)
        place = manifest.get("place", "")
        if place and place != tx.meta("site")["place"]:
            tx.set_meta("site", {**tx.meta("site"), "place": place})
            own = replica.own_site(tx.connection)
            own.place = reading.by_code(tx.connection, "place", place)
            replica.write_site(tx.connection, own)

    def _take_certificate(self, tx: Transaction, sender: Site, packed: bytes) -> None:
        """The site's name and role as headquarters certifies them; a certificate that is not ours changes nothing."""
        identity = tx.meta("site")
        own = replica.own_site(tx.connection)
        try:
            given = Certificate.unpack(packed)
            workspace = bytes.fromhex(identity["workspace"])
            issuer = rolls.known(sender, workspace).find(given.issued_by)
            given.verify(issuer.keys if issuer else PublicKeys.unpack(bytes.fromhex(sender.peer["keys"])), workspace)
        except KeyFault as error:
            raise Refused("malformed", _("The certificate in the file is not headquarters’: {reason}.").format(reason=error)) from error
        if given.site != own.id or given.serial <= self._here.serial(tx.connection):
            return
        own.certificate, own.name, own.role = packed, given.name, given.role
        replica.write_site(tx.connection, own)
        tx.set_meta("site", {**identity, "name": given.name, "role": given.role})

    def _was_rolled_back(self, tx: Transaction, manifest: Mapping[str, Any]) -> bool:
        """Whether headquarters knows more of this incarnation than is here: the whole disk was brought back."""
        own = bytes.fromhex(tx.meta("incarnation"))
        if int(manifest.get("seen", 0)) > int(tx.meta("bundle") or 0):
            return True
        ends = heads_of(as_kept(manifest.get("heads", {}))).get(own, [])
        here = replica.hashes_at(tx.connection, {(own, seq) for seq, _hash in ends})
        return any(hash_ not in here.get((own, seq), ()) for seq, hash_ in ends)

    def _begun_anew(self, tx: Transaction, path: Path, sender: Site, manifest: Mapping[str, Any]) -> Received:
        """Goes on as a new incarnation; what was lost comes with headquarters' next file."""
        last = replica.last_bundles(tx.connection).get("sent", 0)
        own = bytes.fromhex(tx.meta("incarnation"))
        there = max((seq for seq, _hash in heads_of(as_kept(manifest.get("heads", {}))).get(own, [])), default=0)
        later = max(0, there - replica.last_sequence(tx.connection, own))
        self._store.mint(tx, supersedes=True, later=later)
        text = (
            ngettext(
                "This computer’s data was brought back to an older state{when}. Headquarters still has your {n} later entry; "
                "it comes back with its next file. Send yours first.",
                "This computer’s data was brought back to an older state{when}. Headquarters still has your {n} later entries; "
                "they come back with its next file. Send yours first.",
                later,
            )
            if later
            else _(
                "This computer’s data was brought back to an older state{when}. Headquarters still has your later entries; "
                "they come back with its next file. Send yours first."
            )
        )
        note = text.format(when=_(" of {day}").format(day=day(last)) if last else "", n=number(later))
        return nothing_taken(path, sender.name, "restored", note)

    def _unseen_by(self, connection: Connection, sender: Site, incarnation: bytes) -> int:
        own = self._store.meta("incarnation", connection)
        return int(sender.peer["incs"][incarnation.hex()].get("cursor", {}).get(own, 0))


def _late(sender: Site, new: int) -> str:
    """What to say of a file from a site that was closed."""
    if sender.state != "retired" or not new:
        return ""
    return _("{site} was closed on {day}. What it had written is taken in, and confirmed with the next file.").format(
        site=sender.name, day=day(sender.peer["retired"])
    )


def _note_closed(tx: Transaction, closed: set[bytes]) -> None:
    """Other sites that headquarters closed or revoked: nobody waits for them any more."""
    for site in replica.sites(tx.connection):
        state = "retired" if site.id in closed else "known"
        if site.state in ("known", "retired") and site.state != state:
            site.state = state
            replica.write_site(tx.connection, site)
