"""Who should report, who did, and what is due: coverage of posts, the five measures, the steps of a report."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gedesk.domain import rules
from gedesk.domain.duties import ACCEPTED_STAGES, SENT, ReportingDuty
from gedesk.domain.fiscal import Period, label_of, parse_period, period_of
from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput, Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext, number
from gedesk.services import approving
from gedesk.services.approving import Ladder
from gedesk.services.governance_views import Named
from gedesk.services.people import people_of
from gedesk.services.records import StoreRecords
from gedesk.services.reporting_views import (
    CoverageLine,
    CoverageView,
    DueView,
    MeasuresView,
    PostCounts,
    PostView,
    Prefilled,
    ReportRow,
)
from gedesk.services.tables import Row, Tables, text
from gedesk.store import replica
from gedesk.store.connection import Connection
from gedesk.store.store import Store

MOST = 50  # names of missing reporters in one answer
MOST_TOLD = 3  # lines of what is due
OPEN = ("not_due", "due", "draft", "returned")


class StoreReporting:
    """`protocols.Reporting` on a store."""

    def __init__(self, store: Store, records: StoreRecords) -> None:
        self._store = store
        self._records = records

    @contextmanager
    def _look(self, day: date | None = None) -> Iterator[Reports]:
        with self._store.reading() as connection:
            yield Reports(Tables(self._store, connection, day))

    def coverage(self, place: str = "", *, day: date | None = None) -> CoverageView:
        """Posts and who fills them."""
        with self._look(day) as look:
            return look.coverage(place)

    def posts(self, *, day: date | None = None) -> list[PostView]:
        """All posts here with their state."""
        with self._look(day) as look:
            return look.all_posts()

    def measures(
        self, place: str = "", *, level: str = "", periods: int = 4, day: date | None = None
    ) -> list[MeasuresView]:
        """The five measures for the last periods, oldest first, by level that reports."""
        with self._look(day) as look:
            return [
                look.measured(duty, period, place)
                for duty in look.duties(level)
                for period in duty.ended(look.first_month, look.day, periods)
            ]

    def measures_by_place(self, period: str, place: str = "", *, level: str = "") -> list[MeasuresView]:
        """The five measures of one period for each place one step below."""
        with self._look() as look:
            return look.by_place(period, place, level)

    def due(self, place: str = "", *, period: str = "", day: date | None = None) -> list[DueView]:
        """Reports of a period, the last unless it is named, that are owed, and those begun, most urgent first."""
        with self._look(day) as look:
            return look.due(place, period)

    def reports(self, place: str = "", *, period: str = "", day: date | None = None) -> list[ReportRow]:
        """Reports of a place and below, newest period first."""
        with self._look(day) as look:
            return look.reports(place, period)

    def prefill(self, place: str, period: str) -> Prefilled:
        """What a report can say from the records of its period."""
        with self._look() as look:
            return look.prefill(place, parse_period(period, look.first_month))

    def prefilled(self, report: str) -> Prefilled | None:
        """What the records say today of a report that is written."""
        with self._look() as look:
            return look.prefilled(look.report(report))

    # -- steps of a report ---------------------------------------------------------------------------------------

    def steps(self, report: str) -> tuple[str, ...]:
        """What this site may do with a report as it stands: submit, accept, accept_for (another level), return, lock."""
        with self._look() as look:
            return look.steps(look.report(report))

    def submit(self, report: str, *, day: date | None = None) -> None:
        """Submits a report with the figures as they stand."""
        with self._store.writing():
            with self._look(day) as look:
                row = look.report(report)
                _allowed(row, OPEN, _("A report that was submitted cannot be submitted again."))
                look.own(row)
                proofs = look.prefilled(row)
                today = look.day
            figures = {"figures": json.dumps(dict(proofs.figures), ensure_ascii=False)} if proofs else {}
            self._records.save(
                "periodic_report", report,
                {"report_state": "submitted", "submitted_on": today, "returned_reason": None, **figures},
            )  # fmt: skip

    def return_(self, report: str, reason: str, *, day: date | None = None) -> None:
        """Sends a submitted report back with the reason."""
        if not reason.strip():
            raise InvalidInput(
                _("A report is sent back with a reason."),
                problems=[Problem("required", _("Write why it goes back and what to correct."), "reason")],
            )
        self._decide(report, "returned", reason.strip(), day)

    def accept(self, report: str, *, instead: bool = False, day: date | None = None) -> None:
        """Accepts a submitted report at the level whose turn it is; `instead` of it when that is another one."""
        self._decide(report, "accepted", "", day, instead)

    def turn(self, report: str) -> Named | None:
        """The place whose site decides on a report next; None when none does."""
        with self._look() as look:
            row = look.report(report)
            return look.t.place(look.ladder(row).next) if row["report_state"] in ("submitted", "accepted") else None

    def _decide(self, report: str, outcome: str, reason: str, day: date | None, instead: bool = False) -> None:
        with self._store.writing():
            with self._look(day) as look:
                row = look.report(report)
                today = look.day
                _allowed(row, ("submitted", "accepted"), _("Only a submitted report is accepted or sent back."))
                ladder = look.ladder(row)
                ladder.check(look.t, row)
                if outcome == "accepted":
                    level, place = ladder.accepting(look.t, instead)
                else:
                    level, place = (ladder.own or 0) + 1, None
            self._records.save(
                "periodic_report", report,
                {"report_state": outcome, "accepted_level": level if outcome == "accepted" else None, "returned_reason": reason or None},
            )  # fmt: skip
            self._records.save(
                "approval", None,
                {"report": report, "level": level, "outcome": outcome, "decided_on": today, "reason": reason or None,
                 "on_behalf_of": place},
            )  # fmt: skip

    def lock(self, report: str) -> None:
        """Closes an accepted report to changes."""
        with self._store.writing():
            with self._look() as look:
                row = look.report(report)
                _allowed(row, ("accepted",), _("Only an accepted report is locked."))
                look.ladder(row).closing(look.t, row)
            self._records.save("periodic_report", report, {"report_state": "locked"})


def _allowed(report: Row, states: Sequence[str], reason: str) -> None:
    if report["report_state"] not in states:
        shown = registry.spec("periodic_report", "report_state").vocabulary.label(report["report_state"])
        raise InvalidInput(
            reason, advice=_("Its state is “{state}”.").format(state=shown),
            problems=[Problem("state", reason, "report_state", report["report_state"])],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reporter:
    """Somebody who owes reports: `key` is the id of a place, committee or organisation."""

    kind: str
    key: str
    name: str
    place: str
    placed: bool  # False: a post whose place is not named yet


class Reports:
    """One look at posts and reports."""

    def __init__(self, tables: Tables) -> None:
        self.t = tables
        self.day = tables.day
        self.first_month = tables.pack.fiscal_year_first_month

    def duties(self, level: str = "") -> list[ReportingDuty]:
        """Duties of the country, or those of a level."""
        return [one for one in self.t.pack.duties if not level or one.level == level]

    # -- posts ---------------------------------------------------------------------------------------------------

    @cached_property
    def posts(self) -> list[Row]:
        """Posts that should exist."""
        return self.t.rows("focal_point_post", ("title", "place", "level", "person", "appointed", "ended", "trained_on"))

    @cached_property
    def _sent(self) -> dict[tuple[str, date], Row]:
        """Reports handed in, by reporter and first day of their period; the earliest of several."""
        found: dict[tuple[str, date], Row] = {}
        for row in self._rows:
            if row["report_state"] in SENT and row["submitted_on"]:
                key = (_reporter(row), row["from_day"])
                if key not in found or row["submitted_on"] < found[key]["submitted_on"]:
                    found[key] = row
        return found

    @cached_property
    def _rows(self) -> list[Row]:
        fields = (
            "title", "period", "period_kind", "from_day", "to_day", "due", "report_state", "accepted_level",
            "submitted_on", "organisation", "committee", "place", "closing",
        )  # fmt: skip
        return self.t.rows("periodic_report", fields)

    def last_period(self) -> Period:
        """The last period that ended."""
        return period_of(self.day, self.t.pack.reporting_period, self.first_month).shift(-1)

    def _state(self, post: Row) -> str:
        sent = self._sent.get((post["place"] or "", self.last_period().start)) if self._own_place(post) else None
        return rules.post_state(
            person=post["person"], ended=post["ended"], trained_on=post["trained_on"], reports=1 if sent else 0, today=self.day
        )

    def _own_place(self, post: Row) -> bool:
        place = self.t.places.get(post["place"] or "")
        return place is not None and place["level"] == post["level"]

    def _line(self, place: str, level: str, posts: Iterable[Row]) -> CoverageLine:
        counts = {"vacant": 0, "appointed": 0, "trained": 0, "reporting": 0}
        unplaced = 0
        for post in posts:
            counts[self._state(post)] += 1
            unplaced += not self._own_place(post)
        row = self.t.places.get(place, {})
        named = self.t.place(place) or Named("", "")
        return CoverageLine(
            named, text(row.get("code")), text(row.get("level")), level, PostCounts(sum(counts.values()), **counts), unplaced
        )

    def coverage(self, place: str) -> CoverageView:
        """Posts of a place: all, by part, by shape of the map, and its own."""
        top = place or self.t.home
        levels = list(dict.fromkeys(text(post["level"]) for post in self.posts))
        order = {level.code: n for n, level in enumerate(self.t.pack.levels)}
        levels.sort(key=lambda level: order.get(level, 99))
        mine = self._below(top)
        lines = [self._line(top, level, (p for p in mine if p["level"] == level)) for level in levels]
        parts = []
        for child in self.t.children.get(top, ()):
            below = self._below(child)
            for level in levels:
                if some := [post for post in below if post["level"] == level]:
                    parts.append(self._line(child, level, some))
        return CoverageView(
            place=self.t.place(top),
            day=self.day,
            period=self.last_period().label,
            levels=tuple(line for line in lines if line.counts.expected),
            parts=tuple(parts),
            regions=tuple(self._regions(top)),
            posts=tuple(self._post(post) for post in self.posts if post["place"] == top),
        )

    def _below(self, place: str) -> list[Row]:
        inside = self.t.within(place)
        return [post for post in self.posts if post["place"] in inside]

    def _regions(self, top: str) -> Iterator[CoverageLine]:
        """One line per shape of the map, all levels of posts together."""
        shapes = set(self.t.pack.shapes)
        inside = self.t.within(top)
        for id, row in self.t.places.items():
            if id in inside and row["code"] in shapes:
                yield self._line(id, "", self._below(id))

    def all_posts(self) -> list[PostView]:
        """Every post, as it stands."""
        self.t.titles("person", (post["person"] for post in self.posts if post["person"]))
        return [self._post(post) for post in self.posts]

    def _post(self, post: Row) -> PostView:
        return PostView(
            id=post["id"],
            title=text(post["title"]),
            place=self.t.place(post["place"]),
            level=text(post["level"]),
            person=self.t.named("person", post["person"]),
            appointed=post["appointed"],
            trained_on=post["trained_on"],
            state=self._state(post),
        )

    # -- measures ------------------------------------------------------------------------------------------------

    def reporters(self, duty: ReportingDuty) -> list[_Reporter]:
        """Who owes reports by a duty."""
        known = self.__dict__.setdefault("_reporters", {})
        if duty not in known:
            known[duty] = list(self._reporters_of(duty))
        found: list[_Reporter] = known[duty]
        return found

    def _reporters_of(self, duty: ReportingDuty) -> Iterator[_Reporter]:
        if duty.by == "post":
            for post in self.posts:
                if not duty.level or post["level"] == duty.level:
                    placed = self._own_place(post)
                    named = self.t.place(post["place"])
                    name = named.title if placed and named else text(post["title"])
                    yield _Reporter("place", text(post["place"]) if placed else "", name, text(post["place"]), placed)
        elif duty.by == "committee":
            rows = self.t.rows("committee", ("name", "level", "place", "reporting_duty", "life_cycle"))
            for row in rows:
                standing = row["life_cycle"] not in ("dissolved", "proposed")
                if row["reporting_duty"] and standing and (not duty.level or row["level"] == duty.level):
                    yield _Reporter("committee", row["id"], text(row["name"]), text(row["place"]), True)
        else:
            rows = self.t.rows("organisation", ("name", "onboarding", "place", "country"))
            for row in rows:
                if row["onboarding"] in ACCEPTED_STAGES:
                    place = text(row["place"] or row["country"])
                    yield _Reporter("organisation", row["id"], text(row["name"]), place, True)

    def measured(self, duty: ReportingDuty, period: Period, place: str, label: str = "") -> MeasuresView:
        """The five measures of one duty, period and place."""
        top = place or self.t.home
        inside = self.t.within(top)
        due = duty.due(period)
        expected = actual = on_time = 0
        missing: list[str] = []
        for one in self.reporters(duty):
            if one.place not in inside:
                continue
            expected += 1
            report = self._sent.get((one.key, period.start)) if one.placed else None
            if report is None:
                missing.append(one.name)
                continue
            actual += 1
            on_time += report["submitted_on"] <= due
        return MeasuresView(
            place=self.t.place(top), level=duty.level, period=period.name, label=label or period.label, first=period.start,
            last=period.end, due=due, expected=expected, actual=actual, on_time=on_time, missing=tuple(missing[:MOST]),
            more_missing=max(0, len(missing) - MOST),
        )  # fmt: skip

    def last_by_place(self) -> tuple[Counter[str], Counter[str]]:
        """Reports owed for the last period of every duty and those that came, by the place of who owes them."""
        owed, came = Counter[str](), Counter[str]()
        for duty in self.duties():
            for period in duty.ended(self.first_month, self.day, 1):
                for one in self.reporters(duty):
                    if one.placed:
                        owed[one.place] += 1
                        came[one.place] += (one.key, period.start) in self._sent
        return owed, came

    def _within(self, top: str) -> set[str]:
        known = self.__dict__.setdefault("_inner", {})
        if top not in known:
            known[top] = self.t.within(top)
        found: set[str] = known[top]
        return found

    def by_place(self, period: str, place: str, level: str) -> list[MeasuresView]:
        """One period, the places one step below."""
        top = place or self.t.home
        found = []
        for duty in self.duties(level):
            one = parse_period(period, self.first_month)
            if one.kind != duty.period:
                continue
            for child in self.t.children.get(top, ()):
                measured = self.measured(duty, one, child)
                if measured.expected:
                    found.append(measured)
        return found

    # -- what is due ---------------------------------------------------------------------------------------------

    def due(self, place: str = "", period: str = "") -> list[DueView]:
        """Reports that reporters within a place (this site's own unless given) owe: of a period, or of the last one with
        drafts and returned ones of all.
        """
        top = place or self.t.home
        inside = self.t.within(top) if top else set()
        begun = {(_reporter(row), row["from_day"]): row for row in self._rows}
        found = []
        seen: set[str] = set()
        for duty in self.duties():
            for one_period in self._owed(duty, period):
                due = duty.due(one_period)
                for one in self.reporters(duty):
                    row = begun.get((one.key, one_period.start)) if one.placed else None
                    if row is not None:
                        seen.add(row["id"])
                    if not one.placed or one.place not in inside or (row is not None and row["report_state"] not in OPEN):
                        continue
                    found.append(self._due(one.name, Named(one.key, one.name), one.kind, one_period, due, row))
        for row in self._rows:
            if row["report_state"] in OPEN and row["report_state"] != "not_due" and row["id"] not in seen and row["place"] in inside:
                if period and row["period"] != period:
                    continue
                kind = "committee" if row["committee"] else "organisation" if row["organisation"] else "place"
                named = self.t.named(kind, _reporter(row)) or Named("", "")
                found.append(self._due(named.title, named, kind, self.period_of(row), row["due"], row))
        return sorted(found, key=lambda one: (one.due, one.title))

    def _owed(self, duty: ReportingDuty, period: str) -> list[Period]:
        """The period of that name if the duty is of its kind, or the last that ended."""
        if not period:
            return duty.ended(self.first_month, self.day, 1)
        one = parse_period(period, self.first_month)
        return [one] if one.kind == duty.period and duty.since <= one.start and one.end < self.day else []

    def told(self) -> list[str]:
        """What is due in a few lines: this site's own reports one by one, those of others counted."""
        owed = self.due()
        own = [one for one in owed if self.t.home in (one.reporter.id, self._place_of.get(one.reporter.id))]
        others = len(owed) - len(own)
        lines = [_("{report}: due {day}").format(report=one.title, day=one.due.isoformat()) for one in own[:MOST_TOLD]]
        if len(own) > MOST_TOLD:
            others += len(own) - MOST_TOLD
        if others:
            text_ = ngettext("{count} report of others is missing", "{count} reports of others are missing", others)
            lines.append(text_.format(count=others))
        return lines

    @cached_property
    def _place_of(self) -> dict[str, str]:
        """The places of committees, of which this site's own are told one by one."""
        return {row["id"]: text(row["place"]) for row in self.t.rows("committee", ("place", "reporting_duty"))}

    def _due(
        self, name: str, reporter: Named, kind: str, period: Period, due: date, row: Row | None
    ) -> DueView:
        return DueView(
            title=text(row["title"]) if row else _("Report {period}, {reporter}").format(period=period.label, reporter=name),
            reporter=reporter, reporter_kind=kind, period=period.name, label=period.label, first=period.start, last=period.end,
            due=due, report=row["id"] if row else "", state=text(row["report_state"]) if row else "due",
            late=max(0, (self.day - due).days),
        )  # fmt: skip

    # -- reports -------------------------------------------------------------------------------------------------

    def report(self, id: str) -> Row:
        """One report.  Raises NotFound."""
        return self.t.one("periodic_report", id)

    def period_of(self, row: Row) -> Period:
        """The period of a report by its first day."""
        return period_of(row["from_day"], row["period_kind"] or "quarter", self.first_month)

    def reports(self, place: str, period: str) -> list[ReportRow]:
        """Reports of a place and below, newest period first."""
        inside = self.t.within(place)
        rows = [
            row for row in self._rows
            if (not place or row["place"] in inside) and (not period or row["period"] == period)
        ]  # fmt: skip
        kinds = {"committee": "committee", "organisation": "organisation"}
        found = []
        for row in rows:
            kind = next((kinds[name] for name in kinds if row[name]), "place")
            submitted = row["submitted_on"] if row["report_state"] in SENT else None
            found.append(
                ReportRow(
                    id=row["id"], title=text(row["title"]), reporter=self.t.named(kind, _reporter(row)),
                    period=text(row["period"]), label=label_of(text(row["period"])), due=row["due"], state=text(row["report_state"]),
                    submitted_on=row["submitted_on"], accepted_level=row["accepted_level"], levels=len(self.ladder(row).places),
                    late=rules.lateness(row["due"], submitted, self.day),
                    light=rules.reporting_light(row["due"], submitted, self.day, row["period_kind"] or "quarter"),
                )
            )  # fmt: skip
        return sorted(found, key=lambda one: (one.due, one.title), reverse=True)

    # -- who may do what -----------------------------------------------------------------------------------------

    @cached_property
    def _coordinated(self) -> frozenset[str]:
        """Places with a coordinator."""
        known = replica.sites(self.t.connection)
        return frozenset(str(uuid.UUID(bytes=one.place)) for one in known if one.place and one.role == "coordinator" and one.state not in ("revoked", "retired"))

    def ladder(self, row: Row) -> Ladder:
        """Who accepts a report, one after the other."""
        return approving.ladder(self.t, row, self._coordinated)

    def steps(self, row: Row) -> tuple[str, ...]:
        """What this site may do with a report."""
        if row["report_state"] in OPEN:
            return () if self._reporting_site(row) else ("submit",)
        return self.ladder(row).steps(row["report_state"])

    def own(self, row: Row) -> None:
        """Raises InvalidInput when another site reports for itself."""
        if site := self._reporting_site(row):
            raise InvalidInput(
                _("{site} submits this report itself.").format(site=site),
                advice=_("Its next file brings it. What is to be corrected there can be told to it."),
            )

    def _reporting_site(self, row: Row) -> str:
        """Name of another site that is at the very place of a report and so reports for itself; "" when none is."""
        place = uuid.UUID(row["place"]).bytes if row["place"] else None
        if place is None or row["place"] == self.t.home:
            return ""
        own = bytes.fromhex(self.t.identity.id)
        known = replica.sites(self.t.connection)
        return next((one.name for one in known if one.place == place and one.id != own and one.state == "joined"), "")

    # -- prefilling ----------------------------------------------------------------------------------------------

    def prefilled(self, row: Row) -> Prefilled | None:
        """What the records of a report's own days and place say; None for an organisation, whose place has others' too."""
        first, last = row["from_day"], row["to_day"]
        if not row["place"] or row["organisation"] or first is None or last is None:
            return None
        ids, figures = self._gathered(row["place"], first, last)
        return Prefilled({"from_day": first, "to_day": last, **ids}, figures)

    def prefill(self, place: str, period: Period) -> Prefilled:
        """Activities, results, money, stories and meetings of a period, with their ids as proofs."""
        ids, figures = self._gathered(place, period.start, period.end)
        duty = next((one for one in self.duties() if one.by == "post" and one.period == period.kind), None)
        due = duty.due(period) if duty else period.end
        named = self.t.place(place)
        values = {
            "title": _("Report {period}, {reporter}").format(period=period.label, reporter=named.title if named else ""),
            "place": place, "period": period.name, "period_kind": period.kind, "from_day": period.start,
            "to_day": period.end, "due": due, "report_state": "draft", **ids,
        }  # fmt: skip
        return Prefilled(values, figures)

    def _gathered(self, place: str, first: date, last: date) -> tuple[dict[str, list[str]], tuple[tuple[str, str], ...]]:
        inside = self.t.within(place)
        ids: dict[str, list[str]] = {}
        for name, kind, field in (
            ("activities", "activity", "start"), ("results", "result", "to_day"), ("fundings", "funding", "received_on"),
            ("stories", "story", "told_on"), ("meetings", "meeting", "start"),
        ):  # fmt: skip
            ids[name] = [row["id"]
                         for row in self.t.rows(kind, ("place",), between={field: (first, last)})
                         if row["place"] in inside]
        people = people_of(self.t, place, first, last)
        figures = [
            (registry.kind("activity").plural.label(), number(people.events)),
            (_("People reached"), people.number.shown),
        ]
        figures += [(registry.kind(kind).plural.label(), number(len(ids[name]))) for name, kind in (
            ("results", "result"), ("fundings", "funding"), ("stories", "story"), ("meetings", "meeting"))]  # fmt: skip
        return ids, tuple(figures)


def _reporter(row: Row) -> str:
    return text(row["committee"] or row["organisation"] or row["place"])


def due_lines(store: Store, connection: Connection) -> list[str]:
    """What `status` and the start page say is due."""
    return Reports(Tables(store, connection)).told()
