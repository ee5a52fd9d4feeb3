"""Reports in the window: by keyboard from what is owed to a report that was handed in, sent back and accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.workspace import CHEAP
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.reports import ReportList, ReportsPage


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Asha Juma", cost=CHEAP) as made:
        yield made


@pytest.fixture
def window(open_window: Callable[..., MainWindow], desk: Desk) -> MainWindow:
    return open_window(desk, page="reports")


@pytest.fixture
def page(window: MainWindow) -> ReportList:
    made = window.page("reports")
    assert isinstance(made, ReportsPage)
    assert isinstance(made.part, ReportList)
    return made.part


def begin(qtbot: QtBot, window: MainWindow, page: ReportList) -> str:
    """The first report that is owed, with Enter."""
    page.list.choose(0)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.in_form and quiet(window))
    return page.where()[1]


def button(page: ReportList, text: str) -> QPushButton:
    return next(one for one in page.form.findChildren(QPushButton) if one.text() == text and one.isVisible())


def press(qtbot: QtBot, window: MainWindow, page: ReportList, text: str) -> None:
    qtbot.mouseClick(button(page, text), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: quiet(window))


def reason(page: ReportList) -> QLineEdit:
    return next(one for one in page.form.findChildren(QLineEdit) if one.placeholderText() == "What is to be corrected?")


def state(desk: Desk, id: str) -> str:
    return str(desk.records.get("periodic_report", id).values["report_state"])


def test_a_report_from_owed_to_accepted(qtbot: QtBot, window: MainWindow, page: ReportList, desk: Desk) -> None:
    assert page.begin.text() == "Begin this report"
    id = begin(qtbot, window, page)
    assert state(desk, id) == "draft"
    press(qtbot, window, page, "Submit")
    assert state(desk, id) == "submitted"
    qtbot.keyClicks(reason(page), "The photographs are missing.")
    qtbot.keyClick(reason(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: quiet(window))
    assert state(desk, id) == "returned"
    press(qtbot, window, page, "Submit again")
    press(qtbot, window, page, "Accept")
    assert state(desk, id) == "accepted"
    page.back()
    qtbot.waitUntil(lambda: quiet(window))
    page.reports.filter(which="accepted")
    assert [one.id for one in (page.rows.item(row) for row in range(page.rows.rowCount())) if one] == [id]
    assert page.begin.text() == "Open this report"


def test_a_reason_that_is_being_written_stays_when_news_comes_in(
    qtbot: QtBot, window: MainWindow, page: ReportList, desk: Desk
) -> None:
    id = begin(qtbot, window, page)
    press(qtbot, window, page, "Submit")
    assert not button(page, "Send back").isEnabled()
    qtbot.keyClicks(reason(page), "The photo")
    old = reason(page)
    desk.records.save("periodic_report", id, {"summary": "From elsewhere"})
    qtbot.waitUntil(lambda: reason(page) is not old and quiet(window))
    assert reason(page).text() == "The photo"
    assert button(page, "Send back").isEnabled()
    press(qtbot, window, page, "Send back")
    assert desk.records.get("periodic_report", id).values["returned_reason"] == "The photo"
    begin_again = page.open_form
    assert begin_again is not None
    press(qtbot, window, page, "Submit again")
    assert reason(page).text() == ""


def test_a_bar_of_the_dashboard_opens_the_reports_of_its_period(qtbot: QtBot, window: MainWindow, page: ReportList) -> None:
    all_of_them = page.rows.rowCount()
    periods = [one.period for one in (page.rows.item(row) for row in range(all_of_them)) if one]
    chosen = periods[0]
    window.open_list("periodic_report", {"period": chosen})
    qtbot.waitUntil(lambda: quiet(window))
    assert page.rows.rowCount() == periods.count(chosen)
    window.open_list("periodic_report", {"period": "Q1 1999/00"})
    qtbot.waitUntil(lambda: quiet(window))
    assert page.rows.rowCount() == 0
    (chip,) = [one for one in page.findChildren(QPushButton) if one.property("kind") == "chip"]
    chip.click()
    qtbot.waitUntil(lambda: page.rows.rowCount() == all_of_them)


def test_words_limit_the_list_and_nothing_found_is_said(qtbot: QtBot, window: MainWindow, page: ReportList) -> None:
    everything = page.rows.rowCount()
    first = page.rows.item(0)
    assert first is not None
    assert everything > 1
    page.filter(first.reporter)
    assert 0 < page.rows.rowCount() < everything
    page.filter("zzz")
    assert page.rows.rowCount() == 0
    assert page._count.text() == "0 reports"
    page.filter("")
    assert page.rows.rowCount() == everything
