"""Libraries that replicate too, on the same records in the same run: SQLite's session extension, Loro, pycrdt.

Each gets what its documentation advises: records as maps in one document, the news of a site exported against what
headquarters has, all of it taken in by one document, and the rows concerned written into an SQLite table.  Told apart
from ours: neither signs or encrypts, and the histories of Loro and pycrdt stay in memory.  Sizes are after the same
compression.  `make bench` installs them; without them the group says so and goes on.
"""

from __future__ import annotations

import importlib
import importlib.util
import lzma
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from common import SEED, WHERE, WHOM, Bench, Floor, Result, activity_edits, numbers_of, places, stopwatch
from exchange import CELLS, CHANGED, EACH, SITES, plain_bytes

from gedesk.store.door import Edit
from gedesk.store.projection import projection

Row = dict[str, Any]
NAMES = {"apsw": "session", "loro": "loro", "pycrdt": "pycrdt"}


class Peer(Protocol):
    """One way of bringing a site's work to headquarters."""

    def write(self, site: int, rows: dict[str, Row]) -> bytes:
        """A site writes cells of records, by id, and says what is new."""

    def take(self, news: bytes, ids: Sequence[str]) -> None:
        """Headquarters takes the news in and brings its table up to date."""


def run(bench: Bench) -> Iterator[Result]:
    """First bundles of many sites, then small changes."""
    for module, name in NAMES.items():
        if importlib.util.find_spec(module) is None:
            print(f"  ({module} is not installed: uv sync --group bench)", file=sys.stderr)
            continue
        peer: Peer = {"apsw": Session, "loro": Loro, "pycrdt": Pycrdt}[module](bench)
        yield from _measured(bench, peer, name)


def _measured(bench: Bench, peer: Peer, name: str) -> Iterator[Result]:
    floor = Floor(bench.path("floor"))
    work = [activity_edits(EACH, start=i * EACH, place=places()[i + 1]) for i in range(SITES)]
    what = f"{SITES} sites × {EACH} records × 12 fields"
    yield from _round(peer, floor, f"w1_{{}}_{name}", what, work, work)
    changed, whole = [], []
    for i, known in enumerate(work[:9]):
        edits = cells(known, i)
        full = {edit.id: edit.patch for edit in known}
        changed.append(edits)
        whole.append([Edit("activity", edit.id, full[edit.id] | edit.patch) for edit in edits])
    yield from _round(peer, floor, f"w2_{{}}_{name}", f"{CELLS:,} cells of {CHANGED} records", changed, whole)
    floor.close()


def _round(
    peer: Peer, floor: Floor, name: str, what: str, work: Sequence[Sequence[Edit]], whole: Sequence[Sequence[Edit]]
) -> Iterator[Result]:
    news = [peer.write(site, {edit.id.hex(): cells_of(edit) for edit in edits}) for site, edits in enumerate(work)]
    least = ours = 0.0
    for file, edits, rows in zip(news, work, whole, strict=True):
        upserts = floor.rows(rows)
        with stopwatch() as seconds:
            floor.upsert(upserts)
        least += seconds()
        with stopwatch() as seconds:
            peer.take(file, [edit.id.hex() for edit in edits])
        ours += seconds()
    size = sum(len(lzma.compress(file, preset=6)) for file in news)
    yield Result(name.format("apply"), ours / least, "x floor", None, f"upserts of the same rows; {what}")
    yield Result(name.format("bytes"), size / sum(map(plain_bytes, work)), "x floor", None, "the same columns as JSON and the ids, same codec")


def cells(known: Sequence[Edit], seed: int) -> list[Edit]:
    """A thousand changed cells of three hundred records."""
    rnd = random.Random(SEED + seed)
    n = numbers_of("activity", "title", "venue", "description", "cost")
    patches: dict[int, dict[int, Any]] = {}
    while sum(map(len, patches.values())) < CELLS:
        at, field = rnd.randrange(CHANGED), rnd.choice(list(n))
        value: Any = f"{rnd.choice(WHOM)} {rnd.choice(WHERE)} {rnd.randrange(999)}"
        patches.setdefault(at, {})[n[field]] = rnd.randrange(9_999_999) if field == "cost" else value
    return [Edit("activity", known[at].id, patch) for at, patch in patches.items()]


def cells_of(edit: Edit) -> Row:
    """The changed columns of a record as the table holds them."""
    shape = projection("activity")
    row = dict(zip(shape.columns, shape.fresh(edit.id, edit.patch, 1), strict=True))
    wanted = {spec.name for spec in shape.specs if spec.number in edit.patch}
    return {name: row[name] for name in row if name in wanted}


class Table:
    """Headquarters' rows, for those whose document is elsewhere."""

    def __init__(self, bench: Bench) -> None:
        self._floor = Floor(bench.path("peer"))
        self._columns = projection("activity").columns

    def upsert(self, rows: Sequence[tuple[str, Callable[[str], Any]]]) -> None:
        """Rows as (id, value by column)."""
        fixed = {"removed": 0, "conflicts": 0, "created_op": 1, "changed_op": 1}
        self._floor.upsert(
            [tuple(bytes.fromhex(id_) if name == "id" else fixed[name] if name in fixed else value(name) for name in self._columns)
             for id_, value in rows]
        )  # fmt: skip


class Loro:
    """A Loro document with a map of records; each record is a map."""

    def __init__(self, bench: Bench) -> None:
        self._loro: Any = importlib.import_module("loro")
        self._table = Table(bench)
        self._hq = self._loro.LoroDoc()
        self._sites: dict[int, Any] = {}

    def write(self, site: int, rows: dict[str, Row]) -> bytes:
        """See Peer."""
        doc = self._sites.setdefault(site, self._loro.LoroDoc())
        before, records = doc.oplog_vv, doc.get_map("activity")
        for id_, row in rows.items():
            record = records.get_or_create_container(id_, self._loro.LoroMap())
            for name, value in row.items():
                if value is not None:
                    record.insert(name, value)
        doc.commit()
        return bytes(doc.export(self._loro.ExportMode.Updates(before)))

    def take(self, news: bytes, ids: Sequence[str]) -> None:
        """See Peer."""
        self._hq.import_(news)
        records = self._hq.get_map("activity")
        self._table.upsert([(id_, records.get(id_).container.get_deep_value().get) for id_ in ids])


class Pycrdt:
    """A Yjs document with a map of records; each record is a map."""

    def __init__(self, bench: Bench) -> None:
        self._pycrdt: Any = importlib.import_module("pycrdt")
        self._table = Table(bench)
        self._hq = self._pycrdt.Doc()
        self._records = self._hq.get("activity", type=self._pycrdt.Map)
        self._sites: dict[int, Any] = {}

    def write(self, site: int, rows: dict[str, Row]) -> bytes:
        """See Peer."""
        doc = self._sites.setdefault(site, self._pycrdt.Doc())
        before, records = doc.get_state(), doc.get("activity", type=self._pycrdt.Map)
        with doc.transaction():
            for id_, row in rows.items():
                if id_ not in records:
                    records[id_] = self._pycrdt.Map()
                for name, value in row.items():
                    if value is not None:
                        records[id_][name] = value
        return bytes(doc.get_update(before))

    def take(self, news: bytes, ids: Sequence[str]) -> None:
        """See Peer."""
        self._hq.apply_update(news)
        with self._hq.transaction():
            self._table.upsert([(id_, self._records[id_].to_py().get) for id_ in ids])


class Session:
    """SQLite's session extension: a changeset of rows, applied to the same table; neither history nor conflicts."""

    def __init__(self, bench: Bench) -> None:
        self._apsw: Any = importlib.import_module("apsw")
        self._bench = bench
        self._hq = self._opened()
        self._sites: dict[int, Any] = {}

    def _opened(self) -> Any:
        db = self._apsw.Connection(str(self._bench.path("session")))
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
            db.execute(statement)
        columns = ", ".join(f'"{name}"' for name in projection("activity").columns if name != "id")
        db.execute(f'CREATE TABLE activity (id BLOB PRIMARY KEY NOT NULL, {columns}) WITHOUT ROWID')
        return db

    def write(self, site: int, rows: dict[str, Row]) -> bytes:
        """See Peer."""
        db = self._sites.get(site) or self._sites.setdefault(site, self._opened())
        session = self._apsw.Session(db, "main")
        session.attach("activity")
        with db:
            for id_, row in rows.items():
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" * len(row))
                sets = ", ".join(f'"{name}" = excluded."{name}"' for name in row)
                db.execute(
                    f"INSERT INTO activity (id, {names}) VALUES (?, {marks}) ON CONFLICT (id) DO UPDATE SET {sets}",
                    (bytes.fromhex(id_), *row.values()),
                )
        news = bytes(session.changeset())
        session.close()
        return news

    def take(self, news: bytes, ids: Sequence[str]) -> None:
        """See Peer."""
        self._apsw.Changeset.apply(news, self._hq)
