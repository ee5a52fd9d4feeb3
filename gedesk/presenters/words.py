"""Numbers, moments and sizes as people read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.i18n import number as number
from gedesk.presenters import dates
from gedesk.services.views import United


def parse_number(text: str) -> int | float | None:
    """The number somebody typed, with any of the usual marks for thousands and decimals; None if it is none.

    A lone mark with three digits after it parts thousands: nobody counts people or money in thousandths.
    """
    text = re.sub(r"[\s\u00a0\u202f’']", "", text)
    if not re.fullmatch(r"[+-]?\d[\d.,]*", text):
        return None
    marks = [char for char in text if char in ".,"]
    if marks:
        last = marks[-1]
        whole, _sep, rest = text.rpartition(last)
        decimal = marks.count(last) == 1 and (len(rest) != 3 or len(set(marks)) == 2)
        text = re.sub(r"[.,]", "", whole) + (f".{rest}" if decimal and rest else rest)
    return float(text) if "." in text else int(text)


def withheld() -> str:
    """What to say of a restricted field without a value, in a record of which this site does not see everything."""
    return _("Somebody else may have filled this in; only headquarters and coordinators see it. What you write stands beside it.")


def withheld_briefly() -> str:
    """The same where there is little room."""
    return _("others’ entries are not shown here")


def moment(iso: str) -> str:
    """A UTC time of an operation in local time: 12/03/2026 14:05."""
    when = _parsed(iso)
    if when is None:
        return iso
    local = when.astimezone()
    return f"{dates.typed(local.date())} {local:%H:%M}"


def ago(iso: str, now: datetime | None = None) -> str:
    """How long ago, roughly; `never` for an empty time, the date itself when it lies in the future."""
    if not iso:
        return _("never")
    when = _parsed(iso)
    if when is None:
        return iso
    seconds = ((now or datetime.now(UTC)) - when).total_seconds()
    if seconds < -300:
        return moment(iso)
    if seconds < 90:
        return _("just now")
    minutes = round(seconds / 60)
    if minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    hours = round(minutes / 60)
    if hours < 24:
        return ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    days = round(hours / 24)
    if days < 60:
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    return dates.typed(when.astimezone().date())


def size(count: int) -> str:
    """A file's size."""
    if count < 1000:
        return _("{n} bytes").format(n=count)
    if count < 1_000_000:
        return _("{n} KB").format(n=number(round(count / 1000)))
    return _("{n} MB").format(n=number(round(count / 1_000_000, 1)))


def role(name: str) -> str:
    """A site's role in words; one this version does not know as it is."""
    known = {
        "headquarters": _("Headquarters"),
        "hq": _("Headquarters"),
        "coordinator": _("Coordinator"),
        "focal-point": _("Focal point"),
        "focal_point": _("Focal point"),
        "reader": _("Reader"),
    }
    return known.get(name, name)


def united(done: United) -> list[str]:
    """What another store of headquarters brought, and what to do next."""
    return [
        _("{name} is taken in. Operations: {operations}, records created: {created}, updated: {updated}, removed: {removed}, conflicts: {conflicts}, sites: {sites}").format(
            name=done.name, operations=number(done.operations), created=number(done.created), updated=number(done.updated),
            removed=number(done.removed), conflicts=number(done.conflicts), sites=number(done.sites),
        ),
        _("Go on with this store only, and send a file to all sites: from then on they refuse files of the other one."),
    ]  # fmt: skip


def _parsed(iso: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
