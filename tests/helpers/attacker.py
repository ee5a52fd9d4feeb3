"""Somebody who works out what hidden counts can be, from all that is published: longest flows through what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gedesk.domain.suppression import THRESHOLD, Guarded


def interval(guarded: Guarded, rows: Mapping[str, int], true: Mapping[str, Mapping[str, int]], row: str, column: str) -> tuple[int, int]:
    """The least and most that a hidden count can be, by all that is published.  Augmenting paths of one person each.

    `true` stands in for one solution of the published sums, from which all others are reached.
    """
    cells = {(one, c): true[one].get(c, 0) for one in rows for c in guarded.columns}
    if len(rows) > 1:
        cells |= {("", c): sum(true[one].get(c, 0) for one in rows) for c in guarded.columns}
    free = {key for key in cells if (guarded.totals[key[1]] if key[0] == "" else guarded.cells[key[0]][key[1]]) is None}
    assert (row, column) in free

    def ends(key: tuple[str, str]) -> tuple[str, str]:
        if key[0] == "":
            return f"column {key[1]}", "total"
        return f"row {key[0]}", f"column {key[1]}" if len(rows) > 1 else "total"

    def pushed(up: bool) -> int:
        now, moved = dict(cells), 0
        tail, head = ends((row, column))
        start, goal = (head, tail) if up else (tail, head)
        while moved < 4 * THRESHOLD and (up or now[row, column] > 0):
            came: dict[str, tuple[str, tuple[str, str], int]] = {start: ("", ("", ""), 0)}
            queue = [start]
            while queue and goal not in came:
                node = queue.pop(0)
                for key in free - {(row, column)}:
                    first, last = ends(key)
                    for here, there, step in ((first, last, 1), (last, first, -1)):
                        if here == node and there not in came and now[key] + step >= 0:
                            came[there] = (node, key, step)
                            queue.append(there)
            if goal not in came:
                break
            node = goal
            while node != start:
                node, key, step = came[node]
                now[key] += step
            now[row, column] += 1 if up else -1
            moved += 1
        return moved

    value = cells[row, column]
    return value - pushed(up=False), value + pushed(up=True)


def hidden_of(guarded: Guarded) -> Iterator[tuple[str, str]]:
    for row, line in guarded.cells.items():
        yield from ((row, column) for column, value in line.items() if value is None)
    if len(guarded.cells) > 1:
        yield from (("", column) for column, value in guarded.totals.items() if value is None)
