"""`gedesk demo`: the whole story on real stores, in a terminal."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from pathlib import Path

from gedesk.cli.answer import Answer, plain
from gedesk.cli.parser import COUNTRIES
from gedesk.errors import Exit
from gedesk.services import demonstration
from gedesk.services.desk import Desk


def demo(args: Namespace) -> Answer:
    """Makes the demonstration; with --story it is told as it happens, and the window is photographed."""
    folder = Path(args.dir)
    stream = sys.stderr if getattr(args, "json", False) else sys.stdout
    began = time.monotonic()

    def say(line: str) -> None:
        if args.story:
            print(line, file=stream, flush=True)

    full = args.scale == "full"
    told = {}
    for country in COUNTRIES if args.country == "all" else (args.country,):
        target = folder / country if args.country == "all" else folder
        if country == "tz" and not full and (args.story or args.workbook):
            book = Path(args.workbook) if args.workbook else None
            told[country] = demonstration.tell(target, say=say, workbook=book, take_back=args.story)
        else:
            told[country] = demonstration.make(target, country, say=say, full=full)
    pictures: list[Path] = []
    if args.story and args.country == "tz":
        pictures = _photograph(folder)
        say(f"11 {len(pictures)} pictures of the window in {folder / 'pictures'}")
    agreed = all(one.agreed for one in told.values())
    first = folder / "tz" if args.country == "all" else folder
    lines = [
        f"Stores, bundles, workbooks and reports are in {folder} ({time.monotonic() - began:.0f} s).",
        f"Open headquarters: gedesk --store {first / 'hq' / 'store.gedesk'}",
        *(f"{name:<24}{value}" for one in told.values() for name, value in one.digests.items()),
        "All replicas agree on what they share." if agreed else "REPLICAS DIFFER: this is a bug.",
    ]
    data = plain(told[args.country]) if args.country in told else {"countries": plain(told)}
    return Answer(data | {"pictures": pictures}, lines, Exit.DONE if agreed else Exit.BUG)


def _photograph(folder: Path) -> list[Path]:
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gedesk.ui.screenshots import shoot

    target = folder / "pictures"
    target.mkdir(exist_ok=True)
    with Desk.open(folder / "hq" / "store.gedesk") as desk:
        shoot(desk, target)
    return sorted(target.glob("*.png"))
