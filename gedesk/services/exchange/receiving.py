"""Receiving files: each all or nothing, those that they carry first, in whatever order they are given."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from gesync import bundle as files

from gedesk.errors import Busy, KnownError
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.services.exchange import manifests
from gedesk.services.exchange.here import SUFFIX, Here
from gedesk.services.exchange.opening import Opening
from gedesk.services.exchange.peers import HOPS, file_digest
from gedesk.services.exchange.refusals import Gap, Refused, named_refusals, nothing_taken
from gedesk.services.exchange.relaying import DOWN, MOST, UP
from gedesk.services.exchange.taking import Taking
from gedesk.services.exchange.trust import Trust
from gedesk.services.protocols import Cancelled
from gedesk.services.stopping import looking
from gedesk.services.views import Received
from gedesk.store import replica
from gedesk.store.door import Transaction

TAKEN = 1_000  # ids of carried files in a receipt


class Receiving:
    """Takes files in, or keeps them for others."""

    def __init__(self, here: Here, opening: Opening) -> None:
        self._here = here
        self._opening = opening
        self._taking = Taking(here, opening)
        self._store, self._relay = here.store, here.relay

    def receive(
        self, paths: Sequence[Path], *, dry_run: bool = False, cancelled: Cancelled | None = None
    ) -> list[Received]:
        """Takes bundles in, each all or nothing; a refused one is reported and changes nothing, nor does one that was stopped.

        Files that build on others of the same call are tried again after those.
        """
        answers: list[list[Received]] = [[] for _path in paths]
        waiting = list(range(len(paths)))
        while waiting:
            later: list[int] = []
            for index in waiting:
                if cancelled is not None and cancelled():
                    break
                answers[index] = self._receive(Path(paths[index]), dry_run=dry_run, cancelled=cancelled)
                if any(answer.code == "gap" for answer in answers[index]):
                    later.append(index)
            if len(later) == len(waiting):
                break
            waiting = later
        if not dry_run:
            self._store.index_soon()  # once for all files: words cost as much as all else together
        return [answer for found in answers for answer in found]

    def _receive(self, path: Path, *, dry_run: bool, cancelled: Cancelled | None, depth: int = 0) -> list[Received]:
        """What became of a file, and before that of those that it carries; nothing of one that was stopped."""
        look = looking(cancelled)
        sender = ""
        carried: list[Received] = []
        try:
            known = self._opening.known(path)
            if known is not None:
                return [known]
            try:
                opened = self._opening.open(path)
            except Refused as error:
                if error.code != "not_for_me":
                    raise
                if (kept := self._keep_for_headquarters(path, dry_run)) is not None:
                    return [kept]
                raise self._for_another_officer(path, dry_run) or error from error
            if wrong := manifests.fault(opened.manifest, up=self._store.identity().is_hq):
                raise Refused(
                    "malformed", _("{file} was refused: its manifest is not made by the rules ({key}).").format(file=path.name, key=wrong),
                    advice=_("Nothing was changed. Ask the sender to send it again."),
                )  # fmt: skip
            carried = self._unload(path, opened, dry_run, cancelled, depth) if opened.enclosed else []
            try:
                with self._store.writing(dry_run=dry_run, search_later=True) as tx:
                    if opened.manifest.get("kind") == "relay":
                        sender, received = self._note_relay(tx, path, opened, carried)
                    else:
                        sender, received = self._taking.take_in(tx, path, opened, look)
                    if not depth and self._store.identity().is_hq:
                        self._answer_through(tx, opened.header.site, None)
            except Gap:
                sender = self._name_of(opened.header.site)  # whom to ask
                if not dry_run:
                    self._taking.hear_of(opened)
                raise
            return [*carried, received]
        except KnownError as error:
            if cancelled is not None and cancelled():
                return carried
            return [*carried, Received(
                file=path, sender=sender, code=getattr(error, "code", "refused"), exit=int(error.exit),
                refused=f"{error.message} {error.advice}".strip(), operations={"new": 0, "known": 0, "refused": 0},
                records={"created": 0, "updated": 0, "removed": 0, "unchanged": 0},
                gaps=error.gaps if isinstance(error, Gap) else (),
            )]  # fmt: skip

    def _name_of(self, site: bytes) -> str:
        with self._store.reading() as connection:
            found = replica.site(connection, site)
        return found.name if found else ""

    def _for_another_officer(self, path: Path, dry_run: bool) -> Refused | None:
        """Why headquarters cannot open a file of one of its own sites; None for anything else.

        Who signed it can be seen all the same, so that headquarters answers a replica of which it had not heard.
        """
        workspace = files.peek(path).workspace
        with self._store.reading() as connection:
            if not self._store.identity().is_hq or workspace not in self._here.workspaces(connection):
                return None
            try:
                header = files.signed(path, Trust(True, lambda id_: replica.site(connection, id_), workspace, self._store.now))
            except files.BundleError:
                return None
            site = replica.site(connection, header.site)
        assert site is not None  # its signature is good
        if not dry_run:
            self._taking.hear_of_closed(header)
        return Refused(
            "not_for_me",
            _("{file} was sealed for other keys of headquarters: {site} had not heard of yours yet.").format(
                file=path.name, site=site.name
            ),
            advice=_("Nothing was changed, and nothing is lost: send {site} a file; its next one holds everything.").format(
                site=site.name
            ),
        )

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
        return nothing_taken(path, "", "relayed", _("It is for headquarters, and goes on with your next file to it."))

    def _unload(
        self, path: Path, opened: files.Bundle, dry_run: bool, cancelled: Cancelled | None, depth: int
    ) -> list[Received]:
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
                    answers += [replace(one, file=path) for one in self._receive(file, dry_run=dry_run, cancelled=cancelled, depth=depth + 1)]
                    with contextlib.suppress(files.BundleError), self._store.writing(dry_run=dry_run) as tx:
                        self._answer_through(tx, files.peek(file).site, opened.header.site)
            elif not dry_run:
                with named_refusals(path):
                    headers = [files.peek(file) for file, _data in inner]
                self._relay.make_room({header.target for header in headers})
                for header, (_file, data) in zip(headers, inner, strict=True):
                    self._relay.keep(data, header, names.get(header.bundle, f"{header.bundle.hex()}{SUFFIX}"), DOWN)
        return answers

    def _answer_through(self, tx: Transaction, site: bytes, carrier: bytes | None) -> None:
        """The answer to a site goes the way that its own files come."""
        found = replica.site(tx.connection, site)
        via = carrier.hex() if carrier and carrier != site else ""
        if found is not None and found.state == "joined" and found.peer.get("via", "") != via:
            found.peer["via"] = via
            replica.write_site(tx.connection, found)

    def _note_relay(
        self, tx: Transaction, path: Path, opened: files.Bundle, carried: Sequence[Received]
    ) -> tuple[str, Received]:
        """Notes which files a carrier brought, for the receipt that lets it forget them."""
        header = opened.header
        sender = self._taking.sender(tx, header)
        if self._store.identity().is_hq:
            if any(one.code == "gap" for one in carried):
                return sender.name, nothing_taken(path, sender.name, "gap", "")
            brought = [row[0].hex() for row in opened.manifest.get("names", ()) if isinstance(row[0], bytes)]
            sender.peer["taken"] = [*sender.peer.get("taken", ()), *brought][-TAKEN:]
            replica.write_site(tx.connection, sender)
        replica.note_bundle(
            tx.connection, direction="received", bundle=header.bundle, number=header.number, site=sender.id,
            wall=self._store.now(), file=path.name,
            report={"operations": 0, "records": 0, "note": "", "digest": file_digest(path)},
        )  # fmt: skip
        n = len(opened.enclosed)
        note = "" if self._store.identity().is_hq else ngettext(
            "It carries {n} file for another site; your next “send” writes it out.",
            "It carries {n} files for other sites; your next “send” writes them out.", n,
        ).format(n=n)  # fmt: skip
        return sender.name, nothing_taken(path, sender.name, "", note)
