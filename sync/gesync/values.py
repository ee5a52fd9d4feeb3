"""Values and their one canonical encoding.

Everything that is hashed or signed is msgpack in canonical form: the shortest integer, floats always 64 bits wide
(never NaN or infinite), strings in UTF-8, maps with their keys ascending, no extension types.  The same value therefore
always has the same bytes, whichever program wrote it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import Any

import msgpack

Scalar = None | bool | int | float | str | bytes
Value = Scalar | dict[str, Scalar]
"""What a field holds.  A dict is a *map delta*: only the entries that change; an entry set to None is removed."""
Patch = dict[int, Value]
"""What a change writes, by numeric field id."""

DELETED = 0
"""The field "deleted" (bool) that every kind of record has."""

MAX_BYTES = 16 << 20
MAX_TEXT = 1 << 20  # bytes of one string or binary value
MAX_ARRAY = 4_096
MAX_MAP = 4_096
MAX_DEPTH = 8
MAX_ID = 2**31 - 1  # field and kind ids
MIN_INT, MAX_INT = -(2**63), 2**63 - 1

_TEXT = frozenset((str,))
_PLAIN = frozenset((type(None), bool, str, bytes))
_SCALARS = frozenset((type(None), bool, int, float, str, bytes))


class Malformed(ValueError):
    """Bytes or values that do not follow the format.  The message says what is wrong, never what it contains."""


def pack(obj: Any) -> bytes:
    """The canonical bytes of a scalar, list, tuple or dict.  Raises Malformed for anything the format cannot hold."""
    try:
        return bytes(msgpack.packb(_canonical(obj, MAX_DEPTH)))
    except UnicodeEncodeError as error:
        raise Malformed("a string is not valid Unicode") from error


def packer() -> Callable[[Any], bytes]:
    """A fast packer for values that are canonical already (checked, keys ascending).  Not for use by two threads."""
    function: Callable[[Any], bytes] = msgpack.Packer().pack
    return function


def unpack(data: bytes, *, max_bytes: int = MAX_BYTES, canonical: bool = False) -> Any:
    """Reads one value back; with `canonical`, also insists on the canonical encoding.

    Memory is bounded by a small multiple of the input.  Raises Malformed, never anything else.
    """
    if len(data) > max_bytes:
        raise Malformed(f"{len(data)} bytes where at most {max_bytes} are allowed")
    try:
        obj = msgpack.unpackb(
            data,
            strict_map_key=False,
            max_str_len=MAX_TEXT,
            max_bin_len=MAX_TEXT,
            max_array_len=MAX_ARRAY,
            max_map_len=MAX_MAP,
            max_ext_len=0,
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed(f"not canonical msgpack ({type(error).__name__})") from error
    if type(obj) is dict and not canonical:
        for key, value in obj.items():  # the common case, a flat map, without recursion
            if type(value) not in _SCALARS or type(key) not in (int, str):
                check(obj)
                break
            if type(value) is float and not isfinite(value):
                raise Malformed("a number is not finite")
    else:
        check(obj)
    if canonical and pack(obj) != data:
        raise Malformed("not in canonical form")
    return obj


def unpack_names(data: bytes) -> tuple[str, ...]:
    """A list of ascending strings in canonical form: as `unpack` would, for the many small ones of a bundle.

    Raises Malformed.
    """
    return _few_names(data) if len(data) <= 256 else _names(data)


def _names(data: bytes) -> tuple[str, ...]:
    try:
        names = msgpack.unpackb(data, max_str_len=MAX_TEXT, max_array_len=MAX_ARRAY, max_map_len=0, max_bin_len=0, max_ext_len=0)
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed(f"not canonical msgpack ({type(error).__name__})") from error
    if type(names) is not list:
        raise Malformed("names are not a list")
    if not _TEXT.issuperset(map(type, names)) or sorted(set(names)) != names:
        raise Malformed("names are not ascending strings")
    if msgpack.packb(names) != data:
        raise Malformed("not in canonical form")
    return tuple(names)


_few_names = lru_cache(4_096)(_names)  # the same ones in bundle after bundle


def unpack_own(data: bytes) -> Any:
    """Reads back a value that `unpack` let in before, say from one's own log: nothing is checked again."""
    return msgpack.unpackb(data, strict_map_key=False)


def check(obj: Any, depth: int = MAX_DEPTH) -> None:
    """Raises Malformed unless `obj` consists of values of the format, at most `depth` levels deep."""
    kind = type(obj)
    if kind in _PLAIN:
        return
    if kind is int:
        if not MIN_INT <= obj <= MAX_INT:
            raise Malformed("an integer is wider than 64 bits")
    elif kind is float:
        if not isfinite(obj):
            raise Malformed("a number is not finite")
    elif depth == 0:
        raise Malformed("nested too deeply")
    elif kind is dict:
        for key, value in obj.items():
            if type(key) not in (int, str, bytes):
                raise Malformed(f"a map key is of type {type(key).__name__}")
            check(value, depth - 1)
    elif kind in (list, tuple):
        for value in obj:
            check(value, depth - 1)
    else:
        raise Malformed(f"a value is of type {kind.__name__}")


def check_patch(patch: Any) -> None:
    """Raises Malformed unless `patch` is a Patch whose keys ascend at both levels."""
    if type(patch) is not dict:
        raise Malformed("a patch is not a map")
    last = -1
    for field, value in patch.items():
        if type(field) is not int or not last < field <= MAX_ID:
            raise Malformed("field ids are not ascending integers")
        last = field
        kind = type(value)
        if kind in _PLAIN:
            continue
        if kind is dict:
            entry_before: str | None = None
            for entry, scalar in value.items():
                if type(entry) is not str or (entry_before is not None and entry <= entry_before):
                    raise Malformed("map entries are not ascending strings")
                entry_before = entry
                check(scalar, 0)
        else:
            check(value, 0)


def canonical_patch(patch: Patch) -> Patch:
    """The same patch with its keys ascending, checked."""
    try:
        check_patch(patch)  # most are in order already
    except Malformed:
        try:
            patch = {
                field: dict(sorted(value.items())) if type(value) is dict else value
                for field, value in sorted(patch.items())
            }
        except (TypeError, AttributeError):
            raise Malformed("a patch is not a map of field ids and values") from None
        check_patch(patch)
    return patch


def unpack_patch(data: bytes) -> Patch:
    """A patch from its canonical bytes; raises Malformed."""
    patch: Patch = unpack(data)
    check_patch(patch)
    return patch


def _canonical(obj: Any, depth: int) -> Any:
    kind = type(obj)
    if kind in _PLAIN:
        return obj
    if kind is dict:
        if depth == 0:
            raise Malformed("nested too deeply")
        try:
            keys = sorted(obj)
        except TypeError as error:
            raise Malformed("map keys of several types") from error
        if keys and type(keys[0]) not in (int, str, bytes):
            raise Malformed(f"a map key is of type {type(keys[0]).__name__}")
        return {key: _canonical(obj[key], depth - 1) for key in keys}
    if kind in (list, tuple):
        if depth == 0:
            raise Malformed("nested too deeply")
        return [_canonical(value, depth - 1) for value in obj]
    check(obj, 0)
    return obj
