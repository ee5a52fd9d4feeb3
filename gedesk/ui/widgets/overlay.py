"""Cards over the dimmed window: the palette, the list of keys.  Nothing below them is lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLayout, QScrollArea, QWidget
from shiboken6 import isValid

from gedesk.i18n import gettext as _
from gedesk.ui import theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, label, line, name_tool, tool


class Overlay(QFrame):
    """Dims its host and shows a card; Esc or a click beside the card ends it, and the cursor goes back."""

    def __init__(self, host: QWidget, width: int) -> None:
        super().__init__(host)
        self.setProperty("role", "scrim")
        self._host = host
        self._width = width
        self._before: QWidget | None = None
        self.card = QFrame(self)
        self.card.setProperty("role", "card")
        host.installEventFilter(self)
        self.hide()
        theme.dress(self)

    def fill(self, layout: QLayout) -> None:
        """What is on the card."""
        self.card.setLayout(layout)

    def wanted_height(self, most: int) -> int:
        """How high the card would like to be, at most `most`."""
        return min(self.card.sizeHint().height(), most)

    def open(self) -> None:
        """Shows itself."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.place()

    def dismiss(self) -> None:
        """Ends; the cursor goes where it was."""
        if not self.isVisible():
            return
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        self.hide()
        before = self._before
        if inside and before is not None and isValid(before) and before.isVisible():  # a page may have let go of it meanwhile
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def place(self) -> None:
        """Puts the card where it belongs."""
        width = min(theme.px(self._width), self._host.width() - 2 * Space.L)
        top = min(theme.px(72), self._host.height() // 10)
        height = self.wanted_height(self._host.height() - 2 * top)
        self.card.setGeometry((self._host.width() - width) // 2, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._host.rect())
            self.place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab stays on the card."""
        able = [one for one in self.card.findChildren(QWidget) if one.isVisible() and one.isEnabled()
                and one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value]  # fmt: skip
        if able:
            now = QApplication.focusWidget()
            at = able.index(now) if now in able else -1
            reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
            able[(at + (1 if forwards else -1)) % len(able)].setFocus(reason)
        return True


class KeysCard(Overlay):
    """F1: what can be done with the keyboard."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, 640)
        self._title = label(role="title")
        self._close = tool("close", self.dismiss)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnStretch(1, 1)
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setLayout(column(self._grid, None))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        whole = column(line(self._title, None, self._close), spacing=Space.M, margin=Space.L)
        whole.addWidget(self.area, 1)
        self.fill(whole)

    def show_keys(self, sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Sections of `(keys, what they do)`."""
        self._title.setText(_("Keyboard"))
        self.area.setAccessibleName(_("Keyboard"))
        name_tool(self._close, _("Close"), "Esc")
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        row = 0
        for heading, keys in sections:
            self._grid.addWidget(label(heading, "subtitle"), row, 0, 1, 2)
            row += 1
            for combination, what in keys:
                self._grid.addWidget(label(combination, "label"), row, 0)
                self._grid.addWidget(label(what, wrap=True), row, 1)
                row += 1
        self.open()
        self.area.setFocus(Qt.FocusReason.PopupFocusReason)

    def wanted_height(self, most: int) -> int:
        return most
