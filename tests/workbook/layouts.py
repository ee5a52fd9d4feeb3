"""Workbooks in the layouts that offices make, each with a label that says what is to be found on it.

The headings are written as people write them, not as the program labels its fields.  A book is the same every time for
the same number.  `python tests/workbook/measure.py made COUNT` measures the recogniser on them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from gedesk.workbook.staging import Range, Sheet, Staging, Value

LANGUAGES = ("en", "sw", "fr", "ru", "bs")

# Headings by what they mean: language -> spellings.
HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "title": {
        "en": ("Activity", "Name of activity", "Planned activities", "Activity carried out", "Intervention"),
        "sw": ("Shughuli", "Jina la shughuli", "Shughuli iliyofanyika", "Kazi iliyofanyika"),
        "fr": ("Activité", "Intitulé de l'activité", "Activités réalisées", "Activités prévues"),
        "ru": ("Мероприятие", "Наименование мероприятия", "Название мероприятия"),
        "bs": ("Aktivnost", "Naziv aktivnosti", "Planirana aktivnost"),
    },
    "start": {
        "en": ("Start date", "Date started", "Start", "Date of start (dd/mm/yyyy)"),
        "sw": ("Tarehe ya kuanza", "Tarehe", "Tarehe ya utekelezaji"),
        "fr": ("Date de début", "Date", "Date de démarrage"),
        "ru": ("Дата начала", "Дата проведения", "Дата"),
        "bs": ("Datum početka", "Datum", "Početak"),
    },
    "end": {
        "en": ("End date", "Date completed", "End"), "sw": ("Tarehe ya kumaliza", "Tarehe ya mwisho"),
        "fr": ("Date de fin", "Fin"), "ru": ("Дата окончания", "Окончание"), "bs": ("Datum završetka", "Završetak"),
    },
    "place": {
        "en": ("District", "Council", "County", "Name of district"), "sw": ("Halmashauri", "Wilaya"),
        "fr": ("Province", "Commune"), "ru": ("Район", "Область"), "bs": ("Općina", "Kanton"),
    },
    "venue": {
        "en": ("Venue", "Place of the event"), "sw": ("Ukumbi", "Mahali"), "fr": ("Lieu", "Lieu de l'activité"),
        "ru": ("Место проведения",), "bs": ("Mjesto održavanja",),
    },
    "implementers": {
        "en": ("Implementing organisation", "Implementing partner", "Implementing agency", "Organization"),
        "sw": ("Mtekelezaji", "Taasisi inayotekeleza"), "fr": ("Organisation de mise en œuvre", "Partenaire de mise en œuvre", "Structure d'exécution"),
        "ru": ("Исполнитель", "Ответственный исполнитель"), "bs": ("Provedbena organizacija", "Nosilac aktivnosti"),
    },
    "progress": {
        "en": ("Status", "Implementation status", "Activity status"), "sw": ("Hali", "Hali ya utekelezaji"),
        "fr": ("Statut", "État d'avancement"), "ru": ("Статус", "Состояние"), "bs": ("Status", "Stanje"),
    },
    "cost": {
        "en": ("Cost", "Budget (TZS)", "Total cost"), "sw": ("Gharama", "Bajeti (TSh)"), "fr": ("Coût", "Budget (FCFA)"),
        "ru": ("Стоимость", "Бюджет, тг"), "bs": ("Trošak", "Budžet (KM)"),
    },
    "description": {
        "en": ("Remarks", "Comments", "Description"), "sw": ("Maelezo", "Maoni"), "fr": ("Observations", "Commentaires", "Description"),
        "ru": ("Примечание", "Описание", "Комментарии"), "bs": ("Napomena", "Opis"),
    },
    "female": {"en": ("Female", "Women", "F"), "sw": ("Wanawake", "Ke"), "fr": ("Femmes", "F"), "ru": ("Женщины", "Жен."), "bs": ("Žene", "Ž")},
    "male": {"en": ("Male", "Men", "M"), "sw": ("Wanaume", "Me"), "fr": ("Hommes", "H"), "ru": ("Мужчины", "Муж."), "bs": ("Muškarci", "M")},
    "participants_total": {
        "en": ("Total participants", "Number of people reached", "Total"), "sw": ("Jumla ya washiriki", "Jumla"),
        "fr": ("Total des participants", "Nombre de participants"), "ru": ("Всего участников", "Количество участников"),
        "bs": ("Ukupno učesnika", "Broj učesnika"),
    },
    "serial": {"en": ("No.", "S/N", "#"), "sw": ("Na.",), "fr": ("N°",), "ru": ("№ п/п", "№"), "bs": ("R. br.", "Rb.")},
    "person": {
        "en": ("Name", "Full name", "Name of participant"), "sw": ("Jina", "Jina kamili"), "fr": ("Nom et prénom", "Nom"),
        "ru": ("ФИО", "Ф.И.О. участника"), "bs": ("Ime i prezime",),
    },
    "post": {"en": ("Position", "Title"), "sw": ("Cheo", "Wadhifa"), "fr": ("Fonction", "Poste"), "ru": ("Должность",), "bs": ("Funkcija", "Pozicija")},
    "organisation": {"en": ("Organisation", "Institution"), "sw": ("Taasisi", "Shirika"), "fr": ("Organisation", "Structure"), "ru": ("Организация", "Учреждение"), "bs": ("Organizacija", "Institucija")},
    "contact": {"en": ("Phone", "Telephone number"), "sw": ("Simu", "Namba ya simu"), "fr": ("Téléphone", "Contact"), "ru": ("Телефон",), "bs": ("Telefon",)},
    "sex": {"en": ("Sex", "Gender"), "sw": ("Jinsi", "Jinsia"), "fr": ("Sexe",), "ru": ("Пол",), "bs": ("Spol",)},
    "signature": {"en": ("Signature",), "sw": ("Saini",), "fr": ("Signature", "Émargement"), "ru": ("Подпись",), "bs": ("Potpis",)},
    "action": {"en": ("Action", "Action item", "Task"), "sw": ("Hatua", "Kazi"), "fr": ("Action", "Action à mener"), "ru": ("Поручение", "Задача"), "bs": ("Zadatak", "Mjera")},
    "owner": {"en": ("Responsible", "Responsible person", "Owner"), "sw": ("Mhusika", "Anayehusika"), "fr": ("Responsable",), "ru": ("Ответственный", "Ответственное лицо"), "bs": ("Odgovorna osoba", "Zadužena osoba")},
    "due": {"en": ("Deadline", "Due date", "By when"), "sw": ("Tarehe ya mwisho", "Muda wa mwisho"), "fr": ("Échéance", "Délai"), "ru": ("Срок", "Срок исполнения"), "bs": ("Rok", "Rok izvršenja")},
    "indicator": {"en": ("Indicator", "Indicator name"), "sw": ("Kiashiria",), "fr": ("Indicateur",), "ru": ("Показатель", "Индикатор"), "bs": ("Indikator", "Pokazatelj")},
    "unit": {"en": ("Unit", "Unit of measure"), "sw": ("Kipimo",), "fr": ("Unité",), "ru": ("Ед. изм.", "Единица измерения"), "bs": ("Jedinica mjere",)},
    "baseline": {"en": ("Baseline",), "sw": ("Hali ya awali",), "fr": ("Valeur de référence", "Situation de référence"), "ru": ("Базовое значение",), "bs": ("Polazna vrijednost",)},
}  # fmt: skip

FIELDS = {  # which field of which kind a heading is; those of counts only lead to the field
    "female": "participants", "male": "participants", "person": "name_written", "action": "title", "indicator": "name",
}  # fmt: skip

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "what": {
        "en": ("Training of ward leaders", "Dialogue on land rights", "Radio programme", "Legal aid clinic", "Savings groups meeting", "Market visit"),
        "sw": ("Mafunzo ya viongozi wa kata", "Mdahalo wa haki za ardhi", "Kipindi cha redio", "Kliniki ya sheria", "Kikao cha vikundi"),
        "fr": ("Formation des leaders", "Dialogue sur le foncier", "Émission de radio", "Clinique juridique", "Réunion des groupements"),
        "ru": ("Обучение лидеров", "Круглый стол о правах", "Радиопередача", "Юридическая консультация", "Встреча женских групп"),
        "bs": ("Obuka liderica", "Okrugli sto o pravima", "Radio emisija", "Pravna pomoć", "Sastanak ženskih grupa"),
    },
    "where": {
        "en": ("Kitui", "Narok", "Siaya", "Busia", "Garissa", "Embu", "Meru", "Lamu"), "sw": ("Kinondoni", "Ilala", "Temeke", "Moshi", "Lindi", "Mtwara"),
        "fr": ("Kadiogo", "Houet", "Boulgou", "Yatenga", "Passoré", "Ganzourgou"),
        "ru": ("Алматинская", "Жамбылская", "Актюбинская", "Павлодарская", "Костанайская"), "bs": ("Mostar", "Zenica", "Bihać", "Trebinje", "Tuzla", "Brčko"),
    },
    "who": {
        "en": ("Haki Trust", "Women's Voice Network", "Rural Aid", "Equality Forum"), "sw": ("TGNP", "Kikundi cha Umoja", "TAWLA", "Idara ya Maendeleo"),
        "fr": ("Association Wend-Panga", "ONG Femmes Debout", "Mairie"), "ru": ("Центр «Равенство»", "Акимат района", "ОФ «Надежда»"),
        "bs": ("Udruženje Žene za žene", "Fondacija Lara", "Općina"),
    },
    "named": {
        "en": ("Asha Omondi", "Peter Kamau", "Jane Wanjiru", "Ali Hassan", "Mary Atieno"), "sw": ("Asha Juma", "Neema Mrema", "Juma Bakari", "Rehema Said"),
        "fr": ("Awa Ouédraogo", "Salif Traoré", "Fatou Sawadogo", "Issa Kaboré"), "ru": ("Иванова А. С.", "Ахметов Б. К.", "Сулейменова Д. Т."),
        "bs": ("Amra Hadžić", "Marko Perić", "Selma Begić", "Ana Kovač"),
    },
    "state": {
        "en": ("Completed", "In progress", "Planned", "Delayed"), "sw": ("Imekamilika", "Inaendelea", "Haijaanza"), "fr": ("Terminé", "En cours", "Prévu"),
        "ru": ("Завершено", "В процессе", "Запланировано"), "bs": ("Završeno", "U toku", "Planirano"),
    },
    "said": {
        "en": ("as planned", "postponed because of rain", "report attached"), "sw": ("kama ilivyopangwa", "iliahirishwa"), "fr": ("comme prévu", "reportée"),
        "ru": ("по плану", "перенесено"), "bs": ("po planu", "odgođeno"),
    },
    "sexes": {"en": ("F", "M"), "sw": ("Ke", "Me"), "fr": ("F", "H"), "ru": ("Ж", "М"), "bs": ("Ž", "M")},
    "months": {
        "en": ("January", "February", "March", "April", "May", "June"), "sw": ("Januari", "Februari", "Machi", "Aprili", "Mei", "Juni"),
        "fr": ("Janvier", "Février", "Mars", "Avril", "Mai", "Juin"), "ru": ("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь"),
        "bs": ("Januar", "Februar", "Mart", "April", "Maj", "Juni"),
    },
    "total": {"en": ("Total", "TOTAL", "Grand Total"), "sw": ("Jumla", "JUMLA KUU"), "fr": ("Total", "Total général"), "ru": ("Итого", "Всего"), "bs": ("Ukupno", "UKUPNO")},
    "titles": {
        "en": ("Ministry of Gender and Social Services", "Quarterly report of activities", "Table 4.2: Activities by district, 2025", "Reporting period: Q3 2025"),
        "sw": ("HALMASHAURI YA WILAYA", "Taarifa ya robo mwaka", "Jedwali 3: Utekelezaji wa shughuli"),
        "fr": ("MINISTÈRE DE LA FEMME", "Rapport trimestriel d'activités", "Tableau 2 : Activités par province"),
        "ru": ("Акимат области", "Отчёт о выполнении мероприятий за III квартал", "Таблица 5. Мероприятия по районам"),
        "bs": ("Agencija za ravnopravnost spolova", "Tromjesečni izvještaj o aktivnostima", "Tabela 3. Aktivnosti po općinama"),
    },
    "notes": {
        "en": ("Source: monthly reports of the districts", "Note: figures are provisional", "* includes people reached by radio"),
        "sw": ("Chanzo: taarifa za kila mwezi", "Angalizo: takwimu ni za awali"), "fr": ("Source : rapports mensuels", "NB : chiffres provisoires"),
        "ru": ("Источник: ежемесячные отчёты", "Примечание: данные предварительные"), "bs": ("Izvor: mjesečni izvještaji", "Napomena: podaci su privremeni"),
    },
    "prepared": {"en": ("Prepared by:", "Approved by:"), "sw": ("Imeandaliwa na:", "Imeidhinishwa na:"), "fr": ("Établi par :", "Approuvé par :"), "ru": ("Составил:", "Утвердил:"), "bs": ("Sastavio:", "Odobrio:")},
    "keys": {
        "en": ("Organisation:", "Reporting month:", "District:", "Date of report:"), "sw": ("Halmashauri:", "Mwezi:", "Tarehe:"),
        "fr": ("Structure :", "Période :", "Province :"), "ru": ("Организация:", "Период:", "Район:"), "bs": ("Organizacija:", "Period:", "Općina:"),
    },
    "sections": {
        "en": ("Objective 1: Economic justice", "Objective 2: Freedom from violence", "Outcome 3: Leadership"), "sw": ("Lengo la 1: Haki za kiuchumi", "Lengo la 2: Ukatili wa kijinsia"),
        "fr": ("Axe 1 : Justice économique", "Axe 2 : Violences basées sur le genre"), "ru": ("Раздел 1. Экономические права", "Раздел 2. Насилие"),
        "bs": ("Cilj 1: Ekonomska pravda", "Cilj 2: Nasilje"),
    },
}  # fmt: skip
TAGS = {
    "title": "#activity+name", "start": "#date+start", "end": "#date+end", "place": "#adm2+name", "implementers": "#org+impl", "progress": "#status",
    "cost": "#value", "female": "#reached+f", "male": "#reached+m", "participants_total": "#reached", "description": "#description", "venue": "#loc",
}  # fmt: skip


@dataclass(slots=True)
class Book:
    """A workbook and what is to be found in it.  Rows and columns count from 1; a header of (0, 0) is none."""

    name: str
    staging: Staging
    sheet: str
    header: tuple[int, int]
    first: int
    last: int
    kinds: frozenset[str] = frozenset()  # any of them is right; empty: nobody knows
    fields: dict[int, str] = field(default_factory=dict)  # by column


class _Page:
    """A sheet being written, its table's place kept in mind."""

    def __init__(self, dice: random.Random, language: str) -> None:
        self.dice, self.language = dice, language
        self.rows: dict[int, dict[int, Value]] = {}
        self.merges: list[Range] = []
        self.header = (0, 0)
        self.first = self.last = 0
        self.heads: list[str] = []  # what the columns mean
        self.left = 1

    def say(self, what: str) -> str:
        return self.dice.choice(WORDS[what][self.language])

    def heading(self, what: str) -> str:
        return self.dice.choice(HEADINGS[what][self.language])

    def put(self, row: int, column: int, value: Value) -> None:
        if value is not None:
            self.rows.setdefault(row, {})[column] = value

    def moved(self, down: int, right: int) -> None:
        self.rows = {row + down: {column + right: value for column, value in cells.items()} for row, cells in self.rows.items()}
        self.merges = [Range(m.top + down, m.left + right, m.bottom + down, m.right + right) for m in self.merges]
        self.header = (self.header[0] + down, self.header[1] + down) if self.header[0] else (0, 0)
        self.first, self.last, self.left = self.first + down, self.last + down, self.left + right

    def inserted(self, at: int) -> None:
        """An empty row before row `at`."""
        def down(row: int) -> int:
            return row + (row >= at)

        self.rows = {down(row): cells for row, cells in self.rows.items()}
        self.merges = [Range(down(m.top), m.left, down(m.bottom), m.right) for m in self.merges]
        self.header = (down(self.header[0]), down(self.header[1])) if self.header[0] else (0, 0)
        self.first, self.last = down(self.first), down(self.last)

    @property
    def width(self) -> int:
        return max(max(cells) for cells in self.rows.values()) - self.left + 1

    def sheet(self, name: str) -> Sheet:
        rows = {
            row: [cells.get(column) for column in range(1, max(cells) + 1)] for row, cells in sorted(self.rows.items()) if cells
        }
        return Sheet(name, rows=rows, merges=self.merges)


# -- tables ------------------------------------------------------------------------------------------------------


def _value(page: _Page, what: str, number: int) -> Value:
    dice = page.dice
    match what:
        case "serial":
            return number
        case "title" | "action":
            return f"{page.say('what')} {number}"
        case "start" | "end" | "due":
            return date(2025, 1, 1) + timedelta(days=dice.randrange(400))
        case "place":
            return page.say("where")
        case "venue":
            return page.dice.choice(("Hall", "Office", "School")) + f" {dice.randrange(9)}"
        case "implementers" | "organisation":
            return page.say("who")
        case "progress":
            return page.say("state")
        case "cost":
            return dice.randrange(10, 900) * 1000
        case "description":
            return page.say("said") if dice.random() < 0.5 else None
        case "female" | "male" | "participants_total":
            return dice.randrange(3, 90)
        case "person" | "owner":
            return page.say("named")
        case "post":
            return dice.choice(("Officer", "Chair", "Clerk"))
        case "contact":
            return f"+2557{dice.randrange(10**8):08}"
        case "sex":
            return page.say("sexes")
        case "indicator":
            return f"Number of {page.say('what').lower()} {number}"
        case "unit":
            return dice.choice(("%", "number", "km"))
        case "baseline":
            return dice.randrange(100)
    return None


def _listed(page: _Page, heads: Sequence[str], count: int) -> None:
    """A plain list from A1 on: one header row, then rows."""
    page.heads = list(heads)
    for column, what in enumerate(heads, 1):
        page.put(1, column, page.heading(what))
        for row in range(2, count + 2):
            page.put(row, column, _value(page, what, row - 1))
    page.header, page.first, page.last = (1, 1), 2, count + 1


def activities(page: _Page) -> str:
    """A list of activities."""
    dice = page.dice
    others = ["start", "end", "venue", "implementers", "progress", "cost", "description", "female", "male", "participants_total"]
    some = dice.sample(others, dice.randrange(4, 9))
    if ("female" in some) != ("male" in some):
        some.append("male" if "female" in some else "female")
    heads = ["title", "place", *sorted(some, key=others.index)]
    if dice.random() < 0.3:
        dice.shuffle(heads)
    if dice.random() < 0.5:
        heads.insert(0, "serial")
    _listed(page, heads, dice.choice((5, 8, 14, 40, 120)))
    return "activity"


def attendance(page: _Page) -> str:
    """A list of those who came."""
    heads = ["serial", "person", "organisation", "post", *(["sex"] if page.dice.random() < 0.7 else []), "contact", *(["signature"] if page.dice.random() < 0.6 else [])]
    _listed(page, heads, page.dice.choice((6, 12, 30)))
    return "attendance"


def register(page: _Page) -> str:
    """Who came to which session: numbers, dates or months as headings, marks below."""
    dice = page.dice
    _listed(page, ["serial", "person", *(["organisation"] if dice.random() < 0.5 else [])], dice.choice((8, 15, 30)))
    style, start = dice.randrange(3), page.width + 1
    count = 6 if style == 2 else dice.randrange(5, 13)
    for place in range(count):
        head: Value = (place + 1, date(2025, 3, 1) + timedelta(days=7 * place), WORDS["months"][page.language][place % 6])[style]
        page.put(1, start + place, head)
        for row in range(page.first, page.last + 1):
            page.put(row, start + place, dice.choice(("P", "A", "P", "P")))
    return "attendance"


def actions(page: _Page) -> str:
    """Who does what by when."""
    heads = [*(["serial"] if page.dice.random() < 0.6 else []), "action", "owner", "due", "progress", *(["description"] if page.dice.random() < 0.5 else [])]
    _listed(page, heads, page.dice.choice((4, 9, 25)))
    return "action_item"


def statistics(page: _Page) -> str:
    """Figures by place and year or sex, the country first or last."""
    dice, language = page.dice, page.language
    groups = dice.sample((2018, 2019, 2020, 2021, 2022, 2023), dice.randrange(2, 5))
    groups.sort()
    double = dice.random() < 0.6
    page.put(1, 1, page.heading("place"))
    if double:
        parts = [dice.choice(HEADINGS[what][language]) for what in ("participants_total", "female", "male")]
        for at, group in enumerate(groups):
            left = 2 + at * 3
            page.put(1, left, group)
            page.merges.append(Range(1, left, 1, left + 2))
            for place, text in enumerate(parts):
                page.put(2, left + place, text)
        if dice.random() < 0.7:
            page.merges.append(Range(1, 1, 2, 1))
        else:
            page.rows[2][1] = page.rows[1].pop(1)
        width = 1 + 3 * len(groups)
        page.header = (1, 2)
    else:
        for at, group in enumerate(groups):
            page.put(1, 2 + at, group if dice.random() < 0.7 else f"{group}")
        width = 1 + len(groups)
        page.header = (1, 1)
    page.first = page.header[1] + 1
    names = [f"{name} {part}".strip() for part in ("", "North", "South") for name in WORDS["where"][language]]
    for row, name in enumerate(names[: dice.choice((6, 9, 14))], page.first):
        page.put(row, 1, name)
        for column in range(2, width + 1):
            page.put(row, column, dice.choice((dice.randrange(100, 90_000), round(dice.random() * 100, 1), dice.randrange(100, 90_000), "-" if dice.random() < 0.2 else 7)))
        page.last = row
    page.heads = []
    return ""


def sexes(page: _Page) -> str:
    """Activities with women and men of several ages under two heading rows."""
    dice = page.dice
    heads = ["serial", "title", "place", "start"]
    ages = dice.choice((("15-19", "20-24", "25+"), ("0-17", "18-35", "36-59", "60+"), ("<18", "18+")))
    count = dice.choice((6, 12, 30))
    page.heads = [*heads, *["female"] * len(ages), *["male"] * len(ages), "participants_total"]
    merged = dice.random() < 0.7
    for column, what in enumerate(heads, 1):
        page.put(1, column, page.heading(what))
        if merged:
            page.merges.append(Range(1, column, 2, column))
    left = len(heads) + 1
    for sex in ("female", "male"):
        page.put(1, left, page.heading(sex))
        if merged:
            page.merges.append(Range(1, left, 1, left + len(ages) - 1))
        for place, age in enumerate(ages):
            page.put(2, left + place, age)
        left += len(ages)
    page.put(1, left, page.heading("participants_total"))
    for row in range(3, count + 3):
        for column, what in enumerate(page.heads, 1):
            page.put(row, column, _value(page, what, row - 2))
    page.header, page.first, page.last = (1, 2), 3, count + 2
    return "activity"


def plan(page: _Page) -> str:
    """A work plan: activities with crosses under the quarters."""
    dice = page.dice
    _listed(page, ["title", "owner"], dice.choice((6, 12, 20)))
    quarters = ("Q1", "Q2", "Q3", "Q4") if dice.random() < 0.6 else tuple(month[:3] for month in WORDS["months"][page.language])
    for place, quarter in enumerate(quarters, 3):
        page.put(1, place, quarter)
        for row in range(page.first, page.last + 1):
            page.put(row, place, "x" if dice.random() < 0.5 else None)
    page.put(1, 3 + len(quarters), page.heading("cost"))
    for row in range(page.first, page.last + 1):
        page.put(row, 3 + len(quarters), dice.randrange(1, 90) * 100_000)
    page.heads = ["title"]
    return "activity"


def framework(page: _Page) -> str:
    """Indicators with baseline and targets by year."""
    dice = page.dice
    _listed(page, ["indicator", "unit", "baseline"], dice.choice((5, 10, 22)))
    for place, year in enumerate((2025, 2026, 2027), 4):
        page.put(1, place, year if dice.random() < 0.5 else f"Target {year}")
        for row in range(page.first, page.last + 1):
            page.put(row, place, dice.randrange(100))
    page.heads = []
    return ""


def codes(page: _Page) -> str:
    """A list of places with codes and technical headings."""
    dice = page.dice
    heads = dice.choice((("ADM1_EN", "ADM1_PCODE", "ADM2_EN", "ADM2_PCODE"), ("region_code", "region", "district_code", "district"), ("Pcode", "Name", "Parent", "Population")))
    for column, head in enumerate(heads, 1):
        page.put(1, column, head)
    count = dice.choice((8, 20, 60))
    for row in range(2, count + 2):
        for column, head in enumerate(heads, 1):
            coded = "code" in head.lower()
            page.put(row, column, f"XX{row:02}{column}" if coded else dice.randrange(1000, 90_000) if head == "Population" else f"{page.say('where')} {row if column > 2 else ''}".strip())
    page.header, page.first, page.last, page.heads = (1, 1), 2, count + 1, []
    return ""


def bare(page: _Page) -> str:
    """A list without any heading."""
    for row in range(1, page.dice.choice((6, 15, 30)) + 1):
        for column, value in enumerate((row, page.say("where"), page.say("named"), page.dice.randrange(900)), 1):
            page.put(row, column, value)
        page.last = row
    page.first = 1
    return ""


def months(page: _Page) -> str:
    """Women and men by month: the months merged over two columns each."""
    dice = page.dice
    page.put(1, 1, page.heading("place"))
    merged = dice.random() < 0.8
    female, male = page.heading("female"), page.heading("male")
    names = WORDS["months"][page.language][: dice.choice((3, 6))]
    for place, month in enumerate(names):
        left = 2 + 2 * place
        page.put(1, left, month)
        page.put(2, left, female)
        page.put(2, left + 1, male)
        if merged:
            page.merges.append(Range(1, left, 1, left + 1))
    if merged:
        page.merges.append(Range(1, 1, 2, 1))
    page.header, page.first = (1, 2), 3
    for row, name in enumerate(WORDS["where"][page.language], 3):
        page.put(row, 1, name)
        for column in range(2, 2 + 2 * len(names)):
            page.put(row, column, dice.randrange(90))
        page.last = row
    return ""


def stacked(page: _Page) -> str:
    """Two tables one below the other, each with its title; the first is longer."""
    statistics(page)
    other = _Page(page.dice, page.language)
    statistics(other)
    other.rows = {row: cells for row, cells in other.rows.items() if row < other.first + 4}
    page.moved(1, 0)
    page.put(1, 1, page.say("titles"))
    down = page.last + page.dice.randrange(3, 5)
    page.put(down - 1, 1, page.say("titles"))
    for row, cells in other.rows.items():
        for column, value in cells.items():
            page.put(row + down - 1 + 1, column, value)
    page.merges += [Range(m.top + down, m.left, m.bottom + down, m.right) for m in other.merges]
    return ""


def beside(page: _Page) -> str:
    """Two lists side by side, a blank column between; that at the left is meant."""
    _listed(page, ["serial", "person", "contact"], page.dice.choice((6, 12)))
    for row in range(1, page.last + 1):
        for column, what in enumerate(("serial", "person", "contact"), 5):
            page.put(row, column, page.rows[1][column - 4] if row == 1 else _value(page, what, row - 1))
    return ""


def minutes(page: _Page) -> str:
    """Labels and values of a meeting above the list of those who came."""
    attendance(page)
    page.moved(5, 0)
    for row, text in enumerate(WORDS["keys"][page.language], 2):
        page.put(row, 1, text)
        page.put(row, 2, page.say("who"))
    page.put(1, 2, page.say("titles"))
    return "attendance"


def pivot(page: _Page) -> str:
    """What a pivot table leaves behind: filters above, a grand total below."""
    dice = page.dice
    heads = ("Row Labels", "Sum of Women", "Sum of Men", "Count of Activity")[: dice.choice((3, 4))]
    for row, (key, value) in enumerate((("Quarter", "Q1"), ("Partner", "(All)"))[: dice.randrange(1, 3)], 1):
        page.put(row, 1, key)
        page.put(row, 2, value)
    top = max(page.rows) + 2
    for column, head in enumerate(heads, 1):
        page.put(top, column, head)
    for row, name in enumerate([*WORDS["where"][page.language], "Grand Total"], top + 1):
        page.put(row, 1, name)
        for column in range(2, len(heads) + 1):
            page.put(row, column, dice.randrange(900))
        page.last = row
    page.header, page.first = (top, top), top + 1
    return ""


def budget(page: _Page) -> str:
    """Lines of a budget under the names of its parts, each part added up."""
    dice, language = page.dice, page.language
    heads = {
        "en": ("Code", "Budget line", "Unit", "Quantity", "Unit cost", "Total"), "sw": ("Na.", "Kasma", "Kipimo", "Idadi", "Bei", "Jumla"),
        "fr": ("N°", "Rubrique", "Unité", "Quantité", "Coût unitaire", "Total"), "ru": ("№", "Статья расходов", "Ед. изм.", "Количество", "Цена", "Сумма"),
        "bs": ("Rb.", "Stavka", "Jedinica", "Količina", "Cijena", "Iznos"),
    }[language]  # fmt: skip
    for column, head in enumerate(heads, 1):
        page.put(1, column, head)
    row = 2
    for part, text in enumerate(WORDS["sections"][language], 1):
        page.put(row, 1, str(part))
        page.put(row, 2, text)
        row += 1
        for line in range(1, dice.randrange(3, 6)):
            many, price = dice.randrange(1, 20), dice.randrange(1, 50) * 1000
            for column, value in enumerate((f"{part}.{line}", page.say("what"), dice.choice(("day", "person", "lump sum")), many, price, many * price), 1):
                page.put(row, column, value)
            row += 1
        page.put(row, 2, page.say("total"))
        page.put(row, 6, dice.randrange(1000) * 1000)
        row += 1
    page.header, page.first, page.last = (1, 1), 2, row - 1
    return ""


def survey(page: _Page) -> str:
    """Questions of a form with their types and names."""
    heads = ("type", "name", "label::English (en)", "label::Kiswahili (sw)", "required", "relevant")
    for column, head in enumerate(heads, 1):
        page.put(1, column, head)
    count = page.dice.choice((6, 15))
    for row in range(2, count + 2):
        line = (page.dice.choice(("text", "integer", "select_one yn", "date", "note")), f"q_{row}", f"{page.say('what')}?", None, page.dice.choice(("yes", None)), None)
        for column, value in enumerate(line, 1):
            page.put(row, column, value)
    page.header, page.first, page.last = (1, 1), 2, count + 1
    return ""


def threefold(page: _Page) -> str:
    """Three heading rows: participants, women and men, ages."""
    dice = page.dice
    heads = ["title", "place", "start"]
    ages = dice.choice((("15-24", "25+"), ("10-19", "20-34", "35+")))
    for column, what in enumerate(heads, 1):
        page.put(1, column, page.heading(what))
        page.merges.append(Range(1, column, 3, column))
    page.put(1, 4, {"en": "Participants", "sw": "Washiriki", "fr": "Participants", "ru": "Участники", "bs": "Učesnici"}[page.language])
    page.merges.append(Range(1, 4, 1, 3 + 2 * len(ages)))
    for block, sex in enumerate(("female", "male")):
        left = 4 + block * len(ages)
        page.put(2, left, page.heading(sex))
        page.merges.append(Range(2, left, 2, left + len(ages) - 1))
        for place, age in enumerate(ages):
            page.put(3, left + place, age)
    page.heads = [*heads, *["female"] * len(ages), *["male"] * len(ages)]
    count = dice.choice((5, 15))
    for row in range(4, count + 4):
        for column, what in enumerate(page.heads, 1):
            page.put(row, column, _value(page, what, row - 3))
    page.header, page.first, page.last = (1, 3), 4, count + 3
    return "activity"


TABLES: dict[str, Callable[[_Page], str]] = {
    "activities": activities, "attendance": attendance, "register": register, "actions": actions, "statistics": statistics, "sexes": sexes,
    "plan": plan, "framework": framework, "codes": codes, "bare": bare,
    "months": months, "stacked": stacked, "beside": beside, "minutes": minutes, "pivot": pivot, "budget": budget, "survey": survey,
    "threefold": threefold,
}  # fmt: skip


# -- what people do to tables ------------------------------------------------------------------------------------


def titled(page: _Page) -> None:
    """Titles above, near or with a blank row between, merged or not."""
    dice = page.dice
    lines = dice.sample(WORDS["titles"][page.language], dice.randrange(1, 4))
    gap = dice.randrange(0, 3)
    page.moved(len(lines) + gap, 0)
    for row, text in enumerate(lines, 1):
        page.put(row, page.left, text)
        if dice.random() < 0.5:
            page.merges.append(Range(row, page.left, row, page.left + max(1, page.width - 1)))


def keyed(page: _Page) -> None:
    """A block of labels and values above."""
    dice = page.dice
    labels = WORDS["keys"][page.language]
    page.moved(len(labels) + 1, 0)
    for row, text in enumerate(labels, 1):
        page.put(row, page.left, text)
        page.put(row, page.left + dice.randrange(1, 3), dice.choice((page.say("who"), page.say("where"), date(2025, 9, 30))))


def footed(page: _Page) -> None:
    """Notes below, right at the table or after a blank row."""
    for place, text in enumerate(page.dice.sample(WORDS["notes"][page.language], 2)):
        page.put(page.last + page.dice.randrange(1, 3) + place * 2, page.left, text)


def signed(page: _Page) -> None:
    """Who prepared and approved it."""
    for place, text in enumerate(WORDS["prepared"][page.language]):
        page.put(page.last + 2 + place, page.left, text)
        page.put(page.last + 2 + place, page.left + 1, page.say("named"))


def totalled(page: _Page) -> None:
    """A row that adds up the figures, right below the last row: the table ends with it."""
    figures = [
        column for column in page.rows[page.first]
        if all(isinstance(page.rows.get(row, {}).get(column), int) for row in range(page.first, page.last + 1)) and column > page.left + 1
    ]  # fmt: skip
    if not figures or page.last - page.first < 3:
        return
    row = page.last + 1
    page.put(row, page.left, page.say("total"))
    for column in figures:
        page.put(row, column, sum(value for r in range(page.first, row) if isinstance(value := page.rows[r].get(column), int)))
    page.last = row


def numbered(page: _Page) -> None:
    """A row under the header that numbers the columns, as forms have it; it belongs to the header."""
    row = page.header[1]
    if not row or len(page.rows[row]) < 3:
        return
    page.inserted(row + 1)
    style = page.dice.random()
    for place in range(page.width):
        page.put(row + 1, page.left + place, place + 1 if style < 0.7 else f"({place + 1})")


def tagged(page: _Page) -> None:
    """A row of HXL tags under the header."""
    if page.header[0] == page.header[1] != 0 and len(page.heads) >= 3:
        row = page.header[1]
        page.inserted(row + 1)
        for place, what in enumerate(page.heads):
            page.put(row + 1, page.left + place, TAGS.get(what, "#meta"))


def typed(page: _Page) -> None:
    """A row under the header that says how to fill the columns in."""
    if page.header[0] and page.header[0] == page.header[1] and page.width >= 3:
        row = page.header[1]
        page.inserted(row + 1)
        for place in range(page.width):
            page.put(row + 1, page.left + place, page.dice.choice(("(text)", "(free text)", "(choose from list)", "(dd/mm/yyyy)", "(number)")))


def sectioned(page: _Page) -> None:
    """Names of objectives between the rows, merged or not; the table begins with the first of them."""
    if not page.header[0] or page.last - page.first < 4 or page.width < 4:
        return
    middle = (page.first + page.last) // 2
    for at, text in ((middle, 1), (page.first, 0)):
        page.inserted(at)
        page.put(at, page.left, WORDS["sections"][page.language][text])
        if page.dice.random() < 0.6:
            page.merges.append(Range(at, page.left, at, page.left + page.width - 1))
    page.first = min(row for row in range(page.header[1] + 1, page.last) if WORDS["sections"][page.language][0] in page.rows.get(row, {}).values())


def gapped(page: _Page) -> None:
    """Blank rows among the rows, and one under the header."""
    if not page.header[0] or page.last - page.first < 5:
        return
    page.inserted((page.first + page.last) // 2 + 1)
    if page.dice.random() < 0.4:
        page.inserted(page.first)


def repeated(page: _Page) -> None:
    """The header again in the middle, as printed pages have it."""
    if page.header[0] == page.header[1] != 0 and page.last - page.first > 8:
        middle = (page.first + page.last) // 2
        page.inserted(middle)
        page.rows[middle] = dict(page.rows[page.header[1]])


def shouted(page: _Page) -> None:
    """Headings in capitals, broken in lines, with stars."""
    for row in range(page.header[0], page.header[1] + 1):
        for column, value in page.rows.get(row, {}).items():
            if isinstance(value, str):
                page.rows[row][column] = page.dice.choice((value.upper(), value.replace(" ", "\n", 1), f"{value} *", f" {value} "))


def shifted(page: _Page) -> None:
    """Empty rows above and columns before."""
    page.moved(page.dice.randrange(0, 5), page.dice.randrange(0, 3))


def texted(page: _Page) -> None:
    """Everything typed as text."""
    for row in range(page.first, page.last + 1):
        for column, value in page.rows.get(row, {}).items():
            if isinstance(value, date):
                page.rows[row][column] = value.strftime("%d.%m.%Y" if page.language in ("ru", "bs") else "%d/%m/%Y")
            elif isinstance(value, int):
                page.rows[row][column] = f"{value:,}".replace(",", " " if page.language in ("fr", "ru") else ",")


def noted(page: _Page) -> None:
    """Remarks beside the table, a column away."""
    right = page.left + page.width + 1
    for row, text in enumerate(WORDS["notes"][page.language], page.first):
        page.put(row, right, text)


def holed(page: _Page) -> None:
    """Cells left empty."""
    for row in range(page.first + 1, page.last):
        for column in [column for column in page.rows.get(row, {}) if column > page.left + 1]:
            if page.dice.random() < 0.25:
                del page.rows[row][column]


def spaced(page: _Page) -> None:
    """An empty column inside the table, to make room."""
    if page.width < 5 or page.merges or not page.header[0]:
        return
    at = page.left + 2
    page.rows = {row: {column + (column >= at): value for column, value in cells.items()} for row, cells in page.rows.items()}
    if len(page.heads) > 2:
        page.heads.insert(2, "signature")


def instructed(page: _Page) -> None:
    """Headings that say at length how they are to be filled in."""
    row = page.header[1]
    for column, value in page.rows.get(row, {}).items():
        if isinstance(value, str) and page.dice.random() < 0.5:
            page.rows[row][column] = f"{value}\n(Please fill in as agreed with the secretariat; write one entry in each cell and leave no cell empty)"


def upended(page: _Page) -> None:
    """Sums above the headings."""
    if not page.header[0] or page.header[0] != page.header[1]:
        return
    figures = [column for column, value in page.rows[page.last].items() if isinstance(value, int) and column > page.left]
    if not figures:
        return
    page.inserted(page.header[0])
    top = page.header[0] - 1
    page.put(top, page.left, page.say("total"))
    for column in figures:
        page.put(top, column, sum(value for r in range(page.first, page.last + 1) if isinstance(value := page.rows.get(r, {}).get(column), int)))


def placeheld(page: _Page) -> None:
    """A heading that some program made up."""
    row = page.header[1]
    if row and len(page.rows[row]) > 3:
        page.put(row, max(page.rows[row]), f"Column{len(page.rows[row])}")
        if page.heads:
            page.heads[-1] = "signature"


DEEDS: dict[str, Callable[[_Page], None]] = {
    "spaced": spaced, "instructed": instructed, "placeheld": placeheld, "upended": upended,
    "numbered": numbered, "tagged": tagged, "typed": typed, "holed": holed, "texted": texted, "sectioned": sectioned, "gapped": gapped,
    "repeated": repeated, "shouted": shouted, "totalled": totalled, "footed": footed, "signed": signed, "noted": noted, "keyed": keyed,
    "titled": titled, "shifted": shifted,
}  # fmt: skip
APART = (("upended", "texted", "totalled"), ("spaced", "noted"), ("upended", "keyed"), ("numbered", "tagged", "typed"), ("footed", "signed"), ("sectioned", "repeated"), ("totalled", "texted"))  # not both


ALONE = ("bare", "stacked", "beside", "pivot", "budget")  # nothing else is done to these


def book(number: int, *, table: str = "", deeds: Sequence[str] | None = None) -> Book:
    """The book of a number; `table` and `deeds` may be said."""
    dice = random.Random(number)
    language = dice.choice(LANGUAGES)
    name = table or dice.choice(list(TABLES))
    wanted = list(deeds) if deeds is not None else dice.sample(list(DEEDS), dice.randrange(0, 5))
    for group in APART:
        for extra in [deed for deed in wanted if deed in group][1:]:
            wanted.remove(extra)
    page = _Page(dice, language)
    kind = TABLES[name](page)
    done = [deed for deed in DEEDS if deed in wanted and (name not in ALONE or deed in ("shifted", "shouted"))]
    for deed in done:
        DEEDS[deed](page)
    sheets = [page.sheet("Data")]
    if dice.random() < 0.25:
        cover = _Page(dice, language)
        for row, text in enumerate((*WORDS["titles"][language], *WORDS["notes"][language]), 2):
            cover.put(row, 2, text)
        sheets.insert(0, cover.sheet("Cover"))
    if dice.random() < 0.25:
        lists = _Page(dice, language)
        for column, what in enumerate(("where", "who", "state"), 1):
            for row, text in enumerate(WORDS[what][language], 1):
                lists.put(row, column, text)
        hidden = lists.sheet("Lists")
        hidden.hidden = dice.random() < 0.6
        sheets.append(hidden)
    fields = {
        page.left + place: FIELDS.get(what, what)
        for place, what in enumerate(page.heads)
        if what not in ("serial", "signature", "unit", "baseline") and kind
    }
    if kind == "attendance" and "signature" not in page.heads and name != "register":
        kind = "attendance person"  # names, posts and telephones alone may be either
    if kind in ("attendance", "action_item"):
        fields = {column: {"progress": "action_state", "description": "description"}.get(what, what) for column, what in fields.items()}
    return Book(
        f"{number}: {language} {name} {' '.join(done)}", Staging("book.xlsx", "xlsx", sheets), "Data", page.header, page.first, page.last,
        frozenset(kind.split()), fields,
    )  # fmt: skip
