"""Start of the window, from process start to first paint, against an empty window.

In CPU time: wall time depends on what else the machine does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from common import Bench, Result

TRIES = 5
HERE = Path(__file__).resolve().parent


def run(bench: Bench) -> Iterator[Result]:
    """The window on a store of 100,000 records."""
    try:
        import gedesk.app  # noqa: F401  a version without a window has nothing to start
    except ImportError:
        return
    path = bench.store(100_000).path
    bench.forget(100_000)  # the program wants the store for itself
    floor, ours = [], []
    _start("bare"), _start("gedesk", str(path))  # bytecode is written
    for _ in range(TRIES):
        floor.append(_start("bare"))
        ours.append(_start("gedesk", str(path)))
    least = min(found["cpu"] for found in floor)
    mine = min(found["cpu"] for found in ours)
    yield Result("start_window", mine / least, "x floor", 1.3, "CPU time to first paint of an empty QMainWindow")
    yield Result("start_window_ms", mine * 1000, "ms", 600, "CPU time to first paint, 100,000 records")
    yield Result("start_mb", min(found["mb"] for found in ours), "MB", 110, "peak memory by then; an empty QMainWindow takes {:.0f}".format(min(found["mb"] for found in floor)))
    yield Result("rest_mb", min(_start("rest", str(path))["mb"] for _ in range(2)), "MB", 140, "resident once the first page is filled, 100,000 records")


def _start(*arguments: str) -> dict[str, float]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, str(HERE / "first_paint.py"), *arguments],
        capture_output=True, text=True, timeout=120, check=False, env=environment,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])
