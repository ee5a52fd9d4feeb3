"""The same organisation or person entered twice, at two sites: offered as one, merged by one operation that can be undone.

The record that goes gives its values where the other has none, everything that points at it points at the other then,
and it is removed.  Links that arrive later from sites that had not heard of it are offered to be moved as well.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from gedesk.domain import ids, scope
from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED, Reach
from gedesk.domain.text import fold
from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.services.links import Resolver, existing
from gedesk.services.records import StoreRecords
from gedesk.services.scopes import PLACE, Scopes
from gedesk.services.views import Double
from gedesk.store import doubles, reading
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit
from gedesk.store.reading import StoredRecord
from gedesk.store.store import Store

KINDS = ("organisation", "person")
SURE = ("email", "phone")  # the same in both: the same person or organisation
ALIKE = 93.0  # least likeness of names, 0 to 100
_NUMBER = re.compile(r"\d+")
CROWD = 400  # names that begin alike; more are not compared with each other
OWN = {"code", "source", "state"}  # fields that stay each record's own


class StoreMerging:
    """Finding and merging doubles on a store."""

    def __init__(self, store: Store, records: StoreRecords) -> None:
        self._store = store
        self._records = records

    def doubles(self, kind: str | None = None) -> list[Double]:
        """Pairs that may be one record, the surest first; and pairs merged before to which something still points."""
        found: list[Double] = []
        with self._store.reading() as connection:
            for name in [kind] if kind else KINDS:
                found += _alike(connection, name)
            found += [one for one in _late(connection) if kind in (None, one.kind)]
        return sorted(found, key=lambda one: (-one.score, one.kind, one.first_title))

    def merge(self, kind: str, keep: str, gone: str, *, reason: str = "") -> str:
        """Makes one record of two, in one operation; returns its id in hexadecimal.  Raises KnownError."""
        with self._store.writing() as tx:
            resolver = Resolver(tx.connection)
            kept = existing(tx.connection, kind, resolver.record(kind, keep), keep)
            other = existing(tx.connection, kind, resolver.record(kind, gone), gone)
            if kept.id == other.id:
                raise UsageError(_("A record cannot be merged with itself."))
            if kept.removed:
                raise UsageError(
                    _("“{title}” was removed; nothing can be merged into it.").format(title=_title(kept)),
                    advice=_("Undo its removal first, or merge the other way round."),
                )
            edits = list(_edits(tx.connection, kept, other))
            self._records.check_scope(tx, edits)
            detail = {"kind": kind, "kept": kept.id.hex(), "gone": other.id.hex()}
            title = _("Merge {kind} “{gone}” into “{kept}”").format(
                kind=registry.kind(kind).label(), gone=_title(other), kept=_title(kept)
            )
            return tx.apply(Draft(title, edits, kind=doubles.MERGE, reason=reason, detail=detail)).operation.hex()


def _edits(connection: Connection, kept: StoredRecord, gone: StoredRecord) -> Iterator[Edit]:
    specs = registry.specs(kept.kind)
    patch: dict[int, Any] = {}
    for name, value in gone.values.items():
        spec = specs[name]
        if name in OWN:
            continue
        mine = kept.values.get(name)
        if spec.is_map and isinstance(value, dict):
            missing = {entry: one for entry, one in value.items() if not isinstance(mine, dict) or entry not in mine}
            if missing:
                patch[spec.number] = missing
        elif mine is None:
            patch[spec.number] = value
    if (place := _common(connection, kept, gone)) is not None:
        patch[PLACE] = place
    pointing: dict[tuple[str, bytes], dict[int, Any]] = {}
    if patch:
        pointing[kept.kind, kept.id] = patch
    for kind, rec, spec in doubles.referring(connection, kept.kind, gone.id):
        if rec == gone.id:
            continue
        if not spec.is_map:
            pointing.setdefault((kind, rec), {})[spec.number] = kept.id if rec != kept.id else None
            continue
        whole = reading.records(connection, kind, [rec])[rec].values.get(spec.name)
        entries = [entry for entry, there in whole.items() if there and _rec(entry) == gone.id] if isinstance(whole, dict) else []
        moved: dict[str, Any] = dict.fromkeys(entries)
        if rec != kept.id:
            moved[ids.text(kept.id)] = True
        pointing.setdefault((kind, rec), {})[spec.number] = moved
    for (kind, rec), edit in pointing.items():
        yield Edit(kind, rec, edit)
    if not gone.removed:
        yield Edit(gone.kind, gone.id, {DELETED: True})


def _common(connection: Connection, kept: StoredRecord, gone: StoredRecord) -> bytes | None:
    """The place from which a shared record reaches the sites of both: the lowest above the two; None when it lies there."""
    mine, other = kept.values.get("place"), gone.values.get("place")
    if registry.kind(kept.kind).reach is not Reach.SHARED or not isinstance(mine, bytes) or not isinstance(other, bytes):
        return None
    tree = Scopes(connection).tree
    above = set(scope.ancestors(ids.text(other), tree))
    found = next((one for one in scope.ancestors(ids.text(mine), tree) if one in above), None)
    place = uuid.UUID(found).bytes if found else mine
    return place if place != mine else None


def _alike(connection: Connection, kind: str) -> Iterator[Double]:
    from rapidfuzz import fuzz  # a while to import, and not needed before somebody asks

    title = registry.kind(kind).title
    sure = [name for name in SURE if name in registry.specs(kind)]
    rows = list(reading.everything(connection, kind, [title, *sure]))
    told: set[tuple[bytes, bytes]] = set()
    for at, name in enumerate(sure, start=2):
        for group in _grouped(rows, lambda row, at=at: fold(str(row[at]))).values():
            for one, two in combinations(group[:CROWD], 2):
                likeness = fuzz.token_sort_ratio(fold(str(one[1])), fold(str(two[1])))
                if likeness >= 60 and (one[0], two[0]) not in told:  # an office's number is shared by many people
                    told.add((one[0], two[0]))
                    yield _double(kind, one, two, 100.0, _("the same {field}").format(field=registry.spec(kind, name).label))
    for group in _grouped(rows, lambda row: fold(str(row[1]))[:4]).values():
        if len(group) > CROWD:
            group = [row for same in _grouped(group, lambda row: fold(str(row[1]))).values() if len(same) > 1 for row in same]
        names = [fold(str(row[1])) for row in group]
        numbers = [_NUMBER.findall(name) for name in names]  # “Ward 11” and “Ward 12” are two
        for left, right in combinations(range(min(len(group), CROWD)), 2):
            if numbers[left] != numbers[right]:
                continue
            likeness = fuzz.token_sort_ratio(names[left], names[right], score_cutoff=ALIKE)
            if likeness and (group[left][0], group[right][0]) not in told:
                why = _("the same name") if likeness == 100 else _("names alike")
                yield _double(kind, group[left], group[right], likeness * 0.99, why)


def _late(connection: Connection) -> Iterator[Double]:
    for kind, kept, gone in doubles.merges(connection):
        if any(rec != gone for _kind, rec, _spec in doubles.referring(connection, kind, gone)):
            names = reading.titles(connection, kind, [kept, gone])
            yield _double(
                kind, (kept, names.get(kept, "?")), (gone, names.get(gone, "?")), 100.0,
                _("merged before; links that came later still point to the second"),
            )  # fmt: skip


def _grouped(rows: list[tuple[Any, ...]], key: Any) -> Mapping[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        if (text := key(row)) and text != "none":
            found.setdefault(text, []).append(row)
    return found


def _double(kind: str, one: tuple[Any, ...], two: tuple[Any, ...], score: float, why: str) -> Double:
    return Double(
        kind, ids.text(one[0]), ids.text(two[0]), str(one[1]), str(two[1]), round(score, 1), why
    )


def _title(stored: StoredRecord) -> str:
    return str(stored.values.get(registry.kind(stored.kind).title) or stored.values.get("code") or stored.id.hex()[:8])


def _rec(text: str) -> bytes:
    try:
        return uuid.UUID(text).bytes
    except ValueError:
        return b""
