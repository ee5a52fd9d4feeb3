"""What a story's consent allows, and words that hint at violence.  Pure rules of plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from gedesk.domain.text import fold

Refusal = Literal["", "draft", "violence", "withdrawn", "no_consent", "level"]
LEVELS = ("not_published", "internal", "partners", "public")

# Beginnings of words, folded: they only hint, so that somebody looks again; a training about violence has them, too.
_HINTS = (
    "rape", "raped", "assault", "survivor", "victim", "abuse", "batter", "defil", "harass", "fgm", "mutilat", "traffick",
    "ukatili", "ubakaji", "kubakwa", "alibakwa", "manusura", "kupigwa", "ukeket",
    "viol", "agress", "survivante", "victime", "battue", "excis", "mutil", "harcel",
    "насили", "изнасил", "пострадавш", "жертв", "побо", "избит", "домогат",
    "nasilj", "silov", "zrtv", "prezivjel", "premlac", "uznemir", "zlostav",
)  # fmt: skip


def refusal(story: Mapping[str, Any], level: str) -> Refusal:
    """Why a story may not stand in what is published at `level` ("" when it may): values by field name.

    A story about violence is never published.  People are named only with consent; a story without people needs none.
    """
    if story.get("state") == "draft":
        return "draft"
    if story.get("about_violence") or story.get("sensitivity") == "restricted":
        return "violence"
    if story.get("consent_withdrawn_on"):
        return "withdrawn"
    if story.get("people") and story.get("consent") in (None, "none"):
        return "no_consent"
    allowed = story.get("publication") or "not_published"
    known = allowed in LEVELS and level in LEVELS
    return "" if known and LEVELS.index(allowed) >= LEVELS.index(level) > 0 else "level"


def hints_at_violence(text: str) -> tuple[str, ...]:
    """Words of a text that hint at violence, in the order they stand; a person decides what they mean."""
    found = dict.fromkeys(
        word for word in re.findall(r"[^\W\d_]+", text) if fold(word).startswith(_HINTS) and not fold(word).startswith("violin")
    )
    return tuple(found)
