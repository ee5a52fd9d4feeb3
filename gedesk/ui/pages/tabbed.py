"""Several lists of records on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget

from gedesk.i18n import gettext as _
from gedesk.ui import theme
from gedesk.ui.pages.base import Page
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, line
from gedesk.ui.widgets.tabs import Tabs


class TabbedPage(Page):
    """Several pages under one name, each with a tab; whatever is asked of the page is asked of the one in front."""

    def __init__(self, parts: Sequence[RecordsPage]) -> None:
        super().__init__()
        self.parts = {part.kind: part for part in parts}
        self.tabs = Tabs(len(parts))
        theme.dress(self.tabs)
        self._unsaid: set[int] = set()  # parts that were not seen since the language changed
        self.stack = QStackedWidget()
        for part in parts:
            self.stack.addWidget(part)
            part.moved.connect(self._moved)
        self.tabs.currentChanged.connect(self._turn)
        bar = line(self.tabs, None)
        bar.setContentsMargins(Space.L, Space.S, Space.L, 0)
        whole = column(bar, spacing=0)
        whole.addWidget(self.stack, 1)
        self.setLayout(whole)
        self.retranslate()

    @property
    def part(self) -> RecordsPage:
        """The page in front."""
        return list(self.parts.values())[self.stack.currentIndex()]

    def show_kind(self, kind: str) -> RecordsPage:
        """Brings the list of a kind to the front; a kind without one stays where it is."""
        if kind in self.parts:
            self.tabs.setCurrentIndex(list(self.parts).index(kind))
        return self.part

    def _turn(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        if at in self._unsaid:
            self._unsaid.discard(at)
            self.part.retranslate()
        self.part.opened()
        self._moved()

    def _moved(self) -> None:
        self.tabs.setVisible(not self.part.in_form)
        self.moved.emit()

    @property
    def in_form(self) -> bool:
        """Whether a form is open in front."""
        return self.part.in_form

    def where(self) -> tuple[str, str]:
        """The record in the form in front."""
        return self.part.where()

    def open_list(self, kind: str, where: Mapping[str, str]) -> None:
        """The list of one of the kinds; one without a list of its own stays where it is."""
        if not kind or kind in self.parts:
            (self.show_kind(kind) if kind else self.part).open_list(kind, where)

    def narrowed(self) -> tuple[str, str]:
        """The conditions of the list in front."""
        return self.part.narrowed()

    def caption(self) -> str:
        """Title of the record in the form."""
        return self.part.caption()

    def home(self) -> None:
        """Back to the list in front."""
        self.part.home()

    def open_record(self, kind: str, id: str) -> None:
        """One record of any of the kinds."""
        self.show_kind(kind).open_record(kind, id)

    def new_record(self, kind: str) -> None:
        """An empty form of any of the kinds."""
        self.show_kind(kind).new_record(kind)

    def take_photos(self, _files: Sequence[Path]) -> bool:
        """Pictures that were dropped on the window."""
        return self.part.take_photos(_files)

    def save(self) -> None:
        """Ctrl+S."""
        self.part.save()

    def save_and_close(self) -> None:
        """Ctrl+Enter."""
        self.part.save_and_close()

    def sights(self) -> Iterator[str]:
        """Everything there is to see of each."""
        for at, (kind, part) in enumerate(self.parts.items()):
            self.tabs.setCurrentIndex(at)
            for sight in part.sights():
                yield "-".join(word for word in (kind if at else "", sight) if word)
        self.tabs.setCurrentIndex(0)

    def changed(self, kinds: frozenset[str]) -> None:
        """Records of these kinds changed."""
        for part in self.parts.values():
            part.changed(kinds)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        for at, part in enumerate(self.parts.values()):
            self._unsaid.add(at)
            if part.layout_.words is not None:
                self.tabs.setTabText(at, part.layout_.words().title)
        self.tabs.setAccessibleName(_("Lists of this page"))
        self._unsaid.discard(self.stack.currentIndex())
        self.part.retranslate()

    def retint(self) -> None:
        """Icons in the colours in use."""
        for part in self.parts.values():
            part.retint()

    def opened(self) -> None:
        """The user came here."""
        self.part.opened()

    def filter_hint(self) -> str:
        """What the search box filters."""
        return self.part.filter_hint()

    def filter_text(self) -> str:
        """The filter in force."""
        return self.part.filter_text()

    def filter(self, text: str) -> None:
        """Only what matches, in the list in front."""
        self.part.filter(text)

    def into(self) -> None:
        """To the first match."""
        self.part.into()

    def has_new(self) -> bool:
        """Ctrl+N begins a record of the kind in front."""
        return True

    def new(self) -> None:
        """An empty form of the kind in front."""
        self.part.new()

    def back(self) -> bool:
        """One step back in front."""
        return self.part.back()

    def leaving(self) -> None:
        """Keeps what is not saved."""
        for part in self.parts.values():
            part.leaving()
