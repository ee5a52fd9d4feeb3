"""A person before a screen: real windows of the real program on a display of their own, moved by real keys and clicks.

Nothing of the program is called.  What it did is read from its store, from the files it wrote and from the titles of
its windows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gedesk.services.desk import Desk

PATIENCE = 120.0  # seconds until something that does not happen is an error: other programs may need the machine, too
A_LITTLE = 8.0  # seconds
LOOK = 0.05  # seconds between two looks
TOOLS = ("Xvfb", "xdotool", "jwm")
GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv)
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


def missing() -> list[str]:
    """What of the machine's tools is not here."""
    return [name for name in TOOLS if shutil.which(name) is None]


def until(what: str, look: Callable[[], Any]) -> Any:
    """What `look` answers as soon as it is something; an error that says `what` if it never is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := look():
            return answer
        time.sleep(LOOK)
    raise AssertionError(f"waited in vain: {what}")


@contextmanager
def process(*command: str, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    made = subprocess.Popen(command, **options)
    try:
        yield made
    finally:
        made.terminate()
        try:
            made.wait(10)
        except subprocess.TimeoutExpired:
            made.kill()
            made.wait()


class Screen:
    """A display with a window manager.  One person sits before it."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder

    def tool(self, *words: str) -> str:
        """What xdotool answers."""
        done = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def picture(self, name: str) -> Path:
        """The whole screen as it is now."""
        target = self.folder / f"{name}.png"
        subprocess.run([sys.executable, "-c", GRAB, str(target)], env=self.environment, check=True)
        return target


@contextmanager
def screen(folder: Path, size: str = "1280x800") -> Iterator[Screen]:
    """A new display."""
    reading, writing = os.pipe()
    with process(
        "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp",
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    ):  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "none"}
        for name in ("WAYLAND_DISPLAY", "GEDESK_AUTHOR"):
            environment.pop(name, None)
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with process("jwm", env=environment, **quiet):
            made = Screen(environment, folder)
            until("the window manager", lambda: made.tool("get_num_desktops"))
            yield made


class Window:
    """The program of one site on a screen."""

    def __init__(self, screen: Screen, store: Path, running: subprocess.Popen[bytes]) -> None:
        self.screen = screen
        self.store = store
        self._running = running
        self.id = until("a window", self._main)

    def _windows(self) -> list[str]:
        return self.screen.tool("search", "--all", "--onlyvisible", "--pid", str(self._running.pid), "--class", ".").split()

    def _main(self) -> str:
        if self._running.poll() is not None:
            raise AssertionError(f"the program ended with {self._running.returncode}")
        return next((one for one in self._windows() if "GE Desk" in self.screen.tool("getwindowname", one)), "")

    # -- what is to be seen --------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The title of the window."""
        return self.screen.tool("getwindowname", self.id)

    def titled(self, words: str) -> None:
        """Waits for a page or a site by the title of the window."""
        until(f"a window titled “{words}”; it is “{self.title}”", lambda: words in self.title)

    def records(self, kind: str, **wanted: Any) -> list[dict[str, Any]]:
        """Records in the store that have these values, read beside the program."""
        with Desk.open(self.store, write=False) as desk:
            found = []
            for number in desk.lists.numbers(kind):
                (row,) = desk.lists.rows(kind, [number], ["removed"])
                values = desk.records.get(kind, row[0]).values
                if not row[1] and all(values.get(name) == value for name, value in wanted.items()):
                    found.append({"id": row[0], **values})
            return found

    def one(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """Waits for a record with these values."""
        found: dict[str, Any] = until(f"{kind} {wanted} in {self.store}", lambda: next(iter(self.records(kind, **wanted)), None))
        return found

    def asked(self, question: Callable[[Desk], Any]) -> Any:
        """An answer of the store, read beside the program."""
        with Desk.open(self.store, write=False) as desk:
            return question(desk)

    def wait_a_little(self, look: Callable[[], Any]) -> bool:
        """Whether `look` answers something within a few seconds: a person tries again then."""
        end = time.monotonic() + A_LITTLE
        while time.monotonic() < end:
            if look():
                return True
            time.sleep(LOOK)
        return False

    # -- what the person does ------------------------------------------------------------------------------------

    def come(self) -> None:
        """Brings the window to the front."""
        self.screen.tool("windowactivate", "--sync", self.id, "windowfocus", "--sync", self.id)

    def press(self, *keys: str) -> None:
        """Keys as xdotool names them, to whatever has the focus."""
        self.screen.tool("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Letters."""
        self.screen.tool("type", "--clearmodifiers", "--delay", "4", text)

    def click(self, x: int, y: int) -> None:
        """The left button at a place of the window."""
        self.screen.tool("mousemove", "--window", self.id, "--sync", str(x), str(y), "click", "1")

    def pick(self, text: str) -> None:
        """Types into a field that offers records, waits for the offers and takes the first."""
        self.type(text)
        self._another()
        self.press("Return")
        until("the offers to go", lambda: len(self._windows()) == 1)

    def choose_file(self, path: Path) -> None:
        """Types a path into the dialog that opens, once the keys go there."""
        until("a dialog with the keys", lambda: self.screen.tool("getwindowfocus") in set(self._windows()) - {self.id})
        self.type(str(path))
        self.press("Return")
        until("the dialog to go", lambda: len(self._windows()) == 1)
        self.come()

    def close(self) -> None:
        """Alt+F4, and the end of the program."""
        self.come()
        self.press("alt+F4")
        assert self._running.wait(PATIENCE) == 0

    def _another(self) -> None:
        until("a second window", lambda: len(self._windows()) > 1)


@contextmanager
def program(screen: Screen, store: Path, home: Path) -> Iterator[Window]:
    """The program of one person: a home of its own, and a store that need not be there yet.

    When a test fails, what was to be seen is in failed.png of the screen's folder.
    """
    home.mkdir(parents=True, exist_ok=True)
    environment = {
        **screen.environment, "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"), "GEDESK_STATE": str(home / "state"),
    }  # fmt: skip
    with (home / "output.txt").open("wb") as output, process(
        sys.executable, "-m", "gedesk", "--store", str(store), "--lang", "en", env=environment, stdout=output, stderr=output
    ) as running:  # fmt: skip
        try:
            yield Window(screen, store, running)
        except BaseException:
            if not (screen.folder / "failed.png").exists():  # the innermost sees it as it was
                screen.picture("failed")
            raise
    said = (home / "output.txt").read_text(encoding="utf-8", errors="replace")
    assert not said.strip(), said
