"""Our own JSON exports, read back as sheets with a technical row."""

from __future__ import annotations

import json
from typing import Any

from gedesk.workbook import technical
from gedesk.workbook.intake import Limits
from gedesk.workbook.refusals import Refusal
from gedesk.workbook.staging import Sheet, Staging, Value


def read(data: bytes, name: str, limits: Limits) -> Staging:
    """Reads a JSON export.  Raises Refusal."""
    try:
        whole = json.loads(data.decode("utf-8-sig"))
        kinds = whole["kinds"]
        if whole["format"] != "gedesk" or not isinstance(kinds, dict):
            raise Refusal("not-a-workbook", name, "JSON")
        version = int(whole["version"])
        sheets = [_sheet(kind, version, records) for kind, records in kinds.items()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refusal("damaged", name, str(error)[:200]) from None
    if sum(len(sheet.rows) for sheet in sheets) > limits.cells:
        raise Refusal("too-large", name, f"> {limits.cells:,} rows")
    return Staging(name, "json", sheets)


def _sheet(kind: str, version: int, records: list[dict[str, Any]]) -> Sheet:
    columns: dict[str, int] = {technical.ID: 1}
    lines: list[dict[int, Value]] = []
    for record in records:
        line: dict[int, Value] = {}
        for field, value in record.items():
            for name, told in _parts(field, value):
                line[columns.setdefault(name, len(columns) + 1)] = told
        lines.append(line)
    sheet = Sheet(kind)
    names: list[Value] = list(columns)
    sheet.rows[1] = [technical.mark(kind, technical.ID, version), *names[1:]]
    sheet.rows[2] = names
    for number, line in enumerate(lines, 3):
        if line:
            sheet.rows[number] = [line.get(column) for column in range(1, max(line) + 1)]
    return sheet


def _parts(field: str, value: Any) -> list[tuple[str, Value]]:
    if isinstance(value, dict):
        return [(technical.column_name(field, str(part)), told) for part, told in value.items()]
    if isinstance(value, list):
        return [(field, "; ".join(map(str, value)) or None)]
    if value is None or isinstance(value, str | int | float | bool):
        return [(field, value)]
    raise ValueError(f"{field}: {value!r}")
