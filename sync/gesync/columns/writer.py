"""One column after the other, each in the layout that suits its values."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import sub
from typing import Any

from gesync.change import ID_SIZE
from gesync.columns.format import BINARY, CONSTANT, DICTIONARY, FLOATS, GENERIC, INTEGERS, OPTIONAL, TEXTS
from gesync.values import Malformed, pack, packer


class Writer:
    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._packed = packer()

    def done(self) -> bytes:
        return b"".join(self._parts)

    def uint(self, value: int) -> None:
        """LEB128: seven bits a byte, lowest first."""
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
        self._parts.append(bytes(out))

    def raw(self, data: bytes) -> None:
        self.uint(len(data))
        self._parts.append(data)

    def ids(self, ids: Sequence[bytes]) -> None:
        """Ids of 16 bytes: all first bytes, then all second bytes ...; what they share compresses to nothing."""
        self.uint(len(ids))
        joined = b"".join(ids)
        self._parts.extend(joined[i::ID_SIZE] for i in range(ID_SIZE))

    def integers(self, values: Sequence[int]) -> None:
        """As offsets from the least, in planes of bytes, lowest first."""
        if not values:
            self.uint(0)
            self.uint(0)
            return
        low = min(values)
        span = max(values) - low
        width = (span.bit_length() + 7) // 8
        self.uint(width)
        self.uint(low << 1 if low >= 0 else (-low << 1) - 1)
        if width == 0:
            return
        if span >> 64:
            raise Malformed("integers lie too far apart")
        if width == 1:
            self._parts.append(bytes([value - low for value in values]))
            return
        data = _little(array("Q", [value - low for value in values]))
        self._parts.extend(data[i::8] for i in range(width))

    def column(self, values: Sequence[Any]) -> None:
        """Values of one field, in whichever layout suits them."""
        types = set(map(type, values))
        if len(types) > 1 and type(None) in types:
            present = [value is not None for value in values]
            self.uint(OPTIONAL)
            self.integers(list(map(int, present)))
            self.column([value for value in values if value is not None])
            return
        kind = types.pop() if len(types) == 1 else None
        if kind is not None:
            distinct = dict.fromkeys(values)
            if kind is float and 0.0 in distinct:
                distinct = dict.fromkeys(range(len(values)))  # zero and minus zero are equal but not the same
            if len(distinct) == 1:
                self.uint(CONSTANT)
                self.raw(pack(values[0]))
                return
            if len(distinct) <= 256 and len(distinct) * 2 <= len(values) and kind is not int:
                self.uint(DICTIONARY)
                self.uint(len(distinct))
                self.column(list(distinct))
                index = {value: i for i, value in enumerate(distinct)}
                self.integers([index[value] for value in values])
                return
        if kind is str and values and not any("\0" in value for value in values):
            self.uint(TEXTS)
            self.raw("\0".join(values).encode())
        elif kind is int:
            self.uint(INTEGERS)
            self.integers(values)
        elif kind is float:
            self.uint(FLOATS)
            self.raw(",".join(map(repr, values)).encode())
        elif kind is bytes:
            self.uint(BINARY)
            self.integers(list(map(len, values)))
            self.raw(b"".join(values))
        else:
            self.uint(GENERIC)
            self.raw(b"".join(map(self._packed, values)))

    def maps(self, values: Sequence[dict[str, Any]]) -> None:
        """Values of a map field: their sets of entries, then one column per entry of the rows that have it."""
        numbers: dict[tuple[str, ...], int] = {}
        order: list[int] = []
        columns: dict[str, list[Any]] = {}
        for value in values:
            order.append(numbers.setdefault(tuple(value), len(numbers)))
            for entry, scalar in value.items():
                if entry in columns:
                    columns[entry].append(scalar)
                else:
                    columns[entry] = [scalar]
        self.uint(len(numbers))
        for key in numbers:
            self.raw(pack(list(key)))
        self.integers(order)
        for entry in sorted(columns):
            self.column(columns[entry])


def _little(numbers: array[int]) -> bytes:
    if array("H", [1]).tobytes() == b"\0\1":  # a big-endian machine
        numbers.byteswap()
    return numbers.tobytes()


def deltas(values: Iterable[int]) -> list[int]:
    known = list(values)
    return [*known[:1], *map(sub, islice(known, 1, None), known)]
