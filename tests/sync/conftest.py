"""Makers of operations, changes and bundles for the tests of the replication library."""

from __future__ import annotations

import random

import pytest
from gesync.bundle import Header, Revoked, UnknownSigner
from gesync.change import Change, Operation, make_change, pack_base, unpack_base
from gesync.clock import Clock
from gesync.fold import base_of, fold
from gesync.keys import KeyPair
from gesync.values import Patch, unpack_patch


class Replica:
    """One incarnation that knows some changes and writes more on top of them."""

    def __init__(self, number: int) -> None:
        self.inc = bytes([number]) * 16
        self.operation = Operation(
            bytes([number]) * 16, f"Edit {number}", "edit", f"author {number}", "", 1_000 + number, None, 1
        )
        self.clock = Clock(lambda: 1_790_000_000_000 + number)
        self.known: dict[bytes, Change] = {}
        self.seq = 0
        self.head = b""

    def write(self, rec: bytes, patch: Patch, kind: int = 3) -> Change:
        states = fold(folded(c) for c in self.known.values() if c.rec == rec)
        return self.write_on(rec, patch, pack_base(base_of(states, patch)), kind)

    def write_on(self, rec: bytes, patch: Patch, base: bytes, kind: int = 3) -> Change:
        self.seq += 1
        change = make_change(
            self.inc, self.seq, self.head, kind, rec, patch, base, self.clock.tick(), self.operation
        )
        self.head = change.hash
        self.known[change.hash] = change
        return change

    def receive(self, *changes: Change) -> None:
        for change in changes:
            self.known[change.hash] = change
            self.clock.witness(change.hlc)

    def fork(self) -> Replica:
        """A copy restored from an image of the disk: the same incarnation, going its own way."""
        other = Replica(self.inc[0])
        other.known, other.seq, other.head = dict(self.known), self.seq, self.head
        other.clock.last = self.clock.last
        return other


def folded(change: Change) -> tuple:
    return (
        change.hash,
        change.hlc,
        unpack_patch(change.patch) if change.patch else {},
        unpack_base(change.base),
    )


class Known:
    """Trust that knows some keys."""

    def __init__(self, *pairs: KeyPair, revoked: tuple[KeyPair, ...] = ()) -> None:
        self.keys = {pair.id: pair.public.sign for pair in pairs}
        self.revoked = {pair.id for pair in revoked}

    def verify_key(self, header: Header) -> bytes:
        if header.signer in self.revoked:
            raise Revoked("these keys were revoked")
        if header.signer not in self.keys:
            raise UnknownSigner("nobody certified these keys")
        return self.keys[header.signer]


@pytest.fixture
def replica():
    return Replica


@pytest.fixture
def trusting():
    return Known


@pytest.fixture
def fold_of():
    return lambda *changes: fold(map(folded, changes))


@pytest.fixture(scope="session")
def as_folded():
    return folded


@pytest.fixture(scope="session")
def pairs():
    rnd = random.Random(7)
    return [KeyPair.generate(rnd.randbytes) for _ in range(3)]


@pytest.fixture
def header():
    return Header(b"b" * 16, b"w" * 16, b"s" * 16, b"i" * 16, 7, 1, 1_790_000_000_000, "1.2.0")


@pytest.fixture(scope="session")
def replica_class():
    return Replica
