"""Errors that nobody caught: a report is saved on this machine, and the window says where.  Nothing is ever sent."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from gedesk import crash

Told = Callable[[BaseException, Path | None], None]


def save(error: BaseException) -> Path | None:
    """Writes a report; None when even that fails, for a full disk must not hide the error."""
    try:
        return crash.save(error)
    except OSError:
        return None


def watch(told: Told) -> Callable[[], None]:
    """Saves a report of every error nobody caught, on any thread, and calls `told`; returns the way to stop."""
    before_main, before_thread = sys.excepthook, threading.excepthook

    def on_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before_main(kind, error, trace)
        if issubclass(kind, Exception):
            told(error, save(error))

    def on_thread(given: threading.ExceptHookArgs) -> None:
        before_thread(given)
        if isinstance(given.exc_value, Exception):
            told(given.exc_value, save(given.exc_value))

    sys.excepthook, threading.excepthook = on_main, on_thread

    def stop() -> None:
        sys.excepthook, threading.excepthook = before_main, before_thread

    return stop
