"""What chapters, reports and plans say: blocks of a document from what the other services answer.

A paragraph names the records that prove it by their number in the annex.  What is restricted is never printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gedesk import i18n
from gedesk.documents.model import Block, Bullets, Document, Facts, Heading, NewPage, Picture, Table, Text
from gedesk.domain.days import shown
from gedesk.domain.fiscal import Period, period_of
from gedesk.domain.kinds import registry
from gedesk.domain.quantities import show
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.services.commitments_views import CommitmentFilter, CommitmentRow, CommitmentView, Money
from gedesk.services.governance_views import RegisterFilter
from gedesk.services.monitoring_views import IndicatorRow, PeopleReached
from gedesk.services.papers_meetings import code, day, joined
from gedesk.services.protocols import Commitments, Governance, Monitoring, Reporting
from gedesk.services.reporting_views import StoryView
from gedesk.services.tables import Row, Tables, text

PROOFS = {name: str(spec.target) for name, spec in registry.specs("chapter_entry").items() if spec.target and name not in ("place", "translation_of")}
ENTRY_FIELDS = ("title", "section", "entry_text", "order", "sensitivity", "happened_on", "source_text", "published", "language",
                "translation_of", *PROOFS)  # fmt: skip
RESTRICTED = "restricted"
MANY = 150  # more activities or commitments than these are counted, not named
TOGETHER = 12  # more records of a kind behind one paragraph share a number
YEARS = 6  # columns of figures by year


@dataclass(frozen=True, slots=True)
class Sources:
    """Whom the reports ask."""

    tables: Tables
    governance: Governance
    commitments: Commitments
    monitoring: Monitoring
    reporting: Reporting


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story that a document may tell, and its photos by id."""

    story: StoryView
    photos: tuple[tuple[str, Picture], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a document shows under consent: stories, and further photos by id."""

    stories: tuple[ToldStory, ...] = ()
    photos: tuple[tuple[str, Picture], ...] = ()

    @property
    def held(self) -> list[str]:
        """Ids of all photos."""
        return [id for found in (*(one.photos for one in self.stories), self.photos) for id, _picture in found]


NOTHING = Told()


@dataclass(slots=True)
class Annex:
    """Records that prove something, numbered in the order in which they are first named.

    Many of a kind behind one paragraph, such as all posts of focal points, share a number.
    """

    tables: Tables
    numbers: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)

    def proof(self, row: Mapping[str, Any]) -> tuple[int, ...]:
        """Numbers of what a record links to."""
        found = set()
        for name, kind in PROOFS.items():
            linked = row.get(name) or ()
            ids = (linked,) if isinstance(linked, str) else tuple(linked)
            groups = [ids] if len(ids) > TOGETHER else [(id,) for id in ids]
            found |= {self._number(kind, group) for group in groups}
        return tuple(sorted(found))

    def number(self, kind: str, id: str) -> int:
        """Number of one record."""
        return self._number(kind, (id,))

    def _number(self, kind: str, ids: tuple[str, ...]) -> int:
        return self.numbers.setdefault((kind, ids), len(self.numbers) + 1)

    def blocks(self) -> list[Block]:
        """The annex; nothing when nothing was named."""
        if not self.numbers:
            return []
        rows = []
        for kind in dict.fromkeys(kind for kind, _ids in self.numbers):
            title = registry.kind(kind).title
            groups = [ids for one, ids in self.numbers if one == kind]
            wanted = {id for ids in groups for id in ids}
            fields = tuple(dict.fromkeys((title, "code", "place", "sensitivity")))
            known = {row["id"]: row for row in self.tables.rows(kind, fields) if row["id"] in wanted}
            spec = registry.spec(kind, title)
            for ids in groups:
                number = self.numbers[kind, ids]
                if len(ids) > 1:
                    codes = sorted(text(known[id]["code"]) for id in ids if id in known)
                    span = f"{codes[0]} … {codes[-1]}" if codes and codes[0] else ""
                    rows.append((number, registry.kind(kind).plural.label(), ngettext("{n} record", "{n} records", len(ids)).format(n=i18n.number(len(ids))), span, ""))
                    continue
                row = known.get(ids[0], {})
                secret = row.get("sensitivity") == RESTRICTED
                named = spec.vocabulary.label(row[title]) if spec.vocabulary_name and row.get(title) else self.tables.titles(kind, ids)[ids[0]]
                rows.append((
                    number, registry.kind(kind).label(), _("(restricted)") if secret else named if row else _("(not here)"),
                    text(row.get("code")), _place(self.tables, row) if row else "",
                ))  # fmt: skip
        rows.sort()
        table = Table(
            (_("No."), _("Kind"), _("Record"), _("Code"), _("Place")),
            tuple((str(number), *rest) for number, *rest in rows), (2, 4, 10, 6, 5), right=(0,),
        )  # fmt: skip
        intro = Text(_("The numbers in brackets name these records of GE Desk. Each has its history there."), "note")
        return [NewPage(), Heading(_("Annex: records that prove it")), intro, table]


# -- country chapter ---------------------------------------------------------------------------------------------


def chapter(ask: Sources, told: Told = NOTHING) -> Document:
    """The country chapter, with the headings of the country pack; sections without entries are left out."""
    t, pack = ask.tables, ask.tables.pack
    made = Document(pack.label(), _("Generation Equality: country chapter"), shown(t.day))
    made.contents = _("Contents")
    annex = Annex(t)
    made.add(Heading(_("At a glance")), *glance(ask))
    entries = _entries(t)
    for section in pack.chapter or vocabulary("chapter_section").codes:
        mine = [row for row in entries if row["section"] == section]
        if mine:
            made.add(Heading(pack.heading(section)))
            for row in mine:
                proof = annex.proof(row)
                made.add(Heading(text(row["title"]), 2), Text(text(row["entry_text"]), proof=proof))
                if not proof and row["source_text"]:
                    made.add(Text(_("Source: {source}").format(source=row["source_text"]), "note"))
    rows = ask.commitments.rows()
    if rows:
        made.add(Heading(registry.kind("commitment").plural.label()), commitments_table(rows, annex) if len(rows) <= MANY else by_coalition(rows))
    made.add(*_stories(told))
    made.add(*recommendations(t))
    made.add(*annex.blocks())
    return made


def _stories(told: Told) -> list[Block]:
    """Stories with a photo each."""
    made: list[Block] = [Heading(registry.kind("story").plural.label())] if told.stories else []
    for one in told.stories:
        made += [Heading(one.story.title, 2), Text(one.story.text, "quote"), *(picture for _id, picture in one.photos)]
    return made


def _entries(t: Tables) -> list[Row]:
    """Paragraphs that go into a document, in their order."""
    rows = [row for row in t.rows("chapter_entry", ENTRY_FIELDS) if row["sensitivity"] != RESTRICTED and row["published"] is not False]
    return sorted(translated(rows, ("title", "entry_text")), key=lambda row: (row["order"] is None, row["order"] or 0))


def translated(rows: Sequence[Row], texts: Sequence[str]) -> list[Row]:
    """Rows without translations; each with the `texts` of its translation into the language in use, where there is one."""
    here = {row["id"] for row in rows}
    known = {row["translation_of"]: row for row in rows if row["translation_of"] and row["language"] == i18n.current()}
    originals = [row for row in rows if row["translation_of"] not in here]
    return [row | {name: known[row["id"]][name] for name in texts} if row["id"] in known else row for row in originals]


def glance(ask: Sources) -> list[Block]:
    """The figures of a country on one page."""
    counts, coverage, people = ask.commitments.counts(), ask.reporting.coverage(), ask.monitoring.people()
    unknown = _("not reported")
    stages = ", ".join(f"{code('stage', one) or unknown} {i18n.number(many)}" for one, many in counts.by_stage.items() if many)
    pairs = [
        (registry.kind("commitment").plural.label(), joined(i18n.number(counts.all), stages, mark=": ") if counts.all else ""),
        (_("Commitment makers"), i18n.number(counts.makers) if counts.makers else ""),
        (_("People reached"), joined(people.number.shown, ngettext("in {n} activity", "in {n} activities", people.events).format(n=i18n.number(people.events)), mark=" "))
        if people.number.value is not None
        else (registry.kind("activity").plural.label(), i18n.number(people.events) if people.events else ""),
    ]
    for line in coverage.levels:
        level = vocabulary("place_level").label(line.level) if line.level in vocabulary("place_level").codes else line.level
        pairs.append((
            _("Focal points, {level}").format(level=level.lower()),
            _("{filled} of {expected} appointed").format(filled=line.counts.filled, expected=line.counts.expected),
        ))  # fmt: skip
    for one in counts.money:
        pairs.append((_("Funding, {currency}").format(currency=one.currency), _money(one)))
    return [Facts(tuple((name, value) for name, value in pairs if value))]


def _money(one: Money) -> str:
    parts = [(_("pledged"), one.pledged), (_("secured"), one.secured), (_("spent"), one.spent)]
    said = [f"{name} {amount.shown}" for name, amount in parts if amount]
    if one.gap_sum is not None:
        said.append(_("gap {amount}").format(amount=one.gap_sum.shown))
    return joined(*said, mark=", ")


def commitments_table(rows: Sequence[CommitmentRow], annex: Annex | None = None) -> Table:
    """Commitments with makers and the statuses, which are never mixed."""
    made = []
    for one in rows:
        number = annex.number("commitment", one.id) if annex else 0
        made.append((
            one.title + (f" [{number}]" if number else ""),
            ", ".join(maker.title for maker in one.makers),
            ", ".join(one.coalitions),
            code("stage", one.stage) or _("not reported"),
            code("rating", one.rating or "not_assessed"),
            code("reporting_light", str(one.light)),
        ))  # fmt: skip
    head = (_("Commitment"), _("Makers"), _("Coalitions"), _("Stage, told"), _("Rating, assessed"), _("Reports"))
    return Table(head, tuple(made), (6, 5, 3, 3, 4, 4))


def by_coalition(rows: Sequence[CommitmentRow]) -> Table:
    """Too many commitments to name: how many of each coalition are at which stage; one of several counts for each."""
    stages = [one for one in (*vocabulary("stage").codes, "") if any(row.stage == one for row in rows)]
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        for coalition in row.coalitions or ("",):
            counted.setdefault(coalition, Counter())[row.stage] += 1
    order = sorted(counted, key=lambda one: (not one, -counted[one].total()))
    lines = tuple(
        (code("action_coalition", one) or _("not stated"), i18n.number(counted[one].total()),
         *(i18n.number(counted[one][stage]) if counted[one][stage] else "" for stage in stages))
        for one in order
    )  # fmt: skip
    head = (registry.spec("commitment", "coalitions").label, registry.kind("commitment").plural.label(),
            *(code("stage", stage) or _("not reported") for stage in stages))  # fmt: skip
    return Table(head, lines, (8, 3, *(3 for _stage in stages)), right=tuple(range(1, len(head))))


def recommendations(t: Tables) -> list[Block]:
    """What is recommended, by whom it is meant for."""
    fields = ("title", "recommendation_text", "audience", "response_state", "sensitivity", "language", "translation_of")
    rows = [row for row in t.rows("recommendation", fields) if row["sensitivity"] != RESTRICTED]
    rows = translated(rows, ("title", "recommendation_text"))
    if not rows:
        return []
    made: list[Block] = [Heading(registry.kind("recommendation").plural.label())]
    names = vocabulary("recommendation_audience")
    for audience in (*names.codes, None):
        mine = [row for row in rows if row["audience"] == audience]
        if mine:
            made.append(Heading(names.label(audience) if audience else _("For all"), 2))
            made.append(Bullets(tuple(text(row["recommendation_text"] or row["title"]) for row in mine)))
    return made


# -- report of a place for a period ------------------------------------------------------------------------------


def period_report(ask: Sources, place: str, period: Period, told: Told = NOTHING) -> Document:
    """What a place did in a period: its report where one is written, and the records of the period."""
    t = ask.tables
    made = Document(
        _("Report of {place}").format(place=_place(t, {"place": place})), _("Report for {period}").format(period=period.label),
        f"{shown(period.start)} – {shown(period.end)}",
    )  # fmt: skip
    annex = Annex(t)
    filled = ask.reporting.prefill(place, period.name)
    found = [one for one in ask.reporting.reports(place, period=period.name) if one.reporter and one.reporter.id == place]
    report = t.one("periodic_report", found[0].id) if found else {}
    if report:
        state = joined(code("report_state", found[0].state), day(found[0].submitted_on), mark=", ")
        made.add(Facts(((_("State"), state), (_("Due"), day(found[0].due)))))
    else:
        made.add(Text(_("No report is written yet; this draft shows the records of the period."), "note"))
    made.add(Heading(_("Figures")), Facts(filled.figures))
    people = ask.monitoring.people(place, first=period.start, last=period.end)
    made.add(*_people(people))
    for name in ("summary", "achievements", "challenges", "lessons", "next_steps"):
        if said := text(report.get(name)):
            made.add(Heading(registry.spec("periodic_report", name).label), Text(said))
    made.add(*_activities(t, filled.values.get("activities") or (), annex))
    made.add(*_results(ask, place, period, filled.values.get("results") or (), annex))
    made.add(*_stories(told))
    if told.photos:
        made.add(Heading(_("Photos")), *(picture for _id, picture in told.photos))
    made.add(*annex.blocks())
    return made


def _people(people: PeopleReached) -> list[Block]:
    made: list[Block] = []
    for title, names, counts in (
        (_("People by sex"), "sex", people.by_sex), (_("People by age"), "age_band", people.by_age),
    ):  # fmt: skip
        rows = tuple((code(names, one), i18n.number(counts[one])) for one in _in_order(names, counts))
        if rows:
            made += [Heading(title, 2), Table((_("Group"), _("People")), rows, (6, 2), right=(1,))]
    return made


def _in_order(name: str, counts: Mapping[str, int]) -> list[str]:
    """Codes that count somebody, in the order of their vocabulary; others after them."""
    known = [one for one in vocabulary(name).codes if counts.get(one)]
    return known + [one for one, number in counts.items() if number and one not in known]


def _activities(t: Tables, ids: Iterable[str], annex: Annex) -> list[Block]:
    wanted = set(ids)
    fields = ("title", "start", "place", "participants_total", "participants_qualifier", "participants", "progress", "sensitivity")
    rows = [row for row in t.rows("activity", fields) if row["id"] in wanted and row["sensitivity"] != RESTRICTED]
    if not rows:
        return []
    rows.sort(key=lambda row: row["start"] or date.min)
    heading = Heading(registry.kind("activity").plural.label())
    if len(rows) > MANY:
        (number,) = annex.proof({"activities": [row["id"] for row in rows]})
        return [heading, *_by_area(t, rows, (number,))]
    made = tuple(
        (f"{text(row['title'])} [{annex.number('activity', row['id'])}]", day(row["start"]), _place(t, row),
         _reached(row), code("activity_progress", text(row["progress"])))
        for row in rows
    )  # fmt: skip
    head = (_("Activity"), _("When"), _("Where"), _("People"), _("Progress"))
    return [heading, Table(head, made, (8, 4, 4, 2, 3), right=(3,))]


def _by_area(t: Tables, rows: Sequence[Row], proof: tuple[int, ...] = ()) -> list[Block]:
    """Too many activities to name, counted by the region they were in."""
    shapes, areas = set(t.pack.shapes), dict[str, str]()

    def area(place: str) -> str:
        step = place
        while step and t.places.get(step, {}).get("code") not in shapes:
            step = text(t.places.get(step, {}).get("parent"))
        return step or place

    all_, done = Counter[str](), Counter[str]()
    for row in rows:
        place = text(row["place"])
        if place not in areas:
            areas[place] = area(place)
        all_[areas[place]] += 1
        done[areas[place]] += row["progress"] == "done"
    lines = tuple((_place(t, {"place": one}) or _("not stated"), i18n.number(all_[one]), i18n.number(done[one]))
                  for one in sorted(all_, key=lambda one: _place(t, {"place": one})))  # fmt: skip
    said = _("{n} activities, counted by place; the list of GE Desk has each of them.").format(n=i18n.number(len(rows)))
    head = (_("Where"), registry.kind("activity").plural.label(), code("activity_progress", "done"))
    return [Text(said, proof=proof), Table(head, lines, (8, 3, 3), right=(1, 2))]

def _reached(row: Row) -> str:
    """How many came, as it was told; where only a table was filled, its sum; "" when nobody counted."""
    if row["participants_total"] is not None or row["participants_qualifier"]:
        return show(row["participants_total"], row["participants_qualifier"])
    return i18n.number(sum(row["participants"].values())) if row["participants"] else ""


def _results(ask: Sources, place: str, period: Period, ids: Iterable[str], annex: Annex) -> list[Block]:
    """Results one by one; many of one indicator as their sum where one may be made, with how many places reported."""
    t, wanted = ask.tables, set(ids)
    fields = ("indicator", "value", "qualifier", "value_text", "to_day", "place")
    by_indicator: dict[str, list[Row]] = {}
    for row in t.rows("result", fields):
        if row["id"] in wanted:
            by_indicator.setdefault(text(row["indicator"]), []).append(row)
    titles = t.titles("indicator", [id for id in by_indicator if id])
    made = []
    for id, rows in by_indicator.items():
        if len(rows) > TOGETHER:
            (number,) = annex.proof({"results": [row["id"] for row in rows]})
            places = len({row["place"] for row in rows})
            whole = ask.monitoring.roll_up(id, place=place, first=period.start, last=period.end).whole
            made.append((f"{titles[id]} [{number}]", whole.shown if whole else _("no sum"), day(max(row["to_day"] for row in rows)),
                         ngettext("{n} place", "{n} places", places).format(n=places)))  # fmt: skip
            continue
        made += [
            (f"{titles.get(id, '')} [{annex.number('result', row['id'])}]",
             show(row["value"], row["qualifier"]) if row["value"] is not None else text(row["value_text"]), day(row["to_day"]),
             _place(t, row))
            for row in rows
        ]  # fmt: skip
    if not made:
        return []
    head = (_("Indicator"), _("Result"), _("Until"), _("Place"))
    return [Heading(registry.kind("result").plural.label()), Table(head, tuple(made), (9, 3, 4, 4), right=(1,))]


def _place(t: Tables, row: Row) -> str:
    """A place by its name; the country as the pack calls it in the language in use."""
    found = t.place(row["place"])
    return t.pack.label() if found and found.id == t.top else found.title if found else ""


# -- plans and the close of a programme --------------------------------------------------------------------------


def work_plan(ask: Sources, plan: Row) -> Document:
    """A plan: its lines of budget, and the activities and steps that fall into its time."""
    t = ask.tables
    made = Document(text(plan["name"]), code("programme_kind", text(plan["programme_kind"])), _span(plan))
    made.add(*_programme_facts(t, plan))
    if plan["budget_lines"]:
        made.add(Heading(registry.spec("programme", "budget_lines").label), Bullets(tuple(text(plan["budget_lines"]).splitlines())))
    first, last = plan["start"], plan["end"]
    inside = t.within(plan["place"]) if plan["place"] else set(t.places)
    fields = ("title", "start", "end", "place", "progress", "cost", "currency", "sensitivity", "implementers")
    rows = [
        row for row in t.rows("activity", fields, between={"start": (first, last)})
        if row["place"] in inside and row["sensitivity"] != RESTRICTED
    ]  # fmt: skip
    rows.sort(key=lambda row: row["start"] or date.min)
    made.add(Heading(registry.kind("activity").plural.label()))
    if len(rows) > MANY:
        made.add(*_by_area(t, rows))
    elif rows:
        names = t.titles("organisation", [id for row in rows for id in row["implementers"] or ()])
        made.add(Table(
            (_("Activity"), _("When"), _("Where"), _("Who"), _("Cost"), _("Progress")),
            tuple((text(row["title"]), day(row["start"]), _place(t, row), ", ".join(names[id] for id in row["implementers"] or ()),
                   f"{i18n.number(row['cost'], 0)} {text(row['currency'])}" if row["cost"] is not None else "",
                   code("activity_progress", text(row["progress"]))) for row in rows),
            (7, 4, 4, 4, 3, 3), right=(4,),
        ))  # fmt: skip
    else:
        made.add(Text(_("No activity is planned in this time yet."), "note"))
    steps = t.rows("milestone", ("title", "due", "commitment", "reached_on"), between={"due": (first, last)})
    if steps:
        made.add(Heading(registry.kind("milestone").plural.label()), _steps(t, steps))
    meetings = [one for one in ask.governance.meetings() if (first is None or first <= one.day) and (last is None or one.day <= last)]
    if meetings:
        held = tuple((day(one.day), one.title, one.committee.title, code("minutes_state", one.minutes_state) if one.held else "")
                      for one in sorted(meetings, key=lambda one: one.start))  # fmt: skip
        made.add(Heading(registry.kind("meeting").plural.label()), Table((_("Date"), _("Meeting"), _("Committee"), _("Minutes")), held, (3, 7, 6, 3)))
    return made


def _steps(t: Tables, steps: Sequence[Row]) -> Table:
    titles = t.titles("commitment", [row["commitment"] for row in steps if row["commitment"]])
    rows = tuple(
        (text(row["title"]), titles.get(row["commitment"] or "", ""), day(row["due"]),
         _("reached {day}").format(day=day(row["reached_on"])) if row["reached_on"] else "")
        for row in sorted(steps, key=lambda row: row["due"] or date.max)
    )  # fmt: skip
    return Table((_("Step"), _("Commitment"), _("Due"), _("Reached")), rows, (7, 7, 4, 4))


def _span(row: Row) -> str:
    return joined(day(row["start"]), day(row["end"]), mark=" – ")


def _programme_facts(t: Tables, row: Row) -> list[Block]:
    coordinator = t.named("organisation", row["coordinator"])
    budget = f"{i18n.number(row['budget'], 0)} {text(row['currency'])}" if row["budget"] is not None else ""
    qualifier = code("quantity_qualifier", text(row["budget_qualifier"]))
    pairs = [
        (_("Coordinated by"), coordinator.title if coordinator else ""),
        (_("Time"), _span(row)),
        (_("State"), code("programme_state", text(row["programme_state"]))),
        (_("Budget"), joined(qualifier, budget, mark=" ") if budget else ""),
    ]
    made: list[Block] = [Facts(tuple((name, value) for name, value in pairs if value))]
    return [*made, Text(text(row["description"]))] if row["description"] else made


def closing(ask: Sources, programme: Row) -> Document:
    """A programme at its end: targets against actuals, commitments, money, and what the successor takes over."""
    t = ask.tables
    made = Document(text(programme["name"]), _("Closing report"), _span(programme))
    made.contents = _("Contents")
    annex = Annex(t)
    made.add(Heading(_("The programme")), *_programme_facts(t, programme))
    indicators = ask.monitoring.indicators(programme["id"], until=programme["end"])
    made.add(Heading(_("Targets against actuals")))
    made.add(indicators_table(indicators) if indicators else Text(_("The programme has no indicators."), "note"))
    made.add(*_by_year(ask, programme, indicators))
    rows = ask.commitments.rows(CommitmentFilter(programme=programme["id"]))
    made.add(Heading(registry.kind("commitment").plural.label()))
    if rows:
        made.add(commitments_table(rows, annex) if len(rows) <= MANY else by_coalition(rows))
    else:
        made.add(Text(_("No commitment belongs to the programme."), "note"))
    money = [(one.title, _money(amount), amount.currency) for one in rows for amount in one.money]
    if money:
        made.add(Heading(_("Funding")), Table((_("Commitment"), _("Amounts"), _("Currency")), tuple(money), (7, 9, 3)))
    entries = [row for row in _entries(t) if row["programme"] == programme["id"]]
    for section in t.pack.chapter or vocabulary("chapter_section").codes:
        mine = [row for row in entries if row["section"] == section]
        if mine:
            made.add(Heading(t.pack.heading(section)))
            for row in mine:
                made.add(Heading(text(row["title"]), 2), Text(text(row["entry_text"]), proof=annex.proof(row)))
    made.add(*_handed_over(ask, programme, rows, indicators))
    made.add(*annex.blocks())
    return made


def _by_year(ask: Sources, programme: Row, indicators: Sequence[IndicatorRow]) -> list[Block]:
    """What was done in each fiscal year of a programme, in its place; a year without a report shows no figure, not 0."""
    t = ask.tables
    first, last = programme["start"], min(programme["end"] or t.day, t.day)
    if first is None or first > last:
        return []
    year = period_of(first, "year", t.pack.fiscal_year_first_month)
    years = [year]
    while years[-1].end < last:
        years.append(years[-1].shift(1))
    years = years[-YEARS:]
    place = text(programme["place"]) or t.top
    people = [ask.monitoring.people(place, first=one.start, last=one.end) for one in years]
    rows = [
        (registry.kind("activity").plural.label(), *(i18n.number(one.events) if one.events else "–" for one in people)),
        (_("People reached"), *(one.number.shown if one.number.value is not None else "–" for one in people)),
    ]
    for indicator in indicators:
        sums = [ask.monitoring.roll_up(indicator.id, place=place, first=one.start, last=one.end).whole for one in years]
        if any(sums):
            rows.append((joined(indicator.reference, indicator.name, mark=" "), *(one.shown if one else "–" for one in sums)))
    head = (_("Figure"), *(one.label for one in years))
    widths = (8, *(3 for _one in years))
    note = Text(_("– means that nothing was reported for that year, which is not zero."), "note")
    return [Heading(_("Year by year")), Table(head, tuple(rows), widths, right=tuple(range(1, len(head)))), note]


def indicators_table(rows: Sequence[IndicatorRow]) -> Table:
    """Baseline, target, actual, and whether the target was reached; unknown is said to be unknown."""
    made = []
    for one in rows:
        reached = {True: _("reached"), False: _("not reached"), None: _("cannot be said")}[one.reached]
        share = f" ({one.share:.0%})" if one.share is not None else ""
        made.append((
            joined(joined(one.reference, one.name, mark=" "), "" if one.unit in one.name else one.unit, mark=", "),
            one.baseline.shown if one.baseline else one.baseline_text or _("not stated"),
            joined(one.target.shown if one.target else "", day(one.target_day), mark="\n"),
            joined(one.actual.shown if one.actual else _("not reported"), day(one.actual_day), mark="\n"),
            reached + share,
        ))  # fmt: skip
    head = (_("Indicator"), _("Baseline"), _("Target"), _("Actual"), _("Result"))
    return Table(head, tuple(made), (8, 3, 3, 3, 3), right=(1, 2, 3))


def _handed_over(ask: Sources, programme: Row, rows: Sequence[CommitmentRow], indicators: Sequence[IndicatorRow]) -> list[Block]:
    t = ask.tables
    successor = t.named("programme", programme["successor"])
    made: list[Block] = [Heading(_("Open items handed to the successor"))]
    made.append(Text(
        _("Successor: {name}").format(name=successor.title) if successor else _("No successor programme is written down yet.")
    ))  # fmt: skip
    open_ = [one for one in rows if one.stage not in ("completed", "discontinued")]
    if open_:
        told = [joined(one.title, code("stage", one.stage) or _("not reported")) for one in open_[:MANY]]
        if len(open_) > MANY:
            told.append(_("… and {n} more").format(n=i18n.number(len(open_) - MANY)))
        made += [Heading(_("Commitments not completed"), 2), Bullets(tuple(told))]
    short = [one for one in indicators if one.target is not None and one.reached is not True]
    if short:
        made += [Heading(_("Targets not reached"), 2),
                 Bullets(tuple(joined(one.name, one.actual.shown if one.actual else _("not reported")) for one in short))]  # fmt: skip
    mine = {one.id for one in rows}
    steps = [row for row in t.rows("milestone", ("title", "due", "commitment", "reached_on")) if row["commitment"] in mine and not row["reached_on"]]
    if steps:
        made += [Heading(_("Steps not reached"), 2), _steps(t, steps)]
    actions = ask.governance.actions(RegisterFilter(open=True))
    if actions:
        made += [Heading(_("Open actions of the committees"), 2),
                 Bullets(tuple(joined(one.title, one.committee.title if one.committee else "", day(one.due)) for one in actions))]  # fmt: skip
    if len(made) == 2:
        made.append(Text(_("Nothing is open."), "note"))
    return made


# -- survey of a commitment maker --------------------------------------------------------------------------------


def survey(ask: Sources, maker: str, name: str, views: Sequence[CommitmentView]) -> Document:
    """A draft of the yearly survey of commitment makers, filled in from what is known; what is missing is asked for."""
    made = Document(name, _("Commitments survey: draft"), shown(ask.tables.day))
    if not views:
        made.add(Text(_("This organisation has made no commitment yet."), "note"))
    for view in views:
        row = view.row
        made.add(Heading(row.title))
        if view.statement:
            made.add(Text(view.statement, "quote"))
        roles = [registry.spec("maker", "role").vocabulary.label(one.role) for one in view.makers if one.organisation.id == maker and one.role]
        pairs = [
            (_("Coalitions"), ", ".join(code("action_coalition", one) for one in row.coalitions)),
            (_("Type"), ", ".join(code("commitment_type", one) for one in row.types)),
            (_("Role"), ", ".join(roles)),
            (_("Time"), joined(day(row.start), day(row.end), mark=" – ")),
            (_("Stage, told"), joined(code("stage", row.stage) or _("not reported"), day(row.stage_on), mark=", ")),
            (_("Expected result"), view.expected_result),
            (_("Progress"), view.progress_note),
            (_("Activities"), str(row.activities)),
        ]
        pairs += [(_("Funding, {currency}").format(currency=one.currency), _money(one)) for one in row.money]
        made.add(Facts(tuple((label, value or _("to be filled in")) for label, value in pairs)))
        if row.gaps:
            made.add(Heading(_("To fill in"), 3), Bullets(tuple(_(gap.message) for gap in row.gaps)))
    return made
