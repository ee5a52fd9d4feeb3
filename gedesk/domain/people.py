"""Persons, and the posts of focal points that they fill."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Record
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


class Person(Record):
    """Somebody who works with us: a focal point, a committee member, a speaker.  Never a survivor."""

    KIND: ClassVar[Kind] = Kind(
        name="person",
        number=3,
        prefix="PER",
        names=Names(en="Person", sw="Mtu", fr="Personne", ru="Человек", bs="Osoba"),
        plural=Names(en="People", sw="Watu", fr="Personnes", ru="Люди", bs="Osobe"),
        title="name",
        help=mark("People who work with us. Never write down a survivor of violence here."),
    )

    name: str | None = f.text(
        20,
        Names(
            en="Name|Full name|Person|Name of person|Names|Participant name|Member|Full names|Surname and name|Contact name|Name and surname",
            sw="Jina|Jina kamili|Majina|Jina la mtu|Jina la mhusika|Majina kamili",
            fr="Nom|Nom complet|Nom et prénom|Nom et prénoms|Personne|Noms et prénoms|Prénom et nom|Nom & prénom",
            ru="Имя|ФИО|Ф.И.О.|Фамилия, имя, отчество|Фамилия имя отчество|Фамилия, имя",
            bs="Ime i prezime|Ime|Osoba|Prezime i ime",
        ),
        help=mark("As the person writes it."),
        required=True,
        search=True,
    )
    sex: str | None = f.code(
        21,
        Names(
            en="Sex|Gender|M/F|Sex (M/F)",
            sw="Jinsi|Jinsia|ME/KE",
            fr="Sexe|Genre|H/F",
            ru="Пол|М/Ж",
            bs="Spol|Pol|M/Ž",
        ),
        "sex",
    )
    age_band: str | None = f.code(
        22,
        Names(
            en="Age band|Age group|Age",
            sw="Kundi la umri|Umri",
            fr="Tranche d’âge|Âge",
            ru="Возрастная группа|Возраст",
            bs="Dobna grupa|Dob",
        ),
        "age_band",
    )
    organisation: str | None = f.link(
        23,
        Names(
            en="Organisation|Organization|Institution|Employer|Office",
            sw="Shirika|Taasisi|Ofisi",
            fr="Organisation|Structure|Institution|Employeur",
            ru="Организация|Учреждение|Место работы",
            bs="Organizacija|Institucija|Ustanova",
        ),
        "organisation",
    )
    post: str | None = f.text(
        24,
        Names(
            en="Post|Position|Title|Job title|Designation|Function|Role",
            sw="Cheo|Wadhifa|Nafasi",
            fr="Poste|Fonction|Titre|Qualité",
            ru="Должность|Занимаемая должность|Позиция",
            bs="Funkcija|Radno mjesto|Pozicija|Dužnost|Zvanje",
        ),
        search=True,
    )
    phone: str | None = f.text(
        25,
        Names(
            en="Phone|Telephone|Mobile|Phone number|Tel|Contact|Phone contact|Telephone contact|Contact number|Mobile number|Mobile no.|Phone no.|Cell phone|Contacts",
            sw="Simu|Namba ya simu|Mawasiliano|Namba za simu|Na. ya simu|Simu ya mkononi",
            fr="Téléphone|Tél|Portable|Contact|Numéro de téléphone|N° de téléphone|Contacts|Contact téléphonique",
            ru="Телефон|Моб. телефон|Номер телефона|Контактный телефон|Тел.|Мобильный телефон|Контакты",
            bs="Telefon|Mobitel|Broj telefona|Kontakt telefon|Kontakt|Br. telefona|Tel.",
        ),
        sensitivity=f.Sensitivity.RESTRICTED,
        max_length=80,
    )
    email: str | None = f.text(
        26,
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
    languages: list[str] | None = f.codes(
        27,
        Names(
            en="Languages spoken",
            sw="Lugha anazozungumza",
            fr="Langues parlées",
            ru="Владение языками",
            bs="Jezici koje govori",
        ),
        "language",
    )
    consent: bool | None = f.yes_no(
        28,
        Names(
            en="Agrees to be listed|Consent",
            sw="Ameridhia kuorodheshwa|Ridhaa",
            fr="Accepte d’être listé|Consentement",
            ru="Согласие на хранение данных|Согласие",
            bs="Saglasnost za evidenciju|Saglasnost",
        ),
        help=mark("The person agreed that name and contact are kept here."),
    )
    disability: str | None = f.code(
        29,
        Names(en="Disability", sw="Ulemavu", fr="Handicap", ru="Инвалидность", bs="Invaliditet"),
        "disability",
        sensitivity=f.Sensitivity.RESTRICTED,
    )
    note: str | None = f.text(
        30,
        Names(
            en="Notes|Remarks", sw="Maelezo|Maoni", fr="Notes|Observations", ru="Примечания", bs="Napomene"
        ),
        long=True,
    )

    def problems(self) -> list[Problem]:
        """An address of mail has an @."""
        found = super().problems()
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


class FocalPointPost(Record):
    """A post that should be filled at a place.  Expected posts are records; whether one is filled is computed."""

    KIND: ClassVar[Kind] = Kind(
        name="focal_point_post",
        number=4,
        prefix="FPP",
        names=Names(
            en="Focal-point post",
            sw="Nafasi ya mratibu",
            fr="Poste de point focal",
            ru="Должность координатора",
            bs="Mjesto kontakt osobe",
        ),
        plural=Names(
            en="Focal-point posts",
            sw="Nafasi za waratibu",
            fr="Postes de points focaux",
            ru="Должности координаторов",
            bs="Mjesta kontakt osoba",
        ),
        title="title",
        help=mark("One record per post that should exist, filled or vacant."),
    )

    title: str | None = f.text(
        20,
        Names(
            en="Post|Title|Post title|Job title|Designation|Position",
            sw="Nafasi|Jina la nafasi|Cheo|Wadhifa",
            fr="Poste|Intitulé du poste|Fonction|Titre",
            ru="Должность|Название должности",
            bs="Mjesto rada|Naziv mjesta|Funkcija|Radno mjesto|Pozicija",
        ),
        required=True,
        search=True,
    )
    level: str | None = f.code(
        21, Names(en="Level", sw="Ngazi", fr="Niveau", ru="Уровень", bs="Nivo"), "place_level", required=True
    )
    person: str | None = f.link(
        22,
        Names(
            en="Person|Name|Focal point|Focal person|Held by|Gender focal point|Gender focal person|Name of focal point|Name of focal person|Name of gender focal point|GFP|Focal point name",
            sw="Mratibu|Jina|Anayeshika nafasi|Mratibu wa jinsia|Jina la mratibu|Jina la mratibu wa jinsia|Mratibu wa dawati la jinsia|Afisa wa dawati la jinsia",
            fr="Personne|Nom|Point focal|Titulaire|Point focal genre|Nom du point focal|Nom et prénom du point focal|Personne focale",
            ru="Координатор|ФИО|Занимает|Координатор по гендеру|ФИО координатора|Ответственный по гендерным вопросам",
            bs="Osoba|Ime i prezime|Kontakt osoba|Kontakt tačka|Osoba za ravnopravnost|Ime kontakt osobe|Fokalna tačka",
        ),
        "person",
        help=mark("Empty while the post is vacant."),
    )
    appointed: date | None = f.day(
        23,
        Names(
            en="Appointed on|Appointed|Date of appointment|Date appointed|Appointment date|In post since",
            sw="Tarehe ya uteuzi|Tarehe ya kuteuliwa|Ameteuliwa tarehe",
            fr="Nommé le|Date de nomination|Date de désignation",
            ru="Дата назначения|Назначен",
            bs="Datum imenovanja|Imenovan|Imenovan/a",
        ),
    )
    ended: date | None = f.day(
        24,
        Names(
            en="Ended on|Until",
            sw="Tarehe ya kumaliza|Hadi",
            fr="Fin de fonction|Jusqu’au",
            ru="Дата окончания|До",
            bs="Datum prestanka|Do",
        ),
    )
    trained_on: date | None = f.day(
        25,
        Names(
            en="Trained on|Date of training",
            sw="Tarehe ya mafunzo",
            fr="Formé le|Date de formation",
            ru="Дата обучения|Обучен",
            bs="Datum obuke|Obučen",
        ),
    )
    organisation: str | None = f.link(
        26,
        Names(
            en="Office|Organisation|Organization",
            sw="Ofisi|Taasisi",
            fr="Bureau|Organisation",
            ru="Учреждение|Организация",
            bs="Ured|Organizacija",
        ),
        "organisation",
    )
    note: str | None = f.text(
        27,
        Names(
            en="Notes|Remarks", sw="Maelezo|Maoni", fr="Notes|Observations", ru="Примечания", bs="Napomene"
        ),
        long=True,
    )

    def problems(self) -> list[Problem]:
        """Appointment comes before the end; a filled post has a person."""
        return [
            *super().problems(),
            *checks.in_order(self, "appointed", "ended"),
            *checks.needed(
                self,
                "person",
                self.appointed is not None and self.ended is None,
                _("Somebody was appointed: name the person, or clear the date while the post is vacant."),
            ),
        ]
