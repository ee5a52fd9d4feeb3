"""Records entered twice become one; many conflicts are decided by one rule; undo over stores keeps what came since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import PLACES, Workspace

from gedesk.errors import InvalidInput, NotFound, UsageError
from gedesk.services.desk import Desk
from gedesk.services.taking_back import take_back
from gedesk.store import integrity


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 2)
        work.exchange()
        yield work


def settle(work: Workspace) -> None:
    work.exchange(3)
    for site in work.sites:
        assert site.exchange.digest() == work.hq.exchange.digest(site.store.identity().place)
        with site.store.reading() as connection:
            assert integrity.check(connection).faults == []


def maker(desk: Desk, activity: str) -> object:
    return desk.records.get("activity", activity).values.get("implementers")


@pytest.fixture
def doubled(two: Workspace) -> tuple[Workspace, str, str, str]:
    """The same organisation entered at two sites, with an activity that points at the second."""
    first, second = two.sites
    kept = first.records.add("organisation", [{"name": "Tumaini Women Group", "email": "tumaini@example.org", "website": "https://tumaini.example.org"}])[0]
    gone = second.records.add("organisation", [{"name": "TUMAINI women group", "phone": "+255 700 000 001"}])[0]
    activity = second.records.add("activity", [{"title": "Training", "start": "2026-01-01", "implementers": [gone]}])[0]
    settle(two)
    return two, kept, gone, activity


def test_a_double_is_offered_merged_with_its_links_and_taken_apart_again(doubled: tuple[Workspace, str, str, str]) -> None:
    work, kept, gone, activity = doubled
    (offer,) = work.hq.merging.doubles()
    assert {offer.first, offer.second} == {kept, gone}
    work.hq.merging.merge("organisation", kept, gone, reason="the same")
    settle(work)
    for desk in (work.hq, work.sites[1]):
        assert maker(desk, activity) == [kept]
        values = desk.records.get("organisation", kept).values
        assert (values["website"], values.get("email")) == ("https://tumaini.example.org", None if desk is not work.hq else "tumaini@example.org")
        assert desk.records.get("organisation", gone).removed
        assert desk.merging.doubles() == []
    assert work.hq.records.get("organisation", kept).values["phone"] == "+255 700 000 001"
    work.hq.records.undo()
    settle(work)
    assert maker(work.hq, activity) == [gone]
    assert not work.hq.records.get("organisation", gone).removed
    assert "phone" not in work.hq.records.get("organisation", kept).values


def test_links_that_come_after_a_merge_are_offered_and_follow(doubled: tuple[Workspace, str, str, str]) -> None:
    work, kept, gone, _activity = doubled
    late = work.sites[1].records.add("activity", [{"title": "Later", "start": "2026-01-02", "implementers": [gone]}])[0]
    work.hq.merging.merge("organisation", kept, gone)
    settle(work)
    (offer,) = work.hq.merging.doubles()
    assert (offer.first, offer.second) == (kept, gone)
    work.hq.merging.merge("organisation", kept, gone)
    settle(work)
    assert maker(work.sites[1], late) == [kept]
    assert work.hq.merging.doubles() == []


def test_a_record_is_not_merged_with_itself_nor_into_a_removed_one(doubled: tuple[Workspace, str, str, str]) -> None:
    work, kept, gone, _activity = doubled
    with pytest.raises(UsageError, match="itself"):
        work.hq.merging.merge("organisation", kept, kept)
    work.hq.records.remove("organisation", [kept])
    with pytest.raises(UsageError, match="removed"):
        work.hq.merging.merge("organisation", kept, gone)


def test_a_site_merges_only_what_it_may_write(doubled: tuple[Workspace, str, str, str]) -> None:
    work, kept, gone, activity = doubled
    before = work.sites[0].exchange.digest()
    if work.sites[0].lists.search("Training"):
        pytest.fail("the activity is of the second site alone")
    work.hq.records.save("activity", activity, {"title": "Training of nurses"})
    with pytest.raises(InvalidInput):
        work.sites[0].merging.merge("place", PLACES[0], PLACES[1])
    assert work.sites[0].exchange.digest() == before
    assert kept != gone


def test_many_conflicts_are_decided_by_a_rule_that_is_logged(two: Workspace) -> None:
    commitment = two.commitment()
    site = two.sites[0]
    two.hq.records.save("commitment", commitment, {"problem": "of headquarters", "expected_result": "of headquarters"})
    site.records.save("commitment", commitment, {"problem": "of the site", "expected_result": "of the site"})
    settle(two)
    with pytest.raises(UsageError, match="kind"):
        two.hq.exchange.resolve_all("hq", kind=None, reason="agreed")
    operation, count = two.hq.exchange.resolve_all("hq", kind="commitment", field="problem", reason="agreed in March")
    assert count == 1
    assert [found.field for found in two.hq.exchange.conflicts()] == ["expected_result"]
    assert two.hq.exchange.resolve_all(PLACES[0], kind="commitment", reason="the site knows")[1] == 1
    settle(two)
    for desk in (two.hq, site):
        assert desk.exchange.conflicts() == []
        values = desk.records.get("commitment", commitment).values
        assert (values["problem"], values["expected_result"]) == ("of headquarters", "of the site")
    entry = next(one for one in site.records.history("commitment") if one.operation == operation)
    assert (entry.kind, entry.reason) == ("resolve", "agreed in March")
    assert two.hq.exchange.resolve_all("hq", kind="commitment", reason="again") == ("", 0)


def test_names_that_differ_in_a_number_are_of_two(two: Workspace) -> None:
    names = ["Tumaini savings group ward 11", "Tumaini savings group ward 12", "Tumaini saving group, ward 11"]
    first, _second, again = two.hq.records.add("organisation", [{"name": name} for name in names])
    (offer,) = two.hq.merging.doubles()
    assert {offer.first, offer.second} == {first, again}


def test_two_people_who_decide_differently_end_alike(two: Workspace) -> None:
    commitment = two.commitment()
    first, second = two.sites
    first.records.save("commitment", commitment, {"problem": "A"})
    second.records.save("commitment", commitment, {"problem": "B"})
    settle(two)
    for desk, value in ((first, "A"), (second, "B")):
        (found,) = desk.exchange.conflicts()
        desk.exchange.resolve(found.id, keep=next(one.id for one in found.values if one.value == value), reason="mine")
    settle(two)
    (found,) = two.hq.exchange.conflicts()  # they did not know of each other: one more decision
    two.hq.exchange.resolve(found.id, value="both", reason="agreed", keep=None)
    settle(two)
    assert {desk.records.get("commitment", commitment).values["problem"] for desk in (two.hq, first, second)} == {"both"}


def test_an_import_that_went_out_is_undone_by_one_operation_and_what_was_edited_since_stays(two: Workspace) -> None:
    site = two.sites[0]
    rows = [{"title": f"Row {n}", "start": "2026-01-01"} for n in range(6)]
    made = site.records.add("activity", rows, op_kind="import")
    settle(two)
    two.hq.records.save("activity", made[2], {"title": "Corrected by headquarters"})
    site.records.save("activity", made[3], {"start": "2026-02-02"})
    settle(two)
    operation = next(one for one in site.records.history("activity") if one.kind == "import")
    undone = site.records.undo(operation.operation)
    assert undone.records == 4
    assert len(undone.kept) == 2
    assert any("Corrected by headquarters" in kept for kept in undone.kept)
    settle(two)
    assert {row[1] for row in two.hq.lists.rows("activity", two.hq.lists.numbers("activity"), ["title"])} == {
        "Corrected by headquarters", "Row 3",
    }  # fmt: skip


def test_an_edit_of_a_removed_record_does_not_reopen_its_removal(two: Workspace) -> None:
    commitment = two.commitment()
    site = two.sites[0]
    site.records.remove("commitment", [commitment])
    site.records.save("commitment", commitment, {"problem": "known to be removed"})
    settle(two)
    for desk in (two.hq, site):
        assert desk.exchange.conflicts() == []
        assert desk.records.get("commitment", commitment).removed


def test_what_a_bundle_brought_is_taken_back_and_later_edits_stay(two: Workspace) -> None:
    site, hq = two.sites[0], two.hq
    old = site.records.add("activity", [{"title": "Before", "start": "2026-01-01"}])[0]
    settle(two)
    made = site.records.add("activity", [{"title": "First", "start": "2026-01-01"}, {"title": "Second", "start": "2026-01-01"}])
    site.records.save("activity", old, {"title": "Changed by mistake"})
    site.records.save("activity", made[0], {"title": "First, again"})
    (file,) = two.up(site)
    (received,) = hq.exchange.receive([file])
    hq.records.save("activity", made[1], {"title": "Corrected by headquarters"})
    done = take_back(hq.store, hq.records, received.receipt)
    assert [one for undone in done for one in undone.kept]
    settle(two)
    for desk in (hq, site):
        titles = {row[1] for row in desk.lists.rows("activity", desk.lists.numbers("activity"), ["title"])}
        assert titles == {"Before", "Corrected by headquarters"}
    with pytest.raises(UsageError, match="Nothing of the bundle"):
        take_back(hq.store, hq.records, file.name)
    with pytest.raises(NotFound):
        take_back(hq.store, hq.records, "another.gesync")
