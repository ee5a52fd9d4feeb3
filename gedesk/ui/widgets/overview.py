"""Cards with what others say of a record: lines that can be opened, bars, and buttons that add what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters.overviews import Card, Line, Offer, kind_label
from gedesk.ui import theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, frame, label, line, name_tool, push
from gedesk.ui.widgets.parts import Turning

WIDE = 900
SHOWN = 40  # lines of a card


class Bar(QWidget):
    """A share of a whole, drawn; its number stands beside it in words."""

    def __init__(self, share: float, tone: str) -> None:
        super().__init__()
        self._share, self._tone = share, tone or "accent"
        self.setFixedHeight(6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().border))
        painter.drawRoundedRect(self.rect(), 3, 3)
        painter.setBrush(QColor(theme.tone(self._tone)[0]))
        painter.drawRoundedRect(0, 0, round(self.width() * self._share), self.height(), 3, 3)
        painter.end()


class Overview(QScrollArea):
    """The cards of one record, in one or two columns."""

    wanted = Signal(str, str)
    begun = Signal(str, str)
    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._written: dict[str, QLineEdit] = {}  # what is asked for a step, by its verb
        self.show_cards([])

    def take_focus(self) -> None:
        """The cursor goes where the cards can be scrolled."""
        self.setFocus()

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Other cards; what is being written for a step stays while that step is offered."""
        self.setAccessibleName(_("Overview"))
        focus = self.focusWidget()
        inner = focus is not None and focus.hasFocus() and focus is not self
        before = {verb: (box.text(), box.hasFocus()) for verb, box in self._written.items()}
        self._written = {}
        first, second = column(spacing=Space.M), column(spacing=Space.M)
        for at, card in enumerate(cards):
            (second if at % 2 else first).addWidget(self._card(card))
        first.addStretch(1)
        second.addStretch(1)
        left, right = QWidget(), QWidget()
        left.setLayout(first)
        right.setLayout(second)
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setLayout(column(Turning(left, right, at=WIDE), margin=Space.L))
        self.setWidget(inside)
        if inner:  # the button that was pressed is gone
            self.setFocus()
        for verb, box in self._written.items():
            text, focused = before.get(verb, ("", False))
            box.setText(text)
            if focused:
                box.setFocus()

    def _card(self, card: Card) -> QFrame:
        made = frame("card", QVBoxLayout(), margin=Space.M, spacing=Space.S)
        box = made.layout()
        if not isinstance(box, QVBoxLayout):
            raise TypeError("a card without a layout")
        head = line(label(card.title, "subtitle", wrap=True), spacing=Space.S)
        head.setStretch(0, 1)
        if card.begins is not None:
            kind, field = card.begins
            add = push(_("Add"), icon="plus", on_click=lambda: self.begun.emit(kind, field))
            name_tool(add, _("Add: {kind}").format(kind=kind_label(kind)))
            head.addWidget(add)
        box.addLayout(head)
        if not card.lines:
            box.addWidget(label(card.empty, "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(0, 1)
        at = 0
        for one in card.lines[:SHOWN]:
            at = self._line(grid, at, one)
        box.addLayout(grid)
        if len(card.lines) > SHOWN:
            box.addWidget(label(_("… and {n} more").format(n=len(card.lines) - SHOWN), "muted"))
        for offer in card.offers:
            box.addLayout(self._offer(offer))
        return made

    def _offer(self, offer: Offer) -> QHBoxLayout:
        button = push(offer.text, "primary" if offer.primary else "", offer.icon)
        name_tool(button, offer.text)
        if not offer.asks:
            button.clicked.connect(lambda _checked=False: self.asked.emit(offer.verb, ""))
            return line(button, None)
        written = self._written[offer.verb] = QLineEdit()
        written.setPlaceholderText(offer.asks)
        written.setAccessibleName(offer.asks)
        written.textChanged.connect(lambda text: button.setEnabled(bool(text.strip())))
        written.returnPressed.connect(button.click)
        button.setEnabled(False)
        button.clicked.connect(lambda _checked=False: self.asked.emit(offer.verb, written.text()))
        row = line(spacing=Space.S)
        row.addWidget(written, 1)
        row.addWidget(button)
        return row

    def _line(self, grid: QGridLayout, at: int, one: Line) -> int:
        if one.link is not None:
            button = push(one.label, "link")
            button.clicked.connect(partial(self._open, one.link))
            name_tool(button, f"{one.label}, {one.value}" if one.value else one.label)
            grid.addLayout(line(button, None), at, 0)
        else:
            grid.addWidget(label(one.label, wrap=True), at, 0)
        value = label(one.value, "pill" if one.tone else "muted", tone=one.tone, wrap=not one.tone)
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if one.share is not None:
            grid.addWidget(Bar(one.share, one.tone), at + 1, 0, 1, 2)
            return at + 2
        return at + 1

    def _open(self, link: tuple[str, str], _checked: bool = False) -> None:
        self.wanted.emit(*link)
