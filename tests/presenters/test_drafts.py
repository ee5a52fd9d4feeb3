from __future__ import annotations

from pathlib import Path

from gedesk.presenters.drafts import Draft, Drafts


def draft(title: str, when: str = "2026-03-12T10:00:00+00:00", key: str = "activity-new") -> Draft:
    return Draft(key, "activity", None, title, when, {"title": title}, {})


def test_the_later_of_two_wins_even_when_written_first(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "Arusha")
    first, second = drafts.keep(draft("old")), drafts.keep(draft("new"))
    second()
    first()
    assert [one.title for one in drafts.all()] == ["new"]


def test_a_write_still_under_way_does_not_bring_a_dropped_draft_back(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "Arusha")
    keep, drop = drafts.keep(draft("x")), drafts.drop("activity-new")
    drop()
    keep()
    assert drafts.all() == []


def test_newest_first_and_sites_apart(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "Arusha")
    drafts.keep(draft("a", "2026-03-12T10:00:00+00:00", "activity-1"))()
    drafts.keep(draft("b", "2026-03-13T10:00:00+00:00", "activity-2"))()
    assert [one.title for one in drafts.all()] == ["b", "a"]
    assert Drafts(tmp_path, "Meru").all() == []


def test_a_damaged_file_is_passed_over_and_kept(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "Arusha")
    drafts.keep(draft("good"))()
    (damaged,) = tmp_path.glob("drafts/*/activity-new.json")
    other = damaged.with_name("activity-2.json")
    other.write_text('{"version": 1, "kind": "acti', encoding="utf-8")
    assert [one.title for one in drafts.all()] == ["good"]
    assert other.exists()
