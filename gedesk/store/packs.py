"""Patches of changes that came together, compressed as one: what many changes write repeats itself.

A pack is a row of the table `pack`, numbered like the first of its changes.  Reading goes through the view `log`, which
shows every change with its patch, wherever that lies.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from gesync.values import packer, unpack_own

AT_ONCE = 128  # changes in a pack: more make it a little smaller, and a single patch dearer to read
LEAST = 8  # fewer are not worth a pack
LARGEST = 2_048  # bytes of a patch that goes into a pack
_LEVEL = 1
_KEPT = 64  # packs that a connection keeps unpacked: about 3 MB


def packed(patches: Sequence[bytes | None]) -> bytes | None:
    """The pack of these patches, large and erased ones left out; None when that leaves too few."""
    small = [patch if patch is not None and len(patch) <= LARGEST else b"" for patch in patches]
    if len(small) - small.count(b"") < LEAST:
        return None
    return zlib.compress(packer()(small), _LEVEL)


def fits(patch: bytes | None) -> bool:
    """Whether a patch lies in the pack of its changes, when they have one."""
    return patch is not None and len(patch) <= LARGEST


class Unpacker:
    """Finds single patches in packs.  One for each connection: it remembers what it unpacked last."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[bytes, list[bytes]]] = {}

    def __call__(self, number: int, at: int, data: bytes) -> bytes:
        """The patch at a place in a pack, given by number and content: a pack that was taken back has a successor."""
        known = self._kept.get(number)
        if known is None or known[0] != data:
            known = (data, unpack_own(zlib.decompress(data)))
            self._kept.pop(number, None)
            self._kept[number] = known
            if len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return known[1][at]
