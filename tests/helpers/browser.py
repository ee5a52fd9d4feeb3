"""A real Chromium, driven through a pipe by its DevTools protocol: nothing to install but Debian's package.

https://chromedevtools.github.io/devtools-protocol/; messages are JSON that end in a zero byte.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 30.0  # seconds
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "End": 35, "Home": 36, "ArrowUp": 38, "ArrowDown": 40, " ": 32}


class Browser:
    """One browser with one page in it.  `events` are those of the page since it was opened."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Asks and waits for the answer.  Raises AssertionError for one that is an error."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        limit = time.monotonic() + PATIENCE
        while (answer := self._receive(limit)).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _receive(self, limit: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _w, _x = select.select([self._read], [], [], max(0.0, limit - time.monotonic()))
            assert ready, f"the browser does not answer within {PATIENCE:.0f} s"
            part = os.read(self._read, 1 << 20)
            assert part, "the browser ended"
            self._buffer += part
        line, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        return message

    # -- pages ---------------------------------------------------------------------------------------------------

    def open(self, file: Path, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Opens a file as from a USB stick, and waits until it is drawn."""
        self.size(width, height)
        scheme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.visit(file)
        self.until("document.documentElement.dataset.ready === 'yes'")

    def visit(self, file: Path) -> None:
        """Goes to a file and waits until it is loaded."""
        self.events.clear()
        self.call("Page.navigate", url=file.resolve().as_uri())
        self.await_event("Page.loadEventFired")

    def await_event(self, method: str, **values: Any) -> None:
        """Waits for something to happen that did not happen before; what came is kept in `events`, it once."""
        limit = time.monotonic() + PATIENCE
        while True:
            for at, event in enumerate(self.events):
                params = event.get("params", {})
                if event.get("method") == method and all(params.get(name) == value for name, value in values.items()):
                    del self.events[at]
                    return
            self.events.append(self._receive(limit))

    def size(self, width: int, height: int) -> None:
        """The size of the window, in pixels."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 700)

    def run(self, script: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, script: str) -> None:
        """Waits until an expression is true; the browser looks with every frame that it would draw."""
        frame = f"new Promise(done => {{ const look = () => ({script}) ? done(true) : setTimeout(look, 10); look(); }})"
        assert self.run(frame) is True

    def press(self, key: str, *, shift: bool = False) -> None:
        """One key."""
        one = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS.get(key, ord(key.upper()[0])), "modifiers": 8 if shift else 0}
        text = {"Enter": "\r", " ": " "}.get(key, key if len(key) == 1 else "")
        self.call("Input.dispatchKeyEvent", type="keyDown", **one, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **one)

    def type(self, text: str) -> None:
        """Text into what has the focus."""
        self.call("Input.insertText", text=text)

    def picture(self, file: Path, *, whole: bool = True) -> None:
        """A picture of the page, all of it or what is seen."""
        data = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        file.write_bytes(base64.b64decode(data))

    # -- what happened -------------------------------------------------------------------------------------------

    @property
    def complaints(self) -> list[str]:
        """Errors and warnings on the console, broken policies included."""
        self.run("1")
        found = []
        for event in self.events:
            match event.get("method"):
                case "Runtime.exceptionThrown":
                    found.append(json.dumps(event["params"]["exceptionDetails"])[:500])
                case "Runtime.consoleAPICalled" if event["params"]["type"] in ("error", "warning", "assert"):
                    found.append(json.dumps(event["params"]["args"])[:500])
                case "Log.entryAdded" if event["params"]["entry"]["level"] in ("error", "warning"):
                    found.append(event["params"]["entry"]["text"])
        return found

    @property
    def requests(self) -> list[str]:
        """Addresses that were asked for, but for the file itself and what it holds."""
        self.run("1")
        urls = [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith(("data:", "blob:", "file:"))] + [
            url for url in urls if url.startswith("file:") and not url.split("#")[0].endswith("/index.html")
        ]


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A Chromium with a profile of its own below `folder`.  Fails where none is installed: packaging/setup.sh does that."""
    program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    assert program, "Chromium is not installed; packaging/setup.sh installs it"
    ask_read, ask_write = os.pipe()
    answer_read, answer_write = os.pipe()

    wired = f'exec "$@" 3<&{ask_read} 4>&{answer_write}'  # the browser reads from 3 and writes to 4
    options = (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--force-color-profile=srgb",
        "--remote-debugging-pipe", f"--user-data-dir={folder / 'profile'}",
    )  # fmt: skip
    with (folder / "chromium.log").open("wb") as log:
        process = subprocess.Popen(
            ["bash", "-c", wired, "bash", program, *options, "about:blank"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            pass_fds=(ask_read, answer_write), start_new_session=True,
        )  # fmt: skip
    os.close(ask_read)
    os.close(answer_write)
    try:
        yield Browser(ask_write, answer_read)
    finally:
        for end in (ask_write, answer_read):
            os.close(end)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)
