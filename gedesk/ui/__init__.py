"""The window: the only part of the program that knows Qt."""

from __future__ import annotations

import builtins
from importlib import import_module

# PySide's `__import__`, which it puts in place of Python's when it is imported, reads the source of every module that comes
# after it, in search of its switchable features (`shibokensupport.feature`), and the lines stay in `linecache`: 600 files and
# 25 MB.  Nothing here uses those features.
import_module("PySide6.QtCore")
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
