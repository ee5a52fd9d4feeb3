"""Questions to an import under way: asked away from the screen, one after the other, in the order they came in."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from gedesk.presenters.base import Jobs, Token
from gedesk.services.protocols import WorkbookImport

Failed = Callable[[BaseException], None]


class ImportQueue:
    """Holds the session of one workbook at a time.  Answers for a session that was left, or given up, are dropped."""

    def __init__(self, jobs: Jobs, failed: Failed) -> None:
        self._jobs = jobs
        self._failed = failed
        self._lock = threading.Lock()
        self._waiting: deque[Callable[[], None]] = deque()
        self._running = False
        self.session: WorkbookImport | None = None
        self.turn = 0  # what was asked in an earlier turn is not wanted any more

    def ask(self, op: Callable[[WorkbookImport], Any], done: Callable[[Any], None]) -> None:
        """Asks the session when its earlier questions are answered."""
        session, turn, lock = self.session, self.turn, self._lock
        if session is None:
            return

        def work() -> Any:
            with lock:
                return op(session)

        def arrived(answer: Any) -> None:
            if turn != self.turn:
                return
            self._running = False
            done(answer)
            self._go_on()

        def failed(error: BaseException) -> None:
            if turn != self.turn:
                return
            self._running = False
            self._failed(error)
            self._go_on()

        def start() -> None:
            self._running = True
            self._jobs.read(work, arrived, failed)

        self._waiting.append(start)
        self._go_on()

    def write(
        self, op: Callable[[WorkbookImport], Any], done: Callable[[Any], None], failed: Failed, token: Token | None = None
    ) -> None:
        """Lets the session write, on the thread that writes.  What leaving cancels by `token` is not told any more."""
        session, turn, lock = self.session, self.turn, self._lock
        if session is None:
            return

        def work() -> Any:
            with lock:
                return op(session)

        def arrived(answer: Any) -> None:
            if turn == self.turn or token is None:
                done(answer)

        def went_wrong(error: BaseException) -> None:
            if turn == self.turn or token is None:
                failed(error)

        self._jobs.write(work, arrived, went_wrong, token)

    def _go_on(self) -> None:
        if self._waiting and not self._running:
            self._waiting.popleft()()

    def give_up(self) -> None:
        """Drops what waits and what is under way."""
        self.turn += 1
        self._waiting.clear()
        self._running = False

    def leave(self) -> None:
        """Drops everything and closes the session once nothing uses it."""
        session, self.session = self.session, None
        self.give_up()
        if session is not None:
            lock = self._lock

            def close() -> None:
                with lock:
                    session.close()

            self._jobs.read(close, lambda _none: None, self._failed)
        self._lock = threading.Lock()
