"""Messages to the user through one door: a toast at the lower edge, never a box that blocks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from gedesk.errors import KnownError
from gedesk.i18n import gettext as _
from gedesk.ui import crash, theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, label, line, name_tool, push, tint, tool

SHORT, LONG = 6000, 15000  # milliseconds
PATIENCE = 500  # milliseconds before work is worth a word
FOOT = 68  # pixels kept free below: the buttons of a form stay in reach


class Toasts(QObject):
    """`presenters.base.Notifier` over a window.  One toast at a time: a later one takes the place of the earlier."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._on_action: Callable[[], None] | None = None
        self._box = QFrame(host)
        self._box.setProperty("role", "toast")
        self._text = label(wrap=True)
        self._text.setMinimumWidth(240)
        self._advice = label(role="caption", wrap=True)
        self._button = push(on_click=self._act)
        self._close = tool("close", self.hide, size=16)
        self._close.setProperty("kind", "toast")
        row = line(spacing=Space.M, margin=Space.M)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        row.addLayout(column(self._text, self._advice, self._progress, spacing=2), 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._box.setLayout(row)
        self._box.hide()
        theme.dress(self._box)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PATIENCE)
        self._late.timeout.connect(self._show_work)
        self._work: tuple[str, Callable[[], None] | None] | None = None  # what runs, and how to stop it
        host.installEventFilter(self)

    # -- presenters.base.Notifier --------------------------------------------------------------------------------

    def tell(self, text: str, *, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Something was done; perhaps with a button to take it back."""
        self._show(text, "", action, on_action, SHORT)

    def working(self, text: str, stop: Callable[[], None] | None = None) -> Callable[[], None]:
        """Something runs: after a moment a toast says so, with a button to stop, until the answer is called."""
        mine = self._work = (text, stop)
        self._late.start()

        def ended() -> None:
            if self._work is mine:
                self._work = None
                self._late.stop()
                if not self._progress.isHidden():
                    self.hide()

        return ended

    def failed(self, error: BaseException) -> None:
        """A known error with its advice, or a bug with the place of its report."""
        if isinstance(error, KnownError):
            problems = [problem.message for problem in error.problems[:3]]
            self._show(error.message, " ".join([*problems, error.advice]).strip(), "", None, LONG)
            return
        self.bug(error, crash.save(error))

    def bug(self, _error: BaseException, report: object) -> None:
        """Our mistake: where the report is."""
        where = _("A report was saved: {path}").format(path=report) if report else _("The report could not be saved.")
        self._show(_("Something went wrong. What was typed is kept."), where, "", None, LONG)

    # -- for tests and screen readers ----------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is shown now."""
        return "\n".join(t for t in (self._text.text(), self._advice.text()) if t) if self._box.isVisibleTo(self._host) else ""

    def act(self) -> None:
        """Presses the toast's button."""
        self._act()

    def hide(self) -> None:
        """Takes the toast away."""
        self._timer.stop()
        self._box.hide()

    def retranslate(self) -> None:
        """In another language: what is on screen was said already."""
        name_tool(self._close, _("Close the message"))

    def _show_work(self) -> None:
        if self._work is not None:
            text, stop = self._work
            self._show(text, "", _("Stop") if stop is not None else "", stop, 0)

    def _show(self, text: str, advice: str, action: str, on_action: Callable[[], None] | None, stay: int) -> None:
        """`stay` is for how many milliseconds; 0 for as long as something runs."""
        self._progress.setVisible(not stay)
        self._text.setText(text)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._on_action = on_action
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._box.setAccessibleName(f"{text} {advice}".strip())
        tint(self._close)
        self.retranslate()
        self._box.show()
        self._box.raise_()
        self._place()
        if stay:
            self._timer.start(stay)
        else:
            self._timer.stop()

    def _act(self) -> None:
        action, self._on_action = self._on_action, None
        self.hide()
        if action is not None:
            action()

    def _place(self) -> None:
        width = min(520, self._host.width() - 2 * Space.XL)
        layout = self._box.layout()
        height = layout.heightForWidth(width) if layout and layout.hasHeightForWidth() else self._box.sizeHint().height()
        self._box.setGeometry(
            (self._host.width() - width) // 2, self._host.height() - height - FOOT, width, height
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self._box.isVisible():
            self._place()
        return super().eventFilter(watched, event)
