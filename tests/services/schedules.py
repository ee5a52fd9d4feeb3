"""Playing schedules of bad luck, many at once."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from services.ceremonies import WEIGHTS, Realm
from services.simulator import World, in_memory
from services.watched import Disagreement, Watched


def run_all(
    seeds: Sequence[int], steps: int | range, weights: Mapping[str, int] = WEIGHTS, *, watched: bool = False
) -> tuple[dict[int, list[str]], Counter[str]]:
    """Plays a schedule per seed, on all processors; what is wrong by seed, and how often everything happened.

    `steps` may be a range, through which the schedules go.  `watched`: with the model of the protocol beside them.
    """
    lengths = [steps] if isinstance(steps, int) else list(steps)
    tasks = [(seed, lengths[at % len(lengths)], weights, watched) for at, seed in enumerate(seeds)]
    workers = min(os.cpu_count() or 1, 4)
    wrong: dict[int, list[str]] = {}
    seen: Counter[str] = Counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for seed, found, happened in pool.map(_played, tasks, chunksize=max(1, min(25, len(tasks) // (4 * workers)))):
            seen += happened
            if found:
                wrong[seed] = found
    return wrong, seen


def _played(task: tuple[int, int, Mapping[str, int], bool]) -> tuple[int, list[str], Counter[str]]:
    seed, steps, weights, watched = task
    tempfile.tempdir = in_memory()  # this process plays schedules, nothing else
    with TemporaryDirectory(dir=in_memory()) as folder:
        found, happened = play(Path(folder), seed, steps, weights, Watched if watched else Realm)
    return seed, found, happened


def play(
    folder: Path, seed: int, steps: int, weights: Mapping[str, int] = WEIGHTS, world_class: type[World] = Realm
) -> tuple[list[str], Counter[str]]:
    """Plays one schedule; what is wrong at rest, and what happened."""
    before = os.environ.get("GEDESK_STATE")
    world = world_class(folder, seed, weights=weights)
    try:
        for _step in range(steps):
            world.step()
        return world.rest(), world.seen
    except Disagreement as parted:
        return [str(parted)], world.seen
    finally:
        world.close()
        if before is not None:
            os.environ["GEDESK_STATE"] = before
