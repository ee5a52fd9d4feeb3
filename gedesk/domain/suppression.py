"""Hiding counts of few people in what is published, together with what they could be worked out from.

A count below `THRESHOLD` is hidden.  Alone it could be recomputed from the total beside it, so further counts of its table
are hidden until every hidden one could be at least `THRESHOLD` more than it is without a published number changing: the
reader of the page cannot narrow it down to an interval shorter than that.  For each hidden count there is a closed chain of
hidden counts that can be raised and lowered in turn (Kelly, Golden and Assad, "Cell suppression: disclosure protection for
sensitive tabular data", Networks 22, 1992; Hundepool and others, "Statistical Disclosure Control", Wiley 2012, chapter 4).

Nothing here knows records: counts are people by row (their sex) and column (age band, region, year).
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

THRESHOLD = 5
JOIN = "+"  # between the codes of rows that are shown as one

Counts = Mapping[str, Mapping[str, int]]  # row -> column -> people


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table as it may be published; None is hidden.  Totals of columns are those of all rows."""

    columns: tuple[str, ...]
    cells: dict[str, dict[str, int | None]]  # row -> column
    totals: dict[str, int | None]  # by column

    @property
    def hidden(self) -> int:
        """How many counts are hidden, totals of columns included where there are several rows."""
        cells = sum(value is None for row in self.cells.values() for value in row.values())
        return cells + (sum(value is None for value in self.totals.values()) if len(self.cells) > 1 else 0)


@dataclass(frozen=True, slots=True)
class Released:
    """Tables about the same people: rows with their totals, which are never hidden, and each table by its name.

    A table is None where too little can be shown of it.  `rows` is empty when nobody may be counted at all.
    """

    rows: dict[str, int]
    tables: dict[str, Guarded | None]

    @property
    def total(self) -> int:
        """Everybody."""
        return sum(self.rows.values())


def small(count: float | None, threshold: int = THRESHOLD) -> bool:
    """Whether a count of people is hidden; nobody at all is not."""
    return count is not None and 0 < count < threshold


def release(tables: Mapping[str, Counts], columns: Mapping[str, Sequence[str]], threshold: int = THRESHOLD) -> Released:
    """Protects tables that count the same people by the same rows.

    Totals of rows are what the tables have in common.  Rows of few people are joined until every total may be shown; so no
    table tells anything of another one that its published totals do not tell.
    """
    totals: dict[str, int] = {}
    for counts in tables.values():
        here = {row: sum(cells.values()) for row, cells in counts.items()}
        here = {row: number for row, number in here.items() if number}
        if totals and here != totals:
            raise ValueError("the tables do not count the same people")
        totals = here
    rows = _joined(totals, threshold)
    if not rows:
        return Released({}, dict.fromkeys(tables))
    merged = {name: {row: _added(counts, row) for row in rows} for name, counts in tables.items()}
    return Released(rows, {name: protect(counts, columns[name], threshold) for name, counts in merged.items()})


def _joined(totals: Mapping[str, int], threshold: int) -> dict[str, int]:
    """Rows and their totals, each large enough; empty when all of them together are not."""
    left = dict(totals)
    while len(left) > 1 and min(left.values()) < threshold:
        first, second = sorted(left, key=lambda row: left[row])[:2]
        merged = JOIN.join(row for row in totals if row in (*first.split(JOIN), *second.split(JOIN)))
        left[merged] = left.pop(first) + left.pop(second)
    return left if left and min(left.values()) >= threshold else {}


def _added(counts: Counts, joined: str) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for row in joined.split(JOIN):
        for column, number in counts.get(row, {}).items():
            found[column] += number
    return dict(found)


def guard_list(counts: Mapping[str, int], total: int, threshold: int = THRESHOLD) -> dict[str, int | None] | None:
    """Counts of parts whose total is published; None where none of them may be shown.

    What the total has beyond the parts can be worked out as well, and is protected like a part of its own.
    """
    if small(total, threshold):
        return None
    beyond = max(0, total - sum(counts.values()))
    whole = {**counts, JOIN: beyond} if beyond else dict(counts)
    guarded = protect({"": whole}, tuple(whole), threshold, unseen=(JOIN,) if beyond else ())
    return {key: guarded.cells[""][key] for key in counts} if guarded is not None else None


# -- one table ---------------------------------------------------------------------------------------------------


class _Cell(NamedTuple):
    """A count: raising it is a step from one node to another, lowering it the step back.

    Steps that lead back to where they began keep every sum of a row and of a column.
    """

    row: str | None  # None for the total of a column
    column: str
    tail: Hashable
    head: Hashable
    people: int


def protect(
    counts: Counts, columns: Sequence[str], threshold: int = THRESHOLD, *, unseen: Collection[str] = ()
) -> Guarded | None:
    """One table whose totals of rows are published; columns that are `unseen` are not.

    None when a count in it cannot be protected.
    """
    cells = list(_cells(counts, columns))
    few = {at for at, cell in enumerate(cells) if small(cell.people, threshold)}
    hidden = few | {at for at, cell in enumerate(cells) if cell.column in unseen}
    for at in sorted(few, key=lambda one: cells[one].people):
        chain = _chain(cells, at, hidden, threshold)
        if chain is None:
            return None
        hidden.update(chain)
    shown = {(cell.row, cell.column): None if at in hidden else cell.people for at, cell in enumerate(cells)}
    rows = {row: {column: shown[row, column] for column in columns} for row in counts}
    only = next(iter(rows), "")
    totals = {column: shown[None, column] if len(rows) > 1 else rows[only][column] for column in columns}
    return Guarded(tuple(columns), rows, totals)


def _cells(counts: Counts, columns: Sequence[str]) -> Iterable[_Cell]:
    alone = len(counts) == 1
    for row, by_column in counts.items():
        for column in columns:
            yield _Cell(row, column, ("row", row), "all" if alone else ("column", column), by_column.get(column, 0))
    if not alone:
        for column in columns:
            total = sum(by_column.get(column, 0) for by_column in counts.values())
            yield _Cell(None, column, ("column", column), "all", total)


def _chain(cells: Sequence[_Cell], at: int, hidden: set[int], threshold: int) -> list[int] | None:
    """Further counts that let one be `threshold` more: the cheapest way back from its head to its tail.

    On the way counts are raised, or lowered where that leaves them at least nothing.
    """
    steps: dict[Hashable, list[tuple[Hashable, int]]] = defaultdict(list)
    for number, cell in enumerate(cells):
        if number != at:
            steps[cell.tail].append((cell.head, number))
            if cell.people >= threshold:
                steps[cell.head].append((cell.tail, number))
    start, goal = cells[at].head, cells[at].tail
    best: dict[Hashable, float] = {start: 0}
    came: dict[Hashable, tuple[Hashable, int]] = {}
    waiting: list[tuple[float, int, Hashable]] = [(0, 0, start)]
    order = 0
    while waiting:
        cost, _order, node = heapq.heappop(waiting)
        if node == goal:
            break
        if cost > best[node]:
            continue
        for following, number in steps[node]:
            dearer = cost + _price(cells[number], number in hidden)
            if dearer < best.get(following, float("inf")):
                best[following] = dearer
                came[following] = (node, number)
                order += 1
                heapq.heappush(waiting, (dearer, order, following))
    if goal not in came:
        return None
    found = []
    node = goal
    while node != start:
        node, number = came[node]
        found.append(number)
    return found


def _price(cell: _Cell, hidden: bool) -> float:
    """What hiding a count costs: few people before many, a count inside the table before a total, empty ones last."""
    if hidden:
        return 0.001
    return 10.0 + math.sqrt(cell.people) + (1000.0 if cell.row is None else 0.0) + (100.0 if not cell.people else 0.0)
