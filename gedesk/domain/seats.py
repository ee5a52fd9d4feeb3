"""Seats of committees: who takes one, what the plan says, who is young, when a committee meets next."""

from __future__ import annotations

import re
from datetime import date

from gedesk.domain.ages import bounds
from gedesk.domain.fields import NOT_RECORDED
from gedesk.domain.fiscal import add_months
from gedesk.domain.vocabularies import vocabulary

MONTHS_BETWEEN = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "annual": 12, "biennial": 24}  # frequency -> months
WITHOUT_SEAT = ("alternate", "observer", "resource_person")


def takes_seat(role: str | None, alternate_of: str | None) -> bool:
    """Whether a membership fills one of the seats."""
    return role not in WITHOUT_SEAT and not alternate_of


def is_youth(age_band: str | None, constituency: str | None, youth: tuple[int, int]) -> bool | None:
    """Whether a member is young by national policy: by age, else by the seat; None when neither says.

    A band that crosses the bound says nothing, so a seat for youth decides then.
    """
    known = bounds(age_band) if age_band and age_band != NOT_RECORDED else None
    if known is not None:
        low, high = known
        if high is not None and youth[0] <= low and high <= youth[1]:
            return True
        if low > youth[1] or (high is not None and high < youth[0]):
            return False
    return True if constituency == "youth" else None


def lines(text: str | None) -> list[str]:
    """What stands one per line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def seat_plan(text: str | None) -> dict[str, int]:
    """Seats by stakeholder group from lines such as “Government: 8”; lines that name no known group are left out."""
    planned: dict[str, int] = {}
    for line in lines(text):
        if found := re.match(r"(.+?)\s*[:=–-]\s*(\d+)\s*$", line):
            code = vocabulary("stakeholder_group").find(found.group(1))
            if code:
                planned[code] = planned.get(code, 0) + int(found.group(2))
    return planned


def next_meeting(last: date | None, months: int, today: date) -> date:
    """The day a committee should meet next: one interval after the last meeting, not in the past.

    A Saturday or Sunday moves to the Monday after.
    """
    day = max(add_months(last, months) if last else today, today)
    return date.fromordinal(day.toordinal() + (7 - day.weekday() if day.weekday() >= 5 else 0))
