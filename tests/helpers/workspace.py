"""A headquarters and some councils on real stores, with cheap key derivation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from gesync.keys import Cost

from gedesk.domain.packs import load_pack
from gedesk.services import desk as desks
from gedesk.services.desk import Desk

CHEAP = Cost(1, 8 << 10)
PLACES = ("TZ.070113", "TZ.020221", "TZ.530113", "TZ.070123")
PASSPHRASE = "a passphrase for tests"


class Workspace:
    """`hq` and `sites`; files go through `folder`."""

    def __init__(
        self, folder: Path, stack: ExitStack, count: int, *, country: str = "tz", places: Sequence[str] = PLACES
    ) -> None:
        self.folder = folder
        self._whole = load_pack(country)
        self.hq = stack.enter_context(
            desks.create(folder / "hq" / "s.gedesk", country=country, role="hq", place=self._whole.country, name="HQ", cost=CHEAP)
        )
        self.sites: list[Desk] = []
        self._stack = stack
        for place in places[:count]:
            self.join(place)
        self.number = 0

    def join(self, place: str, *, name: str = "", role: str = "focal-point") -> Desk:
        """One more site, by a kit."""
        kit = self.folder / f"{place}.gekit"
        desks.add_site(self.hq, place=place, name=name or place, role=role, out=kit, passphrase=PASSPHRASE, cost=CHEAP)
        site = self._stack.enter_context(desks.join(self.folder / place / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP))
        self.sites.append(site)
        return site

    def out(self) -> Path:
        """A new folder for bundles."""
        self.number += 1
        return self.folder / f"out-{self.number}"

    def up(self, site: Desk) -> list[Path]:
        """A site's bundles for headquarters."""
        return [made.file for made in site.exchange.send("hq", self.out())]

    def down(self, site: Desk) -> list[Path]:
        """Headquarters' bundles for a site."""
        return [made.file for made in self.hq.exchange.send(site.store.identity().id, self.out())]

    def exchange(self, rounds: int = 2) -> None:
        """Everything arrives."""
        for _round in range(rounds):
            for site in self.sites:
                for one in self.hq.exchange.receive(self.up(site)):
                    assert not one.refused, one.refused
            for site in self.sites:
                for one in site.exchange.receive(self.down(site)):
                    assert not one.refused, one.refused

    def commitment(self, title: str = "Care") -> str:
        """A national commitment that every site knows."""
        whole = self._whole.codes[self._whole.country]
        made = self.hq.records.add("commitment", [{"title": title, "place": whole, "start": "2024-07-01"}])[0]
        self.exchange()
        return made
