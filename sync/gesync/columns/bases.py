"""Bases as they are read: a skeleton per row, and what its slots refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, product
from typing import Any

from gesync.change import HASH_SIZE, MAX_BASE, Change, check_base
from gesync.columns.format import MAX_CELLS, MAX_SHAPES, MAX_TRIES, Find, Missing, Place
from gesync.columns.reader import Reader
from gesync.values import MAX_INT, Malformed, pack, unpack


class Differs(Malformed):
    """The rebuilt changes do not have the hash that the bundle promises."""


@dataclass(slots=True)
class Bases:
    """Bases as they were read: per row its skeleton and what it refers to; the table still in places."""

    templates: list[Any]  # per skeleton: (number of references, parts to join by one hash, or slots)
    kinds: list[int]
    rows: list[list[int]]  # per row with a base: >= 0 a row of the bundle, < 0 entry -n - 1 of the table
    places: list[Place]
    tags: bytes
    explicit: list[bytes]


def read_bases(reader: Reader, total: int, incs: list[bytes], recs: list[bytes]) -> Bases:
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
    return Bases(templates, kinds, rows, places, tags, explicit)


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


def base_from(template: tuple[int, Any, int], refs: list[bytes]) -> bytes:
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


def resolved(
    references: Bases, find: Find, build: Callable[[Sequence[bytes]], list[Change]]
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
        except Differs:
            if tries == 1:
                raise
    raise Missing(several, "none of the forked histories here is the one referred to")
