"""Empty workbooks to fill in: headings in one language, drop-downs, needed columns marked, instructions beside.

Drop-downs point at a sheet of lists through defined names; other ways of pointing at another sheet do not survive
being opened and saved by every program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.record import Registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.workbook import cellstyle, columns, grids, technical
from gedesk.workbook.columns import Out

ROWS = 10_000  # prepared for filling in
_UNLOCKED = Protection(locked=False)


@dataclass(frozen=True, slots=True)
class Places:
    """Two levels of places to choose from, the lower list shown for what was chosen in the upper one."""

    upper: str  # codes of levels: region
    lower: str  # council
    below: Sequence[tuple[str, Sequence[str]]]  # name of an upper place, names of those below it


def write_template(
    kind: str,
    path: Path | str,
    *,
    registry: Registry,
    language: str = "en",
    lists: Mapping[str, Sequence[str]] | None = None,
    places: Places | None = None,
) -> int:
    """Writes an empty workbook for a kind; returns how many columns its first sheet has.

    `lists` holds the names to choose from for links, by kind of record (`place`, `organisation` …).  With `places`
    there is a column for each of the two levels.  Numbers of people by sex and age have a sheet of their own.
    """
    whole = columns.for_template(registry, kind, language)
    grid = [out for out in whole if out.spec is not None and out.spec.type is Type.COUNTS and len(out.spec.dims) > 1]
    title = next((out for out in whole if out.field == registry.kind(kind).title), None)
    if title is None:
        grid = []
    outs = [out for out in whole if out not in grid]
    if places is not None and kind != "place":
        outs = [one for out in outs for one in (_levels(out, places, language) if out.field == "place" else [out])]
    book = Workbook()
    sheet: Any = book.active
    sheet.title = registry.kind(kind).plural.label(language)[:31]
    lists_sheet: Any = book.create_sheet("Lists")
    ranges = _Lists(book, lists_sheet, language, lists or {}, places)
    _head(sheet, kind, outs, [out.technical for out in outs])
    for number, out in enumerate(outs, 1):
        _column(sheet, number, out, ranges, outs)
    _protect(sheet)
    if grid and title is not None:
        _participants(book, kind, title, grid, ranges, f"'{sheet.title}'!${cellstyle.letter(outs.index(title) + 1)}")
    _instructions(book, kind, [*outs, *grid], registry, language)
    lists_sheet.sheet_state = "hidden"
    book.move_sheet(lists_sheet, len(book.worksheets))
    book.active = 0
    book.save(path)
    return len(outs)


def _levels(out: Out, places: Places, language: str) -> list[Out]:
    label = vocabulary("place_level").label
    return [Out(out.field, out.spec, level, label(level, language)) for level in (places.upper, places.lower)]


def _participants(book: Workbook, kind: str, title: Out, grid: list[Out], ranges: _Lists, column: str) -> None:
    """A sheet with a row for each activity, found by its title, and a column for each sex and age."""
    spec = grid[0].spec
    assert spec is not None
    sheet: Any = book.create_sheet(_("Participants")[:31], 1)
    lead = Out(title.field, title.spec, grids.PART, title.header)
    outs = [lead, *grid]
    _head(sheet, kind, outs, [out.technical for out in outs])
    for number, out in enumerate(outs, 1):
        _column(sheet, number, out, ranges, outs)
        if number > 1:
            sheet.column_dimensions[cellstyle.letter(number)].width = 9
            sheet.cell(2, number).fill = cellstyle.HEAD if "female" in out.part else cellstyle.OTHER_HEAD
    sheet.column_dimensions["A"].width = 46
    sheet.freeze_panes = "B3"
    row = f"{column}$3:{column.rpartition('!')[2]}${2 + ROWS}"
    ranges.define("titles", f"OFFSET({column}$3,0,0,MAX(1,COUNTA({row})),1)")
    check = DataValidation(type="list", formula1="titles", allow_blank=True)
    check.errorStyle, check.showErrorMessage = "stop", True
    check.error = _("Choose the title of a row of the first sheet.")
    check.add(f"A3:A{2 + ROWS}")
    sheet.add_data_validation(check)
    _protect(sheet)


def _protect(sheet: Any) -> None:
    """Headings are locked; rows can be filled, added, deleted, sorted and filtered.  There is no password."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.insertRows = guard.deleteRows = guard.sort = guard.autoFilter = False


def _head(sheet: Any, kind: str, outs: list[Out], names: list[str]) -> None:
    names[0] = technical.mark(kind, names[0])
    for number, (name, out) in enumerate(zip(names, outs, strict=True), 1):
        sheet.cell(1, number, name)
        needed = out.spec is not None and out.spec.required
        head = sheet.cell(2, number, out.header + (" *" if needed else ""))
        head.font, head.alignment, head.border = cellstyle.HEAD_FONT, cellstyle.HEAD_ALIGN, cellstyle.THIN
        head.fill = cellstyle.NEEDED if needed else cellstyle.HEAD
        if out.spec is not None and out.spec.help and not out.part:
            head.comment = Comment(out.spec.help_text, "GE Desk", width=260, height=90)
    sheet.row_dimensions[1].hidden = True
    sheet.row_dimensions[2].height = 64
    sheet.freeze_panes = "B3"
    sheet.auto_filter.ref = f"A2:{cellstyle.letter(len(outs))}2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:2"


def _column(sheet: Any, number: int, out: Out, ranges: _Lists, outs: list[Out]) -> None:
    letter = cellstyle.letter(number)
    sheet.column_dimensions[letter].width = cellstyle.width(out.spec, leads=number == 1)
    spec = out.spec
    if spec is None:
        return
    shown_as = cellstyle.number_format(spec)
    if shown_as == "General" and spec.type is not Type.NUMBER:
        shown_as = "@"
    sheet.column_dimensions[letter].number_format = shown_as
    sheet.column_dimensions[letter].protection = _UNLOCKED
    if spec.type is Type.LONG_TEXT:
        sheet.column_dimensions[letter].alignment = cellstyle.WRAP
    if spec.type is Type.COUNTS:
        sheet.column_dimensions[letter].width = 16
    check = _check_place(out, outs, ranges) if spec.name == "place" and out.part else _check(spec, ranges)
    if check is not None:
        check.add(f"{letter}3:{letter}{2 + ROWS}")
        sheet.add_data_validation(check)


def _check(spec: FieldSpec, ranges: _Lists) -> DataValidation | None:
    """What Excel lets into a column.  Sets and names of records only advise: several values and new names are right."""
    check: DataValidation
    match spec.type:
        case Type.CODE | Type.YES_NO | Type.CODES:
            name = ranges.vocabulary(spec.vocabulary_name or "yes_no")
            check = DataValidation(type="list", formula1=name, allow_blank=True)
            check.errorStyle = "stop" if spec.type is not Type.CODES else "information"
            check.error = _("Choose from the list.") if spec.type is not Type.CODES else _("Separate several by semicolons.")
        case Type.LINK | Type.LINKS:
            named = ranges.records(spec.target or "")
            if named is None:
                return None
            check = DataValidation(type="list", formula1=named, allow_blank=True)
            check.errorStyle = "information"
            check.error = _("This name is not in the list; it will be asked about when the workbook is imported.")
        case Type.DATE | Type.DATETIME:
            check = DataValidation(
                type="date", operator="between", formula1="DATE(1990,1,1)", formula2="DATE(2100,12,31)", allow_blank=True
            )
            check.error = _("Write a date, for example 2026-03-31.")
        case Type.INTEGER | Type.COUNTS:
            check = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
            check.errorStyle = "warning"
            check.error = _("Write a whole number.")
        case Type.NUMBER:
            check = DataValidation(type="decimal", operator="between", formula1="-1E+15", formula2="1E+15", allow_blank=True)
            check.errorStyle = "warning"
            check.error = _("Write a number.")
        case _:
            return None
    check.showErrorMessage = True
    return check


def _check_place(out: Out, outs: list[Out], ranges: _Lists) -> DataValidation:
    """The upper level chooses from its list; the lower one from those below what the row says in the upper column."""
    ranges.places()
    levels = [one for one in outs if one.field == "place"]
    if out is levels[0]:
        check = DataValidation(type="list", formula1="places_upper", allow_blank=True)
    else:
        above = f"${cellstyle.letter(outs.index(levels[0]) + 1)}3"
        check = DataValidation(
            type="list", allow_blank=True,
            formula1=f"OFFSET(places_first,MATCH({above},places_above,0)-1,0,COUNTIF(places_above,{above}),1)",
        )  # fmt: skip
    check.errorStyle, check.showErrorMessage = "information", True
    check.error = _("This name is not in the list; it will be asked about when the workbook is imported.")
    return check


class _Lists:
    """The sheet of lists; each list is written once and bears a defined name."""

    def __init__(
        self, book: Workbook, sheet: Any, language: str, records: Mapping[str, Sequence[str]], places: Places | None
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._language = language
        self._records = records
        self._places = places
        self._names: dict[str, str] = {}

    def define(self, name: str, formula: str) -> None:
        """A defined name for a formula."""
        self._book.defined_names[name] = DefinedName(name, attr_text=formula)

    def places(self) -> None:
        """The names of both levels; those of the lower level stand beside the one above them."""
        if self._places is None or "places_upper" in self._names:
            return
        self._add("places_upper", [upper for upper, _below in self._places.below])
        pairs = [(upper, lower) for upper, below in self._places.below for lower in below]
        self._add("places_above", [upper for upper, _lower in pairs])
        self._add("places_below", [lower for _upper, lower in pairs])
        letter = cellstyle.letter(list(self._names).index("places_below") + 1)
        self.define("places_first", f"'{self._sheet.title}'!${letter}$2")

    def vocabulary(self, name: str) -> str:
        """Defined name of a vocabulary's labels."""
        listed = vocabulary(name)
        labels = []
        for term in listed:
            told = term.label(self._language)
            labels.append(told if listed.find(told) == term.code else term.code)
        return self._add(f"list_{name}", labels)

    def records(self, kind: str) -> str | None:
        """Defined name of the names of a kind's records, or None when there are none to choose from."""
        listed = self._records.get(kind)
        return self._add(f"names_{kind}", listed) if listed else None

    def _add(self, name: str, values: Sequence[str]) -> str:
        if name not in self._names:
            column = len(self._names) + 1
            self._sheet.cell(1, 1, technical.aside("lists"))
            for row, value in enumerate(values, 2):
                cell = self._sheet.cell(row, column)
                cell.value = value
                cell.data_type = "s"
                if cellstyle.INERT.match(value):
                    cell.quotePrefix = True
            letter = cellstyle.letter(column)
            place = f"'{self._sheet.title}'!${letter}$2:${letter}${max(2, len(values) + 1)}"
            self._book.defined_names[name] = DefinedName(name, attr_text=place)
            self._names[name] = name
        return name


def _instructions(book: Workbook, kind: str, outs: list[Out], registry: Registry, language: str) -> None:
    sheet: Any = book.create_sheet(_("How to fill in")[:31])
    sheet.cell(1, 1, technical.aside("help"))
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["B"].width = 12
    sheet.column_dimensions["C"].width = 24
    sheet.column_dimensions["D"].width = 70
    lines = [
        registry.kind(kind).plural.label(language),
        _("Write one record in each row of the first sheet, below the headings. Columns with a red heading are needed."),
        _("Dates: 2026-03-31. Numbers: figures only; “over 120” is understood where people are counted."),
        _("Several values in one cell are separated by semicolons. Leave empty what is not known; write no dashes."),
        _("Numbers of people by sex and age belong on the second sheet, in a row with the title of the first sheet's row."),
        _("Do not delete the hidden first row: it tells GE Desk what each column is. Headings are locked, without a password."),
    ]
    if not any(out.spec is not None and out.spec.type is Type.COUNTS and len(out.spec.dims) > 1 for out in outs):
        del lines[4]
    for number, line in enumerate(lines, 2):
        cell = sheet.cell(number, 1, line)
        cell.font = cellstyle.TITLE_FONT if number == 2 else cellstyle.TEXT_FONT
    top = len(lines) + 3
    for place, text in enumerate((_("Column"), _("Needed"), _("Type"), _("Explanation")), 1):
        head = sheet.cell(top, place, text)
        head.font, head.fill = cellstyle.HEAD_FONT, cellstyle.HEAD
    seen: set[str] = set()
    row = top
    for out in outs:
        if out.spec is None or out.field in seen:
            continue
        seen.add(out.field)
        row += 1
        told = [
            out.spec.names.label(language),
            vocabulary("yes_no").label("yes", language) if out.spec.required else "",
            _TYPES[out.spec.type](),
            out.spec.help_text,
        ]
        for place, text in enumerate(told, 1):
            cell = sheet.cell(row, place, text)
            cell.alignment = cellstyle.WRAP
            if row % 2:
                cell.fill = cellstyle.BAND


_TYPES = {
    Type.TEXT: lambda: _("text"),
    Type.LONG_TEXT: lambda: _("text, several lines"),
    Type.INTEGER: lambda: _("whole number"),
    Type.NUMBER: lambda: _("number"),
    Type.DATE: lambda: _("date"),
    Type.DATETIME: lambda: _("date and time"),
    Type.YES_NO: lambda: _("yes or no"),
    Type.CODE: lambda: _("one of the list"),
    Type.CODES: lambda: _("one or more of the list"),
    Type.LINK: lambda: _("one name"),
    Type.LINKS: lambda: _("one or more names"),
    Type.COUNTS: lambda: _("number of people"),
}
