"""What a workbook contains: its tables, the kind of record each holds, and what its columns mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log10
from statistics import median
from typing import Any

from gedesk.domain.record import Registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.workbook import forms, headings, layout, mapping, technical
from gedesk.workbook.dates import looks_like_date
from gedesk.workbook.grid import MISSING, UNCACHED, Grid, kind
from gedesk.workbook.grid import kind as value_kind
from gedesk.workbook.header import Known
from gedesk.workbook.layout import Area, Skipped
from gedesk.workbook.rows import is_tags
from gedesk.workbook.staging import Flag, Range, Sheet, Staging, Value
from gedesk.workbook.table import Column, Guess, Table

_SAMPLE = 400


def recognise(staging: Staging, kinds: Registry, *, kind: str | None = None) -> list[Table]:
    """Every table of a workbook, the likeliest main table first.  With `kind`, columns are read as that kind's."""
    known = headings.index(kinds)

    def is_known(text: str) -> bool:
        return headings.is_known(text, known)

    found: list[Table] = []
    staging.derived = []
    for sheet in staging.sheets:
        if not sheet.rows and not sheet.flags:
            continue
        grid = Grid(sheet)
        if not grid.order:
            continue
        own = _technical(grid, sheet, kinds)
        if own is not None:
            found.append(own)
            continue
        here = []
        for area in layout.find(grid, is_known):
            table = _table(grid, sheet, area, kinds, kind, staging.name)
            table.alternatives = [
                Guess(Range(min([first, *heads]), area.left, max(area.last, first), area.right), heads, first, round(0.9 * score * table.confidence, 3))
                for heads, first, score in layout.others(grid, area, is_known)
            ]
            here.append(table)
        _doubt(here)
        other = _turned(staging, grid, is_known, here, kinds, kind) or _forms(staging, grid, is_known, here, kinds, kind)
        found.extend(other if other is not None else here)
    _in_order(found)
    if found and not found[0].technical and _is_main_doubtful(found, [sheet.name for sheet in staging.sheets]):
        found[0].confidence = min(found[0].confidence, 0.85)
    return found


def corrected(
    staging: Staging, sheet: str, bounds: Range, header_rows: Sequence[int] | None, kinds: Registry, *, kind: str | None = None
) -> Table:
    """The table that a person points at.  `bounds` is the rectangle of header and body; without header rows they are found in it."""
    found = staging.sheet(sheet)
    grid = Grid(found)
    if header_rows is None:
        known = headings.index(kinds)
        header_rows = layout.heads_within(grid, bounds, lambda text: headings.is_known(text, known))
    heads = sorted(number for number in header_rows if number in grid.rows)
    first = max([bounds.top - 1, *heads]) + 1
    area = layout.given(grid, bounds.left, bounds.right, heads, first, max(first, bounds.bottom))
    table = _table(grid, found, area, kinds, kind, staging.name)
    table.confidence = 1.0
    return table


def _in_order(found: list[Table]) -> None:
    """Puts the likeliest main table first.  What comes first in the workbook stays first unless it is far smaller."""
    ranks = [_rank(table) for table in found]
    for place, table in enumerate(found):
        if table.confidence < 0.6 or table.hidden or len(table.columns) < 2 or table.technical:
            continue
        for later in range(place + 1, len(found)):
            other = found[later]
            times = 3 if other.sheet == table.sheet else 1.3 if table.kind is not None else 4
            if (other.sheet == table.sheet or other.kind == table.kind) and times * _cells(table) >= _cells(other):
                ranks[place] = max(ranks[place], ranks[later])
    order = sorted(range(len(found)), key=lambda place: -ranks[place])
    if (first := _first_of_many(found)) is not None:
        order = [first, *(place for place in order if place != first)]
    found[:] = [found[place] for place in order]


_MANY = 6  # sheets with tables that make a book of statistics
_UNDERSTOOD = 0.6


def _first_of_many(found: Sequence[Table]) -> int | None:
    """The first table of a book of statistics: many sheets with tables, none of them much longer or clearly of a kind of ours."""
    able = [place for place, table in enumerate(found) if not table.hidden and table.confidence >= 0.6 and len(table.columns) >= 3 and len(table.rows) >= 2]
    sizes = [_cells(found[place]) for place in able]
    if len({found[place].sheet for place in able}) < _MANY or max(sizes) > 0.35 * sum(sizes) or any(table.technical for table in found):
        return None
    clear = [found[place] for place in able if found[place].kind is not None and found[place].kind_score >= _UNDERSTOOD and len(found[place].rows) >= 8]
    return None if clear else able[0]


_WEAK = 0.36  # below this score a kind is hardly more than a guess


def _is_main_doubtful(found: Sequence[Table], sheets: Sequence[str]) -> bool:
    """Whether another sheet may be the one that is meant: more rows of the same kind, as many figures, or rows before these."""
    first = found[0]
    place = {name: number for number, name in enumerate(sheets)}
    able = [
        other for other in found[1:]
        if other.sheet != first.sheet and not other.hidden and other.confidence >= 0.9 and len(other.rows) >= 8 and len(other.columns) > 3
    ]  # fmt: skip
    before = {other.sheet for other in able if place.get(other.sheet, 0) < place.get(first.sheet, 0) and other.kind != first.kind}
    if len(before) >= 2 or (first.kind_score < _WEAK and len({other.sheet for other in able}) >= 3):
        return True
    for other in found[1:]:
        if other.sheet == first.sheet or other.technical:
            continue
        if first.kind is not None and other.kind == first.kind and len(other.rows) > 1.5 * len(first.rows):
            return True
        if other.hidden or other.confidence < 0.7:
            continue
        if first.kind is None and 2 * _cells(other) >= _cells(first):
            return True
        earlier = place.get(other.sheet, 0) < place.get(first.sheet, 0)
        if earlier and len(other.columns) > 3 and len(other.rows) >= 10 and 4 * _cells(other) >= _cells(first) and other.kind != first.kind:
            return True
    return False


def _cells(table: Table) -> int:
    return len(table.rows) * len(table.columns)


def _rank(table: Table) -> float:
    """Likelihood of being the main table: our own first, then shown sheets with well understood and long tables."""
    if table.technical:
        return 10 + len(table.rows) / 1e6
    size = log10(max(1, len(table.rows) * len(table.columns))) / 5
    mapped = len({column.field for column in table.columns if column.field}) / 12
    understood = _share(table.kind_score, 0.5) if table.kind is not None else 0.0
    rank = 0.2 * max(0.7, table.confidence) + 0.2 * understood + 0.6 * size + 0.2 * min(1.0, mapped) - (0.5 if table.hidden else 0.0)
    if len(table.columns) < 2:
        rank -= 0.4  # lines of text, not a table
    return round(rank * 10) / 10  # among equals the order of the workbook decides


# -- sheets read another way -------------------------------------------------------------------------------------


def _turned(
    staging: Staging, grid: Grid, known: Known, here: list[Table], kinds: Registry, kind: str | None
) -> list[Table] | None:
    """Tables of a register that lies on its side, when it is understood better that way; else None."""
    side = forms.turned(grid, known)
    if side is None:
        return None
    turned = Grid(side)
    told = [_table(turned, side, area, kinds, kind, staging.name) for area in layout.find(turned, known)]
    best = max(told, key=lambda table: table.kind_score, default=None)
    if best is None or best.kind is None or _fields(best) < 3 or best.kind_score < _best_score(here) + 0.1:
        return None
    if not any(column.field and column.type in _SURE_TYPES for column in best.columns):
        return None  # words alone: a list that explains headings
    best.confidence = min(best.confidence, 0.85)  # shown to a person first
    staging.derived.append(side)
    return [best]


_SURE_TYPES = frozenset({"date", "integer", "number", "percent", "yes_no"})


def _forms(
    staging: Staging, grid: Grid, known: Known, here: list[Table], kinds: Registry, kind: str | None
) -> list[Table] | None:
    """The record that labels and values above a table, or alone on a sheet, tell of; None when there is none."""
    listed = any(
        len(table.columns) >= 4 and (
            len(table.rows) >= (4 if table.kind is not None else 5)
            or (table.kind is not None and len(table.rows) >= 2 and _fields(table) >= 0.5 * len(table.columns))
        )
        for table in here
    )  # fmt: skip
    if len(grid.order) <= _FORM_ROWS and not listed:
        told = forms.pairs(grid, grid.order, known)
        if len({pair.at[0] for pair in told}) >= max(3, 0.6 * len(grid.order)):
            side, alone = _form(staging, grid, told, kinds, kind)
            titled = alone is not None and alone.kind is not None and alone.column(kinds.kind(alone.kind).title) is not None
            worded = any(isinstance(pair.value, str) and value_kind(pair.value) == "t" for pair in told)
            if alone is not None and titled and worded and alone.kind_score > _best_score(here):
                staging.derived.append(side)
                return [alone]
    below = [table for table in here if table.kind in _OF_A_MEETING and len(table.rows) > 1]
    if below and "meeting" in set(kinds):
        top = min(table.range.top for table in below)
        told = forms.pairs(grid, [row for row in grid.order[:_FORM_ROWS] if row < top], known)
        side, form = _form(staging, grid, told, kinds, "meeting", least=0.2)
        if form is not None and form.column("start") is not None:
            staging.derived.append(side)
            told_rows = {pair.at[0] for pair in told}
            return [*(table for table in here if not {*table.header_rows, *table.rows} <= told_rows), form]
    return None


_OF_A_MEETING = frozenset({"attendance", "decision", "action_item", "agenda_item"})


_FORM_ROWS = 60


def _form(staging: Staging, grid: Grid, told: list[forms.Pair], kinds: Registry, kind: str | None, *, least: float = 0.3) -> tuple[Sheet, Table | None]:
    side = forms.form(grid.sheet, told)
    if len(told) < 3:
        return side, None
    area = Area(1, len(told), [1], [], 2, 2, [2], score=0.7)
    table = _table(Grid(side), side, area, kinds, kind, staging.name)
    if table.kind is None or _fields(table) < 3 or table.kind_score < least:
        return side, None
    taken = {pair.at[0] for pair in told}
    first = min(taken)
    table.titles = [value for row in grid.order if row < first for value in grid.rows[row].values() if isinstance(value, str)]
    table.confidence = min(table.confidence, 0.85)
    table.form = True
    return side, table


def _fields(table: Table) -> int:
    return len({column.field for column in table.columns if column.field})


def _best_score(tables: Sequence[Table]) -> float:
    return max((table.kind_score for table in tables if table.kind is not None), default=0.0)


# -- our own workbooks -------------------------------------------------------------------------------------------


def _technical(grid: Grid, sheet: Sheet, kinds: Registry) -> Table | None:
    for number in grid.order[:20]:
        told = technical.parse(grid.rows[number], kinds)
        if told is None:
            continue
        name, fields = told
        after = [row for row in grid.order if row > number]
        header = after[:1]
        rows = after[1:]
        columns = []
        for column in sorted(set(fields) | (set(grid.rows[header[0]]) if header else set())):
            field, part = fields.get(column, (None, ""))
            heading = _text(grid.rows[header[0]].get(column)) if header else ""
            columns.append(
                Column(column, heading, (heading,), field=field, part=part, confidence=1.0, how="technical",
                       type=column_type([grid.rows[row].get(column) for row in rows[:_SAMPLE]]))
            )  # fmt: skip
        first = rows[0] if rows else (header[0] if header else number) + 1
        last = rows[-1] if rows else first - 1
        bounds = Range(header[0] if header else number, columns[0].index, max(last, header[0] if header else number), columns[-1].index)
        return Table(
            sheet.name, bounds, header, [number], first, last, rows, columns, kind=name, kind_score=1.0, confidence=1.0,
            hidden=False, technical=True, skipped=[Skipped(row, "title") for row in grid.order if row < number],
        )  # fmt: skip
    return None


# -- other people's ----------------------------------------------------------------------------------------------


def _table(grid: Grid, sheet: Sheet, area: Area, kinds: Registry, kind: str | None, name: str) -> Table:
    sample = area.rows[:_SAMPLE]
    contents: dict[int, list[object]] = {
        column: [value for row in sample if (value := grid.rows[row].get(column)) is not None]
        for column in range(area.left, area.right + 1)
    }
    columns: list[Column] = []
    for index in range(area.left, area.right + 1):
        parts = header_parts(grid, area, index)
        tag = next(
            (str(grid.rows[row][index]).strip() for row in [*area.tags, *area.headers]
             if isinstance(grid.rows[row].get(index), str) and str(grid.rows[row][index]).strip().startswith("#")
             and is_tags(grid.rows[row])),
            "",
        )  # fmt: skip
        if not parts and not contents[index]:
            continue
        if not contents[index] and columns and parts == columns[-1].parts and _is_covered(grid, area, index):
            continue  # the rest of a cell merged over several columns
        columns.append(Column(index, headings.join(parts), parts, tag, type=column_type(contents[index], sheet, sample, index)))
    titles = [_text(value) for row in area.titles for value in grid.rows[row].values() if isinstance(value, str)]
    context = " ".join([name.replace("_", " "), sheet.name.replace("_", " "), *titles])
    readings = mapping.map_columns(columns, contents, kinds, kind, context)
    best = readings[0]
    enough = kind is not None or best.score >= 0.22
    for column in columns:
        candidate = best.columns.get(column.index) if enough else None
        if candidate is not None:
            column.field, column.part = candidate.field, candidate.part
            column.confidence, column.how, column.group = candidate.confidence, candidate.how, candidate.group
    bottom = max(area.last, *area.headers, *area.tags) if area.headers or area.tags else area.last
    return Table(
        sheet.name,
        Range(area.top, area.left, bottom, area.right),
        area.headers,
        area.tags,
        area.first,
        area.last,
        area.rows,
        columns,
        area.skipped,
        titles,
        best.kind if enough else None,
        best.score,
        _confidence(grid, area, enough and bool(best.kind), best.score),
        sheet.hidden,
        source=sheet.source,
    )


def _is_covered(grid: Grid, area: Area, column: int) -> bool:
    return all(column not in grid.rows[row] for row in area.headers)


def header_parts(grid: Grid, area: Area, column: int) -> tuple[str, ...]:
    """Headings above a column from top to bottom, merged ones spread over their columns."""
    parts = []
    for row in area.headers:
        value = grid.rows[row].get(column)
        if value is None:
            merge = next((m for m in grid.wide_at(row) if m.left <= column <= m.right and m.top <= row <= m.bottom), None)
            if merge is not None:
                value = grid.rows.get(merge.top, {}).get(merge.left)
            elif row != area.headers[-1] and len(area.headers) > 1:
                value = _unmerged_group(grid, area, row, column)
        text = _text(value)
        if text and text not in parts:
            parts.append(text)
    return tuple(parts)


def _unmerged_group(grid: Grid, area: Area, row: int, column: int) -> Value:
    """The group heading to the left, where a heading row has gaps that nobody merged."""
    below = grid.rows[area.headers[-1]]
    if column not in below:
        return None
    for left in range(column - 1, area.left - 1, -1):
        value = grid.rows[row].get(left)
        if value is not None:
            merged = any(merge.left == left and merge.top <= row <= merge.bottom for merge in [*grid.wide, *grid.tall])
            return None if merged or left not in below else value
        if left not in below:
            return None
    return None


def _text(value: Value) -> str:
    return "" if value is None or value == UNCACHED else str(value).strip()


def column_type(values: Sequence[Any], sheet: Sheet | None = None, rows: Sequence[int] = (), column: int = 0) -> str:
    """`date`, `integer`, `number`, `percent`, `yes_no`, `code`, `text` or `empty`: what most of a column's cells are."""
    counted: Counter[str] = Counter()
    whole = short = 0
    texts: list[str] = []
    for value in values:
        if value is None or (isinstance(value, str) and value.strip().lower() in MISSING):
            continue
        told = kind(value)
        counted[told] += 1
        if told == "n":
            whole += isinstance(value, int) or (isinstance(value, str) and value.strip().isdecimal()) or value == UNCACHED
        elif told == "t":
            texts.append(value)
            short += len(value) <= 24
    total = sum(counted.values())
    if not total:
        return "empty"
    usual, number = counted.most_common(1)[0]
    if number < 0.6 * total:
        return "text"
    if usual == "n":
        if sheet is not None and any(sheet.flags.get((row, column), 0) & Flag.PERCENT for row in rows[:20]):
            return "percent"
        if any(isinstance(value, str) and value.strip().endswith("%") for value in values[:20]):
            return "percent"
        return "integer" if whole >= 0.95 * counted["n"] else "number"
    if usual == "d":
        return "date"
    if usual == "b":
        return "yes_no"
    answers = vocabulary("yes_no")
    if texts and sum(len(text) < 40 and answers.find(text) is not None and not text.strip().isdecimal() for text in texts) >= 0.9 * len(texts):
        return "yes_no"
    if _dates_as_text(texts) >= 0.7 * len(texts):
        return "date"
    if len(texts) >= 8 and short == len(texts) and len(set(texts)) <= max(2, 0.2 * len(texts)):
        return "code"
    return "text"


def _dates_as_text(texts: list[str]) -> int:
    return sum(looks_like_date(text) for text in texts)


def _confidence(grid: Grid, area: Area, kind_known: bool, understood: float) -> float:
    """How far the guess of header, first and last row can be trusted, 0 to 1; below 0.9 a person should look at it.

    What speaks for it is how much the header is like one, by how much more than any other row, and whether its words
    are understood.  What people do that leads astray takes away from it: rows that may belong to the header, a last
    row unlike the others, few rows to judge by.
    """
    if not area.headers:
        return 0.3
    trust = 0.7 + 0.16 * _share(area.score - 0.45, 0.2) + 0.1 * _share(area.margin, 0.45)
    trust += 0.04 * _share(understood, 0.5) if kind_known else -0.02
    fills = [len(grid.rows[number]) for number in area.rows[:200]]
    usual = median(fills) if fills else 0
    if len(area.rows) < 3 or (usual >= 3 and len(grid.rows[area.rows[-1]]) < min(3, 0.4 * usual)):
        trust -= 0.1
    if area.rows and layout.is_like_header(grid, area):
        trust -= 0.12
    if len(area.headers) > 1 and not any(grid.wide_at(number) for number in area.headers):
        trust -= 0.08
    if layout.has_loose_words_above(grid, area):
        trust -= 0.1
    return round(max(0.05, min(0.99, trust)), 3)


def _share(value: float, whole: float) -> float:
    return max(0.0, min(1.0, value / whole))


def _doubt(tables: Sequence[Table]) -> None:
    """Tables one below the other on a sheet may be one, and one may be two: unless headings recur they are shown."""
    for table in tables:
        for other in tables:
            stacked = other is not table and other.range.left <= table.range.right and table.range.left <= other.range.right
            if stacked and len(other.columns) > 1 and not _like(table, other):
                table.confidence = min(table.confidence, 0.8)
                break


def _like(table: Table, other: Table) -> bool:
    """Whether two tables have much the same headings in the same columns, so that they were told apart for a reason."""
    there = {column.index: column.header for column in other.columns}
    same = sum(there.get(column.index) == column.header != "" for column in table.columns)
    return same >= 0.5 * max(len(table.columns), len(other.columns))
