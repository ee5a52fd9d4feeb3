"""Conflicts: parallel edits of one field that nobody has decided yet, and how they are decided."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gesync.fold import FieldState, Key, Sibling, delete_conflict, fold

from gedesk.domain import ids
from gedesk.domain.fields import FieldSpec
from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.errors import NotFound, UsageError
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.services import showing
from gedesk.services.views import Conflict, ConflictValue
from gedesk.store import reading, replica, undoing
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit
from gedesk.store.projection import LoggedChange
from gedesk.store.store import Store

REMOVED = "removed"
KEEP_RECORD, KEEP_REMOVED = "keep", "remove"


def conflicts(store: Store, kind: str | None = None) -> list[Conflict]:
    """All open conflicts, or those of one kind."""
    with store.reading() as connection:
        rows = replica.conflicting(connection, registry.kind(kind).number if kind is not None else None)
        found: list[Conflict] = []
        for number, rec in rows:
            if (name := registry.name_of(number)) is not None:
                found.extend(conflicts_of(connection, name, rec))
    return sorted(found, key=lambda one: (one.kind, one.title, one.field))


def conflicts_of(connection: Connection, kind: str, rec: bytes) -> Iterator[Conflict]:
    """The open conflicts of one record, every value with its author and time."""
    rows = replica.conflict_fields(connection, rec)
    if not rows:
        return
    log = reading.changes_of(connection, rec)
    states = fold(change[:4] for change in log)
    people = reading.authors(connection, {change.op for change in log})
    by_hash = {change.hash: change for change in log}
    origins = undoing.Origins(connection, reading.joined(log))

    def wrote(key: Key, sibling: Sibling) -> int:
        """The operation that wrote a value first: an undo that opens a conflict again speaks for others."""
        first = origins.of_change(key, by_hash[sibling.hash])
        return by_hash[min(first)].op if first else by_hash[sibling.hash].op

    title = reading.titles(connection, kind, [rec]).get(rec, "")
    for number, entry in rows:
        if number == DELETED:
            values = _delete_values(log, states, people, wrote)
            name, label = REMOVED, _("Removed or kept")
        else:
            spec = registry.by_number(kind).get(number)
            if spec is None:
                continue
            name = f"{spec.name}.{entry}" if entry else spec.name
            label = f"{spec.label}: {showing.entry_label(spec, entry)}" if entry else spec.label
            key = (number, entry) if entry else number
            state = states[key]
            values = tuple(
                ConflictValue(
                    id=sibling.hash.hex()[:12],
                    value=spec.from_wire(sibling.value) if not entry else sibling.value,
                    shown=_shown(connection, spec, sibling, entry),
                    stamp=showing.stamped_by(people, wrote(key, sibling)),
                    provisional=index == 0,
                )
                for index, sibling in enumerate(state.siblings)
            )
        yield Conflict(
            id=f"{ids.text(rec)}:{name}",
            kind=kind,
            kind_label=registry.kind(kind).label(),
            record=ids.text(rec),
            title=title,
            field=name,
            field_label=label,
            values=values,
        )


def _delete_values(
    log: list[LoggedChange], states: Mapping[Key, FieldState], people: Mapping[int, Any], wrote: Callable[[Key, Sibling], int]
) -> tuple[ConflictValue, ...]:
    """Edit against removal: who removed it, and who went on working on it."""
    removal = next(sibling for sibling in states[DELETED].siblings if sibling.value is True)
    unseen = delete_conflict(change[:4] for change in log)
    key: Key = DELETED
    later = states[DELETED].siblings[-1]
    if unseen:
        later = unseen[0]
        key = next(at for at, state in states.items() if at != DELETED and later in state.siblings)
    return (
        ConflictValue(KEEP_REMOVED, True, _("remove it"), showing.stamped_by(people, wrote(DELETED, removal)), True),
        ConflictValue(KEEP_RECORD, False, _("keep it, with the later edits"), showing.stamped_by(people, wrote(key, later)), False),
    )


def _shown(connection: Connection, spec: FieldSpec, sibling: Sibling, entry: str) -> str:
    if entry:
        return str(sibling.value) if sibling.value is not None else _("(empty)")
    value = spec.from_wire(sibling.value)
    titles = showing.titles(connection, showing.linked([spec], [{spec.name: value}]))
    return showing.shown(spec, value, titles) or _("(empty)")


def resolve(store: Store, conflict: str, *, keep: str | None, value: Any, reason: str) -> str:
    """Decides a conflict by an ordinary operation that names all contending values; returns its id in hex.

    Raises NotFound for an unknown conflict or value id, InvalidInput for a value the field does not accept.
    """
    record, _sep, field = conflict.partition(":")
    with store.writing() as tx:
        try:
            rec = uuid.UUID(record).bytes
        except ValueError:
            rec = b""
        kind = reading.find_kind(tx.connection, rec)
        found = next(
            (one for one in conflicts_of(tx.connection, kind, rec) if one.field == field) if kind else iter(()), None
        )
        if kind is None or found is None:
            raise NotFound(
                _("There is no open conflict “{id}”; it may have been decided meanwhile.").format(id=conflict),
                advice=_("The open ones are on the exchange page, and listed by “gedesk conflicts”."),
            )
        if not reason.strip():
            raise UsageError(_("A decision needs a reason."), advice=_("Say in a few words why, with --reason."))
        if keep is not None:
            chosen = [one for one in found.values if one.id.startswith(keep)]
            if len(chosen) != 1:
                raise NotFound(
                    _("The conflict has no value “{id}”.").format(id=keep),
                    advice=_("Its values: {ids}.").format(
                        ids=", ".join(f"{one.id} = {one.shown}" for one in found.values)
                    ),
                )
            value = chosen[0].value
        edit = Edit(kind, rec, _patch(kind, field, value))
        title = _("Decide {field} of “{title}”").format(field=found.field_label, title=found.title)
        return tx.apply(Draft(title, [edit], kind="resolve", reason=reason)).operation.hex()


def resolve_all(store: Store, policy: str, *, kind: str | None, field: str | None, reason: str) -> tuple[str, int]:
    """Decides every open conflict of a kind and field by one rule, in one operation that says so; its id and how many.

    `policy` is "hq" (the value that headquarters wrote), "newest" or the name of a site.  Conflicts in which that rule
    names no single value, and removals, stay open.
    """
    if not reason.strip():
        raise UsageError(_("A decision needs a reason."), advice=_("Say in a few words why, with --reason."))
    if kind is None:
        raise UsageError(_("A rule for many decisions needs the kind that it is for."), advice=_("Name it with --kind."))
    with store.writing() as tx:
        hq = {site.name for site in replica.sites(tx.connection) if site.role == "hq"}
        patches: dict[bytes, dict[int, Any]] = {}
        count = 0
        for _number, rec in replica.conflicting(tx.connection, registry.kind(kind).number):
            for found in conflicts_of(tx.connection, kind, rec):
                if found.field == REMOVED or (field is not None and found.field.partition(".")[0] != field):
                    continue
                wanted = found.values[:1] if policy == "newest" else [
                    one for one in found.values if (one.stamp.site in hq if policy == "hq" else one.stamp.site == policy)
                ]  # fmt: skip
                if len(wanted) == 1:
                    for number, value in _patch(kind, found.field, wanted[0].value).items():
                        patch = patches.setdefault(rec, {})
                        patch[number] = {**patch.get(number, {}), **value} if isinstance(value, dict) else value
                    count += 1
        if not count:
            return "", 0
        title = ngettext("Decide {n} conflict of {kind}: {policy}", "Decide {n} conflicts of {kind}: {policy}", count).format(n=count, kind=registry.kind(kind).plural.label(), policy=policy)
        detail = {"policy": policy, "field": field or ""}
        edits = [Edit(kind, rec, patch) for rec, patch in patches.items()]
        return tx.apply(Draft(title, edits, kind="resolve", reason=reason, detail=detail)).operation.hex(), count


def _patch(kind: str, field: str, value: Any) -> dict[int, Any]:
    if field == REMOVED:
        return {DELETED: bool(value)}
    name, _sep, entry = field.partition(".")
    spec = registry.spec(kind, name)
    if entry:
        return {spec.number: {entry: value}}
    cleaned = registry.clean(kind, {name: value, "state": "draft"})
    return {spec.number: spec.to_wire(cleaned[name])}
