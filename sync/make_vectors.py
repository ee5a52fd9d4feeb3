"""Writes the test vectors in `vectors/`, always the same ones: `python sync/make_vectors.py`.

They are for whoever writes a second implementation from SPEC.md.  Bytes are in hexadecimal.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from gesync import bundle, columns, keys, officers
from gesync.change import Change, Operation, erased, make_change, pack_base, unpack_base
from gesync.fold import base_of, delete_conflict, fold
from gesync.values import Patch, pack, unpack_patch

HERE = Path(__file__).resolve().parent
A, B = b"\xa1" * 16, b"\xb2" * 16
REC = bytes.fromhex("01a0c5d2f00070008000000000000001")
OTHER = bytes.fromhex("01a0c5d2f00070008000000000000002")
START = 1_790_000_000_000 << 16


def main() -> None:
    """Writes every file."""
    folder = HERE / "vectors"
    for name, content in everything().items():
        text = json.dumps(content, indent=1, ensure_ascii=True, sort_keys=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def everything() -> dict[str, Any]:
    """The content of each file by its name."""
    changes, operations = history()
    return {
        "values": values(),
        "changes": change_vectors(changes, operations),
        "folds": folds(changes),
        "columns": column_vector(changes, operations),
        "keys": key_vectors(),
        "bundle": bundle_vector(changes, operations),
    }


def history() -> tuple[list[Change], dict[bytes, Operation]]:
    """Two sites edit a record at the same time, one settles it, the other removes it without having seen that."""
    first = Operation(b"\x01" * 16, "Log activity", "edit", "amina", "", 1_790_000_000_000, None, 1)
    detail: dict[str, Any] = {
        "file": "Q2.xlsx",
        "rows": 3,
        "ok": True,
        "share": 0.5,
        "note": None,
        "digest": b"\x00\xff",
    }
    second = Operation(
        b"\x02" * 16, "Import Q2 é", "import", "joseph", "late", 1_790_000_000_500, b"\x01" * 16, 1, detail
    )
    known: dict[bytes, Change] = {}
    last: dict[bytes, tuple[int, bytes]] = {A: (0, b""), B: (0, b"")}

    def write(inc: bytes, rec: bytes, patch: Patch, seen: list[Change], op: Operation) -> Change:
        seq, prev = last[inc]
        states = fold(
            (c.hash, c.hlc, unpack_patch(c.patch or b"\x80"), unpack_base(c.base))
            for c in seen
            if c.rec == rec
        )
        change = make_change(
            inc, seq + 1, prev, 3, rec, patch, pack_base(base_of(states, patch)), START + len(known), op
        )
        last[inc] = seq + 1, change.hash
        known[change.hash] = change
        return change

    start = write(
        A,
        REC,
        {1: "Training", 2: 12, 3: {"women": 5, "men": 7}, 4: {"GBV": True}, 70_000: b"later"},
        [],
        first,
    )
    left = write(A, REC, {1: "Training of leaders", 4: {"GBV": False}}, [start], first)
    right = write(B, REC, {1: "Village training", 3: {"women": 6}, 4: {"GBV": True}}, [start], second)
    write(B, REC, {1: "Village training of leaders"}, [start, left, right], second)
    write(A, REC, {0: True}, [start, left], first)
    write(B, OTHER, {1: "", 2: -1, 5: 2.5, 6: None}, [], second)
    return list(known.values()), {first.id: first, second.id: second}


def values() -> Any:
    """Values and their encoding."""
    samples: list[Any] = [
        None, True, False, 0, 127, 128, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32, 2**63 - 1, -1, -32, -33, -128, -129,
        -(2**63), 0.0, -0.0, 1.5, 0.1, "", "é", "x" * 32, "x" * 256, [], [1, "a"], {}, {"b": 1, "a": 2}, {10: 1, 9: {"z": None}},
    ]  # fmt: skip
    refused = {
        "a longer integer than needed": "cc01", "a 32-bit float": "ca3f800000", "keys out of order": "8202010102",
        "a key twice": "8201010102", "not a number": "cb7ff8000000000000", "wider than 64 bits": "cf8000000000000000",
        "an extension type": "d6ff00000000", "not UTF-8": "a1ff", "cut short": "a261", "bytes left over": "0101",
    }  # fmt: skip
    return {
        "accepted": [{"value": _tagged(value), "packed": pack(value).hex()} for value in samples],
        "binary": [
            {"bytes": data.hex(), "packed": pack(data).hex()} for data in (b"", b"\x00\xff", b"\x01" * 256)
        ],
        "refused": refused,
    }


def change_vectors(changes: list[Change], operations: dict[bytes, Operation]) -> Any:
    """Operations and changes with their hashes."""
    return {
        "operations": [{"packed": op.packed().hex(), "hash": op.hash.hex()} for op in operations.values()],
        "changes": [_change(change) for change in changes],
    }


def folds(changes: list[Change]) -> Any:
    """The state after each subset of the changes of a record."""
    mine = [change for change in changes if change.rec == REC]
    cases = []
    for mask in range(1, 1 << len(mine)):
        given = [change for n, change in enumerate(mine) if mask >> n & 1]
        for some in (given, [erased(given[0]), *given[1:]]):
            rows = [
                (c.hash, c.hlc, unpack_patch(c.patch) if c.patch else {}, unpack_base(c.base)) for c in some
            ]
            states = [
                {
                    "field": key[0] if isinstance(key, tuple) else key,
                    "entry": key[1] if isinstance(key, tuple) else None,
                    "siblings": [sibling.hash.hex() for sibling in state.siblings],
                    "value": pack(state.value).hex(),
                    "conflict": state.conflict,
                }
                for key, state in sorted(fold(rows).items(), key=lambda item: pack(list(_pair(item[0]))))
            ]
            cases.append(
                {
                    "changes": [c.hash.hex() for c in some],
                    "erased": [c.hash.hex() for c in some if c.patch is None],
                    "state": states,
                    "unseen_by_deletion": [sibling.hash.hex() for sibling in delete_conflict(rows)],
                }
            )
    return cases


def column_vector(changes: list[Change], operations: dict[bytes, Operation]) -> Any:
    """All changes but the first, which the receiver has; one payload is erased."""
    first = changes[0]
    sent = [erased(change) if n == 1 else change for n, change in enumerate(changes[1:])]
    data = columns.encode(
        sent, operations, lambda wanted: {h: (first.inc, first.seq) for h in wanted if h == first.hash}
    )
    find = {(first.inc, first.seq): [first.hash]}
    decoded = columns.decode(data, lambda wanted: {place: find[place] for place in wanted if place in find})
    return {
        "data": data.hex(),
        "known": [{"inc": first.inc.hex(), "seq": first.seq, "hash": first.hash.hex()}],
        "changes": [_change(change) for change in decoded.changes],
    }


def key_vectors() -> Any:
    """Keys from seeds, a certificate, an enrolment, a kit."""
    hq, site = _pairs()
    certificate = keys.Certificate(
        b"w" * 16, b"s" * 16, "Kinondoni", "TZ0203", "district", "TZ02", site.public, 1, 1_000, None
    )
    kit = keys.Kit(
        b"w" * 16,
        hq.public,
        b"s" * 16,
        "Kinondoni",
        "TZ0203",
        "district",
        "TZ02",
        "TZ",
        b"\x0e" * 32,
        1_000,
        2_000,
    )
    source = random.Random(2)  # noqa: S311
    founding = officers.Roll.founding(b"w" * 16, hq.public)
    both = (officers.Officer(hq.public, 0), officers.Officer(site.public, 1_500))
    rolls = [officers.Roll(b"w" * 16, 1, both, 1_500).issue(hq), officers.Roll(b"w" * 16, 2, both[1:], 1_600).issue(site)]
    return {
        "rolls": [roll.packed().hex() for roll in rolls],
        "roll_followed_to": officers.advance(founding, reversed(rolls)).serial,
        "voucher": officers.voucher(rolls).hex(),
        "officer_request": officers.request("Zawadi", site).hex(),
        "seeds": [pair.seeds().hex() for pair in (hq, site)],
        "public": [pair.public.packed().hex() for pair in (hq, site)],
        "ids": [pair.id.hex() for pair in (hq, site)],
        "words": [list(keys.fingerprint_words(pair.public)) for pair in (hq, site)],
        "certificate": certificate.issue(hq).packed().hex(),
        "enrol_seed": kit.enrol_seed.hex(),
        "enrolment": keys.enrol_request(kit, site).hex(),
        "kit": kit.seal("tembo nyeusi", keys.Cost(1, 8_192), source.randbytes).hex(),
        "kit_passphrase": "tembo nyeusi",
    }


def bundle_vector(changes: list[Change], operations: dict[bytes, Operation]) -> Any:
    """A whole file from the site to headquarters."""
    hq, site = _pairs()
    header = bundle.Header(b"\x0b" * 16, b"w" * 16, b"s" * 16, A, 7, 1, 1_790_000_000_000, "1.0.0")
    manifest = {"heads": {A: [changes[4].hash], B: [changes[5].hash]}}
    data = columns.encode(changes, operations, lambda _wanted: {})
    file, complete = bundle.seal_bundle(
        header,
        manifest,
        data,
        site,
        [hq.public],
        [b"an attachment"],
        random=random.Random(3).randbytes,  # noqa: S311
    )
    return {
        "file": file.hex(),
        "recipient_seeds": hq.seeds().hex(),
        "signer_public": site.public.packed().hex(),
        "plain_length": complete.plain_length,
        "manifest": pack(manifest).hex(),
        "blobs": [b"an attachment".hex()],
        "changes": [change.hash.hex() for change in changes],
    }


def _pairs() -> tuple[keys.KeyPair, keys.KeyPair]:
    source = random.Random(1)  # noqa: S311
    return keys.KeyPair.generate(source.randbytes), keys.KeyPair.generate(source.randbytes)


def _change(change: Change) -> dict[str, Any]:
    return {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in zip(Change._fields, change, strict=True)
    }


def _pair(key: Any) -> tuple[int, str]:
    return key if isinstance(key, tuple) else (key, "")


def _tagged(value: Any) -> Any:
    """JSON of a value; maps become lists of pairs because their keys may be integers, -0.0 and great integers texts."""
    if isinstance(value, dict):
        return {"map": [[key, _tagged(item)] for key, item in value.items()]}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"int": str(value)}
    if isinstance(value, list):
        return [_tagged(item) for item in value]
    return value


if __name__ == "__main__":
    main()
