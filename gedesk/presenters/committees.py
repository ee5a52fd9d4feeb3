"""Committees: who reports to whom, one committee, and the registers of meetings, decisions and actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from gedesk import clock
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.meeting import proposed_start, proposed_title
from gedesk.services.governance_views import (
    ActionRow,
    CommitteeNode,
    DecisionRow,
    RegisterFilter,
    TierChart,
)
from gedesk.services.protocols import Services

ACTION_TONES = {"open": "neutral", "in_progress": "accent", "blocked": "danger", "done": "success", "cancelled": "neutral"}
DECISION_TONES = {"proposed": "neutral", "adopted": "success", "adopted_changed": "success", "deferred": "warning",
                  "rejected": "danger", "superseded": "neutral"}  # fmt: skip
LIFE_TONES = {"proposed": "neutral", "established": "accent", "active": "success", "dormant": "warning", "dissolved": "danger"}


class TiersView(Protocol):
    """What the chart asks of its page."""

    def show_tiers(self, chart: TierChart) -> None:
        """All committees and who reports to whom."""


class TiersPresenter:
    """The chart of tiers."""

    def __init__(self, services: Services, view: TiersView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._token: Token | None = None

    def reload(self) -> None:
        """Reads the committees again."""
        if self._token is not None:
            self._token.cancel()
        self._token = self._jobs.read(self._services.governance.tiers, self._view.show_tiers, self._notifier.failed)

    def begin_meeting(self, committee: str, then: Callable[[str], None]) -> None:
        """A meeting of a committee on the day that its cadence proposes; `then` gets its id."""
        begin_meeting(self._services, self._jobs, self._notifier, committee, then)


def begin_meeting(
    services: Services, jobs: Jobs, notifier: Notifier, committee: str, then: Callable[[str], None],
    *, after: date | None = None,
) -> None:  # fmt: skip
    """Makes the next meeting of a committee, with its number in the year; one that is scheduled is answered instead."""

    def op() -> tuple[str, bool]:
        shown = services.governance.committee(committee, day=after)
        if shown.node.next_meeting is not None:
            return next(one.id for one in shown.meetings if one.day == shown.node.next_meeting), False
        day = shown.proposed_meeting or after or clock.today()
        number = 1 + sum(one.day.year == day.year for one in shown.meetings)
        values = {
            "committee": committee,
            "title": proposed_title(shown.node.acronym or shown.node.name, number),
            "number": f"{day.year}/{number}",
            "start": proposed_start(day),
        }
        return services.records.save("meeting", None, values), True

    def done(answer: tuple[str, bool]) -> None:
        if not answer[1]:
            notifier.tell(_("The next meeting is scheduled already"))
        then(answer[0])

    jobs.write(op, done, notifier.failed)


Row = TypeVar("Row", bound=DecisionRow | ActionRow)
Shown = TypeVar("Shown", bound=DecisionRow | ActionRow, contravariant=True)


class RegisterView(Protocol[Shown]):
    """What a register asks of its page."""

    def show_register(self, rows: Sequence[Shown]) -> None:
        """Decisions or actions that the filter lets through."""

    def show_committees(self, choices: Sequence[tuple[str, str]]) -> None:
        """Committees to choose from, by id and name."""


class RegisterPresenter(Generic[Row]):
    """Decisions or actions of all meetings: what `read` finds."""

    def __init__(
        self, read: Callable[[RegisterFilter], Sequence[Row]], services: Services, view: RegisterView[Row], jobs: Jobs,
        notifier: Notifier,
    ) -> None:  # fmt: skip
        self._read = read
        self.wanted = RegisterFilter(below=True)
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._token: Token | None = None

    def reload(self) -> None:
        """Reads the register again."""
        if self._token is not None:
            self._token.cancel()
        governance, wanted = self._services.governance, self.wanted

        def query() -> tuple[Sequence[Row], list[tuple[str, str]]]:
            return self._read(wanted), sorted(((one.id, one.name) for one in governance.tiers().nodes), key=lambda one: one[1])

        def done(answer: tuple[Sequence[Row], list[tuple[str, str]]]) -> None:
            self._view.show_register(answer[0])
            self._view.show_committees(answer[1])

        self._token = self._jobs.read(query, done, self._notifier.failed)

    def filter(self, **changed: Any) -> None:
        """Other limits, by the names of `RegisterFilter`."""
        wanted = replace(self.wanted, **changed)
        if wanted != self.wanted:
            self.wanted = wanted
            self.reload()

    @property
    def limited(self) -> bool:
        """Whether something is left out."""
        return self.wanted != RegisterFilter(below=True)

    def escalate(self, action: ActionRow) -> None:
        """Sends an open action up to the committee above; it comes onto the agenda there."""
        services = self._services

        def op() -> str:
            if action.committee is None:
                return ""
            above = services.governance.committee(action.committee.id).above
            if above is None:
                return ""
            services.records.save("action_item", action.id, {"escalated_to": above.id})
            return above.name

        def done(name: str) -> None:
            if name:
                self._tell(_("Sent up to {committee}").format(committee=name))
            else:
                self._notifier.tell(_("No committee stands above this one. Write “reports to” in its form."))

        self._jobs.write(op, done, self._notifier.failed)

    def set_done(self, action: ActionRow) -> None:
        """An action is done today, or open again."""
        state = "open" if action.state == "done" else "done"
        values = {"action_state": state, "done_on": clock.today() if state == "done" else None}
        records = self._services.records
        label = vocabulary("action_state").label(state)
        self._jobs.write(
            lambda: records.save("action_item", action.id, values),
            lambda _id: self._tell(f"{action.title}: {label}"),
            self._notifier.failed,
        )

    def _tell(self, text: str) -> None:
        records, jobs = self._services.records, self._jobs

        def take_back() -> None:
            jobs.write(records.undo, lambda undone: self._notifier.tell(undone.title), self._notifier.failed)

        self._notifier.tell(text, action=_("Undo"), on_action=take_back)


# -- words -------------------------------------------------------------------------------------------------------


def kind_words(node: CommitteeNode) -> str:
    """What sort of committee it is, and where."""
    parts = [vocabulary("committee_type").label(node.committee_type), node.place.title if node.place else ""]
    return " · ".join(part for part in parts if part)


def life_words(node: CommitteeNode) -> tuple[str, str]:
    """The stage of its life, and the tone of that."""
    return vocabulary("committee_life_cycle").label(node.life_cycle), LIFE_TONES.get(node.life_cycle, "neutral")


def seats_words(node: CommitteeNode) -> str:
    """Seats taken and vacant."""
    if node.seats is None:
        return ngettext("{n} member", "{n} members", node.filled).format(n=node.filled)
    text = _("{filled} of {seats} seats").format(filled=node.filled, seats=node.seats)
    if node.vacant:
        text += ", " + ngettext("{n} vacant", "{n} vacant", node.vacant).format(n=node.vacant)
    return text


def meeting_words(node: CommitteeNode) -> str:
    """When it met last and meets next."""
    if node.next_meeting:
        return _("next meeting {day}").format(day=dates.typed(node.next_meeting))
    if node.last_meeting:
        return _("last met {day}").format(day=dates.typed(node.last_meeting))
    return _("has not met yet")


def actions_words(node: CommitteeNode) -> tuple[str, str]:
    """Its open actions, and a tone."""
    if node.overdue_actions:
        text = ngettext("{n} action overdue", "{n} actions overdue", node.overdue_actions)
        return text.format(n=words.number(node.overdue_actions)), "danger"
    if node.open_actions:
        text = ngettext("{n} open action", "{n} open actions", node.open_actions)
        return text.format(n=words.number(node.open_actions)), "accent"
    return "", "neutral"


def action_words(row: ActionRow) -> tuple[str, str]:
    """State of an action, or how late it is; and a tone."""
    if row.overdue:
        return ngettext("{n} day late", "{n} days late", row.late).format(n=words.number(row.late)), "danger"
    return vocabulary("action_state").label(row.state), ACTION_TONES.get(row.state, "neutral")


def decision_words(row: DecisionRow) -> tuple[str, str]:
    """State of a decision, or that its answer is overdue; and a tone."""
    if row.overdue:
        return _("Answer overdue"), "danger"
    return vocabulary("decision_state").label(row.state), DECISION_TONES.get(row.state, "neutral")


def owner_words(row: ActionRow) -> str:
    """Who is to do it."""
    return ", ".join(one.title for one in (row.owner, row.organisation) if one)


def due_words(day: date | None) -> str:
    """A due day in a list."""
    return dates.typed(day) if day else ""
