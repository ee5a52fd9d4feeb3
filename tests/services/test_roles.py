"""Restricted fields by role: every file of a year is decrypted with its reader's keys and looked into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from gesync import bundle as files
from gesync import columns
from gesync.change import Change
from gesync.values import unpack
from helpers.doubles import Inline, Recorder, Told
from helpers.workspace import PLACES, Workspace

from gedesk.domain import scope
from gedesk.domain.kinds import registry
from gedesk.presenters.drafts import Drafts
from gedesk.presenters.forms import FormPresenter
from gedesk.services import sites
from gedesk.services.desk import Desk
from gedesk.services.exchange.trust import Trust
from gedesk.store import replica

MONTHS = 12
REGION = "TZ.0701"  # above the first of PLACES


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Headquarters, two focal points, and a coordinator above the first of them."""
    with ExitStack() as stack:
        made = Workspace(tmp_path, stack, 2)
        made.join(REGION, name="Region", role="coordinator")
        made.exchange()
        yield made


def changes_in(reader: Desk, path: Path) -> list[tuple[Change, bytes | None]]:
    """What the reader of a file can see with its keys, and whose each change is."""
    with reader.store.reading() as connection:
        workspace = bytes.fromhex(reader.store.identity().workspace)
        trust = Trust(reader.store.identity().is_hq, {one.id: one for one in replica.sites(connection)}.get, workspace)
        bundle = files.read(path, reader.exchange.keys(), trust)
        decoded = columns.decode(bundle.changes, lambda places: replica.hashes_at(connection, places))
        owners = {inc: row[0] for row in bundle.manifest["sites"] for inc in row[4]} | replica.incarnations(connection)
    return [(c, owners.get(c.inc)) for c in decoded.changes]


def closed_values(reader: Desk, path: Path) -> list[tuple[str, dict[int, Any], bytes | None]]:
    """Restricted fields in a file: kind, what is readable of them, whose."""
    found = []
    for c, owner in changes_in(reader, path):
        kind = registry.name_of(c.kind)
        patch = unpack(c.patch) if c.patch is not None else {}
        if kind and (hidden := {n: v for n, v in patch.items() if n in scope.restricted_fields(kind)}):
            found.append((kind, hidden, owner))
    return found


def place(desk: Desk, code: str) -> str:
    with desk.store.reading() as connection:
        (id_,) = connection.exec_driver_sql("SELECT id FROM place WHERE code = ?", (code,)).fetchone() or (b"",)
    return id_.hex()


def person(desk: Desk, number: int, where: str | None) -> str:
    values = {"name": f"Person {number}", "phone": f"+255 700 {number:06}", "email": f"p{number}@example.org", "disability": "yes"}
    return desk.records.save("person", None, values | ({"place": place(desk, where)} if where else {}))


def test_no_file_of_a_year_shows_restricted_fields_to_a_role_that_may_not_see_them(work: Workspace) -> None:
    council, other, region = work.sites
    looked = hidden = seen = number = 0
    people: list[str] = []
    for month in range(1, MONTHS + 1):
        for desk, where in ((work.hq, "TZ"), (work.hq, PLACES[0]), (council, None), (other, None), (region, None)):
            number += 1
            people.append(person(desk, number, where))
        organisation = {"name": f"Organisation {month}", "contact_name": f"Contact {month}", "phone": "+255 1"}
        work.hq.records.save("organisation", None, organisation | {"place": place(work.hq, "TZ")})
        story = {"title": f"Story {month}", "story_text": "…", "people": "A. B.", "consent_holder": "C. D.", "told_on": f"2026-{month:02}-01"}
        work.hq.records.save("story", None, story | {"place": place(work.hq, PLACES[0])})
        if month > 1:  # restricted fields alone, open ones alone, and both
            work.hq.records.save("person", people[0], {"phone": f"+255 2 {month}"})
            work.hq.records.save("person", people[1], {"name": f"Named anew {month}"})
            work.hq.records.save("person", people[1], {"name": f"Named again {month}", "email": f"again{month}@example.org"})
        if month == 7:
            work.hq.records.remove("person", [people[5]])
            work.hq.records.undo()
        for site in work.sites:
            assert not any(one.refused for one in work.hq.exchange.receive(work.up(site)))
        for site in work.sites:
            own = bytes.fromhex(site.store.identity().id)
            for path in work.down(site):
                looked += 1
                for kind, values, owner in closed_values(site, path):
                    if site is region:
                        seen += 1
                    else:
                        assert owner == own, (month, site.store.identity().name, kind, values)
                if site is not region:
                    hidden += sum(c.patch is None for c, _owner in changes_in(site, path))
                assert not site.exchange.receive([path])[0].refused
    assert looked >= 3 * MONTHS
    assert hidden > 50
    assert seen > 50
    work.exchange(2)
    for site in work.sites:
        assert site.exchange.digest() == work.hq.exchange.digest(site.store.identity().place)
        assert site.keeping.check().faults == ()
        assert site.exchange.conflicts() == []
    shown = council.records.get("person", people[1]).values
    assert shown["name"] == work.hq.records.get("person", people[1]).values["name"]
    assert shown.get("phone") is None
    assert council.records.get("person", people[2]).values["phone"] == "+255 700 000003"  # its own
    assert region.records.get("person", people[1]).values["email"] == f"again{MONTHS}@example.org"


def test_a_site_whose_role_sees_more_gets_what_was_withheld(work: Workspace) -> None:
    council = work.sites[0]
    one = person(work.hq, 1, PLACES[0])
    work.exchange()
    assert council.records.get("person", one).values.get("phone") is None
    sites.change(work.hq, PLACES[0], role="coordinator")
    work.exchange(2)
    assert council.records.get("person", one).values["phone"] == "+255 700 000001"
    assert council.keeping.check().faults == ()
    assert council.exchange.digest() == work.hq.exchange.digest(PLACES[0])
    for path in work.down(council):  # not everything again and again
        assert changes_in(council, path) == []


def test_a_restricted_field_written_without_seeing_the_other_value_is_shown_to_headquarters(work: Workspace) -> None:
    """The focal point could not know of it, so nothing is overwritten: headquarters, who sees both, decides."""
    council = work.sites[0]
    one = person(work.hq, 1, PLACES[0])
    work.exchange()
    council.records.save("person", one, {"phone": "+255 999"})
    work.exchange()
    (conflict,) = work.hq.exchange.conflicts()
    assert sorted(value.value for value in conflict.values) == ["+255 700 000001", "+255 999"]
    assert council.records.get("person", one).values["phone"] == "+255 999"
    assert "phone" not in council.records.get("person", one).withheld
    mine = next(value.id for value in conflict.values if value.value == "+255 999")
    work.hq.exchange.resolve(conflict.id, keep=mine, reason="called")
    work.exchange()
    assert work.hq.exchange.conflicts() == []
    assert council.records.get("person", one).values["phone"] == "+255 999"  # its own, so nothing is told by it
    assert council.exchange.digest() == work.hq.exchange.digest(PLACES[0])


def test_a_person_is_told_that_somebody_else_may_have_filled_in_what_they_do_not_see(work: Workspace, tmp_path: Path) -> None:
    """A corrected value goes away where it may not be seen; what is written instead stands beside it again."""
    council = work.sites[0]
    one = council.records.save("person", None, {"name": "Person", "phone": "+255 999"})
    work.exchange()
    assert council.records.get("person", one).withheld == ()
    work.hq.records.save("person", one, {"phone": "+255 secret"})
    work.exchange()
    view = council.records.get("person", one)
    assert view.values.get("phone") is None
    assert "phone" in view.withheld
    assert "name" not in view.withheld
    shown = Recorder()
    FormPresenter("person", council, shown, Inline(), Told(), Drafts(tmp_path, "council")).open(one)
    assert "not shown here" in shown.hints["phone"]
    assert shown.hints["name"] == ""
    assert work.hq.records.get("person", one).withheld == work.sites[2].records.get("person", one).withheld == ()
    council.records.save("person", one, {"phone": "+255 888"})
    work.exchange()
    (conflict,) = work.hq.exchange.conflicts()
    assert sorted(value.value for value in conflict.values) == ["+255 888", "+255 secret"]
    secret = next(value.id for value in conflict.values if value.value == "+255 secret")
    work.hq.exchange.resolve(conflict.id, keep=secret, reason="called")
    work.exchange()
    for path in work.down(council):
        assert closed_values(council, path) == []
    view = council.records.get("person", one)
    assert (view.values.get("phone"), "phone" in view.withheld) == (None, True)
    assert council.exchange.digest() == work.hq.exchange.digest(PLACES[0])


def test_undo_takes_both_parts_of_an_edit_back(work: Workspace) -> None:
    one = person(work.hq, 1, PLACES[0])
    before = work.hq.records.get("person", one).values
    work.hq.records.save("person", one, {"name": "Another", "phone": "+255 5", "email": None})
    (entry, *_rest) = work.hq.records.history("person", one, limit=1)
    assert {change.field for change in entry.changes} >= {"name", "phone", "email"}
    work.hq.records.undo()
    assert work.hq.records.get("person", one).values == before
    work.hq.records.redo()
    assert work.hq.records.get("person", one).values["phone"] == "+255 5"
    work.hq.records.undo()
    work.hq.records.undo()
    assert work.hq.records.get("person", one).removed


def test_a_site_whose_role_sees_less_gets_no_more_of_it(work: Workspace) -> None:
    region = work.sites[2]
    one = person(work.hq, 1, PLACES[0])
    work.exchange()
    sites.change(work.hq, "Region", role="focal-point")
    work.exchange()
    assert region.store.identity().role == "focal-point"
    work.hq.records.save("person", one, {"phone": "+255 secret"})
    for path in work.down(region):
        assert closed_values(region, path) == []
        region.exchange.receive([path])
    assert region.exchange.digest() == work.hq.exchange.digest(REGION)


def test_what_a_site_wrote_is_not_sent_back_to_it(work: Workspace) -> None:
    """A record with restricted fields begins with two changes; that is no move."""
    council = work.sites[0]
    work.exchange()
    for number in range(3):
        person(council, number, None)
    work.hq.exchange.receive(work.up(council))
    (path,) = work.down(council)
    assert changes_in(council, path) == []


def test_a_restored_headquarters_gets_payloads_back_from_whoever_has_them(work: Workspace, tmp_path: Path) -> None:
    """A focal point returns the hash of what was withheld from it; the coordinator brings the value itself."""
    council, _other, region = work.sites
    backup, path = tmp_path / "hq.gedesk", work.hq.store.path
    work.hq.store.backup(backup)
    one = person(work.hq, 1, PLACES[0])
    for site in (council, region):
        assert not any(got.refused for got in site.exchange.receive(work.down(site)))
    work.hq.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(backup.read_bytes())
    with Desk.open(path) as hq:
        work.hq = hq
        for site in (council, region):
            assert not any(got.refused for got in site.exchange.receive(work.down(site)))
        hq.exchange.receive(work.up(council))
        assert hq.records.get("person", one).values.get("phone") is None
        assert hq.records.get("person", one).values["name"] == "Person 1"
        hq.exchange.receive(work.up(region))
        assert hq.records.get("person", one).values["phone"] == "+255 700 000001"
        assert hq.keeping.check().faults == ()
        work.exchange()
        assert council.exchange.digest() == hq.exchange.digest(PLACES[0])
