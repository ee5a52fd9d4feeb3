"""Dates as people type them here: 3/4/2026, 3.4.26, 2026-04-03, 3 April, 3 Aprili 2026, 3 апреля, 3. april.

The day comes before the month, as in all five languages.  What was understood is shown beside the field, with the
month as a word, so that nobody has to trust a guess.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from gedesk import clock
from gedesk.domain.days import MONTHS, short, shown, typed, typed_moment
from gedesk.i18n import gettext as _

__all__ = ["example", "parse", "parse_moment", "short", "shown", "typed", "typed_moment"]

_MORE = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "bs": "januara februara marta aprila maja jun jul augusta septembra oktobra novembra decembra",
}
_PLAIN = str.maketrans("éèêûôçčćšžđёáíú", "eeeuocccsz" + "d" + "еaiu")

_NUMERIC = re.compile(r"(\d{1,2})\s*[./\-\s]\s*(\d{1,2})(?:\s*[./\-\s]\s*(\d{4}|\d{2}))?\.?")
_ISO = re.compile(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})")
_TIME = re.compile(r"(.*?)[\s,T]+(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*h?", re.IGNORECASE)
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er)?\.?\s+)?([^\W\d]{3,})\.?,?(?:\s+(\d{1,2})(?:st|nd|rd|th)?,)?(?:\s+(\d{4}|\d{2}))?\.?(?:\s*(?:г\.?|года))?")


def parse(text: str, *, today: date | None = None) -> date | None:
    """The day meant, or None when it cannot be understood.  Without a year it is the one that lies nearest."""
    today = today or clock.today()
    text = " ".join(text.strip().casefold().split())
    if not text:
        return None
    if text in _today_words():
        return today
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return _with_year(int(found[1]), int(found[2]), found[3], today)
    if found := _WORDS.fullmatch(text):
        day, month = found[1] or found[3], _month(found[2])
        if day and month:
            return _with_year(int(day), month, found[4], today)
    return None


def parse_moment(text: str, *, today: date | None = None) -> datetime | None:
    """A day with an hour, as in “12/3/2026 9:30” or “12 March 2026, 14h”; a day alone begins at midnight."""
    if (found := _TIME.fullmatch(text.strip())) and (day := parse(found[1], today=today)):
        try:
            return datetime.combine(day, time(int(found[2]), int(found[3] or 0)))
        except ValueError:
            return None
    day = parse(text, today=today)
    return datetime.combine(day, time()) if day else None


def example() -> str:
    """What a date field says while it is empty."""
    return _("e.g. {date}").format(date=typed(date(2026, 3, 12)))


def example_moment() -> str:
    """The same where the hour belongs to it."""
    return _("e.g. {date}").format(date=typed_moment("2026-03-12T09:30"))


def _today_words() -> set[str]:
    return {"today", "leo", "aujourd’hui", "aujourd'hui", "сегодня", "danas"}


def _month(word: str) -> int | None:
    word = word.translate(_PLAIN)
    names: list[tuple[str, int]] = []
    for listed in (*MONTHS.values(), *_MORE.values()):
        names += [(name.casefold().translate(_PLAIN), number) for number, name in enumerate(listed.split(), 1)]
    for name, number in names:
        if name == word:
            return number
    found = {number for name, number in names if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _with_year(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    near = [found for number in (-1, 0, 1) if (found := _day(today.year + number, month, day))]
    return min(near, key=lambda one: abs((one - today).days)) if near else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
