"""What publishing answers: what went in, what was left out and why, and what went out before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _

Reason = Literal["not_public", "draft", "disputed", "names_a_person", "no_consent", "consent", "photo", "too_large"]


def kind_label(kind: str) -> str:
    """Records of a kind, in words; photos are attachments beside stories."""
    return _("Photos") if kind in ("photo", "attachment") else registry.kind(kind).plural.label()


@dataclass(frozen=True, slots=True)
class Held:
    """How many records of a kind are in it."""

    kind: str
    number: int

    @property
    def what(self) -> str:
        """What is in it, in words."""
        return kind_label(self.kind)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many records of a kind are not in it, and why.  `kind` is "photo" for pictures of stories.

    `no_consent`: organisations that did not agree to be named.  `consent`: stories without consent, or about violence.
    """

    kind: str
    reason: Reason
    number: int
    titles: tuple[str, ...] = ()  # a few, for those who may correct them

    @property
    def why(self) -> str:
        """The reason in words."""
        return {
            "not_public": _("not marked as public"),
            "draft": _("still a draft"),
            "disputed": _("an open conflict about whether it is public"),
            "names_a_person": _("names a person kept here"),
            "no_consent": _("did not agree to be named"),
            "consent": _("no consent, or about violence"),
            "photo": _("not public, or not a JPEG picture"),
            "too_large": _("no room, or its content is not here"),
        }[self.reason]

    @property
    def what(self) -> str:
        """What it is that is left out, in words."""
        return kind_label(self.kind)


@dataclass(frozen=True, slots=True)
class Published:
    """A public dashboard that was written.  `publication` is the id of its record, "" when nothing was noted."""

    file: Path
    size: int  # bytes
    fingerprint: str  # SHA-256 of the file
    held: tuple[Held, ...]
    left_out: tuple[LeftOut, ...]
    hidden: int  # counts of people that are hidden
    look_again: tuple[str, ...]  # titles of stories with words that hint at violence
    publication: str


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """What went out, and when."""

    id: str
    title: str
    day: date
    where: str
    stories: int
