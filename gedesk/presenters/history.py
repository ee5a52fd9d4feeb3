"""The history page: what was done, by whom, where and when; and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.undoing import take_back
from gedesk.services.protocols import Services
from gedesk.services.views import FieldChange, HistoryEntry, Undone, Written

LIMIT = 1000


class HistoryView(Protocol):
    """What the history presenter asks of its page."""

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """The operations, newest first."""

    def show_details(self, entry: HistoryEntry, details: Sequence[Written]) -> None:
        """What one operation wrote."""

    def show_result(self, text: str, tone: str) -> None:
        """What taking back did; "" clears it."""


class HistoryPresenter:
    """Operations of the whole store."""

    def __init__(self, services: Services, view: HistoryView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._entries: list[HistoryEntry] = []
        self._token: Token | None = None
        self.text = ""

    def reload(self) -> None:
        """Reads the operations again."""
        records = self._services.records
        self._jobs.read(lambda: records.history(limit=LIMIT), self._arrived, self._notifier.failed)

    def filter(self, text: str) -> None:
        """Only operations with these words in title, author, site or reason."""
        self.text = text
        self._show()

    def choose(self, entry: HistoryEntry) -> None:
        """Reads what one operation wrote."""
        if self._token is not None:
            self._token.cancel()
        records = self._services.records
        self._token = self._jobs.read(
            lambda: records.details(entry.operation),
            lambda details: self._view.show_details(entry, details),
            self._notifier.failed,
        )

    def take_back(self, entry: HistoryEntry) -> None:
        """Undoes one operation, whoever did it; what was edited since stays and is named."""
        records = self._services.records

        def done(undone: Undone) -> None:
            text, tone = result(undone)
            self._view.show_result(text, tone)
            self._notifier.tell(text.splitlines()[0], action=_("Undo"), on_action=lambda: self._again(undone.operation))
            self.reload()

        take_back(records, self._jobs, self._notifier, done, entry.operation)

    def _again(self, operation: str) -> None:
        records = self._services.records

        def done(undone: Undone) -> None:
            self._notifier.tell(undone.title)
            self.reload()

        take_back(records, self._jobs, self._notifier, done, operation)

    def _arrived(self, entries: list[HistoryEntry]) -> None:
        self._entries = entries
        self._show()

    def _show(self) -> None:
        wanted = self.text.casefold().split()
        self._view.show_entries([entry for entry in self._entries if _matches(entry, wanted)] if wanted else self._entries)


def _matches(entry: HistoryEntry, wanted: Sequence[str]) -> bool:
    text = f"{entry.title} {entry.stamp.author} {entry.stamp.site} {entry.reason}".casefold()
    return all(word in text for word in wanted)


def result(undone: Undone) -> tuple[str, str]:
    """What taking back did, and its tone: reversed, and what was edited since and stays."""
    text = ngettext("Taken back: {n} field.", "Taken back: {n} fields.", undone.reversed).format(
        n=words.number(undone.reversed)
    )
    if not undone.kept:
        return text, "success"
    kept = ngettext(
        "{n} was edited since and stays: {names}", "{n} were edited since and stay: {names}", len(undone.kept)
    ).format(n=words.number(len(undone.kept)), names="; ".join(undone.kept[:5]) + (" …" if len(undone.kept) > 5 else ""))
    return f"{text}\n{kept}", "warning"


def kind_label(kind: str) -> str:
    """What sort of operation it was."""
    known = {
        "edit": _("Edit"),
        "import": _("Import"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "resolve": _("Decision"),
        "seed": _("Country pack"),
        "receive": _("Received"),
    }
    return known.get(kind, kind)


def change_line(change: FieldChange) -> tuple[str, str, str]:
    """Label, old and new value of a field change."""
    return change.label, change.old_shown or _("(empty)"), change.new_shown or _("(empty)")


