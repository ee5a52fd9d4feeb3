"""The import wizard: a workbook from file to records, in steps that can be gone back at any time.

Nothing is written before the last step but one.  Everything that asks the session runs away from the screen, one
question after the other, in the order in which it was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gedesk.domain.kinds import registry
from gedesk.errors import KnownError
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.forms import Raw
from gedesk.presenters.import_defaults import ImportDefaults
from gedesk.presenters.import_queue import ImportQueue
from gedesk.presenters.import_steps import (
    PAGE,
    PROBLEMS,
    STEPS,
    ImportView,
    Place,
    Step,
    apply_label,
    can_apply,
    happened,
    phase_label,
    pictured,
    why_not,
)
from gedesk.presenters.undoing import take_back
from gedesk.services.importing_views import (
    NEW,
    SKIP,
    Bounds,
    Candidate,
    ColumnView,
    FieldChoice,
    GridRow,
    Imported,
    ProblemView,
    QuestionView,
    RowView,
    SheetView,
    TableView,
)
from gedesk.services.protocols import Progress, Services, WorkbookImport
from gedesk.services.views import Choice, HistoryEntry
from gedesk.workbook.refusals import Refusal

LATELY = 50  # operations among which the import is looked for

class ImportPresenter:
    """One import after the other."""

    def __init__(self, services: Services, view: ImportView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self.step = Step.FILE
        self.file: Path | None = None
        self.valid_rows = False
        self.sheets: tuple[SheetView, ...] = ()
        self.tables: tuple[TableView, ...] = ()
        self.table = 0  # the one looked at
        self.columns: tuple[ColumnView, ...] = ()
        self.fields: tuple[FieldChoice, ...] = ()
        self.questions: tuple[QuestionView, ...] = ()
        self.question = 0
        self.preview: Imported | None = None
        self.shown = ""  # fate of the rows looked at
        self.done: Imported | None = None
        self.phase = ""  # what the work under way says of itself
        self.rows = (0, 0)  # how many it has done, of how many; 0 when that is not known
        self._queue = ImportQueue(jobs, self._failed)
        self.defaults = ImportDefaults(services, jobs, notifier, self._queue)
        self._token: Token | None = None
        self._undone = False
        self._picked: dict[str, str] = {}  # titles of records that were chosen besides the candidates

    # -- file ----------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether something runs that can be stopped."""
        return self._token is not None

    def open(self, file: Path, *, password: str | None = None) -> None:
        """Reads a workbook; what was under way with another one is left."""
        self.leave()
        self.file = file
        token = self._token = Token()
        turn = self._queue.turn
        workbooks = self._services.workbooks
        self.phase, self.rows = _("Reading {file}…").format(file=file.name), (0, 0)
        self._view.show_refused("", "", password=False)
        self._view.show_busy(self.phase)
        def work() -> tuple[WorkbookImport, tuple[SheetView, ...], tuple[TableView, ...]] | None:
            session = workbooks.open(file, password=password, cancelled=lambda: token.cancelled, progress=self._tell(token))
            try:
                if not token.cancelled:
                    return session, session.sheets(), session.tables()
            except BaseException:
                session.close()
                raise
            session.close()
            return None

        def arrived(answer: tuple[WorkbookImport, tuple[SheetView, ...], tuple[TableView, ...]] | None) -> None:
            if turn != self._queue.turn or answer is None:
                return
            self._stop_busy()
            self._queue.session, self.sheets, self.tables = answer
            self.table = next((one.number for one in self.tables if one.chosen), 0)
            self._view.show_sheets(self.sheets, self.tables, self.table)
            self._go(Step.SHEET)
            chosen = self._chosen()
            if chosen and all(one.own or (one.profile and one.sure) for one in chosen):
                self._load_columns(lambda: self._go(Step.COLUMNS))
                self.go_on_from_columns()

        def failed(error: BaseException) -> None:
            if turn != self._queue.turn:
                return
            self._stop_busy()
            self._go(Step.FILE)
            if isinstance(error, KnownError):
                locked = isinstance(error, Refusal) and error.code in ("password", "wrong-password")
                self._view.show_refused(error.message, error.advice, password=locked)
            else:
                self._notifier.failed(error)

        self._jobs.read(work, arrived, failed, token)

    def cancel(self) -> None:
        """Stops what runs; reading a file is given up, a preview leads back, an import is taken back by itself."""
        token, step = self._token, self.step
        if token is None:
            return
        token.cancel()
        if step is Step.PREVIEW and self.preview is not None:  # applying: its answer comes, whatever it is
            return
        self._stop_busy()
        self._queue.give_up()
        self._go(Step.FILE if self._queue.session is None else Step.COLUMNS if step is Step.COLUMNS else Step.SHEET)

    def leave(self) -> None:
        """Forgets the workbook; nothing of it was written, or all of it was."""
        if self._token is not None:
            self._token.cancel()
        self._queue.leave()
        self._stop_busy()
        self.sheets, self.tables, self.columns, self.questions = (), (), (), ()
        self.preview = self.done = None
        self.defaults.clear()
        self.question, self.shown, self.valid_rows, self._undone = 0, "", False, False
        self.file = None
        self._go(Step.FILE)

    # -- going ---------------------------------------------------------------------------------------------------

    def _go(self, step: Step) -> None:
        self.step = step
        self._view.show_place(self.place())

    def place(self) -> Place:
        """Where one is."""
        reached = self._reached()
        match self.step:
            case Step.SHEET:
                chosen = self._chosen()
                blocked = "" if chosen else _("No table is chosen.")
                if chosen and any(one.kind is None for one in chosen):
                    blocked = _("Say what the table holds.")
                return Place(self.step, reached, _("Continue"), not blocked, blocked)
            case Step.COLUMNS:
                some = any(column.field for column in self.columns) or len(self._chosen()) > 1
                return Place(self.step, reached, _("Continue"), some, "" if some else _("No column has a field yet."))
            case Step.NAMES:
                left = self.unanswered
                text = ngettext("{n} name is open", "{n} names are open", left).format(n=words.number(left))
                return Place(self.step, reached, _("Preview"), not left, text if left else "")
            case Step.PREVIEW:
                told, valid = self.preview, self.valid_rows
                return Place(self.step, reached, apply_label(told), can_apply(told, valid_rows=valid), why_not(told, valid_rows=valid))
        return Place(self.step, reached, "", False)

    def _reached(self) -> frozenset[Step]:
        if self._queue.session is None or self.done is not None:
            return frozenset()
        found = {Step.FILE, Step.SHEET}
        if self.columns:
            found.add(Step.COLUMNS)
        if self.questions:
            found.add(Step.NAMES)
        if self.preview is not None:
            found.add(Step.PREVIEW)
        return frozenset(found)

    def go(self, step: Step) -> None:
        """To a step that was seen already."""
        if step is Step.FILE:
            self.leave()
        elif step in self._reached() and not self.busy:
            if step is Step.PREVIEW:
                self._work_out()
            elif step is Step.COLUMNS:
                self._load_columns(lambda: self._go(Step.COLUMNS))
            else:
                self._go(step)

    def back(self) -> bool:
        """One step back; from the first nowhere."""
        if self.busy:
            self.cancel()
            return True
        if self.step is Step.DONE:
            self.leave()
            return True
        if self.step is Step.FILE:
            return False
        before = [step for step in STEPS[: STEPS.index(self.step)] if step in self._reached()]
        self.go(before[-1])
        return True

    def go_on(self) -> None:
        """To the next step."""
        if self.busy or not self.place().can_go_on:
            return
        match self.step:
            case Step.SHEET:
                self._load_columns(lambda: self._go(Step.COLUMNS))
            case Step.COLUMNS:
                self.go_on_from_columns()
            case Step.NAMES:
                self.go_on_from_columns()  # answers may have opened other questions
            case Step.PREVIEW:
                self.apply()

    def retranslate(self) -> None:
        """What the session said is asked again, in the language in use."""
        step = self.step
        if self._queue.session is None or self.busy:
            return

        def arrived(answer: tuple[tuple[SheetView, ...], tuple[TableView, ...], tuple[QuestionView, ...]]) -> None:
            self.sheets, self.tables, questions = answer
            self._view.show_sheets(self.sheets, self.tables, self.table)
            if self.questions:
                self.questions = questions
                self._view.show_questions(questions, self.question)
            self._view.show_place(self.place())

        ask_names = bool(self.questions)
        self._queue.ask(lambda session: (session.sheets(), session.tables(), session.questions() if ask_names else ()), arrived)
        if self.columns:
            self._load_columns(lambda: None)
        if step is Step.PREVIEW:
            self._work_out()
        if self.done is not None:
            self._view.show_done(happened(self.done, undone=self._undone))

    # -- tables --------------------------------------------------------------------------------------------------

    def _chosen(self) -> list[TableView]:
        return [one for one in self.tables if one.chosen]

    def current(self) -> TableView | None:
        """The table looked at."""
        return next((one for one in self.tables if one.number == self.table), None)

    def look_at(self, table: int) -> None:
        """Another table."""
        self.table = table
        self._view.show_sheets(self.sheets, self.tables, table)
        if self.step is Step.COLUMNS:
            self._load_columns(lambda: self._go(Step.COLUMNS))

    def grid(self, sheet: str, first: int, done: Callable[[list[GridRow]], None]) -> None:
        """A page of rows of a sheet, painted."""
        self._queue.ask(lambda session: session.grid(sheet, first, PAGE), done)

    def choose(self, table: int, chosen: bool) -> None:
        """Whether a table is imported."""
        self._set(table, lambda session: session.set_table(table, chosen=chosen))

    def set_kind(self, table: int, kind: str) -> None:
        """What a table holds."""
        self._set(table, lambda session: session.set_table(table, kind=kind))

    def take_guess(self, table: int, guess: int) -> None:
        """Another way to see a table."""
        view = next(one for one in self.tables if one.number == table)
        other = view.others[guess]
        self._set(table, lambda session: session.set_table(table, bounds=other.bounds, header_rows=other.header_rows))

    def mark_headings(self, first: int, last: int) -> None:
        """These rows are the headings of the table looked at; it begins with them."""
        view = self.current()
        if view is None:
            return
        b = view.bounds
        bounds = Bounds(first, b.left, max(b.bottom, last), b.right)
        rows = tuple(range(first, last + 1))
        self._set(view.number, lambda session: session.set_table(view.number, bounds=bounds, header_rows=rows))

    def mark_last(self, row: int) -> None:
        """The table ends with this row."""
        self._mark_edge(lambda b: Bounds(b.top, b.left, row, b.right))

    def mark_first(self, row: int) -> None:
        """Data begin with this row: the heading is right above it, unless the headings lie further up already."""
        view = self.current()
        if view is None or row < 2:
            return
        above = tuple(one for one in view.header_rows if one < row) or (row - 1,)
        b = view.bounds
        bounds = Bounds(min(above), b.left, max(b.bottom, row), b.right)
        heads = above if max(above) == row - 1 else tuple(range(min(above), row))
        self._set(view.number, lambda session: session.set_table(view.number, bounds=bounds, header_rows=heads))

    def mark_area(self, sheet: str, area: Bounds) -> None:
        """The table is exactly here; on a sheet without one a new table."""
        view = self.current()
        if view is None or view.sheet != sheet:
            self._queue.ask(lambda session: (session.add_table(sheet, area, None), session.tables()), self._added)
            return
        same = area.top == view.bounds.top and max(view.header_rows, default=area.bottom) < area.bottom
        kept = view.header_rows if same else None
        self._set(view.number, lambda session: session.set_table(view.number, bounds=area, header_rows=kept))

    def _mark_edge(self, moved: Callable[[Bounds], Bounds]) -> None:
        view = self.current()
        if view is None:
            return
        bounds = moved(view.bounds)
        if bounds.bottom > max(view.header_rows, default=0) and bounds.right >= bounds.left:
            self._set(view.number, lambda session: session.set_table(view.number, bounds=bounds, header_rows=view.header_rows))

    def _set(self, table: int, op: Callable[[WorkbookImport], TableView]) -> None:
        def arrived(tables: tuple[TableView, ...]) -> None:
            self.tables = tables
            self.table = table
            self._stale()
            self._view.show_sheets(self.sheets, tables, table)
            self._view.show_place(self.place())

        self._queue.ask(lambda session: (op(session), session.tables())[1], arrived)

    def _added(self, answer: tuple[TableView, tuple[TableView, ...]]) -> None:
        view, self.tables = answer
        self.table = view.number
        self._stale()
        self._view.show_sheets(self.sheets, self.tables, self.table)
        self._view.show_place(self.place())

    def _stale(self) -> None:
        """What follows has to be worked out anew."""
        self.columns, self.questions, self.preview = (), (), None
        self.question = 0

    # -- columns -------------------------------------------------------------------------------------------------

    def _load_columns(self, then: Callable[[], None]) -> None:
        view = self.current()
        if view is None or not view.chosen:
            view = next(iter(self._chosen()), None)
        if view is None:
            return
        self.table = number = view.number
        table = view

        def arrived(answer: tuple[tuple[ColumnView, ...], tuple[FieldChoice, ...]]) -> None:
            self.columns, self.fields = answer
            self._view.show_columns(table, self.columns, self.fields)
            then()

        self._queue.ask(lambda session: (session.columns(number), session.fields(number)), arrived)

    def set_column(self, ref: str, choice: FieldChoice | None) -> None:
        """What a column holds; None leaves it behind."""
        table = self.table
        field, part = (choice.field, choice.part) if choice else (None, "")
        self.questions, self.preview = (), None

        def op(session: WorkbookImport) -> tuple[ColumnView, ...]:
            session.set_column(table, ref, field, part)
            return session.columns(table)

        def arrived(columns: tuple[ColumnView, ...]) -> None:
            self.columns = columns
            view = self.current()
            if view is not None:
                self._view.show_columns(view, columns, self.fields)
            self._view.show_place(self.place())

        self._queue.ask(op, arrived)

    def free_fields(self) -> list[FieldChoice]:
        """Fields that no column holds yet, parts of fields last: they are many."""
        used = {(column.field, column.part) for column in self.columns if not column.group}
        free = [one for one in self.fields if (one.field, one.part) not in used]
        return sorted(free, key=lambda one: bool(one.part))

    def fill_all(self, choice: FieldChoice, raw: Raw, labels: Mapping[str, str], wrong: Callable[[str], None]) -> None:
        """One value of a field for all rows that have none."""
        view = self.current()
        spec = self.defaults.spec(view.kind, choice) if view is not None else None
        if view is None or spec is None:
            return

        def done() -> None:
            self.questions, self.preview = (), None
            self._view.show_columns(view, self.columns, self.fields)
            self._view.show_place(self.place())

        self.defaults.give(spec, raw, labels, done, wrong)

    def missing(self) -> list[str]:
        """Labels of fields that the kind needs and no column holds: rows without them come in as drafts."""
        view = self.current()
        if view is None or view.kind is None:
            return []
        held = {*(column.field for column in self.columns), *self.defaults.said}
        return [spec.label for name, spec in registry.specs(view.kind).items() if spec.required and spec.default is None and name not in held]

    def go_on_from_columns(self) -> None:
        """To the names that are open, or to the preview where none is."""
        token = self._busy(_("Matching names…"))
        tell = self._tell(token)

        def arrived(questions: tuple[QuestionView, ...]) -> None:
            self._stop_busy()
            self.questions = questions
            self.question = self._next_open(0)
            if self.unanswered:
                self._view.show_questions(questions, self.question)
                self._go(Step.NAMES)
            else:
                self._work_out()

        self._queue.ask(lambda session: session.questions(cancelled=lambda: token.cancelled, progress=tell), arrived)

    # -- names ---------------------------------------------------------------------------------------------------

    @property
    def unanswered(self) -> int:
        """Questions without an answer."""
        return sum(one.answer is None for one in self.questions)

    def _next_open(self, after: int) -> int:
        count = len(self.questions)
        for step in range(count):
            at = (after + step) % count
            if self.questions[at].answer is None:
                return at
        return min(after, max(count - 1, 0))

    def ask_about(self, at: int) -> None:
        """Looks at another question."""
        if 0 <= at < len(self.questions):
            self.question = at
            self._view.show_questions(self.questions, at)

    def offers(self, question: QuestionView) -> list[tuple[str, Candidate | str]]:
        """Keys and what they answer: 1 to 9 for candidates, N for new, S for leaving it out."""
        found: list[tuple[str, Candidate | str]] = [
            (str(number), one) for number, one in enumerate(question.candidates[:9], 1)
        ]
        if question.allows_new:
            found.append(("N", NEW))
        if question.kind != "date-order":
            found.append(("S", SKIP))
        return found

    def press(self, key: str) -> bool:
        """Answers the question looked at with a key; False when the key answers nothing."""
        if not 0 <= self.question < len(self.questions):
            return False
        for name, offer in self.offers(self.questions[self.question]):
            if name == key.upper():
                self.answer(offer if isinstance(offer, str) else offer.id)
                return True
        return False

    def answer(self, choice: str | None) -> None:
        """Answers the question looked at, then asks the next open one."""
        if not 0 <= self.question < len(self.questions):
            return
        asked = self.questions[self.question]
        self._take({asked.id: choice})
        if choice is not None:
            self.question = self._next_open(self.question)
        self._show_names()

    def answer_rest(self, how: str) -> None:
        """Answers every open question alike: `best` or `skip`."""
        found: dict[str, str | None] = {}
        for one in self.questions:
            if one.answer is None:
                best = max(one.candidates, key=lambda each: each.score, default=None)
                found[one.id] = best.id if how == "best" and best is not None else SKIP
        self._take(found)
        self._show_names()

    def _take(self, answers: Mapping[str, str | None]) -> None:
        """Answers are shown at once; what follows from them is worked out when somebody goes on."""
        self.preview = None
        self.questions = tuple(replace(one, answer=answers.get(one.id, one.answer)) for one in self.questions)

        def op(session: WorkbookImport) -> None:
            for id, choice in answers.items():
                session.answer(id, choice)

        self._queue.ask(op, lambda _none: None)

    def _show_names(self) -> None:
        self._view.show_questions(self.questions, self.question)
        self._view.show_place(self.place())

    def said(self, question: QuestionView) -> str:
        """The answer of a question in words."""
        if question.answer is None:
            return _("open")
        if question.answer == NEW:
            return _("new")
        if question.answer == SKIP:
            return _("left out")
        known = {one.id: one.label for one in question.candidates}
        return known.get(question.answer) or self._picked.get(question.answer, question.answer)

    def records_like(self, text: str, done: Callable[[list[Choice]], None]) -> None:
        """Records that the question looked at may mean besides its candidates, while somebody types."""
        if not 0 <= self.question < len(self.questions):
            return
        lists, kind = self._services.lists, self.questions[self.question].kind
        if kind in registry:
            self._jobs.read(lambda: lists.choices(kind, text), done, self._notifier.failed)

    def takes_others(self, question: QuestionView) -> bool:
        """Whether any record of a kind may be the answer."""
        return question.kind in registry

    def pick(self, choice: Choice) -> None:
        """Answers the question looked at with a record that was no candidate."""
        self._picked[choice.id] = choice.label
        self.answer(choice.id)

    # -- preview -------------------------------------------------------------------------------------------------

    def _work_out(self) -> None:
        token = self._busy(_("Comparing with what is here…"))
        self.shown = ""

        def op(session: WorkbookImport) -> tuple[Imported, list[RowView], list[ProblemView]]:
            answer = session.preview(cancelled=lambda: token.cancelled, progress=self._tell(token))
            return answer, session.rows("", 0, PAGE), session.problems(0, PAGE)

        def arrived(answer: tuple[Imported, list[RowView], list[ProblemView]]) -> None:
            self._stop_busy()
            self.preview, rows, problems = answer
            self._view.show_preview(pictured(self.preview))
            self._view.show_rows(rows, problems, "")
            self._go(Step.PREVIEW)

        self._queue.ask(op, arrived)

    def show_only(self, fate: str) -> None:
        """Rows of one fate, all for "", or the problems."""
        self.shown = fate

        def op(session: WorkbookImport) -> tuple[list[RowView], list[ProblemView]]:
            if fate == PROBLEMS:
                return [], session.problems(0, PAGE * 5)
            return session.rows(fate, 0, PAGE * 5), []

        self._queue.ask(op, lambda answer: self._view.show_rows(answer[0], answer[1], fate))

    def use_valid_rows(self, only: bool) -> None:
        """Whether rows without errors come in although others have some."""
        self.valid_rows = only
        self._view.show_place(self.place())

    # -- applying ------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Writes everything in one operation."""
        valid = self.valid_rows
        if self._queue.session is None or self.busy:
            return
        token = self._busy(_("Importing…"))

        def arrived(answer: Imported) -> None:
            self._stop_busy()
            if not answer.operation:
                self._notifier.tell(answer.hindrance or _("Nothing was imported."))
                self._work_out()
                return
            self.done, self._undone = answer, False
            self._view.show_done(happened(answer, undone=False))
            self._go(Step.DONE)

        def failed(error: BaseException) -> None:
            self._stop_busy()
            self._view.show_place(self.place())
            self._notifier.failed(error)

        self._queue.write(
            lambda session: session.apply(valid_rows=valid, cancelled=lambda: token.cancelled, progress=self._tell(token)),
            arrived, failed, token,
        )

    def undo(self) -> None:
        """Takes the import back as a whole."""
        told = self.done
        if told is None or self._undone:
            return

        def arrived(answer: Any) -> None:
            self._undone = True
            kept = len(answer.kept)
            self._view.show_done(happened(told, undone=True))
            if kept:
                text = ngettext("{n} value was edited since and stays", "{n} values were edited since and stay", kept)
                self._notifier.tell(text.format(n=words.number(kept)))
            else:
                self._notifier.tell(answer.title)

        take_back(self._services.records, self._jobs, self._notifier, arrived, told.operation)

    def look_again(self) -> None:
        """Something changed: perhaps the import was taken back, or brought in again, from elsewhere in the window."""
        told = self.done
        if told is None:
            return

        def found(entries: list[HistoryEntry]) -> None:
            entry = next((one for one in entries if one.operation == told.operation), None)
            if entry is not None and told is self.done and entry.undone is not self._undone:
                self._undone = entry.undone
                self._view.show_done(happened(told, undone=entry.undone))

        self._jobs.read(lambda: self._services.records.history(limit=LATELY), found, self._notifier.failed)

    def save_profile(self, name: str) -> None:
        """Remembers how this workbook was read: the next one of its layout asks nothing."""
        text = _("Saved. The next workbook of this layout asks nothing.")
        self._queue.write(lambda session: session.save_profile(name), lambda _id: self._notifier.tell(text), self._notifier.failed)

    def profile_name(self) -> str:
        """What a profile is called unless somebody says otherwise: the file without its numbers and ending."""
        return self.file.stem.replace("_", " ").strip() if self.file is not None else ""

    def save_marked(self, target: Path) -> None:
        """Writes a copy of the workbook with the problems marked in it."""
        self._queue.ask(
            lambda session: session.marked(target),
            lambda count: self._notifier.tell(
                ngettext("{n} cell is marked in {file}", "{n} cells are marked in {file}", count).format(
                    n=words.number(count), file=target.name
                )
            ),
        )

    # -- inside --------------------------------------------------------------------------------------------------

    def _failed(self, error: BaseException) -> None:
        self._stop_busy()
        self._notifier.failed(error)

    def _busy(self, text: str) -> Token:
        token = self._token = Token()
        self.phase, self.rows = text, (0, 0)
        self._view.show_busy(text)
        return token

    def _tell(self, token: Token) -> Progress:
        """Takes note of how far work is, on the thread that does it; the screen looks now and then."""
        file = self.file.name if self.file is not None else ""
        applying = self.step is Step.PREVIEW

        def tell(phase: str, done: int, total: int) -> None:
            if token is self._token:
                shown = "comparing" if phase == "writing" and not applying else phase  # a preview writes, and takes it back
                self.phase, self.rows = phase_label(shown, file), (done, total)

        return tell

    def _stop_busy(self) -> None:
        if self._token is not None:
            self._token = None
            self._view.show_busy("")
