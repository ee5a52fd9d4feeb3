from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gedesk.errors import KnownError
from gedesk.presenters.base import Token
from gedesk.ui.jobs import QtJobs


@pytest.fixture
def failures() -> list[BaseException]:
    return []


@pytest.fixture
def jobs(qapp: object, failures: list[BaseException]) -> Iterator[QtJobs]:
    made = QtJobs(failures.append)
    yield made
    assert made.close()


def test_answers_arrive_on_the_main_thread(qtbot: QtBot, jobs: QtJobs) -> None:
    seen: list[tuple[str, bool]] = []
    jobs.read(lambda: threading.current_thread().name, lambda name: seen.append((name, threading.current_thread() is threading.main_thread())))
    jobs.write(lambda: threading.current_thread().name, lambda name: seen.append((name, threading.current_thread() is threading.main_thread())))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert all(main for _name, main in seen)
    assert "gedesk-writer" in dict(seen)


def test_writes_keep_their_order(qtbot: QtBot, jobs: QtJobs) -> None:
    seen: list[int] = []
    for n in range(200):
        jobs.write(lambda n=n: n, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 200)
    assert seen == list(range(200))


def test_a_cancelled_question_is_not_answered(qtbot: QtBot, jobs: QtJobs) -> None:
    gate, seen = threading.Event(), []
    token = jobs.read(lambda: gate.wait(10), lambda _answer: seen.append("cancelled"))
    token.cancel()
    gate.set()
    jobs.read(lambda: None, lambda _answer: seen.append("other"))
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert seen == ["other"]


def test_a_write_that_began_always_answers_and_one_that_did_not_never_begins(qtbot: QtBot, jobs: QtJobs) -> None:
    began, gate = threading.Event(), threading.Event()
    seen: list[str] = []

    def first() -> str:
        began.set()
        gate.wait(10)
        return "written"

    token, second = jobs.write(first, seen.append), Token()
    jobs.write(lambda: "never", seen.append, token=second)
    began.wait(10)
    token.cancel()
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert seen == ["written"]


def test_errors_go_where_they_are_wanted(qtbot: QtBot, jobs: QtJobs, failures: list[BaseException]) -> None:
    def fail() -> None:
        raise KnownError("full")

    mine: list[BaseException] = []
    jobs.write(fail, lambda _none: None, mine.append)
    jobs.read(fail, lambda _none: None)
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert [str(error) for error in mine] == ["full"]
    assert [str(error) for error in failures] == ["full"]


def test_closing_ends_all_threads_and_nothing_arrives_afterwards(qtbot: QtBot) -> None:
    jobs, seen = QtJobs(lambda _error: None), []
    for _ in range(50):
        jobs.read(lambda: 1, seen.append)
    assert jobs.close()
    assert jobs.close()
    jobs.read(lambda: 1, seen.append)
    count = len(seen)
    qtbot.wait(0)
    assert len(seen) == count
