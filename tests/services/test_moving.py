"""What a site gets when records, places and sites move: all of what is its own, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import PLACES, Workspace

from gedesk.services import sites
from gedesk.services.desk import Desk
from gedesk.store import integrity

REGION = "TZ.0202"  # of PLACES[1]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 2)
        work.exchange()
        yield work


def place(desk: Desk, code: str) -> str:
    with desk.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT id FROM place WHERE code = ?", (code,)).scalar_one()
    return str(found.hex())


def activities(desk: Desk) -> set[str]:
    return {row[1] for row in desk.lists.rows("activity", desk.lists.numbers("activity"), ["title"])}


def agree(work: Workspace) -> None:
    for site in work.sites:
        assert site.exchange.digest() == work.hq.exchange.digest(site.store.identity().place)
        with site.store.reading() as connection:
            assert integrity.check(connection).faults == []


def test_a_record_that_moves_leaves_one_site_and_comes_whole_to_the_other(two: Workspace) -> None:
    first, second = two.sites
    made = first.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    first.records.save("activity", made, {"title": "Training of nurses"})
    two.exchange()
    two.hq.records.save("activity", made, {"place": place(two.hq, PLACES[1])})
    two.exchange()
    assert activities(first) == set()
    assert first.lists.search("nurses") == []
    assert activities(second) == {"Training of nurses"}
    assert len(second.records.history("activity", made)) == 3
    agree(two)


def test_and_comes_back(two: Workspace) -> None:
    first, second = two.sites
    made = first.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    two.exchange()
    two.hq.records.save("activity", made, {"place": place(two.hq, PLACES[1])})
    two.exchange()
    second.records.save("activity", made, {"title": "Training of teachers"})
    two.exchange()
    two.hq.records.save("activity", made, {"place": place(two.hq, PLACES[0])})
    two.exchange()
    assert (activities(first), activities(second)) == ({"Training of teachers"}, set())
    assert [found.title for found in first.lists.search("teachers")] == ["Training of teachers"]
    agree(two)


def test_what_a_site_wrote_before_it_heard_of_the_move_is_kept(two: Workspace) -> None:
    first, second = two.sites
    made = first.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    two.exchange()
    two.hq.records.save("activity", made, {"place": place(two.hq, PLACES[1])})
    first.records.save("activity", made, {"title": "Training, second day"})
    two.exchange(3)
    assert (activities(first), activities(second)) == (set(), {"Training, second day"})
    agree(two)


def test_files_of_before_the_move_that_come_late_change_nothing(two: Workspace) -> None:
    first = two.sites[0]
    made = first.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    two.hq.exchange.receive(two.up(first))
    two.hq.records.save("activity", made, {"title": "Training of nurses"})
    late = two.down(first)
    two.hq.records.save("activity", made, {"place": place(two.hq, PLACES[1])})
    first.exchange.receive(two.down(first))
    first.exchange.receive(late)
    assert activities(first) == set()
    two.exchange()
    agree(two)


def test_files_that_change_places_on_the_way_end_where_headquarters_is(two: Workspace) -> None:
    first = two.sites[0]
    made = first.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    two.exchange()
    two.hq.records.save("activity", made, {"place": place(two.hq, PLACES[1])})
    away = two.down(first)
    two.hq.records.save("activity", made, {"place": place(two.hq, PLACES[0])})
    back = two.down(first)
    first.exchange.receive(back)
    first.exchange.receive(away)
    assert activities(first) == {"Training"}
    two.exchange()
    agree(two)


def test_what_left_comes_back_when_headquarters_lost_the_move(two: Workspace, tmp_path: Path) -> None:
    first = two.sites[0]
    made = first.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    two.exchange()
    path, backup = two.hq.store.path, tmp_path / "backup.gedesk"
    two.hq.store.backup(backup)
    two.hq.records.save("activity", made, {"place": place(two.hq, "TZ")})  # no other site ever had the move
    first.exchange.receive(two.down(first))
    assert activities(first) == set()
    two.hq.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(backup, path)
    with Desk.open(path) as hq:
        two.hq = hq
        two.exchange(3)
        assert activities(hq) == activities(first) == {"Training"}
        agree(two)


def test_a_site_that_is_given_another_place_gets_what_is_there_and_loses_what_is_not(two: Workspace) -> None:
    first, second = two.sites
    first.records.add("activity", [{"title": "In the first", "start": "2026-01-01"}])
    second.records.add("activity", [{"title": "In the second", "start": "2026-01-01"}])
    two.exchange()
    sites.change(two.hq, PLACES[0], place=REGION)
    two.exchange(3)
    assert first.store.identity().place == REGION
    assert activities(first) == {"In the second"}
    sites.change(two.hq, PLACES[0], place="TZ")
    two.exchange(3)
    assert activities(first) == {"In the first", "In the second"}
    agree(two)


def test_what_a_restored_headquarters_had_moved_comes_back_from_the_site_it_moved_to(two: Workspace, tmp_path: Path) -> None:
    """The site returns the record with the move, which alone says why the record is its own (seed 6519 of the simulator)."""
    first, second = two.sites
    backup, path = tmp_path / "hq.gedesk", two.hq.store.path
    two.hq.store.backup(backup)
    made = first.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    two.exchange()
    two.hq.records.save("activity", made, {"place": place(two.hq, PLACES[1])})
    two.exchange()
    second.records.save("activity", made, {"title": "Training of nurses"})
    two.hq.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(backup, path)
    with Desk.open(path) as two.hq:
        for site in two.sites:  # they hear what headquarters lost
            assert not any(one.refused for one in site.exchange.receive(two.down(site)))
        two.sites.reverse()  # the one that has the move sends first
        two.exchange()
        assert activities(two.hq) == activities(second) == {"Training of nurses"}
        assert activities(first) == set()
        agree(two)


def test_what_moved_away_before_a_new_site_got_its_first_file_leaves_it(tmp_path: Path) -> None:
    """A site that never got anything may have sent something (seed 7008 of the simulator)."""
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        (site,) = work.sites
        made = site.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
        assert not any(one.refused for one in work.hq.exchange.receive(work.up(site)))
        work.hq.records.save("activity", made, {"place": place(work.hq, PLACES[1])})
        work.exchange()
        assert activities(site) == set()
        agree(work)
