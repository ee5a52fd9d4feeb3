"""Imports a small workbook, then a large one, and prints what the second took: peak memory here and of the reading process, in MB.

    import_memory.py FOLDER SMALL LARGE
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

_UNIT = 1024 if sys.platform == "linux" else 1024 * 1024  # what ru_maxrss counts in, per MB


def peak(whose: int) -> float:
    """Most memory held so far, in MB."""
    return resource.getrusage(whose).ru_maxrss / _UNIT


def main() -> None:
    """The small one loads every library and warms every cache."""
    from gedesk.services import desk as desks

    folder, small, large = map(Path, sys.argv[1:])
    with desks.create(folder / "memory" / "store.gedesk", country="tz", role="hq", place="TZ", name="HQ") as desk:
        desk.workbooks.import_(small, rest="best", valid_rows=True)
        before = peak(resource.RUSAGE_SELF)
        desk.workbooks.import_(large, rest="best", valid_rows=True)
        print(json.dumps({"parent": peak(resource.RUSAGE_SELF) - before, "child": peak(resource.RUSAGE_CHILDREN)}))


if __name__ == "__main__":
    main()
