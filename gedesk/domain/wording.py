"""Names of fields that records of several kinds have, as far as committees and meetings go."""

from __future__ import annotations

from gedesk.domain.naming import Names

NOTE = Names(
    en="Note|Remarks|Notes|Comments",
    sw="Maelezo|Maoni",
    fr="Note|Observations|Commentaires",
    ru="Примечание|Примечания|Комментарий",
    bs="Napomena|Napomene|Komentar",
)
DOCUMENTS = Names(
    en="Documents|Attachments",
    sw="Nyaraka|Viambatisho",
    fr="Documents|Pièces jointes",
    ru="Документы|Приложения",
    bs="Dokumenti|Prilozi",
)
COMMITTEE = Names(
    en="Committee|Committee name|Body",
    sw="Kamati|Jina la kamati",
    fr="Comité|Nom du comité|Instance",
    ru="Комитет|Название комитета|Орган|Комиссия|Название комиссии",
    bs="Odbor|Naziv odbora|Tijelo|Komisija|Komitet|Naziv komisije",
)
MEETING = Names(
    en="Meeting|Meeting title|Meeting no.",
    sw="Mkutano|Kikao",
    fr="Réunion|Séance",
    ru="Заседание|Встреча|Совещание",
    bs="Sastanak|Sjednica",
)
