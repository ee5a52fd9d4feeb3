"""Signed bundles whose manifest or contents are odd: refused with a reason, or taken; never an error of the program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from gesync import bundle as files
from gesync.keys import PublicKeys
from helpers.workspace import Workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gedesk.services.exchange.letters import encoded_changes
from gedesk.services.exchange.manifests import SHAPES, fault
from gedesk.store import integrity, replica
from gedesk.store.door import uuid7
from gedesk.store.replica import Outgoing

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 40), 1 << 60), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8),
    st.binary(max_size=40), st.just(b"\x00" * 16), st.just(b"\x01" * 20), st.just(b"\x02" * 32), st.just("0" * 32),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.just("0" * 32), st.text(max_size=5)), inner, max_size=3)), max_leaves=8
)  # fmt: skip
MANIFESTS = st.dictionaries(st.sampled_from(sorted(SHAPES)), VALUES, max_size=6)


@pytest.fixture(scope="module")
def work() -> Iterator[Workspace]:
    before = os.environ.get("GEDESK_STATE")
    with TemporaryDirectory() as name, ExitStack() as stack:
        os.environ["GEDESK_STATE"] = f"{name}/state"
        made = Workspace(Path(name), stack, 1)
        made.exchange()
        yield made
        if before is None:
            del os.environ["GEDESK_STATE"]
        else:
            os.environ["GEDESK_STATE"] = before


def sealed(work: Workspace, manifest: dict[str, Any], *, up: bool, enclosed: tuple[bytes, ...] = ()) -> Path:
    """A bundle with this manifest, properly signed and encrypted."""
    sender, reader = (work.sites[0], work.hq) if up else (work.hq, work.sites[0])
    with sender.store.reading() as connection:
        target = next(one for one in replica.sites(connection) if one.id.hex() == reader.store.identity().id)
        header = sender.exchange._sending._letters.header(connection, target, 500, "" if up else reader.store.meta("incarnation"))
        empty = encoded_changes(connection, Outgoing([], {}, 0))
    path = work.out()
    path.mkdir()
    path = path / f"{uuid7().hex()}.gesync"
    keys = [PublicKeys.unpack(bytes.fromhex(target.peer["keys"])), sender.exchange.keys().public]
    files.write(path, header, manifest, empty, sender.exchange.keys(), keys, (), enclosed)
    return path


def good(work: Workspace, *, up: bool) -> dict[str, Any]:
    """The manifest of a real bundle."""
    path = (work.up if up else work.down)(work.sites[0])[0]
    reader = work.hq if up else work.sites[0]
    return dict(reader.exchange._opening.open(path).manifest)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(changed=MANIFESTS, up=st.booleans(), whole=st.booleans())
def test_no_manifest_makes_the_program_fail(work: Workspace, changed: dict[str, Any], up: bool, whole: bool) -> None:
    manifest = {**good(work, up=up), **changed} if whole else changed
    reader = work.hq if up else work.sites[0]
    for answer in reader.exchange.receive([sealed(work, manifest, up=up)], dry_run=True):
        assert answer.exit in (0, 3, 4)
        assert bool(answer.refused) == bool(answer.exit)
    with reader.store.reading() as connection:
        assert integrity.check(connection).faults == []


@pytest.mark.parametrize("up", [True, False])
def test_real_manifests_have_the_right_shape_and_every_key_is_looked_at(work: Workspace, up: bool) -> None:
    manifest = good(work, up=up)
    assert fault(manifest, up=up) == ""
    for key in manifest:
        assert fault({**manifest, key: ["odd", 1.5]}, up=up) == key
    assert fault(manifest, up=not up) == "kind"
    assert fault({**manifest, "of a newer version": 1}, up=up) == ""


def test_what_is_enclosed_may_be_anything(work: Workspace) -> None:
    manifest = {"kind": "relay", "names": [[b"\x00" * 16, "odd"]]}
    inside = (b"", b"not a bundle", sealed(work, {"kind": "relay", "names": []}, up=True, enclosed=(b"x",)).read_bytes())
    answers = work.hq.exchange.receive([sealed(work, manifest, up=True, enclosed=inside)])
    assert [one.code for one in answers][:2] == ["truncated", "not_a_bundle"] or {one.exit for one in answers} <= {0, 4}
    (answer,) = work.sites[0].exchange.receive([sealed(work, manifest, up=False, enclosed=inside)])
    assert answer.exit == 4
