"""Runs one command.  Known errors end in a message and an exit code; anything else is our bug and is reported."""

from __future__ import annotations

import getpass
import io
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from gedesk import crash, i18n, paths
from gedesk.cli.answer import Answer, refuse, show
from gedesk.cli.parser import build
from gedesk.errors import Exit, InvalidInput, KnownError, UsageError
from gedesk.i18n import gettext as _

READS = {"list", "show", "history", "check", "digest", "backup", "status", "conflicts", "doubles", "inspect", "template", "report", "figures"}


def run(arguments: Sequence[str]) -> int:
    """Runs the command line and returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        args = build().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0) if isinstance(stop.code, int | None) else Exit.USAGE
    as_json = bool(getattr(args, "json", False))
    if language := getattr(args, "lang", None):
        i18n.use(language)
    if author := getattr(args, "author", None):
        os.environ["GEDESK_AUTHOR"] = author
    try:
        return show(_answer(args), as_json=as_json)
    except KnownError as error:
        return refuse(error, as_json=as_json)
    except (BrokenPipeError, KeyboardInterrupt):
        return Exit.USAGE
    except Exception as error:
        report = crash.save(error)
        print(_("Something went wrong in GE Desk. A report was saved: {file}").format(file=report), file=sys.stderr)
        return Exit.BUG


def _answer(args: Namespace) -> Answer:
    args.author, args.yes = getattr(args, "author", None), getattr(args, "yes", False)
    store = Path(getattr(args, "store", None) or paths.default_store())
    name: str = args.command
    from gedesk.cli import data, sharing, sheets

    match name:
        case "kinds":
            return data.kinds(args)
        case "fields":
            return data.fields(args)
        case "recognise":
            return sheets.recognise(args)
        case "demo":
            from gedesk.cli import demo

            return demo.demo(args)
        case "self-test":
            from gedesk.cli import selftest

            return selftest.run()
        case "init":
            return sharing.init(args, store, _passphrase(args, optional=True))
        case "join":
            return sharing.join(args, store, _passphrase(args) or "")
        case "restore":
            return sharing.restore(args, store)
    return _on_store(args, name, store)


def _on_store(args: Namespace, name: str, store: Path) -> Answer:
    from gedesk.cli import data, figures, papers, publishing, sharing, sheets
    from gedesk.services.desk import Desk

    commands: dict[str, Callable[[Desk, Namespace], Answer]] = {
        "list": data.list_, "show": data.show, "search": data.search, "add": data.add, "set": data.set_,
        "remove": data.remove, "history": data.history, "undo": data.undo, "redo": data.redo, "check": data.check,
        "digest": data.digest, "backup": data.backup, "status": data.status, "send": sharing.send,
        "inspect": sharing.inspect, "pack": sharing.pack, "receive": sharing.receive, "conflicts": sharing.conflicts,
        "resolve": sharing.resolve, "doubles": sharing.doubles, "merge": sharing.merge, "import": sheets.import_, "profiles": sheets.profiles, "template": sheets.template, "export": sheets.export,
        "report": papers.report, "figures": figures.figures, "publish": publishing.publish,
    }  # fmt: skip
    if name == "site":
        with Desk.open(store, passphrase=lambda: _passphrase(args), program="gedesk site") as desk:
            return sharing.site(desk, args, _kit_passphrase(args) if args.what in ("add", "replace") else "")
    if name == "officer":
        if args.what == "ask" and args.keys:
            return sharing.officer_ask(args, _passphrase(args) or "")
        here = args.what == "add" and args.file is None
        new = (_passphrase(args, named="new_passphrase_file") or "") if here else ""
        with Desk.open(store, passphrase=lambda: _passphrase(args), program="gedesk officer") as desk:
            return sharing.officer(desk, args, new)
    if name == "headquarters":
        return sharing.headquarters(args, store, lambda: _passphrase(args))
    if name == "keys":
        copied = _passphrase(args, named="copy_passphrase_file") or "" if args.what in ("copy", "put") else ""
        return sharing.keys(args, store, lambda: _passphrase(args), copied, _passphrase(args, optional=True))
    write = name not in READS or _is_publication(args, store)
    with Desk.open(store, write=write, passphrase=lambda: _passphrase(args), program=f"gedesk {name}") as desk:
        answer = commands[name](desk, args)
        desk.store.index()  # the next command may be a search
        return answer


def _kit_passphrase(args: Namespace) -> str:
    """From a file of its own or that of the keys, else asked for: it is told by voice, the one of the keys to nobody."""
    of_keys = getattr(args, "passphrase_file", None) and not args.kit_passphrase_file
    return (_passphrase(args) if of_keys else _passphrase(args, named="kit_passphrase_file")) or ""


def _is_publication(args: Namespace, store: Path) -> bool:
    """Whether the command writes a chapter with stories, which is noted in the store."""
    if args.command != "report" or args.what != "chapter":
        return False
    from gedesk.services.desk import Desk

    with Desk.open(store, write=False, program="gedesk report") as desk:
        return bool(desk.stories.publishable())


def _passphrase(args: Namespace, *, optional: bool = False, named: str = "passphrase_file") -> str | None:
    """From --passphrase-file, else asked for on the screen; never from an argument."""
    if file := getattr(args, named, None):
        try:
            return Path(file).read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput(
                _("The passphrase file {file} cannot be read: {reason}.").format(file=file, reason=error)
            ) from error
    if optional:
        return None
    if args.yes or not sys.stdin.isatty():
        raise UsageError(_("A passphrase is needed."), advice=_("Give it with {option} FILE.").format(option="--" + named.replace("_", "-")))
    prompts = {"passphrase_file": _("Passphrase: "), "kit_passphrase_file": _("Passphrase of the kit: "), "new_passphrase_file": _("Passphrase of the new keys: ")}
    return getpass.getpass(prompts.get(named, _("Passphrase of the copy: ")))
