"""The steps of the import wizard.  They show what the presenter says and tell it what was pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QCompleter,
    QFileDialog,
    QFrame,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.folders import FolderPresenter, FolderRow, FolderTold, workbooks_among
from gedesk.presenters.importing import (
    PROBLEMS,
    Done,
    ImportPresenter,
    Preview,
    confidence,
    fate_label,
    fate_tone,
    kinds_of,
)
from gedesk.presenters.profiles import ProfilesPresenter
from gedesk.services.importing_views import (
    NEW,
    SKIP,
    Bounds,
    Candidate,
    ColumnView,
    FieldChoice,
    ProblemView,
    ProfileView,
    QuestionView,
    RowView,
    SheetView,
    TableView,
)
from gedesk.ui import theme
from gedesk.ui.models.records import ToneRole
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.base import Context
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import (
    Elided,
    Picture,
    clear,
    column,
    frame,
    label,
    line,
    name_tool,
    push,
)
from gedesk.ui.widgets.parts import DropArea, Flow, Note
from gedesk.ui.widgets.pick import TypeAhead
from gedesk.ui.widgets.sheet import Legend, SheetGrid
from gedesk.ui.widgets.tables import Table

Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()
FIELD_TYPE = "application/x-gedesk-field"
SUFFIXES = "*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.json *.html *.xml"


class StepWidget(QWidget):
    """What the page asks of a step."""

    def focus(self) -> None:
        """Puts the cursor where the work is."""

    def retranslate(self) -> None:
        """Every text in the language in use."""


# -- file --------------------------------------------------------------------------------------------------------


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
                Column(lambda: _("Refused"), lambda one: words.number(one.refused), right=True),
                Column(lambda: _("Why it stays behind"), lambda one: one.why),
            ],
            self,
        )
        self.table = Table(self.model, (4, -150, -80, -90, -90, -90, 5), pills=(1,))
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
        file, _filter = QFileDialog.getOpenFileName(
            self, _("Workbook to import"), "", f"{_('Workbooks')} ({SUFFIXES});;{_('All files')} (*)"
        )
        if file:
            self.chosen.emit(Path(file), "")

    def ask_folder(self) -> None:
        """Chooses a folder of workbooks."""
        if folder := QFileDialog.getExistingDirectory(self, _("Folder of workbooks to import")):
            self.folder.emit(Path(folder))

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


# -- table -------------------------------------------------------------------------------------------------------


class TableCard(QFrame):
    """One table that was found: whether it is imported, what it holds, how sure that is."""

    def __init__(self, view: TableView, presenter: ImportPresenter) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.view = view
        self.box = QCheckBox(f"{view.sheet} · {view.range}")
        self.box.setChecked(view.chosen)
        self.box.setToolTip(_("Import this table"))
        rows = ngettext("{n} row", "{n} rows", view.rows).format(n=words.number(view.rows))
        text, tone = confidence(view.confidence, True)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("What the table holds"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(14)
        if view.kind is None:
            self.kind.addItem(_("What does it hold?"), "")
        for guess in kinds_of(view):
            self.kind.addItem(guess.label, guess.kind)
        self.kind.setCurrentIndex(max(self.kind.findData(view.kind or ""), 0))
        head = line(spacing=Space.S)
        head.addWidget(label(rows, "caption"), 1)
        head.addWidget(label(_("from a saved layout") if view.profile else text, "pill", tone="success" if view.profile else tone))
        inside = column(self.box, head, self.kind, spacing=Space.XS, margin=Space.M)
        self.others: QComboBox | None = None
        if view.others:
            self.others = QComboBox()
            self.others.setAccessibleName(_("Other ways to see the table"))
            self.others.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.others.setMinimumContentsLength(14)
            self.others.addItem(_("Or is it another area?"))
            for other in view.others:
                heads = ", ".join(map(str, other.header_rows)) or "–"
                self.others.addItem(_("headings in row {rows}, to row {last}").format(rows=heads, last=other.bounds.bottom))
            self.others.activated.connect(self._guessed)
            inside.addWidget(self.others)
        self.setLayout(inside)
        self.box.clicked.connect(lambda on: presenter.choose(view.number, on))
        self.kind.activated.connect(self._held)
        self._presenter = presenter

    def _guessed(self, at: int) -> None:
        if at:
            self._presenter.take_guess(self.view.number, at - 1)

    def _held(self, at: int) -> None:
        if kind := self.kind.itemData(at):
            self._presenter.set_kind(self.view.number, kind)


class _Side(QScrollArea):
    """A column as narrow as its content allows, however large the text is."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setWidget(content)
        self._content = content
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        wide = self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() + 4
        return QSize(max(wide, theme.px(220)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 60)


class SheetStep(StepWidget):
    """Sheets as they look, and the tables found in them."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._sheets: Sequence[SheetView] = ()
        self._tables: Sequence[TableView] = ()
        self._at = 0
        self.grid = SheetGrid(presenter.grid)
        self.grid.told.connect(self._told)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setShape(QTabBar.Shape.RoundedSouth)
        self.tabs.tabBarClicked.connect(self._turn)
        self.tabs.currentChanged.connect(self._turn)
        self.legend = Legend()
        self._buttons = [
            (what, push(on_click=lambda what=what: self._press(what)))  # type: ignore[misc]
            for what in ("header", "first", "last", "table")
        ]
        self._tools_label = label(role="muted")
        tools = Flow(Space.XS)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self._tools_label)
        for _what, button in self._buttons:
            tools.addWidget(button)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Space.S)
        holder = QWidget()
        holder.setProperty("role", "plain")
        held = column(self._cards, None)
        held.setContentsMargins(0, 0, Space.S, 0)
        holder.setLayout(held)
        self._area = _Side(holder)
        self.cards: list[TableCard] = []
        tool_row = QWidget()
        tool_row.setLayout(tools)
        right = column(tool_row, spacing=Space.S)
        right.addWidget(self.grid, 1)
        right.addWidget(self.tabs)
        right.addWidget(self.legend)
        whole = line(self._area, spacing=Space.M)
        whole.addLayout(right, 1)
        self.setLayout(whole)
        self.retranslate()

    def show_sheets(self, sheets: Sequence[SheetView], tables: Sequence[TableView], at: int) -> None:
        """Sheets and tables; table `at` is looked at."""
        held = next((card.view.number for card in self.cards if card.isAncestorOf(card.window().focusWidget() or card)), None)
        self._sheets, self._tables, self._at = sheets, tables, at
        clear(self._cards)
        self.cards = [TableCard(view, self._presenter) for view in tables]
        for card in self.cards:
            self._cards.addWidget(card)
            theme.restyle(card, chosen="yes" if card.view.number == at and len(tables) > 1 else "no")
        if held is not None and (kept := next((card for card in self.cards if card.view.number == held), None)):
            kept.kind.setFocus()
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(sheets):
            self.tabs.removeTab(self.tabs.count() - 1)
        for number, sheet in enumerate(sheets):
            if number >= self.tabs.count():
                self.tabs.addTab("")
            self.tabs.setTabText(number, _("{sheet} (hidden)").format(sheet=sheet.name) if sheet.hidden else sheet.name)
        current = next((view for view in tables if view.number == at), None)
        if current is not None:
            self.tabs.setCurrentIndex(next((n for n, one in enumerate(sheets) if one.name == current.sheet), 0))
        self.tabs.blockSignals(False)
        self._show()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.grid.setAccessibleName(_("The sheet"))
        self.grid.setAccessibleDescription(
            _("Mark cells with Shift and the arrow keys. H: headings. F: first row of data. L: last row. T: the table is exactly here.")
        )
        self.tabs.setAccessibleName(_("Sheets"))
        self._tools_label.setText(_("Marked cells are:"))
        texts = {
            "header": (_("Headings"), "H"), "first": (_("First row"), "F"), "last": (_("Last row"), "L"), "table": (_("Table"), "T"),
        }  # fmt: skip
        for what, button in self._buttons:
            text, keys = texts[what]
            button.setText(f"{text} ({keys})")
            name_tool(button, text, keys)
        self.legend.retranslate()
        if self._sheets:
            self.show_sheets(self._sheets, self._tables, self._at)

    def focus(self) -> None:
        """Puts the cursor into the sheet."""
        self.grid.setFocus()

    def _press(self, what: str) -> None:
        self.grid.tell(what)
        self.grid.setFocus()

    def _turn(self, at: int) -> None:
        """Another sheet: its likeliest table is looked at."""
        if not 0 <= at < len(self._sheets):
            return
        name = self._sheets[at].name
        current = next((view for view in self._tables if view.number == self._at), None)
        found = next((view for view in self._tables if view.sheet == name), None)
        if found is not None and (current is None or current.sheet != name):
            self._presenter.look_at(found.number)
        else:
            self.tabs.setCurrentIndex(at)
            self._show()

    def _show(self) -> None:
        at = self.tabs.currentIndex()
        if not 0 <= at < len(self._sheets):
            return
        sheet = self._sheets[at]
        view = next((one for one in self._tables if one.number == self._at), None)
        self.grid.show_sheet(sheet, view.bounds if view is not None and view.sheet == sheet.name else None)

    def _told(self, what: str, area: Bounds) -> None:
        if what == "header":
            self._presenter.mark_headings(area.top, area.bottom)
        elif what == "first":
            self._presenter.mark_first(area.top)
        elif what == "last":
            self._presenter.mark_last(area.bottom)
        else:
            self._presenter.mark_area(self.grid.sheet.name, area)


# -- columns -----------------------------------------------------------------------------------------------------


class ColumnsModel(QAbstractTableModel):
    """Columns of a table; the third one says what they hold and can be edited."""

    chosen = Signal(str, object)  # ref, FieldChoice or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[ColumnView] = ()
        self.fields: Sequence[FieldChoice] = ()

    def set_columns(self, columns: Sequence[ColumnView], fields: Sequence[FieldChoice]) -> None:
        """Other columns."""
        same = [one.ref for one in columns] == [one.ref for one in self.columns]
        if not same:
            self.beginResetModel()
        self.columns, self.fields = columns, fields
        if not same:
            self.endResetModel()
        elif columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(columns) - 1, 4))

    def offers(self, row: int) -> list[FieldChoice]:
        """Fields for a column, the likely ones first."""
        first = list(self.columns[row].candidates)
        known = {(one.field, one.part) for one in first}
        return [*first, *(one for one in self.fields if (one.field, one.part) not in known)]

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else 5

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == 3 else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (_("Column"), _("Heading"), _("Examples"), _("Field"), _("How sure"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        told = self.columns[index.row()]
        trust, tone = confidence(told.confidence, told.field is not None)
        texts = (
            told.ref, told.header.replace("\n", " "), " · ".join(one for one in told.samples if one),
            told.label if told.field else "–", trust,
        )  # fmt: skip
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return texts[index.column()]
            case Qt.ItemDataRole.EditRole:
                return told.label if told.field else ""
        if role == ToneRole and index.column() == 4:
            return tone
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != 3:
            return False
        self.chosen.emit(self.columns[index.row()].ref, value)
        return True

    def mimeTypes(self) -> list[str]:
        return [FIELD_TYPE]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        at = parent.row() if parent.isValid() else row
        if not data.hasFormat(FIELD_TYPE) or not 0 <= at < len(self.columns):
            return False
        field, _sep, part = bytes(data.data(FIELD_TYPE).data()).decode().partition("\x1f")
        choice = next((one for one in self.fields if (one.field, one.part) == (field, part)), None)
        if choice is None:
            return False
        self.chosen.emit(self.columns[at].ref, choice)
        return True


class _FieldDelegate(QStyledItemDelegate):
    """Chooses a field while typing."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, ColumnsModel)
        editor = QLineEdit(parent)
        editor.setAccessibleName(_("Field"))
        editor.setPlaceholderText(_("type the name of a field"))
        offers = model.offers(index.row())
        items = QStandardItemModel(editor)
        for choice in offers:
            item = QStandardItem(choice.label)
            item.setToolTip(choice.help)
            items.appendRow(item)
        completer = QCompleter(items, editor)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(9)
        popup = QListView()
        popup.setProperty("role", "popup")
        completer.setPopup(popup)
        theme.dress(popup)
        completer.activated.connect(lambda _text: self._taken(editor))
        editor.setCompleter(completer)
        return editor

    def _taken(self, editor: QLineEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if not isinstance(editor, QLineEdit) or not isinstance(model, ColumnsModel):
            return
        text = editor.text().strip().casefold()
        if not text:
            model.setData(index, None)
            return
        offers = model.offers(index.row())
        exact = next((one for one in offers if one.label.casefold() == text), None)
        found = exact or next((one for one in offers if text in one.label.casefold()), None)
        if found is not None and found.label != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, found)


class ColumnsTable(Table):
    """Columns; a letter or Enter opens the field, Delete lets the column stay behind."""

    def __init__(self, model: ColumnsModel) -> None:
        super().__init__(model, (-76, 3, 4, 4, -124), pills=(4,))
        self._fields = _FieldDelegate(self)
        self.setItemDelegateForColumn(3, self._fields)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)
        self.columns = model

    def edit_field(self, typed: str = "") -> None:
        """Opens the field of the chosen column."""
        index = self.columns.index(self.current_row(), 3)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        self.edit(index)
        editor = self.indexWidget(index)
        if typed and isinstance(editor, QLineEdit):
            editor.setText(typed)
            editor.completer().setCompletionPrefix(typed)
            editor.completer().complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and plain:
            self.edit_field()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.current_row() >= 0:
            self.columns.chosen.emit(self.columns.columns[self.current_row()].ref, None)
        elif plain and event.text().strip() and event.text().isprintable():
            self.edit_field(event.text())
        else:
            super().keyPressEvent(event)


class FieldsModel(QStandardItemModel):
    """Fields that no column holds, to be dragged."""

    def mimeTypes(self) -> list[str]:
        return [FIELD_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        choice = indexes[0].data(Qt.ItemDataRole.UserRole)
        data.setData(FIELD_TYPE, QByteArray(f"{choice.field}\x1f{choice.part}".encode()))
        return data


class ColumnsStep(StepWidget):
    """Columns and what they hold."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._view: TableView | None = None
        self.model = ColumnsModel(self)
        self.model.chosen.connect(presenter.set_column)
        self.table = ColumnsTable(self.model)
        self.which = QComboBox()
        self.which.activated.connect(lambda at: presenter.look_at(self.which.itemData(at)))
        self._missing = Note()
        self._free_label = label(role="label", wrap=True)
        self._free_hint = label(role="caption", wrap=True)
        self.free = QListView()
        self._free = FieldsModel(self.free)
        self.free.setModel(self._free)
        self.free.setDragEnabled(True)
        self.free.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.free.setSpacing(2)
        self.free.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.free.activated.connect(self._give)
        self._free_label.setBuddy(self.free)
        right = QWidget()
        right.setLayout(column(self._free_label, self._free_hint, self.free, spacing=Space.XS))
        right.setMaximumWidth(theme.px(260))
        right.setMinimumWidth(180)
        left = column(self.which, self._missing, spacing=Space.S)
        left.addWidget(self.table, 1)
        whole = line(spacing=Space.M)
        whole.addLayout(left, 3)
        whole.addWidget(right, 1)
        self.setLayout(whole)
        self.retranslate()

    def show_columns(self, view: TableView, columns: Sequence[ColumnView], fields: Sequence[FieldChoice]) -> None:
        """What the columns hold."""
        self._view = view
        row = max(self.table.current_row(), 0)
        self.model.set_columns(columns, fields)
        if columns:
            self.table.choose(min(row, len(columns) - 1))
        chosen = [one for one in self._presenter.tables if one.chosen]
        self.which.setVisible(len(chosen) > 1)
        self.which.clear()
        for one in chosen:
            self.which.addItem(f"{one.sheet} · {one.range} · {one.kind_label}", one.number)
        self.which.setCurrentIndex(max(self.which.findData(view.number), 0))
        self._free.clear()
        for choice in self._presenter.free_fields():
            item = QStandardItem(choice.label)
            item.setData(choice, Qt.ItemDataRole.UserRole)
            item.setToolTip(f"{choice.label}\n{choice.help}".strip())
            self._free.appendRow(item)
        self._say()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.table.setAccessibleName(_("Columns"))
        self.table.setAccessibleDescription(_("Type the name of a field to give it to the column. Delete lets the column stay behind."))
        self.which.setAccessibleName(_("Table"))
        self._free_label.setText(_("Fields without a column"))
        self._free_hint.setText(_("Drag one onto a column, or press Enter to give it to the chosen column."))
        self.free.setAccessibleName(_("Fields without a column"))
        self._say()

    def focus(self) -> None:
        """Puts the cursor on the first column that should be checked."""
        doubtful = next((n for n, one in enumerate(self.model.columns) if confidence(one.confidence, one.field is not None)[1] == "warning"), 0)
        if self.model.columns:
            self.table.choose(doubtful)
        self.table.setFocus()

    def _say(self) -> None:
        missing = self._presenter.missing() if self._view is not None else []
        names = ", ".join(missing)
        self._missing.say(
            _("No column for: {names}. Rows come in as drafts until somebody fills them in.").format(names=names) if missing else "",
            "warning",
        )

    def _give(self, index: QModelIndex) -> None:
        row = self.table.current_row()
        if row >= 0:
            self._presenter.set_column(self.model.columns[row].ref, index.data(Qt.ItemDataRole.UserRole))
        self.table.setFocus()


# -- names -------------------------------------------------------------------------------------------------------


class OfferButton(QPushButton):
    """One answer with its key."""

    def __init__(self, key: str, text: str, context: str, share: str) -> None:
        super().__init__()
        self.setAccessibleName(", ".join(part for part in (text, context, share) if part))
        self.setToolTip(f"{text} ({key})")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words_ = column(Elided(text), spacing=0)
        if context:
            words_.addWidget(Elided(context, "caption"))
        row = line(label(key, "pill", tone="primary"), spacing=Space.M)
        row.setContentsMargins(Space.S, Space.XS, Space.M, Space.XS)
        row.addLayout(words_, 1)
        if share:
            row.addWidget(label(share, "muted"))
        self.setLayout(row)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()


class NamesStep(StepWidget):
    """One question for each distinct name."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._questions: Sequence[QuestionView] = ()
        self._at = 0
        self.model: RowsModel[QuestionView] = RowsModel(
            [
                Column(lambda: _("In the file"), lambda one: one.value),
                Column(lambda: _("Field"), lambda one: one.field_label),
                Column(lambda: _("Cells"), lambda one: words.number(len(one.cells)), right=True),
                Column(lambda: _("Answer"), presenter.said, tone=lambda one: "warning" if one.answer is None else "success"),
            ],
            self,
        )
        self.table = Table(self.model, (4, 3, -64, 3), pills=(3,))
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._moved(now.row()))
        self._value, self._where = label(role="title", wrap=True), label(role="muted", wrap=True)
        self._context = label(role="caption", wrap=True)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(Space.XS)
        self._other_label = label(role="label")
        self.other = TypeAhead(presenter.records_like)
        self.other.picked.connect(self._picked)
        self._other_label.setBuddy(self.other)
        self._again = push(kind="link", on_click=lambda: presenter.answer(None))
        card = frame(
            "card",
            column(
                self._value, self._where, self._context, self._offers, Space.XS, self._other_label, self.other,
                line(self._again, None), None, spacing=Space.S,
            ),
        )  # fmt: skip
        area = _Side(card)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rest_best = push(on_click=lambda: presenter.answer_rest("best"))
        self._rest_skip = push(on_click=lambda: presenter.answer_rest("skip"))
        left = QWidget()
        rest = Flow(Space.S)
        rest.setContentsMargins(0, 0, 0, 0)
        for button in (self._rest_best, self._rest_skip):
            rest.addWidget(button)
        rest_row = QWidget()
        rest_row.setLayout(rest)
        inside = column(spacing=Space.S)
        inside.addWidget(self.table, 1)
        inside.addWidget(rest_row)
        left.setLayout(inside)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(area)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.setLayout(column(split))
        for key in (*"123456789", "N", "S"):
            short = QShortcut(QKeySequence(key), self.table)
            short.setContext(Qt.ShortcutContext.WidgetShortcut)
            short.activated.connect(lambda key=key: presenter.press(key))
        self.retranslate()

    def show_questions(self, questions: Sequence[QuestionView], at: int) -> None:
        """Names to decide."""
        self._questions, self._at = questions, at
        self.model.set_items(questions)
        if questions:
            self.table.choose(at)
        self._show()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.table.setAccessibleName(_("Names to decide"))
        self.table.setAccessibleDescription(_("1 to 9 takes a candidate, N makes a new record, S leaves the name out."))
        self._other_label.setText(_("Another one"))
        self.other.setPlaceholderText(_("type a name"))
        self.other.setAccessibleName(_("Another one"))
        self._again.setText(_("Open the question again"))
        self._rest_best.setText(_("Best for all open ones"))
        self._rest_skip.setText(_("Leave all open ones out"))
        self.model.retranslate()
        self._show()

    def focus(self) -> None:
        """Puts the cursor on the question."""
        self.table.setFocus()

    def _moved(self, row: int) -> None:
        if row >= 0 and row != self._at:
            self._presenter.ask_about(row)

    def _picked(self, choice: Any) -> None:
        self.other.clear()
        self._presenter.pick(choice)
        self.table.setFocus()

    def _show(self) -> None:
        clear(self._offers)
        if not 0 <= self._at < len(self._questions):
            return
        asked = self._questions[self._at]
        self._value.setText(asked.value)
        shown = ", ".join(asked.cells[:6]) + ("…" if len(asked.cells) > 6 else "")
        self._where.setText(_("{field}, in {cells}").format(field=asked.field_label, cells=f"{asked.sheet} {shown}"))
        self._context.setText(asked.context)
        self._context.setVisible(bool(asked.context))
        for key, offer in self._presenter.offers(asked):
            self._offers.addWidget(self._button(key, offer))
        others = self._presenter.takes_others(asked)
        self._other_label.setVisible(others)
        self.other.setVisible(others)
        self._again.setVisible(asked.answer is not None)

    def _button(self, key: str, offer: Candidate | str) -> OfferButton:
        if isinstance(offer, Candidate):
            button = OfferButton(key, offer.label, offer.context, f"{round(offer.score)} %" if offer.score else "")
            id = offer.id
        else:
            id = offer
            text = {NEW: _("Make a new record"), SKIP: _("Leave it out")}[offer]
            button = OfferButton(key, text, "", "")
        button.clicked.connect(lambda _checked=False: self._press(id))
        return button

    def _press(self, id: str) -> None:
        self._presenter.answer(id)
        self.table.setFocus()


# -- preview -----------------------------------------------------------------------------------------------------


class FigureButton(QPushButton):
    """A count that shows its rows when pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.number, self.what = label(role="subtitle"), label(role="caption")
        for text in (self.number, self.what):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = column(self.number, self.what, spacing=0)
        inside.setContentsMargins(Space.M, Space.XS, Space.M, Space.XS)
        self.setLayout(inside)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def say(self, number: str, what: str, tone: str) -> None:
        """The count."""
        self.number.setText(number)
        self.what.setText(what)
        theme.restyle(self.number, tone=tone)
        self.setAccessibleName(f"{number} {what}")
        self.setToolTip(what)


class PreviewStep(StepWidget):
    """What would happen, as a difference."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._preview: Preview | None = None
        self.figures: list[FigureButton] = []
        self._fates: list[str] = []
        self._row = line(spacing=Space.S)
        self._lines = label(role="muted", wrap=True)
        self.valid = QCheckBox()
        self.valid.clicked.connect(presenter.use_valid_rows)
        self.rows: RowsModel[RowView] = RowsModel(
            [
                Column(lambda: _("Row"), lambda one: f"{one.row} · {one.sheet}"),
                Column(lambda: _("What happens"), lambda one: fate_label(one.fate), tone=lambda one: fate_tone(one.fate)),
                Column(lambda: _("Record"), lambda one: one.title),
                Column(lambda: _("Old → new"), changes_text),
            ],
            self,
        )
        self.problems: RowsModel[ProblemView] = RowsModel(
            [
                Column(lambda: _("Cell"), lambda one: f"{one.cell} · {one.sheet}"),
                Column(lambda: _("Weight"), lambda one: _("Error") if one.level == "error" else _("Note"),
                       tone=lambda one: "danger" if one.level == "error" else "neutral"),
                Column(lambda: _("Value"), lambda one: "" if one.value is None else str(one.value)),
                Column(lambda: _("What is wrong"), lambda one: one.message),
                Column(lambda: _("What to do"), lambda one: one.advice),
            ],
            self,
        )  # fmt: skip
        self.rows_table = Table(self.rows, (-120, -160, 3, 5), pills=(1,))
        self.problems_table = Table(self.problems, (-120, -84, 2, 4, 4), pills=(1,))
        self._none = label(role="muted")
        self._none.setProperty("centre", "yes")
        self._stack = QStackedWidget()
        for part in (self.rows_table, self.problems_table, self._none):
            self._stack.addWidget(part)
        whole = column(self._row, self._lines, self.valid, spacing=Space.S)
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)
        self.retranslate()

    def show_preview(self, preview: Preview) -> None:
        """The figures."""
        self._preview = preview
        while len(self.figures) < len(preview.counts):
            button = FigureButton()
            at = len(self.figures)
            button.clicked.connect(lambda _checked=False, at=at: self._pressed(at))
            self.figures.append(button)
            self._row.addWidget(button)
        self._fates = [one.fate for one in preview.counts]
        for button, told in zip(self.figures, preview.counts, strict=True):
            button.say(words.number(told.number), told.label, told.tone)
        self._lines.setText("\n".join(preview.lines))
        self._lines.setVisible(bool(preview.lines))
        self.valid.setVisible(preview.errors > 0)
        self.valid.setChecked(self._presenter.valid_rows)

    def show_rows(self, rows: Sequence[RowView], problems: Sequence[ProblemView], shown: str) -> None:
        """Rows or problems."""
        for button, fate in zip(self.figures, self._fates, strict=True):
            button.setChecked(fate == shown)
        self.rows.set_items(rows)
        self.problems.set_items(problems)
        some = problems if shown == PROBLEMS else rows
        self._stack.setCurrentIndex(2 if not some else 1 if shown == PROBLEMS else 0)
        if some:
            (self.problems_table if shown == PROBLEMS else self.rows_table).choose(0)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.rows_table.setAccessibleName(_("Rows"))
        self.problems_table.setAccessibleName(_("Problems"))
        self.valid.setText(_("Import only the rows without errors"))
        self._none.setText(_("None."))
        self.rows.retranslate()
        self.problems.retranslate()

    def focus(self) -> None:
        """Puts the cursor on the first row."""
        current = self._stack.currentWidget()
        if current is not None and current is not self._none:
            current.setFocus()
        elif self.figures:
            self.figures[0].setFocus()

    def _pressed(self, at: int) -> None:
        fate = self._fates[at]
        self._presenter.show_only("" if self._presenter.shown == fate else fate)


def changes_text(row: RowView) -> str:
    """What changes in a row: field by field, old → new; or why it is refused."""
    if row.reason:
        return row.reason
    return " · ".join(f"{one.label}: {one.old or '–'} → {one.new or '–'}" for one in row.changes)


# -- done --------------------------------------------------------------------------------------------------------


class DoneStep(StepWidget):
    """What happened, and what can be done about it."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._told: Done | None = None
        self._title, self._lines = label(role="subtitle"), label(wrap=True)
        self.undo = push(icon="undo", on_click=presenter.undo)
        self.marked = push(icon="save", on_click=self._ask_marked)
        self.another = push(kind="primary", icon="import", on_click=presenter.leave)
        self._card = frame("card", column(self._title, self._lines, Space.S, line(self.another, self.undo, self.marked, None), spacing=Space.S))
        self._profile_title, self._profile_hint = label(role="subtitle"), label(role="muted", wrap=True)
        self.name = QLineEdit()
        self.name.setMaximumWidth(420)
        self._name_label = label(role="label")
        self._name_label.setBuddy(self.name)
        self.save = push(icon="save", on_click=self._save)
        self.name.returnPressed.connect(self._save)
        row = line(spacing=Space.S)
        row.addWidget(self.name, 1)
        row.addWidget(self.save)
        row.addStretch(1)
        self._profile = frame("card", column(self._profile_title, self._profile_hint, self._name_label, row, spacing=Space.XS))
        self.setLayout(column(self._card, self._profile, None, spacing=Space.M))
        self.retranslate()

    def show_done(self, done: Done) -> None:
        """What happened."""
        fresh = self._told is None or self._told.title != done.title
        self._told = done
        self._title.setText(done.title)
        theme.restyle(self._title, tone=done.tone)
        self._lines.setText("\n".join(done.lines))
        self.undo.setVisible(done.can_undo)
        self.marked.setVisible(done.can_mark)
        if fresh:
            self.name.setText(self._presenter.profile_name())

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.undo.setText(_("Undo the import"))
        self.marked.setText(_("Marked copy for the sender…"))
        self.another.setText(_("Import another workbook"))
        self._profile_title.setText(_("Remember this layout"))
        self._profile_hint.setText(_("The next workbook with these headings is read like this one, without a question."))
        self._name_label.setText(_("Name of the layout"))
        self.name.setAccessibleName(_("Name of the layout"))
        self.save.setText(_("Remember"))

    def focus(self) -> None:
        """Puts the cursor on the next workbook."""
        self.another.setFocus()

    def _save(self) -> None:
        if self.name.text().strip():
            self._presenter.save_profile(self.name.text().strip())

    def _ask_marked(self) -> None:
        file = self._presenter.file
        name = f"{file.stem} ({_('marked')}){file.suffix}" if file is not None else ""
        target, _filter = QFileDialog.getSaveFileName(self, _("Marked copy"), name)
        if target:
            self._presenter.save_marked(Path(target))

