"""Committees, members, meetings, attendance, agenda, decisions and actions."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.participants import WithParticipants
from gedesk.domain.record import Kind, Reach, Record
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark

_NOTE = Names(
    en="Note|Remarks|Notes|Comments",
    sw="Maelezo|Maoni",
    fr="Note|Observations|Commentaires",
    ru="Примечание|Примечания|Комментарий",
    bs="Napomena|Napomene|Komentar",
)
_DOCUMENTS = Names(
    en="Documents|Attachments",
    sw="Nyaraka|Viambatisho",
    fr="Documents|Pièces jointes",
    ru="Документы|Приложения",
    bs="Dokumenti|Prilozi",
)
_COMMITTEE = Names(
    en="Committee|Committee name|Body",
    sw="Kamati|Jina la kamati",
    fr="Comité|Nom du comité|Instance",
    ru="Комитет|Название комитета|Орган",
    bs="Odbor|Naziv odbora|Tijelo",
)
_MEETING = Names(
    en="Meeting|Meeting title|Meeting no.",
    sw="Mkutano|Kikao",
    fr="Réunion|Séance",
    ru="Заседание|Встреча|Совещание",
    bs="Sastanak|Sjednica",
)


class Committee(Record):
    """A committee, chapter, board, working group or network; advisory or deciding, public or voluntary."""

    KIND: ClassVar[Kind] = Kind(
        name="committee",
        number=15,
        prefix="CTE",
        names=Names(en="Committee", sw="Kamati", fr="Comité", ru="Комитет", bs="Odbor"),
        plural=Names(en="Committees", sw="Kamati", fr="Comités", ru="Комитеты", bs="Odbori"),
        title="name",
        reach=Reach.SHARED,
    )

    name: str | None = f.text(
        20,
        Names(
            en="Name|Committee|Committee name|Name of committee|Group|Working group",
            sw="Jina|Kamati|Jina la kamati|Kikundi",
            fr="Nom|Comité|Nom du comité|Groupe",
            ru="Название|Комитет|Название комитета|Группа",
            bs="Naziv|Odbor|Naziv odbora|Grupa",
        ),
        required=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    acronym: str | None = f.text(
        21,
        Names(
            en="Acronym|Short name|Abbreviation",
            sw="Kifupisho",
            fr="Sigle|Acronyme",
            ru="Сокращение",
            bs="Skraćenica",
        ),
        help=mark("Used in the numbers of its decisions: NAC-2026-03."),
        search=True,
        max_length=30,
    )
    committee_type: str | None = f.code(
        22,
        Names(
            en="Type of committee|Committee type|Type",
            sw="Aina ya kamati|Aina",
            fr="Type de comité|Type",
            ru="Вид комитета|Вид|Тип",
            bs="Vrsta odbora|Vrsta|Tip",
        ),
        "committee_type",
        required=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    level: str | None = f.code(
        23, Names(en="Level|Tier", sw="Ngazi", fr="Niveau|Échelon", ru="Уровень", bs="Nivo"), "place_level"
    )
    reports_to: str | None = f.link(
        24,
        Names(
            en="Reports to|Superior body|Reporting line",
            sw="Inaripoti kwa|Ngazi ya juu",
            fr="Rend compte à|Instance supérieure",
            ru="Подотчётен|Вышестоящий орган",
            bs="Odgovara|Nadređeno tijelo",
        ),
        "committee",
        help=mark("The committee above; empty for a voluntary network or the top."),
    )
    reports_to_office: str | None = f.text(
        25,
        Names(
            en="Reports to an office",
            sw="Inaripoti kwa ofisi",
            fr="Rend compte à un office",
            ru="Подотчётен должностному лицу",
            bs="Odgovara instituciji",
        ),
        help=mark("When it is not a committee: the President, the Cabinet."),
    )
    coalition: str | None = f.code(
        26,
        Names(
            en="Action Coalition|Coalition",
            sw="Muungano wa utekelezaji",
            fr="Coalition d’action",
            ru="Коалиция действий",
            bs="Akcijska koalicija",
        ),
        "action_coalition",
    )
    programme: str | None = f.link(
        27,
        Names(en="Programme|Program", sw="Programu", fr="Programme", ru="Программа", bs="Program"),
        "programme",
    )
    mandate: str | None = f.text(
        28,
        Names(
            en="Mandate|Terms of reference|ToR|Purpose",
            sw="Majukumu|Hadidu za rejea",
            fr="Mandat|Termes de référence|Objet",
            ru="Полномочия|Положение|Задачи",
            bs="Mandat|Nadležnost|Opis poslova",
        ),
        long=True,
        search=True,
    )
    legal_basis: str | None = f.text(
        29,
        Names(
            en="Legal basis|Established by",
            sw="Msingi wa kisheria",
            fr="Base juridique|Acte de création",
            ru="Правовое основание",
            bs="Pravni osnov",
        ),
        max_length=2000,
    )
    life_cycle: str | None = f.code(
        30,
        Names(
            en="Life cycle|Status|State of the committee",
            sw="Hali ya kamati|Hali",
            fr="Cycle de vie|Statut",
            ru="Стадия|Статус",
            bs="Životni ciklus|Status",
        ),
        "committee_life_cycle",
        default="active",
    )
    established_on: date | None = f.day(
        31,
        Names(
            en="Established on|Date established",
            sw="Tarehe ya kuundwa",
            fr="Créé le|Date de création",
            ru="Дата создания",
            bs="Osnovan dana|Datum osnivanja",
        ),
    )
    dissolved_on: date | None = f.day(
        32,
        Names(
            en="Dissolved on",
            sw="Tarehe ya kuvunjwa",
            fr="Dissous le",
            ru="Дата роспуска",
            bs="Raspušten dana",
        ),
    )
    seats: int | None = f.integer(
        33,
        Names(
            en="Seats|Number of seats|Number of members|Members",
            sw="Idadi ya viti|Idadi ya wajumbe",
            fr="Sièges|Nombre de sièges|Nombre de membres",
            ru="Мест|Число мест|Число членов",
            bs="Mjesta|Broj mjesta|Broj članova",
        ),
        maximum=10_000,
    )
    seat_plan: str | None = f.text(
        34,
        Names(
            en="Seats by constituency",
            sw="Viti kwa makundi",
            fr="Sièges par collège",
            ru="Места по группам",
            bs="Mjesta po grupama",
        ),
        help=mark("Who should hold the seats, one per line: “Government: 8”."),
        long=True,
    )
    quorum_rule: str | None = f.code(
        35,
        Names(
            en="Quorum rule|Quorum",
            sw="Kanuni ya akidi|Akidi",
            fr="Règle de quorum|Quorum",
            ru="Правило кворума|Кворум",
            bs="Pravilo kvoruma|Kvorum",
        ),
        "quorum_rule",
        default="none",
    )
    quorum_value: float | None = f.amount(
        36,
        Names(
            en="Quorum figure",
            sw="Kiwango cha akidi",
            fr="Chiffre du quorum",
            ru="Величина кворума",
            bs="Vrijednost kvoruma",
        ),
        help=mark("Members needed, or per cent of the seats, as the rule says."),
        minimum=0,
        maximum=10_000,
    )
    cadence: str | None = f.code(
        37,
        Names(
            en="Meets|Cadence|Meeting frequency|Frequency",
            sw="Hukutana|Ratiba ya mikutano",
            fr="Se réunit|Périodicité|Fréquence des réunions",
            ru="Собирается|Периодичность",
            bs="Sastaje se|Učestalost",
        ),
        "frequency",
    )
    chair_rule: str | None = f.code(
        38,
        Names(
            en="Chair rule|Chairing",
            sw="Kanuni ya uenyekiti",
            fr="Règle de présidence",
            ru="Правило председательства",
            bs="Pravilo predsjedavanja",
        ),
        "chair_rule",
        default="fixed",
    )
    rotation_months: int | None = f.integer(
        39,
        Names(
            en="Chair rotates every (months)",
            sw="Uenyekiti hubadilika kila (miezi)",
            fr="Rotation de la présidence (mois)",
            ru="Ротация председателя, месяцев",
            bs="Rotacija predsjedavanja (mjeseci)",
        ),
        minimum=1,
        maximum=240,
    )
    rotation_order: str | None = f.text(
        40,
        Names(
            en="Order of constituencies",
            sw="Mpangilio wa makundi",
            fr="Ordre des collèges",
            ru="Порядок групп",
            bs="Redoslijed grupa",
        ),
        help=mark("Who chairs after whom, one per line."),
        long=True,
    )
    rotation_start: date | None = f.day(
        41,
        Names(
            en="Rotation began on",
            sw="Zamu zilianza",
            fr="Début de la rotation",
            ru="Начало ротации",
            bs="Početak rotacije",
        ),
        help=mark("The day the first of the order took the chair."),
    )
    secretariat: str | None = f.link(
        42,
        Names(en="Secretariat", sw="Sekretarieti", fr="Secrétariat", ru="Секретариат", bs="Sekretarijat"),
        "organisation",
    )
    reporting_duty: str | None = f.code(
        43,
        Names(
            en="Reports every|Reporting duty",
            sw="Huripoti kila",
            fr="Rend compte chaque|Obligation de rapport",
            ru="Отчитывается|Отчётность",
            bs="Izvještava svakih|Obaveza izvještavanja",
        ),
        "frequency",
    )
    chair_office: str | None = f.text(
        44,
        Names(
            en="Office that chairs|Chaired by",
            sw="Ofisi inayoongoza|Mwenyekiti",
            fr="Présidé par",
            ru="Кто председательствует",
            bs="Predsjedava",
        ),
        help=mark("When a post chairs by law: the Permanent Secretary."),
    )
    documents: list[str] | None = f.links(45, _DOCUMENTS, "attachment")

    def problems(self) -> list[Problem]:
        """Quorum and rotation rules say how many and in what order."""
        found = [
            *super().problems(),
            *checks.in_order(self, "established_on", "dissolved_on"),
            *checks.needed(
                self,
                "quorum_value",
                self.quorum_rule in ("number", "share"),
                _("Write how many members, or what share, make a quorum."),
            ),
            *checks.needed(
                self,
                "rotation_order",
                self.chair_rule == "rotating",
                _("Write who chairs after whom, one per line."),
            ),
            *checks.needed(
                self,
                "rotation_months",
                self.chair_rule == "rotating",
                _("Write after how many months the chair rotates."),
            ),
        ]
        if self.quorum_rule == "share" and self.quorum_value is not None and self.quorum_value > 100:
            found.append(
                Problem(
                    "percent",
                    _("A share lies between 0 and 100 per cent. Correct the quorum figure."),
                    "quorum_value",
                    self.quorum_value,
                )
            )
        return found


class Membership(Record):
    """Who sits on a committee, for whom, in what role, from when to when."""

    KIND: ClassVar[Kind] = Kind(
        name="membership",
        number=16,
        prefix="MBR",
        names=Names(en="Membership", sw="Ujumbe", fr="Adhésion", ru="Членство", bs="Članstvo"),
        plural=Names(en="Memberships", sw="Wajumbe", fr="Adhésions", ru="Членство", bs="Članstva"),
        title="person",
        parent="committee",
    )

    committee: str | None = f.link(20, _COMMITTEE, "committee", required=True)
    person: str | None = f.link(
        21,
        Names(
            en="Person|Name|Member|Full name|Member name|Names",
            sw="Mtu|Jina|Mjumbe|Jina la mjumbe|Majina",
            fr="Personne|Nom|Membre|Nom et prénom",
            ru="Человек|ФИО|Член|Ф.И.О.",
            bs="Osoba|Ime i prezime|Član",
        ),
        "person",
        help=mark("Empty when an organisation holds the seat."),
    )
    organisation: str | None = f.link(
        22,
        Names(
            en="Organisation|Organization|Institution|Ministry|Affiliation",
            sw="Shirika|Taasisi|Wizara",
            fr="Organisation|Structure|Institution|Ministère",
            ru="Организация|Учреждение|Ведомство",
            bs="Organizacija|Institucija|Ministarstvo",
        ),
        "organisation",
    )
    role: str | None = f.code(
        23,
        Names(
            en="Role|Role in committee|Position in committee",
            sw="Jukumu|Nafasi katika kamati|Wadhifa",
            fr="Rôle|Fonction dans le comité|Qualité",
            ru="Роль|Роль в комитете",
            bs="Uloga|Uloga u odboru",
        ),
        "member_role",
        required=True,
        default="member",
    )
    constituency: str | None = f.code(
        24,
        Names(
            en="Constituency|Stakeholder group|Sector|Representing",
            sw="Kundi|Kundi la wadau|Sekta",
            fr="Collège|Groupe d’acteurs|Secteur",
            ru="Группа|Группа участников|Сектор",
            bs="Grupa|Grupa aktera|Sektor",
        ),
        "stakeholder_group",
    )
    seat: str | None = f.text(
        25,
        Names(
            en="Seat|Seat no.|Seat number",
            sw="Kiti|Namba ya kiti",
            fr="Siège|Numéro de siège",
            ru="Место в комитете|Номер места",
            bs="Mjesto u odboru|Broj mjesta",
        ),
        max_length=100,
    )
    designation: str | None = f.code(
        26,
        Names(
            en="How designated|Designation|Appointment type",
            sw="Namna ya kuteuliwa",
            fr="Mode de désignation|Désignation",
            ru="Как назначен|Способ назначения",
            bs="Način imenovanja",
        ),
        "designation",
    )
    from_day: date | None = f.day(
        27,
        Names(
            en="From|Since|Start|Date appointed|Appointed on",
            sw="Kuanzia|Tangu|Tarehe ya uteuzi",
            fr="Du|Depuis|Date de nomination",
            ru="С|Дата назначения|Начало",
            bs="Od|Datum imenovanja",
        ),
        indexed=True,
    )
    to_day: date | None = f.day(
        28,
        Names(
            en="To|Until|End|Term ends",
            sw="Hadi|Mwisho wa muda",
            fr="Au|Jusqu’au|Fin du mandat",
            ru="По|До|Окончание срока",
            bs="Do|Kraj mandata",
        ),
    )
    alternate_of: str | None = f.link(
        29,
        Names(en="Alternate of", sw="Mbadala wa", fr="Suppléant de", ru="Заместитель для", bs="Zamjenik za"),
        "membership",
    )
    area: str | None = f.link(
        30,
        Names(
            en="Area represented|Region represented",
            sw="Eneo linalowakilishwa",
            fr="Zone représentée",
            ru="Представляемая территория",
            bs="Područje koje predstavlja",
        ),
        "place",
    )
    vote: bool | None = f.yes_no(
        31,
        Names(
            en="May vote|Vote|Voting",
            sw="Ana kura",
            fr="Droit de vote|Vote",
            ru="Право голоса",
            bs="Pravo glasa",
        ),
        default=True,
    )
    post: str | None = f.text(
        32,
        Names(
            en="Post|Position|Job title|Title",
            sw="Cheo|Wadhifa wa kazi",
            fr="Poste|Fonction|Titre",
            ru="Должность",
            bs="Funkcija|Radno mjesto",
        ),
        help=mark("Office held outside the committee."),
    )
    note: str | None = f.text(33, _NOTE)

    def problems(self) -> list[Problem]:
        """Dates in order; somebody holds the seat."""
        return [
            *super().problems(),
            *checks.in_order(self, "from_day", "to_day"),
            *checks.one_of(
                self,
                ("person", "organisation"),
                _("Say who holds the seat: choose a person or an organisation."),
            ),
        ]


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
            sw="Kichwa|Mkutano|Kikao|Jina la mkutano",
            fr="Titre|Réunion|Objet|Intitulé de la réunion",
            ru="Название|Заседание|Тема|Встреча",
            bs="Naziv|Sastanak|Tema|Sjednica",
        ),
        required=True,
        search=True,
    )
    committee: str | None = f.link(21, _COMMITTEE, "committee", required=True)
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
            en="Chair of the day|Chair|Chairperson|Chaired by",
            sw="Mwenyekiti wa siku|Mwenyekiti",
            fr="Président de séance|Président",
            ru="Председатель заседания|Председатель",
            bs="Predsjedavajući sastanka|Predsjedavajući",
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
    documents: list[str] | None = f.links(33, _DOCUMENTS, "attachment")
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

    meeting: str | None = f.link(20, _MEETING, "meeting", required=True)
    name_written: str | None = f.text(
        21,
        Names(
            en="Name as written|Name|Full name|Participant|Participant name|Names|Name of participant|Attendee",
            sw="Jina kama lilivyoandikwa|Jina|Jina kamili|Majina|Mshiriki|Jina la mshiriki",
            fr="Nom tel qu’écrit|Nom|Nom et prénom|Nom et prénoms|Noms et prénoms|Participant",
            ru="Имя, как записано|ФИО|Ф.И.О.|Участник|Фамилия, имя",
            bs="Ime kako je napisano|Ime i prezime|Ime|Učesnik",
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
            en="Organisation|Organization|Institution|Affiliation|Office",
            sw="Shirika|Taasisi|Ofisi",
            fr="Organisation|Structure|Institution",
            ru="Организация|Учреждение",
            bs="Organizacija|Institucija|Ustanova",
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
            ru="Пол|М/Ж",
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
            en="Post|Position|Title|Designation|Job title",
            sw="Cheo|Wadhifa",
            fr="Poste|Fonction|Titre|Qualité",
            ru="Должность",
            bs="Funkcija|Radno mjesto",
        ),
    )
    contact: str | None = f.text(
        32,
        Names(
            en="Phone or e-mail|Phone|Telephone|Contact|Mobile|Email|E-mail|Phone number",
            sw="Simu au barua pepe|Simu|Mawasiliano|Barua pepe|Namba ya simu",
            fr="Téléphone ou courriel|Téléphone|Contact|Courriel|E-mail",
            ru="Телефон или почта|Телефон|Контакт|Электронная почта",
            bs="Telefon ili e-pošta|Telefon|Kontakt|E-pošta",
        ),
        sensitivity=f.Sensitivity.RESTRICTED,
    )
    membership: str | None = f.link(
        33,
        Names(en="Membership|Committee seat", sw="Ujumbe", fr="Adhésion", ru="Членство", bs="Članstvo"),
        "membership",
    )
    note: str | None = f.text(34, _NOTE)

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
    meeting: str | None = f.link(21, _MEETING, "meeting", required=True)
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
    documents: list[str] | None = f.links(31, _DOCUMENTS, "attachment")


_NUMBER = re.compile(r"[^\s/]+-\d{4}-\d{1,4}")


class Decision(Record):
    """What a committee decided, recommended or directed.  Recommendations go up, directions go down."""

    KIND: ClassVar[Kind] = Kind(
        name="decision",
        number=20,
        prefix="DEC",
        names=Names(en="Decision", sw="Uamuzi", fr="Décision", ru="Решение", bs="Odluka"),
        plural=Names(en="Decisions", sw="Maamuzi", fr="Décisions", ru="Решения", bs="Odluke"),
        title="title",
        parent="meeting",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Decision|Resolution|Decision taken|Recommendation|Way forward",
            sw="Kichwa|Uamuzi|Azimio|Maamuzi",
            fr="Titre|Décision|Résolution|Recommandation",
            ru="Название|Решение|Постановление|Решили",
            bs="Naziv|Odluka|Zaključak|Preporuka",
        ),
        required=True,
        search=True,
    )
    meeting: str | None = f.link(21, _MEETING, "meeting", required=True)
    number: str | None = f.text(
        22,
        Names(
            en="Decision number|Decision no.|Resolution no.|Number",
            sw="Namba ya uamuzi|Namba",
            fr="Numéro de décision|N° de décision|Numéro",
            ru="Номер решения|№ решения",
            bs="Broj odluke|Broj zaključka",
        ),
        help=mark("Committee, year and number in the year: NAC-2026-03."),
        search=True,
        max_length=60,
    )
    agenda_item: str | None = f.link(
        23,
        Names(
            en="Agenda item|Agenda|Topic",
            sw="Ajenda",
            fr="Point de l’ordre du jour|Point",
            ru="Пункт повестки|Вопрос",
            bs="Tačka dnevnog reda",
        ),
        "agenda_item",
    )
    decision_text: str | None = f.text(
        24,
        Names(
            en="Wording|Text|Full text|Details",
            sw="Maneno ya uamuzi|Maelezo",
            fr="Libellé|Texte|Détails",
            ru="Формулировка|Текст",
            bs="Tekst odluke|Tekst",
        ),
        long=True,
        search=True,
    )
    decision_type: str | None = f.code(
        25,
        Names(
            en="Type of decision|Decision type|Type",
            sw="Aina ya uamuzi|Aina",
            fr="Type de décision|Type",
            ru="Вид решения|Вид|Тип",
            bs="Vrsta odluke|Vrsta|Tip",
        ),
        "decision_type",
        required=True,
        default="approval",
    )
    decision_state: str | None = f.code(
        26,
        Names(
            en="State of the decision|Decision status|Status",
            sw="Hali ya uamuzi|Hali",
            fr="État de la décision|Statut",
            ru="Состояние решения|Статус",
            bs="Stanje odluke|Status",
        ),
        "decision_state",
        default="adopted",
    )
    addressed_committee: str | None = f.link(
        27,
        Names(
            en="Addressed to committee",
            sw="Kwa kamati",
            fr="Adressée au comité",
            ru="Адресовано комитету",
            bs="Upućeno odboru",
        ),
        "committee",
    )
    addressed_organisation: str | None = f.link(
        28,
        Names(
            en="Addressed to organisation",
            sw="Kwa taasisi",
            fr="Adressée à l’organisation",
            ru="Адресовано организации",
            bs="Upućeno organizaciji",
        ),
        "organisation",
    )
    addressed_to: str | None = f.text(
        29,
        Names(
            en="Addressed to|Addressee",
            sw="Kwa|Mlengwa",
            fr="Destinataire|Adressée à",
            ru="Кому|Адресат",
            bs="Upućeno|Primalac",
        ),
        help=mark("When it is neither a committee nor an organisation here: the President, all councils."),
    )
    due: date | None = f.day(
        30,
        Names(
            en="Answer due|Due|Due date|Deadline",
            sw="Tarehe ya mwisho|Muda wa utekelezaji",
            fr="Échéance|Date limite|Délai",
            ru="Срок|Срок исполнения",
            bs="Rok|Rok za odgovor",
        ),
        indexed=True,
    )
    follow_up: str | None = f.link(
        31,
        Names(
            en="Follow-up meeting",
            sw="Mkutano wa ufuatiliaji",
            fr="Réunion de suivi",
            ru="Заседание для контроля",
            bs="Sastanak za praćenje",
        ),
        "meeting",
    )
    supersedes: str | None = f.link(
        32,
        Names(
            en="Supersedes|Replaces",
            sw="Inachukua nafasi ya",
            fr="Remplace|Annule et remplace",
            ru="Заменяет",
            bs="Zamjenjuje",
        ),
        "decision",
    )
    votes_for: int | None = f.integer(
        33,
        Names(en="Votes for", sw="Kura za ndiyo", fr="Voix pour", ru="Голосов за", bs="Glasova za"),
        maximum=10_000,
    )
    votes_against: int | None = f.integer(
        34,
        Names(
            en="Votes against",
            sw="Kura za hapana",
            fr="Voix contre",
            ru="Голосов против",
            bs="Glasova protiv",
        ),
        maximum=10_000,
    )
    abstentions: int | None = f.integer(
        35,
        Names(en="Abstentions", sw="Waliojizuia", fr="Abstentions", ru="Воздержались", bs="Suzdržanih"),
        maximum=10_000,
    )
    response: str | None = f.text(
        36,
        Names(
            en="Response received|Response|Feedback",
            sw="Majibu yaliyopokelewa|Majibu",
            fr="Réponse reçue|Réponse",
            ru="Полученный ответ|Ответ",
            bs="Primljeni odgovor|Odgovor",
        ),
        long=True,
    )
    response_state: str | None = f.code(
        37,
        Names(
            en="State of the response",
            sw="Hali ya majibu",
            fr="État de la réponse",
            ru="Состояние ответа",
            bs="Stanje odgovora",
        ),
        "response_state",
        default="open",
    )
    responded_on: date | None = f.day(
        38,
        Names(
            en="Responded on", sw="Tarehe ya majibu", fr="Répondu le", ru="Дата ответа", bs="Odgovoreno dana"
        ),
    )
    commitments: list[str] | None = f.links(
        39,
        Names(
            en="Commitments|Commitment",
            sw="Ahadi",
            fr="Engagements|Engagement",
            ru="Обязательства|Обязательство",
            bs="Obaveze|Obaveza",
        ),
        "commitment",
    )

    def problems(self) -> list[Problem]:
        """A recommendation or direction has an addressee; numbers look alike."""
        addressed = self.addressed_committee or self.addressed_organisation or self.addressed_to
        found = [
            *super().problems(),
            *checks.needed(
                self,
                "addressed_to",
                self.decision_type in ("recommendation", "direction", "information_request")
                and not addressed,
                _("Say to whom it is addressed: a committee, an organisation, or write it."),
            ),
        ]
        if self.number and not _NUMBER.fullmatch(self.number):
            found.append(
                Problem(
                    "format",
                    _(
                        "A decision number looks like NAC-2026-03: committee, year, number. Correct it or leave it empty."
                    ),
                    "number",
                    self.number,
                )
            )
        return found


class ActionItem(Record):
    """A task somebody took on.  Whether it is overdue is computed."""

    KIND: ClassVar[Kind] = Kind(
        name="action_item",
        number=21,
        prefix="ACN",
        names=Names(
            en="Action item", sw="Hatua ya kutekeleza", fr="Action à mener", ru="Поручение", bs="Zadatak"
        ),
        plural=Names(
            en="Action items", sw="Hatua za kutekeleza", fr="Actions à mener", ru="Поручения", bs="Zadaci"
        ),
        title="title",
        parent="meeting",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Action|Title|Action item|Task|Action point|Action required|Actions|Description of action|Task description|To do",
            sw="Hatua|Kichwa|Hatua ya kutekeleza|Kazi|Jambo la kutekeleza",
            fr="Action|Titre|Action à mener|Tâche|Actions|Mesure",
            ru="Поручение|Название|Задача|Действие|Мероприятие",
            bs="Zadatak|Naziv|Aktivnost|Akcija|Mjera",
        ),
        required=True,
        search=True,
    )
    meeting: str | None = f.link(21, _MEETING, "meeting")
    decision: str | None = f.link(
        22,
        Names(en="Decision|Decision no.", sw="Uamuzi", fr="Décision", ru="Решение", bs="Odluka"),
        "decision",
    )
    agenda_item: str | None = f.link(
        23,
        Names(
            en="Agenda item|Topic",
            sw="Ajenda",
            fr="Point de l’ordre du jour",
            ru="Пункт повестки",
            bs="Tačka dnevnog reda",
        ),
        "agenda_item",
    )
    owner: str | None = f.link(
        24,
        Names(
            en="Owner|Responsible|Responsible person|Assigned to|Who|Action by|Person responsible|Lead|Responsible team",
            sw="Mhusika|Anayewajibika|Mtekelezaji|Nani",
            fr="Responsable|Personne responsable|Qui|Assigné à|Porteur",
            ru="Ответственный|Исполнитель|Кто|Ответственное лицо",
            bs="Nosilac|Odgovorna osoba|Zaduženi|Ko",
        ),
        "person",
    )
    organisation: str | None = f.link(
        25,
        Names(
            en="Organisation|Organization|Responsible organisation|Department|Institution",
            sw="Shirika|Taasisi|Idara",
            fr="Organisation|Structure|Structure responsable|Service",
            ru="Организация|Ответственная организация|Отдел",
            bs="Organizacija|Odgovorna organizacija|Institucija",
        ),
        "organisation",
    )
    due: date | None = f.day(
        26,
        Names(
            en="Due|Due date|Deadline|By when|Target date|Timeline|When",
            sw="Tarehe ya mwisho|Muda wa mwisho|Lini",
            fr="Échéance|Date limite|Délai|Quand|Date d’échéance",
            ru="Срок|Срок исполнения|Когда|Дедлайн",
            bs="Rok|Rok izvršenja|Kada",
        ),
        indexed=True,
    )
    priority: str | None = f.code(
        27,
        Names(
            en="Priority|Importance", sw="Kipaumbele", fr="Priorité", ru="Приоритет|Важность", bs="Prioritet"
        ),
        "priority",
        default="medium",
    )
    action_state: str | None = f.code(
        28,
        Names(
            en="State of the action|Status|Action status|Progress status",
            sw="Hali ya utekelezaji|Hali",
            fr="État de l’action|Statut|État d’avancement",
            ru="Состояние поручения|Статус|Состояние",
            bs="Stanje zadatka|Status|Stanje",
        ),
        "action_state",
        required=True,
        default="open",
    )
    percent: float | None = f.amount(
        29,
        Names(
            en="Percent done|% complete|% done|Progress|Completion|Percent complete",
            sw="Asilimia iliyokamilika|Asilimia",
            fr="Pourcentage réalisé|% réalisé|Avancement|Taux d’exécution",
            ru="Выполнено, %|Процент выполнения|% выполнения",
            bs="Procenat izvršenja|% izvršenja|Napredak",
        ),
        minimum=0,
        maximum=100,
    )
    blocked_reason: str | None = f.text(
        30,
        Names(
            en="Why blocked|Blocked reason|Obstacle|Reason for delay|Challenges",
            sw="Sababu ya kukwama|Kikwazo|Changamoto",
            fr="Motif du blocage|Obstacle|Difficultés",
            ru="Причина задержки|Препятствие",
            bs="Razlog zastoja|Prepreka|Izazovi",
        ),
        max_length=2000,
    )
    done_on: date | None = f.day(
        31,
        Names(
            en="Done on|Completed on|Date completed|Completion date",
            sw="Tarehe ya kukamilika",
            fr="Terminée le|Date d’achèvement",
            ru="Дата выполнения|Выполнено",
            bs="Završeno dana|Datum završetka",
        ),
    )
    evidence: str | None = f.text(
        32,
        Names(
            en="Evidence|Evidence of completion|Output",
            sw="Ushahidi",
            fr="Preuve|Justificatif",
            ru="Подтверждение|Результат",
            bs="Dokaz|Rezultat",
        ),
        long=True,
    )
    documents: list[str] | None = f.links(33, _DOCUMENTS, "attachment")
    escalated_to: str | None = f.link(
        34,
        Names(
            en="Escalated to",
            sw="Imepelekwa kwa",
            fr="Remontée à",
            ru="Передано на уровень",
            bs="Eskalirano na",
        ),
        "committee",
    )
    description: str | None = f.text(
        35,
        Names(
            en="Details|Description|Remarks|Remark|Comments|Notes|Update",
            sw="Maelezo|Maoni",
            fr="Détails|Description|Observations|Commentaires",
            ru="Подробности|Описание|Примечания|Комментарий",
            bs="Detalji|Opis|Napomene|Komentar",
        ),
        long=True,
        search=True,
    )
    start: date | None = f.day(
        36,
        Names(
            en="Opened on|Start date|Date raised|Date opened|Start",
            sw="Tarehe ya kufunguliwa|Tarehe ya kuanza",
            fr="Ouverte le|Date de début|Date d’ouverture",
            ru="Дата постановки|Дата начала",
            bs="Otvoreno dana|Datum početka",
        ),
    )
    commitments: list[str] | None = f.links(
        37,
        Names(
            en="Commitments|Commitment",
            sw="Ahadi",
            fr="Engagements|Engagement",
            ru="Обязательства|Обязательство",
            bs="Obaveze|Obaveza",
        ),
        "commitment",
    )

    def problems(self) -> list[Problem]:
        """A blocked action says why; dates in order; what is done is not less than whole."""
        found = [
            *super().problems(),
            *checks.in_order(self, "start", "done_on"),
            *checks.needed(
                self,
                "blocked_reason",
                self.action_state == "blocked",
                _("Write what blocks it, so that somebody can help."),
            ),
        ]
        if self.action_state == "done" and self.percent is not None and self.percent < 100:
            found.append(
                Problem(
                    "rule",
                    _("It is done, yet {percent} % are written. Write 100 or leave the field empty.").format(
                        percent=f"{self.percent:g}"
                    ),
                    "percent",
                    self.percent,
                )
            )
        return found


class ActionUpdate(Record):
    """News on an action item, kept in order of the days."""

    KIND: ClassVar[Kind] = Kind(
        name="action_update",
        number=29,
        prefix="UPD",
        names=Names(
            en="Update of an action",
            sw="Taarifa ya hatua",
            fr="Suivi d’action",
            ru="Новость о поручении",
            bs="Novost o zadatku",
        ),
        plural=Names(
            en="Updates of actions",
            sw="Taarifa za hatua",
            fr="Suivis d’actions",
            ru="Новости о поручениях",
            bs="Novosti o zadacima",
        ),
        title="update_text",
        parent="action_item",
    )

    action_item: str | None = f.link(
        20,
        Names(en="Action item|Action", sw="Hatua", fr="Action", ru="Поручение", bs="Zadatak"),
        "action_item",
        required=True,
    )
    update_text: str | None = f.text(
        21,
        Names(
            en="Update|News|Progress",
            sw="Taarifa|Maendeleo",
            fr="Suivi|Progrès",
            ru="Новость|Ход выполнения",
            bs="Novost|Napredak",
        ),
        required=True,
        long=True,
        search=True,
    )
    told_on: date | None = f.day(
        22, Names(en="Date|Told on", sw="Tarehe", fr="Date", ru="Дата", bs="Datum"), indexed=True
    )
    percent: float | None = f.amount(
        23,
        Names(
            en="Percent done|% complete",
            sw="Asilimia iliyokamilika",
            fr="Pourcentage réalisé",
            ru="Выполнено, %",
            bs="Procenat izvršenja",
        ),
        minimum=0,
        maximum=100,
    )
    told_by: str | None = f.link(
        24,
        Names(
            en="Told by|Reported by", sw="Aliyetoa taarifa", fr="Rapporté par", ru="Кто сообщил", bs="Javio"
        ),
        "person",
    )
