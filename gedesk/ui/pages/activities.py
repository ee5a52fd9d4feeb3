"""Activities: what was done, when, where and for how many."""

from __future__ import annotations

from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import ACTIVITY
from gedesk.ui.pages.records import RecordsPage


class ActivitiesPage(RecordsPage):
    """The list of activities and their form."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, ACTIVITY, "activities")
