"""Changes in columns: the same changes as in the log, laid out so that they compress well and decode fast.

Rows are grouped by shape (kind and set of fields), and each field of a shape is one column.  Hashes are not sent: the
receiver recomputes them, and only the hash of the last change of each run proves that all of them came out right.
What is a reference in a base is sent as a row of the same bundle or as a place (incarnation, sequence) that the receiver
looks up.  SPEC.md has the exact layout.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate, chain, islice, pairwise, product, repeat
from math import isfinite
from operator import itemgetter, sub
from typing import Any

import msgpack

from gesync.change import (
    HASH_SIZE,
    ID_SIZE,
    MAX_BASE,
    MAX_PATCH,
    PERSON_CHANGE,
    PERSON_PAYLOAD,
    Change,
    Operation,
    check_base,
    unpack_base,
)
from gesync.clock import MAX_HLC
from gesync.values import (
    MAX_ID,
    MAX_INT,
    MAX_TEXT,
    MIN_INT,
    Malformed,
    Patch,
    check,
    pack,
    packer,
    unpack,
)

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


# -- writing ---------------------------------------------------------------------------------------------------------


def encode(changes: Sequence[Change], operations: Mapping[bytes, Operation], locate: Locate) -> bytes:
    """Packs changes of any incarnations, in any order and with holes, together with their operations.

    Raises ValueError (Malformed) when a change is given whose operation is not, or beyond the limits.
    """
    if len(changes) > MAX_CHANGES:
        raise Malformed(f"more than {MAX_CHANGES} changes for one bundle")
    rows, runs = _runs(changes)
    out = _Writer()
    out.uint(VERSION)
    used = list(dict.fromkeys(map(itemgetter(9), rows)))
    _write_operations(out, used, operations)
    incs = list(dict.fromkeys(rows[start].inc for start, _count in runs))
    references = _References(rows, locate, incs)
    out.uint(len(rows))
    out.ids(references.incs)
    inc_index = {inc: i for i, inc in enumerate(references.incs)}
    out.uint(len(runs))
    for start, count in runs:
        first = rows[start]
        out.uint(inc_index[first.inc])
        out.uint(first.seq)
        out.uint(count)
        out.raw(first.prev if first.seq > 1 else b"")
        out.raw(rows[start + count - 1].hash)
    _write_records(out, rows)
    out.integers(_deltas(map(itemgetter(8), rows)))
    op_index = {op: i for i, op in enumerate(used)}
    out.integers(_deltas([op_index[row[9]] for row in rows]))
    references.write(out)
    _write_shapes(out, rows)
    return out.done()


def _runs(changes: Sequence[Change]) -> tuple[list[Change], list[tuple[int, int]]]:
    """The changes chain by chain, and (first row, count) of every unbroken stretch.  A change given twice counts once."""
    rows = list(changes)
    if any(b[0] != a[0] or b[1] != a[1] + 1 or b[2] != a[10] for a, b in pairwise(rows)):
        unique = {change.hash: change for change in rows}
        first_seen = {inc: i for i, inc in enumerate(dict.fromkeys(change.inc for change in rows))}
        open_runs: dict[bytes, list[Change]] = {}
        found: list[list[Change]] = []
        for change in sorted(unique.values(), key=lambda c: (first_seen[c.inc], c.seq, c.hash)):
            run = open_runs.pop(change.prev, None)
            if run is None or run[-1].inc != change.inc or run[-1].seq + 1 != change.seq:
                if run is not None:
                    open_runs[change.prev] = run
                run = []
                found.append(run)
            run.append(change)
            open_runs[change.hash] = run
        rows = list(chain.from_iterable(found))
        counts = [len(run) for run in found]
    else:
        counts = [len(rows)] if rows else []
    starts = [0, *accumulate(counts)]
    return rows, list(zip(starts, counts, strict=False))


def _write_operations(out: _Writer, used: list[bytes], operations: Mapping[bytes, Operation]) -> None:
    try:
        ops = [operations[op] for op in used]
    except KeyError:
        raise Malformed("a change belongs to an operation that was not given") from None
    out.uint(len(ops))
    out.ids([op.id for op in ops])
    for name in ("title", "kind", "author", "reason"):
        out.column([getattr(op, name) for op in ops])
    out.column(_deltas(op.wall for op in ops))
    out.column([op.undoes for op in ops])
    out.column([op.schema for op in ops])
    out.maps([dict(sorted(op.detail.items())) for op in ops])


def _write_records(out: _Writer, rows: list[Change]) -> None:
    recs = list(dict.fromkeys(map(itemgetter(4), rows)))
    if len(recs) < len(rows):
        recs.sort()  # ids made one after the other share their beginning
    rec_index = {rec: i for i, rec in enumerate(recs)}
    out.ids(recs)
    indexes = [rec_index[row[4]] for row in rows]
    out.integers(_deltas(indexes) if len(recs) == len(rows) else indexes)


class _References:
    """The bases of all rows: a table of skeletons (which field refers to which of the row's references) and, row by
    row, the references themselves."""

    def __init__(self, rows: list[Change], locate: Locate, incs: list[bytes]) -> None:
        skeletons: dict[bytes, int] = {b"": 0}
        self.kinds: list[int] = []
        refs: list[list[bytes]] = []
        recent: dict[int, tuple[int, list[bytes]]] = {}
        for row in rows:
            base = row[7]
            if not base:
                self.kinds.append(0)
                continue
            guess = recent.get(len(base))
            if guess is not None:  # most often: the same fields as last time, all referring to one change
                at = len(guess[1][0])
                ref = base[at : at + HASH_SIZE]
                if ref.join(guess[1]) == base:
                    self.kinds.append(guess[0])
                    refs.append([ref])
                    continue
            skeleton, found = _skeleton(base)
            number = skeletons.setdefault(skeleton, len(skeletons))
            self.kinds.append(number)
            refs.append(found)
            if len(found) == 1:
                recent[len(base)] = (number, base.split(found[0]))
        if len(skeletons) > MAX_SHAPES:
            raise Malformed("bases of too many different shapes for one bundle")
        self.skeletons = list(skeletons)[1:]
        here = {row[10]: i for i, row in enumerate(rows)} if refs else {}
        wanted = {ref for found in refs for ref in found if ref not in here}
        places = {ref: place for ref, place in locate(wanted).items() if ref in wanted} if wanted else {}
        self.incs = list(dict.fromkeys(chain(incs, sorted(place[0] for place in places.values()))))
        inc_index = {inc: i for i, inc in enumerate(self.incs)}
        self.placed = sorted((inc_index[inc], seq, ref) for ref, (inc, seq) in places.items())
        self.unplaced = sorted(wanted - places.keys())
        number_of = {ref: i for i, (_inc, _seq, ref) in enumerate(self.placed)}
        number_of.update((ref, i) for i, ref in enumerate(self.unplaced, len(self.placed)))
        # What each row refers to: 0 the change before on the same record, 1 the same as the change before did,
        # 2n + 2 row n of the bundle, 2n + 3 entry n of the table.
        codes: list[int] = []
        last: dict[bytes, bytes] = {}
        same: dict[bytes, bytes] = {}
        flow = iter(refs)
        for i, kind in enumerate(self.kinds):
            rec = rows[i][4]
            if kind:
                for ref in next(flow):
                    if last.get(rec) == ref:
                        codes.append(0)
                    elif same.get(rec) == ref:
                        codes.append(1)
                    elif ref in here:
                        codes.append(2 * here[ref] + 2)
                    else:
                        codes.append(2 * number_of[ref] + 3)
                    same[rec] = ref
            last[rec] = rows[i][10]
        self.codes = codes

    def write(self, out: _Writer) -> None:
        out.uint(len(self.skeletons))
        for skeleton in self.skeletons:
            out.raw(skeleton)
        out.integers(self.kinds)
        out.uint(len(self.placed))
        out.integers(_deltas(inc for inc, _seq, _ref in self.placed))
        out.integers(_deltas(seq for _inc, seq, _ref in self.placed))
        out.raw(bytes(ref[0] for _inc, _seq, ref in self.placed))  # tells a fork or a gap at once
        out.uint(len(self.unplaced))
        out.raw(b"".join(self.unplaced))
        out.uint(len(self.codes))
        out.integers(self.codes)


def _skeleton(base: bytes) -> tuple[bytes, list[bytes]]:
    """A base with each hash replaced by its number in the list of distinct hashes, and that list."""
    found: dict[bytes, int] = {}

    def numbers(refs: Iterable[bytes]) -> list[int]:
        return [found.setdefault(ref, len(found)) for ref in refs]

    shape = {
        key: {entry: numbers(refs) for entry, refs in seen.items()}
        if isinstance(seen, dict)
        else numbers(seen)
        for key, seen in unpack_base(base).items()
    }
    return pack(shape), list(found)


def _write_shapes(out: _Writer, rows: list[Change]) -> None:
    shapes: dict[
        tuple[int, tuple[int, ...] | None, tuple[int, ...]], int
    ] = {}  # kind, fields, those that are maps
    members: list[list[Any]] = []  # values in the order of the fields, or payload hashes of erased changes
    numbers: list[int] = []
    patches = _unpacked([row[5] for row in rows if row[5] is not None])
    for row in rows:
        if row[5] is None:
            number = shapes.setdefault((row[3], None, ()), len(shapes))
            member: Any = row[6]
        else:
            turns = next(patches)
            member = turns[1::2]
            maps: tuple[int, ...] = ()
            if dict in map(type, member):
                maps = tuple(turns[n - 1] for n in range(1, len(turns), 2) if type(turns[n]) is dict)
            number = shapes.setdefault((row[3], turns[::2], maps), len(shapes))
        if number == len(members):
            members.append([])
        members[number].append(member)
        numbers.append(number)
    if len(shapes) > MAX_SHAPES:
        raise Malformed("changes of too many different shapes for one bundle")
    out.uint(len(shapes))
    for kind, fields, maps in shapes:
        out.uint(kind)
        out.uint(0 if fields is None else len(fields) + 1)
        for field_id in fields or ():
            out.uint(field_id * 2 + (field_id in maps))
    out.integers(numbers)
    for (_kind, fields, maps), found in zip(shapes, members, strict=True):
        if fields is None:
            out.raw(b"".join(found))
        for field_id, values in zip(fields or (), zip(*found, strict=True), strict=False):
            if field_id in maps:
                out.maps(values)
            else:
                out.column(values)


def _unpacked(patches: list[bytes]) -> Iterator[Any]:
    """The patches of our own log as tuples of keys and values in turn.

    With its header replaced a map reads as an array, and one stream of arrays is read several times as fast as maps.
    """
    heads = [bytes([0x90 | 2 * n]) if n < 8 else bytes([0xDC, 0, 2 * n]) for n in range(16)]
    unpacker = msgpack.Unpacker(strict_map_key=False, use_list=False, max_buffer_size=2**31 - 1)
    try:
        for at in range(0, len(patches), 4_096):
            arrays: list[bytes] = []
            for patch in patches[at : at + 4_096]:
                if 0x80 <= patch[0] < 0x90:
                    arrays += (heads[patch[0] & 15], patch[1:])
                elif patch[0] == 0xDE:
                    count = 2 * int.from_bytes(patch[1:3], "big")
                    arrays += (b"\xdd", count.to_bytes(4, "big"), patch[3:])
                else:
                    raise Malformed("a patch is not a map")
            unpacker.feed(b"".join(arrays))
            yield from unpacker
    except (ValueError, TypeError, IndexError, msgpack.UnpackException) as error:
        raise Malformed(f"a patch is not msgpack ({type(error).__name__})") from error


def _deltas(values: Iterable[int]) -> list[int]:
    known = list(values)
    return [*known[:1], *map(sub, islice(known, 1, None), known)]


class _Writer:
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


# -- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    inc: bytes
    seq: int
    start: int
    count: int
    prev: bytes
    last: bytes


def decode(data: bytes, find: Find, *, with_patches: bool = False) -> Decoded:
    """Rebuilds changes byte by byte and proves it by the hash of the last change of each run.

    Raises Missing when references point to changes that `find` does not know; Malformed, with a reason, for anything
    else that is wrong.  Memory: about 150 MB for the most that a bundle may hold; `with_patches` doubles it.
    """
    reader = _Reader(data)
    try:
        return _decode(reader, find, with_patches)
    except (UnicodeError, IndexError, OverflowError) as error:
        raise Malformed(f"columns do not fit together ({type(error).__name__})") from error


def _decode(reader: _Reader, find: Find, with_patches: bool) -> Decoded:
    if reader.uint() != VERSION:
        raise Malformed("columns of an unknown version")
    operations = _read_operations(reader)
    total = reader.count(MAX_CHANGES, "changes")
    incs = reader.ids(MAX_CHANGES * 2)
    runs = _read_runs(reader, incs, total)
    recs = reader.ids(total)
    rec_numbers = reader.integers(total)
    if len(recs) == total:
        rec_numbers = list(accumulate(rec_numbers))
    row_recs = _picked(recs, rec_numbers, "record")
    hlcs = list(accumulate(reader.integers(total)))
    if hlcs and not (min(hlcs) >= 0 and max(hlcs) <= MAX_HLC):
        raise Malformed("a stamp is not a 63-bit integer")
    op_numbers = list(accumulate(reader.integers(total)))
    row_ops = _picked(operations, op_numbers, "operation")
    if len(set(op_numbers)) != len(operations):
        raise Malformed("an operation without changes")
    references = _read_references(reader, total, incs, row_recs)
    kinds, patches, patch_bytes, digests = _read_shapes(reader, total, with_patches)
    reader.end()
    op_ids = [op.id for op in row_ops]
    op_hashes = [op.hash for op in row_ops]

    def build(table: Sequence[bytes]) -> list[Change]:
        return _build(runs, references, table, kinds, row_recs, patch_bytes, digests, hlcs, op_ids, op_hashes)

    changes = _resolved(references, find, build)
    if len(set(map(itemgetter(10), changes))) != total:
        raise Malformed("a change is in the bundle twice")
    return Decoded(changes, {op.id: op for op in operations}, patches if with_patches else [])


def _read_operations(reader: _Reader) -> list[Operation]:
    count = reader.count(MAX_OPERATIONS, "operations")
    ids = reader.ids(count)
    if len(ids) != count or len(set(ids)) != count:
        raise Malformed("operation ids are missing or repeated")
    texts = [reader.column(count) for _ in range(4)]
    walls = accumulate(_all_integers(reader.column(count)))
    undoes, schemas, details = reader.column(count), reader.column(count), reader.maps(count)
    return [Operation(*row) for row in zip(ids, *texts, walls, undoes, schemas, details, strict=True)]


def _all_integers(values: list[Any]) -> list[int]:
    if any(type(value) is not int for value in values):
        raise Malformed("a column that should hold integers holds something else")
    return values


def _read_runs(reader: _Reader, incs: list[bytes], total: int) -> list[_Run]:
    runs = []
    start = 0
    for _ in range(reader.count(max(total, 1), "runs")):
        number, seq, count = reader.uint(), reader.uint(), reader.uint()
        prev, last = reader.raw(HASH_SIZE), reader.raw(HASH_SIZE)
        if number >= len(incs) or not 0 < count <= total - start or not 1 <= seq <= MAX_INT - total:
            raise Malformed("a run of changes is out of bounds")
        if len(prev) != (HASH_SIZE if seq > 1 else 0) or len(last) != HASH_SIZE:
            raise Malformed("a run of changes lacks the hashes at its ends")
        runs.append(_Run(incs[number], seq, start, count, prev, last))
        start += count
    if start != total:
        raise Malformed("runs and changes differ in number")
    return runs


@dataclass(slots=True)
class _Refs:
    """Bases as they were read: per row its skeleton and what it refers to; the table still in places."""

    templates: list[Any]  # per skeleton: (number of references, parts to join by one hash, or slots)
    kinds: list[int]
    rows: list[list[int]]  # per row with a base: >= 0 a row of the bundle, < 0 entry -n - 1 of the table
    places: list[Place]
    tags: bytes
    explicit: list[bytes]


def _read_references(reader: _Reader, total: int, incs: list[bytes], recs: list[bytes]) -> _Refs:
    templates: list[Any] = [(0, None, None)]
    for _ in range(reader.count(MAX_SHAPES, "skeletons")):
        templates.append(_template(reader.raw(MAX_BASE)))
    kinds = reader.integers(total)
    placed = reader.count(len(reader), "references")
    inc_numbers = accumulate(reader.integers(placed))
    seqs = accumulate(reader.integers(placed))
    places = []
    for number, seq in zip(inc_numbers, seqs, strict=True):
        if not 0 <= number < len(incs) or not 1 <= seq <= MAX_INT:
            raise Malformed("a reference is out of bounds")
        places.append((incs[number], seq))
    tags = reader.raw(placed)
    if len(tags) != placed:
        raise Malformed("references lack their first bytes")
    unplaced = reader.count(len(reader) // HASH_SIZE, "references")
    joined = reader.raw(unplaced * HASH_SIZE)
    if len(joined) != unplaced * HASH_SIZE:
        raise Malformed("references lack their hashes")
    explicit = [joined[i : i + HASH_SIZE] for i in range(0, len(joined), HASH_SIZE)]
    codes = iter(reader.integers(reader.count(MAX_CELLS, "references")))
    entries = placed + unplaced
    rows: list[list[int]] = []
    last: dict[bytes, int] = {}
    same: dict[bytes, int] = {}
    rebuilt = 0
    for i, kind in enumerate(kinds):
        rec = recs[i]
        if kind:
            if not 0 < kind < len(templates):
                raise Malformed("a base of an unknown shape")
            template = templates[kind]
            rebuilt += template[2]
            found = []
            for code in islice(codes, template[0]):
                if code > 1:
                    target = (code - 2) // 2 if code % 2 == 0 else -((code - 3) // 2) - 1
                    if target >= total or -target > entries:
                        raise Malformed("a reference points outside of the bundle")
                elif code < 0:
                    raise Malformed("a reference is negative")
                else:
                    before = (same if code else last).get(rec)
                    if before is None:
                        raise Malformed("a reference repeats one that is not there")
                    target = before
                same[rec] = target
                found.append(target)
            if len(found) != template[0]:
                raise Malformed("references are missing")
            rows.append(found)
        else:
            rows.append([])
        last[rec] = i
    if next(codes, None) is not None:
        raise Malformed("references are left over")
    reader.rebuilt(rebuilt)
    return _Refs(templates, kinds, rows, places, tags, explicit)


def _template(skeleton: bytes) -> tuple[int, list[bytes] | Any, int]:
    """(distinct references, what to build a base from, bytes of the base)."""
    shape = unpack(skeleton, canonical=True)
    slots: list[int] = []
    stand_in = b"\xff\xfe\xfd\xfc" * 5

    def fill(numbers: Any) -> list[bytes]:
        if type(numbers) is not list or not numbers or any(type(n) is not int or n < 0 for n in numbers):
            raise Malformed("a skeleton of a base holds something else than numbers")
        slots.extend(numbers)
        return [n.to_bytes(HASH_SIZE, "big") for n in numbers]

    if type(shape) is not dict or not shape:
        raise Malformed("a skeleton of a base is not a map")
    filled = {
        key: {entry: fill(numbers) for entry, numbers in value.items()}
        if type(value) is dict
        else fill(value)
        for key, value in shape.items()
    }
    distinct = len(set(slots))
    if set(slots) != set(range(distinct)):
        raise Malformed("a skeleton of a base skips a reference")
    for numbers in _lists(shape):
        if len(set(numbers)) != len(numbers):
            raise Malformed("a skeleton of a base repeats a reference")
    sorted_fill = {
        key: {entry: sorted(refs) for entry, refs in value.items()}
        if isinstance(value, dict)
        else sorted(value)
        for key, value in filled.items()
    }
    check_base(sorted_fill)
    size = len(pack(filled))
    if size > MAX_BASE:
        raise Malformed("a base is too large")
    if distinct == 1:
        whole = pack(
            {
                key: {entry: [stand_in] for entry in value} if isinstance(value, dict) else [stand_in]
                for key, value in shape.items()
            }
        )
        parts = whole.split(stand_in)
        if len(parts) == len(slots) + 1:
            return 1, parts, size
    return distinct, shape, size


def _lists(shape: dict[Any, Any]) -> Iterable[list[int]]:
    for value in shape.values():
        if isinstance(value, dict):
            yield from value.values()
        else:
            yield value


def _base(template: tuple[int, Any, int], refs: list[bytes]) -> bytes:
    _count, parts, _size = template
    if type(parts) is list:
        return refs[0].join(parts)
    return pack(
        {
            key: {entry: sorted(refs[n] for n in numbers) for entry, numbers in value.items()}
            if type(value) is dict
            else sorted(refs[n] for n in value)
            for key, value in parts.items()
        }
    )


def _read_shapes(
    reader: _Reader, total: int, with_patches: bool
) -> tuple[list[int], list[Patch | None], list[bytes | None], list[bytes]]:
    shapes: list[tuple[int, list[int] | None]] = []
    for _ in range(reader.count(MAX_SHAPES, "shapes")):
        kind, width = reader.uint(), reader.uint()
        if kind > MAX_ID or width > len(reader):
            raise Malformed("a shape of changes is out of bounds")
        if width == 0:
            shapes.append((kind, None))
            continue
        marks = [reader.uint() for _ in range(width - 1)]
        if any(b // 2 <= a // 2 for a, b in pairwise(marks)) or (marks and marks[-1] // 2 > MAX_ID):
            raise Malformed("the fields of a shape do not ascend")
        shapes.append((kind, marks))
    numbers = reader.integers(total)
    if numbers and not (min(numbers) >= 0 and max(numbers) < len(shapes)):
        raise Malformed("a change of an unknown shape")
    members: list[list[int]] = [[] for _ in shapes]
    for i, number in enumerate(numbers):
        members[number].append(i)
    patches: list[Patch | None] = [None] * total
    packed_patches: list[bytes | None] = [None] * total
    digests: list[bytes] = [b""] * total
    kinds = [shapes[number][0] for number in numbers]
    packed = packer()
    hasher = blake2b(digest_size=HASH_SIZE, person=PERSON_PAYLOAD)
    for (_kind, marks_or_none), rows in zip(shapes, members, strict=True):
        count = len(rows)
        if marks_or_none is None:
            joined = reader.raw(count * HASH_SIZE)
            if len(joined) != count * HASH_SIZE:
                raise Malformed("erased changes lack their payload hashes")
            for at, i in enumerate(rows):
                digests[i] = joined[at * HASH_SIZE : (at + 1) * HASH_SIZE]
            continue
        columns = [reader.maps(count) if mark % 2 else reader.column(count) for mark in marks_or_none]
        keys = [mark // 2 for mark in marks_or_none]
        if with_patches:
            for i, values in zip(rows, zip(*columns, strict=True) if columns else repeat(()), strict=False):
                patches[i] = dict(zip(keys, values, strict=True))
        # A map is its header and then keys and values in turn, just as an array of them would be.
        head, skip = _map_head(len(keys)), _array_head(2 * len(keys))
        turns = [part for key, column in zip(keys, columns, strict=True) for part in (repeat(key), column)]
        for i, cells in zip(rows, zip(*turns, strict=False) if turns else repeat(()), strict=False):
            data = head + packed(cells)[skip:]
            if len(data) > MAX_PATCH:
                raise Malformed("a patch is too large")
            packed_patches[i] = data
            state = hasher.copy()
            state.update(data)
            digests[i] = state.digest()
    return kinds, patches, packed_patches, digests


def _map_head(count: int) -> bytes:
    return pack(dict.fromkeys(range(count)))[: 1 if count < 16 else 3 if count < 65_536 else 5]


def _array_head(count: int) -> int:
    """Bytes of the header of an array."""
    return 1 if count < 16 else 3 if count < 65_536 else 5


def _picked(table: list[Any], numbers: list[int], what: str) -> list[Any]:
    if numbers and not (min(numbers) >= 0 and max(numbers) < len(table)):
        raise Malformed(f"a change names an unknown {what}")
    return [table[number] for number in numbers]


def _build(
    runs: list[_Run],
    references: _Refs,
    table: Sequence[bytes],
    kinds: list[int],
    recs: list[bytes],
    patches: list[bytes | None],
    digests: list[bytes],
    hlcs: list[int],
    ops: list[bytes],
    op_hashes: list[bytes],
) -> list[Change]:
    """Computes every hash; a run that refers to a row not computed yet goes on once that row is there."""
    total = len(kinds)
    hashes: list[bytes] = [b""] * total
    changes: list[Any] = [None] * total
    templates, skeletons, row_refs = references.templates, references.kinds, references.rows
    packed = packer()
    hasher = blake2b(digest_size=HASH_SIZE, person=PERSON_CHANGE)
    new = tuple.__new__
    ready = [(run, 0, run.prev) for run in reversed(runs)]
    waiting: dict[int, list[tuple[_Run, int, bytes]]] = {}  # row -> runs that need its hash
    left = total
    while ready:
        run, at, prev = ready.pop()
        inc = run.inc
        while at < run.count:
            i = run.start + at
            base = b""
            if skeletons[i]:
                refs = [hashes[n] if n >= 0 else table[-n - 1] for n in row_refs[i]]
                if b"" in refs:
                    waiting.setdefault(row_refs[i][refs.index(b"")], []).append((run, at, prev))
                    break
                base = _base(templates[skeletons[i]], refs)
            seq = run.seq + at
            digest = digests[i]
            kind, rec, hlc = kinds[i], recs[i], hlcs[i]
            state = hasher.copy()
            state.update(packed((prev, inc, seq, kind, rec, digest, base, hlc, op_hashes[i])))
            own = state.digest()
            changes[i] = new(Change, (inc, seq, prev, kind, rec, patches[i], digest, base, hlc, ops[i], own))
            hashes[i] = prev = own
            at += 1
            left -= 1
            if waiting and i in waiting:
                ready.extend(waiting.pop(i))
        else:
            if prev != run.last:
                raise _Differs("the rebuilt changes do not have the hash that the bundle promises")
    if left:
        raise Malformed("changes refer to each other in a circle")
    return changes


class _Differs(Malformed):
    pass


def _resolved(
    references: _Refs, find: Find, build: Callable[[Sequence[bytes]], list[Change]]
) -> list[Change]:
    """Looks up the places referred to; where several changes stand, the first byte and then the hashes decide."""
    places = references.places
    found = find(set(places)) if places else {}
    choices: list[list[bytes]] = []
    unknown: list[Place] = []
    tries = 1
    for place, tag in zip(places, references.tags, strict=True):
        matching = sorted({ref for ref in found.get(place, ()) if len(ref) == HASH_SIZE and ref[0] == tag})
        if not matching:
            unknown.append(place)
        choices.append(matching)
        tries = min(tries * len(matching), MAX_TRIES + 1)
    if unknown:
        raise Missing(unknown, f"{len(unknown)} changes are referred to that are not here yet")
    several = [place for place, refs in zip(places, choices, strict=True) if len(refs) > 1]
    if tries > MAX_TRIES:
        raise Missing(several, "a forked history makes references ambiguous")
    for choice in product(*choices):
        try:
            return build([*choice, *references.explicit])
        except _Differs:
            if tries == 1:
                raise
    raise Missing(several, "none of the forked histories here is the one referred to")


class _Reader:
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
        if size > len(self):
            raise Malformed("columns end too early")
        self._at += size
        return self._data[self._at - size : self._at]

    def uint(self) -> int:
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
            self.rebuilt(sum(map([_size(value) for value in table].__getitem__, _in_range(numbers, size))))
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
        shapes: list[list[str]] = []
        for _ in range(self.count(MAX_SHAPES, "shapes of maps")):
            entries = unpack(self.raw(MAX_TEXT), canonical=True)
            if type(entries) is not list:
                raise Malformed("entries of maps are not a list")
            for i, entry in enumerate(entries):
                if type(entry) is not str or (i and entry <= entries[i - 1]):
                    raise Malformed("map entries are not ascending strings")
            shapes.append(entries)
        numbers = _in_range(self.integers(count), len(shapes))
        rows = [0] * len(shapes)
        for number in numbers:
            rows[number] += 1
        holding: dict[str, int] = {}
        for entries, members in zip(shapes, rows, strict=True):
            self.rebuilt(sum(map(len, entries)) * members)
            for entry in entries:
                holding[entry] = holding.get(entry, 0) + members
        columns = {entry: iter(self.column(holding[entry])) for entry in sorted(holding)}
        return [{entry: next(columns[entry]) for entry in shapes[number]} for number in numbers]


def _in_range(numbers: list[int], limit: int) -> list[int]:
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
