"""Writing a document: what it is of until somebody says so, what it lacks, and the way to the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.committees import Committees, make_committees
from helpers.doubles import Inline, Told
from helpers.workspace import CHEAP

from gedesk import i18n
from gedesk.presenters.papers import PaperShown, PapersPresenter
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.services.papers_views import PAPERS
from gedesk.services.views import Choice


class Card:
    """What the card is told."""

    def __init__(self) -> None:
        self.shown: list[PaperShown] = []
        self.busy: list[bool] = []

    def show_paper(self, shown: PaperShown) -> None:
        self.shown.append(shown)

    def show_busy(self, busy: bool) -> None:
        self.busy.append(busy)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", author="Asha Juma", cost=CHEAP) as made:
        yield made


@pytest.fixture
def made(desk: Desk) -> Committees:
    return make_committees(desk)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def card() -> Card:
    return Card()


@pytest.fixture
def opened() -> list[Path]:
    return []


@pytest.fixture
def presenter(desk: Desk, card: Card, told: Told, opened: list[Path]) -> PapersPresenter:
    return PapersPresenter(desk, card, Inline(), told, opened.append)


def test_every_document_can_be_begun_and_says_whether_it_can_be_written(
    presenter: PapersPresenter, card: Card, made: Committees
) -> None:
    for what in PAPERS:
        presenter.begin(what)
        assert card.shown[-1].paper.what == what
    ready = {shown.paper.what for shown in card.shown if shown.ready}
    assert ready == {"chapter", "period", "minutes", "register", "closing"}  # neither a plan nor a maker yet


def test_minutes_are_of_the_last_meeting_until_another_is_chosen(presenter: PapersPresenter, card: Card, desk: Desk, made: Committees) -> None:
    presenter.begin("minutes")
    assert card.shown[-1].of == Choice(made.now, desk.records.get("meeting", made.now).title)
    assert made.now in [id for id, _title in card.shown[-1].choices]
    other = next(id for id, _title in card.shown[-1].choices if id != made.now)
    presenter.choose(of=other)
    assert card.shown[-1].paper.of == other


def test_places_are_looked_for_by_typing_and_periods_chosen(presenter: PapersPresenter, card: Card, desk: Desk) -> None:
    presenter.begin("period")
    assert card.shown[-1].choices == ()
    found: list[Choice] = []
    presenter.choices("Kinondoni", found.extend)
    presenter.choose(of=found[0].id, period=card.shown[-1].periods[1])
    assert (card.shown[-1].paper.of, card.shown[-1].paper.period) == (found[0].id, card.shown[-1].periods[1])
    assert found[0].label in card.shown[-1].title


def test_the_file_is_written_in_the_chosen_language_and_can_be_opened(
    presenter: PapersPresenter, card: Card, told: Told, opened: list[Path], made: Committees, tmp_path: Path
) -> None:
    presenter.begin("register", made.national)
    presenter.language = "fr"
    assert presenter.file_name(".pdf") == "Decision_register_National_Advisory_Committee_fr.pdf"
    presenter.write(tmp_path / "r.pdf")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")
    assert card.busy == [True, False]
    assert i18n.current() == "en"
    assert told.texts[-1] == "Saved: r.pdf"
    assert told.action is not None
    told.action()
    assert opened == [tmp_path / "r.pdf"]


def test_a_folder_that_is_not_there_is_told_and_the_card_goes_on(
    presenter: PapersPresenter, card: Card, told: Told, made: Committees, tmp_path: Path
) -> None:
    presenter.begin("register")
    presenter.write(tmp_path / "nowhere" / "r.docx")
    assert len(told.errors) == 1
    assert card.busy == [True, False]
