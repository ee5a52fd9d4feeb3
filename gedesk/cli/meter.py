"""How far long work is, on standard error: a bar on a terminal, a line for each tenth otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

_WIDTH = 30


class Meter:
    """Takes the steps of one piece of work.  `words` says what a phase is called."""

    def __init__(self, words: Callable[[str], str], stream: TextIO | None = None) -> None:
        self._words = words
        self._stream = stream or sys.stderr
        self._bar = self._stream.isatty()
        self._last = ("", -1)

    def __call__(self, phase: str, done: int, total: int) -> None:
        """`done` rows of `total` in a phase; nothing is said of phases whose length is not known."""
        if not total:
            return
        part = done * (100 if self._bar else 10) // total
        if (phase, part) == self._last:
            return
        self._last = (phase, part)
        if self._bar:
            full = part * _WIDTH // 100
            self._stream.write(f"\r[{'#' * full}{' ' * (_WIDTH - full)}] {part:3} %  {self._words(phase)}\x1b[K")
        else:
            self._stream.write(f"{part * 10:3} %  {self._words(phase)}\n")
        self._stream.flush()

    def close(self) -> None:
        """Clears the bar."""
        if self._bar and self._last[0]:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
