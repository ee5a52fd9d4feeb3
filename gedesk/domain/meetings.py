"""Meetings, who was there, and what they talk about."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.participants import WithParticipants
from gedesk.domain.record import Kind, Record
from gedesk.domain.wording import COMMITTEE, DOCUMENTS, MEETING, NOTE
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


class Meeting(WithParticipants):
    """A meeting of a committee with its minutes.  Members are in the attendance; further people may be counted here."""

    KIND: ClassVar[Kind] = Kind(
        name="meeting",
        number=17,
        prefix="MTG",
        names=Names(en="Meeting", sw="Mkutano", fr="Réunion", ru="Заседание", bs="Sastanak"),
        plural=Names(en="Meetings", sw="Mikutano", fr="Réunions", ru="Заседания", bs="Sastanci"),
        title="title",
        parent="committee",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Meeting|Meeting title|Subject|Name of meeting",
            sw="Kichwa|Mkutano|Kikao|Jina la mkutano|Ajenda",
            fr="Titre|Réunion|Objet|Intitulé de la réunion|Ordre du jour",
            ru="Название|Заседание|Тема|Встреча|Совещание|Повестка|Название встречи|Повестка дня",
            bs="Naziv|Sastanak|Tema|Sjednica|Naziv sastanka|Dnevni red",
        ),
        required=True,
        search=True,
    )
    committee: str | None = f.link(21, COMMITTEE, "committee", required=True)
    number: str | None = f.text(
        22,
        Names(
            en="Meeting number|Meeting no.|No. of meeting|Session",
            sw="Namba ya mkutano|Kikao namba",
            fr="Numéro de la réunion|N° de séance",
            ru="Номер заседания|№ заседания",
            bs="Broj sastanka|Broj sjednice",
        ),
        max_length=40,
    )
    start: str | None = f.moment(
        23,
        Names(
            en="Start|Date and time|Date|Meeting date|Date of meeting|Start time",
            sw="Mwanzo|Tarehe na saa|Tarehe|Tarehe ya mkutano",
            fr="Début|Date et heure|Date|Date de la réunion",
            ru="Начало|Дата и время|Дата|Дата заседания",
            bs="Početak|Datum i vrijeme|Datum|Datum sastanka",
        ),
        required=True,
        indexed=True,
    )
    end: str | None = f.moment(
        24,
        Names(
            en="End|End time|Finish",
            sw="Mwisho|Muda wa kumaliza",
            fr="Fin|Heure de fin",
            ru="Окончание|Время окончания",
            bs="Kraj|Vrijeme završetka",
        ),
    )
    zone: str | None = f.text(
        25,
        Names(
            en="Time zone", sw="Ukanda wa saa", fr="Fuseau horaire", ru="Часовой пояс", bs="Vremenska zona"
        ),
        help=mark("Such as Africa/Dar_es_Salaam; needed when people dial in from elsewhere."),
        max_length=60,
    )
    venue: str | None = f.text(
        26,
        Names(
            en="Venue or link|Venue|Link|Meeting place",
            sw="Ukumbi au kiungo|Ukumbi",
            fr="Lieu ou lien|Salle|Lieu de la réunion",
            ru="Место или ссылка|Место проведения",
            bs="Mjesto održavanja ili link|Mjesto održavanja|Sala",
        ),
        search=True,
    )
    mode: str | None = f.code(
        27,
        Names(
            en="Mode|Meeting mode|Format",
            sw="Namna|Namna ya mkutano",
            fr="Modalité|Format",
            ru="Формат|Форма проведения",
            bs="Način održavanja|Format",
        ),
        "meeting_mode",
        default="in_person",
    )
    chair: str | None = f.link(
        28,
        Names(
            en="Chair of the day|Chair|Chairperson|Chaired by|Presided by|Chairman|Presiding officer",
            sw="Mwenyekiti wa siku|Mwenyekiti|Mwenyekiti wa kikao|Aliyeongoza kikao",
            fr="Président de séance|Président|Présidé par|Présidente|Présidence|Présidente de séance",
            ru="Председатель заседания|Председатель|Председательствующий|Председательствовал|Ведущий заседания",
            bs="Predsjedavajući sastanka|Predsjedavajući|Predsjedavajuća|Predsjedavao|Predsjednik komisije",
        ),
        "person",
    )
    secretary: str | None = f.link(
        29,
        Names(
            en="Minutes by|Secretary|Minute taker|Recorded by",
            sw="Mwandishi wa kumbukumbu|Katibu",
            fr="Secrétaire de séance|Secrétaire",
            ru="Протокол вёл|Секретарь",
            bs="Zapisničar|Sekretar",
        ),
        "person",
    )
    minutes: str | None = f.text(
        30,
        Names(
            en="Minutes|Discussion|Proceedings",
            sw="Kumbukumbu za mkutano|Muhtasari|Majadiliano",
            fr="Procès-verbal|Compte rendu|Délibérations",
            ru="Протокол|Обсуждение",
            bs="Zapisnik|Rasprava",
        ),
        long=True,
        search=True,
    )
    minutes_state: str | None = f.code(
        31,
        Names(
            en="State of the minutes|Minutes status",
            sw="Hali ya kumbukumbu",
            fr="État du procès-verbal",
            ru="Состояние протокола",
            bs="Stanje zapisnika",
        ),
        "minutes_state",
        default="draft",
    )
    next_day: date | None = f.day(
        32,
        Names(
            en="Next meeting|Next meeting date|Date of next meeting",
            sw="Mkutano ujao|Tarehe ya mkutano ujao",
            fr="Prochaine réunion|Date de la prochaine réunion",
            ru="Следующее заседание",
            bs="Sljedeći sastanak|Datum sljedećeg sastanka",
        ),
    )
    documents: list[str] | None = f.links(33, DOCUMENTS, "attachment")
    languages_used: list[str] | None = f.codes(
        34,
        Names(
            en="Languages used",
            sw="Lugha zilizotumika",
            fr="Langues utilisées",
            ru="Языки проведения",
            bs="Korišteni jezici",
        ),
        "language",
    )
    interpretation: bool | None = f.yes_no(
        35,
        Names(
            en="Interpretation offered",
            sw="Tafsiri ilitolewa",
            fr="Interprétation assurée",
            ru="Был перевод",
            bs="Osigurano prevođenje",
        ),
    )
    minutes_approved_on: date | None = f.day(
        36,
        Names(
            en="Minutes approved on",
            sw="Kumbukumbu ziliidhinishwa",
            fr="Procès-verbal approuvé le",
            ru="Протокол утверждён",
            bs="Zapisnik usvojen dana",
        ),
    )

    def problems(self) -> list[Problem]:
        """Times in order; approved minutes are not empty."""
        return [
            *super().problems(),
            *checks.in_order(self, "start", "end"),
            *checks.needed(
                self,
                "minutes",
                self.minutes_state in ("circulated", "approved") and not self.documents,
                _("The minutes are empty. Write them or attach their document before you circulate them."),
            ),
        ]


class Attendance(Record):
    """One person at one meeting: present, absent, excused or represented, and why."""

    KIND: ClassVar[Kind] = Kind(
        name="attendance",
        number=18,
        prefix="ATT",
        names=Names(en="Attendance", sw="Mahudhurio", fr="Présence", ru="Посещение", bs="Prisustvo"),
        plural=Names(en="Attendance", sw="Mahudhurio", fr="Présences", ru="Посещаемость", bs="Prisustva"),
        title="name_written",
        parent="meeting",
    )

    meeting: str | None = f.link(20, MEETING, "meeting", required=True)
    name_written: str | None = f.text(
        21,
        Names(
            en="Name as written|Name|Full name|Participant|Participant name|Names|Name of participant|Attendee|Attendees|Name of attendee|Full names|Participant's name|Member|Student name|Surname and name|First and last name|First name and surname",
            sw="Jina kama lilivyoandikwa|Jina|Jina kamili|Majina|Mshiriki|Jina la mshiriki|Majina ya washiriki|Jina kamili la mshiriki",
            fr="Nom tel qu’écrit|Nom|Nom et prénom|Nom et prénoms|Noms et prénoms|Participant|Nom du participant|Nom & prénom|Prénom et nom|Nom(s) et prénom(s)",
            ru="Имя, как записано|ФИО|Ф.И.О.|Участник|Фамилия, имя|ФИО участника|Ф.И.О. участника|Фамилия, имя, отчество|Фамилия имя отчество|Имя|Аты-жөні|Аты жөні",
            bs="Ime kako je napisano|Ime i prezime|Ime|Učesnik|Ime i prezime učesnika|Prezime i ime",
        ),
        help=mark("As in the register. Choose the person beside it when you know who it is."),
        search=True,
    )
    person: str | None = f.link(
        22, Names(en="Person", sw="Mtu", fr="Personne", ru="Человек", bs="Osoba"), "person"
    )
    organisation: str | None = f.link(
        23,
        Names(
            en="Organisation|Organization|Institution|Affiliation|Office|Company|Agency|Department|Representing|Unit/Group",
            sw="Shirika|Taasisi|Ofisi|Idara|Anatoka|Anakotoka",
            fr="Organisation|Structure|Institution|Service|Provenance|Direction|Organisme",
            ru="Организация|Учреждение|Место работы|Организация, учреждение|Ведомство|Ұйым|Мекеме",
            bs="Organizacija|Institucija|Ustanova|Firma|Služba",
        ),
        "organisation",
    )
    status: str | None = f.code(
        24,
        Names(
            en="Attendance|Status|Present|Present/absent|P/A",
            sw="Mahudhurio|Hali|Amehudhuria",
            fr="Présence|Statut|Présent|Présent/absent",
            ru="Присутствие|Статус|Явка",
            bs="Prisustvo|Status|Prisutan",
        ),
        "attendance_status",
        required=True,
        default="present",
    )
    mode: str | None = f.code(
        25,
        Names(
            en="In person or remote|Mode",
            sw="Ana kwa ana au mtandao|Namna",
            fr="Présentiel ou distance|Modalité",
            ru="Очно или дистанционно|Формат",
            bs="Uživo ili na daljinu|Način",
        ),
        "attendance_mode",
    )
    reason: str | None = f.code(
        26,
        Names(
            en="Reason for absence|Reason",
            sw="Sababu ya kutohudhuria|Sababu",
            fr="Motif d’absence|Motif",
            ru="Причина отсутствия|Причина",
            bs="Razlog odsustva|Razlog",
        ),
        "absence_reason",
    )
    stands_in_for: str | None = f.link(
        27,
        Names(
            en="Stands in for|On behalf of",
            sw="Kwa niaba ya",
            fr="Représente|Au nom de",
            ru="Вместо кого|От имени",
            bs="Mijenja|U ime",
        ),
        "membership",
    )
    sex: str | None = f.code(
        28,
        Names(
            en="Sex|Gender|M/F|Sex (M/F)",
            sw="Jinsi|Jinsia|ME/KE",
            fr="Sexe|Genre|H/F",
            ru="Пол|М/Ж|Жынысы",
            bs="Spol|Pol|M/Ž",
        ),
        "sex",
    )
    age_band: str | None = f.code(
        29,
        Names(
            en="Age band|Age group|Age",
            sw="Kundi la umri|Umri",
            fr="Tranche d’âge|Âge",
            ru="Возрастная группа|Возраст",
            bs="Dobna grupa|Dob",
        ),
        "age_band",
    )
    disability: str | None = f.code(
        30,
        Names(en="Disability", sw="Ulemavu", fr="Handicap", ru="Инвалидность", bs="Invaliditet"),
        "disability",
        sensitivity=f.Sensitivity.RESTRICTED,
    )
    post: str | None = f.text(
        31,
        Names(
            en="Post|Position|Title|Designation|Job title|Role|Function|Position held",
            sw="Cheo|Wadhifa|Nafasi|Cheo chake|Kazi",
            fr="Poste|Fonction|Titre|Qualité|Fonction occupée",
            ru="Должность|Занимаемая должность|Позиция|Роль|Лауазымы",
            bs="Funkcija|Radno mjesto|Pozicija|Dužnost|Zvanje",
        ),
    )
    contact: str | None = f.text(
        32,
        Names(
            en="Phone or e-mail|Phone|Telephone|Contact|Mobile|Email|E-mail|Phone number|Telephone number|Contacts|Phone no|Mobile number|Email address|Contact details|Tel|Cell",
            sw="Simu au barua pepe|Simu|Mawasiliano|Barua pepe|Namba ya simu|Simu ya mkononi",
            fr="Téléphone ou courriel|Téléphone|Contact|Courriel|E-mail|Contacts|Numéro de téléphone|Tél|Adresse e-mail|Portable",
            ru="Телефон или почта|Телефон|Контакт|Электронная почта|Контакты|Номер телефона|Контактный телефон|Эл. почта|Тел",
            bs="Telefon ili e-pošta|Telefon|Kontakt|E-pošta|Broj telefona|Kontakt telefon|Mobitel|E-mail adresa|Tel",
        ),
        sensitivity=f.Sensitivity.RESTRICTED,
    )
    membership: str | None = f.link(
        33,
        Names(en="Membership|Committee seat", sw="Ujumbe", fr="Adhésion", ru="Членство", bs="Članstvo"),
        "membership",
    )
    note: str | None = f.text(34, NOTE)

    def problems(self) -> list[Problem]:
        """A name or person; reasons only for those who were not there."""
        found = [
            *super().problems(),
            *checks.one_of(
                self, ("name_written", "person", "membership"), _("Write the name, or choose the person.")
            ),
        ]
        if self.status == "present" and self.reason is not None:
            found.append(
                Problem(
                    "rule",
                    _(
                        "Somebody present has no reason for absence. Clear the reason or change the attendance."
                    ),
                    "reason",
                    self.reason,
                )
            )
        return found


class AgendaItem(Record):
    """A topic of a meeting.  What stays open is carried forward into the next one."""

    KIND: ClassVar[Kind] = Kind(
        name="agenda_item",
        number=19,
        prefix="AGN",
        names=Names(
            en="Agenda item",
            sw="Ajenda",
            fr="Point de l’ordre du jour",
            ru="Пункт повестки",
            bs="Tačka dnevnog reda",
        ),
        plural=Names(
            en="Agenda items",
            sw="Ajenda",
            fr="Points de l’ordre du jour",
            ru="Пункты повестки",
            bs="Tačke dnevnog reda",
        ),
        title="title",
        parent="meeting",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Agenda item|Agenda|Topic|Item",
            sw="Kichwa|Ajenda|Mada",
            fr="Titre|Point|Point de l’ordre du jour|Sujet",
            ru="Название|Пункт повестки|Вопрос|Тема",
            bs="Naziv|Tačka dnevnog reda|Tema",
        ),
        required=True,
        search=True,
    )
    meeting: str | None = f.link(21, MEETING, "meeting", required=True)
    order: int | None = f.integer(
        22,
        Names(
            en="Order|No.|Item no.",
            sw="Mpangilio|Namba ya ajenda",
            fr="Ordre|N°|N° du point",
            ru="Порядок|№ пункта",
            bs="Redoslijed|Broj tačke",
        ),
        maximum=999,
    )
    presenter: str | None = f.link(
        23,
        Names(
            en="Presented by|Presenter",
            sw="Mwasilishaji",
            fr="Présenté par|Rapporteur",
            ru="Докладчик",
            bs="Izlagač",
        ),
        "person",
    )
    minutes: str | None = f.text(
        24,
        Names(
            en="Discussion|Minutes|Notes|Deliberations",
            sw="Majadiliano|Kumbukumbu",
            fr="Discussion|Compte rendu|Délibérations",
            ru="Обсуждение|Протокол|Слушали",
            bs="Rasprava|Zapisnik|Bilješke",
        ),
        long=True,
        search=True,
    )
    minutes_planned: int | None = f.integer(
        25,
        Names(
            en="Time planned in minutes|Duration",
            sw="Muda uliopangwa (dakika)",
            fr="Durée prévue en minutes|Durée",
            ru="Время, минут",
            bs="Planirano vrijeme u minutama",
        ),
        maximum=10_000,
    )
    carried_from: str | None = f.link(
        26,
        Names(
            en="Carried forward from",
            sw="Imeletwa kutoka",
            fr="Reporté de",
            ru="Перенесён из",
            bs="Preneseno iz",
        ),
        "agenda_item",
    )
    about_decision: str | None = f.link(
        27,
        Names(
            en="About the decision", sw="Kuhusu uamuzi", fr="Sur la décision", ru="О решении", bs="O odluci"
        ),
        "decision",
    )
    about_action: str | None = f.link(
        28,
        Names(en="About the action", sw="Kuhusu hatua", fr="Sur l’action", ru="О поручении", bs="O zadatku"),
        "action_item",
    )
    commitments: list[str] | None = f.links(
        29,
        Names(
            en="Commitments|Commitment",
            sw="Ahadi",
            fr="Engagements|Engagement",
            ru="Обязательства|Обязательство",
            bs="Obaveze|Obaveza",
        ),
        "commitment",
    )
    closed: bool | None = f.yes_no(
        30,
        Names(en="Closed|Concluded", sw="Imefungwa", fr="Clos|Traité", ru="Закрыт", bs="Zatvoreno"),
        help=mark("No, or empty: it is offered for the next meeting's agenda."),
    )
    documents: list[str] | None = f.links(31, DOCUMENTS, "attachment")
