"""Values of a table's rows as a reader sees them: merged cells spread, names of groups filled down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from gedesk.workbook.staging import Sheet, Value
from gedesk.workbook.table import Table

_AT_ONCE = 1_000  # rows


class Filled:
    """Values of a table's rows, merged cells spread over the rows they cover and group names filled down."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self._sheet = sheet
        self._rows = sheet.rows
        self._numbers = table.rows
        self._under: dict[tuple[int, int], tuple[int, int]] = {}
        rows = set(table.rows)
        for merge in sheet.merges:
            if merge.bottom > merge.top and merge.top >= table.first and merge.bottom - merge.top < 5000:
                for row in range(merge.top + 1, merge.bottom + 1):
                    if row in rows:
                        self._under[row, merge.left] = (merge.top, merge.left)
        self.counts: Counter[int] = Counter()  # cells of each column that hold something themselves
        self.firsts: dict[int, int] = {}  # and the row of the first
        for start in range(0, len(table.rows), _AT_ONCE):
            numbers = table.rows[start : start + _AT_ONCE]
            for index, values in enumerate(zip_longest(*(self._rows.get(number, ()) for number in numbers)), 1):
                holding = len(values) - values.count(None)
                if holding:
                    self.counts[index] += holding
                    if index not in self.firsts:
                        self.firsts[index] = next(number for number, value in zip(numbers, values, strict=True) if value is not None)
        self.down = set() if table.technical else self._groups(table)
        for column in self.down:
            above = table.first
            for row in table.rows:
                if sheet.value(row, column) is not None:
                    above = row
                else:
                    self._under.setdefault((row, column), (above, column))

    def _groups(self, table: Table) -> set[int]:
        """Columns at the left whose name stands only in the first row of each group, as in plans by objective."""
        found: set[int] = set()
        counted = Counter(self.counts)
        for row, index in self._under:
            counted[index] += self._sheet.value(row, index) is None and self.value(row, index) is not None
        shares = {column.index: counted[column.index] / max(1, len(table.rows)) for column in table.columns}
        for place, column in enumerate(table.columns[:3]):
            later = [shares[other.index] for other in table.columns[place + 1 :]]
            if (
                len(table.rows) >= 4
                and column.type in ("text", "code")
                and 0 < shares[column.index] < 0.6
                and self.value(table.first, column.index) is not None
                and later
                and max(later) >= 0.9
                and not any(shares[before.index] == 1 and before.type != "integer" for before in table.columns[:place])
            ):
                found.add(column.index)
        return found

    @property
    def spread(self) -> bool:
        """Whether any cell stands for others, too."""
        return bool(self._under)

    def columns(self, numbers: Sequence[int], indexes: Sequence[int]) -> list[Sequence[Value]]:
        """The values of some columns in some rows, as `value` gives them."""
        if self._under:
            return [[self.value(row, index) for row in numbers] for index in indexes]
        whole = list(zip_longest(*(self._rows.get(row, ()) for row in numbers)))
        none = (None,) * len(numbers)
        return [whole[index - 1] if index <= len(whole) else none for index in indexes]

    def column(self, index: int) -> Iterator[Value]:
        """The values of a column in all rows of the table, as `value` gives them."""
        return (self.value(row, index) for row in self._numbers)

    def value(self, row: int, column: int) -> Value:
        """The value at a place, or that of the merged cell or group it belongs to."""
        values = self._rows.get(row)
        value = values[column - 1] if values is not None and column <= len(values) else None
        if value is None and self._under and (row, column) in self._under:
            value = self._sheet.value(*self._under[row, column])
        return value
