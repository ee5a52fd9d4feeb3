"""A sheet as it looks, with what was recognised painted on it.

Cells are marked with the mouse, or with Shift and the arrow keys, and then told what they are by a letter; the frame of
the table can be dragged by its edges.  What a row is stands in words beside its number: colour never stands alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gedesk.i18n import gettext as _
from gedesk.presenters.import_steps import PAGE, role_label
from gedesk.services.importing_views import Bounds, CellRole, GridRow, SheetView
from gedesk.ui import theme
from gedesk.ui.theme import Space, Type
from gedesk.ui.widgets.basics import label, line
from gedesk.ui.widgets.parts import Flow

Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()
Fetch = Callable[[str, int, Callable[[list[GridRow]], None]], None]
RoleRole = Qt.ItemDataRole.UserRole + 7
FaultRole = Qt.ItemDataRole.UserRole + 8
ROW = 26
SHOWN = 160  # characters of a cell that are drawn: shortening thousands of them takes long
WIDE = 24  # characters a column is wide at most, to begin with
NEAR = 5  # pixels from an edge of the frame that take hold of it
KEYS = {Qt.Key.Key_H: "header", Qt.Key.Key_F: "first", Qt.Key.Key_L: "last", Qt.Key.Key_T: "table"}
SAID = (CellRole.TITLE, CellRole.HEADER, CellRole.TAG, CellRole.SECTION, CellRole.TOTAL, CellRole.NOTE)
LEGEND = (CellRole.TITLE, CellRole.HEADER, CellRole.DATA, CellRole.SECTION, CellRole.TOTAL, CellRole.NOTE, CellRole.OTHER)


def role_tone(role: str) -> tuple[str, str]:
    """Ink and paper of a role."""
    c = theme.colours()
    return {
        CellRole.TITLE: (c.text, c.hover),
        CellRole.TAG: (c.accent, c.hover),
        CellRole.HEADER: (c.primary, c.primary_soft),
        CellRole.DATA: (c.text, c.accent_soft),
        CellRole.TOTAL: (c.warning, c.warning_soft),
        CellRole.SECTION: (c.success, c.success_soft),
        CellRole.NOTE: (c.muted, c.hover),
    }.get(CellRole(role), (c.muted, c.surface))  # fmt: skip


def letters(column: int) -> str:
    """A column as workbooks call it: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def fault_label(fault: str) -> str:
    """Why a cell has no usable value."""
    return {"error": _("an error"), "no-result": _("a formula without a stored result")}.get(fault, fault)


class SheetModel(QAbstractTableModel):
    """Rows of a sheet, fetched by pages when somebody looks at them."""

    arrived = Signal()

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._sheet: SheetView | None = None
        self._rows: dict[int, GridRow] = {}
        self._asked: set[int] = set()
        self._turn = 0

    @property
    def name(self) -> str:
        """The sheet shown."""
        return self._sheet.name if self._sheet is not None else ""

    def set_sheet(self, sheet: SheetView | None) -> None:
        """Another sheet."""
        self.beginResetModel()
        self._sheet, self._rows = sheet, {}
        self._asked, self._turn = set(), self._turn + 1
        self.endResetModel()

    def refresh(self) -> None:
        """What cells are taken for changed: pages come again, the old ones stay until then."""
        self._asked, self._turn = set(), self._turn + 1
        self._tell()

    def grid_row(self, number: int) -> GridRow | None:
        """A row that is here already; others are asked for."""
        page = (number - 1) // PAGE
        if page not in self._asked and self._sheet is not None:
            self._asked.add(page)
            turn = self._turn
            self._fetch(self._sheet.name, page * PAGE + 1, lambda rows: self._came(turn, rows))
        return self._rows.get(number)

    def _came(self, turn: int, rows: list[GridRow]) -> None:
        if turn == self._turn:
            self._rows.update((row.number, row) for row in rows)
            self._tell()
            self.arrived.emit()

    def _tell(self) -> None:
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def row_role(self, number: int) -> str:
        """What a row is: the role of its cells that is no blank and lies in no other table."""
        row = self._rows.get(number)
        if row is None:
            return ""
        return next((role for role in row.roles if role in SAID), "")

    def widths(self, count: int) -> list[int]:
        """The longest text of each column in the first rows, in characters; titles and notes run over their column."""
        found = [0] * self.columnCount()
        for number in range(1, count + 1):
            if (row := self._rows.get(number)) is None:
                continue
            for at, (text, role) in enumerate(zip(row.texts, row.roles, strict=True)):
                if at < len(found) and role not in (CellRole.TITLE, CellRole.NOTE):
                    found[at] = max(found[at], len(text))
        return found

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() or self._sheet is None else self._sheet.rows

    def columnCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() or self._sheet is None else self._sheet.columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return letters(section + 1)
        told = role_label(self.row_role(section + 1))
        return f"{told}  {section + 1}" if told else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.grid_row(index.row() + 1)
        at = index.column()
        if row is None:
            return None
        text = row.texts[at] if at < len(row.texts) else ""
        taken = row.roles[at] if at < len(row.roles) else CellRole.EMPTY
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text[:SHOWN].replace("\n", " ")
            case Qt.ItemDataRole.ToolTipRole:
                return text or None
            case Qt.ItemDataRole.AccessibleTextRole:
                fault = row.faults.get(at + 1, "")
                parts = (f"{letters(at + 1)}{row.number}", role_label(taken), text, fault_label(fault) if fault else "")
                return ", ".join(part for part in parts if part)
        if role == RoleRole:
            return str(taken)
        return row.faults.get(at + 1) if role == FaultRole else None


class _Painter(QStyledItemDelegate):
    """Cells on the paper of their role; the marked ones stay recognisable."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = theme.colours()
        role = index.data(RoleRole) or CellRole.EMPTY
        ink, paper = role_tone(role)
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect, QColor(paper))
        if option.state & QStyle.StateFlag.State_Selected:
            veil = QColor(c.primary)
            veil.setAlpha(50)
            painter.fillRect(rect, veil)
            ink = c.text
        painter.setPen(QPen(QColor(c.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if index.data(FaultRole):
            painter.setPen(QPen(QColor(c.danger), 2))
            painter.drawLine(rect.left() + 5, rect.bottom() - 4, rect.right() - 5, rect.bottom() - 4)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(c.focus), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.setPen(QColor(ink))
        painter.setFont(theme.font(Type.CAPTION, bold=role == CellRole.HEADER, italic=role in (CellRole.NOTE, CellRole.TITLE)))
        shown = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, rect.width() - 10)
        painter.drawText(rect.adjusted(5, 0, -5, 0), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.restore()


class SheetGrid(QTableView):
    """The sheet, with a frame around the table.

    `told` carries what was said ("header", "first", "last", "table") and the marked cells, as the workbook counts them.
    """

    told = Signal(str, object)

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self.sheet = SheetModel(fetch, self)
        self.setModel(self.sheet)
        self.setProperty("role", "grid")
        self._paint = _Painter(self)
        self.setItemDelegate(self._paint)
        self._frame: Bounds | None = None
        self._held = ""
        self._fitted = False
        self._wanted = 0  # row to be shown when it has come
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setMouseTracking(True)
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setFixedHeight(ROW + 6)
        across.setHighlightSections(False)
        self.sheet.arrived.connect(self._fit)

    def show_sheet(self, sheet: SheetView, frame: Bounds | None) -> None:
        """A sheet and where its table lies."""
        if sheet.name != self.sheet.name:
            self._fitted = False
            self.sheet.set_sheet(sheet)
            for at in range(sheet.columns):
                self.setColumnWidth(at, 90)
                self.setColumnHidden(at, at + 1 in sheet.hidden_columns)
            self.show_row(frame.top if frame is not None else 1)
        else:
            self.sheet.refresh()
        self._frame = frame
        self.viewport().update()

    def show_row(self, number: int) -> None:
        """Puts the cursor on a row and lets what is above it be seen."""
        if not self.sheet.rowCount() or not self.sheet.columnCount():
            return
        row, left = min(number, self.sheet.rowCount()) - 1, self._frame.left - 1 if self._frame else 0
        self.scrollTo(self.sheet.index(max(row - 4, 0), 0), QAbstractItemView.ScrollHint.PositionAtTop)
        index = self.sheet.index(row, min(left, self.sheet.columnCount() - 1))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def marked(self) -> Bounds | None:
        """The marked cells; the cell with the cursor where none is marked."""
        chosen = self.selectionModel().selection()
        if not chosen.isEmpty():
            area = chosen.at(0)
            return Bounds(area.top() + 1, area.left() + 1, area.bottom() + 1, area.right() + 1)
        index = self.currentIndex()
        return Bounds(index.row() + 1, index.column() + 1, index.row() + 1, index.column() + 1) if index.isValid() else None

    def tell(self, what: str) -> None:
        """Says of the marked cells what they are."""
        if (area := self.marked()) is not None:
            self.told.emit(what, area)

    def _fit(self) -> None:
        """Columns as wide as their first rows need, once; room for the words beside the numbers."""
        metrics = self.fontMetrics()
        roles = max((metrics.horizontalAdvance(role_label(role)) for role in SAID), default=0)
        self.verticalHeader().setFixedWidth(roles + metrics.horizontalAdvance(f"  {self.sheet.rowCount()}") + 24)
        if self._fitted:
            return
        self._fitted = True
        letter = metrics.averageCharWidth()
        for at, longest in enumerate(self.sheet.widths(60)):
            self.setColumnWidth(at, 18 + letter * min(max(longest, 5), WIDE))

    # -- the frame -----------------------------------------------------------------------------------------------

    def frame_rect(self) -> QRect:
        """Where the frame is drawn, in the viewport."""
        frame = self._frame
        if frame is None or not self.sheet.rowCount():
            return QRect()
        left = self.columnViewportPosition(frame.left - 1)
        right = self.columnViewportPosition(frame.right - 1) + self.columnWidth(frame.right - 1)
        top = self.rowViewportPosition(frame.top - 1)
        bottom = self.rowViewportPosition(frame.bottom - 1) + ROW
        return QRect(left, top, right - left, bottom - top)

    def _edge(self, x: int, y: int) -> str:
        rect = self.frame_rect()
        if rect.isNull() or not rect.adjusted(-NEAR, -NEAR, NEAR, NEAR).contains(x, y):
            return ""
        near = {"top": abs(y - rect.top()), "bottom": abs(y - rect.bottom()), "left": abs(x - rect.left()), "right": abs(x - rect.right())}
        edge = min(near, key=lambda name: near[name])
        return edge if near[edge] <= NEAR else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        rect = self.frame_rect()
        if not rect.isNull():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(theme.colours().primary), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._held = self._edge(point.x(), point.y()) if event.button() == Qt.MouseButton.LeftButton else ""
        if not self._held:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._held and self._frame is not None:
            self._drag(self.rowAt(point.y()) + 1, self.columnAt(point.x()) + 1)
            return
        edge = self._edge(point.x(), point.y())
        shape = {"top": Qt.CursorShape.SizeVerCursor, "bottom": Qt.CursorShape.SizeVerCursor,
                 "left": Qt.CursorShape.SizeHorCursor, "right": Qt.CursorShape.SizeHorCursor}  # fmt: skip
        self.viewport().setCursor(shape.get(edge, Qt.CursorShape.ArrowCursor))
        super().mouseMoveEvent(event)

    def _drag(self, row: int, column: int) -> None:
        f = self._frame
        if f is None or (row < 1 and self._held in ("top", "bottom")) or (column < 1 and self._held in ("left", "right")):
            return
        self._frame = {
            "top": Bounds(min(row, f.bottom), f.left, f.bottom, f.right),
            "bottom": Bounds(f.top, f.left, max(row, f.top), f.right),
            "left": Bounds(f.top, min(column, f.right), f.bottom, f.right),
            "right": Bounds(f.top, f.left, f.bottom, max(column, f.left)),
        }[self._held]
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held and self._frame is not None:
            self._held = ""
            self.told.emit("table", self._frame)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        what = KEYS.get(Qt.Key(event.key()))
        if what is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.tell(what)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class Swatch(QFrame):
    """A sample of the paper of a role."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(16, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.colours().strong_border), 1))
        painter.setBrush(QColor(role_tone(self._role)[1]))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 2, 2)
        painter.end()


class Legend(QFrame):
    """Which paper stands for what."""

    def __init__(self) -> None:
        super().__init__()
        self._labels = {role: label(role="caption") for role in LEGEND}
        flow = Flow(Space.M)
        flow.setContentsMargins(0, 0, 0, 0)
        for role, text in self._labels.items():
            pair = QFrame()
            pair.setLayout(line(Swatch(role), text, spacing=Space.XS))
            flow.addWidget(pair)
        self.setLayout(flow)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        for role, text in self._labels.items():
            text.setText(role_label(role))
