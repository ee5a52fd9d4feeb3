"""Columns of lists that stand for more than one field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import Workspace

from gedesk.services.desk import Desk


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Workspace(tmp_path, stack, 0).hq


def activity(title: str, **values: object) -> dict[str, object]:
    return {"title": title, "start": "2026-03-12", "place": "TZ", **values}


def test_people_are_the_total_reported_or_else_the_sum_of_the_table(hq: Desk) -> None:
    cells = {"female|18-19|not_recorded": 4, "male|20-24|with": 3}
    hq.records.add("activity", [
        activity("table", participants=cells),
        activity("both", participants=cells, participants_total=9, participants_qualifier="at_least"),
        activity("none"),
        activity("total", participants_total=7000),
    ])  # fmt: skip
    numbers = hq.lists.numbers("activity")
    assert [row[1:] for row in hq.lists.rows("activity", numbers, ["title", "people"])] == [
        ("table", "7"), ("both", "over 9"), ("none", ""), ("total", "7,000"),
    ]  # fmt: skip
    ordered = hq.lists.numbers("activity", sort="people", descending=True)
    assert [row[1] for row in hq.lists.rows("activity", ordered, ["title"])] == ["total", "both", "table", "none"]


def test_posts_are_told_with_their_state(hq: Desk) -> None:
    post = hq.records.add("focal_point_post", [{"title": "Focal point, Meru", "level": "council", "place": "TZ.020221"}])[0]
    assert {one.id: one.state for one in hq.reporting.posts()}[post] == "vacant"
    person = hq.records.add("person", [{"name": "Asha Juma", "place": "TZ.020221"}])[0]
    hq.records.save("focal_point_post", post, {"person": person, "appointed": "2024-01-10", "trained_on": "2024-02-01"})
    found = {one.id: one for one in hq.reporting.posts()}[post]
    assert (found.state, found.person and found.person.title) == ("trained", "Asha Juma")


def test_a_record_without_a_name_of_its_own_is_called_by_what_it_is_about(hq: Desk) -> None:
    indicator = hq.records.save("indicator", None, {"name": "Rooms", "measure": "1", "result_type": "1"})
    result = hq.records.save("result", None, {"indicator": indicator, "value": 3, "to_day": "2026-09-30"})
    org = hq.records.save("organisation", None, {"name": "A network"})
    role = hq.records.save("coalition_role", None, {"coalition": "EJR", "role": "co_leader", "organisation": org})
    assert hq.records.get("result", result).title == "Rooms"
    assert hq.records.get("coalition_role", role).title == "Economic Justice and Rights"
    titles = [entry.title.partition("“")[2] for entry in hq.records.history(limit=4)]
    assert titles == ["Economic Justice and Rights”", "A network”", "Rooms”", "Rooms”"]
    hq.records.save("result", result, {"value": 4})
    assert hq.records.history("result", result, limit=1)[0].title.endswith("“Rooms”")
