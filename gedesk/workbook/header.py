"""The row of a run that is most like a header of what follows it.

A row is judged by how much of the table's width it fills, whether its cells are short texts that occur only once,
whether the cells below are of another kind, and whether its words are known headings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from gedesk.domain.text import fold
from gedesk.workbook.grid import Grid, kind
from gedesk.workbook.rows import (
    echoes,
    identifiers,
    is_numbers,
    is_pair,
    is_tags,
    is_total,
    is_types,
    labels_of,
)
from gedesk.workbook.staging import Value

Known = Callable[[str], bool]

_LOOK = 60  # rows of a run that may hold its header
BODY = 40  # rows below a candidate that show what the columns hold


@dataclass(slots=True)
class Body:
    """What the columns below a candidate hold."""

    kinds: dict[int, Counter[str]]
    texts: dict[int, set[str]]
    fill: float

    def usual(self, column: int) -> str:
        counted = self.kinds.get(column)
        return counted.most_common(1)[0][0] if counted else ""


def body_of(grid: Grid, rows: Iterable[int]) -> Body:
    held: dict[int, list[tuple[str, str]]] = {}
    fills = []
    for number in rows:
        cells = grid.seen(number)
        fills.append(len(cells))
        for column, of_kind, text in cells:
            if column in held:
                held[column].append((of_kind, text))
            else:
                held[column] = [(of_kind, text)]
    return Body(
        {column: Counter([of_kind for of_kind, _text in cells]) for column, cells in held.items()},
        {column: {text for _kind, text in cells if text} for column, cells in held.items()},
        median(fills) if fills else 0.0,
    )


def _is(grid: Grid, number: int, test: Callable[[dict[int, Value]], bool]) -> bool:
    """What a test says of a row, asked once: the body of many candidates holds the same rows."""
    key = (test.__name__, number)
    if key not in grid.told:
        grid.told[key] = test(grid.rows[number])
    return grid.told[key]


def header_score(grid: Grid, run: list[int], place: int, known: Known) -> float:
    """How much row `run[place]` is like a header of what follows, 0 to 1 and a little above."""
    row = grid.rows[run[place]]
    following = run[place + 1 : place + 1 + BODY]
    if not following:
        following = grid.between(run[place] + 1, run[place] + 3)
    following = [
        n for n in following if not any(_is(grid, n, test) for test in (is_tags, is_types)) and not says_again(row, grid.rows[n])
    ] or following  # fmt: skip
    if len(following) > 1 and is_numbers(grid.rows[following[0]]):
        following = following[1:]
    body = body_of(grid, following)
    labels = labels_of(row)
    if not labels:
        return 0.0
    covered: set[int] = set(row)
    for merge in grid.wide_at(run[place]):
        if merge.left in row:
            covered.update(range(merge.left, merge.right + 1))
    columns = {column for column, counted in body.kinds.items() if sum(counted.values()) >= max(1, 0.1 * len(following))}
    width = len(columns) or len(row)
    cover = len(covered & columns) / width if columns else 0.0
    texts = [row[column] for column in labels]
    label_share = len(labels) / len(row)
    shown = [fold(str(text)[:1000]) for text in texts]
    unique = len(set(shown)) / len(shown)
    contrast = similar = 0
    for column in labels:
        below = body.usual(column)
        if below and below != kind(row[column]):
            contrast += 1
        elif str(row[column]).strip() in body.texts.get(column, ()):
            similar += 1
    hits = sum(known(str(text)) for text in texts)
    long = sum(len(str(text)) > 150 for text in texts) / len(texts)
    score = (
        0.34 * cover
        + 0.18 * label_share
        + 0.08 * unique
        + 0.18 * contrast / len(labels)
        + 0.28 * hits / len(texts)
        - 0.30 * similar / len(labels)
        - 0.10 * long
    )
    if not columns:  # a header with nothing below it: a blank form
        score = 0.1 * label_share + 0.1 * unique + 0.5 * hits / len(texts) + 0.1 * (len(row) >= 4)
    if is_tags(row):
        score = 0.75
    elif place + 1 < len(run) and is_tags(grid.rows[run[place + 1]]):
        score += 0.5
    if len(row) == 1 and (width > 1 or grid.widest > 1):
        score -= 0.6
    if not contrast and not hits and label_share < 1:
        score -= 0.25  # texts among numbers above texts among numbers: the first row of a bare list
    if len(labels) < 2 and width > 2:
        score -= 0.3
    if is_total(row):
        score -= 0.2
    if is_types(row) or (place and is_numbers(row) and len(labels_of(grid.rows[run[place - 1]])) >= 2):
        score -= 0.5
    if is_pair(row):
        score -= 0.4
    return score


def says_again(header: dict[int, Value], row: dict[int, Value]) -> bool:
    """Whether a row repeats a header, as printed pages have it."""
    others = len(header) - 0.75 * max(len(header), len(row))  # cells that may say something else
    for column, value in header.items() if len(header) > 1 else ():
        if row.get(column) != value:
            others -= 1
            if others < 0:
                return False
    return len(header) > 1 and others >= 0


class Head(NamedTuple):
    """Place in a run of the row most like a header, -1 for none, its score, and the scores of the rows looked at."""

    place: int
    score: float
    scores: dict[int, float]  # by row number


def is_technical(grid: Grid, run: list[int], place: int) -> bool:
    """Whether a row says again what the row above says, one in technical names, or bears such names alone: `org_name`, `startDate`."""
    above, row = grid.rows[run[place - 1]], grid.rows[run[place]]
    if echoes(above, row):
        return True
    both = [column for column in row if column in above]
    return (
        len(both) >= 3 and len(both) >= 0.8 * max(len(above), len(row))
        and identifiers(row) >= 0.8 and identifiers(above) < 0.2 and len(labels_of(above)) == len(above)
        and (place + 1 >= len(run) or identifiers(grid.rows[run[place + 1]]) < 0.4)
    )  # fmt: skip


def find_header(grid: Grid, run: list[int], known: Known) -> Head:
    """The row of a run most like a header."""
    best, best_score = -1, 0.0
    scores: dict[int, float] = {}
    for place in range(min(len(run), _LOOK)):
        if place and is_technical(grid, run, place):
            continue  # technical names under labels, or labels under technical names: the upper row is the header
        # A header lower down must be clearly better: data that looks like headings comes after the real header.
        score = scores[run[place]] = header_score(grid, run, place, known) - 0.012 * place - 0.05 * sum(
            len(grid.rows[number]) >= 0.8 * len(grid.rows[run[place]]) for number in run[:place]
        )
        if score > best_score:
            best, best_score = place, score
    return Head(best, best_score, scores)
