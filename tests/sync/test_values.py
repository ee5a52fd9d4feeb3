import math

import pytest
from gesync.clock import MAX_HLC, Clock, wall_ms
from gesync.values import MAX_TEXT, Malformed, check_patch, pack, unpack, unpack_patch
from hypothesis import given, settings
from hypothesis import strategies as st

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.binary(max_size=20)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4)
        | st.dictionaries(st.integers(0, 2**31), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=80)
@given(VALUES)
def test_every_value_comes_back_and_has_one_encoding(value):
    data = pack(value)
    assert pack(unpack(data, canonical=True)) == data


def test_the_order_in_which_a_map_was_filled_does_not_show():
    assert (
        pack({2: "b", 1: {"z": 1, "a": 2}})
        == pack({1: {"a": 2, "z": 1}, 2: "b"})
        == bytes.fromhex("820182a16102a17a0102a162")
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (127, "7f"),
        (128, "cc80"),
        (-32, "e0"),
        (-33, "d0df"),
        (65536, "ce00010000"),
        (1.0, "cb3ff0000000000000"),
        (b"", "c400"),
        (None, "c0"),
        (True, "c3"),
        ("é", "a2c3a9"),
    ],
)
def test_encodings_of_scalars(value, expected):
    assert pack(value).hex() == expected
    assert unpack(bytes.fromhex(expected), canonical=True) == value


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        2**63,
        -(2**63) - 1,
        {1: 1, "a": 2},
        {1.5: 1},
        {None: 1},
        "\ud800",
        object(),
        [[[[[[[[[1]]]]]]]]],
    ],
    ids=[
        "nan",
        "infinite",
        "too great",
        "too small",
        "mixed keys",
        "float key",
        "nil key",
        "surrogate",
        "object",
        "deep",
    ],
)
def test_what_cannot_be_held_is_refused(value):
    with pytest.raises(Malformed):
        pack(value)


@pytest.mark.parametrize(
    "data",
    ["", "c1", "d90161", "cc01", "ca3f800000", "82026101", "8202010102", "8201010102", "cb7ff8000000000000", "cf8000000000000000",
     "d6ff00000000", "c70001", "a1ff", "81910101", "dd7fffffff", "df7fffffff", "dbffffffff61", "91" * 2_000 + "01", "0101"],
)  # fmt: skip
def test_other_encodings_and_bombs_are_refused(data):
    with pytest.raises(Malformed):
        unpack(bytes.fromhex(data), canonical=True)


def test_more_bytes_than_allowed_are_refused():
    assert unpack(pack("x" * 100), max_bytes=102) == "x" * 100
    with pytest.raises(Malformed, match="at most 101"):
        unpack(pack("x" * 100), max_bytes=101)
    with pytest.raises(Malformed):
        unpack(b"\xdb" + (MAX_TEXT + 1).to_bytes(4, "big") + b"x" * (MAX_TEXT + 1))


@settings(max_examples=200)
@given(st.binary(max_size=60))
def test_no_bytes_crash_the_reader(data):
    try:
        value = unpack(data, canonical=True)
    except Malformed:
        return
    assert pack(value) == data


@pytest.mark.parametrize(
    "patch",
    [
        [],
        {"a": 1},
        {-1: 1},
        {2: 1, 1: 1},
        {1: [1]},
        {1: {"b": 1, "a": 1}},
        {1: {1: 1}},
        {1: {"a": {}}},
        {True: 1},
    ],
)
def test_what_is_no_patch_is_refused(patch):
    with pytest.raises(Malformed):
        check_patch(patch)


def test_a_patch_with_unknown_fields_comes_back():
    data = pack({0: False, 7: {"a": None}, 2_000_000_000: b"later"})
    assert pack(unpack_patch(data)) == data


def test_the_clock_never_goes_back():
    times = iter([100, 50, 50, 200])
    clock = Clock(lambda: next(times))
    stamps = [clock.tick() for _ in range(4)]
    assert stamps == [100 << 16, (100 << 16) + 1, (100 << 16) + 2, 200 << 16]
    assert wall_ms(stamps[-1]) == 200


def test_the_clock_follows_what_it_sees_however_far_ahead():
    clock = Clock(lambda: 5)
    clock.witness(2**80)
    assert clock.tick() == MAX_HLC == clock.tick()
    clock = Clock(lambda: 5, last=-3)
    clock.witness((9_999 << 16) + 4)
    assert clock.tick() == (9_999 << 16) + 5
    clock.witness(1)
    assert clock.tick() == (9_999 << 16) + 6
    assert Clock(lambda: 2**70).tick() == MAX_HLC
