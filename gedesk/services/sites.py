"""What headquarters does about sites that have joined: another place, name or role, a new laptop; and lost keys."""

from __future__ import annotations

from pathlib import Path

from gesync.keys import (
    Cost,
    KeyFile,
    KeyPair,
    NotAKeyFile,
    PublicKeys,
    WrongPassphrase,
    fingerprint_words,
)

from gedesk.domain import ids, passphrases
from gedesk.errors import InvalidInput, SecurityRefusal, UsageError
from gedesk.i18n import gettext as _
from gedesk.services import keyring
from gedesk.services.desk import DAY_MS, KIT_DAYS, Desk, invitation, kit_for
from gedesk.services.exchange import rolls
from gedesk.services.exchange.trust import awaited
from gedesk.services.scopes import Scopes
from gedesk.store import reading, replica
from gedesk.store.connection import Connection
from gedesk.store.door import Transaction
from gedesk.store.replica import Site
from gedesk.store.store import Identity

MAGIC = b"GEPUBLIC\x00\x01"  # new public keys of headquarters, to be compared by telephone


def change(desk: Desk, called: str, *, place: str | None = None, name: str | None = None, role: str | None = None) -> str:
    """Gives a site another place, name or role; it hears of it with the next file.  Returns its name.

    Its part of the country is then another: records come and go with the next files.
    """
    _headquarters(desk)
    with desk.store.writing() as tx:
        site = _site(tx.connection, called)
        if place is not None:
            found = reading.by_code(tx.connection, "place", place)
            if found is None:
                raise UsageError(
                    _("There is no place with the code “{code}”.").format(code=place),
                    advice=_("“gedesk search” finds the place; its code is shown with it."),
                )
            if site.place is not None and site.place != found:
                site.peer["places"] = sorted({*site.peer.get("places", ()), ids.text(site.place)})
            site.place = found
        site.name, site.role = name or site.name, role or site.role
        replica.write_site(tx.connection, site)
        return site.name


def retire(desk: Desk, called: str) -> str:
    """Closes a site that was honest to the end: an office that was merged away, a post that ended.  Returns its name.

    Its last entries are asked for with the next file and taken in whenever they come; nobody waits for it any more, and
    the sites of the places above it go on with its records.
    """
    _headquarters(desk)
    with desk.store.writing() as tx:
        site = _site(tx.connection, called)
        if site.state not in ("joined", "invited"):
            raise UsageError(_("{site} is not at work, so it cannot be closed.").format(site=site.name))
        site.state = "retired"
        site.peer.update(retired=desk.store.now(), told=False)
        replica.write_site(tx.connection, site)
        return site.name


def extend(desk: Desk, called: str) -> str:
    """Lets a site in that joined in time but whose first file came very late.  Returns its name."""
    _headquarters(desk)
    with desk.store.writing() as tx:
        site = _site(tx.connection, called)
        if not awaited(site):
            raise UsageError(
                _("{site} has joined already.").format(site=site.name), advice=_("“gedesk site list” shows how things stand.")
            )
        site.peer["expires"] = desk.store.now() + KIT_DAYS * DAY_MS
        replica.write_site(tx.connection, site)
        return site.name


def replace(desk: Desk, called: str, *, out: Path, passphrase: str, cost: Cost | None = None) -> str:
    """The kit of a new laptop for a site whose old one is lost or broken; returns the site's id.

    The old laptop's keys are worth nothing from now on.  What it had sent comes to the new one with the first file.
    """
    identity = _headquarters(desk)
    passphrases.check(passphrase)
    with desk.store.writing() as tx:
        site = _site(tx.connection, called)
        kit = kit_for(desk, tx, site.id, site.name, Scopes(tx.connection).code_of(site.place), site.role, identity.country)
        site.state = "invited"
        for peer in site.peer.get("incs", {}).values():
            peer["retired"] = True
        for key in ("keys", "retired", "revoked"):
            site.peer.pop(key, None)
        site.peer.update(invitation(kit))
        replica.write_site(tx.connection, site)
        keyring.write_file(out, kit.seal(passphrase, cost))
        return site.id.hex()


# -- keys --------------------------------------------------------------------------------------------------------


def copy_keys(desk: Desk, out: Path, passphrase: str, cost: Cost | None = None) -> tuple[str, ...]:
    """This replica's keys in a file under a passphrase of its own: for the safe, or for a second officer."""
    passphrases.check(passphrase)
    keys = desk.exchange.keys()
    keyring.write_file(out, KeyFile.seal(keys, passphrase, cost))
    return fingerprint_words(keys.public)


def put_keys(store: Path, copy: Path, passphrase: str, *, new: str | None = None, cost: Cost | None = None) -> tuple[str, ...]:
    """Puts a copy of the keys beside the store again, under the passphrase `new`.  Other keys than its own are refused."""
    try:
        keys = KeyFile.open(copy.read_bytes(), passphrase).keys
    except OSError as error:
        raise InvalidInput(_("{file} cannot be read: {reason}.").format(file=copy, reason=error.strerror)) from error
    except WrongPassphrase:
        raise SecurityRefusal(_("The passphrase does not open the copy of the keys.")) from None
    except NotAKeyFile as error:
        raise InvalidInput(_("{file} is not a copy of keys: {reason}.").format(file=copy.name, reason=error)) from error
    with Desk.open(store) as desk, desk.store.reading() as connection:
        own = replica.own_site(connection)
        roll = rolls.own(desk.store, connection)
    if own.peer.get("keys") != keys.public.packed().hex() and roll.find(keys.id) is None:
        raise SecurityRefusal(
            _("These are the keys of another site."),
            advice=_("The words of the right ones: {words}.").format(
                words="; ".join(" ".join(fingerprint_words(one.keys)) for one in roll.officers)
            ),
        )
    if new is None and len(roll.officers) > 1:
        new = passphrase  # where there are several officers, keys do not lie open
    _check_beside(store, keys, new)
    keyring.write(store, keys, new, cost, beside=own.peer.get("keys") != keys.public.packed().hex())
    return fingerprint_words(keys.public)


def _check_beside(store: Path, keys: KeyPair, passphrase: str | None) -> None:
    """Where several officers work, each one's keys need a passphrase: it says who sits there."""
    if passphrase is None and keyring.others(store, keys):
        raise UsageError(
            _("Keys of another officer lie here as well, so these need a passphrase of their own."),
            advice=_("Give it with {option} FILE.").format(option="--passphrase-file"),
        )


def renew_keys(store: Path, out: Path, *, passphrase: str | None = None, cost: Cost | None = None) -> tuple[str, ...]:
    """New keys for a headquarters that lost its own, and a file by which its sites learn of them; returns their words.

    Every site has to take the file in (`trust`) and compare the words by telephone.
    """
    with Desk.open(store) as desk:
        identity = _headquarters(desk)
        keys = KeyPair.generate()
        keyring.write_file(out, MAGIC + bytes.fromhex(identity.workspace) + keys.public.packed())
        keyring.write(store, keys, passphrase, cost)
        keyring.put_away(store, keys)
        with desk.store.writing() as tx:
            rolls.begin_anew(tx, keys, desk.store.now())
            own = replica.own_site(tx.connection)
            own.peer["keys"] = keys.public.packed().hex()
            replica.write_site(tx.connection, own)
    return fingerprint_words(keys.public)


def trust(desk: Desk, file: Path, told: str) -> tuple[str, ...]:
    """A site takes headquarters' new keys, if their words are those that it was told by telephone."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InvalidInput(_("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)) from error
    identity = desk.store.identity()
    if len(data) != len(MAGIC) + 80 or not data.startswith(MAGIC):
        raise InvalidInput(_("{file} does not hold new keys of headquarters.").format(file=file.name))
    if data[len(MAGIC) : len(MAGIC) + 16].hex() != identity.workspace:
        raise SecurityRefusal(_("The keys belong to another workspace."))
    public = PublicKeys.unpack(data[len(MAGIC) + 16 :])
    right = fingerprint_words(public)
    if tuple(told.lower().replace("-", " ").split()) != right:
        raise SecurityRefusal(
            _("The words are not those of the file, so its keys were not taken."),
            advice=_("Call headquarters on a number that you know, and let them read the eight words again."),
        )
    with desk.store.writing() as tx:
        _trust(tx, public)
    return right


def _trust(tx: Transaction, public: PublicKeys) -> None:
    for site in replica.sites(tx.connection):
        if site.role == "hq" and site.state == "joined":
            site.peer["keys"] = public.packed().hex()
            for key in ("rolls", "marks"):
                site.peer.pop(key, None)
            replica.write_site(tx.connection, site)


def _headquarters(desk: Desk) -> Identity:
    identity = desk.store.identity()
    if not identity.is_hq:
        raise UsageError(_("Only headquarters does this."), advice=_("Ask headquarters to do it."))
    return identity


def _site(connection: Connection, called: str) -> Site:
    for site in replica.sites(connection):
        if site.state != "self" and called in (site.id.hex(), site.name):
            return site
    raise UsageError(_("There is no site “{site}”.").format(site=called), advice=_("“gedesk site list” shows them."))
