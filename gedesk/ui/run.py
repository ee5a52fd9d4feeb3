"""Starting the window: it is painted first, the store is opened after it in a thread."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QApplication

from gedesk import __version__, i18n
from gedesk.i18n import gettext as _
from gedesk.ui import icons, theme
from gedesk.ui.main_window import MainWindow, open_settings

if TYPE_CHECKING:
    from gedesk.presenters.asking import Asker
    from gedesk.services.protocols import Beginnings, Services


OPEN = "window/open"  # whether some window is: asking the store itself would cost 18 ms of every start


class _Opener(QObject):
    """Opens the store away from the main thread and hands it to the window; where there is none, ways to make one."""

    opened = Signal(object)
    failed = Signal(object)
    nothing = Signal(object)

    def __init__(
        self, window: MainWindow, open_services: Callable[[], Services], beginnings: Callable[[], Beginnings] | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._open = open_services
        self._beginnings = beginnings
        self._thread: threading.Thread | None = None
        self._services: Services | None = None
        self.opened.connect(window.attach)  # across threads: queued
        self.failed.connect(self._tell)
        self.nothing.connect(lambda found: window.show_welcome(found, self._adopt))
        if beginnings is not None:
            window.on_restore = self._restore

    def start(self) -> None:
        """Begins; the window goes on."""
        self._begin(self._open_or_welcome)

    def finish(self) -> None:
        """Lets the thread end, and closes the store if the services know how."""
        if self._thread is not None:
            self._thread.join()
        close = getattr(self._services, "close", None)
        if close is not None:
            close()
        self._services = None

    def _begin(self, work: Callable[[], Services | None]) -> None:
        self._thread = threading.Thread(target=self._work, args=(work,), name="gedesk-opening", daemon=True)
        self._thread.start()

    def _adopt(self, services: Services) -> None:
        self._services = services

    def _open_or_welcome(self) -> Services | None:
        import_pages()
        if self._beginnings is not None:
            beginnings = self._beginnings()
            if beginnings.needed:
                import_module("gedesk.ui.pages.welcome")
                self.nothing.emit(beginnings)
                return None
        return self._open()

    def _restore(self, backup: Path) -> None:
        self.finish()

        def work() -> Services:
            if self._beginnings is None:
                raise RuntimeError("nothing to restore with")
            return self._beginnings().restore(backup)

        self._begin(work)

    def _work(self, work: Callable[[], Services | None]) -> None:
        try:
            self._services = services = work()
        except Exception as error:
            from gedesk.errors import KnownError
            from gedesk.ui import crash

            if not isinstance(error, KnownError):
                crash.save(error)
            self.failed.emit(error)
        else:
            if services is not None:
                self.opened.emit(services)

    def _tell(self, error: BaseException) -> None:
        self._window.show_failure(error, self.start, self._ask_backup if self._beginnings is not None else None)

    def _ask_backup(self) -> None:
        from gedesk.ui import files

        folder = self._beginnings().backups if self._beginnings is not None else None
        offered = files.kinds((_("Backups"), "*.gedesk"), others=True)
        if file := files.choose_file(self._window, _("Backup"), offered, folder=folder if folder and folder.is_dir() else None):
            self._window.restore(file)


def import_pages() -> None:
    """Loads what the pages need, so that the main thread only has to build them."""
    from gedesk.ui.pages.directory import ENTRIES

    import_module("gedesk.presenters.shell")
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
    open_services: Callable[[], Services], *, title: str = "GE Desk", asker: Asker | None = None,
    beginnings: Callable[[], Beginnings] | None = None, language: str | None = None, store: Callable[[], Path] | None = None, link: str = "",
) -> int:  # fmt: skip
    """Shows the window until it is closed; returns the exit code.

    `open_services` is called on another thread, and so is `beginnings`, which makes a store where there is none.
    `asker` is what the services call when they need the passphrase of the keys; without it nobody is asked.  `language`
    goes before the one that was chosen in the window.  A later start on the same `store` calls this window instead of showing its own.
    """
    app = make_application()
    settings = open_settings()
    if store is not None and settings.value(OPEN) and _handed_over(store(), link):
        return 0
    chosen = str(settings.value("theme") or "system")
    size = str(settings.value("text_size") or "")
    theme.apply(app, _system_theme(app) if chosen == "system" else chosen, int(size) if size.isdecimal() else None)
    language = language or str(settings.value("language") or QLocale.system().name()[:2])
    if language in i18n.LANGUAGES and language != i18n.current():
        i18n.use(language)
    icons.hold()  # the window draws them after its first paint
    window = MainWindow(title, settings=settings)
    opener = _Opener(window, open_services, beginnings)
    if link:
        window.open_link(link)
    window.painted.connect(gc.enable)
    window.painted.connect(opener.start)
    stop: list[Callable[[], None]] = []
    window.painted.connect(lambda: stop.append(_watch(window)))
    if asker is not None:
        window.painted.connect(lambda: window.use_asker(asker))
    if store is not None:
        window.painted.connect(lambda: stop.append(_listen(window, store())))
    window.show()
    try:
        return app.exec()
    finally:
        settings.remove(OPEN)
        window.shut()
        opener.finish()
        for one in stop:
            one()


def _handed_over(store: Path, link: str) -> bool:
    from gedesk.ui import calls

    return calls.answered(store, link)


def _listen(window: MainWindow, store: Path) -> Callable[[], None]:
    from gedesk.ui import calls

    window.settings.setValue(OPEN, True)
    window.settings.sync()
    return calls.listen(store, window.come_forward)


def _watch(window: MainWindow) -> Callable[[], None]:
    from gedesk.ui import crash

    return crash.watch(lambda error, report: _bug(window, error, report))


def _bug(window: MainWindow, error: BaseException, report: Path | None) -> None:
    if threading.current_thread() is threading.main_thread():
        window.toasts.bug(error, report)


def _system_theme(app: QApplication) -> str:
    """By the palette the platform gives us: asking for its colour scheme makes PySide build 10 ms of enums."""
    return "dark" if app.palette().window().color().lightness() < 128 else "light"
