"""The cards over the window of an open store: palette, keys, documents, country pack.  Each is made when first wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gedesk.presenters.palette import Command
    from gedesk.services.protocols import Services
    from gedesk.ui.jobs import QtJobs
    from gedesk.ui.notify import Toasts
    from gedesk.ui.widgets.overlay import KeysCard
    from gedesk.ui.widgets.packs import PackCard
    from gedesk.ui.widgets.palette import PaletteCard
    from gedesk.ui.widgets.papers import PaperCard

Open = Callable[[str, str], None]  # a record, by kind and id


class Cards:
    """They lie over `host` and belong to one store."""

    def __init__(self, host: QWidget, services: Services, jobs: QtJobs, toasts: Toasts, open_record: Open) -> None:
        self._host, self._services, self._jobs, self._toasts, self._open = host, services, jobs, toasts, open_record
        self.palette: PaletteCard | None = None
        self.keys: KeysCard | None = None
        self.paper: PaperCard | None = None
        self.pack: PackCard | None = None

    def find(self, commands: Callable[[], list[Command]]) -> None:
        """Records, pages and commands."""
        if self.palette is None:
            from gedesk.presenters.palette import PalettePresenter
            from gedesk.ui.pages.directory import page_of
            from gedesk.ui.widgets.palette import PaletteCard

            self.palette = PaletteCard(self._host)
            presenter = PalettePresenter(self._services, self.palette, self._jobs, self._toasts, commands, self._open, page_of)
            self.palette.on_typed = presenter.typed
        self.palette.ask()

    def show_keys(self, sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """What the keyboard can do."""
        if self.keys is None:
            from gedesk.ui.widgets.overlay import KeysCard

            self.keys = KeysCard(self._host)
        self.keys.show_keys(sections)

    def write_paper(self, what: str, of: str, period: str) -> None:
        """A document."""
        if self.paper is None:
            from gedesk.ui.widgets.papers import PaperCard

            self.paper = PaperCard(self._host, self._services, self._jobs, self._toasts, self._open)
        self.paper.ask(what, of, period)

    def renew_pack(self) -> None:
        """A later version of the country pack."""
        if self.pack is None:
            from gedesk.ui.widgets.packs import PackCard

            self.pack = PackCard(self._host, self._services, self._jobs, self._toasts)
        self.pack.ask()

    def dismiss(self) -> bool:
        """Ends the card that is shown; whether there was one."""
        for card in (self.palette, self.keys, self.paper, self.pack):
            if card is not None and card.isVisible():
                card.dismiss()
                return True
        return False

    def drop(self) -> None:
        """The store is closed: they go."""
        for card in (self.palette, self.keys, self.paper, self.pack):
            if card is not None:
                card.deleteLater()
