"""What minutes and registers say: blocks of a document from what governance answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gedesk import i18n
from gedesk.documents.model import Block, Bullets, Document, Facts, Heading, Table, Text
from gedesk.domain.days import shown
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.services.governance_views import (
    ActionRow,
    AgendaView,
    AttendanceView,
    DecisionRow,
    MeetingView,
)

NO_BREAK = "\u00a0"


def code(name: str, value: str) -> str:
    """A code in words; "" for none."""
    return vocabulary(name).label(value) if value else ""


def day(value: date | None) -> str:
    """A day in words, which stay on one line; "" for none."""
    return shown(value).replace(" ", NO_BREAK) if value else ""


def joined(*parts: str, mark: str = " · ") -> str:
    """Those that are not empty."""
    return mark.join(part for part in parts if part)


def minutes(view: MeetingView) -> Document:
    """The minutes of a meeting: who was there, what was said on each topic, what was decided and agreed."""
    row = view.row
    made = Document(row.title, code("minutes_state", row.minutes_state) or _("Minutes"))
    made.kind = _("Minutes: {state}").format(state=code("minutes_state", row.minutes_state or "draft").lower())
    made.subtitle = joined(row.committee.title, shown(row.day), row.venue)
    times = " – ".join(one[11:16] for one in (row.start, view.end) if len(one) > 10)
    pairs = [
        (_("Date"), joined(shown(row.day, weekday=True), times, view.zone, mark=", ")),
        (_("Number"), row.number),
        (_("Where"), joined(row.venue, code("meeting_mode", row.mode), mark=", ")),
        (_("Chair"), view.chair.title if view.chair else ""),
        (_("Minutes by"), view.secretary.title if view.secretary else ""),
        (_("Quorum"), _quorum(view)),
        (_("Approved on"), day(view.approved_on)),
    ]
    made.add(Facts(tuple((name, value) for name, value in pairs if value)))
    made.add(Heading(_("Attendance")), *_attendance(view.attendance))
    made.add(Heading(_("Agenda and minutes")))
    topics = {one.id for one in view.agenda}
    if view.minutes and all(one.minutes != view.minutes for one in view.agenda):
        made.add(Text(view.minutes))
    for number, topic in enumerate(view.agenda, 1):
        made.add(*_topic(number, topic, view))
    if not view.agenda and not view.minutes:
        made.add(Text(_("No topics are written down."), "note"))
    loose_decisions = [one for one in view.decisions if one.agenda_item not in topics]
    loose_actions = [one for one in view.actions if one.agenda_item not in topics]
    made.add(*_agreed(loose_decisions, loose_actions))
    if view.decisions:
        made.add(Heading(_("Decisions")), decisions_table(view.decisions, committee=False))
    if view.actions:
        made.add(Heading(_("Actions")), actions_table(view.actions, committee=False))
    if view.next_day:
        made.add(Heading(_("Next meeting")), Text(shown(view.next_day, weekday=True)))
    made.add(Facts(((_("Chair"), "_" * 36), (_("Minutes by"), "_" * 36)), sticky=True))
    return made


def _quorum(view: MeetingView) -> str:
    found = view.quorum
    if found.needed is None:
        return ""
    text = _("{present} present of {needed} needed").format(present=found.present, needed=found.needed)
    return joined(text, _("met") if found.met else _("not met"), mark=", ")


def _attendance(people: Sequence[AttendanceView]) -> list[Block]:
    marked = [one for one in people if one.status]
    if not marked:
        return [Text(_("Nobody is marked present."), "note")]
    order = {"present": 0, "alternate": 1, "apology": 2, "absent": 3}
    rows = tuple(
        (
            one.name,
            one.organisation.title if one.organisation else "",
            joined(code("attendance_status", one.status), code("attendance_mode", one.mode), mark=", "),
            code("absence_reason", one.reason),
        )
        for one in sorted(marked, key=lambda one: order.get(one.status, 9))
    )
    return [Table((_("Name"), _("Organisation"), _("Attendance"), _("Reason")), rows, (5, 5, 4, 3))]


def _topic(number: int, topic: AgendaView, view: MeetingView) -> list[Block]:
    made: list[Block] = [Heading(f"{number}. {topic.title}", 2)]
    if topic.presenter:
        made.append(Text(_("Presented by {name}").format(name=topic.presenter.title), "note"))
    if topic.minutes:
        made.append(Text(topic.minutes))
    made += _agreed(
        [one for one in view.decisions if one.agenda_item == topic.id],
        [one for one in view.actions if one.agenda_item == topic.id],
    )
    if len(made) == 1:
        made.append(Text(_("Nothing was written down."), "note"))
    return made


def _agreed(decisions: Sequence[DecisionRow], actions: Sequence[ActionRow]) -> list[Block]:
    items = [
        _("Decision {text}").format(text=f"{one.number}: {_said(one)}") if one.number else f"{registry.kind('decision').label()}: {_said(one)}"
        for one in decisions
    ]
    items += [_("Action: {text}").format(text=joined(one.title, owner(one), day(one.due))) for one in actions]
    return [Bullets(tuple(items))] if items else []


def _said(one: DecisionRow) -> str:
    return joined(one.title, one.text, mark=". ")


def owner(one: ActionRow) -> str:
    """Who is to do it."""
    return joined(*(named.title for named in (one.owner, one.organisation) if named), mark=", ")


def decisions_table(rows: Sequence[DecisionRow], *, committee: bool = True) -> Table:
    """Decisions with their answers; with the committee where there are several."""
    head = [_("No."), _("Decision"), *([_("Committee")] if committee else []), _("Date"), _("Addressed to"), _("State and answer")]
    made = []
    for one in rows:
        answer = joined(code("decision_state", one.state), code("response_state", one.response_state), one.response,
                        _("answer overdue") if one.overdue else "", mark="\n")  # fmt: skip
        cells = [one.number, joined(one.title, one.text, mark="\n"), *([one.committee.title if one.committee else ""] if committee else []),
                 day(one.day), joined(one.addressed, day(one.due), mark="\n"), answer]  # fmt: skip
        made.append(tuple(cells))
    return Table(tuple(head), tuple(made), (4, 7, 4, 3, 4, 4) if committee else (3, 8, 3, 4, 4))


def actions_table(rows: Sequence[ActionRow], *, committee: bool = True) -> Table:
    """Actions with who, until when, and how they stand."""
    head = [_("Action"), _("Who"), *([_("Committee")] if committee else []), _("Due"), _("State")]
    made = []
    for one in rows:
        late = ngettext("{n} day late", "{n} days late", one.late).format(n=i18n.number(one.late)) if one.late else ""
        state = joined(code("action_state", one.state), late, one.blocked_reason, one.last_update, mark="\n")
        cells = [one.title, owner(one), *([one.committee.title if one.committee else ""] if committee else []), day(one.due), state]
        made.append(tuple(cells))
    return Table(tuple(head), tuple(made), (7, 4, 4, 3, 4) if committee else (8, 4, 3, 4))


def register(decisions: Sequence[DecisionRow], actions: Sequence[ActionRow], subtitle: str) -> Document:
    """The register of decisions, and the actions that follow from them."""
    made = Document(_("Register of decisions and actions"), _("Register"), subtitle)
    made.add(Heading(_("Decisions")))
    made.add(decisions_table(decisions) if decisions else Text(_("There are no decisions."), "note"))
    made.add(Heading(_("Actions")))
    made.add(actions_table(actions) if actions else Text(_("There are no actions."), "note"))
    return made
