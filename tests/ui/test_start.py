"""The start of the program: what is loaded before the first paint, and errors on opening."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from helpers.memory_services import sample
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gedesk import i18n
from gedesk.errors import Busy, Problem
from gedesk.ui import crash, run
from gedesk.ui.main_window import MainWindow, open_settings

OURS = """
import json, sys
from gedesk.ui import theme
from gedesk.ui.main_window import MainWindow
from gedesk.ui.run import make_application
app = make_application()
theme.apply(app, "light")
window = MainWindow()
painted = []
window.painted.connect(lambda: painted.append(True))
window.show()
while not painted:
    app.processEvents()
print(json.dumps(sorted(sys.modules)))
window.shut()
"""

LATER = ("sqlmodel", "sqlalchemy", "pydantic", "sqlite3", "openpyxl", "gedesk.domain", "gedesk.store", "gedesk.services", "gesync")


def test_the_window_is_painted_before_the_store_and_its_libraries_are_loaded() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", OURS], env=env, capture_output=True, text=True, check=True, timeout=60)
    modules = json.loads(done.stdout)
    assert "gedesk.ui.main_window" in modules
    assert [name for name in modules if name.split(".")[0] in LATER or ".".join(name.split(".")[:2]) in LATER] == []


def test_the_store_opens_in_a_thread_after_the_first_paint(qtbot: QtBot, settings: QSettings) -> None:
    window, seen = MainWindow(settings=settings), []
    qtbot.addWidget(window)

    def open_services() -> object:
        seen.append(threading.current_thread() is not threading.main_thread())
        return sample(3)

    opener = run._Opener(window, open_services)
    window.painted.connect(opener.start)
    assert window._opening.heading.text() == "Opening…"
    assert seen == []
    window.show()
    qtbot.waitUntil(lambda: window.current == "home")
    assert seen == [True]
    window.shut()
    opener.finish()


def test_a_store_that_cannot_be_opened_is_told_in_the_window_with_a_way_on(qtbot: QtBot, settings: QSettings) -> None:
    window = MainWindow(settings=settings)
    qtbot.addWidget(window)
    answers: list[object] = [
        Busy("Neema has the records open.", advice="Close GE Desk there.", problems=[Problem("lock", "store.lock")]),
        sample(3),
    ]

    def open_services() -> object:
        answer = answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    opener = run._Opener(window, open_services)
    window.painted.connect(opener.start)
    window.show()
    qtbot.waitUntil(lambda: window._failure is not None and window._failure.isVisible())
    page = window._failure
    assert page is not None
    assert page._empty.heading.text() == "Neema has the records open."
    assert page._empty.hint.text() == "Close GE Desk there."
    assert QApplication.activeModalWidget() is None
    page._empty.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: window.current == "home")
    window.shut()
    opener.finish()


def test_our_own_mistakes_are_saved_on_this_machine(own_home: Path) -> None:
    try:
        raise ZeroDivisionError("secret value")
    except ZeroDivisionError as error:
        report = crash.save(error)
    assert report is not None
    assert report.is_relative_to(own_home)
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")


def test_errors_nobody_caught_are_told_on_any_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    printed: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *given: printed.append(given[1]))
    monkeypatch.setattr(threading, "excepthook", lambda given: printed.append(given.exc_value))
    stop = crash.watch(lambda error, report: told.append(f"{error} {report is not None}"))
    try:
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("main"), None)
        threading.excepthook(threading.ExceptHookArgs((KeyError, KeyError("thread"), None, None)))
    finally:
        stop()
    assert told == ["main True", "'thread' True"]
    assert len(printed) == 2  # whoever watched before goes on watching


def shown_once(**options: object) -> str:
    """Runs the program until its window has painted; the language that it spoke then."""
    spoken: list[str] = []

    def seen() -> None:
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
        if windows and windows[0].current:
            spoken.append(i18n.current())
            windows[0].close()
            return
        QTimer.singleShot(20, seen)

    QTimer.singleShot(0, seen)
    assert run.run_window(lambda: sample(1), **options) == 0
    for one in QApplication.topLevelWidgets():
        if isinstance(one, MainWindow):
            one.deleteLater()
    return spoken[0]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_language_of_the_command_line_goes_before_the_one_that_was_chosen(
    qapp: QApplication,
) -> None:
    settings = open_settings()
    settings.setValue("language", "fr")
    settings.sync()
    assert shown_once() == "fr"
    assert shown_once(language="en") == "en"
    assert open_settings().value("language") == "fr"  # for once, not for ever
