"""What every part of the exchange works with: this replica's store, its keys, the files beside it."""

from __future__ import annotations

from gesync.keys import Certificate, KeyPair

from gedesk.services import keyring
from gedesk.services.exchange import rolls
from gedesk.services.exchange.relaying import Relay
from gedesk.store import replica
from gedesk.store.blobs import Blobs
from gedesk.store.connection import Connection
from gedesk.store.replica import Site
from gedesk.store.store import Store

SUFFIX = ".gesync"


class Here:
    """One replica, seen from the exchange."""

    def __init__(self, store: Store, passphrase: keyring.Passphrase) -> None:
        self.store = store
        self.blobs = Blobs(store.path)
        self.relay = Relay(store.path)
        self._passphrase = passphrase
        self._keys: KeyPair | None = None

    def keys(self) -> KeyPair:
        """This replica's keys, read once; at headquarters only while they are those of an officer."""
        if self._keys is None:
            self._keys = keyring.read(self.store.path, self._passphrase)
        if self.store.identity().is_hq:
            with self.store.reading() as connection:
                rolls.check_officer(rolls.own(self.store, connection), self._keys)
        return self._keys

    def readers(self, connection: Connection) -> list[Site]:
        """The sites that can open files: those that joined."""
        return [site for site in replica.sites(connection) if site.state == "joined"]

    def writes_to(self, connection: Connection) -> list[Site]:
        """The sites for which files are written: those that joined, and closed ones until they have heard of it."""
        return [site for site in replica.sites(connection)
                if site.state == "joined" or (site.state == "retired" and "keys" in site.peer and not site.peer.get("told"))]  # fmt: skip

    def workspaces(self, connection: Connection) -> set[bytes]:
        """The workspaces whose files headquarters takes in: its own, and those of headquarters that were merged into it."""
        united = self.store.meta("united", connection) or ()
        return {bytes.fromhex(one) for one in (self.store.identity().workspace, *(row["workspace"] for row in united))}

    def headquarters(self, connection: Connection) -> set[bytes]:
        """The ids under which headquarters wrote: its own, and those of headquarters that were merged into it."""
        united = self.store.meta("united", connection) or ()
        return {bytes.fromhex(one) for one in (self.store.identity().id, *(row["site"] for row in united))}

    def own_chains(self, connection: Connection) -> list[bytes]:
        """The incarnations that this site had so far."""
        own = bytes.fromhex(self.store.identity().id)
        return [inc for inc, site in replica.incarnations(connection).items() if site == own]

    def serial(self, connection: Connection) -> int:
        """Number of the certificate that this site has, 0 without one."""
        own = replica.own_site(connection)
        return Certificate.unpack(own.certificate).serial if own.certificate else 0
