"""What others say of commitments and indicators, by hand: for tests of the pages that show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from gedesk.services.commitments_views import (
    CommitmentFilter,
    CommitmentRow,
    CommitmentView,
)
from gedesk.services.governance_views import Named
from gedesk.services.monitoring_views import Figure, IndicatorRow, IndicatorView, RollUp

if TYPE_CHECKING:
    from helpers.memory_services import MemoryServices


def commitment_row(id: str, title: str, **other: Any) -> CommitmentRow:
    """A commitment of which nothing but the title is known."""
    made = CommitmentRow(
        id=id, code="", title=title, form="individual", types=(), coalitions=(), stage="", stage_on=None, rating="",
        rated_on=None, review="", light="grey", makers=(), start=None, end=None, place=None, countries=(), programme=None,
        pillar=None, parent=None, children=0, complete=0.0, gaps=(), money=(), activities=0,
    )  # fmt: skip
    return replace(made, **other)


def commitment_view(row: CommitmentRow, **other: Any) -> CommitmentView:
    """The page of a commitment that nothing belongs to."""
    made = CommitmentView(
        row=row, statement="", problem="", expected_result="", progress_note="", rating_basis="", review_source="",
        reviewer=None, aligned={}, alignment_evidence="", makers=(), children=(), funding=(), milestones=(), indicators=(),
        ratings=(),
    )  # fmt: skip
    return replace(made, **other)


def indicator_row(id: str, name: str, **other: Any) -> IndicatorRow:
    """An indicator with neither target nor result."""
    made = IndicatorRow(
        id=id, name=name, reference="", unit="", measure="1", direction="increase", summable=True, frequency="",
        programme=None, baseline=None, baseline_on=None, baseline_text="", target=None, target_day=None, actual=None,
        actual_day=None, share=None, reached=None, results=0, problems=0,
    )  # fmt: skip
    return replace(made, **other)


def indicator_view(row: IndicatorRow, **other: Any) -> IndicatorView:
    """The page of an indicator without figures."""
    nothing = RollUp(Named(row.id, row.name), None, None, None, None, "", (), (), ())
    made = IndicatorView(
        row=row, definition="", numerator="", denominator="", disaggregation=(), data_source="", targets=(), results=(),
        rollup=nothing, cells={},
    )  # fmt: skip
    return replace(made, **other)


def figure(value: float | None, qualifier: str = "exact", text: str = "", shown: str = "") -> Figure:
    """A figure as it is read."""
    return Figure(value, qualifier, text, shown or ("" if value is None else f"{value:,.0f}"))


class MemoryCommitments:
    """The part of `protocols.Commitments` that lists and pages ask; `views` holds what a test wants to see."""

    def __init__(self, services: MemoryServices) -> None:
        self._services = services
        self.views: dict[str, CommitmentView] = {}

    def rows(self, wanted: CommitmentFilter | None = None, *, day: date | None = None) -> list[CommitmentRow]:
        return [self.commitment(id).row for id in self._services.order.get("commitment", [])]

    def commitment(self, id: str, *, day: date | None = None) -> CommitmentView:
        return self.views.get(id) or commitment_view(commitment_row(id, self._services.title("commitment", id)))
