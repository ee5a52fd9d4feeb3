"""Commitments, who made them, coalitions, milestones."""

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


class Commitment(Record):
    """What somebody promised to do.  Its stage, rating and independent review are three different things."""

    KIND: ClassVar[Kind] = Kind(
        name="commitment",
        number=7,
        prefix="COM",
        names=Names(en="Commitment", sw="Ahadi", fr="Engagement", ru="Обязательство", bs="Obaveza"),
        plural=Names(en="Commitments", sw="Ahadi", fr="Engagements", ru="Обязательства", bs="Obaveze"),
        title="title",
        reach=Reach.SHARED,
        parent="parent",
        belongs=("place", "countries", "places"),
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Commitment|Commitment title|Name of commitment|Short title|Commitment name|Pledge",
            sw="Kichwa|Ahadi|Kichwa cha ahadi|Jina la ahadi",
            fr="Titre|Engagement|Intitulé de l’engagement|Intitulé|Titre de l’engagement",
            ru="Название|Обязательство|Название обязательства",
            bs="Naziv|Obaveza|Naziv obaveze|Naslov|Opredjeljenje|Preuzeta obaveza",
        ),
        help=mark("One line that names the promise."),
        required=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    statement: str | None = f.text(
        21,
        Names(
            en="Statement|Commitment statement|Full text|Commitment text|Description",
            sw="Tamko|Tamko la ahadi|Maelezo ya ahadi|Maelezo",
            fr="Énoncé|Énoncé de l’engagement|Texte de l’engagement|Description",
            ru="Текст обязательства|Формулировка|Описание",
            bs="Tekst obaveze|Izjava|Opis",
        ),
        help=mark("In the maker's own words: who will do what, for whom, by when."),
        long=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    form: str | None = f.code(
        22,
        Names(
            en="Form|Individual or joint|Form of commitment",
            sw="Muundo|Ya mmoja au ya pamoja",
            fr="Forme|Individuel ou conjoint",
            ru="Форма|Индивидуальное или совместное",
            bs="Oblik|Pojedinačna ili zajednička",
        ),
        "commitment_form",
        default="individual",
    )
    primary_type: str | None = f.code(
        23,
        Names(
            en="Primary type|Commitment type|Type of commitment|Type",
            sw="Aina kuu|Aina ya ahadi|Aina",
            fr="Type principal|Type d’engagement|Type",
            ru="Основной вид|Вид обязательства|Вид|Тип",
            bs="Glavna vrsta|Vrsta obaveze|Vrsta|Tip",
        ),
        "commitment_type",
    )
    types: list[str] | None = f.codes(
        24,
        Names(
            en="Further types|All types",
            sw="Aina nyingine",
            fr="Autres types",
            ru="Другие виды",
            bs="Ostale vrste",
        ),
        "commitment_type",
    )
    coalitions: list[str] | None = f.codes(
        25,
        Names(
            en="Action Coalitions|Action Coalition|Coalition|AC",
            sw="Miungano ya utekelezaji|Muungano|Muungano wa utekelezaji",
            fr="Coalitions d’action|Coalition d’action|Coalition",
            ru="Коалиции действий|Коалиция",
            bs="Akcijske koalicije|Akcijska koalicija|Koalicija",
        ),
        "action_coalition",
        sensitivity=f.Sensitivity.PUBLIC,
    )
    themes: list[str] | None = f.codes(
        26,
        Names(
            en="Themes|Theme|Thematic area|Topic",
            sw="Mada|Mada husika",
            fr="Thèmes|Thème|Thématique",
            ru="Темы|Тема",
            bs="Teme|Tema",
        ),
        "theme",
    )
    gap_actions: list[str] | None = f.codes(
        27,
        Names(
            en="Actions of the Global Acceleration Plan|GAP action|GAP actions",
            sw="Hatua za Mpango wa Kimataifa wa Kuharakisha",
            fr="Actions du Plan mondial d’accélération|Action du PMA",
            ru="Действия Глобального плана ускорения",
            bs="Akcije Globalnog plana ubrzanja",
        ),
        "gap_action",
    )
    countries: list[str] | None = f.links(
        28,
        Names(
            en="Countries|Country|Countries of implementation",
            sw="Nchi",
            fr="Pays|Pays de mise en œuvre",
            ru="Страны|Страна",
            bs="Zemlje|Država",
        ),
        "place",
    )
    places: list[str] | None = f.links(
        29,
        Names(
            en="Further places|Places of implementation|Coverage",
            sw="Maeneo mengine|Maeneo ya utekelezaji",
            fr="Autres lieux|Lieux de mise en œuvre|Couverture",
            ru="Другие места|Места реализации",
            bs="Druga mjesta|Mjesta provedbe",
        ),
        "place",
    )
    target_groups: list[str] | None = f.codes(
        30,
        Names(
            en="Target groups|Target group|Beneficiaries|Target population",
            sw="Makundi lengwa|Walengwa|Kundi lengwa",
            fr="Groupes cibles|Groupe cible|Bénéficiaires",
            ru="Целевые группы|Целевая группа|Бенефициары",
            bs="Ciljne grupe|Ciljna grupa|Korisnici",
        ),
        "target_group",
    )
    problem: str | None = f.text(
        31,
        Names(
            en="Problem addressed|Problem|Challenge addressed",
            sw="Tatizo linaloshughulikiwa|Tatizo",
            fr="Problème traité|Problème",
            ru="Решаемая проблема|Проблема",
            bs="Problem koji se rješava|Problem",
        ),
        long=True,
    )
    expected_result: str | None = f.text(
        32,
        Names(
            en="Expected result|Expected results|Expected outcome|Objective",
            sw="Matokeo yanayotarajiwa|Lengo",
            fr="Résultat attendu|Résultats attendus|Objectif",
            ru="Ожидаемый результат|Цель",
            bs="Očekivani rezultat|Cilj",
        ),
        long=True,
        search=True,
    )
    start: date | None = f.day(
        33,
        Names(
            en="Start|Start date|From|Commitment date|Starting date|Start year|Year started|Year of start",
            sw="Mwanzo|Tarehe ya kuanza|Kuanzia|Mwaka wa kuanza",
            fr="Début|Date de début|Du|Année de début",
            ru="Начало|Дата начала|С|Год начала",
            bs="Početak|Datum početka|Od|Godina početka",
        ),
        indexed=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    end: date | None = f.day(
        34,
        Names(
            en="End|End date|To|Deadline|Due date|Completion date|End year|Target year|Year of completion",
            sw="Mwisho|Tarehe ya kumaliza|Hadi|Mwaka wa kumaliza|Mwaka wa mwisho",
            fr="Fin|Date de fin|Au|Échéance|Année de fin",
            ru="Окончание|Дата окончания|По|Срок|Год окончания",
            bs="Kraj|Datum završetka|Do|Rok|Godina završetka",
        ),
        sensitivity=f.Sensitivity.PUBLIC,
    )
    programme: str | None = f.link(
        35,
        Names(en="Programme|Program", sw="Programu", fr="Programme", ru="Программа", bs="Program"),
        "programme",
    )
    pillar: str | None = f.link(
        36,
        Names(
            en="Pillar|Commitment area",
            sw="Nguzo|Eneo la ahadi",
            fr="Axe|Pilier",
            ru="Направление",
            bs="Stub|Oblast",
        ),
        "pillar",
    )
    parent: str | None = f.link(
        37,
        Names(
            en="Part of|Parent commitment",
            sw="Sehemu ya|Ahadi mama",
            fr="Fait partie de|Engagement parent",
            ru="Часть обязательства|Вышестоящее обязательство",
            bs="Dio obaveze|Nadređena obaveza",
        ),
        "commitment",
    )
    sdg_targets: list[str] | None = f.codes(
        38,
        Names(
            en="SDG targets|SDG target|SDG|SDGs",
            sw="Malengo ya SDG|SDG",
            fr="Cibles des ODD|Cible ODD|ODD",
            ru="Задачи ЦУР|ЦУР",
            bs="Ciljevi održivog razvoja|SDG ciljevi",
        ),
        "sdg_target",
    )
    stage: str | None = f.code(
        39,
        Names(
            en="Stage|Status|Implementation status|Self-reported status|Progress status|Current status|State of implementation",
            sw="Hatua|Hali|Hali ya utekelezaji",
            fr="Étape|Statut|État d’avancement|Statut de mise en œuvre|Niveau de mise en œuvre|État de mise en œuvre|État d’exécution",
            ru="Этап|Статус|Ход выполнения|Состояние|Ход реализации|Статус выполнения|Состояние исполнения",
            bs="Faza|Status|Stanje provedbe|Status realizacije|Stanje realizacije",
        ),
        "stage",
        help=mark("As the maker reports it. Empty means not reported; that is not the same as not started."),
    )
    stage_on: date | None = f.day(
        40,
        Names(
            en="Stage reported on|Status date|Last update",
            sw="Tarehe ya taarifa ya hatua",
            fr="Étape déclarée le|Date du statut",
            ru="Дата сообщения об этапе",
            bs="Faza prijavljena dana",
        ),
    )
    rating: str | None = f.code(
        41,
        Names(
            en="Rating|Assessment|Performance rating|RAG",
            sw="Tathmini|Daraja",
            fr="Évaluation|Appréciation|Notation",
            ru="Оценка",
            bs="Ocjena|Procjena",
        ),
        "rating",
        help=mark("Assessed by somebody else than the maker, on the basis written beside it."),
    )
    rating_basis: str | None = f.text(
        42,
        Names(
            en="Basis of the rating|Reason for rating|Justification",
            sw="Msingi wa tathmini|Sababu ya tathmini",
            fr="Fondement de l’évaluation|Justification",
            ru="Основание оценки|Обоснование",
            bs="Osnov ocjene|Obrazloženje",
        ),
        help=mark("On what it rests: indicator, visit, report. For “not assessed”: why not."),
        long=True,
    )
    rated_on: date | None = f.day(
        43,
        Names(en="Rated on", sw="Tarehe ya tathmini", fr="Évalué le", ru="Дата оценки", bs="Ocijenjeno dana"),
    )
    reviewer: str | None = f.link(
        44,
        Names(
            en="Reviewer|Rated by",
            sw="Mtathmini",
            fr="Évaluateur|Évalué par",
            ru="Оценщик|Кто оценил",
            bs="Ocjenjivač|Ocijenio",
        ),
        "person",
    )
    independent_review: str | None = f.code(
        45,
        Names(
            en="Independent review",
            sw="Tathmini huru",
            fr="Examen indépendant",
            ru="Независимая оценка",
            bs="Nezavisna ocjena",
        ),
        "independent_review",
    )
    review_source: str | None = f.text(
        46,
        Names(
            en="Source of the independent review",
            sw="Chanzo cha tathmini huru",
            fr="Source de l’examen indépendant",
            ru="Источник независимой оценки",
            bs="Izvor nezavisne ocjene",
        ),
    )
    in_local_plan: bool | None = f.yes_no(
        47,
        Names(
            en="In a local plan|Aligned with local plan",
            sw="Ipo katika mpango wa halmashauri",
            fr="Inscrit dans un plan local",
            ru="Есть в местном плане",
            bs="U lokalnom planu",
        ),
        help=mark("Whether a council, county or national plan carries it."),
    )
    in_budget: bool | None = f.yes_no(
        48,
        Names(
            en="In a budget line|Budget line exists",
            sw="Ina kifungu cha bajeti",
            fr="Inscrit au budget",
            ru="Есть в бюджете",
            bs="U budžetu",
        ),
    )
    in_manifesto: bool | None = f.yes_no(
        49,
        Names(
            en="In a manifesto",
            sw="Ipo katika ilani",
            fr="Inscrit dans un programme électoral",
            ru="Есть в предвыборной программе",
            bs="U izbornom programu",
        ),
    )
    alignment_evidence: str | None = f.text(
        50,
        Names(
            en="Evidence of alignment",
            sw="Ushahidi wa ulinganifu",
            fr="Preuve d’alignement",
            ru="Подтверждение соответствия",
            bs="Dokaz usklađenosti",
        ),
        help=mark("Which plan and page, which budget line."),
        long=True,
    )
    documents: list[str] | None = f.links(
        51, Names(en="Documents", sw="Nyaraka", fr="Documents", ru="Документы", bs="Dokumenti"), "attachment"
    )
    contact: str | None = f.link(
        52,
        Names(
            en="Contact person|Focal point|Responsible person",
            sw="Mtu wa kuwasiliana|Mratibu",
            fr="Personne de contact|Point focal|Responsable",
            ru="Контактное лицо|Ответственный",
            bs="Kontakt osoba|Odgovorna osoba",
        ),
        "person",
    )
    progress_note: str | None = f.text(
        53,
        Names(
            en="Progress to date|Progress|Achievements|Narrative progress|Remarks|Comments|Progress made|Update|Observations",
            sw="Maendeleo hadi sasa|Mafanikio|Maoni|Maendeleo|Hatua iliyofikiwa|Maelezo ya utekelezaji",
            fr="Progrès à ce jour|Progrès|Réalisations|Observations|Commentaires|Avancées|État des lieux",
            ru="Достигнуто на сегодня|Прогресс|Достижения|Примечание|Комментарии",
            bs="Dosadašnji napredak|Napredak|Postignuća|Napomena|Komentar|Napomene",
        ),
        long=True,
        search=True,
    )

    def problems(self) -> list[Problem]:
        """Dates in order; a rating says what it rests on; alignment needs evidence."""
        aligned = bool(self.in_local_plan or self.in_budget or self.in_manifesto)
        return [
            *super().problems(),
            *checks.in_order(self, "start", "end"),
            *checks.needed(
                self,
                "rating_basis",
                self.rating == "not_assessed",
                _("Write why it was not assessed, or choose a rating."),
            ),
            *checks.needed(
                self,
                "rating_basis",
                self.rating not in (None, "not_assessed"),
                _("Write what the rating rests on: an indicator, a visit, a report."),
            ),
            *checks.needed(
                self,
                "review_source",
                self.independent_review is not None,
                _("Name who made the independent review and where it can be read."),
            ),
            *checks.needed(
                self,
                "alignment_evidence",
                aligned,
                _("Write which plan, budget line or manifesto carries it."),
            ),
        ]


class Maker(Record):
    """An organisation that made or joined a commitment, with its role and since when."""

    KIND: ClassVar[Kind] = Kind(
        name="maker",
        number=8,
        prefix="MKR",
        names=Names(
            en="Commitment maker",
            sw="Mtoa ahadi",
            fr="Auteur d’engagement",
            ru="Автор обязательства",
            bs="Nosilac obaveze",
        ),
        plural=Names(
            en="Commitment makers",
            sw="Watoa ahadi",
            fr="Auteurs d’engagements",
            ru="Авторы обязательств",
            bs="Nosioci obaveza",
        ),
        title="organisation",
        reach=Reach.SHARED,
        parent="commitment",
    )

    commitment: str | None = f.link(
        20,
        Names(en="Commitment", sw="Ahadi", fr="Engagement", ru="Обязательство", bs="Obaveza"),
        "commitment",
        required=True,
    )
    organisation: str | None = f.link(
        21,
        Names(
            en="Organisation|Organization|Commitment maker|Maker|Responsible institution|Responsible organisation|Lead institution|Institution|Committed by|Ministry",
            sw="Shirika|Mtoa ahadi|Taasisi|Taasisi husika|Mtekelezaji|Wizara",
            fr="Organisation|Auteur de l’engagement|Structure responsable|Structure|Institution|Institution responsable|Ministère",
            ru="Организация|Автор обязательства|Ответственный орган|Ответственная организация|Ответственный исполнитель|Государственный орган|Министерство",
            bs="Organizacija|Nosilac obaveze|Institucija|Odgovorna institucija|Nosilac|Nadležna institucija|Ministarstvo",
        ),
        "organisation",
        required=True,
    )
    role: str | None = f.code(
        22,
        Names(en="Role", sw="Jukumu", fr="Rôle", ru="Роль", bs="Uloga"),
        "organisation_role",
        help=mark("Funding, accountable, extending or implementing."),
        default="2",
    )
    from_day: date | None = f.day(
        23,
        Names(
            en="From|Since|Joined on",
            sw="Kuanzia|Tangu",
            fr="Du|Depuis le",
            ru="С|Присоединилась",
            bs="Od|Pridružena",
        ),
    )
    to_day: date | None = f.day(
        24, Names(en="To|Until|Left on", sw="Hadi", fr="Au|Jusqu’au", ru="По|До", bs="Do")
    )
    note: str | None = f.text(
        25, Names(en="Note|Remarks", sw="Maelezo", fr="Note|Observations", ru="Примечание", bs="Napomena")
    )

    def problems(self) -> list[Problem]:
        """Dates in order."""
        return [*super().problems(), *checks.in_order(self, "from_day", "to_day")]


class CoalitionRole(Record):
    """The role of a country or organisation in an Action Coalition or the Compact, with dates."""

    KIND: ClassVar[Kind] = Kind(
        name="coalition_role",
        number=9,
        prefix="CLR",
        names=Names(
            en="Role in a coalition",
            sw="Jukumu katika muungano",
            fr="Rôle dans une coalition",
            ru="Роль в коалиции",
            bs="Uloga u koaliciji",
        ),
        plural=Names(
            en="Roles in coalitions",
            sw="Majukumu katika miungano",
            fr="Rôles dans les coalitions",
            ru="Роли в коалициях",
            bs="Uloge u koalicijama",
        ),
        title="coalition",
        reach=Reach.SHARED,
        help=mark("The place is the country or unit whose role this is, when it is not an organisation."),
    )

    coalition: str | None = f.code(
        20,
        Names(
            en="Action Coalition|Coalition",
            sw="Muungano wa utekelezaji|Muungano",
            fr="Coalition d’action|Coalition",
            ru="Коалиция действий|Коалиция",
            bs="Akcijska koalicija|Koalicija",
        ),
        "action_coalition",
        required=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    organisation: str | None = f.link(
        21,
        Names(
            en="Organisation|Organization",
            sw="Shirika",
            fr="Organisation",
            ru="Организация",
            bs="Organizacija",
        ),
        "organisation",
        help=mark("Empty when the country itself has the role."),
    )
    role: str | None = f.code(
        22,
        Names(en="Role", sw="Jukumu", fr="Rôle", ru="Роль", bs="Uloga"),
        "coalition_role",
        required=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    from_day: date | None = f.day(
        23,
        Names(
            en="From|Since|Joined on",
            sw="Kuanzia|Tangu",
            fr="Du|Depuis le",
            ru="С|Присоединение",
            bs="Od|Pridruženo",
        ),
        indexed=True,
    )
    to_day: date | None = f.day(24, Names(en="To|Until", sw="Hadi", fr="Au|Jusqu’au", ru="По|До", bs="Do"))
    note: str | None = f.text(
        25, Names(en="Note|Remarks", sw="Maelezo", fr="Note|Observations", ru="Примечание", bs="Napomena")
    )

    def problems(self) -> list[Problem]:
        """Dates in order; somebody has the role."""
        return [
            *super().problems(),
            *checks.in_order(self, "from_day", "to_day"),
            *checks.one_of(
                self,
                ("organisation", "place"),
                _("Say whose role it is: choose an organisation, or the country as the place."),
            ),
        ]


class Milestone(Record):
    """A step on the way of a commitment, with the day it is due."""

    KIND: ClassVar[Kind] = Kind(
        name="milestone",
        number=27,
        prefix="MIL",
        names=Names(en="Milestone", sw="Hatua muhimu", fr="Jalon", ru="Веха", bs="Prekretnica"),
        plural=Names(en="Milestones", sw="Hatua muhimu", fr="Jalons", ru="Вехи", bs="Prekretnice"),
        title="title",
        reach=Reach.SHARED,
        parent="commitment",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Milestone|Step|Task",
            sw="Kichwa|Hatua|Hatua muhimu",
            fr="Titre|Jalon|Étape clé",
            ru="Название|Веха|Шаг",
            bs="Naziv|Prekretnica|Korak",
        ),
        required=True,
        search=True,
    )
    commitment: str | None = f.link(
        21,
        Names(en="Commitment", sw="Ahadi", fr="Engagement", ru="Обязательство", bs="Obaveza"),
        "commitment",
        required=True,
    )
    due: date | None = f.day(
        22,
        Names(
            en="Due|Due date|Deadline",
            sw="Tarehe ya mwisho|Muda wa mwisho",
            fr="Échéance|Date limite",
            ru="Срок",
            bs="Rok",
        ),
        indexed=True,
    )
    stage: str | None = f.code(
        23,
        Names(
            en="Stage|Status",
            sw="Hali|Hali ya utekelezaji",
            fr="Étape|Statut",
            ru="Этап|Статус",
            bs="Faza|Status",
        ),
        "stage",
    )
    reached_on: date | None = f.day(
        24,
        Names(
            en="Reached on|Completed on",
            sw="Tarehe ya kufikiwa",
            fr="Atteint le",
            ru="Дата достижения",
            bs="Dostignuto dana",
        ),
    )
    evidence: str | None = f.text(
        25, Names(en="Evidence", sw="Ushahidi", fr="Preuve", ru="Подтверждение", bs="Dokaz"), long=True
    )
    order: int | None = f.integer(
        26, Names(en="Order|No.", sw="Mpangilio", fr="Ordre|N°", ru="Порядок", bs="Redoslijed"), maximum=999
    )
    documents: list[str] | None = f.links(
        27, Names(en="Documents", sw="Nyaraka", fr="Documents", ru="Документы", bs="Dokumenti"), "attachment"
    )
