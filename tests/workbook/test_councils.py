"""Sheets of offices in several countries, written out by hand: table, kind and columns found without help."""

from __future__ import annotations

import pytest
from workbook.councils import COUNCILS, Council

from gedesk.domain.kinds import registry
from gedesk.workbook.recognise import recognise
from gedesk.workbook.table import Table

SURE = 0.9  # from here on nobody is asked


def first_table(council: Council) -> Table:
    tables = recognise(council.staging(), registry)
    assert tables
    return tables[0]


@pytest.mark.parametrize("council", COUNCILS, ids=lambda council: council.name)
def test_the_table_of_a_council_is_found(council: Council) -> None:
    table = first_table(council)
    header = (table.header_rows[0], table.header_rows[-1]) if table.header_rows else (0, 0)
    assert (header, table.first, table.last) == (council.header, council.first, council.last)
    assert not council.kinds or table.kind in council.kinds


def test_most_are_accepted_without_asking() -> None:
    assert sum(first_table(council).confidence >= SURE for council in COUNCILS) >= 0.8 * len(COUNCILS)


def test_confidence_lies_between_nothing_and_certain() -> None:
    tables = [table for council in COUNCILS for table in recognise(council.staging(), registry)]
    told = [one.confidence for table in tables for one in (table, *table.columns)]
    assert 0 <= min(told) < 0.5 < max(told) <= 1


def test_columns_of_councils_are_what_they_say() -> None:
    wrong = []
    total = 0
    for council in COUNCILS:
        fields = {column.ref: column.field for column in first_table(council).columns}
        total += len(council.fields)
        wrong += [(council.name, ref, fields.get(ref), name) for ref, name in council.fields.items() if (fields.get(ref) or "") not in name.split("|")]
    assert len(wrong) <= 0.03 * total, wrong
