"""Work away from the UI thread, in two words: `write` on the one writer thread, `read` on a small pool.

Answers come back on the thread that made the `QtJobs`.  Cancelling is a token that the work polls; threads are never
ended by force.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from gedesk.presenters.base import Failed, T, Token

READERS = 2
Work = tuple[Token, Callable[[], Any], Callable[[Any], None], Failed | None, bool]


class _Relay(QObject):
    """Carries a call from a working thread to the main one."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def _run(self, call: Callable[[], None]) -> None:
        call()


class QtJobs:
    """`presenters.base.Jobs` on threads.  `on_bug` gets errors that nobody expected."""

    def __init__(self, on_failed: Failed, *, readers: int = READERS) -> None:
        self._on_failed = on_failed
        self._relay = _Relay()
        self._closed = False
        self._pending = 0
        self._tokens: set[Token] = set()
        self._writes: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._reads: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._work, args=(self._writes,), name="gedesk-writer", daemon=True)]
        self._threads += [
            threading.Thread(target=self._work, args=(self._reads,), name=f"gedesk-reader-{n}", daemon=True)
            for n in range(readers)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pending(self) -> int:
        """Jobs whose answer has not arrived yet."""
        return self._pending

    def write(
        self, op: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None, token: Token | None = None
    ) -> Token:
        """Runs `op` after all writes before it.  Its answer always arrives unless it never began."""
        return self._put(self._writes, op, done, failed, token, keep=True)

    def read(
        self, query: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None, token: Token | None = None
    ) -> Token:
        """Runs `query` soon.  A cancelled one answers nothing."""
        return self._put(self._reads, query, done, failed, token, keep=False)

    def close(self, timeout: float = 30.0) -> bool:
        """Cancels what runs, lets threads end; no answer arrives afterwards.  Whether all ended in time."""
        if self._closed:
            return True
        self._closed = True
        for token in list(self._tokens):
            token.cancel()
        self._writes.put(None)
        for _ in self._threads[1:]:
            self._reads.put(None)
        for thread in self._threads:
            thread.join(timeout)
        self._relay.arrived.disconnect()
        self._relay.deleteLater()
        return not any(thread.is_alive() for thread in self._threads)

    def _put(
        self, where: queue.SimpleQueue[Work | None], work: Callable[[], Any], done: Callable[[Any], None],
        failed: Failed | None, token: Token | None, *, keep: bool,
    ) -> Token:  # fmt: skip
        token = token or Token()
        if self._closed:
            token.cancel()
            return token
        self._pending += 1
        self._tokens.add(token)
        where.put((token, work, done, failed, keep))
        return token

    def _work(self, where: queue.SimpleQueue[Work | None]) -> None:
        while (job := where.get()) is not None:
            token, work, done, failed, keep = job
            answer: Any = None
            error: BaseException | None = None
            began = not token.cancelled
            if began:
                try:
                    answer = work()
                except Exception as caught:
                    error = caught
            if not self._closed:
                self._relay.arrived.emit(partial(self._deliver, token, done, failed, keep and began, answer, error))
            del job, work, done, failed, answer, error

    def _deliver(
        self, token: Token, done: Callable[[Any], None], failed: Failed | None, keep: bool, answer: Any,
        error: BaseException | None,
    ) -> None:  # fmt: skip
        self._pending -= 1
        self._tokens.discard(token)
        if self._closed or (token.cancelled and not keep):
            return
        if error is None:
            done(answer)
        else:
            (failed or self._on_failed)(error)
