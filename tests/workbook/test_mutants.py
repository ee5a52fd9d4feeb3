"""Workbooks of every kind and language, then changed as people change them: shifted, retitled, split, merged, cut off.

Whatever is done to the surroundings, the table, its kind and its columns stay what they are, and no cell is lost.
"""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gedesk import i18n
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.workbook.account import LOST, account
from gedesk.workbook.plan import Options
from gedesk.workbook.planning import build
from gedesk.workbook.recognise import recognise
from gedesk.workbook.staging import Range, Sheet, Staging

# Kinds that people keep in workbooks of their own.
KINDS = (
    "activity", "commitment", "organisation", "committee", "membership", "meeting", "attendance", "decision", "action_item",
    "indicator", "result", "place", "funding", "focal_point_post", "person",
)  # fmt: skip
WORDS = ("budget", "haki", "mafunzo", "formation", "dialogue", "клиника", "обучение", "obuka", "ward", "forum", "network", "market")
TITLES = {
    "en": ("Ministry of Community Development", "Report for the quarter that ended in September"),
    "sw": ("Wizara ya Maendeleo ya Jamii", "Taarifa ya robo mwaka iliyoishia Septemba"),
    "fr": ("Ministère du genre et de la famille", "Rapport du trimestre clos en septembre"),
    "ru": ("Министерство социального развития", "Отчёт за квартал, закончившийся в сентябре"),
    "bs": ("Ministarstvo za ljudska prava", "Izvještaj za tromjesečje završeno u septembru"),
}
NOTES = {"en": "Source: monthly reports", "sw": "Chanzo: taarifa za kila mwezi", "fr": "Source : rapports mensuels",
         "ru": "Источник: ежемесячные отчёты", "bs": "Izvor: mjesečni izvještaji"}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """A sheet with one table, and what there is to be found on it."""

    kind: str
    language: str
    fields: tuple[str, ...]
    rows: dict[int, list[Any]]
    header: tuple[int, int]
    first: int
    last: int
    left: int = 1
    merges: list[Range] = field(default_factory=list)

    def staging(self) -> Staging:
        return Staging("report.xlsx", "xlsx", [Sheet("Sheet1", rows=dict(self.rows), merges=list(self.merges))])

    def moved(self, down: int, right: int) -> Book:
        return replace(
            self,
            rows={row + down: [None] * right + values for row, values in self.rows.items()},
            header=(self.header[0] + down, self.header[1] + down),
            first=self.first + down,
            last=self.last + down,
            left=self.left + right,
            merges=[Range(m.top + down, m.left + right, m.bottom + down, m.right + right) for m in self.merges],
        )


def value(draw: Any, spec: FieldSpec, language: str, number: int) -> Any:
    match spec.type:
        case Type.DATE | Type.DATETIME:
            return date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 300)))
        case Type.INTEGER:
            return draw(st.integers(1, 90))
        case Type.NUMBER:
            return draw(st.integers(100, 90_000)) / 8
        case Type.YES_NO:
            return vocabulary("yes_no").label(draw(st.sampled_from(("yes", "no"))), language)
        case Type.CODE | Type.CODES:
            return spec.vocabulary.label(draw(st.sampled_from(spec.vocabulary.codes)), language)
    words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=3)))
    return f"{words.title()} {number % 7}" if spec.is_link else f"{words} {number}"


def fillable(kind: str) -> dict[str, FieldSpec]:
    passed = ("place", "sensitivity", "language", "state", "note")
    return {
        name: spec for name, spec in registry.specs(kind).items()
        if not spec.automatic and spec.type is not Type.COUNTS and spec.target != "attachment" and name not in passed
    }  # fmt: skip


@st.composite
def books(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> Book:
    kind, language = draw(st.sampled_from(kinds)), draw(st.sampled_from(sorted(i18n.LANGUAGES)))
    specs = fillable(kind)
    needed = [name for name, spec in specs.items() if spec.required or name == registry.kind(kind).title]
    others = [name for name in specs if name not in needed]
    names = draw(st.permutations([*needed, *draw(st.lists(st.sampled_from(others), min_size=2, max_size=5, unique=True))]))
    heads = [specs[name].names.label(language) for name in names]
    rows: dict[int, list[Any]] = {1: list(heads)}
    count = draw(st.integers(6, 12))
    for number in range(2, count + 2):
        rows[number] = [value(draw, specs[name], language, number) for name in names]
    return Book(kind, language, tuple(names), rows, (1, 1), 2, count + 1)


def titled(book: Book) -> Book:
    down = book.moved(3, 0)
    first, second = TITLES[book.language]
    return replace(down, rows={1: [None] * (book.left - 1) + [first], 2: [None] * (book.left - 1) + [second], **down.rows})


def footed(book: Book) -> Book:
    return replace(book, rows={**book.rows, book.last + 2: [None] * (book.left - 1) + [NOTES[book.language]]})


def cut(book: Book) -> Book:
    last = book.first + 4
    return replace(book, rows={row: values for row, values in book.rows.items() if row <= last}, last=last)


def grouped(book: Book) -> Book:
    """A row of groups above the headings, merged over two columns each."""
    width = len(book.fields) // 2 * 2
    if width < 4:  # one merged cell is a title
        return book
    down = book.moved(1, 0)
    tops: list[Any] = [None] * (book.left - 1)
    for place in range(0, width, 2):
        tops += [f"Group {place // 2 + 1}", None]
    top = book.header[0]
    merges = [Range(top, book.left + place, top, book.left + place + 1) for place in range(0, width, 2)]
    return replace(down, rows={**down.rows, top: tops}, header=(top, top + 1), merges=[*down.merges, *merges])


def starred(book: Book) -> Book:
    """Headings with stars, numbers and lines broken in two, as forms have them."""
    heads = [
        None if head is None else f"{place}. {head} *" if place % 2 else str(head).replace(" ", "\n", 1)
        for place, head in enumerate(book.rows[book.header[1]], 1)
    ]
    return replace(book, rows={**book.rows, book.header[1]: heads})


def as_text(book: Book) -> Book:
    """Everything typed as text, as exports of other programs write it."""
    texts = {
        row: [v.strftime("%d/%m/%Y") if isinstance(v, date) else v if v is None else str(v) for v in values] if row >= book.first else values
        for row, values in book.rows.items()
    }  # fmt: skip
    return replace(book, rows=texts)


def keyed(book: Book) -> Book:
    """Labels with their values right above the headings, no blank row between."""
    down = book.moved(2, 0)
    left = [None] * (book.left - 1)
    return replace(down, rows={1: [*left, "Council:", "Moshi DC"], 2: [*left, "Quarter:", "Q1 2025/26"], **down.rows})


def parted(book: Book) -> Book:
    """A blank row after the headings and one inside the data, as people leave for looks."""
    middle = book.first + 3
    rows = {row + (row >= book.first) + (row >= middle): values for row, values in book.rows.items()}
    merges = [Range(m.top + (m.top >= book.first), m.left, m.bottom + (m.bottom >= book.first), m.right) for m in book.merges]
    return replace(book, rows=rows, first=book.first + 1, last=book.last + 2, merges=merges)


def centred(book: Book) -> Book:
    """A title merged over some columns in the middle, right above the headings."""
    down, width = book.moved(2, 0), len(book.fields)
    middle = book.left + max(1, width // 3)
    rows = {row: [None] * (middle - 1) + [text] for row, text in enumerate(TITLES[book.language], 1)}
    merges = [*down.merges, *(Range(row, middle, row, book.left + width - 1) for row in rows)]
    return replace(down, rows={**rows, **down.rows}, merges=merges)


def ordered(book: Book) -> Book:
    """The columns the other way round."""
    rows = {row: [*values[: book.left - 1], *reversed(values[book.left - 1 :])] for row, values in book.rows.items()}
    return replace(book, rows=rows, fields=tuple(reversed(book.fields)))


MUTANTS = {"titled": titled, "footed": footed, "cut": cut, "grouped": grouped, "starred": starred, "as_text": as_text, "keyed": keyed, "parted": parted, "centred": centred, "ordered": ordered}


def check(book: Book) -> None:
    tables = recognise(book.staging(), registry)
    assert tables
    table = tables[0]
    assert (table.header_rows[0], table.header_rows[-1], table.first, table.last) == (*book.header, book.first, book.last)
    if table.kind != book.kind:  # “Name, Phone, E-mail” is as much a list of organisations as one of people
        assert table.kind
        assert set(book.fields) <= registry.specs(table.kind).keys()
        return
    found = {column.index: column.field for column in table.columns}
    right = sum(found.get(book.left + place) == name for place, name in enumerate(book.fields))
    assert right >= 0.85 * len(book.fields), (found, book.fields)


SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("mutant", MUTANTS)
@given(book=books())
@SLOW
def test_the_table_is_found_whatever_stands_around_it(mutant: str, book: Book) -> None:
    check(MUTANTS[mutant](book))


@given(book=books(), down=st.integers(0, 6), right=st.integers(0, 4), more=st.lists(st.sampled_from(("titled", "footed", "starred")), max_size=2, unique=True))
@SLOW
def test_changes_add_up(book: Book, down: int, right: int, more: list[str]) -> None:
    book = book.moved(down, right)
    for name in more:
        book = MUTANTS[name](book)
    check(book)


@given(book=books(), mutant=st.sampled_from(sorted(MUTANTS)))
@SLOW
def test_every_cell_of_a_mutant_is_accounted_for(book: Book, mutant: str) -> None:
    staging = MUTANTS[mutant](book).staging()
    numbers = itertools.count(1)
    plan = build(
        staging, recognise(staging, registry), registry=registry, candidates=lambda _kind: (),
        new_id=lambda: str(uuid.UUID(int=next(numbers))), options=Options(skip_questions=True),
    )  # fmt: skip
    assert [entry for entry in account(staging, plan) if entry[3] == LOST] == []
    assert sum(plan.coverage.values()) == sum(1 for _entry in account(staging, plan))


@given(book=books(("activity",)))
@SLOW
def test_no_day_and_month_change_places(book: Book) -> None:
    """Dates written day first come back as they were, or are asked about; never the other way round."""
    specs = fillable("activity")
    days = [place for place, name in enumerate(book.fields) if specs[name].type is Type.DATE]
    staging = as_text(book).staging()
    plan = build(
        staging, recognise(staging, registry), registry=registry, candidates=lambda _kind: (),
        new_id=lambda: str(uuid.uuid4()), options=Options(),
    )  # fmt: skip
    asked = {question.field for question in plan.questions if question.kind == "date-order"}
    for row in plan.rows:
        for place in days:
            name = book.fields[place]
            if name not in asked and not row.open and name in row.values:
                assert row.values[name] == book.rows[row.row][place]
