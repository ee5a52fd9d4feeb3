"""The places of the sidebar, in their order.  A page's module is imported when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from gedesk.i18n import gettext as _

if TYPE_CHECKING:
    from gedesk.ui.pages.base import Context, Page


class Entry:
    """One page: its name (also of its icon), what the sidebar calls it, where its class is, whose records it shows.

    The first `lists` of these kinds have a list of their own.
    """

    def __init__(self, name: str, label: Callable[[], str], where: str, kinds: tuple[str, ...] = (), lists: int = 1) -> None:
        self.name = name
        self.label = label
        self.where = where  # module:class, below gedesk.ui.pages
        self.kinds = kinds
        self.lists = kinds[:lists]

    def make(self, context: Context) -> Page:
        """The page itself."""
        module, _colon, name = self.where.partition(":")
        page: Page = getattr(import_module(f"gedesk.ui.pages.{module}"), name)(context)
        return page

    def load(self) -> None:
        """Imports what the page needs, so that the main thread only has to build it."""
        import_module(f"gedesk.ui.pages.{self.where.partition(':')[0]}")


ENTRIES = (
    Entry("home", lambda: _("Home"), "home:HomePage"),
    Entry("activities", lambda: _("Activities"), "activities:ActivitiesPage", ("activity",)),
    Entry("commitments", lambda: _("Commitments"), "commitments:CommitmentsPage",
          ("commitment", "programme", "funding", "maker", "milestone", "pillar"), lists=3),
    Entry("partners", lambda: _("Partners"), "partners:PartnersPage",
          ("organisation", "person", "focal_point_post", "coalition_role"), lists=3),
    Entry("committees", lambda: _("Committees"), "committees:CommitteesPage",
          ("committee", "meeting", "decision", "action_item", "membership", "agenda_item", "attendance"), lists=4),
    Entry("indicators", lambda: _("Indicators"), "indicators:IndicatorsPage", ("indicator", "target", "result")),
    Entry("reports", lambda: _("Reports"), "reports:ReportsPage",
          ("periodic_report", "chapter_entry", "recommendation", "story"), lists=4),
    Entry("dashboard", lambda: _("Dashboard"), "dashboard:DashboardPage"),
    Entry("import", lambda: _("Import"), "importing:ImportPage"),
    Entry("exchange", lambda: _("Exchange"), "exchange:ExchangePage"),
    Entry("history", lambda: _("History"), "history:HistoryPage"),
    Entry("settings", lambda: _("Settings"), "settings:SettingsPage"),
)
PAGES = {entry.name: entry for entry in ENTRIES}
FIRST = ENTRIES[0].name


def page_of(kind: str) -> str:
    """Name of the page that shows records of a kind; "" when none does."""
    return next((entry.name for entry in ENTRIES if kind in entry.kinds), "")
