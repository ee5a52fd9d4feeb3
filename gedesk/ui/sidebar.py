"""The places of the program, at the left.  Part of the frame: nothing here may import what the first paint can do without."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel

from gedesk.i18n import gettext as _
from gedesk.ui import icons, theme
from gedesk.ui.pages.directory import ENTRIES, FIRST
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Push, column, label, line, name_tool, tint

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LAST = "settings"  # stands apart, at the foot
LOW = 600  # pixels of height below which the last exchange is not told here


def shortcut(at: int) -> str:
    """Keys of the page at a place in the directory: Ctrl+1 to Ctrl+9, then Ctrl+0; Ctrl+, for the settings."""
    if ENTRIES[at].name == LAST:
        return "Ctrl+,"
    return f"Ctrl+{(at + 1) % 10}" if at < 10 else ""


class NavButton(Push):
    """A place, with the number of things that wait there."""

    def __init__(self, icon: str, on_click: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "nav")
        self.setProperty("icon_name", icon)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.clicked.connect(lambda _checked=False: on_click())
        tint(self)
        self._words, self._shortcut, self._narrow = "", "", False
        self._count, self._waits = "", ""
        self._badge: QLabel | None = None  # made when something waits: most places never have one

    def say(self, text: str, shortcut: str) -> None:
        """Its words."""
        self._words, self._shortcut = text, shortcut
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        """Only the picture where there is little room."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._show()

    def set_count(self, count: str, what: str = "") -> None:
        """How many things wait; "" for none."""
        self._count, self._waits = count, what
        if count and self._badge is None:
            self._badge = QLabel(self)
        self._show()

    def _show(self) -> None:
        self.setText("" if self._narrow else f"  {self._words}")
        name_tool(self, f"{self._words}, {self._waits}" if self._waits else self._words, self._shortcut)
        if (badge := self._badge) is not None:
            badge.setText("" if self._narrow else self._count)  # a dot beside the picture, so as not to cover it
            theme.restyle(badge, role="dot" if self._narrow else "badge")
            badge.setToolTip(self._waits)
            badge.setVisible(bool(self._count))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if (badge := self._badge) is not None:
            badge.adjustSize()
            y = 4 if self._narrow else (self.height() - badge.height()) // 2
            badge.move(self.width() - badge.width() - (4 if self._narrow else 10), y)


class Sidebar(QFrame):
    """Mark, places, and when files last went and came."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("role", "sidebar")
        self._brand = label("GE Desk", "brand")
        self._mark = QLabel()
        brand = line(self._mark, self._brand, None, spacing=Space.S)
        brand.setContentsMargins(Space.M, 14, Space.S, 14)
        self.nav = {entry.name: NavButton(entry.name, self._going(go, entry.name)) for entry in ENTRIES}
        self._sent, self._received = label(role="caption", wrap=True), label(role="caption", wrap=True)
        last = column(self._sent, self._received, spacing=2)
        last.setContentsMargins(Space.L, 0, Space.S, Space.S)
        upper = [button for name, button in self.nav.items() if name != LAST]
        lower = [button for name, button in self.nav.items() if name == LAST]
        self.setLayout(column(brand, *upper, None, last, *lower, Space.S, spacing=2))
        self.nav[FIRST].setChecked(True)
        self._narrow = False
        self.draw()

    def _going(self, go: Callable[[str], None], name: str) -> Callable[[], None]:
        return lambda: go(name)

    def say_exchange(self, sent: str, received: str) -> None:
        """When files last went and came."""
        self._sent.setText(sent)
        self._received.setText(received)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.setAccessibleName(_("Pages"))
        for at, entry in enumerate(ENTRIES):
            self.nav[entry.name].say(entry.label(), shortcut(at))

    def draw(self) -> None:
        """The mark."""
        self._mark.setPixmap(icons.pixmap("gedesk", None, theme.px(28), 2.0))

    def fit(self, narrow: bool, height: int) -> None:
        """Pictures alone where the window is narrow."""
        self._narrow = narrow
        for button in self.nav.values():
            button.set_narrow(narrow)
        self._brand.setVisible(not narrow)
        self.fit_height(height)
        wanted = max((button.sizeHint().width() + theme.px(44) for button in self.nav.values()), default=180)
        self.setFixedWidth(max(56, theme.px(44)) if narrow else max(188, wanted))

    def fit_height(self, height: int) -> None:
        """Leaves out what a low window has no room for."""
        for text in (self._sent, self._received):
            text.setVisible(not self._narrow and height >= theme.px(LOW))
        places = sum(button.sizeHint().height() for button in self.nav.values())
        self._mark.setVisible(height >= places + theme.px(56))
