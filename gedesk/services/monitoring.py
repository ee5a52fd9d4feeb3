"""Indicators and their results, sums over places and periods, people reached, and the dashboard."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Any

from gedesk.domain import repeats, rollup, rules
from gedesk.domain.fiscal import period_of
from gedesk.domain.participants import State, reconcile
from gedesk.domain.quantities import show
from gedesk.domain.rollup import Sum
from gedesk.i18n import gettext as _
from gedesk.services.commitments import CommitmentTables
from gedesk.services.governance import StoreGovernance
from gedesk.services.governance_views import Named, RegisterFilter
from gedesk.services.monitoring_views import (
    Dashboard,
    Figure,
    IndicatorRow,
    IndicatorView,
    PeopleReached,
    ReconciliationView,
    RegionFigures,
    ResultView,
    RollUp,
    RollUpLine,
    TargetView,
    TwiceTold,
)
from gedesk.services.people import DONE, people_of, reconciliation_of, told_twice
from gedesk.services.registers import overdue_by_committee
from gedesk.services.reporting import Reports
from gedesk.services.tables import Row, Tables, text
from gedesk.store import figures
from gedesk.store.store import Store

PERCENTAGE, NUMBERS = "2", ("1", "2")
MOST = 50


class StoreMonitoring:
    """`protocols.Monitoring` on a store."""

    def __init__(self, store: Store, governance: StoreGovernance) -> None:
        self._store = store
        self._governance = governance

    @contextmanager
    def _look(self, day: date | None = None) -> Iterator[Indicators]:
        with self._store.reading() as connection:
            yield Indicators(Tables(self._store, connection, day))

    def indicators(self, programme: str = "", *, until: date | None = None) -> list[IndicatorRow]:
        """Indicators with baseline, target and what was reached, by results until a day."""
        with self._look() as look:
            return look.rows(programme, until)

    def indicator(self, id: str) -> IndicatorView:
        """One indicator."""
        with self._look() as look:
            return look.view(id)

    def roll_up(self, indicator: str, *, place: str = "", first: date | None = None, last: date | None = None) -> RollUp:
        """Results of an indicator within a place."""
        with self._look() as look:
            return look.roll_up(indicator, place, first, last)

    def people(self, place: str = "", *, first: date | None = None, last: date | None = None) -> PeopleReached:
        """People in the activities that were done."""
        with self._store.reading() as connection:
            return people_of(Tables(self._store, connection), place, first, last)

    def reconciliation(self, place: str = "", *, first: date | None = None, last: date | None = None) -> ReconciliationView:
        """Whether totals and cells agree."""
        with self._store.reading() as connection:
            return reconciliation_of(Tables(self._store, connection), place, first, last)

    def told_twice(self, place: str = "", *, first: date | None = None, last: date | None = None) -> list[TwiceTold]:
        """Pairs of activities that may be one event, newest first."""
        with self._store.reading() as connection:
            return told_twice(Tables(self._store, connection), place, first, last)

    def dashboard(self, place: str = "", *, day: date | None = None) -> Dashboard:
        """All figures of the dashboard."""
        with self._store.reading() as connection:
            tables = Tables(self._store, connection, day)
            reports = Reports(tables)
            actions = self._governance.actions(RegisterFilter(open=True), day=day)
            inside = tables.within(place) if place else None
            if inside is not None:
                here = {row["id"] for row in tables.rows("committee", ("place",)) if row["place"] in inside}
                actions = [one for one in actions if one.committee and one.committee.id in here]
            return Dashboard(
                place=tables.place(place or tables.home),
                day=tables.day,
                commitments=CommitmentTables(tables).counts(place),
                coverage=reports.coverage(place),
                measures=tuple(
                    reports.measured(duty, period, place)
                    for duty in reports.duties()
                    for period in duty.ended(reports.first_month, tables.day, 4)
                ),
                people=people_of(tables, place, None, None),
                indicators=tuple(one for one in Indicators(tables).rows("") if one.target is not None),
                actions_open=len(actions),
                actions_overdue=sum(one.overdue for one in actions),
                overdue_by_committee=tuple(overdue_by_committee(actions)),
                regions=tuple(regions_of(tables, reports, place)),
            )


def regions_of(t: Tables, reports: Reports, place: str) -> Iterator[RegionFigures]:
    """Reports and activities of each shape of the map within a place."""
    done = figures.grouped(t.connection, "activity", ("place",), where={"progress": DONE})
    by_place = {str(uuid.UUID(bytes=key[0])): number for key, number in done.items() if key[0]}
    shapes = t.pack.shapes
    owed, came = reports.last_by_place()
    inside = t.within(place or t.home)
    for id, row in t.places.items():
        if id not in inside or row["code"] not in shapes:
            continue
        below = t.within(id)
        yield RegionFigures(
            place=Named(id, text(row["name"])),
            code=text(row["code"]),
            expected=sum(owed[one] for one in below),
            actual=sum(came[one] for one in below),
            activities=sum(by_place.get(one, 0) for one in below),
        )


# -- indicators --------------------------------------------------------------------------------------------------


class Indicators:
    """One look at indicators, targets, results."""

    def __init__(self, tables: Tables) -> None:
        self.t = tables

    @cached_property
    def _indicators(self) -> dict[str, Row]:
        fields = (
            "name", "reference", "unit", "measure", "direction", "summable", "frequency", "programme", "baseline",
            "baseline_qualifier", "baseline_on", "baseline_text", "counting_rule", "numerator", "denominator", "place",
        )  # fmt: skip
        return {row["id"]: row for row in self.t.rows("indicator", fields)}

    @cached_property
    def _targets(self) -> dict[str, list[Row]]:
        fields = ("indicator", "commitment", "place", "value", "qualifier", "value_text", "from_day", "to_day", "period")
        return _by_indicator(self.t.rows("target", fields))

    @cached_property
    def _results(self) -> dict[str, list[Row]]:
        fields = (
            "indicator", "commitment", "place", "value", "qualifier", "value_text", "from_day", "to_day", "period",
            "numerator", "denominator", "result_status", "source_text", "method", "comment", "same_figure_as",
            "participants", "participants_total", "participants_qualifier", "counting_rule",
        )  # fmt: skip
        return _by_indicator(self.t.rows("result", fields))

    def rows(self, programme: str, until: date | None = None) -> list[IndicatorRow]:
        """Indicators of a programme, or all, by reference and name."""
        found = [
            self.row(row, until) for row in self._indicators.values() if not programme or row["programme"] == programme
        ]  # fmt: skip
        return sorted(found, key=lambda one: (one.reference, one.name.casefold()))

    def row(self, row: Row, until: date | None = None) -> IndicatorRow:
        """An indicator for the list: its last target of the widest place, and what stands against it."""
        targets = sorted(self._targets.get(row["id"], ()), key=lambda one: (self._depth(one["place"]), -one["to_day"].toordinal()))
        target = targets[0] if targets else None
        results = [one for one in self._results.get(row["id"], ()) if until is None or one["to_day"] <= until]
        counted = [one for one in results if not self._excluded(row, one)]
        actual, day = self._actual(row, counted)
        base, aim = row["baseline"], target["value"] if target else None
        baseline = None
        if base is not None or row["baseline_qualifier"] == "not_stated":
            baseline = _figure(base, row["baseline_qualifier"], "")
        return IndicatorRow(
            id=row["id"],
            name=text(row["name"]),
            reference=text(row["reference"]),
            unit=text(row["unit"]),
            measure=text(row["measure"]),
            direction=text(row["direction"]),
            summable=bool(row["summable"]),
            frequency=text(row["frequency"]),
            programme=self.t.named("programme", row["programme"]),
            baseline=baseline,
            baseline_on=row["baseline_on"],
            baseline_text=text(row["baseline_text"]),
            target=_figure(aim, target["qualifier"], target["value_text"]) if target else None,
            target_day=target["to_day"] if target else None,
            actual=actual,
            actual_day=day,
            share=rules.achievement(0.0 if row["summable"] and base is None and _counts_up(row) else base, aim,
                                    actual.value if actual else None),
            reached=rollup.reached(row["direction"], aim, actual.value if actual else None, actual.qualifier if actual else None),
            results=len(results),
            problems=sum(1 for one in results if self._excluded(row, one) or self._reconciled(one)[0] == "does not add up"),
        )  # fmt: skip

    def _depth(self, place: str | None) -> int:
        steps = 0
        while place and steps < 12:
            steps += 1
            place = self.t.places.get(place, {}).get("parent")
        return steps

    def _actual(self, indicator: Row, counted: Sequence[Row]) -> tuple[Figure | None, date | None]:
        """The sum of all results where they may be added, else the latest one."""
        if not counted:
            return None, None
        day = max(one["to_day"] for one in counted)
        if indicator["summable"]:
            whole = rollup.add((one["value"], one["qualifier"]) for one in counted)
            return Figure(whole.value, whole.qualifier, "", whole.shown), day
        latest = [one for one in counted if one["to_day"] == day]
        widest = min(latest, key=lambda one: self._depth(one["place"]))
        return _figure(widest["value"], widest["qualifier"], widest["value_text"]), day

    @cached_property
    def _repeated(self) -> set[str]:
        """Results that tell a figure again whose first telling is here."""
        every = {one["id"]: one["same_figure_as"] for some in self._results.values() for one in some}
        return repeats.repeated({one: other for one, other in every.items() if other}, every)

    def _excluded(self, indicator: Row, result: Row) -> str:
        """Why a result is in no sum, or ""."""
        if result["id"] in self._repeated:
            return _("told again elsewhere, counted once")
        if result["value"] is None and text(indicator["measure"]) in NUMBERS:
            return _("no number")
        mine, rule = result["counting_rule"], indicator["counting_rule"]
        if mine and rule and mine != rule:
            return _("counted by another rule")
        return ""

    def _reconciled(self, result: Row) -> tuple[State, int]:
        found = reconcile(result["participants"], result["participants_total"], result["participants_qualifier"])
        return found.state, found.difference

    def _result(self, indicator: Row, row: Row) -> ResultView:
        state, difference = self._reconciled(row)
        return ResultView(
            id=row["id"],
            figure=_figure(row["value"], row["qualifier"], row["value_text"]),
            from_day=row["from_day"],
            to_day=row["to_day"],
            period=text(row["period"]),
            place=self.t.place(row["place"]),
            commitment=self.t.named("commitment", row["commitment"]),
            status=text(row["result_status"]),
            source=text(row["source_text"]),
            method=text(row["method"]),
            comment=text(row["comment"]),
            same_figure_as=text(row["same_figure_as"]),
            reconciliation=state,
            difference=difference,
            excluded=self._excluded(indicator, row),
        )

    def view(self, id: str) -> IndicatorView:
        """An indicator's page."""
        whole = self.t.one("indicator", id)
        row = self._indicators[id]
        results = sorted(self._results.get(id, ()), key=lambda one: one["to_day"], reverse=True)
        cells: Counter[str] = Counter()
        for one in results:
            if not self._excluded(row, one):
                cells.update(one["participants"] or {})
        return IndicatorView(
            row=self.row(row),
            definition=text(whole["definition"]),
            numerator=text(whole["numerator"]),
            denominator=text(whole["denominator"]),
            disaggregation=tuple(whole["disaggregation"] or ()),
            data_source=text(whole["data_source"]),
            targets=tuple(
                TargetView(one["id"], _figure(one["value"], one["qualifier"], one["value_text"]), one["from_day"],
                           one["to_day"], text(one["period"]), self.t.place(one["place"]),
                           self.t.named("commitment", one["commitment"]))
                for one in sorted(self._targets.get(id, ()), key=lambda one: one["to_day"])
            ),
            results=tuple(self._result(row, one) for one in results),
            rollup=self.roll_up(id, "", None, None),
            cells=dict(cells),
        )  # fmt: skip

    # -- sums over places ----------------------------------------------------------------------------------------

    def roll_up(self, id: str, place: str, first: date | None, last: date | None) -> RollUp:
        """Sums where they may be made, and who is missing from them."""
        self.t.one("indicator", id)
        indicator = self._indicators[id]
        top = place or self.t.home
        inside = self.t.within(top)
        results = [
            one for one in self._results.get(id, ())
            if one["place"] in inside and (first is None or one["to_day"] >= first) and (last is None or one["to_day"] <= last)
        ]  # fmt: skip
        counted = [one for one in results if not self._excluded(indicator, one)]
        left_out = [self._result(indicator, one) for one in results if self._excluded(indicator, one)]
        whole, why = self._added(indicator, counted)
        reporters = self._reporters(inside)
        lines = [self._line(indicator, child, counted, reporters) for child in self.t.children.get(top, ())]
        own = [one for one in counted if one["place"] == top]
        if own and lines and self.t.places.get(top):
            shown = self._added(indicator, own)[0]
            lines.insert(0, RollUpLine(self.t.place(top) or Named("", ""), text(self.t.places[top]["level"]), shown,
                                       len(own), 0, (), False))  # fmt: skip
        return RollUp(
            indicator=Named(id, text(indicator["name"])),
            place=self.t.place(top),
            first=first,
            last=last,
            whole=whole,
            why=why,
            lines=tuple(lines),
            periods=tuple(self._periods(indicator, counted)),
            left_out=tuple(left_out),
        )

    def lines(self, id: str, places: Iterable[str]) -> list[RollUpLine]:
        """Results of an indicator in each of these places and what lies below it."""
        indicator, reporters = self._indicators[id], self._reporters(set(self.t.places))
        counted = [one for one in self._results.get(id, ()) if not self._excluded(indicator, one)]
        return [self._line(indicator, place, counted, reporters) for place in places]

    def _reporters(self, inside: set[str]) -> set[str]:
        """Places within that have a post of their own level: those whose results are waited for."""
        rows = self.t.rows("focal_point_post", ("place", "level"))
        return {
            row["place"] for row in rows
            if row["place"] in inside and self.t.places[row["place"]]["level"] == row["level"]
        }  # fmt: skip

    def _line(self, indicator: Row, place: str, counted: Sequence[Row], reporters: set[str]) -> RollUpLine:
        below = self.t.within(place)
        mine = [one for one in counted if one["place"] in below]
        told = {one["place"] for one in mine}
        level = self._told_level(told)
        expected = {one for one in reporters & below if level is None or self.t.places[one]["level"] == level}
        missing = sorted(text(self.t.places[one]["name"]) for one in expected - told)
        return RollUpLine(
            place=self.t.place(place) or Named(place, ""),
            level=text(self.t.places[place]["level"]),
            sum=self._added(indicator, mine)[0] if mine else None,
            reported=len(told),
            expected=len(expected),
            missing=tuple(missing[:MOST]),
            deeper=bool(self.t.children.get(place)),
        )

    def _told_level(self, told: set[str]) -> str | None:
        levels = Counter(self.t.places[one]["level"] for one in told)
        return levels.most_common(1)[0][0] if levels else None

    def _added(self, indicator: Row, counted: Sequence[Row]) -> tuple[Sum | None, str]:
        """The sum of results, or None with the reason why they are not added."""
        if not counted:
            return None, _("Nothing was reported. That is not zero.")
        if text(indicator["measure"]) == PERCENTAGE:
            share = rollup.average_share((one["numerator"], one["denominator"]) for one in counted)
            if share is not None:
                return Sum(round(share, 4), "exact", len(counted)), ""
            if len(counted) == 1:
                return Sum(counted[0]["value"], counted[0]["qualifier"] or "exact", 1), ""
            return None, _("Percentages are put together only where every one has its numerator and denominator.")
        if len(counted) == 1 and counted[0]["value"] is not None:
            return Sum(counted[0]["value"], counted[0]["qualifier"] or "exact", 1), ""
        if not indicator["summable"]:
            return None, _("Results of this indicator may not be added.")
        above = self._overlapping(counted)
        if above:
            return None, _("Some results are of a place and of a part of it for the same days; adding them would count twice.")
        return rollup.add((one["value"], one["qualifier"]) for one in counted), ""

    def _overlapping(self, counted: Sequence[Row]) -> bool:
        """Whether a result covers a place and another a part of it, for days that overlap."""
        by_place: dict[str, list[Row]] = defaultdict(list)
        for one in counted:
            by_place[one["place"] or ""].append(one)
        for place, mine in by_place.items():
            step = self.t.places.get(place, {}).get("parent")
            while step:
                for upper in by_place.get(step, ()):
                    if any(_overlap(upper, one) for one in mine):
                        return True
                step = self.t.places.get(step, {}).get("parent")
        return False

    def _periods(self, indicator: Row, counted: Sequence[Row]) -> Iterator[tuple[str, Sum | None]]:
        kind = {"half_yearly": "half", "annual": "year"}.get(text(indicator["frequency"]), "quarter")
        by_period: dict[Any, list[Row]] = defaultdict(list)
        for one in counted:
            by_period[period_of(one["to_day"], kind, self.t.pack.fiscal_year_first_month)].append(one)
        for period in sorted(by_period):
            yield period.label, self._added(indicator, by_period[period])[0]


def _by_indicator(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["indicator"]].append(row)
    return found


def _overlap(one: Row, other: Row) -> bool:
    return bool(
        (one["from_day"] or one["to_day"]) <= other["to_day"] and (other["from_day"] or other["to_day"]) <= one["to_day"]
    )


def _counts_up(indicator: Row) -> bool:
    """A count of what was done begins at nothing, unless its baseline is not stated."""
    return text(indicator["measure"]) == "1" and indicator["baseline_qualifier"] != "not_stated"


def _figure(value: float | None, qualifier: str | None, words: str | None) -> Figure:
    digits = 0 if value is None or float(value).is_integer() else 2
    shown = show(value, qualifier, digits) if value is not None or not words else words
    return Figure(value, text(qualifier) or "exact", text(words), shown)
