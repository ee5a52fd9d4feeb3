"""What a command answers, for people or as one JSON document."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gedesk.errors import Exit, KnownError


@dataclass(slots=True)
class Answer:
    """`data` is printed with --json, `lines` without; `exit` ends the program."""

    data: Any
    lines: Sequence[str] = field(default_factory=list)
    exit: int = Exit.DONE


def show(answer: Answer, *, as_json: bool) -> int:
    """Prints an answer; returns its exit code."""
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False, indent=2, default=plain))
    else:
        for line in answer.lines:
            print(line)
    return int(answer.exit)


def refuse(error: KnownError, *, as_json: bool) -> int:
    """Prints a known error; returns its exit code."""
    problems = [
        {"code": p.code, "where": p.where, "value": plain(p.value), "message": p.message} for p in error.problems
    ]
    if as_json:
        print(
            json.dumps(
                {"error": error.message, "advice": error.advice, "problems": problems, "exit": int(error.exit)},
                ensure_ascii=False, indent=2, default=plain,
            )
        )  # fmt: skip
    else:
        print(error.message, file=sys.stderr)
        for problem in error.problems:
            print(f"  {problem.message}" if problem.message else f"  {problem.code}", file=sys.stderr)
        if error.advice:
            print(error.advice, file=sys.stderr)
    return int(error.exit)


def plain(value: Any) -> Any:
    """Any value of ours as JSON can hold it."""
    if value is None or isinstance(value, str | int | float | bool | list | dict | tuple):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return str(uuid.UUID(bytes=value)) if len(value) == 16 else value.hex()
    if isinstance(value, Path):
        return str(value)
    return str(value)


def table(rows: Sequence[Sequence[object]], *, widths: int = 60) -> list[str]:
    """Rows as aligned columns; the first is the heading."""
    shown = [[_cut(str(cell), widths) for cell in row] for row in rows]
    if not shown:
        return []
    sizes = [max(len(row[index]) for row in shown) for index in range(len(shown[0]))]
    return ["  ".join(cell.ljust(size) for cell, size in zip(row, sizes, strict=True)).rstrip() for row in shown]


def _cut(text: str, width: int) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= width else text[: width - 1] + "…"
