"""Starting the window: it is painted first, the store is opened after it in a thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QApplication

from gedesk import __version__, i18n
from gedesk.ui import icons, theme
from gedesk.ui.main_window import MainWindow, open_settings

if TYPE_CHECKING:
    from gedesk.presenters.asking import Asker
    from gedesk.services.protocols import Services


class _Opener(QObject):
    """Opens the store away from the main thread and hands it to the window."""

    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, window: MainWindow, open_services: Callable[[], Services]) -> None:
        super().__init__(window)
        self._window = window
        self._open = open_services
        self._thread: threading.Thread | None = None
        self._services: Services | None = None
        self.opened.connect(window.attach)  # across threads: queued
        self.failed.connect(self._tell)

    def start(self) -> None:
        """Begins; the window goes on."""
        self._thread = threading.Thread(target=self._work, name="gedesk-opening", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Lets the thread end, and closes the store if the services know how."""
        if self._thread is not None:
            self._thread.join()
        close = getattr(self._services, "close", None)
        if close is not None:
            close()

    def _work(self) -> None:
        try:
            import_pages()
            self._services = services = self._open()
        except Exception as error:
            from gedesk.errors import KnownError
            from gedesk.ui import crash

            if not isinstance(error, KnownError):
                crash.save(error)
            self.failed.emit(error)
        else:
            self.opened.emit(services)

    def _tell(self, error: BaseException) -> None:
        self._window.show_failure(error, self.start)


def import_pages() -> None:
    """Loads what the pages need, so that the main thread only has to build them."""
    import gedesk.presenters.shell  # noqa: F401
    from gedesk.ui.pages.directory import ENTRIES

    for entry in ENTRIES:
        entry.load()


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The application object with its names."""
    app = QApplication.instance()
    made = app if isinstance(app, QApplication) else QApplication([*(arguments or sys.argv[:1]), *theme.STYLE])
    made.setApplicationName("gedesk")
    made.setApplicationDisplayName("GE Desk")
    made.setApplicationVersion(__version__)
    made.setDesktopFileName("gedesk")
    return made


def run_window(
    open_services: Callable[[], Services], *, title: str = "GE Desk", asker: Asker | None = None
) -> int:
    """Shows the window until it is closed; returns the exit code.

    `open_services` is called on another thread.  `asker` is what the services call when they need the passphrase of
    the keys; without it nobody is asked.
    """
    app = make_application()
    settings = open_settings()
    theme.apply(app, str(settings.value("theme") or _system_theme(app)))  # asked for once: closing remembers it
    language = str(settings.value("language") or QLocale.system().name()[:2])
    if i18n.current() == "en" and language in i18n.LANGUAGES:  # another one was asked for on the command line
        i18n.use(language)
    icons.hold()  # the window draws them after its first paint
    window = MainWindow(title, settings=settings)
    opener = _Opener(window, open_services)
    window.painted.connect(opener.start)
    stop: list[Callable[[], None]] = []
    window.painted.connect(lambda: stop.append(_watch(window)))
    if asker is not None:
        window.painted.connect(lambda: window.use_asker(asker))
    window.show()
    try:
        return app.exec()
    finally:
        window.shut()
        opener.finish()
        for one in stop:
            one()


def _watch(window: MainWindow) -> Callable[[], None]:
    from gedesk.ui import crash

    return crash.watch(lambda error, report: _bug(window, error, report))


def _bug(window: MainWindow, error: BaseException, report: Path | None) -> None:
    if threading.current_thread() is threading.main_thread():
        window.toasts.bug(error, report)


def _system_theme(app: QApplication) -> str:
    """By the palette the platform gives us: asking for its colour scheme makes PySide build 10 ms of enums."""
    return "dark" if app.palette().window().color().lightness() < 128 else "light"
