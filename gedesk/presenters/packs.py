"""A later version of the country pack: what it would change, then taken in as one operation."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters.base import Jobs, Notifier
from gedesk.services.protocols import Services
from gedesk.services.reporting_views import PackDifference, PackRenewed


class PackView(Protocol):
    """What the presenter asks of its card."""

    def show_pack(self, said: str, lines: list[str], *, ready: bool) -> None:
        """What is offered and where it differs; `ready` when it can be taken in."""

    def done(self) -> None:
        """It is taken in."""


@dataclass(slots=True)
class PackPresenter:
    """The version that the program brings, or one from a file."""

    services: Services
    view: PackView
    jobs: Jobs
    notifier: Notifier
    source: Path | None = None
    _told: PackRenewed | None = field(default=None, repr=False)

    def begin(self) -> None:
        """What the program brings, if anything."""
        keeping = self.services.keeping

        def look() -> tuple[Path | None, PackRenewed | None]:
            found = keeping.pack_offered()
            return found, keeping.renew_pack(found, dry_run=True) if found is not None else None

        self.jobs.read(look, lambda answer: self._arrived(*answer), self.notifier.failed)

    def choose(self, source: Path) -> None:
        """A version from a folder or archive."""
        keeping = self.services.keeping
        self.jobs.write(lambda: keeping.renew_pack(source, dry_run=True), lambda told: self._arrived(source, told), self.notifier.failed)

    def take(self) -> None:
        """Takes it in; the message offers to undo it."""
        source, keeping, records, jobs = self.source, self.services.keeping, self.services.records, self.jobs
        if source is None:
            return

        def take_back() -> None:
            jobs.write(records.undo, lambda undone: self.notifier.tell(undone.title), self.notifier.failed)

        def done(told: PackRenewed) -> None:
            self.view.done()
            self.notifier.tell(_("Country pack {code} {version}").format(code=told.code, version=told.after), action=_("Undo"), on_action=take_back)

        jobs.write(lambda: keeping.renew_pack(source), done, self.notifier.failed)

    def _arrived(self, source: Path | None, told: PackRenewed | None) -> None:
        self.source, self._told = source, told
        if told is None:
            said = _("This program brings no later version of the country pack. Choose the file of one.")
            self.view.show_pack(said, [], ready=False)
            return
        said = " ".join((
            _("Version {after}; {before} is in use.").format(after=told.after, before=told.before),
            ngettext("{n} record is new,", "{n} records are new,", told.added).format(n=told.added),
            ngettext("{n} changes.", "{n} change.", told.changed).format(n=told.changed),
            ngettext("{n} value stays as people wrote it.", "{n} values stay as people wrote them.", told.kept).format(n=told.kept) if told.kept else "",
        )).strip()  # fmt: skip
        self.view.show_pack(said, [difference_words(one) for one in told.differences], ready=True)


def difference_words(one: PackDifference) -> str:
    """Where a version differs, in a line."""
    named = f"{registry.kind(one.kind).label()} “{one.title}”"
    if one.how == "added":
        return _("New: {record}").format(record=named)
    changed = _("{field}: {before} → {after}").format(field=one.field, before=one.before or "–", after=one.after or "–")
    return f"{named} · {changed}" + (" · " + _("stays as people wrote it") if one.how == "kept" else "")
