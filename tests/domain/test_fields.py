"""Values survive every shape they take: typed, domain, wire, column and back."""

from __future__ import annotations

import contextlib
import string
import uuid
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gedesk.domain.fields import MAX_NUMBER, FieldSpec, Invalid, Type, Wire
from gedesk.domain.kinds import registry
from gedesk.domain.vocabularies import vocabulary

SPECS = [(kind, spec) for kind in registry for spec in registry.specs(kind).values()]
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)


def values(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """What a program may hand to the field."""
    low = -1_000_000 if spec.minimum is None else int(spec.minimum)
    high = MAX_NUMBER if spec.maximum is None else int(spec.maximum)
    match spec.type:
        case Type.TEXT | Type.LONG_TEXT:
            return TEXTS
        case Type.INTEGER:
            return st.integers(low, high)
        case Type.NUMBER:
            return st.floats(low, high, allow_nan=False)
        case Type.DATE:
            return st.dates()
        case Type.DATETIME:
            return st.datetimes(min_value=datetime(1900, 1, 1))
        case Type.YES_NO:
            return st.booleans()
        case Type.CODE:
            return st.sampled_from(spec.vocabulary.codes)
        case Type.CODES:
            return st.lists(st.sampled_from(spec.vocabulary.codes))
        case Type.LINK:
            return st.uuids().map(str)
        case Type.LINKS:
            return st.lists(st.uuids().map(str), max_size=4)
    cells = st.tuples(*(st.sampled_from(vocabulary(name).codes) for name in spec.dims)).map("|".join)
    return st.dictionaries(cells, st.integers(0, 10**6), max_size=5)


@given(st.data())
@settings(max_examples=600)
def test_values_survive_every_shape(data: st.DataObject) -> None:
    kind, spec = data.draw(st.sampled_from(SPECS))
    value = spec.parse(data.draw(values(spec), label=f"{kind}.{spec.name}"))
    assert spec.parse(value) in (value, None), "parsing twice changes nothing"
    wire = spec.to_wire(value)
    assert spec.accepts_wire(wire)
    column = spec.to_column(wire)
    if value not in (None, [], {}):
        assert spec.from_wire(wire) == value
        assert spec.from_wire(spec.from_column(column)) == value
    else:
        assert spec.from_wire(spec.from_column(column)) in (None, [], {})


@given(
    st.data(),
    st.one_of(
        st.none(), st.text(string.printable, max_size=12), st.integers(), st.floats(), st.binary(max_size=4)
    ),
)
@settings(max_examples=400)
def test_nonsense_is_refused_and_never_crashes(data: st.DataObject, value: object) -> None:
    _, spec = data.draw(st.sampled_from(SPECS))
    with contextlib.suppress(Invalid):
        spec.parse(value)


WIRE = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.floats(), st.text(max_size=3), st.sampled_from(["2026-03-01", "2026-03-01T10:00"]),
    st.binary(min_size=15, max_size=17), st.dictionaries(st.text(max_size=2), st.sampled_from([None, True, 3, "x"]), max_size=2),
)  # fmt: skip


@given(st.sampled_from(SPECS), st.lists(WIRE, max_size=4))
@settings(max_examples=400)
def test_many_wire_values_are_checked_like_each(named: tuple[str, FieldSpec], values: list[Wire]) -> None:
    _kind, spec = named
    assert spec.accept_wire(values) == all(map(spec.accepts_wire, values))


def spec(kind: str, name: str) -> FieldSpec:
    return registry.spec(kind, name)


def test_texts_are_tidied_and_control_characters_go() -> None:
    assert spec("activity", "title").parse("  Mafunzo\x00  ya\nwanawake ") == "Mafunzo ya wanawake"
    assert spec("activity", "description").parse("a\r\nb") == "a\nb"
    with pytest.raises(Invalid, match="Shorten it"):
        spec("activity", "title").parse("x" * 501)


def test_numbers_know_their_bounds() -> None:
    assert spec("activity", "participants_total").parse("7000") == 7000
    assert spec("activity", "cost").parse(12.0) == 12
    for name, wrong in (
        ("participants_total", -1),
        ("participants_total", 1.5),
        ("cost", "12 thousand"),
        ("cost", True),
        ("cost", float("nan")),
    ):
        with pytest.raises(Invalid):
            spec("activity", name).parse(wrong)
    with pytest.raises(Invalid):
        spec("action_item", "percent").parse(101)


def test_dates_and_moments() -> None:
    assert spec("activity", "start").parse("2026-03-31") == date(2026, 3, 31)
    assert spec("meeting", "start").parse("2026-03-31 14:30") == "2026-03-31T14:30"
    with pytest.raises(Invalid, match="2026-03-31"):
        spec("activity", "start").parse("31/03/2026")


def test_counts_are_keyed_by_codes_and_merge_spellings() -> None:
    counted = spec("activity", "participants").parse(
        {"Women|15-17|with": 3, "female|15 to 17|with": 2, "male": 4}
    )
    assert counted == {"female|15-17|with": 5, "male|not_recorded|not_recorded": 4}
    with pytest.raises(Invalid):
        spec("activity", "participants").parse({"female|15-24|with": 1})


def test_codes_a_newer_version_wrote_are_kept() -> None:
    assert spec("commitment", "stage").from_wire("paused") == "paused"
    assert spec("commitment", "coalitions").from_wire({"NEW": True, "EJR": True, "GBV": False}) == [
        "EJR",
        "NEW",
    ]


def test_links_are_ids() -> None:
    one = uuid.uuid4()
    assert spec("activity", "place").parse(one) == str(one)
    assert spec("activity", "place").to_wire(str(one)) == one.bytes
    with pytest.raises(Invalid):
        spec("activity", "place").parse("Mpwapwa")
