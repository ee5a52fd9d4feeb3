"""Colours and size of the text, changed piece by piece so that the window goes on answering."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gedesk.ui import icons, theme

if TYPE_CHECKING:
    from gedesk.ui.pages.base import Page

STEP = 25  # per cent: one step of the text size


class Looks(QObject):
    """What `settings` keep of it; `pages` are those that were made, `drawn` draws the frame around them again."""

    def __init__(
        self, whole: QWidget, settings: QSettings, pages: Callable[[], Iterable[Page]], drawn: Callable[[bool], None]
    ) -> None:
        super().__init__(whole)
        self._whole, self._settings, self._pages, self._drawn = whole, settings, pages, drawn
        self._dressing = QTimer(self)
        self._dressing.setObjectName("idle")
        self._dressing.timeout.connect(self._dress_next)

    @property
    def choice(self) -> str:
        """`light`, `dark` or `system`."""
        return str(self._settings.value("theme") or "system")

    def use_theme(self, choice: str) -> None:
        """`light`, `dark`, or `system` for what the desktop has."""
        self._settings.setValue("theme", choice)
        self._put_on(system_theme() if choice == "system" else choice, theme.text_size())

    def use_text_size(self, percent: int) -> None:
        """100 to 200 per cent."""
        percent = min(max(percent, theme.SMALLEST), theme.LARGEST)
        self._settings.setValue("text_size", percent)
        self._put_on(theme.colours().name, percent)

    def toggle(self) -> None:
        """Light or dark."""
        self.use_theme("light" if theme.colours().name == "dark" else "dark")

    def bigger(self) -> None:
        """Ctrl++."""
        self.use_text_size(theme.text_size() + STEP)

    def smaller(self) -> None:
        """Ctrl+-."""
        self.use_text_size(theme.text_size() - STEP)

    def stop(self) -> None:
        """Leaves the rest as it is: the window goes."""
        self._dressing.stop()

    def _put_on(self, name: str, percent: int) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        icons.forget()
        theme.begin(app, name, percent)
        self._whole.setUpdatesEnabled(False)
        self._drawn(False)
        self._dressing.start(0)

    def _dress_next(self) -> None:
        """One piece, what can be seen first."""
        late = next(theme.behind(), None)
        if late is None or not late.isVisible():
            self._whole.setUpdatesEnabled(True)
        if late is None:
            self._dressing.stop()
            self._drawn(True)
            return
        theme.redress(late)
        others = list(theme.behind())
        for page in self._pages():
            if (page is late or page.isAncestorOf(late)) and not any(page.isAncestorOf(one) for one in others):
                page.retint()


def system_theme() -> str:
    """What the desktop has now; the palette that it gave at the start is covered by ours."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication

    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
