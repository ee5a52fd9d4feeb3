"""Indicators: what is measured, its baseline, targets and results."""

from __future__ import annotations

from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import INDICATOR
from gedesk.ui.pages.records import RecordsPage


class IndicatorsPage(RecordsPage):
    """The list of indicators and their form."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, INDICATOR, "indicators")
