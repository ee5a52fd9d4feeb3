"""Ids of records: 16 bytes in the store and in bundles, a UUID in text everywhere that people and programs read."""

from __future__ import annotations

import uuid
from functools import lru_cache

from gedesk.errors import InvalidInput, Problem
from gedesk.i18n import gettext as _


def text(rec: bytes) -> str:
    """The id as text: as `uuid.UUID` would, in a third of the time."""
    digits = rec.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


@lru_cache(maxsize=65536)
def raw(id: str) -> bytes:
    """The 16 bytes of an id in text.  Raises InvalidInput for anything else."""
    try:
        return uuid.UUID(id).bytes
    except ValueError:
        raise InvalidInput(
            _("“{id}” is not the id of a record.").format(id=id), problems=[Problem("id", _("not an id"), "id", id)]
        ) from None
