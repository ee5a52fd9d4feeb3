"""A folder of workbooks in one run: what each would do, then doing it, with one summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.services.importing_views import FolderImported, Imported
from gedesk.services.protocols import Services


@dataclass(frozen=True, slots=True)
class FolderRow:
    """One workbook: its state in a word with its tone, its counts, and why it stays behind."""

    file: str
    state: str
    tone: str
    create: int
    update: int
    same: int
    waiting: int
    refused: int
    why: str
    ready: bool


@dataclass(frozen=True, slots=True)
class FolderTold:
    """All workbooks of a folder, in one sentence and one by one; `action` is what the button says, "" for none."""

    title: str
    rows: tuple[FolderRow, ...]
    action: str
    errors: bool  # some rows are refused: only those without errors may be wanted


class FolderView(Protocol):
    """What the presenter asks of the page."""

    def show_folder(self, told: FolderTold) -> None:
        """All workbooks afresh."""

    def show_busy(self, text: str) -> None:
        """Something runs that can be stopped; "" when nothing does."""

    def show_left(self) -> None:
        """Nothing is to be shown any more."""


class FolderPresenter:
    """One folder after the other."""

    def __init__(self, services: Services, view: FolderView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._token: Token | None = None
        self.folder: Path | None = None
        self.valid_rows = False
        self.phase = ""
        self._told: FolderImported | None = None
        self._written = False

    @property
    def busy(self) -> bool:
        """Whether workbooks are being read."""
        return self._token is not None

    def look(self, folder: Path) -> None:
        """Reads every workbook and says what it would do."""
        self.folder = folder
        self._told = None
        self._run(write=False)

    def use_valid_rows(self, only: bool) -> None:
        """Whether rows without errors come in although others have some."""
        self.valid_rows = only
        self._say()

    def apply(self) -> None:
        """Imports the workbooks that are ready, each as an operation of its own."""
        if not self.busy and not self._written:
            self._run(write=True)

    def cancel(self) -> None:
        """Stops; what was imported already stays, and can be taken back in the history."""
        if self._token is not None:
            self._token.cancel()
            if not self._written:
                self._token = None
                self._view.show_busy("")
                self._view.show_left()

    def leave(self) -> None:
        """Forgets the folder."""
        self.cancel()
        self.folder, self._told, self._written, self.valid_rows = None, None, False, False
        self._view.show_left()

    def retranslate(self) -> None:
        """The same in the language in use."""
        self._say()

    def path(self, row: FolderRow) -> Path | None:
        """The workbook of a row, to look at it alone."""
        return self.folder / row.file if self.folder is not None else None

    # -- inside --------------------------------------------------------------------------------------------------

    def _run(self, *, write: bool) -> None:
        folder, workbooks, valid = self.folder, self._services.workbooks, self.valid_rows
        if folder is None:
            return
        token = self._token = Token()
        self._written = write
        self.phase = _("Reading workbooks…")
        self._view.show_busy(self.phase)

        def tell(done: int, all_: int, file: str) -> None:
            self.phase = _("{n} of {all}: {file}").format(n=words.number(done + 1), all=words.number(all_), file=file)

        def work() -> FolderImported:
            return workbooks.import_folder(
                folder, valid_rows=valid, dry_run=not write, cancelled=lambda: token.cancelled, progress=tell
            )

        def arrived(told: FolderImported) -> None:
            if self._token is not token:
                return
            self._token = None
            self._view.show_busy("")
            self._told = told
            self._say()

        def failed(error: BaseException) -> None:
            if self._token is not token:
                return
            self._token = None
            self._written = False
            self._view.show_busy("")
            self._notifier.failed(error)
            if self._told is None:
                self._view.show_left()

        run = self._jobs.write if write else self._jobs.read
        run(work, arrived, failed, token)

    def _say(self) -> None:
        told = self._told
        if told is None:
            return
        rows = [self._row(one) for one in told.files]
        rows += [FolderRow(name, _("Not read"), "danger", 0, 0, 0, 0, 0, why, False) for name, why in told.refused.items()]
        ready = sum(row.ready for row in rows)
        if self._written:
            text = ngettext("{n} workbook is imported", "{n} workbooks are imported", ready)
            action = ""
        else:
            text = ngettext("{n} of {all} workbook is ready", "{n} of {all} workbooks are ready", len(rows))
            action = ngettext("Import {n} workbook", "Import {n} workbooks", ready).format(n=words.number(ready)) if ready else ""
        title = text.format(n=words.number(ready), all=words.number(len(rows)))
        self._view.show_folder(FolderTold(title, tuple(rows), action, any(one.errors for one in told.files)))

    def _row(self, one: Imported) -> FolderRow:
        if self._written:
            ready = bool(one.operation)
            state, tone = (_("Imported"), "success") if ready else (_("Stays behind"), "warning")
        elif one.questions:
            ready, state, tone = False, _("Has questions"), "warning"
        elif one.errors and not self.valid_rows:
            ready, state, tone = False, _("Has errors"), "danger"
        elif one.create or one.update:
            ready, state, tone = True, _("Ready"), "success"
        else:
            ready, state, tone = False, _("Nothing new"), "neutral"
        return FolderRow(one.file, state, tone, one.create, one.update, one.same, one.waiting, one.refused, "" if ready else _why(one), ready)


def _why(one: Imported) -> str:
    """Why a workbook stays behind, and what to do."""
    if one.questions:
        count = len(one.questions)
        text = ngettext("{n} name is open: open the workbook alone.", "{n} names are open: open the workbook alone.", count)
        return text.format(n=words.number(count))
    if one.hindrance:
        return one.hindrance
    if one.errors:
        return ngettext("{n} problem", "{n} problems", one.errors).format(n=words.number(one.errors))
    return ""


def workbooks_among(files: Sequence[Path]) -> Path | None:
    """The folder that was dropped, if one was."""
    return next((file for file in files if file.is_dir()), None)
