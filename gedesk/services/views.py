"""What services answer: plain values that screens, the command line and tests read alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something, where and when.  `when` is ISO 8601 UTC by the author's own clock, which may be wrong."""

    author: str
    site: str
    when: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A record to choose in a type-ahead field: its id, its title, and what tells it from others of that name."""

    id: str
    label: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that a search over all kinds found, with what tells it from others of that title."""

    kind: str
    id: str
    title: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that contend for a field.  `id` names it for `resolve`."""

    id: str
    value: Any
    shown: str
    stamp: Stamp
    provisional: bool  # the one shown until somebody decides


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field whose parallel edits nobody has decided yet.  `id` is stable on every replica."""

    id: str
    kind: str
    kind_label: str
    record: str
    title: str
    field: str
    field_label: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in a history entry: from what to what, as people read it."""

    field: str
    label: str
    old: Any
    new: Any
    old_shown: str
    new_shown: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation, or its part on one record when `record` was asked for."""

    operation: str
    title: str
    kind: str  # edit, import, undo, redo, resolve, seed, receive
    reason: str
    stamp: Stamp
    records: int
    changes: tuple[FieldChange, ...] = ()
    undone: bool = False
    can_undo: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """What one operation wrote in one record."""

    kind: str
    id: str
    title: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record with everything a form or `show` needs.  `values` are domain values by field name."""

    kind: str
    id: str
    title: str
    values: dict[str, Any]
    shown: dict[str, str]  # the same values as people read them, links by title
    links: dict[str, tuple[Choice, ...]]  # records that point here, by "kind.field"
    created: Stamp
    changed: Stamp
    removed: bool
    conflicts: tuple[Conflict, ...]
    withheld: tuple[str, ...] = ()  # fields without a value here that somebody may have filled in whom this site does not see


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back an operation did, counted in fields and named where something stayed."""

    operation: str
    title: str
    reversed: int
    kept: tuple[str, ...] = ()  # edited since: left as it is, and which
    records: int = 0


@dataclass(frozen=True, slots=True)
class Double:
    """Two records that may be one.  `why` is for people; `score` from 0 to 100."""

    kind: str
    first: str
    second: str
    first_title: str
    second_title: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site of the workspace as this replica knows it."""

    id: str
    name: str
    place: str
    role: str
    state: str  # invited, joined, retired, revoked
    last_received: str = ""  # ISO time of its last bundle, "" if none yet
    last_sent: str = ""
    waiting: int = 0  # changes not yet acknowledged by it
    words: tuple[str, ...] = ()  # fingerprint of its keys, to compare by telephone
    copies: int = 0  # replicas that go on under its name: more than one after a laptop was copied


@dataclass(frozen=True, slots=True)
class OfficerView:
    """Somebody whose keys may act for headquarters."""

    id: str  # of the keys
    name: str
    words: tuple[str, ...]  # fingerprint of the keys, to compare by telephone
    since: str = ""  # ISO time, "" for the first officer
    here: bool = False  # the keys lie beside this store, in a file of their own


@dataclass(frozen=True, slots=True)
class United:
    """What another store of headquarters brought when it was merged into this one."""

    name: str
    operations: int
    created: int
    updated: int
    removed: int
    conflicts: int
    sites: int


@dataclass(frozen=True, slots=True)
class SentBundle:
    """A bundle written by `send`."""

    file: Path
    to: str
    operations: int
    records: int
    bytes: int
    attachments: int = 0
    left: int = 0  # files that are larger than a bundle may be
    via: str = ""  # the site in whose file it is enclosed


@dataclass(frozen=True, slots=True)
class Received:
    """What one file brought.  `refused` holds the reason when nothing was applied."""

    file: Path
    sender: str
    operations: dict[str, int] = field(default_factory=dict)  # new, known, refused
    records: dict[str, int] = field(default_factory=dict)  # created, updated, removed, unchanged
    conflicts: int = 0
    parallel: int = 0  # records merged from edits of different fields
    gaps: tuple[str, ...] = ()
    receipt: str = ""
    attachments: int = 0  # files of attachments that were new here
    code: str = ""
    refused: str = ""
    note: str = ""  # something to know although nothing is wrong
    exit: int = 0


@dataclass(frozen=True, slots=True)
class BundleView:
    """A line in the history of bundles."""

    direction: str  # sent, received
    number: int
    site: str
    when: str
    file: str
    operations: int
    records: int
    note: str = ""
    id: str = ""  # what `Exchange.take_back` asks for


@dataclass(frozen=True, slots=True)
class Status:
    """What `status` and the start page show."""

    site: str
    role: str
    place: str
    country: str
    counts: dict[str, int]
    conflicts: int
    to_send: int
    last_sent: str
    last_received: str
    due: Sequence[str] = ()
    notices: tuple[str, ...] = ()  # what happened to this site's data that a person should know


@dataclass(frozen=True, slots=True)
class StoreView:
    """A store as a file."""

    path: Path
    bytes: int
    author: str  # who writes here, "" when nobody said
    backups: tuple[BackupView, ...]  # newest first
    demonstration: bool


@dataclass(frozen=True, slots=True)
class BackupView:
    """A copy of the store that was read back and found whole."""

    file: Path
    bytes: int
    when: str  # ISO time
    words: tuple[str, ...] = ()  # of headquarters' own, when it was just made: for an officer who takes it in elsewhere


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the store found; `faults` is empty when all is well."""

    records: int
    operations: int
    changes: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeysView:
    """The keys of this replica: the words of their fingerprint, and whether they lie under a passphrase."""

    words: tuple[str, ...]
    protected: bool
    file: Path


@dataclass(frozen=True, slots=True)
class CountryView:
    """A country that has a pack."""

    code: str
    name: str
    top: str  # code of the whole country


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new store is made from."""

    country: str
    place: str
    name: str
    author: str
    passphrase: str | None
