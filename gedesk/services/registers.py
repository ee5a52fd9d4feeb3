"""The registers of decisions and actions of all meetings, and what they are made from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from gedesk.domain import rules, seats
from gedesk.domain.kinds import registry
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.errors import NotFound
from gedesk.i18n import gettext as _
from gedesk.services.governance_views import (
    ActionRow,
    DecisionRow,
    MeetingRow,
    MemberView,
    Named,
    RegisterFilter,
)
from gedesk.services.tables import Row, Tables, text

OPEN_ACTIONS = ("open", "in_progress", "blocked")


@dataclass(slots=True)
class Numbers:
    """What a meeting has: people present, decisions, actions."""

    present: int = 0
    decisions: int = 0
    actions: int = 0


class Registers:
    """One look at committees, members, meetings, decisions and actions; what is asked for twice is read once."""

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
    def _numbers(self) -> dict[str, Numbers]:
        found: dict[str, Numbers] = defaultdict(Numbers)
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

    def _committee(self, id: str) -> Row:
        if id not in self.committees:
            raise NotFound(_("There is no {kind} “{text}”.").format(kind=registry.kind("committee").label(), text=id))
        return self.committees[id]


    def _committee_of(self, meeting: str | None) -> str:
        row = self._meeting.get(meeting or "")
        return text(row["committee"]) if row else ""


    @cached_property
    def _addressed(self) -> dict[str, str]:
        return {row["id"]: text(row["addressed_committee"]) for row in self._decisions}

    def meeting_rows(self, committee: str = "") -> list[MeetingRow]:
        """Meetings of a committee, or all, newest first."""
        return [self._row(row) for row in self._meetings if not committee or row["committee"] == committee]

    def _row(self, row: Row) -> MeetingRow:
        numbers = self._numbers.get(row["id"], Numbers())
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

    def _quorum(self, committee: Row, present: int) -> rules.Quorum:
        return rules.quorum(committee["quorum_rule"], committee["quorum_value"], committee["seats"], present)

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
