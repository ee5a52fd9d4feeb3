"""Outlines of regions, as country packs ship them."""

from __future__ import annotations

import json
from functools import lru_cache

from gedesk.domain.packs import load_pack
from gedesk.errors import KnownError

Ring = tuple[tuple[float, float], ...]


@lru_cache(maxsize=4)
def outlines(country: str) -> dict[str, tuple[Ring, ...]]:
    """Rings of longitude and latitude in degrees by the code of a region; empty where a pack has none.

    Sources and licences stand in the SOURCES.md of each pack.
    """
    try:
        file = load_pack(country.lower()).boundaries
    except KnownError:
        return {}
    if file is None:
        return {}
    found: dict[str, tuple[Ring, ...]] = {}
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = tuple(tuple((float(x), float(y)) for x, y, *_rest in ring) for part in parts for ring in part)
        code = str(feature["properties"]["code"])
        found[code] = found.get(code, ()) + rings
    return found
