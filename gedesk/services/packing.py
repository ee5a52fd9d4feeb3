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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gedesk import paths
from gedesk.domain import packs
from gedesk.domain.kinds import registry
from gedesk.domain.packs import Pack, load_pack
from gedesk.errors import InvalidInput, UsageError
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.reporting_views import PackRenewed
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


def renew(desk: Desk, source: Path) -> PackRenewed:
    """Takes a later version of the store's pack in, as one operation of headquarters.

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
        edits, kept, added = _edits(desk, tx, before, after)
        edits.append(_settings(tx, known[0] if known else None, after, settings))
        tx.apply(Draft(_("Country pack {code} {version}").format(code=after.code, version=after.version), edits, kind="seed"))
    return PackRenewed(before.code, version, after.version, added, len(edits) - 1 - added, kept)


def _edits(desk: Desk, tx: Transaction, before: Pack, after: Pack) -> tuple[list[Edit], int, int]:
    old = {id: values for _kind, id, values in (*before.records, *before.post_records)}
    edits: list[Edit] = []
    kept = added = 0
    for kind, id, values in (*after.records, *after.post_records):
        rec = uuid.UUID(id).bytes
        stored = reading.record(tx.connection, kind, rec)
        if stored is None:
            specs = registry.specs(kind)
            patch = {specs[name].number: specs[name].to_wire(value) for name, value in values.items() if value is not None}
            edits.append(Edit(kind, rec, patch))
            added += 1
            continue
        here = showing.domain(kind, stored.values)
        changed: dict[str, Any] = {}
        for name, value in values.items():
            if here.get(name) == value:
                continue
            if here.get(name) == old.get(id, {}).get(name):
                changed[name] = value
            else:
                kept += 1
        if changed:
            edits.append(desk.records.difference(kind, stored, changed))
    return edits, kept, added


def _settings(tx: Transaction, rec: bytes | None, pack: Pack, settings: str) -> Edit:
    """The record that carries the settings to every site."""
    place = reading.by_code(tx.connection, "place", pack.country)
    values = {
        "name": pack.code, "version": pack.version, "settings": settings, "state": "complete", "sensitivity": "internal",
        "place": str(uuid.UUID(bytes=place)) if place else None,
    }  # fmt: skip
    specs = registry.specs("country_pack")
    cleaned = registry.clean("country_pack", values)
    patch = {specs[name].number: specs[name].to_wire(value) for name, value in cleaned.items() if value is not None}
    return Edit("country_pack", rec or uuid.UUID(packs.record_id("country_pack", "settings", pack=pack.code)).bytes, patch)


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
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
