"""One workbook on its way in: what it holds, what was corrected and answered, what it would do, and doing it."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from gedesk import i18n
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack
from gedesk.errors import InvalidInput, UsageError
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.services import showing
from gedesk.services.importing_views import (
    NEW,
    SKIP,
    Bounds,
    Candidate,
    CellRole,
    ColumnView,
    Difference,
    Fate,
    FieldChoice,
    GridRow,
    Imported,
    KindGuess,
    ProblemView,
    QuestionView,
    RowView,
    SheetView,
    TableGuess,
    TableView,
    shown,
)
from gedesk.services.links import Resolver
from gedesk.services.matching import Matched, Matcher
from gedesk.services.records import StoreRecords
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit, Transaction, uuid7
from gedesk.store.store import Store
from gedesk.workbook import columns as outs
from gedesk.workbook import grids, keys, mapping, planning, profiles
from gedesk.workbook import names as naming
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.marked import write_marked
from gedesk.workbook.names import by_value
from gedesk.workbook.plan import NewRecord, Offer, Options, Plan, Question, Row, question_id
from gedesk.workbook.profiles import Profile
from gedesk.workbook.recognise import corrected, recognise
from gedesk.workbook.refusals import Refusal
from gedesk.workbook.staging import Flag, Range, Staging, column_number, uncollected
from gedesk.workbook.table import Column, Table

TITLE = "Import {file}"
ANSWERS = "import-answers"  # in the store's own facts: what names were said to mean, by question
_KEPT_ANSWERS = 5_000
_AT_ONCE = 2_000  # rows that are made into edits at once
_SAMPLES = 5
_RECORD = "record"  # the kind of questions whether a row is a record that is here already

Cancelled = Callable[[], bool]


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass(slots=True)
class _Settled:
    """A row and what becomes of it."""

    row: Row
    fate: Fate
    rec: bytes | None = None
    edit: Edit | None = None
    old: dict[str, Any] | None = None
    reason: str = ""


@dataclass(slots=True)
class _Worked:
    """A plan set against the store as it was at `state`."""

    plan: Plan
    state: int
    rows: list[_Settled]
    questions: list[Question]
    problems: list[CellProblem]


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
        self._staging = staging
        self._kind = kind
        self._tables = recognise(staging, registry, kind=kind)
        self._chosen = [
            number for number, table in enumerate(self._tables) if any(table is one for one in planning.select(self._tables, kind))
        ]
        self._profile = ""
        self._known: dict[str, str] = {}
        self._answers: dict[str, str] = {}
        self._asked: dict[str, Question] = {}
        self._contexts: dict[str, str] = {}
        self._defaults: dict[str, Any] = {}
        self._options = Options()
        self._worked: _Worked | None = None
        self._remember()
        self._use_profile(profiles_)
        if kind:
            for number in self._chosen:
                self._read_as(number, kind)

    @property
    def file(self) -> Path:
        """The workbook."""
        return self._path

    def close(self) -> None:
        """Lets go of what was read."""
        self._staging, self._tables, self._worked = Staging(self._path.name, ""), [], None

    # -- sheets and tables ---------------------------------------------------------------------------------------

    def sheets(self) -> tuple[SheetView, ...]:
        """Sheets as they lie in the file."""
        found = []
        for sheet in (*self._staging.sheets, *self._staging.derived):
            bounds = sheet.bounds
            found.append(
                SheetView(sheet.name, bounds.bottom if bounds else 0, bounds.right if bounds else 0, sheet.hidden,
                          frozenset(sheet.hidden_columns), tuple(Bounds(*merge) for merge in sheet.merges))
            )  # fmt: skip
        return tuple(found)

    def grid(self, sheet: str, first: int, count: int) -> list[GridRow]:
        """Rows of a sheet, painted with what each cell is taken for."""
        found = self._staging.sheet(sheet)
        bounds = found.bounds
        width = bounds.right if bounds else 0
        painters = [_Painter(table) for number, table in enumerate(self._tables) if table.sheet == sheet and number in self._chosen]
        painters += [_Painter(table) for number, table in enumerate(self._tables) if table.sheet == sheet and number not in self._chosen]
        answer = []
        for number in range(first, min(first + count, (bounds.bottom if bounds else 0) + 1)):
            texts, roles, faults = [], [], {}
            for column in range(1, width + 1):
                value, flags = found.value(number, column), found.flags.get((number, column), 0)
                if flags & Flag.ERROR:
                    faults[column] = "error"
                elif flags & Flag.UNCACHED:
                    faults[column] = "no-result"
                texts.append(f"{value * 100:.10g} %" if flags & Flag.PERCENT and isinstance(value, int | float) else shown(value))
                empty = value is None and not flags & Flag.UNCACHED
                role = next((told for painter in painters if (told := painter.role(number, column))), CellRole.OTHER)
                roles.append(CellRole.EMPTY if empty else role)
            answer.append(GridRow(number, number in found.hidden_rows, tuple(texts), tuple(roles), faults))
        return answer

    def tables(self) -> tuple[TableView, ...]:
        """Tables found, the likeliest first."""
        return tuple(self._table_view(number) for number in range(len(self._tables)))

    def _table_view(self, number: int) -> TableView:
        table = self._table(number)
        return TableView(
            number=number,
            sheet=table.sheet,
            bounds=Bounds(*table.range),
            range=table.range.a1,
            header_rows=tuple(table.header_rows),
            first=table.first,
            last=table.last,
            rows=len(table.rows),
            kind=table.kind,
            kind_label=registry.kind(table.kind).plural.label() if table.kind else "",
            confidence=table.confidence,
            chosen=number in self._chosen,
            own=table.technical,
            profile=self._profile if number in self._chosen else "",
            titles=tuple(table.titles),
            kinds=self._kinds(table),
            others=tuple(
                TableGuess(Bounds(*other.range), tuple(other.header_rows), other.confidence)
                for other in getattr(table, "alternatives", ())
            ),
        )

    def _kinds(self, table: Table) -> tuple[KindGuess, ...]:
        if table.technical or not table.columns:
            return (KindGuess(table.kind, registry.kind(table.kind).plural.label(), 1.0),) if table.kind else ()
        context = " ".join([self._staging.name.replace("_", " "), table.sheet, *table.titles])
        readings = mapping.map_columns(table.columns, self._contents(table), registry, None, context)
        told = sorted(readings, key=lambda one: (one.kind != table.kind, -one.score))
        return tuple(KindGuess(one.kind, registry.kind(one.kind).plural.label(), round(one.score, 2)) for one in told)

    def _table(self, number: int) -> Table:
        if not 0 <= number < len(self._tables):
            raise UsageError(_("{file} has no table {number}.").format(file=self._path.name, number=number))
        return self._tables[number]

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
        current = self._table(table)
        if bounds is not None or header_rows is not None:
            heads = current.header_rows if header_rows is None else list(header_rows)
            given = Range(bounds.top, bounds.left, bounds.bottom, bounds.right) if bounds else current.range
            top = min([given.top, *heads])
            given = Range(top, given.left, max(given.bottom, top), given.right)
            self._tables[table] = corrected(self._staging, current.sheet, given, heads, registry, kind=kind or self._kind)
        elif kind is not None:
            self._read_as(table, kind)
        if chosen is not None and chosen != (table in self._chosen):
            self._chosen = sorted([*self._chosen, table]) if chosen else [one for one in self._chosen if one != table]
        self._worked = None
        return self._table_view(table)

    def add_table(self, sheet: str, bounds: Bounds, header_rows: Sequence[int], *, kind: str | None = None) -> TableView:
        """A table that was not found; it is chosen."""
        given = Range(bounds.top, bounds.left, bounds.bottom, bounds.right)
        self._tables.append(corrected(self._staging, sheet, given, header_rows, registry, kind=kind or self._kind))
        self._chosen.append(len(self._tables) - 1)
        self._worked = None
        return self._table_view(len(self._tables) - 1)

    def _read_as(self, number: int, kind: str) -> None:
        registry.kind(kind)
        table = self._table(number)
        if table.technical or table.kind == kind:
            return
        found = mapping.map_columns(table.columns, self._contents(table), registry, kind)[0]
        for column in table.columns:
            told = found.columns.get(column.index)
            column.field, column.part, column.group = (told.field, told.part, told.group) if told else (None, "", "")
            column.confidence, column.how = (told.confidence, told.how) if told else (0.0, "")
        table.kind, table.kind_score, table.confidence = kind, found.score, 1.0

    def _contents(self, table: Table) -> dict[int, list[object]]:
        sheet = self._staging.sheet(table.sheet)
        return {
            column.index: [value for row in table.rows[:400] if (value := sheet.value(row, column.index)) is not None]
            for column in table.columns
        }

    # -- columns -------------------------------------------------------------------------------------------------

    def columns(self, table: int) -> tuple[ColumnView, ...]:
        """The columns of a table, and what each may be."""
        current = self._table(table)
        contents = self._contents(current)
        return tuple(self._column_view(current, column, contents[column.index]) for column in current.columns)

    def _column_view(self, table: Table, column: Column, values: Sequence[object]) -> ColumnView:
        specs = registry.specs(table.kind) if table.kind else {}
        samples = list(dict.fromkeys(shown(value) for value in values))[:_SAMPLES]
        candidates = []
        if table.kind and not table.technical:
            if column.field in specs:
                candidates.append(_choice(specs[column.field or ""], column.part, column.confidence))
            level = mapping.level(column)
            for offer in mapping.offers(column, registry, table.kind, values)[:6]:
                part = level if offer.field == "place" else offer.part
                if all((one.field, one.part) != (offer.field, part) for one in candidates):
                    candidates.append(_choice(specs[offer.field], part, offer.confidence))
        spec = specs.get(column.field or "")
        label = _label(spec, column.part) if spec else "ID" if column.field == "id" else ""
        return ColumnView(
            column.ref, column.index, column.header, column.type, tuple(samples), column.field, column.part, label,
            column.confidence, tuple(candidates),
        )  # fmt: skip

    def fields(self, table: int) -> tuple[FieldChoice, ...]:
        """Every field that a column of the table may hold."""
        kind = self._table(table).kind
        if kind is None:
            return ()
        answer = []
        for spec in registry.specs(kind).values():
            if spec.type is Type.COUNTS:
                answer += [_choice(spec, part, 0.0) for part in outs.parts(spec)]
            elif not spec.automatic or spec.name in ("code", "state", "sensitivity"):
                answer.append(_choice(spec, "", 0.0))
        return tuple(answer)

    def set_column(self, table: int, ref: str, field: str | None, part: str = "") -> None:
        """Says what a column holds."""
        current = self._table(table)
        index = column_number(ref)
        column = next((one for one in current.columns if one.index == index), None)
        if column is None:
            raise UsageError(_("The table {range} has no column {ref}.").format(range=current.range.a1, ref=ref))
        if field is not None:
            registry.spec(current.kind or "", field)
            for other in current.columns:
                if other is not column and (other.field, other.part) == (field, part):
                    other.field, other.part, other.confidence, other.how = None, "", 1.0, "chosen"
        column.field, column.part, column.confidence, column.how = field, part if field else "", 1.0, "chosen"
        self._worked = None

    def set_default(self, field: str, value: Any) -> None:
        """A value for every row that has none of its own; links also by code or title."""
        if value is None:
            self._defaults.pop(field, None)
        else:
            kinds = {self._table(number).kind or "" for number in self._chosen}
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
            listed = [_text(resolver.find(spec, str(one))) for one in (value if isinstance(value, list) else [value])]
        return listed if spec.type is Type.LINKS else listed[0]

    # -- questions -----------------------------------------------------------------------------------------------

    def questions(self) -> tuple[QuestionView, ...]:
        """Open questions, and those answered in this session."""
        worked = self._work(never)
        self._asked.update((question.id, question) for question in worked.questions)
        open_ = {question.id for question in worked.questions}
        kept = [question for id, question in self._asked.items() if id in open_ or self._answer_to(question) is not None]
        with self._store.reading() as connection:
            return tuple(self._question_view(connection, question) for question in kept)

    def _answer_to(self, question: Question) -> str | None:
        return self._answers.get(question.id) or by_value(self._answers, question.field, question.value)

    def _question_view(self, connection: Connection, question: Question) -> QuestionView:
        wanted = {question.kind: [uuid.UUID(one.id).bytes for one in question.candidates]} if question.kind in set(registry) else {}
        details = _details(connection, question.kind, wanted.get(question.kind, []))
        kind = next((self._table(n).kind for n in self._chosen if self._table(n).sheet == question.sheet), None)
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
            sheet = self._staging.sheet(question.sheet)
            letters = question.cell.rstrip("0123456789")
            row, at = int(question.cell[len(letters) :]), column_number(letters)
            table = next((t for t in self._tables if t.sheet == question.sheet and row in range(t.first, t.last + 1)), None)
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
            self._answers.pop(question, None)
        else:
            self._answers[question] = self._checked(self._asked.get(question), choice)
        self._worked = None

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
                return _text(Resolver(connection).record(asked.kind, choice))
        spec = next((registry.specs(k)[asked.field] for k in registry if asked.field in registry.specs(k)), None)
        if asked.kind == "code" and spec is not None and choice in spec.vocabulary.codes:
            return choice
        raise InvalidInput(
            _("“{choice}” is no answer to the question about “{value}”.").format(choice=choice, value=asked.value),
            advice=_("Choose one of the list, or leave it out."),
        )

    def answer_rest(self, how: str) -> None:
        """What happens to questions without an answer: `best`, `skip` or `ask`."""
        if how not in ("best", "skip", "ask"):
            raise UsageError(_("“{how}” is none of best, skip, ask.").format(how=how))
        self._options.accept_best, self._options.skip_questions = how == "best", how == "skip"
        self._worked = None

    # -- what it would do ----------------------------------------------------------------------------------------

    def preview(self, *, cancelled: Cancelled | None = None) -> Imported:
        """What `apply` would do: the same code, taken back."""
        return self._run(write=False, valid_rows=True, cancelled=cancelled or never)

    def apply(self, *, valid_rows: bool = False, cancelled: Cancelled | None = None) -> Imported:
        """Writes everything as one operation, or nothing; see the protocol."""
        return self._run(write=True, valid_rows=valid_rows, cancelled=cancelled or never)

    def rows(self, fate: str = "", first: int = 0, count: int = 200) -> list[RowView]:
        """Rows and what becomes of them, all or those of one fate."""
        listed = [one for one in self._work(never).rows if not fate or one.fate == fate][first : first + count]
        with self._store.reading() as connection:
            changes = _differences(connection, listed)
        return [
            RowView(one.row.sheet, one.row.row, one.row.kind, one.fate, _row_title(one.row), _text(one.rec) if one.rec else "",
                    changes[at], one.reason)
            for at, one in enumerate(listed)
        ]  # fmt: skip

    def problems(self, first: int = 0, count: int = 500) -> list[ProblemView]:
        """Problems, errors first."""
        found = sorted(self._work(never).problems, key=lambda problem: problem.level != "error")
        return [
            ProblemView(p.code, p.level, p.sheet, p.cell, p.field, p.value, p.message, p.advice) for p in found[first : first + count]
        ]

    def _run(self, *, write: bool, valid_rows: bool, cancelled: Cancelled) -> Imported:
        with uncollected(), self._store.writing(dry_run=not write) as tx:
            worked = self._work(cancelled)
            answer = self._described(worked, dry_run=not write)
            answer.hindrance = self._hindrance(worked, answer, valid_rows=valid_rows)
            written = [one for one in worked.rows if one.fate in (Fate.CREATE, Fate.UPDATE)]
            new = worked.plan.needed(set(chain.from_iterable(one.row.made for one in written)))
            answer.new = dict(Counter(one.kind for one in new))
            if answer.hindrance or not written:
                return answer
            edits = self._edits(tx, worked, new, cancelled)
            draft = Draft(TITLE.format(file=self._path.name), edits, kind="import", detail={"file": self._path.name})
            operation = tx.apply(draft).operation.hex()
            if cancelled():
                raise Refusal("cancelled", self._path.name)
            if write:
                answer.operation = operation
                self._keep_answers(tx)
        if write:
            self._worked = None
        return answer

    def _hindrance(self, worked: _Worked, answer: Imported, *, valid_rows: bool) -> str:
        if not worked.plan.tables:
            return _("No table was found.") if not self._tables else _("No table is chosen.")
        if worked.questions:
            count = len(worked.questions)
            return ngettext("{count} question is open.", "{count} questions are open.", count).format(count=count)
        if answer.errors and not valid_rows:
            count = answer.errors
            return ngettext("{count} cell has an error.", "{count} cells have errors.", count).format(count=count)
        return ""

    def _described(self, worked: _Worked, *, dry_run: bool) -> Imported:
        plan = worked.plan
        answer = Imported(
            file=self._path.name,
            tables=[table.to_json() for table in plan.tables or self._tables],
            skipped=len(plan.skipped),
            problems=[problem.to_json() for problem in worked.problems],
            questions=[question.to_json() for question in worked.questions],
            coverage=dict(plan.coverage),
            profile=self._profile,
            dry_run=dry_run,
        )
        counted = dict.fromkeys(Fate, 0)
        for one in worked.rows:
            counted[one.fate] += 1
        answer.create, answer.update, answer.same = counted[Fate.CREATE], counted[Fate.UPDATE], counted[Fate.SAME]
        answer.duplicate, answer.refused = counted[Fate.DUPLICATE], counted[Fate.REFUSED] + counted[Fate.ASKED]
        answer.skipped += counted[Fate.LEFT_OUT]
        updates = [one for one in worked.rows if one.fate is Fate.UPDATE]
        with self._store.reading() as connection:
            for one, changes in zip(updates, _differences(connection, updates), strict=True):
                changed = {change.field: {"old": change.old, "new": change.new} for change in changes}
                answer.differences.append(
                    {"sheet": one.row.sheet, "row": one.row.row, "id": _text(one.rec or b""), "changed": changed}
                )
        return answer

    # -- working it out ------------------------------------------------------------------------------------------

    def _work(self, cancelled: Cancelled) -> _Worked:
        """The plan against the store as it is now; kept until something changes here or there."""
        with uncollected(), self._store.reading() as connection:
            state = reading.last_change(connection)
            if self._worked is not None and self._worked.state == state:
                return self._worked
            plan = self._planned(connection)
            if cancelled():
                raise Refusal("cancelled", self._path.name)
            problems = list(plan.problems)
            questions = list(plan.questions)
            self._outside(connection, plan, problems)
            rows = self._settled(connection, plan, problems, questions, cancelled)
            self._worked = _Worked(plan, state, rows, questions, problems)
        return self._worked

    def _planned(self, connection: Connection) -> Plan:
        identity = self._store.identity()
        if not self._options.places:
            pack = load_pack(identity.country)
            self._options.places = {one.name: one.codes for one in pack.ambiguous}
            self._options.first_month = pack.fiscal_year_first_month
        chosen = [self._tables[number] for number in self._chosen if self._tables[number].kind]
        plan = planning.build(
            self._staging, [table for table in chosen if not grids.is_grid(table)], registry=registry, candidates=lambda kind: candidates(connection, kind), new_id=lambda: str(uuid.UUID(bytes=uuid7())), decisions={**self._known, **self._answers},
            defaults=self._defaults, options=self._options, selected=True,
        )  # fmt: skip
        beside = [table for table in chosen if grids.is_grid(table)]
        grids.join(self._staging, beside, plan, registry)
        taken = {table.sheet for table in beside}
        plan.problems = [one for one in plan.problems if one.code != "sheet-left-out" or one.sheet not in taken]
        return plan

    def _outside(self, connection: Connection, plan: Plan, problems: list[CellProblem]) -> None:
        """Marks rows that are not this site's to write, before headquarters would refuse them."""
        identity = self._store.identity()
        if identity.is_hq:
            return
        for row in plan.rows:
            place = row.get("place")
            if not row.refused and place and not self._records.may_write(connection, row.kind, str(place)):
                row.refused = True
                problems.append(
                    CellProblem(
                        "out_of_scope", row.sheet, row.cell("place"), None,
                        _("The place lies outside {site}.").format(site=identity.name),
                        _("Correct the place, or let headquarters import the row."), field="place",
                    )
                )  # fmt: skip

    def _settled(
        self, connection: Connection, plan: Plan, problems: list[CellProblem], questions: list[Question], cancelled: Cancelled
    ) -> list[_Settled]:
        settled = [_Settled(row, Fate.CREATE) for row in plan.rows]
        usual = reading.by_code(connection, "place", self._store.identity().place)
        waiting: dict[str, list[_Settled]] = {}
        for one in settled:
            if one.row.refused:
                one.fate = Fate.REFUSED
            elif one.row.open:
                one.fate = Fate.ASKED
            elif one.row.duplicate_of is not None:
                one.fate, one.reason = Fate.DUPLICATE, _("says the same as row {row}").format(row=one.row.duplicate_of)
            else:
                waiting.setdefault(one.row.kind, []).append(one)
        for kind, listed in waiting.items():
            fields = keys.key_fields(kind, registry.specs(kind))
            above = self._places_above(connection, kind, listed)
            at = fields.index("place") if "place" in fields and kind != "place" else -1

            def keyed(one: _Settled, kind: str = kind, at: int = at, above: dict[str, bytes] = above) -> tuple[Row, tuple[str, ...], str]:
                parts = tuple(one.row.key.split(keys.PARTED))
                if usual and at >= 0 and not parts[at]:  # as a new record gets its place
                    parent = one.row.get(registry.kind(kind).parent or "") if above else None
                    parts = (*parts[:at], _text(above.get(str(parent), usual)), *parts[at + 1 :])
                return one.row, parts, self._source(one.row)

            for one, matched in zip(listed, Matcher(connection, kind).match(map(keyed, listed), cancelled), strict=True):
                self._decide(one, matched, problems, questions)
            if cancelled():
                raise Refusal("cancelled", self._path.name)
            self._compare(connection, kind, [one for one in listed if one.rec is not None], problems)
        return settled

    def _places_above(self, connection: Connection, kind: str, listed: Sequence[_Settled]) -> dict[str, bytes]:
        """The places of the records that rows belong to, by id."""
        field = registry.kind(kind).parent
        if field is None:
            return {}
        ids = {str(value) for one in listed if isinstance(value := one.row.get(field), str) and _is_id(value)}
        found = reading.records(connection, str(registry.spec(kind, field).target), [uuid.UUID(id).bytes for id in ids])
        return {_text(rec): place for rec, one in found.items() if isinstance(place := one.values.get("place"), bytes)}

    def _decide(self, one: _Settled, matched: Matched, problems: list[CellProblem], questions: list[Question]) -> None:
        row = one.row
        if matched.removed:
            row.refused, one.fate, one.reason = True, Fate.REFUSED, _("The record was removed here.")
            problems.append(
                CellProblem(
                    "record-removed", row.sheet, row.cell("id"), row.id, _("The record was removed here."),
                    _("Bring it back with “Undo”, or empty the ID to make a new one."), field="id",
                )
            )  # fmt: skip
            return
        one.rec = matched.rec
        if not matched.near:
            return
        title = _row_title(row)
        id = question_id(_RECORD, title, row.key, row.kind)
        told = self._answers.get(id) or by_value(self._answers, _RECORD, title)
        if told is None and self._options.accept_best:
            told = _text(matched.near[0].rec) if matched.near[0].score >= 95 else NEW
        if told is None and self._options.skip_questions:
            told = SKIP
        if told == SKIP:
            one.fate, one.reason = Fate.LEFT_OUT, _("left out by your answer")
        elif told and told != NEW:
            one.rec = uuid.UUID(told).bytes
        elif told is None:
            one.fate = Fate.ASKED
            cell = row.cell(registry.kind(row.kind).title)
            if (known := next((asked for asked in questions if asked.id == id), None)) is not None:
                known.cells.append(cell)
                return
            offers = [Offer(_text(near.rec), near.title, near.score) for near in matched.near]
            questions.append(Question(id, row.sheet, cell, title, _RECORD, row.kind, offers, True, [cell]))

    def _compare(self, connection: Connection, kind: str, listed: list[_Settled], problems: list[CellProblem]) -> None:
        """What the rows change in the records that they are about."""
        stored = reading.records(connection, kind, (one.rec for one in listed if one.rec))
        for one in listed:
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
                elif one.old.get("state") == "draft" and one.old.get("source") != "typed":
                    given["state"] = "complete"
            try:
                edit = self._records.difference(kind, found, given)
            except InvalidInput as error:
                one.row.refused, one.fate, one.reason = True, Fate.REFUSED, error.message
                for problem in error.problems:
                    cell = one.row.cell(problem.where)
                    problems.append(CellProblem(problem.code, one.row.sheet, cell, None, problem.message, error.advice, field=problem.where))
                continue
            one.fate, one.edit = (Fate.UPDATE, edit) if edit.patch else (Fate.SAME, None)

    def _source(self, row: Row) -> str:
        return f"{self._path.name} · {row.sheet} · {row.row}"

    def _edits(self, tx: Transaction, worked: _Worked, new: Sequence[NewRecord], cancelled: Cancelled) -> Iterator[Edit]:
        """The edits of an import, new records that others name first, made as they are written."""
        for kind in dict.fromkeys(one.kind for one in new):
            items = [
                {**one.values, "id": one.id, "source": f"{self._path.name} · {one.sheet} · {one.cell}"} for one in new if one.kind == kind
            ]
            yield from self._records.creations(tx, kind, items, cleaned=True)
        made = [one.row for one in worked.rows if one.fate is Fate.CREATE]
        for kind in dict.fromkeys(row.kind for row in made):
            rows = [row for row in made if row.kind == kind]
            for start in range(0, len(rows), _AT_ONCE):
                if cancelled():
                    raise Refusal("cancelled", self._path.name)
                yield from self._records.creations(tx, kind, [self._item(row) for row in rows[start : start + _AT_ONCE]], cleaned=True)
        for one in worked.rows:
            if one.fate is Fate.UPDATE and one.edit is not None:
                yield one.edit

    def _item(self, row: Row) -> dict[str, Any]:
        item = {name: value for name, value in row.values.items() if value is not None}
        item.setdefault("source", self._source(row))
        if row.id:
            item["id"] = row.id
        return item

    # -- what is kept --------------------------------------------------------------------------------------------

    def _remember(self) -> None:
        """Answers of earlier imports, as far as what they name is still here."""
        told = self._store.meta(ANSWERS) or {}
        with self._store.reading() as connection:
            for question, choice in told.items():
                if not _is_id(choice) or reading.find_kind(connection, uuid.UUID(choice).bytes):
                    self._known[question] = choice

    def _keep_answers(self, tx: Transaction) -> None:
        kept = dict(tx.meta(ANSWERS) or {})
        for id, question in self._asked.items():
            told = self._answer_to(question)
            if told and told not in (NEW, SKIP) and question.field != _RECORD and question.kind != "date-order":
                kept.pop(id, None)
                kept[id] = told
        if kept:
            tx.set_meta(ANSWERS, dict(list(kept.items())[-_KEPT_ANSWERS:]))

    def _use_profile(self, known: Sequence[tuple[str, Profile]]) -> None:
        if any(table.technical for table in self._tables):
            return
        for name, profile in known:
            if self._kind and profile.kind != self._kind:
                continue
            found = profiles.find(profile, self._staging, self._tables, registry)
            if not found:
                continue
            for table in found:
                if not any(table is one for one in self._tables):
                    self._tables = [one for one in self._tables if not _overlap(one, table)] + [table]
                self._known.update(profiles.decisions(profile, table))
            self._chosen = [number for number, one in enumerate(self._tables) if any(one is table for table in found)]
            self._profile = name
            return

    def save_profile(self, name: str) -> str:
        """Keeps what was said about the first chosen table; returns the record's id."""
        table = next((self._tables[number] for number in self._chosen if not self._tables[number].technical), None)
        if table is None or table.kind is None or not table.header_rows:
            raise InvalidInput(
                _("There is no table with headings to keep a profile of."), advice=_("Choose a table and its header first.")
            )
        answers = {
            id: told for id, question in self._asked.items()
            if (told := self._answer_to(question)) and told != NEW and question.field != _RECORD
        }  # fmt: skip
        profile = profiles.of(self._staging, table, {**self._known, **answers})
        values = {
            "name": name.strip(), "record_kind": profile.kind, "fingerprint": profile.fingerprint,
            "headings": "\n".join(" ".join(one.split()) for one in profile.headings), "reading": profile.to_text(),
        }  # fmt: skip
        with self._store.writing() as tx:
            numbers = reading.numbers(tx.connection, "import_profile", where={"fingerprint": profile.fingerprint})
            own = reading.by_code(tx.connection, "place", self._store.identity().place)
            here = [row[0] for row in reading.rows(tx.connection, "import_profile", numbers, ["place"]) if row[1] == own]
            return self._records.save("import_profile", _text(here[0]) if here else None, values)

    def marked(self, target: Path) -> int:
        """A copy of the workbook with the problems marked in it; returns how many.  Raises InvalidInput."""
        worked = self._work(never)
        asked = [
            CellProblem("question", question.sheet, cell, question.value,
                        _("Which one is meant by “{value}”?").format(value=question.value),
                        "; ".join(offer.label for offer in question.candidates[:4]), field=question.field)
            for question in worked.questions
            for cell in question.cells
        ]  # fmt: skip
        return write_marked(self._path, target, [*worked.problems, *asked])


# -- helpers -----------------------------------------------------------------------------------------------------


_REASONS = {"title": CellRole.TITLE, "note": CellRole.NOTE, "total": CellRole.TOTAL, "section": CellRole.SECTION,
            "tag": CellRole.TAG, "header": CellRole.HEADER}  # fmt: skip


class _Painter:
    """What the cells of one table's sheet are, as far as the table knows."""

    def __init__(self, table: Table) -> None:
        self._left, self._right = table.range.left, table.range.right
        self._data = set(table.rows)
        self._rows = {entry.row: _REASONS.get(entry.reason, CellRole.OTHER) for entry in table.skipped}
        self._rows.update(dict.fromkeys(table.header_rows, CellRole.HEADER))
        self._rows.update(dict.fromkeys(table.tag_rows, CellRole.TAG))

    def role(self, row: int, column: int) -> CellRole | None:
        """The role of a cell; None when the table says nothing of it."""
        told = self._rows.get(row)
        if told in (CellRole.TITLE, CellRole.NOTE):
            return told  # titles and notes may stand beside the table's columns
        if not self._left <= column <= self._right:
            return None
        return CellRole.DATA if row in self._data else told


def _overlap(one: Table, other: Table) -> bool:
    a, b = one.range, other.range
    return one.sheet == other.sheet and a.top <= b.bottom and b.top <= a.bottom and a.left <= b.right and b.left <= a.right


def _label(spec: FieldSpec, part: str) -> str:
    if spec.type is Type.COUNTS:
        return f"{spec.label}: {outs.header(spec, part, i18n.current())}" if part else spec.label
    return f"{spec.label} ({part})" if part else spec.label


def _choice(spec: FieldSpec, part: str, confidence: float) -> FieldChoice:
    return FieldChoice(spec.name, part, _label(spec, part), spec.help_text, min(1.0, round(confidence, 2)))


def _row_title(row: Row) -> str:
    value = row.get(registry.kind(row.kind).title)
    return str(value) if isinstance(value, str) else ""


def _text(rec: bytes) -> str:
    return str(uuid.UUID(bytes=rec)) if len(rec) == 16 else ""


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _differences(connection: Connection, listed: Sequence[_Settled]) -> list[tuple[Difference, ...]]:
    """From what to what the rows change their records, in words; titles are looked up once for all."""
    named: list[tuple[_Settled, FieldSpec]] = [
        (one, registry.by_number(one.row.kind)[number])
        for one in listed
        if one.edit is not None
        for number in one.edit.patch
    ]
    wanted: dict[str, set[bytes]] = {}
    for one, spec in named:
        values = [{spec.name: value} for value in ((one.old or {}).get(spec.name), one.row.values.get(spec.name)) if value]
        for kind, recs in showing.linked([spec], values).items():
            wanted.setdefault(kind, set()).update(recs)
    titles = showing.titles(connection, wanted)
    answer = []
    for one in listed:
        changes = []
        for number in one.edit.patch if one.edit is not None else ():
            spec = registry.by_number(one.row.kind)[number]
            new = one.row.values.get(spec.name) if spec.name != "state" else one.row.values.get("state", "complete")
            changes.append(
                Difference(spec.name, spec.label, showing.shown(spec, (one.old or {}).get(spec.name), titles), showing.shown(spec, new, titles))
            )
        answer.append(tuple(changes))
    return answer


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
        _text(rec): " · ".join(told for name in names if (told := showing.shown(specs[name], one[name], titles)))
        for rec, one in values.items()
    }


def candidates(connection: Connection, kind: str) -> Sequence[naming.Candidate]:
    """All records of a kind that a name in a workbook may mean."""
    specs = registry.specs(kind)
    title = registry.kind(kind).title
    others = [name for name in ("other_names", "acronym") if name in specs]
    names = [title, "code", *others]
    if kind == "place":
        names += ["level", "parent", "place_kind"]
    names = [name for name in names if name in specs]
    found = []
    for row in reading.everything(connection, kind, names):
        values = dict(zip(names, row[1:], strict=True))
        spellings: list[str] = []
        for name in others:
            text = str(values.get(name) or "")
            spellings += [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
        parent = values.get("parent")
        found.append(
            naming.Candidate(
                id=str(uuid.UUID(bytes=row[0])),
                name=str(values.get(title) or ""),
                other_names=tuple(spellings),
                level=str(values.get("level") or ""),
                parent=str(uuid.UUID(bytes=parent)) if isinstance(parent, bytes) else None,
                kind=str(values.get("place_kind") or ""),
                code=str(values.get("code") or ""),
            )
        )
    return found


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
