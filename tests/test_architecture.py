"""The architecture, as rules that are run.  The names of these tests read as docs/ARCHITECTURE.md."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def verdicts() -> dict[str, str]:
    """Runs all contracts once: "KEPT" or "BROKEN" by the contract's name, and the whole report under ""."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    report = done.stdout + done.stderr
    found = {"": report}
    for line in report.splitlines():
        for verdict in ("KEPT", "BROKEN"):
            name, mark, _rest = line.partition(f" {verdict}")
            if mark:
                found[name.strip()] = verdict
    return found


def contract_name(key: str) -> str:
    config = ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    return config[f"importlinter:contract:{key}"]["name"]


def holds(verdicts: dict[str, str], key: str) -> None:
    assert verdicts.get(contract_name(key)) == "KEPT", verdicts[""]


def test_dependencies_point_down(verdicts):
    holds(verdicts, "layers")


def test_only_ui_knows_qt(verdicts):
    holds(verdicts, "qt-in-ui")


def test_screens_and_presenters_see_services_through_protocols(verdicts):
    holds(verdicts, "presenters-see-protocols")


def test_only_the_store_speaks_sql(verdicts):
    holds(verdicts, "sql-in-store")


def test_only_workbook_reads_and_writes_spreadsheets(verdicts):
    holds(verdicts, "excel-in-workbook")


def test_only_documents_sets_word_pdf_and_calendars(verdicts):
    holds(verdicts, "paper-in-documents")


def test_gesync_is_a_library_of_its_own(verdicts):
    holds(verdicts, "gesync-alone")


def test_every_contract_has_a_test_of_its_name():
    config = ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    keys = {section.rpartition(":")[2] for section in config.sections() if ":contract:" in section}
    tested = {
        node.args[1].value
        for node in ast.walk(ast.parse(Path(__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "holds"
    }
    assert tested == keys


def test_nothing_shadows_a_library_that_pytest_needs():
    assert not (ROOT / "packaging" / "__init__.py").exists()


def sources() -> list[Path]:
    return sorted(path for folder in ("gedesk", "sync", "packaging") for path in (ROOT / folder).rglob("*.py"))


def test_nobody_imports_a_whole_module_with_a_star():
    stars = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names)
    ]
    assert stars == []


def imported_after(statement: str) -> set[str]:
    """Top-level names in `sys.modules` after a statement in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


HEAVY = {
    "sqlmodel", "sqlalchemy", "pydantic", "openpyxl", "python_calamine", "xlsxwriter", "docx", "lxml", "reportlab", "PIL",
    "icalendar",
}  # fmt: skip


def test_the_window_is_painted_before_the_database_layer_is_imported():
    assert imported_after("import gedesk.ui.main_window") & HEAVY == set()


def test_the_program_starts_light():
    assert imported_after("import gedesk.__main__") & (HEAVY | {"PySide6"}) == set()


def test_the_exchange_library_needs_two_packages_only():
    assert imported_after("import gesync.bundle, gesync.columns, gesync.fold, gesync.keys") & (HEAVY | {"gedesk"}) == set()


def test_the_lock_file_knows_every_requirement():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    own = next(package for package in lock["package"] if package["name"] == "gedesk")["metadata"]

    def split(requirement: str) -> tuple[str, str]:
        end = next((i for i, char in enumerate(requirement) if char in "<>=!~"), len(requirement))
        return requirement[:end].strip().lower(), requirement[end:].strip()

    def locked(rows: list[dict[str, str]]) -> set[tuple[str, str]]:
        return {(row["name"], row.get("specifier", "")) for row in rows}

    assert locked(own["requires-dist"]) == {split(text) for text in project["project"]["dependencies"]}
    assert locked(own["requires-dev"]["dev"]) == {split(text) for text in project["dependency-groups"]["dev"]}


def test_every_module_of_the_program_is_in_the_wheel():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["gedesk", "sync/gesync"]
    folders = {path.parent for path in sources() if path.is_relative_to(ROOT / "gedesk")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_decision_is_listed_on_the_architecture_page():
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert records
    assert [name for name in records if name not in page] == []


def test_the_readme_names_commands_and_targets_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = subprocess.run(
        [sys.executable, "-m", "gedesk", "--help"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    commands = set(re.findall(r"^    ([a-z][a-z-]+)", shown, re.MULTILINE))
    block = text[text.index("## Commands") : text.index("Exit codes")]
    assert {name for row in re.findall(r"^\| (`.*?) \|", block, re.MULTILINE) for name in re.findall(r"`([a-z-]+)`", row)} == commands
    assert set(re.findall(r"gedesk ([a-z][a-z-]+)", text)) <= commands
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", text)) | {"help"} == targets
