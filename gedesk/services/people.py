"""People in activities: how many were reached, an event told twice counted once, and figures that do not add up."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from gedesk.domain import ages, repeats, rollup
from gedesk.domain.participants import State, reconcile
from gedesk.domain.rollup import Sum
from gedesk.services.governance_views import Named
from gedesk.services.monitoring_views import PeopleReached, ReconciliationView, TwiceTold, Unreconciled
from gedesk.services.tables import Tables, text
from gedesk.store import figures

DONE = ("done",)
MOST = 50


def people_of(t: Tables, place: str, first: date | None, last: date | None) -> PeopleReached:
    """People in the activities that were done within a place, an event told twice counted once."""
    where: dict[str, Any] = {"progress": DONE}
    if place:
        where["place"] = ids_of(t.within(place))
    between = {"start": (first.isoformat() if first else None, last.isoformat() if last else None)}
    again = told_again(t, where, between)
    if again:
        where["id"] = figures.Without(tuple(ids_of(again)))
    cells = figures.cells(t.connection, "activity", "participants", where=where, between=between)
    only = {**where, "participants_total": None}
    untotalled = sum(figures.cells(t.connection, "activity", "participants", where=only, between=between).values())
    events = without = 0
    parts: list[tuple[float | None, str | None]] = [(float(untotalled), None)] if untotalled else []
    told = figures.totals(
        t.connection, "activity", "participants_total", "participants_qualifier", where=where, between=between
    )
    for qualifier, has_cells, has_total, number, total in told:
        events += number
        if has_total:
            parts.append((float(total), qualifier))
        elif not has_cells:
            without += number
    by: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for key, count in cells.items():
        for counter, code in zip(by, key.split("|"), strict=False):
            counter[code] += count
    young = ages.roll_up(cells, *t.pack.youth)
    return PeopleReached(
        events=events,
        told_again=len(again),
        without_figures=without,
        number=rollup.add(parts) if parts else Sum(None, "not_stated", 0),
        cells=cells,
        by_sex=dict(by[0]),
        by_age=dict(by[1]),
        by_disability=dict(by[2]),
        broken_down=sum(cells.values()),
        youth=young.inside,
        youth_unknown=young.unknown,
    )


def told_again(t: Tables, where: figures.Where, between: figures.Between | None = None) -> set[str]:
    """Ids of activities that repeat another one of the same selection; `where` and `between` take wire values."""
    linked = figures.select_records(t.connection, "activity", ("same_event_as",), where={"same_event_as": figures.FILLED})
    links = {row[0]: row[1] for row in linked}
    if not links:
        return set()
    concerned = list({*links, *links.values()})
    chosen = figures.select_records(t.connection, "activity", ("title",), where={**where, "id": concerned}, between=between)
    return repeats.repeated({_text(one): _text(other) for one, other in links.items()}, [_text(row[0]) for row in chosen])


def told_twice(t: Tables, place: str, first: date | None, last: date | None) -> list[TwiceTold]:
    """Pairs of activities that may be one event and are not linked."""
    where: dict[str, Any] = {"progress": list(DONE)}
    if place:
        where["place"] = t.within(place)
    fields = ("title", "start", "participants_total", "place", "same_event_as")
    rows = t.rows("activity", fields, where=where, between={"start": (first, last)})
    links = {row["id"]: row["same_event_as"] for row in rows if row["same_event_as"]}
    by_day: dict[date, list[repeats.Told]] = defaultdict(list)
    for row in rows:
        by_day[row["start"]].append(
            repeats.Told(row["id"], text(row["title"]), row["start"], row["participants_total"], text(row["place"]))
        )
    found = []
    for day in sorted(by_day, reverse=True):
        told = by_day[day]
        if len(told) > MOST:
            continue  # a day on which somebody wrote everything down
        for number, one in enumerate(told):
            for other in told[number + 1 :]:
                known = repeats.original(one.id, links) == repeats.original(other.id, links)
                if not known and repeats.alike(one, other):
                    found.append(
                        TwiceTold(Named(one.id, one.title), t.place(one.place), Named(other.id, other.title), t.place(other.place), day)
                    )
        if len(found) >= MOST:
            break
    return found[:MOST]


def reconciliation_of(t: Tables, place: str, first: date | None, last: date | None) -> ReconciliationView:
    """Totals and cells of activities, those that differ most first."""
    where: dict[str, Any] = {"place": t.within(place)} if place else {}
    states: Counter[State] = Counter()
    differing = []
    fields = ("title", "place", "participants", "participants_total", "participants_qualifier")
    for row in t.rows("activity", fields, where=where, between={"start": (first, last)}):
        found = reconcile(row["participants"], row["participants_total"], row["participants_qualifier"])
        states[found.state] += 1
        if found.state == "does not add up":
            differing.append((row, found))
    differing.sort(key=lambda one: -abs(one[1].difference))
    return ReconciliationView(
        dict(states),
        tuple(
            Unreconciled("activity", Named(row["id"], text(row["title"])), t.place(row["place"]), found.total or 0,
                         found.cells, found.difference)
            for row, found in differing[:MOST]
        ),
    )  # fmt: skip


def _text(rec: bytes) -> str:
    return str(uuid.UUID(bytes=rec))


def ids_of(places: Iterable[str]) -> list[bytes]:
    """Ids as the store writes them."""
    return [bytes.fromhex(one.replace("-", "")) for one in places]
