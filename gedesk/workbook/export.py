"""Records out to workbooks, delimited text and JSON, so that they come back unchanged, or as lists to be shared.

Nothing is cut: more rows than a sheet holds go on to the next sheet, and a text longer than a cell is reported.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from gedesk.domain.fields import Type
from gedesk.domain.record import Registry
from gedesk.errors import InvalidInput, Problem, UsageError
from gedesk.i18n import gettext as _
from gedesk.workbook import cellstyle, columns, ods, technical
from gedesk.workbook.staging import MAX_ROW
from gedesk.workbook.text_source import guard

MAX_CELL = 32_767
HEAD_ROWS = 2
_PERSONS = frozenset({"participants_total"})  # numbers of people besides the tables of counts

Values = Mapping[str, Any]
Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shape:
    """How records are written.

    With `fields`, `small` or `totals` the file is a list to be shared: no ids, links by their name, and it cannot be
    imported again exactly.  `small` hides numbers of people from 1 to below it, and what they could be worked out from.
    """

    fields: tuple[str, ...] | None = None
    small: int = 0
    totals: bool = False

    @property
    def shared(self) -> bool:
        """Whether the file is a list to be shared."""
        return self.fields is not None or bool(self.small) or self.totals


@dataclass(slots=True)
class _Job:
    """What one export is made from."""

    registry: Registry
    language: str
    label: Names
    room: int
    problems: list[Problem]
    shape: Shape
    cancelled: Callable[[], bool]


def write_export(
    path: Path | str,
    tables: Sequence[tuple[str, Collection[Values]]],
    *,
    registry: Registry,
    language: str = "en",
    names: Names | Mapping[str, str] = str,
    rows_per_sheet: int = MAX_ROW,
    problems: list[Problem] | None = None,
    shape: Shape | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, int]:
    """Writes records, each a dict of domain values with its `id`; returns rows by sheet.

    The ending of the name chooses .xlsx, .csv, .ods or .json.  `names` gives the label of a linked record's id; rows
    may be gone through several times.  Texts too long for a cell are named in `problems`.
    """
    path = Path(path)
    label: Names = (lambda id: names.get(id, "")) if isinstance(names, Mapping) else names
    writers = {".xlsx": _write_xlsx, ".csv": _write_csv, ".json": _write_json, ".ods": _write_ods}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise UsageError(
            _("There is no export to files ending in “{ending}”.").format(ending=path.suffix),
            advice=_("Name a file ending in .xlsx, .ods, .csv or .json."),
        )
    job = _Job(
        registry, language, label, max(1, min(rows_per_sheet, MAX_ROW) - HEAD_ROWS), problems if problems is not None else [],
        shape or Shape(), cancelled,
    )  # fmt: skip
    part = path.with_name(path.name + ".part")
    try:
        written = write(part, tables, job)
        part.replace(path)
    except OSError as error:
        raise InvalidInput(
            _("{file} could not be written: {reason}.").format(file=path, reason=getattr(error, "strerror", None) or error),
            advice=_("Close the file if it is open, or choose another folder."),
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return written


class _Lines:
    """The rows of one kind as cells."""

    def __init__(self, kind: str, rows: Collection[Values], job: _Job) -> None:
        self.kind = kind
        self.title = job.registry.kind(kind).title
        self.rows = rows
        self.job = job
        fields = job.shape.fields
        if fields is None and job.shape.shared:
            fields = tuple(name for name, spec in job.registry.specs(kind).items() if spec.target != "attachment")
        self.outs = columns.for_export(job.registry, kind, rows, job.language, fields)
        self._readers = [columns.reader(out, job.label, job.language, plain=job.shape.shared) for out in self.outs]
        self._people = [
            at for at, out in enumerate(self.outs) if out.spec and (out.spec.type is Type.COUNTS or out.field in _PERSONS)
        ]
        self.summed = [
            out.spec is not None and (out.spec.type in (Type.COUNTS, Type.INTEGER) or out.field in ("cost", "amount")) for out in self.outs
        ]
        self.sums: list[float] = [0] * len(self.outs)
        self.hidden: set[int] = set()  # columns with a figure that is not shown: their sum would give it away

    def __iter__(self) -> Iterator[list[Any]]:
        readers, shape = self._readers, self.job.shape
        for number, values in enumerate(self.rows):
            if number % 1000 == 0 and self.job.cancelled():
                raise InvalidInput(_("The export was stopped; nothing was written."))
            line = [read(values) for read in readers]
            if shape.small:
                self._suppress(line)
            if shape.totals:
                for at, value in enumerate(line):
                    if self.summed[at] and isinstance(value, int | float):
                        self.sums[at] += value
            yield line

    def _suppress(self, line: list[Any]) -> None:
        shown = [at for at in self._people if isinstance(line[at], int) and line[at] > 0]
        small = [at for at in shown if line[at] < self.job.shape.small]
        for at in small:
            line[at] = f"<{self.job.shape.small}"
        if len(small) == 1 and len(shown) > 1:  # alone it could be worked out from the others and their sum
            next_one = min((at for at in shown if at not in small), key=lambda at: line[at])
            line[next_one] = "…"
            small.append(next_one)
        self.hidden.update(small)

    def total(self) -> list[Any]:
        """The last row: sums of the columns that have one."""
        words = [_("Total"), *[None] * (len(self.outs) - 1)]
        return [
            self.sums[at] if self.summed[at] and at not in self.hidden else "…" if at in self.hidden else words[at]
            for at in range(len(self.outs))
        ]

    def technical(self) -> list[str]:
        """What the hidden row says of each column; nothing for a list to be shared."""
        if self.job.shape.shared:
            return []
        return [technical.mark(self.kind, technical.ID), *(out.technical for out in self.outs[1:])]

    def checked(self, value: str, sheet: str, row: int, column: int) -> str:
        """A text that fits into a cell; what does not is reported."""
        if len(value) > MAX_CELL:
            self.job.problems.append(
                Problem(
                    "maximum-length",
                    _("The text in {cell} of “{sheet}” is longer than a cell holds; the rest is left out.").format(
                        cell=f"{cellstyle.letter(column + 1)}{row + 1}", sheet=sheet
                    ),
                    self.outs[column].field,
                )
            )
        return value[:MAX_CELL]


def _sheets(tables: Sequence[tuple[str, Collection[Values]]], job: _Job) -> Iterator[tuple[str, _Lines, Iterator[list[Any]], int, bool]]:
    """Name, lines, the rows of this sheet, their number, and whether it is the kind's last sheet."""
    taken: set[str] = set()
    for kind, rows in tables:
        lines = _Lines(kind, rows, job)
        listed = iter(lines)
        left = len(rows)
        number = 0
        while left or not number:
            number += 1
            count = min(left, job.room)
            name = _sheet_name(job.registry.kind(kind).plural.label(job.language), number, taken)
            taken.add(name.lower())
            left -= count
            yield name, lines, islice(listed, count), count, not left


def _sheet_name(title: str, number: int, taken: Collection[str]) -> str:
    """At most 31 letters without those Excel forbids, and unlike the names there are."""
    clean = "".join(" " if char in "[]:*?/\\'" else char for char in title).strip() or "Sheet"
    for suffix in [f" {number}" if number > 1 else "", *(f" ({again})" for again in range(2, 1000))]:
        name = clean[: 31 - len(suffix)] + suffix
        if name.lower() not in taken:
            return name
    raise UsageError(_("There are too many sheets called “{name}”.").format(name=clean))


# -- Excel -------------------------------------------------------------------------------------------------------

_EPOCH = date(1899, 12, 30)
_FIRST = date(1900, 3, 1)  # earlier days are numbered in two ways


def _serial(value: date) -> float:
    if isinstance(value, datetime):
        return (value.date() - _EPOCH).days + (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return (value - _EPOCH).days


def _write_xlsx(path: Path, tables: Sequence[tuple[str, Collection[Values]]], job: _Job) -> dict[str, int]:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    written: dict[str, int] = {}
    try:
        formats = _Formats(book)
        for name, lines, rows, count, last in _sheets(tables, job):
            written[name] = count
            _write_sheet(book.add_worksheet(name), formats, name, lines, rows, count, last)
        if not written:
            book.add_worksheet("Empty")
    finally:
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
    return written


class _Formats:
    """The few formats of a workbook."""

    def __init__(self, book: Any) -> None:
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E5F", "border": 1, "border_color": "#B8C4C9",
                "text_wrap": True, "valign": "vcenter"}  # fmt: skip
        self.head = book.add_format(head)
        self.right = book.add_format({"align": "right", "font_color": "#5B6670"})
        self.quoted = book.add_format({"quote_prefix": True})
        self.total = book.add_format({"bold": True, "top": 1, "num_format": "#,##0"})
        self.hidden_total = book.add_format({"bold": True, "top": 1, "align": "right"})
        self._book = book
        self._numbers: dict[str, Any] = {}

    def number(self, shown_as: str) -> Any:
        """The format of numbers and dates."""
        if shown_as not in self._numbers:
            self._numbers[shown_as] = self._book.add_format({"num_format": shown_as}) if shown_as != "General" else None
        return self._numbers[shown_as]


def _write_sheet(sheet: Any, formats: _Formats, name: str, lines: _Lines, rows: Iterator[list[Any]], count: int, last: bool) -> None:
    outs, told = lines.outs, lines.technical()
    top = 1 if told else 0
    for at, out in enumerate(outs):
        sheet.set_column(at, at, cellstyle.width(out.spec, leads=out.field == lines.title))
    sheet.freeze_panes(top + 1, 2 if told else 1)
    sheet.autofilter(top, 0, top + max(1, count), len(outs) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    if told:
        sheet.set_row(0, None, None, {"hidden": True})
        for at, text in enumerate(told):
            sheet.write_string(0, at, text)
    sheet.set_row(top, 32)
    for at, out in enumerate(outs):
        sheet.write_string(top, at, out.header, formats.head)
    usual = [formats.number(cellstyle.number_format(out.spec)) for out in outs]
    day, moment, quoted = formats.number("yyyy-mm-dd"), formats.number("yyyy-mm-dd hh:mm"), formats.quoted
    inert, small = cellstyle.INERT.match, lines.job.shape.small
    text, figure = sheet.write_string, sheet.write_number
    for number, line in enumerate(rows, top + 1):
        for at, value in enumerate(line):
            if value is None:
                continue
            if type(value) is str:
                if len(value) > MAX_CELL:
                    value = lines.checked(value, name, number, at)
                text(number, at, value, quoted if inert(value) else formats.right if small and value[0] in "<…" else None)
            elif isinstance(value, date):
                if value.year < 1900 or (value.year == 1900 and value.month < 3):
                    text(number, at, value.isoformat())
                else:
                    figure(number, at, _serial(value), moment if isinstance(value, datetime) else day)
            elif isinstance(value, bool):
                sheet.write_boolean(number, at, value)
            else:
                figure(number, at, value, usual[at])
    if last and lines.job.shape.totals:
        for at, value in enumerate(lines.total()):
            if value is not None:
                (text if isinstance(value, str) else figure)(top + 1 + count, at, value, formats.hidden_total if value == "…" else formats.total)


# -- OpenDocument ------------------------------------------------------------------------------------------------


def _write_ods(path: Path, tables: Sequence[tuple[str, Collection[Values]]], job: _Job) -> dict[str, int]:
    written: dict[str, int] = {}
    with ods.Writer(path) as book:
        for name, lines, rows, count, last in _sheets(tables, job):
            written[name] = count
            told = lines.technical()
            book.begin(name, [cellstyle.width(out.spec, leads=out.field == lines.title) for out in lines.outs], frozen=(2 if told else 1, 2 if told else 1))
            if told:
                book.row(told, hidden=True)
            book.row([out.header for out in lines.outs], head=True)
            for line in rows:
                book.row(line)
            if last and job.shape.totals:
                book.row(lines.total(), bold=True)
            book.end()
        if not written:
            book.begin("Empty", [], frozen=(0, 0))
            book.end()
    return written


# -- text --------------------------------------------------------------------------------------------------------


def _write_csv(path: Path, tables: Sequence[tuple[str, Collection[Values]]], job: _Job) -> dict[str, int]:
    if len(tables) != 1:
        raise UsageError(
            _("A .csv file holds one kind of record."), advice=_("Export one kind, or write an .xlsx workbook.")
        )
    kind, rows = tables[0]
    lines = _Lines(kind, rows, job)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        if told := lines.technical():
            writer.writerow(told)
        writer.writerow([guard(out.header) for out in lines.outs])
        for line in lines:
            writer.writerow([_text(value) for value in line])
        if job.shape.totals:
            writer.writerow([_text(value) for value in lines.total()])
    return {job.registry.kind(kind).plural.label(job.language): len(rows)}


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return guard(value)
    return columns.plain(value)


def _write_json(path: Path, tables: Sequence[tuple[str, Collection[Values]]], job: _Job) -> dict[str, int]:
    if job.shape.shared:
        raise UsageError(_("A .json file always holds whole records."), advice=_("Share an .xlsx, .ods or .csv file."))
    whole: dict[str, Any] = {"format": "gedesk", "version": technical.VERSION, "language": job.language, "kinds": {}}
    written = {}
    for kind, rows in tables:
        specs = job.registry.specs(kind)
        whole["kinds"][kind] = [
            {"id": values.get("id"), **{name: columns.plain(values[name]) for name in specs if values.get(name) is not None}}
            for values in rows
        ]
        written[job.registry.kind(kind).plural.label(job.language)] = len(rows)
    whole["names"] = dict(sorted(_linked(tables, job.registry, job.label)))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(whole, file, ensure_ascii=False, indent=1)
        file.write("\n")
    return written


def _linked(tables: Sequence[tuple[str, Collection[Values]]], registry: Registry, label: Names) -> Iterable[tuple[str, str]]:
    seen: set[str] = set()
    for kind, rows in tables:
        fields = [(name, spec.type) for name, spec in registry.specs(kind).items() if spec.is_link]
        for values in rows:
            for name, type_ in fields:
                found = values.get(name) or ()
                for id in [found] if type_ is Type.LINK and found else found:
                    if id not in seen:
                        seen.add(id)
                        yield id, label(id)
