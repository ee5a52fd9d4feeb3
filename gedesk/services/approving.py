"""Who accepts a report: the levels above the one that wrote it, one after the other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gedesk.domain.duties import accepting
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.services.tables import Row, Tables


@dataclass(frozen=True, slots=True)
class Ladder:
    """Places that accept a report, the nearest first, and how many did; `own` is the step that this site holds."""

    places: tuple[str, ...]
    accepted: int
    own: int | None

    @property
    def next(self) -> str:
        """The place whose turn it is; "" when all have accepted."""
        return self.places[self.accepted] if self.accepted < len(self.places) else ""

    def steps(self, state: str) -> tuple[str, ...]:
        """What this site may do with a report that was handed in: accept, accept_for, return, lock."""
        if self.own is None or state not in ("submitted", "accepted"):
            return ()
        if not self.next:
            return ("return", "lock") if self.own == len(self.places) - 1 else ()
        if self.own == self.accepted:
            return ("accept", "return")
        return ("accept_for", "return") if self.own > self.accepted else ()

    def check(self, t: Tables, row: Row) -> None:
        """Raises InvalidInput when this site has nothing to decide: it is below, or has accepted already."""
        if self.own is None:
            raise InvalidInput(
                _("A report is accepted or sent back by the level above the one that wrote it."),
                advice=_("Send it: whoever receives it decides."),
            )
        if self.next and self.own < self.accepted:
            raise InvalidInput(
                _("This report was accepted here already."),
                advice=_("{place} decides on it next.").format(place=_named(t, self.next)),
            )
        if not self.steps(row["report_state"]):
            raise InvalidInput(_("All levels have accepted this report."), advice=_("Nothing is left to do here."))

    def accepting(self, t: Tables, instead: bool) -> tuple[int, str | None]:
        """The level that accepts now, and the place in whose stead this site does.  Raises InvalidInput."""
        if not self.next:
            raise InvalidInput(
                _("All levels have accepted this report."), advice=_("Close it to changes, or send it back with a reason.")
            )
        if self.own == self.accepted:
            return self.accepted + 1, None
        if not instead:
            raise InvalidInput(
                _("It is the turn of {place}.").format(place=_named(t, self.next)),
                advice=_("Wait for its file, or accept the report on its behalf: that is written down."),
            )
        return self.accepted + 1, self.next

    def closing(self, t: Tables, row: Row) -> None:
        """Raises InvalidInput unless all levels have accepted and this site is the last."""
        self.check(t, row)
        if self.next:
            raise InvalidInput(
                _("A report is closed to changes when all levels have accepted it."),
                advice=_("{place} decides on it next.").format(place=_named(t, self.next)),
            )


def ladder(t: Tables, row: Row, coordinated: Collection[str]) -> Ladder:
    """Who accepts a report that has the fields `place`, `committee`, `organisation`, `accepted_level`."""
    by = "committee" if row["committee"] else "maker" if row["organisation"] else "post"
    hq = t.home if t.identity.is_hq else t.top
    above: list[tuple[str, str]] = []
    step = t.places.get(row["place"] or "", {}).get("parent")
    while step and step != hq and len(above) < len(t.places):
        above.append((step, str(t.places[step]["level"])))
        step = t.places[step]["parent"]
    places = tuple(accepting(t.pack.duties, by, [*above, (hq, "")], coordinated))
    own = len(places) - 1 if t.identity.is_hq else None
    if t.identity.role == "coordinator" and row["place"] != t.home and t.home in places:
        own = places.index(t.home)
    return Ladder(places, row["accepted_level"] or 0, own)


def _named(t: Tables, place: str) -> str:
    named = t.place(place)
    return named.title if named else ""
