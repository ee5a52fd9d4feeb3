"""Several officers at headquarters, each with keys of their own: taken in, listed, struck off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gesync.keys import Cost, KeyFile, KeyPair, fingerprint_words
from gesync.officers import MAX_NAME, MOST_OFFICERS, BadRoll, Officer, request, requested

from gedesk.clock import stamp
from gedesk.domain import passphrases
from gedesk.errors import InvalidInput, SecurityRefusal, UsageError
from gedesk.i18n import gettext as _
from gedesk.services import keyring
from gedesk.services.exchange import rolls
from gedesk.services.views import OfficerView
from gedesk.store import replica

if TYPE_CHECKING:
    from gedesk.services.desk import Desk

SUFFIX = ".geofficer"


def ask(name: str, keys_file: Path, out: Path, passphrase: str, cost: Cost | None = None) -> tuple[str, ...]:
    """Makes the keys of somebody who is to become an officer, and the file that asks for it; returns the words of the keys.

    The keys stay with the person who made them, under their passphrase; `out` holds nothing secret.
    """
    _check_name(name)
    passphrases.check(passphrase)
    keys = KeyPair.generate()
    if keys_file.exists():
        raise UsageError(_("{file} exists already; it was not touched.").format(file=keys_file))
    keyring.write_file(keys_file, KeyFile.seal(keys, passphrase, cost))
    keyring.write_file(out, request(name.strip(), keys))
    return fingerprint_words(keys.public)


def ask_with_own_keys(desk: Desk, out: Path, name: str = "") -> tuple[str, ...]:
    """The same for an officer of this headquarters who is to become one of another: asks with the keys that are here."""
    _headquarters(desk)
    keys = desk.exchange.keys()
    with desk.store.reading() as connection:
        mine = rolls.own(desk.store, connection).find(keys.id)
    keyring.write_file(out, request(name.strip() or (mine.name if mine else "") or desk.store.author(), keys))
    return fingerprint_words(keys.public)


def look(file: Path, now: int = 0) -> Officer:
    """Who asks in a file.  Raises InvalidInput."""
    try:
        return requested(file.read_bytes(), now)
    except OSError as error:
        raise InvalidInput(_("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)) from error
    except BadRoll as error:
        raise InvalidInput(
            _("{file} is no officer’s request: {reason}.").format(file=file.name, reason=error),
            advice=_("It is made by “gedesk officer ask”, and its name ends in .geofficer."),
        ) from error


def add(desk: Desk, file: Path, told: str) -> OfficerView:
    """Takes an officer in, if the words of the keys in the file are those that the person told."""
    officer = look(file, desk.store.now())
    words = fingerprint_words(officer.keys)
    if tuple(told.lower().replace("-", " ").split()) != words:
        raise SecurityRefusal(
            _("The words are not those of the file, so {name} was not taken in.").format(name=officer.name),
            advice=_("Ask the person, face to face or on a number that you know, for the eight words that were shown to them."),
        )
    return _enter(desk, officer)


def add_here(desk: Desk, name: str, passphrase: str, cost: Cost | None = None) -> OfficerView:
    """Takes in an officer who works at this computer: the keys lie beside the store, under the officer's own passphrase."""
    _check_name(name)
    passphrases.check(passphrase)
    if not desk.keeping.keys().protected:
        raise UsageError(
            _("Where several officers work at one computer, each one’s keys need a passphrase: it says who sits there."),
            advice=_("Put your own keys under a passphrase first."),
        )
    keys = KeyPair.generate()
    view = _enter(desk, Officer(keys.public, desk.store.now(), name.strip()))
    keyring.write(desk.store.path, keys, passphrase, cost, beside=True)
    return view


def revoke(desk: Desk, called: str) -> str:
    """Strikes an officer off: sites refuse what these keys sign, from the next file on.  Returns the name."""
    _headquarters(desk)
    keys = desk.exchange.keys()
    with desk.store.writing() as tx:
        roll = rolls.own(desk.store, tx.connection)
        gone = [one for one in roll.officers if called in (one.id.hex(), one.name)]
        if len(gone) != 1:
            raise UsageError(
                _("There is no officer “{name}”, or more than one.").format(name=called),
                advice=_("“gedesk officer list” shows their ids."),
            )
        left = tuple(one for one in roll.officers if one is not gone[0])
        if not left:
            raise UsageError(
                _("The last officer cannot be struck off."),
                advice=_("Take another one in first; when keys are lost altogether, “gedesk keys renew” makes new ones."),
            )
        rolls.write(tx, keys, left, desk.store.now(), desk.store.identity())
    return gone[0].name or _("an officer")


def listed(desk: Desk) -> list[OfficerView]:
    """Headquarters' officers, as this replica knows them."""
    identity = desk.store.identity()
    with desk.store.reading() as connection:
        if identity.is_hq:
            roll = rolls.own(desk.store, connection)
            if not roll.serial:  # alone so far: whoever works here
                return [_view(replace(roll.officers[0], name=desk.store.author()), frozenset())]
        else:
            hq = next((site for site in replica.sites(connection) if site.role == "hq" and site.state == "joined"), None)
            if hq is None:
                return []
            roll = rolls.known(hq, bytes.fromhex(identity.workspace))
    here = keyring.officers(desk.store.path) if identity.is_hq else frozenset()
    return [_view(one, here) for one in roll.officers]


def _enter(desk: Desk, officer: Officer) -> OfficerView:
    _headquarters(desk)
    keys = desk.exchange.keys()
    with desk.store.writing() as tx:
        roll = rolls.own(desk.store, tx.connection)
        before = tuple(Officer(one.keys, one.since, one.name or desk.store.author()) for one in roll.officers)
        if any(one.id == officer.id for one in before):
            raise UsageError(_("{name} is an officer already.").format(name=officer.name))
        if any(one.name == officer.name for one in before):
            raise UsageError(
                _("There is an officer “{name}” already.").format(name=officer.name), advice=_("Choose another name.")
            )
        if len(before) >= MOST_OFFICERS:
            raise UsageError(_("There can be at most {n} officers.").format(n=MOST_OFFICERS))
        rolls.write(tx, keys, (*before, officer), desk.store.now(), desk.store.identity())
    return _view(officer, frozenset())


def _view(officer: Officer, here: frozenset[str]) -> OfficerView:
    return OfficerView(
        officer.id.hex(), officer.name or _("an officer"), fingerprint_words(officer.keys),
        stamp(officer.since) if officer.since else "", officer.id.hex()[:8] in here,
    )  # fmt: skip


def _headquarters(desk: Desk) -> None:
    if not desk.store.identity().is_hq:
        raise UsageError(_("Only headquarters does this."), advice=_("Ask headquarters to do it."))


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > MAX_NAME:
        raise UsageError(_("A name is needed, of at most {n} characters.").format(n=MAX_NAME))
