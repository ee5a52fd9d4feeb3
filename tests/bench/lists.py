"""Lists: filter, jump, memory, at 100,000 and at 1,000,000 records."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from common import Bench, Result, best, middle, places, stopwatch

from gedesk.services.lists import StoreLists
from gedesk.store.store import Store

FIELDS = ("title", "activity_type", "start", "place", "participants_total", "progress", "venue", "cost")
WINDOW = 60


def run(bench: Bench) -> Iterator[Result]:
    """A list of 100,000."""
    yield from _measure(bench.store(100_000), "100k", filter_goal=50, jump_goal=20, memory_goal=13)


def run_1m(bench: Bench) -> Iterator[Result]:
    """A list of 1,000,000: headquarters' head-room."""
    yield from _measure(bench.store(1_000_000), "1m", filter_goal=150, jump_goal=50, memory_goal=130)


def _measure(store: Store, size: str, *, filter_goal: float, jump_goal: float, memory_goal: float) -> Iterator[Result]:
    lists = StoreLists(store)
    numbers = lists.numbers("activity", sort="start")
    whole = best(3, lambda: lists.numbers("activity", sort="start", descending=True)) * 1000
    yield Result(f"list_{size}_ms", whole, "ms", filter_goal * 2, "all numbers, newest first")
    place = places()[7].hex()
    asked = {
        "text": lambda: lists.numbers("activity", text="training ilala", sort="start", descending=True, limit=1000),
        "text_all": lambda: lists.numbers("activity", text="mafunzo vijana"),
        "place": lambda: lists.numbers("activity", where={"place": place}, sort="start"),
    }
    found = {name: best(3, ask) * 1000 for name, ask in asked.items()}
    each = ", ".join(f"{name} {ms:.0f}" for name, ms in found.items())
    yield Result(f"filter_{size}_ms", max(found.values()), "ms", filter_goal, f"a key in the filter; the slowest of {each}")
    scan = best(3, lambda: lists.numbers("activity", where={"activity_type": "training", "progress": "done"})) * 1000
    yield Result(f"scan_{size}_ms", scan, "ms", filter_goal * 2, "all numbers by two fields without an index")
    rnd = random.Random(1)
    jumps = []
    for _ in range(60):
        at = rnd.randrange(len(numbers) - WINDOW)
        with stopwatch(time.perf_counter) as seconds:
            lists.rows("activity", numbers[at : at + WINDOW], FIELDS)
        jumps.append(seconds())
    yield Result(f"jump_{size}_ms", middle(jumps, 0.95) * 1000, "ms", jump_goal, f"{WINDOW} rows × {len(FIELDS)} columns anywhere, 95 of 100")
    if Path("/proc/self/clear_refs").exists():
        yield Result(f"list_{size}_mb", _memory(store.path), "MB", memory_goal, "greatest memory while all numbers are read, beyond what the store takes")
    del numbers
    gc.collect()


MEMORY = """
import sys
from pathlib import Path
from gedesk.services.lists import StoreLists
from gedesk.store.store import Store

def status(name):
    for line in open("/proc/self/status"):
        if line.startswith(name):
            return int(line.split()[1]) / 1024

with Store.open(Path(sys.argv[1]), write=False) as store:
    lists = StoreLists(store)
    lists.rows("activity", lists.numbers("activity", sort="start", limit=60), ["title", "place"])
    before = status("VmRSS:")
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # the peak begins anew
    numbers = lists.numbers("activity", sort="start")
    print(status("VmHWM:") - before)
"""


def _memory(path: Path) -> float:
    done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True)
    return float(done.stdout)
