"""Programmes, plans and roadmaps with their pillars, and money."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Reach, Record
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


class Programme(Record):
    """A national programme, operational plan, annual work plan, regional roadmap or strategy.  Programmes close."""

    KIND: ClassVar[Kind] = Kind(
        name="programme",
        number=5,
        prefix="PRG",
        names=Names(en="Programme", sw="Programu", fr="Programme", ru="Программа", bs="Program"),
        plural=Names(en="Programmes", sw="Programu", fr="Programmes", ru="Программы", bs="Programi"),
        title="name",
        reach=Reach.SHARED,
        parent="parent",
        steward=True,
    )

    name: str | None = f.text(
        20,
        Names(
            en="Name|Programme|Program|Programme name|Plan|Title",
            sw="Jina|Programu|Jina la programu|Mpango",
            fr="Nom|Programme|Intitulé|Plan",
            ru="Название|Программа|Наименование|План",
            bs="Naziv|Program|Naziv programa|Plan",
        ),
        required=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    acronym: str | None = f.text(
        21,
        Names(en="Acronym|Short name", sw="Kifupisho", fr="Sigle|Acronyme", ru="Сокращение", bs="Skraćenica"),
        search=True,
        max_length=60,
    )
    programme_kind: str | None = f.code(
        22,
        Names(
            en="Kind of programme|Kind|Type",
            sw="Aina ya programu|Aina",
            fr="Nature du programme|Type",
            ru="Вид программы|Вид|Тип",
            bs="Vrsta programa|Vrsta",
        ),
        "programme_kind",
        required=True,
        default="programme",
    )
    start: date | None = f.day(
        23,
        Names(
            en="Start|Start date|From",
            sw="Mwanzo|Tarehe ya kuanza|Kuanzia",
            fr="Début|Date de début|Du",
            ru="Начало|Дата начала|С",
            bs="Početak|Datum početka|Od",
        ),
        required=True,
        indexed=True,
    )
    end: date | None = f.day(
        24,
        Names(
            en="End|End date|To|Until",
            sw="Mwisho|Tarehe ya kumaliza|Hadi",
            fr="Fin|Date de fin|Au",
            ru="Окончание|Дата окончания|По",
            bs="Kraj|Datum završetka|Do",
        ),
        help=mark(
            "The last day. After it the programme takes a closing report and, if there is one, a successor."
        ),
    )
    programme_state: str | None = f.code(
        25,
        Names(en="Status", sw="Hali", fr="Statut", ru="Статус", bs="Status"),
        "programme_state",
        default="active",
    )
    coordinator: str | None = f.link(
        26,
        Names(
            en="Coordinator|Coordinating organisation|Lead organisation|Coordinated by",
            sw="Mratibu|Taasisi inayoratibu",
            fr="Coordonnateur|Organisation de coordination",
            ru="Координатор|Координирующая организация",
            bs="Koordinator|Koordinirajuća organizacija",
        ),
        "organisation",
    )
    parent: str | None = f.link(
        27,
        Names(
            en="Part of|Parent programme",
            sw="Sehemu ya|Programu mama",
            fr="Fait partie de|Programme parent",
            ru="Часть программы|Вышестоящая программа",
            bs="Dio programa|Nadređeni program",
        ),
        "programme",
        help=mark("An annual work plan is part of its programme; a national plan may be part of a roadmap."),
    )
    successor: str | None = f.link(
        28,
        Names(
            en="Successor|Successor programme|Followed by",
            sw="Programu inayofuata",
            fr="Programme suivant|Successeur",
            ru="Следующая программа",
            bs="Naredni program|Nasljednik",
        ),
        "programme",
        help=mark("What continues after this programme has closed."),
    )
    places: list[str] | None = f.links(
        29,
        Names(
            en="Places covered|Countries|Coverage",
            sw="Maeneo yanayohusika",
            fr="Lieux couverts|Pays|Couverture",
            ru="Охваченные места|Страны",
            bs="Obuhvaćena mjesta|Zemlje",
        ),
        "place",
    )
    coalitions: list[str] | None = f.codes(
        30,
        Names(
            en="Action Coalitions|Action Coalition",
            sw="Miungano ya utekelezaji",
            fr="Coalitions d’action|Coalition d’action",
            ru="Коалиции действий",
            bs="Akcijske koalicije",
        ),
        "action_coalition",
    )
    description: str | None = f.text(
        31,
        Names(
            en="Description|Summary|Objective|Goal",
            sw="Maelezo|Lengo",
            fr="Description|Résumé|Objectif",
            ru="Описание|Цель",
            bs="Opis|Cilj",
        ),
        long=True,
        search=True,
    )
    budget: float | None = f.amount(
        32,
        Names(
            en="Budget|Total budget",
            sw="Bajeti|Jumla ya bajeti",
            fr="Budget|Budget total",
            ru="Бюджет",
            bs="Budžet|Ukupni budžet",
        ),
        minimum=0,
        qualifier="budget_qualifier",
    )
    budget_qualifier: str | None = f.code(
        33,
        Names(
            en="How exact the budget is",
            sw="Usahihi wa bajeti",
            fr="Précision du budget",
            ru="Точность бюджета",
            bs="Tačnost budžeta",
        ),
        "quantity_qualifier",
    )
    currency: str | None = f.code(
        34, Names(en="Currency", sw="Sarafu", fr="Devise|Monnaie", ru="Валюта", bs="Valuta"), "currency"
    )
    budget_lines: str | None = f.text(
        35,
        Names(
            en="Budget lines|Budget line",
            sw="Vifungu vya bajeti|Kifungu cha bajeti",
            fr="Lignes budgétaires|Ligne budgétaire",
            ru="Статьи бюджета",
            bs="Budžetske stavke|Budžetska stavka",
        ),
        help=mark("One per line, as they stand in the national or local budget; money is kept as funding."),
        long=True,
    )
    documents: list[str] | None = f.links(
        36, Names(en="Documents", sw="Nyaraka", fr="Documents", ru="Документы", bs="Dokumenti"), "attachment"
    )

    def problems(self) -> list[Problem]:
        """Dates in order; a budget names its currency."""
        return [
            *super().problems(),
            *checks.in_order(self, "start", "end"),
            *checks.money(self, "budget", "currency"),
        ]


class Pillar(Record):
    """A pillar, commitment area or component of a programme; pillars form a tree."""

    KIND: ClassVar[Kind] = Kind(
        name="pillar",
        number=6,
        prefix="PIL",
        names=Names(en="Pillar", sw="Nguzo", fr="Axe", ru="Направление", bs="Stub"),
        plural=Names(en="Pillars", sw="Nguzo", fr="Axes", ru="Направления", bs="Stubovi"),
        title="name",
        reach=Reach.SHARED,
        parent="programme",
        steward=True,
    )

    name: str | None = f.text(
        20,
        Names(
            en="Name|Pillar|Commitment area|Component|Axis|Advocacy area",
            sw="Jina|Nguzo|Eneo la ahadi",
            fr="Nom|Axe|Pilier|Composante",
            ru="Название|Направление|Компонент",
            bs="Naziv|Stub|Oblast|Komponenta",
        ),
        required=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    programme: str | None = f.link(
        21,
        Names(
            en="Programme|Program|Plan",
            sw="Programu|Mpango",
            fr="Programme|Plan",
            ru="Программа|План",
            bs="Program|Plan",
        ),
        "programme",
        required=True,
    )
    parent: str | None = f.link(
        22,
        Names(
            en="Part of|Parent pillar",
            sw="Sehemu ya|Nguzo mama",
            fr="Fait partie de|Axe parent",
            ru="Входит в|Вышестоящее направление",
            bs="Dio|Nadređeni stub",
        ),
        "pillar",
    )
    order: int | None = f.integer(
        23,
        Names(
            en="Order|Number|No.",
            sw="Mpangilio|Namba",
            fr="Ordre|Numéro|N°",
            ru="Порядок|Номер по порядку",
            bs="Redoslijed|Redni broj",
        ),
        maximum=999,
    )
    description: str | None = f.text(
        24,
        Names(
            en="Description|Objective",
            sw="Maelezo|Lengo",
            fr="Description|Objectif",
            ru="Описание|Цель",
            bs="Opis|Cilj",
        ),
        long=True,
        search=True,
    )
    gap_actions: list[str] | None = f.codes(
        25,
        Names(
            en="Actions of the Global Acceleration Plan|GAP actions",
            sw="Hatua za Mpango wa Kimataifa wa Kuharakisha",
            fr="Actions du Plan mondial d’accélération",
            ru="Действия Глобального плана ускорения",
            bs="Akcije Globalnog plana ubrzanja",
        ),
        "gap_action",
    )


class Funding(Record):
    """Money pledged, secured, allocated or spent for a commitment, activity or programme."""

    KIND: ClassVar[Kind] = Kind(
        name="funding",
        number=10,
        prefix="FND",
        names=Names(en="Funding", sw="Fedha", fr="Financement", ru="Финансирование", bs="Finansiranje"),
        plural=Names(en="Funding", sw="Fedha", fr="Financements", ru="Финансирование", bs="Finansiranja"),
        title="title",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Budget line|Funding line|Line item|Description of funding|Purpose|Purpose of funding|Project|Use of funds|Item|Budget item",
            sw="Kichwa|Kifungu|Kifungu cha bajeti|Madhumuni|Matumizi|Mradi|Kasma",
            fr="Intitulé|Ligne budgétaire|Libellé|Objet|Objet du financement|Projet",
            ru="Название|Статья|Статья бюджета|Назначение|Цель финансирования|Наименование|Проект",
            bs="Naziv|Stavka|Budžetska stavka|Namjena|Svrha|Projekat",
        ),
        help=mark("For what, in one line."),
        required=True,
        search=True,
    )
    funding_kind: str | None = f.code(
        21,
        Names(
            en="Kind of funding|Kind|Funding status|Type of funding|Status",
            sw="Aina ya fedha|Aina|Hali ya fedha",
            fr="Nature du financement|Type|Statut du financement",
            ru="Вид финансирования|Вид|Состояние средств",
            bs="Vrsta finansiranja|Vrsta|Status sredstava",
        ),
        "funding_kind",
        help=mark("Pledged, secured, allocated and spent are four different things; never add them up."),
        required=True,
    )
    amount: float | None = f.amount(
        22,
        Names(
            en="Amount|Value|Budget|Sum|Funds|Allocated|Disbursed|Amount allocated|Amount disbursed",
            sw="Kiasi|Bajeti|Thamani|Fedha|Fedha iliyotolewa",
            fr="Montant|Budget|Somme|Montant alloué|Montant décaissé",
            ru="Сумма|Бюджет|Объём средств|Объём финансирования|Объем финансирования|Выделено",
            bs="Iznos|Budžet|Suma|Sredstva|Dodijeljena sredstva|Odobrena sredstva",
        ),
        minimum=0,
        qualifier="amount_qualifier",
    )
    amount_qualifier: str | None = f.code(
        23,
        Names(
            en="How exact the amount is",
            sw="Usahihi wa kiasi",
            fr="Précision du montant",
            ru="Точность суммы",
            bs="Tačnost iznosa",
        ),
        "quantity_qualifier",
        help=mark("“Nearly half a million” is kept and printed as that."),
    )
    currency: str | None = f.code(
        24, Names(en="Currency", sw="Sarafu", fr="Devise|Monnaie", ru="Валюта", bs="Valuta"), "currency"
    )
    basis: str | None = f.code(
        25,
        Names(
            en="Annual or one-off|Basis",
            sw="Kila mwaka au mara moja",
            fr="Annuel ou ponctuel",
            ru="Ежегодно или разово",
            bs="Godišnje ili jednokratno",
        ),
        "funding_basis",
        default="one_off",
    )
    funded_by: str | None = f.link(
        26,
        Names(
            en="Funded by|Source of funds|Donor|Funder|Source organisation|Funding source|Source|Development partner|Funding partner",
            sw="Mfadhili|Chanzo cha fedha",
            fr="Financé par|Source de financement|Bailleur|Bailleur de fonds",
            ru="Источник средств|Донор|Источник финансирования",
            bs="Izvor sredstava|Donator|Finansijer|Izvor finansiranja",
        ),
        "organisation",
    )
    commitment: str | None = f.link(
        27,
        Names(en="Commitment|Commitment code", sw="Ahadi", fr="Engagement", ru="Обязательство", bs="Obaveza"),
        "commitment",
    )
    activity: str | None = f.link(
        28, Names(en="Activity", sw="Shughuli", fr="Activité", ru="Мероприятие", bs="Aktivnost"), "activity"
    )
    programme: str | None = f.link(
        29,
        Names(en="Programme|Program", sw="Programu", fr="Programme", ru="Программа", bs="Program"),
        "programme",
    )
    received_on: date | None = f.day(
        30,
        Names(
            en="Date|Funding date|Date of pledge|Year|Agreement date|Date signed|Date received|Date of agreement",
            sw="Tarehe|Mwaka|Tarehe ya mkataba|Tarehe ya kupokea",
            fr="Date|Date du financement|Année|Date de l'accord|Date de signature|Date de réception",
            ru="Дата|Год|Дата соглашения|Дата поступления|Дата договора",
            bs="Datum|Godina|Datum ugovora|Datum potpisivanja|Datum uplate",
        ),
        indexed=True,
    )
    from_day: date | None = f.day(
        31,
        Names(
            en="For the time from|Period from|Period start|Period start date|From|Start|Start date|Fiscal year|Financial year|FY",
            sw="Kwa kipindi kuanzia|Kuanzia|Mwaka wa fedha|Tarehe ya kuanza",
            fr="Pour la période du|Début de la période|Date de début de la période|Exercice|Année budgétaire|Exercice budgétaire|Début|Date de début",
            ru="За период с|Начало периода|Финансовый год|Начало|Дата начала",
            bs="Za period od|Početak perioda|Budžetska godina|Početak|Datum početka",
        ),
    )
    to_day: date | None = f.day(
        32,
        Names(
            en="For the time to|Period to|Period end|Period end date|End|End date|Until",
            sw="Kwa kipindi hadi|Hadi|Tarehe ya kumaliza|Mwisho",
            fr="Pour la période au|Fin de la période|Date de fin de la période|Fin|Date de fin",
            ru="За период по|Конец периода|Окончание|Дата окончания",
            bs="Za period do|Kraj perioda|Kraj|Datum završetka",
        ),
    )
    flexible: bool | None = f.yes_no(
        33,
        Names(
            en="Flexible|Core funding",
            sw="Haina masharti",
            fr="Flexible|Financement de base",
            ru="Гибкое",
            bs="Fleksibilno",
        ),
        help=mark("Whether the receiver may decide what it is used for."),
    )
    needed: float | None = f.amount(
        34,
        Names(
            en="Amount needed|Requirement|Funding needed|Funds required",
            sw="Kiasi kinachohitajika",
            fr="Montant nécessaire|Besoin de financement",
            ru="Потребность|Требуемая сумма",
            bs="Potreban iznos|Potrebna sredstva",
        ),
        help=mark("What it would take; the gap to what is secured is computed."),
        minimum=0,
    )
    evidence: str | None = f.text(
        35,
        Names(
            en="Evidence|Reference to budget",
            sw="Ushahidi",
            fr="Justificatif|Référence budgétaire",
            ru="Подтверждение",
            bs="Dokaz",
        ),
        long=True,
    )
    documents: list[str] | None = f.links(
        36, Names(en="Documents", sw="Nyaraka", fr="Documents", ru="Документы", bs="Dokumenti"), "attachment"
    )

    def problems(self) -> list[Problem]:
        """Money has an amount, a currency and something it is for."""
        return [
            *super().problems(),
            *checks.in_order(self, "from_day", "to_day"),
            *checks.money(self, "amount", "currency"),
            *checks.needed(
                self,
                "amount",
                self.amount_qualifier not in checks.WITHOUT_NUMBER and self.needed is None,
                _("Write the amount, or choose “not stated” when nobody said it."),
            ),
            *checks.one_of(
                self,
                ("commitment", "activity", "programme"),
                _("Say what the money is for: choose a commitment, an activity or a programme."),
            ),
        ]
