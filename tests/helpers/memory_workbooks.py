"""The workbooks' protocols over plain rows: for tests of the import wizard's presenter and pages.

`MemoryWorkbooks.files` says what each file holds; a file that is not there is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput, KnownError, NotFound
from gedesk.services.importing_views import (
    SKIP,
    Bounds,
    Candidate,
    CellRole,
    ColumnView,
    Difference,
    ExportOptions,
    Fate,
    FieldChoice,
    FolderImported,
    GridRow,
    Imported,
    KindGuess,
    ProblemView,
    ProfileView,
    QuestionView,
    RowView,
    SheetView,
    TableView,
    shown,
)

Cancelled = Callable[[], bool]
Progress = Callable[[str, int, int], None]


@dataclass
class MemoryBook:
    """One sheet: rows, which of them is the header, and names that have to be asked about with their candidates."""

    rows: list[list[Any]]
    header: int = 1
    kind: str = "activity"
    confidence: float = 0.95
    ask: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)  # value -> (id, label) of candidates
    problems: list[ProblemView] = field(default_factory=list)


class MemoryWorkbooks:
    """`protocols.Workbooks`."""

    def __init__(self, services: Any) -> None:
        self._services = services
        self.files: dict[str, MemoryBook] = {}
        self.saved: list[ProfileView] = []
        self.written: list[tuple[str, Path]] = []
        self.password = ""

    def open(
        self, path: Path, *, password: str | None = None, kind: str | None = None, profile: str | None = None,
        cancelled: Cancelled | None = None, progress: Progress | None = None,
    ) -> MemoryImport:  # fmt: skip
        if progress is not None:
            progress("reading", 0, 0)
        if path.name not in self.files:
            raise InvalidInput(f"{path.name} is not a workbook.")
        if self.password and password != self.password:
            raise KnownError("The workbook is encrypted.", advice="Type its password.")
        return MemoryImport(self._services, self, path, self.files[path.name])

    def import_folder(
        self, folder: Path, *, valid_rows: bool = False, dry_run: bool = False, rest: str = "ask",
        cancelled: Cancelled | None = None, progress: Callable[[int, int, str], None] | None = None,
    ) -> FolderImported:  # fmt: skip
        answer = FolderImported()
        for number, name in enumerate(sorted(self.files)):
            if progress is not None:
                progress(number, len(self.files), name)
            session = self.open(folder / name)
            session.answer_rest(rest)
            answer.files.append(session.preview() if dry_run else session.apply(valid_rows=valid_rows))
        return answer

    def profiles(self) -> list[ProfileView]:
        return list(self.saved)

    def rename_profile(self, id: str, name: str) -> None:
        self.saved = [replace(one, name=name) if one.id == id else one for one in self.saved]

    def remove_profile(self, id: str) -> None:
        self.saved = [one for one in self.saved if one.id != id]

    def template(self, kind: str, path: Path, *, place: str | None = None, language: str | None = None) -> int:
        self.written.append((kind, path))
        return len(registry.specs(kind))

    def export(
        self, kinds: Sequence[str], path: Path, *, numbers: Sequence[int] | None = None,
        options: ExportOptions | None = None, cancelled: Cancelled | None = None,
    ) -> dict[str, int]:  # fmt: skip
        self.written.append((",".join(kinds), path))
        return {kind: len(numbers) if numbers is not None else len(self._services.order.get(kind, [])) for kind in kinds}


class MemoryImport:
    """`protocols.WorkbookImport`: one table on one sheet, columns known by the labels of their fields."""

    def __init__(self, services: Any, workbooks: MemoryWorkbooks, path: Path, book: MemoryBook) -> None:
        self._services, self._workbooks, self.file, self._book = services, workbooks, path, book
        self._header, self._kind, self._chosen, self._sure = book.header, book.kind, True, book.confidence
        self._bounds = Bounds(book.header, 1, len(book.rows), max(map(len, book.rows), default=1))
        self._fields: dict[int, str | None] = {}
        self._answers: dict[str, str] = {}
        self._rest = "ask"
        self._defaults: dict[str, Any] = {}
        self._last: list[RowView] = []
        self.closed = False

    def sheets(self) -> tuple[SheetView, ...]:
        return (SheetView("Sheet1", len(self._book.rows), self._bounds.right, False, frozenset(), ()),)

    def grid(self, sheet: str, first: int, count: int) -> list[GridRow]:
        answer = []
        for number in range(first, min(first + count, len(self._book.rows) + 1)):
            row = self._book.rows[number - 1]
            role = CellRole.TITLE if number < self._header else CellRole.HEADER if number == self._header else CellRole.DATA
            roles = tuple(CellRole.EMPTY if value is None else role for value in row)
            answer.append(GridRow(number, False, tuple(shown(value) for value in row), roles))
        return answer

    def tables(self) -> tuple[TableView, ...]:
        b = self._bounds
        label = registry.kind(self._kind).label()
        return (
            TableView(
                0, "Sheet1", b, f"A{b.top}:{chr(64 + b.right)}{b.bottom}", (self._header,), self._header + 1, b.bottom,
                b.bottom - self._header, self._kind, label, self._sure, self._chosen, False, "", (),
                (KindGuess(self._kind, label, 0.8),), (),
            ),
        )  # fmt: skip

    def set_table(
        self, table: int, *, bounds: Bounds | None = None, header_rows: Sequence[int] | None = None,
        kind: str | None = None, chosen: bool | None = None,
    ) -> TableView:  # fmt: skip
        self._bounds = bounds or self._bounds
        self._header = max(header_rows) if header_rows else bounds.top if bounds else self._header
        self._kind = kind or self._kind
        self._chosen = self._chosen if chosen is None else chosen
        self._sure = 1.0
        return self.tables()[0]

    def add_table(self, sheet: str, bounds: Bounds, header_rows: Sequence[int] | None, *, kind: str | None = None) -> TableView:
        return self.set_table(0, bounds=bounds, header_rows=header_rows, kind=kind, chosen=True)

    def columns(self, table: int) -> tuple[ColumnView, ...]:
        head = self._book.rows[self._header - 1]
        answer = []
        for index, text in enumerate(head, 1):
            name = self._field(index, str(text or ""))
            spec = registry.specs(self._kind).get(name or "")
            samples = tuple(shown(row[index - 1]) for row in self._book.rows[self._header : self._header + 3] if index <= len(row))
            candidates = (FieldChoice(name, "", spec.label, "", 0.9),) if name and spec else ()
            answer.append(
                ColumnView(chr(64 + index), index, str(text or ""), "text", samples, name, "", spec.label if spec else "",
                           0.9 if name else 0.0, candidates)
            )  # fmt: skip
        return tuple(answer)

    def _field(self, index: int, header: str) -> str | None:
        if index in self._fields:
            return self._fields[index]
        return next((n for n, spec in registry.specs(self._kind).items() if spec.label.lower() == header.lower()), None)

    def fields(self, table: int) -> tuple[FieldChoice, ...]:
        return tuple(FieldChoice(n, "", spec.label, spec.help) for n, spec in registry.specs(self._kind).items())

    def set_column(self, table: int, ref: str, field: str | None, part: str = "") -> None:
        self._fields[ord(ref) - 64] = field

    def set_default(self, field: str, value: Any) -> None:
        self._defaults[field] = value

    def questions(self, *, cancelled: Cancelled | None = None, progress: Progress | None = None) -> tuple[QuestionView, ...]:
        found = []
        for value, offers in self._book.ask.items():
            cells = tuple(
                f"{chr(65 + at)}{number}"
                for number, row in enumerate(self._book.rows, 1)
                for at, cell in enumerate(row)
                if cell == value
            )
            candidates = tuple(Candidate(id, label, "", 90.0) for id, label in offers)
            found.append(
                QuestionView(f"place:{value}", "Sheet1", cells[0], value, "place", "Place", "place", "", candidates, False, cells,
                             self._answers.get(f"place:{value}"))
            )  # fmt: skip
        return tuple(found)

    def answer(self, question: str, choice: str | None) -> None:
        if choice is None:
            self._answers.pop(question, None)
        else:
            self._answers[question] = choice

    def answer_rest(self, how: str) -> None:
        self._rest = how

    def _rows(self) -> list[tuple[int, dict[str, Any]]]:
        columns = [column for column in self.columns(0) if column.field]
        answer = []
        for number, row in enumerate(self._book.rows[self._header : self._bounds.bottom], self._header + 1):
            values = {str(c.field): row[c.index - 1] for c in columns if c.index <= len(row) and row[c.index - 1] is not None}
            for one in self.questions():
                if values.get(one.field) == one.value:
                    choice = one.answer or (one.candidates[0].id if self._rest == "best" and one.candidates else SKIP)
                    values[one.field] = None if choice == SKIP else choice
            answer.append((number, {**{n: v for n, v in self._defaults.items() if v is not None}, **values}))
        return answer

    def _work_out(self, *, write: bool, valid_rows: bool) -> Imported:
        answer = Imported(file=self.file.name, dry_run=not write)
        open_ = [one for one in self.questions() if one.answer is None] if self._rest == "ask" else []
        answer.questions = [{"id": one.id, "value": one.value} for one in open_]
        answer.problems = [
            {"level": p.level, "code": p.code, "sheet": p.sheet, "cell": p.cell, "message": p.message} for p in self._book.problems
        ]
        bad = {int("".join(filter(str.isdigit, p.cell))) for p in self._book.problems if p.level == "error"}
        title = registry.kind(self._kind).title
        known = {values.get(title): id for id, values in self._services.data.get(self._kind, {}).items()}
        self._last, created = [], []
        for number, values in self._rows():
            name = str(values.get(title) or "")
            if number in bad:
                answer.refused += 1
                self._last.append(RowView("Sheet1", number, self._kind, Fate.REFUSED, name, "", reason=self._book.problems[0].message))
            elif name in known:
                before = self._services.data[self._kind][known[name]]
                changes = tuple(
                    Difference(f, registry.spec(self._kind, f).label, shown(before.get(f)), shown(v))
                    for f, v in values.items()
                    if before.get(f) != v
                )
                fate = Fate.UPDATE if changes else Fate.SAME
                setattr(answer, fate.value, getattr(answer, fate.value) + 1)
                self._last.append(RowView("Sheet1", number, self._kind, fate, name, known[name], changes))
            else:
                answer.create += 1
                created.append(values)
                self._last.append(RowView("Sheet1", number, self._kind, Fate.CREATE, name, ""))
        if open_:
            answer.hindrance = "Questions are open."
        elif bad and not valid_rows:
            answer.hindrance = "Some rows have errors."
        elif write:
            made = [(self._kind, self._services.add(self._kind, **values), {}, values) for values in created]
            answer.operation = self._services.note(f"Import {self.file.name}", "import", made)
        return answer

    def preview(self, *, cancelled: Cancelled | None = None, progress: Progress | None = None) -> Imported:
        return self._work_out(write=False, valid_rows=False)

    def rows(self, fate: str = "", first: int = 0, count: int = 200) -> list[RowView]:
        return [row for row in self._last if not fate or row.fate == fate][first : first + count]

    def problems(self, first: int = 0, count: int = 500) -> list[ProblemView]:
        return self._book.problems[first : first + count]

    def apply(
        self, *, valid_rows: bool = False, cancelled: Cancelled | None = None, progress: Progress | None = None
    ) -> Imported:
        return self._work_out(write=True, valid_rows=valid_rows)

    def marked(self, target: Path) -> int:
        self._workbooks.written.append(("marked", target))
        return len(self._book.problems)

    def save_profile(self, name: str) -> str:
        if not name.strip():
            raise NotFound("A profile needs a name.")
        headers = tuple(column.header for column in self.columns(0))
        label = registry.kind(self._kind).label()
        profile = ProfileView(f"profile-{len(self._workbooks.saved) + 1}", name, self._kind, label, headers, "Arusha", "Asha Juma", "2026-03-12T09:00:00Z")
        self._workbooks.saved.append(profile)
        return profile.id

    def close(self) -> None:
        self.closed = True
