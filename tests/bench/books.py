"""Workbooks: reading and understanding one, against the fastest reader there is."""

from __future__ import annotations

import importlib.util
import json
import random
import resource
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import xlsxwriter
from common import SEED, Bench, Result, activity_edits, best, numbers_of
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from gedesk.domain.kinds import registry
from gedesk.services import desk as desks
from gedesk.services.records import StoreRecords
from gedesk.services.workbooks import StoreWorkbooks
from gedesk.workbook.plan import Options, Plan
from gedesk.workbook.planning import build
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise

ROWS = 10_000
HEADINGS = ("Activity title", "Type", "Start date", "End date", "Venue", "Description", "Status", "Cost", "Currency", "Council",
            "Female 10-14", "Female 15-19", "Male 10-14", "Male 15-19", "Total participants", "Partner", "Donor", "Contact",
            "Remarks", "Ref")  # fmt: skip


def run(bench: Bench) -> Iterator[Result]:
    """A council's list of activities, twenty columns, at two sizes: read in a process of its own, recognised, typed, diagnosed."""
    for rows, suffix in ((ROWS, ""), (10 * ROWS, "_100k")):
        path = bench.folder / f"activities{suffix}.xlsx"
        _write(path, rows)
        times = 3 if rows == ROWS else 1
        least = best(times, lambda path=path: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(), process_time)
        plan = _parsed(path)
        if len(plan.rows) != rows:
            raise RuntimeError(f"{len(plan.rows)} rows of {rows} were recognised")
        del plan
        ours = best(times, lambda path=path: _parsed(path), _cpu)
        yield Result(
            f"import_parse{suffix}", ours / least, "x floor", 4,
            f"calamine alone; {rows:,} rows × {len(HEADINGS)} columns read in a process of its own, recognised, typed, diagnosed",
        )  # fmt: skip
        if rows == ROWS:
            yield Result("import_parse_ms", best(2, lambda path=path: _parsed(path)) * 1000, "ms", 5_000, "the same by the clock")


def _cpu() -> float:
    """Seconds of CPU of this process and of those it has waited for."""
    here, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return here.ru_utime + here.ru_stime + others.ru_utime + others.ru_stime


def _parsed(path: Path) -> Plan:
    staging = read(path)
    return build(
        staging, recognise(staging, registry), registry=registry, candidates=lambda _kind: (), new_id=lambda: str(uuid.uuid4()),
        options=Options(accept_best=True),
    )  # fmt: skip


def run_whole(bench: Bench) -> Iterator[Result]:
    """A whole import with its commit, and a list out, at two sizes; other libraries on the same file for comparison."""
    for rows, suffix in ((ROWS, ""), (10 * ROWS, "_100k")):
        path = bench.folder / f"whole{suffix}.xlsx"
        _write(path, rows)
        least = best(3 if rows == ROWS else 1, lambda path=path: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(), process_time)
        yield _import(bench, path, rows, least, suffix)
        yield from _export(bench, rows, suffix)
        if rows == ROWS:
            yield from _peers(path, least)
    if sys.platform == "linux":
        small = bench.folder / "small.xlsx"
        _write(small, 500)
        yield from _memory(bench, small, path)


def _memory(bench: Bench, small: Path, large: Path) -> Iterator[Result]:
    """What the larger import takes at its peak, in a process that has imported before."""
    script = Path(__file__).resolve().parent / "import_memory.py"
    done = subprocess.run(
        [sys.executable, str(script), str(bench.folder), str(small), str(large)], capture_output=True, text=True, timeout=900, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    told = json.loads(done.stdout)
    what = f"peak of a whole import of {10 * ROWS:,} rows"
    yield Result("import_parent_mb", told["parent"], "MB", 150, f"{what}, above that of an import of 500")
    yield Result("import_child_mb", told["child"], "MB", 500, f"{what}, in the process that reads")


def _import(bench: Bench, path: Path, rows: int, least: float, suffix: str) -> Result:
    """Read, recognised, typed, named, matched, applied: the CPU of this process and of the one that reads."""
    with desks.create(bench.path(f"import{suffix}"), country="tz", role="hq", place="TZ", name="HQ") as desk:
        before = _cpu()
        done = desk.workbooks.import_(path, rest="best", valid_rows=True)
        ours = _cpu() - before
    if done.create != rows:
        raise RuntimeError(f"{done.create} rows of {rows} were imported")
    return Result(f"import_whole{suffix}", ours / least, "x floor", 10, f"calamine alone; {rows:,} rows × {len(HEADINGS)} columns, read, matched and committed")


def _export(bench: Bench, rows: int, suffix: str) -> Iterator[Result]:
    """A list out of the store, against XlsxWriter writing the same cells from memory."""
    store = bench.store(rows)
    out, plain = bench.folder / f"out{suffix}.xlsx", bench.folder / f"plain{suffix}.xlsx"
    books = StoreWorkbooks(store, StoreRecords(store))
    tries = 3 if rows == ROWS else 1
    ours = best(tries, lambda: books.export(["activity"], out), process_time)
    cells = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    table = [[None if value == "" else value for value in line] for line in cells]

    def least() -> None:
        with xlsxwriter.Workbook(plain, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, line in enumerate(table):
                sheet.write_row(number, 0, line)

    yield Result(f"export_xlsx{suffix}", ours / best(tries, least, process_time), "x floor", 1.5, f"XlsxWriter in constant memory; {rows:,} rows from the store")


def _peers(path: Path, least: float) -> Iterator[Result]:
    """What others take to read the same file; nothing of theirs is typed, matched or committed."""

    def by_openpyxl() -> None:
        for row in load_workbook(path, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True):
            tuple(row)

    yield Result("peer_openpyxl_read", best(1, by_openpyxl, process_time) / least, "x floor", 1_000, "calamine alone; openpyxl reads only")
    if importlib.util.find_spec("pandas") is not None:
        pandas = importlib.import_module("pandas")
        taken = best(1, lambda: pandas.read_excel(path, header=2), process_time)
        yield Result("peer_pandas_read", taken / least, "x floor", 1_000, "calamine alone; pandas.read_excel reads only")


def _write(path: Path, rows: int = ROWS) -> None:
    n = numbers_of("activity", "title", "activity_type", "start", "end", "venue", "description", "cost")
    rnd = random.Random(SEED)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Activities")
    sheet.append(["Quarterly activities of the council"])
    sheet.append([])
    sheet.append(HEADINGS)
    total = 0
    for edit in activity_edits(rows):
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
