"""The one place that builds and joins objects: the window on a store, or the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gedesk import i18n, paths

if TYPE_CHECKING:
    from gedesk.services.protocols import Services


def run(arguments: Sequence[str]) -> int:
    """The window when no command is given, else the command line."""
    options, rest = _window_options(arguments)
    if rest or options is None:
        from gedesk.cli.main import run as run_command

        return run_command(arguments)
    return _window(options.get("--store"), options.get("--lang"))


def _window_options(arguments: Sequence[str]) -> tuple[dict[str, str] | None, bool]:
    """Options of the window, and whether there is anything else on the command line."""
    options: dict[str, str] = {}
    items = list(arguments)
    while items:
        name, sep, value = items.pop(0).partition("=")
        if name not in ("--store", "--lang") or (not sep and not items):
            return None, True
        options[name] = value if sep else items.pop(0)
    return options, False


def _window(store: str | None, language: str | None) -> int:
    if language in i18n.LANGUAGES:
        i18n.use(str(language))
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        print("There is no display to open a window on. “gedesk --help” shows the commands.", file=sys.stderr)
        return 2
    from gedesk.presenters.asking import Asker
    from gedesk.ui.run import run_window

    asker = Asker()
    return run_window(lambda: _open(store, asker), title="GE Desk", asker=asker)


def _open(store: str | None, passphrase: Callable[[], str | None]) -> Services:
    """Opens the store, off the main thread: importing the database libraries takes half a second."""
    from gedesk.services.desk import Desk

    return Desk.open(Path(store) if store else paths.default_store(), passphrase=passphrase, program="GE Desk")
