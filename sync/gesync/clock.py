"""A hybrid logical clock: stamps that follow the wall clock and never run behind anything this replica has seen.

A stamp is one integer: milliseconds since 1970 shifted left by 16 bits, plus a counter.  Stamps order values for display;
they never decide what is a conflict and a strange one is never refused, because clocks of laptops are wrong by years.
"""

from __future__ import annotations

from collections.abc import Callable

COUNTER_BITS = 16
MAX_HLC = 2**63 - 1
"""No stamp is greater.  At the cap the clock stands still, and hashes alone order the values."""


def wall_ms(hlc: int) -> int:
    """The milliseconds in a stamp."""
    return hlc >> COUNTER_BITS


class Clock:
    """Gives stamps; `now` answers milliseconds since 1970, `last` is the greatest stamp given or witnessed before."""

    __slots__ = ("_now", "last")

    def __init__(self, now: Callable[[], int], last: int = 0) -> None:
        self._now = now
        self.last = _capped(last)

    def tick(self) -> int:
        """A stamp for a new change: greater than every earlier one, except at the cap."""
        self.last = _capped(max(_capped(self._now() << COUNTER_BITS), self.last + 1))
        return self.last

    def witness(self, hlc: int) -> None:
        """Takes note of a stamp made elsewhere, so that the next tick is greater."""
        self.last = max(self.last, _capped(hlc))


def _capped(hlc: int) -> int:
    return min(max(hlc, 0), MAX_HLC)
