"""Taking an operation back, and bringing it in again: by a new operation, never by rewinding.

A field is taken back only while the value that the operation wrote is the one that stands; what somebody edited since
stays, and is reported.  A record that the operation created is removed, unless others worked on it since.  This works
for any operation in the log, whoever wrote it, and travels to other sites like every operation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gesync.fold import FieldState, Key, fold
from sqlalchemy import Connection

from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.store import reading
from gedesk.store.door import Edit, chunks
from gedesk.store.projection import LoggedChange
from gedesk.store.reading import LoggedOperation


@dataclass(frozen=True, slots=True)
class Inverse:
    """The edits that take an operation back, and the `(kind, record)` pairs of which something had to stay."""

    edits: tuple[Edit, ...]
    fields: int
    kept: tuple[tuple[str, bytes, str], ...]  # kind, record, field name or "" for the whole record


def last_done(connection: Connection, site: bytes) -> LoggedOperation | None:
    """The last operation of a site that stands: what its next undo takes back."""
    own = f"WHERE i.site = ? AND o.kind NOT IN ('seed', 'undo', 'redo') AND NOT {reading.UNDONE}"
    return next(iter(reading.operations(connection, site, limit=1, where=own, values=(site,))), None)


def last_taken_back(connection: Connection, site: bytes) -> LoggedOperation | None:
    """The last undo of a site that stands, unless the site did something new after it: what its next redo takes back."""
    newer = (
        "SELECT 1 FROM operation l JOIN incarnation j ON j.n = l.inc WHERE j.site = i.site AND l.n > o.n "
        "AND l.kind NOT IN ('seed', 'undo', 'redo')"
    )
    own = f"WHERE i.site = ? AND o.kind = 'undo' AND NOT {reading.UNDONE} AND NOT EXISTS ({newer})"
    return next(iter(reading.operations(connection, site, limit=1, where=own, values=(site,))), None)


def undo(connection: Connection, op: int) -> Inverse:
    """What takes back an original operation (not an undo or redo)."""
    edits: list[Edit] = []
    kept: list[tuple[str, bytes, str]] = []
    fields = 0
    for kind, rec, change, log in _known(connection, op):
        if len(log) == 1 and not change.base and not change.patch.get(DELETED):
            edits.append(Edit(kind, rec, {DELETED: True}))  # as most rows of an import are
            fields += 1
            continue
        states = fold(entry[:4] for entry in log)
        origins = _Origins(connection, log)
        ours = {change.hash}
        if not _existed_before(change, log) and not change.patch.get(DELETED):
            if all(origins.of(key, state) <= ours for key, state in states.items()):
                edits.append(Edit(kind, rec, {DELETED: True}))
                fields += 1
            elif DELETED in states and states[DELETED].value:
                continue  # gone already
            else:
                kept.append((kind, rec, ""))
            continue
        patch: dict[int, Any] = {}
        for number, entry in _keys(change.patch):
            key = number if entry is None else (number, entry)
            state = states.get(key)
            if state is None or origins.of(key, state) != ours:
                kept.append((kind, rec, _field(kind, number)))
                continue
            old = seen(change, log, number, entry)
            if number == DELETED:
                old = bool(old)
            _put(patch, number, entry, old)
            fields += 1
        if patch:
            edits.append(Edit(kind, rec, patch))
    return Inverse(tuple(edits), fields, tuple(kept))


def redo(connection: Connection, undo_op: int, original_op: int) -> Inverse:
    """What brings an original operation in again after `undo_op` took it back."""
    originals = {rec: change for _kind, rec, change, _log in _known(connection, original_op)}
    edits: list[Edit] = []
    kept: list[tuple[str, bytes, str]] = []
    fields = 0
    for kind, rec, change, log in _known(connection, undo_op):
        states = fold(entry[:4] for entry in log)
        origins = _Origins(connection, log)
        patch: dict[int, Any] = {}
        for number, entry in _keys(change.patch):
            key = number if entry is None else (number, entry)
            if origins.of(key, states[key]) != origins.of_change(key, change):
                kept.append((kind, rec, _field(kind, number)))
                continue
            value = originals[rec].patch.get(number)
            if entry is not None:
                value = value.get(entry) if isinstance(value, dict) else None
            if number == DELETED:
                value = bool(value)
            _put(patch, number, entry, value)
            fields += 1
        if patch:
            edits.append(Edit(kind, rec, patch))
    return Inverse(tuple(edits), fields, tuple(kept))


class _Origins:
    """Where the values of a record really come from: an undo brings back an older value, a redo the undone one."""

    def __init__(self, connection: Connection, log: Sequence[LoggedChange]) -> None:
        self._connection = connection
        self._log = log
        self._by_hash = {entry.hash: entry for entry in log}
        self._by_op = {entry.op: entry for entry in log}
        self._undoes: dict[int, tuple[str, int | None]] | None = None

    def of(self, key: Key, state: FieldState) -> set[bytes]:
        """The changes in which the standing values of a field were first written."""
        return {origin for sibling in state.siblings for origin in self.of_change(key, self._by_hash[sibling.hash])}

    def of_change(self, key: Key, change: LoggedChange) -> set[bytes]:
        """The changes in which the value that a change wrote was first written; none for the value "nothing"."""
        kind, undone = self._operation(change.op)
        source = self._by_op.get(undone) if undone is not None else None
        if source is None:
            return {change.hash}
        if kind == "redo":  # undoes an undo: the value is that of the original operation
            _kind, original = self._operation(source.op)
            found = self._by_op.get(original) if original is not None else None
            return {found.hash} if found is not None else {change.hash}
        number, entry = key if isinstance(key, tuple) else (key, None)
        seen_then = seen_hashes(source, number, entry)
        older = [other for other in self._log if other.hash in seen_then and _writes(other, number, entry)]
        return {origin for other in older for origin in self.of_change(key, other)}

    def _operation(self, op: int) -> tuple[str, int | None]:
        if self._undoes is None:
            self._undoes = reading.undone_by(self._connection, self._by_op)
        return self._undoes.get(op, ("", None))


def _known(connection: Connection, op: int) -> Iterator[tuple[str, bytes, LoggedChange, list[LoggedChange]]]:
    """Kind, record, change of an operation, and all changes of the record."""
    for part in chunks(reading.changes_by(connection, op)):
        logs = reading.logs_of(connection, [rec for _number, rec, _change in part])
        for number, rec, change in part:
            log = reading.joined(logs[rec])
            if (kind := registry.name_of(number)) is not None:
                for whole in log:
                    if whole.hash == change.hash:  # a part written apart is looked at with the first
                        yield kind, rec, whole, log


def _existed_before(change: LoggedChange, log: list[LoggedChange]) -> bool:
    """Whether the author of a change had the record in front of them, or it was made before by somebody."""
    return bool(change.base) or any(
        entry.hash != change.hash and (entry.hlc, entry.hash) < (change.hlc, change.hash) for entry in log
    )


def _keys(patch: dict[int, Any]) -> Iterator[tuple[int, str | None]]:
    for number, value in patch.items():
        if isinstance(value, dict):
            for entry in value:
                yield number, entry
        else:
            yield number, None


def seen(change: LoggedChange, log: Sequence[LoggedChange], number: int, entry: str | None) -> Any:
    """The value that the author of a change replaced; None when there was none."""
    hashes = seen_hashes(change, number, entry)
    best: tuple[int, bytes, Any] | None = None
    for other in log:
        if other.hash not in hashes or number not in other.patch:
            continue
        value = other.patch[number]
        if entry is not None:
            value = value.get(entry) if isinstance(value, dict) else None
        if best is None or (other.hlc, other.hash) > best[:2]:
            best = (other.hlc, other.hash, value)
    return best[2] if best else None


def seen_hashes(change: LoggedChange, number: int, entry: str | None) -> set[bytes]:
    """The changes whose values of a field the author of a change had in front of them."""
    base = change.base.get(number, ())
    return set(base.get(entry or "", ()) if isinstance(base, dict) else base)


def _writes(change: LoggedChange, number: int, entry: str | None) -> bool:
    value = change.patch.get(number, change)
    if value is change:
        return False
    return entry is None or (isinstance(value, dict) and entry in value)


def _put(patch: dict[int, Any], number: int, entry: str | None, value: Any) -> None:
    if entry is None:
        patch[number] = value
    else:
        patch.setdefault(number, {})[entry] = value


def _field(kind: str, number: int) -> str:
    spec = registry.by_number(kind).get(number)
    return spec.name if spec else str(number)


__all__ = ["Inverse", "redo", "undo"]
