"""Taking an operation back, and bringing it in again: by a new operation, never by rewinding.

A field is taken back only while the value that the operation wrote is the one that stands; what somebody edited since
stays, and is reported.  A record that the operation created is removed, unless others worked on it since.  This works
for any operation in the log, whoever wrote it, and travels to other sites like every operation.

Where the operation decided a conflict, the values that contended are written again, each in a change that knows nothing
of the others: the conflict is open again, here and everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gesync.fold import FieldState, Key, delete_conflict, fold
from gesync.values import pack
from sqlalchemy import Connection

from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.store import reading
from gedesk.store.door import Edit, chunks, never
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


def undo(connection: Connection, op: int, look: Callable[[], None] = never) -> Inverse:
    """What takes back an original operation (not an undo or redo).  `look` is called now and then, and raises to stop."""
    edits: list[Edit] = []
    kept: list[tuple[str, bytes, str]] = []
    fields = 0
    for kind, rec, change, log in _known(connection, op):
        look()
        if len(log) == 1 and not change.base and not change.patch.get(DELETED):
            edits.append(Edit(kind, rec, {DELETED: True}))  # as most rows of an import are
            fields += 1
            continue
        states = fold(entry[:4] for entry in log)
        origins = Origins(connection, log)
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
        rivals: list[dict[int, Any]] = []  # what contended with it
        for number, entry in _keys(change.patch):
            key = number if entry is None else (number, entry)
            state = states.get(key)
            if state is None or origins.of(key, state) != ours:
                kept.append((kind, rec, _field(kind, number)))
                continue
            old = seen(change, log, number, entry)
            if number == DELETED:
                old = bool(old)
                if unknown := _unknown_to_removal(change, log, states):
                    edits.append(Edit(kind, rec, unknown, unknowing=True))
            for at, value in enumerate(_rivals(change, log, number, entry, old)):
                rivals += [{}] if at == len(rivals) else []
                _put(rivals[at], number, entry, value)
            _put(patch, number, entry, old)
            fields += 1
        edits += [Edit(kind, rec, one, unknowing=True) for one in rivals]
        if patch:
            edits.append(Edit(kind, rec, patch))  # the last one is shown until somebody decides, as before
    return Inverse(tuple(edits), fields, tuple(kept))


def redo(connection: Connection, undo_op: int, original_op: int, look: Callable[[], None] = never) -> Inverse:
    """What brings an original operation in again after `undo_op` took it back."""
    originals = {rec: change for _kind, rec, change, _log in _known(connection, original_op)}
    edits: list[Edit] = []
    kept: list[tuple[str, bytes, str]] = []
    fields = 0
    for (kind, rec), known in groupby(_known(connection, undo_op), lambda one: one[:2]):
        look()
        parts = list(known)  # several where it opened a conflict again
        log = parts[0][3]
        states = fold(entry[:4] for entry in log)
        origins = Origins(connection, log)
        patch: dict[int, Any] = {}
        for number, entry in dict.fromkeys(key for _kind, _rec, change, _log in parts for key in _keys(change.patch)):
            key = number if entry is None else (number, entry)
            if number != DELETED and not writes(originals[rec], number, entry):
                continue  # told anew beside a removal
            written = {one for _kind, _rec, change, _log in parts if writes(change, number, entry) for one in origins.of_change(key, change)}
            if origins.of(key, states[key]) != written:
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


def _rivals(change: LoggedChange, log: Sequence[LoggedChange], number: int, entry: str | None, shown: Any) -> list[Any]:
    """The other values that contended for a field before a change decided between them, the oldest first.

    Members of a set never contend.
    """
    hashes = seen_hashes(change, number, entry)
    values = [_value(other, number, entry) for other in log if other.hash in hashes and writes(other, number, entry)]
    if entry is not None and all(isinstance(value, bool) or value is None for value in values):
        return []
    found = {pack(value): value for value in values}
    found.pop(pack(shown), None)
    return list(found.values())


def _unknown_to_removal(change: LoggedChange, log: Sequence[LoggedChange], states: dict[Key, FieldState]) -> dict[int, Any]:
    """What was written in ignorance of a removal before a change decided between the two, as far as it still stands."""
    before = [other[:4] for other in log if (other.hlc, other.hash) < (change.hlc, change.hash)]
    unknown = {one.hash for one in delete_conflict(before)}
    patch: dict[int, Any] = {}
    for key, state in states.items():
        number, entry = key if isinstance(key, tuple) else (key, None)
        if number != DELETED and any(one.hash in unknown for one in state.siblings):
            _put(patch, number, entry, state.value)
    return patch


class Origins:
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
        seen_then = seen_hashes(source if writes(source, number, entry) else change, number, entry)
        older = [other for other in self._log if other.hash in seen_then and writes(other, number, entry)]
        same = [other for other in older if pack(_value(other, number, entry)) == pack(_value(change, number, entry))]
        return {origin for other in same or older for origin in self.of_change(key, other)}

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


def writes(change: LoggedChange, number: int, entry: str | None) -> bool:
    """Whether a change writes a field, or an entry of its map."""
    value = change.patch.get(number, change)
    if value is change:
        return False
    return entry is None or (isinstance(value, dict) and entry in value)


def _value(change: LoggedChange, number: int, entry: str | None) -> Any:
    value = change.patch.get(number)
    return value if entry is None or not isinstance(value, dict) else value.get(entry)


def _put(patch: dict[int, Any], number: int, entry: str | None, value: Any) -> None:
    if entry is None:
        patch[number] = value
    else:
        patch.setdefault(number, {})[entry] = value


def _field(kind: str, number: int) -> str:
    spec = registry.by_number(kind).get(number)
    return spec.name if spec else str(number)


__all__ = ["Inverse", "redo", "undo"]
