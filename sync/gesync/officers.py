"""The officers of a workspace's headquarters: whose keys may act for it, and how that is handed on.

A *roll* names all of them.  Each roll is signed by an officer of the one before, so whoever holds any roll can follow to
the newest; the first is what a site took from its kit or from a telephone call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from gesync.keys import KeyFault, KeyPair, PublicKeys, key_id, verify_signature
from gesync.values import Malformed, pack, unpack

MOST_OFFICERS = 8
MAX_NAME = 100  # characters
MAX_ROLL = 4_096  # bytes
MAX_VOUCHER = 16 << 10  # bytes of all rolls in one header
SIGN_ROLL = b"gesync roll 1\0"
SIGN_REQUEST = b"gesync officer 1\0"
MAGIC_OFFICER = b"GEOFFICER\0\1"


class BadRoll(KeyFault):
    """A roll or an officer's request is malformed."""

    code = "bad_roll"


@dataclass(frozen=True)
class Officer:
    """One officer; `since` in milliseconds since 1970.  The name is for people: it does not stand on rolls, which travel in the open."""

    keys: PublicKeys
    since: int
    name: str = field(default="", compare=False)

    @cached_property
    def id(self) -> bytes:
        """The key id, 16 bytes."""
        return key_id(self.keys)


@dataclass(frozen=True, slots=True)
class Roll:
    """All officers of a workspace from `issued` on; a greater `serial` replaces a smaller one.

    `issued_by` is the key id of an officer of the roll before.  The founding roll (`serial` 0) is signed by nobody: it
    stands for keys that were taken from a kit or compared by telephone.
    """

    workspace: bytes
    serial: int
    officers: tuple[Officer, ...]
    issued: int = 0
    issued_by: bytes = b""
    signature: bytes = b""

    @classmethod
    def founding(cls, workspace: bytes, keys: PublicKeys) -> Roll:
        """The roll of one whose keys are trusted already."""
        return cls(workspace, 0, (Officer(keys, 0),))

    def find(self, id_: bytes) -> Officer | None:
        """The officer with these keys; None when they may not act for headquarters."""
        return next((one for one in self.officers if one.id == id_), None)

    def issue(self, by: KeyPair) -> Roll:
        """The same roll signed; raises BadRoll when it cannot be one."""
        unsigned = replace(self, issued_by=by.id, signature=b"")
        signed = replace(unsigned, signature=by.sign(SIGN_ROLL + pack(unsigned._row())))
        Roll.unpack(signed.packed())
        return signed

    def follows(self, before: Roll) -> bool:
        """Whether an officer of `before` signed this roll for the same workspace, later."""
        signer = before.find(self.issued_by)
        return (
            signer is not None
            and self.workspace == before.workspace
            and self.serial > before.serial
            and verify_signature(signer.keys.sign, SIGN_ROLL + pack(self._row()), self.signature)
        )

    def packed(self) -> bytes:
        """Canonical bytes, with the signature."""
        return pack([*self._row(), self.signature])

    @classmethod
    def unpack(cls, data: bytes) -> Roll:
        """From `packed`; raises BadRoll.  Says nothing about the signature."""
        try:
            row = unpack(data, max_bytes=MAX_ROLL, canonical=True)
            if type(row) is not list or [type(part) for part in row] != [bytes, int, list, int, bytes, bytes]:
                raise Malformed("a roll has other parts than it should")
            workspace, serial, rows, issued, issued_by, signature = row
            if len(workspace) != 16 or serial < 0 or not 0 < len(rows) <= MOST_OFFICERS:
                raise Malformed("a roll names no workspace, or no officers, or too many")
            return cls(workspace, serial, _officers(rows), issued, issued_by, signature)
        except Malformed as error:
            raise BadRoll(str(error)) from error

    def _row(self) -> list[Any]:
        officers = [[one.keys.packed(), one.since] for one in self.officers]
        return [self.workspace, self.serial, officers, self.issued, self.issued_by]


def followed(known: Roll, later: Iterable[Roll]) -> list[Roll]:
    """The rolls that are followed one after the other from `known`, which is not among them; others are passed over."""
    found: list[Roll] = []
    for roll in sorted(later, key=lambda one: (one.serial, one.signature)):
        if roll.follows(found[-1] if found else known):
            found.append(roll)
    return found


def advance(known: Roll, later: Iterable[Roll]) -> Roll:
    """The newest roll that can be followed to from `known`."""
    return [known, *followed(known, later)][-1]


def voucher(rolls: Iterable[Roll]) -> bytes:
    """Rolls for a bundle's header, the newest that fit."""
    packed = [roll.packed() for roll in sorted(rolls, key=lambda one: (one.serial, one.signature))]
    while packed and len(pack(packed)) > MAX_VOUCHER:
        packed.pop(0)
    return pack(packed) if packed else b""


def vouched(data: bytes) -> list[Roll]:
    """From `voucher`; raises BadRoll."""
    if not data:
        return []
    try:
        row = unpack(data, max_bytes=MAX_VOUCHER, canonical=True)
        if type(row) is not list or not all(type(one) is bytes for one in row):
            raise Malformed("a voucher is no list of rolls")
    except Malformed as error:
        raise BadRoll(str(error)) from error
    return [Roll.unpack(one) for one in row]


def request(name: str, keys: KeyPair) -> bytes:
    """The file by which somebody asks to become an officer: name and public keys, signed by the keys themselves."""
    body = [name, keys.public.packed()]
    return MAGIC_OFFICER + pack([*body, keys.sign(SIGN_REQUEST + pack(body))])


def requested(data: bytes, now: int) -> Officer:
    """From `request`; raises BadRoll.  Whose keys they are is for a person to find out, by the words of the keys."""
    try:
        if not data.startswith(MAGIC_OFFICER):
            raise Malformed("these bytes are no officer's request")
        row = unpack(data[len(MAGIC_OFFICER) :], max_bytes=MAX_ROLL, canonical=True)
        if type(row) is not list or [type(part) for part in row] != [str, bytes, bytes]:
            raise Malformed("an officer's request has other parts than it should")
        if len(row[0]) > MAX_NAME:
            raise Malformed("the name is too long")
        (officer,) = _officers([[row[1], now]])
        if not officer.keys.verify(SIGN_REQUEST + pack(row[:2]), row[2]):
            raise Malformed("an officer's request is not signed with its own keys")
    except Malformed as error:
        raise BadRoll(str(error)) from error
    return replace(officer, name=row[0])


def _officers(rows: list[Any]) -> tuple[Officer, ...]:
    found = []
    for row in rows:
        if type(row) is not list or [type(part) for part in row] != [bytes, int]:
            raise Malformed("an officer has other parts than they should")
        found.append(Officer(PublicKeys.unpack(row[0]), row[1]))
    if len({one.id for one in found}) != len(found):
        raise Malformed("an officer stands twice on a roll")
    return tuple(found)
