"""Committees and meetings: tiers, members and seats, meetings, and the registers of decisions and actions."""

from __future__ import annotations

from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import ACTION, COMMITTEE, DECISION, MEETING
from gedesk.ui.pages.records import RecordsPage, TabbedPage


class CommitteesPage(TabbedPage):
    """Four lists; a committee opens with its seats and duties, a meeting as one works in it."""

    def __init__(self, context: Context) -> None:
        super().__init__([RecordsPage(context, one, "committees") for one in (COMMITTEE, MEETING, DECISION, ACTION)])
