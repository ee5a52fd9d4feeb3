"""Values of .xlsx, .xlsb, .xls and .ods through calamine, completed with what it hides."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from gedesk.workbook import intake, xlsx_parts
from gedesk.workbook.intake import Format, Limits
from gedesk.workbook.refusals import Refusal
from gedesk.workbook.staging import MAX_COLUMN, MAX_ROW, Range, Sheet, Staging, Value, written


def read(data: bytes, name: str, limits: Limits, *, form: Format, careful: bool = False) -> Staging:
    """Reads a workbook.  `careful` does without calamine, which stopped the process before.  Raises Refusal."""
    archive = parts = None
    broken: list[str] = []
    if form != "xls":
        try:
            archive, parts = intake.open_archive(data, name, limits)
        except Refusal:
            raise
        except Exception as error:
            raise Refusal("damaged", name, str(error)) from None
        apart = {lower for lower in parts if "/worksheets/sheet" in lower and lower.endswith(".xml")} if form == "xlsx" else ()
        broken = intake.check_parts(archive, parts, name, limits, but=apart)
    if form == "xlsx" and archive is not None and parts is not None:
        staging = _read_xlsx(data, archive, parts, name, limits, careful=careful)
    elif form == "xls":
        staging = _read_xls(data, name, limits, careful=careful)
    elif careful:
        raise Refusal("reader-stopped", name, form)
    else:
        staging = Staging(name, form, _by_calamine(data, name, limits))
    staging.notes.extend(f"unreadable-part:{part}" for part in broken)
    return staging


def _read_xls(data: bytes, name: str, limits: Limits, *, careful: bool) -> Staging:
    from gedesk.workbook import biff_source  # its library is for the rare file that calamine cannot read

    if careful or data.startswith(intake.OLD_XLS):
        code = "reader-stopped" if careful else "old-format"
        return biff_source.read(data, name, limits, refusal=Refusal(code, name, "xls"))
    try:
        return Staging(name, "xls", _by_calamine(data, name, limits))
    except Refusal as refusal:
        if refusal.code != "damaged":
            raise
        return biff_source.read(data, name, limits, refusal=refusal)


def _open(data: bytes, name: str) -> Any:
    """A calamine workbook.  Its panics are no ordinary exceptions."""
    try:
        return calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError:
        raise Refusal("password", name) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise Refusal("damaged", name, str(error)[:200]) from None


def _by_calamine(data: bytes, name: str, limits: Limits) -> list[Sheet]:
    workbook = _open(data, name)
    sheets = []
    failures: list[str] = []
    count = 0
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = Sheet(meta.name, meta.visible != calamine.SheetVisibleEnum.Visible)
        try:
            count += _fill(workbook, sheet, merges=True)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:
            failures.append(f"{meta.name}: {error}"[:200])
        if count > limits.cells:
            raise Refusal("too-large", name, f"> {limits.cells:,} cells")
        sheets.append(sheet)
    if failures and len(failures) == len(sheets):
        raise Refusal("damaged", name, failures[0])
    return sheets


def _fill(workbook: Any, sheet: Sheet, *, merges: bool) -> int:
    """Puts a sheet's values into `sheet`; returns how many rows times columns it spans."""
    found = workbook.get_sheet_by_name(sheet.name)
    if found.start is None:
        return 0
    top, left = found.start
    values = found.to_python()
    padding: list[Value] = [None] * left
    for begin in range(0, len(values), _AT_ONCE):
        rows = values[begin : begin + _AT_ONCE]
        for place, column in enumerate(zip(*rows, strict=True)):
            kept = _column(column)
            if kept is not column:
                for row, value in zip(rows, kept, strict=True):
                    row[place] = value
        for number, row in enumerate(rows, top + 1 + begin):
            while row and row[-1] is None:
                row.pop()
            if row:
                sheet.rows[number] = padding + row if left else row
    if merges:
        for (merge_top, merge_left), (bottom, right) in found.merged_cell_ranges or ():
            sheet.merges.append(Range(merge_top + 1, merge_left + 1, bottom + 1, right + 1))
    return len(values) * len(values[0]) if values else 0


_AT_ONCE = 2_000  # rows
_NUMBERS = frozenset({str, float})


def _column(values: Sequence[Any]) -> Sequence[Value]:
    """Some cells of a column as we keep them, `values` itself when it is that.  A million of them pass here: most columns hold one type only."""
    kinds = set(map(type, values))
    if kinds == {str}:
        if "" not in values and not any(map(str.isspace, values)):
            return values
        return [None if not value or value.isspace() else value for value in values]
    if kinds <= _NUMBERS:
        return [
            (int(value) if value.is_integer() and -1e15 < value < 1e15 else value) if type(value) is float else written(value)
            for value in values
        ]
    if kinds == {date}:
        return values
    return list(map(_clean, values))


def _clean(value: Any) -> Value:
    if type(value) is str:
        return written(value)
    if type(value) is float:  # integers arrive as floats
        return int(value) if value.is_integer() and -1e15 < value < 1e15 else value
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value
    return value if isinstance(value, str | int | float | bool | date | time) else str(value)


# -- xlsx --------------------------------------------------------------------------------------------------------


def _read_xlsx(
    data: bytes, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str, limits: Limits, *, careful: bool
) -> Staging:
    known, epoch, others = xlsx_parts.workbook_parts(archive, parts)
    styles = xlsx_parts.read_styles(archive, parts)
    staging = Staging(name, "xlsx", epoch_1904=epoch, notes=[f"no-worksheet:{title}" for title in others])
    if not known:
        # No usable workbook part: every worksheet part still is a sheet.
        known = [
            xlsx_parts.Part(path.rpartition("/")[2].removesuffix(".xml"), False, path)
            for path in sorted(parts)
            if "/worksheets/" in path and path.endswith(".xml")
        ]
        staging.notes.append("no-workbook-part")
    workbook: Any = None
    failure: Refusal | None = None
    sides: dict[str, xlsx_parts.Side] = {}
    missing: list[xlsx_parts.Part] = []
    for part in known:
        if part.path not in parts:
            missing.append(part)
            continue
        sheet = Sheet(part.name, part.hidden)
        try:
            sides[part.name] = xlsx_parts.scan(intake.part(archive, parts[part.path], name), sheet, styles, limits.dense_cells)
        except Refusal:
            raise
        except Exception:  # the part is broken; perhaps its values can still be had
            staging.notes.append(f"unreadable-sheet:{part.name}")
            continue
        staging.sheets.append(sheet)
    plain = not careful and xlsx_parts.is_plain(archive, parts)
    by_cell = {
        title for title, side in sides.items() if not plain or not side.plain or not side.references or _is_vast(side, limits)
    }
    if "no-workbook-part" not in staging.notes and not careful:
        try:
            workbook = _open(data, name)
        except Refusal as error:
            if error.code == "password":
                raise
            failure = error
    strings: list[str] | None = None
    paths = {part.name: part.path for part in known}
    cells = 0
    for sheet in staging.sheets:
        side = sides[sheet.name]
        cells += side.cells
        if cells > limits.cells:
            raise Refusal("too-large", name, f"> {limits.cells:,} cells")
        kept, flags = sheet.rows, dict(sheet.flags)
        if workbook is not None and sheet.name not in by_cell:
            try:
                sheet.rows = {}
                _fill(workbook, sheet, merges=False)
                _overlay(sheet, kept)
                continue
            except (KeyboardInterrupt, SystemExit, MemoryError):
                raise
            except BaseException:
                sheet.rows = {}
        try:
            if strings is None:
                strings = xlsx_parts.read_strings(archive, parts)
            sheet.flags = {}
            xlsx_parts.read_cells(archive, parts[paths[sheet.name]], strings, styles, sheet, epoch, limits.cells)
        except Exception as error:
            sheet.rows, sheet.flags = kept, flags
            staging.notes.append(f"unreadable-sheet:{sheet.name}")
            failure = failure or Refusal("damaged", name, str(error)[:200])
    unreadable = sum(note.startswith("unreadable-sheet:") for note in staging.notes)
    if failure is not None and unreadable and unreadable >= len(staging.sheets):
        raise failure
    if not staging.sheets:
        if missing and len(missing) == len(known):  # sheets without content: the workbook says where, and nothing is there
            staging.sheets = [Sheet(part.name, part.hidden) for part in missing]
            staging.notes.extend(f"missing-sheet:{part.name}" for part in missing)
            return staging
        if failure is not None:
            raise failure
        if careful:
            raise Refusal("reader-stopped", name, "xlsx")
        staging.sheets = _by_calamine(data, name, limits)
        staging.notes.append("sheets-not-found")
    return staging


def _is_vast(side: xlsx_parts.Side, limits: Limits) -> bool:
    if side.max_row > MAX_ROW or side.max_column > MAX_COLUMN:
        return True
    if side.max_row >= MAX_ROW and side.max_column >= MAX_COLUMN:
        return True
    return side.max_row * side.max_column > limits.dense_cells and side.max_row * side.max_column > 20 * side.cells


def _overlay(sheet: Sheet, errors: dict[int, list[Value]]) -> None:
    """Error texts found in the bytes fill the places calamine left empty."""
    for number, values in errors.items():
        row = sheet.rows.setdefault(number, [])
        row.extend([None] * (len(values) - len(row)))
        for index, value in enumerate(values):
            if value is not None and row[index] is None:
                row[index] = value
    if errors:
        sheet.rows = dict(sorted(sheet.rows.items()))
