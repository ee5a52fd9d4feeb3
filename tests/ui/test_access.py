"""Every page and sight for people who use a screen reader, the keyboard alone, large letters or a small screen.

The store is that of the demonstration, so that there is something of everything to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk import i18n
from gedesk.services import demonstration
from gedesk.services.desk import Desk
from gedesk.ui import theme
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.directory import PAGES
from gedesk.ui.widgets.basics import Elided
from gedesk.ui.widgets.grid import GridTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
Role, Text = QAccessible.Role, QAccessible.Text
GAP = 4  # pixels after each tab
SMALL, LARGE = (1024, 640), (1366, 768)  # pixels: for letters of 100 and of 200 per cent


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stores of the demonstration."""
    folder = tmp_path_factory.mktemp("demo") / "stores"
    demonstration.tell(folder, say=lambda _line: None, take_back=False)
    return folder


@pytest.fixture
def seen(told: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """Opens the window of headquarters in a size and a text size."""
    made: list[tuple[MainWindow, Desk]] = []

    def open_(size: tuple[int, int] = SMALL, percent: int = 100) -> MainWindow:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "light", percent)
        desk = Desk.open(told / "hq" / "store.gedesk")
        window = MainWindow("GE Desk", settings=QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(window)
        made.append((window, desk))
        window.resize(*size)
        window.show()
        window.attach(desk)
        qtbot.waitUntil(lambda: bool(window.current) and quiet(window), timeout=20_000)
        return window

    yield open_
    for window, desk in made:
        window.shut()
        desk.close()


def sights(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """Everything there is to look at, one after the other, at rest."""
    for name in PAGES:
        window.go(name)
        qtbot.waitUntil(lambda: quiet(window), timeout=20_000)
        for sight in window.page(name).sights():
            qtbot.waitUntil(lambda: quiet(window), timeout=20_000)
            if i18n.current() != "en":
                i18n.use("en")
            window.activateWindow()
            QApplication.processEvents()
            yield f"{name}/{sight}" if sight else name


def interfaces(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """An interface and all below it that can be seen; cells of tables are not gone through."""
    yield root
    if root.role() in (Role.Table, Role.List, Role.Tree):
        return
    for number in range(root.childCount()):
        child = root.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from interfaces(child)


def called(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or widget.toolTip() or widget.objectName()}".strip()


def controls(window: QWidget) -> list[QWidget]:
    """What can be seen and reached with the Tab key; the clear button of a line is not, Esc and Backspace do its work."""
    return [
        widget for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        and widget.focusProxy() is None and not isinstance(widget, QHeaderView | QScrollBar)
        and not (isinstance(widget, QToolButton) and isinstance(widget.parent(), QLineEdit))
    ]  # fmt: skip


# -- screen readers ----------------------------------------------------------------------------------------------


def nameless(window: QWidget) -> tuple[int, list[str]]:
    """How many controls are read out, and which of them say too little.  Interfaces end with the look, see `announced`."""
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    wrong: list[str] = []
    reached = 0
    for one in interfaces(root):
        if not one.state().focusable or one.state().disabled:
            continue
        reached += 1
        name, role = one.text(Text.Name), one.role()
        widget = one.object()
        what = f"{type(widget).__name__} “{name}” {role.name}"
        if not name.strip() and not (isinstance(widget, QScrollArea) and widget.focusPolicy() is Qt.FocusPolicy.NoFocus):
            wrong.append(f"{what} has no name")
        if role in (Role.NoRole, Role.Client) and not isinstance(widget, QScrollArea):
            wrong.append(f"{what} has no role")
        if isinstance(widget, QComboBox) and widget.currentIndex() >= 0 and widget.currentText() and not one.text(Text.Value):
            wrong.append(f"{what} has no value")
        if isinstance(widget, QLineEdit) and widget.echoMode() is QLineEdit.EchoMode.Normal and one.text(Text.Value) != widget.text():
            wrong.append(f"{what} hides its value")
    return reached, wrong


def test_every_control_has_a_name_a_role_and_a_value(qtbot: QtBot, seen: Callable[..., MainWindow]) -> None:
    window = seen()
    wrong: set[str] = set()
    for sight in sights(qtbot, window):
        reached, found = nameless(window)
        wrong.update(f"{sight}: {what}" for what in found)
        assert reached > 5, sight
    assert not wrong, "\n".join(sorted(wrong))


def announced(table: QTableView) -> list[str]:
    """The headings that are read out.  No interface outlives the look at it: Qt frees them with their widgets, and PySide would
    take what comes to lie in the same place for the one before.
    """
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface is not None
    headings = [one for at in range(interface.childCount()) if (one := interface.child(at)) and one.role() == Role.ColumnHeader]
    return [one.text(Text.Name).strip() for one in headings]


def test_tables_announce_their_headings(qtbot: QtBot, seen: Callable[..., MainWindow]) -> None:
    window = seen()
    silent, tables = [], 0
    for sight in sights(qtbot, window):
        for table in window.findChildren(QTableView):
            if not table.isVisible():
                continue
            tables += 1
            names = announced(table)
            shown = [at for at in range(table.model().columnCount()) if not table.isColumnHidden(at)]
            if len([name for name in names if name]) < len(shown) - 1:  # a column of signs may do without
                silent.append(f"{sight}: {called(table)} has {len(shown)} columns and says {names}")
    assert tables > 3
    assert not silent, "\n".join(silent)


def test_the_table_of_participants_is_usable_without_sight(qtbot: QtBot, seen: Callable[..., MainWindow]) -> None:
    window = seen()
    window.new_record("activity")
    qtbot.waitUntil(lambda: quiet(window), timeout=20_000)
    (grid,) = [one for one in window.pages[window.current].findChildren(GridTable) if one.isVisibleTo(window)]
    interface = QAccessible.queryAccessibleInterface(grid)
    assert interface is not None
    assert interface.text(Text.Name).strip()
    model = grid.model()

    def said() -> list[str]:
        """What is read out, cell by cell."""
        children = (interface.child(at) for at in range(interface.childCount()))
        return [one.text(Text.Name) for one in children if one is not None and one.role() == Role.Cell]

    bands = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    people = [model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) for at in range(model.columnCount())]
    places = [f"{band}, {who}: " for band in bands for who in people]
    assert [name[: len(place)] for name, place in zip(said(), places, strict=True)] == places
    window.activateWindow()
    grid.setFocus()
    grid.setCurrentIndex(model.index(0, 0))
    qtbot.keyClicks(grid, "1")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "2")
    told = QAccessible.queryAccessibleInterface(editor)
    assert told is not None
    assert told.text(Text.Name).startswith(places[0])
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    changed = {name for name in said() if name.endswith(": 12")}
    assert changed == {f"{band}, {who}: 12" for band in (bands[0], bands[-1]) for who in (people[0], people[-1])}  # the cell and its totals


# -- the keyboard ------------------------------------------------------------------------------------------------


def test_the_tab_key_reaches_everything(qtbot: QtBot, seen: Callable[..., MainWindow]) -> None:
    window = seen()
    window.activateWindow()
    missed: list[str] = []
    for sight in sights(qtbot, window):
        wanted = controls(window)
        wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
        reached: set[int] = set()
        for _step in range(3 * len(wanted) + 400):  # a grid goes through its cells first
            focus = QApplication.focusWidget()
            assert focus is not None, sight
            if focus is wanted[0] and len(reached) > 1:
                break  # once around
            reached.add(id(focus))
            reached.update(id(above) for above in wanted if above.isAncestorOf(focus))
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
        missed += [f"{sight}: {called(one)}" for one in wanted if one.isVisible() and one.isEnabled() and id(one) not in reached]
    assert not missed, "\n".join(sorted(set(missed)))


def test_the_focus_can_be_seen(qtbot: QtBot, seen: Callable[..., MainWindow]) -> None:
    window = seen()
    window.activateWindow()
    looked_at: set[tuple[str, str]] = set()
    unseen: list[str] = []
    for sight in sights(qtbot, window):
        for widget in controls(window):
            key = (type(widget).__name__, f"{widget.property('kind')} {widget.property('role')}")
            if key in looked_at or widget.width() < 4 or widget.visibleRegion().isEmpty():
                continue
            looked_at.add(key)
            window.sidebar.nav["home"].setFocus(Qt.FocusReason.OtherFocusReason)
            if widget is QApplication.focusWidget():
                window.search.setFocus(Qt.FocusReason.OtherFocusReason)
            before = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if not widget.hasFocus():
                unseen.append(f"{sight}: {called(widget)} refuses the focus")
            elif widget.grab().toImage() == before and not _frame_differs(widget):
                unseen.append(f"{sight}: {called(widget)} {key} looks the same")
    assert len(looked_at) > 6
    assert not unseen, "\n".join(unseen)


def _frame_differs(widget: QWidget) -> bool:
    """Whether what holds the widget shows the focus for it: chips in their frame."""
    holder = widget.parentWidget()
    return holder is not None and (holder.property("active") == "yes" or widget.property("role") == "plain")


# -- room --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "percent"), [(SMALL, 100), (LARGE, 200), (SMALL, 200)], ids=["small", "large", "both"])
def test_no_text_is_cut_off_in_any_language(
    qtbot: QtBot, seen: Callable[..., MainWindow], size: tuple[int, int], percent: int
) -> None:
    window = seen(size, percent)
    cut: set[str] = set()
    for sight in sights(qtbot, window):
        window.setUpdatesEnabled(False)
        for language in i18n.LANGUAGES:
            if i18n.current() != language:
                i18n.use(language)
                QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # laid out, not painted
            found = {f"{sight}: {one}" for one in cut_now(window)}
            if found:  # once what is under way has come to rest
                qtbot.waitUntil(lambda: quiet(window), timeout=20_000)
                for _again in range(20):
                    QApplication.processEvents()
                    if not (found := {f"{sight} {language}: {one}" for one in cut_now(window)}):
                        break
            assert (window.width(), window.height()) == size, sight
            cut |= found
        window.setUpdatesEnabled(True)
    assert not cut, "\n".join(sorted(cut))


def cut_now(window: MainWindow) -> list[str]:
    """Texts that have less room than they need, and what sticks out of the window sideways."""
    found = []
    page = window.pages[window.current]
    for widget in (one for part in (window.sidebar, window.header, page) for one in part.findChildren(QWidget)):
        if not widget.isVisible() or isinstance(widget, Elided):
            continue
        what = ""
        if isinstance(widget, QLabel) and widget.text():
            what = f"“{widget.text()[:60]}”"
            need = widget.sizeHint()
            narrow = not widget.wordWrap() and widget.width() < need.width() - 1
            tall = widget.heightForWidth(widget.width()) if widget.wordWrap() else need.height()
            if narrow or widget.height() < tall - 1:
                found.append(f"{what} has {widget.width()}×{widget.height()} of {need.width()}×{tall}")
            if widget.wordWrap() and (word := _longest(widget)) > widget.contentsRect().width() + 1:
                found.append(f"{what} breaks a word: {widget.width()} of {word}")
        elif isinstance(widget, QPushButton) and widget.text():
            what = f"button “{widget.text().strip()}”"
            icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
            need_width = widget.fontMetrics().horizontalAdvance(widget.text().strip()) + icon
            if widget.width() < need_width + 8 or widget.height() < widget.fontMetrics().height():
                found.append(f"{what} has {widget.width()}×{widget.height()} of {need_width}×{widget.fontMetrics().height()}")
        elif isinstance(widget, QComboBox) and widget.currentText():
            what = f"choice “{widget.currentText()}”"
            if widget.height() < widget.fontMetrics().height() + 4:
                found.append(f"{what} is {widget.height()} high")
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            what = called(widget)
            if widget.height() < widget.fontMetrics().height() + 2:
                found.append(f"{what} is {widget.height()} high")
        elif isinstance(widget, QTabBar) and widget.count():
            last = widget.tabRect(widget.count() - 1)
            arrows = [one for one in widget.findChildren(QToolButton) if one.isVisible()]
            if last.right() - GAP > widget.width() and len(arrows) < 2:
                found.append(f"tabs end at {last.right()} of {widget.width()}")
        elif isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
            found += _headings(widget)
        if what:
            found += _outside(widget, window, what)
    return found


def _longest(widget: QLabel) -> int:
    words = widget.text().split()
    metrics = widget.fontMetrics()
    breaking = "/\\-–_.:@"  # a path is broken there
    return max((metrics.horizontalAdvance(word) for word in words if not any(mark in word for mark in breaking)), default=0)


def _headings(header: QHeaderView) -> list[str]:
    view = header.parentWidget()
    if not isinstance(view, QTableView) or view.property("role") == "grid":
        return []
    found = []
    metrics = header.fontMetrics()
    for section in range(header.count()):
        text = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if text and not header.isSectionHidden(section) and header.sectionSize(section) < metrics.horizontalAdvance(text) + 4:
            found.append(f"heading “{text}” has {header.sectionSize(section)} of {metrics.horizontalAdvance(text)}")
    return found


def _outside(widget: QWidget, window: MainWindow, what: str) -> list[str]:
    """Sideways out of the part that holds it, where nothing scrolls sideways to it."""
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractItemView):
            return []
        if isinstance(above, QAbstractScrollArea):
            view = above.viewport()
            left = widget.mapTo(view, QPoint(0, 0)).x()
            over = left + widget.width() - view.width()
            scrolls = above.horizontalScrollBar().isVisible()
            return [f"{what} sticks out by {over}"] if over > 2 and not scrolls else []
        above = above.parentWidget()
    over = widget.mapTo(window, QPoint(widget.width(), 0)).x() - window.width()
    return [f"{what} sticks out of the window by {over}"] if over > 0 else []
