"""Lists with columns that are worked out: makers, lights, states of posts, figures of indicators."""

from __future__ import annotations

from array import array

from helpers.doubles import Inline, Told
from helpers.memory_overviews import commitment_row, commitment_view, figure, indicator_row, indicator_view
from helpers.memory_services import MemoryServices

from gedesk.presenters.lists import ListPresenter
from gedesk.services.governance_views import Named
from gedesk.services.reporting_views import PostView


class View:
    def __init__(self) -> None:
        self.numbers: array[int] = array("q")

    def show_numbers(self, numbers: array[int]) -> None:
        self.numbers = numbers

    def show_count(self, text: str, empty: str) -> None:
        pass


def listed(services: MemoryServices, kind: str, columns: tuple[str, ...], sort: str, *, descending: bool = False) -> tuple[ListPresenter, list[tuple[str, ...]]]:
    view = View()
    presenter = ListPresenter(kind, columns, services, view, Inline(), Told(), sort=sort, descending=descending)
    presenter.reload()
    found: list[tuple[str, ...]] = []
    presenter.fetch(view.numbers, lambda rows: found.extend(
        tuple(presenter.shown(name, value) for name, value in zip(columns, row[1:], strict=True)) for row in rows))  # fmt: skip
    return presenter, found


def test_commitments_are_listed_with_makers_and_light_and_sorted_by_them() -> None:
    services = MemoryServices()
    for title, maker, light in (("Care", "Ministry", "green"), ("Land", "Association", "red")):
        id = services.add("commitment", title=title)
        row = commitment_row(id, title, makers=(Named(maker, maker),), light=light)
        services.commitments.views[id] = commitment_view(row)
    presenter, found = listed(services, "commitment", ("title", "makers", "light"), "makers")
    assert found == [("Land", "Association", "Two periods late"), ("Care", "Ministry", "In time")]
    assert presenter.tone("light", "red") == "danger"
    assert presenter.label("makers") == "Makers"
    assert presenter.concerns(frozenset({"maker"}))
    assert not presenter.concerns(frozenset({"story"}))


def test_a_post_shows_whether_it_is_filled() -> None:
    services = MemoryServices()
    id = services.add("focal_point_post", title="Focal point, Meru")
    services.reporting.filled = [PostView(id, "Focal point, Meru", None, "council", None, None, None, "vacant")]
    presenter, found = listed(services, "focal_point_post", ("title", "coverage"), "title")
    assert found == [("Focal point, Meru", "Vacant")]
    assert presenter.tone("coverage", "vacant") == "danger"


def test_indicators_are_sorted_by_figures_as_numbers_and_a_missing_baseline_is_said() -> None:
    services = MemoryServices()
    for name, target in (("Women trained", 1200.0), ("Councils", 190.0), ("Laws", None)):
        id = services.add("indicator", name=name)
        row = indicator_row(id, name, target=figure(target) if target else None, reached=False if target else None)
        services.monitoring.views[id] = indicator_view(row)
    _presenter, found = listed(services, "indicator", ("name", "from_where", "target", "reached"), "target", descending=True)
    assert found == [
        ("Women trained", "not stated", "1,200", "Not yet reached"),
        ("Councils", "not stated", "190", "Not yet reached"),
        ("Laws", "not stated", "", ""),
    ]


def test_computed_columns_are_worked_out_again_after_a_reload() -> None:
    services = MemoryServices()
    id = services.add("focal_point_post", title="Focal point, Meru")
    post = PostView(id, "Focal point, Meru", None, "council", None, None, None, "vacant")
    services.reporting.filled = [post]
    view = View()
    presenter = ListPresenter("focal_point_post", ("title", "coverage"), services, view, Inline(), Told())
    presenter.reload()
    assert presenter.fetch_now(view.numbers) is None  # what is not worked out yet is never worked out on the UI thread
    states: list[str] = []
    presenter.fetch(view.numbers, lambda rows: states.append(rows[0][2]))
    services.reporting.filled = [PostView(id, "Focal point, Meru", None, "council", None, None, None, "trained")]
    presenter.reload()
    assert presenter.fetch_now(view.numbers) is None
    presenter.fetch(view.numbers, lambda rows: states.append(rows[0][2]))
    assert states == ["vacant", "trained"]
