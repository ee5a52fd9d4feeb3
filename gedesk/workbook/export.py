"""Records out to workbooks, delimited text and JSON, so that they come back unchanged.

Nothing is cut: more rows than a sheet holds go on to the next sheet, and a text longer than a cell is reported.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from gedesk.domain.fields import Type
from gedesk.domain.record import Registry
from gedesk.errors import Problem, UsageError
from gedesk.i18n import gettext as _
from gedesk.workbook import cellstyle, columns, technical
from gedesk.workbook.columns import Out
from gedesk.workbook.staging import MAX_ROW
from gedesk.workbook.text_source import guard

MAX_CELL = 32_767
_HEAD_ROWS = 2

Values = Mapping[str, Any]
Names = Callable[[str], str]


def write_export(
    path: Path | str,
    tables: Sequence[tuple[str, Sequence[Values]]],
    *,
    registry: Registry,
    language: str = "en",
    names: Names | Mapping[str, str] = str,
    rows_per_sheet: int = MAX_ROW,
    problems: list[Problem] | None = None,
) -> dict[str, int]:
    """Writes records, each a dict of domain values with its `id`; returns rows by sheet.

    The ending of the name chooses .xlsx, .csv or .json.  `names` gives the label of a linked record's id.  Texts too
    long for a cell are named in `problems`.
    """
    path = Path(path)
    label: Names = (lambda id: names.get(id, "")) if isinstance(names, Mapping) else names
    writers: dict[str, Callable[..., dict[str, int]]] = {".xlsx": _write_xlsx, ".csv": _write_csv, ".json": _write_json}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise UsageError(
            _("There is no export to files ending in “{ending}”.").format(ending=path.suffix),
            advice=_("Name a file ending in .xlsx, .csv or .json."),
        )
    part = path.with_name(path.name + ".part")
    try:
        written = write(part, tables, registry, language, label, rows_per_sheet, problems if problems is not None else [])
        part.replace(path)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return written


def _write_xlsx(
    path: Path,
    tables: Sequence[tuple[str, Sequence[Values]]],
    registry: Registry,
    language: str,
    label: Names,
    rows_per_sheet: int,
    problems: list[Problem],
) -> dict[str, int]:
    book = Workbook(write_only=True)
    written: dict[str, int] = {}
    room = max(1, min(rows_per_sheet, MAX_ROW) - _HEAD_ROWS)
    for kind, rows in tables:
        outs = columns.for_export(registry, kind, rows, language)
        title = registry.kind(kind).plural.label(language)
        for number, begin in enumerate(range(0, max(1, len(rows)), room), 1):
            name = _sheet_name(title, number, written)
            block = rows[begin : begin + room]
            _write_sheet(book, name, kind, outs, block, label, language, problems)
            written[name] = len(block)
    if not written:
        book.create_sheet("Empty")
    book.save(path)
    return written


def _sheet_name(title: str, number: int, taken: Mapping[str, int]) -> str:
    """At most 31 letters without those Excel forbids, and unlike the names there are."""
    clean = "".join(" " if char in "[]:*?/\\'" else char for char in title).strip() or "Sheet"
    for suffix in [f" {number}" if number > 1 else "", *(f" ({again})" for again in range(2, 1000))]:
        name = clean[: 31 - len(suffix)] + suffix
        if name.lower() not in {other.lower() for other in taken}:
            return name
    raise UsageError(_("There are too many sheets called “{name}”.").format(name=clean))


def _write_sheet(
    book: Workbook,
    name: str,
    kind: str,
    outs: list[Out],
    rows: Sequence[Values],
    label: Names,
    language: str,
    problems: list[Problem],
) -> None:
    sheet: Any = book.create_sheet(name)
    for number, out in enumerate(outs, 1):
        sheet.column_dimensions[cellstyle.letter(number)].width = cellstyle.width(out.spec)
    sheet.row_dimensions[1].hidden = True
    sheet.row_dimensions[2].height = 32
    sheet.freeze_panes = "C3"
    sheet.auto_filter.ref = f"A2:{cellstyle.letter(len(outs))}{len(rows) + _HEAD_ROWS}"
    sheet.append([technical.mark(kind, technical.ID), *(out.technical for out in outs[1:])])
    head = []
    for out in outs:
        made = cellstyle.cell(sheet, out.header)
        made.font, made.fill, made.alignment = cellstyle.HEAD_FONT, cellstyle.HEAD, cellstyle.HEAD_ALIGN
        head.append(made)
    sheet.append(head)
    formats = [cellstyle.number_format(out.spec) for out in outs]
    for number, values in enumerate(rows, _HEAD_ROWS + 1):
        line: list[Any] = []
        for place, (out, shown_as) in enumerate(zip(outs, formats, strict=True), 1):
            value = columns.shown(out, values, label, language)
            if value is None:
                line.append(None)
                continue
            if isinstance(value, str) and len(value) > MAX_CELL:
                problems.append(
                    Problem(
                        "maximum-length",
                        _("The text in {cell} of “{sheet}” is longer than a cell holds; the rest is left out.").format(
                            cell=f"{cellstyle.letter(place)}{number}", sheet=name
                        ),
                        out.field,
                    )
                )
                value = value[:MAX_CELL]
            plain = isinstance(value, str) and not cellstyle.TYPED.match(value)
            line.append(cellstyle.escaped(value) if plain else cellstyle.cell(sheet, value, shown_as=shown_as))
        sheet.append(line)


def _write_csv(
    path: Path,
    tables: Sequence[tuple[str, Sequence[Values]]],
    registry: Registry,
    language: str,
    label: Names,
    _rows_per_sheet: int,
    _problems: list[Problem],
) -> dict[str, int]:
    if len(tables) != 1:
        raise UsageError(
            _("A .csv file holds one kind of record."), advice=_("Export one kind, or write an .xlsx workbook.")
        )
    kind, rows = tables[0]
    outs = columns.for_export(registry, kind, rows, language)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([technical.mark(kind, technical.ID), *(out.technical for out in outs[1:])])
        writer.writerow([guard(out.header) for out in outs])
        for values in rows:
            writer.writerow([_text(columns.shown(out, values, label, language)) for out in outs])
    return {registry.kind(kind).plural.label(language): len(rows)}


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return guard(value)
    return columns.plain(value)


def _write_json(
    path: Path,
    tables: Sequence[tuple[str, Sequence[Values]]],
    registry: Registry,
    language: str,
    label: Names,
    _rows_per_sheet: int,
    _problems: list[Problem],
) -> dict[str, int]:
    whole: dict[str, Any] = {"format": "gedesk", "version": technical.VERSION, "language": language, "kinds": {}}
    written = {}
    for kind, rows in tables:
        specs = registry.specs(kind)
        whole["kinds"][kind] = [
            {"id": values.get("id"), **{name: columns.plain(values[name]) for name in specs if values.get(name) is not None}}
            for values in rows
        ]
        written[registry.kind(kind).plural.label(language)] = len(rows)
    whole["names"] = dict(sorted(_linked(tables, registry, label)))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(whole, file, ensure_ascii=False, indent=1)
        file.write("\n")
    return written


def _linked(tables: Sequence[tuple[str, Sequence[Values]]], registry: Registry, label: Names) -> Iterable[tuple[str, str]]:
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
