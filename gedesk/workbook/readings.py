"""What columns may be taken for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Candidate:
    """One reading of a column."""

    field: str
    confidence: float
    how: str
    part: str = ""
    group: str = ""


@dataclass(slots=True)
class Mapped:
    """A reading of all columns as one kind."""

    kind: str
    score: float
    columns: dict[int, Candidate] = field(default_factory=dict)
