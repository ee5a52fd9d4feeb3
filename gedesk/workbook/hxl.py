"""HXL tags and the fields they stand for."""

from __future__ import annotations

from gedesk.domain.ages import bounds
from gedesk.domain.fields import NOT_RECORDED
from gedesk.domain.vocabularies import vocabulary

# Tag and the attributes it must bear, first match first; the fields that may take it, in order of preference.
_FIELDS: tuple[tuple[str, frozenset[str], tuple[str, ...]], ...] = (
    ("#org", frozenset({"type"}), ("organisation_type",)),
    ("#org", frozenset({"code"}), ()),
    ("#org", frozenset({"funding"}), ("partners",)),
    ("#org", frozenset({"funder"}), ("partners",)),
    ("#org", frozenset({"donor"}), ("partners",)),
    ("#org", frozenset({"partner"}), ("partners", "implementers")),
    ("#org", frozenset({"acronym"}), ("acronym", "implementers")),
    ("#org", frozenset(), ("implementers", "organisation", "responsible", "name")),
    ("#activity", frozenset({"code"}), ("code",)),
    ("#activity", frozenset({"type"}), ("activity_type",)),
    ("#activity", frozenset(), ("title",)),
    ("#subsector", frozenset(), ("pillar",)),
    ("#status", frozenset(), ("progress", "stage", "result_status", "state")),
    ("#date", frozenset({"start"}), ("start", "from_day")),
    ("#date", frozenset({"end"}), ("end", "to_day")),
    ("#date", frozenset(), ("start", "to_day")),
    ("#indicator", frozenset({"code"}), ("reference",)),
    ("#indicator", frozenset({"value"}), ("value",)),
    ("#indicator", frozenset({"num"}), ("value",)),
    ("#indicator", frozenset(), ("indicator", "name")),
    ("#value", frozenset(), ("cost", "value", "amount")),
    ("#description", frozenset(), ("description",)),
    ("#meta", frozenset(), ()),
    ("#beneficiary", frozenset(), ("participants_total",)),
    ("#reached", frozenset(), ("participants_total",)),
    ("#affected", frozenset(), ("participants_total",)),
    ("#population", frozenset(), ("participants_total",)),
    ("#targeted", frozenset(), ("value", "participants_total")),
    ("#loc", frozenset({"name"}), ("venue", "name")),
    ("#loc", frozenset(), ("venue",)),
)
_COUNTED = frozenset({"#reached", "#affected", "#beneficiary", "#population", "#targeted", "#inneed"})
_LEVELS = {"#country": "country", "#adm1": "adm1", "#adm2": "adm2", "#adm3": "adm3", "#adm4": "adm4", "#adm5": "adm5"}


def parse(tag: str) -> tuple[str, frozenset[str]]:
    """A tag and its attributes, lower case."""
    head, *attributes = tag.replace(" ", "").replace("\t", "").lower().split("+")
    return head, frozenset(attribute.partition("@")[0] for attribute in attributes)


def fields(tag: str) -> tuple[str, ...]:
    """Names of the fields a tag may stand for, in order of preference."""
    head, attributes = parse(tag)
    for known, needed, names in _FIELDS:
        if head == known and needed <= attributes:
            return names
    return ()


def level(tag: str) -> str:
    """Level of the place a tag names, or nothing; codes of places are no names."""
    head, attributes = parse(tag)
    return "" if "code" in attributes else _LEVELS.get(head, "")


def cell(tag: str) -> str:
    """Cell of the participants that a tag counts, or nothing when it does not tell their sex or age."""
    head, attributes = parse(tag)
    if head not in _COUNTED:
        return ""
    sex = "female" if "f" in attributes else "male" if "m" in attributes else NOT_RECORDED
    age = NOT_RECORDED
    for code in vocabulary("age_band").codes:
        limits = bounds(code)
        if limits and {f"age_{limits[0]}_{limits[1]}", f"age{limits[0]}_{limits[1]}"} & attributes:
            age = code
    if "age_60plus" in attributes or "elderly" in attributes:
        age = "60+"
    with_disability = bool({"disabled", "disability", "pwd"} & attributes)
    if sex == age == NOT_RECORDED and not with_disability:
        return ""
    return f"{sex}|{age}|{'with' if with_disability else NOT_RECORDED}"
