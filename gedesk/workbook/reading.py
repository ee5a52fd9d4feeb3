"""Reading a file in a process of its own.

Workbooks come from anywhere, and the fast reader can abort the process it runs in; so a child reads, within a time
and a memory limit, and what it found comes back as plain data.  A child that dies is a refusal, never a crash here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from gedesk.workbook import intake
from gedesk.workbook.intake import Limits
from gedesk.workbook.refusals import Refusal
from gedesk.workbook.staging import Staging, Unpacker, packed

_POLL = 0.05


def read(
    path: Path | str,
    *,
    limits: Limits | None = None,
    in_child: bool = True,
    cancel: Callable[[], bool] | None = None,
    password: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Staging:
    """What the file contains.  Raises Refusal; its code `password` asks for one, `wrong-password` for another.

    `progress` is told the rows taken so far and all there are; `cancel` is asked every twentieth of a second.
    `in_child=False` runs the same code here, for small files that this program has just written itself.
    """
    path = Path(path)
    limits = limits or Limits()
    if not in_child:
        return read_here(path, limits, password)
    started = time.monotonic()
    try:
        return _in_child(path, limits, cancel, password, progress)
    except Refusal as refusal:
        if refusal.code != "reader-stopped":
            raise
        try:
            left = replace(limits, seconds=max(1.0, limits.seconds - (time.monotonic() - started)))
            return _in_child(path, left, cancel, password, progress, careful=True)
        except Refusal as second:
            raise (second if second.code in ("cancelled", "damaged") else refusal) from None


def _unlocked(data: bytes, name: str, password: str | None, refusal: Refusal) -> bytes:
    """The file behind its password; one that Excel opens without asking is opened without asking.

    No password is asked for when none could open the file.
    """
    from gedesk.workbook import unlocking

    if cipher := unlocking.foreign_cipher(data):
        raise Refusal("unknown-cipher", name, cipher)
    if password is not None:
        return unlocking.unlock(data, name, password)
    try:
        return unlocking.unlock(data, name, unlocking.UNASKED)
    except Refusal:
        raise refusal from None


def _in_child(
    path: Path,
    limits: Limits,
    cancel: Callable[[], bool] | None,
    password: str | None,
    progress: Callable[[int, int], None] | None,
    *,
    careful: bool = False,
) -> Staging:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, str(path), limits, password, careful), name="gedesk-reader", daemon=True)
    child.start()
    theirs.close()
    try:
        return _await(ours, child, path, limits, cancel, progress)
    finally:
        ours.close()
        if child.is_alive():
            child.kill()
        child.join(10)
        child.close()


def read_here(path: Path, limits: Limits, password: str | None = None, *, careful: bool = False) -> Staging:
    """The reading itself, in this process; `careful` with the slow readers alone.  Raises Refusal."""
    try:
        size = path.stat().st_size
        if size > limits.file_mb * 1024 * 1024:
            raise Refusal("too-large", path.name, f"{size / 1024 / 1024:,.0f} MB")
        data = path.read_bytes()
    except OSError as error:
        raise Refusal("not-found", path.name, error.strerror or str(error)) from None
    try:
        form = intake.sniff(data, path.name)
    except Refusal as refusal:
        if refusal.code != "password":
            raise
        data = _unlocked(data, path.name, password, refusal)
        form = intake.sniff(data, path.name)
    return _reader(form, careful)(data, path.name, limits)


def _reader(form: intake.Format, careful: bool) -> Callable[[bytes, str, Limits], Staging]:
    """What reads a format.  Imported when its file is there: the process that reads is a new one each time."""
    match form:
        case "html":
            from gedesk.workbook.markup_source import read_html

            return read_html
        case "xml2003":
            from gedesk.workbook.markup_source import read_xml_2003

            return read_xml_2003
        case "json":
            from gedesk.workbook.json_source import read as read_json

            return read_json
        case "text":
            from gedesk.workbook.text_source import read as read_text

            return read_text
        case _:
            from gedesk.workbook.calamine_source import read as read_workbook

            return partial(read_workbook, form=form, careful=careful)


def _await(
    ours: Connection,
    child: multiprocessing.process.BaseProcess,
    path: Path,
    limits: Limits,
    cancel: Callable[[], bool] | None,
    progress: Callable[[int, int], None] | None,
) -> Staging:
    allowed = limits.seconds + limits.seconds_per_mb * _megabytes(path)
    deadline = time.monotonic() + allowed
    taken: Unpacker | None = None
    while taken is None or taken.rows < taken.total:
        there = ours.poll(_POLL)
        if cancel is not None and cancel():
            raise Refusal("cancelled", path.name)
        if not there:
            if time.monotonic() > deadline:
                raise Refusal("too-slow", path.name, f"{allowed:.0f}")
            continue
        deadline = max(deadline, time.monotonic() + limits.seconds)
        try:
            answer = ours.recv_bytes()
        except (EOFError, OSError):
            child.join(5)
            raise Refusal("reader-stopped", path.name, f"exit {child.exitcode}") from None
        if answer[:1] == b"-":
            code, _, detail = answer[1:].decode("utf-8", "replace").partition("\n")
            raise Refusal(code, path.name, detail)
        try:
            if taken is None:
                taken = Unpacker(answer[1:])
            else:
                taken.add(answer[1:])
        except (ValueError, TypeError, LookupError) as error:  # the reading process handled a hostile file
            raise Refusal("reader-stopped", path.name, type(error).__name__) from None
        if progress is not None:
            progress(taken.rows, taken.total)
    return taken.staging


def _megabytes(path: Path) -> float:
    try:
        return path.stat().st_size / 1024 / 1024
    except OSError:
        return 0.0


def _child(answer: Connection, path: str, limits: Limits, password: str | None, careful: bool) -> None:
    gc.disable()  # millions of new cells, nothing to collect, and the process ends soon
    _silence()
    _limit_memory(limits)
    try:
        for message in packed(read_here(Path(path), limits, password, careful=careful)):
            answer.send_bytes(b"+" + message)
    except Refusal as error:
        answer.send_bytes(b"-" + f"{error.code}\n{error.detail}".encode("utf-8", "replace"))
    except MemoryError:
        answer.send_bytes(b"-too-much-memory\n%d" % limits.memory_mb)
    except (KeyboardInterrupt, SystemExit):
        return
    except BaseException as error:  # also panics of the reader, which are no Exceptions
        answer.send_bytes(b"-" + f"reader-stopped\n{type(error).__name__}: {error}"[:300].encode("utf-8", "replace"))
    answer.close()
    os._exit(0)  # all is said: taking a million cells apart again would be work for nobody


def _silence() -> None:
    """What the reader prints when it fails is no message to anybody: the refusal is."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _limit_memory(limits: Limits) -> None:
    """Linux and macOS keep the child to its memory; on Windows the caps on unpacked size and cells stand alone."""
    if sys.platform == "win32":
        return
    import resource

    most = limits.memory_mb * 1024 * 1024
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):  # a lower limit is already set from outside
        return


__all__ = ["Limits", "Refusal", "Staging", "read", "read_here"]
