"""What the benchmarks share: results, timing, records that look like real ones, and stores made of them.

A ratio compares with a floor measured in the same run on the same machine, so that figures from different machines can be
compared.  Times are the best of several tries where a try is short, in CPU seconds unless a name ends in `_ms`.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gedesk.domain.kinds import registry
from gedesk.store.door import Draft, Edit, uuid7
from gedesk.store.projection import projection
from gedesk.store.store import Identity, Store


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table.  `ratio` is in `unit`; `goal` is the greatest value that is good; `floor` tells what 1 is."""

    name: str
    ratio: float
    unit: str
    goal: float | None  # none: told for comparison
    floor: str


Group = Callable[["Bench"], Iterator[Result]]


class Bench:
    """One run: a temporary folder and the stores that several groups use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stores: dict[int, Store] = {}

    def path(self, name: str) -> Path:
        """A path of its own for one measurement."""
        return Path(tempfile.mkdtemp(prefix=name + "-", dir=self.folder)) / "store.gedesk"

    def store(self, records: int) -> Store:
        """A store with that many activities and 200 places, made once a run."""
        if records not in self._stores:
            self._stores[records] = build(self.path(f"with-{records}"), records)
        return self._stores[records]

    def forget(self, records: int) -> None:
        """Closes a store that no further group needs."""
        if store := self._stores.pop(records, None):
            store.close()

    def close(self) -> None:
        """Closes all stores."""
        for records in list(self._stores):
            self.forget(records)


# -- timing ------------------------------------------------------------------------------------------------------


@contextmanager
def stopwatch(clock: Callable[[], float] = time.process_time) -> Iterator[Callable[[], float]]:
    """`with stopwatch() as seconds: ...`, then `seconds()`."""
    begun = clock()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else clock()) - begun
    ended.append(clock())


def best(times: int, work: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the fastest of several tries."""
    found = []
    for _ in range(times):
        with stopwatch(clock) as seconds:
            work()
        found.append(seconds())
    return min(found)


def middle(values: Sequence[float], share: float = 0.5) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


# -- records -----------------------------------------------------------------------------------------------------

SEED = 20_260_331
WHAT = (
    "Training of", "Dialogue with", "Mafunzo ya", "Outreach to", "Savings group for", "Legal clinic for",
    "Kongamano la", "Market day of", "Radio programme with", "Mentoring of",
)  # fmt: skip
WHOM = (
    "women farmers", "wanawake na vijana", "ward leaders", "market traders", "adolescent girls", "wajasiriamali",
    "teachers", "health workers", "women with disabilities", "cooperative members", "boda boda riders", "wazee wa kata",
)  # fmt: skip
WHERE = ("Kinondoni", "Ilala", "Temeke", "Ubungo", "Kigamboni", "Mwanza", "Dodoma", "Mbeya", "Moshi", "Bukoba", "Lindi", "Mtwara")
TYPES = ("training", "dialogue", "outreach", "service_delivery")


def numbers_of(kind: str, *names: str) -> dict[str, int]:
    """Field numbers by name."""
    return {name: registry.spec(kind, name).number for name in names}


@cache
def places() -> tuple[bytes, ...]:
    """Ids of 200 places."""
    rnd = random.Random(SEED)
    return tuple(bytes([1, *rnd.randbytes(5), 0x70, rnd.randrange(256), 0x80, *rnd.randbytes(7)]) for _ in range(200))


def place_edits() -> list[Edit]:
    """The 200 places."""
    number = numbers_of("place", "name", "code", "level")
    level = registry.spec("place", "level")
    value: Any = level.vocabulary.codes[-1] if level.vocabulary_name else "council"
    return [
        Edit("place", rec, {number["name"]: f"{WHERE[i % 12]} {i // 12 + 1}", number["code"]: f"X{i:03}", number["level"]: value}, fresh=True)
        for i, rec in enumerate(places())
    ]  # fmt: skip


def activity_edits(count: int, *, start: int = 0, place: bytes | None = None) -> list[Edit]:
    """Activities with twelve filled fields, some of them maps; the same ones for the same numbers, but for their ids."""
    rnd = random.Random(SEED + start)
    n = numbers_of(
        "activity", "title", "activity_type", "start", "end", "venue", "description", "progress", "cost", "currency",
        "participants", "participants_total", "place",
    )  # fmt: skip
    spec = registry.spec("activity", "activity_type")
    cells = participant_cells()
    edits = []
    for i in range(start, start + count):
        day = f"{2021 + i % 5}-{rnd.randrange(1, 13):02}-{rnd.randrange(1, 28):02}"
        counted = {cell: rnd.randrange(1, 60) for cell in rnd.sample(cells, 4)}
        where = rnd.choice(WHERE)
        edits.append(
            Edit(
                "activity",
                uuid7(1_700_000_000_000 + i),
                {
                    n["title"]: f"{rnd.choice(WHAT)} {rnd.choice(WHOM)} {i}",
                    n["activity_type"]: spec.vocabulary.codes[i % len(spec.vocabulary.codes)],
                    n["start"]: day,
                    n["end"]: day,
                    n["venue"]: f"{where} hall {rnd.randrange(40)}",
                    n["description"]: f"{rnd.choice(WHOM).capitalize()} from {where} met {rnd.randrange(2, 9)} times; {rnd.choice(WHAT).lower()} was asked for.",
                    n["progress"]: "done",
                    n["cost"]: rnd.randrange(1, 400) * 25_000,
                    n["currency"]: "TZS",
                    n["participants"]: counted,
                    n["participants_total"]: sum(counted.values()),
                    n["place"]: place or rnd.choice(places()),
                },
                fresh=True,
            )
        )
    return edits


@cache
def participant_cells() -> tuple[str, ...]:
    """Some cells of the table of participants."""
    spec = registry.spec("activity", "participants")
    from gedesk.domain.vocabularies import vocabulary

    codes = [vocabulary(dim).codes for dim in spec.dims]
    return tuple("|".join((sex, age, codes[2][0])) for sex in codes[0][:2] for age in codes[1][:6])


# -- stores ------------------------------------------------------------------------------------------------------

IDENTITY = Identity("ab" * 16, "cd" * 16, "Headquarters", "", "hq", "tz")
AT_ONCE = 100_000


def build(path: Path, records: int) -> Store:
    """A new store with 200 places and that many activities, indexed for search."""
    store = Store.create(path, IDENTITY)
    store.apply(Draft("Places", place_edits(), "seed"))
    for start in range(0, records, AT_ONCE):
        store.apply(Draft("Activities", activity_edits(min(AT_ONCE, records - start), start=start), "import"))
    store.index()
    return store


class Floor:
    """The least that keeping records can cost: a table with the same columns, and `executemany` of upserts."""

    def __init__(self, path: Path, kind: str = "activity") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._shape = projection(kind)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        columns = ", ".join(f'"{name}"' for name in self._shape.columns if name != "id")
        self._db.execute(f'CREATE TABLE "{kind}" (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, {columns})')

    def rows(self, edits: Sequence[Edit]) -> list[tuple[Any, ...]]:
        """The rows of new records, as the table holds them."""
        return [self._shape.fresh(edit.id, edit.patch, 1) for edit in edits]

    def upsert(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """One durable transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany(self._shape.upsert_sql, rows)
        self._db.execute("COMMIT")

    def update(self, column: str, values: Sequence[tuple[Any, bytes]]) -> None:
        """Changes of single cells in one durable transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany(f'UPDATE "{self._shape.kind}" SET "{column}" = ? WHERE id = ?', values)
        self._db.execute("COMMIT")

    def size(self) -> int:
        """Bytes of the finished database."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.path.stat().st_size

    def close(self) -> None:
        """Ends the connection."""
        self._db.close()


def size_of(store: Store) -> int:
    """Bytes of a store's database, its write-ahead log taken in."""
    db = sqlite3.connect(store.path)
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()
    return store.path.stat().st_size
