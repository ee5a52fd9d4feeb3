"""Hidden counts stay hidden: an attacker who knows every published number and the rule learns nothing narrower."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import pytest
from helpers.attacker import hidden_of, interval
from hypothesis import given
from hypothesis import strategies as st

from gedesk.domain.suppression import JOIN, THRESHOLD, Guarded, Released, guard_list, release, small

COLUMNS = ("a", "b", "c", "d", "e")
FEW_OR_MANY = st.one_of(st.integers(0, 4), st.sampled_from((0, 5, 6, 7, 9, 12, 40, 1000)))


def tables(rows: int, columns: int) -> st.SearchStrategy[dict[str, dict[str, int]]]:
    row = st.lists(FEW_OR_MANY, min_size=columns, max_size=columns)
    return st.lists(row, min_size=1, max_size=rows).map(
        lambda lines: {f"r{at}": dict(zip(COLUMNS, line, strict=False)) for at, line in enumerate(lines)}
    )


@given(tables(4, 5))
def test_no_hidden_count_of_a_table_can_be_narrowed_down(counts: dict[str, dict[str, int]]) -> None:
    made = release({"ages": counts}, {"ages": COLUMNS})
    guarded = made.tables["ages"]
    if guarded is None:
        return
    true = {row: {c: sum(counts[one].get(c, 0) for one in row.split(JOIN)) for c in COLUMNS} for row in made.rows}
    for row, column in hidden_of(guarded):
        low, high = interval(guarded, made.rows, true, row, column)
        assert high - low >= THRESHOLD, (row, column, low, high)


@given(tables(4, 5))
def test_what_is_shown_is_true_and_never_of_few(counts: dict[str, dict[str, int]]) -> None:
    made = release({"ages": counts}, {"ages": COLUMNS})
    assert sum(made.rows.values()) in (0, sum(sum(row.values()) for row in counts.values()))
    assert not any(small(number) for number in made.rows.values())
    guarded = made.tables["ages"]
    if guarded is None:
        return
    for row, line in guarded.cells.items():
        for column, shown in line.items():
            real = sum(counts[one].get(column, 0) for one in row.split(JOIN))
            assert shown is None or (shown == real and not small(shown))
    for column, shown in guarded.totals.items():
        assert shown is None or (shown == sum(row.get(column, 0) for row in counts.values()) and not small(shown))


# -- the same by trying everything, on tables small enough -------------------------------------------------------


def solutions(made: Released, limit: int) -> Iterator[dict[tuple[str, str, str], int]]:
    """Every set of tables with the published numbers.  Tables share the totals of rows and nothing else."""
    per_table = []
    for name, guarded in made.tables.items():
        if guarded is None:
            return
        per_table.append([{(name, *key): value for key, value in one.items()} for one in _fillings(guarded, made.rows, limit)])
    for parts in itertools.product(*per_table):
        yield {key: value for part in parts for key, value in part.items()}


def _fillings(guarded: Guarded, rows: Mapping[str, int], limit: int) -> Iterator[dict[tuple[str, str], int]]:
    options = []
    for row, total in rows.items():
        ranges = [[shown] if (shown := guarded.cells[row][c]) is not None else range(limit + 1) for c in guarded.columns]
        options.append([line for line in itertools.product(*ranges) if sum(line) == total])
    for lines in itertools.product(*options):
        sums = [sum(column) for column in zip(*lines, strict=True)]
        if all(guarded.totals[c] in (None, sums[at]) for at, c in enumerate(guarded.columns)):
            found = {(row, c): lines[n][at] for n, row in enumerate(rows) for at, c in enumerate(guarded.columns)}
            yield found | {("", c): sums[at] for at, c in enumerate(guarded.columns)}


@given(st.lists(st.tuples(st.sampled_from("fm"), st.sampled_from("abc"), st.sampled_from("xy")), max_size=40))
def test_nor_by_putting_tables_of_the_same_people_together(people: list[tuple[str, str, str]]) -> None:
    ages: dict[str, dict[str, int]] = {"f": {}, "m": {}}
    regions: dict[str, dict[str, int]] = {"f": {}, "m": {}}
    for sex, age, region in people:
        ages[sex][age] = ages[sex].get(age, 0) + 1
        regions[sex][region] = regions[sex].get(region, 0) + 1
    made = release({"ages": ages, "regions": regions}, {"ages": "abc", "regions": "xy"})
    if not made.rows or None in made.tables.values():
        return
    seen: dict[tuple[str, str, str], set[int]] = {}
    for guess in solutions(made, 20):
        for key, value in guess.items():
            seen.setdefault(key, set()).add(value)
    for name, guarded in made.tables.items():
        assert guarded is not None
        for row, column in hidden_of(guarded):
            values = seen[name, row, column]
            assert max(values) - min(values) >= THRESHOLD or max(values) == 20, (name, row, column, values)


@given(st.dictionaries(st.sampled_from(COLUMNS), FEW_OR_MANY, min_size=1), FEW_OR_MANY)
def test_nor_in_a_list_with_its_total(counts: dict[str, int], beyond: int) -> None:
    total = sum(counts.values()) + beyond
    shown = guard_list(counts, total)
    if shown is None:
        return
    unknown = [key for key, value in shown.items() if value is None]
    left = total - sum(value for value in shown.values() if value is not None)
    assert not any(small(value) for value in shown.values())
    for _key in unknown:  # everything that is left may be one part, or none of it, if there is another one to take it
        assert left >= THRESHOLD
        assert len(unknown) > 1 or beyond
    assert not small(left), "what is beyond the parts could be worked out"


# -- by hand -----------------------------------------------------------------------------------------------------


def test_one_small_count_takes_three_others_with_it() -> None:
    made = release({"t": {"f": {"a": 3, "b": 20, "c": 90}, "m": {"a": 50, "b": 30, "c": 80}}}, {"t": ("a", "b", "c")})
    guarded = made.tables["t"]
    assert guarded is not None
    assert guarded.cells == {"f": {"a": None, "b": None, "c": 90}, "m": {"a": None, "b": None, "c": 80}}
    assert guarded.totals == {"a": 53, "b": 50, "c": 170}
    assert guarded.hidden == 4


def test_a_table_without_small_counts_is_shown_whole() -> None:
    counts = {"f": {"a": 5, "b": 0}, "m": {"a": 9, "b": 12}}
    guarded = release({"t": counts}, {"t": ("a", "b")}).tables["t"]
    assert guarded is not None
    assert guarded.cells == counts
    assert guarded.hidden == 0


def test_rows_of_few_people_are_joined() -> None:
    made = release({"t": {"f": {"a": 50}, "m": {"a": 40}, "x": {"a": 2}, "n": {"a": 4}}}, {"t": ("a",)})
    assert made.rows == {"f": 50, "m": 40, "x+n": 6}


@pytest.mark.parametrize("counts", [{"f": {"a": 2}, "m": {"a": 2}}, {"f": {"a": 1}}])
def test_nothing_is_said_of_fewer_people_than_may_be_shown(counts: dict[str, dict[str, int]]) -> None:
    assert release({"t": counts}, {"t": ("a",)}) == Released({}, {"t": None})


def test_a_table_that_cannot_be_protected_is_left_out() -> None:
    made = release({"t": {"f": {"a": 4, "b": 4}, "m": {"a": 3, "b": 4}}}, {"t": ("a", "b")})
    assert made.tables["t"] is None


def test_tables_of_other_people_are_refused() -> None:
    with pytest.raises(ValueError, match="same people"):
        release({"t": {"f": {"a": 9}}, "u": {"f": {"a": 8}}}, {"t": ("a",), "u": ("a",)})
