"""From changes to columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import Any

import msgpack

from gesync.change import HASH_SIZE, Change, Operation, unpack_base
from gesync.columns.format import MAX_CHANGES, MAX_SHAPES, VERSION, Locate
from gesync.columns.writer import Writer, deltas
from gesync.values import Malformed, pack


def encode(changes: Sequence[Change], operations: Mapping[bytes, Operation], locate: Locate) -> bytes:
    """Packs changes of any incarnations, in any order and with holes, together with their operations.

    Raises ValueError (Malformed) when a change is given whose operation is not, or beyond the limits.
    """
    if len(changes) > MAX_CHANGES:
        raise Malformed(f"more than {MAX_CHANGES} changes for one bundle")
    rows, runs = _runs(changes)
    out = Writer()
    out.uint(VERSION)
    used = list(dict.fromkeys(map(itemgetter(9), rows)))
    _write_operations(out, used, operations)
    incs = list(dict.fromkeys(rows[start].inc for start, _count in runs))
    references = References(rows, locate, incs)
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
    out.integers(deltas(map(itemgetter(8), rows)))
    op_index = {op: i for i, op in enumerate(used)}
    out.integers(deltas([op_index[row[9]] for row in rows]))
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


def _write_operations(out: Writer, used: list[bytes], operations: Mapping[bytes, Operation]) -> None:
    try:
        ops = [operations[op] for op in used]
    except KeyError:
        raise Malformed("a change belongs to an operation that was not given") from None
    out.uint(len(ops))
    out.ids([op.id for op in ops])
    for name in ("title", "kind", "author", "reason"):
        out.column([getattr(op, name) for op in ops])
    out.column(deltas(op.wall for op in ops))
    out.column([op.undoes for op in ops])
    out.column([op.schema for op in ops])
    out.maps([dict(sorted(op.detail.items())) for op in ops])


def _write_records(out: Writer, rows: list[Change]) -> None:
    recs = list(dict.fromkeys(map(itemgetter(4), rows)))
    if len(recs) < len(rows):
        recs.sort()  # ids made one after the other share their beginning
    rec_index = {rec: i for i, rec in enumerate(recs)}
    out.ids(recs)
    indexes = [rec_index[row[4]] for row in rows]
    out.integers(deltas(indexes) if len(recs) == len(rows) else indexes)


class References:
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

    def write(self, out: Writer) -> None:
        out.uint(len(self.skeletons))
        for skeleton in self.skeletons:
            out.raw(skeleton)
        out.integers(self.kinds)
        out.uint(len(self.placed))
        out.integers(deltas(inc for inc, _seq, _ref in self.placed))
        out.integers(deltas(seq for _inc, seq, _ref in self.placed))
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


def _write_shapes(out: Writer, rows: list[Change]) -> None:
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
