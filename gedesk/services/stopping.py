"""Work that somebody may stop: it looks now and then, and ends with an error that undoes all of it."""

from __future__ import annotations

from collections.abc import Callable

from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.services.protocols import Cancelled


def looking(cancelled: Cancelled | None) -> Callable[[], None]:
    """What looks whether somebody asked to stop, and then stops."""

    def look() -> None:
        if cancelled is not None and cancelled():
            raise UsageError(_("Stopped. Everything is as it was."))

    return look
