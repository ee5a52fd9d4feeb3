"""Remembered layouts of workbooks: which there are, other names for them, taking them away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier
from gedesk.services.importing_views import ProfileView
from gedesk.services.protocols import Services


class ProfilesView(Protocol):
    """What the presenter asks of the page."""

    def show_profiles(self, profiles: Sequence[ProfileView]) -> None:
        """All of them afresh."""


class ProfilesPresenter:
    """Keeps the list true."""

    def __init__(self, services: Services, view: ProfilesView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier

    def reload(self) -> None:
        """Reads them again."""
        self._jobs.read(self._services.workbooks.profiles, self._view.show_profiles, self._notifier.failed)

    def rename(self, profile: ProfileView, name: str) -> None:
        """Another name; an empty one changes nothing."""
        name = name.strip()
        if not name or name == profile.name:
            self.reload()
            return
        workbooks = self._services.workbooks
        self._jobs.write(lambda: workbooks.rename_profile(profile.id, name), lambda _none: self.reload(), self._notifier.failed)

    def remove(self, profile: ProfileView) -> None:
        """Workbooks of this layout are asked about again."""
        workbooks = self._services.workbooks

        def done(_none: None) -> None:
            self._notifier.tell(_("“{name}” is forgotten").format(name=profile.name))
            self.reload()

        self._jobs.write(lambda: workbooks.remove_profile(profile.id), done, self._notifier.failed)
