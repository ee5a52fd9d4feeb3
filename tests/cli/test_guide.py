"""The administrator's guide, word by word: every command of it is run on real stores, one after the other."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from gedesk.cli.main import run
from gedesk.services.desk import Desk

GUIDE = Path(__file__).parents[2] / "docs" / "exchange-administrator.md"
LINE = re.compile(r"^\s*(hq|asha|site|new)\$ gedesk (.+)$")
TYPED = {  # what people type when they are asked, by computer and question
    ("hq", "Passphrase: "): "headquarters' own words",
    ("hq", "Passphrase of the copy: "): "words in the other safe",
    ("hq", "Passphrase of the kit: "): "told by telephone",
    ("hq", "Passphrase of the new keys: "): "zawadi's own words",
    ("asha", "Passphrase: "): "asha's own words",
    ("asha", "Passphrase of the copy: "): "asha's own words",
    ("site", "Passphrase: "): "told by telephone",
    ("new", "Passphrase: "): "told by telephone",
}


class World:
    """Three computers, a stick and a safe; the words that were told last."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._capsys = folder, capsys
        self._computer = ""
        self.words = ""
        self.answers: list[tuple[str, Any]] = []
        monkeypatch.chdir(folder)
        monkeypatch.setenv("GEDESK_AUTHOR", "Amina Said")
        monkeypatch.setattr("getpass.getpass", lambda prompt: TYPED[self._computer, prompt])
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        for name in ("stick", "safe"):
            (folder / name).mkdir()
        (folder / "my-words.txt").write_text(TYPED["hq", "Passphrase: "], encoding="utf-8")

    def store(self, computer: str) -> Path:
        return self._folder / computer / "store.gedesk"

    def call(self, computer: str, command: str) -> Any:
        self._computer = computer
        words = shlex.split(command.replace("WORDS", self.words))
        arguments = [found for word in words for found in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
        code = run([*arguments, "--json", "--store", str(self.store(computer))])
        out, problems = self._capsys.readouterr()
        assert code == 0, (computer, command, out, problems)
        answer = json.loads(out)
        if isinstance(answer, dict) and answer.get("words"):
            self.words = " ".join(answer["words"])
        self.answers.append((f"{computer}$ {command}", answer))
        return answer


def commands(text: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in map(LINE.match, text.splitlines()) if found]


def test_every_command_of_the_guide_works_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, capsys, monkeypatch)
    text = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, flags=re.DOTALL)
    assert sum(len(commands(block)) for block in blocks) == len(commands(text)) > 40
    written = {"asha": 0, "site": 0, "hq": 0}
    titles: list[str] = []
    for block in blocks:
        for computer, command in commands(block):
            world.call(computer, command)
        for name in written:  # everybody works on between the steps, until the laptop is lost
            if world.store(name).exists() and (name != "site" or not world.store("new").exists()):
                titles.append(f"{name} {written[name]}")
                written[name] += 1
                values: dict[str, object] = {"title": titles[-1], "start": "2026-01-01"}
                with Desk.open(world.store(name)) as desk:
                    desk.records.save("activity", None, values | ({} if name == "site" else {"place": None}))
    answers = dict(world.answers)
    (site,) = answers["hq$ site list"]
    assert answers["site$ keys show"]["words"] == site["words"]
    assert [one["name"] for one in answers["asha$ officer list"]][1:] == ["Zawadi Mushi", "Asha Juma"]
    assert answers['hq$ headquarters merge stick/asha.gedesk --words "WORDS"']["created"] > 0
    assert answers["hq$ receive stick/last/*.gesync"]["operations"]["new"] > 0
    with Desk.open(world.store("hq")) as hq, Desk.open(world.store("site")) as left:
        rows = {row[1] for row in hq.lists.rows("activity", hq.lists.numbers("activity"), ["title"])}
        late = {title for title in titles if title.startswith("asha")}  # what the store that was merged wrote after it
        assert {title for title in titles if title not in late and title != f"site {written['site'] - 1}"} <= rows
        assert rows & late
        assert hq.keeping.check().faults == left.keeping.check().faults == ()
        assert hq.exchange.sites()[0].state == "revoked"
        with Desk.open(world.store("new")) as new:
            assert rows >= {row[1] for row in new.lists.rows("activity", new.lists.numbers("activity"), ["title"])} - late - {"site 0"}
            assert new.lists.numbers("activity", text="site 0")


def test_pictures_of_the_guide_are_there() -> None:
    named = re.findall(r"\]\((pictures/[^)]+)\)", GUIDE.read_text(encoding="utf-8"))
    assert len(named) >= 3
    assert [name for name in named if not (GUIDE.parent / name).is_file()] == []
