"""Every shipped list is complete in five languages and every spelling means one code."""

from __future__ import annotations

import pytest

from gedesk import i18n, paths
from gedesk.domain.kinds import registry
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary

NAMES = sorted(path.stem for path in paths.resource("vocabularies").glob("*.csv"))


@pytest.mark.parametrize("name", NAMES)
def test_every_term_has_a_label_in_each_language_and_a_source(name: str) -> None:
    terms = list(vocabulary(name))
    assert terms
    for term in terms:
        assert term.source.strip(), term.code
        for language in i18n.LANGUAGES:
            assert term.label(language).strip(), (term.code, language)


@pytest.mark.parametrize("name", NAMES)
def test_codes_are_unique_and_no_spelling_means_two_codes(name: str) -> None:
    rows = paths.resource(f"vocabularies/{name}.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) - 1 == len(vocabulary(name)), "a code stands twice"
    meant: dict[str, str] = {}
    for term in vocabulary(name):
        for spelling in (term.code, *term.labels.values(), *term.aliases):
            other = meant.setdefault(fold(spelling), term.code)
            assert other == term.code, f"{spelling!r} means {other} and {term.code}"


def test_every_vocabulary_a_field_names_is_shipped() -> None:
    for kind in registry:
        for spec in registry.specs(kind).values():
            for name in (spec.vocabulary_name, *spec.dims):
                assert name is None or name in NAMES, (kind, spec.name, name)


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("quantity_qualifier", "over", "at_least"),
        ("quantity_qualifier", "Zaidi ya", "at_least"),
        ("quantity_qualifier", "PLUS DE", "at_least"),
        ("quantity_qualifier", "более", "at_least"),
        ("quantity_qualifier", "više od", "at_least"),
        ("activity_progress", "Imekamilika", "done"),
        ("activity_progress", "inaendelea", "under_way"),
        ("activity_progress", "En cours", "under_way"),
        ("activity_progress", "termine", "done"),
        ("activity_progress", "Завершено", "done"),
        ("activity_progress", "u toku", "under_way"),
        ("stage", "ongoing", "in_progress"),
        ("action_coalition", "FMAL", "FML"),
        ("organisation_type", "INGO", "21"),
        ("sex", "ME", "male"),
        ("sex", "Wanawake", "female"),
        ("currency", "Tshs.", "TZS"),
        ("currency", "FCFA", "XOF"),
        ("yes_no", "Ndio", "yes"),
        ("disability", "not asked", "not_recorded"),
        ("disability", "Bila ulemavu", "without"),
        ("yes_no", "YES.", "yes"),
        ("sex", "Ženska", "female"),
        ("sex", "(F)", "female"),
        ("sex", "Мужская", "male"),
        ("activity_progress", "Réalisé(e)s.", "done"),
        ("activity_progress", "Yamekamilika", "done"),
        ("activity_progress", "Hayajafanyika", "planned"),
        ("activity_progress", "Завершена", "done"),
        ("activity_progress", "Završeni", "done"),
        ("activity_progress", "Completed / Imekamilika", "done"),
        ("activity_progress", "IN_PROGRESS", "under_way"),
        ("activity_progress", "Reporté", "planned"),
        ("action_state", "На исполнении", "in_progress"),
        ("action_state", "Nije realizovano", "open"),
        ("action_state", "Haijatekelezwa", "open"),
        ("decision_state", "Jednoglasno usvojeno", "adopted"),
        ("member_role", "M/kiti", "chair"),
        ("member_role", "Potpredsjednica", "vice_chair"),
        ("attendance_status", "Wamehudhuria", "present"),
        ("funding_kind", "Fedha zilizotengwa", "allocated"),
        ("funding_kind", "Plaćeno", "spent"),
    ],
)
def test_spellings_of_workbooks_are_found(name: str, written: str, code: str) -> None:
    assert vocabulary(name).find(written) == code


def test_an_unknown_spelling_is_not_guessed() -> None:
    assert vocabulary("stage").find("going swimmingly") is None
    assert vocabulary("activity_progress").find("Done / Cancelled") is None
    assert vocabulary("activity_progress").find("Plan B") is None
    assert vocabulary("sex").find("F / M") is None
    assert vocabulary("stage").label("written_by_a_later_version") == "written_by_a_later_version"
