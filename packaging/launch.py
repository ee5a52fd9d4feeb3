"""Where the frozen program begins."""

import multiprocessing
import sys

from gedesk.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # reading processes start this file again; before anything else
    sys.exit(main())
