"""The exchange page: what waits, sending, receiving, conflicts, the history of bundles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gedesk.errors import KnownError
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.base import Jobs, Notifier, Token, stoppable
from gedesk.presenters.undoing import take_back
from gedesk.services.protocols import Services
from gedesk.services.views import BundleView, Conflict, Double, Received, SentBundle, SiteView, Status, Undone

HEADQUARTERS = ("hq", "headquarters")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one file brought or became, ready to be read: a title, its tone, and lines below it."""

    title: str
    tone: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the page shows, read in one go."""

    status: Status
    sites: list[SiteView]
    bundles: list[BundleView]
    conflicts: list[Conflict]


class ExchangeView(Protocol):
    """What the exchange presenter asks of its page."""

    def show_picture(self, picture: Picture) -> None:
        """All tables and figures afresh."""

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Results of sending or receiving, one for each file."""

    def show_busy(self, text: str) -> None:
        """Something runs; "" when nothing does."""

    def show_decided(self, conflict: str) -> None:
        """A conflict is decided."""

    def show_doubles(self, doubles: Sequence[Double]) -> None:
        """Records that may have been entered twice."""


class ExchangePresenter:
    """Sends, receives and decides."""

    def __init__(self, services: Services, view: ExchangeView, jobs: Jobs, notifier: Notifier) -> None:
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._token: Token | None = None
        self._missing: set[str] = set()  # sites whose files built on others that are not here
        self.picture: Picture | None = None
        self.on_picture: Callable[[Picture], None] = lambda _picture: None

    # -- looking -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Reads everything again."""
        exchange = self._services.exchange

        def query() -> Picture:
            return Picture(exchange.status(), exchange.sites(), exchange.bundles(), exchange.conflicts())

        self._jobs.read(query, self._arrived, self._notifier.failed)

    def _arrived(self, picture: Picture) -> None:
        self.picture = picture
        self._view.show_picture(picture)
        self.on_picture(picture)

    @property
    def is_hq(self) -> bool:
        """Whether this is headquarters."""
        return self.picture is not None and self.picture.status.role in HEADQUARTERS

    def gaps(self) -> list[str]:
        """What is missing between files that came, by site, until a later file has closed it."""
        found: list[str] = []
        settled: set[str] = set()
        for one in self.picture.bundles if self.picture else []:  # newest first
            if one.direction != "received" or one.site in settled:
                continue
            settled.add(one.site)
            if one.note:
                found.append(
                    _("{site}: {what}. What was taken in of “{file}” is kept; the rest comes with the next file.").format(
                        site=one.site, what=one.note, file=one.file
                    )
                )
        return found

    def to_ask(self) -> list[str | None]:
        """To whom a file has to go, so that their next one holds what is missing here; as `Exchange.send` names them."""
        noted: dict[str, bool] = {}
        for one in self.picture.bundles if self.picture else []:  # newest first
            if one.direction == "received":
                noted.setdefault(one.site, bool(one.note))
        names = {site for site, missing in noted.items() if missing} | self._missing
        if not names:
            return []
        known = {site.name for site in self.picture.sites if site.state in ("joined", "retired")} if self.picture else set()
        asked: list[str | None] = [None]
        return [name for name in sorted(known) if name in names] if self.is_hq else asked

    def ask(self, folder: Path) -> None:
        """Writes the files that ask for what is missing."""
        whom = self.to_ask()
        if self.busy or not whom:
            return
        exchange, token = self._services.exchange, Token()
        self._token = token
        self._view.show_busy(_("Writing…"))

        def write() -> list[SentBundle]:
            return [made for to in whom for made in exchange.send(to, folder, cancelled=lambda: token.cancelled)]

        def written(bundles: list[SentBundle]) -> None:
            self._missing.clear()
            self._sent(bundles)

        self._jobs.write(write, written, self._ended, token)

    def targets(self) -> list[tuple[str | None, str]]:
        """Whom one can send to: `(to, label)`, the usual one first."""
        if self.picture is None or not self.is_hq:
            return [(None, _("Headquarters"))]
        joined = [(site.id, site.name) for site in self.picture.sites if site.state == "joined"]
        return [(None, _("All sites")), *joined]

    def waiting(self) -> str:
        """What waits to be sent, in words."""
        count = self.picture.status.to_send if self.picture else 0
        if not count:
            sent = self.picture is not None and self.picture.status.last_sent
            return _("Everything has been sent and acknowledged.") if sent else _("Nothing waits to be sent.")
        return ngettext(
            "{n} change is not yet acknowledged by its receiver.",
            "{n} changes are not yet acknowledged by their receivers.",
            count,
        ).format(n=words.number(count))

    # -- sending -------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a file is being written or read."""
        return self._token is not None

    def cancel(self) -> None:
        """Stops after the file in hand."""
        if self._token is not None:
            self._token.cancel()

    def send(self, to: str | None, folder: Path, max_size: int | None = None) -> None:
        """Writes bundles into a folder: a USB stick, a folder that is mailed, whose files may have at most `max_size` bytes."""
        if self.busy:
            return
        exchange = self._services.exchange
        token = self._token = Token()
        self._view.show_busy(_("Writing…"))
        self._jobs.write(
            lambda: exchange.send(to, folder, cancelled=lambda: token.cancelled, max_size=max_size),
            self._sent,
            self._ended,
            token,
        )

    def _sent(self, bundles: list[SentBundle]) -> None:
        self._ended()
        if bundles:
            self._view.show_outcomes([sent(bundle) for bundle in bundles])
        else:
            self._view.show_outcomes([Outcome(_("Nothing to send"), "neutral", (_("Everybody has everything already."),))])
        self.reload()

    # -- receiving -----------------------------------------------------------------------------------------------

    def receive(self, files: Sequence[Path]) -> None:
        """Takes files in, in the order given; what each brought is shown."""
        if self.busy or not files:
            return
        exchange = self._services.exchange
        token = self._token = Token()
        self._view.show_busy(ngettext("Reading {n} file…", "Reading {n} files…", len(files)).format(n=len(files)))
        self._jobs.write(
            lambda: exchange.receive(files, cancelled=lambda: token.cancelled),
            self._received,
            self._ended,
            token,
        )

    def _received(self, answers: list[Received]) -> None:
        self._ended()
        self._missing = {one.sender for one in answers if one.refused and one.gaps} - {""}
        self._view.show_outcomes([received(answer) for answer in answers])
        self.reload()

    def _ended(self, error: BaseException | None = None) -> None:
        self._token = None
        self._view.show_busy("")
        if isinstance(error, KnownError):
            self._view.show_outcomes([Outcome(error.message, "danger", (error.advice,) if error.advice else ())])
        elif error is not None:
            self._notifier.failed(error)

    # -- deciding ------------------------------------------------------------------------------------------------

    def keep(self, conflict: Conflict, value: str, reason: str) -> None:
        """Decides for one of the values."""
        self._decide(conflict, reason, keep=value)

    def replace(self, conflict: Conflict, value: Any, reason: str) -> None:
        """Decides for another value."""
        self._decide(conflict, reason, value=value)

    def like(self, conflict: Conflict) -> int:
        """How many open conflicts are about the same field of the same kind; removals are decided one by one."""
        if self.picture is None or conflict.field == "removed":
            return 0
        return sum(_alike(one) == _alike(conflict) for one in self.picture.conflicts)

    def policies(self, conflict: Conflict) -> list[tuple[str, str]]:
        """Rules by which all conflicts like this one can be decided: `(policy, label)`."""
        open_ = [one for one in self.picture.conflicts if _alike(one) == _alike(conflict)] if self.picture else []
        here = sorted({value.stamp.site for one in open_ for value in one.values if value.stamp.site})
        return [
            ("hq", _("what headquarters wrote")),
            ("newest", _("the newest value")),
            *((site, _("what {site} wrote").format(site=site)) for site in here),
        ]

    def decide_all(self, conflict: Conflict, policy: str, reason: str) -> None:
        """Decides all conflicts like this one by a rule, in one operation that says so."""
        exchange = self._services.exchange
        kind, field = _alike(conflict)

        def done(answer: tuple[str, int]) -> None:
            operation, count = answer
            if not count:
                self._notifier.tell(_("The rule decides none of them: it names no single value."))
                return
            text = ngettext("Decided: {n} conflict", "Decided: {n} conflicts", count).format(n=words.number(count))
            self._notifier.tell(text, action=_("Undo"), on_action=lambda: self._take_back(operation))
            self.reload()

        if not reason.strip():
            self._notifier.tell(_("A rule for many conflicts needs a reason: it stands in the history of every record."))
            return
        self._jobs.write(
            lambda: exchange.resolve_all(policy, kind=kind, field=field, reason=reason.strip()), done, self._notifier.failed
        )

    # -- taking back, and what was entered twice -----------------------------------------------------------------

    def take_back(self, bundle: BundleView) -> None:
        """Undoes what a received file brought; what was edited since stays and is named."""
        exchange = self._services.exchange

        def done(undone: list[Undone]) -> None:
            kept = tuple(line for one in undone for line in one.kept)
            title = ngettext("{n} operation of {file} taken back", "{n} operations of {file} taken back", len(undone))
            lines = [_("Edited since, and left as it is: {what}").format(what=what) for what in kept[:20]]
            self._view.show_outcomes(
                [Outcome(title.format(n=words.number(len(undone)), file=bundle.file), "warning" if kept else "success", tuple(lines))]
            )
            self.reload()

        stoppable(
            self._jobs.write, self._notifier, _("Taking back what {file} brought…").format(file=bundle.file),
            lambda cancelled: exchange.take_back(bundle.id, cancelled=cancelled), done,
        )  # fmt: skip

    def look_for_doubles(self) -> None:
        """Looks for organisations and people that were entered twice."""
        self._jobs.read(self._services.merging.doubles, self._view.show_doubles, self._notifier.failed)

    def merge(self, double: Double, *, keep_second: bool = False) -> None:
        """Makes one record of two; links follow, and one undo takes them apart again."""
        merging = self._services.merging
        keep, gone = (double.second, double.first) if keep_second else (double.first, double.second)

        def done(operation: str) -> None:
            self._notifier.tell(_("One record now; links follow"), action=_("Undo"), on_action=lambda: self._take_back(operation, True))
            self.look_for_doubles()

        self._jobs.write(lambda: merging.merge(double.kind, keep, gone, reason=double.why), done, self._notifier.failed)

    def _take_back(self, operation: str, doubles: bool = False) -> None:

        def undone(answer: Undone) -> None:
            self._notifier.tell(answer.title)
            if doubles:
                self.look_for_doubles()
            self.reload()

        take_back(self._services.records, self._jobs, self._notifier, undone, operation)

    def _decide(self, conflict: Conflict, reason: str, *, keep: str | None = None, value: Any = None) -> None:
        exchange = self._services.exchange
        reason = reason.strip() or _("Decided on screen")

        def done(operation: str) -> None:
            self._view.show_decided(conflict.id)
            self._notifier.tell(
                _("Decided: {field}").format(field=conflict.field_label),
                action=_("Undo"),
                on_action=lambda: self._take_back(operation),
            )
            self.reload()

        self._jobs.write(
            lambda: exchange.resolve(conflict.id, keep=keep, value=value, reason=reason), done, self._notifier.failed
        )


def _alike(conflict: Conflict) -> tuple[str, str]:
    """Kind and field of a conflict, whatever the entry in it."""
    return conflict.kind, conflict.field.partition(".")[0]


def tab_texts() -> tuple[str, ...]:
    """What the parts of the page are called, in their order."""
    return _("Send and receive"), _("Conflicts"), _("Sites"), _("Bundles"), _("Entered twice")


def typed_value(conflict: Conflict, text: str) -> Any:
    """What somebody typed as a decision, in the type of the values that contend."""
    if any(isinstance(one.value, int | float) and not isinstance(one.value, bool) for one in conflict.values):
        number = words.parse_number(text)
        return text if number is None else number
    if any(hasattr(one.value, "isoformat") for one in conflict.values):
        return dates.parse(text) or text
    return text


def can_type(conflict: Conflict) -> bool:
    """Whether another value can be typed: links, sets and removals are chosen, not typed."""
    kinds = {type(one.value).__name__ for one in conflict.values if one.value is not None}
    links = any(isinstance(one.value, str) and one.value != one.shown for one in conflict.values)
    return bool(kinds) and kinds <= {"str", "int", "float", "date"} and not links


def is_long(conflict: Conflict) -> bool:
    """Whether its values need several lines to be written in."""
    return any("\n" in one.shown or len(one.shown) > 80 for one in conflict.values)


def by_line(conflict_value: Any) -> str:
    """Who wrote a value, where and when."""
    stamp = conflict_value.stamp
    return " · ".join(part for part in (stamp.author, stamp.site, words.moment(stamp.when)) if part)


def sent(bundle: SentBundle) -> Outcome:
    """A written bundle in words."""
    counts = _("{operations} with {records}, {size}").format(
        operations=ngettext("{n} operation", "{n} operations", bundle.operations).format(n=words.number(bundle.operations)),
        records=ngettext("{n} record", "{n} records", bundle.records).format(n=words.number(bundle.records)),
        size=words.size(bundle.bytes),
    )
    if bundle.attachments and not bundle.operations:
        counts = f"{_attachments(bundle.attachments)}, {words.size(bundle.bytes)}"
    where = str(bundle.file)
    if bundle.via:
        where = _("{file}: to {site}, enclosed in the file for {via}").format(file=bundle.file.name, site=bundle.to, via=bundle.via)
    if not bundle.left:
        return Outcome(_("Written for {site}").format(site=bundle.to), "success", (counts, where))
    left = ngettext(
        "{n} attachment is larger than the file may be: send it without a limit, on a stick.",
        "{n} attachments are larger than the file may be: send them without a limit, on a stick.", bundle.left,
    ).format(n=words.number(bundle.left))  # fmt: skip
    return Outcome(_("Written for {site}").format(site=bundle.to), "warning", (counts, left, where))


def _attachments(count: int) -> str:
    return ngettext("{n} attachment", "{n} attachments", count).format(n=words.number(count))


def received(answer: Received) -> Outcome:
    """A received file in words: what it brought, or why nothing of it was taken."""
    if answer.refused:
        tone = "warning" if answer.gaps else "danger"
        lines = [answer.refused, *answer.gaps]
        return Outcome(_("{file}: not taken in").format(file=answer.file.name), tone, tuple(lines))
    lines = [answer.note] if answer.note else []
    new, known = answer.operations.get("new", 0), answer.operations.get("known", 0)
    if new:
        lines.append(ngettext("{n} operation is new", "{n} operations are new", new).format(n=words.number(new)))
    if known:
        lines.append(
            ngettext("{n} operation was here already", "{n} operations were here already", known).format(n=words.number(known))
        )
    parts = []
    for key, one, many in (
        ("created", "{n} record created", "{n} records created"),
        ("updated", "{n} record updated", "{n} records updated"),
        ("removed", "{n} record removed", "{n} records removed"),
    ):
        if count := answer.records.get(key, 0):
            parts.append(ngettext(one, many, count).format(n=words.number(count)))
    if answer.attachments:
        parts.append(_attachments(answer.attachments))
    if parts:
        lines.append(", ".join(parts))
    if answer.parallel:
        lines.append(
            ngettext(
                "{n} record was edited on both sides and merged", "{n} records were edited on both sides and merged", answer.parallel
            ).format(n=words.number(answer.parallel))
        )
    if answer.conflicts:
        lines.append(
            ngettext("{n} conflict needs a decision", "{n} conflicts need a decision", answer.conflicts).format(
                n=words.number(answer.conflicts)
            )
        )
    lines.extend(answer.gaps)
    if not new and not parts and not answer.note:
        lines.append(_("Nothing new: everything in it was here already."))
    title = _("From {site}").format(site=answer.sender) if answer.sender else answer.file.name
    return Outcome(f"{title} · {answer.file.name}" if answer.sender else title, "warning" if answer.conflicts or answer.note else "success", tuple(lines))


def _plural_texts() -> None:  # the texts of the table above, where the extraction of translations sees them
    ngettext("{n} record created", "{n} records created", 1)
    ngettext("{n} record updated", "{n} records updated", 1)
    ngettext("{n} record removed", "{n} records removed", 1)
