"""Which record of the store a row of a workbook is about: by id, by code, by its key, or by likeness, which is asked.

Each record is matched by one row at most, so that importing a workbook a second time finds each record it made the
first time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

from gedesk.domain.fields import Type
from gedesk.domain.kinds import registry
from gedesk.domain.text import fold
from gedesk.services import showing
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.workbook import keys
from gedesk.workbook.plan import Row

ALIKE = 92.0  # least likeness of titles, 0 to 100, for a record to be asked about
_CROWD = 3_000  # with more records of one key, titles are compared only among those that begin alike

_EVERY = 1_000
PARTS = " · "  # between file, sheet and row in what a record names as its source
_OUTSIDE = frozenset({"code", "state", "source"})  # fields that are no content of a row

Parts = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Near:
    """A record that a row may be about."""

    rec: bytes
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Matched:
    """The record of a row, or those to ask about.  Neither: the row is new.  `removed`: the record was removed here."""

    rec: bytes | None = None
    near: tuple[Near, ...] = ()
    removed: bool = False


_NEW = Matched()


class Matcher:
    """The records of one kind, looked up in several ways."""

    def __init__(self, connection: Connection, kind: str) -> None:
        self.kind = kind
        self._connection = connection
        self._specs = registry.specs(kind)
        self._title = registry.kind(kind).title
        fields = keys.key_fields(kind, self._specs)
        self._named = self._title in fields and not self._specs[self._title].is_link
        self._lead = fields.index(self._title) if self._title in fields else 0
        self._sets = [self._specs[name].is_map for place, name in enumerate(fields) if place != self._lead]
        # What has no day in its key lasts: the same name in the same row of the same file is the same thing.
        self._lasting = not any(self._specs[name].type in (Type.DATE, Type.DATETIME) or name == "period" for name in fields)
        names = list(dict.fromkeys([*fields, "code", "source", self._title]))
        self._all: dict[bytes, Parts] = {}
        self._titles: dict[bytes, str] = {}
        self._source: dict[bytes, str] = {}
        self._codes: dict[str, bytes] = {}
        self._exact: dict[Parts, list[bytes]] = {}
        self._same_title: dict[str, list[bytes]] = {}
        self._blocks: dict[Parts, dict[bytes, str]] = {}
        for row in reading.everything(connection, kind, names):
            values = showing.domain(kind, dict(zip(names, row[1:], strict=True)))
            rec = row[0]
            parts = keys.key_parts(kind, values, self._specs)
            self._all[rec] = parts
            self._titles[rec] = str(values.get(self._title) or "")
            self._source[rec] = str(values.get("source") or "")
            if values.get("code"):
                self._codes[str(values["code"])] = rec
            self._exact.setdefault(parts, []).append(rec)
            self._same_title.setdefault(parts[self._lead], []).append(rec)
            self._blocks.setdefault(self._others(parts), {})[rec] = parts[self._lead]

    def _others(self, parts: Parts) -> Parts:
        return parts[: self._lead] + parts[self._lead + 1 :]

    def match(self, rows: Sequence[T], keyed: Callable[[T], tuple[Row, Parts, str]], tick: Callable[[int], None]) -> list[Matched]:
        """For each row the record that it is about.

        `keyed` gives the row with the parts of its key and what its source would be; keeping those of a hundred thousand
        rows would cost more than asking twice.  `tick` is told how many rows are done, now and then.
        """
        answers: list[Matched] = []
        claimed: set[bytes] = set()
        later: list[int] = []
        alike: dict[Parts, list[int]] = {}  # rows whose key several records have
        for at, one in enumerate(rows):
            if at % _EVERY == 0:
                tick(at)
            row, parts, source = keyed(one)
            told = self._told(row)
            if told is None and any(parts):
                same = self._exact.get(parts, ())
                if len(same) > 1:
                    alike.setdefault(parts, []).append(at)
                    answers.append(_NEW)
                    continue
                if same and same[0] not in claimed:
                    told = Matched(same[0])
            if told is None and self._all:
                later.append(at)
            answers.append(told or _NEW)
            if told is not None and told.rec is not None:
                claimed.add(told.rec)
        for parts, places in alike.items():
            together = [keyed(rows[at]) for at in places]
            for place, found in self._told_apart([(row, source) for row, _parts, source in together], self._exact[parts], claimed):
                answers[places[place]] = Matched(found)
            later.extend(at for at in places if answers[at].rec is None)
        for at in sorted(later):
            if at % 50 == 0:
                tick(at)
            row, parts, source = keyed(rows[at])
            answers[at] = self._by_likeness(parts, source, claimed) if not row.id else _NEW
            if (rec := answers[at].rec) is not None:
                claimed.add(rec)
        return answers

    def _told_apart(
        self, rows: Sequence[tuple[Row, str]], recs: Sequence[bytes], claimed: set[bytes]
    ) -> Iterator[tuple[int, bytes]]:
        """Which of several records of one key each row is about: the one that says the same, made from the same row of the
        file, or of a file of another name, else the next one."""
        stored = {
            rec: showing.domain(self.kind, one.values)
            for rec, one in reading.records(self._connection, self.kind, [rec for rec in recs if rec not in claimed]).items()
        }
        free = [rec for rec in recs if rec in stored]
        open_ = dict(enumerate(rows))
        said: dict[tuple[str, ...], dict[str, list[bytes]]] = {}  # by the fields that rows give

        def content(row: Row, _source: str) -> tuple[object, dict[str, list[bytes]]]:
            given = {name: value for name, value in row.values.items() if value is not None and name not in _OUTSIDE}
            names = tuple(sorted(given))
            if names not in said:
                said[names] = _listed(free, lambda rec: _content(stored[rec], names))
            return _content(given, names), said[names]

        by_source = _listed(free, lambda rec: self._source[rec])
        by_place = _listed(free, lambda rec: self._source[rec].partition(PARTS)[2])
        anything = _listed(free, lambda _rec: "")
        ways: tuple[Callable[[Row, str], tuple[object, dict[Any, list[bytes]]]], ...] = (
            content,
            lambda _row, source: (source, by_source),
            lambda _row, source: (source.partition(PARTS)[2], by_place),
            lambda _row, _source: ("", anything),
        )
        for way in ways:
            for place, (row, source) in list(open_.items()):
                key, listed = way(row, source)
                waiting = listed.get(key, [])
                while waiting and waiting[-1] in claimed:
                    waiting.pop()
                if waiting:
                    rec = waiting.pop()
                    claimed.add(rec)
                    del open_[place]
                    yield place, rec

    def _told(self, row: Row) -> Matched | None:
        """By the id or the code that the row names."""
        if row.id:
            try:
                rec = uuid.UUID(row.id).bytes
            except ValueError:
                return None
            if rec in self._all:
                return Matched(rec)
            return Matched(removed=True) if reading.record(self._connection, self.kind, rec) else None
        code = row.get("code")
        found = self._codes.get(str(code)) if code else None
        return Matched(found) if found is not None else None

    def _by_likeness(self, parts: Parts, source: str, claimed: set[bytes]) -> Matched:
        title, others = parts[self._lead], self._others(parts)
        if not title or not self._named:
            return Matched()  # what has no name of its own is alike only when it is the same
        near: list[Near] = []
        same_row: list[bytes] = []  # made from this very row of this file
        for rec in self._same_title.get(title, ()):
            if rec in claimed:
                continue
            theirs = self._others(self._all[rec])
            pairs = list(zip(others, theirs, self._sets, strict=True))
            again = self._source[rec] == source
            fits = all(not ours or not other or ours == other for ours, other, _set in pairs)
            same = all(ours == other or (of_set and not (ours and other)) for ours, other, of_set in pairs)
            if again and self._lasting:
                same_row.append(rec)
            elif fits and (again or (same and any(ours and ours == other for ours, other, _set in pairs))):
                near.append(Near(rec, self._titles[rec], 99.0))
                if again:
                    same_row.append(rec)
            elif again or fits:
                near.append(Near(rec, self._titles[rec], 90.0))
        if len(same_row) == 1:
            return Matched(same_row[0])
        if len(near) == 1 and near[0].score == 99.0:
            return Matched(near[0].rec)
        if not near and (any(others) or self._lasting):
            near = self._alike(title, others, claimed)
        return Matched(near=tuple(near[:6]))

    def _alike(self, title: str, others: Parts, claimed: set[bytes]) -> list[Near]:
        block = self._blocks.get(others, {})
        if len(block) > _CROWD:
            block = {rec: text for rec, text in block.items() if text[:4] == title[:4]}
        found = process.extract(title, block, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=6)
        return [
            Near(rec, self._titles[rec], round(score, 1))
            for text, score, rec in found
            if rec not in claimed and _figures(text) == _figures(title)
        ]


def _content(values: Mapping[str, Any], names: Sequence[str]) -> str:
    """Some values of a record or of a row, the same for both when they say the same."""
    return repr([(name, _settled(value)) for name in names if (value := values.get(name)) is not None])


def _settled(value: Any) -> Any:
    """A value so that what is the same looks the same: 5 and 5.0, sets in any order."""
    if isinstance(value, dict | list):
        return sorted(value.items() if isinstance(value, dict) else value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _listed(recs: Sequence[bytes], key: Callable[[bytes], T]) -> dict[T, list[bytes]]:
    """Records by a key, the first at the end of its list."""
    found: dict[T, list[bytes]] = {}
    for rec in reversed(recs):
        found.setdefault(key(rec), []).append(rec)
    return found


def _figures(text: str) -> list[str]:
    """Numbers in a title: “Quarter 1” and “Quarter 2” are two things however alike they are spelled."""
    return ["".join(filter(str.isdigit, word)) for word in fold(text).split() if any(map(str.isdigit, word))]
