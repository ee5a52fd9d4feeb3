"""Activities: what was done, where, with whom and for how many."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from gedesk.domain.fields import amount, code, codes, day, link, links, text
from gedesk.domain.naming import Names
from gedesk.domain.participants import WithParticipants
from gedesk.domain.record import Kind
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark


class Activity(WithParticipants):
    """A training, dialogue, outreach, service or other step taken for a commitment.  Never a survivor's case."""

    KIND: ClassVar[Kind] = Kind(
        name="activity",
        number=11,
        prefix="ACT",
        names=Names(en="Activity", sw="Shughuli", fr="Activité", ru="Мероприятие", bs="Aktivnost"),
        plural=Names(en="Activities", sw="Shughuli", fr="Activités", ru="Мероприятия", bs="Aktivnosti"),
        title="title",
        help=mark("Do not write about a survivor's case here: GE Desk is not a case-management system."),
    )

    title: str | None = text(
        20,
        Names(
            en="Title|Activity|Activity title|Activity name|Name of activity|Project title|Project|Intervention|Event|Initiative|Initiative/Activity|Activity details|Planned activities|Planned activity|Activity carried out|Activities carried out|Activities implemented|Activity implemented|Main activities|Key activities|Sub-activity|Programme activity|What was done|Name of project|Project name|Task|Actions",
            sw="Kichwa|Shughuli|Jina la shughuli|Mradi|Kazi iliyofanyika|Kazi zilizofanyika|Shughuli iliyofanyika|Shughuli zilizofanyika|Shughuli iliyotekelezwa|Shughuli zilizotekelezwa|Shughuli zilizopangwa|Shughuli iliyopangwa|Jina la mradi|Afua|Kazi|Tukio|Shughuli/Mradi",
            fr="Titre|Activité|Intitulé de l’activité|Activités|Projet|Intitulé du projet|Nom de l’activité|Nom activité|Intitulé|Activités réalisées|Activité réalisée|Activités prévues|Activité prévue|Activités menées|Activités planifiées|Libellé de l’activité|Nom du projet|Titre du projet|Intervention|Actions|Actions menées",
            ru="Название|Мероприятие|Название мероприятия|Проект|Мероприятия|Наименование мероприятия|Наименование мероприятий|Проведённое мероприятие|Проведенные мероприятия|Запланированные мероприятия|Наименование проекта|Наименование|Содержание мероприятия|Проведённые мероприятия|Событие|Тема мероприятия|Тема",
            bs="Naziv|Aktivnost|Naziv aktivnosti|Projekat|Aktivnosti|Planirana aktivnost|Planirane aktivnosti|Provedena aktivnost|Realizirane aktivnosti|Naziv projekta|Događaj|Događaji",
        ),
        help=mark("What was done, in one line."),
        required=True,
        search=True,
    )
    activity_type: str | None = code(
        21,
        Names(
            en="Type of activity|Activity type|Type|Kind|Category|Intervention type",
            sw="Aina ya shughuli|Aina",
            fr="Type d’activité|Type|Catégorie",
            ru="Вид мероприятия|Вид|Тип|Категория",
            bs="Vrsta aktivnosti|Vrsta|Tip",
        ),
        "activity_type",
        help=mark("The nearest of the nine; details go into the description."),
    )
    start: date | None = day(
        22,
        Names(
            en="Start|Date|Start date|From|Date of activity|Begin|Starting date|Project start date|Date started|Started|Date of event|Date held|Date conducted|Implementation date|Planned start|Actual start date|Commencement date|When|Date of implementation|Period of implementation",
            sw="Tarehe ya kuanza|Tarehe|Kuanzia|Mwanzo|Tarehe ya utekelezaji|Tarehe ya tukio|Tarehe iliyofanyika|Kuanza|Tarehe ya mwanzo|Lini",
            fr="Début|Date|Date de début|Du|Date de démarrage|Date début|Date de l’activité|Date de réalisation|Date de l’événement|Date de lancement|Démarrage|Période du|Quand|Période de réalisation",
            ru="Начало|Дата|Дата начала|С|Дата проведения|Дата мероприятия|Дата старта|Срок начала|Начальная дата|Когда|Дата проведения мероприятия|Срок проведения|Период проведения|Сроки проведения",
            bs="Početak|Datum|Datum početka|Od|Datum održavanja|Datum aktivnosti|Datum realizacije|Datum pocetka provedbe|Kada|Period realizacije|Vrijeme održavanja|Vrijeme realizacije",
        ),
        help=mark("The first day."),
        required=True,
        indexed=True,
    )
    end: date | None = day(
        23,
        Names(
            en="End|End date|To|Until|Finish date|Project end date|Date completed|Completion date|Completed on|Date ended|Planned end|Actual end date|Closing date|Date finished|Date to",
            sw="Tarehe ya kumaliza|Hadi|Mwisho|Tarehe ya mwisho|Tarehe ya kukamilika|Kumaliza|Kukamilika|Tarehe ya kuisha",
            fr="Fin|Date de fin|Au|Date fin|Date d’achèvement|Date de clôture|Achèvement|Fin prévue|Date fin prévue",
            ru="Окончание|Дата окончания|По|Дата завершения|Завершение|Конец|Дата конца|Срок окончания",
            bs="Kraj|Datum završetka|Do|Završetak|Datum kraja|Datum okončanja|Kraj aktivnosti|Krajnji rok",
        ),
        help=mark("The last day; leave empty for one day."),
    )
    venue: str | None = text(
        24,
        Names(
            en="Venue|Site|Hall|Venue/Location|Place of the event|Location of activity|Meeting place|Event venue|Place held|Place of training|Training venue",
            sw="Ukumbi|Mahali pa mkutano|Mahali pa tukio|Sehemu|Eneo la tukio|Mahali pa mafunzo|Mahali pa shughuli",
            fr="Salle|Site|Lieu de l’activité|Lieu de réalisation|Lieu de tenue",
            ru="Место проведения|Площадка|Адрес проведения|Локация|Зал|Адрес",
            bs="Mjesto održavanja|Sala|Mjesto aktivnosti|Lokacija održavanja|Mjesto realizacije|Adresa",
        ),
        help=mark("Hall, school, market: where exactly."),
        search=True,
    )
    focal_point: str | None = link(
        25,
        Names(
            en="Focal point|Responsible person|Officer|Focal person|Responsible|Responsible officer|Lead person|Person in charge|Contact person|In charge",
            sw="Mratibu|Afisa mhusika|Mhusika|Anayehusika|Msimamizi|Afisa msimamizi",
            fr="Point focal|Responsable|Personne responsable|Chargé de l’activité|Responsable de l’activité",
            ru="Координатор|Ответственный|Ответственное лицо|Ответственный специалист|Контактное лицо",
            bs="Kontakt osoba|Odgovorna osoba|Odgovorno lice|Zadužena osoba|Zaduženo lice|Nositelj zadatka",
        ),
        "person",
    )
    commitments: list[str] | None = links(
        26,
        Names(
            en="Commitments|Commitment|Commitment code",
            sw="Ahadi",
            fr="Engagements|Engagement",
            ru="Обязательства|Обязательство",
            bs="Obaveze|Obaveza",
        ),
        "commitment",
        help=mark("The commitments this activity works for."),
    )
    pillar: str | None = link(
        27, Names(en="Pillar|Commitment area", sw="Nguzo", fr="Axe|Pilier", ru="Направление", bs="Stub|Oblast"), "pillar"
    )
    implementers: list[str] | None = links(
        28,
        Names(
            en="Implementing organisations|Implementing organisation|Organisation|Organization|Implementing partner|Implementer|Org|Lead organisation|Agency|Implementing org|Implementing org acronym|Reporting organisation|Reporting organization|Organisation name|Organization name|Org name|Organizer|Organiser|Implementing agency|Implemented by|Lead agency|Executing agency|Organisation responsible|Conducted by|Lead institution|Responsible organisation|Responsible institution|Institution|Who|NGO|Implementing institution|Organised by|Organized by|Responsible department",
            sw="Mashirika watekelezaji|Shirika|Mtekelezaji|Taasisi|Shirika tekelezi|Mwandaaji|Taasisi inayotekeleza|Taasisi tekelezi|Imetekelezwa na|Mtekelezaji mkuu|Watekelezaji|Asasi|Aliyetekeleza|Idara husika|Idara inayohusika",
            fr="Organisations de mise en œuvre|Organisation|Partenaire de mise en œuvre|Structure|Acteur|Structure de mise en œuvre|Organisateur|Structure d’exécution|Agence d’exécution|Mis en œuvre par|Structure responsable|Organisme d’exécution|Maître d’œuvre|Partenaire d'exécution|ONG|Structure d'exécution|Réalisé par|Service responsable|Direction responsable",
            ru="Исполнители|Организация|Исполнитель|Организатор|Организаторы|Ответственный исполнитель|Организация-исполнитель|Ответственный орган|Государственный орган|Ответственная организация|НПО|Структура|Структурное подразделение",
            bs="Provedbene organizacije|Organizacija|Nosilac|Organizator|Provedbena organizacija|Nosilac aktivnosti|Nositelj|Odgovorna institucija|Implementator|Institucija|Provoditelj|NVO|Provoditelji|Nosioci|Realizator|Izvršilac|Sprovodi",
        ),
        "organisation",
        help=mark("Who carried it out."),
    )
    partners: list[str] | None = links(
        29,
        Names(
            en="Partners|Partner|Partner organisations|Donor|Funder|Programming partner|Donors|Funding partner|Funding agency|Funding source|Funded by|Supporting partners|Supported by|Collaborators|In partnership with|Other partners|Source of funding",
            sw="Washirika|Wadau|Mfadhili|Wadau walioshiriki|Kwa kushirikiana na|Washirika wengine|Wafadhili|Chanzo cha fedha|Vyanzo vya fedha",
            fr="Partenaires|Partenaire|Bailleur|Donateur|Structures partenaires|En partenariat avec|Appui de|Partenaires impliqués|Source de financement|Sources de financement",
            ru="Партнёры|Партнёр|Донор|Соисполнители|Партнёрские организации|При поддержке|Источник финансирования|Источники финансирования",
            bs="Partneri|Partner|Donator|Partnerske organizacije|U saradnji sa|Saradnici|Izvor finansiranja|Izvori finansiranja|Izvor sredstava",
        ),
        "organisation",
    )
    description: str | None = text(
        30,
        Names(
            en="Description|Activity description|Details|Summary|Comments|Remarks|Remark|Notes|Activity description/comments|Narrative|Observations|Achievements|Summary of activity|Remarks/comments",
            sw="Maelezo|Maelezo ya shughuli|Maoni|Maelezo ya ziada|Ufafanuzi|Mafanikio",
            fr="Description|Description de l’activité|Détails|Commentaires|Observations|Commentaire|Remarques|Résultats obtenus",
            ru="Описание|Описание мероприятия|Примечания|Комментарий|Пояснение|Содержание|Краткое описание",
            bs="Opis|Opis aktivnosti|Napomene|Komentar|Komentari|Opažanja|Kratak opis|Primjedbe|Primjedba",
        ),
        long=True,
        search=True,
    )
    progress: str | None = code(
        31,
        Names(
            en="Planned or done|Status|Activity status|Implementation status|Progress|Project status|Progress status|Status of activity|Current status|Remarks on implementation|Completion status|State of implementation|Level of implementation",
            sw="Iliyopangwa au iliyofanyika|Hali|Hali ya utekelezaji|Hali ya shughuli|Hali ya sasa|Hatua iliyofikiwa|Hatua",
            fr="Prévue ou réalisée|Statut|État|État d’avancement|Statut du projet|État du projet|État d’exécution|Niveau d’exécution|État de mise en œuvre|Statut de l’activité|Niveau de réalisation|Avancement",
            ru="План или факт|Статус|Состояние|Ход выполнения|Статус выполнения|Ход исполнения|Состояние исполнения|Статус реализации|Исполнение|Отметка об исполнении|Отметка о выполнении|Отметка об исполнении мероприятия|Результат исполнения",
            bs="Planirano ili izvršeno|Status|Stanje|Stanje realizacije|Stepen realizacije|Status realizacije|Status aktivnosti",
        ),
        "activity_progress",
        default="done",
    )
    cost: float | None = amount(
        32,
        Names(
            en="Cost|Budget|Amount|Expenditure|Total cost|Cost incurred|Amount spent|Planned budget|Estimated cost|Budget amount|Actual expenditure|Funds used|Total budget|Spent|Money spent",
            sw="Gharama|Bajeti|Kiasi|Gharama halisi|Kiasi kilichotumika|Bajeti iliyopangwa|Fedha zilizotumika|Jumla ya gharama|Gharama zilizotumika|Matumizi|Fedha iliyotumika",
            fr="Coût|Budget|Montant|Coût total|Dépenses|Budget prévu|Montant dépensé|Coût de l’activité|Budget prévisionnel|Coût estimatif|Dépense",
            ru="Стоимость|Бюджет|Сумма|Затраты|Расходы|Объём финансирования|Израсходовано|Бюджет мероприятия|Плановый бюджет",
            bs="Trošak|Budžet|Iznos|Ukupan trošak|Potrošena sredstva|Planirani budžet|Ukupni troškovi|Sredstva|Utrošeno|Troškovi|Utrošena sredstva|Potrebna sredstva",
        ),
        minimum=0,
        qualifier="cost_qualifier",
    )
    cost_qualifier: str | None = code(
        33,
        Names(en="How exact the cost is", sw="Usahihi wa gharama", fr="Précision du coût", ru="Точность суммы", bs="Tačnost iznosa"),
        "quantity_qualifier",
    )
    currency: str | None = code(
        34, Names(en="Currency", sw="Sarafu", fr="Devise|Monnaie", ru="Валюта", bs="Valuta"), "currency"
    )
    outputs: str | None = text(
        35,
        Names(
            en="Outputs|Results|Output|Outcome",
            sw="Matokeo",
            fr="Produits|Résultats|Extrants",
            ru="Результаты|Итоги",
            bs="Rezultati|Ishodi",
        ),
        long=True,
        search=True,
    )
    languages_used: list[str] | None = codes(
        36,
        Names(
            en="Languages used", sw="Lugha zilizotumika", fr="Langues utilisées", ru="Языки проведения", bs="Korišteni jezici"
        ),
        "language",
    )
    verification: str | None = code(
        37,
        Names(en="Verification", sw="Uhakiki", fr="Vérification", ru="Проверка", bs="Provjera"),
        "verification",
        default="draft",
    )
    photos: list[str] | None = links(
        38,
        Names(en="Photos|Photographs", sw="Picha", fr="Photos|Photographies", ru="Фотографии", bs="Fotografije"),
        "attachment",
    )
    same_event_as: str | None = link(
        39,
        Names(
            en="Same event as",
            sw="Tukio sawa na",
            fr="Même événement que",
            ru="То же событие, что и",
            bs="Isti događaj kao",
        ),
        "activity",
        help=mark("An event told twice is linked here and counted once."),
    )

    def problems(self) -> list[Problem]:
        """An activity cannot end before it begins."""
        found = super().problems()
        if self.start and self.end and self.end < self.start:
            found.append(
                Problem(
                    "dates",
                    _("It ends on {end}, before it begins on {start}. Swap the two dates or correct one.").format(
                        end=self.end.isoformat(), start=self.start.isoformat()
                    ),
                    "end",
                )
            )
        return found
