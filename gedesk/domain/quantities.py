"""Numbers with a qualifier: "over 7,000" is read, kept and printed as that, never as 7000."""

from __future__ import annotations

import re

from gedesk import i18n
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _

_NUMBER = re.compile(r"\d[\d\s.,\u00a0\u202f]*")


def split(text: str) -> tuple[str, str | None]:
    """The number and the qualifier of what somebody wrote: `over 7,000` gives `("7,000", "at_least")`.

    The number stays text: only the workbook knows whether a comma is a decimal mark.  Words around the number that
    are no qualifier ("women trained") are left out; an unknown text gives itself and None.
    """
    found = _NUMBER.search(text)
    if found is None:
        return text.strip(), vocabulary("quantity_qualifier").find(text)
    before, after = text[: found.start()].strip(" :("), text[found.end() :].strip(" )")
    number = found.group().strip(" .,\u00a0\u202f")
    return number, _qualifier(before, from_end=True) or _qualifier(after, from_end=False)


def show(value: float | None, qualifier: str | None, digits: int = 0) -> str:
    """A quantity as people read it, in the language in use; empty when there is nothing to show."""
    if value is None:
        return vocabulary("quantity_qualifier").label(qualifier) if qualifier in ("all", "not_stated") else ""
    number = i18n.number(value, digits)
    match qualifier:
        case "at_least":
            return _("over {number}").format(number=number)
        case "at_most":
            return _("at most {number}").format(number=number)
        case "about":
            return _("about {number}").format(number=number)
        case "nearly":
            return _("nearly {number}").format(number=number)
        case "all":
            return _("all {number}").format(number=number)
    return number


def _qualifier(words: str, *, from_end: bool) -> str | None:
    """The longest run of words next to the number that is a qualifier: four words are the longest known."""
    parts = fold(words).split()
    for length in range(min(4, len(parts)), 0, -1):
        run = parts[-length:] if from_end else parts[:length]
        found = vocabulary("quantity_qualifier").find(" ".join(run))
        if found is not None and found != "not_stated":  # beside a number "na" is a word: Kiswahili for "and"
            return found
    return None
