"""What tests of services share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from helpers.countries import Open
from helpers.workspace import CHEAP

from gedesk.domain.packs import load_pack
from gedesk.services import demonstration_data
from gedesk.services import desk as desks
from gedesk.services.desk import Desk


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Headquarters' store of a country with its demonstration, to look at; each is made once."""
    made: dict[str, Desk] = {}
    with ExitStack() as stack:

        def opening(country: str) -> Desk:
            if country not in made:
                path = tmp_path_factory.mktemp(country) / "store.gedesk"
                desk = desks.create(
                    path, country=country, role="hq", place=load_pack(country).country, author="Test", cost=CHEAP
                )
                made[country] = stack.enter_context(desk)
                demonstration_data.fill(desk, country)
            return made[country]

        yield opening
