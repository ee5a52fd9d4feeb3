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
from gedesk.services import papers_meetings, papers_reports
from gedesk.services.commitments_views import CommitmentFilter
from gedesk.services.governance_views import MeetingRow, MeetingView, RegisterFilter
from gedesk.services.protocols import Commitments, Governance, Monitoring, Reporting, Stories
from gedesk.services.tables import Tables
from gedesk.store.store import Store

if TYPE_CHECKING:
    from gedesk.documents.calendar import Appointment

ENDINGS = (".docx", ".pdf")
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

    # -- chapters, reports, plans --------------------------------------------------------------------------------

    def chapter(self, path: Path, *, template: Path | None = None) -> None:
        """The country chapter, with the headings of the country pack and an annex of proofs."""
        stories = [(one.title, one.text) for one in self._stories.publishable()]
        with self._sources() as ask:
            made = papers_reports.chapter(ask, stories)
        self._write(made, path, template)

    def period(self, place: str, period: str, path: Path, *, template: Path | None = None) -> None:
        """Report of a place (id) for a period by name, such as “Q2 2025/26”."""
        with self._sources() as ask:
            made = papers_reports.period_report(ask, place, parse_period(period, ask.tables.pack.fiscal_year_first_month))
        self._write(made, path, template)

    def work_plan(self, programme: str, path: Path, *, template: Path | None = None) -> None:
        """A plan of work: a programme (id) with what falls into its time."""
        with self._sources() as ask:
            made = papers_reports.work_plan(ask, ask.tables.one("programme", programme))
        self._write(made, path, template)

    def closing(self, programme: str, path: Path, *, template: Path | None = None) -> None:
        """A programme (id) at its end: targets against actuals, and what the successor takes over."""
        with self._sources() as ask:
            made = papers_reports.closing(ask, ask.tables.one("programme", programme))
        self._write(made, path, template)

    def survey(self, maker: str, path: Path, *, template: Path | None = None) -> None:
        """The yearly survey of a commitment maker (an organisation's id), filled in as far as it is known."""
        rows = self._commitments.rows(CommitmentFilter(maker=maker))
        views = [self._commitments.commitment(one.id) for one in rows]
        with self._sources() as ask:
            name = ask.tables.titles("organisation", [maker])[maker]
            made = papers_reports.survey(ask, maker, name, views)
        self._write(made, path, template)

    @contextlib.contextmanager
    def _sources(self) -> Iterator[papers_reports.Sources]:
        with self._store.reading() as connection:
            tables = Tables(self._store, connection)
            yield papers_reports.Sources(tables, self._governance, self._commitments, self._monitoring, self._reporting)

    # -- meetings ------------------------------------------------------------------------------------------------

    def minutes(self, meeting: str, path: Path, *, template: Path | None = None) -> None:
        """Minutes of a meeting."""
        self._write(papers_meetings.minutes(self._governance.meeting(meeting)), path, template)

    def register(self, path: Path, wanted: RegisterFilter | None = None, *, template: Path | None = None) -> None:
        """Decisions and actions of all meetings, or of those that `wanted` lets through."""
        name = self._governance.committee(wanted.committee).node.name if wanted and wanted.committee else ""
        made = papers_meetings.register(
            self._governance.decisions(wanted), self._governance.actions(wanted), papers_meetings.joined(name, shown(self._day))
        )
        self._write(made, path, template)

    def calendar(self, meeting: str, path: Path) -> None:
        """One meeting as an appointment (.ics)."""
        from gedesk.documents.calendar import write_calendar  # imported when needed: it takes a while

        self._check(path, (".ics",))
        view = self._governance.meeting(meeting)
        _written(path, lambda: write_calendar([self._appointment(view.row, view)], path))

    def calendar_series(self, committee: str, path: Path) -> int:
        """The meetings of a committee that lie ahead, and the series by its cadence (.ics); returns appointments.

        The series begins with the meeting after the last one that is scheduled.
        """
        from gedesk.documents.calendar import RULES, Appointment, write_calendar

        self._check(path, (".ics",))
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

    def _check(self, path: Path, endings: tuple[str, ...]) -> None:
        if path.suffix.lower() not in endings:
            raise InvalidInput(
                _("“{file}” does not say which kind of file it is to be.").format(file=path.name),
                advice=_("Let its name end in {endings}.").format(endings=_(" or ").join(endings)),
            )

    def _write(self, document: Document, path: Path, template: Path | None = None) -> None:
        self._check(path, ENDINGS)
        document.language = i18n.current()
        document.author = self._store.identity().name
        document.page = _("Page {page} of {pages}")
        if path.suffix.lower() == ".docx":
            from gedesk.documents.word import write_word

            _written(path, lambda: write_word(document, path, template))
        else:
            from gedesk.documents.pdf import write_pdf

            _written(path, lambda: write_pdf(document, path))


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
