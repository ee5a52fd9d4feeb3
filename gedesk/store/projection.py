"""From the log to the tables: how the fold of a record's changes becomes its row, links, conflicts and words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from gesync.fold import FieldState, Key, delete_conflict, fold
from gesync.values import unpack_own

from gedesk.domain.fields import FieldSpec, Type, Wire
from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.domain.text import fold as fold_text
from gedesk.store import schema
from gedesk.store.sqlite import tokens


class LoggedChange(NamedTuple):
    """A change as folding needs it, with the local number of its operation."""

    hash: bytes
    hlc: int
    patch: dict[int, Any]
    base: dict[int, Any]
    op: int


_STAMP = itemgetter(1, 0)  # stamp and hash of a logged change


def logged(row: Sequence[Any]) -> LoggedChange:
    """From a row `(hash, hlc, patch, base, op)` of the log; an erased patch counts as empty."""
    return LoggedChange(row[0], row[1], unpack_own(row[2]) if row[2] else {}, unpack_own(row[3]) if row[3] else {}, row[4])


@dataclass(frozen=True, slots=True)
class Projected:
    """What the tables should hold for one record."""

    row: tuple[Any, ...]  # in the order of `Projection.columns`
    conflicts: tuple[tuple[int, str], ...]  # field number, map entry or ""
    links: frozenset[tuple[bytes, int]]  # target, field number


class Fresh(NamedTuple):
    """Records of one kind that have a single change each, all writing the same fields: their values column by column."""

    fields: tuple[int, ...]
    recs: Sequence[bytes]
    ops: Sequence[int]  # local numbers of the operations
    columns: Sequence[Sequence[Wire]]


class Partial(NamedTuple):
    """What a few fields of a record should hold now that changes of them came; the others stay as they are."""

    fields: tuple[int, ...]  # those with a column, ascending
    row: tuple[Any, ...]  # their columns, then `conflicts`, `created_op`, `changed_op`
    conflicts: tuple[tuple[int, str], ...]
    links: frozenset[tuple[bytes, int]]  # of these fields


class Projection:
    """The table of one kind and how to fill it.  Knows nothing of connections."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.number = registry.kind(kind).number
        self.table = schema.record_table(kind)
        specs = [spec for name in self._field_columns() for spec in [registry.specs(kind)[name]]]
        self.specs: tuple[FieldSpec, ...] = tuple(specs)
        self.columns = ("id", *(spec.name for spec in specs), "removed", "conflicts", "created_op", "changed_op")
        self._empty = (b"", *(None for _spec in specs), 0, 0, 0, 0)
        self._insertions: dict[tuple[int, ...], str] = {}
        self._updates: dict[tuple[int, ...], str] = {}
        self._plan: dict[int, tuple[int, Callable[[Wire], Any] | None]] = {
            spec.number: (at, spec.to_column if spec.is_map else None) for at, spec in enumerate(specs, 1)
        }
        self.link_numbers = tuple(spec.number for spec in specs if spec.type is Type.LINKS)
        self._maps = frozenset(spec.number for spec in specs if spec.is_map)
        self._search = tuple(spec.name for spec in specs if spec.search)
        names = ", ".join(f'"{name}"' for name in self.columns)
        marks = ", ".join("?" * len(self.columns))
        updates = ", ".join(f'"{name}" = excluded."{name}"' for name in self.columns if name != "id")
        self.insert_sql = f'INSERT INTO "{kind}" ({names}) VALUES ({marks})'
        self.upsert_sql = f"{self.insert_sql} ON CONFLICT (id) DO UPDATE SET {updates}"

    def _field_columns(self) -> list[str]:
        specs = registry.specs(self.kind)
        return [column.name for column in self.table.columns if column.name in specs]

    def fresh(self, rec: bytes, patch: Mapping[int, Any], op: int) -> tuple[Any, ...]:
        """The row of a record with this one change: the fold of one change is its patch."""
        row = list(self._empty)  # most fields of most records are empty
        row[0], row[-2], row[-1] = rec, op, op
        if patch.get(DELETED):
            row[-4] = 1
        plan = self._plan
        for number, value in patch.items():
            if number in plan:
                at, convert = plan[number]
                row[at] = value if convert is None else convert(value)
        return tuple(row)

    def insertion(self, group: Fresh) -> tuple[str, Iterable[tuple[Any, ...]]]:
        """A statement and its rows that make new records: only the columns that are written are named."""
        plan = self._plan
        known = [(at, plan[number]) for at, number in enumerate(group.fields) if number in plan]
        if group.fields not in self._insertions:
            names = ["id", *(self.columns[at] for _n, (at, _convert) in known), "removed", "conflicts", "created_op", "changed_op"]
            quoted = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * (len(names) - 3))
            self._insertions[group.fields] = f'INSERT INTO "{self.kind}" ({quoted}) VALUES ({marks}, 0, ?, ?)'
        columns: list[Iterable[Any]] = [
            group.columns[n] if convert is None else self.specs[at - 1].to_columns(group.columns[n])
            for n, (at, convert) in known
        ]
        removed: Iterable[int] = repeat(0)
        if DELETED in group.fields:
            removed = [1 if gone else 0 for gone in group.columns[group.fields.index(DELETED)]]
        rows = zip(group.recs, *columns, removed, group.ops, group.ops, strict=False)
        return self._insertions[group.fields], rows

    def partial(self, changes: Sequence[LoggedChange], fields: Iterable[int]) -> Partial | None:
        """The fold of some fields only; None when the others must be looked at as well.

        Fields are merged apart from each other, but for two things: removal looks at all of them, and nobody knows
        which ones an erased change wrote.
        """
        every = sorted(fields)
        some = [number for number in every if number in self._plan]
        if any(not change.patch or DELETED in change.patch for change in changes):
            return None
        conflicts: tuple[tuple[int, str], ...] = ()
        values = self._succeeding(changes, every)
        if values is None:
            states = fold(_restricted(changes, every))
            values = self.values(states)
            conflicts = tuple(sorted(
                key if isinstance(key, tuple) else (key, "")
                for key, state in states.items() if len(state.siblings) > 1 and state.conflict
            ))  # fmt: skip
        first, last = min(changes, key=_STAMP), max(changes, key=_STAMP)
        plan = self._plan
        cells = []
        for number in some:
            _at, convert = plan[number]
            value = values.get(number)
            cells.append(value if convert is None or value is None else convert(value))
        return Partial(tuple(some), (*cells, len(conflicts), first.op, last.op), conflicts, frozenset(self.links_of(values)))

    def _succeeding(self, changes: Sequence[LoggedChange], fields: Sequence[int]) -> dict[int, Any] | None:
        """The fold of some fields in the common case, that the last change alone writes them anew and saw what stood there.

        None in any other case.
        """
        *earlier, last = changes
        if last.patch.keys() != set(fields) or not self._maps.isdisjoint(fields):
            return None
        for number in fields:
            before = [change.hash for change in earlier if number in change.patch]
            if len(before) > 1 or before != last.base.get(number, []) or isinstance(last.patch[number], dict):
                return None
        return last.patch

    def update_sql(self, fields: tuple[int, ...]) -> str:
        """The statement for rows of `Partial`; the id comes last."""
        if fields not in self._updates:
            names = [*(self.columns[self._plan[number][0]] for number in fields), "conflicts", "created_op", "changed_op"]
            sets = ", ".join(f'"{name}" = ?' for name in names)
            self._updates[fields] = f'UPDATE "{self.kind}" SET {sets} WHERE id = ?'
        return self._updates[fields]

    def links_of(self, patch: Mapping[int, Any]) -> set[tuple[bytes, int]]:
        """Targets of set-valued links in a record that has just this patch."""
        return {
            (_id(target), number)
            for number in self.link_numbers
            if number in patch
            for target, there in (patch[number] or {}).items()
            if there
        }

    def project(self, rec: bytes, changes: Sequence[LoggedChange]) -> Projected:
        """The row, conflicts and links of a record from all its changes."""
        if len(changes) == 1:  # most records: the fold of one change is its patch
            ((_own, _hlc, patch, _base, op),) = changes
            return Projected(self.fresh(rec, patch, op), (), frozenset(self.links_of(patch)))
        states = fold(change[:4] for change in changes)
        values = self.values(states)
        conflicts = conflicts_of(states, changes)
        created = min(changes, key=lambda change: (change.hlc, change.hash)).op
        changed = max(changes, key=lambda change: (change.hlc, change.hash)).op
        row = self.fresh(rec, values, created)
        return Projected((*row[:-3], len(conflicts), created, changed), conflicts, frozenset(self.links_of(values)))

    def values(self, states: Mapping[Key, FieldState]) -> dict[int, Any]:
        """Wire values by field number that a fold shows, sets and counts put together again."""
        values: dict[int, Any] = {}
        for key, state in states.items():
            value = state.value if len(state.siblings) > 1 else state.siblings[0].value
            if isinstance(key, tuple):
                if key[0] in self._maps or key[0] not in values:
                    values.setdefault(key[0], {})[key[1]] = value
            else:
                values[key] = value
        return values

    def words(self, row: Mapping[str, Any], place_words: str) -> str:
        """The folded text by which a record is found, its place's name included."""
        parts = [fold_text(str(value)) for name in self._search if (value := row.get(name))]
        return " ".join(dict.fromkeys(tokens(" ".join([*parts, place_words]))))

    @property
    def search_fields(self) -> tuple[str, ...]:
        """Names of the searchable fields."""
        return self._search


@cache
def projection(kind: str) -> Projection:
    """The projection of a kind; made once."""
    return Projection(kind)


def _restricted(changes: Sequence[LoggedChange], fields: Sequence[int]) -> list[tuple[bytes, int, dict[int, Any], dict[int, Any]]]:
    """Changes as folding takes them, with some fields only."""
    return [
        (own, hlc, part, {number: base[number] for number in fields if number in base})
        for own, hlc, patch, base, _op in changes
        if (part := {number: patch[number] for number in fields if number in patch})
    ]


def conflicts_of(
    states: Mapping[Key, FieldState], changes: Iterable[LoggedChange]
) -> tuple[tuple[int, str], ...]:
    """Fields (and map entries) in conflict; edit against delete is a conflict of the field "deleted"."""
    found = [
        key if isinstance(key, tuple) else (key, "")
        for key, state in states.items()
        if len(state.siblings) > 1 and state.conflict
    ]
    if (DELETED, "") not in found and DELETED in states and delete_conflict((change[:4] for change in changes), states):
        found.append((DELETED, ""))
    return tuple(sorted(found))


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text.replace("-", ""))
    except ValueError:
        return text.encode()[:16].ljust(16, b"\x00")


def as_json(value: object) -> str:
    """Compact JSON with stable key order, for columns that hold it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
