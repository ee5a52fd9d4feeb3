"""Regions of a country as a map of their focal points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.figures import Map, Mark, Region
from gedesk.presenters.outlines import Ring
from gedesk.services.reporting_views import CoverageLine


def posts_map(
    lines: Sequence[CoverageLine], shapes: Mapping[str, tuple[Ring, ...]], follow: Callable[[str], Callable[[], None]]
) -> Map:
    """How many posts of each region are filled; `follow` makes from the id of a region where it leads."""
    regions, without = [], []
    for one in lines:
        counts = one.counts
        text = _("{place}: {filled} of {expected} posts filled, {reporting} reporting").format(
            place=one.place.title, filled=words.number(counts.filled), expected=words.number(counts.expected),
            reporting=words.number(counts.reporting),
        )  # fmt: skip
        value = f"{words.number(counts.filled)}/{words.number(counts.expected)}"
        led = follow(one.place.id)
        if one.code in shapes:
            step = step_of(counts.filled, counts.expected)
            shown = value if counts.expected else ""
            regions.append(Region(one.code, one.place.title, shapes[one.code], step, shown, text, led))
        else:
            without.append(Mark(one.place.title, (), led, value))
    all_filled = sum(one.counts.filled for one in lines)
    expected = sum(one.counts.expected for one in lines)
    vacant = sum(one.counts.vacant > 0 for one in lines)
    said = ngettext(
        "{filled} of {expected} post is filled; vacancies in {n} regions.",
        "{filled} of {expected} posts are filled; vacancies in {n} regions.", expected,
    )  # fmt: skip
    answer = said.format(filled=words.number(all_filled), expected=words.number(expected), n=words.number(vacant))
    if not expected:
        answer = _("No post of a focal point is written down yet.")
    return Map(
        "coverage", _("Which regions have their focal points?"), _("Region"), _("Posts filled"), tuple(regions), shares(), answer,
        empty=_("The map appears when posts of focal points are expected."), marks=tuple(without),
    )  # fmt: skip


def shares() -> tuple[str, ...]:
    """What the five steps of a map mean."""
    return _("none"), _("up to a third"), _("up to two thirds"), _("more"), _("all")


def step_of(filled: int, expected: int) -> int:
    """0 none, 1 up to a third, 2 up to two thirds, 3 more, 4 all."""
    if not filled or not expected:
        return 0
    if filled >= expected:
        return 4
    return 1 if 3 * filled <= expected else 2 if 3 * filled <= 2 * expected else 3
