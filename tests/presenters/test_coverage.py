"""Coverage of posts, the five measures and the board of makers, as cards."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from datetime import date

import pytest
from helpers.workspace import CHEAP

from gedesk.domain.packs import load_pack
from gedesk.presenters import coverage
from gedesk.presenters.overviews import Card, Sheet
from gedesk.services import desk as desks
from gedesk.services.desk import Desk

DAY = date(2026, 11, 24)
CODES = load_pack("tz").codes


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("coverage") / "s.gedesk"
    with desks.create(path, country="tz", role="hq", place="TZ", author="Asha", cost=CHEAP) as made:
        report = made.records.save("periodic_report", None, made.reporting.prefill(CODES["TZ.070113"], "Q1 2026/27").values)
        made.reporting.submit(report, day=date(2026, 10, 10))
        made.records.save("organisation", None, {"name": "A bank", "onboarding": "accepted", "accepted_on": "2025-07-20"})
        yield made


def sheet(cards: list[Card], title: str) -> Sheet:
    found = next(card.sheet for card in cards if card.title.startswith(title))
    assert found is not None
    return found


def test_all_posts_of_the_mainland_and_zanzibar(desk: Desk) -> None:
    rows = sheet(coverage.coverage(desk, day=DAY), "Focal-point posts").rows
    assert [row.cells[:4] for row in rows[:2]] == [("Tanzania", "Region", "31", "0 · 0%"), ("Tanzania", "Council", "190", "0 · 0%")]
    assert {row.cells[2] for row in rows if row.cells[1] == "Council"} == {"190", "184", "6"}


def test_the_regions_lie_on_a_map_beside_the_table(desk: Desk) -> None:
    sight = coverage.coverage(desk, day=DAY)[0].sight
    assert sight is not None
    assert len(sight.links) == len(sight.map.regions) == 31
    (dar,) = [at for at, one in enumerate(sight.map.regions) if one.label == "Dar es Salaam"]
    assert sight.links[dar] == ("place", CODES["TZ-02"])
    below = coverage.coverage(desk, CODES["TZ-02"], day=DAY)[0]
    assert below.sight is None  # one region is no map


def test_five_measures_by_period_and_by_place(desk: Desk) -> None:
    cards = coverage.coverage(desk, day=DAY)
    last = [row.cells for row in sheet(cards, "Reports, period").rows if row.cells[1:3] == ("Council", "Q1 2026/27")]
    assert last == [("Tanzania", "Council", "Q1 2026/27", "190", "1", "1%", "1", "1%")]
    by_place = {row.cells[0]: row.cells[3:] for row in sheet(cards, "Reports of the last").rows if row.cells[1] == "Council"}
    assert by_place == {"Tanzania Mainland": ("184", "1", "1%", "1", "1%"), "Zanzibar": ("6", "0", "0%", "0", "0%")}
    (missing,) = [card for card in cards if card.title == "Not reported in Q1 2026/27: Council"]
    assert {line.value for line in missing.lines[:30]} == {"not reported"}
    assert missing.lines[-1].label == "… and 159 more"


def test_a_place_leads_down_and_up(desk: Desk) -> None:
    rows = sheet(coverage.coverage(desk, CODES["TZ-ZANZIBAR"], day=DAY), "Focal-point posts").rows
    assert (rows[0].cells[0], rows[0].link) == ("↑ Tanzania", ("place", CODES["TZ"]))
    assert {row.cells[0] for row in rows} >= {"Mjini Magharibi", "Zanzibar"}


def test_every_stage_has_a_card_and_a_late_first_report_is_marked(desk: Desk) -> None:
    cards = coverage.onboarding(desk, day=DAY)
    accepted, others = cards
    assert accepted.title == "Accepted · 1"
    assert next(line.label for line in others.lines) == "Interest shown"
    (bank,) = accepted.lines
    assert (bank.label, bank.tone) == ("A bank", "warning")
    assert "late" in bank.value
    assert "First report" in bank.detail


def test_where_nobody_has_a_post_the_map_shows_who_reported(tmp_path: pathlib.Path) -> None:
    with desks.create(tmp_path / "s.gedesk", country="ke", role="hq", place="KE", author="Asha", cost=CHEAP) as kenya:
        card = next(card for card in coverage.coverage(kenya, day=DAY) if card.title == "Which regions reported?")
        assert card.lines[0].label == "0 of 47 reports of the last period came."
        assert card.sight is not None
        assert len(card.sight.map.regions) == len(card.sight.links) == 47
        assert {one.value for one in card.sight.map.regions} == {"0/1"}
