"""The demonstration: headquarters and some sites of each country; for Tanzania a quarter in which everything happens once.

All people in it are plainly fictional sample names.  Every step goes through the services that the window and the
command line use; nothing is written past them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gedesk import paths
from gedesk.domain.packs import load_pack
from gedesk.errors import InvalidInput, UsageError
from gedesk.services import demonstration_data
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.services.papers_views import PAPERS
from gedesk.services.views import Received

Say = Callable[[str], None]
PASSPHRASE = "demonstration only"  # noqa: S105 - kits of the demonstration hold nothing secret


@dataclass(frozen=True, slots=True)
class Council:
    """A site of the demonstration."""

    folder: str
    name: str
    place: str
    author: str


COUNCILS = (
    Council("kinondoni", "Kinondoni MC", "TZ.070113", "Asha Mfano"),
    Council("arusha", "Arusha DC", "TZ.020221", "Joseph Mfano"),
    Council("mjini", "Mjini MC", "TZ.530113", "Salma Mfano"),
)

COMMITMENTS: tuple[dict[str, Any], ...] = (
    {
        "title": "Day-care centres at markets and workplaces",
        "statement": "Recognise, reduce and redistribute unpaid care by opening day-care centres at markets.",
        "coalitions": ["EJR"], "types": ["policy", "programme"], "start": "2021-07-01", "end": "2026-06-30",
        "stage": "in_progress", "countries": [], "problem": "Traders bring small children to the stalls.",
    },
    {
        "title": "Equal access to land and productive resources",
        "statement": "Joint titling and women's groups in irrigation schemes.",
        "coalitions": ["EJR", "FACJ"], "types": ["policy"], "start": "2021-07-01", "end": "2026-06-30",
        "stage": "in_progress",
    },
)  # fmt: skip


@dataclass(slots=True)
class Told:
    """What the story did, for the summary and for tests."""

    digests: dict[str, str] = field(default_factory=dict)  # what should agree, by name of the replica
    agreed: bool = False
    imported: dict[str, int] = field(default_factory=dict)
    conflicts: int = 0
    parallel: int = 0
    reimport_changes: int | None = None  # of a step that was told
    after_undo: int | None = None
    files: list[Path] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)


def tell(folder: Path, *, say: Say, workbook: Path | None = None, take_back: bool = True) -> Told:
    """Makes the stores, bundles, workbooks and reports of the demonstration below `folder` and tells what happens.

    Without `take_back` the council's import stays in and headquarters has the data of the whole country, for a window
    with something to look at.
    """
    _fresh(folder)
    story = _Story(folder, say, whole_country=not take_back)
    with ExitStack() as stack:
        story.begin(stack)
        story.import_workbook(workbook or paths.resource("samples/kinondoni_q2.xlsx"))
        story.log()
        story.edit_apart()
        story.gather()
        story.decide()
        story.report()
        story.answer()
        story.round_trip()
        if take_back:
            story.take_back()
        return story.told


def make(folder: Path, country: str, *, say: Say, full: bool = False) -> Told:
    """Headquarters and some sites of a country, with the facts of the report and fictional samples around them.

    `full` makes headquarters' store alone, at the size that GE Desk is designed for (Tanzania only).
    """
    if full and country != "tz":
        raise UsageError("The full size is that of Tanzania.", advice="Use --country tz --scale full.")
    if country == "tz" and not full:
        return tell(folder, say=say, take_back=False)
    _fresh(folder)
    shown = json.loads(paths.resource(f"demonstration/{country}.json").read_text(encoding="utf-8"))
    pack = load_pack(country)
    told = Told()
    with ExitStack() as stack:
        say(f"1  Headquarters of {pack.label()} makes the workspace")
        hq = stack.enter_context(
            desks.create(folder / "hq" / "store.gedesk", country=country, role="hq", place=pack.country, author=shown["author"])
        )
        demonstration_data.fill(hq, country, say=say)
        if full:
            say("2  The country at full size")
            demonstration_data.enlarge(hq, country, say=say)
            hq.store.index()
            told.agreed = True
        else:
            told.reports = _write_reports(folder, hq)
            _join(folder, hq, shown["sites"], told, stack, say)
            target = folder / "workbooks" / "records.xlsx"
            target.parent.mkdir(exist_ok=True)
            rows = hq.workbooks.export(["commitment", "activity", "committee"], target)
            say(f"4  {sum(rows.values())} records stand in {target.name}")
        told.digests["hq"] = hq.exchange.digest()
    return told


def _join(folder: Path, hq: Desk, sites: list[dict[str, str]], told: Told, stack: ExitStack, say: Say) -> None:
    """Sites join from their kits, send their keys, and receive their part."""
    say("2  Sites join from their kits and send their first bundles")
    kits = folder / "kits"
    kits.mkdir()
    joined = []
    for site in sites:
        kit = kits / f"{site['folder']}.gekit"
        desks.add_site(hq, place=site["place"], name=site["name"], role=site["role"], out=kit, passphrase=PASSPHRASE)
        desk = stack.enter_context(
            desks.join(folder / site["folder"] / "store.gedesk", kit, passphrase=PASSPHRASE, author=site["author"])
        )
        files = [made.file for made in desk.exchange.send("hq", folder / "bundles" / "01-up")]
        hq.exchange.receive(files)
        told.files += files
        joined.append((site, desk))
    say("3  Headquarters answers each with its part")
    for made in hq.exchange.send("all", folder / "bundles" / "02-down"):
        told.files.append(made.file)
        site, desk = next(one for one in joined if one[0]["name"] == made.to)
        desk.exchange.receive([made.file])
    told.agreed = True
    for site, desk in joined:
        told.digests[site["name"]] = own = desk.exchange.digest()
        told.agreed = told.agreed and own == hq.exchange.digest(site["place"])


def _write_reports(folder: Path, hq: Desk) -> list[Path]:
    """Every document for which headquarters has records, as Word; the chapter also as PDF; and the public dashboard."""
    target = folder / "reports"
    target.mkdir(exist_ok=True)
    written = []
    for what, kind in PAPERS.items():
        paper = hq.papers.proposed(what)
        if kind.of and not kind.whole and not paper.of:
            continue
        for ending in (".docx", ".pdf") if what == "chapter" else (".docx",):
            written.append(target / f"{what}{ending}")
            hq.papers.write(paper, written[-1])
    written.append(hq.publishing.publish(target / "public").file)
    return written


def _fresh(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise InvalidInput(
            f"{folder} is not empty; nothing was touched.", advice="Name a new folder for the demonstration."
        )
    folder.mkdir(parents=True, exist_ok=True)


class _Story:
    def __init__(self, folder: Path, say: Say, *, whole_country: bool) -> None:
        self.folder = folder
        self.whole_country = whole_country
        self.say = say
        self.told = Told()
        self.sites: dict[str, Desk] = {}
        self.random = random.Random(12)  # noqa: S311 - shuffles files, decides nothing secret
        self.round = 0

    @property
    def hq(self) -> Desk:
        return self.sites["hq"]

    def begin(self, stack: ExitStack) -> None:
        """Headquarters, two commitments, three kits, three councils, and the first exchange."""
        self.say("1  Headquarters makes the workspace, two commitments and a kit for each council")
        store = self.folder / "hq" / "store.gedesk"
        self.sites["hq"] = stack.enter_context(
            desks.create(store, country="tz", role="hq", place="TZ", name="Tanzania HQ", author="Neema Mfano")
        )
        if self.whole_country:
            filled = demonstration_data.fill(self.hq, "tz", say=self.say)
            self.commitments = [filled.id("@commitment:care"), filled.id("@commitment:resources")]
        else:
            tz = self.hq.lists.choices("place", "Tanzania", limit=1)[0].id
            self.commitments = self.hq.records.add(
                "commitment", [{**one, "place": tz, "countries": [tz]} for one in COMMITMENTS]
            )
        kits = self.folder / "kits"
        kits.mkdir()
        for council in COUNCILS:
            kit = kits / f"{council.folder}.gekit"
            desks.add_site(self.hq, place=council.place, name=council.name, role="focal-point", out=kit, passphrase=PASSPHRASE)
            joined = desks.join(
                self.folder / council.folder / "store.gedesk", kit, passphrase=PASSPHRASE, author=council.author
            )
            self.sites[council.folder] = stack.enter_context(joined)
            self.say(f"   {council.name} joined from its kit as {council.author}")
        self._up("all councils send their first bundle, which brings their keys")
        self._down()

    def import_workbook(self, workbook: Path) -> None:
        """Kinondoni brings a council workbook in."""
        self.say(f"2  Kinondoni MC imports {workbook.name}")
        done = self.sites["kinondoni"].workbooks.import_(
            workbook, rest="best", valid_rows=True
        )
        self.import_operation = done.operation
        self.told.imported = {
            "create": done.create, "update": done.update, "same": done.same, "duplicate": done.duplicate,
            "refused": done.refused, "skipped": done.skipped,
        }  # fmt: skip
        kinds = ", ".join(sorted({str(table["kind"]) for table in done.tables})) or "no table found"
        self.say(f"   {kinds}: {done.create} records created, {done.duplicate} duplicates, {done.refused} rows refused, "
                 f"{done.skipped} title, total and note rows left out; new: {done.new or 'none'}")  # fmt: skip
        for problem in done.problems[:4]:
            self.say(f"   {problem['sheet']}!{problem['cell']}  {problem['message']}")
        if len(done.problems) > 4:
            self.say(f"   … {len(done.problems) - 4} more notes and problems, each with its cell")

    def log(self) -> None:
        """The others log activities with participants, and a committee meeting."""
        self.say("3  Arusha DC logs activities with participants; Mjini MC a committee meeting with decisions and actions")
        self.sites["arusha"].records.add(
            "activity",
            [
                {
                    "title": "Training on joint land titles", "activity_type": "training", "start": "2026-10-06",
                    "end": "2026-10-07", "commitments": [self.commitments[1]], "venue": "Ngaramtoni ward office",
                    "participants": {"female|25-34|without": 21, "female|35-59|with": 4, "male|25-34|without": 9,
                                     "male|35-59|not_recorded": 6},
                    "participants_total": 40, "counting_rule": "unique_people",
                },
                {
                    "title": "Market day on care work", "activity_type": "outreach", "start": "2026-10-20",
                    "commitments": [self.commitments[0]], "participants_total": 300, "participants_qualifier": "at_least",
                },
            ],
        )  # fmt: skip
        mjini = self.sites["mjini"].records
        committee = mjini.add(
            "committee", [{"name": "Mjini GEF Committee", "committee_type": "county_council", "seats": 9}]
        )[0]
        meeting = mjini.add(
            "meeting",
            [{"title": "First quarterly meeting 2026/27", "committee": committee, "start": "2026-10-15T09:00",
              "end": "2026-10-15T12:30", "mode": "in_person"}],
        )[0]  # fmt: skip
        mjini.add(
            "attendance",
            [
                {"meeting": meeting, "name_written": "Salma Mfano", "status": "present", "sex": "female"},
                {"meeting": meeting, "name_written": "Hamad Mfano", "status": "present", "sex": "male"},
                {"meeting": meeting, "name_written": "Zuhura Mfano", "status": "apology", "reason": "travel"},
            ],
        )
        decision = mjini.add(
            "decision",
            [{"title": "Ask the region for two more day-care rooms", "meeting": meeting,
              "number": self.sites["mjini"].governance.decision_number(meeting),
              "decision_type": "recommendation", "decision_state": "adopted",
              "addressed_to": "Mjini Magharibi regional secretariat"}],
        )[0]  # fmt: skip
        mjini.add(
            "action_item",
            [{"title": "Write to the regional secretariat", "meeting": meeting, "decision": decision,
              "action_state": "open", "due": "2026-11-30"}],
        )  # fmt: skip

    def edit_apart(self) -> None:
        """Two councils edit one field of a commitment, two others different fields of another."""
        self.say("4  Offline, Kinondoni and Arusha change the same field of one commitment, Arusha and Mjini different fields of another")
        care, land = self.commitments
        self.sites["kinondoni"].records.save("commitment", care, {"expected_result": "12 day-care centres at markets"})
        self.sites["arusha"].records.save("commitment", care, {"expected_result": "One day-care room in every ward"})
        self.sites["arusha"].records.save("commitment", land, {"problem": "Few women hold a title of their own."})
        self.sites["mjini"].records.save("commitment", land, {"expected_result": "Joint titles in all shehia"})

    def gather(self) -> None:
        """All send; headquarters receives in a shuffled order, one twice, one late."""
        self.say("5  All send; headquarters receives in a shuffled order, one bundle twice and one late")
        files = self._send()
        self.random.shuffle(files)
        late = files.pop()
        self._report(self.hq.exchange.receive([*files, files[0]]))
        self.say(f"   … and three weeks later {late.name} arrives")
        self._report(self.hq.exchange.receive([late]))

    def decide(self) -> None:
        """Headquarters sees both values of the true conflict and decides."""
        self.say("6  Headquarters decides")
        found = self.hq.exchange.conflicts()
        self.told.conflicts = len(found)
        for conflict in found:
            self.say(f"   {conflict.kind_label} “{conflict.title}” · {conflict.field_label}")
            for value in conflict.values:
                self.say(f"     {value.id}  {value.shown}  — {value.stamp.author}, {value.stamp.site}, {value.stamp.when}")
            kept = conflict.values[-1]
            self.hq.exchange.resolve(conflict.id, keep=kept.id, reason="agreed with both councils by telephone")
            self.say(f"     decided: {kept.shown}")

    def answer(self) -> None:
        """Headquarters answers all sites in one go; replicas that should agree do."""
        self.say("8  Headquarters answers all councils; the next bundles are incremental")
        self._down()
        self._digests("after the exchange")

    def round_trip(self) -> None:
        """Headquarters exports to Excel and imports the same file: nothing changes."""
        target = self.folder / "workbooks" / "activities.xlsx"
        target.parent.mkdir(exist_ok=True)
        rows = self.hq.workbooks.export(["activity"], target)
        done = self.hq.workbooks.import_(target)
        self.hq.workbooks.template("activity", self.folder / "workbooks" / "activity-template.xlsx")
        self.told.reimport_changes = done.create + done.update
        self.say(f"9  Headquarters exports {sum(rows.values())} activities to Excel and imports them again: "
                 f"{done.create} created, {done.update} changed, {done.same} the same")  # fmt: skip

    def report(self) -> None:
        """Headquarters writes the documents of the day."""
        self.told.reports = _write_reports(self.folder, self.hq)
        self.say(f"7  Headquarters writes {len(self.told.reports)} documents, the country chapter and the public dashboard among them")

    def take_back(self) -> None:
        """Kinondoni takes its import back; after one exchange it is gone everywhere."""
        if not self.import_operation:
            self.say("10 The workbook brought nothing in, so there is nothing to take back")
            self._digests("at the end")
            return
        before = self.hq.exchange.status().counts.get("activity", 0)
        done = self.sites["kinondoni"].records.undo(self.import_operation)
        self.say(f"10 Kinondoni takes its import back: {done.records} records; kept because edited since: {len(done.kept)}")
        self._up("one more exchange")
        self._down()
        self.told.after_undo = self.hq.exchange.status().counts.get("activity", 0)
        self.say(f"   Activities at headquarters: {before} before, {self.told.after_undo} after")
        self._digests("at the end")

    # -- exchange ------------------------------------------------------------------------------------------------

    def _send(self) -> list[Path]:
        self.round += 1
        folder = self.folder / "bundles" / f"{self.round:02d}-up"
        sent = [made for name, desk in self.sites.items() if name != "hq" for made in desk.exchange.send("hq", folder)]
        for made in sent:
            self.say(f"   {made.file.name}: {made.operations} operations, {made.records} records, {made.bytes:,} bytes")
        self.told.files += [made.file for made in sent]
        return [made.file for made in sent]

    def _up(self, why: str) -> None:
        self.say(f"   {why}")
        self._report(self.hq.exchange.receive(self._send()))

    def _down(self) -> None:
        self.round += 1
        folder = self.folder / "bundles" / f"{self.round:02d}-down"
        for made in self.hq.exchange.send("all", folder):
            desk = next(desk for desk in self.sites.values() if desk.store.identity().name == made.to)
            self.told.files.append(made.file)
            self._report(desk.exchange.receive([made.file]), at=made.to)

    def _report(self, reports: list[Received], at: str = "HQ") -> None:
        for one in reports:
            self.told.parallel += one.parallel
            if one.refused:
                self.say(f"   {at} ← {one.file.name}: refused, {one.refused}")
                continue
            changed = f"{one.records['created']} created, {one.records['updated']} updated, {one.records['removed']} removed"
            self.say(f"   {at} ← {one.sender}: {one.operations['new']} new operations, {one.operations['known']} known; "
                     f"{changed}; {one.parallel} merged, {one.conflicts} conflicts")  # fmt: skip

    def _digests(self, when: str) -> None:
        self.say(f"   Digests {when}: each council's own, and headquarters' of that council's part")
        agreed = True
        for council, own, theirs in self._pairs():
            agreed = agreed and own == theirs
            self.told.digests[council.name] = own
            self.say(f"     {council.name:<14}{own}   HQ {theirs}   {'equal' if own == theirs else 'DIFFERENT'}")
        self.told.agreed = agreed
        self.told.digests["hq"] = self.hq.exchange.digest()
        self.say(f"     {'Tanzania HQ':<14}{self.told.digests['hq']}   (everything)")

    def _pairs(self) -> Iterator[tuple[Council, str, str]]:
        for council in COUNCILS:
            yield council, self.sites[council.folder].exchange.digest(), self.hq.exchange.digest(council.place)
