"""Links to records and lists, as they come from a mail, a note or the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gedesk.errors import NotFound, UsageError
from gedesk.i18n import gettext as _
from gedesk.presenters.lists import unpacked
from gedesk.presenters.shell import parse_link, parse_list_link
from gedesk.ui.pages.directory import page_of

if TYPE_CHECKING:
    from gedesk.presenters.base import Jobs, Notifier
    from gedesk.services.protocols import Services
    from gedesk.ui.pages.base import Navigator


def follow(text: str, navigator: Navigator, services: Services, jobs: Jobs, notifier: Notifier) -> None:
    """Opens what a link means, or says why not."""
    listed = parse_list_link(text)
    if listed is not None and page_of(listed[0]):
        try:
            navigator.open_list(listed[0], unpacked(listed[1]))
        except UsageError as error:
            notifier.failed(error)
        return
    link = parse_link(text)
    if link is None or not page_of(link[0]):
        notifier.failed(
            UsageError(
                _("“{text}” is no link to a record.").format(text=text[:60]),
                advice=_("Links look like gedesk:activity/… and are copied whole."),
            )
        )
        return
    kind, id = link

    def failed(error: BaseException) -> None:
        if isinstance(error, NotFound):
            error = NotFound(
                _("The record of this link is not here."),
                advice=_("Perhaps it has not been received yet, or belongs to another place."),
            )
        notifier.failed(error)

    jobs.read(lambda: services.records.get(kind, id), lambda _found: navigator.open_record(kind, id), failed)
