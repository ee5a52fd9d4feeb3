"""Two stores of headquarters become one, with both histories kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import CHEAP, PASSPHRASE, PLACES, Workspace

from gedesk.domain.packs import load_pack
from gedesk.errors import SecurityRefusal, UsageError
from gedesk.services import desk as desks
from gedesk.services import headquarters, keyring, officers, sites
from gedesk.services.desk import Desk


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as held:
        yield held


def titles(desk: Desk, kind: str = "activity") -> list[str]:
    return sorted(row[1] for row in desk.lists.rows(kind, desk.lists.numbers(kind), ["title"]))


def second_store(work: Workspace, folder: Path, stack: ExitStack) -> Desk:
    """A second officer's computer, from a backup of headquarters and a copy of its keys."""
    folder.mkdir()
    work.hq.store.backup(folder / "s.gedesk")
    keyring.write(folder / "s.gedesk", work.hq.exchange.keys(), None)
    return stack.enter_context(Desk.open(folder / "s.gedesk"))


def backup_of(desk: Desk, file: Path) -> tuple[Path, tuple[str, ...]]:
    desk.store.backup(file)
    return file, headquarters.words(file)


def add(desk: Desk, title: str) -> str:
    values = {"title": title, "start": "2026-01-01"}
    return desk.records.save("activity", None, values | ({"place": None} if desk.store.identity().is_hq else {}))


def test_two_officers_who_worked_apart_are_merged_either_way(tmp_path: Path, stack: ExitStack) -> None:
    work = Workspace(tmp_path, stack, 1)
    (site,) = work.sites
    shared = work.commitment()
    mine, theirs = work.hq, second_store(work, tmp_path / "second", stack)
    add(mine, "Mine")
    mine.records.save("commitment", shared, {"problem": "as the first officer knows it"})
    add(theirs, "Theirs")
    theirs.records.save("commitment", shared, {"problem": "as the second officer knows it"})
    add(site, "Site")
    work.hq = theirs  # the site exchanged with the second one only
    work.exchange()
    work.hq = mine
    kit = tmp_path / "second.gekit"
    desks.add_site(theirs, place=PLACES[1], name="Of the second", role="focal-point", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    ours, told_ours = backup_of(mine, tmp_path / "mine.gedesk")
    file, told = backup_of(theirs, tmp_path / "theirs.gedesk")
    with pytest.raises(SecurityRefusal, match="words"):
        headquarters.unite(mine, file, " ".join(reversed(told)))
    done = headquarters.unite(mine, file, " ".join(told))
    assert (done.created, done.conflicts, done.sites) == (2, 1, 1)
    assert headquarters.unite(theirs, ours, "-".join(told_ours)).conflicts == 1
    assert mine.exchange.digest() == theirs.exchange.digest()
    assert titles(mine) == titles(theirs) == ["Mine", "Site", "Theirs"]
    (conflict,) = mine.exchange.conflicts()
    assert sorted(one.value for one in conflict.values) == ["as the first officer knows it", "as the second officer knows it"]
    assert mine.keeping.check().faults == theirs.keeping.check().faults == ()
    again, told = backup_of(theirs, tmp_path / "again.gedesk")
    assert headquarters.unite(mine, again, " ".join(told)).operations == 0  # nothing new, and nothing twice
    site.records.save("activity", None, {"title": "After", "start": "2026-01-02"})
    late = theirs.exchange.send(None, work.out())
    work.exchange()
    assert site.exchange.digest() == mine.exchange.digest(PLACES[0])
    (answer,) = site.exchange.receive([late[0].file])
    assert answer.code in ("old_epoch", "other_incarnation")
    with desks.join(tmp_path / "new" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as new:
        work.sites = [new]
        work.exchange()
        assert new.exchange.digest() == mine.exchange.digest(PLACES[1])


def test_headquarters_that_began_apart_become_one_and_the_sites_of_both_go_on(tmp_path: Path, stack: ExitStack) -> None:
    """Each made a workspace of its own.  Once their officers know each other, one takes the other's sites over."""
    work = Workspace(tmp_path / "one", stack, 1)
    apart = Workspace(tmp_path / "two", stack, 2)
    ours, (abroad, moved) = work.sites[0], apart.sites
    for number, desk in enumerate((work.hq, apart.hq, ours, abroad, moved)):
        add(desk, f"Before {number}")
    work.exchange()
    apart.exchange()
    file, told = backup_of(apart.hq, tmp_path / "apart.gedesk")
    with pytest.raises(SecurityRefusal, match="no officer"):
        headquarters.unite(work.hq, file, " ".join(told))
    asked = tmp_path / "ours.geofficer"
    words = officers.ask_with_own_keys(work.hq, asked, "Of the first headquarters")
    officers.add(apart.hq, asked, " ".join(words))
    apart.exchange()
    file, told = backup_of(apart.hq, tmp_path / "later.gedesk")
    done = headquarters.unite(work.hq, file, " ".join(told))
    assert done.sites == 2
    assert len(titles(work.hq)) == 5
    apart.hq.close()
    work.sites = [ours, abroad, moved]
    for desk in work.sites:
        add(desk, f"After, at {desk.store.identity().place}")
    add(work.hq, "After, at headquarters")
    for _round in range(2):
        for desk in work.sites:
            for answer in desk.exchange.receive(work.down(desk)):
                assert not answer.refused, answer.refused
            for answer in work.hq.exchange.receive(work.up(desk)):
                assert not answer.refused, answer.refused
    work.exchange()
    assert len(titles(work.hq)) == 9
    for desk in work.sites:
        assert desk.exchange.digest() == work.hq.exchange.digest(desk.store.identity().place)
    assert work.hq.keeping.check().faults == ()
    sites.change(work.hq, moved.store.identity().id, name="Renamed by the other headquarters")
    work.exchange()
    assert moved.store.identity().name == "Renamed by the other headquarters"


def test_only_whole_stores_of_headquarters_are_taken_in(tmp_path: Path, stack: ExitStack) -> None:
    work = Workspace(tmp_path, stack, 1)
    site = tmp_path / "site.gedesk"
    work.sites[0].store.backup(site)
    before = work.hq.exchange.digest()
    with pytest.raises(UsageError, match="not of a headquarters"):
        headquarters.unite(work.hq, site, "")
    with pytest.raises(UsageError, match="Only headquarters"):
        headquarters.unite(work.sites[0], site, "")
    with pytest.raises(UsageError, match="not headquarters"):
        headquarters.words(site)
    assert work.hq.exchange.digest() == before


def test_a_laptop_replaced_at_one_of_two_stores_stays_replaced(tmp_path: Path, stack: ExitStack) -> None:
    """The other one knows the old laptop as a site at work; the newer kit counts (seed 77 of the simulator)."""
    work = Workspace(tmp_path, stack, 2)
    work.exchange()
    mine, theirs = work.hq, second_store(work, tmp_path / "second", stack)
    old, kit = work.sites[0], tmp_path / "again.gekit"
    sites.replace(mine, PLACES[0], out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    sites.change(theirs, PLACES[0], name="Renamed meanwhile")
    work.hq = theirs  # which issues a newer certificate for the old laptop
    work.down(old)
    for one, other in ((mine, theirs), (theirs, mine)):
        file, told = backup_of(other, tmp_path / f"{one is mine}.gedesk")
        headquarters.unite(one, file, " ".join(told))
        (answer,) = one.exchange.receive(work.up(old))
        assert answer.code == "unknown_signer"
        view = next(site for site in one.exchange.sites() if site.id == old.store.identity().id)
        assert (view.state, view.copies) == ("invited", 0)
    work.hq = mine
    with desks.join(tmp_path / "new" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as new:
        work.sites[0] = new
        work.exchange()
        assert new.exchange.digest() == mine.exchange.digest(PLACES[0])
        assert new.store.identity().name == "Renamed meanwhile"


@pytest.mark.parametrize("end", [sites.retire, desks.revoke_site])
def test_a_site_that_one_of_two_stores_ended_stays_ended_until_it_gets_a_new_kit(
    end: Callable[[Desk, str], str], tmp_path: Path, stack: ExitStack
) -> None:
    work = Workspace(tmp_path, stack, 1)
    work.exchange()
    mine, theirs = work.hq, second_store(work, tmp_path / "second", stack)
    end(theirs, PLACES[0])
    file, told = backup_of(theirs, tmp_path / "ended.gedesk")
    headquarters.unite(mine, file, " ".join(told))
    assert mine.exchange.sites()[0].state in ("retired", "revoked")
    sites.replace(mine, PLACES[0], out=tmp_path / "again.gekit", passphrase=PASSPHRASE, cost=CHEAP)
    headquarters.unite(mine, file, " ".join(told))
    assert mine.exchange.sites()[0].state == "invited"


def test_what_a_restored_headquarters_lacks_still_comes_back_after_a_merge(tmp_path: Path, stack: ExitStack) -> None:
    """Its chain came back in pieces: only the unbroken beginning counts as held (seed 20513 of the simulator)."""
    work = Workspace(tmp_path, stack, 2)
    work.exchange()
    backup, path = tmp_path / "hq.gedesk", work.hq.store.path
    work.hq.store.backup(backup)
    codes = load_pack("tz").codes
    for title, place in (("First", PLACES[0]), ("Second", PLACES[1])):
        work.hq.records.add("activity", [{"title": title, "start": "2026-01-01", "place": codes[place]}])
    work.exchange()
    work.hq.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(backup.read_bytes())
    work.hq = stack.enter_context(Desk.open(path))
    first, second = work.sites
    work.sites = [second]
    work.exchange()
    assert titles(work.hq) == ["Second"]
    file, told = backup_of(second_store(work, tmp_path / "second", stack), tmp_path / "other.gedesk")
    headquarters.unite(work.hq, file, " ".join(told))
    work.sites = [first, second]
    work.exchange(3)
    assert titles(work.hq) == ["First", "Second"]
    for site in work.sites:
        assert site.exchange.digest() == work.hq.exchange.digest(site.store.identity().place)
