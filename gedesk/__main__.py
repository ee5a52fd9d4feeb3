"""`gedesk` and `python -m gedesk`: the window without arguments, a command otherwise."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the program and returns its exit code."""
    if getattr(sys, "frozen", False):  # importing it costs the window 8 ms
        import multiprocessing

        multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    from gedesk import app

    return app.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
