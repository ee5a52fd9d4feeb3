"""What writing and reading of columns agree on: limits, layouts, and how references are looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat

from gesync.change import Change, Operation
from gesync.values import Patch, Scalar

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
class Group:
    """Changes of one kind that write the same fields: their places in the list of changes, and the values column by column."""

    kind: int
    fields: tuple[int, ...]
    rows: Sequence[int]
    columns: Sequence[Sequence[Scalar | dict[str, Scalar]]]  # one per field, one value per row


@dataclass(frozen=True, slots=True)
class Decoded:
    """What came out: changes run by run, with every hash recomputed, and the operations they belong to.

    `groups` hold the values of all changes that are not erased, ready to be checked and written column by column.
    """

    changes: list[Change]
    operations: dict[bytes, Operation]
    groups: list[Group]

    def patches(self) -> list[Patch | None]:
        """The values change by change, None when erased."""
        found: list[Patch | None] = [None] * len(self.changes)
        for group in self.groups:
            values = zip(*group.columns, strict=True) if group.columns else repeat(())
            for row, cells in zip(group.rows, values, strict=False):
                found[row] = dict(zip(group.fields, cells, strict=True))
        return found
