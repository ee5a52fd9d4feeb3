"""Cards with what others say of a record: lines that can be opened, bars, and buttons that add what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gedesk.i18n import gettext as _
from gedesk.presenters.overviews import Card, Line, Offer, Sheet, SheetRow, Sight, kind_label
from gedesk.ui import theme
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Push, column, frame, label, line, name_tool, push, tint
from gedesk.ui.widgets.charts import PATTERNS, ink
from gedesk.ui.widgets.parts import Spread, Turning
from gedesk.ui.widgets.regions import MapFigure
from gedesk.ui.widgets.tables import ROW, Table

WIDE = 900
SHOWN = 40  # lines of a card
ROWS = 12  # rows of a table that are seen without scrolling it


class ElidedButton(Push):
    """A button, a link unless told otherwise, that is shortened with … when there is no room."""

    def __init__(self, text: str, kind: str = "link", icon: str = "") -> None:
        super().__init__(text)
        self._whole = text
        self.setProperty("kind", kind)
        self.setProperty("icon_name", icon)
        tint(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        shown = self.fontMetrics().horizontalAdvance(self.text())
        hint = super().sizeHint()
        return QSize(hint.width() - shown + self.fontMetrics().horizontalAdvance(self._whole) + 1, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        around = super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width() - around))


class Tiles(Spread):
    """Lines beside each other, each with a heading of its own."""

    COLUMNS = 4


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


class Parts(QWidget):
    """A whole in parts: one bar, and below it what each part is, how many it has and how many are planned.

    Parts differ by pattern as well as by colour; what falls short of its plan says so.
    """

    def __init__(self, parts: Sequence[tuple[str, int, int | None]]) -> None:
        super().__init__()
        bar = _PartsBar([count for _name, count, _planned in parts])
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for at, (name, count, planned) in enumerate(parts):
            short = planned is not None and count < planned
            said = str(count) if planned is None else _("{n} of {planned}").format(n=count, planned=planned)
            grid.addWidget(_Sample(at), at, 0)
            grid.addWidget(label(name, "caption", wrap=True), at, 1)
            grid.addWidget(label(said, "pill" if short else "caption", tone="warning" if short else ""), at, 2, Qt.AlignmentFlag.AlignRight)
        inside = column(bar, grid, spacing=Space.XS)
        self.setLayout(inside)
        self.setAccessibleName("; ".join(f"{name}: {count}" for name, count, _planned in parts))


class _PartsBar(QWidget):
    def __init__(self, counts: Sequence[int]) -> None:
        super().__init__()
        self._counts = counts
        self.setFixedHeight(theme.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, whole, left = QPainter(self), sum(self._counts), 0
        for at, count in enumerate(self._counts):
            right = round(self.width() * sum(self._counts[: at + 1]) / whole) if whole else 0
            if count:
                _fill(painter, at, left, right - left - 2, self.height())
            left = right
        painter.end()


class _Sample(QWidget):
    """How a part is drawn."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at
        self.setFixedSize(theme.px(12), theme.px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        _fill(painter, self._at, 0, self.width(), self.height())
        painter.end()


def _fill(painter: QPainter, at: int, left: int, width: int, height: int) -> None:
    colour = ink(at)
    pale = QColor(colour)
    pale.setAlpha(60)
    painter.fillRect(left, 0, width, height, pale)
    painter.fillRect(left, 0, width, height, QBrush(colour, PATTERNS[at % len(PATTERNS)]))


class Overview(QScrollArea):
    """The cards of one record, in one or two columns."""

    wanted = Signal(str, str)
    begun = Signal(str, str)
    asked = Signal(str, str)
    fill = Signal(str)

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
        across = [self._across(card) for card in cards if card.across]
        for at, card in enumerate(card for card in cards if not card.across):
            (second if at % 2 else first).addWidget(self._card(card))
        first.addStretch(1)
        second.addStretch(1)
        left, right = QWidget(), QWidget()
        left.setLayout(first)
        right.setLayout(second)
        inside = QWidget()
        inside.setProperty("role", "plain")
        whole = column(*across, Turning(left, right, at=WIDE), spacing=Space.M, margin=Space.L)
        whole.addStretch(1)
        inside.setLayout(whole)
        self.setWidget(inside)
        if inner:  # the button that was pressed is gone
            self.setFocus()
        for verb, box in self._written.items():
            text, focused = before.get(verb, ("", False))
            box.setText(text)
            if focused:
                box.setFocus()

    def _across(self, card: Card) -> QFrame:
        if card.sheet is None and card.sight is None:
            made = Tiles(label(card.title, "subtitle", wrap=True))
            made.add_row([(self._tile(one), 1) for one in card.lines])
            return made
        framed = self._card(card)
        box = framed.layout()
        if not isinstance(box, QVBoxLayout):
            return framed
        if card.sheet is None:
            if card.sight is not None:
                box.addWidget(self._sight(card.sight))
        elif card.sheet.rows:
            sheet = self._sheet(card.title, card.sheet)
            box.addWidget(sheet if card.sight is None else Turning(sheet, self._sight(card.sight), at=WIDE, shares=(2, 1)))
        return framed

    def _sight(self, sight: Sight) -> MapFigure:
        made = MapFigure()
        made.set_map(sight.map)
        made.pressed.connect(lambda at: self._open(sight.links[at]))
        return made

    def _tile(self, one: Line) -> QWidget:
        value = label(one.value, "pill" if one.tone else "label", tone=one.tone, wrap=True)
        made = QWidget()
        inside = column(label(one.label, "muted", wrap=True), line(value, None) if one.tone else value, spacing=Space.XS)
        if one.share is not None:
            inside.addWidget(Bar(one.share, one.tone))
        if one.parts:
            value.hide()
            inside.addWidget(Parts(one.parts))
        if one.detail:
            inside.addWidget(label(one.detail, "caption", wrap=True))
        inside.addStretch(1)
        made.setLayout(inside)
        return made

    def _sheet(self, title: str, sheet: Sheet) -> Table:
        def made(at: int, heading: str) -> Column[SheetRow]:
            return Column(lambda: heading, lambda row: row.cells[at], at in sheet.right,
                          lambda row: row.tone if at == sheet.pill else "")  # fmt: skip

        model = RowsModel([made(at, heading) for at, heading in enumerate(sheet.headings)])
        model.set_items(sheet.rows)
        table = Table(model, sheet.shares, pills=(sheet.pill,) if sheet.pill >= 0 else (), narrow=dict(sheet.narrow))
        model.setParent(table)
        table.setAccessibleName(title)
        table.setFixedHeight(theme.px(ROW) * (min(len(sheet.rows), ROWS) + 1) + 2 * table.frameWidth() + 2)
        table.chosen.connect(lambda row: self._open(link) if (link := sheet.rows[row].link) else None)
        return table

    def _card(self, card: Card) -> QFrame:
        made = frame("card", QVBoxLayout(), margin=Space.M, spacing=Space.S)
        box = made.layout()
        if not isinstance(box, QVBoxLayout):
            raise TypeError("a card without a layout")
        head = line(label(card.title, "subtitle", wrap=True), spacing=Space.S)
        head.setStretch(0, 1)
        for begins in (card.begins, card.begins_too):
            if begins is not None:
                said = kind_label(begins[0])
                add = push(said if card.begins_too else _("Add"), icon="plus", on_click=partial(self.begun.emit, *begins))
                name_tool(add, _("Add: {kind}").format(kind=said))
                head.addWidget(add)
        box.addLayout(head)
        if not card.lines and not (card.sheet and card.sheet.rows):
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
        button = ElidedButton(offer.text, "primary" if offer.primary else "", offer.icon)
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
        if one.link is not None or one.fill:
            button = ElidedButton(one.label)
            button.clicked.connect(partial(self._open, one.link) if one.link is not None else partial(self._fill, one.fill))
            name_tool(button, f"{one.label}, {one.value}" if one.value else one.label)
            grid.addWidget(button, at, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            grid.addWidget(label(one.label, wrap=True), at, 0)
        value = label(one.value, "pill" if one.tone else "muted", tone=one.tone, wrap=not one.tone)
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        if one.value:
            grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if one.detail:
            at += 1
            grid.addWidget(label(one.detail, "caption", wrap=True), at, 0, 1, 2)
        if one.share is not None:
            grid.addWidget(Bar(one.share, one.tone), at + 1, 0, 1, 2)
            return at + 2
        return at + 1

    def _open(self, link: tuple[str, str], _checked: bool = False) -> None:
        self.wanted.emit(*link)

    def _fill(self, what: str, _checked: bool = False) -> None:
        self.fill.emit(what)
