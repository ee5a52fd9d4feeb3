"""Rows of tables as records: each cell read for its field, what stands around the row taken in, rules applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.vocabularies import vocabulary
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.workbook import cells, dates, described, mapping, names, spread, technical
from gedesk.workbook.cells import CellProblem, Read, Style
from gedesk.workbook.keys import PARTED, key_of
from gedesk.workbook.plan import NewRecord, Row
from gedesk.workbook.planning.filled import Filled
from gedesk.workbook.planning.making import Making, Work
from gedesk.workbook.planning.naming import Naming, row_has_id
from gedesk.workbook.staging import Sheet, Value
from gedesk.workbook.table import Column, Table

# Kinds of records that belong to a meeting: a form on the same sheet tells of that meeting.
OF_A_MEETING = frozenset({"attendance", "decision", "action_item", "agenda_item"})


# The field that takes what no other field does, the first that a kind has.
WORDS = ("description", "comment", "note", "progress_note", "definition", "response", "minutes", "mandate", "evidence")


class Rows:
    """Makes the rows of a plan."""

    def __init__(self, making: Making, naming: Naming) -> None:
        self.making = making
        self.naming = naming
        self.heading = ""  # of the section that the row stands in
        self.above = ""  # the place that stands above the table, for rows that name none
        self._said: dict[tuple[str, str], int] = {}
        self.keyed: dict[str, dict[int, Row]] = {}  # by kind, the first row of each key, by its hash
        self.drafted: set[tuple[str, str]] = set()
        self._grouped: set[tuple[str, int]] = set()
        self._reads: dict[tuple[str, int, int], dict[str, Read]] = {}
        self._new: set[str] = set()  # ids of the new records seen so far
        self._seen = 0
        self._named: dict[str, tuple[str, ...]] = {}  # the new ones among the ids that rows name
        self._present: dict[tuple[str, int], bool] = {}  # tables that only name those who came

    def add(self, work: Work, number: int, columns: list[Column], group: str = "") -> None:
        """Adds what a row says, or a group of its columns, cell by cell."""
        row = Row(work.kind, {}, work.table.sheet, number, refs=work.refs, cells={} if work.sheet.origin else None)
        before = len(self.making.plan.problems)
        extra: list[str] = []
        counts: dict[str, dict[str, int]] = {}
        self._rest(work, row, number, columns, counts, extra, group)
        self._close(work, row, counts, extra, before)

    def _rest(
        self, work: Work, row: Row, number: int, columns: list[Column], counts: dict[str, dict[str, int]], extra: list[str],
        group: str = "",
    ) -> None:  # fmt: skip
        """Takes columns cell by cell, the places, what is kept in words and what stands around the row."""
        table, sheet, specs, styles, filled = work.table, work.sheet, work.specs, work.styles, work.filled
        again = bool(group) and (table.sheet, number) in self._grouped  # the columns before the groups are counted once
        if group:
            self._grouped.add((table.sheet, number))
        parties = self._parties(table, columns, filled, number, specs)
        own, flagged, taken = sheet.rows.get(number, ()), sheet.flags, 0
        of_places: list[str] = []
        if work.levels:  # first: a name may mean one thing here and another there
            self.naming.places(row, table, number, work.levels, filled, specs, of_places)
        for column in columns:
            name, index = column.field or "", column.index
            value = filled.value(number, index)
            flags = flagged.get((number, index), 0) if flagged else 0
            if value is None and not flags and not table.technical:
                continue
            if value is not None or flags & ~4:
                if row.cells is not None and name not in row.cells:
                    row.cells[name] = self.making.at(table, number, index)[1]
                if ((index <= len(own) and own[index - 1] is not None) or flags & ~4) and not (again and not column.group):
                    taken += index in work.counted
            if name == technical.ID:
                row.id = str(value).strip() if value is not None else None
                continue
            spec = specs[name]
            if column.part and spec.type is Type.DATE:
                self._cross(row, table, column, number, value)
                continue
            if column.part in described.PARTS:
                self._note_known(row, table, column, number, value)
                continue
            if spec.is_link:
                if index in work.levels:
                    continue  # places are read together above
                self.naming.links(row, table, column, spec, value, number, extra)
                self._describe(row, spec, parties.get(name, {}))
                continue
            if spec.type in (Type.DATE, Type.DATETIME) and styles[index].order_open and _is_open_date(value):
                row.open = not self.making.options.skip_questions
                if self.making.options.skip_questions:
                    extra.append(f"{column.header}: {value}")
                continue
            self._take(row, table, column, spec, value, number, self._read(table, column, spec, value, flags, styles, specs), counts, extra)
        self.making.plan.coverage["imported"] += taken
        extra.extend(of_places)
        for column in work.kept:
            value = filled.value(number, column.index)
            if value is not None:
                extra.append(f"{column.header or column.ref}: {cells.as_text(value)}")
                self.making.plan.coverage["imported"] += sheet.value(number, column.index) is not None and not again
        if group:
            self._of_group(row, table, group, specs)
        if self.heading:
            self._of_section(row, self.heading, specs, extra)

    def _cross(self, row: Row, table: Table, column: Column, number: int, value: Value) -> None:
        """A cross under a month or quarter: the row begins with the first of them and ends with the last."""
        period = dates.read_period(column.part, self.making.options.first_month)
        if value is None or period is None:
            return
        values = row.values
        values["start"] = min(values.get("start") or period[0], period[0])
        values["end"] = max(values.get("end") or period[1], period[1])
        if self.naming.first_time(table, table.columns[0], "crosses"):
            message = _("The rows begin and end with the months or quarters that are crossed.")
            self.making.problem(table, number, column, "period-only", value, message, "", level="note")

    def _close(
        self, work: Work, row: Row, counts: dict[str, dict[str, int]], extra: list[str], before: int
    ) -> None:
        """Puts together what was read of a row, and adds it to the plan."""
        values = row.values
        values.update(counts)
        if self.above and values.get("place") is None:
            values["place"] = self.above
        level = work.specs.get("level")
        if level is not None and level.required and row.kind != "place" and values.get("level") is None and values.get("place"):
            place = self.naming.index("place").by_id.get(values["place"])  # a post stands where its place does
            if place is not None and place.level in level.vocabulary.codes:
                values["level"] = place.level
        words = next((name for name in WORDS if name in work.specs), "")
        if extra and words:
            said = values.get(words)
            values[words] = "\n".join([*([said] if said else []), *extra])
        for text in extra if not words else ():
            self._leave(work, row, text)
        self._finish(row, work.table, work.specs, before)
        if self.making.plan.new:
            row.made = self.newly_made(work, row.values)
        row.seal()

    def _leave(self, work: Work, row: Row, text: str) -> None:
        """Tells of words that a kind has no field for."""
        heading = text.partition(":")[0]
        column = next((one for one in work.table.columns if one.header == heading), work.table.columns[0])
        if self.naming.first_time(work.table, column, text):
            message = _("“{words}” has no field of its own and is left out, here and in the rows that repeat it.").format(words=text[:80])
            self.making.problem(work.table, row.row, column, "words-left-out", text, message, "", level="note")

    def newly_made(self, work: Work, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The new records that a row names; the same few names recur down a table."""
        named = PARTED.join([told if isinstance(told, str) else PARTED.join(told) for name in work.links if (told := values.get(name))])
        made = self._named.get(named)
        if made is None:
            if len(self._named) > 20_000:
                self._named.clear()
            made = self._named[named] = tuple(sorted(self._made_here(named.split(PARTED))))
        return made

    def _made_here(self, named: Iterable[str] | str) -> set[str]:
        """Those of some ids whose records this import makes."""
        new = self.making.plan.new
        while self._seen < len(new):
            self._new.add(new[self._seen].id)
            self._seen += 1
        return self._new.intersection((named,) if isinstance(named, str) else named)

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

    def _parties(
        self, table: Table, columns: list[Column], filled: Filled, number: int, own: Mapping[str, FieldSpec]
    ) -> dict[str, dict[str, Any]]:
        """What a row tells of the records that its fields name: the type of an organisation, the telephone of a person."""
        if not any(column.part in described.PARTS for column in columns):
            return {}
        told: dict[str, dict[str, Any]] = {}
        for column in columns:
            if column.part not in described.PARTS:
                continue
            value = filled.value(number, column.index)
            if value is not None:
                specs = self.making.registry.specs(own[column.field or ""].target or "")
                read = cells.read(specs[column.part], value, 0, Style(), specs)
                if read.value is not None:
                    told.setdefault(column.field or "", {})[column.part] = read.value
                elif not read.missing:
                    self.naming.left_out(table, number, column, specs[column.part], cells.as_text(value))
        return told

    def _note_known(self, row: Row, table: Table, column: Column, number: int, value: Value) -> None:
        """Says once for a column that what it tells of a record that is here already changes nothing there."""
        named = row.values.get(column.field or "")
        if value is not None and named and not self._made_here(named) and self.naming.first_time(table, column, ""):
            message = _("{header}: what it tells of records that are here already changes nothing there.").format(header=column.header or column.ref)
            self.making.problem(table, number, column, "known-record", value, message, "", level="note")

    def _describe(self, row: Row, spec: FieldSpec, told: Mapping[str, Any]) -> None:
        """Gives what the row tells of an organisation to the organisation, when this import makes it."""
        if not told:
            return
        named = row.values.get(spec.name)
        ids = set(named if isinstance(named, list) else [named])
        made = [new for new in self.making.plan.new if new.id in ids]
        if len(ids) == 1:
            for new in made:
                for name, value in told.items():
                    new.values.setdefault(name, value)

    def _of_group(self, row: Row, table: Table, group: str, specs: dict[str, FieldSpec]) -> None:
        """What the heading of a session or period says of the record: its meeting, or its days."""
        if row.kind == "attendance":
            if row.values.get("meeting") is None and "meeting" not in self.making.defaults:
                row.values["meeting"] = self._session(table, group)
            return
        if row.kind == "funding":
            column = next(column for column in table.columns if column.group == group)
            row.values.setdefault("funding_kind", spread.money_kind(column) or None)
            return
        period = dates.read_period(group, self.making.options.first_month)
        if period is None:
            day = dates.read(group, "dmy") if "to_day" in specs else None  # reached by a day
            if day is not None and row.values.get("to_day") is None:
                row.values["to_day"] = day
            return
        for names_of_days, day in ((("from_day", "start"), period[0]), (("to_day", "end"), period[1])):
            for name in names_of_days:
                if name in specs and row.values.get(name) is None:
                    row.values[name] = day
        if "period" in specs:
            row.values.setdefault("period", group)

    def _of_section(self, row: Row, heading: str, specs: dict[str, FieldSpec], extra: list[str]) -> None:
        """What the heading of a section says of its rows: their place or their time, else it is kept in words."""
        if "place" in specs and row.values.get("place") is None:
            found = names.match(heading, self.naming.index("place")).accepted
            if found:
                row.values["place"] = found
                return
        period = dates.read_period(heading, self.making.options.first_month)
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
        if key not in self.naming.made:
            found = names.match(title, self.naming.index("meeting")).accepted
            self.naming.made[key] = found or self.making.new_id()
            if not found:
                column = next(column for column in table.columns if column.group == group)
                sheet, where = self.making.at(table, table.header_rows[-1] if table.header_rows else table.first, column.index)
                values: dict[str, Any] = {"title": title, "state": "draft"}
                day = dates.read(group, "dmy") if not dates.undecided(group) else None
                if day is not None:
                    values["start"] = day.isoformat()
                self.making.plan.new.append(NewRecord("meeting", self.naming.made[key], values, sheet, where))
        return self.naming.made[key]

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
        in_words = self.making.registry.specs(row.kind).get(f"{spec.name}_text")
        if read.problem is not None and read.problem[0] == "type-error" and in_words is not None and isinstance(value, str):
            told = " ".join(value.split())[: in_words.max_length]
            row.values.setdefault(in_words.name, told)
            message = _("{field}: “{value}” is no number and is kept in words.").format(field=spec.label, value=told[:60])
            self.making.problem(table, number, column, "kept-in-words", value, message, "", level="note")
            return
        if read.problem is not None:
            self.making.plan.coverage["imported"] -= 1
            self.making.plan.coverage["problem"] += 1
            self.making.problem(table, number, column, read.problem[0], value, read.problem[1], read.problem[2])
            return
        if read.note is not None:
            self.making.problem(table, number, column, read.note[0], value, read.note[1], read.note[2], level="note")
        if read.unknown_code and spec.vocabulary_name == "decision_state" and vocabulary("action_state").find(read.unknown_code):
            row.values[spec.name] = "adopted"  # what is carried out, or is to be, was adopted; how far it is stays in words
            extra.append(f"{column.header or column.ref}: {read.unknown_code}")
            return
        if read.unknown_code:
            answer = self.naming.ask_code(table, number, column, spec, read.unknown_code)
            if answer.open:
                row.open = True
                return
            if answer.id is None:
                extra.append(f"{column.header or column.ref}: {read.unknown_code}")
                if not self.naming.first_time(table, column, read.unknown_code):
                    return
                self.making.problem(
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
        for other, told in (read.others or {}).items():
            row.values.setdefault(other, told)

    def _finish(self, row: Row, table: Table, specs: dict[str, FieldSpec], before: int) -> None:
        values = row.values
        if row.kind in OF_A_MEETING and table.sheet in self.making.meetings and values.get("meeting") is None:
            values["meeting"] = self.making.meetings[table.sheet]
        if table.beside and (head := self.making.heads.get((table.sheet, table.range.left, row.row))) is not None:
            row.head = head
            values[self.making.registry.kind(row.kind).parent or ""] = head.made_as
            row.refused, row.open = row.refused or head.refused, row.open or head.open
        if row.kind == "meeting" and table.form and not values.get("title"):
            titles = [title for title in table.titles if len(title) <= 120]
            day = str(values.get("start") or "")[:10]
            values["title"] = ", ".join(part for part in (titles[0] if titles else table.source, day) if part)
        if row.kind == "result" and values.get("value") is None and values.get("value_text") is None and isinstance(counts := values.get(mapping.FIELD_OF_COUNTS), dict):
            values["value"] = sum(counts.values())  # women and men under each period: the figure is both together
        if row.kind == "activity" and values.get("progress") is None and any(column.part and column.field == "start" for column in table.columns):
            values["progress"] = "planned"  # a plan with crosses
        if row.kind == "focal_point_post" and not values.get("title"):
            values["title"] = self.making.registry.kind(row.kind).label()
        if row.kind == "attendance" and self._are_present(table):
            values.setdefault("status", "present")  # a list of those who came
        for name, value in self.making.defaults.items():
            if name in specs and values.get(name) in (None, [], {}) and row.id is None:
                values[name] = value
        problems = self.making.plan.problems
        if len(problems) > before and any(problem.level == "error" for problem in problems[before:]):
            row.refused = True
        period = values.get("period")
        if "to_day" in specs and values.get("to_day") is None and isinstance(period, str):
            days = dates.read_period(period, self.making.options.first_month)
            if days is not None:
                values["to_day"] = days[1]
                values.setdefault("from_day", days[0])
        self._hold_total(row, table)
        if not row.refused and not row.open:
            try:
                row.values = self._cleaned(row, table)
            except InvalidInput as error:
                row.refused = True
                for problem in error.problems:
                    sheet, cell = self.making.at(table, row.row, table.range.left)
                    cell = ((row.cells or row.refs).get(problem.where, "") and row.cell(problem.where)) or cell
                    self.making.plan.problems.append(
                        CellProblem(
                            problem.code, sheet, cell, problem.value if isinstance(problem.value, str | int | float) else None,
                            problem.message, error.advice, field=problem.where,
                        )
                    )  # fmt: skip
        row.key = key_of(row.kind, row.values, specs)
        if row.id is None and not row.refused:
            first = self._first_saying(row)
            if first != row.row:
                row.duplicate_of = first
                self.making.plan.problems.append(
                    CellProblem(
                        "duplicate-row", *self.making.at(table, row.row, table.range.left), None,
                        _("This row says the same as row {row}.").format(row=first),
                        _("Delete one of them, or change what tells them apart."), level="note",
                    )
                )  # fmt: skip
        self.making.plan.rows.append(row)

    def _first_saying(self, row: Row) -> int:
        """Number of the first row that says the same; only rows of one key are compared."""
        known = self.keyed.setdefault(row.kind, {}).setdefault(hash(row.key), row)
        if known is row or known.key != row.key:
            return row.row
        for one in (known, row):
            first = self._said.setdefault((one.kind, f"{one.sheet}|{sorted(one.values.items())!r}"), one.row)
        return first

    def _are_present(self, table: Table) -> bool:
        key = (table.sheet, table.first)
        if key not in self._present:
            self._present[key] = self._lists_present(table)
        return self._present[key]

    def _lists_present(self, table: Table) -> bool:
        """Whether an attendance list only names those who came: no column says present or absent."""
        if table.technical or table.column("status") is not None:
            return False
        known = vocabulary("attendance_status")
        sheet = self.making.staging.sheet(table.sheet)
        for column in table.columns:
            texts = [v for row in table.rows[:50] if isinstance(v := sheet.value(row, column.index), str)] if not column.field else []
            if texts and sum(known.find(text) is not None for text in texts) >= 0.8 * len(texts):
                return False  # one column for each session: which of them is meant is not for us to say
        return True

    def _cleaned(self, row: Row, table: Table) -> dict[str, Any]:
        """A row's values by the rules of its kind.  A row that has its title but lacks other needed fields is a draft."""
        try:
            return self.making.registry.clean(row.kind, row.values)
        except InvalidInput as error:
            title = self.making.registry.kind(row.kind).title
            lacking = [problem.where for problem in error.problems if problem.code == "required"]
            if len(lacking) < len(error.problems) or not row.values.get(title):
                raise
        for name in lacking:
            if (table.sheet, name) not in self.drafted:
                self.drafted.add((table.sheet, name))
                label = self.making.registry.spec(row.kind, name).label
                self.making.plan.problems.append(
                    CellProblem(
                        "incomplete", *self.making.at(table, row.row, table.range.left), None,
                        _("{field} is missing here and perhaps in further rows; they come in as drafts.").format(field=label),
                        _("Fill it in before the records are reported on."), level="note", field=name,
                    )
                )  # fmt: skip
        row.values["state"] = "draft"
        return self.making.registry.clean(row.kind, row.values)

    def differs(self, values: Mapping[str, Any]) -> bool:
        """Whether the number of participants is another than the counts by sex and age beside it add up to."""
        counts, total = values.get(mapping.FIELD_OF_COUNTS), values.get(mapping.TOTAL)
        if not isinstance(counts, dict) or not isinstance(total, int) or values.get("participants_qualifier"):
            return False
        if len({cell.partition("|")[0] for cell in counts}) == 1:
            return sum(counts.values()) > total  # “of whom women”: the others are not told
        return sum(counts.values()) != total

    def _hold_total(self, row: Row, table: Table) -> None:
        """Tells of a number of participants that differs from the counts beside it."""
        values = row.values
        column = table.column(mapping.TOTAL)
        if column is not None and not table.technical and self.differs(values):
            total, added = values[mapping.TOTAL], sum(values[mapping.FIELD_OF_COUNTS].values())
            self.making.problem(
                table, row.row, column, "total-differs", total,
                _("{header} says {total}, but the counts beside it add up to {sum}.").format(header=column.header, total=total, sum=added),
                _("Correct the cell that is wrong; the rest is counted as not recorded."), level="note",
            )  # fmt: skip


def section_text(sheet: Sheet, table: Table, number: int) -> str:
    """What the heading of a section says."""
    values = (sheet.value(number, column) for column in range(table.range.left, table.range.right + 1))
    return " ".join(" ".join(cells.as_text(value).split()) for value in values if value is not None)


def _is_open_date(value: Value) -> bool:
    return isinstance(value, str) and dates.undecided(value)
