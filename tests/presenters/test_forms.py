from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from helpers.doubles import Inline, Later, Recorder, Told
from helpers.memory_services import MemoryServices, add_conflict, sample

from gedesk.errors import KnownError
from gedesk.presenters.drafts import Drafts
from gedesk.presenters.forms import NEW, FormPresenter
from gedesk.services.views import Choice


class Desk:
    def __init__(self, tmp_path: Path) -> None:
        self.services: MemoryServices = sample(3)
        self.view, self.told = Recorder(), Told()
        self.drafts = Drafts(tmp_path, "Arusha")
        self.form = FormPresenter("activity", self.services, self.view, Inline(), self.told, self.drafts)
        self.first = self.services.order["activity"][0]

    def again(self) -> FormPresenter:
        """The form of a program that was started anew."""
        return FormPresenter("activity", self.services, self.view, Inline(), self.told, self.drafts)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_new_record_is_saved_with_domain_values(desk: Desk) -> None:
    desk.form.open_new()
    desk.form.edited("title", " Dialogue ")
    desk.form.edited("start", "3.4.2026")
    desk.form.edited("participants_total", "7 000")
    desk.form.edited("participants_qualifier", "at_least")
    saved: list[str] = []
    desk.form.save(saved.append)
    values = desk.services.data["activity"][saved[0]]
    assert values["title"] == "Dialogue"
    assert values["start"] == date(2026, 4, 3)
    assert (values["participants_total"], values["participants_qualifier"]) == (7000, "at_least")
    assert desk.told.texts == ["Saved"]


def test_a_focal_point_begins_at_its_own_place(desk: Desk) -> None:
    desk.services.exchange.role, desk.services.exchange.place = "focal-point", "TZ.1"
    meru = desk.services.order["place"][1]
    desk.form.open_new()
    assert not desk.form.dirty
    assert desk.form.value("place") == meru
    assert desk.view.seen["show_values"] == ({"place": meru}, {meru: "Meru"})
    desk.form.edited("place", None)
    assert desk.form.value("place") is None
    for role in ("coordinator", "hq"):
        desk.services.exchange.role = role
        desk.form.open_new()
        assert desk.form.value("place") is None


@pytest.mark.parametrize("closing", [False, True])
def test_what_is_entered_while_it_is_saved_is_not_lost(desk: Desk, closing: bool) -> None:
    jobs, closed = Later(), list[str]()
    form = FormPresenter("activity", desk.services, desk.view, jobs, desk.told, desk.drafts)
    form.open_new()
    form.edited("title", "Dialogue")
    form.edited("start", "3.4.2026")
    form.save(closed.append if closing else None)
    form.edited("venue", "Hall")
    jobs.run()  # it is saved
    form.edited("outputs", "Two plans")  # while it is read again
    while jobs.waiting:
        jobs.run()
    assert (form.value("title"), form.value("venue"), form.value("outputs")) == ("Dialogue", "Hall", "Two plans")
    assert form.dirty
    assert closed == []
    form.save()
    while jobs.waiting:
        jobs.run()
    values = desk.services.data["activity"][desk.services.order["activity"][-1]]
    assert (values["title"], values["venue"], values["outputs"]) == ("Dialogue", "Hall", "Two plans")


def test_problems_stand_beside_their_fields_and_nothing_is_lost(desk: Desk) -> None:
    desk.form.open_new()
    desk.form.edited("venue", "Hall")
    desk.form.save()
    assert set(desk.view.problems) == {"title", "start"}
    assert desk.view.seen["focus"] == ("title",)
    assert desk.form.value("venue") == "Hall"
    desk.form.edited("title", "x")
    assert set(desk.view.problems) == {"start"}


def test_a_rule_between_fields_names_its_field(desk: Desk) -> None:
    desk.form.open(desk.first)
    desk.form.edited("end", "1/1/2020")
    desk.form.save()
    assert "before it begins" in desk.view.problems["end"]


def test_a_date_that_cannot_be_read_waits_until_the_cursor_leaves(desk: Desk) -> None:
    desk.form.open_new()
    desk.form.edited("start", "12/")
    assert desk.view.hints["start"] == "not understood yet"
    assert desk.view.problems == {}
    desk.form.left("start")
    assert "start" in desk.view.problems
    desk.form.edited("start", "12/3/2026")
    assert desk.view.hints["start"] == "Thursday, 12 March 2026"
    assert desk.view.problems == {}


def test_only_what_differs_is_written(desk: Desk) -> None:
    desk.form.open(desk.first)
    desk.form.edited("title", "Other")
    desk.form.edited("title", "Training 00000")
    assert not desk.form.dirty
    desk.form.save()
    assert desk.services.log == []
    desk.form.edited("venue", "Hall")
    desk.form.save()
    assert [change.field for change in desk.services.log[0].changes] == ["venue"]


def test_saved_offers_to_take_exactly_that_back(desk: Desk) -> None:
    desk.form.open(desk.first)
    desk.form.edited("venue", "Hall")
    desk.form.save()
    desk.services.records.save("activity", desk.services.order["activity"][1], {"venue": "Elsewhere"})
    assert desk.told.action is not None
    desk.told.action()
    assert "venue" not in desk.services.data["activity"][desk.first]
    assert desk.services.data["activity"][desk.services.order["activity"][1]]["venue"] == "Elsewhere"


def test_a_record_made_in_place_and_undone_leaves_the_form(desk: Desk) -> None:
    here = desk.services.order["organisation"][0]
    desk.form.open_new()
    made: list[Choice] = []
    desk.form.create("implementers", Choice(f"{NEW}Women of Meru", "Women of Meru"), made.append)
    desk.form.edited("implementers", [made[0].id, here], {made[0].id: "Women of Meru"})
    desk.form.let_go(frozenset({"organisation"}))
    assert set(desk.form.value("implementers")) == {made[0].id, here}
    desk.services.records.undo()
    desk.form.let_go(frozenset({"organisation"}))
    assert desk.form.value("implementers") == [here]
    assert desk.view.seen["show_values"][0] == {"implementers": [here]}


def test_what_was_typed_for_a_link_must_be_in_the_list(desk: Desk) -> None:
    desk.form.open(desk.first)
    desk.form.edited("place", "Nowhere")
    desk.form.left("place")
    assert "Nowhere" in desk.view.problems["place"]
    place = desk.services.order["place"][1]
    desk.form.edited("place", place, {place: "Meru"})
    assert desk.view.problems == {}
    desk.form.save()
    assert desk.services.data["activity"][desk.first]["place"] == place


def test_titles_of_several_links_are_shown(desk: Desk) -> None:
    ids = desk.services.order["organisation"]
    desk.services.data["activity"][desk.first]["implementers"] = list(ids)
    desk.form.open(desk.first)
    _raw, labels = desk.view.seen["show_values"]
    assert {labels[id] for id in ids} == {"Tanzania Women Lawyers Association", "Ministry of Gender"}


def test_a_draft_survives_the_end_of_the_program(desk: Desk) -> None:
    desk.form.open_new()
    desk.form.edited("title", "Half")
    desk.form.edited("start", "no date")
    desk.form.keep_draft()
    (draft,) = desk.drafts.all()
    assert (draft.title, draft.id) == ("Half", None)
    form = desk.again()
    form.open_new(draft)
    assert form.value("title") == "Half"
    assert "start" in desk.view.problems
    form.edited("start", "1/2/2026")
    form.save(lambda _id: None)
    assert desk.drafts.all() == []


def test_a_draft_of_a_record_goes_on_top_of_what_is_stored(desk: Desk) -> None:
    place = desk.services.order["place"][2]
    desk.form.open(desk.first)
    desk.form.edited("place", place, {place: "Čapljina"})
    desk.form.keep_draft()
    desk.services.records.save("activity", desk.first, {"venue": "New hall"})
    (draft,) = desk.drafts.all()
    form = desk.again()
    form.open(desk.first, draft)
    assert (form.value("place"), form.value("venue")) == (place, "New hall")
    assert draft.labels == {place: "Čapljina"}


def test_a_draft_holds_what_its_form_began_with(desk: Desk) -> None:
    desk.services.exchange.role, desk.services.exchange.place = "focal-point", "TZ.1"
    meru = desk.services.order["place"][1]
    care = str(UUID(int=1))
    desk.form.open_new(values={"commitments": [care]}, labels={care: "Care economy"})
    desk.form.edited("title", "Half")
    desk.form.keep_draft()
    (draft,) = desk.drafts.all()
    form = desk.again()
    form.open_new(draft)
    assert (form.value("place"), form.value("commitments")) == (meru, [care])
    assert draft.labels == {care: "Care economy", meru: "Meru"}


def test_a_place_that_was_cleared_stays_clear_in_a_draft(desk: Desk) -> None:
    desk.services.exchange.role, desk.services.exchange.place = "focal-point", "TZ.1"
    desk.form.open_new()
    desk.form.edited("title", "Elsewhere")
    desk.form.edited("place", None)
    desk.form.keep_draft()
    form = desk.again()
    form.open_new(desk.drafts.all()[0])
    assert form.value("place") is None


def test_nothing_typed_leaves_no_draft(desk: Desk) -> None:
    desk.form.open(desk.first)
    desk.form.keep_draft()
    assert desk.drafts.all() == []


def test_a_change_from_elsewhere_leaves_what_is_being_typed(desk: Desk) -> None:
    desk.form.open(desk.first)
    desk.form.edited("title", "Mine")
    desk.services.records.save("activity", desk.first, {"title": "Theirs", "venue": "Theirs"})
    desk.form.refresh()
    assert (desk.form.value("title"), desk.form.value("venue")) == ("Mine", "Theirs")
    desk.form.save()
    assert desk.services.data["activity"][desk.first]["title"] == "Mine"


def test_an_answer_for_a_form_that_was_left_is_dropped(desk: Desk, tmp_path: Path) -> None:
    later = Later()
    form = FormPresenter("activity", desk.services, desk.view, later, desk.told, desk.drafts)
    form.open(desk.first)
    form.open(desk.services.order["activity"][1])
    while later.waiting:
        later.run()
    assert desk.view.seen["show_heading"][0] == "Training 00001"


def test_errors_of_the_world_are_told_and_the_form_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> str:
        raise KnownError("The disk is full.", advice="Make room.")

    desk.form.open_new()
    desk.form.edited("title", "x")
    monkeypatch.setattr(desk.services.records, "save", full)
    desk.form.save()
    assert [str(error) for error in desk.told.errors] == ["The disk is full."]
    assert desk.form.dirty


def test_conflicts_are_shown_with_the_record(desk: Desk) -> None:
    conflict = add_conflict(desk.services, desk.first)
    desk.form.open(desk.first)
    assert desk.view.seen["show_conflicts"] == ((conflict,),)


def test_the_verdict_follows_the_numbers(desk: Desk) -> None:
    desk.form.open_new()
    desk.form.edited("participants", {"female|18-19|not_recorded": 4})
    desk.form.edited("participants_total", "5")
    assert desk.view.seen["show_verdict"][1] == "warning"
    desk.form.edited("participants_qualifier", "at_least")
    assert desk.view.seen["show_verdict"][1] == "success"


def test_choices_of_an_older_text_are_not_shown(desk: Desk) -> None:
    later, found = Later(), []
    form = FormPresenter("activity", desk.services, desk.view, later, desk.told, desk.drafts)
    form.choices("place", "Me", lambda choices: found.append(("Me", choices)))
    form.choices("place", "Mer", lambda choices: found.append(("Mer", choices)))
    later.run(1)
    later.run(0)
    assert [(text, [choice.label for choice in choices]) for text, choices in found] == [("Mer", ["Meru"])]
