"""The one list of all kinds of records."""

from __future__ import annotations

from gedesk.domain.activities import Activity
from gedesk.domain.record import Registry

registry = Registry([Activity])
