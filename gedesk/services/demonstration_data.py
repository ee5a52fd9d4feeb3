"""Demonstration data of a country: its facts from `resources/demonstration/`, and plainly fictional samples around them.

A file holds steps that are carried out in order; see `resources/demonstration/FORMAT.md`.  Everything goes through the
services.  What a source says has the source of record “report”, everything made up “fictional sample”.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from gedesk import paths
from gedesk.domain.duties import ReportingDuty, accepting
from gedesk.domain.fiscal import Period
from gedesk.domain.packs import load_pack, record_id
from gedesk.errors import UsageError
from gedesk.services.desk import Desk

DAY = date(2026, 11, 24)  # the demonstration stands still on this day
FICTIONAL = "fictional sample"
REPORT = "report on the inaugural dialogue, 12 September 2024"
PUBLIC = ("commitment", "indicator", "target", "result", "activity", "organisation", "programme", "pillar", "committee",
          "periodic_report", "maker")  # fmt: skip

FIRST = ("Asha", "Salma", "Zuhura", "Neema", "Mariam", "Joseph", "Hamad", "Juma", "Rehema", "Daudi", "Upendo", "Baraka")
CELLS = ("female|10-14|without", "female|15-17|not_recorded", "female|20-24|without", "female|25-34|without",
         "female|35-59|with", "male|15-17|not_recorded", "male|25-34|without", "male|35-59|without")  # fmt: skip

Values = dict[str, Any]


def fill(desk: Desk, country: str, *, say: Callable[[str], None] = lambda _line: None) -> Filler:
    """Writes the demonstration data of a country into headquarters' store; answers who knows its ids by key."""
    file = paths.resource(f"demonstration/{country}.json")
    if not file.is_file():
        raise UsageError(f"There is no demonstration for {country}.")
    filler = Filler(desk, country)
    for step in json.loads(file.read_text(encoding="utf-8"))["steps"]:
        filler.take(step)
    say(f"   {filler.written:,} records of the demonstration, among them fictional samples that say so")
    return filler


class Filler:
    """Carries out steps.  `ids` are those of records by `@kind:key`."""

    def __init__(self, desk: Desk, country: str) -> None:
        self.desk = desk
        self.pack = load_pack(country)
        self.ids = {f"@place:{code}": id for code, id in self.pack.codes.items()}
        self.random = Random(country)  # noqa: S311 - makes up samples, decides nothing secret
        self.written = 0
        self._top = f"@place:{self.pack.country}"
        self._known = {id for _kind, id, _values in self.pack.records}
        self._persons = 0
        self._tree = {one["id"]: one for one in self.pack.places}

    def id(self, reference: str) -> str:
        """The id behind `@kind:key`.  Raises KeyError."""
        if reference not in self.ids:
            kind, _colon, key = reference[1:].partition(":")
            found = record_id(kind, key, pack=self.pack.code)
            if found not in self._known:
                raise KeyError(reference)
            self.ids[reference] = found
        return self.ids[reference]

    def take(self, step: Values) -> None:
        """Carries out one step."""
        if "records" in step:
            self._records(step)
        elif "change" in step:
            items = [self._resolved({"id": key, **values}) for key, values in step["values"].items()]
            self.desk.records.change(step["change"], items)
        elif "picture" in step:
            self.picture(**step["picture"])
        elif "prove" in step:
            self.prove(**step["prove"])
        elif "accept" in step:
            self.accept(**step["accept"])
        elif "translations" in step:
            self._translations(**step["translations"])
        elif "members" in step:
            self.members(**step["members"])
        elif "posts" in step:
            self.posts(**step["posts"])
        elif "reports" in step:
            self.reports(**step["reports"])
        elif "activities" in step:
            self.activities(**step["activities"])
        elif "results" in step:
            self.results(**step["results"])
        else:
            raise KeyError(f"a step of the demonstration that nobody knows: {list(step)}")

    def add(self, kind: str, items: Sequence[Values]) -> list[str]:
        """Adds records with what all records of the demonstration share."""
        shared: Values = {"source": FICTIONAL, "language": "en"}
        if kind in PUBLIC:
            shared["sensitivity"] = "public"
        if kind == "organisation":
            shared["publish_consent"] = True
        self.written += len(items)
        return self.desk.records.add(kind, [shared | item for item in items]) if items else []

    def _records(self, step: Values) -> None:
        kind, keyed = step["records"], step["values"]
        shared = step.get("all", {})
        pending: dict[str, Values] = {}
        for key, values in keyed.items():
            whole = {"place": self._top, "source": REPORT} | shared | values
            if any(f"@{kind}:{one}" in whole.values() for one in pending):  # it points at one of this very step
                self._write(kind, pending)
                pending = {}
            pending[key] = self._resolved(whole)
        self._write(kind, pending)

    def _translations(self, of: str, language: str, values: Mapping[str, Values]) -> None:
        """Translations of records by the keys of these; what they require besides is that of the original."""
        made = []
        for key, texts in values.items():
            original = self.desk.records.get(of, self.id(f"@{of}:{key}"))
            kept = {name: original.values[name] for name in ("section", "audience", "source", "place") if name in original.values}
            made.append(kept | {"language": language, "translation_of": original.id} | texts)
        self.add(of, made)

    def _write(self, kind: str, keyed: Mapping[str, Values]) -> None:
        for key, id in zip(keyed, self.add(kind, list(keyed.values())), strict=True):
            self.ids[f"@{kind}:{key}"] = id

    def _resolved(self, values: Mapping[str, Any]) -> Values:
        return {
            name: self.id(value) if isinstance(value, str) and value.startswith("@")
            else [id for _kind, id, _values in self.pack.post_records] if value == ["@focal_point_post:*"]
            else [self.id(one) if isinstance(one, str) and one.startswith("@") else one for one in value]
            if isinstance(value, list)
            else value
            for name, value in values.items()
        }  # fmt: skip

    # -- people --------------------------------------------------------------------------------------------------

    def name(self) -> str:
        """A name that is plainly made up."""
        self._persons += 1
        return f"{FIRST[self._persons % len(FIRST)]} Mfano {self._persons} (sample)"

    def members(self, committee: str, since: str, rows: Sequence[Sequence[Any]], designation: str = "appointed") -> None:
        """Rows of name, sex, age band, group, area or "", role, and optionally the last day."""
        place = self.id(self._top)
        people = self.add(
            "person",
            [{"name": f"{row[0]} (sample)", "sex": row[1], "age_band": row[2], "consent": True, "place": place} for row in rows],
        )
        seats = []
        for number, (row, person) in enumerate(zip(rows, people, strict=True), 1):
            seat: Values = {
                "committee": self.id(committee), "person": person, "role": row[5], "constituency": row[3],
                "designation": designation, "from_day": since, "to_day": row[6] if len(row) > 6 else None,
                "seat": str(number), "area": self.id(f"@place:{row[4]}") if row[4] else None, "place": place,
            }  # fmt: skip
            seats.append(seat)
            self.ids[f"@person:{row[0]}"] = person
        made = self.add("membership", seats)
        self.ids.update({f"@membership:{row[0]}": id for row, id in zip(rows, made, strict=True)})

    def posts(self, vacant_every: int, untrained_every: int, since: str) -> None:
        """Fills the expected posts but every so many."""
        chosen = [(id, values) for n, (_kind, id, values) in enumerate(self.pack.post_records, 1) if n % vacant_every]
        people = self.add(
            "person", [{"name": self.name(), "sex": "female" if n % 3 else "male", "consent": True, "place": values["place"]}
                       for n, (_id, values) in enumerate(chosen)],
        )  # fmt: skip
        changes = []
        for n, ((id, _values), person) in enumerate(zip(chosen, people, strict=True), 1):
            change: Values = {"id": id, "person": person, "appointed": since}
            if n % untrained_every:
                change["trained_on"] = "2022-03-15"
            changes.append(change)
        self.desk.records.change("focal_point_post", changes, title=f"Appoint {len(changes)} focal points (sample)")

    # -- reports and what they prove -----------------------------------------------------------------------------

    def reporters(self, duty: ReportingDuty) -> list[tuple[str, str, str]]:
        """`(field, id, name)` of those who owe reports by a duty; posts only where somebody is appointed."""
        names = {place["id"]: str(place["name"]) for place in self.pack.places}
        if duty.by == "post":
            numbers = self.desk.lists.numbers("focal_point_post", where={"level": duty.level})
            filled = {row[0] for row in self.desk.lists.rows("focal_point_post", numbers, ["person"]) if row[1]}
            return [
                ("place", values["place"], names[values["place"]])
                for _kind, id, values in self.pack.post_records
                if values["level"] == duty.level and id in filled
            ]
        if duty.by == "committee":
            return [
                ("committee", id, str(values["name"]))
                for kind, id, values in self.pack.records
                if kind == "committee" and values.get("reporting_duty") and values.get("level") == duty.level
            ]
        numbers = self.desk.lists.numbers("organisation")
        rows = self.desk.lists.rows("organisation", numbers, ["name", "onboarding", "accepted_on"])
        return [("organisation", row[0], row[1]) for row in rows if row[2] and row[3]]

    def reports(self, periods: int, rate: float, on_time: float, by: str = "", text: str = "") -> list[Values]:
        """Reports by every duty for the last periods, at these rates; the latest are submitted, older ones accepted."""
        made: list[Values] = []
        for duty in self.pack.duties:
            if by and duty.by != by:
                continue
            spans = duty.ended(self.pack.fiscal_year_first_month, DAY, periods)
            for field, id, name in self.reporters(duty):
                made += [
                    self._report(duty, span, field, id, name, span == spans[-1], on_time, text)
                    for span in spans
                    if self.random.random() < rate
                ]
        self.add("periodic_report", made)
        return made

    def _report(
        self, duty: ReportingDuty, span: Period, field: str, id: str, name: str, latest: bool, on_time: float, text: str
    ) -> Values:
        due = duty.due(span)
        late = 0 if self.random.random() < on_time else self.random.randint(1, 30)
        sent = min(due - timedelta(days=self.random.randint(0, 12)) + timedelta(days=late + 12 if late else 0), DAY)
        report: Values = {
            "title": f"{name}, {span.name}", "period": span.name, "period_kind": duty.period, "from_day": span.start,
            "to_day": span.end, "due": due, "submitted_on": max(sent, span.end), field: id,
            "report_state": "submitted" if latest else "accepted", "accepted_level": None,
            "summary": text or "Sample text: what was done, for whom, and what hindered it.",
        }  # fmt: skip
        if field == "committee":
            report["place"] = next(values["place"] for _kind, one, values in self.pack.records if one == id)
        elif field == "organisation":
            report["place"] = self.id(self._top)
        if not latest:
            report["accepted_level"] = len(accepting(self.pack.duties, duty.by, self._above(report["place"])))
        return report

    def _above(self, place: str) -> list[tuple[str, str]]:
        """The places above one with their levels, up to headquarters'."""
        found = []
        while place != self.id(self._top):
            place = self._tree[place]["parent"]
            found.append((place, str(self._tree[place]["level"])))
        return found or [(place, "")]

    def picture(self, file: str, caption: str, place: str, records: Sequence[str]) -> None:
        """A shipped sample picture in the photos of records."""
        data = paths.resource(f"samples/{file}").read_bytes()
        made = self.desk.attachments.add(
            data, name=file, media_type="image/jpeg", caption=caption, place=self.id(place), thumbnail=data, size=(960, 640)
        )
        self.desk.records.change("attachment", [{"id": made.id, "source": FICTIONAL, "sensitivity": "public"}])
        self.written += 1
        for reference in records:
            kind = reference[1:].partition(":")[0]
            self.desk.records.change(kind, [{"id": self.id(reference), "photos": [made.id]}])

    def prove(self, place: str, period: str) -> None:
        """The report of a place for a period, with the records of that period as its proofs."""
        values = self.desk.reporting.prefill(self.id(place), period).values
        numbers = self.desk.lists.numbers("periodic_report", where={"place": self.id(place), "period": period})
        known = self.desk.lists.rows("periodic_report", numbers, ["title"])
        links = {name: value for name, value in values.items() if isinstance(value, list)}
        if known:
            self.desk.records.change("periodic_report", [{"id": known[0][0], **links}])
        else:
            submitted = {"report_state": "submitted", "submitted_on": values["due"], "summary": "Sample text."}
            self.add("periodic_report", [values | submitted])

    def accept(self, place: str, period: str, levels: int) -> None:
        """Accepts the report of a place at so many levels, on behalf of those without a site."""
        (report,) = [one for one in self.desk.reporting.reports(self.id(place), period=period)
                     if one.reporter and one.reporter.id == self.id(place)]  # fmt: skip
        for _level in range(levels):
            self.desk.reporting.accept(report.id, instead=True, day=DAY)

    def activities(
        self, level: str, number: int, titles: Sequence[str], commitments: Sequence[str] = (), first: str = "2025-07-01",
        last: str = "2026-10-31",
    ) -> None:  # fmt: skip
        """Sample activities spread over the places of a level and the days between."""
        places = [place["id"] for place in self.pack.places if place["level"] == level]
        start, days = date.fromisoformat(first), (date.fromisoformat(last) - date.fromisoformat(first)).days
        linked = [self.id(one) for one in commitments]
        for portion in range(0, number, 4000):
            self.add("activity", list(self._activities(portion, min(number, portion + 4000), places, titles, linked, start, days)))

    def _activities(
        self, begin: int, end: int, places: Sequence[str], titles: Sequence[str], linked: Sequence[str], start: date, days: int
    ) -> Iterator[Values]:
        kinds = ("training", "dialogue", "outreach", "service", "media", "event")
        for n in range(begin, end):
            cells = {cell: self.random.randint(2, 30) for cell in self.random.sample(CELLS, 4)}
            yield {
                "title": f"{titles[n % len(titles)]} (sample {n + 1})", "activity_type": kinds[n % len(kinds)],
                "start": start + timedelta(days=n * 37 % days), "place": places[n * 7 % len(places)],
                "commitments": [linked[n % len(linked)]] if linked else [], "participants": cells,
                "participants_total": sum(cells.values()), "counting_rule": "attendances", "verification": "submitted",
            }  # fmt: skip

    def results(self, indicator: str, level: str, periods: int, rate: float, low: int, high: int) -> None:
        """Sample results of an indicator by place and quarter; some places did not report."""
        places = [place["id"] for place in self.pack.places if place["level"] == level]
        duty = ReportingDuty("post", level, "quarter", 15, date(2021, 7, 1))
        self.add("result", [
            {"indicator": self.id(indicator), "place": place, "value": self.random.randint(low, high), "qualifier": "exact",
             "from_day": span.start, "to_day": span.end, "period": span.name, "result_status": "reported"}
            for place in places for span in duty.ended(self.pack.fiscal_year_first_month, DAY, periods)
            if self.random.random() < rate
        ])  # fmt: skip


# -- at full size ------------------------------------------------------------------------------------------------


def enlarge(desk: Desk, country: str, *, say: Callable[[str], None]) -> Filler:
    """Twenty quarters of every council, 76,000 activities, 2,700 commitments: the load GE Desk is designed for."""
    filler = Filler(desk, country)
    filler.posts(vacant_every=1_000_000, untrained_every=7, since="2021-10-01")
    say("   posts filled")
    organisations = filler.add("organisation", [
        {"name": f"Sample organisation {n}", "organisation_type": ("10", "22", "70", "80")[n % 4],
         "stakeholder_group": ("government", "civil_society", "private_sector", "academia")[n % 4], "onboarding": "active",
         "accepted_on": "2021-10-01", "active_on": "2022-10-01"}
        for n in range(1, 301)
    ])  # fmt: skip
    places = [place["id"] for place in filler.pack.places if place["level"] in ("council", "region")]
    commitments = filler.add("commitment", [
        {"title": f"Sample commitment {n}", "statement": "Sample text: who does what, for whom, by when.",
         "coalitions": [("EJR", "GBV", "TIGE", "FML", "SRHR", "FACJ")[n % 6]], "primary_type": "programme",
         "stage": (None, "planning", "in_progress", "in_progress", "completed")[n % 5], "stage_on": "2026-07-01",
         "start": "2021-07-01", "end": "2026-06-30", "place": places[n % len(places)], "target_groups": ["women"],
         "rating": "on_track" if n % 3 == 0 else None, "rating_basis": "sample" if n % 3 == 0 else None}
        for n in range(1, 2_701)
    ])  # fmt: skip
    filler.add("maker", [{"commitment": one, "organisation": organisations[n % 300], "role": "2"} for n, one in enumerate(commitments)])
    filler.add("funding", [
        {"title": f"Sample funding {n}", "funding_kind": ("pledged", "secured", "spent")[n % 3], "amount": 1_000 * (n % 90 + 1),
         "currency": "USD", "commitment": one}
        for n, one in enumerate(commitments)
    ])  # fmt: skip
    say("   2,700 commitments with makers and funding")
    made = filler.reports(periods=20, rate=1.0, on_time=0.8)
    say(f"   {len(made):,} reports")
    filler.ids.update({f"@commitment:{n}": id for n, id in enumerate(commitments)})
    filler.activities("council", 76_000, ("Training", "Dialogue", "Market day", "Village meeting"),
                      [f"@commitment:{n}" for n in range(0, 2_700, 9)], first="2021-10-01", last="2026-09-30")  # fmt: skip
    say(f"   {filler.written:,} records in all")
    return filler
