"""The store: one door, durable, guarded, provably equal to its log."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.workspace import CHEAP
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gedesk.errors import Busy, InvalidInput, MadeByNewer, UsageError
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.store import integrity, migrations, reading, searching
from gedesk.store.store import Store

Value = dict[str, object]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", cost=CHEAP) as made:
        yield made


def faults(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return integrity.check(connection).faults


def rows(desk: Desk, kind: str) -> list[tuple[object, ...]]:
    with desk.store.reading() as connection:
        numbers = reading.numbers(connection, kind)
        return sorted(reading.rows(connection, kind, numbers, ["title", "participants", "implementers"]))


def test_the_pack_is_the_same_chain_on_every_replica(tmp_path: Path) -> None:
    digests = set()
    for name in ("a", "b"):
        with desks.create(tmp_path / name / "s", country="tz", role="coordinator", place="TZ", cost=CHEAP) as made:
            digests.add(made.exchange.digest())
    assert len(digests) == 1


def test_an_operation_is_written_whole_or_not_at_all(desk: Desk) -> None:
    before = desk.exchange.digest()
    with pytest.raises(InvalidInput) as refused:
        desk.records.add("activity", [{"title": "Good", "start": "2026-01-01"}, {"title": "", "start": "31 June"}])
    assert {problem.where for problem in refused.value.problems} >= {"[1].start"}
    assert desk.exchange.digest() == before
    assert rows(desk, "activity") == []


def test_a_row_written_past_the_door_is_refused(desk: Desk) -> None:
    desk.records.add("activity", [{"title": "Good", "start": "2026-01-01"}])
    raw = sqlite3.connect(desk.store.path)
    try:
        with pytest.raises(sqlite3.OperationalError, match="gedesk_door"):
            raw.execute("UPDATE activity SET title = 'Bad'")
    finally:
        raw.close()
    assert faults(desk) == []


def test_tables_made_anew_from_the_log_are_the_same(desk: Desk) -> None:
    desk.records.add("activity", [{"title": f"T{n}", "start": "2026-01-01", "participants": {"female": n}} for n in range(9)])
    before = rows(desk, "activity")
    with desk.store.writing() as tx:
        assert integrity.rebuild(tx.connection) > 9
    assert rows(desk, "activity") == before
    assert faults(desk) == []


def test_a_table_that_differs_from_the_log_is_found(desk: Desk) -> None:
    desk.records.add("activity", [{"title": "Good", "start": "2026-01-01"}])
    with desk.store.writing() as tx:
        tx.connection.exec_driver_sql("UPDATE activity SET title = 'Bad'")
    assert any("title" in fault for fault in faults(desk))


def test_a_second_program_is_told_who_holds_the_store(desk: Desk) -> None:
    with pytest.raises(Busy, match=r"in use by .*gedesk"):
        Store.open(desk.store.path)
    with Store.open(desk.store.path, write=False) as reader:
        assert reader.identity().role == "hq"


@pytest.mark.parametrize("content", [b"", b"not a database at all, just text", b"SQLite format 3\x00" + b"\x00" * 200])
def test_foreign_files_are_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.gedesk"
    path.write_bytes(content)
    with pytest.raises(InvalidInput):
        Store.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (a)")
    db.close()
    content = path.read_bytes()
    with pytest.raises(InvalidInput, match="another program"):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_newer_store_is_refused_and_says_what_to_install(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "newer.gedesk"
    desk.store.backup(copy)
    db = sqlite3.connect(copy)
    db.execute(f"PRAGMA user_version={migrations.newest() + 1}")
    db.execute("UPDATE meta SET value = '\"9.1\"' WHERE key = 'application'")
    db.commit()
    db.close()
    content = copy.read_bytes()
    with pytest.raises(MadeByNewer, match="9\\.1"):
        Store.open(copy)
    assert copy.read_bytes() == content


def test_a_backup_is_whole(desk: Desk, tmp_path: Path) -> None:
    desk.records.add("activity", [{"title": "Good", "start": "2026-01-01"}])
    copy = tmp_path / "copy.gedesk"
    desk.store.backup(copy)
    with Desk.open(copy, write=False) as other:
        assert other.exchange.digest() == desk.exchange.digest()
        assert faults(other) == []


def test_copies_and_restored_stores_begin_a_chain_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "s.gedesk"
    with desks.create(path, country="tz", role="hq", place="TZ", cost=CHEAP) as made:
        first = made.store.meta("incarnation")
        made.store.backup(tmp_path / "old.gedesk")
        made.records.add("activity", [{"title": "Later", "start": "2026-01-01"}])
        made.store.note_witness()
    with Store.open(path) as again:
        assert again.meta("incarnation") == first
    shutil.copy(tmp_path / "old.gedesk", tmp_path / "clone.gedesk")
    with Store.open(tmp_path / "clone.gedesk") as clone:
        assert clone.meta("incarnation") != first
    shutil.copy(tmp_path / "old.gedesk", path)
    with Store.open(path) as restored:
        assert restored.meta("incarnation") != first


def test_migrations_lead_to_the_declared_schema(desk: Desk) -> None:
    def plain(statement: str) -> str:
        return re.sub(r"\s+", " ", statement.replace("IF NOT EXISTS ", "")).strip(" ;")

    raw = sqlite3.connect(desk.store.path)
    try:
        found = {plain(row[0]) for row in raw.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
        assert dict(raw.execute("SELECT k, v FROM search_config"))["automerge"] == 8
    finally:
        raw.close()
    wanted = {plain(statement) for statement in migrations.declared() if statement.startswith("CREATE ")}
    assert wanted <= found
    assert all("search_" in extra for extra in found - wanted)


@pytest.mark.parametrize(("typed", "title"), [("capljina", "Čapljina đak"), ("РАЙОН", "район Абай"), ("ecole", "École")])
def test_search_folds_case_and_accents(desk: Desk, typed: str, title: str) -> None:
    desk.records.add("activity", [{"title": title, "start": "2026-01-01"}, {"title": "Other", "start": "2026-01-01"}])
    assert [row[1] for row in desk.lists.rows("activity", desk.lists.numbers("activity", text=typed[:4]), ["title"])] == [title]


def test_a_large_write_is_found_once_it_was_indexed(desk: Desk, tmp_path: Path) -> None:
    """In the background, in portions; what closing cuts off is done after the next opening."""
    told: list[frozenset[str]] = []
    indexed = threading.Event()

    def listen(kinds: frozenset[str]) -> None:
        told.append(kinds)
        if threading.current_thread().name == "gedesk-indexing":
            indexed.set()

    desk.store.on_change(listen)
    many = searching.AT_ONCE + 50
    desk.records.add("activity", [{"title": f"Ufundi {n}", "start": "2026-01-01"} for n in range(many)])
    assert indexed.wait(60)
    assert told == [frozenset({"activity"})] * 2
    assert len(desk.lists.numbers("activity", text="ufundi")) == many

    desk.records.add("activity", [{"title": f"Uvuvi {n}", "start": "2026-01-01"} for n in range(many)])
    desk.close()
    with Desk.open(desk.store.path) as again:
        again.store.index()
        assert len(again.lists.numbers("activity", text="uvuvi")) == many


def test_all_records_that_point_at_one_are_told(desk: Desk) -> None:
    """Kinds that name their field alike do not hide each other."""
    (commitment,) = desk.records.add("commitment", [{"title": "Care", "start": "2026-01-01"}])
    desk.records.add("funding", [{"title": "Grant", "funding_kind": "pledged", "amount": 5, "currency": "TZS", "commitment": commitment}])
    desk.records.add("milestone", [{"title": "Law", "commitment": commitment}])
    links = desk.records.get("commitment", commitment).links
    assert {name: [one.label for one in choices] for name, choices in links.items()} == {
        "funding.commitment": ["Grant"],
        "milestone.commitment": ["Law"],
    }


def test_a_record_named_by_a_link_bears_the_title_of_what_it_links_to(desk: Desk) -> None:
    (indicator,) = desk.records.add("indicator", [{"name": "Women trained", "measure": "1"}])
    desk.records.add("target", [{"indicator": indicator, "value": 5, "to_day": "2026-06-30"}])
    (target,) = desk.records.get("indicator", indicator).links["target.indicator"]
    assert target.label == "Women trained"


def test_history_says_from_what_to_what(desk: Desk) -> None:
    made = desk.records.add("activity", [{"title": "Old", "start": "2026-01-01"}])[0]
    desk.records.save("activity", made, {"title": "New"})
    newest = desk.records.history("activity", made)[0]
    assert [(c.field, c.old, c.new) for c in newest.changes] == [("title", "Old", "New")]
    assert newest.stamp.author == "Asha Juma"


def test_what_was_edited_since_is_kept_and_named(desk: Desk) -> None:
    made = desk.records.add("activity", [{"title": "A", "start": "2026-01-01"}])[0]
    first = desk.records.history("activity")[0].operation
    desk.records.save("activity", made, {"title": "B"})
    with pytest.raises(UsageError, match="edited since"):
        desk.records.undo(first)
    assert desk.records.get("activity", made).values["title"] == "B"


EDITS: st.SearchStrategy[Value] = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A", "B", "C"]),
        "participants": st.dictionaries(st.sampled_from(["female", "male|20-24"]), st.integers(0, 9), max_size=2),
        "languages_used": st.lists(st.sampled_from(["sw", "en"]), unique=True),
        "cost": st.one_of(st.none(), st.integers(0, 99)),
        "remove": st.just(True),
    },
)


def test_a_second_check_sees_what_was_written_since_the_first(desk: Desk) -> None:
    assert faults(desk) == []
    (made,) = desk.records.add("activity", [{"title": "Start", "start": "2026-01-01"}])
    assert faults(desk) == []
    desk.records.save("activity", made, {"title": "Other"})
    desk.records.remove("activity", [made])
    assert faults(desk) == []


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(edits=st.lists(EDITS, min_size=1, max_size=6))
def test_undoing_everything_and_redoing_it_leads_back(desk: Desk, edits: list[Value]) -> None:
    made = desk.records.add("activity", [{"title": "Start", "start": "2026-01-01"}])[0]

    def state() -> tuple[object, ...]:
        view = desk.records.get("activity", made)
        values = {name: value for name, value in view.values.items() if value not in ([], {}, None)}
        return values, view.removed

    states = [state()]
    for edit in edits:
        before = desk.records.undo_title(), len(desk.records.history("activity", made))
        if edit.get("remove"):
            desk.records.remove("activity", [made])
        else:
            desk.records.save("activity", made, edit)
        if (desk.records.undo_title(), len(desk.records.history("activity", made))) != before:
            states.append(state())
    for expected in reversed(states[:-1]):
        desk.records.undo()
        assert state() == expected
    for expected in states[1:]:
        desk.records.redo()
        assert state() == expected
    assert faults(desk) == []
