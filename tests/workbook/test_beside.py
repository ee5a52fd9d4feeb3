"""One sheet that tells of several kinds of records: indicators with their targets and results."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from workbook.test_plan import cells_in, plan_of, staged

from gedesk.domain.kinds import registry
from gedesk.workbook.account import LOST, account
from gedesk.workbook.names import Candidate
from gedesk.workbook.plan import Options, Row
from gedesk.workbook.recognise import recognise
from gedesk.workbook.spread import period_of
from gedesk.workbook.staging import Range

WOMEN, DESKS, GIRLS = "Women in ward committees", "Councils with a gender desk", "Girls returned to school"
FRAMEWORK = [
    ["Indicator", "Unit", "Baseline", "Target 2025", "Actual 2025"],
    [WOMEN, "Number", 120, 200, 180], [DESKS, "%", 40, 60, None], [GIRLS, "Number", 10, 50, 61],
]  # fmt: skip


def told(rows: list[Row], kind: str) -> list[tuple[str, Any, Any]]:
    """The indicator's row, the value and the last day of each record of a kind."""
    return [(str(row.head.values["name"]) if row.head else "", row.values.get("value"), row.values.get("to_day")) for row in rows if row.kind == kind]


def test_an_indicator_comes_with_its_target_and_its_result(tanzania: list[Candidate]) -> None:
    staging = staged(FRAMEWORK)
    plan = plan_of(staging, tanzania)
    assert [(row.values["name"], row.values["unit"], row.values["baseline"]) for row in plan.rows if row.kind == "indicator"] == [
        (WOMEN, "Number", 120), (DESKS, "%", 40), (GIRLS, "Number", 10),
    ]  # fmt: skip
    end = date(2025, 12, 31)
    assert told(plan.rows, "target") == [(WOMEN, 200, end), (DESKS, 60, end), (GIRLS, 50, end)]
    assert told(plan.rows, "result") == [(WOMEN, 180, end), (GIRLS, 61, end)]
    assert {row.values["indicator"] for row in plan.rows if row.head} == {row.made_as for row in plan.rows if row.kind == "indicator"}
    assert not plan.problems
    assert not plan.new
    assert LOST not in {fate for *_cell, fate in account(staging, plan)}
    assert sum(plan.coverage.values()) == cells_in(staging)


def test_years_under_merged_headings(tanzania: list[Candidate]) -> None:
    rows = [
        ["Indicator", "Unit", "Target", None, None, "Actual", None, None], [None, None, 2023, 2024, 2025, 2023, 2024, 2025],
        [WOMEN, "Number", 150, 180, 200, 140, 170, None], [GIRLS, "Number", 20, 30, 50, 12, 33, None],
    ]  # fmt: skip
    staging = staged(rows, merges=[Range(1, 1, 2, 1), Range(1, 2, 2, 2), Range(1, 3, 1, 5), Range(1, 6, 1, 8)])
    plan = plan_of(staging, tanzania)
    ends = [date(year, 12, 31) for year in (2023, 2024, 2025)]
    assert told(plan.rows, "target") == [(WOMEN, value, day) for value, day in zip((150, 180, 200), ends, strict=True)] + [
        (GIRLS, value, day) for value, day in zip((20, 30, 50), ends, strict=True)
    ]
    assert told(plan.rows, "result") == [(WOMEN, 140, ends[0]), (WOMEN, 170, ends[1]), (GIRLS, 12, ends[0]), (GIRLS, 33, ends[1])]
    assert Counter(row.kind for row in plan.rows) == {"indicator": 2, "target": 6, "result": 4}
    assert LOST not in {fate for *_cell, fate in account(staging, plan)}


@pytest.mark.parametrize(
    "head",
    [
        ["Kiashiria", "Kipimo", "Hali ya awali", "Lengo 2024/25", "Halisi 2024/25"],
        ["Indicateur", "Unité", "Valeur de référence", "Cible 2025", "Réalisé T1 2025"],
        ["Показатель", "Ед. изм.", "Базовое значение", "План на 2024 год", "Факт 2024"],
        ["Indikator", "Jedinica mjere", "Polazna vrijednost", "Planirano 2024", "Ostvareno do 30.6.2024."],
    ],
)
def test_targets_and_results_are_known_in_other_languages(tanzania: list[Candidate], head: list[Any]) -> None:
    plan = plan_of(staged([head, *FRAMEWORK[1:]]), tanzania)
    assert Counter(row.kind for row in plan.rows) == {"indicator": 3, "target": 3, "result": 2}
    assert all(row.values["to_day"] for row in plan.rows if row.head)
    assert not plan.problems


def test_names_that_recur_by_place_are_rows_of_results(tanzania: list[Candidate]) -> None:
    rows = [
        ["Indicator", "Unit", "Council", "Target 2025", "Result 2025", "Comments"],
        *[[name, "people", council, 100 + n, 90 + n, None] for n, (name, council) in enumerate((name, council) for name in (WOMEN, GIRLS) for council in ("Kinondoni MC", "Temeke MC"))],
    ]  # fmt: skip
    plan = plan_of(staged(rows), tanzania)
    assert Counter(row.kind for row in plan.rows) == {"target": 4, "result": 4}
    assert [(new.kind, new.values["name"], new.values["unit"]) for new in plan.new] == [("indicator", WOMEN, "people"), ("indicator", GIRLS, "people")]
    by_place: Counter[tuple[str, str]] = Counter((row.values["indicator"], row.values["place"]) for row in plan.rows if row.kind == "result")
    assert len(by_place) == 4


def test_one_period_is_told_once(tanzania: list[Candidate]) -> None:
    """Two columns for one period: the second is none of it and told to stay behind, not put over the first."""
    rows = [["Indicator", "Unit", "Target 2025", "Final target 2025", "Actual 2025"], *[[name, "n", 5, 6, 7] for name in (WOMEN, DESKS, GIRLS)]]
    plan = plan_of(staged(rows), tanzania)
    assert {row.values["value"] for row in plan.rows if row.kind == "target"} == {5}
    assert [problem.cell for problem in plan.problems if problem.code == "unmapped-column"] == ["D2"]


def test_how_much_of_a_target_was_reached_is_neither(tanzania: list[Candidate]) -> None:
    rows = [["Indicator", "Unit", "Target 2025", "Actual 2025", "Achievement against target (%)"], *[[name, "n", 50, 40, 80] for name in (WOMEN, DESKS, GIRLS)]]
    fields = [column.field for column in recognise(staged(rows), registry)[0].columns]
    assert fields == ["name", "unit", "target.value", "result.value", None]


def test_rows_that_say_the_same_stand_for_one_indicator(tanzania: list[Candidate]) -> None:
    plan = plan_of(staged([*FRAMEWORK, FRAMEWORK[1]]), tanzania, kind="indicator", options=Options(skip_questions=True))
    rows = [row for row in plan.rows if row.kind == "result" and row.head]
    assert [row.duplicate_of for row in rows] == [None, None, 2]
    assert rows[0].values["indicator"] == rows[2].values["indicator"]


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("Target 2025", "2025"), ("Actual (Jan-Jun 2025)", "Jan-Jun 2025"), ("Lengo 2024/25", "2024/25"), ("Cible à fin 2025", "2025"),
        ("План на 2024 год", "2024 год"), ("Achieved as of June 2025", "June 2025"), ("Mid-term target 2025", "2025"), ("Target", ""),
        ("Baseline 2023", ""), ("Results to date", ""),
    ],
)  # fmt: skip
def test_the_period_of_a_heading(heading: str, period: str) -> None:
    assert period_of((heading,), [], "target") == period


def test_a_commitment_comes_with_who_made_it(tanzania: list[Candidate]) -> None:
    rows = [
        ["N°", "Engagement", "Coalition d'action", "Structure responsable", "Date de début", "État de mise en œuvre"],
        [1, "Porter à 30 % la part des femmes", "FML", "UN Women", "01/01/2022", "En cours"], [2, "Scolariser 10 000 filles", "EJR", None, "01/10/2021", "En cours"],
        [3, "Réviser la loi", "GBV", "Assemblée nationale", "13/03/2022", "Achevé"],
    ]  # fmt: skip
    plan = plan_of(staged(rows), tanzania)
    assert [row.values["title"] for row in plan.rows if row.kind == "commitment"] == [row[1] for row in rows[1:]]
    assert [row.head.values["title"] for row in plan.rows if row.kind == "maker" and row.head] == [rows[1][1], rows[3][1]]
    assert [(new.kind, new.values["name"]) for new in plan.new] == [("organisation", "Assemblée nationale")]
    assert not plan.problems


def test_each_kind_of_money_in_a_row_is_a_record(tanzania: list[Candidate]) -> None:
    rows = [
        ["Bailleur", "Intitulé du projet", "Montant alloué", "Montant décaissé", "Taux (%)", "Devise"],
        ["Banque mondiale", "Projet SWEDD", 1200, 450, "37,5%", "XOF"], ["UNFPA", "Appui aux survivantes", 300, None, "0%", "XOF"], ["UE", "Leadership local", 150, 75, "50%", "XOF"],
    ]  # fmt: skip
    staging = staged(rows)
    plan = plan_of(staging, tanzania)
    assert [(row.values["title"], row.values["funding_kind"], row.values["amount"], row.values["currency"]) for row in plan.rows] == [
        ("Projet SWEDD", "allocated", 1200, "XOF"), ("Projet SWEDD", "spent", 450, "XOF"), ("Appui aux survivantes", "allocated", 300, "XOF"),
        ("Leadership local", "allocated", 150, "XOF"), ("Leadership local", "spent", 75, "XOF"),
    ]  # fmt: skip
    assert [(problem.code, problem.field) for problem in plan.problems] == [("unmapped-column", ""), ("incomplete", "commitment")]
    assert LOST not in {fate for *_cell, fate in account(staging, plan)}


def test_figures_told_in_words_are_kept_in_words(tanzania: list[Candidate]) -> None:
    rows = [["Indicator", "Unit", "Baseline", "Target 2025", "Actual 2025"], [WOMEN, "people", "not measured before", "all health facilities", "over 7,000"], [DESKS, "desks", 3, 5, "two thirds of them"], [GIRLS, "girls", 1, 2, 3]]
    plan = plan_of(staged(rows), tanzania)
    by_name = {(row.kind, str(row.head.values["name"]) if row.head else row.values["name"]): row.values for row in plan.rows}
    assert by_name["indicator", WOMEN]["baseline_text"] == "not measured before"
    assert by_name["target", WOMEN]["value_text"] == "all health facilities"
    assert (by_name["result", WOMEN]["value"], by_name["result", WOMEN]["qualifier"]) == (7000, "at_least")
    assert by_name["result", DESKS]["value_text"] == "two thirds of them"
    assert not any(row.refused for row in plan.rows)
    assert [problem.code for problem in plan.problems] == ["kept-in-words"] * 3


def test_indicators_side_by_side_keep_their_own_targets(tanzania: list[Candidate]) -> None:
    head = ["Indicator", "Unit", "Target 2025", "Actual 2025"]
    left = [[f"Women trained {n}", "people", n, n + 1] for n in range(4)]
    right = [[f"Girls at school {n}", "people", 10 + n, 11 + n] for n in range(4)]
    plan = plan_of(staged([[*head, None, *head], *[[*one, None, *other] for one, other in zip(left, right, strict=True)]]), tanzania)
    assert len(plan.tables) == 2
    assert {(str(row.head.values["name"]), row.values["value"]) for row in plan.rows if row.kind == "target" and row.head} == {(row[0], row[2]) for row in (*left, *right)}


def test_the_year_above_a_table_holds_for_its_quarters(tanzania: list[Candidate]) -> None:
    rows = [
        ["Council:", "Kinondoni MC"], ["Period:", "Q1 2025/26"], [], ["Objective", "Indicator", "Baseline", "Annual target", "Q1 target", "Q1 actual", "% achieved", "Remarks"],
        ["Obj 1", "Women leaders trained", 120, 400, 100, 90, "90%", "on track"], [None, "Desks opened", 2, 6, 1, 0, "0%", "delayed"], ["Obj 2", "Survivors served", 50, 300, 80, 110, "138%", None],
    ]  # fmt: skip
    plan = plan_of(staged(rows), tanzania)
    year, quarter = date(2026, 6, 30), date(2025, 9, 30)
    assert sorted((row.values["value"], row.values["to_day"]) for row in plan.rows if row.kind == "target") == [(1, quarter), (6, year), (80, quarter), (100, quarter), (300, year), (400, year)]
    assert sorted((row.values["value"], row.values["to_day"]) for row in plan.rows if row.kind == "result") == [(0, quarter), (90, quarter), (110, quarter)]
    assert [new.values["baseline"] for new in plan.new] == [120, 2, 50]
    assert [problem.code for problem in plan.problems if problem.code == "place-from-title"] == ["place-from-title"]
    assert {row.values["place"] for row in plan.rows} == {plan.rows[0].values["place"]}
