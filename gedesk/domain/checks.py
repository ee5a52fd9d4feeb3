"""Rules between fields that several kinds share.  Each returns problems whose message says what to do."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gedesk.errors import Problem
from gedesk.i18n import gettext as _

if TYPE_CHECKING:
    from gedesk.domain.fields import FieldSpec
    from gedesk.domain.record import Record

WITHOUT_NUMBER = ("all", "not_stated")  # qualifiers that say something without a number beside them


def labels(record: Record, *fields: str) -> list[str]:
    """Labels of fields of a record, in the language in use."""
    specs = type(record).own_specs()
    return [specs[name].label for name in fields]


def in_order(record: Record, first: str, last: str) -> list[Problem]:
    """The field `last` must not lie before `first`; both are dates or moments and may be empty."""
    begin, end = getattr(record, first), getattr(record, last)
    if not begin or not end or end >= begin:
        return []
    begin_label, end_label = labels(record, first, last)
    message = _("{last} ({end}) lies before {first} ({begin}). Swap the two or correct one.").format(
        first=begin_label, last=end_label, begin=_show(begin), end=_show(end)
    )
    return [Problem("dates", message, last, end)]


def needed(record: Record, field: str, when: bool, message: str) -> list[Problem]:
    """`field` must be filled in `when` something holds; drafts may stay incomplete."""
    if not when or record.state == "draft" or getattr(record, field) not in (None, "", [], {}):
        return []
    return [Problem("required", message, field)]


def one_of(record: Record, fields: tuple[str, ...], message: str) -> list[Problem]:
    """At least one of `fields` must be filled; drafts may stay incomplete."""
    if record.state == "draft" or any(getattr(record, field) not in (None, "", [], {}) for field in fields):
        return []
    return [Problem("required", message, fields[0])]


def qualifiers(record: Record) -> list[Problem]:
    """A qualifier such as "over" says nothing without its number; "all" and "not stated" may stand alone."""
    found: list[Problem] = []
    specs = type(record).own_specs()
    for name, spec in _qualified(type(record)):
        if spec.qualifier is None or getattr(record, name) is not None:
            continue
        said = getattr(record, spec.qualifier)
        if said is None or said in WITHOUT_NUMBER:
            continue
        message = _(
            "“{qualifier}” needs a number in {field}. Write the number, or clear {qualifier_field}."
        ).format(
            qualifier=specs[spec.qualifier].vocabulary.label(said),
            field=spec.label,
            qualifier_field=specs[spec.qualifier].label,
        )
        found.append(Problem("qualifier", message, name))
    return found


@cache
def _qualified(cls: type[Record]) -> list[tuple[str, FieldSpec]]:
    return [(name, spec) for name, spec in cls.own_specs().items() if spec.qualifier is not None]


def money(record: Record, value: str, currency: str) -> list[Problem]:
    """An amount of money needs its currency."""
    message = _("Say in which currency the amount is, for example TZS, XOF or USD.")
    return needed(record, currency, getattr(record, value) is not None, message)


def not_itself(record: Record, field: str, own: str | None) -> list[Problem]:
    """A record does not belong to itself; `own` is its id where the caller knows it."""
    if own is None or getattr(record, field) != own:
        return []
    return [
        Problem("link", _("It cannot point at itself. Choose another record or leave it empty."), field, own)
    ]


def _show(value: object) -> str:
    return value if isinstance(value, str) else str(value)
