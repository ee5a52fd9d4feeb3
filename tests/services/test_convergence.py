"""Whatever happens to the files, replicas that know the same operations are the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from helpers.workspace import PLACES, Workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gedesk.domain.packs import load_pack
from gedesk.errors import InvalidInput, KnownError
from gedesk.services.desk import Desk
from gedesk.store import integrity


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        yield Workspace(tmp_path, stack, 2)


def state(desk: Desk) -> tuple[str, bytes]:
    desk.store.checkpoint()
    return desk.exchange.digest(), desk.store.path.read_bytes()


def agree(work: Workspace) -> None:
    for site, place in zip(work.sites, PLACES, strict=False):
        assert site.exchange.digest() == work.hq.exchange.digest(place)
        for desk in (site, work.hq):
            with desk.store.reading() as connection:
                assert integrity.check(connection).faults == []


def test_a_true_conflict_keeps_both_values_and_is_closed_everywhere_by_one_decision(two: Workspace) -> None:
    commitment = two.commitment()
    first, second = two.sites
    first.records.save("commitment", commitment, {"expected_result": "12 centres"})
    second.records.save("commitment", commitment, {"expected_result": "a room in every ward"})
    two.exchange()
    for desk in (two.hq, first, second):
        (found,) = desk.exchange.conflicts()
        assert {value.value for value in found.values} == {"12 centres", "a room in every ward"}
        assert {value.stamp.site for value in found.values} == {PLACES[0], PLACES[1]}
    kept = next(value for value in found.values if value.value == "12 centres")
    two.hq.exchange.resolve(found.id, keep=kept.id, reason="agreed by telephone")
    two.exchange()
    for desk in (two.hq, first, second):
        assert desk.exchange.conflicts() == []
        assert desk.records.get("commitment", commitment).values["expected_result"] == "12 centres"
    agree(two)


def test_edits_of_different_fields_merge_and_are_counted_as_parallel(two: Workspace) -> None:
    commitment = two.commitment()
    first, second = two.sites
    first.records.save("commitment", commitment, {"problem": "A"})
    second.records.save("commitment", commitment, {"expected_result": "B"})
    assert [one.parallel for one in two.hq.exchange.receive([*two.up(first), *two.up(second)])] == [0, 1]
    values = two.hq.records.get("commitment", commitment).values
    assert (values["problem"], values["expected_result"]) == ("A", "B")
    assert two.hq.exchange.conflicts() == []


def test_edit_against_removal_is_shown_and_decided(two: Workspace) -> None:
    commitment = two.commitment()
    first, second = two.sites
    first.records.remove("commitment", [commitment])
    second.records.save("commitment", commitment, {"problem": "still needed"})
    two.exchange()
    (found,) = two.hq.exchange.conflicts()
    assert found.field == "removed"
    two.hq.exchange.resolve(found.id, keep="keep", reason="it is still needed")
    two.exchange()
    for desk in (two.hq, first, second):
        view = desk.records.get("commitment", commitment)
        assert (view.removed, view.conflicts, view.values["problem"]) == (False, (), "still needed")


def contending(desk: Desk) -> set[tuple[str, object, str]]:
    """The values of the open conflicts: field, value, where it was written."""
    return {(one.field, value.value, value.stamp.site) for one in desk.exchange.conflicts() for value in one.values}


def test_a_decision_that_is_taken_back_opens_the_conflict_again_everywhere(two: Workspace) -> None:
    commitment = two.commitment()
    first, second = two.sites
    first.records.save("commitment", commitment, {"expected_result": "12 centres", "problem": "A"})
    second.records.save("commitment", commitment, {"expected_result": "a room in every ward", "problem": "B"})
    two.exchange()
    before = contending(two.hq)
    shown = two.hq.records.get("commitment", commitment).values
    for found in two.hq.exchange.conflicts():
        two.hq.exchange.resolve(found.id, keep=found.values[-1].id, reason="agreed by telephone")
    two.exchange()
    decided = two.hq.records.get("commitment", commitment).values
    assert decided != shown
    two.hq.records.undo()
    two.hq.records.undo()
    two.exchange()
    for desk in (two.hq, first, second):
        assert contending(desk) == before
        assert desk.records.get("commitment", commitment).values == shown
    agree(two)
    two.hq.records.redo()
    two.hq.records.redo()
    two.exchange()
    for desk in (two.hq, first, second):
        assert desk.exchange.conflicts() == []
        assert desk.records.get("commitment", commitment).values == decided
    two.hq.records.undo()
    (found,) = two.hq.exchange.conflicts()
    two.hq.exchange.resolve(found.id, value="both", keep=None, reason="after all")
    two.exchange()
    assert [desk.exchange.conflicts() for desk in (two.hq, first, second)] == [[], [], []]
    agree(two)


@pytest.mark.parametrize("decision", ["keep", "remove"])
def test_a_decision_about_a_removal_that_is_taken_back_is_open_again_everywhere(two: Workspace, decision: str) -> None:
    commitment = two.commitment()
    first, second = two.sites
    first.records.remove("commitment", [commitment])
    second.records.save("commitment", commitment, {"problem": "still needed"})
    two.exchange()
    before = contending(two.hq)
    two.hq.exchange.resolve(two.hq.exchange.conflicts()[0].id, keep=decision, reason="asked")
    two.exchange()
    two.hq.records.undo()
    two.exchange()
    for desk in (two.hq, first, second):
        assert contending(desk) == before
        assert desk.records.get("commitment", commitment).removed
    agree(two)
    two.hq.records.redo()
    two.exchange()
    for desk in (two.hq, first, second):
        view = desk.records.get("commitment", commitment)
        assert (view.removed, view.conflicts, view.values["problem"]) == (decision == "remove", (), "still needed")
    agree(two)


def test_decisions_by_a_rule_are_open_again_when_they_are_taken_back(two: Workspace) -> None:
    first, _second = two.sites
    made = first.records.add("activity", [{"title": f"Training {n}", "start": "2026-01-01"} for n in range(3)])
    two.exchange()
    for desk, word in ((first, "site"), (two.hq, "hq")):
        for one in made:
            desk.records.save("activity", one, {"title": f"as the {word} says", "participants": {"female|18-19|with": len(word)}})
    two.exchange()
    before = contending(two.hq)
    assert len(two.hq.exchange.conflicts()) == 6
    two.hq.exchange.resolve_all("newest", kind="activity", reason="the newest is right")
    assert two.hq.exchange.conflicts() == []
    two.hq.records.undo()
    two.exchange()
    for desk in (two.hq, first):
        assert contending(desk) == before
    agree(two)


def test_the_same_bundle_twice_changes_nothing(two: Workspace) -> None:
    site = two.sites[0]
    site.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
    (file,) = two.up(site)
    assert two.hq.exchange.receive([file])[0].records["created"] == 1
    before = two.hq.exchange.digest()
    again = two.hq.exchange.receive([file, file])
    assert [one.operations for one in again] == [{"new": 0, "known": 1, "refused": 0}] * 2
    assert two.hq.exchange.digest() == before


def test_a_file_that_is_stopped_changes_nothing_and_can_be_taken_in_later(two: Workspace, tmp_path: Path) -> None:
    site = two.sites[0]
    site.records.add("activity", [{"title": f"Training {n}", "start": "2026-01-01"} for n in range(40)])
    files = [sent.file for sent in site.exchange.send("hq", tmp_path)]
    before = state(two.hq)
    looked = 0
    while True:  # stopped at every place where it looks, one after the other
        looks = iter(range(1000))
        answers = two.hq.exchange.receive(files, cancelled=lambda looks=looks, least=looked: next(looks) >= least)
        if answers:
            break
        assert state(two.hq) == before
        looked += 1
    assert looked > 5
    assert answers[0].records["created"] == 40
    two.exchange()
    agree(two)


def test_what_waits_for_a_new_site_is_what_its_next_file_brings(two: Workspace) -> None:
    """Not the places of its country pack, which it began with."""
    site = two.sites[0]
    two.hq.exchange.receive(two.up(site))
    view = next(one for one in two.hq.exchange.sites() if one.id == site.store.identity().id)
    (made,) = two.hq.exchange.send(view.id, two.out())
    assert view.waiting == made.records > 0
    site.exchange.receive([made.file])
    two.hq.exchange.receive(two.up(site))
    assert next(one for one in two.hq.exchange.sites() if one.id == view.id).waiting == 0


def test_bundles_are_incremental_after_a_receipt(two: Workspace) -> None:
    site = two.sites[0]
    site.records.add("activity", [{"title": f"Training {n}", "start": "2026-01-01"} for n in range(20)])
    two.exchange()
    (made,) = site.exchange.send("hq", two.out())
    assert (made.operations, made.records) == (0, 0)
    assert made.bytes <= 1_000


def test_a_digest_goes_on_where_the_last_one_ended(two: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gedesk.services.exchange.service.SUMMED", 1)
    for n in range(3):
        two.sites[n % 2].records.add("activity", [{"title": f"Training {n}", "start": "2026-01-01"}])
        two.exchange()
        with two.hq.store.reading() as connection:
            assert two.hq.exchange.digest() == integrity.digest(connection)
    assert two.hq.store.meta("sums")[""][1] > 3


def test_a_digest_of_a_site_at_headquarters_goes_on_and_begins_again_when_something_moved(
    two: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gedesk.services.exchange.service.SUMMED", 1)
    first, second = two.sites
    moved = first.records.add("activity", [{"title": "Moves", "start": "2026-01-01"}])[0]
    two.exchange()
    codes = load_pack("tz").codes
    for where in (PLACES[1], PLACES[0], "TZ", PLACES[1]):
        for place in PLACES[:2]:
            two.hq.exchange.digest(place)
        reached = two.hq.store.meta("sums")[PLACES[0]][0]
        second.records.add("activity", [{"title": "Stays", "start": "2026-01-01"}])
        two.exchange()
        agree(two)
        assert two.hq.store.meta("sums")[PLACES[0]][0] > reached
        two.hq.records.save("activity", moved, {"place": codes[where]})
        two.exchange()
        agree(two)


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other"])
def test_a_damaged_file_changes_nothing_and_is_named(two: Workspace, damage: str) -> None:
    site = two.sites[0]
    site.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
    (file,) = two.up(site)
    data = file.read_bytes()
    flipped = data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
    bad = {"cut": data[:-7], "flip": flipped, "empty": b"", "other": b"PK\x03\x04 something else"}[damage]
    file.write_bytes(bad)
    before = state(two.hq)
    (answer,) = two.hq.exchange.receive([file])
    assert answer.exit == 4
    assert answer.code in {"truncated", "bad_signature", "not_a_bundle", "bad_header"}
    assert file.name in answer.refused
    assert state(two.hq) == before
    assert file.read_bytes() == bad


def test_a_bundle_for_another_site_and_from_a_revoked_one_are_refused(two: Workspace) -> None:
    from gedesk.services.desk import revoke_site

    first, second = two.sites
    two.exchange()
    (answer,) = second.exchange.receive(two.down(first))
    assert (answer.code, answer.exit) == ("not_for_me", 4)
    files = two.up(first)
    revoke_site(two.hq, PLACES[0])
    assert two.hq.exchange.receive(files)[0].code == "revoked"


def test_a_site_cannot_write_outside_its_part_of_the_country(two: Workspace) -> None:
    elsewhere = two.sites[0].lists.choices("place", "Arusha City Council")[0].id
    with pytest.raises(InvalidInput, match="outside"):
        two.sites[0].records.add("activity", [{"title": "Training", "start": "2026-01-01", "place": elsewhere}])


def test_a_received_import_is_taken_back_everywhere(two: Workspace) -> None:
    site = two.sites[0]
    site.records.add("activity", [{"title": f"Row {n}", "start": "2026-01-01"} for n in range(5)], op_kind="import")
    two.exchange()
    operation = next(one for one in two.hq.records.history("activity") if one.kind == "import")
    done = two.hq.records.undo(operation.operation)
    assert (done.records, done.kept) == (5, ())
    two.exchange()
    assert list(site.lists.numbers("activity")) == []
    agree(two)


ACTIONS = st.one_of(
    st.tuples(st.just("text"), st.integers(0, 3), st.sampled_from(["title", "problem", "expected_result"]), st.text("abc", min_size=1, max_size=3)),
    st.tuples(st.just("set"), st.integers(0, 3), st.just("coalitions"), st.lists(st.sampled_from(["GBV", "EJR", "TIGE"]), unique=True)),
    st.tuples(st.just("new"), st.integers(0, 3), st.just(""), st.just("")),
    st.tuples(st.just("remove"), st.integers(0, 3), st.just(""), st.just("")),
    st.tuples(st.just("undo"), st.integers(0, 3), st.just(""), st.just("")),
    st.tuples(st.just("redo"), st.integers(0, 3), st.just(""), st.just("")),
    st.tuples(st.just("up"), st.integers(0, 3), st.just(""), st.booleans()),
    st.tuples(st.just("down"), st.integers(0, 3), st.just(""), st.booleans()),
)  # fmt: skip


Actions = list[tuple[str, int, str, object]]
STORIES = given(actions=st.lists(ACTIONS, min_size=4, max_size=22), order=st.randoms(use_true_random=False))
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])


@settings(UNHURRIED, max_examples=6)
@STORIES
def test_lost_late_shuffled_and_repeated_files_end_in_equal_replicas(actions: Actions, order: Random) -> None:
    tell(actions, order)


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@settings(UNHURRIED, max_examples=300)
@STORIES
def test_many_such_stories(actions: Actions, order: Random) -> None:
    tell(actions, order)


def tell(actions: Actions, order: Random) -> None:
    """Plays the actions on a headquarters and three sites, then lets everything arrive and compares."""
    with TemporaryDirectory() as name, ExitStack() as stack:
        os.environ["GEDESK_STATE"] = f"{name}/state"
        work = Workspace(Path(name), stack, 3)
        commitment = work.commitment()
        late: list[tuple[Desk, list[Path]]] = []
        for what, index, field, value in actions:
            desk = [work.hq, *work.sites][index]
            site = work.sites[index % len(work.sites)]
            try:
                if what in ("text", "set"):
                    desk.records.save("commitment", commitment, {field: value})
                elif what == "new":
                    desk.records.add("activity", [{"title": "T", "start": "2026-02-01"}])
                elif what == "remove":
                    desk.records.remove("commitment", [commitment])
                elif what in ("undo", "redo"):
                    getattr(desk.records, what)()
                elif what == "up":
                    late.append((work.hq, work.up(site)))
                else:
                    late.append((site, work.down(site)))
            except KnownError:
                continue  # nothing to undo, for instance
            if what in ("up", "down") and value:
                order.shuffle(late)
                receiver, files = late.pop()
                receiver.exchange.receive([*files, *files])
        work.exchange(rounds=3)
        agree(work)
