"""Out and back: exports and templates come back unchanged, and nothing in them can run."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gedesk.domain.fields import Type
from gedesk.domain.kinds import registry
from gedesk.errors import MadeByNewer, UsageError
from gedesk.workbook.export import write_export
from gedesk.workbook.grids import is_grid, join
from gedesk.workbook.plan import Options, Plan
from gedesk.workbook.planning import build
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise
from gedesk.workbook.template import Places, write_template

PLACE = "55555555-5555-4555-8555-555555555555"
PARTNERS = ["66666666-6666-4666-8666-666666666666", "77777777-7777-4777-8777-777777777777"]
NAMES = {PLACE: "Kinondoni MC", PARTNERS[0]: "Group [one]; and | two", PARTNERS[1]: "UN Women"}
FORMATS = (".xlsx", ".csv", ".ods", ".json")

RECORDS: list[dict[str, Any]] = [
    {
        "id": "018f0000-0000-7000-8000-000000000001",
        "code": "TZ-0102-ACT-2026-0012",
        "title": "=cmd|' /C calc'!A0",
        "start": date(2026, 3, 4),
        "place": PLACE,
        "implementers": PARTNERS,
        "participants": {"female|15-17|with": 3, "male|not_recorded|not_recorded": 0},
        "participants_total": 7000,
        "participants_qualifier": "at_least",
        "description": "+255 712\nsecond line; third",
        "cost": 12.5,
        "currency": "TZS",
        "languages_used": ["en", "sw"],
        "progress": "done",
        "state": "complete",
        "sensitivity": "restricted",
    },
    {
        "id": "018f0000-0000-7000-8000-000000000002",
        "title": "-Arusha",
        "start": date(2026, 12, 4),
        "place": PLACE,
        "venue": "001",
        "outputs": "'=quoted",
        "description": "-",
        "state": "draft",
    },
    {"id": "018f0000-0000-7000-8000-000000000003", "title": "@x _x0041_", "start": date(1999, 1, 31), "stakeholder_counts": {"media": 4}},
]


def back(path: Path) -> Plan:
    staging = read(path, in_child=False)
    return build(staging, recognise(staging, registry), registry=registry, candidates=lambda _kind: [], new_id=lambda: "x")


def filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [], {}) and name != "id"}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("language", ["en", "sw", "fr", "ru", "bs"])
def test_records_come_back_unchanged(tmp_path: Path, ending: str, language: str) -> None:
    path = tmp_path / f"out{ending}"
    written = write_export(path, [("activity", RECORDS)], registry=registry, language=language, names=NAMES)
    assert list(written.values()) == [3]
    plan = back(path)
    assert plan.problems == []
    assert plan.questions == []
    assert plan.new == []
    assert [(row.id, filled(row.values)) for row in plan.rows] == [(record["id"], filled(record)) for record in RECORDS]


def test_several_kinds_in_one_workbook(tmp_path: Path) -> None:
    organisations = [{"id": PARTNERS[1], "name": "UN Women", "women_led": True, "youth_led": False, "interest_on": date(2026, 1, 2)}]
    path = tmp_path / "all.xlsx"
    written = write_export(path, [("activity", RECORDS), ("organisation", organisations)], registry=registry, names=NAMES)
    assert written == {"Activities": 3, "Organisations": 1}
    plan = back(path)
    assert [row.kind for row in plan.rows] == ["activity"] * 3 + ["organisation"]
    assert filled(plan.rows[-1].values) == filled(organisations[0])


# What cells of texts hold is told apart from what the format does to any text: no control characters, ends trimmed.
LINES = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp"), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=40)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, min_size=1, max_size=8))
@example(["=1+1", "+1", "-1", "@a", "'", "'=x", "''+y", "_x000D_", "1,5", "n/a", "TRUE", "2026-01-01", "#REF!", "#name", "gedesk:1:activity:id"])
def test_any_text_comes_back(tmp_path: Path, texts: list[str]) -> None:
    records = [
        {"id": f"018f0000-0000-7000-8000-{number:012}", "title": text, "start": date(2026, 1, 1), "description": text}
        for number, text in enumerate(texts)
    ]
    for ending in FORMATS:
        path = tmp_path / f"texts{ending}"
        write_export(path, [("activity", records)], registry=registry)
        plan = back(path)
        assert [row.values["title"] for row in plan.rows] == texts, ending
        assert [row.values["description"] for row in plan.rows] == texts, ending


def test_emptied_cells_of_an_export_empty_the_field(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_export(path, [("activity", RECORDS)], registry=registry, names=NAMES)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    columns = {str(cell.value): cell.column for cell in page[1]}
    page.cell(3, columns["description"]).value = None
    page.cell(3, columns["implementers"]).value = None
    page.cell(4, columns["title"]).value = "Corrected"
    book.save(path)
    plan = back(path)
    assert (plan.rows[0].values["description"], plan.rows[0].values["implementers"]) == (None, None)
    assert plan.rows[1].values["title"] == "Corrected"


def test_nothing_in_a_workbook_is_a_formula_or_link(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    record = {**RECORDS[0], "venue": "http://example.org", "outputs": "\t=1"}
    write_export(path, [("activity", [record])], registry=registry, names={PLACE: "=A1", **dict.fromkeys(PARTNERS, "+x")})
    with zipfile.ZipFile(path) as archive:
        xml = b"".join(archive.read(name) for name in archive.namelist() if "sheet" in name)
        styles = archive.read("xl/styles.xml")
    assert b"<f>" not in xml
    assert b"<f " not in xml
    assert b"hyperlink" not in xml.lower()
    assert b'quotePrefix="1"' in styles


def test_text_files_are_guarded(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_export(path, [("activity", RECORDS)], registry=registry, names=NAMES)
    text = path.read_text(encoding="utf-8-sig")
    assert not re.search(r'(?:^|,)"?[=+@-](?!\d)', text, re.M)


def test_more_rows_than_a_sheet_holds_go_on(tmp_path: Path) -> None:
    records = [{"id": f"018f0000-0000-7000-8000-{n:012}", "title": f"T {n}", "start": date(2026, 1, 1)} for n in range(25)]
    path = tmp_path / "out.xlsx"
    written = write_export(path, [("activity", records)], registry=registry, rows_per_sheet=12)
    assert written == {"Activities": 10, "Activities 2": 10, "Activities 3": 5}
    assert [row.id for row in back(path).rows] == [record["id"] for record in records]


def test_an_empty_export_still_says_what_it_is(tmp_path: Path) -> None:
    for ending in FORMATS:
        path = tmp_path / f"none{ending}"
        assert list(write_export(path, [("activity", [])], registry=registry).values()) == [0]
        assert back(path).rows == []


def test_other_endings_and_several_kinds_in_text_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_export(tmp_path / "out.pdf", [("activity", [])], registry=registry)
    with pytest.raises(UsageError):
        write_export(tmp_path / "out.csv", [("activity", []), ("place", [])], registry=registry)
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_of_a_newer_version_is_told(tmp_path: Path) -> None:
    path = tmp_path / "newer.csv"
    path.write_text("gedesk:2:activity:id,title\nID,Title\n", encoding="utf-8")
    with pytest.raises(MadeByNewer):
        back(path)


@pytest.mark.parametrize("kind", ["activity", "commitment", "attendance", "result", "organisation", "indicator", "place"])
@pytest.mark.parametrize("language", ["en", "sw", "ru"])
def test_templates_are_recognised_when_filled_in(tmp_path: Path, kind: str, language: str) -> None:
    path = tmp_path / "template.xlsx"
    lists = {"place": ["Kinondoni MC"], "organisation": ["UN Women", "=evil"]}
    columns = write_template(kind, path, registry=registry, language=language, lists=lists)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert page.max_column == columns
    title = registry.kind(kind).title
    named = {str(cell.value).rpartition(":")[2]: cell.column for cell in page[1]}
    spec = registry.spec(kind, title)
    page.cell(3, named[title]).value = "Something" if spec.type is Type.TEXT else "Some record"
    book.save(path)
    tables = recognise(read(path, in_child=False), registry)
    assert (tables[0].kind, tables[0].technical, len(tables[0].rows)) == (kind, True, 1)
    assert all(column.field for column in tables[0].columns)


def test_a_template_guides_who_fills_it_in(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template("activity", path, registry=registry, language="sw", lists={"place": ["Kinondoni MC", "Ubungo MC"]})
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert page.row_dimensions[1].hidden
    assert page.freeze_panes == "B3"
    assert page["A2"].value == "Kichwa *"
    assert {"list_activity_type", "names_place"} <= set(book.defined_names)
    assert book["Lists"].sheet_state == "hidden"
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    place = next(rule for rule in rules.values() if rule.formula1 == "names_place")
    assert (place.type, place.errorStyle) == ("list", "information")
    starts = [rule for rule in rules.values() if rule.type == "date"]
    assert len(starts) == 2
    assert any("Ndiyo" in str(row[1].value) for row in book.worksheets[2].iter_rows(min_row=8))


PLACES = Places("region", "council", [("Arusha", ["Arusha City Council", "Meru District Council"]), ("Mara", ["Rorya District Council"])])


def filled_template(path: Path) -> Path:
    """A template with three activities; the numbers of two of them stand on the second sheet, in another order."""
    write_template("activity", path, registry=registry, places=PLACES, lists={"organisation": ["UN Women"]})
    book = openpyxl.load_workbook(path)
    main, grid = book.worksheets[:2]
    columns = {str(cell.value): cell.column for cell in main[1]}
    for row, (title, region, council) in enumerate([("Forum", "Mara", None), ("Training", "Arusha", "Meru District Council"), ("Walk", None, None)], 3):
        main.cell(row, 1, title)
        main.cell(row, columns["place[region]"], region)
        main.cell(row, columns["place[council]"], council)
        main.cell(row, columns["start"], date(2026, 3, row))
    counts = {str(cell.value): cell.column for cell in grid[1]}
    grid.cell(3, 1, "Training")
    grid.cell(3, counts["participants[female|15-17|not_recorded]"], 12)
    grid.cell(4, 1, "Forum")
    grid.cell(4, counts["participants[male|60+|not_recorded]"], 3)
    book.save(path)
    return path


def test_councils_are_chosen_below_the_region_of_the_row(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled_template(tmp_path / "t.xlsx"))
    main = book.worksheets[0]
    checks = {str(check.sqref).split(":")[0]: check.formula1 for check in main.data_validations.dataValidation}
    assert checks["B3"] == "places_upper"
    assert checks["C3"] == "OFFSET(places_first,MATCH($B3,places_above,0)-1,0,COUNTIF(places_above,$B3),1)"
    lists = book["Lists"]

    def cells(name: str) -> list[object]:
        where = book.defined_names[name].attr_text.rpartition("!")[2].replace("$", "")
        return [cell.value for row in lists[where] for cell in row]

    assert cells("places_upper") == ["Arusha", "Mara"]
    assert list(zip(cells("places_above"), cells("places_below"), strict=True)) == [
        ("Arusha", "Arusha City Council"), ("Arusha", "Meru District Council"), ("Mara", "Rorya District Council"),
    ]  # fmt: skip
    assert main.protection.sheet
    assert not main.column_dimensions["A"].protection.locked
    assert main["A2"].protection.locked


def test_the_sheet_of_participants_joins_its_rows_by_title(tmp_path: Path) -> None:
    staging = read(filled_template(tmp_path / "t.xlsx"), in_child=False)
    tables = recognise(staging, registry)
    beside = [table for table in tables if is_grid(table)]
    plan = build(
        staging, [table for table in tables if table.technical and table not in beside], registry=registry,
        candidates=lambda _kind: [], new_id=lambda: "x", selected=True, options=Options(skip_questions=True),
    )  # fmt: skip
    join(staging, beside, plan, registry)
    assert [(row.values["title"], row.values.get("participants")) for row in plan.rows] == [
        ("Forum", {"male|60+|not_recorded": 3}), ("Training", {"female|15-17|not_recorded": 12}), ("Walk", None),
    ]  # fmt: skip
    staging.sheet("Participants").rows[4][0] = "Forun"
    staging.sheet("Participants").rows[3][3] = "many"
    join(staging, beside, plan, registry)
    assert [(one.code, one.cell) for one in plan.problems if one.level == "error"] == [("type-error", "D3"), ("no-such-row", "A4")]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_we_write_and_keeps_its_lists(tmp_path: Path) -> None:
    filled_template(tmp_path / "template.xlsx")
    for ending in ("xlsx", "ods"):
        write_export(tmp_path / f"out-{ending}.{ending}", [("activity", RECORDS)], registry=registry, names=NAMES)
    out = tmp_path / "saved"
    files = [str(path) for path in sorted(tmp_path.iterdir()) if path.is_file()]
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *files], check=True, capture_output=True, timeout=180)
    template = openpyxl.load_workbook(out / "template.xlsx")
    assert {"places_upper", "places_first", "titles"} <= set(template.defined_names)
    lists = [check.formula1 for check in template.worksheets[0].data_validations.dataValidation if check.type == "list"]
    assert "places_upper" in lists
    assert any("places_first" in formula for formula in lists)
    assert template.worksheets[0].row_dimensions[1].hidden
    for ending in ("xlsx", "ods"):
        plan = back(out / f"out-{ending}.xlsx")
        assert [(row.id, filled(row.values)) for row in plan.rows] == [(record["id"], filled(record)) for record in RECORDS]


@pytest.mark.parametrize("kind", list(registry))
def test_every_kind_has_a_template_that_is_known_again(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(kind, path, registry=registry, places=PLACES)
    tables = [table for table in recognise(read(path, in_child=False), registry) if table.technical]
    assert {table.kind for table in tables} == {kind}
    assert [table.rows for table in tables] == [[]] * len(tables)
