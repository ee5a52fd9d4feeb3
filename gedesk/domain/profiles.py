"""How workbooks of one layout are read: kept by name, found again by their headings, sent to the sites below."""

from __future__ import annotations

import json
from typing import ClassVar

from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Reach, Record
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


class ImportProfile(Record):
    """What somebody said once about the columns and names of a workbook, so that the next one of its kind asks nothing."""

    KIND: ClassVar[Kind] = Kind(
        name="import_profile",
        number=30,
        prefix="IMP",
        names=Names(
            en="Import profile", sw="Wasifu wa kuingiza", fr="Profil d’importation", ru="Профиль импорта", bs="Profil uvoza"
        ),
        plural=Names(
            en="Import profiles", sw="Wasifu za kuingiza", fr="Profils d’importation", ru="Профили импорта", bs="Profili uvoza"
        ),
        title="name",
        reach=Reach.SHARED,
        help=mark("Made when a workbook is imported; reads the next one with the same headings in the same way."),
    )

    name: str | None = f.text(
        20,
        Names(en="Name of profile", sw="Jina la wasifu", fr="Nom du profil", ru="Название профиля", bs="Naziv profila"),
        required=True,
        search=True,
    )
    record_kind: str | None = f.text(
        21,
        Names(en="Kind of record read", sw="Aina ya rekodi", fr="Type de fiche lu", ru="Вид записей", bs="Vrsta zapisa"),
        required=True,
        automatic=True,
        max_length=40,
    )
    fingerprint: str | None = f.text(
        22,
        Names(
            en="Fingerprint of headings",
            sw="Alama ya vichwa vya safu",
            fr="Empreinte des en-têtes",
            ru="Отпечаток заголовков",
            bs="Otisak zaglavlja",
        ),
        required=True,
        automatic=True,
        max_length=64,
        indexed=True,
    )
    headings: str | None = f.text(
        23,
        Names(
            en="Headings of profile",
            sw="Vichwa vya safu vya wasifu",
            fr="En-têtes du profil",
            ru="Заголовки профиля",
            bs="Zaglavlja profila",
        ),
        long=True,
        automatic=True,
    )
    reading: str | None = f.text(
        24,
        Names(
            en="Reading of columns", sw="Usomaji wa safu", fr="Lecture des colonnes", ru="Чтение столбцов", bs="Čitanje kolona"
        ),
        help=mark("What each column holds and which names mean which record, as JSON."),
        required=True,
        long=True,
        automatic=True,
    )

    def problems(self) -> list[Problem]:
        """A reading is a JSON object."""
        found = super().problems()
        try:
            whole = isinstance(json.loads(self.reading or "{}"), dict)
        except ValueError:
            whole = False
        if not whole:
            found.append(Problem("reading", _("The reading of columns is damaged. Save the profile again."), "reading"))
        return found
