"""The settings page: care of the store, its keys, and the kits of other sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gedesk.domain import passphrases
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier, stoppable
from gedesk.presenters.exchange import HEADQUARTERS
from gedesk.services.protocols import Services
from gedesk.services.views import (
    BackupView,
    Checked,
    Choice,
    KeysView,
    OfficerView,
    SiteView,
    Status,
    StoreView,
    United,
)

WORDS = 8  # that tell keys apart
ROLES = ("focal-point", "coordinator")  # what a kit can be made for


LICENCES = (  # what the program is made of, in the order of its weight
    ("Qt, PySide6", "LGPL-3.0"),
    ("Python", "PSF-2.0"),
    ("SQLite", "public domain"),
    ("SQLModel, SQLAlchemy, Pydantic", "MIT"),
    ("PyNaCl, libsodium", "Apache-2.0, ISC"),
    ("openpyxl, python-calamine, defusedxml", "MIT, MIT, PSF-2.0"),
    ("RapidFuzz, filelock, platformdirs", "MIT"),
    ("msgpack", "Apache-2.0"),
    ("msoffcrypto-tool", "MIT"),
    ("xlrd", "BSD-3-Clause"),
    ("XlsxWriter", "BSD-2-Clause"),
    ("python-docx, lxml, Pillow", "MIT, BSD-3-Clause, MIT-CMU"),
    ("reportlab, icalendar", "BSD-3-Clause, BSD-2-Clause"),
    ("cryptography", "Apache-2.0, BSD-3-Clause"),
    ("Noto Sans", "OFL-1.1"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the page shows of the store, read in one go."""

    store: StoreView
    keys: KeysView
    status: Status
    sites: list[SiteView]
    officers: list[OfficerView]

    @property
    def is_hq(self) -> bool:
        """Whether kits can be made here."""
        return self.status.role in HEADQUARTERS


class SettingsView(Protocol):
    """What the settings presenter asks of its page."""

    def show_settings(self, settings: Settings) -> None:
        """Everything afresh."""

    def show_busy(self, what: str) -> None:
        """`store`, `keys` or `sites` is being worked on; "" when nothing is."""

    def show_result(self, where: str, text: str, tone: str) -> None:
        """What an action did, in its card."""

    def show_kit_made(self) -> None:
        """A kit was written: the form is for the next one."""

    def show_question(self, question: str, told: str, yes: str) -> None:
        """Words to compare with another officer; `SettingsPresenter.answer` hears what came of it."""

    def show_officer_taken_in(self) -> None:
        """Ready for the next officer."""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What is wrong, by field."""


class SettingsPresenter:
    """Checks, backs up, changes the passphrase, makes kits."""

    def __init__(self, services: Services, view: SettingsView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self.settings: Settings | None = None
        self._asked: Callable[[], None] | None = None  # what the question that stands is about

    def reload(self) -> None:
        """Reads everything again."""
        keeping, exchange = self._services.keeping, self._services.exchange

        def query() -> Settings:
            return Settings(keeping.store(), keeping.keys(), exchange.status(), exchange.sites(), keeping.officers())

        self._jobs.read(query, self._arrived, self._notifier.failed)

    def _arrived(self, settings: Settings) -> None:
        self.settings = settings
        self._view.show_settings(settings)

    # -- the store -----------------------------------------------------------------------------------------------

    def set_author(self, name: str) -> None:
        """Whose name stands on what is written from now on."""
        if self.settings is not None and name.strip() == self.settings.store.author:
            return
        keeping = self._services.keeping

        def done(_none: None) -> None:
            self._notifier.tell(_("From now on “{name}” stands beside what is written here.").format(name=name.strip()))
            self.reload()

        self._run("store", lambda: keeping.set_author(name), done)

    def check(self) -> None:
        """Compares every row with the log."""
        keeping = self._services.keeping

        def done(found: Checked) -> None:
            text, tone = checked(found)
            self._view.show_result("store", text, tone)

        self._view.show_busy("store")
        stoppable(
            self._jobs.read, self._notifier, _("Checking…"), lambda cancelled: keeping.check(cancelled=cancelled),
            self._ending(done), self._failing("store"),
        )  # fmt: skip

    def back_up(self, target: Path | None = None) -> None:
        """Writes a copy and reads it back."""
        keeping = self._services.keeping

        def done(made: BackupView) -> None:
            text = _("Backed up and read back: {size} in {file}").format(size=words.size(made.bytes), file=made.file)
            if made.words:
                text = "\n".join([text, _("Its words, for another officer who takes it in: {words}").format(words=" ".join(made.words))])
            self._view.show_result("store", text, "success")
            self.reload()

        self._view.show_busy("store")
        stoppable(
            self._jobs.write, self._notifier, _("Backing up…"), lambda cancelled: keeping.back_up(target, cancelled=cancelled),
            self._ending(done), self._failing("store"),
        )  # fmt: skip

    # -- keys ----------------------------------------------------------------------------------------------------

    def set_passphrase(self, new: str, again: str) -> None:
        """Puts the keys under another passphrase; an empty one takes it away."""
        problems: dict[str, str] = {}
        if new and (told := passphrases.fault(new)):
            problems["passphrase"] = told
        elif new != again:
            problems["again"] = _("The two passphrases are not the same.")
        self._view.show_problems(problems)
        if problems:
            return
        keeping = self._services.keeping

        def done(keys: KeysView) -> None:
            text = _("The keys lie under the new passphrase.") if keys.protected else _("The keys lie without a passphrase.")
            self._view.show_result("keys", text, "success" if keys.protected else "warning")
            self.reload()

        self._run("keys", lambda: keeping.set_passphrase(new or None), done)

    def trust_headquarters(self, file: Path, told: str) -> None:
        """New keys of headquarters, which lost its own: taken if the words are those that were told."""
        if len(told.replace("-", " ").split()) != WORDS:
            self._view.show_problems({"told": _("Eight words, as headquarters reads them to you.")})
            return
        self._view.show_problems({})
        keeping = self._services.keeping

        def done(_words: tuple[str, ...]) -> None:
            self._view.show_result("keys", _("Headquarters’ new keys are taken. Send it a file: it holds everything that was not confirmed."), "success")

        self._run("keys", lambda: keeping.trust_headquarters(file, told), done)

    # -- sites ---------------------------------------------------------------------------------------------------

    def offer_places(self, text: str, done: Callable[[list[Choice]], None]) -> None:
        """Places for what is being typed."""
        lists = self._services.lists
        self._jobs.read(lambda: lists.choices("place", text), done, self._notifier.failed)

    def kit_problems(self, place: str, name: str, passphrase: str) -> dict[str, str]:
        """What is missing for a kit, by field; shown at once."""
        problems = {}
        if not place:
            problems["place"] = _("Choose a place from the list: type its first letters.")
        if not name.strip():
            problems["name"] = _("A name is needed, such as “Meru DC”.")
        if told := passphrases.fault(passphrase):
            problems["kit_passphrase"] = told
        self._view.show_problems(problems)
        return problems

    def suggest(self, done: Callable[[str], None]) -> None:
        """A passphrase for a kit."""
        self._jobs.read(self._services.keeping.suggest_passphrase, done, self._notifier.failed)

    def make_kit(self, place: str, name: str, role: str, passphrase: str, out: Path) -> None:
        """Writes the kit of a new site; `place` is a record's id."""
        if self.kit_problems(place, name, passphrase):
            return
        keeping, records = self._services.keeping, self._services.records

        def op() -> str:
            code = str(records.get("place", place).values.get("code") or "")
            return keeping.add_site(place=code, name=name.strip(), role=role, out=out, passphrase=passphrase)

        def done(_site: str) -> None:
            text = _("The kit of {name} is in {file}. Send the file, and tell the passphrase by voice: {passphrase}").format(
                name=name.strip(), file=out, passphrase=passphrase
            )
            self._view.show_kit_made()
            self._view.show_result("sites", text, "success")
            self.reload()

        self._run("sites", op, done)

    def revoke(self, site: SiteView) -> None:
        """Stops trusting a site: nothing it sends from now on is taken in."""
        keeping = self._services.keeping

        def done(name: str) -> None:
            self._view.show_result("sites", _("{name} is no longer trusted.").format(name=name), "warning")
            self.reload()

        self._run("sites", lambda: keeping.revoke_site(site.id), done)

    def retire(self, site: SiteView) -> None:
        """Closes a site that is trusted to the end."""
        keeping = self._services.keeping

        def done(name: str) -> None:
            text = _("{site} is closed. Its last entries are asked for with the next file for it.").format(site=name)
            self._view.show_result("sites", text, "success")
            self.reload()

        self._run("sites", lambda: keeping.retire_site(site.id), done)

    # -- officers ------------------------------------------------------------------------------------------------

    def add_officer_here(self, name: str, passphrase: str, again: str) -> None:
        """Somebody who works at this computer gets keys of their own."""
        problems = {}
        if not name.strip():
            problems["officer"] = _("A name is needed, such as “Asha Juma”.")
        if told := passphrases.fault(passphrase):
            problems["officer_passphrase"] = told
        elif passphrase != again:
            problems["officer_again"] = _("The two passphrases are not the same.")
        self._view.show_problems(problems)
        if not problems:
            keeping = self._services.keeping
            self._run("officers", lambda: keeping.add_officer_here(name.strip(), passphrase), self._officer_taken_in)

    def look_at_officer(self, file: Path) -> None:
        """Shows who asks in a file, to compare the words of the keys."""
        keeping = self._services.keeping

        def asked(officer: OfficerView) -> None:
            words = " ".join(officer.words)
            self._asked = lambda: self._run("officers", lambda: keeping.add_officer(file, words), self._officer_taken_in)
            question = _("{name} asks to be an officer. Does {name} read these words to you, face to face or on a number that you know?")
            self._view.show_question(question.format(name=officer.name), words, _("The words are the same"))

        self._view.show_result("officers", "", "neutral")
        self._jobs.read(lambda: keeping.asked_by(file), asked, self._failing("officers"))

    def revoke_officer(self, officer: OfficerView) -> None:
        """Strikes an officer off."""
        keeping = self._services.keeping

        def done(name: str) -> None:
            text = _("{name} is struck off. Sites hear of it with the next file; send one to all.").format(name=name)
            self._view.show_result("officers", text, "warning")
            self.reload()

        self._run("officers", lambda: keeping.revoke_officer(officer.id), done)

    def look_at_store(self, file: Path) -> None:
        """Shows the words of another store of headquarters, to compare them with its officer."""
        keeping = self._services.keeping

        def asked(found: tuple[str, ...]) -> None:
            told = " ".join(found)
            self._asked = lambda: self._run("officers", lambda: keeping.unite(file, told), self._united)
            question = _("Does the other officer read these words of {file} to you? They are shown there when the backup is made.")
            self._view.show_question(question.format(file=file.name), told, _("The words are the same"))

        self._view.show_result("officers", "", "neutral")
        self._jobs.read(lambda: keeping.words_of(file), asked, self._failing("officers"))

    def answer(self, yes: bool) -> None:
        """What came of the question that stood."""
        asked, self._asked = self._asked, None
        if yes and asked is not None:
            asked()

    def _officer_taken_in(self, officer: OfficerView) -> None:
        text = _("{name} is an officer of headquarters now. Sites hear of it with the next file.").format(name=officer.name)
        self._view.show_result("officers", text, "success")
        self._view.show_officer_taken_in()
        self.reload()

    def _united(self, done: United) -> None:
        self._view.show_result("officers", "\n".join(words.united(done)), "warning" if done.conflicts else "success")
        self.reload()

    # -- inside --------------------------------------------------------------------------------------------------

    def _run(self, where: str, op: Callable[[], object], done: Callable[..., None]) -> None:
        self._view.show_busy(where)
        self._jobs.write(op, self._ending(done), self._failing(where))

    def _ending(self, done: Callable[..., None]) -> Callable[[object], None]:
        def ended(answer: object) -> None:
            self._view.show_busy("")
            done(answer)

        return ended

    def _failing(self, where: str) -> Callable[[BaseException], None]:
        from gedesk.errors import KnownError

        def failed(error: BaseException) -> None:
            self._view.show_busy("")
            if isinstance(error, KnownError):
                self._view.show_result(where, f"{error.message} {error.advice}".strip(), "danger")
            else:
                self._notifier.failed(error)

        return failed


def checked(found: Checked) -> tuple[str, str]:
    """A check in words, and its tone."""
    if found.faults:
        count = len(found.faults)
        head = ngettext("{n} fault was found:", "{n} faults were found:", count).format(n=words.number(count))
        advice = _("Make a backup now, and ask headquarters for help.")
        return "\n".join([head, *found.faults[:5], advice]), "danger"
    text = _("All is well: {records} records equal the {changes} changes that made them.").format(
        records=words.number(found.records), changes=words.number(found.changes)
    )
    return text, "success"
