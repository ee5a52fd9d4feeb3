"""Makes the sample workbook `resources/samples/kinondoni_q2.xlsx`: a council's quarterly report as councils write them.

Headings in two languages over three merged rows, months as section rows, dates in four styles, quantities in words,
a total at the end and notes below; a day that does not exist, a cost in words and two councils in one cell.  Places are real, organisations partly; no person is named.
"""

from __future__ import annotations

import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from gedesk.workbook.staging import letters

TITLES = (
    "HALMASHAURI YA MANISPAA YA KINONDONI",
    "Taarifa ya utekelezaji wa shughuli za Kizazi Chenye Usawa – Robo ya pili 2025/26 (Oktoba–Desemba 2025)",
    "Imeandaliwa na Idara ya Maendeleo ya Jamii",
)
AGES = ("15-17", "20-24", "25-34", "35-59", "60+")
HEADER_ROWS = (5, 6, 7)
MONTHS = ((2025, 10, "OKTOBA 2025"), (2025, 11, "NOVEMBA 2025"), (2025, 12, "DESEMBA 2025"))
MONTH_NAMES = {10: "Oktoba", 11: "Novemba", 12: "Desemba"}
PER_MONTH = (15, 14, 11)

_WHAT = (
    ("Mafunzo ya ujasiriamali kwa vikundi vya wanawake", "Mafunzo"),
    ("Mdahalo kuhusu ukatili wa kijinsia katika masoko", "Mkutano"),
    ("Uhamasishaji wa haki za ardhi kwa wanawake", "Uhamasishaji"),
    ("Mafunzo ya TEHAMA kwa wasichana walio nje ya shule", "Mafunzo"),
    ("Kliniki ya msaada wa kisheria", "Huduma"),
    ("Kikao cha kamati ya ulinzi wa wanawake na watoto (MTAKUWWA)", "Mkutano"),
    ("Mikopo ya asilimia 10 – utoaji kwa vikundi", "Huduma"),
    ("Kampeni ya siku 16 za kupinga ukatili", "Kampeni"),
    ("Elimu ya afya ya uzazi kwa vijana", "Uhamasishaji"),
    ("Mafunzo ya uongozi kwa viongozi wanawake wa mitaa", "Semina"),
    ("Utafiti mdogo kuhusu kazi za nyumbani zisizo na malipo", "Utafiti"),
    ("Upandaji miti na kilimo mjini kwa vikundi vya wanawake", "Mafunzo"),
)
_WARDS = (
    "Magomeni", "Mwananyamala", "Tandale", "Makumbusho", "Kawe", "Mikocheni", "Msasani", "Kunduchi", "Bunju", "Wazo",
    "Hananasif", "Kigogo", "Ndugumbi", "Mzimuni", "Kijitonyama",
)  # fmt: skip
_COUNCILS = ("Kinondoni MC", "Manispaa ya Kinondoni", "KINONDONI MC", "Kinondoni Municipal", "H/Manispaa ya Kinondoni", "Ubungo MC")
_ORGANISATIONS = (
    "TGNP", "TAWLA", "UN Women", "WiLDAF Tanzania", "Idara ya Maendeleo ya Jamii", "Equality for Growth",
    "Kikundi cha Umoja Tandale", "Mwangaza Women Group – Kawe", "Kituo cha Vijana Kunduchi",
)  # fmt: skip
_PARTNERS = ("UN Women", "UNFPA", "TGNP; TAWLA", "Benki ya Maendeleo ya Wanawake", "")
_STATES = ("Imefanyika", "Imekamilika", "imefanyika", "Inaendelea", "Imeahirishwa")
_NOTES = (
    "Angalizo:",
    "1. Takwimu za washiriki ni za mahudhurio; mtu mmoja anaweza kuhesabiwa zaidi ya mara moja.",
    "2. Alama ya - inamaanisha hakuna takwimu.",
    "Chanzo: Daftari la mahudhurio la kata, Januari 2026",
)


def write_sample(path: Path | str) -> int:
    """Writes the sample; returns how many activities it holds.  The same every time."""
    dice = random.Random(2025)  # noqa: S311 - plausible figures, nothing secret
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Robo 2"
    columns = _headers(sheet)
    row = HEADER_ROWS[-1] + 1
    number = 0
    people = [0] * (2 * len(AGES))
    for (year, month, title), many in zip(MONTHS, PER_MONTH, strict=True):
        if number:
            row += 1  # a blank band between the months
        sheet.cell(row, 1, f"MWEZI WA {title}").font = Font(bold=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        row += 1
        days = sorted(dice.randint(1, 28) for _ in range(many))
        for day in days:
            number += 1
            _activity(sheet, row, number, date(year, month, day), dice, people)
            row += 1
    sheet.cell(row, 1, "JUMLA").font = Font(bold=True)
    for place, total in enumerate(people):
        sheet.cell(row, 9 + place, total).font = Font(bold=True)
    row += 2
    for line in _NOTES:
        sheet.cell(row, 1, line).font = Font(italic=True)
        row += 1
    _finish(book, sheet, columns)
    book.save(path)
    return number


def _headers(sheet: Any) -> int:
    single = (
        "Na.", "Shughuli / Activity", "Aina ya shughuli", "Tarehe / Date", "Halmashauri", "Kata", "Mtekelezaji", "Washirika",
    )  # fmt: skip
    after = ("Jumla ya washiriki", "Gharama (TSh)", "Hali ya utekelezaji", "Maoni")
    top, middle, bottom = HEADER_ROWS
    for row, text in enumerate(TITLES, 1):
        sheet.cell(row, 1, text)
    counts = len(single) + 1
    last = counts + 2 * len(AGES) + len(after) - 1
    for row in (1, 2, 3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        sheet.cell(row, 1).font = Font(bold=row < 3, size=14 if row == 1 else 11)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center")
    for column, text in [*enumerate(single, 1), *enumerate(after, counts + 2 * len(AGES))]:
        sheet.cell(top, column, text)
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)
    sheet.cell(top, counts, "Washiriki / Participants")
    sheet.merge_cells(start_row=top, end_row=top, start_column=counts, end_column=counts + 2 * len(AGES) - 1)
    for block, text in enumerate(("Wanawake", "Wanaume")):
        begin = counts + block * len(AGES)
        sheet.cell(middle, begin, text)
        sheet.merge_cells(start_row=middle, end_row=middle, start_column=begin, end_column=begin + len(AGES) - 1)
        for place, age in enumerate(AGES):
            sheet.cell(bottom, begin + place, age)
    line = Side(style="thin")
    for row in HEADER_ROWS:
        for column in range(1, last + 1):
            cell = sheet.cell(row, column)
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", start_color="FFD9E2EC")
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return last


def _activity(sheet: Any, row: int, number: int, day: date, dice: random.Random, people: list[int]) -> None:
    what, kind = _WHAT[(number * 5 + number // 12) % len(_WHAT)]
    ward = dice.choice(_WARDS)
    sheet.cell(row, 1, number)
    sheet.cell(row, 2, f"{what}, {ward}" if number % 3 else what)
    sheet.cell(row, 3, kind)
    _write_date(sheet.cell(row, 4), day, number)
    if number == 35:
        sheet.cell(row, 4, "31/11/2025")  # no such day
    sheet.cell(row, 5, "Ubungo MC" if number % 13 == 0 else "Kinondoni na Ubungo" if number == 37 else _COUNCILS[number % (len(_COUNCILS) - 1)])
    sheet.cell(row, 6, ward)
    sheet.cell(row, 7, dice.choice(_ORGANISATIONS))
    sheet.cell(row, 8, dice.choice(_PARTNERS) or None)
    mixed = number % 9 == 4  # only a total is known
    total = 0
    for place in range(2 * len(AGES)):
        count = dice.randint(0, 22) if place < len(AGES) else dice.randint(0, 9)
        if mixed:
            continue
        if dice.random() < 0.06:
            sheet.cell(row, 9 + place, "-")
            continue
        sheet.cell(row, 9 + place, count)
        people[place] += count
        total += count
    after = 9 + 2 * len(AGES)
    sheet.cell(row, after, ("zaidi ya 120", "takriban 1,500", "Zaidi ya 7,000")[number // 9 % 3] if mixed else total)
    cost = dice.randint(3, 90) * 50_000
    sheet.cell(row, after + 1, f"{cost:,}" if number % 4 == 0 else cost)
    if number == 30:
        sheet.cell(row, after + 1, "laki tano")
    sheet.cell(row, after + 1).number_format = "#,##0"
    sheet.cell(row, after + 2, _STATES[4] if number % 17 == 0 else _STATES[number % 4])
    if number % 6 == 0:
        sheet.cell(row, after + 3, "Changamoto: uhaba wa fedha na usafiri")


def _write_date(cell: Any, day: date, number: int) -> None:
    match number % 5:
        case 0:
            cell.value = day.strftime("%d/%m/%Y")
        case 1:
            cell.value = f"{day.day} {MONTH_NAMES[day.month]} {day.year}"
        case 2 if day.day < 27:
            cell.value = f"{day.day}–{day.day + 1} {MONTH_NAMES[day.month]} {day.year}"
        case _:
            cell.value = datetime(day.year, day.month, day.day)
            cell.number_format = "dd/mm/yyyy"


def _finish(book: Workbook, sheet: Any, columns: int) -> None:
    widths = {1: 5, 2: 44, 3: 16, 4: 20, 5: 22, 6: 16, 7: 28, 8: 24}
    for column in range(1, columns + 1):
        sheet.column_dimensions[letters(column)].width = widths.get(column, 8 if column < 19 else 16)
    sheet.freeze_panes = "C8"
    lists: Any = book.create_sheet("Orodha")
    for row, text in enumerate(("Aina", "Mafunzo", "Mkutano", "Uhamasishaji", "Huduma", "Kampeni"), 1):
        lists.cell(row, 1, text)
    lists.sheet_state = "hidden"
    book.properties.creator = "GE Desk"
    book.properties.created = book.properties.modified = datetime(2026, 1, 12)
