"""Taking back and bringing in again from the window: told when it takes more than a moment, and stopped as a whole."""

from __future__ import annotations

from collections.abc import Callable

from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier, T, Token
from gedesk.services.protocols import Cancelled, History
from gedesk.services.views import Undone


def take_back(
    records: History, jobs: Jobs, notifier: Notifier, done: Callable[[Undone], None], operation: str | None = None
) -> None:
    """Undoes an operation, or the last one that was done here."""
    stoppable(
        jobs, notifier, _("Taking back…"), lambda cancelled: records.undo(operation, cancelled=cancelled), done
    )


def bring_back(records: History, jobs: Jobs, notifier: Notifier, done: Callable[[Undone], None]) -> None:
    """Brings in again what was taken back last."""
    stoppable(jobs, notifier, _("Bringing in again…"), lambda cancelled: records.redo(cancelled=cancelled), done)


def stoppable(
    jobs: Jobs, notifier: Notifier, text: str, work: Callable[[Cancelled], T], done: Callable[[T], None]
) -> None:
    """Writes with a word about it and a way to stop, after which everything is as it was."""
    token = Token()
    ended = notifier.working(text, token.cancel)

    def arrived(answer: T) -> None:
        ended()
        done(answer)

    def failed(error: BaseException) -> None:
        ended()
        notifier.failed(error)

    jobs.write(lambda: work(lambda: token.cancelled), arrived, failed)
