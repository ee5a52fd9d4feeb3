"""What is computed and never stored: completeness, quorum, lateness, lights, turns.  Pure functions of plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from gedesk.domain.fiscal import MONTHS, add_months
from gedesk.i18n import gettext as _
from gedesk.i18n import mark

Light = Literal["green", "yellow", "red", "grey"]
PostState = Literal["vacant", "appointed", "trained", "reporting"]


# -- commitments -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """What a commitment lacks: the letter of SMART it belongs to, the field to fill in (or kind to add), and why."""

    letter: Literal["S", "M", "A", "R", "T"]
    field: str
    message: str


_SMART: tuple[tuple[Literal["S", "M", "A", "R", "T"], tuple[str, ...], str], ...] = (
    ("S", ("statement",), mark("Write the commitment in the maker's own words.")),
    ("S", ("target_groups",), mark("Say for whom: choose the target groups.")),
    ("S", ("countries", "places", "place"), mark("Say where: choose the country or places.")),
    ("M", ("expected_result",), mark("Write what will be different when it is kept.")),
    (
        "R",
        ("coalitions", "gap_actions", "themes"),
        mark("Choose the Action Coalition or theme it belongs to."),
    ),
    ("R", ("problem",), mark("Write which problem it addresses.")),
    ("T", ("start",), mark("Write when it starts.")),
    ("T", ("end",), mark("Write by when it will be kept.")),
)


def smart(commitment: Mapping[str, Any], *, makers: int, targets: int, fundings: int) -> list[Gap]:
    """What to fill in next so that a commitment is specific, measurable, achievable, relevant and time-bound.

    The counts are those of the maker, target and funding records that belong to it.
    """
    gaps = [
        Gap(letter, fields[0], _(message))
        for letter, fields, message in _SMART
        if all(commitment.get(field) in (None, "", [], {}) for field in fields)
    ]
    if not makers:
        gaps.append(Gap("S", "maker", _("Add who makes the commitment.")))
    if not targets:
        gaps.append(Gap("M", "target", _("Add a target: an indicator with the value to reach.")))
    if not fundings:
        gaps.append(Gap("A", "funding", _("Add funding, even if it is only what is needed.")))
    return sorted(gaps, key=lambda gap: "SMART".index(gap.letter))


def smart_share(gaps: Sequence[Gap]) -> float:
    """Completeness between 0 and 1."""
    return 1 - len(gaps) / (len(_SMART) + 3)


def achievement(baseline: float | None, target: float | None, actual: float | None) -> float | None:
    """Part of the way from baseline to target that is done; 1 is reached.  None when it cannot be said.

    A baseline that is not stated is not zero, so nothing is computed from it.
    """
    if baseline is None or target is None or actual is None or target == baseline:
        return None
    return (actual - baseline) / (target - baseline)


# -- committees --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quorum:
    """Members needed and present; `met` is None when there is no rule or the seats are not known."""

    needed: int | None
    present: int
    met: bool | None


def quorum(rule: str | None, value: float | None, seats: int | None, present: int) -> Quorum:
    """Whether enough members were there.  Count members and their alternates, not observers."""
    needed: int | None = None
    if rule == "number" and value is not None:
        needed = math.ceil(value)
    elif rule == "share" and value is not None and seats:
        needed = math.ceil(round(seats * value / 100, 6))
    elif rule == "majority" and seats:
        needed = seats // 2 + 1
    return Quorum(needed, present, None if needed is None else present >= needed)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has the chair, since when, and who takes it next on which day."""

    holder: str
    since: date
    following: str
    changes_on: date


def chair_turn(order: Sequence[str], start: date, months: int, day: date) -> Turn | None:
    """The turn in a rotating chair on `day`; None before the rotation began or without an order."""
    names = [name.strip() for name in order if name.strip()]
    if not names or months < 1 or day < start:
        return None
    turns = (day.year - start.year) * 12 + day.month - start.month
    turns = turns // months if add_months(start, turns) <= day else (turns - 1) // months
    return Turn(
        names[turns % len(names)],
        add_months(start, turns * months),
        names[(turns + 1) % len(names)],
        add_months(start, (turns + 1) * months),
    )


def decision_number(acronym: str, year: int, existing: Iterable[str]) -> str:
    """The next number of a committee in a year, such as `NAC-2026-03`."""
    prefix = f"{acronym}-{year}-"
    used = [
        int(number[len(prefix) :])
        for number in existing
        if number.startswith(prefix) and number[len(prefix) :].isdigit()
    ]
    return f"{prefix}{max(used, default=0) + 1:02}"


def overdue(action_state: str | None, due: date | None, today: date) -> bool:
    """Whether an action item is past its day and neither done nor cancelled."""
    return due is not None and due < today and action_state not in ("done", "cancelled")


def held_on(from_day: date | None, to_day: date | None, day: date) -> bool:
    """Whether a membership, role or post with these dates holds on a day."""
    return (from_day is None or from_day <= day) and (to_day is None or day <= to_day)


# -- reporting ---------------------------------------------------------------------------------------------------


def lateness(due: date, submitted: date | None, today: date) -> int:
    """Days by which a report was, or is by now, late; 0 when in time."""
    return max(0, ((submitted or today) - due).days)


def reporting_light(due: date, submitted: date | None, today: date, period_kind: str) -> Light:
    """Green in time, yellow late, red two periods late, grey not yet due.  It says nothing of progress."""
    if submitted is None and today <= due:
        return "grey"
    reached = submitted or today
    if reached <= due:
        return "green"
    return "red" if reached > add_months(due, 2 * MONTHS[period_kind]) else "yellow"


def post_state(
    *, person: str | None, ended: date | None, trained_on: date | None, reports: int, today: date
) -> PostState:
    """State of a focal-point post.  `reports` counts the reports its place submitted in the period looked at."""
    if person is None or (ended is not None and ended < today):
        return "vacant"
    if reports:
        return "reporting"
    return "trained" if trained_on is not None and trained_on <= today else "appointed"
