"""Outlines of the regions of a country."""

from __future__ import annotations

from gedesk.domain.outlines import Ring
from gedesk.domain.outlines import outlines as outlines_of
from gedesk.domain.packs import load_pack
from gedesk.errors import KnownError

__all__ = ["Ring", "outlines"]


def outlines(country: str) -> dict[str, tuple[Ring, ...]]:
    """Rings of longitude and latitude in degrees by the code of a region; empty where a pack has none."""
    try:
        return outlines_of(load_pack(country.lower()))
    except KnownError:
        return {}
