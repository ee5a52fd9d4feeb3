"""What tells a record of a kind from others, for finding the same one again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gedesk.domain.fields import FieldSpec
from gedesk.domain.text import fold

_KEYS = {
    "activity": ("title", "start", "place", "implementers"),
    "commitment": ("title", "place", "start"),
    "attendance": ("meeting", "person", "name_written"),
    "result": ("indicator", "to_day", "place", "commitment", "period"),
    "target": ("indicator", "to_day", "place", "commitment", "period"),
    "indicator": ("name", "reference"),
    "organisation": ("name",),
    "person": ("name", "organisation"),
    "place": ("name", "level", "parent"),
    "meeting": ("committee", "title", "start"),
    "programme": ("name",),
    "maker": ("commitment", "organisation"),
    "committee": ("name", "place"),
    "membership": ("committee", "person", "organisation", "place"),
    "decision": ("title", "meeting", "place"),
    "action_item": ("title", "meeting", "place"),
    "chapter_entry": ("title", "section", "place"),
    "recommendation": ("title", "place"),
    "story": ("title", "place"),
}


PARTED = "\x1f"


def key_fields(kind: str, specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """The fields that tell a record of a kind from others."""
    return _KEYS.get(kind) or tuple(
        name for name, spec in specs.items() if (spec.required or name in ("title", "name", "place")) and not spec.automatic
    )


def key_parts(kind: str, values: Mapping[str, Any], specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """What those fields say, folded, "" where they say nothing."""
    return tuple(folded(values.get(name)) for name in key_fields(kind, specs))


def folded(value: object) -> str:
    """A domain value as part of a key."""
    if isinstance(value, str):
        return fold(value)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return ",".join(sorted(map(str, value))) if isinstance(value, list) else str(value)


def key_of(kind: str, values: Mapping[str, Any], specs: Mapping[str, FieldSpec]) -> str:
    """What tells a record of a kind from others, for finding the same one again."""
    return PARTED.join(key_parts(kind, values, specs))
