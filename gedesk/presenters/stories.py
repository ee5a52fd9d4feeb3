"""Withdrawing the consent to a story, and saying what holds it already."""

from __future__ import annotations

from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier
from gedesk.services.protocols import Services
from gedesk.services.reporting_views import Withdrawn


def withdraw(services: Services, jobs: Jobs, notifier: Notifier, id: str, reason: str) -> None:
    """Notes that consent was withdrawn; the message names what is out already and what here still links to it."""
    stories, records = services.stories, services.records

    def take_back() -> None:
        jobs.write(records.undo, lambda undone: notifier.tell(undone.title), notifier.failed)

    jobs.write(
        lambda: stories.withdraw(id, reason=reason),
        lambda done: notifier.tell(withdrawn_words(done), action=_("Undo"), on_action=take_back),
        notifier.failed,
    )


def withdrawn_words(done: Withdrawn) -> str:
    """What a withdrawal meant."""
    text = _("Consent withdrawn: nothing that is published from now on holds the story.")
    if done.publications:
        text += " " + _("It stands already in: {titles}.").format(titles="; ".join(one.title for one in done.publications))
    linked = (*done.entries, *done.reports)
    if linked:
        text += " " + _("Still linked here: {titles}.").format(titles="; ".join(one.title for one in linked))
    return text
