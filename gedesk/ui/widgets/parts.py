"""Parts that pages need but the frame of the window does not: notes, and layouts that follow the width."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QLayoutItem, QWidget

from gedesk.ui import theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import label, line


class Note(QFrame):
    """A coloured paragraph: a problem, a result."""

    def __init__(self, text: str = "", tone: str = "neutral") -> None:
        super().__init__()
        self.setProperty("role", "note")
        self.text = label(text, wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setLayout(line(self.text, margin=Space.S))
        self.say(text, tone)

    def say(self, text: str, tone: str = "neutral") -> None:
        """Other words; none hides it."""
        self.text.setText(text)
        theme.restyle(self, tone=tone)
        theme.restyle(self.text, tone=tone)
        self.setVisible(bool(text))


class Flow(QLayout):
    """Puts items beside each other and goes on in the next line when there is no room."""

    def __init__(self, spacing: int = Space.XS) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert(self, at: int, widget: QWidget) -> None:
        """Adds a widget before others."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        room = rect.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom())
        x, y, height = room.x(), room.y(), 0
        lines: list[list[tuple[QLayoutItem, QRect]]] = [[]]
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            wanted = item.sizeHint()
            grows = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
            width = min(max(item.minimumSize().width(), 120) if grows else wanted.width(), room.width())
            if x + width > room.right() + 1 and lines[-1]:
                x, y, height = room.x(), y + height + self.spacing(), 0
                lines.append([])
            if grows:
                width = max(room.right() + 1 - x, 40)
            lines[-1].append((item, QRect(QPoint(x, y), QSize(width, wanted.height()))))
            x += width + self.spacing()
            height = max(height, wanted.height())
        if move:
            for row in lines:
                tallest = max((place.height() for _item, place in row), default=0)
                for item, place in row:
                    item.setGeometry(place.translated(0, (tallest - place.height()) // 2))
        return y + height - rect.y() + margins.bottom()


class Turning(QWidget):
    """Two parts beside each other when there is room, else below each other."""

    def __init__(
        self, first: QWidget, second: QWidget, *, at: int, shares: tuple[int, int] = (1, 1), level: bool = False
    ) -> None:
        super().__init__()
        self._level = level  # both as high as the higher one
        self._at = at
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(Space.M)
        self._box.addWidget(first, shares[0])
        self._box.addWidget(second, shares[1])
        self.setLayout(self._box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._at
        wanted = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            for index in range(self._box.count()):
                item = self._box.itemAt(index)
                if item is not None:
                    top = wide and not self._level
                    item.setAlignment(Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0))
