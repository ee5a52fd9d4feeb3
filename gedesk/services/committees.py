"""Committees as their chart and pages show them: seats, members, balance, duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from gedesk.domain import rules, seats
from gedesk.domain.fiscal import add_months, period_of, year_name
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.services.governance_views import (
    CommitteeNode,
    CommitteeView,
    Duty,
    MemberView,
    Named,
    SeatBalance,
    Share,
)
from gedesk.services.registers import OPEN_ACTIONS, Registers
from gedesk.services.tables import Row, text


class Committees(Registers):
    """One look at everything about committees."""

    @cached_property
    def _open(self) -> tuple[Counter[str], Counter[str]]:
        """Open and overdue actions by committee."""
        open_, overdue = Counter[str](), Counter[str]()
        for row in self._actions:
            committee = self._committee_of(row["meeting"])
            if committee and row["action_state"] in OPEN_ACTIONS:
                open_[committee] += 1
                overdue[committee] += rules.overdue(row["action_state"], row["due"], self.day)
        return open_, overdue

    def node(self, row: Row) -> CommitteeNode:
        """A committee for the chart."""
        holding = [one for one in self._members.get(row["id"], ()) if one.holds and one.takes_seat]
        days = sorted(date.fromisoformat(str(one["start"])[:10]) for one in self._meetings if one["committee"] == row["id"])
        past = [day for day in days if day <= self.day]
        ahead = [day for day in days if day > self.day]
        open_, overdue = self._open
        return CommitteeNode(
            id=row["id"],
            name=text(row["name"]),
            acronym=text(row["acronym"]),
            committee_type=text(row["committee_type"]),
            level=text(row["level"]),
            place=self.t.place(row["place"]),
            reports_to=text(row["reports_to"]),
            office=text(row["reports_to_office"]),
            life_cycle=text(row["life_cycle"]),
            coalition=text(row["coalition"]),
            seats=row["seats"],
            filled=len(holding),
            open_actions=open_[row["id"]],
            overdue_actions=overdue[row["id"]],
            last_meeting=past[-1] if past else None,
            next_meeting=ahead[0] if ahead else None,
        )

    def view(self, id: str) -> CommitteeView:
        """A committee's page."""
        row = self._committee(id)
        node = self.node(row)
        members = self.members(id)
        holding = [one for one in members if one.holds]
        seated = [one for one in holding if one.takes_seat]
        order = seats.lines(row["rotation_order"])
        turn = None
        if row["chair_rule"] == "rotating" and row["rotation_start"] and row["rotation_months"]:
            turn = rules.chair_turn(order, row["rotation_start"], row["rotation_months"], self.day)
        above = self.committees.get(row["reports_to"] or "")
        return CommitteeView(
            node=node,
            mandate=text(row["mandate"]),
            legal_basis=text(row["legal_basis"]),
            chair_office=text(row["chair_office"]),
            chair_rule=text(row["chair_rule"]),
            cadence=text(row["cadence"]),
            quorum_rule=text(row["quorum_rule"]),
            quorum=self._quorum(row, sum(one.votes for one in seated)),
            secretariat=self.t.named("organisation", row["secretariat"]),
            above=self.node(above) if above else None,
            below=tuple(self.node(one) for one in self.committees.values() if one["reports_to"] == id),
            members=tuple(holding),
            former=tuple(one for one in members if not one.holds),
            chairs=tuple(one for one in holding if one.role in ("chair", "co_chair", "vice_chair")),
            balance=self._balance(row, seated),
            turn=turn,
            turn_order=tuple(order),
            meetings=tuple(self.meeting_rows(id)),
            proposed_meeting=self._proposed(row, node),
            duties=tuple(self._duties(row)),
        )

    def _balance(self, committee: Row, seated: Sequence[MemberView]) -> SeatBalance:
        planned = seats.seat_plan(committee["seat_plan"])
        groups = Counter(one.constituency or "not_recorded" for one in seated)
        names = vocabulary("stakeholder_group")
        by_group = [
            Share(code, names.label(code), groups[code], planned.get(code))
            for code in names.codes
            if groups[code] or code in planned
        ]
        sexes = Counter(one.sex or "not_recorded" for one in seated)
        sex_names = vocabulary("sex")
        ages = Counter("not_recorded" if one.youth is None else "youth" if one.youth else "older" for one in seated)
        age_names = {"youth": _("Youth"), "older": _("Older"), "not_recorded": _("Not recorded")}
        areas = Counter(one.area.id if one.area else "" for one in seated)
        titles = {one.area.id: one.area.title for one in seated if one.area}
        return SeatBalance(
            taken=len(seated),
            by_group=tuple(by_group),
            by_sex=tuple(Share(code, sex_names.label(code), sexes[code]) for code in sex_names.codes if sexes[code]),
            by_youth=tuple(Share(code, label, ages[code]) for code, label in age_names.items() if ages[code]),
            by_area=tuple(
                Share(area, titles.get(area, _("Not recorded")), count) for area, count in sorted(areas.items(), reverse=True)
            ),
        )

    def _proposed(self, committee: Row, node: CommitteeNode) -> date | None:
        months = seats.MONTHS_BETWEEN.get(text(committee["cadence"]))
        if months is None or node.next_meeting or committee["life_cycle"] in ("dormant", "dissolved"):
            return None
        return seats.next_meeting(node.last_meeting, months, self.day)

    def _duties(self, committee: Row) -> Iterator[Duty]:
        """Meetings of the fiscal year, the annual work plan, and the reports of the committees below."""
        first_month = self.t.pack.fiscal_year_first_month
        year = period_of(self.day, "year", first_month)
        named = year_name(year.year, first_month)
        months = seats.MONTHS_BETWEEN.get(text(committee["cadence"]))
        if months is not None and months <= 12:
            held = [one for one in self._held(committee["id"]) if year.start <= one[0] <= min(year.end, self.day)]
            wanted = 12 // months
            quarters = [add_months(year.start, step * months) for step in range(wanted)]
            missing = [
                _("meeting {number}, until {day}").format(number=number + 1, day=add_months(start, months).isoformat())
                for number, start in enumerate(quarters)
                if not any(start <= day < add_months(start, months) for day, _named in held)
                and add_months(start, months) <= self.day
            ]
            yield Duty("meetings", _("Meetings of the year"), named, wanted, len(held), tuple(missing),
                       tuple(one for _day, one in held))  # fmt: skip
        if committee["secretariat"] or committee["committee_type"] == "secretariat":
            plans = [
                Named(row["id"], text(row["name"]))
                for row in self.t.rows("programme", ("name", "start", "end", "coordinator", "place"),
                                       where={"programme_kind": "annual_work_plan"})
                if row["start"] <= year.end and (row["end"] or year.end) >= year.start
                and row["place"] in (committee["place"], None)
            ]  # fmt: skip
            yield Duty("annual_work_plan", _("Annual work plan"), named, 1, len(plans),
                       () if plans else (_("the plan of {year}").format(year=named),), tuple(plans))  # fmt: skip
        yield from self._reports_owed(committee, year.start, named)

    def _held(self, committee: str) -> list[tuple[date, Named]]:
        return [
            (date.fromisoformat(str(row["start"])[:10]), Named(row["id"], text(row["title"])))
            for row in reversed(self._meetings)
            if row["committee"] == committee and str(row["start"])[:10] <= self.day.isoformat()
        ]

    def _reports_owed(self, committee: Row, since: date, named: str) -> Iterator[Duty]:
        """Reports of the committees that report to this one, or to the one it is the secretariat of."""
        upper = {committee["id"]}
        if committee["committee_type"] == "secretariat" and committee["reports_to"]:
            upper.add(committee["reports_to"])
        below = [row for row in self.committees.values() if row["reports_to"] in upper and row["reporting_duty"]]
        if not below:
            return
        kind = {"quarterly": "quarter", "half_yearly": "half", "annual": "year"}
        have = {
            (row["committee"], row["from_day"]): row["id"]
            for row in self.t.rows("periodic_report", ("committee", "from_day", "report_state"))
            if row["committee"] and row["report_state"] in ("submitted", "accepted", "locked")
        }
        expected = done = 0
        missing: list[str] = []
        records: list[Named] = []
        for row in below:
            length = kind.get(row["reporting_duty"])
            if length is None:
                continue
            period = period_of(since, length, self.t.pack.fiscal_year_first_month)
            while period.end < self.day:
                expected += 1
                if report := have.get((row["id"], period.start)):
                    done += 1
                    records.append(Named(report, f"{row['name']}, {period.label}"))
                else:
                    missing.append(f"{row['name']}, {period.label}")
                period = period.shift(1)
        yield Duty("reports_received", _("Reports received from below"), named, expected, done, tuple(missing), tuple(records))
