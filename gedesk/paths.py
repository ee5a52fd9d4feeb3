"""Where things are: shipped resources and the user's own folders.  Nobody else computes such paths."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

APP = "GE Desk"


@cache
def resources() -> Path:
    """The folder of shipped resources: in a frozen build, in an installed wheel, or in the source tree."""
    here = Path(__file__).resolve().parent
    candidates = [here / "_resources", here.parent / "resources"]
    if frozen := getattr(sys, "_MEIPASS", None):
        candidates.insert(0, Path(frozen) / "resources")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"resources folder not found; looked in {', '.join(map(str, candidates))}")


def resource(relative: str) -> Path:
    """Path of one shipped file, given relative to `resources/` with forward slashes."""
    return resources() / relative


def data_folder() -> Path:
    """The platform's folder for this user's stores; not created here."""
    from platformdirs import user_data_dir  # 18 ms of the window's start when nobody asks for it

    return Path(user_data_dir(APP, appauthor=False))


def packs_folder() -> Path:
    """Where country packs lie that were loaded from a file; not created here."""
    return data_folder() / "packs"


def default_store() -> Path:
    """The store opened when none is named: `GEDESK_STORE`, else `store.gedesk` in the data folder."""
    if named := os.environ.get("GEDESK_STORE"):
        return Path(named)
    return data_folder() / "store.gedesk"


def named_state_folder() -> Path | None:
    """The folder that `GEDESK_STATE` names, if it does."""
    named = os.environ.get("GEDESK_STATE")
    return Path(named) if named else None


def state_folder() -> Path:
    """Folder for witnesses, drafts and crash reports: outside the store on purpose."""
    if named := named_state_folder():
        return named
    from platformdirs import user_state_dir

    return Path(user_state_dir(APP, appauthor=False))
