"""Documents from the window: by Ctrl+K, from a page, and what withdrawing a consent says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.committees import Committees, make_committees
from helpers.workspace import CHEAP
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.services.papers_views import Paper
from gedesk.ui.main_window import MainWindow
from gedesk.ui.pages.records import RecordsPage
from gedesk.ui.pages.tabbed import TabbedPage
from gedesk.ui.widgets.papers import PaperCard


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Asha Juma", cost=CHEAP) as made:
        yield made


@pytest.fixture
def made(desk: Desk) -> Committees:
    return make_committees(desk)


@pytest.fixture
def window(open_window: Callable[..., MainWindow], desk: Desk, made: Committees) -> MainWindow:
    return open_window(desk, page="reports")


def card(window: MainWindow) -> PaperCard:
    found = window.findChild(PaperCard)
    assert found is not None
    return found


def title(window: MainWindow) -> str:
    shown = card(window).presenter.shown
    return shown.title if shown is not None else ""


def press(qtbot: QtBot, window: MainWindow, text: str) -> None:
    (button,) = [one for one in window.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: quiet(window))


def test_a_document_is_stopped(qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window.write_paper("chapter")
    qtbot.waitUntil(lambda: title(window) != "" and quiet(window))
    shown = card(window)
    going = threading.Event()
    whole = desk.papers.write

    def slow(paper: Paper, path: Path, *, cancelled: Callable[[], bool], **named: Any) -> None:
        while not cancelled():
            going.wait(0.01)
        whole(paper, path, cancelled=cancelled, **named)

    monkeypatch.setattr(desk.papers, "write", slow)
    shown.presenter.write(tmp_path / "c.pdf")
    assert shown.stop.isVisible()
    assert not shown.pdf.isEnabled()
    qtbot.mouseClick(shown.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Stopped." in window.toasts.text and quiet(window))
    assert shown.pdf.isEnabled()
    assert not shown.stop.isVisible()
    assert not (tmp_path / "c.pdf").exists()


def test_a_chapter_from_the_palette_to_a_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = next(one for one in window.commands() if one.label == "Write: Country chapter")
    command.run()
    qtbot.waitUntil(lambda: quiet(window) and card(window).isVisible() and card(window).pdf.isEnabled())
    said = [one.text() for one in card(window).area.findChildren(QLabel)]
    assert "Nothing is written under “Challenges”; it is left out." in said
    file = tmp_path / "chapter"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    qtbot.mouseClick(card(window).pdf, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: quiet(window) and "Saved: chapter.pdf" in window.toasts.text)
    assert file.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    window.back()
    assert not card(window).isVisible()


def test_the_register_of_a_committee_begins_on_its_page(qtbot: QtBot, window: MainWindow, made: Committees) -> None:
    window.open_record("committee", made.national)
    qtbot.waitUntil(lambda: quiet(window))
    press(qtbot, window, "Decision register as a document")
    shown = card(window).presenter.shown
    assert shown is not None
    assert (shown.paper.what, shown.paper.of) == ("register", made.national)
    assert card(window).of.currentText() == "National Advisory Committee"


@pytest.mark.qt_log_ignore("This plugin does not support")  # lists below a line, off screen
def test_a_place_is_found_by_typing(qtbot: QtBot, window: MainWindow) -> None:
    window.write_paper("period")
    qtbot.waitUntil(lambda: quiet(window))
    line = card(window).search.line
    line.clear()
    line.setFocus()
    qtbot.keyClicks(line, "Arusha")
    qtbot.waitUntil(lambda: quiet(window))  # what the document lacks without a place arrives while somebody types
    assert line.text() == "Arusha"
    qtbot.keyClicks(line, " City")
    qtbot.waitUntil(lambda: quiet(window) and any("Arusha City" in one for one in line.offered()))
    popup = line._popup
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: quiet(window) and "Arusha City" in title(window))


def test_what_is_missing_leads_to_the_record(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    entry = desk.records.save("chapter_entry", None, {"title": "Care", "section": "challenge", "entry_text": "Text."})
    window.write_paper("chapter")
    qtbot.waitUntil(lambda: quiet(window))
    press(qtbot, window, "No record proves “Care”.")
    page = window.page("reports")
    assert isinstance(page, TabbedPage)
    assert page.where() == ("chapter_entry", entry)
    assert not card(window).isVisible()


def test_a_consent_that_is_withdrawn_says_what_holds_the_story(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    story = desk.records.save("story", None, {
        "title": "A stall", "story_text": "She opened a stall.", "consent": "written", "consent_on": "2026-05-01",
        "consent_holder": "Office", "publication": "public", "told_on": "2026-05-01",
    })  # fmt: skip
    desk.stories.published("Public dashboard", [story])
    window.open_record("story", story)
    qtbot.waitUntil(lambda: quiet(window))
    page = window.page("reports")
    assert isinstance(page, TabbedPage)
    assert isinstance(page.part, RecordsPage)
    box = next(one for one in page.part.form.findChildren(QLineEdit) if one.placeholderText() == "Who withdrew it, and how?")
    box.setText("By telephone")
    press(qtbot, window, "Withdraw consent")
    assert "Public dashboard" in window.toasts.text
    assert desk.stories.publishable() == []
    window.toasts.act()
    qtbot.waitUntil(lambda: quiet(window))
    assert [one.id for one in desk.stories.publishable()] == [story]


def test_coverage_is_counted_beside_the_list_of_posts(qtbot: QtBot, window: MainWindow) -> None:
    window.go("partners")
    page = window.page("partners")
    assert isinstance(page, TabbedPage)
    page.show_kind("focal_point_post")
    qtbot.waitUntil(lambda: quiet(window))
    press(qtbot, window, "Coverage and reports")
    assert any(one.text().startswith("Focal-point posts, judged by") for one in page.part.findChildren(QLabel) if one.isVisible())
    window.search.setText("Arusha")
    qtbot.waitUntil(lambda: quiet(window))
    assert [one.text() for one in page.part.findChildren(QPushButton) if one.text() == "Coverage and reports" and one.isVisible()]
