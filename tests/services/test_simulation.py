"""Schedules of bad luck on the real code, and planted faults that the schedules must see."""

from __future__ import annotations

from pathlib import Path

import pytest
from services.simulator import play

from gedesk.services.exchanging import StoreExchange
from gedesk.store.witness import Witness

STEPS = 45


@pytest.mark.parametrize("seed", range(6))
def test_a_workspace_agrees_after_bad_luck(tmp_path: Path, seed: int) -> None:
    wrong, _seen = play(tmp_path, seed, STEPS)
    assert wrong == []


@pytest.mark.soak
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("seed", range(1_000, 1_500))
def test_many_workspaces_agree_after_bad_luck(tmp_path: Path, seed: int) -> None:
    wrong, _seen = play(tmp_path, seed, 70)
    assert wrong == []


def some_schedule_fails(folder: Path, seeds: range) -> bool:
    """Whether the simulator sees that something is broken."""
    return any(play(folder / str(seed), seed, STEPS)[0] for seed in seeds)


def test_the_simulator_sees_that_nobody_watches_for_restored_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Witness, "vouches", lambda *_given: True)
    monkeypatch.setattr(StoreExchange, "_was_rolled_back", lambda *_given: False)
    assert some_schedule_fails(tmp_path, range(40, 60))
