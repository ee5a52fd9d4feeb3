"""A year of exchange among sites: every file is decrypted with its reader's keys and looked into."""

from __future__ import annotations

import random
from contextlib import ExitStack
from pathlib import Path

from gesync import bundle as files
from gesync import columns
from gesync.values import unpack
from helpers.workspace import Workspace

from gedesk.domain import scope
from gedesk.domain.kinds import registry
from gedesk.services import sites
from gedesk.services.desk import Desk
from gedesk.services.exchange.trust import Trust
from gedesk.services.scopes import Scopes
from gedesk.store import replica

MONTHS = 12


def opened(reader: Desk, path: Path) -> tuple[files.Bundle, list[tuple[int, bytes, dict[int, object]]]]:
    """What the reader of a file can see with its keys: kind, record, patch."""
    with reader.store.reading() as connection:
        trust = Trust(reader.store.identity().is_hq, {one.id: one for one in replica.sites(connection)}.get, bytes.fromhex(reader.store.identity().workspace))
        bundle = files.read(path, reader.exchange.keys(), trust)
        decoded = columns.decode(bundle.changes, lambda places: replica.hashes_at(connection, places))
    return bundle, [(c.kind, c.rec, unpack(c.patch) if c.patch else {}) for c in decoded.changes]


def outside(hq: Desk, reader: Desk, path: Path) -> list[str]:
    """Records in a file that lie outside its reader's scope, by headquarters' tables at the time."""
    bundle, changes = opened(reader, path)
    with hq.store.reading() as connection:
        scopes = Scopes(connection)
        site = next(one for one in replica.sites(connection) if one.id.hex() == reader.store.identity().id)
        own = scopes.place_id(scopes.code_of(site.place))
        found = []
        for number, rec, _patch in changes:
            kind = registry.name_of(number)
            assert kind is not None
            if not scope.in_scope(registry.kind(kind), scopes.place_of(kind, rec), own, scopes.tree):
                found.append(f"{kind} {rec.hex()}")
        shown = {row[0] for row in bundle.manifest["sites"]}
        strangers = {one.id for one in replica.sites(connection) if one.role != "hq"} - {site.id}
        authors = {inc: owner for inc, owner in replica.incarnations(connection).items() if owner in shown & strangers}
        if shown & strangers and not authors:
            found.append("names of sites that wrote nothing here")
    return found


def test_no_file_of_a_year_holds_what_is_not_its_readers(tmp_path: Path) -> None:
    dice = random.Random(12)
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 3)
        work.exchange()
        places = [site.store.identity().place for site in work.sites]
        codes = [*places, "TZ", "TZ.0202", "TZ.0701"]
        looked = records = 0
        for month in range(1, MONTHS + 1):
            for site in work.sites:
                made = site.records.add(
                    "activity", [{"title": f"{site.store.identity().place} {month}.{n}", "start": f"2026-{month:02}-01"} for n in range(3)]
                )
                if month % 3 == 0:
                    site.records.save("activity", made[0], {"title": "Another title"})
            with work.hq.store.reading() as connection:
                ids = {row[1]: row[0] for row in connection.exec_driver_sql("SELECT id, code FROM place")}
            numbers = work.hq.lists.numbers("activity")
            for row in work.hq.lists.rows("activity", numbers, ["title"]):
                if dice.random() < 0.2:
                    work.hq.records.save("activity", row[0], {"place": ids[dice.choice(codes)].hex()})
            if month in (5, 9):
                name = work.sites[month % 3].store.identity().name
                sites.change(work.hq, name, place=dice.choice(["TZ.0202", "TZ.0701"]))
            for site in work.sites:
                work.hq.exchange.receive(work.up(site))
            for site in work.sites:
                for path in work.down(site):
                    assert outside(work.hq, site, path) == []
                    records += len({rec for _kind, rec, _patch in opened(site, path)[1]})
                    looked += 1
                    for stranger in work.sites:
                        if stranger is not site:
                            assert stranger.exchange.receive([path])[0].code == "not_for_me"
                    assert not site.exchange.receive([path])[0].refused
        assert looked >= 3 * MONTHS
        assert records > 100
        work.exchange(3)
        for site in work.sites:
            assert site.exchange.digest() == work.hq.exchange.digest(site.store.identity().place)
