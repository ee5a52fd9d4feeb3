"""Periodic reports: which are owed and which came, beginning one from the records of its period, and its steps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from gedesk import clock
from gedesk.domain import rules
from gedesk.domain.duties import SENT
from gedesk.domain.fiscal import label_of
from gedesk.domain.kinds import registry
from gedesk.errors import KnownError
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.lists import TONES
from gedesk.presenters.overviews import Card, Line, Offer, paper
from gedesk.services.protocols import Services
from gedesk.services.reporting_views import DueView, Prefilled, ReportRow
from gedesk.services.views import RecordView

KIND = "periodic_report"
PROOFS = ("activities", "results", "fundings", "stories", "meetings")  # fields of a report with what proves it
SHOWN = 12  # proofs of one kind that are named
OPEN = ("not_due", "due", "draft", "returned")
WHICH: dict[str, Callable[[Entry], bool]] = {
    "owed": lambda one: one.state in OPEN,
    "waiting": lambda one: one.waiting,
    "accepted": lambda one: one.state in ("accepted", "locked") and not one.waiting,
}
LIGHTS = {"green": "success", "yellow": "warning", "red": "danger", "grey": "neutral"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in the list, or one that is owed and not begun: its `id` is "" then and `owed` says what it is."""

    id: str
    reporter: str
    period: str
    due: date
    state: str
    submitted_on: date | None
    late: int
    light: str
    accepted: tuple[int, int] = (0, 0)  # levels that have accepted it, of how many
    owed: DueView | None = None

    @property
    def waiting(self) -> bool:
        """Whether somebody has to accept it or send it back."""
        return self.state == "submitted" or (self.state == "accepted" and self.accepted[0] < self.accepted[1])

    @property
    def key(self) -> tuple[str, str, str]:
        """Tells it from others, begun or not."""
        return self.id, self.owed.reporter.id if self.owed else "", self.period


class ReportsView(Protocol):
    """What the presenter asks of its page."""

    def show_reports(self, entries: Sequence[Entry], *, limited: bool) -> None:
        """These reports, what is owed first; `limited` when a filter leaves some out."""

    def open(self, id: str) -> None:
        """One report."""


class ReportsPresenter:
    """The list of reports and what can be done with one."""

    def __init__(
        self, services: Services, view: ReportsView, jobs: Jobs, notifier: Notifier,
        *, today: Callable[[], date] = clock.today,
    ) -> None:  # fmt: skip
        self.text = ""
        self.which = ""
        self.period = ""
        self.place = ""
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._today = today
        self._token: Token | None = None
        self._entries: list[Entry] = []

    # -- the list ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Reads again what is owed and what came."""
        if self._token is not None:
            self._token.cancel()
        self._token = self._jobs.read(self._query, self._arrived, self._notifier.failed)

    def filter(self, *, text: str | None = None, which: str | None = None) -> None:
        """Only reports with these words (by their beginning), or in some states: a key of `WHICH`; "" for all."""
        self.text = self.text if text is None else text
        self.which = self.which if which is None else which
        self._show()

    def narrow(self, period: str = "", place: str = "") -> None:
        """Only reports of a period (by name), with those that nobody began, and of a place (id) and below; "" for all."""
        if (period, place) != (self.period, self.place):
            self.period, self.place = period, place
            self.reload()

    def _query(self) -> list[Entry]:
        reporting, day, place, period = self._services.reporting, self._today(), self.place, self.period
        owed = [_owed(one) for one in reporting.due(place, period=period, day=day) if not one.report]
        came = [_came(one) for one in reporting.reports(place, period=period, day=day)]
        still = [one for one in came if one.state in OPEN]
        rest = [one for one in came if one.state not in OPEN]
        rest.sort(key=lambda one: (one.state != "submitted", -one.due.toordinal(), one.reporter))
        return sorted([*owed, *still], key=lambda one: (one.due, one.reporter)) + rest

    def _arrived(self, entries: list[Entry]) -> None:
        self._token = None
        self._entries = entries
        self._show()

    def _show(self) -> None:
        wanted, which = self.text.casefold().split(), WHICH.get(self.which)
        shown = [
            one for one in self._entries
            if (which is None or which(one)) and _has(f"{one.reporter} {one.period}", wanted)
        ]  # fmt: skip
        self._view.show_reports(shown, limited=bool(wanted or which or self.period or self.place))

    # -- writing -------------------------------------------------------------------------------------------------

    def begin(self, entry: Entry) -> None:
        """Opens a report; one that is owed is begun with the records of its period."""
        owed = entry.owed
        if owed is None:
            self._view.open(entry.id)
            return
        services = self._services

        def op() -> tuple[str, str]:
            id = services.records.save(KIND, None, self._values(owed))
            return id, _last(services, KIND, id)

        def done(answer: tuple[str, str]) -> None:
            self._view.open(answer[0])
            self._tell(_("Begun from the records of {period}").format(period=owed.label), [answer[1]])

        self._jobs.write(op, done, self._notifier.failed)

    def _values(self, owed: DueView) -> dict[str, Any]:
        place, own = owed.reporter.id, {}
        if owed.reporter_kind != "place":
            own = {owed.reporter_kind: owed.reporter.id, "title": owed.title, "due": owed.due}
            place = str(self._services.records.get(owed.reporter_kind, owed.reporter.id).values.get("place") or "")
        values = self._services.reporting.prefill(place, owed.period).values
        if owed.reporter_kind == "organisation":  # its place has records of others too
            values = {name: value for name, value in values.items() if name not in PROOFS}
        return {name: value for name, value in (values | own).items() if value not in ("", None)}

    def act(self, id: str, verb: str, text: str = "") -> None:
        """Does one of the `offers`: submit, accept, accept_for, return (`text` is the reason), lock, update."""
        services = self._services
        reporting, day = services.reporting, self._today()
        verbs: dict[str, Callable[[], object]] = {
            "submit": lambda: reporting.submit(id, day=day),
            "accept": lambda: reporting.accept(id, day=day),
            "accept_for": lambda: reporting.accept(id, instead=True, day=day),
            "return": lambda: reporting.return_(id, text, day=day),
            "lock": lambda: reporting.lock(id),
            "update": lambda: self._update(id),
        }
        said = {
            "submit": _("Submitted"), "accept": _("Accepted"), "accept_for": _("Accepted"), "return": _("Sent back"),
            "lock": _("Closed to changes"), "update": _("The newer records are in it"),
        }[verb]  # fmt: skip

        def op() -> tuple[str, list[str]]:
            before = set(_approvals(services, id))
            verbs[verb]()
            made = [_last(services, "approval", one) for one in _approvals(services, id) if one not in before]
            return services.records.get(KIND, id).title, [*made, _last(services, KIND, id)]

        self._jobs.write(op, lambda answer: self._tell(f"{said}: {answer[0]}", answer[1]), self._notifier.failed)

    def _update(self, id: str) -> None:
        record = self._services.records.get(KIND, id)
        prefilled = self._services.reporting.prefilled(id)
        if prefilled is not None:
            values = {name: [*(record.values.get(name) or ()), *new] for name, new in _newer(record, prefilled).items()}
            self._services.records.save(KIND, id, values)

    def _tell(self, text: str, operations: Sequence[str]) -> None:
        records, jobs = self._services.records, self._jobs

        def undo() -> str:
            return [records.undo(one).title for one in operations][-1]

        def take_back() -> None:
            jobs.write(undo, lambda title: self._notifier.tell(title), self._notifier.failed)

        self._notifier.tell(text, action=_("Undo"), on_action=take_back)


# -- one report --------------------------------------------------------------------------------------------------


def cards(services: Services, id: str, *, today: date | None = None) -> list[Card]:
    """Where a report stands and what can be done with it, its figures, the records that prove them, who approved it."""
    record = services.records.get(KIND, id)
    prefilled = services.reporting.prefilled(id)
    state = str(record.values.get("report_state") or "")
    return [
        _standing(services, record, state, prefilled, today or clock.today()),
        _figures(record, state, prefilled),
        Card(
            _("Decided so far"),
            tuple(_decisions(services, id)),
            _("Nobody has accepted it or sent it back yet."),
        ),
        *_proofs(services, record),
    ]


def _standing(services: Services, record: RecordView, state: str, prefilled: Prefilled | None, today: date) -> Card:
    values, shown = record.values, record.shown
    reporter = next((name for name in ("committee", "organisation", "place") if values.get(name)), "")
    lines = [Line(_label("report_state"), state_label(state), TONES["report_state"].get(state, "neutral"))]
    if state == "returned" and values.get("returned_reason"):
        lines.append(Line(_("Sent back because"), str(values["returned_reason"])))
    if reporter:
        lines.append(Line(_("Who reports"), shown.get(reporter, "")))
    lines.append(Line(_label("period"), label_of(str(values.get("period") or ""))))
    due, sent = values.get("due"), values.get("submitted_on") if state in SENT else None
    if isinstance(due, date):
        late = rules.lateness(due, sent, today)
        light = rules.reporting_light(due, sent, today, str(values.get("period_kind") or "quarter"))
        lines.append(Line(_label("due"), " · ".join(one for one in (dates.typed(due), late_words(late)) if one),
                          LIGHTS[light] if late else ""))  # fmt: skip
    if isinstance(sent, date):
        lines.append(Line(_label("submitted_on"), dates.typed(sent)))
    if values.get("accepted_level"):
        lines.append(Line(_label("accepted_level"), words.number(values["accepted_level"])))
    if turn := services.reporting.turn(record.id):
        lines.append(Line(_("Who decides next"), turn.title))
    return Card(_("Where it stands"), tuple(lines), offers=tuple(_offers(services, record, state, prefilled)))


def _offers(services: Services, record: RecordView, state: str, prefilled: Prefilled | None) -> Iterator[Offer]:
    """What may be done next, and its document."""
    yield from _steps(services, record, state, prefilled)
    values = record.values
    if values.get("place") and not values.get("organisation") and not values.get("committee") and not values.get("closing"):
        yield paper("period", str(values["place"]), _("As a document"), str(values.get("period") or ""))
    elif values.get("closing") and values.get("programme"):
        yield paper("closing", str(values["programme"]), _("As a document"))


def _steps(services: Services, record: RecordView, state: str, prefilled: Prefilled | None) -> Iterator[Offer]:
    """A report is decided on by the levels above the one that wrote it."""
    steps = services.reporting.steps(record.id)
    if "submit" in steps:
        yield Offer("submit", _("Submit again") if state == "returned" else _("Submit"), "send", primary=True)
    if state in OPEN:
        count = sum(len(new) for new in _newer(record, prefilled).values()) if prefilled is not None else 0
        if count:
            text = ngettext("Bring in {n} newer record", "Bring in {n} newer records", count)
            yield Offer("update", text.format(n=words.number(count)), "plus")
    if "accept" in steps:
        yield Offer("accept", _("Accept"), "check", primary=True)
    if "accept_for" in steps and (turn := services.reporting.turn(record.id)):
        yield Offer("accept_for", _("Accept on behalf of {place}").format(place=turn.title), "check")
    if "return" in steps:
        yield Offer("return", _("Send back"), "back", asks=_("What is to be corrected?"))
    if "lock" in steps:
        yield Offer("lock", _("Close to changes"), "key")


def _figures(record: RecordView, state: str, prefilled: Prefilled | None) -> Card:
    """As they were when it was handed in, with what they are now where that differs; before that as they stand."""
    now = dict(prefilled.figures) if prefilled is not None else {}
    kept = _kept(record.values.get("figures")) if state not in OPEN else {}
    lines = []
    for name, value in (kept or now).items():
        today = now.get(name, value)
        said = value if today == value else _("{before}; now {now}").format(before=value, now=today)
        lines.append(Line(name, said, "warning" if today != value else ""))
    title = _("Figures as they were handed in") if kept else _("Figures as they stand now")
    return Card(title, tuple(lines), _("Nothing is counted for it: it is not of the records of one place."))


def _proofs(services: Services, record: RecordView) -> Iterator[Card]:
    for name in PROOFS:
        spec, ids = registry.spec(KIND, name), list(record.values.get(name) or ())
        if not ids:
            continue
        target = str(spec.target)
        lines = [Line(_title(services, target, one), link=(target, one)) for one in ids[:SHOWN]]
        if len(ids) > SHOWN:
            lines.append(Line(_("… and {n} more").format(n=words.number(len(ids) - SHOWN))))
        title = _("Proved by: {kind}").format(kind=registry.kind(target).plural.label())
        yield Card(title, tuple(lines))


def _decisions(services: Services, id: str) -> Iterator[Line]:
    found = [services.records.get("approval", one) for one in _approvals(services, id)]
    for one in sorted(found, key=lambda one: one.created.when):
        day = one.values.get("decided_on")
        behalf = one.shown.get("on_behalf_of")
        said = (one.created.author, dates.typed(day) if isinstance(day, date) else "",
                _("on behalf of {place}").format(place=behalf) if behalf else "", one.values.get("reason"))  # fmt: skip
        outcome = str(one.values.get("outcome") or "")
        label = _("Level {n}: {outcome}").format(n=one.values.get("level") or 1, outcome=one.shown.get("outcome", outcome))
        yield Line(label, " · ".join(str(part) for part in said if part))


# -- words -------------------------------------------------------------------------------------------------------


def state_label(state: str) -> str:
    """A report's state in words."""
    return registry.spec(KIND, "report_state").vocabulary.label(state) if state else ""


def entry_state(one: Entry) -> str:
    """The state of a report in the list; how many levels have accepted one that waits for more."""
    label = state_label(one.state)
    return f"{label} {one.accepted[0]}/{one.accepted[1]}" if one.state == "accepted" and one.waiting else label


def state_tone(state: str) -> str:
    """The tone of a report's state."""
    return TONES["report_state"].get(state, "neutral")


def late_words(late: int) -> str:
    """How late in days; "" in time."""
    return ngettext("{n} day late", "{n} days late", late).format(n=words.number(late)) if late else ""


def lateness(entry: Entry) -> tuple[str, str]:
    """How late a report is or was, and the tone of its light."""
    if entry.late:
        return late_words(entry.late), LIGHTS.get(entry.light, "warning")
    return (_("in time"), "success") if entry.light == "green" else ("", "")


def count_words(entries: Sequence[Entry]) -> str:
    """How many reports, and how many of them are late and still missing."""
    shown = ngettext("{n} report", "{n} reports", len(entries)).format(n=words.number(len(entries)))
    late = sum(one.late > 0 and one.state in OPEN for one in entries)
    if late:
        shown += " · " + ngettext("{n} overdue", "{n} overdue", late).format(n=words.number(late))
    return shown


def which_terms() -> list[tuple[str, str]]:
    """Choices of the list's filter."""
    return [("owed", _("Still owed")), ("waiting", _("Waiting for a decision")), ("accepted", _("Accepted"))]


# -- reading -----------------------------------------------------------------------------------------------------


def _owed(one: DueView) -> Entry:
    light = "yellow" if one.late else "grey"
    return Entry("", one.reporter.title, one.label, one.due, "due", None, one.late, light, owed=one)


def _came(one: ReportRow) -> Entry:
    reporter = one.reporter.title if one.reporter else one.title
    accepted = (one.accepted_level or 0, one.levels)
    return Entry(one.id, reporter, one.label, one.due, one.state, one.submitted_on, one.late, one.light, accepted)


def _has(text: str, wanted: Sequence[str]) -> bool:
    there = text.casefold().split()
    return all(any(word.startswith(one) for word in there) for one in wanted)


def _newer(record: RecordView, prefilled: Prefilled) -> dict[str, list[str]]:
    """Records of the period that a report does not have yet, by field."""
    found = {}
    for name in PROOFS:
        there = set(record.values.get(name) or ())
        if new := [one for one in prefilled.values.get(name, ()) if one not in there]:
            found[name] = new
    return found


def _kept(figures: object) -> dict[str, str]:
    """Figures as they were written when the report was handed in: a JSON object of label and figure."""
    try:
        found = json.loads(str(figures or "{}"))
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _approvals(services: Services, report: str) -> list[str]:
    lists = services.lists
    return [row[0] for row in lists.rows("approval", lists.numbers("approval", where={"report": report}), ("level",))]


def _last(services: Services, kind: str, id: str) -> str:
    entries = services.records.history(kind, id, limit=1)
    return entries[0].operation if entries else ""


def _title(services: Services, kind: str, id: str) -> str:
    try:
        return services.records.get(kind, id).title
    except KnownError:
        return _("(not here)")


def _label(field: str) -> str:
    return registry.spec(KIND, field).label
