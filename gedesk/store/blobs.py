"""Files that belong to records, kept by the hash of their content in a folder beside the store.

A file is written under another name, made durable and then renamed, so that a name always stands for its whole content.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

SUFFIX = ".files"
THUMB = ".thumb"  # a small picture of a large one, beside it


class Blobs:
    """The folder of one store's files."""

    def __init__(self, store: Path) -> None:
        self.folder = store.with_name(store.name + SUFFIX)

    def put(self, data: bytes, thumbnail: bytes | None = None) -> str:
        """Keeps a file, once however often it is given; returns its SHA-256 in hexadecimal."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.get(sha256) is None:
            self._write(self._path(sha256), data)
        if thumbnail is not None:
            self.put_thumbnail(sha256, thumbnail)
        return sha256

    def put_thumbnail(self, sha256: str, data: bytes) -> None:
        """Keeps the small picture of a file, which may come before the file itself."""
        self._write(self._path(sha256, THUMB), data)

    def get(self, sha256: str) -> Path | None:
        """The file with this content; None when it is not here or was damaged."""
        path = self._path(sha256)
        try:
            with path.open("rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return None
        return path if whole else None

    def thumbnail(self, sha256: str) -> bytes | None:
        """The small picture of a file, if there is one."""
        try:
            return self._path(sha256, THUMB).read_bytes()
        except OSError:
            return None

    def missing(self, hashes: Iterable[str]) -> list[str]:
        """Those that are not here, by name alone: reading every file would take too long."""
        return [one for one in hashes if not self._path(one).is_file()]

    def copy_to(self, store: Path) -> int:
        """Copies all files to another store's folder; returns how many were new there."""
        other, copied = Blobs(store), 0
        for path in sorted(self.folder.glob("??/*")):
            target = other.folder / path.parent.name / path.name
            if not target.exists() and not path.name.startswith("."):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)
                copied += 1
        return copied

    def _path(self, sha256: str, suffix: str = "") -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise ValueError(f"not a SHA-256: {sha256[:80]!r}")
        return self.folder / sha256[:2] / f"{sha256}{suffix}"

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
