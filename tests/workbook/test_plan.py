"""From a messy workbook to a plan: rows, new records, questions, problems, and an account of every cell."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from workbook.conftest import place_id

from gedesk import paths
from gedesk.domain.kinds import registry
from gedesk.workbook.account import LOST, account
from gedesk.workbook.names import Candidate
from gedesk.workbook.plan import Options, Plan
from gedesk.workbook.planning import build
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise
from gedesk.workbook.sample import write_sample
from gedesk.workbook.staging import Range, Sheet, Staging

KNOWN = [
    Candidate("11111111-1111-4111-8111-111111111111", "Tanzania Gender Networking Programme", ("TGNP",)),
    Candidate("22222222-2222-4222-8222-222222222222", "UN Women"),
    Candidate("33333333-3333-4333-8333-333333333333", "Umoja Group Tandale"),
]
MEETING = "44444444-4444-4444-8444-444444444444"


def ids() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: str(uuid.UUID(int=(0xA << 124) | next(numbers)))


def plan_of(staging: Staging, tanzania: Sequence[Candidate], organisations: Sequence[Candidate] = KNOWN, **options: Any) -> Plan:
    known: dict[str, Sequence[Candidate]] = {"place": tanzania, "organisation": organisations}
    return build(
        staging,
        recognise(staging, registry),
        registry=registry,
        candidates=lambda kind: known.get(kind, ()),
        new_id=ids(),
        **options,
    )


def staged(rows: list[list[Any]], merges: list[Range] | None = None, flags: dict[tuple[int, int], int] | None = None) -> Staging:
    kept = {number: row for number, row in enumerate(rows, 1) if any(value is not None for value in row)}
    return Staging("report.xlsx", "xlsx", [Sheet("Sheet1", rows=kept, merges=merges or [], flags=flags or {})])


def cells_in(staging: Staging) -> int:
    return sum(value is not None for sheet in staging.sheets for row in sheet.rows.values() for value in row)


def activities(*rows: list[Any]) -> list[list[Any]]:
    return [["Activity", "Start date", "Council", "Implementing partner", "Female", "Male", "Total participants"], *rows]


def ten(**changes: Any) -> list[list[Any]]:
    """Ten plain activities; `changes` replaces columns by name in the first of them."""
    names = ["title", "start", "council", "partner", "female", "male", "total"]
    rows = [[f"Training {n}", date(2026, 1, n), "Kinondoni MC", "TGNP", n, 2, n + 2] for n in range(1, 11)]
    for name, value in changes.items():
        rows[0][names.index(name)] = value
    return activities(*rows)


def test_the_sample_workbook_becomes_forty_activities(tanzania: list[Candidate]) -> None:
    staging = read(paths.resource("samples/kinondoni_q2.xlsx"))
    plan = plan_of(staging, tanzania)
    assert [(table.kind, table.header_rows) for table in plan.tables] == [("activity", [5, 6, 7])]
    assert len(plan.rows) == 40
    refused = {row.row: [p.cell for p in plan.problems if p.cell.endswith(str(row.row))] for row in plan.rows if row.refused}
    assert {cell[0] for found in refused.values() for cell in found} == {"D", "T"}  # a day that is none, a cost in words
    assert [question.value for question in plan.questions] == ["Kinondoni na Ubungo"]
    assert sum(row.open for row in plan.rows) == 1
    councils = {row.values.get("place") for row in plan.good if not row.open}
    assert councils == {place_id("TZ.070113"), place_id("TZ.070513")}
    assert all(row.values["start"].year == 2025 for row in plan.good)
    assert {(row.values["participants_total"], row.values.get("participants_qualifier")) for row in plan.good} >= {
        (120, "at_least"), (1500, "about"), (7000, "at_least"),
    }  # fmt: skip
    assert any(row.values.get("end") for row in plan.good)
    assert {record.values["name"] for record in plan.new} >= {"Equality for Growth", "Kituo cha Vijana Kunduchi"}
    assert "TGNP" not in {record.values["name"] for record in plan.new}
    assert sum(plan.coverage.values()) == cells_in(staging)
    assert plan.coverage["note"] == 4
    assert plan.coverage["problem"] == 2


def test_the_shipped_sample_is_what_the_generator_writes(tmp_path: Path) -> None:
    assert write_sample(tmp_path / "kinondoni_q2.xlsx") == 40
    made = read(tmp_path / "kinondoni_q2.xlsx", in_child=False)
    assert made == read(paths.resource("samples/kinondoni_q2.xlsx"), in_child=False)


def test_values_arrive_as_domain_values(tanzania: list[Candidate]) -> None:
    plan = plan_of(staged(ten()), tanzania)
    assert plan.problems == []
    assert plan.questions == []
    first = plan.rows[0]
    assert first.values == {
        "title": "Training 1",
        "start": date(2026, 1, 1),
        "place": place_id("TZ.070113"),
        "implementers": [KNOWN[0].id],
        "participants": {"female|not_recorded|not_recorded": 1, "male|not_recorded|not_recorded": 2},
        "participants_total": 3,
    }
    assert (first.sheet, first.row, first.cell("start")) == ("Sheet1", 2, "B2")


def test_a_new_organisation_is_made_once(tanzania: list[Candidate]) -> None:
    rows = ten(partner="Kikundi cha Upendo; TGNP")
    rows[2][3] = "KIKUNDI CHA UPENDO"
    plan = plan_of(staged(rows), tanzania)
    assert [(record.kind, record.values) for record in plan.new] == [("organisation", {"name": "Kikundi cha Upendo"})]
    assert plan.rows[0].values["implementers"] == sorted([plan.new[0].id, KNOWN[0].id])
    assert plan.rows[1].values["implementers"] == [plan.new[0].id]


def test_a_similar_name_is_asked_once_and_the_answer_holds(tanzania: list[Candidate]) -> None:
    rows = ten(partner="Umoja Grp Tandale West")
    rows[5][3] = "umoja grp tandale west"
    plan = plan_of(staged(rows), tanzania)
    (question,) = plan.questions
    assert (question.kind, question.allows_new, question.cells) == ("organisation", True, ["D2", "D6"])
    assert question.candidates[0].id == KNOWN[2].id
    assert [row.row for row in plan.rows if row.open] == [2, 6]
    same = plan_of(staged(rows), tanzania, decisions={question.id: KNOWN[2].id})
    assert [row.values["implementers"] for row in same.rows if row.row in (2, 6)] == [[KNOWN[2].id]] * 2
    new = plan_of(staged(rows), tanzania, decisions={"implementers=Umoja Grp Tandale West": "new"})
    assert [record.values["name"] for record in new.new] == ["Umoja Grp Tandale West"]
    left = plan_of(staged(rows), tanzania, decisions={question.id: "skip"})
    assert "implementers" not in left.rows[0].values
    assert "Umoja Grp Tandale West" in left.rows[0].values["description"]
    best = plan_of(staged(rows), tanzania, options=Options(accept_best=True))
    assert best.questions == []
    assert best.rows[0].values["implementers"] == [KNOWN[2].id]


def test_two_councils_of_one_name_are_asked(tanzania: list[Candidate]) -> None:
    plan = plan_of(staged(ten(council="Moshi")), tanzania)
    (question,) = plan.questions
    assert {offer.id for offer in question.candidates[:2]} == {place_id("TZ.030413"), place_id("TZ.030421")}
    assert not question.allows_new
    decided = plan_of(staged(ten(council="Moshi")), tanzania, decisions={question.id: place_id("TZ.030421")})
    assert decided.rows[0].values["place"] == place_id("TZ.030421")


def test_the_region_beside_it_settles_a_council(tanzania: list[Candidate]) -> None:
    rows = [["Activity", "Start date", "Region", "Council", "Ward"]]
    rows += [[f"Training {n}", date(2026, 1, n), "Kilimanjaro", "Hai", "Machame"] for n in range(1, 8)]
    plan = plan_of(staged(rows), tanzania)
    assert plan.questions == []
    assert plan.rows[0].values["place"] == place_id("TZ.030511")
    assert plan.rows[0].values["description"] == "Ward: Machame"


def test_day_and_month_that_cannot_be_told_apart_are_asked(tanzania: list[Candidate]) -> None:
    rows = activities(*([f"Training {n}", f"0{n}/0{n + 2}/2026", "Kinondoni MC", "TGNP", 1, 2, 3] for n in range(1, 7)))
    plan = plan_of(staged(rows), tanzania)
    (question,) = plan.questions
    assert (question.kind, [offer.id for offer in question.candidates]) == ("date-order", ["dmy", "mdy"])
    assert all(row.open for row in plan.rows)
    american = plan_of(staged(rows), tanzania, decisions={question.id: "mdy"})
    assert american.questions == []
    assert american.rows[0].values["start"] == date(2026, 1, 3)
    rows[3][1] = "25/03/2026"
    settled = plan_of(staged(rows), tanzania)
    assert settled.questions == []
    assert settled.rows[0].values["start"] == date(2026, 3, 1)


def test_every_fault_names_its_cell(tanzania: list[Candidate]) -> None:
    rows = ten(start="soon", female="many")
    rows[2][0] = None
    rows[3][6] = "#REF!"
    plan = plan_of(staged(rows, flags={(4, 7): 1}), tanzania)
    assert [(problem.code, problem.cell) for problem in plan.problems if problem.level == "error"] == [
        ("type-error", "B2"), ("type-error", "E2"), ("required", "A3"), ("cell-error", "G4"),
    ]  # fmt: skip
    assert [row.row for row in plan.rows if row.refused] == [2, 3, 4]
    assert len(plan.good) == 7
    assert all(problem.message and problem.to_json()["sheet"] == "Sheet1" for problem in plan.problems)


def test_columns_that_are_no_field_are_kept_in_words_or_reported(tanzania: list[Candidate]) -> None:
    rows = [["No.", *ten()[0], "Weather"], *([n, *row, "rain" if n == 1 else None] for n, row in enumerate(ten()[1:], 1))]
    kept = plan_of(staged(rows), tanzania)
    assert kept.rows[0].values["description"] == "Weather: rain"
    assert "description" not in kept.rows[1].values
    assert kept.coverage["serial"] == 10
    told = plan_of(staged(rows), tanzania, options=Options(keep_unmapped=False))
    assert [(problem.code, problem.cell, problem.level) for problem in told.problems] == [("unmapped-column", "I2", "note")]
    assert all(sum(plan.coverage.values()) == cells_in(staged(rows)) for plan in (kept, told))


def test_merged_and_grouped_cells_hold_for_all_their_rows(tanzania: list[Candidate]) -> None:
    rows = ten()
    for row in rows[2:4]:
        row[2] = None
    plan = plan_of(staged(rows, merges=[Range(2, 3, 4, 3)]), tanzania)
    assert {row.values["place"] for row in plan.rows[:3]} == {place_id("TZ.070113")}


def test_rows_that_say_the_same_are_pointed_out(tanzania: list[Candidate]) -> None:
    rows = ten()
    rows.append(list(rows[1]))
    plan = plan_of(staged(rows), tanzania)
    assert [(row.row, row.duplicate_of) for row in plan.rows if row.duplicate_of] == [(12, 2)]


def test_defaults_fill_what_is_missing(tanzania: list[Candidate]) -> None:
    rows = [["Activity", "Implementing partner"], *([f"Training {n}", "TGNP"] for n in range(1, 7))]
    without = plan_of(staged(rows), tanzania)
    assert [(problem.code, problem.level) for problem in without.problems] == [("incomplete", "note")]
    assert {row.values["state"] for row in without.good} == {"draft"}
    plan = plan_of(staged(rows), tanzania, defaults={"start": date(2026, 1, 1), "place": place_id("TZ.070113")})
    assert plan.problems == []
    assert [row.values["start"] for row in plan.good] == [date(2026, 1, 1)] * 6


def test_an_attendance_list_needs_only_names_and_a_meeting(tanzania: list[Candidate]) -> None:
    rows = [["Attendance list of the steering committee"], ["S/N", "Full name", "Sex", "Organisation", "Phone number"]]
    rows += [[str(n), f"Member {n}", "F" if n % 2 else "M", "UN Women", f"+25571200000{n}"] for n in range(1, 7)]
    plan = plan_of(staged(rows), tanzania, defaults={"meeting": MEETING})
    assert [table.kind for table in plan.tables] == ["attendance"]
    assert len(plan.good) == 6
    assert plan.good[0].values == {
        "name_written": "Member 1", "sex": "female", "organisation": KNOWN[1].id, "contact": "+255712000001", "meeting": MEETING,
        "status": "present",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "rows", "count"),
    [
        ("commitment", [["Commitment", "Action Coalition", "Start date", "Status"], *([f"We will {n}", "GBV", date(2026, 1, n), "In progress"] for n in range(1, 6))], 5),
        ("indicator", [["Indicator", "Unit", "Baseline", "Measure", "Frequency"], *([f"Share of women {n}", "%", n, "Percentage", "Quarterly"] for n in range(1, 6))], 5),
        ("result", [["Indicator", "Period to", "Actual value", "Comment"], *([f"Share of women {n}", date(2026, 3, 31), n, "ok"] for n in range(1, 6))], 5),
        ("organisation", [["Organisation name", "Acronym", "Type of organisation", "Email"], *([f"Group {n}", f"G{n}", "National NGO", f"g{n}@example.org"] for n in range(1, 6))], 5),
    ],
)  # fmt: skip
def test_other_kinds_are_recognised_and_read(tanzania: list[Candidate], kind: str, rows: list[list[Any]], count: int) -> None:
    plan = plan_of(staged(rows), tanzania)
    assert [table.kind for table in plan.tables] == [kind]
    assert [problem.to_json() for problem in plan.problems if problem.level == "error"] == []
    assert len(plan.good) == count


def test_a_kind_can_be_told(tanzania: list[Candidate]) -> None:
    rows = [["Title", "Date", "Remarks"], *([f"Item {n}", date(2026, 1, n), "x"] for n in range(1, 6))]
    plan = plan_of(staged(rows), tanzania, kind="activity")
    assert [table.kind for table in plan.tables] == ["activity"]
    assert plan.good[0].values["title"] == "Item 1"


def test_real_workbooks_give_rows(workbooks: Path, tanzania: list[Candidate]) -> None:
    """Different layouts end to end: an activity log, HXL with merges, a tracker, work plans, minutes, a register."""
    expected = {
        "048_": ("activity", 4300), "278_": ("activity", 4), "198_": ("action_item", 37), "197_": ("activity", 15),
        "212_": ("activity", 12), "209_": ("attendance", 25), "027_": ("activity", 400), "060_": ("activity", 2700),
    }  # fmt: skip
    for prefix, (kind, least) in expected.items():
        path = next(workbooks.glob(prefix + "*"))
        staging = read(path, in_child=False)
        defaults = {"place": place_id("TZ.070113"), "start": date(2026, 1, 1), "meeting": MEETING}
        plan = plan_of(staging, tanzania, defaults=defaults, options=Options(skip_questions=True))
        assert kind in {row.kind for row in plan.rows}, prefix
        assert len(plan.good) >= least, prefix
        assert all(count >= 0 for count in plan.coverage.values())


def test_a_register_with_sessions_becomes_attendance_at_each_of_them(tanzania: list[Candidate]) -> None:
    rows = [
        ["Youth dialogue"],
        ["Name", "Sex", "Day 1", "Day 2", "Total"],
        ["Asha Juma", "F", "P", "A", 1],
        ["Ali Omari", "M", "P", None, 1],
        ["Neema Paul", "F", "A", "P", 1],
    ]
    staging = staged(rows)
    plan = plan_of(staging, tanzania)
    meetings = {new.id: new.values["title"] for new in plan.new if new.kind == "meeting"}
    assert sorted(meetings.values()) == ["Youth dialogue: Day 1", "Youth dialogue: Day 2"]
    assert [(row.values["name_written"], row.values["status"], meetings[row.values["meeting"]][-1]) for row in plan.rows] == [
        ("Asha Juma", "present", "1"), ("Asha Juma", "absent", "2"), ("Ali Omari", "present", "1"),
        ("Neema Paul", "absent", "1"), ("Neema Paul", "present", "2"),
    ]  # fmt: skip
    assert sum(plan.coverage.values()) == cells_in(staging)


def test_quarters_side_by_side_become_results(tanzania: list[Candidate]) -> None:
    rows = [["Indicator", "Q1 2025/26", "Q2 2025/26"], ["Women trained", 30, 40], ["Dialogues held", 3, None], ["Leaders reached", 9, 8]]
    plan = plan_of(staged(rows), tanzania)
    assert [(row.kind, row.values["value"], row.values["from_day"], row.values["to_day"]) for row in plan.rows] == [
        ("result", 30, date(2025, 7, 1), date(2025, 9, 30)), ("result", 40, date(2025, 10, 1), date(2025, 12, 31)),
        ("result", 3, date(2025, 7, 1), date(2025, 9, 30)),
        ("result", 9, date(2025, 7, 1), date(2025, 9, 30)), ("result", 8, date(2025, 10, 1), date(2025, 12, 31)),
    ]  # fmt: skip
    assert [new.values["name"] for new in plan.new] == ["Women trained", "Dialogues held", "Leaders reached"]


def test_months_with_women_and_men_under_them_become_activities(tanzania: list[Candidate]) -> None:
    rows = [
        ["Activities 2026"],
        ["Activity", "Council", "January", None, "February", None],
        [None, None, "F", "M", "F", "M"],
        ["Training of leaders", "Moshi DC", 3, 4, 5, 6],
        ["Legal clinics", "Moshi DC", 1, 2, None, None],
        ["Dialogue", "Hai DC", 7, 8, 9, 10],
    ]
    plan = plan_of(staged(rows, merges=[Range(2, 3, 2, 4), Range(2, 5, 2, 6)]), tanzania)
    assert [(row.values["title"], row.values["start"], sum(row.values["participants"].values())) for row in plan.rows] == [
        ("Training of leaders", date(2026, 1, 1), 7), ("Training of leaders", date(2026, 2, 1), 11),
        ("Legal clinics", date(2026, 1, 1), 3),
        ("Dialogue", date(2026, 1, 1), 15), ("Dialogue", date(2026, 2, 1), 19),
    ]  # fmt: skip


def test_what_a_row_tells_of_a_new_organisation_is_given_to_it(tanzania: list[Candidate]) -> None:
    rows = [
        ["Activity", "Start date", "Organisation", "Type of organisation", "Female"],
        ["Training", date(2026, 3, 1), "Kilimo Bora", "Government", 3],
        ["Clinic", date(2026, 3, 5), "TGNP", "NGO", 5],
        ["Dialogue", date(2026, 3, 9), "Kilimo Bora", "Government", 5],
    ]
    plan = plan_of(staged(rows), tanzania)
    assert [(new.kind, new.values) for new in plan.new] == [("organisation", {"name": "Kilimo Bora", "organisation_type": "10"})]
    assert all(len(row.values["implementers"]) == 1 for row in plan.rows)


@pytest.mark.parametrize(("total", "told"), [(14, False), (15, True), (12, True)])
def test_totals_are_held_against_the_cells_they_add_up(tanzania: list[Candidate], total: int, told: bool) -> None:
    rows = ten(total=total, female=9, male=5)
    found = [problem for problem in plan_of(staged(rows), tanzania).problems if problem.code == "total-differs"]
    assert [problem.cell for problem in found] == (["G2"] if told else [])


def test_a_total_row_that_does_not_add_up_is_told(tanzania: list[Candidate]) -> None:
    rows = [*ten(), ["Total", None, None, None, 55, 21, 75]]
    found = [problem for problem in plan_of(staged(rows), tanzania).problems if problem.code == "total-differs"]
    assert [(problem.cell, problem.level) for problem in found] == [("F12", "note")]


def test_an_age_group_of_somebody_else_is_counted_in_the_nearest_band_or_none_and_told(tanzania: list[Candidate]) -> None:
    heads = ["Activity", "Start date", "Female 20-25", "Female 15-24", "Female 65+", "Female 10-14"]
    plan = plan_of(staged([heads, *([f"T{n}", date(2026, 1, n), n, 2, 3, 4] for n in range(1, 6))]), tanzania)
    assert plan.rows[0].values["participants"] == {
        "female|20-24|not_recorded": 1, "female|not_recorded|not_recorded": 2, "female|60+|not_recorded": 3,
        "female|10-14|not_recorded": 4,
    }  # fmt: skip
    assert [problem.cell for problem in plan.problems if problem.code == "age-group-differs"] == ["C1", "D1", "E1"]


def test_a_register_on_its_side_is_read_row_by_row_and_faults_keep_their_address(tanzania: list[Candidate]) -> None:
    rows = [
        ["Register"],
        ["Activity", "Training of leaders", "Legal clinic", "Dialogue"],
        ["Start date", date(2026, 3, 1), "soon", date(2026, 4, 1)],
        ["Council", "Kinondoni MC", "Temeke MC", "Ubungo MC"],
        ["Female", 3, 4, 5],
        ["Implementing partner", "TGNP", "UN Women", "TGNP"],
    ]
    staging = staged(rows)
    plan = plan_of(staging, tanzania)
    assert [(row.values["title"], row.values["participants"], row.refused) for row in plan.rows] == [
        ("Training of leaders", {"female|not_recorded|not_recorded": 3}, False), ("Legal clinic", {"female|not_recorded|not_recorded": 4}, True),
        ("Dialogue", {"female|not_recorded|not_recorded": 5}, False),
    ]  # fmt: skip
    assert [(problem.sheet, problem.cell) for problem in plan.problems if problem.code == "type-error"] == [("Sheet1", "C3")]
    assert not lost(staging, plan)


def lost(staging: Staging, plan: Plan) -> list[tuple[str, int, int]]:
    return [(sheet, row, column) for sheet, row, column, fate in account(staging, plan) if fate == LOST]


def test_minutes_become_a_meeting_with_attendance_and_actions(tanzania: list[Candidate]) -> None:
    rows = [
        ["Minutes of the advisory committee"],
        ["Venue:", "Arnautoglu Hall", "Date:", date(2026, 3, 12)],
        ["Chair", "Asha Juma", None, "Secretary: Neema Paul"],
        [],
        ["Attendance"],
        ["No", "Name", "Organisation", "Status"],
        [1, "Asha Juma", "TGNP", "P"],
        [2, "Ali Omari", "UN Women", "A"],
        [],
        ["Actions"],
        ["No", "Action", "Owner", "Due date"],
        [1, "Send the budget", "Ali Omari", date(2026, 4, 1)],
        [2, "Invite the council", "Neema Paul", date(2026, 4, 5)],
    ]
    staging = staged(rows)
    plan = plan_of(staging, tanzania)
    meeting = next(new for new in plan.new if new.kind == "meeting")
    people = {new.id: new.values["name"] for new in plan.new if new.kind == "person"}
    assert meeting.values["title"] == "Minutes of the advisory committee, 2026-03-12"
    assert meeting.values["venue"] == "Arnautoglu Hall"
    assert (people[meeting.values["chair"]], people[meeting.values["secretary"]]) == ("Asha Juma", "Neema Paul")
    assert [row.kind for row in plan.rows] == ["attendance", "attendance", "action_item", "action_item"]
    assert {row.values["meeting"] for row in plan.rows} == {meeting.id}
    assert {new.id for new in plan.needed({meeting.id})} == {meeting.id, meeting.values["chair"], meeting.values["secretary"]}
    assert not lost(staging, plan)


def test_a_sheet_of_labels_and_values_is_one_record(tanzania: list[Candidate]) -> None:
    rows = [
        ["ACTIVITY REPORT"],
        ["Activity title:", "Training of leaders"],
        ["Start date:", date(2026, 3, 1)],
        ["Council:", "Kinondoni MC"],
        ["Number of participants:", 40],
        ["Description: Two days on budgets"],
    ]
    staging = staged(rows)
    plan = plan_of(staging, tanzania)
    assert [(row.kind, row.values["title"], row.values["participants_total"], row.values["description"]) for row in plan.rows] == [
        ("activity", "Training of leaders", 40, "Two days on budgets")
    ]
    assert plan.rows[0].values["place"] is not None
    assert not lost(staging, plan)


def test_headings_of_sections_say_where_and_when(tanzania: list[Candidate]) -> None:
    heads = ["Activity", "Start date", "Female", "Male"]
    body = [[f"Training {n}", date(2026, 1, n), n, n] for n in range(1, 5)]
    rows = [heads, ["Kinondoni MC"], *body[:2], ["Pillar 2: voice"], *body[2:]]
    staging = staged(rows)
    plan = plan_of(staging, tanzania)
    assert [row.values.get("place") for row in plan.rows] == [place_id("TZ.070113")] * 2 + [None] * 2
    assert [row.values.get("description") for row in plan.rows] == [None] * 2 + ["Pillar 2: voice"] * 2
    assert not lost(staging, plan)


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ([["Region:", "Dar es Salaam"], ["Council:", "Kinondoni MC"]], "B2"),
        ([["Halmashauri: Kinondoni MC"], ["Quarterly report"]], "A1"),
        ([["Kinondoni Municipal Council"], ["Quarterly report"]], "A1"),
        ([["Quarterly report"], ["Prepared by the office"]], ""),
    ],
)
def test_a_place_above_the_table_holds_for_its_rows(tanzania: list[Candidate], above: list[list[Any]], told: str) -> None:
    heads = ["Activity", "Start date", "Female", "Male"]
    staging = staged([*above, [], heads, *([f"Training {n}", date(2026, 1, n), n, n] for n in range(1, 5))])
    plan = plan_of(staging, tanzania)
    expected = place_id("TZ.070113") if told else None
    assert [row.values.get("place") for row in plan.rows] == [expected] * 4
    assert [problem.cell for problem in plan.problems if problem.code == "place-from-title"] == ([told] if told else [])
    assert not lost(staging, plan)


def test_a_sheet_that_is_no_worksheet_is_told(tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.active
    for line in (["Activity", "Start date", "Council"], ["Training", date(2026, 3, 1), "Moshi DC"], ["Clinic", date(2026, 3, 2), "Moshi DC"]):
        page.append(line)
    book.create_chartsheet("Picture")
    book.save(tmp_path / "book.xlsx")
    plan = plan_of(read(tmp_path / "book.xlsx", in_child=False), [])
    assert [(one.code, one.sheet, one.level) for one in plan.problems if one.code == "no-worksheet"] == [("no-worksheet", "Picture", "note")]


def test_a_list_of_places_names_none_of_its_own_as_the_place_above(tanzania: list[Candidate]) -> None:
    """So that the list, imported again when its places are here, says the same of them."""
    rows = [["District", "Ward"], ["Kigoto", "Msasani"], ["Msasani", "Mlandege"], ["Kigoto", "Kijitoni"], ["Msasani", "Kigoto"]]
    first = plan_of(staged(rows), tanzania, kind="place", options=Options(skip_questions=True))
    there = [Candidate(str(uuid.UUID(int=number)), str(row[1])) for number, row in enumerate(rows[1:], 1)]
    again = plan_of(staged(rows), [*tanzania, *there], kind="place", options=Options(skip_questions=True))
    assert [row.values.get("name") for row in first.rows] == ["Msasani", "Mlandege", "Kijitoni", "Kigoto"]
    assert [row.values for row in again.rows] == [row.values for row in first.rows]


@pytest.mark.parametrize(
    "names",
    [
        ["USAID-BHA", "BHA- USAID", "USAID/BHA", "BHA/USAID"],
        ["FH RDC", "RDC-FH", "FH/ RDC", "RDC FH Ltd"],
        ["Wanawake Tanzania", "Tanzania Wanawake", "The Wanawake-Tanzania Ltd."],
    ],
)
def test_names_of_the_same_words_mean_what_they_meant_the_first_time(tanzania: list[Candidate], names: list[str]) -> None:
    """The records that the first import made stand near each other: the second leaves none of them in words."""
    staging = staged(activities(*([f"Training {n}", date(2026, 1, n), "Kinondoni MC", name, n, 2, n + 2] for n, name in enumerate(names, 1))))
    first = plan_of(staging, tanzania, options=Options(skip_questions=True))
    made = [Candidate(new.id, new.values["name"]) for new in first.new]
    again = plan_of(staging, tanzania, organisations=[*KNOWN, *made], options=Options(skip_questions=True))
    assert [candidate.name for candidate in made] == names[:2]
    assert [row.values for row in again.rows] == [row.values for row in first.rows]
    assert not again.new


REGISTERS: list[list[list[Any]]] = [
    [["R.br.", "Odluka", "Nosilac", "Rok", "Status"], [1, "Izraditi plan", "Općina Zenica", date(2025, 6, 1), "Završeno"], [2, "Osnovati grupu", "Amra Hadžić", date(2025, 7, 1), "U toku"], [3, "Dostaviti izvještaj", "Gender centar", date(2025, 8, 1), "Nije realizovano"]],
    [["Na.", "Azimio", "Mhusika", "Tarehe ya mwisho", "Hali ya utekelezaji"], [1, "Kuandaa mpango", "Idara ya Maendeleo", date(2025, 6, 1), "Limetekelezwa"], [2, "Kuunda kamati", "Asha Juma", date(2025, 7, 1), "Linaendelea"], [3, "Kutoa taarifa", "Ofisi ya Katibu", date(2025, 8, 1), "Halijatekelezwa"]],
    [["N°", "Décision", "Responsable", "Échéance", "État d'exécution"], [1, "Élaborer le plan", "Mairie", date(2025, 6, 1), "Exécutée"], [2, "Créer le comité", "Awa Kaboré", date(2025, 7, 1), "En cours d'exécution"], [3, "Transmettre", "Service social", date(2025, 8, 1), "Non exécutée"]],
    [["№", "Решение", "Ответственный", "Срок исполнения", "Отметка об исполнении"], [1, "Разработать план", "Акимат", date(2025, 6, 1), "Исполнено"], [2, "Создать группу", "Иванова А. С.", date(2025, 7, 1), "На исполнении"], [3, "Представить отчёт", "Отдел культуры", date(2025, 8, 1), "Не исполнено"]],
]  # fmt: skip


@pytest.mark.parametrize("rows", REGISTERS, ids=["bs", "sw", "fr", "ru"])
def test_a_register_of_decisions_by_who_carries_them_out_is_one_of_actions(tanzania: list[Candidate], rows: list[list[Any]]) -> None:
    staging = staged(rows)
    plan = plan_of(staging, tanzania)
    assert [(row.kind, row.values["title"], row.values["action_state"]) for row in plan.rows] == [
        ("action_item", row[1], state) for row, state in zip(rows[1:], ("done", "in_progress", "open"), strict=True)
    ]
    assert [sorted({"owner", "organisation"} & row.values.keys()) for row in plan.rows] == [["organisation"], ["owner"], ["organisation"]]
    assert not plan.questions
    assert not plan.problems
    assert [fate for *_cell, fate in account(staging, plan)].count("serial") == 3


def test_a_decision_that_is_carried_out_was_adopted(tanzania: list[Candidate]) -> None:
    rows = [["Decision", "Decision type", "Votes for", "Decision status"], ["Approve the plan", "approval", 9, "Adopted"], ["Form a team", "approval", 8, "In progress"], ["Seek funds", "direction", 7, "Not implemented"]]
    plan = plan_of(staged(rows), tanzania, kind="decision")
    assert [row.values["decision_state"] for row in plan.rows] == ["adopted"] * 3
    assert [row.values.get("response") for row in plan.rows] == [None, "Decision status: In progress", "Decision status: Not implemented"]


def test_how_much_is_done_is_read_as_a_state(tanzania: list[Candidate]) -> None:
    shares = ["Status", "0%", "40 %", "100%", "Done", "75%", "100%", "0 %", "100%", "20%", "100%"]
    plan = plan_of(staged([[*row, share] for row, share in zip(ten(), shares, strict=True)]), tanzania)
    assert [row.values["progress"] for row in plan.rows] == ["planned", "under_way", "done", "done", "under_way", "done", "planned", "done", "under_way", "done"]
    assert {problem.code for problem in plan.problems} == {"taken-as"}


def test_words_without_a_field_are_told_where_a_kind_has_none(tanzania: list[Candidate]) -> None:
    rows = [["Commitment", "District", "Ward", "Start date"], *[[f"We will train {n} women", "Moshi", f"Ward {n}", date(2026, 1, n)] for n in range(1, 5)]]
    plan = plan_of(staged(rows), tanzania, kind="commitment", options=Options(skip_questions=True))
    assert [row.values.get("progress_note", "") for row in plan.rows] == [f"Ward: Ward {n}" for n in range(1, 5)]


def test_reference_numbers_of_others_are_no_codes_of_records(tanzania: list[Candidate]) -> None:
    rows = [["Ref", "Agreed action", "By whom", "By when"], *[[f"A{n}", f"Write letter {n}", "Asha Juma", date(2026, 1, n)] for n in range(1, 6)]]
    plan = plan_of(staged(rows), tanzania)
    assert not any("code" in row.values for row in plan.rows)
    own = [["Code", *rows[0][1:]], *[[f"TZ-ACT-2026-7QKX-{n:04}", *row[1:]] for n, row in enumerate(rows[1:], 1)]]
    assert all(row.values["code"] for row in plan_of(staged(own), tanzania).rows)


def test_a_total_above_the_women_alone_is_no_difference(tanzania: list[Candidate]) -> None:
    head = ["Activity", "Start date", "Council", "Participants total", "of whom women"]
    rows = [[f"Training {n}", date(2026, 1, n), "Kinondoni MC", 30 - 20 * (n == 4), 24] for n in range(1, 6)]
    plan = plan_of(staged([head, *rows]), tanzania)
    assert [problem.cell for problem in plan.problems if problem.code == "total-differs"] == ["D5"]


def test_a_post_that_nobody_holds_has_no_person(tanzania: list[Candidate]) -> None:
    rows = [["Halmashauri", "Jina la mratibu", "Cheo", "Simu"], ["Kinondoni MC", "Asha Juma", "Afisa Maendeleo", "0712"], ["Temeke MC", "WAZI", None, None], ["Ilala MC", "Juma Ali", "Afisa Ustawi", "0713"]]
    plan = plan_of(staged(rows), tanzania, kind="focal_point_post")
    assert [bool(row.values.get("person")) for row in plan.rows] == [True, False, True]
    assert [new.values["name"] for new in plan.new] == ["Asha Juma", "Juma Ali"]
    assert not any(row.refused for row in plan.rows)


def test_a_council_named_in_a_column_of_districts_is_the_council(tanzania: list[Candidate]) -> None:
    rows = [["Activity", "Start date", "District"], *[[f"Training {n}", date(2026, 1, n), name] for n, name in enumerate(("Moshi DC", "Hai DC", "Kinondoni MC", "Hai"), 1)]]
    plan = plan_of(staged(rows), tanzania)
    levels = {candidate.id: candidate.level for candidate in tanzania}
    assert [levels[str(row.values["place"])] for row in plan.rows[:3]] == ["council"] * 3
    assert not plan.rows[3].values.get("place") or levels[str(plan.rows[3].values["place"])] == "district"


def test_crosses_under_quarters_say_when(tanzania: list[Candidate]) -> None:
    rows = [
        ["MPANGO KAZI WA DAWATI LA JINSIA 2025/26"], [], ["Na.", "Shughuli", "Robo 1", "Robo 2", "Robo 3", "Robo 4", "Gharama"],
        [1, "Mafunzo ya viongozi", "X", None, None, None, 500], [2, "Kliniki ya sheria", None, "x", "x", None, 700], [3, "Kipindi cha redio", "✓", "✓", "✓", "✓", 900], [4, "Tathmini", None, None, None, None, 100],
    ]  # fmt: skip
    plan = plan_of(staged(rows), tanzania)
    assert [(row.values.get("start"), row.values.get("end"), row.values.get("progress")) for row in plan.rows] == [
        (date(2025, 7, 1), date(2025, 9, 30), "planned"), (date(2025, 10, 1), date(2026, 3, 31), "planned"),
        (date(2025, 7, 1), date(2026, 6, 30), "planned"), (None, None, "planned"),
    ]  # fmt: skip
    assert [problem.code for problem in plan.problems] == ["period-only", "incomplete"]


def test_ages_are_counted_in_their_bands(tanzania: list[Candidate]) -> None:
    rows = [["No.", "Full name", "Sex", "Age", "Signature"], *[[n, f"Asha {n}", "F", age, None] for n, age in enumerate((34, "27", 61, "19 years", 9), 1)]]
    plan = plan_of(staged(rows), tanzania, kind="attendance")
    assert [row.values["age_band"] for row in plan.rows] == ["25-34", "25-34", "60+", "18-19", "0-9"]
    assert not plan.questions
