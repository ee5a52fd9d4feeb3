"""What a record that is made from a name needs besides the name, as far as the workbook tells it."""

from __future__ import annotations

import re
from typing import Any

from gedesk.domain.committees import type_in
from gedesk.domain.text import fold
from gedesk.i18n import gettext as _
from gedesk.workbook import dates, names
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.keys import key_of
from gedesk.workbook.plan import NewRecord
from gedesk.workbook.planning.making import Making

# Kinds of records that an import may make from a name, with what else they need.
FROM_A_NAME: dict[str, dict[str, Any]] = {
    "organisation": {}, "person": {}, "indicator": {"measure": "1"}, "programme": {}, "committee": {}, "meeting": {}, "decision": {},
}  # fmt: skip
LOCAL = "county_council"  # the type of a committee of one region, council or district
_MOST = 3  # words of a name that may be a place's


def complete(making: Making, places: names.Index) -> None:
    """Gives the new records of a plan what is known of them; those that still lack something are drafts, and that is told."""
    above = _places_above(making)
    for new in making.plan.new:
        if new.kind == "committee":
            _committee(new, above.get(new.id, set()), places)
        elif new.kind == "meeting" and not new.values.get("start"):
            day = dates.read(str(new.values["title"]), "dmy") if not dates.undecided(str(new.values["title"])) else None
            if day is not None:
                new.values["start"] = day.isoformat()
        if new.kind in FROM_A_NAME and new.values.get("state") is None:
            _hold(making, new)
    _place_rows(making)


def _hold(making: Making, new: NewRecord) -> None:
    lacking = making.registry.lacking(new.kind, new.values)
    if not lacking:
        return
    new.values["state"] = "draft"
    specs, title = making.registry.specs(new.kind), making.registry.kind(new.kind).title
    making.plan.problems.append(
        CellProblem(
            "made-as-draft", new.sheet, new.cell, new.values.get(title),
            _("{kind} “{name}” is not known and is made as a draft: it lacks {fields}.").format(
                kind=making.registry.kind(new.kind).label(), name=str(new.values.get(title) or "")[:80],
                fields=", ".join(specs[name].label for name in lacking),
            ),
            _("Fill it in after the import, or import a list that says it first."), level="note", field=lacking[0],
        )
    )  # fmt: skip


def _place_rows(making: Making) -> None:
    """Rows that belong to a new record lie where it lies, as they will when the record is here already."""
    placed = {new.id: place for new in making.plan.new if (place := new.values.get("place"))}
    for row in making.plan.rows if placed else ():
        parent = making.registry.kind(row.kind).parent
        if parent and row.id is None and row.get("place") is None and (place := placed.get(row.get(parent))):
            row.values = {**row.values, "place": place}
            row.key = key_of(row.kind, row.values, making.registry.specs(row.kind))


def _places_above(making: Making) -> dict[str, set[str]]:
    """The places of the rows that name new committees."""
    wanted = {new.id for new in making.plan.new if new.kind == "committee"}
    found: dict[str, set[str]] = {}
    for row in making.plan.rows if wanted else ():
        named, place = row.get("committee"), row.get("place")
        if named in wanted and place:
            found.setdefault(named, set()).add(place)
    return found


def _committee(new: NewRecord, above: set[str], places: names.Index) -> None:
    """A committee's place is that of its rows, else the one in its name; its type is said by its name, or by the level of its place."""
    name = str(new.values["name"])
    place = next(iter(above)) if len(above) == 1 else _place_in(name, places)
    level = places.by_id[place].level if place in places.by_id else ""
    kind = new.values.get("committee_type") or type_in(name, national=level == "country") or (LOCAL if level not in ("", "country") else None)
    found = {"place": place or None, "level": level or None, "committee_type": kind}
    for field, value in found.items():
        if value is not None:
            new.values.setdefault(field, value)


def _place_in(name: str, places: names.Index) -> str:
    """The place that a name begins or ends with, when it means one place and no other: `Temeke MC Gender Committee`."""
    words = re.findall(r"[^\s,;:()–—-]+", name)
    for length in range(min(_MOST, len(words) - 1), 0, -1):
        for part in (words[:length], words[-length:]):
            if len(fold(" ".join(part))) > 3 and (found := names.match(" ".join(part), places).accepted):
                return found
    return ""
