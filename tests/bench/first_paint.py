"""Opens a window, waits for its first paint, prints what that took, and is gone.

    first_paint.py bare | gedesk STORE
"""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow


class FirstPaint(QObject):
    """Ends the process at the first paint of a window, before anything that comes after it is counted."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt names it so)
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and watched.isWindow():
            watched.removeEventFilter(self)
            spent = time.process_time()
            report(spent)
        return False


def report(spent: float) -> None:
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    except ImportError:
        used = 0.0
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
