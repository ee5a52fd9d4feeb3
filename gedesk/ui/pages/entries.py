"""Records in a list of the page's own: its presenter reads them, adds to them and puts them in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from gedesk.ui.models.rows import RowsModel
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import Layout
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column
from gedesk.ui.widgets.tables import Table

Entry = TypeVar("Entry")


class Source(Protocol):
    """Where the entries come from."""

    def reload(self) -> None:
        """Reads them again."""

    def filter(self, *, text: str) -> None:
        """Only those with these words."""


class EntriesPage(RecordsPage, Generic[Entry]):
    """A page of records whose list shows entries of `source`, with `bar` above it."""

    CONCERNS: ClassVar[frozenset[str]]  # kinds that say something in the list

    def __init__(
        self, context: Context, layout: Layout, icon: str, source: Source, rows: RowsModel[Entry], table: Table,
        bar: QWidget,
    ) -> None:  # fmt: skip
        self.source, self.rows, self.list = source, rows, table
        box = column(bar, table, spacing=Space.S)
        box.setStretch(1, 1)
        self._face = QWidget()
        self._face.setLayout(box)
        super().__init__(context, layout, icon)
        rows.setParent(self)
        self.below.addWidget(self._face)
        source.reload()
        self._choose_face()

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self.rows.item(self.list.current_row())

    def set_entries(self, entries: Sequence[Entry], key: Callable[[Entry], object]) -> None:
        """These entries; the cursor stays on the one of its key."""
        before = self.entry
        self.rows.set_items(entries)
        keys = [key(one) for one in entries]
        if keys:
            at = None if before is None else key(before)
            self.list.choose(keys.index(at) if at in keys else 0)

    def _choose_face(self) -> None:
        self.below.setCurrentWidget(self._empty if self._empty_why else self._face)

    # -- the window's calls --------------------------------------------------------------------------------------

    def changed(self, kinds: frozenset[str]) -> None:
        """Reads again what may differ."""
        super().changed(kinds)
        if kinds & self.CONCERNS:
            self.source.reload()

    def opened(self) -> None:
        """The cursor goes to the list."""
        if not self.in_form:
            self.list.setFocus()

    def into(self) -> None:
        """To the first match."""
        self.list.setFocus()

    def filter(self, text: str) -> None:
        """Words of an entry, at once."""
        self._typed = text
        if self.in_form and text:
            self.home()
        self.source.filter(text=text)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        super().retranslate()
        self.list.setAccessibleName(self._words.title)
        self.rows.retranslate()
