"""Finding tables on a sheet: header rows, tag rows, the first and last row of data, and what lies around them.

Everything here works on shapes: `rows` tells what single rows are, `header` which row is most like a header; what the
columns mean is found in `mapping`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from gedesk.domain.text import fold
from gedesk.workbook import dates
from gedesk.workbook.grid import Grid, kind
from gedesk.workbook.header import (
    BODY,
    Head,
    Known,
    body_of,
    find_header,
    header_score,
    is_technical,
    says_again,
)
from gedesk.workbook.rows import (
    is_note,
    is_numbers,
    is_pair,
    is_tags,
    is_total,
    is_types,
    labels_of,
)
from gedesk.workbook.staging import Range, Value


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no data, and why: `title`, `note`, `total`, `section`, `blank`, `tag`, `header`."""

    row: int
    reason: str


@dataclass(slots=True)
class Area:
    """A table found on a sheet, before its columns are given meaning."""

    left: int
    right: int
    headers: list[int]
    tags: list[int]
    first: int
    last: int
    rows: list[int]  # rows of data
    skipped: list[Skipped] = field(default_factory=list)
    score: float = 0.0  # how much like a header its header is, 0 to 1
    margin: float = 0.0  # by how much more than any row that is none
    titles: list[int] = field(default_factory=list)

    @property
    def top(self) -> int:
        """First row of the header, or of the data when there is none."""
        return min([*self.headers, *self.tags, self.first]) if self.headers or self.tags else self.first


def is_like_header(grid: Grid, area: Area) -> bool:
    """Whether the first row of data could be one more row of headings: texts over columns of figures."""
    row = grid.rows.get(area.first, {})
    body = body_of(grid, [number for number in area.rows[1 : BODY + 1] if number != area.first])
    figures = [column for column in row if body.usual(column) in ("n", "d")]
    over = [
        column for column in labels_of(row)
        if column in figures and not dates.looks_like_date(str(row[column])) and not any(char.isdigit() for char in str(row[column])[:3])
    ]  # fmt: skip
    return len(over) >= 2 and len(over) >= 0.2 * len(figures)


def has_loose_words_above(grid: Grid, area: Area) -> bool:
    """Whether words just above some columns of the header could name a group of them: nobody merged the cells."""
    above = grid.rows.get(area.headers[0] - 1, {}) if area.headers else {}
    return 0 < len(above) <= 3 and area.headers[0] - 1 in area.titles and area.left + 1 < min(above) <= area.right and not any(
        merge.left == min(above) for merge in grid.wide_at(area.headers[0] - 1)
    )


# -- tables ------------------------------------------------------------------------------------------------------

_ENOUGH = 0.52  # a row of this score begins a table
_MAYBE = 0.40


def find(grid: Grid, known: Known) -> list[Area]:
    """Every table of a sheet, from top to bottom and left to right."""
    areas: list[Area] = []
    for left, right in _column_groups(grid):
        part = grid if left == 0 else grid.cut(left, right)
        areas.extend(_find_in(part, known))
    _shared_groups(grid, areas)
    return areas


def heads_within(grid: Grid, bounds: Range, known: Known) -> list[int]:
    """The header and tag rows of a rectangle; its first row when none is like a header."""
    part = grid.cut(bounds.left, bounds.right)
    run = part.between(bounds.top, bounds.bottom)
    head = find_header(part, run, known)
    if head.place < 0:
        return run[:1]
    headers, tags = _header_rows(part, run, head.place)
    return sorted([*headers, *tags])


def given(grid: Grid, left: int, right: int, headers: Sequence[int], first: int, last: int) -> Area:
    """The table that a person points at: notes at its end, totals and sections are still told apart."""
    part = grid.cut(left, right)
    tags = [number for number in headers if number in part.rows and is_tags(part.rows[number])]
    heads = sorted(set(headers) - set(tags)) if len(tags) < len(headers) else []
    area = Area(left, right, heads, sorted(tags), first, last, part.between(first, last), score=1.0)
    _trim(part, area)
    return area


def _shared_groups(grid: Grid, areas: list[Area]) -> None:
    """A row of names just above the headers of tables side by side belongs to all of them."""
    for area in areas:
        twins = [other for other in areas if other.headers[:1] == area.headers[:1] and other.headers]
        above = area.headers[0] - 1 if area.headers else 0
        named = [other for other in twins if above in other.titles and other.left in grid.rows.get(above, {})]
        if len(named) >= 2:
            for other in named:
                other.headers.insert(0, above)
                other.titles.remove(above)
                other.skipped = [entry for entry in other.skipped if entry.row != above]


def _find_in(grid: Grid, known: Known) -> list[Area]:
    runs = _join_headers(grid, grid.segments(), known)
    areas: list[Area] = []
    loose: list[int] = []  # rows before the next table: titles
    for index, run in enumerate(runs):
        head = find_header(grid, run, known)
        place, score = head.place, head.score
        current = areas[-1] if areas else None
        if current is not None and _continues(grid, current, run, place, score, known):
            _extend(grid, current, run)
        elif place >= 0 and score >= _ENOUGH and (len(run) - place > 1 or _is_form(grid, runs, index, place)):
            area = _build(grid, run, head)
            area.titles = [*loose, *(number for number in run[:place] if number < area.top)]
            area.skipped = [*(Skipped(number, "title") for number in area.titles), *area.skipped]
            areas.append(area)
            loose = []
        elif current is not None:
            current.skipped.extend(Skipped(number, "note") for number in run)
        else:
            loose.extend(run)
    if not areas and loose:
        areas.extend(_without_header(grid, runs, known))
    for area in areas:
        _trim(grid, area)
    return areas


def _join_headers(grid: Grid, runs: list[list[int]], known: Known) -> list[list[int]]:
    """Short runs of headings, titles above them, belong to what begins one or two blank rows below them."""
    joined: list[list[int]] = []
    for run in reversed(runs):
        if joined and joined[-1][0] - run[-1] <= 3 and _leads(grid, run, joined[-1], known) and not _are_pairs(grid, run, joined[-1][0]):
            joined[-1] = run + joined[-1]
        else:
            joined.append(run)
    joined.reverse()
    return joined


def _leads(grid: Grid, run: list[int], below: list[int], known: Known) -> bool:
    """Whether a run holds nothing but titles, sums and at the end up to three rows of headings of the rows below it."""
    if is_tags(grid.rows[run[-1]]):
        return True
    run = [number for number in run if not _is_aside(grid.rows[number])]
    if not run or all(is_pair(grid.rows[number]) for number in run):
        return False
    titles = 0
    while len(run) > 3 and titles < len(run) - 1 and titles < 6 and (len(grid.rows[run[titles]]) <= 2 or is_total(grid.rows[run[titles]])):
        titles += 1
    heads = [grid.rows[number] for number in run[titles:]]
    if len(heads) == 2 and is_total(heads[0]):
        del heads[0]
    if len(heads) <= 3 and all(len(labels_of(row)) == len(row) for row in heads) and (not titles or len(heads[-1]) >= 3):
        return True
    return len(heads) <= 9 and _heads_what_follows(grid, heads, below, known)


def _is_aside(row: dict[int, Value]) -> bool:
    return is_tags(row) or is_types(row) or is_numbers(row)


def _heads_what_follows(grid: Grid, heads: list[dict[int, Value]], below: list[int], known: Known) -> bool:
    """Whether the last of some rows is the header of the rows below, and those above it stand around: fewer cells, or sums."""
    last = heads[-1]
    if len(last) < 3 or len(labels_of(last)) < len(last):
        return False
    for row in heads[:-1]:
        if len(row) > 0.6 * len(last) and sum(kind(value) == "n" for value in row.values()) < 0.7 * len(row):
            return False
    first = grid.rows[below[0]]
    if len(set(last) & set(first)) < 0.6 * len(first) or says_again(last, first):
        return False
    contrast = sum(kind(first[column]) in ("n", "d") for column in last if column in first)
    return contrast >= 2 or sum(known(str(value)) for value in last.values()) >= 0.5 * len(last)


def _are_pairs(grid: Grid, run: list[int], below: int) -> bool:
    """Whether a run tells labels and values, like the filters of a pivot table, rather than headings of what is below it."""
    wide = len(grid.rows[below]) >= 3 and not any(grid.wide_at(number) for number in run)
    left = min(grid.rows[below])
    return wide and all(sorted(grid.rows[number]) == [left, left + 1] for number in run)


def _is_form(grid: Grid, runs: list[list[int]], index: int, place: int) -> bool:
    """Whether a header with nothing below it is a form still to be filled in."""
    return index + 1 == len(runs) and len(grid.rows[runs[index][place]]) >= 3


def _build(grid: Grid, run: list[int], head: Head) -> Area:
    """A table from the header found."""
    place = head.place
    headers, tags = _header_rows(grid, run, place)
    top = max(*headers, *tags, run[place])
    rows = [number for number in run if number > top]
    columns = _table_columns(grid, headers or tags, rows)
    first = rows[0] if rows else top + 1
    taken = {*headers, *tags}
    return Area(
        min(columns), max(columns), sorted(headers), sorted(tags), first, rows[-1] if rows else first - 1, rows, score=head.score,
        margin=head.score - max((told for number, told in head.scores.items() if number not in taken), default=0.0),
    )


def _table_columns(grid: Grid, headers: list[int], rows: list[int]) -> set[int]:
    columns: set[int] = set()
    for number in headers:
        columns.update(grid.rows[number])
        for merge in grid.wide_at(number):
            if merge.left in grid.rows[number]:
                columns.update(range(merge.left, merge.right + 1))
    for number in rows[:2000]:
        columns.update(grid.rows[number])
    return columns or {1}


def _header_rows(grid: Grid, run: list[int], place: int) -> tuple[list[int], list[int]]:
    """All header rows and tag rows around the best one."""
    headers = [run[place]]
    tags: list[int] = []
    if is_tags(grid.rows[run[place]]) and place > 0 and _is_over_tags(grid, run, place):
        tags, headers, place = [run[place]], [run[place - 1]], place - 1
    # downwards
    below = place + 1
    while below < len(run) and below <= place + 4:
        row = grid.rows[run[below]]
        if is_tags(row) or is_types(row) or is_numbers(row) or (below == place + 1 and is_technical(grid, run, below)):
            tags.append(run[below])
        elif below <= place + 2 and not tags and _is_sub_header(grid, run, below, headers):
            headers.append(run[below])
        else:
            break
        below += 1
    # upwards
    above = place - 1
    while above >= 0 and above >= place - 4:
        row = grid.rows[run[above]]
        gap = run[above + 1] - run[above]
        if gap > 2 or (gap == 2 and not any(merge.left > min(grid.rows[min(headers)]) for merge in grid.wide_at(run[above])) and not _has_corner(grid, run[above], headers)):
            break
        if is_types(row) and len(row) > 0.5 * len(grid.rows[run[place]]):
            tags.append(run[above])
        elif _is_group_row(grid, run[above], headers, tags):
            headers.append(run[above])
        else:
            break
        above -= 1
    if tags and headers and min(tags) < min(headers):  # a type row above everything belongs to no header
        tags = [number for number in tags if number > min(headers)] or tags
    return headers, tags


def _is_over_tags(grid: Grid, run: list[int], place: int) -> bool:
    """Whether the row above a row of tags holds the headings: half as many as there are tags, and no label with its value."""
    above, tags = grid.rows[run[place - 1]], grid.rows[run[place]]
    return len(labels_of(above)) >= max(2, 0.5 * len(tags)) and not is_pair(above)


def _is_sub_header(grid: Grid, run: list[int], below: int, headers: list[int]) -> bool:
    """Whether the row under a header row is a second header row: texts where the data below holds numbers or dates."""
    row = grid.rows[run[below]]
    following = run[below + 1 : below + 1 + BODY]
    header = grid.rows[headers[-1]]
    labels = labels_of(row)
    if not following or len(labels) < len(row):
        return False
    body = body_of(grid, following)
    merged = [merge for merge in grid.wide_at(headers[-1]) if merge.left in header and merge.bottom < run[below]]
    under_merge = {column for merge in merged for column in range(merge.left, merge.right + 1)}
    if len(labels & under_merge) >= 2 and len(labels & under_merge) >= 0.5 * len(labels):
        return not any(str(row[column]).strip() in body.texts.get(column, ()) for column in labels & under_merge) or all(
            body.usual(column) != "t" for column in labels & under_merge
        )
    # Without merges a row with faults in it must not pass for a heading: no counts, nothing that recurs below.
    if any(kind(row[column]) == "n" and not 1900 <= int(str(row[column]).strip() or 0) <= 2100 for column in labels):
        return False
    beside = [column for column in labels if body.usual(column) == "t" and column in header]
    recurs = [column for column in labels if body.usual(column) == "t" and str(row[column]).strip() in body.texts[column]]
    if recurs or len(beside) > 0.34 * len(labels):
        return False
    numeric = {column for column, counted in body.kinds.items() if counted.most_common(1)[0][0] in "nd"}
    contrast = [column for column in labels if column in numeric and (kind(row[column]) != "d" or body.usual(column) != "d")]
    return len(contrast) >= 2 and len(contrast) >= 0.5 * len(labels) and len(contrast) >= 0.3 * len(numeric)


def _is_group_row(grid: Grid, number: int, headers: list[int], tags: list[int]) -> bool:
    """Whether a row above a header groups its columns: merged over some of them, or filling their gaps."""
    row = grid.rows[number]
    header = grid.rows[min(headers)]
    left, right = min(header), max(header)
    if len(labels_of(row)) < len(row) or is_total(row) or is_pair(row):
        return False
    if _has_corner(grid, number, headers):
        return True
    if len(row) == 1 and not _is_lone_group(grid, number, headers):
        return False
    groups = [merge for merge in grid.wide_at(number) if merge.left in row and merge.bottom <= max(headers)]
    partial = [merge for merge in groups if merge.left > left or (merge.right < right and len(row) > 1)]
    if partial:
        return True
    if any(merge.top == number and merge.bottom >= min(headers) and merge.left in row for merge in grid.tall):
        return len(row) >= 2
    gaps = [column for column in row if column not in header]
    if number + 1 == min(headers) and len(row) >= 2 and len(gaps) >= 0.5 * len(row) and len(gaps) >= 0.5 * len(header):
        return True
    # Nobody merged the cells: names of groups stand at the first column of each, over labels that recur or beside gaps.
    if len(row) < 2 or (len(row) >= len(header) and not gaps) or number + 1 != min([*headers, *tags]):
        return False
    if min(row) < left - 1 or max(row) > right or any(str(value).rstrip().endswith(":") for value in row.values()):
        return False
    shown = [fold(str(value)[:1000]) for value in header.values()]
    return len(row) >= 3 or len(set(shown)) < len(shown) or any(column not in header for column in row)


def _has_corner(grid: Grid, number: int, headers: list[int]) -> bool:
    """Whether an empty corner is merged from a row down to the header: both are headings, whatever stands beside it."""
    row, last = grid.rows[number], max(headers)
    beside = [merge for merge in grid.wide_at(number) if merge.left in row and merge.top == number and merge.bottom < last]
    return bool(beside) and any(
        merge.top == number and merge.bottom == last and merge.right < min(row) and merge.left not in row for merge in grid.tall
    )


def _is_lone_group(grid: Grid, number: int, headers: list[int]) -> bool:
    """Whether the only cell of a row is the name of some columns and not the title of all: short, and merged over few of them."""
    header = grid.rows[min(headers)]
    ((column, value),) = grid.rows[number].items()
    merge = next((merge for merge in grid.wide_at(number) if merge.left == column), None)
    if merge is None or number + 1 != min(headers) or len(str(value)) > 40 or set(grid.rows.get(number - 1, {})) == {column}:
        return False
    under = [below for below in header if merge.left <= below <= merge.right]
    return 2 <= len(under) <= 0.5 * len(header)


def _usual_fill(grid: Grid, area: Area) -> float:
    sample = area.rows[:200]
    return median(len(grid.rows[number]) for number in sample) if sample else float(area.right - area.left + 1)


def _continues(grid: Grid, area: Area, run: list[int], place: int, score: float, known: Known) -> bool:
    """Whether a run after blank rows goes on with the table above."""
    if not area.rows:
        return False
    usual = _usual_fill(grid, area)
    if _goes_on(grid, area, run, place, usual, known):
        return True
    lead = 0  # names of groups may come before the next rows: months, objectives
    while lead < min(2, len(run) - 1) and (len(grid.rows[run[lead]]) == 1 or (len(grid.rows[run[lead]]) == 2 and usual >= 6)) and usual >= 3:
        lead += 1
    first = grid.rows[run[lead]]
    header = grid.rows[area.headers[-1]] if area.headers else {}
    if says_again(header, first) and len(header) > 1:
        return False  # the same headings again after blank rows: one more table of the same kind
    if place >= 0 and score >= _ENOUGH and _starts_table(grid, run, place, known):
        return False
    inside = [column for column in first if area.left <= column <= area.right]
    if len(inside) < max(1, 0.45 * usual) or len(inside) < 0.8 * len(first) or (len(inside) == 1 and usual > 1.5):
        return False
    body = body_of(grid, area.rows[:BODY])
    clash = sum(body.usual(column) in "nd" and kind(first[column]) == "t" for column in inside if body.usual(column))
    return clash <= 0.34 * len(inside) and not is_note(first, usual)


def _goes_on(grid: Grid, area: Area, run: list[int], place: int, usual: float, known: Known) -> bool:
    """Whether what looks like a header in a run comes after rows like those of the table, so that the run is data."""
    if place <= 0 or not area.headers or sum(known(str(value)) for value in grid.rows[run[place]].values()) >= 2:
        return False
    body = body_of(grid, area.rows[:BODY])
    alike = 0
    for number in run[:place]:
        row = grid.rows[number]
        if len(row) == 1 or is_total(row):
            continue
        inside = [column for column in row if area.left <= column <= area.right]
        clash = sum(body.usual(column) in ("n", "d") and kind(row[column]) == "t" for column in inside)
        if len(inside) < len(row) or len(inside) < 0.45 * usual or clash > 0.2 * len(inside):
            return False
        alike += 1
    return alike > 0


def _starts_table(grid: Grid, run: list[int], place: int, known: Known) -> bool:
    """Whether a run after a table begins another: its header stands out from what follows."""
    if place + 1 >= len(run):
        return False
    row = grid.rows[run[place]]
    body = body_of(grid, run[place + 1 : place + 1 + BODY])
    labels = labels_of(row)
    contrast = sum(body.usual(column) not in ("", "t", kind(row[column]) if kind(row[column]) == "d" else "") for column in labels)
    hits = sum(known(str(row[column])) for column in labels)
    return len(labels) == len(row) >= 2 and (contrast >= 1 or hits >= 0.5 * len(labels))


def _extend(grid: Grid, area: Area, run: list[int]) -> None:
    header = grid.rows[area.headers[-1]] if area.headers else {}
    for number in run:
        row = grid.rows[number]
        if says_again(header, row):
            area.skipped.append(Skipped(number, "header"))
        else:
            area.rows.append(number)
    area.last = max(area.last, run[-1])
    area.right = max(area.right, *(max(grid.rows[number]) for number in run if len(grid.rows[number]) > 1), 0)


def _without_header(grid: Grid, runs: list[list[int]], known: Known) -> list[Area]:
    """A list that starts right away: the longest run of rows of one shape."""
    best = max(runs, key=len)
    fills = [len(grid.rows[number]) for number in best]
    if len(best) < 3 or median(fills) < 2:
        head = find_header(grid, best, known)
        if head.place < 0 or head.score < _MAYBE or len(grid.rows[best[head.place]]) < 2:
            return []
        area = _build(grid, best, head)
        area.skipped = [Skipped(number, "title") for number in best[: head.place]]
        return [area]
    head = find_header(grid, best, known)
    if head.place >= 0 and head.score >= _MAYBE:
        area = _build(grid, best, head)
        area.skipped = [Skipped(number, "title") for number in best if number < area.top]
        return [area]
    above = 0  # a title that stands right on the list
    while len(best) - above > 3 and (len(grid.rows[best[above]]) == 1 or is_pair(grid.rows[best[above]])):
        above += 1
    titles, best = best[:above], best[above:]
    columns = _table_columns(grid, [], best)
    skipped = [Skipped(number, "title") for number in titles]
    return [Area(min(columns), max(columns), [], [], best[0], best[-1], list(best), skipped, score=0.2, titles=titles)]


def _trim(grid: Grid, area: Area) -> None:
    """Takes notes off the end, and marks totals, sections and blank rows inside."""
    usual = _usual_fill(grid, area)
    while area.rows and is_note(grid.rows[area.rows[-1]], usual):
        area.skipped.append(Skipped(area.rows.pop(), "note"))
    # Notes can go on with short lines below a first line that is one.
    lone = len(area.rows)
    while lone > 0 and len(grid.rows[area.rows[lone - 1]]) == 1 and usual >= 3:
        lone -= 1
    tail = area.rows[lone:]
    for place, number in enumerate(tail):
        if is_note(grid.rows[number], usual) or (len(tail) - place >= 3 and place == 0):
            area.skipped.extend(Skipped(note, "note") for note in tail[place:])
            del area.rows[lone + place :]
            break
    header = grid.rows[area.headers[-1]] if area.headers else {}
    numbered = _numbered(grid, area)
    fills = sorted(len(grid.rows[number]) for number in area.rows[:200])
    full = fills[int(0.7 * len(fills))] if fills else 0  # headings of sections and sums between the rows make the usual one short
    for number in area.rows:
        row = grid.rows[number]
        if says_again(header, row):
            area.skipped.append(Skipped(number, "header"))
        elif is_total(row):
            area.skipped.append(Skipped(number, "total"))
        elif len(row) == 1 and max(usual, full) >= 3 and _is_section(grid, area, number, numbered):
            area.skipped.append(Skipped(number, "section"))
    if area.rows:
        area.first, area.last = area.rows[0], area.rows[-1]
        there = set(area.rows) | {entry.row for entry in area.skipped}
        blanks = [number for number in range(area.first, area.last) if number not in there]
        area.skipped.extend(Skipped(number, "blank") for number in blanks[:1000])
    marked = {entry.row for entry in area.skipped if entry.reason in ("total", "section", "header")}
    area.rows = [number for number in area.rows if number not in marked]
    area.skipped.sort(key=lambda entry: entry.row)


def _numbered(grid: Grid, area: Area) -> bool:
    """Whether the first column only numbers the rows."""
    rows = [row for number in area.rows[:200] if len(row := grid.rows[number]) > 1]
    told = [row[area.left] for row in rows if area.left in row]
    return len(told) >= max(2, 0.5 * len(rows)) and sum(kind(value) == "n" for value in told) >= 0.8 * len(told)


def _is_section(grid: Grid, area: Area, number: int, numbered: bool) -> bool:
    row = grid.rows[number]
    column = min(row)
    if kind(row[column]) != "t":
        return False
    merged = any(merge.left == column and merge.right - merge.left >= 2 for merge in grid.wide_at(number))
    return merged or column == area.left or (numbered and column == area.left + 1)


# -- other ways to see it ---------------------------------------------------------------------------------------


def others(grid: Grid, area: Area, known: Known) -> list[tuple[list[int], int, float]]:
    """Other header rows a table may have, with its first row of data then and how likely that is, best first."""
    if not area.headers or not area.rows:
        place, score, _scores = find_header(grid, area.rows, known) if len(area.rows) > 1 else Head(-1, 0.0, {})
        return [([area.rows[place]], area.rows[place + 1], max(0.1, score))] if 0 <= place < len(area.rows) - 1 else []
    found: list[tuple[list[int], int, float]] = []
    top, last = area.headers[0], max(area.headers)
    after = [number for number in area.rows if number > area.first]
    if len(area.headers) > 1:
        found.append((area.headers[1:], area.first, 0.5))
    row = grid.rows[area.first]
    if after and len(labels_of(row)) == len(row):
        under = set(row) - set(grid.rows[last])
        found.append(([*area.headers, area.first], after[0], 0.55 if under else 0.3 + 0.2 * sum(known(str(v)) for v in row.values()) / len(row)))
    above = grid.rows.get(top - 1)
    if above is not None and len(above) >= 2 and len(labels_of(above)) == len(above):
        found.append(([top - 1, *area.headers], area.first, 0.45))
    nearby = [number for number in grid.order if number <= area.first][-8:] + after[:4]
    for place, number in enumerate(nearby[:-1]):
        if number in area.headers or number in area.tags:
            continue
        score = header_score(grid, nearby, place, known)
        if score > 0.3:
            found.append(([number], max(nearby[place + 1], number + 1), min(0.6, 0.8 * score)))
    return sorted(found, key=lambda entry: -entry[2])[:2]


# -- tables side by side -----------------------------------------------------------------------------------------


def _column_groups(grid: Grid) -> list[tuple[int, int]]:
    """Groups of columns that hold tables side by side; one group `(0, 0)` when the sheet is one table wide."""
    used = grid.used()
    for merge in grid.wide:
        if merge.left in grid.rows.get(merge.top, {}) and merge.right - merge.left < 40:
            used.update(range(merge.left, merge.right + 1))
    groups: list[list[int]] = []
    for column in sorted(used):
        if groups and column == groups[-1][-1] + 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    if len(groups) < 2:
        return [(0, 0)]
    parts = [(group[0], group[-1]) for group in groups]
    first = _profile(grid, *parts[0])
    apart = [_profile(grid, *part) for part in parts]
    # Only columns that live on other rows, or repeat the same headings, are tables of their own.
    found: list[tuple[int, int]] = [parts[0]]
    for part, profile in zip(parts[1:], apart[1:], strict=True):
        rows, texts = profile
        shared = len(rows & first[0]) / max(1, min(len(rows), len(first[0])))
        extent = len(rows) / max(1, len(first[0]))
        repeats = len(texts & first[1]) >= 2
        note = len(rows) <= 3 and len(first[0]) > 8
        if repeats or note or extent < 0.6 or shared < 0.6 or extent > 1.6:
            found.append(part)
        else:
            found[-1] = (found[-1][0], part[1])
    return found if len(found) > 1 else [(0, 0)]


def _profile(grid: Grid, left: int, right: int) -> tuple[set[int], set[str]]:
    rows: set[int] = set()
    texts: set[str] = set()
    for number, row in grid.rows.items():
        inside = [value for column, value in row.items() if left <= column <= right]
        if inside:
            rows.add(number)
            if len(rows) < 15:
                texts.update(fold(value[:1000]) for value in inside if isinstance(value, str) and kind(value) == "t")
    return rows, texts
