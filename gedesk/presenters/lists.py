"""A list of records: what is shown in it, in which order, and which match the filter.

Some columns are computed (`presenters.computed`): they are worked out once for all records after each reload.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import computed, dates, words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.undoing import take_back
from gedesk.services.protocols import Services

Row = tuple[Any, ...]
Where = Mapping[str, str]  # field, or `within` for a place and what lies below -> code or id; "" for nothing written
WITHIN = "within"
FIRST = 400  # rows: more than fit on a screen, so that the end of the beginning is not seen
FAST = 0.005  # seconds: pages that come faster are fetched while the table asks for them
DATES = ("changed", "created")
TONES = {
    "report_state": {"due": "accent", "submitted": "accent", "returned": "danger", "accepted": "success", "locked": "success"},
    "minutes_state": {"circulated": "accent", "approved": "success", "amended": "accent"},
    "life_cycle": {"active": "success", "established": "success", "dormant": "warning", "dissolved": "danger"},
    "decision_state": {"adopted": "success", "adopted_changed": "success", "deferred": "warning", "rejected": "danger"},
    "action_state": {"in_progress": "accent", "blocked": "danger", "done": "success"},
    "stage": {"not_started": "neutral", "planning": "neutral", "in_progress": "accent", "completed": "success",
              "discontinued": "danger"},
    "rating": {"achieved": "success", "on_track": "success", "at_risk": "warning", "off_track": "danger",
               "not_assessed": "neutral"},
    "onboarding": {"active": "success", "accepted": "success", "first_report": "success", "lapsed": "danger"},
    "verification": {"draft": "neutral", "submitted": "accent", "returned": "warning", "verified": "success"},
    "progress": {"planned": "neutral", "under_way": "accent", "done": "success", "cancelled": "danger"},
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in force, in words."""

    field: str
    text: str


class ListView(Protocol):
    """What a list presenter asks of its page."""

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Conditions in force, each of which can be taken away."""

    def show_numbers(self, numbers: array[int]) -> None:
        """These records now, in this order."""

    def show_count(self, text: str, empty: str) -> None:
        """How many there are; `empty` says why there are none: "", "nothing" or "filtered"."""


class ListPresenter:
    """One kind of record as a table with a filter."""

    def __init__(
        self, kind: str, columns: Sequence[str], services: Services, view: ListView, jobs: Jobs, notifier: Notifier,
        *, sort: str = "", descending: bool = False,
    ) -> None:  # fmt: skip
        self.kind = kind
        self.columns = tuple(columns)
        self.text = ""
        self.where: dict[str, str] = {}
        self._places: dict[str, str] = {}  # titles of records that conditions name
        self.sort = sort
        self.descending = descending
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._token: Token | None = None
        self._cost = 1.0  # seconds the last page took
        self._computed = computed.COMPUTED.get(kind)
        own = self._computed.columns if self._computed is not None else ()
        self._stored = tuple(name for name in self.columns if name not in own)
        self._values: dict[str, tuple[Any, ...]] = {}  # of computed columns; filled once after each reload
        self._whole = not set(own) & set(self.columns)  # whether there is nothing to work out, or it is

    # -- what is shown -------------------------------------------------------------------------------------------

    def label(self, column: str) -> str:
        """Heading of a column."""
        own = {
            "start": _("Date"),
            "changed": _("Changed"),
            "created": _("Created"),
            "people": _("Participants"),
            "progress": _("Progress"),
            "conflicts": _("Conflicts"),
        }
        if self._is_computed(column):
            return computed.label(column)
        return own.get(column) or registry.spec(self.kind, column).label

    def shown(self, column: str, value: Any) -> str:
        """A cell as text."""
        if value is None:
            return ""
        if self._is_computed(column):
            return computed.shown(column, value)
        spec = registry.specs(self.kind).get(column)
        if column in DATES or (spec is not None and spec.type == "date"):
            return dates.short(str(value))
        if spec is not None and spec.type == "datetime":
            return dates.typed_moment(str(value))
        return words.number(value) if isinstance(value, int | float) else str(value)

    def tone(self, column: str, value: Any) -> str:
        """The tone of a state: drafts are grey, verified is green."""
        if self._is_computed(column):
            return computed.tone(column, value)
        spec = registry.specs(self.kind).get(column)
        if column not in TONES or spec is None or not value:
            return ""
        return TONES[column].get(spec.vocabulary.find(str(value)) or "", "neutral")

    def _is_computed(self, column: str) -> bool:
        return self._computed is not None and column in self._computed.columns

    # -- reading -------------------------------------------------------------------------------------------------

    def concerns(self, kinds: frozenset[str]) -> bool:
        """Whether changes of these kinds may change what the list shows."""
        more = self._computed.depends if self._computed is not None else frozenset()
        return bool(kinds & {self.kind, "place", *more})

    def filter(self, text: str) -> None:
        """Only records with these words."""
        if text != self.text:
            self.text = text
            self.reload()

    def narrow(self, where: Where) -> None:
        """Only records of these conditions, instead of those before.  Raises UsageError for fields that are not known."""
        for field in where:
            if field != WITHIN:
                registry.spec(self.kind, field)
        if dict(where) != self.where:
            self.where = dict(where)
            self.show_chips()
            self.reload()

    def widen(self, field: str) -> None:
        """Takes one condition away."""
        self.narrow({name: value for name, value in self.where.items() if name != field})

    def show_chips(self) -> None:
        """Says the conditions; names of records come as soon as they are read."""
        self._view.show_chips([Chip(field, self._said(field, value)) for field, value in self.where.items()])
        unknown = {value: self._target(field) for field, value in self.where.items() if self._target(field) and value}
        unknown = {id: kind for id, kind in unknown.items() if id not in self._places}
        if unknown:
            records = self._services.records

            def arrived(titles: dict[str, str]) -> None:
                self._places.update(titles)
                self.show_chips()

            self._jobs.read(lambda: {id: records.get(kind, id).title for id, kind in unknown.items()}, arrived, self._notifier.failed)

    def _target(self, field: str) -> str:
        """The kind of record that a condition names; "" for codes."""
        return "place" if field == WITHIN else registry.spec(self.kind, field).target or ""

    def _said(self, field: str, value: str) -> str:
        spec = registry.spec(self.kind, "place" if field == WITHIN else field)
        if not value:
            shown = _("nothing written")
        elif spec.dims:
            dimension, _colon, code = value.partition(":")
            shown = vocabulary(dimension).label(code)
        elif self._target(field):
            shown = self._places.get(value, "…")
        else:
            shown = spec.vocabulary.label(value) if spec.vocabulary_name else value
        return _("{field}: {value}").format(field=spec.label, value=shown)

    def sort_by(self, column: str, descending: bool) -> None:
        """Another order."""
        if (column, descending) != (self.sort, self.descending):
            self.sort, self.descending = column, descending
            self.reload()

    def reload(self) -> None:
        """Asks again which records there are; an earlier question still under way is dropped."""
        if self._token is not None:
            self._token.cancel()
        if self._computed is not None:
            self._values, self._whole = {}, not set(self._computed.columns) & set(self.columns)
        self._ask(FIRST + 1 if not self._is_computed(self.sort) else None)

    def _ask(self, limit: int | None) -> None:
        """The beginning of a list first, so that there is something to see at once; then all of it."""
        text, sort, descending = self.text, self.sort, self.descending
        where = {field: value or None for field, value in self.where.items()}
        self._token = self._jobs.read(
            lambda: self._numbers(text, where, sort, descending, limit),
            lambda numbers: self._arrived(numbers, text, limit),
            self._notifier.failed,
        )

    def _numbers(
        self, text: str, where: Mapping[str, str | None], sort: str, descending: bool, limit: int | None
    ) -> array[int]:
        lists = self._services.lists
        if not self._is_computed(sort):
            return lists.numbers(self.kind, text=text, where=where, sort=sort, descending=descending, limit=limit)
        numbers = lists.numbers(self.kind, text=text, where=where)
        at = self.columns.index(sort) + 1
        rows = zip(numbers, self._rows(numbers), strict=True)
        ordered = sorted(rows, key=lambda one: computed.key(sort, one[1][at]), reverse=descending)
        return array("q", [number for number, _row in ordered])

    def _arrived(self, numbers: array[int], text: str, limit: int | None) -> None:
        self._token = None
        self._view.show_numbers(numbers)
        if limit is not None and len(numbers) >= limit:
            self._ask(None)
            return
        count = len(numbers)
        shown = words.number(count)
        if text or self.where:
            line = ngettext("{n} match", "{n} matches", count).format(n=shown)
        else:
            line = ngettext("{n} record", "{n} records", count).format(n=shown)
        self._view.show_count(line, "" if count else "filtered" if text or self.where else "nothing")

    def fetch_now(self, numbers: Sequence[int]) -> list[Row] | None:
        """The rows at once if that is known to be fast; None otherwise."""
        if self._cost > FAST or not self._whole:
            return None
        return self._timed(numbers)

    def fetch(self, numbers: Sequence[int], done: Callable[[list[Row]], None]) -> Token:
        """The rows when they are there."""
        wanted = list(numbers)
        return self._jobs.read(lambda: self._timed(wanted), done, self._notifier.failed)

    def _timed(self, numbers: Sequence[int]) -> list[Row]:
        before = perf_counter()
        rows = self._rows(numbers)
        self._cost = perf_counter() - before
        return rows

    def _rows(self, numbers: Sequence[int]) -> list[Row]:
        rows = self._services.lists.rows(self.kind, numbers, self._stored)
        if self._computed is None or len(self._stored) == len(self.columns):
            return rows
        values = self._values
        if not values:
            values.update(self._computed.values(self._services))
            self._whole = self._whole or values is self._values
        nothing = (None,) * len(self._computed.columns)
        known = []
        for row in rows:
            found = dict(zip(self._stored, row[1:], strict=True))
            found.update(zip(self._computed.columns, values.get(row[0], nothing), strict=True))
            known.append((row[0], *(found[name] for name in self.columns)))
        return known

    # -- writing -------------------------------------------------------------------------------------------------

    def remove(self, ids: Sequence[str], kind: str = "") -> None:
        """Removes records, of this kind or another, in one operation that the message offers to take back."""
        records, count = self._services.records, len(ids)
        if not count:
            return

        def done(operation: str) -> None:
            text = ngettext("{n} record removed", "{n} records removed", count).format(n=count)
            self._notifier.tell(text, action=_("Undo"), on_action=lambda: self._take_back(operation))

        self._jobs.write(lambda: records.remove(kind or self.kind, ids), done, self._notifier.failed)

    def _take_back(self, operation: str) -> None:
        take_back(self._services.records, self._jobs, self._notifier, lambda undone: self._notifier.tell(undone.title), operation)


def packed(where: Where) -> str:
    """Conditions as a part of a link: `rating=at_risk&coalitions=GBV`."""
    return urlencode(sorted(where.items()))


def unpacked(text: str) -> dict[str, str]:
    """The conditions of a link."""
    return dict(parse_qsl(text, keep_blank_values=True))
