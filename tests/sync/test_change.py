import pytest
from gesync.change import (
    Operation,
    chain,
    erased,
    heads,
    make_change,
    pack_base,
    payload_hash,
    unpack_base,
    unpack_operation,
    verify,
)
from gesync.values import Malformed, unpack_patch

OPERATION = Operation(
    b"o" * 16, "Log activity", "edit", "amina", "", 5, None, 1, {"file": "Q2.xlsx", "rows": 3}
)
REC = b"r" * 16
INC = b"i" * 16


def test_an_operation_comes_back_with_the_same_hash():
    again = unpack_operation(OPERATION.packed())
    assert again == OPERATION
    assert again.hash == OPERATION.hash
    assert len(again.hash) == 20


@pytest.mark.parametrize(
    "part",
    [
        {"id": b"short"},
        {"title": None},
        {"undoes": b"short"},
        {"wall": "now"},
        {"schema": -1},
        {"detail": {1: 2}},
        {"detail": {"a": [1]}},
        {"wall": 2**63},
        {"kind": "x" * 300_000},
    ],
)
def test_an_operation_of_wrong_types_is_refused(part):
    values = {name: getattr(OPERATION, name) for name in OPERATION.__dataclass_fields__}
    with pytest.raises(Malformed):
        Operation(**{**values, **part})


def test_a_chain_names_each_change_before():
    made = chain(INC, 1, b"", [(3, REC, {1: n}, b"", n) for n in range(4)], OPERATION)
    assert [c.seq for c in made] == [1, 2, 3, 4]
    assert [c.prev for c in made] == [b"", *(c.hash for c in made[:3])]
    assert chain(INC, 3, made[1].hash, [(3, REC, {1: n}, b"", n) for n in (2, 3)], OPERATION) == made[2:]
    verify(made, {OPERATION.id: OPERATION})


def test_every_part_of_a_change_is_in_its_hash():
    first = make_change(INC, 1, b"", 3, REC, {1: "a"}, b"", 9, OPERATION)
    change = make_change(INC, 2, first.hash, 3, REC, {1: "a"}, pack_base({1: [first.hash]}), 9, OPERATION)
    others = [
        change._replace(inc=b"j" * 16), change._replace(seq=3), change._replace(prev=b"p" * 20), change._replace(kind=4),
        change._replace(rec=b"q" * 16), change._replace(patch=b"\x81\x01\xa1b"), change._replace(payload_hash=b"h" * 20),
        change._replace(base=b""), change._replace(hlc=10), change._replace(hash=b"h" * 20),
    ]  # fmt: skip
    verify([change], {OPERATION.id: OPERATION})
    for other in others:
        with pytest.raises(Malformed):
            verify([other], {OPERATION.id: OPERATION})
    altered = Operation(b"o" * 16, "Log activity", "edit", "somebody else", "", 5, None, 1)
    with pytest.raises(Malformed):
        verify([change], {OPERATION.id: altered})
    with pytest.raises(Malformed):
        verify([change], {})


def test_erasing_a_payload_leaves_the_identity():
    change = make_change(INC, 1, b"", 3, REC, {1: "a name"}, b"", 9, OPERATION)
    gone = erased(change)
    assert gone.patch is None
    assert (gone.hash, gone.payload_hash) == (change.hash, payload_hash(change.patch))
    verify([gone], {OPERATION.id: OPERATION})


def test_patches_are_put_in_order():
    one = make_change(INC, 1, b"", 3, REC, {2: "b", 1: {"z": 1, "a": None}}, b"", 9, OPERATION)
    two = make_change(INC, 1, b"", 3, REC, {1: {"a": None, "z": 1}, 2: "b"}, b"", 9, OPERATION)
    assert one == two
    assert unpack_patch(one.patch) == {1: {"a": None, "z": 1}, 2: "b"}


@pytest.mark.parametrize(
    "row",
    [
        (-1, REC, {}, b"", 1),
        (3, b"r", {}, b"", 1),
        (3, REC, {1: []}, b"", 1),
        (3, REC, {1: "\ud800"}, b"", 1),
        (3, REC, {}, b"", -1),
        (3, REC, {}, b"", 2**63),
        (3, REC, None, b"", 1),
        (3, REC, {"a": 1}, b"", 1),
    ],
)
def test_a_change_of_wrong_types_is_refused(row):
    with pytest.raises(Malformed):
        chain(INC, 1, b"", [row], OPERATION)


@pytest.mark.parametrize(
    ("inc", "seq", "prev"), [(b"i", 1, b""), (INC, 0, b""), (INC, 2, b""), (INC, 1, b"p" * 20)]
)
def test_a_change_out_of_its_chain_is_refused(inc, seq, prev):
    with pytest.raises(Malformed):
        chain(inc, seq, prev, [(3, REC, {}, b"", 1)], OPERATION)


def test_a_base_comes_back_in_order_and_without_empty_parts():
    a, b = b"a" * 20, b"b" * 20
    data = pack_base({5: {"y": [b, a, b], "x": [], "w": [a]}, 1: [b, a], 2: [], 3: {"x": []}})
    assert unpack_base(data) == {1: [a, b], 5: {"w": [a], "y": [a, b]}}
    assert pack_base(unpack_base(data)) == data
    assert pack_base({}) == pack_base({1: []}) == b""
    assert unpack_base(b"") == {}


@pytest.mark.parametrize(
    "data", ["80", "8101", "810190", "8101a0", "810180", "810191c401aa", "c0", "81a1610191c4"]
)
def test_what_is_no_base_is_refused(data):
    with pytest.raises(Malformed):
        unpack_base(bytes.fromhex(data))


def test_heads_show_a_fork(replica):
    site = replica(1)
    site.write(REC, {1: "a"})
    copy = site.fork()
    left, right = site.write(REC, {1: "b"}), copy.write(REC, {1: "c"})
    assert heads(site.known.values()) == {site.inc: [left.hash]}
    assert heads([*site.known.values(), *copy.known.values()]) == {site.inc: sorted([left.hash, right.hash])}
