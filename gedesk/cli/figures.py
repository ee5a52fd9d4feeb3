"""`figures`: what the screens count, as a table or as JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from gedesk.cli.answer import Answer, table
from gedesk.domain.vocabularies import vocabulary
from gedesk.errors import UsageError
from gedesk.i18n import gettext as _
from gedesk.services.desk import Desk
from gedesk.services.governance_views import Share
from gedesk.services.reporting_views import CoverageLine, MeasuresView


def figures(desk: Desk, args: Namespace) -> Answer:
    """One set of figures; `not reported` is null in JSON and a dash in the table, never 0."""
    place = desk.records.get("place", args.place).id if args.place else ""
    work: dict[str, Callable[[], Answer]] = {
        "coverage": lambda: _coverage(desk, place),
        "measures": lambda: _measures(desk, place, args.level or "", args.period or ""),
        "seats": lambda: _seats(desk, args.committee),
        "people": lambda: _people(desk, place),
        "commitments": lambda: _commitments(desk, place),
        "makers": lambda: _makers(desk),
        "indicators": lambda: _indicators(desk),
    }
    return work[args.what]()


def _rows(head: Sequence[str], rows: Sequence[Sequence[object]], data: Any) -> Answer:
    shown = [["–" if cell is None else cell for cell in row] for row in rows]
    return Answer(data, table([head, *shown]))


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.0%}"


def _coverage(desk: Desk, place: str) -> Answer:
    view = desk.reporting.coverage(place)

    def data(line: CoverageLine) -> dict[str, Any]:
        return {"place": line.place.title, "place_code": line.code, "level": line.level, **asdict(line.counts),
                "filled": line.counts.filled, "unplaced": line.unplaced}  # fmt: skip

    rows = [(one.place.title, _level(one.level), one.counts.expected, one.counts.filled, one.counts.vacant, one.counts.trained,
             one.counts.reporting, one.unplaced) for one in (*view.levels, *view.parts)]  # fmt: skip
    head = (_("Place"), _("Level"), _("Expected"), _("Filled"), _("Vacant"), _("Trained"), _("Reporting"), _("Place not named"))
    found = {"period": view.period, "levels": [data(one) for one in view.levels], "parts": [data(one) for one in view.parts]}
    return _rows(head, rows, found)


def _measures(desk: Desk, place: str, level: str, period: str) -> Answer:
    reporting = desk.reporting
    found = reporting.measures_by_place(period, place, level=level) if period else reporting.measures(place, level=level)

    def data(one: MeasuresView) -> dict[str, Any]:
        return {
            "place": one.place.title if one.place else "", "level": one.level, "period": one.period, "due": one.due,
            "expected": one.expected, "actual": one.actual, "rate": one.rate, "on_time": one.on_time,
            "on_time_rate": one.on_time_rate, "missing": [*one.missing], "more_missing": one.more_missing,
        }  # fmt: skip

    rows = [(one.place.title if one.place else "", _level(one.level), one.period, one.expected, one.actual, _percent(one.rate),
             one.on_time, _percent(one.on_time_rate)) for one in found]  # fmt: skip
    head = (_("Place"), _("Level"), _("Period"), _("Expected"), _("Actual"), _("Rate"), _("On time"), _("On-time rate"))
    return _rows(head, rows, {"measures": [data(one) for one in found]})


def _seats(desk: Desk, called: str | None) -> Answer:
    if not called:
        raise UsageError(_("{option} is needed.").format(option="--committee"))
    view = desk.governance.committee(desk.records.get("committee", called).id)
    balance = view.balance
    groups: tuple[tuple[str, str, tuple[Share, ...]], ...] = (
        ("group", _("By group"), balance.by_group), ("sex", _("By sex"), balance.by_sex),
        ("youth", _("By age"), balance.by_youth), ("area", _("By area"), balance.by_area),
    )  # fmt: skip
    turn = view.turn
    data = {
        "committee": view.node.name, "seats": view.node.seats, "filled": view.node.filled, "vacant": view.node.vacant,
        "quorum": view.quorum.needed, **{f"by_{key}": [asdict(one) for one in shares] for key, _title, shares in groups},
        "turn": {"holder": turn.holder, "since": turn.since, "following": turn.following, "changes_on": turn.changes_on} if turn else None,
    }  # fmt: skip
    rows = [(title, one.label, one.count, one.planned) for _key, title, shares in groups for one in shares]
    answer = _rows((_("Counted"), _("Group"), _("Seats"), _("Planned")), rows, data)
    lines = [_("{filled} of {seats} seats taken").format(filled=view.node.filled, seats=view.node.seats or "–"), *answer.lines]
    if turn:
        lines.append(_("Chair: {holder}; {next} from {day}").format(holder=turn.holder, next=turn.following, day=turn.changes_on))
    return Answer(data, lines)


def _people(desk: Desk, place: str) -> Answer:
    view = desk.monitoring.people(place)
    states = desk.monitoring.reconciliation(place)
    data = {
        "events": view.events, "told_again": view.told_again, "without_figures": view.without_figures, "people": view.number.value,
        "shown": view.number.shown, "by_sex": view.by_sex, "by_age": view.by_age, "by_disability": view.by_disability,
        "broken_down": view.broken_down, "reconciliation": states.states,
        "differing": [{"record": one.record.title, "total": one.total, "cells": one.cells, "difference": one.difference}
                      for one in states.differing],
    }  # fmt: skip
    lines = [
        _("People: {people}, activities: {n}").format(people=view.number.shown, n=view.events),
        _("{n} told again and counted once").format(n=view.told_again),
        _("{n} without figures").format(n=view.without_figures),
        *table([(_("Sex"), _("People")), *((vocabulary("sex").label(code), n) for code, n in view.by_sex.items() if n)]),
    ]
    return Answer(data, lines)


def _commitments(desk: Desk, place: str) -> Answer:
    counts = desk.commitments.counts(place)
    data = {"all": counts.all, "by_stage": counts.by_stage, "by_rating": counts.by_rating, "by_light": counts.by_light,
            "by_coalition": counts.by_coalition, "makers": counts.makers}  # fmt: skip
    rows: list[tuple[str, str, int]] = []
    for title, name, counted, none in (
        (_("Stage"), "stage", counts.by_stage, _("not reported")), (_("Rating"), "rating", counts.by_rating, _("not assessed yet")),
    ):  # fmt: skip
        rows += [(title, vocabulary(name).label(code) if code else none, n) for code, n in counted.items() if n]
    return _rows((_("Status"), _("Value"), _("Commitments")), rows, data)


def _makers(desk: Desk) -> Answer:
    board = desk.commitments.board()
    data = {column.stage: [asdict(card) for card in column.cards] for column in board}
    rows = [(vocabulary("onboarding_stage").label(column.stage), card.organisation.title, card.days, "; ".join(card.missing), card.report_due)
            for column in board for card in column.cards]  # fmt: skip
    return _rows((_("Stage"), _("Organisation"), _("Days"), _("Missing"), _("First report due")), rows, {"stages": data})


def _indicators(desk: Desk) -> Answer:
    found = desk.monitoring.indicators()
    data = [{"id": one.id, "name": one.name, "reference": one.reference, "baseline": one.baseline.shown if one.baseline else None,
             "target": one.target.shown if one.target else None, "actual": one.actual.shown if one.actual else None,
             "share": one.share, "reached": one.reached} for one in found]  # fmt: skip
    rows = [(one["reference"], one["name"], one["baseline"], one["target"], one["actual"], _percent(row.share)) for one, row in zip(data, found, strict=True)]
    return _rows((_("No."), _("Indicator"), _("Baseline"), _("Target"), _("Actual"), _("Share")), rows, {"indicators": data})


def _level(code: str) -> str:
    names = vocabulary("place_level")
    return names.label(code) if code in names.codes else code
