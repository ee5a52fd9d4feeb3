"""Stories under consent: which may be published, what withdrawing one's consent means, where a story stood already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from gedesk import clock
from gedesk.domain import consent
from gedesk.domain.text import fold
from gedesk.errors import InvalidInput, Problem
from gedesk.i18n import gettext as _
from gedesk.services.governance_views import Named
from gedesk.services.records import StoreRecords
from gedesk.services.reporting_views import StoryView, Warnings, Withdrawn
from gedesk.services.tables import Row, Tables, text
from gedesk.store.store import Store

_WORD = r"[^\W\d_]+"
_FIELDS = (
    "title", "story_text", "told_on", "place", "people", "consent", "consent_on", "consent_holder", "publication",
    "about_violence", "sensitivity", "state", "language", "consent_withdrawn_on",
)  # fmt: skip


class StoreStories:
    """`protocols.Stories` on a store."""

    def __init__(self, store: Store, records: StoreRecords) -> None:
        self._store = store
        self._records = records

    @contextmanager
    def _look(self) -> Iterator[Tables]:
        with self._store.reading() as connection:
            yield Tables(self._store, connection)

    def publishable(self, level: str = "public", place: str = "") -> list[StoryView]:
        """Stories whose consent allows them at a level, of a place and below, newest first."""
        with self._look() as t:
            inside = t.within(place) if place else None
            rows = [row for row in t.rows("story", _FIELDS) if inside is None or row["place"] in inside]
            allowed = [row for row in rows if not consent.refusal(row, level)]
            allowed.sort(key=lambda row: row["told_on"] or date.min, reverse=True)
            return [_view(t, row, level) for row in allowed]

    def story(self, id: str, level: str = "public") -> StoryView:
        """One story, and why it may not stand at a level."""
        with self._look() as t:
            return _view(t, t.one("story", id), level)

    def held_in(self, id: str) -> list[Named]:
        """Publications that held a story or a photo, newest first."""
        with self._look() as t:
            return _held_in(t, id)

    def withdraw(self, id: str, *, day: date | None = None, reason: str = "") -> Withdrawn:
        """Notes that consent was withdrawn: from now on nothing that is published holds the story.

        The same is true of its photos.  What is out already is named, with the chapter entries and reports that link to it.
        """
        when = day or clock.today()
        with self._store.writing():
            self._records.get("story", id)
            values: dict[str, Any] = {"consent_withdrawn_on": when, "publication": "not_published", "sensitivity": "internal"}
            with self._look() as t:
                if t.one("story", id)["about_violence"]:
                    values["sensitivity"] = "restricted"
            self._records.change("story", [{"id": id, **values}], title=_withdrawal(reason))
            with self._look() as t:
                entries = [
                    Named(row["id"], text(row["title"])) for row in t.rows("chapter_entry", ("title", "stories"))
                    if id in (row["stories"] or ())
                ]  # fmt: skip
                reports = [
                    Named(row["id"], text(row["title"])) for row in t.rows("periodic_report", ("title", "stories"))
                    if id in (row["stories"] or ())
                ]  # fmt: skip
                return Withdrawn(when, tuple(_held_in(t, id)), tuple(entries), tuple(reports))

    def withdraw_photo(self, id: str, *, day: date | None = None, reason: str = "") -> Withdrawn:
        """Notes that consent to a photo was withdrawn: from now on nothing that is published holds it."""
        when = day or clock.today()
        with self._store.writing():
            self._records.get("attachment", id)
            values = {"consent_withdrawn_on": when, "sensitivity": "restricted"}
            self._records.change("attachment", [{"id": id, **values}], title=_withdrawal(reason))
            with self._look() as t:
                return Withdrawn(when, tuple(_held_in(t, id)), (), ())

    def published(
        self, title: str, stories: Sequence[str], *, photos: Sequence[str] = (), level: str = "public", where: str = "",
        day: date | None = None,
    ) -> str:  # fmt: skip
        """Notes what went out with which stories and photos; returns the id of the publication.

        Refuses stories that may not be in it.
        """
        with self._store.writing():
            with self._look() as t:
                problems = [
                    Problem("consent", _("“{title}” may not be published.").format(title=row["title"]), "stories", row["id"])
                    for row in (t.one("story", id) for id in stories)
                    if consent.refusal(row, level)
                ]
            if problems:
                raise InvalidInput(
                    _("Some stories may not be published."), advice=_("Take them out, or record the consent."), problems=problems
                )
            values = {"title": title, "made_on": day or clock.today(), "level": level, "where": where or None, "stories": list(stories) or None,
                      "photos": list(photos) or None}  # fmt: skip
            return self._records.save("publication", None, values)

    def warnings(self, values: Mapping[str, Any]) -> Warnings:
        """What a person should look at again in a story: words that hint at violence, and names of people kept here."""
        written = " ".join(text(values.get(name)) for name in ("title", "story_text"))
        folded = _words(written)
        with self._look() as t:
            people = [text(row["name"]) for row in t.rows("person", ("name",))]
        names = tuple(name for name in people if len(name.split()) > 1 and _words(name) in folded)
        return Warnings(() if values.get("about_violence") else consent.hints_at_violence(written), names)


def _words(written: str) -> str:
    """The words of a text, folded, with a blank before and after each."""
    return f" {' '.join(re.findall(_WORD, fold(written)))} "


def _withdrawal(reason: str) -> str:
    return _("Consent withdrawn") + (f": {reason}" if reason else "")


def _held_in(t: Tables, id: str) -> list[Named]:
    """Publications with a story, one of its photos, or a photo."""
    told = next((row["photos"] for row in t.rows("story", ("photos",)) if row["id"] == id), None)
    wanted = {id, *(told or ())}
    rows = t.rows("publication", ("title", "made_on", "where", "stories", "photos"))
    rows = [row for row in rows if wanted & {*(row["stories"] or ()), *(row["photos"] or ())}]
    rows.sort(key=lambda row: row["made_on"], reverse=True)
    return [Named(row["id"], f"{row['title']}, {row['made_on'].isoformat()}") for row in rows]


def _view(t: Tables, row: Row, level: str) -> StoryView:
    refused = consent.refusal(row, level)
    return StoryView(
        id=row["id"],
        title=text(row["title"]),
        text=text(row["story_text"]),
        told_on=row["told_on"],
        place=t.place(row["place"]),
        people="" if refused else text(row["people"]),
        language=text(row["language"]),
        consent=text(row["consent"]),
        refused=refused,
    )
