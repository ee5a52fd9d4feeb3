"""Reading and writing single records, history, undo.  The use cases behind forms and the command line alike."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from gedesk import i18n
from gedesk.domain import ids, scope
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.errors import InvalidInput, NotFound, Problem
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.codes import CodeMaker
from gedesk.services.deciding import conflicts_of
from gedesk.services.histories import StoreHistory
from gedesk.services.links import Resolver, existing, resolved
from gedesk.services.scopes import Scopes
from gedesk.services.views import Choice, RecordView
from gedesk.store import reading, replica
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit, Transaction, uuid7
from gedesk.store.reading import StoredRecord
from gedesk.store.store import Store

Made = TypeVar("Made")
PLACE = 2  # the number of the field "place" of every record


def parent_that_places(kind: str) -> str | None:
    """The field of the record whose place a new record of a kind takes: none where headquarters keeps the parents for all."""
    parent = registry.kind(kind).parent
    return parent if parent and not registry.kind(str(registry.spec(kind, parent).target)).steward else None


class StoreRecords(StoreHistory):
    """`protocols.Records` on a store."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._scopes: tuple[Connection, Scopes] | None = None

    # -- reading -------------------------------------------------------------------------------------------------

    def get(self, kind: str, id: str) -> RecordView:
        """One record by id, code or exact title, with links, conflicts and who wrote it.  Raises NotFound."""
        with self._store.reading() as connection:
            rec = Resolver(connection).record(kind, id)
            stored = existing(connection, kind, rec, id)
            values = showing.domain(kind, stored.values)
            specs = registry.specs(kind)
            titles = showing.titles(connection, showing.linked(specs.values(), [values]))
            words = showing.shown_row(kind, values, values, lambda _spec: titles)
            people = reading.authors(connection, {stored.created_op, stored.changed_op})
            return RecordView(
                kind=kind,
                id=ids.text(rec),
                title=_title(connection, kind, stored),
                values=values,
                shown=words,
                links={f"{kind_}.{name}": tuple(self._pointed(connection, kind_, name, recs))
                       for (kind_, name), recs in _grouped(reading.pointing_at(connection, rec)).items()},
                created=showing.stamped_by(people, stored.created_op),
                changed=showing.stamped_by(people, stored.changed_op),
                removed=stored.removed,
                conflicts=tuple(conflicts_of(connection, kind, rec)),
                withheld=self._withheld(connection, kind, rec, values),
            )  # fmt: skip

    def _withheld(self, connection: Connection, kind: str, rec: bytes, values: Mapping[str, Any]) -> tuple[str, ...]:
        closed = scope.restricted_fields(kind)
        if not closed or self._store.identity().role in scope.SEES_RESTRICTED or not replica.is_withheld(connection, rec):
            return ()
        return tuple(name for name, spec in registry.specs(kind).items() if spec.number in closed and values.get(name) is None)

    def _pointed(self, connection: Connection, kind: str, field: str, recs: Sequence[bytes]) -> Iterable[Choice]:
        names = reading.titles(connection, kind, recs)
        label = f"{registry.kind(kind).label()} · {registry.spec(kind, field).label}"
        return (Choice(ids.text(rec), names.get(rec, ids.text(rec)), label) for rec in recs)

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
            edits = _of_each(
                kind,
                items,
                lambda item: self._change(tx, kind, item, resolver)[0]
                if item.get("id")
                else self._creation(tx, kind, item, resolver, maker, cleaned=False),
            )
            maker.close()
            written = [edit for edit in edits if edit.patch]
            self._check_scope(tx, written)
            if written:
                named = title or _action(_("Change {kind} “{title}”"), _("Change {count} × {kind}"), kind, "", len(written))
                tx.apply(Draft(named, written))
        return [ids.text(edit.id) for edit in edits]

    def add(self, kind: str, items: Sequence[Mapping[str, Any]], *, title: str = "", op_kind: str = "edit") -> list[str]:
        """Creates records in one operation, all or none; returns their ids.  Raises InvalidInput with every fault."""
        with self._store.writing() as tx:
            edits = self.creations(tx, kind, items)
            first = edits[0].patch.get(registry.spec(kind, registry.kind(kind).title).number) if edits else None
            named = title or _action(
                _("Add {kind} “{title}”"), _("Add {count} × {kind}"), kind, _said(tx.connection, kind, first), len(edits)
            )
            if edits:
                tx.apply(Draft(named, edits, kind=op_kind))
        return [ids.text(edit.id) for edit in edits]

    def creations(
        self, tx: Transaction, kind: str, items: Sequence[Mapping[str, Any]], *, cleaned: bool = False
    ) -> list[Edit]:
        """The edits that create records, with codes and defaults filled in.  An `id` in an item is kept.

        `cleaned` items hold domain values that were validated already, links by id.
        """
        resolver = Resolver(tx.connection)
        maker = CodeMaker(tx)
        edits = _of_each(kind, items, lambda item: self._creation(tx, kind, item, resolver, maker, cleaned=cleaned))
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
        return scopes.allows(scopes.place_id(identity.place), kind, b"", ids.raw(place))

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
        if not whole.get("code"):
            whole["code"] = maker.next(kind, whole.get("place"))
        rec = ids.raw(str(item["id"])) if item.get("id") else uuid7()
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
        stored = reading.record(connection, target, ids.raw(values[link]))
        there = stored.values.get("place") if stored is not None else None
        if not isinstance(there, bytes) or place is None:
            return None
        return ids.text(there) if scope.within(ids.text(there), place, Scopes(connection).tree) else None

    def _parent_place(self, tx: Transaction, kind: str, values: Mapping[str, Any]) -> str | None:
        parent = parent_that_places(kind)
        if parent and values.get(parent):
            target = str(registry.spec(kind, parent).target)
            above = reading.record(tx.connection, target, ids.raw(values[parent]))
            if above is not None and isinstance(place := above.values.get("place"), bytes):
                return ids.text(place)
        code = tx.meta("site")["place"]
        place = reading.by_code(tx.connection, "place", code)
        return ids.text(place) if place else None

    def change(self, kind: str, items: Sequence[Mapping[str, Any]], *, title: str = "") -> list[str]:
        """Changes existing records (each item has an `id`, or a `code`) in one operation, all or none."""
        with self._store.writing() as tx:
            resolver = Resolver(tx.connection)
            changed = _of_each(kind, items, lambda item: self._change(tx, kind, item, resolver))
            edits = [edit for edit, _name in changed if edit.patch]
            first = next((name for _edit, name in changed if name), "")
            self._check_scope(tx, edits)
            if edits:
                named = title or _action(
                    _("Change {kind} “{title}”"), _("Change {count} × {kind}"), kind, first, len(edits)
                )
                tx.apply(Draft(named, edits))
        return [ids.text(edit.id) for edit, _name in changed]

    def _change(
        self, tx: Transaction, kind: str, item: Mapping[str, Any], resolver: Resolver
    ) -> tuple[Edit, str]:
        called = item.get("id") or item.get("code")
        if not called:
            raise InvalidInput(
                _("An item names no record."), problems=[Problem("id", _("“id” or “code” is needed."), "id")]
            )
        rec = resolver.record(kind, str(called))
        stored = existing(tx.connection, kind, rec, str(called))
        dropped = ("id",) if item.get("id") else ("id", "code")
        given = resolved(resolver, kind, {name: value for name, value in item.items() if name not in dropped})
        here = stored.values.get("place")
        if "place" not in given and isinstance(here, bytes) and (there := self._addressed(tx.connection, kind, given, ids.text(here))):
            given["place"] = there
        edit = self.difference(kind, stored, given)
        return edit, _title(tx.connection, kind, stored)

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
                stored = existing(tx.connection, kind, resolver.record(kind, called), called)
                first = first or _title(tx.connection, kind, stored)
                if not stored.removed:
                    edits.append(Edit(kind, stored.id, {DELETED: True}))
            if not edits:
                return ""
            self._check_scope(tx, edits)
            named = _action(_("Remove {kind} “{title}”"), _("Remove {count} × {kind}"), kind, first, len(edits))
            return tx.apply(Draft(named, edits)).operation.hex()


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
        wire = value if spec.type in _SAME else ids.raw(value) if spec.type is Type.LINK and value else spec.to_wire(value)
        if wire is not None and wire != {}:
            patch[spec.number] = wire
    return patch


_SAME = frozenset({Type.TEXT, Type.LONG_TEXT, Type.CODE, Type.YES_NO, Type.INTEGER, Type.NUMBER})  # on the wire as in the domain


def _action(one: str, many: str, kind: str, title: str, count: int) -> str:
    label = registry.kind(kind).label().lower()
    shown = title if len(title) <= 60 else title[:57] + "…"
    return one.format(kind=label, title=shown) if count == 1 else many.format(kind=label, count=count)


def _of_each(kind: str, items: Sequence[Mapping[str, Any]], made: Callable[[Mapping[str, Any]], Made]) -> list[Made]:
    """What is made of every item, in their order.  Raises InvalidInput with the faults of all of them."""
    found: list[Made] = []
    problems: list[Problem] = []
    for index, item in enumerate(items):
        try:
            found.append(made(item))
        except InvalidInput as error:
            where = f"[{index}]." if len(items) > 1 else ""
            listed = error.problems or (Problem("invalid", error.message),)
            problems.extend(Problem(p.code, p.message, where + p.where, p.value) for p in listed)
    if problems:
        raise _refusal(kind, problems)
    return found


def _refusal(kind: str, problems: Sequence[Problem]) -> InvalidInput:
    return InvalidInput(
        _("{kind} cannot be saved.").format(kind=registry.kind(kind).label()),
        advice=_("Correct the fields named and try again, or save it as a draft."),
        problems=problems,
    )


def _title(connection: Connection, kind: str, stored: StoredRecord) -> str:
    called = _said(connection, kind, stored.values.get(registry.kind(kind).title))
    return called or str(stored.values.get("code") or stored.id.hex()[:8])


def _said(connection: Connection, kind: str, value: Any) -> str:
    """A title as it is stored, in words: that of the record it links to, the label of a code."""
    spec = registry.spec(kind, registry.kind(kind).title)
    if isinstance(value, bytes):
        return reading.titles(connection, str(spec.target), [value]).get(value, "")
    return spec.vocabulary.label(str(value)) if spec.vocabulary_name and value else str(value or "")


def _grouped(pointing: Iterable[tuple[str, str, bytes]]) -> dict[tuple[str, str], list[bytes]]:
    found: dict[tuple[str, str], list[bytes]] = {}
    for kind, field, rec in pointing:
        found.setdefault((kind, field), []).append(rec)
    return found
