"""Organisations, among them those that make commitments."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import ClassVar

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Reach, Record
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark

# Stages of onboarding in their order, each with the field that holds its date.
ONBOARDING = {
    "interest": "interest_on",
    "application": "application_on",
    "profile": "profile_on",
    "commitment_drafted": "drafted_on",
    "accepted": "accepted_on",
    "first_report": "first_report_on",
    "active": "active_on",
    "lapsed": "lapsed_on",
}


class Organisation(Record):
    """A ministry, council, association, company, agency.  One with an onboarding stage is a commitment maker."""

    KIND: ClassVar[Kind] = Kind(
        name="organisation",
        number=2,
        prefix="ORG",
        names=Names(en="Organisation", sw="Shirika", fr="Organisation", ru="Организация", bs="Organizacija"),
        plural=Names(
            en="Organisations", sw="Mashirika", fr="Organisations", ru="Организации", bs="Organizacije"
        ),
        title="name",
        reach=Reach.SHARED,
    )

    name: str | None = f.text(
        20,
        Names(
            en="Name|Organisation|Organization|Organisation name|Organization name|Name of organisation|Org name|Partner|Agency|Institution|Name of organization|Partner name|Institution name|Name of institution|Name of NGO|CSO name|Association",
            sw="Jina|Shirika|Jina la shirika|Taasisi|Jina la taasisi|Asasi|Jina la asasi|Jina la kikundi|Kikundi",
            fr="Nom|Organisation|Nom de l’organisation|Structure|Partenaire|Institution|Nom de la structure|Dénomination|Raison sociale|Nom de l’association|Association|Nom de l’institution",
            ru="Название|Организация|Название организации|Наименование организации|Наименование|Учреждение|Наименование НПО|Наименование учреждения|НПО",
            bs="Naziv|Organizacija|Naziv organizacije|Institucija|Ustanova|Naziv institucije|Naziv udruženja|Udruženje",
        ),
        help=mark("The full name, as the organisation writes it."),
        required=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    acronym: str | None = f.text(
        21,
        Names(
            en="Acronym|Abbreviation|Short name|Org acronym",
            sw="Kifupisho|Jina fupi",
            fr="Sigle|Acronyme|Abréviation",
            ru="Сокращение|Аббревиатура|Краткое название",
            bs="Skraćenica|Akronim|Kratki naziv",
        ),
        search=True,
        max_length=60,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    other_names: str | None = f.text(
        22,
        Names(
            en="Other names|Also known as|Alternative names|Former name",
            sw="Majina mengine|Jina la zamani",
            fr="Autres noms|Ancien nom",
            ru="Другие названия|Прежнее название",
            bs="Drugi nazivi|Raniji naziv",
        ),
        help=mark("Other spellings and languages, parted by semicolons. Imports recognise it by them."),
        long=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    organisation_type: str | None = f.code(
        23,
        Names(
            en="Type of organisation|Organisation type|Organization type|Org type|Type|Category",
            sw="Aina ya shirika|Aina|Kundi la shirika",
            fr="Type d’organisation|Type|Type de structure|Catégorie",
            ru="Вид организации|Тип организации|Тип|Категория",
            bs="Vrsta organizacije|Tip organizacije|Vrsta|Tip|Kategorija",
        ),
        "organisation_type",
        help=mark("The international list (IATI) used by donors."),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    stakeholder_group: str | None = f.code(
        24,
        Names(
            en="Stakeholder group|Stakeholder|Sector|Constituency",
            sw="Kundi la wadau|Sekta",
            fr="Groupe d’acteurs|Catégorie d’acteur|Secteur",
            ru="Группа участников|Сектор",
            bs="Grupa aktera|Sektor",
        ),
        "stakeholder_group",
        help=mark("The group it speaks for on committees; seat balance is counted by it."),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    youth_led: bool | None = f.yes_no(
        25,
        Names(
            en="Youth-led|Youth led",
            sw="Inaongozwa na vijana",
            fr="Dirigée par des jeunes",
            ru="Под руководством молодёжи",
            bs="Vode je mladi",
        ),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    women_led: bool | None = f.yes_no(
        26,
        Names(
            en="Women-led|Women led",
            sw="Inaongozwa na wanawake",
            fr="Dirigée par des femmes",
            ru="Под руководством женщин",
            bs="Vode je žene",
        ),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    country: str | None = f.link(
        27,
        Names(
            en="Country|Country of origin",
            sw="Nchi",
            fr="Pays|Pays d’origine",
            ru="Страна",
            bs="Država|Zemlja",
        ),
        "place",
        sensitivity=f.Sensitivity.PUBLIC,
    )
    website: str | None = f.text(
        28,
        Names(
            en="Website|Web|URL",
            sw="Tovuti",
            fr="Site web|Site internet",
            ru="Сайт|Веб-сайт",
            bs="Web stranica|Web",
        ),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    contact_name: str | None = f.text(
        29,
        Names(
            en="Contact person|Contact|Contact name|Focal point",
            sw="Mtu wa kuwasiliana|Mawasiliano",
            fr="Personne de contact|Contact|Point focal|Responsable|Premier responsable",
            ru="Контактное лицо|Контакт",
            bs="Kontakt osoba|Kontakt",
        ),
        sensitivity=f.Sensitivity.RESTRICTED,
    )
    phone: str | None = f.text(
        30,
        Names(
            en="Phone|Telephone|Mobile|Phone number|Tel",
            sw="Simu|Namba ya simu",
            fr="Téléphone|Tél|Portable",
            ru="Телефон|Моб. телефон",
            bs="Telefon|Mobitel|Broj telefona",
        ),
        sensitivity=f.Sensitivity.RESTRICTED,
        max_length=80,
    )
    email: str | None = f.text(
        31,
        Names(
            en="E-mail|Email|Email address|E-mail address",
            sw="Barua pepe",
            fr="Courriel|E-mail|Adresse électronique",
            ru="Электронная почта|Эл. почта|E-mail",
            bs="E-pošta|Email|E-mail adresa",
        ),
        sensitivity=f.Sensitivity.RESTRICTED,
        max_length=200,
    )
    onboarding: str | None = f.code(
        32,
        Names(
            en="Onboarding stage|Onboarding",
            sw="Hatua ya kujiunga",
            fr="Étape d’intégration",
            ru="Этап вступления",
            bs="Faza uključivanja",
        ),
        "onboarding_stage",
        help=mark("Filled in only for commitment makers: how far they have come."),
    )
    owner: str | None = f.link(
        33,
        Names(
            en="Owner of onboarding",
            sw="Msimamizi wa kujiunga",
            fr="Responsable de l’intégration",
            ru="Ответственный за вступление",
            bs="Nosilac uključivanja",
        ),
        "person",
        help=mark("Who accompanies this organisation on our side."),
    )
    mentor: str | None = f.link(
        34,
        Names(
            en="Mentor organisation|Mentor",
            sw="Shirika mlezi",
            fr="Organisation marraine|Mentor",
            ru="Организация-наставник",
            bs="Organizacija mentor",
        ),
        "organisation",
    )
    publish_consent: bool | None = f.yes_no(
        35,
        Names(
            en="Consents to publication",
            sw="Imeridhia kuchapishwa",
            fr="Consent à la publication",
            ru="Согласие на публикацию",
            bs="Saglasna s objavom",
        ),
        help=mark("Without it the name is left out of what is published."),
    )
    recognised: bool | None = f.yes_no(
        36,
        Names(
            en="Recognised for its work",
            sw="Imetambuliwa kwa kazi yake",
            fr="Distinguée pour son action",
            ru="Отмечена за работу",
            bs="Priznata za svoj rad",
        ),
        help=mark("Received a recognition as a commitment maker."),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    note: str | None = f.text(
        37,
        Names(
            en="Notes|Remarks|Comments",
            sw="Maelezo|Maoni",
            fr="Notes|Observations|Commentaires",
            ru="Примечания|Комментарий",
            bs="Napomene|Komentar",
        ),
        long=True,
        search=True,
    )
    interest_on: date | None = f.day(
        40,
        Names(
            en="Interest shown on",
            sw="Tarehe ya kuonyesha nia",
            fr="Intérêt exprimé le",
            ru="Дата проявления интереса",
            bs="Interes iskazan dana",
        ),
    )
    application_on: date | None = f.day(
        41,
        Names(
            en="Application received on",
            sw="Tarehe ya maombi",
            fr="Demande reçue le",
            ru="Дата заявки",
            bs="Prijava primljena dana",
        ),
    )
    profile_on: date | None = f.day(
        42,
        Names(
            en="Profile complete on",
            sw="Tarehe ya kukamilika wasifu",
            fr="Profil complet le",
            ru="Дата заполнения профиля",
            bs="Profil popunjen dana",
        ),
    )
    drafted_on: date | None = f.day(
        43,
        Names(
            en="Commitment drafted on",
            sw="Tarehe ya rasimu ya ahadi",
            fr="Engagement rédigé le",
            ru="Дата подготовки обязательства",
            bs="Obaveza napisana dana",
        ),
    )
    accepted_on: date | None = f.day(
        44,
        Names(
            en="Accepted on",
            sw="Tarehe ya kukubaliwa",
            fr="Accepté le",
            ru="Дата принятия",
            bs="Prihvaćeno dana",
        ),
    )
    first_report_on: date | None = f.day(
        45,
        Names(
            en="First report on",
            sw="Tarehe ya ripoti ya kwanza",
            fr="Premier rapport le",
            ru="Дата первого отчёта",
            bs="Prvi izvještaj dana",
        ),
    )
    active_on: date | None = f.day(
        46, Names(en="Active since", sw="Hai tangu", fr="Actif depuis le", ru="Действует с", bs="Aktivno od")
    )
    lapsed_on: date | None = f.day(
        47,
        Names(
            en="Lapsed on",
            sw="Tarehe ya kukoma",
            fr="Inactif depuis le",
            ru="Дата выбытия",
            bs="Neaktivno od",
        ),
    )

    def problems(self) -> list[Problem]:
        """Dates of onboarding follow its order; `lapsed` may follow any of them."""
        found = super().problems()
        dated = [field for field in ONBOARDING.values() if getattr(self, field) is not None]
        for first, last in pairwise(dated):
            found.extend(checks.in_order(self, first, last))
        if self.email and "@" not in self.email:
            found.append(
                Problem(
                    "format",
                    _("An e-mail address has an @. Correct it or leave it empty."),
                    "email",
                    self.email,
                )
            )
        return found
