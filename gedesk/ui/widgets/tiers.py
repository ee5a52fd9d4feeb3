"""The chart of tiers: who reports to whom, from left to right.

Every committee is a button of its own, so that screen readers and the keyboard find it; the lines are painted behind.
Arrows go along the lines; Right unfolds what is folded, Left folds it; Enter or a double click opens.
"""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from gedesk.i18n import ngettext
from gedesk.presenters import committees as said
from gedesk.services.governance_views import CommitteeNode, TierChart
from gedesk.ui import theme
from gedesk.ui.theme import Space

WIDTH, HEIGHT = 236, 104
ACROSS, DOWN = 32, 12
MANY = 8  # committees below one that are folded away until somebody asks
UP, DOWNWARD, LEFT, RIGHT = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right


class NodeCard(QAbstractButton):
    """One committee."""

    opened = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, node: CommitteeNode, parent: QWidget) -> None:
        super().__init__(parent)
        self.node = node
        self.below = 0
        self.folded = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.say()

    def say(self) -> None:
        """Name and description in the language in use."""
        node = self.node
        parts = [said.kind_words(node), said.life_words(node)[0], said.seats_words(node), said.meeting_words(node),
                 said.actions_words(node)[0], self._below_words() if self.below else ""]  # fmt: skip
        self.setAccessibleName(node.name)
        self.setAccessibleDescription(", ".join(part for part in parts if part))
        self.setToolTip("\n".join([node.name, *(part for part in parts if part)]))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (UP, DOWNWARD, LEFT, RIGHT):
            self.stepped.emit(self.node.id, event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.node.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        if self.below and event.position().x() > self.width() - theme.px(38):
            self.stepped.emit(self.node.id, LEFT if not self.folded else RIGHT)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(self.node.id)

    def _below_words(self) -> str:
        return ngettext("{n} committee below", "{n} committees below", self.below).format(n=self.below)

    def paintEvent(self, _event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, thick = (c.focus, 2.0) if self.hasFocus() else (c.strong_border if self.underMouse() else c.border, 1.0)
        pen = QPen(QColor(edge), thick)
        dormant = self.node.life_cycle in ("proposed", "dormant", "dissolved")
        if dormant:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(c.surface))
        box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.drawRoundedRect(box, 8, 8)
        ink, _paper = theme.tone(said.life_words(self.node)[1])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawRoundedRect(QRectF(box.x() + 5, box.y() + 10, 4, box.height() - 20), 2, 2)
        self._texts(painter, box, c)
        painter.end()

    def _name(self, painter: QPainter, room: QRect, c: theme.Colours) -> int:
        """The name in at most two lines; returns where the next line begins."""
        painter.setFont(theme.font(bold=True))
        painter.setPen(QColor(c.text))
        metrics = painter.fontMetrics()
        first, rest = "", self.node.name.split()
        while rest and metrics.horizontalAdvance(f"{first} {rest[0]}".strip()) <= room.width():
            first = f"{first} {rest.pop(0)}".strip()
        y = room.y()
        for text in (first, " ".join(rest)):
            if text:
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(QRect(room.x(), y, room.width(), metrics.height()), int(Qt.AlignmentFlag.AlignVCenter), shown)
                y += metrics.height()
        return y + 1

    def _texts(self, painter: QPainter, box: QRectF, c: theme.Colours) -> None:
        room = QRect(int(box.x()) + 18, int(box.y()) + Space.S, int(box.width()) - 18 - (theme.px(40) if self.below else Space.M), 0)
        y = self._name(painter, room, c)
        actions, tone = said.actions_words(self.node)
        for text, bold, colour in (
            (said.kind_words(self.node), False, c.muted),
            (said.seats_words(self.node), False, c.muted),
            (actions, True, theme.tone(tone)[0]),
        ):
            painter.setFont(theme.font(theme.Type.CAPTION, bold=bold))
            painter.setPen(QColor(colour))
            metrics = painter.fontMetrics()
            if y + metrics.height() > box.bottom():
                break
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.x(), y, room.width(), metrics.height()), int(Qt.AlignmentFlag.AlignVCenter), shown)
            y += metrics.height() + 1
        if self.below:
            size = theme.px(26)
            round_ = QRectF(box.right() - size - 6, box.center().y() - size / 2, size, size)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.primary_soft))
            painter.drawEllipse(round_)
            painter.setFont(theme.font(theme.Type.CAPTION, bold=True))
            painter.setPen(QColor(c.primary))
            text = str(self.below) if self.folded else "–"
            painter.drawText(round_, int(Qt.AlignmentFlag.AlignCenter), text)


class _Canvas(QWidget):
    """Where the cards stand and the lines run."""

    opened = Signal(str)
    current = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.cards: dict[str, NodeCard] = {}
        self._below: dict[str, list[str]] = {}
        self._above: dict[str, str] = {}
        self._tops: list[str] = []
        self._folded: dict[str, bool] = {}
        self.at = ""

    def show_chart(self, chart: TierChart) -> None:
        had_focus = any(card.hasFocus() for card in self.cards.values())
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        below: dict[str, list[str]] = defaultdict(list)
        names = {node.id: node.name for node in chart.nodes}
        self._above = {edge.lower: edge.upper for edge in chart.edges}
        for edge in chart.edges:
            below[edge.upper].append(edge.lower)
        self._below = {upper: sorted(lower, key=lambda id: names[id]) for upper, lower in below.items()}
        tops = [node.id for node in chart.nodes if node.id not in self._above]
        reached: set[str] = set()
        for top in tops:
            self._reach(top, reached)
        loops = [node.id for node in chart.nodes if node.id not in reached]  # who report to each other in a circle
        for id in loops[:1]:
            self._above.pop(id, None)
            for lower in self._below.values():
                if id in lower:
                    lower.remove(id)
            tops.append(id)
        self._tops = sorted(tops, key=lambda id: (-len(self._below.get(id, ())), names[id]))
        self.cards = {node.id: self._card(node) for node in chart.nodes}
        for id in self.cards:
            if id not in self._folded:
                self._folded[id] = len(self._below.get(id, ())) > MANY
        if self.at not in self.cards:
            self.at = self._tops[0] if self._tops else ""
        self.place()
        if had_focus and self.at in self.cards:
            self.cards[self.at].setFocus()

    def _reach(self, id: str, reached: set[str]) -> None:
        if id not in reached:
            reached.add(id)
            for lower in self._below.get(id, ()):
                self._reach(lower, reached)

    def _card(self, node: CommitteeNode) -> NodeCard:
        card = NodeCard(node, self)
        card.below = len(self._below.get(node.id, ()))
        card.say()
        card.opened.connect(self.opened)
        card.stepped.connect(self._step)
        card.clicked.connect(lambda _checked=False, id=node.id: self.choose(id))
        return card

    def choose(self, id: str) -> None:
        """The cursor to a committee."""
        if id not in self.cards:
            return
        self.at = id
        for other, card in self.cards.items():
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == id else Qt.FocusPolicy.ClickFocus)
        self.cards[id].setFocus()
        self.current.emit(self.cards[id])

    def place(self) -> None:
        """Puts every card in its place."""
        for card in self.cards.values():
            card.hide()
        bottom, depth = Space.S, 0
        for top in self._tops:
            bottom, deepest = self._put(top, 0, bottom)
            depth = max(depth, deepest)
        width = (depth + 1) * theme.px(WIDTH) + depth * ACROSS + 2 * Space.S
        self.setFixedSize(width, bottom + Space.S)
        for id, card in self.cards.items():
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if id == self.at else Qt.FocusPolicy.ClickFocus)
        self.update()

    def _put(self, id: str, depth: int, top: int) -> tuple[int, int]:
        card, folded = self.cards[id], self._folded.get(id, False)
        card.folded = folded
        left = Space.S + depth * (theme.px(WIDTH) + ACROSS)
        bottom, deepest, rows = top, depth, []
        for lower in () if folded else self._below.get(id, ()):
            bottom, reached = self._put(lower, depth + 1, bottom)
            deepest = max(deepest, reached)
            rows.append(self.cards[lower].geometry().center().y())
        height = theme.px(HEIGHT)
        y = (rows[0] + rows[-1]) // 2 - height // 2 if rows else top
        card.setGeometry(left, y, theme.px(WIDTH), height)
        card.show()
        card.update()
        return max(bottom, y + height + DOWN), deepest

    def _step(self, id: str, key: int) -> None:
        below = self._below.get(id, [])
        if key == RIGHT and below:
            if self._folded.get(id):
                self._folded[id] = False
                self.place()
            else:
                self.choose(below[0])
                return
        elif key == LEFT:
            if below and not self._folded.get(id):
                self._folded[id] = True
                self.place()
            elif id in self._above:
                self.choose(self._above[id])
                return
        elif key in (UP, DOWNWARD):
            column = self.cards[id].x()
            same = sorted(
                (card.y(), other) for other, card in self.cards.items() if not card.isHidden() and card.x() == column
            )
            at = [other for _y, other in same].index(id) + (1 if key == DOWNWARD else -1)
            if 0 <= at < len(same):
                self.choose(same[at][1])
                return
        self.choose(id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().strong_border), 1.5))
        for upper, lower in self._below.items():
            if self._folded.get(upper) or self.cards[upper].isHidden():
                continue
            start = self.cards[upper].geometry()
            for id in lower:
                end = self.cards[id].geometry()
                path = QPainterPath(QPointF(start.right() + 1, start.center().y()))
                middle = start.right() + ACROSS / 2
                path.cubicTo(middle, start.center().y(), middle, end.center().y(), end.left(), end.center().y())
                painter.drawPath(path)
        painter.end()


class TierView(QScrollArea):
    """The chart, scrolled."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.canvas = _Canvas()
        self.canvas.opened.connect(self.opened)
        self.canvas.current.connect(self.ensureWidgetVisible)
        self.setWidget(self.canvas)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_chart(self, chart: TierChart) -> None:
        """Other committees."""
        self.canvas.show_chart(chart)

    def take_focus(self) -> None:
        """The cursor to the committee it was on."""
        self.canvas.choose(self.canvas.at)

    def retranslate(self) -> None:
        """Words in another language."""
        for card in self.canvas.cards.values():
            card.say()
            card.update()

    def retint(self) -> None:
        """Colours, and sizes when the text has grown."""
        self.canvas.place()
