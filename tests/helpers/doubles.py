"""Doubles for presenter tests: jobs that run at once, or when told; a notifier that remembers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gedesk.presenters.base import Failed, Token


class Inline:
    """`Jobs` that do the work on the spot."""

    def write(self, op: Callable[[], Any], done: Callable[[Any], None], failed: Failed | None = None, token: Token | None = None) -> Token:
        token = token or Token()
        try:
            answer = op()
        except Exception as error:
            if failed is None:
                raise
            failed(error)
        else:
            done(answer)
        return token

    read = write


class Later:
    """`Jobs` that wait until `run`; what was cancelled meanwhile is not answered."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Token, Callable[[], Any], Callable[[Any], None]]] = []

    def write(self, op: Callable[[], Any], done: Callable[[Any], None], failed: Failed | None = None, token: Token | None = None) -> Token:
        token = token or Token()
        self.waiting.append((token, op, done))
        return token

    read = write

    def run(self, at: int = 0) -> None:
        """Does one of the jobs."""
        token, op, done = self.waiting.pop(at)
        if not token.cancelled:
            done(op())


class Told:
    """`Notifier` that remembers."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.errors: list[BaseException] = []
        self.action: Callable[[], None] | None = None
        self.stop: Callable[[], None] | None = None  # what the last work was given

    def tell(self, text: str, *, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        self.texts.append(text)
        self.action = on_action

    def working(self, text: str, stop: Callable[[], None] | None = None) -> Callable[[], None]:
        self.stop = stop
        return lambda: None

    def failed(self, error: BaseException) -> None:
        self.errors.append(error)


class Recorder:
    """Any view: remembers the last arguments of each call by its name."""

    def __init__(self) -> None:
        self.seen: dict[str, Any] = {}
        self.problems: dict[str, str] = {}
        self.hints: dict[str, str] = {}

    def show_problem(self, field: str, message: str) -> None:
        if message:
            self.problems[field] = message
        else:
            self.problems.pop(field, None)

    def show_hint(self, field: str, text: str, tone: str) -> None:
        self.hints[field] = text

    def __getattr__(self, name: str) -> Callable[..., None]:
        if not name.startswith(("show_", "focus")):
            raise AttributeError(name)

        def remember(*given: Any, **named: Any) -> None:
            self.seen[name] = given or named

        return remember
