"""Conditions of lists: a code, one of a set, nothing written, a place and what lies below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from helpers.workspace import CHEAP

from gedesk.errors import UsageError
from gedesk.presenters.lists import packed, unpacked
from gedesk.presenters.shell import Spot, parse_link, parse_list_link
from gedesk.services import desk as desks
from gedesk.services.desk import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("narrow") / "s.gedesk"
    with desks.create(path, country="tz", role="hq", place="TZ", name="HQ", cost=CHEAP) as made:
        places = {code: made.records.get("place", code).id for code in ("TZ", "TZ-02", "TZ.070113")}
        made.records.add("commitment", [
            {"title": "a", "coalitions": ["EJR", "GBV"], "place": places["TZ.070113"]},
            {"title": "b", "coalitions": ["GBV"], "stage": "planning", "place": places["TZ-02"]},
            {"title": "c", "place": places["TZ"]},
        ])  # fmt: skip
        yield made


def titles(desk: Desk, **where: Any) -> str:
    numbers = desk.lists.numbers("commitment", where=where, sort="title")
    return "".join(str(row[1]) for row in desk.lists.rows("commitment", numbers, ["title"]))


@pytest.mark.parametrize(
    ("where", "found"),
    [({"coalitions": "GBV"}, "ab"), ({"coalitions": "EJR"}, "a"), ({"coalitions": None}, "c"), ({"stage": None}, "ac"),
     ({"stage": "planning", "coalitions": "GBV"}, "b"), ({}, "abc")],
)  # fmt: skip
def test_codes_sets_and_nothing_written(desk: Desk, where: dict[str, Any], found: str) -> None:
    assert titles(desk, **where) == found


@pytest.mark.parametrize(("code", "found"), [("TZ", "abc"), ("TZ-02", "ab"), ("TZ.070113", "a"), ("TZ-03", "")])
def test_a_place_means_what_lies_below_it_too(desk: Desk, code: str, found: str) -> None:
    assert titles(desk, within=desk.records.get("place", code).id) == found


def test_an_unknown_field_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageError, match="nonsense"):
        titles(desk, nonsense="1")


def test_conditions_travel_in_links() -> None:
    where = {"rating": "", "coalitions": "GBV", "within": "0192f3c4-0000-7000-8000-000000000001"}
    link = Spot("commitments", "commitment", "", packed(where)).link
    assert parse_list_link(link) == ("commitment", packed(where))
    assert unpacked(packed(where)) == where
    assert parse_link(link) is None
    assert parse_list_link("gedesk:commitment/0192f3c4-0000-7000-8000-000000000001") is None
    assert Spot("commitments").link == ""
