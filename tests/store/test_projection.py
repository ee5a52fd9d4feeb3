"""The short way from a few changes to a row says the same as the fold."""

from __future__ import annotations

from unittest import mock

from gesync.fold import base_of, fold
from hypothesis import given
from hypothesis import strategies as st

from gedesk.domain.kinds import registry
from gedesk.store.projection import LoggedChange, Projection, projection

TITLE, VENUE, COST, PARTICIPANTS = (registry.spec("activity", name).number for name in ("title", "venue", "cost", "participants"))
PATCHES = st.fixed_dictionaries(
    {},
    optional={
        TITLE: st.sampled_from(["a", "b", None]),
        VENUE: st.sampled_from(["x", "y"]),
        COST: st.integers(0, 3),
        PARTICIPANTS: st.dictionaries(st.sampled_from(["female|20-24", "male|20-24"]), st.integers(0, 3) | st.none(), max_size=2),
    },
).filter(bool)


@st.composite
def logs(draw: st.DrawFn) -> list[LoggedChange]:
    """Changes of one record, each of which knew some of those before it, in an order in which they may have come."""
    log: list[LoggedChange] = []
    for n in range(draw(st.integers(1, 5))):
        seen = log if draw(st.booleans()) else [change for change in log if draw(st.booleans())]
        patch = draw(PATCHES)
        log.append(LoggedChange(bytes([n + 1]) * 20, draw(st.integers(1, 9)), patch, base_of(fold(one[:4] for one in seen), patch), n))
    return draw(st.permutations(log)) if draw(st.booleans()) else log


@given(logs())
def test_what_succeeds_alone_is_what_the_fold_shows(log: list[LoggedChange]) -> None:
    shape, fields = projection("activity"), log[-1].patch.keys()
    short = shape.partial(log, fields)
    with mock.patch.object(Projection, "_succeeding", return_value=None):
        assert short == shape.partial(log, fields)


def test_an_edit_of_what_one_saw_needs_no_fold() -> None:
    first = LoggedChange(b"\1" * 20, 1, {TITLE: "a", VENUE: "x"}, {}, 1)
    second = LoggedChange(b"\2" * 20, 2, {TITLE: "b"}, {TITLE: [first.hash]}, 2)
    with mock.patch("gedesk.store.projection.fold", side_effect=AssertionError):
        part = projection("activity").partial([first, second], [TITLE])
    assert part is not None
    assert part.row == ("b", 0, 1, 2)
