"""Who took part: counts by sex, age and disability, and whether they add up.

Declared once, part of every kind that counts people.  The Washington Group Short Set defines "with disability";
age bands are stored as bounds so that child, adolescent (10-19) and youth (15-24) roll up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gedesk.domain.fields import code, counts, integer
from gedesk.domain.naming import Names
from gedesk.domain.record import Record
from gedesk.i18n import mark

DIMS = ("sex", "age_band", "disability")

State = Literal["none", "total only", "cells only", "balanced", "does not add up"]


class WithParticipants(Record):
    """Fields 100-119 of kinds that count people."""

    participants: dict[str, int] | None = counts(
        100,
        Names(
            en="Participants by sex, age and disability",
            sw="Washiriki kwa jinsia, umri na ulemavu",
            fr="Participants par sexe, âge et handicap",
            ru="Участники по полу, возрасту и инвалидности",
            bs="Učesnici po spolu, dobi i invaliditetu",
        ),
        DIMS,
        help=mark("Count only what is known; leave the rest to the total. A mixed group needs no split."),
    )
    participants_total: int | None = integer(
        101,
        Names(
            en="Participants in total|Participants|Total participants|Number of participants|People reached|Beneficiaries|Reached|Attendance|Individuals reached|# of individuals reached|Number of beneficiaries|No. of participants|No. of beneficiaries|Total reached|Total beneficiaries|Number present|Members present|Number of people present|Persons reached|Turnout",
            sw="Jumla ya washiriki|Washiriki|Idadi ya washiriki|Walengwa|Waliofikiwa|Idadi ya walengwa|Jumla ya walengwa|Jumla ya waliofikiwa|Waliohudhuria|Idadi ya waliohudhuria|Idadi ya wajumbe waliohudhuria",
            fr="Total des participants|Participants|Nombre de participants|Bénéficiaires|Personnes atteintes|Nombre de bénéficiaires|Nombre de personnes touchées|Personnes touchées|Effectif|Total touché|Total atteint|Nombre de présents|Présents|Nombre de personnes présentes|Effectif touché",
            ru="Всего участников|Участники|Число участников|Количество участников|Охвачено|Охват|Охвачено всего|Количество присутствующих|Присутствовало|Число присутствующих|Приняли участие",
            bs="Ukupno učesnika|Učesnici|Broj učesnika|Korisnici|Učesnika|Broj korisnika|Obuhvat|Ukupno korisnika|Broj prisutnih|Prisutno|Prisustvovalo",
        ),
        help=mark("As reported. It may be more than the cells add up to, never silently corrected."),
        qualifier="participants_qualifier",
    )
    participants_qualifier: str | None = code(
        102,
        Names(
            en="How exact the total is",
            sw="Usahihi wa jumla",
            fr="Précision du total",
            ru="Точность общего числа",
            bs="Tačnost ukupnog broja",
        ),
        "quantity_qualifier",
        help=mark("“Over 7,000” is kept and printed as that, never as 7000."),
    )
    counting_rule: str | None = code(
        103,
        Names(en="Counting rule", sw="Kanuni ya kuhesabu", fr="Règle de comptage", ru="Правило подсчёта", bs="Pravilo brojanja"),
        "counting_rule",
        help=mark("Unique people are counted once; attendances count a person each time."),
    )
    disability_method: str | None = code(
        104,
        Names(
            en="How disability was asked",
            sw="Ulemavu uliulizwaje",
            fr="Méthode pour le handicap",
            ru="Как выяснялась инвалидность",
            bs="Kako je utvrđen invaliditet",
        ),
        "disability_method",
    )
    stakeholder_counts: dict[str, int] | None = counts(
        105,
        Names(
            en="Participants by stakeholder group",
            sw="Washiriki kwa kundi la wadau",
            fr="Participants par groupe d’acteurs",
            ru="Участники по группам",
            bs="Učesnici po grupama aktera",
        ),
        ("stakeholder_group",),
    )


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How a reported total and the cells relate.  `difference` = total - cells, people; 0 unless both are given."""

    state: State
    cells: int
    total: int | None
    difference: int


def reconcile(cells: Mapping[str, int] | None, total: int | None, qualifier: str | None = None) -> Reconciliation:
    """Compares the sum of the cells with the total as reported; shows the difference and corrects nothing.

    With the qualifiers "at least" and "about" and their like, a total above the cells is balanced by definition.
    """
    added = sum(value for value in (cells or {}).values() if value)
    if not added:
        return Reconciliation("none" if total is None else "total only", 0, total, 0)
    if total is None:
        return Reconciliation("cells only", added, None, 0)
    loose = (qualifier or "exact") in ("at_least", "about", "nearly", "all", "not_stated") and total >= added
    if loose or total == added:
        return Reconciliation("balanced", added, total, total - added)
    return Reconciliation("does not add up", added, total, total - added)
