"""A folder of workbooks in one run, told in one table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.folders import FolderPresenter, FolderRow, FolderTold
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.imports.step import StepWidget
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, label, line, push
from gedesk.ui.widgets.tables import Table


class FolderStep(StepWidget):
    """A folder of workbooks: what each would do, or did."""

    def __init__(self, presenter: FolderPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._told: FolderTold | None = None
        self._title = label(role="subtitle", wrap=True)
        self._hint = label(role="muted", wrap=True)
        self.model: RowsModel[FolderRow] = RowsModel(
            [
                Column(lambda: _("Workbook"), lambda one: one.file),
                Column(lambda: _("State"), lambda one: one.state, tone=lambda one: one.tone),
                Column(lambda: _("New"), lambda one: words.number(one.create), right=True),
                Column(lambda: _("Changed"), lambda one: words.number(one.update), right=True),
                Column(lambda: _("As it is"), lambda one: words.number(one.same), right=True),
                Column(lambda: _("Waiting"), lambda one: words.number(one.waiting), right=True),
                Column(lambda: _("Refused"), lambda one: words.number(one.refused), right=True),
                Column(lambda: _("Why it stays behind"), lambda one: one.why),
            ],
            self,
        )
        self.table = Table(self.model, (4, -150, -80, -90, -90, -90, -90, 5), pills=(1,))
        self.table.chosen.connect(self._open)
        self.valid = QCheckBox()
        self.valid.clicked.connect(presenter.use_valid_rows)
        self.back = push(icon="back", on_click=presenter.leave)
        self.go = push(kind="primary", on_click=presenter.apply)
        self.on_open: Callable[[Path], None] = lambda _path: None
        foot = line(self.back, self.valid, None, self.go, spacing=Space.M)
        whole = column(self._title, self._hint, spacing=Space.S)
        whole.addWidget(self.table, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        self.retranslate()

    def show_folder(self, told: FolderTold) -> None:
        """All workbooks."""
        self._told = told
        self._title.setText(told.title)
        row = max(self.table.current_row(), 0)
        self.model.set_items(told.rows)
        if told.rows:
            self.table.choose(min(row, len(told.rows) - 1))
        self.go.setText(told.action)
        self.go.setVisible(bool(told.action))
        self.valid.setVisible(told.errors and bool(self._presenter.folder))

    def focus(self) -> None:
        """Puts the cursor on the first workbook."""
        self.table.setFocus()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._hint.setText(_("Enter opens a workbook alone, to answer its questions. Each is an operation of its own in the history."))
        self.table.setAccessibleName(_("Workbooks"))
        self.valid.setText(_("Import only the rows without errors"))
        self.back.setText(_("Back"))
        self.model.retranslate()

    def _open(self, row: int) -> None:
        told = self.model.item(row)
        if told is not None and (path := self._presenter.path(told)) is not None:
            self.on_open(path)
