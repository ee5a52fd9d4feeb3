"""Reports and what is told: what is owed and what came, the country chapter, recommendations, stories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gedesk.i18n import gettext as _
from gedesk.presenters import dates, reports
from gedesk.presenters.lists import WITHIN, Chip
from gedesk.presenters.overviews import PAPER, WITHDRAW
from gedesk.presenters.reports import Entry, ReportsPresenter
from gedesk.presenters.stories import withdraw
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.entries import EntriesPage
from gedesk.ui.pages.layouts import CHAPTER, RECOMMENDATION, REPORT, STORY
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.pages.tabbed import TabbedPage
from gedesk.ui.widgets.basics import name_tool, push, tint
from gedesk.ui.widgets.editors import CodeBox
from gedesk.ui.widgets.parts import Parting
from gedesk.ui.widgets.tables import Table


class ReportsPage(TabbedPage):
    """Periodic reports, paragraphs of the chapter, recommendations, stories."""

    def __init__(self, context: Context) -> None:
        super().__init__([
            ReportList(context), ChapterList(context), RecordsPage(context, RECOMMENDATION, "reports"), StoryList(context),
        ])  # fmt: skip


class ChapterList(RecordsPage):
    """What the country chapter is written from."""

    def __init__(self, context: Context) -> None:
        self.document = push(icon="file", on_click=lambda: context.navigator.write_paper("chapter"))
        super().__init__(context, CHAPTER, "reports")
        self.top.insertWidget(self.top.count() - 1, self.document)

    def retranslate(self) -> None:
        super().retranslate()
        self.document.setText(_("Chapter as a document"))


class StoryList(RecordsPage):
    """Stories; withdrawing a consent says what holds the story already."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, STORY, "reports")

    def _asked(self, verb: str, text: str) -> None:
        id = self.form.presenter.id
        if verb == WITHDRAW and id is not None:
            withdraw(self._services, self._jobs, self._notifier, id, text)
        else:
            super()._asked(verb, text)


class ReportList(EntriesPage[Entry]):
    """Reports with what is owed first; Enter begins one that is not there yet."""

    CONCERNS = frozenset({"periodic_report", "approval", "focal_point_post", "committee", "organisation", "place"})

    def __init__(self, context: Context) -> None:
        self.reports = ReportsPresenter(context.services, self, context.jobs, context.notifier)
        rows = RowsModel[Entry](_columns())
        table = Table(rows, (5, -156, -108, -116, -150, -150), pills=(4, 5), narrow={3: 860, 2: 700})
        table.chosen.connect(self._choose)
        table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say_begin())
        self.which = CodeBox(reports.which_terms)
        self.which.setMinimumContentsLength(16)
        self.which.edited.connect(lambda raw, _labels: self.reports.filter(which=str(raw or "")))
        self.begin = push(icon="plus", on_click=lambda: self._choose(self.list.current_row()))
        self.document = push(icon="file", on_click=lambda: context.navigator.write_paper("period"))
        bar = Parting(self.which, self.begin)
        super().__init__(context, REPORT, "reports", self.reports, rows, table, bar)
        self.top.insertWidget(self.top.count() - 1, self.document)

    # -- presenters.reports.ReportsView --------------------------------------------------------------------------

    def show_reports(self, entries: Sequence[Entry], *, limited: bool) -> None:
        """These reports; the cursor stays where it was."""
        self.set_entries(entries, lambda one: one.key)
        self._empty_why = "" if entries or limited else "nothing"
        self._count.setText(reports.count_words(entries) if entries or limited else "")
        self._say_empty()
        self._say_begin()
        self._choose_face()

    # -- the list ------------------------------------------------------------------------------------------------

    def open_list(self, kind: str, where: Mapping[str, str]) -> None:
        """The list of a period or of a place, with what is owed there and not begun."""
        super().open_list(kind, {name: value for name, value in where.items() if name in ("period", WITHIN)})

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """The period and the place in force."""
        super().show_chips(chips)
        where = self.presenter.where
        self.reports.narrow(where.get("period", ""), where.get(WITHIN, ""))

    def show_count(self, text: str, empty: str) -> None:
        """The list of this page is made of more than the records there are."""
        said, why = self._count.text(), self._empty_why
        super().show_count(text, empty)
        self._count.setText(said)
        self._empty_why = why
        self._choose_face()

    def _asked(self, verb: str, text: str) -> None:
        """What is offered with a report is asked of the presenter."""
        id = self.form.presenter.id
        if verb.startswith(PAPER):
            super()._asked(verb, text)
        elif id is not None:
            self.reports.act(id, verb, text)

    def _choose(self, row: int) -> None:
        if (one := self.rows.item(row)) is not None:
            self.reports.begin(one)

    def _say_begin(self) -> None:
        one = self.entry
        new = one is None or one.owed is not None
        self.begin.setText(_("Begin this report") if new else _("Open this report"))
        self.begin.setProperty("icon_name", "plus" if new else "forward")
        tint(self.begin)
        self.begin.setEnabled(one is not None)
        name_tool(self.begin, self.begin.text(), "Enter")

    # -- the window's calls --------------------------------------------------------------------------------------

    def sights(self) -> Iterator[str]:
        """The list; one report, from its figures to its history."""
        yield ""
        at = next((one.id for one in (self.rows.item(row) for row in range(self.rows.rowCount())) if one and one.id), None)
        if at is None:
            return
        self.open(at)
        for number, name in enumerate(self.form.parts):
            self.form.tabs.setCurrentIndex(number)
            yield f"form-{name}"
        self.back()

    def retranslate(self) -> None:
        super().retranslate()
        self.which.retranslate()
        self.which.setItemText(0, _("All reports"))
        self.which.setAccessibleName(_("Which reports are shown"))
        self.document.setText(_("Documents…"))
        name_tool(self.document, _("Chapter, council report, minutes, register, work plan, closing report, survey"))
        self._say_begin()
        self.reports.reload()


def _columns() -> list[Column[Entry]]:
    return [
        Column(lambda: _("Who reports"), lambda one: one.reporter),
        Column(lambda: _("Period"), lambda one: one.period),
        Column(lambda: _("Due"), lambda one: dates.typed(one.due)),
        Column(lambda: _("Submitted"), lambda one: dates.typed(one.submitted_on) if one.submitted_on else ""),
        Column(lambda: _("State"), lambda one: reports.entry_state(one), tone=lambda one: reports.state_tone(one.state)),
        Column(lambda: _("Lateness"), lambda one: reports.lateness(one)[0], tone=lambda one: reports.lateness(one)[1]),
    ]
