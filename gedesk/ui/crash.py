"""Reports of our own mistakes, saved on this machine only.  Nothing is ever sent."""

from __future__ import annotations

import contextlib
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from gedesk import __version__, paths

KEPT = 20
Told = Callable[[BaseException, Path | None], None]


def save(error: BaseException) -> Path | None:
    """Writes a report; None when even that fails.  Values of records are not in it: a traceback shows code only."""
    folder = paths.state_folder() / "crashes"
    now = datetime.now(UTC)
    text = "".join(
        [
            f"GE Desk {__version__} · {now.isoformat(timespec='seconds')}\n",
            f"{platform.platform()} · Python {platform.python_version()}\n\n",
            *traceback.format_exception(error),
        ]
    )
    path = folder / f"{now:%Y%m%d-%H%M%S}-{type(error).__name__}.txt"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        for old in sorted(folder.glob("*.txt"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return path
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
