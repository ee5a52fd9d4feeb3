"""Reading and writing single records, history, undo.  The use cases behind forms and the command line alike."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from gedesk import i18n
from gedesk.domain import scope
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.errors import InvalidInput, NotFound, Problem, UsageError
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.codes import CodeMaker
from gedesk.services.deciding import conflicts_of
from gedesk.services.links import Resolver, resolved
from gedesk.services.scopes import Scopes
from gedesk.services.views import Choice, FieldChange, HistoryEntry, RecordView, Undone
from gedesk.store import reading, undoing
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit, Outcome, Transaction, uuid7
from gedesk.store.projection import LoggedChange
from gedesk.store.reading import LoggedOperation, StoredRecord
from gedesk.store.store import Store

NEVER_UNDONE = ("seed",)
PLACE = 2  # the number of the field "place" of every record


class StoreRecords:
    """`protocols.Records` on a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._scopes: tuple[Connection, Scopes] | None = None

    # -- reading -------------------------------------------------------------------------------------------------

    def get(self, kind: str, id: str) -> RecordView:
        """One record by id, code or exact title, with links, conflicts and who wrote it.  Raises NotFound."""
        with self._store.reading() as connection:
            rec = Resolver(connection).record(kind, id)
            stored = self._stored(connection, kind, rec, id)
            values = showing.domain(kind, stored.values)
            specs = registry.specs(kind)
            titles = showing.titles(connection, showing.linked(specs.values(), [values]))
            words = showing.shown_row(kind, values, values, lambda _spec: titles)
            people = reading.authors(connection, {stored.created_op, stored.changed_op})
            return RecordView(
                kind=kind,
                id=_text(rec),
                title=_title(kind, stored),
                values=values,
                shown=words,
                links={f"{kind_}.{name}": tuple(self._pointed(connection, kind_, name, recs))
                       for (kind_, name), recs in _grouped(reading.pointing_at(connection, rec)).items()},
                created=showing.stamped_by(people, stored.created_op),
                changed=showing.stamped_by(people, stored.changed_op),
                removed=stored.removed,
                conflicts=tuple(conflicts_of(connection, kind, rec)),
            )  # fmt: skip

    def _stored(self, connection: Connection, kind: str, rec: bytes, called: str) -> StoredRecord:
        stored = reading.record(connection, kind, rec)
        if stored is None:
            raise NotFound(
                _("There is no {kind} “{text}”.").format(kind=registry.kind(kind).label(), text=called),
                advice=_("“gedesk list {kind}” shows what is there.").format(kind=kind),
            )
        return stored

    def _pointed(self, connection: Connection, kind: str, field: str, recs: Sequence[bytes]) -> Iterable[Choice]:
        names = reading.titles(connection, kind, recs)
        label = f"{registry.kind(kind).label()} · {registry.spec(kind, field).label}"
        return (Choice(_text(rec), names.get(rec, _text(rec)), label) for rec in recs)

    def kind_of(self, id: str) -> str:
        """The kind of a record by its id.  Raises NotFound."""
        with self._store.reading() as connection:
            try:
                kind = reading.find_kind(connection, uuid.UUID(id).bytes)
            except ValueError:
                kind = None
        if kind is None:
            raise NotFound(_("There is no record “{id}”.").format(id=id))
        return kind

    # -- writing -------------------------------------------------------------------------------------------------

    def save(self, kind: str, id: str | None, values: Mapping[str, Any]) -> str:
        """Creates (`id` None) or changes one record.  Unchanged fields are not written.  Raises InvalidInput."""
        if id is None:
            return self.add(kind, [values])[0]
        self.change(kind, [{**values, "id": id}])
        return id

    def save_all(self, kind: str, items: Sequence[Mapping[str, Any]], *, title: str = "") -> list[str]:
        """Creates and changes several records of a kind in one operation, all or none: an item with an `id` is changed.

        Returns the ids in the order of `items`.  Raises InvalidInput with every fault.
        """
        with self._store.writing() as tx:
            resolver = Resolver(tx.connection)
            maker = CodeMaker(tx)
            edits: list[Edit] = []
            problems: list[Problem] = []
            for index, item in enumerate(items):
                try:
                    if item.get("id"):
                        edits.append(self._change(tx, kind, item, resolver)[0])
                    else:
                        edits.append(self._creation(tx, kind, item, resolver, maker, cleaned=False))
                except InvalidInput as error:
                    listed = error.problems or (Problem("invalid", error.message),)
                    problems.extend(Problem(p.code, p.message, f"[{index}].{p.where}", p.value) for p in listed)
            if problems:
                raise _refusal(kind, problems)
            maker.close()
            written = [edit for edit in edits if edit.patch]
            self._check_scope(tx, written)
            if written:
                named = title or _action(_("Change {kind} “{title}”"), _("Change {count} × {kind}"), kind, "", len(written))
                tx.apply(Draft(named, written))
        return [_text(edit.id) for edit in edits]

    def add(self, kind: str, items: Sequence[Mapping[str, Any]], *, title: str = "", op_kind: str = "edit") -> list[str]:
        """Creates records in one operation, all or none; returns their ids.  Raises InvalidInput with every fault."""
        with self._store.writing() as tx:
            edits = self.creations(tx, kind, items)
            first = edits[0].patch.get(registry.spec(kind, registry.kind(kind).title).number, "") if edits else ""
            named = title or _action(_("Add {kind} “{title}”"), _("Add {count} × {kind}"), kind, str(first), len(edits))
            if edits:
                tx.apply(Draft(named, edits, kind=op_kind))
        return [_text(edit.id) for edit in edits]

    def creations(
        self, tx: Transaction, kind: str, items: Sequence[Mapping[str, Any]], *, cleaned: bool = False
    ) -> list[Edit]:
        """The edits that create records, with codes and defaults filled in.  An `id` in an item is kept.

        `cleaned` items hold domain values that were validated already, links by id.
        """
        resolver = Resolver(tx.connection)
        maker = CodeMaker(tx)
        edits: list[Edit] = []
        problems: list[Problem] = []
        for index, item in enumerate(items):
            try:
                edits.append(self._creation(tx, kind, item, resolver, maker, cleaned=cleaned))
            except InvalidInput as error:
                where = f"[{index}]." if len(items) > 1 else ""
                listed = error.problems or (Problem("invalid", error.message),)
                problems.extend(Problem(p.code, p.message, where + p.where, p.value) for p in listed)
        if problems:
            raise _refusal(kind, problems)
        self._check_scope(tx, edits)
        maker.close()
        return edits

    def may_write(self, connection: Connection, kind: str, place: str) -> bool:
        """Whether this site may add a record of a kind at a place."""
        identity = self._store.identity()
        if identity.is_hq:
            return True
        if self._scopes is None or self._scopes[0] is not connection:
            self._scopes = (connection, Scopes(connection))
        scopes = self._scopes[1]
        return scopes.allows(scopes.place_id(identity.place), kind, b"", _bytes(place))

    def check_scope(self, tx: Transaction, edits: Sequence[Edit]) -> None:
        """Raises InvalidInput for edits that headquarters would refuse."""
        self._check_scope(tx, edits)

    def _check_scope(self, tx: Transaction, edits: Sequence[Edit]) -> None:
        """Refuses what headquarters would refuse: records outside this site's part of the country."""
        identity = self._store.identity()
        if identity.is_hq:
            return
        scopes = Scopes(tx.connection)
        own = scopes.place_id(identity.place)
        for edit in edits:
            place = edit.patch.get(PLACE)
            if not scopes.allows(own, edit.kind, edit.id, place if isinstance(place, bytes) else None):
                kind = registry.kind(edit.kind)
                reason = (
                    _("{kind}: only headquarters adds and changes these.").format(kind=kind.plural.label())
                    if kind.steward
                    else _("{kind}: its place is outside {site}.").format(kind=kind.label(), site=identity.name)
                )
                raise InvalidInput(
                    reason,
                    advice=_("Choose a place of your own, or ask headquarters to make the change."),
                    problems=[Problem("out_of_scope", reason, "place")],
                )

    def _creation(
        self, tx: Transaction, kind: str, item: Mapping[str, Any], resolver: Resolver, maker: CodeMaker, *, cleaned: bool
    ) -> Edit:
        values = {name: value for name, value in item.items() if name != "id"}
        if not cleaned:
            values = registry.clean(kind, resolved(resolver, kind, values))
        specs = registry.specs(kind)
        whole = registry.defaults(kind) | values
        if not whole.get("place") and kind != "place":
            whole["place"] = self._place_for(tx, kind, whole)
        whole.setdefault("language", i18n.current())
        whole.setdefault("source", "typed")
        if not whole.get("code"):
            whole["code"] = maker.next(kind, whole.get("place"))
        rec = _bytes(item["id"]) if item.get("id") else uuid7()
        fresh = not item.get("id")
        if not fresh and reading.find_kind(tx.connection, rec):
            raise InvalidInput(
                _("A record with the id {id} exists already.").format(id=item["id"]),
                advice=_("Use “set” to change it."),
            )
        return Edit(kind, rec, _patch(specs, whole), fresh=fresh)

    def _place_for(self, tx: Transaction, kind: str, values: Mapping[str, Any]) -> str | None:
        """A record belongs where its addressee below is, else where its parent belongs, else where this site is."""
        place = self._parent_place(tx, kind, values)
        return self._addressed(tx.connection, kind, values, place) or place

    def _addressed(self, connection: Connection, kind: str, values: Mapping[str, Any], place: str | None) -> str | None:
        """The place of the committee below that a record is addressed to, so that the next file brings it there."""
        link, target = scope.ADDRESSEES.get(kind, ("", ""))
        if not values.get(link):
            return None
        stored = reading.record(connection, target, _bytes(values[link]))
        there = stored.values.get("place") if stored is not None else None
        if not isinstance(there, bytes) or place is None:
            return None
        return _text(there) if scope.within(_text(there), place, Scopes(connection).tree) else None

    def _parent_place(self, tx: Transaction, kind: str, values: Mapping[str, Any]) -> str | None:
        parent = registry.kind(kind).parent
        if parent and values.get(parent):
            target = str(registry.spec(kind, parent).target)
            above = reading.record(tx.connection, target, _bytes(values[parent]))
            if above is not None and isinstance(place := above.values.get("place"), bytes):
                return _text(place)
        code = tx.meta("site")["place"]
        place = reading.by_code(tx.connection, "place", code)
        return _text(place) if place else None

    def change(self, kind: str, items: Sequence[Mapping[str, Any]], *, title: str = "") -> list[str]:
        """Changes existing records (each item has an `id`, or a `code`) in one operation, all or none."""
        with self._store.writing() as tx:
            resolver = Resolver(tx.connection)
            problems: list[Problem] = []
            edits, ids, first = [], [], ""
            for index, item in enumerate(items):
                where = f"[{index}]." if len(items) > 1 else ""
                try:
                    edit, name = self._change(tx, kind, item, resolver)
                except InvalidInput as error:
                    listed = error.problems or (Problem("invalid", error.message),)
                    problems.extend(Problem(p.code, p.message, where + p.where, p.value) for p in listed)
                    continue
                ids.append(_text(edit.id))
                first = first or name
                if edit.patch:
                    edits.append(edit)
            if problems:
                raise _refusal(kind, problems)
            self._check_scope(tx, edits)
            if edits:
                named = title or _action(
                    _("Change {kind} “{title}”"), _("Change {count} × {kind}"), kind, first, len(edits)
                )
                tx.apply(Draft(named, edits))
        return ids

    def _change(
        self, tx: Transaction, kind: str, item: Mapping[str, Any], resolver: Resolver
    ) -> tuple[Edit, str]:
        called = item.get("id") or item.get("code")
        if not called:
            raise InvalidInput(
                _("An item names no record."), problems=[Problem("id", _("“id” or “code” is needed."), "id")]
            )
        rec = resolver.record(kind, str(called))
        stored = self._stored(tx.connection, kind, rec, str(called))
        dropped = ("id",) if item.get("id") else ("id", "code")
        given = resolved(resolver, kind, {name: value for name, value in item.items() if name not in dropped})
        here = stored.values.get("place")
        if "place" not in given and isinstance(here, bytes) and (there := self._addressed(tx.connection, kind, given, _text(here))):
            given["place"] = there
        edit = self.difference(kind, stored, given)
        return edit, _title(kind, stored)

    def difference(self, kind: str, stored: StoredRecord, given: Mapping[str, Any]) -> Edit:
        """The edit that brings a record to the given domain values; empty when nothing differs."""
        current = showing.domain(kind, stored.values)
        cleaned = registry.clean(kind, given, current=current)
        specs = registry.specs(kind)
        patch: dict[int, Any] = {}
        for name, value in cleaned.items():
            spec = specs[name]
            new, old = spec.to_wire(value), stored.values.get(name)
            if spec.is_map:
                delta = map_difference(spec, old, new)
                if delta:
                    patch[spec.number] = delta
            elif new != old:
                patch[spec.number] = new
        return Edit(kind, stored.id, patch)

    def remove(self, kind: str, ids: Sequence[str]) -> str:
        """Marks records as removed in one operation; returns its id.  Undo brings them back."""
        with self._store.writing() as tx:
            resolver = Resolver(tx.connection)
            edits, first = [], ""
            for called in ids:
                stored = self._stored(tx.connection, kind, resolver.record(kind, called), called)
                first = first or _title(kind, stored)
                if not stored.removed:
                    edits.append(Edit(kind, stored.id, {DELETED: True}))
            if not edits:
                return ""
            self._check_scope(tx, edits)
            named = _action(_("Remove {kind} “{title}”"), _("Remove {count} × {kind}"), kind, first, len(edits))
            return tx.apply(Draft(named, edits)).operation.hex()

    # -- history -------------------------------------------------------------------------------------------------

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
            log = reading.changes_of(connection, rec)
            if not log:
                self._stored(connection, kind, rec, id)
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

    def details(self, operation: str, *, limit: int = 500) -> list[tuple[str, str, str, tuple[FieldChange, ...]]]:
        """What an operation wrote: `(kind, record id, title, field changes)` for at most `limit` records."""
        answer = []
        with self._store.reading() as connection:
            logged = reading.operation(connection, self._own(), operation)
            for number, rec, change in reading.changes_by(connection, logged.n)[:limit]:
                kind = registry.name_of(number)
                if kind is None:
                    continue
                names = reading.titles(connection, kind, [rec])
                log = reading.changes_of(connection, rec)
                answer.append(
                    (kind, _text(rec), names.get(rec, ""), self._field_changes(connection, kind, change, log))
                )
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
            rec = _bytes(entry)
            return reading.titles(connection, str(spec.target), [rec]).get(rec, entry)
        return showing.entry_label(spec, entry)

    # -- undo ----------------------------------------------------------------------------------------------------

    def undo(self, operation: str | None = None) -> Undone:
        """Takes back an operation: the one named, else this site's last one that stands.  Raises UsageError."""
        with self._store.writing() as tx:
            logged = (
                reading.operation(tx.connection, self._own(), operation)
                if operation
                else self._last(tx.connection, undoable=True)
            )
            if logged is None:
                raise UsageError(_("There is nothing to undo."))
            if logged.operation.kind == "undo":
                return self._redo(tx, logged)
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
                    advice=_("“gedesk redo” brings it in again."),
                )
            inverse = undoing.undo(tx.connection, logged.n)
            named = _("Undo: {title}").format(title=logged.operation.title)
            return self._took_back(tx, inverse, named, "undo", logged.operation.id)

    def redo(self) -> Undone:
        """Brings in again what this site's last undo took back.  Raises UsageError when there is none."""
        with self._store.writing() as tx:
            logged = self._last(tx.connection, undoable=False)
            if logged is None:
                raise UsageError(_("There is nothing to redo."))
            return self._redo(tx, logged)

    def _redo(self, tx: Transaction, undone: LoggedOperation) -> Undone:
        original = reading.operation(tx.connection, self._own(), (undone.operation.undoes or b"").hex())
        if undone.undone:
            raise UsageError(_("“{title}” is in force again already.").format(title=original.operation.title))
        inverse = undoing.redo(tx.connection, undone.n, original.n)
        named = _("Redo: {title}").format(title=original.operation.title)
        return self._took_back(tx, inverse, named, "redo", undone.operation.id)

    def _took_back(self, tx: Transaction, inverse: undoing.Inverse, named: str, op_kind: str, undoes: bytes) -> Undone:
        kept = tuple(self._kept(tx.connection, *one) for one in inverse.kept)
        if not inverse.edits:
            raise UsageError(
                _("Nothing could be taken back: everything was edited since."),
                advice=_("It stays as it is: {kept}.").format(kept="; ".join(kept[:5])) if kept else "",
            )
        outcome: Outcome = tx.apply(Draft(named, inverse.edits, kind=op_kind, undoes=undoes))
        return Undone(outcome.operation.hex(), named, inverse.fields, kept, len(inverse.edits))

    def _kept(self, connection: Connection, kind: str, rec: bytes, field: str) -> str:
        name = reading.titles(connection, kind, [rec]).get(rec, _text(rec))
        label = registry.specs(kind)[field].label if field in registry.specs(kind) else field
        return f"{name} · {label}" if field else name

    def _last(self, connection: Connection, *, undoable: bool) -> LoggedOperation | None:
        """This site's last operation that stands, or its last undo that nothing was done after."""
        found = reading.operations(
            connection, self._own(), limit=200, where="WHERE i.site = ? AND o.kind != 'seed'", values=(self._own(),)
        )
        for logged in found:
            kind = logged.operation.kind
            if undoable:
                if kind not in ("undo", "redo") and not logged.undone:
                    return logged
            elif kind == "undo" and not logged.undone:
                return logged
            elif kind not in ("undo", "redo"):
                return None
        return None

    def undo_title(self) -> str | None:
        """Title of what `undo()` would take back, or None."""
        with self._store.reading() as connection:
            logged = self._last(connection, undoable=True)
        return logged.operation.title if logged else None

    def redo_title(self) -> str | None:
        """Title of what `redo()` would bring in again, or None."""
        with self._store.reading() as connection:
            logged = self._last(connection, undoable=False)
        return logged.operation.title.partition(": ")[2] or logged.operation.title if logged else None

    def _own(self) -> bytes:
        return bytes.fromhex(self._store.identity().id)


def map_difference(spec: FieldSpec, old: Any, new: Any) -> dict[str, Any]:
    """The entries that change between two whole maps; a member or cell that is gone becomes False or None."""
    before = {key: value for key, value in (old or {}).items() if value is not None and value is not False}
    after = new or {}
    gone = None if spec.type is Type.COUNTS else False
    return {key: value for key, value in after.items() if before.get(key) != value} | {
        key: gone for key in before if key not in after
    }


def _patch(specs: Mapping[str, FieldSpec], values: Mapping[str, Any]) -> dict[int, Any]:
    patch = {}
    for name, value in values.items():
        spec = specs[name]
        wire = value if spec.type in _SAME else _rec(value) if spec.type is Type.LINK and value else spec.to_wire(value)
        if wire is not None and wire != {}:
            patch[spec.number] = wire
    return patch


_SAME = frozenset({Type.TEXT, Type.LONG_TEXT, Type.CODE, Type.YES_NO, Type.INTEGER, Type.NUMBER})  # on the wire as in the domain


@lru_cache(maxsize=65536)
def _rec(text: str) -> bytes:
    return uuid.UUID(text).bytes


def _action(one: str, many: str, kind: str, title: str, count: int) -> str:
    label = registry.kind(kind).label().lower()
    shown = title if len(title) <= 60 else title[:57] + "…"
    return one.format(kind=label, title=shown) if count == 1 else many.format(kind=label, count=count)


def _refusal(kind: str, problems: Sequence[Problem]) -> InvalidInput:
    return InvalidInput(
        _("{kind} cannot be saved.").format(kind=registry.kind(kind).label()),
        advice=_("Correct the fields named and try again, or save it as a draft."),
        problems=problems,
    )


def _title(kind: str, stored: StoredRecord) -> str:
    value = stored.values.get(registry.kind(kind).title) or stored.values.get("code") or stored.id.hex()[:8]
    return str(value)


def _entry_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else i18n.number(value)


def _grouped(pointing: Iterable[tuple[str, str, bytes]]) -> dict[tuple[str, str], list[bytes]]:
    found: dict[tuple[str, str], list[bytes]] = {}
    for kind, field, rec in pointing:
        found.setdefault((kind, field), []).append(rec)
    return found


def _text(rec: bytes) -> str:
    return str(uuid.UUID(bytes=rec))


def _bytes(text: str) -> bytes:
    try:
        return uuid.UUID(str(text)).bytes
    except ValueError:
        raise InvalidInput(
            _("“{id}” is not the id of a record.").format(id=text), problems=[Problem("id", _("not an id"), "id", text)]
        ) from None


