"""`protocols.Publishing` that writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gedesk.errors import KnownError
from gedesk.services.publishing_views import Held, LeftOut, PublicationRow, Published


@dataclass(slots=True)
class Ready:
    """A page that is ready."""

    answer: Published


class MemoryPublishing:
    """`Publishing` that writes nothing."""

    def __init__(self) -> None:
        self.asked: list[tuple[Path, str]] = []
        self.out: list[PublicationRow] = []
        self.answer = Published(
            Path("out/index.html"), 141_000, "f" * 64, (Held("commitment", 31), Held("story", 1)),
            (LeftOut("story", "consent", 2, ("A shelter opens",)), LeftOut("photo", "photo", 1)), 4, (), "p1",
        )  # fmt: skip
        self.refused: KnownError | None = None

    def prepare(
        self, folder: Path, *, organisation: str = "", day: date | None = None, progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Ready:  # fmt: skip
        self.asked.append((folder, organisation))
        if self.refused is not None:
            raise self.refused
        if progress is not None:
            progress(3, 8)
        return Ready(self.answer)

    def finish(self, prepared: Ready) -> Published:
        self.out.insert(0, PublicationRow("p1", "Public dashboard, Tanzania", date(2026, 11, 24), "out/index.html", 1))
        return prepared.answer

    def publications(self) -> list[PublicationRow]:
        return list(self.out)
