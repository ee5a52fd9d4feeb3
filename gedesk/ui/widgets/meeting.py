"""A meeting while it takes place: agenda beside minutes, decisions and actions, attendance with the quorum."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.presenters import dates
from gedesk.presenters import meeting as said
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.committees import action_words, begin_meeting, decision_words, due_words, owner_words
from gedesk.presenters.drafts import Drafts
from gedesk.presenters.meeting import ACTION, ATTENDANCE_TONES, DECISION, STATE_TONES, MeetingPresenter
from gedesk.presenters.overviews import PAPER
from gedesk.services.governance_views import (
    ActionRow,
    AgendaView,
    AttendanceView,
    Carried,
    DecisionRow,
    MeetingView,
)
from gedesk.services.protocols import Services
from gedesk.ui import files, theme
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Elided, column, label, line, name_tool, push, tool
from gedesk.ui.widgets.editors import CodeBox
from gedesk.ui.widgets.parts import Parting, Roomy, flow
from gedesk.ui.widgets.pick import PickOne
from gedesk.ui.widgets.tables import ROW, Table
from gedesk.ui.widgets.tabs import Tabs

NARROW = 940
LEAST = 340  # pixels of height that agenda and minutes need
KEEP_AFTER = 700  # milliseconds without a key
STATUS_KEYS = {
    Qt.Key.Key_P: ("present", ""), Qt.Key.Key_Space: ("present", ""), Qt.Key.Key_R: ("present", "remote"),
    Qt.Key.Key_O: ("apology", ""), Qt.Key.Key_A: ("absent", ""),
}  # fmt: skip
Outcome = DecisionRow | ActionRow


class Minutes(QPlainTextEdit):
    """Text that is saved when one leaves it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class Keyed(Table):
    """A table in which some keys do something to the row under the cursor."""

    def __init__(
        self, model: RowsModel[AttendanceView] | RowsModel[AgendaView], shares: Sequence[int], pills: Sequence[int],
        on_key: Callable[[QKeyEvent, int], bool], *, lines: int = 1,
    ) -> None:  # fmt: skip
        self._lines = lines
        super().__init__(model, shares, pills=pills)
        self.setWordWrap(lines > 1)
        self._on_key = on_key

    def _fit(self) -> None:
        super()._fit()
        if self._lines > 1:
            self.verticalHeader().setDefaultSectionSize(theme.px(ROW + 18 * (self._lines - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.current_row() >= 0 and self._on_key(event, self.current_row()):
            return
        super().keyPressEvent(event)


class NewLine(QFrame):
    """The line in which a decision or an action is typed: Enter saves it, Esc puts it away."""

    def __init__(self, presenter: MeetingPresenter, on_typed: Callable[[], None]) -> None:
        super().__init__()
        self._presenter = presenter
        self._kind = ""
        self.setProperty("role", "note")
        self._what = label(role="label")
        self.text = QLineEdit()
        self.text.setMaxLength(500)
        self.text.textEdited.connect(presenter.line_typed)
        self.text.textEdited.connect(lambda _text: on_typed())
        self.owner = PickOne(presenter.people)
        self.owner.edited.connect(self._picked)
        self._owner = ""
        self.due = QLineEdit()
        self.due.setFixedWidth(theme.px(112))
        for edit in (self.text, self.due):
            edit.returnPressed.connect(self.save)
        self._save, self._close = push(kind="primary", on_click=self.save), tool("close", presenter.give_up_line, size=16)
        self._problem = label(role="caption", tone="danger", wrap=True)
        under = QHBoxLayout()
        under.setSpacing(Space.S)
        under.addWidget(self.owner, 1)
        under.addWidget(self.due)
        under.addStretch(0)
        under.addWidget(self._save)
        first = line(self._what, self.text, self._close, spacing=Space.S)
        first.setStretch(1, 1)
        self.setLayout(column(first, under, self._problem, spacing=Space.XS, margin=Space.S))
        self.hide()

    def begin(self, kind: str, text: str) -> None:
        """A decision or an action, with the cursor in it."""
        self._kind, self._owner = kind, ""
        self.text.setText(text)
        self.owner.set_raw(None, {})
        self.due.clear()
        self.owner.setVisible(kind == ACTION)
        theme.restyle(self, tone="primary" if kind == DECISION else "accent")
        self.retranslate()
        self.show()
        self.text.setFocus()

    def number(self, number: str) -> None:
        """The number the decision will take."""
        if self._kind == DECISION:
            self._what.setText(_("Decision {number}").format(number=number))

    def problem(self, field: str, text: str) -> None:
        """What is wrong, beside the field."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        for name, edit in (("title", self.text), ("due", self.due)):
            bad = bool(text) and field == name
            theme.restyle(edit, bad="yes" if bad else "no")
            if bad:
                edit.setAccessibleDescription(text)
                edit.setFocus()

    def save(self) -> None:
        """Enter."""
        self._presenter.save_line(self.due.text(), self._owner)

    def _picked(self, raw: object, _labels: object) -> None:
        self._owner = str(raw) if raw and raw != self.owner.line.text() else ""

    def event(self, event: QEvent) -> bool:
        """Esc is for this line first, and only then the window's way back."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.give_up_line()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        """In another language."""
        decision = self._kind == DECISION
        self._what.setText(_("Decision") if decision else _("Action"))
        self.text.setPlaceholderText(_("What was decided") if decision else _("What is to be done"))
        self.text.setAccessibleName(_("Decision") if decision else _("Action"))
        self.owner.line.setPlaceholderText(_("Who does it"))
        self.owner.line.setAccessibleName(_("Who does it"))
        self.due.setPlaceholderText(_("Due"))
        self.due.setAccessibleName(_("Due"))
        self.due.setToolTip(dates.example())
        self._save.setText(_("Save line"))
        name_tool(self._save, _("Save this line"), "Enter")
        name_tool(self._close, _("Put this line away"), "Esc")


class MeetingPanel(QWidget):
    """The first part of a meeting's page."""

    wanted = Signal(str, str)
    begun = Signal(str, str)
    asked = Signal(str, str)  # a document, as in overviews

    def __init__(self, services: Services, jobs: Jobs, notifier: Notifier, drafts: Drafts) -> None:
        super().__init__()
        self.presenter = MeetingPresenter(services, self, jobs, notifier, drafts)
        self._view: MeetingView | None = None
        self._filling = False
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_AFTER)
        self._keep.timeout.connect(self.presenter.keep)

        self._detail, self._quorum, self._state = Elided(role="muted"), label(role="pill"), label(role="pill")
        self._advance = push(on_click=self.presenter.advance)
        for pill in (self._quorum, self._state):
            pill.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._more = push(icon="file", kind="menu")
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._services, self._jobs, self._notifier = services, jobs, notifier
        told, acts = QWidget(), QWidget()
        told.setLayout(line(self._quorum, self._state, spacing=Space.S))
        acts.setLayout(line(self._advance, self._more, spacing=Space.S))
        top = Parting(self._detail, Parting(told, acts), least=120)
        self._sides, self._side_tabs = QStackedWidget(), Tabs(2)
        self._sides.addWidget(self._make_left())
        self._side_tabs.currentChanged.connect(self._sides.setCurrentIndex)
        self._side_tabs.hide()
        first, self._right = QWidget(), self._make_right()
        first.setLayout(column(self._side_tabs, self._sides, spacing=Space.S))
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(Space.M)
        for part, stretch in ((first, 3), (self._make_middle(), 6), (self._right, 3)):
            self._parts.addWidget(part)
            self._parts.setStretchFactor(self._parts.count() - 1, stretch)
        self._parts.setSizes([300, 600, 300])
        whole = column(top, self._parts, spacing=Space.M)
        whole.setContentsMargins(Space.L, 0, Space.L, Space.M)
        whole.setStretch(1, 1)
        inside = QWidget()
        inside.setLayout(whole)
        self.setLayout(column(Roomy(inside, LEAST)))
        for keys, do in (
            ("Ctrl+D", lambda: self.presenter.begin(DECISION)),
            ("Ctrl+J", lambda: self.presenter.begin(ACTION)),
            ("Ctrl+PgDown", lambda: self.presenter.step(1)),
            ("Ctrl+PgUp", lambda: self.presenter.step(-1)),
        ):
            QShortcut(QKeySequence(keys), self, do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, attendance stands behind the agenda."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(NARROW)
        if narrow == self._side_tabs.isVisibleTo(self):
            return
        self._side_tabs.setVisible(narrow)
        if narrow:
            self._sides.addWidget(self._right)
            self._parts.setSizes([320, 500])
        else:
            self._side_tabs.setCurrentIndex(0)
            self._parts.addWidget(self._right)
            self._right.show()
            self._parts.setStretchFactor(2, 3)
            self._parts.setSizes([300, 600, 300])
        for title in (self._topics_title, self._there_title):
            title.setVisible(not narrow)

    def _make_left(self) -> QWidget:
        self._agenda = RowsModel[AgendaView](
            [
                Column(lambda: _("Topic"), lambda one: f"{self._place(one.id)}. {one.title}"),
                Column(lambda: "", lambda one: "✓" if one.closed else "", tone=lambda _one: "success"),
            ],
            self,
        )
        self._topics_title = label(role="subtitle")
        self.topics = Keyed(self._agenda, (1, -52), (1,), self._topic_key, lines=2)
        self.topics.selectionModel().currentRowChanged.connect(lambda now, _before: self._topic_chosen(now.row()))
        self.topics.chosen.connect(lambda _row: self.minutes.setFocus())
        self.new_topic = QLineEdit()
        self.new_topic.setMaxLength(500)
        self.new_topic.returnPressed.connect(self._add_topic)
        self._carried = RowsModel[Carried](
            [
                Column(lambda: _("From before"), lambda one: one.record.title),
                Column(lambda: "", lambda one: said.source_words(one.source),
                       tone=lambda one: "danger" if one.late else "accent"),
            ],
            self,
        )  # fmt: skip
        self.carried = Table(self._carried, (3, 2), pills=(1,))
        self.carried.chosen.connect(self._carry)
        self.take_over = push(icon="plus", on_click=self._carry_chosen)
        self.take_all = push(kind="link", on_click=self._carry_all)
        self._carried_box = QWidget()
        box = column(self.carried, flow(self.take_over, self.take_all, spacing=Space.XS), spacing=Space.XS)
        box.setStretch(0, 1)
        self._carried_box.setLayout(box)
        return self._side(self._topics_title, (self.topics, 3), (self.new_topic, 0), (self._carried_box, 2))

    def _make_middle(self) -> QWidget:
        self._minutes_title = label(role="subtitle", wrap=True)
        self._saved = label(role="caption")
        self._close_topic = push(kind="link", on_click=self.presenter.close_topic)
        head = line(self._minutes_title, self._saved, self._close_topic, spacing=Space.S)
        head.setStretch(0, 1)
        self.minutes = Minutes()
        self.minutes.setTabChangesFocus(True)
        self.minutes.textChanged.connect(self._minutes_typed)
        self.minutes.left.connect(self._minutes_left)
        self.new_line = NewLine(self.presenter, self._keep.start)
        self.decide = push(icon="plus", on_click=lambda: self.presenter.begin(DECISION))
        self.act = push(icon="plus", on_click=lambda: self.presenter.begin(ACTION))
        self._outcomes = RowsModel[Outcome](
            [
                Column(lambda: _("No."), self._outcome_number),
                Column(lambda: _("Decision or action"), lambda one: one.title),
                Column(lambda: _("Who"), lambda one: one.addressed if isinstance(one, DecisionRow) else owner_words(one)),
                Column(lambda: _("Due"), lambda one: due_words(one.due)),
                Column(lambda: _("State"), lambda one: _outcome_state(one)[0], tone=lambda one: _outcome_state(one)[1]),
            ],
            self,
        )  # fmt: skip
        self.outcomes = Table(self._outcomes, (-108, 5, 3, -104, -132), pills=(4,), narrow={2: 640, 3: 560})
        self.outcomes.chosen.connect(self._open_outcome)
        self._no_outcomes = label(role="muted", wrap=True)
        made = QWidget()
        box = column(head, self.minutes, self.new_line, line(self.decide, self.act, None, spacing=Space.S),
                     self._no_outcomes, self.outcomes, spacing=Space.S)  # fmt: skip
        box.setStretch(1, 4)
        box.setStretch(5, 3)
        made.setLayout(box)
        made.setMinimumWidth(260)
        return made

    def _make_right(self) -> QWidget:
        self._people = RowsModel[AttendanceView](
            [
                Column(lambda: _("Name"), lambda one: one.name),
                Column(lambda: _("There"), said.attendance_words, tone=lambda one: ATTENDANCE_TONES.get(one.status, "")),
            ],
            self,
        )
        self._there_title = label(role="subtitle")
        self.all_present = push(kind="link", on_click=self.presenter.all_present)
        head = line(self._there_title, None, self.all_present)
        self.people = Keyed(self._people, (5, -118), (1,), self._person_key)
        self.people.selectionModel().currentRowChanged.connect(lambda *_which: self._say_person())
        self._keys = label(role="caption", wrap=True)
        self.reason = CodeBox(lambda: [(one, vocabulary("absence_reason").label(one)) for one in vocabulary("absence_reason").codes])
        self.reason.edited.connect(lambda raw, _labels: self._set_reason(str(raw or "")))
        self.stand_in, self.guest = QLineEdit(), QLineEdit()
        self.stand_in.returnPressed.connect(self._stand_in)
        self.guest.returnPressed.connect(self._guest)
        made = QWidget()
        box = column(head, self.people, self._keys, self.reason, self.stand_in, self.guest, spacing=Space.S)
        box.setStretch(1, 1)
        made.setLayout(box)
        made.setMinimumWidth(190)
        return made

    def _side(self, title: QWidget, *parts: tuple[QWidget, int]) -> QWidget:
        made = QWidget()
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.S)
        box.addWidget(title)
        for part, stretch in parts:
            box.addWidget(part, stretch)
        made.setLayout(box)
        made.setMinimumWidth(190)
        return made

    # -- the form's calls ----------------------------------------------------------------------------------------

    def open(self, id: str) -> None:
        """Another meeting."""
        self._keep.stop()
        self._view = None
        self.new_line.hide()
        self._saved.setText("")
        self.presenter.open(id)

    def reload(self) -> None:
        """Something of the meeting changed."""
        self.presenter.refresh()

    def keep(self, *, at_once: bool = False) -> None:
        """The page is left, or the program ends."""
        self._keep.stop()
        if at_once:
            self.presenter.keep(at_once=True)
        else:
            self.presenter.save_minutes()
            self.presenter.keep()

    def take_focus(self) -> None:
        """To the topics, or to the line that makes the first."""
        (self.topics if self._agenda.rowCount() else self.new_topic).setFocus()

    # -- presenters.meeting.MeetingPage --------------------------------------------------------------------------

    def show_meeting(self, shown: MeetingView) -> None:
        """The meeting as it is saved."""
        self._view = shown
        row = shown.row
        self._detail.setText(" · ".join(
            part for part in (row.committee.title, dates.shown(row.day), row.start[11:16], row.venue) if part
        ))  # fmt: skip
        state = row.minutes_state or "draft"
        self._state.setText(_("Minutes: {state}").format(state=vocabulary("minutes_state").label(state).lower()))
        theme.restyle(self._state, tone=STATE_TONES.get(state, "neutral"))
        text, tone = said.quorum_words(shown)
        self._quorum.setText(text)
        theme.restyle(self._quorum, tone=tone)
        self._advance.setText({
            "circulated": _("Circulate"), "approved": _("Approve"), "amended": _("Mark as amended"),
        }.get(self.presenter.next_state, ""))  # fmt: skip
        self._advance.setVisible(state != "amended")
        self._fill(shown)

    def _fill(self, shown: MeetingView) -> None:
        self._filling = True
        chosen = max(self.people.current_row(), 0)
        self._agenda.set_items(shown.agenda)
        at = next((n for n, one in enumerate(shown.agenda) if one.id == self.presenter.topic), -1)
        if at >= 0:
            self.topics.choose(at)
        self._people.set_items(shown.attendance)
        if shown.attendance:
            self.people.choose(min(chosen, len(shown.attendance) - 1))
        self._carried.set_items(shown.carried)
        if shown.carried:
            self.carried.choose(0)
        self._carried_box.setVisible(bool(shown.carried))
        self.take_all.setVisible(len(shown.carried) > 1)
        places = {one.id: n for n, one in enumerate(shown.agenda)}
        found: list[Outcome] = sorted(
            [*shown.decisions, *shown.actions], key=lambda one: places.get(one.agenda_item, len(places))
        )
        self._outcomes.set_items(found)
        self.outcomes.setVisible(bool(found))
        self._no_outcomes.setVisible(not found)
        self.all_present.setVisible(any(not one.status for one in shown.attendance))
        self._filling = False
        self._say_person()

    def show_topic(self, topic: AgendaView | None, text: str) -> None:
        """The topic in front."""
        self._minutes_title.setText(topic.title if topic else _("No topic yet"))
        self._close_topic.setVisible(topic is not None)
        self._close_topic.setText(_("Reopen") if topic is not None and topic.closed else _("Close topic"))
        self.minutes.setEnabled(topic is not None)
        if self.minutes.toPlainText() != text:
            self._filling = True
            self.minutes.setPlainText(text)
            self.minutes.moveCursor(self.minutes.textCursor().MoveOperation.End)
            self._filling = False
        if topic is not None and self._view is not None and (at := self._place(topic.id)) and self.topics.current_row() != at - 1:
            self.topics.choose(at - 1)

    def show_saved(self, text: str) -> None:
        """Where the minutes are."""
        self._saved.setText(text)

    def show_number(self, number: str) -> None:
        """The number of the decision being typed."""
        self.new_line.number(number)

    def show_line(self, kind: str, text: str) -> None:
        """A line for a decision or an action."""
        self.new_line.begin(kind, text)

    def show_problem(self, field: str, message: str) -> None:
        """What is wrong with the line."""
        self.new_line.problem(field, message)

    def line_saved(self) -> None:
        """The line is put away; the cursor goes on in the minutes."""
        self.new_line.problem("", "")
        self.new_line.hide()
        self.minutes.setFocus()

    # -- topics --------------------------------------------------------------------------------------------------

    def _place(self, topic: str) -> int:
        """Number of a topic in the agenda, from 1; 0 when it is not there."""
        agenda = self._view.agenda if self._view is not None else ()
        return next((n for n, one in enumerate(agenda, 1) if one.id == topic), 0)

    def _topic_chosen(self, row: int) -> None:
        one = self._agenda.item(row)
        if one is not None and not self._filling:
            self.presenter.choose(one.id)

    def _topic_key(self, event: QKeyEvent, _row: int) -> bool:
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.presenter.move(-1 if event.key() == Qt.Key.Key_Up else 1)
            return True
        return False

    def _add_topic(self) -> None:
        self.presenter.add_topic(self.new_topic.text())
        self.new_topic.clear()

    def _carry(self, row: int) -> None:
        if (one := self._carried.item(row)) is not None:
            self.presenter.carry([one])

    def _carry_chosen(self) -> None:
        self._carry(self.carried.current_row())

    def _carry_all(self) -> None:
        if self._view is not None:
            self.presenter.carry(list(self._view.carried))

    # -- minutes, decisions, actions -----------------------------------------------------------------------------

    def _minutes_typed(self) -> None:
        if not self._filling:
            self.presenter.typed(self.minutes.toPlainText())
            self._keep.start()

    def _minutes_left(self) -> None:
        self._keep.stop()
        self.presenter.save_minutes()

    def _outcome_number(self, one: Outcome) -> str:
        return one.number if isinstance(one, DecisionRow) else _("Action")

    def _open_outcome(self, row: int) -> None:
        one = self._outcomes.item(row)
        if one is not None:
            self.wanted.emit(DECISION if isinstance(one, DecisionRow) else ACTION, one.id)

    # -- attendance ----------------------------------------------------------------------------------------------

    def _person(self) -> AttendanceView | None:
        return self._people.item(self.people.current_row())

    def _person_key(self, event: QKeyEvent, row: int) -> bool:
        found = STATUS_KEYS.get(Qt.Key(event.key()))
        who = self._people.item(row)
        if found is None or who is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        self.presenter.attend(who, found[0], mode=found[1])
        if row + 1 < self._people.rowCount():
            self.people.choose(row + 1)
        return True

    def _set_reason(self, reason: str) -> None:
        if (who := self._person()) is not None:
            self.presenter.attend(who, who.status or "absent", reason=reason)

    def _stand_in(self) -> None:
        who = self._person()
        if who is not None and who.membership:
            self.presenter.attend(who, "alternate", by=self.stand_in.text())
            self.stand_in.clear()

    def _guest(self) -> None:
        self.presenter.guest(self.guest.text())
        self.guest.clear()

    def _say_person(self) -> None:
        if self._filling:
            return
        who = self._person()
        away = who is not None and who.status in said.ABSENT
        self.reason.set_raw(who.reason or None if who is not None else None, {})
        self.reason.setEnabled(away)
        self.stand_in.setEnabled(who is not None and bool(who.membership) and who.status not in ("present", "alternate"))

    # -- papers and calendars ------------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        self._menu.clear()
        for text, do in (
            (_("Minutes as Word…"), lambda: self._export(".docx")),
            (_("Minutes as PDF…"), lambda: self._export(".pdf")),
            (_("Minutes in another language…"), lambda: self.asked.emit(f"{PAPER}minutes:{self.presenter.id}", "")),
            (_("This meeting for a calendar…"), lambda: self._export(".ics")),
            (_("All meetings ahead for a calendar…"), self._export_series),
            (_("Next meeting"), self._next_meeting),
        ):
            self._menu.addAction(text, do)

    def _export(self, ending: str) -> None:
        if path := files.choose_target(self, _("Save as"), self.presenter.file_name(ending)):
            self.presenter.export(path)

    def _export_series(self) -> None:
        if self._view is not None and (path := files.choose_target(self, _("Save as"), f"{self._view.row.committee.title}.ics")):
            self.presenter.export_series(path)

    def _next_meeting(self) -> None:
        if self._view is not None:
            row = self._view.row
            begin_meeting(
                self._services, self._jobs, self._notifier, row.committee.id,
                lambda id: self.wanted.emit("meeting", id), after=row.day,
            )  # fmt: skip

    # -- words ---------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._topics_title.setText(_("Agenda"))
        self._there_title.setText(_("Attendance"))
        for at, text in enumerate((_("Agenda"), _("Attendance"))):
            self._side_tabs.setTabText(at, text)
        self._side_tabs.setAccessibleName(_("Agenda and attendance"))
        self._keys.setText(_("P present · R remote · O apology · A absent"))
        for edit, text in (
            (self.new_topic, _("New topic, then Enter")),
            (self.stand_in, _("Who stands in, then Enter")),
            (self.guest, _("Another guest, then Enter")),
        ):
            edit.setPlaceholderText(text)
            edit.setAccessibleName(text)
        self.minutes.setPlaceholderText(_("Minutes of this topic. They are saved as you go on."))
        for widget, name in (
            (self.minutes, _("Minutes")), (self.topics, _("Agenda")), (self.people, _("Attendance")),
            (self.carried, _("From before")), (self.outcomes, _("Decisions and actions")), (self.reason, _("Why not there")),
        ):  # fmt: skip
            widget.setAccessibleName(name)
        self._no_outcomes.setText(_("No decision or action yet: Ctrl+D begins a decision, Ctrl+J an action."))
        self.decide.setText(_("Decision"))
        name_tool(self.decide, _("New decision"), "Ctrl+D")
        self.act.setText(_("Action"))
        name_tool(self.act, _("New action"), "Ctrl+J")
        self._more.setText(_("More…"))
        name_tool(self._more, _("Documents, calendar, next meeting"))
        self._fill_menu()
        self.take_over.setText(_("To the agenda"))
        self.take_all.setText(_("All of them"))
        self.all_present.setText(_("All present"))
        self.reason.retranslate()
        self.reason.setItemText(0, _("Why not there"))
        self.new_line.retranslate()
        for model in (self._agenda, self._people, self._carried, self._outcomes):
            model.retranslate()
        if self._view is not None:
            self.show_meeting(self._view)
            self.show_topic(self.presenter.current, self.presenter.minutes)


def _outcome_state(one: Outcome) -> tuple[str, str]:
    return decision_words(one) if isinstance(one, DecisionRow) else action_words(one)
