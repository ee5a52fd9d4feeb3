"""`protocols.Exchange` on a store: sending, receiving, looking and deciding under one name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gesync.keys import KeyPair

from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.services import deciding, keyring, taking_back
from gedesk.services.exchange.here import Here
from gedesk.services.exchange.looking import Looking
from gedesk.services.exchange.opening import Opening
from gedesk.services.exchange.receiving import Receiving
from gedesk.services.exchange.sending import Sending
from gedesk.services.protocols import Cancelled
from gedesk.services.records import StoreRecords
from gedesk.services.scopes import Scopes
from gedesk.services.views import BundleView, Conflict, Received, SentBundle, SiteView, Status, Undone
from gedesk.store import integrity
from gedesk.store.store import Store

SUMMED = 20_000  # changes added up for a digest before the sum is kept


class StoreExchange:
    """`protocols.Exchange` on a store."""

    def __init__(self, store: Store, passphrase: keyring.Passphrase) -> None:
        self._store, self._records = store, StoreRecords(store)
        self._here = Here(store, passphrase)
        opening = Opening(self._here)
        self._looking, self._sending, self._receiving = Looking(self._here), Sending(self._here), Receiving(self._here, opening)
        self._opening = opening

    def keys(self) -> KeyPair:
        """This replica's keys, read once."""
        return self._here.keys()

    # -- looking -------------------------------------------------------------------------------------------------

    def status(self) -> Status:
        """Site, counts, and what waits."""
        return self._looking.status()

    def sites(self) -> list[SiteView]:
        """The other sites of the workspace."""
        return self._looking.sites()

    def bundles(self, *, limit: int = 100) -> list[BundleView]:
        """History of bundles, newest first."""
        return self._looking.bundles(limit=limit)

    def digest(self, scope: str | None = None) -> str:
        """The hash of what this replica knows, or of what a site at the place with code `scope` should know."""
        identity = self._store.identity()
        with self._store.reading() as connection:
            kept = (self._store.meta(integrity.SUMS, connection) or {}) if identity.is_hq else {}  # a site's log is short
            known = integrity.Sum(*kept.get(scope or "", ()))
            if scope is None and identity.is_hq:
                return self._noted("", known, integrity.added(connection, known))
            scope = scope or identity.place
            scopes = Scopes(connection)
            place = scopes.place_id(scope)
            if place is None:
                raise UsageError(_("There is no place with the code “{code}”.").format(code=scope))
            if known.last and scopes.shifted(known.last):
                known = integrity.Sum()
            return self._noted(scope, known, integrity.added(connection, known, scopes.visible(place)))

    def _noted(self, scope: str, known: integrity.Sum, whole: integrity.Sum) -> str:
        """The digest; where it had far to go, headquarters' next one begins where this one ended."""
        if whole.last - known.last >= SUMMED and self._store.identity().is_hq and self._store.writable:
            with self._store.writing() as tx:
                tx.set_meta(integrity.SUMS, {**(tx.meta(integrity.SUMS) or {}), scope: [whole.last, whole.count, whole.total]})
        return whole.digest()

    # -- conflicts -----------------------------------------------------------------------------------------------

    def conflicts(self, kind: str | None = None) -> list[Conflict]:
        """Open conflicts with every value."""
        return deciding.conflicts(self._store, kind)

    def resolve(self, conflict: str, *, keep: str | None = None, value: Any = None, reason: str) -> str:
        """Decides a conflict; returns the operation's id."""
        return deciding.resolve(self._store, conflict, keep=keep, value=value, reason=reason)

    def resolve_all(self, policy: str, *, kind: str | None, field: str | None = None, reason: str) -> tuple[str, int]:
        """Decides many conflicts by one rule; returns the operation's id and how many."""
        return deciding.resolve_all(self._store, policy, kind=kind, field=field, reason=reason)

    def take_back(self, bundle: str, *, cancelled: Cancelled | None = None) -> list[Undone]:
        """Undoes what a received bundle brought."""
        return taking_back.take_back(self._store, self._records, bundle, cancelled=cancelled)

    # -- files ---------------------------------------------------------------------------------------------------

    def send(
        self, to: str | None, folder: Path, *, cancelled: Cancelled | None = None, max_size: int | None = None
    ) -> list[SentBundle]:
        """Writes bundles into `folder`.  `to` is a site's id or name, "hq" or "all"."""
        return self._sending.send(to, folder, cancelled=cancelled, max_size=max_size)

    def inspect(self, path: Path) -> dict[str, Any]:
        """What a file says of itself; its contents too when it is addressed to this replica.  Raises KnownError."""
        return self._opening.inspect(path)

    def receive(
        self, paths: Sequence[Path], *, dry_run: bool = False, cancelled: Cancelled | None = None
    ) -> list[Received]:
        """Takes bundles in, each all or nothing; a refused one is reported and changes nothing."""
        return self._receiving.receive(paths, dry_run=dry_run, cancelled=cancelled)
