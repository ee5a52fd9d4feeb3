"""Pages of records: commitments, partners, indicators; an activity by keyboard, with what is made on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from helpers.memory_overviews import commitment_row, commitment_view, figure, indicator_row, indicator_view
from helpers.memory_services import MemoryServices
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk.domain.rules import Gap
from gedesk.services.governance_views import Named
from gedesk.services.monitoring_views import ResultView, TargetView
from gedesk.services.reporting_views import PostView
from gedesk.ui.main_window import MainWindow
from gedesk.ui.models.records import ToneRole
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.pages.tabbed import TabbedPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., MainWindow]
A_MINUTE = 120  # keys: two a second, which is slow typing


class Hands:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._window = window
        self.keys = 0
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.keys += 1
            self._qtbot.keyClick(self._focus(), key, modifier)

    def type(self, text: str) -> None:
        for char in text:
            self.keys += 1
            self._qtbot.keyClicks(self._focus(), char)

    def choose(self, text: str, offered: str, *before: Qt.Key) -> None:
        """Types the beginning of something and takes what is offered for it."""
        line = self._focus()
        self.type(text)
        self._qtbot.waitUntil(lambda: offered in line.offered())
        popup = line._popup
        self._qtbot.waitUntil(popup.isVisible)
        for key in (*before, Key.Key_Return):
            self.keys += 1
            self._qtbot.keyClick(popup, key)
        self._qtbot.waitUntil(lambda: quiet(self._window))

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


def texts(inside: QWidget) -> list[str]:
    return [one.text() for one in inside.findChildren(QLabel) if one.isVisibleTo(inside)]


def button(inside: QWidget, name: str) -> QPushButton:
    return next(one for one in inside.findChildren(QPushButton) if one.accessibleName() == name)


def records(window: MainWindow, name: str) -> RecordsPage:
    page = window.page(name)
    page = page.part if isinstance(page, TabbedPage) else page
    assert isinstance(page, RecordsPage)
    return page


# -- activities --------------------------------------------------------------------------------------------------


def test_a_whole_activity_takes_less_than_a_minute_of_keys(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    hands = Hands(qtbot, window)
    hands.press(Key.Key_N, modifier=CTRL)
    form = records(window, "activities").form
    hands.type("Dialogue on land titles")
    hands.press(*[Key.Key_Tab] * 4)
    hands.type("3 apr")
    hands.press(Key.Key_Tab, Key.Key_Tab)
    hands.choose("Mer", "Meru")
    hands.press(Key.Key_Tab, Key.Key_Tab)
    hands.choose("Chi", "Childcare in every council")
    hands.press(Key.Key_Tab)
    hands.choose("Min", "Ministry of Gender")
    form.boxes["participants_total"].take_focus()
    hands.keys += 8  # the Tab keys on the way there
    hands.type("42")
    hands.press(Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: not window.page("activities").in_form and quiet(window))
    values = services.data["activity"][services.order["activity"][-1]]
    assert values["title"] == "Dialogue on land titles"
    assert (values["start"].month, values["start"].day) == (4, 3)
    assert values["place"] == services.order["place"][1]
    assert values["commitments"] == services.order["commitment"]
    assert values["implementers"] == [services.order["organisation"][1]]
    assert values["participants_total"] == 42
    assert hands.keys < A_MINUTE


def test_an_organisation_that_is_not_there_yet_is_made_in_place(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    hands = Hands(qtbot, window)
    hands.press(Key.Key_N, modifier=CTRL)
    hands.type("Market day")
    form = records(window, "activities").form
    form.boxes["implementers"].take_focus()
    hands.choose("Women of Meru", "Women of Meru", Key.Key_Down)
    made = services.order["organisation"][-1]
    assert services.data["organisation"][made]["name"] == "Women of Meru"
    assert form.presenter.value("implementers") == [made]
    assert window.toasts.text == "Organisation “Women of Meru” added"
    form.presenter.drop_draft()


def test_leaving_a_field_makes_no_organisation(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    hands = Hands(qtbot, window)
    hands.press(Key.Key_N, modifier=CTRL)
    form = records(window, "activities").form
    box = form.boxes["implementers"]
    box.take_focus()
    hands.type("Women of Meru")
    qtbot.waitUntil(lambda: box.editor.line.offered() == ["Women of Meru"])
    qtbot.keyClick(box.editor.line._popup, Key.Key_Escape)
    hands.press(Key.Key_Tab)
    qtbot.waitUntil(lambda: quiet(window))
    assert len(services.order["organisation"]) == 2
    assert any("not in the list" in text for text in texts(box))
    form.presenter.drop_draft()


def test_a_story_begun_from_an_activity_knows_where_and_for_what_it_was(qtbot: QtBot, window: MainWindow, services: MemoryServices) -> None:
    id = services.order["activity"][0]
    services.data["activity"][id]["commitments"] = list(services.order["commitment"])
    page = records(window, "activities")
    window.open_record("activity", id)
    qtbot.waitUntil(lambda: quiet(window))
    page.form.tabs.setCurrentIndex(page.form.parts.index("related"))
    button(page.form, "Add: Story").click()
    story = page.form_of("story")
    assert page.open_form is story
    assert story.presenter.value("activities") == [id]
    assert story.presenter.value("place") == services.data["activity"][id]["place"]
    assert story.presenter.value("commitments") == services.order["commitment"]
    story.presenter.edited("title", "A stall of her own")
    story.presenter.edited("story_text", "She sells at the market now.")
    story.save_and_close()
    qtbot.waitUntil(lambda: page.open_form is page.form and quiet(window))
    assert page.where() == ("activity", id)
    (written,) = services.data["story"].values()
    assert written["activities"] == [id]


# -- commitments -------------------------------------------------------------------------------------------------


@pytest.fixture
def care(services: MemoryServices) -> str:
    """The commitment with a stage, a light and something missing."""
    id = services.order["commitment"][0]
    row = commitment_row(
        id, "Childcare in every council", stage="in_progress", light="red", makers=(Named("o1", "Ministry of Gender"),),
        gaps=(Gap("S", "statement", "Write it."), Gap("S", "maker", "Add who makes it.")),
    )  # fmt: skip
    services.commitments.views[id] = commitment_view(row)
    services.data["commitment"][id]["stage"] = "in_progress"
    return id


def test_commitments_are_listed_with_their_makers_and_lights(
    qtbot: QtBot, open_window: Open, services: MemoryServices, care: str
) -> None:
    window = open_window(services, page="commitments")
    page = records(window, "commitments")
    names = page.layout_.columns
    cells = {name: page.model.index(0, at) for at, name in enumerate(names) if name != "conflicts"}
    qtbot.waitUntil(lambda: cells["makers"].data() == "Ministry of Gender")
    assert (cells["light"].data(), cells["stage"].data()) == ("Two periods late", "In progress")
    assert cells["light"].data(ToneRole) == "danger"
    assert page.model.id(0) == care


def test_a_commitment_opens_with_four_statuses_and_leads_to_what_is_missing(
    qtbot: QtBot, open_window: Open, services: MemoryServices, care: str
) -> None:
    window = open_window(services, page="commitments")
    page = records(window, "commitments")
    window.open_record("commitment", care)
    qtbot.waitUntil(lambda: quiet(window))
    shown = texts(page.form)
    for word in ("In progress", "not assessed yet", "not reviewed", "Red"):
        assert word in shown
    button(page.form, "Write it., S").click()
    assert page.form.tabs.currentIndex() == page.form.parts.index("fields")
    assert QApplication.focusWidget() is page.form.boxes["statement"].editor

    page.form.tabs.setCurrentIndex(0)
    button(page.form, "Add who makes it., S").click()
    maker = page.form_of("maker")
    assert page.open_form is maker
    assert maker.presenter.value("commitment") == care
    maker.presenter.edited("organisation", services.order["organisation"][0])
    maker.save_and_close()
    qtbot.waitUntil(lambda: page.where() == ("commitment", care) and quiet(window))
    assert [one["commitment"] for one in services.data["maker"].values()] == [care]


# -- partners ----------------------------------------------------------------------------------------------------


def test_partners_have_three_lists_and_posts_their_state(qtbot: QtBot, open_window: Open, services: MemoryServices) -> None:
    services.add("person", name="Asha Juma")
    id = services.add("focal_point_post", title="Focal point, Meru")
    services.reporting.filled = [PostView(id, "Focal point, Meru", None, "council", None, None, None, "vacant")]
    window = open_window(services, page="partners")
    page = window.page("partners")
    assert isinstance(page, TabbedPage)
    seen = []
    for at in range(3):
        page.tabs.setCurrentIndex(at)
        qtbot.waitUntil(lambda: quiet(window))
        seen.append((page.part.kind, page.part.model.rowCount()))
    assert seen == [("organisation", 2), ("person", 1), ("focal_point_post", 1)]
    coverage = page.part.model.index(0, page.part.layout_.columns.index("coverage"))
    qtbot.waitUntil(lambda: coverage.data() == "Vacant")
    assert coverage.data(ToneRole) == "danger"


def test_what_only_some_may_read_is_marked_beside_its_field(qtbot: QtBot, open_window: Open, services: MemoryServices) -> None:
    id = services.add("person", name="Asha Juma")
    window = open_window(services, page="partners")
    window.open_record("person", id)
    qtbot.waitUntil(lambda: quiet(window))
    page = window.page("partners")
    assert isinstance(page, TabbedPage)
    boxes = page.part.form.boxes
    marked = {name for name, box in boxes.items() if "Restricted" in texts(box)}
    assert {"phone", "email"} <= marked
    assert "name" not in marked
    assert boxes["phone"].editor.accessibleDescription().startswith("Restricted")


def test_the_role_of_an_organisation_in_a_coalition_is_written_from_its_page(
    qtbot: QtBot, open_window: Open, services: MemoryServices
) -> None:
    id = services.order["organisation"][0]
    window = open_window(services, page="partners")
    window.open_record("organisation", id)
    qtbot.waitUntil(lambda: quiet(window))
    page = window.page("partners")
    assert isinstance(page, TabbedPage)
    page.part.form.tabs.setCurrentIndex(page.part.form.parts.index("related"))
    button(page.part.form, "Add: Role in a coalition").click()
    role = page.part.form_of("coalition_role")
    coalition = role.presenter.terms("coalition")[0][0]
    role.presenter.edited("coalition", coalition)
    role.presenter.edited("role", role.presenter.terms("role")[0][0])
    role.save_and_close()
    qtbot.waitUntil(lambda: page.where() == ("organisation", id) and quiet(window))
    ((made, values),) = services.data["coalition_role"].items()
    assert (values["organisation"], values["coalition"]) == (id, coalition)
    window.open_record("coalition_role", made)
    assert page.where() == ("coalition_role", made)


# -- indicators --------------------------------------------------------------------------------------------------


def test_an_indicator_shows_targets_against_results_and_opens_them(qtbot: QtBot, open_window: Open, services: MemoryServices) -> None:
    id = services.add("indicator", name="Women trained")
    measured = services.add("result", indicator=id, value=120.0, to_day=date(2026, 3, 31))
    meru = Named(services.order["place"][1], "Meru")
    day = date(2026, 3, 31)
    row = indicator_row(id, "Women trained", target=figure(100.0), actual=figure(120.0), reached=True, share=1.2)
    services.monitoring.views[id] = indicator_view(
        row,
        targets=(TargetView("t", figure(100.0), None, day, "", meru, None),),
        results=(ResultView(measured, figure(120.0), None, day, "", meru, None, "reported", "", "", "", "", "none", 0),),
    )
    window = open_window(services, page="indicators")
    page = records(window, "indicators")
    reached = page.model.index(0, page.layout_.columns.index("reached"))
    qtbot.waitUntil(lambda: reached.data() == "Reached")
    assert reached.data(ToneRole) == "success"
    window.open_record("indicator", id)
    qtbot.waitUntil(lambda: quiet(window))
    table = next(one for one in page.form.findChildren(QAbstractItemView) if one.accessibleName() == "Targets and results")
    model = table.model()
    headings = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert headings == ["Place", "Period", "Target", "Result", "Compared", "Status"]
    assert [model.index(0, at).data() for at in range(5)] == ["Meru", "31/03/2026", "100", "120", "Reached"]
    table.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(table, Key.Key_Return)
    qtbot.waitUntil(lambda: page.where() == ("result", measured) and quiet(window))
