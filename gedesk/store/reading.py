"""Reading: lists by window, single records, history.  Everything here takes a connection and writes nothing."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from gesync.change import Operation, unpack_operation
from gesync.fold import FieldState, Key, fold
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, literal_column, or_, select

from gedesk.domain.fields import FieldSpec, Type, Wire
from gedesk.domain.kinds import registry
from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.store import schema, searching, sqlite
from gedesk.store.projection import LoggedChange, logged, projection

META_FIELDS = ("id", "removed", "conflicts", "created", "changed")
PEOPLE = "people"  # the total of people reported, else the sum of their table


def counts(connection: Connection) -> dict[str, int]:
    """Number of records by kind, removed ones not counted; kinds without any are left out."""
    found = {}
    for kind, table in schema.record_tables().items():
        number = connection.execute(select(func.count()).select_from(table).where(table.c.removed == 0)).scalar_one()
        if number:
            found[kind] = number
    return found


def numbers(
    connection: Connection,
    kind: str,
    *,
    text: str = "",
    where: Mapping[str, Wire | Sequence[Wire]] | None = None,
    sort: str = "",
    descending: bool = False,
    limit: int | None = None,
    removed: bool = False,
    within: Collection[bytes] | None = None,
    without: Collection[bytes] = (),
) -> array[int]:
    """Local numbers of the records that match, in order: by `sort` and then as they came.

    `where` gives per field a wire value, a list of alternatives, or None for nothing; set fields match when they contain
    the value, tables of counts when one of their cells matches it, a pattern of LIKE.  `within` are places to one of which
    a record belongs, `without` ids of records to leave out.
    """
    table = schema.record_table(kind)
    flag = table.c.removed
    # The plus keeps SQLite from preferring the index of this flag to one that serves a condition or the order.
    plus = literal_column(f'+"{kind}".removed') if where or text or sort else flag
    query = select(table.c.n).where(plus == (1 if removed else 0))
    for name, value in (where or {}).items():
        query = query.where(_condition(table, registry.spec(kind, name), value))
    if within is not None:
        query = query.where(or_(*(_pointing(table, registry.spec(kind, name), within) for name in registry.kind(kind).belongs)))
    if without:
        query = query.where(table.c.id.not_in(list(without)))
    if sort:
        column = _sort_column(table, kind, sort)
        query = query.order_by(*((column.desc(), flag.desc(), table.c.n.desc()) if descending else (column, flag, table.c.n)))
    elif descending:
        query = query.order_by(table.c.n.desc())
    if limit is not None:
        query = query.limit(limit)
    if not text:
        return _first_column(connection, query)
    few = searching.rows_matching(connection, text, kind, limit=FEW + 1)
    if few is None:
        return _first_column(connection, query)
    if len(few) <= FEW:
        return _first_column(connection, query.where(table.c.n.in_(few))) if few else array("q")
    if limit is not None:  # many match: walk along the order until there are enough
        return _first_column(connection, query.where(searching.contained(text, kind, table.c.n)))
    wanted = set(searching.rows_matching(connection, text, kind) or ())
    if sort or where or removed:
        return array("q", [n for n in _first_column(connection, query) if n in wanted])
    wanted.difference_update(_first_column(connection, select(table.c.n).where(table.c.removed == 1)))
    return array("q", sorted(wanted, reverse=descending))


FEW = 2_000  # matches that fit into the query itself


def _first_column(connection: Connection, query: Select[Any]) -> array[int]:
    """The first column of a query, past the row objects that cost most of the time of long lists."""
    compiled = query.compile(connection.engine, compile_kwargs={"render_postcompile": True})
    parameters = tuple((compiled.params or {})[name] for name in compiled.positiontup or ())
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(compiled), parameters)
        return array("q", chain.from_iterable(cursor.fetchall()))
    finally:
        cursor.close()


def _sort_column(table: Table, kind: str, sort: str) -> Any:
    if sort in ("created", "changed"):
        return table.c[f"{sort}_op"]
    if sort == PEOPLE:
        cells: Any = literal_column(f'(SELECT sum(value) FROM json_each("{kind}".participants))')
        return func.coalesce(table.c.participants_total, cells)
    registry.spec(kind, sort)
    return table.c[sort]


def _condition(table: Table, spec: FieldSpec, value: Any) -> Any:
    column = table.c[spec.name]
    if value is None:
        return column.is_(None)
    if spec.type is Type.COUNTS:
        return column.like(value)
    if spec.is_map:
        values = value if isinstance(value, list | tuple) else [value]
        return and_(*(column.contains(f'"{one}"', autoescape=True) for one in values))
    if isinstance(value, list | tuple):
        return column.in_(list(value))
    return column == value


def _pointing(table: Table, spec: FieldSpec, targets: Collection[bytes]) -> ColumnElement[bool]:
    """Whether a link, or one of several, points at one of these."""
    if not spec.is_map:
        return table.c[spec.name].in_(list(targets))
    link, kind = schema.link, registry.kind(table.name).number
    there = select(link.c.rec).where(link.c.kind == kind, link.c.field == spec.number, link.c.target.in_(list(targets)))
    return table.c.id.in_(there)


def rows(
    connection: Connection, kind: str, wanted: Sequence[int], fields: Sequence[str]
) -> list[tuple[Any, ...]]:
    """For each local number `(id, *wire values)`, in the order asked for; numbers that do not exist are left out."""
    table = schema.record_table(kind)
    specs = [None if name in META_FIELDS else registry.spec(kind, name) for name in fields]
    columns = [
        table.c[f"{name}_op"] if name in ("created", "changed") else table.c[name] for name in fields
    ]
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(wanted), 500):
        part = list(wanted[start : start + 500])
        for row in connection.execute(select(table.c.n, table.c.id, *columns).where(table.c.n.in_(part))):
            values = tuple(
                value if spec is None else spec.from_column(value) for spec, value in zip(specs, row[2:], strict=True)
            )
            found[row[0]] = (row[1], *values)
    return [found[n] for n in wanted if n in found]


def columns(connection: Connection, kind: str, wanted: Sequence[int], fields: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """The same as `rows`, with values as the columns hold them (`FieldSpec.from_column`) and without row objects; streamed."""
    table = schema.record_table(kind)
    for name in fields:
        registry.spec(kind, name)
    query = select(table.c.n, table.c.id, *(table.c[name] for name in fields))
    cursor = connection.connection.cursor()
    try:
        for start in range(0, len(wanted), 500):
            part = list(wanted[start : start + 500])
            compiled = query.where(table.c.n.in_(part)).compile(connection.engine, compile_kwargs={"render_postcompile": True})
            cursor.execute(str(compiled), tuple((compiled.params or {})[name] for name in compiled.positiontup or ()))
            found = {row[0]: row[1:] for row in cursor.fetchall()}
            yield from (found[n] for n in part if n in found)
    finally:
        cursor.close()


def everything(connection: Connection, kind: str, fields: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """`(id, *wire values)` of every record of a kind that is not removed, in the order they came; streamed."""
    table = schema.record_table(kind)
    specs = [registry.spec(kind, name) for name in fields]
    query = select(table.c.id, *(table.c[name] for name in fields)).where(table.c.removed == 0).order_by(table.c.n)
    for row in connection.execute(query):
        yield (row[0], *(spec.from_column(value) for spec, value in zip(specs, row[1:], strict=True)))


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as the tables hold it.  `values` are wire values by field name, empty ones left out."""

    kind: str
    id: bytes
    n: int
    values: dict[str, Wire]
    removed: bool
    conflicts: int
    created_op: int
    changed_op: int


def record(connection: Connection, kind: str, rec: bytes) -> StoredRecord | None:
    """One record by id, or None."""
    return records(connection, kind, [rec]).get(rec)


def records(connection: Connection, kind: str, recs: Iterable[bytes]) -> dict[bytes, StoredRecord]:
    """Records by id; those that are not here are left out."""
    table = schema.record_table(kind)
    specs = projection(kind).specs
    wanted = list(dict.fromkeys(recs))
    found: dict[bytes, StoredRecord] = {}
    for start in range(0, len(wanted), 500):
        for row in connection.execute(select(table).where(table.c.id.in_(wanted[start : start + 500]))).mappings():
            values: dict[str, Wire] = {
                spec.name: value for spec in specs if (value := spec.from_column(row[spec.name])) is not None
            }
            found[row["id"]] = StoredRecord(
                kind, row["id"], row["n"], values, bool(row["removed"]), row["conflicts"], row["created_op"], row["changed_op"]
            )
    return found


def find_kind(connection: Connection, rec: bytes) -> str | None:
    """The kind of a record, by its log."""
    row = connection.exec_driver_sql("SELECT kind FROM change WHERE rec = ? LIMIT 1", (rec,)).fetchone()
    return registry.name_of(row[0]) if row else None


def operations_between(connection: Connection, after: int, last: int) -> list[bytes]:
    """Ids of the operations whose changes came in a piece of the log, newest first; undos and decisions left out."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT o.id, o.n FROM change c JOIN operation o ON o.n = c.op WHERE c.n > ? AND c.n <= ? "
        "AND o.kind NOT IN ('seed', 'undo', 'redo', 'resolve') ORDER BY o.n DESC",
        (after, last),
    )
    return [row[0] for row in rows]


def last_change(connection: Connection) -> int:
    """Number of the last change in the log: the store has not changed while it stays."""
    row = connection.exec_driver_sql("SELECT max(n) FROM change").fetchone()
    return int(row[0] or 0) if row else 0


def titles(connection: Connection, kind: str, recs: Iterable[bytes]) -> dict[bytes, str]:
    """Titles of records by id; those that are not here are left out.  A title that is a link stands for its record's."""
    table = schema.record_table(kind)
    spec = registry.spec(kind, registry.kind(kind).title)
    title = table.c[spec.name]
    found: dict[bytes, Any] = {}
    wanted = list(dict.fromkeys(recs))
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        for rec, text, code in connection.execute(
            select(table.c.id, title, table.c.code).where(table.c.id.in_(part))
        ):
            found[rec] = text if text is not None else code or rec.hex()[:8]
    linked = {text for text in found.values() if isinstance(text, bytes)}
    names = titles(connection, str(spec.target), linked) if linked else {}
    return {rec: names.get(text, "") if isinstance(text, bytes) else str(text) for rec, text in found.items()}


def pointing_at(connection: Connection, rec: bytes) -> list[tuple[str, str, bytes]]:
    """`(kind, field, id)` of the records that link to this one."""
    found: list[tuple[str, str, bytes]] = []
    target = find_kind(connection, rec)
    for kind in registry:
        for name, spec in registry.specs(kind).items():
            if spec.target == target and not spec.is_map and spec.name != "place":
                table = schema.record_table(kind)
                query = select(table.c.id).where(and_(table.c[name] == rec, table.c.removed == 0))
                found.extend((kind, name, row[0]) for row in connection.execute(query))
    for number, field, source in connection.exec_driver_sql(
        "SELECT kind, field, rec FROM link WHERE target = ?", (rec,)
    ):
        source_kind = registry.name_of(number)
        if source_kind and (pointing := registry.by_number(source_kind).get(field)):
            found.append((source_kind, pointing.name, source))
    return found


# -- the log -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LoggedOperation:
    """An operation with its local number, the site that wrote it, and whether it is undone."""

    n: int
    operation: Operation
    site: str
    own: bool
    records: int
    undone: bool


def changes_of(connection: Connection, rec: bytes) -> list[LoggedChange]:
    """All changes of one record, in the order they came."""
    found = connection.exec_driver_sql(
        "SELECT hash, hlc, patch, base, op FROM log WHERE rec = ? ORDER BY n", (rec,)
    )
    return [logged(row) for row in found]


def logs_of(connection: Connection, recs: Sequence[bytes]) -> dict[bytes, list[LoggedChange]]:
    """All changes of up to 500 records, in the order they came."""
    marks = ", ".join("?" * len(recs))
    found: dict[bytes, list[LoggedChange]] = {rec: [] for rec in recs}
    for row in connection.exec_driver_sql(
        f"SELECT rec, hash, hlc, patch, base, op FROM log WHERE rec IN ({marks}) ORDER BY n", tuple(recs)
    ):
        found[row[0]].append(logged(row[1:]))
    return found


def joined(log: list[LoggedChange]) -> list[LoggedChange]:
    """Changes of one record as people made them: restricted fields are written apart, but by one operation.

    The parts become one change under the hash of the first.  What was withheld from this site stays by itself.
    """
    if len({change.op for change in log}) == len(log):
        return log
    found: dict[int | bytes, LoggedChange] = {}
    parts: dict[bytes, bytes] = {}
    for change in log:
        first = found.get(change.op)
        if first is None and change.patch:
            found[change.op] = change
        elif first is not None and change.patch and first.patch.keys().isdisjoint(change.patch):
            found[change.op] = first._replace(patch={**first.patch, **change.patch}, base={**first.base, **change.base})
            parts[change.hash] = first.hash
        else:
            found[change.hash] = change
    if not parts:
        return list(found.values())

    def meant(base: Any) -> Any:
        if isinstance(base, dict):
            return {key: meant(value) for key, value in base.items()}
        return [parts.get(one, one) for one in base]

    return [change._replace(base=meant(change.base)) for change in found.values()]


def states_of(connection: Connection, rec: bytes) -> dict[Key, FieldState]:
    """The fold of one record."""
    return fold(change[:4] for change in changes_of(connection, rec))


def changes_by(connection: Connection, op: int) -> list[tuple[int, bytes, LoggedChange]]:
    """`(kind number, record id, change)` of one operation."""
    found = connection.exec_driver_sql(
        "SELECT kind, rec, hash, hlc, patch, base, op FROM log WHERE op = ? ORDER BY n", (op,)
    )
    return [(row[0], row[1], logged(row[2:])) for row in found]


_OPERATIONS = """
SELECT o.n, o.packed, coalesce(s.name, ''), i.site,
       (SELECT count(DISTINCT rec) FROM change c WHERE c.op = o.n),
       {undone}
FROM operation o JOIN incarnation i ON i.n = o.inc LEFT JOIN site s ON s.id = i.site
"""
# An operation is undone when an undo of it stands, that is, was not redone.  Undo always names the original and redo
# always names an undo (see `undoing`), so that two levels are enough.
UNDONE = (
    "EXISTS (SELECT 1 FROM operation u WHERE u.undoes = o.id "
    "AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.undoes = u.id))"
)


def operations(
    connection: Connection, own_site: bytes, *, limit: int, where: str = "", values: tuple[Any, ...] = ()
) -> list[LoggedOperation]:
    """Operations, newest arrival first."""
    query = f"{_OPERATIONS.format(undone=UNDONE)} {where} ORDER BY o.n DESC LIMIT ?"
    return [
        LoggedOperation(row[0], unpack_operation(row[1]), row[2], row[3] == own_site, row[4], bool(row[5]))
        for row in connection.exec_driver_sql(query, (*values, limit))
    ]


def operation(connection: Connection, own_site: bytes, id_text: str) -> LoggedOperation:
    """One operation by the hex id or an unambiguous beginning of it.  Raises UsageError."""
    start = id_text.replace("-", "").lower()
    try:
        low = bytes.fromhex(start.ljust(32, "0"))
        high = bytes.fromhex(start.ljust(32, "f"))
    except ValueError:
        low = high = b""
    found = operations(connection, own_site, limit=2, where="WHERE o.id BETWEEN ? AND ?", values=(low, high))
    if len(found) != 1 or len(start) < 4:
        raise UsageError(
            _("There is no operation “{id}”.").format(id=id_text) if not found or len(start) < 4
            else _("Several operations begin with “{id}”.").format(id=id_text),
            advice=_("“gedesk history” lists them."),
        )
    return found[0]


def authors(connection: Connection, wanted: Iterable[int]) -> dict[int, tuple[Operation, str]]:
    """`(operation, name of the site that wrote it)` by local number of the operation."""
    found: dict[int, tuple[Operation, str]] = {}
    every = list(wanted)
    for start in range(0, len(every), 500):
        part = every[start : start + 500]
        marks = ", ".join("?" * len(part))
        for n, packed, name in connection.exec_driver_sql(
            "SELECT o.n, o.packed, coalesce(s.name, '') FROM operation o JOIN incarnation i ON i.n = o.inc "
            f"LEFT JOIN site s ON s.id = i.site WHERE o.n IN ({marks})",
            tuple(part),
        ):
            found[n] = (unpack_operation(packed), name)
    return found


def undone_by(connection: Connection, wanted: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """`(kind, local number of the operation it undoes)` of operations by local number."""
    found: dict[int, tuple[str, int | None]] = {}
    every = list(wanted)
    for start in range(0, len(every), 500):
        part = every[start : start + 500]
        marks = ", ".join("?" * len(part))
        for n, kind, undone in connection.exec_driver_sql(
            f"SELECT o.n, o.kind, t.n FROM operation o LEFT JOIN operation t ON t.id = o.undoes WHERE o.n IN ({marks})",
            tuple(part),
        ):
            found[n] = (kind, undone)
    return found


# -- look-ups by code and name -----------------------------------------------------------------------------------


def by_code(connection: Connection, kind: str, code: str) -> bytes | None:
    """The record of a kind with this code, or None."""
    row = connection.exec_driver_sql(f'SELECT id FROM "{kind}" WHERE code = ? LIMIT 1', (code,)).fetchone()
    return bytes(row[0]) if row else None


def code_of(connection: Connection, kind: str, rec: bytes) -> str | None:
    """The code of a record, or None."""
    row = connection.exec_driver_sql(f'SELECT code FROM "{kind}" WHERE id = ?', (rec,)).fetchone()
    return row[0] if row else None


def called(connection: Connection, kind: str, text: str, *, limit: int = 6) -> list[tuple[bytes, str, str]]:
    """`(id, title, code)` of the records with exactly this code or title."""
    table = schema.record_table(kind)
    title = table.c[registry.kind(kind).title]
    query = (
        select(table.c.id, title, table.c.code)
        .where(table.c.removed == 0, or_(table.c.code == text, title == text))
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def count(connection: Connection, kind: str) -> int:
    """Number of records of a kind, removed ones not counted."""
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{kind}" WHERE removed = 0').scalar_one())


def places(connection: Connection) -> list[tuple[bytes, bytes | None, str | None]]:
    """`(id, parent, code)` of all places."""
    return [(row[0], row[1], row[2]) for row in sqlite.rows(connection, "SELECT id, parent, code FROM place")]


def parent_of(connection: Connection, place: bytes) -> bytes | None:
    """The place above; None at the top and for unknown places."""
    row = connection.exec_driver_sql("SELECT parent FROM place WHERE id = ?", (place,)).fetchone()
    return row[0] if row else None


def place_by_record(
    connection: Connection, kind: str, recs: Sequence[bytes] | None = None
) -> dict[bytes, bytes | None]:
    """The place of every record of a kind, or of some of them; records that are not here are left out."""
    query = f'SELECT id, place FROM "{kind}"'
    if recs is None:
        return {row[0]: row[1] for row in sqlite.rows(connection, query)}
    return {row[0]: row[1] for row in sqlite.rows_among(connection, f"{query} WHERE id IN ({{}})", recs)}
