"""A quarter of a council and of headquarters, lived through the windows: keys and clicks only."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from e2e.driver import Window, missing, program, screen, until
from openpyxl import Workbook
from PySide6.QtGui import QColor, QImage

from gedesk.services import desk as desks

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="real windows are driven on X11 only"),
    pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {', '.join(missing())} (packaging/setup.sh installs them)"),
]
PASSPHRASE = "tide-amber-goat"
COUNCIL = "Arusha DC"
TITLE = "Market day on care work"
MEETING = "Second meeting"
MEMBERS = ("Asha Mfano", "Joseph Mfano", "Salma Mfano")
ALL_PRESENT = (1176, 190)  # where the button is in a window of this size


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


def picture(target: Path) -> Path:
    """A photo as a telephone makes it, only smaller."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#A0522D"))
    assert image.save(str(target))
    return target


def page(window: Window, title: str) -> None:
    """A page by its name, through the palette."""
    window.come()
    window.press("ctrl+k")
    window.type(title)
    window.press("Return")
    window.titled(f"{title} – ")


def record(window: Window, title: str) -> None:
    """A record by its title, through the palette."""

    def found() -> bool:
        if title not in window.title:
            window.come()
            window.press("Escape", "ctrl+k")
            window.type(title)
            window.wait_a_little(lambda: window.press("Return") or title in window.title)
        return title in window.title

    until(f"the record “{title}”", found)


def join(window: Window, kit: Path) -> None:
    """The first run: from the kit to the first page."""
    window.titled("Welcome")
    window.come()
    window.press("Return")
    window.press("space")
    window.choose_file(kit)
    window.type(PASSPHRASE)
    window.press("Tab")
    window.type("Joseph Mfano")
    window.press("Return")
    window.titled(COUNCIL)


def log_an_activity(council: Window, photo: Path) -> None:
    """Title, date as it is said, place by its first letters, participants, a photo; saved by keyboard alone."""
    council.press("ctrl+n")
    council.type(TITLE)
    council.press(*["Tab"] * 4)
    council.type("12 March 2026")
    council.press("Tab", "Tab")
    council.pick("Arusha District C")
    council.press(*["Tab"] * 12)  # to the table of participants
    council.type("4")
    council.press("Tab")
    council.type("3")
    council.press("Page_Down", "End", *["Tab"] * 6, "space")
    council.choose_file(photo)
    until("the photo to be kept", lambda: council.press("ctrl+s") or any(one.get("photos") for one in council.records("activity")))
    council.press("ctrl+Return")
    made = council.one("activity", title=TITLE, start=date(2026, 3, 12))
    assert sum(made["participants"].values()) == 7
    assert len(made["photos"]) == 1


def set_venue(window: Window, venue: str) -> None:
    """Opens the activity and writes where it was."""
    record(window, TITLE)
    window.press(*["Tab"] * 7)
    window.press("ctrl+a")
    window.type(venue)
    window.press("ctrl+Return")
    window.one("activity", title=TITLE, venue=venue)


def import_a_workbook(council: Window, file: Path) -> None:
    """Through the wizard, every proposal accepted."""
    page(council, "Import")
    council.press("space")
    council.choose_file(file)
    until("the import", lambda: council.press("ctrl+Return") or council.records("activity", title="Dialogue with elders"))


def send(window: Window, folder: Path) -> list[Path]:
    """Everything that waits, into a folder."""
    folder.mkdir(parents=True)
    before = noted(window)
    exchange(window, "Tab", "Tab", "Tab", "space")
    window.choose_file(folder)
    return list(until(f"files in {folder}", lambda: _as_noted(sorted(folder.glob("*.gesync")), noted(window) - before)))


def exchange(window: Window, *keys: str) -> None:
    """To the first tab of the exchange page, and on by keys to a button that opens a dialog."""
    page(window, "Exchange")
    window.press("Left", "Left", "Left", *keys)


def receive(window: Window, files: list[Path]) -> None:
    """Files from a stick, one after the other."""
    for file in files:
        before = noted(window)
        exchange(window, "Tab", "Tab", "Tab", "Tab", "space")
        window.choose_file(file)
        until("the file to be taken in", lambda before=before: noted(window) > before)


def noted(window: Window) -> int:
    """Files that have gone out and come in, as the store has it."""
    return len(window.asked(lambda desk: desk.exchange.bundles()))


def _as_noted(files: list[Path], count: int) -> list[Path]:
    return files if count and len(files) == count else []


def decide(window: Window) -> None:
    """The first of the two values, with a reason."""
    page(window, "Exchange")
    window.press("Right", "Tab", "Tab")
    window.type("asked by phone")
    window.press("Tab", "space")
    until("the decision", lambda: not window.asked(lambda desk: desk.exchange.conflicts()))


def take_the_import_back(council: Window) -> None:
    """From the page of history, found by its name."""
    page(council, "History")
    council.press("ctrl+f")
    council.type("import")
    council.titled("Import quarter.xlsx – History")
    council.press("Return", "Tab", "space")
    until("the import to be gone", lambda: not council.records("activity", title="Dialogue with elders"))


def test_first_run_to_undo_of_an_import(tmp_path: Path, hq_store: Path) -> None:
    stick = tmp_path / "stick"
    with screen(tmp_path) as display, program(display, tmp_path / "council" / "store.gedesk", tmp_path / "a") as council:
        join(council, tmp_path / "council.gekit")
        log_an_activity(council, picture(tmp_path / "market.png"))
        import_a_workbook(council, workbook(tmp_path / "quarter.xlsx"))
        first = send(council, stick / "1")
        with program(display, hq_store, tmp_path / "b") as hq:
            hq.titled("Tanzania HQ")
            receive(hq, first)
            assert {one["title"] for one in hq.records("activity")} == {TITLE, "Training on land titles", "Dialogue with elders"}
            set_venue(hq, "Market hall")
            set_venue(council, "Old market")
            receive(hq, send(council, stick / "2"))
            (conflict,) = hq.asked(lambda desk: desk.exchange.conflicts())
            assert {value.value for value in conflict.values} == {"Market hall", "Old market"}
            decide(hq)
            receive(council, send(hq, stick / "3"))
            assert council.asked(lambda desk: desk.exchange.status()).to_send == 0  # the receipt came with it
            venues = {window.one("activity", title=TITLE)["venue"] for window in (hq, council)}
            assert len(venues) == 1
            take_the_import_back(council)
            assert [one["title"] for one in council.records("activity")] == [TITLE]
            council.close()
            hq.close()


@pytest.fixture
def committee_store(tmp_path: Path) -> Path:
    """Headquarters with a committee of three, which meets today."""
    store = tmp_path / "hq" / "store.gedesk"
    with desks.create(store, country="tz", role="hq", place="TZ", name="Tanzania HQ", author="Neema Mfano") as desk:
        tz = next(one.id for one in desk.lists.choices("place", "Tanzania") if one.label == "Tanzania")
        committee = desk.records.save(
            "committee", None, {"name": "National Steering Committee", "committee_type": "national_steering", "place": tz}
        )
        for name in MEMBERS:
            person = desk.records.save("person", None, {"name": name, "place": tz})
            desk.records.save("membership", None, {"committee": committee, "person": person, "role": "member", "place": tz})
        desk.records.save("meeting", None, {"title": MEETING, "committee": committee, "start": "2026-04-20", "place": tz})
    return store


def test_a_committee_meets(tmp_path: Path, committee_store: Path) -> None:
    with screen(tmp_path) as display, program(display, committee_store, tmp_path / "a") as window:
        window.titled("Tanzania HQ")
        record(window, MEETING)
        window.type("Budget for day care")
        window.press("Return")
        topic = window.one("agenda_item", title="Budget for day care")
        window.press("shift+Tab", "Return")
        window.type("Three wards have a room that could be used.")
        window.press("ctrl+d")
        window.type("Ask the region for two more rooms")
        window.press("Return")
        decision = window.one("decision", title="Ask the region for two more rooms")
        window.press("ctrl+j")
        window.type("Write to the region")
        window.press("Return")
        window.one("action_item", title="Write to the region")
        minutes = window.one("agenda_item", minutes="Three wards have a room that could be used.")
        assert minutes["id"] == topic["id"]
        assert decision["agenda_item"] == topic["id"]
        window.click(*ALL_PRESENT)
        until("everybody to be there", lambda: len(window.records("attendance", status="present")) == len(MEMBERS))
        window.close()
