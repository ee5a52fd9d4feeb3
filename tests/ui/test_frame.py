"""The frame of the window: palette, keys, back and forward, links, settings, the first run, a second start."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from gesync.keys import Cost
from helpers.memory_services import MemoryServices, add_conflict
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk import i18n
from gedesk.presenters.palette import Hit
from gedesk.services import desk as desks
from gedesk.services.beginning import Beginnings
from gedesk.services.desk import Desk
from gedesk.services.protocols import Services
from gedesk.store.store import Store
from gedesk.ui import calls, run, theme
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.directory import ENTRIES, PAGES
from gedesk.ui.pages.tabbed import TabbedPage
from gedesk.ui.pages.welcome import WelcomePage
from gedesk.ui.widgets.palette import PaletteCard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
CHEAP = Cost(1, 8 * 1024 * 1024)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def type_(qtbot: QtBot, text: str) -> None:
    for char in text:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClicks(focus, char)


def active(qtbot: QtBot, window: QWidget) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


# -- palette and keys --------------------------------------------------------------------------------------------


def test_the_palette_opens_a_record_and_gives_the_cursor_back(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    active(qtbot, window)
    window.go("history")
    press(qtbot, Key.Key_K, CTRL)
    card = window.cards.palette
    assert card is not None
    assert QApplication.focusWidget() is card.line
    assert card.model.rowCount() > len(PAGES)
    type_(qtbot, "training 00007")
    qtbot.waitUntil(lambda: [card.model.index(n, 0).data() for n in range(card.model.rowCount())] == ["Training 00007"])
    assert card.line.accessibleDescription().startswith("Training 00007, Activity")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.current == "activities" and window.page("activities").in_form and quiet(window))
    assert window.page("activities").where() == ("activity", services.order["activity"][7])
    before = QApplication.focusWidget()
    press(qtbot, Key.Key_K, CTRL)
    press(qtbot, Key.Key_Tab)
    assert QApplication.focusWidget() is card.line  # the keys stay on the card
    press(qtbot, Key.Key_Escape)
    assert not card.isVisible()
    assert QApplication.focusWidget() is before


def hits(*titles: str, ran: list[str]) -> list[Hit]:
    return [Hit("Records", title, "", "file", partial(ran.append, title)) for title in titles]


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[PaletteCard]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    made = PaletteCard(host)
    made.ask()
    yield made
    made.dismiss()


def test_enter_before_anything_is_found_opens_the_first_that_is(qtbot: QtBot, card: PaletteCard) -> None:
    ran: list[str] = []
    qtbot.keyClicks(card.line, "mer")
    card.show_hits([], True)
    qtbot.keyClick(card.line, Key.Key_Return)
    assert (ran, card.isVisible()) == ([], True)
    card.show_hits(hits("Meru", "Merti", ran=ran), False)
    assert (ran, card.isVisible()) == (["Meru"], False)


def test_enter_that_was_taken_back_opens_nothing(qtbot: QtBot, card: PaletteCard) -> None:
    ran: list[str] = []
    qtbot.keyClicks(card.line, "mer")
    card.show_hits([], True)
    qtbot.keyClick(card.line, Key.Key_Return)
    qtbot.keyClicks(card.line, "u")
    card.show_hits(hits("Meru", ran=ran), False)
    assert (ran, card.isVisible()) == ([], True)


def test_the_mark_stays_on_its_line_when_more_is_found(qtbot: QtBot, card: PaletteCard) -> None:
    ran: list[str] = []
    known = hits("Settings", "Send", ran=ran)
    card.show_hits(known, True)
    qtbot.keyClick(card.line, Key.Key_Down)
    card.show_hits([*known, *hits("Serengeti", ran=ran)], False)
    qtbot.keyClick(card.line, Key.Key_Return)
    assert ran == ["Send"]


def test_the_palette_runs_commands_and_opens_pages(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    press(qtbot, Key.Key_K, CTRL)
    type_(qtbot, "dark")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: theme.colours().name == "dark" and quiet(window))
    press(qtbot, Key.Key_K, CTRL)
    type_(qtbot, "settin")
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Up)
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.current == "settings")


def test_the_palette_knows_the_lists_and_parts_of_pages(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    active(qtbot, window)
    conflict = add_conflict(services, services.order["activity"][0])
    for typed, page in (("people", "partners"), ("meetings", "committees"), ("conflicts", "exchange"), ("new stor", "reports")):
        press(qtbot, Key.Key_K, CTRL)
        assert window.cards.palette is not None
        model = window.cards.palette.model
        assert "People" not in [model.index(row, 0).data() for row in range(model.rowCount())]  # offered when asked for
        type_(qtbot, typed)
        press(qtbot, Key.Key_Return)
        qtbot.waitUntil(lambda page=page: window.current == page and quiet(window))
    assert window.page("partners").part.kind == "person"
    assert window.page("committees").part.kind == "meeting"
    assert window.page("exchange")._decision.conflict == conflict
    assert window.page("reports").part.kind == "story"
    assert window.page("reports").in_form


def test_each_list_of_a_page_is_told_in_the_directory(qtbot: QtBot, window: MainWindow) -> None:
    for entry in ENTRIES:
        page = window.page(entry.name)
        if isinstance(page, TabbedPage):
            assert tuple(page.parts) == entry.lists
    qtbot.waitUntil(lambda: quiet(window))


def test_a_click_beside_the_card_ends_it(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    window.open_palette()
    card = window.cards.palette
    assert card is not None
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.card.geometry().center())
    assert card.isVisible()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight())
    assert not card.isVisible()


def test_f1_shows_every_shortcut_there_is(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    press(qtbot, Key.Key_F1)
    card = window.cards.keys
    assert card is not None
    assert card.isVisible()
    shown = texts(card)
    for keys in ("Ctrl+K", "Ctrl+F", "Ctrl+N", "Ctrl+S", "Ctrl+Z", "Alt+←", "F1", "Esc", "Ctrl+1"):
        assert keys in shown
    press(qtbot, Key.Key_Escape)
    assert not card.isVisible()


# -- back, forward, links ----------------------------------------------------------------------------------------


def test_back_and_forward_with_keys_and_mouse(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    active(qtbot, window)
    id = services.order["activity"][3]
    page = window.page("activities")
    window.open_record("activity", id)
    qtbot.waitUntil(lambda: quiet(window))
    window.go("history")
    qtbot.waitUntil(lambda: quiet(window))
    press(qtbot, Key.Key_Left, ALT)
    assert window.current == "activities"
    assert page.where() == ("activity", id)
    press(qtbot, Key.Key_Left, ALT)
    assert window.current == "activities"
    assert not page.in_form
    press(qtbot, Key.Key_Right, ALT)
    assert page.where() == ("activity", id)
    for button, name in ((Qt.MouseButton.ForwardButton, "history"), (Qt.MouseButton.BackButton, "activities")):
        at = QPointF(5, 5)
        window.mousePressEvent(
            QMouseEvent(QMouseEvent.Type.MouseButtonPress, at, at, button, button, Qt.KeyboardModifier.NoModifier)
        )
        assert window.current == name
    qtbot.waitUntil(lambda: quiet(window))


def test_a_record_opened_in_its_list_is_a_step_too(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    window.page("activities").table.setFocus()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.page("activities").in_form and quiet(window))
    assert window.header.link.isEnabled()
    press(qtbot, Key.Key_Left, ALT)
    assert not window.page("activities").in_form
    assert not window.header.link.isEnabled()
    assert window.header.forward.isEnabled()


def test_a_link_is_copied_and_leads_back(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    active(qtbot, window)
    id = services.order["activity"][3]
    window.open_record("activity", id)
    qtbot.waitUntil(lambda: quiet(window))
    press(qtbot, Key.Key_C, CTRL | SHIFT)
    link = QApplication.clipboard().text()
    assert link == f"gedesk:activity/{id}"
    window.go("history")
    window.open_link(link)
    qtbot.waitUntil(lambda: window.page("activities").where() == ("activity", id) and window.current == "activities")
    qtbot.waitUntil(lambda: quiet(window))


@pytest.mark.parametrize(
    ("link", "answer"),
    [
        ("gedesk:activity/018f3c3e-0000-7000-8000-00000000dead", "The record of this link is not here."),
        ("gedesk:nonsense/018f3c3e-0000-7000-8000-00000000dead", "is no link to a record"),
        ("http://example.org", "is no link to a record"),
    ],
)
def test_a_link_that_leads_nowhere_says_so(qtbot: QtBot, window: MainWindow, link: str, answer: str) -> None:
    window.open_link(link)
    qtbot.waitUntil(lambda: answer in window.toasts.text)
    assert window.current == "activities"


def test_a_link_of_the_command_line_waits_for_the_store(qtbot: QtBot, settings: QSettings, services: MemoryServices) -> None:
    id = services.order["activity"][3]
    window = MainWindow(settings=settings)
    qtbot.addWidget(window)
    window.open_link(f"gedesk:activity/{id}")
    window.show()
    window.attach(services)
    qtbot.waitUntil(lambda: window.current == "activities" and window.page("activities").where() == ("activity", id))
    qtbot.waitUntil(lambda: quiet(window))
    window.shut()


# -- settings ----------------------------------------------------------------------------------------------------


def test_looks_are_chosen_and_remembered(qtbot: QtBot, window: MainWindow) -> None:
    window.go("settings")
    page = window.page("settings")
    qtbot.waitUntil(lambda: quiet(window))
    page.language.setCurrentIndex(2)
    page.language.activated.emit(2)
    assert i18n.current() == "fr"
    page.colours.setCurrentIndex(2)
    page.colours.activated.emit(2)
    qtbot.waitUntil(lambda: quiet(window))
    assert theme.colours().name == "dark"
    page.text_size.setCurrentIndex(4)
    page.text_size.activated.emit(4)
    qtbot.waitUntil(lambda: quiet(window))
    assert theme.text_size() == 200
    assert page._title.font().pixelSize() == 40
    saved = {name: str(window.settings.value(name)) for name in ("language", "theme", "text_size")}
    assert saved == {"language": "fr", "theme": "dark", "text_size": "200"}


def test_a_backup_from_the_window_is_whole(qtbot: QtBot, tmp_path: Path, open_window: Callable[..., MainWindow]) -> None:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", cost=CHEAP) as desk:
        desk.records.save("activity", None, {"title": "Dialogue", "start": "2026-03-12"})
        window = open_window(desk)
        window.go("settings")
        page = window.page("settings")
        qtbot.waitUntil(lambda: page._settings is not None and quiet(window))
        page.back_up.click()
        qtbot.waitUntil(lambda: page._settings.store.backups != () and quiet(window), timeout=20_000)
        (backup,) = page._settings.store.backups
        assert str(backup.file) in page.results["store"].text.text()
        page.check.click()
        qtbot.waitUntil(lambda: "All is well" in page.results["store"].text.text(), timeout=20_000)
        window.shut()
    with Desk.open(backup.file, write=False) as copy:
        assert copy.exchange.status().counts["activity"] == 1


def test_a_backup_is_brought_back_in_the_same_window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    store, copy = tmp_path / "s.gedesk", tmp_path / "copy.gedesk"
    with desks.create(store, country="tz", role="hq", place="TZ", cost=CHEAP) as desk:
        desk.records.save("activity", None, {"title": "Kept", "start": "2026-03-12"})
        desk.keeping.back_up(copy)
        desk.records.save("activity", None, {"title": "Later", "start": "2026-03-12"})
    window = MainWindow(settings=settings)
    qtbot.addWidget(window)
    opener = run._Opener(window, lambda: Desk.open(store), lambda: Beginnings(store))
    window.painted.connect(opener.start)
    window.show()
    qtbot.waitUntil(lambda: bool(window.current) and quiet(window), timeout=20_000)
    window.go("settings")
    qtbot.waitUntil(lambda: quiet(window))
    window.restore(copy)
    qtbot.waitUntil(lambda: bool(window.current) and quiet(window), timeout=20_000)
    window.go("activities")
    model = window.page("activities").model
    qtbot.waitUntil(lambda: model.rowCount() == 1 and model.index(0, 1).data() == "Kept")
    assert store.with_name("s.gedesk.replaced").exists()
    window.shut()
    opener.finish()


@pytest.mark.parametrize("harm", ["head", "middle"])
def test_a_damaged_store_is_told_and_a_backup_brought_back_from_there(
    qtbot: QtBot, tmp_path: Path, settings: QSettings, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    store, copy = tmp_path / "s.gedesk", tmp_path / "copy.gedesk"
    with desks.create(store, country="tz", role="hq", place="TZ", cost=CHEAP) as desk:
        desk.records.save("activity", None, {"title": "Kept", "start": "2026-03-12"})
        desk.keeping.back_up(copy)
    data = bytearray(store.read_bytes())
    data[slice(0, 100) if harm == "head" else slice(4096, 90_000)] = b"x" * (100 if harm == "head" else 90_000 - 4096)
    store.write_bytes(data)
    window = MainWindow(settings=settings)
    qtbot.addWidget(window)
    opener = run._Opener(window, lambda: Desk.open(store), lambda: Beginnings(store))
    window.painted.connect(opener.start)
    window.show()
    qtbot.waitUntil(lambda: window._failure is not None and window._failure.isVisible(), timeout=20_000)
    assert window._failure is not None
    monkeypatch.setattr("gedesk.ui.files.QFileDialog.getOpenFileName", lambda *_asked: (str(copy), ""))
    window._failure.restore.click()
    qtbot.waitUntil(lambda: bool(window.current) and quiet(window), timeout=20_000)
    window.go("activities")
    model = window.page("activities").model
    qtbot.waitUntil(lambda: model.rowCount() == 1 and model.index(0, 1).data() == "Kept")
    assert store.with_name("s.gedesk.replaced").read_bytes() == bytes(data)
    window.shut()
    opener.finish()


def test_a_kit_from_the_window_lets_a_site_join(qtbot: QtBot, tmp_path: Path, open_window: Callable[..., MainWindow]) -> None:
    with desks.create(tmp_path / "hq" / "s.gedesk", country="tz", role="hq", place="TZ", cost=CHEAP) as desk:
        window = open_window(desk)
        window.invite()
        page = window.page("settings")
        qtbot.waitUntil(lambda: page._settings is not None and quiet(window))
        assert page._heads["sites"].visibleRegion().boundingRect().height() == page._heads["sites"].height()  # nothing of it is cut
        assert QApplication.focusWidget() is page.places.focusProxy()
        page.suggest.click()
        qtbot.waitUntil(lambda: page.kit_line.text().count("-") == 5)
        arusha = next(one for one in desk.lists.choices("place", "Arusha") if one.label == "Arusha")
        page.places.line.picked.emit(arusha)
        assert page.name.editor.text() == "Arusha"
        kit, told = tmp_path / "arusha.gekit", page.kit_line.text()
        page.presenter.make_kit(page._place, "Arusha", "coordinator", told, kit)
        qtbot.waitUntil(lambda: kit.exists() and quiet(window), timeout=20_000)
        assert told in page.results["sites"].text.text()
        assert (page._place, page.name.editor.text(), page.kit_line.text()) == ("", "", "")  # for the next one
        assert page._model.rowCount() == 1
        page.table.choose(0)
        page.revoke.click()
        assert "Arusha" in page._question.text()
        page.sure.click()
        qtbot.waitUntil(lambda: desk.exchange.sites()[0].state == "revoked" and quiet(window))
        window.shut()
    with desks.join(tmp_path / "arusha" / "s.gedesk", kit, passphrase=told, cost=CHEAP) as site:
        assert site.store.identity().name == "Arusha"


# -- the first run -----------------------------------------------------------------------------------------------


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path, settings: QSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window where nothing has been written yet."""
    store = tmp_path / "home" / "store.gedesk"
    create, join = desks.create, desks.join
    monkeypatch.setattr(desks, "create", lambda *given, **named: create(*given, **{"cost": CHEAP, **named}))
    monkeypatch.setattr(desks, "join", lambda *given, **named: join(*given, **{"cost": CHEAP, **named}))
    window = MainWindow(settings=settings)
    qtbot.addWidget(window)
    opener = run._Opener(window, lambda: Desk.open(store), lambda: Beginnings(store))
    window.painted.connect(opener.start)
    window.resize(1024, 640)
    window.show()
    qtbot.waitUntil(lambda: window._welcome is not None and window._welcome.countries.count() > 0, timeout=20_000)
    active(qtbot, window)
    yield window
    window.shut()
    opener.finish()


def welcome(window: MainWindow) -> WelcomePage:
    assert window._welcome is not None
    return window._welcome


def test_a_headquarters_is_begun_with_the_keyboard_alone(qtbot: QtBot, fresh: MainWindow, tmp_path: Path) -> None:
    page = welcome(fresh)
    assert not fresh.sidebar.isVisible()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.join_way)
    press(qtbot, Key.Key_Tab)
    press(qtbot, Key.Key_Space)
    at = page.countries.findText("Tanzania")
    page.countries.setCurrentIndex(at)
    page.countries.activated.emit(at)
    page.site_name.editor.setFocus()
    type_(qtbot, "Tanzania HQ")
    press(qtbot, Key.Key_Return)
    assert "stands beside everything" in texts(page.hq_name)
    assert QApplication.focusWidget() is page.hq_name.editor
    type_(qtbot, "Neema")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(fresh.current) and quiet(fresh), timeout=20_000)
    assert fresh.header.site.text() == "Tanzania HQ"
    assert fresh.sidebar.isVisible()
    assert (tmp_path / "home" / "store.gedesk").exists()


def test_a_council_joins_from_its_kit_and_a_wrong_passphrase_does_no_harm(
    qtbot: QtBot, fresh: MainWindow, tmp_path: Path
) -> None:
    kit = tmp_path / "meru.gekit"
    with desks.create(tmp_path / "hq" / "s.gedesk", country="tz", role="hq", place="TZ") as hq:
        desks.add_site(hq, place="TZ.020221", name="Arusha DC", role="focal-point", out=kit, passphrase="told by voice", cost=CHEAP)
    page = welcome(fresh)
    page.take_kit(kit)
    assert QApplication.focusWidget() is page.told.editor
    type_(qtbot, "told by phone")
    page.join_name.editor.setFocus()
    type_(qtbot, "Asha")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: "does not open the kit" in page.told.said, timeout=20_000)
    editor = page.told.editor
    assert isinstance(editor, QLineEdit)
    editor.setText("told by voice")
    page.join_button.click()
    qtbot.waitUntil(lambda: bool(fresh.current) and quiet(fresh), timeout=20_000)
    assert fresh.header.site.text() == "Arusha DC"


def test_escape_leads_from_a_form_to_the_ways_and_the_language_changes_there(qtbot: QtBot, fresh: MainWindow) -> None:
    page = welcome(fresh)
    page.create_way.click()
    press(qtbot, Key.Key_Escape)
    assert page._stack.currentIndex() == 0
    page.language.setCurrentIndex(3)
    page.language.activated.emit(3)
    assert page.language.currentText() == "Русский"
    qtbot.waitUntil(lambda: page.presenter._jobs.pending == 0)


def test_whoever_is_faster_than_the_list_of_countries_waits_for_it(qtbot: QtBot, fresh: MainWindow) -> None:
    page = welcome(fresh)
    countries = [page.countries.itemData(at) for at in range(page.countries.count())]
    page.show_countries([])
    page.demo_way.click()
    assert page._demo_back.hasFocus()
    page.show_countries(countries)
    assert page.demos[0].hasFocus()


def test_the_demonstration_is_made_beside_and_stopped_leaves_nothing(qtbot: QtBot, fresh: MainWindow, tmp_path: Path) -> None:
    page = welcome(fresh)
    page.demo_way.click()
    assert len(page.demos) == 6
    (tanzania,) = (one for one in page.demos if "Tanzania" in one.text())
    tanzania.click()
    qtbot.waitUntil(page.cancel.isVisible, timeout=20_000)
    page.cancel.click()
    qtbot.waitUntil(lambda: not page.presenter.busy, timeout=30_000)
    assert not any((tmp_path / "home" / "demonstration").iterdir())
    assert page.failure.text.text() == ""
    tanzania.click()
    qtbot.waitUntil(lambda: bool(fresh.current) and quiet(fresh), timeout=200_000)
    assert fresh.header.site.text() == "Tanzania HQ"
    assert not (tmp_path / "home" / "store.gedesk").exists()


def test_what_is_not_a_kit_is_named(qtbot: QtBot, fresh: MainWindow, tmp_path: Path) -> None:
    page = welcome(fresh)
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"not a kit")
    page.take_kit(file)
    page.presenter.join(file, "told by voice", "Asha", "", "")
    qtbot.waitUntil(lambda: "photo.jpg" in page.failure.text.text())
    assert not (tmp_path / "home" / "store.gedesk").exists()


# -- a second start ----------------------------------------------------------------------------------------------


def test_a_second_start_calls_the_first_window(qtbot: QtBot, tmp_path: Path, make_store: Callable[..., Store]) -> None:
    store = make_store()
    heard: list[str] = []
    stop = calls.listen(store.path, heard.append)
    answers: list[bool] = []
    caller = threading.Thread(target=lambda: answers.append(calls.answered(store.path, "gedesk:activity/1")))
    caller.start()
    qtbot.waitUntil(lambda: bool(heard))
    caller.join()
    assert (heard, answers) == (["gedesk:activity/1"], [True])
    stop()


def test_nobody_is_called_where_nobody_is(tmp_path: Path, make_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch) -> None:
    assert not calls.answered(tmp_path / "nothing.gedesk", "")
    store = make_store()
    monkeypatch.setattr(calls, "PATIENCE", 0.05)
    assert not calls.answered(store.path, "")  # somebody has the store, but no window answers
    holder = store.path.with_name(store.path.name + calls.HELD)
    holder.write_text(holder.read_text().replace(f'"pid": {__import__("os").getpid()}', '"pid": 4194304'), encoding="utf-8")
    monkeypatch.setattr(calls, "PATIENCE", 3600)
    assert not calls.answered(store.path, "")  # whoever had it is dead: nobody waits for an answer


def test_a_call_brings_the_window_to_the_front(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    id = services.order["activity"][1]
    window.showMinimized()
    window.come_forward(f"gedesk:activity/{id}")
    assert not window.isMinimized()
    qtbot.waitUntil(lambda: window.page("activities").where() == ("activity", id) and quiet(window))


@pytest.mark.parametrize("country", ["tz", "apac"])
def test_services_protocol_is_what_the_welcome_hands_over(tmp_path: Path, country: str) -> None:
    steps: list[tuple[int, int]] = []
    made: Services = Beginnings(tmp_path / "s.gedesk").demonstrate(country, lambda *told: steps.append(told), lambda: False)
    assert isinstance(made, Desk)
    assert made.keeping.store().demonstration
    assert [at for at, _all in steps] == list(range(steps[-1][1]))
    made.close()
