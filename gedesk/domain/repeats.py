"""What is told more than once is counted once.  Links may form chains and even circles; no group is lost by that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from gedesk.domain.text import fold


def original(id: str, links: Mapping[str, str]) -> str:
    """The record that a chain of links ends at; of a circle the one with the smallest id."""
    seen: dict[str, None] = {}
    while id in links and id not in seen:
        seen[id] = None
        id = links[id]
    if id not in seen:
        return id
    circle = list(seen)
    return min(circle[circle.index(id) :])


def repeated(links: Mapping[str, str], chosen: Collection[str]) -> set[str]:
    """Those of the chosen records to leave out, so that one of each group stays: the original if it is chosen.

    `links` gives for a record the one that it repeats; `chosen` are the ids that a sum is made of.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for id in chosen:
        groups[original(id, links)].append(id)
    left_out: set[str] = set()
    for first, members in groups.items():
        if len(members) > 1:
            kept = first if first in members else min(members)
            left_out.update(id for id in members if id != kept)
    return left_out


@dataclass(frozen=True, slots=True)
class Told:
    """An event as somebody told it."""

    id: str
    title: str
    day: date
    total: int | None
    place: str


def alike(one: Told, other: Told) -> bool:
    """Whether two records may be one event: the same day, and the same number of people or most words of the title."""
    if one.id == other.id or one.day != other.day:
        return False
    if one.total is not None and one.total == other.total and one.total >= 20:
        return True
    mine, theirs = (set(fold(told.title).split()) for told in (one, other))
    shorter = min(len(mine), len(theirs))
    return shorter >= 2 and len(mine & theirs) >= 0.75 * shorter
