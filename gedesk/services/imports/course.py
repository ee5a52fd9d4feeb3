"""The course of long work: told how far it is, and asked whether to stop."""

from __future__ import annotations

from gedesk.services.protocols import Cancelled, Progress
from gedesk.workbook.refusals import Refusal

EVERY = 500  # rows between two looks


def never() -> bool:
    """Nobody cancels."""
    return False


class Course:
    """How far the work on a file is."""

    def __init__(self, file: str, cancelled: Cancelled | None = None, progress: Progress | None = None) -> None:
        self._file = file
        self._cancelled = cancelled or never
        self._progress = progress

    def at(self, phase: str, done: int = 0, total: int = 0) -> None:
        """Says how far it is: `reading`, `recognising`, `matching`, `comparing`, `writing`.  Raises Refusal when it is to stop."""
        if self._cancelled():
            raise Refusal("cancelled", self._file)
        if self._progress is not None:
            self._progress(phase, done, total)
