"""The closed list of reasons why a file is not read, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from gedesk.errors import Exit, KnownError
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


@dataclass(frozen=True, slots=True)
class _Reason:
    message: str
    advice: str
    exit: Exit = Exit.INPUT


_REASONS = {
    "not-found": _Reason(
        mark("{name} cannot be opened: {detail}"), mark("Check the name, and whether another program holds the file.")
    ),
    "empty": _Reason(mark("{name} is empty."), mark("Ask the sender for the file again.")),
    "password": _Reason(
        mark("{name} is protected by a password."),
        mark("Type the password, or open it in Excel or LibreOffice, save it without the password and import that copy."),
    ),
    "wrong-password": _Reason(
        mark("The password does not open {name}."),
        mark("Ask the sender for the password, or for a copy without one."),
    ),
    "unknown-cipher": _Reason(
        mark("{name} is protected by a password in a way that cannot be opened here."),
        mark("Open it in Excel or LibreOffice, save it without the password and import that copy."),
    ),
    "not-a-workbook": _Reason(
        mark("{name} is not a workbook or table: it looks like {detail}."),
        mark("Import .xlsx, .xlsm, .xlsb, .xls, .ods, .csv or .tsv files, or tables saved as HTML."),
    ),
    "damaged": _Reason(
        mark("{name} is damaged: {detail}"),
        mark("Open it in Excel or LibreOffice, let the program repair it and save it under a new name, or ask for it again."),
    ),
    "old-format": _Reason(
        mark("{name} was written by a program too old to be read."),
        mark("Open it in Excel or LibreOffice and save it as .xlsx."),
    ),
    "too-large": _Reason(
        mark("{name} would take {detail} when unpacked."),
        mark("Split it into smaller workbooks, or save only the sheets that are needed."),
        Exit.SECURITY,
    ),
    "bomb": _Reason(
        mark("{name} unpacks to many times its size, as files made to stop computers do: {detail}."),
        mark("Do not open it. Ask the sender how it was made."),
        Exit.SECURITY,
    ),
    "doctype": _Reason(
        mark("{name} holds declarations that no spreadsheet program writes ({detail})."),
        mark("Do not open it. Ask the sender how it was made."),
        Exit.SECURITY,
    ),
    "too-slow": _Reason(
        mark("{name} was not read within {detail} seconds."),
        mark("Save only the sheets that are needed in a new workbook and import that."),
        Exit.SECURITY,
    ),
    "too-much-memory": _Reason(
        mark("{name} needs more than {detail} MB of memory."),
        mark("Save only the sheets that are needed in a new workbook and import that."),
        Exit.SECURITY,
    ),
    "reader-stopped": _Reason(
        mark("The reader stopped on {name} ({detail})."),
        mark("Open it in Excel or LibreOffice, save it as a new .xlsx and import that copy."),
    ),
    "cancelled": _Reason(mark("Reading {name} was cancelled."), ""),
}

CODES = tuple(_REASONS)


class Refusal(KnownError):
    """A file that is not read.  `code` is stable; the exit code says whether it is a matter of security."""

    def __init__(self, code: str, name: str, detail: str = "") -> None:
        reason = _REASONS[code]
        super().__init__(_(reason.message).format(name=name, detail=detail), advice=_(reason.advice))
        self.code = code
        self.name = name
        self.detail = detail
        self.exit = reason.exit
