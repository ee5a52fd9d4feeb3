"""A site is closed: its last entries come in, nobody waits for it, and those above go on with its records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import CHEAP, PASSPHRASE, PLACES, Workspace

from gedesk.errors import UsageError
from gedesk.services import desk as desks
from gedesk.services import headquarters, keyring, sites
from gedesk.services.desk import Desk
from gedesk.services.scopes import Scopes

REGION = "TZ.0701"  # above the first of PLACES


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        made = Workspace(tmp_path, stack, 2)
        made.join(REGION, name="Region", role="coordinator")
        made.sites[0].records.add("activity", [{"title": "Training", "start": "2026-01-01"}])
        made.exchange()
        yield made


def titles(desk: Desk) -> list[str]:
    return sorted(row[1] for row in desk.lists.rows("activity", desk.lists.numbers("activity"), ["title"]))


def test_the_last_entries_of_a_closed_site_come_in_and_nobody_waits_for_it(work: Workspace) -> None:
    council, other, region = work.sites
    council.records.add("activity", [{"title": "Not sent yet", "start": "2026-01-02"}])
    sites.retire(work.hq, PLACES[0])
    view = next(one for one in work.hq.exchange.sites() if one.name == PLACES[0])
    assert (view.state, view.waiting) == ("retired", 0)
    assert any("last entries are asked for" in notice for notice in work.hq.exchange.status().notices)
    sent = {one.to: one.file for one in work.hq.exchange.send("all", work.out())}
    assert set(sent) == {PLACES[0], PLACES[1], "Region"}
    council.exchange.receive([sent[PLACES[0]]])
    assert any("closed this site" in notice for notice in council.exchange.status().notices)
    (answer,) = work.hq.exchange.receive(work.up(council))
    assert answer.operations["new"] == 1
    assert "was closed on" in answer.note
    assert titles(work.hq) == titles(council) == ["Not sent yet", "Training"]
    council.exchange.receive(work.down(council))
    assert council.exchange.status().to_send == 0
    work.hq.exchange.receive(work.up(council))
    assert work.hq.exchange.status().notices == ()
    assert {one.to for one in work.hq.exchange.send("all", work.out())} == {PLACES[1], "Region"}
    for desk in (other, region):
        desk.exchange.receive(work.down(desk))
    (training,) = (row[0] for row in region.lists.rows("activity", region.lists.numbers("activity", text="Training"), ["title"]))
    region.records.save("activity", training, {"title": "Training, as the region knows it"})
    work.sites = [region]
    work.exchange()
    assert "Training, as the region knows it" in titles(work.hq)


def test_what_a_closed_site_still_writes_is_not_lost(work: Workspace) -> None:
    council = work.sites[0]
    sites.retire(work.hq, PLACES[0])
    work.exchange()
    council.records.add("activity", [{"title": "After the end", "start": "2026-03-01"}])
    (answer,) = work.hq.exchange.receive(work.up(council))
    assert (answer.refused, answer.operations["new"]) == ("", 1)
    assert PLACES[0] in {one.to for one in work.hq.exchange.send("all", work.out())}  # it is to know that they arrived
    assert council.exchange.digest() == work.hq.exchange.digest(PLACES[0])


def test_a_closed_site_does_not_hold_up_a_restored_headquarters(work: Workspace, tmp_path: Path) -> None:
    backup, path = tmp_path / "hq.gedesk", work.hq.store.path
    work.hq.store.backup(backup)
    work.exchange()
    work.hq.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(backup.read_bytes())
    work.hq = Desk.open(path)
    sites.retire(work.hq, PLACES[0])
    work.sites = work.sites[1:]
    work.exchange(3)
    assert not any("restored from" in notice for notice in work.hq.exchange.status().notices)
    work.hq.close()


def test_a_closed_site_opens_again_with_a_new_kit_and_its_old_keys_stay_out(work: Workspace, tmp_path: Path) -> None:
    old, kit = work.sites[0], tmp_path / "again.gekit"
    sites.replace(work.hq, PLACES[0], out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    sites.retire(work.hq, PLACES[0])
    (answer,) = work.hq.exchange.receive(work.up(old))
    assert answer.code == "unknown_signer"
    with pytest.raises(UsageError, match="not at work"):
        sites.retire(work.hq, PLACES[0])
    sites.replace(work.hq, PLACES[0], out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    with desks.join(tmp_path / "again" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as new:
        work.sites[0] = new
        work.exchange()
        assert titles(new) == ["Training"]
        assert new.exchange.status().notices == ()


def test_reports_of_a_closed_site_are_written_above_it(work: Workspace) -> None:
    """While a council reports for itself nobody else submits; afterwards headquarters does."""
    council = work.sites[0]
    with work.hq.store.reading() as connection:
        place = Scopes(connection).place_id(PLACES[0])
    assert place is not None
    period = council.papers.periods()[0]
    report = council.records.save("periodic_report", None, council.reporting.prefill(place, period).values)
    work.exchange()
    assert work.hq.reporting.steps(report) == ()
    sites.retire(work.hq, PLACES[0])
    assert "submit" in work.hq.reporting.steps(report)


@pytest.mark.parametrize("merged", [False, True])
def test_who_joined_before_a_site_was_closed_still_brings_its_entries(merged: bool, work: Workspace, tmp_path: Path) -> None:
    """A new laptop that had not sent anything yet; it was closed here, or by a second officer (seed 10100 of the simulator)."""
    old, kit = work.sites[0], tmp_path / "again.gekit"
    (tmp_path / "other").mkdir()
    work.hq.store.backup(tmp_path / "other" / "s.gedesk")
    keyring.write(tmp_path / "other" / "s.gedesk", work.hq.exchange.keys(), None)
    sites.replace(work.hq, PLACES[0], out=kit, passphrase=PASSPHRASE, cost=CHEAP)
    with desks.join(tmp_path / "again" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as new:
        new.records.add("activity", [{"title": "On the new laptop", "start": "2026-03-01"}])
        if merged:
            with Desk.open(tmp_path / "other" / "s.gedesk") as other:
                sites.retire(other, PLACES[0])
                other.store.backup(tmp_path / "closed.gedesk")
            headquarters.unite(work.hq, tmp_path / "closed.gedesk", " ".join(headquarters.words(tmp_path / "closed.gedesk")))
        else:
            sites.retire(work.hq, PLACES[0])
        (answer,) = work.hq.exchange.receive(work.up(new))
        assert (answer.code, answer.operations["new"]) == ("", 1)
        assert work.hq.exchange.receive(work.up(old))[0].code == "unknown_signer"
        work.sites = [new]
        work.exchange()
        assert any("closed this site" in notice for notice in new.exchange.status().notices)
        assert new.exchange.digest() == work.hq.exchange.digest(PLACES[0])
