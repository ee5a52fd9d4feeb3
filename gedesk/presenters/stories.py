"""Withdrawing the consent to a story, and saying what holds it already."""

from __future__ import annotations

from collections.abc import Callable

from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier
from gedesk.services.protocols import Services
from gedesk.services.reporting_views import Withdrawn


def withdraw(services: Services, jobs: Jobs, notifier: Notifier, id: str, reason: str) -> None:
    """Notes that consent was withdrawn; the message names what is out already and what here still links to it."""
    said = _("Consent withdrawn: nothing that is published from now on holds the story.")
    _do(services, jobs, notifier, lambda: services.stories.withdraw(id, reason=reason), said)


def withdraw_photo(services: Services, jobs: Jobs, notifier: Notifier, id: str) -> None:
    """Notes that consent to a photo was withdrawn; the message names what is out already."""
    said = _("Consent withdrawn: nothing that is published from now on holds the photo.")
    _do(services, jobs, notifier, lambda: services.stories.withdraw_photo(id), said)


def _do(services: Services, jobs: Jobs, notifier: Notifier, op: Callable[[], Withdrawn], said: str) -> None:
    records = services.records

    def take_back() -> None:
        jobs.write(records.undo, lambda undone: notifier.tell(undone.title), notifier.failed)

    jobs.write(
        op, lambda done: notifier.tell(withdrawn_words(done, said), action=_("Undo"), on_action=take_back), notifier.failed
    )


def withdrawn_words(done: Withdrawn, said: str) -> str:
    """What a withdrawal meant: what is `said`, and where it stands already."""
    text = said
    if done.publications:
        text += " " + _("It stands already in: {titles}.").format(titles="; ".join(one.title for one in done.publications))
    linked = (*done.entries, *done.reports)
    if linked:
        text += " " + _("Still linked here: {titles}.").format(titles="; ".join(one.title for one in linked))
    return text
