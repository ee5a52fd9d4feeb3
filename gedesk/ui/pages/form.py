"""The form of a record: laid out by hand (`layouts`), filled from the declared fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gedesk.domain.fields import Type
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.drafts import Draft, Drafts
from gedesk.presenters.forms import CREATED, FormPresenter
from gedesk.presenters.history import change_line, kind_label
from gedesk.presenters.overviews import HAVE, Card
from gedesk.services.protocols import Services
from gedesk.services.views import Choice, Conflict, HistoryEntry
from gedesk.ui import theme
from gedesk.ui.pages.layouts import Layout, Row, Section
from gedesk.ui.theme import Space
from gedesk.ui.widgets import editors
from gedesk.ui.widgets.basics import (
    Elided,
    Empty,
    Faces,
    breakable,
    column,
    frame,
    label,
    line,
    name_tool,
    push,
    tint,
    tool,
)
from gedesk.ui.widgets.editors import FieldBox
from gedesk.ui.widgets.focus import Resting, steady
from gedesk.ui.widgets.grid import GridTable, ParticipantsEditor
from gedesk.ui.widgets.meeting import MeetingPanel
from gedesk.ui.widgets.overview import ElidedButton, Overview
from gedesk.ui.widgets.parts import Parting, Spread, Turning
from gedesk.ui.widgets.photos import PhotosEditor
from gedesk.ui.widgets.tabs import Tabs

WIDE = 1120
SHOWN = 30  # related records of a kind
DRAFT_AFTER = 700  # milliseconds without a key


class FormPage(QWidget):
    """A record being written.  `closed` asks to go back to the list."""

    closed = Signal()
    decide = Signal(object)
    removed = Signal(str, str)
    headed = Signal()  # the title of the record is known
    wanted = Signal(str, str)  # a related record, by kind and id
    begun = Signal(str, str)  # a new record of a kind, its field pointing here
    asked = Signal(str, str)  # a step offered in the overview, with what was written for it

    def __init__(self, layout: Layout, services: Services, jobs: Jobs, notifier: Notifier, drafts: Drafts) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.layout_ = layout
        self.kind = layout.kind
        self._overview = Overview() if layout.kind in HAVE else None
        self._meeting = MeetingPanel(services, jobs, notifier, drafts) if layout.kind == "meeting" else None
        head = self._overview or self._meeting
        self._head: Overview | MeetingPanel | None = head
        self.parts = [
            *(["overview"] if head else []), "fields", *(["related"] if layout.related else []), "history"
        ]  # fmt: skip
        self.presenter = FormPresenter(layout.kind, services, self, jobs, notifier, drafts)
        self.boxes: dict[str, FieldBox] = {}
        self._services = services
        self._jobs = jobs
        self._notifier = notifier
        self._sections: list[tuple[QLabel, Callable[[], str]]] = []
        self._to_build: list[Callable[[], object]] = []
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_AFTER)
        self._draft_timer.timeout.connect(self.presenter.keep_draft)

        self._back = tool("back", self.close_form)
        self._heading = Elided(role="title")
        self._detail = Elided(role="caption")
        self._remove = tool("trash", self._ask_remove)
        self.tabs = Tabs(len(self.parts))
        heading = QVBoxLayout()
        heading.setSpacing(0)
        heading.addWidget(self._heading)
        heading.addWidget(self._detail)
        said = QWidget()
        named = line(self._back, spacing=Space.S)
        named.addLayout(heading, 1)
        named.addWidget(self._remove)
        said.setLayout(named)
        top = column(Parting(said, self.tabs, least=300))
        top.setContentsMargins(Space.L, Space.M, Space.L, Space.S)

        self._help = label(role="caption", wrap=True)
        self._save = push(kind="primary", icon="save", on_click=self.save)
        self._save_close = push(on_click=self.save_and_close)
        self._resting = Resting(self._save, self._save_close)
        foot = line(spacing=Space.S)
        foot.addWidget(self._help, 1)
        foot.addWidget(self._save_close)
        foot.addWidget(self._save)
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self._foot = QFrame()
        self._foot.setProperty("role", "footer")
        self._foot.setLayout(foot)

        self._stack = Faces()
        if self._overview is not None:
            self._overview.fill.connect(self._fill_in)
        if head is not None:
            head.asked.connect(self.asked)
            head.wanted.connect(self.wanted)
            head.begun.connect(self.begun)
            self._stack.addWidget(head)
        self._stack.addWidget(self._fields())
        self._related: Related | None = None
        if layout.related:
            self._related = Related(layout.related)
            self._related.wanted.connect(self.wanted)
            self._related.begun.connect(self.begun)
            self._stack.addWidget(self._related)
        self._history = HistoryList()
        self._stack.addWidget(self._history)
        self.tabs.currentChanged.connect(self._turn)
        over = QWidget()
        over.setLayout(top)
        for part in (over, self._foot):  # as each face in the stack, for itself: a theme takes them one by one
            theme.dress(part)
        whole = column(over, spacing=0)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot)
        self.setLayout(whole)
        self._remove.setVisible(False)
        self.retranslate()

    # -- building ------------------------------------------------------------------------------------------------

    def _fields(self) -> QScrollArea:
        own = self.layout_
        named = {name for section in (*own.first, *own.second) for row in section.rows for name, _width in row}
        named.update(own.left_out)
        rest = [name for name, spec in self.presenter.specs.items() if name not in named and not spec.automatic]
        wide = [name for name in rest if self.presenter.specs[name].type in (Type.COUNTS, Type.LONG_TEXT)]
        short = [name for name in rest if name not in wide]
        pairs: list[Row] = [tuple((name, 3) for name in short[at : at + 2]) for at in range(0, len(short), 2)]
        more = Section(lambda: _("More"), (*pairs, *(((name, 6),) for name in wide)))
        first, second = QWidget(), QWidget()
        sides = (own.first, (*own.second, more)) if own.first else ((more,), own.second)
        for holder, sections in zip((first, second), sides, strict=True):
            layout = column(spacing=Space.M)
            holder.setLayout(layout)
            self._to_build += [partial(self._add_section, layout, section) for section in sections if section.rows]
            self._to_build.append(partial(layout.addStretch, 1))
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setLayout(column(Turning(first, second, at=WIDE), margin=Space.L))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        return self.area

    def build_next(self) -> bool:
        """Builds one more section; whether there are others.  In steps, so that typing elsewhere is not held up."""
        if self._to_build:
            self._to_build.pop(0)()
            if not self._to_build:
                self.retranslate()
        return bool(self._to_build)

    def _add_section(self, layout: QVBoxLayout, section: Section) -> None:
        layout.addWidget(self._section(section))

    def _section(self, section: Section) -> QFrame:
        title = label(role="subtitle", wrap=True)
        self._sections.append((title, section.title))
        card = Spread(title)
        for row in section.rows:
            card.add_row([(self._box(name), width) for name, width in row if name in self.presenter.specs])
        return card

    def _box(self, name: str) -> FieldBox:
        spec = self.presenter.specs[name]

        def ask(text: str, done: Any) -> None:
            if spec.type is Type.CODES:
                done(editors.code_choices(self.presenter.terms(name), text))
            else:
                self.presenter.choices(name, text, done)

        def terms() -> list[tuple[str, str]]:
            if spec.type is Type.COUNTS:
                return [(term.code, term.label()) for term in vocabulary(spec.dims[0])]
            return self.presenter.terms(name)

        editor: QWidget
        if spec.target == "attachment":
            editor = PhotosEditor(self._services, self._jobs, self._notifier)
        else:
            create = partial(self.presenter.create, name) if spec.target in CREATED else None
            editor = editors.make(spec, ask, terms, create)
        box = FieldBox(spec, editor, heading=name != "participants")
        box.join(self._edited, self.presenter.left)
        box.focused.connect(self._focused)
        box.decide.connect(self.decide)
        self.boxes[name] = box
        return box

    def take_photos(self, files: Sequence[Path]) -> bool:
        """Adds pictures that were dropped on the form and shows them; False where a record has none."""
        while self.build_next():  # photos are far below
            pass
        box = next((one for one in self.boxes.values() if isinstance(one.editor, PhotosEditor)), None)
        if box is None or not isinstance(box.editor, PhotosEditor):
            return False
        self.tabs.setCurrentIndex(self.parts.index("fields"))
        box.editor.add_files(files)
        box.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, box, lambda: self.area.ensureWidgetVisible(box, 0, Space.XL))  # sections may be new
        return True

    # -- going in and out ----------------------------------------------------------------------------------------

    def open_new(
        self, draft: Draft | None = None, values: Mapping[str, Any] | None = None, labels: Mapping[str, str] | None = None
    ) -> None:
        """An empty form, one that some values are given for, or a draft of one."""
        self._begin()
        self._remove.setVisible(False)
        if self._head is not None:
            self.tabs.setTabVisible(0, False)
        self.presenter.open_new(draft, values or {}, labels or {})

    def open(self, id: str, draft: Draft | None = None) -> None:
        """A record."""
        self._begin()
        self._remove.setVisible(True)
        if self._head is not None:
            self.tabs.setTabVisible(0, True)
        if self._overview is not None:
            self._overview.show_cards([])
        if self._meeting is not None:
            self._meeting.open(id)
        self.presenter.open(id, draft)

    def begin_typing(self) -> None:
        """Shows what there is to say of a record, or puts the cursor where its form begins."""
        if self._head is not None and self.presenter.id is not None:
            self.tabs.setCurrentIndex(0)
            self._head.take_focus()
        else:
            self.focus(self.layout_.cursor)

    def close_form(self) -> None:
        """Back to the list.  Nothing is asked: what is not saved is kept as a draft."""
        self.keep()
        self.closed.emit()

    def keep(self, *, at_once: bool = False) -> None:
        """Keeps what is not saved as a draft; `at_once` when the program ends."""
        self._draft_timer.stop()
        self.presenter.keep_draft(at_once=at_once)
        if self._meeting is not None:
            self._meeting.keep(at_once=at_once)

    def save(self) -> None:
        """Saves and stays."""
        self._settle()
        self.presenter.save()

    def save_and_close(self) -> None:
        """Saves and goes back to the list."""
        self._settle()
        self.presenter.save(lambda _id: self.closed.emit())

    def _begin(self) -> None:
        while self.build_next():
            pass
        self.tabs.setCurrentIndex(self.parts.index("fields"))
        self.area.verticalScrollBar().setValue(0)

    def _settle(self) -> None:
        """A cell still open for typing counts as typed."""
        focus = self.focusWidget()
        viewport = focus.parentWidget() if focus else None
        table = viewport.parentWidget() if viewport else None
        if isinstance(table, GridTable):
            table.setFocus()
        self._draft_timer.stop()

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._foot.setVisible(self.parts[at] == "fields")

    def _edited(self, name: str, raw: Any, labels: Mapping[str, str]) -> None:
        self.presenter.edited(name, raw, labels)
        self._draft_timer.start()

    def _focused(self, name: str) -> None:
        self._help.setText(self.presenter.specs[name].help_text)
        box = self.boxes[name]
        self.area.ensureWidgetVisible(box, 0, Space.XL)

    @property
    def front(self) -> QScrollArea | None:
        """What is scrolled in the tab in front."""
        part = self._stack.currentWidget()
        return part if isinstance(part, QScrollArea) else None

    def _fill_in(self, what: str) -> None:
        """What an overview misses: a field, or a record of a kind that belongs to this one."""
        begins = next((field for kind, field in self.layout_.related if kind == what), "")
        if begins and what not in self.boxes:
            self.begun.emit(what, begins)
        else:
            self.focus(what)

    def _ask_remove(self) -> None:
        if self.presenter.id is not None:
            self.removed.emit(self.kind, self.presenter.id)

    # -- presenters.forms.FormView -------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """Title of the record."""
        return self._heading.text()

    def show_heading(self, title: str, detail: str) -> None:
        """What the form is about."""
        self._heading.setText(title)
        self.headed.emit()
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def show_values(self, raw: Mapping[str, Any], labels: Mapping[str, str]) -> None:
        """Fills editors."""
        for name, value in raw.items():
            if name not in self.boxes:
                continue
            if self.presenter.specs[name].type is Type.CODES:
                self.boxes[name].set_raw(value, dict(self.presenter.terms(name)))
            else:
                self.boxes[name].set_raw(value, labels)

    def show_problem(self, field: str, message: str) -> None:
        """Beside the field; a problem of no field is told as a message."""
        if field in self.boxes:
            self.boxes[field].problem(message)
        elif message:
            self._notifier.tell(message)

    def show_hint(self, field: str, text: str, tone: str) -> None:
        """How an entry was understood."""
        if field in self.boxes:
            self.boxes[field].hint(text, tone)

    def show_verdict(self, text: str, tone: str) -> None:
        """How table and total of participants relate."""
        box = self.boxes.get("participants")
        if box is not None and isinstance(box.editor, ParticipantsEditor):
            box.editor.say(text, tone)

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Marks fields with several values."""
        found = {one.field.partition(".")[0]: one for one in reversed(conflicts)}
        for name, box in self.boxes.items():
            box.conflict(found.get(name))

    def show_state(self, *, dirty: bool, saving: bool) -> None:
        """Whether there is something to save."""
        self._resting(saving)
        theme.restyle(self._save, kind="primary" if dirty else "")
        tint(self._save)

    def show_overview(self, cards: Sequence[Card]) -> None:
        """What others say of the record."""
        if self._overview is not None:
            self._overview.show_cards(cards)

    def show_change(self) -> None:
        """The record, or what belongs to it, changed."""
        if self._meeting is not None:
            self._meeting.reload()

    def show_related(self, links: Mapping[str, Sequence[Choice]]) -> None:
        """The records that point here, by `kind.field`."""
        if self._related is not None:
            self._related.show_links(links, can_begin=self.presenter.id is not None)

    def show_history(self, entries: Sequence[HistoryEntry]) -> None:
        """What happened to the record."""
        self._history.show_entries(entries)

    def focus(self, field: str) -> None:
        """Puts the cursor into a field."""
        self.tabs.setCurrentIndex(self.parts.index("fields"))
        if field in self.boxes:
            self.boxes[field].take_focus()

    # -- language ------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Every text in the language in use."""
        for heading, title in self._sections:
            heading.setText(title())
        name_tool(self._back, _("Back to the list"), "Esc")
        name_tool(self._remove, _("Remove this record"))
        said = {"overview": _("Meeting") if self.kind == "meeting" else _("Overview"), "fields": _("Form"), "related": _("Belongs to it"), "history": _("History")}
        for at, part in enumerate(self.parts):
            self.tabs.setTabText(at, said[part])
        self.tabs.setAccessibleName(_("Parts of the record"))
        self._save.setText(_("Save"))
        name_tool(self._save, _("Save"), "Ctrl+S")
        self._save_close.setText(_("Save and close"))
        name_tool(self._save_close, _("Save and close"), "Ctrl+Enter")
        self._help.setText("")
        for box in self.boxes.values():
            box.retranslate()
        if self._related is not None:
            self._related.retranslate()
        self._history.retranslate()
        if self._meeting is not None:
            self._meeting.retranslate()


class Related(QScrollArea):
    """What belongs to a record, kind by kind, with a way to open each and to begin another."""

    wanted = Signal(str, str)
    begun = Signal(str, str)

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fields = fields
        self._links: Mapping[str, Sequence[Choice]] = {}
        self._can_begin = False

    def show_links(self, links: Mapping[str, Sequence[Choice]], *, can_begin: bool) -> None:
        """Other records."""
        self._links, self._can_begin = links, can_begin
        self._fill()

    def retranslate(self) -> None:
        """In another language."""
        self._fill()

    def _fill(self) -> None:
        self.setAccessibleName(_("Belongs to it"))
        inside = QWidget()
        inside.setProperty("role", "plain")
        box = column(spacing=Space.M, margin=Space.L)
        if not self._can_begin:
            box.addWidget(label(_("Save the record first; then others can be added to it here."), "muted", wrap=True))
        for kind, field in self._fields if self._can_begin else ():
            box.addWidget(self._card(kind, field))
        box.addStretch(1)
        inside.setLayout(box)
        with steady(self, lambda: inside.findChild(QPushButton) or self):
            self.setWidget(inside)

    def _card(self, kind: str, field: str) -> QFrame:
        found = self._links.get(f"{kind}.{field}", ())
        info = registry.kind(kind)
        card = frame("card", QVBoxLayout(), margin=Space.M, spacing=Space.XS)
        add = push(_("Add"), icon="plus", on_click=lambda: self.begun.emit(kind, field))
        name_tool(add, _("Add: {kind}").format(kind=info.label()))
        head = line(label(info.plural.label(), "subtitle"), label(words.number(len(found)), "muted"), None, add, spacing=Space.S)
        inside = card.layout()
        if not isinstance(inside, QVBoxLayout):
            raise TypeError("a card without a layout")
        inside.addLayout(head)
        if not found:
            inside.addWidget(label(_("None yet"), "muted"))
        for one in found[:SHOWN]:
            button = ElidedButton(one.label or _("(without a title)"))
            button.clicked.connect(partial(self._open, kind, one.id))
            inside.addLayout(line(button, None))
        if len(found) > SHOWN:
            inside.addWidget(label(_("… and {n} more").format(n=words.number(len(found) - SHOWN)), "muted"))
        return card

    def _open(self, kind: str, id: str, _checked: bool = False) -> None:
        self.wanted.emit(kind, id)


class HistoryList(QScrollArea):
    """What happened to one record: each operation with its fields from old to new."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._entries: Sequence[HistoryEntry] = ()
        self._fill()

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Other operations."""
        self._entries = entries
        if self.isVisible():
            self._fill()
        else:
            self._stale = True

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self._fill()

    def retranslate(self) -> None:
        """In another language."""
        self.show_entries(self._entries)

    def _fill(self) -> None:
        self._stale = False
        self.setAccessibleName(_("History"))
        inside = QWidget()
        inside.setProperty("role", "plain")
        box = column(spacing=Space.M, margin=Space.L)
        if not self._entries:
            empty = Empty("history")
            empty.say(_("Nothing has happened yet"), _("Every saved change will be listed here, with what was there before."))
            box.addWidget(empty)
        for entry in self._entries[:100]:
            box.addWidget(entry_card(entry))
        box.addStretch(1)
        inside.setLayout(box)
        self.setWidget(inside)


def entry_card(entry: HistoryEntry) -> QFrame:
    """One operation with its field changes."""
    card = frame("card", QVBoxLayout(), margin=Space.M, spacing=Space.XS)
    inside = card.layout()
    if not isinstance(inside, QVBoxLayout):
        raise TypeError("a card without a layout")
    title = label(entry.title, "label", wrap=True)
    mark = label(_("Taken back") if entry.undone else kind_label(entry.kind), "pill", tone="warning" if entry.undone else "primary")
    top = line(spacing=Space.S)
    top.addWidget(title, 1)
    top.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    inside.addLayout(top)
    who = " · ".join(part for part in (entry.stamp.author, entry.stamp.site, words.moment(entry.stamp.when), entry.reason) if part)
    inside.addWidget(label(who, "caption", wrap=True))
    if entry.changes:
        inside.addWidget(changes_grid(entry.changes))
    return card


def changes_grid(changes: Sequence[Any], *, narrow: bool = False) -> QWidget:
    """Field, old value, new value; no old values where nothing was written before.  `narrow` puts fields above values."""
    made = QWidget()
    fresh = not any(change.old_shown for change in changes)
    grid = QGridLayout()
    grid.setContentsMargins(0, Space.XS, 0, 0)
    grid.setHorizontalSpacing(Space.M)
    grid.setVerticalSpacing(Space.XS)
    for at, change in enumerate(changes[:200]):
        name, old, new = change_line(change)
        row = 2 * at + narrow
        grid.addWidget(label(name, "caption" if narrow else "muted", wrap=True), 2 * at, 0, 1, 4 if narrow else 1, Qt.AlignmentFlag.AlignTop)
        if not fresh:
            before = label(breakable(old), "muted", wrap=True)
            font = theme.font()
            font.setStrikeOut(change.old_shown != "")
            before.setFont(font)
            grid.addWidget(before, row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label("›", "muted"), row, 2, Qt.AlignmentFlag.AlignTop)
        after = label(breakable(new), wrap=True)
        after.setAccessibleName(_("{field}: from {old} to {new}").format(field=name, old=old, new=new))
        grid.addWidget(after, row, 3, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 0 if narrow else 2)
    grid.setColumnStretch(1, 0 if fresh else 3)
    grid.setColumnStretch(3, 3)
    made.setLayout(grid)
    return made

