"""Who reports and who does not: posts, the five measures by place and level; and makers by stage of their onboarding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.figures import nowhere
from gedesk.presenters.lists import TONES
from gedesk.presenters.outlines import outlines
from gedesk.presenters.overviews import Card, Line, Sheet, SheetRow, Sight
from gedesk.presenters.regions import posts_map, reports_map
from gedesk.services.commitments_views import OnboardingCard
from gedesk.services.monitoring_views import RegionFigures
from gedesk.services.protocols import Services
from gedesk.services.reporting_views import CoverageLine, MeasuresView

LOW, HIGH = 0.5, 0.8  # rates below the first are bad, from the second on good


def coverage(services: Services, place: str = "", *, day: date | None = None) -> list[Card]:
    """Posts of a place (id, "" for everything here) and its parts, then what was reported, by period and by part.

    A link to a place leads to its own coverage.
    """
    reporting = services.reporting
    view, measured = reporting.coverage(place, day=day), reporting.measures(place, day=day)
    last = {one.level: one for one in measured}
    parts = [part for level, one in last.items() for part in reporting.measures_by_place(one.period, place, level=level)]
    cards = []
    posts = [_posts(one, view.place.id if view.place else "") for one in (*view.levels, *view.parts)]
    if place and (above := services.records.get("place", place).values.get("parent")):
        title = services.records.get("place", str(above)).title
        posts.insert(0, SheetRow((f"↑ {title}", *[""] * 6), link=("place", str(above))))
    cards.append(Card(
        _("Focal-point posts, judged by {period}").format(period=view.period), (), _("No posts are expected here."), across=True,
        sight=_sight(services, view.regions),
        sheet=Sheet((_("Place"), _("Level"), _("Expected"), _("Filled"), _("Vacant"), _("Trained"), _("Reporting")),
                    (4, -104, -90, -104, -84, -84, -104), tuple(posts), right=(2, 4, 5, 6), pill=3, narrow=((5, 760), (1, 480))),
    ))  # fmt: skip
    if not view.levels and (reported := _reported(services, parts)):
        cards.append(Card(reported.map.question, (Line(reported.map.answer),), across=True, sight=reported))
    for title, rows in ((_("Reports, period by period"), measured), (_("Reports of the last period, by place"), parts)):
        cards.append(Card(
            title, (), _("Nothing is due here: nobody owes reports."), across=True,
            sheet=Sheet((_("Place"), _("Level"), _("Period"), _("Expected"), _("Actual"), _("Rate"), _("On time"), _("On-time rate")),
                        (4, -110, -116, -100, -90, -96, -90, -116), tuple(_measured(one) for one in rows), right=(3, 4, 6, 7), pill=5,
                        narrow=((6, 760), (1, 560))),
        ))  # fmt: skip
    missing = [(level, one) for level, one in last.items() if one.missing]
    cards += [
        Card(
            _("Not reported in {period}: {level}").format(period=one.period, level=_level(level)),
            tuple(Line(name, _("not reported"), "neutral") for name in one.missing[:30])
            + ((Line(_("… and {n} more").format(n=words.number(len(one.missing) - 30 + one.more_missing))),)
               if len(one.missing) > 30 or one.more_missing else ()),
        )
        for level, one in missing
    ]  # fmt: skip
    return cards


def _sight(services: Services, lines: Sequence[CoverageLine]) -> Sight | None:
    """The regions on a map, where there are several with an outline."""
    shapes = outlines(services.exchange.status().country)
    told = posts_map(lines, shapes, lambda _place: nowhere)
    drawn = [one for one in lines if one.code in shapes]
    return Sight(told, tuple(("place", one.place.id) for one in drawn)) if len(drawn) > 1 else None


def _reported(services: Services, parts: Sequence[MeasuresView]) -> Sight | None:
    """What came from each region, where reports are owed without posts."""
    shapes, lines = outlines(services.exchange.status().country), []
    for one in parts:
        if one.place is not None:
            code = str(services.records.get("place", one.place.id).values.get("code"))
            lines.append(RegionFigures(one.place, code, one.expected, one.actual, 0))
    lines = [one for one in lines if one.code in shapes]
    links = tuple(("place", one.place.id) for one in lines)
    return Sight(reports_map(lines, shapes, lambda _place: nowhere), links) if len(lines) > 1 else None


def _posts(one: CoverageLine, own: str) -> SheetRow:
    c = one.counts
    share = c.filled / c.expected if c.expected else None
    name = one.place.title
    if one.unplaced:
        name += " · " + ngettext("{n} unplaced", "{n} unplaced", one.unplaced).format(n=words.number(one.unplaced))
    filled = words.number(c.filled) if share is None else f"{words.number(c.filled)} · {share:.0%}"
    cells = (name, _level(one.level), words.number(c.expected), filled, *(words.number(n) for n in (c.vacant, c.trained, c.reporting)))
    return SheetRow(cells, _tone(share), ("place", one.place.id) if one.place.id != own else None)


def _measured(one: MeasuresView) -> SheetRow:
    cells = (one.place.title if one.place else "", _level(one.level), one.period, words.number(one.expected), words.number(one.actual),
             _percent(one.rate), words.number(one.on_time), _percent(one.on_time_rate))  # fmt: skip
    return SheetRow(cells, _tone(one.rate), ("place", one.place.id) if one.place else None)


def onboarding(services: Services, _place: str = "", *, day: date | None = None) -> list[Card]:
    """Commitment makers by stage, those that wait longest first: since when, who cares for them, what is missing."""
    names, board = vocabulary("onboarding_stage"), services.commitments.board(day=day)
    cards = [Card(f"{names.label(column.stage)} · {len(column.cards)}", tuple(_maker(one) for one in column.cards))
             for column in board if column.cards]  # fmt: skip
    empty = tuple(Line(names.label(column.stage)) for column in board if not column.cards)
    return [*cards, *([Card(_("Nobody is at these stages"), empty)] if empty else [])]


def _maker(one: OnboardingCard) -> Line:
    said = [
        _("since {day}").format(day=dates.typed(one.since)) if one.since else "",
        _("Owner: {name}").format(name=one.owner.title) if one.owner else "",
        _("Mentor: {name}").format(name=one.mentor.title) if one.mentor else "",
        ngettext("{n} commitment", "{n} commitments", one.commitments).format(n=one.commitments) if one.commitments else "",
        _("Missing: {what}").format(what=", ".join(one.missing)) if one.missing else "",
    ]
    value, tone = "", TONES["onboarding"].get(one.stage, "")
    if one.report_due is not None:
        late = ngettext("first report {n} day late", "first report {n} days late", one.report_late).format(n=words.number(one.report_late))
        value = late if one.report_late else _("first report due {day}").format(day=dates.typed(one.report_due))
        tone = "warning" if one.report_late else "accent"
    elif one.days is not None:
        value, tone = ngettext("{n} day", "{n} days", one.days).format(n=words.number(one.days)), ""
    return Line(one.organisation.title, value, tone, ("organisation", one.organisation.id), detail=" · ".join(part for part in said if part))


def _level(code: str) -> str:
    """A level of places; duties without one are those of commitment makers."""
    if not code:
        return _("Commitment makers")
    names = vocabulary("place_level")
    return names.label(code) if code in names.codes else code


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _tone(share: float | None) -> str:
    return "neutral" if share is None else "danger" if share < LOW else "warning" if share < HIGH else "success"
