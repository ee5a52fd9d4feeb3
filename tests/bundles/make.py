"""Makes the bundles of this version, which every later one has to read: `python tests/bundles/make.py FOLDER`.

A folder that a released version wrote is never made anew; a new version gets a folder of its own beside it.  `v…` hold
what two stores exchange in general; `officers…` (`make.py FOLDER officers`) rolls of headquarters' officers, restricted
fields, a short enrolment, and the end of a site.
"""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from gesync.keys import KeyFile
from helpers.workspace import CHEAP, PASSPHRASE, Workspace

from gedesk.services import desk as desks
from gedesk.services import keyring, officers, sites
from gedesk.services.desk import Desk
from gedesk.store import replica


def make(target: Path) -> None:
    """Two stores exchange, and what went between them is kept with the keys to read it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = Workspace(folder, ExitStack(), 0)
        kit = folder / "site.gekit"
        desks.add_site(
            work.hq, place="TZ.070113", name="Kinondoni", role="focal-point", out=kit, passphrase=PASSPHRASE, cost=CHEAP
        )
        with work.hq.store.reading() as connection:
            invited = next(site for site in replica.sites(connection) if site.state == "invited")
        with work.hq, desks.join(folder / "site" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP) as site:
            work.sites = [site]
            made = site.records.add(
                "activity", [{"title": "Training of nurses", "start": "2026-01-10", "participants": {"female|20-24": 12}}, {"title": "Meeting", "start": "2026-02-01"}]
            )
            (first,) = work.up(site)
            work.hq.exchange.receive([first])
            site.records.save("activity", made[0], {"participants": {"female|20-24": 12, "male|20-24": 3}, "languages_used": ["sw"], "description": "Ünïcode – 100 %"})
            site.records.remove("activity", [made[1]])
            photo = b"\xff\xd8 not really a picture"
            site.attachments.add(photo, name="photo.jpg", media_type="image/jpeg", thumbnail=b"small", size=(4, 3))
            later = work.up(site)
            work.hq.exchange.receive(later)
            work.hq.records.save("activity", made[0], {"title": "Training of nurses and midwives"})
            (down,) = work.down(site)
            site.exchange.receive([down])
            target.mkdir(parents=True, exist_ok=True)
            for path, called in ((first, "first"), *((path, f"later-{at}") for at, path in enumerate(later)), (down, "down")):
                (target / f"{called}.gesync").write_bytes(path.read_bytes())
            for desk, called in ((work.hq, "hq"), (site, "site")):
                (target / f"{called}.gekeys").write_bytes(keyring.path_for(desk.store.path).read_bytes())
            about = {
                called: {"identity": desk.store.meta("site"), "incarnation": desk.store.meta("incarnation")}
                for desk, called in ((work.hq, "hq"), (site, "site"))
            }
            about["invited"] = {"enrol": invited.peer["enrol"]}
            values = site.records.get("activity", made[0]).values
            about["activity"] = {"id": made[0], **{name: values[name] for name in ("title", "participants", "languages_used", "description")}}
            about["removed"] = {"id": made[1]}
            with site.store.reading() as connection:
                rows = connection.exec_driver_sql(
                    "SELECT c.hash FROM change c JOIN incarnation i ON i.n = c.inc WHERE i.site IS NOT NULL AND "
                    "i.site = ? ORDER BY c.seq", (bytes.fromhex(site.store.identity().id),)
                ).fetchall()  # fmt: skip
            about["changes"] = {"hashes": [row[0].hex() for row in rows]}
            (target / "about.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def make_officers(target: Path) -> None:
    """A second officer answers a site, is struck off, and signs on; a person has fields that the site does not see."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        work = Workspace(folder, stack, 0, country="apac")
        founder = work.hq.exchange.keys()
        kit = folder / "site.gekit"
        desks.add_site(work.hq, place="MN", name="Mongolia", role="focal-point", out=kit, passphrase=PASSPHRASE, cost=CHEAP)
        with work.hq.store.reading() as connection:
            invited = next(site for site in replica.sites(connection) if site.state == "invited")
        site = stack.enter_context(desks.join(folder / "site" / "s.gedesk", kit, passphrase=PASSPHRASE, cost=CHEAP))
        own = site.records.save("person", None, {"name": "Known to both", "phone": "+976 1"})
        kept: dict[str, Path] = {}
        (kept["1-up-first"],) = work.up(site)
        work.hq.exchange.receive([kept["1-up-first"]])
        place = work.hq.records.get("person", own).values["place"]
        theirs = work.hq.records.save("person", None, {"name": "Half known", "phone": "+976 2", "email": "half@example.org", "place": place})
        work.hq.records.save("person", own, {"email": "both@example.org"})
        keyring.write(work.hq.store.path, founder, "the founder", CHEAP)
        work.hq = seated(work.hq, "the founder")
        asha = officers.add_here(work.hq, "Asha", "asha of the golden files", CHEAP)
        work.hq = seated(work.hq, "asha of the golden files")
        (kept["2-down-asha"],) = work.down(site)
        (kept["5-late-asha"],) = work.down(site)
        site.exchange.receive([kept["2-down-asha"]])
        site.records.save("person", theirs, {"phone": "+976 3"})
        (kept["3-up-conflict"],) = work.up(site)
        work.hq.exchange.receive([kept["3-up-conflict"]])
        work.hq = seated(work.hq, "the founder")
        officers.revoke(work.hq, asha.id)
        sites.retire(work.hq, "Mongolia")
        (kept["4-down-struck"],) = work.down(site)
        target.mkdir(parents=True, exist_ok=True)
        for called, path in kept.items():
            (target / f"{called}.gesync").write_bytes(path.read_bytes())
        for called, keys in (("hq", founder), ("site", site.exchange.keys())):
            (target / f"{called}.gekeys").write_bytes(KeyFile.seal(keys, None, CHEAP))
        about = {
            called: {"identity": desk.store.meta("site"), "incarnation": desk.store.meta("incarnation")}
            for called, desk in (("hq", work.hq), ("site", site))
        } | {
            "invited": {"enrol": invited.peer["enrol"], "expires": 1 << 50}, "own": own, "theirs": theirs,
        }  # fmt: skip
        (target / "about.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        work.hq.close()


def seated(desk: Desk, passphrase: str) -> Desk:
    """Another officer at headquarters' computer."""
    desk.close()
    return Desk.open(desk.store.path, passphrase=lambda: passphrase)


if __name__ == "__main__":
    (make_officers if sys.argv[2:] == ["officers"] else make)(Path(sys.argv[1]))
