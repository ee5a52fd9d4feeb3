"""Watches the event loop: which slot or event kept the UI thread from answering, in CPU time of that thread.

CPU time and not the clock: a machine that is busy with something else fails no test.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

TIMED = (QEvent.Type.DeferredDelete,)  # what Qt does with what a test leaves is not the program's


@dataclass(frozen=True, slots=True)
class Slow:
    """One event that took long."""

    what: str
    ms: float


class WatchedApplication(QApplication):
    """Measures each event that the loop delivers; events inside events count to the outer one."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._depth = 0
        self._events: list[Slow] = []
        self.floor = 5.0  # milliseconds below which nothing is remembered

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._depth or event.type() in TIMED:
            return super().notify(receiver, event)
        self._depth += 1
        before = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            ms = 1000 * (time.thread_time() - before)
            if ms >= self.floor:
                self._events.append(Slow(f"{type(receiver).__name__} {event.type().name}", ms))

    def taken(self) -> list[Slow]:
        """What was remembered since the last call, slowest first."""
        found, self._events = self._events, []
        return sorted(found, key=lambda one: -one.ms)
