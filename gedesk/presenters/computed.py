"""Columns of lists that no field holds: they are worked out from everything that belongs to a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gedesk.domain import quantities
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.services.monitoring_views import Figure
from gedesk.services.protocols import Services

Values = Mapping[str, tuple[Any, ...]]  # by id, one for each of the columns


@dataclass(frozen=True, slots=True)
class Computed:
    """`columns` of a kind, how to work them out for all its records, and the kinds whose changes may change them."""

    columns: tuple[str, ...]
    values: Callable[[Services], Values]
    depends: frozenset[str]


def _commitments(services: Services) -> Values:
    return {
        row.id: ("; ".join(one.title for one in row.makers), str(row.light)) for row in services.commitments.rows()
    }


def _posts(services: Services) -> Values:
    return {post.id: (post.state,) for post in services.reporting.posts()}


def _indicators(services: Services) -> Values:
    def shown(figure: Figure | None) -> str:
        return (figure.shown or figure.text) if figure is not None else ""

    return {
        row.id: (
            shown(row.baseline) or row.baseline_text or _("not stated"), shown(row.target), shown(row.actual),
            "" if row.reached is None else "yes" if row.reached else "no",
        )
        for row in services.monitoring.indicators()
    }  # fmt: skip


COMPUTED = {
    "commitment": Computed(
        ("makers", "light"), _commitments, frozenset({"maker", "organisation", "periodic_report", "funding", "target"})
    ),
    "focal_point_post": Computed(("coverage",), _posts, frozenset({"periodic_report", "person"})),
    "indicator": Computed(
        ("from_where", "target", "actual", "reached"), _indicators, frozenset({"target", "result", "activity"})
    ),
}
FIGURES = ("from_where", "target", "actual")
LISTS = {"light": "reporting_light", "coverage": "focal_point_state"}  # vocabularies
LIGHTS = {"green": "success", "yellow": "warning", "red": "danger", "grey": "neutral"}
TONES = {
    "light": LIGHTS,
    "coverage": {"vacant": "danger", "appointed": "warning", "trained": "accent", "reporting": "success"},
    "reached": {"yes": "success", "no": "warning"},
}


def label(column: str) -> str:
    """Heading of a computed column."""
    return {
        "makers": _("Makers"),
        "light": _("Reports"),
        "coverage": _("State"),
        "from_where": _("Baseline"),
        "target": registry.kind("target").label(),
        "actual": registry.kind("result").label(),
        "reached": _("Reached"),
    }[column]


def shown(column: str, value: Any) -> str:
    """A computed value as text; lights are told shortly, with colour and word."""
    if not value:
        return ""
    if column == "light":
        return {"green": _("In time"), "yellow": _("Late"), "red": _("Two periods late"), "grey": _("Not yet due")}.get(str(value), str(value))
    if column == "reached":
        return {"yes": _("Reached"), "no": _("Not yet reached")}[value]
    return vocabulary(LISTS[column]).label(value) if column in LISTS else str(value)


def key(column: str, value: Any) -> tuple[float, str]:
    """What a computed column is sorted by: figures by their number, what is not there before all."""
    if column in FIGURES:
        number = words.parse_number(quantities.split(str(value or ""))[0])
        return (float("-inf") if number is None else number), ""
    return 0.0, shown(column, value).casefold()


def tone(column: str, value: Any) -> str:
    """Its tone."""
    return TONES.get(column, {}).get(value, "")
