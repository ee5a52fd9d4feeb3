"""Workbooks: reading and understanding one, against the fastest reader there is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from common import SEED, Bench, Result, activity_edits, best, numbers_of
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from gedesk.domain.kinds import registry
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise

ROWS = 10_000
HEADINGS = ("Activity title", "Type", "Start date", "End date", "Venue", "Description", "Status", "Cost", "Currency", "Council",
            "Female 10-14", "Female 15-19", "Male 10-14", "Male 15-19", "Total participants", "Partner", "Donor", "Contact",
            "Remarks", "Ref")  # fmt: skip


def run(bench: Bench) -> Iterator[Result]:
    """A council's list of activities: ten thousand rows, twenty columns, a title above the header, a total below."""
    path = bench.folder / "activities.xlsx"
    _write(path)
    from time import process_time

    least = best(3, lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(), process_time)
    ours = best(3, lambda: recognise(read(path, in_child=False), registry), process_time)
    tables = recognise(read(path, in_child=False), registry)
    if len(tables[0].rows) != ROWS:
        raise RuntimeError(f"{len(tables[0].rows)} rows of {ROWS} were recognised")
    yield Result("import_parse", ours / least, "x floor", 5, f"calamine alone; {ROWS:,} rows × {len(HEADINGS)} columns, table and columns found")
    yield Result("import_parse_ms", best(2, lambda: recognise(read(path), registry)) * 1000, "ms", 5_000, "the same in a process of its own")


def _write(path: Path) -> None:
    n = numbers_of("activity", "title", "activity_type", "start", "end", "venue", "description", "cost")
    rnd = random.Random(SEED)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Activities")
    sheet.append(["Quarterly activities of the council"])
    sheet.append([])
    sheet.append(HEADINGS)
    total = 0
    for edit in activity_edits(ROWS):
        counted = [rnd.randrange(60) for _ in range(4)]
        total += sum(counted)
        get = edit.patch.get
        sheet.append(
            [
                get(n["title"]), get(n["activity_type"]), get(n["start"]), get(n["end"]), get(n["venue"]), get(n["description"]),
                "Done", get(n["cost"]), "TZS", "Kinondoni MC", *counted, sum(counted), "TAWLA", "UN Women", "+255 700 000 000",
                "", f"A-{rnd.randrange(10_000)}",
            ]
        )  # fmt: skip
    sheet.append(["Total", *[None] * 13, total])
    book.save(path)
