"""Committees, their members, meetings, decisions and actions, as screens and documents show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from gedesk.domain import rules, seats
from gedesk.domain.fiscal import add_months, period_of, year_name
from gedesk.domain.kinds import registry
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.errors import NotFound
from gedesk.i18n import gettext as _
from gedesk.services.governance_views import (
    ActionRow,
    AgendaView,
    AttendanceView,
    Carried,
    CommitteeNode,
    CommitteeView,
    DecisionRow,
    Duty,
    MeetingRow,
    MeetingView,
    MemberView,
    Named,
    RegisterFilter,
    SeatBalance,
    Share,
    TierChart,
    TierEdge,
)
from gedesk.services.tables import Row, Tables, text
from gedesk.store.store import Store

OPEN_ACTIONS = ("open", "in_progress", "blocked")


class StoreGovernance:
    """`protocols.Governance` on a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def _look(self, day: date | None = None) -> Iterator[_Governance]:
        with self._store.reading() as connection:
            yield _Governance(Tables(self._store, connection, day))

    def tiers(self, *, day: date | None = None) -> TierChart:
        """All committees that are not dissolved, and who reports to whom."""
        with self._look(day) as look:
            nodes = [look.node(row) for row in look.committees.values() if row["life_cycle"] != "dissolved"]
        known = {node.id for node in nodes}
        above = {node.id: node.reports_to for node in nodes if node.reports_to in known}
        edges = tuple(TierEdge(lower, upper) for lower, upper in above.items())
        tiers: dict[int, list[str]] = defaultdict(list)
        for node in nodes:
            tiers[_depth(node.id, above)].append(node.id)
        return TierChart(tuple(nodes), edges, tuple(tuple(tiers[depth]) for depth in sorted(tiers)))

    def committee(self, id: str, *, day: date | None = None) -> CommitteeView:
        """One committee."""
        with self._look(day) as look:
            return look.view(id)

    def meetings(self, committee: str = "", *, day: date | None = None) -> list[MeetingRow]:
        """Meetings of a committee, or all, newest first."""
        with self._look(day) as look:
            return look.meeting_rows(committee)

    def meeting(self, id: str) -> MeetingView:
        """One meeting."""
        with self._look() as look:
            return look.meeting(id)

    def decisions(self, wanted: RegisterFilter | None = None, *, day: date | None = None) -> list[DecisionRow]:
        """The register of decisions, newest first."""
        with self._look(day) as look:
            return look.decisions(wanted or RegisterFilter())

    def actions(self, wanted: RegisterFilter | None = None, *, day: date | None = None) -> list[ActionRow]:
        """The register of actions: overdue first, then by due day."""
        with self._look(day) as look:
            return look.actions(wanted or RegisterFilter())

    def decision_number(self, meeting: str) -> str:
        """The number that the next decision of a meeting takes."""
        with self._look() as look:
            return look.decision_number(meeting)


def _depth(id: str, above: Mapping[str, str]) -> int:
    seen = {id}
    while (upper := above.get(id)) and upper not in seen:
        seen.add(upper)
        id = upper
    return len(seen) - 1


@dataclass(slots=True)
class _Numbers:
    present: int = 0
    decisions: int = 0
    actions: int = 0


class _Governance:
    """One look at everything about committees."""

    def __init__(self, tables: Tables) -> None:
        self.t = tables
        self.day = tables.day

    # -- what is read once ---------------------------------------------------------------------------------------

    @cached_property
    def committees(self) -> dict[str, Row]:
        fields = [name for name, spec in registry.specs("committee").items() if name != "documents" and not spec.is_map]
        return {row["id"]: row for row in self.t.rows("committee", fields)}

    @cached_property
    def _members(self) -> dict[str, list[MemberView]]:
        fields = (
            "committee", "person", "organisation", "role", "constituency", "seat", "designation", "from_day", "to_day",
            "alternate_of", "area", "vote",
        )  # fmt: skip
        rows = self.t.rows("membership", fields)
        people = {row["id"]: row for row in self.t.rows("person", ("name", "sex", "age_band", "organisation"))}
        groups = {row["id"]: row for row in self.t.rows("organisation", ("name", "stakeholder_group", "youth_led"))}
        found: dict[str, list[MemberView]] = defaultdict(list)
        for row in rows:
            person = people.get(row["person"] or "", {})
            organisation = row["organisation"] or person.get("organisation")
            body = groups.get(organisation or "", {})
            title = person.get("name") or body.get("name") or _("(not here)")
            found[row["committee"]].append(
                MemberView(
                    id=row["id"],
                    title=str(title),
                    person=Named(row["person"], str(person.get("name") or _("(not here)"))) if row["person"] else None,
                    organisation=Named(organisation, str(body.get("name") or _("(not here)"))) if organisation else None,
                    role=text(row["role"]),
                    constituency=text(row["constituency"] or body.get("stakeholder_group")),
                    seat=text(row["seat"]),
                    designation=text(row["designation"]),
                    from_day=row["from_day"],
                    to_day=row["to_day"],
                    sex=text(person.get("sex")),
                    youth=seats.is_youth(
                        person.get("age_band"), row["constituency"] or body.get("stakeholder_group"),
                        self.t.pack.youth,
                    ),
                    area=self.t.place(row["area"]),
                    alternate_of=text(row["alternate_of"]),
                    votes=row["vote"] is not False,
                    holds=rules.held_on(row["from_day"], row["to_day"], self.day),
                    takes_seat=seats.takes_seat(row["role"], row["alternate_of"]),
                )
            )  # fmt: skip
        return found

    def members(self, committee: str) -> list[MemberView]:
        """Memberships of a committee, past and present, in the order of their roles."""
        order = {code: n for n, code in enumerate(vocabulary("member_role").codes)}
        return sorted(self._members.get(committee, ()), key=lambda one: (order.get(one.role, 99), one.seat, one.title))

    @cached_property
    def _meetings(self) -> list[Row]:
        fields = ("title", "committee", "number", "start", "mode", "venue", "minutes_state", "place")
        return sorted(self.t.rows("meeting", fields), key=lambda row: str(row["start"] or ""), reverse=True)

    @cached_property
    def _meeting(self) -> dict[str, Row]:
        return {row["id"]: row for row in self._meetings}

    @cached_property
    def _numbers(self) -> dict[str, _Numbers]:
        found: dict[str, _Numbers] = defaultdict(_Numbers)
        for row in self.t.rows("attendance", ("meeting", "status", "stands_in_for", "membership", "person")):
            if self._counts(row):
                found[row["meeting"]].present += 1
        for row in self._decisions:
            found[row["meeting"]].decisions += 1
        for row in self._actions:
            found[row["meeting"] or ""].actions += 1
        return found

    @cached_property
    def _decisions(self) -> list[Row]:
        fields = (
            "title", "meeting", "number", "decision_text", "decision_type", "decision_state", "addressed_committee",
            "addressed_organisation", "addressed_to", "due", "response", "response_state", "responded_on", "agenda_item",
        )  # fmt: skip
        return self.t.rows("decision", fields)

    @cached_property
    def _actions(self) -> list[Row]:
        fields = (
            "title", "meeting", "decision", "owner", "organisation", "due", "priority", "action_state", "percent",
            "blocked_reason", "done_on", "escalated_to", "agenda_item",
        )  # fmt: skip
        return self.t.rows("action_item", fields)

    @cached_property
    def _seats_of(self) -> dict[str, MemberView]:
        return {one.id: one for members in self._members.values() for one in members}

    def _counts(self, row: Row) -> bool:
        """Whether somebody on the list of a meeting counts towards the quorum: members with a vote and who stands in."""
        if row["status"] not in ("present", "alternate"):
            return False
        member = self._seats_of.get(row["stands_in_for"] or row["membership"] or "")
        if member is not None:
            return member.votes and (member.takes_seat or bool(row["stands_in_for"]))
        if not row["person"]:
            return False
        meeting = self._meeting.get(row["meeting"])
        mine = [
            one for one in self._members.get(meeting["committee"] if meeting else "", ())
            if one.person and one.person.id == row["person"]
        ]  # fmt: skip
        return any(one.votes and one.takes_seat for one in mine)

    # -- committees ----------------------------------------------------------------------------------------------

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

    def _committee_of(self, meeting: str | None) -> str:
        row = self._meeting.get(meeting or "")
        return text(row["committee"]) if row else ""

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

    def _committee(self, id: str) -> Row:
        if id not in self.committees:
            raise NotFound(_("There is no {kind} “{text}”.").format(kind=registry.kind("committee").label(), text=id))
        return self.committees[id]

    def _quorum(self, committee: Row, present: int) -> rules.Quorum:
        return rules.quorum(committee["quorum_rule"], committee["quorum_value"], committee["seats"], present)

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

    # -- meetings ------------------------------------------------------------------------------------------------

    def meeting_rows(self, committee: str = "") -> list[MeetingRow]:
        """Meetings of a committee, or all, newest first."""
        return [self._row(row) for row in self._meetings if not committee or row["committee"] == committee]

    def _row(self, row: Row) -> MeetingRow:
        numbers = self._numbers.get(row["id"], _Numbers())
        committee = self.committees.get(row["committee"] or "", {})
        return MeetingRow(
            id=row["id"],
            title=text(row["title"]),
            committee=Named(text(row["committee"]), text(committee.get("name"))),
            number=text(row["number"]),
            start=text(row["start"]),
            mode=text(row["mode"]),
            venue=text(row["venue"]),
            minutes_state=text(row["minutes_state"]),
            present=numbers.present,
            quorum=self._quorum(committee, numbers.present) if committee else rules.Quorum(None, numbers.present, None),
            decisions=numbers.decisions,
            actions=numbers.actions,
            held=str(row["start"])[:10] <= self.day.isoformat(),
        )

    def meeting(self, id: str) -> MeetingView:
        """A meeting's page."""
        whole = self.t.one("meeting", id)
        row = self._row(self._meeting[id])
        attendance = self._attendance(id, row)
        reasons = Counter(one.reason for one in attendance if one.reason)
        names = vocabulary("absence_reason")
        return MeetingView(
            row=row,
            end=text(whole["end"]),
            zone=text(whole["zone"]),
            chair=self.t.named("person", whole["chair"]),
            secretary=self.t.named("person", whole["secretary"]),
            minutes=text(whole["minutes"]),
            approved_on=whole["minutes_approved_on"],
            next_day=whole["next_day"],
            agenda=tuple(self._agenda(id)),
            attendance=tuple(attendance),
            quorum=row.quorum,
            absences=tuple(Share(code, names.label(code), count) for code, count in reasons.most_common()),
            decisions=tuple(one for one in self.decisions(RegisterFilter()) if one.meeting.id == id)[::-1],
            actions=tuple(one for one in self.actions(RegisterFilter()) if one.meeting and one.meeting.id == id),
            carried=tuple(self._carried(row)),
        )

    def _agenda(self, meeting: str) -> list[AgendaView]:
        fields = (
            "order", "title", "presenter", "minutes", "minutes_planned", "closed", "carried_from", "about_decision",
            "about_action",
        )  # fmt: skip
        rows = self.t.rows("agenda_item", fields, where={"meeting": meeting})
        return [
            AgendaView(
                id=row["id"],
                order=row["order"],
                title=text(row["title"]),
                presenter=self.t.named("person", row["presenter"]),
                minutes=text(row["minutes"]),
                minutes_planned=row["minutes_planned"],
                closed=bool(row["closed"]),
                carried_from=text(row["carried_from"]),
                about_decision=self.t.named("decision", row["about_decision"]),
                about_action=self.t.named("action_item", row["about_action"]),
            )
            for row in sorted(rows, key=lambda row: (row["order"] is None, row["order"] or 0))
        ]

    def _attendance(self, meeting: str, shown: MeetingRow) -> list[AttendanceView]:
        fields = (
            "name_written", "person", "organisation", "membership", "status", "mode", "reason", "sex", "stands_in_for",
            "meeting",
        )  # fmt: skip
        found = []
        listed: set[str] = set()
        people: set[str] = set()
        for row in self.t.rows("attendance", fields, where={"meeting": meeting}):
            member = self._seats_of.get(row["membership"] or "")
            person = self.t.named("person", row["person"])
            listed.update(id for id in (row["membership"], row["stands_in_for"]) if id)
            people.update([row["person"]] if row["person"] else [])
            found.append(
                AttendanceView(
                    id=row["id"],
                    name=text(row["name_written"]) or (person.title if person else member.title if member else ""),
                    person=person,
                    organisation=self.t.named("organisation", row["organisation"]),
                    membership=text(row["membership"]),
                    status=text(row["status"]),
                    mode=text(row["mode"]),
                    reason=text(row["reason"]),
                    sex=text(row["sex"]),
                    stands_in_for=text(row["stands_in_for"]),
                    counts=self._counts(row),
                )
            )
        day = shown.day
        for member in self.members(shown.committee.id):
            known = member.id in listed or (member.person is not None and member.person.id in people)
            if not known and rules.held_on(member.from_day, member.to_day, day) and member.role != "alternate":
                found.append(
                    AttendanceView("", member.title, member.person, member.organisation, member.id, "", "", "",
                                   member.sex, "", False)
                )  # fmt: skip
        return found

    def _carried(self, shown: MeetingRow) -> Iterator[Carried]:
        """What should come before this meeting: see `Carried`.  What its agenda already names is left out."""
        mine = self._agenda(shown.id)
        taken = {one.carried_from for one in mine}
        taken |= {one.about_action.id for one in mine if one.about_action}
        taken |= {one.about_decision.id for one in mine if one.about_decision}
        committee, day = shown.committee.id, shown.day
        earlier = {
            row["id"] for row in self._meetings
            if row["committee"] == committee and str(row["start"]) < shown.start and row["id"] != shown.id
        }  # fmt: skip
        if earlier:
            carried_on: set[str] = set()
            topics = self.t.rows("agenda_item", ("title", "meeting", "closed", "carried_from"), where={"meeting": earlier})
            carried_on.update(row["carried_from"] for row in topics if row["carried_from"])
            for row in topics:
                if not row["closed"] and row["id"] not in taken | carried_on:
                    meeting = self._meeting[row["meeting"]]
                    yield Carried("topic", "agenda_item", Named(row["id"], text(row["title"])), text(meeting["title"]), None, 0)
        for action in self.actions(RegisterFilter(open=True)):
            came = action.escalated_to is not None and action.escalated_to.id == committee
            own = action.meeting is not None and action.meeting.id in earlier
            if action.id not in taken and (own or came):
                source = "escalation" if came else "action"
                owner = action.owner or action.organisation
                note = action.committee.title if came and action.committee else owner.title if owner else ""
                yield Carried(source, "action_item", Named(action.id, action.title), note, action.due, action.late)
        since = max((self._meeting[id]["start"] for id in earlier), default="")
        for decision in self.decisions(RegisterFilter()):
            if decision.id in taken:
                continue
            answered = decision.responded_on is not None and decision.responded_on.isoformat() > str(since)[:10]
            if decision.meeting.id in earlier and (decision.overdue or answered):
                yield Carried("decision", "decision", Named(decision.id, decision.title),
                              decision.response or decision.addressed, decision.due, 0)  # fmt: skip
            elif self._addressed.get(decision.id) == committee and decision.response_state in ("", "open"):
                yield Carried("escalation", "decision", Named(decision.id, decision.title), decision.committee.title,
                              decision.due, 0)  # fmt: skip
        below = [row["id"] for row in self.committees.values() if row["reports_to"] == committee]
        if below:
            for row in self.t.rows("periodic_report", ("title", "committee", "submitted_on"), where={"committee": below}):
                if row["submitted_on"] and str(since)[:10] < row["submitted_on"].isoformat() <= day.isoformat():
                    name = text(self.committees[row["committee"]]["name"])
                    yield Carried("report", "periodic_report", Named(row["id"], text(row["title"])), name, None, 0)

    @cached_property
    def _addressed(self) -> dict[str, str]:
        return {row["id"]: text(row["addressed_committee"]) for row in self._decisions}

    # -- registers -----------------------------------------------------------------------------------------------

    def _chosen(self, wanted: RegisterFilter) -> set[str] | None:
        """Committees that a register shows; None for all."""
        if not wanted.committee:
            return None
        found = {wanted.committee}
        while wanted.below:
            more = {row["id"] for row in self.committees.values() if row["reports_to"] in found} - found
            if not more:
                break
            found |= more
        return found

    def decisions(self, wanted: RegisterFilter) -> list[DecisionRow]:
        """The register of decisions, newest first."""
        chosen = self._chosen(wanted)
        tasks: dict[str, list[str]] = defaultdict(list)
        for row in self._actions:
            if row["decision"]:
                tasks[row["decision"]].append(row["action_state"])
        found = []
        for row in self._decisions:
            meeting = self._meeting.get(row["meeting"] or "")
            committee = text(meeting["committee"]) if meeting else self._by_number(row)
            state, response = text(row["decision_state"]), text(row["response_state"]) or "open"
            if (
                (chosen is not None and committee not in chosen)
                or (wanted.states and state not in wanted.states)
                or (wanted.types and row["decision_type"] not in wanted.types)
                or (wanted.organisation and row["addressed_organisation"] != wanted.organisation)
                or not _has(wanted.text, row["title"], row["number"], row["decision_text"], row["addressed_to"])
            ):
                continue
            waits = response in ("open", "accepted", "partly_accepted", "under_way") and row["responded_on"] is None
            late = bool(row["due"] and row["due"] < self.day and waits and state in ("adopted", "adopted_changed"))
            day = date.fromisoformat(str(meeting["start"])[:10]) if meeting else self.day
            if (wanted.overdue and not late) or (wanted.open and not waits) or not _inside(day, wanted):
                continue
            shown = DecisionRow(
                id=row["id"],
                number=text(row["number"]),
                title=text(row["title"]),
                text=text(row["decision_text"]),
                decision_type=text(row["decision_type"]),
                state=state,
                committee=Named(committee, text(self.committees.get(committee, {}).get("name"))),
                meeting=Named(text(row["meeting"]), text(meeting["title"]) if meeting else _("(not here)")),
                day=day,
                addressed=self._addressee(row),
                due=row["due"],
                response=text(row["response"]),
                response_state=response,
                responded_on=row["responded_on"],
                overdue=late,
                actions=len(tasks[row["id"]]),
                open_actions=sum(one in OPEN_ACTIONS for one in tasks[row["id"]]),
                agenda_item=text(row["agenda_item"]),
            )
            found.append(shown)
        return sorted(found, key=lambda one: (one.day, one.number), reverse=True)

    def _by_number(self, decision: Row) -> str:
        """The committee that a decision's number begins with, when its meeting is kept elsewhere: the one above if several."""
        acronym = text(decision["number"]).rsplit("-", 2)[0]
        found = [id for id, row in self.committees.items() if acronym and text(row["acronym"]) == acronym]
        above = self.committees.get(decision["addressed_committee"] or "", {}).get("reports_to")
        if len(found) > 1:
            found = [id for id in found if id == above]
        return found[0] if found else ""

    def _addressee(self, row: Row) -> str:
        named = (
            text(self.committees.get(row["addressed_committee"] or "", {}).get("name")),
            self.t.titles("organisation", [row["addressed_organisation"]])[row["addressed_organisation"]]
            if row["addressed_organisation"]
            else "",
            text(row["addressed_to"]),
        )
        return ", ".join(one for one in named if one)

    @cached_property
    def _updates(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.t.rows("action_update", ("action_item", "update_text", "told_on")):
            found[row["action_item"]].append(row)
        return found

    def actions(self, wanted: RegisterFilter) -> list[ActionRow]:
        """The register of actions: overdue first, then by due day."""
        chosen = self._chosen(wanted)
        found = []
        for row in self._actions:
            committee = self._committee_of(row["meeting"])
            late = (self.day - row["due"]).days if rules.overdue(row["action_state"], row["due"], self.day) else 0
            if (
                (chosen is not None and committee not in chosen and not (wanted.below and row["escalated_to"] in chosen))
                or (wanted.states and row["action_state"] not in wanted.states)
                or (wanted.open and row["action_state"] not in OPEN_ACTIONS)
                or (wanted.organisation and row["organisation"] != wanted.organisation)
                or (wanted.overdue and not late)
                or not _has(wanted.text, row["title"])
                or not _inside(row["due"], wanted)
            ):
                continue
            news = sorted(self._updates.get(row["id"], ()), key=lambda one: one["told_on"] or date.min)
            found.append(
                ActionRow(
                    id=row["id"],
                    title=text(row["title"]),
                    committee=Named(committee, text(self.committees.get(committee, {}).get("name"))) if committee else None,
                    meeting=self.t.named("meeting", row["meeting"]),
                    decision=self.t.named("decision", row["decision"]),
                    owner=self.t.named("person", row["owner"]),
                    organisation=self.t.named("organisation", row["organisation"]),
                    due=row["due"],
                    priority=text(row["priority"]),
                    state=text(row["action_state"]),
                    percent=row["percent"],
                    blocked_reason=text(row["blocked_reason"]),
                    done_on=row["done_on"],
                    escalated_to=self.t.named("committee", row["escalated_to"]),
                    updates=len(news),
                    last_update=text(news[-1]["update_text"]) if news else "",
                    late=late,
                    agenda_item=text(row["agenda_item"]),
                )
            )
        return sorted(found, key=lambda one: (not one.overdue, one.due or date.max, one.title))

    def decision_number(self, meeting: str) -> str:
        """Committee, year of the meeting, sequence."""
        row = self.t.one("meeting", meeting)
        committee = self._committee(row["committee"])
        acronym = text(committee["acronym"]) or "".join(word[0] for word in text(committee["name"]).split()).upper()
        mine = {one["id"] for one in self._meetings if one["committee"] == row["committee"]}
        year = int(str(row["start"])[:4])
        used = [text(one["number"]) for one in self._decisions if one["meeting"] in mine]
        return rules.decision_number(acronym, year, used)


def _has(wanted: str, *texts: Any) -> bool:
    words = fold(wanted).split()
    return not words or all(word in fold(" ".join(text(one) for one in texts)) for word in words)


def _inside(day: date | None, wanted: RegisterFilter) -> bool:
    if wanted.first is None and wanted.last is None:
        return True
    return day is not None and (wanted.first or date.min) <= day <= (wanted.last or date.max)


def overdue_by_committee(rows: Iterable[ActionRow]) -> list[tuple[Named, int]]:
    """Overdue actions counted by committee, the most first."""
    counted = Counter(row.committee for row in rows if row.overdue and row.committee)
    return counted.most_common()
