"""Documents and calendars: `report`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from gedesk import clock
from gedesk.cli.answer import Answer
from gedesk.domain.fiscal import period_of
from gedesk.errors import NotFound, UsageError
from gedesk.i18n import gettext as _
from gedesk.services.desk import Desk
from gedesk.services.governance_views import RegisterFilter
from gedesk.services.packing import pack_of


def report(desk: Desk, args: Namespace) -> Answer:
    """Writes one document."""
    out = Path(args.out)
    template = Path(args.template) if args.template else None
    papers = desk.papers
    work: dict[str, Callable[[], object]] = {
        "chapter": lambda: papers.chapter(out, template=template),
        "minutes": lambda: papers.minutes(_meeting(desk, args), out, template=template),
        "register": lambda: papers.register(out, _register(desk, args), template=template),
        "workplan": lambda: papers.work_plan(_programme(desk, args, "annual_work_plan"), out, template=template),
        "closing": lambda: papers.closing(_programme(desk, args, "programme"), out, template=template),
        "period": lambda: papers.period(_place(desk, args), _period(desk, args), out, template=template),
        "survey": lambda: papers.survey(_given(desk, "organisation", args.maker, "--maker"), out, template=template),
        "calendar": lambda: _calendar(desk, args, out),
    }
    own = desk.store.identity().country
    if args.country and args.country != own:
        raise UsageError(
            _("This store is of the country {own}, not of {country}.").format(own=own, country=args.country),
            advice=_("Open the store of that country with --store."),
        )
    if template is not None and out.suffix.lower() != ".docx":
        raise UsageError(_("A template is for Word files."), advice=_("Let --out end in .docx."))
    work[args.what]()
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


def _register(desk: Desk, args: Namespace) -> RegisterFilter | None:
    if not args.committee:
        return None
    return RegisterFilter(committee=desk.records.get("committee", args.committee).id, below=True)


def _programme(desk: Desk, args: Namespace, kind: str) -> str:
    if args.programme:
        return desk.records.get("programme", args.programme).id
    numbers = desk.lists.numbers("programme", where={"programme_kind": kind}, sort="start")
    if not numbers:
        raise NotFound(_("There is no such programme yet."), advice=_("Name one with --programme."))
    return str(desk.lists.rows("programme", numbers[:1] if kind == "programme" else numbers[-1:], ("name",))[0][0])


def _place(desk: Desk, args: Namespace) -> str:
    return desk.records.get("place", args.place or desk.store.identity().place).id


def _period(desk: Desk, args: Namespace) -> str:
    if args.period:
        return str(args.period)
    with desk.store.reading() as connection:
        pack = pack_of(desk.store, connection)
    return period_of(clock.today(), "quarter", pack.fiscal_year_first_month).shift(-1).name
