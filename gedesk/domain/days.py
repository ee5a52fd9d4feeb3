"""Days as people read them: in words, 12 March 2026, 12 Machi 2026, 12 mars 2026, 12 марта 2026, 12. mart 2026; and in figures."""

from __future__ import annotations

from datetime import date, datetime, time

from gedesk import i18n

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "sw": "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "bs": "januar februar mart april maj juni juli august septembar oktobar novembar decembar",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "sw": "Jumatatu Jumanne Jumatano Alhamisi Ijumaa Jumamosi Jumapili",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
    "bs": "ponedjeljak utorak srijeda četvrtak petak subota nedjelja",
}


def shown(day: date, *, weekday: bool = False) -> str:
    """A day in words of the language in use, in its order: 12 March 2026."""
    language = i18n.current()
    month = MONTHS[language].split()[day.month - 1]
    words = f"{day.day}. {month} {day.year}." if language == "bs" else f"{day.day} {month} {day.year}"
    if language == "fr" and day.day == 1:
        words = f"1er {month} {day.year}"
    return f"{WEEKDAYS[language].split()[day.weekday()]}, {words}" if weekday else words


def typed(day: date) -> str:
    """A day as a form shows it for editing: 12/03/2026, in Russian and Bosnian 12.03.2026."""
    mark = "." if i18n.current() in ("ru", "bs") else "/"
    return f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year}"


def typed_moment(iso: str) -> str:
    """An ISO date and time as a form shows it for editing, the hour left out where none was given; else as it is."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return typed(moment.date()) if moment.time() == time() else f"{typed(moment.date())} {moment:%H:%M}"


def short(iso: str) -> str:
    """An ISO date in a list, as `typed`; anything else as it is."""
    try:
        return typed(date.fromisoformat(iso[:10]))
    except ValueError:
        return iso
