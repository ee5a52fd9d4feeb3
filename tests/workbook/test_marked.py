"""Marked copies of other people's workbooks: every other part byte for byte, whatever the sheet's XML looks like."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from workbook.conftest import beside, raw_xlsx

from gedesk.errors import InvalidInput, KnownError
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.marked import write_marked
from gedesk.workbook.reading import read
from gedesk.workbook.staging import a1


def problem(sheet: str, cell: str, message: str = "Not a <number> & “so”", level: str = "error") -> CellProblem:
    return CellProblem("type-error", sheet, cell, "=1+1", message, "Correct it.", level)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def values(path: Path, sheet: str) -> dict[int, list[object]]:
    return {row: list(cells) for row, cells in read(path, in_child=False).sheet(sheet).rows.items()}


SHEETS = {
    "usual": '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row></sheetData>',
    "without references": "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>",
    "empty row": '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="20"/><row r="4"><c r="A4"><v>2</v></c></row></sheetData>',
    "empty": "<sheetData/>",
    "more after it": '<sheetData><row r="2"><c r="B2" s="0"><v>1</v></c></row></sheetData><pageMargins left="1" right="1" top="1" bottom="1" '
    'header="0" footer="0"/><tableParts count="0"/><extLst/>',
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_cells_there_and_not_there_are_marked(tmp_path: Path, sheet: str) -> None:
    source, copy = raw_xlsx(tmp_path / "a.xlsx", sheet), tmp_path / "b.xlsx"
    cells = ["A1", "B2", "C2", "D4", "B9", "A3"]
    assert write_marked(source, copy, [problem("One", cell) for cell in cells]) == len(cells)
    assert values(copy, "One") == values(source, "One")
    page = openpyxl.load_workbook(copy)["One"]
    for cell in cells:
        assert "Not a <number> & “so”" in page[cell].comment.text
        assert page[cell].fill.start_color.rgb == "FFF8C9C4"
    assert page["A9"].comment is None


def test_comments_formats_and_everything_else_stay(tmp_path: Path) -> None:
    source, copy = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "It's mine"
    page.append(["Name", "=SUM(C2:C9)", 12.5])
    page["C1"].number_format = "0.00"
    page["C1"].font = openpyxl.styles.Font(bold=True)
    page["A1"].comment = Comment("mine", "Asha")
    book.create_sheet("Other")["A1"] = "untouched"
    book.save(source)
    write_marked(source, copy, [problem("It's mine", "A1"), problem("It's mine", "C1"), problem("It's mine", "C1", level="note"), problem("gone", "A1")])
    before, after = parts(source), parts(copy)
    other = "xl/worksheets/sheet2.xml"
    assert before[other] == after[other]
    assert not {name for name in before if name.startswith("docProps") and before[name] != after[name]}
    marked = openpyxl.load_workbook(copy)
    page = marked["It's mine"]
    assert page["A1"].comment.text.startswith("mine")
    assert "Not a" in page["A1"].comment.text
    assert (page["C1"].number_format, page["C1"].font.bold, page["B1"].value) == ("0.00", True, "=SUM(C2:C9)")
    listed = marked["Problems"]
    assert [cell.value for cell in listed[3]][:3] == ["It's mine", "A1", "=1+1"]
    assert listed["C3"].data_type == "s"
    assert listed["B3"].hyperlink.location == "'It''s mine'!A1"
    assert [cell.value for cell in listed[6]][:2] == ["gone", "A1"]


def test_what_is_no_workbook_of_excel_is_refused_and_nothing_written(tmp_path: Path) -> None:
    for name, data in {"a.csv": b"a,b", "b.xlsx": b"PK\x03\x04", "c.xlsx": b""}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InvalidInput) as refused:
            write_marked(tmp_path / name, tmp_path / "out.xlsx", [problem("One", "A1")])
        assert refused.value.advice
    source = raw_xlsx(tmp_path / "d.xlsx", '<sheetData><row r="-1"><c r="A-1"><v>1</v></c></row></sheetData>')
    with pytest.raises(InvalidInput):
        write_marked(source, tmp_path / "out.xlsx", [problem("One", "A1")])
    assert not list(tmp_path.glob("out*"))


MAY_CHANGE = r"\[content_types\]\.xml$|workbook\.xml$|/styles\.xml$|\.rels$|sheets/[^/]*\.xml$|comments[^/]*\.xml$|\.vml$"


@pytest.mark.parametrize(("variable", "name"), [("GEDESK_WORKBOOKS", "workbooks"), ("GEDESK_BADBOOKS", "badbooks")])
def test_real_and_odd_workbooks_say_the_same_after_marking(tmp_path: Path, variable: str, name: str) -> None:
    files = [path for path in sorted(beside(variable, name).glob("*.xls[xm]")) if path.stat().st_size < 150_000]
    dice = random.Random(7)
    marked = 0
    for path in dice.sample(files, 12):
        copy = tmp_path / "copy.xlsx"
        try:
            staging = read(path)
        except KnownError:
            continue
        found = []
        for sheet in staging.sheets:
            cells = list(sheet.cells())
            found += [problem(sheet.name, a1(cell.row, cell.column)) for cell in dice.sample(cells, min(3, len(cells)))]
        try:
            marked += write_marked(path, copy, found)
        except InvalidInput:
            continue
        again = read(copy)
        assert [(sheet.name, sheet.rows, sheet.flags) for sheet in again.sheets[: len(staging.sheets)]] == [
            (sheet.name, sheet.rows, sheet.flags) for sheet in staging.sheets
        ], path.name
        before, after = parts(path), parts(copy)
        touched = {name.lower() for name in before if before[name] != after[name]}
        assert all(re.search(MAY_CHANGE, name) for name in touched), (path.name, touched)
    assert marked > 10


def in_strict_form(path: Path) -> None:
    """Writes a workbook again with the names of ISO's strict form."""
    held = parts(path)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            data = data.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            archive.writestr(name, data.replace(b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("strict", [False, True], ids=["usual", "strict"])
def test_libreoffice_shows_the_marks(tmp_path: Path, strict: bool) -> None:
    source, copy = raw_xlsx(tmp_path / "a.xlsx", SHEETS["usual"]), tmp_path / "b.xlsx"
    if strict:
        in_strict_form(source)
    write_marked(source, copy, [problem("One", "A1"), problem("One", "D4")])
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(copy)], check=True, capture_output=True, timeout=120)
    saved = openpyxl.load_workbook(tmp_path / "saved" / "b.xlsx")
    assert saved.sheetnames == ["One", "Problems"]
    assert "Not a <number>" in saved["One"]["D4"].comment.text
    assert saved["One"]["A1"].fill.start_color.rgb == "FFF8C9C4"


def test_marking_a_marked_copy_again_says_what_is_wrong_now(tmp_path: Path) -> None:
    source, once, saved, twice = (tmp_path / f"{name}.xlsx" for name in "abcd")
    raw_xlsx(source, SHEETS["usual"])
    write_marked(source, once, [problem("One", "A1", "first"), problem("One", "B4", "first")])
    book = openpyxl.load_workbook(once)
    book.save(saved)  # the sheet of problems goes to another part, its texts to the shared ones
    for copy in (once, saved):
        write_marked(copy, twice, [problem("One", "A1", "second")])
        again = openpyxl.load_workbook(twice)
        assert again.sheetnames == ["One", "Problems"]
        assert again["One"]["A1"].comment.text == "GE Desk: second Correct it."
        assert [row[0].value for row in again["Problems"].iter_rows(min_row=3)] == ["One"]
