"""What is known of other sites' replicas, as the `site` table keeps it and as manifests say it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gesync.keys import PublicKeys, fingerprint_words

from gedesk.clock import stamp
from gedesk.domain import days
from gedesk.i18n import gettext as _
from gedesk.store import replica
from gedesk.store.connection import Connection
from gedesk.store.replica import Head, Site

HOPS = 4  # coordinators between a site and headquarters

def alive(site: Site) -> dict[str, Any]:
    """What is known of a site's replicas that go on, by incarnation."""
    return {inc: peer for inc, peer in site.peer.get("incs", {}).items() if not peer.get("retired")}


def asking(peer: dict[str, Any], addressee: str) -> dict[str, Any]:
    """What is known of a replica: of one of a site's, or of headquarters'."""
    found: dict[str, Any] = peer["incs"][addressee] if addressee in peer.get("incs", {}) else peer
    return found


def reached(site: Site, own: str) -> int:
    """How far headquarters' log is at the replica of a site that has least of it."""
    return min((int(peer.get("cursor", {}).get(own, 0)) for peer in alive(site).values()), default=0)


def with_cursor(peer: Mapping[str, Any], inc: str, own: str, end: int) -> dict[str, Any]:
    incs = dict(peer.get("incs", {}))
    incs[inc] = {**incs.get(inc, {}), "cursor": {**incs.get(inc, {}).get("cursor", {}), own: end}}
    return {**peer, "incs": incs}


def way(targets: Sequence[Site], target: Site) -> list[Site]:
    """The coordinators through whom a site's files go, the nearest to it first: those through whom its own came."""
    by_id = {site.id.hex(): site for site in targets}
    way: list[Site] = []
    step = by_id.get(target.peer.get("via", ""))
    while step is not None and step not in way and step.id != target.id and len(way) < HOPS:
        way.append(step)
        step = by_id.get(step.peer.get("via", ""))
    return way


# -- heads -------------------------------------------------------------------------------------------------------


def plain(heads: Mapping[bytes, Sequence[Head]]) -> dict[str, list[list[Any]]]:
    return {inc.hex(): [[seq, value] for seq, value in ends] for inc, ends in heads.items()}


def as_kept(heads: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[list[Any]]]:
    """Heads from a manifest, as they are kept in the site table."""
    return {str(inc): [[int(seq), bytes(value).hex()] for seq, value in ends] for inc, ends in heads.items()}


def heads_of(stored: Mapping[str, Sequence[Sequence[Any]]]) -> dict[bytes, list[Head]]:
    return {
        bytes.fromhex(inc): [
            (int(seq), value if isinstance(value, bytes) else bytes.fromhex(value)) for seq, value in ends
        ]
        for inc, ends in stored.items()
    }


# -- for manifests and people ------------------------------------------------------------------------------------


def site_rows(connection: Connection, ids: set[bytes]) -> list[list[Any]]:
    """`[id, name, place, role, chains]` of sites, for a manifest."""
    chains: dict[bytes, list[bytes]] = {}
    for inc, site in replica.incarnations(connection).items():
        if site:
            chains.setdefault(site, []).append(inc)
    return [
        [site.id, site.name, site.place or b"", site.role, sorted(chains.get(site.id, []))]
        for site in replica.sites(connection)
        if site.id in ids
    ]


def gap_text(connection: Connection, places: Sequence[tuple[bytes, int]]) -> tuple[str, ...]:
    names = {site.id: site.name for site in replica.sites(connection)}
    chains = replica.incarnations(connection)
    by_site: dict[str, list[int]] = {}
    for inc, seq in places:
        by_site.setdefault(names.get(chains.get(inc) or b"", "?"), []).append(seq)
    return tuple(
        _("{first} to {last} from {site} missing; ask for them").format(first=min(seqs), last=max(seqs), site=site)
        for site, seqs in by_site.items()
    ) or (_("an earlier bundle is missing"),)


def words(site: Site) -> tuple[str, ...]:
    packed = site.peer.get("keys")
    return fingerprint_words(PublicKeys.unpack(bytes.fromhex(packed))) if packed else ()


def when(ms: int | None) -> str:
    return stamp(ms) if ms else ""


def day(ms: int) -> str:
    """The day of a wall time in words of the language in use, where this computer is; "?" for a time that cannot be."""
    try:
        return days.shown(datetime.fromtimestamp(ms / 1000, UTC).astimezone().date())
    except (OverflowError, ValueError, OSError):
        return "?"


def uuid_of(raw: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=raw)


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
