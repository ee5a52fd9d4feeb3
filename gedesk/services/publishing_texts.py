"""The texts of the public dashboard.  `{names}` are filled in by the page."""

from __future__ import annotations

from gedesk import i18n
from gedesk.domain.packs import Pack
from gedesk.domain.vocabularies import vocabulary
from gedesk.i18n import mark

TEXTS = {
    "title": mark("Generation Equality"),
    "lead": mark("What was promised, what was done, and for whom."),
    "skip": mark("Skip to the content"),
    "sections": mark("Sections"),
    "language": mark("Language"),
    "to_dark": mark("Dark colours"),
    "to_light": mark("Light colours"),
    "print": mark("Print"),
    "as_of": mark("As of {day}"),
    "published_by": mark("Published by {publisher}"),
    "without_script": mark("This page needs JavaScript. It loads nothing from the network."),
    "too_old": mark("This browser is too old to show the data of this page. Please open it in a newer one."),
    # sections
    "overview": mark("At a glance"),
    "commitments": mark("Commitments"),
    "coverage": mark("Focal points"),
    "indicators": mark("Indicators"),
    "people": mark("People reached"),
    "stories": mark("Stories"),
    "open_data": mark("Open data"),
    "about": mark("About these figures"),
    # overview
    "makers": mark("Commitment makers"),
    "targets_reached": mark("Targets reached"),
    "nothing_yet": mark("Nothing was published yet."),
    "posts_filled": mark("Focal-point posts filled"),
    "n_of_m": mark("{n} of {m}"),
    # commitments
    "commitments_lead": mark("Stage is what the maker reports, rating what somebody else assessed. Not reported does not mean that nothing was done."),
    "search": mark("Search"),
    "search_hint": mark("Words of the title, text or maker"),
    "coalition": mark("Action Coalition"),
    "stage": mark("Stage"),
    "rating": mark("Rating"),
    "region": mark("Region"),
    "all": mark("All"),
    "clear": mark("Clear filters"),
    "shown": mark("Commitments shown: {n} of {m}"),
    "none_found": mark("No commitment matches. Clear a filter."),
    "more": mark("Show more"),
    "details": mark("Details"),
    "not_reported": mark("Not reported"),
    "not_assessed_yet": mark("No rating written"),
    "not_stated": mark("Not stated"),
    "made_by": mark("Made by"),
    "unnamed": mark("makers that did not agree to be named: {n}"),
    "from_to": mark("{start} to {end}"),
    "from_only": mark("from {start}"),
    "to_only": mark("until {end}"),
    "reported_on": mark("reported on {day}"),
    "rated_on": mark("rated on {day}"),
    "code": mark("Code"),
    "types": mark("Types"),
    "by_coalition": mark("How far are the commitments of each coalition?"),
    "by_rating": mark("Are commitments on track?"),
    "as_table": mark("As a table"),
    "number": mark("Number"),
    "choose_bar": mark("Choose a row to see its commitments."),
    "total": mark("Total"),
    # focal points
    "coverage_question": mark("Which regions have their focal points?"),
    "coverage_answer": mark("{filled} of {expected} posts are filled."),
    "level": mark("Level"),
    "expected": mark("Expected posts"),
    "filled": mark("Filled"),
    "vacant": mark("Vacant"),
    "trained": mark("Trained"),
    "reporting": mark("Reported for {period}"),
    "legend": mark("Posts filled"),
    "step_0": mark("none"),
    "step_1": mark("up to a third"),
    "step_2": mark("up to two thirds"),
    "step_3": mark("more"),
    "step_4": mark("all"),
    "map_text": mark("Map of the regions, darker where more posts are filled. The table holds the same figures."),
    "map_source": mark("Outlines are for orientation only and say nothing about borders."),
    # indicators
    "indicator": mark("Indicator"),
    "baseline": mark("Baseline"),
    "target": mark("Target"),
    "actual": mark("Reached so far"),
    "status": mark("Status"),
    "reached": mark("Target reached"),
    "not_yet": mark("Not reached yet"),
    "unknown": mark("Cannot be said"),
    "no_target": mark("No target"),
    "share": mark("{share} % of the target"),
    "reporters": mark("{reported} of {expected} places reported"),
    "missing": mark("Without a report: {names}"),
    "and_more": mark("and {n} more"),
    "by_region": mark("By region"),
    "by_level": mark("By level"),
    "by_period": mark("By period"),
    "period": mark("Period"),
    "value": mark("Value"),
    "definition": mark("Definition"),
    "unit": mark("Unit"),
    # people
    "people_lead": mark("People in the activities that were done, as counted and reported. Whoever took part twice may be counted twice."),
    "people_known": mark("{n} of them are known by sex and age."),
    "told_again": mark("Events told twice and counted once: {n}"),
    "sex_age": mark("By sex and age"),
    "sex_place": mark("By sex and region"),
    "sex_year": mark("By sex and year"),
    "sex_disability": mark("By sex and disability"),
    "age": mark("Age"),
    "sex": mark("Sex"),
    "year": mark("Year"),
    "disability": mark("Disability"),
    "elsewhere": mark("Country as a whole, or no region stated"),
    "everybody": mark("All"),
    "hidden": mark("hidden"),
    "hidden_note": mark("hidden: fewer than {threshold} people, or a number that would reveal them"),
    "left_out": mark("This table is not shown: too few people to protect them."),
    "no_people": mark("Too few people, or none, were counted by sex and age."),
    "activities_done": mark("Activities done"),
    # stories
    "told_on": mark("Told on {day}"),
    "people_in_story": mark("In this story: {names}"),
    "stories_lead": mark("Told with the consent of those who are named."),
    # data
    "data_lead": mark("Everything on this page, to be used by other programs. Hidden numbers are hidden here too."),
    "download": mark("Download"),
    "file_commitments": mark("Commitments, one a row"),
    "file_indicators": mark("Indicators with baseline, target and value, by region and period"),
    "file_people": mark("People reached by sex and age, region, year and disability"),
    "file_coverage": mark("Posts of focal points by region"),
    "file_stories": mark("Stories"),
    "file_json": mark("The whole data of this page"),
    "file_schema": mark("Description of the data for programs (JSON Schema)"),
    "file_iati": mark("Activities by the International Aid Transparency Initiative, version 2.03"),
    "kb": mark("{n} kB"),
    "field": mark("Field"),
    "meaning": mark("Meaning"),
    "fields": mark("Fields of the JSON file"),
    # about
    "about_public": mark("Only records that their owners marked as public are on this page. Names of people appear only in stories, with their consent."),
    "about_small_title": mark("Why are some numbers hidden?"),
    "about_small": mark(
        "Where fewer than {threshold} people were counted, somebody might recognise them, so the number is hidden. The others of its row "
        "and column would betray it, so a few more numbers are hidden with it: of each hidden number nobody can work out more than a "
        "range of at least {threshold}. Nobody at all is shown as 0. Totals are true."
    ),
    "about_count": mark("Hidden numbers on this page: {n}"),
    "about_network": mark("This page is one file. It asks the network for nothing, keeps nothing about its readers, and can be copied freely."),
    "about_languages": mark("Titles and texts of records are in the language they were written in."),
    "top": mark("Back to the top"),
    "qualifier_at_least": mark("over {number}"),
    "qualifier_at_most": mark("at most {number}"),
    "qualifier_about": mark("about {number}"),
    "qualifier_nearly": mark("nearly {number}"),
    "qualifier_all": mark("all {number}"),
}

VOCABULARIES = (
    "action_coalition", "stage", "rating", "commitment_type", "commitment_form", "organisation_role", "sex", "age_band", "disability",
    "quantity_qualifier", "language",
)  # fmt: skip


def texts() -> dict[str, dict[str, str]]:
    """All texts by language and key."""
    return {language: {key: i18n.translated(text, language) for key, text in TEXTS.items()} for language in i18n.LANGUAGES}


def labels(pack: Pack) -> dict[str, dict[str, dict[str, str]]]:
    """Labels by vocabulary, code and language; levels of places as the country calls them."""
    found = {name: {term.code: dict(term.labels) for term in vocabulary(name)} for name in VOCABULARIES}
    found["level"] = {level.code: {language: level.label(language) for language in i18n.LANGUAGES} for level in pack.levels}
    return found
