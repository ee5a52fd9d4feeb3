"""Commitments: what was promised, by whom, with which money, and how it stands."""

from __future__ import annotations

from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import COMMITMENT
from gedesk.ui.pages.records import RecordsPage


class CommitmentsPage(RecordsPage):
    """The list of commitments and their form."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, COMMITMENT, "commitments")
