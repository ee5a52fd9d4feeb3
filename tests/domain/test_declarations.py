"""What holds for every kind and field, whoever adds the next one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gedesk import i18n
from gedesk.domain.fields import Sensitivity, Type
from gedesk.domain.kinds import registry
from gedesk.domain.record import Reach, Record
from gedesk.domain.text import fold

KINDS = list(registry)
NUMBERS = Path(__file__).with_name("numbers.json")
RESERVED = {"n", "id", "removed", "conflicts", "created_op", "changed_op", "metadata", "registry"}


def numbers() -> dict[str, dict[str, object]]:
    """Numbers in use: of each kind, and of its fields by name."""
    return {
        kind: {
            "number": registry.kind(kind).number,
            "fields": {name: spec.number for name, spec in sorted(registry.specs(kind).items())},
        }
        for kind in sorted(KINDS)
    }


def test_numbers_are_never_changed_or_reused() -> None:
    """`numbers.json` holds every number ever given.  Add new ones to it; take nothing out and change nothing."""
    given = json.loads(NUMBERS.read_text(encoding="utf-8"))
    now = numbers()
    for kind, entry in now.items():
        assert kind in given, f"add the kind {kind} to numbers.json"
        assert entry["number"] == given[kind]["number"]
        fields = entry["fields"]
        assert isinstance(fields, dict)
        for name, number in fields.items():
            assert name in given[kind]["fields"], f"add {kind}.{name} to numbers.json"
            assert number == given[kind]["fields"][name], f"{kind}.{name}"
    for kind, entry in given.items():
        used = list(entry["fields"].values())
        assert len(used) == len(set(used)), f"{kind}: a number was given twice"
    kinds = [entry["number"] for entry in given.values()]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_in_five_languages_and_has_a_title(kind: str) -> None:
    declared = registry.kind(kind)
    for language in i18n.LANGUAGES:
        assert declared.label(language)
        assert declared.plural.label(language)
    assert declared.title in registry.specs(kind)
    assert declared.parent is None or registry.spec(kind, declared.parent).is_link


def test_prefixes_are_unique() -> None:
    prefixes = [registry.kind(kind).prefix for kind in KINDS]
    assert len(prefixes) == len(set(prefixes))
    assert all(len(prefix) == 3 and prefix.isupper() for prefix in prefixes)


@pytest.mark.parametrize("kind", KINDS)
def test_fields_are_named_apart_in_every_language(kind: str) -> None:
    """One heading means one field of a kind, or a workbook's column could not be mapped."""
    for language in i18n.LANGUAGES:
        meant: dict[str, str] = {}
        for name, spec in registry.specs(kind).items():
            for heading in spec.names.headings(language):
                other = meant.setdefault(fold(heading), name)
                assert other == name, f"{language} {heading!r} means {other} and {name}"


@pytest.mark.parametrize("kind", KINDS)
def test_fields_of_a_kind_keep_to_their_numbers(kind: str) -> None:
    base = set(Record.own_specs())
    for name, spec in registry.specs(kind).items():
        assert name not in RESERVED
        assert 1 <= spec.number <= 19 if name in base else 20 <= spec.number < 1000
        assert (
            spec.qualifier is None
            or registry.spec(kind, spec.qualifier).vocabulary_name == "quantity_qualifier"
        )
        if spec.default is not None:
            assert spec.parse(spec.default) == spec.default, name


def test_contacts_are_restricted_everywhere() -> None:
    for kind in KINDS:
        for name, spec in registry.specs(kind).items():
            if name in ("phone", "email", "contact_name") or (name == "contact" and not spec.is_link):
                assert spec.sensitivity is Sensitivity.RESTRICTED, f"{kind}.{name}"
    assert registry.spec("person", "name").sensitivity is Sensitivity.INTERNAL


def test_only_reference_data_is_shared() -> None:
    shared = {kind for kind in KINDS if registry.kind(kind).reach is Reach.SHARED}
    assert {"place", "organisation", "programme", "pillar", "commitment", "indicator", "committee"} <= shared
    assert not shared & {
        "person",
        "activity",
        "meeting",
        "attendance",
        "result",
        "story",
        "attachment",
        "decision",
    }
    assert {kind for kind in KINDS if registry.kind(kind).steward} == {
        "place",
        "country_pack",
        "indicator",
        "programme",
        "pillar",
    }


def test_forms_that_could_draw_a_survivors_case_say_so() -> None:
    for kind in ("activity", "person", "story"):
        assert "survivor" in registry.kind(kind).help


@pytest.mark.parametrize("kind", KINDS)
def test_something_of_a_kind_can_be_found_or_it_belongs_to_something(kind: str) -> None:
    searched = any(spec.search for name, spec in registry.specs(kind).items() if name != "code")
    assert searched or registry.spec(kind, registry.kind(kind).title).type in (Type.LINK, Type.CODE)
