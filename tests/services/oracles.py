"""What must be true of stores whatever happened to them, told without the code that is tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gesync.values import unpack

from gedesk.domain.kinds import registry
from gedesk.services.desk import Desk

UNKNOWN = 7_777  # a kind, and a field, of a newer version
FIELDS = ("title", "problem", "expected_result")


class Oracle:
    """What must stand in the fields of one record, told from who wrote what having which changes: a second fold.

    It knows nothing of bases and clocks: a change replaces the values that stood on the machine where it was written.
    """

    def __init__(self, rec: bytes) -> None:
        self._rec = rec
        self._numbers = {registry.spec("commitment", name).number: name for name in FIELDS}
        self._replaced: dict[tuple[bytes, str], set[bytes]] = {}
        self._values: dict[str, dict[bytes, object]] = {name: {} for name in FIELDS}

    def begin(self, desk: Desk) -> None:
        """Takes note of what stands at first."""
        self._take_note(desk, set(), {name: set() for name in FIELDS})

    def write(self, desk: Desk, action: Callable[[], object]) -> None:
        """Lets somebody write, and takes note of what that replaced."""
        before = hashes(desk)
        standing = {name: self.standing(name, before) for name in FIELDS}
        try:
            action()
        finally:
            self._take_note(desk, before, standing)

    def _take_note(self, desk: Desk, before: set[bytes], standing: dict[str, set[bytes]]) -> None:
        with desk.store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT hash, patch FROM log WHERE rec = ?", (self._rec,)).fetchall()
        for own, patch in rows:
            if own in before:
                continue
            for number, value in unpack(patch).items():
                if (name := self._numbers.get(number)) is not None:
                    self._values[name][own] = value
                    self._replaced[own, name] = standing[name]

    def standing(self, name: str, known: set[bytes]) -> set[bytes]:
        """The changes among `known` whose values of a field no other of them replaced."""
        written = {own for own in self._values[name] if own in known}
        return written - {gone for own in written for gone in self._replaced[own, name]}

    def wrong(self, desk: Desk, record: str) -> list[str]:
        """Fields in which a replica does not show exactly the values that stand."""
        known = hashes(desk)
        shown = {name: {one.value for one in found.values} for found in desk.exchange.conflicts("commitment")
                 if found.record == record and (name := found.field) in FIELDS}  # fmt: skip
        row = desk.records.get("commitment", record).values
        wrong = []
        for name in FIELDS:
            values = {self._values[name][own] for own in self.standing(name, known)}
            if values and shown.get(name, {row.get(name)}) != values:
                wrong.append(f"{name} shows {shown.get(name, row.get(name))}, where {values} stand")
        return wrong


def hashes(desk: Desk) -> set[bytes]:
    """Every change in a log."""
    with desk.store.reading() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT hash FROM change")}


def strange(connection: Any) -> dict[bytes, bytes]:
    """What newer versions wrote, as it lies in a log."""
    rows = connection.exec_driver_sql("SELECT hash, patch FROM log WHERE patch IS NOT NULL").fetchall()
    return {row[0]: row[1] for row in rows if UNKNOWN in unpack(row[1])}


def own(desk: Desk) -> set[bytes]:
    """The changes of a site's own chains."""
    site = bytes.fromhex(desk.store.identity().id)
    with desk.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT c.hash FROM change c JOIN incarnation i ON i.n = c.inc WHERE i.site = ?", (site,)
        )
        return {row[0] for row in rows}
