"""Tables as all pages use them: whole rows, columns that share the width, states as pills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gedesk.ui import theme
from gedesk.ui.models.records import ToneRole

Index = QModelIndex | QPersistentModelIndex
ROW = 34
LEAST = 84  # pixels of a column that shares the width: where there is no room for all, the table scrolls sideways


class PillDelegate(QStyledItemDelegate):
    """Draws a state as a rounded word in its tone."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tone = index.data(ToneRole)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not tone or not text:
            super().paint(painter, option, index)
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        widget: QWidget = bare.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, widget)
        ink, paper = theme.tone(tone)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.Type.CAPTION))
        metrics = painter.fontMetrics()
        room = rect.width() - 2 * theme.Space.S - 16
        shown = metrics.elidedText(str(text), Qt.TextElideMode.ElideRight, max(room, 10))
        height = metrics.height() + 4
        pill = QRectF(
            rect.x() + theme.Space.S, rect.center().y() - height / 2 + 1, metrics.horizontalAdvance(shown) + 16, height
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paper))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(ink))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), shown)
        painter.restore()


class Table(QTableView):
    """`shares` gives each column its part of the width; a negative one is a fixed width in pixels.

    `narrow` names columns that are left out while the table is narrower than so many pixels.  All pixels grow with the
    text size.
    """

    chosen = Signal(int)  # row: Enter, or a double click

    def __init__(
        self, model: QAbstractItemModel, shares: Sequence[int], *, pills: Sequence[int] = (),
        narrow: Mapping[int, int] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._shares = list(shares)
        self._narrow = dict(narrow or {})
        self.setModel(model)
        model.headerDataChanged.connect(lambda *_which: self._share())
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        down = self.verticalHeader()
        down.setVisible(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(40)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit()
        self._pills = PillDelegate(self)
        for at in pills:
            self.setItemDelegateForColumn(at, self._pills)
        self.doubleClicked.connect(lambda index: self.chosen.emit(index.row()))

    def current_row(self) -> int:
        """The chosen row, -1 for none."""
        return self.currentIndex().row() if self.selectionModel().hasSelection() else -1

    def choose(self, row: int) -> None:
        """Puts the cursor on a row and scrolls to it."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if self.current_row() >= 0:
                self.chosen.emit(self.current_row())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()  # the window goes back and forward
            return
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self._fit()
            self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self.horizontalHeader().setFixedHeight(theme.px(ROW))

    def hide_columns(self, hidden: Mapping[int, bool]) -> None:
        """Leaves columns out where the window is narrow."""
        for at, away in hidden.items():
            self.setColumnHidden(at, away)
        self._share()

    def _share(self) -> None:
        room = self.viewport().width()
        for at, least in self._narrow.items():
            self.setColumnHidden(at, room < theme.px(least))
        shown = [(at, share) for at, share in enumerate(self._shares) if not self.isColumnHidden(at)]
        least = theme.px(LEAST)
        needed = {at: max(self.horizontalHeader().sectionSizeHint(at), least if share > 0 else 0) for at, share in shown}
        widths = {at: max(theme.px(-share), needed[at]) for at, share in shown if share < 0}
        open_ = [(at, share) for at, share in shown if share > 0]
        left = room - sum(widths.values())
        while open_:  # whose heading needs more than its share gets that; the others share the rest
            parts = sum(share for _at, share in open_)
            tight = [at for at, share in open_ if left * share // parts < needed[at]]
            if not tight:
                widths |= {at: left * share // parts for at, share in open_}
                break
            widths |= {at: needed[at] for at in tight}
            left -= sum(needed[at] for at in tight)
            open_ = [(at, share) for at, share in open_ if at not in tight]
        for at, width in widths.items():
            self.setColumnWidth(at, width)
        fits = sum(widths.values()) <= room
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded)
