"""From columns to changes: every hash is computed again, and proves that all of them came out right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate, pairwise, repeat
from operator import itemgetter
from typing import Any

from gesync.change import HASH_SIZE, MAX_PATCH, PERSON_CHANGE, PERSON_PAYLOAD, Change, Operation
from gesync.clock import MAX_HLC
from gesync.columns.bases import Bases, Differs, base_from, read_bases, resolved
from gesync.columns.format import (
    MAX_CHANGES,
    MAX_OPERATIONS,
    MAX_SHAPES,
    VERSION,
    Decoded,
    Find,
    Group,
)
from gesync.columns.reader import Reader
from gesync.values import MAX_ID, MAX_INT, Malformed, pack, packer


@dataclass(frozen=True, slots=True)
class _Run:
    inc: bytes
    seq: int
    start: int
    count: int
    prev: bytes
    last: bytes


def decode(data: bytes, find: Find) -> Decoded:
    """Rebuilds changes byte by byte and proves it by the hash of the last change of each run.

    Raises Missing when references point to changes that `find` does not know; Malformed, with a reason, for anything
    else that is wrong.  Memory: about 200 MB for the most that a bundle may hold.
    """
    reader = Reader(data)
    try:
        return _decode(reader, find)
    except (UnicodeError, IndexError, OverflowError) as error:
        raise Malformed(f"columns do not fit together ({type(error).__name__})") from error


def _decode(reader: Reader, find: Find) -> Decoded:
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
    references = read_bases(reader, total, incs, row_recs)
    kinds, groups, patch_bytes, digests = _read_shapes(reader, total)
    reader.end()
    op_ids = [op.id for op in row_ops]
    op_hashes = [op.hash for op in row_ops]

    def build(table: Sequence[bytes]) -> list[Change]:
        return _rebuilt(runs, references, table, kinds, row_recs, patch_bytes, digests, hlcs, op_ids, op_hashes)

    changes = resolved(references, find, build)
    if len(set(map(itemgetter(10), changes))) != total:
        raise Malformed("a change is in the bundle twice")
    return Decoded(changes, {op.id: op for op in operations}, groups)


def _read_operations(reader: Reader) -> list[Operation]:
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


def _read_runs(reader: Reader, incs: list[bytes], total: int) -> list[_Run]:
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


def _read_shapes(
    reader: Reader, total: int
) -> tuple[list[int], list[Group], list[bytes | None], list[bytes]]:
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
    groups: list[Group] = []
    packed_patches: list[bytes | None] = [None] * total
    digests: list[bytes] = [b""] * total
    kinds = [shapes[number][0] for number in numbers]
    packed = packer()
    hasher = blake2b(digest_size=HASH_SIZE, person=PERSON_PAYLOAD)
    for (kind, marks_or_none), rows in zip(shapes, members, strict=True):
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
        groups.append(Group(kind, tuple(keys), rows, columns))
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
    return kinds, groups, packed_patches, digests


def _map_head(count: int) -> bytes:
    return pack(dict.fromkeys(range(count)))[: 1 if count < 16 else 3 if count < 65_536 else 5]


def _array_head(count: int) -> int:
    """Bytes of the header of an array."""
    return 1 if count < 16 else 3 if count < 65_536 else 5


def _picked(table: list[Any], numbers: list[int], what: str) -> list[Any]:
    if numbers and not (min(numbers) >= 0 and max(numbers) < len(table)):
        raise Malformed(f"a change names an unknown {what}")
    return [table[number] for number in numbers]


def _rebuilt(
    runs: list[_Run],
    references: Bases,
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
                base = base_from(templates[skeletons[i]], refs)
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
                raise Differs("the rebuilt changes do not have the hash that the bundle promises")
    if left:
        raise Malformed("changes refer to each other in a circle")
    return changes
