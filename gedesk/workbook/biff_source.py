"""Values of .xls files that the fast reader cannot take: those of Excel 2 to 4, and damaged ones.

Slower and plainer than `calamine_source`, but written in Python alone, so that a file cannot stop the process.
"""

from __future__ import annotations

from io import StringIO
from typing import Any

from gedesk.workbook import xlsx_parts
from gedesk.workbook.intake import Limits
from gedesk.workbook.refusals import Refusal
from gedesk.workbook.staging import MAX_COLUMN, Flag, Range, Sheet, Staging, Value, written


def read(data: bytes, name: str, limits: Limits, *, refusal: Refusal) -> Staging:
    """Reads an .xls.  Raises `refusal` when it cannot be read."""
    import xlrd  # late: few files need it

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=StringIO(), formatting_info=False)
        staging = Staging(name, "xls", epoch_1904=bool(book.datemode))
        cells = 0
        for sheet in book.sheets():
            cells += sum(map(len, (sheet.row(number) for number in range(sheet.nrows))))
            if cells > limits.cells:
                raise Refusal("too-large", name, f"> {limits.cells:,} cells")
            staging.sheets.append(_sheet(sheet, bool(book.datemode)))
    except (Refusal, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes of the library
        if "encrypt" in str(error).lower():
            raise Refusal("password", name) from None
        raise refusal from None
    if not staging.sheets:
        raise refusal
    staging.notes.append("slow-reader")
    return staging


def _sheet(found: Any, epoch_1904: bool) -> Sheet:
    sheet = Sheet(str(found.name) or "Sheet1", getattr(found, "visibility", 0) != 0)
    for number in range(found.nrows):
        values: list[Value] = []
        for column, cell in enumerate(found.row(number)[:MAX_COLUMN]):
            value = _value(cell.ctype, cell.value, epoch_1904)
            if cell.ctype == 5:
                sheet.flags[number + 1, column + 1] = Flag.ERROR
            values.append(value)
        while values and values[-1] is None:
            values.pop()
        if values:
            sheet.rows[number + 1] = values
    for top, bottom, left, right in getattr(found, "merged_cells", ()):
        sheet.merges.append(Range(top + 1, left + 1, bottom, right))
    return sheet


def _value(kind: int, value: Any, epoch_1904: bool) -> Value:
    match kind:
        case 1:
            return written(str(value))
        case 2:
            number = float(value)
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        case 3:
            return xlsx_parts.from_serial(float(value), epoch_1904)
        case 4:
            return bool(value)
        case 5:
            from xlrd.biffh import error_text_from_code

            return str(error_text_from_code.get(value, "#VALUE!"))
    return None
