"""What presenters and the command line may ask of the services.  `desk.Desk` implements it on a real store."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from gedesk.services.commitments_views import (
    CommitmentCounts,
    CommitmentFilter,
    CommitmentRow,
    CommitmentView,
    OnboardingColumn,
)
from gedesk.services.governance_views import (
    ActionRow,
    CommitteeView,
    DecisionRow,
    MeetingRow,
    MeetingView,
    Named,
    RegisterFilter,
    TierChart,
)
from gedesk.services.importing_views import (
    Bounds,
    ColumnView,
    ExportOptions,
    FieldChoice,
    FolderImported,
    GridRow,
    Imported,
    ProblemView,
    ProfileView,
    QuestionView,
    RowView,
    SheetView,
    TableView,
)
from gedesk.services.monitoring_views import (
    Dashboard,
    IndicatorRow,
    IndicatorView,
    PeopleReached,
    ReconciliationView,
    RollUp,
    TwiceTold,
)
from gedesk.services.papers_views import Missing, Paper
from gedesk.services.publishing_views import PublicationRow, Published
from gedesk.services.reporting_views import (
    CoverageView,
    DueView,
    MeasuresView,
    PackRenewed,
    PostView,
    Prefilled,
    ReportRow,
    StoryView,
    Warnings,
    Withdrawn,
)
from gedesk.services.views import (
    BackupView,
    Beginning,
    BundleView,
    Checked,
    Choice,
    Conflict,
    CountryView,
    Double,
    Found,
    HistoryEntry,
    KeysView,
    OfficerView,
    Received,
    RecordView,
    SentBundle,
    SiteView,
    Status,
    StoreView,
    Undone,
    United,
    Written,
)

Cancelled = Callable[[], bool]
Progress = Callable[[str, int, int], None]  # phase, rows done, all rows or 0 when that is not known


class Lists(Protocol):
    """Reading many records fast.  Safe to call from reading threads."""

    def numbers(
        self,
        kind: str,
        *,
        text: str = "",
        where: Mapping[str, object] | None = None,
        sort: str = "",
        descending: bool = False,
        limit: int | None = None,
    ) -> array[int]:
        """Local row numbers of the records that match, in order.  `text` matches words by their beginning.

        `where` gives domain values by field, None for nothing written; `within` is the id of a place: it and all below.
        """

    def rows(self, kind: str, numbers: Sequence[int], fields: Sequence[str]) -> list[tuple[Any, ...]]:
        """For each number `(id, *values as people read them)`; links by title, codes by label, dates ISO."""

    def choices(self, kind: str, text: str, *, limit: int = 20) -> list[Choice]:
        """Records to offer while somebody types."""

    def search(self, text: str, *, limit: int = 30) -> list[Found]:
        """Records of any kind that have all these words by their beginning."""


class History(Protocol):
    """What was done, taking it back, and bringing it in again."""

    def history(self, kind: str | None = None, id: str | None = None, *, limit: int = 200) -> list[HistoryEntry]: ...

    def details(self, operation: str, *, limit: int = 500) -> list[Written]:
        """What an operation wrote, for at most `limit` records."""

    def undo(self, operation: str | None = None, *, cancelled: Cancelled | None = None) -> Undone: ...

    def redo(self, *, cancelled: Cancelled | None = None) -> Undone: ...

    def undo_title(self) -> str | None:
        """Title of what `undo()` would take back, or None."""

    def redo_title(self) -> str | None: ...


class Records(History, Protocol):
    """Reading one record, and writing through the one door."""

    def get(self, kind: str, id: str) -> RecordView: ...

    def save(self, kind: str, id: str | None, values: Mapping[str, Any]) -> str:
        """Creates (`id` None) or changes a record in one operation; unchanged fields are not written.  Raises InvalidInput."""

    def save_all(self, kind: str, items: Sequence[Mapping[str, Any]], *, title: str = "") -> list[str]:
        """Changes items with an `id` and creates the others, in one operation, all or none; returns their ids."""

    def remove(self, kind: str, ids: Sequence[str]) -> str: ...


class Exchange(Protocol):
    """Sending, receiving, deciding."""

    def status(self) -> Status: ...

    def sites(self) -> list[SiteView]: ...

    def send(
        self, to: str | None, folder: Path, *, cancelled: Cancelled | None = None, max_size: int | None = None
    ) -> list[SentBundle]:
        """`to` is a site id or name, "hq" or "all"; None means headquarters from a site, all sites from headquarters.

        With `max_size` (bytes) more files are written instead of larger ones.
        """

    def receive(self, files: Sequence[Path], *, dry_run: bool = False, cancelled: Cancelled | None = None) -> list[Received]: ...

    def bundles(self, *, limit: int = 100) -> list[BundleView]: ...

    def conflicts(self, kind: str | None = None) -> list[Conflict]: ...

    def resolve(self, conflict: str, *, keep: str | None = None, value: Any = None, reason: str) -> str:
        """Decides a conflict by one of its value ids or by a new value; returns the operation's id."""

    def resolve_all(self, policy: str, *, kind: str | None, field: str | None = None, reason: str) -> tuple[str, int]:
        """Decides every open conflict of a kind and field by a rule: "hq", "newest" or a site's name.  Operation and count."""

    def take_back(self, bundle: str, *, cancelled: Cancelled | None = None) -> list[Undone]:
        """Undoes what a received bundle (its id) brought; what was edited since stays and is named.  Raises KnownError."""


class Merging(Protocol):
    """Organisations and people that were entered twice."""

    def doubles(self, kind: str | None = None) -> list[Double]:
        """Pairs that may be one, the surest first."""

    def merge(self, kind: str, keep: str, gone: str, *, reason: str = "") -> str:
        """Makes one record of two, links follow; returns the operation's id."""


class Keeping(Protocol):
    """Care of the store: its file, backups, keys, and the kits of other sites."""

    def store(self) -> StoreView: ...

    def set_author(self, name: str) -> None:
        """Whose name stands on what is written here from now on."""

    def check(self, *, cancelled: Cancelled | None = None) -> Checked: ...

    def back_up(self, target: Path | None = None, *, cancelled: Cancelled | None = None) -> BackupView:
        """A copy that was read back; without `target` into the folder of backups beside the store."""

    def pack_offered(self) -> Path | None:
        """A later version of the country pack that comes with this program; None at sites, which get it by bundle."""

    def renew_pack(self, source: Path, *, dry_run: bool = False) -> PackRenewed:
        """Takes a later version of the country pack in, or only says what it would change.  Headquarters only."""

    def keys(self) -> KeysView:
        """The public part; nobody is asked for a passphrase."""

    def set_passphrase(self, new: str | None) -> KeysView:
        """Puts the keys under another passphrase, or under none.  Asks for the one they have.  Raises KnownError."""

    def add_site(self, *, place: str, name: str, role: str, out: Path, passphrase: str) -> str:
        """Writes the kit of a new site; `place` is a code.  Returns the site's id.  Headquarters only."""

    def trust_headquarters(self, file: Path, words: str) -> tuple[str, ...]:
        """A site takes new keys of headquarters, which lost its own, if their words are those that it was told by voice."""

    def officers(self) -> list[OfficerView]:
        """Who may act for headquarters."""

    def asked_by(self, file: Path) -> OfficerView:
        """Who asks in a file to become an officer, with the words to compare.  Raises InvalidInput."""

    def add_officer(self, file: Path, words: str) -> OfficerView:
        """Takes the one in who asks in a file, if the words are those that the person told.  Headquarters only."""

    def add_officer_here(self, name: str, passphrase: str) -> OfficerView:
        """Takes in somebody who works at this computer, with keys of their own under a passphrase of their own."""

    def revoke_officer(self, id: str) -> str:
        """Strikes an officer off; returns the name."""

    def suggest_passphrase(self) -> str:
        """Random words that can be told by telephone."""

    def words_of(self, file: Path) -> tuple[str, ...]:
        """Eight words of everything in another store of headquarters, to compare with its officer.  Raises KnownError."""

    def unite(self, file: Path, words: str) -> United:
        """Takes everything in that another store of headquarters holds, if the words are those that its officer told."""

    def retire_site(self, site: str) -> str:
        """Closes a site that is still trusted: its last entries are taken in, and nobody waits for it.  Returns its name."""

    def revoke_site(self, site: str) -> str:
        """Stops trusting a site; returns its name.  Headquarters only."""


class WorkbookImport(Protocol):
    """One workbook on its way in.  Nothing is written before `apply`; each call may take a while: ask from a thread.

    The order is free: a correction makes what follows be worked out anew when it is asked for.
    """

    @property
    def file(self) -> Path: ...

    def sheets(self) -> tuple[SheetView, ...]: ...

    def grid(self, sheet: str, first: int, count: int) -> list[GridRow]:
        """Rows `first` … of a sheet as they look, painted with what each cell is taken for."""

    def tables(self) -> tuple[TableView, ...]:
        """Tables found, the likeliest first."""

    def set_table(
        self,
        table: int,
        *,
        bounds: Bounds | None = None,
        header_rows: Sequence[int] | None = None,
        kind: str | None = None,
        chosen: bool | None = None,
    ) -> TableView:
        """Corrects where a table lies, what heads it, what kind it holds, or whether it is imported.

        Where only the bounds are given, the headings are looked for within them.
        """

    def add_table(self, sheet: str, bounds: Bounds, header_rows: Sequence[int] | None, *, kind: str | None = None) -> TableView:
        """A table that was not found; it is chosen.  Without header rows they are looked for."""

    def columns(self, table: int) -> tuple[ColumnView, ...]: ...

    def fields(self, table: int) -> tuple[FieldChoice, ...]:
        """Every field that a column of the table may hold."""

    def set_column(self, table: int, ref: str, field: str | None, part: str = "") -> None:
        """Says what a column holds; None leaves it behind.  A field taken from another column is free there."""

    def set_default(self, field: str, value: Any) -> None:
        """A value for every row that has none of its own (the meeting of an attendance list); None takes it back."""

    def questions(self, *, cancelled: Cancelled | None = None, progress: Progress | None = None) -> tuple[QuestionView, ...]:
        """Open questions, and those answered in this session with their answers.  `progress` is told "matching", "comparing"."""

    def answer(self, question: str, choice: str | None) -> None:
        """A candidate's id, "new" or "skip"; None opens the question again.  Also takes `field=value` as the question."""

    def answer_rest(self, how: str) -> None:
        """`best` takes the best candidate for questions without an answer, `skip` leaves them out, `ask` neither."""

    def preview(self, *, cancelled: Cancelled | None = None, progress: Progress | None = None) -> Imported:
        """What `apply` would do: the same code, taken back."""

    def rows(self, fate: str = "", first: int = 0, count: int = 200) -> list[RowView]:
        """Rows of the last preview, all or those of one fate (`Fate`)."""

    def problems(self, first: int = 0, count: int = 500) -> list[ProblemView]:
        """Problems of the last preview, errors first."""

    def apply(
        self, *, valid_rows: bool = False, cancelled: Cancelled | None = None, progress: Progress | None = None
    ) -> Imported:
        """Writes everything as one operation, or nothing; with `valid_rows` the rows without errors.

        Nothing is written while a question is open: `operation` is "" then, and `hindrance` says why.
        """

    def marked(self, target: Path) -> int:
        """Writes a copy of the workbook with the problems marked in it; returns how many.  Raises InvalidInput."""

    def save_profile(self, name: str) -> str:
        """Keeps what was said about the first chosen table for workbooks of the same headings; returns its id.

        Profiles are records: those of headquarters reach every site with the next bundle.
        """

    def close(self) -> None: ...


class Workbooks(Protocol):
    """Workbooks in and out."""

    def open(
        self,
        path: Path,
        *,
        password: str | None = None,
        kind: str | None = None,
        profile: str | None = None,
        cancelled: Cancelled | None = None,
        progress: Progress | None = None,
    ) -> WorkbookImport:
        """Reads a workbook and says what it holds.  `progress` is told "reading", "recognising".  Raises KnownError."""

    def import_folder(
        self,
        folder: Path,
        *,
        valid_rows: bool = False,
        dry_run: bool = False,
        rest: str = "ask",
        cancelled: Cancelled | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> FolderImported:
        """Every workbook of a folder, each as an operation of its own; `progress(done, all, file)`."""

    def profiles(self) -> list[ProfileView]: ...

    def rename_profile(self, id: str, name: str) -> None: ...

    def remove_profile(self, id: str) -> None: ...

    def template(self, kind: str, path: Path, *, place: str | None = None, language: str | None = None) -> int:
        """An empty workbook to fill in, its lists narrowed to a place (code); returns its columns."""

    def export(
        self,
        kinds: Sequence[str],
        path: Path,
        *,
        numbers: Sequence[int] | None = None,
        options: ExportOptions | None = None,
        cancelled: Cancelled | None = None,
    ) -> dict[str, int]:
        """Writes records to .xlsx, .csv, .ods or .json by the ending; returns rows by sheet.

        `numbers` are those of a filtered list, in its order, of the one kind named.
        """


class Governance(Protocol):
    """Committees, meetings, decisions, actions.  `day` is today unless given; ids that are not here raise NotFound."""

    def tiers(self, *, day: date | None = None) -> TierChart:
        """All committees that are not dissolved, and who reports to whom."""

    def committee(self, id: str, *, day: date | None = None) -> CommitteeView: ...

    def meetings(self, committee: str = "", *, day: date | None = None) -> list[MeetingRow]:
        """Meetings of a committee, or all, newest first."""

    def meeting(self, id: str) -> MeetingView:
        """A meeting with its quorum as it stands and what should be carried into it."""

    def decisions(self, wanted: RegisterFilter | None = None, *, day: date | None = None) -> list[DecisionRow]:
        """The register of decisions, newest first."""

    def actions(self, wanted: RegisterFilter | None = None, *, day: date | None = None) -> list[ActionRow]:
        """The register of actions: overdue first, then by due day."""

    def decision_number(self, meeting: str) -> str:
        """The number that the next decision of a meeting takes: committee, year, sequence."""


class Commitments(Protocol):
    """Commitments, their makers and money."""

    def rows(self, wanted: CommitmentFilter | None = None, *, day: date | None = None) -> list[CommitmentRow]:
        """Commitments that match, by title."""

    def commitment(self, id: str, *, day: date | None = None) -> CommitmentView: ...

    def counts(self, place: str = "", *, day: date | None = None) -> CommitmentCounts:
        """Commitments by stage, rating, light and coalition, with their money; of a place (id) and below, or all."""

    def board(self, *, day: date | None = None) -> list[OnboardingColumn]:
        """Commitment makers by stage of onboarding; every stage has a column."""


class Monitoring(Protocol):
    """Indicators, results, people.  Places are ids, "" for everything here."""

    def indicators(self, programme: str = "", *, until: date | None = None) -> list[IndicatorRow]:
        """Indicators of a programme (id) or all, judged by results until a day."""

    def indicator(self, id: str) -> IndicatorView: ...

    def roll_up(self, indicator: str, *, place: str = "", first: date | None = None, last: date | None = None) -> RollUp:
        """Results of an indicator within a place: its sum where one may be made, and the places one step below."""

    def people(self, place: str = "", *, first: date | None = None, last: date | None = None) -> PeopleReached:
        """People in the activities that were done."""

    def reconciliation(self, place: str = "", *, first: date | None = None, last: date | None = None) -> ReconciliationView:
        """Whether totals and cells agree."""

    def told_twice(self, place: str = "", *, first: date | None = None, last: date | None = None) -> list[TwiceTold]:
        """Pairs of activities that may be one event and are not linked yet, newest first, at most 50."""

    def dashboard(self, place: str = "", *, day: date | None = None) -> Dashboard: ...


class Reporting(Protocol):
    """Focal-point posts, reports, and what is due.  Places are ids, "" for everything here."""

    def coverage(self, place: str = "", *, day: date | None = None) -> CoverageView:
        """Posts and who fills them; "reporting" is judged by the last period that ended before `day`."""

    def posts(self, *, day: date | None = None) -> list[PostView]:
        """All posts here with their state."""

    def measures(
        self, place: str = "", *, level: str = "", periods: int = 4, day: date | None = None
    ) -> list[MeasuresView]:
        """The five measures for the last `periods` periods that are due, oldest first, by level that reports."""

    def measures_by_place(self, period: str, place: str = "", *, level: str = "") -> list[MeasuresView]:
        """The five measures of one period (by name) for each place one step below."""

    def due(self, place: str = "", *, period: str = "", day: date | None = None) -> list[DueView]:
        """Reports of a period (by name), or of the last one, that reporters within a place owe, and those begun, most
        urgent first.
        """

    def reports(self, place: str = "", *, period: str = "", day: date | None = None) -> list[ReportRow]: ...

    def prefill(self, place: str, period: str) -> Prefilled:
        """What a report of a place for a period can say from the records of that period."""

    def prefilled(self, report: str) -> Prefilled | None:
        """What the records of a written report's place and days say today; None when nothing is counted for it."""

    def steps(self, report: str) -> tuple[str, ...]:
        """What this site may do with a report as it stands: submit (the reporter); accept, accept_for, return, lock
        (those above, one level after the other).
        """

    def turn(self, report: str) -> Named | None:
        """The place whose site decides on a submitted report next; None when nobody does."""

    def submit(self, report: str, *, day: date | None = None) -> None:
        """Submits a report with the figures as they stand.  Raises InvalidInput when its state or site does not allow it."""

    def return_(self, report: str, reason: str, *, day: date | None = None) -> None:
        """Sends a submitted report back."""

    def accept(self, report: str, *, instead: bool = False, day: date | None = None) -> None:
        """Accepts a submitted report at the level whose turn it is.  A level above does so `instead` of it, which is
        recorded.  Raises InvalidInput when it is not this site's turn.
        """

    def lock(self, report: str) -> None:
        """Closes an accepted report to changes."""


class Stories(Protocol):
    """Stories under consent.  Levels are those of the vocabulary `publication_level`."""

    def publishable(self, level: str = "public", place: str = "") -> list[StoryView]:
        """Stories whose consent allows them at a level, of a place (id) and below, newest first."""

    def story(self, id: str, level: str = "public") -> StoryView:
        """One story, and why it may not stand at a level."""

    def held_in(self, id: str) -> list[Named]:
        """Publications that held a story, one of its photos, or a photo, newest first."""

    def withdraw(self, id: str, *, day: date | None = None, reason: str = "") -> Withdrawn:
        """Notes that consent was withdrawn, and says what holds the story already."""

    def withdraw_photo(self, id: str, *, day: date | None = None, reason: str = "") -> Withdrawn:
        """Notes that consent to a photo was withdrawn, and says what holds it already."""

    def published(
        self, title: str, stories: Sequence[str], *, photos: Sequence[str] = (), level: str = "public", where: str = "",
        day: date | None = None,
    ) -> str:  # fmt: skip
        """Notes what went out with which stories and photos; returns the publication's id.  Raises InvalidInput for refused ones."""

    def warnings(self, values: Mapping[str, Any]) -> Warnings:
        """What a person should look at again in a story's values."""


class Papers(Protocol):
    """Documents that people owe each other, and meetings for calendars.  They raise InvalidInput and NotFound."""

    def write(
        self, paper: Paper, path: Path, *, language: str = "", template: Path | None = None, cancelled: Cancelled | None = None
    ) -> None:
        """Writes a document: .docx or .pdf by the ending of `path`, in a language or the one in use.

        `template` is a .docx whose styles, page and footer are taken over.
        """

    def missing(self, paper: Paper) -> list[Missing]:
        """What a document lacks as the records stand."""

    def proposed(self, what: str) -> Paper:
        """The document of a kind that is likely meant; of nothing when no record is there for it yet."""

    def title(self, paper: Paper) -> str:
        """What a document is called, also as a file."""

    def periods(self) -> list[str]:
        """Periods that a place may report on, by name, the last that has ended first."""

    def calendar(self, meeting: str, path: Path) -> None:
        """One meeting as an appointment (.ics)."""

    def calendar_series(self, committee: str, path: Path) -> int:
        """The meetings of a committee that lie ahead and its series by cadence (.ics); returns appointments."""


class Prepared(Protocol):
    """A public dashboard that is ready and lies nowhere yet."""

    @property
    def answer(self) -> Published:
        """What is in it and what is not."""


class Publishing(Protocol):
    """The public dashboard: only what is public, names only with consent, few people hidden."""

    def prepare(
        self, folder: Path, *, organisation: str = "", day: date | None = None, progress: Callable[[int, int], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> Prepared:
        """Works the page out and writes nothing; `progress(done, all)`.  Raises InvalidInput, also when it was cancelled."""

    def finish(self, prepared: Any) -> Published:
        """Writes `index.html` into the folder and notes what it held."""

    def publications(self) -> list[PublicationRow]:
        """What went out, newest first."""


class Beginnings(Protocol):
    """Where there is no store yet: ways to make one.  Each answers the open store, or raises KnownError."""

    @property
    def needed(self) -> bool:
        """Whether there is nothing to open."""

    @property
    def backups(self) -> Path:
        """Where backups are made unless somebody says otherwise."""

    def countries(self) -> list[CountryView]: ...

    def places(self, country: str, text: str, *, limit: int = 20) -> list[Choice]:
        """Places of a country whose name or code begins with `text`; the id of a choice is the place's code."""

    def create(self, given: Beginning) -> Services:
        """A new headquarters."""

    def join(self, kit: Path, *, passphrase: str, author: str, key_passphrase: str | None) -> Services:
        """A site from the kit that headquarters made for it."""

    def demonstrate(self, country: str, say: Callable[[int, int], None], cancelled: Cancelled) -> Services:
        """Demonstration data of a country in a store of its own; `say(step, steps)` tells how far it is."""

    def restore(self, backup: Path) -> Services:
        """A backup in the place of the store; what was there is kept beside it."""


class Attachments(Protocol):
    """Photos and other files of records, kept by their content beside the store."""

    def add(
        self, data: bytes, *, name: str, media_type: str, caption: str = "", place: str | None = None,
        thumbnail: bytes | None = None, size: tuple[int, int] | None = None,
    ) -> Choice:
        """Keeps a file and writes its record; a picture comes with its size and a small copy.  Raises InvalidInput."""

    def open(self, id: str) -> Path:
        """The file of an attachment.  Raises InvalidInput when its content is not here."""

    def thumbnail(self, id: str) -> bytes | None: ...

    def missing(self) -> list[Choice]:
        """Attachments whose content is not here."""


class Services(Protocol):
    """An open store."""

    @property
    def lists(self) -> Lists: ...
    @property
    def records(self) -> Records: ...
    @property
    def exchange(self) -> Exchange: ...
    @property
    def merging(self) -> Merging: ...
    @property
    def keeping(self) -> Keeping: ...
    @property
    def workbooks(self) -> Workbooks: ...
    @property
    def governance(self) -> Governance: ...
    @property
    def commitments(self) -> Commitments: ...
    @property
    def monitoring(self) -> Monitoring: ...
    @property
    def reporting(self) -> Reporting: ...
    @property
    def papers(self) -> Papers: ...
    @property
    def stories(self) -> Stories: ...
    @property
    def attachments(self) -> Attachments: ...
    @property
    def publishing(self) -> Publishing: ...

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Calls `listener` with the kinds that changed after each commit, on the writing thread; returns the way to stop."""
