"""What the window shows when the store could not be opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gedesk.errors import KnownError
from gedesk.i18n import gettext as _
from gedesk.ui.widgets.basics import Empty, line
from gedesk.ui.widgets.parts import Note


class FailurePage(QWidget):
    """The store could not be opened."""

    def __init__(self, on_retry: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self._error: BaseException | None = None
        self._empty = Empty("warning", on_retry)
        self._note = Note()
        self._note.setMaximumWidth(560)
        self._can_retry = False
        box = QVBoxLayout()
        box.addWidget(self._empty, 1)
        box.addLayout(line(None, self._note, None))
        box.addStretch(1)
        self.setLayout(box)

    def show_error(self, error: BaseException, *, can_retry: bool) -> None:
        """What happened and what to do."""
        self._error, self._can_retry = error, can_retry
        self.retranslate()

    def retranslate(self) -> None:
        """In the language in use."""
        error = self._error
        again = _("Try again") if self._can_retry else ""
        if isinstance(error, KnownError):
            self._empty.say(error.message, error.advice or _("Nothing was changed."), again)
            self._note.say("\n".join(problem.message for problem in error.problems), "warning")
        else:
            self._empty.say(_("The records could not be opened"), _("Nothing was changed. A report of what happened is on this computer."), again)
            self._note.say(f"{type(error).__name__}: {error}" if error else "", "warning")
