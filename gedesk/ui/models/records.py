"""A table of any number of records over an array of row numbers: rows are fetched by pages as they are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gedesk.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
Row = tuple[Any, ...]
PAGE = 200
PAGES_KEPT = 40
LOADING = "…"
IdRole = Qt.ItemDataRole.UserRole
ToneRole = Qt.ItemDataRole.UserRole + 1
ConflictRole = Qt.ItemDataRole.UserRole + 2
NONE = QModelIndex()


class Source(Protocol):
    """Where rows come from: `presenters.lists.ListPresenter`."""

    columns: tuple[str, ...]

    def label(self, column: str) -> str: ...
    def shown(self, column: str, value: Any) -> str: ...
    def tone(self, column: str, value: Any) -> str: ...
    def sort_by(self, column: str, descending: bool) -> None: ...
    def fetch_now(self, numbers: Sequence[int]) -> list[Row] | None: ...
    def fetch(self, numbers: Sequence[int], done: Callable[[list[Row]], None]) -> object: ...


class RecordTableModel(QAbstractTableModel):
    """Holds row numbers and a window of rows; everything else is asked of the source.

    The column `conflicts` is fetched but not shown: it marks the row's title.
    """

    page_arrived = Signal(int)

    def __init__(self, source: Source, parent: QObject | None = None, *, right: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._source = source
        self._shown = [name for name in source.columns if name != "conflicts"]
        self._places = {name: at + 1 for at, name in enumerate(source.columns)}
        self._right = frozenset(right)
        self._numbers: array[int] = array("q")
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._turn = 0

    # -- content -------------------------------------------------------------------------------------------------

    def set_numbers(self, numbers: array[int]) -> None:
        """Other records, or the same ones with other values."""
        self._turn += 1
        self._asked.clear()
        if numbers == self._numbers:
            self._pages.clear()
            if numbers:
                self.dataChanged.emit(self.index(0, 0), self.index(len(numbers) - 1, len(self._shown) - 1))
            return
        self.beginResetModel()
        self._pages.clear()
        self._numbers = numbers
        self.endResetModel()

    def number(self, row: int) -> int | None:
        """The store's number of a row."""
        return self._numbers[row] if 0 <= row < len(self._numbers) else None

    def row_of(self, number: int) -> int | None:
        """Where a record is now."""
        try:
            return self._numbers.index(number)
        except ValueError:
            return None

    def id(self, row: int) -> str | None:
        """The record’s id, or None while the row is on its way."""
        found = self._row(row)
        return str(found[0]) if found else None

    def retranslate(self) -> None:
        """Labels and codes in another language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._shown) - 1)
        self.set_numbers(self._numbers)

    # -- Qt ------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._shown):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._source.label(self._shown[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._numbers):
            return None
        name = self._shown[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in _ROLES:
            return None
        row = self._row(index.row())
        if row is None:
            return LOADING if role == Qt.ItemDataRole.DisplayRole else None
        value = row[self._places[name]]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._source.shown(name, value)
            case Qt.ItemDataRole.DecorationRole:
                marked = index.column() == 1 and self._conflicts(row)
                return icons.icon("conflict", theme.colours().warning, 16) if marked else None
        if role == IdRole:
            return row[0]
        if role == ToneRole:
            return self._source.tone(name, value)
        return bool(self._conflicts(row))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self._shown):
            self._source.sort_by(self._shown[column], order is Qt.SortOrder.DescendingOrder)

    def _alignment(self, section: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._shown[section] in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _conflicts(self, row: Row) -> Any:
        return row[self._places["conflicts"]] if "conflicts" in self._places else 0

    # -- window --------------------------------------------------------------------------------------------------

    def _row(self, row: int) -> Row | None:
        page = row // PAGE
        rows = self._pages.get(page)
        if rows is None:
            rows = self._fetch(page)
        else:
            self._pages.move_to_end(page)
        at = row % PAGE
        return rows[at] if rows and at < len(rows) else None

    def _fetch(self, page: int) -> list[Row] | None:
        if page in self._asked:
            return None
        wanted = self._numbers[page * PAGE : (page + 1) * PAGE]
        rows = self._source.fetch_now(wanted)
        if rows is not None:
            self._keep(page, rows)
            return rows
        self._asked.add(page)
        turn = self._turn
        self._source.fetch(wanted, lambda found: self._arrived(turn, page, found))
        return self._pages.get(page)

    def _arrived(self, turn: int, page: int, rows: list[Row]) -> None:
        if turn != self._turn:
            return
        self._asked.discard(page)
        self._keep(page, rows)
        first = page * PAGE
        last = min(first + PAGE, len(self._numbers)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._shown) - 1))
        self.page_arrived.emit(page)

    def _keep(self, page: int, rows: list[Row]) -> None:
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)


_ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.DecorationRole, IdRole, ToneRole, ConflictRole,
    }
)  # fmt: skip
