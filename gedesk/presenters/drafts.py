"""What somebody was typing, kept on disk until it is saved, so that a power cut costs at most a second of work.

A draft is one small JSON file in the state folder, never in the store: nobody has said yet that it is true.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsaved form: which record (None: a new one), its title, when it was last touched, what was entered."""

    key: str
    kind: str
    id: str | None
    title: str
    when: str
    raw: dict[str, Any]
    labels: dict[str, str]


class Drafts:
    """The drafts of one site.  Safe to call from several threads; a later `keep` or `drop` always wins."""

    def __init__(self, state: Path, site: str) -> None:
        self._folder = state / "drafts" / hashlib.blake2b(site.encode(), digest_size=6).hexdigest()
        self._lock = threading.Lock()
        self._turns: dict[str, int] = {}

    def keep(self, draft: Draft) -> Callable[[], None]:
        """The work that writes `draft`, to be run by any thread; it does nothing once a later one was asked for."""
        turn = self._next(draft.key)
        data = {"version": VERSION, "kind": draft.kind, "id": draft.id, "title": draft.title, "when": draft.when,
                "raw": draft.raw, "labels": draft.labels}  # fmt: skip
        text = json.dumps(data, ensure_ascii=False)

        def work() -> None:
            with self._lock:
                if self._turns[draft.key] == turn:
                    self._write(self._path(draft.key), text)

        return work

    def drop(self, key: str) -> Callable[[], None]:
        """The work that deletes a draft: it was saved, or is not wanted."""
        turn = self._next(key)

        def work() -> None:
            with self._lock:
                if self._turns[key] == turn:
                    self._path(key).unlink(missing_ok=True)

        return work

    def all(self) -> list[Draft]:
        """Drafts left behind, newest first.  A file that cannot be read is passed over, not deleted."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                data = json.loads(path.read_text(encoding="utf-8"))
                if data["version"] == VERSION:
                    found.append(
                        Draft(path.stem, data["kind"], data["id"], data["title"], data["when"],
                              dict(data["raw"]), dict(data["labels"]))
                    )  # fmt: skip
        return sorted(found, key=lambda draft: draft.when, reverse=True)

    def _next(self, key: str) -> int:
        with self._lock:
            self._turns[key] = self._turns.get(key, 0) + 1
            return self._turns[key]

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
