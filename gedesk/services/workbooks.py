"""Workbooks: recognising them, bringing them in as one operation, and writing templates and exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gedesk.domain.kinds import registry
from gedesk.services.lists import StoreLists
from gedesk.services.records import StoreRecords
from gedesk.store.store import Store
from gedesk.workbook.reading import read
from gedesk.workbook.recognise import recognise


class Workbooks:
    """Use cases around workbooks on a store."""

    def __init__(self, store: Store, records: StoreRecords, lists: StoreLists) -> None:
        self._store = store
        self._records = records
        self._lists = lists

    def recognise(self, path: Path, *, kind: str | None = None) -> list[dict[str, Any]]:
        """What a workbook contains, table by table.  Raises KnownError for files that cannot be read."""
        return [table.to_json() for table in recognise(read(path), registry, kind=kind)]

