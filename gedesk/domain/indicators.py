"""Indicators, targets and results.  "Over 7,000" stays over 7,000, and a baseline may be not stated."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.participants import DIMS, WithParticipants
from gedesk.domain.record import Kind, Reach, Record
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark

PERCENTAGE = "2"
QUALITATIVE = "5"


class Indicator(Record):
    """What is measured, how, and from where it starts."""

    KIND: ClassVar[Kind] = Kind(
        name="indicator",
        number=12,
        prefix="IND",
        names=Names(en="Indicator", sw="Kiashiria", fr="Indicateur", ru="Показатель", bs="Indikator"),
        plural=Names(en="Indicators", sw="Viashiria", fr="Indicateurs", ru="Показатели", bs="Indikatori"),
        title="name",
        reach=Reach.SHARED,
        steward=True,
    )

    name: str | None = f.text(
        20,
        Names(
            en="Indicator|Name|Indicator name|Name of indicator|Performance indicator|KPI|Indicators|Key performance indicator|Outcome indicator|Output indicator|Measure of success|Indicator description",
            sw="Kiashiria|Jina la kiashiria|Viashiria|Kiashiria cha utendaji|Kipimo cha mafanikio|Kigezo|Vigezo",
            fr="Indicateur|Nom|Nom de l’indicateur|Indicateurs|Intitulé de l’indicateur|Indicateur de performance|Libellé de l’indicateur|Indicateur objectivement vérifiable|IOV",
            ru="Показатель|Название|Индикатор|Наименование показателя|Индикаторы|Наименование индикатора|Целевой индикатор|Показатели|Ключевой показатель|Перечень показателей",
            bs="Indikator|Naziv|Naziv indikatora|Pokazatelj|Pokazatelji|Indikatori|Naziv pokazatelja",
        ),
        help=mark("What is counted or measured, for whom and where: “Women trained in digital skills”."),
        required=True,
        search=True,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    reference: str | None = f.text(
        21,
        Names(
            en="Indicator code|Indicator number|Indicator no|Indicator No.|Indicator ID",
            sw="Msimbo wa kiashiria|Namba ya kiashiria",
            fr="Code de l’indicateur|Numéro de l’indicateur",
            ru="Код показателя|Номер показателя",
            bs="Šifra indikatora|Broj indikatora",
        ),
        help=mark("Its number in the results framework, such as EJR 1.2."),
        search=True,
        max_length=60,
        sensitivity=f.Sensitivity.PUBLIC,
    )
    definition: str | None = f.text(
        22,
        Names(
            en="Definition|Description|Indicator definition",
            sw="Ufafanuzi|Maelezo",
            fr="Définition|Description",
            ru="Определение|Описание",
            bs="Definicija|Opis",
        ),
        long=True,
        search=True,
    )
    result_type: str | None = f.code(
        23,
        Names(
            en="Result type|Result level|Level of result|Type|Level",
            sw="Aina ya matokeo|Ngazi ya matokeo|Ngazi",
            fr="Type de résultat|Niveau de résultat|Type|Niveau",
            ru="Вид результата|Уровень результата|Уровень",
            bs="Vrsta rezultata|Nivo rezultata|Nivo",
        ),
        "result_type",
        help=mark("Output, outcome or impact."),
    )
    measure: str | None = f.code(
        24,
        Names(
            en="Measure|Measure type|Kind of measure",
            sw="Aina ya kipimo",
            fr="Mesure|Type de mesure",
            ru="Вид измерения",
            bs="Vrsta mjere|Mjera",
        ),
        "measure",
        required=True,
        default="1",
    )
    unit: str | None = f.text(
        25,
        Names(
            en="Unit|Unit of measure|Unit of measurement|Measurement unit|UoM",
            sw="Kipimo|Kizio|Kipimo cha upimaji",
            fr="Unité|Unité de mesure|Unités",
            ru="Единица|Единица измерения|Ед. изм.|Ед.изм.",
            bs="Jedinica|Jedinica mjere|Jed. mjere|Mjerna jedinica",
        ),
        help=mark("People, councils, shillings, laws."),
    )
    direction: str | None = f.code(
        26,
        Names(
            en="Direction|Desired direction",
            sw="Mwelekeo",
            fr="Sens|Sens souhaité",
            ru="Направление изменения",
            bs="Smjer",
        ),
        "direction",
        default="increase",
    )
    summable: bool | None = f.yes_no(
        27,
        Names(
            en="May be added up|Summable|Cumulative",
            sw="Inaweza kujumlishwa",
            fr="Additionnable|Cumulable",
            ru="Можно складывать",
            bs="Može se sabirati",
        ),
        help=mark("Whether results of places and periods may be added. Percentages and indexes may not."),
    )
    numerator: str | None = f.text(
        28,
        Names(
            en="Numerator",
            sw="Kiasi cha juu (numerata)",
            fr="Numérateur",
            ru="Числитель",
            bs="Brojilac|Brojnik",
        ),
        max_length=2000,
    )
    denominator: str | None = f.text(
        29,
        Names(
            en="Denominator",
            sw="Kiasi cha chini (denominata)",
            fr="Dénominateur",
            ru="Знаменатель",
            bs="Imenilac|Nazivnik",
        ),
        max_length=2000,
    )
    disaggregation: list[str] | None = f.codes(
        30,
        Names(
            en="Required disaggregation|Disaggregation|Disaggregated by",
            sw="Mchanganuo unaohitajika|Mchanganuo",
            fr="Désagrégation requise|Désagrégation",
            ru="Обязательная разбивка|Разбивка",
            bs="Obavezno razvrstavanje|Razvrstavanje",
        ),
        "disaggregation",
    )
    frequency: str | None = f.code(
        31,
        Names(
            en="Frequency|Reporting frequency|Frequency of collection",
            sw="Mara za kukusanya|Kipindi cha kuripoti",
            fr="Fréquence|Périodicité",
            ru="Периодичность|Частота",
            bs="Učestalost|Frekvencija",
        ),
        "frequency",
    )
    baseline: float | None = f.amount(
        32,
        Names(
            en="Baseline|Baseline value|Base value|Starting value|Baseline figure|Base year value|Base",
            sw="Hali ya awali|Takwimu za msingi|Kianzio|Kiwango cha awali|Msingi",
            fr="Valeur de référence|Valeur de base|Situation de référence|Base de référence|Valeur initiale|Ligne de base",
            ru="Исходное значение|Базовое значение|База|Базовый показатель|Базовый уровень|Начальное значение",
            bs="Polazna vrijednost|Početna vrijednost|Bazna vrijednost|Osnovna vrijednost",
        ),
        help=mark("Where it started. When nobody said, choose “not stated”; do not write 0."),
        qualifier="baseline_qualifier",
    )
    baseline_qualifier: str | None = f.code(
        33,
        Names(
            en="How exact the baseline is",
            sw="Usahihi wa hali ya awali",
            fr="Précision de la référence",
            ru="Точность исходного значения",
            bs="Tačnost polazne vrijednosti",
        ),
        "quantity_qualifier",
    )
    baseline_on: date | None = f.day(
        34,
        Names(
            en="Baseline date|Baseline year",
            sw="Tarehe ya hali ya awali|Mwaka wa msingi",
            fr="Date de référence|Année de référence",
            ru="Дата исходного значения|Базовый год",
            bs="Datum polazne vrijednosti|Bazna godina",
        ),
    )
    baseline_text: str | None = f.text(
        35,
        Names(
            en="Baseline in words",
            sw="Hali ya awali kwa maneno",
            fr="Référence en mots",
            ru="Исходное состояние словами",
            bs="Polazno stanje riječima",
        ),
        long=True,
    )
    sdg_target: str | None = f.code(
        36,
        Names(
            en="SDG reference|SDG|SDG indicator|SDG target",
            sw="Rejea ya SDG|SDG",
            fr="Référence ODD|ODD|Cible ODD",
            ru="Ссылка на ЦУР|ЦУР",
            bs="Referenca na SDG|SDG",
        ),
        "sdg_target",
    )
    programme: str | None = f.link(
        37,
        Names(en="Programme|Program", sw="Programu", fr="Programme", ru="Программа", bs="Program"),
        "programme",
    )
    pillar: str | None = f.link(
        38,
        Names(
            en="Pillar|Commitment area|Component",
            sw="Nguzo",
            fr="Axe|Pilier",
            ru="Направление",
            bs="Stub|Oblast",
        ),
        "pillar",
    )
    coalitions: list[str] | None = f.codes(
        39,
        Names(
            en="Action Coalitions|Action Coalition",
            sw="Miungano ya utekelezaji",
            fr="Coalitions d’action",
            ru="Коалиции действий",
            bs="Akcijske koalicije",
        ),
        "action_coalition",
    )
    data_source: str | None = f.text(
        40,
        Names(
            en="Data source|Means of verification|Source of data|Source of verification|MoV",
            sw="Chanzo cha takwimu|Njia ya uhakiki",
            fr="Source de données|Moyen de vérification|Source de vérification",
            ru="Источник данных|Средство проверки",
            bs="Izvor podataka|Sredstvo provjere",
        ),
        max_length=2000,
    )
    responsible: str | None = f.link(
        41,
        Names(
            en="Responsible organisation|Responsible|Responsible institution",
            sw="Taasisi husika|Mhusika",
            fr="Organisation responsable|Responsable",
            ru="Ответственная организация|Ответственный",
            bs="Odgovorna organizacija|Odgovorni",
        ),
        "organisation",
    )
    counting_rule: str | None = f.code(
        42,
        Names(
            en="Counting rule",
            sw="Kanuni ya kuhesabu",
            fr="Règle de comptage",
            ru="Правило подсчёта",
            bs="Pravilo brojanja",
        ),
        "counting_rule",
    )

    def problems(self) -> list[Problem]:
        """Percentages lie between 0 and 100 and are not added up."""
        found = super().problems()
        if self.measure == PERCENTAGE:
            if self.summable:
                found.append(
                    Problem(
                        "rule",
                        _("Percentages cannot be added up. Answer no, or measure a number."),
                        "summable",
                        True,
                    )
                )
            found.extend(_percent(self.baseline, "baseline"))
        return found


class Target(Record):
    """The value an indicator should reach at a place in a period."""

    KIND: ClassVar[Kind] = Kind(
        name="target",
        number=13,
        prefix="TGT",
        names=Names(en="Target", sw="Lengo", fr="Cible", ru="Целевое значение", bs="Cilj"),
        plural=Names(en="Targets", sw="Malengo", fr="Cibles", ru="Целевые значения", bs="Ciljevi"),
        title="indicator",
        parent="indicator",
        reach=Reach.SHARED,
    )

    indicator: str | None = f.link(
        20,
        Names(
            en="Indicator|Indicator name|Performance indicator",
            sw="Kiashiria",
            fr="Indicateur",
            ru="Показатель|Индикатор",
            bs="Indikator|Pokazatelj",
        ),
        "indicator",
        required=True,
    )
    commitment: str | None = f.link(
        21,
        Names(en="Commitment|Commitment code", sw="Ahadi", fr="Engagement", ru="Обязательство", bs="Obaveza"),
        "commitment",
    )
    value: float | None = f.amount(
        22,
        Names(
            en="Target|Target value|Value|Planned|Annual target|Goal",
            sw="Lengo|Thamani ya lengo|Kilichopangwa|Shabaha|Malengo|Makadirio",
            fr="Cible|Valeur cible|Prévu|Objectif|Prévision",
            ru="Целевое значение|План|Цель|Плановое значение|Целевой показатель",
            bs="Cilj|Ciljna vrijednost|Plan|Planirano|Planirana vrijednost",
        ),
        qualifier="qualifier",
    )
    qualifier: str | None = f.code(
        23,
        Names(
            en="How exact the target is",
            sw="Usahihi wa lengo",
            fr="Précision de la cible",
            ru="Точность целевого значения",
            bs="Tačnost cilja",
        ),
        "quantity_qualifier",
    )
    value_text: str | None = f.text(
        24,
        Names(
            en="Target in words",
            sw="Lengo kwa maneno",
            fr="Cible en mots",
            ru="Цель словами",
            bs="Cilj riječima",
        ),
        help=mark("For targets without a number, such as “all county health facilities”."),
        max_length=2000,
    )
    from_day: date | None = f.day(
        25,
        Names(
            en="Period from|From|Start",
            sw="Kipindi kuanzia|Kuanzia",
            fr="Période du|Du|Début",
            ru="Период с|С|Начало",
            bs="Period od|Od|Početak",
        ),
    )
    to_day: date | None = f.day(
        26,
        Names(
            en="Period to|To be reached by|To|By|End|Target date|Target year",
            sw="Kipindi hadi|Hadi|Mwaka wa lengo",
            fr="Période au|Au|À atteindre le|Année cible",
            ru="Период по|По|К дате|Целевой год",
            bs="Period do|Do|Ciljna godina",
        ),
        required=True,
        indexed=True,
    )
    period: str | None = f.text(
        27,
        Names(
            en="Period|Reporting period|Quarter|Year|Fiscal year",
            sw="Kipindi|Robo mwaka|Mwaka|Mwaka wa fedha",
            fr="Période|Trimestre|Année|Exercice",
            ru="Период|Квартал|Год|Финансовый год",
            bs="Period|Kvartal|Godina",
        ),
        help=mark("As people call it: Q2 2025/26. The days beside it say what is meant."),
        max_length=40,
    )
    cells: dict[str, int] | None = f.counts(
        28,
        Names(
            en="Target by sex, age and disability",
            sw="Lengo kwa jinsi, umri na ulemavu",
            fr="Cible par sexe, âge et handicap",
            ru="Цель по полу, возрасту и инвалидности",
            bs="Cilj po spolu, dobi i invaliditetu",
        ),
        DIMS,
    )
    note: str | None = f.text(
        29,
        Names(
            en="Comment|Remarks|Notes",
            sw="Maoni|Maelezo",
            fr="Commentaire|Observations",
            ru="Комментарий|Примечания",
            bs="Komentar|Napomene",
        ),
        long=True,
    )

    def problems(self) -> list[Problem]:
        """Dates in order; something to reach."""
        return [
            *super().problems(),
            *checks.in_order(self, "from_day", "to_day"),
            *checks.one_of(
                self,
                ("value", "value_text", "qualifier"),
                _("Write the value to reach, or describe it in words."),
            ),
        ]


class Result(WithParticipants):
    """What an indicator showed at a place in a period, and how we know."""

    KIND: ClassVar[Kind] = Kind(
        name="result",
        number=14,
        prefix="RES",
        names=Names(en="Result", sw="Matokeo", fr="Résultat", ru="Результат", bs="Rezultat"),
        plural=Names(en="Results", sw="Matokeo", fr="Résultats", ru="Результаты", bs="Rezultati"),
        title="indicator",
        parent="indicator",
    )

    indicator: str | None = f.link(
        20,
        Names(
            en="Indicator|Indicator name|Performance indicator",
            sw="Kiashiria",
            fr="Indicateur",
            ru="Показатель|Индикатор",
            bs="Indikator|Pokazatelj",
        ),
        "indicator",
        required=True,
    )
    commitment: str | None = f.link(
        21,
        Names(en="Commitment|Commitment code", sw="Ahadi", fr="Engagement", ru="Обязательство", bs="Obaveza"),
        "commitment",
    )
    value: float | None = f.amount(
        22,
        Names(
            en="Value|Actual|Result|Achieved|Actual value|Achievement|Achieved value|Progress|Achievement to date",
            sw="Thamani|Kilichofikiwa|Utekelezaji halisi|Matokeo|Halisi|Mafanikio|Iliyofikiwa",
            fr="Valeur|Réalisé|Résultat|Valeur réalisée|Valeur atteinte|Réalisation|Réalisations|Atteint",
            ru="Значение|Факт|Результат|Фактическое значение|Достигнуто|Исполнение|Выполнено",
            bs="Vrijednost|Ostvareno|Rezultat|Ostvarena vrijednost|Izvršeno|Postignuto|Postignuta vrijednost",
        ),
        qualifier="qualifier",
    )
    qualifier: str | None = f.code(
        23,
        Names(
            en="How exact the value is",
            sw="Usahihi wa thamani",
            fr="Précision de la valeur",
            ru="Точность значения",
            bs="Tačnost vrijednosti",
        ),
        "quantity_qualifier",
        help=mark("“Over 9,000” is kept and printed as that."),
    )
    value_text: str | None = f.text(
        24,
        Names(
            en="Result in words|Narrative|Qualitative result",
            sw="Matokeo kwa maneno",
            fr="Résultat en mots|Narratif",
            ru="Результат словами",
            bs="Rezultat riječima",
        ),
        help=mark(
            "For results without a number, and for groups that must not be split: “young girls and local focal points”."
        ),
        long=True,
        search=True,
    )
    from_day: date | None = f.day(
        25,
        Names(
            en="Period from|From|Start",
            sw="Kipindi kuanzia|Kuanzia",
            fr="Période du|Du|Début",
            ru="Период с|С|Начало",
            bs="Period od|Od|Početak",
        ),
    )
    to_day: date | None = f.day(
        26,
        Names(
            en="Period to|Date|To|As of|End|Year",
            sw="Kipindi hadi|Tarehe|Hadi|Mwaka",
            fr="Période au|Date|Au|Année",
            ru="Период по|Дата|По|Год",
            bs="Period do|Datum|Do|Godina",
        ),
        required=True,
        indexed=True,
    )
    period: str | None = f.text(
        27,
        Names(
            en="Period|Reporting period|Quarter|Fiscal year|Month",
            sw="Kipindi|Robo mwaka|Mwaka wa fedha|Robo|Mwezi",
            fr="Période|Trimestre|Exercice|Mois",
            ru="Период|Квартал|Месяц|Отчётный период",
            bs="Period|Kvartal|Tromjesečje|Mjesec",
        ),
        max_length=40,
    )
    numerator: float | None = f.amount(
        28,
        Names(
            en="Numerator",
            sw="Kiasi cha juu (numerata)",
            fr="Numérateur",
            ru="Числитель",
            bs="Brojilac|Brojnik",
        ),
    )
    denominator: float | None = f.amount(
        29,
        Names(
            en="Denominator",
            sw="Kiasi cha chini (denominata)",
            fr="Dénominateur",
            ru="Знаменатель",
            bs="Imenilac|Nazivnik",
        ),
    )
    source_text: str | None = f.text(
        30,
        Names(
            en="Source|Data source|Means of verification",
            sw="Chanzo|Chanzo cha takwimu",
            fr="Source|Source de données",
            ru="Источник|Источник данных",
            bs="Izvor|Izvor podataka",
        ),
        max_length=2000,
    )
    activities: list[str] | None = f.links(
        31,
        Names(
            en="Activities that prove it|Activities|Source activities",
            sw="Shughuli zinazothibitisha|Shughuli",
            fr="Activités justificatives|Activités",
            ru="Подтверждающие мероприятия|Мероприятия",
            bs="Aktivnosti koje dokazuju|Aktivnosti",
        ),
        "activity",
    )
    method: str | None = f.text(
        32,
        Names(
            en="Method|Collection method|Methodology",
            sw="Njia|Njia ya kukusanya",
            fr="Méthode|Méthode de collecte",
            ru="Метод|Метод сбора",
            bs="Metoda|Način prikupljanja",
        ),
        max_length=2000,
    )
    result_status: str | None = f.code(
        33,
        Names(
            en="Status of the result|Status|Verification status",
            sw="Hali ya matokeo|Hali",
            fr="Statut du résultat|Statut",
            ru="Состояние результата|Статус",
            bs="Status rezultata|Status",
        ),
        "result_status",
        default="reported",
    )
    comment: str | None = f.text(
        34,
        Names(
            en="Comment|Remarks|Comments|Notes|Explanation of variance",
            sw="Maoni|Maelezo",
            fr="Commentaire|Observations|Commentaires",
            ru="Комментарий|Примечания|Пояснение",
            bs="Komentar|Napomene|Obrazloženje",
        ),
        long=True,
    )
    verified_by: str | None = f.link(
        35,
        Names(en="Verified by", sw="Amehakiki", fr="Vérifié par", ru="Кем проверено", bs="Provjerio"),
        "person",
    )
    same_figure_as: str | None = f.link(
        36,
        Names(
            en="Same figure as",
            sw="Takwimu sawa na",
            fr="Même chiffre que",
            ru="Та же цифра, что и",
            bs="Ista brojka kao",
        ),
        "result",
        help=mark("A figure told twice is linked here and counted once."),
    )

    def problems(self) -> list[Problem]:
        """Dates in order; a value or a text; a fraction with both parts."""
        found = [
            *super().problems(),
            *checks.in_order(self, "from_day", "to_day"),
            *checks.one_of(
                self,
                ("value", "value_text", "participants_total"),
                _("Write a value, a total of people, or the result in words."),
            ),
        ]
        if self.denominator == 0:
            found.append(
                Problem("minimum", _("The denominator is 0. Correct it or leave it empty."), "denominator", 0)
            )
        if self.numerator is not None and self.denominator is None:
            found.append(Problem("required", _("A numerator needs its denominator."), "denominator"))
        return found


def _percent(value: float | None, field: str) -> list[Problem]:
    if value is None or 0 <= value <= 100:
        return []
    return [
        Problem(
            "percent",
            _("A percentage lies between 0 and 100; {value} does not. Correct it.").format(value=value),
            field,
            value,
        )
    ]
