"""Numbered, frozen steps from one schema to the next.

A step is an SQL file `NNNN_what.sql` beside this module; once released it is never edited.  `python -m
gedesk.store.migrations` prints the schema that the declarations want, to write the next step from; a test proves that
the steps lead exactly there.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy.dialects import sqlite as dialect
from sqlalchemy.schema import CreateIndex, CreateTable


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: the schema number it leads to, its name, and its statements."""

    number: int
    name: str
    statements: tuple[str, ...]


@cache
def steps() -> tuple[Step, ...]:
    """All steps in order.  Numbers run from 1 without a gap."""
    found = []
    for path in sorted(Path(__file__).parent.glob("[0-9]*.sql")):
        number, _, name = path.stem.partition("_")
        found.append(Step(int(number), name, tuple(split(path.read_text(encoding="utf-8")))))
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise RuntimeError("migration numbers have a gap")
    return tuple(found)


def newest() -> int:
    """The schema number this program writes."""
    return len(steps())


def build(path: Path) -> None:
    """A new, empty file with the newest schema, complete or absent."""
    from gedesk.store import sqlite

    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    db = sqlite3.connect(part, isolation_level=None)
    try:
        db.execute(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
        _run(db, 0)
    finally:
        db.close()
    sqlite.sync_file(part)
    part.replace(path)
    sqlite.sync_folder(path.parent)


def migrate(path: Path, found: int) -> Path:
    """Brings a store from schema `found` to the newest, after a verified backup beside it; returns the backup.

    A backup of an earlier try for the same step is kept: it holds the state before the first try.
    """
    from gedesk.store import sqlite

    saved = path.with_name(f"{path.name}.before-{newest():04d}")
    db = sqlite.connect(path)
    try:
        if not saved.exists():
            sqlite.backup(db, saved)
        _run(db, found)
        db.execute("UPDATE meta SET value = '0' WHERE key = 'indexed'")
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('rebuild', 'true')")
    finally:
        db.close()
    return saved


def _run(db: sqlite3.Connection, found: int) -> None:
    """All steps after `found` in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    try:
        for step in steps()[found:]:
            for statement in step.statements:
                db.execute(statement)
        db.execute(f"PRAGMA user_version={newest()}")
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise


def split(script: str) -> list[str]:
    """The statements of a script; semicolons inside triggers do not part them."""
    statements, pending = [], ""
    for line in script.splitlines():
        if not pending and (not line.strip() or line.startswith("--")):
            continue
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            statements.append(pending.strip())
            pending = ""
    if pending.strip():
        raise ValueError(f"unfinished statement: {pending.strip()[:80]}")
    return statements


def declared() -> list[str]:
    """The statements that make the schema which the declarations want, from nothing."""
    from gedesk.store import schema, sqlite

    schema.record_tables()
    wanted: list[str] = []
    for table in sorted(schema.metadata.tables.values(), key=lambda table: table.name):
        wanted.append(str(CreateTable(table).compile(dialect=dialect.dialect())).strip() + ";")
        wanted.extend(
            str(CreateIndex(index).compile(dialect=dialect.dialect())).strip() + ";"
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        )
    wanted.append(sqlite.log_view() + ";")
    wanted.append(sqlite.search_table() + ";")
    wanted.append(sqlite.search_settings() + ";")
    for kind in sorted(schema.record_tables()):
        wanted.extend(statement + ";" for statement in sqlite.tripwires(kind))
    return wanted
