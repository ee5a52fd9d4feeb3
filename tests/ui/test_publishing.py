"""Publishing from the window, and lists that a chart leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.memory_services import MemoryServices
from helpers.workspace import CHEAP
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from ui.conftest import Open, quiet

from gedesk.domain.vocabularies import vocabulary
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.commitments import CommitmentsPage
from gedesk.ui.pages.dashboard import DashboardPage
from gedesk.ui.widgets.publish import PublishCard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
Key = Qt.Key


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s" / "s.gedesk", country="tz", role="hq", place="TZ", name="HQ", cost=CHEAP) as made:
        made.records.add("commitment", [
            {"title": "Open", "sensitivity": "public", "coalitions": ["EJR"], "rating": "at_risk", "rating_basis": "a visit"},
            {"title": "Closed", "coalitions": ["GBV"]},
        ])  # fmt: skip
        yield made


@pytest.fixture
def window(open_window: Open, desk: Desk) -> MainWindow:
    return open_window(desk, page="dashboard")


def dashboard(window: MainWindow) -> DashboardPage:
    page = window.page("dashboard")
    assert isinstance(page, DashboardPage)
    return page


def card(window: MainWindow) -> PublishCard:
    page = dashboard(window)
    page.publish.click()
    assert page.card is not None
    return page.card


def commitments(window: MainWindow) -> CommitmentsPage:
    page = window.page("commitments")
    assert isinstance(page, CommitmentsPage)
    return page


def listed(window: MainWindow) -> list[str]:
    model = commitments(window).part.model
    at = commitments(window).part.layout_.columns.index("title")
    return sorted(str(model.index(row, at).data()) for row in range(model.rowCount()))


def chips(window: MainWindow) -> list[QPushButton]:
    return [one for one in commitments(window).part.findChildren(QPushButton) if one.property("kind") == "chip" and one.isVisible()]


# -- publishing --------------------------------------------------------------------------------------------------


def test_the_dashboard_is_published_into_a_folder(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    shown = card(window)
    assert QApplication.focusWidget() is shown.go
    qtbot.waitUntil(lambda: quiet(window))
    shown.go.click()
    qtbot.waitUntil(lambda: shown.open_page.isVisible())
    assert (tmp_path / "out" / "index.html").stat().st_size > 50_000
    texts = [one.text() for one in shown.findChildren(type(shown._told)) if one.isVisible()]
    assert "Commitments: 1" in texts
    assert "Commitments: 1 – not marked as public" in texts
    qtbot.waitUntil(lambda: quiet(window))
    assert QApplication.focusWidget() is shown.open_page
    window.back()
    assert not shown.isVisible()
    card(window)
    told = type(shown._told)
    qtbot.waitUntil(lambda: any("Public dashboard, Tanzania" in one.text() for one in shown.findChildren(told) if one.isVisible()))


def test_no_folder_no_page(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    shown = card(window)
    shown.go.click()
    assert not shown.presenter.busy
    qtbot.waitUntil(lambda: quiet(window))


def test_what_is_wrong_with_the_identifier_is_said(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    shown = card(window)
    shown.iati.setText("a b")
    shown.go.click()
    qtbot.waitUntil(lambda: quiet(window) and not shown.presenter.busy)
    assert "is no identifier" in window.toasts.text
    assert not (tmp_path / "out").exists()


# -- lists that a chart leads to ---------------------------------------------------------------------------------


def test_a_bar_opens_its_records_and_the_way_back_knows_it(qtbot: QtBot, window: MainWindow) -> None:
    chart = dashboard(window).charts["coalitions"]
    qtbot.waitUntil(lambda: quiet(window))
    chart.figure.setFocus()
    chart.figure.grab()
    labels = [mark.label for mark in chart._marks]
    chart._follow(labels.index("Economic Justice and Rights"))
    qtbot.waitUntil(lambda: window.current == "commitments" and quiet(window))
    assert listed(window) == ["Open"]
    (chip,) = chips(window)
    assert chip.text() == "Action Coalitions: Economic Justice and Rights"
    assert chip.accessibleName() == "Take this filter away: Action Coalitions: Economic Justice and Rights"
    window.copy_link()
    assert QApplication.clipboard().text() == "gedesk:commitment?coalitions=EJR"
    chip.click()
    qtbot.waitUntil(lambda: quiet(window) and len(listed(window)) == 2)
    assert chips(window) == []
    window.go_back()
    qtbot.waitUntil(lambda: quiet(window) and listed(window) == ["Open"])
    window.go_back()
    assert window.current == "dashboard"
    window.go_forward()
    qtbot.waitUntil(lambda: quiet(window) and listed(window) == ["Open"])


def test_a_record_opened_from_a_narrowed_list_leads_back_to_it(qtbot: QtBot, window: MainWindow) -> None:
    window.open_list("commitment", {"rating": "at_risk"})
    qtbot.waitUntil(lambda: quiet(window) and listed(window) == ["Open"])
    part = commitments(window).part
    part.open(str(part.model.id(0)))
    qtbot.waitUntil(lambda: quiet(window) and part.in_form)
    window.go_back()
    qtbot.waitUntil(lambda: quiet(window) and not part.in_form)
    assert listed(window) == ["Open"]


def test_a_link_to_a_narrowed_list_is_opened(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    top = desk.records.get("place", "TZ").id
    window.open_link(f"gedesk:commitment?rating=&within={top}")
    qtbot.waitUntil(lambda: window.current == "commitments" and quiet(window))
    assert listed(window) == ["Closed"]
    qtbot.waitUntil(lambda: [one.text() for one in chips(window)] == ["Rating: nothing written", "Place: Tanzania"])
    chips(window)[0].click()
    qtbot.waitUntil(lambda: quiet(window) and listed(window) == ["Closed", "Open"])
    window.open_link("gedesk:commitment?nonsense=1")
    qtbot.waitUntil(lambda: quiet(window))
    assert "nonsense" in window.toasts.text


def test_nothing_matches_and_all_can_be_shown_again(qtbot: QtBot, window: MainWindow) -> None:
    window.open_list("commitment", {"rating": "off_track"})
    page = commitments(window).part
    qtbot.waitUntil(lambda: quiet(window) and page.below.currentIndex() == 1)
    assert page._empty.action is not None
    page._empty.action.click()
    qtbot.waitUntil(lambda: quiet(window) and len(listed(window)) == 2)
    assert chips(window) == []


def test_conditions_are_said_in_the_language_in_use(qtbot: QtBot, open_window: Open, services: MemoryServices, settings: QSettings) -> None:
    window = open_window(services, page="commitments")
    window.open_list("commitment", {"rating": "at_risk"})
    qtbot.waitUntil(lambda: quiet(window))
    window.use_language("fr")
    qtbot.waitUntil(lambda: quiet(window))
    assert vocabulary("rating").label("at_risk", "fr") in chips(window)[0].text()
