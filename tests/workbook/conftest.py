"""Makers of files for the tests of the workbook layer, and where real ones may lie."""

from __future__ import annotations

import csv
import io
import os
import uuid
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from gedesk import paths
from gedesk.workbook.names import Candidate

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).parent / "files"

# The same small table in every format; what a format cannot tell apart is told below.
ROWS: list[list[Any]] = [
    ["Activity", "Start date", "Council", "Female", "Male"],
    ["Training of leaders", date(2026, 3, 14), "Kinondoni MC", 12, 8],
    ["Dialogue – haki", date(2026, 4, 2), "Ubungo MC", 30, 0],
    ["Clinic, “legal”", date(2026, 5, 30), "Temeke MC", 7, 5],
]


def beside(variable: str, name: str) -> Path:
    """A folder of material that is not part of the project; the test is skipped where it is absent."""
    folder = Path(os.environ.get(variable) or ROOT.parent / "shared" / name)
    if not folder.exists():
        pytest.skip(f"{folder} is absent; set {variable} to run this test")
    return folder


@pytest.fixture
def workbooks() -> Path:
    """Real labelled workbooks."""
    return beside("GEDESK_WORKBOOKS", "workbooks")


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as an .xlsx and returns its path."""

    def build(rows: list[list[Any]], name: str = "book.xlsx", sheet: str = "Sheet1", **merges: list[str]) -> Path:
        book = Workbook()
        page: Any = book.active
        page.title = sheet
        for row in rows:
            page.append(row)
        for merge in merges.get("merge", []):
            page.merge_cells(merge)
        path = tmp_path / name
        book.save(path)
        return path

    return build


def raw_xlsx(path: Path, sheet: str, *, more: dict[str, bytes] | None = None) -> Path:
    """A minimal .xlsx around the XML inside `<worksheet>`."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts: dict[str, bytes] = {
        "[Content_Types].xml": (
            b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            b'<Default Extension="xml" ContentType="application/xml"/>'
            b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            b'spreadsheetml.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/officeDocument" '
            f'Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            f'<sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/worksheet" '
            f'Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><worksheet xmlns="{main}">{sheet}</worksheet>'.encode(),
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def csv_bytes(rows: list[list[Any]], delimiter: str, encoding: str) -> bytes:
    """Rows as delimited text; dates in ISO form."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def place_id(code: str) -> str:
    """Id of a place of the shipped pack in these tests."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, code))


@pytest.fixture(scope="session")
def tanzania() -> list[Candidate]:
    """Places of the shipped pack of Tanzania as candidates."""
    with paths.resource("packs/tz/places.csv").open(encoding="utf-8", newline="") as file:
        return [
            Candidate(
                place_id(row["code"]),
                row["name"],
                tuple(part.strip() for part in row["other_names"].split(";") if part.strip()),
                row["level"],
                place_id(row["parent_code"]) if row["parent_code"] else None,
                row["kind"],
                row["code"],
            )
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="session")
def ambiguous() -> dict[str, set[str]]:
    """Names that the shipped pack of Tanzania knows to mean several places."""
    found: dict[str, set[str]] = {}
    with paths.resource("packs/tz/ambiguous.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["name"], set()).update(row["codes"].split("|"))
    return found
