"""A workspace under bad luck: files lost, repeated, late and cut; laptops restored, copied, rolled back; headquarters too.

The real code on real stores.  What happens is drawn from a seed, so that a schedule can be told again; ids and keys are
not, and a fault that hangs on which of two is greater shows in some of the repetitions only.  `rest` then lets everything
arrive and says what is wrong: nothing, if the exchange keeps its promises.  `ceremonies.Realm` adds what headquarters does,
`watched.Watched` a second implementation that must agree, `schedules` plays many.
"""

from __future__ import annotations

import atexit
import os
import random
import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gesync.change import Operation, chain
from helpers.workspace import CHEAP, PASSPHRASE, Workspace
from services.oracles import FIELDS, UNKNOWN, Oracle, hashes, own, strange

from gedesk.domain.packs import load_pack
from gedesk.errors import KnownError
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.store import integrity, replica
from gedesk.store.blobs import Blobs
from gedesk.store.door import Draft, Edit, uuid7
from gedesk.store.witness import Witness

COUNTRY = "apac"  # the pack with the fewest places: what a schedule costs is mostly to look at every record
WHOLE = load_pack(COUNTRY).country
PLACES = ("MN", "TH", "FJ", "NP")
ZONE = "Zone"


@dataclass
class Machine:
    """A computer with a store: its folder, its state outside the store, and what was put aside of both."""

    desk: Desk
    folder: Path
    state: Path
    backup: Path | None = None
    image: Path | None = None
    name: str = ""
    secret: str | None = None  # under which its keys lie, at headquarters those of the officer who sits there
    secrets: dict[str, str] = field(default_factory=dict)  # of all officers whose keys lie there, with the ids of these
    model: Any = None  # the same computer in the model of the protocol
    model_backup: Any = None
    model_image: Any = None

    @property
    def path(self) -> Path:
        return self.folder / "s.gedesk"


@dataclass(frozen=True)
class Beginning:
    """Stores of a workspace in which all know one commitment, closed, to be copied for each schedule."""

    folder: Path
    names: tuple[str, ...]  # of their folders, headquarters first
    witnesses: Mapping[str, Path]
    commitment: str


@cache
def beginning(sites: int, zone: bool) -> Beginning:
    """Made once a process; it goes away with it."""
    keep = TemporaryDirectory(prefix="beginning-", dir=in_memory())
    atexit.register(keep.cleanup)
    state = Path(keep.name) / "state"
    before = os.environ.get("GEDESK_STATE")
    os.environ["GEDESK_STATE"] = str(state)
    try:
        with ExitStack() as stack:
            work = Workspace(Path(keep.name) / "w", stack, sites, country=COUNTRY, places=PLACES)
            if zone:
                kit = Path(keep.name) / "zone.gekit"
                desks.add_site(work.hq, place=WHOLE, name=ZONE, role="coordinator", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
                joined = desks.join(Path(keep.name) / "w" / ZONE / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP)
                work.sites.append(stack.enter_context(joined))
            commitment = work.commitment()
            stores = {desk.store.path.parent.name: desk.store.path for desk in (work.hq, *work.sites)}
            witnesses = {name: Witness(path)._file for name, path in stores.items()}
            for desk in (work.hq, *work.sites):
                desk.store.note_witness()
                desk.store.checkpoint()
    finally:
        if before is not None:
            os.environ["GEDESK_STATE"] = before
    for left in Path(keep.name, "w").iterdir():
        if left.name not in stores:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    return Beginning(Path(keep.name, "w"), tuple(stores), witnesses, commitment)


def in_memory() -> str | None:
    """A folder that costs no disk, where the system has one: thousands of schedules write a lot."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@dataclass
class World:
    """Headquarters, its sites, and the files that are under way."""

    folder: Path
    seed: int
    sites: int = 2
    weights: Mapping[str, int] = field(default_factory=dict)  # how often what happens
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.number = 0
        self.air: list[tuple[str, list[Path]]] = []
        self.hq_restored = False
        self.found: list[str] = []  # what was wrong on the way
        self.newer: dict[bytes, bytes] = {}  # what a newer version wrote, by hash
        self.at_hq: set[bytes] = set()
        start = beginning(self.sites, "over" in self.weights)
        self.commitment = start.commitment
        state = self.folder / "state-0"
        os.environ["GEDESK_STATE"] = str(state)
        shutil.copytree(start.folder, self.folder / "w")
        machines = []
        for name in start.names:
            path = self.folder / "w" / name / "s.gedesk"
            witness = Witness(path)._file
            witness.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(start.witnesses[name], witness)
            machines.append(Machine(Desk.open(path), path.parent, state, name="HQ" if name == "hq" else name))
        self.hqs, self.live = machines[:1], machines[1:]
        self.oracle = Oracle(bytes.fromhex(self.commitment.replace("-", "")))
        self.oracle.begin(self.hq.desk)

    @property
    def hq(self) -> Machine:
        """Headquarters; the first of two, while its officers work apart."""
        return self.hqs[0]

    def close(self) -> None:
        """Closes every store."""
        for machine in [*self.hqs, *self.live]:
            machine.desk.close()

    # -- what happens --------------------------------------------------------------------------------------------

    def step(self) -> None:
        """One thing happens."""
        what = self.dice.choices(list(self.weights), list(self.weights.values()))[0]
        self.seen[what] += 1
        try:
            getattr(self, f"_{what}")()
        except KnownError:
            self.seen["refused"] += 1  # nothing to undo, nobody to send to: a person would be told

    def _any(self) -> Machine:
        return self.dice.choice([*self.hqs, *self.live])

    def _edit(self) -> None:
        name, desk = self.dice.choice(FIELDS), self._any().desk
        values = {name: f"{name} {self.dice.randrange(9)}"}
        self.oracle.write(desk, lambda: desk.records.save("commitment", self.commitment, values))

    def _new(self) -> None:
        self._any().desk.records.add("activity", [{"title": f"T{self.dice.randrange(99)}", "start": "2026-02-01"}])

    def _remove(self) -> None:
        desk = self._any().desk
        self.oracle.write(desk, lambda: desk.records.remove("commitment", [self.commitment]))

    def _undo(self) -> None:
        desk = self._any().desk
        self.oracle.write(desk, desk.records.undo if self.dice.random() < 0.6 else desk.records.redo)

    def _decide(self) -> None:
        desk = self._any().desk
        if found := desk.exchange.conflicts():
            one = self.dice.choice(found)
            keep = self.dice.choice(one.values).id
            self.oracle.write(desk, lambda: desk.exchange.resolve(one.id, keep=keep, reason="by telephone"))

    def _photo(self) -> None:
        self.number += 1
        desk = self.dice.choice(self.live).desk
        desk.attachments.add(b"photo %d" % self.number, name=f"{self.number}.jpg", media_type="image/jpeg")

    def _move(self) -> None:
        desk = self.dice.choice(self.hqs).desk
        if numbers := desk.lists.numbers("activity"):
            ((id_, _title),) = desk.lists.rows("activity", [self.dice.choice(numbers)], ["title"])
            codes = load_pack(COUNTRY).codes
            desk.records.save("activity", id_, {"place": codes[self.dice.choice([*PLACES[: self.sites], WHOLE])]})

    def _newer(self) -> None:
        """A newer version writes a field, or a record of a kind, that nobody here knows."""
        desk, before = self._any().desk, set(self.newer)
        self.number += 1
        values: dict[int, Any] = {UNKNOWN: f"newer {self.number}", UNKNOWN + 1: {"é": self.number, "z": None}}
        with desk.store.writing() as tx:
            if self.dice.random() < 0.5:
                tx.apply(Draft("Newer", [Edit("commitment", bytes.fromhex(self.commitment.replace("-", "")), values)]))
            else:
                inc = bytes.fromhex(tx.meta("incarnation"))
                (last, head), *_others = replica.heads(tx.connection, [inc]).get(inc, [(0, b"")])
                operation = Operation(uuid7(), "Newer", "edit", "somebody", "", 1, None, 99, {})
                changes = chain(inc, last + 1, head, [(UNKNOWN, uuid7(), values, b"", 1 << 20)], operation)
                tx.absorb(changes, {operation.id: operation}, {inc: bytes.fromhex(desk.store.identity().id)})
            self.newer.update(strange(tx.connection))
        assert len(self.newer) > len(before)

    def _up(self) -> None:
        machine = self.dice.choice(self.live)
        self.air.append(("HQ", self._sent(machine.desk, "hq")))

    def _over(self) -> None:
        """A site's file goes to the coordinator, or the coordinator's files, which carry others, to whom they are for."""
        machine = self.dice.choice(self.live)
        if machine.name != ZONE:
            self.air.append((ZONE, self._sent(machine.desk, "hq")))
            return
        self._spread(self._sent(machine.desk, None))

    def _all(self) -> None:
        self._spread(self._sent(self.dice.choice(self.hqs).desk, "all"))

    def _spread(self, files: list[Path]) -> None:
        for name in ("HQ", *{machine.name for machine in self.live}):
            plain = name.replace(".", "-")
            if mine := [file for file in files if file.exists() and file.stem.rsplit("-", 2)[0].endswith(f"-{plain}")]:
                self.air.append((name, mine))

    def _down(self) -> None:
        name = self.dice.choice(self.live).name
        self.air.append((name, self._sent(self.dice.choice(self.hqs).desk, name)))

    def _sent(self, desk: Desk, to: str | None) -> list[Path]:
        self.number += 1
        return [made.file for made in desk.exchange.send(to, self.folder / f"out-{self.number}")]

    def _deliver(self) -> None:
        if not self.air:
            return
        at = self.dice.randrange(len(self.air))
        to, files = self.air[at]
        luck = self.dice.random()
        if luck < 0.75:
            self.air.pop(at)
        if luck < 0.12:
            self.seen["lost"] += 1
            return
        if luck > 0.94:
            for file in files:  # cut short on the stick
                cut = file.with_suffix(".cut")
                cut.write_bytes(file.read_bytes()[: -self.dice.randrange(1, 200)])
                files = [cut]
        files = list(files)
        self.dice.shuffle(files)
        self._take(to, files)

    def _take(self, to: str, files: list[Path]) -> None:
        machines = [self.dice.choice(self.hqs)] if to == "HQ" else [one for one in self.live if one.name == to]
        for machine in machines:
            for answer in machine.desk.exchange.receive(files):
                if answer.code:
                    self.seen[answer.code] += 1
        if to == "HQ" and not self.hq_restored:
            self.at_hq |= hashes(machines[0].desk)

    # -- bad luck ------------------------------------------------------------------------------------------------

    def _backup(self) -> None:
        self._put_aside(self.dice.choice(self.live))

    def _hq_backup(self) -> None:
        self._put_aside(self.dice.choice(self.hqs))

    def _put_aside(self, machine: Machine) -> None:
        self.number += 1
        machine.backup = self.folder / f"backup-{self.number}" / "s.gedesk"
        machine.backup.parent.mkdir()
        machine.desk.store.backup(machine.backup)

    def _restore(self) -> None:
        self._bring_back(self.dice.choice(self.live))

    def _hq_restore(self) -> None:
        hq = self.dice.choice(self.hqs)
        if hq.backup is not None:
            self.hq_restored = True
            self._bring_back(hq)

    def _bring_back(self, machine: Machine) -> None:
        if machine.backup is None:
            return
        machine.desk.close()
        self._overwrite(machine, machine.backup)
        self._open(machine)

    def _overwrite(self, machine: Machine, source: Path) -> None:
        for suffix in ("-wal", "-shm"):
            machine.path.with_name(machine.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(source, machine.path)

    def _open(self, machine: Machine) -> None:
        os.environ["GEDESK_STATE"] = str(machine.state)
        machine.desk = Desk.open(machine.path, passphrase=lambda: machine.secret)

    def _clone(self) -> None:
        if len(self.live) > self.sites + 2:
            return
        old = self.dice.choice(self.live)
        self.copied = old.path
        self.number += 1
        folder = self.folder / f"clone-{self.number}"
        folder.mkdir()
        old.desk.store.checkpoint()
        for name in ("s.gedesk", "s.gedesk.keys"):
            shutil.copyfile(old.folder / name, folder / name)
        copy = Machine(old.desk, folder, self.folder / f"state-{self.number}", name=old.name)
        self._open(copy)
        self.live.append(copy)

    def _image(self) -> None:
        machine = self.dice.choice(self.live)
        self.number += 1
        machine.image = self.folder / f"image-{self.number}"
        machine.image.mkdir()
        machine.desk.store.note_witness()
        machine.desk.store.checkpoint()
        shutil.copyfile(machine.path, machine.image / "s.gedesk")
        shutil.copytree(machine.state / "witness", machine.image / "witness")

    def _rollback(self) -> None:
        """The whole disk as it was: the store and what lies outside it."""
        machine = self.dice.choice(self.live)
        if machine.image is None:
            return
        machine.desk.close()
        self._overwrite(machine, machine.image / "s.gedesk")
        witness = machine.desk.store._witness._file
        shutil.copyfile(machine.image / "witness" / witness.name, witness)
        self._open(machine)

    # -- at rest -------------------------------------------------------------------------------------------------

    def rest(self, rounds: int = 8) -> list[str]:
        """Everything arrives until nothing is left to come (or several times, if that never is); what is wrong then."""
        for _round in range(rounds):
            wrong = []
            for machine in self.live:
                self._take("HQ", self._sent(machine.desk, "hq"))
            for name in dict.fromkeys(machine.name for machine in self.live):
                try:
                    self._take(name, self._sent(self.hq.desk, name))
                except KnownError as error:
                    wrong.append(f"headquarters cannot send to {name}: {error.message}")
            wrong += self._apart()
            if not wrong:
                break
        known = hashes(self.hq.desk)
        wrong += self.found + self.oracle.wrong(self.hq.desk, self.commitment)
        for machine in (self.hq, self.dice.choice(self.live)):
            with machine.desk.store.reading() as connection:
                wrong += [f"{machine.name}: {fault}" for fault in integrity.check(connection).faults]
        if self.at_hq - known and not self.hq_restored:
            wrong.append("changes that headquarters had are gone")
        with self.hq.desk.store.reading() as connection:
            if any(self.newer.get(own, patch) != patch for own, patch in strange(connection).items()):
                wrong.append("what a newer version wrote was changed on the way")
        return wrong

    def _apart(self) -> list[str]:
        """What has not arrived where it belongs."""
        apart = []
        known = hashes(self.hq.desk)
        for machine in self.live:
            if lost := own(machine.desk) - known:
                apart.append(f"{len(lost)} changes of {machine.name} never reached headquarters")
            place = machine.desk.store.identity().place
            if machine.desk.exchange.digest() != self.hq.desk.exchange.digest(place):
                apart.append(f"{machine.name} and headquarters differ")
        return apart + self._lacking()

    def _lacking(self) -> list[str]:
        """Files that somebody lacks and another one has: what was only on a lost laptop is gone."""
        lacking = []
        for machine in (self.hq, *self.live):
            for one in machine.desk.attachments.missing():
                sha256 = str(machine.desk.records.get("attachment", one.id).values["sha256"])
                if any(Blobs(other.path).get(sha256) for other in (self.hq, *self.live)):
                    lacking.append(f"{machine.name} lacks the content of {one.label}")
        return lacking
