"""Files of records: kept by content, whole or not at all, with backups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.workspace import CHEAP
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


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(st.binary(min_size=1, max_size=40), max_size=8))
def test_blobs_are_found_by_their_content(tmp_path: Path, contents: list[bytes]) -> None:
    blobs = Blobs(tmp_path / "s.gedesk")
    names = [blobs.put(one) for one in contents]
    assert [path.read_bytes() for name in names if (path := blobs.get(name))] == contents
    assert blobs.missing([*names, "0" * 64]) == ["0" * 64]
