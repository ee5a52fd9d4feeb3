"""Files of records: kept by content, whole or not at all, with backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import CHEAP, Workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gedesk.errors import InvalidInput
from gedesk.services import beginning
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.store.blobs import Blobs


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "hq" / "s.gedesk", country="tz", role="hq", place="TZ", cost=CHEAP) as made:
        yield made


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Workspace]:
    with ExitStack() as stack:
        yield Workspace(tmp_path, stack, 2)


def test_a_file_comes_back_as_it_was(desk: Desk) -> None:
    made = desk.attachments.add(b"picture", name="photo.jpg", media_type="image/jpeg", caption="The hall", thumbnail=b"small", size=(4, 3))
    assert desk.attachments.open(made.id).read_bytes() == b"picture"
    assert desk.attachments.thumbnail(made.id) == b"small"
    values = desk.records.get("attachment", made.id).values
    assert (values["size"], values["width"], values["height"], values["caption"]) == (7, 4, 3, "The hall")
    assert desk.attachments.missing() == []


def test_the_same_content_is_kept_once(desk: Desk) -> None:
    for name in ("a.pdf", "b.pdf"):
        desk.attachments.add(b"the same", name=name, media_type="application/pdf")
    assert len(list(Blobs(desk.store.path).folder.glob("??/*"))) == 1


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_file_that_is_gone_or_damaged_is_told(desk: Desk, damage: str) -> None:
    made = desk.attachments.add(b"picture", name="photo.jpg", media_type="image/jpeg")
    path = desk.attachments.open(made.id)
    if damage == "gone":
        path.unlink()
        assert [one.label for one in desk.attachments.missing()] == ["photo.jpg"]
    else:
        path.write_bytes(b"something else")
    with pytest.raises(InvalidInput, match=r"photo\.jpg"):
        desk.attachments.open(made.id)


@pytest.mark.parametrize("data", [b"", b"x" * ((20 << 20) + 1)])
def test_empty_and_huge_files_are_refused_and_leave_nothing(desk: Desk, data: bytes) -> None:
    with pytest.raises(InvalidInput):
        desk.attachments.add(data, name="odd.bin", media_type="application/octet-stream")
    assert not Blobs(desk.store.path).folder.exists()
    assert list(desk.lists.numbers("attachment")) == []


def test_backups_bring_their_files_along(desk: Desk, tmp_path: Path) -> None:
    made = desk.attachments.add(b"picture", name="photo.jpg", media_type="image/jpeg")
    target = tmp_path / "stick" / "copy.gedesk"
    target.parent.mkdir()
    desk.store.backup(target)
    restored = tmp_path / "new" / "s.gedesk"
    beginning.restore(restored, target)
    with Desk.open(restored) as again:
        assert again.attachments.open(made.id).read_bytes() == b"picture"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(st.binary(min_size=1, max_size=40), max_size=8))
def test_blobs_are_found_by_their_content(tmp_path: Path, contents: list[bytes]) -> None:
    blobs = Blobs(tmp_path / "s.gedesk")
    names = [blobs.put(one) for one in contents]
    assert [path.read_bytes() for name in names if (path := blobs.get(name))] == contents
    assert blobs.missing([*names, "0" * 64]) == ["0" * 64]


def photo(site: Desk, data: bytes, name: str = "photo.jpg") -> str:
    """A photo with its small picture."""
    return site.attachments.add(data, name=name, media_type="image/jpeg", thumbnail=b"small " + data[:8]).id


def test_photos_follow_their_records_to_headquarters(two: Workspace) -> None:
    site = two.sites[0]
    id = photo(site, b"picture")
    sent = site.exchange.send("hq", two.out())
    assert [one.attachments for one in sent] == [0, 1]
    assert two.hq.exchange.receive([sent[0].file])[0].records["created"] == 1  # data never waits for photos
    assert [one.id for one in two.hq.attachments.missing()] == [id]
    assert two.hq.exchange.receive([sent[1].file])[0].attachments == 1
    assert two.hq.attachments.open(id).read_bytes() == b"picture"
    assert two.hq.attachments.thumbnail(id) == b"small picture"
    assert two.hq.exchange.receive([one.file for one in sent])[1].attachments == 0
    assert [one.attachments for one in site.exchange.send("hq", two.out())] == [0]  # sent once


def test_a_parcel_that_was_lost_is_asked_for(two: Workspace) -> None:
    site = two.sites[0]
    id = photo(site, b"picture")
    data, _lost = site.exchange.send("hq", two.out())
    two.hq.exchange.receive([data.file])
    site.exchange.receive(two.down(site))
    again = site.exchange.send("hq", two.out())
    assert [one.attachments for one in again] == [0, 1]
    two.hq.exchange.receive([one.file for one in again])
    assert two.hq.attachments.open(id).read_bytes() == b"picture"


def test_parcels_stay_below_the_limit_and_small_pictures_come_first(two: Workspace) -> None:
    site = two.sites[0]
    ids = [photo(site, bytes([n]) * 60_000, f"{n}.jpg") for n in range(5)]
    sent = site.exchange.send("hq", two.out(), max_size=150_000)
    assert sum(one.attachments for one in sent) == 5
    assert all(one.bytes <= 150_000 for one in sent)
    two.hq.exchange.receive([one.file for one in sent[:2]])
    assert all(two.hq.attachments.thumbnail(id) for id in ids)
    assert 0 < len(two.hq.attachments.missing()) < 5


def test_a_file_too_large_for_any_parcel_is_counted(two: Workspace) -> None:
    site = two.sites[0]
    photo(site, b"x" * 300_000)
    sent = site.exchange.send("hq", two.out(), max_size=100_000)
    assert sent[-1].left == 1
    assert all(one.bytes <= 100_000 for one in sent)


def test_a_photo_goes_to_nobody_outside_its_place(two: Workspace) -> None:
    first, second = two.sites
    photo(first, b"picture")
    two.exchange()
    assert list(second.lists.numbers("attachment")) == []
    assert not Blobs(second.store.path).folder.exists()
    sent = two.hq.exchange.send(second.store.identity().name, two.out())
    assert [one.attachments for one in sent] == [0]
