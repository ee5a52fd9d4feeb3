"""The same workbook is understood the same way by every process: nothing hangs on the order of a set.

Python orders sets of texts anew in each process, so that only several processes show it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

from workbook import councils, layouts

from gedesk.domain.kinds import registry
from gedesk.workbook import planning
from gedesk.workbook.names import Candidate
from gedesk.workbook.recognise import recognise

TESTS = Path(__file__).parents[1]
NAMES = {
    "organisation": ("Umoja-Group / BHA", "BHA / Umoja-Group", "Umoja Group", "BHA", "Haki Trust", "Haki  Trust", "TGNP", "Idara ya Maendeleo"),
    "place": ("Moshi", "Moshi DC", "Moshi MC", "Mostar", "Mostar", "Ilala", "Kitui", "Kadiogo"),
    "person": ("Asha Juma", "Asha Juma", "Juma Asha"),
}


def _named(kind: str) -> list[Candidate]:
    levels = ("council", "region", "municipality")
    return [Candidate(f"{kind}-{place:02}", name, (), levels[place % 3] if kind == "place" else "") for place, name in enumerate(NAMES.get(kind, ()))]


def understood() -> str:
    """What is recognised and planned of many sheets, as text."""
    told = []
    for staging in [*(council.staging() for council in councils.COUNCILS), *(layouts.book(number).staging for number in range(0, 120, 3))]:
        tables, made = recognise(staging, registry), count()
        plan = planning.build(staging, tables, registry=registry, candidates=_named, new_id=lambda made=made: f"new-{next(made)}")
        told.append([
            [table.to_json() for table in tables],
            [question.to_json() for question in plan.questions],
            [problem.to_json() for problem in plan.problems],
            [[row.kind, row.row, row.values] for row in plan.rows],
            [[one.kind, one.id, one.values] for one in plan.new],
        ])  # fmt: skip
    return json.dumps(told, ensure_ascii=False, default=str)


def test_every_process_understands_the_same() -> None:
    code = "from workbook.test_repeatable import understood; print(understood())"
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8", cwd=TESTS,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS), "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(answers) == 1
    assert len(answers.pop()) > 100_000
