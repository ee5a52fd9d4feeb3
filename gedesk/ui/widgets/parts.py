"""Parts that pages need but the frame of the window does not: notes, entries, and layouts that follow the width."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

from gedesk.ui import theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Picture, Push, column, label, line


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


class Asked(QWidget):
    """A question that is no field of a record: its label, where it is answered, help, and what is wrong."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self.editor = editor
        self._label = label(role="label", wrap=True)
        self._label.setBuddy(editor)
        self._help = label(role="caption", wrap=True)
        self._problem = label(role="caption", tone="danger", wrap=True)
        self._text = ""
        self.setLayout(column(self._label, editor, self._help, self._problem, spacing=Space.XS))
        self.problem("")
        for one in self._answering():
            if isinstance(one, QLineEdit):
                one.textEdited.connect(lambda _text: self._typed())

    @property
    def said(self) -> str:
        """What is wrong, as it stands there now."""
        return self._problem.text()

    def _typed(self) -> None:
        if self.said:
            self.problem("")

    def say(self, text: str, help: str = "") -> None:
        """Its words."""
        self._label.setText(text)
        self._help.setText(help)
        self._help.setVisible(bool(help))
        self._text = help
        for one in self._answering():
            one.setAccessibleName(text)
            one.setAccessibleDescription(help)

    def problem(self, text: str) -> None:
        """What is wrong; "" when nothing."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        for one in self._answering():
            theme.restyle(one, bad="yes" if text else "no")
            one.setAccessibleDescription(text or self._text)

    def _answering(self) -> list[QWidget]:
        proxy = self.editor.focusProxy()
        return [self.editor, proxy] if proxy is not None else [self.editor]


class Select(QComboBox):
    """A choice of a short list.  The wheel scrolls the page and leaves the choice alone: that is how values get lost."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setItemDelegate(QStyledItemDelegate(self))  # Qt's own takes rows of another height than the style sheet

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Choice(Push):
    """A large button: a picture, what it does, and a sentence about it."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self.setProperty("kind", "choice")
        self._title, self._about = label(role="subtitle", wrap=True), label(role="muted", wrap=True)
        row = line(Picture(icon, 32, "primary"), Space.S, spacing=Space.M, margin=Space.L)
        row.addLayout(column(self._title, self._about, spacing=Space.XS), 1)
        self.setLayout(row)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, title: str, about: str) -> None:
        """Its words."""
        self._title.setText(title)
        self._about.setText(about)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inside = self.layout()
        return inside.totalHeightForWidth(width) if inside is not None else 0

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.totalSizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 240)))


class DropArea(QFrame):
    """Files are dropped here."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            theme.restyle(self, over="yes")
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        theme.restyle(self, over="no")

    def dropEvent(self, event: QDropEvent) -> None:
        theme.restyle(self, over="no")
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)


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


def flow(*parts: QWidget, spacing: int = Space.S) -> Flow:
    """Widgets beside each other, in as many lines as they need."""
    made = Flow(spacing)
    for part in parts:
        made.addWidget(part)
    return made


class Spread(QFrame):
    """A card of fields beside each other in a grid of six columns, or below each other where that is too narrow."""

    COLUMNS = 6

    def __init__(self, title: QLabel) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title = title
        self._rows: list[list[tuple[QWidget, int]]] = []
        self._wide = True
        self._grid = QGridLayout()
        self._grid.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._grid.setSpacing(Space.M)
        for at in range(self.COLUMNS):
            self._grid.setColumnStretch(at, 1)
        self._grid.addWidget(title, 0, 0, 1, self.COLUMNS)
        self.setLayout(self._grid)

    def add_row(self, parts: Sequence[tuple[QWidget, int]]) -> None:
        """Widgets beside each other, with the number of columns that each takes."""
        self._rows.append(list(parts))
        self._spread()

    def minimumSizeHint(self) -> QSize:
        least = max((part.minimumSizeHint().width() for row in self._rows for part, _span in row), default=0)
        least = max(least, self._title.minimumSizeHint().width())
        return QSize(least + 2 * Space.L + 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = max((part.minimumSizeHint().width() / span for row in self._rows for part, span in row), default=0)
        gaps = 2 * Space.L + (self.COLUMNS - 1) * Space.M
        wide = event.size().width() >= max(needed * self.COLUMNS + gaps, theme.px(420))
        if wide is not self._wide:
            self._wide = wide
            self._spread()

    def _spread(self) -> None:
        line_ = 1
        for row in self._rows:
            at = 0
            for part, span in row:
                self._grid.removeWidget(part)
                self._grid.addWidget(part, line_, at if self._wide else 0, 1, span if self._wide else self.COLUMNS)
                at += span
                line_ += not self._wide
            line_ += self._wide


class Roomy(QScrollArea):
    """Gives a part at least `least` pixels of height, at 100 %: with large letters in a low window it is scrolled."""

    def __init__(self, inside: QWidget, least: int) -> None:
        super().__init__()
        self._inside, self._least = inside, least
        for part in (self, inside):
            part.setProperty("role", "page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.setMinimumWidth(1)  # as wide as there is room
        self.setWidget(inside)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        self._inside.setMinimumHeight(theme.px(self._least))


class Parting(QWidget):
    """What stands at the left and at the right of a head; the right part goes below the left one where there is no room.

    `least` is how much of the left part has to be seen beside the right one, in pixels at 100 %; 0 for all of it.
    """

    def __init__(self, left: QWidget, right: QWidget, *, least: int = 0) -> None:
        super().__init__()
        self._left, self._right, self._least = left, right, least
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(Space.S)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._box.addWidget(left, 1)
        self._box.addWidget(right)
        self.setLayout(self._box)

    def sizeHint(self) -> QSize:
        return QSize(self._beside(), self._box.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        least = max(self._left.minimumSizeHint().width(), self._right.minimumSizeHint().width())
        return QSize(least, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._part()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._part()
        return super().event(event)

    def _beside(self) -> int:
        """What both need beside each other."""
        left = theme.px(self._least) if self._least else self._left.sizeHint().width()
        return left + self._right.sizeHint().width() + self._box.spacing()

    def _part(self) -> None:
        beside = self._beside() <= self.width()
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self._box.setAlignment(self._right, Qt.AlignmentFlag(0) if beside else Qt.AlignmentFlag.AlignLeft)


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
        wide = event.size().width() >= theme.px(self._at)
        wanted = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            for index in range(self._box.count()):
                item = self._box.itemAt(index)
                if item is not None:
                    top = wide and not self._level
                    item.setAlignment(Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0))
