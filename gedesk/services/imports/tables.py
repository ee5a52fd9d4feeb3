"""The sheets and tables of a workbook on its way in: what was found, what was corrected, what the columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gedesk import i18n
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.services.importing_views import (
    Bounds,
    CellRole,
    ColumnView,
    FieldChoice,
    GridRow,
    KindGuess,
    SheetView,
    TableGuess,
    TableView,
    shown,
)
from gedesk.workbook import beside, mapping, planning, profiles
from gedesk.workbook import columns as outs
from gedesk.workbook.profiles import Profile
from gedesk.workbook.recognise import corrected, recognise
from gedesk.workbook.staging import Flag, Range, Staging, column_number
from gedesk.workbook.table import Column, Guess, Table

_SAMPLES = 5
_OTHER_WAYS = 4  # to see a table that was corrected: how it was before, and what else was offered


class Tables:
    """The tables of one workbook, those chosen to be imported, and the profile that told how to read them."""

    def __init__(self, path: Path, staging: Staging, kind: str | None, known: Sequence[tuple[str, Profile]]) -> None:
        self.path = path
        self.staging = staging
        self.kind = kind
        self.all = recognise(staging, registry, kind=kind)
        selected = planning.select(self.all, kind)
        self.chosen = [number for number, table in enumerate(self.all) if any(table is one for one in selected)]
        self.profile = ""
        self.decisions: dict[str, str] = {}  # what the profile knows that names mean
        self._use_profile(known)
        if kind:
            for number in self.chosen:
                self._read_as(number, kind)

    def close(self) -> None:
        """Lets go of what was read."""
        self.staging, self.all, self.chosen = Staging(self.path.name, ""), [], []

    def sheets(self) -> tuple[SheetView, ...]:
        """Sheets as they lie in the file."""
        found = []
        for sheet in (*self.staging.sheets, *self.staging.derived):
            bounds = sheet.bounds
            found.append(
                SheetView(sheet.name, bounds.bottom if bounds else 0, bounds.right if bounds else 0, sheet.hidden,
                          frozenset(sheet.hidden_columns), tuple(Bounds(*merge) for merge in sheet.merges))
            )  # fmt: skip
        return tuple(found)

    def grid(self, sheet: str, first: int, count: int) -> list[GridRow]:
        """Rows of a sheet, painted with what each cell is taken for."""
        found = self.staging.sheet(sheet)
        bounds = found.bounds
        width = bounds.right if bounds else 0
        painters = [_Painter(table) for number, table in enumerate(self.all) if table.sheet == sheet and number in self.chosen]
        painters += [_Painter(table) for number, table in enumerate(self.all) if table.sheet == sheet and number not in self.chosen]
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
        return tuple(self._table_view(number) for number in range(len(self.all)))

    def _table_view(self, number: int) -> TableView:
        table = self.table(number)
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
            chosen=number in self.chosen,
            own=table.technical,
            profile=self.profile if number in self.chosen else "",
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
        readings = mapping.map_columns(table.columns, self._contents(table), registry, None, self._context(table))
        told = sorted(readings, key=lambda one: (one.kind != table.kind, -one.score))
        return tuple(KindGuess(one.kind, registry.kind(one.kind).plural.label(), round(one.score, 2)) for one in told)

    def table(self, number: int) -> Table:
        """A table by its number.  Raises UsageError."""
        if not 0 <= number < len(self.all):
            raise UsageError(_("{file} has no table {number}.").format(file=self.path.name, number=number))
        return self.all[number]

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
        current = self.table(table)
        if bounds is not None or header_rows is not None:
            heads = None if header_rows is None else list(header_rows)
            given = Range(bounds.top, bounds.left, bounds.bottom, bounds.right) if bounds else current.range
            top = min([given.top, *(heads or ())])
            given = Range(top, given.left, max(given.bottom, top), given.right)
            made = corrected(self.staging, current.sheet, given, heads, registry, kind=kind or self.kind)
            if made.kind is None and current.kind is not None and kind is None:  # where it lies was wrong, not what it holds
                made = corrected(self.staging, current.sheet, given, heads, registry, kind=current.kind)
            before = Guess(current.range, current.header_rows, current.first, current.confidence)
            known = [before, *current.alternatives]
            made.alternatives = [one for one in known if (one.range, one.header_rows) != (made.range, made.header_rows)][:_OTHER_WAYS]
            self.all[table] = made
        elif kind is not None:
            self._read_as(table, kind)
        if chosen is not None and chosen != (table in self.chosen):
            self.chosen = sorted([*self.chosen, table]) if chosen else [one for one in self.chosen if one != table]
        return self._table_view(table)

    def add_table(self, sheet: str, bounds: Bounds, header_rows: Sequence[int] | None, *, kind: str | None = None) -> TableView:
        """A table that was not found; it is chosen."""
        given = Range(bounds.top, bounds.left, bounds.bottom, bounds.right)
        self.all.append(corrected(self.staging, sheet, given, header_rows, registry, kind=kind or self.kind))
        self.chosen.append(len(self.all) - 1)
        return self._table_view(len(self.all) - 1)

    def _read_as(self, number: int, kind: str) -> None:
        registry.kind(kind)
        table = self.table(number)
        if table.technical or table.kind == kind:
            return
        found = mapping.map_columns(table.columns, self._contents(table), registry, kind, self._context(table))[0]
        for column in table.columns:
            told = found.columns.get(column.index)
            column.field, column.part, column.group = (told.field, told.part, told.group) if told else (None, "", "")
            column.confidence, column.how = (told.confidence, told.how) if told else (0.0, "")
        table.kind, table.kind_score, table.confidence = kind, found.score, 1.0

    def _context(self, table: Table) -> str:
        """What the names of file and sheet and the titles say."""
        return " ".join([self.staging.name.replace("_", " "), table.sheet.replace("_", " "), *table.titles])

    def _contents(self, table: Table) -> dict[int, list[object]]:
        sheet = self.staging.sheet(table.sheet)
        return {
            column.index: [value for row in table.rows[:400] if (value := sheet.value(row, column.index)) is not None]
            for column in table.columns
        }

    # -- columns -------------------------------------------------------------------------------------------------

    def columns(self, table: int) -> tuple[ColumnView, ...]:
        """The columns of a table, and what each may be."""
        current = self.table(table)
        contents = self._contents(current)
        return tuple(self._column_view(current, column, contents[column.index]) for column in current.columns)

    def _column_view(self, table: Table, column: Column, values: Sequence[object]) -> ColumnView:
        specs = _fields_of(table.kind)
        samples = list(dict.fromkeys(shown(value) for value in values))[:_SAMPLES]
        candidates = []
        if table.kind and not table.technical:
            if column.field in specs:
                candidates.append(_choice(specs[column.field or ""], column.part, column.confidence, column.field))
            level = mapping.level(column)
            for offer in mapping.offers(column, registry, table.kind, values)[:6]:
                part = level if offer.field == "place" else offer.part
                if all((one.field, one.part) != (offer.field, part) for one in candidates):
                    candidates.append(_choice(specs[offer.field], part, offer.confidence))
        spec = specs.get(column.field or "")
        label = _label(spec, column.part, column.field) if spec else "ID" if column.field == "id" else ""
        if label and column.group and column.group not in column.header:
            label = f"{label} · {column.group}"
        return ColumnView(
            column.ref, column.index, column.header, column.type, tuple(samples), column.field, column.part, label,
            column.confidence, tuple(candidates), column.group,
        )  # fmt: skip

    def fields(self, table: int) -> tuple[FieldChoice, ...]:
        """Every field that a column of the table may hold."""
        kind = self.table(table).kind
        if kind is None:
            return ()
        answer = []
        for spec in registry.specs(kind).values():
            if spec.type is Type.COUNTS:
                answer += [_choice(spec, part, 0.0) for part in outs.parts(spec)]
            elif not spec.automatic or spec.name in ("code", "state", "sensitivity"):
                answer.append(_choice(spec, "", 0.0))
        return (*answer, *(_choice(spec, "", 0.0, name) for name, spec in _fields_of(kind).items() if beside.parted(name)[0]))

    def set_column(self, table: int, ref: str, field: str | None, part: str = "") -> None:
        """Says what a column holds."""
        current = self.table(table)
        index = column_number(ref)
        column = next((one for one in current.columns if one.index == index), None)
        if column is None:
            raise UsageError(_("The table {range} has no column {ref}.").format(range=current.range.a1, ref=ref))
        if field is not None:
            beside.spec(registry, current.kind or "", field)
        column.group = mapping.group_of(current.kind or "", field, column, self._context(current))
        for other in current.columns if field is not None else ():
            if other is not column and (other.field, other.part, other.group) == (field, part, column.group):
                other.field, other.part, other.confidence, other.how = None, "", 1.0, "chosen"
        column.field, column.part, column.confidence, column.how = field, part if field else "", 1.0, "chosen"

    # -- profiles ------------------------------------------------------------------------------------------------

    def _use_profile(self, known: Sequence[tuple[str, Profile]]) -> None:
        if any(table.technical for table in self.all):
            return
        for name, profile in known:
            if self.kind and profile.kind != self.kind:
                continue
            found = profiles.find(profile, self.staging, self.all, registry)
            if not found:
                continue
            for table in found:
                if not any(table is one for one in self.all):
                    self.all = [one for one in self.all if not _overlap(one, table)] + [table]
                self.decisions.update(profiles.decisions(profile, table))
            self.chosen = [number for number, one in enumerate(self.all) if any(one is table for table in found)]
            self.profile = name
            return


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


def _fields_of(kind: str | None) -> dict[str, FieldSpec]:
    """The fields that a column of a kind's table may hold, those of the records beside last."""
    if kind is None:
        return {}
    found = dict(registry.specs(kind))
    for other in beside.BESIDE.get(kind, ()):
        found.update((beside.name(other, name), registry.spec(other, name)) for name in beside.FIELDS if name in registry.specs(other))
    return found


def _label(spec: FieldSpec, part: str, field: str | None = "") -> str:
    kind = beside.parted(field)[0]
    label = f"{registry.kind(kind).label()}: {spec.label}" if kind else spec.label
    if spec.type is Type.COUNTS:
        return f"{label}: {outs.header(spec, part, i18n.current())}" if part else label
    return f"{label} ({_part_label(spec, part)})" if part else label


def _part_label(spec: FieldSpec, part: str) -> str:
    """A level of places, or what a column tells of an organisation, a person or an indicator besides the name, in words."""
    if spec.target == "place":
        return mapping.level_label(part)
    told = registry.specs(spec.target or "").get(part) if spec.target else None
    return told.label if told else part


def _choice(spec: FieldSpec, part: str, confidence: float, field: str | None = "") -> FieldChoice:
    return FieldChoice(field or spec.name, part, _label(spec, part, field), spec.help_text, min(1.0, round(confidence, 2)))
