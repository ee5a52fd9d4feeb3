"""What may be published, and nothing else: complete public records, names that have consent.

`PublicTables` is a look at a store in which the rest does not exist, so that every sum and list made from it holds only
what is public.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from gedesk.domain import ids
from gedesk.domain.fields import Sensitivity
from gedesk.domain.kinds import registry
from gedesk.domain.text import fold
from gedesk.errors import NotFound
from gedesk.i18n import gettext as _
from gedesk.services.governance_views import Named
from gedesk.services.publishing_views import Reason
from gedesk.services.tables import Row, Tables, text
from gedesk.store import replica

PUBLIC = {"sensitivity": "public", "state": "complete"}
# While people disagree about one of these, nobody knows whether the record may be published.
DECISIVE = (
    "sensitivity", "state", "publish_consent", "consent", "consent_withdrawn_on", "publication", "about_violence", "people",
)  # fmt: skip
PUBLIC_BODIES = ("10", "11", "15", "40")  # organisation types: governments and intergovernmental organisations
NAMES_WITH_CONSENT = ("story", "people")  # the one restricted field that consent opens

_WORD = re.compile(r"[^\W\d_]+")
_ASIDE = re.compile(r"\([^()]*\)")


class PublicTables(Tables):
    """Rows and titles of public records."""

    @cached_property
    def _disputed(self) -> set[str]:
        """Records with an open conflict about whether they may be published."""
        found = set()
        for number, rec in replica.conflicting(self.connection):
            kind = registry.name_of(number)
            decisive = {registry.specs(kind)[name].number for name in DECISIVE if name in registry.specs(kind)} if kind else {0}
            if any(field in decisive or field == 0 for field, _entry in replica.conflict_fields(self.connection, rec)):
                found.add(ids.text(rec))
        return found

    def rows(
        self,
        kind: str,
        fields: Sequence[str],
        *,
        where: Mapping[str, Any] | None = None,
        between: Mapping[str, tuple[date | None, date | None]] | None = None,
    ) -> list[Row]:
        """Public records that match, without fields that are restricted."""
        specs = registry.specs(kind)
        closed = [name for name in fields if specs[name].sensitivity is Sensitivity.RESTRICTED and (kind, name) != NAMES_WITH_CONSENT]
        if closed:
            raise ValueError(f"restricted fields of {kind} are not published: {closed}")
        found = super().rows(kind, fields, where={**(where or {}), **PUBLIC}, between=between)
        return [row for row in found if row["id"] not in self._disputed] if self._disputed else found

    def one(self, kind: str, id: str) -> Row:
        """A public record, without its restricted fields.  Raises NotFound."""
        open_ = [name for name, spec in registry.specs(kind).items() if spec.sensitivity is not Sensitivity.RESTRICTED]
        found = next((row for row in self.rows(kind, open_) if row["id"] == id), None)
        if found is None:
            raise NotFound(_("There is no {kind} “{text}”.").format(kind=registry.kind(kind).label(), text=id))
        return found

    def titles(self, kind: str, ids: Iterable[str]) -> dict[str, str]:
        """Titles of public records; "" for others, and for organisations that did not agree to be named."""
        known = self._public_titles(kind)
        return {id: known.get(id, "") for id in ids}

    def named(self, kind: str, id: str | None) -> Named | None:
        """A link whose title may be published."""
        title = self.titles(kind, [id])[id] if id else ""
        return Named(id or "", title) if title else None

    def _public_titles(self, kind: str) -> dict[str, str]:
        known: dict[str, dict[str, str]] = self.__dict__.setdefault("_known_titles", {})
        if kind not in known:
            title = registry.kind(kind).title
            if kind == "organisation":
                rows = self.rows(kind, (title, "publish_consent", "organisation_type"))
                rows = [row for row in rows if may_be_named(row)]
            else:
                rows = self.rows(kind, (title,)) if kind != "person" else []
            known[kind] = {row["id"]: text(row[title]) for row in rows if not self.people.named_in(text(row[title]))}
        return known[kind]

    @cached_property
    def people(self) -> PeopleNames:
        """Names of the persons kept here, public or not: they stand in nothing that is published."""
        rows = Tables.rows(self, "person", ("name",))
        return PeopleNames(text(row["name"]) for row in rows)

    def kept_back(self, kind: str) -> Counter[Reason]:
        """How many records of a kind are not public, and how many are drafts or disputed."""
        found = Counter[Reason]()
        for row in Tables.rows(self, kind, ("sensitivity", "state")):
            if row["sensitivity"] != "public":
                found["not_public"] += 1
            elif row["state"] != "complete":
                found["draft"] += 1
            elif row["id"] in self._disputed:
                found["disputed"] += 1
        return found


def may_be_named(organisation: Mapping[str, Any]) -> bool:
    """Whether an organisation's name may be published: it agreed; public bodies may unless they refused."""
    agreed = organisation["publish_consent"]
    return bool(agreed) or (agreed is None and organisation["organisation_type"] in PUBLIC_BODIES)


class PeopleNames:
    """Full names, found in texts whatever their case, accents and what stands between the words.

    Of three names and more the first and last together are found, too; what stands in brackets is no part of a name.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for name in names:
            words = _words(_ASIDE.sub(" ", name))
            ends = (words[0], words[-1]) if len(words) > 2 else words
            if len(words) > 1:
                for order in {words, words[::-1], ends, ends[::-1]}:
                    self._by_first[order[0]].append((order, name))

    def named_in(self, *texts: str) -> list[str]:
        """Names that stand in one of the texts, in either order of their words."""
        found: dict[str, None] = {}
        for one in texts:
            words = _words(one)
            for at, word in enumerate(words):
                for name, written in self._by_first.get(word, ()):
                    if words[at : at + len(name)] == name:
                        found[written] = None
        return list(found)


def _words(written: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(written)))
