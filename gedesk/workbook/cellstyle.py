"""How our own workbooks look, and how text is written so that no program takes it for a formula."""

from __future__ import annotations

import re

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from gedesk.domain.fields import FieldSpec, Type

INERT = re.compile(r"[=+\-@\t\r]")
HEAD = PatternFill("solid", start_color="FF1F4E5F")
OTHER_HEAD = PatternFill("solid", start_color="FF3F6B4F")
NEEDED = PatternFill("solid", start_color="FF8C2F39")
BAND = PatternFill("solid", start_color="FFEEF4F6")
HEAD_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFFFF")
_LINE = Side(style="thin", color="FFB8C4C9")
THIN = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TITLE_FONT = Font(name="Calibri", size=14, bold=True)
TEXT_FONT = Font(name="Calibri", size=11)
WRAP = Alignment(vertical="top", wrap_text=True)
HEAD_ALIGN = Alignment(vertical="center", horizontal="left", wrap_text=True)

_FORMATS = {Type.DATE: "yyyy-mm-dd", Type.DATETIME: "yyyy-mm-dd hh:mm", Type.INTEGER: "#,##0", Type.NUMBER: "#,##0.00", Type.COUNTS: "#,##0"}
_WIDTHS = {
    Type.LONG_TEXT: 48, Type.TEXT: 30, Type.LINK: 30, Type.LINKS: 34, Type.CODE: 22, Type.CODES: 28, Type.DATE: 13,
    Type.DATETIME: 17, Type.INTEGER: 13, Type.NUMBER: 14, Type.YES_NO: 10, Type.COUNTS: 12,
}  # fmt: skip


def number_format(spec: FieldSpec | None) -> str:
    """Excel's number format for a field."""
    return _FORMATS.get(spec.type, "General") if spec is not None else "General"


def width(spec: FieldSpec | None, *, leads: bool = False) -> int:
    """Width of a field's column in characters; the field that stands for the record (`leads`) gets more."""
    if leads and spec is not None:
        return 46
    return _WIDTHS.get(spec.type, 20) if spec is not None else 38


def letter(column: int) -> str:
    """Letters of a column."""
    return str(get_column_letter(column))
