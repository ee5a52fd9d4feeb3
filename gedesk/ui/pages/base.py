"""What the window may ask of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gedesk.presenters.base import Jobs, Notifier
from gedesk.services.protocols import Services
from gedesk.services.views import Conflict
from gedesk.ui.looks import Looks


class Navigator(Protocol):
    """Ways from one page to another; the window knows them all."""

    def go(self, page: str) -> None:
        """To a page of the sidebar."""

    def open_record(self, kind: str, id: str) -> None:
        """To a record, on the page that shows its kind."""

    def open_list(self, kind: str, where: Mapping[str, str]) -> None:
        """To the list of a kind, narrowed to these conditions (`presenters.lists.Where`)."""

    def new_record(self, kind: str) -> None:
        """To an empty form for a record of this kind."""

    def write_paper(self, what: str, of: str = "", period: str = "") -> None:
        """The card that writes a document, of a record (its id) when one is named."""

    def decide(self, conflict: Conflict) -> None:
        """To the two values of a conflict."""

    def invite(self) -> None:
        """To where headquarters make kits for other sites."""

    def clear_search(self) -> None:
        """Empties the search box: the page shows everything again."""


class Program(Protocol):
    """What the program is set to, and what concerns it as a whole."""

    @property
    def looks(self) -> Looks:
        """Colours and size of the text."""

    def use_language(self, code: str) -> None:
        """Every text in another language, at once."""

    def renew_pack(self) -> None:
        """The card that takes a later version of the country pack in."""

    def restore(self, backup: Path) -> None:
        """Closes the store, puts a backup in its place and opens that."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every page is made from."""

    services: Services
    jobs: Jobs
    notifier: Notifier
    navigator: Navigator
    program: Program
    folder: Path  # for drafts and other things of this machine
    site: str  # name of this replica's site: drafts of two stores do not mix


class Page(QWidget):
    """One place in the sidebar.

    `moved` is emitted when `where` changes: the window keeps the way back (Alt+Left), and what a link leads to.
    """

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")

    @property
    def in_form(self) -> bool:
        """Whether a form is open, which Ctrl+S and Esc are meant for."""
        return False

    def where(self) -> tuple[str, str]:
        """Kind and id of the record that fills the page; `("", "")` for the page as it opens."""
        return "", ""

    def caption(self) -> str:
        """What the title of the window says before the page's name: the title of a record that fills the page."""
        return ""

    def home(self) -> None:
        """Leaves the record for the page as it opens, keeping what was typed."""
        self.back()

    def open_record(self, kind: str, id: str) -> None:
        """Shows one record."""

    def open_list(self, kind: str, where: Mapping[str, str]) -> None:
        """Shows the list of a kind, narrowed to these conditions; all of the list in front for the kind ""."""

    def narrowed(self) -> tuple[str, str]:
        """Kind of the list in front and its conditions (`presenters.lists.packed`); `("", "")` when it shows everything."""
        return "", ""

    def new_record(self, kind: str) -> None:
        """Begins a record of a kind."""

    def save(self) -> None:
        """Ctrl+S."""

    def save_and_close(self) -> None:
        """Ctrl+Enter."""

    def sights(self) -> Iterator[str]:
        """Brings up, one after the other, what there is to look at here, and names each; pictures and tests use it.

        The caller lets the page come to rest after each.  "" is the page as it opens.
        """
        yield ""

    def changed(self, kinds: frozenset[str]) -> None:
        """Records of these kinds changed."""

    def retranslate(self) -> None:
        """Every text in the language in use."""

    def retint(self) -> None:
        """Icons and drawings in the colours in use."""

    def opened(self) -> None:
        """The user came here."""

    def filter_hint(self) -> str:
        """What the search box filters here; "" when nothing."""
        return ""

    def filter_text(self) -> str:
        """The filter in force here."""
        return ""

    def filter(self, text: str) -> None:
        """Only what matches."""

    def into(self) -> None:
        """Puts the cursor into the page: after Enter in the search box."""

    def new(self) -> None:
        """Ctrl+N where the page has a record of its own to begin; the window begins an activity elsewhere."""

    def has_new(self) -> bool:
        """Whether Ctrl+N begins something here."""
        return False

    def back(self) -> bool:
        """One step back; False when there is none."""
        return False

    def take_photos(self, _files: Sequence[Path]) -> bool:
        """Pictures that were dropped on the window; whether a form with photos is open here."""
        return False

    def take(self, files: Sequence[Path]) -> None:
        """Files that were dropped on the window and are meant for this page (`presenters.shell.taken_by`)."""

    def leaving(self) -> None:
        """The program ends: keep what is not saved."""


class Reloading(Protocol):
    """A presenter that reads its page."""

    def reload(self) -> None:
        """Reads everything again."""


Presenter = TypeVar("Presenter", bound=Reloading)


class SummaryPage(Page, Generic[Presenter]):
    """A page about records of all kinds: whatever changes, it is read again, at once or when it is seen next."""

    presenter: Presenter

    def __init__(self) -> None:
        super().__init__()
        self._stale = True

    def changed(self, _kinds: frozenset[str]) -> None:
        """Reads again what is in front."""
        if self.isVisible():
            self.presenter.reload()
        else:
            self._stale = True

    def catch_up(self) -> None:
        """Reads again if something changed meanwhile."""
        if self._stale:
            self._stale = False
            self.presenter.reload()
