"""What writing and reading of columns agree on: limits, layouts, and how references are looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gesync.change import Change, Operation
from gesync.values import Patch

VERSION = 1
MAX_CHANGES = 131_072
MAX_OPERATIONS = MAX_CHANGES
MAX_CELLS = 5_000_000  # values and numbers of all columns together
MAX_REBUILT = 64 << 20  # bytes of all patches and bases together, once rebuilt
MAX_SHAPES = 4_096
MAX_TRIES = 64  # combinations tried when places are ambiguous

# How a column is laid out.
GENERIC, CONSTANT, DICTIONARY, TEXTS, INTEGERS, FLOATS, OPTIONAL, BINARY = range(8)

Place = tuple[bytes, int]
Locate = Callable[[set[bytes]], dict[bytes, Place]]
"""Where changes that are not in the bundle stand: hash -> (incarnation, sequence).  Hashes left out of the answer
(unknown, or on a fork known to the sender) are sent in full."""
Find = Callable[[set[Place]], dict[Place, list[bytes]]]
"""The hashes of all changes known at each place; places without any may be left out."""


class Missing(Exception):
    """The changes refer to others which the receiver does not have, or cannot tell apart.

    Not a fault of the file: it can be applied after an earlier bundle.  `places` are those asked for in vain.
    """

    def __init__(self, places: Sequence[Place], reason: str) -> None:
        super().__init__(reason)
        self.places = tuple(places)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What came out: changes run by run, with every hash recomputed, and the operations they belong to.

    `patches` is aligned with `changes` (None when erased); it is filled only when asked for.
    """

    changes: list[Change]
    operations: dict[bytes, Operation]
    patches: list[Patch | None] = field(default_factory=list)
