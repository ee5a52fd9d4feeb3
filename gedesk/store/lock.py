"""One writer per store.  The lock is the operating system's; a note beside it says who holds it."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
from pathlib import Path

import filelock

from gedesk.clock import now_ms, stamp
from gedesk.errors import Busy
from gedesk.i18n import gettext as _


class StoreLock:
    """Held from `take` to `release`, and let go by the system if the process dies."""

    def __init__(self, store: Path) -> None:
        self._lock = filelock.FileLock(str(store) + ".lock", thread_local=False)  # closed by another thread than opened it
        self._note = Path(str(store) + ".holder")

    def take(self, program: str) -> None:
        """Raises Busy naming the holder."""
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            raise Busy(
                _("The store is in use by {holder}.").format(holder=self._holder()),
                advice=_("Close it there, then try again. Nothing was changed."),
            ) from None
        note = {"user": _user(), "host": socket.gethostname(), "pid": os.getpid(), "program": program, "since": now_ms()}
        self._note.write_text(json.dumps(note), encoding="utf-8")

    def release(self) -> None:
        """Lets go; safe to call twice."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._note.unlink(missing_ok=True)
            self._lock.release()

    def _holder(self) -> str:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return _("{user} ({program} on {host}, process {pid}, since {since})").format(
                user=note["user"],
                program=note["program"],
                host=note["host"],
                pid=note["pid"],
                since=stamp(note["since"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return _("another program")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
