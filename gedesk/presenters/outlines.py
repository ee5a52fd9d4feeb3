"""Outlines of regions, as country packs ship them."""

from __future__ import annotations

import json
from functools import lru_cache

from gedesk import paths

Ring = tuple[tuple[float, float], ...]


@lru_cache(maxsize=4)
def outlines(country: str) -> dict[str, tuple[Ring, ...]]:
    """Rings of longitude and latitude in degrees by the code of a region; empty where a pack ships none.

    Sources and licences stand in the SOURCES.md of each pack.
    """
    file = paths.resource(f"packs/{country.lower()}/boundaries.geojson")
    if not file.exists():
        return {}
    found: dict[str, tuple[Ring, ...]] = {}
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = tuple(tuple((float(x), float(y)) for x, y, *_rest in ring) for part in parts for ring in part)
        code = str(feature["properties"]["code"])
        found[code] = found.get(code, ()) + rings
    return found
