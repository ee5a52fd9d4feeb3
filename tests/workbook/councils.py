"""Sheets in the ways that offices of several countries keep them, written out by hand, each with what is to be found on it.

Unlike `layouts.py` nothing here is drawn by lot: titles of ministries, signatures, signs for nothing, groups of columns,
plans by quarter, registers, minutes and statistics as they are met in councils of Tanzania, Kenya, Burkina Faso,
Kazakhstan, Bosnia and Herzegovina and the Pacific.  Names are made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gedesk.workbook.staging import Range, Sheet, Staging

N = None


@dataclass(frozen=True)
class Council:
    """A sheet and its label: header rows, first and last row of data, kinds that are right, fields by column letter."""

    name: str
    rows: list[list[Any]]
    header: tuple[int, int]
    first: int
    last: int
    kinds: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()

    def staging(self) -> Staging:
        """The workbook as it is read."""
        rows = {number: list(row) for number, row in enumerate(self.rows, 1) if any(value is not None for value in row)}
        return Staging(f"{self.name}.xlsx", "xlsx", [Sheet("Sheet1", rows=rows, merges=[Range(*merge) for merge in self.merges])])


def _d(month: int, day: int, year: int = 2025) -> date:
    return date(year, month, day)


COUNCILS: tuple[Council, ...] = (
    Council(
        "tz_robo_mwaka",
        [
            [N, "JAMHURI YA MUUNGANO WA TANZANIA"], [N, "OFISI YA RAIS - TAWALA ZA MIKOA NA SERIKALI ZA MITAA"], [N, "HALMASHAURI YA WILAYA YA MOSHI"],
            [N, "TAARIFA YA UTEKELEZAJI WA SHUGHULI ZA DAWATI LA JINSIA ROBO YA KWANZA 2025/2026"], [],
            ["Na.", "Shughuli", "Kata", "Tarehe", "Walengwa", N, N, "Bajeti (Tsh)", "Changamoto", "Maoni"],
            [N, N, N, N, "Ke", "Me", "Jumla", N, N, N],
            [1, "Mafunzo ya ukatili wa kijinsia", "Kibosho", "12/07/2025", 34, 12, 46, 1200000, "Mvua", N],
            [2, "Uundaji wa majukwaa ya wanawake", "Uru", "20/07/2025", 50, 3, 53, 800000, N, "Iendelee"],
            [3, "Kutoa elimu ya mikopo ya 10%", "Old Moshi", "02/08/2025", 61, 20, 81, 450000, N, N],
            [4, "Ziara ya ufuatiliaji wa vikundi", "Marangu", "15/09/2025", 22, 9, 31, 600000, "Usafiri", N],
            [N, "JUMLA", N, N, 167, 44, 211, 3050000], [],
            [N, "Imeandaliwa na:", "A. Mrema", N, N, "Imeidhinishwa na:", N, "Mkurugenzi Mtendaji"],
        ],
        (6, 7), 8, 12, ("activity",), {"B": "title", "D": "start", "E": "participants", "F": "participants", "H": "cost"},
        ((2, 2, 2, 9), (3, 2, 3, 9), (4, 2, 4, 9), (6, 5, 6, 7)),
    ),
    Council(
        "tz_vikundi",
        [
            ["ORODHA YA VIKUNDI VYA WANAWAKE VILIVYOPATA MKOPO"],
            ["S/N", "JINA LA KIKUNDI", "KATA", "AINA", "SIMU YA MWENYEKITI", "IDADI YA WANACHAMA"],
            [1, "UMOJA NI NGUVU", "KIBOSHO", "Kikundi", "0754000111", 12], [2, "TUMAINI", "URU", "Kikundi", "0754000112", 9],
            [3, "MSHIKAMANO", "URU", "Kikundi", "0754000113", 10], [4, "AMANI", "MARANGU", "Kikundi", "0754000114", 15],
        ],
        (2, 2), 3, 6, ("organisation", "person", "committee"), {"B": "name"}, ((1, 1, 1, 6),),
    ),
    Council(
        "tz_mpango_kazi",
        [
            ["MPANGO KAZI WA KAMATI YA KIZAZI CHENYE USAWA 2025/26"], [],
            ["Lengo", "Shughuli", "Mhusika", "Muda wa utekelezaji", N, N, N, "Kiasi (TZS)"], [N, N, N, "R1", "R2", "R3", "R4", N],
            ["Haki za kiuchumi", "Mafunzo ya ujasiriamali", "Afisa Maendeleo", "x", N, "x", N, "2,500,000"],
            [N, "Maonesho ya bidhaa", "Afisa Biashara", N, "x", N, N, "1,000,000"],
            ["Ukatili wa kijinsia", "Mdahalo wa wanafunzi", "Dawati la Jinsia", "x", "x", "x", "x", "750,000"],
            [N, "Kipindi cha redio", "Dawati la Jinsia", N, "x", N, "x", "1,800,000"], ["Uongozi", "Semina ya madiwani", "Mkurugenzi", N, N, "x", N, "3,000,000"],
        ],
        (3, 4), 5, 9, ("activity",), {"B": "title", "H": "cost"}, ((1, 1, 1, 8), (3, 4, 3, 7), (5, 1, 6, 1), (7, 1, 8, 1)),
    ),
    Council(
        "ke_county_tracker",
        [
            ["KITUI COUNTY GOVERNMENT", N, N, N, N, N, N], ["GENDER SECTOR WORKING GROUP - ACTIVITY TRACKER FY 2025/26"], ["Updated: 30/09/2025"],
            ["No", "Activity", "Sub County", "Ward", "Partner", "Start Date", "End Date", "Male", "Female", "PWD", "Budget (KES)", "Status", "Remarks"],
            [1, "Sensitisation on FGM", "Mwingi North", "Ngomeni", "World Vision", _d(7, 4), _d(7, 6), 23, 45, 2, 150000, "Complete", N],
            [2, "Sanitary towels distribution", "Kitui Rural", "Yatta", "County", _d(7, 14), _d(7, 14), 0, 340, 11, 98000, "Complete", N],
            [3, "Girls mentorship", "Kitui East", "Zombe", "ActionAid", _d(8, 4), _d(8, 9), 12, 66, 1, 210000, "Ongoing", "2 schools left"],
            [4, "Paralegal training", "Mwingi West", "Migwani", "FIDA", _d(9, 1), _d(9, 5), 14, 19, 0, 320000, "Not started", N],
        ],
        (4, 4), 5, 8, ("activity",),
        {"B": "title", "E": "partners|implementers", "F": "start", "G": "end", "H": "participants", "I": "participants", "K": "cost", "L": "progress"},
        ((1, 1, 1, 13), (2, 1, 2, 13)),
    ),
    Council(
        "ke_gbv_cases",
        [
            ["County", "Cases reported 2023", N, N, "Cases reported 2024", N, N], [N, "Male", "Female", "Total", "Male", "Female", "Total"],
            ["Kitui", 21, 210, 231, 30, 260, 290], ["Machakos", 44, 390, 434, 41, 402, 443], ["Makueni", 12, 180, 192, 18, 201, 219],
            ["Embu", 10, 95, 105, 14, 120, 134], ["Total", 87, 875, 962, 103, 983, 1086], ["Source: Police returns"],
        ],
        (1, 2), 3, 7, (), {}, ((1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 1, 7)),
    ),
    Council(
        "ke_attendance",
        [
            ["ATTENDANCE LIST"], ["Event:", "County gender technical working group"], ["Venue:", "Garden Hotel, Machakos"], ["Date:", "14th August 2025"], [],
            ["S/No.", "NAME", "ID NO.", "ORGANIZATION", "DESIGNATION", "GENDER", "PHONE", "EMAIL", "SIGNATURE"],
            [1, "Jane Mutua", 22334455, "County", "Gender Officer", "F", "0722000001", "jm@example.org", N],
            [2, "Peter Musyoka", 22334456, "NGEC", "Programme Officer", "M", "0722000002", "pm@example.org", N],
            [3, "Faith Ndunge", 22334457, "FIDA", "Advocate", "F", "0722000003", N, N], [4, N, N, N, N, N, N, N, N], [5, N, N, N, N, N, N, N, N],
        ],
        (6, 6), 7, 11, ("attendance",), {"B": "name_written", "D": "organisation", "F": "sex", "G": "contact"}, ((1, 1, 1, 9),),
    ),
    Council(
        "bf_ptba",
        [
            ["BURKINA FASO"], ["Unité – Progrès – Justice"], ["PROVINCE DU KADIOGO"], [], ["PROGRAMME DE TRAVAIL ET BUDGET ANNUEL (PTBA) 2025"], [],
            ["Code", "Activités", "Indicateurs de produits", "Périodes d'exécution", N, N, N, "Structure responsable", "Coût (milliers FCFA)", "Source de financement"],
            [N, N, N, "T1", "T2", "T3", "T4", N, N, N], ["Axe 1 : Autonomisation économique"],
            ["1.1", "Former 50 femmes en gestion", "Nombre de femmes formées", "X", "X", N, N, "DPFSNAH", 2500, "État"],
            ["1.2", "Appuyer 10 AGR", "Nombre d'AGR", N, "X", "X", N, "DPFSNAH", 10000, "PTF"], ["Axe 2 : Lutte contre les VBG"],
            ["2.1", "Organiser 4 causeries", "Nombre de causeries", "X", "X", "X", "X", "Mairie", 800, "État"],
            ["2.2", "Équiper un centre", "Centre équipé", N, N, "X", N, "DPFSNAH", 4500, "UNFPA"], ["TOTAL", N, N, N, N, N, N, N, 17800, N],
        ],
        (7, 8), 9, 15, ("activity",), {"B": "title", "I": "cost"},
        ((7, 4, 7, 7), (9, 1, 9, 10), (12, 1, 12, 10), (7, 1, 8, 1), (7, 2, 8, 2), (7, 3, 8, 3), (7, 8, 8, 8), (7, 9, 8, 9), (7, 10, 8, 10)),
    ),
    Council(
        "bf_bilan",
        [
            ["Bilan des activités du 2e trimestre 2025"], ["N° d'ordre", "Activités menées", "Lieu", "Date", "Femmes touchées", "Hommes touchés", "Total touché", "Partenaire", "Observations"],
            [1, "Sensibilisation sur le mariage d'enfants", "Saaba", "12/04/2025", 120, 45, 165, "UNICEF", "RAS"], [2, "Remise de kits", "Komsilga", "25/04/2025", 40, N, 40, "UNFPA", N],
            [3, "Journée portes ouvertes", "Pabré", "08/05/2025", 210, 90, 300, N, "Forte affluence"], [4, "Plaidoyer auprès des chefs", "Tanghin", "13/06/2025", 8, 22, 30, "Oxfam", N],
            ["NB : les données du mois de juin sont provisoires"],
        ],
        (2, 2), 3, 6, ("activity",), {"B": "title", "D": "start", "E": "participants", "F": "participants", "G": "participants_total", "H": "partners|implementers", "I": "description"},
        ((1, 1, 1, 9),),
    ),
    Council(
        "kz_plan",
        [
            [N, N, N, N, N, N, "Приложение 1"], [N, N, N, N, N, N, "к распоряжению акима области"], [N, N, N, N, N, N, "от 5 февраля 2025 года № 12"], [],
            ["План мероприятий по обеспечению гендерного равенства на 2025 год"], [],
            ["№ п/п", "Наименование мероприятия", "Форма завершения", "Ответственные исполнители", "Срок исполнения", "Объём финансирования, тыс. тенге", "Источник финансирования"],
            [1, 2, 3, 4, 5, 6, 7], ["1. Экономические права женщин"], ["1.1", "Проведение ярмарки вакансий", "Информация", "Управление занятости", "II квартал 2025 года", 350, "МБ"],
            ["1.2", "Обучение предпринимательству", "Отчёт", "Палата предпринимателей", "в течение года", 1200, "РБ"], ["2. Предупреждение бытового насилия"],
            ["2.1", "Информационная кампания", "Информация", "Управление по делам молодёжи", "ноябрь 2025 года", 500, "МБ"],
            ["2.2", "Поддержка кризисного центра", "Договор", "Управление соцзащиты", "ежеквартально", "не требуется", "-"],
        ],
        (7, 7), 9, 14, ("activity", "action_item"), {"B": "title"}, ((5, 1, 5, 7), (9, 1, 9, 7), (12, 1, 12, 7)),
    ),
    Council(
        "kz_svedenia",
        [
            ["Сведения о численности женщин на руководящих должностях"], ["человек"], [],
            ["Регион", "2021", "2022", "2023", "2024"], ["Республика Казахстан", 12034, 12310, 12877, 13001], ["Абай", "…", 540, 555, 571], ["Акмолинская", 610, 622, 640, 651],
            ["Актюбинская", 702, 705, 711, 730], ["Алматинская", 830, 811, 823, 840], ["г. Астана", 1500, 1544, 1602, 1650], [],
            ["Источник: Бюро национальной статистики"], ["Исполнитель: Ахметова А., тел. 74-90-11"],
        ],
        (4, 4), 5, 10, (), {}, ((1, 1, 1, 5),),
    ),
    Council(
        "kz_kazakh_list",
        [
            ["Іс-шараға қатысушылар тізімі"], ["Өткізілген күні: 12.03.2025 ж."],
            ["№", "Аты-жөні", "Лауазымы", "Ұйым", "Телефон", "Қолы"], [1, "Әлия Серікқызы", "Маман", "Әкімдік", "87010001122", N],
            [2, "Нұрлан Болатов", "Директор", "Қор", "87010001123", N], [3, "Айгүл Сапар", "Заңгер", "Орталық", "87010001124", N],
        ],
        (3, 3), 4, 6, ("attendance", "person"), {}, ((1, 1, 1, 6),),
    ),
    Council(
        "ba_akcioni_plan",
        [
            ["BOSNA I HERCEGOVINA"], ["FEDERACIJA BOSNE I HERCEGOVINE"], ["ZENIČKO-DOBOJSKI KANTON"], ["GENDER AKCIONI PLAN 2025-2027"], [],
            ["R.br.", "Mjera", "Aktivnost", "Nosilac aktivnosti", "Rok", "Potrebna sredstva (KM)", "Izvor sredstava", "Indikator"],
            ["1.", "Jednake mogućnosti", "Obuka nastavnika", "Ministarstvo obrazovanja", "31.12.2025.", "5.000,00", "Budžet", "broj obuka"],
            [N, N, "Izrada priručnika", "Pedagoški zavod", "30.6.2026.", "3.500,00", "Donatori", "priručnik"],
            ["2.", "Sprečavanje nasilja", "SOS telefon", "Centar za socijalni rad", "kontinuirano", "12.000,00", "Budžet", "broj poziva"],
            [N, N, "Sigurna kuća", "NVO Medica", "31.12.2026.", "40.000,00", "Budžet/donatori", "broj korisnica"],
            ["UKUPNO", N, N, N, N, "60.500,00", N, N],
        ],
        (6, 6), 7, 11, ("activity",), {"C": "title", "D": "implementers|responsible", "F": "cost"}, ((1, 1, 1, 8), (2, 1, 2, 8), (3, 1, 3, 8), (4, 1, 4, 8), (7, 1, 8, 1), (7, 2, 8, 2), (9, 1, 10, 1), (9, 2, 10, 2)),
    ),
    Council(
        "ba_spisak",
        [
            ["Spisak učesnika/ca", N, N, N, N], ["Radionica:", "Rodno budžetiranje", N, N, N], ["Datum i mjesto:", "14.5.2025. Zenica", N, N, N], [],
            ["Rb", "Ime i prezime", "Institucija", "E-mail", "Potpis"], [1, "Amra Softić", "Općina Zenica", "amra@example.org", N], [2, "Dragan Ilić", "Grad Doboj", "dragan@example.org", N],
            [3, "Lejla Hodžić", "Kanton ZDK", "lejla@example.org", N],
        ],
        (5, 5), 6, 8, ("attendance",), {"B": "name_written", "C": "organisation"},
    ),
    Council(
        "ba_pokazatelji",
        [
            ["Tabela 2. Učešće žena u općinskim vijećima"], ["Općina", "Ukupno vijećnika", "Žene", N, "Muškarci", N], [N, N, "Broj", "%", "Broj", "%"],
            ["Zenica", 31, 9, 29.0, 22, 71.0], ["Visoko", 25, 6, 24.0, 19, 76.0], ["Tešanj", 25, 5, 20.0, 20, 80.0], ["Maglaj", 23, 4, 17.4, 19, 82.6], ["Ukupno", 104, 24, 23.1, 80, 76.9],
            [], ["Izvor: Centralna izborna komisija"],
        ],
        (2, 3), 4, 8, (), {}, ((2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 2, 6)),
    ),
    Council(
        "pac_islands",
        [
            ["Pacific Gender Equality Partnership – activity report", N, N, N, N, N], ["Country: Fiji", N, N, "Reporting officer: S. Tavola"], [],
            ["Output", "Activity", "Island / Province", "When", "# Women", "# Men", "Spent (FJD)", "Comments"],
            ["Output 1", "Market vendor training", "Ba", "Feb 2025", 45, 3, "4,500.00", N], ["Output 1", "Savings clubs launched", "Rewa", "March 2025", 60, N, "1,250.50", "10 clubs"],
            ["Output 2", "Legal literacy", "Macuata", "14-16 May 2025", 30, 12, "8,900.00", N], ["Output 2", "Radio talkback", "National", "June 2025", N, N, "700.00", "est. 5,000 listeners"],
        ],
        (4, 4), 5, 8, ("activity",), {"B": "title", "D": "start", "E": "participants", "F": "participants", "G": "cost", "H": "description"}, ((1, 1, 1, 8),),
    ),
    Council(
        "asia_logframe",
        [
            ["RESULTS FRAMEWORK"], ["Result statement", "Indicator", "Baseline (2023)", "Target", "Actual", "Source of data", "Frequency"],
            ["Outcome 1: Women lead", "% of seats held by women", 18, 30, 22, "Election office", "Annual"], [N, "Number of women trained", 0, 500, 310, "Project records", "Quarterly"],
            ["Outcome 2: Safe homes", "Number of shelters", 4, 12, 7, "Ministry", "Annual"], [N, "Calls to the helpline", 1200, 4000, 3950, "Helpline log", "Monthly"],
        ],
        (2, 2), 3, 6, ("result", "indicator"), {"B": "indicator|name", "C": "baseline|", "F": "data_source|source_text"}, ((1, 1, 1, 7), (3, 1, 4, 1), (5, 1, 6, 1)),
    ),
    Council(
        "tz_maazimio",
        [
            ["MAAZIMIO YA KIKAO CHA KAMATI YA USIMAMIZI KILICHOFANYIKA TAREHE 12/08/2025"], [],
            ["NA", "AZIMIO", "MHUSIKA", "MUDA WA UTEKELEZAJI", "HALI YA UTEKELEZAJI"],
            [1, "Kuandaa takwimu za jinsia za kila kata", "Afisa Takwimu", "30/09/2025", "Imekamilika"], [2, "Kufanya ziara katika shule tano", "Afisa Elimu", "15/10/2025", "Inaendelea"],
            [3, "Kuwasilisha bajeti ya dawati", "Mweka Hazina", "31/10/2025", "Haijaanza"], [4, "Kuunda vikundi vya wanaume mabalozi", "Afisa Maendeleo", "30/11/2025", "Inaendelea"],
        ],
        (3, 3), 4, 7, ("action_item", "decision"), {"B": "title"}, ((1, 1, 1, 5),),
    ),
    Council(
        "ke_funding",
        [
            ["S/N", "Development Partner", "Project title", "Amount (KES Millions)", "Start", "End", "Counties covered", "Contact person"],
            [1, "UN Women", "Let it not happen again", 120.5, _d(1, 1, 2024), _d(12, 31, 2026), "Kitui; Bungoma", "J. Otieno"], [2, "Embassy of Finland", "Women's leadership", 80, _d(7, 1, 2023), _d(6, 30, 2027), "All", "M. Virtanen"],
            [3, "UNFPA", "FGM joint programme", 43.2, _d(1, 1, 2025), _d(12, 31, 2025), "Narok; Samburu", "A. Lekuta"],
        ],
        (1, 1), 2, 4, ("funding", "programme", "activity"), {"C": "title", "E": "start|from_day", "F": "end|to_day"},
    ),
    Council(
        "bf_comite",
        [
            ["Liste des membres du comité communal de lutte contre les VBG"], [],
            ["N°", "Nom et prénom(s)", "Sexe", "Structure représentée", "Fonction dans le comité", "Téléphone"],
            [1, "OUEDRAOGO Awa", "F", "Mairie", "Présidente", "70 00 00 01"], [2, "SAWADOGO Issa", "M", "Police", "Rapporteur", "70 00 00 02"],
            [3, "TRAORE Fatou", "F", "Association des femmes", "Membre", "70 00 00 03"], [4, "KABORE Jean", "M", "Santé", "Membre", "70 00 00 04"],
        ],
        (3, 3), 4, 7, ("membership", "person", "attendance"), {"B": "person|name|name_written", "C": "person|sex"},
    ),
    Council(
        "ru_otchet_months",
        [
            ["Отчет по охвату женщин консультациями за 2025 год"], [],
            ["Район", "Январь", N, "Февраль", N, "Март", N, "Итого", N], [N, "Ж", "М", "Ж", "М", "Ж", "М", "Ж", "М"],
            ["Абайский", 12, 3, 14, 2, 20, 5, 46, 10], ["Аксуский", 8, 1, 9, 0, 11, 2, 28, 3], ["Жарминский", 20, 6, 18, 7, 25, 4, 63, 17], ["Всего", 40, 10, 41, 9, 56, 11, 137, 30],
        ],
        (3, 4), 5, 8, (), {}, ((1, 1, 1, 9), (3, 1, 4, 1), (3, 2, 3, 3), (3, 4, 3, 5), (3, 6, 3, 7), (3, 8, 3, 9)),
    ),
    Council(
        "ke_units_below",
        [
            ["Ward", "Women reached", "Men reached", "Distance", "Budget"], [N, "(no.)", "(no.)", "(km)", "(KES)"],
            ["Ngomeni", 34, 12, 45.5, 120000], ["Kyuso", 45, 20, 30, 90000], ["Tseikuru", 12, 6, 88, 45000], ["Mumoni", 20, 19, 70.5, 60000],
        ],
        (1, 1), 3, 6, ("activity",), {"B": "participants", "C": "participants"},
    ),
    Council(
        "tz_keys_in_pairs",
        [
            ["Mkoa:", "Kilimanjaro", N, "Robo:", "Ya pili"], ["Halmashauri:", "Rombo DC", N, "Mwaka:", "2025/26"], ["Mtoa taarifa:", "J. Shayo", N, "Simu:", "0754000000"], [],
            [N, "Shughuli iliyofanyika", "Tarehe", "Wanawake", "Wanaume", "Jumla", "Matokeo"],
            [1, "Mafunzo ya VICOBA", _d(10, 3), 20, 4, 24, "Vikundi 2 vimeundwa"], [2, "Mkutano wa hadhara", _d(10, 21), 110, 95, 205, N], [3, "Siku 16 za kupinga ukatili", _d(11, 25), 300, 210, 510, "Maandamano"],
            [4, "Ziara ya DC", _d(12, 2), 15, 10, 25, N],
        ],
        (5, 5), 6, 9, ("activity",), {"B": "title", "C": "start", "D": "participants", "E": "participants", "F": "participants_total"},
    ),
    Council(
        "ke_sessions_by_day",
        [
            ["Mentorship programme – attendance register"], [], ["Name", "School", "Class", _d(3, 4), _d(3, 11), _d(3, 18), _d(3, 25)],
            ["Mercy Kilonzo", "Kyuso Girls", "F2", "P", "P", "A", "P"], ["Ruth Mwende", "Kyuso Girls", "F2", "P", "A", "A", "P"], ["Anne Nzula", "Migwani", "F3", "P", "P", "P", "P"],
            ["Joy Kavata", "Migwani", "F3", "A", "P", "P", "P"],
        ],
        (3, 3), 4, 7, ("attendance",), {"A": "name_written", "D": "status", "G": "status"}, ((1, 1, 1, 7),),
    ),
    Council(
        "en_long_preamble",
        [
            ["Guidance for filling in this sheet"], ["1. Report only activities that were completed in the quarter and that were paid from the gender budget of the council."],
            ["2. Count every person once, even if she took part in several sessions of the same training during the quarter."], ["3. Leave no row empty. Do not merge cells. Send the sheet to the region before the tenth of the month."],
            ["4. Amounts are in shillings."], [], ["Council", "Activity", "Start", "End", "F", "M", "Amount spent"],
            ["Kinondoni MC", "Parenting sessions", "01/07/2025", "05/07/2025", 23, 10, 500000], ["Ubungo MC", "Football for peace", "13/07/2025", "13/07/2025", 44, 60, 750000],
            ["Temeke MC", "Loans follow-up", "20/08/2025", "22/08/2025", 12, 3, 90000],
        ],
        (7, 7), 8, 10, ("activity",), {"A": "place", "B": "title", "C": "start", "D": "end", "E": "participants", "F": "participants", "G": "cost"},
    ),
    Council(
        "sw_signed_at_once",
        [
            ["Jina la kikundi", "Kijiji", "Wanachama Ke", "Wanachama Me", "Kiasi cha mkopo"], ["Upendo", "Mabogini", 10, 0, 3000000], ["Juhudi", "Kahe", 8, 2, 2500000], ["Faraja", "Arusha Chini", 12, 3, 4000000],
            ["Nguvu Kazi", "Mabogini", 5, 5, 2000000], ["Imeandaliwa na: Afisa Maendeleo ya Jamii"], ["Tarehe: 30/09/2025"],
        ],
        (1, 1), 2, 5, (), {},
    ),
    Council(
        "fr_total_first",
        [
            ["Région", "Cas enregistrés", "dont femmes", "dont filles", "Pris en charge"], ["Ensemble du pays", 1200, 700, 400, 900], ["Boucle du Mouhoun", 200, 120, 60, 150], ["Cascades", 150, 80, 50, 110],
            ["Centre", 400, 240, 130, 320], ["Est", 250, 140, 90, 180], ["Nord", 200, 120, 70, 140],
        ],
        (1, 1), 2, 7, (), {},
    ),
    Council(
        "en_survey_export",
        [
            ["start", "end", "q1_district", "q2_respondent_age", "q3_sex", "q4_owns_land", "_id", "_uuid"], ["start", "end", "District", "Age of respondent", "Sex of respondent", "Do you own land?", N, N],
            ["2025-03-04T08:00:00", "2025-03-04T08:20:00", "Moshi", 34, "female", "yes", 101, "a-1"], ["2025-03-04T09:00:00", "2025-03-04T09:18:00", "Moshi", 51, "female", "no", 102, "a-2"],
            ["2025-03-05T08:10:00", "2025-03-05T08:31:00", "Rombo", 28, "male", "yes", 103, "a-3"], ["2025-03-05T10:00:00", "2025-03-05T10:25:00", "Hai", 45, "female", "no", 104, "a-4"],
        ],
        (1, 1), 3, 6, (), {},
    ),
    Council(
        "ru_signatures_and_units",
        [
            [N, N, N, N, "УТВЕРЖДАЮ"], [N, N, N, N, "Руководитель управления"], [N, N, N, N, "_____________ Сатпаев К."], [], ["Информация о проведённых мероприятиях за I полугодие 2025 года"], [],
            ["№", "Мероприятие", "Дата и место проведения", "Количество участников", N, "Затраты,\nтыс. тг", "Примечание"], [N, N, N, "всего", "в т. ч. женщин", N, N],
            [1, "Семинар по правам женщин", "12.02.2025, Дом культуры", 60, 55, 120, N], [2, "Круглый стол", "05.03.2025, акимат", 30, 22, 0, "с участием НПО"], [3, "Ярмарка", "16.05.2025, площадь", 400, 260, 800, N],
        ],
        (7, 8), 9, 11, ("activity",), {"B": "title", "F": "cost", "G": "description"}, ((5, 1, 5, 7), (7, 4, 7, 5), (7, 1, 8, 1), (7, 2, 8, 2), (7, 3, 8, 3), (7, 6, 8, 6), (7, 7, 8, 7)),
    ),
    Council(
        "bs_two_beside",
        [
            ["Donatori", "Iznos (KM)", N, "Partneri", "Telefon"], ["UN Women", "12.000,00", N, "Lara", "051 111 222"], ["Švedska", "30.000,00", N, "Medica", "032 222 333"], ["EU", "75.000,00", N, "Horizonti", "035 333 444"],
        ],
        (1, 1), 2, 4, (), {},
    ),
    Council(
        "en_ward_blocks",
        [
            ["Ward: Kibosho"], ["Activity", "Date", "Women", "Men"], ["Training", _d(5, 1), 10, 3], ["Dialogue", _d(5, 9), 20, 8], [],
            ["Ward: Uru"], ["Activity", "Date", "Women", "Men"], ["Training", _d(5, 14), 14, 2], ["Radio", _d(5, 20), N, N], ["Clinic", _d(5, 28), 31, 4],
        ],
        (2, 2), 3, 4, ("activity",), {"A": "title", "B": "start", "C": "participants", "D": "participants"},
    ),
    Council(
        "en_minutes_register",
        [
            ["Register of meetings of the steering committee"], [],
            ["Meeting no.", "Date", "Venue", "Chairperson", "Members present", "Apologies", "Key decisions", "Next meeting"],
            ["1/2025", _d(1, 14), "Boma Hall", "Hon. R. Mushi", 14, 2, "Workplan approved", _d(4, 15)], ["2/2025", _d(4, 15), "Boma Hall", "Hon. R. Mushi", 12, 4, "Budget revised", _d(7, 15)],
            ["3/2025", _d(7, 15), "Council chamber", "Dr S. Lema", 15, 1, "New members admitted", _d(10, 14)],
        ],
        (3, 3), 4, 6, ("meeting",), {"B": "start", "C": "venue|place"},
    ),
    Council(  # fiscal quarters across, section rows by objective, totals in the middle
        "tz_bajeti_robo",
        [
            [N, "HALMASHAURI YA MANISPAA YA ILALA"], [N, "MPANGO NA BAJETI YA JINSIA 2025/26"], [],
            ["Na.", "Shughuli iliyopangwa", "Mtekelezaji", "Bajeti (TZS)", "Utekelezaji kwa robo", N, N, N, "Hali"],
            [N, N, N, N, "Robo I", "Robo II", "Robo III", "Robo IV", N],
            [N, "LENGO A: Kuongeza ushiriki wa wanawake"],
            [1, "Mafunzo ya uongozi kwa wanawake", "Idara ya Maendeleo", 4500000, "x", N, "x", N, "Imekamilika"],
            [2, "Mikutano ya hadhara", "TAMWA", 2000000, N, "x", N, "x", "Inaendelea"],
            [N, "Jumla ndogo", N, 6500000],
            [N, "LENGO B: Kupunguza ukatili"],
            [3, "Kuunda kamati za MTAKUWWA", "WiLDAF", 1500000, "x", "x", N, N, "Imetekelezwa"],
            [4, "Dawati la jinsia polisi", "Polisi", 3000000, N, N, "x", "x", "Haijaanza"],
            [N, "Jumla ndogo", N, 4500000],
            [N, "JUMLA KUU", N, 11000000],
        ],
        (4, 5), 6, 14, ("activity",), {"B": "title", "C": "implementers", "D": "cost", "I": "progress"},
        ((4, 5, 4, 8), (4, 1, 5, 1), (4, 2, 5, 2), (4, 3, 5, 3), (4, 4, 5, 4), (4, 9, 5, 9)),
    ),
    Council(  # participants M | F | PWD by session of a training
        "ke_training_mfpwd",
        [
            ["COUNTY GOVERNMENT OF KITUI - GENDER DIRECTORATE"], ["Quarterly report: July - September 2025"], [],
            ["S/No", "Name of Activity", "Sub-County", "Ward", "Date Conducted", "No. Reached", N, N, N, "Cost (KES)", "Lead Officer"],
            [N, N, N, N, N, "M", "F", "PWD", "Total", N, N],
            [1, "Sensitization on GBV referral", "Kitui Central", "Miambani", "04-Jul-2025", 20, 45, 3, 65, 120000, "J. Mutua"],
            [2, "Women table banking training", "Mwingi West", "Migwani", "15-Jul-2025", 5, 60, 2, 65, 95000, "M. Kavata"],
            [3, "Boda boda riders dialogue", "Kitui South", "Ikutha", "09-Aug-2025", 80, 10, 1, 90, 60000, "J. Mutua"],
            [4, "Mentorship of teen mothers", "Kitui East", "Zombe", "21-Aug-2025", 0, 38, 4, 38, 150000, "F. Mwende"],
            ["TOTAL", N, N, N, N, 105, 153, 10, 258, 425000],
        ],
        (4, 5), 6, 10, ("activity",), {"B": "title", "C": "place", "E": "start", "F": "participants", "G": "participants", "I": "participants_total", "J": "cost", "K": "focal_point"},
        ((4, 6, 4, 9),),
    ),
    Council(  # transposed: one activity a column
        "bf_fiches_transposees",
        [
            ["FICHE DE SUIVI DES ACTIVITÉS – COMMUNE DE KAYA"], [],
            ["Intitulé de l'activité", "Formation des femmes", "Causerie éducative", "Appui aux AGR"],
            ["Date de début", "03/02/2025", "17/02/2025", "05/03/2025"],
            ["Date de fin", "05/02/2025", "17/02/2025", "20/03/2025"],
            ["Structure d'exécution", "DPGF", "Association Teega-Wende", "Mairie"],
            ["Femmes", 45, 120, 30], ["Hommes", 10, 40, 5],
            ["Coût (FCFA)", 750000, 200000, 1500000],
            ["État d'avancement", "Réalisée", "Réalisée", "En cours"],
        ],
        (1, 1), 2, 4, ("activity",), {},
    ),
    Council(  # minutes: form above, attendance and resolutions below
        "ba_zapisnik",
        [
            ["ZAPISNIK SA SJEDNICE KOMISIJE ZA RAVNOPRAVNOST POLOVA"], [],
            ["Naziv sastanka:", "3. redovna sjednica Komisije"], ["Datum:", "14.03.2025."], ["Mjesto održavanja:", "Gradska vijećnica, Zenica"], ["Predsjedavajuća:", "Amra Hadžić"], [],
            ["R.br.", "Ime i prezime", "Institucija", "Prisustvo"],
            [1, "Amra Hadžić", "Gradsko vijeće", "Prisutna"], [2, "Marko Perić", "Centar za socijalni rad", "Opravdano odsutan"], [3, "Selma Begić", "Medica Zenica", "Prisutna"], [],
            ["R.br.", "Zaključak", "Nosilac", "Rok", "Status"],
            [1, "Izraditi akcioni plan", "Gender centar", "30.06.2025.", "U toku"], [2, "Organizovati javnu raspravu", "Grad Zenica", "15.05.2025.", "Završeno"],
        ],
        (8, 8), 9, 11, ("attendance",), {"B": "name_written|person", "C": "organisation", "D": "status"},
    ),
    Council(  # two languages in each heading
        "kz_two_languages",
        [
            ["Гендерлік теңдік бойынша іс-шаралар тізімі / Перечень мероприятий по гендерному равенству"], [],
            ["№", "Іс-шара атауы / Наименование мероприятия", "Өткізу мерзімі / Срок проведения", "Өткізу орны / Место проведения", "Жауапты / Ответственный", "Қатысушылар саны / Количество участников", "Оның ішінде әйелдер / В том числе женщин"],
            [1, "Дөңгелек үстел / Круглый стол", "12.02.2025", "Алматы", "Ішкі саясат бөлімі", 40, 28], [2, "Семинар", "25.02.2025", "Тараз", "Әкімдік", 25, 20],
            [3, "Тренинг", "03.03.2025", "Шымкент", "ҚБ «Үміт»", 30, 30], [4, "Форум", "07.03.2025", "Астана", "Әкімдік", 200, 160],
        ],
        (3, 3), 4, 7, ("activity",), {"B": "title", "C": "start", "D": "venue|place", "F": "participants_total", "G": "participants"},
    ),
    Council(  # side by side: two quarters of the same register, each with its title
        "tz_robo_mbili_kando",
        [
            ["ROBO YA KWANZA", N, N, N, N, "ROBO YA PILI"],
            ["Shughuli", "Tarehe", "Ke", "Me", N, "Shughuli", "Tarehe", "Ke", "Me"],
            ["Mafunzo", _d(7, 3), 20, 5, N, "Mdahalo", _d(10, 2), 15, 9], ["Ziara", _d(8, 9), 11, 4, N, "Semina", _d(11, 12), 33, 12], ["Kikao", _d(9, 1), 8, 8, N, "Tamasha", _d(12, 10), 210, 190],
        ],
        (1, 2), 3, 5, ("activity",), {"A": "title", "B": "start", "C": "participants", "D": "participants"},
    ),
    Council(  # members of committees by merged committee names
        "ke_committee_members_merged",
        [
            ["COUNTY GENDER SECTOR WORKING GROUPS - MEMBERSHIP LIST 2025"], [],
            ["Committee", "Name of member", "Designation in committee", "Organization", "Gender", "Phone contact"],
            ["GBV technical working group", "Mercy Wambua", "Chairperson", "County Govt", "F", "0722 000 111"], [N, "Peter Otieno", "Secretary", "FIDA", "M", "0733 222 333"], [N, "Amina Yusuf", "Member", "Red Cross", "F", "0711 444 555"],
            ["Economic empowerment committee", "John Kilonzo", "Chairperson", "KNCCI", "M", "0700 123 456"], [N, "Ruth Muli", "Member", "Women Rep Office", "F", "0701 987 654"],
        ],
        (3, 3), 4, 8, ("membership",), {"A": "committee", "B": "person", "C": "role", "D": "organisation"},
        ((4, 1, 6, 1), (7, 1, 8, 1)),
    ),
    Council(  # pledges with amounts in words and a currency column
        "bf_engagements",
        [
            ["MATRICE DES ENGAGEMENTS DU FORUM GÉNÉRATION ÉGALITÉ – BURKINA FASO"], ["Situation au 30 juin 2025"], [],
            ["N°", "Engagement", "Coalition d'action", "Structure responsable", "Date de début", "Date de fin", "Montant (FCFA)", "État de mise en œuvre", "Observations"],
            [1, "Porter à 30 % la part des femmes dans les instances", "FML", "MGF", "01/01/2022", "31/12/2026", "500 000 000", "En cours", N],
            [2, "Scolariser 10 000 filles de plus", "EJR", "MENA", "01/10/2021", "31/12/2025", "1,2 milliard", "En cours", "retard"],
            [3, "Réviser la loi sur les VBG", "GBV", "Assemblée nationale", "01/03/2022", "31/12/2024", "-", "Achevé", N],
            [4, "Former 500 sages-femmes", "SRHR", "MSHP", "15/06/2022", "15/06/2026", "250 000 000", "Non commencé", N],
        ],
        (4, 4), 5, 8, ("commitment",), {"B": "title", "C": "coalitions", "E": "start", "F": "end", "H": "stage"},
    ),
    Council(  # monthly M/F pairs
        "ke_monthly_pairs",
        [
            ["GBV CASES REPORTED PER SUB-COUNTY 2025"], [],
            ["Sub-county", "Jan", N, "Feb", N, "Mar", N, "Total"],
            [N, "M", "F", "M", "F", "M", "F", N],
            ["Kitui Central", 3, 12, 2, 15, 4, 11, 47], ["Mwingi North", 1, 7, 0, 9, 2, 8, 27], ["Kitui Rural", 2, 10, 3, 8, 1, 14, 38], ["Total", 6, 29, 5, 32, 7, 33, 112],
        ],
        (3, 4), 5, 8, (), {}, ((3, 2, 3, 3), (3, 4, 3, 5), (3, 6, 3, 7)),
    ),
    Council(  # focal points by district
        "tz_waratibu",
        [
            ["ORODHA YA WARATIBU WA DAWATI LA JINSIA MKOA WA KILIMANJARO"], [],
            ["Na", "Halmashauri", "Jina la mratibu", "Cheo", "Jinsi", "Namba ya simu", "Barua pepe", "Tarehe ya kuteuliwa"],
            [1, "Moshi DC", "Asha Mrema", "Afisa Maendeleo ya Jamii", "Ke", "0754 111 222", "asha@moshi.go.tz", "01/07/2024"], [2, "Hai DC", "Juma Kimaro", "Afisa Ustawi", "Me", "0755 333 444", "juma@hai.go.tz", "15/08/2024"],
            [3, "Rombo DC", "Neema Tarimo", "Afisa Maendeleo ya Jamii", "Ke", "0756 555 666", N, "01/02/2025"], [4, "Same DC", "WAZI"],
        ],
        (3, 3), 4, 7, ("focal_point_post", "person"), {"B": "place", "C": "person|name", "F": "person|contact_phone|phone"},
    ),
    Council(  # header lower half in capitals with units row and signature block
        "ru_otchet_npo",
        [
            [N, N, "Приложение 2"], ["ОТЧЁТ О РЕАЛИЗАЦИИ ПЛАНА МЕРОПРИЯТИЙ ЗА 3 КВАРТАЛ 2025 ГОДА"], ["Организация: ОФ «Равные возможности»"], [],
            ["№ п/п", "НАИМЕНОВАНИЕ МЕРОПРИЯТИЯ", "СРОК ИСПОЛНЕНИЯ", "ФОРМА ЗАВЕРШЕНИЯ", "ОХВАТ", N, "ОТМЕТКА ОБ ИСПОЛНЕНИИ", "ИСТОЧНИК ФИНАНСИРОВАНИЯ"],
            [N, N, N, N, "всего", "в т.ч. жен.", N, N], [1, 2, 3, 4, 5, 6, 7, 8],
            [1, "Тренинг для лидеров", "июль 2025 г.", "отчёт", 30, 24, "исполнено", "ООН-женщины"], [2, "Ярмарка вакансий", "август 2025 г.", "отчёт", 150, 90, "исполнено", "МБ"],
            [3, "Лекции в школах", "сентябрь 2025 г.", "справка", 400, 210, "на исполнении", "не требуется"], [],
            ["Директор", N, "___________", "Ахметова Г.С."], ["Исп.: Петрова Н., тел. 22-33-44"],
        ],
        (5, 6), 8, 10, ("activity",), {"B": "title", "C": "end|start", "E": "participants_total", "F": "participants", "G": "progress", "H": "partners|implementers"},
        ((5, 5, 5, 6), (5, 1, 6, 1), (5, 2, 6, 2), (5, 3, 6, 3), (5, 4, 6, 4), (5, 7, 6, 7), (5, 8, 6, 8)),
    ),
    Council(  # action tracker with blank band rows and comments below each
        "en_action_tracker_bands",
        [
            ["National Steering Committee – Action tracker"], ["Last updated: 5 May 2025"], [],
            ["Ref", "Agreed action", "By whom", "By when", "% done", "Status", "Remarks"],
            ["MEETING OF 14 JANUARY 2025"],
            ["A1", "Share the revised workplan", "Secretariat", _d(1, 31), "100%", "Closed", N], ["A2", "Nominate focal points", "All counties", _d(2, 15), "60%", "Ongoing", "18 of 30 done"], [],
            ["MEETING OF 15 APRIL 2025"],
            ["B1", "Finalise the M&E plan", "J. Njoroge", _d(5, 30), "20%", "Ongoing", N], ["B2", "Write to donors", "Chairperson", _d(4, 30), "0%", "Overdue", N],
        ],
        (4, 4), 5, 11, ("action_item",), {"B": "title", "C": "owner", "D": "due", "E": "percent", "F": "action_state", "G": "description"},
    ),
    Council(
        "ke_stakeholder_mapping",
        [
            ["STAKEHOLDER MAPPING - GENDER SECTOR, MAKUENI COUNTY"], [],
            ["No", "Name of organization", "Acronym", "Type (NGO/CBO/Govt/Private)", "Thematic area", "Area of operation", "Contact person", "Position", "Telephone", "Email", "Website"],
            [1, "Federation of Women Lawyers", "FIDA-K", "NGO", "Legal aid", "Wote, Kibwezi", "Anne Ireri", "Director", "0722 509 760", "info@fidakenya.org", "fidakenya.org"],
            [2, "Makueni Women Network", "MWN", "CBO", "Economic empowerment", "Mbooni", "Ruth Mutinda", "Chair", "0711 222 333", N, N],
            [3, "Department of Gender", N, "Govt", "Policy", "County wide", "Joseph Kyalo", "CECM", "0700 111 222", "gender@makueni.go.ke", N],
            [4, "Equity Bank Foundation", N, "Private", "Finance", "Wote", "P. Muli", "Branch manager", N, N, N],
        ],
        (3, 3), 4, 7, ("organisation",), {"B": "name", "C": "acronym", "D": "organisation_type", "G": "contact_name", "I": "phone", "J": "email", "K": "website"},
    ),
    Council(
        "tz_mahudhurio_umri",
        [
            ["HALMASHAURI YA JIJI LA DODOMA"], ["ORODHA YA MAHUDHURIO - MAFUNZO YA UJASIRIAMALI KWA WANAWAKE, TAREHE 12/05/2025"], [],
            ["NA.", "JINA KAMILI", "JINSI (KE/ME)", "UMRI", "ULEMAVU (NDIYO/HAPANA)", "KATA/KIJIJI", "TAASISI/KIKUNDI", "NAMBA YA SIMU", "SAHIHI"],
            [1, "Asha Juma Ally", "KE", 34, "HAPANA", "Makole", "Umoja", "0754000111", N], [2, "Neema Mollel", "KE", 27, "NDIYO", "Tambukareli", "Tumaini", "0755000222", N],
            [3, "Juma Bakari", "ME", 45, "HAPANA", "Makole", "Umoja", N, N], [4, "Rehema Said", "KE", 61, "HAPANA", "Nzuguni", "Wajane", "0756000333", N],
        ],
        (4, 4), 5, 8, ("attendance",), {"B": "name_written|person", "C": "sex", "E": "disability", "G": "organisation", "H": "contact"},
    ),
    Council(
        "bf_financement",
        [
            ["SUIVI DES FINANCEMENTS GENRE 2025 (en millions de FCFA)"], [],
            ["Bailleur", "Intitulé du projet", "Montant alloué", "Montant décaissé", "Taux (%)", "Devise", "Date de signature"],
            ["Banque mondiale", "Projet SWEDD", 1200, 450, "37,5%", "XOF", "12/03/2024"], ["UNFPA", "Appui aux survivantes", 300, 280, "93,3%", "XOF", "05/01/2025"], ["Coopération suisse", "Leadership local", 150, 75, "50%", "XOF", "20/02/2025"],
            ["Total", N, 1650, 805, "48,8%"],
        ],
        (3, 3), 4, 7, ("funding",), {"A": "funded_by", "B": "title", "C": "amount", "F": "currency"},
    ),
    Council(
        "kz_zasedaniya",
        [
            ["График заседаний комиссии по делам женщин и семейно-демографической политике на 2025 год"], [],
            ["№", "Дата и время", "Повестка дня", "Место проведения", "Председательствующий", "Количество присутствующих", "Номер протокола"],
            [1, "15.01.2025 10:00", "План работы на год", "Акимат, зал 2", "Ахметова Г.", 14, "№1"], [2, "16.04.2025 15:00", "О бюджете", "Акимат, зал 2", "Ахметова Г.", 12, "№2"],
            [3, "16.07.2025 10:00", "Итоги полугодия", "онлайн", "Сатпаев К.", 15, "№3"],
        ],
        (3, 3), 4, 6, ("meeting",), {"B": "start", "D": "venue|place", "E": "chair", "F": "participants_total"},
    ),
    Council(
        "ba_obaveze",
        [
            ["PREGLED OBAVEZA PREUZETIH U OKVIRU FORUMA GENERACIJA JEDNAKOSTI"], [],
            ["Red. br.", "Obaveza", "Akcijska koalicija", "Nosilac", "Početak", "Rok", "Status realizacije", "Napomena"],
            [1, "Povećati zastupljenost žena u vijećima na 40 %", "Feministički pokreti i liderstvo", "Ministarstvo pravde BiH", "01.01.2022.", "31.12.2026.", "U toku", N],
            [2, "Otvoriti tri sigurne kuće", "Rodno zasnovano nasilje", "Federalno ministarstvo", "01.06.2022.", "31.12.2025.", "Završeno", "dvije otvorene"],
            [3, "Digitalne vještine za 2.000 djevojčica", "Tehnologija i inovacije za rodnu ravnopravnost", "Ministarstvo obrazovanja", "01.09.2023.", "30.06.2026.", "Nije započeto", N],
        ],
        (3, 3), 4, 6, ("commitment",), {"B": "title", "C": "coalitions", "D": "maker.organisation", "E": "start", "F": "end", "G": "stage", "H": "progress_note"},
    ),
    Council(
        "tz_viashiria_wilaya",
        [
            ["VIASHIRIA VYA JINSIA KWA HALMASHAURI, MKOA WA ARUSHA 2024/25"], [],
            ["Kiashiria", "Halmashauri", "Lengo", "Utekelezaji halisi", "Maelezo"],
            ["Wanawake waliopata mikopo ya 10%", "Arusha CC", 500, 620, N], [N, "Meru DC", 300, 250, "Uhaba wa fedha"], [N, "Karatu DC", 250, 260, N],
            ["Mashauri ya ukatili yaliyoripotiwa", "Arusha CC", N, 140, N], [N, "Meru DC", N, 98, N], [N, "Karatu DC", N, 77, N],
        ],
        (3, 3), 4, 9, ("result",), {"A": "indicator", "B": "place", "C": "target.value", "D": "value", "E": "comment"},
        ((4, 1, 6, 1), (7, 1, 9, 1)),
    ),
    Council(
        "en_indicator_by_sex",
        [
            ["Indicator tracking table"], [],
            ["Outcome / Output", "Indicator", "Unit", "Baseline (2022)", "Target (2025)", "Q1 2025", N, "Q2 2025", N, "Means of verification", "Responsible"],
            [N, N, N, N, N, "M", "F", "M", "F", N, N],
            ["Outcome 1", "Community leaders trained", "people", 120, 600, 40, 60, 35, 70, "Attendance lists", "Gender desk"],
            ["Output 1.1", "Youth in savings groups", "people", 80, 400, 20, 55, 25, 40, "Group records", "CDO"],
            ["Output 1.2", "Survivors referred", "people", 30, 200, 3, 28, 5, 31, "Registers", "Social welfare"],
        ],
        (3, 4), 5, 7, ("indicator", "result"), {"B": "name|indicator"},
        ((3, 6, 3, 7), (3, 8, 3, 9), (3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 4, 3), (3, 4, 4, 4), (3, 5, 4, 5), (3, 10, 4, 10), (3, 11, 4, 11)),
    ),
    Council(
        "fr_plan_trimestres",
        [
            [N, N, "PLAN DE TRAVAIL ANNUEL BUDGÉTISÉ 2025 – DIRECTION RÉGIONALE"], [],
            ["Effets / Produits", "Activités", "Indicateurs", "Cible", "Chronogramme", N, N, N, "Responsable", "Coût (FCFA)", "Source de financement"],
            [N, N, N, N, "T1", "T2", "T3", "T4", N, N, N],
            ["Produit 1", "Former 50 leaders", "Nombre de leaders formés", 50, "X", N, N, N, "DRPGF", 2500000, "UNFPA"],
            [N, "Organiser 4 causeries", "Nombre de causeries", 4, "X", "X", "X", "X", "Mairie", 400000, "État"],
            ["Produit 2", "Équiper 3 centres", "Centres équipés", 3, N, "X", N, N, "DRPGF", 15000000, "UE"],
            [N, "Suivre les AGR", "Missions", 2, N, N, "X", "X", "ONG Wend-Panga", 800000, "UNFPA"],
            ["TOTAL", N, N, N, N, N, N, N, N, 18700000, N],
        ],
        (3, 4), 5, 9, ("activity",), {"B": "title", "J": "cost", "K": "partners"},
        ((3, 5, 3, 8), (5, 1, 6, 1), (7, 1, 8, 1)),
    ),
    Council(
        "ru_uchastniki_kursov",
        [
            ["Список участников курсов «Лидерство», г. Тараз"], ["Даты проведения: 03.03.2025 – 05.03.2025"], [],
            ["№", "Фамилия, имя, отчество", "Дата рождения", "Пол", "Место работы", "Должность", "Контактный телефон", "Эл. почта"],
            [1, "Иванова Анна Сергеевна", "12.04.1985", "ж", "Школа №5", "учитель", "8 701 111 22 33", "ivanova@mail.kz"], [2, "Ахметов Болат", "01.01.1979", "м", "Акимат", "специалист", "8 702 222 33 44", N],
            [3, "Сулейменова Дина", "30.09.1992", "ж", "ОФ «Надежда»", "юрист", "8 705 333 44 55", "dina@mail.kz"],
        ],
        (4, 4), 5, 7, ("attendance", "person"), {"B": "name|name_written|person", "D": "sex", "E": "organisation", "F": "post", "G": "phone|contact"},
    ),
    Council(
        "pac_gbv_monthly_long",
        [
            ["Ministry of Women - GBV helpline statistics"], [],
            ["Month", "Island", "Calls received", "Female callers", "Male callers", "Referred", "Remarks"],
            ["Jan-25", "Tongatapu", 120, 98, 22, 45, N], ["Jan-25", "Vava'u", 33, 30, 3, 12, N], ["Feb-25", "Tongatapu", 110, 91, 19, 40, "cyclone"], ["Feb-25", "Vava'u", 28, 25, 3, 9, N],
            ["Mar-25", "Tongatapu", 131, 108, 23, 51, N], ["Mar-25", "Vava'u", 31, 27, 4, 10, N],
        ],
        (3, 3), 4, 9, (), {},
    ),
)  # fmt: skip
