"""The participants grid as an item model: age bands down, sexes across, totals at the edges.

The counts are the presenter's; nothing is kept here.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gedesk.domain.participants import DIMS
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.counting import Grid
from gedesk.ui import theme

Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()
TotalRole = Qt.ItemDataRole.UserRole + 3
LockedRole = Qt.ItemDataRole.UserRole + 4


class ParticipantsModel(QAbstractTableModel):
    """A view of a `Grid`, with one total row and one total column."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid()

    def set_grid(self, grid: Grid) -> None:
        """Other counts, or other columns."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def paste(self, row: int, column: int, text: str) -> int:
        """Fills a block; how many cells took a number."""
        taken = self.grid.paste(row, column, text)
        if taken:
            self._changed()
        return taken

    def clear(self, cells: list[tuple[int, int]]) -> None:
        """Empties cells."""
        taken = [self.grid.set(row, column, None) for row, column in cells if not self.is_total(row, column)]
        if any(taken):
            self._changed()

    def is_total(self, row: int, column: int) -> bool:
        """Whether a cell is computed."""
        return row >= len(self.grid.bands) or column >= len(self.grid.columns)

    def column_label(self, column: int) -> str:
        """Heading of a column in full, as a screen reader says it."""
        if column >= len(self.grid.columns):
            return _("Total")
        sex, part = self.grid.columns[column]
        label = vocabulary(DIMS[0]).label(sex)
        return f"{label}, {vocabulary(DIMS[2]).label(part)}" if part else label

    def retranslate(self) -> None:
        """Headings in another language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    # -- Qt ------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self.grid.bands) + 1

    def columnCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self.grid.columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.is_total(index.row(), index.column()):
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        locked = self.grid.locked(index.row(), index.column())
        return flags if locked else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = orientation is Qt.Orientation.Vertical
            return (Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            if not 0 <= section < self.columnCount():
                return None
            if role != Qt.ItemDataRole.DisplayRole or section >= len(self.grid.columns):
                return self.column_label(section)
            sex, part = self.grid.columns[section]
            short = {"with": _("With"), "without": _("Without")}.get(part, _("Not asked"))
            return short if part else vocabulary(DIMS[0]).label(sex)
        if not 0 <= section < self.rowCount():
            return None
        return vocabulary(DIMS[1]).label(self.grid.bands[section]) if section < len(self.grid.bands) else _("Total")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount() or index.column() >= self.columnCount():
            return None
        row, column = index.row(), index.column()
        total = self.is_total(row, column)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                value = self._value(row, column)
                if total:
                    return words.number(value) if value else "–"
                return words.number(value) if role == Qt.ItemDataRole.DisplayRole else "" if value is None else str(value)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.FontRole:
                return theme.font(bold=True) if total else None
            case Qt.ItemDataRole.AccessibleTextRole:
                band = self.headerData(row, Qt.Orientation.Vertical)
                said = words.number(self._value(row, column)) or _("empty")
                return f"{band}, {self.column_label(column)}: {said}"
            case Qt.ItemDataRole.ToolTipRole:
                if not total and self.grid.locked(row, column):
                    return _("Counted by disability: show those columns to change it.")
                return None
        if role == TotalRole:
            return total
        if role == LockedRole:
            return not total and self.grid.locked(row, column)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self.is_total(index.row(), index.column()):
            return False
        before = self.grid.value(index.row(), index.column())
        if not self.grid.set_text(index.row(), index.column(), str(value)):
            return False
        if self.grid.value(index.row(), index.column()) != before:
            self._changed()
        return True

    def _value(self, row: int, column: int) -> int | None:
        if row >= len(self.grid.bands):
            return self.grid.total() if column >= len(self.grid.columns) else self.grid.column_total(column)
        if column >= len(self.grid.columns):
            return self.grid.row_total(row)
        return self.grid.value(row, column)

    def _changed(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.edited.emit()
