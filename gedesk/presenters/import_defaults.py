"""One value for all the rows of an import that have none of their own: the place of a register, the kind of money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gedesk.domain.fields import FieldSpec, Invalid, Type
from gedesk.domain.kinds import registry
from gedesk.errors import KnownError
from gedesk.i18n import gettext as _
from gedesk.presenters import dates, words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.forms import Raw, understood
from gedesk.presenters.import_queue import ImportQueue
from gedesk.services.importing_views import FieldChoice
from gedesk.services.protocols import Services, WorkbookImport
from gedesk.services.views import Choice


class ImportDefaults:
    """What is said once for all rows, and asking the session to keep it."""

    def __init__(self, services: Services, jobs: Jobs, notifier: Notifier, queue: ImportQueue) -> None:
        self._services = services
        self._jobs = jobs
        self._notifier = notifier
        self._queue = queue
        self._token: Token | None = None
        self.said: dict[str, str] = {}  # field -> its value as people read it

    def clear(self) -> None:
        """Forgets everything, as the session does that kept it."""
        self.said = {}

    @staticmethod
    def spec(kind: str | None, choice: FieldChoice) -> FieldSpec | None:
        """The field of a choice, when one value can fill it for all rows."""
        specs = registry.specs(kind) if kind else {}
        spec = specs.get(choice.field) if not choice.part else None
        return spec if spec is not None and spec.type is not Type.COUNTS and spec.target != "attachment" else None

    def terms(self, spec: FieldSpec) -> list[tuple[str, str]]:
        """Codes of a field with their labels."""
        return [(term.code, term.label()) for term in spec.vocabulary]

    def choices(self, spec: FieldSpec, text: str, done: Callable[[list[Choice]], None]) -> None:
        """Records to offer while somebody types."""
        if self._token is not None:
            self._token.cancel()
        lists, target = self._services.lists, str(spec.target)
        self._token = self._jobs.read(lambda: lists.choices(target, text, limit=20), done, self._notifier.failed)

    def give(
        self, spec: FieldSpec, raw: Raw, labels: Mapping[str, str], done: Callable[[], None], wrong: Callable[[str], None]
    ) -> None:
        """Says a value for all rows, "" or nothing for none; `wrong` is told why it cannot be."""
        try:
            value = understood(spec, raw)
        except Invalid as error:
            wrong(error.message)
            return

        def work(session: WorkbookImport) -> str:
            try:
                session.set_default(spec.name, value)
            except KnownError as error:
                return error.message
            return ""

        def arrived(problem: str) -> None:
            if problem:
                wrong(problem)
                return
            if value is None:
                self.said.pop(spec.name, None)
            else:
                self.said[spec.name] = _shown(spec, value, labels)
            done()

        self._queue.ask(work, arrived)


def _shown(spec: FieldSpec, value: Any, labels: Mapping[str, str]) -> str:
    """A value as people read it."""
    if isinstance(value, list):
        return ", ".join(_shown(spec, one, labels) for one in value)
    if spec.target:
        return labels.get(value, value)
    match spec.type:
        case Type.CODE | Type.CODES:
            return spec.vocabulary.label(value)
        case Type.YES_NO:
            return _("yes") if value else _("no")
        case Type.DATE:
            return dates.typed(value)
        case Type.DATETIME:
            return dates.typed_moment(str(value))
        case Type.INTEGER | Type.NUMBER:
            return words.number(value)
    return str(value)
