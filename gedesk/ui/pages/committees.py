"""Committees and meetings: tiers, members and seats, meetings, and the registers of decisions and actions."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.committees import (
    RegisterPresenter,
    Row,
    TiersPresenter,
    action_words,
    decision_words,
    due_words,
    owner_words,
)
from gedesk.presenters.lists import Chip, packed
from gedesk.services.governance_views import ActionRow, DecisionRow, RegisterFilter, TierChart
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.entries import EntriesPage
from gedesk.ui.pages.layouts import ACTION, COMMITTEE, DECISION, MEETING, Layout
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.pages.tabbed import TabbedPage
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import line, name_tool, push
from gedesk.ui.widgets.editors import CodeBox
from gedesk.ui.widgets.parts import Parting
from gedesk.ui.widgets.tables import Table
from gedesk.ui.widgets.tiers import TierView

BELOW = "below"
GOVERNANCE = frozenset({
    "committee", "membership", "meeting", "decision", "action_item", "action_update", "place", "person", "organisation",
})  # fmt: skip


class CommitteesPage(TabbedPage):
    """The chart and list of committees, their meetings, and both registers."""

    def __init__(self, context: Context) -> None:
        super().__init__([
            CommitteeList(context), RecordsPage(context, MEETING, "calendar"),
            DecisionsPage(context), ActionsPage(context),
        ])  # fmt: skip


class CommitteeList(RecordsPage):
    """Committees as a chart of who reports to whom, or as a list; what is searched for is shown as a list."""

    def __init__(self, context: Context) -> None:
        self._charted = True
        self.tiers = TierView()
        self.as_list = push(icon="table", on_click=self._turn_over)
        self.meet = push(icon="calendar", on_click=self._meet)
        super().__init__(context, COMMITTEE, "committees")
        self.tier_presenter = TiersPresenter(context.services, self, context.jobs, context.notifier)
        self.tiers.opened.connect(self.open)
        self.below.addWidget(self.tiers)
        self.top.insertWidget(self.top.count() - 1, self.meet)
        self.top.insertWidget(self.top.count() - 1, self.as_list)
        self.tier_presenter.reload()

    # -- presenters.committees.TiersView -------------------------------------------------------------------------

    def show_tiers(self, chart: TierChart) -> None:
        """The chart."""
        self.tiers.show_chart(chart)
        self._choose_face()

    # -- the list ------------------------------------------------------------------------------------------------

    def show_numbers(self, numbers: array[int]) -> None:
        super().show_numbers(numbers)
        self._choose_face()

    def show_count(self, text: str, empty: str) -> None:
        super().show_count(text, empty)
        self._choose_face()

    @property
    def charted(self) -> bool:
        """Whether the chart is in front."""
        return self._charted and bool(self.tiers.canvas.cards) and not self._typed

    def _choose_face(self) -> None:
        if self.charted:
            self.below.setCurrentWidget(self.tiers)
        elif self.below.currentWidget() is self.tiers:
            self.below.setCurrentIndex(1 if self._empty_why else 0)

    def _turn_over(self) -> None:
        self._charted = not self._charted
        self._choose_face()
        self.retranslate()
        self.into()

    def _meet(self) -> None:
        committee = self.tiers.canvas.at if self.charted else self.model.id(self.table.current_row())
        if committee:
            self.tier_presenter.begin_meeting(
                committee, lambda id: self._context.navigator.open_record("meeting", id)
            )

    # -- the window's calls --------------------------------------------------------------------------------------

    def sights(self) -> Iterator[str]:
        """The chart, the list, the form."""
        self._charted = True
        self._choose_face()
        yield ""
        self._charted = False
        self._choose_face()
        for sight in super().sights():
            yield sight or "list"
        self._charted = True
        self._choose_face()

    def changed(self, kinds: frozenset[str]) -> None:
        """Reads the chart again when something in it may differ."""
        super().changed(kinds)
        if kinds & GOVERNANCE:
            self.tier_presenter.reload()

    def opened(self) -> None:
        """The cursor goes to the chart."""
        if not self.in_form and self.charted:
            self.tiers.take_focus()
        else:
            super().opened()

    def into(self) -> None:
        """To the committee in front, or the first match."""
        if self.charted:
            self.tiers.take_focus()
        else:
            super().into()

    def filter(self, text: str) -> None:
        """What is searched for is shown as a list."""
        super().filter(text)
        self._choose_face()

    def retranslate(self) -> None:
        super().retranslate()
        self.as_list.setText(_("As a list") if self._charted else _("As a chart"))
        self.meet.setText(_("New meeting"))
        name_tool(self.meet, _("The next meeting of the committee that is chosen"))
        self.tiers.setAccessibleName(_("Who reports to whom"))
        self.tiers.retranslate()

    def retint(self) -> None:
        super().retint()
        self.tiers.retint()


class RegisterPage(EntriesPage[Row]):
    """Decisions or actions of all meetings, with what is late first."""

    CONCERNS = GOVERNANCE

    def __init__(
        self, context: Context, layout: Layout, read: Callable[[RegisterFilter], Sequence[Row]], rows: RowsModel[Row],
        table: Table, *buttons: QPushButton,
    ) -> None:  # fmt: skip
        self.register = RegisterPresenter(read, context.services, self, context.jobs, context.notifier)
        table.chosen.connect(self._open_entry)
        self.late, self.still_open = QCheckBox(), QCheckBox()
        self.late.toggled.connect(lambda on: self.register.filter(overdue=on))
        self.still_open.toggled.connect(lambda on: self.register.filter(open=on))
        self._committees: Sequence[tuple[str, str]] = ()
        self.committee = CodeBox(lambda: list(self._committees))
        self.committee.setMinimumContentsLength(16)
        self.committee.edited.connect(lambda raw, _labels: self._chosen(str(raw or "")))
        limits, acts = QWidget(), QWidget()
        limits.setLayout(line(self.committee, self.late, self.still_open, None, spacing=Space.M))
        acts.setLayout(line(*buttons, spacing=Space.S))
        bar = Parting(limits, acts)
        super().__init__(context, layout, "committees", self.register, rows, table, bar)

    # -- presenters.committees.RegisterView ----------------------------------------------------------------------

    def show_register(self, rows: Sequence[Row]) -> None:
        """Decisions or actions."""
        self.set_entries(rows, lambda one: one.id)
        late = sum(one.overdue for one in rows)
        shown = ngettext("{n} record", "{n} records", len(rows)).format(n=words.number(len(rows)))
        if late:
            shown += " · " + ngettext("{n} overdue", "{n} overdue", late).format(n=words.number(late))
        self._count.setText(shown)

    def show_committees(self, choices: Sequence[tuple[str, str]]) -> None:
        """Committees to choose from."""
        if choices != self._committees:
            self._committees = choices
            self._say_committees()

    # -- the list ------------------------------------------------------------------------------------------------

    def show_count(self, text: str, empty: str) -> None:
        super().show_count(text, "" if empty == "filtered" else empty)
        self._choose_face()
        self.register.reload()

    def show_chips(self, _chips: Sequence[Chip]) -> None:
        """That committees below are left out, which no box above the list says."""
        super().show_chips([] if self.register.wanted.below else [Chip(BELOW, _("Without the committees below it"))])

    def _widen(self, _field: str) -> None:
        self.register.filter(below=True)
        self.show_chips(())
        self.moved.emit()
        self.list.setFocus()

    def _open_entry(self, _row: int) -> None:
        if (one := self.entry) is not None:
            self.open(one.id)

    # -- the window's calls --------------------------------------------------------------------------------------

    def open_list(self, _kind: str, where: Mapping[str, str]) -> None:
        """What one committee alone has (`committee`, its id), or what is late (`overdue`)."""
        if self.in_form:
            self.home()
        committee = where.get("committee", "")
        self.register.filter(committee=committee, below=not committee, overdue="overdue" in where, open=False)
        self._show_wanted()
        self.moved.emit()

    def narrowed(self) -> tuple[str, str]:
        """The limits of the register in front, as far as a link can name them."""
        wanted = self.register.wanted
        where = {"committee": wanted.committee} if wanted.committee and not wanted.below else {}
        where |= {"overdue": "yes"} if wanted.overdue else {}
        return (self.kind, packed(where)) if where and not self.in_form else ("", "")

    def _show_wanted(self) -> None:
        wanted = self.register.wanted
        for box, on in ((self.late, wanted.overdue), (self.still_open, wanted.open)):
            with QSignalBlocker(box):
                box.setChecked(on)
        self._say_committees()
        self.show_chips(())

    def sights(self) -> Iterator[str]:
        """The register; the form of what is first in it."""
        yield ""
        if (one := self.entry) is not None:
            self.open(one.id)
            yield "form"
            self.back()

    def clear_filter(self) -> None:
        """Shows everything again."""
        self.register.filter(committee="", below=True, overdue=False, open=False)
        self._show_wanted()
        super().clear_filter()

    def retranslate(self) -> None:
        super().retranslate()
        self.late.setText(_("Overdue"))
        self._say_committees()

    def _chosen(self, committee: str) -> None:
        self.register.filter(committee=committee, below=True)
        self.show_chips(())

    def _say_committees(self) -> None:
        self.committee.retranslate()
        chosen = self.register.wanted.committee
        self.committee.set_raw(chosen if any(chosen == id for id, _name in self._committees) else None, {})
        self.committee.setItemText(0, _("All committees"))
        self.committee.setAccessibleName(_("Committee, with those below it"))


class DecisionsPage(RegisterPage[DecisionRow]):
    """Decisions of all meetings."""

    def __init__(self, context: Context) -> None:
        rows = RowsModel[DecisionRow](_decision_columns())
        table = Table(rows, (-116, 5, 3, -104, 3, -104, -128), pills=(6,), narrow={4: 900, 2: 760, 3: 620})
        self.document = push(icon="file", on_click=lambda: context.navigator.write_paper("register", self.register.wanted.committee))
        super().__init__(context, DECISION, context.services.governance.decisions, rows, table, self.document)

    def retranslate(self) -> None:
        super().retranslate()
        self.still_open.setText(_("Not answered"))
        self.document.setText(_("Register as a document"))


class ActionsPage(RegisterPage[ActionRow]):
    """Actions of all meetings: D done, U up."""

    def __init__(self, context: Context) -> None:
        rows = RowsModel[ActionRow](_action_columns())
        self.done, self.up = push(icon="check", on_click=self._done), push(icon="send", on_click=self._up)
        table = _Actions(rows, {Qt.Key.Key_D: self.done, Qt.Key.Key_U: self.up})
        super().__init__(context, ACTION, context.services.governance.actions, rows, table, self.up, self.done)

    def _done(self) -> None:
        if (one := self.entry) is not None:
            self.register.set_done(one)

    def _up(self) -> None:
        if (one := self.entry) is not None:
            self.register.escalate(one)

    def retranslate(self) -> None:
        super().retranslate()
        self.still_open.setText(_("Still open"))
        self.done.setText(_("Done"))
        name_tool(self.done, _("The chosen action is done, or open again"), "D")
        self.up.setText(_("Send up"))
        name_tool(self.up, _("Send the chosen action to the committee above"), "U")


class _Actions(Table):
    """Actions, with keys of their own."""

    def __init__(self, model: RowsModel[ActionRow], keys: Mapping[Qt.Key, QPushButton]) -> None:
        super().__init__(model, (5, 3, 3, -104, -128), pills=(4,), narrow={1: 760, 2: 620})
        self._keys = keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self._keys.get(Qt.Key(event.key()))
        if button is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            button.click()
            return
        super().keyPressEvent(event)


def _decision_columns() -> list[Column[DecisionRow]]:
    return [
        Column(lambda: _("No."), lambda one: one.number),
        Column(lambda: _("Decision"), lambda one: one.title),
        Column(lambda: _("Committee"), lambda one: one.committee.title),
        Column(lambda: _("Date"), lambda one: dates.typed(one.day)),
        Column(lambda: _("Addressed to"), lambda one: one.addressed),
        Column(lambda: _("Due"), lambda one: due_words(one.due)),
        Column(lambda: _("State"), lambda one: decision_words(one)[0], tone=lambda one: decision_words(one)[1]),
    ]


def _action_columns() -> list[Column[ActionRow]]:
    return [
        Column(lambda: _("Action"), lambda one: one.title),
        Column(lambda: _("Who"), owner_words),
        Column(lambda: _("Committee"), lambda one: one.committee.title if one.committee else ""),
        Column(lambda: _("Due"), lambda one: due_words(one.due)),
        Column(lambda: _("State"), lambda one: action_words(one)[0], tone=lambda one: action_words(one)[1]),
    ]
