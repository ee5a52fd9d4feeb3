"""Codes that people can read out: `TZ.0204-ACT-2026-7QKX-0012`.

They are made offline and do not clash: the device's part comes from its incarnation, so that a copied or restored
database goes on with another series.
"""

from __future__ import annotations

import hashlib

from gedesk.clock import today
from gedesk.domain.kinds import registry
from gedesk.store import reading
from gedesk.store.door import Transaction

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that is mistaken for another


class CodeMaker:
    """Gives out codes inside one transaction; `close` notes how far it came."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        incarnation = bytes.fromhex(tx.meta("incarnation"))
        digest = hashlib.blake2b(incarnation, digest_size=4, person=b"gedesk.series.1").digest()
        number = int.from_bytes(digest, "big")
        self._series = "".join(_LETTERS[number >> shift & 31] for shift in (15, 10, 5, 0))
        self._last: dict[str, int] = {}
        self._places: dict[str | None, str] = {None: tx.meta("site")["place"]}
        self._year = today().year

    def next(self, kind: str, place: str | None) -> str:
        """The next code for a record of `kind` at a place, given by its id."""
        key = f"{registry.kind(kind).prefix}-{self._year}-{self._series}"
        if key not in self._last:
            self._last[key] = int(self._tx.meta(f"code:{key}") or 0)
        self._last[key] += 1
        return f"{self._place(place)}-{key}-{self._last[key]:04d}"

    def close(self) -> None:
        """Notes the last numbers in the store."""
        for key, number in self._last.items():
            self._tx.set_meta(f"code:{key}", number)

    def _place(self, place: str | None) -> str:
        if place not in self._places:
            code = reading.code_of(self._tx.connection, "place", bytes.fromhex(str(place).replace("-", "")))
            self._places[place] = code or self._places[None]
        return self._places[place]
