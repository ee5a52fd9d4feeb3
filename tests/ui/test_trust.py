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

from gedesk.services import headquarters, keyring, officers, sites
from gedesk.services.desk import Desk
from gedesk.services.scopes import Scopes
from gedesk.store import reading, replica
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


# -- the exchange page -------------------------------------------------------------------------------------------


def exchange_of(qtbot: QtBot, window: MainWindow) -> Any:
    window.go("exchange")
    page = window.page("exchange")
    qtbot.waitUntil(lambda: page._picture is not None and quiet(window), timeout=20_000)
    return page


def test_what_is_missing_is_asked_for_by_one_click(
    qtbot: QtBot, work: Workspace, tmp_path: Path, open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site missed one of headquarters' files: its page says so, and one click writes the file that asks for it."""
    (site,) = work.sites
    work.hq.records.save("activity", None, {"title": "In the lost file", "start": "2026-01-01", "place": home(work)})
    lost = work.down(site)
    work.hq.exchange.receive(work.up(site))  # it was told of nothing yet, so the next file holds all: only a restored cursor has a gap
    with work.hq.store.writing() as tx:
        known = next(one for one in replica.sites(tx.connection) if one.state == "joined")
        own = tx.meta("incarnation")
        (inc,) = known.peer["incs"]
        known.peer["incs"][inc]["cursor"][own] = reading.last_change(tx.connection)
        replica.write_site(tx.connection, known)
    work.hq.records.save("activity", None, {"title": "In the next file", "start": "2026-01-02", "place": home(work)})
    window = open_window(site)
    page = exchange_of(qtbot, window)
    assert not page.ask_button.isVisible()
    page.receive(work.down(site))
    qtbot.waitUntil(lambda: page.ask_button.isVisible() and quiet(window), timeout=20_000)
    assert page._outcomes[0].tone == "warning"
    asked = tmp_path / "asked"
    monkeypatch.setattr(files, "choose_folder", lambda *_args: asked)
    page.ask_button.click()
    qtbot.waitUntil(lambda: [one.tone for one in page._outcomes] == ["success"] and quiet(window), timeout=20_000)
    assert not page.ask_button.isVisible()
    work.hq.exchange.receive(list(asked.iterdir()))
    assert not any(one.refused for one in site.exchange.receive([*work.down(site), *lost]))
    assert site.exchange.digest() == work.hq.exchange.digest(PLACES[0])


def home(work: Workspace) -> str:
    with work.hq.store.reading() as connection:
        return str(Scopes(connection).place_id(PLACES[0]))


def test_a_received_file_is_taken_back_from_the_list(qtbot: QtBot, work: Workspace, open_window: Callable[..., MainWindow]) -> None:
    (site,) = work.sites
    made = site.records.add("activity", [{"title": "By mistake", "start": "2026-01-01"}])[0]
    work.hq.exchange.receive(work.up(site))
    window = open_window(work.hq)
    page = exchange_of(qtbot, window)
    page.tabs.setCurrentIndex(3)
    row = next(n for n in range(page._bundles.rowCount()) if page._bundles.item(n).operations and page._bundles.item(n).direction == "received")
    page.bundles_table.choose(row)
    page.take_back.click()
    page.sure.click()
    qtbot.waitUntil(lambda: "taken back" in page._outcomes[0].title if page._outcomes else False, timeout=20_000)
    qtbot.waitUntil(lambda: quiet(window))
    assert work.hq.records.get("activity", made).removed


def test_conflicts_of_one_field_are_decided_by_a_rule_and_taken_back(qtbot: QtBot, work: Workspace, open_window: Callable[..., MainWindow]) -> None:
    (site,) = work.sites
    made = site.records.add("activity", [{"title": f"Training {n}", "start": "2026-01-01"} for n in range(3)])
    work.exchange()
    for desk, word in ((site, "site"), (work.hq, "hq")):
        for one in made:
            desk.records.save("activity", one, {"title": f"as the {word} says"})
    work.hq.exchange.receive(work.up(site))
    window = open_window(work.hq)
    page = exchange_of(qtbot, window)
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page._decision.conflict is not None and quiet(window))
    panel = page._decision
    assert panel._rule_box.isVisible()
    panel.rule.setCurrentIndex(panel.rule.findData("hq"))
    panel.use_rule.click()
    assert len(work.hq.exchange.conflicts()) == 3  # a rule needs a reason
    panel.reason.setText("official spelling")
    panel.use_rule.click()
    qtbot.waitUntil(lambda: work.hq.exchange.conflicts() == [] and quiet(window), timeout=20_000)
    assert {work.hq.records.get("activity", one).values["title"] for one in made} == {"as the hq says"}
    (entry,) = work.hq.records.history(limit=1)
    assert (entry.kind, entry.reason) == ("resolve", "official spelling")


def test_what_was_entered_twice_is_offered_and_made_one(qtbot: QtBot, work: Workspace, open_window: Callable[..., MainWindow]) -> None:
    (site,) = work.sites
    kept = work.hq.records.save("organisation", None, {"name": "Tumaini Women Group"})
    gone = site.records.add("organisation", [{"name": "TUMAINI women group"}])[0]
    work.exchange()
    window = open_window(work.hq)
    page = exchange_of(qtbot, window)
    page.tabs.setCurrentIndex(4)
    qtbot.waitUntil(lambda: len(page.doubles._doubles) == 1 and quiet(window), timeout=20_000)
    (double,) = page.doubles._doubles
    assert "(1)" in page.tabs.tabText(4)
    page.doubles.merge.emit(double, double.first != kept)
    qtbot.waitUntil(lambda: page.doubles._doubles == [] and quiet(window), timeout=20_000)
    assert work.hq.records.get("organisation", gone).removed
    assert not work.hq.records.get("organisation", kept).removed


def test_a_site_trusts_new_keys_of_headquarters_by_the_words_that_it_was_told(
    qtbot: QtBot, work: Workspace, tmp_path: Path, open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site,) = work.sites
    path, public = work.hq.store.path, tmp_path / "headquarters.gepublic"
    work.hq.close()
    keyring.path_for(path).unlink()
    words = sites.renew_keys(path, public)
    with Desk.open(path) as hq:
        work.hq = hq
        (answer,) = site.exchange.receive(work.down(site))
        assert answer.code == "unknown_signer"
        monkeypatch.setattr(files, "choose_file", lambda *_args, **_more: public)
        window = open_window(site)
        page = settings_of(qtbot, window)
        assert not page.officers.isVisible()
        page.new_keys.click()
        page.told.editor.setText("one word")
        page.trust.click()
        assert page.told.said
        page.told.editor.setText(" ".join(reversed(words)))
        page.trust.click()
        qtbot.waitUntil(lambda: "were not taken" in result(page, "keys") and quiet(window), timeout=20_000)
        page.told.editor.setText(" ".join(words))
        page.trust.click()
        qtbot.waitUntil(lambda: "new keys are taken" in result(page, "keys") and quiet(window), timeout=20_000)
        assert not page._trusting.isVisible()
        work.exchange()
        assert site.exchange.digest() == hq.exchange.digest(PLACES[0])
