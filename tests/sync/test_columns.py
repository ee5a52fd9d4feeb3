import json
import lzma
import random
import struct

import pytest
from gesync import columns
from gesync.change import Operation, chain, erased, make_change, pack_base
from gesync.columns import Missing, decode, encode
from gesync.values import Malformed, pack, unpack_patch
from hypothesis import given, settings
from hypothesis import strategies as st

REC = b"r" * 16


def operations_of(*sites):
    return {site.operation.id: site.operation for site in sites}


def nowhere(wanted):
    return {}


def places(*changes):
    """`locate` and `find` of a replica that knows these changes."""
    by_hash = {c.hash: (c.inc, c.seq) for c in changes}
    by_place = {}
    for c in changes:
        by_place.setdefault((c.inc, c.seq), []).append(c.hash)
    return (
        lambda wanted: {h: by_hash[h] for h in wanted if h in by_hash},
        lambda wanted: {p: by_place[p] for p in wanted if p in by_place},
    )


def rebuilt(data, find=nowhere):
    return decode(data, find)


SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 300)
    | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, -0.0, 0.1, 1e300])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["", "\0", "a\0b", "planned"]) | st.binary(max_size=5)
)  # fmt: skip
PATCHES = st.dictionaries(
    st.sampled_from([0, 1, 2, 3, 300, 2**31 - 1]),
    SCALARS | st.dictionaries(st.sampled_from(["", "a", "b", "é"]), SCALARS, max_size=3),
    max_size=4,
)
ROWS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 3),
        PATCHES,
        st.sampled_from(["write", "write", "write", "merge", "fork", "erase", "old"]),
    ),
    max_size=20,
)


@settings(max_examples=120)
@given(rows=ROWS, seed=st.randoms(use_true_random=False), holes=st.booleans())
def test_any_changes_come_back_byte_by_byte(replica_class, rows, seed, holes):
    """Several incarnations with forks, erased payloads, unknown fields; some of the history was sent before."""
    sites = [replica_class(n + 1) for n in range(3)]
    every, old = {}, {}
    for who, rec, patch, what in rows:
        site = sites[who]
        if what == "merge":
            site.receive(*sites[rec % 3].known.values())
        elif what == "fork":
            sites[who] = site = site.fork()
        change = site.write(bytes([rec]) * 16, patch, kind=rec)
        every[change.hash] = erased(change) if what == "erase" else change
        if what == "old":
            old = dict(every)
    sent = [c for h, c in every.items() if h not in old]
    if holes:
        sent = [c for c in sent if seed.random() < 0.7]
    seed.shuffle(sent)
    here = {c.hash for c in sent}
    locate, find = places(*(c for h, c in every.items() if h not in here))
    out = rebuilt(encode(sent, operations_of(*sites), locate), find)
    assert sorted(out.changes, key=lambda c: c.hash) == sorted(sent, key=lambda c: c.hash)
    assert [None if p is None else pack(p) for p in out.patches()] == [c.patch for c in out.changes]
    assert out.operations == {c.op: operations_of(*sites)[c.op] for c in sent}


def test_operations_come_back_whole(replica):
    site = replica(1)
    ops = [
        Operation(
            bytes([n]) * 16,
            f"Title {n}",
            "undo" if n else "edit",
            "amina",
            "é" * n,
            n * 7,
            b"\0" * 16 if n else None,
            n,
            {"n": n, "x": None} if n % 2 else {},
        )
        for n in range(4)
    ]
    changes = []
    for n, op in enumerate(ops):
        changes.append(
            make_change(site.inc, n + 1, changes[-1].hash if changes else b"", 3, REC, {1: n}, b"", n, op)
        )
    assert rebuilt(encode(changes, {op.id: op for op in ops}, nowhere)).operations == {
        op.id: op for op in ops
    }


def test_a_bundle_without_changes_is_a_few_bytes():
    data = encode([], {}, nowhere)
    assert rebuilt(data).changes == []
    assert len(data) < 100


def test_runs_start_with_the_hash_before_when_it_is_not_in_the_bundle(replica):
    site = replica(1)
    for n in range(6):
        site.write(REC, {1: n})
    known = list(site.known.values())
    sent = [known[1], known[2], known[5]]
    locate, find = places(*known)
    assert rebuilt(encode(sent, operations_of(site), locate), find).changes == sent


def test_references_to_what_the_receiver_lacks_are_named(replica):
    site = replica(1)
    first, second = site.write(REC, {1: "a"}), site.write(REC, {1: "b"})
    locate, _ = places(first)
    with pytest.raises(Missing) as caught:
        decode(encode([second], operations_of(site), locate), nowhere)
    assert caught.value.places == ((site.inc, 1),)


def test_what_the_sender_cannot_place_is_sent_in_full(replica):
    site = replica(1)
    _, second = site.write(REC, {1: "a"}), site.write(REC, {1: "b"})
    data = encode([second], operations_of(site), nowhere)
    assert second.base[-20:] in data
    assert rebuilt(data).changes == [second]


@pytest.mark.parametrize("width", [0, 7, 8, 15, 16, 40, 300])
def test_changes_of_any_number_of_fields_come_back(replica, width):
    site = replica(1)
    for n in range(3):
        site.write(bytes([n]) * 16, {field: {"a": n} if field % 5 == 4 else n for field in range(width)})
    changes = list(site.known.values())
    assert rebuilt(encode(changes, operations_of(site), nowhere)).changes == changes


def test_runs_that_wait_for_each_other_the_wrong_way_round_are_rebuilt(replica):
    sites = [replica(n + 1) for n in range(60)]
    changes = []
    for site in sites:
        site.receive(*changes[-1:])
        changes.append(site.write(REC, {1: site.inc[0]}))
    out = rebuilt(encode(changes[::-1], operations_of(*sites), nowhere))
    assert out.changes == changes[::-1]


def test_changes_that_refer_to_each_other_in_a_circle_are_refused(replica):
    a, b = replica(1), replica(2)
    first = a.write(REC, {1: "a"})
    b.receive(first)
    second = b.write(REC, {1: "b"})
    data = encode([second, first], operations_of(a, b), nowhere)
    code = data.index(bytes.fromhex("81019100")) + 4  # the only skeleton; then where each row refers to
    at = data.index(bytes([0, 2 * (2 * 1 + 2)]), code)  # one number, width 0: row 1 of the bundle
    with pytest.raises(Malformed, match="circle"):
        decode(data[: at + 1] + bytes([2 * (2 * 0 + 2)]) + data[at + 2 :], nowhere)


def forked(replica, number):
    site, other = replica(1), replica(2)
    copy = site.fork()
    left, right = site.write(REC, {1: "left"}), copy.write(REC, {1: f"right {number}"})
    other.receive(right)
    return left, right, other


def test_a_fork_that_the_sender_did_not_know_of_is_told_apart(replica):
    firsts = set()
    for number in range(8):
        left, right, other = forked(replica, number)
        firsts.add(left.hash[0] == right.hash[0])
        edit = other.write(REC, {1: "edit"})
        data = encode([edit], operations_of(other), places(right)[0])
        assert rebuilt(data, places(left, right)[1]).changes == [edit]
        if left.hash[0] != right.hash[0]:
            with pytest.raises(Missing):
                decode(data, places(left)[1])
    assert False in firsts


def test_changes_at_one_place_with_the_same_first_byte_are_tried(replica):
    for number in range(3_000):
        left, right, other = forked(replica, number)
        if left.hash[0] == right.hash[0]:
            break
    edit = other.write(REC, {1: "edit"})
    data = encode([edit], operations_of(other), places(right)[0])
    assert rebuilt(data, places(left, right)[1]).changes == [edit]
    third = left.hash[:19] + bytes([left.hash[19] ^ 1])
    with pytest.raises(Missing):
        decode(data, lambda wanted: {place: [left.hash, third] for place in wanted})
    with pytest.raises(Missing, match="ambiguous"):
        decode(
            data,
            lambda wanted: {
                place: [left.hash[:1] + n.to_bytes(19, "big") for n in range(70)] for place in wanted
            },
        )


def test_a_change_whose_operation_is_not_given_cannot_be_sent(replica):
    site = replica(1)
    with pytest.raises(Malformed):
        encode([site.write(REC, {1: "a"})], {}, nowhere)


def test_a_history_that_was_altered_is_refused(replica):
    site = replica(1)
    changes = [site.write(bytes([n]) * 16, {1: f"value {n}", 2: n}) for n in range(8)]
    data = encode(changes, operations_of(site), nowhere)
    assert data.count(b"value 3") == 1
    with pytest.raises(Malformed, match="promises"):
        decode(data.replace(b"value 3", b"value 9"), nowhere)
    with pytest.raises(Malformed, match="promises"):
        decode(data.replace(b"Edit 1", b"Edit 2"), nowhere)


@pytest.fixture
def blob(replica):
    a, b = replica(1), replica(2)
    b.receive(a.write(REC, {1: "x", 2: 5, 3: {"a": True}, 4: 1.5, 5: b"bytes", 6: None}))
    b.write(REC, {1: "y", 3: {"a": False}})
    a.receive(*b.known.values())
    a.write(REC, {0: True})
    a.write(b"q" * 16, {1: "z\0", 2: -1})
    return encode(list(a.known.values()), operations_of(a, b), nowhere)


def test_every_cut_is_refused(blob):
    for size in range(len(blob)):
        with pytest.raises(Malformed):
            decode(blob[:size], nowhere)
    with pytest.raises(Malformed):
        decode(blob + b"\0", nowhere)


def test_a_flipped_byte_is_refused_or_spells_the_same(blob):
    """Some numbers can be written in two ways; what comes out is proven by the hashes either way."""
    expected = decode(blob, nowhere)
    refused = 0
    for at in range(len(blob)):
        for bit in (1, 0x80, 0xFF):
            data = bytearray(blob)
            data[at] ^= bit
            try:
                assert decode(bytes(data), nowhere) == expected
            except (Malformed, Missing):
                refused += 1
    assert refused > 3 * len(blob) - 20


@settings(max_examples=150)
@given(noise=st.binary(max_size=80), at=st.integers(0, 400), cut=st.integers(0, 12))
def test_bytes_put_anywhere_never_crash_it(blob_bytes, noise, at, cut):
    data = blob_bytes[: at % len(blob_bytes)] + noise + blob_bytes[at % len(blob_bytes) + cut :]
    try:
        out = decode(data, nowhere)
    except (Malformed, Missing):
        return
    assert out.changes == decode(blob_bytes, nowhere).changes


@pytest.fixture(scope="module")
def blob_bytes(replica_class):
    site = replica_class(1)
    for n in range(5):
        site.write(bytes([n % 3]) * 16, {1: f"x{n}", 2: n * 1_000, 3: {"a": n}})
    return encode(list(site.known.values()), operations_of(site), nowhere)


def test_a_long_constant_does_not_unfold_without_end():
    site_op = Operation(b"o" * 16, "t", "edit", "a", "", 0, None, 1)
    items = [(3, n.to_bytes(16, "big"), {1: "x" * 1_000_000}, b"", n) for n in range(80)]
    changes = chain(b"i" * 16, 1, b"", items, site_op)
    data = encode(changes, {site_op.id: site_op}, nowhere)
    assert len(data) < 1_100_000
    with pytest.raises(Malformed, match="unfold"):
        decode(data, nowhere)


def test_counts_beyond_the_limits_are_refused(blob):
    with pytest.raises(Malformed):
        decode(b"\1" + b"\xff\xff\xff\x7f" + blob[2:], nowhere)
    with pytest.raises(Malformed, match="version"):
        decode(b"\2" + blob[1:], nowhere)
    with pytest.raises(Malformed):
        decode(b"\1" + b"\xff" * 12, nowhere)
    op = Operation(b"o" * 16, "t", "edit", "a", "", 0, None, 1)
    change = make_change(b"i" * 16, 1, b"", 3, REC, {1: 1}, b"", 1, op)
    with pytest.raises(Malformed):
        encode([change] * (columns.MAX_CHANGES + 1), {op.id: op}, nowhere)


TEXT = "training village women leaders budget meeting school survey follow up committee report district market girls safety plan"
WORDS = TEXT.split()
STATUS = ["planned", "ongoing", "completed", "cancelled"]


def record(rnd):
    return {
        1: " ".join(rnd.choices(WORDS, k=rnd.randint(3, 8))), 2: f"2026-{rnd.randint(1, 12):02d}-{rnd.randint(1, 28):02d}",
        3: f"TZ{rnd.randint(0, 40):04d}", 4: rnd.choice(STATUS), 5: rnd.randint(0, 300), 6: rnd.randint(0, 300),
        7: f"{rnd.choice(WORDS)} {rnd.choice(WORDS)}", 8: round(rnd.uniform(0, 5e6), 2), 9: rnd.random() < 0.5,
        10: " ".join(rnd.choices(WORDS, k=rnd.randint(8, 25))), 11: rnd.choice(["GBV", "EJR", "FACJ", "TIGE"]), 12: rnd.randint(1, 5),
    }  # fmt: skip


def floor(changes):
    """The same values column by column as JSON, and the record ids."""
    patches = [unpack_patch(c.patch) for c in changes]
    texts = [json.dumps([p[f] for p in patches if f in p], separators=(",", ":")) for f in range(1, 13)]
    return len(lzma.compress("".join(texts).encode() + b"".join(c.rec for c in changes)))


def test_sizes_stay_near_the_values_themselves(replica):
    rnd = random.Random(3)
    site = replica(1)
    ids = [
        struct.pack(">Q", (1_790_000_000_000 + n) << 16 | 0x7000 | rnd.getrandbits(12)) + rnd.randbytes(8)
        for n in range(500)
    ]
    first = chain(
        site.inc, 1, b"", [(3, rec, record(rnd), b"", site.clock.tick()) for rec in ids], site.operation
    )
    assert len(lzma.compress(encode(first, operations_of(site), nowhere))) <= 1.05 * floor(first)
    latest = {(c.rec, f): c.hash for c in first for f in range(1, 13)}
    edits, prev = [], first[-1].hash
    for n in range(1_000):
        rec, f = ids[rnd.randrange(300)], rnd.randint(1, 12)
        edit = make_change(
            site.inc,
            501 + n,
            prev,
            3,
            rec,
            {f: record(rnd)[f]},
            pack_base({f: [latest[rec, f]]}),
            site.clock.tick(),
            site.operation,
        )
        latest[rec, f] = prev = edit.hash
        edits.append(edit)
    locate, find = places(*first)
    data = encode(edits, operations_of(site), locate)
    assert len(lzma.compress(data)) <= 1.3 * floor(edits)
    assert rebuilt(data, find).changes == edits
