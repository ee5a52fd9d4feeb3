"""What the exchange reads and notes in a store: changes by chain and by arrival, heads, sites, bundles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gesync.change import Change, Operation, payload_hash, unpack_operation
from sqlalchemy import Connection

from gedesk.store import sqlite
from gedesk.store.projection import as_json

Head = tuple[int, bytes]  # sequence, hash

_CHANGES = """
SELECT i.id, c.seq, c.prev, c.kind, c.rec, c.patch, c.payload, c.base, c.hlc, o.id, c.hash, c.n, c.inc, o.packed
FROM log c JOIN incarnation i ON i.n = c.inc JOIN operation o ON o.n = c.op
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Changes to send, by chain and sequence, with their operations and the last arrival number among them."""

    changes: list[Change]
    operations: dict[bytes, Operation]
    last: int


@dataclass(slots=True)
class Site:
    """A row of the `site` table.  `peer` is what we know of its replicas, see `services.exchange.peers`."""

    id: bytes
    name: str
    place: bytes | None
    role: str
    state: str
    certificate: bytes | None = None
    peer: dict[str, Any] = field(default_factory=dict)


def sites(connection: Connection) -> list[Site]:
    """All sites known here, this one included."""
    return list(_sites(connection, "ORDER BY name"))


def site(connection: Connection, id_: bytes) -> Site | None:
    """One site, if it is known here."""
    return next(_sites(connection, "WHERE id = ?", id_), None)


def own_site(connection: Connection) -> Site:
    """The site that this replica is."""
    return next(_sites(connection, "WHERE state = 'self'"))


def _sites(connection: Connection, which: str, *values: bytes) -> Iterator[Site]:
    rows = connection.exec_driver_sql(f"SELECT id, name, place, role, state, certificate, peer FROM site {which}", values).fetchall()
    return (Site(id_, name, place, role, state, packed, json.loads(peer)) for id_, name, place, role, state, packed, peer in rows)


def site_ids(connection: Connection) -> frozenset[bytes]:
    """The ids of all sites known here."""
    return frozenset(row[0] for row in connection.exec_driver_sql("SELECT id FROM site"))


def write_site(connection: Connection, site: Site) -> None:
    """Adds or replaces a site."""
    connection.exec_driver_sql(
        "INSERT INTO site (id, name, place, role, state, certificate, peer) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, place = excluded.place, role = excluded.role, "
        "state = excluded.state, certificate = excluded.certificate, peer = excluded.peer",
        (site.id, site.name, site.place, site.role, site.state, site.certificate, as_json(site.peer)),
    )


def incarnations(connection: Connection) -> dict[bytes, bytes | None]:
    """The site of every chain known here; None for country packs."""
    return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, site FROM incarnation")}


def forks(connection: Connection) -> frozenset[bytes]:
    """Chains in which two changes have one place; both branches are kept."""
    row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'forks'").fetchone()
    return frozenset(bytes.fromhex(one) for one in json.loads(row[0])) if row else frozenset()


def holed(connection: Connection) -> frozenset[bytes]:
    """Chains of which pieces came back from others than their author: of these only the unbroken beginning is held whole."""
    row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'holed'").fetchone()
    return frozenset(bytes.fromhex(one) for one in json.loads(row[0])) if row else frozenset()


def _unbroken(known: Mapping[bytes, tuple[int, bytes]]) -> dict[bytes, tuple[int, bytes]]:
    """Those whose predecessors are all there."""
    whole: dict[bytes, tuple[int, bytes]] = {}
    for own, (seq, prev) in sorted(known.items(), key=lambda item: item[1][0]):
        if seq == 1 or prev in whole:
            whole[own] = (seq, prev)
    return whole


def tree(connection: Connection, inc: bytes) -> dict[bytes, tuple[int, bytes]]:
    """Every change of a forked chain by hash: its place and the hash of the one before it.

    A change without a written predecessor follows the one that alone had the place before it when it came.
    """
    rows = connection.exec_driver_sql(
        "SELECT seq, hash, prev, n FROM change WHERE inc = (SELECT n FROM incarnation WHERE id = ?) ORDER BY n", (inc,)
    ).fetchall()
    at: dict[int, bytes] = {}
    found: dict[bytes, tuple[int, bytes]] = {}
    for seq, own, prev, _n in rows:
        found[own] = (seq, prev if prev is not None else at.get(seq - 1, b""))
        at.setdefault(seq, own)
    return found


def heads(connection: Connection, incs: Iterable[bytes]) -> dict[bytes, list[Head]]:
    """The ends of chains held whole: normally one each, several after a fork."""
    found: dict[bytes, list[Head]] = {}
    broken = holed(connection)
    forked = forks(connection) | broken
    for inc in incs:
        if inc in forked:
            known = tree(connection, inc)
            known = _unbroken(known) if inc in broken else known
            before = {prev for _seq, prev in known.values()}
            found[inc] = sorted((seq, own) for own, (seq, _prev) in known.items() if own not in before)
            continue
        rows = connection.exec_driver_sql(
            "SELECT c.seq, c.hash FROM change c JOIN incarnation i ON i.n = c.inc WHERE i.id = ? "
            "ORDER BY c.seq DESC LIMIT 1",
            (inc,),
        ).fetchall()
        if rows:
            found[inc] = [(row[0], row[1]) for row in rows]
    return found


def ends(connection: Connection) -> dict[str, int]:
    """How far each chain of a site is here; of one that comes back in pieces its unbroken beginning."""
    rows = connection.exec_driver_sql(
        "SELECT i.id, max(c.seq) FROM incarnation i JOIN change c ON c.inc = i.n WHERE i.site IS NOT NULL GROUP BY i.n"
    )
    found = {row[0]: int(row[1]) for row in rows}
    whole = heads(connection, holed(connection) & set(found))
    pieces = {inc: max((seq for seq, _hash in whole.get(inc, ())), default=0) for inc in holed(connection) & set(found)}
    return {inc.hex(): end for inc, end in (found | pieces).items()}


@dataclass(frozen=True, slots=True)
class Covered:
    """What somebody has of our log: each chain up to a place, and of forked chains these changes."""

    after: dict[bytes, int]
    branches: dict[bytes, set[bytes]]

    def has(self, inc: bytes, seq: int, own: bytes) -> bool:
        """Whether they have a change."""
        return own in self.branches[inc] if inc in self.branches else seq <= self.after.get(inc, 0)


def covered(connection: Connection, acknowledged: dict[bytes, list[Head]]) -> Covered:
    """What the holder of these heads has; heads that are not in our log cover nothing."""
    reached: dict[bytes, int] = {}
    branches: dict[bytes, set[bytes]] = {}
    forked = forks(connection)
    for inc, ends in acknowledged.items():
        if inc in forked:
            known, whole = tree(connection, inc), set()
            for _seq, own in ends:
                while own in known and own not in whole:
                    whole.add(own)
                    own = known[own][1]
            branches[inc] = whole
            reached[inc] = max((known[own][0] for own in whole), default=0)
            continue
        for seq, wanted in ends:
            if wanted in hashes_at(connection, {(inc, seq)}).get((inc, seq), []):
                reached[inc] = max(reached.get(inc, 0), seq)
    return Covered(reached, branches)


def hashes_at(connection: Connection, places: set[tuple[bytes, int]]) -> dict[tuple[bytes, int], list[bytes]]:
    """Hashes of all changes at chain positions."""
    by_inc: dict[bytes, list[int]] = {}
    for inc, seq in places:
        by_inc.setdefault(inc, []).append(seq)
    found: dict[tuple[bytes, int], list[bytes]] = {}
    for inc, seqs in by_inc.items():
        for start in range(0, len(seqs), 500):
            part = seqs[start : start + 500]
            marks = ", ".join("?" * len(part))
            for seq, value in connection.exec_driver_sql(
                "SELECT c.seq, c.hash FROM change c WHERE c.inc = (SELECT n FROM incarnation WHERE id = ?) "
                f"AND c.seq IN ({marks})",
                (inc, *part),
            ):
                found.setdefault((inc, seq), []).append(value)
    return found


def by_chain(
    connection: Connection, wanted: dict[bytes, int], branches: Mapping[bytes, set[bytes]] | None = None
) -> Outgoing:
    """The changes of these chains after the given sequence numbers; of forked ones those that are not in `branches`."""
    rows: list[Any] = []
    for inc, after in wanted.items():
        if branches and inc in branches:
            rows += [
                row
                for row in connection.exec_driver_sql(
                    f"{_CHANGES} WHERE c.inc = (SELECT n FROM incarnation WHERE id = ?) ORDER BY c.seq, c.n", (inc,)
                )
                if row[10] not in branches[inc]
            ]
            continue
        rows += connection.exec_driver_sql(
            f"{_CHANGES} WHERE c.inc = (SELECT n FROM incarnation WHERE id = ?) AND c.seq > ? ORDER BY c.seq, c.n",
            (inc, after),
        ).fetchall()
    return _outgoing(connection, rows)


def by_arrival(connection: Connection, after: int, limit: int) -> Iterator[tuple[int, bytes, int, int, bytes, bytes]]:
    """`(n, chain, seq, kind, record, hash)` of the changes that came after a point, in the order they came, one by one."""
    rows = connection.exec_driver_sql(
        "SELECT c.n, i.id, c.seq, c.kind, c.rec, c.hash FROM change c JOIN incarnation i ON i.n = c.inc WHERE c.n > ? "
        "ORDER BY c.n LIMIT ?",
        (after, limit),
    )
    for row in rows:
        yield row[0], row[1], row[2], row[3], row[4], row[5]


def by_number(connection: Connection, numbers: Sequence[int]) -> Outgoing:
    """Changes by local number."""
    rows: list[Any] = []
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        marks = ", ".join("?" * len(part))
        rows += connection.exec_driver_sql(f"{_CHANGES} WHERE c.n IN ({marks})", tuple(part)).fetchall()
    rows.sort(key=lambda row: (row[12], row[1], row[11]))
    return _outgoing(connection, rows)


def _outgoing(connection: Connection, rows: Sequence[Any]) -> Outgoing:
    missing = set()
    forked = forks(connection)
    trees = {inc: tree(connection, inc) for inc in {row[0] for row in rows} & forked}
    for index, row in enumerate(rows):
        if row[2] is None and row[1] > 1 and row[0] not in trees and not _follows(rows, index):
            missing.add((row[0], row[1] - 1))
    before = hashes_at(connection, missing)
    changes: list[Change] = []
    operations: dict[bytes, Operation] = {}
    last = 0
    for index, row in enumerate(rows):
        inc, seq, prev, kind, rec, patch, payload, base, hlc, op, own, n = row[:12]
        if prev is None:
            if inc in trees:
                prev = trees[inc][own][1]
            elif seq == 1:
                prev = b""
            elif _follows(rows, index):
                prev = changes[-1].hash
            else:
                prev = before[inc, seq - 1][0]
        changes.append(
            Change(inc, seq, prev, kind, rec, patch, payload_hash(patch) if patch is not None else payload, base, hlc, op, own)
        )
        if op not in operations:
            operations[op] = unpack_operation(row[13])
        last = max(last, n)
    return Outgoing(changes, operations, last)


def _follows(rows: Sequence[Any], index: int) -> bool:
    return index > 0 and rows[index - 1][0] == rows[index][0] and rows[index - 1][1] == rows[index][1] - 1


def places_of(connection: Connection, recs: Iterable[bytes]) -> dict[bytes, tuple[bytes, int]]:
    """Chain positions of all changes of these records, by hash; positions on a fork are left out."""
    found: dict[bytes, tuple[bytes, int]] = {}
    every = list(dict.fromkeys(recs))
    for start in range(0, len(every), 500):
        part = every[start : start + 500]
        marks = ", ".join("?" * len(part))
        for own, inc, seq, twins in connection.exec_driver_sql(
            "SELECT c.hash, i.id, c.seq, (SELECT count(*) FROM change t WHERE t.inc = c.inc AND t.seq = c.seq) "
            f"FROM change c JOIN incarnation i ON i.n = c.inc WHERE c.rec IN ({marks})",
            tuple(part),
        ):
            if twins == 1:
                found[own] = (inc, seq)
    return found


def note_bundle(
    connection: Connection,
    *,
    direction: str,
    bundle: bytes,
    number: int,
    site: bytes | None,
    wall: int,
    file: str,
    report: dict[str, Any],
) -> None:
    """Adds a line to the history of bundles."""
    connection.exec_driver_sql(
        "INSERT INTO bundle (direction, id, number, site, wall, file, report) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (direction, bundle, number, site, wall, file, as_json(report)),
    )


def bundles(connection: Connection, limit: int) -> list[tuple[str, int, bytes | None, int, str, dict[str, Any], bytes]]:
    """`(direction, number, site, wall, file, report, id)`, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT direction, number, site, wall, file, report, id FROM bundle ORDER BY n DESC LIMIT ?", (limit,)
    )
    return [(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]), row[6]) for row in rows]


def all_bundles(connection: Connection) -> list[tuple[str, bytes, int, bytes | None, int, str, dict[str, Any]]]:
    """The whole history of bundles, oldest first: `(direction, id, number, site, wall, file, report)`."""
    rows = connection.exec_driver_sql("SELECT direction, id, number, site, wall, file, report FROM bundle ORDER BY n")
    return [(row[0], row[1], row[2], row[3], row[4], row[5], json.loads(row[6])) for row in rows]


def bundle_ids(connection: Connection) -> frozenset[tuple[str, bytes]]:
    """`(direction, id)` of every bundle that was sent or taken in."""
    return frozenset((row[0], row[1]) for row in connection.exec_driver_sql("SELECT direction, id FROM bundle"))


def meta(connection: Connection, key: str) -> Any:
    """A value of the `meta` table, or None."""
    row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return json.loads(row[0]) if row else None


# -- counting and conflicts --------------------------------------------------------------------------------------


def conflicting(connection: Connection, kind: int | None = None) -> list[tuple[int, bytes]]:
    """`(kind number, record)` of the records with open conflicts."""
    if kind is None:
        rows = connection.exec_driver_sql("SELECT DISTINCT kind, rec FROM conflict")
    else:
        rows = connection.exec_driver_sql("SELECT DISTINCT kind, rec FROM conflict WHERE kind = ?", (kind,))
    return [(row[0], row[1]) for row in rows]


def conflict_fields(connection: Connection, rec: bytes) -> list[tuple[int, str]]:
    """`(field number, map entry or "")` in conflict on one record."""
    rows = connection.exec_driver_sql("SELECT field, entry FROM conflict WHERE rec = ?", (rec,))
    return [(row[0], row[1]) for row in rows]


def count_conflicts(connection: Connection) -> int:
    """Number of open conflicts."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM conflict").scalar_one())


def last_bundles(connection: Connection) -> dict[str, int]:
    """Wall time of the last bundle sent and received."""
    return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT direction, max(wall) FROM bundle GROUP BY direction")}


def received(connection: Connection, bundle: bytes) -> tuple[bytes | None, dict[str, Any]] | None:
    """`(site, report)` of a bundle that was taken in before, or None."""
    row = connection.exec_driver_sql(
        "SELECT site, report FROM bundle WHERE direction = 'received' AND id = ? ORDER BY n DESC LIMIT 1", (bundle,)
    ).fetchone()
    return (row[0], json.loads(row[1])) if row else None


def received_bundles(connection: Connection) -> list[tuple[bytes, str, dict[str, Any]]]:
    """`(bundle id, file name, report)` of what was taken in, newest first."""
    rows = connection.exec_driver_sql("SELECT id, file, report FROM bundle WHERE direction = 'received' ORDER BY n DESC")
    return [(row[0], row[1], json.loads(row[2])) for row in rows]


def count_after(connection: Connection, inc: bytes, seq: int) -> int:
    """Number of changes of a chain after a sequence number."""
    return int(
        connection.exec_driver_sql(
            "SELECT count(*) FROM change WHERE inc = (SELECT n FROM incarnation WHERE id = ?) AND seq > ?", (inc, seq)
        ).scalar_one()
    )


def last_sequence(connection: Connection, inc: bytes) -> int:
    """The greatest sequence number of a chain here, 0 without any."""
    return int(
        connection.exec_driver_sql(
            "SELECT coalesce(max(seq), 0) FROM change WHERE inc = (SELECT n FROM incarnation WHERE id = ?)", (inc,)
        ).scalar_one()
    )


def undisputed(
    connection: Connection, recs: Sequence[bytes], after: int = 0
) -> list[tuple[bytes, bytes, bytes, int, int, bytes | None]]:
    """`(record, hash, chain, seq, n, site)` of the changes that came after `after`, of those records that have no open conflict."""
    rows: list[Any] = sqlite.rows_among(
        connection,
        "SELECT c.rec, c.hash, i.id, c.seq, c.n, i.site FROM change c JOIN incarnation i ON i.n = c.inc "
        f"WHERE c.rec IN ({{}}) AND c.n > {int(after)} AND NOT EXISTS (SELECT 1 FROM conflict x WHERE x.rec = c.rec)",
        recs,
    )
    return rows


# -- files of attachments ----------------------------------------------------------------------------------------


def files(connection: Connection, recs: Sequence[bytes] | None = None) -> list[tuple[bytes, str]]:
    """`(record id, SHA-256 in hexadecimal)` of attachments that are not removed: all, or these."""
    query = "SELECT id, sha256 FROM attachment WHERE removed = 0 AND sha256 IS NOT NULL"
    if recs is None:
        return [(row[0], row[1]) for row in connection.exec_driver_sql(f"{query} ORDER BY n")]
    found: list[tuple[bytes, str]] = []
    for start in range(0, len(recs), 500):
        part = recs[start : start + 500]
        marks = ", ".join("?" * len(part))
        rows = connection.exec_driver_sql(f"{query} AND id IN ({marks}) ORDER BY n", tuple(part))
        found.extend((row[0], row[1]) for row in rows)
    return found


def with_files(connection: Connection, hashes: Sequence[str]) -> list[tuple[bytes, str]]:
    """`(record id, SHA-256)` of attachments with these contents."""
    found: list[tuple[bytes, str]] = []
    for start in range(0, len(hashes), 500):
        part = hashes[start : start + 500]
        marks = ", ".join("?" * len(part))
        rows = connection.exec_driver_sql(f"SELECT id, sha256 FROM attachment WHERE sha256 IN ({marks})", tuple(part))
        found.extend((row[0], row[1]) for row in rows)
    return found


def moved(connection: Connection, after: int) -> list[tuple[int, bytes, list[tuple[int, int, bytes | None]]]]:
    """All changes of the records that were changed again after a point: `(kind, record, [(n, kind, patch)])`."""
    rows = connection.exec_driver_sql(
        "SELECT c.rec, c.n, c.kind, c.patch FROM log c WHERE c.rec IN (SELECT a.rec FROM change a WHERE a.n > ? "
        "AND EXISTS (SELECT 1 FROM change b WHERE b.rec = a.rec AND b.n < a.n)) ORDER BY c.rec, c.n",
        (after,),
    )
    found: dict[bytes, tuple[int, bytes, list[tuple[int, int, bytes | None]]]] = {}
    for rec, n, kind, patch in rows:
        found.setdefault(rec, (kind, rec, []))[2].append((n, kind, patch))
    return list(found.values())


def numbers_of(connection: Connection, recs: Sequence[bytes]) -> list[int]:
    """Local numbers of all changes of these records."""
    found: list[int] = []
    for start in range(0, len(recs), 500):
        part = recs[start : start + 500]
        marks = ", ".join("?" * len(part))
        found += [
            row[0] for row in connection.exec_driver_sql(f"SELECT n FROM change WHERE rec IN ({marks})", tuple(part))
        ]
    return found


def written_at(connection: Connection, site: bytes) -> list[tuple[int, bytes]]:
    """`(kind number, record)` of what a site itself wrote."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT c.kind, c.rec FROM change c JOIN incarnation i ON i.n = c.inc WHERE i.site = ?", (site,)
    )
    return [(row[0], row[1]) for row in rows]


def patches_of(connection: Connection, rec: bytes, site: bytes | None = None) -> list[bytes]:
    """What every change of a record wrote, or every one of a site, packed."""
    own = " AND inc IN (SELECT n FROM incarnation WHERE site = ?)" if site is not None else ""
    found = connection.exec_driver_sql(
        f"SELECT patch FROM log WHERE rec = ? AND patch IS NOT NULL{own}", (rec, site) if site is not None else (rec,)
    )
    return [row[0] for row in found]


def is_withheld(connection: Connection, rec: bytes) -> bool:
    """Whether some change of a record came without what it wrote."""
    found = connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM log WHERE rec = ? AND patch IS NULL)", (rec,))
    return bool(found.scalar_one())


def kinds_of(connection: Connection, recs: Sequence[bytes]) -> dict[bytes, int]:
    """Kind numbers of records in the log."""
    found: dict[bytes, int] = {}
    for start in range(0, len(recs), 500):
        part = recs[start : start + 500]
        marks = ", ".join("?" * len(part))
        found.update(
            (row[0], row[1])
            for row in connection.exec_driver_sql(f"SELECT DISTINCT rec, kind FROM change WHERE rec IN ({marks})", tuple(part))
        )
    return found
