"""Adding figures up without losing what is known of them: qualifiers stay, unlike things are never added.

"over 7,000" and 200 make "over 7,200"; "at most 5" and "over 3" make "about 8", since neither bound holds any longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gedesk.domain.quantities import show

_DOWN = ("at_most", "nearly")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of `parts` figures; `unsaid` of the parts have no number ("all", "not stated") and are not in `value`."""

    value: float | None
    qualifier: str
    parts: int
    unsaid: int = 0

    @property
    def shown(self) -> str:
        """As people read it, in the language in use."""
        return show(self.value, self.qualifier)


def add(figures: Iterable[tuple[float | None, str | None]]) -> Sum:
    """Sum of `(value, qualifier)`.  A part without a number makes the sum "at least"; None stands for exact."""
    total = 0.0
    parts = unsaid = 0
    seen: set[str] = set()
    for value, qualifier in figures:
        parts += 1
        if value is None:
            unsaid += 1
            seen.add("at_least")
            continue
        total += value
        seen.add(qualifier or "exact")
    if parts == unsaid:
        return Sum(None, "not_stated", parts, unsaid)
    return Sum(total, joined(seen), parts, unsaid)


_OTHER_WAY = {"at_least": "at_most", "at_most": "at_least", "nearly": "at_least"}


def left(wanted: Sum, taken: Sum | None) -> Sum | None:
    """What remains of a sum when another is taken from it, not below nothing; None when the first has no number.

    Of "over 900" and 300 "over 600" remain; of 900 and "over 300" at most 600.
    """
    if wanted.value is None:
        return None
    if taken is None or taken.value is None:
        return Sum(wanted.value, wanted.qualifier, wanted.parts)
    kinds = {wanted.qualifier, _OTHER_WAY.get(taken.qualifier, taken.qualifier)}
    return Sum(max(0.0, wanted.value - taken.value), joined(kinds), wanted.parts + taken.parts)


def joined(qualifiers: Iterable[str]) -> str:
    """The qualifier of a sum whose parts have these."""
    loose = set(qualifiers) - {"exact", "all"}
    if not loose:
        return "exact"
    if loose == {"at_least"}:
        return "at_least"
    if len(loose) == 1 and loose <= set(_DOWN):
        return loose.pop()
    if loose <= set(_DOWN):
        return "at_most"
    return "about"


def reached(direction: str | None, target: float | None, actual: float | None, qualifier: str | None = None) -> bool | None:
    """Whether a target is reached, by the direction that is good.  None when it cannot be said.

    "Over 9,000" has reached 9,000; "nearly 9,000" has not; "about 9,000" cannot be said.
    """
    if target is None or actual is None or direction == "none":
        return None
    if direction == "maintain":
        return actual == target if (qualifier or "exact") == "exact" else None
    more = direction != "decrease"
    if actual == target and qualifier == "about":
        return None
    if qualifier in _DOWN and more:
        return None if qualifier == "at_most" and actual >= target else actual > target
    if qualifier == "at_least" and not more:
        return None
    return actual >= target if more else actual <= target


def average_share(parts: Iterable[tuple[float | None, float | None]]) -> float | None:
    """Per cent from numerators and denominators of the parts; None when one of them lacks either."""
    above = below = 0.0
    for numerator, denominator in parts:
        if numerator is None or not denominator:
            return None
        above += numerator
        below += denominator
    return 100 * above / below if below else None
