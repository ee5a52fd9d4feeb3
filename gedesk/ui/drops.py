"""Files that are dropped on the window: each kind goes to the page that takes it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gedesk.errors import KnownError, UsageError
from gedesk.i18n import gettext as _
from gedesk.presenters.shell import PHOTOS, taken_by

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from gedesk.ui.main_window import MainWindow


def take(window: MainWindow, data: QMimeData) -> bool:
    """Takes files in, or says why not; False where there are none."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if not files:
        return False
    try:
        name = taken_by(files)
        if name != PHOTOS:
            window.go(name)
            window.page(name).take(files)
        elif not window.page(window.current).take_photos(files):
            raise UsageError(
                _("Photos belong to a record."), advice=_("Open the activity or the story that they show, and drop them there.")
            )
    except KnownError as error:
        window.toasts.failed(error)
    return True
