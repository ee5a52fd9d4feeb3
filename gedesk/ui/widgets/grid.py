"""The participants grid: typed into like a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QGuiApplication, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gedesk.domain.participants import DIMS
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.presenters.counting import Grid
from gedesk.ui import theme
from gedesk.ui.models.participants import LockedRole, ParticipantsModel, TotalRole
from gedesk.ui.widgets.basics import column, label, line
from gedesk.ui.widgets.parts import Note

Index = QModelIndex | QPersistentModelIndex
ROW = 28
ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class CellDelegate(QStyledItemDelegate):
    """Totals on a tinted ground; an editor that ends with any arrow."""

    def __init__(self, table: GridTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setMaxLength(12)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QLineEdit):
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if plain and event.key() in ARROWS:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self._table.step(Qt.Key(event.key()))
                return True
        return super().eventFilter(editor, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = theme.colours()
        if index.data(TotalRole):
            painter.fillRect(option.rect, QColor(c.hover))
        elif index.data(LockedRole):
            painter.fillRect(option.rect, QColor(c.raised))
        super().paint(painter, option, index)


class GroupHeader(QHeaderView):
    """Column headings; where columns are parted by disability, the sex above its three parts."""

    def __init__(self, model: ParticipantsModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._model = model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 56 if self._model.grid.parted else 32)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        c, grid = theme.colours(), self._model.grid
        painter.save()
        painter.fillRect(rect, QColor(c.surface))
        painter.setFont(theme.font(theme.Type.CAPTION, bold=True))
        painter.setPen(QColor(c.muted))
        middle = int(Qt.AlignmentFlag.AlignCenter)
        inner = rect.adjusted(2, 0, -2, 0)
        wrapped = middle | int(Qt.TextFlag.TextWordWrap)
        text = str(self._model.headerData(section, Qt.Orientation.Horizontal))
        if section >= len(grid.columns) or not grid.columns[section][1]:
            painter.setPen(QColor(c.text))
            painter.drawText(inner, wrapped, text)
        else:
            group = [at for at, one in enumerate(grid.columns) if one[0] == grid.columns[section][0]]
            left = self.sectionViewportPosition(group[0])
            width = sum(self.sectionSize(at) for at in group)
            upper = QRect(left, rect.y() + 2, width, 20)
            sex = vocabulary(DIMS[0]).label(grid.columns[section][0])
            painter.setClipRect(rect)
            painter.setPen(QColor(c.text))
            painter.drawText(upper, middle, painter.fontMetrics().elidedText(sex, Qt.TextElideMode.ElideRight, width - 8))
            painter.setFont(theme.font(theme.Type.CAPTION - 1))
            painter.setPen(QColor(c.muted))
            lower = inner.adjusted(0, 20, 0, 0)
            painter.drawText(lower, wrapped, text)
        painter.setPen(QColor(c.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class GridTable(QTableView):
    """The cells.  Typing starts editing; arrows, Enter and Tab move; blocks can be pasted."""

    def __init__(self, model: ParticipantsModel) -> None:
        super().__init__()
        self._model = model
        self.setProperty("role", "grid")
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(GroupHeader(model))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW)
        down.setSectionsClickable(False)
        down.setHighlightSections(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Takes the height of all rows; shares the width between the columns."""
        self.horizontalHeader().setFixedHeight(self.horizontalHeader().sizeHint().height())
        height = self.horizontalHeader().height() + ROW * self._model.rowCount() + 2 * self.frameWidth()
        self.setFixedHeight(height + 2)
        self._share()

    def step(self, key: Qt.Key) -> bool:
        """Moves as a spreadsheet does; False at the end of the table."""
        index = self.currentIndex()
        rows, columns = len(self._model.grid.bands), len(self._model.grid.columns)
        down, right = ARROWS[key]
        row, at = index.row() + down, index.column() + right
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not 0 <= at < columns:
            row, at = row + right, 0 if right > 0 else columns - 1
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= rows:
            row, at = 0, at + 1
        if not (0 <= row < rows and 0 <= at < columns):
            return False
        self.setCurrentIndex(self._model.index(row, at))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        index = self.currentIndex()
        if control and key is Qt.Key.Key_V and index.isValid():
            self._model.paste(index.row(), index.column(), QGuiApplication.clipboard().text())
        elif control and key is Qt.Key.Key_C:
            QGuiApplication.clipboard().setText(self._copied())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._model.clear([(one.row(), one.column()) for one in self.selectedIndexes()])
        elif not control and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if not self.step(key):
                event.ignore()
                if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                    self.focusNextPrevChild(key is Qt.Key.Key_Tab)
        elif control or key is Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.keyPressEvent(event)
            event.accept()  # else the parent moves the focus once more
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() or event.reason() is Qt.FocusReason.TabFocusReason:
            self.setCurrentIndex(self._model.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        count = self._model.columnCount()
        room = self.viewport().width()
        width = room // count
        for at in range(count):
            self.setColumnWidth(at, width if at < count - 1 else room - width * (count - 1))

    def _copied(self) -> str:
        lines: dict[int, dict[int, str]] = {}
        for index in self.selectedIndexes():
            lines.setdefault(index.row(), {})[index.column()] = str(index.data(Qt.ItemDataRole.EditRole) or "")
        return "\n".join("\t".join(row[at] for at in sorted(row)) for _row, row in sorted(lines.items()))


class ParticipantsEditor(QWidget):
    """Grid, the choice to part it by disability, and a line that adds it up."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = ParticipantsModel(self)
        self.table = GridTable(self.model)
        self.parted = QCheckBox()
        self.parted.toggled.connect(self._part)
        self.another = QCheckBox()
        self.another.toggled.connect(self._widen)
        self.summary = label(role="muted", wrap=True)
        self.verdict = Note()
        self.setLayout(
            column(line(self.parted, self.another, None, spacing=theme.Space.L), self.table, self.summary, self.verdict)
        )
        self.model.edited.connect(self._tell)
        self.retranslate()  # no focus proxy: it would take the two boxes out of the tab order
        self.table.fit()

    def set_raw(self, raw: Any, _labels: Mapping[str, str]) -> None:
        """Shows counts."""
        kept = self.parted.isChecked() if raw and not self.model.grid.cells else None
        grid = Grid(raw or {})
        grid.parted = grid.parted or bool(kept)
        self.model.set_grid(grid)
        self._sync()

    def say(self, text: str, tone: str) -> None:
        """How table and total relate."""
        self.verdict.say(text, tone)

    def retranslate(self) -> None:
        """In another language."""
        self.parted.setText(_("By disability"))
        self.parted.setToolTip(_("Count people with and without disability in columns of their own (Washington Group questions)."))
        self.another.setText(_("Another sex"))
        self.another.setToolTip(_("Show a column for people who are neither female nor male."))
        self.model.retranslate()
        self._sync()

    def _sync(self) -> None:
        grid = self.model.grid
        for box, on in ((self.parted, grid.parted), (self.another, grid.another)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self.summary.setText(grid.summary())
        self.summary.setVisible(bool(grid.cells))
        self.table.fit()

    def _part(self, on: bool) -> None:
        grid = Grid(self.model.grid.cells, parted=on)
        grid.another = self.another.isChecked()
        self.model.set_grid(grid)
        self._sync()

    def _widen(self, on: bool) -> None:
        grid = Grid(self.model.grid.cells, parted=self.parted.isChecked())
        grid.another = grid.another or on
        self.model.set_grid(grid)
        self._sync()

    def _tell(self) -> None:
        self.summary.setText(self.model.grid.summary())
        self.summary.setVisible(bool(self.model.grid.cells))
        self.edited.emit(dict(self.model.grid.cells), {})
