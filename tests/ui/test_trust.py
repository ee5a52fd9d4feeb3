"""Officers, another store of headquarters, and closing a site, from the settings of real stores."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from helpers.workspace import CHEAP, PLACES, Workspace
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk.services import headquarters, keyring, officers
from gedesk.services.desk import Desk
from gedesk.ui import files
from gedesk.ui.main_window import MainWindow

FIRST, SECOND = "the first one's words", "the second one's words"


@pytest.fixture
def work(tmp_path: Path) -> Any:
    with ExitStack() as stack:
        made = Workspace(tmp_path, stack, 1)
        made.hq.keeping.set_passphrase(FIRST)
        made.exchange()
        yield made


def settings_of(qtbot: QtBot, window: MainWindow) -> Any:
    window.go("settings")
    page = window.page("settings")
    qtbot.waitUntil(lambda: page._settings is not None and quiet(window), timeout=20_000)
    return page


def result(page: Any, card: str) -> str:
    return str(page.results[card].text.text())


def test_an_officer_at_this_computer_is_taken_in_and_struck_off(qtbot: QtBot, work: Workspace, open_window: Callable[..., MainWindow]) -> None:
    window = open_window(work.hq)
    page = settings_of(qtbot, window)
    form = page.officers
    form.add.click()
    assert form.name.said
    form.name.editor.setText("Zawadi Mushi")
    form.secret.editor.setText(SECOND)
    form.again.editor.setText(SECOND)
    form.add.click()
    qtbot.waitUntil(lambda: "is an officer" in result(page, "officers") and quiet(window), timeout=20_000)
    assert [one.name for one in officers.listed(work.hq)][1:] == ["Zawadi Mushi"]
    assert form.name.editor.text() == ""
    first = officers.listed(work.hq)[0]
    assert keyring.officers(work.hq.store.path)
    form._ask_strike(officers.listed(work.hq)[1])
    form.yes.click()
    qtbot.waitUntil(lambda: "struck off" in result(page, "officers") and quiet(window), timeout=20_000)
    assert [one.id for one in officers.listed(work.hq)] == [first.id]


def test_an_officer_of_another_computer_is_taken_in_when_the_words_are_the_same(
    qtbot: QtBot, work: Workspace, tmp_path: Path, open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asha.geofficer"
    words = officers.ask("Asha", tmp_path / "asha.gekeys", asked, SECOND, CHEAP)
    monkeypatch.setattr(files, "choose_file", lambda *_args, **_more: asked)
    window = open_window(work.hq)
    page = settings_of(qtbot, window)
    page.officers.from_file.click()
    qtbot.waitUntil(lambda: page.officers.question.isVisible() and quiet(window))
    assert page.officers._told.text() == " ".join(words)
    page.officers.no.click()
    assert len(officers.listed(work.hq)) == 1
    page.officers.from_file.click()
    qtbot.waitUntil(lambda: page.officers.question.isVisible() and quiet(window))
    page.officers.yes.click()
    qtbot.waitUntil(lambda: "is an officer" in result(page, "officers") and quiet(window), timeout=20_000)
    assert [one.name for one in officers.listed(work.hq)][1:] == ["Asha"]


def test_another_store_of_headquarters_is_taken_in(
    qtbot: QtBot, work: Workspace, tmp_path: Path, open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, backup = tmp_path / "second", tmp_path / "second.gedesk"
    folder.mkdir()
    work.hq.store.backup(folder / "s.gedesk")
    keyring.write(folder / "s.gedesk", work.hq.exchange.keys(), None)
    with Desk.open(folder / "s.gedesk") as second:
        second.records.save("activity", None, {"title": "Of the second", "start": "2026-01-01"})
        second.store.backup(backup)
        digest = second.exchange.digest()
    monkeypatch.setattr(files, "choose_file", lambda *_args, **_more: backup)
    window = open_window(work.hq)
    page = settings_of(qtbot, window)
    page.officers.store.click()
    qtbot.waitUntil(lambda: page.officers.question.isVisible() and quiet(window))
    assert page.officers._told.text() == " ".join(headquarters.words(backup))
    page.officers.yes.click()
    qtbot.waitUntil(lambda: "is taken in" in result(page, "officers") and quiet(window), timeout=20_000)
    assert work.hq.exchange.digest() == digest


def test_a_site_is_closed_from_the_list(qtbot: QtBot, work: Workspace, open_window: Callable[..., MainWindow]) -> None:
    window = open_window(work.hq)
    page = settings_of(qtbot, window)
    page.table.choose(0)
    page.retire.click()
    assert PLACES[0] in page._question.text()
    page.sure.click()
    qtbot.waitUntil(lambda: "is closed" in result(page, "sites") and quiet(window), timeout=20_000)
    assert work.hq.exchange.sites()[0].state == "retired"
