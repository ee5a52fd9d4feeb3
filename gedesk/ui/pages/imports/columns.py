"""The third step: which field each column holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gedesk.i18n import gettext as _
from gedesk.presenters.import_steps import confidence
from gedesk.presenters.importing import ImportPresenter
from gedesk.services.importing_views import ColumnView, FieldChoice, TableView
from gedesk.ui import theme
from gedesk.ui.models.records import ToneRole
from gedesk.ui.pages.imports.defaults import FillCard
from gedesk.ui.pages.imports.step import StepWidget
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, label, push
from gedesk.ui.widgets.parts import Note, Turning
from gedesk.ui.widgets.tables import ROW, Table

Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()
WIDE = 600  # pixels from which free fields stand beside the columns, at 100 %
FIELD_TYPE = "application/x-gedesk-field"


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


class _AtOnce(QObject):
    """Enter takes what is typed although suggestions are shown: Qt would only close them."""

    def __init__(self, popup: QListView, take: Callable[[], None]) -> None:
        super().__init__(popup)
        self._popup, self._take = popup, take

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._popup.currentIndex().isValid()
        ):  # fmt: skip
            self._popup.hide()
            self._take()
            return True
        return super().eventFilter(watched, event)


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
        popup.installEventFilter(_AtOnce(popup, lambda: self._taken(editor)))
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
        super().__init__(model, (-76, 3, 4, 4, -124), pills=(4,), narrow={2: 460})
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # columns of people differ at the end of their headings
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


class FreeList(QListView):
    """As high as there is room; two rows at least."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(2 * ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), theme.px(2 * ROW))


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
        self.free = FreeList()
        self._free = FieldsModel(self.free)
        self.free.setModel(self._free)
        self.free.setDragEnabled(True)
        self.free.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.free.setSpacing(2)
        self.free.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.free.activated.connect(self._give)
        self._free_label.setBuddy(self.free)
        self.fill = push(on_click=self._ask_for_all)
        self.card = FillCard(presenter)
        self.card.on_closed = self.free.setFocus
        self.free.selectionModel().currentChanged.connect(lambda _now, _before: self._say_fill())
        right = QWidget()
        right.setLayout(column(self._free_label, self._free_hint, self.free, self.fill, self.card, spacing=Space.XS))
        columns = column(self.which, self._missing, spacing=Space.S)
        columns.addWidget(self.table, 1)
        left = QWidget()
        left.setLayout(columns)
        self.setLayout(column(Turning(left, right, at=WIDE, shares=(3, 1), level=True)))
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
        said = self._presenter.defaults.said
        if self.card.box is not None and self.card.box.spec.name in said:
            self.card.leave()
        for choice in sorted(self._presenter.free_fields(), key=lambda one: bool(one.part) or one.field not in said):
            told = said.get(choice.field) if not choice.part else None
            item = QStandardItem(f"{choice.label} = {told}" if told else choice.label)
            item.setData(choice, Qt.ItemDataRole.UserRole)
            item.setToolTip(f"{choice.label}\n{choice.help}".strip())
            self._free.appendRow(item)
        self._say()
        self._say_fill()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.table.setAccessibleName(_("Columns"))
        self.table.setAccessibleDescription(_("Type the name of a field to give it to the column. Delete lets the column stay behind."))
        self.which.setAccessibleName(_("Table"))
        self._free_label.setText(_("Fields without a column"))
        self._free_hint.setText(_("Drag one onto a column, or press Enter to give it to the chosen column."))
        self.free.setAccessibleName(_("Fields without a column"))
        self.fill.setText(_("One value for all rows…"))
        self.card.retranslate()
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

    def _chosen_field(self) -> FieldChoice | None:
        choice = self.free.currentIndex().data(Qt.ItemDataRole.UserRole)
        return choice if isinstance(choice, FieldChoice) else None

    def _say_fill(self) -> None:
        choice, kind = self._chosen_field(), self._view.kind if self._view is not None else None
        self.fill.setEnabled(choice is not None and self._presenter.defaults.spec(kind, choice) is not None)

    def _ask_for_all(self) -> None:
        choice, kind = self._chosen_field(), self._view.kind if self._view is not None else None
        spec = self._presenter.defaults.spec(kind, choice) if choice is not None else None
        if choice is not None and spec is not None:
            self.card.ask(choice, spec)

    def _give(self, index: QModelIndex) -> None:
        row = self.table.current_row()
        if row >= 0:
            self._presenter.set_column(self.model.columns[row].ref, index.data(Qt.ItemDataRole.UserRole))
        self.table.setFocus()
