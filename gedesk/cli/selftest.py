"""`gedesk self-test`: the whole program in small, used on the packaged one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gedesk.cli.answer import Answer
from gedesk.errors import Exit
from gedesk.i18n import LANGUAGES
from gedesk.services import demonstration
from gedesk.services.desk import Desk


def run() -> Answer:
    """Tells the demonstration on temporary stores and opens every page of the window in every language, off screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    done: dict[str, bool] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["GEDESK_STATE"] = str(folder / "state")
        told = demonstration.tell(folder / "demo", say=lambda _line: None)
        done["records, bundles and receipts agree"] = told.agreed
        done["a workbook comes in"] = told.imported.get("create", 0) > 0
        done["a conflict keeps both values"] = told.conflicts == 1
        done["an export comes back unchanged"] = told.reimport_changes == 0
        done["documents and the public dashboard are written"] = {one.suffix for one in told.reports} == {".docx", ".pdf", ".html"}
        from gedesk.ui.screenshots import shoot

        with Desk.open(folder / "demo" / "hq" / "store.gedesk") as desk:
            pictures = shoot(desk, folder / "pictures", languages=tuple(LANGUAGES), themes=("light",))
        done["every page opens in every language"] = len(pictures) >= len(LANGUAGES) and all(
            picture.stat().st_size > 1_000 for picture in pictures
        )
    lines = [f"{'ok  ' if good else 'FAIL'} {what}" for what, good in done.items()]
    return Answer(done, lines, Exit.DONE if all(done.values()) else Exit.BUG)
