"""The window: the only part of the program that knows Qt."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  it replaces `__import__`, see below

# PySide's `__import__` reads the source of every module that is imported after it, in search of its switchable features
# (`shibokensupport.feature`), and the lines stay in `linecache`: 600 files and 25 MB.  Nothing here uses those features.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
