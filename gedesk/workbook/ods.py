"""OpenDocument spreadsheets, row by row.  Every text is typed as text, so that nothing in it can run."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
                         ("config", "config"))
) + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'  # fmt: skip
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    + "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in ("content.xml", "settings.xml"))
    + "</manifest:manifest>"
)
_STYLES = (
    '<number:date-style style:name="D"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>'
    '<number:text>-</number:text><number:day number:style="long"/></number:date-style>'
    '<number:number-style style:name="N"><number:number number:decimal-places="0" number:min-decimal-places="0" '
    'number:max-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
    '<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:background-color="#1f4e5f" '
    'fo:wrap-option="wrap"/><style:text-properties fo:color="#ffffff" fo:font-weight="bold"/></style:style>'
    '<style:style style:name="bold" style:family="table-cell" style:data-style-name="N"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="D"/>'
    '<style:style style:name="number" style:family="table-cell" style:data-style-name="N"/>'
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"^ | (?= )| $")


class Writer:
    """A spreadsheet: `begin` a sheet, write its rows, `end` it.  Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self._zip.writestr("mimetype", _TYPE, zipfile.ZIP_STORED)
        self._zip.writestr("META-INF/manifest.xml", _MANIFEST)
        self._content: IO[bytes] | None = self._zip.open("content.xml", "w", force_zip64=True)
        widths = "".join(
            f'<style:style style:name="w{n}" style:family="table-column"><style:table-column-properties style:column-width="{n * 0.22:.2f}cm"/></style:style>'
            for n in range(5, 61)
        )
        self._write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMES} office:version="1.3">'
            f"<office:automatic-styles>{_STYLES}{widths}</office:automatic-styles><office:body><office:spreadsheet>"
        )
        self._panes: list[tuple[str, int, int]] = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if self._content is not None:
            if kind is None:
                self._write("</office:spreadsheet></office:body></office:document-content>")
            self._content.close()
        if kind is None:
            self._zip.writestr("settings.xml", self._settings())
        self._zip.close()

    def _write(self, text: str) -> None:
        assert self._content is not None
        self._content.write(text.encode("utf-8", "replace"))

    def begin(self, name: str, widths: Sequence[int], *, frozen: tuple[int, int]) -> None:
        """A sheet with columns of these widths in characters; `frozen` rows and columns stay in view."""
        self._panes.append((name, *frozen))
        listed = "".join(f'<table:table-column table:style-name="w{min(60, max(5, width))}"/>' for width in widths)
        self._write(f"<table:table table:name={quoteattr(name)}>{listed or '<table:table-column/>'}")

    def row(self, values: Sequence[Any], *, head: bool = False, bold: bool = False, hidden: bool = False) -> None:
        """One row; None is an empty cell."""
        style = ' table:style-name="head"' if head else ' table:style-name="bold"' if bold else ""
        collapsed = ' table:visibility="collapse"' if hidden else ""
        cells = "".join(map(_cell, values) if not style else (_cell(value, style) for value in values))
        self._write(f"<table:table-row{collapsed}>{cells or '<table:table-cell/>'}</table:table-row>")

    def end(self) -> None:
        """The end of a sheet."""
        self._write("</table:table>")

    def _settings(self) -> str:
        def item(name: str, kind: str, value: int) -> str:
            return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

        sheets = "".join(
            f"<config:config-item-map-entry config:name={quoteattr(name)}>"
            + item("HorizontalSplitMode", "short", 2 if columns else 0) + item("VerticalSplitMode", "short", 2 if rows else 0)
            + item("HorizontalSplitPosition", "int", columns) + item("VerticalSplitPosition", "int", rows)
            + item("ActiveSplitRange", "short", 2) + item("PositionRight", "int", columns) + item("PositionBottom", "int", rows)
            + "</config:config-item-map-entry>"
            for name, rows, columns in self._panes
        )  # fmt: skip
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-settings {_NAMES} office:version="1.3"><office:settings>'
            '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
            '<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
            f'<config:config-item-map-named config:name="Tables">{sheets}</config:config-item-map-named></config:config-item-map-entry>'
            "</config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>"
        )


def _cell(value: Any, style: str = "") -> str:
    match value:
        case None:
            return f"<table:table-cell{style}/>"
        case bool():
            return f'<table:table-cell{style} office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
        case int() | float():
            return f'<table:table-cell{style or _NUMBER} office:value-type="float" office:value="{value!r}"><text:p>{value}</text:p></table:table-cell>'
        case datetime() | date():
            told = value.isoformat()
            return f'<table:table-cell{style or _DAY} office:value-type="date" office:date-value="{told}"><text:p>{told}</text:p></table:table-cell>'
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in _ILLEGAL.sub("", str(value)).split("\n"))
    return f'<table:table-cell{style} office:value-type="string">{lines}</table:table-cell>'


_NUMBER = ' table:style-name="number"'
_DAY = ' table:style-name="day"'


def _spaced(line: str) -> str:
    """Text with the spaces that the format would swallow written as elements."""
    return _SPACES.sub("<text:s/>", escape(line).replace("\t", "<text:tab/>"))
