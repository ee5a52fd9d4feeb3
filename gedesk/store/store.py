"""A store: one SQLite file with its log and tables, opened by one writer and any number of readers."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gesync.change import unpack_operation
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from gedesk import __version__, clock
from gedesk.collecting import uncollected
from gedesk.errors import Busy, InvalidInput, UsageError
from gedesk.i18n import gettext as _
from gedesk.store import migrations, replica, searching, sqlite
from gedesk.store.blobs import Blobs
from gedesk.store.door import Draft, Outcome, Transaction, uuid7
from gedesk.store.lock import StoreLock
from gedesk.store.witness import Witness

Changed = Callable[[frozenset[str]], None]
INDEX_PORTION = 4_000  # changes: about 80 ms in which nobody else may write


@dataclass(frozen=True, slots=True)
class Identity:
    """Which site a store belongs to.  Ids are hex; `place` is the code of the place, `country` that of the pack."""

    workspace: str
    id: str
    name: str
    place: str
    role: str  # hq, coordinator, focal-point
    country: str

    @property
    def is_hq(self) -> bool:
        """Whether this is headquarters' store."""
        return self.role == "hq"


class Store:
    """Use `create` or `open`; close it, or use it as a context manager."""

    def __init__(self, path: Path, *, write: bool, program: str, now: clock.Now = clock.now_ms) -> None:
        self.path = path
        self.writable = write
        self.now = now
        self._listeners: list[Changed] = []
        self._indexing: threading.Thread | None = None
        self._closing = threading.Event()
        self._write_lock = threading.RLock()
        self._transaction: Transaction | None = None
        self._identity: tuple[str, Identity] | None = None  # and the text it was read from
        self._facts: dict[str, str] = {}  # values of `meta`, as JSON; another dict after each write of some
        self._writing_thread: int | None = None
        self._lock = StoreLock(path)
        self._witness = Witness(path)
        if write:
            self._lock.take(program)
        try:
            if path.stat().st_size:
                found = sqlite.refuse_foreign_or_newer(path, migrations.newest())
                if found < migrations.newest():
                    if not write:
                        raise UsageError(
                            _("The store was made by an older GE Desk and has to be brought up to date first."),
                            advice=_("Open it once in the window, or run a command that writes."),
                        )
                    migrations.migrate(path, found)
            self._writer, self._reader, self._door = sqlite.engines(path)
        except BaseException:
            self._lock.release()
            raise

    # -- opening -------------------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, identity: Identity, *, program: str = "gedesk", now: clock.Now = clock.now_ms
    ) -> Store:
        """A new, empty store.  Refuses a path where something is already."""
        if path.exists():
            raise UsageError(
                _("{file} exists already; it was not touched.").format(file=path),
                advice=_("Name another file with --store, or open this one."),
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        migrations.build(path)
        store = cls(path, write=True, program=program, now=now)
        try:
            with store.writing() as tx:
                tx.set_meta("application", __version__)
                tx.set_meta("site", asdict(identity))
                store.mint(tx)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open(
        cls, path: Path, *, write: bool = True, program: str = "gedesk", now: clock.Now = clock.now_ms
    ) -> Store:
        """An existing store.  Refuses missing, foreign and newer files before touching them.

        Opening for writing notices that the file was copied or restored, and gives it a new incarnation then.
        """
        if not path.is_file():
            raise InvalidInput(
                _("There is no store at {file}.").format(file=path),
                advice=_("Make one with “gedesk init”, join a workspace with “gedesk join”, or try “gedesk demo”."),
            )
        store = cls(path, write=write, program=program, now=now)
        try:
            store.identity()
            if write:
                with store.writing() as tx:
                    known = store._witness.vouches(tx.meta("incarnation"), store._last_seq(tx), tx.meta("bundle") or 0)
                    if not known:  # never seen here: a copy, beside which the original may go on; else an older state
                        later = store._witness.later(tx.meta("incarnation"), store._last_seq(tx))
                        store.mint(tx, supersedes=known is False, later=later)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Ends all connections and lets the lock go."""
        self._closing.set()
        if self._indexing is not None:
            self._indexing.join()
        self._writer.dispose()
        self._reader.dispose()
        self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def mint(self, tx: Transaction, *, supersedes: bool = False, later: int = 0) -> None:
        """A new incarnation: this database begins a chain of its own.

        `supersedes` says that the one before cannot go on elsewhere: this database was brought back to an older state.
        `later` changes were sent and are not here any more.  `floor` keeps how far each former chain is here, so that others return what was lost of them.
        """
        parent = tx.meta("incarnation")
        if parent:
            tx.set_meta("floor", {**(tx.meta("floor") or {}), parent: self._last_seq(tx)})
            tx.set_meta("supersedes", supersedes)
            if supersedes:
                tx.set_meta("brought_back", {"at": self.now(), "to": self._last_wall(tx), "ends": replica.ends(tx.connection), "later": later})
        fresh = uuid7(self.now()).hex()
        tx.set_meta("incarnation", fresh)
        tx.set_meta("epoch", self._witness.next_epoch(tx.meta("epoch") or 0))
        tx.set_meta("bundle", 0)
        if parent:
            tx.set_meta("parents", {**(tx.meta("parents") or {}), fresh: parent})
        self._witness.write(fresh, 0, 0, tx.meta("epoch"))

    def _last_seq(self, tx: Transaction) -> int:
        row = tx.connection.exec_driver_sql(
            "SELECT max(seq) FROM change WHERE inc = (SELECT n FROM incarnation WHERE id = ?)",
            (bytes.fromhex(tx.meta("incarnation")),),
        ).fetchone()
        return int(row[0] or 0) if row else 0

    def _last_wall(self, tx: Transaction) -> int:
        """When the newest operation here was written, in milliseconds; 0 without any."""
        row = tx.connection.exec_driver_sql("SELECT packed FROM operation ORDER BY n DESC LIMIT 1").fetchone()
        return unpack_operation(row[0]).wall if row else 0

    def note_witness(self) -> None:
        """Makes the witness durable; called before a bundle leaves."""
        with self.reading() as connection:
            incarnation, bundle, epoch = (self.meta(key, connection) for key in ("incarnation", "bundle", "epoch"))
            row = connection.exec_driver_sql(
                "SELECT max(seq) FROM change WHERE inc = (SELECT n FROM incarnation WHERE id = ?)",
                (bytes.fromhex(incarnation),),
            ).fetchone()
        self._witness.write(incarnation, int(row[0] or 0) if row else 0, bundle or 0, epoch or 0)

    # -- facts ---------------------------------------------------------------------------------------------------

    def identity(self) -> Identity:
        """Whose store this is."""
        text = self._text("site")
        if self._identity is None or self._identity[0] != text:
            self._identity = text, Identity(**json.loads(text))
        return self._identity[1]

    def meta(self, key: str, connection: Connection | None = None) -> Any:
        """A value of the `meta` table, or None."""
        return json.loads(self._text(key, connection))

    def _text(self, key: str, connection: Connection | None = None) -> str:
        """The same as JSON."""
        if connection is None:
            if self._transaction is not None and self._writing_thread == threading.get_ident():
                return self._transaction.meta_text(key)
            facts = self._facts
            if key not in facts:
                with self.reading() as connection:
                    text = self._text(key, connection)
                if not self.writable:
                    return text
                facts[key] = text  # nobody else writes, so that it stays until this store does
            return facts[key]
        row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else "null"

    def author(self) -> str:
        """Who sits in front of it: `GEDESK_AUTHOR`, the name set in the store, or the system's user."""
        if named := os.environ.get("GEDESK_AUTHOR"):
            return named
        named = self.meta("author")
        if isinstance(named, str) and named:
            return named
        with contextlib.suppress(OSError, KeyError, ImportError):
            return getpass.getuser()
        return "?"

    # -- transactions --------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state.  Any thread may use its own."""
        if self._transaction is not None and self._writing_thread == threading.get_ident():
            yield self._transaction.connection  # inside a write: see what was written so far
            return
        with self._translated(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self, *, dry_run: bool = False, search_later: bool = False) -> Iterator[Transaction]:
        """One unit of work: all of it is durable afterwards, or none of it happened.

        With `dry_run` everything is done and then taken back, so that a rehearsal is the same code.  Nested use joins
        the transaction that is open.  With `search_later` the caller sees to it that what was written can be searched
        (`index_soon`), say after several units of work.
        """
        if not self.writable:
            raise UsageError(_("The store was opened for reading only."))
        with self._write_lock:
            if self._transaction is not None:
                yield self._transaction
                return
            author = self.author()
            left = 0
            with uncollected(), self._translated(), self._writer.connect() as connection:
                begun = connection.begin()
                tx = Transaction(connection, author=author, now=self.now, schema_number=migrations.newest())
                self._transaction, self._writing_thread = tx, threading.get_ident()
                try:
                    with sqlite.opened(self._door):
                        yield tx
                        if not dry_run and not search_later:
                            left = searching.behind(connection)
                            if 0 < left <= searching.AT_ONCE:
                                searching.catch_up(connection)
                                left = 0
                    if dry_run:
                        begun.rollback()
                    else:
                        begun.commit()
                    if tx.noted:
                        facts = dict(self._facts)  # another one: who reads just now puts what is out of date into the old one
                        for key in tx.noted:
                            facts.pop(key, None)
                        self._facts = facts
                except BaseException:
                    begun.rollback()
                    raise
                finally:
                    self._transaction, self._writing_thread = None, None
            kinds = frozenset(tx.kinds)
        if kinds and not dry_run:
            self._tell(kinds)
        if left and not dry_run:
            self.index_soon()

    def _tell(self, kinds: frozenset[str]) -> None:
        for listener in list(self._listeners):
            listener(kinds)

    def apply(self, draft: Draft) -> Outcome:
        """Writes one operation in a transaction of its own."""
        with self.writing() as tx:
            return tx.apply(draft)

    def index(self, portion: int | None = None) -> frozenset[str]:
        """Brings full-text search up to date, or by `portion` changes; returns the kinds found anew."""
        if not self.writable:
            return frozenset()
        with self._write_lock, self._translated(), self._writer.connect() as connection, connection.begin():
            return searching.catch_up(connection, portion)

    def index_soon(self) -> None:
        """The same in a thread, in portions between which others may write; listeners hear when it is done.

        What closing cuts off is done after the next opening.
        """
        if self.writable and not self._closing.is_set() and (self._indexing is None or not self._indexing.is_alive()):
            with self.reading() as connection:
                if not searching.behind(connection):
                    return
            self._indexing = threading.Thread(target=self._index, name="gedesk-indexing", daemon=True)
            self._indexing.start()

    def _index(self) -> None:
        found: set[str] = set()
        try:
            while not self._closing.is_set() and (kinds := self.index(INDEX_PORTION)):
                found |= kinds
        except Busy:
            return  # somebody else holds the file: after the next write
        if found and not self._closing.is_set():
            self._tell(frozenset(found))

    def on_change(self, listener: Changed) -> Callable[[], None]:
        """Calls `listener` with the kinds that changed after each commit, on the writing thread."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """The environment's database errors in words; our own stay what they are."""
        try:
            yield
        except (OperationalError, sqlite3.OperationalError) as error:
            raise sqlite.translated(getattr(error, "orig", None) or error, self.path) from error
        except (DatabaseError, sqlite3.DatabaseError) as error:
            if "malformed" in str(error) or "not a database" in str(error):
                raise sqlite.translated(getattr(error, "orig", None) or error, self.path) from error
            raise

    def checkpoint(self) -> None:
        """Moves what the write-ahead log holds into the store's file, so that the file alone is whole."""
        with self._write_lock, self._translated(), self._writer.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def backup(self, target: Path, look: Callable[[], None] = lambda: None) -> None:
        """A verified copy of the whole store at `target`, its files beside it."""
        with self.reading() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            sqlite.backup(raw, target, look)
        Blobs(self.path).copy_to(target)


def ids(texts: Sequence[str]) -> list[bytes]:
    """Record ids as 16 bytes."""
    return [bytes.fromhex(text.replace("-", "")) for text in texts]
