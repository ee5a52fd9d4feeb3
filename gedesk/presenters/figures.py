"""What a chart shows, before it is drawn: a question, values, and the answer in words.  Dashboards and reports share it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from gedesk.presenters import words

Kind = Literal["bars", "stacked", "targets", "line"]


def nowhere() -> None:
    """A mark that leads nowhere."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, or one point of each line: its label, a value for each series (None: not known), and where it leads."""

    label: str
    values: tuple[float | None, ...]
    follow: Callable[[], None] = nowhere
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A question and what answers it.

    `bars`: one series.  `stacked`: parts of a whole.  `targets`: two series, what was reached and what was to be reached.
    `line`: values over periods.
    """

    name: str  # for files and tests
    kind: Kind
    question: str
    heading: str  # of the labels, in the table
    series: tuple[str, ...]
    marks: tuple[Mark, ...]
    answer: str  # the same in words
    unit: str = ""
    empty: str = ""  # why there is nothing, and what to do

    @property
    def top(self) -> float:
        """The largest length to be drawn; 0 when there is none."""
        if self.kind == "stacked":
            return max((sum(v or 0 for v in mark.values) for mark in self.marks), default=0)
        return max((v or 0 for mark in self.marks for v in mark.values), default=0)

    def said(self, mark: Mark) -> str:
        """A mark as hover and screen readers say it."""
        unit = f" {self.unit}" if self.unit else ""
        if len(self.series) == 1:
            text = f"{mark.label}: {words.number(mark.values[0])}{unit}"
        else:
            parts = [
                f"{name} {words.number(value)}{unit}"
                for name, value in zip(self.series, mark.values, strict=True) if value is not None
            ]  # fmt: skip
            text = f"{mark.label}: {', '.join(parts)}"
        return f"{text}. {mark.note}" if mark.note else text


@dataclass(frozen=True, slots=True)
class Region:
    """An area of a map: its outline in degrees (rings of longitude, latitude), what is said of it, where it leads.

    `step` 0 to 4 is how dark it is drawn, 0 for nothing there.
    """

    code: str
    label: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    step: int
    value: str
    text: str
    follow: Callable[[], None] = nowhere


@dataclass(frozen=True, slots=True)
class Map:
    """A map that answers a question; `legend` names the steps from 0 up."""

    name: str
    question: str
    heading: str
    value_heading: str
    regions: tuple[Region, ...]
    legend: tuple[str, ...]
    answer: str
    source: str = ""
    empty: str = ""
    marks: tuple[Mark, ...] = field(default=())  # regions without an outline, told in the table


def ticks(top: float, most: int = 5) -> list[float]:
    """Round values from 0 to at least `top`, no more than `most` steps: 1, 2 or 5 times a power of ten."""
    if top <= 0:
        return [0.0, 1.0]
    step = 10.0 ** len(str(int(top)))
    while True:
        for part in (5.0, 2.0, 1.0):
            smaller = step * part / 10
            if top / smaller > most:
                made = [0.0]
                wide = _next(smaller)
                while made[-1] < top:
                    made.append(round(made[-1] + wide, 10))
                return made
        step /= 10


def _next(step: float) -> float:
    """The next of 1, 2, 5, 10 … above a step."""
    text = f"{step:e}"
    first = int(text[0])
    return step * (2.5 if first == 2 else 2)
