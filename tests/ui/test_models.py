from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

import pytest
from helpers.doubles import Inline, Recorder, Told
from helpers.memory_services import add_conflict, sample
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from gedesk.presenters.counting import Grid
from gedesk.presenters.lists import ListPresenter
from gedesk.services.views import Choice
from gedesk.ui.models.participants import ParticipantsModel, TotalRole
from gedesk.ui.models.records import (
    LOADING,
    PAGE,
    PAGES_KEPT,
    ConflictRole,
    IdRole,
    RecordTableModel,
    ToneRole,
)
from gedesk.ui.models.rows import ItemRole, bundles_model, conflicts_model, history_model, sites_model
from gedesk.ui.widgets.pick import ChoicesModel

COLUMNS = ("start", "title", "place", "verification", "conflicts")


def strict(model: Any) -> QAbstractItemModelTester:
    """Complains about every breach of the rules of item models, as a warning that fails the test."""
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)


class Slow:
    """A source of rows that come when told."""

    columns = ("title", "conflicts")

    def __init__(self) -> None:
        self.asked: list[tuple[list[int], Callable[[list[tuple[Any, ...]]], None]]] = []
        self.sorted: list[tuple[str, bool]] = []

    def label(self, column: str) -> str:
        return column.title()

    def shown(self, column: str, value: Any) -> str:
        return str(value)

    def tone(self, column: str, value: Any) -> str:
        return ""

    def sort_by(self, column: str, descending: bool) -> None:
        self.sorted.append((column, descending))

    def fetch_now(self, numbers: Sequence[int]) -> list[tuple[Any, ...]] | None:
        return None

    def fetch(self, numbers: Sequence[int], done: Callable[[list[tuple[Any, ...]]], None]) -> object:
        self.asked.append((list(numbers), done))
        return None

    def answer(self) -> None:
        numbers, done = self.asked.pop(0)
        done([(f"id{n}", f"row {n}", 0) for n in numbers])


def test_rows_come_by_pages_and_are_placeholders_until_then(qapp: object) -> None:
    source = Slow()
    model = RecordTableModel(source)
    strict(model)
    source.asked.clear()
    model.set_numbers(array("q", range(100_000)))
    source.asked.clear()
    model.set_numbers(array("q", range(99_999)))
    index = model.index(50_123, 0)
    assert index.data() == LOADING
    asked = [numbers for numbers, _done in source.asked if 50_123 in numbers]
    assert asked == [list(range(50_000, 50_000 + PAGE))]
    assert index.data() == LOADING
    assert len([1 for numbers, _done in source.asked if 50_123 in numbers]) == 1
    while source.asked:
        source.answer()
    assert index.data() == "row 50123"
    assert index.data(IdRole) == "id50123"


def test_only_a_window_of_rows_is_held(qapp: object) -> None:
    source = Slow()
    model = RecordTableModel(source)
    model.set_numbers(array("q", range(PAGE * (PAGES_KEPT + 10))))
    for page in range(PAGES_KEPT + 10):
        model.index(page * PAGE, 0).data()
        source.answer()
    assert len(model._pages) == PAGES_KEPT
    assert model.index(0, 0).data() == LOADING


def test_rows_of_an_older_filter_are_not_shown(qapp: object) -> None:
    source = Slow()
    model = RecordTableModel(source)
    model.set_numbers(array("q", [1, 2]))
    model.index(0, 0).data()
    model.set_numbers(array("q", [7, 8]))
    source.answer()
    assert model.index(0, 0).data() == LOADING


def test_sorting_asks_the_source(qapp: object) -> None:
    source = Slow()
    RecordTableModel(source).sort(0, Qt.SortOrder.DescendingOrder)
    assert source.sorted == [("title", True)]


def test_a_hundred_thousand_rows_open_and_jump_at_once(qapp: object) -> None:
    services = sample(100)
    presenter = ListPresenter("activity", COLUMNS, services, Recorder(), Inline(), Told())
    model = RecordTableModel(presenter)
    before = perf_counter()
    model.set_numbers(array("q", (n % 100 for n in range(1_000_000))))
    for row in (0, 999_999, 500_000):
        assert model.index(row, 1).data().startswith("Training")
    assert perf_counter() - before < 0.25


def test_records_with_conflicts_are_marked(qapp: object) -> None:
    services = sample(3)
    add_conflict(services, services.order["activity"][1])
    presenter = ListPresenter("activity", COLUMNS, services, Recorder(), Inline(), Told())
    model = RecordTableModel(presenter)
    tester = strict(model)
    model.set_numbers(array("q", [0, 1, 2]))
    assert [model.index(row, 1).data(ConflictRole) for row in range(3)] == [False, True, False]
    assert not model.index(1, 1).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert model.index(0, 3).data(ToneRole) == "neutral"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Place"
    assert tester.model() is model


def test_the_participants_model_keeps_the_rules_of_item_models(qapp: object) -> None:
    model = ParticipantsModel()
    tester = strict(model)
    model.set_grid(Grid({"female|18-19|with": 2, "another|60+|without": 1}))
    assert model.columnCount() == len(model.grid.columns) + 1
    column = model.grid.columns.index(("female", "with"))
    assert model.setData(model.index(3, column), "5")
    assert model.index(3, model.columnCount() - 1).data() == "5"
    assert model.index(model.rowCount() - 1, model.columnCount() - 1).data() == "6"
    assert not model.setData(model.index(3, column), "five")
    assert not model.setData(model.index(model.rowCount() - 1, 0), "5")
    assert model.index(model.rowCount() - 1, 0).data(TotalRole)
    assert tester.model() is model


def test_each_cell_says_what_it_is(qapp: object) -> None:
    model = ParticipantsModel()
    model.set_grid(Grid({"female|18-19|not_recorded": 2}))
    row, column = model.grid.bands.index("18-19"), model.grid.columns.index(("female", ""))
    assert model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) == "18–19, Female: 2"
    assert model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) == "0–9, Female: empty"


@pytest.mark.parametrize("name", ["history", "sites", "bundles", "conflicts"])
def test_short_tables_keep_the_rules_of_item_models(qapp: object, name: str) -> None:
    services = sample(2)
    id = services.order["activity"][0]
    services.records.save("activity", id, {"venue": "Hall"})
    add_conflict(services, id)
    model: Any
    items: Sequence[Any]
    model, items = {
        "history": (history_model(), services.records.history()),
        "sites": (sites_model(), services.exchange.sites()),
        "bundles": (bundles_model(), services.exchange.bundles()),
        "conflicts": (conflicts_model(), services.exchange.conflicts()),
    }[name]
    tester = strict(model)
    model.set_items(items)
    assert model.rowCount() == len(items)
    assert model.index(0, 0).data(ItemRole) == items[0]
    headings = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert all(headings)
    assert all(isinstance(model.index(0, at).data(), str) for at in range(model.columnCount()))
    model.retranslate()
    model.set_items([])
    assert model.rowCount() == 0
    assert tester.model() is model


def test_offers_keep_the_rules_of_item_models(qapp: object) -> None:
    model = ChoicesModel()
    tester = strict(model)
    model.set_choices([Choice("1", "Meru", "Arusha")])
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Meru, Arusha"
    assert tester.model() is model
