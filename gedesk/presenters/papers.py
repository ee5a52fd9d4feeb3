"""Writing a document: which, of what, in which language, what it lacks, and where it went."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from gedesk import i18n
from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.services.papers_views import LEVELS, PAPERS, Missing, Paper
from gedesk.services.protocols import Services
from gedesk.services.views import Choice

FEW = 60  # records of a kind that stand in one list; more are looked for by typing


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A document that may be written.  `choices` are what it may be of, empty when that is looked for by typing."""

    paper: Paper
    title: str = ""
    of: Choice | None = None
    choices: tuple[tuple[str, str], ...] = ()
    periods: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether it is known what it is of."""
        kind = PAPERS[self.paper.what]
        return bool(self.paper.of) or not kind.of or kind.whole


class PapersView(Protocol):
    """What the presenter asks of its card."""

    def show_paper(self, shown: PaperShown) -> None:
        """This document, and what it lacks."""

    def show_busy(self, busy: bool) -> None:
        """Whether it is being written just now."""


@dataclass(slots=True)
class PapersPresenter:
    """`open_file` shows a file in the program that the computer has for it."""

    services: Services
    view: PapersView
    jobs: Jobs
    notifier: Notifier
    open_file: Callable[[Path], None]
    language: str = ""
    template: Path | None = None
    shown: PaperShown | None = None
    _token: Token | None = field(default=None, repr=False)
    _writing: Token | None = field(default=None, repr=False)

    def begin(self, what: str, of: str = "", period: str = "") -> None:
        """A document of a kind; of what is likely meant when nothing is said."""
        self.language = i18n.current()
        self._look(lambda: self._read(Paper(what, of, period), guess=True))

    def choose(self, *, of: str | None = None, period: str | None = None) -> None:
        """Of another record, or for another period."""
        if self.shown is None:
            return
        paper = self.shown.paper
        paper = replace(paper, of=paper.of if of is None else of, period=paper.period if period is None else period)
        if paper != self.shown.paper:
            self._look(lambda: self._read(paper, guess=False))

    def again(self) -> None:
        """Reads what is missing again."""
        if self.shown is not None:
            paper = self.shown.paper
            self._look(lambda: self._read(paper, guess=False))

    def choices(self, text: str, done: Callable[[list[Choice]], None]) -> None:
        """Records that the document may be of, for what somebody types."""
        kind = PAPERS[self.shown.paper.what].of if self.shown is not None else ""
        if kind:
            self.jobs.read(lambda: self.services.lists.choices(kind, text), done, self.notifier.failed)

    def file_name(self, ending: str) -> str:
        """What the file is called until somebody says otherwise; its language is said when it is not the screen's."""
        title = self.shown.title if self.shown is not None else ""
        name = re.sub(r'[\\/:*?"<>|\s,]+', "_", title).strip("_.") or _("Document")
        return name + (f"_{self.language}" if self.language != i18n.current() else "") + ending

    def write(self, path: Path) -> None:
        """Writes it as Word or PDF by the ending of `path`; the message offers to open it."""
        if self.shown is None or not self.shown.ready:
            return
        papers, paper, language = self.services.papers, self.shown.paper, self.language
        template = self.template if path.suffix.lower() == ".docx" else None
        token = self._writing = Token()
        self.view.show_busy(True)

        def done(_none: None) -> None:
            self.view.show_busy(False)
            self.notifier.tell(_("Saved: {file}").format(file=path.name), action=_("Open"), on_action=lambda: self.open_file(path))

        def failed(error: BaseException) -> None:
            self.view.show_busy(False)
            self.notifier.failed(error)

        work = self.jobs.write if paper.what in LEVELS else self.jobs.read
        work(
            lambda: papers.write(paper, path, language=language, template=template, cancelled=lambda: token.cancelled), done, failed
        )

    def stop(self) -> None:
        """Writes it no further; nothing is left of it."""
        if self._writing is not None:
            self._writing.cancel()

    def _look(self, query: Callable[[], PaperShown]) -> None:
        if self._token is not None:
            self._token.cancel()
        self._token = self.jobs.read(query, self._arrived, self.notifier.failed)

    def _arrived(self, shown: PaperShown) -> None:
        self._token = None
        self.shown = shown
        self.view.show_paper(shown)

    def _read(self, paper: Paper, *, guess: bool) -> PaperShown:
        papers = self.services.papers
        kind = PAPERS[paper.what]
        periods = tuple(papers.periods()) if paper.what == "period" else ()
        if guess and not paper.of:
            paper = replace(papers.proposed(paper.what), period=paper.period)
        if periods and not paper.period:
            paper = replace(paper, period=periods[0])
        of = Choice(paper.of, self.services.records.get(kind.of, paper.of).title) if paper.of else None
        shown = PaperShown(paper, papers.title(paper), of, tuple(self._few(kind.of)), periods)
        return replace(shown, missing=tuple(papers.missing(paper))) if shown.ready else shown

    def _few(self, kind: str) -> Sequence[tuple[str, str]]:
        if not kind:
            return ()
        title = registry.kind(kind).title
        newest = kind == "meeting"
        numbers = self.services.lists.numbers(kind, sort="start" if newest else title, descending=newest, limit=FEW + 1)
        if len(numbers) > FEW:
            return ()
        return [(row[0], str(row[1])) for row in self.services.lists.rows(kind, numbers, (title,))]


def paper_terms() -> list[tuple[str, str]]:
    """Kinds of documents with what they are called."""
    return [(what, kind.label()) for what, kind in PAPERS.items()]


def language_terms() -> list[tuple[str, str]]:
    """Languages a document may be written in."""
    return list(i18n.LANGUAGES.items())
