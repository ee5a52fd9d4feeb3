"""Taking back what a received bundle brought: each of its operations is undone, by operations that travel."""

from __future__ import annotations

from gedesk.errors import NotFound, UsageError
from gedesk.i18n import gettext as _
from gedesk.services.protocols import Cancelled
from gedesk.services.records import StoreRecords
from gedesk.services.views import Undone
from gedesk.store import reading, replica
from gedesk.store.store import Store


def take_back(store: Store, records: StoreRecords, bundle: str, *, cancelled: Cancelled | None = None) -> list[Undone]:
    """Undoes the operations that came new with a bundle, the newest first; all or none.

    `bundle` is its id in hexadecimal (the receipt) or the name of its file.  What was edited since stays and is named.
    Raises NotFound for a bundle that brought nothing here, UsageError when nothing of it can be taken back.
    """
    with store.writing() as tx:
        log = next(
            (
                report.get("log")
                for own, file, report in replica.received_bundles(tx.connection)
                if bundle in (own.hex(), file) and report.get("log")
            ),
            None,
        )
        if log is None:
            raise NotFound(
                _("No bundle “{name}” was received here.").format(name=bundle),
                advice=_("Give the name of its file, or the receipt that “gedesk receive” printed."),
            )
        done = []
        for operation in reading.operations_between(tx.connection, *log):
            try:
                done.append(records.undo(operation.hex(), cancelled=cancelled))
            except UsageError:
                if cancelled is not None and cancelled():
                    raise
                continue  # taken back already, or all of it was edited since
        if not done:
            raise UsageError(
                _("Nothing of the bundle is left to be taken back."),
                advice=_("“gedesk history” shows what became of it."),
            )
        return done
