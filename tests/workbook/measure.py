"""How well workbooks are read and understood, measured on labelled files that are not part of the project.

    python tests/workbook/measure.py tables FOLDER     real workbooks beside an index.csv that labels their main tables
    python tests/workbook/measure.py columns FOLDER    the same, columns against labels/columns.csv (or a file named third)
    python tests/workbook/measure.py cells FOLDER      the same, what became of every cell
    python tests/workbook/measure.py made COUNT        the first so many of the layouts that `layouts.py` makes
    python tests/workbook/measure.py odd FOLDER        odd and hostile files beside an index.csv that says what they are
    python tests/workbook/measure.py names FOLDER      spellings of places beside the lists of places they mean

Each prints a line for every file that is not right, then the figures.
"""

from __future__ import annotations

import csv
import resource
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import layouts

from gedesk.domain.kinds import registry
from gedesk.workbook import names, planning
from gedesk.workbook.account import account
from gedesk.workbook.names import Candidate
from gedesk.workbook.plan import Options
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise
from gedesk.workbook.refusals import CODES, Refusal
from gedesk.workbook.table import Table

LABELS = Path(__file__).parent / "labels"
ACCEPTED = 0.9  # confidence at which the window goes on without asking
PEOPLE = "participants"


def rows_of(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def percent(part: float, whole: float) -> str:
    """`43/48 = 89.6 %`."""
    return f"{part:g}/{whole:g} = {100 * part / whole:.1f} %" if whole else "none"


# -- tables ------------------------------------------------------------------------------------------------------


def told(table: Table, label: dict[str, str]) -> tuple[bool, bool, bool]:
    """Whether the header rows, the first and the last row of a table are those of the label."""
    header = (table.header_rows[0], table.header_rows[-1]) if table.header_rows else (0, 0)
    return (
        header == (int(label["header_first"]), int(label["header_last"])),
        table.first == int(label["data_first"]),
        not label["data_last"] or table.last == int(label["data_last"]),
    )


def guessed(table: Table, label: dict[str, str]) -> bool:
    """Whether one of the two other ways to see a table is that of the label."""
    return any(
        (guess.header_rows[0], guess.header_rows[-1], guess.first) == tuple(int(label[key]) for key in ("header_first", "header_last", "data_first"))
        for guess in table.alternatives[:2]
    )


def tables(folder: Path) -> None:
    """Main sheet, header, first and last row of the main table; and how far the confidence can be trusted."""
    sums: Counter[str] = Counter()
    for label in rows_of(folder / "index.csv"):
        try:
            found = recognise(read(folder / label["file"], in_child=False), registry)
        except Refusal as refusal:
            print(f"REFUSED {label['file'][:40]} {refusal.code}")
            continue
        if not label["data_first"].isdigit() or int(label["data_first"]) == 0:
            continue
        here = [table for table in found if table.sheet == label["main_sheet"]]
        best = max((told(table, label) for table in here), key=sum, default=(False, False, False))
        top = found[0] if found else None
        right = top is not None and top.sheet == label["main_sheet"] and all(told(top, label))
        sums["files"] += 1
        sums["header"] += best[0]
        sums["all"] += all(best)
        sums["main"] += top is not None and top.sheet == label["main_sheet"]
        sums["top"] += right
        sums["three"] += all(best) or any(guessed(table, label) for table in here[:1])
        accepted = top is not None and top.confidence >= ACCEPTED
        sums["accepted"] += accepted
        # What is accepted must be a right table of its sheet; which sheet is the main one is another question.
        sums["accepted-right"] += accepted and (right or (top is not None and top.sheet != label["main_sheet"]))
        sums["accepted-main"] += accepted and right
        if not right or not all(best):
            seen = [(t.sheet[:20], t.header_rows, t.tag_rows, t.first, t.last if t.rows else None, t.confidence, t.kind) for t in here[:2] or found[:1]]
            print(f"{label['file'][:38]:38} {'main ' if all(best) else 'TABLE'} top {top and top.sheet[:24]!r} {top and top.confidence} want "
                  f"{label['main_sheet'][:24]!r} {label['header_first']}-{label['header_last']} {label['data_first']}-{label['data_last']} have {seen}")  # fmt: skip
    for key, what in (
        ("header", "header rows right"), ("all", "header, first and last row right (on the labelled sheet)"),
        ("main", "main sheet first"), ("top", "all right in the table shown first"), ("three", "all right among the three ways shown for the sheet"),
    ):  # fmt: skip
        print(f"{what}: {percent(sums[key], sums['files'])}")
    print(f"accepted without asking: {percent(sums['accepted'], sums['files'])}; of these right: {percent(sums['accepted-right'], sums['accepted'])}, "
          f"and the main table: {percent(sums['accepted-main'], sums['accepted'])}")  # fmt: skip


# -- columns -----------------------------------------------------------------------------------------------------


def columns(folder: Path, labels: Path) -> None:
    """Columns of the main tables against what they are: a field of a kind, a cell of counts, a level, or none of ours.

    A label is `file number, kind, column letters, field, part`; an empty field means that no field of ours is right,
    and fields parted by `|` are equally right.
    """
    wanted: dict[str, dict[str, tuple[set[str], str]]] = {}
    kinds: dict[str, set[str]] = {}
    for row in rows_of(labels):
        wanted.setdefault(row["file"], {})[row["column"]] = (set(row["field"].split("|")), row["part"])
        kinds[row["file"]] = set(row["kind"].split("|"))
    right = total = kind_right = kind_total = 0
    fields_right = fields_total = 0
    for label in rows_of(folder / "index.csv"):
        number = label["file"][:3]
        if number not in wanted:
            continue
        found = recognise(read(folder / label["file"], in_child=False), registry)
        here = [table for table in found if table.sheet == label["main_sheet"]]
        if not here:
            print(number, "no table on the sheet")
            total += len(wanted[number])
            continue
        table = max(here, key=lambda one: (sum(told(one, label)), len(one.rows)))
        kind_total += 1
        kind_right += table.kind in kinds[number] or (table.kind is None and "" in kinds[number])
        by_ref = {column.ref: column for column in table.columns}
        wrong = []
        mine = 0
        for ref, (fields, part) in wanted[number].items():
            column = by_ref.get(ref)
            have = (column.field or "", column.part) if column else ("", "")
            good = have[0] in fields and (not part or have[1] == part)
            mine += good
            if fields != {""}:
                fields_total += 1
                fields_right += good
            if not good:
                wrong.append(f"{ref} {column.header[:24] if column else ''!r}: {have[0]}{'/' + have[1] if have[1] else ''} want {'|'.join(fields)} {part}")
        right += mine
        total += len(wanted[number])
        if wrong or table.kind not in kinds[number]:
            print(f"{number} {table.kind} want {'|'.join(kinds[number])} · {percent(mine, len(wanted[number]))} · " + "; ".join(wrong))
    print(f"kinds right: {percent(kind_right, kind_total)}")
    print(f"columns right: {percent(right, total)}; of those that are a field: {percent(fields_right, fields_total)}")


# -- made layouts ------------------------------------------------------------------------------------------------


def made(count: int) -> Counter[str]:
    """Layouts that are made, with labels from their maker: tables, kinds and columns, each fault printed."""
    sums: Counter[str] = Counter()
    for number in range(count):
        book = layouts.book(number)
        found = recognise(book.staging, registry)
        table = found[0] if found else None
        sums["files"] += 1
        if table is None:
            print(f"NOTHING {book.name}")
            continue
        seen = (table.sheet, (table.header_rows[0], table.header_rows[-1]) if table.header_rows else (0, 0), table.first, table.last)
        right = seen == (book.sheet, book.header, book.first, book.last)
        sums["right"] += right
        sums["three"] += right or any((g.header_rows[0], g.header_rows[-1], g.first) == (*book.header, book.first) for g in table.alternatives[:2])
        sums["accepted"] += table.confidence >= ACCEPTED
        sums["accepted-right"] += right and table.confidence >= ACCEPTED
        if not right:
            print(f"{'ACCEPTED' if table.confidence >= ACCEPTED else 'wrong'} {book.name}: want {book.header} {book.first}-{book.last} have {seen} {table.confidence}")
        if book.kinds:
            sums["kinds"] += 1
            sums["kind"] += table.kind in book.kinds
        if right and table.kind in book.kinds:
            fields = {column.index: column.field for column in table.columns}
            sums["columns"] += len(book.fields)
            sums["column"] += sum(fields.get(index) == name for index, name in book.fields.items())
    for key, whole, what in (
        ("right", "files", "header, first and last row right in the table shown first"), ("three", "files", "right among the three ways shown"),
        ("accepted", "files", "accepted without asking"), ("accepted-right", "accepted", "of these right"), ("kind", "kinds", "kinds right"),
        ("column", "columns", "columns right"),
    ):  # fmt: skip
        print(f"{what}: {percent(sums[key], sums[whole])}")
    return sums


# -- cells -------------------------------------------------------------------------------------------------------


def candidates_of(folder: Path, country: str) -> list[Candidate]:
    """Places of a country as candidates."""
    path = folder / f"places_{country.lower()}.csv"
    return [
        Candidate(
            row["code"], row["name"], tuple(part.strip() for part in row["alt_names"].split(";") if part.strip()),
            row["level"], row["parent_code"] or None, row["kind"], row["code"],
        )
        for row in rows_of(path)
    ]  # fmt: skip


def cells(folder: Path) -> None:
    """What became of every cell with content: `lost` must stay at nothing."""
    sums: Counter[str] = Counter()
    for label in rows_of(folder / "index.csv"):
        try:
            staging = read(folder / label["file"], in_child=False)
        except Refusal as refusal:
            print(f"REFUSED {label['file'][:40]} {refusal.code}")
            continue
        started = time.perf_counter()
        made = planning.build(
            staging, recognise(staging, registry), registry=registry, candidates=lambda _kind: (),
            new_id=lambda: str(uuid.uuid4()), options=Options(skip_questions=True),
        )  # fmt: skip
        here = Counter(what for _sheet, _row, _column, what in account(staging, made))
        sums.update(here)
        refused = sum(row.refused for row in made.rows)
        print(f"{label['file'][:40]:40} {time.perf_counter() - started:5.1f} s {len(made.rows):6} rows, {refused:6} refused, "
              f"{len(made.problems):5} problems; " + ", ".join(f"{what} {count}" for what, count in here.most_common()))  # fmt: skip
    print(", ".join(f"{what} {count}" for what, count in sums.most_common()))
    print(f"accounted for: {percent(sums.total() - sums['lost'], sums.total())}")


# -- odd files ---------------------------------------------------------------------------------------------------


def odd(folder: Path) -> None:
    """Odd and hostile files: read or refused, by category; fewer cells than other readers find are told."""
    outcomes: dict[str, Counter[str]] = {}
    readable = was_read = 0
    slowest = 0.0
    for row in rows_of(folder / "index.csv"):
        if not (folder / row["file"]).exists():
            continue
        others = [int(told[3:]) for told in (row["calamine"], row["openpyxl"], row["xlrd"]) if told.startswith("ok ")]
        started = time.perf_counter()
        try:
            staging = read(folder / row["file"])
            count = sum(value is not None for sheet in staging.sheets for values in sheet.rows.values() for value in values)
            count += sum(flag & 2 > 0 for sheet in staging.sheets for flag in sheet.flags.values())
            outcome, detail = "read", f"{count} cells {' '.join(staging.notes)[:60]}"
        except Refusal as refusal:
            outcome, detail, count = refusal.code, refusal.detail[:60], -1
            assert outcome in CODES
        took = time.perf_counter() - started
        slowest = max(slowest, took)
        outcomes.setdefault(row["category"], Counter())[outcome] += 1
        if others and row["category"] not in ("encrypted", "hostile/fuzz"):
            readable += 1
            was_read += outcome == "read"
        if took > 10 or (outcome != "read" and row["category"] != "encrypted") or (others and 0 <= count < max(others) * 0.99) or (
            row["category"] == "encrypted" and outcome != "password"
        ):
            print(f"{row['file'][:60]:60} {row['category']:20} {row['calamine']:>12} {row['openpyxl']:>12} {row['xlrd']:>12}  {outcome} {detail} {took:.1f} s")
    for category, counted in sorted(outcomes.items()):
        print(f"{category}: " + ", ".join(f"{outcome} {count}" for outcome, count in counted.most_common()))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"readable ones read: {percent(was_read, readable)}; slowest {slowest:.1f} s; largest child {peak:.0f} MB")


# -- names -------------------------------------------------------------------------------------------------------


def spellings(folder: Path) -> None:
    """Spellings of places with the level of their column and the place above known; and ambiguous names with nothing."""
    sums: Counter[str] = Counter()
    indexes: dict[str, names.Index] = {}
    by_code: dict[str, dict[str, Candidate]] = {}
    known_to_mean: dict[str, dict[str, set[str]]] = {}
    for row in rows_of(folder / "ambiguous.csv"):
        known_to_mean.setdefault(row["country"], {}).setdefault(row["name"], set()).update(row["candidate_codes"].split(";"))
    for path in sorted(folder.glob("places_??.csv")):
        country = path.stem.removeprefix("places_").upper()
        listed = candidates_of(folder, country)
        indexes[country] = names.build(listed, places=True, ambiguous=known_to_mean.get(country))
        by_code[country] = {candidate.id: candidate for candidate in listed}
    for file in sorted(folder.glob("variants*.csv")):
        for row in rows_of(file):
            country, code = row["country"], row["true_code"]
            parent = by_code[country][code].parent
            for key, level, above in (("both", row["level"], parent), ("level", row["level"], None), ("bare", "", None)):
                found = names.match(row["variant"], indexes[country], level=level, parent=above)
                first = found.candidates[0].candidate.id if found.candidates else ""
                sums[f"{key} asked"] += 1
                sums[f"{key} first"] += first == code
                sums[f"{key} accepted"] += found.accepted == code
                sums[f"{key} wrong"] += found.accepted not in (None, code)
                if key == "both" and found.accepted != code:
                    shown = [(scored.candidate.id, scored.candidate.name, scored.score) for scored in found.candidates[:3]]
                    print(f"{country} {row['variant']!r} {row['level']} is {code} {by_code[country][code].name!r}: accepted {found.accepted}, offered {shown}")
    for country, listed_names in known_to_mean.items():
        for name in listed_names if country in indexes else ():
            found = names.match(name, indexes[country])
            sums["ambiguous"] += 1
            sums["guessed"] += found.accepted is not None
            if found.accepted is not None:
                print(f"{country} {name!r} is ambiguous, yet {found.accepted} was accepted")
    for key, what in (("both", "level and place above known"), ("level", "level known"), ("bare", "nothing known")):
        asked = sums[f"{key} asked"]
        print(f"{what}: first {percent(sums[f'{key} first'], asked)}, accepted by itself {percent(sums[f'{key} accepted'], asked)}, "
              f"wrong {sums[f'{key} wrong']}")  # fmt: skip
    print(f"ambiguous bare names guessed: {sums['guessed']} of {sums['ambiguous']}")


def main(arguments: Iterable[str]) -> int:
    """Runs one measurement."""
    what, where, *rest = [*arguments, "", ""]
    folder = Path(where)
    runs: dict[str, Any] = {"tables": tables, "cells": cells, "odd": odd, "names": spellings}
    if what == "made" and where.isdigit():
        made(int(where))
    elif what == "columns" and folder.is_dir():
        columns(folder, Path(rest[0]) if rest and rest[0] else LABELS / "columns.csv")
    elif what in runs and folder.is_dir():
        runs[what](folder)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
