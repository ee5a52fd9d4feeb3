"""Activities: the list with its filter, and the form."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.drafts import Draft, Drafts
from gedesk.presenters.lists import ListPresenter
from gedesk.ui.models.records import RecordTableModel
from gedesk.ui.pages.base import Context, Page
from gedesk.ui.pages.form import FormPage
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Empty, Faces, column, frame, label, line, name_tool, push, retint
from gedesk.ui.widgets.tables import Table

KIND = "activity"
COLUMNS = ("start", "title", "place", "participants_total", "progress", "verification", "changed", "conflicts")
SHARES = (-104, 5, 3, -112, -134, -124, -108)
NARROW = 860
BETWEEN = 15  # milliseconds between two sections of the form while nothing else is to do
ONE_LETTER = 80  # milliseconds to wait for a second letter: one letter alone matches half the store


class ActivitiesPage(Page):
    """The list and, over it, the form."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        services, jobs, notifier = context.services, context.jobs, context.notifier
        self._context = context
        self._services = services
        self._form: FormPage | None = None
        self._jobs = jobs
        self._notifier = notifier
        self._drafts = Drafts(context.folder, context.site)
        self._draft: Draft | None = None
        self._empty_why = ""
        self._typed = ""
        self.presenter = ListPresenter(KIND, COLUMNS, services, self, jobs, notifier, sort="start", descending=True)
        self.model = RecordTableModel(self.presenter, self, right=("participants_total",))

        self._title = label(role="title")
        self._count = label(role="muted")
        self._new = push(kind="primary", icon="plus", on_click=self.new)
        self._draft_text = label(wrap=True)
        self._draft_open = push(on_click=self._continue_draft)
        self._draft_drop = push(kind="link", on_click=self._discard_draft)
        self._banner = self._make_banner()
        self.table = _List(self.model, SHARES, pills=(4, 5))
        self.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        self.table.setSortingEnabled(True)
        self.table.chosen.connect(self._open_row)
        self.table.on_delete = self._remove_chosen
        self.table.verticalScrollBar().setSingleStep(34)
        self._empty = Empty("activities", self._empty_action)
        self._below = QStackedWidget()
        self._below.addWidget(self.table)
        self._below.addWidget(self._empty)
        top = line(self._title, self._count, None, self._new, spacing=Space.M)
        listing = QWidget()
        layout = column(top, self._banner, spacing=Space.M, margin=Space.L)
        layout.addWidget(self._below, 1)
        listing.setLayout(layout)
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
        self._look_for_drafts()

    def _make_banner(self) -> QFrame:
        banner = frame("note", QVBoxLayout(), margin=Space.S)
        banner.setProperty("tone", "accent")
        row = line(spacing=Space.S)
        row.addWidget(self._draft_text, 1)
        row.addWidget(self._draft_drop)
        row.addWidget(self._draft_open)
        inside = banner.layout()
        if isinstance(inside, QVBoxLayout):
            inside.addLayout(row)
        banner.setVisible(False)
        return banner

    @property
    def form(self) -> FormPage:
        """The form; made when it is first needed."""
        if self._form is None:
            self._form = FormPage(KIND, self._services, self._jobs, self._notifier, self._drafts)
            self._form.closed.connect(self._closed)
            self._form.decide.connect(self._context.navigator.decide)
            self._form.removed.connect(self._removed)
            self._form.presenter.on_drafts = self._look_for_drafts
            self.stack.addWidget(self._form)
        return self._form

    def _prepare_form(self) -> None:
        """The form is built while somebody looks at the list, so that it opens at once."""
        if not self.form.build_next():
            self._idle.stop()

    @property
    def in_form(self) -> bool:
        """Whether the form is open."""
        return self.stack.currentIndex() == 1

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
        self.table.hide_columns({6: self.width() < NARROW})

    def show_count(self, text: str, empty: str) -> None:
        """How many there are, or why none."""
        self._count.setText("" if empty == "nothing" else text)
        self._empty_why = empty
        self._say_empty()
        self._below.setCurrentIndex(1 if empty else 0)
        if self._form is None:
            self._idle.start()

    # -- the window's calls --------------------------------------------------------------------------------------

    def where(self) -> tuple[str, str]:
        """The record in the form."""
        id = self._form.presenter.id if self._form is not None and self.in_form else None
        return (KIND, id) if id else ("", "")

    def sights(self) -> Iterator[str]:
        """The list, the form from top to bottom, its history."""
        yield ""
        if (id := self.model.id(0)) is None:
            return
        self.open(id)
        yield "form"
        bar = self.form.area.verticalScrollBar()
        if bar.maximum() > bar.singleStep():
            bar.setValue(bar.maximum())
            yield "form-below"
        self.form.tabs.setCurrentIndex(1)
        yield "form-history"
        self.back()

    def changed(self, kinds: frozenset[str]) -> None:
        """Reads the list again when something in it may differ."""
        if kinds & {KIND, "place"}:
            self.presenter.reload()
        if self._form is not None and self.in_form and KIND in kinds:
            self._form.presenter.refresh()

    def opened(self) -> None:
        """The cursor goes where the work is."""
        if not self.in_form:
            self.table.setFocus()

    def filter_hint(self) -> str:
        """What the search box filters."""
        return _("Filter activities")

    def filter_text(self) -> str:
        """The filter in force."""
        return self._typed

    def filter(self, text: str) -> None:
        """At once, except for a single letter."""
        self._typed = text
        if self.in_form and text:
            self.form.close_form()
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
        """Ctrl+N begins an activity."""
        return True

    def new_record(self, _kind: str) -> None:
        """An empty form."""
        self.new()

    def open_record(self, _kind: str, id: str) -> None:
        """The form of a record."""
        self.open(id)

    def new(self) -> None:
        """An empty form; one that is open is kept as a draft."""
        if self.in_form:
            self.form.keep()
        self.form.open_new()
        self.stack.setCurrentWidget(self.form)
        self.form.focus("title")

    def open(self, id: str, draft: Draft | None = None) -> None:
        """The form of a record."""
        if self.in_form:
            self.form.keep()
        self.form.open(id, draft)
        self.stack.setCurrentWidget(self.form)
        self.moved.emit()
        self.form.focus("title")

    def back(self) -> bool:
        """From the form to the list, from a filter to everything."""
        if self.in_form:
            self.form.close_form()
            return True
        return False

    def save(self) -> None:
        """Ctrl+S."""
        if self.in_form:
            self.form.save()

    def save_and_close(self) -> None:
        """Ctrl+Enter."""
        if self.in_form:
            self.form.save_and_close()

    def leaving(self) -> None:
        """Keeps what is not saved."""
        self._idle.stop()
        if self._form is not None and self.in_form:
            self._form.keep(at_once=True)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Activities"))
        self._new.setText(_("New activity"))
        name_tool(self._new, _("New activity"), "Ctrl+N")
        self.table.setAccessibleName(_("Activities"))
        self._draft_open.setText(_("Continue"))
        self._draft_drop.setText(_("Discard"))
        self._say_draft()
        self._say_empty()
        self.model.retranslate()
        if self._form is not None:
            self._form.retranslate()
            self._form.presenter.retranslate()

    def retint(self) -> None:
        """Icons in the colours in use."""
        retint(self)

    # -- list ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.hide_columns({6: event.size().width() < NARROW})

    def _open_row(self, row: int) -> None:
        if (id := self.model.id(row)) is not None:
            self.open(id)

    def _remove_chosen(self) -> None:
        if (id := self.model.id(self.table.current_row())) is not None:
            self.presenter.remove([id])

    def _removed(self, id: str) -> None:
        self.presenter.remove([id])
        self.stack.setCurrentIndex(0)
        self.table.setFocus()

    def _closed(self) -> None:
        self.stack.setCurrentIndex(0)
        self.table.setFocus()
        self._look_for_drafts()

    def _empty_action(self) -> None:
        if self._empty_why == "filtered":
            self.clear_filter()
        else:
            self.new()

    def clear_filter(self) -> None:
        """Shows everything again; the window empties its search box."""
        self.filter("")
        self._context.navigator.clear_search()

    def _say_empty(self) -> None:
        if self._empty_why == "filtered":
            self._empty.say(
                _("Nothing matches"),
                _("No activity has words that begin with “{text}”.").format(text=self.presenter.text),
                _("Show all"),
            )
        else:
            self._empty.say(
                _("No activities yet"),
                _("Write down the first one: what was done, when, where and for how many. It takes less than a minute."),
                _("New activity"),
            )

    # -- drafts --------------------------------------------------------------------------------------------------

    def _look_for_drafts(self) -> None:
        self._jobs.read(self._drafts.all, self._drafts_found, self._notifier.failed)

    def _drafts_found(self, drafts: Sequence[Draft]) -> None:
        found = [draft for draft in drafts if draft.kind == KIND]
        self._draft = found[0] if found else None
        self._say_draft()

    def _say_draft(self) -> None:
        self._banner.setVisible(self._draft is not None)
        if self._draft is not None:
            title = self._draft.title or _("without a title")
            self._draft_text.setText(
                _("Not saved yet: “{title}”, {when}.").format(title=title, when=words.ago(self._draft.when))
            )

    def _continue_draft(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        self._say_draft()
        if draft.id is None:
            self.form.open_new(draft)
            self.stack.setCurrentWidget(self.form)
            self.form.focus("title")
        else:
            self.open(draft.id, draft)

    def _discard_draft(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        self._say_draft()
        self._jobs.read(self._drafts.drop(draft.key), lambda _none: self._look_for_drafts(), self._notifier.failed)
        self._notifier.tell(
            _("Draft discarded"),
            action=_("Undo"),
            on_action=lambda: self._bring_draft_back(draft),
        )

    def _bring_draft_back(self, draft: Draft) -> None:
        self._jobs.read(self._drafts.keep(draft), lambda _none: self._look_for_drafts(), self._notifier.failed)


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
