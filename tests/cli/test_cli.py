"""The command line: stable names, JSON keys and exit codes, on real stores."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gedesk.cli.main import run
from gedesk.services import demonstration

Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command on the test's store with --json; answers exit code and document."""

    def calling(*arguments: str, store: str = "s") -> tuple[int, Any]:
        code = run([*arguments, "--store", str(tmp_path / store / "store.gedesk"), "--json"])
        out = capsys.readouterr().out
        return code, json.loads(out) if out.strip() else None

    return calling


@pytest.fixture
def ready(call: Call) -> Call:
    """The same, on a headquarters' store."""
    assert call("init", "--country", "tz", "--place", "TZ")[0] == 0
    return call


def written(folder: Path, *items: dict[str, object]) -> str:
    path = folder / "items.jsonl"
    path.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    return str(path)


def test_kinds_and_fields_are_declared_once_and_shown(call: Call) -> None:
    kinds = {kind["kind"] for kind in call("kinds")[1]}
    assert {"place", "activity", "commitment", "meeting", "decision", "result", "story"} <= kinds
    for kind in kinds:
        fields = call("fields", kind)[1]
        assert {"name", "type", "required", "sensitivity", "label", "labels"} <= set(fields[0])
        assert all(set(field["labels"]) == {"en", "sw", "fr", "ru", "bs"} for field in fields)


def test_a_record_lives_through_all_commands(ready: Call, tmp_path: Path) -> None:
    code, made = ready("add", "activity", written(tmp_path, {"title": "Training", "start": "2026-03-01", "place": "TZ.070113"}))
    assert code == 0
    (one,) = made["ids"]
    assert ready("list", "activity", "--where", "place=TZ.070113")[1][0]["title"] == "Training"
    assert ready("set", "activity", written(tmp_path, {"id": one, "title": "Course"}))[0] == 0
    shown = ready("show", "activity", one)[1]
    assert shown["values"]["title"] == "Course"
    assert {"links", "conflicts", "history"} <= set(shown)
    assert ready("search", "course")[1][0]["id"] == one
    assert [entry["kind"] for entry in ready("history", "activity", one)[1]] == ["edit", "edit"]
    assert ready("undo")[1]["records"] == 1
    assert ready("show", "activity", one)[1]["values"]["title"] == "Training"
    assert ready("redo")[0] == 0
    assert ready("remove", "activity", one)[0] == 0
    assert ready("list", "activity")[1] == []
    assert ready("check")[1]["ok"] is True
    backup = str(tmp_path / "backup.gedesk")
    digest = ready("digest")[1]["digest"]
    assert ready("backup", "--out", backup)[0] == 0
    assert ready("undo")[0] == 0
    assert ready("digest")[1]["digest"] != digest
    assert ready("restore", backup)[0] == 0
    assert ready("digest")[1]["digest"] == digest


def test_exports_come_back_unchanged(ready: Call, tmp_path: Path) -> None:
    items = [{"title": f"=T{n}", "start": "2026-03-01", "participants": {"female|20-24": n}} for n in range(5)]
    assert ready("add", "activity", written(tmp_path, *items))[0] == 0
    for ending in ("xlsx", "csv", "json"):
        out = str(tmp_path / f"out.{ending}")
        assert sum(ready("export", "activity", "--out", out)[1]["rows"].values()) == 5
        if ending != "json":
            code, done = ready("import", out)
            assert (code, done["create"], done["update"], done["same"]) == (0, 0, 0, 5)
    assert ready("template", "activity", "--out", str(tmp_path / "t.xlsx"))[0] == 0
    assert ready("recognise", str(tmp_path / "t.xlsx"))[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["fields", "nonsense"], 2),
        (["list", "activity", "--where", "nonsense"], 2),
        (["nonsense"], 2),
        (["show", "activity", "nobody"], 3),
        (["add", "activity", "/nowhere.json"], 3),
        (["receive", "/nowhere.gesync"], 3),
        (["undo"], 2),
        (["digest", "--scope", "nowhere"], 2),
    ],
)
def test_exit_codes(ready: Call, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*arguments]) == code if arguments == ["nonsense"] else ready(*arguments)[0] == code


def test_faults_name_every_field(ready: Call, tmp_path: Path) -> None:
    code, answer = ready("add", "activity", written(tmp_path, {"start": "31 June", "participants_total": -1}))
    assert code == 3
    assert {problem["where"] for problem in answer["problems"]} >= {"start", "participants_total", "title"}


def test_a_passphrase_comes_from_a_file_only(ready: Call, tmp_path: Path) -> None:
    site = ["site", "add", "--place", "TZ.070113", "--name", "Kinondoni MC", "--out", str(tmp_path / "k.gekit")]
    assert ready(*site)[0] == 2
    secret = tmp_path / "passphrase"
    secret.write_text("told by voice", encoding="utf-8")
    assert ready(*site, "--passphrase-file", str(secret))[0] == 0
    other = tmp_path / "wrong"
    other.write_text("something else", encoding="utf-8")
    assert ready("join", str(tmp_path / "k.gekit"), "--passphrase-file", str(other), store="k")[0] == 4
    assert ready("join", str(tmp_path / "k.gekit"), "--passphrase-file", str(secret), store="k")[0] == 0
    out = str(tmp_path / "out")
    (sent,) = ready("send", "--out", out, store="k")[1]
    assert {"file", "to", "operations", "records", "bytes", "attachments"} <= set(sent)
    received = ready("receive", sent["file"])[1]
    assert {"operations", "records", "conflicts", "gaps", "from", "receipt"} <= set(received)
    assert ready("conflicts")[1] == []


def test_the_whole_story(tmp_path: Path) -> None:
    lines: list[str] = []
    told = demonstration.tell(tmp_path / "demo", say=lines.append)
    assert told.agreed
    assert (told.conflicts, told.parallel, told.reimport_changes, told.after_undo) == (1, 1, 0, 2)
    assert told.imported["create"] >= 30
    assert not any("DIFFERENT" in line for line in lines)
    assert {one.name for one in told.reports} >= {"chapter.docx", "chapter.pdf", "register.docx", "index.html"}
    assert all(one.stat().st_size for one in told.reports)


def test_publishing_tells_what_went_in_and_what_was_left_out(ready: Call, tmp_path: Path) -> None:
    ready("add", "commitment", written(tmp_path, {"title": "Open", "sensitivity": "public"}, {"title": "Kept"}))
    code, made = ready("publish", "--out", str(tmp_path / "out"), "--iati-org", "TZ-GOV-1")
    assert code == 0
    assert {"file", "bytes", "sha256", "publication", "held", "left_out", "hidden", "look_again"} <= set(made)
    assert made["held"]["commitment"] == 1
    assert {"kind": "commitment", "reason": "not_public", "number": 1, "titles": []} in made["left_out"]
    file = Path(made["file"])
    assert file == tmp_path / "out" / "index.html"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == made["sha256"]
    assert ready("list", "publication")[1][0]["id"] == made["publication"]
    code, refused = ready("publish", "--out", str(tmp_path / "out"), "--iati-org", "not one")
    assert code == 3
    assert "identifier" in refused["error"]
