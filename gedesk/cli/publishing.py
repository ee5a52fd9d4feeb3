"""The public dashboard: `publish`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from gedesk.cli.answer import Answer
from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.services.desk import Desk
from gedesk.services.publishing_views import LeftOut, Published


def publish(desk: Desk, args: Namespace) -> Answer:
    """Writes the page, and says what is in it and what is not."""
    made = desk.publishing.publish(Path(args.out), organisation=args.iati_org)
    data = {
        "file": str(made.file), "bytes": made.size, "sha256": made.fingerprint, "publication": made.publication,
        "held": {one.kind: one.number for one in made.held},
        "left_out": [{"kind": one.kind, "reason": one.reason, "number": one.number, "titles": list(one.titles)} for one in made.left_out],
        "hidden": made.hidden, "look_again": list(made.look_again),
    }  # fmt: skip
    return Answer(data, [str(made.file), *_lines(made)])


def _lines(made: Published) -> list[str]:
    lines = [f"  {_kind(one.kind)}: {one.number:,}" for one in made.held]
    lines += [f"  {_('not in it')}: {_kind(one.kind)}: {one.number:,} ({why(one)})" for one in made.left_out]
    if made.hidden:
        lines.append(f"  {_('numbers of few people hidden')}: {made.hidden:,}")
    lines += [f"  {_('look again whether it may be public')}: {title}" for title in made.look_again]
    return lines


def _kind(name: str) -> str:
    return registry.kind(name).plural.label() if name in registry else _("Photos")


def why(one: LeftOut) -> str:
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
    }[one.reason]
