"""Time, in one place so that tests can hold it still."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

Now = Callable[[], int]


def now_ms() -> int:
    """Milliseconds since 1970 by this machine's clock, which may be wrong by years."""
    return time.time_ns() // 1_000_000


def stamp(ms: int) -> str:
    """A wall time in milliseconds as ISO 8601 in UTC, to the second; out-of-range times are marked `?`."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return "?"


def today() -> date:
    """The local calendar day."""
    return datetime.now().astimezone().date()


def midnight_ms(day: date) -> int:
    """Milliseconds since 1970 at the beginning of a day, UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
