"""Damaged files and machines that stop at any write: a file is refused by name or taken whole, a store is before or after."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pytest
from gesync import bundle as files
from helpers.workspace import Workspace

from gedesk.services.desk import Desk
from gedesk.services.exchange.refusals import REASONS
from gedesk.services.exchange.trust import Trust
from gedesk.store import integrity, replica

FRAME, HEAD = 4096 + 24, 32  # bytes of a page in the write-ahead log, and of the log's beginning


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """A site with a bundle of 300 records that headquarters has not seen."""
    with ExitStack() as stack:
        made = Workspace(tmp_path, stack, 1)
        made.exchange()
        rows = [{"title": f"Training {n}", "start": "2026-01-01", "participants": {"female|20-24": n}} for n in range(300)]
        made.sites[0].records.add("activity", rows, op_kind="import")
        yield made


def damages(data: bytes, dice: Random, flips: int | None = None, cuts: int | None = None) -> Iterator[bytes]:
    """The file cut short at some places or all (None), and with one byte changed."""
    for at in range(len(data)) if cuts is None else sorted(dice.sample(range(len(data)), cuts)):
        yield data[:at]
    for at in range(len(data)) if flips is None else sorted(dice.sample(range(len(data)), flips)):
        yield data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]
    yield data + b"\x00"


def test_every_damage_is_found_before_anything_is_unpacked(work: Workspace) -> None:
    """Each place of the file: cut short there, or one bit of the byte changed."""
    (path,) = work.up(work.sites[0])
    data = path.read_bytes()
    with work.hq.store.reading() as connection:
        trust = Trust(True, {one.id: one for one in replica.sites(connection)}.get, bytes.fromhex(work.hq.store.identity().workspace))
    keys = work.hq.exchange.keys()
    seen = set()
    for damaged in damages(data, Random(1)):
        with pytest.raises(files.BundleError) as caught:
            files.open_bundle(damaged, keys, trust, workspace=bytes.fromhex(work.hq.store.identity().workspace))
        seen.add(caught.value.code)
    assert {"truncated", "bad_signature", "bad_header"} <= seen <= {*REASONS, "too_new"}


@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("points", [60, pytest.param(4_000, marks=pytest.mark.soak)])
def test_a_damaged_file_changes_nothing_and_says_why(work: Workspace, points: int) -> None:
    (path,) = work.up(work.sites[0])
    data = path.read_bytes()
    work.hq.store.checkpoint()
    before = hashlib.sha256(work.hq.store.path.read_bytes()).digest()
    for damaged in damages(data, Random(2), points, min(points, len(data))):
        path.write_bytes(damaged)
        (answer,) = work.hq.exchange.receive([path])
        assert answer.exit in (4, 5)
        assert path.name in answer.refused
        assert answer.code in {*REASONS, "refused"}
    work.hq.store.checkpoint()
    assert hashlib.sha256(work.hq.store.path.read_bytes()).digest() == before
    path.write_bytes(data)
    assert work.hq.exchange.receive([path])[0].records["created"] == 300


@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("thorough", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_machine_that_stops_at_any_write_of_a_receipt_leaves_all_or_nothing(
    work: Workspace, tmp_path: Path, thorough: bool
) -> None:
    """Each write into the log of the database is left out from there on, whole or torn; then each page of a checkpoint."""
    (path,) = work.up(work.sites[0])
    work.hq.store.checkpoint()
    store, log = work.hq.store.path, work.hq.store.path.with_name("s.gedesk-wal")
    before = store.read_bytes()
    known = state(before, b"", tmp_path / "known")
    assert work.hq.exchange.receive([path])[0].records["created"] == 300
    work.hq.store.index()  # what was received can be searched: that is in the log too
    wal = log.read_bytes()
    after = state(before, wal, tmp_path / "after")
    work.hq.store.checkpoint()
    whole = store.read_bytes()
    assert known != after
    frames = (len(wal) - HEAD) // FRAME
    dice = Random(3)
    ends = [HEAD + n * FRAME + torn for n in range(frames) for torn in (0, *dice.sample(range(1, FRAME), 12 if thorough else 2))]
    assert len(ends) >= (1_000 if thorough else 100), frames
    seen = set()
    for at, end in enumerate(ends):
        garbage = dice.randbytes(dice.randrange(FRAME)) if at % 3 == 0 else b""
        seen.add(found := state(before, wal[:end] + garbage, tmp_path / "stopped"))
        assert found in (known, after)
    assert known in seen
    for pages in range(0, len(whole) // 4096, 1 if thorough else 40):  # a checkpoint that got so far
        mixed = whole[: pages * 4096] + before[pages * 4096 :]
        assert state(mixed, wal, tmp_path / "mixed") == after
    for end in dice.sample(ends, 40 if thorough else 3):
        folder = tmp_path / f"again-{end}"
        place(folder, before, wal[:end])
        shutil.copyfile(store.with_name("s.gedesk.keys"), folder / "s.gedesk.keys")
        with Desk.open(folder / "s.gedesk") as desk:
            assert not desk.exchange.receive([path])[0].refused
            with desk.store.reading() as connection:
                assert integrity.check(connection).faults == []
            assert desk.exchange.digest() == work.hq.exchange.digest()


def place(folder: Path, database: bytes, log: bytes) -> Path:
    """A store as a stopped machine left it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "s.gedesk").write_bytes(database)
    if log:
        (folder / "s.gedesk-wal").write_bytes(log)
    return folder / "s.gedesk"


def state(database: bytes, log: bytes, folder: Path) -> tuple[int, int, int]:
    """What is in it after SQLite brought it in order: changes, activities, bundles."""
    with closing(sqlite3.connect(place(folder, database, log))) as db:
        assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
        counted = [db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("change", "activity", "bundle")]
    return counted[0], counted[1], counted[2]
