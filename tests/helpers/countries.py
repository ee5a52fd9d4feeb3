"""The demonstrations of all countries, each made once for all tests that look at them."""

from __future__ import annotations

from collections.abc import Callable

from gedesk.services.desk import Desk

Open = Callable[[str], Desk]  # headquarters' store of a country, by the code of its pack
