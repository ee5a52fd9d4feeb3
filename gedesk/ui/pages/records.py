"""Records of a kind: the list with its filter, the form over it, and forms of records that belong to one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters.drafts import Draft, Drafts
from gedesk.presenters.lists import Chip, ListPresenter, packed
from gedesk.presenters.overviews import PAPER
from gedesk.ui import theme
from gedesk.ui.models.records import RecordTableModel
from gedesk.ui.pages.base import Context, Page
from gedesk.ui.pages.directory import page_of
from gedesk.ui.pages.form import FormPage
from gedesk.ui.pages.layouts import Layout, Words, layout_of
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Empty, Faces, clear, column, label, line, name_tool, push, retint
from gedesk.ui.widgets.drafts import DraftBanner
from gedesk.ui.widgets.parts import Flow, Parting
from gedesk.ui.widgets.tables import Table

NARROW, NARROWER = 860, 660  # pixels at the smallest letters
BETWEEN = 15  # milliseconds between two sections of the form while nothing else is to do
ONE_LETTER = 80  # milliseconds to wait for a second letter: one letter alone matches half the store


class RecordsPage(Page):
    """The list of a kind and, over it, a form: of that kind, or of one that belongs to it."""

    def __init__(self, context: Context, layout: Layout, icon: str) -> None:
        super().__init__()
        self.layout_ = layout
        self.kind = layout.kind
        services, jobs, notifier = context.services, context.jobs, context.notifier
        self._context = context
        self._services = services
        self._forms: dict[str, FormPage] = {}
        self._unsaid: set[str] = set()  # forms that were not seen since the language changed
        self._trail: list[tuple[str, str]] = []  # records that the form goes back to, outermost first
        self._jobs = jobs
        self._notifier = notifier
        self._drafts = Drafts(context.folder, context.site)
        self._empty_why = ""
        self._typed = ""
        self._listed = False
        self.presenter = ListPresenter(
            self.kind, layout.columns, services, self, jobs, notifier, sort=layout.sort, descending=layout.descending
        )
        self.model = RecordTableModel(self.presenter, self, right=layout.right)

        self._title = label(role="title", wrap=True)
        self._count = label(role="muted")
        self._new = push(kind="primary", icon="plus", on_click=self.new)
        self.banner = DraftBanner(self.kind, self._drafts, jobs, notifier, self._continue)
        at = layout.columns.index
        self.table = _List(self.model, layout.shares, pills=[at(name) for name in layout.pills])
        order = Qt.SortOrder.DescendingOrder if layout.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(at(layout.sort), order)
        self.table.setSortingEnabled(True)
        self.table.chosen.connect(self._open_row)
        self.table.on_delete = self._remove_chosen
        self.table.verticalScrollBar().setSingleStep(34)
        self._empty = Empty(icon, self._empty_action)
        self.below = QStackedWidget()
        self.below.addWidget(self.table)
        self.below.addWidget(self._empty)
        self._chips = QWidget()
        self._chips.setProperty("role", "plain")
        self._chips.setLayout(Flow(Space.S))
        self._chips.setVisible(False)
        said, buttons = QWidget(), QWidget()
        said.setLayout(line(self._title, self._count, None, spacing=Space.M))
        self.top = line(self._new, spacing=Space.S)  # buttons, the last of them for a new record
        buttons.setLayout(self.top)
        listing = QWidget()
        inside = column(Parting(said, buttons), self.banner, self._chips, spacing=Space.M, margin=Space.L)
        inside.addWidget(self.below, 1)
        listing.setLayout(inside)
        self.stack = Faces()
        self.stack.addWidget(listing)
        self.stack.currentChanged.connect(lambda _at: self.moved.emit())
        self.setLayout(column(self.stack))

        self._idle = QTimer(self)
        self._idle.setObjectName("idle")
        self._idle.setInterval(BETWEEN)
        self._idle.timeout.connect(self._prepare_form)
        self._filter_timer = QTimer(self)
        self._filter_timer.setSingleShot(True)
        self._filter_timer.setInterval(ONE_LETTER)
        self._filter_timer.timeout.connect(lambda: self.presenter.filter(self._typed))
        self.retranslate()
        self.presenter.reload()
        self.banner.look()

    @property
    def form(self) -> FormPage:
        """The form of the page's own kind; made when it is first needed."""
        return self.form_of(self.kind)

    def form_of(self, kind: str) -> FormPage:
        """The form of a kind; made when it is first needed."""
        if kind not in self._forms:
            form = FormPage(layout_of(kind), self._services, self._jobs, self._notifier, self._drafts)
            form.closed.connect(self._closed)
            form.headed.connect(self.moved.emit)
            form.decide.connect(self._context.navigator.decide)
            form.removed.connect(self._removed)
            form.wanted.connect(self.open_related)
            form.begun.connect(self._begin_related)
            form.asked.connect(self._asked)
            form.presenter.on_drafts = self.banner.look
            self._forms[kind] = form
            self.stack.addWidget(form)
        if kind in self._unsaid:
            self._unsaid.discard(kind)
            self._forms[kind].retranslate()
            self._forms[kind].presenter.retranslate()
        return self._forms[kind]

    def _begin_form(self) -> None:
        """Starts building the form, once the list of a page that can be seen is filled."""
        if self._listed and not self._forms and self.isVisible():
            self._idle.start()

    def _prepare_form(self) -> None:
        """The form is built while somebody looks at the list, so that it opens at once."""
        if not self.form.build_next():
            self._idle.stop()

    @property
    def in_form(self) -> bool:
        """Whether a form is open."""
        return self.stack.currentIndex() > 0

    @property
    def open_form(self) -> FormPage | None:
        """The form that is open."""
        form = self.stack.currentWidget()
        return form if isinstance(form, FormPage) else None

    # -- presenters.lists.ListView -------------------------------------------------------------------------------

    def show_numbers(self, numbers: array[int]) -> None:
        """These records, in this order; the cursor stays on its record."""
        current = self.model.number(self.table.current_row())
        scroll = self.table.verticalScrollBar().value()
        self.model.set_numbers(numbers)
        row = self.model.row_of(current) if current is not None else None
        if row is not None:
            self.table.choose(row)
        elif numbers:
            self.table.verticalScrollBar().setValue(scroll)
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._fit(self.width())

    def show_count(self, text: str, empty: str) -> None:
        """How many there are, or why none."""
        self._count.setText("" if empty == "nothing" else text)
        self._empty_why = empty
        self._say_empty()
        self.below.setCurrentIndex(1 if empty else 0)
        self._listed = True
        self._begin_form()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Conditions in force; a press takes one away."""
        flow = self._chips.layout()
        if flow is None:
            return
        clear(flow)
        for chip in chips:
            made = push(chip.text, kind="chip", icon="close", on_click=partial(self._widen, chip.field))
            name_tool(made, _("Take this filter away: {condition}").format(condition=chip.text))
            flow.addWidget(made)
        self._chips.setVisible(bool(chips))

    def _widen(self, field: str) -> None:
        self.presenter.widen(field)
        self.moved.emit()
        self.table.setFocus()

    # -- the window's calls --------------------------------------------------------------------------------------

    def open_list(self, kind: str, where: Mapping[str, str]) -> None:
        """The list, narrowed to these conditions."""
        if self.in_form:
            self.home()
        self.presenter.narrow(where if kind in ("", self.kind) else {})
        self.moved.emit()

    def narrowed(self) -> tuple[str, str]:
        """The conditions of the list in front."""
        where = packed(self.presenter.where)
        return (self.kind, where) if where and not self.in_form else ("", "")

    def caption(self) -> str:
        """Title of the record in the form."""
        return self.open_form.heading if self.open_form is not None else ""

    def where(self) -> tuple[str, str]:
        """The record in the form."""
        form = self.open_form
        return (form.kind, form.presenter.id) if form is not None and form.presenter.id else ("", "")

    def sights(self) -> Iterator[str]:
        """The list, the form from top to bottom, its other tabs."""
        yield ""
        if (id := self.model.id(0)) is None:
            return
        self.open(id)
        yield "form"
        for at, name in enumerate(self.form.parts):
            if at:
                self.form.tabs.setCurrentIndex(at)
                yield f"form-{name}"
            bar = self.form.front.verticalScrollBar() if self.form.front is not None else None
            if bar is not None and bar.maximum() > bar.singleStep():
                bar.setValue(bar.maximum())
                yield f"form-{name}-below" if at else "form-below"
        self.back()

    def changed(self, kinds: frozenset[str]) -> None:
        """Reads the list again when something in it may differ."""
        if self.presenter.concerns(kinds):
            self.presenter.reload()
        form = self.open_form
        if form is not None:
            form.presenter.let_go(kinds)
        if form is not None and (form.kind in kinds or any(kind in kinds for kind, _field in form.layout_.related)):
            form.presenter.refresh()
            form.show_change()

    def opened(self) -> None:
        """The cursor goes where the work is."""
        if not self.in_form:
            self.table.setFocus()

    def filter_hint(self) -> str:
        """What the search box filters."""
        return self._words.filter

    def filter_text(self) -> str:
        """The filter in force."""
        return self._typed

    def filter(self, text: str) -> None:
        """At once, except for a single letter."""
        self._typed = text
        if self.in_form and text:
            self.home()
        if len(text.strip()) == 1:
            self._filter_timer.start()
        else:
            self._filter_timer.stop()
            self.presenter.filter(text)

    def into(self) -> None:
        """To the first match."""
        self.table.setFocus()
        if self.table.current_row() < 0 and self.model.rowCount():
            self.table.choose(0)

    def has_new(self) -> bool:
        """Ctrl+N begins a record of this kind."""
        return True

    def new_record(self, kind: str) -> None:
        """An empty form."""
        self._begin(kind)

    def open_record(self, kind: str, id: str) -> None:
        """The form of a record."""
        self._trail.clear()
        self._show(kind, id)

    def new(self) -> None:
        """An empty form; one that is open is kept as a draft."""
        self._begin(self.kind)

    def open(self, id: str, draft: Draft | None = None) -> None:
        """The form of a record of the page's own kind."""
        self._trail.clear()
        self._show(self.kind, id, draft)

    def open_related(self, kind: str, id: str) -> None:
        """A record that the one in the form has to do with: over it where it has no page of its own."""
        if page_of(kind) and kind != self.kind and layout_of(kind).words is not None:
            self._context.navigator.open_record(kind, id)
            return
        self._remember()
        self._show(kind, id)

    def _asked(self, verb: str, _text: str) -> None:
        """A document that the overview of a record offers; other steps belong to the pages that know them."""
        if verb.startswith(PAPER):
            self._context.navigator.write_paper(*verb.split(":")[1:])

    def _begin_related(self, kind: str, field: str) -> None:
        """A new record that belongs to the one in the form."""
        form = self.open_form
        if form is None or form.presenter.id is None:
            return
        values, labels = form.presenter.child(kind, field)
        self._remember()
        self._begin(kind, values, labels)

    def _remember(self) -> None:
        form = self.open_form
        if form is not None and form.presenter.id is not None:
            self._trail.append((form.kind, form.presenter.id))

    def _begin(
        self, kind: str, values: Mapping[str, Any] | None = None, labels: Mapping[str, str] | None = None,
        draft: Draft | None = None,
    ) -> None:  # fmt: skip
        if values is None:
            self._trail.clear()
        if (before := self.open_form) is not None:
            before.keep()
        form = self.form_of(kind)
        form.open_new(draft, values or {}, labels or {})
        self.stack.setCurrentWidget(form)
        form.begin_typing()

    def _continue(self, draft: Draft) -> None:
        if draft.id is None:
            self._begin(self.kind, draft=draft)
        else:
            self.open(draft.id, draft)

    def _show(self, kind: str, id: str, draft: Draft | None = None) -> None:
        if (before := self.open_form) is not None:
            before.keep()
        form = self.form_of(kind)
        form.open(id, draft)
        self.stack.setCurrentWidget(form)
        self.moved.emit()
        form.begin_typing()

    def back(self) -> bool:
        """From the form to the record it belongs to, or to the list."""
        if (form := self.open_form) is not None:
            form.close_form()
            return True
        return False

    def home(self) -> None:
        """From any form to the list."""
        self._trail.clear()
        self.back()

    def take_photos(self, _files: Sequence[Path]) -> bool:
        """Pictures that were dropped on the window."""
        return self.in_form and self.form.take_photos(_files)

    def save(self) -> None:
        """Ctrl+S."""
        if (form := self.open_form) is not None:
            form.save()

    def save_and_close(self) -> None:
        """Ctrl+Enter."""
        if (form := self.open_form) is not None:
            form.save_and_close()

    def leaving(self) -> None:
        """Keeps what is not saved."""
        self._idle.stop()
        if (form := self.open_form) is not None:
            form.keep(at_once=True)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        said = self._words
        self._title.setText(said.title)
        self._new.setText(said.new)
        name_tool(self._new, said.new, "Ctrl+N")
        self.table.setAccessibleName(said.title)
        self.banner.retranslate()
        self._say_empty()
        self.presenter.show_chips()
        self.model.retranslate()
        self._unsaid = set(self._forms)
        if (form := self.open_form) is not None:
            self.form_of(form.kind)

    def retint(self) -> None:
        """Icons in the colours in use."""
        retint(self)

    # -- list ----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin_form()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        at = self.layout_.columns.index
        away = {at(name): width < theme.px(NARROW) for name in self.layout_.narrow}
        self.table.hide_columns(away | {at(name): width < theme.px(NARROWER) for name in self.layout_.spare})

    @property
    def _words(self) -> Words:
        if self.layout_.words is None:
            raise TypeError(f"{self.kind} has no list")
        return self.layout_.words()

    def _open_row(self, row: int) -> None:
        if (id := self.model.id(row)) is not None:
            self.open(id)

    def _remove_chosen(self) -> None:
        if (id := self.model.id(self.table.current_row())) is not None:
            self.presenter.remove([id])

    def _removed(self, kind: str, id: str) -> None:
        self.presenter.remove([id], kind)
        self._closed()

    def _closed(self) -> None:
        if self._trail:
            self._show(*self._trail.pop())
        else:
            self.stack.setCurrentIndex(0)
            self.table.setFocus()
        self.banner.look()

    def _empty_action(self) -> None:
        if self._empty_why == "filtered":
            self.clear_filter()
        else:
            self.new()

    def clear_filter(self) -> None:
        """Shows everything again; the window empties its search box."""
        self.presenter.narrow({})
        self.filter("")
        self._context.navigator.clear_search()

    def _say_empty(self) -> None:
        said = self._words
        if self._empty_why == "filtered":
            self._empty.say(_("Nothing matches"), said.nothing.format(text=self.presenter.text), _("Show all"))
        else:
            self._empty.say(said.empty, said.hint, said.new)


class _List(Table):
    """The list, with Delete."""

    def __init__(self, model: RecordTableModel, shares: Sequence[int], *, pills: Sequence[int] = ()) -> None:
        super().__init__(model, shares, pills=pills)
        self.on_delete: Callable[[], None] = lambda: None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.current_row() >= 0:
            self.on_delete()
            return
        super().keyPressEvent(event)
