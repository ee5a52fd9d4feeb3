"""Workbooks: recognising them, bringing them in, and writing templates and exports."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from gedesk import i18n
from gedesk.clock import stamp
from gedesk.domain import ids
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput, KnownError, NotFound, Problem, UsageError
from gedesk.i18n import gettext as _
from gedesk.services.importing_views import ExportOptions, FolderImported, Imported, ProfileView
from gedesk.services.imports.candidates import candidates
from gedesk.services.imports.course import Course, never
from gedesk.services.imports.session import StoreImport, decisions_from
from gedesk.services.protocols import Cancelled, Progress
from gedesk.services.records import StoreRecords
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.store.store import Store
from gedesk.workbook import technical
from gedesk.workbook.export import Shape, write_export
from gedesk.workbook.names import Candidate
from gedesk.workbook.profiles import Profile
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise
from gedesk.workbook.staging import Staging
from gedesk.workbook.table import Table
from gedesk.workbook.template import Places, write_template

PROFILE = "import_profile"
ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"})  # what is looked at in a folder


class StoreWorkbooks:
    """`protocols.Workbooks` on a store."""

    def __init__(self, store: Store, records: StoreRecords) -> None:
        self._store = store
        self._records = records

    # -- in ------------------------------------------------------------------------------------------------------

    def open(
        self,
        path: Path,
        *,
        password: str | None = None,
        kind: str | None = None,
        profile: str | None = None,
        cancelled: Cancelled | None = None,
        progress: Progress | None = None,
    ) -> StoreImport:
        """Reads a workbook and says what it holds; see the protocol.  Raises KnownError."""
        course = Course(path.name, cancelled, progress)
        known = self._profiles(profile)
        course.at("reading")
        staging = _read(path, password, cancelled, lambda done, total: course.at("reading", done, total))
        course.at("recognising")
        return StoreImport(self._store, self._records, path, staging, kind=kind, profiles_=known)

    def import_(
        self,
        path: Path,
        *,
        kind: str | None = None,
        decisions: Mapping[str, str] | None = None,
        rest: str = "ask",
        valid_rows: bool = False,
        dry_run: bool = False,
        cancelled: Cancelled | None = None,
        progress: Progress | None = None,
    ) -> Imported:
        """Opens, answers and applies in one go; with `dry_run` only says what that would do."""
        session = self.open(path, kind=kind, cancelled=cancelled, progress=progress)
        for question, choice in (decisions or {}).items():
            session.answer(question, choice)
        session.answer_rest(rest)
        if dry_run:
            return session.preview(cancelled=cancelled, progress=progress)
        return session.apply(valid_rows=valid_rows, cancelled=cancelled, progress=progress)

    def import_folder(
        self,
        folder: Path,
        *,
        valid_rows: bool = False,
        dry_run: bool = False,
        rest: str = "ask",
        cancelled: Cancelled | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> FolderImported:
        """Every workbook of a folder, each as an operation of its own; a file that cannot be read stops no other."""
        if not folder.is_dir():
            raise InvalidInput(_("{folder} is not a folder.").format(folder=folder))
        files = sorted(one for one in folder.iterdir() if one.suffix.lower() in ENDINGS and not one.name.startswith(("~$", ".")))
        if not files:
            raise InvalidInput(
                _("There are no workbooks in {folder}.").format(folder=folder), advice=_("Choose the folder that holds the files.")
            )
        answer = FolderImported()
        for number, file in enumerate(files):
            if progress is not None:
                progress(number, len(files), file.name)
            if cancelled is not None and cancelled():
                break
            try:
                answer.files.append(
                    self.import_(file, rest=rest, valid_rows=valid_rows, dry_run=dry_run, cancelled=cancelled)
                )
            except KnownError as error:
                answer.refused[file.name] = f"{error.message} {error.advice}".strip()
        return answer

    # -- profiles ------------------------------------------------------------------------------------------------

    def _profiles(self, wanted: str | None) -> list[tuple[str, Profile]]:
        """Profiles by name, those of this site's own place first, then the newest; or only the one wanted."""
        with self._store.reading() as connection:
            own = reading.by_code(connection, "place", self._store.identity().place)
            rows = list(reading.everything(connection, PROFILE, ["name", "record_kind", "reading", "place"]))
        rows.reverse()
        rows.sort(key=lambda row: row[4] != own)
        found = []
        for rec, name, kind, text, _place in rows:
            if wanted is not None and wanted not in (name, ids.text(rec)):
                continue
            profile = Profile.from_text(str(kind), str(text), registry)
            if profile is not None:
                found.append((str(name), profile))
        if wanted is not None and not found:
            raise NotFound(
                _("There is no import profile “{name}”.").format(name=wanted), advice=_("“gedesk profiles” lists those there are.")
            )
        return found

    def profiles(self) -> list[ProfileView]:
        """All profiles by name."""
        with self._store.reading() as connection:
            stored = reading.records(connection, PROFILE, (row[0] for row in reading.everything(connection, PROFILE, [])))
            at = {rec: place for rec, one in stored.items() if isinstance(place := one.values.get("place"), bytes)}
            places = reading.titles(connection, "place", list(at.values()))
            people = reading.authors(connection, {one.changed_op for one in stored.values()})
        found = []
        for rec, one in stored.items():
            kind = str(one.values.get("record_kind") or "")
            operation = people.get(one.changed_op)
            found.append(
                ProfileView(
                    id=ids.text(rec), name=str(one.values.get("name") or ""), kind=kind,
                    kind_label=registry.kind(kind).plural.label() if kind in set(registry) else kind,
                    headers=tuple(str(one.values.get("headings") or "").splitlines()),
                    place=places.get(at.get(rec, b""), ""),
                    author=operation[0].author if operation else "", changed=stamp(operation[0].wall) if operation else "",
                )
            )  # fmt: skip
        return sorted(found, key=lambda profile: profile.name.casefold())

    def rename_profile(self, id: str, name: str) -> None:
        """Gives a profile another name."""
        self._records.save(PROFILE, id, {"name": name})

    def remove_profile(self, id: str) -> None:
        """Takes a profile away, here and with the next bundle elsewhere."""
        self._records.remove(PROFILE, [id])

    # -- out -----------------------------------------------------------------------------------------------------

    def template(self, kind: str, path: Path, *, place: str | None = None, language: str | None = None) -> int:
        """Writes an empty workbook for a kind with the names of this store to choose from; returns its columns."""
        lists: dict[str, list[str]] = {}
        with self._store.reading() as connection:
            for spec in registry.specs(kind).values():
                if spec.target and spec.target not in lists:
                    lists[spec.target] = sorted(one.name for one in candidates(connection, spec.target) if one.name)
            places = _places(candidates(connection, "place"), place)
        return write_template(
            kind, path, registry=registry, language=language or i18n.current(), lists=lists, places=places
        )

    def export(
        self,
        kinds: Sequence[str],
        path: Path,
        *,
        numbers: Sequence[int] | None = None,
        options: ExportOptions | None = None,
        cancelled: Cancelled | None = None,
    ) -> dict[str, int]:
        """Writes the records of some kinds (none named: all that have any); see the protocol."""
        options = options or ExportOptions()
        shape = Shape(options.fields, options.small, options.totals)
        problems: list[Problem] = []
        with self._store.reading() as connection:
            chosen = list(kinds) or [kind for kind in reading.counts(connection) if kind != PROFILE]
            if numbers is not None and len(chosen) != 1:
                raise UsageError(_("A filtered list is of one kind."))
            tables = [(kind, _Rows(connection, kind, numbers, options.sensitivity)) for kind in chosen]
            names = _Titles(connection)
            for kind in chosen:
                names.load(spec.target for spec in registry.specs(kind).values() if spec.target)
            written = write_export(
                path, tables, registry=registry, language=i18n.current(), names=names, problems=problems, shape=shape,
                cancelled=cancelled or never,
            )  # fmt: skip
        if problems:
            raise InvalidInput(
                _("{file} was written, but some texts are too long for a cell.").format(file=path),
                advice=_("Export to .json to have them whole."), problems=problems,
            )  # fmt: skip
        return written


def _places(known: Sequence[Candidate], top: str | None) -> Places | None:
    """Two levels to choose from, there and below: the uppermost that divides the country, and the lowest."""
    by_id = {one.id: one for one in known}

    def above(one: Candidate) -> list[Candidate]:
        found = [one]
        while (parent := by_id.get(found[-1].parent or "")) is not None and parent not in found:
            found.append(parent)
        return found

    if top is not None and not any(one.code == top for one in known):
        raise NotFound(
            _("There is no place with the code “{code}”.").format(code=top), advice=_("“gedesk search” finds the place; its code is shown with it.")
        )
    counted = Counter(one.level for one in known)
    depth = {one.level: len(above(one)) for one in known}
    levels = sorted((level for level in counted if level and counted[level] >= 5), key=lambda level: depth[level])
    if len(levels) < 2:
        return None
    upper, lower = levels[0], levels[-1]
    below: dict[str, list[str]] = {}
    for one in sorted(known, key=lambda one: one.name):
        line = above(one)
        if one.level == lower and (top is None or any(step.code == top for step in line)):
            region = next((step.name for step in line if step.level == upper), None)
            if region is not None:
                below.setdefault(region, []).append(one.name)
    return Places(upper, lower, sorted(below.items())) if below else None


class _Rows(Collection[Mapping[str, Any]]):
    """The records of a kind, read again each time they are gone through: a million of them need no room."""

    def __init__(self, connection: Connection, kind: str, numbers: Sequence[int] | None, sensitivity: str) -> None:
        self._connection = connection
        self._kind = kind
        self._specs = registry.specs(kind)
        levels = self._specs["sensitivity"].vocabulary.codes
        kept = levels[: levels.index(sensitivity) + 1] if sensitivity else None
        where = {"sensitivity": list(kept)} if kept is not None else None
        found = reading.numbers(connection, kind, where=where) if numbers is None or kept is not None else numbers
        if numbers is not None and kept is not None:
            allowed = set(found)
            found = [number for number in numbers if number in allowed]
        self._numbers: Sequence[int] = found

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, _row: object) -> bool:
        return False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        names = list(self._specs)
        turned = [(name, turn) for name, spec in self._specs.items() if (turn := _turn(spec)) is not None]
        for row in reading.columns(self._connection, self._kind, self._numbers, names):
            values = {name: value for name, value in zip(names, row[1:], strict=True) if value is not None}
            for name, turn in turned:
                if name in values:
                    values[name] = turn(values[name])
            values["id"] = _id_text(row[0])
            yield values

    def parts(self, fields: Sequence[str]) -> dict[str, set[str]]:
        """The cells of tables of counts that any row has, without reading the rest."""
        found: dict[str, set[str]] = {name: set() for name in fields}
        for row in reading.columns(self._connection, self._kind, self._numbers, fields):
            for name, text in zip(fields, row[1:], strict=True):
                if text is not None:
                    found[name].update(json.loads(text))
        return found


def _turn(spec: FieldSpec) -> Callable[[Any], Any] | None:
    """From what a column holds to the domain value, remembering what recurs; None where they are the same."""
    if spec.type in (Type.DATE, Type.LINK, Type.CODES, Type.LINKS):
        return cache(lambda value: spec.from_wire(spec.from_column(value)))
    if spec.type in (Type.COUNTS, Type.YES_NO):
        return spec.from_column
    return None


def _id_text(rec: bytes) -> str:
    told = rec.hex()
    return f"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}"


class _Titles:
    """Titles of linked records by id, read once for each kind that is linked to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, str] = {}
        self._kinds: set[str] = set()

    def load(self, kinds: Iterable[str]) -> None:
        """Reads the titles of all records of these kinds."""
        for kind in set(kinds) - self._kinds:
            self._kinds.add(kind)
            for row in reading.everything(self._connection, kind, [registry.kind(kind).title]):
                self._known[ids.text(row[0])] = str(row[1] or "")

    def __call__(self, id: str) -> str:
        return self._known.get(id, "")


def _read(
    path: Path,
    password: str | None = None,
    cancelled: Cancelled | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Staging:
    """What a file contains, without the sheets of our own that hold no records."""
    staging = read(path, cancel=cancelled, password=password, progress=progress)
    staging.sheets = [sheet for sheet in staging.sheets if not technical.is_aside(sheet.value(1, 1))]
    return staging


def recognised(path: Path, *, kind: str | None = None) -> list[Table]:
    """What a workbook contains, table by table.  Raises KnownError for files that cannot be read."""
    return recognise(_read(path), registry, kind=kind)


__all__ = ["Imported", "StoreWorkbooks", "decisions_from", "never", "recognised"]
