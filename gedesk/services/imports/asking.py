"""Questions of an import: what they look like, what answers are allowed, which answers are remembered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from gedesk.domain import ids
from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.importing_views import NEW, SKIP, Candidate, QuestionView, shown
from gedesk.services.imports.tables import Tables
from gedesk.services.links import Resolver
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.store.door import Transaction
from gedesk.store.store import Store
from gedesk.workbook.names import by_value
from gedesk.workbook.plan import Question
from gedesk.workbook.staging import column_number

ANSWERS = "import-answers"  # in the store's own facts: what names were said to mean, by question
RECORD = "record"  # the kind of questions whether a row is a record that is here already
_KEPT_ANSWERS = 5_000


class Questions:
    """What was asked about one workbook, and what was answered, now and in earlier imports."""

    def __init__(self, store: Store, tables: Tables) -> None:
        self._store = store
        self._tables = tables
        self._known: dict[str, str] = {}
        self.given: dict[str, str] = {}
        self._asked: dict[str, Question] = {}
        self._contexts: dict[str, str] = {}
        self._remember()
        self._known.update(tables.decisions)

    @property
    def decisions(self) -> dict[str, str]:
        """Answers by question, those of this session first."""
        return {**self._known, **self.given}

    def profiled(self) -> dict[str, str]:
        """Answers that a profile of this workbook keeps."""
        answers = {
            id: told for id, question in self._asked.items()
            if (told := self._answer_to(question)) and told != NEW and question.field != RECORD
        }  # fmt: skip
        return {**self._known, **answers}

    def views(self, open_: Sequence[Question]) -> tuple[QuestionView, ...]:
        """Open questions, and those answered in this session."""
        self._asked.update((question.id, question) for question in open_)
        ids_ = {question.id for question in open_}
        kept = [question for id, question in self._asked.items() if id in ids_ or self._answer_to(question) is not None]
        with self._store.reading() as connection:
            return tuple(self._question_view(connection, question) for question in kept)

    def _answer_to(self, question: Question) -> str | None:
        return self.given.get(question.id) or by_value(self.given, question.field, question.value)

    def _question_view(self, connection: Connection, question: Question) -> QuestionView:
        wanted = {question.kind: [ids.raw(one.id) for one in question.candidates]} if question.kind in set(registry) else {}
        details = _details(connection, question.kind, wanted.get(question.kind, []))
        kind = next((self._tables.table(n).kind for n in self._tables.chosen if self._tables.table(n).sheet == question.sheet), None)
        spec = registry.specs(kind).get(question.field) if kind else None
        label = spec.label if spec else registry.kind(kind).label() if kind else question.field
        return QuestionView(
            id=question.id, sheet=question.sheet, cell=question.cell, value=question.value, field=question.field,
            field_label=label, kind=question.kind, context=self._context(question),
            candidates=tuple(Candidate(one.id, one.label, details.get(one.id, ""), one.score) for one in question.candidates),
            allows_new=question.allows_new, cells=tuple(question.cells), answer=self._answer_to(question),
        )  # fmt: skip

    def _context(self, question: Question) -> str:
        """What the first row concerned says besides, the first few columns."""
        if question.id not in self._contexts:
            sheet = self._tables.staging.sheet(question.sheet)
            letters = question.cell.rstrip("0123456789")
            row, at = int(question.cell[len(letters) :]), column_number(letters)
            table = next((t for t in self._tables.all if t.sheet == question.sheet and row in range(t.first, t.last + 1)), None)
            told = [
                f"{column.header or column.ref}: {shown(value)[:60]}"
                for column in (table.columns if table else ())
                if column.index != at and (value := sheet.value(row, column.index)) is not None
            ]
            self._contexts[question.id] = " · ".join(told[:5])
        return self._contexts[question.id]

    def answer(self, question: str, choice: str | None) -> None:
        """Answers a question; see the protocol.  Raises InvalidInput when the answer is none."""
        if choice is None:
            self.given.pop(question, None)
        else:
            self.given[question] = self._checked(self._asked.get(question), choice)

    def _checked(self, asked: Question | None, choice: str) -> str:
        if asked is None or choice == SKIP or any(choice == one.id for one in asked.candidates):
            return choice
        if choice == NEW:
            if asked.allows_new:
                return choice
            raise InvalidInput(
                _("“{value}” cannot be made new here.").format(value=asked.value),
                advice=_("Choose one of the list, or leave it out."),
            )
        if asked.kind in set(registry):
            with self._store.reading() as connection:
                return ids.text(Resolver(connection).record(asked.kind, choice))
        spec = next((registry.specs(k)[asked.field] for k in registry if asked.field in registry.specs(k)), None)
        if asked.kind == "code" and spec is not None and choice in spec.vocabulary.codes:
            return choice
        raise InvalidInput(
            _("“{choice}” is no answer to the question about “{value}”.").format(choice=choice, value=asked.value),
            advice=_("Choose one of the list, or leave it out."),
        )

    def _remember(self) -> None:
        """Answers of earlier imports, as far as what they name is still here."""
        told = self._store.meta(ANSWERS) or {}
        with self._store.reading() as connection:
            for question, choice in told.items():
                if not is_id(choice) or reading.find_kind(connection, ids.raw(choice)):
                    self._known[question] = choice

    def keep(self, tx: Transaction) -> None:
        """Keeps the answers of this session for later imports."""
        kept = dict(tx.meta(ANSWERS) or {})
        for id, question in self._asked.items():
            told = self._answer_to(question)
            if told and told not in (NEW, SKIP) and question.field != RECORD and question.kind != "date-order":
                kept.pop(id, None)
                kept[id] = told
        if kept:
            tx.set_meta(ANSWERS, dict(list(kept.items())[-_KEPT_ANSWERS:]))


def _details(connection: Connection, kind: str, recs: Sequence[bytes]) -> dict[str, str]:
    """What tells candidates of one name apart: level and place above, place, dates."""
    if kind not in set(registry) or not recs:
        return {}
    specs = registry.specs(kind)
    told_apart: tuple[str, ...] = ("level", "parent", "place", "start", "organisation", "code")
    names = [name for name in told_apart if name in specs and not specs[name].is_map]
    found = reading.records(connection, kind, recs)
    values = {rec: {name: showing.domain(kind, one.values).get(name) for name in names} for rec, one in found.items()}
    titles = showing.titles(connection, showing.linked([specs[name] for name in names], values.values()))
    return {
        ids.text(rec): " · ".join(told for name in names if (told := showing.shown(specs[name], one[name], titles)))
        for rec, one in values.items()
    }


def is_id(text: str) -> bool:
    """Whether a text is the id of a record, not a word such as `new`."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
