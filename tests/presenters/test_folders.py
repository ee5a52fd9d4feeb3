"""A folder of workbooks in one run, and remembered layouts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.doubles import Inline, Later, Recorder, Told
from helpers.memory_services import MemoryServices, sample
from helpers.memory_workbooks import MemoryBook

from gedesk.presenters.folders import FolderPresenter, FolderTold, workbooks_among
from gedesk.presenters.profiles import ProfilesPresenter
from gedesk.services.importing_views import ProblemView

HEAD: list[Any] = ["Title", "Start", "Place"]
FAULT = ProblemView("type", "error", "Sheet1", "B2", "start", "soon", "“soon” is no date.", "Write the day.")


@pytest.fixture
def services() -> MemoryServices:
    made = sample(3)
    made.workbooks.files = {
        "a.xlsx": MemoryBook([HEAD, ["Dialogue", "2026-04-03", "Meru"]]),
        "b.xlsx": MemoryBook([HEAD, ["Training", "2026-04-03", "Arusha jiji"]], ask={"Arusha jiji": [("p1", "Arusha City")]}),
        "c.xlsx": MemoryBook([HEAD, ["March", "soon", "Meru"], ["April", "2026-04-03", "Meru"]], problems=[FAULT]),
    }
    return made


def told(view: Recorder) -> FolderTold:
    answer: FolderTold = view.seen["show_folder"][0]
    return answer


def test_a_folder_is_looked_through_before_anything_is_written(services: MemoryServices) -> None:
    view = Recorder()
    presenter = FolderPresenter(services, view, Inline(), Told())
    presenter.look(Path("/in"))
    assert told(view).title == "1 of 3 workbooks are ready"
    assert [(row.file, row.state, row.ready) for row in told(view).rows] == [
        ("a.xlsx", "Ready", True), ("b.xlsx", "Has questions", False), ("c.xlsx", "Has errors", False),
    ]  # fmt: skip
    assert told(view).rows[1].why == "1 name is open: open the workbook alone."
    assert told(view).action == "Import 1 workbook"
    assert presenter.path(told(view).rows[1]) == Path("/in/b.xlsx")
    assert services.log == []


def test_what_is_ready_comes_in_and_the_rest_stays_behind(services: MemoryServices) -> None:
    view = Recorder()
    presenter = FolderPresenter(services, view, Inline(), Told())
    presenter.look(Path("/in"))
    presenter.use_valid_rows(True)
    assert told(view).action == "Import 2 workbooks"
    presenter.apply()
    assert told(view).title == "2 workbooks are imported"
    assert [row.state for row in told(view).rows] == ["Imported", "Stays behind", "Imported"]
    assert told(view).action == ""
    assert [entry.title for entry in services.log] == ["Import c.xlsx", "Import a.xlsx"]
    presenter.apply()  # once is enough
    assert len(services.log) == 2


def test_looking_can_be_stopped(services: MemoryServices) -> None:
    view, jobs = Recorder(), Later()
    presenter = FolderPresenter(services, view, jobs, Told())
    presenter.look(Path("/in"))
    assert presenter.busy
    presenter.cancel()
    assert not presenter.busy
    jobs.run()
    assert "show_folder" not in view.seen


def test_a_folder_among_what_was_dropped(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.touch()
    assert workbooks_among([file]) is None
    assert workbooks_among([file, tmp_path]) == tmp_path


def test_layouts_are_renamed_and_forgotten(services: MemoryServices) -> None:
    services.workbooks.open(Path("/in/a.xlsx")).save_profile("Quarterly")
    view, said = Recorder(), Told()
    presenter = ProfilesPresenter(services, view, Inline(), said)
    presenter.reload()
    ((profile,),) = view.seen["show_profiles"]
    assert (profile.name, profile.kind_label) == ("Quarterly", "Activity")
    presenter.rename(profile, "  Yearly ")
    ((profile,),) = view.seen["show_profiles"]
    assert profile.name == "Yearly"
    presenter.rename(profile, "   ")
    assert [one.name for one in services.workbooks.saved] == ["Yearly"]
    presenter.remove(profile)
    assert view.seen["show_profiles"] == ([],)
    assert said.texts == ["“Yearly” is forgotten"]
