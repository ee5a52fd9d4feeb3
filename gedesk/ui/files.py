"""Asking for files and folders: where the last one was found, at first in the person's documents.

Left to itself Qt begins in the folder from which the program was started, which means nothing to anybody.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from gedesk.i18n import gettext as _

_latest: list[Path] = []  # the folder that was chosen from last, if any


def kinds(*offered: tuple[str, str], others: bool = False) -> str:
    """What a dialog offers: names of kinds of files with their patterns, and all other files if wanted."""
    offers = [*offered, (_("All files"), "*")] if others else offered
    return ";;".join(f"{name} ({patterns})" for name, patterns in offers)


def choose_file(parent: QWidget, title: str, offered: str = "", *, folder: Path | None = None) -> Path | None:
    """One file that is there; none when the person thinks better of it."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(folder or _start()), offered)
    return _kept(chosen)


def choose_files(parent: QWidget, title: str, offered: str = "") -> list[Path]:
    """Files that are there."""
    chosen, _kind = QFileDialog.getOpenFileNames(parent, title, str(_start()), offered)
    return [path for name in chosen if (path := _kept(name))]


def choose_target(parent: QWidget, title: str, name: str, offered: str = "") -> Path | None:
    """Where to write a file that is called `name` unless the person says otherwise; its ending is put on if it was left out."""
    ending = Path(name).suffix
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(_start() / name), offered or f"*{ending}")
    return _kept(chosen if not chosen or chosen.casefold().endswith(ending.casefold()) else chosen + ending)


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """A folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(_start()))
    if chosen:
        _latest[:] = [Path(chosen)]
    return Path(chosen) if chosen else None


def _start() -> Path:
    if _latest and _latest[0].is_dir():  # a stick may have been taken out
        return _latest[0]
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()  # else Qt takes its name for that of a file


def _kept(chosen: str) -> Path | None:
    if not chosen:
        return None
    _latest[:] = [Path(chosen).parent]
    return Path(chosen)
