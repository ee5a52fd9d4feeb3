"""Small parts that every page is made of.

The frame of the window is made of them before the first paint, so `Qt`, whose enums take 20 ms to load, is imported
only where it is used; alignment and text format of labels come from the style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gedesk.ui import icons, theme
from gedesk.ui.theme import Space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

BREAKS = re.compile(r"[\s/\u200b]+|(?<=[^\W\d]-)(?=[^\W\d])")  # where Qt breaks a line
Box = TypeVar("Box", QVBoxLayout, QHBoxLayout)


def breakable(text: str) -> str:
    """The same to look at; long codes, paths and addresses may break after their signs."""
    return re.sub(r"\S{16,}", lambda found: re.sub(r"([-./_@])(?=\w)", "\\1\u200b", found[0]), text)


def label(text: str = "", role: str = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """A text in one of the theme's roles.  Plain text always: names and titles come from files."""
    made = Words(text) if wrap else QLabel(text)
    made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    return made


class Words(QLabel):
    """A text in several lines that is never so narrow that a word breaks, unless the word is as long as a line."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self._known = ("", 0, 0)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        one = self.fontMetrics().horizontalAdvance(self.text()) + 2 if "\n" not in self.text() else 0
        if hint.width() < one <= theme.px(320):  # short enough to stand in one line where there is room
            return QSize(one + 2, hint.height())
        return hint

    def minimumSizeHint(self) -> QSize:
        metrics, text = self.fontMetrics(), self.text()
        if self._known[:2] != (text, metrics.height()):
            words = BREAKS.split(text)
            longest = max((metrics.horizontalAdvance(word) for word in sorted(words, key=len)[-3:]), default=0)
            self._known = (text, metrics.height(), min(longest + 2, theme.px(240)))
        frame = 2 * self.margin() + self.width() - self.contentsRect().width()
        width = self._known[2] + (frame if 0 <= frame < 64 else 0)
        return QSize(max(width, 40), min(super().minimumSizeHint().height(), metrics.height()))


def _pressed(button: QPushButton | QToolButton, event: QKeyEvent) -> bool:
    """Enter presses a button as the space bar does: outside of dialogs Qt leaves that to us."""
    from PySide6.QtCore import Qt

    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if not plain or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    button.click()
    return True


class Push(QPushButton):
    """A button that Enter presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed(self, event):
            super().keyPressEvent(event)


class Tool(QToolButton):
    """A small one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed(self, event):
            super().keyPressEvent(event)


def push(text: str = "", kind: str = "", icon: str = "", on_click: Callable[[], None] | None = None) -> QPushButton:
    """A button with words."""
    made = Push(text)
    made.setProperty("kind", kind)
    made.setProperty("icon_name", icon)
    tint(made)
    if on_click:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def tool(icon: str, on_click: Callable[[], None] | None = None, *, size: int = 20) -> QToolButton:
    """A button with a picture; its tooltip and accessible name come from `name_tool`."""
    made = Tool()
    made.setProperty("icon_name", icon)
    made.setProperty("icon_size", size)
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
    size = theme.px(button.property("icon_size") or (20 if kind == "nav" else 18))
    button.setIconSize(QSize(size, size))
    if kind == "nav":
        button.setIcon(icons.switching(name, c.on_sidebar_muted, c.on_sidebar, size))
    else:
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
        self.setProperty("centre", "yes")
        self.draw()

    def draw(self) -> None:
        """Draws it in the colours of the theme."""
        name, size, tone = self._what
        size = theme.px(size)
        if icons.held():
            self.setMinimumSize(size, size)
            return
        colour = getattr(theme.colours(), tone)
        self.setPixmap(icons.icon(name, colour, size).pixmap(QSize(size, size)))


class Elided(QLabel):
    """One line of text that is shortened with … when there is no room; the whole text is its tooltip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.text():
            return
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment()), shown)
        painter.end()
        self.setToolTip(self.text() if shown != self.text() else "")


class Empty(QWidget):
    """What a page says while it has nothing to show, and what can be done about it."""

    def __init__(self, icon: str, on_action: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.heading = label(role="subtitle", wrap=True)
        self.hint = label(role="muted", wrap=True)
        for text in (self.heading, self.hint):
            text.setProperty("centre", "yes")
        self.hint.setMaximumWidth(theme.px(440))
        self.hint.setMinimumWidth(theme.px(320))
        self.action = push(kind="primary", on_click=on_action) if on_action is not None else None
        parts: list[QWidget | QLayout | int | None] = [
            None, Picture(icon, 56), Space.S, self.heading, line(None, self.hint, None), Space.S
        ]  # fmt: skip
        if self.action is not None:
            self.action.hide()
            parts.append(line(None, self.action, None))
        self.setLayout(column(*parts, None, spacing=Space.S, margin=Space.XL))

    def say(self, heading: str, hint: str, action: str = "") -> None:
        """Other words."""
        self.heading.setText(heading)
        self.hint.setText(hint)
        if self.action is not None:
            self.action.setText(action)
            self.action.setVisible(bool(action))


class Faces(QStackedWidget):
    """What fills a page in turn, a list and a form.  Each wears the style sheet for itself: a theme takes them one by one."""

    def addWidget(self, widget: QWidget) -> int:
        if widget.findChild(Faces) is None:
            theme.dress(widget)
        return super().addWidget(widget)


def clear(layout: QLayout) -> None:
    """Removes everything from a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()  # first: a visible widget without a parent takes the focus from the window
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
