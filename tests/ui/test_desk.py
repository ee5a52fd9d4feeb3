"""The pages on a real store: two sites that exchange by files, a conflict, undo, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gesync.keys import Cost
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk.presenters.asking import Asker
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.ui.main_window import MainWindow
from gedesk.ui.screenshots import shoot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
CHEAP = Cost(1, 8 * 1024 * 1024)
Open = Callable[..., MainWindow]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Headquarters and the region of Arusha, which has joined it."""
    hq = desks.create(
        tmp_path / "hq" / "store.gedesk", country="tz", role="hq", place="TZ", author="Neema", passphrase="long enough", cost=CHEAP
    )
    kit = tmp_path / "arusha.kit"
    desks.add_site(hq, place="TZ-01", name="Arusha", role="coordinator", out=kit, passphrase="arusha-arusha", cost=CHEAP)
    site = desks.join(
        tmp_path / "arusha" / "store.gedesk", kit, passphrase="arusha-arusha", author="Asha", key_passphrase="long enough", cost=CHEAP
    )
    yield hq, site
    site.close()
    hq.close()


def carry(sender: Desk, reader: Desk, folder: Path) -> None:
    """One exchange by USB stick."""
    folder.mkdir(exist_ok=True)
    reader.exchange.receive([sent.file for sent in sender.exchange.send(None, folder)])


def test_an_activity_goes_from_a_form_to_headquarters(qtbot: QtBot, two: tuple[Desk, Desk], open_window: Open, tmp_path: Path) -> None:
    hq, site = two
    window = open_window(site)
    assert window.header.site.text() == "Arusha"
    window.new()
    form = window.page("activities").form
    form.presenter.edited("title", "Dialogue on land titles")
    form.presenter.edited("start", "12 March 2026")
    form.presenter.edited("participants", {"female|18-19|with": 3})
    window.save_and_close()
    qtbot.waitUntil(lambda: window.page("activities").model.rowCount() == 1 and quiet(window))
    qtbot.waitUntil(lambda: window.page("activities").model.index(0, 1).data() == "Dialogue on land titles")
    assert window.header.undo.toolTip().startswith("Undo: ")
    window.go("exchange")
    window.page("exchange").send(tmp_path)
    qtbot.waitUntil(lambda: len(window.page("exchange")._outcomes) == 1 and quiet(window), timeout=20_000)
    (file,) = tmp_path.glob("*.gesync")
    window.close()
    other = open_window(hq)
    other.page("exchange").receive([file])
    qtbot.waitUntil(lambda: len(other.page("exchange")._outcomes) == 1 and quiet(other), timeout=20_000)
    assert other.page("exchange")._outcomes[0].title.startswith("From Arusha")
    assert other.page("activities").model.rowCount() == 1


def contested(hq: Desk, site: Desk, stick: Path, there: dict[str, object], here: dict[str, object]) -> str:
    """An activity of which headquarters and the site wrote other values; headquarters has both."""
    id = site.records.save("activity", None, {"title": "Dialogue", "start": "2026-03-12", "participants_total": 70})
    carry(site, hq, stick)
    hq.records.save("activity", id, there)
    site.records.save("activity", id, here)
    carry(site, hq, stick)
    return id


def test_a_conflict_is_decided_and_the_decision_taken_back(
    qtbot: QtBot, two: tuple[Desk, Desk], open_window: Open, tmp_path: Path
) -> None:
    hq, site = two
    id = contested(hq, site, tmp_path / "stick", {"participants_total": 80}, {"participants_total": 73})
    window = open_window(hq)
    assert window.nav["exchange"].accessibleName().startswith("Exchange, 1 conflict")
    window.go("exchange")
    window.page("exchange").tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: window.page("exchange")._decision.conflict is not None and quiet(window))
    panel = window.page("exchange")._decision
    panel.reason.setText("asked by phone")
    conflict = panel.conflict
    assert conflict is not None
    wanted = next(one for one in conflict.values if one.value == 73)
    button = next(one for one in panel.findChildren(QPushButton) if one.accessibleName() == f"Keep {wanted.shown}")
    button.click()
    qtbot.waitUntil(lambda: hq.exchange.conflicts() == [] and quiet(window))
    assert hq.records.get("activity", id).values["participants_total"] == 73
    window.go("history")
    page = window.pages["history"]
    qtbot.waitUntil(lambda: page.take_back.isEnabled() and quiet(window))
    assert page._who.text().endswith("asked by phone")


def test_the_cursor_is_where_it_was_when_a_file_is_written(qtbot: QtBot, two: tuple[Desk, Desk], open_window: Open, tmp_path: Path) -> None:
    _hq, site = two
    window = open_window(site)
    window.go("exchange")
    page = window.page("exchange")
    qtbot.waitUntil(lambda: page._picture is not None and quiet(window))
    window.activateWindow()
    page.send_button.setFocus()
    page.send(tmp_path)
    assert page.cancel_button.hasFocus()
    qtbot.waitUntil(lambda: len(page._outcomes) == 1 and quiet(window), timeout=20_000)
    assert page.send_button.hasFocus()


def test_a_conflict_is_looked_into_and_decided_by_another_text_and_the_next_one_follows(
    qtbot: QtBot, two: tuple[Desk, Desk], open_window: Open, tmp_path: Path
) -> None:
    hq, site = two
    id = contested(
        hq, site, tmp_path / "stick",
        {"description": "Women met.\nThey talked.", "participants_total": 80, "venue": "Hall"},
        {"description": "Wanawake walikutana.", "participants_total": 73, "venue": "Ukumbi"},
    )  # fmt: skip
    window = open_window(hq)
    window.go("exchange")
    page = window.page("exchange")
    page.show_tab(1)
    qtbot.waitUntil(lambda: page._decision.conflict is not None and quiet(window))
    panel = page._decision
    assert [page._conflicts.item(row).field for row in range(3)] == ["description", "participants_total", "venue"]
    panel.record.click()
    qtbot.waitUntil(lambda: window.page("activities").where() == ("activity", id) and quiet(window))
    window.go_back()
    qtbot.waitUntil(lambda: window.current == "exchange" and quiet(window))
    change = next(one for one in panel.findChildren(QPushButton) if one.accessibleName() == "Change Women met.\nThey talked.")
    change.click()
    panel.long.setPlainText(panel.long.toPlainText() + "\nThey decided.")
    panel.use_other.click()
    qtbot.waitUntil(lambda: len(hq.exchange.conflicts()) == 2 and quiet(window))
    assert hq.records.get("activity", id).values["description"] == "Women met.\nThey talked.\nThey decided."
    page.conflicts_table.choose(0)
    next(one for one in panel.findChildren(QPushButton) if one.accessibleName() == "Keep 73").click()
    qtbot.waitUntil(lambda: len(hq.exchange.conflicts()) == 1 and quiet(window))
    assert panel.conflict is not None
    assert panel.conflict.field == "venue"


def test_keys_under_a_passphrase_are_opened_from_the_window(
    qtbot: QtBot, two: tuple[Desk, Desk], open_window: Open, tmp_path: Path
) -> None:
    _hq, site = two
    path = site.store.path
    site.records.save("activity", None, {"title": "Dialogue", "start": "2026-03-12"})
    site.close()
    asker = Asker()
    with Desk.open(path, passphrase=asker) as desk:
        window = open_window(desk)
        window.use_asker(asker)
        card = window.passphrase
        assert card is not None
        window.go("exchange")
        window.page("exchange").send(tmp_path)
        qtbot.waitUntil(card.isVisible)
        window.back()  # not now
        qtbot.waitUntil(lambda: [one.tone for one in window.page("exchange")._outcomes] == ["danger"])
        window.page("exchange").send(tmp_path)
        qtbot.waitUntil(card.isVisible)
        qtbot.keyClicks(card.line, "long enough")
        qtbot.keyClick(card.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: [one.tone for one in window.page("exchange")._outcomes] == ["success"], timeout=20_000)
        assert not card.isVisible()
        assert card.line.text() == ""
        window.shut()


def test_closing_does_not_wait_for_a_passphrase(qtbot: QtBot, two: tuple[Desk, Desk], open_window: Open, tmp_path: Path) -> None:
    _hq, site = two
    path = site.store.path
    site.records.save("activity", None, {"title": "Dialogue", "start": "2026-03-12"})
    site.close()
    asker = Asker()
    with Desk.open(path, passphrase=asker) as desk:
        window = open_window(desk)
        window.use_asker(asker)
        window.go("exchange")
        window.page("exchange").send(tmp_path)
        qtbot.waitUntil(lambda: window.passphrase is not None and window.passphrase.isVisible())
        window.shut()
        assert asker() is None


def test_pictures_of_every_page(qapp: QApplication, two: tuple[Desk, Desk], tmp_path: Path) -> None:
    _hq, site = two
    site.records.save("activity", None, {"title": "Dialogue", "start": "2026-03-12"})
    made = shoot(site, tmp_path / "pictures", ["sw"], ["dark"])
    names = {path.name.removesuffix("-sw-dark.png") for path in made}
    assert {"activities", "activities-form", "activities-form-history", "exchange", "exchange-conflicts", "history"} <= names
    assert all(path.stat().st_size > 10_000 for path in made)
