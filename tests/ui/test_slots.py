"""No slot keeps the UI thread for more than 50 ms: opening pages and records, language, theme, text size."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from helpers.memory_services import add_conflict, sample
from helpers.watchdog import Slow, WatchedApplication
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk.ui import theme
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.directory import PAGES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
MOST = 50.0  # milliseconds of CPU time, on a machine that dresses 300 labels in `USUAL`
USUAL = 14.5
TRIES = 3  # the quickest counts: memory being fetched for the first time is not the slot's doing


@pytest.fixture(scope="module")
def most(qapp: QApplication) -> float:
    """What is allowed here: a slower machine may take longer, by as much as it is slower."""
    box = QWidget()
    layout = QVBoxLayout(box)
    for number in range(300):
        layout.addWidget(QLabel(str(number)))
    box.show()
    taken = []
    for name in ("dark", "light") * 3:
        sheet = theme.style_sheet(theme.THEMES[name])
        before = time.thread_time()
        box.setStyleSheet(sheet)
        taken.append(1000 * (time.thread_time() - before))
    box.close()
    box.deleteLater()
    return MOST * max(1.0, min(taken) / USUAL)


@pytest.fixture
def full(open_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    """A window with all pages made and a form open."""
    services = sample(40)
    add_conflict(services, services.order["activity"][0])
    window = open_window(services)
    for name in PAGES:
        window.go(name)
        qtbot.waitUntil(lambda: quiet(window), timeout=20_000)
    window.open_record("activity", services.order["activity"][0])
    qtbot.waitUntil(lambda: quiet(window), timeout=20_000)
    return window


def quickest(qtbot: QtBot, window: MainWindow, most: float, *acts: Callable[[], None]) -> list[Slow]:
    """Events that took more than allowed even in the quickest try; each act is posted, so that it is an event of its own."""
    app = QApplication.instance()
    assert isinstance(app, WatchedApplication)
    tries: list[list[Slow]] = []
    for number in range(TRIES):
        done: list[bool] = []
        app.taken()
        QTimer.singleShot(0, window, lambda number=number, done=done: (acts[number % len(acts)](), done.append(True)))
        qtbot.waitUntil(lambda done=done: bool(done) and quiet(window), timeout=20_000)
        tries.append([one for one in app.taken() if one.ms > most])
    return min(tries, key=lambda found: max((one.ms for one in found), default=0.0))


def test_the_theme_changes_without_a_pause(qtbot: QtBot, full: MainWindow, most: float) -> None:
    assert quickest(qtbot, full, most, lambda: full.looks.use_theme("dark"), lambda: full.looks.use_theme("light")) == []


def test_the_text_size_changes_without_a_pause(qtbot: QtBot, full: MainWindow, most: float) -> None:
    assert quickest(qtbot, full, most, lambda: full.looks.use_text_size(150), lambda: full.looks.use_text_size(100)) == []


def test_the_language_changes_without_a_pause(qtbot: QtBot, full: MainWindow, most: float) -> None:
    assert quickest(qtbot, full, most, lambda: full.use_language("ru"), lambda: full.use_language("fr")) == []


@pytest.mark.parametrize("name", list(PAGES))
def test_pages_open_without_a_pause(qtbot: QtBot, full: MainWindow, most: float, name: str) -> None:
    other = next(one for one in PAGES if one != name)

    def there_and_back() -> None:
        full.go(other)
        full.go(name)

    assert quickest(qtbot, full, most, there_and_back) == []
