"""Proofs: that the tables are the fold of the log, that every chain is whole, and what two replicas have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from gesync.change import Change, payload_hash, unpack_operation, verify
from gesync.values import Malformed
from sqlalchemy import Connection

from gedesk.domain.kinds import registry
from gedesk.store import schema, searching
from gedesk.store.door import never
from gedesk.store.projection import LoggedChange, logged, projection

Visible = Callable[[int, bytes], bool]  # kind number, record id


@dataclass(slots=True)
class Findings:
    """What `check` counted and found.  `faults` is empty when all is well."""

    records: int = 0
    operations: int = 0
    changes: int = 0
    chains: int = 0
    conflicts: int = 0
    orphans: int = 0
    faults: list[str] = field(default_factory=list)


def check(connection: Connection, look: Callable[[], None] = never) -> Findings:
    """Counts everything and compares every row with the fold of its changes, and every hash with its content.

    `look` is called now and then, and may raise to stop.
    """
    found = Findings()
    searching.refresh(connection)
    for (answer,) in connection.exec_driver_sql("PRAGMA integrity_check(20)").fetchall():
        if answer != "ok":
            found.faults.append(f"database: {answer}")
    _check_chains(connection, found, look)
    _check_rows(connection, found, look)
    found.conflicts = connection.exec_driver_sql("SELECT count(*) FROM conflict").scalar_one()
    return found


def _check_chains(connection: Connection, found: Findings, look: Callable[[], None]) -> None:
    operations = {
        n: unpack_operation(packed) for n, packed in connection.exec_driver_sql("SELECT n, packed FROM operation")
    }
    by_id = {operation.id: operation for operation in operations.values()}
    found.operations = len(operations)
    incs: dict[int, bytes] = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT n, id FROM incarnation")}
    found.chains = len(incs)
    seen: dict[int, dict[int, list[bytes]]] = {}
    rows = connection.exec_driver_sql(
        "SELECT inc, seq, op, kind, rec, hlc, hash, prev, patch, payload, base FROM log ORDER BY inc, seq, n"
    )
    for inc, seq, op, kind, rec, hlc, own, prev, patch, payload, base in rows:
        look()
        found.changes += 1
        if prev is None:
            before = seen.get(inc, {}).get(seq - 1, [])
            if seq > 1 and not before:
                found.faults.append(f"chain {incs[inc].hex()}: change {seq} has no predecessor")
                continue  # at a fork an unwritten predecessor is the one that came first, see `replica.tree`
            prev = before[0] if seq > 1 else b""
        seen.setdefault(inc, {}).setdefault(seq, []).append(own)
        seen[inc].pop(seq - 2, None)
        digest = payload if patch is None else payload_hash(patch)
        change = Change(incs[inc], seq, prev, kind, rec, patch, digest, base, hlc, operations[op].id, own)
        try:
            verify([change], by_id)
        except Malformed as error:
            found.faults.append(f"chain {incs[inc].hex()}: change {seq}: {error}")


def _check_rows(connection: Connection, found: Findings, look: Callable[[], None]) -> None:
    logged_kinds = _kinds(connection)
    for kind, table in schema.record_tables().items():
        shape = projection(kind)
        columns = ", ".join(f'"{name}"' for name in shape.columns)
        rows = connection.exec_driver_sql(f'SELECT {columns} FROM "{kind}" ORDER BY id')
        folded = folds(connection, shape.number) if shape.number in logged_kinds else iter(())
        expected = next(folded, None)
        for row in rows:
            look()
            found.records += 1
            while expected is not None and expected[0] < row[0]:
                found.faults.append(f"{kind} {expected[0].hex()}: in the log but not in the table")
                expected = next(folded, None)
            if expected is None or expected[0] != row[0]:
                found.faults.append(f"{kind} {row[0].hex()}: in the table but not in the log")
                continue
            wanted = shape.project(*expected).row
            if tuple(row) != tuple(wanted):
                differing = [n for n, a, b in zip(shape.columns, row, wanted, strict=True) if a != b]
                found.faults.append(f"{kind} {row[0].hex()}: differs from the log in {', '.join(differing)}")
            expected = next(folded, None)
        for rec, _log in ([expected] if expected else []):
            found.faults.append(f"{kind} {rec.hex()}: in the log but not in the table")
        found.faults.extend(f"{kind} {rec.hex()}: in the log but not in the table" for rec, _log in folded)
        for spec in shape.specs:
            if spec.target and not spec.is_map and shape.number in logged_kinds:
                found.orphans += connection.exec_driver_sql(
                    f'SELECT count(*) FROM "{kind}" WHERE removed = 0 AND "{spec.name}" IS NOT NULL AND NOT EXISTS '
                    f'(SELECT 1 FROM "{spec.target}" t WHERE t.id = "{table.name}"."{spec.name}")'
                ).scalar_one()


def _kinds(connection: Connection) -> set[int]:
    """Kinds that the log has changes of: the others need not be looked for, each time through the whole log."""
    return {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT kind FROM change")}


def folds(connection: Connection, kind: int) -> Iterator[tuple[bytes, list[LoggedChange]]]:
    """Record ids of a kind in ascending order, each with all its changes; without those out of this site's scope."""
    rows = connection.exec_driver_sql(
        "SELECT rec, hash, hlc, patch, base, op FROM log WHERE kind = ? AND rec NOT IN (SELECT rec FROM evicted) "
        "ORDER BY rec",
        (kind,),
    )
    current: bytes | None = None
    log: list[LoggedChange] = []
    for row in rows:
        if row[0] != current:
            if current is not None:
                yield current, log
            current, log = row[0], []
        log.append(logged(row[1:]))
    if current is not None:
        yield current, log


def rebuild(connection: Connection) -> int:
    """Makes all record tables, links and conflicts anew from the log; returns the number of records.

    Local row numbers may change.  Runs inside the caller's transaction, with the door open.
    """
    total = 0
    logged_kinds = _kinds(connection)
    for name in ("link", "conflict"):
        connection.exec_driver_sql(f"DELETE FROM {name}")
    for kind in registry:
        shape = projection(kind)
        connection.exec_driver_sql(f'DELETE FROM "{kind}"')
        rows, links, conflicts = [], [], []
        for rec, log in list(folds(connection, shape.number)) if shape.number in logged_kinds else ():
            made = shape.project(rec, log)
            rows.append(made.row)
            links += [(target, shape.number, number, rec) for target, number in made.links]
            conflicts += [(rec, number, entry, shape.number) for number, entry in made.conflicts]
        if rows:
            connection.exec_driver_sql(shape.insert_sql, rows)
        if links:
            connection.exec_driver_sql("INSERT OR IGNORE INTO link (target, kind, field, rec) VALUES (?, ?, ?, ?)", links)
        if conflicts:
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO conflict (rec, field, entry, kind) VALUES (?, ?, ?, ?)", conflicts
            )
        total += len(rows)
    connection.exec_driver_sql("DELETE FROM search")
    connection.exec_driver_sql("UPDATE meta SET value = '0' WHERE key = 'indexed'")
    return total

SUMS = "sums"  # in headquarters' `meta`: code of a place, "" for all -> the sum so far


@dataclass(frozen=True, slots=True)
class Sum:
    """The hashes of the first changes of a log, added up: adding does not ask for an order, and can go on later."""

    last: int = 0  # local number of the last one
    count: int = 0
    total: int = 0

    def digest(self) -> str:
        """In hex, equal on two replicas that know the same changes, in whatever order they came."""
        whole = hashlib.blake2b(digest_size=16, person=b"gedesk.digest.2")
        whole.update(self.count.to_bytes(8, "big") + self.total.to_bytes(24, "big"))
        return whole.hexdigest()


def added(connection: Connection, known: Sum, visible: Visible | None = None) -> Sum:
    """The sum with what came since, as far as it is visible."""
    last = known.last
    hashes: list[bytes] = []
    rows = connection.exec_driver_sql(
        "SELECT n, hash, kind, rec FROM change WHERE n > ? AND rec NOT IN (SELECT rec FROM evicted) ORDER BY n", (known.last,)
    )
    for n, own, kind, rec in rows:
        last = n
        if visible is None or visible(kind, rec):
            hashes.append(own)
    return Sum(last, known.count + len(hashes), (known.total + _total(hashes)) % _MODULUS)


def digest(connection: Connection, visible: Visible | None = None) -> str:
    """One hash of the changes known here, in hex: equal on two replicas that know the same ones, in whatever order.

    With `visible`, only changes of the records that it accepts count: what two sites with different scopes share.
    """
    return added(connection, Sum(), visible).digest()


_MODULUS = 1 << 192


def _total(hashes: Iterable[bytes]) -> int:
    return sum(int.from_bytes(one, "big") for one in hashes)
