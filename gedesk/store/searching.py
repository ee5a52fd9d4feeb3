"""Full-text search.  The words are a projection with a cursor of its own, so that bulk writes need not wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as text_clause

from gedesk.domain.kinds import registry
from gedesk.domain.text import fold
from gedesk.store.projection import projection
from gedesk.store.sqlite import SEARCH, match_words, search_row

AT_ONCE = 2_000  # rows indexed inside the transaction that wrote them; more are left to `Store.index`


def behind(connection: Connection) -> int:
    """How many changes wait to be indexed."""
    return max(0, _newest(connection) - _cursor(connection))


def catch_up(connection: Connection, portion: int | None = None) -> frozenset[str]:
    """Indexes the rows that were written since the last time, or only the first `portion` changes of them.

    Returns the kinds of those rows.
    """
    done, last = _cursor(connection), _newest(connection)
    if done >= last:
        return frozenset()
    if portion is not None:
        last = min(last, done + portion)
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT kind, rec FROM change WHERE n > ? AND n <= ?", (done, last)
    ).fetchall()
    wanted: dict[str, list[bytes]] = {}
    for number, rec in rows:
        if (kind := registry.name_of(number)) is not None:
            wanted.setdefault(kind, []).append(rec)
    for kind, recs in _living_in(connection, wanted.get("place", [])).items():  # found by their place's new name
        wanted.setdefault(kind, []).extend(recs)
    renew(connection, wanted)
    connection.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES ('indexed', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (str(last),),
    )
    return frozenset(wanted)


def renew(connection: Connection, wanted: Mapping[str, list[bytes]]) -> None:
    """Indexes these rows anew, by kind."""
    places = {
        row[0]: fold(" ".join(str(part) for part in row[1:] if part))
        for row in connection.exec_driver_sql("SELECT id, name FROM place")
    }
    for kind, recs in wanted.items():
        _index(connection, kind, recs, places)


def forget(connection: Connection, kind: str, numbers: list[int]) -> None:
    """Takes rows out of the index, by local number."""
    first = search_row(registry.kind(kind).number, 0)
    if numbers:
        connection.exec_driver_sql(f"DELETE FROM {SEARCH} WHERE rowid = ?", [(first + n,) for n in numbers])


def refresh(connection: Connection) -> None:
    """Lets a connection see what others wrote into the index.

    FTS5 keeps what it read of its index and looks for changes when it is asked a question, but not when SQLite (3.44 and
    later) examines it: `PRAGMA integrity_check` would call a sound index malformed.
    """
    connection.exec_driver_sql(f"SELECT 1 FROM {SEARCH} WHERE {SEARCH} MATCH 'a' LIMIT 1").fetchall()


def _newest(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM change").scalar_one())


def _cursor(connection: Connection) -> int:
    row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'indexed'").fetchone()
    return int(row[0]) if row else 0


def _living_in(connection: Connection, places: list[bytes]) -> dict[str, list[bytes]]:
    """Records of other kinds at these places."""
    found: dict[str, list[bytes]] = {}
    for kind in registry:
        if kind == "place":
            continue
        for start in range(0, len(places), 500):
            part = places[start : start + 500]
            marks = ", ".join("?" * len(part))
            rows = connection.exec_driver_sql(f'SELECT id FROM "{kind}" WHERE place IN ({marks})', tuple(part))
            if recs := [row[0] for row in rows]:
                found.setdefault(kind, []).extend(recs)
    return found


def _index(connection: Connection, kind: str, recs: list[bytes], places: dict[bytes, str]) -> None:
    """Indexes rows of a kind by id."""
    shape = projection(kind)
    names = ("n", "place", *shape.search_fields)
    columns = ", ".join(f'r."{name}"' for name in names)
    entries = []
    if len(recs) <= 20_000:
        source: list[Any] = []
        for start in range(0, len(recs), 500):
            part = recs[start : start + 500]
            marks = ", ".join("?" * len(part))
            source += connection.exec_driver_sql(
                f'SELECT {columns} FROM "{kind}" r WHERE r.id IN ({marks})', tuple(part)
            ).fetchall()
    else:
        source = list(connection.exec_driver_sql(f'SELECT {columns} FROM "{kind}" r').fetchall())
    number = shape.number
    for row in source:
        values = dict(zip(names, row, strict=True))
        words = shape.words(values, places.get(values["place"], "") if kind != "place" else "")
        entries.append((search_row(number, values["n"]), words))
    last = connection.exec_driver_sql(
        f"SELECT max(rowid) FROM {SEARCH} WHERE rowid BETWEEN ? AND ?", (search_row(number, 0), search_row(number + 1, -1))
    ).scalar_one()
    fresh = [entry for entry in entries if last is None or entry[0] > last]  # looking for what to replace costs half
    again = [entry for entry in entries if last is not None and entry[0] <= last]
    if fresh:
        connection.exec_driver_sql(f"INSERT INTO {SEARCH} (rowid, words) VALUES (?, ?)", fresh)
    if again:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {SEARCH} (rowid, words) VALUES (?, ?)", again)


def rows_matching(
    connection: Connection, text: str, kind: str, *, limit: int | None = None
) -> list[int] | None:
    """Local numbers of (at most `limit`) records of a kind that have every word of `text`; None for no words."""
    query = match_words(fold(text))
    if not query:
        return None
    number = registry.kind(kind).number
    cursor = connection.connection.cursor()
    try:
        cursor.execute(
            f"SELECT rowid - ? FROM {SEARCH} WHERE {SEARCH} MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?",
            (search_row(number, 0), query, search_row(number, 0), search_row(number + 1, -1), limit or -1),
        )
        return [row[0] for row in cursor.fetchall()]
    finally:
        cursor.close()


def contained(text: str, kind: str, number: Any) -> Any:
    """The condition that a record's words contain those of `text`, tried row by row in the order of the query.

    The unary plus keeps SQLite from fetching all matches by number first and sorting them.
    """
    first = search_row(registry.kind(kind).number, 0)
    matching = f"SELECT rowid - {first} FROM {SEARCH} WHERE {SEARCH} MATCH :words"
    return text_clause(f"+{number.table.name}.{number.name} IN ({matching})").bindparams(words=match_words(fold(text)))


def anywhere(connection: Connection, text: str, limit: int) -> list[tuple[str, int]]:
    """`(kind, local number)` of records of any kind that have every word of `text`, newest first."""
    query = match_words(fold(text))
    if not query:
        return []
    found = connection.exec_driver_sql(
        f"SELECT rowid FROM {SEARCH} WHERE {SEARCH} MATCH ? ORDER BY rowid DESC LIMIT ?", (query, limit)
    )
    hits = []
    for (row,) in found:
        number, n = divmod(row, search_row(1, 0))
        if (kind := registry.name_of(number)) is not None:
            hits.append((kind, n))
    return hits
