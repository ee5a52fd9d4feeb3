"""The technical row of our own workbooks: what each column is, so that they come back exactly.

Its first cell reads `gedesk:1:activity:id`: the format's version, the kind, and the field of that column; the other
cells name their fields, `participants[female|15-17|with]` a cell of a table of counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gedesk.errors import MadeByNewer
from gedesk.i18n import gettext as _
from gedesk.workbook.staging import Value

if TYPE_CHECKING:  # the reading process imports this module and has no use for the records
    from gedesk.domain.record import Registry

VERSION = 1
ID = "id"
_MARK = re.compile(r"gedesk:(\d{1,4}):([a-z_]+):(\w+(?:\[[^\]]*\])?)")
_ASIDE = re.compile(r"gedesk:\d{1,4}:(?:lists|help|problems)")
_FIELD = re.compile(r"(\w+)(?:\[([^\]]*)\])?")


def mark(kind: str, column: str, version: int = VERSION) -> str:
    """The first cell of a technical row."""
    return f"gedesk:{version}:{kind}:{column}"


def aside(what: str) -> str:
    """The first cell of a sheet of ours that holds no records: lists to choose from, instructions, problems."""
    return f"gedesk:{VERSION}:{what}"


def is_aside(value: Value) -> bool:
    """Whether a first cell says that its sheet holds no records."""
    return isinstance(value, str) and _ASIDE.fullmatch(value) is not None


def column_name(field: str, part: str = "") -> str:
    """What a technical row calls a column."""
    return f"{field}[{part}]" if part else field


def parse(row: Mapping[int, Value], registry: Registry) -> tuple[str, dict[int, tuple[str, str]]] | None:
    """Kind, and field and part by column, when a row is a technical row.  Raises MadeByNewer."""
    if not row:
        return None
    first = min(row)
    value = row[first]
    found = _MARK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    if int(found[1]) > VERSION:
        raise MadeByNewer(
            _("This workbook was made by a newer version of GE Desk."),
            advice=_("Install the version that made it, or a later one, and import it again."),
        )
    kind = found[2]
    if kind not in set(registry):
        return None
    specs = registry.specs(kind)
    columns: dict[int, tuple[str, str]] = {}
    for column, name in {**row, first: found[3]}.items():
        parted = _FIELD.fullmatch(name.strip()) if isinstance(name, str) else None
        if parted and (parted[1] in specs or parted[1] == ID):
            columns[column] = (parted[1], parted[2] or "")
    return kind, columns
