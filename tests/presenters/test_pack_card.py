"""The card of a later country pack: what it would change is said first, and one step takes it back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from helpers.doubles import Inline, Told
from helpers.workspace import CHEAP

from gedesk import paths
from gedesk.presenters.packs import PackPresenter
from gedesk.services import desk as desks


class Card:
    """What the card is told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, list[str], bool]] = []
        self.taken = 0

    def show_pack(self, said: str, lines: list[str], *, ready: bool) -> None:
        self.said.append((said, lines, ready))

    def done(self) -> None:
        self.taken += 1


def test_a_version_from_a_file_is_looked_at_taken_in_and_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "data_folder", lambda: tmp_path / "machine")
    later = tmp_path / "ba"
    shutil.copytree(paths.resource("packs/ba"), later)
    shown = json.loads((later / "pack.json").read_text(encoding="utf-8")) | {"version": "1.1"}
    record = next(one for one in shown["records"] if one["key"] == "organizing")
    record["values"]["name"] = "Odbor"
    (later / "pack.json").write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    card, told = Card(), Told()
    with desks.create(tmp_path / "s.gedesk", country="ba", role="hq", place="BA", author="Test", cost=CHEAP) as desk:
        presenter = PackPresenter(desk, card, Inline(), told)
        presenter.begin()
        assert card.said[-1][1:] == ([], False)
        presenter.take()
        assert card.taken == 0
        presenter.choose(later)
        said, lines, ready = card.said[-1]
        assert said.startswith("Version 1.1; 1.0 is in use.")
        assert lines == ["Committee “Odbor” · Name: Organizacioni odbor → Odbor"]
        assert ready
        presenter.take()
        assert card.taken == 1
        assert "Odbor" in {node.name for node in desk.governance.tiers().nodes}
        assert told.action is not None
        told.action()
        assert "Organizacioni odbor" in {node.name for node in desk.governance.tiers().nodes}
    assert told.errors == []
