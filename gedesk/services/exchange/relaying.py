"""Other sites' files that a coordinator carries on: kept as their authors signed them, beside the store.

Up: a file for headquarters is enclosed in the coordinator's own next file, and kept until headquarters says that it has
it.  Down: headquarters encloses files of the sites that it last heard of through the coordinator; they are written out
with the coordinator's own, and kept until newer ones come.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gesync import bundle as files

from gedesk.i18n import gettext as _
from gedesk.services.views import SentBundle

SUFFIX = ".relay"
MOST = 1_000  # files kept
CARRIED = 24 << 20  # bytes enclosed in one file where nobody set a limit
SLACK = 16 << 10
UP, DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class Carried:
    """A file on its way.  `name` is the one that a person gave or sees, `key` the hexadecimal id of the bundle."""

    key: str
    name: str
    path: Path

    @property
    def bytes(self) -> int:
        """Its size."""
        return self.path.stat().st_size


class Relay:
    """The folder of one store's relayed files."""

    def __init__(self, store: Path) -> None:
        self._folder = store.with_name(store.name + SUFFIX)

    def keep(self, data: bytes, header: files.Header, name: str, way: str) -> bool:
        """Keeps a file, once; False when too many wait already."""
        folder = self._folder / way
        folder.mkdir(parents=True, exist_ok=True)
        waiting = list(self.waiting(way))
        if any(one.key == header.bundle.hex() for one in waiting):
            return True
        if len(waiting) >= MOST:
            return False
        plain = re.sub(r"[^\w.-]+", "-", name)[-100:]
        target = folder / f"{header.target.hex() or '0'}_{header.number:08d}_{header.bundle.hex()}_{plain}"
        part = target.with_name(target.name + ".part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        return True

    def waiting(self, way: str) -> Iterator[Carried]:
        """Files on their way, those of one site in the order in which they were made."""
        for path in sorted((self._folder / way).glob("*_*_*_*")):
            if path.suffix != ".part":
                _target, _number, key, name = path.name.split("_", 3)
                yield Carried(key, name, path)

    def drop(self, keys: Iterable[str], way: str) -> None:
        """Forgets files that arrived."""
        gone = set(keys)
        for one in self.waiting(way):
            if one.key in gone:
                one.path.unlink(missing_ok=True)

    def make_room(self, targets: Iterable[bytes]) -> None:
        """Forgets files for these incarnations: newer ones hold all that is needed."""
        wanted = {target.hex() for target in targets}
        for path in list((self._folder / DOWN).glob("*_*_*_*")):
            if path.name.split("_", 1)[0] in wanted:
                path.unlink(missing_ok=True)

    def write_out(self, folder: Path) -> list[SentBundle]:
        """Writes the files for other sites into a folder."""
        made = []
        for one in self.waiting(DOWN):
            target = folder / one.name
            part = target.with_name(f".{target.name}.part")
            with part.open("wb") as file:
                file.write(one.path.read_bytes())
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
            made.append(SentBundle(target, _("another site"), 0, 0, one.bytes))
        return made


def loads(waiting: Iterable[Carried], limit: int | None) -> Iterator[list[Carried]]:
    """Portions of files that fit into one file each; a file too large for a portion stays behind."""
    room = (limit or CARRIED) - SLACK
    load: list[Carried] = []
    used = 0
    for one in waiting:
        with contextlib.suppress(OSError):
            size = one.bytes
            if size > room:
                continue
            if used + size > room:
                yield load
                load, used = [], 0
            load.append(one)
            used += size
    if load:
        yield load
