"""What every test gets: a home of its own, English, and no mercy for leaked threads and unexpected log lines."""

from __future__ import annotations

import itertools
import logging
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from gedesk import i18n

settings.register_profile("gedesk", deadline=None)  # how long an example takes is nothing to fail for
settings.load_profile("gedesk")

GRACE = 2.0  # seconds in which a thread that was told to end may end
_homes = itertools.count()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty home for each test, so that nothing of the person at the machine is read or written."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_homes)}"
    home.mkdir()
    for name, folder in {
        "HOME": "",
        "USERPROFILE": "",
        "LOCALAPPDATA": "data",
        "APPDATA": "data",
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "GEDESK_STATE": "gedesk-state",
    }.items():
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.setenv("GEDESK_AUTHOR", "Asha Juma")
    monkeypatch.delenv("GEDESK_STORE", raising=False)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Every test begins in English, whatever the one before left behind."""
    if i18n.current() != "en":
        i18n.use("en")
    yield
    if i18n.current() != "en":
        i18n.use("en")


# -- threads -----------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fails a test that leaves a thread running, daemon or not.  There are no exceptions."""
    before = set(threading.enumerate())
    yield
    limit = time.monotonic() + GRACE
    while (leaked := _leaked(before)) and time.monotonic() < limit:
        time.sleep(0.01)
    if leaked:
        pytest.fail("left threads running: " + ", ".join(sorted(thread.name for thread in leaked)), pytrace=False)


def _leaked(before: set[threading.Thread]) -> list[threading.Thread]:
    running = sys._current_frames()
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        # Python lists a thread that another library made until its number is used again: look whether it runs.
        and (not isinstance(thread, threading._DummyThread) or thread.ident in running)
    ]


# -- log records -------------------------------------------------------------------------------------------------


class ExpectedLogs:
    """Log records that a test wants: each pattern must be found in one, and no others of level WARNING may come."""

    def __init__(self) -> None:
        self._patterns: list[str] = []

    def __call__(self, pattern: str) -> None:
        """Expect at least one record whose message matches the regular expression."""
        self._patterns.append(pattern)

    def judge(self, records: list[logging.LogRecord]) -> list[str]:
        """What is wrong with the records that came."""
        texts = [(record, record.getMessage()) for record in records]
        wrong = [
            f"unexpected log record: {record.levelname} {record.name}: {text}"
            for record, text in texts
            if not any(re.search(pattern, text) for pattern in self._patterns)
        ]
        return wrong + [
            f"missing log record: {pattern}"
            for pattern in self._patterns
            if not any(re.search(pattern, text) for _record, text in texts)
        ]


class _Collecting(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[ExpectedLogs]:
    """Call it with a pattern to expect a warning; any other of level WARNING or above fails the test."""
    handler, expected = _Collecting(), ExpectedLogs()
    root = logging.getLogger()
    root.addHandler(handler)
    yield expected
    root.removeHandler(handler)
    if wrong := expected.judge(handler.records):
        pytest.fail("\n".join(wrong), pytrace=False)


# -- stores ------------------------------------------------------------------------------------------------------


class StillClock:
    """Milliseconds that pass only when told to."""

    def __init__(self, ms: int = 1_790_000_000_000) -> None:
        self.ms = ms

    def __call__(self) -> int:
        return self.ms

    def forward(self, *, days: float = 0, seconds: float = 0) -> None:
        """Lets time pass; negative values set the clock back, as a flat battery does."""
        self.ms += int((days * 86_400 + seconds) * 1000)


@pytest.fixture
def still_clock() -> StillClock:
    return StillClock()


@pytest.fixture
def make_store(tmp_path: Path, still_clock: StillClock) -> Iterator[Callable[..., Any]]:
    """Makes stores under the test's folder and closes them afterwards: `make_store("hq", role="hq")`."""
    from gedesk.store.store import Identity, Store

    made: list[Store] = []

    def make(name: str = "site", *, role: str = "focal-point", place: str = "", country: str = "tz", **options: Any) -> Store:
        number = len(made) + 1
        identity = Identity("ab" * 16, f"{number:032x}", name, place, role, country)
        store = Store.create(tmp_path / name / "store.gedesk", identity, now=options.pop("now", still_clock), **options)
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()
