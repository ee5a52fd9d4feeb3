"""Where the cursor is when what had it goes away: Qt would give it to whatever comes next, here it stays where the work is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid


@contextmanager
def steady(part: QWidget, otherwise: Callable[[], QWidget]) -> Iterator[None]:
    """Fills a part of a page anew: if what had the focus in it is gone or hidden afterwards, `otherwise` gets it."""
    before = QApplication.focusWidget()
    concerned = before is not None and part.isVisible() and part.isAncestorOf(before)
    yield
    if concerned and not (before is not None and isValid(before) and before.isVisible() and before.isEnabled() and part.isAncestorOf(before)):
        otherwise().setFocus(Qt.FocusReason.OtherFocusReason)


class Resting:
    """Buttons that cannot be pressed while something runs.  The one that began it has the focus again afterwards."""

    def __init__(self, *buttons: QPushButton) -> None:
        self._buttons = buttons
        self._held: QWidget | None = None
        self._went: QWidget | None = None

    def __call__(self, resting: bool) -> None:
        """Begins, or ends."""
        focus = self._focus()
        held = focus if resting and focus in self._buttons else None
        for button in self._buttons:
            button.setEnabled(not resting)
        if held is not None:
            self._held, self._went = held, self._focus()
        elif not resting and self._held is not None:
            if focus is None or focus is self._went:  # else somebody went on
                self._held.setFocus(Qt.FocusReason.OtherFocusReason)
            self._held = self._went = None

    def _focus(self) -> QWidget | None:
        """What has the focus, or will have it: a dialog may just have gone, and the window not be active again."""
        return QApplication.focusWidget() or (self._buttons[0].window().focusWidget() if self._buttons else None)
