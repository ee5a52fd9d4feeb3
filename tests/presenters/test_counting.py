from __future__ import annotations

import pytest

from gedesk.presenters.counting import Grid, verdict


def place(grid: Grid, sex: str, part: str = "") -> int:
    return grid.columns.index((sex, part))


def test_a_cell_that_is_empty_is_not_zero() -> None:
    grid = Grid()
    assert grid.set_text(0, 0, "0")
    assert grid.cells == {"female|0-9|not_recorded": 0}
    assert grid.set_text(0, 0, " ")
    assert grid.cells == {}


def test_totals_of_rows_and_columns() -> None:
    grid = Grid({"female|18-19|not_recorded": 4, "male|18-19|not_recorded": 3, "female|60+|not_recorded": 2})
    row = grid.bands.index("18-19")
    assert (grid.row_total(row), grid.column_total(place(grid, "female")), grid.total()) == (7, 6, 9)


def test_counts_by_disability_open_in_columns_of_their_own() -> None:
    grid = Grid({"female|18-19|with": 1, "female|18-19|without": 4})
    assert grid.parted
    assert grid.value(grid.bands.index("18-19"), place(grid, "female", "without")) == 4


def test_a_folded_cell_does_not_overwrite_counts_by_disability() -> None:
    grid = Grid({"female|18-19|with": 1, "female|18-19|without": 4}, parted=False)
    row, column = grid.bands.index("18-19"), place(grid, "female")
    assert grid.value(row, column) == 5
    assert grid.locked(row, column)
    assert not grid.set_text(row, column, "9")
    assert grid.cells == {"female|18-19|with": 1, "female|18-19|without": 4}


@pytest.mark.parametrize("text", ["x", "-1", "2.5", "99999999999"])
def test_what_is_no_count_is_refused(text: str) -> None:
    grid = Grid({"female|0-9|not_recorded": 3})
    assert not grid.set_text(0, 0, text)
    assert grid.value(0, 0) == 3


def test_a_block_from_a_spreadsheet_fills_cells_to_the_right_and_below() -> None:
    grid = Grid()
    assert grid.paste(7, 0, "1\t2\r\n3\t\r\n5\t6\r\n") == 3
    assert grid.cells == {
        "female|60+|not_recorded": 1, "male|60+|not_recorded": 2, "female|not_recorded|not_recorded": 3,
    }  # fmt: skip
    assert grid.row_total(7) == 3
    assert grid.value(8, 0) == 3


def test_another_sex_has_a_column_only_where_a_record_holds_it() -> None:
    assert ("another", "") not in Grid().columns
    assert ("another", "") in Grid({"another|20-24|not_recorded": 1}).columns


@pytest.mark.parametrize(
    ("cells", "total", "qualifier", "tone", "part"),
    [
        ({}, None, None, "neutral", "No numbers yet"),
        ({}, 7000, "at_least", "accent", "Only a total"),
        ({"a": 5}, None, None, "accent", "5 people counted"),
        ({"a": 5}, 5, "exact", "success", "agree: 5"),
        ({"a": 5}, 7000, "at_least", "success", "6,995 are known only in total"),
        ({"a": 5}, 6, "exact", "warning", "6 is 1 more"),
        ({"a": 5}, 4, "exact", "warning", "5 is 1 more"),
    ],
)
def test_table_and_total_are_compared_in_words(
    cells: dict[str, int], total: int | None, qualifier: str | None, tone: str, part: str
) -> None:
    text, found = verdict(cells, total, qualifier)
    assert found == tone
    assert part in text
