"""This replica's keys at rest, in a file beside the store, under a passphrase or in the user's own folder.

Headquarters may have several officers who work at one computer: their keys lie in files of their own beside it, and the
passphrase that is typed says whose keys are meant.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable
from pathlib import Path

from gesync.keys import Cost, KeyFile, KeyPair, NotAKeyFile, WrongPassphrase

from gedesk.errors import InvalidInput, SecurityRefusal
from gedesk.i18n import gettext as _
from gedesk.store.sqlite import sync_folder

Passphrase = Callable[[], str | None]


def path_for(store: Path) -> Path:
    """Where the keys of a store lie."""
    return store.with_name(store.name + ".keys")


def write(store: Path, keys: KeyPair, passphrase: str | None, cost: Cost | None = None, *, beside: bool = False) -> None:
    """Writes the keys durably, readable for the user only; over the same keys, or `beside` those of other officers."""
    target = _beside(store, keys)
    if not beside and not target.exists():
        target = path_for(store)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(KeyFile.seal(keys, passphrase, cost))
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    sync_folder(target.parent)


def write_file(out: Path, data: bytes) -> None:
    """A kit, a copy of keys or another file for somebody, whole or not at all.  Raises InvalidInput."""
    part = out.with_name(out.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(out)
    except OSError as error:
        raise InvalidInput(
            _("{file} could not be written: {reason}.").format(file=out, reason=error.strerror),
            advice=_("Choose a folder where you may write."),
        ) from error


def files(store: Path) -> list[Path]:
    """The key files of a store: its own first, then those of further officers."""
    own = path_for(store)
    further = sorted(store.parent.glob(f"{glob.escape(store.name)}.????????.keys"))
    return [*([own] if own.is_file() else []), *further]


def officers(store: Path) -> frozenset[str]:
    """The first eight digits of the key ids of further officers whose keys lie beside the store."""
    return frozenset(file.name.removesuffix(".keys")[-8:] for file in files(store) if file != path_for(store))


def others(store: Path, keys: KeyPair) -> list[Path]:
    """Key files beside the store that are not those of `keys`, as far as their names tell."""
    own = _beside(store, keys)
    if not own.is_file():
        own = path_for(store)
    return [file for file in files(store) if file != own]


def put_away(store: Path, keys: KeyPair) -> None:
    """Renames the key files of others, which are of no use any more."""
    for file in others(store, keys):
        file.replace(file.with_name(file.name + ".old"))


def _beside(store: Path, keys: KeyPair) -> Path:
    return store.with_name(f"{store.name}.{keys.id.hex()[:8]}.keys")


def read(store: Path, passphrase: Passphrase) -> KeyPair:
    """The keys of a store.  Asks for the passphrase only when they have one.  Raises SecurityRefusal."""
    found = files(store)
    if len(found) < 2:
        return _opened(found[0] if found else path_for(store), passphrase)
    told = None
    if any(_is_protected(file) for file in found):
        told = passphrase()
    wanted = [file for file in found if _is_protected(file) == (told is not None)]
    for file in wanted[:-1]:
        try:
            return KeyFile.open(file.read_bytes(), told).keys
        except (WrongPassphrase, NotAKeyFile, OSError):
            continue  # another officer's
    return _opened((wanted or found)[-1], lambda: told)


def _is_protected(file: Path) -> bool:
    try:
        return KeyFile.is_protected(file.read_bytes())
    except (OSError, NotAKeyFile):
        return False


def _opened(target: Path, passphrase: Passphrase) -> KeyPair:
    try:
        data = target.read_bytes()
    except OSError as error:
        raise InvalidInput(
            _("The keys of this store are missing: {file}.").format(file=target),
            advice=_("Put the file back from a backup, or ask headquarters for a new site kit."),
        ) from error
    try:
        return KeyFile.open(data, passphrase() if KeyFile.is_protected(data) else None).keys
    except WrongPassphrase:
        raise SecurityRefusal(
            _("The passphrase does not open the keys of this store."),
            advice=_("Try again, and mind capital letters."),
        ) from None
    except NotAKeyFile as error:
        raise SecurityRefusal(
            _("{file} is damaged: {reason}.").format(file=target, reason=error),
            advice=_("Put the file back from a backup, or ask headquarters for a new site kit."),
        ) from error
