"""Opens a window, waits for its first paint, prints what that took, and is gone.

    first_paint.py bare | gedesk STORE
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class FirstPaint(QObject):
    """Ends the process when a window and all that is in it were painted for the first time."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt names it so)
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and watched.isWindow():
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, report)  # the next turn of the loop: its children are painted by then
        return False


def report() -> None:
    """Of the main thread only: what begins after the paint in others belongs to nobody's first paint."""
    spent = time.thread_time()
    used = 0.0
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                used = int(line.split()[1]) / 1024
    except OSError:
        pass
    print(json.dumps({"cpu": spent, "mb": used}), flush=True)
    os._exit(0)


def main() -> None:
    real = QApplication.exec
    watcher = FirstPaint()

    def watched_exec(*_arguments: object) -> int:
        QApplication.instance().installEventFilter(watcher)
        return real()

    QApplication.exec = watched_exec
    if sys.argv[1] == "bare":
        app = QApplication(sys.argv[:1])
        window = QMainWindow()
        window.resize(1000, 700)
        window.show()
        app.exec()
    else:
        sys.argv = ["gedesk", "--store", sys.argv[2]]
        from gedesk.__main__ import main as program

        sys.exit(program())


if __name__ == "__main__":
    main()
