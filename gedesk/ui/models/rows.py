"""Short tables of things already read: sites, bundles, operations, conflicts.  One adapter, columns as functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.history import kind_label
from gedesk.services.views import BundleView, Conflict, HistoryEntry, SiteView
from gedesk.ui import theme
from gedesk.ui.models.records import ToneRole

Item = TypeVar("Item")
Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()
ItemRole = Qt.ItemDataRole.UserRole


def _no_tone(_item: Any) -> str:
    return ""


@dataclass(frozen=True)
class Column(Generic[Item]):
    """A column: its heading in the language in use, its text, how it is aligned, the tone of a pill."""

    heading: Callable[[], str]
    text: Callable[[Item], str]
    right: bool = False
    tone: Callable[[Item], str] = _no_tone


class RowsModel(QAbstractTableModel, Generic[Item]):
    """Shows a sequence that somebody else holds."""

    def __init__(
        self, columns: Sequence[Column[Item]], parent: QObject | None = None, *, faded: Callable[[Item], bool] | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._items: Sequence[Item] = ()
        self._faded = faded

    def set_items(self, items: Sequence[Item]) -> None:
        """Other content."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def item(self, row: int) -> Item | None:
        """What a row stands for."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def retranslate(self) -> None:
        """Headings and texts in another language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._items) - 1, len(self._columns) - 1))

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._columns[section].heading()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self._columns[section].right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item, column = self._items[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(item)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column.right)
            case Qt.ItemDataRole.FontRole:
                return _struck() if self._faded is not None and self._faded(item) else None
        if role == ItemRole:
            return item
        if role == ToneRole:
            return column.tone(item)
        return None


def _side(right: bool) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def _struck() -> Any:
    font = theme.font()
    font.setStrikeOut(True)
    return font


def history_model(parent: QObject | None = None) -> RowsModel[HistoryEntry]:
    """Operations: when, what, who, where, how many records."""
    tones = {"undo": "warning", "redo": "accent", "resolve": "accent", "receive": "success", "import": "primary"}
    return RowsModel(
        [
            Column(lambda: _("When"), lambda one: words.moment(one.stamp.when)),
            Column(lambda: _("What was done"), lambda one: one.title),
            Column(lambda: _("Kind"), lambda one: _("Taken back") if one.undone else kind_label(one.kind),
                   tone=lambda one: "warning" if one.undone else tones.get(one.kind, "neutral")),
            Column(lambda: _("Who"), lambda one: one.stamp.author),
            Column(lambda: _("Where"), lambda one: one.stamp.site),
            Column(lambda: _("Records"), lambda one: words.number(one.records), right=True),
        ],
        parent,
        faded=lambda one: one.undone,
    )  # fmt: skip


def site_state(state: str) -> str:
    """A site's state in words."""
    return {"invited": _("Invited"), "joined": _("Joined"), "revoked": _("Revoked"), "retired": _("Closed"), "self": _("This site")}.get(state, state)


def sites_model(parent: QObject | None = None) -> RowsModel[SiteView]:
    """Sites: who, in which state, what it has and what waits for it."""
    tones = {"joined": "success", "invited": "neutral", "revoked": "danger"}
    return RowsModel(
        [
            Column(lambda: _("Site"), lambda one: one.name),
            Column(lambda: _("Role"), lambda one: words.role(one.role)),
            Column(lambda: _("State"), lambda one: site_state(one.state), tone=lambda one: tones.get(one.state, "neutral")),
            Column(lambda: _("Last received"), lambda one: words.ago(one.last_received)),
            Column(lambda: _("Last sent"), lambda one: words.ago(one.last_sent)),
            Column(lambda: _("Waiting"), lambda one: words.number(one.waiting), right=True),
        ],
        parent,
    )


def bundles_model(parent: QObject | None = None) -> RowsModel[BundleView]:
    """Bundles sent and received."""
    return RowsModel(
        [
            Column(lambda: _("When"), lambda one: words.moment(one.when)),
            Column(lambda: _("Direction"), lambda one: _("Sent") if one.direction == "sent" else _("Received"),
                   tone=lambda one: "accent" if one.direction == "sent" else "primary"),
            Column(lambda: _("Site"), lambda one: one.site),
            Column(lambda: _("No."), lambda one: words.number(one.number), right=True),
            Column(lambda: _("Operations"), lambda one: words.number(one.operations), right=True),
            Column(lambda: _("Records"), lambda one: words.number(one.records), right=True),
            Column(lambda: _("File"), lambda one: one.file),
            Column(lambda: _("Note"), lambda one: one.note),
        ],
        parent,
    )  # fmt: skip


def conflicts_model(parent: QObject | None = None) -> RowsModel[Conflict]:
    """Open conflicts: record and field."""
    return RowsModel(
        [
            Column(lambda: _("Record"), lambda one: one.title),
            Column(lambda: _("Field"), lambda one: one.field_label),
            Column(lambda: _("Values"), lambda one: words.number(len(one.values)), right=True),
        ],
        parent,
    )
