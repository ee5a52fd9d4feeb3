"""The page of committees with real keys: the chart, a meeting from its first topic to its minutes, the registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gesync.keys import Cost
from helpers.committees import Committees, make_committees
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.committees import CommitteeList, CommitteesPage, RegisterPage
from gedesk.ui.widgets.meeting import MeetingPanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
Open = Callable[..., MainWindow]
Key = Qt.Key


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    cost = Cost(1, 8 << 10)
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Asha", cost=cost) as made:
        yield made


@pytest.fixture
def made(desk: Desk) -> Committees:
    return make_committees(desk)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, made: Committees, open_window: Open) -> MainWindow:
    window = open_window(desk, page="committees")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def page(window: MainWindow) -> CommitteesPage:
    found = window.page("committees")
    assert isinstance(found, CommitteesPage)
    return found


def committees(window: MainWindow) -> CommitteeList:
    found = page(window).parts["committee"]
    assert isinstance(found, CommitteeList)
    return found


def sit(qtbot: QtBot, window: MainWindow, meeting: str) -> MeetingPanel:
    """The panel of a meeting, filled."""
    window.open_record("meeting", meeting)
    qtbot.waitUntil(lambda: quiet(window) and window.findChild(MeetingPanel) is not None)
    panel = window.findChild(MeetingPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: panel.presenter.shown is not None and quiet(window))
    return panel


def press(key: Qt.Key, qtbot: QtBot, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, with_)


def type_(qtbot: QtBot, text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, text)


def test_arrows_follow_the_lines_of_the_chart(qtbot: QtBot, window: MainWindow, made: Committees) -> None:
    tiers = committees(window).tiers
    tiers.canvas.choose(made.national)
    for key, at in ((Key.Key_Right, made.zanzibar), (Key.Key_Right, made.council), (Key.Key_Left, made.zanzibar), (Key.Key_Left, made.zanzibar)):
        press(key, qtbot)
        assert tiers.canvas.at == at
    assert tiers.canvas.cards[made.council].isHidden()  # the last Left folded what lies below
    press(Key.Key_Right, qtbot)
    assert tiers.canvas.cards[made.council].isVisible()
    press(Key.Key_Return, qtbot)
    qtbot.waitUntil(lambda: page(window).where() == ("committee", made.zanzibar))


def test_every_committee_of_the_chart_is_told_to_a_screen_reader(window: MainWindow, made: Committees) -> None:
    card = committees(window).tiers.canvas.cards[made.national]
    told = QAccessible.queryAccessibleInterface(card)
    assert told.role() is QAccessible.Role.Button
    assert told.text(QAccessible.Text.Name) == "National Advisory Committee"
    about = told.text(QAccessible.Text.Description)
    assert "5 of 7 seats, 2 vacant" in about
    assert "1 committee below" in about


def test_a_filter_turns_the_chart_into_a_list(qtbot: QtBot, window: MainWindow) -> None:
    part = committees(window)
    assert part.charted
    part.filter("Zanzibar Organizing")
    qtbot.waitUntil(lambda: part.model.rowCount() == 1 and quiet(window))
    assert part.below.currentWidget() is part.table
    part.filter("")
    qtbot.waitUntil(lambda: part.below.currentWidget() is part.tiers and quiet(window))


def test_a_meeting_is_written_down_by_keyboard_alone(qtbot: QtBot, window: MainWindow, desk: Desk, made: Committees) -> None:
    panel = sit(qtbot, window, made.now)
    panel.new_topic.setFocus()
    type_(qtbot, "Budget")
    press(Key.Key_Return, qtbot)
    qtbot.waitUntil(lambda: panel.presenter.current is not None and quiet(window))
    panel.minutes.setFocus()
    type_(qtbot, "Agreed")
    press(Key.Key_D, qtbot, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is panel.new_line.text
    type_(qtbot, "Open rooms")
    press(Key.Key_Return, qtbot)
    qtbot.waitUntil(lambda: not panel.new_line.isVisible() and quiet(window))
    assert QApplication.focusWidget() is panel.minutes
    press(Key.Key_J, qtbot, Qt.KeyboardModifier.ControlModifier)
    type_(qtbot, "Write to the councils")
    press(Key.Key_Escape, qtbot)
    assert not panel.new_line.isVisible()
    shown = desk.governance.meeting(made.now)
    assert [(one.title, one.minutes) for one in shown.agenda] == [("Budget", "Agreed")]
    assert [(one.number, one.title) for one in shown.decisions] == [("NAC-2026-01", "Open rooms")]
    assert not shown.actions
    assert page(window).where() == ("meeting", made.now)


def test_one_key_for_each_who_is_there(qtbot: QtBot, window: MainWindow, desk: Desk, made: Committees) -> None:
    panel = sit(qtbot, window, made.now)
    panel.people.choose(0)
    panel.people.setFocus()
    for at, key in enumerate((Key.Key_P, Key.Key_R, Key.Key_O, Key.Key_A), 1):
        press(key, qtbot)
        qtbot.waitUntil(lambda at=at: sum(bool(one.status) for one in desk.governance.meeting(made.now).attendance) == at and quiet(window))
        panel.people.choose(next(n for n, one in enumerate(panel.presenter.shown.attendance) if not one.status))
    found = sorted((one.status, one.mode) for one in desk.governance.meeting(made.now).attendance if one.status)
    assert found == [("absent", ""), ("apology", ""), ("present", ""), ("present", "remote")]
    assert panel._quorum.text() == "No quorum: 2 more needed"


def test_what_was_open_is_put_on_the_agenda_with_one_click(qtbot: QtBot, window: MainWindow, made: Committees) -> None:
    panel = sit(qtbot, window, made.now)
    assert panel.carried.isVisible()
    panel.take_all.click()
    qtbot.waitUntil(lambda: not panel.carried.isVisible() and quiet(window))
    assert [panel._agenda.index(row, 0).data() for row in range(2)] == ["1. Day-care rooms in markets", "2. Count the markets without a room"]


def test_attendance_stands_behind_the_agenda_where_there_is_little_room(qtbot: QtBot, window: MainWindow, made: Committees) -> None:
    panel = sit(qtbot, window, made.now)
    assert not panel._side_tabs.isVisible()
    window.resize(1024, 640)
    qtbot.waitUntil(panel._side_tabs.isVisible)
    assert not panel.people.isVisible()
    panel._side_tabs.setCurrentIndex(1)
    assert panel.people.isVisible()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: not panel._side_tabs.isVisible())
    assert panel.people.isVisible()
    assert panel.topics.isVisible()


def test_the_register_says_what_is_late_and_sends_it_up(qtbot: QtBot, window: MainWindow, desk: Desk, made: Committees) -> None:
    page(window).tabs.setCurrentIndex(3)
    part = page(window).parts["action_item"]
    assert isinstance(part, RegisterPage)
    qtbot.waitUntil(lambda: part.rows.rowCount() == 1 and quiet(window))
    assert part._count.text() == "1 record · 1 overdue"
    part.list.setFocus()
    press(Key.Key_D, qtbot)
    qtbot.waitUntil(lambda: desk.governance.actions()[0].state == "done" and quiet(window))
    part.still_open.setChecked(True)
    qtbot.waitUntil(lambda: part.rows.rowCount() == 0 and quiet(window))


def test_a_bar_of_the_dashboard_opens_one_committees_late_actions_alone(
    qtbot: QtBot, window: MainWindow, desk: Desk, made: Committees
) -> None:
    lower = desk.records.save("committee", None, {"name": "Lower", "committee_type": "working_group", "reports_to": made.national})
    meeting = desk.records.save("meeting", None, {"title": "m", "committee": lower, "start": "2025-01-10T09:00"})
    desk.records.save("action_item", None, {"title": "Below", "meeting": meeting, "due": "2025-02-01", "action_state": "open"})
    window.open_list("action_item", {"committee": made.national, "overdue": "yes"})
    qtbot.waitUntil(lambda: quiet(window))
    register = page(window).part
    assert isinstance(register, RegisterPage)
    shown = [register.rows.item(row) for row in range(register.rows.rowCount())]
    assert shown
    assert all(one.overdue and one.committee.id == made.national for one in shown)
    assert (register.committee.currentText(), register.late.isChecked()) == ("National Advisory Committee", True)
    (chip,) = [one for one in register.findChildren(QPushButton) if one.property("kind") == "chip"]
    chip.click()
    qtbot.waitUntil(lambda: register.rows.rowCount() == len(shown) + 1)
    window.go_back()
    window.go_forward()
    qtbot.waitUntil(lambda: quiet(window))
    assert register.late.isChecked()


def test_the_search_box_says_what_the_list_in_front_filters(qtbot: QtBot, window: MainWindow) -> None:
    assert window.search.placeholderText().startswith("Filter committees")
    page(window).tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: quiet(window))
    assert window.search.placeholderText().startswith("Filter actions")
    window.search.setText("minutes")
    page(window).tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: quiet(window))
    assert window.search.text() == ""  # each list has words of its own
    page(window).tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: quiet(window))
    assert window.search.text() == "minutes"
