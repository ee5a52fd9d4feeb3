"""Committees and who sits on them."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Reach, Record
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.domain.wording import COMMITTEE, DOCUMENTS, NOTE
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


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
            ru="Название|Комитет|Название комитета|Группа|Комиссия|Название комиссии|Наименование комиссии|Рабочая группа",
            bs="Naziv|Odbor|Naziv odbora|Grupa|Komisija|Komitet|Naziv komisije|Radna grupa",
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
            fr="Présidé par|Présidence",
            ru="Кто председательствует|Председатель",
            bs="Predsjedava",
        ),
        help=mark("When a post chairs by law: the Permanent Secretary."),
    )
    documents: list[str] | None = f.links(45, DOCUMENTS, "attachment")

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

    committee: str | None = f.link(20, COMMITTEE, "committee", required=True)
    person: str | None = f.link(
        21,
        Names(
            en="Person|Name|Member|Full name|Member name|Names",
            sw="Mtu|Jina|Mjumbe|Jina la mjumbe|Majina",
            fr="Personne|Nom|Membre|Nom et prénom",
            ru="Человек|ФИО|Член|Ф.И.О.|Член комиссии|Член комитета",
            bs="Osoba|Ime i prezime|Član|Član komisije|Član odbora",
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
            en="Role|Role in committee|Position in committee|Function|Role/Position|Capacity|Designation in committee|Designation in the committee|Role in the committee|Committee position|Position held",
            sw="Jukumu|Nafasi katika kamati|Wadhifa|Nafasi|Cheo katika kamati|Wadhifa katika kamati",
            fr="Rôle|Fonction dans le comité|Qualité|Rôle au sein du comité",
            ru="Роль|Роль в комитете|Должность в комиссии|Роль в комиссии|Статус в комиссии",
            bs="Uloga|Uloga u odboru|Pozicija u komisiji|Funkcija u odboru|Funkcija u komisiji",
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
            en="From|Since|Start|Date appointed|Appointed on|Date joined|Joined on|Member since|Start date|Date of appointment",
            sw="Kuanzia|Tangu|Tarehe ya uteuzi|Tarehe ya kujiunga|Mjumbe tangu|Tarehe ya kuteuliwa",
            fr="Du|Depuis|Date de nomination|Date d'adhésion|Membre depuis",
            ru="С|Дата назначения|Начало|Дата вступления|Член с",
            bs="Od|Datum imenovanja|Član od|Datum pristupanja",
        ),
        indexed=True,
    )
    to_day: date | None = f.day(
        28,
        Names(
            en="To|Until|End|Term ends|Term ends on|End of term|End date",
            sw="Hadi|Mwisho wa muda|Tarehe ya mwisho",
            fr="Au|Jusqu’au|Fin du mandat|Fin de mandat|Date de fin",
            ru="По|До|Окончание срока|Окончание полномочий|Дата окончания",
            bs="Do|Kraj mandata|Istek mandata|Datum isteka mandata",
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
    note: str | None = f.text(33, NOTE)

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


_WORDS = re.compile(r"[^\W_]+")
_NATIONAL = ("national_advisory", "national_steering")  # said by their names only where these say national


def type_in(name: str, *, national: bool = False) -> str | None:
    """The type of a committee that its name says: the longest label or other spelling of a type in it.

    `national` is known of committees of a country; the steering committee of a district is none of these.
    """
    said = f" {' '.join(_WORDS.findall(fold(name)))} "
    found: list[tuple[int, str]] = []
    for term in vocabulary("committee_type"):
        for spelling in (*term.labels.values(), *term.aliases):
            words = " ".join(_WORDS.findall(fold(spelling)))
            if words and f" {words} " in said and term.code != "other" and (term.code not in _NATIONAL or national or _is_national(said)):
                found.append((len(words), term.code))
    return max(found, key=lambda one: one[0])[1] if found else None


def _is_national(said: str) -> bool:
    return any(word in said for word in (" national ", " nationale ", " taifa ", " kitaifa ", " nac ", " nsc ", " национальн", " республиканск", " nacionaln", " drzavn"))
