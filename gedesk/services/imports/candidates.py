"""Records that a name in a workbook may mean."""

from __future__ import annotations

from collections.abc import Sequence

from gedesk.domain import ids
from gedesk.domain.kinds import registry
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.workbook import names as naming


def candidates(connection: Connection, kind: str) -> Sequence[naming.Candidate]:
    """All records of a kind that a name in a workbook may mean."""
    specs = registry.specs(kind)
    title = registry.kind(kind).title
    others = [name for name in ("other_names", "acronym") if name in specs]
    names = [title, "code", *others]
    if kind == "place":
        names += ["level", "parent", "place_kind"]
    elif kind == "committee":
        names.append("place")
    names = [name for name in names if name in specs]
    found = []
    for row in reading.everything(connection, kind, names):
        values = dict(zip(names, row[1:], strict=True))
        spellings: list[str] = []
        for name in others:
            text = str(values.get(name) or "")
            spellings += [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
        parent = values.get("parent" if kind == "place" else "place")
        found.append(
            naming.Candidate(
                id=ids.text(row[0]),
                name=str(values.get(title) or ""),
                other_names=tuple(spellings),
                level=str(values.get("level") or ""),
                parent=ids.text(parent) if isinstance(parent, bytes) else None,
                kind=str(values.get("place_kind") or ""),
                code=str(values.get("code") or ""),
            )
        )
    return found
