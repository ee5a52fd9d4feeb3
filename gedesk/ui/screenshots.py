"""Pictures of every page, drawn without a screen: for the manual, and to look at before a release."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from gedesk import i18n
from gedesk.ui import icons, theme
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.directory import PAGES
from gedesk.ui.run import import_pages, make_application

if TYPE_CHECKING:
    from gedesk.services.protocols import Beginnings, Services

SIZE = (1280, 800)
WAIT = 20_000  # milliseconds until a page that does not settle is an error


def shoot(
    services: Services,
    folder: Path,
    languages: Iterable[str] = ("en",),
    themes: Iterable[str] = ("light", "dark"),
    *,
    size: tuple[int, int] = SIZE,
    percent: int = theme.SMALLEST,
    beginnings: Beginnings | None = None,
) -> list[Path]:
    """Writes a PNG of each page, in each language and theme; returns the files.  With `beginnings`, of the first run too."""
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = make_application()
    import_pages()
    folder.mkdir(parents=True, exist_ok=True)
    before = i18n.current()
    made: list[Path] = []
    try:
        for language in languages:
            for name in themes:
                _look(app, language, name, percent)
                made += _shoot(app, services, folder, f"{language}-{name}", size)
                if beginnings is not None:
                    made += _shoot_welcome(app, beginnings, folder, f"{language}-{name}", size)
    finally:
        i18n.use(before)
    return made


def _look(app: QApplication, language: str, colours: str, percent: int) -> None:
    i18n.use(language)
    icons.forget()
    theme.apply(app, colours, percent)


def _shoot_welcome(
    app: QApplication, beginnings: Beginnings, folder: Path, ending: str, size: tuple[int, int]
) -> list[Path]:
    made: list[Path] = []
    with tempfile.TemporaryDirectory() as state:
        window = MainWindow("GE Desk", settings=QSettings(str(Path(state) / "window.ini"), QSettings.Format.IniFormat))
        window.resize(*size)
        window.show()
        page = window.show_welcome(beginnings, lambda _services: None)
        settle(app, window)
        for at, sight in enumerate(("", "-join", "-create", "-demo")):
            page.turn(at)
            settle(app, window)
            path = folder / f"welcome{sight}-{ending}.png"
            window.grab().save(str(path))
            made.append(path)
        window.shut()
        window.close()
        window.deleteLater()
        app.processEvents()
    return made


def _shoot(app: QApplication, services: Services, folder: Path, ending: str, size: tuple[int, int]) -> list[Path]:
    with tempfile.TemporaryDirectory() as state:
        settings = QSettings(str(Path(state) / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow("GE Desk", settings=settings)
        window.resize(*size)
        window.show()
        window.attach(services)
        made: list[Path] = []

        def take(name: str) -> None:
            settle(app, window)
            path = folder / f"{name}-{ending}.png"
            window.grab().save(str(path))
            made.append(path)

        try:
            settle(app, window)
            for page in PAGES:
                window.go(page)
                settle(app, window)
                for sight in window.page(page).sights():
                    take(f"{page}-{sight}" if sight else page)
        finally:
            window.shut()
            window.close()
            window.deleteLater()
            app.processEvents()
    return made


def settle(app: QApplication, window: MainWindow) -> None:
    """Lets everything under way arrive and be laid out."""
    quiet, deadline = 0, QDeadlineTimer(WAIT)
    while quiet < 4:
        if deadline.hasExpired():
            raise TimeoutError("the window does not come to rest")
        app.processEvents()
        busy = window.jobs is not None and window.jobs.pending > 0
        busy = busy or any(timer.isActive() for timer in window.findChildren(QTimer, "idle"))
        quiet = 0 if busy else quiet + 1


