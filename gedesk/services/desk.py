"""An open store with all its services: what the window, the command line and tests hold in their hands."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gesync.change import Operation, chain
from gesync.keys import Cost, Expired, KeyPair, Kit, NotAKeyFile, WrongPassphrase, enrol_request

from gedesk import clock
from gedesk.domain import passphrases
from gedesk.domain.kinds import registry
from gedesk.domain.packs import Pack, load_pack
from gedesk.errors import InvalidInput, PassphraseRefused, SecurityRefusal, UsageError
from gedesk.i18n import gettext as _
from gedesk.services import keyring, packing
from gedesk.services.attachments import StoreAttachments
from gedesk.services.commitments import StoreCommitments
from gedesk.services.exchange import rolls
from gedesk.services.exchange.service import StoreExchange
from gedesk.services.governance import StoreGovernance
from gedesk.services.keeping import StoreKeeping
from gedesk.services.lists import StoreLists
from gedesk.services.merging import StoreMerging
from gedesk.services.monitoring import StoreMonitoring
from gedesk.services.papers import StorePapers
from gedesk.services.publishing import StorePublishing
from gedesk.services.records import StoreRecords
from gedesk.services.reporting import StoreReporting
from gedesk.services.stories import StoreStories
from gedesk.store import reading, replica
from gedesk.store.door import Draft, Edit, Transaction, uuid7
from gedesk.store.replica import Site
from gedesk.store.store import Identity, Store

if TYPE_CHECKING:
    from gedesk.services.workbooks import StoreWorkbooks

DAY_MS = 86_400_000
KIT_DAYS = 90


class Desk:
    """`protocols.Services` on a real store.  Close it."""

    def __init__(self, store: Store, passphrase: keyring.Passphrase = lambda: None) -> None:
        self.store = store
        self._lists = StoreLists(store)
        self._records = StoreRecords(store)
        self._exchange = StoreExchange(store, passphrase)
        self._workbooks: StoreWorkbooks | None = None
        self._keeping = StoreKeeping(self)
        self._governance = StoreGovernance(store)
        self._commitments = StoreCommitments(store)
        self._monitoring = StoreMonitoring(store, self._governance)
        self._reporting = StoreReporting(store, self._records)
        self._stories = StoreStories(store, self._records)
        self._papers = StorePapers(
            store, self._governance, self._commitments, self._monitoring, self._reporting, self._stories
        )
        self._publishing = StorePublishing(store, self._records)
        self._merging = StoreMerging(store, self._records)
        self._attachments = StoreAttachments(store.path, self._records, self._lists)

    @classmethod
    def open(
        cls, path: Path, *, write: bool = True, passphrase: keyring.Passphrase = lambda: None, program: str = "gedesk"
    ) -> Desk:
        """Opens a store.  Raises KnownError."""
        store = Store.open(path, write=write, program=program)
        try:
            packing.ensure(store)
        except BaseException:
            store.close()
            raise
        return cls(store, passphrase)

    @property
    def lists(self) -> StoreLists:
        """Reading many records."""
        return self._lists

    @property
    def records(self) -> StoreRecords:
        """Reading and writing single records."""
        return self._records

    @property
    def exchange(self) -> StoreExchange:
        """Sending, receiving, deciding."""
        return self._exchange

    @property
    def workbooks(self) -> StoreWorkbooks:
        """Templates, exports, imports; their libraries take 22 MB, so they are loaded when somebody asks."""
        if self._workbooks is None:
            from gedesk.services.workbooks import StoreWorkbooks

            self._workbooks = StoreWorkbooks(self.store, self._records)
        return self._workbooks

    @property
    def keeping(self) -> StoreKeeping:
        """The file, backups, keys, kits."""
        return self._keeping

    @property
    def governance(self) -> StoreGovernance:
        """Committees, meetings, decisions, actions."""
        return self._governance

    @property
    def commitments(self) -> StoreCommitments:
        """Commitments, makers, money."""
        return self._commitments

    @property
    def monitoring(self) -> StoreMonitoring:
        """Indicators, results, people."""
        return self._monitoring

    @property
    def merging(self) -> StoreMerging:
        """Records entered twice."""
        return self._merging

    @property
    def attachments(self) -> StoreAttachments:
        """Photos and other files of records."""
        return self._attachments

    @property
    def reporting(self) -> StoreReporting:
        """Posts, reports, what is due."""
        return self._reporting

    @property
    def stories(self) -> StoreStories:
        """Stories under consent."""
        return self._stories

    @property
    def papers(self) -> StorePapers:
        """Documents as Word and PDF, meetings for calendars."""
        return self._papers

    @property
    def publishing(self) -> StorePublishing:
        """The public dashboard."""
        return self._publishing

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Calls `listener` with the kinds that changed after each commit, on the writing thread."""
        return self.store.on_change(listener)

    def close(self) -> None:
        """Ends all connections and lets the store's lock go."""
        self.store.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


# -- beginnings --------------------------------------------------------------------------------------------------


def create(
    path: Path,
    *,
    country: str,
    role: str,
    place: str,
    name: str = "",
    author: str = "",
    passphrase: str | None = None,
    cost: Cost | None = None,
    now: clock.Now = clock.now_ms,
) -> Desk:
    """A new store with the places and reference data of a country.

    Headquarters (`role` "hq") gets a new workspace and its keys; other roles start on their own and can join a
    workspace later only with a kit (`join`).
    """
    pack_ = load_pack(country)
    if place not in pack_.codes:
        raise UsageError(
            _("The country pack {country} has no place with the code “{code}”.").format(country=country, code=place),
            advice=_("“gedesk init --country {country} --place {top}” takes the whole country.").format(
                country=country, top=pack_.country
            ),
        )
    if not name:
        name = next(str(one["name"]) for one in pack_.places if one["code"] == place)
        name = f"{name} (HQ)" if role == "hq" else name
    identity = Identity(uuid7().hex(), uuid7().hex(), name, place, role, country)
    return _build(path, identity, pack_, KeyPair.generate(), author, passphrase, cost, now)


def _build(
    path: Path, identity: Identity, pack_: Pack, keys: KeyPair, author: str, passphrase: str | None,
    cost: Cost | None, now: clock.Now,
) -> Desk:  # fmt: skip
    store = Store.create(path, identity, now=now)
    try:
        keyring.write(path, keys, passphrase, cost)
        with store.writing() as tx:
            if author:
                tx.set_meta("author", author)
            absorb_pack(tx, pack_)
            packing.keep(tx, pack_)
            replica.write_site(
                tx.connection,
                Site(bytes.fromhex(identity.id), identity.name, bytes.fromhex(_hex(pack_.codes[identity.place])),
                     identity.role, "self", None, {"keys": keys.public.packed().hex()}),
            )  # fmt: skip
        if identity.is_hq:
            with store.writing() as tx:  # its author is known from here on
                expect_posts(tx, pack_)
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        keyring.path_for(path).unlink(missing_ok=True)
        raise
    return Desk(store, lambda: passphrase)


def absorb_pack(tx: Transaction, pack_: Pack) -> None:
    """Takes a country pack in as a chain that is the same, hash by hash, on every replica.

    Nobody has to send it: see docs/decisions on seed chains.
    """
    named = ":".join(part for part in (pack_.code, pack_.version, pack_.fingerprint) if part)
    inc = _seed_id(named)
    wall = int(clock.midnight_ms(pack_.date))
    operation = Operation(
        id=_seed_id(f"{named}:operation"), title=f"Country pack {pack_.code} {pack_.version}",
        kind="seed", author=f"pack {pack_.code}", reason="", wall=wall, undoes=None, schema=1, detail={},
    )  # fmt: skip
    items = []
    for index, (kind, id_text, values) in enumerate(pack_.records):
        cleaned = registry.clean(kind, values)
        specs = registry.specs(kind)
        patch = {specs[field].number: specs[field].to_wire(value) for field, value in cleaned.items() if value is not None}
        patch.setdefault(3, "complete")
        items.append((registry.kind(kind).number, bytes.fromhex(_hex(id_text)), patch, b"", (wall << 16) + index))
    changes = chain(inc, 1, b"", items, operation)
    tx.absorb(changes, {operation.id: operation}, {inc: None})


def expect_posts(tx: Transaction, pack_: Pack) -> None:
    """Headquarters writes down the focal-point posts that should exist, all vacant; each site gets those of its part."""
    edits = [
        Edit(kind, bytes.fromhex(_hex(id_text)), {registry.spec(kind, name).number: registry.spec(kind, name).to_wire(value)
                                                 for name, value in values.items()}, fresh=True)
        for kind, id_text, values in pack_.post_records
    ]  # fmt: skip
    if edits:
        tx.apply(Draft(_("Expected focal-point posts"), edits, kind="seed"))


def _seed_id(text: str) -> bytes:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"gedesk:pack:{text}").bytes


def _hex(id_text: str) -> str:
    return id_text.replace("-", "")


# -- joining -----------------------------------------------------------------------------------------------------


def add_site(
    desk: Desk, *, place: str, name: str, role: str, out: Path, passphrase: str, cost: Cost | None = None
) -> str:
    """Headquarters makes the kit of a new site; returns the site's id.  The passphrase is told by voice."""
    identity = desk.store.identity()
    if not identity.is_hq:
        raise UsageError(
            _("Only headquarters makes site kits."), advice=_("Ask headquarters for a kit and join with it.")
        )
    passphrases.check(passphrase)
    with desk.store.writing() as tx:
        place_id = reading.by_code(tx.connection, "place", place)
        if place_id is None:
            raise UsageError(
                _("There is no place with the code “{code}”.").format(code=place),
                advice=_("“gedesk search” finds the place; its code is shown with it."),
            )
        site_id = uuid7()
        pack_ = load_pack(identity.country)
        kit = kit_for(desk, tx, site_id, name, place, role, _kit_country(pack_))
        replica.write_site(
            tx.connection,
            Site(site_id, name, place_id, role, "invited", None, invitation(kit)),
        )
        if pack_.fingerprint:
            keyring.write_file(packing.beside(out), packing.archived(pack_))
        keyring.write_file(out, kit.seal(passphrase, cost))
    return site_id.hex()


def invitation(kit: Kit) -> dict[str, Any]:
    """What headquarters notes of a kit that it made for a site."""
    return {"enrol": kit.enrol_public.hex(), "invited": kit.issued, "expires": kit.expires}


def kit_for(desk: Desk, tx: Transaction, site: bytes, name: str, place: str, role: str, country: str) -> Kit:
    """A kit by which a site trusts the officer who makes it, and the others through the roll that lies in it."""
    identity, now = desk.store.identity(), desk.store.now()
    roll = rolls.own(desk.store, tx.connection)
    return Kit(
        workspace=bytes.fromhex(identity.workspace), hq=desk.exchange.keys().public, site=site, name=name,
        place=place, role=role, scope=f"{identity.id}:{identity.name}", country=country,
        enrol_seed=os.urandom(32), issued=now, expires=now + KIT_DAYS * DAY_MS, roll=roll.packed() if roll.serial else b"",
    )  # fmt: skip


def _kit_country(pack_: Pack) -> str:
    """The country as a kit names it: a pack loaded from a file with its fingerprint, so that the site takes the same."""
    return f"{pack_.code}#{pack_.fingerprint}" if pack_.fingerprint else pack_.code


def _pack_for(kit: Kit, file: Path) -> Pack:
    """The pack that a kit asks for; one of a ministry's own lies beside the kit or was loaded before."""
    code, _sep, fingerprint = kit.country.partition("#")
    if not fingerprint:
        return load_pack(code)
    if packing.beside(file).is_file():
        packing.install(packing.beside(file))
    try:
        found = load_pack(code)
    except UsageError:
        found = None
    if found is None or found.fingerprint != fingerprint:
        raise InvalidInput(
            _("The kit needs the country pack “{code}” that headquarters uses.").format(code=code),
            advice=_("Put {file} beside the kit, or name it with --pack.").format(file=packing.beside(file).name),
        )
    return found


def revoke_site(desk: Desk, called: str) -> str:
    """Headquarters stops trusting a site; returns its name."""
    with desk.store.writing() as tx:
        for site in replica.sites(tx.connection):
            if site.state != "self" and called in (site.id.hex(), site.name):
                site.state = "revoked"
                site.peer["revoked"] = desk.store.now()
                replica.write_site(tx.connection, site)
                return site.name
    raise UsageError(_("There is no site “{site}”.").format(site=called), advice=_("“gedesk site list” shows them."))


def join(
    path: Path, kit_file: Path, *, passphrase: str, author: str = "", key_passphrase: str | None = None,
    cost: Cost | None = None, now: clock.Now = clock.now_ms,
) -> Desk:  # fmt: skip
    """A new store for the site that a kit was made for.  Its first bundle brings its keys to headquarters."""
    try:
        kit = Kit.open(kit_file.read_bytes(), passphrase, now())
    except OSError as error:
        raise InvalidInput(
            _("{file} cannot be read: {reason}.").format(file=kit_file, reason=error.strerror)
        ) from error
    except WrongPassphrase:
        raise PassphraseRefused(
            _("The passphrase does not open the kit."), advice=_("Ask headquarters to tell it again.")
        ) from None
    except NotAKeyFile as error:
        raise InvalidInput(_("{file} is not a site kit: {reason}.").format(file=kit_file.name, reason=error)) from error
    except Expired as error:
        raise SecurityRefusal(
            _("The kit has expired."), advice=_("Ask headquarters for a new one; check this machine's clock, too.")
        ) from error
    hq_id, _sep, hq_name = kit.scope.partition(":")
    pack_ = _pack_for(kit, kit_file)
    identity = Identity(kit.workspace.hex(), kit.site.hex(), kit.name, kit.place, kit.role, pack_.code)
    keys = KeyPair.generate()
    desk = _build(path, identity, pack_, keys, author, key_passphrase, cost, now)
    with desk.store.writing() as tx:
        tx.set_meta("enrol", enrol_request(kit, keys).hex())
        hq = Site(bytes.fromhex(hq_id), hq_name, None, "hq", "joined", None, {"keys": kit.hq.packed().hex()})
        if kit.roll:
            hq.peer["rolls"] = [kit.roll.hex()]
        replica.write_site(tx.connection, hq)
    return desk


