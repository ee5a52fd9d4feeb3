"""The card that publishes: what it asks, how it can be stopped, what it says came of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from helpers.doubles import Inline, Later, Recorder, Told
from helpers.memory_services import MemoryServices

from gedesk.errors import InvalidInput
from gedesk.presenters.publishing import PublishPresenter, told_of
from gedesk.services.publishing_views import LeftOut

OUT = Path("somewhere")


class Card:
    """A presenter on services that write nothing."""

    def __init__(self, jobs: Inline | Later) -> None:
        self.services, self.view, self.told = MemoryServices(), Recorder(), Told()
        self.opened: list[Path] = []
        self.presenter = PublishPresenter(self.services, self.view, jobs, self.told, self.opened.append)


def test_what_is_published_is_told_and_can_be_opened() -> None:
    card = Card(Inline())
    card.presenter.begin()
    assert card.view.seen["show_earlier"] == ([],)
    card.presenter.publish(OUT, "TZ-GOV-1")
    assert card.services.publishing.asked == [(OUT, "TZ-GOV-1")]
    told = card.view.seen["show_told"][0]
    assert told.title == "Published: 141 kB in one file"
    assert told.held == ("Commitments: 31", "Stories: 1")
    assert told.left_out == (
        "Stories: 2 – no consent, or about violence: A shelter opens",
        "Photos: 1 – not public, or not a JPEG picture",
        "4 numbers of few people are hidden",
    )
    assert told.look_again == ""
    assert card.view.seen["show_busy"] == (False,)
    assert card.view.seen["show_earlier"] == (["24 November 2026 · Public dashboard, Tanzania · 1 story · out/index.html"],)
    card.presenter.open()
    card.presenter.open_folder()
    assert card.opened == [Path("out/index.html"), Path("out")]


def test_it_can_be_stopped_and_nothing_is_written() -> None:
    jobs = Later()
    card = Card(jobs)
    card.presenter.publish(OUT)
    assert card.presenter.busy
    assert card.view.seen["show_busy"] == (True,)
    card.presenter.publish(OUT)
    assert len(jobs.waiting) == 1, "one at a time"
    card.presenter.cancel()
    jobs.run()
    assert jobs.waiting == []
    assert card.services.publishing.out == []
    assert card.view.seen["show_busy"] == (False,)
    assert "show_told" not in card.view.seen


def test_it_says_how_far_it_is() -> None:
    jobs = Later()
    card = Card(jobs)
    card.presenter.publish(OUT)
    jobs.run()
    assert card.presenter.phase == (3, 8)


def test_why_it_cannot_be_published_is_told() -> None:
    card = Card(Inline())
    card.services.publishing.refused = InvalidInput("No room.", advice="Make some.")
    card.presenter.publish(OUT)
    assert card.told.errors == [card.services.publishing.refused]
    assert not card.presenter.busy
    assert "show_told" not in card.view.seen


@pytest.mark.parametrize("reason", ["not_public", "draft", "disputed", "names_a_person", "no_consent", "consent", "photo", "too_large"])
def test_every_reason_has_words(reason: str) -> None:
    one = LeftOut("story", reason, 1)
    assert one.why
    assert one.why != reason
    assert one.what == "Stories"


def test_stories_to_look_at_again_are_named() -> None:
    made = replace(MemoryServices().publishing.answer, look_again=("One", "Two"), left_out=(), hidden=0)
    told = told_of(made)
    assert "One; Two" in told.look_again
    assert told.left_out == ()
