"""Rolls of officers: who follows whom, and what is refused."""

from dataclasses import replace

import pytest
from gesync.keys import KeyPair
from gesync.officers import (
    MAX_VOUCHER,
    MOST_OFFICERS,
    BadRoll,
    Officer,
    Roll,
    advance,
    request,
    requested,
    vouched,
    voucher,
)
from hypothesis import given, settings
from hypothesis import strategies as st

WORKSPACE = b"w" * 16
PAIRS = [KeyPair(bytes([n]) * 32, bytes([n + 100]) * 32) for n in range(MOST_OFFICERS + 2)]
OFFICERS = [Officer(pair.public, n, f"Officer {n}") for n, pair in enumerate(PAIRS)]
FOUNDING = Roll.founding(WORKSPACE, PAIRS[0].public)


def roll(serial: int, *members: int, by: int) -> Roll:
    return Roll(WORKSPACE, serial, tuple(OFFICERS[n] for n in members), serial).issue(PAIRS[by])


def test_a_chain_is_followed_however_it_comes():
    chain = [roll(1, 0, 1, by=0), roll(2, 1, 2, by=1), roll(3, 2, by=2)]
    for order in (chain, chain[::-1], [chain[1], chain[2], chain[0]], chain * 2):
        assert advance(FOUNDING, order) == chain[-1]
    assert advance(FOUNDING, chain[1:]) == FOUNDING  # the link between is missing
    assert advance(chain[0], chain[2:]) == chain[0]
    assert advance(chain[1], chain) == chain[2]


def test_who_was_struck_off_or_never_was_an_officer_leads_nowhere():
    struck = roll(2, 1, by=1)
    held = advance(FOUNDING, [roll(1, 0, 1, by=0), struck])
    assert held == struck
    for forged in (roll(9, 0, by=0), roll(9, 5, by=5), replace(roll(9, 1, 5, by=1), serial=10), replace(struck, serial=2)):
        assert advance(held, [forged]) == held
    assert b"Officer" not in held.packed()  # names do not travel in the open
    assert advance(held, [replace(Roll(b"x" * 16, 9, (OFFICERS[1],), 9).issue(PAIRS[1]))]) == held


def test_branches_end_alike_once_somebody_joins_them():
    """Two officers go on apart; whoever followed either follows to the roll that one of them signs later."""
    both = roll(1, 0, 1, by=0)
    left, right = roll(2, 0, 1, 2, by=0), roll(2, 0, 1, 3, by=1)
    joined = roll(3, 0, 1, 2, 3, by=1)
    every = [both, left, right, joined]
    for held in (FOUNDING, both, left, right):
        assert advance(held, every) == joined


def test_a_voucher_leaves_out_the_oldest_that_do_not_fit():
    many = [Roll(WORKSPACE, n, tuple(OFFICERS[:MOST_OFFICERS]), n).issue(PAIRS[0]) for n in range(1, 60)]
    packed = voucher(many)
    assert len(packed) <= MAX_VOUCHER
    kept = vouched(packed)
    assert kept == many[-len(kept) :]
    assert 1 < len(kept) < len(many)
    assert vouched(voucher([])) == []


@pytest.mark.parametrize(
    "bad",
    [
        Roll(WORKSPACE, 1, (), 1), Roll(WORKSPACE, 1, tuple(OFFICERS), 1), Roll(WORKSPACE, 1, (OFFICERS[0], OFFICERS[0]), 1),
        Roll(WORKSPACE, -1, (OFFICERS[0],), 1), Roll(b"w", 1, (OFFICERS[0],), 1),
    ],
)  # fmt: skip
def test_what_is_no_roll_is_refused(bad: Roll):
    with pytest.raises(BadRoll):
        bad.issue(PAIRS[0])


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(1, 255))
def test_no_bytes_do_harm(noise: bytes, at: int, by: int):
    good = voucher([roll(1, 0, 1, by=0), roll(2, 1, by=1)])
    flipped = bytearray(good)
    flipped[at % len(good)] ^= by
    asked = bytearray(request("Zawadi", PAIRS[1]))
    asked[at % len(asked)] ^= by
    for data in (noise, bytes(flipped), good[: at % len(good)]):
        try:
            found = vouched(data)
        except BadRoll:
            continue
        assert advance(FOUNDING, found).serial in (0, 1)  # never to the last one by an altered file
    with pytest.raises(BadRoll):
        requested(bytes(asked), 0)
    with pytest.raises(BadRoll):
        requested(noise, 0)
