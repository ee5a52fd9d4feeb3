"""The protocol of sync/SPEC.md on plain sets: what every replica of a workspace must know after every event.

It shares nothing with the program: edits are numbers, files are objects, incarnations are counted.  `watched.Watched`
tells it what happens and compares.  Records lie at places; a site sees those at its own, and one that everybody sees.
Coordinators of the whole see everything and carry files; contents of attachments are names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

HQ = "HQ"
SHARED = "the commitment"  # the record that everybody sees
PLACE = "place"


@dataclass(frozen=True)
class Edit:
    """One change: where it stands in its chain, what it follows, and what its author saw of the fields it writes."""

    uid: int
    inc: int
    seq: int
    before: int | None
    record: str
    saw: dict[str, frozenset[int]]  # by field
    place: str | None  # that it gives to its record, if it writes that field
    content: str | None  # of the file that its record is about
    rank: Any  # of two values that did not know of each other the greater one is shown

    @property
    def seen(self) -> frozenset[int]:
        """What its author saw, of any field."""
        return frozenset().union(*self.saw.values())


@dataclass
class Peer:
    """What headquarters remembers of one incarnation of a site."""

    number: int = 0
    cursor: dict[int, int] = field(default_factory=dict)
    heads: frozenset[int] = frozenset()
    retired: bool = False
    wants: frozenset[str] = frozenset()


@dataclass
class Disk:
    """All that is in a database."""

    inc: int = 0
    number: int = 0  # of the last file written
    epoch: int = 0
    parent: int | None = None
    supersedes: bool = False
    log: list[int] = field(default_factory=list)  # in the order of arrival
    taken: set[int] = field(default_factory=set)  # files
    sent: dict[str, set[str]] = field(default_factory=dict)  # contents of files, by receiver
    # of a site
    hq_wants: frozenset[str] = frozenset()
    hq_inc: int | None = None
    hq_epoch: int = 0
    hq_number: int = 0
    ack: frozenset[int] = frozenset()
    floor: dict[int, int] = field(default_factory=dict)
    lost: bool = False
    former: bool = False
    cursor: dict[int, int] = field(default_factory=dict)
    # of headquarters
    peers: dict[str, dict[int, Peer]] = field(default_factory=dict)
    via: dict[str, str] = field(default_factory=dict)  # through whom a site was last heard of
    brought: dict[str, set[int]] = field(default_factory=dict)  # by coordinators: files that arrived
    own_floor: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] | None = None  # while it asks for what it lost
    holed: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class File:
    """A bundle."""

    key: int
    source: str
    inc: int
    number: int
    epoch: int
    edits: tuple[int, ...]
    needs: frozenset[int]  # referred to by place
    told: dict[str, Any]
    target: int | None = None
    wants: frozenset[str] = frozenset()
    contents: frozenset[str] | None = None  # of a parcel
    enclosed: tuple[File, ...] = ()


class Model:
    """The whole workspace."""

    def __init__(self) -> None:
        self.edits: dict[int, Edit] = {}
        self.owner: dict[int, str] = {}  # of incarnations
        self.contents: set[str] = set()  # of all attachments
        self.carriers: set[str] = set()  # coordinators of the whole: they see everything, and carry files of others
        self._incs, self._keys = count(1), count(1)

    # -- chains --------------------------------------------------------------------------------------------------

    def chain(self, known: Iterable[int], inc: int) -> list[Edit]:
        """The known edits of one chain, in order."""
        return sorted((self.edits[uid] for uid in known if self.edits[uid].inc == inc), key=lambda edit: (edit.seq, edit.uid))

    def last(self, disk: Disk, inc: int) -> int:
        """The last sequence number of a chain, 0 without any."""
        return max((edit.seq for edit in self.chain(disk.log, inc)), default=0)

    def end(self, disk: Disk, inc: int) -> int:
        """How far a chain is held whole."""
        known = self.chain(disk.log, inc)
        return max((edit.seq for edit in (self.unbroken(known) if inc in disk.holed else known)), default=0)

    def unbroken(self, known: Iterable[Edit]) -> list[Edit]:
        """The edits of a chain, given in order, whose predecessors are all there."""
        whole: dict[int, Edit] = {}
        for edit in known:
            if edit.before is None or edit.before in whole:
                whole[edit.uid] = edit
        return list(whole.values())

    def heads(self, disk: Disk, name: str) -> frozenset[int]:
        """The ends of all chains of a site that are held whole."""
        found: set[int] = set()
        for inc in {self.edits[uid].inc for uid in disk.log if self.owner[self.edits[uid].inc] == name}:
            known = self.chain(disk.log, inc)
            if inc in disk.holed:
                known = self.unbroken(known)
            found |= {edit.uid for edit in known} - {edit.before for edit in known}
        return frozenset(found)

    def covered(self, disk: Disk, heads: Iterable[int]) -> set[int]:
        """What somebody has who has these ends of chains."""
        found: set[int] = set()
        known = set(disk.log)
        for head in heads:
            step: int | None = head
            while step is not None and step in known and step not in found:
                found.add(step)
                step = self.edits[step].before
        return found

    def standing(self, known: Iterable[int], record: str, name: str) -> frozenset[int]:
        """The edits of a field that no other one saw."""
        written = [edit for uid in known if name in (edit := self.edits[uid]).saw and edit.record == record]
        return frozenset({edit.uid for edit in written} - {gone for edit in written for gone in edit.saw[name]})

    def sees(self, known: Iterable[int], record: str, place: str) -> bool:
        """Whether a record belongs to the site at a place."""
        if record == SHARED or place in self.carriers:
            return True
        stands = self.standing(known, record, PLACE)
        return bool(stands) and max((self.edits[uid] for uid in stands), key=lambda edit: edit.rank).place == place

    def moved(self, log: Sequence[int], start: int) -> set[str]:
        """Records that were there at a point of a log and were given a place after it."""
        there = {self.edits[uid].record for uid in log[:start]}
        return {self.edits[uid].record for uid in log[start:] if PLACE in self.edits[uid].saw} & there


@dataclass
class Replica:
    """One computer."""

    model: Model
    name: str
    disk: Disk = field(default_factory=Disk)
    witness: tuple[int, int, int, int] | None = None  # incarnation, sequence, file, epoch
    carried: dict[int, File] = field(default_factory=dict)  # beside the database: files for headquarters
    answers: dict[int, File] = field(default_factory=dict)  # there: files for other sites
    contents: set[str] = field(default_factory=set)  # there: of attachments

    @property
    def is_hq(self) -> bool:
        """Whether it is headquarters."""
        return self.name == HQ

    def mint(self, *, supersedes: bool) -> None:
        """Begins a new incarnation."""
        disk, parent = self.disk, self.disk.inc
        if parent:
            disk.own_floor = {**disk.own_floor, parent: self.model.last(disk, parent)}
            if supersedes:
                disk.ends = {inc: self.model.end(disk, inc) for inc in {self.model.edits[uid].inc for uid in disk.log}}
        disk.inc, disk.number, disk.parent, disk.supersedes = next(self.model._incs), 0, parent or None, supersedes and bool(parent)
        disk.epoch = max(disk.epoch, self.witness[3] if self.witness else 0) + 1
        self.model.owner[disk.inc] = self.name
        self.witness = (disk.inc, 0, 0, disk.epoch)

    def open(self) -> None:
        """Compares the database with the file outside it."""
        if self.witness is None:
            self.mint(supersedes=False)
            return
        inc, seq, number, _epoch = self.witness
        if inc != self.disk.inc or seq > self.model.last(self.disk, inc) or number > self.disk.number:
            self.mint(supersedes=True)

    def note_witness(self) -> None:
        """Before a file leaves."""
        self.witness = (self.disk.inc, self.model.last(self.disk, self.disk.inc), self.disk.number, self.disk.epoch)

    def edit(self, uid: int, record: str, names: Iterable[str], rank: Any, place: str | None = None, content: str | None = None) -> None:
        """Somebody writes fields of a record."""
        disk, chain = self.disk, self.model.chain(self.disk.log, self.disk.inc)
        before = max(chain, key=lambda edit: (edit.seq, disk.log.index(edit.uid))) if chain else None
        saw = {name: self.model.standing(disk.log, record, name) for name in names}
        seq, prev = (before.seq + 1, before.uid) if before else (1, None)
        self.model.edits[uid] = Edit(uid, disk.inc, seq, prev, record, saw, place, content, rank)
        disk.log.append(uid)

    def named(self) -> dict[str, str]:
        """Contents that records here name, with the record."""
        edits = [self.model.edits[uid] for uid in self.disk.log]
        return {edit.content: edit.record for edit in edits if edit.content is not None}

    # -- sending -------------------------------------------------------------------------------------------------

    def _file(self, edits: Sequence[int], by_place: bool, told: dict[str, Any], target: int | None = None) -> File:
        disk, all_edits = self.disk, self.model.edits
        disk.number += 1
        self.note_witness()
        needs = {uid for one in edits for uid in all_edits[one].seen} - set(edits)
        twins = {(all_edits[uid].inc, all_edits[uid].seq) for uid in disk.log}
        single = {place for place in twins if sum((all_edits[uid].inc, all_edits[uid].seq) == place for uid in disk.log) == 1}
        needs = {
            uid for uid in needs
            if (all_edits[uid].inc, all_edits[uid].seq) in single and (by_place or self.model.owner[all_edits[uid].inc] == self.name)
        }  # fmt: skip
        wants = frozenset(self.named()) - self.contents
        return File(
            next(self.model._keys), self.name, disk.inc, disk.number, disk.epoch, tuple(edits), frozenset(needs), told, target, wants
        )

    def up(self) -> File:
        """A site to headquarters."""
        disk, model = self.disk, self.model
        acked = model.covered(disk, disk.ack)
        sent = []
        for uid in disk.log:
            inc, seq, owner = model.edits[uid].inc, model.edits[uid].seq, model.owner[model.edits[uid].inc]
            if owner == self.name:
                if uid not in acked:
                    sent.append(uid)
            elif disk.former and inc != disk.hq_inc and (owner == HQ or disk.lost) and seq > disk.floor.get(inc, 0):
                sent.append(uid)
        told = {"cursor": dict(disk.cursor), "heads": model.heads(disk, self.name), "parent": disk.parent, "supersedes": disk.supersedes}
        return self._file(sent, not disk.former, told)

    def addressees(self, name: str) -> list[int]:
        """The incarnations of a site that go on."""
        return [inc for inc, peer in self.disk.peers.get(name, {}).items() if not peer.retired]

    def down(self, name: str, inc: int) -> File:
        """Headquarters to one incarnation of a site."""
        disk, model = self.disk, self.model
        peer = disk.peers[name][inc]
        start = peer.cursor.get(disk.inc, 0)
        has = set() if not start and any(peer.cursor.values()) else model.covered(disk, peer.heads)
        told = {
            "from": start, "to": len(disk.log) + 1, "seen": peer.number, "heads": model.heads(disk, name),
            "floor": {**(disk.ends or {}), **disk.own_floor}, "lost": disk.ends is not None, "brought": set(disk.brought.get(name, ())),
        }  # fmt: skip
        at = max(0, start - 1)
        moved = model.moved(disk.log, at) if start else set()  # of these the site needs everything
        sent = [
            uid for n, uid in enumerate(disk.log)
            if ((n >= at and uid not in has) or model.edits[uid].record in moved) and model.sees(disk.log, model.edits[uid].record, name)
        ]  # fmt: skip
        return self._file(sent, True, told, inc)

    def due(self, letter: File) -> frozenset[str]:
        """Contents that go with a letter: of the files that it tells of, once, and what was asked for."""
        disk, named = self.disk, self.named()
        to, wants = self._asked(letter)
        fresh = {self.model.edits[uid].content for uid in letter.edits} - disk.sent.get(to, set())
        return frozenset(
            content for content in (fresh | wants) & named.keys() & self.contents
            if to == HQ or self.model.sees(disk.log, named[content], to)
        )  # fmt: skip

    def parcel(self, letter: File) -> File:
        """Contents of files after a letter."""
        disk, (to, wants), contents = self.disk, self._asked(letter), self.due(letter)
        told = {**letter.told, "to": letter.told["from"]} if "to" in letter.told else letter.told
        made = self._file([], True, told, letter.target)
        disk.sent.setdefault(to, set()).update(contents)
        self._note_wants(to, letter.target, wants - contents)
        return replace(made, contents=contents)

    def _asked(self, letter: File) -> tuple[str, frozenset[str]]:
        if letter.target is None:
            return HQ, self.disk.hq_wants
        name = self.model.owner[letter.target]
        return name, self.disk.peers[name][letter.target].wants

    def _note_wants(self, name: str, inc: int | None, wants: frozenset[str]) -> None:
        if self.is_hq and inc is not None:
            self.disk.peers[name][inc].wants = wants
        else:
            self.disk.hq_wants = wants

    def _keep(self, file: File) -> None:
        """Contents that records here name; and what the sender asks for."""
        if file.contents is None:
            self._note_wants(file.source, file.inc, file.wants)
        else:
            self.contents |= file.contents & self.named().keys()

    def relay(self, enclosed: Sequence[File], target: int | None = None) -> File:
        """Files of others, carried as they are."""
        made = self._file([], True, {}, target)
        return replace(made, enclosed=tuple(enclosed))

    # -- receiving -----------------------------------------------------------------------------------------------

    def receive(self, files: Sequence[File]) -> None:
        """Takes files in, again those that waited for others."""
        waiting = list(files)
        while waiting:
            later = [one for one in waiting if not (self._take_up(one) if self.is_hq else self._take_down(one))]
            if len(later) == len(waiting):
                return
            waiting = later

    def _take_up(self, file: File, *, direct: bool = True) -> bool:
        disk, model = self.disk, self.model
        if file.key in disk.taken:
            return True
        if file.enclosed:
            return self._unload(file)
        self._hear_of(file)
        known = set(disk.log)
        if file.needs - known - set(file.edits):
            return False
        whole = True
        broken: set[int] = set()
        for uid in sorted(file.edits, key=lambda one: (model.edits[one].inc, model.edits[one].seq)):
            edit = model.edits[uid]
            missing = edit.before is not None and edit.before not in known and edit.before not in file.edits
            if model.owner[edit.inc] == file.source:
                if edit.inc in broken or missing:
                    broken.add(edit.inc)
                    whole = False
                    continue
            elif missing:
                disk.holed.add(edit.inc)
            if uid not in known:
                disk.log.append(uid)
        if disk.ends is not None and all(
            disk.inc in peer.cursor for peers in disk.peers.values() for peer in peers.values() if not peer.retired
        ):
            disk.ends = None
        self._keep(file)
        if whole:
            disk.taken.add(file.key)
        if direct:
            disk.via[file.source] = ""
        return whole

    def _unload(self, file: File) -> bool:
        whole = True
        for one in file.enclosed:
            whole &= self._take_up(one, direct=False)
            self.disk.via[one.source] = file.source
        if whole:
            self.disk.brought.setdefault(file.source, set()).update(one.key for one in file.enclosed)
            self.disk.taken.add(file.key)
        self.disk.via[file.source] = ""
        return whole

    def _hear_of(self, file: File) -> None:
        peers = self.disk.peers.setdefault(file.source, {})
        peer = peers.setdefault(file.inc, Peer())
        if file.number > peer.number:
            peers[file.inc] = Peer(file.number, dict(file.told["cursor"]), file.told["heads"], wants=peer.wants)
        if file.told["supersedes"] and file.told["parent"] in peers:
            peers[file.told["parent"]].retired = True

    def _take_down(self, file: File) -> bool:
        disk, model, told = self.disk, self.model, file.told
        if file.target is None and file.source != self.name and self.name in model.carriers:
            self.carried.setdefault(file.key, file)
            return True
        if file.key in disk.taken or file.target != disk.inc:
            return True
        if file.enclosed:
            disk.taken.add(file.key)
            anew = {one.target for one in file.enclosed}
            self.answers = {key: one for key, one in self.answers.items() if one.target not in anew} | {one.key: one for one in file.enclosed}
            return True
        mine = {uid for uid in told["heads"] if model.edits[uid].inc == disk.inc}
        if told["seen"] > disk.number or mine - set(disk.log):
            self.mint(supersedes=True)
            return True
        if file.epoch < disk.hq_epoch:
            return True
        if file.needs - set(disk.log) - set(file.edits) or told["from"] > disk.cursor.get(file.inc, 0):
            return False
        if disk.hq_inc != file.inc:
            disk.hq_inc, disk.hq_number, disk.hq_epoch, disk.former = file.inc, 0, file.epoch, disk.hq_inc is not None
        if file.number > disk.hq_number:
            disk.hq_number, disk.ack, disk.floor, disk.lost = file.number, told["heads"], dict(told["floor"]), told["lost"]
        disk.cursor[file.inc] = max(disk.cursor.get(file.inc, 0), told["to"])
        known = set(disk.log)
        disk.log += [uid for uid in file.edits if uid not in known]
        disk.taken.add(file.key)
        self._keep(file)
        self.carried = {key: one for key, one in self.carried.items() if key not in told["brought"]}
        return True

    def copy(self) -> Disk:
        """The database as it is now."""
        return deepcopy(self.disk)
