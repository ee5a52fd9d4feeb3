"""Columns back into values, each within bounds and in the only form that it may have."""

from __future__ import annotations

import re
from array import array
from itertools import accumulate, islice
from math import isfinite
from typing import Any

import msgpack

from gesync.change import ID_SIZE
from gesync.columns.format import (
    BINARY,
    CONSTANT,
    DICTIONARY,
    FLOATS,
    GENERIC,
    INTEGERS,
    MAX_CELLS,
    MAX_REBUILT,
    MAX_SHAPES,
    OPTIONAL,
    TEXTS,
)
from gesync.values import MAX_INT, MAX_TEXT, MIN_INT, Malformed, check, unpack, unpack_names


class Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._cells = 0
        self._rebuilt = 0

    def __len__(self) -> int:
        """Bytes that are left."""
        return len(self._data) - self._at

    def end(self) -> None:
        if self._at != len(self._data):
            raise Malformed("bytes are left over after the columns")

    def rebuilt(self, size: int) -> None:
        """Counts bytes that short input unfolds to."""
        self._rebuilt += size
        if self._rebuilt > MAX_REBUILT:
            raise Malformed("columns unfold to too many bytes")

    def take(self, size: int) -> bytes:
        begin, end = self._at, self._at + size
        if end > len(self._data):
            raise Malformed("columns end too early")
        self._at = end
        return self._data[begin:end]

    def uint(self) -> int:
        at = self._at
        if at < len(self._data) and self._data[at] < 128:  # nearly always
            self._at = at + 1
            return self._data[at]
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                break
            shift += 7
            if shift > 63:
                raise Malformed("a number has too many bytes")
        if shift and byte == 0:
            raise Malformed("a number is not in its shortest form")
        return value

    def count(self, limit: int, what: str) -> int:
        value = self.uint()
        if value > limit:
            raise Malformed(f"too many {what}")
        return value

    def raw(self, limit: int) -> bytes:
        size = self.uint()
        if size > limit:
            raise Malformed("a part of the columns is too long")
        return self.take(size)

    def ids(self, limit: int) -> list[bytes]:
        count = self.count(limit, "ids")
        joined = self.take(count * ID_SIZE)
        ids = bytearray(len(joined))
        for i in range(ID_SIZE):
            ids[i::ID_SIZE] = joined[i * count : (i + 1) * count]
        whole = bytes(ids)
        found = [whole[i : i + ID_SIZE] for i in range(0, len(whole), ID_SIZE)]
        if len(set(found)) != count:
            raise Malformed("ids are repeated")
        return found

    def integers(self, count: int) -> list[int]:
        """Numbers of any sign; at most 65 bits of span and 64 of the least."""
        self.cells(count)
        width, zigzag = self.uint(), self.uint()
        if width > 8:
            raise Malformed("integers are too wide")
        low = zigzag >> 1 if zigzag % 2 == 0 else -((zigzag + 1) >> 1)
        if width == 0:
            return [low] * count
        data = self.take(width * count)
        if width == 1:
            return [low + byte for byte in data] if low else list(data)
        planes = bytearray(8 * count)
        for i in range(width):
            planes[i::8] = data[i * count : (i + 1) * count]
        numbers = array("Q", bytes(planes))
        if array("H", [1]).tobytes() == b"\0\1":  # a big-endian machine
            numbers.byteswap()
        return [low + number for number in numbers] if low else numbers.tolist()

    def cells(self, count: int) -> None:
        self._cells += count + 1
        if self._cells > MAX_CELLS:
            raise Malformed("too many values")

    def column(self, count: int, depth: int = 4) -> list[Any]:
        if depth == 0:
            raise Malformed("columns nested too deeply")
        self.cells(count)
        layout = self.uint()
        if layout == CONSTANT:
            data = self.raw(MAX_TEXT + 16)
            self.rebuilt(len(data) * count)
            value = unpack(data, canonical=True)
            check(value, 0)
            return [value] * count
        if layout == DICTIONARY:
            size = self.count(256, "entries of a dictionary")
            table = self.column(size, depth - 1)
            numbers = self.integers(count)
            self.rebuilt(sum(map([_size(value) for value in table].__getitem__, in_range(numbers, size))))
            return [table[number] for number in numbers]
        if layout == OPTIONAL:
            present = self.integers(count)
            if any(number not in (0, 1) for number in present):
                raise Malformed("a mark of presence is neither 0 nor 1")
            values = iter(self.column(sum(present), depth - 1))
            return [next(values) if number else None for number in present]
        if layout == TEXTS:
            texts = self.raw(len(self)).decode().split("\0")
            if len(texts) != count:
                raise Malformed("texts and rows differ in number")
            _check_sizes(texts)
            return texts
        if layout == INTEGERS:
            numbers = self.integers(count)
            if numbers and not (min(numbers) >= MIN_INT and max(numbers) <= MAX_INT):
                raise Malformed("an integer is wider than 64 bits")
            return numbers
        if layout == FLOATS:
            return _floats(self.raw(len(self)), count)
        if layout == BINARY:
            sizes = self.integers(count)
            joined = self.raw(len(self))
            if (sizes and (min(sizes) < 0 or max(sizes) > MAX_TEXT)) or sum(sizes) != len(joined):
                raise Malformed("binary values and their sizes differ")
            ends = list(accumulate(sizes))
            return [joined[end - size : end] for end, size in zip(ends, sizes, strict=True)]
        if layout == GENERIC:
            return _scalars(self.raw(len(self)), count)
        raise Malformed("a column of an unknown layout")

    def maps(self, count: int) -> list[Any]:
        self.cells(count)
        shapes = [unpack_names(self.raw(MAX_TEXT)) for _ in range(self.count(MAX_SHAPES, "shapes of maps"))]
        numbers = in_range(self.integers(count), len(shapes))
        rows = [0] * len(shapes)
        for number in numbers:
            rows[number] += 1
        holding: dict[str, int] = {}
        for entries, members in zip(shapes, rows, strict=True):
            self.rebuilt(sum(map(len, entries)) * members)
            for entry in entries:
                holding[entry] = holding.get(entry, 0) + members
        columns = {entry: iter(self.column(holding[entry])).__next__ for entry in sorted(holding)}
        taking = [[(entry, columns[entry]) for entry in entries] for entries in shapes]
        return [{entry: take() for entry, take in taking[number]} for number in numbers]


def in_range(numbers: list[int], limit: int) -> list[int]:
    if numbers and not (min(numbers) >= 0 and max(numbers) < limit):
        raise Malformed("a number points outside of its table")
    return numbers


def _size(value: Any) -> int:
    return len(value) if type(value) in (str, bytes) else 9


def _check_sizes(texts: list[str]) -> None:
    if (
        texts
        and max(map(len, texts)) > MAX_TEXT // 4
        and any(len(text.encode()) > MAX_TEXT for text in texts)
    ):
        raise Malformed("a text is too long")


_NUMBERS = re.compile(rb"[-+0-9.e,]*")


def _floats(data: bytes, count: int) -> list[float]:
    if not _NUMBERS.fullmatch(data):
        raise Malformed("a number is not written in digits")
    try:
        numbers = [float(text) for text in data.split(b",")]
    except ValueError:
        raise Malformed("a number is not written in digits") from None
    if len(numbers) != count or not all(map(isfinite, numbers)):
        raise Malformed("numbers are not finite or not as many as rows")
    return numbers


def _scalars(data: bytes, count: int) -> list[Any]:
    values: list[Any] = []
    try:
        unpacker = msgpack.Unpacker(
            max_buffer_size=max(len(data), 1),
            max_str_len=MAX_TEXT,
            max_bin_len=MAX_TEXT,
            max_array_len=0,
            max_map_len=0,
            max_ext_len=0,
        )
        unpacker.feed(data)
        values = list(islice(unpacker, count + 1))
        complete = unpacker.tell() == len(data)
    except (ValueError, TypeError, msgpack.UnpackException) as error:
        raise Malformed(f"not a column of scalars ({type(error).__name__})") from error
    if len(values) != count or not complete:
        raise Malformed("values and rows differ in number")
    for value in values:
        check(value, 0)
    return values
