"""Documents and calendars: `report`."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from gedesk.cli.answer import Answer
from gedesk.domain.kinds import registry
from gedesk.errors import NotFound, UsageError
from gedesk.i18n import gettext as _
from gedesk.services.desk import Desk
from gedesk.services.papers_views import PAPERS, Paper


def report(desk: Desk, args: Namespace) -> Answer:
    """Writes one document."""
    out = Path(args.out)
    template = Path(args.template) if args.template else None
    own = desk.store.identity().country
    if args.country and args.country != own:
        raise UsageError(
            _("This store is of the country {own}, not of {country}.").format(own=own, country=args.country),
            advice=_("Open the store of that country with --store."),
        )
    if template is not None and out.suffix.lower() != ".docx":
        raise UsageError(_("A template is for Word files."), advice=_("Let --out end in .docx."))
    if args.what == "calendar":
        _calendar(desk, args, out)
    else:
        desk.papers.write(_paper(desk, args), out, template=template)
    return Answer({"report": args.what, "file": str(out), "bytes": out.stat().st_size}, [str(out)])


def _calendar(desk: Desk, args: Namespace, out: Path) -> None:
    if args.committee:
        desk.papers.calendar_series(_given(desk, "committee", args.committee, "--committee"), out)
    else:
        desk.papers.calendar(_meeting(desk, args), out)


def _given(desk: Desk, kind: str, called: str | None, option: str) -> str:
    """The id of a record that an option names by id or code."""
    if not called:
        raise UsageError(_("{option} is needed.").format(option=option))
    return desk.records.get(kind, called).id


def _meeting(desk: Desk, args: Namespace) -> str:
    if args.meeting:
        return desk.records.get("meeting", args.meeting).id
    committee = desk.records.get("committee", args.committee).id if args.committee else ""
    held = [one for one in desk.governance.meetings(committee) if one.held]
    if not held:
        raise NotFound(_("No meeting was held yet."), advice=_("Name one with --meeting."))
    return held[0].id


OPTIONS = {"place": "place", "programme": "programme", "organisation": "maker", "committee": "committee"}  # by kind of record


def _paper(desk: Desk, args: Namespace) -> Paper:
    """The document that the options name; what they leave open is what is likely meant."""
    what, kind = args.what, PAPERS[args.what].of
    if what == "minutes":
        return Paper(what, _meeting(desk, args))
    paper = desk.papers.proposed(what)
    given = getattr(args, OPTIONS[kind]) if kind else ""
    paper = replace(paper, of=desk.records.get(kind, given).id if given else paper.of, period=args.period or paper.period)
    if kind and not paper.of and not PAPERS[what].whole:
        raise NotFound(
            _("There is no {kind} for it yet.").format(kind=registry.kind(kind).label().lower()),
            advice=_("Name one with {option}.").format(option=f"--{OPTIONS[kind]}"),
        )
    return paper if what == "period" else replace(paper, period="")
