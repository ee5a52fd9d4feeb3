"""Schedules of bad luck against the real exchange; and planted bugs, each of which the simulator must see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from gesync import bundle as files
from gesync.fold import fold
from gesync.keys import KeyPair, enrol_request
from services import ceremonies, simulator
from services.schedules import play, run_all
from services.watched import Watched

from gedesk.domain.kinds import registry
from gedesk.services import desk, headquarters
from gedesk.services.exchange import checks, parcels, rolls
from gedesk.services.exchange.letters import Letters
from gedesk.services.exchange.relaying import Relay
from gedesk.services.exchange.sending import Sending
from gedesk.services.exchange.taking import Taking
from gedesk.services.exchange.trust import Trust
from gedesk.services.scopes import Crossings, Scopes
from gedesk.store import door, replica
from gedesk.store.store import Store
from gedesk.store.witness import Witness


@pytest.mark.timeout(900)
def test_nothing_is_lost_whatever_happens_to_files_and_laptops() -> None:
    wrong, seen = run_all(range(1, 501), range(8, 33, 3))
    assert wrong == {}
    assert min(seen[what] for what in (*ceremonies.WEIGHTS, "lost", "truncated", "relayed", "merged")) > 10, seen


@pytest.mark.soak
@pytest.mark.timeout(86_400)
def test_nothing_is_lost_in_thousands_of_schedules() -> None:
    wrong, seen = run_all(range(1_000, 21_000), range(20, 101, 20))
    assert wrong == {}
    assert min(seen[what] for what in ceremonies.WEIGHTS) > 100, seen


PLAIN = {
    "edit": 30, "up": 16, "down": 16, "deliver": 30, "backup": 5, "restore": 4, "clone": 2, "image": 5, "rollback": 5,
    "hq_backup": 3, "hq_restore": 2,
}  # fmt: skip
MOVING = {"new": 10, "title": 8, "move": 8}  # records that lie at places
CARRIED = {"over": 20, "all": 8}  # files that go through a coordinator
PHOTOS = {"photo": 10}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("schedules", [20, pytest.param(3_000, marks=[pytest.mark.soak, pytest.mark.timeout(86_400)])])
@pytest.mark.parametrize("more", ["", "moving", "carried"])
def test_every_replica_knows_what_the_model_of_the_protocol_says_after_every_event(more: str, schedules: int) -> None:
    """Two implementations agree: the program on real files, and sets of numbers by the rules of sync/SPEC.md."""
    weights = PLAIN | (MOVING if more else {}) | (CARRIED | PHOTOS if more == "carried" else {})
    wrong, seen = run_all(range(1, schedules + 1), range(10, 61, 10), weights, watched=True)
    assert wrong == {}
    assert min(seen[what] for what in weights) > schedules // 8, seen


# -- planted bugs ------------------------------------------------------------------------------------------------

# Each rule of the exchange whose absence must be seen, and who sees it.  Those with a plant below are taken out in turn:
#   a witness outside the database · headquarters' echo of numbers and heads · both · identity by hash, not by number ·
#   contiguous cursors and refused gaps · what a restored headquarters lost comes back · records that cross a border ·
#   bases · conflicts kept · a file for every copy of a laptop · superseded incarnations · unknown kinds kept · files of
#   attachments kept · kits vouch for keys · rolls of officers told, told back, and obeyed · headquarters answers whom it
#   cannot open · merges take changes, sites and newer kits over and begin an epoch · closed sites hear so and are heard ·
#   revoked ones are not · coordinators keep what they carry until it arrived.
# The others are rare in any schedule and have tests of their own, each of which fails without its rule:
#   headquarters asks until all have heard (test_sites), answers files that it cannot apply (test_sites), takes up again what
#   was superseded and goes on after all (test_sites: elsewhere after it was brought back), refuses others' chains (test_sites) and what is out of scope (test_moving), relays what it
#   cannot read (test_relaying), and writes a row and its change together (store/test_store: tripwires, check).
Plant = Callable[[pytest.MonkeyPatch], None]


def no_witness(patch: pytest.MonkeyPatch) -> None:
    """The file outside the database always agrees."""
    patch.setattr(Witness, "vouches", lambda *_given: True)


def no_echo(patch: pytest.MonkeyPatch) -> None:
    """A site does not listen to what headquarters remembers of it."""
    patch.setattr(Taking, "_was_rolled_back", lambda *_given: False)


def ids_only_in_the_database(patch: pytest.MonkeyPatch) -> None:
    """Neither of both."""
    no_witness(patch)
    no_echo(patch)


def known_by_number(patch: pytest.MonkeyPatch) -> None:
    """A receiver takes a chain and a number for an identity: "I have that one already"."""
    honest = door.Transaction._unknown

    def planted(self: door.Transaction, changes: Any) -> Any:
        kept = honest(self, changes)
        here = replica.hashes_at(self.connection, {(c.inc, c.seq) for c in kept})
        return [c for c in kept if (c.inc, c.seq) not in here]

    patch.setattr(door.Transaction, "_unknown", planted)


def gaps_are_passed_over(patch: pytest.MonkeyPatch) -> None:
    """Headquarters goes on where it stopped writing, and a site takes what comes without asking what came before."""
    honest = Sending._note_sent
    careful = Taking._note_down

    def sent(self: Sending, tx: Any, target: Any, header: Any, *rest: Any) -> None:
        honest(self, tx, target, header, *rest)
        if self._store.identity().is_hq:
            site = next(one for one in replica.sites(tx.connection) if one.id == target.id)
            last = tx.connection.exec_driver_sql("SELECT max(n) FROM change").scalar_one()
            inc, own = header.target.hex(), self._store.meta("incarnation", tx.connection)
            site.peer["incs"][inc] = {**site.peer["incs"][inc], "cursor": {own: last}}
            replica.write_site(tx.connection, site)

    patch.setattr(Sending, "_note_sent", sent)
    patch.setattr(
        Taking, "_note_down", lambda self, tx, sender, header, manifest: careful(self, tx, sender, header, {**manifest, "from": 0})
    )


def headquarters_goes_on_as_before(patch: pytest.MonkeyPatch) -> None:
    """A restored headquarters does not say which of its own changes it lost."""
    honest = Store.mint

    def planted(self: Store, tx: Any, **given: Any) -> None:
        honest(self, tx, **given)
        tx.set_meta("floor", dict.fromkeys(tx.meta("floor") or {}, 1 << 40))

    patch.setattr(Store, "mint", planted)


def edits_without_base(patch: pytest.MonkeyPatch) -> None:
    """Nobody says which values they saw."""
    patch.setattr(door, "base_of", lambda _states, _written: {})


def last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    """Of values that did not know of each other only the newest is kept."""

    def planted(log: Any) -> Any:
        states = fold(log)
        return {key: type(state)(*(state.siblings[:1],)) for key, state in states.items()}

    patch.setattr("gedesk.store.projection.fold", planted)


def one_file_for_all_copies(patch: pytest.MonkeyPatch) -> None:
    """Headquarters writes only to the copy of a laptop that it heard of last."""
    honest = Sending._addressees
    patch.setattr(Sending, "_addressees", lambda self, target: honest(self, target)[:1])


def nobody_is_superseded(patch: pytest.MonkeyPatch) -> None:
    """Headquarters does not listen to a restored laptop that says so."""
    honest = Taking._note_up
    patch.setattr(
        Taking, "_note_up", lambda self, tx, sender, header, manifest: honest(self, tx, sender, header, {**manifest, "supersedes": False})
    )


def borders_are_not_watched(patch: pytest.MonkeyPatch) -> None:
    """Headquarters sends what is new, and does not look at what moved."""
    patch.setattr(Scopes, "crossings", lambda *_given: Crossings())


def carriers_forget(patch: pytest.MonkeyPatch) -> None:
    """A coordinator says that it keeps a file for headquarters, and does not."""
    patch.setattr(Relay, "keep", lambda *_given: True)


def what_is_unknown_is_dropped(patch: pytest.MonkeyPatch) -> None:
    """An older application leaves out kinds that it does not know."""
    honest = checks.without_gaps

    def planted(connection: Any, changes: Any, sender: Any) -> Any:
        kept, gaps = honest(connection, changes, sender)
        return [c for c in kept if registry.name_of(c.kind) is not None], gaps

    patch.setattr(checks, "without_gaps", planted)


def photos_are_not_kept(patch: pytest.MonkeyPatch) -> None:
    """Files that come with records are thrown away."""
    patch.setattr(parcels, "keep", lambda *_given: 0)


def photos_are_not_asked_for(patch: pytest.MonkeyPatch) -> None:
    """Nobody says which files they lack."""
    patch.setattr(parcels, "wanted", lambda *_given: [])


def kits_vouch_for_other_keys(patch: pytest.MonkeyPatch) -> None:
    """What a new laptop says of its keys at joining is not true of those it signs with."""
    honest = enrol_request
    patch.setattr(desk, "enrol_request", lambda kit, _keys: honest(kit, KeyPair.generate()))


def officers_are_not_told(patch: pytest.MonkeyPatch) -> None:
    """Headquarters does not say who else signs for it."""
    patch.setattr(rolls, "vouch", lambda *_given: b"")


def who_was_struck_off_signs_on(patch: pytest.MonkeyPatch) -> None:
    """A site takes the word of everybody who ever was an officer."""

    def planted(self: Trust, site: Any, header: Any) -> bytes:
        ever = [rolls.known(replace(site, peer={**site.peer, "rolls": site.peer.get("rolls", [])[:n]}), self._workspace) for n in range(9)]
        found = next((one for roll in [rolls.newest(site, self._workspace, header.enrol), *ever] if (one := roll.find(header.signer))), None)
        return found.keys.sign if found is not None else honest(self, site, header)

    honest = Trust._officer
    patch.setattr(Trust, "_officer", planted)


def officers_are_not_told_back(patch: pytest.MonkeyPatch) -> None:
    """A restored headquarters is not told of officers whom it does not know any more."""
    patch.setattr(rolls, "returned", lambda _site: {})


def sealed_files_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    """Headquarters takes no note of who sent a file that only another officer can open."""
    patch.setattr(Taking, "hear_of_closed", lambda *_given: None)


def a_merge_forgets_sites(patch: pytest.MonkeyPatch) -> None:
    """Of the other store only the changes are taken over."""
    patch.setattr(headquarters, "_take_sites", lambda *_given: 0)


def a_merge_forgets_changes(patch: pytest.MonkeyPatch) -> None:
    """Of the other store only the sites are taken over."""
    patch.setattr(headquarters, "_take_changes", lambda *_given: [])


def a_merge_goes_by_certificates(patch: pytest.MonkeyPatch) -> None:
    """Which of two stores made the newer kit of a site is not asked."""
    patch.setattr(headquarters, "_invited", lambda _site: 0)


def merged_headquarters_goes_on_as_before(patch: pytest.MonkeyPatch) -> None:
    """Nobody can tell files from before the merge."""
    patch.setattr(headquarters, "_begin_epoch", lambda *_given: None)


def closed_sites_are_not_told(patch: pytest.MonkeyPatch) -> None:
    """Headquarters does not say that it closed a site."""
    patch.setattr(Letters, "_closed", lambda *_given: {})


def closed_sites_are_shut_out(patch: pytest.MonkeyPatch) -> None:
    """The last entries of a closed site are refused like those of a revoked one."""
    honest = Trust.verify_key

    def planted(self: Trust, header: Any) -> bytes:
        site = self._find(header.site)
        if site is not None and site.state == "retired":
            raise files.Revoked("closed")
        return honest(self, header)

    patch.setattr(Trust, "verify_key", planted)


def revoked_sites_come_in(patch: pytest.MonkeyPatch) -> None:
    """A stolen laptop is trusted as before."""
    honest = Trust.verify_key

    def planted(self: Trust, header: Any) -> bytes:
        find = self._find
        trusting = Trust(self._is_hq, lambda id_: replace(one, state="joined") if (one := find(id_)) else None, self._workspace)
        return honest(trusting, header)

    patch.setattr(Trust, "verify_key", planted)


EDITS = {"edit": 30, "up": 16, "down": 16, "deliver": 30}  # what the model knows too: then it is compared
CALM = {"edit": 30, "new": 6, "decide": 2, "up": 16, "down": 16, "deliver": 30}
OLD = {"backup": 10, "restore": 10}
HQ_OLD = {"hq_backup": 8, "hq_restore": 6}
IMAGES = {"image": 12, "rollback": 12}
OFFICERS = {"officer": 8, "sit": 12}
APART = {"second": 8, "merge": 8}


@pytest.mark.parametrize(
    ("plant", "first", "weights"),
    [
        (ids_only_in_the_database, 300, EDITS | OLD | {"clone": 4}),
        (no_witness, 300, EDITS | OLD | {"clone": 4}),
        (no_echo, 300, EDITS | IMAGES),
        (known_by_number, 300, EDITS | IMAGES),
        (gaps_are_passed_over, 300, EDITS),
        (headquarters_goes_on_as_before, 300, EDITS | HQ_OLD),
        (borders_are_not_watched, 105, EDITS | MOVING),
        (carriers_forget, 300, EDITS | CARRIED),
        (one_file_for_all_copies, 300, EDITS | {"clone": 6}),
        (nobody_is_superseded, 300, EDITS | OLD),
        (what_is_unknown_is_dropped, 100, CALM | {"newer": 20}),
        (photos_are_not_kept, 100, CALM | PHOTOS),
        (photos_are_not_asked_for, 300, EDITS | PHOTOS),
        (kits_vouch_for_other_keys, 100, CALM | {"join": 20}),
        (officers_are_not_told, 100, CALM | OFFICERS),
        (who_was_struck_off_signs_on, 100, CALM | OFFICERS | {"strike": 8}),
        (officers_are_not_told_back, 100, CALM | OFFICERS | HQ_OLD),
        (sealed_files_are_not_looked_at, 100, CALM | OFFICERS | {"clone": 8}),
        (a_merge_forgets_sites, 100, CALM | APART | {"join": 8}),
        (a_merge_forgets_changes, 100, CALM | APART),
        (a_merge_goes_by_certificates, 100, CALM | APART | {"replace": 8}),
        (merged_headquarters_goes_on_as_before, 100, CALM | APART),
        (closed_sites_are_not_told, 100, CALM | {"close": 6}),
        (closed_sites_are_shut_out, 100, CALM | {"close": 6}),
        (revoked_sites_come_in, 100, CALM | {"revoke": 6}),
        (edits_without_base, 100, CALM),
        (last_writer_wins, 100, CALM),
    ],
)
def test_the_simulator_sees_a_planted_bug(
    plant: Plant, first: int, weights: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)

    def noticed(seed: int) -> bool:
        with TemporaryDirectory(dir=simulator.in_memory()) as folder:
            world = Watched if weights.keys() <= (PLAIN | MOVING | CARRIED | PHOTOS).keys() else ceremonies.Realm
            return bool(play(Path(folder), seed, 40, weights, world)[0])

    assert any(map(noticed, range(first, first + 30))), "thirty schedules, and nothing was noticed"
