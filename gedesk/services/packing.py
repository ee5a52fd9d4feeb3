"""Country packs of one's own: loaded from a file, kept in the store, renewed, and sent on by bundle.

The pack that a store began with stays its beginning: its records are a chain that every replica has without being sent.
A later version is an operation of headquarters on top of it, which travels like any other.
"""

from __future__ import annotations

import base64
import io
import json
import shutil
import uuid
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gedesk import paths
from gedesk.domain import ids, packs
from gedesk.domain.kinds import registry
from gedesk.domain.packs import Pack, load_pack
from gedesk.domain.record import DELETED
from gedesk.errors import InvalidInput, UsageError
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.reporting_views import PackDifference, PackRenewed
from gedesk.store import figures, reading
from gedesk.store.connection import Connection
from gedesk.store.door import Draft, Edit, Transaction
from gedesk.store.store import Store

if TYPE_CHECKING:
    from gedesk.services.desk import Desk

FILES = ("pack.json", "places.csv", "ambiguous.csv", "codes.csv", "boundaries.geojson", "SOURCES.md")
MOST = 20 << 20  # bytes of one file of a pack
SUFFIX = ".gepack"
META = "pack"


def install(source: Path) -> Pack:
    """Checks the pack in a folder or ZIP archive and keeps it for this user.  Raises KnownError naming the fault."""
    return _install(_contents(source), source.name)


def _install(contents: dict[str, bytes], called: str) -> Pack:
    code = _code(contents, called)
    if code in packs.pack_codes():
        raise InvalidInput(
            _("“{code}” is the code of a pack that comes with GE Desk.").format(code=code),
            advice=_("Give your own pack another code, in pack.json and as the name of its folder."),
        )
    folder = paths.packs_folder()
    work = folder / f".{uuid.uuid4().hex}"
    try:
        fresh = work / code
        fresh.mkdir(parents=True)
        for name, content in contents.items():
            (fresh / name).write_bytes(content)
        packs.read_pack(fresh)
        target = folder / code
        if target.exists():
            target.rename(work / "old")
        fresh.rename(target)
    except OSError as error:
        raise InvalidInput(_("The country pack could not be kept: {reason}.").format(reason=error.strerror)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return load_pack(code)


def _contents(source: Path) -> dict[str, bytes]:
    """The files of a pack by name; whatever else lies beside them is left out."""
    try:
        if source.is_dir():
            return {name: (source / name).read_bytes() for name in FILES if (source / name).is_file()}
        with zipfile.ZipFile(source) as archive:
            return _unpacked(archive)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise InvalidInput(
            _("{file} is not a country pack: {reason}.").format(file=source, reason=error),
            advice=_("Name the folder of a pack, or a ZIP archive of its files."),
        ) from error


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for info in archive.infolist():
        name = info.filename.rsplit("/", 1)[-1]
        if name not in FILES or name in found or info.filename.count("/") > 1:
            continue
        with archive.open(info) as file:
            content = file.read(MOST + 1)
        if len(content) > MOST:
            raise InvalidInput(_("{file} in the country pack is larger than {n} MB.").format(file=name, n=MOST >> 20))
        found[name] = content
    return found


def _code(contents: dict[str, bytes], called: str) -> str:
    try:
        code = json.loads(contents["pack.json"])["code"]
    except (KeyError, ValueError, TypeError):
        code = None
    if not packs.is_code(code):
        raise InvalidInput(
            _("{file} is not a country pack: {reason}.").format(file=called, reason=_("it has no pack.json with a code")),
            advice=_("Name the folder of a pack, or a ZIP archive of its files."),
        )
    return str(code)


def archived(pack: Pack) -> bytes:
    """A loaded pack as a ZIP archive, the same bytes for the same files."""
    folder = paths.packs_folder() / pack.code
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            if (folder / name).is_file():
                archive.writestr(zipfile.ZipInfo(f"{pack.code}/{name}", (1980, 1, 1, 0, 0, 0)), (folder / name).read_bytes(),
                                 zipfile.ZIP_DEFLATED)  # fmt: skip
    return target.getvalue()


# -- in a store --------------------------------------------------------------------------------------------------


def keep(tx: Transaction, pack: Pack) -> None:
    """Keeps a loaded pack in the store, so that a backup or a copy on another machine has it."""
    if pack.fingerprint:
        tx.set_meta(META, {"fingerprint": pack.fingerprint, "archive": base64.b64encode(archived(pack)).decode()})


def ensure(store: Store) -> None:
    """Puts the pack that a store keeps where it can be read, if it is not there."""
    kept = store.meta(META)
    if not kept:
        return
    try:
        if load_pack(store.identity().country).fingerprint == kept["fingerprint"]:
            return
    except (UsageError, InvalidInput):
        pass  # never loaded on this machine, or damaged: taken from the store below
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(kept["archive"]))) as archive:
        _install(_unpacked(archive), store.identity().country)


def beside(kit: Path) -> Path:
    """Where the pack lies that goes with a kit."""
    return kit.with_name(kit.name + SUFFIX)


def offered(desk: Desk) -> Path | None:
    """A later version of the store's pack that comes with this program: a folder `later/VERSION` beside the pack's files."""
    store = desk.store
    with store.reading() as connection:
        version = pack_of(store, connection).version
    later = paths.resource("packs") / store.identity().country / "later"
    found = [folder for folder in later.glob("*") if (folder / "pack.json").is_file() and _order(folder.name) > _order(version)]
    return max(found, key=lambda folder: _order(folder.name), default=None)


def renew(desk: Desk, source: Path, *, dry_run: bool = False) -> PackRenewed:
    """Takes a later version of the store's pack in, as one operation of headquarters; a dry run only says what it would do.

    What people changed since stays as it is and is counted in `kept`; nothing is removed.
    """
    store = desk.store
    identity = store.identity()
    if not identity.is_hq:
        raise UsageError(_("Only headquarters takes a country pack in."), advice=_("It comes with the next bundle."))
    contents = _contents(source)
    if (code := _code(contents, source.name)) != identity.country:
        raise UsageError(
            _("This store is of the country pack “{country}”, the file of “{code}”.").format(country=identity.country, code=code)
        )
    before = load_pack(identity.country)
    folder = paths.packs_folder() / f".{uuid.uuid4().hex}" / code
    try:
        folder.mkdir(parents=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        after = packs.read_pack(folder)
        settings = packs.settings_of(folder)
    finally:
        shutil.rmtree(folder.parent, ignore_errors=True)
    with store.writing() as tx:
        known = settings_record(tx.connection, before.code)
        version = known[1] if known else before.version
        if _order(after.version) <= _order(version):
            raise UsageError(
                _("Version {version} is here already.").format(version=version),
                advice=_("Raise the version in pack.json with every change."),
            )
        work = _Renewal(desk, tx, before, known[0] if known else None)
        for kind, id, values in (*after.records, *after.post_records):
            work.take(kind, id, values)
        edits = [*work.edits, _settings(tx, known[0] if known else None, after, settings)]
        if not dry_run:
            tx.apply(Draft(_("Country pack {code} {version}").format(code=after.code, version=after.version), edits))
    counted = Counter(one.how for one in work.differences)
    return PackRenewed(before.code, version, after.version, counted["added"], len(work.edits) - counted["added"],
                       counted["kept"], tuple(work.differences))  # fmt: skip


class _Renewal:
    """Compares the records of a later version with those of a store."""

    def __init__(self, desk: Desk, tx: Transaction, before: Pack, settings: bytes | None) -> None:
        self._desk = desk
        self._tx = tx
        self._old = {id: values for _kind, id, values in (*before.records, *before.post_records)}
        changes = reading.changes_of(tx.connection, settings) if settings is not None else []
        self._renewals = {change.op for change in changes}  # operations that took a version in
        self.edits: list[Edit] = []
        self.differences: list[PackDifference] = []

    def take(self, kind: str, id: str, values: dict[str, Any]) -> None:
        """One record of the later version."""
        rec, specs = uuid.UUID(id).bytes, registry.specs(kind)
        title = str(values.get(registry.kind(kind).title) or "")
        stored = reading.record(self._tx.connection, kind, rec)
        if stored is not None and stored.removed and not self._undone(rec):
            return  # somebody removed it
        if stored is None or stored.removed:
            patch = {specs[name].number: specs[name].to_wire(value) for name, value in values.items() if value is not None}
            self.edits.append(Edit(kind, rec, patch if stored is None else {DELETED: False, **patch}))
            self.differences.append(PackDifference("added", kind, title))
            return
        here = showing.domain(kind, stored.values)
        changed: dict[str, Any] = {}
        for name, value in values.items():
            if here.get(name) == value:
                continue
            ours = here.get(name) == self._old.get(id, {}).get(name) or self._renewed(rec, specs[name].number)
            if ours:
                changed[name] = value
            self.differences.append(PackDifference("changed" if ours else "kept", kind, title or str(here.get(registry.kind(kind).title) or ""),
                                                   specs[name].label, _said(here.get(name)), _said(value)))  # fmt: skip
        if changed:
            self.edits.append(self._desk.records.difference(kind, stored, changed))

    def _undone(self, rec: bytes) -> bool:
        """Whether a record went when somebody undid a renewal."""
        last = [change.op for change in reading.changes_of(self._tx.connection, rec) if DELETED in change.patch][-1:]
        found = reading.operations(self._tx.connection, b"", limit=1, where="WHERE o.n = ?", values=tuple(last)) if last else []
        return any(one.operation.kind == "undo" for one in found)

    def _renewed(self, rec: bytes, number: int) -> bool:
        """Whether the last that wrote a field was a version of the pack, not a person."""
        writers = [change.op for change in reading.changes_of(self._tx.connection, rec) if number in change.patch]
        return bool(writers) and writers[-1] in self._renewals


def _said(value: Any) -> str:
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _settings(tx: Transaction, rec: bytes | None, pack: Pack, settings: str) -> Edit:
    """The record that carries the settings to every site."""
    place = reading.by_code(tx.connection, "place", pack.country)
    values = {
        "name": pack.code, "version": pack.version, "settings": settings, "state": "complete", "sensitivity": "internal",
        "place": ids.text(place) if place else None,
    }  # fmt: skip
    specs = registry.specs("country_pack")
    own = uuid.UUID(packs.record_id("country_pack", "settings", pack=pack.code)).bytes
    before = reading.record(tx.connection, "country_pack", own)
    cleaned = registry.clean("country_pack", values)
    patch = {specs[name].number: specs[name].to_wire(value) for name, value in cleaned.items() if value is not None}
    if rec is None and before is not None:  # an undone renewal is made again
        patch = {DELETED: False, **patch}
    return Edit("country_pack", rec or own, patch)


def settings_record(connection: Connection, code: str) -> tuple[bytes, str, str] | None:
    """`(id, version, settings)` of the renewed pack, the latest of several; None while the pack is as it began."""
    rows = figures.select_records(connection, "country_pack", ("version", "settings"), where={"name": code})
    return max(((row[0], str(row[1]), str(row[2])) for row in rows), key=lambda row: _order(row[1]), default=None)


def pack_of(store: Store, connection: Connection) -> Pack:
    """The country pack of a store, with the settings that headquarters renewed."""
    pack = load_pack(store.identity().country)
    known = settings_record(connection, pack.code)
    return packs.with_settings(pack, known[1], known[2]) if known else pack


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))
