"""What presenters ask of the outside: work in the background, and a word to the user.

Presenters hold the rules of a page and know no widget.  A page gives them a view (a small Protocol of its own), `Jobs`
and a `Notifier`; tests give them plain objects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")
Failed = Callable[[BaseException], None]


class Token:
    """Asks work to stop; the work looks at it now and then."""

    __slots__ = ("_cancelled",)

    def __init__(self) -> None:
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask to stop."""
        self._cancelled = True


class Jobs(Protocol):
    """Two words for background work.  Answers arrive on the caller's thread, in `done` or `failed`."""

    def write(
        self, op: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None, token: Token | None = None
    ) -> Token:
        """One after the other, in order."""

    def read(
        self, query: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None, token: Token | None = None
    ) -> Token:
        """Several at a time; a cancelled one answers nothing."""


class Notifier(Protocol):
    """One door for messages to the user.  None of them blocks."""

    def tell(self, text: str, *, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Something was done; perhaps with a button to take it back."""

    def working(self, text: str, stop: Callable[[], None] | None = None) -> Callable[[], None]:
        """Something runs, which is told if it takes more than a moment; the answer is to be called when it ended."""

    def failed(self, error: BaseException) -> None:
        """A known error with its advice, or a bug with the place of its report."""


def stoppable(
    run: Callable[[Callable[[], T], Callable[[T], None], Failed], object], notifier: Notifier, text: str,
    work: Callable[[Callable[[], bool]], T], done: Callable[[T], None], failed: Failed | None = None,
) -> None:  # fmt: skip
    """Work with a word about it when it takes more than a moment, and a way to stop, after which everything is as it was.

    `run` is one of the two words of `Jobs`; `work` is given what it asks whether it is to stop.
    """
    token = Token()
    ended = notifier.working(text, token.cancel)

    def arrived(answer: T) -> None:
        ended()
        done(answer)

    def gone_wrong(error: BaseException) -> None:
        ended()
        (failed or notifier.failed)(error)

    run(lambda: work(lambda: token.cancelled), arrived, gone_wrong)
