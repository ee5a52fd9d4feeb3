"""Operations and changes: the units that are logged, hashed, carried and merged.

An operation is what a person did; its changes say what it wrote, one change per record.  The changes of one incarnation
(one life of one database) form a chain: each names the hash of the one before.  A hash is always recomputed by whoever
receives it, so a chain cannot be altered, only forked, and a fork shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from operator import itemgetter
from typing import Any, NamedTuple

from gesync.clock import MAX_HLC
from gesync.values import (
    MAX_ID,
    MAX_INT,
    MAX_TEXT,
    Malformed,
    Patch,
    Scalar,
    canonical_patch,
    check,
    pack,
    packer,
    unpack,
)

ID_SIZE = 16
HASH_SIZE = 20
PERSON_CHANGE = b"gesync.change.1"
PERSON_PAYLOAD = b"gesync.payload.1"
PERSON_OPERATION = b"gesync.oper.1"
MAX_PATCH = 4 << 20  # bytes of one packed patch
MAX_BASE = 1 << 20  # bytes of one packed base
MAX_REFERENCES = 4_096  # in one list of a base
MAX_DETAIL = 64

Base = dict[int, "list[bytes] | dict[str, list[bytes]]"]
"""Per field, and per entry of map fields, the hashes of the changes whose values the author saw there."""


@dataclass(frozen=True)
class Operation:
    """What a person did: one action with its title, author and reason, grouping the changes it made.

    `id` and `undoes` are 16 bytes; `wall` is milliseconds since 1970 by the author's clock; `detail` holds what a title
    needs to be shown in another language, a file name and the like.  Raises Malformed for wrong types or sizes.
    """

    id: bytes
    title: str
    kind: str
    author: str
    reason: str
    wall: int
    undoes: bytes | None
    schema: int
    detail: dict[str, Scalar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for text in (self.title, self.kind, self.author, self.reason):
            if type(text) is not str or len(text) > MAX_TEXT // 4:
                raise Malformed("a text of an operation is missing or too long")
        if type(self.id) is not bytes or len(self.id) != ID_SIZE:
            raise Malformed("an operation id is not 16 bytes")
        if self.undoes is not None and (type(self.undoes) is not bytes or len(self.undoes) != ID_SIZE):
            raise Malformed("the id of an undone operation is not 16 bytes")
        if type(self.wall) is not int or type(self.schema) is not int or not 0 <= self.schema <= MAX_ID:
            raise Malformed("a number of an operation has the wrong type or size")
        check(self.wall)
        if type(self.detail) is not dict or len(self.detail) > MAX_DETAIL:
            raise Malformed("the detail of an operation is not a small map")
        for key, value in self.detail.items():
            if type(key) is not str:
                raise Malformed("a key in the detail of an operation is not a string")
            check(value, 0)

    def packed(self) -> bytes:
        """Canonical bytes, readable with `unpack_operation`."""
        return self._packed

    @cached_property
    def _packed(self) -> bytes:
        return pack(
            [
                self.id,
                self.title,
                self.kind,
                self.author,
                self.reason,
                self.wall,
                self.undoes,
                self.schema,
                self.detail,
            ]
        )

    @cached_property
    def hash(self) -> bytes:
        """20 bytes that every change of the operation carries in its own hash."""
        return blake2b(self._packed, digest_size=HASH_SIZE, person=PERSON_OPERATION).digest()


def unpack_operation(data: bytes) -> Operation:
    """An operation from `Operation.packed()`; raises Malformed."""
    row = unpack(data)
    if type(row) is not list or len(row) != 9:
        raise Malformed("an operation does not have nine parts")
    return Operation(*row)


class Change(NamedTuple):
    """What an operation wrote to one record, and its place in the chain of its author's incarnation."""

    inc: bytes  # 16 bytes
    seq: int  # from 1
    prev: bytes  # hash of the change before in this chain, b"" for the first
    kind: int
    rec: bytes  # 16 bytes
    patch: bytes | None  # canonical; None when the payload was erased
    payload_hash: bytes  # 20 bytes, remains when the payload is erased
    base: bytes  # canonical; b"" when empty
    hlc: int
    op: bytes  # id of the operation
    hash: bytes  # 20 bytes: the identity of the change


def payload_hash(patch: bytes) -> bytes:
    """The hash of a packed patch."""
    return blake2b(patch, digest_size=HASH_SIZE, person=PERSON_PAYLOAD).digest()


def make_change(
    inc: bytes,
    seq: int,
    prev: bytes,
    kind: int,
    rec: bytes,
    patch: Patch,
    base: bytes,
    hlc: int,
    operation: Operation,
) -> Change:
    """One change; `base` comes from `pack_base`.  Raises Malformed for wrong types or sizes."""
    return chain(inc, seq, prev, [(kind, rec, patch, base, hlc)], operation)[0]


def chain(
    inc: bytes,
    first_seq: int,
    prev: bytes,
    items: Iterable[tuple[int, bytes, Patch, bytes, int]],
    operation: Operation,
) -> list[Change]:
    """The changes of one operation, one after the other, from `(kind, record, patch, base, hlc)` rows.

    `prev` is the hash of the change numbered `first_seq - 1`, b"" when there is none.
    """
    if type(inc) is not bytes or len(inc) != ID_SIZE:
        raise Malformed("an incarnation is not 16 bytes")
    if type(first_seq) is not int or not 1 <= first_seq < MAX_INT:
        raise Malformed("a sequence number is not a positive integer")
    if len(prev) != (HASH_SIZE if first_seq > 1 else 0):
        raise Malformed("the hash of the change before is missing or not 20 bytes")
    packed, op_id, op_hash = packer(), operation.id, operation.hash
    payloads = blake2b(digest_size=HASH_SIZE, person=PERSON_PAYLOAD)
    identities = blake2b(digest_size=HASH_SIZE, person=PERSON_CHANGE)
    changes: list[Change] = []
    for seq, (kind, rec, patch, base, hlc) in enumerate(items, first_seq):
        check_place(kind, rec, hlc)
        try:
            patch_bytes = packed(canonical_patch(patch))
        except UnicodeEncodeError as error:
            raise Malformed("a string is not valid Unicode") from error
        if len(patch_bytes) > MAX_PATCH or len(base) > MAX_BASE:
            raise Malformed("a patch or a base is too large")
        state = payloads.copy()
        state.update(patch_bytes)
        digest = state.digest()
        state = identities.copy()
        state.update(packed((prev, inc, seq, kind, rec, digest, base, hlc, op_hash)))
        own = state.digest()
        changes.append(Change(inc, seq, prev, kind, rec, patch_bytes, digest, base, hlc, op_id, own))
        prev = own
    return changes


def check_place(kind: int, rec: bytes, hlc: int) -> None:
    """Raises Malformed unless kind, record id and stamp have the right types and sizes."""
    if type(kind) is not int or not 0 <= kind <= MAX_ID:
        raise Malformed("a kind is not a small non-negative integer")
    if type(rec) is not bytes or len(rec) != ID_SIZE:
        raise Malformed("a record id is not 16 bytes")
    if type(hlc) is not int or not 0 <= hlc <= MAX_HLC:
        raise Malformed("a stamp is not a 63-bit integer")


def verify(changes: Sequence[Change], operations: Mapping[bytes, Operation]) -> None:
    """Recomputes every hash; raises Malformed at the first change that is not what it says it is."""
    packed = packer()
    for c in changes:
        operation = operations.get(c.op)
        if operation is None:
            raise Malformed("a change belongs to an operation that is not there")
        if c.patch is not None and payload_hash(c.patch) != c.payload_hash:
            raise Malformed("a payload does not have the hash it should have")
        identity = [c.prev, c.inc, c.seq, c.kind, c.rec, c.payload_hash, c.base, c.hlc, operation.hash]
        if blake2b(packed(identity), digest_size=HASH_SIZE, person=PERSON_CHANGE).digest() != c.hash:
            raise Malformed("a change does not have the hash it should have")


def erased(change: Change) -> Change:
    """The same change without its payload; its identity, and so the chain, stay as they are."""
    return change._replace(patch=None)


def heads(changes: Iterable[Change]) -> dict[bytes, list[bytes]]:
    """Per incarnation the hashes that no other given change follows; more than one is a fork."""
    known = list(changes)
    followed = set(map(itemgetter(2), known))
    found: dict[bytes, list[bytes]] = {}
    for change in known:
        if change.hash not in followed:
            found.setdefault(change.inc, []).append(change.hash)
    return {inc: sorted(set(hashes)) for inc, hashes in found.items()}


def pack_base(base: Base) -> bytes:
    """Canonical bytes: references sorted and distinct, empty lists left out, b"" when nothing remains."""
    out: dict[int, Any] = {}
    for key, seen in base.items():
        if type(key) is not int or not 0 <= key <= MAX_ID:
            raise Malformed("field ids of a base are not integers")
        if isinstance(seen, dict):
            entries = {entry: _references(refs) for entry, refs in seen.items() if refs}
            if entries:
                out[key] = entries
        elif seen:
            out[key] = _references(seen)
    return pack(out) if out else b""


def unpack_base(data: bytes) -> Base:
    """A base from `pack_base`; raises Malformed when it is not canonical."""
    if not data:
        return {}
    base: Base = unpack(data, max_bytes=MAX_BASE)
    check_base(base)
    return base


def check_base(base: Any) -> None:
    """Raises Malformed unless `base` is a Base in canonical order, without empty parts."""
    if type(base) is not dict or not base:
        raise Malformed("a base is not a map")
    last = -1
    for key, seen in base.items():
        if type(key) is not int or not last < key <= MAX_ID:
            raise Malformed("field ids of a base are not ascending integers")
        last = key
        if type(seen) is dict:
            before: str | None = None
            for entry, refs in seen.items():
                if type(entry) is not str or (before is not None and entry <= before):
                    raise Malformed("map entries of a base are not ascending strings")
                before = entry
                _check_references(refs)
            if not seen:
                raise Malformed("a base holds an empty map")
        else:
            _check_references(seen)


def _references(refs: Iterable[bytes]) -> list[bytes]:
    found = sorted(set(refs))
    _check_references(found)
    return found


def _check_references(refs: Any) -> None:
    if type(refs) is not list or not 0 < len(refs) <= MAX_REFERENCES:
        raise Malformed("a list of references is empty or too long")
    before = b""
    for ref in refs:
        if type(ref) is not bytes or len(ref) != HASH_SIZE or ref <= before:
            raise Malformed("references are not ascending hashes")
        before = ref
