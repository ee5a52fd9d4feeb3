"""Attachments: files kept by the hash of their content."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Record
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


class Attachment(Record):
    """A photo or document.  The bytes lie beside the records, found by their hash."""

    KIND: ClassVar[Kind] = Kind(
        name="attachment",
        number=26,
        prefix="FIL",
        names=Names(en="Attachment", sw="Kiambatisho", fr="Pièce jointe", ru="Вложение", bs="Prilog"),
        plural=Names(en="Attachments", sw="Viambatisho", fr="Pièces jointes", ru="Вложения", bs="Prilozi"),
        title="name",
        help=mark("Photos are made smaller when they are added. Show nobody's face without consent."),
    )

    name: str | None = f.text(
        20,
        Names(
            en="File name|File",
            sw="Jina la faili|Faili",
            fr="Nom du fichier|Fichier",
            ru="Имя файла|Файл",
            bs="Naziv datoteke|Datoteka",
        ),
        required=True,
        search=True,
    )
    sha256: str | None = f.text(
        21,
        Names(
            en="Content hash",
            sw="Alama ya maudhui",
            fr="Empreinte du contenu",
            ru="Хеш содержимого",
            bs="Otisak sadržaja",
        ),
        help=mark("SHA-256 of the content; two files with the same content are kept once."),
        required=True,
        automatic=True,
        max_length=64,
        indexed=True,
    )
    media_type: str | None = f.text(
        22,
        Names(en="Media type", sw="Aina ya faili", fr="Type de média", ru="Тип файла", bs="Vrsta datoteke"),
        required=True,
        automatic=True,
        max_length=100,
    )
    size: int | None = f.integer(
        23,
        Names(
            en="Size in bytes",
            sw="Ukubwa kwa baiti",
            fr="Taille en octets",
            ru="Размер в байтах",
            bs="Veličina u bajtima",
        ),
        automatic=True,
    )
    caption: str | None = f.text(
        24,
        Names(en="Caption", sw="Maelezo ya picha", fr="Légende", ru="Подпись", bs="Natpis"),
        help=mark("What it shows, where and when; read aloud to those who cannot see it."),
        search=True,
    )
    taken: date | None = f.day(
        25,
        Names(
            en="Taken on", sw="Tarehe ya kupigwa", fr="Date de prise", ru="Дата съёмки", bs="Datum snimanja"
        ),
    )
    credit: str | None = f.text(
        26,
        Names(
            en="Credit|Photographer",
            sw="Mpiga picha",
            fr="Crédit|Photographe",
            ru="Автор снимка",
            bs="Autor fotografije",
        ),
    )
    width: int | None = f.integer(
        27,
        Names(
            en="Width in pixels",
            sw="Upana kwa pikseli",
            fr="Largeur en pixels",
            ru="Ширина в пикселях",
            bs="Širina u pikselima",
        ),
        automatic=True,
    )
    height: int | None = f.integer(
        28,
        Names(
            en="Height in pixels",
            sw="Urefu kwa pikseli",
            fr="Hauteur en pixels",
            ru="Высота в пикселях",
            bs="Visina u pikselima",
        ),
        automatic=True,
    )
    consent_withdrawn_on: date | None = f.day(
        29,
        Names(
            en="Consent withdrawn on",
            sw="Ridhaa iliondolewa tarehe",
            fr="Consentement retiré le",
            ru="Дата отзыва согласия",
            bs="Saglasnost povučena dana",
        ),
        help=mark("From this day on the photo goes into nothing that is published."),
    )

    def problems(self) -> list[Problem]:
        """A hash is 64 hexadecimal digits."""
        found = super().problems()
        if self.sha256 and not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            found.append(
                Problem(
                    "hash",
                    _("The content hash is not a SHA-256. Attach the file again."),
                    "sha256",
                    self.sha256,
                )
            )
        return found
