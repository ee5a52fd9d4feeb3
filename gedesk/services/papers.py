"""Documents that people owe each other, as Word or PDF, and meetings for calendars."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gedesk import i18n
from gedesk.documents.model import Document
from gedesk.domain.days import shown
from gedesk.domain.fiscal import add_months, parse_period
from gedesk.domain.seats import MONTHS_BETWEEN
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.services import evidence, papers_meetings, papers_missing, papers_reports
from gedesk.services.commitments_views import CommitmentFilter, CommitmentView
from gedesk.services.governance_views import MeetingRow, MeetingView, RegisterFilter
from gedesk.services.papers_reports import Told, ToldStory
from gedesk.services.papers_views import LEVELS, PAPERS, Missing, Paper
from gedesk.services.protocols import Cancelled, Commitments, Governance, Monitoring, Reporting, Stories
from gedesk.services.stopping import looking
from gedesk.services.tables import Tables
from gedesk.store.blobs import Blobs
from gedesk.store.store import Store

if TYPE_CHECKING:
    from gedesk.documents.calendar import Appointment

ENDINGS = (".docx", ".pdf")
PHOTOS = 6  # of activities in one report
AHEAD = 24  # months that a series of meetings reaches ahead


class StorePapers:
    """`protocols.Papers` on a store."""

    def __init__(
        self, store: Store, governance: Governance, commitments: Commitments, monitoring: Monitoring, reporting: Reporting,
        stories: Stories,
    ) -> None:  # fmt: skip
        self._store = store
        self._governance = governance
        self._commitments = commitments
        self._monitoring = monitoring
        self._reporting = reporting
        self._stories = stories

    # -- documents -----------------------------------------------------------------------------------------------

    def write(
        self, paper: Paper, path: Path, *, language: str = "", template: Path | None = None, cancelled: Cancelled | None = None
    ) -> None:
        """Writes a document as Word or PDF by the ending of `path`, in a language or the one in use.

        One that holds stories or photos is noted as a publication, so that a withdrawn consent finds it; one that cannot be
        noted is not left behind.  Raises UsageError for that in a store that was opened for reading only, and when it was cancelled.
        """
        _check(path, ENDINGS)
        look = looking(cancelled)
        told = self._told(paper)
        look()
        with i18n.speaking(language or i18n.current()):
            made = self._made(paper, told)
            made.look = look
            look()
            made.language = i18n.current()
            made.author = self._store.identity().name
            made.page = _("Page {page} of {pages}")
            if path.suffix.lower() == ".docx":
                from gedesk.documents.word import write_word

                _written(path, lambda: write_word(made, path, template))
            else:
                from gedesk.documents.pdf import write_pdf

                _written(path, lambda: write_pdf(made, path))
            if told.stories or told.held:
                try:
                    self._stories.published(
                        made.title, [one.story.id for one in told.stories], photos=told.held, level=LEVELS[paper.what],
                        where=str(path.absolute())[:500],
                    )  # fmt: skip
                except BaseException:
                    path.unlink(missing_ok=True)
                    raise

    def missing(self, paper: Paper) -> list[Missing]:
        """What a document lacks as the records stand."""
        with self._sources() as ask:
            return papers_missing.missing(ask, paper, self._stories, self._views(paper.of) if paper.what == "survey" else ())

    def proposed(self, what: str) -> Paper:
        """The document of its kind that is likely meant: the last meeting held, the year's plan, this site's last quarter."""
        with self._sources() as ask:
            return papers_missing.proposed(ask, what)

    def title(self, paper: Paper) -> str:
        """What a document is called, also as a file."""
        with self._sources() as ask:
            return papers_missing.title(ask, paper)

    def periods(self) -> list[str]:
        """Periods that a place may report on, by name, the last that has ended first."""
        with self._sources() as ask:
            return papers_missing.periods(ask)

    def _told(self, paper: Paper) -> Told:
        """Stories and photos that go into a document, as far as consent goes; a report holds those of its period."""
        level = LEVELS.get(paper.what)
        if level is None:
            return Told()
        found = self._stories.publishable(level, paper.of)
        photos: list[str] = []
        with self._sources() as ask:
            t = ask.tables
            if paper.what == "period":
                period = parse_period(paper.period, t.pack.fiscal_year_first_month)
                found = [one for one in found if one.told_on is not None and one.told_on in period]
                inside = t.within(paper.of)
                rows = t.rows("activity", ("place", "photos", "sensitivity"), between={"start": (period.start, period.end)})
                photos = [id for row in rows if row["place"] in inside and row["sensitivity"] != evidence.RESTRICTED
                          for id in row["photos"] or ()]  # fmt: skip
            of_story = {row["id"]: row["photos"] or () for row in t.rows("story", ("photos",))}
            find = Blobs(self._store.path).get
            stories = tuple(
                ToldStory(one, tuple(evidence.pictures(t, find, of_story.get(one.id, ()), level, 1))) for one in found
            )
            shown = {id for one in stories for id, _picture in one.photos}
            rest = evidence.pictures(t, find, [id for id in photos if id not in shown], level, PHOTOS)
            return Told(stories, tuple(rest))

    def _made(self, paper: Paper, told: Told) -> Document:
        if paper.what not in PAPERS:
            raise InvalidInput(_("There is no document “{what}”.").format(what=paper.what))
        if paper.what == "minutes":
            return papers_meetings.minutes(self._governance.meeting(paper.of))
        if paper.what == "register":
            return self._register(paper.of)
        views = self._views(paper.of) if paper.what == "survey" else []
        with self._sources() as ask:
            t = ask.tables
            match paper.what:
                case "chapter":
                    return papers_reports.chapter(ask, told)
                case "period":
                    return papers_reports.period_report(ask, paper.of, parse_period(paper.period, t.pack.fiscal_year_first_month), told)
                case "survey":
                    return papers_reports.survey(ask, paper.of, t.titles("organisation", [paper.of])[paper.of], views)
                case "workplan":
                    return papers_reports.work_plan(ask, t.one("programme", paper.of))
            return papers_reports.closing(ask, t.one("programme", paper.of))

    def _views(self, maker: str) -> list[CommitmentView]:
        return [self._commitments.commitment(one.id) for one in self._commitments.rows(CommitmentFilter(maker=maker))]

    def _register(self, committee: str) -> Document:
        wanted = RegisterFilter(committee=committee, below=True)
        name = self._governance.committee(committee).node.name if committee else ""
        return papers_meetings.register(
            self._governance.decisions(wanted), self._governance.actions(wanted), papers_meetings.joined(name, shown(self._day))
        )

    @contextlib.contextmanager
    def _sources(self) -> Iterator[papers_reports.Sources]:
        with self._store.reading() as connection:
            tables = Tables(self._store, connection)
            yield papers_reports.Sources(tables, self._governance, self._commitments, self._monitoring, self._reporting)

    # -- calendars -----------------------------------------------------------------------------------------------

    def calendar(self, meeting: str, path: Path) -> None:
        """One meeting as an appointment (.ics)."""
        from gedesk.documents.calendar import write_calendar  # imported when needed: it takes a while

        _check(path, (".ics",))
        view = self._governance.meeting(meeting)
        _written(path, lambda: write_calendar([self._appointment(view.row, view)], path))

    def calendar_series(self, committee: str, path: Path) -> int:
        """The meetings of a committee that lie ahead, and the series by its cadence (.ics); returns appointments.

        The series begins with the meeting after the last one that is scheduled.
        """
        from gedesk.documents.calendar import RULES, Appointment, write_calendar

        _check(path, (".ics",))
        view = self._governance.committee(committee)
        ahead = sorted((one for one in view.meetings if not one.held), key=lambda one: one.start)
        made = [self._appointment(one) for one in ahead]
        months = MONTHS_BETWEEN.get(view.cadence)
        if view.cadence in RULES and months is not None:
            first = add_months(ahead[-1].day, months) if ahead else view.proposed_meeting or self._day
            hour = (ahead or view.meetings)[-1 if ahead else 0].start[11:16] if ahead or view.meetings else "09:00"
            made.append(
                Appointment(
                    f"{committee}-series", _("{committee}: meeting by its cadence").format(committee=view.node.name),
                    datetime.fromisoformat(f"{first.isoformat()}T{hour or '09:00'}"), zone=self._zone(""),
                    repeats=view.cadence, until=add_months(first, AHEAD),
                )
            )  # fmt: skip
        if not made:
            raise InvalidInput(
                _("{committee} has no meeting ahead and no cadence.").format(committee=view.node.name),
                advice=_("Schedule a meeting, or write how often it meets."),
            )
        _written(path, lambda: write_calendar(made, path))
        return len(made)

    def _appointment(self, row: MeetingRow, view: MeetingView | None = None) -> Appointment:
        from gedesk.documents.calendar import Appointment

        agenda = "\n".join(f"{number}. {one.title}" for number, one in enumerate(view.agenda, 1)) if view else ""
        zone = self._zone(view.zone if view else "")
        return Appointment(
            row.id, row.title, _moment(row.start, zone), _moment(view.end, zone) if view and view.end else None,
            zone, row.venue, papers_meetings.joined(row.committee.title, agenda, mark="\n\n"),
            tuple(one.name for one in view.attendance if one.status != "absent") if view else (),
        )  # fmt: skip

    def _zone(self, written: str) -> str:
        """The zone written down, else the country's; "" when this computer does not know it."""
        for name in (written, self._pack_zone):
            with contextlib.suppress(ZoneInfoNotFoundError, ValueError):
                if name:
                    return ZoneInfo(name).key
        return ""

    # -- help ----------------------------------------------------------------------------------------------------

    @property
    def _day(self) -> date:
        with self._store.reading() as connection:
            return Tables(self._store, connection).day

    @property
    def _pack_zone(self) -> str:
        with self._store.reading() as connection:
            return Tables(self._store, connection).pack.time_zone


def _check(path: Path, endings: tuple[str, ...]) -> None:
    if path.suffix.lower() not in endings:
        raise InvalidInput(
            _("“{file}” does not say which kind of file it is to be.").format(file=path.name),
            advice=_("Let its name end in {endings}.").format(endings=_(" or ").join(endings)),
        )


def _moment(text: str, zone: str) -> datetime:
    """A stored time as the clock on the wall of the zone shows it."""
    found = datetime.fromisoformat(text)
    return found.astimezone(ZoneInfo(zone) if zone else UTC).replace(tzinfo=None) if found.tzinfo else found


def _written(path: Path, work: Callable[[], None]) -> None:
    try:
        work()
    except OSError as error:
        raise InvalidInput(
            _("{file} could not be written: {reason}.").format(file=path, reason=error.strerror or error),
            advice=_("Choose a folder where you may write, and close the file if another program has it open."),
        ) from error
