"""Opening bundles: known or new, for whom, by whom, and what is in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gesync import bundle as files
from gesync import columns
from gesync.values import Malformed

from gedesk.clock import stamp
from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.services.exchange.here import Here
from gedesk.services.exchange.peers import file_digest, gap_text, words
from gedesk.services.exchange.refusals import Gap, Refused, named_refusals
from gedesk.services.exchange.trust import Trust, awaited
from gedesk.services.views import Received
from gedesk.store import replica
from gedesk.store.connection import Connection
from gedesk.store.replica import Site

_NOBODY = Site(b"", "", None, "", "")


class Opening:
    """Reads bundles without taking anything in."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._store = here.store

    def known(self, path: Path) -> Received | None:
        """The answer for a file that was taken in whole before, byte for byte; None for any other."""
        with named_refusals(path):
            header = files.peek(path)
            digest = file_digest(path)
        with self._store.reading() as connection:
            found = replica.received(connection, header.bundle)
            if found is None or found[1].get("digest") != digest or found[1].get("note"):
                return None
            sender = replica.site(connection, found[0]) if found[0] else None
        report = found[1]
        return Received(
            file=path, sender=sender.name if sender else "?", receipt=header.bundle.hex(),
            operations={"new": 0, "known": report["operations"], "refused": 0},
            records={"created": 0, "updated": 0, "removed": 0, "unchanged": report["records"]},
        )  # fmt: skip

    def open(self, path: Path) -> files.Bundle:
        identity = self._store.identity()
        with self._store.reading() as connection, named_refusals(path):
            workspace = bytes.fromhex(identity.workspace)
            if identity.is_hq and (theirs := files.peek(path).workspace) in self._here.workspaces(connection):
                workspace = theirs
            trust = Trust(identity.is_hq, lambda id_: replica.site(connection, id_), workspace, self._store.now)
            mine = bytes.fromhex(self._store.meta("incarnation", connection))
            return files.read(path, self._here.keys(), trust, workspace=workspace, incarnation=mine)

    def decoded(self, connection: Connection, opened: files.Bundle) -> columns.Decoded:
        try:
            return columns.decode(opened.changes, lambda places: replica.hashes_at(connection, places))
        except columns.Missing as error:
            raise Gap(gap_text(connection, error.places)) from error
        except Malformed as error:
            raise Refused(
                "malformed", _("The bundle is not made by the rules: {reason}.").format(reason=error),
                advice=_("Nothing was changed. Ask the sender to send it again."),
            ) from error  # fmt: skip

    def inspect(self, path: Path) -> dict[str, Any]:
        """What a file says of itself; its contents too when it is addressed to this replica.  Raises KnownError."""
        with named_refusals(path):
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
        }
        opened = self.open(path)
        with self._store.reading() as connection:
            known = replica.sites(connection)
            names = {site.id: site.name for site in known}
            decoded = self.decoded(connection, opened)
        kinds: dict[str, int] = {}
        for change in decoded.changes:
            name = registry.name_of(change.kind) or f"kind {change.kind}"
            kinds[name] = kinds.get(name, 0) + 1
        sender = next((site for site in known if site.id == header.site), _NOBODY)
        begins = header.number == 1 and opened.manifest.get("kind") == "up" and not opened.manifest.get("parent")
        answer |= {
            "first": begins or awaited(sender),
            "words": words(sender),
            "from": names.get(header.site) or next((row[1] for row in opened.manifest.get("sites", []) if row[0] == header.site), "?"),
            "operations": [
                {"title": operation.title, "author": operation.author, "when": stamp(operation.wall)}
                for operation in decoded.operations.values()
            ],
            "changes": kinds,
            "records": len({change.rec for change in decoded.changes}),
        }
        return answer
