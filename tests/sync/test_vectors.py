"""The published vectors are read back, and the script that made them still makes the same."""

import importlib.util
import json
from pathlib import Path

import pytest
from gesync import columns
from gesync.bundle import open_bundle
from gesync.change import Change, unpack_base, unpack_operation, verify
from gesync.columns import decode
from gesync.fold import delete_conflict, fold
from gesync.keys import Certificate, KeyPair, Kit, PublicKeys, accept_enrolment, fingerprint_words, key_id
from gesync.officers import Roll, advance, requested, vouched
from gesync.values import Malformed, pack, unpack, unpack_patch

SYNC = Path(__file__).parents[2] / "sync"
NAMES = ("values", "changes", "folds", "columns", "keys", "bundle")


def load(name):
    return json.loads((SYNC / "vectors" / f"{name}.json").read_text(encoding="utf-8"))


def change_of(row):
    values = [bytes.fromhex(row[f]) if isinstance(row[f], str) else row[f] for f in Change._fields]
    return Change(*values)


@pytest.fixture(scope="module")
def changes():
    return {c.hash: c for c in map(change_of, load("changes")["changes"])}


@pytest.fixture(scope="module")
def operations():
    return {
        op.id: op
        for op in (unpack_operation(bytes.fromhex(row["packed"])) for row in load("changes")["operations"])
    }


def plain(value):
    if isinstance(value, dict):
        if "float" in value:
            return float(value["float"])
        if "int" in value:
            return int(value["int"])
        return {key: plain(item) for key, item in value["map"]}
    return [plain(item) for item in value] if isinstance(value, list) else value


def test_values():
    content = load("values")
    for row in content["accepted"]:
        assert pack(plain(row["value"])).hex() == row["packed"]
        assert pack(unpack(bytes.fromhex(row["packed"]), canonical=True)).hex() == row["packed"]
    for row in content["binary"]:
        assert unpack(bytes.fromhex(row["packed"]), canonical=True).hex() == row["bytes"]
    for data in content["refused"].values():
        with pytest.raises(Malformed):
            unpack(bytes.fromhex(data), canonical=True)


def test_changes(changes, operations):
    for row, op in zip(load("changes")["operations"], operations.values(), strict=True):
        assert op.hash.hex() == row["hash"]
    verify(list(changes.values()), operations)
    assert len(changes) == 6


def test_folds(changes):
    cases = load("folds")
    for case in cases:
        gone = set(case["erased"])
        rows = [
            (c.hash, c.hlc, {} if c.hash.hex() in gone else unpack_patch(c.patch), unpack_base(c.base))
            for c in (changes[bytes.fromhex(h)] for h in case["changes"])
        ]
        states = fold(reversed(rows))
        assert len(states) == len(case["state"])
        for row in case["state"]:
            state = states[row["field"] if row["entry"] is None else (row["field"], row["entry"])]
            assert [s.hash.hex() for s in state.siblings] == row["siblings"]
            assert (pack(state.value).hex(), state.conflict) == (row["value"], row["conflict"])
        assert [s.hash.hex() for s in delete_conflict(rows)] == case["unseen_by_deletion"]
    assert len(cases) == 62


def test_columns(operations):
    content = load("columns")
    find = {(bytes.fromhex(row["inc"]), row["seq"]): [bytes.fromhex(row["hash"])] for row in content["known"]}
    out = decode(bytes.fromhex(content["data"]), lambda wanted: {place: find[place] for place in wanted})
    assert out.changes == [change_of(row) for row in content["changes"]]
    assert out.operations == operations
    verify(out.changes, operations)
    with pytest.raises(columns.Missing):
        decode(bytes.fromhex(content["data"]), lambda wanted: {place: [] for place in wanted})


def test_officers():
    content = load("keys")
    pairs = [KeyPair(bytes.fromhex(seed)[:32], bytes.fromhex(seed)[32:]) for seed in content["seeds"]]
    rolls = [Roll.unpack(bytes.fromhex(packed)) for packed in content["rolls"]]
    followed = advance(Roll.founding(b"w" * 16, pairs[0].public), reversed(rolls))
    assert (followed.serial, [one.keys for one in followed.officers]) == (content["roll_followed_to"], [pairs[1].public])
    assert vouched(bytes.fromhex(content["voucher"])) == rolls
    asking = requested(bytes.fromhex(content["officer_request"]), 7)
    assert (asking.name, asking.keys) == ("Zawadi", pairs[1].public)


def test_keys():
    content = load("keys")
    pairs = [KeyPair(bytes.fromhex(seeds)[:32], bytes.fromhex(seeds)[32:]) for seeds in content["seeds"]]
    assert [pair.public.packed().hex() for pair in pairs] == content["public"]
    assert [key_id(pair.public).hex() for pair in pairs] == content["ids"]
    assert [list(fingerprint_words(pair.public)) for pair in pairs] == content["words"]
    certificate = Certificate.unpack(bytes.fromhex(content["certificate"]))
    certificate.verify(pairs[0].public, b"w" * 16)
    assert (certificate.keys, certificate.scope, certificate.expires) == (pairs[1].public, "TZ02", None)
    kit = Kit.open(bytes.fromhex(content["kit"]), content["kit_passphrase"])
    assert (kit.enrol_seed.hex(), kit.hq) == (content["enrol_seed"], pairs[0].public)
    assert (
        accept_enrolment(bytes.fromhex(content["enrolment"]), kit.enrol_public, kit.workspace, kit.site)
        == pairs[1].public
    )


def test_bundle(changes, operations):
    content = load("bundle")
    signer = PublicKeys.unpack(bytes.fromhex(content["signer_public"]))

    class Trust:
        def verify_key(self, header):
            assert header.signer == key_id(signer)
            return signer.sign

    seeds = bytes.fromhex(content["recipient_seeds"])
    out = open_bundle(bytes.fromhex(content["file"]), KeyPair(seeds[:32], seeds[32:]), Trust())
    assert pack(out.manifest).hex() == content["manifest"]
    assert [blob.hex() for blob in out.blobs.values()] == content["blobs"]
    assert out.header.plain_length == content["plain_length"]
    decoded = decode(out.changes, dict.fromkeys)
    assert {c.hash.hex() for c in decoded.changes} == set(content["changes"]) == {h.hex() for h in changes}
    assert decoded.operations == operations


@pytest.mark.parametrize("name", NAMES)
def test_the_script_still_makes_them(name):
    spec = importlib.util.spec_from_file_location("make_vectors", SYNC / "make_vectors.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    made, kept = json.loads(json.dumps(script.everything()[name])), load(name)
    if name == "bundle":  # the compressor's bytes may differ from one version of its library to the next
        made.pop("file"), kept.pop("file")
    assert made == kept
