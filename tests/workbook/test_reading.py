"""Reading: every format gives the same cells, and nothing a file holds is invisible."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import NamedStyle
from workbook.conftest import FILES, ROWS, csv_bytes, raw_xlsx

from gedesk.workbook.reading import Limits, Refusal, read
from gedesk.workbook.staging import Flag, Range, Sheet, Staging, Unpacker, a1, packed, parse_a1, parse_range

TEXTS = [[value.isoformat() if isinstance(value, date) else str(value) for value in row] for row in ROWS]


def table(staging: Staging) -> list[list[Any]]:
    return list(staging.sheets[0].rows.values())


@pytest.mark.parametrize("name", ["small.ods", "small.xls"])
def test_shipped_files_of_other_programs_read_like_ours(name: str) -> None:
    staging = read(FILES / name, in_child=False)
    assert staging.format == name.rpartition(".")[2]
    assert [sheet.name for sheet in staging.sheets] == ["Sheet1"]
    assert table(staging) == ROWS


def test_xlsx_in_a_child_equals_reading_here(make: Any) -> None:
    path = make(ROWS)
    there = read(path)
    assert there == read(path, in_child=False)
    assert table(there) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimited_text(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(csv_bytes(TEXTS, delimiter, encoding))
    assert table(read(path, in_child=False)) == TEXTS


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Мероприятие;Район;Участники\nОбучение женщин;Алматы;120\n", "cp1251"),
        ("Aktivnost;Općina;Učesnici\nObuka žena čelnica;Žepče;šezdeset\nPosjeta đaka;Čapljina;12\n", "cp1250"),
        ("Activité;Région;Bénéficiaires\nFormation à l’été;Préfecture;où\nForêt;Rhône;13\n", "cp1252"),
    ],
)
def test_eight_bit_encodings_are_told_apart(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    staging = read(path, in_child=False)
    assert staging.format == f"text/{encoding}/;"
    assert table(staging) == [line.split(";") for line in text.splitlines()]


def test_a_line_that_names_the_delimiter_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("sep=;\na,b;c\nd,e;f\n", encoding="utf-8")
    staging = read(path, in_child=False)
    assert staging.sheets[0].rows == {2: ["a,b", "c"], 3: ["d,e", "f"]}


def test_html_named_xls(tmp_path: Path) -> None:
    path = tmp_path / "register.xls"
    path.write_text(
        "<!DOCTYPE html><html><head><style>td{x:y}</style></head><body><p>Report</p><table>"
        "<tr><th rowspan=2>Council</th><th colspan=2>People</th></tr><tr><th>F</th><th>M</th></tr>"
        "<tr><td>Kinondoni&nbsp;MC</td><td x:num='12.0'>12</td><td>8</td></tr>"
        "<tr><td>Ubungo<br>MC</td><td></td><td>5</td></tr></table></body></html>",
        encoding="utf-8",
    )
    staging = read(path, in_child=False)
    assert staging.format == "html"
    assert staging.sheets[0].rows == {
        1: ["Council", "People"],
        2: [None, "F", "M"],
        3: ["Kinondoni MC", 12, "8"],
        4: ["Ubungo\nMC", None, "5"],
    }
    assert staging.sheets[0].merges == [Range(1, 1, 2, 1), Range(1, 2, 1, 3)]


def test_xml_spreadsheet_of_2003(tmp_path: Path) -> None:
    path = tmp_path / "old.xml"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Q1"><Table>'
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Title</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell></Row>'
        '<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">3.5</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2026-03-31T00:00:00.000</Data></Cell>'
        '<Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell ss:Formula="=A1"/></Row>'
        "</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    sheet = read(path, in_child=False).sheets[0]
    assert sheet.rows == {1: ["Title", None, "x"], 4: [None, 3.5, date(2026, 3, 31), "#DIV/0!"]}
    assert sheet.flags == {(4, 4): Flag.ERROR, (4, 5): Flag.UNCACHED}
    assert sheet.merges == [Range(1, 1, 1, 2)]


def test_what_a_value_reader_hides_is_found(tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.active
    page["A1"], page["B1"], page["C1"], page["D1"] = "a", 0.25, datetime(2026, 3, 4), "=SUM(B1)"
    page["B1"].number_format = "0.0%"
    page["C1"].number_format = "mm/dd/yyyy"
    page["A3"] = "#N/A"
    page["A3"].data_type = "e"
    page["B5"] = time(8, 30)
    page.merge_cells("E1:F4")
    page["E1"] = "merged"
    page.row_dimensions[5].hidden = True
    page.column_dimensions["C"].hidden = True
    book.create_sheet("Lists").sheet_state = "hidden"
    book["Lists"]["A1"] = "x"
    path = tmp_path / "flags.xlsx"
    book.save(path)
    staging = read(path, in_child=False)
    sheet, lists = staging.sheets
    assert (sheet.hidden, lists.hidden) == (False, True)
    assert sheet.flags == {(1, 2): Flag.PERCENT, (1, 4): Flag.UNCACHED, (3, 1): Flag.ERROR}
    assert sheet.rows[3] == ["#N/A"]
    assert sheet.rows[5] == [None, time(8, 30)]
    assert sheet.merges == [Range(1, 5, 4, 6)]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({5}, {3})
    assert sheet.date_orders == {3: "mdy"}
    assert [cell.kind for cell in sheet.cells()] == ["text", "number", "date", "formula", "text", "error", "time"]


def test_one_unreadable_error_value_does_not_lose_the_sheet(tmp_path: Path) -> None:
    path = raw_xlsx(
        tmp_path / "spill.xlsx",
        '<sheetData><row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1" t="inlineStr"><is><t>kept</t></is></c></row></sheetData>',
    )
    sheet = read(path, in_child=False).sheets[0]
    assert sheet.rows == {1: ["#SPILL!", "kept"]}
    assert sheet.flags == {(1, 1): Flag.ERROR}


def test_cells_without_references_are_placed(tmp_path: Path) -> None:
    path = raw_xlsx(
        tmp_path / "bare.xlsx",
        "<sheetData><row><c><v>1</v></c><c t='str'><v>two</v></c></row><row><c><v>3</v></c></row></sheetData>",
    )
    assert read(path, in_child=False).sheets[0].rows == {1: [1, "two"], 2: [3]}


def test_text_that_looks_like_an_escape_survives(tmp_path: Path) -> None:
    path = raw_xlsx(
        tmp_path / "escape.xlsx",
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c></row></sheetData>',
    )
    assert read(path, in_child=False).sheets[0].rows == {1: ["a\rb", "_x0041_"]}


def test_the_reading_process_does_not_load_the_records() -> None:
    # SQLModel costs half a second to load, once for every file read.
    code = "import sys, gedesk.workbook.reading; print(sorted({'sqlmodel', 'openpyxl', 'PySide6'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_dates_from_1904(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    page: Any = book.active
    page["A1"] = datetime(2026, 3, 4)
    path = tmp_path / "mac.xlsx"
    book.save(path)
    staging = read(path, in_child=False)
    assert staging.epoch_1904
    assert staging.sheets[0].rows == {1: [date(2026, 3, 4)]}


VALUES = st.one_of(
    st.none(), st.text(), st.booleans(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False), st.dates(), st.datetimes(), st.times()
)


ROW = st.builds(lambda row, last: [*row, last], st.lists(VALUES), VALUES.filter(lambda value: value is not None))


@given(st.dictionaries(st.integers(1, 1_048_576), ROW, max_size=5), st.text(), st.booleans())
def test_transport_changes_nothing(rows: dict[int, list[Any]], name: str, hidden: bool) -> None:
    sheet = Sheet(name, hidden, rows, {(3, 4): 5}, [Range(1, 2, 3, 4)], {7}, {9}, {2: "dmy"})
    staging = Staging(name, "xlsx", [sheet], ["note"], True)
    first, *others = packed(staging)
    taking = Unpacker(first)
    for message in others:
        taking.add(message)
    told = taking.staging
    assert told == staging
    assert [[type(value) for value in row] for row in told.sheets[0].rows.values()] == [
        [type(value) for value in row] for row in rows.values()
    ]


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_references_come_back(row: int, column: int) -> None:
    assert parse_a1(a1(row, column)) == (row, column)
    assert parse_range(f"{a1(row, column)}:B2").a1 == Range(min(row, 2), min(column, 2), max(row, 2), max(column, 2)).a1


def test_limits_are_above_real_files(workbooks: Path) -> None:
    largest = max(workbooks.glob("*.xls*"), key=lambda path: path.stat().st_size)
    assert sum(len(row) for sheet in read(largest).sheets for row in sheet.rows.values()) < Limits().cells / 5


def test_named_styles_of_openpyxl_are_no_obstacle(tmp_path: Path) -> None:
    book = Workbook()
    book.add_named_style(NamedStyle("share", number_format="0%"))
    page: Any = book.active
    page["A1"] = 0.5
    page["A1"].style = "share"
    path = tmp_path / "styled.xlsx"
    book.save(path)
    assert read(path, in_child=False).sheets[0].flags == {(1, 1): Flag.PERCENT}


def locked(plain: Path, path: Path, password: str) -> Path:
    """An encrypted copy of a workbook."""
    import msoffcrypto.format.ooxml as ooxml

    with plain.open("rb") as file, path.open("wb") as out:
        ooxml.OOXMLFile(file).encrypt(password, out)
    return path


def test_a_password_opens_an_encrypted_workbook(make: Any, tmp_path: Path) -> None:
    plain = make(ROWS, "plain.xlsx")
    path = locked(plain, tmp_path / "locked.xlsx", "asante")
    for password, code in ((None, "password"), ("karibu", "wrong-password")):
        with pytest.raises(Refusal) as refused:
            read(path, in_child=False, password=password)
        assert refused.value.code == code
    assert read(path, password="asante").sheets == read(plain, in_child=False).sheets


@pytest.mark.parametrize("password", [None, "asante"])
@pytest.mark.parametrize(
    ("ours", "theirs"), [(b'Algorithm="AES"', b'Algorithm="RC2"'), (b'"ChainingModeCBC"', b'"ChainingModeCFB"')]
)
def test_no_password_is_asked_for_when_none_could_open_the_file(
    make: Any, tmp_path: Path, ours: bytes, theirs: bytes, password: str | None
) -> None:
    path = locked(make(ROWS, "plain.xlsx"), tmp_path / "locked.xlsx", "asante")
    data = path.read_bytes()
    assert ours in data
    path.write_bytes(data.replace(ours, theirs))
    with pytest.raises(Refusal) as refused:
        read(path, in_child=False, password=password)
    assert refused.value.code == "unknown-cipher"


def test_what_excel_opens_without_asking_is_opened_without_asking(make: Any, tmp_path: Path) -> None:
    plain = make(ROWS, "plain.xlsx")
    path = locked(plain, tmp_path / "structure.xlsx", "VelvetSweatshop")
    assert read(path, in_child=False).sheets == read(plain, in_child=False).sheets


def test_stray_bytes_before_the_archive_are_passed_over(make: Any, tmp_path: Path) -> None:
    plain = make(ROWS, "plain.xlsx")
    path = tmp_path / "served.xlsx"
    path.write_bytes(b"\r\n\x00\x01junk" + plain.read_bytes())
    assert read(path, in_child=False).sheets == read(plain, in_child=False).sheets


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_sheets_in_utf_16_are_read(tmp_path: Path, encoding: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = (
        f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Šuma</t>'
        f'</is></c><c r="B1"><v>7</v></c></row></sheetData></worksheet>'
    ).encode(encoding)
    path = raw_xlsx(tmp_path / "wide.xlsx", "", more={"xl/worksheets/sheet1.xml": xml})
    assert read(path, in_child=False).sheets[0].rows == {1: ["Šuma", 7]}


def test_a_sheet_that_is_missing_is_told(tmp_path: Path) -> None:
    more = {"xl/_rels/workbook.xml.rels": b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'}
    found = read(raw_xlsx(tmp_path / "gone.xlsx", "<sheetData/>", more=more), in_child=False)
    assert found.sheets or found.notes


def test_excel_2_is_read(tmp_path: Path) -> None:
    def record(kind: int, body: bytes) -> bytes:
        return kind.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body

    def label(row: int, column: int, text: str) -> bytes:
        return record(4, row.to_bytes(2, "little") + column.to_bytes(2, "little") + b"\0\0\0" + bytes([len(text)]) + text.encode("ascii"))

    def number(row: int, column: int, value: int) -> bytes:
        return record(2, row.to_bytes(2, "little") + column.to_bytes(2, "little") + b"\0\0\0" + value.to_bytes(2, "little"))

    path = tmp_path / "old.xls"
    path.write_bytes(
        record(9, b"\2\0\x10\0") + label(0, 0, "Council") + label(0, 1, "Women") + label(1, 0, "Moshi") + number(1, 1, 12) + record(10, b"")
    )
    assert read(path, in_child=False).sheets[0].rows == {1: ["Council", "Women"], 2: ["Moshi", 12]}
