"""What headquarters does about sites and officers, drawn like bad luck.

Kits and new laptops, officers who come and go, two stores of headquarters that work apart and are merged, sites that are
closed or revoked.  People who are refused do what the advice says; whatever is still wrong at rest is a fault.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from gesync import bundle as files
from helpers.workspace import CHEAP, PASSPHRASE
from services.oracles import hashes
from services.simulator import PLACES, ZONE, Machine, World

from gedesk.errors import KnownError, SecurityRefusal
from gedesk.services import desk as desks
from gedesk.services import headquarters, keyring, officers, sites
from gedesk.services.desk import Desk
from gedesk.services.exchange import rolls
from gedesk.store import replica

WEIGHTS = {
    "edit": 30, "new": 6, "remove": 2, "undo": 4, "decide": 2, "photo": 1, "up": 16, "down": 16, "deliver": 30,
    "move": 3, "over": 8, "all": 4, "newer": 2, "join": 1, "replace": 1, "close": 1, "revoke": 1,
    "officer": 2, "sit": 2, "strike": 1, "second": 2, "merge": 2,
    "backup": 5, "restore": 4, "clone": 2, "image": 5, "rollback": 5, "hq_backup": 3, "hq_restore": 2,
}  # fmt: skip
REFUSED = {"revoked", "old_epoch", "other_incarnation", "not_for_me"}  # what may become of a file of an officer who was struck off


class Realm(World):
    """A world whose headquarters is at work."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.out: list[Machine] = []  # computers of sites that were revoked
        self.struck: list[tuple[str, list[Path]]] = []  # what officers signed before they were struck off, for whom

    def close(self) -> None:
        super().close()
        for machine in self.out:
            machine.desk.close()

    # -- kits ----------------------------------------------------------------------------------------------------

    def _join(self) -> None:
        """Headquarters makes a kit, and another site joins with it; headquarters keeps a backup of that."""
        place = PLACES[self.sites]
        if all(machine.name != place for machine in [*self.live, *self.out]):
            hq, kit = self._choose(), self._kit()
            desks.add_site(hq.desk, place=place, name=place, role="focal-point", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
            self._join_with(hq, kit, place)

    def _replace(self) -> None:
        """A laptop is lost, with what it had not sent; another one goes on in its place."""
        names = Counter(machine.name for machine in self.live)
        alone = [machine for machine in self.live if names[machine.name] == 1 and machine.name != ZONE]
        if alone:
            lost, hq, kit = self.dice.choice(alone), self._choose(), self._kit()
            sites.replace(hq.desk, lost.name, out=kit, passphrase=PASSPHRASE, cost=CHEAP)
            lost.desk.close()
            self.live.remove(lost)
            self._join_with(hq, kit, lost.name)

    def _choose(self) -> Machine:
        return self.dice.choice(self.hqs)

    def _kit(self) -> Path:
        self.number += 1
        return self.folder / f"{self.number}.gekit"

    def _join_with(self, hq: Machine, kit: Path, name: str) -> None:
        self._put_aside(hq)
        self.number += 1
        state, path = self.folder / f"state-{self.number}", self.folder / f"joined-{self.number}" / "s.gedesk"
        os.environ["GEDESK_STATE"] = str(state)
        self.live.append(Machine(desks.join(path, kit, passphrase=PASSPHRASE, cost=CHEAP), path.parent, state, name=name))

    # -- ends ----------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        """A site is closed.  It may go on writing, and what it writes is not lost."""
        sites.retire(self._choose().desk, self.dice.choice(self.live).name)

    def _revoke(self) -> None:
        """A laptop was stolen: nothing that it writes is taken in any more."""
        names = {machine.name for machine in self.live} - {ZONE}
        if len(names) > 1:
            hq, gone = self._choose(), self.dice.choice(sorted(names))
            desks.revoke_site(hq.desk, gone)
            self._put_aside(hq)
            self.out += [machine for machine in self.live if machine.name == gone]
            self.live = [machine for machine in self.live if machine.name != gone]

    # -- officers ------------------------------------------------------------------------------------------------

    def _officer(self) -> None:
        """Another officer is taken in, at headquarters' own computer."""
        hq = self._choose()
        if hq.secret is None:
            self._seat(hq, self._under("the founder's words", hq))
        self.number += 1
        secret = f"the words of officer {self.number}"
        view = officers.add_here(hq.desk, f"Officer {self.number}", secret, CHEAP)
        hq.secrets[secret] = view.id

    def _under(self, secret: str, hq: Machine) -> str:
        """Puts the keys of the only officer under a passphrase."""
        keys = hq.desk.exchange.keys()
        keyring.write(hq.path, keys, secret, CHEAP)
        hq.secrets[secret] = keys.id.hex()
        return secret

    def _sit(self) -> None:
        """Another officer sits down at headquarters' computer."""
        hq = self._choose()
        if hq.secrets:
            self._seat(hq, self.dice.choice(sorted(hq.secrets)))
            self._settle(hq)

    def _strike(self) -> None:
        """An officer is struck off; something that the one who sits there had signed is still under way."""
        hq, to = self._choose(), self.dice.choice(self.live).name
        listed = [one.id for one in officers.listed(hq.desk)]
        here = [id_ for id_ in listed if id_ in hq.secrets.values()]
        if len(listed) > 1 and here:
            victim = self.dice.choice(listed if len(here) > 1 else [id_ for id_ in listed if id_ not in here])
            signed = self._sent(hq.desk, to)
            officers.revoke(hq.desk, victim)
            self.air.append((to, signed))
            if victim == hq.secrets[hq.secret or ""]:
                self.struck.append((to, signed))
                self._settle(hq)

    def _seat(self, hq: Machine, secret: str) -> None:
        hq.secret = secret
        hq.desk.close()
        super()._open(hq)

    def _settle(self, hq: Machine) -> None:
        """Somebody sits there whom the store knows as an officer; where there is nobody left, there are new keys."""
        for secret in [hq.secret, *sorted(hq.secrets)]:
            if self._may_act(hq):
                return
            self._seat(hq, secret or "")
        if not self._may_act(hq):
            self._renew(hq)

    def _may_act(self, hq: Machine) -> bool:
        try:
            hq.desk.exchange.keys()
        except SecurityRefusal:
            self.seen["turned away"] += 1
            return False
        return True

    def _open(self, machine: Machine) -> None:
        super()._open(machine)
        if machine in self.hqs:
            self._settle(machine)

    def _renew(self, hq: Machine) -> None:
        """Keys that no officer has any more are made anew, and every site hears the words by telephone."""
        self.seen["renewed"] += 1
        self.number += 1
        out, secret = self.folder / f"{self.number}.gepublic", f"new words {self.number}"
        hq.desk.close()
        os.environ["GEDESK_STATE"] = str(hq.state)
        words = sites.renew_keys(hq.path, out, passphrase=secret, cost=CHEAP)
        hq.secret, hq.secrets = secret, {}
        super()._open(hq)
        hq.secrets[secret] = hq.desk.exchange.keys().id.hex()
        for machine in self.live:
            sites.trust(machine.desk, out, " ".join(words))

    # -- two stores of headquarters ------------------------------------------------------------------------------

    def _second(self) -> None:
        """A second computer at headquarters begins with a copy of the first one's store and keys."""
        if len(self.hqs) == 1:
            hq = self.hq
            self.number += 1
            folder = self.folder / f"second-{self.number}"
            folder.mkdir()
            hq.desk.store.backup(folder / "s.gedesk")
            for file in keyring.files(hq.path):
                shutil.copyfile(file, folder / file.name)
            other = Machine(hq.desk, folder, self.folder / f"state-{self.number}", name="HQ", secret=hq.secret, secrets=dict(hq.secrets))
            super()._open(other)
            self.hqs.append(other)

    def _merge(self) -> None:
        """One of two stores of headquarters takes the other one in, which is not used any more."""
        if len(self.hqs) == 2:
            into, gone = self.dice.sample(self.hqs, 2)
            self._unite(into, gone)

    def _unite(self, into: Machine, gone: Machine) -> None:
        self.number += 1
        file = self.folder / f"merged-{self.number}" / "s.gedesk"
        file.parent.mkdir()
        gone.desk.store.backup(file)
        headquarters.unite(into.desk, file, " ".join(headquarters.words(file)))
        if lost := hashes(gone.desk) - hashes(into.desk):
            self.found.append(f"{len(lost)} changes of a store of headquarters are gone after its merge")
        if unknown := set(_sites(gone.desk)) - set(_sites(into.desk)):
            self.found.append(f"{len(unknown)} sites of a store of headquarters are gone after its merge")
        gone.desk.close()
        self.hqs = [into]
        self._put_aside(into)
        self.seen["merged"] += 1

    def _reunite(self) -> None:
        """Before everything comes to rest, headquarters is one again; officers who do not know each other make themselves known."""
        into, gone = self.dice.sample(self.hqs, 2)
        try:
            self._unite(into, gone)
        except SecurityRefusal:
            self.number += 1
            asked = self.folder / f"{self.number}.geofficer"
            words = officers.ask_with_own_keys(into.desk, asked, f"Guest {self.number}")
            officers.add(gone.desk, asked, " ".join(words))
            self._unite(into, gone)

    # -- at rest -------------------------------------------------------------------------------------------------

    def rest(self, rounds: int = 8) -> list[str]:
        if len(self.hqs) == 2:
            self._reunite()
        if not self._accepted(self.hq):
            self.found += [] if self.hq_restored else ["nobody at headquarters is accepted by all sites"]
            self._renew(self.hq)
        wrong = super().rest(rounds)
        return wrong + self._taken_from_others() + self._let_in()

    def _apart(self) -> list[str]:
        return super()._apart() + self._wrong_officers() + self._wrong_ends()

    def _accepted(self, hq: Machine) -> bool:
        """Whether somebody whose keys lie at headquarters is accepted by every site, who sits down then."""
        for secret in [hq.secret, *sorted(hq.secrets)]:
            self._seat(hq, secret) if secret else None
            if self._may_act(hq) and all(self._follows(hq, machine) for machine in self.live):
                return True
        self._settle(hq)
        return False

    def _follows(self, hq: Machine, machine: Machine) -> bool:
        """Whether a site accepts who sits at headquarters, once it has heard of all rolls."""
        with hq.desk.store.reading() as connection:
            vouch = rolls.vouch(hq.desk.store, connection, 0)
        with machine.desk.store.reading() as connection:
            row = next(site for site in replica.sites(connection) if site.role == "hq" and site.state == "joined")
        roll = rolls.newest(row, bytes.fromhex(machine.desk.store.identity().workspace), vouch)
        return roll.find(hq.desk.exchange.keys().id) is not None

    def _wrong_officers(self) -> list[str]:
        """Who knows other officers than headquarters."""
        at_hq = {one.id for one in officers.listed(self.hq.desk)}
        return [
            f"{machine.name} knows other officers than headquarters has"
            for machine in self.live if {one.id for one in officers.listed(machine.desk)} != at_hq
        ]  # fmt: skip

    def _taken_from_others(self) -> list[str]:
        """Files that sites took from officers who were struck off."""
        if self.hq_restored:
            return []  # it may have taken them in again
        found = []
        for name, signed in self.struck:
            for machine in self.live:
                if machine.name == name:
                    before = {one.id for one in machine.desk.exchange.bundles(limit=10_000)}
                    late = [file for file in signed if files.peek(file).bundle.hex() not in before]
                    codes = {one.code for file in late for one in machine.desk.exchange.receive([file])}
                    found += [f"{name} took a file of an officer who was struck off ({codes})"] if codes - REFUSED else []
        return found

    def _wrong_ends(self) -> list[str]:
        """A closed site knows that it is closed, and headquarters that it knows; the others know that they are not."""
        wrong = []
        at_hq = _sites(self.hq.desk)
        waits = {site.id.hex() for site in self._asked()}
        for machine in self.live:
            id_ = machine.desk.store.identity().id
            if bool(machine.desk.store.meta("retired")) != (at_hq.get(id_) == "retired"):
                wrong.append(f"{machine.name} does not know whether it is closed")
            if id_ in waits:
                wrong.append(f"headquarters still waits for {machine.name}, which is closed")
        return wrong

    def _asked(self) -> list[replica.Site]:
        with self.hq.desk.store.reading() as connection:
            return [one for one in self.hq.desk.exchange._here.writes_to(connection) if one.state == "retired"]

    def _let_in(self) -> list[str]:
        """Nothing comes in from sites that were revoked, and nothing goes out to them."""
        if self.hq_restored:
            return []  # it may have forgotten
        wrong = []
        before = hashes(self.hq.desk)
        for machine in self.out:
            for answer in self.hq.desk.exchange.receive(self._sent(machine.desk, "hq")):
                if answer.code not in ("revoked", "not_for_me"):
                    wrong.append(f"a file of {machine.name}, which was revoked, met “{answer.code}”")
            if _passes(lambda name=machine.name: self.hq.desk.exchange.send(name, self.folder / "none")):
                wrong.append(f"headquarters writes to {machine.name}, which was revoked")
        return [*wrong, "something of a revoked site came in"] if hashes(self.hq.desk) != before else wrong


def _passes(action: Callable[[], object]) -> bool:
    try:
        action()
    except KnownError:
        return False
    return True


def _sites(desk: Desk) -> dict[str, str]:
    with desk.store.reading() as connection:
        return {site.id.hex(): site.state for site in replica.sites(connection)}

