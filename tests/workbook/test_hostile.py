"""Hostile and broken files: a refusal with a way on, never a crash, a hang or a full disk."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from workbook.conftest import beside, raw_xlsx

from gedesk.errors import Exit
from gedesk.workbook.reading import Limits, read
from gedesk.workbook.refusals import CODES, Refusal
from gedesk.workbook.staging import Staging

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FAR = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'


def refused(path: Path, *, limits: Limits | None = None, in_child: bool = False) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(path, limits=limits, in_child=in_child)
    return caught.value


def read_or_code(path: Path, *, in_child: bool = False) -> Staging | str:
    """What a file contains, or the code of its refusal.  Any other exception fails the test."""
    try:
        return read(path, in_child=in_child)
    except Refusal as error:
        return error.code


def written(tmp_path: Path, data: bytes, name: str = "book.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x00\x00\x00 \n", "empty"),
        (b"%PDF-1.7 and so on", "not-a-workbook"),
        (b"\x89PNG\r\n\x1a\n....", "not-a-workbook"),
        (b'{"a": 1}', "not-a-workbook"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (OLE + b"\x00" * 512, "damaged"),
        (OLE + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + b"\x00" * 512 + "WordDocument".encode("utf-16-le"), "not-a-workbook"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "old-format"),
        (bytes(range(256)) * 40, "not-a-workbook"),
        (b"<?xml version='1.0'?><feed/>", "not-a-workbook"),
        (b"<html><body>no table</body></html>", "not-a-workbook"),
        (b'{"format": "gedesk", "kinds": 3}', "not-a-workbook"),
        (b'{"format": "gedesk", "kinds": {"activity": [3]}}', "damaged"),
    ],
)
def test_content_is_judged_not_the_name(tmp_path: Path, data: bytes, code: str) -> None:
    error = refused(written(tmp_path, data))
    assert error.code == code
    assert error.message.startswith("book.xlsx")
    assert error.advice


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.xlsx").code == "not-found"
    assert refused(tmp_path / "none.xlsx", in_child=True).code == "not-found"


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    raw_xlsx(path, "<sheetData>" + " " * 40_000_000 + "</sheetData>")
    begun = time.monotonic()
    error = refused(path, in_child=True)
    assert (error.code, error.exit) == ("bomb", Exit.SECURITY)
    assert time.monotonic() - begun < 20


def test_many_parts_that_are_large_together_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    noise = bytes(range(256)) * 4096
    raw_xlsx(path, "<sheetData/>", more={f"xl/media/{number}.bin": noise for number in range(6)})
    error = refused(path, limits=Limits(unpacked_mb=4))
    assert (error.code, error.exit) == ("too-large", Exit.SECURITY)


def test_a_directory_that_lies_about_sizes_is_no_way_round(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    raw = tmp_path / "raw.xlsx"
    raw_xlsx(raw, "<sheetData>" + " " * 30_000_000 + "</sheetData>")
    data = raw.read_bytes().replace((30_000_000 + 115).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    real = zipfile.ZipFile(raw).getinfo("xl/worksheets/sheet1.xml").file_size
    data = raw.read_bytes().replace(real.to_bytes(4, "little"), (50).to_bytes(4, "little"))
    buffer.write(data)
    path = written(tmp_path, buffer.getvalue())
    begun = time.monotonic()
    assert refused(path, in_child=True).code in CODES
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(tmp_path: Path, part: str, encoding: str) -> None:
    told = f'<?xml version="1.0"?>{" " * 3_000_000 if encoding == "utf-8" else ""}<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    path = raw_xlsx(tmp_path / "entity.xlsx", "<sheetData/>", more={part: told.encode(encoding)})
    error = refused(path)
    assert (error.code, error.exit) == ("doctype", Exit.SECURITY)


def test_entities_in_an_xml_spreadsheet_are_refused(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
    )
    assert refused(written(tmp_path, text.encode())).code == "doctype"


def test_a_cell_at_the_last_row_and_column_is_read(tmp_path: Path) -> None:
    # A dense reader would want 17 billion cells; here it costs nothing.
    staging = read(raw_xlsx(tmp_path / "far.xlsx", FAR))
    rows = staging.sheets[0].rows
    assert rows[1] == [1]
    assert (len(rows[1_048_576]), rows[1_048_576][-1]) == (16_384, 2)


def test_rows_beyond_the_limit_are_left_out(tmp_path: Path) -> None:
    path = raw_xlsx(
        tmp_path / "beyond.xlsx",
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9999999"><c r="A9999999"><v>2</v></c></row></sheetData>',
    )
    assert read(path).sheets[0].rows == {1: [1]}


def test_a_vast_merge_is_only_a_merge(tmp_path: Path) -> None:
    path = raw_xlsx(
        tmp_path / "merge.xlsx",
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    sheet = read(path, in_child=False).sheets[0]
    assert [merge.a1 for merge in sheet.merges] == ["A1:XFD1048576"]


def test_spans_in_html_do_not_multiply(tmp_path: Path) -> None:
    text = "<table>" + "<tr><td rowspan=99999999 colspan=99999999>x</td></tr>" * 3 + "</table>"
    sheet = read(written(tmp_path, text.encode(), "x.xls"), in_child=False).sheets[0]
    assert sum(len(row) for row in sheet.rows.values()) < 40_000


def test_the_time_limit_ends_the_reader(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "slow.xlsx", FAR)
    error = refused(path, limits=Limits(seconds=0), in_child=True)
    assert (error.code, error.exit) == ("too-slow", Exit.SECURITY)


def test_cancelling_ends_the_reader(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        read(raw_xlsx(tmp_path / "slow.xlsx", FAR), cancel=lambda: True)
    assert caught.value.code == "cancelled"


def test_the_memory_limit_ends_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[f"cell {row} {column}" for column in range(100)] for row in range(20_000)])
    error = refused(path, limits=Limits(memory_mb=100), in_child=True)
    assert error.code in ("too-much-memory", "reader-stopped")


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"a;b;c\n" * 50, "many.csv")
    assert refused(path, limits=Limits(cells=100)).code == "too-large"


def whole_book() -> bytes:
    buffer = io.BytesIO()
    book = Workbook()
    page = book.active
    assert page is not None
    for row in range(30):
        page.append([f"text {row}", row, None, row / 7])
    book.save(buffer)
    return buffer.getvalue()


BOOK = whole_book()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated_archives_are_damaged(tmp_path: Path, share: float) -> None:
    assert refused(written(tmp_path, BOOK[: int(len(BOOK) * share)])).code == "damaged"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_flipped_bytes_are_read_or_refused(tmp_path: Path, flips: list[tuple[int, int]]) -> None:
    data = bytearray(BOOK)
    for place, byte in flips:
        data[place] = byte
    staging = read_or_code(written(tmp_path, bytes(data)))
    assert staging in CODES or (isinstance(staging, Staging) and all(row for sheet in staging.sheets for row in sheet.rows))


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    staging = read_or_code(written(tmp_path, data))
    assert staging in CODES or (isinstance(staging, Staging) and staging.sheets)


def test_real_odd_files_never_crash() -> None:
    folder = beside("GEDESK_BADBOOKS", "badbooks")
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["category"] in ("resource", "hostile/fuzz", "encrypted")]
    outcomes: dict[str, str] = {}
    for row in listed[::6]:
        path = folder / row["file"]
        if not path.exists():
            continue
        told = read_or_code(path, in_child=True)
        outcomes[row["file"]] = told if isinstance(told, str) else "read"
        if row["category"] == "encrypted":
            # Some are encrypted with the password that Excel tries by itself: those are read.
            assert outcomes[row["file"]] in ("password", "unknown-cipher", "damaged", "read"), row["file"]
    assert len(outcomes) > 8
    assert "too-slow" not in outcomes.values()
