"""Reports of our own bugs, saved on this machine and sent nowhere."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from gedesk import __version__, paths


def save(error: BaseException) -> Path:
    """Writes what happened, with versions and without the values of variables; returns the file."""
    import platform
    import traceback

    folder = paths.state_folder() / "crashes"
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    report = folder / f"crash-{moment}.txt"
    lines = [
        f"GE Desk {__version__}",
        f"Python {sys.version}",
        f"{platform.platform()}",
        "",
        *traceback.format_exception(error),
    ]
    report.write_text("\n".join(lines), encoding="utf-8")
    return report
