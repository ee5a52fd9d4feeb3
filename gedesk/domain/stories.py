"""Feature stories.  Names only with consent, and never a survivor's case."""

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


class Story(Record):
    """What a programme changed in people's lives, told with their consent."""

    KIND: ClassVar[Kind] = Kind(
        name="story",
        number=25,
        prefix="STO",
        names=Names(en="Story", sw="Simulizi", fr="Récit", ru="История", bs="Priča"),
        plural=Names(en="Stories", sw="Simulizi", fr="Récits", ru="Истории", bs="Priče"),
        title="title",
        help=mark(
            "Tell what changed. Do not record a survivor's case here: GE Desk is not a case-management system."
        ),
    )

    title: str | None = f.text(
        20,
        Names(
            en="Title|Story|Headline",
            sw="Kichwa|Simulizi",
            fr="Titre|Récit",
            ru="Название|История|Заголовок",
            bs="Naslov|Priča",
        ),
        required=True,
        search=True,
    )
    story_text: str | None = f.text(
        21,
        Names(
            en="Text|Story text|Narrative",
            sw="Maandishi|Simulizi kamili",
            fr="Texte|Texte du récit",
            ru="Текст|Рассказ",
            bs="Tekst|Tekst priče",
        ),
        required=True,
        long=True,
        search=True,
    )
    told_on: date | None = f.day(
        22, Names(en="Date|Told on", sw="Tarehe", fr="Date", ru="Дата", bs="Datum"), indexed=True
    )
    people: str | None = f.text(
        23,
        Names(
            en="People in the story|Names or initials",
            sw="Watu katika simulizi",
            fr="Personnes du récit",
            ru="Люди в истории",
            bs="Osobe u priči",
        ),
        help=mark("Full names only with consent; otherwise initials."),
        sensitivity=f.Sensitivity.RESTRICTED,
    )
    consent: str | None = f.code(
        24,
        Names(
            en="Consent|Kind of consent",
            sw="Ridhaa|Aina ya ridhaa",
            fr="Consentement|Type de consentement",
            ru="Согласие|Вид согласия",
            bs="Saglasnost|Vrsta saglasnosti",
        ),
        "consent_type",
    )
    consent_on: date | None = f.day(
        25,
        Names(
            en="Consent given on",
            sw="Tarehe ya ridhaa",
            fr="Consentement donné le",
            ru="Дата согласия",
            bs="Saglasnost data dana",
        ),
    )
    consent_holder: str | None = f.text(
        26,
        Names(
            en="Who keeps the consent",
            sw="Anayetunza ridhaa",
            fr="Détenteur du consentement",
            ru="У кого хранится согласие",
            bs="Ko čuva saglasnost",
        ),
        help=mark("The office or person who has the signed form or recording."),
        sensitivity=f.Sensitivity.RESTRICTED,
    )
    photos: list[str] | None = f.links(
        27, Names(en="Photos", sw="Picha", fr="Photos", ru="Фотографии", bs="Fotografije"), "attachment"
    )
    results: list[str] | None = f.links(
        28,
        Names(en="Results|Linked results", sw="Matokeo", fr="Résultats", ru="Результаты", bs="Rezultati"),
        "result",
    )
    activities: list[str] | None = f.links(
        29,
        Names(en="Activities", sw="Shughuli", fr="Activités", ru="Мероприятия", bs="Aktivnosti"),
        "activity",
    )
    commitments: list[str] | None = f.links(
        30,
        Names(
            en="Commitments|Commitment",
            sw="Ahadi",
            fr="Engagements|Engagement",
            ru="Обязательства|Обязательство",
            bs="Obaveze|Obaveza",
        ),
        "commitment",
    )
    publication: str | None = f.code(
        31,
        Names(
            en="Publication level|Publication",
            sw="Kiwango cha kuchapishwa",
            fr="Niveau de publication",
            ru="Уровень публикации",
            bs="Nivo objave",
        ),
        "publication_level",
        default="not_published",
    )
    about_violence: bool | None = f.yes_no(
        32,
        Names(
            en="About gender-based violence",
            sw="Kuhusu ukatili wa kijinsia",
            fr="Sur les violences fondées sur le genre",
            ru="О гендерном насилии",
            bs="O rodno zasnovanom nasilju",
        ),
        help=mark("Yes: the story is restricted, and no name may stand in it."),
    )
    author: str | None = f.text(
        33, Names(en="Written by|Author", sw="Mwandishi", fr="Auteur|Rédigé par", ru="Автор", bs="Autor")
    )
    consent_withdrawn_on: date | None = f.day(
        34,
        Names(
            en="Consent withdrawn on",
            sw="Ridhaa iliondolewa tarehe",
            fr="Consentement retiré le",
            ru="Дата отзыва согласия",
            bs="Saglasnost povučena dana",
        ),
        help=mark("From this day on the story goes into nothing that is published."),
    )

    def problems(self) -> list[Problem]:
        """A story about violence is restricted and nameless; what is published has consent."""
        found = super().problems()
        if self.about_violence:
            if self.sensitivity != "restricted":
                found.append(
                    Problem(
                        "sensitive",
                        _("A story about violence is restricted. Set its sensitivity to restricted."),
                        "sensitivity",
                        self.sensitivity,
                    )
                )
            if self.people:
                found.append(
                    Problem(
                        "sensitive",
                        _("No name may stand in a story about violence. Clear the people."),
                        "people",
                        self.people,
                    )
                )
            if self.publication in ("partners", "public"):
                found.append(
                    Problem(
                        "sensitive",
                        _(
                            "A story about violence is not shared. Set its publication level to not for publication."
                        ),
                        "publication",
                        self.publication,
                    )
                )
        shared = self.publication in ("partners", "public")
        if shared and self.people and self.consent in (None, "none"):
            found.append(
                Problem(
                    "consent",
                    _(
                        "People are named without consent. Record their consent, write initials only, or do not publish."
                    ),
                    "consent",
                    self.consent,
                )
            )
        found.extend(
            checks.needed(
                self,
                "consent_on",
                self.consent not in (None, "none"),
                _("Write the day the consent was given."),
            )
        )
        return found
