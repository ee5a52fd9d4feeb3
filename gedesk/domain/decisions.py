"""What meetings decide and who does what about it."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.naming import Names
from gedesk.domain.record import Kind, Record
from gedesk.domain.wording import DOCUMENTS, MEETING
from gedesk.errors import Problem
from gedesk.i18n import gettext as _
from gedesk.i18n import mark

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
            en="Title|Decision|Resolution|Decision taken|Recommendation|Way forward|Decisions taken|Resolutions|Decisions made|Agreed",
            sw="Kichwa|Uamuzi|Azimio|Maamuzi|Maazimio|Uamuzi uliofikiwa",
            fr="Titre|Décision|Résolution|Recommandation|Décisions|Décision prise|Résolutions|Décisions prises",
            ru="Название|Решение|Постановление|Решили|Решения|Принятое решение|Постановили",
            bs="Naziv|Odluka|Zaključak|Preporuka|Odluke|Donesena odluka|Zaključci",
        ),
        required=True,
        search=True,
    )
    meeting: str | None = f.link(21, MEETING, "meeting", required=True)
    number: str | None = f.text(
        22,
        Names(
            en="Decision number|Decision no.|Resolution no.|Number|Session|Sitting",
            sw="Namba ya uamuzi|Namba",
            fr="Numéro de décision|N° de décision|Numéro|Session",
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
            en="Addressed to|Addressee|Responsible|Responsible person|Responsible for implementation|Action by",
            sw="Kwa|Mlengwa|Mhusika|Anayehusika|Mtekelezaji",
            fr="Destinataire|Adressée à|Responsable|Chargé de mise en œuvre",
            ru="Кому|Адресат|Ответственный|Ответственный исполнитель|Ответственное лицо",
            bs="Upućeno|Primalac|Odgovorna osoba|Nosilac|Zadužena osoba",
        ),
        help=mark("When it is neither a committee nor an organisation here: the President, all councils."),
    )
    due: date | None = f.day(
        30,
        Names(
            en="Answer due|Due|Due date|Deadline|By when|Timeline|Due by",
            sw="Tarehe ya mwisho|Muda wa utekelezaji|Muda wa mwisho",
            fr="Échéance|Date limite|Délai",
            ru="Срок|Срок исполнения",
            bs="Rok|Rok za odgovor|Rok izvršenja",
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
            en="Action|Title|Action item|Task|Action point|Action required|Actions|Description of action|Task description|To do|Action points|Agreed action|Agreed actions|Follow-up action|Next step|Next steps|Activity/action|Actions required|Recommended action|What|Recommendation",
            sw="Hatua|Kichwa|Hatua ya kutekeleza|Kazi|Jambo la kutekeleza|Hatua ya utekelezaji|Hatua za utekelezaji|Azimio|Jambo la kufuatilia|Kazi ya kufanya|Agizo|Maazimio|Pendekezo",
            fr="Action|Titre|Action à mener|Tâche|Actions|Mesure|Actions à mener|Tâches|Suites à donner|Point d’action|Mesure à prendre|Prochaines étapes|Actions convenues|Recommandation|Recommandations",
            ru="Поручение|Название|Задача|Действие|Мероприятие|Содержание поручения|Задания|Поручения|Действия|Следующие шаги|Что сделать|Мера|Рекомендация",
            bs="Zadatak|Naziv|Aktivnost|Akcija|Mjera|Zadaci|Aktivnost/zadatak|Zaključak|Naredni koraci|Radnja|Zaključci|Preporuka",
        ),
        required=True,
        search=True,
    )
    meeting: str | None = f.link(21, MEETING, "meeting")
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
            en="Owner|Responsible|Responsible person|Assigned to|Who|Action by|Person responsible|Lead|Responsible team|Person in charge|By whom|Responsible officer|PIC|Resp|Owner(s)|Focal person",
            sw="Mhusika|Anayewajibika|Mtekelezaji|Nani|Anayehusika|Msimamizi|Aliyepewa jukumu|Wahusika|Mtu wa kuwajibika|Mhusika wa utekelezaji",
            fr="Responsable|Personne responsable|Qui|Assigné à|Porteur|Responsables|Chargé|Pilote|Attribué à|Par qui",
            ru="Ответственный|Исполнитель|Кто|Ответственное лицо|Ответственные|Ответственный исполнитель|Контроль|Исполнители",
            bs="Nosilac|Odgovorna osoba|Zaduženi|Ko|Zadužena osoba|Zaduženo lice|Odgovorno lice|Odgovoran|Odgovorni|Izvršilac|Nosilac aktivnosti",
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
            en="Due|Due date|Deadline|By when|Target date|Timeline|When|By|Timeframe|Time frame|Expected completion date|End date",
            sw="Tarehe ya mwisho|Muda wa mwisho|Lini|Muda wa utekelezaji|Ukomo|Kabla ya|Muda",
            fr="Échéance|Date limite|Délai|Quand|Date d’échéance|Date butoir|Délai d’exécution|Pour le",
            ru="Срок|Срок исполнения|Когда|Дедлайн|Дата исполнения|Крайний срок|Сроки|Срок выполнения",
            bs="Rok|Rok izvršenja|Kada|Krajnji rok|Datum izvršenja|Rokovi|Vremenski okvir|Rok za izvršenje",
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
            en="State of the action|Status|Action status|Progress status|Status of action|Current status|Completion status",
            sw="Hali ya utekelezaji|Hali|Hali ya sasa|Hatua iliyofikiwa",
            fr="État de l’action|Statut|État d’avancement|État d’exécution|Suivi|État",
            ru="Состояние поручения|Статус|Состояние|Ход исполнения|Статус исполнения|Исполнено|Отметка об исполнении",
            bs="Stanje zadatka|Status|Stanje|Status izvršenja|Realizacija|Realizovano",
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
    documents: list[str] | None = f.links(33, DOCUMENTS, "attachment")
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
