"""The first page: what waits, and where each line leads."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.doubles import Inline, Recorder, Told
from helpers.memory_services import MemoryServices, add_conflict, sample

from gedesk.presenters.drafts import Draft, Drafts
from gedesk.presenters.home import HomePresenter, Line, Today
from gedesk.services.governance_views import Named
from gedesk.services.reporting_views import DueView
from gedesk.services.views import Conflict

DAY = date(2026, 3, 12)


class Followed:
    """Remembers where one was led."""

    def __init__(self) -> None:
        self.way: list[object] = []

    def go(self, page: str) -> None:
        self.way.append(page)

    def open_record(self, kind: str, id: str) -> None:
        self.way.append((kind, id))

    def new_record(self, kind: str) -> None:
        self.way.append(f"new {kind}")

    def decide(self, conflict: Conflict) -> None:
        self.way.append(conflict)

    def invite(self) -> None:
        self.way.append("invite")


@pytest.fixture
def services() -> MemoryServices:
    return sample(12)


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path, "Arusha")


def shown(services: MemoryServices, drafts: Drafts, ways: Followed | None = None) -> Today:
    view, told = Recorder(), Told()
    presenter = HomePresenter(
        services, view, Inline(), told, ways or Followed(), drafts,
        page_of=lambda kind: {"activity": "activities", "action_item": "committees", "periodic_report": "reports"}.get(kind, ""), today=lambda: DAY,
    )  # fmt: skip
    presenter.reload()
    assert told.errors == []
    today: Today = view.seen["show_today"][0]
    return today


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [one.text for one in lines]


@pytest.mark.parametrize(
    ("role", "first", "way"),
    [
        ("focal-point", "Log an activity", "new activity"),
        ("coordinator", "Import a workbook", "import"),
        ("hq", "Receive files", "exchange"),
    ],
)
def test_each_role_begins_with_what_it_does_most(
    services: MemoryServices, drafts: Drafts, role: str, first: str, way: str
) -> None:
    services.exchange.role = role
    ways = Followed()
    today = shown(services, drafts, ways)
    assert today.steps[0].text == first
    today.steps[0].follow()
    assert ways.way == [way]
    assert {step.text for step in today.steps} == {"Log an activity", "Import a workbook", "Receive files"}


def test_headquarters_that_are_alone_begin_with_a_kit(services: MemoryServices, drafts: Drafts) -> None:
    services.exchange.role, services.exchange.others = "hq", []
    ways = Followed()
    today = shown(services, drafts, ways)
    today.steps[0].follow()
    assert ways.way == ["invite"]
    assert len(today.steps) == 3


def test_nothing_waits_where_all_is_done(services: MemoryServices, drafts: Drafts) -> None:
    today = shown(services, drafts)
    assert (today.waits, today.due) == ((), ())
    assert today.sent == "Last sent: never"


def test_decisions_drafts_and_unsent_changes_wait_in_this_order(services: MemoryServices, drafts: Drafts) -> None:
    conflict = add_conflict(services, services.order["activity"][0])
    services.records.save("activity", services.order["activity"][1], {"venue": "Hall"})
    drafts.keep(Draft("new-activity", "activity", None, "Half a thought", "2026-03-12T08:00:00Z", {"title": "Half"}, {}))()
    ways = Followed()
    today = shown(services, drafts, ways)
    assert texts(today.waits) == [
        "1 conflict waits for a decision", "Not saved yet: “Half a thought”", "1 change waits to be sent",
    ]  # fmt: skip
    for one in today.waits:
        one.follow()
    assert ways.way == [conflict, "activities", "exchange"]


def test_what_happened_to_the_data_comes_first(services: MemoryServices, drafts: Drafts) -> None:
    services.exchange.notices = ("This computer’s data was restored from 2026-03-03.",)
    ways = Followed()
    today = shown(services, drafts, ways)
    assert texts(today.waits) == ["This computer’s data was restored from 2026-03-03."]
    today.waits[0].follow()
    assert ways.way == ["exchange"]


def test_a_draft_of_a_kind_without_a_page_is_not_offered(services: MemoryServices, drafts: Drafts) -> None:
    drafts.keep(Draft("new-story", "story", None, "Lost", "2026-03-12T08:00:00Z", {"title": "Lost"}, {}))()
    assert shown(services, drafts).waits == ()


def test_due_are_open_actions_and_reports_that_are_late_or_near(services: MemoryServices, drafts: Drafts) -> None:
    late = services.add("action_item", title="Send the minutes", due=DAY - timedelta(days=3), action_state="open")
    services.add("action_item", title="Far away", due=DAY + timedelta(days=60), action_state="in_progress")
    services.add("action_item", title="Done long ago", due=DAY - timedelta(days=90), action_state="done")
    for days, period in ((14, "Q2 2025/26"), (60, "Q3 2025/26")):
        due = DAY + timedelta(days=days)
        services.reporting.owed.append(DueView("Report", Named("p1", "Arusha"), "place", period, period, DAY, DAY, due, "", "due", 0))
    ways = Followed()
    today = shown(services, drafts, ways)
    assert [(one.text, one.hint, one.tone) for one in today.due] == [
        ("Send the minutes", "Action item · 3 days late", "danger"),
        ("Arusha, Q2 2025/26", "Periodic report · due 26 March 2026", "neutral"),
    ]
    for one in today.due:
        one.follow()
    assert ways.way == [("action_item", late), "reports"]


def test_recent_activities_lead_to_their_records(services: MemoryServices, drafts: Drafts) -> None:
    ways = Followed()
    today = shown(services, drafts, ways)
    assert len(today.recent) == 6
    today.recent[0].follow()
    assert ways.way == [("activity", services.order["activity"][0])]


def test_what_is_due_beyond_the_first_lines_is_counted(services: MemoryServices, drafts: Drafts) -> None:
    for number in range(9):
        services.reporting.owed.append(DueView("Report", Named("p1", f"Council {number}"), "place", "Q1", "Q1", DAY, DAY, DAY, "", "due", 0))
    ways = Followed()
    today = shown(services, drafts, ways)
    assert texts(today.due) == [*(f"Council {number}, Q1" for number in range(6)), "3 more are due"]
    today.due[-1].follow()
    assert ways.way == ["reports"]
