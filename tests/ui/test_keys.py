"""What keys and the wheel do on single controls, whatever page they are on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gedesk.services.views import Choice
from gedesk.ui import theme
from gedesk.ui.widgets.basics import label, line, push, tool
from gedesk.ui.widgets.parts import Asked, Parting, Select
from gedesk.ui.widgets.pick import PickOne

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")


def test_enter_presses_a_button_and_ctrl_enter_does_not(qtbot: QtBot) -> None:
    pressed: list[str] = []
    for made in (push("Go", on_click=lambda: pressed.append("push")), tool("plus", lambda: pressed.append("tool"))):
        qtbot.addWidget(made)
        made.show()
        qtbot.keyClick(made, Qt.Key.Key_Return)
        qtbot.keyClick(made, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["push", "push", "tool", "tool"]


def test_the_wheel_leaves_a_choice_alone(qtbot: QtBot) -> None:
    box = Select()
    qtbot.addWidget(box)
    box.addItems(["Focal point", "Coordinator", "Headquarters"])
    box.show()
    box.setFocus()
    turned = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turned)
    assert box.currentIndex() == 0
    assert not turned.isAccepted()  # what scrolls the page gets it


def test_the_list_of_a_choice_has_room_for_all_lines(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    boxes = [Select() for _n in range(2)]
    layout = QVBoxLayout(holder)
    for box, count in zip(boxes, (2, 6), strict=True):
        box.addItems([f"Line {n}" for n in range(count)])
        layout.addWidget(box)
    theme.dress(holder)
    holder.show()
    for box in boxes:
        box.showPopup()
        view = box.view()
        last = view.visualRect(view.model().index(box.count() - 1, 0))
        assert 0 < last.bottom() < view.viewport().height()
        box.hidePopup()


def test_enter_on_an_offer_takes_it_and_confirms_nothing(qtbot: QtBot) -> None:
    places = PickOne(lambda _text, done: done([Choice("tz", "Tanzania"), Choice("tz1", "Tanzania Mainland")]))
    qtbot.addWidget(places)
    confirmed: list[bool] = []
    places.line.returnPressed.connect(lambda: confirmed.append(True))
    places.show()
    places.line.setFocus()
    qtbot.waitUntil(places.line.hasFocus)
    qtbot.keyClicks(places.line, "Tan")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert places.line.text() == "Tanzania"
    assert confirmed == []
    qtbot.keyClick(places.line, Qt.Key.Key_Return)
    assert confirmed == [True]


def test_typing_takes_the_problem_away(qtbot: QtBot) -> None:
    name = Asked(QLineEdit())
    qtbot.addWidget(name)
    name.show()
    name.problem("Your name is needed.")
    assert name.editor.property("bad") == "yes"
    qtbot.keyClicks(name.editor, "A")
    assert name.editor.property("bad") == "no"
    assert name.editor.accessibleDescription() == ""


def test_a_head_parts_where_it_is_narrow_and_comes_together_again(qtbot: QtBot) -> None:
    pills, buttons = QWidget(), QWidget()
    pills.setLayout(line(push("Quorum"), push("Draft")))
    buttons.setLayout(line(push("Circulate"), push("More")))
    inner = Parting(pills, buttons)
    head = Parting(label("National Steering Committee"), inner, least=120)
    qtbot.addWidget(head)
    head.resize(140, 200)
    head.show()
    qtbot.waitUntil(lambda: buttons.y() > pills.y())
    head.resize(900, 200)
    qtbot.waitUntil(lambda: buttons.y() == pills.y() and inner.x() > 120)
    assert buttons.x() >= pills.x() + pills.width()
