"""The first step: a file is chosen or dropped; what was refused and which layouts are known stand below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.folders import workbooks_among
from gedesk.presenters.profiles import ProfilesPresenter
from gedesk.services.importing_views import ProfileView
from gedesk.ui import files
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.imports.step import StepWidget
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Picture, column, label, line, push
from gedesk.ui.widgets.parts import DropArea, Note
from gedesk.ui.widgets.tables import Table

SUFFIXES = "*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.json *.html *.xml"


class ProfilesCard(QFrame):
    """Remembered layouts, where there are any.  F2 or a double click renames, Delete forgets."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.presenter = ProfilesPresenter(context.services, self, context.jobs, context.notifier)
        self._title, self._hint = label(role="subtitle"), label(role="muted", wrap=True)
        self.model: RowsModel[ProfileView] = RowsModel(
            [
                Column(lambda: _("Name"), lambda one: one.name),
                Column(lambda: _("Holds"), lambda one: one.kind_label),
                Column(lambda: _("Place"), lambda one: one.place),
                Column(lambda: _("Changed"), lambda one: words.ago(one.changed)),
            ],
            self,
        )
        self.table = Table(self.model, (4, 3, 3, 2))
        self.table.setMinimumHeight(90)
        self.table.chosen.connect(self._rename)
        self.name = QLineEdit()
        self.rename = push(on_click=lambda: self._rename(self.table.current_row()))
        self.forget = push(icon="trash", on_click=self._forget)
        self.name.returnPressed.connect(self._renamed)
        self.name.setVisible(False)
        row = line(spacing=Space.S)
        row.addWidget(self.name, 1)
        row.addWidget(self.rename)
        row.addWidget(self.forget)
        row.addStretch(0)
        inside = column(self._title, self._hint, spacing=Space.XS, margin=Space.M)
        inside.addWidget(self.table, 1)
        inside.addLayout(row)
        self.setLayout(inside)
        self.hide()

    def show_profiles(self, profiles: Sequence[ProfileView]) -> None:
        """All of them."""
        row = max(self.table.current_row(), 0)
        self.model.set_items(profiles)
        self.name.setVisible(False)
        self.setVisible(bool(profiles))
        if profiles:
            self.table.choose(min(row, len(profiles) - 1))

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Remembered layouts"))
        self._hint.setText(_("Workbooks with these headings are read without a question."))
        self.table.setAccessibleName(_("Remembered layouts"))
        self.rename.setText(_("Rename"))
        self.forget.setText(_("Forget"))
        self.name.setAccessibleName(_("Name of the layout"))
        self.model.retranslate()

    def _rename(self, row: int) -> None:
        profile = self.model.item(row)
        if profile is None:
            return
        if self.name.isVisible():
            self._renamed()
            return
        self.name.setText(profile.name)
        self.name.setVisible(True)
        self.name.setFocus()
        self.name.selectAll()

    def _renamed(self) -> None:
        if (profile := self.model.item(self.table.current_row())) is not None:
            self.presenter.rename(profile, self.name.text())
        self.table.setFocus()

    def _forget(self) -> None:
        if (profile := self.model.item(self.table.current_row())) is not None:
            self.presenter.remove(profile)


class FileStep(StepWidget):
    """Where a workbook is dropped."""

    chosen = Signal(object, str)  # path, password
    folder = Signal(object)

    def __init__(self, profiles: ProfilesCard) -> None:
        super().__init__()
        self._file: Path | None = None
        self._profiles = profiles
        self._hint, self._kinds = label(role="subtitle"), label(role="muted", wrap=True)
        for text in (self._hint, self._kinds):
            text.setProperty("centre", "yes")
        self.choose = push(kind="primary", icon="file", on_click=self.ask)
        self.choose_folder = push(icon="folder", on_click=self.ask_folder)
        self.drop = DropArea()
        self.drop.setLayout(
            column(None, Picture("import", 48, "accent"), self._hint, self._kinds, Space.S, line(None, self.choose, self.choose_folder, None), None, margin=Space.XL)
        )
        self.drop.dropped.connect(self._dropped)
        self.refused = Note()
        self._password_label, self.password = label(role="label"), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._again)
        self._password_label.setBuddy(self.password)
        self._unlock = push(on_click=self._again)
        self._lock_row = QWidget()
        row = line(self._password_label, spacing=Space.S)
        row.addWidget(self.password, 1)
        row.addWidget(self._unlock)
        self._lock_row.setLayout(row)
        whole = column(self.refused, self._lock_row, spacing=Space.M)
        whole.addWidget(self.drop, 2)
        whole.addWidget(profiles, 1)
        self.setLayout(whole)
        self.say_refused("", "", password=False, file=None)
        self.retranslate()

    def say_refused(self, title: str, advice: str, *, password: bool, file: Path | None) -> None:
        """Why the file is not read."""
        self._file = file
        self.refused.say(f"{title}\n{advice}".strip(), "danger")
        self._lock_row.setVisible(password)
        if password:
            self.password.clear()
            self.password.setFocus()

    def focus(self) -> None:
        """Puts the cursor on the button that chooses a file."""
        self.choose.setFocus()

    def ask(self) -> None:
        """Chooses a file."""
        if file := files.choose_file(self, _("Workbook to import"), files.kinds((_("Workbooks"), SUFFIXES), others=True)):
            self.chosen.emit(file, "")

    def ask_folder(self) -> None:
        """Chooses a folder of workbooks."""
        if folder := files.choose_folder(self, _("Folder of workbooks to import")):
            self.folder.emit(folder)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._profiles.retranslate()
        self.choose_folder.setText(_("A whole folder…"))
        self._hint.setText(_("Drop a workbook or a folder here"))
        self._kinds.setText(_("Excel, LibreOffice, CSV, or a table saved as HTML, in any layout. The file itself is not changed."))
        self.choose.setText(_("Choose a workbook…"))
        self._password_label.setText(_("Password"))
        self.password.setAccessibleName(_("Password of the workbook"))
        self._unlock.setText(_("Open"))

    def _dropped(self, files: list[Path]) -> None:
        if (folder := workbooks_among(files)) is not None:
            self.folder.emit(folder)
        else:
            self.chosen.emit(files[0], "")

    def _again(self) -> None:
        if self._file is not None:
            self.chosen.emit(self._file, self.password.text())
