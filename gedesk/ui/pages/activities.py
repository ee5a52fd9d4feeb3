"""Activities: what was done, when, where and for how many."""

from __future__ import annotations

from gedesk.i18n import gettext as _
from gedesk.presenters.twice import SAME, link, told_twice
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.counted import CountedList
from gedesk.ui.pages.layouts import ACTIVITY


class ActivitiesPage(CountedList):
    """The list of activities and their form; pairs that may be one event."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, ACTIVITY, "activities", told_twice, lambda: _("Told twice?"))

    def _asked(self, verb: str, text: str) -> None:
        if verb.startswith(SAME):
            link(self._services, self._jobs, self._notifier, verb)
        else:
            super()._asked(verb, text)
