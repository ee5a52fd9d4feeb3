"""A small file outside the database that remembers how far the database had come.

If it is missing, of another incarnation, or ahead of the database, then the database was copied to another place or
restored from an older state, and must not go on counting where it stands: see sync/SPEC.md on incarnations.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from gedesk import paths
from gedesk.store.sqlite import sync_folder


class Witness:
    """The witness of the store at one path."""

    def __init__(self, store: Path) -> None:
        name = hashlib.sha256(str(store.resolve()).encode()).hexdigest()[:24]
        self._file = paths.state_folder() / "witness" / f"{name}.json"

    def vouches(self, incarnation: str, seq: int, bundle: int) -> bool | None:
        """Whether the database is the one last seen here and not behind it; None when none was ever seen here."""
        seen = self._read()
        if seen is None:
            return None
        return bool(seen["incarnation"] == incarnation and seen["seq"] <= seq and seen["bundle"] <= bundle)

    def later(self, incarnation: str, seq: int) -> int:
        """How many changes this database had sent that it does not have any more, as far as was noted."""
        seen = self._read()
        return max(0, int(seen["seq"]) - seq) if seen is not None and seen["incarnation"] == incarnation else 0

    def next_epoch(self, known: int) -> int:
        """A number greater than every epoch of this store so far, in the database or out of it."""
        seen = self._read()
        return max(known, int(seen["epoch"]) if seen else 0) + 1

    def write(self, incarnation: str, seq: int, bundle: int, epoch: int) -> None:
        """Durable before it returns."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        note = {"incarnation": incarnation, "seq": seq, "bundle": bundle, "epoch": epoch}
        with part.open("w", encoding="utf-8") as file:
            json.dump(note, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._file)
        sync_folder(self._file.parent)

    def _read(self) -> dict[str, Any] | None:
        try:
            note = json.loads(self._file.read_text(encoding="utf-8"))
            return note if {"incarnation", "seq", "bundle", "epoch"} <= set(note) else None
        except (OSError, ValueError, TypeError):
            return None
