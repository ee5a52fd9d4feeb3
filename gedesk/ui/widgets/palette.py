"""The card of Ctrl+K: one line to type in, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gedesk.i18n import gettext as _
from gedesk.presenters.palette import Hit
from gedesk.ui import icons, theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, label
from gedesk.ui.widgets.overlay import Overlay

Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()
HitRole = Qt.ItemDataRole.UserRole
ROW = 38
SEEN = 9  # rows


class HitsModel(QAbstractListModel):
    """What is found now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: Sequence[Hit] = ()

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Other lines."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """One line."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.hit(index.row()) if index.isValid() else None
        if hit is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (hit.title, hit.detail, hit.group) if part)
        return hit if role == HitRole else None


class HitDelegate(QStyledItemDelegate):
    """Icon, title, and what tells it from others at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HitRole)
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        bare.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        c = theme.colours()
        rect: QRect = option.rect.adjusted(Space.M, 0, -Space.M, 0)
        painter.save()
        picture = icons.icon(hit.icon, c.muted, 18)
        picture.paint(painter, QRect(rect.left(), rect.center().y() - 9, 18, 18))
        rect.setLeft(rect.left() + 18 + Space.M)
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(theme.font(theme.Type.CAPTION))
        painter.setPen(QColor(c.muted))
        detail = painter.fontMetrics().elidedText(hit.detail, Qt.TextElideMode.ElideRight, rect.width() * 2 // 5)
        painter.drawText(rect, right, detail)
        rect.setRight(rect.right() - painter.fontMetrics().horizontalAdvance(detail) - Space.M)
        painter.setFont(theme.font())
        painter.setPen(QColor(c.text))
        painter.drawText(rect, left, painter.fontMetrics().elidedText(hit.title, Qt.TextElideMode.ElideRight, rect.width()))
        painter.restore()


class PaletteCard(Overlay):
    """`presenters.palette.PaletteView`.  `on_typed` is told every text; the card ends before a line is run."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, 620)
        self.on_typed: Callable[[str], None] = lambda _text: None
        self.line = QLineEdit()
        self.line.textChanged.connect(self._typed)
        self._searching = self._entered = False  # Enter counts when nothing is found yet
        self.line.installEventFilter(self)
        self.model = HitsModel(self)
        self.list = QListView()
        self.list.setProperty("role", "popup")
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._say_current())
        self._hint = label(role="caption", wrap=True)
        whole = column(self.line, spacing=Space.S, margin=Space.M)
        whole.addWidget(self.list, 1)
        whole.addWidget(self._hint)
        self.fill(whole)

    def ask(self) -> None:
        """Opens with an empty line."""
        self.retranslate()
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self.open()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self._typed("")

    def _typed(self, text: str) -> None:
        self._entered = False
        self.on_typed(text)

    def show_hits(self, hits: Sequence[Hit], searching: bool) -> None:
        """These lines now; the mark stays on its line, or goes to the first."""
        before = self.model.hit(self.list.currentIndex().row())
        self.model.set_hits(hits)
        self._searching = searching
        if hits:
            at = next((row for row, hit in enumerate(hits) if hit is before), 0)
            self.list.setCurrentIndex(self.model.index(at, 0))
        self._say_hint(bool(hits), searching)
        self._say_current()
        self.place()
        if self._entered and hits and self.isVisible():
            self._run(0)

    def wanted_height(self, most: int) -> int:
        rows = max(1, min(self.model.rowCount(), SEEN))
        return min(theme.px(ROW) * rows + self.line.sizeHint().height() + self._hint.sizeHint().height() + 5 * Space.M, most)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.line.setPlaceholderText(_("Find records, pages and commands"))
        self.line.setAccessibleName(_("Find records, pages and commands"))
        self.list.setAccessibleName(_("Found"))
        self._say_hint(self.model.rowCount() > 0, False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() is QKeyEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SEEN, Qt.Key.Key_PageUp: -SEEN}.get(
                Qt.Key(event.key())
            )
            if step is not None:
                row = self.list.currentIndex().row() + step
                row = row % self.model.rowCount() if abs(step) == 1 and self.model.rowCount() else row
                self.list.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1), 0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _run(self, row: int) -> None:
        hit = self.model.hit(row)
        self._entered = hit is None and self._searching
        if hit is not None:
            self.dismiss()
            hit.run()

    def _say_hint(self, found: bool, searching: bool) -> None:
        if searching:
            self._hint.setText(_("Searching the records…"))
        elif found:
            self._hint.setText(_("↑ ↓ choose · Enter opens · Esc closes"))
        else:
            self._hint.setText(_("Nothing found. Words are found by their beginning; links are pasted whole."))

    def _say_current(self) -> None:
        text = self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        self.line.setAccessibleDescription(str(text or ""))
