"""The parts of an .xlsx that a value reader hides, read from the bytes.

calamine gives values fast but shows error cells, formulas without a stored result, hidden rows and columns, percent
formats and merges as nothing, and dies on a cell at the last row and column.  This pass finds those by searching the
sheet XML for exactly them, without parsing the rest.  `read_cells` is the slow complete reader for sheets that the
fast one cannot take.
"""

from __future__ import annotations

import io
import itertools
import posixpath
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import defusedxml.ElementTree as ElementTree

from gedesk.workbook.staging import (
    MAX_COLUMN,
    MAX_ROW,
    Flag,
    Sheet,
    Value,
    column_number,
    letters,
    parse_a1,
    parse_range,
    written,
)

_PERCENT_BUILT_IN = {9, 10}
_DATE_BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Styles:
    """What the cell formats of a workbook show, by style number."""

    percent: set[int] = field(default_factory=set)
    dates: set[int] = field(default_factory=set)
    orders: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Side:
    """What the side pass found on a sheet."""

    max_row: int = 0
    max_column: int = 0
    cells: int = 0
    references: bool = True  # cells say where they are
    plain: bool = True  # written in UTF-8, the only encoding the fast reader knows


@dataclass(slots=True)
class Part:
    """A sheet of the workbook: its name, whether hidden, and the archive part that holds it."""

    name: str
    hidden: bool
    path: str


def workbook_parts(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> tuple[list[Part], bool, list[str]]:
    """Worksheets in their order, whether dates count from 1904, and the names of sheets of charts, macros or dialogs.

    Empty when the workbook part is unreadable.
    """
    root = next((part for part in parts if part == "xl/workbook.xml"), None)
    root = root or next((part for part in parts if part.endswith("workbook.xml")), None)
    if root is None:
        return [], False, []
    try:
        tree = ElementTree.fromstring(archive.read(parts[root]))
        relations = _relations(archive, parts, root)
    except Exception:  # damaged: the value reader will say so
        return [], False, []
    found = []
    others = []
    epoch = False
    for element in tree.iter():
        tag = _local(element.tag)
        if tag == "workbookPr":
            epoch = element.get("date1904") in ("1", "true")
        elif tag == "sheet":
            relation = next((value for key, value in element.attrib.items() if _local(key) == "id"), "")
            path, worksheet = relations.get(relation, ("", True))
            if not worksheet:
                others.append(element.get("name", ""))
                continue
            found.append(Part(element.get("name", ""), element.get("state", "visible") != "visible", path))
    return (found if any(part.path for part in found) else []), epoch, others


def _relations(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], of: str) -> dict[str, tuple[str, bool]]:
    folder, _slash, file = of.rpartition("/")
    path = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    if path not in parts:
        return {}
    found = {}
    for element in ElementTree.fromstring(archive.read(parts[path])):
        target = element.get("Target", "").replace("\\", "/").lower()
        full = posixpath.normpath(target.lstrip("/")) if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id", "")] = full, element.get("Type", "/worksheet").endswith("/worksheet")
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def read_styles(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Styles:
    """Which styles show percentages and dates, and the order of day and month where a format says it."""
    path = next((part for part in parts if part.endswith("/styles.xml")), None)
    styles = Styles()
    if path is None:
        return styles
    try:
        tree = ElementTree.fromstring(archive.read(parts[path]))
    except Exception:  # no styles then
        return styles
    formats: dict[int, str] = {}
    for element in tree.iter():
        if _local(element.tag) == "numFmt":
            told = element.get("numFmtId", "")
            if told.isdecimal():
                formats.setdefault(int(told), element.get("formatCode", ""))
    cell_formats = next((element for element in tree if _local(element.tag) == "cellXfs"), None)
    for style, element in enumerate(cell_formats if cell_formats is not None else ()):
        number = int(element.get("numFmtId", "0") or 0)
        code = formats.get(number, "")
        bare = _NOT_FORMAT.sub("", code).lower().split(";")[0]
        if number in _PERCENT_BUILT_IN or "%" in bare:
            styles.percent.add(style)
        elif (number in _DATE_BUILT_IN and not code) or (re.search(r"[dyhs]|\[[hms]+\]|mm", bare) and "general" not in bare):
            styles.dates.add(style)
            order = _order(bare)
            if order:
                styles.orders[style] = order
    return styles


def _order(bare: str) -> str:
    """`dmy` or `mdy` when a date format shows numbers in that order, else nothing."""
    found = re.search(r"(?<![dm])(d{1,2}|m{1,2})(?![dm])[^dmyh]+(d{1,2}|m{1,2})(?![dm])", bare)
    if found is None or found[1][0] == found[2][0]:
        return ""
    return "dmy" if found[1][0] == "d" else "mdy"


# -- the side pass -----------------------------------------------------------------------------------------------


def scan(xml: bytes, sheet: Sheet, styles: Styles, dense: int) -> Side:
    """Adds to `sheet` the flags, merges and hidden parts that its XML shows; returns its true extent."""
    plain = not xml.startswith(_UTF16)
    xml = utf8(xml)
    prefix = _prefix(xml)
    body = xml.find(b"<" + prefix + b"sheetData")
    side = Side(plain=plain, cells=xml.count(b"<" + prefix + b"c "))
    _extent(xml, prefix, side, dense)
    if b'hidden="' in xml:
        _hidden(xml, body, prefix, sheet)
    after = max(0, xml.rfind(b"</" + prefix + b"sheetData>"))  # merges stand behind the cells
    for found in re.compile(rb'<%smergeCell\b[^>]*?\bref="([A-Za-z0-9:$]+)"' % prefix).finditer(xml, after):
        try:
            merge = parse_range(found[1].decode())
        except ValueError:
            continue
        if merge.bottom <= MAX_ROW and merge.right <= MAX_COLUMN:
            sheet.merges.append(merge)
    if side.references:
        _faults(xml, prefix, sheet)
        _shown(xml, prefix, styles, sheet)
    return side


def _faults(xml: bytes, prefix: bytes, sheet: Sheet) -> None:
    """Cells that hold an error, and formulas without a stored result."""
    start = b"<" + prefix + b"c "
    for found in re.finditer(rb't="e"', xml):  # the rare text first, then back to its cell: ten times faster
        begin, end = xml.rfind(start, 0, found.start()), xml.find(b"</" + prefix + b"c>", found.end())
        where = _place(xml[begin : found.end() + 200].split(b">", 1)[0]) if begin >= 0 else None
        text = re.search(rb"<%sv[^>]*>([^<]*)<" % prefix, xml[found.end() : end])
        if where and text and xml.find(b">", begin) > found.start():
            _put(sheet, where, _unescaped(text[1].decode("utf-8", "replace")))
            sheet.flags[where] = Flag.ERROR
    if re.search(rb"<%sf[\s/>]" % prefix, xml) is None:
        return
    pattern = rb"(?:</%sf>|<%sf\b[^>]*/>)\s*(?:<%sv></%sv>|<%sv\s*/>)?\s*</%sc>" % ((prefix,) * 6)
    for found in re.finditer(pattern, xml):
        begin = xml.rfind(start, 0, found.start())
        where = _place(xml[begin : begin + 200].split(b">", 1)[0]) if begin >= 0 else None
        if where:
            sheet.flags[where] = Flag.UNCACHED


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_ORDERS = 20_000  # cells with a date format that are looked at


def _shown(xml: bytes, prefix: bytes, styles: Styles, sheet: Sheet) -> None:
    """Cells shown as percentages, and the order of day and month that the formats of columns show."""
    if not styles.percent and not styles.orders:
        return
    start = b"<" + prefix + b"c "
    odd = re.search(rb'[\n\t\r]s="', xml) is not None  # nearly everybody parts attributes by one space
    pattern = rb'%ss="(%s)"'
    for found in re.finditer(pattern % (rb"\s" if odd else b" ", _any_of(styles.percent)), xml) if styles.percent else ():
        begin, end = xml.rfind(b"<", 0, found.start()), xml.find(b">", found.end())
        if xml.startswith(start, begin) and xml[end - 1 : end] != b"/":
            where = _place(xml[begin:end])
            if where and where not in sheet.flags:
                sheet.flags[where] = Flag.PERCENT
    dated = re.finditer(pattern % (rb"\s" if odd else b" ", _any_of(styles.orders)), xml) if styles.orders else ()
    for found in itertools.islice(dated, _ORDERS):
        begin = xml.rfind(b"<", 0, found.start())
        where = _place(xml[begin : found.end() + 40]) if xml.startswith(start, begin) else None
        if where:
            sheet.date_orders.setdefault(where[1], styles.orders[int(found[1])])


def _any_of(styles: Iterable[int]) -> bytes:
    return b"|".join(b"%d" % style for style in sorted(styles))


_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00?\x00", b"\x00<\x00?")


def utf8(xml: bytes) -> bytes:
    """XML in UTF-8 whatever it was written in."""
    if xml.startswith(_UTF16):
        encoding = "utf-16" if xml[0] > 0xF0 else "utf-16-le" if xml[0] else "utf-16-be"
        return re.sub(r"^<\?xml[^>]*\?>", "", xml.decode(encoding, "replace").lstrip("\ufeff")).encode()
    return xml


def is_plain(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> bool:
    """Whether the shared strings are written in UTF-8."""
    path = next((part for part in parts if part.endswith("sharedstrings.xml")), None)
    if path is None:
        return True
    with archive.open(parts[path]) as stream:
        return not stream.read(8).startswith(_UTF16)


def _prefix(xml: bytes) -> bytes:
    found = re.search(rb"<(\w+:)?worksheet\b", xml[:4096])
    return found[1] or b"" if found else b""


def _extent(xml: bytes, prefix: bytes, side: Side, dense: int) -> None:
    rows = [int(found[1]) for found in re.finditer(rb'<%srow\b[^>]*?\br="(\d{1,10})"' % prefix, xml)]
    first = re.search(rb"<%sc\b([^>]*)>" % prefix, xml)
    side.references = first is None or _place(first[1]) is not None
    if not side.references:
        side.cells += xml.count(b"<" + prefix + b"c>")
    side.max_row = max(rows, default=0) or xml.count(b"<" + prefix + b"row")
    # Exact columns are only worth their cost when the rectangle could be too large to read as one.
    allowed = dense // max(1, side.max_row)
    side.max_column = min(702, max(26, allowed))
    if allowed >= 702 and re.search(rb' r="(?:[A-Z]{3}|[A-Z]{1,2}\d{7})', xml) is None:
        return
    lengths = [b"{3,5}"]
    if allowed < 702:
        beyond = letters(allowed)[0] if allowed > 26 else "A"
        if re.search(rb' r="[%s-Z][A-Z]\d' % beyond.encode(), xml) or allowed <= 26:
            lengths += [b"{2}", b""]
    for length in lengths:  # the longest names are the last columns: shorter ones need no look
        wide = {found[1] for found in re.finditer(rb' r="([A-Z]%s)\d+"' % length, xml)}
        if wide:
            side.max_column = max(column_number(text.decode()) for text in wide)
            break
    long = [int(found[1]) for found in re.finditer(rb' r="[A-Z]{1,5}(\d{7,10})"', xml)]
    side.max_row = max(side.max_row, *long) if long else side.max_row


def _hidden(xml: bytes, body: int, prefix: bytes, sheet: Sheet) -> None:
    for found in re.finditer(rb'<%scol\b[^>]*\bhidden="(?:1|true)"[^>]*>' % prefix, xml[: max(body, 0)]):
        low, high = re.search(rb'\bmin="(\d+)"', found[0]), re.search(rb'\bmax="(\d+)"', found[0])
        if low and high:
            sheet.hidden_columns.update(range(int(low[1]), min(int(high[1]), MAX_COLUMN) + 1))
    for found in re.finditer(rb'<%srow\b[^>]*\bhidden="(?:1|true)"[^>]*>' % prefix, xml):
        number = re.search(rb'\br="(\d+)"', found[0])
        if number:
            sheet.hidden_rows.add(int(number[1]))


_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def _place(attributes: bytes) -> tuple[int, int] | None:
    found = _REF.search(attributes)
    return (int(found[2]), column_number(found[1].decode())) if found else None


def _put(sheet: Sheet, where: tuple[int, int], value: Value) -> None:
    row, column = where
    values = sheet.rows.setdefault(row, [])
    if len(values) < column:
        values.extend([None] * (column - len(values)))
    values[column - 1] = value


# -- the complete reader -----------------------------------------------------------------------------------------


def read_cells(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, strings: list[str], styles: Styles, sheet: Sheet, epoch_1904: bool, most: int
) -> None:
    """Reads a sheet cell by cell, however far apart the cells are.  Raises ValueError when there are too many."""
    row = column = count = 0
    inside: list[Any] = []
    for event, element in ElementTree.iterparse(io.BytesIO(utf8(archive.read(info))), events=("start", "end")):
        tag = _local(element.tag)
        if event == "start":
            if tag == "row":
                row = _number(element.get("r")) or row + 1
                column = 0
                inside.append(element)
            continue
        if tag == "c":
            try:
                row, column = parse_a1(element.get("r", ""))
            except ValueError:
                column += 1
            if row <= MAX_ROW and column <= MAX_COLUMN:
                count += 1
                if count > most:
                    raise ValueError(f"more than {most:,} cells")
                _read_cell(sheet, (row, column), element, strings, styles, epoch_1904)
        elif tag == "row":
            element.clear()
    for number in [number for number, values in sheet.rows.items() if all(value is None for value in values)]:
        del sheet.rows[number]
    sheet.rows = dict(sorted(sheet.rows.items()))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _read_cell(
    sheet: Sheet, where: tuple[int, int], element: Any, strings: list[str], styles: Styles, epoch_1904: bool
) -> None:
    kind = element.get("t", "n")
    text = formula = None
    inline = ""
    for child in element:
        match _local(child.tag):
            case "v":
                text = child.text
            case "f":
                formula = True
            case "is":
                inline = "".join(part.text or "" for part in child.iter() if _local(part.tag) == "t")
    if text is None and not inline:
        if formula:
            sheet.flags[where] = Flag.UNCACHED
        return
    style = _number(element.get("s"))
    value: Value
    match kind:
        case "s":
            index = _number(text)
            value = strings[index] if index < len(strings) else None
        case "inlineStr":
            value = inline or text
        case "str":
            value = decode(text or "")
        case "b":
            value = text in ("1", "true")
        case "e":
            value = text
            sheet.flags[where] = Flag.ERROR
        case "d":
            value = text
        case _:
            value = _as_number(text or "", style in styles.dates, epoch_1904)
    if style in styles.percent and isinstance(value, int | float) and not isinstance(value, bool):
        sheet.flags[where] = Flag.PERCENT
    if isinstance(value, str):
        value = written(value)
    if value is not None:
        _put(sheet, where, value)


def _as_number(text: str, is_date: bool, epoch_1904: bool) -> Value:
    try:
        number = float(text)
    except ValueError:
        return text or None
    if number != number or number in (float("inf"), float("-inf")):
        return text
    if is_date:
        return from_serial(number, epoch_1904)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def from_serial(number: float, epoch_1904: bool) -> Value:
    """The day or time of an Excel serial number; the number itself when it is none."""
    if 0 <= number < 1:
        return (datetime(1900, 1, 1) + timedelta(seconds=round(number * 86400))).time()
    days = number + 1462 if epoch_1904 else number
    if not 1 <= days < 2_958_466:
        return number
    moment = datetime(1899, 12, 30 if days >= 61 else 31) + timedelta(seconds=round(days * 86400))
    return moment.date() if moment.time() == time(0) else moment


def read_strings(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> list[str]:
    """The shared strings of a workbook."""
    path = next((part for part in parts if part.endswith("sharedstrings.xml")), None)
    if path is None:
        return []
    found: list[str] = []
    for _event, element in ElementTree.iterparse(io.BytesIO(utf8(archive.read(parts[path]))), events=("end",)):
        if _local(element.tag) == "si":
            runs = []
            for child in element:
                if _local(child.tag) == "t":
                    runs.append(child.text or "")
                elif _local(child.tag) == "r":
                    runs.extend(part.text or "" for part in child if _local(part.tag) == "t")
            found.append(decode("".join(runs)))
            element.clear()
    return found


def decode(text: str) -> str:
    """Text with Excel's `_x000D_` escapes resolved."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text

