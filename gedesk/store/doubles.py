"""What is needed to make one record of two: who refers to a record, and which merges there were."""

from __future__ import annotations

from collections.abc import Iterator

from gesync.change import unpack_operation
from sqlalchemy import Connection

from gedesk.domain.fields import FieldSpec
from gedesk.domain.kinds import registry

MERGE = "merge"


def referring(connection: Connection, kind: str, rec: bytes) -> Iterator[tuple[str, bytes, FieldSpec]]:
    """`(kind, record, field)` of every link to a record, in records that are not removed."""
    for name in registry:
        for spec in registry.specs(name).values():
            if spec.target != kind:
                continue
            if spec.is_map:
                rows = connection.exec_driver_sql(
                    f'SELECT l.rec FROM link l JOIN "{name}" r ON r.id = l.rec '
                    "WHERE l.target = ? AND l.kind = ? AND l.field = ? AND r.removed = 0",
                    (rec, registry.kind(name).number, spec.number),
                )
            else:
                rows = connection.exec_driver_sql(
                    f'SELECT id FROM "{name}" WHERE "{spec.name}" = ? AND removed = 0', (rec,)
                )
            for row in rows.fetchall():
                yield name, row[0], spec


def merges(connection: Connection) -> Iterator[tuple[str, bytes, bytes]]:
    """`(kind, kept, gone)` of every merge in the log whose second record is still removed."""
    rows = connection.exec_driver_sql("SELECT packed FROM operation WHERE kind = ? ORDER BY n", (MERGE,)).fetchall()
    for (packed,) in rows:
        detail = unpack_operation(packed).detail
        kind, kept, gone = (str(detail.get(name, "")) for name in ("kind", "kept", "gone"))
        if kind in registry and connection.exec_driver_sql(
            f'SELECT 1 FROM "{kind}" WHERE id = ? AND removed = 1', (bytes.fromhex(gone),)
        ).fetchone():
            yield kind, bytes.fromhex(kept), bytes.fromhex(gone)
