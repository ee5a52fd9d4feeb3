"""New records put together by kind and by the fields that they fill in, so that each group is one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from typing import Any

from gesync.change import Change
from gesync.columns import Decoded
from gesync.values import unpack

from gedesk.domain.kinds import registry
from gedesk.store.projection import Fresh


class Gathering:
    """New records, gathered by what they have filled in."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[int, ...]], tuple[list[bytes], list[int], list[Iterable[Any]]]] = {}

    def add(self, kind: str, rec: bytes, op: int, patch: Mapping[int, Any]) -> None:
        """One record."""
        recs, ops, cells = self._found.setdefault((kind, tuple(patch)), ([], [], []))
        recs.append(rec)
        ops.append(op)
        cells.append(patch.values())

    def groups(self) -> Iterator[tuple[str, Fresh]]:
        """By kind."""
        for (kind, fields), (recs, ops, cells) in self._found.items():
            yield kind, Fresh(fields, recs, ops, list(zip(*cells, strict=True)))


def groups(fresh: Mapping[bytes, Change], ops: Mapping[bytes, int], decoded: Decoded | None) -> Iterator[tuple[str, Fresh]]:
    """New records (their changes by hash), grouped as they came."""
    gathering = Gathering()
    done: set[bytes] = set()
    for group in decoded.groups if decoded is not None else ():
        if (kind := registry.name_of(group.kind)) is None:
            continue
        changes = [decoded.changes[row] for row in group.rows] if decoded is not None else []
        wanted = [c.hash in fresh for c in changes]
        if not any(wanted):
            continue
        taken, columns = list(compress(changes, wanted)), group.columns
        if len(taken) < len(changes):
            columns = [list(compress(column, wanted)) for column in columns]
        done.update(c.hash for c in taken)
        yield kind, Fresh(group.fields, [c.rec for c in taken], [ops[c.op] for c in taken], columns)
    for own, c in fresh.items():
        if own not in done:  # erased, or not given in columns
            gathering.add(str(registry.name_of(c.kind)), c.rec, ops[c.op], unpack(c.patch) if c.patch else {})
    yield from gathering.groups()
