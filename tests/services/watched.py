"""The simulator with the model of the protocol beside it: two implementations that must agree."""

from __future__ import annotations

from copy import deepcopy
from hashlib import sha256
from pathlib import Path

from gesync import bundle as files
from services.model import PLACE, SHARED, File, Model, Peer, Replica
from services.oracles import FIELDS, hashes
from services.simulator import COUNTRY, PLACES, WHOLE, ZONE, Machine, World

from gedesk.domain.packs import load_pack
from gedesk.services.desk import Desk
from gedesk.store.blobs import Blobs


class Signed:
    """Trusts what a computer signed itself."""

    def __init__(self, desk: Desk) -> None:
        self._keys = desk.exchange.keys().public

    def verify_key(self, _header: files.Header) -> bytes:
        """See gesync.bundle.Trust."""
        return self._keys.sign


class Disagreement(Exception):
    """The program and the model of the protocol part."""


class Watched(World):
    """The same with the model of the protocol beside it: after every event each replica must know what the model says."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.model = Model()
        self.numbers: dict[bytes, int] = {}  # of edits, by hash
        self.files: dict[Path, File] = {}
        self.by_bundle: dict[bytes, File] = {}
        self.model.carriers = {ZONE}
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
            there = {one for one in self.model.contents if Blobs(machine.path).get(one)}
            if there != machine.model.contents:
                raise Disagreement(f"{when}: {machine.name} has the files {sorted(there)}, by the model {sorted(machine.model.contents)}")

    def step(self) -> None:
        super().step()
        self._agree(f"step {self.seen.total()}")

    def _edit(self) -> None:
        name, machine = self.dice.choice(FIELDS), self._any()
        known = hashes(machine.desk)
        values = {name: f"{name} {self.dice.randrange(9)}"}
        self.oracle.write(machine.desk, lambda: machine.desk.records.save("commitment", self.commitment, values))
        self._wrote(machine, known, SHARED, [name])

    def _new(self) -> None:
        """A site enters a record of its own."""
        machine = self.dice.choice(self.live)
        known = hashes(machine.desk)
        made = machine.desk.records.save("activity", None, {"title": f"T{self.dice.randrange(99)}", "start": "2026-02-01"})
        self._wrote(machine, known, made, ["title", PLACE], WHOLE if machine.name == ZONE else machine.name)

    def _title(self) -> None:
        """Whoever sees a record gives it another title."""
        machine = self._any()
        if numbers := machine.desk.lists.numbers("activity"):
            ((id_, _title),) = machine.desk.lists.rows("activity", [self.dice.choice(numbers)], ["title"])
            known = hashes(machine.desk)
            machine.desk.records.save("activity", id_, {"title": f"T{self.dice.randrange(99)}"})
            self._wrote(machine, known, id_, ["title"])

    def _move(self) -> None:
        """Headquarters moves a record, to another site or out of everybody's sight."""
        if numbers := self.hq.desk.lists.numbers("activity"):
            ((id_, _title),) = self.hq.desk.lists.rows("activity", [self.dice.choice(numbers)], ["title"])
            known, place = hashes(self.hq.desk), self.dice.choice([*PLACES[: self.sites], WHOLE])
            self.hq.desk.records.save("activity", id_, {"place": load_pack(COUNTRY).codes[place]})
            self._wrote(self.hq, known, id_, [PLACE], place)

    def _photo(self) -> None:
        """A site keeps a file."""
        machine = self.dice.choice(self.live)
        self.number += 1
        known, data = hashes(machine.desk), b"photo %d" % self.number
        made = machine.desk.attachments.add(data, name=f"{self.number}.jpg", media_type="image/jpeg")
        content = sha256(data).hexdigest()
        machine.model.contents.add(content)
        self.model.contents.add(content)
        self._wrote(machine, known, made.id, [PLACE], WHOLE if machine.name == ZONE else machine.name, content)

    def _wrote(
        self, machine: Machine, known: set[bytes], record: str, names: list[str], place: str | None = None, content: str | None = None
    ) -> None:
        """The model hears of it, unless nothing was changed."""
        for own in hashes(machine.desk) - known:
            with machine.desk.store.reading() as connection:
                stamp = connection.exec_driver_sql("SELECT hlc FROM change WHERE hash = ?", (own,)).scalar_one()
            self.numbers[own] = len(self.numbers) + 1
            machine.model.edit(self.numbers[own], record, names, (stamp, own), place, content)

    def _sent(self, desk: Desk, to: str | None) -> list[Path]:
        made = super()._sent(desk, to)
        sender = next(machine for machine in (self.hq, *self.live) if machine.desk is desk)
        letters: dict[int | None, File] = {}
        for path in filter(Path.exists, made):  # an enclosed one is found in the file that carries it
            for bundle, enclosed in self._written(desk, path):
                self.by_bundle[bundle.header.bundle] = self._modelled(sender, bundle, [self.by_bundle[one] for one in enclosed], letters)
            self.files[path] = self.by_bundle[files.peek(path).bundle]
        if left := [letter.key for letter in letters.values() if sender.model.due(letter)]:
            raise Disagreement(f"after {left} {sender.name} sends no files, by the model it does")
        if sender.model.carried and to != "all" and sender is not self.hq:
            told = {one.key for path in made for one in self.files[path].enclosed}
            if told != set(sender.model.carried):
                raise Disagreement(f"{sender.name} carries {sorted(told)}, by the model {sorted(sender.model.carried)}")
        if sender is self.hq and to not in (None, "all"):
            expected = set(sender.model.addressees(str(to)))
            if {self.files[path].target for path in made} != expected:
                raise Disagreement(f"files for {to} go to {[self.files[path].target for path in made]}, by the model to {expected}")
        return made

    def _written(self, desk: Desk, path: Path) -> list[tuple[files.Bundle, list[bytes]]]:
        """What a sender wrote: first the files of its own that a file carries, then that one, each with those in it."""
        if files.peek(path).bundle in self.by_bundle:
            return []  # written out for somebody else
        whole, file = files.read(path, desk.exchange.keys(), Signed(desk)), path.with_suffix(".inner")
        inner, own = [], []
        for data in whole.enclosed:
            file.write_bytes(data)
            inner.append(files.peek(file).bundle)
            if inner[-1] not in self.by_bundle:
                own.append(files.read(file, desk.exchange.keys(), Signed(desk)))
        own.sort(key=lambda one: one.header.number)
        return [*((one, []) for one in own), (whole, inner)]

    def _modelled(self, sender: Machine, bundle: files.Bundle, enclosed: list[File], letters: dict[int | None, File]) -> File:
        target = self.pairs[bundle.header.target.hex()] if bundle.header.target else None
        if enclosed:
            return sender.model.relay(enclosed, target)
        if "files" in bundle.manifest:
            made = sender.model.parcel(letters[target])
            if made.contents != (told := {row[0].hex() for row in bundle.manifest["files"]}):
                raise Disagreement(f"{sender.name} sends the files {told}, by the model {made.contents}")
            return made
        if target is None:
            letters[target] = sender.model.up()
        else:
            name = next(name for name, peers in self.hq.model.disk.peers.items() if target in peers)
            letters[target] = sender.model.down(name, target)
        return letters[target]

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
            stands = self.model.standing(self.hq.model.disk.log, SHARED, name)
            told = {self.numbers[own] for own in self.oracle.standing(name, hashes(self.hq.desk)) if own in self.numbers}
            if stands != told:
                wrong.append(f"of {name} {sorted(told)} stand, by the model {sorted(stands)}")
        return wrong
