"""Opens a window, waits for its first paint, prints what that took, and is gone.

    first_paint.py bare | gedesk STORE | rest STORE

`rest` waits until the store is open and the first page is filled, and prints what memory is taken then.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    """An empty window that says when it is painted."""

    def paintEvent(self, _event: object) -> None:  # noqa: N802  (Qt names it so)
        QTimer.singleShot(0, report)  # the next turn of the loop: what is in a window is painted by then


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


def rest(window: QMainWindow) -> None:
    """Reports when nothing is under way any more."""
    jobs = window.jobs
    if jobs is not None and window.current and not jobs.pending:
        pages = Path("/proc/self/statm").read_text().split()[1]
        print(json.dumps({"mb": int(pages) * os.sysconf("SC_PAGESIZE") / 2**20}), flush=True)
        os._exit(0)
    QTimer.singleShot(500, lambda: rest(window))


def main() -> None:
    if sys.argv[1] == "bare":
        app = QApplication(sys.argv[:1])
        window = Bare()
        window.resize(1000, 700)
        window.show()
        app.exec()
    else:
        wanted = sys.argv[1]
        sys.argv = ["gedesk", "--store", sys.argv[2]]
        from gedesk.__main__ import main as program
        from gedesk.ui.main_window import MainWindow

        if wanted == "rest":
            shown = MainWindow._after_paint
            MainWindow._after_paint = lambda window: (shown(window), QTimer.singleShot(2000, lambda: rest(window)))
        else:
            MainWindow._after_paint = lambda _window: report()  # it too comes in the next turn
        sys.exit(program())


if __name__ == "__main__":
    main()
