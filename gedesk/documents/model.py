"""A document as a sequence of blocks, before it is Word or PDF.  Plain text throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


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
    """Names and values beside each other, without lines."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading is repeated on each page.  `widths` are parts of the width; `right` columns hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()


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

    def add(self, *blocks: Block) -> None:
        """More at the end."""
        self.blocks.extend(blocks)


def marks(proof: Sequence[int]) -> str:
    """Numbers of the annex as they are printed: [3, 7]."""
    return f"[{', '.join(str(number) for number in proof)}]" if proof else ""
