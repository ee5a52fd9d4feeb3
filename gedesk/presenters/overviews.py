"""What stands at the head of a record's page: cards with what others say of it, worked out from all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.lists import TONES
from gedesk.services.commitments_views import CommitmentView, Money
from gedesk.services.governance_views import CommitteeView, Named, Share
from gedesk.services.monitoring_views import Figure, IndicatorView
from gedesk.services.protocols import Services


class Line(NamedTuple):
    """One line of a card.  `link` is kind and id of a record to open; `share` draws a bar, 0 to 1."""

    label: str
    value: str = ""
    tone: str = ""
    link: tuple[str, str] | None = None
    share: float | None = None


class Offer(NamedTuple):
    """A step that a button takes.  `asks` is what has to be written for it first, "" when nothing."""

    verb: str
    text: str
    icon: str = ""
    asks: str = ""
    primary: bool = False


class Card(NamedTuple):
    """A card.  `empty` is said when it has no lines; `begins` is a kind and its field for a button that adds one.

    `offers` are steps that can be taken with the record, below the lines.
    """

    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    begins: tuple[str, str] | None = None
    offers: tuple[Offer, ...] = ()


def overview(services: Services, kind: str) -> Callable[[str], list[Card]] | None:
    """How the cards of a record of this kind are made from its id; None for kinds without."""
    known: dict[str, Callable[[str], list[Card]]] = {
        "commitment": lambda id: commitment(services.commitments.commitment(id)),
        "committee": lambda id: committee(services.governance.committee(id)),
        "indicator": lambda id: indicator(services.monitoring.indicator(id)),
        "periodic_report": lambda id: _report(services, id),
    }
    return known.get(kind)


HAVE = ("commitment", "committee", "indicator", "periodic_report")


def _report(services: Services, id: str) -> list[Card]:
    from gedesk.presenters import reports  # it is made of cards too

    return reports.cards(services, id)


# -- commitments -------------------------------------------------------------------------------------------------


def commitment(view: CommitmentView) -> list[Card]:
    """The four statuses beside each other, never mixed; what is missing; makers, money, steps."""
    row = view.row
    reviewer = view.reviewer.title if view.reviewer else ""
    statuses = (
        Line(_("Stage, told by the makers"), _code("stage", row.stage) or _("not reported"), _tone("stage", row.stage)),
        Line(_("Rating, assessed"), " · ".join(p for p in (_code("rating", row.rating) or _("not assessed yet"), reviewer) if p),
             _tone("rating", row.rating)),
        Line(_("Independent review"), _code("independent_review", row.review) or _("not reviewed")),
        Line(_("Reports"), _code("reporting_light", str(row.light)), _LIGHTS.get(str(row.light), "")),
    )  # fmt: skip
    money = tuple(line for one in view.row.money for line in _money(one))
    steps = tuple(
        Line(
            step.title,
            _("reached {day}").format(day=dates.typed(step.reached_on)) if step.reached_on else _due(step.due, step.late),
            "success" if step.reached_on else "warning" if step.late else "",
            ("milestone", step.id),
        )
        for step in view.milestones
    )
    return [
        Card(_("Four statuses"), statuses),
        Card(
            _("What to fill in next"),
            tuple(Line(_(gap.message), gap.letter, "accent") for gap in row.gaps),
            _("Nothing is missing: it is specific, measurable, relevant and has its time."),
        ),
        Card(
            _("Who makes it"),
            tuple(Line(one.organisation.title, _code("stakeholder_group", one.stakeholder_group),
                       link=("organisation", one.organisation.id)) for one in view.makers),
            _("No maker is written down yet."),
            ("maker", "commitment"),
        ),
        Card(_("Money"), money, _("No funding is written down: that is not the same as none."), ("funding", "commitment")),
        Card(_("Steps on the way"), steps, _("No milestones yet."), ("milestone", "commitment")),
        Card(
            _("Ratings so far"),
            tuple(Line(_code("rating", one.rating), " · ".join(p for p in (_iso(one.rated_on), one.reviewer or one.stamp.author) if p),
                       _tone("rating", one.rating)) for one in view.ratings),
            _("Not rated yet."),
        ),
        Card(
            _("Part of it"),
            tuple(Line(one.title, _code("stage", one.stage), _tone("stage", one.stage), ("commitment", one.id)) for one in view.children),
            _("No commitment is a part of this one."),
        ),
    ]  # fmt: skip


def _money(money: Money) -> list[Line]:
    sums = [(_("Pledged"), money.pledged), (_("Secured"), money.secured), (_("Spent"), money.spent)]
    lines = [Line(name, f"{found.shown} {money.currency}") for name, found in sums if found is not None]
    if money.needed is not None:
        lines.append(Line(_("Needed"), f"{words.number(money.needed)} {money.currency}"))
    if money.gap_sum is not None:
        lines.append(Line(_("Gap"), f"{money.gap_sum.shown} {money.currency}", "warning" if money.gap else ""))
    return lines


# -- committees --------------------------------------------------------------------------------------------------


def committee(view: CommitteeView) -> list[Card]:
    """Seats and who holds them, above and below, duties, meetings."""
    node = view.node
    seats = []
    if node.seats is not None:
        vacant = node.vacant or 0
        said = ngettext("{n} vacant", "{n} vacant", vacant).format(n=vacant) if vacant else _("none vacant")
        seats.append(Line(_("Seats"), _("{filled} of {seats} taken, {vacant}").format(filled=node.filled, seats=node.seats, vacant=said),
                          "warning" if vacant else "success", share=node.filled / node.seats if node.seats else None))  # fmt: skip
    if view.quorum.needed is not None:
        seats.append(Line(_("Quorum"), _("{n} members").format(n=view.quorum.needed)))
    if view.turn is not None:
        seats.append(Line(_("Chair by rotation"), _("{holder}; {next} from {day}").format(
            holder=view.turn.holder, next=view.turn.following, day=dates.typed(view.turn.changes_on))))  # fmt: skip
    seats += [Line(_code("member_role", one.role), one.title, link=("membership", one.id)) for one in view.chairs]
    tiers = []
    if view.above is not None:
        tiers.append(Line(_("Reports to"), view.above.name, link=("committee", view.above.id)))
    elif node.office:
        tiers.append(Line(_("Reports to"), node.office))
    tiers += [Line(_("Reports here"), one.name, link=("committee", one.id)) for one in view.below]
    balance = [line for title, shares in (
        (_("By group"), view.balance.by_group), (_("By sex"), view.balance.by_sex),
        (_("By age"), view.balance.by_youth), (_("By area"), view.balance.by_area),
    ) for line in _shares(title, shares, view.balance.taken)]  # fmt: skip
    duties = tuple(
        Line(duty.label, _("{done} of {expected} in {year}").format(done=duty.done, expected=duty.expected, year=duty.year),
             "success" if duty.met else "warning", share=min(1.0, duty.done / duty.expected) if duty.expected else None)
        for duty in view.duties
    )  # fmt: skip
    meetings = [Line(one.title, f"{dates.typed(one.day)} · {_code('minutes_state', one.minutes_state)}".rstrip(" ·"),
                     link=("meeting", one.id)) for one in view.meetings[:8]]  # fmt: skip
    if view.proposed_meeting is not None:
        meetings.insert(0, Line(_("Next by its cadence"), dates.typed(view.proposed_meeting), "accent"))
    return [
        Card(_("Seats"), tuple(seats), _("Neither seats nor a quorum are written down.")),
        Card(_("Meetings"), tuple(meetings), _("No meeting yet."), ("meeting", "committee")),
        Card(
            _("Members"),
            tuple(Line(one.title, " · ".join(p for p in (_code("member_role", one.role), one.organisation.title if one.organisation and one.person else "") if p),
                       link=("membership", one.id)) for one in view.members),
            _("No members are written down yet."),
            ("membership", "committee"),
        ),
        Card(_("Who reports to whom"), tuple(tiers), _("It reports to nobody, and nobody reports to it."), ("committee", "reports_to")),
        Card(_("Balance of seats"), tuple(balance), _("Nothing is known of the members’ groups.")),
        Card(_("Duties this year"), duties, _("It has no duties of its own.")),
    ]  # fmt: skip


def _shares(title: str, shares: Sequence[Share], taken: int) -> list[Line]:
    lines = []
    for share in shares:
        planned = "" if share.planned is None else _(" of {n} planned").format(n=share.planned)
        lines.append(Line(f"{title}: {share.label}", f"{share.count}{planned}", share=share.count / taken if taken else 0.0))
    return lines


# -- indicators --------------------------------------------------------------------------------------------------


def indicator(view: IndicatorView) -> list[Card]:
    """From where, to where, and where it stands; all targets and results; the sum over places."""
    row = view.row
    baseline = _figure(row.baseline) or row.baseline_text or _("not stated")
    reached = {True: "success", False: "warning"}.get(row.reached, "") if row.reached is not None else ""
    stand = (
        Line(_("Baseline"), _with_day(baseline, row.baseline_on)),
        Line(_("Target"), _with_day(_figure(row.target) or _("none"), row.target_day)),
        Line(_("Reached"), _with_day(_figure(row.actual) or _("not reported"), row.actual_day), reached,
             share=None if row.share is None else max(0.0, min(1.0, row.share))),
        Line(_("Direction"), _code("direction", row.direction)),
    )  # fmt: skip
    results = tuple(
        Line(_place(one.place, one.period or dates.typed(one.to_day)),
             " · ".join(p for p in (_figure(one.figure), _code("result_status", one.status), one.excluded) if p),
             "warning" if one.excluded else "", ("result", one.id))
        for one in view.results
    )  # fmt: skip
    targets = tuple(Line(_place(one.place, one.period or dates.typed(one.to_day)), _figure(one.figure), link=("target", one.id))
                    for one in view.targets)  # fmt: skip
    places = [Line(line.place.title, line.sum.shown if line.sum else _("not reported"), "" if line.sum else "warning",
                   ("place", line.place.id)) for line in view.rollup.lines]  # fmt: skip
    if view.rollup.whole is not None:
        places.insert(0, Line(_("All together"), view.rollup.whole.shown, "accent"))
    return [
        Card(_("Where it stands"), stand),
        Card(_("Targets"), targets, _("No target is set yet."), ("target", "indicator")),
        Card(_("Results"), results, _("Nothing was measured yet."), ("result", "indicator")),
        Card(_("By place"), tuple(places), view.rollup.why or _("No place below has a result.")),
    ]


# -- words -------------------------------------------------------------------------------------------------------

_LIGHTS = {"green": "success", "yellow": "warning", "red": "danger"}


def _code(name: str, code: str) -> str:
    return vocabulary(name).label(code) if code else ""


def _tone(field: str, code: str) -> str:
    return TONES.get(field, {}).get(code, "neutral" if code else "")


def _figure(figure: Figure | None) -> str:
    return (figure.shown or figure.text) if figure is not None else ""


def _with_day(text: str, day: date | None) -> str:
    return f"{text} · {dates.typed(day)}" if day else text


def _place(place: Named | None, period: str) -> str:
    return f"{place.title}, {period}" if place else period


def _iso(text: str) -> str:
    return dates.short(text) if text else ""


def _due(day: date | None, late: int) -> str:
    if day is None:
        return _("no day set")
    if late:
        return ngettext("{n} day late", "{n} days late", late).format(n=late)
    return _("due {day}").format(day=dates.typed(day))


def kind_label(kind: str) -> str:
    """A kind in words, for the button that adds one."""
    return registry.kind(kind).label()
