"""A card over the page that asks for the passphrase of the keys.  The rest of the window goes on working."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from gedesk.i18n import gettext as _
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, label, line, push

WIDTH = 420


class PassphraseCard(QFrame):
    """`answered` tells what was typed, or None."""

    answered = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("role", "card")
        self._host = host
        self._title = label(role="subtitle")
        self._hint = label(role="muted", wrap=True)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.returnPressed.connect(self._done)
        self._later = push(on_click=lambda: self._finish(None))
        self._open = push(kind="primary", on_click=self._done)
        self.setLayout(
            column(self._title, self._hint, self.line, line(None, self._later, self._open), spacing=Space.M, margin=Space.XL)
        )
        host.installEventFilter(self)
        self.hide()
        self.retranslate()

    def ask(self) -> None:
        """Shows itself and takes the cursor."""
        self.line.clear()
        self.show()
        self.raise_()
        self._place()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Passphrase"))
        self._hint.setText(_("The keys of this site are needed to sign and to open files. Type their passphrase."))
        self.line.setAccessibleName(_("Passphrase"))
        self._later.setText(_("Not now"))
        self._open.setText(_("Open the keys"))

    def dismiss(self) -> None:
        """Esc: not now."""
        self._finish(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _done(self) -> None:
        if self.line.text():
            self._finish(self.line.text())

    def _finish(self, answer: str | None) -> None:
        self.line.clear()
        self.hide()
        self.answered.emit(answer)

    def _place(self) -> None:
        width = min(WIDTH, self._host.width() - 2 * Space.L)
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout else self.sizeHint().height()
        self.setGeometry((self._host.width() - width) // 2, (self._host.height() - height) // 3, width, height)
