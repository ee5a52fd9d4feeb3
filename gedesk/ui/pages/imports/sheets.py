"""The second step: sheets as they look, what was recognised painted on them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.import_steps import confidence, kinds_of
from gedesk.presenters.importing import ImportPresenter
from gedesk.services.importing_views import Bounds, SheetView, TableView
from gedesk.ui import theme
from gedesk.ui.pages.imports.step import Side, StepWidget
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import clear, column, label, line, name_tool, push
from gedesk.ui.widgets.parts import Flow
from gedesk.ui.widgets.sheet import Legend, SheetGrid


class TableCard(QFrame):
    """One table that was found: whether it is imported, what it holds, how sure that is."""

    def __init__(self, view: TableView, presenter: ImportPresenter) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.view = view
        self.box = QCheckBox(f"{view.sheet} · {view.range}")
        self.box.setChecked(view.chosen)
        self.box.setToolTip(_("Import this table"))
        rows = ngettext("{n} row", "{n} rows", view.rows).format(n=words.number(view.rows))
        text, tone = confidence(view.confidence, True)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("What the table holds"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(14)
        if view.kind is None:
            self.kind.addItem(_("What does it hold?"), "")
        for guess in kinds_of(view):
            self.kind.addItem(guess.label, guess.kind)
        self.kind.setCurrentIndex(max(self.kind.findData(view.kind or ""), 0))
        head = line(spacing=Space.S)
        head.addWidget(label(rows, "caption"), 1)
        head.addWidget(label(_("from a saved layout") if view.profile else text, "pill", tone="success" if view.profile else tone))
        inside = column(self.box, head, self.kind, spacing=Space.XS, margin=Space.M)
        self.others: QComboBox | None = None
        if view.others:
            self.others = QComboBox()
            self.others.setAccessibleName(_("Other ways to see the table"))
            self.others.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.others.setMinimumContentsLength(14)
            self.others.addItem(_("Or is it another area?"))
            for other in view.others:
                heads = ", ".join(map(str, other.header_rows)) or "–"
                self.others.addItem(_("headings in row {rows}, to row {last}").format(rows=heads, last=other.bounds.bottom))
            self.others.activated.connect(self._guessed)
            inside.addWidget(self.others)
        self.setLayout(inside)
        self.box.clicked.connect(lambda on: presenter.choose(view.number, on))
        self.kind.activated.connect(self._held)
        self._presenter = presenter

    def _guessed(self, at: int) -> None:
        if at:
            self._presenter.take_guess(self.view.number, at - 1)

    def _held(self, at: int) -> None:
        if kind := self.kind.itemData(at):
            self._presenter.set_kind(self.view.number, kind)


class SheetStep(StepWidget):
    """Sheets as they look, and the tables found in them."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._sheets: Sequence[SheetView] = ()
        self._tables: Sequence[TableView] = ()
        self._at = 0
        self.grid = SheetGrid(presenter.grid)
        self.grid.told.connect(self._told)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setShape(QTabBar.Shape.RoundedSouth)
        self.tabs.tabBarClicked.connect(self._turn)
        self.tabs.currentChanged.connect(self._turn)
        self.legend = Legend()
        self._buttons = [
            (what, push(on_click=partial(self._press, what)))
            for what in ("header", "first", "last", "table")
        ]
        self._tools_label = label(role="muted")
        tools = Flow(Space.XS)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self._tools_label)
        for _what, button in self._buttons:
            tools.addWidget(button)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Space.S)
        holder = QWidget()
        holder.setProperty("role", "plain")
        held = column(self._cards, None)
        held.setContentsMargins(0, 0, Space.S, 0)
        holder.setLayout(held)
        self._area = Side(holder)
        self.cards: list[TableCard] = []
        tool_row = QWidget()
        tool_row.setLayout(tools)
        right = column(tool_row, spacing=Space.S)
        right.addWidget(self.grid, 1)
        right.addWidget(self.tabs)
        right.addWidget(self.legend)
        whole = line(self._area, spacing=Space.M)
        whole.addLayout(right, 1)
        self.setLayout(whole)
        self.retranslate()

    def show_sheets(self, sheets: Sequence[SheetView], tables: Sequence[TableView], at: int) -> None:
        """Sheets and tables; table `at` is looked at."""
        held = next((card.view.number for card in self.cards if card.isAncestorOf(card.window().focusWidget() or card)), None)
        self._sheets, self._tables, self._at = sheets, tables, at
        clear(self._cards)
        self.cards = [TableCard(view, self._presenter) for view in tables]
        for card in self.cards:
            self._cards.addWidget(card)
            theme.restyle(card, chosen="yes" if card.view.number == at and len(tables) > 1 else "no")
        if held is not None and (kept := next((card for card in self.cards if card.view.number == held), None)):
            kept.kind.setFocus()
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(sheets):
            self.tabs.removeTab(self.tabs.count() - 1)
        for number, sheet in enumerate(sheets):
            if number >= self.tabs.count():
                self.tabs.addTab("")
            self.tabs.setTabText(number, _("{sheet} (hidden)").format(sheet=sheet.name) if sheet.hidden else sheet.name)
        current = next((view for view in tables if view.number == at), None)
        if current is not None:
            self.tabs.setCurrentIndex(next((n for n, one in enumerate(sheets) if one.name == current.sheet), 0))
        self.tabs.blockSignals(False)
        self._show()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.grid.setAccessibleName(_("The sheet"))
        self.grid.setAccessibleDescription(
            _("Mark cells with Shift and the arrow keys. H: headings. F: first row of data. L: last row. T: the table is exactly here.")
        )
        self.tabs.setAccessibleName(_("Sheets"))
        self._tools_label.setText(_("Marked cells are:"))
        texts = {
            "header": (_("Headings"), "H"), "first": (_("First row"), "F"), "last": (_("Last row"), "L"), "table": (_("Table"), "T"),
        }  # fmt: skip
        for what, button in self._buttons:
            text, keys = texts[what]
            button.setText(f"{text} ({keys})")
            name_tool(button, text, keys)
        self.legend.retranslate()
        if self._sheets:
            self.show_sheets(self._sheets, self._tables, self._at)

    def focus(self) -> None:
        """Puts the cursor into the sheet."""
        self.grid.setFocus()

    def _press(self, what: str) -> None:
        self.grid.tell(what)
        self.grid.setFocus()

    def _turn(self, at: int) -> None:
        """Another sheet: its likeliest table is looked at."""
        if not 0 <= at < len(self._sheets):
            return
        name = self._sheets[at].name
        current = next((view for view in self._tables if view.number == self._at), None)
        found = next((view for view in self._tables if view.sheet == name), None)
        if found is not None and (current is None or current.sheet != name):
            self._presenter.look_at(found.number)
        else:
            self.tabs.setCurrentIndex(at)
            self._show()

    def _show(self) -> None:
        at = self.tabs.currentIndex()
        if not 0 <= at < len(self._sheets):
            return
        sheet = self._sheets[at]
        view = next((one for one in self._tables if one.number == self._at), None)
        self.grid.show_sheet(sheet, view.bounds if view is not None and view.sheet == sheet.name else None)

    def _told(self, what: str, area: Bounds) -> None:
        if what == "header":
            self._presenter.mark_headings(area.top, area.bottom)
        elif what == "first":
            self._presenter.mark_first(area.top)
        elif what == "last":
            self._presenter.mark_last(area.bottom)
        else:
            self._presenter.mark_area(self.grid.sheet.name, area)
