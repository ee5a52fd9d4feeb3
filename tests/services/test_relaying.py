"""Files that coordinators carry: from a council over a region to headquarters and back, signed by their authors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest
from helpers.workspace import CHEAP, PASSPHRASE, Workspace

from gedesk.services import desk as desks
from gedesk.services.desk import Desk


@pytest.fixture
def hops(tmp_path: Path) -> Iterator[Workspace]:
    """Headquarters, a zone's coordinator, a region's, and a council: all have joined."""
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 0)
        for place, name, role in (
            ("TZ", "Zone", "coordinator"), ("TZ.0202", "Region", "coordinator"), ("TZ.020221", "Council", "focal-point"),
        ):  # fmt: skip
            kit = tmp_path / f"{name}.gekit"
            desks.add_site(work.hq, place=place, name=name, role=role, out=kit, passphrase=PASSPHRASE, cost=CHEAP)
            work.sites.append(
                stack.enter_context(desks.join(tmp_path / name / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP))
            )
        yield work


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.gesync"))


def carry(work: Workspace, source: Desk, target: Desk, to: str | None = None, **options: int) -> list[str]:
    """Sends from one to another whatever the source has; what became of each file."""
    folder = work.out()
    source.exchange.send(to, folder, **options)
    return [one.code or one.refused for one in target.exchange.receive(files(folder))]


def titles(desk: Desk) -> list[str]:
    return sorted(row[1] for row in desk.lists.rows("activity", desk.lists.numbers("activity"), ["title"]))


def up(work: Workspace) -> list[str]:
    zone, region, council = work.sites
    assert set(carry(work, council, region)) == {"relayed"}
    assert set(carry(work, region, zone)) == {"relayed"}
    return carry(work, zone, work.hq)


def down(work: Workspace) -> None:
    zone, region, council = work.sites
    folder = work.out()
    work.hq.exchange.send("all", folder)
    assert all(name.name.split("-")[1] == "Zone" for name in files(folder))
    zone.exchange.receive(files(folder))
    carry(work, zone, region)
    carry(work, region, council)


def test_a_council_speaks_to_headquarters_over_two_hops_and_is_answered(hops: Workspace) -> None:
    council = hops.sites[2]
    council.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
    codes = up(hops)
    assert set(codes) == {""}
    (entry,) = [one for one in hops.hq.records.history("activity") if one.kind != "seed"]
    assert entry.stamp.site == "Council"
    hops.hq.records.save("activity", hops.hq.lists.choices("activity", "Training")[0].id, {"title": "Training of nurses"})
    down(hops)
    assert titles(council) == ["Training of nurses"]
    assert titles(hops.sites[1]) == ["Training of nurses"]
    for site in hops.sites:
        assert site.exchange.digest() == hops.hq.exchange.digest(site.store.identity().place)


def test_carried_files_are_forgotten_only_when_headquarters_has_them(hops: Workspace) -> None:
    zone, region, council = hops.sites
    council.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
    carry(hops, council, region)
    carry(hops, region, zone)
    lost = hops.out()
    zone.exchange.send(None, lost)
    assert set(carry(hops, zone, hops.hq)) == {""}
    again = carry(hops, zone, hops.hq)
    assert set(again) == {""}
    assert titles(hops.hq) == ["Training"]
    down(hops)
    for relay in (zone, region):
        folder = hops.out()
        relay.exchange.send("hq", folder)
        assert not [one for one in files(folder) if "Council" in one.name]
        assert not list(relay.store.path.with_name("s.gedesk.relay").glob("up/*"))


def test_a_carried_file_that_was_altered_is_refused_and_the_others_taken(hops: Workspace) -> None:
    zone, _region, council = hops.sites
    council.records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
    folder = hops.out()
    council.exchange.send("hq", folder)
    (good,) = files(folder)
    data = bytearray(good.read_bytes())
    data[-40] ^= 1
    bad = folder / "bad.gesync"
    bad.write_bytes(bytes(data))
    assert [one.code for one in zone.exchange.receive([bad])] == ["relayed"]
    assert "bad_signature" in carry(hops, zone, hops.hq)
    assert titles(hops.hq) == []
    zone.exchange.receive([good])
    assert "" in carry(hops, zone, hops.hq)


def test_only_coordinators_carry(hops: Workspace) -> None:
    council = hops.sites[2]
    folder = hops.out()
    hops.sites[1].exchange.send("hq", folder)
    assert [one.code for one in council.exchange.receive(files(folder))] == ["not_for_me"]


def test_mail_takes_small_files_only_so_there_are_more_of_them(hops: Workspace) -> None:
    council = hops.sites[2]
    council.records.add(
        "activity", [{"title": f"Training {n} " + sha256(b"%d" % n).hexdigest(), "start": "2026-01-01"} for n in range(120)]
    )
    folder = hops.out()
    made = council.exchange.send("hq", folder, max_size=4_000)
    assert len(made) > 3
    assert max(one.bytes for one in made) <= 4_000
    hops.hq.exchange.receive(list(reversed([one.file for one in made])))
    assert len(titles(hops.hq)) == 120
