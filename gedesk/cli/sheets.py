"""Commands around workbooks."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from gedesk.cli.answer import Answer, plain, table
from gedesk.errors import Exit
from gedesk.i18n import gettext as _
from gedesk.services import workbooks
from gedesk.services.desk import Desk
from gedesk.services.workbooks import Imported
from gedesk.workbook.plan import Options


def recognise(args: Namespace) -> Answer:
    """What a workbook contains."""
    tables = [found.to_json() for found in workbooks.recognised(Path(args.file))]
    lines: list[str] = []
    for found in tables:
        lines.append(f"{found['sheet']}  {found['range']}  {found['kind'] or '?'}  {found['rows']} " + _("rows"))
        lines += table([[f"  {c['ref']}", c["header"], c["field"] or "–", c["confidence"]] for c in found["columns"]], widths=50)
    return Answer({"file": args.file, "tables": tables}, lines or [_("No table was found.")])


def import_(desk: Desk, args: Namespace) -> Answer:
    """Brings a workbook in as one operation."""
    decisions = workbooks.decisions_from(Path(args.decisions)) if args.decisions else {}
    options = Options(accept_best=args.accept_best, skip_questions=args.skip_questions)
    done = desk.workbooks.import_(
        Path(args.file), kind=args.kind, sheet=args.sheet, decisions=decisions, options=options,
        valid_rows=args.valid_rows, dry_run=args.dry_run,
    )  # fmt: skip
    exit_ = Exit.DONE
    if done.questions:
        exit_ = Exit.DECISION
    elif not done.tables or (done.errors and not args.valid_rows):
        exit_ = Exit.INPUT
    return Answer(plain(done), summary(done), exit_)


def summary(done: Imported) -> list[str]:
    """An import in a few lines."""
    lines = [
        _("{create} to create, {update} to update, {same} the same, {duplicate} duplicates, {refused} refused, {skipped} rows skipped").format(
            create=done.create, update=done.update, same=done.same, duplicate=done.duplicate, refused=done.refused, skipped=done.skipped
        )
    ]
    lines += [_("{count} new of kind {kind}").format(count=count, kind=kind) for kind, count in done.new.items()]
    for problem in done.problems[:30]:
        lines.append(f"  {problem['sheet']}!{problem['cell']}  {problem['message']} {problem['advice']}".rstrip())
    if len(done.problems) > 30:
        lines.append("  " + _("… and {count} more").format(count=len(done.problems) - 30))
    for question in done.questions:
        offers = ", ".join(f"{one['label']} [{one['id']}]" for one in question["candidates"][:4]) or _("no candidate")
        lines.append(f"  ? {question['sheet']}!{question['cell']} “{question['value']}” ({question['field']}, {question['id']}): {offers}")
    if done.operation:
        lines.append(_("Applied as one operation, {id}; “gedesk undo” takes it back.").format(id=done.operation[:12]))
    else:
        lines.append(_("Nothing was applied."))
    return lines


def template(desk: Desk, args: Namespace) -> Answer:
    """An empty workbook to fill in."""
    desk.workbooks.template(args.kind, Path(args.out))
    return Answer({"file": args.out}, [args.out])


def export(desk: Desk, args: Namespace) -> Answer:
    """Records as a workbook."""
    rows = desk.workbooks.export(args.kind, Path(args.out))
    lines = [f"{sheet}: {count:,}" for sheet, count in rows.items()]
    return Answer({"file": args.out, "rows": rows}, lines)
