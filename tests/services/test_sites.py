"""What headquarters does about sites and keys: another laptop, lost keys, copies; and what people are told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import CHEAP, PASSPHRASE, PLACES, Workspace

from gedesk.domain.packs import load_pack
from gedesk.errors import SecurityRefusal, UsageError
from gedesk.services import desk as desks
from gedesk.services import keyring, officers, sites
from gedesk.services.desk import Desk
from gedesk.store.witness import Witness

TOLD = "another passphrase"


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        work.sites[0].records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
        work.exchange()
        yield work


def reopened(work: Workspace, path: Path) -> Desk:
    desk = Desk.open(path)
    if path == work.hq.store.path:
        work.hq = desk
    else:
        work.sites[0] = desk
    return desk


def copied(desk: Desk, folder: Path) -> Desk:
    """The same data opened on a second laptop."""
    desk.store.checkpoint()
    folder.mkdir()
    for name in ("s.gedesk", "s.gedesk.keys"):
        shutil.copyfile(desk.store.path.with_name(name), folder / name)
    return Desk.open(folder / "s.gedesk")


def replaced(path: Path, source: Path) -> None:
    """A backup in the place of a closed store."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(source, path)


def titles(desk: Desk) -> list[str]:
    return [row[1] for row in desk.lists.rows("activity", desk.lists.numbers("activity"), ["title"])]


def test_a_new_laptop_gets_what_the_old_one_had_sent_and_the_old_one_is_refused(one: Workspace, tmp_path: Path) -> None:
    old = one.sites[0]
    kit = tmp_path / "new.gekit"
    sites.replace(one.hq, PLACES[0], out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    (answer,) = one.hq.exchange.receive(one.up(old))
    assert answer.code == "unknown_signer"
    with desks.join(tmp_path / "new" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as new:
        one.sites = [new]
        one.exchange()
        assert titles(new) == ["Training"]
        new.records.add("activity", [{"title": "Second", "start": "2026-01-02"}])
        one.exchange()
        assert sorted(titles(one.hq)) == ["Second", "Training"]
        assert new.exchange.digest() == one.hq.exchange.digest(PLACES[0])
        (answer,) = one.hq.exchange.receive(one.up(old))
        assert answer.code == "unknown_signer"


def test_another_name_and_role_come_with_the_certificate(one: Workspace) -> None:
    sites.change(one.hq, PLACES[0], name="Kinondoni", role="coordinator")
    one.exchange()
    identity = one.sites[0].store.identity()
    assert (identity.name, identity.role) == ("Kinondoni", "coordinator")
    (made,) = one.hq.exchange.send("Kinondoni", one.out())
    assert made.records == 0


def test_only_headquarters_changes_sites(one: Workspace) -> None:
    with pytest.raises(UsageError):
        sites.change(one.sites[0], "HQ", name="Mine")


def test_both_sides_show_the_same_words_of_a_key(one: Workspace) -> None:
    (seen,) = one.hq.exchange.sites()
    assert seen.words == one.sites[0].keeping.keys().words
    assert len(seen.words) == 8
    (file,) = one.up(one.sites[0])
    assert one.hq.exchange.inspect(file)["words"] == seen.words


def test_a_copy_of_lost_keys_is_put_back_and_no_other(one: Workspace, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy.gekeys", tmp_path / "other.gekeys"
    path = one.hq.store.path
    words = sites.copy_keys(one.hq, copy, TOLD, CHEAP)
    sites.copy_keys(one.sites[0], other, TOLD, CHEAP)
    one.hq.close()
    keyring.path_for(path).unlink()
    with pytest.raises(SecurityRefusal, match="another site"):
        sites.put_keys(path, other, TOLD)
    with pytest.raises(SecurityRefusal, match="does not open"):
        sites.put_keys(path, copy, "something else")
    assert sites.put_keys(path, copy, TOLD) == words
    reopened(one, path)
    one.exchange()
    one.hq.close()


def test_headquarters_without_its_keys_begins_again_and_nothing_is_lost(one: Workspace, tmp_path: Path) -> None:
    path, site = one.hq.store.path, one.sites[0]
    one.hq.close()
    keyring.path_for(path).unlink()
    public = tmp_path / "headquarters.gepublic"
    words = sites.renew_keys(path, public)
    reopened(one, path)
    site.records.add("activity", [{"title": "Meanwhile", "start": "2026-01-02"}])
    (answer,) = site.exchange.receive(one.down(site))
    assert answer.code == "unknown_signer"
    with pytest.raises(SecurityRefusal, match="words"):
        sites.trust(site, public, " ".join(reversed(words)))
    assert sites.trust(site, public, "-".join(words).upper()) == words
    one.exchange()
    assert sorted(titles(one.hq)) == ["Meanwhile", "Training"]
    one.hq.close()


def test_a_restored_site_and_headquarters_are_told_so_until_all_is_back(one: Workspace, tmp_path: Path) -> None:
    for desk in (one.sites[0], one.hq):
        backup, path = tmp_path / f"{desk.store.identity().role}.gedesk", desk.store.path
        desk.store.backup(backup)
        desk.records.save("activity", None, {"title": "Later", "start": "2026-01-03", "place": None} if desk is one.hq else {"title": "Later", "start": "2026-01-03"})
        one.exchange()
        desk.close()
        replaced(path, backup)
        again = reopened(one, path)
        (notice,) = again.exchange.status().notices
        assert "restored from" in notice
        assert again is one.hq or "your 1 later entry; it comes back" in notice
        one.exchange(3)
        assert again.exchange.status().notices == ()
        assert one.sites[0].exchange.digest() == one.hq.exchange.digest(PLACES[0])
    one.hq.close()
    one.sites[0].close()


def test_a_copied_laptop_is_shown_to_headquarters_and_each_copy_gets_its_files(one: Workspace, tmp_path: Path) -> None:
    site = one.sites[0]
    with copied(site, tmp_path / "copy") as copy:
        copy.records.add("activity", [{"title": "On the copy", "start": "2026-01-02"}])
        site.records.add("activity", [{"title": "On the first", "start": "2026-01-02"}])
        for desk in (copy, site):
            one.hq.exchange.receive(one.up(desk))
        assert "2 copies" in one.hq.exchange.status().notices[0]
        assert one.hq.exchange.sites()[0].copies == 2
        files = one.down(site)
        for desk in (copy, site):
            desk.exchange.receive(files)
        assert sorted(titles(copy)) == sorted(titles(site)) == ["On the copy", "On the first", "Training"]


def test_data_that_goes_on_elsewhere_after_it_was_brought_back_gets_its_files_again(one: Workspace, tmp_path: Path) -> None:
    """Headquarters hears of the older state, gives up the newer one, and takes it up again when it shows that it lives."""
    site, path, old = one.sites[0], one.sites[0].store.path, tmp_path / "old.gedesk"
    site.store.backup(old)
    site.records.add("activity", [{"title": "Later", "start": "2026-01-02"}])
    one.hq.exchange.receive(one.up(site))
    site.store.checkpoint()
    site.close()
    disk = tmp_path / "another disk" / "s.gedesk"  # put into another computer, with what lies outside the store
    disk.parent.mkdir()
    for name in ("s.gedesk", "s.gedesk.keys"):
        shutil.copyfile(path.with_name(name), disk.with_name(name))
    shutil.copyfile(Witness(path)._file, Witness(disk)._file)
    replaced(path, old)
    with Desk.open(disk) as moved, reopened(one, path) as back:
        one.hq.exchange.receive(one.up(back))
        assert len(one.down(back)) == 1
        moved.records.add("activity", [{"title": "Goes on", "start": "2026-01-03"}])
        for desk, copies in ((moved, 2), (back, 1), (moved, 2), (back, 1)):  # each time the older one speaks it says so again
            assert not any(answer.refused for answer in one.hq.exchange.receive(one.up(desk)))
            assert len(files := one.down(desk)) == copies
            assert any(not answer.refused for answer in desk.exchange.receive(files))
        assert sorted(titles(moved)) == sorted(titles(back)) == sorted(titles(one.hq)) == ["Goes on", "Later", "Training"]


def test_a_copy_that_builds_on_what_a_restored_headquarters_lost_brings_it_back(one: Workspace, tmp_path: Path) -> None:
    """Headquarters cannot apply the copy's file, and answers it all the same: else neither would ever hear of the other."""
    site, made = one.sites[0], one.sites[0].lists.rows("activity", one.sites[0].lists.numbers("activity"), ["title"])[0][0]
    backup, path = tmp_path / "hq.gedesk", one.hq.store.path
    one.hq.store.backup(backup)
    one.hq.records.save("activity", made, {"title": "Lost at headquarters"})
    site.exchange.receive(one.down(site))
    copy = copied(site, tmp_path / "copy")
    site.close()  # the first laptop is never heard of again
    one.sites[0] = copy
    copy.records.save("activity", made, {"title": "Written on the copy"})
    one.hq.close()
    replaced(path, backup)
    reopened(one, path)
    (answer,) = one.hq.exchange.receive(one.up(copy))
    assert (answer.code, answer.operations["new"]) == ("gap", 0)
    for _round in range(2):
        assert any(not got.refused for got in copy.exchange.receive(one.down(copy)))
        assert [got.refused for got in one.hq.exchange.receive(one.up(copy))] == [""]
    assert titles(one.hq) == titles(copy) == ["Written on the copy"]
    assert copy.exchange.digest() == one.hq.exchange.digest(PLACES[0])
    copy.close()
    one.hq.close()


def test_what_was_under_way_when_headquarters_was_restored_does_not_end_its_asking(tmp_path: Path) -> None:
    """What others alone still have of a lost author comes back from each of them, whenever their files arrive."""
    with ExitStack() as stack:
        two = Workspace(tmp_path, stack, 2)
        first, second = two.sites
        shared = two.commitment()
        mine, path = tmp_path / "first.gedesk", two.hq.store.path
        backup = tmp_path / "hq.gedesk"
        first.store.backup(mine)
        two.hq.store.backup(backup)
        first.records.save("commitment", shared, {"problem": "Only the other site will have this"})
        two.exchange()
        late = two.up(second)
        assert second.records.get("commitment", shared).values["problem"]
        for desk, source in ((first, mine), (two.hq, backup)):
            desk.close()
            replaced(desk.store.path, source)
        two.sites[0], two.hq = (stack.enter_context(Desk.open(desk.store.path)) for desk in (first, two.hq))
        two.hq.exchange.receive([*two.up(two.sites[0]), *late])
        assert two.hq.exchange.status().notices
        two.exchange(3)
        assert two.hq.records.get("commitment", shared).values["problem"] == "Only the other site will have this"
        assert two.hq.exchange.status().notices == ()
        assert two.hq.store.path == path


def test_nobody_writes_in_the_name_of_another(tmp_path: Path) -> None:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 2)
        first, second = work.sites
        commitment = work.commitment()
        second.records.save("commitment", commitment, {"problem": "of the second"})
        work.exchange()
        with first.store.writing() as tx:  # as a program would that lies about whose chain it is
            other = bytes.fromhex(second.store.meta("incarnation"))
            own = bytes.fromhex(first.store.identity().id)
            tx.connection.exec_driver_sql("UPDATE incarnation SET site = ? WHERE id = ?", (own, other))
        before = work.hq.exchange.digest()
        (answer,) = work.hq.exchange.receive(work.up(first))
        assert (answer.code, answer.exit) == ("out_of_scope", 4)
        assert "name of others" in answer.refused
        assert work.hq.exchange.digest() == before


def test_a_disk_that_was_brought_back_whole_is_noticed_and_both_continuations_are_kept(one: Workspace, tmp_path: Path) -> None:
    site, path = one.sites[0], one.sites[0].store.path
    site.store.note_witness()
    site.store.checkpoint()
    image = tmp_path / "image.gedesk"
    shutil.copyfile(path, image)
    witness = site.store._witness._file
    outside = witness.read_bytes()
    site.records.add("activity", [{"title": "Before the image was put back", "start": "2026-01-02"}])
    one.hq.exchange.receive(one.up(site))
    site.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(image, path)
    witness.write_bytes(outside)
    site = reopened(one, path)
    assert site.exchange.status().notices == ()
    site.records.add("activity", [{"title": "After", "start": "2026-01-03"}])
    one.hq.exchange.receive(one.up(site))
    assert any("Both continuations are kept" in notice for notice in one.hq.exchange.status().notices)
    (answer,) = site.exchange.receive(one.down(site))
    assert (answer.code, answer.exit) == ("restored", 0)
    assert "brought back to an older state" in answer.note
    one.exchange(3)
    wanted = ["After", "Before the image was put back", "Training"]
    assert sorted(titles(site)) == sorted(titles(one.hq)) == wanted
    assert site.exchange.digest() == one.hq.exchange.digest(PLACES[0])
    site.close()


def test_headquarters_that_was_restored_to_before_a_site_joined_takes_it_in_again(tmp_path: Path) -> None:
    """It cannot write to a site that it does not know to have joined, so the site says it always (seed 15132 of the simulator)."""
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        backup, path = tmp_path / "hq.gedesk", work.hq.store.path
        work.hq.store.backup(backup)
        work.sites[0].records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
        work.exchange()
        work.hq.close()
        replaced(path, backup)
        with reopened(work, path) as hq:
            work.exchange()
            assert titles(hq) == ["Training"]
            assert work.sites[0].exchange.digest() == hq.exchange.digest(PLACES[0])


def test_headquarters_that_was_restored_takes_in_a_new_laptop_whose_files_build_on_what_it_lost(one: Workspace, tmp_path: Path) -> None:
    """It cannot apply the file and knows only the kit, but the file joins the laptop: it gets its answer (seed 7994 of the simulator)."""
    made = one.hq.lists.rows("activity", one.hq.lists.numbers("activity"), ["title"])[0][0]
    kit, backup, path = tmp_path / "new.gekit", tmp_path / "hq.gedesk", one.hq.store.path
    sites.replace(one.hq, PLACES[0], out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    one.hq.store.backup(backup)
    one.hq.records.save("activity", made, {"title": "Lost at headquarters"})
    with desks.join(tmp_path / "new" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as new:
        one.sites = [new]
        one.exchange()
        new.records.save("activity", made, {"title": "Written on the new laptop"})
        one.hq.close()
        replaced(path, backup)
        with reopened(one, path) as hq:
            (answer,) = hq.exchange.receive(one.up(new))
            assert (answer.code, answer.operations["new"]) == ("gap", 0)
            assert [got.refused for got in new.exchange.receive(one.down(new))] == [""]
            one.exchange()
            assert titles(hq) == titles(new) == ["Written on the new laptop"]
            assert new.exchange.digest() == hq.exchange.digest(PLACES[0])


def test_a_first_file_that_comes_long_after_the_end_of_its_kit_is_refused_until_headquarters_lets_it_in(tmp_path: Path) -> None:
    """Files may be under way for weeks, and clocks of sites be wrong: headquarters' own clock counts, with as long again."""
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        (site,) = work.sites
        site.store.now = lambda: 1  # in 1970
        site.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
        (path,) = work.up(site)
        made = work.hq.store.now()
        work.hq.store.now = lambda: made + 181 * desks.DAY_MS
        before = work.hq.exchange.digest()
        (answer,) = work.hq.exchange.receive([path])
        assert (answer.code, answer.exit) == ("expired", 4)
        assert "gedesk site extend" in answer.refused
        assert work.hq.exchange.digest() == before
        assert sites.extend(work.hq, PLACES[0]) == PLACES[0]
        (answer,) = work.hq.exchange.receive([path])
        assert answer.operations["new"] == 1
        with pytest.raises(UsageError, match="has joined already"):
            sites.extend(work.hq, PLACES[0])
        work.hq.store.now = lambda: made + 800 * desks.DAY_MS  # once it has joined, no kit is asked for
        work.exchange()


def test_only_a_first_file_is_called_so(tmp_path: Path) -> None:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        (site,) = work.sites
        (first,) = work.up(site)
        (second,) = work.up(site)
        told = [work.hq.exchange.inspect(one)["first"] for one in (first, second)]
        assert told == [True, True]  # either would join the site: the other one may be lost
        work.hq.exchange.receive([first])
        assert [work.hq.exchange.inspect(one)["first"] for one in (first, second)] == [True, False]
        work.hq.keeping.set_passphrase("the first one's words")
        officers.add_here(work.hq, "Asha", "her own words", CHEAP)  # headquarters' next file brings a roll where a first one has its enrolment
        (down,) = work.down(site)
        assert site.exchange.inspect(down)["first"] is False


def test_what_came_back_in_pieces_is_asked_for_again_after_another_restore(tmp_path: Path) -> None:
    """Council and headquarters lost two records; one site returns the second, then headquarters is restored once more."""
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 2)
        region = work.join("TZ.0701", name="Region", role="coordinator")
        work.exchange()
        council, other, _region = work.sites
        early, late = tmp_path / "early.gedesk", tmp_path / "late.gedesk"
        work.hq.store.backup(early)
        council.records.add("activity", [{"title": "First", "start": "2026-01-01"}])
        second = council.records.add("activity", [{"title": "Second", "start": "2026-01-01"}])[0]
        work.exchange()
        work.hq.records.save("activity", second, {"place": load_pack("tz").codes[PLACES[1]]})
        work.exchange()
        sites.replace(work.hq, PLACES[0], out=tmp_path / "again.gekit", passphrase=PASSPHRASE, cost=CHEAP)  # and never joins
        council.close()
        for backup, answering in ((early, other), (late, region)):
            work.hq.close()
            replaced(work.hq.store.path, backup)
            work.hq = stack.enter_context(Desk.open(work.hq.store.path))
            work.sites = [answering]
            work.exchange(3)
            if backup is early:
                assert titles(work.hq) == ["Second"]
                work.hq.store.backup(late)
                work.exchange()
        assert sorted(titles(work.hq)) == ["First", "Second"]
