"""Folding of text for comparing and searching: case, accents and apostrophes do not matter."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose though readers take them for their plain form.
_PLAIN = str.maketrans(
    {
        "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` without case, accents, odd apostrophes, dashes and spaces, for comparison only."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)).casefold()  # № is No
    # й and ё fold to и and е like accented Latin letters do: people leave the marks out when they type.
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.translate(_PLAIN).split())
