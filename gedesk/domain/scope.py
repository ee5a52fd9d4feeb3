"""Which records a site receives: those of its own part of the tree of places, and the reference data that applies to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from gedesk.domain.fields import Sensitivity
from gedesk.domain.kinds import registry
from gedesk.domain.record import Kind, Reach

Tree = Mapping[str, str | None]  # place id -> id of its parent
ADDRESSEES = {"decision": ("addressed_committee", "committee")}  # kind -> link, and kind, of whom a record goes down to

SEES_RESTRICTED = frozenset({"hq", "coordinator"})  # roles whose sites get restricted fields that others wrote


@cache
def restricted_fields(kind: str) -> frozenset[int]:
    """Numbers of the fields of a kind that only some roles see; they are written in changes of their own."""
    return frozenset(spec.number for spec in registry.specs(kind).values() if spec.sensitivity is Sensitivity.RESTRICTED)


def ancestors(place: str, tree: Tree) -> Iterator[str]:
    """The place itself, then its parents up to the top.  Ends at unknown places and at circles."""
    seen: set[str] = set()
    step: str | None = place
    while step is not None and step not in seen:
        seen.add(step)
        yield step
        step = tree.get(step)


def within(place: str, top: str, tree: Tree) -> bool:
    """Whether `place` is `top` or lies below it."""
    return top in ancestors(place, tree)


def in_scope(kind: Kind, place: str | None, site: str | None, tree: Tree) -> bool:
    """Whether a record of `kind` at `place` belongs on the replica of a site at the place `site`.

    `site` None is the whole workspace.  Places go to everybody.  A record in the site's own sub-tree belongs there;
    shared records also when they have no place or lie at or above the site, up to the top of the tree.
    """
    if site is None or kind.name == "place":
        return True
    if place is None:
        return kind.reach is Reach.SHARED
    if within(place, site, tree):
        return True
    return kind.reach is Reach.SHARED and within(site, place, tree)


def place_of(kind: Kind, values: Mapping[str, Any], parent_place: Callable[[str], str | None]) -> str | None:
    """The place that decides a record's scope: its own, else that of the record it belongs to.

    `parent_place` answers the place of the parent record by its id.
    """
    own = values.get("place")
    if own is not None or kind.parent is None:
        return str(own) if own is not None else None
    parent = values.get(kind.parent)
    return parent_place(str(parent)) if parent is not None else None
