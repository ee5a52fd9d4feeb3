"""Many layouts that offices make, found without help; what the recogniser is sure of is right."""

from __future__ import annotations

import itertools
import uuid
from collections import Counter

import pytest
from workbook.layouts import DEEDS, TABLES, Book, book

from gedesk.domain.kinds import registry
from gedesk.workbook.account import LOST, account
from gedesk.workbook.plan import Options
from gedesk.workbook.planning import build
from gedesk.workbook.recognise import recognise
from gedesk.workbook.table import Table

SURE = 0.9  # from here on nobody is asked


def seen(made: Book) -> tuple[Table, bool]:
    """The table shown first, and whether it is that of the label."""
    table = recognise(made.staging, registry)[0]
    header = (table.header_rows[0], table.header_rows[-1]) if table.header_rows else (0, 0)
    return table, (table.sheet, header, table.first, table.last) == (made.sheet, made.header, made.first, made.last)


def test_a_book_is_the_same_every_time_and_no_two_are() -> None:
    assert book(7).staging == book(7).staging
    assert len({str(book(number).staging) for number in range(50)}) == 50


def test_tables_kinds_and_columns_of_many_layouts() -> None:
    sums: Counter[str] = Counter()
    faults = []
    for number in range(5000, 5300):
        made = book(number)
        table, right = seen(made)
        sums["all"] += 1
        sums["right"] += right
        sums["sure"] += table.confidence >= SURE
        sums["sure, right"] += right and table.confidence >= SURE
        if not right:
            faults.append(made.name)
        elif table.kind in made.kinds:
            fields = {column.index: column.field for column in table.columns}
            sums["columns"] += len(made.fields)
            sums["columns, right"] += sum(fields.get(index) == name for index, name in made.fields.items())
    assert sums["right"] >= 0.97 * sums["all"], faults
    assert sums["sure"] >= 0.6 * sums["all"]
    assert sums["sure, right"] >= 0.98 * sums["sure"], faults
    assert sums["columns, right"] >= 0.92 * sums["columns"]


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_each_thing_that_people_do_to_tables(deed: str) -> None:
    made = [book(number, table=table, deeds=[deed]) for number, table in enumerate(TABLES, 700)]
    faults = [one.name for one in made if not seen(one)[1]]
    assert len(faults) <= 1, faults


@pytest.mark.parametrize("table", sorted(TABLES))
def test_no_cell_is_lost_whatever_the_layout(table: str) -> None:
    for number in range(900, 910):
        made = book(number, table=table)
        ids = itertools.count(1)
        plan = build(
            made.staging, recognise(made.staging, registry), registry=registry, candidates=lambda _kind: (),
            new_id=lambda ids=ids: str(uuid.UUID(int=next(ids))), options=Options(skip_questions=True),
        )  # fmt: skip
        fates = list(account(made.staging, plan))
        assert [entry for entry in fates if entry[3] == LOST] == [], made.name
        assert sum(plan.coverage.values()) == len(fates), made.name
