"""This replica's keys at rest, in a file beside the store, under a passphrase or in the user's own folder."""

from __future__ import annotations

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


def write(store: Path, keys: KeyPair, passphrase: str | None, cost: Cost | None = None) -> None:
    """Writes the keys durably, readable for the user only."""
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


def read(store: Path, passphrase: Passphrase) -> KeyPair:
    """The keys of a store.  Asks for the passphrase only when they have one.  Raises SecurityRefusal."""
    target = path_for(store)
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
            advice=_("Try again; it is asked for on the screen or read from --passphrase-file."),
        ) from None
    except NotAKeyFile as error:
        raise SecurityRefusal(
            _("{file} is damaged: {reason}.").format(file=target, reason=error),
            advice=_("Put the file back from a backup, or ask headquarters for a new site kit."),
        ) from error
