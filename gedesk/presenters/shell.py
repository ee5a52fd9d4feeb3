"""The frame around the pages: whose store this is, what waits, what can be undone, where one was and can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.exchange import HEADQUARTERS
from gedesk.presenters.history import result
from gedesk.presenters.undoing import bring_back, take_back
from gedesk.services.protocols import Services
from gedesk.services.views import Status, Undone

SCHEME = "gedesk"
BUNDLE, KIT = ".gesync", ".gekit"  # how files for the exchange end
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif")
PHOTOS = "photos"  # where pictures go: to the form that is open
FARTHEST = 100  # steps back that are remembered


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one can be: a page, and the record that fills it, or the conditions that narrow its list (`lists.packed`)."""

    page: str
    kind: str = ""
    id: str = ""
    where: str = ""

    @property
    def link(self) -> str:
        """What leads here from outside the program, "" for a page."""
        if self.id:
            return f"{SCHEME}:{self.kind}/{self.id}"
        return f"{SCHEME}:{self.kind}?{self.where}" if self.where else ""


def parse_link(text: str) -> tuple[str, str] | None:
    """Kind and id that a link names; None when it is none.  Whether the record is here is not asked."""
    found = re.fullmatch(rf"{SCHEME}:/{{0,2}}([a-z_]+)/([0-9a-fA-F-]{{32,36}})/?", text.strip())
    return (found[1], found[2].lower()) if found else None


def parse_list_link(text: str) -> tuple[str, str] | None:
    """Kind and conditions that a link names; None when it is none."""
    found = re.fullmatch(rf"{SCHEME}:/{{0,2}}([a-z_]+)/?\?(\S+)", text.strip())
    return (found[1], found[2]) if found else None


def taken_by(files: Sequence[Path]) -> str:
    """Name of the page that files dropped on the window are meant for, or `PHOTOS`.

    Raises UsageError for a kit and for a mixture.
    """
    endings = {"" if file.is_dir() else file.suffix.lower() for file in files}
    if endings == {BUNDLE}:
        return "exchange"
    if endings and endings <= set(PICTURES):
        return PHOTOS
    if KIT in endings:
        raise UsageError(
            _("A kit makes a new site, and this computer has one already."),
            advice=_("Open it on the computer it was made for: GE Desk asks for it at the first start."),
        )
    if BUNDLE in endings:
        raise UsageError(
            _("Files of other sites and workbooks were dropped together; nothing was taken in."),
            advice=_("Drop the files that end in {ending} first, then the workbooks.").format(ending=BUNDLE),
        )
    return "import"


class Trail:
    """The way one came, for back and forward."""

    def __init__(self) -> None:
        self._spots: list[Spot] = []
        self._at = -1

    @property
    def here(self) -> Spot | None:
        """The last spot one came to."""
        return self._spots[self._at] if self._spots else None

    @property
    def before(self) -> Spot | None:
        """Where back leads."""
        return self._spots[self._at - 1] if self._at > 0 else None

    @property
    def after(self) -> Spot | None:
        """Where forward leads."""
        return self._spots[self._at + 1] if self._at + 1 < len(self._spots) else None

    def came(self, spot: Spot) -> None:
        """One went somewhere: what lay ahead is forgotten.  Coming to where one is changes nothing."""
        if spot == self.here:
            return
        del self._spots[self._at + 1 :]
        self._spots = [*self._spots, spot][-FARTHEST:]
        self._at = len(self._spots) - 1

    def back(self) -> Spot | None:
        """One step back; None at the beginning."""
        if self.before is None:
            return None
        self._at -= 1
        return self.here

    def forward(self) -> Spot | None:
        """One step forward; None at the end."""
        if self.after is None:
            return None
        self._at += 1
        return self.here

    def lost(self, spot: Spot) -> None:
        """A spot is no more: its record was removed."""
        here = self.here
        self._spots = [one for one in self._spots if one != spot]
        self._at = min(self._at, len(self._spots) - 1)
        if here in self._spots:
            self._at = len(self._spots) - 1 - self._spots[::-1].index(here)


@dataclass(frozen=True, slots=True)
class Frame:
    """What header and sidebar show."""

    site: str
    role: str
    leads: bool  # headquarters
    conflicts: int
    waiting: int
    exchange: tuple[str, str]
    undo: str | None
    redo: str | None


class ShellView(Protocol):
    """What the shell presenter asks of the window."""

    def show_frame(self, frame: Frame) -> None:
        """Header and sidebar afresh."""


class ShellPresenter:
    """Keeps header and sidebar true."""

    def __init__(self, services: Services, view: ShellView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier

    def reload(self) -> None:
        """Reads status and undo titles."""
        exchange, records = self._services.exchange, self._services.records

        def query() -> tuple[Status, str | None, str | None]:
            return exchange.status(), records.undo_title(), records.redo_title()

        self._jobs.read(query, lambda answer: self._view.show_frame(_frame(*answer)), self._notifier.failed)

    def undo(self) -> None:
        """Takes back the last thing done here."""
        take_back(self._services.records, self._jobs, self._notifier, self._told)

    def redo(self) -> None:
        """Brings in again what was taken back last."""
        bring_back(self._services.records, self._jobs, self._notifier, self._told)

    def _told(self, undone: Undone) -> None:
        text = undone.title if not undone.kept else f"{undone.title}\n{result(undone)[0]}"
        self._notifier.tell(text)


def _frame(status: Status, undo: str | None, redo: str | None) -> Frame:
    where = words.role(status.role)
    lines = (
        _("Sent: {when}").format(when=words.ago(status.last_sent)),
        _("Received: {when}").format(when=words.ago(status.last_received)),
    )
    return Frame(status.site, where, status.role in HEADQUARTERS, status.conflicts, status.to_send, lines, undo, redo)
