"""What went out: documents and dashboards, with the stories they held, so that a withdrawn consent can be followed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Record
from gedesk.i18n import mark

KINDS = {"story": "stories", "commitment": "commitments", "indicator": "indicators", "organisation": "organisations", "attachment": "photos"}  # kind -> field


class Publication(Record):
    """A chapter, report or dashboard that left the workspace.  Written when it is made; what is out stays written here."""

    KIND: ClassVar[Kind] = Kind(
        name="publication",
        number=31,
        prefix="PUB",
        names=Names(en="Publication", sw="Chapisho", fr="Publication", ru="Публикация", bs="Publikacija"),
        plural=Names(en="Publications", sw="Machapisho", fr="Publications", ru="Публикации", bs="Publikacije"),
        title="title",
        help=mark("Which stories a published document held; a withdrawn consent cannot call it back, but says where it stands."),
    )

    title: str | None = f.text(
        20,
        Names(en="Title of publication", sw="Kichwa cha chapisho", fr="Titre de la publication", ru="Название публикации", bs="Naslov publikacije"),
        required=True,
        search=True,
    )
    made_on: date | None = f.day(
        21,
        Names(en="Published on", sw="Tarehe ya kuchapishwa", fr="Publiée le", ru="Дата публикации", bs="Objavljeno dana"),
        required=True,
        indexed=True,
    )
    level: str | None = f.code(
        22,
        Names(en="Published for", sw="Imechapishwa kwa", fr="Publiée pour", ru="Для кого опубликовано", bs="Objavljeno za"),
        "publication_level",
        required=True,
        default="public",
    )
    where: str | None = f.text(
        23,
        Names(
            en="Where it can be read", sw="Linapopatikana", fr="Où la lire", ru="Где опубликовано", bs="Gdje se može pročitati"
        ),
        help=mark("The file, address or event."),
    )
    stories: list[str] | None = f.links(
        24,
        Names(en="Stories it held", sw="Simulizi zilizomo", fr="Récits inclus", ru="Вошедшие истории", bs="Uključene priče"),
        "story",
    )
    commitments: list[str] | None = f.links(
        25,
        Names(en="Commitments it held", sw="Ahadi zilizomo", fr="Engagements inclus", ru="Её обязательства", bs="Uključene obaveze"),
        "commitment",
    )
    indicators: list[str] | None = f.links(
        26,
        Names(en="Indicators it held", sw="Viashiria vilivyomo", fr="Indicateurs inclus", ru="Её показатели", bs="Uključeni indikatori"),
        "indicator",
    )
    organisations: list[str] | None = f.links(
        27,
        Names(
            en="Organisations it named", sw="Mashirika yaliyotajwa", fr="Organisations nommées", ru="Её организации",
            bs="Navedene organizacije",
        ),
        "organisation",
    )
    photos: list[str] | None = f.links(
        29, Names(en="Photos it held", sw="Picha zilizomo", fr="Photos incluses", ru="Вошедшие фотографии", bs="Uključene fotografije"), "attachment"
    )
    fingerprint: str | None = f.text(
        28,
        Names(
            en="Fingerprint of the file", sw="Alama ya faili", fr="Empreinte du fichier", ru="Отпечаток файла", bs="Otisak datoteke"
        ),
        help=mark("SHA-256: tells whether a copy is this very file."),
        automatic=True,
        max_length=80,
    )
