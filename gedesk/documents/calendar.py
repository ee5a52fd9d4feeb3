"""Meetings for calendar programs (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

RULES = {"monthly": ("MONTHLY", 1), "quarterly": ("MONTHLY", 3), "half_yearly": ("MONTHLY", 6), "annual": ("YEARLY", 1)}
LENGTH = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting.  `start` and `end` are local times of `zone` (an IANA name, "" where it is not known).

    `repeats` is a cadence (`RULES`) for a series, "" for one meeting; `until` ends a series.  `people` are names.
    """

    id: str
    title: str
    start: datetime
    end: datetime | None = None
    zone: str = ""
    place: str = ""
    about: str = ""
    people: tuple[str, ...] = ()
    repeats: str = ""
    until: date | None = None
    changed: datetime | None = None


def write_calendar(appointments: Sequence[Appointment], path: Path) -> None:
    """Writes an .ics file.  The id of a meeting stays, so that opening it again moves the appointment.  Raises OSError."""
    calendar = Calendar()
    calendar.add("prodid", "-//GE Desk//EN")
    calendar.add("version", "2.0")
    for one in appointments:
        calendar.add_component(_event(one))
    if any(one.zone for one in appointments):
        calendar.add_missing_timezones()
    part = path.with_name(path.name + ".part")
    part.write_bytes(calendar.to_ical())
    part.replace(path)


def _event(one: Appointment) -> Event:
    zone = ZoneInfo(one.zone) if one.zone else None
    start, end = one.start.replace(tzinfo=zone), (one.end or one.start + LENGTH).replace(tzinfo=zone)
    event = Event()
    event.add("uid", f"{one.id}@gedesk")
    event.add("dtstamp", one.changed or datetime.now(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", one.title)
    if one.place:
        event.add("location", one.place)
    told = "\n\n".join(part for part in (one.about, ", ".join(one.people)) if part)
    if told:  # names stand in the text: an attendee needs an address, to which programs would send answers
        event.add("description", told)
    if one.repeats in RULES:
        often, every = RULES[one.repeats]
        rule: dict[str, object] = {"freq": often, "interval": every}
        if one.until:
            last = datetime.combine(one.until, datetime.max.time(), tzinfo=zone).replace(microsecond=0)
            rule["until"] = last.astimezone(UTC) if zone else last
        event.add("rrule", rule)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.title)
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    return event
