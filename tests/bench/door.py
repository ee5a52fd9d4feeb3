"""The one door against the least that writing can cost."""

from __future__ import annotations

import time
from collections.abc import Iterator

from common import IDENTITY, Bench, Floor, Result, activity_edits, place_edits, size_of, stopwatch

from gedesk.store.door import Draft
from gedesk.store.store import Store

RECORDS = 100_000


def run(bench: Bench) -> Iterator[Result]:
    """Bulk writing, one small write, and what the log adds to the size of the database."""
    edits = activity_edits(RECORDS)
    floor = Floor(bench.path("floor"))
    rows = floor.rows(edits)
    with stopwatch() as least:
        floor.upsert(rows)
    with Store.create(bench.path("door"), IDENTITY) as store:
        store.apply(Draft("Places", place_edits(), "seed"))
        with stopwatch() as ours:
            store.apply(Draft("Import", edits, "import"))
        yield Result("door_bulk", ours() / least(), "x floor", 8, f"executemany of {RECORDS:,} upserts")
        yield Result("door_bulk_ms", ours() * 1000, "ms", 6_000, f"{RECORDS:,} records, one operation")
        with stopwatch() as indexing:
            store.index()
        yield Result("index_ms", indexing() * 1000, "ms", 8_000, f"full-text search of {RECORDS:,} records")
        single = []
        for i in range(200):
            draft = Draft("Log activity", activity_edits(1, start=RECORDS + i))
            with stopwatch(time.perf_counter) as seconds:
                store.apply(draft)
            single.append(seconds())
        single.sort()
        yield Result("door_one_ms", single[len(single) // 2] * 1000, "ms", 20, "one record saved, durable, searchable")
        yield Result("store_growth", size_of(store) / floor.size(), "x floor", 4, "the same rows alone, without log and search")
    floor.close()
