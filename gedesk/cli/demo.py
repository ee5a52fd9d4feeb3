"""`gedesk demo`: the whole story on real stores, in a terminal."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from pathlib import Path

from gedesk.cli.answer import Answer, plain
from gedesk.errors import Exit, UsageError
from gedesk.services import demonstration
from gedesk.services.desk import Desk


def demo(args: Namespace) -> Answer:
    """Makes the demonstration; with --story it is told as it happens, and the window is photographed."""
    if args.country != "tz":
        raise UsageError(
            f"There is no demonstration for {args.country} yet.", advice="Use --country tz."
        )
    folder = Path(args.dir)
    stream = sys.stderr if getattr(args, "json", False) else sys.stdout
    began = time.monotonic()

    def say(line: str) -> None:
        if args.story:
            print(line, file=stream, flush=True)

    told = demonstration.tell(folder, say=say, workbook=Path(args.workbook) if args.workbook else None, take_back=args.story)
    pictures: list[Path] = []
    if args.story:
        pictures = _photograph(folder)
        say(f"10 {len(pictures)} pictures of the window in {folder / 'pictures'}")
    lines = [
        f"Stores, bundles and workbooks are in {folder} ({time.monotonic() - began:.0f} s).",
        f"Open headquarters: gedesk --store {folder / 'hq' / 'store.gedesk'}",
        *(f"{name:<14}{value}" for name, value in told.digests.items()),
        "All replicas agree on what they share." if told.agreed else "REPLICAS DIFFER: this is a bug.",
    ]
    return Answer(plain(told) | {"pictures": pictures}, lines, Exit.DONE if told.agreed else Exit.BUG)


def _photograph(folder: Path) -> list[Path]:
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gedesk.ui.screenshots import shoot

    target = folder / "pictures"
    target.mkdir(exist_ok=True)
    with Desk.open(folder / "hq" / "store.gedesk") as desk:
        shoot(desk, target)
    return sorted(target.glob("*.png"))
