"""Saved ways to read workbooks of one layout: where the header is, what the columns hold, what names mean.

A profile is found again by the texts of its header rows wherever they stand on a sheet, so that a title more or a row
less above them does not matter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gedesk.domain.record import Registry
from gedesk.domain.text import fold
from gedesk.workbook import beside, mapping, recognise, spread
from gedesk.workbook.plan import question_id
from gedesk.workbook.staging import Range, Sheet, Staging
from gedesk.workbook.table import Column, Table

_LOOK = 80  # rows of a sheet that may hold the header
_LINE = 400  # characters of a heading that count
_MOST_ANSWERS = 2_000


@dataclass(slots=True)
class Profile:
    """`heads` are the folded texts of each header row from the table's left column on; `columns` what each column is."""

    kind: str
    heads: list[list[str]]
    columns: list[tuple[str, str | None, str]]  # heading, field, part
    orders: dict[str, str] = field(default_factory=dict)  # field of a date -> dmy or mdy
    answers: dict[str, str] = field(default_factory=dict)  # question -> answer

    @property
    def fingerprint(self) -> str:
        """The same for all workbooks with these header rows."""
        return hashlib.sha256(json.dumps(self.heads, ensure_ascii=False).encode()).hexdigest()[:32]

    @property
    def headings(self) -> list[str]:
        """Headings as they were written."""
        return [heading for heading, _field, _part in self.columns if heading]

    def to_text(self) -> str:
        """As JSON."""
        whole = {"heads": self.heads, "columns": self.columns, "orders": self.orders, "answers": self.answers}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, kind: str, text: str, registry: Registry) -> Profile | None:
        """The inverse of `to_text`; None when it is not one, fields that no longer exist left out."""
        try:
            told = json.loads(text)
            heads = [[str(cell) for cell in row] for row in told["heads"]]
            columns = [(str(heading), name and str(name), str(part)) for heading, name, part in told["columns"]]
            orders, answers = dict(told.get("orders", {})), dict(told.get("answers", {}))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        if kind not in set(registry) or not heads or not any(any(row) for row in heads):
            return None
        kept = [(heading, name if _is_field(registry, kind, name) else None, part) for heading, name, part in columns]
        return cls(kind, heads, kept, orders, answers)


def of(staging: Staging, table: Table, answers: Mapping[str, str]) -> Profile:
    """The profile of a table that a person has looked through."""
    sheet = staging.sheet(table.sheet)
    heads = [_line(sheet, row, table.range.left, table.range.right) for row in sorted([*table.header_rows, *table.tag_rows])]
    by_index = {column.index: column for column in table.columns}
    columns: list[tuple[str, str | None, str]] = []
    orders: dict[str, str] = {}
    kept = dict(list(answers.items())[:_MOST_ANSWERS])
    for index in range(table.range.left, table.range.right + 1):
        column = by_index.get(index)
        columns.append((column.header, column.field, column.part) if column else ("", None, ""))
        if column and column.field and (told := kept.pop(_order_question(table, column), None)):
            orders[column.field] = told
    return Profile(table.kind or "", heads, columns, orders, kept)


def find(profile: Profile, staging: Staging, tables: Sequence[Table], registry: Registry) -> list[Table]:
    """The tables of a workbook that have the profile's header rows, read as it says; empty when there are none."""
    found = []
    for sheet in staging.sheets:
        for top, left in _places(profile, sheet):
            found.append(_read(profile, staging, sheet, top, left, tables, registry))
    return found


def _is_field(registry: Registry, kind: str, name: str | None) -> bool:
    other, bare = beside.parted(name)
    if other:
        return other in beside.BESIDE.get(kind, ()) and bare in registry.specs(other)
    return name in registry.specs(kind)


def decisions(profile: Profile, table: Table) -> dict[str, str]:
    """Answers to the questions that a table of the profile may ask."""
    answers = dict(profile.answers)
    for column in table.columns:
        if column.field in profile.orders:
            answers[_order_question(table, column)] = profile.orders[column.field or ""]
    return answers


def _order_question(table: Table, column: Column) -> str:
    return question_id(column.field or "", column.header, "date-order", table.sheet)


def _line(sheet: Sheet, row: int, left: int, right: int) -> list[str]:
    values = [sheet.value(row, column) for column in range(left, right + 1)]
    return ["" if value is None else " ".join(fold(str(value)).split())[:_LINE] for value in values]


def _places(profile: Profile, sheet: Sheet) -> list[tuple[int, int]]:
    """Row and left column of each place where the header rows stand."""
    width = len(profile.heads[0])
    lead = next(offset for offset, row in enumerate(profile.heads) if any(row))
    at = next(place for place, text in enumerate(profile.heads[lead]) if text)
    wanted = profile.heads[lead][at]
    found = []
    for row in sorted(sheet.rows)[:_LOOK]:
        for column, value in enumerate(sheet.rows[row], 1):
            left, top = column - at, row - lead
            if value is None or left < 1 or top < 1 or " ".join(fold(str(value)).split())[:_LINE] != wanted:
                continue
            if all(_line(sheet, top + offset, left, left + width - 1) == line for offset, line in enumerate(profile.heads)):
                found.append((top, left))
    return found


def _read(
    profile: Profile, staging: Staging, sheet: Sheet, top: int, left: int, tables: Sequence[Table], registry: Registry
) -> Table:
    rows = list(range(top, top + len(profile.heads)))
    right = left + len(profile.columns) - 1
    table = next(
        (one for one in tables
         if one.sheet == sheet.name and one.range.left == left and sorted([*one.header_rows, *one.tag_rows]) == rows),
        None,
    )  # fmt: skip
    if table is None:
        below = [one.range.top for one in tables if one.sheet == sheet.name and one.range.top > rows[-1] + 1]
        bottom = min(below, default=max(sheet.rows) + 1) - 1
        table = recognise.corrected(staging, sheet.name, Range(top, left, bottom, right), rows, registry, kind=profile.kind)
    told = {left + offset: (name, part) for offset, (_heading, name, part) in enumerate(profile.columns)}
    context = " ".join([staging.name.replace("_", " "), sheet.name.replace("_", " "), *table.titles])
    for column in table.columns:
        name, part = told.get(column.index, (None, ""))
        column.field, column.part, column.confidence, column.how = name, part, 1.0 if name else 0.0, "profile"
        column.group = column.group or mapping.group_of(profile.kind, name, column, context)
        if part and name == "start":  # crosses under quarters: of this year
            column.part = spread.period_of(column.parts, spread.years_of(context)) or part
    table.kind, table.confidence = profile.kind, 1.0
    return table
