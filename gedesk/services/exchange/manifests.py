"""The shape of manifests: a signed bundle may still be made by a program that is wrong, or by somebody who wants it to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

MAX_NUMBER = 1 << 53
_HEX = re.compile(r"[0-9a-f]{32}")
Check = Callable[[Any], bool]


def _number(value: Any) -> bool:
    return type(value) is int and 0 <= value < MAX_NUMBER


def _id(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == 16


def _of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(one) for one in value)


def _row(*checks: Check) -> Check:
    return lambda value: (
        isinstance(value, list) and len(value) == len(checks) and all(check(one) for check, one in zip(checks, value, strict=True))
    )


def _by_chain(check: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(
        isinstance(key, str) and _HEX.fullmatch(key) is not None and check(one) for key, one in value.items()
    )


def _is(kind: type) -> Check:
    return lambda value: type(value) is kind


def _hash(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == 20


def _content(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == 32


NEEDED: Mapping[str, tuple[str, ...]] = {"up": ("heads",), "down": ("heads", "from", "to"), "relay": ("names",)}
SHAPES: Mapping[str, Check] = {
    "kind": lambda value: isinstance(value, str) and value in NEEDED,
    "heads": _by_chain(_of(_row(_number, _hash))),
    "cursor": _by_chain(_number),
    "floor": _by_chain(_number),
    "parent": lambda value: value == "" or (isinstance(value, str) and _HEX.fullmatch(value) is not None),
    "supersedes": _is(bool), "anew": _is(bool), "lost": _is(bool),
    "place": _is(str), "role": _is(str), "certificate": _is(bytes),
    "serial": _number, "roll": _number, "from": _number, "to": _number, "seen": _number,
    "evict": _of(lambda value: isinstance(value, bytes) and len(value) % 16 == 0),
    "retired": lambda value: type(value) is bool or _number(value), "closed": _of(_id),
    "officers": _of(_row(_id, _is(str))), "rolls": _of(_is(bytes)), "marks": _of(_is(bytes)),
    "way": _of(_id), "taken": _of(_id),
    "sites": _of(_row(_id, _is(str), lambda value: value == b"" or _id(value), _is(str), _of(_id))),
    "wants": _of(_content),
    "files": _of(_row(_content, _number, _content)),
    "names": _of(_row(_id, _is(str))),
}  # fmt: skip


def fault(manifest: Mapping[Any, Any], *, up: bool) -> str:
    """The first key that is missing or of another shape than it should be; "" for a good manifest.

    `up`: it comes to headquarters.  Keys that are not known are a newer version's.
    """
    kind = manifest.get("kind")
    if not isinstance(kind, str) or kind not in NEEDED or kind == ("down" if up else "up"):
        return "kind"
    for key in NEEDED[kind]:
        if key not in manifest:
            return key
    return next((key for key, check in SHAPES.items() if key in manifest and not check(manifest[key])), "")
