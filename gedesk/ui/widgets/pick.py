"""Choosing records while typing: one (`PickOne`) or several as chips (`PickMany`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gedesk.i18n import gettext as _
from gedesk.presenters.forms import NEW
from gedesk.services.views import Choice
from gedesk.ui import theme
from gedesk.ui.widgets.basics import line, name_tool, tool
from gedesk.ui.widgets.parts import Flow

Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()
ContextRole = Qt.ItemDataRole.UserRole + 1
Ask = Callable[[str, Callable[[list[Choice]], None]], None]
Create = Callable[[Choice, Callable[[Choice], None]], None]


class ChoicesModel(QAbstractListModel):
    """What is offered now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Other offers."""
        self.beginResetModel()
        self._choices = choices
        self.endResetModel()

    def choice(self, row: int) -> Choice | None:
        """One of them."""
        return self._choices[row] if 0 <= row < len(self._choices) else None

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self.choice(index.row()) if index.isValid() else None
        if choice is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return choice.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.label}, {choice.context}" if choice.context else choice.label
        if role == Qt.ItemDataRole.UserRole:
            return choice.id
        return choice.context if role == ContextRole else None


class ChoiceDelegate(QStyledItemDelegate):
    """Title, and in grey what tells it from others of that name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        bare.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        c = theme.colours()
        rect: QRect = option.rect.adjusted(8, 0, -8, 0)
        painter.save()
        painter.setFont(theme.font())
        painter.setPen(QColor(c.text))
        title = str(index.data())
        metrics = painter.fontMetrics()
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(rect, middle, metrics.elidedText(title, Qt.TextElideMode.ElideRight, rect.width()))
        if context := index.data(ContextRole):
            rect.setLeft(rect.left() + metrics.horizontalAdvance(title) + 12)
            painter.setFont(theme.font(theme.Type.CAPTION))
            painter.setPen(QColor(c.muted))
            shown = painter.fontMetrics().elidedText(context, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, middle, shown)
        painter.restore()


class TypeAhead(QLineEdit):
    """A line that offers records for what is typed; Enter takes the one that is marked."""

    picked = Signal(object)  # Choice
    left = Signal()
    erase = Signal()  # Backspace in the empty line

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._offers = ChoicesModel(self)
        self._completer = QCompleter(self)
        self._completer.setModel(self._offers)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(8)
        self._completer.setWidget(self)
        self._popup: QListView | None = None
        self._completer.activated[QModelIndex].connect(self._taken)  # type: ignore[index]
        self.textEdited.connect(self._typed)

    def offered(self) -> list[str]:
        """Titles on offer now."""
        return [str(self._offers.index(row).data()) for row in range(self._offers.rowCount())]

    def exact(self) -> Choice | None:
        """The only offer that says exactly what was typed."""
        wanted = self.text().strip().casefold()
        offers = [c for row in range(self._offers.rowCount()) if (c := self._offers.choice(row))]
        found = [one for one in offers if one.label.casefold() == wanted and not one.id.startswith(NEW)]
        return found[0] if len(found) == 1 else None

    def _typed(self, text: str) -> None:
        if not text.strip():
            self._hide()
            self._offers.set_choices([])
            return
        self._ask(text, lambda choices: self._arrived(text, choices))

    def _arrived(self, text: str, choices: list[Choice]) -> None:
        if text != self.text():
            return
        self._offers.set_choices(choices)
        if not choices or not self.hasFocus():
            self._hide()
            return
        if self._popup is None:
            self._popup = QListView()
            self._popup.setProperty("role", "popup")
            self._completer.setPopup(self._popup)
            self._popup.setItemDelegate(ChoiceDelegate(self._popup))
            self._popup.setAccessibleName(_("Suggestions"))
        self._completer.complete(QRect(0, 0, max(self.width(), 300), self.height()))
        if not choices[0].id.startswith(NEW):  # a new record is never made by the way
            self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _hide(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def _taken(self, index: QModelIndex) -> None:
        choice = self._offers.choice(index.row())
        if choice is not None:
            self.picked.emit(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.erase.emit()
            return
        if event.key() == Qt.Key.Key_Down and self._offers.rowCount() == 0:
            self._ask(self.text(), lambda choices: self._arrived(self.text(), choices))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._popup is not None and self._popup.isVisible():
            event.ignore()  # takes an offer; it does not confirm the whole form by the way
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class PickOne(QWidget):
    """One record, or none."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, ask: Ask, create: Create | None = None) -> None:
        super().__init__()
        self._id: str | None = None
        self._create = create
        self.line = TypeAhead(ask)
        self.line.setClearButtonEnabled(True)
        self.line.picked.connect(self._pick)
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self._leave)
        self.line.editingFinished.connect(lambda: self.line.setCursorPosition(0))
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setLayout(layout)
        self.setFocusProxy(self.line)

    def set_raw(self, raw: Any, labels: Mapping[str, str]) -> None:
        """Shows a record by its title; a text that is no record stays as typed."""
        self._id = raw or None
        self.line.setText(labels.get(str(raw), str(raw)) if raw else "")
        self.line.setCursorPosition(0)

    def _pick(self, choice: Choice) -> None:
        if self._create is not None and choice.id.startswith(NEW):
            self.line.setText(choice.label)
            self._create(choice, self._pick)
            return
        self._id = choice.id
        self.line.setText(choice.label)
        self.edited.emit(choice.id, {choice.id: choice.label})

    def _typed(self, text: str) -> None:
        self._id = text.strip() or None
        self.edited.emit(self._id, {})

    def _leave(self) -> None:
        choice = self.line.exact()
        if choice is not None and self._id == self.line.text().strip():
            self._pick(choice)
        self.left.emit()


class Chip(QFrame):
    """A chosen record with a button to leave it out."""

    removed = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        self.text = QLabel(text)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        shown = self.text.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 260)
        self.text.setText(shown)
        self.text.setToolTip(text)
        cross = tool("close", self.removed.emit, size=14)
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        name_tool(cross, _("Remove {name}").format(name=text))
        self.setLayout(line(self.text, cross, spacing=4))
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(10, 2, 6, 2)


class PickMany(QFrame):
    """Several records or codes as chips.  Backspace in the empty line takes the last one out."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, ask: Ask, create: Create | None = None) -> None:
        super().__init__()
        self._create = create
        self.setProperty("role", "chips")
        self._ids: list[str] = []
        self._labels: dict[str, str] = {}
        self._chips: list[Chip] = []
        self.line = TypeAhead(ask)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.setMinimumWidth(60)
        self.line.setFrame(False)
        self.line.picked.connect(self._pick)
        self.line.erase.connect(self._erase)
        self.line.textEdited.connect(lambda _text: self._tell())
        self.line.left.connect(self._leave)
        self.line.installEventFilter(self)
        self._flow = Flow(4)
        self._flow.setContentsMargins(5, 4, 5, 4)
        self._flow.addWidget(self.line)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.line)

    def set_raw(self, raw: Any, labels: Mapping[str, str]) -> None:
        """Shows records by title; a text that is none stays in the line."""
        self._labels.update(labels)
        self._ids = [one for one in raw or () if one in self._labels]
        self.line.setText(" ".join(one for one in raw or () if one not in self._labels))
        self._draw()

    def ids(self) -> list[str]:
        """What is chosen."""
        return list(self._ids)

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        if event.type() in (event.Type.FocusIn, event.Type.FocusOut):
            theme.restyle(self, active="yes" if event.type() == event.Type.FocusIn else "no")
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _pick(self, choice: Choice) -> None:
        QTimer.singleShot(0, self.line, self.line.clear)
        self.line.setText("")
        if self._create is not None and choice.id.startswith(NEW):
            self._create(choice, self._pick)
            return
        self._labels[choice.id] = choice.label
        if choice.id not in self._ids:
            self._ids.append(choice.id)
            self._draw()
        self._tell()

    def _erase(self) -> None:
        if self._ids:
            self._ids.pop()
            self._draw()
            self._tell()

    def _drop(self, id: str) -> None:
        if id in self._ids:
            self._ids.remove(id)
            self._draw()
            self._tell()

    def _leave(self) -> None:
        if (choice := self.line.exact()) is not None:
            self._pick(choice)
        self.left.emit()

    def _tell(self) -> None:
        rest = self.line.text().strip()
        self.edited.emit([*self._ids, rest] if rest else list(self._ids), {i: self._labels[i] for i in self._ids})

    def _draw(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for at, id in enumerate(self._ids):
            chip = Chip(self._labels[id])
            chip.removed.connect(lambda id=id: self._drop(id))
            self._flow.insert(at, chip)
            self._chips.append(chip)
            chip.show()
        names = ", ".join(self._labels[id] for id in self._ids)
        self.line.setAccessibleDescription(_("Chosen: {names}").format(names=names) if names else "")
        self._fit()

    def _fit(self) -> None:
        self._flow.invalidate()
        height = max(self._flow.heightForWidth(self.width()), 34)
        if self.minimumHeight() != height:
            self.setMinimumHeight(height)
            self.setMaximumHeight(height)
