"""The public dashboard: writes it, notes what went out, and says what went out before."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gedesk import i18n
from gedesk.clock import stamp
from gedesk.documents.dashboard_page import page
from gedesk.domain.days import MONTHS
from gedesk.domain.publications import KINDS
from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.services import evidence, publishing_data, publishing_files, publishing_texts
from gedesk.services.public import PublicTables
from gedesk.services.publishing_views import Held, PublicationRow, Published
from gedesk.services.records import StoreRecords
from gedesk.services.tables import Tables, text
from gedesk.store.blobs import Blobs
from gedesk.store.store import Store

FILE = "index.html"
LARGE = 2_000_000  # bytes: what a page should stay below
STEPS = 8  # of `progress`
_ORGANISATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page that is ready but lies nowhere yet."""

    content: bytes
    target: Path
    title: str
    day: date
    held: dict[str, list[str]]  # kind -> ids
    answer: Published


class StorePublishing:
    """`protocols.Publishing` on a store."""

    def __init__(self, store: Store, records: StoreRecords) -> None:
        self._store = store
        self._records = records

    def publish(self, folder: Path, *, organisation: str = "", day: date | None = None) -> Published:
        """Writes `index.html` into a folder, made if need be, and notes the publication."""
        return self.finish(self.prepare(folder, organisation=organisation, day=day))

    def prepare(
        self, folder: Path, *, organisation: str = "", day: date | None = None, progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Prepared:  # fmt: skip
        """Works everything out and writes nothing.  `organisation` is the publisher's IATI identifier."""
        if organisation and not _ORGANISATION.fullmatch(organisation):
            raise InvalidInput(
                _("“{text}” is no identifier of an organisation.").format(text=organisation),
                advice=_("Write it as IATI registered it, such as TZ-GOV-123, with letters, numbers, points and hyphens only."),
            )
        done = 0

        def step(_name: str = "") -> None:
            nonlocal done
            if cancelled is not None and cancelled():
                raise InvalidInput(_("Publishing was stopped."), advice=_("Nothing was written."))
            if progress is not None:
                progress(done, STEPS)
            done += 1

        with self._store.reading() as connection:
            tables = PublicTables(self._store, connection, day)
            gathering = publishing_data.Gathering(tables, Blobs(self._store.path), step)
            data = gathering.data()
            outlines = publishing_data.shapes(tables)
            labels = publishing_texts.labels(tables.pack)
            pack, when = tables.pack, tables.day
        step()
        organisation = organisation or f"{data['country']}-GEDESK"
        downloads = publishing_files.files(data, organisation, stamp(self._store.now()))
        shown = {area["code"] for area in data["places"]}
        step()
        content = page(
            data, language=i18n.current(), languages=i18n.LANGUAGES, texts=publishing_texts.texts(), labels=labels, months=MONTHS,
            outlines={code: rings for code, rings in outlines.items() if code in shown}, downloads=downloads,
        )  # fmt: skip
        account = gathering.account
        held = {kind: sorted(set(ids)) for kind, ids in account.held.items()}
        numbers = {kind: len(ids) for kind, ids in held.items()} | dict(account.counted)
        target = folder / FILE
        answer = Published(
            file=target, size=len(content), fingerprint=hashlib.sha256(content).hexdigest(),
            held=tuple(Held(kind, number) for kind, number in numbers.items() if number), left_out=tuple(account.left_out()),
            hidden=account.hidden, look_again=tuple(account.look_again), publication="",
        )  # fmt: skip
        return Prepared(content, target, _("Public dashboard, {country}").format(country=pack.label()), when, held, answer)

    def finish(self, prepared: Prepared) -> Published:
        """Puts a prepared page into its folder and notes what it held: both or neither.

        A story whose consent was withdrawn meanwhile stops it.
        """
        part = prepared.target.with_name(f"{prepared.target.name}.part")
        try:
            prepared.target.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(prepared.content)
            with self._store.writing():
                self._check(prepared)
                noted = self._records.save("publication", None, self._note(prepared))
                part.replace(prepared.target)
        except OSError as error:
            raise InvalidInput(
                _("{file} could not be written: {reason}.").format(file=prepared.target, reason=error.strerror or error),
                advice=_("Choose a folder where you may write, and close the file if another program has it open."),
            ) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        one = prepared.answer
        return Published(one.file, one.size, one.fingerprint, one.held, one.left_out, one.hidden, one.look_again, noted)

    def publications(self) -> list[PublicationRow]:
        """What went out, newest first."""
        with self._store.reading() as connection:
            rows = Tables(self._store, connection).rows("publication", ("title", "made_on", "where", "stories"))
        rows.sort(key=lambda row: (row["made_on"], row["id"]), reverse=True)  # ids grow with time
        return [PublicationRow(row["id"], text(row["title"]), row["made_on"], text(row["where"]), len(row["stories"] or ())) for row in rows]

    def _check(self, prepared: Prepared) -> None:
        """What was public while the page was made still is."""
        with self._store.reading() as connection:
            tables = PublicTables(self._store, connection)
            if evidence.refused(tables, "public") & set(prepared.held.get("attachment", ())):
                raise InvalidInput(_("Something that is in the page may not be published any more."), advice=_("Publish again."))
            for kind in ("story", "organisation", "commitment"):
                still = {row["id"] for row in tables.rows(kind, ("code",))}
                gone = [id for id in prepared.held.get(kind, ()) if id not in still]
                if kind == "story":
                    gone += [row["id"] for row in tables.rows(kind, ("consent_withdrawn_on", "publication"))
                             if row["id"] in prepared.held.get(kind, ())
                             and (row["consent_withdrawn_on"] or row["publication"] != "public")]  # fmt: skip
                if gone:
                    raise InvalidInput(
                        _("Something that is in the page may not be published any more."), advice=_("Publish again.")
                    )

    def _note(self, prepared: Prepared) -> dict[str, Any]:
        one = prepared.answer
        return {
            "title": prepared.title, "made_on": prepared.day, "level": "public", "where": str(prepared.target)[:500],
            "fingerprint": " ".join(re.findall(".{8}", one.fingerprint)), **{field: prepared.held.get(kind) or None for kind, field in KINDS.items()},
        }  # fmt: skip
