"""A document as a sequence of blocks, before it is Word or PDF.  Plain text throughout."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

TOGETHER = 6  # facts that stand on one page
LETTERS = 96  # of a cell's size that stand beside each other on a page
MOST = 30.0  # letters of one word for which a column is made wide enough
WIDER = 1.15
BOLD, PADDING = 1.12, 2.5  # how much wider bold letters are; what stays empty in a cell

@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph.  `style`: body, note (small and grey), quote.  `proof` are numbers of the annex, printed after it."""

    text: str
    style: str = "body"
    proof: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `proof` as in `Text`, one for each item or none."""

    items: tuple[str, ...]
    proof: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values beside each other, without lines; `sticky` ones stay with what stands before them."""

    pairs: tuple[tuple[str, str], ...]
    sticky: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading is repeated on each page.  `widths` are parts of the width; `right` columns hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()

    def lean(self) -> Table:
        """Without columns in which nothing is written."""
        kept = [at for at in range(len(self.head)) if any(row[at] for row in self.rows)]
        if not kept or len(kept) == len(self.head):
            return self
        return Table(
            tuple(self.head[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in self.rows),
            tuple(self.widths[at] for at in kept), tuple(now for now, at in enumerate(kept) if at in self.right),
        )  # fmt: skip

    def shares(self) -> tuple[float, ...]:
        """Widths as parts of the whole in which, by a count of letters, no word has to be broken."""
        wanted = [LETTERS * part / sum(self.widths) for part in self.widths]
        least = [
            min(MOST, max([_longest(self.head[at]) * BOLD, *(_longest(row[at]) for row in self.rows)]) + PADDING)
            for at in range(len(self.head))
        ]
        spare = [max(0.0, part - need) for part, need in zip(wanted, least, strict=True)]
        room = LETTERS - sum(least)
        if room <= 0 or not sum(spare):
            return tuple(least)
        return tuple(need + room * more / sum(spare) for need, more in zip(least, spare, strict=True))


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, as the bytes of a JPEG, with what it shows; the words are also read aloud."""

    data: bytes
    caption: str


Block: TypeAlias = Heading | Text | Bullets | Facts | Table | NewPage | Picture


@dataclass(slots=True)
class Document:
    """`kind` stands above the title; `contents` and `page` are the words for a table of contents and for a page's number.

    `contents` is "" when there is none; `page` holds {page} and {pages}.
    """

    title: str
    kind: str
    subtitle: str = ""
    language: str = "en"
    author: str = ""
    page: str = "{page} / {pages}"
    contents: str = ""
    blocks: list[Block] = field(default_factory=list)
    look: Callable[[], None] = lambda: None  # called with each block and page while it is set in type; may raise to stop

    def add(self, *blocks: Block) -> None:
        """More at the end; columns of tables in which nothing is written are left out."""
        self.blocks.extend(block.lean() if isinstance(block, Table) else block for block in blocks)


def _longest(text: str) -> float:
    """Letters of the longest word; those of other scripts than Latin are wider."""
    return max((sum(1.0 if letter < "\u0370" else WIDER for letter in word) for word in re.split("[ \\n]", text)), default=0.0)


def marks(proof: Sequence[int]) -> str:
    """Numbers of the annex as they are printed: [3, 7]."""
    return f"[{', '.join(str(number) for number in proof)}]" if proof else ""
