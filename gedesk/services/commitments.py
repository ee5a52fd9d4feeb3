"""Commitments with their makers, money and four statuses, and the board of those who are joining."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from gedesk.domain import rollup, rules
from gedesk.domain.duties import SENT
from gedesk.domain.kinds import registry
from gedesk.domain.organisations import ONBOARDING
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.services import showing
from gedesk.services.commitments_views import (
    CommitmentCounts,
    CommitmentFilter,
    CommitmentRow,
    CommitmentView,
    FundingLine,
    MakerView,
    MilestoneView,
    Money,
    OnboardingCard,
    OnboardingColumn,
    Rating,
)
from gedesk.services.governance_views import Named
from gedesk.services.tables import Row, Tables, text
from gedesk.store import figures, reading
from gedesk.store.store import Store

FIRST_REPORT = timedelta(days=365)  # after acceptance, when the pack names no duty of makers
_LISTED = (
    "code", "title", "form", "primary_type", "types", "coalitions", "stage", "stage_on", "rating", "rated_on",
    "independent_review", "start", "end", "place", "countries", "places", "programme", "pillar", "parent",
)  # fmt: skip
_SMART = ("statement", "target_groups", "countries", "places", "place", "expected_result", "coalitions", "gap_actions",
          "themes", "problem", "start", "end")  # fmt: skip


class StoreCommitments:
    """`protocols.Commitments` on a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def _look(self, day: date | None = None) -> Iterator[CommitmentTables]:
        with self._store.reading() as connection:
            yield CommitmentTables(Tables(self._store, connection, day))

    def rows(self, wanted: CommitmentFilter | None = None, *, day: date | None = None) -> list[CommitmentRow]:
        """Commitments that match, by title."""
        with self._look(day) as look:
            return look.rows(wanted or CommitmentFilter())

    def commitment(self, id: str, *, day: date | None = None) -> CommitmentView:
        """One commitment."""
        with self._look(day) as look:
            return look.view(id)

    def counts(self, place: str = "", *, day: date | None = None) -> CommitmentCounts:
        """Commitments counted for charts, with their money."""
        with self._look(day) as look:
            return look.counts(place)

    def board(self, *, day: date | None = None) -> list[OnboardingColumn]:
        """Commitment makers by stage of onboarding."""
        with self._look(day) as look:
            return look.board()


class CommitmentTables:
    """One look at everything about commitments."""

    def __init__(self, tables: Tables) -> None:
        self.t = tables
        self.day = tables.day

    @cached_property
    def _commitments(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.t.rows("commitment", _LISTED)}

    @cached_property
    def _makers(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        rows = self.t.rows("maker", ("commitment", "organisation", "role", "from_day", "to_day"))
        self.t.titles("organisation", (row["organisation"] for row in rows if row["organisation"]))
        for row in rows:
            found[row["commitment"]].append(row)
        return found

    @cached_property
    def _fundings(self) -> dict[str, list[Row]]:
        fields = (
            "title", "funding_kind", "amount", "amount_qualifier", "currency", "basis", "funded_by", "commitment",
            "programme", "received_on", "needed", "evidence", "place",
        )  # fmt: skip
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.t.rows("funding", fields):
            found[row["commitment"] or ""].append(row)
        return found

    @cached_property
    def _targets(self) -> Counter[str]:
        return self._by_commitment("target")

    @cached_property
    def _children(self) -> Counter[str]:
        return Counter(row["parent"] for row in self._commitments.values() if row["parent"])

    @cached_property
    def _activities(self) -> Counter[str]:
        counted = figures.links_to(self.t.connection, "activity", "commitments")
        return Counter({str(uuid.UUID(bytes=target)): number for target, number in counted.items()})

    def _by_commitment(self, kind: str) -> Counter[str]:
        grouped = figures.grouped(self.t.connection, kind, ("commitment",))
        return Counter({str(uuid.UUID(bytes=key[0])): number for key, number in grouped.items() if key[0]})

    @cached_property
    def _filled(self) -> dict[str, frozenset[str]]:
        found = figures.filled(self.t.connection, "commitment", _SMART)
        return {str(uuid.UUID(bytes=rec)): names for rec, names in found}

    @cached_property
    def _lights(self) -> dict[str, list[tuple[date, rules.Light]]]:
        """By organisation: the due day of each of its reports, and its light."""
        found: dict[str, list[tuple[date, rules.Light]]] = defaultdict(list)
        fields = ("organisation", "due", "submitted_on", "report_state", "period_kind")
        for row in self.t.rows("periodic_report", fields):
            if row["organisation"]:
                sent = row["submitted_on"] if row["report_state"] in SENT else None
                light = rules.reporting_light(row["due"], sent, self.day, row["period_kind"] or "quarter")
                found[row["organisation"]].append((row["due"], light))
        return found

    def _light(self, commitment: str) -> rules.Light:
        """The light of the makers' latest reports that are due; the worst of several makers; grey when none is due."""
        worst: rules.Light = "grey"
        order = ("grey", "green", "yellow", "red")
        for maker in self._makers.get(commitment, ()):
            due = [one for one in self._lights.get(maker["organisation"] or "", ()) if one[1] != "grey"]
            if due:
                light = max(due)[1]
                worst = light if order.index(light) > order.index(worst) else worst
        return worst

    # -- rows ----------------------------------------------------------------------------------------------------

    def row(self, row: Row) -> CommitmentRow:
        """A commitment for the list."""
        id = row["id"]
        makers = self._makers.get(id, ())
        there = dict.fromkeys(self._filled.get(id, ()), True)
        gaps = rules.smart(there, makers=len(makers), targets=self._targets[id], fundings=len(self._fundings.get(id, ())))
        names = self.t.titles("organisation", (one["organisation"] for one in makers if one["organisation"]))
        countries = [self.t.place(one) for one in row["countries"] or ()]
        return CommitmentRow(
            id=id,
            code=text(row["code"]),
            title=text(row["title"]),
            form=text(row["form"]),
            types=tuple(dict.fromkeys([*([row["primary_type"]] if row["primary_type"] else []), *(row["types"] or ())])),
            coalitions=tuple(row["coalitions"] or ()),
            stage=text(row["stage"]),
            stage_on=row["stage_on"],
            rating=text(row["rating"]),
            rated_on=row["rated_on"],
            review=text(row["independent_review"]),
            light=self._light(id),
            makers=tuple(Named(one["organisation"], names[one["organisation"]]) for one in makers if one["organisation"]),
            start=row["start"],
            end=row["end"],
            place=self.t.place(row["place"]),
            countries=tuple(one for one in countries if one),
            programme=self.t.named("programme", row["programme"]),
            pillar=self.t.named("pillar", row["pillar"]),
            parent=self.t.named("commitment", row["parent"]),
            children=self._children[id],
            complete=rules.smart_share(gaps),
            gaps=tuple(gaps),
            money=tuple(money(self._fundings.get(id, ()))),
            activities=self._activities[id],
        )

    def rows(self, wanted: CommitmentFilter) -> list[CommitmentRow]:
        """Commitments that match, by title."""
        inside = self.t.within(wanted.place) if wanted.place else None
        words = fold(wanted.text).split()
        found = []
        for row in self._commitments.values():
            if (
                (wanted.coalition and wanted.coalition not in (row["coalitions"] or ()))
                or (wanted.stage is not None and text(row["stage"]) != wanted.stage)
                or (wanted.rating is not None and text(row["rating"]) != wanted.rating)
                or (wanted.light is not None and self._light(row["id"]) != wanted.light)
                or (wanted.form and row["form"] != wanted.form)
                or (wanted.programme and row["programme"] != wanted.programme)
                or (inside is not None and not self.t.belongs("commitment", row, inside))
                or (wanted.maker and all(one["organisation"] != wanted.maker for one in self._makers.get(row["id"], ())))
            ):
                continue
            shown = self.row(row)
            told = fold(" ".join([shown.title, shown.code, *(one.title for one in shown.makers)])) if words else ""
            if all(word in told for word in words) and not (wanted.incomplete and not shown.gaps):
                found.append(shown)
        return sorted(found, key=lambda one: one.title.casefold())

    def counts(self, place: str) -> CommitmentCounts:
        """Commitments counted for charts."""
        inside = self.t.within(place) if place else None
        chosen = [
            row for row in self._commitments.values() if inside is None or self.t.belongs("commitment", row, inside)
        ]
        by_coalition: dict[str, Counter[str]] = defaultdict(Counter)
        for row in chosen:
            for coalition in row["coalitions"] or [""]:
                by_coalition[coalition][text(row["stage"])] += 1
        mine = {row["id"] for row in chosen}
        lines = [line for some in self._fundings.values() for line in some if inside is None or line["place"] in inside]
        makers = {one["organisation"] for id in mine for one in self._makers.get(id, ())}
        return CommitmentCounts(
            all=len(chosen),
            by_stage=dict(Counter(text(row["stage"]) for row in chosen)),
            by_rating=dict(Counter(text(row["rating"]) for row in chosen)),
            by_light=dict(Counter(self._light(row["id"]) for row in chosen)),
            by_coalition={key: dict(value) for key, value in by_coalition.items()},
            makers=len(makers),
            money=tuple(money(lines)),
        )

    # -- one commitment ------------------------------------------------------------------------------------------

    def view(self, id: str) -> CommitmentView:
        """A commitment's page."""
        whole = self.t.one("commitment", id)
        groups = {
            row["id"]: row for row in self.t.rows("organisation", ("stakeholder_group", "recognised"))
        }  # fmt: skip
        indicators = {row["indicator"] for kind in ("target", "result")
                      for row in self.t.rows(kind, ("indicator",), where={"commitment": id})}  # fmt: skip
        names = self.t.titles("indicator", (one for one in indicators if one))
        return CommitmentView(
            row=self.row(self._commitments[id]),
            statement=text(whole["statement"]),
            problem=text(whole["problem"]),
            expected_result=text(whole["expected_result"]),
            progress_note=text(whole["progress_note"]),
            rating_basis=text(whole["rating_basis"]),
            review_source=text(whole["review_source"]),
            reviewer=self.t.named("person", whole["reviewer"]),
            aligned={name: whole[name] for name in ("in_local_plan", "in_budget", "in_manifesto")},
            alignment_evidence=text(whole["alignment_evidence"]),
            makers=tuple(
                MakerView(
                    id=row["id"],
                    organisation=self.t.named("organisation", row["organisation"]) or Named("", _("(not here)")),
                    role=text(row["role"]),
                    stakeholder_group=text(groups.get(row["organisation"] or "", {}).get("stakeholder_group")),
                    recognised=bool(groups.get(row["organisation"] or "", {}).get("recognised")),
                    from_day=row["from_day"],
                    to_day=row["to_day"],
                    holds=rules.held_on(row["from_day"], row["to_day"], self.day),
                )
                for row in self._makers.get(id, ())
            ),
            children=tuple(self.row(row) for row in self._commitments.values() if row["parent"] == id),
            funding=tuple(self._line(row) for row in self._fundings.get(id, ())),
            milestones=tuple(self._milestones(id)),
            indicators=tuple(Named(one, names[one]) for one in sorted(indicators, key=lambda one: names[one])),
            ratings=tuple(self._ratings(id)),
        )

    def _line(self, row: Row) -> FundingLine:
        return FundingLine(
            id=row["id"],
            title=text(row["title"]),
            kind=text(row["funding_kind"]),
            amount=row["amount"],
            qualifier=text(row["amount_qualifier"]) or "exact",
            currency=text(row["currency"]),
            basis=text(row["basis"]),
            funded_by=self.t.named("organisation", row["funded_by"]),
            received_on=row["received_on"],
            evidence=text(row["evidence"]),
            shown=rollup.Sum(row["amount"], row["amount_qualifier"] or "exact", 1).shown,
        )

    def _milestones(self, id: str) -> list[MilestoneView]:
        rows = self.t.rows("milestone", ("title", "due", "stage", "reached_on", "order"), where={"commitment": id})
        rows.sort(key=lambda row: (row["order"] is None, row["order"] or 0, row["due"] or date.max))
        return [
            MilestoneView(
                row["id"], text(row["title"]), row["due"], text(row["stage"]), row["reached_on"],
                max(0, (self.day - row["due"]).days)
                if row["due"] and not row["reached_on"] and row["stage"] not in ("completed", "discontinued")
                else 0,
            )
            for row in rows
        ]  # fmt: skip

    def _ratings(self, id: str) -> Iterator[Rating]:
        """Every rating that was written, newest first, from the log."""
        specs = registry.specs("commitment")
        wanted = {name: specs[name].number for name in ("rating", "rating_basis", "reviewer", "rated_on")}
        log = sorted(reading.changes_of(self.t.connection, uuid.UUID(id).bytes), key=lambda one: (one.hlc, one.hash))
        people = reading.authors(self.t.connection, {change.op for change in log})
        now: dict[str, Any] = {}
        found = []
        for change in log:
            patch = change.patch
            now |= {name: patch[number] for name, number in wanted.items() if number in patch}
            if wanted["rating"] in patch and now.get("rating"):
                reviewer = specs["reviewer"].from_wire(now.get("reviewer"))
                person = self.t.named("person", reviewer)
                found.append(
                    Rating(text(now["rating"]), text(now.get("rating_basis")), person.title if person else "",
                           text(now.get("rated_on")), showing.stamped(*people[change.op]))
                )  # fmt: skip
        return iter(found[::-1])

    # -- onboarding ----------------------------------------------------------------------------------------------

    def board(self) -> list[OnboardingColumn]:
        """Every stage with its makers, those that wait longest first."""
        fields = (
            "name", "onboarding", "owner", "mentor", "stakeholder_group", "organisation_type", "country", "email",
            "publish_consent", *ONBOARDING.values(),
        )  # fmt: skip
        made: Counter[str] = Counter(one["organisation"] for some in self._makers.values() for one in some)
        cards: dict[str, list[OnboardingCard]] = {stage: [] for stage in vocabulary("onboarding_stage").codes}
        duty = next((one for one in self.t.pack.duties if one.by == "maker"), None)
        for row in self.t.rows("organisation", fields):
            stage = row["onboarding"]
            if not stage:
                continue
            since = row[ONBOARDING[stage]] if stage in ONBOARDING else None
            due = None
            if stage == "accepted" and row["accepted_on"]:
                due = row["accepted_on"] + FIRST_REPORT
                if duty is not None:
                    ahead = (duty.due(one) for one in duty.periods(self.t.pack.fiscal_year_first_month, date.max.replace(year=2100))
                             if one.end >= row["accepted_on"])  # fmt: skip
                    due = next(ahead, due)
            cards.setdefault(stage, []).append(
                OnboardingCard(
                    organisation=Named(row["id"], text(row["name"])),
                    stakeholder_group=text(row["stakeholder_group"]),
                    stage=stage,
                    since=since,
                    days=(self.day - since).days if since else None,
                    owner=self.t.named("person", row["owner"]),
                    mentor=self.t.named("organisation", row["mentor"]),
                    commitments=made[row["id"]],
                    missing=tuple(_missing(row, stage, made[row["id"]])),
                    report_due=due,
                    report_late=max(0, (self.day - due).days) if due else 0,
                )
            )
        return [
            OnboardingColumn(stage, tuple(sorted(some, key=lambda one: (one.since or date.min, one.organisation.title))))
            for stage, some in cards.items()
        ]


_PROFILE = ("organisation_type", "stakeholder_group", "country", "email", "publish_consent")


def _missing(row: Row, stage: str, commitments: int) -> Iterator[str]:
    """What a maker needs for its next stage."""
    if stage in ("interest", "application", "profile"):
        for name in _PROFILE:
            if row[name] in (None, ""):
                yield registry.spec("organisation", name).label
    if stage in ("interest", "application", "profile", "commitment_drafted") and not row["owner"]:
        yield registry.spec("organisation", "owner").label
    if stage in ("profile", "commitment_drafted", "accepted") and not commitments:
        yield registry.kind("commitment").label()
    if stage == "accepted":
        yield _("First report")


def money(lines: Iterable[Row]) -> Iterator[Money]:
    """Sums by currency; amounts of different currencies are never added."""
    by_currency: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        by_currency[text(line["currency"])].append(line)
    for currency, some in sorted(by_currency.items()):
        needed = [line["needed"] for line in some if line["needed"] is not None]
        yield Money(
            currency=currency,
            needed=sum(needed) if needed else None,
            pledged=_sum(some, "pledged"),
            secured=_sum(some, "secured"),
            allocated=_sum(some, "allocated"),
            spent=_sum(some, "spent"),
            yearly=any(line["basis"] == "annual" for line in some),
        )


def _sum(lines: Sequence[Row], kind: str) -> rollup.Sum | None:
    mine = [(line["amount"], line["amount_qualifier"]) for line in lines if line["funding_kind"] == kind]
    return rollup.add(mine) if mine else None
