"""Partners: organisations with their onboarding, people, and the posts of focal points with their coverage."""

from __future__ import annotations

from gedesk.i18n import gettext as _
from gedesk.presenters.coverage import coverage, onboarding
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.counted import CountedList
from gedesk.ui.pages.layouts import ORGANISATION, PERSON, POST
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.pages.tabbed import TabbedPage


class PartnersPage(TabbedPage):
    """Three lists with their forms."""

    def __init__(self, context: Context) -> None:
        super().__init__([
            CountedList(context, ORGANISATION, "partners", onboarding, lambda: _("Onboarding")), RecordsPage(context, PERSON, "partners"),
            CountedList(context, POST, "partners", coverage, lambda: _("Coverage and reports")),
        ])  # fmt: skip
