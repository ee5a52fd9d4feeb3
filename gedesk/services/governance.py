"""Committees, their members, meetings, decisions and actions, as screens and documents show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from gedesk.services.governance_views import (
    ActionRow,
    CommitteeView,
    DecisionRow,
    MeetingRow,
    MeetingView,
    RegisterFilter,
    TierChart,
    TierEdge,
)
from gedesk.services.meetings import Meetings
from gedesk.services.tables import Tables
from gedesk.store.store import Store


class StoreGovernance:
    """`protocols.Governance` on a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def _look(self, day: date | None = None) -> Iterator[Meetings]:
        with self._store.reading() as connection:
            yield Meetings(Tables(self._store, connection, day))

    def tiers(self, *, day: date | None = None) -> TierChart:
        """All committees that are not dissolved, and who reports to whom."""
        with self._look(day) as look:
            nodes = [look.node(row) for row in look.committees.values() if row["life_cycle"] != "dissolved"]
        known = {node.id for node in nodes}
        above = {node.id: node.reports_to for node in nodes if node.reports_to in known}
        edges = tuple(TierEdge(lower, upper) for lower, upper in above.items())
        tiers: dict[int, list[str]] = defaultdict(list)
        for node in nodes:
            tiers[_depth(node.id, above)].append(node.id)
        return TierChart(tuple(nodes), edges, tuple(tuple(tiers[depth]) for depth in sorted(tiers)))

    def committee(self, id: str, *, day: date | None = None) -> CommitteeView:
        """One committee."""
        with self._look(day) as look:
            return look.view(id)

    def meetings(self, committee: str = "", *, day: date | None = None) -> list[MeetingRow]:
        """Meetings of a committee, or all, newest first."""
        with self._look(day) as look:
            return look.meeting_rows(committee)

    def meeting(self, id: str) -> MeetingView:
        """One meeting."""
        with self._look() as look:
            return look.meeting(id)

    def decisions(self, wanted: RegisterFilter | None = None, *, day: date | None = None) -> list[DecisionRow]:
        """The register of decisions, newest first."""
        with self._look(day) as look:
            return look.decisions(wanted or RegisterFilter())

    def actions(self, wanted: RegisterFilter | None = None, *, day: date | None = None) -> list[ActionRow]:
        """The register of actions: overdue first, then by due day."""
        with self._look(day) as look:
            return look.actions(wanted or RegisterFilter())

    def decision_number(self, meeting: str) -> str:
        """The number that the next decision of a meeting takes."""
        with self._look() as look:
            return look.decision_number(meeting)


def _depth(id: str, above: Mapping[str, str]) -> int:
    seen = {id}
    while (upper := above.get(id)) and upper not in seen:
        seen.add(upper)
        id = upper
    return len(seen) - 1
