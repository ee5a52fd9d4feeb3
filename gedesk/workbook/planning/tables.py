"""Tables as plans: which columns are fields and how they write their values, what titles and totals say, each row in turn."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, repeat, zip_longest

from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.workbook import beside, cells, dates, forms, headings, mapping, names, participants, technical
from gedesk.workbook.cells import Style
from gedesk.workbook.grid import Grid
from gedesk.workbook.plan import NewRecord, Offer, Question, Row, question_id
from gedesk.workbook.planning.blocks import SIZES, Blocks
from gedesk.workbook.planning.filled import Filled
from gedesk.workbook.planning.making import Making, Work
from gedesk.workbook.planning.naming import Naming, depth
from gedesk.workbook.planning.rows import Rows, section_text
from gedesk.workbook.staging import Range, Sheet, Value
from gedesk.workbook.table import Column, Table

_STYLED = frozenset({Type.DATE, Type.DATETIME, Type.INTEGER, Type.NUMBER, Type.COUNTS})  # are written in several styles

_SERIAL = frozenset(
    {"no", "s/n", "sn", "s n", "#", "№", "n°", "nr", "sl", "sl no", "s no", "s.no", "na", "namba", "п/п", "№ п/п", "r br", "rb",
     "red br", "index", "serial number", "serial no", "sno"}
)  # fmt: skip


class Tables:
    """Adds tables to a plan, one after the other."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.naming = Naming(making)
        self.rows = Rows(making, self.naming)
        self._taken: set[tuple[str, int, int]] = set()
        self._in_forms: dict[str, set[tuple[int, int]]] = {}  # cells of real sheets that forms have taken
        for table in making.plan.tables:
            sheet = making.staging.sheet(table.sheet)
            if sheet.source:
                self._in_forms.setdefault(sheet.source, set()).update(sheet.origin.values())

    def add(self, table: Table) -> None:
        """Adds the rows of one table to the plan."""
        before = len(self.making.plan.rows)
        self._table(table)
        others = list(beside.split(table, self.making.registry))
        if others and table.kind in beside.HEADS:
            self._lead(table, self.making.plan.rows[before:])
        for other in others:
            self._table(other)
        if table.form and table.kind == "meeting" and any(other.sheet == table.source for other in self.making.plan.tables):
            self._minutes(table, self.making.plan.rows[before:])

    def _lead(self, table: Table, rows: list[Row]) -> None:
        """Lets the records beside point at those of some rows; rows that say the same stand for one record."""
        by_number: dict[int, Row] = {}
        for row in rows:
            head = by_number.get(row.duplicate_of or 0, row)
            head.made_as = head.made_as or self.making.new_id()
            by_number[row.row] = self.making.heads[table.sheet, table.range.left, row.row] = head

    def _minutes(self, table: Table, rows: list[Row]) -> None:
        """Makes the meeting of a form a record that the rows of the other tables of its sheet can point at."""
        for row in rows:
            if row.refused or row.open or not row.values.get("title"):
                continue
            found = names.match(str(row.values["title"]), self.naming.index("meeting")).accepted
            self.making.meetings[table.source] = found or self.making.new_id()
            if not found:
                self.making.plan.new.append(NewRecord("meeting", self.making.meetings[table.source], row.values, table.source, self.making.at(table, 2, 1)[1]))
            self.making.plan.rows.remove(row)
            self.making.plan.carried.append((row.sheet, row.row))

    def _table(self, table: Table) -> None:
        kind = table.kind
        if kind is None:
            return
        sheet = self.making.staging.sheet(table.sheet)
        specs = self.making.registry.specs(kind)
        filled = Filled(sheet, table)
        for column in table.columns:
            if column.index in filled.down and not table.beside:
                self.making.problem(
                    table, table.first, column, "filled-down", filled.value(table.first, column.index),
                    _("Empty cells of the column “{header}” are taken to repeat the value above.").format(
                        header=column.header or column.ref
                    ), "", level="note",
                )  # fmt: skip
        columns = [column for column in table.columns if column.field in specs or column.field == technical.ID]
        styles = self._styles(table, sheet, specs, columns, filled)
        levels = self.naming.place_levels(table, columns, filled)
        keep = self.making.options.keep_unmapped if self.making.options.keep_unmapped is not None else kind == "activity"
        unmapped = [column for column in table.columns if column not in columns and not beside.parted(column.field)[0] and not _is_serial(column, filled)]
        told_beside = [column for column in table.columns if beside.parted(column.field)[0]]
        for column in table.columns:
            if column not in columns and column not in unmapped and column not in told_beside:
                self.making.plan.coverage["serial"] += filled.counts[column.index]
        if not keep or "description" not in specs or table.technical:
            self._note_unmapped(table, sheet, unmapped, filled)
            kept: list[Column] = []
        else:
            kept = unmapped
        fates = {column.index: "serial" for column in table.columns}
        fates.update((column.index, "unmapped") for column in unmapped)
        fates.update((column.index, "imported") for column in [*columns, *kept, *told_beside])
        if not table.beside:
            self._account(table, sheet, fates)
            self._note_ages(table, specs, columns)
            self._hold_totals(table, sheet)
        groups = list(dict.fromkeys(column.group for column in columns if column.group))
        work = Work(
            table, sheet, specs, filled, styles, levels, kept, _refs(columns, levels), frozenset(self._counted(table, columns)),
            tuple(name for name, spec in specs.items() if spec.is_link),
        )  # fmt: skip
        self.rows.heading = ""
        self.rows.above = self._place_above(table, sheet, specs)
        headings_of_rows = {entry.row: section_text(sheet, table, entry.row) for entry in table.skipped if entry.reason == "section"}
        numbers = sorted([*table.rows, *headings_of_rows])
        if not headings_of_rows and Blocks.fit(self.rows, work, columns, groups):
            self._in_blocks(Blocks(self.rows, work, columns), numbers)
            return
        for number in numbers:
            if number in headings_of_rows:
                self.rows.heading = headings_of_rows[number]
                continue
            self.making.went(1)
            if not groups and not (table.beside and all(filled.value(number, column.index) is None for column in columns)):
                self.rows.add(work, number, columns)
            told = False
            for group in groups:
                if any(filled.value(number, column.index) is not None for column in columns if column.group == group):
                    of_group = [column for column in columns if column.group in ("", group)]
                    self.rows.add(work, number, of_group, group)
                    told = True
            elsewhere = table.beside or any(filled.value(number, column.index) is not None for column in told_beside)
            if groups and not told and not elsewhere:  # a name with nothing beside it: the heading of the rows below
                self.rows.heading = section_text(sheet, table, number)
                for column in table.columns:
                    value = sheet.value(number, column.index)
                    if value is not None:
                        self.making.plan.coverage["section"] += 1
                        self.making.problem(
                            table, number, column, "no-figures", value,
                            _("This row has no figures; it is taken as the heading of the rows below."), "", level="note",
                        )  # fmt: skip

    def _account(self, table: Table, sheet: Sheet, fates: dict[int, str]) -> None:
        """Counts what stands around the rows, and keeps what becomes of the columns."""
        plan = self.making.plan
        plan.fates.append((table, fates))
        for entry in table.skipped:
            plan.skipped.append((table.sheet, entry.row, entry.reason))
            plan.coverage[entry.reason] += _count(sheet, entry.row, table.range, self._in_forms.get(table.sheet))
        for row in [*table.header_rows, *table.tag_rows]:
            plan.coverage["header"] += _count(sheet, row, table.range)

    def _counted(self, table: Table, columns: list[Column]) -> Iterator[int]:
        """The columns whose cells are counted as imported: each once, however often its table is read."""
        for column in columns:
            if (key := (table.sheet, table.first, column.index)) not in self._taken or not table.beside:
                self._taken.add(key)
                yield column.index

    def _in_blocks(self, blocks: Blocks, numbers: list[int]) -> None:
        start = 0
        for size in chain(SIZES, repeat(SIZES[-1])):
            if start >= len(numbers):
                return
            block = numbers[start : start + size]
            blocks.add(block)
            start += size
            self.making.went(len(block))

    def _place_above(self, table: Table, sheet: Sheet, specs: dict[str, FieldSpec]) -> str:
        """The place that `Council: Moshi DC` or a title of just its name above a table says, when no column does."""
        rows = [entry.row for entry in table.skipped if entry.reason == "title" and entry.row < table.first]
        if "place" not in specs or table.kind == "place" or table.technical or not rows or len(rows) > 40:
            return ""
        if any(column.field == "place" for column in table.columns):
            return ""
        index = self.naming.index("place")
        known = headings.index(self.making.registry)
        grid = Grid(Sheet(sheet.name, rows={row: sheet.rows[row] for row in rows if row in sheet.rows}))
        told = forms.pairs(grid, rows, lambda text: headings.is_known(text, known))
        named = [(pair.value, pair.value_at, mapping.level(Column(1, pair.label, (pair.label,)))) for pair in told]
        named = sorted((entry for entry in named if entry[2]), key=lambda entry: depth(entry[2]))
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
        column = Column(where[1], "", field="place")
        if found and self.naming.first_time(table, column, "above"):
            message = _("The place of rows that name none is taken from here: {place}.").format(place=index.by_id[found].name)
            self.making.problem(table, where[0], column, "place-from-title", sheet.value(*where), message, "", level="note")
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
            self.making.problem(table, table.header_rows[-1], column, "age-group-differs", column.parts[-1], message, "", level="note")

    def _hold_totals(self, table: Table, sheet: Sheet) -> None:
        """Holds rows of totals against the rows they add up: all above, or those since the total before."""
        totals = sorted(entry.row for entry in table.skipped if entry.reason == "total" and table.first <= entry.row)
        if not totals or len(totals) > 200:
            return
        counted = [column for column in table.columns if column.type == "integer"]
        found: list[tuple[int, Column, int, Value]] = []
        whole = Counter[int]()
        begin = 0
        for number in totals:
            end = bisect_left(table.rows, number)
            since = _sums(sheet, table.rows[begin:end], [column.index for column in counted])
            begin = end
            whole.update(since)
            wrong, right = [], 0
            for column in counted:
                told = sheet.value(number, column.index)
                if type(told) is not int:
                    continue
                if told in (whole[column.index], since[column.index]):
                    right += 1
                else:
                    wrong.append((number, column, whole[column.index], told))
            if right:  # a row in which nothing adds up is no sum: an average, or figures from elsewhere
                found += wrong
        for row, column, added, told in found:
            self.making.problem(
                table, row, column, "total-differs", told,
                _("The total of “{header}” is {total}, but its rows add up to {sum}.").format(header=column.header, total=told, sum=added),
                _("Check the total; the rows are taken as they are."), level="note",
            )  # fmt: skip

    def _styles(
        self, table: Table, sheet: Sheet, specs: dict[str, FieldSpec], columns: list[Column], filled: Filled
    ) -> dict[int, Style]:
        found = {}
        orders: list[str] = []
        written = _written(filled, table, [column for column in columns if column.field in specs and specs[column.field].type in _STYLED])
        for column in columns:
            spec = specs.get(column.field or "")
            if spec is None:
                continue
            values = written.get(column.index, [])
            style = cells.style_of(spec, values, sheet.date_orders.get(column.index, ""))
            style.first_month, style.epoch_1904 = self.making.options.first_month, self.making.staging.epoch_1904
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

    def _ask_order(self, table: Table, column: Column, style: Style, filled: Filled) -> None:
        row = next((n for n in table.rows if isinstance(v := filled.value(n, column.index), str) and dates.undecided(v)), None)
        if row is None:
            return
        value = str(filled.value(row, column.index))
        id = question_id(column.field or "", column.header, "date-order", table.sheet)
        offers = []
        for order, label in (("dmy", _("day first: {day}")), ("mdy", _("month first: {day}"))):
            read = dates.read(value, order)
            offers.append(Offer(order, label.format(day=read.isoformat() if read else "?"), 60.0 if order == "dmy" else 40.0))
        told = self.making.decisions.get(id) or names.by_value(self.making.decisions, column.field or "", value)
        if told in ("dmy", "mdy"):
            style.order, style.order_open = told, False
        elif self.making.options.accept_best:
            style.order_open = False
        else:
            asked = Question(id, *self.making.at(table, row, column.index), value, column.field or "", "date-order", offers)
            asked.cells = [self.making.at(table, n, column.index)[1] for n in table.rows if isinstance(filled.value(n, column.index), str)]
            if self.making.options.skip_questions:
                style.order_open = True
            if not self.making.options.skip_questions:
                self.making.plan.questions.append(asked)

    def _note_unmapped(self, table: Table, sheet: Sheet, unmapped: list[Column], filled: Filled) -> None:
        for column in unmapped:
            holding = filled.counts[column.index]
            if not holding:
                continue
            first = filled.firsts[column.index]
            self.making.plan.coverage["unmapped"] += holding
            self.making.problem(
                table, first, column, "unmapped-column", sheet.value(first, column.index),
                _("The column “{header}” is no field of {kind}; its {count} values stay behind.").format(
                    header=column.header or column.ref, kind=self.making.registry.kind(table.kind or "").label(), count=holding
                ),
                _("Choose a field for the column if its values are wanted."), level="note",
            )  # fmt: skip


def _written(filled: Filled, table: Table, columns: list[Column]) -> dict[int, list[Value]]:
    """The cells of columns that tell how they are written: the distinct ones of each column."""
    told: dict[int, dict[tuple[type, Value], None]] = {column.index: {} for column in columns}
    for start in range(0, len(table.rows), SIZES[-1]):
        indexes = list(told)
        for index, values in zip(indexes, filled.columns(table.rows[start : start + SIZES[-1]], indexes), strict=True):
            told[index].update(dict.fromkeys(zip(map(type, values), values, strict=True)))
    return {index: [value for _type, value in values if value is not None] for index, values in told.items()}


def _sums(sheet: Sheet, numbers: Sequence[int], indexes: Sequence[int]) -> dict[int, int]:
    """What the whole numbers of some columns add up to in some rows."""
    found = dict.fromkeys(indexes, 0)
    for start in range(0, len(numbers), SIZES[-1]):
        whole = list(zip_longest(*(sheet.rows.get(number, ()) for number in numbers[start : start + SIZES[-1]])))
        for index in indexes:
            if index <= len(whole):
                found[index] += sum(value for value in whole[index - 1] if type(value) is int)
    return found


def _refs(columns: list[Column], levels: dict[int, str]) -> dict[str, str]:
    """Letters of the column of each field; of several columns of places that of the smallest."""
    refs: dict[str, str] = {}
    for column in columns:
        refs.setdefault(column.field or "", column.ref)
    if levels:
        by_index = {column.index: column.ref for column in columns}
        refs["place"] = by_index[max(levels, key=lambda index: depth(levels[index]))]
    return refs


def _is_serial(column: Column, filled: Filled) -> bool:
    """Whether a column only numbers the rows: its heading says so, or it counts from 1 without a gap."""
    if column.type not in ("integer", "number", "empty"):
        return False
    if any(spelling.strip(" .#:") in _SERIAL or spelling in _SERIAL for spelling in headings.spellings(column.header)):
        return True
    found = [value for value in filled.column(column.index) if value is not None]
    return len(found) >= 3 and found == list(range(1, len(found) + 1))


def _count(sheet: Sheet, row: int, within: Range, but: set[tuple[int, int]] | None = None) -> int:
    values = sheet.rows.get(row, [])[: within.right]
    return sum(
        value is not None and (row, column) not in (but or ())
        for column, value in enumerate(values, 1) if column >= within.left
    )  # fmt: skip
