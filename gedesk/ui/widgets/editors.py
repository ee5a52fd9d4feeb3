"""Editors by the type of a field, and the box around each: label, hint, problem, conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gedesk.domain.fields import FieldSpec, Sensitivity, Type
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.presenters import dates, words
from gedesk.presenters.exchange import by_line
from gedesk.services.views import Choice, Conflict
from gedesk.ui import theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Elided, column, frame, label, line, push
from gedesk.ui.widgets.focus import steady
from gedesk.ui.widgets.grid import ParticipantsEditor
from gedesk.ui.widgets.parts import Select
from gedesk.ui.widgets.pick import Ask, Create, PickMany, PickOne

Labels = Mapping[str, str]
Terms = Callable[[], Sequence[tuple[str, str]]]  # codes and what they are called


class Line(QLineEdit):
    """One line of text, a number or a date."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, *, number: bool = False) -> None:
        super().__init__()
        self.textEdited.connect(lambda text: self.edited.emit(text, {}))
        self.editingFinished.connect(self.left)
        if number:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def set_raw(self, raw: Any, _labels: Labels) -> None:
        """Shows a text; the cursor stays where it is if nothing changes."""
        if self.text() != str(raw or ""):
            self.setText(str(raw or ""))
            self.setCursorPosition(0)


class Paragraphs(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(84)
        self.textChanged.connect(lambda: self.edited.emit(self.toPlainText(), {}))

    def set_raw(self, raw: Any, _labels: Labels) -> None:
        """Shows a text."""
        if self.toPlainText() != str(raw or ""):
            self.blockSignals(True)
            self.setPlainText(str(raw or ""))
            self.blockSignals(False)


class CodeBox(Select):
    """One code of a closed list, or none if it may be `empty`."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, terms: Callable[[], Sequence[tuple[object, str]]], *, empty: bool = True) -> None:
        super().__init__()
        self._terms = terms
        self._empty = empty
        self._raw: Any = None
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.retranslate()
        self.activated.connect(lambda at: self._picked(at))

    def retranslate(self) -> None:
        """Labels in another language."""
        self.clear()
        if self._empty:
            self.addItem("—", None)
        for code, text in self._terms():
            self.addItem(text, code)
        self.set_raw(self._raw, {})

    def set_raw(self, raw: Any, _labels: Labels) -> None:
        """Shows a code; one that this version does not know as it is."""
        self._raw = raw
        at = next((n for n in range(self.count()) if self.itemData(n) == raw), -1)
        if at < 0 and raw is not None:
            self.addItem(str(raw), raw)
            at = self.count() - 1
        self.setCurrentIndex(max(at, 0))

    def _picked(self, at: int) -> None:
        self._raw = self.itemData(at)
        self.edited.emit(self._raw, {})


class Counts(QWidget):
    """A short table of counts by one list of codes."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self._terms = terms
        self._lines: dict[str, QLineEdit] = {}
        self._labels = {}
        self._cells: dict[str, int] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        half = (len(terms()) + 1) // 2
        for at, (code, text) in enumerate(terms()):
            edit = QLineEdit()
            edit.setFixedWidth(76)
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            edit.textEdited.connect(lambda typed, code=code: self._typed(code, typed))
            self._lines[code] = edit
            self._labels[code] = label(text, wrap=True)
            self._labels[code].setBuddy(edit)
            row, side = at % half, 2 * (at // half)
            grid.addWidget(self._labels[code], row, side)
            grid.addWidget(edit, row, side + 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self.setLayout(grid)
        self.setFocusProxy(next(iter(self._lines.values())))
        self.retranslate()

    def set_raw(self, raw: Any, _labels: Labels) -> None:
        """Shows counts."""
        self._cells = dict(raw or {})
        for code, edit in self._lines.items():
            edit.setText(words.number(self._cells.get(code)))

    def retranslate(self) -> None:
        """Labels in another language."""
        for code, text in self._terms():
            self._labels[code].setText(text)
            self._lines[code].setAccessibleName(text)

    def _typed(self, code: str, text: str) -> None:
        number = words.parse_number(text)
        theme.restyle(self._lines[code], bad="yes" if text.strip() and not isinstance(number, int) else "no")
        if isinstance(number, int) and number >= 0:
            self._cells[code] = number
        elif not text.strip():
            self._cells.pop(code, None)
        self.edited.emit(dict(self._cells), {})


def make(spec: FieldSpec, ask: Ask, terms: Terms, create: Create | None = None) -> QWidget:
    """The editor of a field.  All have `edited(raw, labels)`, `left()` and `set_raw(raw, labels)`."""
    match spec.type:
        case Type.LONG_TEXT:
            return Paragraphs()
        case Type.INTEGER | Type.NUMBER:
            return Line(number=True)
        case Type.CODE:
            return CodeBox(terms)
        case Type.YES_NO:
            return CodeBox(lambda: [(True, _("Yes")), (False, _("No"))])
        case Type.LINK:
            return PickOne(ask, create)
        case Type.LINKS | Type.CODES:
            return PickMany(ask, create)
        case Type.COUNTS if len(spec.dims) == 3:
            return ParticipantsEditor()
        case Type.COUNTS:
            return Counts(terms)
    return Line()


class FieldBox(QWidget):
    """A field of a form: its label, an editor, what is wrong with it, and values that contend for it."""

    focused = Signal(str)
    decide = Signal(object)

    def __init__(self, spec: FieldSpec, editor: QWidget, *, heading: bool = True) -> None:
        super().__init__()
        self.spec = spec
        self.editor = editor
        self._label = label(role="label", wrap=True)
        self._label.setBuddy(self._focusable()[0])
        if not heading:
            self._label.hide()
        self._hint: Elided | None = None  # as the problem made with the first: a form has thirty fields
        self._problem: QLabel | None = None
        self._contended = QVBoxLayout()
        self._contended.setSpacing(Space.XS)
        self._top = line(self._label, Space.S)
        self._restricted = None
        if spec.sensitivity is Sensitivity.RESTRICTED:
            self._restricted = label(role="pill", tone="warning")
            self._top.addWidget(self._restricted)
            self._top.addStretch(1)
        self.setLayout(column(self._top, editor, self._contended, spacing=Space.XS))
        layout = cast(QVBoxLayout, self.layout())
        layout.addStretch(1)
        for widget in self._focusable():
            widget.installEventFilter(self)
        self.retranslate()

    def join(self, edited: Callable[[str, Any, Any], None], left: Callable[[str], None]) -> None:
        """Tells what the editor holds, and when the cursor leaves it."""
        name = self.spec.name
        editor = cast(Any, self.editor)
        editor.edited.connect(lambda raw, labels: edited(name, raw, labels))
        editor.left.connect(lambda: left(name))

    def set_raw(self, raw: Any, labels: Labels) -> None:
        """Fills the editor."""
        cast(Any, self.editor).set_raw(raw, labels)

    def take_focus(self) -> None:
        """Puts the cursor into the editor."""
        self._focusable()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def problem(self, text: str) -> None:
        """Says what is wrong; "" clears it."""
        if text and self._problem is None:
            self._problem = label(role="caption", tone="danger", wrap=True)
            cast(QVBoxLayout, self.layout()).insertWidget(2, self._problem)
        if self._problem is not None:
            self._problem.setText(text)
            self._problem.setVisible(bool(text))
        for widget in (self.editor, *self._focusable()):
            theme.restyle(widget, bad="yes" if text else "no")
            widget.setAccessibleDescription(text or self._about())

    def _about(self) -> str:
        said = self._restricted.text() if self._restricted is not None else ""
        return ". ".join(part for part in (said, self.spec.help_text) if part)

    def hint(self, text: str, tone: str) -> None:
        """Says how an entry was understood."""
        if text and self._hint is None:
            self._hint = Elided(role="caption")
            self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._top.addWidget(self._hint, 9)  # beside a pill it takes what is left
        if self._hint is not None:
            self._hint.setText(text)
            self._hint.setToolTip(text)
            theme.restyle(self._hint, tone=tone)

    def conflict(self, found: Conflict | None) -> None:
        """Shows the values that contend for this field, and the way to decide."""
        with steady(self, lambda: self._focusable()[0]):
            while (item := self._contended.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.hide()
                    old.deleteLater()
            if found is not None:
                self._contended.addWidget(self._conflict_note(found))

    def retranslate(self) -> None:
        """In another language."""
        text = self.spec.label
        self._label.setText(f"{text} *" if self.spec.required else text)
        self._label.setToolTip(self.spec.help_text)
        if self._restricted is not None:
            self._restricted.setText(vocabulary("sensitivity").label("restricted"))
        for widget in self._focusable():
            widget.setAccessibleName(_("{label}, needed").format(label=text) if self.spec.required else text)
            if self._problem is None or not self._problem.isVisible():
                widget.setAccessibleDescription(self._about())
        if hasattr(self.editor, "retranslate"):
            self.editor.retranslate()
        if self.spec.type is Type.DATE and isinstance(self.editor, QLineEdit):
            self.editor.setPlaceholderText(dates.example())
        elif self.spec.type is Type.DATETIME and isinstance(self.editor, QLineEdit):
            self.editor.setPlaceholderText(dates.example_moment())
        elif isinstance(self.editor, PickOne | PickMany):
            self.editor.line.setPlaceholderText(_("Type to search…"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.focused.emit(self.spec.name)
        elif event.type() is QEvent.Type.FocusOut and isinstance(self.editor, Paragraphs):
            self.editor.left.emit()
        return super().eventFilter(watched, event)

    def _focusable(self) -> list[QWidget]:
        editor = self.editor
        if isinstance(editor, PickOne | PickMany):
            return [editor.line]
        return [editor.table] if isinstance(editor, ParticipantsEditor) else [editor]

    def _conflict_note(self, found: Conflict) -> QFrame:
        note = frame("note", QVBoxLayout(), margin=Space.S, spacing=2)
        note.setProperty("tone", "warning")
        inside = cast(QVBoxLayout, note.layout())
        button = push(_("Decide…"), "link", on_click=lambda: self.decide.emit(found))
        button.setAccessibleName(_("Decide {field}").format(field=found.field_label))
        top = line(spacing=Space.S)
        words_ = _("{n} values, none decided yet").format(n=len(found.values))
        top.addWidget(label(words_, "label", tone="warning", wrap=True), 1)
        top.addWidget(button)
        inside.addLayout(top)
        for value in found.values:
            inside.addWidget(label(value.shown, wrap=True))
            inside.addWidget(label(by_line(value), "caption", wrap=True))
        return note


def code_choices(terms: Sequence[tuple[str, str]], text: str) -> list[Choice]:
    """Codes whose label contains what was typed."""
    wanted = text.casefold().strip()
    return [Choice(code, shown) for code, shown in terms if wanted in shown.casefold()]
