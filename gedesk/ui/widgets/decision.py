"""One conflict: its values side by side, and ways to decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gedesk import i18n
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.exchange import by_line, can_type, is_long
from gedesk.services.views import Conflict, ConflictValue
from gedesk.ui import theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import clear, column, frame, label, line, push
from gedesk.ui.widgets.parts import Select, flow


class DecisionPanel(QWidget):
    """One conflict: its values side by side, or another value, and a reason."""

    keep = Signal(str, str)
    replace = Signal(str, str)
    decide_all = Signal(str, str)  # a rule, a reason
    show_record = Signal(str, str)  # kind and id of the record that a conflict is about

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.conflict: Conflict | None = None
        self._shown: tuple[Conflict | None, str] = (None, "")
        self._what = label(role="subtitle", wrap=True)
        self._where = label(role="caption", wrap=True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Space.M)
        self._reason_label, self.reason = label(role="label"), QLineEdit()
        self._reason_label.setBuddy(self.reason)
        self.record = push(kind="link", icon="file", on_click=self._open_record)
        self._other_label, self.other, self.long = label(role="label"), QLineEdit(), QPlainTextEdit()
        self.long.setTabChangesFocus(True)
        self.long.setMinimumHeight(theme.px(96))
        self.use_other = push(on_click=lambda: self.replace.emit(self._typed(), self.reason.text()))
        self.other.textChanged.connect(self._say_other)
        self.long.textChanged.connect(self._say_other)
        self._other_box = QWidget()
        row = line(spacing=Space.S)
        row.addLayout(column(self.other, self.long), 1)
        row.addWidget(self.use_other, 0, Qt.AlignmentFlag.AlignTop)
        self._other_box.setLayout(column(self._other_label, row, spacing=Space.XS))
        self._rule_label, self.rule = label(role="label", wrap=True), Select()
        self._rule_label.setBuddy(self.rule)
        self.use_rule = push(on_click=lambda: self.decide_all.emit(self.rule.currentData(), self.reason.text()))
        self._rule_box = QWidget()
        rules = line(spacing=Space.S)
        rules.addWidget(self.rule, 1)
        rules.addWidget(self.use_rule)
        self._rule_box.setLayout(column(self._rule_label, rules, spacing=Space.XS))
        self._rule_box.hide()
        box = column(
            self._what,
            self._where,
            line(self.record, None),
            column(self._reason_label, self.reason, spacing=Space.XS),
            self._cards,
            self._other_box,
            self._rule_box,
            None,
            spacing=Space.M,
        )
        box.setContentsMargins(Space.M, 0, Space.S, 0)
        self.setLayout(box)
        self.retranslate()
        self.show_conflict(None)

    def show_conflict(self, conflict: Conflict | None) -> None:
        """Another conflict; the reason typed for one is not used for the next."""
        if conflict is None or self.conflict is None or conflict.id != self.conflict.id:
            self._empty()
        if conflict is not None and (conflict, i18n.current()) == self._shown:
            return  # its cards stay, and so does the focus
        self.conflict, self._shown = conflict, (conflict, i18n.current())
        self.setVisible(conflict is not None)
        clear(self._cards)
        if conflict is None:
            return
        self._what.setText(f"{conflict.field_label}: {conflict.title}")
        self._where.setText(
            _("{kind}. Until somebody decides, every site shows the same value provisionally.").format(kind=conflict.kind_label)
        )
        self._other_box.setVisible(can_type(conflict))
        self.long.setVisible(is_long(conflict))
        self.other.setVisible(not is_long(conflict))
        self._other_label.setBuddy(self.long if is_long(conflict) else self.other)
        self._say_other()
        cards = [self._card(value) for value in conflict.values]
        for at in range(0, len(cards), 2):
            row = line(*cards[at : at + 2], spacing=Space.M)
            for place in range(row.count()):
                row.setStretch(place, 1)
            self._cards.addLayout(row)
        before: QWidget = self.reason
        for button in (*(one for card in cards for one in card.findChildren(QPushButton)), self.other, self.long, self.use_other, self.record):
            QWidget.setTabOrder(before, button)
            before = button

    def show_rules(self, count: int, policies: Sequence[tuple[str, str]]) -> None:
        """How many conflicts are like this one, and rules that decide all of them at once."""
        self._rule_box.setVisible(count > 1)
        kept = self.rule.currentData()
        self.rule.clear()
        for policy, text in policies:
            self.rule.addItem(text, policy)
        self.rule.setCurrentIndex(max(0, self.rule.findData(kept)))
        text = ngettext("Decide {n} conflict of this field by a rule", "Decide all {n} conflicts of this field by a rule", count)
        self._rule_label.setText(text.format(n=words.number(count)))

    def forget(self, conflict: str) -> None:
        """A conflict is decided."""
        if self.conflict is not None and self.conflict.id == conflict:
            self._empty()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._reason_label.setText(_("Reason"))
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("e.g. confirmed by phone with the district"))
        self.record.setText(_("Open the record"))
        self._other_label.setText(_("Another value"))
        self.other.setAccessibleName(_("Another value"))
        self.long.setAccessibleName(_("Another value"))
        self.use_other.setText(_("Use this value"))
        self.rule.setAccessibleName(_("Rule"))
        self.use_rule.setText(_("Decide all"))
        self.show_conflict(self.conflict)

    def _empty(self) -> None:
        self.reason.setText("")  # unlike `clear`, without a way for Ctrl+Z to bring it back under another conflict
        self.other.setText("")
        self.long.setPlainText("")

    def _typed(self) -> str:
        return self.long.toPlainText() if self.conflict is not None and is_long(self.conflict) else self.other.text()

    def _say_other(self) -> None:
        self.use_other.setEnabled(bool(self._typed().strip()))

    def _open_record(self) -> None:
        if self.conflict is not None:
            self.show_record.emit(self.conflict.kind, self.conflict.record)

    def _change(self, value: ConflictValue) -> None:
        """A value to write on with, under the cards."""
        if self.conflict is not None and is_long(self.conflict):
            self.long.setPlainText(value.shown)
            self.long.setFocus()
        else:
            self.other.setText(value.shown)
            self.other.setFocus()

    def _card(self, value: ConflictValue) -> QFrame:
        button = push(_("Keep this"), "primary", on_click=lambda: self.keep.emit(value.id, self.reason.text()))
        button.setAccessibleName(_("Keep {value}").format(value=value.shown))
        author = label(value.stamp.author, "label", wrap=True)
        where = " · ".join(part for part in (value.stamp.site, words.moment(value.stamp.when)) if part)
        box = column(label(value.shown, "value", wrap=True), author, label(where, "caption", wrap=True), spacing=Space.XS)
        if value.provisional:
            box.addLayout(line(label(_("shown now"), "pill", tone="accent"), None))
        box.addStretch(1)
        box.addSpacing(Space.XS)
        buttons = [button]
        if self.conflict is not None and can_type(self.conflict):
            change = push(_("Change it…"), "link", on_click=lambda: self._change(value))
            change.setAccessibleName(_("Change {value}").format(value=value.shown))
            buttons.append(change)
        box.addLayout(flow(*buttons))
        card = frame("card", box, margin=Space.M, spacing=Space.XS)
        card.setAccessibleName(f"{value.shown}, {by_line(value)}")
        return card
