"""What an import would do, worked out without a store: rows of records, new records, problems and open questions.

Names are matched against candidates the caller gives.  Every cell with content is accounted for: it is imported, or
marked as title, heading, note, total or skipped with a reason, or it is a problem.  Nothing is lost in silence.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as fresh
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.record import Registry
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.workbook import cells, dates, forms, headings, mapping, names, participants, technical
from gedesk.workbook.cells import CellProblem, Read, Style
from gedesk.workbook.grid import Grid
from gedesk.workbook.names import Candidate
from gedesk.workbook.staging import Flag, Range, Sheet, Staging, Value, a1
from gedesk.workbook.table import Column, Table

Candidates = Callable[[str], Sequence[Candidate]]
Decisions = Mapping[str, str]

NEW = "new"
SKIP = "skip"

# Kinds of records that an import may make from a name alone, with what else they need.
_FROM_A_NAME: dict[str, dict[str, Any]] = {"organisation": {}, "person": {}, "indicator": {"measure": "1"}, "programme": {}}

# What tells two rows of a kind apart.
_KEYS = {
    "activity": ("title", "start", "place", "implementers"),
    "commitment": ("title", "place", "start"),
    "attendance": ("meeting", "person", "name_written"),
    "result": ("indicator", "to_day", "place", "commitment", "period"),
    "target": ("indicator", "to_day", "place", "commitment", "period"),
    "indicator": ("name", "reference"),
    "organisation": ("name",),
    "person": ("name", "organisation"),
    "place": ("name", "level", "parent"),
    "meeting": ("committee", "title", "start"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to a question."""

    id: str
    label: str
    score: float


@dataclass(slots=True)
class Question:
    """Something only a person can say.  Asked once for each distinct value; `cells` are all places it concerns."""

    id: str
    sheet: str
    cell: str
    value: str
    field: str
    kind: str  # of the record meant; "code", "date-order"
    candidates: list[Offer]
    allows_new: bool = False
    cells: list[str] = fresh(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "id": self.id,
            "sheet": self.sheet,
            "cell": self.cell,
            "value": self.value,
            "field": self.field,
            "kind": self.kind,
            "candidates": [{"id": offer.id, "label": offer.label, "score": offer.score} for offer in self.candidates],
            "allows_new": self.allows_new,
            "cells": self.cells,
        }


@dataclass(slots=True)
class Row:
    """One record to be created or updated.  `id` is set when the workbook names the record itself."""

    kind: str
    values: dict[str, Any]
    sheet: str
    row: int
    key: str
    id: str | None = None
    cells: dict[str, str] = fresh(default_factory=dict)  # field -> address of its cell
    refused: bool = False
    open: bool = False  # waits for the answer to a question
    duplicate_of: int | None = None  # row number of the same record further up in this file


@dataclass(slots=True)
class NewRecord:
    """A record that the import makes because rows point at it."""

    kind: str
    id: str
    values: dict[str, Any]
    sheet: str
    cell: str


@dataclass(slots=True)
class Options:
    """How questions are dealt with, and what happens to columns that are no field."""

    accept_best: bool = False
    skip_questions: bool = False
    keep_unmapped: bool | None = None  # None: as the kind wants it, which is yes for activities
    places: Mapping[str, Sequence[str]] = fresh(default_factory=dict)  # names known to mean several place codes
    first_month: int = 7  # of the fiscal year


@dataclass(slots=True)
class Plan:
    """What an import would do."""

    rows: list[Row] = fresh(default_factory=list)
    new: list[NewRecord] = fresh(default_factory=list)
    problems: list[CellProblem] = fresh(default_factory=list)
    questions: list[Question] = fresh(default_factory=list)
    skipped: list[tuple[str, int, str]] = fresh(default_factory=list)  # sheet, row, reason
    tables: list[Table] = fresh(default_factory=list)
    coverage: Counter[str] = fresh(default_factory=Counter)  # cells by what became of them
    fates: list[tuple[Table, dict[int, str]]] = fresh(default_factory=list)  # of each table's columns: imported, unmapped, serial
    carried: list[tuple[str, int]] = fresh(default_factory=list)  # rows that became new records others point at
    behind: list[tuple[str, Range]] = fresh(default_factory=list)  # parts of sheets that are told to stay behind

    def needed(self, used: Collection[str]) -> list[NewRecord]:
        """The new records that some ids name, and those that these name in turn."""
        wanted = set(used)
        found: dict[str, NewRecord] = {}
        more = True
        while more:
            more = False
            for record in self.new:
                if record.id in wanted and record.id not in found:
                    found[record.id], more = record, True
                    for value in record.values.values():
                        wanted.update(value if isinstance(value, list) else [value] if isinstance(value, str) else ())
        return [record for record in self.new if record.id in found]

    @property
    def good(self) -> list[Row]:
        """Rows that can be applied."""
        return [row for row in self.rows if not row.refused]


def select(tables: Sequence[Table], kind: str | None = None) -> list[Table]:
    """The tables worth importing: all of our own, or the likeliest one and those of the same shape on other sheets."""
    own = [table for table in tables if table.technical and (kind is None or table.kind == kind)]
    if own:
        return own
    able = [table for table in tables if table.kind is not None and table.rows and not table.technical]
    shown = [table for table in able if not table.hidden] or able
    if not shown:
        return []
    first = next((table for table in shown if not table.form), shown[0])
    chosen = [table for table in shown if _shape(first) == _shape(table) and table.kind == first.kind]
    # The minutes of a meeting: the form on a sheet, and what its tables tell of the meeting.
    minutes = {source: table for table in able if table.form and table.kind == "meeting" and (source := _source(table))}
    beside = [
        table for table in able if table not in chosen and not table.form and table.kind in OF_A_MEETING and table.sheet in minutes
    ] if first.kind in OF_A_MEETING or first.form else []  # fmt: skip
    told = [minutes[name] for name in dict.fromkeys(table.sheet for table in [*chosen, *beside]) if name in minutes]
    return [*told, *chosen, *beside]


# Kinds of records that belong to a meeting: a form on the same sheet tells of that meeting.
OF_A_MEETING = frozenset({"attendance", "decision", "action_item", "agenda_item"})


def _source(table: Table) -> str:
    return table.source


def _shape(table: Table) -> tuple[str, ...]:
    return tuple(fold(column.header) for column in table.columns if column.header)


def build(
    staging: Staging,
    tables: Sequence[Table],
    *,
    registry: Registry,
    candidates: Candidates,
    new_id: Callable[[], str],
    kind: str | None = None,
    decisions: Decisions | None = None,
    defaults: Mapping[str, Any] | None = None,
    options: Options | None = None,
    selected: bool = False,
) -> Plan:
    """The plan of an import.  `decisions` answer questions by their id or by `field=value`.

    `kind` reads every table as that kind; `defaults` fill fields that the workbook leaves empty.  With `selected` all
    tables given are imported, as they are.
    """
    chosen = list(tables) if selected else select(tables) if not kind else select([_as_kind(staging, table, registry, kind) for table in tables], kind)
    plan = Plan(tables=chosen)
    maker = _Maker(staging, registry, candidates, new_id, dict(decisions or {}), dict(defaults or {}), options or Options(), plan)
    for table in chosen:
        maker.table(table)
    _account_rest(staging, plan)
    return plan


def _as_kind(staging: Staging, table: Table, registry: Registry, kind: str) -> Table:
    """The same table with its columns read as another kind's."""
    if table.technical or table.kind == kind:
        return table
    sheet = staging.sheet(table.sheet)
    contents: dict[int, list[object]] = {
        column.index: [value for row in table.rows[:400] if (value := sheet.value(row, column.index)) is not None]
        for column in table.columns
    }
    reading = mapping.map_columns(table.columns, contents, registry, kind)[0]
    for column in table.columns:
        found = reading.columns.get(column.index)
        column.field, column.part, column.confidence, column.how, column.group = (
            (found.field, found.part, found.confidence, found.how, found.group) if found else (None, "", 0.0, "", "")
        )
    table.kind, table.kind_score = kind, reading.score
    return table


@lru_cache(maxsize=65536)
def question_id(field_name: str, value: str, *context: str) -> str:
    """Stable id of a question: the same value of the same field asks the same, in this file and the next."""
    told = "\x1f".join([fold(value), *context])
    return f"{field_name}:{hashlib.sha256(told.encode()).hexdigest()[:12]}"


# -- making ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Answer:
    """What became of a name: an id, nothing yet (`open`), or left out."""

    id: str | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Plain:
    """A column read as a whole, a `Read` for each row of the table; `simple` where that is but a value."""

    column: Column
    name: str
    ref: str
    spec: FieldSpec
    counted: bool
    reads: list[Read | None]
    simple: list[bool]


class _Maker:
    """Builds one plan.  Answers are remembered so that each distinct name is asked about once."""

    def __init__(
        self,
        staging: Staging,
        registry: Registry,
        candidates: Candidates,
        new_id: Callable[[], str],
        decisions: dict[str, str],
        defaults: dict[str, Any],
        options: Options,
        plan: Plan,
    ) -> None:
        self.staging = staging
        self.registry = registry
        self.candidates = candidates
        self.new_id = new_id
        self.decisions = decisions
        self.defaults = defaults
        self.options = options
        self.plan = plan
        self._indexes: dict[str, names.Index] = {}
        self._answers: dict[str, _Answer] = {}
        self._questions: dict[str, Question] = {}
        self._made: dict[tuple[str, str], str] = {}
        self._said: dict[tuple[str, str], int] = {}
        self._keyed: dict[tuple[str, str], Row] = {}  # the first row of each key
        self._left: set[tuple[str, int, str]] = set()
        self._drafted: set[tuple[str, str]] = set()
        self._grouped: set[tuple[str, int]] = set()
        self._heading = ""  # of the section that the row stands in
        self._above = ""  # the place that stands above the table, for rows that name none
        self._reads: dict[tuple[str, int, int], dict[str, Read]] = {}
        self._in_forms: dict[str, set[tuple[int, int]]] = {}  # cells of real sheets that forms have taken
        self._meetings: dict[str, str] = {}  # real sheet -> the meeting that its form tells of
        for table in plan.tables:
            sheet = staging.sheet(table.sheet)
            if sheet.source:
                self._in_forms.setdefault(sheet.source, set()).update(sheet.origin.values())

    # -- tables --------------------------------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        """Adds the rows of one table to the plan."""
        before = len(self.plan.rows)
        self._table(table)
        if table.form and table.kind == "meeting" and any(other.sheet == table.source for other in self.plan.tables):
            self._minutes(table, self.plan.rows[before:])

    def _minutes(self, table: Table, rows: list[Row]) -> None:
        """Makes the meeting of a form a record that the rows of the other tables of its sheet can point at."""
        for row in rows:
            if row.refused or row.open or not row.values.get("title"):
                continue
            found = names.match(str(row.values["title"]), self._index("meeting")).accepted
            self._meetings[table.source] = found or self.new_id()
            if not found:
                self.plan.new.append(NewRecord("meeting", self._meetings[table.source], row.values, table.source, self._at(table, 2, 1)[1]))
            self.plan.rows.remove(row)
            self.plan.carried.append((row.sheet, row.row))

    def _table(self, table: Table) -> None:
        kind = table.kind
        if kind is None:
            return
        sheet = self.staging.sheet(table.sheet)
        specs = self.registry.specs(kind)
        filled = _Filled(sheet, table)
        for column in table.columns:
            if column.index in filled.down:
                self._problem(
                    table, table.first, column, "filled-down", filled.value(table.first, column.index),
                    _("Empty cells of the column “{header}” are taken to repeat the value above.").format(
                        header=column.header or column.ref
                    ), "", level="note",
                )  # fmt: skip
        columns = [column for column in table.columns if column.field in specs or column.field == technical.ID]
        styles = self._styles(table, sheet, specs, columns, filled)
        levels = self._place_levels(table, columns, filled)
        keep = self.options.keep_unmapped if self.options.keep_unmapped is not None else kind == "activity"
        unmapped = [column for column in table.columns if column not in columns and not _is_serial(column)]
        for column in table.columns:
            if column not in columns and column not in unmapped:
                self.plan.coverage["serial"] += sum(sheet.value(row, column.index) is not None for row in table.rows)
        if not keep or "description" not in specs or table.technical:
            self._note_unmapped(table, sheet, unmapped)
            kept: list[Column] = []
        else:
            kept = unmapped
        fates = {column.index: "serial" for column in table.columns}
        fates.update((column.index, "unmapped") for column in unmapped)
        fates.update((column.index, "imported") for column in [*columns, *kept])
        self.plan.fates.append((table, fates))
        for entry in table.skipped:
            self.plan.skipped.append((table.sheet, entry.row, entry.reason))
            self.plan.coverage[entry.reason] += _count(sheet, entry.row, table.range, self._in_forms.get(table.sheet))
        for row in [*table.header_rows, *table.tag_rows]:
            self.plan.coverage["header"] += _count(sheet, row, table.range)
        self._note_ages(table, specs, columns)
        self._hold_totals(table, sheet)
        groups = list(dict.fromkeys(column.group for column in columns if column.group))
        plain = [] if groups else self._plain(table, sheet, columns, styles, levels, specs, filled)
        others = [column for column in columns if all(column is not one.column for one in plain)]
        places = {number: place for place, number in enumerate(table.rows)}
        self._heading = ""
        self._above = self._place_above(table, sheet, specs)
        headings_of_rows = {entry.row: self._section_text(sheet, table, entry.row) for entry in table.skipped if entry.reason == "section"}
        for number in sorted([*table.rows, *headings_of_rows]):
            if number in headings_of_rows:
                self._heading = headings_of_rows[number]
                continue
            if not groups:
                self._row(table, sheet, number, specs, others, styles, levels, kept, filled, plain=plain, place=places[number])
            told = False
            for group in groups:
                if any(filled.value(number, column.index) is not None for column in columns if column.group == group):
                    of_group = [column for column in columns if column.group in ("", group)]
                    self._row(table, sheet, number, specs, of_group, styles, levels, kept, filled, group)
                    told = True
            if groups and not told:  # a name with nothing beside it: the heading of the rows below
                self._heading = self._section_text(sheet, table, number)
                for column in table.columns:
                    value = sheet.value(number, column.index)
                    if value is not None:
                        self.plan.coverage["section"] += 1
                        self._problem(
                            table, number, column, "no-figures", value,
                            _("This row has no figures; it is taken as the heading of the rows below."), "", level="note",
                        )  # fmt: skip

    def _place_above(self, table: Table, sheet: Sheet, specs: dict[str, FieldSpec]) -> str:
        """The place that `Council: Moshi DC` or a title of just its name above a table says, when no column does."""
        rows = [entry.row for entry in table.skipped if entry.reason == "title" and entry.row < table.first]
        if "place" not in specs or table.kind == "place" or table.technical or not rows or len(rows) > 40:
            return ""
        if any(column.field == "place" for column in table.columns):
            return ""
        index = self._index("place")
        known = headings.index(self.registry)
        grid = Grid(Sheet(sheet.name, rows={row: sheet.rows[row] for row in rows if row in sheet.rows}))
        told = forms.pairs(grid, rows, lambda text: headings.is_known(text, known))
        named = [(pair.value, pair.value_at, mapping.level(Column(1, pair.label, (pair.label,)))) for pair in told]
        named = sorted((entry for entry in named if entry[2]), key=lambda entry: _depth(entry[2]))
        named += [(value, (row, column), "") for row in rows for column, value in grid.rows.get(row, {}).items() if len(grid.rows[row]) == 1]
        found, where = "", (0, 0)
        for value, at, level in named:
            if not isinstance(value, str) or (found and not level):
                continue
            levels = index.levels_for(level) if level else ()
            usable = level if any(entry.candidate.level in levels for entry in index.entries) else None
            accepted = names.match(value, index, level=usable, parent=found or None).accepted
            if accepted:
                found, where = accepted, at
        if found:
            column = Column(where[1], "", field="place")
            message = _("The place of rows that name none is taken from here: {place}.").format(place=index.by_id[found].name)
            self._problem(table, where[0], column, "place-from-title", sheet.value(*where), message, "", level="note")
        return found

    def _note_ages(self, table: Table, specs: dict[str, FieldSpec], columns: list[Column]) -> None:
        """Tells once for each column how an age group is counted that is none of our bands."""
        if table.technical or not table.header_rows:
            return
        for column in columns:
            if column.field != mapping.FIELD_OF_COUNTS or not column.parts or column.field not in specs:
                continue
            who = participants.people(column.parts)
            if who is None or not (who.near_age or who.loose_age) or who.key != column.part:
                continue
            if who.near_age:
                band = vocabulary("age_band").label(who.age)
                message = _("{header}: the age group is none of ours and is counted as {band}.").format(header=column.header, band=band)
            else:
                message = _("{header}: the age group crosses ours and is counted without an age.").format(header=column.header)
            self._problem(table, table.header_rows[-1], column, "age-group-differs", column.parts[-1], message, "", level="note")

    def _hold_totals(self, table: Table, sheet: Sheet) -> None:
        """Holds rows of totals against the rows they add up: all above, or those since the total before."""
        totals = [entry.row for entry in table.skipped if entry.reason == "total" and table.first <= entry.row]
        if not totals or len(totals) > 200:
            return
        counted = [column for column in table.columns if column.type == "integer"]
        found: list[tuple[int, Column, int, Value]] = []
        before = 0
        for total in sorted(totals):
            wrong, right = [], 0
            for column in counted:
                told = sheet.value(total, column.index)
                if not isinstance(told, int) or isinstance(told, bool):
                    continue
                sums = []
                for since in (0, before):
                    values = [sheet.value(row, column.index) for row in table.rows if since < row < total]
                    sums.append(sum(v for v in values if isinstance(v, int) and not isinstance(v, bool)))
                if told in sums:
                    right += 1
                else:
                    wrong.append((total, column, sums[0], told))
            if right:  # a row in which nothing adds up is no sum: an average, or figures from elsewhere
                found += wrong
            before = total
        for row, column, added, told in found:
            self._problem(
                table, row, column, "total-differs", told,
                _("The total of “{header}” is {total}, but its rows add up to {sum}.").format(header=column.header, total=told, sum=added),
                _("Check the total; the rows are taken as they are."), level="note",
            )  # fmt: skip

    def _hold_total(self, row: Row, table: Table) -> None:
        """Holds the number of participants against the counts by sex and age beside it."""
        counts, total = row.values.get(mapping.FIELD_OF_COUNTS), row.values.get(mapping.TOTAL)
        if not isinstance(counts, dict) or not isinstance(total, int) or table.technical or row.values.get("participants_qualifier"):
            return
        added = sum(counts.values())
        column = table.column(mapping.TOTAL)
        if added != total and column is not None:
            self._problem(
                table, row.row, column, "total-differs", total,
                _("{header} says {total}, but the counts beside it add up to {sum}.").format(header=column.header, total=total, sum=added),
                _("Correct the cell that is wrong; the rest is counted as not recorded."), level="note",
            )  # fmt: skip

    def _styles(
        self, table: Table, sheet: Sheet, specs: dict[str, FieldSpec], columns: list[Column], filled: _Filled
    ) -> dict[int, Style]:
        found = {}
        orders: list[str] = []
        for column in columns:
            spec = specs.get(column.field or "")
            if spec is None:
                continue
            values = filled.column(column.index) if spec.type in _STYLED else []
            style = cells.style_of(spec, values, sheet.date_orders.get(column.index, ""))
            style.first_month, style.epoch_1904 = self.options.first_month, self.staging.epoch_1904
            found[column.index] = style
            if spec.type in (Type.DATE, Type.DATETIME) and not style.order_open and any(isinstance(v, str) for v in values):
                orders.append(style.order)
        for column in columns:
            style_open = found.get(column.index)
            if style_open is None or not style_open.order_open:
                continue
            if orders:  # the other dates of the table were written by the same hand
                style_open.order, style_open.order_open = orders[0], False
                continue
            self._ask_order(table, column, style_open, filled)
        return found

    def _ask_order(self, table: Table, column: Column, style: Style, filled: _Filled) -> None:
        row = next((n for n in table.rows if isinstance(v := filled.value(n, column.index), str) and dates.undecided(v)), None)
        if row is None:
            return
        value = str(filled.value(row, column.index))
        id = question_id(column.field or "", column.header, "date-order", table.sheet)
        offers = []
        for order, label in (("dmy", _("day first: {day}")), ("mdy", _("month first: {day}"))):
            read = dates.read(value, order)
            offers.append(Offer(order, label.format(day=read.isoformat() if read else "?"), 60.0 if order == "dmy" else 40.0))
        told = self.decisions.get(id) or names.by_value(self.decisions, column.field or "", value)
        if told in ("dmy", "mdy"):
            style.order, style.order_open = told, False
        elif self.options.accept_best:
            style.order_open = False
        else:
            asked = Question(id, *self._at(table, row, column.index), value, column.field or "", "date-order", offers)
            asked.cells = [self._at(table, n, column.index)[1] for n in table.rows if isinstance(filled.value(n, column.index), str)]
            if self.options.skip_questions:
                style.order_open = True
            self._questions[id] = asked
            if not self.options.skip_questions:
                self.plan.questions.append(asked)

    def _place_levels(self, table: Table, columns: list[Column], filled: _Filled) -> dict[int, str]:
        """Level of each column of places: told by its heading, else by what it names."""
        found = {}
        for column in columns:
            if column.field == "place" and (column.part or not table.technical):
                level = column.part
                if not level:
                    texts = [str(v) for row in table.rows[:500] if (v := filled.value(row, column.index)) is not None]
                    level = names.guess_level(texts, self._index("place"))
                found[column.index] = level
        return found

    def _note_unmapped(self, table: Table, sheet: Sheet, unmapped: list[Column]) -> None:
        for column in unmapped:
            holding = [row for row in table.rows if sheet.value(row, column.index) is not None]
            if not holding:
                continue
            self.plan.coverage["unmapped"] += len(holding)
            self._problem(
                table, holding[0], column, "unmapped-column", sheet.value(holding[0], column.index),
                _("The column “{header}” is no field of {kind}; its {count} values stay behind.").format(
                    header=column.header or column.ref, kind=self.registry.kind(table.kind or "").label(), count=len(holding)
                ),
                _("Choose a field for the column if its values are wanted."), level="note",
            )  # fmt: skip

    # -- rows ----------------------------------------------------------------------------------------------------

    def _row(
        self,
        table: Table,
        sheet: Sheet,
        number: int,
        specs: dict[str, FieldSpec],
        columns: list[Column],
        styles: dict[int, Style],
        levels: dict[int, str],
        kept: list[Column],
        filled: _Filled,
        group: str = "",
        *,
        plain: Sequence[_Plain] = (),
        place: int = 0,
    ) -> None:
        kind = table.kind or ""
        row = Row(kind, {}, table.sheet, number, "")
        before = len(self.plan.problems)
        extra: list[str] = []
        counts: dict[str, dict[str, int]] = {}
        again = bool(group) and (table.sheet, number) in self._grouped  # the columns before the groups are counted once
        self._grouped.add((table.sheet, number))
        parties = self._parties(columns, filled, number)
        own, flagged, taken = sheet.rows.get(number, []), sheet.flags, 0
        for one in plain:
            read = one.reads[place]
            if read is None:
                continue
            taken += 1
            if one.name not in row.cells:
                row.cells[one.name] = f"{one.ref}{number}"
            if not one.simple[place]:
                self._take(row, table, one.column, one.spec, own[one.column.index - 1], number, read, counts, extra)
            elif read.value is None:
                continue
            elif one.counted:
                cell = counts.setdefault(one.name, {})
                cell[one.column.part] = cell.get(one.column.part, 0) + read.value
            else:
                row.values[one.name] = read.value
        for column in columns:
            name, index = column.field or "", column.index
            value = filled.value(number, index)
            flags = flagged.get((number, index), 0) if flagged else 0
            if value is None and not flags and not table.technical:
                continue
            if value is not None or flags & ~4:
                if name not in row.cells:
                    row.cells[name] = self._at(table, number, index)[1] if sheet.origin else f"{column.ref}{number}"
                if ((index <= len(own) and own[index - 1] is not None) or flags & ~4) and not (again and not column.group):
                    taken += 1
            if name == technical.ID:
                row.id = str(value).strip() if value is not None else None
                continue
            spec = specs[name]
            if column.part in mapping.PARTY_PARTS:
                continue
            if spec.is_link:
                if column.index in levels:
                    continue  # places are read together below
                self._links(row, table, column, spec, value, number, extra)
                self._describe(row, spec, parties.get(name, {}))
                continue
            if spec.type in (Type.DATE, Type.DATETIME) and styles[column.index].order_open and _is_open_date(value):
                row.open = not self.options.skip_questions
                if self.options.skip_questions:
                    extra.append(f"{column.header}: {value}")
                continue
            self._take(row, table, column, spec, value, number, self._read(table, column, spec, value, flags, styles, specs), counts, extra)
        self.plan.coverage["imported"] += taken
        for name, table_of_counts in counts.items():
            row.values[name] = table_of_counts
        if levels:
            self._places(row, table, number, levels, filled, specs, extra)
        for column in kept:
            value = filled.value(number, column.index)
            if value is not None:
                extra.append(f"{column.header or column.ref}: {cells.as_text(value)}")
                self.plan.coverage["imported"] += sheet.value(number, column.index) is not None and not again
        if group:
            self._of_group(row, table, group, specs)
        if self._heading:
            self._of_section(row, self._heading, specs, extra)
        if self._above and row.values.get("place") is None:
            row.values["place"] = self._above
        words = next((name for name in ("description", "comment") if name in specs), "")
        if extra and words:
            said = row.values.get(words)
            row.values[words] = "\n".join([*([said] if said else []), *extra])
        self._finish(row, table, specs, before)

    def _plain(
        self, table: Table, sheet: Sheet, columns: list[Column], styles: dict[int, Style], levels: dict[int, str],
        specs: dict[str, FieldSpec], filled: _Filled,
    ) -> list[_Plain]:  # fmt: skip
        """Columns whose cells say something each for itself, read as a whole: most columns of long tables."""
        if table.technical or sheet.origin or filled.spread:
            return []
        flagged = {column for _row, column in sheet.flags}
        found = []
        for column in columns:
            spec = specs.get(column.field or "")
            if spec is None or spec.is_link or column.index in flagged or column.index in levels or column.part in mapping.PARTY_PARTS:
                continue
            if spec.type in (Type.DATE, Type.DATETIME) and styles[column.index].order_open:
                continue
            known: dict[tuple[type, Value], Read] = {}
            reads: list[Read | None] = []
            for value in filled.column(column.index):
                if value is None:
                    reads.append(None)
                    continue
                key = (type(value), value)
                read = known.get(key)
                if read is None:
                    read = known[key] = self._read(table, column, spec, value, 0, styles, specs)
                reads.append(read)
            simple = [
                read is None or not (read.problem or read.note or read.unknown_code or read.others) for read in reads
            ]
            found.append(_Plain(column, column.field or "", column.ref, spec, spec.type is Type.COUNTS, reads, simple))
        return found

    def _read(
        self, table: Table, column: Column, spec: FieldSpec, value: Value, flags: int, styles: dict[int, Style], specs: dict[str, FieldSpec]
    ) -> Read:
        """What a cell says; the same text of the same column is read once."""
        style = styles[column.index]
        if type(value) is not str or flags:
            return cells.read(spec, value, flags, style, specs, exact=table.technical)
        known = self._reads.setdefault((table.sheet, table.first, column.index), {})
        if value not in known:
            if len(known) > 20_000:
                known.clear()
            known[value] = cells.read(spec, value, flags, style, specs, exact=table.technical)
        return known[value]

    def _parties(self, columns: list[Column], filled: _Filled, number: int) -> dict[str, dict[str, Any]]:
        """What a row tells of the organisation that one of its fields names: its type, its acronym."""
        if not any(column.part in mapping.PARTY_PARTS for column in columns):
            return {}
        told: dict[str, dict[str, Any]] = {}
        specs = self.registry.specs("organisation")
        for column in columns:
            if column.part not in mapping.PARTY_PARTS:
                continue
            value = filled.value(number, column.index)
            if value is not None:
                read = cells.read(specs[column.part], value, 0, Style(), specs)
                if read.value is not None:
                    told.setdefault(column.field or "", {})[column.part] = read.value
        return told

    def _describe(self, row: Row, spec: FieldSpec, told: Mapping[str, Any]) -> None:
        """Gives what the row tells of an organisation to the organisation, when this import makes it."""
        if not told:
            return
        named = row.values.get(spec.name)
        ids = set(named if isinstance(named, list) else [named])
        made = [new for new in self.plan.new if new.id in ids]
        if len(ids) == 1:
            for new in made:
                for name, value in told.items():
                    new.values.setdefault(name, value)

    def _of_group(self, row: Row, table: Table, group: str, specs: dict[str, FieldSpec]) -> None:
        """What the heading of a session or period says of the record: its meeting, or its days."""
        if row.kind == "attendance":
            if row.values.get("meeting") is None and "meeting" not in self.defaults:
                row.values["meeting"] = self._session(table, group)
            return
        period = dates.read_period(group, self.options.first_month)
        if period is None:
            return
        for names_of_days, day in ((("from_day", "start"), period[0]), (("to_day", "end"), period[1])):
            for name in names_of_days:
                if name in specs and row.values.get(name) is None:
                    row.values[name] = day
        if "period" in specs:
            row.values.setdefault("period", group)

    def _section_text(self, sheet: Sheet, table: Table, number: int) -> str:
        values = (sheet.value(number, column) for column in range(table.range.left, table.range.right + 1))
        return " ".join(" ".join(cells.as_text(value).split()) for value in values if not _is_blank(value))

    def _of_section(self, row: Row, heading: str, specs: dict[str, FieldSpec], extra: list[str]) -> None:
        """What the heading of a section says of its rows: their place or their time, else it is kept in words."""
        if "place" in specs and row.values.get("place") is None:
            found = names.match(heading, self._index("place")).accepted
            if found:
                row.values["place"] = found
                return
        period = dates.read_period(heading, self.options.first_month)
        first, last = ("start", "end") if "start" in specs else ("from_day", "to_day")
        if period is not None and first in specs and row.values.get(first) is None:
            row.values[first] = period[0]
            if last in specs:
                row.values.setdefault(last, period[1])
        elif "description" in specs or "comment" in specs:
            extra.insert(0, heading)

    def _session(self, table: Table, group: str) -> str:
        """The meeting that a column of a register is about: a known one of that title, else a new draft."""
        series = next((title for title in table.titles if 3 <= len(title) <= 80), table.sheet)
        title = f"{series}: {group}"
        key = ("meeting", f"{table.sheet}\x1f{group}")
        if key not in self._made:
            found = names.match(title, self._index("meeting")).accepted
            self._made[key] = found or self.new_id()
            if not found:
                column = next(column for column in table.columns if column.group == group)
                sheet, where = self._at(table, table.header_rows[-1] if table.header_rows else table.first, column.index)
                values: dict[str, Any] = {"title": title, "state": "draft"}
                day = dates.read(group, "dmy") if not dates.undecided(group) else None
                if day is not None:
                    values["start"] = day.isoformat()
                self.plan.new.append(NewRecord("meeting", self._made[key], values, sheet, where))
        return self._made[key]

    def _take(
        self,
        row: Row,
        table: Table,
        column: Column,
        spec: FieldSpec,
        value: Value,
        number: int,
        read: Read,
        counts: dict[str, dict[str, int]],
        extra: list[str],
    ) -> None:
        if read.problem is not None:
            self.plan.coverage["imported"] -= 1
            self.plan.coverage["problem"] += 1
            self._problem(table, number, column, read.problem[0], value, read.problem[1], read.problem[2])
            return
        if read.note is not None:
            self._problem(table, number, column, read.note[0], value, read.note[1], read.note[2], level="note")
        if read.unknown_code:
            answer = self._ask_code(table, number, column, spec, read.unknown_code)
            if answer.open:
                row.open = True
                return
            if answer.id is None:
                extra.append(f"{column.header or column.ref}: {read.unknown_code}")
                if not self._first_time(table, column, read.unknown_code):
                    return
                self._problem(
                    table, number, column, "enum", value,
                    _("{field}: “{value}” is not in the list and was left out, here and in the rows that repeat it.").format(field=spec.label, value=read.unknown_code[:60]),
                    _("Correct the cell, or choose one of the list."), level="note",
                )  # fmt: skip
                return
            row.values[spec.name] = [answer.id] if spec.type is Type.CODES else answer.id
            return
        if spec.type is Type.COUNTS:
            if read.value is not None:
                cell = counts.setdefault(spec.name, {})
                cell[column.part] = cell.get(column.part, 0) + read.value
            elif table.technical:
                row.values.setdefault(spec.name, None)
            return
        if read.value is not None or (table.technical and row_has_id(table)):
            row.values[spec.name] = read.value
        for other, told in read.others.items():
            row.values.setdefault(other, told)

    def _finish(self, row: Row, table: Table, specs: dict[str, FieldSpec], before: int) -> None:
        if row.kind in OF_A_MEETING and table.sheet in self._meetings and row.values.get("meeting") is None:
            row.values["meeting"] = self._meetings[table.sheet]
        if row.kind == "meeting" and table.form and not row.values.get("title"):
            titles = [title for title in table.titles if len(title) <= 120]
            day = str(row.values.get("start") or "")[:10]
            row.values["title"] = ", ".join(part for part in (titles[0] if titles else table.source, day) if part)
        if row.kind == "attendance" and self._lists_present(table):
            row.values.setdefault("status", "present")  # a list of those who came
        for name, value in self.defaults.items():
            if name in specs and row.values.get(name) in (None, [], {}) and row.id is None:
                row.values[name] = value
        if any(problem.level == "error" for problem in self.plan.problems[before:]):
            row.refused = True
        period = row.values.get("period")
        if "to_day" in specs and row.values.get("to_day") is None and isinstance(period, str):
            days = dates.read_period(period, self.options.first_month)
            if days is not None:
                row.values["to_day"] = days[1]
                row.values.setdefault("from_day", days[0])
        self._hold_total(row, table)
        row.key = key_of(row.kind, row.values, specs)
        if not row.refused and not row.open:
            try:
                row.values = self._cleaned(row, table)
            except InvalidInput as error:
                row.refused = True
                for problem in error.problems:
                    sheet, cell = self._at(table, row.row, table.range.left)
                    cell = row.cells.get(problem.where, cell)
                    self.plan.problems.append(
                        CellProblem(
                            problem.code, sheet, cell, problem.value if isinstance(problem.value, str | int | float) else None,
                            problem.message, error.advice, field=problem.where,
                        )
                    )  # fmt: skip
        if row.id is None and not row.refused:
            first = self._first_saying(row)
            if first != row.row:
                row.duplicate_of = first
                self.plan.problems.append(
                    CellProblem(
                        "duplicate-row", *self._at(table, row.row, table.range.left), None,
                        _("This row says the same as row {row}.").format(row=first),
                        _("Delete one of them, or change what tells them apart."), level="note",
                    )
                )  # fmt: skip
        self.plan.rows.append(row)

    def _first_saying(self, row: Row) -> int:
        """Number of the first row that says the same; only rows of one key are compared."""
        known = self._keyed.setdefault((row.kind, row.key), row)
        if known is row:
            return row.row
        for one in (known, row):
            first = self._said.setdefault((one.kind, f"{one.sheet}|{sorted(one.values.items())!r}"), one.row)
        return first

    def _lists_present(self, table: Table) -> bool:
        """Whether an attendance list only names those who came: no column says present or absent."""
        if table.technical or table.column("status") is not None:
            return False
        known = vocabulary("attendance_status")
        sheet = self.staging.sheet(table.sheet)
        for column in table.columns:
            texts = [v for row in table.rows[:50] if isinstance(v := sheet.value(row, column.index), str)] if not column.field else []
            if texts and sum(known.find(text) is not None for text in texts) >= 0.8 * len(texts):
                return False  # one column for each session: which of them is meant is not for us to say
        return True

    def _cleaned(self, row: Row, table: Table) -> dict[str, Any]:
        """A row's values by the rules of its kind.  A row that has its title but lacks other needed fields is a draft."""
        try:
            return self.registry.clean(row.kind, row.values)
        except InvalidInput as error:
            title = self.registry.kind(row.kind).title
            lacking = [problem.where for problem in error.problems if problem.code == "required"]
            if len(lacking) < len(error.problems) or not row.values.get(title):
                raise
        for name in lacking:
            if (table.sheet, name) not in self._drafted:
                self._drafted.add((table.sheet, name))
                label = self.registry.spec(row.kind, name).label
                self.plan.problems.append(
                    CellProblem(
                        "incomplete", *self._at(table, row.row, table.range.left), None,
                        _("{field} is missing here and perhaps in further rows; they come in as drafts.").format(field=label),
                        _("Fill it in before the records are reported on."), level="note", field=name,
                    )
                )  # fmt: skip
        row.values["state"] = "draft"
        return self.registry.clean(row.kind, row.values)

    def _at(self, table: Table, row: int, column: int) -> tuple[str, str]:
        """Sheet and reference in the file of a cell of a table."""
        return self.staging.sheet(table.sheet).address(row, column)

    def _problem(
        self, table: Table, number: int, column: Column, code: str, value: Value, message: str, advice: str, level: str = "error"
    ) -> None:
        self.plan.problems.append(
            CellProblem(code, *self._at(table, number, column.index), value, message, advice, level, column.field or "")
        )

    # -- names ---------------------------------------------------------------------------------------------------

    def _index(self, kind: str) -> names.Index:
        if kind not in self._indexes:
            ambiguous = self.options.places if kind == "place" else None
            self._indexes[kind] = names.build(self.candidates(kind), places=kind == "place", ambiguous=ambiguous)
        return self._indexes[kind]

    def _links(
        self, row: Row, table: Table, column: Column, spec: FieldSpec, value: Value, number: int, extra: list[str]
    ) -> None:
        texts = cells.links_in(spec, value)
        ids: list[str] = []
        for text in texts:
            answers = [self._named(table, number, column, spec, text)]
            if spec.type is Type.LINKS and answers[0] is None:
                parts = cells.finer_links(text)
                known = [names.match(part, self._index(spec.target or "")).accepted for part in parts]
                if parts and any(known):
                    answers = [self._named(table, number, column, spec, part, settle=True) for part in parts]
                else:
                    answers = [self._named(table, number, column, spec, text, settle=True)]
            for answer in answers:
                if answer is None:
                    continue
                if answer.open:
                    row.open = True
                elif answer.id is not None:
                    ids.append(answer.id)
                else:
                    extra.append(f"{column.header or column.ref}: {text}")
                    self._left_out(table, number, column, spec, text)
        if spec.type is Type.LINK:
            if ids or (table.technical and row_has_id(table) and not texts):
                row.values[spec.name] = ids[0] if ids else None
        elif ids or (table.technical and row_has_id(table) and not texts):
            row.values[spec.name] = sorted({*row.values.get(spec.name, []), *ids}) if ids else None

    def _first_time(self, table: Table, column: Column, text: str) -> bool:
        """Whether a value of a column is left out for the first time: each is told once, not in every row."""
        key = (table.sheet, column.index, fold(text))
        if key in self._left:
            return False
        self._left.add(key)
        return True

    def _left_out(self, table: Table, number: int, column: Column, spec: FieldSpec, text: str) -> None:
        if not self._first_time(table, column, text):
            return
        self._problem(
            table, number, column, "unknown-name", text,
            _("{field}: “{value}” is not known and was left out, here and in the rows that repeat it.").format(field=spec.label, value=text[:60]), "", level="note",
        )  # fmt: skip

    def _named(
        self, table: Table, number: int, column: Column, spec: FieldSpec, text: str, *, settle: bool = False
    ) -> _Answer | None:
        """The record a name means.  Without `settle` a set's text with several names in it gives None."""
        target = spec.target or ""
        index = self._index(target)
        if text in index.by_id:
            return _Answer(text)
        bracketed = _exported_id(text)
        if table.technical and bracketed:
            return _Answer(bracketed)
        id = question_id(spec.name, text, target)
        told = self.decisions.get(id) or names.by_value(self.decisions, spec.name, text)
        if told:
            return self._decided(told, target, text, table, number, column)
        made = self._made.get((target, names.parse_party(text)))
        if made:
            return _Answer(made)
        found = names.match(text, index)
        if found.accepted:
            return _Answer(found.accepted)
        if not settle and spec.type is Type.LINKS and cells.finer_links(text):
            return None
        allows_new = target in _FROM_A_NAME
        likely = [scored for scored in found.candidates if scored.score >= 75]
        if not likely and allows_new:
            return _Answer(self._make(target, text, table, number, column))
        offers = [Offer(scored.candidate.id, scored.candidate.name, scored.score) for scored in found.candidates[:6]]
        return self._ask(id, table, number, column, spec, text, target, offers, allows_new)

    def _decided(
        self, told: str, target: str, text: str, table: Table, number: int, column: Column
    ) -> _Answer:
        if told == SKIP:
            return _Answer()
        if told == NEW:
            known = self._made.get((target, names.parse_party(text)))
            return _Answer(known or self._make(target, text, table, number, column))
        return _Answer(told)

    def _make(self, target: str, text: str, table: Table, number: int, column: Column) -> str:
        id = self.new_id()
        title = self.registry.kind(target).title
        values: dict[str, Any] = {title: text, **_FROM_A_NAME.get(target, {})}
        self.plan.new.append(NewRecord(target, id, values, *self._at(table, number, column.index)))
        self._made[target, names.parse_party(text)] = id
        return id

    def _ask(
        self,
        id: str,
        table: Table,
        number: int,
        column: Column,
        spec: FieldSpec,
        text: str,
        kind: str,
        offers: list[Offer],
        allows_new: bool,
    ) -> _Answer:
        sheet, cell = self._at(table, number, column.index)
        if id in self._questions:
            self._questions[id].cells.append(cell)
            return self._answers[id]
        if self.options.accept_best:
            best = offers[0] if offers and offers[0].score >= (names.OFFER if kind != "code" else 70) else None
            if best is not None:
                answer = _Answer(best.id)
            elif allows_new:
                answer = _Answer(self._make(kind, text, table, number, column))
            else:
                answer = _Answer()
        else:
            answer = _Answer(open=not self.options.skip_questions)
        asked = Question(id, sheet, cell, text, spec.name, kind, offers, allows_new, [cell])
        self._questions[id] = asked
        self._answers[id] = answer
        if answer.open:
            self.plan.questions.append(asked)
        return answer

    def _ask_code(self, table: Table, number: int, column: Column, spec: FieldSpec, text: str) -> _Answer:
        id = question_id(spec.name, text, "code")
        told = self.decisions.get(id) or names.by_value(self.decisions, spec.name, text)
        if told:
            return _Answer() if told in (SKIP, NEW) else _Answer(told)
        offers = [Offer(*near) for near in cells.near_codes(text, spec.vocabulary)[:8]]
        if offers and offers[0].score >= 90 and (len(offers) < 2 or offers[0].score - offers[1].score >= 5):
            return _Answer(offers[0].id)  # a slip of the pen
        return self._ask(id, table, number, column, spec, text, "code", offers, False)

    # -- places --------------------------------------------------------------------------------------------------

    def _places(
        self,
        row: Row,
        table: Table,
        number: int,
        levels: dict[int, str],
        filled: _Filled,
        specs: dict[str, FieldSpec],
        extra: list[str],
    ) -> None:
        """The deepest place that the row's columns of places name, each read under the one above it."""
        index = self._index("place")
        spec = specs["place"]
        ordered = sorted(levels.items(), key=lambda item: _depth(item[1]))
        by_column = {column.index: column for column in table.columns}
        parent: str | None = None
        known = set(index.levels) or {entry.candidate.level for entry in index.entries}
        # Wards and villages lie below the places we keep: they are told in words.
        kept = [at for at, level in ordered if not level or any(told in known for told in index.levels_for(level))]
        kept = kept or [at for at, level in ordered if level not in ("ward", "village", "adm4", "adm5")]
        for at, level in ordered:
            value = filled.value(number, at)
            if value is None or cells.is_missing(value):
                continue
            text = " ".join(cells.as_text(value).split())
            column = by_column[at]
            if at not in kept:
                extra.append(f"{column.header}: {text}")
                continue
            id = question_id("place", text, level, parent or "")
            told = self.decisions.get(id) or names.by_value(self.decisions, "place", text)
            if told and told not in (SKIP, NEW):
                parent = told
                continue
            if told:
                extra.append(f"{column.header}: {text}")
                continue
            if text in index.by_id:
                parent = text
                continue
            found = names.match(text, index, level=level if any(told in known for told in index.levels_for(level)) else None, parent=parent)
            if found.accepted:
                parent = found.accepted
                continue
            if parent is not None and level in ("ward", "village", "adm3", "adm4", "adm5") and not found.candidates:
                extra.append(f"{column.header}: {text}")
                continue
            finer = kept[kept.index(at) + 1 :]
            if any(filled.value(number, later) is not None for later in finer):
                extra.append(f"{column.header}: {text}")  # the finer column decides
                continue
            offers = [Offer(s.candidate.id, _with_parent(index, s.candidate), s.score) for s in found.candidates[:6]]
            answer = self._ask(id, table, number, column, spec, text, "place", offers, False)
            if answer.open:
                row.open = True
            elif answer.id is not None:
                parent = answer.id
            else:
                extra.append(f"{column.header}: {text}")
                self._left_out(table, number, column, spec, text)
        if parent is not None:
            row.values["place"] = parent


_STYLED = frozenset({Type.DATE, Type.DATETIME, Type.INTEGER, Type.NUMBER, Type.COUNTS})  # are written in several styles

_SERIAL = frozenset(
    {"no", "s/n", "sn", "s n", "#", "№", "n°", "nr", "sl", "sl no", "s no", "s.no", "na", "namba", "п/п", "№ п/п", "r br", "rb",
     "red br", "index", "serial number", "serial no", "sno"}
)  # fmt: skip


def _is_serial(column: Column) -> bool:
    """Whether a column only numbers the rows."""
    return column.type in ("integer", "number", "empty") and any(
        spelling.strip(" .#:") in _SERIAL or spelling in _SERIAL for spelling in headings.spellings(column.header)
    )


def _depth(level: str) -> int:
    return mapping.LEVELS.index(level) if level in mapping.LEVELS else len(mapping.LEVELS) // 2


def _with_parent(index: names.Index, candidate: Candidate) -> str:
    above = index.by_id.get(candidate.parent or "")
    return f"{candidate.name} ({above.name})" if above else candidate.name


def _is_open_date(value: Value) -> bool:
    return isinstance(value, str) and dates.undecided(value)


def row_has_id(table: Table) -> bool:
    """Whether the rows of a table name their records, so that empty cells mean "empty it"."""
    return any(column.field == technical.ID for column in table.columns)


_ID = re.compile(r"(?:^|\[)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]?$")


def _exported_id(text: str) -> str | None:
    """The id that our exports put behind a label: `Title [0190…]`."""
    found = _ID.search(text)
    return found[1] if found else None


def key_fields(kind: str, specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """The fields that tell a record of a kind from others."""
    return _KEYS.get(kind) or tuple(
        name for name, spec in specs.items() if (spec.required or name in ("title", "name", "place")) and not spec.automatic
    )


def key_parts(kind: str, values: Mapping[str, Any], specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """What those fields say, folded, "" where they say nothing."""
    parts = []
    for name in key_fields(kind, specs):
        value = values.get(name)
        if isinstance(value, str):
            value = fold(value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, list):
            value = ",".join(sorted(map(str, value)))
        parts.append("" if value is None else str(value))
    return tuple(parts)


def key_of(kind: str, values: Mapping[str, Any], specs: Mapping[str, FieldSpec]) -> str:
    """What tells a record of a kind from others, for finding the same one again."""
    return "|".join(key_parts(kind, values, specs))


class _Filled:
    """Values of a table's rows, merged cells spread over the rows they cover and group names filled down."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self._sheet = sheet
        self._rows = sheet.rows
        self._numbers = table.rows
        self._columns: list[tuple[Value, ...]] | None = None
        self._under: dict[tuple[int, int], tuple[int, int]] = {}
        rows = set(table.rows)
        for merge in sheet.merges:
            if merge.bottom > merge.top and merge.top >= table.first and merge.bottom - merge.top < 5000:
                for row in range(merge.top + 1, merge.bottom + 1):
                    if row in rows:
                        self._under[row, merge.left] = (merge.top, merge.left)
        self.down = set() if table.technical else self._groups(table)
        for column in self.down:
            above = table.first
            for row in table.rows:
                if sheet.value(row, column) is not None:
                    above = row
                else:
                    self._under.setdefault((row, column), (above, column))

    def _groups(self, table: Table) -> set[int]:
        """Columns at the left whose name stands only in the first row of each group, as in plans by objective."""
        found: set[int] = set()
        shares = {}
        for column in table.columns:
            values = self.column(column.index)
            shares[column.index] = (len(values) - values.count(None)) / max(1, len(values))
        for place, column in enumerate(table.columns[:3]):
            later = [shares[other.index] for other in table.columns[place + 1 :]]
            if (
                len(table.rows) >= 4
                and column.type in ("text", "code")
                and 0 < shares[column.index] < 0.6
                and self.value(table.first, column.index) is not None
                and later
                and max(later) >= 0.9
                and not any(shares[before.index] == 1 and before.type != "integer" for before in table.columns[:place])
            ):
                found.add(column.index)
        return found

    @property
    def spread(self) -> bool:
        """Whether any cell stands for others, too."""
        return bool(self._under)

    def column(self, index: int) -> list[Value]:
        """The values of a column in all rows of the table, as `value` gives them."""
        if self._under:
            return [self.value(row, index) for row in self._numbers]
        if self._columns is None:
            self._columns = list(zip_longest(*(self._rows.get(row, ()) for row in self._numbers)))
        values = self._columns[index - 1] if index <= len(self._columns) else (None,) * len(self._numbers)
        return [None if type(value) is str and (not value or value.isspace()) else value for value in values]

    def value(self, row: int, column: int) -> Value:
        """The value at a place, or that of the merged cell or group it belongs to."""
        values = self._rows.get(row)
        value = values[column - 1] if values is not None and column <= len(values) else None
        if value is None and self._under and (row, column) in self._under:
            value = self._sheet.value(*self._under[row, column])
        return None if type(value) is str and (not value or value.isspace()) else value


# -- accounting --------------------------------------------------------------------------------------------------


def _count(sheet: Sheet, row: int, within: Range, but: set[tuple[int, int]] | None = None) -> int:
    values = sheet.rows.get(row, [])[: within.right]
    return sum(
        not _is_blank(value) and (row, column) not in (but or ())
        for column, value in enumerate(values, 1) if column >= within.left
    )  # fmt: skip


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _account_rest(staging: Staging, plan: Plan) -> None:
    """Tells what stays behind of each sheet, so that the account covers the whole file."""
    by_sheet: dict[str, list[Table]] = {}
    elsewhere: dict[str, set[tuple[int, int]]] = {}  # cells that a sheet read another way has taken
    for table in plan.tables:
        sheet = staging.sheet(table.sheet)
        if not sheet.source:
            by_sheet.setdefault(table.sheet, []).append(table)
            continue
        taken = {*table.rows, *table.header_rows, *table.tag_rows, *(entry.row for entry in table.skipped)}
        span = range(table.range.left, table.range.right + 1)
        elsewhere.setdefault(sheet.source, set()).update(at for (row, column), at in sheet.origin.items() if row in taken and column in span)
    left_out = 0
    for sheet in staging.sheets:
        runs = list(_outside(sheet, by_sheet.get(sheet.name, []), elsewhere.get(sheet.name, set())))
        if not runs:
            continue
        plan.behind.extend((sheet.name, run) for run in runs)
        count = sum(run.right - run.left + 1 for run in runs)
        left_out += count
        first = runs[0]
        value = sheet.value(first.top, first.left)
        if sheet.name in by_sheet or sheet.name in elsewhere:
            message, code = _("{count} cells outside the tables stay behind, the first at {cell}."), "cells-left-out"
        else:
            message, code = _("Nothing of the sheet {sheet} is imported; {count} cells stay behind."), "sheet-left-out"
        plan.problems.append(
            CellProblem(
                code, sheet.name, a1(first.top, first.left), value,
                message.format(count=count, cell=a1(first.top, first.left), sheet=sheet.name),
                _("Choose the sheet or the range of the table if they are wanted."), level="note",
            )
        )  # fmt: skip
    plan.coverage["left-out"] = left_out


def _outside(sheet: Sheet, tables: Sequence[Table], taken: set[tuple[int, int]]) -> Iterator[Range]:
    """Runs of cells with content that belong to no table, row by row."""
    covered: dict[int, list[Range]] = {}
    for table in tables:
        for row in (*table.rows, *table.header_rows, *table.tag_rows, *(entry.row for entry in table.skipped)):
            covered.setdefault(row, []).append(table.range)
    unstored: dict[int, list[int]] = {}
    for row, column in (where for where, flag in sheet.flags.items() if flag & Flag.UNCACHED):
        unstored.setdefault(row, []).append(column)
    for row in sorted({*sheet.rows, *unstored}):
        values = sheet.rows.get(row, [])
        spans = covered.get(row, ())
        if any(span.right >= len(values) and span.left <= 2 and row not in unstored for span in spans) and (
            not values or values[0] is None or any(span.left == 1 for span in spans)
        ):
            continue  # the usual case, at no cost: one table as wide as its rows
        columns = {column for column, value in enumerate(values, 1) if not _is_blank(value)}.union(unstored.get(row, ()))
        run: list[int] = []
        free = (column for column in columns if not any(span.left <= column <= span.right for span in spans))
        for column in sorted(column for column in free if (row, column) not in taken):
            if run and column > run[-1] + 1:
                yield Range(row, run[0], row, run[-1])
                run = []
            run.append(column)
        if run:
            yield Range(row, run[0], row, run[-1])
