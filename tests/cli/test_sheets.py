"""Workbooks on the command line: decisions, profiles, marked copies, folders, lists to be shared."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gedesk import paths
from gedesk.cli.main import run

Call = Callable[..., tuple[int, Any]]
SAMPLE = str(paths.resource("samples/kinondoni_q2.xlsx"))


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command on a headquarters' store with --json; answers exit code and document."""

    def calling(*arguments: str) -> tuple[int, Any]:
        code = run([*arguments, "--store", str(tmp_path / "s.gedesk"), "--json"])
        out = capsys.readouterr().out
        return code, json.loads(out) if out.strip() else None

    assert calling("init", "--country", "tz", "--place", "TZ")[0] == 0
    return calling


def test_an_import_by_decisions(call: Call, tmp_path: Path) -> None:
    code, seen = call("import", SAMPLE, "--dry-run")
    assert code == 7
    (question,) = seen["questions"]
    assert set(question) >= {"id", "sheet", "cell", "value", "field", "kind", "candidates", "allows_new", "cells"}
    decisions = tmp_path / "decisions.json"
    decisions.write_text(json.dumps({question["id"]: question["candidates"][0]["id"]}), encoding="utf-8")
    code, done = call("import", SAMPLE, "--decisions", str(decisions))
    assert (code, done["operation"], done["questions"]) == (3, "", [])
    assert {one["cell"] for one in done["problems"] if one["level"] == "error"} == {"T42", "D47"}
    decisions.write_text(json.dumps({f"place={question['value']}": "skip"}), encoding="utf-8")
    code, done = call("import", SAMPLE, "--decisions", str(decisions), "--valid-rows", "--marked", str(tmp_path / "m.xlsx"))
    assert (code, done["create"], done["refused"], bool(done["operation"])) == (0, 38, 2, True)
    assert done["marked"] >= 2
    assert openpyxl.load_workbook(tmp_path / "m.xlsx")["Robo 2"]["D47"].comment is not None
    code, again = call("import", SAMPLE, "--decisions", str(decisions), "--valid-rows")
    assert (again["create"], again["update"], again["same"]) == (0, 0, 38)


def test_decisions_that_are_none_are_told(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "decisions.json"
    path.write_text("[1]", encoding="utf-8")
    assert call("import", SAMPLE, "--decisions", str(path))[0] == 2


def test_profiles_are_kept_used_renamed_and_removed(call: Call) -> None:
    assert call("import", SAMPLE, "--dry-run", "--save-profile", "Robo")[1]["profile_saved"]
    code, found = call("profiles")
    assert (code, [one["name"] for one in found], found[0]["kind"]) == (0, ["Robo"], "activity")
    assert call("import", SAMPLE, "--dry-run", "--profile", "Robo")[1]["profile"] == "Robo"
    assert [one["name"] for one in call("profiles", "--rename", "Robo", "Quarter")[1]] == ["Quarter"]
    assert call("import", SAMPLE, "--profile", "Robo")[0] == 3
    assert call("profiles", "--remove", "Quarter")[1] == []


def test_a_folder_has_one_summary(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    for n in range(3):
        book = openpyxl.Workbook()
        page: Any = book.active
        page.append(["Activity", "Start date", "Council"])
        for k in range(5):
            page.append([f"Training {n} {k}", date(2026, 1 + n, 1 + k), "Kinondoni MC"])
        book.save(folder / f"c{n}.xlsx")
    (folder / "c9.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken")
    code, done = call("import", str(folder))
    assert (code, done["create"], len(done["files"]), list(done["unreadable"])) == (3, 15, 3, ["c9.xls"])
    assert len({one["operation"] for one in done["files"]}) == 3


def test_a_list_is_filtered_and_shared(call: Call, tmp_path: Path) -> None:
    call("import", SAMPLE, "--accept-best", "--valid-rows")
    out = tmp_path / "list.csv"
    code, done = call("export", "activity", "--out", str(out), "--where", "progress=done", "--fields", "title,start,participants", "--small", "5")
    (count,) = done["rows"].values()
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert (code, len(lines)) == (0, count + 1)
    assert 0 < count < 38
    assert lines[0].startswith("Title,Start,")
    assert "<5" in out.read_text(encoding="utf-8-sig")
    assert call("export", "--out", str(out), "--fields", "title")[0] == 2
    assert call("export", "activity", "--out", str(out), "--fields", "nothing")[0] == 2


def test_a_template_for_one_region(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    assert call("template", "activity", "--out", str(out), "--place", "TZ-02")[0] == 0
    book = openpyxl.load_workbook(out)
    where = book.defined_names["places_upper"].attr_text.rpartition("!")[2].replace("$", "")
    assert len(book["Lists"][where]) == 1
    assert call("template", "activity", "--out", str(out), "--place", "TZ.nowhere")[0] == 3


def test_an_export_without_some_columns_begins_with_what_and_where(call: Call, tmp_path: Path) -> None:
    assert call("import", SAMPLE, "--accept-best", "--valid-rows")[0] == 0
    out = tmp_path / "shared.csv"
    assert call("export", "activity", "--out", str(out), "--without", "description,outputs", "--totals")[0] == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:3] == ["Title", "Place", "Type of activity"]
    assert not {"Description", "Outputs"} & set(rows[0])
    assert rows[-1][0] == "Total"
