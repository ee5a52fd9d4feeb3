"""Workbooks: recognising them, bringing them in as one operation, and writing templates and exports."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gedesk import i18n
from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack
from gedesk.errors import InvalidInput, Problem, UsageError
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.lists import StoreLists
from gedesk.services.records import StoreRecords
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit, Transaction, uuid7
from gedesk.store.store import Store
from gedesk.workbook import plan as plans
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.export import write_export
from gedesk.workbook.names import Candidate
from gedesk.workbook.plan import Options, Plan, Row
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise
from gedesk.workbook.table import Table
from gedesk.workbook.template import write_template

Cancelled = Callable[[], bool]
TITLE = "Import {file}"


@dataclass(slots=True)
class Imported:
    """What an import did or would do, in the words of the command line.  `operation` is "" when nothing was applied."""

    tables: list[dict[str, Any]] = field(default_factory=list)
    create: int = 0
    update: int = 0
    same: int = 0
    duplicate: int = 0
    refused: int = 0
    skipped: int = 0
    new: dict[str, int] = field(default_factory=dict)  # records made because rows name them, by kind
    problems: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    coverage: dict[str, int] = field(default_factory=dict)
    operation: str = ""
    dry_run: bool = False
    differences: list[dict[str, Any]] = field(default_factory=list)  # what updates change, old and new

    @property
    def errors(self) -> int:
        """Problems that keep rows out."""
        return sum(problem["level"] == "error" for problem in self.problems)


class Workbooks:
    """Use cases around workbooks on a store."""

    def __init__(self, store: Store, records: StoreRecords, lists: StoreLists) -> None:
        self._store = store
        self._records = records
        self._lists = lists

    def import_(
        self,
        path: Path,
        *,
        kind: str | None = None,
        sheet: str | None = None,
        decisions: Mapping[str, str] | None = None,
        options: Options | None = None,
        valid_rows: bool = False,
        dry_run: bool = False,
        cancelled: Cancelled | None = None,
    ) -> Imported:
        """Brings a workbook in as one operation, or with `dry_run` says what that would do.

        Nothing is applied while a question is open, nor, unless `valid_rows`, while a row has an error.  A rehearsal
        is the same code taken back.  Raises KnownError for files that cannot be read.
        """
        staging = read(path, cancel=cancelled)
        tables = recognise(staging, registry, kind=kind)
        if sheet is not None:
            tables = [table for table in tables if table.sheet == sheet]
        options = options or Options()
        with self._store.writing(dry_run=dry_run) as tx:
            identity = self._store.identity()
            options.places = options.places or _ambiguous(identity.country)
            plan = plans.build(
                staging, tables, registry=registry, candidates=lambda wanted: candidates(tx.connection, wanted),
                new_id=lambda: str(uuid.UUID(bytes=uuid7())), kind=kind, decisions=decisions, options=options,
            )  # fmt: skip
            self._outside(tx, plan)
            answer = _described(plan, tables)
            answer.dry_run = dry_run
            if not plan.tables:
                return answer
            blocked = bool(plan.questions) or (answer.errors and not valid_rows)
            edits = self._edits(tx, path, plan, answer)
            if edits and not blocked:
                draft = Draft(TITLE.format(file=path.name), edits, kind="import", detail={"file": path.name})
                operation = tx.apply(draft).operation.hex()
                answer.operation = "" if dry_run else operation
        return answer

    def template(self, kind: str, path: Path) -> int:
        """Writes an empty workbook for a kind with the names of this store to choose from; returns its columns."""
        lists: dict[str, list[str]] = {}
        with self._store.reading() as connection:
            for spec in registry.specs(kind).values():
                if spec.target and spec.target not in lists:
                    lists[spec.target] = sorted(one.name for one in candidates(connection, spec.target) if one.name)
        return write_template(kind, path, registry=registry, language=i18n.current(), lists=lists)

    def export(self, kinds: Sequence[str], path: Path) -> dict[str, int]:
        """Writes the records of some kinds (none named: all that have any); returns rows by sheet."""
        tables: list[tuple[str, list[dict[str, Any]]]] = []
        with self._store.reading() as connection:
            chosen = list(kinds) or list(reading.counts(connection))
            wanted: dict[str, set[bytes]] = {}
            for kind in chosen:
                specs = registry.specs(kind)
                rows = []
                for row in reading.everything(connection, kind, list(specs)):
                    values = dict(zip(specs, row[1:], strict=True))
                    domain = {name: specs[name].from_wire(v) for name, v in values.items() if v is not None}
                    rows.append({"id": str(uuid.UUID(bytes=row[0])), **domain})
                for target, ids in showing.linked(specs.values(), rows).items():
                    wanted.setdefault(target, set()).update(ids)
                tables.append((kind, rows))
            names = {str(uuid.UUID(bytes=rec)): title for rec, title in showing.titles(connection, wanted).items()}
        problems: list[Problem] = []
        written = write_export(path, tables, registry=registry, language=i18n.current(), names=names, problems=problems)
        if problems:
            raise InvalidInput(
                _("{file} was written, but some texts are too long for a cell.").format(file=path),
                advice=_("Export to .json to have them whole."), problems=problems,
            )  # fmt: skip
        return written

    def _outside(self, tx: Transaction, plan: Plan) -> None:
        """Marks rows that are not this site's to write, before headquarters would refuse them."""
        for row in plan.rows:
            place = row.values.get("place")
            if not row.refused and place and not self._records.may_write(tx.connection, row.kind, str(place)):
                row.refused = True
                plan.problems.append(
                    CellProblem(
                        "out_of_scope", row.sheet, row.cells.get("place", f"A{row.row}"), None,
                        _("The place lies outside {site}.").format(site=self._store.identity().name),
                        _("Correct the place, or let headquarters import the row."), field="place",
                    )
                )  # fmt: skip

    def _edits(self, tx: Transaction, path: Path, plan: Plan, answer: Imported) -> list[Edit]:
        edits: list[Edit] = []
        used = {value for row in plan.good for value in _ids(row.values)}
        wanted: dict[str, list[dict[str, Any]]] = {}
        for made in plan.new:
            if made.id in used:
                answer.new[made.kind] = answer.new.get(made.kind, 0) + 1
                source = f"{path.name} · {made.sheet} · {made.cell}"
                wanted.setdefault(made.kind, []).append({**made.values, "id": made.id, "source": source})
        existing: dict[str, dict[str, bytes]] = {}
        for row in plan.rows:
            if row.refused or row.open:
                answer.refused += 1
                continue
            if row.duplicate_of is not None:
                answer.duplicate += 1
                continue
            if row.kind not in existing:
                existing[row.kind] = _by_key(tx.connection, row.kind)
            rec = self._same(tx, row, existing[row.kind])
            if rec is None:
                answer.create += 1
                source = f"{path.name} · {row.sheet} · {row.row}"
                values = {name: value for name, value in row.values.items() if value is not None}
                if row.id:
                    values["id"] = row.id
                wanted.setdefault(row.kind, []).append({"source": source, **values})
                continue
            stored = reading.record(tx.connection, row.kind, rec)
            assert stored is not None
            edit = self._records.difference(row.kind, stored, row.values)
            if not edit.patch:
                answer.same += 1
                continue
            answer.update += 1
            edits.append(edit)
            answer.differences.append(self._difference(tx.connection, row, stored, edit))
        created: list[Edit] = []
        for kind, items in wanted.items():
            created += self._records.creations(tx, kind, items)
        return created + edits

    def _same(self, tx: Transaction, row: Row, existing: Mapping[str, bytes]) -> bytes | None:
        """The record that a row is about: by id, by code, by what tells records of its kind apart."""
        if row.id:
            rec = uuid.UUID(row.id).bytes
            return rec if reading.record(tx.connection, row.kind, rec) else None
        code = row.values.get("code")
        if code and (found := reading.by_code(tx.connection, row.kind, str(code))):
            return found
        return existing.get(row.key)

    def _difference(self, connection: Connection, row: Row, stored: reading.StoredRecord, edit: Edit) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        specs = registry.by_number(row.kind)
        old = showing.domain(row.kind, stored.values)
        for number in edit.patch:
            spec = specs[number]
            values = [old.get(spec.name), row.values.get(spec.name)]
            titles = showing.titles(connection, showing.linked([spec], [{spec.name: value} for value in values]))
            changed[spec.name] = {"old": showing.shown(spec, values[0], titles), "new": showing.shown(spec, values[1], titles)}
        return {"sheet": row.sheet, "row": row.row, "id": str(uuid.UUID(bytes=stored.id)), "changed": changed}


def recognised(path: Path, *, kind: str | None = None) -> list[Table]:
    """What a workbook contains, table by table.  Raises KnownError for files that cannot be read."""
    return recognise(read(path), registry, kind=kind)


def decisions_from(path: Path) -> dict[str, str]:
    """Answers to questions from a JSON file `{question id or "field=value": record id | "new" | "skip"}`."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput(_("{file} cannot be read: {reason}.").format(file=path, reason=error)) from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise UsageError(
            _("{file} is not a list of decisions.").format(file=path),
            advice=_("Write {{\"question id\": \"record id, new or skip\"}}."),
        )
    return found


def candidates(connection: Connection, kind: str) -> Sequence[Candidate]:
    """All records of a kind that a name in a workbook may mean."""
    specs = registry.specs(kind)
    title = registry.kind(kind).title
    others = [name for name in ("other_names", "acronym") if name in specs]
    names = [title, "code", *others]
    if kind == "place":
        names += ["level", "parent", "place_kind"]
    names = [name for name in names if name in specs]
    found = []
    for row in reading.everything(connection, kind, names):
        values = dict(zip(names, row[1:], strict=True))
        spellings: list[str] = []
        for name in others:
            text = str(values.get(name) or "")
            spellings += [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
        parent = values.get("parent")
        found.append(
            Candidate(
                id=str(uuid.UUID(bytes=row[0])),
                name=str(values.get(title) or ""),
                other_names=tuple(spellings),
                level=str(values.get("level") or ""),
                parent=str(uuid.UUID(bytes=parent)) if isinstance(parent, bytes) else None,
                kind=str(values.get("place_kind") or ""),
                code=str(values.get("code") or ""),
            )
        )
    return found


def _ambiguous(country: str) -> dict[str, tuple[str, ...]]:
    return {one.name: one.codes for one in load_pack(country).ambiguous}


def _by_key(connection: Connection, kind: str) -> dict[str, bytes]:
    specs = registry.specs(kind)
    names = [name for name in specs if not specs[name].is_map]
    return {
        plans.key_of(kind, showing.domain(kind, dict(zip(names, row[1:], strict=True))), specs): row[0]
        for row in reading.everything(connection, kind, names)
    }


def _ids(values: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    for value in values.values():
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, list):
            found.update(str(one) for one in value)
    return found


def _described(plan: Plan, tables: Sequence[Table]) -> Imported:
    return Imported(
        tables=[table.to_json() for table in plan.tables or tables],
        skipped=len(plan.skipped),
        problems=[problem.to_json() for problem in plan.problems],
        questions=[question.to_json() for question in plan.questions],
        coverage=dict(plan.coverage),
    )
