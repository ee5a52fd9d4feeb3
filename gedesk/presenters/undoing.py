"""Taking back and bringing in again from the window: told when it takes more than a moment, and stopped as a whole."""

from __future__ import annotations

from collections.abc import Callable

from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier, stoppable
from gedesk.services.protocols import History
from gedesk.services.views import Undone


def take_back(
    records: History, jobs: Jobs, notifier: Notifier, done: Callable[[Undone], None], operation: str | None = None
) -> None:
    """Undoes an operation, or the last one that was done here."""
    stoppable(
        jobs.write, notifier, _("Taking back…"), lambda cancelled: records.undo(operation, cancelled=cancelled), done
    )


def bring_back(records: History, jobs: Jobs, notifier: Notifier, done: Callable[[Undone], None]) -> None:
    """Brings in again what was taken back last."""
    stoppable(jobs.write, notifier, _("Bringing in again…"), lambda cancelled: records.redo(cancelled=cancelled), done)
