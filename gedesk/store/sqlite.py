"""Everything that only SQLite knows: connections and durability, full-text search, tripwires, backup, file marks.

The rest of the store speaks SQLAlchemy Core, so that a national headquarters can run it on another database.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from gedesk.errors import Busy, InvalidInput, KnownError, MadeByNewer
from gedesk.i18n import gettext as _
from gedesk.store.packs import Unpacker

APPLICATION_ID = 0x47454453  # "GEDS" in the file's header: tells our stores from other SQLite files
BUSY_MS = 5_000
CHECKPOINT = 4_000  # pages: a file with many indexes is written in fewer, larger pieces
STEP = 2_000  # pages of a backup between two looks at whether it is to stop
AT_ONCE = 500  # ids in one IN (...) list
IN_ONE = 20  # rows in one INSERT
DOOR = "gedesk_door"
PATCH = "gedesk_patch"
SEARCH = "search"


class _Door:
    """Whether writes to record tables are allowed just now.  Tripwires ask it through an SQL function."""

    def __init__(self) -> None:
        self._opened: list[None] = []
        self.asked = self._opened.__len__  # without a frame of Python: it is asked for every row

    @property
    def open(self) -> int:
        """1 or 0."""
        return len(self._opened)

    @open.setter
    def open(self, wanted: int) -> None:
        self._opened[:] = [None] * wanted


class Found(sqlite3.Cursor):
    """What a statement found, as plain tuples."""

    lastrowid: int

    def scalar_one(self) -> Any:
        """The only value of the only row."""
        ((value,),) = self.fetchall()
        return value


class Direct(Connection):
    """A connection whose SQL in text goes straight to the driver.

    Compiling, and dressing up rows, cost more than most of our statements: a seventh of the time of receiving files.
    """

    def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> Any:
        """Many rows of parameters as a list, or one as a tuple."""
        if execution_options:
            return super().exec_driver_sql(statement, parameters, execution_options)
        if not self.in_transaction():
            self._autobegin()
        cursor = self.connection.cursor(Found)
        if isinstance(parameters, list):
            return cursor.executemany(statement, parameters)
        return cursor.execute(statement, parameters or ())


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with explicit transactions.

    WAL with FULL synchronisation: in 400 simulated power cuts it lost no acknowledged commit.  Readers never
    checkpoint: SQLite up to 3.51.2 can lose a checkpoint that two connections run at once.
    """
    db: sqlite3.Connection | None = None
    try:
        db = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA temp_store=MEMORY")
        db.execute(f"PRAGMA cache_size={-2000 if read_only else -16000}")  # kB; up to eight connections read
        db.execute("PRAGMA trusted_schema=ON")  # the tripwires call a function of ours
        if read_only:
            db.execute("PRAGMA wal_autocheckpoint=0")
            db.execute("PRAGMA query_only=ON")
        else:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT}")
    except sqlite3.DatabaseError as error:
        if db is not None:
            db.close()
        raise translated(error, path) from error
    return db


def settle(path: Path) -> None:
    """Writes what lies beside a store into it, unless it is damaged."""
    with contextlib.suppress(sqlite3.DatabaseError, KnownError), contextlib.closing(connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rows(connection: Connection, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What a statement finds, as plain tuples: for bulk, where rows of SQLAlchemy cost more than the search itself."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement, tuple(parameters))
        return list(cursor.fetchall())
    finally:
        cursor.close()


def rows_among(connection: Connection, statement: str, ids: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The same for a statement with one `IN ({})`, however many ids there are."""
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        found += rows(connection, statement.format(", ".join("?" * len(part))), part)
    return found


def insert(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds rows, several with each statement: a third less time than one by one, for tables without triggers."""
    names, marks = ", ".join(f'"{name}"' for name in columns), f"({', '.join('?' * len(columns))})"
    whole = len(rows) - len(rows) % IN_ONE
    head = f'INSERT INTO "{table}" ({names}) VALUES '
    cursor = connection.connection.cursor()
    try:
        if whole:
            many = [tuple(chain.from_iterable(rows[at : at + IN_ONE])) for at in range(0, whole, IN_ONE)]
            cursor.executemany(head + ", ".join([marks] * IN_ONE), many)
        if whole < len(rows):
            cursor.executemany(head + marks, rows[whole:])
    finally:
        cursor.close()


def engines(path: Path) -> tuple[Engine, Engine, _Door]:
    """The one writing engine, the reading engine, and the door that guards the record tables."""
    door = _Door()

    def make(read_only: bool) -> sqlite3.Connection:
        db = connect(path, read_only=read_only)
        db.create_function(DOOR, 0, (lambda: 0) if read_only else door.asked)
        db.create_function(PATCH, 3, Unpacker(), deterministic=True)
        return db

    writer = create_engine("sqlite://", creator=lambda: make(False), poolclass=StaticPool)
    reader = create_engine("sqlite://", creator=lambda: make(True), poolclass=QueuePool, pool_size=4, max_overflow=4)

    for engine in (writer, reader):
        engine._connection_cls = Direct

    @event.listens_for(writer, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(reader, "begin")
    def _begin_reading(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return writer, reader, door


def translated(error: Exception, path: Path) -> KnownError:
    """What a database error means for a person: whose fault it is and what to do."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return Busy(
            _("Another program is using {file}.").format(file=path),
            advice=_("Close the other program, then try again."),
        )
    if "disk is full" in text or "disk full" in text:
        return InvalidInput(
            _("The disk is full; nothing was changed."), advice=_("Free some space, then try again.")
        )
    if "readonly" in text or "unable to open" in text:
        return InvalidInput(
            _("{file} cannot be opened for writing.").format(file=path),
            advice=_("Check that the folder exists and that you may write there."),
        )
    return InvalidInput(
        _("{file} is not a GE Desk store, or it is damaged: {reason}.").format(file=path, reason=error),
        advice=_("Bring back the newest backup: in the window, or with “gedesk restore”."),
    )


def versions(db: sqlite3.Connection) -> tuple[int, int]:
    """`(application_id, user_version)` from the file's header."""
    return db.execute("PRAGMA application_id").fetchone()[0], db.execute("PRAGMA user_version").fetchone()[0]


def refuse_foreign_or_newer(path: Path, newest: int) -> int:
    """Schema number of a store, read without writing a byte.  Refuses other programs' files and newer stores."""
    with path.open("rb") as file:
        head = file.read(16)
    if head != b"SQLite format 3\x00":
        raise InvalidInput(
            _("{file} is not a GE Desk store.").format(file=path),
            advice=_("If it was one, bring back the newest backup: in the window, or with “gedesk restore”. Else choose a file made by GE Desk."),
        )
    db: sqlite3.Connection | None = None
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        mark, number = versions(db)
        if mark != APPLICATION_ID:
            raise InvalidInput(
                _("{file} belongs to another program; it was not touched.").format(file=path),
                advice=_("Choose a file made by GE Desk, or make a new store with “gedesk init”."),
            )
        if number > newest:
            row = db.execute("SELECT value FROM meta WHERE key = 'application'").fetchone()
            wanted = row[0].strip('"') if row else "?"
            raise MadeByNewer(
                _("{file} was written by GE Desk {version}, which is newer than this one.").format(
                    file=path, version=wanted
                ),
                advice=_("Install GE Desk {version} or later; the store was not touched.").format(version=wanted),
            )
        return number
    except sqlite3.DatabaseError as error:
        raise translated(error, path) from error
    finally:
        if db is not None:
            db.close()


def backup(source: sqlite3.Connection, target: Path, look: Callable[[], None] = lambda: None) -> None:
    """A verified copy: written beside, checked, then renamed.  Raises InvalidInput when there is no room for it.

    `look` is called now and then, and may raise to stop.
    """
    pages, size = (source.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    if shutil.disk_usage(target.parent).free < pages * size * 1.1:
        raise InvalidInput(
            _("There is no room for a backup in {folder}.").format(folder=target.parent),
            advice=_("{megabytes} MB are needed. Free some space or choose another folder.").format(
                megabytes=pages * size // 1_000_000 + 1
            ),
        )
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part, isolation_level=None)
    try:
        source.backup(copy, pages=STEP, progress=lambda *_told: look())
        look()
        copy.execute("PRAGMA journal_mode=DELETE")
        answer = copy.execute("PRAGMA integrity_check").fetchall()
        if answer != [("ok",)]:
            raise InvalidInput(
                _("The backup could not be verified: {reason}.").format(reason=answer[0][0]),
                advice=_("Check the store: in the settings, or with “gedesk check”."),
            )
        look()
    except BaseException:
        copy.close()
        part.unlink(missing_ok=True)
        raise
    copy.close()
    sync_file(part)
    part.replace(target)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Makes a file's content durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Makes a rename durable.  Windows has no such call and does not need it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# -- tripwires and full-text search -------------------------------------------------------------------------------


def tripwires(kind: str) -> list[str]:
    """Triggers that refuse a row written past the door, by whomever."""
    return [
        f'CREATE TRIGGER IF NOT EXISTS "door_{kind}_{event.lower()}" AFTER {event} ON "{kind}" '
        f"WHEN {DOOR}() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END"
        for event in ("INSERT", "UPDATE", "DELETE")
    ]


def search_table() -> str:
    """Words of searchable fields, already folded (case, accents); rows are found again by `search_row`."""
    return (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {SEARCH} USING fts5(words, tokenize='unicode61', detail='none', "
        "columnsize=0)"
    )


def search_settings() -> str:
    """Parts of the index are merged when there are eight, not four: half the work, and fewer pages that lie free between."""
    return f"INSERT INTO {SEARCH} ({SEARCH}, rank) VALUES ('automerge', 8)"


def log_view() -> str:
    """Every change with its patch, wherever that lies (see `packs`)."""
    return (
        "CREATE VIEW IF NOT EXISTS log AS SELECT n, inc, seq, op, kind, rec, hlc, hash, prev, "
        f"CASE WHEN pack IS NULL THEN patch ELSE {PATCH}(pack, n - pack, (SELECT data FROM pack p WHERE p.n = change.pack)) END "
        "AS patch, payload, base FROM change"
    )


ROWS_PER_KIND = 1 << 40
_WORD = re.compile(r"[^\W_]+")


def search_row(kind: int, number: int) -> int:
    """The row of a record in the search table: one number space for all kinds."""
    return kind * ROWS_PER_KIND + number


def match_words(folded: str) -> str:
    """An FTS5 query that wants every word of `folded` as the beginning of a word; "" when there is none."""
    return " AND ".join(f'"{word}"*' for word in tokens(folded))


def tokens(folded: str) -> list[str]:
    """The words of a folded text, parted where the index parts them."""
    return _WORD.findall(folded)


@contextlib.contextmanager
def opened(door: _Door) -> Iterator[None]:
    """Lets record tables be written for the time of the block."""
    door.open = 1
    try:
        yield
    finally:
        door.open = 0
