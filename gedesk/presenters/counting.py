"""The participants grid: a table of counts by age (rows) and by sex, optionally parted by disability (columns)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gedesk.domain.fields import NOT_RECORDED
from gedesk.domain.participants import DIMS, reconcile
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words

Cells = dict[str, int]
SEXES = ("female", "male", "not_recorded")  # "another" is shown as soon as a record holds it, or when asked for
PARTED = ("with", "without", NOT_RECORDED)


class Grid:
    """Counts under editing.  Rows are age bands, columns (sex, disability); a folded column sums its disability parts.

    Only known numbers are kept: an empty cell is "not counted", which is not 0.
    """

    def __init__(self, cells: Mapping[str, int] | None = None, *, parted: bool | None = None) -> None:
        self.cells: Cells = dict(cells or {})
        self.bands: tuple[str, ...] = vocabulary(DIMS[1]).codes
        told = {key.split("|")[2] for key in self.cells}
        self.parted = bool(told & {"with", "without"}) if parted is None else parted
        self.another = any(key.startswith("another|") for key in self.cells)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """(sex, disability) of each column; disability is "" where columns are folded."""
        sexes = [sex for sex in vocabulary(DIMS[0]).codes if sex in SEXES or (sex == "another" and self.another)]
        return [(sex, part) for sex in sexes for part in (PARTED if self._is_parted(sex) else ("",))]

    def _is_parted(self, sex: str) -> bool:
        """People of unknown sex are not parted, unless a record holds them so."""
        if sex != NOT_RECORDED:
            return self.parted
        return self.parted and any(key.startswith(f"{sex}|") and not key.endswith(NOT_RECORDED) for key in self.cells)

    def value(self, row: int, column: int) -> int | None:
        """The count of one cell."""
        sex, part = self.columns[column]
        if part:
            return self.cells.get(f"{sex}|{self.bands[row]}|{part}")
        found = [n for p in PARTED if (n := self.cells.get(f"{sex}|{self.bands[row]}|{p}")) is not None]
        return sum(found) if found else None

    def locked(self, row: int, column: int) -> bool:
        """Whether a folded cell stands for counts by disability, which one number cannot replace."""
        sex, part = self.columns[column]
        return not part and any(f"{sex}|{self.bands[row]}|{p}" in self.cells for p in PARTED[:2])

    def set(self, row: int, column: int, value: int | None) -> bool:
        """Sets one cell; whether it was accepted."""
        if self.locked(row, column) or (value is not None and value < 0):
            return False
        sex, part = self.columns[column]
        key = f"{sex}|{self.bands[row]}|{part or NOT_RECORDED}"
        if value is None:
            self.cells.pop(key, None)
        else:
            self.cells[key] = value
        return True

    def set_text(self, row: int, column: int, text: str) -> bool:
        """Sets one cell to what was typed; empty clears it."""
        if not text.strip():
            return self.set(row, column, None)
        value = words.parse_number(text)
        if value is None or not float(value).is_integer() or value > 10**9:
            return False
        return self.set(row, column, int(value))

    def paste(self, row: int, column: int, text: str) -> int:
        """Fills a block copied from a spreadsheet, from one cell on; how many cells took a number."""
        taken = 0
        for down, line in enumerate(text.rstrip("\r\n").splitlines()):
            for across, part in enumerate(re.split(r"\t|;", line)):
                if row + down < len(self.bands) and column + across < len(self.columns):
                    taken += self.set_text(row + down, column + across, part) and bool(part.strip())
        return taken

    def row_total(self, row: int) -> int:
        """People of one age band."""
        return sum(self.value(row, column) or 0 for column in range(len(self.columns)))

    def column_total(self, column: int) -> int:
        """People of one column."""
        return sum(self.value(row, column) or 0 for row in range(len(self.bands)))

    def total(self) -> int:
        """All people counted."""
        return sum(self.cells.values())

    def summary(self) -> str:
        """The counts in a line: women, men, with disability."""
        parts = []
        for sex in vocabulary(DIMS[0]).codes:
            count = sum(n for key, n in self.cells.items() if key.startswith(f"{sex}|"))
            if count:
                parts.append(f"{vocabulary(DIMS[0]).label(sex)}: {words.number(count)}")
        impaired = sum(n for key, n in self.cells.items() if key.endswith("|with"))
        if impaired:
            parts.append(f"{vocabulary(DIMS[2]).label('with')}: {words.number(impaired)}")
        return " · ".join(parts)


def verdict(cells: Mapping[str, int], total: int | None, qualifier: str | None) -> tuple[str, str]:
    """How the counts and the reported total relate, in words, and the tone to say it in."""
    found = reconcile(cells, total, qualifier)
    counted, reported = words.number(found.cells), words.number(found.total)
    match found.state:
        case "none":
            return _("No numbers yet. Fill in the table, or only the total."), "neutral"
        case "total only":
            return _("Only a total is given. That is fine: no split is invented."), "accent"
        case "cells only":
            text = ngettext("{n} person counted; no total reported.", "{n} people counted; no total reported.", found.cells)
            return text.format(n=counted), "accent"
        case "balanced" if found.difference == 0:
            return _("The table and the total agree: {n}.").format(n=counted), "success"
        case "balanced":
            rest = words.number(found.difference)
            return _("{counted} of {total} are broken down; {rest} are known only in total.").format(
                counted=counted, total=reported, rest=rest
            ), "success"
    if found.difference > 0:
        return _("Does not add up: the total of {total} is {n} more than the table's {counted}.").format(
            total=reported, n=words.number(found.difference), counted=counted
        ), "warning"
    return _("Does not add up: the table's {counted} is {n} more than the total of {total}.").format(
        total=reported, n=words.number(-found.difference), counted=counted
    ), "warning"
