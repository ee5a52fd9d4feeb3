"""History: every operation, what it changed, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QWidget

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.history import HistoryPresenter, kind_label
from gedesk.services.views import HistoryEntry, Written
from gedesk.ui import theme
from gedesk.ui.models.rows import history_model
from gedesk.ui.pages.base import Context, SummaryPage
from gedesk.ui.pages.form import changes_grid
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Empty, clear, column, label, line, push, retint
from gedesk.ui.widgets.parts import Note
from gedesk.ui.widgets.tables import Table

SIDE = 200  # pixels of width that what was written needs
SHARES = (-146, 6, -124, 3, 3, -92)
WHERE, RECORDS = 4, 5  # columns that a narrow table leaves out: the place beside it says them, too


class HistoryPage(SummaryPage[HistoryPresenter]):
    """The table of operations, with the chosen one beside it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        services, jobs, notifier = context.services, context.jobs, context.notifier
        self._navigator = context.navigator
        self.presenter = HistoryPresenter(services, self, jobs, notifier)
        self._chosen: HistoryEntry | None = None
        self.model = history_model(self)
        self._title = label(role="title")
        self.table = Table(self.model, SHARES, pills=(2,), narrow={WHERE: 1000, RECORDS: 760})
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        self._empty = Empty("history")
        self._left = QStackedWidget()
        self._left.addWidget(self.table)
        self._left.addWidget(self._empty)
        self.take_back = push(icon="undo", on_click=self._take_back)
        self.result = Note()
        self._head = label(role="subtitle", wrap=True)
        self._who = label(role="caption", wrap=True)
        self._mark = label(role="pill")
        self._body = column(spacing=Space.M)
        inside = QWidget()
        inside.setProperty("role", "plain")
        body = column(self._body, None)
        body.setContentsMargins(0, 0, Space.S, 0)
        inside.setLayout(body)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self._area = area
        side = QWidget()
        box = column(
            self._head,
            line(self._mark, None),
            self._who,
            self.result,
            line(self.take_back, None),
            area,
            spacing=Space.S,
        )
        box.setStretch(5, 1)
        box.setContentsMargins(Space.S, 0, 0, 0)
        side.setLayout(box)
        self._side = side
        side.setMinimumWidth(theme.px(SIDE))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self._left)
        self.split.addWidget(side)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setChildrenCollapsible(False)
        whole = column(line(self._title, None), spacing=Space.M, margin=Space.L)
        whole.addWidget(self.split, 1)
        self.setLayout(whole)
        self.retranslate()
        self._show_head()

    # -- presenters.history.HistoryView --------------------------------------------------------------------------

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """The operations; the chosen one stays chosen."""
        chosen = self._chosen.operation if self._chosen else None
        self.model.set_items(entries)
        row = next((n for n, entry in enumerate(entries) if entry.operation == chosen), 0)
        self._left.setCurrentIndex(0 if entries else 1)
        if entries:
            self.table.choose(row)
        else:
            self._choose(-1)

    def show_details(self, entry: HistoryEntry, details: Sequence[Written]) -> None:
        """What one operation wrote."""
        if self._chosen is None or entry.operation != self._chosen.operation:
            return
        clear(self._body)
        for one in details[:60]:
            self._body.addLayout(self._record(one))
            self._body.addWidget(changes_grid(one.changes[:60], narrow=True))
        if len(details) > 60:
            self._body.addWidget(label(_("… and {n} more records").format(n=words.number(len(details) - 60)), "muted"))

    def _record(self, one: Written) -> QHBoxLayout:
        """Whose changes follow, with the way there."""
        way = push(_("Open"), "link", on_click=lambda: self._navigator.open_record(one.kind, one.id))
        way.setAccessibleName(f"{way.text()}: {one.title}")
        title = line(label(one.title, "label", wrap=True), way)
        title.setStretch(0, 1)
        return title

    def show_result(self, text: str, tone: str) -> None:
        """What taking back did."""
        self.result.say(text, tone)

    # -- the window's calls --------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Reads again if something changed meanwhile."""
        self.catch_up()
        self.table.setFocus()

    def caption(self) -> str:
        """The chosen operation."""
        return self._chosen.title if self._chosen is not None else ""

    def filter_hint(self) -> str:
        """What the search box filters."""
        return _("Filter history")

    def filter_text(self) -> str:
        """The filter in force."""
        return self.presenter.text

    def filter(self, text: str) -> None:
        """Only what matches."""
        self.presenter.filter(text)

    def into(self) -> None:
        """To the table."""
        self.table.setFocus()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("History"))
        self.table.setAccessibleName(_("Operations, newest first"))
        self._empty.say(
            _("Nothing here yet") if not self.presenter.text else _("Nothing matches"),
            _("Everything that is entered, imported or received is listed here and can be taken back."),
        )
        self._area.setAccessibleName(_("What was changed"))
        self.take_back.setText(_("Take back"))
        self.take_back.setToolTip(_("Undo this operation, whoever did it. What was edited since stays."))
        self.model.retranslate()
        self._show_head()
        if self._chosen is not None and self.isVisible():
            self.presenter.choose(self._chosen)

    def retint(self) -> None:
        """Icons in the colours in use."""
        retint(self)
        self._side.setMinimumWidth(theme.px(SIDE))

    # -- inside --------------------------------------------------------------------------------------------------

    def _choose(self, row: int) -> None:
        entry = self.model.item(row)
        if entry is not None and self._chosen is not None and entry.operation != self._chosen.operation:
            self.result.say("")
        self._chosen = entry
        self._show_head()
        self.moved.emit()
        clear(self._body)
        if entry is not None:
            self.presenter.choose(entry)

    def _show_head(self) -> None:
        entry = self._chosen
        self._side.setVisible(entry is not None)
        if entry is None:
            return
        self._head.setText(entry.title)
        count = ngettext("{n} record", "{n} records", entry.records).format(n=words.number(entry.records))
        parts = (entry.stamp.author, entry.stamp.site, words.moment(entry.stamp.when), count, entry.reason)
        self._who.setText(" · ".join(part for part in parts if part))
        self._mark.setText(_("Taken back") if entry.undone else kind_label(entry.kind))
        theme.restyle(self._mark, tone="warning" if entry.undone else "primary")
        self.take_back.setEnabled(entry.can_undo and not entry.undone)

    def _take_back(self) -> None:
        if self._chosen is not None:
            self.presenter.take_back(self._chosen)
