"""Balance of seats on a committee's page: counted four ways, quotas beside counts, the next turn of the chair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.workspace import CHEAP

from gedesk.presenters import overviews
from gedesk.services import desk as desks
from gedesk.services.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Asha", cost=CHEAP) as made:
        yield made


def balance(desk: Desk, id: str, day: date) -> dict[str, overviews.Line]:
    cards = overviews.committee(desk.governance.committee(id, day=day), day)
    return {line.label: line for card in cards if card.title == "Balance of seats" for line in card.lines}


def test_groups_stand_with_their_quotas_and_the_turn_with_its_day(desk: Desk) -> None:
    id = desk.records.save("committee", None, {
        "name": "Working group", "committee_type": "working_group", "seats": 4, "seat_plan": "Government: 1\nYouth and adolescents: 2",
        "chair_rule": "rotating", "rotation_months": 12, "rotation_order": "Government\nCivil society", "rotation_start": "2026-01-01",
    })  # fmt: skip
    for name, group, sex in (("A", "government", "female"), ("B", "youth", "male")):
        person = desk.records.save("person", None, {"name": name, "sex": sex})
        desk.records.save("membership", None, {"committee": id, "person": person, "role": "member", "constituency": group})
    shown = balance(desk, id, date(2026, 7, 2))
    assert shown["By group"].parts == (("Government", 1, 1), ("Youth and adolescents", 1, 2))
    assert shown["By sex"].parts == (("Female", 1, None), ("Male", 1, None))
    turn = shown["Chair by rotation"]
    assert (turn.value, turn.detail) == ("Government", "Civil society from 01/01/2027")
    assert turn.share == pytest.approx(182 / 365)


def test_a_committee_of_nobody_has_no_balance(desk: Desk) -> None:
    id = desk.records.save("committee", None, {"name": "New", "committee_type": "working_group"})
    assert balance(desk, id, date(2026, 7, 2)) == {}
