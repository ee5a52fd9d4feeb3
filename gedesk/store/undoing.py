"""Taking an operation back, and bringing it in again: by a new operation, never by rewinding.

A field is taken back only while the value that the operation wrote is the one that stands; what somebody edited since
stays, and is reported.  A record that the operation created is removed, unless others worked on it since.  This works
for any operation in the log, whoever wrote it, and travels to other sites like every operation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gesync.fold import fold
from sqlalchemy import Connection

from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.store import reading
from gedesk.store.door import Edit
from gedesk.store.projection import LoggedChange


@dataclass(frozen=True, slots=True)
class Inverse:
    """The edits that take an operation back, and the `(kind, record)` pairs of which something had to stay."""

    edits: tuple[Edit, ...]
    fields: int
    kept: tuple[tuple[str, bytes, str], ...]  # kind, record, field name or "" for the whole record


def undo(connection: Connection, op: int, op_id: bytes) -> Inverse:
    """What takes back an original operation (not an undo or redo)."""
    family = {op, *_redos(connection, op_id)}
    edits: list[Edit] = []
    kept: list[tuple[str, bytes, str]] = []
    fields = 0
    for kind, rec, change in _known(connection, op):
        log = reading.changes_of(connection, rec)
        states = fold(entry[:4] for entry in log)
        ours = {entry.hash for entry in log if entry.op in family}
        if not _existed_before(change, log) and not change.patch.get(DELETED):
            if all(sibling.hash in ours for state in states.values() for sibling in state.siblings):
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
            if state is None or not all(sibling.hash in ours for sibling in state.siblings):
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
    originals = {rec: change for _kind, rec, change in _known(connection, original_op)}
    edits: list[Edit] = []
    kept: list[tuple[str, bytes, str]] = []
    fields = 0
    for kind, rec, change in _known(connection, undo_op):
        log = reading.changes_of(connection, rec)
        states = fold(entry[:4] for entry in log)
        ours = {entry.hash for entry in log if entry.op == undo_op}
        patch: dict[int, Any] = {}
        for number, entry in _keys(change.patch):
            key = number if entry is None else (number, entry)
            if not all(sibling.hash in ours for sibling in states[key].siblings):
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


def _redos(connection: Connection, op_id: bytes) -> list[int]:
    rows = connection.exec_driver_sql(
        "SELECT r.n FROM operation r JOIN operation u ON r.undoes = u.id WHERE u.undoes = ?", (op_id,)
    )
    return [row[0] for row in rows]


def _known(connection: Connection, op: int) -> Iterator[tuple[str, bytes, LoggedChange]]:
    for number, rec, change in reading.changes_by(connection, op):
        if (kind := registry.name_of(number)) is not None:
            yield kind, rec, change


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
    base = change.base.get(number, ())
    hashes = set(base.get(entry, ()) if isinstance(base, dict) else base)
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


def _put(patch: dict[int, Any], number: int, entry: str | None, value: Any) -> None:
    if entry is None:
        patch[number] = value
    else:
        patch.setdefault(number, {})[entry] = value


def _field(kind: str, number: int) -> str:
    spec = registry.by_number(kind).get(number)
    return spec.name if spec else str(number)


__all__ = ["Inverse", "redo", "undo"]
