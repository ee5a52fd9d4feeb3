"""Exchange on the command line: sites and keys, coordinators, doubles, rules, taking back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gedesk.cli.main import run

Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command on one of the test's stores with --json; answers exit code and document."""

    def calling(store: str, *arguments: str) -> tuple[int, Any]:
        code = run([*arguments, "--store", str(tmp_path / store / "store.gedesk"), "--json"])
        out = capsys.readouterr().out
        return code, json.loads(out) if out.strip() else None

    return calling


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret.txt"
    path.write_text("told by telephone", encoding="utf-8")
    return str(path)


@pytest.fixture
def joined(call: Call, secret: str, tmp_path: Path) -> Call:
    """Headquarters "hq" and the site "k", which have heard of each other."""
    assert call("hq", "init", "--country", "tz", "--place", "TZ")[0] == 0
    kit = str(tmp_path / "k.gekit")
    add = ("site", "add", "--place", "TZ.070113", "--name", "Kinondoni MC", "--out", kit, "--passphrase-file", secret)
    assert call("hq", *add)[0] == 0
    assert call("k", "join", kit, "--passphrase-file", secret)[0] == 0
    exchange(call, tmp_path, "k", "hq")
    exchange(call, tmp_path, "hq", "k")
    return call


def exchange(call: Call, folder: Path, source: str, target: str) -> Any:
    """Everything that a store sends, taken in by another; the last answer."""
    code, sent = call(source, "send", "--out", str(folder / f"from-{source}"))
    assert code == 0
    answer: Any = None
    for one in sent:
        code, answer = call(target, "receive", one["file"])
        assert code == 0, answer
    return answer


def add(call: Call, folder: Path, store: str, kind: str, *items: dict[str, object]) -> list[str]:
    path = folder / "items.jsonl"
    path.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    code, made = call(store, "add", kind, str(path))
    assert code == 0, made
    ids: list[str] = made["ids"]
    return ids


def test_both_sides_see_the_same_words(joined: Call) -> None:
    (site,) = joined("hq", "site", "list")[1]
    assert joined("k", "keys", "show")[1]["words"] == site["words"]


def test_a_first_file_that_comes_very_late_is_let_in(joined: Call, tmp_path: Path, secret: str) -> None:
    assert joined("hq", "site", "extend", "Kinondoni MC")[0] == 2  # it has joined
    assert joined("hq", "site", "replace", "Kinondoni MC", "--out", str(tmp_path / "new.gekit"), "--passphrase-file", secret)[0] == 0
    assert joined("hq", "site", "extend", "Kinondoni MC") == (0, {"extended": "Kinondoni MC"})


def test_a_record_tells_what_may_be_withheld(joined: Call, tmp_path: Path) -> None:
    (person,) = add(joined, tmp_path, "k", "person", {"name": "Person", "phone": "+255 1"})
    exchange(joined, tmp_path, "k", "hq")
    assert joined("k", "show", "person", person)[1]["withheld"] == []
    (tmp_path / "edit.json").write_text(json.dumps({"id": person, "phone": "+255 2"}), encoding="utf-8")
    assert joined("hq", "set", "person", str(tmp_path / "edit.json"))[0] == 0
    exchange(joined, tmp_path, "hq", "k")
    shown = joined("k", "show", "person", person)[1]
    assert "phone" in shown["withheld"]
    assert shown["values"].get("phone") is None


def test_a_site_gets_another_name_and_place_and_its_laptop_is_replaced(joined: Call, tmp_path: Path, secret: str) -> None:
    assert joined("hq", "site", "change", "Kinondoni MC", "--name", "Kinondoni", "--place", "TZ.0701")[0] == 0
    exchange(joined, tmp_path, "hq", "k")
    exchange(joined, tmp_path, "k", "hq")
    status = joined("k", "status")[1]
    assert (status["site"], status["place"]) == ("Kinondoni", "TZ.0701")
    kit = str(tmp_path / "new.gekit")
    assert joined("hq", "site", "replace", "Kinondoni", "--out", kit, "--passphrase-file", secret)[0] == 0
    assert joined("k2", "join", kit, "--passphrase-file", secret)[0] == 0
    exchange(joined, tmp_path, "k2", "hq")
    code, sent = joined("k", "send", "--out", str(tmp_path / "old"))
    assert code == 0
    assert joined("hq", "receive", sent[0]["file"])[0] == 4
    assert joined("hq", "site", "change", "nobody")[0] == 2


def test_lost_keys_come_back_from_the_copy_or_are_renewed(joined: Call, tmp_path: Path, secret: str) -> None:
    copy, public = str(tmp_path / "copy.gekeys"), str(tmp_path / "new.gepublic")
    words = joined("hq", "keys", "copy", "--out", copy, "--copy-passphrase-file", secret)[1]["words"]
    keys = tmp_path / "hq" / "store.gedesk.keys"
    keys.unlink()
    assert joined("hq", "keys", "put", copy, "--copy-passphrase-file", secret)[1]["words"] == words
    exchange(joined, tmp_path, "hq", "k")
    keys.unlink()
    fresh = joined("hq", "keys", "renew", "--out", public)[1]["words"]
    assert fresh != words
    assert joined("k", "keys", "trust", public, "--words", " ".join(words))[0] == 4
    assert joined("k", "keys", "trust", public, "--words", " ".join(fresh))[0] == 0
    exchange(joined, tmp_path, "hq", "k")
    exchange(joined, tmp_path, "k", "hq")


def test_doubles_are_listed_and_merged(joined: Call, tmp_path: Path) -> None:
    kept, gone = add(joined, tmp_path, "hq", "organisation", {"name": "Tumaini Women Group"}, {"name": "Tumaini women group"})
    (pair,) = joined("hq", "doubles")[1]
    assert {pair["first"], pair["second"]} == {kept, gone}
    assert joined("hq", "merge", "organisation", kept, gone, "--reason", "the same")[0] == 0
    assert joined("hq", "doubles")[1] == []
    assert joined("hq", "undo")[0] == 0
    assert len(joined("hq", "doubles")[1]) == 1


def test_conflicts_are_decided_by_a_rule(joined: Call, tmp_path: Path) -> None:
    (activity,) = add(joined, tmp_path, "k", "activity", {"title": "Training", "start": "2026-01-01"})
    exchange(joined, tmp_path, "k", "hq")
    exchange(joined, tmp_path, "hq", "k")
    for store in ("hq", "k"):
        path = tmp_path / "edit.jsonl"
        path.write_text(json.dumps({"id": activity, "title": f"Training by {store}"}), encoding="utf-8")
        assert joined(store, "set", "activity", str(path))[0] == 0
    exchange(joined, tmp_path, "k", "hq")
    assert joined("hq", "resolve", "--reason", "x")[0] == 2
    code, answer = joined("hq", "resolve", "--all", "hq", "--kind", "activity", "--reason", "agreed")
    assert (code, answer["decided"]) == (0, 1)
    exchange(joined, tmp_path, "hq", "k")
    assert joined("k", "conflicts")[1] == []
    assert joined("k", "show", "activity", activity)[1]["values"]["title"] == "Training by hq"


def test_what_a_bundle_brought_is_taken_back(joined: Call, tmp_path: Path) -> None:
    add(joined, tmp_path, "k", "activity", {"title": "Training", "start": "2026-01-01"})
    answer = exchange(joined, tmp_path, "k", "hq")
    assert len(joined("hq", "list", "activity")[1]) == 1
    assert joined("hq", "undo", "--bundle", answer["receipt"])[0] == 0
    assert joined("hq", "list", "activity")[1] == []
    assert joined("hq", "undo", "--bundle", "nothing.gesync")[0] == 3
