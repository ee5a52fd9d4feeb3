"""A meeting while it takes place: topics beside minutes, who is there and whether that is enough, decisions, actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol

from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.drafts import Draft, Drafts
from gedesk.services.governance_views import AttendanceView, Carried, MeetingView
from gedesk.services.protocols import Services

STATES = ("draft", "circulated", "approved")  # of minutes, in the order they go through


class MeetingPanelView(Protocol):
    """What the presenter asks of its panel."""

    def show_meeting(self, view: MeetingView) -> None:
        """The meeting as it is saved."""

    def show_minutes(self, text: str) -> None:
        """The minutes of the chosen topic."""


class MeetingPresenter:
    """One meeting.  Everything is saved at once, one operation for each thing done, so that each can be taken back."""

    def __init__(
        self, services: Services, view: MeetingPanelView, jobs: Jobs, notifier: Notifier, drafts: Drafts
    ) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._drafts = drafts
        self.meeting: MeetingView | None = None
        self.id = ""
        self.topic = ""  # id of the chosen topic, "" for the minutes of the whole meeting
        self._typed: dict[str, str] = {}  # minutes not saved yet, by topic

    # -- reading -------------------------------------------------------------------------------------------------

    def open(self, id: str) -> None:
        """Another meeting; minutes that were typed and never saved come back."""
        self.id, self.topic, self.meeting = id, "", None
        self._typed.clear()
        governance, drafts = self._services.governance, self._drafts

        def query() -> tuple[MeetingView, dict[str, str]]:
            view = governance.meeting(id)
            topics = {f"minutes-{one.id}": one.id for one in view.agenda} | {f"minutes-{id}": ""}
            found = {topics[one.key]: str(one.raw.get("minutes", "")) for one in drafts.all() if one.key in topics}
            return view, found

        def done(answer: tuple[MeetingView, dict[str, str]]) -> None:
            if answer[0].row.id != self.id:
                return
            self._typed.update(answer[1])
            self._show(answer[0])
            if self.meeting is not None and self.meeting.agenda:
                self.choose(self.meeting.agenda[0].id)
            else:
                self.choose("")

        self._jobs.read(query, done, self._notifier.failed)

    def reload(self) -> None:
        """Something of it changed."""
        id, governance = self.id, self._services.governance
        if not id:
            return

        def done(view: MeetingView) -> None:
            if id == self.id:
                before = self.minutes
                self._show(view)
                if self.topic not in self._typed and self.minutes != before:
                    self._view.show_minutes(self.minutes)

        self._jobs.read(lambda: governance.meeting(id), done, self._notifier.failed)

    def _show(self, view: MeetingView) -> None:
        self.meeting = view
        self._view.show_meeting(view)

    # -- minutes -------------------------------------------------------------------------------------------------

    @property
    def minutes(self) -> str:
        """Minutes of the chosen topic, as typed or as saved."""
        return self._typed.get(self.topic, self._saved(self.topic))

    def _saved(self, topic: str) -> str:
        if self.meeting is None:
            return ""
        if not topic:
            return self.meeting.minutes
        return next((one.minutes for one in self.meeting.agenda if one.id == topic), "")

    def choose(self, topic: str) -> None:
        """Another topic; what was typed for the one before is saved."""
        self.save_minutes()
        self.topic = topic
        self._view.show_minutes(self.minutes)

    def typed(self, text: str) -> None:
        """Minutes as they are typed."""
        self._typed[self.topic] = text

    def keep(self, *, at_once: bool = False) -> None:
        """Puts minutes that are not saved on disk, where a power cut does not reach them."""
        if self.meeting is None or self.topic not in self._typed:
            return
        text, record = self._typed[self.topic], self.topic or self.id
        when = datetime.now(UTC).isoformat(timespec="seconds")
        work = self._drafts.keep(Draft(f"minutes-{record}", "minutes", record, self.meeting.row.title, when, {"minutes": text}, {}))
        if at_once:
            work()
        else:
            self._jobs.read(work, lambda _none: None, self._notifier.failed)

    def save_minutes(self) -> None:
        """Saves what was typed for the chosen topic, if it differs."""
        topic = self.topic
        text = self._typed.pop(topic, None)
        if text is None:
            return
        drop = self._drafts.drop(f"minutes-{topic or self.id}")
        if text == self._saved(topic):
            self._jobs.read(drop, lambda _none: None, self._notifier.failed)
            return
        kind, id = ("agenda_item", topic) if topic else ("meeting", self.id)

        def failed(error: BaseException) -> None:
            self._typed.setdefault(topic, text)
            self._notifier.failed(error)

        self._save(kind, id, {"minutes": text}, then=lambda _id: self._jobs.read(drop, lambda _none: None), failed=failed)

    # -- doing ---------------------------------------------------------------------------------------------------

    def add_topic(self, title: str) -> None:
        """One more topic, at the end."""
        if title.strip() and self.meeting is not None:
            self._save("agenda_item", None, {"title": title, "meeting": self.id, "order": self._next_order()})

    def take_over(self, carried: Carried) -> None:
        """Something from before becomes a topic of this meeting."""
        field = {"topic": "carried_from", "action": "about_action", "escalation": "about_action",
                 "decision": "about_decision"}.get(carried.source)  # fmt: skip
        values: dict[str, Any] = {"title": carried.record.title, "meeting": self.id, "order": self._next_order()}
        if field:
            values[field] = carried.record.id
        self._save("agenda_item", None, values)

    def close_topic(self, topic: str, closed: bool) -> None:
        """Says that a topic is dealt with; an open one is offered to the next meeting."""
        self._save("agenda_item", topic, {"closed": closed})

    def _next_order(self) -> int:
        agenda = self.meeting.agenda if self.meeting is not None else ()
        return max((one.order or 0 for one in agenda), default=0) + 1

    def decide(self, title: str, decision_type: str) -> None:
        """Writes a decision under the chosen topic, with the next number of the committee's year."""
        if not title.strip():
            return
        id, topic, records, governance = self.id, self.topic, self._services.records, self._services.governance

        def op() -> str:
            values = {"title": title, "meeting": id, "agenda_item": topic or None, "decision_type": decision_type,
                      "decision_state": "adopted", "number": governance.decision_number(id)}  # fmt: skip
            return records.save("decision", None, {name: value for name, value in values.items() if value})

        self._jobs.write(op, lambda _id: self.reload(), self._notifier.failed)

    def act(self, title: str) -> None:
        """Writes an action under the chosen topic."""
        if title.strip():
            values = {"title": title, "meeting": self.id, "agenda_item": self.topic or None, "action_state": "open"}
            self._save("action_item", None, {name: value for name, value in values.items() if value})

    def attend(self, who: AttendanceView, status: str, reason: str | None = None) -> None:
        """Says whether somebody is there; `reason` only for those who are not."""
        values: dict[str, Any] = {"status": status}
        if status in ("present", "alternate"):
            values |= {"reason": None, "mode": who.mode or "in_person"}
        elif reason is not None:
            values["reason"] = reason or None
        if not who.id:
            values |= {"meeting": self.id, "name_written": who.name, "membership": who.membership or None,
                       "person": who.person.id if who.person else None,
                       "organisation": who.organisation.id if who.organisation else None}  # fmt: skip
            values = {name: value for name, value in values.items() if value}
        self._save("attendance", who.id or None, values)

    def add_guest(self, name: str) -> None:
        """Somebody who came and is not a member."""
        if name.strip():
            self._save("attendance", None, {"meeting": self.id, "name_written": name, "status": "present", "mode": "in_person"})

    def next_state(self) -> str:
        """The state that the minutes take next; "" when they are approved."""
        now = self.meeting.row.minutes_state if self.meeting is not None else ""
        at = STATES.index(now) if now in STATES else 0
        return STATES[at + 1] if at + 1 < len(STATES) and now not in ("approved", "amended") else ""

    def advance(self) -> None:
        """From draft to circulated to approved."""
        state = self.next_state()
        if state:
            self.save_minutes()
            approved = {"minutes_approved_on": date.today()} if state == "approved" else {}
            self._save("meeting", self.id, {"minutes_state": state, **approved})

    def _save(
        self, kind: str, id: str | None, values: Mapping[str, Any], then: Callable[[str], object] = lambda _id: None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:  # fmt: skip
        records = self._services.records

        def done(saved: str) -> None:
            then(saved)
            self.reload()

        self._jobs.write(lambda: records.save(kind, id, values), done, failed or self._notifier.failed)

    # -- words ---------------------------------------------------------------------------------------------------

    def quorum(self) -> tuple[str, str]:
        """Whether enough are there, in words, and its tone."""
        if self.meeting is None:
            return "", ""
        found = self.meeting.quorum
        if found.needed is None:
            return _("{n} present; no quorum is set").format(n=found.present), "neutral"
        text = _("{n} present of {needed} needed").format(n=found.present, needed=found.needed)
        return text, "success" if found.met else "warning"

    def detail(self) -> str:
        """Committee, day, place of the meeting."""
        if self.meeting is None:
            return ""
        row = self.meeting.row
        return " · ".join(part for part in (row.committee.title, dates.shown(row.day), row.start[11:16], row.venue) if part)


def code(name: str, value: str) -> str:
    """A code in words."""
    return vocabulary(name).label(value) if value else ""


def carried_note(one: Carried) -> str:
    """Why something is offered to the agenda."""
    known = {
        "topic": _("still open from before"),
        "action": _("open action"),
        "decision": _("decision waiting for an answer"),
        "report": _("report received"),
        "escalation": _("sent up by a lower committee"),
    }
    late = ngettext("{n} day late", "{n} days late", one.late).format(n=one.late) if one.late else ""
    return " · ".join(part for part in (known.get(one.source, one.source), one.note, late) if part)
