"""Care of an open store: its file, backups, keys, and the kits of other sites."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gesync.keys import KeyFile, KeyPair, NotAKeyFile, PublicKeys, fingerprint_words

from gedesk.clock import stamp
from gedesk.domain import passphrases
from gedesk.errors import InvalidInput, UsageError
from gedesk.i18n import gettext as _
from gedesk.services import headquarters, keyring, officers
from gedesk.services.exchange import rolls
from gedesk.services.protocols import Cancelled
from gedesk.services.reporting_views import PackRenewed
from gedesk.services.stopping import looking
from gedesk.services.views import BackupView, Checked, KeysView, OfficerView, StoreView, United
from gedesk.store import integrity, replica

if TYPE_CHECKING:
    from gedesk.services.desk import Desk

BACKUPS = "backups"
DEMONSTRATION = "demonstration"  # folder of stores that hold nothing real


class StoreKeeping:
    """`protocols.Keeping` on a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def path(self) -> Path:
        """The store's file."""
        return self._desk.store.path

    def store(self) -> StoreView:
        """The store as a file, and the backups beside it."""
        whole = sum(one.stat().st_size for one in self.path.parent.glob(self.path.name + "*") if one.is_file())
        folder = self.path.parent / BACKUPS
        backups = sorted(folder.glob("*.gedesk"), key=lambda one: one.stat().st_mtime, reverse=True)
        author = self._desk.store.meta("author")
        return StoreView(
            self.path, whole, author if isinstance(author, str) else "", tuple(_backup(one) for one in backups[:20]),
            DEMONSTRATION in self.path.parts,
        )  # fmt: skip

    def set_author(self, name: str) -> None:
        """Whose name stands on what is written here from now on."""
        if not name.strip():
            raise InvalidInput(_("A name is needed: it stands beside everything that is written here."))
        with self._desk.store.writing() as tx:
            tx.set_meta("author", name.strip())

    def pack_offered(self) -> Path | None:
        """A later version of the country pack that comes with this program; None at sites, which get it by bundle."""
        from gedesk.services import packing  # it looks at the desk

        return packing.offered(self._desk) if self._desk.store.identity().is_hq else None

    def renew_pack(self, source: Path, *, dry_run: bool = False) -> PackRenewed:
        """Takes a later version of the country pack in, or only says what it would change.  Headquarters only."""
        from gedesk.services import packing

        return packing.renew(self._desk, source, dry_run=dry_run)

    def check(self, *, cancelled: Cancelled | None = None) -> Checked:
        """Folds the whole log again and compares it with the tables."""
        with self._desk.store.reading() as connection:
            found = integrity.check(connection, looking(cancelled))
        return Checked(found.records, found.operations, found.changes, tuple(found.faults))

    def back_up(self, target: Path | None = None, *, cancelled: Cancelled | None = None) -> BackupView:
        """A copy that was read back; without `target` into the folder of backups beside the store."""
        if target is None:
            folder = self.path.parent / BACKUPS
            folder.mkdir(exist_ok=True)
            moment = datetime.now(UTC).astimezone().strftime("%Y-%m-%d-%H%M%S")
            target = folder / f"{self.path.stem}-{moment}.gedesk"
        self._desk.store.backup(target, looking(cancelled))
        made = _backup(target)
        return replace(made, words=headquarters.words(target)) if self._desk.store.identity().is_hq else made

    # -- keys ----------------------------------------------------------------------------------------------------

    def keys(self) -> KeysView:
        """The public part; nobody is asked for a passphrase."""
        with self._desk.store.reading() as connection:
            packed = replica.own_site(connection).peer.get("keys", "")
            here = keyring.officers(self.path)
            roll = rolls.own(self._desk.store, connection)
        file = keyring.path_for(self.path)
        if not file.exists() and (found := [one for one in roll.officers if one.id.hex()[:8] in here]):
            packed, file = found[0].keys.packed().hex(), keyring.files(self.path)[0]
        try:
            protected = KeyFile.is_protected(file.read_bytes()[:9])
        except (OSError, NotAKeyFile):
            protected = False
        return KeysView(fingerprint_words(PublicKeys.unpack(bytes.fromhex(packed))), protected, file)

    def set_passphrase(self, new: str | None) -> KeysView:
        """Puts the keys under another passphrase, or under none.  Asks for the one they have.  Raises KnownError."""
        if new is not None:
            passphrases.check(new)
        keys = self._desk.exchange.keys()
        if new is None and keyring.others(self.path, keys):
            raise UsageError(_("Keys of another officer lie here as well, so these need a passphrase of their own."))
        keyring.write(self.path, keys, new)
        return self.keys()

    # -- sites ---------------------------------------------------------------------------------------------------

    def add_site(self, *, place: str, name: str, role: str, out: Path, passphrase: str) -> str:
        """Writes the kit of a new site; returns the site's id."""
        from gedesk.services import desk as desks

        return desks.add_site(self._desk, place=place, name=name, role=role, out=out, passphrase=passphrase)

    def suggest_passphrase(self) -> str:
        """Words that can be told by telephone: 48 bits, behind the work that opening a kit costs."""
        return "-".join(fingerprint_words(KeyPair.generate().public, 6))

    def trust_headquarters(self, file: Path, words: str) -> tuple[str, ...]:
        """A site takes new keys of headquarters, if their words are those that it was told.  Raises KnownError."""
        from gedesk.services import sites  # it looks at the desk

        return sites.trust(self._desk, file, words)

    # -- officers ------------------------------------------------------------------------------------------------

    def officers(self) -> list[OfficerView]:
        """Who may act for headquarters."""
        return officers.listed(self._desk)

    def asked_by(self, file: Path) -> OfficerView:
        """Who asks in a file to become an officer.  Raises InvalidInput."""
        asking = officers.look(file)
        return OfficerView(asking.id.hex(), asking.name, fingerprint_words(asking.keys))

    def add_officer(self, file: Path, words: str) -> OfficerView:
        """Takes the one in who asks in a file.  Raises KnownError."""
        return officers.add(self._desk, file, words)

    def add_officer_here(self, name: str, passphrase: str) -> OfficerView:
        """Takes in somebody who works at this computer.  Raises KnownError."""
        return officers.add_here(self._desk, name, passphrase)

    def revoke_officer(self, id: str) -> str:
        """Strikes an officer off; returns the name."""
        return officers.revoke(self._desk, id)

    def words_of(self, file: Path) -> tuple[str, ...]:
        """Eight words of everything in another store of headquarters.  Raises KnownError."""
        return headquarters.words(file)

    def unite(self, file: Path, words: str) -> United:
        """Takes another store of headquarters in.  Raises KnownError."""
        return headquarters.unite(self._desk, file, words)

    def retire_site(self, site: str) -> str:
        """Closes a site; returns its name.  Raises KnownError."""
        from gedesk.services import sites  # it looks at the desk

        return sites.retire(self._desk, site)

    def revoke_site(self, site: str) -> str:
        """Stops trusting a site; returns its name."""
        from gedesk.services import desk as desks

        return desks.revoke_site(self._desk, site)


def _backup(file: Path) -> BackupView:
    facts = file.stat()
    return BackupView(file, facts.st_size, stamp(int(facts.st_mtime * 1000)))
