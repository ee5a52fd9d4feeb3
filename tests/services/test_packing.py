"""A country pack of one's own: from a file into stores, with kits to sites, renewed by headquarters."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.workspace import CHEAP, PASSPHRASE

from gedesk import paths
from gedesk.domain.packs import load_pack, read_pack
from gedesk.errors import InvalidInput, KnownError, UsageError
from gedesk.services import desk as desks
from gedesk.services import packing
from gedesk.services.desk import Desk
from gedesk.store import integrity

Edit = Callable[[dict[str, Any]], None]


def pack(folder: Path, edit: Edit = lambda _shown: None, places: str = "") -> Path:
    """A pack of a ministry, made from that of Bosnia and Herzegovina, in a folder below `folder`."""
    target = folder / "zz"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(paths.resource("packs/ba"), target)
    shown = json.loads((target / "pack.json").read_text(encoding="utf-8")) | {"code": "zz"}
    edit(shown)
    (target / "pack.json").write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    if places:
        with (target / "places.csv").open("a", encoding="utf-8") as file:
            file.write(places)
    return target


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"{folder.name}/{file.name}")
    return target


def headquarters(tmp_path: Path) -> Desk:
    return desks.create(tmp_path / "hq" / "s.gedesk", country="zz", role="hq", place="BA", author="Test", cost=CHEAP)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Goes on as on another machine, where no pack was loaded."""

    def going(name: str) -> None:
        monkeypatch.setattr(paths, "data_folder", lambda: tmp_path / "machines" / name)

    going("first")
    return going


def test_a_folder_and_an_archive_of_it_are_the_same_pack(tmp_path: Path, elsewhere: Callable[[str], None]) -> None:
    folder = pack(tmp_path)
    first = packing.install(folder)
    assert len(first.places) == 158
    assert first.fingerprint
    elsewhere("second")
    with pytest.raises(UsageError):
        load_pack("zz")
    second = packing.install(zipped(folder, tmp_path / "zz.zip"))
    assert (second.fingerprint, second.records) == (first.fingerprint, first.records)
    assert [path.name for path in paths.packs_folder().iterdir()] == ["zz"]


@pytest.mark.parametrize(
    ("made", "named"),
    [
        (lambda folder: pack(folder, lambda shown: shown.update(code="ba")), "another code"),
        (lambda folder: pack(folder, lambda shown: shown.update(code="../zz")), "pack.json"),
        (lambda folder: pack(folder, lambda shown: shown.update(country="XX")), "XX"),
        (lambda folder: pack(folder, places="ZZ-1,Nowhere,canton,ZZ-0,canton,,,,\n"), "ZZ-0"),
        (lambda folder: folder / "missing", "missing"),
        (lambda folder: zipped(folder, folder / "empty.zip"), "pack.json"),
    ],
)
def test_a_faulty_pack_is_refused_and_leaves_nothing(
    tmp_path: Path, elsewhere: Callable[[str], None], made: Callable[[Path], Path], named: str
) -> None:
    folder = tmp_path / "source"
    folder.mkdir()
    with pytest.raises(InvalidInput) as error:
        packing.install(made(folder))
    assert named in f"{error.value.message} {error.value.advice}"
    assert not paths.packs_folder().exists() or not list(paths.packs_folder().iterdir())


def test_an_archive_of_zeros_is_refused_unread(tmp_path: Path, elsewhere: Callable[[str], None]) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zz/places.csv", b"\0" * (packing.MOST + 1))
        archive.writestr("zz/../../pack.json", b"{}")
    with pytest.raises(InvalidInput):
        packing.install(bomb)


def test_a_store_brings_its_pack_along(tmp_path: Path, elsewhere: Callable[[str], None]) -> None:
    packing.install(pack(tmp_path))
    headquarters(tmp_path).close()
    elsewhere("second")
    with Desk.open(tmp_path / "hq" / "s.gedesk") as desk:
        assert desk.lists.count("place") == 158
        assert len(desk.governance.tiers().nodes) == 6
        assert load_pack("zz").fingerprint


def test_a_site_takes_the_pack_that_lies_beside_its_kit(tmp_path: Path, elsewhere: Callable[[str], None]) -> None:
    packing.install(pack(tmp_path))
    kit = tmp_path / "kit.gekit"
    with headquarters(tmp_path) as hq:
        desks.add_site(hq, place="BA-09", name="KS", role="coordinator", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
        elsewhere("site")
        away = packing.beside(kit).rename(tmp_path / "away.zip")
        with pytest.raises(KnownError) as error:
            desks.join(tmp_path / "site" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP)
        assert "kit.gekit.gepack" in error.value.advice
        packing.install(pack(tmp_path / "other", lambda shown: shown.update(currency="EUR")))
        with pytest.raises(InvalidInput):  # another pack of the same code
            desks.join(tmp_path / "site" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP)
        away.rename(packing.beside(kit))
        with desks.join(tmp_path / "site" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as site:
            hq.exchange.receive([made.file for made in site.exchange.send("hq", tmp_path / "up")])
            site.exchange.receive([made.file for made in hq.exchange.send("KS", tmp_path / "down")])
            assert site.exchange.digest() == hq.exchange.digest("BA-09")


def test_a_later_version_reaches_sites_by_bundle_and_keeps_what_people_wrote(
    tmp_path: Path, elsewhere: Callable[[str], None]
) -> None:
    packing.install(pack(tmp_path))
    kit = tmp_path / "kit.gekit"

    def later(shown: dict[str, Any]) -> None:
        shown["version"] = "1.1"
        shown["fiscal_year_first_month"] = 4
        for record in shown["records"]:
            if record["key"] in ("organizing", "youth-board"):
                record["values"]["name"] += " (novi)"

    with headquarters(tmp_path) as hq:
        desks.add_site(hq, place="BA-09", name="KS", role="coordinator", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
        with desks.join(tmp_path / "site" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as site:
            hq.exchange.receive([made.file for made in site.exchange.send("hq", tmp_path / "up")])
            youth = next(node for node in hq.governance.tiers().nodes if node.name == "Savjetodavni odbor mladih")
            hq.records.save("committee", youth.id, {"name": "Mladi"})
            newer = pack(tmp_path / "newer", later, "ZZ-NEW,Novo mjesto,municipality,BA-09,municipality,,,,\n")
            done = packing.renew(hq, newer)
            assert (done.before, done.after, done.added, done.changed, done.kept) == ("1.0", "1.1", 1, 1, 1)
            with pytest.raises(UsageError):
                packing.renew(hq, newer)
            with pytest.raises(UsageError):
                packing.renew(site, newer)
            site.exchange.receive([made.file for made in hq.exchange.send("KS", tmp_path / "down")])
            for desk in (hq, site):
                names = {node.name for node in desk.governance.tiers().nodes}
                assert {"Organizacioni odbor (novi)", "Mladi"} <= names
                assert desk.lists.choices("place", "Novo mjesto")
                with desk.store.reading() as connection:
                    assert packing.pack_of(desk.store, connection).fiscal_year_first_month == 4
                    assert integrity.check(connection).faults == []
            assert site.exchange.digest() == hq.exchange.digest("BA-09")
    assert read_pack(newer).version == "1.1"


def named(desk: Desk) -> set[str]:
    return {node.name for node in desk.governance.tiers().nodes}


def test_a_renewal_is_named_before_it_is_made_and_one_undo_takes_it_back(tmp_path: Path, elsewhere: Callable[[str], None]) -> None:
    def version(number: str, word: str) -> Edit:
        def edit(shown: dict[str, Any]) -> None:
            shown["version"] = number
            for record in shown["records"]:
                if record["key"] in ("organizing", "youth-board"):
                    record["values"]["name"] += word

        return edit

    packing.install(pack(tmp_path))
    with headquarters(tmp_path) as hq:
        youth = next(node for node in hq.governance.tiers().nodes if node.name == "Savjetodavni odbor mladih")
        hq.records.save("committee", youth.id, {"name": "Mladi"})
        first = pack(tmp_path / "1", version("1.1", " (novi)"), "ZZ-NEW,Novo mjesto,municipality,BA-09,municipality,,,,\n")
        told = packing.renew(hq, first, dry_run=True)
        assert {(one.how, one.title, one.before, one.after) for one in told.differences} == {
            ("added", "Novo mjesto", "", ""),
            ("changed", "Organizacioni odbor (novi)", "Organizacioni odbor", "Organizacioni odbor (novi)"),
            ("kept", "Savjetodavni odbor mladih (novi)", "Mladi", "Savjetodavni odbor mladih (novi)"),
        }
        assert "Organizacioni odbor (novi)" not in named(hq)
        assert packing.renew(hq, first) == told
        assert {"Organizacioni odbor (novi)", "Mladi"} <= named(hq)
        hq.records.undo()
        assert "Organizacioni odbor" in named(hq)
        assert not hq.lists.choices("place", "Novo mjesto")
        assert packing.renew(hq, first).before == "1.0"  # offered again
        second = packing.renew(hq, pack(tmp_path / "2", version("1.2", " (drugi)")))
        assert (second.before, second.changed, second.kept) == ("1.1", 1, 1)  # what a version wrote is the pack's own
        assert {"Organizacioni odbor (drugi)", "Mladi"} <= named(hq)


def test_what_the_program_brings_is_offered_until_it_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = paths.resource
    shipped = tmp_path / "resources" / "packs"
    for number in ("1.1", "1.10"):
        later = shipped / "ba" / "later" / number
        shutil.copytree(real("packs/ba"), later)
        shown = json.loads((later / "pack.json").read_text(encoding="utf-8")) | {"version": number, "fiscal_year_first_month": 4}
        (later / "pack.json").write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    with desks.create(tmp_path / "s.gedesk", country="ba", role="hq", place="BA", author="Test", cost=CHEAP) as hq:
        assert packing.offered(hq) is None
        monkeypatch.setattr(paths, "resource", lambda name: shipped if name == "packs" else real(name))
        found = packing.offered(hq)
        assert found is not None
        assert found.name == "1.10"
        assert packing.renew(hq, found).after == "1.10"
        assert packing.offered(hq) is None
        with hq.store.reading() as connection:
            assert packing.pack_of(hq.store, connection).fiscal_year_first_month == 4
