"""Headquarters after ten years: a million records and five million changes must not make a district's file slow."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from common import AT_ONCE, Bench, Result, activity_edits, middle, numbers_of, stopwatch
from exchange import EACH, Member
from peers import cells

from gedesk.store.door import Draft, Edit
from gedesk.store.store import Store

SMALL, LARGE = 10_000, 1_000_000
EDITS = 4  # of each record of the large store
DISTRICTS = 7


def run(bench: Bench) -> Iterator[Result]:
    """The same bundles into a small headquarters and into a large one."""
    small = _milliseconds(bench, bench.store(SMALL))
    large_store = bench.store(LARGE)
    changes = _age(large_store)
    large = _milliseconds(bench, large_store)
    ratio = max(large[name] / small[name] for name in small)
    each = "; ".join(f"{name} {small[name]:.0f} → {large[name]:.0f} ms" for name in small)
    yield Result("hq_growth", ratio, "x floor", 2, f"a district's bundles at {SMALL:,} records, against {LARGE:,} with {changes:,} changes: {each}")
    with stopwatch(time.perf_counter) as seconds:
        _digest(large_store)
    first = seconds()
    with stopwatch(time.perf_counter) as seconds:
        _digest(large_store)
    yield Result("digest_again_ms", seconds() * 1000, "ms", 50, f"the digest of {changes:,} changes once more; the first took {first:.0f} s")
    yield Result("apply_peak_mb", _peak(bench, large_store), "MB", 64, f"greatest memory while a district's bundles of {EACH} records come in, beyond the open store")
    bench.forget(LARGE)
    bench.forget(SMALL)


def _age(store: Store) -> int:
    """Four more changes of each record, through the door like all others."""
    title = numbers_of("activity", "title")["title"]
    with store.reading() as connection:
        recs = [row[0] for row in connection.exec_driver_sql("SELECT id FROM activity ORDER BY n")]
    for turn in range(1, EDITS + 1):
        for start in range(0, len(recs), AT_ONCE):
            part = recs[start : start + AT_ONCE]
            edits = (Edit("activity", rec, {title: f"Title {turn} of {n % 500}"}) for n, rec in enumerate(part))
            with store.writing(search_later=True) as tx:
                tx.apply(Draft("Edits", edits))
    store.index()
    store.checkpoint()
    with store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one())


def _members(bench: Bench, store: Store) -> tuple[Member, list[Member]]:
    hq = Member(bench, 0, store)
    districts = [Member(bench, number) for number in range(1, DISTRICTS + 1)]
    hq.knows(*districts)
    for district in districts:
        district.knows(hq)
    return hq, districts


def _milliseconds(bench: Bench, store: Store) -> dict[str, float]:
    """Middle times of a district's first bundle, and of its changes."""
    hq, districts = _members(bench, store)
    times: dict[str, list[float]] = {f"{EACH} new records": [], "1,000 changed cells": []}
    for at, district in enumerate(districts):
        first = activity_edits(EACH, start=20_000_000 + at * EACH, place=district.place)
        for name, edits in zip(times, (first, cells(first, at)), strict=True):
            district.log(edits)
            file = district.send("hq")
            with stopwatch(time.perf_counter) as seconds:
                answer = hq.exchange.receive(file)[0]
            times[name].append(seconds() * 1000)
            if answer.refused:
                raise RuntimeError(answer.refused)
            hq.store.index()
    for district in districts:
        district.store.close()
    return {name: middle(found) for name, found in times.items()}


def _digest(store: Store) -> str:
    from gedesk.services.exchange.service import StoreExchange

    return StoreExchange(store, lambda: None).digest()


MEMORY = """
import sys
from pathlib import Path
from gedesk.services.exchange.service import StoreExchange
from gedesk.store.store import Store

def status(name):
    for line in open("/proc/self/status"):
        if line.startswith(name):
            return int(line.split()[1]) / 1024

with Store.open(Path(sys.argv[1])) as store:
    exchange = StoreExchange(store, lambda: None)
    paths = [Path(name) for name in sys.argv[2:]]
    assert not exchange.receive(paths[:1])[0].refused
    store.index()
    before = status("VmRSS:")
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # the peak begins anew
    assert not any(answer.refused for answer in exchange.receive(paths[1:]))
    print(status("VmHWM:") - before)
"""


def _peak(bench: Bench, store: Store) -> float:
    hq, districts = _members(bench, store)
    files: list[Path] = []
    for at, district in enumerate(districts):
        district.log(activity_edits(EACH, start=30_000_000 + at * EACH, place=district.place))
        files += district.send("hq")
        district.store.close()
    path = hq.store.path
    bench.forget(LARGE)
    done = subprocess.run([sys.executable, "-c", MEMORY, str(path), *map(str, files)], capture_output=True, text=True, check=True)
    return float(done.stdout)
