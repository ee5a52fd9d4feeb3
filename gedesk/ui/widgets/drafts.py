"""What somebody began to write and has not saved: offered above the list it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.drafts import Draft, Drafts
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import label, line, push


class DraftBanner(QFrame):
    """The last draft of a kind, to go on with or to throw away."""

    def __init__(self, kind: str, drafts: Drafts, jobs: Jobs, notifier: Notifier, go_on: Callable[[Draft], None]) -> None:
        super().__init__()
        self._kind, self._drafts, self._jobs, self._notifier, self._go_on = kind, drafts, jobs, notifier, go_on
        self._draft: Draft | None = None
        self.text = label(wrap=True)
        self.resume = push(on_click=self._resume)
        self.discard = push(kind="link", on_click=self._discard)
        self.setProperty("role", "note")
        self.setProperty("tone", "accent")
        row = line(spacing=Space.S, margin=Space.S)
        row.addWidget(self.text, 1)
        row.addWidget(self.discard)
        row.addWidget(self.resume)
        self.setLayout(row)
        self.setVisible(False)

    def look(self) -> None:
        """Reads which drafts there are."""
        self._jobs.read(self._drafts.all, self._found, self._notifier.failed)

    def retranslate(self) -> None:
        """Its words in the language in use."""
        self.resume.setText(_("Continue"))
        self.discard.setText(_("Discard"))
        self._say()

    def _found(self, drafts: Sequence[Draft]) -> None:
        self._draft = next((draft for draft in drafts if draft.kind == self._kind), None)
        self._say()

    def _say(self) -> None:
        draft = self._draft
        self.setVisible(draft is not None)
        if draft is not None:
            title = draft.title or _("without a title")
            self.text.setText(_("Not saved yet: “{title}”, {when}.").format(title=title, when=words.ago(draft.when)))

    def _take(self) -> Draft | None:
        draft, self._draft = self._draft, None
        self._say()
        return draft

    def _resume(self) -> None:
        if draft := self._take():
            self._go_on(draft)

    def _discard(self) -> None:
        if draft := self._take():
            self._jobs.read(self._drafts.drop(draft.key), lambda _none: self.look(), self._notifier.failed)
            self._notifier.tell(_("Draft discarded"), action=_("Undo"), on_action=lambda: self._bring_back(draft))

    def _bring_back(self, draft: Draft) -> None:
        self._jobs.read(self._drafts.keep(draft), lambda _none: self.look(), self._notifier.failed)
