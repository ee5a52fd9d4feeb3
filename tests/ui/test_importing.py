"""The import wizard in the window, by keyboard, mouse and drag and drop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from gesync.keys import Cost
from helpers.memory_services import MemoryServices
from helpers.memory_workbooks import MemoryBook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from ui.conftest import Open, quiet

from gedesk import i18n, paths
from gedesk.presenters.import_steps import Step
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.services.importing_views import Bounds
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.importing import ImportPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
ROWS: list[list[Any]] = [
    ["Activities of Meru", None, None],
    ["Title", "Start", "Place"],
    ["Training on land titles", "2026-04-03", "Meru"],
    ["Dialogue with elders", "2026-04-09", "Arusha jiji"],
    ["Total", None, None],
]


@pytest.fixture
def page(qtbot: QtBot, open_window: Open, services: MemoryServices) -> ImportPage:
    city, meru = services.order["place"][:2]
    services.workbooks.files["plan.xlsx"] = MemoryBook(
        ROWS, header=1, ask={"Meru": [(city, "Arusha City"), (meru, "Meru DC")], "Arusha jiji": [(city, "Arusha City")]}
    )
    window = open_window(services, page="import")
    window.activateWindow()
    made = window.page("import")
    assert isinstance(made, ImportPage)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.file.choose)
    return made


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[Desk]:
    cost = Cost(1, 8 * 1024 * 1024)
    with desks.create(
        tmp_path / "hq" / "store.gedesk", country="tz", role="hq", place="TZ", author="Neema", passphrase="long enough", cost=cost
    ) as desk:
        yield desk


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def rest(qtbot: QtBot, page: ImportPage) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: quiet(window) and not page.presenter.busy)


def drop(page: ImportPage, *files: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/in/{name}") for name in files])
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE)
    page.file.drop.dropEvent(event)


def test_one_value_is_said_for_all_rows(qtbot: QtBot, page: ImportPage, services: MemoryServices) -> None:
    services.workbooks.files["plan.xlsx"] = MemoryBook([ROWS[1][:1], *(row[:1] for row in ROWS[2:4])], header=1)
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    rest(qtbot, page)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.COLUMNS)
    columns = page.columns
    assert page.presenter.missing() == ["Start"]

    def take(name: str) -> None:
        model = columns.free.model()
        at = next(row for row in range(model.rowCount()) if model.index(row, 0).data().startswith(name))
        columns.free.setCurrentIndex(model.index(at, 0))
        columns.fill.click()

    take("Start")
    assert columns.card.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), "soon")
    columns.card.use.click()
    assert columns.card.box is not None
    assert columns.card.box.editor.property("bad") == "yes"
    QApplication.focusWidget().clear()
    qtbot.keyClicks(QApplication.focusWidget(), "2026-04-03")
    columns.card.use.click()
    qtbot.waitUntil(lambda: page.presenter.missing() == [])
    assert not columns.card.isVisible()
    assert columns.free.model().index(0, 0).data() == f"Start = {page.presenter.defaults.said['start']}"
    take("Status" if any(one.label == "Status" for one in page.presenter.fields) else "Planned or done")
    columns.card.close_button.click()
    assert not columns.card.isVisible()
    columns.table.setFocus()
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.PREVIEW)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.DONE)
    made = [services.data["activity"][id] for id in services.order["activity"][-2:]]
    assert {str(values["start"]) for values in made} == {"2026-04-03"}
    page.done.another.click()
    assert page.presenter.defaults.said == {}


def test_enter_takes_a_field_although_suggestions_are_shown(qtbot: QtBot, page: ImportPage) -> None:
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    rest(qtbot, page)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.COLUMNS)
    table = page.columns.table
    table.setFocus()
    table.choose(0)
    table.edit_field("venu")
    editor = table.findChild(QLineEdit)
    assert editor is not None
    popup = editor.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Key.Key_Return)
    qtbot.waitUntil(lambda: page.presenter.columns[0].field == "venue")


def test_a_workbook_comes_in_by_keyboard_alone(qtbot: QtBot, page: ImportPage, services: MemoryServices) -> None:
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    rest(qtbot, page)
    grid = page.sheet.grid
    assert QApplication.focusWidget() is grid
    assert grid.marked() == Bounds(1, 1, 1, 1)
    press(qtbot, Key.Key_Down)  # the real headings are in the second row
    press(qtbot, Key.Key_Right, SHIFT)
    assert grid.marked() == Bounds(2, 1, 2, 2)
    press(qtbot, Key.Key_H)
    qtbot.waitUntil(lambda: page.presenter.tables[0].header_rows == (2,))
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_L)
    qtbot.waitUntil(lambda: page.presenter.tables[0].last == 4)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.COLUMNS)
    assert QApplication.focusWidget() is page.columns.table
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.NAMES)
    assert QApplication.focusWidget() is page.names.table
    press(qtbot, Key.Key_2)
    qtbot.waitUntil(lambda: page.presenter.question == 1)
    press(qtbot, Key.Key_1)
    qtbot.waitUntil(page.next_button.isEnabled)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.PREVIEW)
    assert page.next_button.text() == "Import 2 rows"
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.DONE)
    made = [services.data["activity"][id] for id in services.order["activity"][-2:]]
    assert [values["title"] for values in made] == ["Training on land titles", "Dialogue with elders"]
    assert [values["place"] for values in made] == [services.order["place"][1], services.order["place"][0]]
    page.done.undo.setFocus()
    press(qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: all(values.get("_removed") for values in made) or not page.done.undo.isVisible())
    assert not page.done.undo.isVisible()


def test_esc_goes_back_step_by_step(qtbot: QtBot, page: ImportPage) -> None:
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    page.presenter.mark_headings(2, 2)
    rest(qtbot, page)
    page.next_button.click()
    qtbot.waitUntil(lambda: page.presenter.step is Step.COLUMNS)
    press(qtbot, Key.Key_Escape)
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    press(qtbot, Key.Key_Escape)
    assert page.presenter.step is Step.FILE
    assert page.file.choose.isVisible()
    rest(qtbot, page)


def test_the_frame_of_the_table_is_dragged_by_its_edge(qtbot: QtBot, page: ImportPage) -> None:
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    rest(qtbot, page)
    grid = page.sheet.grid
    rect = grid.frame_rect()
    start = QPoint(rect.center().x(), rect.bottom() - 1)
    qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, NONE, start)
    qtbot.mouseMove(grid.viewport(), QPoint(start.x(), start.y() - 26))
    qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(start.x(), start.y() - 26))
    qtbot.waitUntil(lambda: page.presenter.tables[0].bounds == Bounds(1, 1, 4, 3))


def test_the_sheet_says_what_its_cells_are_taken_for(qtbot: QtBot, page: ImportPage) -> None:
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    page.presenter.mark_headings(2, 2)
    rest(qtbot, page)
    model = page.sheet.grid.sheet
    qtbot.waitUntil(lambda: model.headerData(1, Qt.Orientation.Vertical) == "Headings  2")
    spoken = model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "B2, Headings, Start"
    assert model.headerData(0, Qt.Orientation.Vertical) == "Title  1"
    assert model.headerData(2, Qt.Orientation.Vertical) == "3"
    assert model.headerData(26, Qt.Orientation.Horizontal) == "AA"


def test_a_field_is_typed_dropped_and_taken_away(qtbot: QtBot, page: ImportPage) -> None:
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    page.presenter.mark_headings(2, 2)
    rest(qtbot, page)
    page.next_button.click()
    qtbot.waitUntil(lambda: page.presenter.step is Step.COLUMNS and quiet(page.window()))
    table, model = page.columns.table, page.columns.model
    table.choose(2)
    press(qtbot, Key.Key_Delete)
    qtbot.waitUntil(lambda: page.presenter.columns[2].field is None)
    assert model.index(2, 4).data() == "stays behind"
    press(qtbot, Key.Key_V)
    editor = table.indexWidget(model.index(2, 3)) or QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "en")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: page.presenter.columns[2].field == "venue")
    free = page.columns.free.model()
    labels = [free.index(row, 0).data() for row in range(free.rowCount())]
    assert "Place" in labels
    assert "Venue" not in labels
    data = free.mimeData([free.index(labels.index("Place"), 0)])
    assert model.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, model.index(2, 1))
    qtbot.waitUntil(lambda: page.presenter.columns[2].field == "place")


def test_a_refused_file_stays_on_the_page_with_a_way_on(qtbot: QtBot, page: ImportPage) -> None:
    drop(page, "photo.png")
    qtbot.waitUntil(page.file.refused.isVisible)
    assert "photo.png is not a workbook." in page.file.refused.text.text()
    rest(qtbot, page)
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    assert not page.file.refused.isVisible()


def test_the_wizard_speaks_the_language_in_use_at_any_step(qtbot: QtBot, page: ImportPage) -> None:
    drop(page, "plan.xlsx")
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    rest(qtbot, page)
    i18n.use("fr")
    rest(qtbot, page)
    assert page.presenter.step is Step.SHEET
    assert page.sheet.cards[0].kind.currentText() == "Activité"


def test_a_real_workbook_comes_into_a_real_store_and_is_taken_back(qtbot: QtBot, open_window: Open, headquarters: Desk) -> None:
    window = open_window(headquarters, page="import")
    page = window.page("import")
    before = headquarters.lists.count("activity")
    page.open_file(paths.resource("samples/kinondoni_q2.xlsx"))
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET and quiet(window), timeout=20_000)
    assert page.presenter.tables[0].kind == "activity"
    page.presenter.go_on()
    qtbot.waitUntil(lambda: page.presenter.step is Step.COLUMNS and quiet(window), timeout=20_000)
    assert {"title", "start", "place"} <= {column.field for column in page.presenter.columns}
    page.presenter.go_on()
    qtbot.waitUntil(lambda: page.presenter.step in (Step.NAMES, Step.PREVIEW) and quiet(window), timeout=20_000)
    if page.presenter.step is Step.NAMES:
        page.presenter.answer_rest("best")
        qtbot.waitUntil(lambda: not page.presenter.unanswered and quiet(window), timeout=20_000)
        page.presenter.go_on()
        qtbot.waitUntil(lambda: page.presenter.step is Step.PREVIEW and quiet(window), timeout=20_000)
    page.presenter.use_valid_rows(True)
    told = page.presenter.preview
    assert told is not None
    assert told.create > 0
    page.presenter.go_on()
    qtbot.waitUntil(lambda: page.presenter.step is Step.DONE and quiet(window), timeout=20_000)
    assert headquarters.lists.count("activity") == before + told.create
    page.presenter.undo()
    qtbot.waitUntil(lambda: headquarters.lists.count("activity") == before and quiet(window), timeout=20_000)
    assert not page.done.undo.isVisible()
    window.redo()  # as the keyboard would
    qtbot.waitUntil(lambda: page.done.undo.isVisible() and quiet(window), timeout=20_000)
    window.undo()
    qtbot.waitUntil(lambda: not page.done.undo.isVisible() and quiet(window), timeout=20_000)
    assert page.done._title.text().endswith("is taken back")


def test_a_folder_is_dropped_and_a_workbook_of_it_opened_alone(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    page.file.drop.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE))
    qtbot.waitUntil(page.folder.isVisible)
    assert page.folder.model.rowCount() == 1
    i18n.use("fr")
    rest(qtbot, page)
    assert page.folder.isVisible()
    assert QApplication.focusWidget() is page.folder.table
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    rest(qtbot, page)
    assert not page.folder.isVisible()


def test_esc_leaves_a_folder(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    page.open_folder(tmp_path)
    qtbot.waitUntil(page.folder.isVisible)
    press(qtbot, Key.Key_Escape)
    assert page.file.isVisible()


def test_a_remembered_layout_is_renamed_with_the_keyboard(qtbot: QtBot, page: ImportPage, services: MemoryServices) -> None:
    services.workbooks.open(Path("/in/plan.xlsx")).save_profile("Quarterly")
    page.profiles.presenter.reload()
    qtbot.waitUntil(page.profiles.isVisible)
    page.profiles.table.setFocus()
    press(qtbot, Key.Key_Return)
    assert QApplication.focusWidget() is page.profiles.name
    qtbot.keyClicks(page.profiles.name, "Yearly")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: [one.name for one in services.workbooks.saved] == ["Yearly"])
    rest(qtbot, page)
    page.profiles.forget.click()
    qtbot.waitUntil(lambda: not page.profiles.isVisible())


def test_rows_of_several_kinds_say_which(qtbot: QtBot, open_window: Open, headquarters: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Indicator", "Unit", "Baseline", "Target 2025", "Actual 2025"], ["Women trained", "people", 1, 5, 4], ["Girls back at school", "people", 2, 6, 5], ["Desks opened", "desks", 0, 3, 2]):
        book.worksheets[0].append(row)
    path = tmp_path / "framework.xlsx"
    book.save(path)
    window = open_window(headquarters, page="import")
    page = window.page("import")
    assert isinstance(page, ImportPage)
    page.open_file(path)
    qtbot.waitUntil(lambda: page.presenter.step is Step.SHEET)
    rest(qtbot, page)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.COLUMNS)
    assert page.presenter.missing() == []  # what is measured has a usual answer
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.presenter.step is Step.PREVIEW)
    rest(qtbot, page)
    told = [page.preview.rows.index(row, 2).data() for row in range(page.preview.rows.rowCount())]
    assert sorted(told)[::3] == ["Indicator: Desks opened", "Result: Desks opened", "Target: Desks opened"]
