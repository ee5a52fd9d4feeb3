"""The frame around the pages: whose store this is, what waits, what can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.history import result
from gedesk.services.protocols import Services
from gedesk.services.views import Status, Undone


@dataclass(frozen=True, slots=True)
class Frame:
    """What header and sidebar show."""

    site: str
    role: str
    conflicts: int
    waiting: int
    exchange: tuple[str, str]
    undo: str | None
    redo: str | None


class ShellView(Protocol):
    """What the shell presenter asks of the window."""

    def show_frame(self, frame: Frame) -> None:
        """Header and sidebar afresh."""


class ShellPresenter:
    """Keeps header and sidebar true."""

    def __init__(self, services: Services, view: ShellView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier

    def reload(self) -> None:
        """Reads status and undo titles."""
        exchange, records = self._services.exchange, self._services.records

        def query() -> tuple[Status, str | None, str | None]:
            return exchange.status(), records.undo_title(), records.redo_title()

        self._jobs.read(query, lambda answer: self._view.show_frame(_frame(*answer)), self._notifier.failed)

    def undo(self) -> None:
        """Takes back the last thing done here."""
        self._jobs.write(self._services.records.undo, self._told, self._notifier.failed)

    def redo(self) -> None:
        """Brings in again what was taken back last."""
        self._jobs.write(self._services.records.redo, self._told, self._notifier.failed)

    def _told(self, undone: Undone) -> None:
        text = undone.title if not undone.kept else f"{undone.title}\n{result(undone)[0]}"
        self._notifier.tell(text)


def _frame(status: Status, undo: str | None, redo: str | None) -> Frame:
    where = words.role(status.role)
    lines = (
        _("Sent: {when}").format(when=words.ago(status.last_sent)),
        _("Received: {when}").format(when=words.ago(status.last_received)),
    )
    return Frame(status.site, where, status.conflicts, status.to_send, lines, undo, redo)
