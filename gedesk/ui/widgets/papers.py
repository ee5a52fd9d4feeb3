"""Ctrl+K “Country chapter”, or a button on a page: the card that writes a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QWidget

from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.papers import PaperShown, PapersPresenter, language_terms, paper_terms
from gedesk.services.papers_views import PAPERS, Missing
from gedesk.services.protocols import Services
from gedesk.ui import files, theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import clear, column, label, line, name_tool, push, tool
from gedesk.ui.widgets.editors import CodeBox
from gedesk.ui.widgets.focus import Resting
from gedesk.ui.widgets.overlay import Overlay
from gedesk.ui.widgets.overview import ElidedButton
from gedesk.ui.widgets.pick import PickOne


class PaperCard(Overlay):
    """Which document, of what, in which language; what it lacks, each with the way there; as Word or PDF."""

    def __init__(
        self, host: QWidget, services: Services, jobs: Jobs, notifier: Notifier, open_record: Callable[[str, str], None]
    ) -> None:
        super().__init__(host, 640)
        self.presenter = PapersPresenter(services, self, jobs, notifier, open_file)
        self._open_record = open_record
        self._title, self._hint = label(role="title"), label(role="muted", wrap=True)
        self._close = tool("close", self.dismiss)
        self.what = CodeBox(paper_terms, empty=False)
        self.what.edited.connect(lambda raw, _labels: self.presenter.begin(str(raw)))
        self._subjects: Sequence[tuple[str, str]] = ()
        self.of = CodeBox(self._of_terms)
        self.of.edited.connect(lambda raw, _labels: self.presenter.choose(of=str(raw or "")))
        self.search = PickOne(self.presenter.choices)
        self.search.edited.connect(self._found)
        self._subject = QStackedWidget()
        self._subject.addWidget(self.of)
        self._subject.addWidget(self.search)
        self._periods: Sequence[str] = ()
        self.period = CodeBox(lambda: [(one, one) for one in self._periods], empty=False)
        self.period.edited.connect(lambda raw, _labels: self.presenter.choose(period=str(raw)))
        self.language = CodeBox(language_terms, empty=False)
        self.language.edited.connect(lambda raw, _labels: setattr(self.presenter, "language", str(raw)))
        self._names = [label(role="label") for _row in range(4)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        for row, (name, editor) in enumerate(zip(self._names, (self.what, self._subject, self.period, self.language), strict=True)):
            grid.addWidget(name, row, 0)
            grid.addWidget(editor, row, 1)
        self._missing = label(role="subtitle")
        self._list = column(spacing=Space.XS)
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setLayout(column(self._list, None))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.area.setMinimumHeight(theme.px(120))
        self.styles = push(kind="link", on_click=self._choose_template)
        self.word = push(icon="file", on_click=lambda: self._save(".docx"))
        self.pdf = push(kind="primary", icon="file", on_click=lambda: self._save(".pdf"))
        self.stop = push(kind="link", on_click=self.presenter.stop)
        self.stop.hide()
        self._resting = Resting(self.word, self.pdf)
        whole = column(line(self._title, None, self._close), self._hint, grid, line(self._missing, None, self.stop), spacing=Space.M, margin=Space.L)
        whole.addWidget(self.area, 1)
        whole.addLayout(line(self.styles, None, self.word, self.pdf, spacing=Space.S))
        self.fill(whole)

    def ask(self, what: str, of: str = "", period: str = "") -> None:
        """Shows itself for a document, of a record when one is named."""
        self.retranslate()
        self.what.set_raw(what, {})
        self.language.set_raw(self.language.itemData(0), {})
        self._forget()
        self.presenter.begin(what, of, period)
        self.language.set_raw(self.presenter.language, {})
        self.open()
        self.what.setFocus(Qt.FocusReason.PopupFocusReason)

    def wanted_height(self, most: int) -> int:
        return min(max(self.card.sizeHint().height(), theme.px(520)), most)

    # -- presenters.papers.PapersView ----------------------------------------------------------------------------

    def show_paper(self, shown: PaperShown) -> None:
        """This document, and what it lacks."""
        kind = PAPERS[shown.paper.what]
        self._hint.setText(kind.hint())
        self.what.set_raw(shown.paper.what, {})
        self._names[1].setText(registry.kind(kind.of).label() if kind.of else "")
        for name, editor, wanted in ((self._names[1], self._subject, bool(kind.of)), (self._names[2], self.period, bool(shown.periods))):
            name.setVisible(wanted)
            editor.setVisible(wanted)
        self._subjects, self._periods = shown.choices, shown.periods
        if shown.choices:
            self.of.set_raw(None, {})
            self.of.retranslate()
            self.of.setItemText(0, _("All") if kind.whole else "—")
            self.of.set_raw(shown.paper.of or None, {})
        elif shown.of is not None:
            self.search.set_raw(shown.of.id, {shown.of.id: shown.of.label})
        elif not self.search.line.hasFocus():  # else somebody is typing a name just now
            self.search.set_raw(None, {})
        self._subject.setCurrentWidget(self.of if shown.choices else self.search)
        self.period.retranslate()
        self.period.set_raw(shown.paper.period or None, {})
        self.of.setAccessibleName(self._names[1].text())
        self.search.line.setAccessibleName(self._names[1].text())
        self.period.setAccessibleName(self._names[2].text())
        self._say_missing(shown)
        self.word.setEnabled(shown.ready)
        self.pdf.setEnabled(shown.ready)

    def show_busy(self, busy: bool) -> None:
        """The buttons wait while it is being written."""
        if not busy:
            self._resting(False)  # first: the button that stops has the focus, and would take it along
        self.stop.setVisible(busy)
        if busy:
            self._resting(True)
        self._missing.setText(_("Being written…") if busy else self._missing_title())

    # -- help ----------------------------------------------------------------------------------------------------

    def _of_terms(self) -> Sequence[tuple[str, str]]:
        return self._subjects

    def _found(self, raw: Any, labels: Any) -> None:
        self.presenter.choose(of=str(raw) if raw in labels else "")

    def _forget(self) -> None:
        clear(self._list)
        self._missing.setText("")
        self.word.setEnabled(False)
        self.pdf.setEnabled(False)

    def _missing_title(self) -> str:
        shown = self.presenter.shown
        if shown is None:
            return ""
        if not shown.ready:
            return _("Choose what it is of")
        return _("What is missing") if shown.missing else _("Nothing is missing")

    def _say_missing(self, shown: PaperShown) -> None:
        clear(self._list)
        self._missing.setText(self._missing_title())
        for one in shown.missing:
            self._list.addWidget(self._line(one))
        self.area.setAccessibleName(_("What is missing"))

    def _line(self, one: Missing) -> QWidget:
        if not one.id:
            return label(one.text, wrap=True)
        made = ElidedButton(one.text)
        made.clicked.connect(partial(self._go, one))
        name_tool(made, one.text)
        return made

    def _go(self, one: Missing, _checked: bool = False) -> None:
        self.dismiss()
        self._open_record(one.kind, one.id)

    def _choose_template(self) -> None:
        self.presenter.template = files.choose_file(self, _("Styles from a Word file"), "*.docx")
        self._say_template()

    def _say_template(self) -> None:
        template = self.presenter.template
        self.styles.setText(_("Styles of {file}").format(file=template.name) if template else _("Styles from a Word file…"))
        name_tool(self.styles, _("Word files take styles, page and footer from it: any document made here, restyled, will do."))

    def _save(self, ending: str) -> None:
        if target := files.choose_target(self, _("Save as"), self.presenter.file_name(ending)):
            self.presenter.write(target)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Write a document"))
        name_tool(self._close, _("Close"), "Esc")
        self._names[0].setText(_("Document"))
        self._names[2].setText(_("Period"))
        self._names[3].setText(_("Language"))
        self.what.retranslate()
        self.language.retranslate()
        self.what.setAccessibleName(self._names[0].text())
        self.language.setAccessibleName(self._names[3].text())
        self.word.setText(_("Save as Word…"))
        self.pdf.setText(_("Save as PDF…"))
        self.stop.setText(_("Stop"))
        self._say_template()


def open_file(path: Path) -> None:
    """Shows a file in the program that the computer has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
