"""The one door: whatever changes a record comes through here as an operation, in one transaction.

`Transaction.apply` writes what somebody did on this device.  `Transaction.absorb` takes in changes made elsewhere (a
bundle, a country pack).  Both write the log first and then the tables, which are a fold of the log.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from gesync.change import Change, Operation, chain, pack_base
from gesync.clock import Clock
from gesync.columns import Decoded
from gesync.fold import FieldState, Key, base_of, delete_conflict, fold
from sqlalchemy import Connection

from gedesk import clock
from gedesk.domain.kinds import registry
from gedesk.domain.record import DELETED
from gedesk.domain.scope import restricted_fields
from gedesk.store import packs, searching, sqlite
from gedesk.store.gathering import Gathering, groups
from gedesk.store.projection import Fresh, LoggedChange, Projection, as_json, logged, projection

CHUNK = 500  # ids in one IN (...) list
BLOCK = 5_000  # edits of one operation that are held at once
_CHANGE = ("inc", "seq", "op", "kind", "rec", "hlc", "hash", "base")  # columns of every change


@dataclass(frozen=True, slots=True)
class Edit:
    """New values for one record: wire values by field number; a map holds only the entries that change.

    `fresh` promises that the id was made just now, so that no look-up is needed.  `unknowing` takes no side on whether
    the record is removed.  Edits of one record that follow each other in a draft do not know of each other.
    """

    kind: str
    id: bytes
    patch: dict[int, Any]
    fresh: bool = False
    unknowing: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person did, before it is written.  `title` is what Undo will show; `edits` are gone through once."""

    title: str
    edits: Iterable[Edit]
    kind: str = "edit"
    reason: str = ""
    undoes: bytes | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write did."""

    operation: bytes
    kinds: frozenset[str]
    changes: int
    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    new_operations: int = 0
    known_changes: int = 0
    met: frozenset[bytes] = frozenset()  # records that were here before


def uuid7(ms: int | None = None) -> bytes:
    """A new UUIDv7 (RFC 9562): 48 bits of milliseconds, the rest random."""
    stamp = time.time_ns() // 1_000_000 if ms is None else ms
    raw = bytearray((stamp & (1 << 48) - 1).to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return bytes(raw)


def never() -> None:
    """Nobody asks to stop."""


class Transaction:
    """Open while one unit of work is written.  Made by `Store.writing`."""

    def __init__(self, connection: Connection, *, author: str, now: clock.Now, schema_number: int) -> None:
        self.connection = connection
        self.author = author
        self._now = now
        self._schema = schema_number
        self.kinds: set[str] = set()
        self.noted: set[str] = set()  # keys of `meta` that were written
        self._meta: dict[str, str] = {}  # values that were read, as JSON
        self._clock = Clock(now, int(self.meta("hlc") or 0))

    # -- meta ----------------------------------------------------------------------------------------------------

    def meta(self, key: str) -> Any:
        """A value of the `meta` table, or None."""
        return json.loads(self.meta_text(key))

    def meta_text(self, key: str) -> str:
        """The same as JSON."""
        if key not in self._meta:
            row = self.connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
            self._meta[key] = row[0] if row else "null"
        return self._meta[key]

    def set_meta(self, key: str, value: Any) -> None:
        """Writes a value of the `meta` table."""
        self._meta.pop(key, None)
        self.noted.add(key)
        self.connection.exec_driver_sql(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, as_json(value)),
        )

    # -- writing here --------------------------------------------------------------------------------------------

    def apply(self, draft: Draft) -> Outcome:
        """Writes a draft as one operation of this device's incarnation."""
        inc_id = bytes.fromhex(self.meta("incarnation"))
        inc, seq, head = self._chain(inc_id)
        operation = Operation(
            id=uuid7(),
            title=draft.title,
            kind=draft.kind,
            author=self.author,
            reason=draft.reason,
            wall=self._now(),
            undoes=draft.undoes,
            schema=self._schema,
            detail=draft.detail,
        )
        op = self._insert_operation(operation, inc)
        outcomes = []
        for block in _blocks(draft.edits):
            outcome, seq, head = self._apply_block(block, operation, op, (inc, inc_id, seq, head))
            outcomes.append(outcome)
        self.set_meta("hlc", self._clock.last)
        return Outcome(
            operation.id,
            frozenset().union(*(one.kinds for one in outcomes)),
            sum(one.changes for one in outcomes),
            sum(one.created for one in outcomes),
            sum(one.updated for one in outcomes),
            sum(one.removed for one in outcomes),
        )

    def _apply_block(
        self, edits: Sequence[Edit], operation: Operation, op: int, at: tuple[int, bytes, int, bytes]
    ) -> tuple[Outcome, int, bytes]:
        """Writes some edits of an operation; `at` is this device's chain: local number, id, last sequence and head."""
        inc, inc_id, seq, head = at
        known = self._load(edit.id for edit in edits if not edit.fresh)
        items = []
        written: list[Edit] = []  # for each item the edit that it is, or is a part of
        for edit in edits:
            changes, patch, states = known.get(edit.id), edit.patch, None
            if changes:
                states = fold(change[:4] for change in changes)
                patch = patch if edit.unknowing else _knowing_removal(patch, states, changes)
            for part in _apart(edit.kind, patch):
                base = pack_base(base_of(states, part)) if states is not None else b""
                items.append((registry.kind(edit.kind).number, edit.id, part, base, self._clock.tick()))
                written.append(edit)
        changes_made = chain(inc_id, seq + 1, head, items, operation)
        self._insert_changes(
            [(inc, c.seq, op, c.kind, c.rec, c.hlc, c.hash, c.base) for c in changes_made], [c.patch for c in changes_made]
        )
        fresh = Gathering()
        again: dict[bytes, list[LoggedChange]] = {}
        kinds: dict[bytes, str] = {}
        away = self._evicted(list(known))
        before: Edit | None = None
        for edit, made in zip(written, changes_made, strict=True):
            if edit.id in away:
                continue
            if edit.id not in known and edit.id not in again and edit.fresh:
                if edit is not before:  # its parts are one row
                    fresh.add(edit.kind, edit.id, op, edit.patch)
                before = edit
            else:
                log = again.setdefault(edit.id, list(known.get(edit.id, ())))
                log.append(logged((made.hash, made.hlc, made.patch, made.base, op)))
                kinds[edit.id] = edit.kind
        outcome = self._write(fresh.groups(), again, kinds, {rec: len(known.get(rec, ())) for rec in again})
        return replace(outcome, changes=len(items)), seq + len(items), changes_made[-1].hash

    def states(self, rec: bytes) -> dict[Key, FieldState]:
        """The fold of one record's changes."""
        return fold(change[:4] for change in self._load([rec]).get(rec, ()))

    # -- taking in -----------------------------------------------------------------------------------------------

    def absorb(
        self,
        changes: Sequence[Change],
        operations: Mapping[bytes, Operation],
        sites: Mapping[bytes, bytes | None],
        decoded: Decoded | None = None,
        look: Callable[[], None] = never,
    ) -> Outcome:
        """Adds changes made elsewhere; those already here are passed over, so that repeating it changes nothing.

        `sites` names the site of each incarnation; `decoded`, which holds (at least) these changes, saves unpacking their
        values.  Signatures, scope and types were checked by the caller.  `look` is called now and then, and raises to stop.
        """
        self._fill(changes)
        new = self._unknown(changes)
        if not new:
            return Outcome(b"", frozenset(), 0, known_changes=len(changes), unchanged=len({c.rec for c in changes}))
        incs = {inc: self._incarnation(inc, sites.get(inc)) for inc in dict.fromkeys(c.inc for c in new)}
        ops, new_operations = self._operations(new, operations, incs)
        known = self._load(c.rec for c in new)
        existing = list(known)
        tails = self._tails({(c.inc, c.seq - 1) for c in new if c.prev}, incs)
        rows: list[tuple[Any, ...]] = []
        special: dict[int, tuple[bytes | None, bytes | None]] = {}
        for at, (inc, seq, prev, number, rec, patch, payload, base, hlc, op, own) in enumerate(new):
            linked = not prev or tails.get((inc, seq - 1)) == prev
            if not linked or patch is None:
                special[at] = (None if linked else prev, payload if patch is None else None)
            rows.append((incs[inc], seq, ops[op], number, rec, hlc, own, base))
            key = (inc, seq)
            tails[key] = b"" if tails.get(key, own) != own else own  # a fork: which one is meant must be written
        look()
        self._insert_changes(rows, [c.patch for c in new], special)
        look()
        if any(c.patch is None for c in new):
            self.set_meta("withheld", True)
        self._note_forks(new, incs)
        self._clock.witness(max(c.hlc for c in new))
        self.set_meta("hlc", self._clock.last)
        counted = Counter([c.rec for c in new])
        fresh: dict[bytes, Change] = {}  # by hash
        again: dict[bytes, list[LoggedChange]] = {}
        kinds: dict[bytes, str] = {}
        names = {number: registry.name_of(number) for number in {c.kind for c in new}}
        away = self._evicted(existing)
        all_fresh = not existing and len(counted) == len(new) and None not in names.values()  # the usual file: nothing to tell apart
        if all_fresh:
            fresh = {c.hash: c for c in new}
        for c in () if all_fresh else new:
            kind = names[c.kind]
            if kind is None or c.rec in away:
                continue  # a newer version's kind: kept in the log, shown after an upgrade
            if counted[c.rec] == 1 and c.rec not in known:
                fresh[c.hash] = c
            else:
                log = again.setdefault(c.rec, list(known.get(c.rec, ())))
                log.append(logged((c.hash, c.hlc, c.patch, c.base, ops[c.op])))
                kinds[c.rec] = kind
        outcome = self._write(groups(fresh, ops, decoded), again, kinds, {rec: len(known.get(rec, ())) for rec in again}, look)
        look()
        untouched = len({c.rec for c in changes} - again.keys() - {c.rec for c in fresh.values()})
        return Outcome(
            b"", outcome.kinds, len(new), outcome.created, outcome.updated, outcome.removed, untouched,
            new_operations, len(changes) - len(new), frozenset(existing),
        )  # fmt: skip

    def evict(self, records: Mapping[str, Sequence[bytes]], since: int) -> int:
        """Drops the rows of records, by kind, that are none of this site's any more; their changes stay in the log."""
        gone = 0
        for kind, recs in records.items():
            shape = projection(kind)
            for chunk in chunks(list(recs)):
                rows = self.connection.exec_driver_sql(
                    f'SELECT n, id FROM "{kind}" WHERE id IN ({marks(chunk)})', tuple(chunk)
                ).fetchall()
                searching.forget(self.connection, kind, [row[0] for row in rows])
                here = [(row[1],) for row in rows]
                gone += len(here)
                if here:
                    self.connection.exec_driver_sql(f'DELETE FROM "{kind}" WHERE id = ?', here)
                    self.connection.exec_driver_sql("DELETE FROM conflict WHERE rec = ?", here)
                    self.connection.exec_driver_sql(
                        "DELETE FROM link WHERE kind = ? AND rec = ?", [(shape.number, rec) for (rec,) in here]
                    )
                    self.connection.exec_driver_sql(
                        "INSERT INTO evicted (rec, since) VALUES (?, 0) ON CONFLICT (rec) DO NOTHING", here
                    )
                self.connection.exec_driver_sql(
                    "UPDATE evicted SET since = ? WHERE rec = ? AND since < ?", [(since, rec, since) for rec in chunk]
                )
        self.kinds |= set(records)
        return gone

    def readmit(self, recs: Iterable[bytes], until: int) -> None:
        """Makes the rows of evicted records again that headquarters counts to this site's after all, as of `until`."""
        back: list[bytes] = []
        for chunk in chunks(list(recs)):
            back += [
                row[0]
                for row in self.connection.exec_driver_sql(
                    f"SELECT rec FROM evicted WHERE since < ? AND rec IN ({marks(chunk)})", (until, *chunk)
                )
            ]
        if not back:
            return
        self.connection.exec_driver_sql("DELETE FROM evicted WHERE rec = ?", [(rec,) for rec in back])
        kinds: dict[bytes, str] = {}
        for chunk in chunks(back):
            for rec, number in self.connection.exec_driver_sql(
                f"SELECT DISTINCT rec, kind FROM change WHERE rec IN ({marks(chunk)})", tuple(chunk)
            ):
                if (kind := registry.name_of(number)) is not None:
                    kinds[rec] = kind
        known = self._load(kinds)
        self._write([], known, kinds)
        wanted: dict[str, list[bytes]] = {}
        for rec, kind in kinds.items():
            wanted.setdefault(kind, []).append(rec)
        searching.renew(self.connection, wanted)

    def _evicted(self, recs: Sequence[bytes]) -> set[bytes]:
        if self.connection.exec_driver_sql("SELECT 1 FROM evicted LIMIT 1").fetchone() is None:
            return set()
        found: set[bytes] = set()
        for chunk in chunks(recs):
            found.update(
                row[0]
                for row in self.connection.exec_driver_sql(
                    f"SELECT rec FROM evicted WHERE rec IN ({marks(chunk)})", tuple(chunk)
                )
            )
        return found

    def _fill(self, changes: Sequence[Change]) -> None:
        """Takes in what was withheld from this site before, of changes that it has: its role lets it see more now."""
        if not self.meta("withheld"):
            return
        given = {c.hash: c for c in changes if c.patch is not None}
        kinds: dict[bytes, str] = {}
        for chunk in chunks(list({c.rec for c in given.values()})):
            for n, own in self.connection.exec_driver_sql(
                f"SELECT n, hash FROM change WHERE payload IS NOT NULL AND rec IN ({marks(chunk)})", tuple(chunk)
            ).fetchall():
                if (c := given.get(own)) is None:
                    continue
                self.connection.exec_driver_sql("UPDATE change SET patch = ?, payload = NULL WHERE n = ?", (c.patch, n))
                if (kind := registry.name_of(c.kind)) is not None:
                    kinds[c.rec] = kind
        for rec in self._evicted(list(kinds)):
            del kinds[rec]
        if not kinds:
            return
        self._write([], self._load(kinds), kinds)
        wanted: dict[str, list[bytes]] = {}
        for rec, kind in kinds.items():
            wanted.setdefault(kind, []).append(rec)
        searching.renew(self.connection, wanted)

    def _note_forks(self, new: Sequence[Change], incs: Mapping[bytes, int]) -> None:
        """Remembers the chains in which two changes have one place: a database was rolled back and went on."""
        spans: dict[bytes, list[int]] = {}
        for c in new:
            spans.setdefault(c.inc, []).append(c.seq)
        forked = [
            inc.hex()
            for inc, seqs in spans.items()
            if self.connection.exec_driver_sql(
                "SELECT 1 FROM change WHERE inc = ? AND seq BETWEEN ? AND ? GROUP BY seq HAVING count(*) > 1 LIMIT 1",
                (incs[inc], min(seqs), max(seqs)),
            ).fetchone()
        ]
        if forked:
            self.set_meta("forks", sorted({*(self.meta("forks") or ()), *forked}))

    def _unknown(self, changes: Sequence[Change]) -> list[Change]:
        """Those not in the log yet, each once."""
        sequences: dict[bytes, list[int]] = {}
        for c in changes:
            sequences.setdefault(c.inc, []).append(c.seq)
        here: set[bytes] = set()
        for inc, seqs in sequences.items():
            found = self.connection.exec_driver_sql(
                "SELECT c.hash FROM change c JOIN incarnation i ON i.n = c.inc WHERE i.id = ? AND c.seq BETWEEN ? AND ?",
                (inc, min(seqs), max(seqs)),
            )
            here.update(row[0] for row in found)
        return [c for mark, c in {c.hash: c for c in changes}.items() if mark not in here]

    def _operations(
        self, new: Sequence[Change], operations: Mapping[bytes, Operation], incs: Mapping[bytes, int]
    ) -> tuple[dict[bytes, int], int]:
        owners = {c.op: incs[c.inc] for c in new}
        numbers = self.operation_numbers(owners)
        fresh = [op for op in owners if op not in numbers]
        for op in fresh:
            numbers[op] = self._insert_operation(operations[op], owners[op])
        return numbers, len(fresh)

    def operation_numbers(self, ids: Iterable[bytes]) -> dict[bytes, int]:
        """Local numbers of the operations that are here."""
        found: dict[bytes, int] = {}
        for chunk in chunks(list(ids)):
            rows = self.connection.exec_driver_sql(
                f"SELECT id, n FROM operation WHERE id IN ({marks(chunk)})", tuple(chunk)
            )
            found.update((row[0], row[1]) for row in rows)
        return found

    def _tails(self, wanted: set[tuple[bytes, int]], incs: Mapping[bytes, int]) -> dict[tuple[bytes, int], bytes]:
        """Hashes at chain positions that precede what arrives, where there is just one."""
        spans: dict[bytes, list[int]] = {}
        for inc, seq in wanted:
            spans.setdefault(inc, []).append(seq)
        tails: dict[tuple[bytes, int], bytes] = {}
        for inc, seqs in spans.items():
            rows = self.connection.exec_driver_sql(
                "SELECT seq, hash FROM change WHERE inc = ? AND seq BETWEEN ? AND ?", (incs[inc], min(seqs), max(seqs))
            )
            for seq, value in rows:
                key = (inc, seq)
                tails[key] = b"" if key in tails else value
        return tails

    def _incarnation(self, inc: bytes, site: bytes | None) -> int:
        row = self.connection.exec_driver_sql("SELECT n FROM incarnation WHERE id = ?", (inc,)).fetchone()
        if row:
            return int(row[0])
        cursor = self.connection.exec_driver_sql("INSERT INTO incarnation (id, site) VALUES (?, ?)", (inc, site))
        return int(cursor.lastrowid)

    def _chain(self, inc_id: bytes) -> tuple[int, int, bytes]:
        """Local number, last sequence and head of this device's chain."""
        inc = self._incarnation(inc_id, bytes.fromhex(self.meta("site")["id"]))
        row = self.connection.exec_driver_sql(
            "SELECT seq, hash FROM change WHERE inc = ? ORDER BY seq DESC, n DESC LIMIT 1", (inc,)
        ).fetchone()
        return (inc, row[0], row[1]) if row else (inc, 0, b"")

    # -- log and tables ------------------------------------------------------------------------------------------

    def _insert_operation(self, operation: Operation, inc: int) -> int:
        cursor = self.connection.exec_driver_sql(
            "INSERT INTO operation (id, kind, undoes, inc, packed) VALUES (?, ?, ?, ?, ?)",
            (operation.id, operation.kind, operation.undoes, inc, operation.packed()),
        )
        return int(cursor.lastrowid)

    def _insert_changes(
        self,
        rows: Sequence[tuple[Any, ...]],
        patches: Sequence[bytes | None],
        special: Mapping[int, tuple[bytes | None, bytes | None]] = {},
    ) -> None:
        """Adds to the log: rows in the order of `_CHANGE`, their patches, and by row what few have: `prev` and `payload`."""
        if not rows:
            return
        first = 1 + int(self.connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM change").scalar_one())
        together: list[tuple[Any, ...]] = []
        single: list[tuple[Any, ...]] = []
        made: list[tuple[int, bytes]] = []
        for start in range(0, len(rows), packs.AT_ONCE):
            some = patches[start : start + packs.AT_ONCE]
            number = first + start
            data = packs.packed(some)
            if data is not None:
                made.append((number, data))
            some_rows = rows[start : start + packs.AT_ONCE]
            if data is not None and not special and all(map(packs.fits, some)):
                together += [(at, *row, number) for at, row in enumerate(some_rows, number)]
                continue
            for at, (row, patch) in enumerate(zip(some_rows, some, strict=True), start):
                if data is not None and at not in special and packs.fits(patch):
                    together.append((first + at, *row, number))
                else:
                    single.append((first + at, *row, *special.get(at, (None, None)), patch))
        sqlite.insert(self.connection, "pack", ("n", "data"), made)
        sqlite.insert(self.connection, "change", ("n", *_CHANGE, "pack"), together)
        sqlite.insert(self.connection, "change", ("n", *_CHANGE, "prev", "payload", "patch"), single)

    def _load(self, recs: Iterable[bytes]) -> dict[bytes, list[LoggedChange]]:
        """All changes of the records that have any."""
        found: dict[bytes, list[LoggedChange]] = {}
        for row in sqlite.rows_among(
            self.connection, "SELECT rec, hash, hlc, patch, base, op FROM log WHERE rec IN ({})", list(dict.fromkeys(recs))
        ):
            found.setdefault(row[0], []).append(logged(row[1:]))
        return found

    def _write(
        self,
        fresh: Iterable[tuple[str, Fresh]],
        again: Mapping[bytes, Sequence[LoggedChange]],
        kinds: Mapping[bytes, str],
        known: Mapping[bytes, int] | None = None,
        look: Callable[[], None] = never,
    ) -> Outcome:
        """Brings the tables up to the log.

        `fresh` are new records by kind; `again` holds all changes of other records, of which the first `known` were in
        the log before.
        """
        created = removed = updated = 0
        names: set[str] = set()
        for kind, group in fresh:
            look()
            shape = projection(kind)
            statement, rows = shape.insertion(group)
            self.connection.exec_driver_sql(statement, list(rows))
            for number, column in zip(group.fields, group.columns, strict=True):
                if number in shape.link_numbers:
                    self._add_links(
                        shape, [(target, rec, number) for rec, value in zip(group.recs, column, strict=True)
                                for target, _number in shape.links_of({number: value})]
                    )  # fmt: skip
            created += len(group.recs)
            names.add(kind)
        by_kind: dict[str, list[bytes]] = {}
        for rec in again:
            by_kind.setdefault(kinds[rec], []).append(rec)
        for kind, recs in by_kind.items():
            look()
            shape = projection(kind)
            before = self._before(shape, recs)
            whole = self._write_parts(shape, before, {rec: again[rec] for rec in recs}, known) if known is not None else recs
            updated += len(recs) - len(whole)
            projected = {rec: shape.project(rec, again[rec]) for rec in whole}
            if projected:
                self.connection.exec_driver_sql(shape.upsert_sql, [projected[rec].row for rec in whole])
            removed_at = shape.columns.index("removed")
            for rec in whole:
                gone = projected[rec].row[removed_at]
                if rec not in before:
                    created += 1
                elif gone and not before[rec][0]:
                    removed += 1
                else:
                    updated += 1
            self._relink(shape, before, {rec: now.links for rec, now in projected.items()})
            self._note_conflicts(shape, before, {rec: now.conflicts for rec, now in projected.items()})
        names.update(by_kind)
        self.kinds |= names
        return Outcome(b"", frozenset(names), 0, created, updated, removed)

    def _write_parts(
        self, shape: Projection, before: Mapping[bytes, Any], again: Mapping[bytes, Sequence[LoggedChange]], known: Mapping[bytes, int]
    ) -> list[bytes]:
        """Writes only the fields that changed, of records in which nothing is in conflict or removed; returns the others."""
        whole: list[bytes] = []
        rows: dict[tuple[int, ...], list[tuple[Any, ...]]] = {}
        links: dict[bytes, frozenset[tuple[bytes, int]]] = {}
        standing: dict[bytes, Any] = {}
        conflicts: dict[bytes, tuple[tuple[int, str], ...]] = {}
        for rec, changes in again.items():
            if rec not in before or before[rec][0] or before[rec][1]:
                whole.append(rec)
                continue
            fields = {number for change in changes[known[rec]:] for number in change.patch}
            now = shape.partial(changes, fields)
            if now is None:
                whole.append(rec)
                continue
            rows.setdefault(now.fields, []).append((*now.row, rec))
            if not fields.isdisjoint(shape.link_numbers):
                links[rec] = now.links
                standing[rec] = (0, 0, {link for link in before[rec][2] if link[1] in fields})
            if now.conflicts:
                conflicts[rec] = now.conflicts
        for numbers, values in rows.items():
            self.connection.exec_driver_sql(shape.update_sql(numbers), values)
        self._relink(shape, standing, links)
        self._note_conflicts(shape, before, conflicts)
        return whole

    def _before(self, shape: Projection, recs: Sequence[bytes]) -> dict[bytes, tuple[int, int, set[tuple[bytes, int]]]]:
        """Removed flag, number of conflicts and set links of rows as they are."""
        links = [spec for spec in shape.specs if spec.number in shape.link_numbers]
        columns = ", ".join(f'"{name}"' for name in ("id", "removed", "conflicts", *(spec.name for spec in links)))
        found: dict[bytes, tuple[int, int, set[tuple[bytes, int]]]] = {}
        for row in sqlite.rows_among(self.connection, f'SELECT {columns} FROM "{shape.kind}" WHERE id IN ({{}})', list(recs)):
            patch = {spec.number: spec.from_column(value) for spec, value in zip(links, row[3:], strict=True) if value is not None}
            found[row[0]] = (row[1], row[2], shape.links_of(patch) if patch else set())
        return found

    def _add_links(self, shape: Projection, added: Sequence[tuple[bytes, bytes, int]]) -> None:
        if added:
            self.connection.exec_driver_sql(
                "INSERT OR IGNORE INTO link (target, kind, field, rec) VALUES (?, ?, ?, ?)",
                [(target, shape.number, number, rec) for target, rec, number in added],
            )

    def _relink(
        self, shape: Projection, before: Mapping[bytes, Any], links: Mapping[bytes, frozenset[tuple[bytes, int]]]
    ) -> None:
        if not shape.link_numbers:
            return
        added, gone = [], []
        for rec, now in links.items():
            old = before[rec][2] if rec in before else set()
            added += [(target, rec, number) for target, number in now - old]
            gone += [(target, shape.number, number, rec) for target, number in old - now]
        self._add_links(shape, added)
        if gone:
            self.connection.exec_driver_sql(
                "DELETE FROM link WHERE target = ? AND kind = ? AND field = ? AND rec = ?", gone
            )

    def _note_conflicts(
        self, shape: Projection, before: Mapping[bytes, Any], conflicts: Mapping[bytes, Sequence[tuple[int, str]]]
    ) -> None:
        stale = [(rec,) for rec in conflicts if rec in before and before[rec][1]]
        if stale:
            self.connection.exec_driver_sql("DELETE FROM conflict WHERE rec = ?", stale)
        rows = [
            (rec, number, entry, shape.number)
            for rec, found in conflicts.items()
            for number, entry in found
        ]
        if rows:
            self.connection.exec_driver_sql(
                "INSERT OR IGNORE INTO conflict (rec, field, entry, kind) VALUES (?, ?, ?, ?)", rows
            )


def _blocks(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Edits in blocks that are written together; those of one record stay together."""
    rest = iter(edits)
    block = list(islice(rest, BLOCK))
    while block:
        following = next(rest, None)
        while following is not None and following.id == block[-1].id:
            block.append(following)
            following = next(rest, None)
        yield block
        block = [following, *islice(rest, BLOCK - 1)] if following is not None else []


def chunks(items: Sequence[Any], size: int = CHUNK) -> Iterator[Sequence[Any]]:
    """`items` in slices that fit one IN (...) list."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def marks(items: Sequence[Any]) -> str:
    """Placeholders for an IN (...) list."""
    return ", ".join("?" * len(items))


def _apart(kind: str, patch: dict[int, Any]) -> tuple[dict[int, Any], ...]:
    """A patch in the parts that different readers may see: restricted fields go into a change of their own."""
    closed = restricted_fields(kind)
    if not closed or closed.isdisjoint(patch):
        return (patch,)
    hidden = {number: value for number, value in patch.items() if number in closed}
    rest = {number: value for number, value in patch.items() if number not in closed}
    return (rest, hidden) if rest else (hidden,)


def _knowing_removal(
    patch: dict[int, Any], states: Mapping[Key, FieldState], changes: Sequence[LoggedChange]
) -> dict[int, Any]:
    """A patch of a removed record says that its author knew of the removal (sync/SPEC.md, section 3, rule 2).

    While removal and edits are in conflict an edit takes no side.
    """
    removed = states.get(DELETED)
    if removed is None or removed.value is not True or removed.conflict or DELETED in patch:
        return patch
    return patch if delete_conflict((change[:4] for change in changes), states) else {DELETED: True, **patch}
