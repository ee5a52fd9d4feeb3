"""kill -9 at random points while a council imports and headquarters receives: nothing is ever half applied."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from helpers.workspace import Workspace

from gedesk.services.desk import Desk
from gedesk.store import integrity

IMPORTING = """
import sys
from pathlib import Path
from gedesk.services.desk import Desk
with Desk.open(Path(sys.argv[1])) as desk:
    print("open", flush=True)
    while True:
        desk.records.add("activity", [{"title": f"Row {n}", "start": "2026-01-01"} for n in range(200)], op_kind="import")
        print("one", flush=True)
"""
RECEIVING = """
import sys
from pathlib import Path
from gedesk.services.desk import Desk
with Desk.open(Path(sys.argv[1])) as desk:
    print("open", flush=True)
    for name in sys.argv[2:]:
        assert not desk.exchange.receive([Path(name)])[0].refused
    print("done", flush=True)
"""


def run_and_kill(script: str, arguments: list[str], after: float) -> None:
    """Starts the script, waits until it has opened the store, and kills it `after` seconds of work, if it lasts so long."""
    process = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, env=os.environ.copy())
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"open\n"
        waiter, end = os.pipe()
        select.select([waiter], [], [], after)  # nobody writes: the time passes while the child works
        os.close(waiter)
        os.close(end)
        process.send_signal(signal.SIGKILL)
        process.wait()


def whole(path: Path) -> None:
    with Desk.open(path) as desk, desk.store.reading() as connection:
        assert integrity.check(connection).faults == []
        sizes = {
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT count(*) FROM change c JOIN operation o ON o.n = c.op WHERE o.kind = 'import' GROUP BY c.op"
            )
        }
        assert sizes <= {200}
        empty = "SELECT count(*) FROM operation o WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.op = o.n)"
        assert connection.exec_driver_sql(empty).scalar_one() == 0


KILLS = pytest.mark.parametrize("kills", [5, pytest.param(250, marks=[pytest.mark.soak, pytest.mark.timeout(3_600)])])
POSIX = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")


@POSIX
@KILLS
def test_killed_while_importing(tmp_path: Path, kills: int) -> None:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        path = work.sites[0].store.path
    chance = random.Random(5)
    for _time in range(kills):
        run_and_kill(IMPORTING, [str(path)], chance.uniform(0.0, 0.25))
        whole(path)


@POSIX
@KILLS
def test_killed_while_receiving(tmp_path: Path, kills: int) -> None:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        site = work.sites[0]
        work.exchange()  # the posts that headquarters expects
        files = []
        for _bundle in range(4):
            site.records.add(
                "activity", [{"title": f"Row {n}", "start": "2026-01-01"} for n in range(200)], op_kind="import"
            )
            files += [str(file) for file in work.up(site)]
        path, wanted, place = work.hq.store.path, site.exchange.digest(), site.store.identity().place
    chance = random.Random(7)
    for _time in range(kills):
        run_and_kill(RECEIVING, [str(path), *files], chance.uniform(0.0, 0.2))
        whole(path)
    with Desk.open(path) as desk:
        desk.exchange.receive([Path(name) for name in files])
        assert desk.exchange.digest(place) == wanted
