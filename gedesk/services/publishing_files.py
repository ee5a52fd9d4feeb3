"""The open data that a public dashboard hands out: tables, the whole as JSON with its schema, IATI."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gedesk import paths
from gedesk.documents.dashboard_page import Download
from gedesk.documents.iati import activities
from gedesk.workbook.text_source import guard

Json = Mapping[str, Any]
CSV, JSON, XML = "text/csv;charset=utf-8", "application/json", "application/xml"

COMMITMENTS = (
    "id", "code", "title", "statement", "language", "form", "types", "coalitions", "stage", "stage_on", "rating", "rated_on", "review",
    "start", "end", "place", "place_name", "countries", "programme", "sdg", "makers", "makers_unnamed",
)  # fmt: skip
FIGURES = ("value", "qualifier", "text", "day", "hidden")
INDICATORS = (
    "id", "code", "name", "reference", "language", "unit", "measure", "direction", "programme", "counts_people", "figure", "place", "period",
    *FIGURES, "status", "reported", "expected",
)  # fmt: skip
PEOPLE = ("by", "group", "sex", "people", "hidden")
COVERAGE = ("by", "place", "place_name", "level", "expected", "filled", "trained", "reporting")
STORIES = ("id", "code", "title", "text", "language", "told_on", "place", "people")


def files(data: Json, organisation: str, made: str) -> list[Download]:
    """Every file, as the page names them."""
    places = {one["code"]: one["name"] for one in data["places"]}
    whole = json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8")
    found = [
        Download("commitments.csv", CSV, _csv(COMMITMENTS, _commitments(data, places))),
        Download("indicators.csv", CSV, _csv(INDICATORS, _indicators(data))),
        Download("people.csv", CSV, _csv(PEOPLE, _people(data))),
        Download("coverage.csv", CSV, _csv(COVERAGE, _coverage(data, places))),
        Download("stories.csv", CSV, _csv(STORIES, data["stories"])),
        Download("data.json", JSON, whole),
        Download("schema.json", JSON, paths.resource("publish/schema.json").read_bytes()),
    ]
    xml = activities(data, organisation, made)
    return [*found, Download("iati-activities.xml", XML, xml)] if xml else found


def _csv(columns: Sequence[str], rows: Iterable[Json]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")  # the mark tells Excel that this is UTF-8


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return int(value) if float(value).is_integer() else value
    if isinstance(value, list | tuple):
        return guard("; ".join(map(str, value)))
    return guard(str(value))


def _commitments(data: Json, places: Mapping[str, str]) -> Iterator[Json]:
    for one in data["commitments"]:
        makers = [maker["name"] for maker in one["makers"]]
        yield {**one, "place_name": places.get(one["place"]), "makers": makers}


def _indicators(data: Json) -> Iterator[Json]:
    for one in data["indicators"]:
        for name in ("baseline", "target", "actual"):
            if figure := one.get(name):
                more = {key: one.get(key) for key in ("status", "reported", "expected")} if name == "actual" else {}
                yield {**{key: one.get(key) for key in INDICATORS[:10]}, "figure": name, **figure, **more}
        for name in ("regions", "periods"):
            for part in one.get(name, ()):
                yield {"id": one["id"], "code": one.get("code"), "name": one["name"], "unit": one.get("unit"), "figure": "actual", **part}


def _people(data: Json) -> Iterator[Json]:
    people = data["people"]
    for sex, number in people["sex"].items():
        yield {"by": "sex", "sex": sex, "people": number}
    for name, table in people["tables"].items():
        for row, cells in (table or {"rows": {}})["rows"].items():
            for column, number in zip(table["columns"], cells, strict=True):
                yield {"by": name, "group": column, "sex": row, "people": number, "hidden": number is None or None}
        for column, number in zip((table or {"columns": ()})["columns"], (table or {"totals": ()})["totals"], strict=True):
            yield {"by": name, "group": column, "sex": "all", "people": number, "hidden": number is None or None}


def _coverage(data: Json, places: Mapping[str, str]) -> Iterator[Json]:
    for one in data["coverage"]["levels"]:
        yield {"by": "level", **one}
    for one in data["coverage"]["regions"]:
        yield {"by": "region", "place_name": places.get(one["place"]), **one}
