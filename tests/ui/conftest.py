"""The window off screen, and a check that nothing of it stays behind: threads (tests/conftest.py), widgets, timers."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from helpers.memory_services import MemoryServices, sample
from helpers.watchdog import WatchedApplication
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from gedesk.ui import icons, theme
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.directory import FIRST

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Open = Callable[..., MainWindow]
STALL = 400.0  # milliseconds of the UI thread's CPU time


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return WatchedApplication


@pytest.fixture(scope="session", autouse=True)
def looks(qapp: QApplication) -> None:
    """The shipped typeface and the light theme, as in the program."""
    theme.apply(qapp, "light")


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a top-level widget or a running timer."""
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    left = [widget for widget in QApplication.topLevelWidgets() if id(widget) not in before and widget.parent() is None]
    timers = [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
    if theme.colours().name != "light" or theme.text_size() != theme.SMALLEST:
        icons.forget()
        theme.apply(qapp, "light", theme.SMALLEST)
    if left or timers:
        names = [type(widget).__name__ for widget in left] + [f"{timer.interval()} ms timer" for timer in timers]
        pytest.fail("left behind: " + ", ".join(names), pytrace=False)


@pytest.fixture(autouse=True)
def no_stall(qapp: WatchedApplication) -> Iterator[None]:
    """Fails a test in which one event kept the UI thread for as long as a person notices; test_slots.py is stricter."""
    qapp.taken()
    yield
    if stalls := [f"{one.what} {one.ms:.0f} ms" for one in qapp.taken() if one.ms > STALL]:
        pytest.fail("the UI thread was kept by " + ", ".join(stalls), pytrace=False)


@pytest.fixture
def services() -> MemoryServices:
    return sample()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def open_window(qtbot: QtBot, settings: QSettings) -> Iterator[Open]:
    """Opens a window on services and waits until a page is filled."""
    made: list[MainWindow] = []

    def open_(services: object, *, size: tuple[int, int] = (1280, 800), page: str = "activities") -> MainWindow:
        window = MainWindow("GE Desk", settings=settings)
        qtbot.addWidget(window)
        made.append(window)
        window.resize(*size)
        window.show()
        window.attach(services)
        qtbot.waitUntil(lambda: window.current == FIRST and quiet(window))
        window.go(page)
        qtbot.waitUntil(lambda: window.current == page and quiet(window))
        return window

    yield open_
    for window in made:
        window.shut()


@pytest.fixture
def window(open_window: Open, services: MemoryServices) -> MainWindow:
    return open_window(services)


def quiet(window: MainWindow) -> bool:
    """Whether nothing is under way."""
    resting = window.jobs is not None and window.jobs.pending == 0 and not window._refresh.isActive()
    return resting and not any(timer.isActive() for timer in window.findChildren(QTimer, "idle"))
