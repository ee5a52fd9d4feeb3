"""Between committees on two real stores: what a lower one sends up, and the answer that comes down, by file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.workspace import Workspace

from gedesk.domain.packs import load_pack
from gedesk.services.desk import Desk
from gedesk.services.governance_views import Carried

COUNCIL = load_pack("tz").codes["TZ.070113"]
COUNTRY = load_pack("tz").codes["TZ"]


@dataclass
class Tiers:
    """A council's committee below the national one, each with a meeting held and one ahead on its own store."""

    work: Workspace
    national: str
    council: str
    national_next: str
    council_held: str
    council_next: str

    @property
    def site(self) -> Desk:
        return self.work.sites[0]


@pytest.fixture
def tiers(tmp_path: Path) -> Iterator[Tiers]:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        save = work.hq.records.save
        national = save("committee", None, {"name": "National committee", "acronym": "NAC", "place": COUNTRY,
                                            "committee_type": "national_advisory"})  # fmt: skip
        council = save("committee", None, {"name": "Council committee", "acronym": "KIN", "place": COUNCIL, "reports_to": national,
                                           "committee_type": "county_council"})  # fmt: skip
        save("meeting", None, {"title": "National, first", "committee": national, "start": "2026-06-01T09:00", "place": COUNTRY})
        national_next = save("meeting", None, {"title": "National, second", "committee": national, "start": "2036-12-01T09:00", "place": COUNTRY})
        work.exchange()
        site = work.sites[0]
        held = site.records.save("meeting", None, {"title": "Council, first", "committee": council, "start": "2026-07-01T09:00", "place": COUNCIL})
        ahead = site.records.save("meeting", None, {"title": "Council, second", "committee": council, "start": "2036-12-15T09:00", "place": COUNCIL})
        yield Tiers(work, national, council, national_next, held, ahead)


def carried(desk: Desk, meeting: str, title: str) -> Carried | None:
    return next((one for one in desk.governance.meeting(meeting).carried if one.record.title == title), None)


def test_an_action_that_is_sent_up_stands_on_the_agenda_above_and_its_end_is_seen_below(tiers: Tiers) -> None:
    site, hq = tiers.site, tiers.work.hq
    action = site.records.save("action_item", None, {"title": "A room without a roof", "meeting": tiers.council_held, "place": COUNCIL})
    site.records.save("action_item", action, {"escalated_to": tiers.national})
    tiers.work.exchange()
    found = carried(hq, tiers.national_next, "A room without a roof")
    assert found is not None
    assert (found.source, found.note) == ("escalation", "Council committee")
    hq.records.save("action_item", action, {"action_state": "done", "done_on": "2026-09-01", "evidence": "The ministry paid."})
    tiers.work.exchange()
    (row,) = [one for one in site.governance.actions() if one.id == action]
    assert (row.state, row.escalated_to.title if row.escalated_to else "") == ("done", "National committee")
    assert site.records.get("action_item", action).values["evidence"] == "The ministry paid."
    assert carried(site, tiers.council_next, "A room without a roof") is None


def test_a_recommendation_goes_up_and_its_answer_comes_down_onto_the_next_agenda(tiers: Tiers) -> None:
    site, hq = tiers.site, tiers.work.hq
    decision = site.records.save("decision", None, {
        "title": "Ask for a second focal point", "meeting": tiers.council_held, "decision_type": "recommendation",
        "addressed_committee": tiers.national, "number": site.governance.decision_number(tiers.council_held), "place": COUNCIL,
    })  # fmt: skip
    tiers.work.exchange()
    up = carried(hq, tiers.national_next, "Ask for a second focal point")
    assert up is not None
    assert up.source == "escalation"
    hq.records.save("decision", decision, {"response": "One from July.", "response_state": "accepted", "responded_on": "2026-09-10"})
    assert carried(hq, tiers.national_next, "Ask for a second focal point") is None
    tiers.work.exchange()
    down = carried(site, tiers.council_next, "Ask for a second focal point")
    assert down is not None
    assert (down.source, down.note) == ("decision", "One from July.")
    (row,) = [one for one in site.governance.decisions() if one.id == decision]
    assert (row.number, row.response_state, row.overdue) == ("KIN-2026-01", "accepted", False)


def test_a_direction_comes_down(tiers: Tiers) -> None:
    held = next(one.id for one in tiers.work.hq.governance.meetings(tiers.national) if one.held)
    given = {"title": "Open a room in every market", "meeting": held, "number": tiers.work.hq.governance.decision_number(held)}
    decision = tiers.work.hq.records.save("decision", None, given)
    tiers.work.exchange()
    assert [one.id for one in tiers.site.governance.decisions()] == []  # it is nobody's but the national committee's
    tiers.work.hq.records.save("decision", decision, {"decision_type": "direction", "addressed_committee": tiers.council})
    tiers.work.exchange()
    down = carried(tiers.site, tiers.council_next, "Open a room in every market")
    assert down is not None
    assert (down.source, down.note) == ("escalation", "National committee")
