"""A meeting while it takes place: topics, minutes, decisions and actions, attendance, side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.drafts import Drafts
from gedesk.presenters.sitting import MeetingPresenter, carried_note, code
from gedesk.services.governance_views import (
    ActionRow,
    AgendaView,
    AttendanceView,
    Carried,
    DecisionRow,
    MeetingView,
)
from gedesk.services.protocols import Services
from gedesk.ui import theme
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Elided, clear, column, label, line, name_tool, push
from gedesk.ui.widgets.editors import CodeBox
from gedesk.ui.widgets.tables import Table

KEEP_AFTER = 700  # milliseconds without a key
STATUS_KEYS = {Qt.Key.Key_P: "present", Qt.Key.Key_A: "absent", Qt.Key.Key_O: "apology", Qt.Key.Key_L: "alternate"}
TONES = {"present": "success", "alternate": "success", "absent": "danger", "apology": "warning"}


class Minutes(QPlainTextEdit):
    """Text that is saved when one leaves it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Attendance(Table):
    """Who is there, one key each: P present, A absent, O apology, L alternate; Space turns present on and off."""

    def __init__(self, model: RowsModel[AttendanceView], mark: Callable[[int, str], None]) -> None:
        super().__init__(model, (5, -124), pills=(1,))
        self._mark = mark

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        status = STATUS_KEYS.get(Qt.Key(event.key())) if event.key() != Qt.Key.Key_Space else "toggle"
        if row >= 0 and status and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._mark(row, status)
            return
        super().keyPressEvent(event)


class MeetingPanel(QWidget):
    """The first part of a meeting's page."""

    wanted = Signal(str, str)
    begun = Signal(str, str)

    def __init__(self, services: Services, jobs: Jobs, notifier: Notifier, drafts: Drafts) -> None:
        super().__init__()
        self.presenter = MeetingPresenter(services, self, jobs, notifier, drafts)
        self._view: MeetingView | None = None
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_AFTER)
        self._keep.timeout.connect(self.presenter.keep)

        self._detail, self._state, self._quorum = Elided(role="muted"), label(role="pill"), label(role="pill")
        self._advance = push(on_click=self.presenter.advance)
        top = line(self._detail, self._quorum, self._state, self._advance, spacing=Space.S)
        top.setStretch(0, 1)

        self._topics_title = label(role="subtitle")
        self.topics = QListWidget()
        self.topics.setWordWrap(True)
        self.topics.currentItemChanged.connect(self._topic_chosen)
        self.new_topic = QLineEdit()
        self.new_topic.returnPressed.connect(self._add_topic)
        self._carried_title = label(role="label")
        self._carried = column(spacing=Space.XS)
        left = self._side(self._topics_title, self.topics, self.new_topic, self._carried_title)
        left[1].addLayout(self._carried)

        self._minutes_title = label(role="subtitle", wrap=True)
        self._closed = push(kind="link", on_click=self._close_topic)
        head = line(self._minutes_title, self._closed, spacing=Space.S)
        head.setStretch(0, 1)
        self.minutes = Minutes()
        self.minutes.setTabChangesFocus(True)
        self.minutes.textChanged.connect(self._minutes_typed)
        self.minutes.left.connect(self._minutes_left)
        self.decision_type = CodeBox(lambda: [(one, code("decision_type", one)) for one in vocabulary("decision_type").codes])
        self.decision_type.set_raw("approval", {})
        self.new_decision, self.new_action = QLineEdit(), QLineEdit()
        self.new_decision.returnPressed.connect(self._decide)
        self.new_action.returnPressed.connect(self._act)
        self._outcome = column(spacing=Space.XS)
        holder = QWidget()
        holder.setProperty("role", "plain")
        holder.setLayout(column(self._outcome, None))
        self._outcomes = QScrollArea()
        self._outcomes.setWidgetResizable(True)
        self._outcomes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._outcomes.setWidget(holder)
        entry = QHBoxLayout()
        entry.setSpacing(Space.S)
        entry.addWidget(self.new_decision, 3)
        entry.addWidget(self.decision_type, 1)
        middle = QWidget()
        box = column(head, self.minutes, entry, self.new_action, self._outcomes, spacing=Space.S)
        box.setStretch(1, 3)
        box.setStretch(4, 2)
        middle.setLayout(box)

        self._there_title = label(role="subtitle")
        self._people = RowsModel[AttendanceView](
            [
                Column(lambda: _("Name"), lambda one: one.name),
                Column(lambda: _("There"), lambda one: code("attendance_status", one.status) or "—",
                       tone=lambda one: TONES.get(one.status, "")),
            ],
            self,
        )  # fmt: skip
        self.people = Attendance(self._people, self._mark)
        self.people.selectionModel().currentRowChanged.connect(lambda *_which: self._say_reason())
        self._reason_title = label(role="label")
        self.reason = CodeBox(lambda: [(one, code("absence_reason", one)) for one in vocabulary("absence_reason").codes])
        self.reason.edited.connect(lambda raw, _labels: self._set_reason(raw))
        self.new_guest = QLineEdit()
        self.new_guest.returnPressed.connect(self._add_guest)
        self._keys = label(role="caption", wrap=True)
        right = self._side(self._there_title, self.people, self._keys, self._reason_title, self.reason, self.new_guest)

        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(Space.M)
        for part in (left[0], middle, right[0]):
            parts.addWidget(part)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 5)
        parts.setStretchFactor(2, 3)
        whole = column(top, parts, spacing=Space.M, margin=Space.L)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        QShortcut(QKeySequence("Ctrl+D"), self, self.new_decision.setFocus, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("Ctrl+J"), self, self.new_action.setFocus, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retranslate()

    def _side(self, title: QLabel, *parts: QWidget) -> tuple[QWidget, QVBoxLayout]:
        made = QWidget()
        box = column(title, *parts, spacing=Space.S)
        box.setStretch(1, 1)
        made.setLayout(box)
        made.setMinimumWidth(190)
        return made, box

    # -- the form's calls ----------------------------------------------------------------------------------------

    def open(self, id: str) -> None:
        """Another meeting."""
        self.presenter.open(id)

    def reload(self) -> None:
        """Something of the meeting changed."""
        self.presenter.reload()

    def keep(self, *, at_once: bool = False) -> None:
        """The page is left, or the program ends."""
        self._keep.stop()
        if at_once:
            self.presenter.keep(at_once=True)
        else:
            self.presenter.save_minutes()

    def take_focus(self) -> None:
        """To the topics, or to the line that makes the first."""
        (self.topics if self.topics.count() > 1 else self.new_topic).setFocus()

    # -- presenters.sitting.MeetingPanelView ---------------------------------------------------------------------

    def show_meeting(self, view: MeetingView) -> None:
        """The meeting as it is saved."""
        self._view = view
        self._detail.setText(self.presenter.detail())
        state = view.row.minutes_state or "draft"
        self._state.setText(_("Minutes: {state}").format(state=code("minutes_state", state).lower()))
        theme.restyle(self._state, tone={"circulated": "accent", "approved": "success"}.get(state, "neutral"))
        text, tone = self.presenter.quorum()
        self._quorum.setText(text)
        theme.restyle(self._quorum, tone=tone)
        after = self.presenter.next_state()
        self._advance.setVisible(bool(after))
        self._advance.setText({"circulated": _("Circulate the minutes"), "approved": _("Approve the minutes")}.get(after, ""))
        self._fill_topics(view)
        chosen = self.people.current_row()
        self._people.set_items(view.attendance)
        if view.attendance:
            self.people.choose(max(0, min(chosen, len(view.attendance) - 1)))
        self._fill_carried(view)
        self._fill_outcomes()
        self._say_reason()

    def show_minutes(self, text: str) -> None:
        """The minutes of the chosen topic."""
        self.minutes.blockSignals(True)
        self.minutes.setPlainText(text)
        self.minutes.blockSignals(False)
        self._fill_outcomes()

    # -- topics --------------------------------------------------------------------------------------------------

    def _fill_topics(self, view: MeetingView) -> None:
        self.topics.blockSignals(True)
        self.topics.clear()
        whole = QListWidgetItem(_("The meeting as a whole"))
        whole.setData(Qt.ItemDataRole.UserRole, "")
        self.topics.addItem(whole)
        for at, one in enumerate(view.agenda, 1):
            item = QListWidgetItem(f"{at}  {one.title}" + (f"  ✓ {_('closed')}" if one.closed else ""))
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.topics.addItem(item)
        self._mark_topic()
        self.topics.blockSignals(False)

    def _mark_topic(self) -> None:
        for at in range(self.topics.count()):
            if self.topics.item(at).data(Qt.ItemDataRole.UserRole) == self.presenter.topic:
                self.topics.setCurrentRow(at)

    def _topic_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.presenter.choose(str(item.data(Qt.ItemDataRole.UserRole) or ""))

    def _add_topic(self) -> None:
        self.presenter.add_topic(self.new_topic.text())
        self.new_topic.clear()

    def _close_topic(self) -> None:
        topic = self._topic()
        if topic is not None:
            self.presenter.close_topic(topic.id, not topic.closed)

    def _topic(self) -> AgendaView | None:
        agenda = self._view.agenda if self._view is not None else ()
        return next((one for one in agenda if one.id == self.presenter.topic), None)

    def _fill_carried(self, view: MeetingView) -> None:
        clear(self._carried)
        self._carried_title.setVisible(bool(view.carried))
        for one in view.carried[:6]:
            take = push(one.record.title, "link", icon="plus")
            take.clicked.connect(partial(self._take, one))
            note = carried_note(one)
            name_tool(take, _("Put on the agenda: {title} ({note})").format(title=one.record.title, note=note))
            self._carried.addLayout(line(take, None))
            self._carried.addWidget(label(note, "caption", wrap=True))

    def _take(self, one: Carried, _checked: bool = False) -> None:
        self.presenter.take_over(one)

    # -- minutes, decisions, actions -----------------------------------------------------------------------------

    def _minutes_typed(self) -> None:
        self.presenter.typed(self.minutes.toPlainText())
        self._keep.start()

    def _minutes_left(self) -> None:
        self._keep.stop()
        self.presenter.save_minutes()

    def _decide(self) -> None:
        self.presenter.decide(self.new_decision.text(), str(self.decision_type.currentData() or "approval"))
        self.new_decision.clear()

    def _act(self) -> None:
        self.presenter.act(self.new_action.text())
        self.new_action.clear()

    def _fill_outcomes(self) -> None:
        clear(self._outcome)
        topic = self._topic()
        self._minutes_title.setText(topic.title if topic is not None else _("The meeting as a whole"))
        self._closed.setVisible(topic is not None)
        self._closed.setText(_("Reopen") if topic is not None and topic.closed else _("Close this topic"))
        if self._view is None:
            return
        for decision in self._view.decisions:
            self._outcome.addLayout(self._outcome_line(decision))
        for action in self._view.actions:
            self._outcome.addLayout(self._outcome_line(action))
        if not self._view.decisions and not self._view.actions:
            self._outcome.addWidget(label(_("Decisions and actions of the meeting will be listed here."), "muted", wrap=True))

    def _outcome_line(self, one: DecisionRow | ActionRow) -> QHBoxLayout:
        decision = isinstance(one, DecisionRow)
        kind = "decision" if decision else "action_item"
        text = f"{one.number}  {one.title}" if isinstance(one, DecisionRow) else one.title
        button = push(text, "link")
        button.clicked.connect(lambda _checked=False: self.wanted.emit(kind, one.id))
        state = code("decision_state" if decision else "action_state", one.state)
        return line(label(_("Decision") if decision else _("Action"), "caption"), button, None, label(state, "pill"), spacing=Space.S)

    # -- attendance ----------------------------------------------------------------------------------------------

    def _person(self) -> AttendanceView | None:
        row = self.people.current_row()
        return self._view.attendance[row] if self._view is not None and 0 <= row < len(self._view.attendance) else None

    def _mark(self, row: int, status: str) -> None:
        if self._view is None:
            return
        who = self._view.attendance[row]
        if status == "toggle":
            status = "absent" if who.status == "present" else "present"
        self.presenter.attend(who, status)

    def _set_reason(self, raw: object) -> None:
        if (who := self._person()) is not None:
            self.presenter.attend(who, who.status or "absent", str(raw or ""))

    def _say_reason(self) -> None:
        who = self._person()
        self.reason.set_raw(who.reason or None if who is not None else None, {})
        self.reason.setEnabled(who is not None and who.status in ("absent", "apology"))

    def _add_guest(self) -> None:
        self.presenter.add_guest(self.new_guest.text())
        self.new_guest.clear()

    # -- words ---------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._topics_title.setText(_("Agenda"))
        self._carried_title.setText(_("From before"))
        self._there_title.setText(_("Attendance"))
        self._reason_title.setText(_("Why not there"))
        self._keys.setText(_("P present, A absent, O apology, L alternate"))
        for edit, text in (
            (self.new_topic, _("New topic, then Enter")),
            (self.new_decision, _("Decision, then Enter (Ctrl+D)")),
            (self.new_action, _("Action, then Enter (Ctrl+J)")),
            (self.new_guest, _("Somebody else who came, then Enter")),
        ):
            edit.setPlaceholderText(text)
            edit.setAccessibleName(text)
        self.minutes.setPlaceholderText(_("Minutes of this topic. They are saved as you go on."))
        self.minutes.setAccessibleName(_("Minutes"))
        self.topics.setAccessibleName(_("Agenda"))
        self.people.setAccessibleName(_("Attendance"))
        self.reason.setAccessibleName(_("Why not there"))
        self.decision_type.setAccessibleName(_("Kind of decision"))
        self.reason.retranslate()
        self.decision_type.retranslate()
        self._people.retranslate()
        if self._view is not None:
            self.show_meeting(self._view)



