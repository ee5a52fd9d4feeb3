"""Reports: what is owed and what came, one report with its figures and proofs, and its steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gedesk.i18n import gettext as _
from gedesk.presenters import dates, reports
from gedesk.presenters.reports import Entry, ReportsPresenter
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.entries import EntriesPage
from gedesk.ui.pages.form import FormPage
from gedesk.ui.pages.layouts import REPORT
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import line, name_tool, push, tint
from gedesk.ui.widgets.editors import CodeBox
from gedesk.ui.widgets.tables import Table


class ReportsPage(EntriesPage[Entry]):
    """Reports with what is owed first; Enter begins one that is not there yet."""

    CONCERNS = frozenset({"periodic_report", "approval", "focal_point_post", "committee", "organisation", "place"})

    def __init__(self, context: Context) -> None:
        self.reports = ReportsPresenter(context.services, self, context.jobs, context.notifier)
        rows = RowsModel[Entry](_columns())
        table = Table(rows, (5, -128, -108, -116, -150, -150), pills=(4, 5), narrow={3: 860, 2: 700})
        table.chosen.connect(self._choose)
        table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say_begin())
        self.which = CodeBox(reports.which_terms)
        self.which.setMinimumContentsLength(16)
        self.which.edited.connect(lambda raw, _labels: self.reports.filter(which=str(raw or "")))
        self.begin = push(icon="plus", on_click=lambda: self._choose(self.list.current_row()))
        bar = line(self.which, None, self.begin, spacing=Space.M)
        super().__init__(context, REPORT, "reports", self.reports, rows, table, bar)

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

    def show_count(self, text: str, empty: str) -> None:
        """The list of this page is made of more than the records there are."""
        said, why = self._count.text(), self._empty_why
        super().show_count(text, empty)
        self._count.setText(said)
        self._empty_why = why
        self._choose_face()

    def form_of(self, kind: str) -> FormPage:
        """The form of a kind; what is offered with a report is asked of the presenter."""
        new = kind not in self._forms
        form = super().form_of(kind)
        if new and kind == self.kind:
            form.asked.connect(lambda verb, text: self._act(form.presenter.id, verb, text))
        return form

    def _act(self, id: str | None, verb: str, text: str) -> None:
        if id is not None:
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
        self._say_begin()
        self.reports.reload()


def _columns() -> list[Column[Entry]]:
    return [
        Column(lambda: _("Who reports"), lambda one: one.reporter),
        Column(lambda: _("Period"), lambda one: one.period),
        Column(lambda: _("Due"), lambda one: dates.typed(one.due)),
        Column(lambda: _("Submitted"), lambda one: dates.typed(one.submitted_on) if one.submitted_on else ""),
        Column(lambda: _("State"), lambda one: reports.state_label(one.state), tone=lambda one: reports.state_tone(one.state)),
        Column(lambda: _("Lateness"), lambda one: reports.lateness(one)[0], tone=lambda one: reports.lateness(one)[1]),
    ]
