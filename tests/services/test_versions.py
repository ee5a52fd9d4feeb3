"""Bundles of every version that wrote any are read, and what a newer version writes survives an older one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from gesync import bundle as files
from gesync import columns
from gesync.change import Operation, chain
from gesync.keys import KeyFile
from gesync.values import pack, unpack
from helpers.workspace import PLACES, Workspace

from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack
from gedesk.services import desk as desks
from gedesk.services import officers
from gedesk.services.desk import Desk
from gedesk.store import integrity, replica
from gedesk.store.door import Draft, Edit, uuid7
from gedesk.store.replica import Site
from gedesk.store.store import Identity

GOLDEN = Path(__file__).parents[1] / "bundles"
NEVER = 1 << 50  # ms
UNKNOWN_KIND, UNKNOWN_FIELD = 9_999, 7_777


def old(folder: Path, version: Path, called: str, about: dict[str, Any]) -> Desk:
    """A store with the identity and keys with which a version wrote its bundles."""
    identity = Identity(**about[called]["identity"])
    keys = KeyFile.open((version / f"{called}.gekeys").read_bytes()).keys
    desk = desks._build(folder / called / "s.gedesk", identity, load_pack(identity.country), keys, "", None, None, lambda: 1_790_000_000_000)
    with desk.store.writing() as tx:
        tx.set_meta("incarnation", about[called]["incarnation"])
    return desk


@pytest.mark.parametrize("version", sorted(GOLDEN.glob("v*")), ids=lambda path: path.name)
def test_bundles_of_every_version_are_read(version: Path, tmp_path: Path) -> None:
    about = json.loads((version / "about.json").read_text(encoding="utf-8"))
    with old(tmp_path, version, "hq", about) as hq, old(tmp_path, version, "site", about) as site:
        own = site.store.identity()
        acquaint(hq, site, {"expires": NEVER, **about["invited"]})
        for name in ("first", *sorted(path.stem for path in version.glob("later-*"))):
            (answer,) = hq.exchange.receive([version / f"{name}.gesync"])
            assert not answer.refused
        with hq.store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT c.hash FROM change c JOIN incarnation i ON i.n = c.inc WHERE i.site = ? ORDER BY c.seq",
                (bytes.fromhex(own.id),),
            )
            assert [row[0].hex() for row in rows] == about["changes"]["hashes"]
            assert integrity.check(connection).faults == []
        wanted = about["activity"]
        values = hq.records.get("activity", wanted["id"]).values
        assert {name: values[name] for name in ("participants", "languages_used", "description")} == {
            name: wanted[name] for name in ("participants", "languages_used", "description")
        }
        assert hq.records.get("activity", about["removed"]["id"]).removed
        assert hq.attachments.missing() == []
        (photo,) = hq.lists.choices("attachment", "photo")
        assert hq.attachments.thumbnail(photo.id) == b"small"
        header = files.peek(version / "down.gesync")
        assert header.target.hex() == about["site"]["incarnation"]


def acquaint(hq: Desk, site: Desk, invited: dict[str, Any]) -> None:
    """Headquarters has invited the site, and the site has joined."""
    own, known = site.store.identity(), hq.store.identity()
    with hq.store.writing() as tx:
        place = bytes.fromhex(load_pack(own.country).codes[own.place].replace("-", ""))
        replica.write_site(tx.connection, Site(bytes.fromhex(own.id), own.name, place, own.role, "invited", None, dict(invited)))
    with site.store.writing() as tx:
        keys = hq.exchange.keys().public.packed().hex()
        replica.write_site(tx.connection, Site(bytes.fromhex(known.id), known.name, None, "hq", "joined", None, {"keys": keys}))


def remember(site: Desk, path: Path) -> None:
    """The site has what it wrote into one of its own files, which it can open as well."""
    bundle = files.read(path, site.exchange.keys(), _Own(site))
    with site.store.writing() as tx:
        decoded = columns.decode(bundle.changes, lambda places: replica.hashes_at(tx.connection, places))
        tx.absorb(decoded.changes, decoded.operations, {c.inc: bytes.fromhex(site.store.identity().id) for c in decoded.changes})
        tx.set_meta("bundle", bundle.header.number)


class _Own:
    """Trusts a site's own signature."""

    def __init__(self, site: Desk) -> None:
        self._site = site

    def verify_key(self, _header: files.Header) -> bytes:
        """See gesync.bundle.Trust."""
        return self._site.exchange.keys().public.sign


@pytest.mark.parametrize("version", sorted(GOLDEN.glob("officers*")), ids=lambda path: path.name)
def test_officers_and_restricted_fields_of_every_version_are_read(version: Path, tmp_path: Path) -> None:
    about = json.loads((version / "about.json").read_text(encoding="utf-8"))
    kept = {path.stem.split("-", 1)[1]: path for path in version.glob("*.gesync")}
    own, theirs = about["own"], about["theirs"]
    with old(tmp_path, version, "hq", about) as hq, old(tmp_path, version, "site", about) as site:
        acquaint(hq, site, about["invited"])
        remember(site, kept["up-first"])
        assert [one.code for one in hq.exchange.receive([kept["up-first"]])] == [""]
        assert hq.records.get("person", own).values["phone"] == "+976 1"
        assert [one.code for one in site.exchange.receive([kept["down-asha"]])] == [""]
        assert len(officers.listed(site)) == 2
        known, half = (site.records.get("person", id_) for id_ in (own, theirs))
        assert (known.values["phone"], known.withheld[:1]) == ("+976 1", ("email",))
        assert (half.values["name"], half.values.get("phone")) == ("Half known", None)
        remember(site, kept["up-conflict"])
        assert site.records.get("person", theirs).values["phone"] == "+976 3"
        assert [one.code for one in site.exchange.receive([kept["down-struck"]])] == [""]
        assert len(officers.listed(site)) == 1
        assert any("closed this site" in notice for notice in site.exchange.status().notices)
        assert [one.code for one in site.exchange.receive([kept["late-asha"]])] == ["revoked"]
        for desk in (hq, site):
            with desk.store.reading() as connection:
                assert integrity.check(connection).faults == []


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        work.exchange()
        yield work


def patches(desk: Desk, rec: bytes) -> list[bytes]:
    with desk.store.reading() as connection:
        return sorted(row[0] for row in connection.exec_driver_sql("SELECT patch FROM log WHERE rec = ?", (rec,)))


def test_unknown_fields_pass_through_older_versions_byte_for_byte(two: Workspace) -> None:
    site = two.sites[0]
    made = site.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])[0]
    rec = bytes.fromhex(made.replace("-", ""))
    odd = {UNKNOWN_FIELD: {"of a newer version": 1.5, "другое": None}, UNKNOWN_FIELD + 1: b"\x00\xff"}
    with site.store.writing() as tx:
        tx.apply(Draft("A newer version's edit", [Edit("activity", rec, odd)]))
    two.exchange()
    two.hq.records.save("activity", made, {"title": "Edited by an older version"})
    two.exchange()
    assert patches(site, rec) == patches(two.hq, rec)
    with two.hq.store.reading() as connection:
        states = {key: state.value for key, state in _states(two.hq, rec).items()}
        assert integrity.check(connection).faults == []
    assert states[UNKNOWN_FIELD, "of a newer version"] == 1.5
    assert states[UNKNOWN_FIELD + 1] == b"\x00\xff"
    assert two.hq.records.get("activity", made).values["title"] == "Edited by an older version"


def _states(desk: Desk, rec: bytes) -> Any:
    with desk.store.writing(dry_run=True) as tx:
        return tx.states(rec)


def test_unknown_kinds_are_kept_byte_for_byte(two: Workspace) -> None:
    site = two.sites[0]
    rec, values = uuid7(), {20: "a kind of a newer version", 21: {"a": True}}
    with site.store.writing() as tx:
        inc = bytes.fromhex(tx.meta("incarnation"))
        last, head = replica.heads(tx.connection, [inc]).get(inc, [(0, b"")])[0]
        operation = Operation(uuid7(), "Something new", "edit", "somebody", "", 1, None, 99, {})
        changes = chain(inc, last + 1, head, [(UNKNOWN_KIND, rec, values, b"", 1 << 20)], operation)
        tx.absorb(changes, {operation.id: operation}, {inc: bytes.fromhex(site.store.identity().id)})
    two.exchange()
    assert patches(two.hq, rec) == [pack(values)]
    assert unpack(patches(two.hq, rec)[0]) == values
    assert registry.name_of(UNKNOWN_KIND) is None
    with two.hq.store.reading() as connection:
        assert integrity.check(connection).faults == []
    assert site.exchange.digest() == two.hq.exchange.digest(PLACES[0])


def test_a_bundle_of_a_newer_format_says_what_to_install(two: Workspace, tmp_path: Path) -> None:
    site = two.sites[0]
    (path,) = two.up(site)
    data = bytearray(path.read_bytes())
    data[6:8] = (2).to_bytes(2, "big")
    newer = tmp_path / "newer.gesync"
    newer.write_bytes(bytes(data))
    (answer,) = two.hq.exchange.receive([newer])
    assert answer.exit == 5
    assert files.peek(path).application in answer.refused
