"""Work on very many objects at once, without looking for garbage meanwhile."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0
_wanted = False  # whether garbage was looked for before the first came in


@contextmanager
def uncollected() -> Iterator[None]:
    """No cyclic garbage collection inside.

    Bulk work makes hundreds of thousands of objects that all live until it ends; looking through them again and again
    for cycles took a fifth of the time of receiving 50,000 records.  Several threads may be inside; the last one out
    leaves it as the first one found it.
    """
    global _inside, _wanted
    with _lock:
        if not _inside:
            _wanted = gc.isenabled()
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _wanted:
                gc.enable()
