"""Photos and other files that belong to records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.services.views import Choice
from gedesk.store.blobs import Blobs

if TYPE_CHECKING:
    from gedesk.services.lists import StoreLists
    from gedesk.services.records import StoreRecords

MOST = 20 << 20  # bytes of a file that goes by mail or USB stick to others


class StoreAttachments:
    """`protocols.Attachments` on a store."""

    def __init__(self, store: Path, records: StoreRecords, lists: StoreLists) -> None:
        self._blobs = Blobs(store)
        self._records = records
        self._lists = lists

    def add(
        self, data: bytes, *, name: str, media_type: str, caption: str = "", place: str | None = None,
        thumbnail: bytes | None = None, size: tuple[int, int] | None = None,
    ) -> Choice:  # fmt: skip
        """Keeps a file and writes its record, in one operation; a picture comes with its size and a small copy."""
        if not data:
            raise InvalidInput(_("“{name}” is empty.").format(name=name), advice=_("Choose another file."))
        if len(data) > MOST:
            raise InvalidInput(
                _("“{name}” is larger than {n} MB.").format(name=name, n=MOST >> 20),
                advice=_("Make it smaller, or keep it elsewhere and write down where."),
            )
        sha256 = self._blobs.put(data, thumbnail)  # before its record: a record never points at nothing
        values: dict[str, Any] = {"name": name, "sha256": sha256, "media_type": media_type, "size": len(data)}
        if caption:
            values["caption"] = caption
        if place:
            values["place"] = place
        if size is not None:
            values["width"], values["height"] = size
        return Choice(self._records.save("attachment", None, values), name, caption)

    def open(self, id: str) -> Path:
        """The file of an attachment.  Raises InvalidInput when its content is not here."""
        view = self._records.get("attachment", id)
        found = self._blobs.get(str(view.values.get("sha256") or ""))
        if found is None:
            raise InvalidInput(
                _("The content of “{name}” has not arrived here yet.").format(name=view.title),
                advice=_("It comes with one of the next files from the site that has it."),
            )
        return found

    def thumbnail(self, id: str) -> bytes | None:
        """The small picture of an attachment; None when there is none here."""
        sha256 = str(self._records.get("attachment", id).values.get("sha256") or "")
        return self._blobs.thumbnail(sha256) if sha256 else None

    def missing(self, cancelled: Callable[[], bool] = lambda: False) -> list[Choice]:
        """Attachments whose content is not here."""
        rows = self._lists.rows("attachment", self._lists.numbers("attachment"), ["name", "sha256"])
        gone = set(self._blobs.missing(row[2] for row in rows if row[2] and not cancelled()))
        return [Choice(row[0], row[1]) for row in rows if row[2] in gone]
