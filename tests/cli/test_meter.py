"""Progress of long work on standard error."""

from __future__ import annotations

import io

from gedesk.cli.meter import Meter


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(stream: io.StringIO) -> list[str]:
    meter = Meter(str.upper, stream)
    meter("reading", 0, 0)
    for done in range(0, 1_002, 7):
        meter("writing", done, 1_001)
    meter.close()
    return stream.getvalue().replace("\r", "\n").split("\n")


def test_a_file_gets_a_line_for_each_tenth() -> None:
    lines = [line for line in run(io.StringIO()) if line]
    assert lines == [f"{part:3} %  WRITING" for part in range(0, 101, 10)]


def test_a_terminal_gets_a_bar_that_is_cleared() -> None:
    _start, *lines, last = run(Terminal())
    assert [int(line.split("]")[1].split("%")[0]) for line in lines] == list(range(101))
    assert [line.count("#") for line in (lines[0], lines[50], lines[-1])] == [0, 15, 30]
    assert last == "\x1b[K"
