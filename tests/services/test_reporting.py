"""Reports step by step, and stories whose consent ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers.workspace import CHEAP

from gedesk.domain.packs import load_pack
from gedesk.errors import InvalidInput
from gedesk.services import desk as desks
from gedesk.services.desk import Desk

DAY = date(2026, 10, 10)
KINONDONI = load_pack("tz").codes["TZ.070113"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Test", cost=CHEAP) as made:
        yield made


def activity(desk: Desk, **values: Any) -> str:
    return desk.records.save("activity", None, {"title": "x", "start": "2026-08-01", "place": KINONDONI, **values})


@pytest.fixture
def report(desk: Desk) -> str:
    activity(desk, participants_total=30)
    activity(desk, participants_total=7000, participants_qualifier="at_least")
    activity(desk, start="2026-10-01", participants_total=5)  # the next quarter
    return desk.records.save("periodic_report", None, desk.reporting.prefill(KINONDONI, "Q1 2026/27").values)


def test_a_report_begins_with_the_records_of_its_period(desk: Desk, report: str) -> None:
    values = desk.records.get("periodic_report", report).values
    assert (values["from_day"], values["to_day"], values["due"]) == (date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 15))
    assert len(values["activities"]) == 2
    assert dict(desk.reporting.prefill(KINONDONI, "Q1 2026/27").figures)["People reached"] == "over 7,030"


def test_a_report_is_submitted_returned_accepted_and_locked(desk: Desk, report: str) -> None:
    with pytest.raises(InvalidInput):
        desk.reporting.accept(report)
    desk.reporting.submit(report, day=DAY)
    values = desk.records.get("periodic_report", report).values
    assert (values["report_state"], values["submitted_on"]) == ("submitted", DAY)
    assert json.loads(values["figures"])["People reached"] == "over 7,030"
    with pytest.raises(InvalidInput):
        desk.reporting.return_(report, " ")
    desk.reporting.return_(report, "The photographs are missing.", day=DAY)
    assert desk.records.get("periodic_report", report).values["returned_reason"] == "The photographs are missing."
    desk.reporting.submit(report, day=DAY)
    with pytest.raises(InvalidInput, match="turn of Dar es Salaam"):
        desk.reporting.accept(report, day=DAY)
    desk.reporting.accept(report, instead=True, day=DAY)
    with pytest.raises(InvalidInput, match="all levels"):
        desk.reporting.lock(report)
    desk.reporting.accept(report, day=DAY)
    assert desk.records.get("periodic_report", report).values["accepted_level"] == 2
    desk.reporting.lock(report)
    for step in (desk.reporting.submit, desk.reporting.accept, desk.reporting.lock):
        with pytest.raises(InvalidInput):
            step(report)
    approvals = desk.lists.rows("approval", desk.lists.numbers("approval"), ["outcome", "level", "on_behalf_of"])
    assert sorted(row[1:] for row in approvals) == [
        ("Accepted", "1", "Dar es Salaam"), ("Accepted", "2", ""), ("Returned", "2", ""),
    ]  # fmt: skip


def test_only_a_report_that_was_handed_in_counts(desk: Desk, report: str) -> None:
    def council() -> tuple[int, int, int]:
        one = next(one for one in desk.reporting.measures(KINONDONI, periods=1, day=DAY) if one.level == "council")
        return one.expected, one.actual, one.on_time

    assert council() == (1, 0, 0)
    assert any(one.report == report and one.state == "draft" for one in desk.reporting.due(day=DAY))
    desk.reporting.submit(report, day=DAY)
    assert council() == (1, 1, 1)
    assert all(one.report != report for one in desk.reporting.due(day=DAY))
    desk.reporting.return_(report, "again", day=DAY)
    assert council() == (1, 0, 0)
    desk.reporting.submit(report, day=date(2026, 10, 20))
    assert council() == (1, 1, 0)


def test_not_reported_is_no_result_and_no_stage(desk: Desk) -> None:
    indicator = desk.records.save(
        "indicator", None, {"name": "Rooms", "measure": "1", "summable": True, "unit": "rooms", "result_type": "1"}
    )
    whole = desk.monitoring.roll_up(indicator)
    assert whole.whole is None
    assert whole.why
    desk.records.save("result", None, {"indicator": indicator, "value": 0, "to_day": "2026-09-30", "place": KINONDONI})
    assert desk.monitoring.roll_up(indicator).whole is not None
    assert desk.monitoring.roll_up(indicator).whole.value == 0
    desk.records.save("commitment", None, {"title": "c"})
    assert desk.commitments.counts().by_stage == {"": 1}


def test_a_place_and_its_part_are_not_added_for_the_same_days(desk: Desk) -> None:
    indicator = desk.records.save(
        "indicator", None, {"name": "Rooms", "measure": "1", "summable": True, "unit": "rooms", "result_type": "1"}
    )
    mainland = load_pack("tz").codes["TZ-MAINLAND"]
    for place in (KINONDONI, mainland):
        desk.records.save(
            "result", None,
            {"indicator": indicator, "value": 3, "from_day": "2026-07-01", "to_day": "2026-09-30", "place": place},
        )  # fmt: skip
    found = desk.monitoring.roll_up(indicator)
    assert found.whole is None
    assert "twice" in found.why


def test_the_same_figure_told_again_is_left_out_and_shown(desk: Desk) -> None:
    indicator = desk.records.save(
        "indicator", None, {"name": "Rooms", "measure": "1", "summable": True, "unit": "rooms", "result_type": "1"}
    )
    first = desk.records.save("result", None, {"indicator": indicator, "value": 130, "qualifier": "at_least", "to_day": "2026-09-30"})
    desk.records.save("result", None, {"indicator": indicator, "value": 130, "to_day": "2026-09-30", "same_figure_as": first})
    found = desk.monitoring.roll_up(indicator)
    assert found.whole is not None
    assert found.whole.shown == "over 130"
    assert [one.excluded != "" for one in found.left_out] == [True]


STORY = {
    "title": "Back at the stall", "story_text": "A day-care room opened.", "people": "A. M.", "consent": "written",
    "consent_on": "2026-08-01", "publication": "public", "sensitivity": "public",
}  # fmt: skip


def test_withdrawing_consent_ends_publication_and_names_what_is_out(desk: Desk) -> None:
    story = desk.records.save("story", None, STORY)
    entry = desk.records.save(
        "chapter_entry", None, {"title": "Care", "section": "key_accomplishment", "entry_text": "x", "stories": [story]}
    )
    assert [one.id for one in desk.stories.publishable()] == [story]
    out = desk.stories.published("Dashboard", [story], where="index.html", day=date(2026, 9, 1))
    told = desk.stories.withdraw(story, day=DAY, reason="by telephone")
    assert [one.id for one in told.publications] == [out]
    assert [one.id for one in told.entries] == [entry]
    assert desk.stories.publishable() == []
    assert desk.stories.story(story).refused == "withdrawn"
    assert [one.title for one in desk.stories.held_in(story)] == ["Dashboard, 2026-09-01"]
    with pytest.raises(InvalidInput):
        desk.stories.published("Dashboard", [story])
    desk.records.undo()
    assert [one.id for one in desk.stories.publishable()] == [story]


def test_a_story_about_violence_is_never_published_and_hints_are_shown(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        desk.records.save("story", None, STORY | {"about_violence": True})
    guarded = STORY | {"about_violence": True, "people": None, "sensitivity": "restricted", "publication": "not_published"}
    story = desk.records.save("story", None, guarded)
    assert desk.stories.story(story, "internal").refused == "violence"
    desk.records.save("person", None, {"name": "Amina Mfano"})
    found = desk.stories.warnings({"title": "x", "story_text": "The survivor met Amina Mfano."})
    assert found.violence == ("survivor",)
    assert found.names == ("Amina Mfano",)


def test_an_event_told_twice_counts_once_wherever_it_is_looked_at(desk: Desk) -> None:
    other = load_pack("tz").codes["TZ.020221"]
    first = activity(desk, title="Forum of the region", participants_total=130)
    again = activity(desk, title="The forum", participants_total=130, place=other)
    (pair,) = desk.monitoring.told_twice()
    assert {pair.one.id, pair.other.id} == {first, again}
    desk.records.save("activity", again, {"same_event_as": first})
    assert desk.monitoring.told_twice() == []
    for place, told_again in (("", 1), (KINONDONI, 0), (other, 0)):
        found = desk.monitoring.people(place)
        assert (found.number.value, found.events, found.told_again) == (130, 1, told_again)
    desk.records.save("activity", first, {"same_event_as": again})  # a circle: somebody linked the other way, too
    assert desk.monitoring.people().number.value == 130
    desk.records.save("activity", first, {"same_event_as": None})
    desk.records.remove("activity", [first])
    assert desk.monitoring.people().number.value == 130
