"""What the exchange shows to people: sites, what waits for whom, the history of bundles, what happened to data."""

from __future__ import annotations

from gedesk.clock import stamp
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext, number
from gedesk.services.exchange.here import Here
from gedesk.services.exchange.peers import alive, day, heads_of, reached, when, words
from gedesk.services.reporting import due_lines
from gedesk.services.scopes import waiting
from gedesk.services.views import BundleView, SiteView, Status
from gedesk.store import reading, replica
from gedesk.store.connection import Connection


class Looking:
    """Reads what there is to know; changes nothing."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._store = here.store

    def status(self) -> Status:
        """Site, counts, and what waits."""
        identity = self._store.identity()
        with self._store.reading() as connection:
            conflicts = replica.count_conflicts(connection)
            last = {
                direction: stamp(wall) if wall else ""
                for direction, wall in replica.last_bundles(connection).items()
            }
            return Status(
                site=identity.name,
                role=identity.role,
                place=identity.place,
                country=identity.country,
                counts=reading.counts(connection),
                conflicts=conflicts,
                to_send=sum(self._waiting(connection).values()),
                notices=self._notices(connection),
                last_sent=last.get("sent", ""),
                last_received=last.get("received", ""),
                due=due_lines(self._store, connection),
            )

    def sites(self) -> list[SiteView]:
        """The other sites of the workspace."""
        with self._store.reading() as connection:
            codes = {place: code for place, _parent, code in reading.places(connection)}
            unheard = self._waiting(connection)
            return [
                SiteView(
                    id=site.id.hex(),
                    name=site.name,
                    place=(codes.get(site.place) if site.place else None) or "",
                    role=site.role,
                    state=site.state,
                    last_received=when(site.peer.get("received")),
                    last_sent=when(site.peer.get("sent")),
                    waiting=unheard.get(site.id, 0),
                    words=words(site),
                    copies=len(alive(site)),
                )
                for site in replica.sites(connection)
                if site.state != "self"
            ]

    def _notices(self, connection: Connection) -> tuple[str, ...]:
        """What happened to this site's data, or to those of others, that a person should know."""
        told: list[str] = []
        back = self._store.meta("brought_back", connection)
        identity = self._store.identity()
        if back:
            restored = day(back["to"]) if back["to"] else "?"
            told.append(
                _(
                    "Headquarters’ data was restored from {day}. The sites return what came later with their next files."
                ).format(day=restored)
                if identity.is_hq
                else ngettext(
                    "This computer’s data was restored from {day}. Headquarters still has your {n} later entry; it comes back with its next file.",
                    "This computer’s data was restored from {day}. Headquarters still has your {n} later entries; they come back with its next file.",
                    back["later"],
                ).format(day=restored, n=number(back["later"]))
                if back.get("later")
                else _(
                    "This computer’s data was restored from {day}. Headquarters still has your later entries, as far as they "
                    "were sent; they come back with its next file."
                ).format(day=restored)
            )
        if closed := self._store.meta("retired", connection):
            told.append(
                _(
                    "Headquarters closed this site on {day}. What is here stays readable. Send one more file: it brings your last "
                    "entries, and the places above go on with the records."
                ).format(day=day(int(closed)))
            )
        if identity.is_hq:
            told += [
                _("{site} is closed. Its last entries are asked for with the next file for it.").format(site=site.name)
                for site in self._here.writes_to(connection) if site.state == "retired"
            ]  # fmt: skip
            owners = replica.incarnations(connection)
            forked = {owners.get(inc) for inc in replica.forks(connection)}
            for site in replica.sites(connection):
                if site.id in forked:
                    told.append(
                        _(
                            "{site}: its computer was brought back to an older state without noticing, and went on from there. "
                            "Both continuations are kept; look at its conflicts."
                        ).format(site=site.name)
                    )
                if len(alive(site)) > 1:
                    told.append(
                        _("{site} works on {n} copies of its data. All are kept, and each gets files of its own.").format(
                            site=site.name, n=len(alive(site))
                        )
                    )
        return tuple(told)

    def bundles(self, *, limit: int = 100) -> list[BundleView]:
        """History of bundles, newest first."""
        with self._store.reading() as connection:
            names = {site.id: site.name for site in replica.sites(connection)}
            return [
                BundleView(
                    direction, number, names.get(site or b"", "?"), stamp(wall), file,
                    report.get("operations", 0), report.get("records", 0), report.get("note", ""), id_.hex(),
                )
                for direction, number, site, wall, file, report, id_ in replica.bundles(connection, limit)
            ]  # fmt: skip

    def _waiting(self, connection: Connection) -> dict[bytes, int]:
        """Changes that each joined site has not acknowledged; with headquarters' log read once for all of them."""
        readers = self._here.readers(connection)
        if self._store.identity().is_hq:
            own = self._store.meta("incarnation", connection)
            return waiting(connection, readers, {site.id: reached(site, own) for site in readers})
        found = {}
        for site in readers:
            acked = replica.covered(connection, heads_of(site.peer.get("ack", {})))
            found[site.id] = sum(
                replica.count_after(connection, inc, acked.after.get(inc, 0)) for inc in self._here.own_chains(connection)
            )
        return found
