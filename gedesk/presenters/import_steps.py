"""The steps of the import wizard, what they are called, and what is shown in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.services.importing_views import (
    CellRole,
    ColumnView,
    Fate,
    FieldChoice,
    Imported,
    KindGuess,
    ProblemView,
    QuestionView,
    RowView,
    SheetView,
    TableView,
)

PAGE = 200  # rows of the sheet, or of the preview, asked for at once
SURE = 0.9  # confidence from which nobody needs to look
LIKELY = 0.6
PROBLEMS = "problems"  # shown in the place of a fate


class Step(StrEnum):
    """Where one is."""

    FILE = "file"
    SHEET = "sheet"
    COLUMNS = "columns"
    NAMES = "names"
    PREVIEW = "preview"
    DONE = "done"


STEPS = tuple(Step)


def step_label(step: Step) -> str:
    """A step in words."""
    return {
        Step.FILE: _("File"),
        Step.SHEET: _("Table"),
        Step.COLUMNS: _("Columns"),
        Step.NAMES: _("Names"),
        Step.PREVIEW: _("Preview"),
        Step.DONE: _("Done"),
    }[step]


def step_hint(step: Step) -> str:
    """What is to be done in a step."""
    return {
        Step.FILE: _("Nothing is written before you have seen every change."),
        Step.SHEET: _("Is this the table? Correct what is wrong: mark rows and say what they are."),
        Step.COLUMNS: _("What does each column hold? Columns without a field stay behind."),
        Step.NAMES: _("Each name is asked once, for all the rows that have it."),
        Step.PREVIEW: _("This would happen. Nothing is written yet."),
        Step.DONE: _("It can be taken back as a whole."),
    }[step]


def phase_label(phase: str, file: str) -> str:
    """What the work on a file is doing, in words."""
    return {
        "reading": _("Reading {file}…").format(file=file),
        "recognising": _("Looking for tables in {file}…").format(file=file),
        "matching": _("Matching names…"),
        "comparing": _("Comparing with what is here…"),
        "writing": _("Importing…"),
    }[phase]


def role_label(role: str) -> str:
    """What a cell is taken for, in words; "" where there is nothing to say."""
    return {
        CellRole.TITLE: _("Title"),
        CellRole.HEADER: _("Headings"),
        CellRole.TAG: _("Tags"),
        CellRole.DATA: _("Data"),
        CellRole.SECTION: _("Section"),
        CellRole.TOTAL: _("Total"),
        CellRole.NOTE: _("Note"),
        CellRole.OTHER: _("Stays behind"),
    }.get(CellRole(role), "") if role else ""  # fmt: skip


def fate_label(fate: str) -> str:
    """What becomes of a row, in words."""
    return {
        Fate.CREATE: _("New"),
        Fate.UPDATE: _("Changed"),
        Fate.SAME: _("As it is"),
        Fate.DUPLICATE: _("Twice in the file"),
        Fate.REFUSED: _("Refused"),
        Fate.ASKED: _("Waits for an answer"),
        Fate.LEFT_OUT: _("Left out"),
    }.get(Fate(fate), fate)


def fate_tone(fate: str) -> str:
    """The tone of a fate."""
    return {
        Fate.CREATE: "success", Fate.UPDATE: "accent", Fate.REFUSED: "danger", Fate.ASKED: "warning",
        Fate.DUPLICATE: "warning",
    }.get(Fate(fate), "neutral")  # fmt: skip


def confidence(value: float, chosen: bool) -> tuple[str, str]:
    """How far a guess can be trusted, in a word, and its tone."""
    if not chosen:
        return _("stays behind"), "neutral"
    if value >= SURE:
        return _("sure"), "success"
    if value >= LIKELY:
        return _("likely"), "accent"
    return _("please check"), "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """How far one has come: the step, those that can be gone to, and what the button for going on says ("" for none)."""

    step: Step
    open: frozenset[Step]
    next: str
    can_go_on: bool
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of the preview: how many rows share a fate."""

    fate: str
    number: int
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen, in figures and a few sentences."""

    counts: tuple[Count, ...]
    lines: tuple[str, ...]
    errors: int
    hindrance: str


@dataclass(frozen=True, slots=True)
class Done:
    """What happened."""

    title: str
    tone: str
    lines: tuple[str, ...]
    can_undo: bool
    can_mark: bool


class ImportView(Protocol):
    """What the presenter asks of the page."""

    def show_place(self, place: Place) -> None:
        """The step, and where one can go."""

    def show_busy(self, text: str) -> None:
        """Something runs that can be stopped; "" when nothing does."""

    def show_refused(self, title: str, advice: str, *, password: bool) -> None:
        """The file is not read: why, what to do, whether a password would help; "" clears it."""

    def show_sheets(self, sheets: Sequence[SheetView], tables: Sequence[TableView], at: int) -> None:
        """Sheets and tables; table number `at` is looked at."""

    def show_columns(self, table: TableView, columns: Sequence[ColumnView], fields: Sequence[FieldChoice]) -> None:
        """What the columns of a table hold."""

    def show_questions(self, questions: Sequence[QuestionView], at: int) -> None:
        """Names to decide; number `at` is asked."""

    def show_preview(self, preview: Preview) -> None:
        """What would happen."""

    def show_rows(self, rows: Sequence[RowView], problems: Sequence[ProblemView], shown: str) -> None:
        """Rows of a fate, or problems."""

    def show_done(self, done: Done) -> None:
        """What happened."""


# -- in words ----------------------------------------------------------------------------------------------------


def kinds_of(view: TableView) -> list[KindGuess]:
    """Kinds that a table may hold, the likeliest first, then all others."""
    known = {one.kind for one in view.kinds}
    rest = [KindGuess(name, registry.kind(name).label(), 0.0) for name in registry if name not in known]
    return [*view.kinds, *sorted(rest, key=lambda one: one.label.casefold())]


def pictured(told: Imported) -> Preview:
    """A worked out import as figures and words."""
    asked = len(told.questions)
    figures = (
        (Fate.CREATE, told.create), (Fate.UPDATE, told.update), (Fate.SAME, told.same), (Fate.DUPLICATE, told.duplicate),
        (Fate.ASKED, told.waiting), (Fate.REFUSED, told.refused), (PROBLEMS, len(told.problems)),
    )  # fmt: skip
    counts = tuple(
        Count(
            str(fate), number,
            _("Problems") if fate == PROBLEMS else fate_label(fate),
            ("warning" if number else "neutral") if fate == PROBLEMS else fate_tone(fate) if number else "neutral",
        )
        for fate, number in figures
        if number or fate != Fate.ASKED
    )  # fmt: skip
    lines = []
    for kind, number in told.new.items():
        text = ngettext("{n} new record is made because rows name it: {kind}", "{n} new records are made because rows name them: {kind}", number)
        lines.append(text.format(n=words.number(number), kind=registry.kind(kind).label()))
    if told.skipped:
        text = ngettext("{n} row is no data: title, note or total", "{n} rows are no data: titles, notes, totals", told.skipped)
        lines.append(text.format(n=words.number(told.skipped)))
    rows = told.create + told.update + told.same + told.duplicate + told.waiting + told.refused
    if rows > PAGE:
        lines.append(
            _("The first {n} rows are shown; a figure above shows up to {most} of its kind.").format(
                n=words.number(PAGE), most=words.number(PAGE * 5)
            )
        )
    if asked:
        lines.append(ngettext("{n} name is open", "{n} names are open", asked).format(n=words.number(asked)))
    return Preview(counts, tuple(lines), told.errors, told.hindrance)


def can_apply(told: Imported | None, *, valid_rows: bool) -> bool:
    """Whether an import can be applied as it is; with `valid_rows` errors in others do not hinder."""
    if told is None or told.questions or not (told.create or told.update):
        return False
    return not told.errors or valid_rows


def why_not(told: Imported | None, *, valid_rows: bool) -> str:
    """What hinders an import, "" when nothing does."""
    if told is None or can_apply(told, valid_rows=valid_rows):
        return ""
    if told.questions:
        return _("Names are open: go back and answer them.")
    if not (told.create or told.update):
        if told.refused:
            return _("No row can be imported. The problems say why.")
        return _("There is nothing to import: everything is here already.") if told.same else _("There is nothing to import.")
    return _("Some rows have errors. Correct the file, or import only the rows without errors.")


def apply_label(told: Imported | None) -> str:
    """What the button says that applies it."""
    count = told.create + told.update if told is not None else 0
    return ngettext("Import {n} row", "Import {n} rows", count).format(n=words.number(count))


def happened(told: Imported, *, undone: bool) -> Done:
    """What an import did, in words."""
    lines = []
    for number, text in (
        (told.create, ngettext("{n} record created", "{n} records created", told.create)),
        (told.update, ngettext("{n} record changed", "{n} records changed", told.update)),
        (sum(told.new.values()), ngettext("{n} record made because rows name it", "{n} records made because rows name them", sum(told.new.values()))),
        (told.same, ngettext("{n} row was here already", "{n} rows were here already", told.same)),
        (told.duplicate, ngettext("{n} row stood twice in the file", "{n} rows stood twice in the file", told.duplicate)),
        (told.refused, ngettext("{n} row was refused", "{n} rows were refused", told.refused)),
    ):
        if number:
            lines.append(text.format(n=words.number(number)))
    title = _("{file} is taken back").format(file=told.file) if undone else _("{file} is imported").format(file=told.file)
    tone = "neutral" if undone else "warning" if told.refused else "success"
    return Done(title, tone, tuple(lines), not undone, bool(told.problems))
