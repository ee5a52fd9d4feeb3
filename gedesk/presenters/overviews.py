"""What stands at the head of a record's page: cards with what others say of it, worked out from all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gedesk import clock
from gedesk.domain import rollup
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import mark, ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.computed import LIGHTS
from gedesk.presenters.figures import Map
from gedesk.presenters.lists import TONES
from gedesk.services.commitments_views import CommitmentFilter, CommitmentView, FundingLine, MakerView, Money
from gedesk.services.governance_views import CommitteeView, Named
from gedesk.services.monitoring_views import Figure, IndicatorView, ResultView, TargetView
from gedesk.services.protocols import Services


class Line(NamedTuple):
    """One line of a card.  `link` is kind and id of a record to open; `share` draws a bar, 0 to 1.

    `detail` is said below it; `fill` is the field to fill in, or the kind of a record to add.  `parts` are drawn as one
    bar: name, count, and how many are planned.
    """

    label: str
    value: str = ""
    tone: str = ""
    link: tuple[str, str] | None = None
    share: float | None = None
    detail: str = ""
    fill: str = ""
    parts: tuple[tuple[str, int, int | None], ...] = ()


class SheetRow(NamedTuple):
    """A row of a table: its cells, the tone of the one that is a pill, a record to open."""

    cells: tuple[str, ...]
    tone: str = ""
    link: tuple[str, str] | None = None


class Sheet(NamedTuple):
    """A table in a card.  `shares` are widths as in all tables; figures stand in the columns of `right`."""

    headings: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[SheetRow, ...]
    right: tuple[int, ...] = ()
    pill: int = -1
    narrow: tuple[tuple[int, int], ...] = ()  # column, and the width in pixels below which it is left out


class Offer(NamedTuple):
    """A step that a button takes.  `asks` is what has to be written for it first, "" when nothing."""

    verb: str
    text: str
    icon: str = ""
    asks: str = ""
    primary: bool = False


class Sight(NamedTuple):
    """A map beside the table of a card; each region leads to a record."""

    map: Map
    links: tuple[tuple[str, str], ...]  # kind and id, one for each region


class Card(NamedTuple):
    """A card.  `empty` is said when it has no lines; `begins` is a kind and its field for a button that adds one.

    `offers` are steps that can be taken with the record, below the lines.  A card that goes `across` takes the whole
    width, its lines beside each other or its table.
    """

    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    begins: tuple[str, str] | None = None
    offers: tuple[Offer, ...] = ()
    across: bool = False
    sheet: Sheet | None = None
    sight: Sight | None = None
    begins_too: tuple[str, str] | None = None


def overview(services: Services, kind: str) -> Callable[[str], list[Card]] | None:
    """How the cards of a record of this kind are made from its id; None for kinds without."""
    known: dict[str, Callable[[str], list[Card]]] = {
        "commitment": lambda id: commitment(
            services.commitments.commitment(id),
            _latest(services, "activity", {"commitments": id}, "start", ("start", "title", "people")),
            _latest(services, "result", {"commitment": id}, "to_day", ("to_day", "indicator", "value")),
        ),
        "committee": lambda id: committee(services.governance.committee(id)),
        "indicator": lambda id: indicator(services.monitoring.indicator(id)),
        "periodic_report": lambda id: _report(services, id),
        "programme": lambda id: programme(services, id),
        "story": lambda id: story(services, id),
    }
    return known.get(kind)


PAPER = "paper:"  # verb of an offer that writes a document: what, of which record, for which period
LATEST = 5  # activities or results of a commitment
HAVE = ("commitment", "committee", "indicator", "periodic_report", "programme", "story")


def _report(services: Services, id: str) -> list[Card]:
    from gedesk.presenters import reports  # it is made of cards too

    return reports.cards(services, id)


# -- commitments -------------------------------------------------------------------------------------------------


def commitment(view: CommitmentView, activities: Sequence[Line] = (), results: Sequence[Line] = ()) -> list[Card]:
    """The four statuses beside each other, never mixed; what is missing; makers, money, steps; what was done for it."""
    row = view.row
    reviewer = view.reviewer.title if view.reviewer else ""
    light, _colon, late = _code("reporting_light", str(row.light)).partition(":")
    statuses = (
        Line(_("Stage, told by the makers"), _code("stage", row.stage) or _("not reported"), _tone("stage", row.stage) or "neutral",
             detail=_day(row.stage_on)),
        Line(_("Rating, assessed"), _code("rating", row.rating) or _("not assessed yet"), _tone("rating", row.rating) or "neutral",
             detail=" · ".join(p for p in (_day(row.rated_on), reviewer, view.rating_basis) if p)),
        Line(_("Independent review"), _code("independent_review", row.review) or _("not reviewed"),
             "accent" if row.review else "neutral", detail=view.review_source),
        Line(_("Reports, by their dates"), light.strip(), LIGHTS.get(str(row.light), "neutral"), detail=late.strip()),
    )  # fmt: skip
    money = tuple(line for one in view.row.money for line in _money(one))
    money += tuple(Line(one.title, _funding(one), link=("funding", one.id), detail=_funding_detail(one)) for one in view.funding)
    parts = tuple(Line(one.title, _code("stage", one.stage), _tone("stage", one.stage), ("commitment", one.id)) for one in view.children)
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
        Card(_("Four statuses, each said by somebody else"), statuses, across=True),
        Card(
            _("What to fill in next"),
            tuple(Line(_(gap.message), gap.letter, "accent", fill=gap.field) for gap in row.gaps),
            _("Nothing is missing: it is specific, measurable, relevant and has its time."),
        ),
        Card(_("In short"), _in_short(view)),
        Card(
            _("Who makes it"),
            tuple(Line(one.organisation.title, _code("organisation_role", one.role), link=("organisation", one.organisation.id),
                       detail=_maker(one)) for one in view.makers),
            _("No maker is written down yet."),
            ("maker", "commitment"),
            tuple(paper("survey", one.organisation.id, _("Survey draft: {maker}").format(maker=one.organisation.title))
                  for one in view.makers[:3]),
        ),
        Card(_("Money"), money, _("No funding is written down: that is not the same as none."), ("funding", "commitment")),
        Card(_("Steps on the way"), steps, _("No milestones yet."), ("milestone", "commitment")),
        Card(
            _("Ratings so far"),
            tuple(Line(_code("rating", one.rating), " · ".join(p for p in (_iso(one.rated_on), one.reviewer or one.stamp.author) if p),
                       _tone("rating", one.rating)) for one in view.ratings),
            _("Not rated yet."),
        ),
        Card(_("Latest activities"), tuple(activities), _("No activity is linked to it yet."), ("activity", "commitments")),
        Card(_("Latest results"), (*results, *(Line(one.title, _("indicator"), link=("indicator", one.id)) for one in view.indicators)),
             _("No result is linked to it yet."), ("result", "commitment")),
        *([Card(_("Part of it"), parts)] if parts else ()),
    ]  # fmt: skip


def _in_short(view: CommitmentView) -> tuple[Line, ...]:
    row = view.row
    aligned = [name for name, on in (
        (_("local plan"), view.aligned.get("in_local_plan")), (_("budget"), view.aligned.get("in_budget")),
        (_("manifesto"), view.aligned.get("in_manifesto")),
    ) if on]  # fmt: skip
    said = (
        Line(_("Coalitions"), ", ".join(_code("action_coalition", one) for one in row.coalitions)),
        Line(_("Time"), " – ".join(_day(one) or "…" for one in (row.start, row.end)) if row.start or row.end else ""),
        Line(_("Where"), ", ".join(dict.fromkeys(one.title for one in (row.place, *row.countries) if one))),
        Line(_("Programme"), ", ".join(one.title for one in (row.programme, row.pillar) if one)),
        Line(_("Part of"), row.parent.title if row.parent else ""),
        Line(_("Carried by"), ", ".join(aligned), detail=view.alignment_evidence if aligned else ""),
    )
    return tuple(one for one in said if one.value)


def _maker(one: MakerView) -> str:
    parts = [_code("stakeholder_group", one.stakeholder_group)]
    if one.from_day:
        parts.append(_("since {day}").format(day=dates.typed(one.from_day)))
    if not one.holds and one.to_day:
        parts.append(_("until {day}").format(day=dates.typed(one.to_day)))
    return " · ".join(part for part in parts if part)


def _funding(one: FundingLine) -> str:
    return f"{one.shown} {one.currency}".strip() or _("no amount written")


def _funding_detail(one: FundingLine) -> str:
    parts = (_code("funding_kind", one.kind), _code("funding_basis", one.basis), one.funded_by.title if one.funded_by else "")
    return " · ".join(part for part in parts if part)


def _latest(
    services: Services, kind: str, where: Mapping[str, object], sort: str, fields: tuple[str, str, str]
) -> tuple[Line, ...]:
    """The last few records that belong to one: `fields` are their day, what stands for them, and a figure."""
    lists = services.lists
    numbers = lists.numbers(kind, where=where, sort=sort, descending=True, limit=LATEST)
    return tuple(
        Line(str(title or ""), str(figure or ""), link=(kind, id), detail=dates.short(str(day or "")))
        for id, day, title, figure in lists.rows(kind, numbers, fields)
    )


def _money(money: Money) -> list[Line]:
    sums = [(_("Pledged"), money.pledged), (_("Secured"), money.secured), (_("Spent"), money.spent)]
    yearly = _("some of it each year") if money.yearly else ""
    lines = [Line(name, f"{found.shown} {money.currency}", detail=yearly) for name, found in sums if found is not None]
    if money.needed is not None:
        lines.append(Line(_("Needed"), f"{words.number(money.needed)} {money.currency}"))
    if money.gap_sum is not None:
        lines.append(Line(_("Gap"), f"{money.gap_sum.shown} {money.currency}", "warning" if money.gap else ""))
    return lines


# -- committees --------------------------------------------------------------------------------------------------


def committee(view: CommitteeView, day: date | None = None) -> list[Card]:
    """Seats and who holds them, above and below, duties, meetings."""
    node = view.node
    seats = []
    if node.seats is not None:
        vacant = node.vacant or 0
        said = ngettext("{n} vacant", "{n} vacant", vacant).format(n=vacant) if vacant else _("none vacant")
        seats.append(Line(_("Seats"), _("{filled} of {seats} taken, {vacant}").format(filled=node.filled, seats=node.seats, vacant=said),
                          "warning" if vacant else "success", share=node.filled / node.seats if node.seats else None))  # fmt: skip
    if view.quorum.needed is not None:
        seats.append(Line(_("Quorum"), ngettext("{n} member", "{n} members", view.quorum.needed).format(n=view.quorum.needed)))
    seats += [Line(_code("member_role", one.role), one.title, link=("membership", one.id)) for one in view.chairs]
    tiers = []
    if view.above is not None:
        tiers.append(Line(_("Reports to"), view.above.name, link=("committee", view.above.id)))
    elif node.office:
        tiers.append(Line(_("Reports to"), node.office))
    tiers += [Line(_("Reports here"), one.name, link=("committee", one.id)) for one in view.below]
    balance = [Line(title, parts=tuple((one.label, one.count, one.planned) for one in shares)) for title, shares in (
        (_("By group"), view.balance.by_group), (_("By sex"), view.balance.by_sex),
        (_("By age"), view.balance.by_youth), (_("By area"), view.balance.by_area),
    ) if view.balance.taken or any(one.planned for one in shares)]  # fmt: skip
    if view.turn is not None:
        whole, gone = (view.turn.changes_on - view.turn.since).days, ((day or clock.today()) - view.turn.since).days
        balance.append(Line(
            _("Chair by rotation"), view.turn.holder, share=min(1.0, max(0.0, gone / whole)) if whole else None,
            detail=_("{next} from {day}").format(next=view.turn.following, day=dates.typed(view.turn.changes_on)),
        ))  # fmt: skip
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
        *([Card(_("Balance of seats"), tuple(balance), across=True)] if balance else []),
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
        Card(
            _("Duties this year"), duties, _("It has no duties of its own."),
            offers=(paper("register", node.id, _("Decision register as a document")),),
        ),
    ]  # fmt: skip


def paper(what: str, of: str, text: str, period: str = "") -> Offer:
    """A button that writes a document of a record."""
    return Offer(f"{PAPER}{what}:{of}" + (f":{period}" if period else ""), text, "file")


# -- programmes and stories --------------------------------------------------------------------------------------


def programme(services: Services, id: str) -> list[Card]:
    """What carries it, its pillars, what is measured, and the documents it owes."""
    record = services.records.get("programme", id)
    values, lists = record.values, services.lists
    said = [Line(registry.spec("programme", name).label, record.shown.get(name, ""), link=link) for name, link in (
        ("programme_kind", None), ("programme_state", None),
        *((name, ("organisation" if name == "coordinator" else "programme", str(values[name])))
          for name in ("coordinator", "parent", "successor") if values.get(name)),
    )]  # fmt: skip
    said.insert(1, Line(_("Time"), " – ".join(_day(values.get(name)) or "…" for name in ("start", "end"))))
    pillars = lists.rows("pillar", lists.numbers("pillar", where={"programme": id}, sort="order"), ("name",))
    commitments = services.commitments.rows(CommitmentFilter(programme=id))
    indicators = services.monitoring.indicators(id)
    plan = values.get("programme_kind") in ("annual_work_plan", "operational_plan")
    offers = [paper("workplan", id, _("Work plan as a document")), paper("closing", id, _("Closing report"))]
    return [
        Card(_("In short"), tuple(one for one in said if one.value), offers=tuple(offers if plan else reversed(offers))),
        Card(kind_plural("pillar"), tuple(Line(str(name), link=("pillar", one)) for one, name in pillars),
             _("It has no pillars."), ("pillar", "programme")),
        Card(kind_plural("commitment"),
             tuple(Line(one.title, _code("stage", one.stage) or _("not reported"), _tone("stage", one.stage) or "neutral",
                        ("commitment", one.id)) for one in commitments),
             _("No commitment belongs to it yet."), ("commitment", "programme")),
        Card(kind_plural("indicator"),
             tuple(Line(one.name, _figure(one.actual) or _("not reported"),
                        {True: "success", False: "warning"}.get(one.reached, "neutral") if one.reached is not None else "neutral",
                        ("indicator", one.id), detail=_("Target: {target}").format(target=_figure(one.target) or _("none")))
                   for one in indicators),
             _("Nothing is measured for it yet."), ("indicator", "programme")),
    ]  # fmt: skip


REFUSALS = {
    "draft": mark("It is still a draft: fill in what is missing."),
    "violence": mark("It is about violence or restricted: it is never published."),
    "withdrawn": mark("Consent was withdrawn."),
    "no_consent": mark("It names people without their consent."),
    "level": mark("Its consent does not go that far."),
}
WITHDRAW = "withdraw"


def story(services: Services, id: str) -> list[Card]:
    """How far the consent goes, what somebody should look at again, and where the story stood already."""
    levels = []
    for level in ("internal", "partners", "public"):
        view = services.stories.story(id, level)
        levels.append(Line(_code("publication_level", level), _("yes") if not view.refused else _("no"),
                           "success" if not view.refused else "neutral", detail=_(REFUSALS.get(view.refused, ""))))  # fmt: skip
    record = services.records.get("story", id)
    warned = services.stories.warnings(record.values)
    look = [Line(_("Words that hint at violence"), ", ".join(warned.violence), "warning")] if warned.violence else []
    look += [Line(_("People who are kept here by this name"), ", ".join(warned.names), "warning")] if warned.names else []
    withdrawn = record.values.get("consent_withdrawn_on")
    offers = () if withdrawn else (Offer(WITHDRAW, _("Withdraw consent"), "close", asks=_("Who withdrew it, and how?")),)
    held = services.stories.held_in(id)
    return [
        Card(_("Where it may stand"), tuple(levels), offers=offers),
        Card(_("To look at again"), tuple(look), _("Nothing hints at violence, and nobody kept here is named.")),
        Card(_("Published already in"), tuple(Line(one.title, link=("publication", one.id)) for one in held), _("Nothing that went out holds it.")),
    ]


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
    places = [Line(line.place.title, line.sum.shown if line.sum else _("not reported"), "" if line.sum else "warning",
                   ("place", line.place.id)) for line in view.rollup.lines]  # fmt: skip
    if view.rollup.whole is not None:
        places.insert(0, Line(_("All together"), view.rollup.whole.shown, "accent"))
    return [
        Card(_("Where it stands"), stand, across=True),
        Card(
            _("Targets and results"), (), _("No target is set and nothing was measured yet."), ("target", "indicator"),
            across=True, sheet=_against(view), begins_too=("result", "indicator"),
        ),
        Card(_("By place"), tuple(places), view.rollup.why or _("No place below has a result.")),
        Card(_("How it is measured"), _method(view), _("Neither definition nor source is written down.")),
    ]  # fmt: skip


def _against(view: IndicatorView) -> Sheet:
    """Each result against the target of its place and period, and targets that nothing was measured for yet."""
    rows: list[tuple[tuple[str, date], SheetRow]] = []
    met: set[str] = set()
    for result in view.results:
        target = next((one for one in view.targets if _meets(one, result)), None)
        if target is not None:
            met.add(target.id)
        rows.append((_order(result.place, result.to_day), _row(view.row.direction, target, result)))
    rows += [(_order(one.place, one.to_day), _row(view.row.direction, one, None)) for one in view.targets if one.id not in met]
    rows.sort(key=lambda one: one[0])
    return Sheet(
        (_("Place"), _("Period"), kind_label("target"), kind_label("result"), _("Compared"), _("Status")),
        (4, -120, -128, -128, -176, 3),
        tuple(row for _key, row in rows),
        right=(2, 3),
        pill=4,
        narrow=((5, 820), (1, 600)),
    )


def _meets(target: TargetView, result: ResultView) -> bool:
    same = bool(target.period) and target.period == result.period
    return (target.place and target.place.id) == (result.place and result.place.id) and (same or target.to_day == result.to_day)


def _order(place: Named | None, day: date) -> tuple[str, date]:
    return (place.title.casefold() if place else "", day)


def _row(direction: str, target: TargetView | None, result: ResultView | None) -> SheetRow:
    either = result or target
    if either is None:
        raise ValueError("neither target nor result")
    aim, actual = target.figure if target else None, result.figure if result else None
    reached = None
    if aim is not None and actual is not None and result is not None and not result.excluded:
        reached = rollup.reached(direction, aim.value, actual.value, actual.qualifier)
    said, tone = {True: (_("Reached"), "success"), False: (_("Not yet reached"), "warning"), None: ("", "")}[reached]
    if result is None:
        said, tone = _("Not reported"), "neutral"
    elif result.excluded:
        said, tone = _("In no sum"), "danger"
    status = " · ".join(p for p in (_code("result_status", result.status), result.excluded) if p) if result else ""
    return SheetRow(
        (either.place.title if either.place else "", either.period or dates.typed(either.to_day), _figure(aim), _figure(actual),
         said, status),
        tone,
        ("result", result.id) if result else ("target", either.id),
    )  # fmt: skip


def _method(view: IndicatorView) -> tuple[Line, ...]:
    row = view.row
    said = (
        Line(_("Unit"), row.unit or _code("measure", row.measure)),
        Line(_("How often"), _code("frequency", row.frequency)),
        Line(_("Added up over places and periods"), _("yes") if row.summable else _("no")),
        Line(_("Source"), view.data_source),
        Line(_("Split by"), ", ".join(_code("disaggregation", one) for one in view.disaggregation)),
        Line(_("Definition"), detail=view.definition),
    )
    return tuple(one for one in said if one.value or one.detail)


# -- words -------------------------------------------------------------------------------------------------------

def _code(name: str, code: str) -> str:
    return vocabulary(name).label(code) if code else ""


def _tone(field: str, code: str) -> str:
    return TONES.get(field, {}).get(code, "neutral" if code else "")


def _figure(figure: Figure | None) -> str:
    return (figure.shown or figure.text) if figure is not None else ""


def _with_day(text: str, day: date | None) -> str:
    return f"{text} · {dates.typed(day)}" if day else text


def _day(day: date | None) -> str:
    return dates.typed(day) if day else ""


def _iso(text: str) -> str:
    return dates.short(text) if text else ""


def _due(day: date | None, late: int) -> str:
    if day is None:
        return _("no day set")
    if late:
        return ngettext("{n} day late", "{n} days late", late).format(n=late)
    return _("due {day}").format(day=dates.typed(day))


def kind_plural(kind: str) -> str:
    """Several of a kind in words."""
    return registry.kind(kind).plural.label()


def kind_label(kind: str) -> str:
    """A kind in words, for the button that adds one."""
    return registry.kind(kind).label()
