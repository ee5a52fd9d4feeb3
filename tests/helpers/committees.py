"""A national committee with two below it, members, and a meeting that left something open."""

from __future__ import annotations

from typing import NamedTuple

from gedesk.services.desk import Desk


class Committees(NamedTuple):
    """Ids of what was made."""

    national: str
    zanzibar: str
    council: str
    members: tuple[str, ...]  # memberships of the national committee
    before: str  # the meeting that took place
    now: str  # the meeting under way
    topic: str  # open topic of the meeting before
    action: str  # open action of the meeting before


def make_committees(desk: Desk) -> Committees:
    """Everything is plainly fictional."""
    records = desk.records
    tz = next(one.id for one in desk.lists.choices("place", "Tanzania") if one.label == "Tanzania")
    national = records.save("committee", None, {
        "name": "National Advisory Committee", "acronym": "NAC", "committee_type": "national_advisory", "seats": 7,
        "quorum_rule": "majority", "cadence": "quarterly", "reports_to_office": "The President", "place": tz,
        "seat_plan": "Government: 3\nCivil society: 2\nYouth and adolescents: 2", "chair_rule": "co_chair",
    })  # fmt: skip
    zanzibar = records.save("committee", None, {
        "name": "Zanzibar Organizing Committee", "acronym": "ZOC", "committee_type": "organizing", "reports_to": national,
        "seats": 5, "chair_rule": "rotating", "rotation_months": 6, "rotation_start": "2026-01-01", "place": tz,
        "rotation_order": "Government\nCivil society\nYouth and adolescents",
    })  # fmt: skip
    council = records.save("committee", None, {
        "name": "Mjini Council Committee", "acronym": "MCC", "committee_type": "county_council", "reports_to": zanzibar,
        "place": tz,
    })  # fmt: skip
    people = records.add("person", [
        {"name": "Asha Mfano", "sex": "female", "place": tz}, {"name": "Baraka Mfano", "sex": "male", "place": tz},
        {"name": "Chiku Mfano", "sex": "female", "place": tz}, {"name": "Daudi Mfano", "sex": "male", "place": tz},
        {"name": "Esta Mfano", "sex": "female", "place": tz},
    ])  # fmt: skip
    groups = ("government", "government", "civil_society", "civil_society", "youth")
    members = records.add("membership", [
        {"committee": national, "person": one, "role": "chair" if at == 0 else "secretary" if at == 1 else "member",
         "constituency": groups[at], "from_day": "2025-07-01"}
        for at, one in enumerate(people)
    ])  # fmt: skip
    before = records.save("meeting", None, {
        "title": "NAC, meeting 1", "committee": national, "start": "2026-01-15T09:00", "minutes_state": "approved",
        "minutes": "Opened at nine.",
    })  # fmt: skip
    topic = records.save("agenda_item", None, {"title": "Day-care rooms in markets", "meeting": before, "order": 1})
    action = records.save("action_item", None, {
        "title": "Count the markets without a room", "meeting": before, "due": "2026-02-15", "owner": people[1],
    })  # fmt: skip
    now = records.save("meeting", None, {
        "title": "NAC, meeting 2", "committee": national, "start": "2026-04-16T09:00", "venue": "Dodoma",
    })  # fmt: skip
    return Committees(national, zanzibar, council, tuple(members), before, now, topic, action)
