"""Asking for the passphrase of the keys: the work that needs it waits on its own thread until somebody answers."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Asker:
    """What `Desk.open(passphrase=…)` is given by the window.  Answers None when there is nobody to ask."""

    def __init__(self) -> None:
        self.on_ask: Callable[[], None] | None = None  # called on the asking thread; must not wait
        self._answered = threading.Event()
        self._answer: str | None = None
        self._closed = False

    def __call__(self) -> str | None:
        """Asks and waits.  Never on the main thread: it could not answer itself."""
        if self.on_ask is None or self._closed or threading.current_thread() is threading.main_thread():
            return None
        self._answered.clear()
        self._answer = None
        self.on_ask()
        while not self._answered.wait(0.2):
            if self._closed:
                return None
        return self._answer

    def answer(self, passphrase: str | None) -> None:
        """What was typed; None for "not now"."""
        self._answer = passphrase
        self._answered.set()

    def close(self) -> None:
        """Lets whoever waits go on without."""
        self._closed = True
        self._answered.set()
