"""A form: from what is typed to domain values and back, problems beside their fields, drafts, saving."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol

from gedesk.domain.fields import FieldSpec, Invalid, Type
from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput, KnownError
from gedesk.i18n import gettext as _
from gedesk.presenters import counting, dates, words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.drafts import Draft, Drafts
from gedesk.presenters.overviews import Card, overview
from gedesk.presenters.undoing import take_back
from gedesk.services.protocols import Services
from gedesk.services.views import Choice, Conflict, HistoryEntry, RecordView, Undone

CREATED = ("organisation", "person")  # kinds whose name alone makes a record
DAYS = (Type.DATE, Type.DATETIME)
PLACE = "place"
NEW = "new:"  # begins the id of an offer to make a record with the name that follows
INHERITED = {("activity", "story"): ("place", "commitments")}  # what a record begun from another takes over
Raw = Any  # what an editor gives: text for most, list of ids or codes, cells, a code or None


class FormView(Protocol):
    """What a form presenter asks of its page."""

    def show_heading(self, title: str, detail: str) -> None:
        """What the form is about."""

    def show_values(self, raw: Mapping[str, Raw], labels: Mapping[str, str]) -> None:
        """Fills editors; `labels` names the ids of linked records."""

    def show_problem(self, field: str, message: str) -> None:
        """Says what is wrong beside a field; "" clears it."""

    def show_hint(self, field: str, text: str, tone: str) -> None:
        """Says how an entry was understood."""

    def show_verdict(self, text: str, tone: str) -> None:
        """How table and total of participants relate."""

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Marks fields with several values."""

    def show_state(self, *, dirty: bool, saving: bool) -> None:
        """Whether there is something to save."""

    def show_overview(self, cards: Sequence[Card]) -> None:
        """What others say of the record, worked out from all that belongs to it."""

    def show_related(self, links: Mapping[str, Sequence[Choice]]) -> None:
        """The records that point here, by `kind.field`."""

    def show_history(self, entries: Sequence[HistoryEntry]) -> None:
        """What happened to this record."""

    def focus(self, field: str) -> None:
        """Puts the cursor into a field."""


class FormPresenter:
    """One record of one kind being written or changed."""

    def __init__(
        self, kind: str, services: Services, view: FormView, jobs: Jobs, notifier: Notifier, drafts: Drafts
    ) -> None:
        self.kind = kind
        self.id: str | None = None
        self.specs = registry.specs(kind)
        self.on_saved: Callable[[str], None] = lambda _id: None
        self.on_drafts: Callable[[], None] = lambda: None  # a draft was written or dropped
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._drafts = drafts
        self._original: dict[str, Any] = {}
        self._raw: dict[str, Raw] = {}  # touched fields, as entered
        self._values: dict[str, Any] = {}  # touched fields, understood
        self._bad: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._saving = False
        self._title = ""
        self._shown = 0
        self._tokens: dict[str, Token] = {}

    # -- opening -------------------------------------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Whether something was entered that is not saved."""
        return bool(self._bad) or any(self._differs(name) for name in self._values)

    @property
    def draft_key(self) -> str:
        """Name of this form's draft: one for each record, one for a new one."""
        return f"{self.kind}-{self.id or 'new'}"

    def open_new(
        self, draft: Draft | None = None, values: Mapping[str, Any] | None = None, labels: Mapping[str, str] | None = None
    ) -> None:
        """An empty form, one with values to begin with (`labels` names linked records), or what a draft holds."""
        self._begin(None)
        self._labels.update(labels or {})
        self._original = {name: spec.default for name, spec in self.specs.items() if spec.default is not None} | dict(values or {})
        self._show(None)
        if draft:
            self._bring_back(draft)
        if PLACE in self.specs and PLACE not in self._original and PLACE not in self._raw:
            self._begin_here()

    def _begin_here(self) -> None:
        """A focal point has one place: its records begin there unless something else is entered."""
        turn, lists, exchange = self._shown, self._services.lists, self._services.exchange

        def query() -> tuple[Any, ...] | None:
            status = exchange.status()
            if status.role != "focal-point" or not status.place:
                return None
            found = lists.rows("place", lists.numbers("place", where={"code": status.place}, limit=1), ("name",))
            return found[0] if found else None

        def done(place: tuple[Any, ...] | None) -> None:
            if place is None or turn != self._shown or self.id is not None or PLACE in self._raw:
                return
            id, name = place
            self._labels[id] = str(name)
            self._original[PLACE] = id
            self._view.show_values({PLACE: id}, self._labels)

        self._jobs.read(query, done, self._notifier.failed)

    def open(
        self, id: str, draft: Draft | None = None, *, then: Callable[[], None] | None = None,
        typed: Mapping[str, Raw] | None = None,
    ) -> None:  # fmt: skip
        """A record, with what a draft holds or what was `typed` on top of it."""
        turn = self._begin(id)
        self._raw.update(typed or {})

        def done(answer: tuple[RecordView, dict[str, str]]) -> None:
            if turn != self._shown:
                return
            record, labels = answer
            self._labels.update(labels)
            self._original = dict(record.values)
            entered = dict(self._raw)  # before it was here
            self._show(record)
            for name, raw in entered.items():
                self._view.show_values({name: raw}, self._labels)
                self.edited(name, raw)
            if draft:
                self._bring_back(draft)
            if then:
                then()

        self._jobs.read(lambda: self._load(id), done, self._notifier.failed)
        self.load_history()
        self.load_overview()

    def load_overview(self) -> None:
        """Works out what others say of the record, for kinds that have such a page."""
        made, turn, id = overview(self._services, self.kind), self._shown, self.id
        if made is None or id is None:
            return

        def done(cards: list[Card]) -> None:
            if turn == self._shown:
                self._view.show_overview(cards)

        self._jobs.read(lambda: made(id), done, self._notifier.failed)

    def refresh(self) -> None:
        """Somebody else's change came in: fields that are not being edited follow it, the others stay as typed."""
        if self.id is None or self._saving:
            return
        turn, id = self._shown, self.id

        def done(answer: tuple[RecordView, dict[str, str]]) -> None:
            if turn != self._shown:
                return
            record, labels = answer
            self._labels.update(labels)
            touched = {name for name in self._values if self._differs(name)} | set(self._bad)
            self._original = dict(record.values)
            fresh = {name: self._to_raw(name, record.values.get(name)) for name in self.specs if name not in touched}
            for name in fresh:
                self._raw.pop(name, None)
                self._values.pop(name, None)
            self._view.show_values(fresh, self._labels)
            self._heading(record)
            self._view.show_conflicts(record.conflicts)
            self._view.show_related(record.links)
            self._state()
            self._verdict()

        self._jobs.read(lambda: self._load(id), done, self._notifier.failed)
        self.load_history()
        self.load_overview()

    def let_go(self, kinds: frozenset[str]) -> None:
        """Records of these kinds changed: links that were typed and not saved let go of what is removed by now, as when
        an organisation made in place is undone."""
        typed: dict[str, list[str]] = {}
        for name, spec in self.specs.items():
            if spec.target in kinds and (raw := self._values.get(name)) and self._differs(name):
                typed[name] = list(raw) if isinstance(raw, list) else [raw]
        if not typed:
            return
        turn, records = self._shown, self._services.records

        def gone() -> dict[str, set[str]]:
            return {name: {one for one in ids if records.get(str(self.specs[name].target), one).removed} for name, ids in typed.items()}

        def done(removed: dict[str, set[str]]) -> None:
            if turn != self._shown:
                return
            for name, ids in removed.items():
                if not ids:
                    continue
                now = self._values.get(name)
                raw = [one for one in now if one not in ids] if isinstance(now, list) else None if now in ids else now
                self._view.show_values({name: raw}, self._labels)
                self.edited(name, raw)

        self._jobs.read(gone, done, self._notifier.failed)

    def load_history(self) -> None:
        """Fetches what happened to the record."""
        if self.id is None:
            self._view.show_history([])
            return
        turn, id, records = self._shown, self.id, self._services.records

        def done(entries: list[HistoryEntry]) -> None:
            if turn == self._shown:
                self._view.show_history(entries)

        self._jobs.read(lambda: records.history(self.kind, id), done, self._notifier.failed)

    def retranslate(self) -> None:
        """Says everything again in the language in use; what was typed stays."""
        self._view.show_values({name: self._to_raw(name, self.value(name)) for name in self.specs if name not in self._bad}, self._labels)
        for name in list(self._bad):
            self._bad.pop(name)
            self.edited(name, self._raw[name])
        self._verdict()
        if self.id is None:
            self._view.show_heading(_("New {kind}").format(kind=registry.kind(self.kind).label().lower()), "")
        elif not self.dirty:
            self.refresh()
        else:
            self.load_overview()

    def _begin(self, id: str | None) -> int:
        self.id = id
        self._original, self._raw, self._values, self._bad = {}, {}, {}, {}
        self._saving = False
        self._shown += 1
        return self._shown

    def _load(self, id: str) -> tuple[RecordView, dict[str, str]]:
        records = self._services.records
        record = records.get(self.kind, id)
        labels: dict[str, str] = {}
        for name, spec in self.specs.items():
            value = record.values.get(name)
            if not spec.target or not value:
                continue
            ids = value if isinstance(value, list) else [value]
            if len(ids) == 1:
                labels[ids[0]] = record.shown.get(name) or _("(not here)")
                continue
            for one in ids:
                try:
                    labels[one] = records.get(spec.target, one).title
                except KnownError:
                    labels[one] = _("(not here)")
        return record, labels

    def _show(self, record: RecordView | None) -> None:
        for name in self.specs:
            self._view.show_problem(name, "")
            self._view.show_hint(name, "", "neutral")
        raw = {name: self._to_raw(name, self._original.get(name)) for name in self.specs}
        self._view.show_values(raw, self._labels)
        for name, spec in self.specs.items():
            if spec.type in DAYS and (day := _day(self._original.get(name))):
                self._view.show_hint(name, dates.shown(day, weekday=True), "accent")
        for name in record.withheld if record else ():
            self._view.show_hint(name, words.withheld_briefly(), "warning")
        self._heading(record)
        self._view.show_conflicts(record.conflicts if record else ())
        self._view.show_related(record.links if record else {})
        self._verdict()
        self._state()

    @property
    def title(self) -> str:
        """Title of the record as it is saved."""
        return self._title

    def _heading(self, record: RecordView | None) -> None:
        self._title = record.title if record is not None else ""
        if record is None:
            self._view.show_heading(_("New {kind}").format(kind=registry.kind(self.kind).label().lower()), "")
            self._view.show_history([])
            return
        parts = [str(record.values.get("code") or "")]
        if record.changed.author:
            text = _("changed {when} by {author}, {site}") if record.changed.site else _("changed {when} by {author}")
            parts.append(
                text.format(when=words.ago(record.changed.when), author=record.changed.author, site=record.changed.site)
            )
        if record.removed:
            parts.append(_("removed"))
        self._view.show_heading(record.title, " · ".join(part for part in parts if part))

    # -- editing -------------------------------------------------------------------------------------------------

    def value(self, name: str) -> Any:
        """The domain value a field would be saved with."""
        return self._values.get(name, self._original.get(name))

    def edited(self, name: str, raw: Raw, labels: Mapping[str, str] | None = None) -> None:
        """An editor holds this now."""
        spec = self.specs[name]
        self._labels.update(labels or {})
        self._raw[name] = raw
        self._bad.pop(name, None)
        self._view.show_problem(name, "")
        try:
            self._values[name] = understood(spec, raw)
        except Invalid as error:
            self._values.pop(name, None)
            self._bad[name] = error.message
        if spec.type in DAYS:
            self._hint_date(name, raw)
        if name.startswith("participants"):
            self._verdict()
        self._state()

    def left(self, name: str) -> None:
        """The cursor leaves a field: now is the time to say that it cannot be understood."""
        if name in self._bad:
            self._view.show_problem(name, self._bad[name])

    def _hint_date(self, name: str, raw: Raw) -> None:
        day = _day(self._values.get(name))
        if day is None and raw:
            self._view.show_hint(name, _("not understood yet"), "warning")
        else:
            self._view.show_hint(name, dates.shown(day, weekday=True) if day else "", "accent")

    def _verdict(self) -> None:
        if "participants" in self.specs:
            text, tone = counting.verdict(
                self.value("participants") or {}, self.value("participants_total"), self.value("participants_qualifier")
            )
            self._view.show_verdict(text, tone)

    def _state(self) -> None:
        self._view.show_state(dirty=self.dirty, saving=self._saving)

    def _differs(self, name: str) -> bool:
        now, before = self._values[name], self._original.get(name)
        if isinstance(now, list) or isinstance(before, list):
            return set(now or ()) != set(before or ())
        return bool((now or None) != (before or None)) if isinstance(now, dict) or isinstance(before, dict) else now != before

    def _to_raw(self, name: str, value: Any) -> Raw:
        spec = self.specs[name]
        if value is None:
            return {Type.CODES: [], Type.LINKS: [], Type.COUNTS: {}, Type.CODE: None, Type.LINK: None,
                    Type.YES_NO: None}.get(spec.type, "")  # fmt: skip
        match spec.type:
            case Type.DATE:
                return dates.typed(value)
            case Type.INTEGER | Type.NUMBER:
                return words.number(value)
            case Type.DATETIME:
                return dates.typed_moment(str(value))
            case Type.TEXT | Type.LONG_TEXT:
                return str(value)
        return value

    # -- choosing ------------------------------------------------------------------------------------------------

    def choices(self, name: str, text: str, done: Callable[[list[Choice]], None]) -> None:
        """Records to offer for a link field while somebody types."""
        if name in self._tokens:
            self._tokens.pop(name).cancel()
        target, lists = str(self.specs[name].target), self._services.lists

        def offered() -> list[Choice]:
            found = lists.choices(target, text, limit=20)
            wanted = " ".join(text.split())
            if target in CREATED and len(wanted) > 1 and all(one.label.casefold() != wanted.casefold() for one in found):
                found.append(Choice(NEW + wanted, wanted, _("new {kind}").format(kind=registry.kind(target).label().lower())))
            return found

        self._tokens[name] = self._jobs.read(offered, done, self._notifier.failed)

    def create(self, name: str, offer: Choice, done: Callable[[Choice], None]) -> None:
        """Makes the record that an offer of `choices` stands for: its name now, the rest later on its own page."""
        target, records, title = str(self.specs[name].target), self._services.records, offer.id.removeprefix(NEW)

        def op() -> str:
            return records.save(target, None, {registry.kind(target).title: title})

        def made(id: str) -> None:
            self._notifier.tell(_("{kind} “{title}” added").format(kind=registry.kind(target).label(), title=title))
            done(Choice(id, title))

        self._jobs.write(op, made, self._notifier.failed)

    def child(self, kind: str, field: str) -> tuple[dict[str, Any], dict[str, str]]:
        """What a new record of `kind` begins with when its `field` points here: values, and names of linked records."""
        many = registry.spec(kind, field).type is Type.LINKS
        values: dict[str, Any] = {field: [self.id] if many else self.id}
        for name in INHERITED.get((self.kind, kind), ()):
            if self._original.get(name):
                values[name] = self._original[name]
        return values, {**self._labels, str(self.id): self._title}

    def terms(self, name: str) -> list[tuple[str, str]]:
        """Codes of a field with their labels."""
        return [(term.code, term.label()) for term in self.specs[name].vocabulary]

    # -- drafts --------------------------------------------------------------------------------------------------

    def keep_draft(self, *, at_once: bool = False) -> None:
        """Writes what is typed to disk, away from the UI thread unless the program ends; nothing without an entry."""
        if not self.dirty or self._saving:
            return
        work = self._drafts.keep(self._as_draft())
        if at_once:
            work()
        else:
            self._jobs.read(work, lambda _none: self.on_drafts(), self._notifier.failed)

    def drop_draft(self) -> None:
        """The draft is saved or not wanted."""
        self._jobs.read(self._drafts.drop(self.draft_key), lambda _none: self.on_drafts(), self._notifier.failed)

    def _as_draft(self) -> Draft:
        began = {} if self.id is not None else {
            name: self._to_raw(name, value) for name, value in self._original.items() if value != self.specs[name].default
        }  # fmt: skip
        touched = began | {name: raw for name, raw in self._raw.items() if name in self._bad or self._differs(name)}
        title = str(self.value(registry.kind(self.kind).title) or "")
        used = {id for raw in touched.values() for id in (raw if isinstance(raw, list) else [raw]) if isinstance(id, str)}
        labels = {id: label for id, label in self._labels.items() if id in used}
        return Draft(self.draft_key, self.kind, self.id, title, datetime.now(UTC).isoformat(timespec="seconds"), touched, labels)

    def _bring_back(self, draft: Draft) -> None:
        known = {name: raw for name, raw in draft.raw.items() if name in self.specs}
        self._labels.update(draft.labels)
        self._view.show_values(known, self._labels)
        for name, raw in known.items():
            self.edited(name, raw)
            self.left(name)

    # -- saving --------------------------------------------------------------------------------------------------

    def save(self, then: Callable[[str], None] | None = None) -> None:
        """Saves what differs; problems are shown beside their fields and nothing is lost.  `then` gets the id."""
        if self._saving:
            return
        if self._bad:
            self._problems(dict(self._bad))
            return
        changed = {name: value for name, value in self._values.items() if self._differs(name)}
        if not changed and self.id is not None:
            if then:
                then(self.id)
            return
        values = changed if self.id is not None else {
            name: value for name, value in {**self._original, **changed}.items() if value not in (None, [], {})
        }  # fmt: skip
        records, id, turn, key, sent = self._services.records, self.id, self._shown, self.draft_key, dict(self._raw)
        self._saving = True
        self._state()

        def op() -> tuple[str, str]:
            saved = records.save(self.kind, id, values)
            last = records.history(self.kind, saved, limit=1)
            return saved, last[0].operation if last else ""

        def done(answer: tuple[str, str]) -> None:
            saved, operation = answer
            self._jobs.read(self._drafts.drop(key), lambda _none: self.on_drafts(), self._notifier.failed)
            self._notifier.tell(_("Saved"), action=_("Undo"), on_action=lambda: self._take_back(operation))
            self.on_saved(saved)
            if turn == self._shown:
                self._saving = False
                later = {name: raw for name, raw in self._raw.items() if name not in sent or sent[name] != raw}
                if then and not later:
                    then(saved)
                else:
                    self.open(saved, typed=later)  # what was entered while it was saved is not lost

        def failed(error: BaseException) -> None:
            self._saving = False
            self._state()
            if isinstance(error, InvalidInput) and error.problems:
                self._problems({problem.where.partition(".")[0]: problem.message for problem in reversed(error.problems)})
            else:
                self._notifier.failed(error)

        self._jobs.write(op, done, failed)

    def _problems(self, found: Mapping[str, str]) -> None:
        ordered = sorted(found, key=lambda name: list(self.specs).index(name) if name in self.specs else -1)
        for name in ordered:
            self._view.show_problem(name, found[name])
        if ordered:
            self._view.focus(ordered[0])

    def _take_back(self, operation: str) -> None:
        id = self.id

        def done(undone: Undone) -> None:
            self._notifier.tell(undone.title)
            if id is not None and self.id == id:
                self.refresh()

        take_back(self._services.records, self._jobs, self._notifier, done, operation or None)


def understood(spec: FieldSpec, raw: Raw) -> Any:
    """The domain value that an editor's entry means.  Raises Invalid."""
    if isinstance(raw, str):
        if not raw.strip():
            return None
        if spec.type is Type.DATE:
            day = dates.parse(raw)
            if day is None:
                raise Invalid("type-error", _("This is not a date. Write it like {date}.").format(date=dates.typed(date(2026, 3, 12))))
            raw = day
        elif spec.type is Type.DATETIME:
            moment = dates.parse_moment(raw)
            if moment is None:
                raise Invalid("type-error", _("This is not a date and time. Write it like {date}.").format(date=dates.typed_moment("2026-03-12T09:30")))
            raw = moment
        elif spec.type in (Type.INTEGER, Type.NUMBER):
            number = words.parse_number(raw)
            if number is None:
                raise Invalid("type-error", _("This is not a number."))
            raw = number
    if spec.target:
        for one in raw if isinstance(raw, list) else [raw]:
            if one and not _is_id(one):
                raise Invalid("link", _("“{text}” is not in the list. Choose one of those offered.").format(text=one))
    return spec.parse(raw)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _day(value: object) -> date | None:
    """The day of a date, or of an ISO date and time."""
    if isinstance(value, date):
        return value
    return date.fromisoformat(value[:10]) if isinstance(value, str) and value else None
