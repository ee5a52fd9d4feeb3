"""Publishing the dashboard: where to, how far it is, what went in and what was left out and why, what went out before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.services.protocols import Prepared, Services
from gedesk.services.publishing_views import LeftOut, PublicationRow, Published

MOST = 5  # publications of before that are shown


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it."""

    title: str
    held: tuple[str, ...]
    left_out: tuple[str, ...]
    look_again: str  # "" when there is nothing to look at again
    file: Path


class PublishView(Protocol):
    """What the presenter asks of its card."""

    def show_earlier(self, lines: Sequence[str]) -> None:
        """What went out before, newest first."""

    def show_busy(self, busy: bool) -> None:
        """Whether the page is being made; `PublishPresenter.phase` says how far."""

    def show_told(self, told: Told) -> None:
        """It is out."""


class PublishPresenter:
    """`open_file` shows a file in the program that the computer has for it."""

    def __init__(
        self, services: Services, view: PublishView, jobs: Jobs, notifier: Notifier, open_file: Callable[[Path], None]
    ) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._open_file = open_file
        self._token: Token | None = None
        self._file: Path | None = None
        self.phase = (0, 1)  # steps done, of all

    @property
    def busy(self) -> bool:
        """Whether a page is being made."""
        return self._token is not None

    def begin(self) -> None:
        """Says what went out before."""
        self._jobs.read(self._services.publishing.publications, self._earlier, self._notifier.failed)

    def publish(self, folder: Path, organisation: str = "") -> None:
        """Makes the page, and when it is ready writes it and notes what it held."""
        if self.busy:
            return
        token = self._token = Token()
        publishing = self._services.publishing
        self.phase = (0, 1)
        self._view.show_busy(True)

        def tell(done: int, all_: int) -> None:
            self.phase = (done, all_)

        def prepare() -> Prepared:
            return publishing.prepare(folder, organisation=organisation, progress=tell, cancelled=lambda: token.cancelled)

        def failed(error: BaseException) -> None:
            if self._token is token:
                self._rest()
                self._notifier.failed(error)

        def prepared(ready: Prepared) -> None:
            if self._token is token:
                self._jobs.write(lambda: publishing.finish(ready), done, failed)

        def done(made: Published) -> None:
            self._rest()
            self._file = made.file
            self._view.show_told(told_of(made))
            self.begin()

        self._jobs.read(prepare, prepared, failed, token)

    def cancel(self) -> None:
        """Stops; nothing was written."""
        if self._token is not None:
            self._token.cancel()
            self._rest()

    def open(self) -> None:
        """The page, in the computer's browser."""
        if self._file is not None:
            self._open_file(self._file)

    def open_folder(self) -> None:
        """The folder that it lies in."""
        if self._file is not None:
            self._open_file(self._file.parent)

    def _rest(self) -> None:
        self._token = None
        self._view.show_busy(False)

    def _earlier(self, rows: Sequence[PublicationRow]) -> None:
        self._view.show_earlier([_line(one) for one in rows[:MOST]])


def _line(one: PublicationRow) -> str:
    stories = ngettext("{n} story", "{n} stories", one.stories).format(n=words.number(one.stories))
    return " · ".join(part for part in (dates.shown(one.day), one.title, stories, one.where) if part)


def told_of(made: Published) -> Told:
    """What a person wants to know of a page that is out."""
    left = [_left(one) for one in made.left_out]
    if made.hidden:
        text = ngettext("{n} number of few people is hidden", "{n} numbers of few people are hidden", made.hidden)
        left.append(text.format(n=words.number(made.hidden)))
    again = ""
    if made.look_again:
        again = _("Look again whether these may be public, their words hint at violence: {titles}").format(titles="; ".join(made.look_again))
    return Told(
        title=_("Published: {n} kB in one file").format(n=words.number(max(1, round(made.size / 1000)))),
        held=tuple(f"{one.what}: {words.number(one.number)}" for one in made.held),
        left_out=tuple(left),
        look_again=again,
        file=made.file,
    )


def _left(one: LeftOut) -> str:
    named = ", ".join(title for title in one.titles if title)
    text = f"{one.what}: {words.number(one.number)} – {one.why}"
    return f"{text}: {named}" if named else text
