"""`figures`: what the screens count, with what is not reported told apart from nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.committees import Committees, make_committees
from helpers.workspace import CHEAP

from gedesk.cli.main import run
from gedesk.services import desk as desks

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Committees]:
    path = tmp_path_factory.mktemp("figures") / "s.gedesk"
    with desks.create(path, country="tz", role="hq", place="TZ", author="Asha", cost=CHEAP) as desk:
        made = make_committees(desk)
        council = desk.records.get("place", "TZ.070113").id
        report = desk.records.save("periodic_report", None, desk.reporting.prefill(council, desk.papers.periods()[0]).values)
        desk.reporting.submit(report)
        desk.records.save("commitment", None, {"title": "Care", "start": "2024-07-01"})
    return path, made


@pytest.fixture
def ask(store: tuple[Path, Committees], capsys: pytest.CaptureFixture[str]) -> Ask:
    def asking(*args: str) -> Any:
        assert run(["--store", str(store[0]), "--json", "figures", *args]) == 0
        return json.loads(capsys.readouterr().out)

    return asking


def test_coverage_has_every_post(ask: Ask) -> None:
    levels = {one["level"]: one for one in ask("coverage")["levels"]}
    assert {level: one["expected"] for level, one in levels.items()} == {"region": 31, "council": 190}
    assert levels["council"]["vacant"] == 190
    assert levels["council"]["unplaced"] == 0


def test_measures_are_by_period_or_by_place_and_no_rate_is_made_up(ask: Ask, store: tuple[Path, Committees]) -> None:
    last = ask("measures", "--level", "council")["measures"][-1]
    assert (last["expected"], last["actual"], last["rate"]) == (190, 1, 1 / 190)
    by_place = ask("measures", "--level", "council", "--period", last["period"])["measures"]
    assert {one["place"]: one["expected"] for one in by_place} == {"Tanzania Mainland": 184, "Zanzibar": 6}
    assert sum(one["actual"] for one in by_place) == 1


def test_seats_need_a_committee_and_say_who_is_next(ask: Ask, store: tuple[Path, Committees]) -> None:
    found = ask("seats", "--committee", store[1].national)
    assert found["committee"] == "National Advisory Committee"
    assert sum(one["count"] for one in found["by_sex"]) == found["filled"]
    assert run(["--store", str(store[0]), "figures", "seats"]) == 2


def test_what_is_not_reported_is_no_stage_and_no_number(ask: Ask, store: tuple[Path, Committees], capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("commitments")["by_stage"] == {"": 1}
    assert ask("people")["people"] is None
    assert all(one["actual"] is None for one in ask("indicators")["indicators"])
    assert run(["--store", str(store[0]), "--lang", "en", "figures", "commitments"]) == 0
    assert "not reported" in capsys.readouterr().out
    assert set(ask("makers")) == {"stages"}
