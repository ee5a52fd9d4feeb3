"""The import wizard without a window: the order of its steps, going back, answers, applying, undo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.doubles import Inline, Later, Recorder, Told
from helpers.memory_services import MemoryServices, sample
from helpers.memory_workbooks import MemoryBook, MemoryImport

from gedesk.presenters.import_steps import PROBLEMS, Done, Place, Preview, Step
from gedesk.presenters.importing import ImportPresenter
from gedesk.services.importing_views import Bounds, FieldChoice, ProblemView
from gedesk.services.views import Choice
from gedesk.workbook.refusals import Refusal

ROWS: list[list[Any]] = [
    ["Activities of Meru", None, None],
    ["Title", "Start", "Place"],
    ["Training on land titles", "2026-04-03", "Meru"],
    ["Dialogue with elders", "2026-04-09", "Arusha jiji"],
    ["Training 00003", "2026-05-01", "Meru"],
]


@pytest.fixture
def services() -> MemoryServices:
    made = sample(12)
    made.workbooks.files["plan.xlsx"] = MemoryBook(ROWS, header=2)
    return made


class Opened:
    """A presenter with a workbook open."""

    def __init__(self, services: MemoryServices, jobs: Inline | Later | None = None) -> None:
        self.view, self.told = Recorder(), Told()
        self.jobs = jobs or Inline()
        self.presenter = ImportPresenter(services, self.view, self.jobs, self.told)

    def open(self, name: str = "plan.xlsx") -> Opened:
        self.presenter.open(Path("/in") / name)
        return self

    @property
    def place(self) -> Place:
        place: Place = self.view.seen["show_place"][0]
        return place

    @property
    def preview(self) -> dict[str, int]:
        preview: Preview = self.view.seen["show_preview"][0]
        return {one.fate: one.number for one in preview.counts if one.number}

    @property
    def done(self) -> Done:
        done: Done = self.view.seen["show_done"][0]
        return done

    def to_preview(self) -> Opened:
        self.presenter.go_on()
        self.presenter.go_on()
        if self.presenter.step is Step.NAMES:
            self.presenter.go_on()
        assert self.presenter.step is Step.PREVIEW
        return self


def test_from_file_to_records_and_back(services: MemoryServices) -> None:
    one = Opened(services).open()
    assert one.place.step is Step.SHEET
    assert one.view.seen["show_busy"] == ("",)
    one.presenter.go_on()
    assert [(c.header, c.field) for c in one.view.seen["show_columns"][1]] == [
        ("Title", "title"), ("Start", "start"), ("Place", "place"),
    ]  # fmt: skip
    one.presenter.go_on()
    assert one.place.step is Step.PREVIEW  # nothing to ask
    assert one.preview == {"create": 2, "update": 1}
    assert one.place.next == "Import 3 rows"
    before = len(services.order["activity"])
    one.presenter.go_on()
    assert one.place.step is Step.DONE
    assert one.done.title == "plan.xlsx is imported"
    assert one.done.lines == ("2 records created", "1 record changed")
    assert len(services.order["activity"]) == before + 2
    one.presenter.undo()
    assert one.done.title == "plan.xlsx is taken back"
    assert not one.done.can_undo
    assert all(services.data["activity"][id].get("_removed") for id in services.order["activity"][before:])
    one.presenter.leave()
    assert one.place == Place(Step.FILE, frozenset(), "", False)


def test_a_file_that_is_not_read_says_why_and_what_to_do(services: MemoryServices) -> None:
    one = Opened(services).open("photo.png")
    assert one.place.step is Step.FILE
    assert one.view.seen["show_refused"][0] == "photo.png is not a workbook."
    assert one.view.seen["show_busy"] == ("",)


def test_a_password_is_asked_for(services: MemoryServices, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = services.workbooks.open

    def locked(path: Path, *, password: str | None = None, **more: Any) -> MemoryImport:
        if password != "tide":
            raise Refusal("password", path.name)
        return plain(path, **more)

    monkeypatch.setattr(services.workbooks, "open", locked)
    one = Opened(services).open()
    assert one.place.step is Step.FILE
    assert one.view.seen["show_refused"][0] == "plan.xlsx is protected by a password."
    one.presenter.open(Path("/in/plan.xlsx"), password="tide")
    assert one.place.step is Step.SHEET


def test_each_name_is_asked_once_and_keys_answer(services: MemoryServices) -> None:
    city, meru = services.order["place"][:2]
    services.workbooks.files["plan.xlsx"] = MemoryBook(
        ROWS, header=2, ask={"Meru": [(meru, "Meru DC"), (city, "Arusha City")], "Arusha jiji": [(city, "Arusha City")]}
    )
    one = Opened(services).open()
    one.presenter.go_on()
    one.presenter.go_on()
    assert one.place.step is Step.NAMES
    assert (one.place.can_go_on, one.place.hindrance) == (False, "2 names are open")
    asked = one.presenter.questions[0]
    assert [key for key, _offer in one.presenter.offers(asked)] == ["1", "2", "S"]
    assert not one.presenter.press("7")
    assert one.presenter.press("1")
    assert one.presenter.question == 1  # on to the next open one
    assert one.presenter.press("s")
    assert [one.presenter.said(each) for each in one.presenter.questions] == ["Meru DC", "left out"]
    one.presenter.ask_about(1)
    one.presenter.answer(None)
    assert one.presenter.unanswered == 1
    other = services.order["place"][2]
    one.presenter.pick(Choice(other, "Čapljina"))
    assert one.presenter.said(one.presenter.questions[1]) == "Čapljina"
    assert one.place.can_go_on
    one.presenter.go_on()
    one.presenter.go_on()
    made = [services.data["activity"][id] for id in services.order["activity"][-2:]]
    assert [values["place"] for values in made] == [meru, other]


@pytest.mark.parametrize(("how", "answers"), [("best", ["Meru DC", "Arusha City"]), ("skip", ["left out", "left out"])])
def test_the_rest_is_answered_alike(services: MemoryServices, how: str, answers: list[str]) -> None:
    city, meru = services.order["place"][:2]
    services.workbooks.files["plan.xlsx"] = MemoryBook(
        ROWS, header=2, ask={"Meru": [(meru, "Meru DC")], "Arusha jiji": [(city, "Arusha City")]}
    )
    one = Opened(services).open()
    one.presenter.go_on()
    one.presenter.go_on()
    one.presenter.answer_rest(how)
    assert [one.presenter.said(each) for each in one.presenter.questions] == answers
    assert one.place.can_go_on


def test_correcting_the_table_makes_what_follows_be_worked_out_anew(services: MemoryServices) -> None:
    services.workbooks.files["plan.xlsx"] = MemoryBook(ROWS, header=1)
    one = Opened(services).open()
    one.presenter.go_on()
    assert [c.field for c in one.presenter.columns] == [None, None, None]
    assert one.place.hindrance == "No column has a field yet."
    one.presenter.back()
    one.presenter.mark_headings(2, 2)
    assert one.presenter.columns == ()
    (table,) = one.presenter.tables
    assert (table.header_rows, table.bounds) == ((2,), Bounds(2, 1, 5, 3))
    one.presenter.mark_last(4)
    assert one.presenter.tables[0].last == 4
    one.presenter.mark_last(1)  # above the headings: nonsense, ignored
    assert one.presenter.tables[0].last == 4
    one.presenter.go_on()
    assert [c.field for c in one.presenter.columns] == ["title", "start", "place"]


def test_the_first_row_of_data_moves_the_headings(services: MemoryServices) -> None:
    services.workbooks.files["plan.xlsx"] = MemoryBook(ROWS, header=4)
    one = Opened(services).open()
    one.presenter.mark_first(3)
    assert one.presenter.tables[0].header_rows == (2,)


def test_no_table_chosen_no_way_on(services: MemoryServices) -> None:
    one = Opened(services).open()
    one.presenter.choose(0, False)
    assert (one.place.can_go_on, one.place.hindrance) == (False, "No table is chosen.")
    one.presenter.go_on()
    assert one.place.step is Step.SHEET


def seen_otherwise(services: MemoryServices, monkeypatch: pytest.MonkeyPatch, **other: Any) -> None:
    """The table of the workbook is found to be otherwise."""
    session = type(services.workbooks.open(Path("plan.xlsx")))
    plain = session.tables
    monkeypatch.setattr(session, "tables", lambda self: tuple(replace(one, **other) for one in plain(self)))


@pytest.mark.parametrize(("other", "step"), [({"own": True}, Step.PREVIEW), ({"profile": "Quarterly"}, Step.PREVIEW), ({"chosen": False}, Step.SHEET)])
def test_a_known_layout_goes_straight_to_the_preview_and_an_unknown_one_never(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch, other: dict[str, Any], step: Step
) -> None:
    seen_otherwise(services, monkeypatch, **other)
    assert Opened(services).open().place.step is step


def test_a_column_is_given_a_field_and_loses_it(services: MemoryServices) -> None:
    one = Opened(services).open()
    one.presenter.go_on()
    assert "place" not in {choice.field for choice in one.presenter.free_fields()}
    one.presenter.set_column("C", FieldChoice("venue", "", "Venue", ""))
    assert one.presenter.columns[2].field == "venue"
    assert one.presenter.missing() == []
    one.presenter.set_column("B", None)
    assert one.presenter.columns[1].field is None
    assert one.presenter.missing() == ["Start"]


def test_errors_stop_the_import_unless_only_valid_rows_are_wanted(services: MemoryServices) -> None:
    fault = ProblemView("type", "error", "Sheet1", "B4", "start", "soon", "“soon” is no date.", "Write the day.")
    services.workbooks.files["plan.xlsx"] = MemoryBook(ROWS, header=2, problems=[fault])
    one = Opened(services).open().to_preview()
    assert one.preview == {"create": 1, "update": 1, "refused": 1, PROBLEMS: 1}
    assert not one.place.can_go_on
    one.presenter.show_only(PROBLEMS)
    assert one.view.seen["show_rows"] == ([], [fault], PROBLEMS)
    one.presenter.show_only("refused")
    assert [row.row for row in one.view.seen["show_rows"][0]] == [4]
    one.presenter.use_valid_rows(True)
    assert one.place.can_go_on
    one.presenter.go_on()
    assert one.done.tone == "warning"
    assert one.done.lines[-1] == "1 row was refused"
    one.presenter.save_marked(Path("/out/plan.xlsx"))
    assert services.workbooks.written == [("marked", Path("/out/plan.xlsx"))]
    assert one.told.texts == ["1 cell is marked in plan.xlsx"]


def test_the_layout_is_remembered(services: MemoryServices) -> None:
    one = Opened(services).open().to_preview()
    one.presenter.go_on()
    assert one.presenter.profile_name() == "plan"
    one.presenter.save_profile("Quarterly plan")
    assert [profile.name for profile in services.workbooks.saved] == ["Quarterly plan"]
    assert one.told.texts == ["Saved. The next workbook of this layout asks nothing."]


def test_steps_that_were_seen_can_be_gone_to_and_others_cannot(services: MemoryServices) -> None:
    one = Opened(services).open()
    one.presenter.go(Step.PREVIEW)
    assert one.place.step is Step.SHEET
    one.to_preview()
    assert one.place.open == {Step.FILE, Step.SHEET, Step.COLUMNS, Step.PREVIEW}
    one.presenter.go(Step.SHEET)
    assert one.place.step is Step.SHEET
    one.presenter.go(Step.PREVIEW)
    assert one.place.step is Step.PREVIEW
    assert one.presenter.back()
    assert one.place.step is Step.COLUMNS
    assert one.presenter.back()
    assert one.presenter.back()
    assert one.place.step is Step.FILE
    assert not one.presenter.back()


def test_reading_can_be_stopped_and_nothing_of_it_arrives(services: MemoryServices) -> None:
    jobs = Later()
    one = Opened(services, jobs).open()
    assert one.presenter.busy
    assert one.view.seen["show_busy"] == ("Reading plan.xlsx…",)
    one.presenter.cancel()
    assert not one.presenter.busy
    jobs.run()
    assert one.presenter.step is Step.FILE
    assert "show_sheets" not in one.view.seen


def test_another_workbook_takes_the_place_of_the_first_and_the_first_is_closed(services: MemoryServices, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions: list[MemoryImport] = []
    plain = services.workbooks.open
    monkeypatch.setattr(services.workbooks, "open", lambda *given, **named: sessions.append(plain(*given, **named)) or sessions[-1])
    services.workbooks.files["other.xlsx"] = MemoryBook(ROWS[1:], header=1)
    one = Opened(services).open().to_preview()
    one.open("other.xlsx")
    assert [session.closed for session in sessions] == [True, False]
    assert one.place.step is Step.SHEET
    assert one.presenter.preview is None


def test_answers_come_in_the_order_of_the_questions(services: MemoryServices) -> None:
    jobs = Later()
    one = Opened(services, jobs).open()
    jobs.run()
    seen: list[int] = []
    one.presenter.grid("Sheet1", 1, lambda rows: seen.append(rows[0].number))
    one.presenter.grid("Sheet1", 3, lambda rows: seen.append(rows[0].number))
    assert len(jobs.waiting) == 1  # the second waits for the first
    jobs.run()
    jobs.run()
    assert seen == [1, 3]
