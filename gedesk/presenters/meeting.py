"""A meeting while it is held: topics, minutes, who is there, decisions and actions.

Minutes and lines that are still being typed go to a draft on disk a moment after each key, and to the store when the
cursor leaves them, so that the history holds sentences and not letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from gedesk import clock
from gedesk.domain.vocabularies import vocabulary
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.drafts import Draft, Drafts
from gedesk.services.governance_views import AgendaView, AttendanceView, Carried, MeetingView
from gedesk.services.papers_views import Paper
from gedesk.services.protocols import Services
from gedesk.services.views import Choice

DECISION, ACTION = "decision", "action_item"
NEXT_STATE = {"": "circulated", "draft": "circulated", "circulated": "approved", "approved": "amended", "amended": "amended"}
STATE_TONES = {"draft": "neutral", "circulated": "accent", "approved": "success", "amended": "warning"}
ATTENDANCE_TONES = {"present": "success", "alternate": "success", "apology": "warning", "absent": "danger"}
ABSENT = ("apology", "absent")


class MeetingPage(Protocol):
    """What the presenter asks of its page."""

    def show_meeting(self, shown: MeetingView) -> None:
        """The meeting as it stands in the store; what is being typed stays."""

    def show_topic(self, topic: AgendaView | None, text: str) -> None:
        """The topic in front, and its minutes as they were typed last."""

    def show_saved(self, text: str) -> None:
        """Where the minutes are: typed, kept on this machine, saved."""

    def show_number(self, number: str) -> None:
        """The number that the decision being typed will take."""

    def show_line(self, kind: str, text: str) -> None:
        """A line for a new decision or action, with the cursor in it; brought back from a draft with its text."""

    def show_problem(self, field: str, message: str) -> None:
        """What is wrong with the line being typed; "" clears it."""

    def line_saved(self) -> None:
        """The line is in the store: it can be put away."""


class MeetingPresenter:
    """One meeting."""

    def __init__(self, services: Services, view: MeetingPage, jobs: Jobs, notifier: Notifier, drafts: Drafts) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._drafts = drafts
        self.id = ""
        self.shown: MeetingView | None = None
        self.topic = ""  # id of the agenda item in front
        self.line = ""  # kind of the line being typed
        self._line_topic = ""
        self._typed: dict[str, str] = {}  # minutes by agenda item, not in the store yet
        self._line_text = ""
        self._turn = 0
        self.on_drafts: Callable[[], None] = lambda: None

    # -- reading -------------------------------------------------------------------------------------------------

    def open(self, id: str) -> None:
        """A meeting, with what was being typed when the program last ended."""
        self._turn += 1
        turn = self._turn
        self.id, self.shown, self.topic, self.line, self._line_topic = id, None, "", "", ""
        self._typed, self._line_text = {}, ""
        governance, drafts, key = self._services.governance, self._drafts, self._key

        def work() -> tuple[MeetingView, Draft | None]:
            return governance.meeting(id), next((one for one in drafts.all() if one.key == key), None)

        def done(answer: tuple[MeetingView, Draft | None]) -> None:
            if turn != self._turn:
                return
            shown, draft = answer
            if draft is not None:
                self._bring_back(shown, draft)
            self._show(shown)
            if draft is not None:
                self._view.show_saved(_("Brought back what was not saved yet"))
                if self.line:
                    self._view.show_line(self.line, self._line_text)

        self._jobs.read(work, done, self._notifier.failed)

    def refresh(self) -> None:
        """Reads again; what is being typed stays."""
        turn, id, governance = self._turn, self.id, self._services.governance
        if id:
            self._jobs.read(
                lambda: governance.meeting(id),
                lambda shown: self._show(shown) if turn == self._turn else None,
                self._notifier.failed,
            )

    def _show(self, shown: MeetingView) -> None:
        first = self.shown is None
        self.shown = shown
        known = [one.id for one in shown.agenda]
        if self.topic not in known:
            open_ = [one.id for one in shown.agenda if not one.closed]
            self.topic = (open_ or known or [""])[0]
            first = True
        self._view.show_meeting(shown)
        if first or self.topic not in self._typed:
            self._view.show_topic(self.current, self.minutes)

    def _bring_back(self, shown: MeetingView, draft: Draft) -> None:
        agenda = {one.id for one in shown.agenda}
        self._typed = {id: str(text) for id, text in draft.raw.items() if id in agenda}
        line = draft.raw.get("line")
        if isinstance(line, dict) and line.get("kind") in (DECISION, ACTION):
            self.line, self._line_text = str(line["kind"]), str(line.get("text") or "")
            self._line_topic = str(line.get("topic") or "")
        wanted = self._line_topic if self.line else next(iter(self._typed), "")
        self.topic = wanted if wanted in agenda else ""

    @property
    def current(self) -> AgendaView | None:
        """The topic in front."""
        if self.shown is None:
            return None
        return next((one for one in self.shown.agenda if one.id == self.topic), None)

    @property
    def minutes(self) -> str:
        """Minutes of the topic in front, as typed."""
        topic = self.current
        return self._typed.get(self.topic, topic.minutes if topic else "")

    # -- minutes -------------------------------------------------------------------------------------------------

    def choose(self, id: str) -> None:
        """Another topic; the minutes of the one before go to the store."""
        if id == self.topic or self.shown is None:
            return
        self.save_minutes()
        self.topic = id
        self._view.show_topic(self.current, self.minutes)

    def step(self, by: int) -> None:
        """The next or the last topic."""
        ids = [one.id for one in self.shown.agenda] if self.shown else []
        if self.topic in ids:
            at = ids.index(self.topic) + by
            if 0 <= at < len(ids):
                self.choose(ids[at])

    def typed(self, text: str) -> None:
        """The minutes of the topic in front read so now; the page calls `keep` a moment later."""
        topic = self.current
        if topic is None:
            return
        if text == topic.minutes:
            self._typed.pop(topic.id, None)
        else:
            self._typed[topic.id] = text
            self._view.show_saved(_("Typing…"))

    def line_typed(self, text: str) -> None:
        """The line for a new decision or action reads so now."""
        self._line_text = text

    @property
    def dirty(self) -> bool:
        """Whether something typed is not in the store."""
        return bool(self._typed) or bool(self.line and self._line_text.strip())

    @property
    def _key(self) -> str:
        return f"minutes-{self.id}"

    def keep(self, *, at_once: bool = False) -> None:
        """Writes what is typed to disk, away from the UI thread unless the program ends."""
        if not self.id or self.shown is None:
            return
        if not self.dirty:
            self._drop()
            return
        raw: dict[str, Any] = dict(self._typed)
        if self.line and self._line_text.strip():
            raw["line"] = {"kind": self.line, "text": self._line_text, "topic": self._line_topic}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        work = self._drafts.keep(Draft(self._key, "meeting", self.id, self.shown.row.title, now, raw, {}))
        if at_once:
            work()
            return

        def done(_none: None) -> None:
            if self.dirty:
                self._view.show_saved(_("Kept on this computer"))
            self.on_drafts()

        self._jobs.read(work, done, self._notifier.failed)

    def _drop(self) -> None:
        self._jobs.read(self._drafts.drop(self._key), lambda _none: self.on_drafts(), self._notifier.failed)

    def save_minutes(self) -> None:
        """What was typed goes to the store, as one operation."""
        if not self._typed or self.shown is None:
            return
        texts, titles = dict(self._typed), {one.id: one.title for one in self.shown.agenda}
        items = [{"id": id, "minutes": text or None} for id, text in texts.items()]
        named = _("Minutes of “{title}”").format(title=", ".join(titles.get(id, "") for id in texts))
        records, turn = self._services.records, self._turn

        def done(_ids: list[str]) -> None:
            if turn != self._turn:
                return
            for id, text in texts.items():
                if self._typed.get(id) == text:
                    del self._typed[id]
            self._view.show_saved(_("Saved"))
            self.keep()
            self.refresh()

        self._jobs.write(lambda: records.save_all("agenda_item", items, title=named), done, self._notifier.failed)

    # -- decisions and actions -----------------------------------------------------------------------------------

    def begin(self, kind: str) -> None:
        """A line for a decision or action of the topic in front, with the cursor in it."""
        if self.shown is None:
            return
        if self.line and self._line_text.strip():
            self.save_line(then=lambda: self._begin(kind))
        else:
            self._begin(kind)

    def _begin(self, kind: str) -> None:
        self.line, self._line_text, self._line_topic = kind, "", self.topic
        self._view.show_problem("", "")
        self._view.show_line(kind, "")
        if kind == DECISION:
            governance, id = self._services.governance, self.id
            self._jobs.read(lambda: governance.decision_number(id), self._view.show_number, self._notifier.failed)

    def give_up_line(self) -> None:
        """The line is not wanted."""
        self.line, self._line_text = "", ""
        self.keep()
        self._view.line_saved()

    def save_line(
        self, due: str = "", owner: str = "", then: Callable[[], None] | None = None
    ) -> None:
        """Puts the line into the store: a decision with the next number, or an action.  `owner` is a person's id."""
        text, kind, topic, meeting = self._line_text.strip(), self.line, self._line_topic, self.id
        if not kind:
            return
        if not text:
            self._view.show_problem("title", _("Write what was decided.") if kind == DECISION else _("Write what is to be done."))
            return
        day = dates.parse(due, today=self.shown.row.day if self.shown else None) if due.strip() else None
        if due.strip() and day is None:
            self._view.show_problem("due", _("This is not a date. Write it like {date}.").format(date=dates.typed(date(2026, 3, 12))))
            return
        values: dict[str, Any] = {"title": text, "meeting": meeting, "due": day, "agenda_item": topic or None}
        if kind == ACTION and owner:
            values["owner"] = owner
        services = self._services

        def op() -> str:
            if kind == DECISION:
                values["number"] = services.governance.decision_number(meeting)
            return services.records.save(kind, None, {name: value for name, value in values.items() if value is not None})

        def done(_id: str) -> None:
            self.line, self._line_text = "", ""
            self.keep()
            self._view.line_saved()
            self.refresh()
            if then:
                then()

        def failed(error: BaseException) -> None:
            if isinstance(error, InvalidInput) and error.problems:
                self._view.show_problem(error.problems[0].where, error.problems[0].message)
            else:
                self._notifier.failed(error)

        self._jobs.write(op, done, failed)

    def people(self, text: str, done: Callable[[list[Choice]], None]) -> None:
        """Members of the committee to offer as owner of an action, then everybody."""
        shown, lists = self.shown, self._services.lists
        wanted = text.casefold().split()
        mine = {one.person.id: one for one in shown.attendance if one.person} if shown else {}
        near = [
            Choice(id, one.person.title, one.organisation.title if one.organisation else "")
            for id, one in mine.items()
            if one.person and all(any(part.startswith(word) for part in one.name.casefold().split()) for word in wanted)
        ]
        self._jobs.read(
            lambda: lists.choices("person", text, limit=20),
            lambda found: done([*near, *(one for one in found if one.id not in mine)][:20]),
            self._notifier.failed,
        )

    # -- the agenda ----------------------------------------------------------------------------------------------

    def add_topic(self, title: str) -> None:
        """A topic at the end of the agenda."""
        title = title.strip()
        if not title or self.shown is None:
            return
        values = {"title": title, "meeting": self.id, "order": self._next_order}
        self._write(lambda: self._services.records.save("agenda_item", None, values), self._chosen)

    def carry(self, things: list[Carried]) -> None:
        """Takes over topics, actions, answers and reports that belong before this meeting, in one operation."""
        if not things or self.shown is None:
            return
        items = []
        for order, one in enumerate(things, self._next_order):
            item: dict[str, Any] = {"title": one.record.title, "meeting": self.id, "order": order}
            link = {"agenda_item": "carried_from", "decision": "about_decision", "action_item": "about_action"}.get(one.kind)
            if link:
                item[link] = one.record.id
            items.append(item)
        named = ngettext("{n} topic carried over", "{n} topics carried over", len(items)).format(n=len(items))
        records = self._services.records
        self._write(lambda: records.save_all("agenda_item", items, title=named), tell=named)

    @property
    def _next_order(self) -> int:
        orders = [one.order or 0 for one in self.shown.agenda] if self.shown else []
        return max([0, *orders]) + 1

    def _chosen(self, id: object) -> None:
        self.save_minutes()
        self.topic = str(id)

    def move(self, by: int) -> None:
        """The topic in front one place up or down."""
        if self.shown is None:
            return
        ids = [one.id for one in self.shown.agenda]
        if self.topic not in ids:
            return
        at = ids.index(self.topic)
        if not 0 <= at + by < len(ids):
            return
        ids[at], ids[at + by] = ids[at + by], ids[at]
        items = [{"id": id, "order": order} for order, id in enumerate(ids, 1)]
        records, named = self._services.records, _("Order of the agenda")
        self._write(lambda: records.save_all("agenda_item", items, title=named))

    def close_topic(self) -> None:
        """The topic in front is closed, and is not carried over; or it is open again."""
        topic = self.current
        if topic is not None:
            self._write(lambda: self._services.records.save("agenda_item", topic.id, {"closed": not topic.closed}))

    # -- attendance ----------------------------------------------------------------------------------------------

    def attend(self, who: AttendanceView, status: str, *, mode: str = "", reason: str = "", by: str = "") -> None:
        """Somebody is present, sends an apology, stays away, or is stood in for by `by`, a name."""
        values: dict[str, Any] = {
            "status": status,
            "mode": mode or None,
            "reason": (reason or who.reason or None) if status in ABSENT else None,
        }
        if not who.id:
            values |= self._who(who)
        if status == "alternate" and by.strip():
            values |= {"name_written": by.strip(), "stands_in_for": who.membership or None, "person": None}
        records, id = self._services.records, who.id or None
        given = {name: value for name, value in values.items() if id is not None or value is not None}
        self._write(lambda: records.save("attendance", id, given))

    def guest(self, name: str) -> None:
        """Somebody who is no member is here."""
        if name.strip():
            values = {"meeting": self.id, "name_written": name.strip(), "status": "present"}
            self._write(lambda: self._services.records.save("attendance", None, values))

    def all_present(self) -> None:
        """Everybody of whom nothing is written yet is present."""
        waiting = [one for one in self.shown.attendance if not one.status] if self.shown else []
        if not waiting:
            return
        items = [{"status": "present", **self._who(one)} for one in waiting]
        named = ngettext("{n} member present", "{n} members present", len(items)).format(n=len(items))
        records = self._services.records
        self._write(lambda: records.save_all("attendance", items, title=named), tell=named)

    def _who(self, who: AttendanceView) -> dict[str, Any]:
        values: dict[str, Any] = {"meeting": self.id, "name_written": who.name, "membership": who.membership or None,
                                  "sex": who.sex or None}  # fmt: skip
        values["person"] = who.person.id if who.person else None
        values["organisation"] = who.organisation.id if who.organisation else None
        return {name: value for name, value in values.items() if value is not None}

    # -- the minutes as a whole ----------------------------------------------------------------------------------

    @property
    def next_state(self) -> str:
        """The state that the minutes go to next."""
        return NEXT_STATE.get(self.shown.row.minutes_state, "circulated") if self.shown else ""

    def advance(self) -> None:
        """Circulates the minutes, approves them, or marks approved ones as amended.

        The meeting keeps the text of all topics from then on, unless somebody wrote its minutes as a whole by hand.
        """
        if self.shown is None:
            return
        state = self.next_state
        values: dict[str, Any] = {"minutes_state": state}
        whole = whole_minutes(self.shown, self._typed)
        if whole and (not self.shown.minutes or self.shown.minutes.startswith(_head(1, self.shown.agenda[0]))):
            values["minutes"] = whole
        elif not self.shown.minutes:
            self._notifier.tell(_("The minutes are empty. Write them before you circulate them."))
            return
        self.save_minutes()
        if state == "approved":
            values["minutes_approved_on"] = clock.today()
        label = vocabulary("minutes_state").label(state)
        records, id = self._services.records, self.id
        self._write(lambda: records.save("meeting", id, values), tell=_("Minutes: {state}").format(state=label))

    # -- papers --------------------------------------------------------------------------------------------------

    def file_name(self, ending: str) -> str:
        """What a file about this meeting is called until somebody says otherwise."""
        row = self.shown.row if self.shown else None
        text = f"{row.title} {row.day.isoformat()}" if row else _("Meeting")
        return re.sub(r'[\\/:*?"<>|\s]+', "_", text).strip("_.") + ending

    def export(self, path: Path) -> None:
        """The minutes as Word or PDF, or the appointment for calendars, by the ending of `path`."""
        self.save_minutes()
        papers, id = self._services.papers, self.id

        def work() -> None:
            papers.calendar(id, path) if path.suffix == ".ics" else papers.write(Paper("minutes", id), path)

        self._jobs.write(work, lambda _none: self._notifier.tell(_("Saved: {file}").format(file=path.name)), self._notifier.failed)

    def export_series(self, path: Path) -> None:
        """All meetings of the committee that lie ahead, with its series, for calendars."""
        if self.shown is None:
            return
        papers, committee = self._services.papers, self.shown.row.committee.id

        def done(count: int) -> None:
            text = ngettext("{file}: {n} appointment", "{file}: {n} appointments", count)
            self._notifier.tell(text.format(file=path.name, n=count))

        self._jobs.read(lambda: papers.calendar_series(committee, path), done, self._notifier.failed)

    # -- help ----------------------------------------------------------------------------------------------------

    def _write(self, op: Callable[[], Any], then: Callable[[Any], None] | None = None, *, tell: str = "") -> None:
        turn, records = self._turn, self._services.records

        def done(answer: Any) -> None:
            if tell:
                self._notifier.tell(tell, action=_("Undo"), on_action=lambda: self._write(records.undo))
            if turn == self._turn:
                if then:
                    then(answer)
                self.refresh()

        self._jobs.write(op, done, self._notifier.failed)


def whole_minutes(shown: MeetingView, typed: Mapping[str, str]) -> str:
    """Minutes of all topics as one text, which a meeting keeps from the day they are circulated; "" without any."""
    parts = [(_head(at, one), typed.get(one.id, one.minutes).strip()) for at, one in enumerate(shown.agenda, 1)]
    return "\n\n".join(f"{head}\n{text}" for head, text in parts) if any(text for _head_, text in parts) else ""


def _head(at: int, topic: AgendaView) -> str:
    return f"{at}. {topic.title}"


def attendance_words(one: AttendanceView) -> str:
    """How somebody attends, in words."""
    if not one.status:
        return _("not marked")
    if one.status == "present" and one.mode == "remote":
        return vocabulary("attendance_mode").label("remote")
    return vocabulary("attendance_status").label(one.status)


def quorum_words(shown: MeetingView) -> tuple[str, str]:
    """The quorum as it stands, and its tone."""
    found = shown.quorum
    if found.needed is None:
        here = sum(one.status in ("present", "alternate") for one in shown.attendance)
        return ngettext("{n} present", "{n} present", here).format(n=here), "neutral"
    if found.met:
        return _("Quorum: {present} of {needed}").format(present=found.present, needed=found.needed), "success"
    missing = found.needed - found.present
    return (
        ngettext("No quorum: {n} more needed", "No quorum: {n} more needed", missing).format(n=missing),
        "warning",
    )


def source_words(source: str) -> str:
    """Where something carried over comes from."""
    known: Mapping[str, str] = {
        "topic": _("Open topic"),
        "action": _("Open action"),
        "decision": _("Answer or overdue"),
        "report": _("Report received"),
        "escalation": _("Sent here"),
    }
    return known.get(source, source)


def proposed_title(committee: str, number: int) -> str:
    """What a new meeting is called until somebody says otherwise."""
    return _("{committee}, meeting {number}").format(committee=committee, number=number)


def proposed_start(day: date) -> str:
    """A meeting day begins at nine; a weekend moves on to Monday."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return f"{day.isoformat()}T09:00"
