"""HTML tables saved as .xls, and the XML spreadsheets of 2003."""

from __future__ import annotations

import io
import re
from datetime import datetime, time
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import defusedxml
import defusedxml.ElementTree as ElementTree

from gedesk.workbook import text_source
from gedesk.workbook.intake import Limits, has_doctype
from gedesk.workbook.refusals import Refusal
from gedesk.workbook.staging import MAX_COLUMN, MAX_ROW, Flag, Range, Sheet, Staging, Value, written

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
_SHOWN_NUMBER = re.compile(r"x:num=[\"']?([-\d.eE+]+)")


class _Tables(HTMLParser):
    """Collects tables.  A table inside a table becomes text of the cell around it."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Sheet] = []
        self._name = name
        self._limits = limits
        self._depth = 0
        self._row = 0
        self._column = 0
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._number: str | None = None
        self._covered: dict[int, tuple[int, int]] = {}  # column -> (rows still covered, row where that began)
        self._cells = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(Sheet(f"Table {len(self.tables) + 1}"))
                self._row = 0
                self._covered = {}
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self._row += 1
            self._column = 0
            if self._row > MAX_ROW:
                raise Refusal("too-large", self._name, f"> {MAX_ROW:,} rows")
        elif self._depth == 1 and tag in ("td", "th"):
            self._close_cell()
            if self._row == 0:
                self._row = 1
            found = dict(attrs)
            self._span = (_span(found.get("rowspan"), MAX_ROW), _span(found.get("colspan"), MAX_COLUMN))
            self._number = found.get("x:num") or found.get("sdval")
            self._text = []
        elif self._text is not None and tag in ("br", "p", "div", "li"):
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._close_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._close_cell()

    def _close_cell(self) -> None:
        if self._text is None:
            return
        text = "\n".join(filter(None, (" ".join(line.split()) for line in "".join(self._text).split("\n"))))
        self._text = None
        sheet = self.tables[-1]
        self._column += 1
        while self._column in self._covered:
            rows, begun = self._covered[self._column]
            if self._row <= rows and self._row > begun:
                self._column += 1
            else:
                break
        rows, columns = self._span
        self._cells += 1
        if self._cells > self._limits.cells:
            raise Refusal("too-large", self._name, f"> {self._limits.cells:,} cells")
        if self._column > MAX_COLUMN:
            return
        value: Value = written(text)
        if self._number:
            try:
                number = float(self._number)
                value = int(number) if number.is_integer() and abs(number) < 1e15 else number
            except (ValueError, OverflowError):
                pass
        if value is not None:
            row = sheet.rows.setdefault(self._row, [])
            row.extend([None] * (self._column - len(row)))
            row[self._column - 1] = value
        right = min(self._column + columns - 1, MAX_COLUMN)
        bottom = min(self._row + rows - 1, MAX_ROW)
        if rows > 1:
            for column in range(self._column, right + 1):
                self._covered[column] = (bottom, self._row)
        if rows > 1 or columns > 1:
            sheet.merges.append(Range(self._row, self._column, bottom, right))
        self._column = right


def _span(text: str | None, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.strip().isdecimal() and len(text) < 9 else 1


def read_html(data: bytes, name: str, limits: Limits) -> Staging:
    """Reads every table of an HTML page as a sheet.  Raises Refusal."""
    told = _CHARSET.search(data[:4096])
    text = None
    if told and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            text = data.decode(told[1].decode())
        except (LookupError, UnicodeDecodeError):
            text = None
    if text is None:
        text, _encoding = text_source.decode(data)
    parser = _Tables(name, limits)
    parser.feed(text)
    parser.close()
    tables = [table for table in parser.tables if table.rows]
    if not tables:
        raise Refusal("not-a-workbook", name, "HTML")
    return Staging(name, "html", tables)


# -- SpreadsheetML 2003 ------------------------------------------------------------------------------------------

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_xml_2003(data: bytes, name: str, limits: Limits) -> Staging:
    """Reads an XML spreadsheet of 2003.  Raises Refusal."""
    if has_doctype(data):
        raise Refusal("doctype", name, "XML")
    staging = Staging(name, "xml2003")
    sheet = Sheet("")
    row = column = cells = 0
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if not element.tag.startswith(_SS):
                continue
            tag = element.tag.removeprefix(_SS)
            if event == "start":
                if tag == "Worksheet":
                    sheet = Sheet(element.get(_SS + "Name", ""))
                    staging.sheets.append(sheet)
                    row = 0
                elif tag == "Row":
                    row = _index(element.get(_SS + "Index"), row + 1)
                    column = 0
                    if element.get(_SS + "Hidden") == "1":
                        sheet.hidden_rows.add(row)
            elif tag == "Cell":
                cells += 1
                if cells > limits.cells:
                    raise Refusal("too-large", name, f"> {limits.cells:,} cells")
                column = _index(element.get(_SS + "Index"), column + 1)
                if row <= MAX_ROW and column <= MAX_COLUMN:
                    _xml_cell(sheet, row, column, element)
                across = _index(element.get(_SS + "MergeAcross"), 0)
                down = _index(element.get(_SS + "MergeDown"), 0)
                if across or down:
                    sheet.merges.append(Range(row, column, min(row + down, MAX_ROW), min(column + across, MAX_COLUMN)))
                column += across
            elif tag == "Row":
                row += _index(element.get(_SS + "Span"), 0)
                element.clear()
            elif tag == "Visible":
                pass
    except Refusal:
        raise
    except defusedxml.DefusedXmlException:
        raise Refusal("doctype", name, "XML") from None
    except ElementTree.ParseError as error:
        raise Refusal("damaged", name, str(error)) from None
    if not staging.sheets:
        raise Refusal("damaged", name, "no sheet in it")
    return staging


def _index(text: str | None, other: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else other


def _xml_cell(sheet: Sheet, row: int, column: int, element: Element) -> None:
    data = element.find(_SS + "Data")
    if data is None:
        if element.get(_SS + "Formula"):
            sheet.flags[row, column] = Flag.UNCACHED
        return
    text = "".join(data.itertext())
    value: Value = written(text)
    match data.get(_SS + "Type"):
        case "Number":
            try:
                number = float(text)
                value = int(number) if number.is_integer() and abs(number) < 1e15 else number
            except (ValueError, OverflowError):
                pass
        case "Boolean":
            value = text.strip() in ("1", "true")
        case "DateTime":
            try:
                moment = datetime.fromisoformat(text.strip())
                value = moment.date() if moment.time() == time(0) else moment
            except ValueError:
                pass
        case "Error":
            sheet.flags[row, column] = Flag.ERROR
    if value is not None:
        values = sheet.rows.setdefault(row, [])
        values.extend([None] * (column - len(values)))
        values[column - 1] = value
