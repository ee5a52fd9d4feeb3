"""Commands around workbooks."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from gedesk.cli.answer import Answer, plain, table
from gedesk.cli.meter import Meter
from gedesk.domain.kinds import registry
from gedesk.errors import Exit, InvalidInput, NotFound, UsageError
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext, number
from gedesk.presenters.import_steps import phase_label
from gedesk.services import workbooks
from gedesk.services.desk import Desk
from gedesk.services.importing_views import ExportOptions, Imported
from gedesk.workbook.columns import in_order


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
    path = Path(args.file)
    rest = "best" if args.accept_best else "skip" if args.skip_questions else "ask"
    if path.is_dir():
        return _folder(desk, args, path, rest)
    meter = Meter(lambda phase: phase_label(phase, path.name))
    try:
        return _one(desk, args, path, rest, meter)
    finally:
        meter.close()


def _one(desk: Desk, args: Namespace, path: Path, rest: str, meter: Meter) -> Answer:
    session = desk.workbooks.open(path, password=_password(args), kind=args.kind, profile=args.profile, progress=meter)
    if args.sheet is not None:
        for table in session.tables():
            if table.chosen and table.sheet != args.sheet:
                session.set_table(table.number, chosen=False)
        if not any(table.chosen for table in session.tables()):
            for table in [one for one in session.tables() if one.sheet == args.sheet][:1]:
                session.set_table(table.number, chosen=True)
    for question, choice in (workbooks.decisions_from(Path(args.decisions)) if args.decisions else {}).items():
        session.answer(question, choice)
    for told in args.default or ():
        field, _equals, value = told.partition("=")
        session.set_default(field, value)
    session.answer_rest(rest)
    done = session.preview(progress=meter) if args.dry_run else session.apply(valid_rows=args.valid_rows, progress=meter)
    data, lines = plain(done), summary(done)
    if args.marked:
        # After applying, what was written would be matched as it is now; the problems of the file stay the same.
        data["marked"] = session.marked(Path(args.marked))
        lines.append(ngettext("{count} cell is marked in {file}.", "{count} cells are marked in {file}.", data["marked"]).format(count=data["marked"], file=args.marked))
    if args.save_profile and (done.operation or args.dry_run):
        data["profile_saved"] = session.save_profile(args.save_profile)
        lines.append(_("The profile “{name}” reads the next workbook with these headings.").format(name=args.save_profile))
    return Answer(data, lines, _exit(done, valid_rows=args.valid_rows))


def _exit(done: Imported, *, valid_rows: bool) -> Exit:
    if done.questions:
        return Exit.DECISION
    return Exit.INPUT if not done.tables or (done.errors and not valid_rows) else Exit.DONE


def _password(args: Namespace) -> str | None:
    if not args.password_file:
        return None
    try:
        return Path(args.password_file).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(_("{file} cannot be read: {reason}.").format(file=args.password_file, reason=error)) from error


def _folder(desk: Desk, args: Namespace, folder: Path, rest: str) -> Answer:
    """Every workbook of a folder, and one summary."""
    def say(done: int, of: int, file: str) -> None:
        print(f"{done + 1}/{of}  {file}", file=sys.stderr)

    done = desk.workbooks.import_folder(
        folder, valid_rows=args.valid_rows, dry_run=args.dry_run, rest=rest, progress=say
    )
    rows: list[list[object]] = [[_("file"), _("create"), _("update"), _("same"), _("duplicate"), _("refused"), _("waiting"), _("questions"), ""]]
    rows += [
        [one.file, one.create, one.update, one.same, one.duplicate, one.refused, one.waiting, len(one.questions),
         one.hindrance or (one.operation[:12] if one.operation else "")]
        for one in done.files
    ]  # fmt: skip
    lines = table(rows, widths=44) + [f"{file}: {reason}" for file, reason in done.refused.items()]
    counts = {name: done.total(name) for name in ("create", "update", "same", "duplicate", "refused", "waiting", "skipped")}
    exits = [_exit(one, valid_rows=args.valid_rows) for one in done.files] + [Exit.INPUT] * bool(done.refused)
    worst = next((code for code in (Exit.INPUT, Exit.DECISION) if code in exits), Exit.DONE)
    lines.append(_("Files: {files}; created: {create}, updated: {update}, the same: {same}, rows refused: {refused}").format(
        files=len(done.files) + len(done.refused), create=counts["create"], update=counts["update"], same=counts["same"],
        refused=counts["refused"],
    ))  # fmt: skip
    lines += _waiting(counts["waiting"])
    return Answer({"files": [plain(one) for one in done.files], "unreadable": done.refused, **counts}, lines, worst)


def profiles(desk: Desk, args: Namespace) -> Answer:
    """Saved ways to read workbooks; --rename and --remove change them."""
    named = {one.name: one.id for one in desk.workbooks.profiles()} | {one.id: one.id for one in desk.workbooks.profiles()}
    for given in (args.rename or [])[:1] + (args.remove or []):
        if given not in named:
            raise NotFound(
                _("There is no import profile “{name}”.").format(name=given), advice=_("“gedesk profiles” lists those there are.")
            )
    if args.rename:
        desk.workbooks.rename_profile(named[args.rename[0]], args.rename[1])
    for given in args.remove or ():
        desk.workbooks.remove_profile(named[given])
    found = desk.workbooks.profiles()
    rows = [[_("profile"), _("kind"), _("place"), _("headings")]]
    rows += [[one.name, one.kind_label, one.place, " · ".join(one.headers)] for one in found]
    return Answer([plain(one) for one in found], table(rows) if found else [_("There are no import profiles yet.")])


def _waiting(count: int) -> list[str]:
    text = ngettext("{count} row waits for an answer", "{count} rows wait for answers", count)
    return [text.format(count=number(count))] if count else []


def summary(done: Imported) -> list[str]:
    """An import in a few lines."""
    lines = [
        _("To create: {create}, to update: {update}, the same: {same}, duplicates: {duplicate}, refused: {refused}, rows skipped: {skipped}").format(
            create=done.create, update=done.update, same=done.same, duplicate=done.duplicate, refused=done.refused, skipped=done.skipped
        )
    ]
    lines += _waiting(done.waiting)
    lines += [_("{count} new of kind {kind}").format(count=count, kind=registry.kind(kind).label()) for kind, count in done.new.items()]
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
        lines.append(_("Nothing was applied.") + (f" {done.hindrance}" if done.hindrance else ""))
    return lines


def template(desk: Desk, args: Namespace) -> Answer:
    """An empty workbook to fill in."""
    desk.workbooks.template(args.kind, Path(args.out), place=args.place)
    return Answer({"file": args.out}, [args.out])


def export(desk: Desk, args: Namespace) -> Answer:
    """Records as a workbook."""
    numbers = None
    if args.where or args.text:
        if len(args.kind) != 1:
            raise UsageError(_("A filter needs one kind."))
        where = dict(told.split("=", 1) for told in args.where or () if "=" in told)
        numbers = desk.lists.numbers(args.kind[0], text=args.text or "", where=where)
    fields = None
    if args.fields or args.without:
        if len(args.kind) != 1:
            raise UsageError(_("Choosing columns needs one kind."))
        left = set((args.without or "").split(","))
        fields = tuple(name for name in (args.fields.split(",") if args.fields else dict(in_order(registry, args.kind[0]))) if name not in left)
        for name in fields:
            registry.spec(args.kind[0], name)
    options = ExportOptions(fields=fields, small=args.small, totals=args.totals)
    rows = desk.workbooks.export(args.kind, Path(args.out), numbers=numbers, options=options)
    lines = [f"{sheet}: {number(count)}" for sheet, count in rows.items()]
    return Answer({"file": args.out, "rows": rows}, lines)
