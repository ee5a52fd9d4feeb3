"""Papers of a real store, read back as Word: what the records say stands in the right section, what is restricted does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from gesync.keys import Cost
from helpers.committees import Committees, make_committees
from icalendar import Calendar

from gedesk import i18n, paths
from gedesk.cli.main import run
from gedesk.errors import InvalidInput, UsageError
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.services.papers_views import Paper

CHEAP = Cost(1, 8 << 10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Asha", cost=CHEAP) as made:
        yield made


@pytest.fixture
def made(desk: Desk) -> Committees:
    return make_committees(desk)


def words(file: Path) -> list[str]:
    """All texts of a Word file in their order: paragraphs, then cells; words that stay on one line are words as well."""
    read = docx.Document(str(file))
    found = [one.text for one in read.paragraphs] + [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return [one.replace("\u00a0", " ") for one in found]


def section(file: Path, heading: str) -> str:
    """The text between a heading and the next of its level."""
    found: list[str] = []
    inside = False
    for one in docx.Document(str(file)).paragraphs:
        if one.style is not None and one.style.name == "Heading 1":
            inside = one.text == heading
        elif inside:
            found.append(one.text)
    return "\n".join(found).replace("\u00a0", " ")


def test_minutes_say_who_was_there_and_what_was_agreed_under_each_topic(desk: Desk, made: Committees, tmp_path: Path) -> None:
    topic = desk.records.save("agenda_item", None, {"title": "Budget", "meeting": made.now, "order": 1, "minutes": "Agreed."})
    desk.records.save("decision", None, {"title": "Open rooms", "meeting": made.now, "agenda_item": topic, "number": "NAC-2026-01"})
    desk.records.save("action_item", None, {"title": "Write", "meeting": made.now, "agenda_item": topic, "due": "2026-05-01"})
    desk.records.save("attendance", None, {"meeting": made.now, "name_written": "Zuhura Mfano", "status": "apology", "reason": "visa"})
    file = tmp_path / "m.docx"
    desk.papers.write(Paper("minutes", made.now), file)
    said = section(file, "Agenda and minutes")
    assert said.splitlines() == ["1. Budget", "Agreed.", "Decision NAC-2026-01: Open rooms", "Action: Write · 1 May 2026"]
    assert {"Zuhura Mfano", "Visa", "NAC-2026-01"} <= set(words(file))
    desk.papers.write(Paper("minutes", made.now), tmp_path / "m.pdf")
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
@pytest.mark.parametrize("least", [0, 1, 4])
def test_a_document_that_is_stopped_leaves_nothing_and_harms_nothing(
    desk: Desk, made: Committees, tmp_path: Path, ending: str, least: int
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / f"m{ending}"
    file.write_bytes(b"the one before")
    looks = iter(range(10_000))
    with pytest.raises(UsageError, match="Stopped"):
        desk.papers.write(Paper("minutes", made.now), file, cancelled=lambda: next(looks) >= least)
    assert [one.read_bytes() for one in folder.iterdir()] == [b"the one before"]


def test_a_register_holds_what_lies_below_a_committee(desk: Desk, made: Committees, tmp_path: Path) -> None:
    file = tmp_path / "r.docx"
    desk.papers.write(Paper("register", made.zanzibar), file)
    assert "Count the markets without a room" not in words(file)
    desk.papers.write(Paper("register", made.national), file)
    assert "Count the markets without a room" in words(file)


def test_a_chapter_with_stories_is_noted_so_that_withdrawing_names_it(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "c.docx"
    desk.papers.write(Paper("chapter"), file)
    assert desk.publishing.publications() == []
    told = desk.records.save(
        "story", None,
        {"title": "Back at the stall", "story_text": "By eight.", "consent": "written", "consent_on": "2026-01-02",
         "consent_holder": "Council office", "publication": "public", "sensitivity": "public"},
    )  # fmt: skip
    assert [one.id for one in desk.stories.publishable()] == [told]
    desk.papers.write(Paper("chapter"), file)
    assert "Back at the stall" in words(file)
    (noted,) = desk.publishing.publications()
    assert [one.id for one in desk.stories.withdraw(told).publications] == [noted.id]
    desk.papers.write(Paper("chapter"), file)
    assert "Back at the stall" not in words(file)
    assert len(desk.publishing.publications()) == 1


def test_a_report_shows_photos_and_stories_of_its_period_as_far_as_consent_goes(desk: Desk, tmp_path: Path) -> None:
    council = desk.records.get("place", "TZ.070113").id
    data = paths.resource("samples/sample_picture.jpg").read_bytes()
    photos = [
        desk.attachments.add(data + bytes([n]), name=f"{n}.jpg", media_type="image/jpeg", caption=f"Photo {n}", place=council).id
        for n in range(3)
    ]
    desk.records.save("activity", None, {"title": "a", "start": "2026-08-01", "place": council, "photos": photos[:2],
                                         "participants_total": 7000, "participants_qualifier": "at_least"})  # fmt: skip
    told = desk.records.save(
        "story", None,
        {"title": "By eight", "story_text": "She opens.", "told_on": "2026-08-02", "place": council, "photos": photos[2:],
         "publication": "internal"},
    )  # fmt: skip
    file, paper = tmp_path / "p.docx", Paper("period", council, "Q1 2026/27")

    def shown() -> tuple[list[str], int]:
        desk.papers.write(paper, file)
        desk.papers.write(paper, tmp_path / "p.pdf")
        return [one for one in words(file) if one.startswith("Photo ")], len(docx.Document(str(file)).inline_shapes)

    assert shown() == (["Photo 2", "Photo 0", "Photo 1"], 3)
    assert "over 7,000" in words(file)
    out = desk.publishing.publications()
    assert {one.id for one in desk.stories.withdraw_photo(photos[0]).publications} == {one.id for one in out}
    assert shown() == (["Photo 2", "Photo 1"], 2)
    assert len(desk.stories.held_in(photos[0])) == 2  # what went out since does not hold it
    withdrawn = desk.stories.withdraw(told)
    assert len(withdrawn.publications) == 4
    assert {one.id for one in withdrawn.publications} == {one.id for one in desk.stories.held_in(photos[2])}
    assert shown() == (["Photo 1"], 1)
    desk.records.save("activity", None, {"title": "b", "start": "2026-08-05", "place": council, "photos": [photos[2]]})
    assert shown() == (["Photo 1"], 1)  # a photo of a story whose consent ended stands nowhere else either


def test_a_chapter_has_its_sections_in_order_with_proofs_and_without_secrets(desk: Desk, made: Committees, tmp_path: Path) -> None:
    commitment = desk.records.save("commitment", None, {"title": "Rooms for children", "start": "2024-07-01"})
    hidden = desk.records.save("decision", None, {"title": "A secret name", "meeting": made.now, "sensitivity": "restricted"})
    desk.records.save("chapter_entry", None, {
        "title": "Care", "section": "key_accomplishment", "entry_text": "Twelve rooms are open.", "commitments": [commitment],
        "decisions": [hidden],
    })  # fmt: skip
    desk.records.save("chapter_entry", None, {"title": "Money", "section": "challenge", "entry_text": "It is short."})
    desk.records.save("chapter_entry", None, {
        "title": "Hidden", "section": "challenge", "entry_text": "Not for print.", "sensitivity": "restricted",
    })  # fmt: skip
    file = tmp_path / "c.docx"
    desk.papers.write(Paper("chapter"), file)
    headings = [one.text for one in docx.Document(str(file)).paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert headings[:3] == ["At a glance", "Key accomplishments", "Challenges"]
    assert headings[-1] == "Annex: records that prove it"
    assert "Successful outcomes" not in headings
    assert section(file, "Key accomplishments") == "Care\nTwelve rooms are open. [1, 2]"
    printed = words(file)
    assert not any("Not for print." in one or "A secret name" in one for one in printed)
    assert {"Rooms for children", "(restricted)"} <= set(printed)


def test_documents_speak_the_language_in_use(desk: Desk, made: Committees, tmp_path: Path) -> None:
    i18n.use("fr")
    desk.papers.write(Paper("minutes", made.now), tmp_path / "m.docx")
    assert any("16 avril 2026" in one for one in words(tmp_path / "m.docx"))


def test_targets_stand_against_actuals_and_open_items_go_to_the_successor(desk: Desk, made: Committees, tmp_path: Path) -> None:
    programme = desk.records.save("programme", None, {"name": "Programme 2021–2026", "programme_kind": "programme", "start": "2021-07-01"})
    desk.records.save("commitment", None, {"title": "Rooms", "programme": programme, "stage": "in_progress", "start": "2024-07-01"})
    indicator = desk.records.save("indicator", None, {"name": "Rooms opened", "programme": programme, "measure": "unit",
                                                      "direction": "increase", "baseline": 0})  # fmt: skip
    desk.records.save("target", None, {"indicator": indicator, "value": 40, "to_day": "2026-06-30"})
    file = tmp_path / "c.docx"
    desk.papers.write(Paper("closing", programme), file)
    rows = [[cell.text for cell in row.cells] for table in docx.Document(str(file)).tables for row in table.rows]
    (row,) = [row for row in rows if row[0].endswith("Rooms opened")]
    assert row[1:] == ["0", "40\n30\u00a0June\u00a02026", "not reported", "cannot be said"]
    handed = section(file, "Open items handed to the successor")
    assert "Rooms · In progress" in handed
    assert "Rooms opened · not reported" in handed
    assert "Count the markets without a room" in handed


def test_a_file_of_another_kind_is_refused_before_anything_is_written(desk: Desk, made: Committees, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.papers.write(Paper("minutes", made.now), tmp_path / "m.txt")
    assert ".docx or .pdf" in refused.value.advice
    with pytest.raises(InvalidInput):
        desk.papers.write(Paper("minutes", made.now), tmp_path / "nowhere" / "m.pdf")
    assert list(tmp_path.glob("m.*")) == []


def test_a_series_holds_what_is_scheduled_and_goes_on_by_the_cadence(desk: Desk, made: Committees, tmp_path: Path) -> None:
    desk.records.save("meeting", made.now, {"start": "2036-04-16T10:30"})
    file = tmp_path / "s.ics"
    assert desk.papers.calendar_series(made.national, file) == 2
    single, series = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert (str(single["uid"]), "rrule" in single) == (f"{made.now}@gedesk", False)
    assert series.decoded("dtstart").isoformat() == "2036-07-16T10:30:00+03:00"
    assert series["rrule"]["interval"] == [3]
    with pytest.raises(InvalidInput):
        desk.papers.calendar_series(made.council, tmp_path / "none.ics")


def test_the_command_line_writes_a_report_and_says_where(desk: Desk, made: Committees, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "s.gedesk")
    out = tmp_path / "r.docx"
    assert run(["--store", store, "report", "register", "--committee", "National Advisory Committee", "--out", str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert "Count the markets without a room" in words(out)
    assert run(["--store", store, "report", "chapter", "--country", "ke", "--out", str(out)]) == 2
    assert run(["--store", store, "report", "minutes", "--meeting", "nothing", "--out", str(out)]) == 3


def test_a_document_speaks_a_chosen_language_while_the_screen_keeps_its_own(desk: Desk, made: Committees, tmp_path: Path) -> None:
    desk.papers.write(Paper("minutes", made.now), tmp_path / "m.docx", language="ru")
    assert any("16 апреля 2026" in one for one in words(tmp_path / "m.docx"))
    assert i18n.current() == "en"
    with pytest.raises(ValueError, match="unknown language"), i18n.speaking("de"):
        pass
    assert i18n.current() == "en"


def test_what_is_missing_is_said_with_the_record_where_to_write_it(desk: Desk, made: Committees) -> None:
    texts = [one.text for one in desk.papers.missing(Paper("chapter"))]
    assert "Nothing is written under “Challenges”; it is left out." in texts
    bare = desk.records.save("chapter_entry", None, {"title": "Care", "section": "challenge", "entry_text": "Text."})
    found = desk.papers.missing(Paper("chapter"))
    assert "Nothing is written under “Challenges”; it is left out." not in [one.text for one in found]
    assert [(one.text, one.kind, one.id) for one in found if one.id] == [("No record proves “Care”.", "chapter_entry", bare)]
    desk.records.save("chapter_entry", bare, {"posts": [row[0] for row in desk.lists.rows(
        "focal_point_post", desk.lists.numbers("focal_point_post"), ["code"])]})  # fmt: skip
    assert not [one for one in desk.papers.missing(Paper("chapter")) if one.id]
    assert "Nobody is marked present." in [one.text for one in desk.papers.missing(Paper("minutes", made.now))]


def test_many_records_behind_one_paragraph_share_a_number(desk: Desk, tmp_path: Path) -> None:
    posts = [row[0] for row in desk.lists.rows("focal_point_post", desk.lists.numbers("focal_point_post"), ["code"])]
    programme = desk.records.save("programme", None, {"name": "Care plan", "programme_kind": "programme", "start": "2021-07-01"})
    desk.records.save("chapter_entry", None, {"title": "Posts", "section": "challenge", "entry_text": "All.", "posts": posts,
                                              "programme": programme})  # fmt: skip
    file = tmp_path / "c.docx"
    desk.papers.write(Paper("chapter"), file)
    assert section(file, "Challenges").strip() == "Posts\nAll. [1, 2]"
    cells = words(file)
    assert f"{len(posts)} records" in cells
    assert "Care plan" in cells


def test_a_paragraph_that_is_not_to_go_in_stays_out(desk: Desk, tmp_path: Path) -> None:
    desk.records.save("chapter_entry", None, {"title": "Not yet", "section": "challenge", "entry_text": "Waits.", "published": False})
    desk.papers.write(Paper("chapter"), tmp_path / "c.docx")
    assert "Waits." not in "\n".join(words(tmp_path / "c.docx"))


def test_a_closing_report_counts_year_by_year_and_nothing_reported_is_no_zero(desk: Desk, tmp_path: Path) -> None:
    programme = desk.records.save("programme", None, {"name": "P", "programme_kind": "programme", "start": "2023-07-01", "end": "2026-06-30"})
    indicator = desk.records.save("indicator", None, {"name": "Rooms", "programme": programme, "measure": "unit", "summable": True})
    place = next(one.id for one in desk.lists.choices("place", "Kinondoni"))
    for value, day in ((3, "2023-12-31"), (4, "2024-06-30"), (9, "2025-12-31")):
        desk.records.save("result", None, {"indicator": indicator, "place": place, "value": value, "from_day": day, "to_day": day})
    desk.records.save("activity", None, {"title": "x", "start": "2023-08-01", "place": place, "participants_total": 20})
    file = tmp_path / "c.docx"
    desk.papers.write(Paper("closing", programme), file)
    rows = [[cell.text for cell in row.cells] for table in docx.Document(str(file)).tables for row in table.rows]
    (years,) = [row for row in rows if row[0] == "Figure"]
    assert years[1:] == ["2023/24", "2024/25", "2025/26"]
    assert ["Rooms", "7", "–", "9"] in rows
    assert ["People reached", "20", "–", "–"] in rows


def test_the_paper_that_is_likely_meant(desk: Desk, made: Committees) -> None:
    assert desk.papers.proposed("minutes").of == made.now
    period = desk.papers.proposed("period")
    assert (period.of, period.period) == (next(one.id for one in desk.lists.choices("place", "Tanzania") if one.label == "Tanzania"),
                                          desk.papers.periods()[0])  # fmt: skip
    assert desk.records.get("programme", desk.papers.proposed("closing").of).values["acronym"] == "TGEP"
    assert desk.papers.title(Paper("register", made.national)) == "Decision register, National Advisory Committee"


def test_a_work_plan_holds_the_meetings_of_its_time(desk: Desk, made: Committees, tmp_path: Path) -> None:
    plan = desk.records.save("programme", None, {"name": "Plan 2025/26", "programme_kind": "annual_work_plan", "start": "2025-07-01", "end": "2026-06-30"})
    assert desk.papers.proposed("workplan").of == plan
    desk.papers.write(Paper("workplan", plan), tmp_path / "w.docx")
    assert desk.records.get("meeting", made.now).title in words(tmp_path / "w.docx")
    assert "It has no budget lines." in [one.text for one in desk.papers.missing(Paper("workplan", plan))]


def test_more_than_can_be_read_is_counted(desk: Desk, tmp_path: Path) -> None:
    region = desk.records.get("place", "TZ.070113").id
    desk.records.add("commitment", [
        {"title": f"Promise {n}", "coalitions": ["EJR", "GBV"] if n % 2 else ["GBV"], "stage": "planning" if n < 100 else None} for n in range(160)
    ])  # fmt: skip
    desk.records.add("activity", [
        {"title": f"Talk {n}", "start": "2026-08-01", "place": region, "progress": "done" if n < 150 else "planned"} for n in range(170)
    ])  # fmt: skip
    desk.papers.write(Paper("chapter"), tmp_path / "c.docx")
    rows = [[cell.text for cell in row.cells] for table in docx.Document(str(tmp_path / "c.docx")).tables for row in table.rows]
    assert ["Gender-Based Violence", "160", "100", "60"] in rows
    assert ["Economic Justice and Rights", "80", "50", "30"] in rows
    assert not any("Promise" in cell for row in rows for cell in row)
    desk.papers.write(Paper("period", desk.records.get("place", "TZ").id, "Q1 2026/27"), tmp_path / "p.docx")
    rows = [[cell.text for cell in row.cells] for table in docx.Document(str(tmp_path / "p.docx")).tables for row in table.rows]
    assert ["Dar es Salaam", "170", "150"] in rows
    assert not any("Talk" in cell for row in rows for cell in row)
