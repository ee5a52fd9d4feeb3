"""A second start of the program calls the first one instead of opening the same store again.

The caller leaves a file; the window that has the store takes it away, comes to the front and opens the link in it.  No
socket, no network library: a folder that is watched.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from gedesk import paths

PATIENCE = 2.0  # seconds the caller waits for an answer
HELD = ".holder"  # what the lock of a store leaves beside it while somebody writes


def answered(store: Path, link: str) -> bool:
    """Calls the window that has this store; whether it took the call.  At once False when nobody has the store."""
    if not _held(store):
        return False
    call = _file(store)
    part = call.with_name(f"{call.name}.{os.getpid()}")
    try:
        call.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(link, encoding="utf-8")
        part.replace(call)
        end = time.monotonic() + PATIENCE
        while call.exists() and time.monotonic() < end:
            time.sleep(0.02)
        taken = not call.exists()
        call.unlink(missing_ok=True)
    except OSError:
        return False
    return taken


def listen(store: Path, on_call: Callable[[str], None]) -> Callable[[], None]:
    """Calls `on_call` with the link of each caller, on this thread; returns the way to stop."""
    from PySide6.QtCore import QFileSystemWatcher

    call = _file(store)
    call.parent.mkdir(parents=True, exist_ok=True)
    call.unlink(missing_ok=True)  # of a caller that gave up
    watcher = QFileSystemWatcher([str(call.parent)])

    def look(_folder: str) -> None:
        try:
            link = call.read_text(encoding="utf-8")
            call.unlink()
        except OSError:
            return
        on_call(link)

    watcher.directoryChanged.connect(look)

    def stop() -> None:
        watcher.directoryChanged.disconnect(look)
        watcher.deleteLater()

    return stop


def _held(store: Path) -> bool:
    """Whether somebody seems to have the store: a process that died leaves its note behind."""
    try:
        note = json.loads(store.with_name(store.name + HELD).read_text(encoding="utf-8"))
        if os.name == "posix" and note["host"] == os.uname().nodename:
            os.kill(int(note["pid"]), 0)  # asks, and does nothing
    except PermissionError:
        return True
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True


def _file(store: Path) -> Path:
    import hashlib  # a start that calls nobody does without

    name = hashlib.sha256(str(store.resolve()).encode()).hexdigest()[:16]
    return paths.state_folder() / "calls" / name
