"""One workbook on its way in: what it holds, what was corrected and answered, what it would do, and doing it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from gedesk.collecting import uncollected
from gedesk.domain import ids
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack
from gedesk.errors import InvalidInput, UsageError
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.services.importing_views import (
    Bounds,
    ColumnView,
    Fate,
    FieldChoice,
    GridRow,
    Imported,
    ProblemView,
    QuestionView,
    RowView,
    SheetView,
    TableView,
)
from gedesk.services.imports.asking import Questions
from gedesk.services.imports.candidates import candidates
from gedesk.services.imports.course import Course
from gedesk.services.imports.settling import Settling, Worked, source
from gedesk.services.imports.tables import Tables
from gedesk.services.imports.telling import described, differences, first_faults, titles
from gedesk.services.links import Resolver
from gedesk.services.protocols import Cancelled, Progress
from gedesk.services.records import StoreRecords
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit, Transaction, uuid7
from gedesk.store.store import Store
from gedesk.workbook import grids, planning, profiles
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.marked import write_marked
from gedesk.workbook.plan import NewRecord, Options, Plan, Row
from gedesk.workbook.profiles import Profile
from gedesk.workbook.staging import Staging

TITLE = "Import {file}"
_AT_ONCE = 2_000  # rows that are made into edits at once


class StoreImport:
    """`protocols.WorkbookImport` on a store."""

    def __init__(
        self,
        store: Store,
        records: StoreRecords,
        path: Path,
        staging: Staging,
        *,
        kind: str | None = None,
        profiles_: Sequence[tuple[str, Profile]] = (),
    ) -> None:
        self._store = store
        self._records = records
        self._path = path
        self._tables = Tables(path, staging, kind, profiles_)
        self._questions = Questions(store, self._tables)
        self._defaults: dict[str, Any] = {}
        self._options = Options()
        self._worked: Worked | None = None

    @property
    def file(self) -> Path:
        """The workbook."""
        return self._path

    def close(self) -> None:
        """Lets go of what was read."""
        self._tables.close()
        self._worked = None

    # -- tables and columns --------------------------------------------------------------------------------------

    def sheets(self) -> tuple[SheetView, ...]:
        """Sheets as they lie in the file."""
        return self._tables.sheets()

    def grid(self, sheet: str, first: int, count: int) -> list[GridRow]:
        """Rows of a sheet, painted with what each cell is taken for."""
        return self._tables.grid(sheet, first, count)

    def tables(self) -> tuple[TableView, ...]:
        """Tables found, the likeliest first."""
        return self._tables.tables()

    def set_table(
        self,
        table: int,
        *,
        bounds: Bounds | None = None,
        header_rows: Sequence[int] | None = None,
        kind: str | None = None,
        chosen: bool | None = None,
    ) -> TableView:
        """Corrects a table; see the protocol."""
        self._worked = None
        return self._tables.set_table(table, bounds=bounds, header_rows=header_rows, kind=kind, chosen=chosen)

    def add_table(self, sheet: str, bounds: Bounds, header_rows: Sequence[int] | None, *, kind: str | None = None) -> TableView:
        """A table that was not found; it is chosen."""
        self._worked = None
        return self._tables.add_table(sheet, bounds, header_rows, kind=kind)

    def columns(self, table: int) -> tuple[ColumnView, ...]:
        """The columns of a table, and what each may be."""
        return self._tables.columns(table)

    def fields(self, table: int) -> tuple[FieldChoice, ...]:
        """Every field that a column of the table may hold."""
        return self._tables.fields(table)

    def set_column(self, table: int, ref: str, field: str | None, part: str = "") -> None:
        """Says what a column holds."""
        self._worked = None
        self._tables.set_column(table, ref, field, part)

    def set_default(self, field: str, value: Any) -> None:
        """A value for every row that has none of its own; links also by code or title."""
        if value is None:
            self._defaults.pop(field, None)
        else:
            kinds = {self._tables.table(number).kind or "" for number in self._tables.chosen}
            specs = [registry.specs(kind)[field] for kind in kinds if kind and field in registry.specs(kind)]
            if not specs:
                registry.spec(next(iter(kinds), ""), field)
            self._defaults[field] = self._resolved(specs[0], value)
        self._worked = None

    def _resolved(self, spec: FieldSpec, value: Any) -> Any:
        if not spec.is_link:
            return spec.parse(value)
        with self._store.reading() as connection:
            resolver = Resolver(connection)
            listed = [ids.text(resolver.find(spec, str(one))) for one in (value if isinstance(value, list) else [value])]
        return listed if spec.type is Type.LINKS else listed[0]

    # -- questions -----------------------------------------------------------------------------------------------

    def questions(self, *, cancelled: Cancelled | None = None, progress: Progress | None = None) -> tuple[QuestionView, ...]:
        """Open questions, and those answered in this session."""
        return self._questions.views(self._work(self._course(cancelled, progress)).questions)

    def answer(self, question: str, choice: str | None) -> None:
        """Answers a question; see the protocol.  Raises InvalidInput when the answer is none."""
        self._questions.answer(question, choice)
        self._worked = None

    def answer_rest(self, how: str) -> None:
        """What happens to questions without an answer: `best`, `skip` or `ask`."""
        if how not in ("best", "skip", "ask"):
            raise UsageError(_("“{how}” is none of best, skip, ask.").format(how=how))
        self._options.accept_best, self._options.skip_questions = how == "best", how == "skip"
        self._worked = None

    # -- what it would do ----------------------------------------------------------------------------------------

    def preview(self, *, cancelled: Cancelled | None = None, progress: Progress | None = None) -> Imported:
        """What `apply` would do: the same code, taken back."""
        return self._run(write=False, valid_rows=True, course=self._course(cancelled, progress))

    def apply(
        self, *, valid_rows: bool = False, cancelled: Cancelled | None = None, progress: Progress | None = None
    ) -> Imported:
        """Writes everything as one operation, or nothing; see the protocol."""
        return self._run(write=True, valid_rows=valid_rows, course=self._course(cancelled, progress))

    def _course(self, cancelled: Cancelled | None = None, progress: Progress | None = None) -> Course:
        return Course(self._path.name, cancelled, progress)

    def rows(self, fate: str = "", first: int = 0, count: int = 200) -> list[RowView]:
        """Rows and what becomes of them, all or those of one fate."""
        worked = self._work(self._course())
        listed = [one for one in worked.rows if not fate or one.fate == fate][first : first + count]
        wrong = first_faults(worked, listed)
        with self._store.reading() as connection:
            changes, called = differences(connection, listed), titles(connection, worked, listed)
        return [
            RowView(one.row.sheet, one.row.row, one.row.kind, one.fate, called[at], ids.text(one.rec) if one.rec else "",
                    changes[at], one.reason or wrong.get((one.row.sheet, one.row.row), ""))
            for at, one in enumerate(listed)
        ]  # fmt: skip

    def problems(self, first: int = 0, count: int = 500) -> list[ProblemView]:
        """Problems, errors first."""
        found = sorted(self._work(self._course()).problems, key=lambda problem: problem.level != "error")
        return [
            ProblemView(p.code, p.level, p.sheet, p.cell, p.field, p.value, p.message, p.advice) for p in found[first : first + count]
        ]

    def _run(self, *, write: bool, valid_rows: bool, course: Course) -> Imported:
        with uncollected(), self._store.writing(dry_run=not write) as tx:
            worked = self._work(course)
            answer = described(tx.connection, self._tables, worked, dry_run=not write)
            answer.hindrance = self._hindrance(worked, answer, valid_rows=valid_rows)
            written = [one for one in worked.rows if one.fate in (Fate.CREATE, Fate.UPDATE)]
            new = worked.plan.needed(set(chain.from_iterable(one.row.made for one in written)))
            answer.new = dict(Counter(one.kind for one in new))
            if answer.hindrance or not written:
                return answer
            edits = self._edits(tx, worked, new, course)
            draft = Draft(TITLE.format(file=self._path.name), edits, kind="import", detail={"file": self._path.name})
            operation = tx.apply(draft).operation.hex()
            course.at("writing", len(written), len(written))
            if write:
                answer.operation = operation
                self._questions.keep(tx)
        if write:
            self._worked = None
        return answer

    def _hindrance(self, worked: Worked, answer: Imported, *, valid_rows: bool) -> str:
        if not worked.plan.tables:
            return _("No table was found.") if not self._tables.all else _("No table is chosen.")
        if worked.questions:
            count = len(worked.questions)
            return ngettext("{count} question is open.", "{count} questions are open.", count).format(count=count)
        if answer.errors and not valid_rows:
            count = answer.errors
            return ngettext("{count} cell has an error.", "{count} cells have errors.", count).format(count=count)
        return ""

    # -- working it out ------------------------------------------------------------------------------------------

    def _work(self, course: Course) -> Worked:
        """The plan against the store as it is now; kept until something changes here or there."""
        with uncollected(), self._store.reading() as connection:
            state = reading.last_change(connection)
            if self._worked is not None and self._worked.state == state:
                return self._worked
            plan = self._planned(connection, course)
            settling = Settling(
                self._store, self._records, self._path, connection, plan, self._questions.given, self._options, course
            )
            self._worked = settling.worked(state)
        return self._worked

    def _planned(self, connection: Connection, course: Course) -> Plan:
        identity = self._store.identity()
        if not self._options.places:
            pack = load_pack(identity.country)
            self._options.places = {one.name: one.codes for one in pack.ambiguous}
            self._options.first_month = pack.fiscal_year_first_month
        self._options.closed = frozenset() if identity.is_hq else frozenset(kind for kind in registry if registry.kind(kind).steward)
        chosen = [self._tables.all[number] for number in self._tables.chosen if self._tables.all[number].kind]
        plan = planning.build(
            self._tables.staging, [table for table in chosen if not grids.is_grid(table)], registry=registry, candidates=lambda kind: candidates(connection, kind), new_id=lambda: ids.text(uuid7()), decisions=self._questions.decisions,
            defaults=self._defaults, options=self._options, selected=True, tick=lambda done, total: course.at("matching", done, total),
        )  # fmt: skip
        beside = [table for table in chosen if grids.is_grid(table)]
        grids.join(self._tables.staging, beside, plan, registry)
        taken = {table.sheet for table in beside}
        plan.problems = [one for one in plan.problems if one.code != "sheet-left-out" or one.sheet not in taken]
        return plan

    def _edits(self, tx: Transaction, worked: Worked, new: Sequence[NewRecord], course: Course) -> Iterator[Edit]:
        """The edits of an import, new records that others name first, made as they are written."""
        for kind in dict.fromkeys(one.kind for one in new):
            items = [
                {**one.values, "id": one.id, "source": f"{self._path.name} · {one.sheet} · {one.cell}"} for one in new if one.kind == kind
            ]
            yield from self._records.creations(tx, kind, items, cleaned=True)
        done = 0
        made = [one.row for one in worked.rows if one.fate is Fate.CREATE]
        for kind in dict.fromkeys(row.kind for row in made):
            rows = [row for row in made if row.kind == kind]
            for start in range(0, len(rows), _AT_ONCE):
                course.at("writing", done, len(made))
                done += len(rows[start : start + _AT_ONCE])
                yield from self._records.creations(tx, kind, [self._item(row) for row in rows[start : start + _AT_ONCE]], cleaned=True)
        for one in worked.rows:
            if one.fate is Fate.UPDATE and one.edit is not None:
                yield one.edit

    def _item(self, row: Row) -> dict[str, Any]:
        item = {name: value for name, value in row.values.items() if value is not None}
        item.setdefault("source", source(self._path, row))
        if id := row.id or row.made_as:
            item["id"] = id
        return item

    # -- what is kept --------------------------------------------------------------------------------------------

    def save_profile(self, name: str) -> str:
        """Keeps what was said about the first chosen table; returns the record's id."""
        table = next((self._tables.all[number] for number in self._tables.chosen if not self._tables.all[number].technical), None)
        if table is None or table.kind is None or not table.header_rows:
            raise InvalidInput(
                _("There is no table with headings to keep a profile of."), advice=_("Choose a table and its header first.")
            )
        profile = profiles.of(self._tables.staging, table, self._questions.profiled())
        values = {
            "name": name.strip(), "record_kind": profile.kind, "fingerprint": profile.fingerprint,
            "headings": "\n".join(" ".join(one.split()) for one in profile.headings), "reading": profile.to_text(),
        }  # fmt: skip
        with self._store.writing() as tx:
            numbers = reading.numbers(tx.connection, "import_profile", where={"fingerprint": profile.fingerprint})
            own = reading.by_code(tx.connection, "place", self._store.identity().place)
            here = [row[0] for row in reading.rows(tx.connection, "import_profile", numbers, ["place"]) if row[1] == own]
            return self._records.save("import_profile", ids.text(here[0]) if here else None, values)

    def marked(self, target: Path) -> int:
        """A copy of the workbook with the problems marked in it; returns how many.  Raises InvalidInput."""
        worked = self._work(self._course())
        asked = [
            CellProblem("question", question.sheet, cell, question.value,
                        _("Which one is meant by “{value}”?").format(value=question.value),
                        "; ".join(offer.label for offer in question.candidates[:4]), field=question.field)
            for question in worked.questions
            for cell in question.cells
        ]  # fmt: skip
        return write_marked(self._path, target, [*worked.problems, *asked])


def decisions_from(path: Path) -> dict[str, str]:
    """Answers to questions from a JSON file `{question id or "field=value": record id | "new" | "skip"}`."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput(_("{file} cannot be read: {reason}.").format(file=path, reason=error)) from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise UsageError(
            _("{file} is not a list of decisions.").format(file=path),
            advice=_("Write a JSON object such as {example}.").format(example='{"question id": "record id, new or skip"}'),
        )
    return found
