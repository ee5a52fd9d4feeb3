"""Outlines of regions, as country packs ship them.  Sources and licences stand in the SOURCES.md of each pack."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from gedesk.domain.packs import Pack

Ring = tuple[tuple[float, float], ...]


def outlines(pack: Pack) -> dict[str, tuple[Ring, ...]]:
    """Rings of longitude and latitude in degrees by the code of a region; empty where a pack has none."""
    return _outlines(pack.boundaries) if pack.boundaries is not None else {}


@lru_cache(maxsize=4)
def _outlines(file: Path) -> dict[str, tuple[Ring, ...]]:
    found: dict[str, tuple[Ring, ...]] = {}
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = tuple(tuple((float(x), float(y)) for x, y, *_rest in ring) for part in parts for ring in part)
        code = str(feature["properties"]["code"])
        found[code] = found.get(code, ()) + rings
    return found
