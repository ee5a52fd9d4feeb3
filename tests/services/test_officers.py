"""Several officers of headquarters, each with keys of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from gesync.keys import Certificate
from helpers.workspace import CHEAP, PASSPHRASE, PLACES, Workspace

from gedesk.errors import SecurityRefusal, UsageError
from gedesk.services import desk as desks
from gedesk.services import keyring, officers, sites
from gedesk.services.desk import Desk
from gedesk.store import replica

FIRST, SECOND = "the first one's words", "the second one's words"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 2)
        work.hq.keeping.set_passphrase(FIRST)
        for site in work.sites:
            site.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
        work.exchange()
        yield work
        work.hq.close()


def sitting(work: Workspace, passphrase: str) -> None:
    """Another officer sits down at headquarters' computer."""
    path = work.hq.store.path
    work.hq.close()
    work.hq = Desk.open(path, passphrase=lambda: passphrase)


def issuer(desk: Desk) -> bytes:
    """Key id of the officer who signed a site's certificate."""
    with desk.store.reading() as connection:
        own = next(site for site in replica.sites(connection) if site.state == "self")
    assert own.certificate is not None
    return Certificate.unpack(own.certificate).issued_by


def enrolled(work: Workspace, folder: Path) -> Path:
    """Asha makes her keys on her own computer and is taken in; her key file."""
    keys, ask = folder / "asha.gekeys", folder / "asha.geofficer"
    words = officers.ask("Asha", keys, ask, SECOND, CHEAP)
    with pytest.raises(SecurityRefusal, match="words"):
        officers.add(work.hq, ask, " ".join(reversed(words)))
    assert officers.add(work.hq, ask, "-".join(words).upper()).name == "Asha"
    return keys


def brought(work: Workspace, keys: Path) -> None:
    """Asha puts her keys beside headquarters' store, and the first officer sits down again."""
    work.hq.close()
    sites.put_keys(work.hq.store.path, keys, SECOND, new=SECOND, cost=CHEAP)
    sitting(work, FIRST)


def heard(work: Workspace) -> None:
    """The sites take in a file of the officer who sits at headquarters."""
    for site in work.sites:
        for one in site.exchange.receive(work.down(site)):
            assert not one.refused, one.refused


def test_both_officers_sign_and_every_site_accepts_both(two: Workspace, tmp_path: Path) -> None:
    keys = enrolled(two, tmp_path)
    brought(two, keys)
    for passphrase in (SECOND, FIRST, SECOND):  # the sites hear of Asha from Asha herself first
        sitting(two, passphrase)
        two.hq.records.add("activity", [{"title": f"By {passphrase}", "start": "2026-01-01", "place": None}])
        for site in two.sites:
            site.records.add("activity", [{"title": "More", "start": "2026-01-02"}])
        heard(two)
        two.exchange()
    for site in two.sites:
        assert [one.name for one in officers.listed(site)][1:] == ["Asha"]
        assert site.exchange.digest() == two.hq.exchange.digest(site.store.identity().place)


def test_an_officer_who_was_struck_off_is_refused_and_the_other_goes_on(two: Workspace, tmp_path: Path) -> None:
    keys = enrolled(two, tmp_path)
    brought(two, keys)
    first = officers.listed(two.hq)[0]
    old = two.down(two.sites[0])  # signed by the first officer, and under way
    sitting(two, SECOND)
    officers.revoke(two.hq, first.id)
    site = two.sites[0]
    (answer,) = two.hq.exchange.receive(two.up(site))
    assert answer.code == "not_for_me"
    assert "had not heard of yours" in answer.refused
    for one in site.exchange.receive(two.down(site)):
        assert not one.refused
    (answer,) = site.exchange.receive(old)
    assert (answer.code, answer.exit) == ("revoked", 4)
    site.records.add("activity", [{"title": "Afterwards", "start": "2026-01-03"}])
    heard(two)
    two.exchange()
    assert site.exchange.digest() == two.hq.exchange.digest(PLACES[0])
    asha = officers.listed(two.hq)[0]
    assert [asha.name] == [one.name for one in officers.listed(site)]
    assert {issuer(one).hex() for one in two.sites} == {asha.id}  # certificates are issued anew
    sitting(two, FIRST)
    with pytest.raises(SecurityRefusal, match="may not act"):
        two.hq.exchange.send("all", tmp_path / "refused")
    sitting(two, SECOND)
    with pytest.raises(UsageError, match="last officer"):
        officers.revoke(two.hq, "Asha")


def test_a_site_that_missed_rolls_follows_from_the_one_it_has(two: Workspace) -> None:
    """The first takes in the second, who takes in a third and strikes both others off; the site hears of it all at once."""
    path = two.hq.store.path
    site = two.sites[0]
    for number, name in enumerate(("Asha", "Zawadi"), 1):
        phrase = f"{name}'s own words"
        officers.add_here(two.hq, name, phrase, CHEAP)
        sitting(two, phrase)
        officers.revoke(two.hq, officers.listed(two.hq)[0].id)
        assert len(keyring.files(path)) == number + 1
    heard(two)
    two.exchange()
    assert [one.name for one in officers.listed(site)] == ["Zawadi"]
    assert site.exchange.digest() == two.hq.exchange.digest(PLACES[0])


def test_a_kit_of_any_officer_trusts_all(two: Workspace, tmp_path: Path) -> None:
    officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    sitting(two, SECOND)
    kit = tmp_path / "third.gekit"
    desks.add_site(two.hq, place=PLACES[2], name="Third", role="focal-point", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    sitting(two, FIRST)
    with desks.join(tmp_path / "third" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as third:
        two.sites = [third]
        two.exchange()
        assert third.exchange.digest() == two.hq.exchange.digest(PLACES[2])
        assert len(officers.listed(third)) == 2


def test_keys_of_two_officers_at_one_computer_need_passphrases(two: Workspace) -> None:
    two.hq.keeping.set_passphrase(None)
    with pytest.raises(UsageError, match="passphrase"):
        officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    two.hq.keeping.set_passphrase(FIRST)
    officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    with pytest.raises(UsageError, match="passphrase"):
        two.hq.keeping.set_passphrase(None)
    with pytest.raises(UsageError, match="already"):
        officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    sitting(two, "neither's words")
    with pytest.raises(SecurityRefusal):
        two.hq.exchange.keys()


def test_only_headquarters_has_officers_to_take_in(two: Workspace) -> None:
    with pytest.raises(UsageError):
        officers.add_here(two.sites[0], "Mine", SECOND, CHEAP)


def test_a_copied_laptop_that_knows_only_another_officer_gets_an_answer(two: Workspace, tmp_path: Path) -> None:
    """Who sits at headquarters cannot open its file, but sees from whom it is (seed 60 of the simulator)."""
    officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    old = two.sites[0].store.path
    folder = tmp_path / "copied"
    folder.mkdir()
    two.sites[0].store.checkpoint()
    for name in ("s.gedesk", "s.gedesk.keys"):
        shutil.copyfile(old.parent / name, folder / name)
    with Desk.open(folder / "s.gedesk") as copied:
        copied.records.add("activity", [{"title": "On the copy", "start": "2026-01-04"}])
        sitting(two, SECOND)
        (answer,) = two.hq.exchange.receive(two.up(copied))
        assert answer.code == "not_for_me"
        assert "had not heard of yours" in answer.refused
        for _round in range(2):
            for site in (copied, *two.sites):
                site.exchange.receive(two.down(site))
                assert not any(one.refused for one in two.hq.exchange.receive(two.up(site)))
        copied.exchange.receive(two.down(copied))
        assert copied.exchange.digest() == two.hq.exchange.digest(PLACES[0])


def test_a_new_site_whose_kit_names_only_another_officer_gets_an_answer(two: Workspace, tmp_path: Path) -> None:
    kit = tmp_path / "third.gekit"
    desks.add_site(two.hq, place=PLACES[2], name="Third", role="focal-point", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    sitting(two, SECOND)
    with desks.join(tmp_path / "third" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as third:
        third.records.add("activity", [{"title": "Third", "start": "2026-01-04"}])
        (answer,) = two.hq.exchange.receive(two.up(third))
        assert answer.code == "not_for_me"
        two.sites.append(third)
        heard(two)
        two.exchange()
        assert third.exchange.digest() == two.hq.exchange.digest(PLACES[2])


def restored(work: Workspace, backup: Path, passphrase: str) -> None:
    """Headquarters' store as it was when the backup was made; keys lie beside it as before."""
    path = work.hq.store.path
    work.hq.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(backup, path)
    work.hq = Desk.open(path, passphrase=lambda: passphrase)


def test_a_restored_headquarters_hears_of_its_officers_from_the_sites(two: Workspace, tmp_path: Path) -> None:
    """Who was taken in, and who struck off, since the backup was made (seed 225 of the simulator)."""
    officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    backup = tmp_path / "hq.gedesk"
    two.hq.store.backup(backup)
    sitting(two, SECOND)
    founder = officers.listed(two.hq)[0]
    officers.revoke(two.hq, founder.id)
    officers.add_here(two.hq, "Zawadi", "Zawadi's own words", CHEAP)
    heard(two)
    restored(two, backup, SECOND)
    assert [one.name for one in officers.listed(two.hq)][1:] == ["Asha"]
    two.exchange()
    for desk in (two.hq, *two.sites):
        assert [one.name for one in officers.listed(desk)] == ["Asha", "Zawadi"]
    sitting(two, FIRST)
    with pytest.raises(SecurityRefusal, match="may not act"):
        two.hq.exchange.send("all", tmp_path / "refused")
    sitting(two, "Zawadi's own words")
    two.exchange()


def test_officers_taken_in_before_and_after_a_restore_are_all_known_in_the_end(two: Workspace, tmp_path: Path) -> None:
    """The restored store wrote a roll of its own before it heard of the lost one: a further one follows both."""
    backup = tmp_path / "hq.gedesk"
    two.hq.store.backup(backup)
    officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    officers.add_here(two.hq, "Rehema", "Rehema's own words", CHEAP)
    officers.revoke(two.hq, "Rehema")
    heard(two)
    restored(two, backup, FIRST)
    officers.add_here(two.hq, "Zawadi", "Zawadi's own words", CHEAP)
    two.exchange(3)
    for desk in (two.hq, *two.sites):
        assert {one.name for one in officers.listed(desk)} >= {"Asha", "Zawadi"}
        assert len(officers.listed(desk)) == 3
    for passphrase in (SECOND, "Zawadi's own words", FIRST):
        sitting(two, passphrase)
        heard(two)


def test_who_strikes_himself_off_signs_nothing_more(two: Workspace, tmp_path: Path) -> None:
    officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    officers.revoke(two.hq, officers.listed(two.hq)[0].id)
    with pytest.raises(SecurityRefusal, match="may not act"):
        two.hq.exchange.send("all", tmp_path / "refused")


def test_a_site_whose_disk_was_brought_back_hears_of_officers_again(two: Workspace) -> None:
    """Headquarters thinks that the site has the roll, and the site cannot know that it was brought back (seed 12435)."""
    site = two.sites[0]
    path = site.store.path
    site.store.note_witness()
    site.store.checkpoint()
    witness = site.store._witness._file
    before = path.read_bytes(), witness.read_bytes()
    officers.add_here(two.hq, "Asha", SECOND, CHEAP)
    heard(two)
    two.exchange()
    site.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(before[0])
    witness.write_bytes(before[1])
    sitting(two, SECOND)
    with Desk.open(path) as back:
        back.records.add("activity", [{"title": "After it was brought back", "start": "2026-01-05"}])
        for _round in range(3):
            two.hq.exchange.receive(two.up(back))
            back.exchange.receive(two.down(back))
        assert back.exchange.digest() == two.hq.exchange.digest(PLACES[0])
        assert len(officers.listed(back)) == 2
