"""A plan set against the store: which record each row is about, what it would change, which rows stay out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gedesk.domain import ids
from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.importing_views import NEW, SKIP, Fate
from gedesk.services.imports.asking import RECORD, is_id
from gedesk.services.imports.course import EVERY, Course
from gedesk.services.matching import Matched, Matcher
from gedesk.services.records import StoreRecords, parent_that_places
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.store.door import Edit
from gedesk.store.store import Store
from gedesk.workbook import keys
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.names import by_value
from gedesk.workbook.plan import Offer, Options, Plan, Question, Row, question_id


@dataclass(slots=True)
class Settled:
    """A row and what becomes of it."""

    row: Row
    fate: Fate
    rec: bytes | None = None
    edit: Edit | None = None
    old: dict[str, Any] | None = None
    reason: str = ""


@dataclass(slots=True)
class Worked:
    """A plan set against the store as it was at `state`."""

    plan: Plan
    state: int
    rows: list[Settled]
    questions: list[Question]
    problems: list[CellProblem]


class Settling:
    """Sets one plan against the store."""

    def __init__(
        self, store: Store, records: StoreRecords, path: Path, connection: Connection, plan: Plan, answers: dict[str, str],
        options: Options, course: Course,
    ) -> None:  # fmt: skip
        self._store = store
        self._records = records
        self._path = path
        self._connection = connection
        self._plan = plan
        self._answers = answers
        self._options = options
        self._course = course
        self._problems = list(plan.problems)
        self._questions = list(plan.questions)

    def worked(self, state: int) -> Worked:
        """The plan as it stands against the store at `state`."""
        self._outside()
        return Worked(self._plan, state, self._settled(), self._questions, self._problems)

    def _outside(self) -> None:
        """Marks rows that are not this site's to write, before headquarters would refuse them."""
        identity = self._store.identity()
        if identity.is_hq:
            return
        for row in self._plan.rows:
            place = row.get("place")
            if not row.refused and place and not self._records.may_write(self._connection, row.kind, str(place)):
                row.refused = True
                self._problems.append(
                    CellProblem(
                        "out_of_scope", row.sheet, row.cell("place"), None,
                        _("The place lies outside {site}.").format(site=identity.name),
                        _("Correct the place, or let headquarters import the row."), field="place",
                    )
                )  # fmt: skip

    def _settled(self) -> list[Settled]:
        settled = [Settled(row, Fate.CREATE) for row in self._plan.rows]
        usual = reading.by_code(self._connection, "place", self._store.identity().place)
        waiting: dict[str, list[Settled]] = {}
        for one in settled:
            if one.row.refused:
                one.fate = Fate.REFUSED
            elif one.row.open:
                one.fate = Fate.ASKED
            elif one.row.duplicate_of is not None:
                one.fate, one.reason = Fate.DUPLICATE, _("says the same as row {row}").format(row=one.row.duplicate_of)
            else:
                waiting.setdefault(one.row.kind, []).append(one)
        heads = {id(one.row): one for one in settled if one.row.made_as}
        for kind, together in waiting.items():
            listed = [one for one in together if one.row.head is None or self._follows(one, heads[id(one.row.head)])]
            fields = keys.key_fields(kind, registry.specs(kind))
            above = self._places_above(kind, listed)
            at = fields.index("place") if "place" in fields and kind != "place" else -1

            def keyed(one: Settled, kind: str = kind, at: int = at, above: dict[str, bytes] = above) -> tuple[Row, tuple[str, ...], str]:
                parts = tuple(one.row.key.split(keys.PARTED))
                if usual and at >= 0 and not parts[at]:  # as a new record gets its place
                    parent = one.row.get(parent_that_places(kind) or "") if above else None
                    parts = (*parts[:at], ids.text(above.get(str(parent), usual)), *parts[at + 1 :])
                return one.row, parts, source(self._path, one.row)

            def tick(done: int, all_: int = len(listed)) -> None:
                self._course.at("comparing", done, all_)

            for one, matched in zip(listed, Matcher(self._connection, kind).match(listed, keyed, tick), strict=True):
                self._decide(one, matched)
            self._compare(kind, [one for one in listed if one.rec is not None])
            if kind in self._options.closed:
                self._close(listed)
        return settled

    def _close(self, listed: Sequence[Settled]) -> None:
        """Keeps out what only headquarters writes; what a row says besides of a record that is here changes nothing there."""
        for one in listed:
            if one.fate not in (Fate.CREATE, Fate.UPDATE):
                continue
            kind, cell = registry.kind(one.row.kind), one.row.cell(registry.kind(one.row.kind).title)
            message = _("{kind}: only headquarters adds and changes these.").format(kind=kind.plural.label())
            if one.fate is Fate.CREATE:
                one.row.refused, one.fate, one.reason = True, Fate.REFUSED, message
            else:
                one.fate, one.edit = Fate.SAME, None
            advice = _("Let headquarters import the row.")
            level = "error" if one.fate is Fate.REFUSED else "note"
            self._problems.append(CellProblem("out_of_scope", one.row.sheet, cell, row_title(one.row), message, advice, level))

    @staticmethod
    def _follows(one: Settled, head: Settled) -> bool:
        """Lets a row name the record that the row it belongs to is about; whether that one comes in at all."""
        if head.fate in (Fate.REFUSED, Fate.ASKED, Fate.LEFT_OUT):
            one.fate, one.reason = head.fate, head.reason
            return False
        row = one.row
        if head.rec is not None:
            row.values = {**row.values, registry.kind(row.kind).parent or "": ids.text(head.rec)}
            row.key = keys.key_of(row.kind, row.values, registry.specs(row.kind))
        return True

    def _places_above(self, kind: str, listed: Sequence[Settled]) -> dict[str, bytes]:
        """The places of the records that rows belong to, by id."""
        field = parent_that_places(kind)
        if field is None:
            return {}
        wanted = {str(value) for one in listed if isinstance(value := one.row.get(field), str) and is_id(value)}
        found = reading.records(self._connection, str(registry.spec(kind, field).target), map(ids.raw, wanted))
        return {ids.text(rec): place for rec, one in found.items() if isinstance(place := one.values.get("place"), bytes)}

    def _decide(self, one: Settled, matched: Matched) -> None:
        row = one.row
        if matched.removed:
            row.refused, one.fate, one.reason = True, Fate.REFUSED, _("The record was removed here.")
            self._problems.append(
                CellProblem(
                    "record-removed", row.sheet, row.cell("id"), row.id, _("The record was removed here."),
                    _("Bring it back with “Undo”, or empty the ID to make a new one."), field="id",
                )
            )  # fmt: skip
            return
        one.rec = matched.rec
        if not matched.near:
            return
        title = row_title(row)
        id = question_id(RECORD, title, row.key, row.kind)
        told = self._answers.get(id) or by_value(self._answers, RECORD, title)
        if told is None and self._options.accept_best:
            told = ids.text(matched.near[0].rec) if matched.near[0].score >= 95 else NEW
        if told is None and self._options.skip_questions:
            told = SKIP
        if told == SKIP:
            one.fate, one.reason = Fate.LEFT_OUT, _("left out by your answer")
        elif told and told != NEW:
            one.rec = ids.raw(told)
        elif told is None:
            one.fate = Fate.ASKED
            cell = row.cell(registry.kind(row.kind).title)
            if (known := next((asked for asked in self._questions if asked.id == id), None)) is not None:
                known.cells.append(cell)
                return
            offers = [Offer(ids.text(near.rec), near.title, near.score) for near in matched.near]
            self._questions.append(Question(id, row.sheet, cell, title, RECORD, row.kind, offers, True, [cell]))

    def _compare(self, kind: str, listed: list[Settled]) -> None:
        """What the rows change in the records that they are about."""
        stored = reading.records(self._connection, kind, (one.rec for one in listed if one.rec))
        for at, one in enumerate(listed):
            if at % EVERY == 0:
                self._course.at("comparing", at, len(listed))
            found = stored.get(one.rec or b"")
            if found is None or found.removed:
                one.rec = None
                continue
            given = dict(one.row.values)
            one.old = showing.domain(kind, found.values)
            if not one.row.id:
                given.pop("code", None)
                if given.get("state") == "draft":
                    given.pop("state")  # what the row lacks, the record may have
                elif one.old.get("state") == "draft" and one.old.get("source"):
                    given["state"] = "complete"
            try:
                edit = self._records.difference(kind, found, given)
            except InvalidInput as error:
                one.row.refused, one.fate, one.reason = True, Fate.REFUSED, error.message
                for problem in error.problems:
                    cell = one.row.cell(problem.where)
                    self._problems.append(CellProblem(problem.code, one.row.sheet, cell, None, problem.message, error.advice, field=problem.where))
                continue
            one.fate, one.edit = (Fate.UPDATE, edit) if edit.patch else (Fate.SAME, None)


def source(path: Path, row: Row) -> str:
    """What a record made from a row names as its source."""
    return f"{path.name} · {row.sheet} · {row.row}"


def row_title(row: Row) -> str:
    """What a row calls its record."""
    value = row.get(registry.kind(row.kind).title)
    return value if isinstance(value, str) else ""
