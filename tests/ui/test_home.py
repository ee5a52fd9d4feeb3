"""The first page in the window."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.memory_services import MemoryServices, add_conflict
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui.conftest import Open, quiet

from gedesk.ui.pages.directory import FIRST

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")


def test_the_window_begins_at_home_with_the_usual_step(qtbot: QtBot, open_window: Open, services: MemoryServices) -> None:
    services.exchange.role = "focal-point"
    window = open_window(services, page=FIRST)
    home = window.page("home")
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is home.first)
    assert home.first.text() == "Log an activity"
    qtbot.keyClick(home.first, Qt.Key.Key_Space)
    assert window.current == "activities"
    assert window.page("activities").in_form


def test_a_line_is_pressed_with_the_keyboard_and_leads_on(qtbot: QtBot, open_window: Open, services: MemoryServices) -> None:
    conflict = add_conflict(services, services.order["activity"][0])
    window = open_window(services, page=FIRST)
    (line, *_rest) = window.page("home").waits.buttons
    assert line.accessibleName().startswith("1 conflict waits for a decision. Training 00000")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.current == "exchange" and quiet(window))
    assert window.page("exchange")._decision.conflict == conflict


def test_home_follows_what_happens(qtbot: QtBot, open_window: Open, services: MemoryServices) -> None:
    window = open_window(services, page=FIRST)
    home = window.page("home")
    assert home.waits.buttons == []
    services.records.save("activity", None, {"title": "Dialogue", "start": date(2026, 4, 3), "place": services.order["place"][0]})
    qtbot.waitUntil(lambda: [one.accessibleName()[:26] for one in home.waits.buttons] == ["1 change waits to be sent."])
