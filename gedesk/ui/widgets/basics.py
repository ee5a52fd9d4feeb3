"""Small parts that every page is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gedesk.ui import icons, theme
from gedesk.ui.theme import Space

Box = TypeVar("Box", QVBoxLayout, QHBoxLayout)


def label(text: str = "", role: str = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """A text in one of the theme's roles.  Plain text always: names and titles come from files."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    if wrap:
        made.setWordWrap(True)
        made.setMinimumWidth(60)
    return made


def push(text: str = "", kind: str = "", icon: str = "", on_click: Callable[[], None] | None = None) -> QPushButton:
    """A button with words."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setProperty("icon_name", icon)
    tint(made)
    if on_click:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def tool(icon: str, on_click: Callable[[], None] | None = None, *, size: int = 20) -> QToolButton:
    """A button with a picture; its tooltip and accessible name come from `name_tool`."""
    made = QToolButton()
    made.setProperty("icon_name", icon)
    made.setIconSize(QSize(size, size))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tint(made)
    if on_click:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def name_tool(button: QToolButton | QPushButton, text: str, shortcut: str = "") -> None:
    """Says what a button does, to eyes and to screen readers."""
    button.setToolTip(f"{text} ({shortcut})" if shortcut else text)
    button.setAccessibleName(text)


def tint(button: QToolButton | QPushButton) -> None:
    """Draws a button's icon in the colours of the theme."""
    name = button.property("icon_name")
    if not name:
        return
    c = theme.colours()
    kind = button.property("kind")
    colour = {"primary": c.on_primary, "link": c.primary, "toast": c.surface}.get(kind, c.text)
    size = button.iconSize().width() or 20
    if kind == "nav":
        button.setIcon(icons.switching(name, c.on_sidebar_muted, c.on_sidebar, size))
        return
    if isinstance(button, QPushButton):
        size = 18
        button.setIconSize(QSize(size, size))
    button.setIcon(icons.icon(name, colour, size))


def retint(root: QWidget) -> None:
    """Draws all icons below a widget again: the theme changed."""
    for button in root.findChildren(QPushButton):
        tint(button)
    for small in root.findChildren(QToolButton):
        tint(small)
    for picture in root.findChildren(Picture):
        picture.draw()


def rule() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


def frame(role: str, layout: QLayout | None = None, *, margin: int = Space.L, spacing: int = Space.S) -> QFrame:
    """A box in one of the theme's roles."""
    made = QFrame()
    made.setProperty("role", role)
    if layout is not None:
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(spacing)
        made.setLayout(layout)
    return made


def column(*parts: QWidget | QLayout | int | None, spacing: int = Space.S, margin: int = 0) -> QVBoxLayout:
    """Widgets below each other; a number is a gap, None takes what is left."""
    return _fill(QVBoxLayout(), parts, spacing, margin)


def line(*parts: QWidget | QLayout | int | None, spacing: int = Space.S, margin: int = 0) -> QHBoxLayout:
    """Widgets beside each other; a number is a gap, None takes what is left."""
    return _fill(QHBoxLayout(), parts, spacing, margin)


def _fill(box: Box, parts: Sequence[QWidget | QLayout | int | None], spacing: int, margin: int) -> Box:
    box.setContentsMargins(margin, margin, margin, margin)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


class Picture(QLabel):
    """A single icon as decoration; silent for screen readers."""

    def __init__(self, name: str, size: int = 48, tone: str = "muted") -> None:
        super().__init__()
        self._what = (name, size, tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.draw()

    def draw(self) -> None:
        """Draws it in the colours of the theme."""
        name, size, tone = self._what
        colour = getattr(theme.colours(), tone)
        self.setPixmap(icons.icon(name, colour, size).pixmap(QSize(size, size)))


class Elided(QLabel):
    """One line of text that is shortened with … when there is no room; the whole text is its tooltip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()
        self.setToolTip(self.text() if shown != self.text() else "")


class Empty(QWidget):
    """What a page says while it has nothing to show, and what can be done about it."""

    def __init__(self, icon: str, on_action: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.heading = label(role="subtitle")
        self.hint = label(role="muted", wrap=True)
        for text in (self.heading, self.hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setMaximumWidth(440)
        self.hint.setMinimumWidth(320)
        self.action = push(kind="primary", on_click=on_action)
        self.action.setVisible(False)
        self._has_action = on_action is not None
        self.setLayout(
            column(
                None,
                Picture(icon, 56),
                Space.S,
                self.heading,
                line(None, self.hint, None),
                Space.S,
                line(None, self.action, None),
                None,
                spacing=Space.S,
                margin=Space.XL,
            )
        )

    def say(self, heading: str, hint: str, action: str = "") -> None:
        """Other words."""
        self.heading.setText(heading)
        self.hint.setText(hint)
        self.action.setText(action)
        self.action.setVisible(self._has_action and bool(action))


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


def clear(layout: QLayout) -> None:
    """Removes everything from a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
