"""Country packs: places, settings and first records of a country, shipped as data.  See `resources/packs/FORMAT.md`."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gedesk import i18n, paths
from gedesk.domain.duties import ReportingDuty
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.errors import InvalidInput, MadeByNewer, UsageError
from gedesk.i18n import gettext as _

FORMAT = 1
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://gedesk.org/packs")

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the tree of places, with its name by language."""

    code: str
    names: Mapping[str, str]

    def label(self, language: str | None = None) -> str:
        """Name in `language`, or in the one in use."""
        return self.names[language or i18n.current()]


@dataclass(frozen=True, slots=True)
class Tier:
    """A kind of committee at a level of the tree, and the type it reports to ("" for none)."""

    level: str
    committee_type: str
    reports_to: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name that means several places; `rule` is explained in FORMAT.md."""

    name: str
    codes: tuple[str, ...]
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Posts:
    """How many focal-point posts a level should have within a place, and where: codes of places of that level."""

    level: str
    within: str
    number: int
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a file of the pack was made from, under which licence, and the day it was read."""

    file: str
    origin: str
    licence: str
    url: str
    read: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A checked country pack.  Values are domain values ready for the registry; `places` also carry their `id`."""

    code: str
    version: str
    date: date
    country: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    time_zone: str
    currency: str
    fiscal_year_first_month: int
    reporting_period: str
    due_days: int
    duties: tuple[ReportingDuty, ...]
    levels: tuple[Level, ...]
    tiers: tuple[Tier, ...]
    chapter: tuple[str, ...]
    headings: Mapping[str, Mapping[str, str]]  # sections of the chapter that this country calls otherwise
    themes: tuple[str, ...]
    age_bands: tuple[str, ...]
    youth: tuple[int, int]
    switches: Mapping[str, bool]
    posts: tuple[Posts, ...]
    places: tuple[Values, ...]
    codes: Mapping[str, str]  # code of a place -> its id
    other_codes: Mapping[tuple[str, str], str]  # (scheme, code there) -> code of a place
    ambiguous: tuple[Ambiguity, ...]
    records: tuple[tuple[str, str, Values], ...]  # (kind, id, values), places first, parents before children
    post_records: tuple[tuple[str, str, Values], ...]  # the expected focal-point posts, all vacant
    boundaries: Path | None
    sources: tuple[Source, ...]
    fingerprint: str = ""  # of a pack loaded from a file: two files of one version are told apart

    def label(self, language: str | None = None) -> str:
        """Name of the country in `language`, or in the one in use."""
        return self.names[language or i18n.current()]

    @property
    def shapes(self) -> frozenset[str]:
        """Codes of the places that the map draws."""
        return _shapes(self.boundaries) if self.boundaries else frozenset()

    def heading(self, section: str, language: str | None = None) -> str:
        """What a section of the country chapter is called here."""
        renamed = self.headings.get(section)
        if renamed:
            return renamed[language or i18n.current()]
        return vocabulary("chapter_section").label(section, language)

    def switch(self, name: str) -> bool:
        """Whether a part of the program is on; off when the pack does not say."""
        return self.switches.get(name, False)


def pack_codes() -> list[str]:
    """Codes of the packs that are shipped."""
    return sorted(path.parent.name for path in paths.resource("packs").glob("*/pack.json"))


def is_code(code: object) -> bool:
    """Whether this may be the code of a pack: it names a folder, so letters, digits and hyphens only."""
    return isinstance(code, str) and re.fullmatch(r"[a-z][a-z0-9-]{1,30}", code) is not None


def record_id(kind: str, key: str, *, pack: str = "") -> str:
    """The id of a pack's record: the same on every replica.  Places need no pack, since their codes are unique."""
    name = f"place/{key}" if kind == "place" else f"{pack}/{kind}/{key}"
    return str(uuid.uuid5(NAMESPACE, name))


def load_pack(code: str) -> Pack:
    """Reads and checks a pack, shipped or loaded from a file.

    Raises UsageError for an unknown code, InvalidInput naming the fault of a bad pack.
    """
    if code in _shipped_codes():
        return _shipped(code)
    folder = paths.packs_folder() / code
    if is_code(code) and (folder / "pack.json").is_file():
        return _loaded(folder, (folder / "pack.json").stat().st_mtime_ns)
    raise UsageError(
        _("There is no country pack “{code}”.").format(code=code),
        advice=_("Packs: {codes}. A pack of your own is loaded with --pack FILE.").format(codes=", ".join(pack_codes())),
    )


@cache
def _shipped_codes() -> frozenset[str]:
    return frozenset(pack_codes())


@cache
def _shipped(code: str) -> Pack:
    return read_pack(paths.resource(f"packs/{code}"))


@cache
def _loaded(folder: Path, _changed: int) -> Pack:
    digest = hashlib.blake2b(digest_size=8)
    for name in ("pack.json", "places.csv"):
        digest.update((folder / name).read_bytes())
    return replace(read_pack(folder), fingerprint=digest.hexdigest())


def with_settings(pack: Pack, version: str, settings: str) -> Pack:
    """A pack with the settings of a later version, as headquarters sent them; places and records stay those it has.

    Settings that are damaged or of a later format are left out: the pack works on as it is.
    """
    try:
        shown = json.loads(settings)
        if shown.get("format", 0) > FORMAT or shown["code"] != pack.code:
            return pack
        levels = tuple(Level(item["code"], item["names"]) for item in shown["levels"])
        where = Path(pack.code)
        return replace(
            pack,
            version=version,
            fiscal_year_first_month=shown["fiscal_year_first_month"],
            reporting_period=shown["reporting"]["period"],
            due_days=shown["reporting"]["due_days"],
            duties=tuple(_duties(where, shown["reporting"], {level.code for level in levels})),
            levels=levels,
            tiers=tuple(_tiers(where, shown)),
            chapter=tuple(shown["chapter"]),
            headings=dict(shown.get("chapter_headings", {})),
            themes=tuple(shown.get("themes", ())),
            age_bands=tuple(shown["age_bands"]),
            youth=(shown["youth"][0], shown["youth"][1]),
            switches=dict(shown["switches"]),
        )
    except (InvalidInput, KeyError, TypeError, ValueError, AttributeError):
        return pack


def settings_of(folder: Path) -> str:
    """The settings in a pack's folder, without places and records, as one line."""
    shown = json.loads((folder / "pack.json").read_text(encoding="utf-8"))
    return json.dumps({key: value for key, value in shown.items() if key not in ("records", "sources")}, ensure_ascii=False)


def read_pack(folder: Path) -> Pack:
    """Reads and checks the pack in a folder."""
    try:
        shown = json.loads((folder / "pack.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _fault(folder, "pack.json", str(error)) from error
    if shown.get("format", 0) > FORMAT:
        raise MadeByNewer(
            _("The country pack {name} needs a newer version of GE Desk.").format(name=folder.name),
            advice=_("Install the version that came with the pack."),
        )
    try:
        return _pack(folder, shown)
    except KeyError as error:
        raise _fault(folder, "pack.json", f"no {error}") from error


def _pack(folder: Path, shown: dict[str, Any]) -> Pack:
    levels = tuple(Level(item["code"], _five(folder, item["names"])) for item in shown["levels"])
    places = tuple(_places(folder, {level.code for level in levels}))
    codes: dict[str, str] = {place["code"]: place["id"] for place in places}
    if shown["code"] != folder.name:
        raise _fault(folder, "pack.json", f"code {shown['code']} in folder {folder.name}")
    if shown["country"] not in codes:
        raise _fault(folder, "pack.json", f"country {shown['country']} is not a place")
    _known(folder, "currency", [shown["currency"]])
    _known(folder, "language", shown["languages"])
    _known(folder, "age_band", shown["age_bands"])
    _known(folder, "chapter_section", [*shown["chapter"], *shown.get("chapter_headings", {})])
    _known(folder, "theme", shown.get("themes", []))
    _known(folder, "period_kind", [shown["reporting"]["period"]])
    _known(folder, "committee_type", [item["committee_type"] for item in shown["tiers"]])
    if not 1 <= shown["fiscal_year_first_month"] <= 12:
        raise _fault(folder, "pack.json", f"month {shown['fiscal_year_first_month']}")
    posts = tuple(_posts(folder, shown.get("posts", {}), codes, places))
    first, last = shown["youth"]
    boundaries = folder / "boundaries.geojson"
    return Pack(
        code=shown["code"],
        version=shown["version"],
        date=date.fromisoformat(shown["date"]),
        country=shown["country"],
        names=_five(folder, shown["names"]),
        languages=tuple(shown["languages"]),
        time_zone=shown["time_zone"],
        currency=shown["currency"],
        fiscal_year_first_month=shown["fiscal_year_first_month"],
        reporting_period=shown["reporting"]["period"],
        due_days=shown["reporting"]["due_days"],
        duties=tuple(_duties(folder, shown["reporting"], {level.code for level in levels})),
        levels=levels,
        tiers=tuple(_tiers(folder, shown)),
        chapter=tuple(shown["chapter"]),
        headings={code: _five(folder, names) for code, names in shown.get("chapter_headings", {}).items()},
        themes=tuple(shown.get("themes", ())),
        age_bands=tuple(shown["age_bands"]),
        youth=(first, last),
        switches=dict(shown["switches"]),
        posts=posts,
        places=places,
        codes=codes,
        other_codes=_other_codes(folder, codes),
        ambiguous=tuple(_ambiguous(folder, codes)),
        records=tuple(_records(folder, shown, places)),
        post_records=tuple(_post_records(shown["code"], posts, places)),
        boundaries=boundaries if boundaries.exists() else None,
        sources=tuple(
            Source(item["file"], item["from"], item["licence"], item["url"], item["read"])
            for item in shown["sources"]
        ),
    )


def _places(folder: Path, levels: set[str]) -> Iterator[Values]:
    known: set[str] = set()
    for line, row in _rows(folder, "places.csv"):
        parent = row["parent_code"]
        if row["code"] in known:
            raise _fault(folder, f"places.csv:{line}", f"{row['code']} stands twice")
        if row["level"] not in levels:
            raise _fault(folder, f"places.csv:{line}", f"level {row['level']} is not in pack.json")
        if parent not in known and (parent or known):
            raise _fault(
                folder,
                f"places.csv:{line}",
                f"parent {parent or 'missing'} does not stand above {row['code']}",
            )
        known.add(row["code"])
        values = {
            "code": row["code"],
            "name": row["name"],
            "level": row["level"],
            "parent": record_id("place", parent) if parent else None,
            "place_kind": row["kind"],
            "other_names": row["other_names"],
            "pcode": row["pcode"],
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "state": "complete",
            "sensitivity": "public",
        }
        yield {"id": record_id("place", row["code"]), **_clean(folder, f"places.csv:{line}", "place", values)}


def _records(
    folder: Path, shown: dict[str, Any], places: tuple[Values, ...]
) -> Iterator[tuple[str, str, Values]]:
    ids: dict[str, str] = {}
    for place in places:
        ids[f"@place:{place['code']}"] = place["id"]
        yield "place", place["id"], {field: value for field, value in place.items() if field != "id"}
    for item in _each(folder, shown["records"], places):
        where = f"record {item['kind']}:{item['key']}"
        values: Values = {"state": "complete", "sensitivity": "public"}
        for field, value in item["values"].items():
            if isinstance(value, list):
                values[field] = [_resolved(folder, where, entry, ids) for entry in value]
            else:
                values[field] = _resolved(folder, where, value, ids)
        identity = record_id(item["kind"], item["key"], pack=shown["code"])
        if identity in ids.values():
            raise _fault(folder, "pack.json", f"{where} stands twice")
        ids[f"@{item['kind']}:{item['key']}"] = identity
        yield item["kind"], identity, _clean(folder, where, item["kind"], values)


def _each(
    folder: Path, items: list[dict[str, Any]], places: tuple[Values, ...]
) -> Iterator[dict[str, Any]]:
    """Records, those with `each` once for every place of that level."""
    for item in items:
        if not (level := item.get("each")):
            yield item
            continue
        chosen = [place for place in places if place["level"] == level]
        if not chosen:
            raise _fault(folder, "pack.json", f"record {item['kind']}:{item['key']} for each {level}, but there is none")
        for place in chosen:
            values = {
                field: value.replace("{place}", place["name"]).replace("@each", f"@place:{place['code']}")
                if isinstance(value, str)
                else value
                for field, value in item["values"].items()
            }
            yield {"kind": item["kind"], "key": f"{item['key']}/{place['code']}", "values": values}


def _resolved(folder: Path, where: str, value: Any, ids: Mapping[str, str]) -> Any:
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    if value not in ids:
        raise _fault(folder, "pack.json", f"{where} points at {value}, which does not stand above it")
    return ids[value]


def _tiers(folder: Path, shown: Mapping[str, Any]) -> Iterator[Tier]:
    for item in shown["tiers"]:
        yield Tier(item["level"], item["committee_type"], item["reports_to"], _five(folder, item["names"]))


def _duties(folder: Path, shown: Mapping[str, Any], levels: set[str]) -> Iterator[ReportingDuty]:
    for item in shown.get("duties", ()):
        level = item.get("level", "")
        if item["by"] not in ("post", "committee", "maker") or (level and level not in levels):
            raise _fault(folder, "pack.json", f"duty of {item['by']} {level}")
        period, days = item.get("period", shown["period"]), item.get("due_days", shown["due_days"])
        _known(folder, "period_kind", [period])
        yield ReportingDuty(item["by"], level, period, days, date.fromisoformat(item["since"]))


def _posts(
    folder: Path, shown: Mapping[str, Any], codes: Mapping[str, str], places: Sequence[Values]
) -> Iterator[Posts]:
    """Every place of the level has a post, unless `at` names those that have one."""
    tree = {place["id"]: place["parent"] for place in places}
    named = shown.get("at", {})
    for level, numbers in shown.items():
        if level == "at":
            continue
        for within, number in numbers.items():
            if within not in codes:
                raise _fault(folder, "pack.json", f"posts within {within}, which is not a place")
            there = [place["code"] for place in places
                     if place["level"] == level and codes[within] in _above(place["id"], tree)]  # fmt: skip
            chosen = named.get(level, {}).get(within, there)
            if len(chosen) != number or not set(chosen) <= set(there):
                raise _fault(folder, "pack.json", f"{number} posts of level {level} within {within}: {len(chosen)} places")
            yield Posts(level, within, number, tuple(chosen))


def _post_records(
    pack: str, posts: tuple[Posts, ...], places: tuple[Values, ...]
) -> Iterator[tuple[str, str, Values]]:
    chosen = {(post.level, code) for post in posts for code in post.at}
    for place in places:
        if (place["level"], place["code"]) in chosen:
            yield _post(pack, f"{place['level']}/{place['code']}", f"Focal point, {place['name']}", place["level"], place["id"])


def _post(pack: str, key: str, title: str, level: str, place: str) -> tuple[str, str, Values]:
    values = {"title": title, "level": level, "place": place, "state": "complete", "sensitivity": "public"}
    return (
        "focal_point_post",
        record_id("focal_point_post", key, pack=pack),
        registry.clean("focal_point_post", values),
    )


def _above(place: str, tree: Mapping[str, str | None]) -> Iterator[str]:
    step: str | None = place
    while step is not None:
        yield step
        step = tree[step]


def _ambiguous(folder: Path, codes: Mapping[str, str]) -> Iterator[Ambiguity]:
    for line, row in _rows(folder, "ambiguous.csv", needed=False):
        meant = tuple(row["codes"].split("|"))
        if unknown := [code for code in meant if code not in codes]:
            raise _fault(folder, f"ambiguous.csv:{line}", f"unknown place {', '.join(unknown)}")
        yield Ambiguity(row["name"], meant, row["rule"], row["note"])


def _other_codes(folder: Path, codes: Mapping[str, str]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for line, row in _rows(folder, "codes.csv", needed=False):
        if row["code"] not in codes:
            raise _fault(folder, f"codes.csv:{line}", f"unknown place {row['code']}")
        found.setdefault((row["scheme"], row["other_code"]), row["code"])
    return found


@cache
def _shapes(boundaries: Path) -> frozenset[str]:
    shown = json.loads(boundaries.read_text(encoding="utf-8"))
    return frozenset(feature["properties"]["code"] for feature in shown["features"])


def _rows(folder: Path, name: str, *, needed: bool = True) -> Iterator[tuple[int, dict[str, str]]]:
    path = folder / name
    if not path.exists() and not needed:
        return
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from enumerate(csv.DictReader(file), start=2)
    except OSError as error:
        raise _fault(folder, name, str(error)) from error


def _clean(folder: Path, where: str, kind: str, values: Values) -> Values:
    try:
        cleaned = registry.clean(kind, values)
    except InvalidInput as error:
        raise _fault(folder, where, "; ".join(problem.message for problem in error.problems)) from error
    return {field: value for field, value in cleaned.items() if value is not None or field == "parent"}


def _five(folder: Path, names: Mapping[str, str]) -> dict[str, str]:
    if missing := [language for language in i18n.LANGUAGES if not names.get(language)]:
        raise _fault(folder, "pack.json", f"{names} lacks {', '.join(missing)}")
    return dict(names)


def _known(folder: Path, name: str, values: list[str]) -> None:
    if unknown := [value for value in values if value not in vocabulary(name)]:
        raise _fault(folder, "pack.json", f"{', '.join(unknown)} not in the vocabulary {name}")


def _fault(folder: Path, where: str, what: str) -> InvalidInput:
    return InvalidInput(
        _("The country pack {name} has a fault in {where}: {what}").format(
            name=folder.name, where=where, what=what
        ),
        advice=_("Install GE Desk again, or correct the pack."),
    )
