"""Two sites tell one event: the pair is shown, linked once, counted once, and the link can be taken back."""

from __future__ import annotations

from pathlib import Path

from helpers.doubles import Inline, Told
from helpers.workspace import CHEAP

from gedesk.domain.packs import load_pack
from gedesk.presenters import twice
from gedesk.services import desk as desks


def test_a_pair_is_offered_linked_and_told_apart_again(tmp_path: Path) -> None:
    council, region = load_pack("tz").codes["TZ.070113"], load_pack("tz").codes["TZ.0701"]
    told = Told()
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Test", cost=CHEAP) as desk:
        assert twice.told_twice(desk)[0].lines == ()
        for place in (council, region):
            desk.records.save("activity", None, {"title": "Forum of women traders", "start": "2026-03-08", "place": place, "participants_total": 130})
        (card,) = twice.told_twice(desk)
        assert [line.label for line in card.lines] == ["Forum of women traders"] * 2
        assert desk.monitoring.people().number.shown == "260"
        twice.link(desk, Inline(), told, card.offers[0].verb)
        assert desk.monitoring.people().number.shown == "130"
        assert twice.told_twice(desk)[0].lines == ()
        assert told.action is not None
        told.action()
        assert desk.monitoring.people().number.shown == "260"
    assert told.errors == []
