"""Files of attachments in bundles: after the records they belong to, in parcels under a size, small pictures first.

A parcel is a bundle without changes whose manifest lists its files, so that every check of a bundle holds for it.  What
a replica lacks it asks for by name in each manifest it writes; what was sent once is sent again only when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gesync.bundle import blob_hash

from gedesk.store import replica
from gedesk.store.blobs import Blobs
from gedesk.store.connection import Connection

PARCEL = 32 << 20  # bytes of one parcel where nobody set a limit
ASKED = 500  # contents asked for in one manifest
SLACK = 16 << 10  # bytes of a parcel that are not files
FULL, THUMB = 0, 1


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files for one bundle.  `listing` goes into its manifest: content, what it is, name of the blob."""

    listing: list[list[Any]]
    blobs: list[bytes]
    hashes: tuple[str, ...]  # contents sent whole


def wanted(connection: Connection, blobs: Blobs) -> list[bytes]:
    """Contents that records here name and that are not here, to be asked for."""
    missing = blobs.missing(dict.fromkeys(sha256 for _rec, sha256 in replica.files(connection)))
    return [bytes.fromhex(one) for one in missing[:ASKED]]


def asked(manifest: Mapping[Any, Any]) -> list[str]:
    """What a manifest asks for; anything odd is passed over."""
    given = manifest.get("wants", [])
    return [one.hex() for one in given[:ASKED] if isinstance(one, bytes) and len(one) == 32] if isinstance(given, list) else []


def parcels(
    connection: Connection, blobs: Blobs, fresh: Sequence[bytes], wants: Iterable[str], sent: Iterable[str],
    visible: Callable[[bytes], bool], limit: int | None,
) -> tuple[list[Parcel], list[str]]:  # fmt: skip
    """Parcels of what is new to a reader (`fresh` record ids) and of what it asked for; and what is too large for one.

    Only files of records that the reader may see are looked at.
    """
    wants, known = set(wants), set(sent)
    offered = [sha256 for rec, sha256 in replica.files(connection, fresh) if visible(rec) and sha256 not in known]
    offered += [sha256 for rec, sha256 in replica.with_files(connection, sorted(wants)) if visible(rec)]
    room = (limit or PARCEL) - SLACK
    made: list[Parcel] = []
    listing: list[list[Any]] = []
    data: list[bytes] = []
    whole: list[str] = []
    used = 0

    def close() -> None:
        nonlocal listing, data, whole, used
        if listing:
            made.append(Parcel(listing, data, tuple(whole)))
        listing, data, whole, used = [], [], [], 0

    def put(sha256: str, what: int, content: bytes) -> None:
        nonlocal used
        if used + len(content) > room:
            close()
        listing.append([bytes.fromhex(sha256), what, blob_hash(content)])
        data.append(content)
        used += len(content)

    there = [(sha256, path) for sha256 in dict.fromkeys(offered) if (path := blobs.get(sha256)) is not None]
    for sha256, _path in there:  # first, so that there is something to see soon
        if (small := blobs.thumbnail(sha256)) is not None and len(small) <= room:
            put(sha256, THUMB, small)
    large: list[str] = []
    for sha256, path in there:
        if path.stat().st_size > room:
            large.append(sha256)
            continue
        put(sha256, FULL, path.read_bytes())
        whole.append(sha256)
    close()
    return made, large


def keep(connection: Connection, blobs: Blobs, manifest: Mapping[Any, Any], given: Mapping[bytes, bytes]) -> int:
    """Keeps the files of a received parcel that records here name; returns how many whole ones were new."""
    listing = manifest.get("files", [])
    rows = [
        (row[0].hex(), row[1], row[2])
        for row in (listing if isinstance(listing, list) else [])
        if isinstance(row, list) and len(row) == 3 and all(isinstance(one, bytes) and len(one) == 32 for one in (row[0], row[2]))
    ]
    named = {sha256 for _rec, sha256 in replica.with_files(connection, [sha256 for sha256, _what, _blob in rows])}
    kept = 0
    for sha256, what, blob in rows:
        content = given.get(blob)
        if content is None or sha256 not in named or not re.fullmatch(r"[0-9a-f]{64}", sha256):
            continue
        if what == THUMB:
            blobs.put_thumbnail(sha256, content)
        elif what == FULL and blobs.get(sha256) is None and blobs.put(content) == sha256:
            kept += 1
    return kept
