"""The public data of a store: the documented JSON from which page, tables and IATI file are made (docs/public-dashboard.md).

Everything is read through `PublicTables`, counts of people go through `domain.suppression`, and a text that names a person
kept here takes its record out.
"""

from __future__ import annotations

import base64
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from gedesk.documents.pictures import bare_jpeg
from gedesk.domain import consent, repeats, rollup, suppression
from gedesk.domain.fields import NOT_RECORDED
from gedesk.domain.fiscal import period_of
from gedesk.domain.outlines import Ring, outlines
from gedesk.domain.suppression import Guarded, small
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.services import evidence
from gedesk.services.monitoring import Indicators
from gedesk.services.monitoring_views import Figure
from gedesk.services.public import PublicTables
from gedesk.services.publishing_views import LeftOut, Reason
from gedesk.services.reporting import Reports
from gedesk.services.tables import Row, Tables, text
from gedesk.store.blobs import Blobs

FORMAT, VERSION = "gedesk-public", 1
ALL_PHOTOS = 600_000  # characters of all pictures in the page
TITLES = 5  # named of those left out
MISSING = 50  # places without a report that are named
BY_PEOPLE = ("sex", "age", "disability")  # an indicator that is broken down so counts people
PEOPLE_WORDS = (
    "people", "person", "women", "woman", "girl", "men", "man", "boy", "beneficiar", "participant", "survivor", "famil", "household",
    "watu", "mtu", "wanawake", "mwanamke", "wasichana", "msichana", "wanaume", "wavulana", "washiriki", "kaya",
    "personne", "femme", "fille", "homme", "garcon", "menage",
    "человек", "люд", "женщин", "девоч", "девуш", "мужчин", "мальчик", "участник", "семь",
    "osob", "ljud", "zen", "djevoj", "muskar", "djeca", "djecak", "ucesni", "porodic",
)  # fmt: skip

Json = dict[str, Any]


@dataclass(slots=True)
class Account:
    """Who is in it and who is not, while it is gathered."""

    held: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # kind -> ids
    counted: Counter[str] = field(default_factory=Counter)  # records that are in sums only
    reasons: dict[tuple[str, Reason], list[str]] = field(default_factory=lambda: defaultdict(list))
    numbers: Counter[tuple[str, Reason]] = field(default_factory=Counter)
    hidden: int = 0
    look_again: list[str] = field(default_factory=list)

    def without(self, kind: str, reason: Reason, title: str) -> None:
        """One record is left out."""
        self.reasons[kind, reason].append(title)

    def left_out(self) -> list[LeftOut]:
        """What is left out, by kind and reason."""
        whole = {key: len(titles) for key, titles in self.reasons.items()}
        for key, number in self.numbers.items():
            whole[key] = whole.get(key, 0) + number
        return [LeftOut(kind, reason, number, tuple(self.reasons.get((kind, reason), ())[:TITLES]))
                for (kind, reason), number in whole.items() if number]  # fmt: skip


class Gathering:
    """One look at everything that may be published."""

    def __init__(
        self, tables: PublicTables, blobs: Blobs, step: Callable[[str], None] = lambda _name: None
    ) -> None:
        self.t = tables
        self.account = Account()
        self._blobs = blobs
        self._step = step

    def data(self) -> Json:
        """The whole document."""
        parts: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("programmes", lambda: list(self._programmes())),
            ("commitments", lambda: list(self._commitments())),
            ("indicators", lambda: list(self._indicators())),
            ("coverage", self._coverage),
            ("people", self._people),
            ("stories", lambda: list(self._stories())),
        )
        pack = self.t.pack
        found: Json = {
            "format": FORMAT, "version": VERSION, "country": pack.country, "names": dict(pack.names),
            "place": self._code(self.t.home), "publisher": self.t.identity.name, "made": self.t.day.isoformat(),
            "threshold": suppression.THRESHOLD,
        }  # fmt: skip
        for name, make in parts:
            self._step(name)
            found[name] = make()
        found["places"] = list(self._places(found))
        for kind in ("commitment", "maker", "indicator", "target", "result", "activity", "organisation", "programme", "focal_point_post"):
            for reason, number in self.t.kept_back(kind).items():
                self.account.numbers[kind, reason] += number
        return found

    # -- places --------------------------------------------------------------------------------------------------

    def _code(self, id: str | None) -> str:
        return text(self.t.places.get(id or "", {}).get("code"))

    @cached_property
    def areas(self) -> list[str]:
        """Ids of the regions that figures are given for: those of the map, else the places one step below."""
        inside, shapes = self.t.within(self.t.home), self.t.pack.shapes
        drawn = [id for id, row in self.t.places.items() if id in inside and row["code"] in shapes]
        return drawn or list(self.t.children.get(self.t.home, ()))

    @cached_property
    def _area_of(self) -> dict[str, str]:
        """Code of the region that a place lies in."""
        return {below: self._code(area) for area in self.areas for below in self.t.within(area)}

    def _places(self, found: Json) -> Iterator[Json]:
        """Places that are named in the document, and the regions."""
        codes = {self._code(area) for area in self.areas} | {found["place"]}
        for one in (*found["commitments"], *found["stories"]):
            codes |= {one["place"], *one.get("countries", ())}
        for row in self.t.places.values():
            if row["code"] in codes:
                one = {"code": row["code"], "name": text(row["name"]), "level": text(row["level"])}
                if (area := self._area_of.get(row["id"])) and area != row["code"]:
                    one["region"] = area
                yield one

    # -- commitments ---------------------------------------------------------------------------------------------

    def _named(self, kind: str, title: str, *texts: Any) -> bool:
        """Whether a record's texts name a person kept here; it is left out then."""
        if self.t.people.named_in(*(text(one) for one in (title, *texts))):
            self.account.without(kind, "names_a_person", title)
            return True
        return False

    @cached_property
    def _makers(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.t.rows("maker", ("commitment", "organisation", "role")):
            if row["commitment"] and row["organisation"]:
                found[row["commitment"]].append(row)
        return found

    @cached_property
    def _types(self) -> dict[str, str]:
        return {row["id"]: text(row["organisation_type"]) for row in self.t.rows("organisation", ("organisation_type",))}

    def _programmes(self) -> Iterator[Json]:
        for row in self.t.rows("programme", ("code", "name", "description", "start", "end", "programme_state", "language")):
            if self._named("programme", text(row["name"]), row["description"]):
                continue
            self.account.held["programme"].append(row["id"])
            yield _bare({
                "id": row["id"], "code": row["code"], "name": row["name"], "description": row["description"], "language": row["language"],
                "start": _day(row["start"]), "end": _day(row["end"]), "state": row["programme_state"],
            })  # fmt: skip

    def _commitments(self) -> Iterator[Json]:
        fields = (
            "code", "title", "statement", "language", "form", "primary_type", "types", "coalitions", "stage", "stage_on", "rating",
            "rated_on", "independent_review", "start", "end", "place", "countries", "programme", "sdg_targets",
        )  # fmt: skip
        programmes = self.account.held["programme"]
        unnamed = set()
        for row in self.t.rows("commitment", fields):
            if self._named("commitment", text(row["title"]), row["statement"]):
                continue
            self.account.held["commitment"].append(row["id"])
            makers, without = [], 0
            names = self.t.titles("organisation", (one["organisation"] for one in self._makers.get(row["id"], ())))
            for one in self._makers.get(row["id"], ()):
                if name := names[one["organisation"]]:
                    makers.append(_bare({"name": name, "role": one["role"], "type": self._types[one["organisation"]]}))
                    self.account.held["organisation"].append(one["organisation"])
                else:
                    without += 1
                    unnamed.add(one["organisation"])
            yield _bare({
                "id": row["id"], "code": row["code"], "title": row["title"], "statement": row["statement"], "language": row["language"],
                "form": row["form"],
                "types": list(dict.fromkeys([*([row["primary_type"]] if row["primary_type"] else []), *(row["types"] or ())])),
                "coalitions": row["coalitions"] or [], "stage": row["stage"], "stage_on": _day(row["stage_on"]),
                "rating": row["rating"], "rated_on": _day(row["rated_on"]), "review": row["independent_review"],
                "start": _day(row["start"]), "end": _day(row["end"]), "place": self._code(row["place"]),
                "countries": [code for one in row["countries"] or () if (code := self._code(one))],
                "programme": row["programme"] if row["programme"] in programmes else None, "sdg": row["sdg_targets"] or [],
                "makers": makers, "makers_unnamed": without or None,
            }, keep=("place", "coalitions", "makers"))  # fmt: skip
        self.account.numbers["organisation", "no_consent"] += len(unnamed)

    # -- indicators ----------------------------------------------------------------------------------------------

    def _indicators(self) -> Iterator[Json]:
        look = Indicators(self.t)
        more = self._more_of_indicators()
        for row in look.rows(""):
            own = more[row.id]
            told = [figure.text for figure in (row.target, row.actual) if figure is not None]
            if self._named("indicator", row.name, own["definition"], row.unit, row.baseline_text, *told):
                continue
            self.account.held["indicator"].append(row.id)
            people = own["people"]
            results = look.roll_up(row.id, self.t.home, None, None)
            actual = _figure(row.actual, row.actual_day, people)
            lines = look.lines(row.id, self.areas)
            sums = [(self._code(area), line.sum) for area, line in zip(self.areas, lines, strict=True)]
            programme = row.programme.id if row.programme else ""
            made = {
                "id": row.id, "code": own["code"], "name": row.name, "reference": row.reference, "language": own["language"],
                "definition": own["definition"], "unit": row.unit, "measure": row.measure, "direction": row.direction,
                "result_type": own["result_type"], "counts_people": people, "programme": programme if programme in self.account.held["programme"] else None,
                "baseline": _figure(row.baseline, row.baseline_on, people) or ({"text": row.baseline_text} if row.baseline_text else None),
                "target": _figure(row.target, row.target_day, False), "actual": actual,
                "status": _status(row.reached, row.actual, row.target, actual),
                "regions": self._guarded_sums("place", sums, people, row.actual),
                "periods": self._guarded_sums("period", results.periods, people, row.actual),
            }  # fmt: skip
            if reported := sum(one.reported for one in lines):  # nothing is waited for from places of an indicator of the whole country
                made |= {"reported": reported, "expected": sum(one.expected for one in lines)}
                made["missing"] = sorted({name for one in lines for name in one.missing})[:MISSING]
            yield _bare(made)

    def _more_of_indicators(self) -> dict[str, Row]:
        rows = self.t.rows("indicator", (
            "code", "language", "definition", "unit", "name", "measure", "counting_rule", "disaggregation", "result_type",
        ))  # fmt: skip
        counted = {
            row["indicator"] for row in self.t.rows("result", ("indicator", "participants", "participants_total"))
            if row["participants"] or row["participants_total"] is not None
        }  # fmt: skip
        for row in rows:
            told = fold(f"{text(row['unit'])} {text(row['name'])}").split()
            row["people"] = row["measure"] in (None, "1") and bool(
                row["counting_rule"] or row["id"] in counted or set(BY_PEOPLE) & set(row["disaggregation"] or ())
                or any(word.startswith(PEOPLE_WORDS) for word in told)
            )
        return {row["id"]: row for row in rows}

    def _guarded_sums(
        self, named: str, sums: Sequence[tuple[str, rollup.Sum | None]], people: bool, actual: Figure | None
    ) -> list[Json]:
        """Parts of an indicator's value, those of few people hidden.  Places and periods are named by `named`."""
        there = [(key, one) for key, one in sums if one is not None and one.value is not None]
        shown: Mapping[str, int | None] | None = {key: round(one.value or 0) for key, one in there}
        if people:
            whole = {key: round(one.value or 0) for key, one in there}
            total = round(actual.value) if actual and actual.value is not None else sum(whole.values())
            shown = suppression.guard_list(whole, total)
        made = []
        for key, one in there:
            hidden = shown is None or shown[key] is None
            self.account.hidden += hidden
            made.append({named: key, "hidden": True} if hidden else _bare({named: key, "value": one.value, "qualifier": _loose(one.qualifier)}))
        return made

    # -- coverage ------------------------------------------------------------------------------------------------

    def _coverage(self) -> Json:
        """Posts of focal points: offices, not people, so that nothing of them is hidden."""
        reports = Reports(self.t)
        view = reports.coverage(self.t.home)
        last = reports.last_period()
        kept = [
            row for row in Tables.rows(self.t, "periodic_report", ("sensitivity",), where={"from_day": last.start})
            if row["sensitivity"] != "public"
        ]  # fmt: skip
        self.account.counted["focal_point_post"] = sum(line.counts.expected for line in view.levels)

        def counts(line: Any) -> Json:
            one = line.counts
            told = {"expected": one.expected, "filled": one.filled, "trained": one.trained + one.reporting}
            return told if kept else told | {"reporting": one.reporting}

        return _bare({
            "period": "" if kept else last.name,
            "levels": [{"level": line.level, **counts(line)} for line in view.levels],
            "regions": [{"place": line.code, **counts(line)} for line in view.regions if line.counts.expected],
        }, keep=("levels", "regions"))  # fmt: skip

    # -- people --------------------------------------------------------------------------------------------------

    def _people(self) -> Json:
        """People in public activities that were done: an event told twice is counted once."""
        fields = ("start", "place", "participants", "participants_total", "participants_qualifier", "same_event_as")
        rows = self.t.rows("activity", fields, where={"progress": "done"})
        inside = self.t.within(self.t.home)
        rows = [row for row in rows if not row["place"] or row["place"] in inside]
        links = {row["id"]: row["same_event_as"] for row in rows if row["same_event_as"]}
        again = repeats.repeated(links, {row["id"] for row in rows})
        rows = [row for row in rows if row["id"] not in again]
        self.account.counted["activity"] = len(rows)
        tables: dict[str, dict[str, Counter[str]]] = {name: defaultdict(Counter) for name in ("age", "place", "year", "disability")}
        parts: list[tuple[float | None, str | None]] = []
        columns: dict[str, list[str]] = {
            "age": [*vocabulary("age_band").codes], "disability": [*vocabulary("disability").codes],
            "place": [*(self._code(area) for area in self.areas), ""], "year": [],
        }  # fmt: skip
        years = set()
        for row in rows:
            cells = row["participants"] or {}
            if row["participants_total"] is not None:
                parts.append((row["participants_total"], row["participants_qualifier"]))
            elif cells:
                parts.append((sum(cells.values()), None))
            year = period_of(row["start"], "year", self.t.pack.fiscal_year_first_month).name
            place = self._area_of.get(row["place"] or "", "")
            for key, number in cells.items():
                sex, age, disability = (*key.split("|"), NOT_RECORDED, NOT_RECORDED)[:3]
                years.add(year)
                for name, column in (("age", age), ("place", place), ("year", year), ("disability", disability)):
                    tables[name][sex][column] += number
        columns["year"] = sorted(years)
        used = {name: [one for one in order if any(row.get(one) for row in tables[name].values())] for name, order in columns.items()}
        released = suppression.release(tables, used)
        self.account.hidden += sum(one.hidden for one in released.tables.values() if one is not None)
        total = rollup.add(parts) if parts else None
        return {
            "activities": len(rows), "told_again": len(again), "total": _total(total, released.total),
            "known": released.total, "sex": released.rows,
            "tables": {name: _table(one) if one is not None else None for name, one in released.tables.items()},
        }  # fmt: skip

    # -- stories -------------------------------------------------------------------------------------------------

    def _stories(self) -> Iterator[Json]:
        """Stories that consent opens to everybody, newest first; names only of those who agreed."""
        fields = (
            "code", "title", "story_text", "told_on", "place", "people", "consent", "publication", "about_violence", "sensitivity",
            "state", "language", "consent_withdrawn_on", "photos",
        )  # fmt: skip
        public = {row["id"]: row for row in self.t.rows("story", fields)}
        room = ALL_PHOTOS
        for row in sorted(Tables.rows(self.t, "story", ("title", *fields)), key=lambda one: one["told_on"] or date.min, reverse=True):
            title = text(row["title"])
            if row["id"] not in public:
                self.account.without("story", "not_public" if row["state"] != "draft" else "draft", title)
                continue
            if consent.refusal(row, "public"):
                self.account.without("story", "consent", title)
                continue
            agreed = text(row["people"]) if row["consent"] not in (None, "none") else ""
            others = [name for name in self.t.people.named_in(title, text(row["story_text"])) if fold(name) not in fold(agreed)]
            if others:
                self.account.without("story", "names_a_person", title)
                continue
            if consent.hints_at_violence(f"{title} {text(row['story_text'])}"):
                self.account.look_again.append(title)
            self.account.held["story"].append(row["id"])
            photo = self._photo(row["photos"] or (), room)
            room -= len(photo["data"]) if photo else 0
            yield _bare({
                "id": row["id"], "code": row["code"], "title": title, "text": row["story_text"], "language": row["language"],
                "told_on": _day(row["told_on"]), "place": self._code(row["place"]), "people": agreed, "photo": photo,
            }, keep=("place",))  # fmt: skip

    @cached_property
    def _pictures(self) -> dict[str, Row]:
        rows = self.t.rows("attachment", ("name", "sha256", "media_type", "caption"))
        return {row["id"]: row for row in rows}

    @cached_property
    def _refused(self) -> frozenset[str]:
        return evidence.refused(self.t, "public")

    def _photo(self, ids: Iterable[str], room: int) -> Json | None:
        """The first photo that is public and fits, without what a camera writes beside a picture."""
        for id in ids:
            row = self._pictures.get(id)
            if row is None or id in self._refused:
                self.account.without("photo", "photo", "")
                continue
            if row["media_type"] != "image/jpeg" or self.t.people.named_in(text(row["caption"])):
                self.account.without("photo", "names_a_person" if row["media_type"] == "image/jpeg" else "photo", text(row["name"]))
                continue
            path = self._blobs.get(text(row["sha256"]))
            bare = bare_jpeg(path.read_bytes()) if path is not None else None
            if bare is None or len(bare) * 4 // 3 > room:
                self.account.without("photo", "too_large", text(row["name"]))
                continue
            self.account.held["attachment"].append(id)
            return {"data": base64.b64encode(bare).decode(), "caption": row["caption"]}
        return None


def _bare(values: Json, keep: Sequence[str] = ()) -> Json:
    """Without what is empty: a missing key means that nothing was written."""
    return {name: value for name, value in values.items() if name in keep or value not in (None, "", [], {})}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _loose(qualifier: str | None) -> str | None:
    return None if qualifier in (None, "", "exact") else qualifier


def _figure(figure: Figure | None, day: date | None, people: bool) -> Json | None:
    """A value with its qualifier; hidden when it is of few people."""
    if figure is None:
        return None
    if people and small(figure.value):
        return _bare({"hidden": True, "day": _day(day)})
    return _bare({"value": figure.value, "qualifier": _loose(figure.qualifier), "text": figure.text, "day": _day(day)})


def _status(reached: bool | None, actual: Figure | None, target: Figure | None, shown: Json | None) -> str:
    """`reached`, `not_yet`, `unknown`, or `no_target`; a hidden value is not betrayed by what it reached."""
    if target is None:
        return "no_target"
    if actual is None:
        return "not_reported"
    if reached is None or (shown or {}).get("hidden"):
        return "unknown"
    return "reached" if reached else "not_yet"


def _total(total: rollup.Sum | None, known: int) -> Json | None:
    """Everybody reached, those told only as totals too, unless their number could be worked out and is small."""
    if total is None or total.value is None or small(total.value):
        return None
    if small(abs(total.value - known)):
        return {"value": known} if known else None
    return _bare({"value": int(total.value), "qualifier": _loose(total.qualifier)})


def _table(guarded: Guarded) -> Json:
    """Columns with their totals, then each row; null is hidden."""
    return {
        "columns": list(guarded.columns), "totals": [guarded.totals[column] for column in guarded.columns],
        "rows": {row: [cells[column] for column in guarded.columns] for row, cells in guarded.cells.items()},
    }  # fmt: skip


def shapes(tables: Tables) -> dict[str, tuple[Ring, ...]]:
    """Outlines of the regions of the country by their code."""
    return outlines(tables.pack)
