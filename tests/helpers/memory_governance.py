"""Governance over plain dictionaries: the chart and the registers, without meetings' inner life."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gedesk import clock
from gedesk.errors import NotFound
from gedesk.services.governance_views import (
    ActionRow,
    CommitteeNode,
    CommitteeView,
    DecisionRow,
    MeetingRow,
    MeetingView,
    Named,
    RegisterFilter,
    TierChart,
    TierEdge,
)

if TYPE_CHECKING:
    from helpers.memory_services import MemoryServices


class MemoryGovernance:
    """`protocols.Governance`: what lists of committees, decisions and actions need."""

    def __init__(self, services: MemoryServices) -> None:
        self._services = services

    def _all(self, kind: str) -> list[tuple[str, dict[str, object]]]:
        return [(id, one) for id, one in self._services.data.get(kind, {}).items() if not one.get("_removed")]

    def tiers(self, *, day: date | None = None) -> TierChart:
        nodes = tuple(
            CommitteeNode(id, str(one.get("name")), "", str(one.get("committee_type") or ""), "", None,
                          str(one.get("reports_to") or ""), "", "active", "", None, 0, 0, 0, None, None)
            for id, one in self._all("committee")
        )  # fmt: skip
        edges = tuple(TierEdge(node.id, node.reports_to) for node in nodes if node.reports_to)
        return TierChart(nodes, edges, (tuple(node.id for node in nodes),))

    def committee(self, id: str, *, day: date | None = None) -> CommitteeView:
        raise NotFound(f"There is no committee {id}.")

    def meetings(self, committee: str = "", *, day: date | None = None) -> list[MeetingRow]:
        return []

    def meeting(self, id: str) -> MeetingView:
        raise NotFound(f"There is no meeting {id}.")

    def decisions(self, wanted: RegisterFilter | None = None, *, day: date | None = None) -> list[DecisionRow]:
        return [
            DecisionRow(id, str(one.get("number") or ""), str(one["title"]), "", "approval", "adopted", Named("", ""),
                        Named("", ""), day or clock.today(), "", None, "", "open", None, False, 0, 0)
            for id, one in self._all("decision") if wanted is None or wanted.text in str(one["title"])
        ]  # fmt: skip

    def actions(self, wanted: RegisterFilter | None = None, *, day: date | None = None) -> list[ActionRow]:
        return [
            ActionRow(id, str(one["title"]), None, None, None, None, None, None, "medium", "open", None, "", None, None, 0,
                      "", 0)
            for id, one in self._all("action_item") if wanted is None or wanted.text in str(one["title"])
        ]  # fmt: skip

    def decision_number(self, meeting: str) -> str:
        return f"{meeting}-1"
