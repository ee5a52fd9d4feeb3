"""Which documents there are, what each is about, and what is still missing in one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from gedesk.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to write: what it is, the record it is of (its id), and for the report of a place a period by name."""

    what: str
    of: str = ""
    period: str = ""


class PaperKind(NamedTuple):
    """What a kind of document is called and for, and the kind of record it is of; `whole` when it may be of none."""

    label: Callable[[], str]
    hint: Callable[[], str]
    of: str = ""
    whole: bool = False


PAPERS: dict[str, PaperKind] = {
    "chapter": PaperKind(
        lambda: _("Country chapter"),
        lambda: _("What the country has to tell, section by section, with the records that prove it."),
    ),
    "period": PaperKind(
        lambda: _("Quarterly council report"), lambda: _("What a place did in a period: its report and its records."), "place"
    ),
    "minutes": PaperKind(
        lambda: _("Committee minutes"), lambda: _("Who was there, what was said, decided and agreed."), "meeting"
    ),
    "register": PaperKind(
        lambda: _("Decision register"), lambda: _("Decisions and actions of a committee and those below it, or of all."),
        "committee", whole=True,
    ),
    "workplan": PaperKind(
        lambda: _("Annual work plan"), lambda: _("Budget lines, activities and steps that fall into a year."), "programme"
    ),
    "closing": PaperKind(
        lambda: _("Closing report"), lambda: _("Targets against actuals, year by year, and what the successor takes over."),
        "programme",
    ),
    "survey": PaperKind(
        lambda: _("Commitments survey"), lambda: _("The yearly survey of a commitment maker, filled in as far as it is known."),
        "organisation",
    ),
}  # fmt: skip


# Documents that tell stories and show photos, and how far consent to these must reach; they are noted as publications.
LEVELS = {"chapter": "public", "period": "internal"}


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a document lacks, and the record where it is to be written; `kind` is "" when there is none."""

    text: str
    kind: str = ""
    id: str = ""
