"""The settings of a country pack that headquarters renewed, on their way to every site."""

from __future__ import annotations

from typing import ClassVar

from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Reach, Record
from gedesk.i18n import mark


class CountryPack(Record):
    """One per store at most; written by the program when headquarters takes a later version of its pack in."""

    KIND: ClassVar[Kind] = Kind(
        name="country_pack",
        number=32,
        prefix="CPK",
        names=Names(
            en="Country pack", sw="Kifurushi cha nchi", fr="Paquet pays", ru="Пакет страны", bs="Paket zemlje"
        ),
        plural=Names(
            en="Country packs", sw="Vifurushi vya nchi", fr="Paquets pays", ru="Пакеты стран", bs="Paketi zemalja"
        ),
        title="name",
        reach=Reach.SHARED,
        steward=True,
        help=mark("Fiscal year, duties, chapter headings and the like. Headquarters renews them from a file."),
    )

    name: str | None = f.text(
        20,
        Names(en="Code of pack", sw="Msimbo wa kifurushi", fr="Code du paquet", ru="Код пакета", bs="Šifra paketa"),
        required=True,
        search=True,
        automatic=True,
        max_length=40,
    )
    version: str | None = f.text(
        21,
        Names(en="Version of pack", sw="Toleo la kifurushi", fr="Version du paquet", ru="Версия пакета", bs="Verzija paketa"),
        required=True,
        automatic=True,
        max_length=40,
    )
    settings: str | None = f.text(
        22,
        Names(
            en="Settings of pack", sw="Mipangilio ya kifurushi", fr="Réglages du paquet", ru="Настройки пакета", bs="Postavke paketa"
        ),
        help=mark("As JSON; see the format of country packs."),
        required=True,
        long=True,
        automatic=True,
    )
