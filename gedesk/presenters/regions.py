"""Regions of a country as a map: of their focal points, or of their reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.figures import Map, Mark, Region
from gedesk.presenters.outlines import Ring
from gedesk.services.monitoring_views import RegionFigures
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


def reports_map(
    lines: Sequence[RegionFigures], shapes: Mapping[str, tuple[Ring, ...]], follow: Callable[[str], Callable[[], None]]
) -> Map:
    """How many of the reports of the last period came from each region."""
    said = [
        (one, step_of(one.actual, one.expected), f"{words.number(one.actual)}/{words.number(one.expected)}",
         _("{place}: {came} of {expected} reports came").format(
             place=one.place.title, came=words.number(one.actual), expected=words.number(one.expected)))
        for one in lines
    ]  # fmt: skip
    came, expected = sum(one.actual for one in lines), sum(one.expected for one in lines)
    text = ngettext("{came} of {n} report of the last period came.", "{came} of {n} reports of the last period came.", expected)
    return drawn(
        said, shapes, follow, _("Which regions reported?"), _("Reports"),
        text.format(came=words.number(came), n=words.number(expected)),
    )  # fmt: skip


def drawn(
    said: Sequence[tuple[RegionFigures, int, str, str]], shapes: Mapping[str, tuple[Ring, ...]],
    follow: Callable[[str], Callable[[], None]], title: str, series: str, answer: str,
) -> Map:  # fmt: skip
    """A map of regions with their step, value and words."""
    regions = tuple(
        Region(one.code, one.place.title, shapes[one.code], step, value, text, follow(one.place.id))
        for one, step, value, text in said if one.code in shapes
    )  # fmt: skip
    return Map("coverage", title, _("Region"), series, regions, shares(), answer)


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
