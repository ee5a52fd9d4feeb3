"""What was done, by whom and from what to what; taking it back, and bringing it in again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from gedesk import i18n
from gedesk.domain import ids
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.links import Resolver, existing
from gedesk.services.protocols import Cancelled
from gedesk.services.stopping import looking
from gedesk.services.views import FieldChange, HistoryEntry, Undone, Written
from gedesk.store import reading, undoing
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit, Outcome, Transaction
from gedesk.store.projection import LoggedChange
from gedesk.store.reading import LoggedOperation
from gedesk.store.store import Store

NEVER_UNDONE = ("seed",)


class StoreHistory:
    """`protocols.History` on a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def history(self, kind: str | None = None, id: str | None = None, *, limit: int = 200) -> list[HistoryEntry]:
        """Operations newest first: all, or those on one record with its fields from old to new."""
        with self._store.reading() as connection:
            if kind is None or id is None:
                where = ""
                values: tuple[int, ...] = ()
                if kind is not None:
                    where = "WHERE EXISTS (SELECT 1 FROM change c WHERE c.op = o.n AND c.kind = ?)"
                    values = (registry.kind(kind).number,)
                found = reading.operations(connection, self._own(), limit=limit, where=where, values=values)
                return [self._entry(logged) for logged in found]
            rec = Resolver(connection).record(kind, id)
            log = reading.joined(reading.changes_of(connection, rec))
            if not log:
                existing(connection, kind, rec, id)
            ops = {
                logged.n: logged
                for logged in reading.operations(
                    connection,
                    self._own(),
                    limit=limit,
                    where="WHERE o.n IN (SELECT op FROM change WHERE rec = ?)",
                    values=(rec,),
                )
            }
            ordered = sorted(log, key=lambda change: (change.hlc, change.hash), reverse=True)
            return [
                self._entry(ops[change.op], self._field_changes(connection, kind, change, log))
                for change in ordered
                if change.op in ops
            ]

    def details(self, operation: str, *, limit: int = 500) -> list[Written]:
        """What an operation wrote, for at most `limit` records."""
        answer: list[Written] = []
        with self._store.reading() as connection:
            logged = reading.operation(connection, self._own(), operation)
            for number, rec, change in reading.changes_by(connection, logged.n)[:limit]:
                kind = registry.name_of(number)
                if kind is None:
                    continue
                names = reading.titles(connection, kind, [rec])
                log = reading.joined(reading.changes_of(connection, rec))
                for whole in log:
                    if whole.hash == change.hash:  # a part written apart is shown with the first
                        answer.append(Written(kind, ids.text(rec), names.get(rec, ""), self._field_changes(connection, kind, whole, log)))
        return answer

    def _entry(self, logged: LoggedOperation, changes: tuple[FieldChange, ...] = ()) -> HistoryEntry:
        operation = logged.operation
        return HistoryEntry(
            operation=operation.id.hex(),
            title=operation.title,
            kind=operation.kind,
            reason=operation.reason,
            stamp=showing.stamped(operation, logged.site),
            records=logged.records,
            changes=changes,
            undone=logged.undone,
            can_undo=not logged.undone and operation.kind not in NEVER_UNDONE,
        )

    def _field_changes(
        self, connection: Connection, kind: str, change: LoggedChange, log: Sequence[LoggedChange]
    ) -> tuple[FieldChange, ...]:
        specs = registry.by_number(kind)
        found: list[FieldChange] = []
        for number, value in change.patch.items():
            spec = specs.get(number)
            if number == DELETED:
                found.append(FieldChange("removed", _("Removed"), None, bool(value), "", _("yes") if value else _("no")))
                continue
            if spec is None:
                found.append(FieldChange(str(number), _("field {number} of a newer version").format(number=number),
                                         None, None, "", ""))  # fmt: skip
                continue
            pairs = (
                [(entry, undoing.seen(change, log, number, entry), new) for entry, new in value.items()]
                if isinstance(value, dict)
                else [(None, undoing.seen(change, log, number, None), value)]
            )
            for entry, old, new in pairs:
                found.append(self._field_change(connection, spec, entry, old, new))
        return tuple(found)

    def _field_change(self, connection: Connection, spec: FieldSpec, entry: str | None, old: Any, new: Any) -> FieldChange:
        if entry is not None:
            label = f"{spec.label}: {self._entry_shown(connection, spec, entry)}"
            return FieldChange(f"{spec.name}.{entry}", label, old, new, _entry_words(old), _entry_words(new))
        before, after = spec.from_wire(old), spec.from_wire(new)
        rows = [{spec.name: value} for value in (before, after) if value is not None]
        titles = showing.titles(connection, showing.linked([spec], rows))
        return FieldChange(
            spec.name, spec.label, before, after, showing.shown(spec, before, titles), showing.shown(spec, after, titles)
        )

    def _entry_shown(self, connection: Connection, spec: FieldSpec, entry: str) -> str:
        if spec.type is Type.LINKS:
            rec = ids.raw(entry)
            return reading.titles(connection, str(spec.target), [rec]).get(rec, entry)
        return showing.entry_label(spec, entry)

    def undo(self, operation: str | None = None, *, cancelled: Cancelled | None = None) -> Undone:
        """Takes back an operation: the one named, else this site's last one that stands.

        Raises UsageError, also when it was cancelled: then everything is as it was.
        """
        look = looking(cancelled)
        with self._store.writing() as tx:
            logged = (
                reading.operation(tx.connection, self._own(), operation)
                if operation
                else undoing.last_done(tx.connection, self._own())
            )
            if logged is None:
                raise UsageError(_("There is nothing to undo."))
            if logged.operation.kind == "undo":
                return self._redo(tx, logged, look)
            if logged.operation.kind == "redo":  # taking back a redo is undoing the original again
                undo_id = logged.operation.undoes or b""
                earlier = reading.operation(tx.connection, self._own(), undo_id.hex())
                logged = reading.operation(tx.connection, self._own(), (earlier.operation.undoes or b"").hex())
            if logged.operation.kind in NEVER_UNDONE:
                raise UsageError(
                    _("“{title}” is part of the country pack and cannot be taken back.").format(
                        title=logged.operation.title
                    )
                )
            if logged.undone:
                raise UsageError(
                    _("“{title}” is taken back already.").format(title=logged.operation.title),
                    advice=_("Redo brings it in again."),
                )
            inverse = undoing.undo(tx.connection, logged.n, look)
            named = _("Undo: {title}").format(title=logged.operation.title)
            return self._took_back(tx, inverse, named, "undo", logged.operation.id, look)

    def redo(self, *, cancelled: Cancelled | None = None) -> Undone:
        """Brings in again what this site's last undo took back.  Raises UsageError when there is none or it was cancelled."""
        with self._store.writing() as tx:
            logged = undoing.last_taken_back(tx.connection, self._own())
            if logged is None:
                raise UsageError(_("There is nothing to redo."))
            return self._redo(tx, logged, looking(cancelled))

    def _redo(self, tx: Transaction, undone: LoggedOperation, look: Callable[[], None]) -> Undone:
        original = reading.operation(tx.connection, self._own(), (undone.operation.undoes or b"").hex())
        if undone.undone:
            raise UsageError(_("“{title}” is in force again already.").format(title=original.operation.title))
        inverse = undoing.redo(tx.connection, undone.n, original.n, look)
        named = _("Redo: {title}").format(title=original.operation.title)
        return self._took_back(tx, inverse, named, "redo", undone.operation.id, look)

    def _took_back(
        self, tx: Transaction, inverse: undoing.Inverse, named: str, op_kind: str, undoes: bytes, look: Callable[[], None]
    ) -> Undone:
        kept = tuple(self._kept(tx.connection, *one) for one in inverse.kept)
        if not inverse.edits:
            raise UsageError(
                _("Nothing could be taken back: everything was edited since."),
                advice=_("It stays as it is: {kept}.").format(kept="; ".join(kept[:5])) if kept else "",
            )
        outcome: Outcome = tx.apply(Draft(named, _watched(inverse.edits, look), kind=op_kind, undoes=undoes))
        return Undone(outcome.operation.hex(), named, inverse.fields, kept, len({edit.id for edit in inverse.edits}))

    def _kept(self, connection: Connection, kind: str, rec: bytes, field: str) -> str:
        name = reading.titles(connection, kind, [rec]).get(rec, ids.text(rec))
        label = registry.specs(kind)[field].label if field in registry.specs(kind) else field
        return f"{name} · {label}" if field else name

    def undo_title(self) -> str | None:
        """Title of what `undo()` would take back, or None."""
        with self._store.reading() as connection:
            logged = undoing.last_done(connection, self._own())
        return logged.operation.title if logged else None

    def redo_title(self) -> str | None:
        """Title of what `redo()` would bring in again, or None."""
        with self._store.reading() as connection:
            logged = undoing.last_taken_back(connection, self._own())
        return logged.operation.title.partition(": ")[2] or logged.operation.title if logged else None

    def _own(self) -> bytes:
        return bytes.fromhex(self._store.identity().id)



def _watched(edits: Iterable[Edit], look: Callable[[], None]) -> Iterator[Edit]:
    for edit in edits:
        look()
        yield edit


def _entry_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else i18n.number(value)
