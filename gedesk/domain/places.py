"""Places: the tree of administrative units that a country pack brings."""

from __future__ import annotations

from typing import ClassVar

from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Reach, Record
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


class Place(Record):
    """A country, region, county, district, council or the like."""

    KIND: ClassVar[Kind] = Kind(
        name="place",
        number=1,
        prefix="PLC",
        names=Names(en="Place", sw="Mahali", fr="Lieu", ru="Место", bs="Mjesto"),
        plural=Names(en="Places", sw="Mahali", fr="Lieux", ru="Места", bs="Mjesta"),
        title="name",
        reach=Reach.SHARED,
        parent="parent",
        steward=True,
        help=mark("Places come from the country pack; headquarters adds or renames them."),
    )

    name: str | None = f.text(
        20,
        Names(
            en="Name|Place name|Name of place|Council name|District name|County name|Municipality name|Admin name|adm1_name|adm2_name",
            sw="Jina|Jina la mahali|Jina la halmashauri|Jina la wilaya|Jina la mkoa",
            fr="Nom|Nom du lieu|Nom de la commune|Nom de la province|Nom de la région",
            ru="Название|Название места|Наименование|Название района|Название области",
            bs="Naziv|Naziv mjesta|Naziv općine|Naziv opštine|Ime",
        ),
        help=mark("As the statistics office writes it."),
        required=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    level: str | None = f.code(
        21,
        Names(
            en="Level|Admin level|Administrative level",
            sw="Ngazi|Ngazi ya utawala",
            fr="Niveau|Niveau administratif|Échelon",
            ru="Уровень|Административный уровень",
            bs="Nivo|Administrativni nivo|Razina",
        ),
        "place_level",
        help=mark("Which level of the country's tree it stands on."),
        required=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    parent: str | None = f.link(
        22,
        Names(
            en="Belongs to|Parent|Parent place|Higher unit|Part of",
            sw="Iko chini ya|Eneo kuu",
            fr="Fait partie de|Unité supérieure|Rattaché à",
            ru="Входит в|Вышестоящая единица",
            bs="Pripada|Viša jedinica|Dio",
        ),
        "place",
        help=mark("The place one level up; empty for the top of the tree."),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    place_kind: str | None = f.text(
        23,
        Names(
            en="Kind of unit|Unit type|Council type|Status of council",
            sw="Aina ya eneo|Aina ya halmashauri",
            fr="Type d’unité|Type de commune",
            ru="Вид единицы|Тип единицы",
            bs="Vrsta jedinice|Tip jedinice",
        ),
        help=mark("District, town, municipal or city council; urban or rural commune; and so on."),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    other_names: str | None = f.text(
        24,
        Names(
            en="Other names|Alternative names|Also known as|Alias|Aliases",
            sw="Majina mengine",
            fr="Autres noms|Noms alternatifs|Alias",
            ru="Другие названия|Варианты названия",
            bs="Drugi nazivi|Ostali nazivi",
        ),
        help=mark(
            "Other spellings and languages, parted by semicolons. Imports recognise the place by them."
        ),
        long=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    latitude: float | None = f.amount(
        25,
        Names(
            en="Latitude|Lat|Y|GPS latitude",
            sw="Latitudo",
            fr="Latitude|Lat",
            ru="Широта",
            bs="Geografska širina|Širina",
        ),
        help=mark("Of the middle, in degrees, north positive: -6.37."),
        minimum=-90,
        maximum=90,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    longitude: float | None = f.amount(
        26,
        Names(
            en="Longitude|Lon|Long|X|GPS longitude",
            sw="Longitudo",
            fr="Longitude|Lon",
            ru="Долгота",
            bs="Geografska dužina|Dužina",
        ),
        help=mark("Of the middle, in degrees, east positive: 34.89."),
        minimum=-180,
        maximum=180,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    pcode: str | None = f.text(
        27,
        Names(
            en="Other code|P-code|Pcode|OCHA P-code|ISO code|adm1_pcode|adm2_pcode",
            sw="Msimbo mwingine",
            fr="Autre code|P-code",
            ru="Другой код|P-код",
            bs="Druga šifra|P-kod",
        ),
        help=mark("Its code in another list, such as an OCHA P-code."),
        search=True,
        max_length=80,
        sensitivity=f.Sensitivity.PUBLIC,
    )

    def problems(self) -> list[Problem]:
        """A point has both coordinates or none."""
        found = super().problems()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            found.append(
                Problem(
                    "required", _("A point needs latitude and longitude. Write both or clear both."), missing
                )
            )
        return found
