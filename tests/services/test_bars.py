"""Every bar of the dashboard leads to what it counts: the number drawn is the number of the list, in all six countries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from helpers.countries import Open
from helpers.doubles import Inline, Recorder, Told

from gedesk.domain.packs import pack_codes
from gedesk.presenters.committees import RegisterPresenter
from gedesk.presenters.dashboard import Board, DashboardPresenter
from gedesk.presenters.figures import Chart, Mark
from gedesk.presenters.lists import WITHIN, ListPresenter
from gedesk.presenters.reports import ReportsPresenter
from gedesk.services import demonstration_data
from gedesk.services.desk import Desk

DAY = demonstration_data.DAY
SOME = {"actions", "coalitions", "people", "ratings", "reports"}
DRAWN = {
    "tz": SOME | {"money", "targets"}, "ke": SOME | {"money"}, "kz": SOME | {"money"}, "bf": SOME, "ba": SOME,
    "apac": set(),  # nothing is counted there, so nothing is drawn
}  # fmt: skip


class Led:
    """Where the last bar led."""

    def go(self, page: str) -> None:
        self.page = page

    def open_list(self, kind: str, where: Mapping[str, str]) -> None:
        self.kind, self.where = kind, dict(where)

    def open_record(self, kind: str, id: str) -> None:
        self.record = (kind, id)


def listed(desk: Desk, led: Led) -> list[dict[str, Any]]:
    """The records of the list that the last bar opened, as their pages show them."""
    view = Recorder()
    presenter = ListPresenter(led.kind, ("code",), desk, view, Inline(), Told())
    presenter.narrow(led.where)
    (numbers,) = view.seen["show_numbers"]
    return [desk.records.get(led.kind, row[0]).values for row in desk.lists.rows(led.kind, numbers, ["code"])]


def check(desk: Desk, chart: Chart, mark: Mark, led: Led) -> None:
    """That what a bar says is what the list behind it holds."""
    if chart.name in ("coalitions", "ratings"):
        assert len(listed(desk, led)) == sum(mark.values), mark
    elif chart.name == "people":
        told = [one["participants"] for one in listed(desk, led)]
        age = led.where["participants"].partition(":")[2]
        assert all(any(cell.split("|")[1] == age for cell in cells) for cells in told)
        assert sum(count for cells in told for cell, count in cells.items() if cell.split("|")[1] == age) == sum(mark.values)
    elif chart.name == "targets":
        share = desk.monitoring.indicator(led.record[1]).row.share
        assert mark.values == (round(100 * share), 100)
    elif chart.name == "reports":
        view = Recorder()
        presenter = ReportsPresenter(desk, view, Inline(), Told(), today=lambda: DAY)
        presenter.narrow(led.where["period"], led.where.get(WITHIN, ""))
        (entries,) = view.seen["show_reports"]
        came = [one for one in entries if one.state in ("submitted", "accepted", "locked")]
        assert mark.values == (len(entries), len(came), sum(not one.late for one in came)), mark
    elif chart.name == "actions":
        assert led.where["overdue"]
        view = Recorder()
        presenter = RegisterPresenter(lambda wanted: desk.governance.actions(wanted, day=DAY), desk, view, Inline(), Told())
        presenter.filter(committee=led.where["committee"], below=False, overdue=True)
        assert len(view.seen["show_register"][0]) == mark.values[0]
    else:
        lines = listed(desk, led)
        needed = sum(one.get("needed") or 0 for one in lines) or sum(
            one["amount"] for one in lines if one["funding_kind"] == "pledged"
        )
        secured = sum(one["amount"] for one in lines if one["funding_kind"] == "secured")
        assert round(100 * secured / needed) == mark.values[0], mark


@pytest.mark.parametrize("country", pack_codes())
def test_every_bar_of_every_chart_opens_what_it_counts(opened: Open, country: str) -> None:
    desk, led, view = opened(country), Led(), Recorder()
    presenter = DashboardPresenter(desk, view, Inline(), Told(), led, page_of=lambda _kind: "a page")
    top = desk.monitoring.dashboard(day=DAY).place
    assert top is not None
    numbers = desk.lists.numbers("place", where={"parent": top.id})
    below = [row[0] for row in desk.lists.rows("place", numbers, ["name"])]
    below += [one.place.id for one in desk.monitoring.dashboard(day=DAY).regions if one.activities][:12]
    drawn = set()
    for place in ["", top.id, *below]:
        told = desk.monitoring.dashboard(place, day=DAY)
        presenter.place = place
        presenter._arrived(told, {})
        board: Board = view.seen["show_board"][0]
        for chart in board.charts:
            for mark in chart.marks:
                mark.follow()
                check(desk, chart, mark, led)
                drawn.add(chart.name)
    assert drawn == DRAWN[country]
