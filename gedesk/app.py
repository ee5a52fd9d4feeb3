"""The one place that builds and joins objects: the window on a store, or the command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gedesk import i18n, paths

if TYPE_CHECKING:
    from gedesk.services.protocols import Beginnings, Services


def run(arguments: Sequence[str]) -> int:
    """The window when no command is given, else the command line."""
    options, rest = _window_options(arguments)
    if rest or options is None:
        from gedesk.cli.main import run as run_command

        return run_command(arguments)
    return _window(options.get("--store"), options.get("--lang"), options.get("link", ""))


def _window_options(arguments: Sequence[str]) -> tuple[dict[str, str] | None, bool]:
    """Options of the window, `link` among them, and whether there is anything else on the command line."""
    options: dict[str, str] = {}
    items = list(arguments)
    while items:
        item = items.pop(0)
        if item.startswith("gedesk:"):
            options["link"] = item
            continue
        name, sep, value = item.partition("=")
        if name not in ("--store", "--lang") or (not sep and not items):
            return None, True
        options[name] = value if sep else items.pop(0)
    return options, False


def _window(store: str | None, language: str | None, link: str) -> int:
    if language in i18n.LANGUAGES:
        i18n.use(str(language))
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        print("There is no display to open a window on. “gedesk --help” shows the commands.", file=sys.stderr)
        return 2
    gc.disable()  # until the window is painted: there is nothing to collect yet
    from gedesk.presenters.asking import Asker
    from gedesk.ui.run import run_window

    def path() -> Path:
        return Path(store) if store else paths.default_store()

    asker = Asker()
    return run_window(
        lambda: _open(path(), asker), title="GE Desk", asker=asker, beginnings=lambda: _beginnings(path(), asker),
        language=language, store=path, link=link,
    )  # fmt: skip


def _open(path: Path, passphrase: Callable[[], str | None]) -> Services:
    """Opens the store, off the main thread: importing the database libraries takes half a second."""
    from gedesk.services.desk import Desk

    gc.freeze()  # modules stay: to look through all of them again would hold the window up for 60 ms
    return Desk.open(path, passphrase=passphrase, program="GE Desk")


def _beginnings(path: Path, passphrase: Callable[[], str | None]) -> Beginnings:
    from gedesk.services.beginning import Beginnings

    return Beginnings(path, passphrase)
