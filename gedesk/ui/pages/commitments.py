"""Commitments: what was promised, by whom, with which money, and how it stands."""

from __future__ import annotations

from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import COMMITMENT, FUNDING, PROGRAMME
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.pages.tabbed import TabbedPage


class CommitmentsPage(TabbedPage):
    """Commitments, the programmes and plans that carry them, and their money."""

    def __init__(self, context: Context) -> None:
        super().__init__([RecordsPage(context, one, "commitments") for one in (COMMITMENT, PROGRAMME, FUNDING)])
