"""The services' protocols over plain dictionaries: for tests of presenters and pages that need no store."""

from __future__ import annotations

import uuid
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput, KnownError, NotFound
from gedesk.services.views import (
    BackupView,
    BundleView,
    Checked,
    Choice,
    Conflict,
    ConflictValue,
    Double,
    FieldChange,
    Found,
    HistoryEntry,
    KeysView,
    OfficerView,
    Received,
    RecordView,
    SentBundle,
    SiteView,
    Stamp,
    Status,
    StoreView,
    Undone,
    United,
    Written,
)
from helpers.memory_dashboard import MemoryMonitoring, MemoryReporting, figures
from helpers.memory_governance import MemoryGovernance
from helpers.memory_overviews import MemoryCommitments
from helpers.memory_publishing import MemoryPublishing
from helpers.memory_workbooks import MemoryWorkbooks

Change = tuple[str, str, dict[str, Any], dict[str, Any]]  # kind, id, before, after


class MemoryAttachments:
    """`protocols.Attachments` in memory: what was added, by id."""

    def __init__(self, services: MemoryServices) -> None:
        self._services = services
        self.kept: dict[str, tuple[bytes, bytes | None, str]] = {}

    def add(self, data: bytes, *, name: str, thumbnail: bytes | None = None, **_more: Any) -> Choice:
        """Keeps it."""
        id = self._services.add("attachment", name=name)
        self.kept[id] = (data, thumbnail, name)
        return Choice(id, name)

    def open(self, id: str) -> Path:
        """Nothing has a file here."""
        raise InvalidInput(f"{self.kept[id][2]} has no file")

    def thumbnail(self, id: str) -> bytes | None:
        """The small picture."""
        return self.kept[id][1] if id in self.kept else None

    def missing(self) -> list[Choice]:
        """Nothing."""
        return []


def _meets(value: Any, wanted: object) -> bool:
    return wanted in value if isinstance(value, list) else value == wanted


class MemoryServices:
    """An open store that forgets."""

    def __init__(self) -> None:
        self.data: dict[str, dict[str, dict[str, Any]]] = {}
        self.order: dict[str, list[str]] = {}
        self.log: list[HistoryEntry] = []
        self.changes: dict[str, list[Change]] = {}
        self.conflicts: list[Conflict] = []
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self.me = Stamp("Asha Juma", "Arusha", "2026-03-12T09:00:00Z")
        self.lists = MemoryLists(self)
        self.records = MemoryRecords(self)
        self.exchange = MemoryExchange(self)
        self.keeping = MemoryKeeping(self)
        self.merging = MemoryMerging()
        self.workbooks = MemoryWorkbooks(self)
        self.governance = MemoryGovernance(self)
        self.monitoring = MemoryMonitoring(figures())
        self.reporting = MemoryReporting()
        self.commitments = MemoryCommitments(self)
        self.attachments = MemoryAttachments(self)
        self.publishing = MemoryPublishing()

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def add(self, kind: str, **values: Any) -> str:
        """A record without validation, history or news: for arranging a test."""
        id = str(uuid.uuid4())
        self.data.setdefault(kind, {})[id] = values
        self.order.setdefault(kind, []).append(id)
        return id

    def title(self, kind: str, id: str) -> str:
        values = self.data.get(kind, {}).get(id)
        return str(values.get(registry.kind(kind).title) or id[:8]) if values else "(not here)"

    def shown(self, spec: FieldSpec, value: Any) -> str:
        if value in (None, [], {}):
            return ""
        match spec.type:
            case Type.CODE:
                return spec.vocabulary.label(value)
            case Type.LINK:
                return self.title(str(spec.target), value)
            case Type.LINKS:
                return ", ".join(self.title(str(spec.target), one) for one in value)
        return str(value)

    def note(self, title: str, kind: str, changes: list[Change], reason: str = "") -> str:
        operation = uuid.uuid4().hex
        fields = tuple(
            FieldChange(name, registry.spec(k, name).label, before.get(name), after.get(name),
                        self.shown(registry.spec(k, name), before.get(name)), self.shown(registry.spec(k, name), after.get(name)))
            for k, _id, before, after in changes
            for name in sorted({*before, *after})
            if name in registry.specs(k) and before.get(name) != after.get(name)
        )  # fmt: skip
        self.log.insert(0, HistoryEntry(operation, title, kind, reason, self.me, len(changes), fields))
        self.changes[operation] = changes
        for listener in list(self.listeners):
            listener(frozenset(change[0] for change in changes))
        return operation


class MemoryLists:
    def __init__(self, services: MemoryServices) -> None:
        self._services = services
        self.asked: list[str] = []

    def numbers(
        self, kind: str, *, text: str = "", where: Mapping[str, object] | None = None, sort: str = "",
        descending: bool = False, limit: int | None = None,
    ) -> array[int]:  # fmt: skip
        self.asked.append(text)
        order, data = self._services.order.get(kind, []), self._services.data.get(kind, {})
        wanted = text.casefold().split()
        found = [
            n for n, id in enumerate(order)
            if not data[id].get("_removed") and self._matches(data[id], wanted)
            and all(_meets(data[id].get(name), value) for name, value in (where or {}).items())
        ]  # fmt: skip
        if sort and sort in registry.specs(kind):
            found.sort(key=lambda n: str(data[order[n]].get(sort) or ""), reverse=descending)
        return array("q", found[:limit])

    def _matches(self, values: Mapping[str, Any], wanted: Sequence[str]) -> bool:
        words = " ".join(str(value) for value in values.values()).casefold().split()
        return all(any(word.startswith(one) for word in words) for one in wanted)

    def rows(self, kind: str, numbers: Sequence[int], fields: Sequence[str]) -> list[tuple[Any, ...]]:
        order, specs = self._services.order.get(kind, []), registry.specs(kind)
        rows = []
        for n in numbers:
            id = order[n]
            values = self._services.data[kind][id]
            conflicts = sum(one.record == id for one in self._services.conflicts)
            people = values.get("participants_total") or sum((values.get("participants") or {}).values())
            meta = {"conflicts": conflicts, "changed": "2026-03-12", "created": "2026-03-12", "people": str(people or "")}
            rows.append((id, *(meta[f] if f in meta else self._services.shown(specs[f], values.get(f)) for f in fields)))
        return rows

    def choices(self, kind: str, text: str, *, limit: int = 20) -> list[Choice]:
        numbers = self.numbers(kind, text=text, limit=limit)
        order = self._services.order.get(kind, [])
        return [Choice(order[n], self._services.title(kind, order[n]), "context") for n in numbers]


    def search(self, text: str, *, limit: int = 30) -> list[Found]:
        found = []
        for kind in self._services.order:
            found += [Found(kind, one.id, one.label, one.context) for one in self.choices(kind, text, limit=limit)]
        return found[:limit]


class MemoryRecords:
    def __init__(self, services: MemoryServices) -> None:
        self._services = services
        self._undone: list[str] = []

    def get(self, kind: str, id: str) -> RecordView:
        values = self._services.data.get(kind, {}).get(id)
        if values is None:
            raise NotFound(f"There is no {kind} {id}.")
        specs = registry.specs(kind)
        shown = {name: self._services.shown(specs[name], value) for name, value in values.items() if name in specs}
        return RecordView(
            kind, id, self._services.title(kind, id), {k: v for k, v in values.items() if k in specs}, shown, {},
            self._services.me, self._services.me, bool(values.get("_removed")),
            tuple(one for one in self._services.conflicts if one.record == id),
        )  # fmt: skip

    def save(self, kind: str, id: str | None, values: Mapping[str, Any]) -> str:
        before = dict(self._services.data.get(kind, {}).get(id or "", {}))
        cleaned = registry.clean(kind, values, current={k: v for k, v in before.items() if k != "_removed"} or None)
        if id is None:
            id = self._services.add(kind, **cleaned)
            title = f"Add {kind} “{self._services.title(kind, id)}”"
        else:
            self._services.data[kind][id] = {**before, **cleaned}
            title = f"Change {kind} “{self._services.title(kind, id)}”"
        self._services.note(title, "edit", [(kind, id, before, dict(self._services.data[kind][id]))])
        return id

    def save_all(self, kind: str, items: Sequence[Mapping[str, Any]], *, title: str = "") -> list[str]:
        return [
            self.save(kind, item.get("id"), {name: value for name, value in item.items() if name != "id"}) for item in items
        ]

    def remove(self, kind: str, ids: Sequence[str]) -> str:
        changes = []
        for id in ids:
            before = dict(self._services.data[kind][id])
            self._services.data[kind][id]["_removed"] = True
            changes.append((kind, id, before, dict(self._services.data[kind][id])))
        return self._services.note(f"Remove {len(ids)} × {kind}", "edit", changes)

    def history(self, kind: str | None = None, id: str | None = None, *, limit: int = 200) -> list[HistoryEntry]:
        found = [
            entry for entry in self._services.log
            if id is None or any(change[1] == id for change in self._services.changes[entry.operation])
        ]  # fmt: skip
        return found[:limit]

    def details(self, operation: str, *, limit: int = 500) -> list[Written]:
        entry = next(one for one in self._services.log if one.operation == operation)
        return [
            Written(kind, id, self._services.title(kind, id), entry.changes)
            for kind, id, _before, _after in self._services.changes[operation][:limit]
        ]

    def undo(self, operation: str | None = None, *, cancelled: Callable[[], bool] | None = None) -> Undone:
        entry = next(
            (one for one in self._services.log if (one.operation == operation if operation else self._open(one))), None
        )
        if entry is None:
            raise KnownError("There is nothing to undo.")
        kept = []
        for kind, id, before, after in self._services.changes[entry.operation]:
            now = self._services.data[kind][id]
            if now != after:
                kept.append(self._services.title(kind, id))
                continue
            self._services.data[kind][id] = dict(before) or {"_removed": True}
        at = self._services.log.index(entry)
        self._services.log[at] = replace(entry, undone=True, can_undo=False)
        self._undone.append(entry.operation)
        title = f"Undo: {entry.title}"
        new = self._services.note(title, "undo", self._services.changes[entry.operation])
        return Undone(new, title, len(entry.changes), tuple(kept), entry.records)

    def redo(self, *, cancelled: Callable[[], bool] | None = None) -> Undone:
        operation = self._undone.pop()
        for kind, id, _before, after in self._services.changes[operation]:
            self._services.data[kind][id] = dict(after)
        new = self._services.note("Redo", "redo", self._services.changes[operation])
        return Undone(new, "Redo", 1)

    def undo_title(self) -> str | None:
        return next((one.title for one in self._services.log if self._open(one)), None)

    def redo_title(self) -> str | None:
        return next((one.title for one in self._services.log if self._undone and one.operation == self._undone[-1]), None)

    def _open(self, entry: HistoryEntry) -> bool:
        return entry.kind not in ("undo", "redo") and not entry.undone


class MemoryExchange:
    def __init__(self, services: MemoryServices) -> None:
        self._services = services
        self.role = "coordinator"
        self.answers: list[Received] = []
        self.sent: list[tuple[str | None, Path]] = []
        self.refusal: KnownError | None = None
        self.notices: tuple[str, ...] = ()
        self.place = "TZ-01"
        self.others = [
            SiteView("s1", "Tanzania (HQ)", "TZ", "hq", "joined", "2026-03-01T08:00:00Z", "", 3),
            SiteView("s2", "Meru", "TZ.0204", "focal_point", "invited"),
        ]

    def status(self) -> Status:
        return Status(
            "Arusha", self.role, self.place, "tz", {}, len(self._services.conflicts), len(self._services.log), "",
            "2026-03-01T08:00:00Z", notices=self.notices,
        )  # fmt: skip

    def sites(self) -> list[SiteView]:
        return list(self.others)

    def resolve_all(self, policy: str, *, kind: str | None, field: str | None = None, reason: str) -> tuple[str, int]:
        alike = [one for one in self._services.conflicts if (one.kind, one.field.partition(".")[0]) == (kind, field)]
        for one in alike:
            self._services.conflicts.remove(one)
        return "resolved", len(alike)

    def take_back(self, bundle: str, *, cancelled: Callable[[], bool] | None = None) -> list[Undone]:
        return [Undone(bundle, "Undo: Training", 3)]

    def send(
        self, to: str | None, folder: Path, *, cancelled: Callable[[], bool] | None = None, max_size: int | None = None
    ) -> list[SentBundle]:
        if self.refusal is not None:
            raise self.refusal
        self.sent.append((to, folder))
        return [SentBundle(folder / "Arusha-HQ-0001.gesync", "Tanzania (HQ)", 3, 12, 4804)]

    def receive(
        self, files: Sequence[Path], *, dry_run: bool = False, cancelled: Callable[[], bool] | None = None
    ) -> list[Received]:
        return [replace(answer, file=file) for answer, file in zip(self.answers, files, strict=True)]

    def bundles(self, *, limit: int = 100) -> list[BundleView]:
        return [BundleView("received", 7, "Tanzania (HQ)", "2026-03-01T08:00:00Z", "HQ-Arusha-0007.gesync", 3, 12)]

    def conflicts(self, kind: str | None = None) -> list[Conflict]:
        return list(self._services.conflicts)

    def resolve(self, conflict: str, *, keep: str | None = None, value: Any = None, reason: str) -> str:
        found = next(one for one in self._services.conflicts if one.id == conflict)
        if keep is not None:
            value = next(one.value for one in found.values if one.id == keep)
        if not reason:
            raise InvalidInput("A decision needs a reason.")
        before = dict(self._services.data[found.kind][found.record])
        after = {**before, **registry.clean(found.kind, {found.field: value, "state": "draft"})}
        after.pop("state", None)
        self._services.data[found.kind][found.record] = after
        self._services.conflicts.remove(found)
        return self._services.note("Decide", "resolve", [(found.kind, found.record, before, after)], reason)


class MemoryMerging:
    """Pairs that a test puts there."""

    def __init__(self) -> None:
        self.pairs: list[Double] = []
        self.merged: list[tuple[str, str]] = []

    def doubles(self, kind: str | None = None) -> list[Double]:
        return [one for one in self.pairs if kind in (None, one.kind)]

    def merge(self, kind: str, keep: str, gone: str, *, reason: str = "") -> str:
        self.pairs = [one for one in self.pairs if {one.first, one.second} != {keep, gone}]
        self.merged.append((keep, gone))
        return "merged"


class MemoryKeeping:
    def __init__(self, services: MemoryServices) -> None:
        self._services = services
        self.author = "Asha Juma"
        self.passphrase: str | None = None
        self.backups: list[BackupView] = []
        self.kits: list[tuple[str, str, str, Path, str]] = []
        self.revoked: list[str] = []
        self.retired: list[str] = []
        self.officer_list = [OfficerView("a1", "Asha Juma", self.keys().words)]
        self.faults: tuple[str, ...] = ()

    def store(self) -> StoreView:
        return StoreView(Path("/data/store.gedesk"), 4_200_000, self.author, tuple(self.backups), False)

    def set_author(self, name: str) -> None:
        if not name.strip():
            raise InvalidInput("A name is needed.")
        self.author = name.strip()

    def check(self, *, cancelled: Callable[[], bool] | None = None) -> Checked:
        return Checked(sum(map(len, self._services.data.values())), len(self._services.log), len(self._services.log), self.faults)

    def back_up(self, target: Path | None = None, *, cancelled: Callable[[], bool] | None = None) -> BackupView:
        made = BackupView(target or Path(f"/data/backups/store-{len(self.backups)}.gedesk"), 4_000_000, "2026-03-12T09:00:00Z")
        self.backups.insert(0, made)
        return made

    def keys(self) -> KeysView:
        words = ("tide", "amber", "goat", "river", "salt", "drum", "hill", "corn")
        return KeysView(words, self.passphrase is not None, Path("/data/store.gedesk.keys"))

    def set_passphrase(self, new: str | None) -> KeysView:
        self.passphrase = new
        return self.keys()

    def add_site(self, *, place: str, name: str, role: str, out: Path, passphrase: str) -> str:
        self.kits.append((place, name, role, out, passphrase))
        return "s3"

    def suggest_passphrase(self) -> str:
        return "tide-amber-goat-river-salt-drum"

    def trust_headquarters(self, file: Path, words: str) -> tuple[str, ...]:
        return tuple(words.split())

    def officers(self) -> list[OfficerView]:
        return list(self.officer_list)

    def asked_by(self, file: Path) -> OfficerView:
        if file.suffix != ".geofficer":
            raise InvalidInput(f"{file.name} is no officer’s request.")
        return OfficerView("b2", "Zawadi Mushi", self.keys().words[::-1])

    def add_officer(self, file: Path, words: str) -> OfficerView:
        made = self.asked_by(file)
        self.officer_list.append(made)
        return made

    def add_officer_here(self, name: str, passphrase: str) -> OfficerView:
        made = OfficerView("c3", name, self.keys().words[1:], here=True)
        self.officer_list.append(made)
        return made

    def revoke_officer(self, id: str) -> str:
        gone = next(one for one in self.officer_list if one.id == id)
        self.officer_list.remove(gone)
        return gone.name

    def words_of(self, file: Path) -> tuple[str, ...]:
        return self.keys().words

    def unite(self, file: Path, words: str) -> United:
        return United("Second headquarters", 3, 2, 1, 0, 1, 1)

    def retire_site(self, site: str) -> str:
        self.retired.append(site)
        return next(one.name for one in self._services.exchange.sites() if site in (one.id, one.name))

    def revoke_site(self, site: str) -> str:
        self.revoked.append(site)
        return next(one.name for one in self._services.exchange.sites() if site in (one.id, one.name))


def sample(count: int = 30) -> MemoryServices:
    """Some activities with places, organisations and commitments."""
    services = MemoryServices()
    places = [services.add("place", name=name, code=f"TZ.{n}") for n, name in enumerate(("Arusha City", "Meru", "Čapljina", "Район Ә"))]
    services.add("organisation", name="Tanzania Women Lawyers Association")
    services.add("organisation", name="Ministry of Gender")
    services.add("commitment", title="Childcare in every council")
    for n in range(count):
        services.add(
            "activity", title=f"Training {n:05d}", start=date(2026, 1 + n % 12, 1 + n % 28), place=places[n % 4],
            participants_total=n * 3 + 1, progress="done", verification=("draft", "verified")[n % 2],
        )  # fmt: skip
    return services


def add_conflict(services: MemoryServices, id: str, field: str = "participants_total", values: tuple[Any, Any] = (73, 80)) -> Conflict:
    """Two values that contend for a field."""
    spec = registry.spec("activity", field)
    mine, theirs = (
        ConflictValue(f"v{n}", value, str(value), replace(services.me, site=site), n == 0)
        for n, (value, site) in enumerate(zip(values, ("Arusha", "Tanzania (HQ)"), strict=True))
    )
    made = Conflict(f"{id}:{field}", "activity", "Activity", id, services.title("activity", id), field, spec.label, (mine, theirs))
    services.conflicts.append(made)
    return made
