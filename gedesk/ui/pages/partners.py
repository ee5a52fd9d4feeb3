"""Partners: organisations, people, and the posts of focal points."""

from __future__ import annotations

from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import ORGANISATION, PERSON, POST
from gedesk.ui.pages.records import RecordsPage, TabbedPage


class PartnersPage(TabbedPage):
    """Three lists with their forms."""

    def __init__(self, context: Context) -> None:
        super().__init__([RecordsPage(context, one, "partners") for one in (ORGANISATION, PERSON, POST)])
