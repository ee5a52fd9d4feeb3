"""The window on services in memory: pages, keyboard, languages, themes, room."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.memory_services import MemoryServices, add_conflict, sample
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from ui.conftest import quiet

from gedesk import i18n, paths
from gedesk.errors import UsageError
from gedesk.services.views import Received, Undone
from gedesk.ui import theme
from gedesk.ui.main_window import PAGES, MainWindow
from gedesk.ui.sidebar import shortcut
from gedesk.ui.widgets.basics import Elided

# The off-screen platform has no stacking order and no keyboard to grab: popups are shown all the same.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, to whatever has the focus."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def type_(qtbot: QtBot, text: str) -> None:
    """Letters, to whatever has the focus."""
    for char in text:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClicks(focus, char)


def active(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def texts(inside: QWidget) -> list[str]:
    """What can be read there."""
    return [one.text() for one in inside.findChildren(QLabel) if one.isVisible()]


def click(inside: QWidget) -> None:
    """The one button there."""
    (button,) = inside.findChildren(QPushButton)
    button.click()


def titles(window: MainWindow) -> list[str]:
    model = window.page("activities").model
    return [model.index(row, 1).data() for row in range(model.rowCount())]


# -- pages -------------------------------------------------------------------------------------------------------


def test_the_list_opens_newest_first(window: MainWindow) -> None:
    model = window.page("activities").model
    assert model.rowCount() == 30
    days = [model.index(row, 0).data() for row in range(3)]
    assert days == ["24/12/2026", "12/12/2026", "23/11/2026"]
    assert window.header.site.text() == "Arusha"
    assert window.nav["exchange"].accessibleName() == "Exchange"


def test_every_page_opens_with_its_shortcut(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    for at, name in enumerate(PAGES):
        if not (keys := shortcut(at)):
            continue
        qtbot.keySequence(window, keys)
        qtbot.waitUntil(lambda name=name: window.current == name and quiet(window))
        assert window.nav[name].isChecked()
        assert keys in window.nav[name].toolTip()


def test_the_filter_follows_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    press(qtbot, Key.Key_F, CTRL)
    assert QApplication.focusWidget() is window.search
    type_(qtbot, "00007")
    qtbot.waitUntil(lambda: titles(window) == ["Training 00007"])
    press(qtbot, Key.Key_Return)
    assert QApplication.focusWidget() is window.page("activities").table
    press(qtbot, Key.Key_F, CTRL)
    press(qtbot, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.page("activities").model.rowCount() == 30)
    assert window.search.text() == ""


def test_one_letter_waits_for_a_second(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    services.lists.asked.clear()
    window.search.setText("T")
    window.search.setText("Tr")
    qtbot.waitUntil(lambda: "Tr" in services.lists.asked)
    assert "T" not in services.lists.asked


def test_nothing_found_says_so_and_offers_a_way_back(qtbot: QtBot, window: MainWindow) -> None:
    window.search.setText("zebra")
    page = window.page("activities")
    qtbot.waitUntil(lambda: page._empty.isVisible())
    assert "zebra" in page._empty.hint.text()
    click(page._empty)
    qtbot.waitUntil(lambda: page.table.isVisible())
    assert window.search.text() == ""


def test_an_empty_store_offers_the_first_activity(open_window: object, qtbot: QtBot) -> None:
    window: MainWindow = open_window(MemoryServices())
    assert window.page("activities")._empty.heading.text() == "No activities yet"
    click(window.page("activities")._empty)
    assert window.page("activities").in_form


def test_sorting_by_a_header(qtbot: QtBot, window: MainWindow) -> None:
    window.page("activities").table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: titles(window)[:2] == ["Training 00000", "Training 00001"])
    window.page("activities").table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: titles(window)[0] == "Training 00029")


# -- the form ----------------------------------------------------------------------------------------------------


def test_an_activity_is_written_with_the_keyboard_alone(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    active(qtbot, window)
    press(qtbot, Key.Key_N, CTRL)
    form = window.page("activities").form
    assert QApplication.focusWidget() is form.boxes["title"].editor
    type_(qtbot, "Dialogue on land titles")
    for _ in range(4):
        press(qtbot, Key.Key_Tab)
    assert QApplication.focusWidget() is form.boxes["start"].editor
    type_(qtbot, "3 Aprili 2026")
    press(qtbot, Key.Key_Tab)
    press(qtbot, Key.Key_Tab)
    type_(qtbot, "Mer")
    qtbot.waitUntil(lambda: form.boxes["place"].editor.line.offered() == ["Meru"])
    popup = form.boxes["place"].editor.line._popup
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Key.Key_Return)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not window.page("activities").in_form and quiet(window))
    id = services.order["activity"][-1]
    values = services.data["activity"][id]
    assert (values["title"], values["start"].isoformat()) == ("Dialogue on land titles", "2026-04-03")
    assert values["place"] == services.order["place"][1]
    assert window.toasts.text == "Saved"
    assert QApplication.focusWidget() is window.page("activities").table


def test_what_is_missing_is_said_beside_the_field_and_no_box_blocks(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    window.new()
    press(qtbot, Key.Key_S, CTRL)
    form = window.page("activities").form
    title = form.boxes["title"]
    qtbot.waitUntil(lambda: "Title is needed." in texts(title))
    assert form.boxes["title"].editor.accessibleDescription() == "Title is needed."
    assert QApplication.focusWidget() is form.boxes["title"].editor
    assert QApplication.activeModalWidget() is None
    type_(qtbot, "x")
    assert "Title is needed." not in texts(title)


def test_saved_can_be_undone_from_the_message(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    id = services.order["activity"][0]
    window.page("activities").open(id)
    qtbot.waitUntil(lambda: quiet(window))
    form = window.page("activities").form
    form.boxes["venue"].editor.setFocus()
    type_(qtbot, "Hall")
    window.save()
    qtbot.waitUntil(lambda: services.data["activity"][id].get("venue") == "Hall" and window.toasts.text == "Saved")
    window.toasts.act()
    qtbot.waitUntil(lambda: "venue" not in services.data["activity"][id])
    qtbot.waitUntil(lambda: form.boxes["venue"].editor.text() == "")


def test_undo_names_what_it_takes_back(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    id = services.order["activity"][0]
    services.records.save("activity", id, {"venue": "Hall"})
    qtbot.waitUntil(window.header.undo.isEnabled)
    assert window.header.undo.toolTip() == "Undo: Change activity “Training 00000” (Ctrl+Z)"
    active(qtbot, window)
    press(qtbot, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "venue" not in services.data["activity"][id])
    qtbot.waitUntil(window.header.redo.isEnabled)
    press(qtbot, Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: services.data["activity"][id].get("venue") == "Hall")


def test_a_draft_is_offered_again_by_the_next_program(qtbot: QtBot, open_window: object, services: MemoryServices) -> None:
    first: MainWindow = open_window(services)
    first.new()
    first.page("activities").form.boxes["title"].editor.setFocus()
    type_(qtbot, "Half a thought")
    qtbot.waitUntil(lambda: bool(first.page("activities")._drafts.all()))  # written while typing, not on closing
    second: MainWindow = open_window(services)
    qtbot.waitUntil(lambda: second.page("activities").banner.isVisible())
    assert "Half a thought" in second.page("activities").banner.text.text()
    second.page("activities").banner.resume.click()
    assert second.page("activities").form.boxes["title"].editor.text() == "Half a thought"
    assert second.page("activities").form.presenter.dirty


def test_going_back_asks_nothing_and_keeps_what_was_typed(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    press(qtbot, Key.Key_N, CTRL)
    type_(qtbot, "Half")
    press(qtbot, Key.Key_Escape)
    assert not window.page("activities").in_form
    qtbot.waitUntil(lambda: window.page("activities").banner.isVisible())
    window.page("activities").banner.discard.click()
    qtbot.waitUntil(lambda: window.page("activities")._drafts.all() == [])
    assert window.toasts.text == "Draft discarded"


def test_conflicting_values_stand_beside_the_field_and_lead_to_the_decision(
    qtbot: QtBot, open_window: object, services: MemoryServices
) -> None:
    id = services.order["activity"][0]
    add_conflict(services, id)
    window: MainWindow = open_window(services)
    assert window.nav["exchange"].accessibleName().startswith("Exchange, 1 conflict")
    window.page("activities").open(id)
    qtbot.waitUntil(lambda: quiet(window))
    box = window.page("activities").form.boxes["participants_total"]
    texts = [one.text() for one in box.findChildren(QLabel)]
    assert {"73", "80"} <= set(texts)
    (button,) = [one for one in box.findChildren(QPushButton) if one.text() == "Decide…"]
    button.click()
    qtbot.waitUntil(lambda: window.current == "exchange" and quiet(window))
    panel = window.page("exchange")._decision
    panel.reason.setText("asked by phone")
    keep = [one for one in panel.findChildren(QPushButton) if one.text() == "Keep this"]
    keep[1].click()
    qtbot.waitUntil(lambda: services.data["activity"][id]["participants_total"] == 80)
    assert services.log[0].reason == "asked by phone"
    qtbot.waitUntil(lambda: window.page("exchange")._no_conflicts.isVisible())


def test_the_cursor_stays_with_the_work_when_a_conflict_is_decided(qtbot: QtBot, open_window: object, services: MemoryServices) -> None:
    for id in services.order["activity"][:2]:
        add_conflict(services, id)
    window: MainWindow = open_window(services, page="exchange")
    active(qtbot, window)
    page = window.page("exchange")
    page.tabs.setCurrentIndex(1)
    for left in (1, 0):
        keep = next(one for one in page._decision.findChildren(QPushButton) if one.text() == "Keep this" and one.isVisible())
        keep.setFocus()
        press(qtbot, Key.Key_Space)
        qtbot.waitUntil(lambda left=left: page._conflicts.rowCount() == left and quiet(window))
        assert QApplication.focusWidget() is (page.conflicts_table if left else page.tabs)


def test_a_page_that_is_filled_late_takes_nothing_from_the_palette(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    window.go("home")
    qtbot.waitUntil(lambda: quiet(window))
    home = window.page("home")
    home._steps = ()  # as before it was filled for the first time
    home.opened()
    window.open_palette()
    qtbot.waitUntil(lambda: bool(home._steps) and quiet(window))
    assert QApplication.focusWidget() is window.cards.palette.line


def test_the_palette_goes_on_when_what_had_the_cursor_before_is_gone(
    qtbot: QtBot, open_window: object, services: MemoryServices
) -> None:
    add_conflict(services, services.order["activity"][0])
    window: MainWindow = open_window(services, page="exchange")
    active(qtbot, window)
    page = window.page("exchange")
    page.tabs.setCurrentIndex(1)
    (keep, *_others) = (one for one in page._decision.findChildren(QPushButton) if one.text() == "Keep this")
    keep.setFocus()
    window.open_palette()
    (conflict,) = services.exchange.conflicts()
    services.exchange.resolve(conflict.id, keep=conflict.values[0].id, reason="by phone")
    qtbot.waitUntil(lambda: page._conflicts.rowCount() == 0 and quiet(window) and not isValid(keep))
    type_(qtbot, "home")
    press(qtbot, Key.Key_Return)
    assert window.current == "home"


def test_the_button_that_began_something_has_the_cursor_again(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    active(qtbot, window)
    window.open_record("activity", services.order["activity"][0])
    form = window.page("activities").form
    qtbot.waitUntil(lambda: quiet(window))
    form.boxes["venue"].take_focus()
    type_(qtbot, "Hall")
    form._save.setFocus()
    press(qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: window.toasts.text == "Saved" and quiet(window))
    assert QApplication.focusWidget() is form._save


def test_the_history_of_a_record_shows_old_and_new(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    id = services.order["activity"][0]
    services.records.save("activity", id, {"title": "Market day"})
    window.page("activities").open(id)
    qtbot.waitUntil(lambda: quiet(window))
    form = window.page("activities").form
    form.tabs.setCurrentIndex(form.parts.index("history"))
    assert {"Title", "Training 00000", "Market day"} <= set(texts(form._history))


def test_delete_removes_with_a_way_back(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    window.page("activities").table.setFocus()
    press(qtbot, Key.Key_Delete)
    qtbot.waitUntil(lambda: window.page("activities").model.rowCount() == 29)
    window.toasts.act()
    qtbot.waitUntil(lambda: window.page("activities").model.rowCount() == 30)


# -- the participants grid ---------------------------------------------------------------------------------------


def test_the_grid_is_filled_like_a_spreadsheet(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    window.new()
    form = window.page("activities").form
    editor = form.boxes["participants"].editor
    table = editor.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(3, 0))
    for text, key in (("4", Key.Key_Tab), ("3", Key.Key_Return), ("2", Key.Key_Left), ("11", Key.Key_Down)):
        type_(qtbot, text)
        press(qtbot, key)
    cells = form.presenter.value("participants")
    assert cells == {
        "female|18-19|not_recorded": 4, "male|18-19|not_recorded": 3, "male|20-24|not_recorded": 2,
        "female|20-24|not_recorded": 11,
    }  # fmt: skip
    last = table.model().rowCount() - 1
    assert table.model().index(last, table.model().columnCount() - 1).data() == "20"
    assert "20 people counted" in editor.verdict.text.text()
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    table.setCurrentIndex(table.model().index(0, 0))
    press(qtbot, Key.Key_V, CTRL)
    assert table.model().index(last, table.model().columnCount() - 1).data() == "30"
    press(qtbot, Key.Key_Delete)
    assert table.model().index(last, table.model().columnCount() - 1).data() == "29"
    window.page("activities").form.presenter.drop_draft()


def test_tab_leaves_the_grid_at_its_end(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    window.new()
    table = window.page("activities").form.boxes["participants"].editor.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(len(table.model().grid.bands) - 1, len(table.model().grid.columns) - 1))
    press(qtbot, Key.Key_Tab)
    assert QApplication.focusWidget() is not table
    press(qtbot, Key.Key_Backtab)
    assert QApplication.focusWidget() is table


def test_total_and_table_are_reconciled_while_typing(qtbot: QtBot, window: MainWindow) -> None:
    window.new()
    form = window.page("activities").form
    editor = form.boxes["participants"].editor
    table = editor.table
    table.model().setData(table.model().index(3, 0), "5")
    form.boxes["participants_total"].editor.setFocus()
    type_(qtbot, "7000")
    assert editor.verdict.property("tone") == "warning"
    combo = form.boxes["participants_qualifier"].editor
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("at_least"))
    combo.activated.emit(combo.currentIndex())
    assert editor.verdict.property("tone") == "success"
    assert "6,995" in editor.verdict.text.text()


# -- exchange and history ----------------------------------------------------------------------------------------


def dropped(window: MainWindow, *files: Path) -> None:
    """Files let go over the middle of the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    where = QPoint(window.width() // 2, window.height() // 2)
    none, left, copy = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(where, copy, data, left, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(where), copy, data, left, none))


def test_files_dropped_anywhere_go_where_they_belong(qtbot: QtBot, window: MainWindow, services: MemoryServices, tmp_path: Path) -> None:
    services.exchange.answers = [Received(Path(), "Meru", {"new": 3}, {"created": 2})]
    dropped(window, tmp_path / "meru.gesync")
    assert window.current == "exchange"
    qtbot.waitUntil(lambda: quiet(window) and any("Meru" in text for text in texts(window.page("exchange"))))
    dropped(window, tmp_path / "council.gekit")
    assert "this computer has one already" in window.toasts.text
    assert window.current == "exchange"
    dropped(window, paths.resource("samples/kinondoni_q2.xlsx"))
    assert window.current == "import"
    qtbot.waitUntil(lambda: quiet(window))


def test_photos_dropped_anywhere_go_into_the_form_that_is_open(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    photo = paths.resource("samples/sample_picture.jpg")
    dropped(window, photo)
    assert "Photos belong to a record." in window.toasts.text
    assert window.current == "activities"
    window.new()
    dropped(window, photo, photo)
    form = window.page("activities").form
    qtbot.waitUntil(lambda: quiet(window) and len(form.presenter.value("photos") or ()) == 2)
    assert window.current == "activities"
    assert not form.boxes["photos"].visibleRegion().isEmpty()
    window.go("committees")
    window.new()
    dropped(window, photo)
    assert "Photos belong to a record." in window.toasts.text
    form.presenter.drop_draft()


def test_dropped_files_are_received_and_their_result_shown(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    services.exchange.answers = [
        Received(Path(), "Meru", {"new": 3}, {"created": 2}),
        Received(Path(), "", refused="The file was changed on its way.", exit=4),
    ]
    window.go("exchange")
    page = window.page("exchange")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/stick/a.gesync"), QUrl.fromLocalFile("/stick/b.gesync")])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    page.drop.dropEvent(event)
    qtbot.waitUntil(lambda: len(page._outcomes) == 2)

    def texts() -> str:
        return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))

    qtbot.waitUntil(lambda: "From Meru · a.gesync" in texts())
    assert "b.gesync: not taken in" in texts()
    assert "The file was changed on its way." in texts()


def test_sending_writes_into_the_folder(qtbot: QtBot, window: MainWindow, services: MemoryServices, tmp_path: Path) -> None:
    window.go("exchange")
    qtbot.waitUntil(lambda: window.page("exchange").target.count() == 1)
    window.page("exchange").send(tmp_path)
    qtbot.waitUntil(lambda: services.exchange.sent == [(None, tmp_path)] and len(window.page("exchange")._outcomes) == 1)
    assert window.page("exchange")._outcomes[0].title == "Written for Tanzania (HQ)"
    assert window.page("exchange").sites_table.model().rowCount() == 2
    assert window.page("exchange").bundles_table.model().rowCount() == 1


def test_an_operation_is_taken_back_from_history(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    id = services.order["activity"][0]
    services.records.save("activity", id, {"venue": "Hall"})
    window.go("history")
    page = window.pages["history"]
    qtbot.waitUntil(lambda: page.take_back.isVisible() and quiet(window))
    page.take_back.click()
    qtbot.waitUntil(lambda: "venue" not in services.data["activity"][id])
    qtbot.waitUntil(lambda: page.result.text.text() == "Taken back: 1 field.")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)


# -- languages, themes, room -------------------------------------------------------------------------------------


def test_the_language_changes_while_working(qtbot: QtBot, window: MainWindow) -> None:
    window.new()
    form = window.page("activities").form
    form.boxes["title"].editor.setFocus()
    type_(qtbot, "Half")
    form.boxes["start"].editor.setFocus()
    type_(qtbot, "12/3/2026")
    window.use_language("ru")
    qtbot.waitUntil(lambda: quiet(window))
    assert window.nav["activities"].text().strip() == "Мероприятия"
    assert form.boxes["title"]._label.text() == "Название *"
    assert form.boxes["title"].editor.text() == "Half"
    assert form.boxes["start"].editor.text() == "12.03.2026"
    assert window.settings.value("language") == "ru"
    window.back()
    heading = window.page("activities").model.headerData(0, Qt.Orientation.Horizontal)
    assert heading == "Дата"
    assert window.page("activities").model.index(0, 5).data() in ("Проверено", "Черновик", "…")
    window.use_language("en")
    assert window.nav["activities"].text().strip() == "Activities"


def test_the_theme_changes_and_is_remembered(qtbot: QtBot, window: MainWindow) -> None:
    window.looks.toggle()
    qtbot.waitUntil(lambda: quiet(window))
    assert theme.colours().name == "dark"
    assert window.settings.value("theme") == "dark"
    assert window.grab().toImage().pixelColor(window.width() - 4, window.height() - 4).lightness() < 60
    window.looks.toggle()
    qtbot.waitUntil(lambda: quiet(window))
    assert theme.colours().name == "light"


def test_the_window_comes_back_where_it_was(qtbot: QtBot, open_window: object, services: MemoryServices, settings: QSettings) -> None:
    window: MainWindow = open_window(services, size=(770, 555))
    window.close()
    again = MainWindow("GE Desk", settings=settings)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (770, 555)
    again.shut()


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_no_text_is_cut_off_at_1024_by_640(qtbot: QtBot, open_window: object, language: str) -> None:
    i18n.use(language)
    services = sample(8)
    id = services.order["activity"][0]
    services.records.save("activity", id, {"venue": "Hall", "participants": {"female|18-19|with": 3}})
    add_conflict(services, id)
    window: MainWindow = open_window(services, size=(1024, 640))
    cut = cut_off(window)
    window.page("activities").open(id)
    qtbot.waitUntil(lambda: quiet(window))
    cut += cut_off(window)
    form = window.page("activities").form
    form.tabs.setCurrentIndex(form.parts.index("history"))
    cut += cut_off(window)
    window.go("exchange")
    qtbot.waitUntil(lambda: quiet(window))
    for at in range(4):
        window.page("exchange").tabs.setCurrentIndex(at)
        cut += cut_off(window)
    window.go("history")
    qtbot.waitUntil(lambda: quiet(window))
    cut += cut_off(window)
    assert window.width() == 1024
    assert cut == []


def cut_off(window: MainWindow) -> list[str]:
    """Texts that have less room than they need, once the layout has come to rest."""
    found = _cut_now(window)
    for _ in range(20):
        if not found:
            break
        QApplication.processEvents()
        found = _cut_now(window)
    return found


def _cut_now(window: MainWindow) -> list[str]:
    QApplication.processEvents()
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Elided):
            continue
        if isinstance(widget, QLabel) and widget.text():
            narrow = not widget.wordWrap() and widget.property("role") != "caption" and widget.width() < widget.sizeHint().width() - 1
            low = widget.height() < (widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()) - 1
            if narrow or low:
                found.append(f"{widget.text()!r}: {widget.size()} of {widget.sizeHint()}")
        elif isinstance(widget, QPushButton) and widget.text():
            need = widget.fontMetrics().horizontalAdvance(widget.text())
            if widget.width() < need + 8:
                found.append(f"button {widget.text()!r}: {widget.width()} of {need}")
        elif isinstance(widget, QTabBar):
            last = widget.tabRect(widget.count() - 1)
            if last.right() > widget.width():
                found.append(f"tabs end at {last.right()} of {widget.width()}")
    return found


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    window.new()
    nameless = []
    for name in PAGES:
        window.go(name)
        qtbot.waitUntil(lambda: quiet(window))
        for widget in window.findChildren(QWidget):
            if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or not widget.isVisible():
                continue
            if isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit | QAbstractItemView | QTabBar):
                interface = QAccessible.queryAccessibleInterface(widget)
                if interface is not None and not interface.text(QAccessible.Text.Name):
                    nameless.append(f"{name}: {type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def test_narrow_windows_keep_the_pictures_of_the_sidebar(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(760, 520)
    qtbot.waitUntil(lambda: window.sidebar.width() == 56)
    assert window.nav["history"].text() == ""
    assert window.nav["history"].accessibleName() == "History"
    assert window.search.mapTo(window, QPoint(window.search.width(), 0)).x() < window.width()


def test_what_waits_is_a_dot_that_leaves_a_narrow_sidebars_picture_free(qtbot: QtBot, window: MainWindow) -> None:
    button = window.nav["exchange"]
    button.set_count("999+", "1,326 changes to send")
    (mark,) = button.findChildren(QLabel)
    assert mark.text() == "999+"
    window.resize(760, 520)
    qtbot.waitUntil(lambda: window.sidebar.width() == 56)
    assert mark.text() == ""
    assert mark.width() <= 8
    assert "1,326 changes to send" in button.accessibleName()


# -- work that takes time ----------------------------------------------------------------------------------------


def test_undo_that_takes_longer_says_so_and_can_be_stopped(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    id = services.order["activity"][0]
    services.records.save("activity", id, {"venue": "Hall"})
    qtbot.waitUntil(lambda: window.header.undo.isEnabled() and quiet(window))
    stopped = threading.Event()

    def slow(_operation: str | None = None, *, cancelled: Callable[[], bool]) -> Undone:
        while not cancelled():
            stopped.wait(0.01)
        raise UsageError("Stopped. Everything is as it was.")

    services.records.undo = slow
    window.undo()
    assert window.toasts.text == ""
    qtbot.waitUntil(lambda: window.toasts.text == "Taking back…")
    assert window.toasts._button.text() == "Stop"
    window.toasts.act()
    qtbot.waitUntil(lambda: window.toasts.text == "Stopped. Everything is as it was." and quiet(window))
    assert services.data["activity"][id]["venue"] == "Hall"


# -- errors ------------------------------------------------------------------------------------------------------


def test_a_bug_is_reported_and_the_window_goes_on(qtbot: QtBot, window: MainWindow, services: MemoryServices, own_home: Path) -> None:
    def broken(*_given: object, **_named: object) -> list[object]:
        raise ZeroDivisionError("our mistake")

    services.records.history = broken
    window.go("history")
    qtbot.waitUntil(lambda: "report was saved" in window.toasts.text)
    (report,) = (own_home / "gedesk-state" / "crashes").iterdir()
    assert str(report) in window.toasts.text
    assert "our mistake" in report.read_text(encoding="utf-8")
    window.go("activities")
    assert window.page("activities").table.isVisible()
