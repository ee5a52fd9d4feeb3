"""Pictures of the real window, on a display of its own, in every language.

    screenshots.py FOLDER [--store FILE] [--lang sw]... [--size 1366x768] [--keys "ctrl+2"]...

Starts Xvfb, a window manager and the program; with `--keys`, sends each combination and takes one more picture.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "sw", "fr", "ru", "bs")
GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv)
sys.exit(not app.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""


@contextmanager
def running(*command: str, **options: object) -> Iterator[subprocess.Popen]:
    """A process that is ended with the block."""
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def display(size: str) -> Iterator[dict[str, str]]:
    """The environment for programs on a new display."""
    reading, writing = os.pipe()
    with running(
        "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp",
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    ):  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        environment.pop("WAYLAND_DISPLAY", None)
        with running("jwm", env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            yield environment


def wait_for_window(environment: dict[str, str], process: subprocess.Popen) -> None:
    """Returns when a window of the process is on the screen."""
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit(f"the program ended with {process.returncode} before it showed a window")
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(process.pid), "--name", "."],
            env=environment, capture_output=True, check=False,
        )  # fmt: skip
        if found.stdout.strip():
            time.sleep(1.5)  # until what is loaded after the first paint is there
            return
        time.sleep(0.1)
    raise SystemExit("no window within 30 s")


def picture(environment: dict[str, str], target: Path) -> None:
    """The whole screen as a PNG."""
    subprocess.run([sys.executable, "-c", GRAB, str(target)], env=environment, check=True)
    print(target)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--store", type=Path, default=ROOT / "build/demo/hq/store.gedesk")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--keys", action="append", default=[])
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    program = Path(sys.executable).parent / "gedesk"
    if not options.store.exists():
        folder = ROOT / "build/demo"
        subprocess.run([program, "demo", str(folder), "--country", "tz"], check=True)
    for language in options.lang or LANGUAGES:
        with (
            display(options.size) as environment,
            running(str(program), "--store", str(options.store), "--lang", language, env=environment) as process,
        ):
            wait_for_window(environment, process)
            picture(environment, options.folder / f"{language}.png")
            for number, keys in enumerate(options.keys, 1):
                subprocess.run(["xdotool", "key", "--clearmodifiers", keys], env=environment, check=True)
                time.sleep(1)
                picture(environment, options.folder / f"{language}-{number}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
