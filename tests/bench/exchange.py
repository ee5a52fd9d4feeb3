"""Sending and receiving, from the log of one store to the tables of another, files, keys and checks included."""

from __future__ import annotations

import json
import lzma
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import zstandard
from common import (
    IDENTITY,
    SEED,
    WHERE,
    WHOM,
    Bench,
    Floor,
    Result,
    activity_edits,
    middle,
    numbers_of,
    place_edits,
    places,
    size_of,
    stopwatch,
)
from gesync.keys import KeyPair

from gedesk.services import keyring
from gedesk.services.exchange.service import StoreExchange
from gedesk.store import replica
from gedesk.store.door import Draft, Edit
from gedesk.store.store import Store

SITES = 40
EACH = 500  # records of a site's first bundle, 12 fields each
BULK = 50_000
CELLS, CHANGED = 1_000, 300


class Member:
    """A replica of the workspace: a store, its keys, its exchange."""

    def __init__(self, bench: Bench, number: int, store: Store | None = None) -> None:
        self.hq = number == 0
        self.place = b"" if self.hq else places()[number]
        site = IDENTITY.id if self.hq else f"{number:032x}"
        self.identity = replace(IDENTITY, id=site, name=f"Site {number}", role="hq" if self.hq else "focal-point")
        self.store = store or Store.create(bench.path("member"), self.identity)
        self.keys = KeyPair.generate()
        keyring.write(self.store.path, self.keys, None)
        self.exchange = StoreExchange(self.store, lambda: None)

    def knows(self, *others: Member) -> None:
        """Takes others in as joined sites of the workspace."""
        with self.store.writing() as tx:
            for other in (self, *others):
                peer: dict[str, Any] = {"keys": other.keys.public.packed().hex()}
                state = "self" if other is self else "joined"
                row = replica.Site(
                    bytes.fromhex(other.identity.id), other.identity.name, other.place or None, other.identity.role, state, None, peer
                )  # fmt: skip
                replica.write_site(tx.connection, row)

    def log(self, edits: Sequence[Edit]) -> None:
        """Somebody's work."""
        self.store.apply(Draft("Work", edits))

    def send(self, to: str) -> list[Path]:
        """Bundles for a site, in a folder beside the store."""
        return [sent.file for sent in self.exchange.send(to, self.store.path.parent / "out")]


def run(bench: Bench) -> Iterator[Result]:
    """Many first bundles, one large one, small changes, and the same file twice."""
    hq = Member(bench, 0)
    sites = [Member(bench, number) for number in range(1, SITES + 1)]
    hq.knows(*sites)
    hq.log(place_edits())
    for site in sites:
        site.knows(hq)
    floor = Floor(bench.path("floor"))
    yield from _first_bundles(hq, sites, floor)
    yield from _small_changes(hq, sites[:9], floor)
    for site in sites[9:]:
        site.store.close()
    yield from _bulk(bench, hq, sites[0])
    floor.close()
    for member in (hq, *sites[:9]):
        member.store.close()


def _first_bundles(hq: Member, sites: Sequence[Member], floor: Floor) -> Iterator[Result]:
    work = {site: activity_edits(EACH, start=i * EACH, place=site.place) for i, site in enumerate(sites)}
    files, took, plain = [], [], 0
    for site, edits in work.items():
        site.log(edits)
        with stopwatch() as seconds:
            files += site.send("hq")
        took.append(seconds())
        plain += plain_bytes(edits)
    least = 0.0
    for edits in work.values():
        rows = floor.rows(edits)
        with stopwatch() as seconds:
            floor.upsert(rows)
        least += seconds()
    with stopwatch() as ours:
        answers = hq.exchange.receive(files)
    with stopwatch() as search:
        hq.store.index()
    created = sum(answer.records.get("created", 0) for answer in answers)
    if created != SITES * EACH:
        raise RuntimeError(next(answer.refused for answer in answers if answer.refused))
    size = sum(file.stat().st_size for file in files)
    what = f"{SITES} sites × {EACH} records × 12 fields"
    yield Result("w1_apply", ours() / least, "x floor", 3.2, f"upserts of the same rows; {what}, files, keys and checks included")
    yield Result("w1_search", search() / least, "x floor", 2, "the same upserts; full-text search, which a thread does afterwards")
    yield Result("w1_bytes", size / plain, "x floor", 1.05, "the same columns as JSON and the ids, same codec")
    yield Result("w1_send_ms", middle(took) * 1000, "ms", 500, f"writing one bundle of {EACH} records")
    yield Result("hq_bytes", size_of(hq.store) / floor.size(), "x floor", 2.3, "bytes of headquarters' store, the rows alone")
    again = []
    for file in files[:9]:
        with stopwatch(time.perf_counter) as seconds:
            hq.exchange.receive([file])
        again.append(seconds())
    yield Result("duplicate_ms", middle(again) * 1000, "ms", 1, f"the same file of {EACH} records again")


def _small_changes(hq: Member, sites: Sequence[Member], floor: Floor) -> Iterator[Result]:
    """A thousand cells of three hundred records, by several sites; the middle one counts."""
    n = numbers_of("activity", "title", "venue", "description", "cost")
    ratios, times, sizes, packed = [], [], [], []
    for i, site in enumerate(sites):
        rnd = random.Random(SEED + i)
        known = activity_edits(EACH, start=i * EACH, place=site.place)
        with site.store.reading() as connection:
            ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM activity ORDER BY n")]
        patches: dict[int, dict[int, Any]] = {}
        while sum(map(len, patches.values())) < CELLS:
            at = rnd.randrange(CHANGED)
            field = rnd.choice(list(n))
            value: Any = f"{rnd.choice(WHOM)} {rnd.choice(WHERE)} {rnd.randrange(999)}"
            patches.setdefault(at, {})[n[field]] = rnd.randrange(9_999_999) if field == "cost" else value
        edits = [Edit("activity", ids[at], patch) for at, patch in patches.items()]
        site.log(edits)
        answer = hq.send(site.identity.name)  # an acknowledgement first, so that only the news are sent
        site.exchange.receive(answer)
        file = site.send("hq")
        rows = floor.rows([Edit("activity", ids[at], known[at].patch | patch) for at, patch in patches.items()])
        with stopwatch() as least:
            floor.upsert(rows)
        with stopwatch() as ours:
            answered = hq.exchange.receive(file)[0]
        hq.store.index()
        if answered.records.get("updated") != len(edits):
            raise RuntimeError(answered.refused or str(answered))
        ratios.append(ours() / least())
        times.append(ours() * 1000)
        sizes.append(file[0].stat().st_size / plain_bytes(edits))
        packed.append(file[0].stat().st_size / _json_bytes(edits))
    what = f"{CELLS:,} cells of {CHANGED} records"
    yield Result("w2_apply", middle(ratios), "x floor", 7, f"upserts of the same rows; {what}")
    yield Result("w2_apply_ms", middle(times), "ms", 25, what)
    yield Result("w2_bytes", middle(sizes), "x floor", 1.3, "the same columns as JSON and the ids, same codec")
    yield Result("bundle_bytes", middle(packed), "x floor", 1.5, f"zstd of the changed cells as compact JSON; {what}")


def _bulk(bench: Bench, hq: Member, site: Member) -> Iterator[Result]:
    edits = activity_edits(BULK, start=10_000_000, place=site.place)
    site.log(edits)
    file = site.send("hq")
    floor = Floor(bench.path("floor"))
    rows = floor.rows(edits)
    with stopwatch() as least:
        floor.upsert(rows)
    with stopwatch() as ours:
        answers = hq.exchange.receive(file)
    if sum(answer.records.get("created", 0) for answer in answers) != BULK:
        raise RuntimeError(str(answers))
    yield Result("receive", ours() / least(), "x floor", 6, f"upserts of the same rows; one bundle of {BULK:,} records")
    floor.close()


# -- floors of size ----------------------------------------------------------------------------------------------


def plain_bytes(edits: Sequence[Edit]) -> int:
    """The values column by column as JSON, compressed as bundles are, and the ids."""
    columns: dict[int, list[Any]] = {}
    for edit in edits:
        for number, value in edit.patch.items():
            columns.setdefault(number, []).append(value.hex() if isinstance(value, bytes) else value)
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()
    return len(lzma.compress(text, preset=6)) + 16 * len({edit.id for edit in edits})


def _json_bytes(edits: Sequence[Edit]) -> int:
    """The changed cells as compact JSON, record by record, under zstd."""
    rows = [
        [edit.id.hex(), {number: value.hex() if isinstance(value, bytes) else value for number, value in edit.patch.items()}]
        for edit in edits
    ]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    return len(zstandard.ZstdCompressor(level=9).compress(text))
