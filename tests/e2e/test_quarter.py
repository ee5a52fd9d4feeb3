"""A quarter of a council and of headquarters, lived through the windows: keys and clicks only."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from e2e.driver import Screen, Window, missing, program, screen, until
from openpyxl import Workbook

from gedesk.services import desk as desks

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="real windows are driven on X11 only"),
    pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {', '.join(missing())} (packaging/setup.sh installs them)"),
]
PASSPHRASE = "tide-amber-goat"
COUNCIL = "Arusha DC"


@pytest.fixture
def hq_store(tmp_path: Path) -> Path:
    """Headquarters, and the kit of a council in `council.gekit`."""
    store = tmp_path / "hq" / "store.gedesk"
    with desks.create(store, country="tz", role="hq", place="TZ", name="Tanzania HQ", author="Neema Mfano") as desk:
        desks.add_site(
            desk, place="TZ.020221", name=COUNCIL, role="focal-point", out=tmp_path / "council.gekit", passphrase=PASSPHRASE
        )
    return store


def workbook(target: Path) -> Path:
    """Two activities as a council writes them down."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Activities"
    for row in (
        ("Title", "Start", "Venue", "Participants total"),
        ("Training on land titles", "2026-04-03", "Ward office", 40),
        ("Dialogue with elders", "2026-04-09", "Market", 25),
    ):
        sheet.append(row)
    book.save(target)
    return target


def page(window: Window, number: int, title: str) -> None:
    """A page by its place in the sidebar."""
    window.press(f"ctrl+{number}")
    window.titled(title)


def join(window: Window, kit: Path) -> None:
    """The first run: from the kit to the first page."""
    window.titled("Welcome")
    window.press("Return")
    window.press("space")
    window.choose_file(kit)
    window.type(PASSPHRASE)
    window.press("Tab")
    window.type("Joseph Mfano")
    window.press("Return")
    window.titled(COUNCIL)


def test_first_run_to_undo_of_an_import(tmp_path: Path, hq_store: Path) -> None:
    with screen(tmp_path) as display, program(display, tmp_path / "council" / "store.gedesk", tmp_path / "home") as council:
        join(council, tmp_path / "council.gekit")
