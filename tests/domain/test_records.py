"""Required fields, drafts, and rules between fields."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from gedesk.domain.kinds import registry
from gedesk.errors import InvalidInput, UsageError

ID = str(uuid.UUID(int=1))


def faults(kind: str, **values: Any) -> set[tuple[str, str]]:
    """Code and field of each problem."""
    try:
        registry.clean(kind, values)
    except InvalidInput as error:
        problems = error.problems
    else:
        return set()
    assert all(problem.message for problem in problems)
    return {(problem.code, problem.where) for problem in problems}


@pytest.mark.parametrize("kind", list(registry))
def test_a_complete_record_needs_its_required_fields_and_a_draft_does_not(kind: str) -> None:
    required = {name for name, spec in registry.specs(kind).items() if spec.required and spec.default is None}
    assert {where for code, where in faults(kind) if code == "required"} >= required
    assert faults(kind, state="draft") == set()


def test_a_required_field_may_not_be_emptied_but_need_not_be_repeated() -> None:
    current = {"title": "Mafunzo", "start": "2026-01-05", "state": "complete"}
    current["start"] = registry.spec("activity", "start").parse(current["start"])
    assert registry.clean("activity", {"venue": "Dodoma"}, current=current) == {"venue": "Dodoma"}
    with pytest.raises(InvalidInput):
        registry.clean("activity", {"title": " "}, current=current)


def test_unknown_names_list_the_known_ones() -> None:
    with pytest.raises(UsageError) as error:
        registry.clean("activity", {"titel": "x"})
    assert "title" in error.value.advice
    with pytest.raises(UsageError):
        registry.specs("activities")


COMMITMENT: dict[str, Any] = {"title": "Childcare in every market"}


@pytest.mark.parametrize(
    ("kind", "values", "fault"),
    [
        ("activity", {"title": "x", "start": "2026-02-02", "end": "2026-02-01"}, ("dates", "end")),
        ("activity", {"title": "x", "start": "2026-02-02", "participants_qualifier": "over"}, ("qualifier", "participants_total")),
        ("place", {"name": "x", "level": "council", "latitude": -6}, ("required", "longitude")),
        ("organisation", {"name": "x", "interest_on": "2026-02-02", "accepted_on": "2026-02-01"}, ("dates", "accepted_on")),
        ("organisation", {"name": "x", "email": "nobody"}, ("format", "email")),
        ("commitment", COMMITMENT | {"rating": "not_assessed"}, ("required", "rating_basis")),
        ("commitment", COMMITMENT | {"rating": "on_track"}, ("required", "rating_basis")),
        ("commitment", COMMITMENT | {"in_budget": True}, ("required", "alignment_evidence")),
        ("commitment", COMMITMENT | {"independent_review": "limited"}, ("required", "review_source")),
        ("funding", {"title": "x", "funding_kind": "pledged", "amount": 5, "activity": ID}, ("required", "currency")),
        ("funding", {"title": "x", "funding_kind": "pledged", "amount": 5, "currency": "XOF"}, ("required", "commitment")),
        ("indicator", {"name": "x", "measure": "2", "summable": True}, ("rule", "summable")),
        ("indicator", {"name": "x", "measure": "2", "baseline": 130}, ("percent", "baseline")),
        ("result", {"indicator": ID, "to_day": "2026-03-31"}, ("required", "value")),
        ("committee", {"name": "x", "committee_type": "network", "chair_rule": "rotating"}, ("required", "rotation_order")),
        ("committee", {"name": "x", "committee_type": "network", "quorum_rule": "share", "quorum_value": 150}, ("percent", "quorum_value")),
        ("membership", {"committee": ID}, ("required", "person")),
        ("attendance", {"meeting": ID, "name_written": "x", "reason": "visa"}, ("rule", "reason")),
        ("decision", {"title": "x", "meeting": ID, "decision_type": "recommendation"}, ("required", "addressed_to")),
        ("decision", {"title": "x", "meeting": ID, "number": "third"}, ("format", "number")),
        ("action_item", {"title": "x", "action_state": "blocked"}, ("required", "blocked_reason")),
        ("action_item", {"title": "x", "action_state": "done", "percent": 60}, ("rule", "percent")),
        ("approval", {"report": ID, "level": 1, "outcome": "returned", "decided_on": "2026-01-20"}, ("required", "reason")),
        ("story", {"title": "x", "story_text": "y", "about_violence": True}, ("sensitive", "sensitivity")),
        ("story", {"title": "x", "story_text": "y", "people": "Amina J.", "publication": "public"}, ("consent", "consent")),
        ("attachment", {"name": "x", "media_type": "image/jpeg", "sha256": "0"}, ("hash", "sha256")),
    ],
)  # fmt: skip
def test_a_rule_names_its_field(kind: str, values: dict[str, Any], fault: tuple[str, str]) -> None:
    assert fault in faults(kind, **values)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("indicator", {"name": "Index of violence", "measure": "4", "baseline_qualifier": "not stated"}),
        ("target", {"indicator": ID, "to_day": "2026-06-30", "qualifier": "all", "value_text": "all county health facilities"}),
        ("funding", {"title": "Alliance", "funding_kind": "secured", "amount": 500_000, "amount_qualifier": "nearly", "currency": "USD", "basis": "annual", "programme": ID}),
        ("result", {"indicator": ID, "to_day": "2024-09-12", "participants_total": 7000, "participants_qualifier": "over", "value_text": "young girls and local focal points"}),
        ("committee", {"name": "30 for 2030", "committee_type": "network"}),
        ("story", {"title": "x", "story_text": "y", "about_violence": True, "sensitivity": "restricted"}),
        ("activity", {"title": "x", "start": "2026-02-02", "end": "2026-02-02"}),
    ],
)  # fmt: skip
def test_what_the_dialogue_told_can_be_kept_as_told(kind: str, values: dict[str, Any]) -> None:
    assert faults(kind, **values) == set()


def test_the_four_statuses_of_a_commitment_are_fields_of_their_own() -> None:
    specs = registry.specs("commitment")
    lists = [specs[name].vocabulary_name for name in ("stage", "rating", "independent_review")]
    assert len(set(lists)) == 3
    assert specs["stage"].default is None, "not reported is not the same as not started"
    assert "reporting_light" not in specs, "the light is computed"
