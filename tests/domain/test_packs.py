"""Packs: the counts of Tanzania, the same ids everywhere, faults named."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from gedesk import paths
from gedesk.domain import packs
from gedesk.domain.kinds import registry
from gedesk.domain.packs import load_pack, pack_codes, read_pack, record_id
from gedesk.errors import InvalidInput, MadeByNewer, UsageError


def test_tanzania_has_its_regions_districts_and_councils() -> None:
    pack = load_pack("tz")
    levels = Counter(place["level"] for place in pack.places)
    assert levels == {"country": 1, "zone": 2, "region": 31, "district": 150, "council": 195}
    zanzibar = {place["id"] for place in pack.places if place["code"] == "TZ-ZANZIBAR"}
    for _ in range(3):
        zanzibar |= {place["id"] for place in pack.places if place["parent"] in zanzibar}
    assert Counter(place["level"] for place in pack.places if place["id"] in zanzibar) == {
        "zone": 1,
        "region": 5,
        "district": 11,
        "council": 11,
    }


def test_expected_posts_are_31_regions_and_190_councils_all_vacant() -> None:
    posts = load_pack("tz").post_records
    assert Counter(values["level"] for _, _, values in posts) == {"region": 31, "council": 190}
    assert len({identity for _, identity, _ in posts}) == len(posts)
    assert not any(values.get("person") for _, _, values in posts)


@pytest.mark.parametrize("code", pack_codes())
def test_a_pack_is_in_order(code: str) -> None:
    pack = load_pack(code)
    assert pack.label("sw")
    assert all(level.label("bs") for level in pack.levels)
    written: set[str] = set()
    for kind, identity, values in pack.records:
        for name, spec in registry.specs(kind).items():
            value = values.get(name)
            if spec.is_link and value:
                for target in value if isinstance(value, list) else [value]:
                    assert target in written, f"{kind}.{name} points at what is written later"
        assert registry.clean(kind, values) == values
        assert identity not in written
        written.add(identity)
    assert pack.records[0][0] == "place"
    assert set(pack.codes.values()) <= written
    assert all(source.licence for source in pack.sources)
    assert (paths.resource(f"packs/{code}") / "SOURCES.md").exists()


def test_ids_never_change() -> None:
    assert (
        record_id("place", "TZ.0102")
        == load_pack("tz").codes["TZ.0102"]
        == "d7a67e8b-4bdd-5763-92a1-704eca0f84e9"
    )
    assert record_id("programme", "tgep-2021-2026", pack="tz") == "6fb2d76e-246c-5e05-816c-fa30b923a8fc"


def test_tanzania_begins_with_its_programme_pillars_and_committee() -> None:
    pack = load_pack("tz")
    assert pack.fiscal_year_first_month == 7
    by_kind: dict[str, list[dict[str, object]]] = {}
    for kind, _, values in pack.records:
        by_kind.setdefault(kind, []).append(values)
    assert [values["acronym"] for values in by_kind["programme"]] == ["TGEP"]
    assert len(by_kind["pillar"]) == 4
    committee = next(values for values in by_kind["committee"] if values["acronym"] == "NAC")
    assert committee["seats"] == 25
    assert committee["reports_to_office"] == "President of the United Republic of Tanzania"
    assert pack.boundaries is not None
    shapes = json.loads(pack.boundaries.read_text(encoding="utf-8"))["features"]
    assert {shape["properties"]["code"] for shape in shapes} <= set(pack.codes)
    assert len(shapes) == 31
    assert pack.other_codes[("NBS-2022-region", "01")] == "TZ-03"
    assert {entry.rule for entry in pack.ambiguous if entry.name == "Mwanza"} == {"region_or_council"}
    assert not pack.switch("sex_another")


def test_unknown_packs_list_the_known_ones() -> None:
    with pytest.raises(UsageError) as error:
        load_pack("atlantis")
    assert "tz" in error.value.advice


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.resource("packs/tz"), tmp_path / "tz"))


def test_a_pack_of_a_later_format_is_refused(copy: Path) -> None:
    shown = json.loads((copy / "pack.json").read_text(encoding="utf-8"))
    (copy / "pack.json").write_text(json.dumps(shown | {"format": packs.FORMAT + 1}), encoding="utf-8")
    with pytest.raises(MadeByNewer):
        read_pack(copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("places.csv", "TZ-MAINLAND", "TZ-NOWHERE", "parent TZ-MAINLAND"),
        ("places.csv", ",country,", ",planet,", "planet"),
        ("places.csv", "-6.37", "-96.37", "Latitude"),
        ("ambiguous.csv", "TZ.0206", "TZ.9999", "TZ.9999"),
        ("pack.json", '"EJR"', '"XYZ"', "XYZ"),
        ("pack.json", "@organisation:ministry-gender", "@organisation:nobody", "nobody"),
        ("pack.json", '"Africa/Dar_es_Salaam",', "", "pack.json"),
        ("pack.json", '"names": {"en": "Tanzania"', '"names": {"en": ""', "lacks en"),
    ],
)
def test_a_fault_is_named(copy: Path, file: str, old: str, new: str, named: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput) as error:
        read_pack(copy)
    assert named in error.value.message
