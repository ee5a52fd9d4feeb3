"""Bundles of every version that wrote any are read, and what a newer version writes survives an older one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from gesync import bundle as files
from gesync.change import Operation, chain
from gesync.keys import KeyFile
from gesync.values import pack, unpack
from helpers.workspace import PLACES, Workspace

from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.store import integrity, replica
from gedesk.store.door import Draft, Edit, uuid7
from gedesk.store.replica import Site
from gedesk.store.store import Identity

GOLDEN = Path(__file__).parents[1] / "bundles"
UNKNOWN_KIND, UNKNOWN_FIELD = 9_999, 7_777


def old(folder: Path, version: Path, called: str, about: dict[str, Any]) -> Desk:
    """A store with the identity and keys with which a version wrote its bundles."""
    identity = Identity(**about[called]["identity"])
    keys = KeyFile.open((version / f"{called}.gekeys").read_bytes()).keys
    desk = desks._build(folder / called / "s.gedesk", identity, load_pack("tz"), keys, "", None, None, lambda: 1_790_000_000_000)
    with desk.store.writing() as tx:
        tx.set_meta("incarnation", about[called]["incarnation"])
    return desk


@pytest.mark.parametrize("version", sorted(GOLDEN.glob("v*")), ids=lambda path: path.name)
def test_bundles_of_every_version_are_read(version: Path, tmp_path: Path) -> None:
    about = json.loads((version / "about.json").read_text(encoding="utf-8"))
    with old(tmp_path, version, "hq", about) as hq, old(tmp_path, version, "site", about) as site:
        own = site.store.identity()
        with hq.store.writing() as tx:
            place = bytes.fromhex(load_pack("tz").codes[own.place].replace("-", ""))
            replica.write_site(
                tx.connection, Site(bytes.fromhex(own.id), own.name, place, own.role, "invited", None, dict(about["invited"]))
            )
        with site.store.writing() as tx:
            known = hq.store.identity()
            keys = hq.exchange.keys().public.packed().hex()
            replica.write_site(tx.connection, Site(bytes.fromhex(known.id), known.name, None, "hq", "joined", None, {"keys": keys}))
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
