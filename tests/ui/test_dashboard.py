"""Charts and the map in the window: keys, hover, tables, pictures to save."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from helpers.memory_dashboard import posts, region
from helpers.memory_services import MemoryServices
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui.conftest import Open, quiet

from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.dashboard import DashboardPage
from gedesk.ui.widgets.charts import FigureCard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
Key = Qt.Key


@pytest.fixture
def window(open_window: Open, services: MemoryServices) -> MainWindow:
    return open_window(services, page="dashboard")


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> DashboardPage:
    window.activateWindow()
    made = window.page("dashboard")
    assert isinstance(made, DashboardPage)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.map.figure)
    return made


def test_a_chart_is_walked_with_the_arrows_and_followed_with_enter(qtbot: QtBot, window: MainWindow, page: DashboardPage) -> None:
    figure = page.charts["coalitions"].figure
    assert figure.accessibleName() == "How far are the commitments of each coalition?"
    assert figure.accessibleDescription() == "Economic Justice and Rights has most: 19 commitments."
    figure.setFocus()
    figure.grab()  # places are known when it has been drawn
    qtbot.keyClick(figure, Key.Key_Down)
    assert figure.accessibleDescription().startswith("Economic Justice and Rights: In progress 15")
    qtbot.keyClick(figure, Key.Key_End)
    assert figure.accessibleDescription().startswith("Gender-Based Violence: In progress 5")
    qtbot.keyClick(figure, Key.Key_Return)
    qtbot.waitUntil(lambda: window.current == "commitments" and quiet(window))


def test_a_click_on_a_region_looks_at_it_and_esc_leads_back(
    qtbot: QtBot, window: MainWindow, page: DashboardPage, services: MemoryServices
) -> None:
    figure = page.map.figure
    figure.grab()
    point = next(
        QPoint(x, y) for y in range(0, figure.height(), 4) for x in range(0, figure.width(), 4) if figure.spot_at(QPoint(x, y)) == 1
    )
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=point)
    qtbot.waitUntil(lambda: quiet(window) and page.all.isVisible())
    assert services.monitoring.asked == ["", "id-TZ-18"]
    page.back()
    qtbot.waitUntil(lambda: quiet(window) and not page.all.isVisible())
    assert services.monitoring.asked[-1] == ""


def test_every_figure_can_be_read_as_a_table(qtbot: QtBot, page: DashboardPage) -> None:
    cards: dict[str, FigureCard] = {"map": page.map, **page.charts}
    for name, card in cards.items():
        card.table_button.click()
        table = card.table
        assert table is not None, name
        model = table.model()
        assert model.rowCount() > 0, name
        assert all(model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())), name
        assert QApplication.focusWidget() is table
        card.table_button.click()
        assert card.table is None
    page.charts["people"].table_button.click()
    model = page.charts["people"].table.model()
    assert [[model.index(row, at).data() for at in range(3)] for row in range(2)] == [["18–19", "400", "0"], ["20–24", "0", "100"]]


def test_figures_are_saved_as_png_and_svg(page: DashboardPage, tmp_path: Path) -> None:
    for name, card in {"map": page.map, **page.charts}.items():
        card.save(tmp_path / f"{name}.png")
        card.save(tmp_path / f"{name}.svg")
        image = QImage(str(tmp_path / f"{name}.png"))
        assert image.width() >= 1280, name
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 3, name  # something is drawn
        root = ElementTree.parse(tmp_path / f"{name}.svg").getroot()
        assert root.find("{http://www.w3.org/2000/svg}title") is not None, name


def test_figures_are_saved_as_data(page: DashboardPage, tmp_path: Path) -> None:
    for name, card in {"map": page.map, **page.charts}.items():
        card.save(tmp_path / f"{name}.csv")
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        assert all(head), name
        assert rows, name
        assert {len(row) for row in rows} == {len(head)}, name
    with (tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["Age", "Female", "Male"], ["18–19", "400", "0"], ["20–24", "0", "100"]]
    page.map.save(tmp_path / "nowhere" / "map.csv")


def test_a_picture_that_cannot_be_written_is_told(window: MainWindow, page: DashboardPage, tmp_path: Path) -> None:
    page.map.save(tmp_path / "nowhere" / "map.png")
    assert "could not be written" in window.toasts.text
    assert "where you may write" in window.toasts.text


def test_figures_follow_what_is_written(qtbot: QtBot, window: MainWindow, page: DashboardPage, services: MemoryServices) -> None:
    asked = len(services.monitoring.asked)
    services.records.save("activity", services.order["activity"][0], {"venue": "Hall"})
    qtbot.waitUntil(lambda: len(services.monitoring.asked) == asked + 1 and quiet(window))
    window.go("history")
    services.records.save("activity", services.order["activity"][0], {"venue": "School"})
    qtbot.waitUntil(lambda: quiet(window))
    assert len(services.monitoring.asked) == asked + 1  # nobody looks: nothing is added up
    window.go("dashboard")
    qtbot.waitUntil(lambda: len(services.monitoring.asked) == asked + 2 and quiet(window))


def test_places_without_outlines_are_told_in_the_table(qtbot: QtBot, window: MainWindow, page: DashboardPage, services: MemoryServices) -> None:
    services.monitoring.told = replace(
        services.monitoring.told, coverage=replace(services.monitoring.told.coverage, regions=(region("FJ", "Fiji", posts(3, 1)),))
    )
    page.presenter.reload()
    qtbot.waitUntil(lambda: quiet(window) and page.map.table is not None)
    model = page.map.table.model()
    assert [model.index(0, at).data() for at in range(2)] == ["Fiji", "2/3"]
