"""A meeting on a real store: what is typed is never lost, numbers follow each other, what was open comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from gesync.keys import Cost
from helpers.committees import Committees, make_committees
from helpers.doubles import Inline, Recorder, Told

from gedesk.presenters.committees import RegisterPresenter, TiersPresenter
from gedesk.presenters.drafts import Drafts
from gedesk.presenters.meeting import ACTION, DECISION, MeetingPresenter, quorum_words, whole_minutes
from gedesk.services import desk as desks
from gedesk.services.desk import Desk

CHEAP = Cost(1, 8 << 10)


class View(Recorder):
    """Remembers, and lets the line be put away."""

    def line_saved(self) -> None:
        self.seen["line_saved"] = ()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Asha", cost=CHEAP) as made:
        yield made


@pytest.fixture
def made(desk: Desk) -> Committees:
    return make_committees(desk)


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "state", "HQ")


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def meeting(desk: Desk, made: Committees, drafts: Drafts, view: View, told: Told) -> MeetingPresenter:
    presenter = MeetingPresenter(desk, view, Inline(), told, drafts)
    presenter.open(made.now)
    return presenter


def test_what_was_open_is_taken_over_in_one_operation(desk: Desk, made: Committees, meeting: MeetingPresenter) -> None:
    assert meeting.shown is not None
    carried = meeting.shown.carried
    assert {one.record.id for one in carried} == {made.topic, made.action}
    meeting.carry(list(carried))
    agenda = meeting.shown.agenda
    assert [one.order for one in agenda] == [1, 2]
    assert {one.carried_from or (one.about_action and one.about_action.id) for one in agenda} == {made.topic, made.action}
    assert not meeting.shown.carried
    desk.records.undo()
    assert not desk.governance.meeting(made.now).agenda


def test_decisions_are_numbered_by_committee_year_and_sequence(desk: Desk, made: Committees, meeting: MeetingPresenter, view: View) -> None:
    meeting.add_topic("Budget")
    for text in ("Open twelve rooms", "Report every quarter"):
        meeting.begin(DECISION)
        meeting.line_typed(text)
        meeting.save_line()
    found = desk.governance.meeting(made.now).decisions
    assert [(one.number, one.title) for one in found] == [
        ("NAC-2026-01", "Open twelve rooms"), ("NAC-2026-02", "Report every quarter"),
    ]  # fmt: skip
    assert {one.agenda_item for one in found} == {meeting.topic}
    meeting.begin(DECISION)
    assert view.seen["show_number"] == ("NAC-2026-03",)


def test_beginning_another_line_saves_the_one_before(desk: Desk, made: Committees, meeting: MeetingPresenter, view: View) -> None:
    meeting.begin(DECISION)
    meeting.line_typed("Open twelve rooms")
    meeting.begin(ACTION)
    assert [one.title for one in desk.governance.meeting(made.now).decisions] == ["Open twelve rooms"]
    assert view.seen["show_line"] == (ACTION, "")


def test_an_action_has_its_day_in_the_year_of_the_meeting_and_its_owner(desk: Desk, made: Committees, meeting: MeetingPresenter) -> None:
    offered: list[str] = []
    meeting.people("chi", lambda found: offered.extend(one.id for one in found[:1]))
    meeting.begin(ACTION)
    meeting.line_typed("Write to the councils")
    meeting.save_line("1 May", offered[0])
    (action,) = desk.governance.meeting(made.now).actions
    assert (action.due, action.owner and action.owner.title) == (date(2026, 5, 1), "Chiku Mfano")


def test_a_line_that_cannot_be_saved_stays_and_says_why(desk: Desk, made: Committees, meeting: MeetingPresenter, view: View) -> None:
    meeting.begin(ACTION)
    meeting.save_line()
    assert view.seen.get("line_saved") is None
    meeting.line_typed("Write to the councils")
    meeting.save_line("31 February")
    assert "due" in view.problems
    assert meeting.line == ACTION
    assert not desk.governance.meeting(made.now).actions


def test_minutes_reach_the_store_when_the_cursor_leaves_them(desk: Desk, made: Committees, meeting: MeetingPresenter, drafts: Drafts) -> None:
    meeting.add_topic("Budget")
    first = meeting.topic
    meeting.typed("Agreed.")
    meeting.keep()
    assert [one.id for one in drafts.all()] == [made.now]
    meeting.add_topic("Reports")
    meeting.choose(first)
    assert {one.title: one.minutes for one in desk.governance.meeting(made.now).agenda} == {"Budget": "Agreed.", "Reports": ""}
    assert drafts.all() == []


def test_an_end_without_warning_costs_nothing(desk: Desk, made: Committees, meeting: MeetingPresenter, view: View, told: Told, tmp_path: Path) -> None:
    """A process of its own types, and is killed before it saves; another opens the meeting."""
    meeting.add_topic("Budget")
    topic = meeting.topic
    code = f"""
import sys, time
from pathlib import Path
from helpers.doubles import Inline, Recorder, Told
from gedesk.presenters.drafts import Drafts
from gedesk.presenters.meeting import MeetingPresenter
from gedesk.services.desk import Desk
desk = Desk.open(Path({str(tmp_path / 's.gedesk')!r}), write=False)
one = MeetingPresenter(desk, Recorder(), Inline(), Told(), Drafts(Path({str(tmp_path / 'state')!r}), "HQ"))
one.open({made.now!r})
one.typed("Typed and not saved")
one.begin("action_item")
one.line_typed("Half a line")
one.keep()
print("kept", flush=True)
sys.stdin.read()
"""
    here = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(here.parent), str(here.parent / "sync")])},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    again = MeetingPresenter(desk, view, Inline(), told, Drafts(tmp_path / "state", "HQ"))
    again.open(made.now)
    assert (again.topic, again.minutes) == (topic, "Typed and not saved")
    assert view.seen["show_line"] == (ACTION, "Half a line")
    again.save_minutes()
    again.save_line()
    shown = desk.governance.meeting(made.now)
    assert shown.agenda[0].minutes == "Typed and not saved"
    assert [one.title for one in shown.actions] == ["Half a line"]
    assert Drafts(tmp_path / "state", "HQ").all() == []


def test_the_quorum_counts_while_people_come_in(made: Committees, meeting: MeetingPresenter) -> None:
    assert meeting.shown is not None
    assert quorum_words(meeting.shown) == ("No quorum: 4 more needed", "warning")
    for at in range(3):
        meeting.attend(meeting.shown.attendance[at], "present")
    assert quorum_words(meeting.shown)[0] == "No quorum: 1 more needed"
    meeting.attend(next(one for one in meeting.shown.attendance if not one.status), "present", mode="remote")
    assert quorum_words(meeting.shown) == ("Quorum: 4 of 4", "success")
    away = next(one for one in meeting.shown.attendance if not one.status)
    meeting.attend(away, "apology", reason="visa")
    assert [(one.code, one.count) for one in meeting.shown.absences] == [("visa", 1)]
    meeting.guest("Somebody Mfano")
    assert meeting.shown.quorum.present == 4


def test_who_stands_in_counts_for_the_member(made: Committees, meeting: MeetingPresenter) -> None:
    assert meeting.shown is not None
    member = meeting.shown.attendance[0]
    meeting.attend(member, "alternate", by="Fatma Mfano")
    shown = next(one for one in meeting.shown.attendance if one.status)
    assert (shown.name, shown.counts, shown.stands_in_for) == ("Fatma Mfano", True, member.membership)
    assert member.membership not in {one.membership for one in meeting.shown.attendance if not one.status}


def test_all_present_is_one_step_to_take_back(desk: Desk, made: Committees, meeting: MeetingPresenter, told: Told) -> None:
    meeting.all_present()
    assert desk.governance.meeting(made.now).quorum.present == 5
    assert told.action is not None
    told.action()
    assert desk.governance.meeting(made.now).quorum.present == 0


def test_minutes_go_from_draft_to_circulated_to_approved_to_amended(desk: Desk, made: Committees, meeting: MeetingPresenter, told: Told) -> None:
    meeting.advance()
    assert told.texts == ["The minutes are empty. Write them before you circulate them."]
    meeting.add_topic("Budget")
    meeting.typed("Agreed.")
    states = []
    for _step in range(3):
        meeting.advance()
        states.append(desk.governance.meeting(made.now).row.minutes_state)
    assert states == ["circulated", "approved", "amended"]
    shown = desk.governance.meeting(made.now)
    assert shown.minutes == whole_minutes(shown, {}) == "1. Budget\nAgreed."
    assert shown.approved_on is not None


def test_minutes_written_as_a_whole_are_not_replaced(desk: Desk, made: Committees, meeting: MeetingPresenter) -> None:
    desk.records.save("meeting", made.now, {"minutes": "By hand."})
    meeting.refresh()
    meeting.add_topic("Budget")
    meeting.typed("Agreed.")
    meeting.advance()
    assert desk.governance.meeting(made.now).minutes == "By hand."


def test_the_order_of_topics_changes_and_a_closed_one_is_not_carried_over(desk: Desk, made: Committees, meeting: MeetingPresenter) -> None:
    for title in ("First", "Second", "Third"):
        meeting.add_topic(title)
    meeting.move(-1)
    assert meeting.shown is not None
    assert [one.title for one in meeting.shown.agenda] == ["First", "Third", "Second"]
    meeting.close_topic()
    assert [one.closed for one in meeting.shown.agenda] == [False, True, False]
    later = desk.records.save("meeting", None, {"title": "Later", "committee": made.national, "start": "2026-07-16T09:00"})
    titles = {one.record.title for one in desk.governance.meeting(later).carried if one.source == "topic"}
    assert titles == {"First", "Second", "Day-care rooms in markets"}


# -- tiers and registers -----------------------------------------------------------------------------------------


def test_the_next_meeting_is_proposed_by_the_cadence_and_made_once(desk: Desk, made: Committees, told: Told) -> None:
    presenter = TiersPresenter(desk, Recorder(), Inline(), told)
    desk.records.save("meeting", made.now, {"start": "2036-04-16T09:00"})
    opened: list[str] = []
    presenter.begin_meeting(made.national, opened.append)
    assert opened == [made.now]
    assert told.texts == ["The next meeting is scheduled already"]
    presenter.begin_meeting(made.zanzibar, opened.append)
    row = next(one for one in desk.governance.meetings(made.zanzibar) if one.id == opened[-1])
    assert (row.title, row.start[11:]) == ("ZOC, meeting 1", "09:00")
    assert row.day.weekday() < 5


def test_an_action_goes_up_and_the_answer_comes_down(desk: Desk, made: Committees, told: Told) -> None:
    low = desk.records.save("meeting", None, {"title": "ZOC 1", "committee": made.zanzibar, "start": "2026-03-01T09:00"})
    action = desk.records.save("action_item", None, {"title": "Find money for rooms", "meeting": low})
    view = Recorder()
    register = RegisterPresenter(desk.governance.actions, desk, view, Inline(), told)
    register.reload()
    row = next(one for one in view.seen["show_register"][0] if one.id == action)
    register.escalate(row)
    assert told.texts == ["Sent up to National Advisory Committee"]
    up = [one for one in desk.governance.meeting(made.now).carried if one.source == "escalation"]
    assert [(one.record.id, one.note) for one in up] == [(action, "Zanzibar Organizing Committee")]
    answer = desk.records.save(
        "decision", None,
        {"title": "Use the reserve", "meeting": made.now, "decision_type": "direction", "addressed_committee": made.zanzibar},
    )  # fmt: skip
    next_one = desk.records.save("meeting", None, {"title": "ZOC 2", "committee": made.zanzibar, "start": "2026-06-01T09:00"})
    down = [one for one in desk.governance.meeting(next_one).carried if one.source == "escalation"]
    assert [(one.record.id, one.note) for one in down] == [(answer, "National Advisory Committee")]


def test_nothing_stands_above_the_top(desk: Desk, made: Committees, told: Told) -> None:
    register = RegisterPresenter(desk.governance.actions, desk, Recorder(), Inline(), told)
    register.escalate(next(one for one in desk.governance.actions() if one.id == made.action))
    assert told.texts == ["No committee stands above this one. Write “reports to” in its form."]


def test_a_register_shows_what_its_limits_let_through(desk: Desk, made: Committees, told: Told) -> None:
    view = Recorder()
    register = RegisterPresenter(desk.governance.actions, desk, view, Inline(), told)
    register.filter(committee=made.national, overdue=True)
    assert [one.id for one in view.seen["show_register"][0]] == [made.action]
    assert register.limited
    register.filter(text="nothing like it")
    assert view.seen["show_register"] == ([],)
    row = desk.governance.actions()[0]
    register.set_done(row)
    register.filter(text="", overdue=False, open=True, committee="")
    assert view.seen["show_register"] == ([],)
