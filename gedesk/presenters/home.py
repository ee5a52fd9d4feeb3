"""The first page: what waits for somebody here, the usual next step, the last exchange and what was done lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol

from gedesk import clock
from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.drafts import Draft, Drafts
from gedesk.presenters.exchange import HEADQUARTERS
from gedesk.services.protocols import Services
from gedesk.services.views import Conflict, Status

AHEAD = timedelta(days=14)  # how far ahead something counts as due
MOST = 6  # lines of one list: more would have to be scrolled
OPEN_ACTIONS = ("open", "in_progress", "blocked")
RECENT = ("title", "place", "start", "changed")


class Ways(Protocol):
    """Where the lines of the page lead."""

    def go(self, page: str) -> None: ...
    def open_record(self, kind: str, id: str) -> None: ...
    def new_record(self, kind: str) -> None: ...
    def decide(self, conflict: Conflict) -> None: ...
    def invite(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits, or was done: what, a second line about it, how urgent, and where it leads."""

    text: str
    hint: str
    icon: str
    tone: str
    follow: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A thing to begin with: what the button says and what it is good for."""

    text: str
    hint: str
    icon: str
    keys: str
    follow: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page shows."""

    day: str
    steps: tuple[Step, ...]  # the usual one first
    waits: tuple[Line, ...]
    due: tuple[Line, ...]
    recent: tuple[Line, ...]
    sent: str
    received: str


@dataclass(frozen=True, slots=True)
class _Due:
    kind: str
    id: str
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class _Read:
    status: Status
    alone: bool  # no other site has been invited yet
    conflicts: list[Conflict]
    drafts: list[Draft]
    due: list[_Due]
    recent: list[tuple[Any, ...]]


class HomeView(Protocol):
    """What the presenter asks of the page."""

    def show_today(self, today: Today) -> None:
        """Everything afresh."""


class HomePresenter:
    """Gathers what waits."""

    def __init__(
        self, services: Services, view: HomeView, jobs: Jobs, notifier: Notifier, ways: Ways, drafts: Drafts,
        *, page_of: Callable[[str], str], today: Callable[[], date] = clock.today,
    ) -> None:  # fmt: skip
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._ways = ways
        self._drafts = drafts
        self._page_of = page_of
        self._today = today
        self._read: _Read | None = None

    def reload(self) -> None:
        """Reads everything again."""
        self._jobs.read(self._query, self._arrived, self._notifier.failed)

    def retranslate(self) -> None:
        """The same in the language in use; titles that lists make are read again."""
        if self._read is not None:
            self._arrived(self._read)
            self.reload()

    def _arrived(self, read: _Read) -> None:
        self._read = read
        self._view.show_today(self._picture(read))

    # -- reading, away from the screen ---------------------------------------------------------------------------

    def _query(self) -> _Read:
        lists, exchange = self._services.lists, self._services.exchange
        numbers = lists.numbers("activity", sort="changed", descending=True, limit=MOST)
        due = [*self._actions(), *self._reports()]
        due.sort(key=lambda one: one.day)
        return _Read(
            exchange.status(), not any(one.state in ("invited", "joined") for one in exchange.sites()), exchange.conflicts(), self._drafts.all(), due, lists.rows("activity", numbers, RECENT)
        )

    def _actions(self) -> list[_Due]:
        """Open actions that are due soon, by day."""
        lists, last = self._services.lists, self._today() + AHEAD
        title = registry.kind("action_item").title
        found = []
        for code in OPEN_ACTIONS:
            numbers = lists.numbers("action_item", where={"action_state": code}, sort="due", limit=100)
            for id, text, day in lists.rows("action_item", numbers, (title, "due")):
                when = _day(day)
                if when is not None and when <= last:
                    found.append(_Due("action_item", id, str(text or ""), when))
        return found

    def _reports(self) -> list[_Due]:
        """Reports that are owed soon, begun or not."""
        last = self._today() + AHEAD
        return [
            _Due("periodic_report", one.report, f"{one.reporter.title}, {one.label}", one.due)
            for one in self._services.reporting.due(day=self._today()) if one.due <= last
        ]  # fmt: skip

    # -- saying --------------------------------------------------------------------------------------------------

    def _picture(self, read: _Read) -> Today:
        status = read.status
        return Today(
            day=dates.shown(self._today(), weekday=True),
            steps=self._steps(status.role, alone=read.alone),
            waits=(*self._notices(status), *self._decisions(read.conflicts), *self._unsaved(read.drafts), *self._unsent(status)),
            due=tuple(self._deadlines(read.due)),
            recent=tuple(self._recent(row) for row in read.recent),
            sent=_("Last sent: {when}").format(when=words.ago(status.last_sent)),
            received=_("Last received: {when}").format(when=words.ago(status.last_received)),
        )

    def _steps(self, role: str, *, alone: bool) -> tuple[Step, ...]:
        """What this role does most, first; headquarters that are `alone` invite somebody."""
        ways = self._ways
        log = Step(
            _("Log an activity"), _("What was done, when, where and for how many. It takes less than a minute."),
            "plus", "Ctrl+N", lambda: ways.new_record("activity"),
        )  # fmt: skip
        take_in = Step(
            _("Import a workbook"), _("Any council’s spreadsheet: the table is found, and you see every change before it is made."),
            "import", "", lambda: ways.go("import"),
        )  # fmt: skip
        receive = Step(
            _("Receive files"), _("From a USB stick or the mail. Nothing is overwritten: differences wait for a decision."),
            "receive", "", lambda: ways.go("exchange"),
        )  # fmt: skip
        invite = Step(
            _("Make the first kit"), _("A kit lets one site join. Send the file by any way, and tell its passphrase by voice. It can be used for 90 days."),
            "key", "", ways.invite,
        )  # fmt: skip
        if role in HEADQUARTERS and alone:
            return invite, take_in, log
        if role in HEADQUARTERS:
            return receive, take_in, log
        if role == "coordinator":
            return take_in, log, receive
        return log, take_in, receive

    def _decisions(self, conflicts: Sequence[Conflict]) -> list[Line]:
        if not conflicts:
            return []
        count, first = len(conflicts), conflicts[0]
        return [
            Line(
                ngettext("{n} conflict waits for a decision", "{n} conflicts wait for a decision", count).format(
                    n=words.number(count)
                ),
                f"{first.title} · {first.field_label}", "conflict", "warning", lambda: self._ways.decide(first),
            )
        ]  # fmt: skip

    def _unsaved(self, drafts: Sequence[Draft]) -> list[Line]:
        found = []
        for draft in drafts[:MOST]:
            if not (page := self._page_of(draft.kind)):
                continue
            title = draft.title or _("without a title")
            hint = f"{registry.kind(draft.kind).label()} · {words.ago(draft.when)}"
            found.append(
                Line(_("Not saved yet: “{title}”").format(title=title), hint, "draft", "accent",
                     partial(self._ways.go, page))
            )  # fmt: skip
        return found

    def _notices(self, status: Status) -> list[Line]:
        hint = _("Send, and take in what comes back; nothing that was sent is lost.")
        return [Line(text, hint, "warning", "warning", lambda: self._ways.go("exchange")) for text in status.notices]

    def _unsent(self, status: Status) -> list[Line]:
        if not status.to_send:
            return []
        if status.role in HEADQUARTERS:
            hint = _("Sites have not acknowledged them yet.")
        else:
            hint = _("Headquarters has not acknowledged them yet.")
        text = ngettext("{n} change waits to be sent", "{n} changes wait to be sent", status.to_send)
        return [
            Line(text.format(n=words.number(status.to_send)), hint, "send", "primary", lambda: self._ways.go("exchange"))
        ]

    def _deadlines(self, due: Sequence[_Due]) -> list[Line]:
        found = []
        for one in due[:MOST]:
            late = (self._today() - one.day).days
            if late > 0:
                when = ngettext("{n} day late", "{n} days late", late).format(n=words.number(late))
            elif late == 0:
                when = _("due today")
            else:
                when = _("due {day}").format(day=dates.shown(one.day))
            hint = f"{registry.kind(one.kind).label()} · {when}"
            found.append(
                Line(one.title, hint, "calendar", "danger" if late > 0 else "neutral",
                     partial(self._open, one))
            )  # fmt: skip
        if (more := len(due) - MOST) > 0:
            text = ngettext("{n} more is due", "{n} more are due", more).format(n=words.number(more))
            found.append(Line(text, "", "calendar", "neutral", lambda: self._ways.go(self._more(due))))
        return found

    def _more(self, due: Sequence[_Due]) -> str:
        """The page where most of what was left out is found."""
        kinds = [one.kind for one in due[MOST:]]
        return self._page_of(max(set(kinds), key=kinds.count)) or "dashboard"

    def _open(self, due: _Due) -> None:
        """The record, or the page from which one that is owed is begun."""
        if due.id and self._page_of(due.kind):
            self._ways.open_record(due.kind, due.id)
        else:
            self._ways.go(self._page_of(due.kind) or "dashboard")

    def _recent(self, row: tuple[Any, ...]) -> Line:
        id, title, place, start, changed = row
        when = _("changed {when}").format(when=dates.short(str(changed))) if changed else ""
        hint = " · ".join(part for part in (str(place or ""), dates.short(str(start or "")), when) if part)
        return Line(str(title or _("without a title")), hint, "activities", "", lambda: self._ways.open_record("activity", id))


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
