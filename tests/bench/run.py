"""Runs the benchmarks, prints a table, writes it as JSON.

    run.py [--out FILE] [GROUP...]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

GROUPS = {
    "door": ("door", "run"),
    "lists": ("lists", "run"),
    "start": ("start", "run"),
    "exchange": ("exchange", "run"),
    "peers": ("peers", "run"),
    "workbook": ("books", "run"),
    "import": ("books", "run_whole"),
    "million": ("lists", "run_1m"),
    "growth": ("growth", "run"),
}


def main() -> int:
    """0 when everything could be measured, goals met or not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    unknown = set(options.groups) - set(GROUPS)
    if unknown:
        parser.error(f"unknown group {', '.join(sorted(unknown))}; known: {', '.join(GROUPS)}")
    with tempfile.TemporaryDirectory(prefix="gedesk-bench-") as folder:
        os.environ["GEDESK_STATE"] = str(Path(folder) / "state")
        os.environ["GEDESK_AUTHOR"] = "Bench"
        rows = list(_run(Path(folder), options.groups or list(GROUPS)))
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    missed = [row["name"] for row in rows if row["goal"] is not None and row["ratio"] > row["goal"]]
    goals = sum(row["goal"] is not None for row in rows)
    print(f"\n{goals - len(missed)} of {goals} goals met" + (f"; missed: {', '.join(missed)}" if missed else ""))
    return 0


def _run(folder: Path, groups: list[str]) -> Iterator[dict[str, object]]:
    from common import Bench

    bench = Bench(folder)
    print(f"{'':20}{'measured':>12}{'goal':>10}  unit      against")
    try:
        for group in groups:
            module, function = GROUPS[group]
            begun = time.perf_counter()
            for result in getattr(import_module(module), function)(bench):
                mark = " " if result.goal is None or result.ratio <= result.goal else "!"
                goal = "–" if result.goal is None else f"{result.goal:g}"
                print(f"{mark} {result.name:18}{result.ratio:12,.2f}{goal:>10}  {result.unit:8}  {result.floor}", flush=True)
                yield {**asdict(result), "ratio": round(result.ratio, 4)}
            print(f"  ({group}: {time.perf_counter() - begun:.0f} s)", file=sys.stderr)
    finally:
        bench.close()


if __name__ == "__main__":
    sys.exit(main())
