"""Ctrl+K: records of all kinds, pages and commands found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.shell import parse_link
from gedesk.services.protocols import Services
from gedesk.services.views import Found

LIMIT = 30
LEAST = 2  # letters before records are searched: one letter alone matches half the store


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do or a page to open."""

    label: str
    keys: str
    icon: str
    run: Callable[[], None]
    page: bool = False
    deep: bool = False  # within a page: offered when its name is typed, not before


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the palette."""

    group: str
    title: str
    detail: str
    icon: str
    run: Callable[[], None]


class PaletteView(Protocol):
    """What the palette presenter asks of its card."""

    def show_hits(self, hits: Sequence[Hit], searching: bool) -> None:
        """These lines now; `searching` while records are still looked for."""


class PalettePresenter:
    """Finds while somebody types.  `open_record` is given kind and id; kinds without an icon are not offered."""

    def __init__(
        self, services: Services, view: PaletteView, jobs: Jobs, notifier: Notifier,
        commands: Callable[[], Sequence[Command]], open_record: Callable[[str, str], None], icon_of: Callable[[str], str],
    ) -> None:  # fmt: skip
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._commands = commands
        self._open_record = open_record
        self._icon_of = icon_of
        self._token: Token | None = None

    def typed(self, text: str) -> None:
        """Pages and commands at once, records below them when they are found: no line moves from under the cursor."""
        if self._token is not None:
            self._token.cancel()
            self._token = None
        text = text.strip()
        hits = self._known(text)
        if (link := parse_link(text)) is not None:
            kind, id = link
            self._view.show_hits([self._link(kind, id)], False)
            return
        if len(text) < LEAST:
            self._view.show_hits(hits, False)
            return
        self._view.show_hits(hits, True)
        lists = self._services.lists

        def arrived(found: list[Found]) -> None:
            self._token = None
            records = [self._record(one) for one in found if self._icon_of(one.kind)]
            self._view.show_hits([*hits, *records], False)

        self._token = self._jobs.read(lambda: lists.search(text, limit=LIMIT), arrived, self._notifier.failed)

    def _known(self, text: str) -> list[Hit]:
        wanted = text.casefold().split()
        return [
            Hit(_("Pages") if one.page else _("Commands"), one.label, one.keys, one.icon, one.run)
            for one in self._commands()
            if (wanted or not one.deep) and all(any(word.startswith(part) for word in one.label.casefold().split()) for part in wanted)
        ]

    def _record(self, found: Found) -> Hit:
        kind = registry.kind(found.kind).label()
        detail = " · ".join(part for part in (kind, found.context) if part)
        return Hit(_("Records"), found.title or _("without a title"), detail, self._icon_of(found.kind),
                   lambda: self._open_record(found.kind, found.id))  # fmt: skip

    def _link(self, kind: str, id: str) -> Hit:
        return Hit(_("Records"), _("Open the record of this link"), id[:8], "file", lambda: self._open_record(kind, id))
