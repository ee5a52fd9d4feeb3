"""Reports: what is owed first, one begun from its records, its steps and the way back; on a real store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers.doubles import Inline, Told
from helpers.workspace import CHEAP, PASSPHRASE, Workspace

from gedesk.domain.packs import load_pack
from gedesk.errors import InvalidInput
from gedesk.presenters import reports
from gedesk.presenters.overviews import PAPER, Card
from gedesk.presenters.reports import Entry, ReportsPresenter
from gedesk.services import desk as desks
from gedesk.services.desk import Desk

DAY = date(2026, 11, 24)
COUNCIL = "TZ.070113"


class Page:
    """What a page is told."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.limited = False
        self.opened: list[str] = []

    def show_reports(self, entries: Any, *, limited: bool) -> None:
        self.entries, self.limited = list(entries), limited

    def open(self, id: str) -> None:
        self.opened.append(id)




@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Asha Juma", cost=CHEAP) as made:
        yield made


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def presenter(desk: Desk, page: Page, told: Told) -> ReportsPresenter:
    made = ReportsPresenter(desk, page, Inline(), told, today=lambda: DAY)
    for day in ("2026-08-01", "2026-09-30"):
        desk.records.save("activity", None, {"title": f"Training {day}", "start": day, "place": COUNCIL, "participants_total": 30})
    made.reload()
    return made


def owed(page: Page) -> Entry:
    """The council's report, which is not begun."""
    return next(one for one in page.entries if one.owed is not None and one.reporter.startswith("Kinondoni"))


def begun(presenter: ReportsPresenter, page: Page) -> str:
    presenter.begin(owed(page))
    return page.opened[-1]


def state(desk: Desk, id: str) -> str:
    return str(desk.records.get("periodic_report", id).values["report_state"])


def offers(desk: Desk, id: str) -> list[str]:
    """Steps; the document that is always offered last of all is left out."""
    verbs = [offer.verb for card in reports.cards(desk, id, today=DAY) for offer in card.offers]
    return [verb for verb in verbs if not verb.startswith(PAPER)]


def lines(cards: list[Card], title: str) -> dict[str, str]:
    return {line.label: line.value for card in cards if card.title == title for line in card.lines}


def test_an_owed_report_is_begun_from_the_records_of_its_period(
    desk: Desk, presenter: ReportsPresenter, page: Page, told: Told
) -> None:
    one = owed(page)
    assert (one.id, one.state, reports.lateness(one)) == ("", "due", ("40 days late", "warning"))
    id = begun(presenter, page)
    assert told.errors == []
    cards = reports.cards(desk, id, today=DAY)
    assert lines(cards, "Figures as they stand now")["People reached"] == "60"
    proofs = next(card for card in cards if card.title == "Proved by: Activities")
    assert {line.label for line in proofs.lines} == {"Training 2026-08-01", "Training 2026-09-30"}
    assert all(line.link is not None and desk.records.get(*line.link).title == line.label for line in proofs.lines)
    presenter.reload()
    assert [one.state for one in page.entries if one.id == id] == ["draft"]
    assert all(one.owed is None for one in page.entries if one.reporter.startswith("Kinondoni"))
    assert told.action is not None
    told.action()  # the message offers the way back
    presenter.reload()
    assert owed(page).id == ""


def test_one_that_is_there_is_opened_and_not_made_twice(desk: Desk, presenter: ReportsPresenter, page: Page) -> None:
    id = begun(presenter, page)
    presenter.reload()
    presenter.begin(next(one for one in page.entries if one.id == id))
    assert page.opened == [id, id]
    assert len(desk.lists.numbers("periodic_report")) == 1


def test_steps_are_offered_by_state_and_each_can_be_taken_back(
    desk: Desk, presenter: ReportsPresenter, page: Page, told: Told
) -> None:
    id = begun(presenter, page)
    assert offers(desk, id) == ["submit"]
    presenter.act(id, "submit")
    assert (state(desk, id), offers(desk, id)) == ("submitted", ["accept_for", "return"])
    presenter.act(id, "return", "The photographs are missing.")
    assert (state(desk, id), offers(desk, id)) == ("returned", ["submit"])
    assert lines(reports.cards(desk, id), "Where it stands")["Sent back because"] == "The photographs are missing."
    assert told.action is not None
    told.action()  # takes back both the state and the decision
    assert state(desk, id) == "submitted"
    assert lines(reports.cards(desk, id), "Decided so far") == {}
    assert lines(reports.cards(desk, id), "Where it stands")["Who decides next"] == "Dar es Salaam"
    presenter.act(id, "accept_for")
    said = {"Level 1: Accepted": "Asha Juma · 24/11/2026 · on behalf of Dar es Salaam"}
    assert lines(reports.cards(desk, id), "Decided so far") == said
    assert offers(desk, id) == ["accept", "return"]
    presenter.reload()
    presenter.filter(which="waiting")
    assert [reports.entry_state(one) for one in page.entries] == ["Accepted 1/2"]
    presenter.act(id, "accept")
    assert lines(reports.cards(desk, id), "Decided so far") == said | {"Level 2: Accepted": "Asha Juma · 24/11/2026"}
    assert offers(desk, id) == ["return", "lock"]
    presenter.act(id, "lock")
    assert (state(desk, id), offers(desk, id)) == ("locked", [])
    assert told.errors == []


def test_sending_back_without_a_reason_says_so_and_changes_nothing(
    desk: Desk, presenter: ReportsPresenter, page: Page, told: Told
) -> None:
    id = begun(presenter, page)
    presenter.act(id, "submit")
    presenter.act(id, "return", "  ")
    assert [str(error) for error in told.errors] == ["A report is sent back with a reason."]
    assert state(desk, id) == "submitted"


def test_newer_records_are_offered_and_figures_that_moved_are_shown(
    desk: Desk, presenter: ReportsPresenter, page: Page
) -> None:
    id = begun(presenter, page)
    desk.records.save("activity", None, {"title": "Late news", "start": "2026-09-01", "place": COUNCIL, "participants_total": 5})
    assert offers(desk, id) == ["submit", "update"]
    presenter.act(id, "update")
    assert offers(desk, id) == ["submit"]
    assert len(desk.records.get("periodic_report", id).values["activities"]) == 3
    presenter.act(id, "submit")
    assert lines(reports.cards(desk, id), "Figures as they were handed in")["People reached"] == "65"
    desk.records.save("activity", None, {"title": "Later", "start": "2026-09-02", "place": COUNCIL, "participants_total": 5})
    assert lines(reports.cards(desk, id), "Figures as they were handed in")["People reached"] == "65; now 70"


def test_a_closing_report_counts_the_years_it_is_about(desk: Desk, presenter: ReportsPresenter, page: Page) -> None:
    id = begun(presenter, page)
    before = lines(reports.cards(desk, id), "Figures as they stand now")
    council = str(desk.records.get("periodic_report", id).values["place"])
    desk.records.save("activity", None, {"title": "Long ago", "start": "2022-03-01", "place": council, "participants_total": 12})
    desk.records.save("periodic_report", id, {"from_day": date(2021, 7, 1), "closing": True})
    after = lines(reports.cards(desk, id), "Figures as they stand now")
    assert int(after["Activities"]) == int(before["Activities"]) + 1
    presenter.act(id, "submit")
    assert json.loads(desk.records.get("periodic_report", id).values["figures"])["Activities"] == after["Activities"]


def test_the_list_is_limited_by_words_and_state(presenter: ReportsPresenter, page: Page) -> None:
    everything = list(page.entries)
    presenter.act(begun(presenter, page), "submit")
    presenter.reload()
    presenter.filter(which="waiting")
    assert [(one.state, one.reporter[:9]) for one in page.entries] == [("submitted", "Kinondoni")]
    presenter.filter(which="owed")
    assert len(page.entries) == len(everything) - 1
    presenter.filter(which="", text="kinon q1")
    assert {one.reporter[:9] for one in page.entries} == {"Kinondoni"}
    assert page.limited
    presenter.filter(text="")
    assert not page.limited
    open_ = [one.state in reports.OPEN for one in page.entries]
    assert open_ == sorted(open_, reverse=True)  # what is owed comes first


def test_a_council_submits_and_headquarters_decides(tmp_path: Path, told: Told) -> None:
    with ExitStack() as stack:
        workspace = Workspace(tmp_path, stack, 1)
        workspace.exchange(1)  # which posts there are
        council, page = workspace.sites[0], Page()
        presenter = ReportsPresenter(council, page, Inline(), told, today=lambda: DAY)
        presenter.reload()
        presenter.begin(next(one for one in page.entries if one.owed is not None))
        id = page.opened[-1]
        assert offers(council, id) == ["submit"]
        presenter.act(id, "submit")
        assert offers(council, id) == []  # others decide
        workspace.exchange(1)
        assert offers(workspace.hq, id) == ["accept_for", "return"]
        ReportsPresenter(workspace.hq, Page(), Inline(), told, today=lambda: DAY).act(id, "return", "Add the photographs.")
        workspace.exchange(1)
        assert offers(council, id) == ["submit"]
        assert lines(reports.cards(council, id), "Where it stands")["Sent back because"] == "Add the photographs."
        assert told.errors == []


def test_a_region_accepts_its_councils_and_headquarters_leaves_submitting_to_who_reports(tmp_path: Path) -> None:
    with ExitStack() as stack:
        workspace = Workspace(tmp_path, stack, 1)
        for place, name in (("TZ.0701", "Region"), ("TZ.0702", "Elsewhere")):
            kit = tmp_path / f"{name}.gekit"
            desks.add_site(workspace.hq, place=place, name=name, role="coordinator", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
            workspace.sites.append(
                stack.enter_context(desks.join(tmp_path / name / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP))
            )
        workspace.exchange()
        council, region, _elsewhere = workspace.sites
        place = load_pack("tz").codes[COUNCIL]
        id = council.records.save("periodic_report", None, council.reporting.prefill(place, "Q1 2026/27").values)
        workspace.exchange()
        assert workspace.hq.reporting.steps(id) == ()
        with pytest.raises(InvalidInput, match=r"TZ\.070113 submits this report itself"):
            workspace.hq.reporting.submit(id)
        assert council.reporting.steps(id) == ("submit",)
        council.reporting.submit(id, day=DAY)
        with pytest.raises(InvalidInput, match="the level above"):
            council.reporting.accept(id)
        workspace.exchange()
        assert region.reporting.steps(id) == ("accept", "return")
        region.reporting.accept(id, day=DAY)
        assert region.reporting.steps(id) == ()
        workspace.exchange()
        turn = workspace.hq.reporting.turn(id)
        assert turn is not None
        assert turn.title == "Dar es Salaam"  # its region has no site here
        assert workspace.hq.reporting.steps(id) == ("accept_for", "return")
        with pytest.raises(InvalidInput, match="turn of Dar es Salaam"):
            workspace.hq.reporting.accept(id)
        workspace.hq.reporting.accept(id, instead=True, day=DAY)
        assert workspace.hq.reporting.steps(id) == ("accept", "return")
        own = region.records.save("periodic_report", None, region.reporting.prefill(load_pack("tz").codes["TZ.0701"], "Q1 2026/27").values)
        region.reporting.submit(own, day=DAY)
        assert region.reporting.steps(own) == ()
