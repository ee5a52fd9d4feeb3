"""Names in cells and the records they mean.  Answers are remembered: each distinct name is asked about once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.workbook import cells, mapping, names, technical
from gedesk.workbook.names import Candidate
from gedesk.workbook.plan import NEW, SKIP, NewRecord, Offer, Question, Row, question_id
from gedesk.workbook.planning.filled import Filled
from gedesk.workbook.planning.founding import FROM_A_NAME
from gedesk.workbook.planning.making import Making
from gedesk.workbook.staging import Value
from gedesk.workbook.table import Column, Table

_EITHER = {"action_item": ("owner", "organisation"), "activity": ("focal_point", "implementers")}  # columns of people that name offices as well
_LONGEST_STATE = 20  # characters of the word for a post that nobody holds
_BY_PLACE = frozenset({"committee"})  # records of one name at several places
_SAME_NAME = 93.0
_NEIGHBOURS = {"district": ("council",), "subcounty": ("constituency",), "constituency": ("subcounty",)}  # levels that people take for each other
_COUNCIL_WORDS = frozenset("dtmcu")  # DC, TC, MC, CC and their like, as `names` parses them
_KEPT = 100_000  # settled cells that are remembered


@dataclass(slots=True)
class Answer:
    """What became of a name: an id, nothing yet (`open`), or left out."""

    id: str | None = None
    open: bool = False


class Naming:
    """Finds out what names mean: a record that is here, one to be made, or a question."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.made: dict[tuple[str, str], str] = {}
        self._indexes: dict[str, names.Index] = {}
        self._answers: dict[str, Answer] = {}
        self._questions: dict[str, Question] = {}
        self._left: set[tuple[str, int, str]] = set()
        self._linked: dict[tuple[str, int, int], dict[Value, list[str]]] = {}
        self._placed: dict[tuple[str, int], dict[tuple[Value, ...], tuple[str | None, tuple[str, ...]]]] = {}

    def index(self, kind: str) -> names.Index:
        """The records of a kind by their names."""
        if kind not in self._indexes:
            ambiguous = self.making.options.places if kind == "place" else None
            self._indexes[kind] = names.build(self.making.candidates(kind), places=kind == "place", ambiguous=ambiguous)
        return self._indexes[kind]

    def among(self, table: Table, target: str) -> names.Index:
        """The records that a name in a table may mean.

        In a list of places a place above is none of the list: were it found there, it would be found only once the list
        has been imported, and the same list would change records when it is imported again.
        """
        title = table.column(self.making.registry.kind(target).title)
        if target != table.kind or table.technical or title is None:
            return self.index(target)
        key = f"{target} {table.sheet} {table.first}"
        if key not in self._indexes:
            sheet, level = self.making.staging.sheet(table.sheet), mapping.level(title)
            listed = {fold(str(value)) for row in table.rows if (value := sheet.value(row, title.index)) is not None}
            others = [
                entry.candidate for entry in self.index(target).entries
                if fold(entry.candidate.name) not in listed or (level and entry.candidate.level not in ("", level))
            ]  # fmt: skip
            self._indexes[key] = names.build(others, places=target == "place", ambiguous=self.making.options.places)
        return self._indexes[key]

    def settled(self, table: Table, column: Column) -> dict[Value, list[str]]:
        """Ids of the records that cells of a column name, where that is settled."""
        return self._linked.setdefault((table.sheet, table.first, column.index), {})

    def placed(self, table: Table) -> dict[tuple[Value, ...], tuple[str | None, tuple[str, ...]]]:
        """The place that the cells of the columns of places name, and what they tell besides, where that is settled."""
        return self._placed.setdefault((table.sheet, table.first), {})

    def links(
        self, row: Row, table: Table, column: Column, spec: FieldSpec, value: Value, number: int, extra: list[str]
    ) -> None:
        """Puts the records that a cell names into a row; what is left out goes into words."""
        apart = False  # named in the column of another field
        if spec.target == "person" and isinstance(value, str):
            if len(value) < _LONGEST_STATE and vocabulary("focal_point_state").find(value) == "vacant":
                return  # nobody
            if spec.name == _EITHER.get(row.kind, ("",))[0] and self._is_party(value):
                spec, apart = self.making.registry.spec(row.kind, _EITHER[row.kind][1]), True
        place = str(row.values.get("place") or "") if spec.target in _BY_PLACE else ""
        ids = self.settled(table, column).get(value) if not place and not apart else None
        if ids is None:
            ids = self._meant(row, table, column, spec, value, number, extra, place, remember=not place and not apart)
        again = table.technical and not ids and row_has_id(table) and not cells.links_in(spec, value)
        if spec.type is Type.LINK:
            if ids or again:
                row.values[spec.name] = ids[0] if ids else None
        elif ids or again:
            told = row.values.get(spec.name)
            row.values[spec.name] = sorted({*told, *ids}) if told else ids if ids else None

    def _is_party(self, text: str) -> bool:
        """Whether a name in a column of people is an organisation's: a known one, or named as offices are."""
        if names.match(text, self.index("person")).accepted is not None:
            return False
        return names.match(text, self.index("organisation")).accepted is not None or names.names_office(text)

    def _meant(
        self, row: Row, table: Table, column: Column, spec: FieldSpec, value: Value, number: int, extra: list[str], place: str,
        *, remember: bool,
    ) -> list[str]:  # fmt: skip
        """Ids of the records that a cell names, in order; remembered when nothing is open or left out."""
        ids: list[str] = []
        settled = True
        texts = cells.links_in(spec, value)
        for text in texts:
            answers = [self._named(table, number, column, spec, text, place=place)]
            if spec.type is Type.LINKS and answers[0] is None:
                parts = cells.finer_links(text)
                known = [names.match(part, self.index(spec.target or "")).accepted for part in parts]
                if parts and any(known):
                    answers = [self._named(table, number, column, spec, part, settle=True) for part in parts]
                else:
                    answers = [self._named(table, number, column, spec, text, settle=True)]
            for answer in answers:
                if answer is None:
                    continue
                settled = settled and answer.id is not None and not answer.open
                if answer.open:
                    row.open = True
                elif answer.id is not None:
                    ids.append(answer.id)
                else:
                    extra.append(f"{column.header or column.ref}: {text}")
                    self.left_out(table, number, column, spec, text)
        if spec.type is Type.LINKS:
            ids = sorted(set(ids))
        remembered = self.settled(table, column)
        if settled and remember and len(remembered) < _KEPT:
            remembered[value] = ids
        return ids

    @staticmethod
    def has_level(index: names.Index, level: str) -> bool:
        """Whether there are places of a level, or of the levels like it."""
        known = set(index.levels) or {entry.candidate.level for entry in index.entries}
        return bool(level) and any(told in known for told in index.levels_for(level))

    def first_time(self, table: Table, column: Column, text: str) -> bool:
        """Whether a value of a column is left out for the first time: each is told once, not in every row."""
        key = (table.sheet, column.index, fold(text))
        if key in self._left:
            return False
        self._left.add(key)
        return True

    def left_out(self, table: Table, number: int, column: Column, spec: FieldSpec, text: str) -> None:
        if not self.first_time(table, column, text):
            return
        self.making.problem(
            table, number, column, "unknown-name", text,
            _("{field}: “{value}” is not known and was left out, here and in the rows that repeat it.").format(field=spec.label, value=text[:60]), "", level="note",
        )  # fmt: skip

    def _named(
        self, table: Table, number: int, column: Column, spec: FieldSpec, text: str, *, settle: bool = False, place: str = ""
    ) -> Answer | None:
        """The record a name means, at a place when that tells.  Without `settle` a set's text with several names gives None."""
        target = spec.target or ""
        index = self.among(table, target)
        if text in index.by_id:
            return Answer(text)
        bracketed = _exported_id(text)
        if table.technical and bracketed:
            return Answer(bracketed)
        id = question_id(spec.name, text, target, *([place] if place else []))
        told = self.making.decisions.get(id) or names.by_value(self.making.decisions, spec.name, text)
        if told:
            return self._decided(told, target, text, table, number, column, place)
        made = self.made.get((target, _made_key(text, place)))
        if made:
            return Answer(made)
        level = mapping.level(column) if target == "place" else ""
        found = names.match(text, index, level=level if self.has_level(index, level) else None)
        if place:
            found = self._here(found, place)
        if found.accepted:
            return Answer(found.accepted)
        if not settle and spec.type is Type.LINKS and cells.finer_links(text):
            return None
        allows_new = target in FROM_A_NAME and target not in self.making.options.closed
        likely = [scored for scored in found.candidates if scored.score >= 75]
        if not likely and allows_new:
            return Answer(self._make(target, text, table, number, column, place))
        offers = [Offer(scored.candidate.id, scored.candidate.name, scored.score) for scored in found.candidates[:6]]
        return self._ask(id, table, number, column, spec, text, target, offers, allows_new, place)

    def _here(self, found: names.Match, place: str) -> names.Match:
        """A match among the records of one place and those above it: many councils have a committee of one name."""
        places = self.index("place")
        near = {place, *places.above(place)}
        able = tuple(scored for scored in found.candidates if scored.candidate.parent is None or scored.candidate.parent in near)
        same = [scored for scored in able if scored.score >= _SAME_NAME]
        own = [scored for scored in same if scored.candidate.parent == place] or same
        return names.Match(own[0].candidate.id if len(own) == 1 else None, able)

    def _decided(
        self, told: str, target: str, text: str, table: Table, number: int, column: Column, place: str
    ) -> Answer:
        if told == SKIP:
            return Answer()
        if told == NEW:
            known = self.made.get((target, _made_key(text, place)))
            return Answer(known or self._make(target, text, table, number, column, place))
        return Answer(told)

    def _make(self, target: str, text: str, table: Table, number: int, column: Column, place: str = "") -> str:
        id = self.making.new_id()
        title = self.making.registry.kind(target).title
        values: dict[str, Any] = {title: text, **FROM_A_NAME.get(target, {})}
        self.making.plan.new.append(NewRecord(target, id, values, *self.making.at(table, number, column.index)))
        self.made[target, _made_key(text, place)] = id
        return id

    def _ask(
        self,
        id: str,
        table: Table,
        number: int,
        column: Column,
        spec: FieldSpec,
        text: str,
        kind: str,
        offers: list[Offer],
        allows_new: bool,
        place: str = "",
    ) -> Answer:
        sheet, cell = self.making.at(table, number, column.index)
        if id in self._questions:
            self._questions[id].cells.append(cell)
            return self._answers[id]
        if self.making.options.accept_best:
            best = offers[0] if offers and offers[0].score >= (names.OFFER if kind != "code" else 70) else None
            if best is not None:
                answer = Answer(best.id)
            elif allows_new:
                answer = Answer(self._make(kind, text, table, number, column, place))
            else:
                answer = Answer()
        else:
            answer = Answer(open=not self.making.options.skip_questions)
        asked = Question(id, sheet, cell, text, spec.name, kind, offers, allows_new, [cell])
        self._questions[id] = asked
        self._answers[id] = answer
        if answer.open:
            self.making.plan.questions.append(asked)
        return answer

    def ask_code(self, table: Table, number: int, column: Column, spec: FieldSpec, text: str) -> Answer:
        """The code that a text stands for which is in no vocabulary."""
        id = question_id(spec.name, text, "code")
        told = self.making.decisions.get(id) or names.by_value(self.making.decisions, spec.name, text)
        if told:
            return Answer() if told in (SKIP, NEW) else Answer(told)
        offers = [Offer(*near) for near in cells.near_codes(text, spec.vocabulary)[:8]]
        if offers and offers[0].score >= 90 and (len(offers) < 2 or offers[0].score - offers[1].score >= 5):
            return Answer(offers[0].id)  # a slip of the pen
        return self._ask(id, table, number, column, spec, text, "code", offers, False)

    def places(
        self,
        row: Row,
        table: Table,
        number: int,
        levels: dict[int, str],
        filled: Filled,
        specs: dict[str, FieldSpec],
        extra: list[str],
    ) -> None:
        """The deepest place that the row's columns of places name, each read under the one above it."""
        key, placed = tuple(filled.value(number, at) for at in levels), self.placed(table)
        if key in placed:
            parent, words = placed[key]
            extra.extend(words)
        else:
            told, was_open, row.open = len(extra), row.open, False
            problems = len(self.making.plan.problems)
            parent = self._place(row, table, number, levels, filled, specs, extra)
            if not row.open and problems == len(self.making.plan.problems) and len(placed) < _KEPT:
                placed[key] = parent, tuple(extra[told:])
            row.open = row.open or was_open
        if parent is not None:
            row.values["place"] = parent

    def _place(
        self,
        row: Row,
        table: Table,
        number: int,
        levels: dict[int, str],
        filled: Filled,
        specs: dict[str, FieldSpec],
        extra: list[str],
    ) -> str | None:
        index = self.index("place")
        spec = specs["place"]
        ordered = sorted(levels.items(), key=lambda item: depth(item[1]))
        by_column = {column.index: column for column in table.columns}
        parent: str | None = None
        known = set(index.levels) or {entry.candidate.level for entry in index.entries}
        # Wards and villages lie below the places we keep: they are told in words.
        kept = [at for at, level in ordered if not level or any(told in known for told in index.levels_for(level))]
        kept = kept or [at for at, level in ordered if level not in ("ward", "village", "adm4", "adm5")]
        for at, level in ordered:
            value = filled.value(number, at)
            if value is None or cells.is_missing(value):
                continue
            text = " ".join(cells.as_text(value).split())
            column = by_column[at]
            if at not in kept:
                extra.append(f"{column.header}: {text}")
                continue
            id = question_id("place", text, level, parent or "")
            told = self.making.decisions.get(id) or names.by_value(self.making.decisions, "place", text)
            if told and told not in (SKIP, NEW):
                parent = told
                continue
            if told:
                extra.append(f"{column.header}: {text}")
                continue
            if text in index.by_id:
                parent = text
                continue
            found = names.match(text, index, level=level if any(told in known for told in index.levels_for(level)) else None, parent=parent)
            accepted = found.accepted or self._at_other_level(text, level, parent, found)
            if accepted:
                parent = accepted
                continue
            if parent is not None and level in ("ward", "village", "adm3", "adm4", "adm5") and not found.candidates:
                extra.append(f"{column.header}: {text}")
                continue
            finer = kept[kept.index(at) + 1 :]
            if any(filled.value(number, later) is not None for later in finer):
                extra.append(f"{column.header}: {text}")  # the finer column decides
                continue
            offers = [Offer(s.candidate.id, _with_parent(index, s.candidate), s.score) for s in found.candidates[:6]]
            answer = self._ask(id, table, number, column, spec, text, "place", offers, False)
            if answer.open:
                row.open = True
            elif answer.id is not None:
                parent = answer.id
            else:
                extra.append(f"{column.header}: {text}")
                self.left_out(table, number, column, spec, text)
        return parent

    def _at_other_level(self, text: str, level: str, parent: str | None, found: names.Match) -> str | None:
        """The place of a neighbouring level that a name means: `Moshi DC` among districts, a constituency among sub-counties."""
        index = self.index("place")
        likely = any(scored.score >= _SAME_NAME for scored in found.candidates)
        for other in _NEIGHBOURS.get(level, ()):
            named = bool(names.parse_place(text)[1] & _COUNCIL_WORDS) if other == "council" else not likely
            if named and other in index.levels:
                accepted = names.match(text, index, level=other, parent=parent).accepted
                if accepted:
                    return accepted
        return None

    def place_levels(self, table: Table, columns: list[Column], filled: Filled) -> dict[int, str]:
        """Level of each column of places: told by its heading, else by what it names."""
        found = {}
        for column in columns:
            if column.field == "place" and (column.part or not table.technical):
                level = column.part
                if not level:
                    texts = [str(v) for row in table.rows[:500] if (v := filled.value(row, column.index)) is not None]
                    level = names.guess_level(texts, self.index("place"))
                found[column.index] = level
        return found


def _made_key(text: str, place: str) -> str:
    """What new records are remembered by: their names, where that tells with their places."""
    return f"{names.parse_party(text)}\x1f{place}" if place else names.parse_party(text)


def depth(level: str) -> int:
    return mapping.LEVELS.index(level) if level in mapping.LEVELS else len(mapping.LEVELS) // 2


def _with_parent(index: names.Index, candidate: Candidate) -> str:
    above = index.by_id.get(candidate.parent or "")
    return f"{candidate.name} ({above.name})" if above else candidate.name


def row_has_id(table: Table) -> bool:
    """Whether the rows of a table name their records, so that empty cells mean "empty it"."""
    return any(column.field == technical.ID for column in table.columns)


_ID = re.compile(r"(?:^|\[)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]?$")


def _exported_id(text: str) -> str | None:
    """The id that our exports put behind a label: `Title [0190…]`."""
    found = _ID.search(text)
    return found[1] if found else None
