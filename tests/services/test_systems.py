"""The six systems of the source: every figure is found by the queries that the screens and documents use."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from helpers.countries import Open

from gedesk import i18n
from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack, pack_codes
from gedesk.domain.quantities import show
from gedesk.services import demonstration, demonstration_data
from gedesk.services.commitments_views import CommitmentFilter
from gedesk.services.demonstration_data import FICTIONAL, REPORT
from gedesk.services.desk import Desk
from gedesk.services.governance_views import CommitteeNode, CommitteeView, RegisterFilter
from gedesk.services.monitoring_views import IndicatorRow
from gedesk.services.papers_views import Paper

DAY = demonstration_data.DAY

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

def records(desk: Desk, kind: str, **where: object) -> list[dict[str, Any]]:
    """Whole records as their forms show them."""
    numbers = desk.lists.numbers(kind, where=where)
    return [desk.records.get(kind, row[0]).values | {"id": row[0]} for row in desk.lists.rows(kind, numbers, ["code"])]


def nodes(desk: Desk) -> dict[str, CommitteeNode]:
    return {node.name: node for node in desk.governance.tiers(day=DAY).nodes}


def committee(desk: Desk, name: str) -> CommitteeView:
    return desk.governance.committee(nodes(desk)[name].id, day=DAY)


def indicator(desk: Desk, reference: str) -> IndicatorRow:
    return next(one for one in desk.monitoring.indicators() if one.reference == reference)


def chapter(desk: Desk, country: str, path: Path, language: str = "") -> dict[str, str]:
    """Texts of the country chapter as Word by section, in the order of the document."""
    desk.papers.write(Paper("chapter"), path, language=language)
    with zipfile.ZipFile(path) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    sections = {load_pack(country).heading(code): code for code in load_pack(country).chapter}
    found: dict[str, str] = {}
    section = ""
    for paragraph in body.iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        said = "".join(part.text or "" for part in paragraph.iter(f"{WORD}t"))
        if style is not None and style.get(f"{WORD}val") == "Heading1":
            section = sections.get(said, "")
        elif section:
            found[section] = found.get(section, "") + said + "\n"
    return found


# -- Tanzania ----------------------------------------------------------------------------------------------------


def test_tanzania_committee_of_25_from_mainland_and_zanzibar_recommends_to_the_president(opened: Open) -> None:
    view = committee(opened("tz"), "National Generation Equality Forum Advisory Committee")
    assert view.node.seats == 25
    assert view.node.office == "President of the United Republic of Tanzania"
    assert (view.node.filled, view.node.vacant) == (24, 1)
    assert len(view.members) + len(view.former) == 25
    assert {share.label for share in view.balance.by_area} == {"Tanzania Mainland", "Zanzibar"}
    for shares in (view.balance.by_group, view.balance.by_sex, view.balance.by_youth, view.balance.by_area):
        assert sum(share.count for share in shares) == view.balance.taken == 24
    assert view.quorum.needed == 13
    (recommendation,) = opened("tz").governance.decisions(RegisterFilter(types=("recommendation",)), day=DAY)
    assert recommendation.addressed == "President of the United Republic of Tanzania"
    assert {one.code for one in view.duties} == {"meetings", "annual_work_plan"}


def test_tanzania_programme_ends_and_has_a_closing_report_and_four_areas(opened: Open) -> None:
    desk = opened("tz")
    (programme,) = records(desk, "programme", acronym="TGEP")
    assert (programme["start"].year, programme["end"].year, programme["programme_state"]) == (2021, 2026, "closing")
    assert desk.records.get("organisation", programme["coordinator"]).title.startswith("Ministry of Community Development, Gender")
    areas = {desk.records.get("pillar", one["id"]).title for one in records(desk, "pillar", programme=programme["id"])}
    assert areas == {
        "Care economy", "Decent work in the formal and informal economy", "Control of productive resources",
        "Gender-responsive stimulus",
    }  # fmt: skip
    assert {row.pillar.title for row in desk.commitments.rows(day=DAY) if row.pillar} == areas
    closing = records(desk, "periodic_report", closing=True)
    assert [one["programme"] for one in closing] == [programme["id"]]
    assert any(one["programme_kind"] == "programme" and one["programme_state"] == "planned" for one in records(desk, "programme"))
    (role,) = records(desk, "coalition_role")
    assert (role["coalition"], role["role"]) == ("EJR", "co_leader")


def test_tanzania_coverage_is_26_and_184_and_5_and_6(opened: Open) -> None:
    view = opened("tz").reporting.coverage(day=DAY)
    assert {line.level: line.counts.expected for line in view.levels} == {"region": 31, "council": 190}
    assert {(line.place.title, line.level): line.counts.expected for line in view.parts} == {
        ("Tanzania Mainland", "region"): 26, ("Tanzania Mainland", "council"): 184,
        ("Zanzibar", "region"): 5, ("Zanzibar", "council"): 6,
    }  # fmt: skip
    for line in (*view.levels, *view.parts):
        counts = line.counts
        assert counts.vacant + counts.appointed + counts.trained + counts.reporting == counts.expected
        assert counts.filled == counts.expected - counts.vacant
    assert all(line.counts.vacant for line in view.levels)
    assert not any(line.unplaced for line in view.parts)
    assert len(view.regions) == 31


def test_tanzania_eleven_councils_of_zanzibar_and_six_posts(opened: Open) -> None:
    desk = opened("tz")
    zanzibar = next(line.place.id for line in desk.reporting.coverage(day=DAY).parts if line.place.title == "Zanzibar")
    below = desk.monitoring.roll_up(indicator(desk, "EJR-1.1").id, place=zanzibar)
    assert len(below.lines) == 5
    councils = [one for one in load_pack("tz").places if one["level"] == "council" and one["code"].startswith("TZ.5")]
    assert len(councils) == 11


def test_tanzania_quarterly_reports_measured_five_ways(opened: Open) -> None:
    desk = opened("tz")
    measured = [one for one in desk.reporting.measures(day=DAY) if one.level == "council"]
    assert [one.expected for one in measured] == [190] * 4
    last = measured[-1]
    assert last.label == "Q1 2026/27"
    assert 0 < last.on_time < last.actual < last.expected
    assert last.rate == last.actual / 190
    assert len(last.missing) + last.more_missing == last.expected - last.actual
    parts = desk.reporting.measures_by_place("Q1 2026/27", level="council")
    assert {one.place.title: one.expected for one in parts if one.place} == {"Tanzania Mainland": 184, "Zanzibar": 6}
    assert sum(one.actual for one in parts) == last.actual
    owed = [one for one in desk.reporting.due(day=DAY) if one.reporter_kind == "place" and not one.report]
    regions = next(one for one in desk.reporting.measures(day=DAY, periods=1) if one.level == "region")
    assert len(owed) == last.expected - last.actual + regions.expected - regions.actual


def test_tanzania_event_told_twice_is_counted_once_and_odd_figures_are_shown(opened: Open) -> None:
    desk = opened("tz")
    told = desk.monitoring.people()
    assert told.told_again == 1
    assert told.number.qualifier == "about"
    (odd,) = desk.monitoring.reconciliation().differing
    assert (odd.total, odd.cells, odd.difference) == (31, 29, 2)


def test_tanzania_working_group_takes_turns_and_knows_the_next_day(opened: Open) -> None:
    view = committee(opened("tz"), "Gender Macro Working Group")
    assert view.turn is not None
    assert (view.turn.holder, view.turn.following) == ("Civil society", "Government")
    assert (view.turn.since, view.turn.changes_on) == (date(2026, 7, 1), date(2027, 7, 1))
    youth = next(
        share for share in committee(opened("tz"), "National Generation Equality Forum Advisory Committee").balance.by_group
        if share.code == "youth"
    )  # fmt: skip
    assert (youth.count, youth.planned) == (3, 4)


def test_tanzania_ratings_are_kept_with_reviewer_and_basis(opened: Open) -> None:
    desk = opened("tz")
    (care,) = desk.commitments.rows(CommitmentFilter(text="day-care centres"), day=DAY)
    assert (care.stage, care.rating, care.review) == ("in_progress", "on_track", "")  # four statuses, side by side
    ratings = desk.commitments.commitment(care.id, day=DAY).ratings
    assert [(one.rating, one.reviewer, one.rated_on) for one in ratings] == [
        ("on_track", "Hamad Mfano (sample)", "2026-10-20"), ("at_risk", "", "2025-10-21"),
    ]  # fmt: skip
    assert all(one.basis and one.stamp.author for one in ratings)


def test_tanzania_makers_come_in_step_by_step(opened: Open) -> None:
    columns = {column.stage: column.cards for column in opened("tz").commitments.board(day=DAY)}
    (bank,) = columns["accepted"]
    assert bank.owner is not None
    assert bank.mentor is not None
    assert (bank.report_due, bank.report_late) == (date(2026, 8, 29), 87)
    (radio,) = columns["interest"]
    assert registry.spec("organisation", "owner").label in radio.missing
    assert columns["lapsed"] == ()


def test_tanzania_a_report_has_indicators_photographs_and_a_story_behind_it(opened: Open) -> None:
    desk = opened("tz")
    kinondoni = load_pack("tz").codes["TZ.070113"]
    (report,) = records(desk, "periodic_report", place=kinondoni, period="Q1 2026/27")
    assert report["activities"]
    (result,) = report["results"]
    assert desk.records.get("result", result).shown["indicator"] == "Day-care rooms opened at markets and workplaces"
    (story,) = report["stories"]
    (picture,) = desk.records.get("story", story).values["photos"]
    assert desk.attachments.open(picture).read_bytes()


def test_tanzania_a_report_is_accepted_level_by_level(opened: Open) -> None:
    desk = opened("tz")
    kinondoni = load_pack("tz").codes["TZ.070113"]
    (report,) = desk.reporting.reports(kinondoni, period="Q1 2026/27")
    assert (report.state, report.accepted_level, report.levels) == ("accepted", 1, 2)
    (approval,) = records(desk, "approval", report=report.id)
    assert (approval["level"], approval["outcome"]) == (1, "accepted")
    assert desk.records.get("place", approval["on_behalf_of"]).title == "Dar es Salaam"
    turn = desk.reporting.turn(report.id)
    assert turn is not None
    assert turn.title == "Tanzania"
    assert desk.reporting.steps(report.id) == ("accept", "return")


def test_tanzania_working_group_website_and_what_hinders(opened: Open, tmp_path: Path) -> None:
    desk = opened("tz")
    assert "Gender Macro Working Group" in nodes(desk)
    texts = chapter(desk, "tz", tmp_path / "c.docx")
    assert "25 members" in texts["key_accomplishment"]
    assert "TGEP 2021–2026" in texts["key_accomplishment"]
    assert "care economy; decent work, formal and informal; control of productive resources" in texts["key_accomplishment"]
    assert "26 regions and 184 councils" in texts["key_accomplishment"]
    assert "31 regions and 190 councils" in texts["key_accomplishment"]
    assert "feature stories" in texts["notable_progress"]
    assert "by hand" in texts["challenge"]
    assert "fragmented" in texts["challenge"]
    assert "dashboard" in texts["priority"]
    overdue = desk.governance.actions(RegisterFilter(overdue=True), day=DAY)
    assert overdue
    assert all(one.due is not None and one.due < DAY for one in overdue)
    board = desk.monitoring.dashboard(day=DAY)
    assert board.actions_overdue == len(overdue)
    assert board.commitments.all == 4
    assert board.coverage.levels == desk.reporting.coverage(day=DAY).levels


# -- Kenya -------------------------------------------------------------------------------------------------------


def test_kenya_three_tiers_and_47_counties(opened: Open) -> None:
    desk = opened("ke")
    chart = desk.governance.tiers(day=DAY)
    names = {node.id: node.name for node in chart.nodes}
    above = {names[edge.lower]: names[edge.upper] for edge in chart.edges}
    assert above["National Steering Committee"] == "National Advisory Committee"
    assert nodes(desk)["National Advisory Committee"].office == "Office of the President"
    counties = [node for node in chart.nodes if node.committee_type == "county_council"]
    assert len(counties) == 47
    assert {above[node.name] for node in counties} == {"National Steering Committee"}
    assert [len(tier) for tier in chart.tiers] == [1, 1, 48]
    advisers = {share.code for share in committee(desk, "National Advisory Committee").balance.by_group}
    assert advisers == {"government", "international_organisation"}  # cabinet secretaries and UN agencies
    groups = {share.code for share in committee(desk, "National Steering Committee").balance.by_group}
    assert {"government", "civil_society", "private_sector", "international_organisation"} <= groups


def test_kenya_secretariat_owes_a_work_plan_four_meetings_and_the_reports_of_counties(opened: Open) -> None:
    desk = opened("ke")
    duties = {one.code: one for one in committee(desk, "GEF Secretariat").duties}
    assert duties["annual_work_plan"].met
    assert (duties["meetings"].expected, duties["meetings"].done) == (4, 2)
    received = duties["reports_received"]
    assert received.expected == 47
    assert received.done + len(received.missing) == 47
    assert 0 < received.done < 47
    (last,) = [one for one in desk.reporting.measures(day=DAY, periods=1) if one.level == "county"]
    assert (last.expected, last.actual) == (47, received.done)


def test_kenya_all_is_a_value_and_manifestos_are_aligned(opened: Open) -> None:
    desk = opened("ke")
    row = indicator(desk, "GBV-3.1")
    assert row.target is not None
    assert (row.target.value, row.target.qualifier) == (None, "all")
    assert row.target.shown == "all county health facilities"
    (gbv,) = desk.commitments.rows(CommitmentFilter(coalition="GBV", text="violence"), day=DAY)
    view = desk.commitments.commitment(gbv.id, day=DAY)
    assert view.aligned == {"in_local_plan": True, "in_budget": True, "in_manifesto": True}
    (role,) = records(desk, "coalition_role")
    assert (role["coalition"], role["role"]) == ("GBV", "co_leader")


def test_kenya_chapter_has_no_notable_progress(opened: Open, tmp_path: Path) -> None:
    texts = chapter(opened("ke"), "ke", tmp_path / "c.docx")
    assert "notable_progress" not in texts
    assert "47 counties" in texts["key_accomplishment"]
    assert "all county health facilities" in texts["key_accomplishment"]


# -- Burkina Faso ------------------------------------------------------------------------------------------------


def test_burkina_eight_regional_commitments_are_shared_and_have_national_parts(opened: Open) -> None:
    desk = opened("bf")
    regional = desk.commitments.rows(CommitmentFilter(form="regional"), day=DAY)
    assert len(regional) == 8
    assert all({"Burkina Faso", "Western Africa"} == {one.title for one in row.countries} for row in regional)
    parents = [row for row in regional if row.children]
    assert len(parents) == 2
    assert all(desk.commitments.commitment(row.id, day=DAY).children for row in parents)
    assert {row.stage for row in regional} == {""}  # not reported is not "not started"
    counted = desk.commitments.counts(day=DAY)
    assert counted.by_stage[""] == 8
    assert "not_started" not in counted.by_stage


def test_burkina_four_pillars_and_the_plan(opened: Open) -> None:
    desk = opened("bf")
    (roadmap,) = records(desk, "programme", programme_kind="regional_roadmap")
    assert len(records(desk, "pillar", programme=roadmap["id"])) == 4
    (plan,) = records(desk, "programme", programme_kind="operational_plan")
    assert (plan["start"].year, plan["end"].year, plan["parent"]) == (2022, 2026, roadmap["id"])
    assert committee(desk, "Comité multi-acteurs de suivi").node.committee_type == "monitoring"


def test_burkina_over_7000_is_kept_without_a_split(opened: Open, tmp_path: Path) -> None:
    desk = opened("bf")
    row = indicator(desk, "A1.1")
    assert row.actual is not None
    assert row.actual.shown == "over 7,000"
    (trained,) = records(desk, "activity", participants_total=7000)
    assert trained["participants_qualifier"] == "at_least"
    assert not trained.get("participants")
    assert desk.monitoring.indicator(row.id).rollup.whole is not None
    assert desk.monitoring.people().number.qualifier == "at_least"
    accomplished = chapter(desk, "bf", tmp_path / "b.docx")["key_accomplishment"]
    assert "eight regional commitments" in accomplished
    assert "four pillars" in accomplished
    assert "2022 to 2026" in accomplished
    assert "Over 7,000" in chapter(desk, "bf", tmp_path / "c.docx")["notable_progress"]


# -- Kazakhstan --------------------------------------------------------------------------------------------------


def test_kazakhstan_joined_two_coalitions_in_2021_and_one_later(opened: Open) -> None:
    desk = opened("kz")
    joined = {one["coalition"]: one["from_day"] for one in records(desk, "coalition_role")}
    assert joined["GBV"].year == joined["EJR"].year == 2021
    assert joined["TIGE"] > joined["GBV"]
    assert nodes(desk)["National Action Coalition Secretariat"].committee_type == "secretariat"


def test_kazakhstan_alliance_is_multi_country_and_keeps_its_words(opened: Open) -> None:
    desk = opened("kz")
    alliance = committee(desk, "Central Asian Alliance")
    assert records(desk, "committee", name="Central Asian Alliance")[0]["established_on"].year == 2023
    assert len({share.code for share in alliance.balance.by_area}) == 5
    assert len(alliance.chairs) == 2
    (row,) = desk.commitments.rows(CommitmentFilter(text="Central Asian Alliance"), day=DAY)
    assert {one.title for one in row.countries} == {"Kazakhstan", "Central Asia"}
    (line,) = desk.commitments.commitment(row.id, day=DAY).funding
    assert (line.shown, line.currency, line.basis) == ("nearly 500,000", "USD", "annual")
    (money,) = row.money
    assert money.pledged is not None
    assert money.pledged.shown == "nearly 500,000"
    assert money.gap == 500_000
    assert indicator(desk, "CAA-1").actual.shown == "over 500"


def test_kazakhstan_over_9000_and_a_baseline_that_is_not_stated(opened: Open, tmp_path: Path) -> None:
    desk = opened("kz")
    trained = indicator(desk, "EJR-1")
    assert trained.actual is not None
    assert trained.actual.shown == "over 9,000"
    index = indicator(desk, "GBV-1")
    assert index.baseline is not None
    assert (index.baseline.value, index.baseline.qualifier) == (None, "not_stated")
    assert index.target is not None
    assert index.target.value == 60
    assert (index.share, index.reached, index.actual) == (None, None, None)
    assert indicator(desk, "QUOTA-1").target.value == 30
    texts = chapter(desk, "kz", tmp_path / "c.docx")
    assert "Over 9,000 women" in texts["key_accomplishment"]
    assert "60 per cent" in texts["notable_progress"]
    assert "30 per cent" in texts["notable_progress"]
    assert load_pack("kz").heading("notable_progress", "en") == "Progress and initiatives"
    assert "over 500" in texts["notable_progress"]
    assert "nearly half a million dollars" in texts["notable_progress"]


# -- Bosnia and Herzegovina --------------------------------------------------------------------------------------


def test_bosnia_four_chapters_and_23_makers(opened: Open) -> None:
    desk = opened("ba")
    chart = desk.governance.tiers(day=DAY)
    assert sum(node.committee_type == "coalition_chapter" for node in chart.nodes) == 4
    assert desk.commitments.counts(day=DAY).makers == 23
    board = {column.stage: len(column.cards) for column in desk.commitments.board(day=DAY)}
    assert sum(board.values()) - board["interest"] == 23
    assert len(records(desk, "organisation", recognised=True)) == 3
    waiting = [card for column in desk.commitments.board(day=DAY) if column.stage == "accepted" for card in column.cards]
    assert waiting
    assert all(card.report_due is not None for card in waiting)


def test_bosnia_is_co_chaired_and_has_a_youth_board(opened: Open) -> None:
    desk = opened("ba")
    view = committee(desk, "Organizacioni odbor")
    assert [one.role for one in view.chairs] == ["co_chair", "co_chair"]
    assert view.chair_office == "Agencija za ravnopravnost spolova"
    youth = committee(desk, "Savjetodavni odbor mladih")
    assert [(share.code, share.count) for share in youth.balance.by_youth] == [("youth", 3)]
    assert youth.above is not None
    assert youth.above.id == view.node.id


def test_bosnia_over_130_is_counted_once_and_a_canton_is_a_place(opened: Open, tmp_path: Path) -> None:
    desk = opened("ba")
    canton = next(one.id for one in desk.lists.choices("place", "Sarajevo Canton"))
    forum = records(desk, "activity", participants_total=130)
    assert len(forum) == 2
    told = desk.monitoring.people(canton, first=date(2024, 3, 8), last=date(2024, 3, 8))
    assert (told.events, told.told_again, told.number.shown) == (1, 1, "over 130")
    young = desk.monitoring.people(first=date(2024, 5, 15), last=date(2024, 5, 15))
    assert (young.events, young.number.shown) == (1, "40")
    texts = chapter(desk, "ba", tmp_path / "c.docx")
    assert "Four local Action Coalition chapters join 23 commitment makers" in texts["key_accomplishment"]
    assert "over 130 stakeholders, and a meeting 40 young people" in texts["notable_progress"]
    assert "recognised" in texts["successful_outcome"]


# -- Asia and the Pacific ----------------------------------------------------------------------------------------


def test_asia_pacific_works_without_government_council_budget_or_number(opened: Open, tmp_path: Path) -> None:
    desk = opened("apac")
    counts = desk.exchange.status().counts
    assert not {"organisation", "funding", "programme", "indicator", "focal_point_post", "commitment"} & set(counts)
    network = committee(desk, "30 for 2030")
    assert (network.node.seats, network.node.vacant, network.node.reports_to, network.node.office) == (None, None, "", "")
    assert sum(node.reports_to == network.node.id for node in nodes(desk).values()) == 5
    assert len({share.code for share in network.balance.by_area}) == 6
    (meeting,) = desk.governance.meetings(network.node.id, day=DAY)
    view = desk.governance.meeting(meeting.id)
    assert {share.code for share in view.absences} == {"language", "digital_divide", "visa"}
    assert view.quorum.met is None
    assert desk.monitoring.people().number.value is None
    assert desk.reporting.measures(day=DAY) == []
    assert desk.reporting.due(day=DAY) == []
    board = desk.monitoring.dashboard(day=DAY)
    assert board.commitments.all == 0
    assert board.coverage.levels == ()
    texts = chapter(desk, "apac", tmp_path / "c.docx")
    assert next(iter(texts)) == "key_initiative"
    assert all(word in texts["challenge"] for word in ("Language", "Digital divide", "Visas"))


# -- all six -----------------------------------------------------------------------------------------------------

# What the source says of each country, by the section of its chapter in which a reader looks for it.
FACTS: dict[str, dict[str, tuple[str, ...]]] = {
    "tz": {
        "key_accomplishment": (
            "25 members", "mainland Tanzania and Zanzibar", "recommends to the President", "TGEP 2021–2026", "Ministry of Gender",
            "four commitment areas", "care economy", "decent work, formal and informal", "control of productive resources",
            "gender-responsive stimulus", "26 regions and 184 councils", "5 regions and 6 councils of Zanzibar",
            "31 regions and 190 councils", "co-leads the Action Coalition on Economic Justice and Rights",
        ),
        "notable_progress": ("every quarter", "indicators, photographs and feature stories", "gender macro working group"),
        "challenge": ("by hand", "fragmented"),
        "priority": ("website and a dashboard", "closing report and a successor programme"),
    },
    "ke": {
        "key_accomplishment": (
            "National Advisory Committee in the Office of the President", "cabinet secretaries and UN agencies",
            "National Steering Committee led by the State Department for Gender",
            "ministries, partners, civil society and the private sector", "47 counties", "report regularly to the Steering Committee",
            "annual work plans", "quarterly", "co-leads the Action Coalition on gender-based violence", "all county health facilities",
        ),
        "challenge": ("manifestos and local budgets",),
    },
    "bf": {
        "key_accomplishment": ("eight regional commitments", "other West African countries", "four pillars", "2022 to 2026"),
        "notable_progress": ("Over 7,000 young girls and local focal points", "multi-stakeholder monitoring committee"),
    },
    "kz": {
        "key_accomplishment": (
            "national secretariat", "gender-based violence and on economic justice and rights in 2021", "technology and innovation later",
            "Over 9,000 women",
        ),
        "notable_progress": (
            "Central Asian Alliance", "2023", "nearly half a million dollars a year", "over 500 civil-society actors",
            "several countries", "60 per cent", "baseline is not stated", "quota of 30 per cent",
        ),
    },
    "ba": {
        "key_accomplishment": (
            "Four local Action Coalition chapters", "23 commitment makers", "co-chaired by the Agency for Gender Equality", "youth advisory board",
        ),
        "notable_progress": ("over 130 stakeholders", "40 young people"),
        "challenge": ("cantons",),
        "successful_outcome": ("recognised",),
    },
    "apac": {
        "key_initiative": ("voluntary regional network of persons", "across countries", "five advocacy areas"),
        "challenge": ("languages", "on line", "Visas"),
    },
}  # fmt: skip


@pytest.mark.parametrize("country", pack_codes())
def test_every_fact_of_the_source_stands_in_its_section_of_the_chapter(opened: Open, country: str, tmp_path: Path) -> None:
    texts = chapter(opened(country), country, tmp_path / "c.docx")
    assert list(texts) == [section for section in load_pack(country).chapter if section in texts]
    lacking = {(section, fact) for section, facts in FACTS[country].items() for fact in facts if fact not in texts.get(section, "")}
    assert lacking == set()


@pytest.mark.parametrize(("country", "language"), [("tz", "sw"), ("bf", "fr"), ("kz", "ru"), ("ba", "bs")])
def test_the_chapter_in_the_countrys_language_tells_the_same_figures(
    opened: Open, country: str, language: str, tmp_path: Path
) -> None:
    desk = opened(country)
    english = chapter(desk, country, tmp_path / "en.docx")
    with i18n.speaking(language):
        own = chapter(desk, country, tmp_path / "own.docx", language)
    assert list(own) == list(english)
    unproved = [one.text for one in desk.papers.missing(Paper("chapter")) if one.kind == "chapter_entry"]
    assert not [one for one in unproved if any(title in one for title in own_titles(desk, language))]
    for section, said in english.items():
        assert own[section] != said
        assert figures(own[section]) == figures(said)
    whole = "\n".join(own.values())
    assert not [one["title"] for one in records(desk, "chapter_entry", language="en") if one["entry_text"] in whole]


def own_titles(desk: Desk, language: str) -> list[str]:
    return [one["title"] for one in records(desk, "chapter_entry", language=language)]


def figures(said: str) -> list[str]:
    """Numbers of a text without what parts thousands, in order of their size."""
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[,.\s\u202f\u00a0](?=\d{3})", "", said)))


@pytest.mark.parametrize("country", pack_codes())
def test_made_up_records_say_so_and_paragraphs_are_proved(opened: Open, country: str) -> None:
    desk = opened(country)
    for kind in desk.exchange.status().counts:
        if kind in ("place", "focal_point_post", "publication", "approval"):  # of the pack, and what steps of services noted
            continue
        numbers = desk.lists.numbers(kind)
        sources = Counter(row[1] for row in desk.lists.rows(kind, numbers, ["source"]))
        assert set(sources) <= {FICTIONAL, REPORT, ""}, kind
    assert all(row[1].endswith("(sample)") for row in desk.lists.rows("person", desk.lists.numbers("person"), ["name"]))
    sections = [entry["section"] for entry in records(desk, "chapter_entry")]
    assert set(sections) <= set(load_pack(country).chapter)
    links = [name for name, spec in registry.specs("chapter_entry").items() if spec.is_map and spec.target]
    accomplishments = [
        one for one in records(desk, "chapter_entry")
        if one["section"] in ("key_accomplishment", "key_initiative") and not one.get("translation_of")
    ]  # fmt: skip
    assert accomplishments
    assert sum(any(one.get(name) for name in (*links, "programme")) for one in accomplishments) == len(accomplishments)


@pytest.mark.parametrize("country", pack_codes())
def test_few_people_are_hidden_on_the_public_page_of_the_demonstration(opened: Open, country: str, tmp_path: Path) -> None:
    page = opened(country).publishing.prepare(tmp_path / "out", day=DAY).answer
    assert (page.hidden > 0) is (country != "apac")  # where nobody is counted, nobody is hidden
    assert page.size < 2_000_000


@pytest.mark.parametrize("country", ["ke", "apac"])
def test_sites_join_and_agree_with_headquarters(country: str, tmp_path: Path) -> None:
    told = demonstration.make(tmp_path / "demo", country, say=lambda _line: None)
    assert told.agreed
    assert len(told.digests) == 2
    with Desk.open(tmp_path / "demo" / "hq" / "store.gedesk") as desk:
        assert len(desk.exchange.sites()) == 1


def test_a_number_keeps_its_word_on_every_way() -> None:
    assert show(7000, "at_least") == "over 7,000"
    assert show(500_000, "nearly") == "nearly 500,000"
