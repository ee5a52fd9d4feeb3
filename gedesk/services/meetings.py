"""Meetings as their pages and minutes show them: agenda, attendance, quorum, what is carried over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gedesk.domain import rules
from gedesk.domain.vocabularies import vocabulary
from gedesk.services.committees import Committees
from gedesk.services.governance_views import (
    AgendaView,
    AttendanceView,
    Carried,
    MeetingRow,
    MeetingView,
    Named,
    RegisterFilter,
    Share,
)
from gedesk.services.tables import text


class Meetings(Committees):
    """One look at everything about meetings."""

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
