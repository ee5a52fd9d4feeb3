"""Where there is no store yet: a new headquarters, a site from its kit, demonstration data, a backup."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from gedesk.domain.packs import load_pack, pack_codes
from gedesk.errors import InvalidInput, KnownError
from gedesk.i18n import gettext as _
from gedesk.services import demonstration, keyring
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.services.keeping import BACKUPS, DEMONSTRATION
from gedesk.services.protocols import Cancelled
from gedesk.services.views import Beginning, Choice, CountryView
from gedesk.store import sqlite
from gedesk.store.blobs import Blobs
from gedesk.store.lock import StoreLock
from gedesk.store.migrations import newest

STEPS = {"tz": 9}  # headings of the story that a country's demonstration is told by
FEW = 4  # where there is no story


class Stopped(KnownError):
    """Somebody cancelled."""


class Beginnings:
    """`protocols.Beginnings` for the store at `path`."""

    def __init__(self, path: Path, passphrase: keyring.Passphrase = lambda: None) -> None:
        self._path = path
        self._passphrase = passphrase

    @property
    def needed(self) -> bool:
        """Whether there is nothing to open."""
        return not self._path.exists()

    @property
    def backups(self) -> Path:
        """Where backups are made unless somebody says otherwise."""
        return self._path.parent / BACKUPS

    def countries(self) -> list[CountryView]:
        """Countries that have a pack, by name."""
        packs = [load_pack(code) for code in pack_codes()]
        return sorted((CountryView(one.code, one.label(), one.country) for one in packs), key=lambda one: one.name)

    def places(self, country: str, text: str, *, limit: int = 20) -> list[Choice]:
        """Places whose name or code begins with `text`; the id of a choice is the place's code."""
        pack = load_pack(country)
        names = {one["id"]: str(one["name"]) for one in pack.places}
        levels = {level.code: level.label() for level in pack.levels}
        wanted = text.casefold().strip()
        found = []
        for one in pack.places:
            name, code = str(one["name"]), str(one["code"])
            if name.casefold().startswith(wanted) or code.casefold().startswith(wanted):
                level = levels.get(str(one.get("level") or ""), "")
                context = " · ".join(part for part in (level, names.get(one.get("parent") or "", "")) if part)
                found.append(Choice(code, name, context))
                if len(found) == limit:
                    break
        return found

    def create(self, given: Beginning) -> Desk:
        """A new headquarters."""
        return desks.create(
            self._path, country=given.country, role="hq", place=given.place, name=given.name.strip(),
            author=given.author.strip(), passphrase=given.passphrase or None,
        )  # fmt: skip

    def join(self, kit: Path, *, passphrase: str, author: str, key_passphrase: str | None) -> Desk:
        """A site from the kit that headquarters made for it."""
        return desks.join(
            self._path, kit, passphrase=passphrase, author=author.strip(), key_passphrase=key_passphrase or None
        )

    def demonstrate(self, country: str, say: Callable[[int, int], None], cancelled: Cancelled) -> Desk:
        """Headquarters of a country's demonstration; what an earlier one left is used again if it is whole."""
        folder = self._path.parent / DEMONSTRATION / country
        store = folder / "hq" / "store.gedesk"
        if not store.is_file() or not (folder / "whole").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            step = 0

            def told(line: str) -> None:
                nonlocal step
                if cancelled():
                    raise Stopped(_("The demonstration was not made."))
                if line[:1].isdigit():
                    say(step, STEPS.get(country, FEW))
                    step += 1

            try:
                demonstration.make(folder, country, say=told)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            (folder / "whole").touch()
        return Desk.open(store, passphrase=self._passphrase, program="GE Desk")

    def restore(self, backup: Path) -> Desk:
        """A backup in the place of the store; what was there is kept beside it."""
        restore(self._path, backup)
        return Desk.open(self._path, passphrase=self._passphrase, program="GE Desk")


def restore(store: Path, backup: Path) -> Path | None:
    """Puts a backup in the place of a closed store; returns where what was there is kept.  Raises KnownError."""
    if not backup.is_file():
        raise InvalidInput(_("There is no file {file}.").format(file=backup))
    sqlite.refuse_foreign_or_newer(backup, newest())
    lock = StoreLock(store)
    store.parent.mkdir(parents=True, exist_ok=True)
    lock.take("restore")
    try:
        part = store.with_name(store.name + ".restoring")
        shutil.copyfile(backup, part)
        sqlite.sync_file(part)
        kept = None
        if store.exists():
            kept = _put_aside(store)
        Blobs(backup).copy_to(store)
        part.replace(store)
        sqlite.sync_folder(store.parent)
    finally:
        lock.release()
    return kept


def _put_aside(store: Path) -> Path:
    """Moves a store out of the way, under a name that is not taken; a damaged one with what was not written into it yet."""
    names = (store.with_name(f"{store.name}.replaced{f'-{n}' if n > 1 else ''}") for n in count(1))
    kept = next(name for name in names if not name.exists())
    sqlite.settle(store)
    store.replace(kept)
    for suffix in ("-wal", "-shm"):
        beside = store.with_name(store.name + suffix)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + suffix))
    return kept
