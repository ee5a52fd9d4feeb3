"""Photos that may stand in what is published or handed on: as far as consent goes, and without what a camera writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from gedesk.documents.model import Picture
from gedesk.documents.pictures import bare_jpeg
from gedesk.domain.consent import refusal
from gedesk.services.tables import Tables, text

RESTRICTED = "restricted"
Find = Callable[[str], Path | None]  # the file of a content hash, where it is here
_STORY = ("photos", "people", "consent", "publication", "about_violence", "sensitivity", "state", "consent_withdrawn_on")


def refused(t: Tables, level: str) -> frozenset[str]:
    """Ids of photos that may not stand at a level: consent to them or to a story they belong to does not reach so far."""
    found = {row["id"] for row in Tables.rows(t, "attachment", ("consent_withdrawn_on",)) if row["consent_withdrawn_on"]}
    for row in Tables.rows(t, "story", _STORY):
        if row["photos"] and refusal(row, level):
            found |= set(row["photos"])
    return frozenset(found)


def pictures(t: Tables, find: Find, ids: Iterable[str], level: str, most: int) -> Iterator[tuple[str, Picture]]:
    """`(id, picture)` of the first photos among `ids` that may stand at a level, each once.

    For the public they are marked as public; elsewhere they are not restricted.
    """
    barred = refused(t, level)
    rows = {row["id"]: row for row in t.rows("attachment", ("sha256", "media_type", "caption", "credit", "sensitivity"))}
    for id in dict.fromkeys(ids):
        known = rows.get(id)
        if most <= 0:
            return
        if known is None or id in barred or known["media_type"] != "image/jpeg":
            continue
        if known["sensitivity"] == RESTRICTED or (level == "public" and known["sensitivity"] != "public"):
            continue
        file = find(text(known["sha256"]))
        data = bare_jpeg(file.read_bytes()) if file is not None else None
        if data is not None:
            most -= 1
            yield id, Picture(data, " · ".join(one for one in (text(known["caption"]), text(known["credit"])) if one))
