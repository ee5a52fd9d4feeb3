"""A list of records, or cards that count all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gedesk.i18n import gettext as _
from gedesk.presenters.base import Token
from gedesk.presenters.overviews import Card
from gedesk.services.protocols import Services
from gedesk.ui.pages.base import Context
from gedesk.ui.pages.layouts import Layout
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.widgets.basics import push
from gedesk.ui.widgets.overview import Overview

Cards = Callable[[Services, str], list[Card]]


class CountedList(RecordsPage):
    """A list, or cards that count all of it; a place in them leads to the cards of that place."""

    COUNTED = frozenset({"activity", "organisation", "commitment", "maker", "person", "focal_point_post", "periodic_report", "place", "committee"})

    def __init__(self, context: Context, layout: Layout, icon: str, cards: Cards, called: Callable[[], str]) -> None:
        self._cards, self._called = cards, called
        self._at = ""
        self._counted = False
        self._counting: Token | None = None
        self.face = Overview()
        self.turn = push(icon="table", on_click=self._turn_over)
        super().__init__(context, layout, icon)
        self.face.wanted.connect(self._lead)
        self.face.asked.connect(self._asked)
        self.below.addWidget(self.face)
        self.top.insertWidget(self.top.count() - 1, self.turn)

    def _turn_over(self) -> None:
        self._counted = not self._counted
        self._at = ""
        self._say_turn()
        self.show_count(self._count.text(), self._empty_why)
        self.into()

    def _lead(self, kind: str, id: str) -> None:
        if kind == "place":
            self._at = id
            self._count_again()
        else:
            self.open_related(kind, id)

    def _count_again(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        cards, services, at = self._cards, self._services, self._at
        self._counting = self._jobs.read(lambda: cards(services, at), self.face.show_cards, self._notifier.failed)

    def show_count(self, text: str, empty: str) -> None:
        super().show_count(text, empty)
        if self._counted:
            self.below.setCurrentWidget(self.face)
            self._count_again()

    # -- the window's calls --------------------------------------------------------------------------------------

    def sights(self) -> Iterator[str]:
        """The list and its forms, then the cards."""
        yield from super().sights()
        self._turn_over()
        yield "counted"
        self._turn_over()

    def changed(self, kinds: frozenset[str]) -> None:
        """Counts again when something may differ."""
        super().changed(kinds)
        if self._counted and kinds & self.COUNTED:
            self._count_again()

    def opened(self) -> None:
        """The cursor goes where the work is."""
        if self._counted and not self.in_form:
            self.face.take_focus()
        else:
            super().opened()

    def into(self) -> None:
        """To the cards, or the first match."""
        if self._counted:
            self.face.take_focus()
        else:
            super().into()

    def filter(self, text: str) -> None:
        """What is searched for is shown as a list."""
        if text and self._counted:
            self._turn_over()
        super().filter(text)

    def retranslate(self) -> None:
        super().retranslate()
        self._say_turn()

    def _say_turn(self) -> None:
        self.turn.setText(_("As a list") if self._counted else self._called())
