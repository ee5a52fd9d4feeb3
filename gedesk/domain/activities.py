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
            en="Title|Activity|Activity title|Activity name|Name of activity|Project title|Project|Intervention|Event|Initiative|Initiative/Activity|Activity details",
            sw="Kichwa|Shughuli|Jina la shughuli|Mradi",
            fr="Titre|Activité|Intitulé de l’activité|Activités|Projet|Intitulé du projet|Nom de l’activité|Nom activité|Intitulé",
            ru="Название|Мероприятие|Название мероприятия|Проект",
            bs="Naziv|Aktivnost|Naziv aktivnosti|Projekat",
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
            en="Start|Date|Start date|From|Date of activity|Begin|Starting date|Project start date",
            sw="Tarehe ya kuanza|Tarehe|Kuanzia|Mwanzo",
            fr="Début|Date|Date de début|Du|Date de démarrage|Date début",
            ru="Начало|Дата|Дата начала|С",
            bs="Početak|Datum|Datum početka|Od",
        ),
        help=mark("The first day."),
        required=True,
        indexed=True,
    )
    end: date | None = day(
        23,
        Names(
            en="End|End date|To|Until|Finish date|Project end date",
            sw="Tarehe ya kumaliza|Hadi|Mwisho",
            fr="Fin|Date de fin|Au|Date fin",
            ru="Окончание|Дата окончания|По",
            bs="Kraj|Datum završetka|Do",
        ),
        help=mark("The last day; leave empty for one day."),
    )
    venue: str | None = text(
        24,
        Names(
            en="Venue|Site|Hall|Venue/Location",
            sw="Ukumbi|Mahali pa mkutano",
            fr="Salle|Site|Lieu de l’activité",
            ru="Место проведения|Площадка",
            bs="Mjesto održavanja|Sala",
        ),
        help=mark("Hall, school, market: where exactly."),
        search=True,
    )
    focal_point: str | None = link(
        25,
        Names(
            en="Focal point|Responsible person|Officer|Focal person",
            sw="Mratibu|Afisa mhusika",
            fr="Point focal|Responsable",
            ru="Координатор|Ответственный",
            bs="Kontakt osoba|Odgovorna osoba",
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
            en="Implementing organisations|Implementing organisation|Organisation|Organization|Implementing partner|Implementer|Org|Lead organisation|Agency|Implementing org|Implementing org acronym|Reporting organisation|Reporting organization|Organisation name|Organization name|Org name|Organizer|Organiser",
            sw="Mashirika watekelezaji|Shirika|Mtekelezaji|Taasisi|Shirika tekelezi|Mwandaaji",
            fr="Organisations de mise en œuvre|Organisation|Partenaire de mise en œuvre|Structure|Acteur|Structure de mise en œuvre|Organisateur",
            ru="Исполнители|Организация|Исполнитель|Организатор|Организаторы",
            bs="Provedbene organizacije|Organizacija|Nosilac|Organizator",
        ),
        "organisation",
        help=mark("Who carried it out."),
    )
    partners: list[str] | None = links(
        29,
        Names(
            en="Partners|Partner|Partner organisations|Donor|Funder|Programming partner|Donors|Funding partner|Funding agency|Funding source|Funded by",
            sw="Washirika|Wadau|Mfadhili",
            fr="Partenaires|Partenaire|Bailleur|Donateur",
            ru="Партнёры|Партнёр|Донор",
            bs="Partneri|Partner|Donator",
        ),
        "organisation",
    )
    description: str | None = text(
        30,
        Names(
            en="Description|Activity description|Details|Summary|Comments|Remarks|Remark|Notes|Activity description/comments",
            sw="Maelezo|Maelezo ya shughuli|Maoni",
            fr="Description|Description de l’activité|Détails|Commentaires|Observations",
            ru="Описание|Описание мероприятия|Примечания|Комментарий",
            bs="Opis|Opis aktivnosti|Napomene|Komentar",
        ),
        long=True,
        search=True,
    )
    progress: str | None = code(
        31,
        Names(
            en="Planned or done|Status|Activity status|Implementation status|Progress|Project status",
            sw="Iliyopangwa au iliyofanyika|Hali|Hali ya utekelezaji",
            fr="Prévue ou réalisée|Statut|État|État d’avancement|Statut du projet|État du projet",
            ru="План или факт|Статус|Состояние|Ход выполнения",
            bs="Planirano ili izvršeno|Status|Stanje",
        ),
        "activity_progress",
        default="done",
    )
    cost: float | None = amount(
        32,
        Names(
            en="Cost|Budget|Amount|Expenditure|Total cost",
            sw="Gharama|Bajeti|Kiasi",
            fr="Coût|Budget|Montant",
            ru="Стоимость|Бюджет|Сумма",
            bs="Trošak|Budžet|Iznos",
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
            fr="Produits|Résultats",
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
