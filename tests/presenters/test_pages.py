"""Presenters of lists, exchange, history and the frame."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.doubles import Inline, Later, Recorder, Told
from helpers.memory_services import MemoryServices, add_conflict, sample

from gedesk.errors import KnownError
from gedesk.presenters import exchange as ex
from gedesk.presenters.exchange import ExchangePresenter, can_type, received, sent, typed_value
from gedesk.presenters.history import HistoryPresenter, result
from gedesk.presenters.lists import ListPresenter
from gedesk.presenters.shell import ShellPresenter
from gedesk.services.views import Received, SentBundle, Undone


@pytest.fixture
def services() -> MemoryServices:
    return sample(12)


def listed(services: MemoryServices, jobs: Inline | Later) -> tuple[ListPresenter, Recorder, Told]:
    view, told = Recorder(), Told()
    return ListPresenter("activity", ("start", "title", "conflicts"), services, view, jobs, told, sort="start"), view, told


def test_a_list_filters_and_says_how_many(services: MemoryServices) -> None:
    presenter, view, _told = listed(services, Inline())
    presenter.reload()
    assert view.seen["show_count"] == ("12 records", "")
    presenter.filter("00003")
    assert view.seen["show_count"] == ("1 match", "")
    presenter.filter("zebra")
    assert view.seen["show_count"] == ("0 matches", "filtered")


def test_an_empty_store_says_so() -> None:
    presenter, view, _told = listed(MemoryServices(), Inline())
    presenter.reload()
    assert view.seen["show_count"] == ("0 records", "nothing")


def test_the_answer_to_an_older_filter_is_dropped(services: MemoryServices) -> None:
    jobs = Later()
    presenter, view, _told = listed(services, jobs)
    presenter.filter("zebra")
    presenter.filter("00003")
    jobs.run(1)
    jobs.run(0)
    assert view.seen["show_count"] == ("1 match", "")


def test_removing_can_be_taken_back(services: MemoryServices) -> None:
    presenter, view, told = listed(services, Inline())
    presenter.remove([services.order["activity"][0]])
    assert told.texts == ["1 record removed"]
    assert told.action is not None
    told.action()
    presenter.reload()
    assert view.seen["show_count"] == ("12 records", "")


def test_states_have_tones(services: MemoryServices) -> None:
    presenter, _view, _told = listed(services, Inline())
    assert presenter.tone("verification", "Verified") == "success"
    assert presenter.tone("progress", "Cancelled") == "danger"
    assert presenter.tone("title", "Verified") == ""


def exchanged(services: MemoryServices) -> tuple[ExchangePresenter, Recorder, Told]:
    view, told = Recorder(), Told()
    presenter = ExchangePresenter(services, view, Inline(), told)
    presenter.reload()
    return presenter, view, told


def test_a_site_sends_to_headquarters_and_headquarters_to_sites(services: MemoryServices) -> None:
    presenter, _view, _told = exchanged(services)
    assert presenter.targets() == [(None, "Headquarters")]
    services.exchange.role = "hq"
    presenter.reload()
    assert presenter.targets() == [(None, "All sites"), ("s1", "Tanzania (HQ)")]


def test_what_was_sent_is_said_with_its_file(services: MemoryServices) -> None:
    presenter, view, _told = exchanged(services)
    presenter.send(None, Path("/stick"))
    ((outcome,),) = view.seen["show_outcomes"]
    assert outcome.title == "Written for Tanzania (HQ)"
    assert outcome.lines == ("3 operations with 12 records, 5 KB", str(Path("/stick/Arusha-HQ-0001.gesync")))
    assert not presenter.busy


def test_a_refused_folder_is_an_answer_with_advice(services: MemoryServices) -> None:
    presenter, view, _told = exchanged(services)
    services.exchange.refusal = KnownError("The stick is full.", advice="Take another one.")
    presenter.send(None, Path("/stick"))
    ((outcome,),) = view.seen["show_outcomes"]
    assert (outcome.title, outcome.tone, outcome.lines) == ("The stick is full.", "danger", ("Take another one.",))
    assert not presenter.busy


def test_everything_a_file_brought_is_said() -> None:
    outcome = received(
        Received(
            Path("a.gesync"), "Meru", {"new": 3, "known": 1}, {"created": 2, "updated": 1}, conflicts=1, parallel=2,
        )
    )  # fmt: skip
    assert outcome.title == "From Meru · a.gesync"
    assert outcome.tone == "warning"
    assert outcome.lines == (
        "3 operations are new",
        "1 operation was here already",
        "2 records created, 1 record updated",
        "2 records were edited on both sides and merged",
        "1 conflict needs a decision",
    )


def test_a_refused_file_says_why_and_a_gap_what_is_missing() -> None:
    refused = received(Received(Path("b.gesync"), "", refused="The signature is not Meru’s.", exit=4))
    assert (refused.title, refused.tone, refused.lines) == (
        "b.gesync: not taken in", "danger", ("The signature is not Meru’s.",),
    )  # fmt: skip
    gap = received(Received(Path("c.gesync"), "Meru", refused="Bundle 3 is missing.", gaps=("Meru 3",)))
    assert gap.tone == "warning"
    assert gap.lines[-1] == "Meru 3"


def test_the_same_file_twice_brings_nothing_new() -> None:
    outcome = received(Received(Path("a.gesync"), "Meru", {"new": 0, "known": 4}, {"unchanged": 9}))
    assert outcome.lines[-1] == "Nothing new: everything in it was here already."


def test_photos_that_travel_are_told() -> None:
    outcome = received(Received(Path("a.gesync"), "Meru", {"new": 0}, {}, attachments=2))
    assert outcome.lines == ("2 attachments",)
    written = sent(SentBundle(Path("/stick/a.gesync"), "Meru", 0, 0, 15_000, attachments=1))
    assert (written.tone, written.lines) == ("success", ("1 attachment, 15 KB", "/stick/a.gesync"))
    short = sent(SentBundle(Path("/stick/a.gesync"), "Meru", 3, 3, 15_000, left=1))
    assert short.tone == "warning"
    assert short.lines[1].startswith("1 attachment is larger than the file may be")


def test_a_file_that_is_carried_on_says_so() -> None:
    note = "It is for headquarters, and goes on with your next file to it."
    outcome = received(Received(Path("a.gesync"), "", code="relayed", note=note))
    assert (outcome.title, outcome.lines, outcome.tone) == ("a.gesync", (note,), "warning")


def test_a_conflict_is_decided_with_a_reason_and_can_be_taken_back(services: MemoryServices) -> None:
    id = services.order["activity"][0]
    conflict = add_conflict(services, id)
    presenter, view, told = exchanged(services)
    presenter.keep(conflict, "v1", "asked by phone")
    assert services.data["activity"][id]["participants_total"] == 80
    assert services.log[0].reason == "asked by phone"
    assert view.seen["show_decided"] == (conflict.id,)
    assert presenter.picture is not None
    assert presenter.picture.conflicts == []
    assert told.action is not None
    told.action()
    assert services.data["activity"][id]["participants_total"] == 1


def test_another_value_is_read_as_its_field_is(services: MemoryServices) -> None:
    id = services.order["activity"][0]
    number = add_conflict(services, id)
    assert typed_value(number, "7 500") == 7500
    place = add_conflict(services, id, "place", ("b" * 8, "c" * 8))
    assert can_type(number)
    assert can_type(place)  # shown as it is stored: plain text
    presenter, _view, _told = exchanged(services)
    presenter.replace(number, typed_value(number, "75"), "")
    assert services.data["activity"][id]["participants_total"] == 75
    assert services.log[0].reason == "Decided on screen"


def test_who_wrote_a_value_is_said(services: MemoryServices) -> None:
    conflict = add_conflict(services, services.order["activity"][0])
    assert ex.by_line(conflict.values[1]).startswith("Asha Juma · Tanzania (HQ) · 12/03/2026")


def test_history_filters_and_takes_back(services: MemoryServices) -> None:
    view, told = Recorder(), Told()
    presenter = HistoryPresenter(services, view, Inline(), told)
    first, second = services.order["activity"][:2]
    services.records.save("activity", first, {"venue": "Hall"})
    services.records.save("activity", second, {"venue": "School"})
    presenter.reload()
    presenter.filter("00000")
    ((entry,),) = view.seen["show_entries"]
    presenter.choose(entry)
    assert view.seen["show_details"][1][0].changes[0].new_shown == "Hall"
    presenter.take_back(entry)
    assert view.seen["show_result"] == ("Taken back: 1 field.", "success")
    assert "venue" not in services.data["activity"][first]
    assert services.data["activity"][second]["venue"] == "School"


def test_what_stays_when_something_is_taken_back_is_named() -> None:
    text, tone = result(Undone("x", "Undo: Import", 12, ("Training · Venue", "Dialogue · Title")))
    assert tone == "warning"
    assert text.splitlines() == [
        "Taken back: 12 fields.", "2 were edited since and stay: Training · Venue; Dialogue · Title",
    ]  # fmt: skip


def test_the_frame_names_what_undo_would_take_back(services: MemoryServices) -> None:
    view, told = Recorder(), Told()
    shell = ShellPresenter(services, view, Inline(), told)
    shell.reload()
    assert view.seen["show_frame"][0].undo is None
    services.records.save("activity", services.order["activity"][0], {"venue": "Hall"})
    shell.reload()
    assert view.seen["show_frame"][0].undo == "Change activity “Training 00000”"
    shell.undo()
    shell.reload()
    frame = view.seen["show_frame"][0]
    assert (frame.undo, frame.redo) == (None, "Change activity “Training 00000”")
