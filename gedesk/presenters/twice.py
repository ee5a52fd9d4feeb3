"""Activities that may be one event told by two sites: linked, it is counted once."""

from __future__ import annotations

from gedesk.i18n import gettext as _
from gedesk.presenters import dates
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.overviews import Card, Line, Offer
from gedesk.services.protocols import Services

SAME = "same:"  # verb of an offer: the two activities


def told_twice(services: Services, place: str = "") -> list[Card]:
    """A card for each pair that may be one event; nothing is merged, both records stay."""
    pairs = services.monitoring.told_twice(place)
    if not pairs:
        return [Card(_("Told twice?"), (), _("No two activities look like one event: same day, same figures or words, near each other."))]
    return [
        Card(
            dates.typed(one.day),
            tuple(Line(title.title, where.title if where else "", link=("activity", title.id))
                  for title, where in ((one.one, one.place), (one.other, one.other_place))),
            offers=(Offer(f"{SAME}{one.other.id}:{one.one.id}", _("It is one event: count it once"), "link"),),
        )
        for one in pairs
    ]  # fmt: skip


def link(services: Services, jobs: Jobs, notifier: Notifier, verb: str) -> None:
    """Notes that two activities are one event; the message offers to undo it."""
    _same, again, first = verb.split(":")
    records = services.records

    def take_back() -> None:
        jobs.write(records.undo, lambda undone: notifier.tell(undone.title), notifier.failed)

    jobs.write(
        lambda: records.save("activity", again, {"same_event_as": first}),
        lambda _id: notifier.tell(_("One event: it is counted once from now on"), action=_("Undo"), on_action=take_back),
        notifier.failed,
    )
