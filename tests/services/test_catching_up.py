"""A site that was silent for more than a year: what it wrote and what happened meanwhile meet in one file each way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from gesync.keys import Certificate
from helpers.workspace import PLACES, Workspace

from gedesk.services import officers, sites
from gedesk.services.desk import Desk
from gedesk.services.scopes import Scopes
from gedesk.store import replica

DAY = 86_400_000
MONTHS = 21


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        yield Workspace(tmp_path, stack, 2)


def certificate(site: Desk) -> Certificate:
    with site.store.reading() as connection:
        own = next(one for one in replica.sites(connection) if one.state == "self")
    assert own.certificate is not None
    return Certificate.unpack(own.certificate)


def place(desk: Desk, code: str) -> str:
    with desk.store.reading() as connection:
        return str(Scopes(connection).place_id(code))


def titles(desk: Desk) -> set[str]:
    return {row[1] for row in desk.lists.rows("activity", desk.lists.numbers("activity"), ["title"])}


def test_a_site_that_was_silent_for_nearly_two_years_catches_up_in_one_file_each_way(two: Workspace) -> None:
    silent, busy = two.sites
    two.hq.keeping.set_passphrase("words of the first")
    shared = two.commitment()
    before = certificate(silent)
    start = two.hq.store.now()
    moved = two.hq.records.save("activity", None, {"title": "Moved in", "start": "2026-01-01", "place": place(two.hq, PLACES[1])})
    lost = 0
    for month in range(1, MONTHS + 1):
        for desk in (two.hq, busy, silent):
            desk.store.now = lambda month=month: start + month * 31 * DAY
        silent.records.add("activity", [{"title": f"Silent {month}", "start": "2026-01-01"}])
        silent.records.save("commitment", shared, {"problem": f"as the silent one sees it in month {month}"})
        two.hq.records.save("activity", None, {"title": f"For the silent one {month}", "start": "2026-01-01", "place": place(two.hq, PLACES[0])})
        two.hq.records.save("commitment", shared, {"expected_result": f"as headquarters sees it in month {month}"})
        lost += len(two.down(silent))  # month by month a file goes out that never arrives
        two.up(silent)
        busy.records.add("activity", [{"title": f"Busy {month}", "start": "2026-01-01"}])
        two.hq.exchange.receive(two.up(busy))
        busy.exchange.receive(two.down(busy))
        if month == 6:
            two.hq.records.save("activity", moved, {"place": place(two.hq, PLACES[0])})
        if month == 9:
            officers.add_here(two.hq, "Zawadi", "words of the second")
        if month == 12:
            sites.change(two.hq, PLACES[0], name="Renamed")
    assert lost >= MONTHS
    (up,) = two.up(silent)
    (answer,) = two.hq.exchange.receive([up])
    assert (answer.refused, answer.conflicts, answer.gaps) == ("", 0, ())
    assert answer.operations["new"] == 2 * MONTHS
    (down,) = two.down(silent)
    (answer,) = silent.exchange.receive([down])
    assert answer.refused == ""
    wanted = {f"Silent {n}" for n in range(1, MONTHS + 1)} | {f"For the silent one {n}" for n in range(1, MONTHS + 1)} | {"Moved in"}
    assert titles(silent) == wanted
    values = silent.records.get("commitment", shared).values
    assert values["problem"].endswith(f"month {MONTHS}")
    assert values["expected_result"].endswith(f"month {MONTHS}")
    assert silent.store.identity().name == "Renamed"
    assert len(officers.listed(silent)) == 2
    after = certificate(silent)
    assert after.serial > before.serial
    assert (after.expires or 0) > two.hq.store.now() + 365 * DAY  # renewed while nobody heard of it
    two.exchange()
    assert silent.exchange.digest() == two.hq.exchange.digest(PLACES[0])
    (empty,) = two.hq.exchange.send("Renamed", two.out())
    assert empty.operations == 0
    assert empty.bytes <= 1_000 + 600  # nothing but acknowledgements; two officers can open it
