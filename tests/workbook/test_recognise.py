"""Finding the table, its header and its columns, in layouts people make."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gedesk.domain.kinds import registry
from gedesk.workbook import planning
from gedesk.workbook.participants import people
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise
from gedesk.workbook.staging import Range, Sheet, Staging, Value
from gedesk.workbook.table import Table

HEAD = ["Activity", "Start date", "Council", "Female", "Male", "Remarks"]
BODY: list[list[Value]] = [
    [f"{what} {number}", date(2026, 1 + number % 12, 1 + number), council, number * 3, number, "as planned" if number % 3 else None]
    for number, (what, council) in enumerate(
        [(what, council) for what in ("Training", "Dialogue", "Clinic") for council in ("Kinondoni MC", "Temeke MC", "Ilala")], 1
    )
]


def staged(rows: dict[int, list[Value]], merges: list[Range] | None = None, name: str = "Sheet1") -> Staging:
    kept = {number: row for number, row in rows.items() if any(value is not None for value in row)}
    return Staging("report.xlsx", "xlsx", [Sheet(name, rows=kept, merges=merges or [])])


def laid(parts: list[list[list[Value]]], top: int = 1, left: int = 0) -> tuple[dict[int, list[Value]], list[int]]:
    """Blocks of rows one below the other; returns the rows and the number of the first row of each block."""
    rows: dict[int, list[Value]] = {}
    starts = []
    number = top
    for block in parts:
        starts.append(number)
        for row in block:
            rows[number] = [None] * left + list(row)
            number += 1
    return rows, starts


def the_table(staging: Staging) -> Table:
    tables = recognise(staging, registry)
    assert tables
    return tables[0]


TITLES: list[list[Value]] = [
    ["KINONDONI MUNICIPAL COUNCIL"], ["Quarterly report of activities, October to December"], ["Prepared by the gender desk, room 4"],
]  # fmt: skip
NOTES: list[list[Value]] = [["Note: figures are attendances"], ["Source: attendance registers"]]


@settings(max_examples=60)
@given(
    titles=st.integers(0, 3), gap=st.integers(0, 2), left=st.integers(0, 4), top=st.integers(1, 4), rows=st.integers(3, 9),
    notes=st.booleans(), total=st.booleans(), tagged=st.booleans(),
)  # fmt: skip
def test_the_header_is_found_wherever_it_stands(
    titles: int, gap: int, left: int, top: int, rows: int, notes: bool, total: bool, tagged: bool
) -> None:
    tags: list[list[Value]] = [["#activity", "#date+start", "#adm2+name", "#reached+f", "#reached+m", "#description"]]
    blank: list[list[Value]] = [[]]
    last: list[list[Value]] = [["Total", None, None, 90, 30, None]]
    parts = [
        TITLES[:titles], blank * gap if titles else [], [list(HEAD)], tags if tagged else [], BODY[:rows], last if total else [],
        [*blank, *NOTES] if notes else [],
    ]  # fmt: skip
    laid_rows, starts = laid(parts, top, left)
    found = the_table(staged(laid_rows))
    header, body = starts[2], starts[4]
    assert found.header_rows == [header]
    assert found.tag_rows == ([header + 1] if tagged else [])
    assert (found.first, found.last) == (body, body + rows - 1 + total)
    assert found.rows == list(range(body, body + rows))
    assert found.range.left == left + 1
    assert [entry.row for entry in found.skipped if entry.reason == "title"] == list(range(top, top + titles))
    assert [entry.row for entry in found.skipped if entry.reason == "total"] == ([body + rows] if total else [])
    assert sum(entry.reason == "note" for entry in found.skipped) == (2 if notes else 0)
    assert found.kind == "activity"
    assert {(column.field, column.part) for column in found.columns} == {
        ("title", ""), ("start", ""), ("place", "adm2" if tagged else "council"), ("participants", "female|not_recorded|not_recorded"),
        ("participants", "male|not_recorded|not_recorded"), ("description", ""),
    }  # fmt: skip


def test_headers_under_merges_are_joined() -> None:
    rows, _starts = laid([
        [["Report of the second quarter"]],
        [["Shughuli", "Tarehe", "Washiriki", None, None, None, "Maoni"], [None, None, "Wanawake", None, "Wanaume"],
         [None, None, "15-17", "60+", "15-17", "60+"]],
        [[f"Mafunzo {n}", date(2026, 1, n), n, 2, 3, 4, "sawa"] for n in range(1, 9)],
    ])  # fmt: skip
    merges = [
        Range(2, 1, 4, 1), Range(2, 2, 4, 2), Range(2, 7, 4, 7), Range(2, 3, 2, 6), Range(3, 3, 3, 4), Range(3, 5, 3, 6),
        Range(1, 1, 1, 7),
    ]  # fmt: skip
    found = the_table(staged(rows, merges))
    assert found.header_rows == [2, 3, 4]
    assert [column.header for column in found.columns][2:6] == [
        "Washiriki > Wanawake > 15-17", "Washiriki > Wanawake > 60+", "Washiriki > Wanaume > 15-17", "Washiriki > Wanaume > 60+",
    ]  # fmt: skip
    assert [column.part for column in found.columns if column.field == "participants"] == [
        "female|15-17|not_recorded", "female|60+|not_recorded", "male|15-17|not_recorded", "male|60+|not_recorded",
    ]  # fmt: skip


def test_type_rows_and_technical_names_under_labels_are_no_data() -> None:
    types, _ = laid([[list(HEAD)], [["text", "date", "text", "integer", "integer", "free text"]], BODY])
    found = the_table(staged(types))
    assert (found.header_rows, found.tag_rows, found.first) == ([1], [2], 3)
    names, _ = laid([
        [["Activity title", "Start date", "Council name", "Number of women"]],
        [["activity_title", "activity/start_date", "council_name", "number_women"]],
        [row[:4] for row in BODY],
    ])  # fmt: skip
    found = the_table(staged(names))
    assert (found.header_rows, found.tag_rows, found.first) == ([1], [2], 3)


def test_a_row_with_faults_is_no_second_header() -> None:
    faulty: list[list[Value]] = [["Training 0", "soon", "Kinondoni MC", "many", 2, None]]
    found = the_table(staged(laid([[list(HEAD)], faulty, BODY])[0]))
    assert (found.header_rows, found.first) == ([1], 2)


def test_hxl_tags_alone_are_a_header() -> None:
    rows, _ = laid([[["#activity", "#date+start", "#adm2+name", "#org+name"]], [[*row[:3], "TGNP"] for row in BODY]])
    found = the_table(staged(rows))
    assert (found.header_rows, found.first) == ([1], 2)
    assert [column.field for column in found.columns] == ["title", "start", "place", "implementers"]


def test_totals_above_the_header_are_not_the_header() -> None:
    rows, _ = laid([[["Total", None, None, 120, 45]], [list(HEAD)], BODY])
    found = the_table(staged(rows))
    assert (found.header_rows, found.first) == ([2], 3)


def test_groups_and_blank_bands_stay_in_one_table() -> None:
    months: list[list[Value]] = []
    for month in ("OCTOBER", "NOVEMBER"):
        months += [[f"MONTH OF {month}"], *BODY[:4], []]
    rows, _ = laid([[list(HEAD)], months])
    tables = recognise(staged(rows), registry)
    assert len(tables) == 1
    assert len(tables[0].rows) == 8
    assert [(entry.row, entry.reason) for entry in tables[0].skipped] == [(2, "section"), (7, "blank"), (8, "section")]


def test_tables_below_and_beside_each_other_are_told_apart() -> None:
    second: list[list[Value]] = [["Indicator", "Baseline", "Target"], *([f"Women in councils {n}", n, n + 10] for n in range(5))]
    below, starts = laid([[list(HEAD)], BODY, [[]], [["Annex 2"]], second])
    found = sorted(recognise(staged(below), registry), key=lambda table: table.first)
    assert [(table.header_rows, table.kind) for table in found] == [([1], "activity"), ([starts[4]], "indicator")]
    beside = {
        number: [*row[:3], None, *row[:3]]
        for number, row in enumerate([list(HEAD), *BODY], 1)
    }  # fmt: skip
    found = recognise(staged(beside), registry)
    assert sorted(table.range.a1 for table in found) == ["A1:C10", "E1:G10"]


def test_a_blank_column_inside_a_table_does_not_split_it() -> None:
    rows = {number: [*row[:3], None, *row[3:]] for number, row in enumerate([list(HEAD), *BODY], 1)}
    found = recognise(staged(rows), registry)
    assert [table.range.a1 for table in found] == ["A1:G10"]


def test_a_bare_list_has_no_header() -> None:
    rows = {n: [f"County {n}", n, f"Town {n * 7}", n + 24] for n in range(1, 25)}
    found = the_table(staged(rows))
    assert (found.header_rows, found.first, found.last) == ([], 1, 24)
    assert found.confidence < 0.5


def test_an_empty_form_keeps_its_columns() -> None:
    rows, _ = laid([[["Form 4B"]], [["Activity", "Start date", "Council", "Implementing partner"]]])
    found = the_table(staged(rows))
    assert (found.header_rows, found.rows) == ([2], [])
    assert [column.field for column in found.columns] == ["title", "start", "place", "implementers"]


def test_hidden_sheets_come_last() -> None:
    rows, _ = laid([[list(HEAD)], BODY])
    many, _ = laid([[list(HEAD)], BODY * 30])
    staging = Staging("x.xlsx", "xlsx", [Sheet("Lists", True, many), Sheet("Data", False, rows)])
    tables = recognise(staging, registry)
    assert [(table.sheet, table.hidden) for table in tables] == [("Data", False), ("Lists", True)]


def test_a_repeated_header_inside_is_skipped() -> None:
    rows, _ = laid([[list(HEAD)], BODY[:4], [list(HEAD)], BODY[4:]])
    tables = recognise(staged(rows), registry)
    assert len(tables) == 1
    assert (6, "header") in [(entry.row, entry.reason) for entry in tables[0].skipped]
    assert len(tables[0].rows) == len(BODY)


def test_the_same_headings_after_a_blank_row_are_one_more_table_and_both_are_taken() -> None:
    rows, starts = laid([[list(HEAD)], BODY[:4], [[]], [list(HEAD)], BODY[4:]])
    tables = recognise(staged(rows), registry)
    assert [(table.header_rows, len(table.rows)) for table in tables] == [([1], 4), ([starts[3]], len(BODY) - 4)]
    assert planning.select(tables) == tables


def test_the_first_row_with_two_days_in_order_is_data() -> None:
    rows: list[list[Value]] = [["Naziv", "Interes iskazan dana", "Prijava primljena dana"], ["Udruga 2", date(2026, 1, 1), date(2026, 1, 2)]]
    rows += [[f"Udruga {number}", date(2026, 1, 1), date(2026, 1, 1)] for number in range(3, 8)]
    table = the_table(staged(dict(enumerate(rows, 1))))
    assert (table.header_rows, table.first, table.last) == ([1], 2, 7)


def test_nothing_is_found_in_prose() -> None:
    rows = {n: [f"This is paragraph {n} of an instruction sheet that goes on and on."] for n in range(1, 12)}
    assert [table for table in recognise(staged(rows), registry) if table.kind] == []
    assert recognise(Staging("x", "xlsx", [Sheet("Empty")]), registry) == []


@pytest.mark.parametrize(
    ("headers", "kind", "fields"),
    [
        (["Shughuli", "Tarehe ya kuanza", "Halmashauri", "Mtekelezaji", "Bajeti"], "activity", ["title", "start", "place", "implementers", "cost"]),
        (["Activité", "Date de début", "Commune", "Bailleur", "Bénéficiaires"], "activity", ["title", "start", "place", "partners", "participants_total"]),
        (["Мероприятие", "Дата начала", "Район", "Исполнитель", "Количество участников"], "activity", ["title", "start", "place", "implementers", "participants_total"]),
        (["Aktivnost", "Datum početka", "Općina", "Nosilac", "Napomene"], "activity", ["title", "start", "place", "implementers", "description"]),
        (["ACTIVITY TITLE *", "Start Date (dd/mm/yyyy)", "LGA", "Implementing  partner", "Comments"], "activity", ["title", "start", "place", "implementers", "description"]),
    ],
)  # fmt: skip
def test_headings_of_five_languages(headers: list[str], kind: str, fields: list[str]) -> None:
    numbers = {"cost", "participants_total"}
    rows: dict[int, list[Value]] = {1: list(headers)}
    for n in range(2, 9):
        rows[n] = [
            date(2026, 1, n) if name == "start" else n * 10 if name in numbers else f"text {name} {n}" for name in fields
        ]
    found = the_table(staged(rows))
    assert found.kind == kind
    assert [column.field for column in found.columns] == fields
    assert all(column.confidence >= 0.75 for column in found.columns)


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (("Female",), "female|not_recorded|not_recorded"),
        (("Wanaume",), "male|not_recorded|not_recorded"),
        (("Participants", "Female", "15-17"), "female|15-17|not_recorded"),
        (("F_20_24",), "female|20-24|not_recorded"),
        (("Femmes 25-34 ans",), "female|25-34|not_recorded"),
        (("Женщины 60+",), "female|60+|not_recorded"),
        (("Muškarci (10-14)",), "male|10-14|not_recorded"),
        (("Wanawake wenye ulemavu",), "female|not_recorded|with"),
        (("Girls",), "female|not_recorded|not_recorded"),
        (("Women 15-24",), "female|not_recorded|not_recorded"),  # crosses two bands: never split
        (("Males 60 and above",), "male|60+|not_recorded"),
    ],
)
def test_who_a_column_counts(parts: tuple[str, ...], key: str) -> None:
    who = people(parts)
    assert who is not None
    assert who.key == key


@pytest.mark.parametrize("parts", [("Sex (M/F)",), ("Activity",), ("Budget",), ("Remarks",)])
def test_other_columns_count_nobody(parts: tuple[str, ...]) -> None:
    assert people(parts) is None


def test_sums_beside_age_groups_are_not_counted_twice() -> None:
    rows: dict[int, list[Value]] = {1: ["Activity", "Start date", "Female", "F 15-17", "F 20-24", "Total"]}
    rows |= {n: [f"Training {n}", date(2026, 1, n), 9, 4, 5, 9] for n in range(2, 8)}
    found = the_table(staged(rows))
    assert {column.header: column.field for column in found.columns} == {
        "Activity": "title", "Start date": "start", "Female": None, "F 15-17": "participants", "F 20-24": "participants",
        "Total": "participants_total",
    }  # fmt: skip


def test_labelled_real_workbooks(workbooks: Path) -> None:
    """The floor the recogniser has reached: header, first and last row all right."""
    with (workbooks / "index.csv").open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    whole = header = top = 0
    measured = 0
    for label in labels:
        staging = read(workbooks / label["file"], in_child=False)
        if label["main_sheet"] not in [sheet.name for sheet in staging.sheets]:
            continue
        measured += 1
        tables = recognise(staging, registry)
        told = [_told(table, label) for table in tables if table.sheet == label["main_sheet"]]
        header += any(found[0] for found in told)
        whole += any(all(found) for found in told)
        top += bool(tables) and tables[0].sheet == label["main_sheet"] and all(_told(tables[0], label))
    assert measured >= 48
    assert header / measured >= 0.95
    assert whole / measured >= 0.95
    assert top / measured >= 0.75


def _told(table: Table, label: dict[str, Any]) -> tuple[bool, bool, bool]:
    header = (table.header_rows[0], table.header_rows[-1]) if table.header_rows else (0, 0)
    return (
        header == (int(label["header_first"]), int(label["header_last"])),
        table.first == int(label["data_first"]),
        not label["data_last"] or table.last == int(label["data_last"]),
    )


def test_an_empty_corner_merged_beside_headings_joins_them() -> None:
    rows: dict[int, list[Value]] = {
        1: [None, "Households by practice and province"], 3: [None, None, "Households that belong to"], 5: [None, None, "Cooperatives", "Groups", "Schools"],
        6: [None, "Rwanda", 12.5, 20.7, 11.6], 7: [None, "Kigali", 13.5, 22.4, 12.7], 8: [None, "South", 10.2, 16.4, 8.5], 9: [None, "Source: survey of 2020"],
    }  # fmt: skip
    table = recognise(staged(rows, merges=[Range(3, 2, 5, 2), Range(3, 3, 4, 5)]), registry)[0]
    assert (table.header_rows, table.first, table.last) == ([3, 5], 6, 8)
    assert table.columns[1].parts == ("Households that belong to", "Cooperatives")


def test_in_a_book_of_statistics_the_first_table_comes_first() -> None:
    def sheet(number: int) -> Sheet:
        body = [[province, *(number * 7 + place + column for column in range(number % 3 + 3))] for place, province in enumerate(("North", "South", "East", "West", "City"))]
        head = ["Province", *(f"Group {column}" for column in range(number % 3 + 3))]
        return Sheet(f"Table {number}", rows={row: [*values] for row, values in enumerate([[f"Table {number}. Shares by province"], [], head, *body], 1) if values})

    contents = Sheet("Contents", rows={row: [row, f"Table {row}"] for row in range(1, 12)})
    tables = recognise(Staging("statistics.xlsx", "xlsx", [contents, *map(sheet, range(1, 12))]), registry)
    assert tables[0].sheet == "Table 1"
    assert tables[0].confidence < 0.9
