"""What each document is of when nobody says so, what it is called, and what it lacks as the records stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gedesk.domain.fiscal import parse_period, period_of
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.services.commitments_views import CommitmentFilter, CommitmentView
from gedesk.services.governance_views import RegisterFilter
from gedesk.services.papers_meetings import day, joined
from gedesk.services.papers_reports import ENTRY_FIELDS, RESTRICTED, Annex, Sources
from gedesk.services.papers_views import PAPERS, Missing, Paper
from gedesk.services.protocols import Stories
from gedesk.services.tables import Row, text

PERIODS = 8  # that may be chosen
NAMED = 6  # of a kind, one by one; the others are counted
TOLD = ("summary", "achievements", "challenges", "next_steps")  # what a report of a place should say in words


def periods(ask: Sources) -> list[str]:
    """Periods by name: the last that has ended, those before, and last the one that runs."""
    t = ask.tables
    now = period_of(t.day, t.pack.reporting_period, t.pack.fiscal_year_first_month)
    return [now.shift(-step).name for step in range(1, PERIODS)] + [now.name]


def proposed(ask: Sources, what: str) -> Paper:
    """The document of its kind that is likely meant."""
    t = ask.tables
    if what == "period":
        return Paper(what, t.home, periods(ask)[0])
    if what == "minutes":
        held = next((one.id for one in ask.governance.meetings() if one.held), "")
        return Paper(what, held)
    if what in ("workplan", "closing"):
        likely = ("annual_work_plan", "operational_plan") if what == "workplan" else ("programme", "operational_plan")
        rows = [row for row in t.rows("programme", ("start", "end", "programme_state", "programme_kind")) if row["programme_kind"] in likely]
        rows.sort(key=lambda row: text(row["start"]), reverse=what == "workplan")
        rows.sort(key=lambda row: (likely.index(row["programme_kind"]), what == "closing" and row["programme_state"] not in ("closing", "closed")))
        return Paper(what, rows[0]["id"] if rows else "")
    if what == "survey":
        makers = [one for row in ask.commitments.rows() for one in row.makers]
        return Paper(what, min(makers, key=lambda one: one.title).id if makers else "")
    return Paper(what)


def title(ask: Sources, paper: Paper) -> str:
    """What a document is called: its kind, of what, for when."""
    t, kind = ask.tables, PAPERS[paper.what]
    named = t.named(kind.of, paper.of) if kind.of and paper.of else None
    return joined(kind.label(), named.title if named else t.pack.label() if paper.what == "chapter" else "", paper.period, mark=", ")


def missing(ask: Sources, paper: Paper, stories: Stories, views: Sequence[CommitmentView]) -> list[Missing]:
    """What a document lacks."""
    match paper.what:
        case "chapter":
            return list(_chapter(ask, stories))
        case "period":
            return list(_period(ask, paper))
        case "minutes":
            return list(_minutes(ask, paper.of)) if paper.of else []
        case "register":
            return list(_register(ask, paper.of))
        case "workplan":
            return list(_work_plan(ask, paper.of)) if paper.of else []
        case "closing":
            return list(_closing(ask, paper.of)) if paper.of else []
    return [Missing(joined(one.row.title, _(gap.message), mark=": "), "commitment", one.row.id) for one in views for gap in one.row.gaps]


def _some(found: Sequence[Missing], more: str) -> Iterator[Missing]:
    """The first few, and how many others; `more` holds {n}."""
    yield from found[:NAMED]
    if len(found) > NAMED:
        yield Missing(more.format(n=len(found) - NAMED))


def _chapter(ask: Sources, stories: Stories) -> Iterator[Missing]:
    t = ask.tables
    entries = [row for row in t.rows("chapter_entry", ENTRY_FIELDS) if row["published"] is not False]
    there = {row["section"] for row in entries}
    for section in t.pack.chapter or vocabulary("chapter_section").codes:
        if section not in there:
            yield Missing(_("Nothing is written under “{heading}”; it is left out.").format(heading=t.pack.heading(section)))
    annex = Annex(t)
    bare = [
        Missing(_("No record proves “{title}”.").format(title=text(row["title"])), "chapter_entry", row["id"])
        for row in entries if not annex.proof(row) and not row["source_text"] and not row["translation_of"]
    ]  # fmt: skip
    yield from _some(bare, _("… and {n} more without proof"))
    secret = [row for row in entries if row["sensitivity"] == RESTRICTED]
    if secret:
        told = ngettext("{n} restricted paragraph is left out.", "{n} restricted paragraphs are left out.", len(secret))
        yield Missing(told.format(n=len(secret)))
    kept = len(t.rows("story", ("title",))) - len(stories.publishable())
    if kept:
        told = ngettext(
            "{n} story is left out: its consent does not cover publication.",
            "{n} stories are left out: their consent does not cover publication.", kept,
        )  # fmt: skip
        yield Missing(told.format(n=kept))


def _period(ask: Sources, paper: Paper) -> Iterator[Missing]:
    t = ask.tables
    period = parse_period(paper.period, t.pack.fiscal_year_first_month)
    found = [one for one in ask.reporting.reports(paper.of, period=period.name) if one.reporter and one.reporter.id == paper.of]
    if not found:
        yield Missing(_("No report is written for this period yet: the document shows the records alone."))
        return
    report = t.one("periodic_report", found[0].id)
    if report["nothing_to_report"]:
        return
    for name in TOLD:
        if not report[name]:
            label = registry.spec("periodic_report", name).label
            yield Missing(_("“{field}” is empty.").format(field=label), "periodic_report", report["id"])
    if found[0].state in ("draft", "due", "not_due", "returned"):
        yield Missing(_("It has not been submitted."), "periodic_report", report["id"])
    if not report["activities"] and not report["results"]:
        yield Missing(_("No activity or result proves it."), "periodic_report", report["id"])


def _minutes(ask: Sources, meeting: str) -> Iterator[Missing]:
    view = ask.governance.meeting(meeting)
    if not any(one.status for one in view.attendance):
        yield Missing(_("Nobody is marked present."), "meeting", meeting)
    elif view.quorum.met is False:
        yield Missing(_("There was no quorum."), "meeting", meeting)
    if view.chair is None:
        yield Missing(_("Who chaired is not written."), "meeting", meeting)
    if not view.agenda and not view.minutes:
        yield Missing(_("There are no topics."), "meeting", meeting)
    silent = [Missing(_("Nothing is written about “{topic}”.").format(topic=one.title), "meeting", meeting)
              for one in view.agenda if not one.minutes]  # fmt: skip
    if not view.minutes:
        yield from _some(silent, _("… and {n} more topics"))
    loose = [Missing(_("“{action}” has no due day.").format(action=one.title), "action_item", one.id) for one in view.actions if not one.due]
    yield from _some(loose, _("… and {n} more actions"))
    if view.row.minutes_state not in ("approved", "amended"):
        yield Missing(_("The minutes are not approved yet."), "meeting", meeting)


def _register(ask: Sources, committee: str) -> Iterator[Missing]:
    wanted = RegisterFilter(committee=committee, below=True)
    bare = [Missing(_("“{decision}” has no number.").format(decision=one.title), "decision", one.id)
            for one in ask.governance.decisions(wanted) if not one.number]  # fmt: skip
    yield from _some(bare, _("… and {n} more decisions"))
    actions = [one for one in ask.governance.actions(wanted) if one.state not in ("done", "cancelled")]
    loose = [Missing(_("Nobody is to do “{action}”.").format(action=one.title), "action_item", one.id)
             for one in actions if one.owner is None and one.organisation is None]  # fmt: skip
    loose += [Missing(_("“{action}” has no due day.").format(action=one.title), "action_item", one.id) for one in actions if not one.due]
    yield from _some(loose, _("… and {n} more actions"))


def _work_plan(ask: Sources, programme: str) -> Iterator[Missing]:
    plan = ask.tables.one("programme", programme)
    yield from _programme(plan)
    if not plan["budget_lines"]:
        yield Missing(_("It has no budget lines."), "programme", programme)


def _programme(row: Row) -> Iterator[Missing]:
    for name in ("start", "end", "coordinator"):
        if not row[name]:
            yield Missing(_("“{field}” is empty.").format(field=registry.spec("programme", name).label), "programme", row["id"])


def _closing(ask: Sources, programme: str) -> Iterator[Missing]:
    row = ask.tables.one("programme", programme)
    yield from _programme(row)
    if not row["successor"]:
        yield Missing(_("No successor is named that could take over."), "programme", programme)
    indicators = ask.monitoring.indicators(programme)
    if not indicators:
        yield Missing(_("The programme has no indicators."))
    unknown = [Missing(_("{indicator}: no target").format(indicator=one.name), "indicator", one.id) for one in indicators if one.target is None]
    unknown += [Missing(_("{indicator}: not reported").format(indicator=one.name), "indicator", one.id)
                for one in indicators if one.actual is None]  # fmt: skip
    yield from _some(unknown, _("… and {n} more"))
    silent = [Missing(_("{commitment}: its makers have told no stage").format(commitment=one.title), "commitment", one.id)
              for one in ask.commitments.rows(CommitmentFilter(programme=programme)) if not one.stage]  # fmt: skip
    yield from _some(silent, _("… and {n} more"))
    if row["end"] and row["end"] > ask.tables.day:
        yield Missing(_("It runs until {day}: figures may still change.").format(day=day(row["end"])))
