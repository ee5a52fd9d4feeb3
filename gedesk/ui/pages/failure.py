"""What the window shows when the store could not be opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gedesk import paths
from gedesk.errors import Exit, KnownError
from gedesk.i18n import gettext as _
from gedesk.ui import theme
from gedesk.ui.widgets.basics import Empty, breakable, line, push
from gedesk.ui.widgets.parts import Note


class FailurePage(QWidget):
    """The store could not be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self._error: BaseException | None = None
        self._on_retry: Callable[[], None] | None = None
        self._on_restore: Callable[[], None] | None = None
        self._empty = Empty("warning", lambda: self._on_retry and self._on_retry())
        self._note = Note()
        self._note.setMaximumWidth(theme.px(560))
        self.restore = push(kind="link", icon="history", on_click=lambda: self._on_restore and self._on_restore())
        box = QVBoxLayout()
        box.addWidget(self._empty, 1)
        box.addLayout(line(None, self.restore, None))
        box.addLayout(line(None, self._note, None))
        box.addStretch(1)
        self.setLayout(box)

    def show_error(
        self, error: BaseException, on_retry: Callable[[], None] | None, on_restore: Callable[[], None] | None
    ) -> None:
        """What happened and what to do; a backup helps unless the store is only in use, or of a newer version."""
        self._error, self._on_retry, self._on_restore = error, on_retry, on_restore
        helps = not (isinstance(error, KnownError) and error.exit in (Exit.BUSY, Exit.NEWER))
        self.restore.setVisible(on_restore is not None and helps)
        self.retranslate()

    def retranslate(self) -> None:
        """In the language in use."""
        error = self._error
        again = _("Try again") if self._on_retry is not None else ""
        self.restore.setText(_("Bring back a backup…"))
        if isinstance(error, KnownError):
            self._empty.say(error.message, error.advice or _("Nothing was changed."), again)
            self._note.say("\n".join(problem.message for problem in error.problems), "warning")
        else:
            self._empty.say(_("The records could not be opened"), _("Nothing was changed. A report was saved in {folder}.").format(folder=breakable(str(paths.state_folder() / "crashes"))), again)
            self._note.say(f"{type(error).__name__}: {error}" if error else "", "warning")
