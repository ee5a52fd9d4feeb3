"""A workspace under bad luck: files lost, repeated, late and cut; laptops restored, copied, rolled back; headquarters too.

The real code on real stores.  What happens is drawn from a seed, so that a schedule can be told again.  `rest` then lets
everything arrive and says what is wrong: nothing, if the exchange keeps its promises.
"""

from __future__ import annotations

import atexit
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gesync import bundle as files
from gesync.change import Operation, chain
from gesync.values import unpack
from helpers.workspace import CHEAP, PASSPHRASE, PLACES, Workspace
from services.model import File, Model, Peer, Replica

from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack
from gedesk.errors import KnownError
from gedesk.services import desk as desks
from gedesk.services import sites
from gedesk.services.desk import Desk
from gedesk.store import integrity, replica
from gedesk.store.blobs import Blobs
from gedesk.store.door import Draft, Edit, uuid7
from gedesk.store.witness import Witness

ZONE = "Zone"
UNKNOWN = 7_777  # a kind, and a field, of a newer version
FIELDS = ("title", "problem", "expected_result")
WEIGHTS = {
    "edit": 30, "new": 6, "remove": 2, "undo": 4, "decide": 2, "photo": 1, "up": 16, "down": 16, "deliver": 30,
    "move": 3, "over": 8, "all": 4, "newer": 2, "join": 1, "replace": 1,
    "backup": 5, "restore": 4, "clone": 2, "image": 5, "rollback": 5, "hq_backup": 3, "hq_restore": 2,
}  # fmt: skip


@dataclass
class Machine:
    """A computer with a store: its folder, its state outside the store, and what was put aside of both."""

    desk: Desk
    folder: Path
    state: Path
    backup: Path | None = None
    image: Path | None = None
    name: str = ""
    model: Any = None  # the same computer in the model of the protocol
    model_backup: Any = None
    model_image: Any = None

    @property
    def path(self) -> Path:
        return self.folder / "s.gedesk"


class Oracle:
    """What must stand in the fields of one record, told from who wrote what having which changes: a second fold.

    It knows nothing of bases and clocks: a change replaces the values that stood on the machine where it was written.
    """

    def __init__(self, rec: bytes) -> None:
        self._rec = rec
        self._numbers = {registry.spec("commitment", name).number: name for name in FIELDS}
        self._replaced: dict[tuple[bytes, str], set[bytes]] = {}
        self._values: dict[str, dict[bytes, object]] = {name: {} for name in FIELDS}

    def begin(self, desk: Desk) -> None:
        """Takes note of what stands at first."""
        self._take_note(desk, set(), {name: set() for name in FIELDS})

    def write(self, desk: Desk, action: Callable[[], object]) -> None:
        """Lets somebody write, and takes note of what that replaced."""
        before = hashes(desk)
        standing = {name: self.standing(name, before) for name in FIELDS}
        try:
            action()
        finally:
            self._take_note(desk, before, standing)

    def _take_note(self, desk: Desk, before: set[bytes], standing: dict[str, set[bytes]]) -> None:
        with desk.store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT hash, patch FROM log WHERE rec = ?", (self._rec,)).fetchall()
        for own, patch in rows:
            if own in before:
                continue
            for number, value in unpack(patch).items():
                if (name := self._numbers.get(number)) is not None:
                    self._values[name][own] = value
                    self._replaced[own, name] = standing[name]

    def standing(self, name: str, known: set[bytes]) -> set[bytes]:
        """The changes among `known` whose values of a field no other of them replaced."""
        written = {own for own in self._values[name] if own in known}
        return written - {gone for own in written for gone in self._replaced[own, name]}

    def wrong(self, desk: Desk, record: str) -> list[str]:
        """Fields in which a replica does not show exactly the values that stand."""
        known = hashes(desk)
        shown = {name: {one.value for one in found.values} for found in desk.exchange.conflicts("commitment")
                 if found.record == record and (name := found.field) in FIELDS}  # fmt: skip
        row = desk.records.get("commitment", record).values
        wrong = []
        for name in FIELDS:
            values = {self._values[name][own] for own in self.standing(name, known)}
            if values and shown.get(name, {row.get(name)}) != values:
                wrong.append(f"{name} shows {shown.get(name, row.get(name))}, where {values} stand")
        return wrong


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
            work = Workspace(Path(keep.name) / "w", stack, sites)
            if zone:
                kit = Path(keep.name) / "zone.gekit"
                desks.add_site(work.hq, place="TZ", name=ZONE, role="coordinator", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
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
    weights: Mapping[str, int] = field(default_factory=lambda: WEIGHTS)  # how often what happens
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.number = 0
        self.air: list[tuple[str, list[Path]]] = []
        self.hq_restored = False
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
        self.hq, *self.live = machines
        self.oracle = Oracle(bytes.fromhex(self.commitment.replace("-", "")))
        self.oracle.begin(self.hq.desk)

    def close(self) -> None:
        """Closes every store."""
        for machine in [self.hq, *self.live]:
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
        return self.dice.choice([self.hq, *self.live])

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
        desk = self.hq.desk
        if numbers := desk.lists.numbers("activity"):
            ((id_, _title),) = desk.lists.rows("activity", [self.dice.choice(numbers)], ["title"])
            codes = load_pack("tz").codes
            desk.records.save("activity", id_, {"place": codes[self.dice.choice([*PLACES[: self.sites], "TZ"])]})

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

    def _join(self) -> None:
        """Headquarters makes a kit, and another site joins with it; headquarters keeps a backup of that."""
        place = PLACES[self.sites]
        if all(machine.name != place for machine in self.live):
            kit = self._kit()
            desks.add_site(self.hq.desk, place=place, name=place, role="focal-point", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
            self._join_with(kit, place)

    def _replace(self) -> None:
        """A laptop is lost, with what it had not sent; another one goes on in its place."""
        names = Counter(machine.name for machine in self.live)
        alone = [machine for machine in self.live if names[machine.name] == 1 and machine.name != ZONE]
        if alone:
            lost = self.dice.choice(alone)
            kit = self._kit()
            sites.replace(self.hq.desk, lost.name, out=kit, passphrase=PASSPHRASE, cost=CHEAP)
            lost.desk.close()
            self.live.remove(lost)
            self._join_with(kit, lost.name)

    def _kit(self) -> Path:
        self.number += 1
        os.environ["GEDESK_STATE"] = str(self.hq.state)
        return self.folder / f"{self.number}.gekit"

    def _join_with(self, kit: Path, name: str) -> None:
        self._put_aside(self.hq)
        self.number += 1
        state, path = self.folder / f"state-{self.number}", self.folder / f"joined-{self.number}" / "s.gedesk"
        os.environ["GEDESK_STATE"] = str(state)
        self.live.append(Machine(desks.join(path, kit, passphrase=PASSPHRASE, cost=CHEAP), path.parent, state, name=name))

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
        self._spread(self._sent(self.hq.desk, "all"))

    def _spread(self, files: list[Path]) -> None:
        for name in ("HQ", *{machine.name for machine in self.live}):
            plain = name.replace(".", "-")
            if mine := [file for file in files if file.exists() and file.stem.rsplit("-", 2)[0].endswith(f"-{plain}")]:
                self.air.append((name, mine))

    def _down(self) -> None:
        name = self.dice.choice(self.live).name
        self.air.append((name, self._sent(self.hq.desk, name)))

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
        machines = [self.hq] if to == "HQ" else [one for one in self.live if one.name == to]
        for machine in machines:
            for answer in machine.desk.exchange.receive(files):
                if answer.code:
                    self.seen[answer.code] += 1
        if to == "HQ" and not self.hq_restored:
            self.at_hq |= hashes(self.hq.desk)

    # -- bad luck ------------------------------------------------------------------------------------------------

    def _backup(self) -> None:
        self._put_aside(self.dice.choice(self.live))

    def _hq_backup(self) -> None:
        self._put_aside(self.hq)

    def _put_aside(self, machine: Machine) -> None:
        self.number += 1
        machine.backup = self.folder / f"backup-{self.number}" / "s.gedesk"
        machine.backup.parent.mkdir()
        machine.desk.store.backup(machine.backup)

    def _restore(self) -> None:
        self._bring_back(self.dice.choice(self.live))

    def _hq_restore(self) -> None:
        if self.hq.backup is not None:
            self.hq_restored = True
            self._bring_back(self.hq)

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
        machine.desk = Desk.open(machine.path)

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
        wrong += self.oracle.wrong(self.hq.desk, self.commitment)
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


class Watched(World):
    """The same with the model of the protocol beside it: after every event each replica must know what the model says."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.model = Model()
        self.numbers: dict[bytes, int] = {}  # of edits, by hash
        self.files: dict[Path, File] = {}
        self.pairs: dict[str, int] = {}  # incarnations of the program and of the model
        self.before = hashes(self.hq.desk)
        for machine in (self.hq, *self.live):
            machine.model = Replica(self.model, machine.name)
            machine.model.mint(supersedes=False)
            machine.model.disk.number = 10
            machine.model.note_witness()
            self.before |= hashes(machine.desk)
        hq = self.hq.model.disk
        for machine in self.live:
            site = machine.model.disk
            site.hq_inc, site.hq_epoch, site.hq_number, site.cursor = hq.inc, hq.epoch, 10, {hq.inc: 1}
            hq.peers[machine.name] = {site.inc: Peer(10, {hq.inc: 1})}
        self._agree("at the beginning")

    def _agree(self, when: str) -> None:
        for machine in (self.hq, *self.live):
            shown = {number for own, number in self.numbers.items() if own in hashes(machine.desk)}
            inc, expected = machine.desk.store.meta("incarnation"), machine.model.disk.inc
            if self.pairs.setdefault(inc, expected) != expected or len(set(self.pairs.values())) < len(self.pairs):
                raise Disagreement(f"{when}: {machine.name} goes on as {inc} ({self.pairs[inc]}), the model as {expected}")
            if shown != set(machine.model.disk.log):
                raise Disagreement(f"{when}: {machine.name} knows {sorted(shown)}, the model {sorted(machine.model.disk.log)}")

    def step(self) -> None:
        super().step()
        self._agree(f"step {self.seen.total()}")

    def _edit(self) -> None:
        name, machine = self.dice.choice(FIELDS), self._any()
        known = hashes(machine.desk)
        values = {name: f"{name} {self.dice.randrange(9)}"}
        self.oracle.write(machine.desk, lambda: machine.desk.records.save("commitment", self.commitment, values))
        for own in hashes(machine.desk) - known:
            self.numbers[own] = len(self.numbers) + 1
            machine.model.edit(self.numbers[own], name)

    def _sent(self, desk: Desk, to: str | None) -> list[Path]:
        made = super()._sent(desk, to)
        sender = next(machine for machine in (self.hq, *self.live) if machine.desk is desk)
        for path in made:
            if sender is self.hq:
                target = self.pairs[files.peek(path).target.hex()]
                name = next(name for name, peers in sender.model.disk.peers.items() if target in peers)
                self.files[path] = sender.model.down(name, target)
            else:
                self.files[path] = sender.model.up()
        if sender is self.hq and to not in (None, "all"):
            expected = set(sender.model.addressees(str(to)))
            if {self.files[path].target for path in made} != expected:
                raise Disagreement(f"files for {to} go to {[self.files[path].target for path in made]}, by the model to {expected}")
        return made

    def _take(self, to: str, paths: list[Path]) -> None:
        super()._take(to, paths)
        for machine in [self.hq] if to == "HQ" else [one for one in self.live if one.name == to]:
            machine.model.receive([self.files[path] for path in paths if path in self.files])
        self._agree(f"files for {to} in step {self.seen.total()}")

    def _put_aside(self, machine: Machine) -> None:
        super()._put_aside(machine)
        machine.model_backup = machine.model.copy()

    def _bring_back(self, machine: Machine) -> None:
        super()._bring_back(machine)
        if machine.model_backup is not None:
            machine.model.disk = deepcopy(machine.model_backup)
            machine.model.open()

    def _clone(self) -> None:
        before = list(self.live)
        super()._clone()
        for copy in self.live[len(before):]:
            old = next(machine for machine in before if machine.name == copy.name and machine.desk.store.path == self.copied)
            copy.model = Replica(self.model, copy.name, old.model.copy())
            copy.model.open()

    def _image(self) -> None:
        super()._image()
        machine = next(one for one in self.live if one.image == self.folder / f"image-{self.number}")
        machine.model.note_witness()
        machine.model_image = (machine.model.copy(), machine.model.witness)

    def _rollback(self) -> None:
        state = self.dice.getstate()
        machine = self.dice.choice(self.live)
        self.dice.setstate(state)
        super()._rollback()
        if machine.model_image is not None:
            disk, witness = machine.model_image
            machine.model.disk, machine.model.witness = deepcopy(disk), witness
            machine.model.open()

    def rest(self, rounds: int = 8) -> list[str]:
        wrong = super().rest(rounds)
        self._agree("at rest")
        for name in FIELDS:
            stands = self.model.standing(self.hq.model.disk.log, name)
            told = {self.numbers[own] for own in self.oracle.standing(name, hashes(self.hq.desk)) if own in self.numbers}
            if stands != told:
                wrong.append(f"of {name} {sorted(told)} stand, by the model {sorted(stands)}")
        return wrong


class Disagreement(Exception):
    """The program and the model of the protocol part."""


def hashes(desk: Desk) -> set[bytes]:
    """Every change in a log."""
    with desk.store.reading() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT hash FROM change")}


def strange(connection: Any) -> dict[bytes, bytes]:
    """What newer versions wrote, as it lies in a log."""
    rows = connection.exec_driver_sql("SELECT hash, patch FROM log WHERE patch IS NOT NULL").fetchall()
    return {row[0]: row[1] for row in rows if UNKNOWN in unpack(row[1])}


def own(desk: Desk) -> set[bytes]:
    """The changes of a site's own chains."""
    site = bytes.fromhex(desk.store.identity().id)
    with desk.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT c.hash FROM change c JOIN incarnation i ON i.n = c.inc WHERE i.site = ?", (site,)
        )
        return {row[0] for row in rows}


def run_all(
    seeds: Sequence[int], steps: int | range, weights: Mapping[str, int] = WEIGHTS, *, watched: bool = False
) -> tuple[dict[int, list[str]], Counter[str]]:
    """Plays a schedule per seed, on all processors; what is wrong by seed, and how often everything happened.

    `steps` may be a range, through which the schedules go.  `watched`: with the model of the protocol beside them.
    """
    lengths = [steps] if isinstance(steps, int) else list(steps)
    tasks = [(seed, lengths[at % len(lengths)], weights, watched) for at, seed in enumerate(seeds)]
    workers = min(os.cpu_count() or 1, 4)
    wrong: dict[int, list[str]] = {}
    seen: Counter[str] = Counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for seed, found, happened in pool.map(_played, tasks, chunksize=max(1, min(25, len(tasks) // (4 * workers)))):
            seen += happened
            if found:
                wrong[seed] = found
    return wrong, seen


def _played(task: tuple[int, int, Mapping[str, int], bool]) -> tuple[int, list[str], Counter[str]]:
    seed, steps, weights, watched = task
    tempfile.tempdir = in_memory()  # this process plays schedules, nothing else
    with TemporaryDirectory(dir=in_memory()) as folder:
        found, happened = play(Path(folder), seed, steps, weights, Watched if watched else World)
    return seed, found, happened


def play(
    folder: Path, seed: int, steps: int, weights: Mapping[str, int] = WEIGHTS, world_class: type[World] = World
) -> tuple[list[str], Counter[str]]:
    """Plays one schedule; what is wrong at rest, and what happened."""
    before = os.environ.get("GEDESK_STATE")
    world = world_class(folder, seed, weights=weights)
    try:
        for _step in range(steps):
            world.step()
        return world.rest(), world.seen
    except Disagreement as parted:
        return [str(parted)], world.seen
    finally:
        world.close()
        if before is not None:
            os.environ["GEDESK_STATE"] = before
