"""The public dashboard: `publish`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from gedesk.cli.answer import Answer
from gedesk.i18n import gettext as _
from gedesk.i18n import number
from gedesk.services.desk import Desk
from gedesk.services.publishing_views import Published


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
    lines = [f"  {one.what}: {number(one.number)}" for one in made.held]
    lines += [
        _("  not in it: {what}: {number} ({why})").format(what=one.what, number=number(one.number), why=one.why)
        for one in made.left_out
    ]
    if made.hidden:
        lines.append(_("  numbers of few people hidden: {number}").format(number=number(made.hidden)))
    return lines + [_("  look again whether it may be public: {title}").format(title=title) for title in made.look_again]
