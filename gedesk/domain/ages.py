"""Age bands and the groups they roll up to.  A band's code is its bounds, so nothing else needs to know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gedesk.domain.fields import NOT_RECORDED
from gedesk.domain.vocabularies import vocabulary

# Groups people report by, as first and last age.  A country pack may name its own definition of youth.
GROUPS = {"children": (0, 17), "adolescents": (10, 19), "youth": (15, 24), "young_adults": (18, 34)}


class RollUp(NamedTuple):
    """People surely inside the group, and those whose band or age does not say."""

    inside: int
    unknown: int


def bounds(band: str) -> tuple[int, int | None] | None:
    """First and last age of a band; the last is None when it is open; None for "not recorded"."""
    if band == NOT_RECORDED:
        return None
    if band.endswith("+"):
        return int(band[:-1]), None
    first, last = band.split("-")
    return int(first), int(last)


def band_of(age: int) -> str | None:
    """The band that an age in years lies in."""
    for code in vocabulary("age_band").codes:
        limits = bounds(code)
        if limits is not None and limits[0] <= age and (limits[1] is None or age <= limits[1]):
            return code
    return None


def roll_up(cells: Mapping[str, int] | None, first: int, last: int, *, position: int = 1) -> RollUp:
    """How many people in `cells` are `first` to `last` years old; `position` is that of the age in the cell's key.

    Bands that cross a bound are counted as unknown, never split.
    """
    inside = unknown = 0
    for key, count in (cells or {}).items():
        known = bounds(key.split("|")[position])
        if known is None:
            unknown += count
            continue
        low, high = known
        if low >= first and high is not None and high <= last:
            inside += count
        elif low <= last and (high is None or high >= first):
            unknown += count
    return RollUp(inside, unknown)
