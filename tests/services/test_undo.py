"""Undo and redo go back and forth over a site's own operations like a text editor, as far as there are any; history tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import Workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gedesk import i18n
from gedesk.errors import UsageError
from gedesk.services.desk import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Workspace(tmp_path_factory.mktemp("undo"), stack, 1).sites[0]


def title(desk: Desk, id: str) -> object:
    return desk.records.get("activity", id).values["title"]


def retitle(desk: Desk, id: str, step: int) -> str:
    word = f"Training {step}"
    desk.records.save("activity", id, {"title": word})
    return word


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["edit", "undo", "redo"]), min_size=1, max_size=20))
def test_any_walk_back_and_forth_ends_where_an_editor_would(desk: Desk, steps: list[str]) -> None:
    id = desk.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    line, here = ["Training"], 0
    for number, step in enumerate(steps):
        if step == "edit":
            line[here + 1 :] = [retitle(desk, id, number)]
            here += 1
        elif step == "undo" and here > 0:
            desk.records.undo()
            here -= 1
        elif step == "redo" and here + 1 < len(line):
            desk.records.redo()
            here += 1
        elif step == "redo":
            with pytest.raises(UsageError):
                desk.records.redo()
        assert title(desk, id) == line[here]


def test_undo_is_stopped_as_a_whole(desk: Desk) -> None:
    ids = desk.records.add("activity", [{"title": f"Training {n}", "start": "2026-01-01"} for n in range(40)])
    before = desk.exchange.digest()
    for least in (0, 20, 60):  # at once, while it is worked out, while it is written
        looks = iter(range(1000))
        with pytest.raises(UsageError, match="as it was"):
            desk.records.undo(cancelled=lambda looks=looks, least=least: next(looks) >= least)
        assert desk.exchange.digest() == before
    desk.records.undo()
    looks = iter(range(1000))
    with pytest.raises(UsageError, match="as it was"):
        desk.records.redo(cancelled=lambda: next(looks) >= 60)
    assert all(desk.records.get("activity", one).removed for one in ids)
    desk.records.redo()
    assert not any(desk.records.get("activity", one).removed for one in ids)


def test_a_backup_and_a_check_that_are_stopped_leave_nothing(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy.gedesk"
    target.write_bytes(b"the one before")
    for least in (0, 1):
        looks = iter(range(1000))
        with pytest.raises(UsageError, match="Stopped"):
            desk.keeping.back_up(target, cancelled=lambda looks=looks, least=least: next(looks) >= least)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"the one before"]
    looks = iter(range(10_000))
    with pytest.raises(UsageError, match="Stopped"):
        desk.keeping.check(cancelled=lambda: next(looks) >= 40)
    desk.keeping.back_up(target)
    assert target.stat().st_size > 1000


def test_undo_goes_back_as_far_as_there_is_anything(desk: Desk) -> None:
    id = desk.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    count = 130
    for number in range(count):
        retitle(desk, id, number)
    for _step in range(count):
        desk.records.undo()
    assert title(desk, id) == "Training"
    for _step in range(count):
        desk.records.redo()
    assert title(desk, id) == f"Training {count - 1}"
    assert desk.records.redo_title() is None


@pytest.mark.parametrize(("language", "day"), [("en", "12/03/2026"), ("ru", "12.03.2026")])
def test_days_in_the_history_are_written_as_the_language_does(desk: Desk, language: str, day: str) -> None:
    id = desk.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    desk.records.save("activity", id, {"start": "2026-03-12"})
    with i18n.speaking(language):
        (change,) = desk.records.history("activity", id, limit=1)[0].changes
    assert change.new_shown == day
