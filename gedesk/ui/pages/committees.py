"""Committees and meetings: tiers, members and seats, meetings, and the registers of decisions and actions."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.committees import (
    Register,
    RegisterPresenter,
    TiersPresenter,
    action_words,
    decision_words,
    due_words,
    owner_words,
)
from gedesk.services.governance_views import ActionRow, DecisionRow, TierChart
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import ACTION, COMMITTEE, DECISION, MEETING, Layout
from gedesk.ui.pages.records import RecordsPage, TabbedPage
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, line, name_tool, push
from gedesk.ui.widgets.editors import CodeBox
from gedesk.ui.widgets.tables import Table
from gedesk.ui.widgets.tiers import TierView

GOVERNANCE = frozenset({
    "committee", "membership", "meeting", "decision", "action_item", "action_update", "place", "person", "organisation",
})  # fmt: skip


class CommitteesPage(TabbedPage):
    """The chart and list of committees, their meetings, and both registers."""

    def __init__(self, context: Context) -> None:
        super().__init__([
            CommitteeList(context), RecordsPage(context, MEETING, "calendar"),
            RegisterPage(context, DECISION), RegisterPage(context, ACTION),
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


class RegisterPage(RecordsPage):
    """Decisions or actions of all meetings, with what is late first."""

    def __init__(self, context: Context, layout: Layout) -> None:
        self.register = RegisterPresenter(layout.kind, context.services, self, context.jobs, context.notifier)
        self.rows: RowsModel[DecisionRow] | RowsModel[ActionRow]
        if layout.kind == "decision":
            self.rows = RowsModel[DecisionRow](_decision_columns())
            self.list = Table(self.rows, (-116, 5, 3, -104, 3, -104, -128), pills=(6,), narrow={4: 900, 2: 760, 3: 620})
        else:
            self.rows = RowsModel[ActionRow](_action_columns())
            self.list = _Actions(self.rows, self)
        self.list.chosen.connect(self._open_entry)
        self.late, self.still_open = QCheckBox(), QCheckBox()
        self.late.toggled.connect(lambda on: self.register.filter(overdue=on))
        self.still_open.toggled.connect(lambda on: self.register.filter(open=on))
        self._committees: Sequence[tuple[str, str]] = ()
        self.committee = CodeBox(lambda: list(self._committees))
        self.committee.setMinimumContentsLength(16)
        self.committee.edited.connect(lambda raw, _labels: self.register.filter(committee=str(raw or "")))
        self.done, self.up = push(icon="check", on_click=self._done), push(icon="send", on_click=self._up)
        bar = line(self.committee, self.late, self.still_open, None, self.up, self.done, spacing=Space.M)
        if layout.kind == "decision":
            self.up.hide()
            self.done.hide()
        box = column(bar, self.list, spacing=Space.S)
        box.setStretch(1, 1)
        self._face = QWidget()
        self._face.setLayout(box)
        super().__init__(context, layout, "committees")
        self.rows.setParent(self)
        self.below.addWidget(self._face)
        self.register.reload()
        self._choose_face()

    # -- presenters.committees.RegisterView ----------------------------------------------------------------------

    def show_register(self, rows: Register) -> None:
        """Decisions or actions."""
        before = self._entry()
        self.rows.set_items(rows)  # type: ignore[arg-type]
        ids = [one.id for one in rows]
        at = ids.index(before.id) if before is not None and before.id in ids else 0
        if rows:
            self.list.choose(at)
        late = sum(one.overdue for one in rows)
        shown = ngettext("{n} record", "{n} records", len(rows)).format(n=words.number(len(rows)))
        if late:
            shown += " · " + ngettext("{n} overdue", "{n} overdue", late).format(n=words.number(late))
        self._count.setText(shown)

    def show_committees(self, choices: Sequence[tuple[str, str]]) -> None:
        """Committees to choose from."""
        if choices != self._committees:
            self._committees = choices
            self.committee.retranslate()
            self._say_register()

    # -- the list ------------------------------------------------------------------------------------------------

    def show_count(self, text: str, empty: str) -> None:
        super().show_count(text, "" if empty == "filtered" else empty)
        self._choose_face()
        self.register.reload()

    def _choose_face(self) -> None:
        if self._empty_why != "nothing" and self.below.indexOf(self._face) >= 0:
            self.below.setCurrentWidget(self._face)

    def _entry(self) -> DecisionRow | ActionRow | None:
        return self.rows.item(self.list.current_row())

    def _open_entry(self, _row: int) -> None:
        if (one := self._entry()) is not None:
            self.open(one.id)

    def _done(self) -> None:
        if isinstance(one := self._entry(), ActionRow):
            self.register.set_done(one)

    def _up(self) -> None:
        if isinstance(one := self._entry(), ActionRow):
            self.register.escalate(one)

    # -- the window's calls --------------------------------------------------------------------------------------

    def sights(self) -> Iterator[str]:
        """The register; the form of what is first in it."""
        yield ""
        if (one := self._entry()) is not None:
            self.open(one.id)
            yield "form"
            self.back()

    def changed(self, kinds: frozenset[str]) -> None:
        """Reads again what may differ."""
        super().changed(kinds)
        if kinds & GOVERNANCE:
            self.register.reload()

    def opened(self) -> None:
        """The cursor goes to the register."""
        if not self.in_form:
            self.list.setFocus()

    def into(self) -> None:
        """To the first match."""
        self.list.setFocus()

    def filter(self, text: str) -> None:
        """Words of the decision or action."""
        self._typed = text
        if self.in_form and text:
            self.home()
        self.register.filter(text=text)

    def clear_filter(self) -> None:
        """Shows everything again."""
        self.late.setChecked(False)
        self.still_open.setChecked(False)
        super().clear_filter()

    def retranslate(self) -> None:
        super().retranslate()
        self._say_register()

    def _say_register(self) -> None:
        self.late.setText(_("Overdue"))
        self.still_open.setText(_("Not answered") if self.kind == "decision" else _("Still open"))
        self.committee.retranslate()
        self.committee.setItemText(0, _("All committees"))
        self.committee.setAccessibleName(_("Committee, with those below it"))
        self.done.setText(_("Done"))
        name_tool(self.done, _("The chosen action is done, or open again"), "D")
        self.up.setText(_("Send up"))
        name_tool(self.up, _("Send the chosen action to the committee above"), "U")
        self.list.setAccessibleName(self._words.title)
        self.rows.retranslate()


class _Actions(Table):
    """Actions: D done, U up."""

    def __init__(self, model: RowsModel[ActionRow], page: RegisterPage) -> None:
        super().__init__(model, (5, 3, 3, -104, -128), pills=(4,), narrow={1: 760, 2: 620})
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_D: self._page.done, Qt.Key.Key_U: self._page.up}
        button = keys.get(Qt.Key(event.key()))
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
