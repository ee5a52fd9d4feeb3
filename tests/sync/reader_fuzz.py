"""Bytes from anybody into every part of the reader: it takes them or says what is wrong with them, and nothing else happens.

The first byte chooses the part, so that one corpus serves all and a fuzzer need not guess keys or signatures: what lies
behind them is reached directly.  Run as a program this is an atheris target:

    python tests/sync/reader_fuzz.py CORPUS_FOLDER [libFuzzer options]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"

if __name__ == "__main__":
    import atheris

    sys.path.insert(0, str(Path(__file__).parents[2] / "sync"))
    with atheris.instrument_imports(include=["gesync"]):
        from gesync import bundle, change, columns, keys, values
else:
    from gesync import bundle, change, columns, keys, values

PAIR = keys.KeyPair.generate(random.Random(7).randbytes)
KIT = keys.Kit(b"w" * 16, PAIR.public, b"s" * 16, "N", "TZ", "focal-point", "TZ", "tz", b"e" * 32, 1, 2)
HEADER = bundle.Header(b"b" * 16, b"w" * 16, b"s" * 16, b"i" * 16, 7, 1, 1_790_000_000_000, "1.2.0")
MOST = 1 << 20  # bytes of one input


class _Everybody:
    """Trusts every header, so that what comes after the trust is reached."""

    def verify_key(self, header: bundle.Header) -> bytes:
        return PAIR.public.sign


def _nowhere(_wanted: object) -> dict[Any, Any]:
    return {}


def whole_file(data: bytes) -> None:
    """A file as it lies on a stick."""
    bundle.open_bundle(data, PAIR, _Everybody())


def contents(data: bytes) -> None:
    """What is in a bundle once it is decrypted and unpacked."""
    opened = bundle._parts(HEADER, data)
    column_parts(opened.changes)


def header(data: bytes) -> None:
    """A header; what is let in is packed to the same bytes again."""
    if bundle._pack_header(bundle._unpack_header(data)) != data:
        values_again = values.unpack(data, max_bytes=bundle.MAX_HEADER, canonical=True)
        assert values_again.keys() - bundle._FIELDS.keys(), "a header of known keys comes out different"


def column_parts(data: bytes) -> None:
    """Changes in columns; what is let in makes the same changes when it is written and read again."""
    decoded = columns.decode(data, _nowhere)
    again = columns.decode(columns.encode(decoded.changes, decoded.operations, _nowhere), _nowhere)
    assert {c.hash for c in again.changes} == {c.hash for c in decoded.changes}
    for c, patch in zip(decoded.changes, decoded.patches(), strict=True):
        assert patch is None or values.pack(patch) == c.patch
        if c.base:
            change.unpack_base(c.base)


def packed(data: bytes) -> None:
    """One value; what is let in as canonical is packed to the same bytes again."""
    assert values.pack(values.unpack(data, canonical=True)) == data


def patch(data: bytes) -> None:
    """The values of one change."""
    values.unpack_patch(data)


def base(data: bytes) -> None:
    """What one change refers to."""
    change.unpack_base(data)


def operation(data: bytes) -> None:
    """What a person did."""
    change.unpack_operation(data)


def certificate(data: bytes) -> None:
    """What headquarters says of a site."""
    keys.Certificate.unpack(data)


def enrolment(data: bytes) -> None:
    """A site's request to be let in."""
    keys.accept_enrolment(data, KIT.enrol_public, b"w" * 16, b"s" * 16)


def compressed(data: bytes) -> None:
    """A codec, a promised length, and what should unfold to it."""
    bundle._decompress(data[0] % 3 if data else 0, data[4:], int.from_bytes(data[1:4], "big"))


PARTS: tuple[Callable[[bytes], None], ...] = (
    whole_file, contents, header, column_parts, packed, patch, base, operation, certificate, enrolment, compressed,
)  # fmt: skip
REFUSALS = (bundle.BundleError, values.Malformed, columns.Missing, keys.KeyFault)


def attempt(data: bytes) -> bool:
    """Whether the bytes are let in.  Anything but a named refusal comes through."""
    if not data or len(data) > MOST:
        return False
    try:
        PARTS[data[0] % len(PARTS)](data[1:])
    except REFUSALS:
        return False
    return True


def mutants(seeds: list[bytes], dice: random.Random) -> Iterator[bytes]:
    """Without end: seeds with bytes flipped, cut, doubled, moved, and spliced with one another."""
    marks = (b"\0", b"\x7f", b"\x80", b"\xff", b"\xc1", b"\xdf\xff\xff\xff\xff", b"\xdd\xff\xff\xff\xff", b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f")
    while True:
        data = bytearray(dice.choice(seeds))
        for _ in range(dice.choice((1, 1, 1, 2, 4, 16))):
            at, end = sorted(dice.randrange(1, len(data) + 1) for _ in range(2)) if len(data) > 1 else (1, 1)
            match dice.randrange(6):
                case 0:
                    if at < len(data):
                        data[at] ^= 1 << dice.randrange(8)
                case 1:
                    del data[at:end]
                case 2:
                    data[at:at] = data[at:end]
                case 3:
                    data[at : at + 1] = dice.choice(marks)
                case 4:
                    other = dice.choice(seeds)
                    data[at:] = other[min(at, len(other)) :]
                case 5:
                    if at < len(data):
                        data[at] = dice.randrange(256)
        yield bytes(data)


def main() -> None:
    """The fuzzer's loop; never returns."""
    atheris.Setup(sys.argv, attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
