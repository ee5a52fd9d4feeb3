"""The tables: those of the log, and one per kind of record derived from its declaration.

Record tables are a projection of the log and could be rebuilt from it; `check` proves that.  Ids are 16 bytes, and
every row also has a local number `n` which never leaves this store: lists of a million rows are arrays of numbers.
Replicated tables carry no foreign keys and no uniqueness beyond the id: duplicates and orphans are things to show
after an exchange, not reasons to refuse one.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlmodel import Field, SQLModel

from gedesk.domain.kinds import registry
from gedesk.domain.record import Record

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    sqlite_with_rowid=False,
)

site = Table(
    "site",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("place", LargeBinary(16)),
    Column("role", Text, nullable=False),
    Column("state", Text, nullable=False),  # self, invited, joined, retired, revoked
    Column("certificate", LargeBinary),
    Column("peer", Text, nullable=False),  # JSON: what it told us of itself, see services.exchange
    sqlite_with_rowid=False,
)

incarnation = Table(
    "incarnation",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", LargeBinary(16), nullable=False, unique=True),
    Column("site", LargeBinary(16)),  # null: the chain of a country pack, the same everywhere
    Column("parent", LargeBinary(16)),
)

operation = Table(
    "operation",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", LargeBinary(16), nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("undoes", LargeBinary(16), index=True),
    Column("inc", Integer, nullable=False),  # the incarnation that wrote it
    Column("packed", LargeBinary, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("n", Integer, primary_key=True),  # order of arrival here
    Column("inc", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("op", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("rec", LargeBinary(16), nullable=False),
    Column("hlc", Integer, nullable=False),
    Column("hash", LargeBinary(20), nullable=False),
    Column("prev", LargeBinary(20)),  # null: the one change before it in its chain, which is here
    Column("patch", LargeBinary),  # null: in a pack; or erased, then `payload` holds its hash
    Column("payload", LargeBinary(20)),
    Column("base", LargeBinary, nullable=False),
    Column("pack", Integer),  # the pack that holds the patch; readers ask the view `log`, see `packs`
    Index("change_position", "inc", "seq"),
    Index("change_record", "rec"),
    Index("change_operation", "op"),
)

pack = Table(
    "pack",
    metadata,
    Column("n", Integer, primary_key=True),  # of the first of its changes
    Column("data", LargeBinary, nullable=False),
)

conflict = Table(
    "conflict",
    metadata,
    Column("rec", LargeBinary(16), primary_key=True),
    Column("field", Integer, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("kind", Integer, nullable=False),
    sqlite_with_rowid=False,
)

link = Table(
    "link",
    metadata,
    Column("target", LargeBinary(16), primary_key=True),
    Column("kind", Integer, primary_key=True),
    Column("field", Integer, primary_key=True),
    Column("rec", LargeBinary(16), primary_key=True),
    sqlite_with_rowid=False,
)

evicted = Table(
    "evicted",
    metadata,
    Column("rec", LargeBinary(16), primary_key=True),  # out of this site's scope: its changes stay, its row is gone
    Column("since", Integer, nullable=False),  # epoch and number of headquarters' file that said so
    sqlite_with_rowid=False,
)

bundle = Table(
    "bundle",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("direction", Text, nullable=False),  # sent, received
    Column("id", LargeBinary(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("site", LargeBinary(16)),
    Column("wall", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("report", Text, nullable=False),  # JSON
)

RECORD_COLUMNS = ("n", "id", "removed", "conflicts", "created_op", "changed_op")


@cache
def record_table(kind: str) -> Table:
    """The table of a kind, its columns derived from the validated record class."""
    cls = registry.cls(kind)
    namespace: dict[str, Any] = {
        "__tablename__": kind,
        "__module__": __name__,
        "__table_args__": {"extend_existing": True},
        "__annotations__": {
            "n": int,
            "id": bytes,
            "removed": int,
            "conflicts": int,
            "created_op": int,
            "changed_op": int,
        },
        "metadata": metadata,
        "n": Field(primary_key=True),
        "id": Field(sa_type=LargeBinary(16), unique=True),
        "removed": Field(default=0),
        "conflicts": Field(default=0),
        "created_op": Field(),
        "changed_op": Field(),
    }
    row_class = _row_metaclass(f"{cls.__name__}Row", (cls,), namespace, table=True)
    table: Table = row_class.__table__
    specs = registry.specs(kind)
    for index in list(table.indexes):
        (column,) = index.columns
        if specs[column.name].is_link:  # most are empty, and an empty one is never looked up: half the time of an insert
            index.dialect_options["sqlite"]["where"] = column.is_not(None)
        else:  # a list in the order of this field is read from the index alone
            table.indexes.remove(index)
            Index(index.name, column, table.c.removed)
    Index(f"ix_{kind}_removed", table.c.removed)
    return table


def record_tables() -> dict[str, Table]:
    """All record tables by kind; asking makes sure that `metadata` is whole."""
    return {kind: record_table(kind) for kind in registry}


_row_metaclass: Any = type(SQLModel)

__all__ = [
    "RECORD_COLUMNS",
    "Record",
    "bundle",
    "change",
    "conflict",
    "evicted",
    "incarnation",
    "link",
    "meta",
    "metadata",
    "operation",
    "pack",
    "record_table",
    "record_tables",
    "site",
]
