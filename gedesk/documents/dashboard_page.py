"""The public dashboard: one HTML file with style, script, texts and data in it, which asks the network for nothing.

The policy in its head allows just the one script and the one style, by their hashes, and no text to become markup.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from gedesk import paths

SIZE = 1000.0  # the map is drawn into a square of this many units
DIGITS = 1


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the page hands out."""

    name: str
    media_type: str
    content: bytes


def page(
    data: Mapping[str, Any], *, language: str, languages: Mapping[str, str], texts: Mapping[str, Mapping[str, str]],
    labels: Mapping[str, Mapping[str, Mapping[str, str]]], months: Mapping[str, str], outlines: Mapping[str, Sequence[Sequence[tuple[float, float]]]],
    downloads: Sequence[Download],
) -> bytes:  # fmt: skip
    """The file.  `texts` are by language and key, `labels` by vocabulary, code and language, `months` twelve names
    by language; `language` is shown first.
    """
    style, script = _resource("page.css"), _resource("page.js")
    whole = {
        "data": data, "labels": labels, "outlines": drawn(outlines),
        "downloads": [{"name": one.name, "type": one.media_type, "text": one.content.decode("utf-8")} for one in downloads],
    }  # fmt: skip
    shell = {"language": language, "languages": languages, "texts": texts, "names": data["names"], "made": data["made"], "months": months}
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    own = texts[language]
    parts = {
        "language": escape(language), "policy": escape(policy), "title": escape(f"{own['title']} · {data['names'][language]}"),
        "description": escape(own["lead"]), "style": style, "script": script, "shell": inert(shell),
        "data": packed(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8")),
        "without_script": "".join(f'<p lang="{escape(code)}">{escape(one["without_script"])}</p>' for code, one in texts.items()),
    }  # fmt: skip
    made = re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _resource("page.html"))
    return made.encode("utf-8")


def inert(value: Any) -> str:
    """JSON that no parser of HTML takes for the end of the element it stands in, or for markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(mark, code)
    return text


def packed(content: bytes) -> str:
    """Compressed, as letters: a third of its size; browsers unpack it by themselves."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def unpacked(html: bytes) -> Any:
    """What a page holds: for tests, and for programs that read pages."""
    found = re.search(rb'<script id="data" type="text/plain">([A-Za-z0-9+/=]*)</script>', html)
    if found is None:
        raise ValueError("no public dashboard")
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


def drawn(outlines: Mapping[str, Sequence[Sequence[tuple[float, float]]]]) -> dict[str, Any]:
    """Outlines as paths of SVG in an even projection, and the box they lie in: `{"box": [w, h], "paths": {code: d}}`."""
    import math

    points = [point for rings in outlines.values() for ring in rings for point in ring]
    if not points:
        return {}
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = SIZE / max((east - west) * narrow, north - south)

    def path(ring: Sequence[tuple[float, float]]) -> str:
        places = [(round((x - west) * narrow * scale, DIGITS), round((north - y) * scale, DIGITS)) for x, y in ring]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in places) + "Z"

    width, height = round((east - west) * narrow * scale, DIGITS), round((north - south) * scale, DIGITS)
    return {"box": [width, height], "paths": {code: "".join(map(path, rings)) for code, rings in outlines.items()}}


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _resource(name: str) -> str:
    return paths.resource(f"publish/{name}").read_text(encoding="utf-8").replace("\r\n", "\n")
