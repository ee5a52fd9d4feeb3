"""Periodic reports with their approvals, chapter entries and recommendations."""

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

_ACTIVITIES = Names(en="Activities", sw="Shughuli", fr="Activités", ru="Мероприятия", bs="Aktivnosti")
_RESULTS = Names(en="Results", sw="Matokeo yaliyopimwa", fr="Résultats", ru="Результаты", bs="Rezultati")
_COMMITMENTS = Names(
    en="Commitments|Commitment",
    sw="Ahadi",
    fr="Engagements|Engagement",
    ru="Обязательства|Обязательство",
    bs="Obaveze|Obaveza",
)
_STORIES = Names(en="Stories", sw="Simulizi", fr="Récits", ru="Истории", bs="Priče")
_FUNDINGS = Names(en="Funding", sw="Fedha", fr="Financements", ru="Финансирование", bs="Finansiranje")
_DECISIONS = Names(
    en="Decisions|Decision", sw="Maamuzi", fr="Décisions|Décision", ru="Решения|Решение", bs="Odluke|Odluka"
)


class PeriodicReport(Record):
    """The report of a council, region, committee or maker for a period.  Lateness and its light are computed."""

    KIND: ClassVar[Kind] = Kind(
        name="periodic_report",
        number=22,
        prefix="REP",
        names=Names(
            en="Periodic report",
            sw="Ripoti ya kipindi",
            fr="Rapport périodique",
            ru="Периодический отчёт",
            bs="Periodični izvještaj",
        ),
        plural=Names(
            en="Periodic reports",
            sw="Ripoti za vipindi",
            fr="Rapports périodiques",
            ru="Периодические отчёты",
            bs="Periodični izvještaji",
        ),
        title="title",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Report",
            sw="Kichwa|Ripoti",
            fr="Titre|Rapport",
            ru="Название|Отчёт",
            bs="Naziv|Izvještaj",
        ),
        required=True,
        search=True,
    )
    period: str | None = f.text(
        21,
        Names(
            en="Period|Reporting period|Quarter",
            sw="Kipindi|Robo mwaka",
            fr="Période|Trimestre",
            ru="Период|Квартал",
            bs="Period|Kvartal",
        ),
        help=mark("As it is called: Q2 2025/26."),
        required=True,
        max_length=40,
    )
    period_kind: str | None = f.code(
        22,
        Names(
            en="Kind of period",
            sw="Aina ya kipindi",
            fr="Type de période",
            ru="Вид периода",
            bs="Vrsta perioda",
        ),
        "period_kind",
        default="quarter",
    )
    from_day: date | None = f.day(
        23, Names(en="From|Period from", sw="Kuanzia", fr="Du", ru="С", bs="Od"), required=True
    )
    to_day: date | None = f.day(
        24, Names(en="To|Period to", sw="Hadi", fr="Au", ru="По", bs="Do"), required=True, indexed=True
    )
    due: date | None = f.day(
        25,
        Names(
            en="Due|Due date|Deadline",
            sw="Tarehe ya kuwasilisha",
            fr="Échéance|Date limite",
            ru="Срок|Срок сдачи",
            bs="Rok",
        ),
        required=True,
    )
    report_state: str | None = f.code(
        26,
        Names(
            en="State of the report|Status",
            sw="Hali ya ripoti|Hali",
            fr="État du rapport|Statut",
            ru="Состояние отчёта|Статус",
            bs="Stanje izvještaja|Status",
        ),
        "report_state",
        required=True,
        default="draft",
    )
    accepted_level: int | None = f.integer(
        27,
        Names(
            en="Accepted at level",
            sw="Imekubaliwa ngazi ya",
            fr="Accepté au niveau",
            ru="Принят на уровне",
            bs="Prihvaćen na nivou",
        ),
        help=mark("1 is the level above the reporter: region, then ministry."),
        minimum=1,
        maximum=9,
    )
    submitted_on: date | None = f.day(
        28,
        Names(
            en="Submitted on|Date submitted|Received on",
            sw="Tarehe iliyowasilishwa",
            fr="Soumis le|Date de soumission",
            ru="Дата сдачи|Представлен",
            bs="Dostavljen dana|Datum dostave",
        ),
    )
    submitted_by: str | None = f.link(
        29,
        Names(
            en="Submitted by|Prepared by",
            sw="Aliyewasilisha|Imeandaliwa na",
            fr="Soumis par|Préparé par",
            ru="Кто сдал|Составил",
            bs="Dostavio|Pripremio",
        ),
        "person",
    )
    returned_reason: str | None = f.text(
        30,
        Names(
            en="Why returned|Reason for return",
            sw="Sababu ya kurudishwa",
            fr="Motif du renvoi",
            ru="Причина возврата",
            bs="Razlog vraćanja",
        ),
        long=True,
    )
    organisation: str | None = f.link(
        31,
        Names(
            en="Reporting organisation|Organisation|Organization",
            sw="Shirika linaloripoti|Shirika",
            fr="Organisation déclarante|Organisation",
            ru="Отчитывающаяся организация|Организация",
            bs="Organizacija koja izvještava|Organizacija",
        ),
        "organisation",
        help=mark("When a maker reports; a council reports by its place."),
    )
    committee: str | None = f.link(
        32,
        Names(
            en="Reporting committee|Committee",
            sw="Kamati inayoripoti|Kamati",
            fr="Comité déclarant|Comité",
            ru="Отчитывающийся комитет|Комитет",
            bs="Odbor koji izvještava|Odbor",
        ),
        "committee",
    )
    programme: str | None = f.link(
        33,
        Names(en="Programme|Program", sw="Programu", fr="Programme", ru="Программа", bs="Program"),
        "programme",
    )
    closing: bool | None = f.yes_no(
        34,
        Names(
            en="Closing report|Final report",
            sw="Ripoti ya kufunga|Ripoti ya mwisho",
            fr="Rapport de clôture|Rapport final",
            ru="Заключительный отчёт|Итоговый отчёт",
            bs="Završni izvještaj",
        ),
    )
    summary: str | None = f.text(
        40,
        Names(
            en="Summary|Overview|Executive summary",
            sw="Muhtasari",
            fr="Résumé|Synthèse",
            ru="Краткое содержание|Резюме",
            bs="Sažetak|Pregled",
        ),
        long=True,
        search=True,
    )
    achievements: str | None = f.text(
        41,
        Names(
            en="Achievements|Key accomplishments|Progress",
            sw="Mafanikio",
            fr="Réalisations|Acquis",
            ru="Достижения|Выполнено",
            bs="Postignuća|Ostvareno",
        ),
        long=True,
        search=True,
    )
    challenges: str | None = f.text(
        42,
        Names(
            en="Challenges|Constraints",
            sw="Changamoto",
            fr="Difficultés|Défis|Contraintes",
            ru="Трудности|Проблемы",
            bs="Izazovi|Poteškoće",
        ),
        long=True,
        search=True,
    )
    challenge_categories: list[str] | None = f.codes(
        43,
        Names(
            en="Kinds of challenges|Challenge category",
            sw="Aina za changamoto",
            fr="Types de difficultés",
            ru="Виды трудностей",
            bs="Vrste izazova",
        ),
        "challenge_category",
    )
    lessons: str | None = f.text(
        44,
        Names(
            en="Lessons|Lessons learned|Lessons learnt",
            sw="Mafunzo yaliyopatikana",
            fr="Enseignements|Leçons apprises",
            ru="Уроки|Извлечённые уроки",
            bs="Naučene lekcije|Pouke",
        ),
        long=True,
        search=True,
    )
    next_steps: str | None = f.text(
        45,
        Names(
            en="Next steps|Way forward|Priorities|Plans for next period",
            sw="Hatua zinazofuata|Mipango ijayo",
            fr="Prochaines étapes|Perspectives",
            ru="Дальнейшие шаги|Планы",
            bs="Naredni koraci|Planovi",
        ),
        long=True,
        search=True,
    )
    nothing_to_report: bool | None = f.yes_no(
        46,
        Names(
            en="Nothing to report",
            sw="Hakuna cha kuripoti",
            fr="Rien à signaler",
            ru="Сообщать нечего",
            bs="Nema šta prijaviti",
        ),
        help=mark("A report that says so counts as reported; a missing report does not."),
    )
    activities: list[str] | None = f.links(
        50, _ACTIVITIES, "activity", help=mark("The records that prove the figures.")
    )
    results: list[str] | None = f.links(51, _RESULTS, "result")
    fundings: list[str] | None = f.links(52, _FUNDINGS, "funding")
    stories: list[str] | None = f.links(53, _STORIES, "story")
    meetings: list[str] | None = f.links(
        54, Names(en="Meetings", sw="Mikutano", fr="Réunions", ru="Заседания", bs="Sastanci"), "meeting"
    )
    documents: list[str] | None = f.links(
        55, Names(en="Documents", sw="Nyaraka", fr="Documents", ru="Документы", bs="Dokumenti"), "attachment"
    )
    figures: str | None = f.text(
        56,
        Names(en="Figures", sw="Takwimu", fr="Chiffres", ru="Цифры", bs="Brojke"),
        help=mark("The figures as they stood when the report was submitted; written by the program."),
        long=True,
        automatic=True,
    )

    def problems(self) -> list[Problem]:
        """Dates in order; what was submitted has a day, what was returned a reason."""
        submitted = self.report_state in ("submitted", "returned", "accepted", "locked")
        return [
            *super().problems(),
            *checks.in_order(self, "from_day", "to_day"),
            *checks.needed(self, "submitted_on", submitted, _("Write the day it was submitted.")),
            *checks.needed(
                self,
                "returned_reason",
                self.report_state == "returned",
                _("Write why it goes back and what to correct."),
            ),
            *checks.needed(
                self,
                "accepted_level",
                self.report_state == "accepted",
                _("Write at which level it was accepted, 1 for the level above."),
            ),
        ]


class Approval(Record):
    """What one level did with a report: accepted it or returned it, who and when."""

    KIND: ClassVar[Kind] = Kind(
        name="approval",
        number=28,
        prefix="APR",
        names=Names(en="Approval", sw="Idhini", fr="Approbation", ru="Утверждение", bs="Odobrenje"),
        plural=Names(en="Approvals", sw="Idhini", fr="Approbations", ru="Утверждения", bs="Odobrenja"),
        title="outcome",
        parent="report",
    )

    report: str | None = f.link(
        20,
        Names(en="Report", sw="Ripoti", fr="Rapport", ru="Отчёт", bs="Izvještaj"),
        "periodic_report",
        required=True,
    )
    level: int | None = f.integer(
        21,
        Names(en="Level", sw="Ngazi", fr="Niveau", ru="Уровень", bs="Nivo"),
        required=True,
        minimum=1,
        maximum=9,
    )
    outcome: str | None = f.code(
        22,
        Names(en="Outcome", sw="Matokeo ya mapitio", fr="Suite donnée", ru="Исход", bs="Ishod"),
        "approval_outcome",
        required=True,
    )
    decided_on: date | None = f.day(
        23,
        Names(en="Date|Decided on", sw="Tarehe", fr="Date", ru="Дата", bs="Datum"),
        required=True,
        indexed=True,
    )
    decided_by: str | None = f.link(
        24, Names(en="By|Decided by", sw="Na nani", fr="Par", ru="Кем", bs="Ko"), "person"
    )
    reason: str | None = f.text(
        25,
        Names(
            en="Reason|Comment",
            sw="Sababu|Maoni",
            fr="Motif|Commentaire",
            ru="Причина|Комментарий",
            bs="Razlog|Komentar",
        ),
        long=True,
    )
    on_behalf_of: str | None = f.link(
        26,
        Names(en="On behalf of", sw="Kwa niaba ya", fr="Au nom de", ru="За кого|От имени", bs="U ime"),
        "place",
        help=mark("The level whose turn it was, when a level above accepted in its place."),
    )

    def problems(self) -> list[Problem]:
        """What is returned has a reason."""
        return [
            *super().problems(),
            *checks.needed(
                self, "reason", self.outcome == "returned", _("Write why it goes back and what to correct.")
            ),
        ]


_TRANSLATION = Names(en="Translation of", sw="Tafsiri ya", fr="Traduction de", ru="Перевод записи", bs="Prijevod")
_TRANSLATION_HELP = mark("Stands in its place in documents of its language; proofs and order are those of the original.")



class ChapterEntry(Record):
    """A paragraph of the country chapter, with the records that prove it."""

    KIND: ClassVar[Kind] = Kind(
        name="chapter_entry",
        number=23,
        prefix="CHP",
        names=Names(
            en="Chapter entry",
            sw="Ingizo la sura ya nchi",
            fr="Entrée du chapitre",
            ru="Запись главы",
            bs="Stavka poglavlja",
        ),
        plural=Names(
            en="Chapter entries",
            sw="Maingizo ya sura ya nchi",
            fr="Entrées du chapitre",
            ru="Записи главы",
            bs="Stavke poglavlja",
        ),
        title="title",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Heading", sw="Kichwa", fr="Titre|Intitulé", ru="Название|Заголовок", bs="Naslov|Naziv"
        ),
        required=True,
        search=True,
    )
    section: str | None = f.code(
        21,
        Names(
            en="Section|Kind", sw="Sehemu|Aina", fr="Section|Rubrique", ru="Раздел|Вид", bs="Odjeljak|Vrsta"
        ),
        "chapter_section",
        required=True,
    )
    entry_text: str | None = f.text(
        22,
        Names(
            en="Text|Description|Details",
            sw="Maandishi|Maelezo",
            fr="Texte|Description",
            ru="Текст|Описание",
            bs="Tekst|Opis",
        ),
        required=True,
        long=True,
        search=True,
    )
    programme: str | None = f.link(
        23,
        Names(en="Programme|Program", sw="Programu", fr="Programme", ru="Программа", bs="Program"),
        "programme",
    )
    happened_on: date | None = f.day(
        24,
        Names(en="Date|When", sw="Tarehe|Lini", fr="Date|Quand", ru="Дата|Когда", bs="Datum|Kada"),
        indexed=True,
    )
    order: int | None = f.integer(
        25, Names(en="Order|No.", sw="Mpangilio", fr="Ordre|N°", ru="Порядок", bs="Redoslijed"), maximum=999
    )
    coalitions: list[str] | None = f.codes(
        26,
        Names(
            en="Action Coalitions|Action Coalition",
            sw="Miungano ya utekelezaji",
            fr="Coalitions d’action",
            ru="Коалиции действий",
            bs="Akcijske koalicije",
        ),
        "action_coalition",
    )
    challenge_category: str | None = f.code(
        27,
        Names(
            en="Kind of challenge|Challenge category",
            sw="Aina ya changamoto",
            fr="Type de difficulté",
            ru="Вид трудности",
            bs="Vrsta izazova",
        ),
        "challenge_category",
    )
    commitments: list[str] | None = f.links(30, _COMMITMENTS, "commitment")
    activities: list[str] | None = f.links(31, _ACTIVITIES, "activity")
    results: list[str] | None = f.links(32, _RESULTS, "result")
    fundings: list[str] | None = f.links(33, _FUNDINGS, "funding")
    stories: list[str] | None = f.links(34, _STORIES, "story")
    committees: list[str] | None = f.links(
        35, Names(en="Committees", sw="Kamati", fr="Comités", ru="Комитеты", bs="Odbori"), "committee"
    )
    decisions: list[str] | None = f.links(36, _DECISIONS, "decision")
    organisations: list[str] | None = f.links(
        37,
        Names(
            en="Organisations|Organisation",
            sw="Mashirika",
            fr="Organisations",
            ru="Организации",
            bs="Organizacije",
        ),
        "organisation",
    )
    source_text: str | None = f.text(
        38,
        Names(en="Source|Reference document", sw="Chanzo", fr="Source", ru="Источник", bs="Izvor"),
        help=mark("Document and page, when no record here proves it."),
        max_length=2000,
    )
    posts: list[str] | None = f.links(
        40,
        Names(
            en="Focal-point posts",
            sw="Nafasi za waratibu",
            fr="Postes de points focaux",
            ru="Должности координаторов",
            bs="Mjesta kontakt osoba",
        ),
        "focal_point_post",
    )
    coalition_roles: list[str] | None = f.links(
        41,
        Names(
            en="Roles in coalitions",
            sw="Majukumu katika miungano",
            fr="Rôles dans les coalitions",
            ru="Роли в коалициях",
            bs="Uloge u koalicijama",
        ),
        "coalition_role",
    )
    indicators: list[str] | None = f.links(
        42,
        Names(en="Indicators", sw="Viashiria", fr="Indicateurs", ru="Показатели", bs="Pokazatelji"),
        "indicator",
    )
    published: bool | None = f.yes_no(
        39,
        Names(
            en="Goes into the chapter",
            sw="Iingie katika sura",
            fr="Figure au chapitre",
            ru="Включить в главу",
            bs="Ulazi u poglavlje",
        ),
        default=True,
    )
    translation_of: str | None = f.link(43, _TRANSLATION, "chapter_entry", help=_TRANSLATION_HELP)


class Recommendation(Record):
    """A recommendation to governments, civil society, partners or others, and what became of it."""

    KIND: ClassVar[Kind] = Kind(
        name="recommendation",
        number=24,
        prefix="REC",
        names=Names(
            en="Recommendation", sw="Pendekezo", fr="Recommandation", ru="Рекомендация", bs="Preporuka"
        ),
        plural=Names(
            en="Recommendations", sw="Mapendekezo", fr="Recommandations", ru="Рекомендации", bs="Preporuke"
        ),
        title="title",
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Recommendation",
            sw="Kichwa|Pendekezo",
            fr="Titre|Recommandation",
            ru="Название|Рекомендация",
            bs="Naziv|Preporuka",
        ),
        required=True,
        search=True,
    )
    recommendation_text: str | None = f.text(
        21,
        Names(
            en="Text|Full text|Details",
            sw="Maandishi|Maelezo",
            fr="Texte|Détails",
            ru="Текст|Подробности",
            bs="Tekst|Detalji",
        ),
        long=True,
        search=True,
    )
    audience: str | None = f.code(
        22,
        Names(
            en="Audience|Addressed to|For whom",
            sw="Walengwa|Kwa nani",
            fr="Destinataires|Adressée à",
            ru="Адресаты|Кому",
            bs="Kome|Upućeno",
        ),
        "recommendation_audience",
        required=True,
    )
    source_text: str | None = f.text(
        23,
        Names(en="Source|Source document", sw="Chanzo", fr="Source", ru="Источник", bs="Izvor"),
        help=mark("The report, dialogue or meeting it comes from."),
        max_length=2000,
    )
    made_on: date | None = f.day(
        24, Names(en="Date|Made on", sw="Tarehe", fr="Date|Formulée le", ru="Дата", bs="Datum"), indexed=True
    )
    response: str | None = f.text(
        25,
        Names(en="Response|Management response", sw="Majibu", fr="Réponse", ru="Ответ", bs="Odgovor"),
        long=True,
        search=True,
    )
    response_state: str | None = f.code(
        26,
        Names(
            en="State of the response|Status|Implementation status",
            sw="Hali ya majibu|Hali",
            fr="État de la réponse|Statut",
            ru="Состояние ответа|Статус",
            bs="Stanje odgovora|Status",
        ),
        "response_state",
        default="open",
    )
    decisions: list[str] | None = f.links(27, _DECISIONS, "decision")
    actions: list[str] | None = f.links(
        28,
        Names(en="Actions|Action items", sw="Hatua", fr="Actions", ru="Поручения", bs="Zadaci"),
        "action_item",
    )
    organisation: str | None = f.link(
        29,
        Names(
            en="Responsible organisation|Responsible",
            sw="Shirika husika",
            fr="Organisation responsable|Responsable",
            ru="Ответственная организация|Ответственный",
            bs="Odgovorna organizacija|Odgovorni",
        ),
        "organisation",
    )
    translation_of: str | None = f.link(31, _TRANSLATION, "recommendation", help=_TRANSLATION_HELP)
    due: date | None = f.day(
        30,
        Names(
            en="Due|Due date|Deadline", sw="Tarehe ya mwisho", fr="Échéance|Date limite", ru="Срок", bs="Rok"
        ),
    )

    def problems(self) -> list[Problem]:
        """An answer other than "no response yet" has a text."""
        answered = self.response_state in ("partly_accepted", "rejected")
        return [
            *super().problems(),
            *checks.needed(self, "response", answered, _("Write the response, so that readers see why.")),
        ]
