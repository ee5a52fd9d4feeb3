"""The first run: what a new store is made from, and what is wrong with it before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from gedesk.domain import passphrases
from gedesk.errors import KnownError, PassphraseRefused
from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Token
from gedesk.services.protocols import Beginnings, Services
from gedesk.services.views import Beginning, Choice, CountryView


class WelcomeView(Protocol):
    """What the welcome presenter asks of its page."""

    def show_countries(self, countries: list[CountryView]) -> None:
        """What can be chosen."""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What is wrong, by field; none takes the earlier ones away."""

    def show_busy(self, text: str) -> None:
        """Something runs; "" when nothing does."""

    def note_step(self, step: int, steps: int) -> None:
        """How far the demonstration is.  Called on a working thread."""

    def show_failure(self, error: BaseException) -> None:
        """It did not work, and why."""

    def focus_again(self) -> None:
        """The cursor to where it was when the work began."""

    def opened(self, services: Services) -> None:
        """The store is made and open."""


class WelcomePresenter:
    """Makes a store."""

    def __init__(self, beginnings: Beginnings, view: WelcomeView, jobs: Jobs) -> None:
        self._beginnings = beginnings
        self._view = view
        self._jobs = jobs
        self._token: Token | None = None

    @property
    def busy(self) -> bool:
        """Whether a store is being made."""
        return self._token is not None

    def begin(self) -> None:
        """Reads which countries there are."""
        self._jobs.read(self._beginnings.countries, self._view.show_countries, self._view.show_failure)

    def offer_places(self, country: str, text: str, done: Callable[[list[Choice]], None]) -> None:
        """Places for what is being typed."""
        self._jobs.read(lambda: self._beginnings.places(country, text), done, self._view.show_failure)

    def create(self, country: str, place: str, name: str, author: str, passphrase: str, again: str) -> None:
        """A new headquarters."""
        problems = {} if country else {"country": _("Choose a country.")}
        if country and not place:
            problems["place"] = _("Choose a place from the list: type its first letters.")
        problems |= _said(author) | _twice(passphrase, again)
        given = Beginning(country, place, name.strip(), author.strip(), passphrase or None)
        self._make(problems, _("Making the records of a new headquarters…"), lambda: self._beginnings.create(given))

    def join(self, kit: Path | None, told: str, author: str, passphrase: str, again: str) -> None:
        """A site from its kit."""
        problems = {} if kit is not None else {"kit": _("Choose the file that headquarters sent.")}
        if not told:
            problems["told"] = _("Headquarters tells this passphrase by telephone or in person.")
        problems |= _said(author) | _twice(passphrase, again)
        self._make(
            problems, _("Joining…"),
            lambda: self._beginnings.join(kit or Path(), passphrase=told, author=author.strip(), key_passphrase=passphrase or None),
            blame={PassphraseRefused: "told"},
        )  # fmt: skip

    def demonstrate(self, country: str) -> None:
        """Demonstration data of a country in a store of its own."""
        token = Token()
        self._make(
            {}, _("Making demonstration data…"),
            lambda: self._beginnings.demonstrate(country, self._view.note_step, lambda: token.cancelled), token,
        )  # fmt: skip

    def restore(self, backup: Path) -> None:
        """A backup."""
        self._make({}, _("Bringing the backup back…"), lambda: self._beginnings.restore(backup))

    def cancel(self) -> None:
        """Stops making the demonstration."""
        if self._token is not None:
            self._token.cancel()

    def _make(
        self, problems: Mapping[str, str], text: str, make: Callable[[], Services], token: Token | None = None,
        *, blame: Mapping[type[KnownError], str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """`blame` names the field that is at fault when making fails with such an error."""
        if self.busy:
            return
        self._view.show_problems(problems)
        if problems:
            return
        self._token = token = token or Token()
        self._view.show_busy(text)

        def done(services: Services) -> None:
            self._ended()
            self._view.opened(services)

        def failed(error: BaseException) -> None:
            self._ended()
            if isinstance(error, KnownError) and (field := blame.get(type(error), "")):
                self._view.show_problems({field: f"{error.message} {error.advice}".strip()})
                return
            if not (token.cancelled and isinstance(error, KnownError)):
                self._view.show_failure(error)
            self._view.focus_again()

        self._jobs.write(make, done, failed)

    def _ended(self) -> None:
        self._token = None
        self._view.show_busy("")


def _said(author: str) -> dict[str, str]:
    return {} if author.strip() else {"author": _("Your name stands beside everything that you write.")}


def _twice(passphrase: str, again: str) -> dict[str, str]:
    if passphrase and (told := passphrases.fault(passphrase)):
        return {"passphrase": told}
    if passphrase != again:
        return {"again": _("The two passphrases are not the same.")}
    return {}
