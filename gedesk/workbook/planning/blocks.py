"""Long plain tables read by column, a thousand rows at a time.

What recurs in a column is read once.  Rows that say nothing out of the ordinary become lines of a block; the others
are read cell by cell, as are all rows of tables that are not plain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from gedesk.domain.fields import MAX_NUMBER, FieldSpec, Invalid, Type, is_clean
from gedesk.workbook import cells, described, mapping, technical
from gedesk.workbook.cells import Read, Style
from gedesk.workbook.grid import MISSING
from gedesk.workbook.keys import PARTED, folded, key_fields
from gedesk.workbook.plan import Block, Row
from gedesk.workbook.planning.making import Work
from gedesk.workbook.planning.rows import OF_A_MEETING, Rows
from gedesk.workbook.staging import Flag, Value
from gedesk.workbook.table import Column

SIZES = (50, 200, 1_000)  # rows of the first block, the second, and all others: the first ones make names known
_LONGEST_MARK = max(map(len, MISSING))  # characters of a mark for "no value"
_KEPT = 20_000  # distinct values of a column that are remembered


@dataclass(slots=True, eq=False)
class _Plain:
    """A column whose cells say something each for itself."""

    column: Column
    spec: FieldSpec
    style: Style
    known: dict[tuple[type, Value, int], Read] = field(default_factory=dict)

    def read(self, values: Sequence[Value], flags: Sequence[int], specs: dict[str, FieldSpec], odd: set[int]) -> Sequence[Any]:
        """What cells say, None for nothing; the places of those that say more, or are at fault, go into `odd`."""
        kinds = set(map(type, values))
        kinds.discard(type(None))
        if flags or len(kinds) > 1:
            return [self._said((type(value), value, flag), specs, odd, at) for at, (value, flag) in enumerate(zip_longest(values, flags, fillvalue=0))]
        distinct = dict.fromkeys(values)
        distinct.pop(None, None)
        fits = self._fits(kinds)
        other = [value for value in distinct if not fits(value)] if fits is not None else list(distinct)
        if not other:
            return values
        here: set[int] = set()
        told: dict[Value, Any] = dict(zip(distinct, distinct, strict=True))
        for value in other:
            told[value] = self._said((type(value), value, 0), specs, here, 0)
            if here:
                here.clear()
                odd.update(at for at, one in enumerate(values) if one == value)
        return list(map(told.get, values))

    def _fits(self, kinds: set[type]) -> Callable[[Any], bool] | None:
        """Tells whether a cell of a column of one type is the field's value as it stands; None when none is."""
        spec = self.spec
        if kinds == {str} and spec.type in (Type.TEXT, Type.LONG_TEXT):
            most = spec.max_length
            return lambda text: _LONGEST_MARK < len(text) <= most and is_clean(text)
        if kinds == {int} and spec.type in (Type.INTEGER, Type.NUMBER, Type.COUNTS):
            least = 0 if spec.type is Type.COUNTS else -MAX_NUMBER if spec.minimum is None else spec.minimum
            limit = MAX_NUMBER if spec.maximum is None else min(spec.maximum, MAX_NUMBER)
            return lambda number: bool(least <= number <= limit)
        return None

    def _said(self, key: tuple[type, Value, int], specs: dict[str, FieldSpec], odd: set[int], at: int) -> Any:
        known = self.known
        if key[1] is None:
            return None
        read = known.get(key)
        if read is None:
            if len(known) > _KEPT:
                known.clear()
            read = known[key] = cells.read(self.spec, key[1], key[2], self.style, specs)
        plain = read.problem is None and read.note is None and not read.unknown_code and not read.others
        if plain and not (self.spec.type is Type.COUNTS and (read.value or 0) > MAX_NUMBER):
            return read.value
        odd.add(at)
        return None


@dataclass(slots=True, eq=False)
class _Named:
    """A column of links: what its cells mean, as far as that is settled."""

    column: Column
    spec: FieldSpec
    known: dict[Value, Any] = field(default_factory=lambda: {None: None})

    def read(self, values: Sequence[Value], settled: Mapping[Value, list[str]], odd: set[int]) -> list[Any]:
        """Ids, None for nothing; the places of cells that are not settled yet go into `odd`."""
        open_ = set()
        for value in set(values) - self.known.keys():
            ids = settled.get(value)
            if ids is None:
                open_.add(value)
            else:
                self.known[value] = (ids[0] if self.spec.type is Type.LINK else ids) if ids else None
        if open_:
            odd.update(place for place, value in enumerate(values) if value in open_)
        return list(map(self.known.get, values))


@dataclass(slots=True, eq=False)
class _Kept:
    """A column that is no field: kept in words."""

    column: Column
    spec: FieldSpec
    known: dict[tuple[type, Value], str | None] = field(default_factory=dict)

    def read(self, values: Sequence[Value], odd: set[int]) -> list[str | None]:
        """The words for each cell."""
        if len(self.known) > _KEPT:
            self.known.clear()
        found: list[str | None] = []
        for place, value in enumerate(values):
            if value is None:
                found.append(None)
                continue
            key = (type(value), value)
            if key not in self.known:
                try:
                    self.known[key] = self.spec.parse(f"{self.column.header or self.column.ref}: {cells.as_text(value)}")
                except Invalid:
                    self.known[key] = None
            if self.known[key] is None:
                odd.add(place)
            found.append(self.known[key])
        return found


class Blocks:
    """The rows of one table, added a block at a time."""

    def __init__(self, rows: Rows, work: Work, columns: list[Column]) -> None:
        self._rows, self._work, self._columns = rows, work, columns
        table, sheet = work.table, work.sheet
        flags = sheet.flags.items()
        self._flagged = {number for (number, _index), flag in flags if flag & ~Flag.PERCENT}  # rows with cells at fault
        self._percent = {index for (_number, index), flag in flags if flag & Flag.PERCENT}
        self._plain: list[_Plain] = []
        self._named: list[_Named] = []
        for column in columns:
            spec = work.specs[column.field or ""]
            if column.index in work.levels:
                continue
            if spec.is_link:
                self._named.append(_Named(column, spec))
            else:
                self._plain.append(_Plain(column, spec, work.styles[column.index]))
        self._words = next((name for name in ("description", "comment") if name in work.specs), "")
        self._kept = [_Kept(column, work.specs[self._words]) for column in work.kept]
        self._keys = key_fields(work.kind, work.specs)
        self._settled = {one.column.index: rows.naming.settled(table, one.column) for one in self._named}
        self._placed = rows.naming.placed(table)
        self._pairs: dict[tuple[str, ...], list[str]] = {}

    @staticmethod
    def fit(rows: Rows, work: Work, columns: list[Column], groups: Sequence[str]) -> bool:
        """Whether the rows of a table are plain enough."""
        table, specs = work.table, work.specs
        if table.technical or work.sheet.origin or work.filled.spread or groups or rows.heading:
            return False
        if work.kind in OF_A_MEETING or work.kind == "meeting" or "to_day" in specs or rows.making.defaults.keys() & specs.keys():
            return False
        words = specs.get("description") or specs.get("comment")
        if (work.kept or work.levels) and (words is None or words.type is not Type.LONG_TEXT):
            return False
        return not any(
            column.field == technical.ID
            or column.part in described.PARTS
            or (column.part and column.field == "start")
            or (column.index in work.styles and specs[column.field or ""].type in (Type.DATE, Type.DATETIME) and work.styles[column.index].order_open)
            for column in columns
        )

    def add(self, numbers: Sequence[int]) -> None:
        """Adds rows."""
        work, rows, kind = self._work, self._rows, self._work.kind
        odd = {place for place, number in enumerate(numbers) if number in self._flagged} if self._flagged else set()
        block, fills = self._block(numbers, odd)
        by_name = dict(zip(block.names, block.columns, strict=True))
        none: list[Any] = [None] * len(numbers)
        keys = list(map(PARTED.join, zip(*(map(folded, by_name.get(name, none)) for name in self._keys), strict=True)))
        states, registry, limit = block.states, rows.making.registry, work.specs[self._words].max_length if self._words else 0
        sheet, refs, title = work.table.sheet, work.refs, registry.kind(kind).title
        plan, total, counted = rows.making.plan, by_name.get(mapping.TOTAL), any(name == mapping.FIELD_OF_COUNTS for name, _p, _c in block.counted)
        keyed, imported = rows.keyed.setdefault(kind, {}), 0
        for place, number in enumerate(numbers):
            if place not in odd:
                values = block.values(place)
                lacking = registry.lacking(kind, values) if states[place] != "draft" else []
                if lacking and values.get(title) and all((sheet, name) in rows.drafted for name in lacking):
                    values["state"], lacking = "draft", []
                if (
                    not lacking
                    and registry.holds(kind, values)
                    and not (self._words in values and len(values[self._words]) > limit)
                    and not (counted and total is not None and total[place] is not None and rows.differs(values))
                ):
                    row = Row(kind, None, sheet, number, refs=refs, _block=block, _at=place)
                    if keyed.setdefault(hash(keys[place]), row) is row:
                        states[place] = values.get("state")
                        if plan.new:
                            row.made = rows.newly_made(work, values)
                        plan.rows.append(row)
                        imported += fills[place]
                        continue
            rows.add(work, number, self._columns)
        plan.coverage["imported"] += imported

    def _block(self, numbers: Sequence[int], odd: set[int]) -> tuple[Block, list[int]]:
        """What the rows say, and how many cells of each are read."""
        work = self._work
        levels = list(work.levels)
        every = [one.column.index for one in self._plain] + [one.column.index for one in self._named] + [one.column.index for one in self._kept] + levels
        whole = work.filled.columns(numbers, every)
        fills = [len(line) - line.count(None) for line in zip(*whole, strict=True)] or [0] * len(numbers)
        read = iter(whole)
        names: dict[str, Sequence[Any]] = {"state": [None] * len(numbers)}
        counted: list[tuple[str, str, Sequence[Any]]] = []
        for plain in self._plain:
            at, spec = plain.column.index, plain.spec
            flags = [work.sheet.flags.get((number, at), 0) for number in numbers] if at in self._percent else ()
            found = plain.read(next(read), flags, work.specs, odd)
            if spec.type is Type.COUNTS:
                counted.append((spec.name, plain.column.part, found))
            else:
                names[spec.name] = list(map(_later, names[spec.name], found)) if spec.name in names else found
        for named in self._named:
            found = named.read(next(read), self._settled[named.column.index], odd)
            name = named.spec.name
            names[name] = list(map(self._merged if named.spec.type is Type.LINKS else _later, names[name], found)) if name in names else found
        said = [kept.read(next(read), odd) for kept in self._kept]
        if levels:
            told = [self._placed.get(key) for key in zip(*read, strict=True)]
            odd.update(place for place, settled in enumerate(told) if settled is None)
            names["place"] = [settled[0] if settled else None for settled in told]
            if any(settled and settled[1] for settled in told):
                said.insert(0, ["\n".join(settled[1]) or None if settled else None for settled in told])
        if self._rows.above:
            names["place"] = [place or self._rows.above for place in names.get("place", [None] * len(numbers))]
        states = names["state"] = list(names["state"])
        return Block(states, tuple(names), list(names.values()), counted, self._keys, self._words, said), fills

    def _merged(self, before: list[str] | None, found: list[str] | None) -> list[str] | None:
        """The names of two columns of one field; the same two come again and again."""
        if not before or not found:
            return before or found
        pair = (*before, "", *found)
        if pair not in self._pairs:
            self._pairs[pair] = sorted({*before, *found})
        return self._pairs[pair]


def _later(before: Any, found: Any) -> Any:
    return before if found is None else found
