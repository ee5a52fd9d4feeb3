"""The dashboard: figures as questions and answers, for everything here or for one place and what lies below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from gedesk.domain.fields import NOT_RECORDED
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import dates, words
from gedesk.presenters.base import Jobs, Notifier, Token
from gedesk.presenters.figures import Chart, Map, Mark
from gedesk.presenters.lists import WITHIN
from gedesk.presenters.outlines import Ring, outlines
from gedesk.presenters.regions import drawn, posts_map, reports_map, step_of
from gedesk.services.commitments_views import Money
from gedesk.services.monitoring_views import Dashboard, IndicatorRow, RegionFigures
from gedesk.services.protocols import Services
from gedesk.services.reporting_views import MeasuresView
from gedesk.services.views import Choice

MOST = 12  # bars of one chart: more are in the lists
CHARTS = ("coalitions", "ratings", "people", "targets", "reports", "actions", "money")


class Ways(Protocol):
    """Where bars and regions lead."""

    def go(self, page: str) -> None: ...
    def open_list(self, kind: str, where: Mapping[str, str]) -> None: ...
    def open_record(self, kind: str, id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """One large figure with what it counts."""

    number: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the page shows."""

    place: str  # title, "" for everything here
    day: str
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]  # in the order of CHARTS
    map: Map


class DashboardView(Protocol):
    """What the presenter asks of the page."""

    def show_board(self, board: Board) -> None:
        """All figures afresh."""

    def show_waiting(self, waiting: bool) -> None:
        """Whether figures are being worked out."""


class DashboardPresenter:
    """Asks for the figures and says them."""

    def __init__(
        self, services: Services, view: DashboardView, jobs: Jobs, notifier: Notifier, ways: Ways,
        *, page_of: Callable[[str], str],
    ) -> None:  # fmt: skip
        self._services = services
        self._view = view
        self._jobs = jobs
        self._notifier = notifier
        self._ways = ways
        self._page_of = page_of
        self._token: Token | None = None
        self.place = ""

    def reload(self) -> None:
        """Works everything out again; an earlier question under way is dropped."""
        if self._token is not None:
            self._token.cancel()
        services, place = self._services, self.place

        def query() -> tuple[Dashboard, dict[str, tuple[Ring, ...]]]:
            return services.monitoring.dashboard(place), outlines(services.exchange.status().country)

        self._view.show_waiting(True)
        self._token = self._jobs.read(query, lambda answer: self._arrived(*answer), self._failed)

    def look_at(self, place: str) -> None:
        """One place and what lies below it; "" for everything."""
        if place != self.place:
            self.place = place
            self.reload()

    def places(self, text: str, done: Callable[[list[Choice]], None]) -> None:
        """Places to look at, while somebody types."""
        lists = self._services.lists
        self._jobs.read(lambda: lists.choices("place", text), done, self._notifier.failed)

    def _arrived(self, told: Dashboard, shapes: Mapping[str, tuple[Ring, ...]]) -> None:
        self._token = None
        self._view.show_waiting(False)
        self._view.show_board(
            Board(
                place=told.place.title if told.place is not None and self.place else "",
                day=dates.shown(told.day),
                facts=self._facts(told),
                charts=(
                    self._coalitions(told), self._ratings(told), self._people(told), self._targets(told.indicators),
                    self._reports(told), self._actions(told), self._money(told.commitments.money),
                ),
                map=self._map(told, shapes),
            )
        )  # fmt: skip

    def _failed(self, error: BaseException) -> None:
        self._token = None
        self._view.show_waiting(False)
        self._notifier.failed(error)

    def _to(self, kind: str, **where: str) -> Callable[[], None]:
        """To the list of a kind, where it has one, narrowed to these conditions and to the place in view."""
        whole = where | ({WITHIN: self.place} if self.place else {})

        def follow() -> None:
            if self._page_of(kind):
                self._ways.open_list(kind, whole)

        return follow

    def _record(self, kind: str, id: str) -> Callable[[], None]:
        return lambda: self._ways.open_record(kind, id)

    # -- figures -------------------------------------------------------------------------------------------------

    def _facts(self, told: Dashboard) -> tuple[Fact, ...]:
        people, coverage = told.people, told.coverage.levels
        filled, expected = sum(one.counts.filled for one in coverage), sum(one.counts.expected for one in coverage)
        reached = sum(one.reached is True for one in told.indicators)
        return (
            Fact(people.number.shown or "0", ngettext("person reached", "people reached", int(people.number.value or 0))),
            Fact(words.number(people.events), ngettext("activity done", "activities done", people.events)),
            Fact(words.number(told.commitments.all), ngettext("commitment", "commitments", told.commitments.all)),
            Fact(_share(reached, len(told.indicators)), _("targets reached")),
            Fact(_share(filled, expected), _("posts of focal points filled")),
            Fact(
                words.number(told.actions_overdue), ngettext("action overdue", "actions overdue", told.actions_overdue),
                "danger" if told.actions_overdue else "",
            ),
        )  # fmt: skip

    def _coalitions(self, told: Dashboard) -> Chart:
        counts, names, stages = told.commitments.by_coalition, vocabulary("action_coalition"), vocabulary("stage")
        order = [*stages.codes, ""]
        used = [code for code in order if any(by.get(code) for by in counts.values())]
        marks = [
            Mark(_label(names.label(code) if code else ""), tuple(by.get(stage, 0) for stage in used),
                 self._to("commitment", coalitions=code))
            for code, by in sorted(counts.items(), key=lambda item: (not item[0], -sum(item[1].values())))
        ]
        answer = _("Commitments appear here when they name a coalition.") if marks and not any(counts) else ""
        if any(counts):
            count = int(sum(value or 0 for value in marks[0].values))
            text = ngettext("{coalition} has most: {n} commitment.", "{coalition} has most: {n} commitments.", count)
            answer = text.format(coalition=marks[0].label, n=words.number(count))
        return Chart(
            "coalitions", "stacked", _("How far are the commitments of each coalition?"), _("Coalition"),
            tuple(_label(stages.label(code) if code else "") for code in used), tuple(marks), answer,
            empty=_("Commitments appear here when they name a coalition."),
        )  # fmt: skip

    def _ratings(self, told: Dashboard) -> Chart:
        counts, names = told.commitments.by_rating, vocabulary("rating")
        marks = tuple(
            Mark(names.label(code) if code else _("No rating written"), (counts.get(code, 0),),
                 self._to("commitment", rating=code))
            for code in (*names.codes, "") if counts.get(code)
        )  # fmt: skip
        rated = told.commitments.all - counts.get("", 0) - counts.get("not_assessed", 0)
        text = ngettext("{n} of {all} commitment is assessed.", "{n} of {all} commitments are assessed.", told.commitments.all)
        return Chart(
            "ratings", "bars", _("Are commitments on track?"), _("Rating"), (_("Commitments"),), marks,
            text.format(n=words.number(rated), all=words.number(told.commitments.all)),
            empty=_("Ratings of commitments appear here."),
        )  # fmt: skip

    def _people(self, told: Dashboard) -> Chart:
        people, sexes, ages = told.people, vocabulary("sex"), vocabulary("age_band")
        table: dict[str, dict[str, int]] = {}
        for key, count in people.cells.items():
            sex, age = key.split("|")[:2]
            table.setdefault(age, {})[sex] = table.get(age, {}).get(sex, 0) + count
        used = [code for code in sexes.codes if any(row.get(code) for row in table.values())]
        order = [code for code in (*ages.codes, NOT_RECORDED) if code in table]
        marks = tuple(
            Mark(ages.label(age) if age in ages else _("Not recorded"), tuple(table[age].get(sex, 0) for sex in used),
                 self._to("activity", progress="done", participants=f"age_band:{age}"))
            for age in dict.fromkeys(order)
        )
        lines = []
        female = people.by_sex.get("female", 0)
        if people.broken_down:
            share = round(100 * female / people.broken_down)
            lines.append(
                _("{share} % women and girls, of the {n} people whose sex and age are known.").format(
                    share=share, n=words.number(people.broken_down)
                )
            )
        unknown = int(people.number.value or 0) - people.broken_down
        if unknown > 0:
            text = ngettext("{n} more person is told only as a total.", "{n} more people are told only as totals.", unknown)
            lines.append(text.format(n=words.number(unknown)))
        return Chart(
            "people", "stacked", _("Whom did activities reach?"), _("Age"), tuple(sexes.label(code) for code in used), marks,
            " ".join(lines), empty=_("Participants by sex and age appear here when activities that were done have them."),
        )  # fmt: skip

    def _targets(self, indicators: Sequence[IndicatorRow]) -> Chart:
        known = [one for one in indicators if one.share is not None]
        known.sort(key=lambda one: one.share or 0)
        marks = tuple(
            Mark(one.name, (round(100 * (one.share or 0)), 100), self._record("indicator", one.id), _of(one))
            for one in known[:MOST]
        )
        reached = sum(one.reached is True for one in indicators)
        text = ngettext("{n} of {all} target is reached.", "{n} of {all} targets are reached.", len(indicators))
        answer = text.format(n=words.number(reached), all=words.number(len(indicators)))
        if len(known) > MOST:
            answer += " " + _("The {n} furthest from it are shown.").format(n=MOST)
        return Chart(
            "targets", "targets", _("How far are targets reached?"), _("Indicator"), (_("Reached"), _("Target")), marks,
            answer, unit="%", empty=_("Indicators appear here when they have a target and a result."),
        )  # fmt: skip

    def _reports(self, told: Dashboard) -> Chart:
        by_period: dict[str, list[int]] = {}
        names: dict[str, str] = {}
        for one in _alike(told.measures):
            sums = by_period.setdefault(one.label or one.period, [0, 0, 0])
            names[one.label or one.period] = one.period
            for at, value in enumerate((one.expected, one.actual, one.on_time)):
                sums[at] += value
        marks = tuple(Mark(label, tuple(sums), self._to("periodic_report", period=names[label])) for label, sums in by_period.items())
        if not any(mark.values[0] for mark in marks):
            marks = ()
        answer = ""
        if marks and marks[-1].values[0]:
            expected, actual, on_time = (int(value or 0) for value in marks[-1].values)
            text = ngettext(
                "{period}: {actual} of {expected} report came, {on_time} in time.",
                "{period}: {actual} of {expected} reports came, {on_time} in time.", expected,
            )  # fmt: skip
            answer = text.format(
                period=marks[-1].label, actual=words.number(actual), expected=words.number(expected), on_time=words.number(on_time)
            )
        return Chart(
            "reports", "line", _("Do reports come, and in time?"), _("Period"), (_("Expected"), _("Came"), _("In time")), marks,
            answer, empty=_("Reporting appears here after the first period that was due."),
        )  # fmt: skip

    def _actions(self, told: Dashboard) -> Chart:
        marks = tuple(
            Mark(one.title, (count,), partial(self._ways.open_list, "action_item", {"committee": one.id, "overdue": "yes"}))
            for one, count in told.overdue_by_committee[:MOST]
        )
        text = ngettext("{n} of {all} open action is overdue.", "{n} of {all} open actions are overdue.", told.actions_open)
        return Chart(
            "actions", "bars", _("Whose actions are overdue?"), _("Committee"), (_("Overdue actions"),), marks,
            text.format(n=words.number(told.actions_overdue), all=words.number(told.actions_open)),
            empty=_("No action is overdue."),
        )  # fmt: skip

    def _money(self, money: Sequence[Money]) -> Chart:
        marks, missing = [], []
        for one in money:
            wanted = one.needed if one.needed is not None else one.pledged.value if one.pledged else None
            if not wanted or one.gap is None:
                continue
            secured = wanted - one.gap
            note = _("{secured} of {wanted} {currency} secured").format(
                secured=words.number(round(secured)), wanted=words.number(round(wanted)), currency=one.currency
            )
            marks.append(Mark(one.currency, (round(100 * secured / wanted), 100), self._to("funding", currency=one.currency), note))
            if one.gap:
                missing.append(f"{words.number(round(one.gap))} {one.currency}")
        answer = _("Still to be found: {amounts}.").format(amounts=", ".join(missing)) if missing else _("Nothing is missing.")
        return Chart(
            "money", "targets", _("How much of the money is secured?"), _("Currency"), (_("Secured"), _("Needed")),
            tuple(marks), answer, unit="%", empty=_("Funding appears here when commitments say what they need."),
        )  # fmt: skip

    # -- map -----------------------------------------------------------------------------------------------------

    def _map(self, told: Dashboard, shapes: Mapping[str, tuple[Ring, ...]]) -> Map:
        """Posts where a country has them, else reports that came, else where activities were done."""
        if any(one.counts.expected for one in told.coverage.regions):
            return posts_map(told.coverage.regions, shapes, self._look)
        if any(one.expected for one in told.regions):
            return reports_map(told.regions, shapes, self._look)
        if any(one.activities for one in told.regions):
            return self._done(told.regions, shapes)
        return posts_map(told.coverage.regions, shapes, self._look)

    def _look(self, place: str) -> Callable[[], None]:
        return partial(self.look_at, place)

    def _done(self, lines: Sequence[RegionFigures], shapes: Mapping[str, tuple[Ring, ...]]) -> Map:
        most = max(one.activities for one in lines)
        said = [
            (one, step_of(one.activities, most), words.number(one.activities),
             _("{place}: activities done: {n}").format(place=one.place.title, n=words.number(one.activities)))
            for one in lines
        ]  # fmt: skip
        without = sum(not one.activities for one in lines)
        text = ngettext("{n} region has none yet.", "{n} regions have none yet.", without)
        answer = text.format(n=words.number(without)) if without else _("Every region has some.")
        made = drawn(said, shapes, self._look, _("Where were activities done?"), _("Activities"), answer)
        steps = (_("none"), _("up to a third of the most"), _("up to two thirds"), _("more"), _("the most"))
        return replace(made, legend=steps)


def _alike(measures: Sequence[MeasuresView]) -> list[MeasuresView]:
    """Periods of one length, that of most reports: quarters and years do not share a line.  Oldest first."""
    lengths: dict[int, list[MeasuresView]] = {}
    for one in measures:
        lengths.setdefault(round((one.last - one.first).days / 30), []).append(one)
    most = max(lengths.values(), key=lambda group: sum(one.expected for one in group), default=[])
    return sorted(most, key=lambda one: one.first)


def _share(part: int, whole: int) -> str:
    """Part of whole; a dash where there is no whole."""
    return f"{words.number(part)} / {words.number(whole)}" if whole else "–"


def _label(text: str) -> str:
    return text or _("Not stated")


def _of(one: IndicatorRow) -> str:
    """What was reached, of what: 1,200 of 3,000 women."""
    actual = one.actual.shown if one.actual is not None else "–"
    wanted = one.target.shown if one.target is not None else "–"
    return _("{actual} of {wanted} {unit}").format(actual=actual, wanted=wanted, unit=one.unit).strip()
