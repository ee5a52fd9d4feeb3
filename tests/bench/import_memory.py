"""Imports a small workbook, then a large one, and prints what the second took: peak memory here and of the reading process, in MB.

    import_memory.py FOLDER SMALL LARGE
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path


def peak() -> float:
    """Most memory that this program held so far, in MB: `ru_maxrss` would begin with what the one that started it held."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def main() -> None:
    """The small one loads every library and warms every cache."""
    from gedesk.services import desk as desks

    folder, small, large = map(Path, sys.argv[1:])
    with desks.create(folder / "memory" / "store.gedesk", country="tz", role="hq", place="TZ", name="HQ") as desk:
        desk.workbooks.import_(small, rest="best", valid_rows=True)
        before = peak()
        desk.workbooks.import_(large, rest="best", valid_rows=True)
        print(json.dumps({"parent": peak() - before, "child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
