"""Workbooks in through the protocol that the window and the command line use, on real stores and real files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.memory_services import MemoryServices
from helpers.memory_workbooks import MemoryBook
from helpers.workspace import CHEAP, Workspace

from gedesk import i18n, paths
from gedesk.cli.sheets import summary
from gedesk.errors import InvalidInput, KnownError, NotFound, UsageError
from gedesk.presenters.import_steps import pictured
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.services.importing_views import Bounds, CellRole, ExportOptions, Fate
from gedesk.services.protocols import Services, WorkbookImport
from gedesk.store import integrity

HEAD = ["Activity", "Start date", "Council", "Female", "Male", "Venue"]
SAMPLE = paths.resource("samples/kinondoni_q2.xlsx")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "hq" / "s.gedesk", country="tz", role="hq", place="TZ", name="HQ", cost=CHEAP) as made:
        yield made


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as a workbook."""

    def write(rows: list[list[Any]], name: str = "report.xlsx", sheet: str = "Q1") -> Path:
        made = openpyxl.Workbook()
        page: Any = made.active
        page.title = sheet
        for row in rows:
            page.append(row)
        path = tmp_path / name
        made.save(path)
        return path

    return write


def lines(count: int = 6, **changes: Any) -> list[list[Any]]:
    """A header and rows of activities; `changes` replace cells of the first row by heading."""
    rows: list[list[Any]] = [list(HEAD)]
    rows += [[f"Training {chr(65 + n)}", date(2026, 3, 1 + n), "Kinondoni MC", 10 + n, n, f"Hall {n}"] for n in range(count)]
    for heading, value in changes.items():
        rows[1][HEAD.index(heading)] = value
    return rows


def counts(done: Any) -> tuple[int, int, int, int, int]:
    return done.create, done.update, done.same, done.duplicate, done.refused


# -- applying ----------------------------------------------------------------------------------------------------


def test_the_double_and_the_store_answer_the_same_protocol(desk: Desk, book: Callable[..., Path]) -> None:
    def walk(services: Services, path: Path) -> list[Any]:
        session: WorkbookImport = services.workbooks.open(path)
        table = session.tables()[0]
        columns = [column.field for column in session.columns(table.number)]
        preview = session.preview()
        done = session.apply()
        session.close()
        return [table.header_rows, table.rows, table.kind, columns[:2], preview.create, preview.operation, done.create, bool(done.operation)]

    memory = MemoryServices()
    memory.workbooks.files["report.xlsx"] = MemoryBook([["Title", "Start"], *[[f"Training {n}", "2026-03-01"] for n in range(6)]])
    path = book([["Title", "Start"], *[[f"Training {n}", "2026-03-01"] for n in range(6)]])
    assert walk(memory, path) == walk(desk, path)


def test_a_workbook_comes_in_as_one_operation_and_goes_again(desk: Desk, book: Callable[..., Path]) -> None:
    session = desk.workbooks.open(book(lines()))
    preview = session.preview()
    assert (counts(preview), preview.operation, preview.hindrance) == ((6, 0, 0, 0, 0), "", "")
    assert desk.lists.count("activity") == 0
    done = session.apply()
    assert counts(done) == counts(preview)
    assert desk.lists.count("activity") == 6
    assert desk.records.history(limit=1)[0].operation == done.operation
    assert desk.records.undo().records == 6
    assert desk.lists.count("activity") == 0


def test_the_second_time_nothing_is_new(desk: Desk, book: Callable[..., Path]) -> None:
    path = book([*lines(), ["Training A", date(2026, 3, 1), "Kinondoni MC", 99, 1, "Other hall"]])
    assert counts(desk.workbooks.import_(path)) == (7, 0, 0, 0, 0)
    assert counts(desk.workbooks.import_(path)) == (0, 0, 7, 0, 0)
    assert desk.lists.count("activity") == 7


def test_a_place_whose_parent_is_known_only_now_is_not_made_twice(desk: Desk, book: Callable[..., Path]) -> None:
    rows = [["Name", "Level", "Parent"], ["Northern belt", "region", "Tanzania"], *([f"Belt {n}", "council", "Northern belt"] for n in range(4))]
    path = book(rows, name="places.xlsx")
    first = desk.workbooks.import_(path, kind="place", rest="best", valid_rows=True)
    assert first.create == 5
    second = desk.workbooks.import_(path, kind="place", rest="best", valid_rows=True)
    assert (second.create, second.duplicate, second.refused) == (0, 0, 0)


def test_a_changed_cell_updates_its_record_and_shows_from_what_to_what(desk: Desk, book: Callable[..., Path]) -> None:
    desk.workbooks.import_(book(lines()))
    session = desk.workbooks.open(book(lines(Venue="New hall", Female=40)))
    assert counts(session.preview()) == (0, 1, 5, 0, 0)
    (row,) = session.rows(Fate.UPDATE)
    assert {(change.field, change.old, change.new) for change in row.changes} >= {("venue", "Hall 0", "New hall")}
    assert row.record
    assert row.title == "Training A"
    session.apply()
    assert desk.records.get("activity", row.record).values["venue"] == "New hall"


def test_one_bad_cell_keeps_all_out_unless_valid_rows_are_wanted(desk: Desk, book: Callable[..., Path]) -> None:
    path = book(lines(Female="many"))
    session = desk.workbooks.open(path)
    done = session.apply()
    assert (done.operation, done.refused, bool(done.hindrance)) == ("", 1, True)
    assert desk.lists.count("activity") == 0
    (problem,) = [one for one in session.problems() if one.level == "error"]
    assert (problem.sheet, problem.cell, problem.code, problem.value) == ("Q1", "D2", "type-error", "many")
    (refused,) = session.rows(Fate.REFUSED)
    assert (refused.row, refused.reason) == (2, problem.message)
    assert session.apply(valid_rows=True).operation
    assert desk.lists.count("activity") == 5


def test_a_title_that_is_nearly_the_same_is_asked_about(desk: Desk, book: Callable[..., Path]) -> None:
    desk.workbooks.import_(book(lines(Activity="Training of market women leaders")))
    session = desk.workbooks.open(book(lines(Activity="Training of market women leader", Venue="Hall 9")))
    (question,) = session.questions()
    assert (question.value, question.allows_new, question.cells) == ("Training of market women leader", True, ("A2",))
    assert [one.label for one in question.candidates] == ["Training of market women leaders"]
    assert session.apply().operation == ""
    session.answer(question.id, question.candidates[0].id)
    assert counts(session.preview()) == (0, 1, 5, 0, 0)
    session.answer(question.id, "new")
    assert counts(session.preview()) == (1, 0, 5, 0, 0)
    session.answer(question.id, "skip")
    assert [row.fate for row in session.rows() if row.row == 2] == [Fate.LEFT_OUT]
    session.answer(question.id, None)
    assert session.questions()[0].answer is None


def test_rows_that_wait_for_an_answer_are_not_refused(desk: Desk, book: Callable[..., Path]) -> None:
    session = desk.workbooks.open(book(lines(Council="Arusha")))  # a city council or a district council
    preview = session.preview()
    assert (counts(preview), preview.waiting) == ((5, 0, 0, 0, 0), 1)
    (waits,) = [one for one in pictured(preview).counts if one.fate == Fate.ASKED]
    assert (waits.number, waits.label) == (1, "Waits for an answer")
    assert [row.row for row in session.rows(Fate.ASKED)] == [2]
    assert any("1 row waits" in line for line in summary(preview))
    session.answer_rest("skip")
    answered = session.preview()
    assert (counts(answered), answered.waiting) == ((6, 0, 0, 0, 0), 0)
    assert Fate.ASKED not in {one.fate for one in pictured(answered).counts}


def test_quarters_are_not_alike(desk: Desk, book: Callable[..., Path]) -> None:
    desk.workbooks.import_(book(lines(Activity="Council meeting of quarter 1")))
    again = desk.workbooks.import_(book(lines(Activity="Council meeting of quarter 2")), dry_run=True)
    assert (again.questions, counts(again)) == ([], (1, 0, 5, 0, 0))


def test_a_row_completed_later_completes_its_draft(desk: Desk, book: Callable[..., Path]) -> None:
    rows = lines()
    rows[1][1] = None
    desk.workbooks.import_(book(rows))
    done = desk.workbooks.import_(book(lines()))
    assert counts(done) == (0, 1, 5, 0, 0)
    (changed,) = done.differences
    stored = desk.records.get("activity", changed["id"]).values
    assert (stored["start"], stored["state"]) == (date(2026, 3, 1), "complete")


def test_cancelling_leaves_nothing(desk: Desk, book: Callable[..., Path]) -> None:
    session = desk.workbooks.open(book(lines()))
    with pytest.raises(KnownError):
        session.apply(cancelled=lambda: True)
    assert desk.lists.count("activity") == 0
    assert session.apply().create == 6


def test_long_work_says_how_far_it_is_and_stops_wherever_it_is_asked(desk: Desk, book: Callable[..., Path]) -> None:
    path = book([HEAD, *([f"Training {n}", date(2026, 3, 1), "Kinondoni MC", n % 40, 3, f"Hall {n}"] for n in range(2_500))])
    told: list[tuple[str, int, int]] = []
    session = desk.workbooks.open(path, progress=lambda *step: told.append(step))
    reading = [step for step in told if step[0] == "reading"]
    assert [reading[0], reading[-1], told[-1]] == [("reading", 0, 0), ("reading", 2_501, 2_501), ("recognising", 0, 0)]

    told.clear()
    session.preview(progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(phase for phase, _done, _all in told)) == ["matching", "comparing", "writing"]
    for phase in ("matching", "writing"):
        steps = [step for step in told if step[0] == phase]
        assert len(steps) > 2
        assert steps == sorted(steps)
        assert {total for _phase, _done, total in steps} == {2_500}
        assert steps[-1][1] == 2_500

    before = desk.exchange.digest()
    for last in range(0, len(told), 3):
        session.set_default("venue", f"Hall of try {last}")  # so that everything is worked out anew
        seen: list[tuple[str, int, int]] = []
        with pytest.raises(KnownError):
            session.apply(progress=lambda *step, seen=seen: seen.append(step), cancelled=lambda last=last, seen=seen: len(seen) >= last)
        assert len(seen) == last
    assert (desk.exchange.digest(), desk.lists.count("activity")) == (before, 0)
    assert session.apply().create == 2_500


def test_a_site_brings_in_only_its_own_places(tmp_path: Path, book: Callable[..., Path]) -> None:
    with ExitStack() as stack:
        work = Workspace(tmp_path / "w", stack, 1)
        work.exchange()
        session = work.sites[0].workbooks.open(book(lines(Council="Dodoma CC")))
        done = session.apply()
        assert (done.operation, done.refused) == ("", 1)
        assert [one.code for one in session.problems() if one.level == "error"] == ["out_of_scope"]
        assert session.apply(valid_rows=True).create == 5


# -- looking and correcting --------------------------------------------------------------------------------------


def test_a_frame_dragged_astray_is_dragged_back(desk: Desk) -> None:
    """The headings are looked for in the frame, the kind stays, and how it was before is offered."""
    session = desk.workbooks.open(SAMPLE)
    first = session.tables()[0]
    b = first.bounds
    lower = session.set_table(0, bounds=Bounds(b.top + 4, b.left, b.bottom, b.right))
    assert (lower.kind, lower.header_rows == first.header_rows) == (first.kind, False)
    assert (lower.others[0].bounds, lower.others[0].header_rows) == (b, first.header_rows)
    back = session.set_table(0, bounds=b)
    assert (back.header_rows, back.first, back.last, back.kind, back.rows) == (first.header_rows, first.first, first.last, first.kind, first.rows)



def test_the_grid_is_painted_with_the_guess(desk: Desk, book: Callable[..., Path]) -> None:
    rows = [["Report of the council"], [], *lines(), ["Total", None, None, 75, 15], [], ["Source: register"]]
    session = desk.workbooks.open(book(rows))
    grid = {row.number: row for row in session.grid("Q1", 1, 50)}
    assert [grid[number].roles[0] for number in (1, 3, 4, 10, 12)] == [
        CellRole.TITLE, CellRole.HEADER, CellRole.DATA, CellRole.TOTAL, CellRole.NOTE,
    ]  # fmt: skip
    assert grid[4].texts[:3] == ("Training A", "2026-03-01", "Kinondoni MC")
    (sheet,) = session.sheets()
    assert (sheet.name, sheet.rows, sheet.columns) == ("Q1", 12, 6)


def test_header_and_bounds_can_be_corrected(desk: Desk, book: Callable[..., Path]) -> None:
    session = desk.workbooks.open(book(lines()))
    table = session.set_table(0, bounds=Bounds(1, 1, 4, 6), header_rows=[1])
    assert (table.range, table.rows, table.confidence) == ("A1:F4", 3, 1.0)
    assert session.preview().create == 3
    session.set_table(0, chosen=False)
    done = session.apply()
    assert (done.operation, bool(done.hindrance)) == ("", True)
    session.set_table(0, chosen=True, kind="commitment")
    assert session.tables()[0].kind == "commitment"
    with pytest.raises(UsageError):
        session.set_table(7, chosen=True)


def test_a_column_can_be_given_another_field(desk: Desk, book: Callable[..., Path]) -> None:
    rows = [[*HEAD, "Weather"], *[[*row, "rain"] for row in lines()[1:]]]
    session = desk.workbooks.open(book(rows))
    assert session.columns(0)[6].field is None
    assert {choice.field for choice in session.fields(0)} >= {"outputs", "participants", "place"}
    session.set_column(0, "G", "outputs")
    session.set_column(0, "F", None)
    session.apply()
    first = desk.lists.rows("activity", desk.lists.numbers("activity"), ["outputs", "venue"])[0]
    assert first[1:] == ("rain", "")
    session.set_column(0, "F", "outputs")
    assert session.columns(0)[6].field is None  # a field is held by one column


def test_parts_of_fields_are_told_in_words(desk: Desk, book: Callable[..., Path]) -> None:
    session = desk.workbooks.open(book(lines()))
    assert session.columns(0)[2].label == "Place (Council)"
    with i18n.speaking("fr"):
        assert session.columns(0)[2].label == "Lieu (Conseil)"


def test_answers_are_remembered_as_other_names(desk: Desk, book: Callable[..., Path]) -> None:
    session = desk.workbooks.open(book(lines(Council="Kinondoni na jirani")))
    (question,) = session.questions()
    assert question.kind == "place"
    assert question.context
    session.answer(question.id, "TZ.070113")
    assert session.apply().operation
    later = desk.workbooks.open(book(lines(Council="Kinondoni na jirani", Activity="Another"), name="later.xlsx"))
    assert later.questions() == ()
    with pytest.raises(InvalidInput):
        session.answer(question.id, "no such place")


# -- profiles ----------------------------------------------------------------------------------------------------


def test_a_profile_reads_the_next_workbook_and_travels_to_the_sites(tmp_path: Path, book: Callable[..., Path]) -> None:
    odd = [["Bla", "Kijiji", "Lini", "Mambo"], *[[f"x{n}", "Kinondoni MC", date(2026, 4, n), f"Kikao {n}"] for n in range(1, 8)]]
    with ExitStack() as stack:
        work = Workspace(tmp_path / "w", stack, 1)
        session = work.hq.workbooks.open(book(odd), kind="activity")
        for ref, field, part in (("A", None, ""), ("B", "place", "council"), ("C", "start", ""), ("D", "title", "")):
            session.set_column(0, ref, field, part)
        saved = session.save_profile("Odd register")
        assert session.save_profile("Odd register, again") == saved
        work.exchange()
        site = work.sites[0]
        (profile,) = site.workbooks.profiles()
        assert (profile.name, profile.kind, profile.headers) == ("Odd register, again", "activity", ("Bla", "Kijiji", "Lini", "Mambo"))
        moved = [["A title above"], [], *odd, ["Jumla"], []]
        later = site.workbooks.open(book(moved, name="next.xlsx", sheet="Robo 3"))
        assert later.tables()[0].profile == "Odd register, again"
        done = later.apply()
        assert (done.create, done.questions, done.hindrance) == (7, [], "")
        titles = {row[1] for row in site.lists.rows("activity", site.lists.numbers("activity"), ["title"])}
        assert titles == {f"Kikao {n}" for n in range(1, 8)}
        work.hq.workbooks.rename_profile(saved, "Register")
        assert [one.name for one in work.hq.workbooks.profiles()] == ["Register"]
        work.hq.workbooks.remove_profile(saved)
        assert work.hq.workbooks.profiles() == []
        with pytest.raises(NotFound):
            work.hq.workbooks.open(book(odd), profile="Register")


def test_a_folder_of_workbooks_in_one_run(desk: Desk, book: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    for n in range(4):
        book(lines(Activity=f"Opening {chr(75 + n)}"), name=f"all/c{n}.xlsx")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (folder / "~$c0.xlsx").write_bytes(b"lock")
    seen: list[str] = []
    done = desk.workbooks.import_folder(folder, progress=lambda _n, _of, file: seen.append(file))
    assert seen == ["broken.xlsx", "c0.xlsx", "c1.xlsx", "c2.xlsx", "c3.xlsx"]
    assert list(done.refused) == ["broken.xlsx"]
    assert [counts(one) for one in done.files] == [(6, 0, 0, 0, 0)] + [(1, 0, 5, 0, 0)] * 3
    assert done.total("create") == 9
    assert len({one.operation for one in done.files}) == 4


# -- marked copies -----------------------------------------------------------------------------------------------


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_marked_copy_is_the_users_file_with_marks(desk: Desk, tmp_path: Path) -> None:
    session = desk.workbooks.open(SAMPLE)
    copy = tmp_path / "marked.xlsx"
    assert session.marked(copy) >= 3
    before, after = parts(SAMPLE), parts(copy)
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    }  # fmt: skip
    marked = openpyxl.load_workbook(copy)
    assert marked.sheetnames == ["Robo 2", "Orodha", "Problems"]
    page = marked["Robo 2"]
    assert page["D47"].comment is not None
    assert "31/11/2025" in page["D47"].comment.text
    assert page["D47"].fill.start_color.rgb != page["D46"].fill.start_color.rgb
    assert page["D47"].value == "31/11/2025"
    listed = [[cell.value for cell in row] for row in marked["Problems"].iter_rows(min_row=3)]
    assert ["Robo 2", "D47"] in [row[:2] for row in listed]


def test_a_marked_copy_corrected_and_imported_again_loses_and_doubles_nothing(desk: Desk, tmp_path: Path) -> None:
    session = desk.workbooks.open(SAMPLE)
    session.answer_rest("best")
    first = session.apply(valid_rows=True)
    assert first.refused == 2
    copy = tmp_path / "marked.xlsx"
    session.marked(copy)
    marked = openpyxl.load_workbook(copy)
    marked["Robo 2"]["D47"] = date(2025, 11, 30)
    marked["Robo 2"]["T42"] = 500_000
    marked.save(copy)
    again = desk.workbooks.open(copy)
    again.answer_rest("best")
    done = again.apply()
    assert (done.create, done.update, done.same, done.refused) == (2, 0, first.create, 0)
    assert desk.lists.count("activity") == first.create + 2


def test_only_excel_workbooks_are_marked(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in lines(Female="many")), encoding="utf-8")
    session = desk.workbooks.open(path)
    with pytest.raises(InvalidInput) as refused:
        session.marked(tmp_path / "marked.xlsx")
    assert ".xlsx" in refused.value.advice


# -- round trips -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_an_export_comes_back_with_no_change_and_brings_edits_back(desk: Desk, tmp_path: Path, ending: str) -> None:
    session = desk.workbooks.open(SAMPLE)
    session.answer_rest("best")
    created = session.apply(valid_rows=True).create
    path = tmp_path / f"out.{ending}"
    assert list(desk.workbooks.export(["activity"], path).values()) == [created]
    assert counts(desk.workbooks.import_(path)) == (0, 0, created, 0, 0)
    if ending == "xlsx":
        edited = openpyxl.load_workbook(path)
        page = edited.worksheets[0]
        columns = {str(cell.value): cell.column for cell in page[1]}
        page.cell(3, columns["venue"]).value = "Ukumbi mpya"
        edited.save(path)
        done = desk.workbooks.import_(path)
        assert counts(done) == (0, 1, created - 1, 0, 0)
        assert [list(one["changed"]) for one in done.differences] == [["venue"]]
    with desk.store.reading() as connection:
        assert integrity.check(connection).faults == []


def test_a_row_of_a_removed_record_is_refused(desk: Desk, book: Callable[..., Path], tmp_path: Path) -> None:
    desk.workbooks.import_(book(lines()))
    path = tmp_path / "out.xlsx"
    desk.workbooks.export(["activity"], path)
    gone = desk.lists.rows("activity", desk.lists.numbers("activity"), ["title"])[0][0]
    desk.records.remove("activity", [gone])
    done = desk.workbooks.import_(path)
    assert (counts(done), done.operation) == ((0, 0, 5, 0, 1), "")
    assert [one["code"] for one in done.problems] == ["record-removed"]


def test_a_filtered_list_to_be_shared(desk: Desk, book: Callable[..., Path], tmp_path: Path) -> None:
    rows = lines()
    for row, female, male in zip(rows[1:], (3, 20, 0, 4, 9, 11), (8, 2, 30, 1, 9, 12), strict=True):
        row[3], row[4] = female, male
    desk.workbooks.import_(book(rows))
    numbers = desk.lists.numbers("activity", sort="title", descending=True, limit=4)
    path = tmp_path / "shared.xlsx"
    options = ExportOptions(fields=("title", "start", "place", "participants"), small=5, totals=True)
    assert desk.workbooks.export(["activity"], path, numbers=numbers, options=options) == {"Activities": 4}
    page = openpyxl.load_workbook(path).worksheets[0]
    found = [[cell.value for cell in row] for row in page.iter_rows()]
    assert found[0][:3] == ["Title", "Start", "Place"]
    assert [row[0] for row in found[1:]] == ["Training F", "Training E", "Training D", "Training C", "Total"]
    assert "[" not in found[1][2]
    assert [row[3:] for row in found[1:]] == [[11, 12], [9, 9], ["<5", "<5"], [None, 30] if found[4][3] is None else [0, 30], ["…", "…"]]
    assert page.freeze_panes == "B2"
    with pytest.raises(UsageError):
        desk.workbooks.export(["activity"], tmp_path / "shared.json", options=options)


def test_what_belongs_to_something_is_found_again_at_its_place(desk: Desk, book: Callable[..., Path]) -> None:
    rows = [["Indicator", "Period to", "Actual value", "Comment"], *[[f"Share of women {n}", date(2026, 3, 31), n, "ok"] for n in range(1, 7)]]
    path = book(rows)
    first = desk.workbooks.import_(path)
    assert (first.create, first.new) == (6, {"indicator": 6})
    assert counts(desk.workbooks.import_(path)) == (0, 0, 6, 0, 0)


FRAMEWORK: list[list[Any]] = [
    ["Indicator", "Unit", "Baseline", "Target 2025", "Actual 2025"],
    *[[f"Share of women in committee {letter}", "people", 10, 50 + n, 40 + n] for n, letter in enumerate("ABC")],
]


def test_an_indicator_sheet_brings_targets_and_results_and_nothing_twice(desk: Desk, book: Callable[..., Path]) -> None:
    path = book(FRAMEWORK, name="framework.xlsx")
    session = desk.workbooks.open(path)
    assert [column.label for column in session.columns(0)[3:]] == ["Target: Target", "Result: Value"]
    assert {row.title for row in session.rows()} == {row[0] for row in FRAMEWORK[1:]}
    assert session.apply().create == 9
    assert [desk.lists.count(kind) for kind in ("indicator", "target", "result")] == [3, 3, 3]
    assert counts(desk.workbooks.import_(path)) == (0, 0, 9, 0, 0)
    changed = [*FRAMEWORK[:3], [*FRAMEWORK[3][:4], 99], ["Schools with a gender desk", "schools", 0, 5, 6]]
    done = desk.workbooks.import_(book(changed, name="framework.xlsx"))
    assert counts(done) == (3, 1, 8, 0, 0)
    (result,) = [one for one in done.differences if "value" in one["changed"]]
    assert desk.records.get("result", result["id"]).values["value"] == 99
    assert desk.records.undo().records == 4
    assert [desk.lists.count(kind) for kind in ("indicator", "target", "result")] == [3, 3, 3]


def test_what_belongs_to_a_row_waits_or_stays_out_with_it(desk: Desk, book: Callable[..., Path]) -> None:
    desk.workbooks.import_(book(FRAMEWORK))
    near = [FRAMEWORK[0], ["Share of women in committee AA", *FRAMEWORK[1][1:]], *FRAMEWORK[2:]]
    session = desk.workbooks.open(book(near))
    preview = session.preview()
    assert (counts(preview), preview.waiting) == ((0, 0, 6, 0, 0), 3)
    (question,) = session.questions()
    session.answer(question.id, "skip")
    assert [row.fate for row in session.rows() if row.row == 2] == [Fate.LEFT_OUT] * 3
    session.answer(question.id, question.candidates[0].id)
    assert counts(session.preview()) == (0, 1, 8, 0, 0)
    session.answer(question.id, "new")
    assert counts(session.preview()) == (3, 0, 6, 0, 0)


def test_columns_of_records_beside_can_be_chosen_by_hand_and_are_remembered(desk: Desk, book: Callable[..., Path]) -> None:
    rows = [["Indicator", "Unit", "Baseline", "Hoped for in 2025", "Seen in 2025"], *FRAMEWORK[1:]]
    session = desk.workbooks.open(book(rows), kind="indicator")
    assert [column.field for column in session.columns(0)[3:]] == [None, None]
    assert {"target.value", "result.value"} <= {choice.field for choice in session.fields(0)}
    session.set_column(0, "D", "target.value")
    session.set_column(0, "E", "result.value")
    session.set_default("to_day", None)
    assert session.preview().create == 9
    session.save_profile("Framework")
    again = desk.workbooks.open(book(rows, name="next.xlsx"))
    assert [column.field for column in again.columns(0)[3:]] == ["target.value", "result.value"]
    assert again.apply().create == 9


def test_a_site_brings_results_of_indicators_that_headquarters_keeps(tmp_path: Path, book: Callable[..., Path]) -> None:
    with ExitStack() as stack:
        work = Workspace(tmp_path / "w", stack, 1)
        work.hq.workbooks.import_(book([row[:3] for row in FRAMEWORK]), kind="indicator")
        work.exchange()
        rows = [*[[*row[:2], 12, *row[3:]] for row in FRAMEWORK], ["An indicator of our own", "people", 0, 5, 6]]
        rows[0] = FRAMEWORK[0]
        session = work.sites[0].workbooks.open(book(rows))
        preview = session.preview()
        assert (counts(preview), preview.errors) == ((6, 0, 3, 0, 3), 1)
        assert {row.reason for row in session.rows(Fate.REFUSED)} == {"Indicators: only headquarters adds and changes these."}
        assert session.apply(valid_rows=True).operation
        assert [work.sites[0].lists.count(kind) for kind in ("indicator", "target", "result")] == [3, 3, 3]
        short = work.sites[0].workbooks.open(book([["Indicator", "Period", "Actual"], ["Something else", "2025", 5], *[[row[0], "2025", row[4]] for row in FRAMEWORK[1:]]]))
        (question,) = short.questions()
        assert (question.value, question.allows_new) == ("Something else", False)


MEMBERS: list[list[Any]] = [
    ["Committee", "Council", "Name", "Role"],
    *[["Gender Committee", council, f"{name} {council[:3]}", role] for council in ("Temeke MC", "Kinondoni MC") for name, role in (("Asha", "Chair"), ("Juma", "Secretary"))],
    ["Technical working group on budgets", None, "Rehema Said", "Member"],
    ["Umoja", None, "Rehema Said", "Member"],
]  # fmt: skip


def test_committees_named_in_a_list_of_members_are_made(desk: Desk, book: Callable[..., Path]) -> None:
    path = book(MEMBERS, name="members.xlsx")
    known = desk.lists.count("committee")
    done = desk.workbooks.import_(path)
    assert (counts(done), done.new["committee"], done.questions) == ((6, 0, 0, 0, 0), 4, [])
    rows = desk.lists.rows("committee", desk.lists.numbers("committee"), ["name", "place", "committee_type", "state", "source"])
    made = {(row[1], row[2]): (row[3], row[4]) for row in rows if row[5]}
    by_name = {name: said for (name, _place), said in made.items()}
    assert len(made) == 4
    assert by_name["Gender Committee"] == ("County, district or council committee", "Complete")
    assert by_name["Technical working group on budgets"] == ("Working group", "Complete")
    assert by_name["Umoja"] == ("", "Draft")
    (told,) = [one for one in done.problems if one["code"] == "made-as-draft"]
    assert (told["cell"], "Type of committee" in told["message"]) == ("A7", True)
    assert counts(desk.workbooks.import_(path)) == (0, 0, 6, 0, 0)
    assert desk.lists.count("committee") == known + 4


def test_records_of_one_key_are_told_apart_by_what_they_say(desk: Desk, book: Callable[..., Path]) -> None:
    """The same activity on the same day at the same place, for several groups: also from a renamed file, rows in another order."""
    rows = [["Savings group meeting", date(2026, 3, 1), "Kinondoni MC", 10 + n, n, f"Group {n}"] for n in range(12)]
    assert desk.workbooks.import_(book([HEAD, *rows])).create == 12
    assert counts(desk.workbooks.import_(book([HEAD, *reversed(rows)], name="report v2.xlsx"))) == (0, 0, 12, 0, 0)
    changed = [[*row[:3], 99, *row[4:]] if n == 5 else row for n, row in enumerate(rows)]
    done = desk.workbooks.import_(book([HEAD, *changed[6:], *changed[:6]], name="report v3.xlsx"))
    assert counts(done) == (0, 1, 11, 0, 0)
    (update,) = done.differences
    assert list(update["changed"]) == ["participants"]
    assert desk.records.get("activity", update["id"]).values["venue"] == "Group 5"


def test_a_renamed_tracker_finds_its_actions_and_members_again(desk: Desk, book: Callable[..., Path]) -> None:
    tracker = [["Action item", "Responsible person", "Deadline", "Status"], *[[f"Write letter {n}", f"Asha {n}", date(2026, 3, n), None if n % 2 else "Done"] for n in range(1, 9)]]
    assert desk.workbooks.import_(book(tracker)).create == 8
    tracker[1][3] = "Done"
    assert counts(desk.workbooks.import_(book(tracker, name="tracker (marked).xlsx"))) == (0, 1, 7, 0, 0)
    assert desk.workbooks.import_(book(MEMBERS, name="members.xlsx")).create == 6
    assert counts(desk.workbooks.import_(book([MEMBERS[0], *reversed(MEMBERS[1:])], name="members 2.xlsx"))) == (0, 0, 6, 0, 0)
