"""The commands and their options."""

from __future__ import annotations

import argparse
from typing import Any

from gedesk import __version__, paths
from gedesk.i18n import LANGUAGES

COUNTRIES = tuple(sorted(path.parent.name for path in paths.resource("packs").glob("*/pack.json")))
ROLES = ("hq", "coordinator", "focal-point")
FIGURES = ("coverage", "measures", "seats", "people", "commitments", "makers", "indicators")
PAPERS = ("chapter", "minutes", "workplan", "period", "closing", "register", "survey", "calendar")


def build() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--store", metavar="PATH", help="the store (default: the user's own, or GEDESK_STORE)")
    common.add_argument("--json", action="store_true", help="print one JSON document")
    common.add_argument("--lang", choices=list(LANGUAGES), help="language of labels and messages")
    common.add_argument("--yes", action="store_true", help="ask nothing")
    common.add_argument("--passphrase-file", metavar="FILE", help="file with the passphrase of keys or kit")
    common.add_argument("--author", metavar="NAME", help="who is working (default: the system's user)")
    parser = argparse.ArgumentParser(
        prog="gedesk", parents=[common], description="GE Desk; without a command it opens the window."
    )
    parser.add_argument("--version", action="version", version=f"GE Desk {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, parents=[common], help=text, description=text)
        return made

    _beginnings(command)
    _records(command)
    _workbooks(command)
    _exchange(command)
    _papers(command)
    _figures(command)
    return parser


def _beginnings(command: Any) -> None:
    init = command("init", "make an empty store")
    which = init.add_mutually_exclusive_group(required=True)
    which.add_argument("--country", choices=COUNTRIES)
    which.add_argument("--pack", metavar="FILE", help="a country pack of your own: its folder, or a ZIP archive of it")
    init.add_argument("--role", choices=ROLES, default="hq")
    init.add_argument("--place", metavar="CODE", required=True)
    init.add_argument("--name", metavar="NAME", help="name of the site (default: that of the place)")
    demo = command("demo", "make demonstration stores, bundles, workbooks and reports")
    demo.add_argument("dir", metavar="DIR")
    demo.add_argument("--country", choices=(*COUNTRIES, "all"), default="tz")
    demo.add_argument("--scale", choices=("small", "full"), default="small", help="full: the size GE Desk is designed for")
    demo.add_argument("--story", action="store_true", help="tell what happens step by step")
    demo.add_argument("--workbook", metavar="FILE", help="the workbook that a council imports")
    pack = command("pack", "take a later version of the store's country pack in, as one operation that can be undone")
    pack.add_argument("file", nargs="?", help="its folder, or a ZIP archive (default: what this program brings)")
    pack.add_argument("--dry-run", action="store_true", help="only say where it differs")
    command("status", "site, counts, what waits")
    command("self-test", "try the whole program")
    command("check", "prove the store's integrity")
    digest = command("digest", "one hash of the replicated state")
    digest.add_argument("--scope", metavar="CODE", help="only what a site at this place should know")
    backup = command("backup", "write a verified backup")
    backup.add_argument("--out", metavar="FILE", required=True)
    restore = command("restore", "put a backup in the place of the store")
    restore.add_argument("file")


def _records(command: Any) -> None:
    command("kinds", "record kinds")
    command("fields", "fields of a kind").add_argument("kind")
    listing = command("list", "records of a kind")
    listing.add_argument("kind")
    listing.add_argument("--where", action="append", metavar="FIELD=VALUE")
    listing.add_argument("--limit", type=int)
    listing.add_argument("--sort", metavar="FIELD", help="with a leading - downwards (write --sort=-FIELD)")
    show = command("show", "one record with links, conflicts and history")
    show.add_argument("kind")
    show.add_argument("id")
    search = command("search", "records that have all the words")
    search.add_argument("text")
    search.add_argument("--limit", type=int)
    for name, text in (("add", "create records from JSON"), ("set", "change records from JSON")):
        write = command(name, text)
        write.add_argument("kind")
        write.add_argument("file", metavar="FILE|-")
    remove = command("remove", "remove records")
    remove.add_argument("kind")
    remove.add_argument("id", nargs="+")
    history = command("history", "who changed what, when, from what to what")
    history.add_argument("kind", nargs="?")
    history.add_argument("id", nargs="?")
    history.add_argument("--limit", type=int)
    undo = command("undo", "take an operation back")
    undo.add_argument("operation", nargs="?")
    undo.add_argument("--bundle", metavar="FILE|RECEIPT", help="take back all that a received bundle brought")
    command("redo", "bring the last undone operation in again")


def _workbooks(command: Any) -> None:
    recognise = command("recognise", "what a workbook contains")
    recognise.add_argument("file")
    importing = command("import", "bring a workbook in as one operation")
    importing.add_argument("file", metavar="FILE|FOLDER")
    importing.add_argument("--kind")
    importing.add_argument("--sheet", help="only this sheet")
    importing.add_argument("--profile", metavar="NAME", help="read it as this profile says")
    importing.add_argument("--save-profile", metavar="NAME", help="keep how it was read")
    importing.add_argument("--decisions", metavar="FILE", help="JSON: question id or FIELD=VALUE to record id, new or skip")
    importing.add_argument("--default", action="append", metavar="FIELD=VALUE", help="for rows that have no value of their own")
    importing.add_argument("--marked", metavar="OUT.xlsx", help="a copy of the workbook with the problems marked")
    importing.add_argument("--password-file", metavar="FILE", help="file with the password of an encrypted workbook")
    importing.add_argument("--dry-run", action="store_true")
    importing.add_argument("--accept-best", action="store_true", help="answer open questions with the best candidate")
    importing.add_argument("--skip-questions", action="store_true", help="leave values with open questions out")
    importing.add_argument("--valid-rows", action="store_true", help="apply whole valid rows and leave the others out")
    profiles = command("profiles", "saved ways to read workbooks")
    profiles.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"))
    profiles.add_argument("--remove", action="append", metavar="NAME")
    template = command("template", "an empty workbook to fill in")
    template.add_argument("kind")
    template.add_argument("--out", metavar="FILE.xlsx", required=True)
    template.add_argument("--place", metavar="CODE", help="only places there and below to choose from")
    export = command("export", "records as a workbook that can be imported again")
    export.add_argument("kind", nargs="*")
    export.add_argument("--out", metavar="FILE", required=True)
    export.add_argument("--where", action="append", metavar="FIELD=VALUE")
    export.add_argument("--text", help="only records with these words")
    export.add_argument("--fields", metavar="NAME,NAME", help="only these columns; the file cannot be imported again then")
    export.add_argument("--without", metavar="NAME,NAME", help="all columns but these")
    export.add_argument("--small", type=int, default=0, metavar="N", help="hide counts of people below N")
    export.add_argument("--totals", action="store_true", help="a last row of sums")


def _keys(command: Any, shared: argparse.ArgumentParser) -> None:
    what = command("keys", "this site's keys").add_subparsers(dest="what", required=True)
    what.add_parser("show", parents=[shared], help="their words, to be compared by telephone")
    copy = what.add_parser("copy", parents=[shared], help="a copy under a passphrase of its own: for the safe, or a second officer")
    copy.add_argument("--out", metavar="FILE", required=True)
    put = what.add_parser("put", parents=[shared], help="put a copy of the keys beside the store again")
    put.add_argument("file")
    for one in (copy, put):
        one.add_argument("--copy-passphrase-file", metavar="FILE", help="file with the passphrase of the copy")
    renew = what.add_parser("renew", parents=[shared], help="headquarters without its keys makes new ones, and a file for its sites")
    renew.add_argument("--out", metavar="FILE", required=True)
    trust = what.add_parser("trust", parents=[shared], help="take new keys of headquarters, after a telephone call")
    trust.add_argument("file")
    trust.add_argument("--words", required=True, help="the eight words that headquarters told")


def _officers(command: Any, shared: argparse.ArgumentParser) -> None:
    what = command("officer", "who may act for headquarters, each with keys of their own").add_subparsers(dest="what", required=True)
    ask = what.add_parser("ask", parents=[shared], help="make keys of one's own, and the file that asks headquarters to take one in")
    ask.add_argument("--name", help="your name")
    ask.add_argument("--keys", metavar="FILE", help="where new keys go: they stay with you, under --passphrase-file; without it those of the store ask")
    ask.add_argument("--out", metavar="FILE", required=True, help="the file for headquarters: nothing in it is secret")
    add = what.add_parser("add", parents=[shared], help="take an officer in: from a file, or at this computer with --name")
    add.add_argument("file", nargs="?")
    add.add_argument("--words", help="the eight words that the person told")
    add.add_argument("--name", help="of somebody who works at this computer")
    add.add_argument("--new-passphrase-file", metavar="FILE", help="file with the passphrase of that person’s keys")
    what.add_parser("list", parents=[shared], help="all officers, with the words of their keys")
    what.add_parser("revoke", parents=[shared], help="strike an officer off").add_argument("id")


def _headquarters(command: Any, shared: argparse.ArgumentParser) -> None:
    what = command("headquarters", "two stores of headquarters made one").add_subparsers(dest="what", required=True)
    words = what.add_parser("words", parents=[shared], help="eight words of everything in this store or a backup of headquarters")
    words.add_argument("file", nargs="?")
    merge = what.add_parser("merge", parents=[shared], help="take in everything that another store of headquarters holds")
    merge.add_argument("file", help="a backup of the other store")
    merge.add_argument("--words", required=True, help="the eight words that the other officer told")


def _exchange(command: Any) -> None:
    site = command("site", "sites of the workspace")
    what = site.add_subparsers(dest="what", required=True)
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    for option in ("--store", "--passphrase-file", "--author"):
        shared.add_argument(option)
    shared.add_argument("--lang", choices=list(LANGUAGES))
    for flag in ("--json", "--yes"):
        shared.add_argument(flag, action="store_true")
    add = what.add_parser("add", parents=[shared], help="make the kit of a new site")
    add.add_argument("--place", metavar="CODE", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=ROLES[1:], default="focal-point")
    add.add_argument("--out", metavar="KIT", required=True)
    add.add_argument("--kit-passphrase-file", metavar="FILE", help="file with the passphrase of the kit (default: that of --passphrase-file)")
    what.add_parser("list", parents=[shared], help="all sites")
    what.add_parser("revoke", parents=[shared], help="stop trusting a site").add_argument("id")
    what.add_parser("extend", parents=[shared], help="take in the first file of a site that joined in time and wrote very late").add_argument("id")
    what.add_parser("retire", parents=[shared], help="close a site: its last entries are asked for, and nobody waits for it any more").add_argument("id")
    replace = what.add_parser("replace", parents=[shared], help="make the kit of a new laptop for a site; the old one is trusted no more")
    replace.add_argument("id")
    replace.add_argument("--out", metavar="KIT", required=True)
    replace.add_argument("--kit-passphrase-file", metavar="FILE", help="file with the passphrase of the kit (default: that of --passphrase-file)")
    change = what.add_parser("change", parents=[shared], help="give a site another place, name or role")
    change.add_argument("id")
    change.add_argument("--place", metavar="CODE")
    change.add_argument("--name")
    change.add_argument("--role", choices=ROLES[1:])
    _keys(command, shared)
    _officers(command, shared)
    _headquarters(command, shared)
    join = command("join", "make a store from a site kit")
    join.add_argument("kit")
    join.add_argument("--pack", metavar="FILE", help="the country pack that the kit asks for, if it does not lie beside it")
    send = command("send", "write bundles")
    send.add_argument("--to", metavar="SITE|hq|all")
    send.add_argument("--out", metavar="DIR", required=True)
    send.add_argument("--max-size", metavar="SIZE")
    command("inspect", "what a bundle holds").add_argument("file")
    receive = command("receive", "take bundles in")
    receive.add_argument("file", nargs="+")
    receive.add_argument("--dry-run", action="store_true")
    command("conflicts", "open conflicts").add_argument("--kind")
    doubles = command("doubles", "organisations and people that may have been entered twice")
    doubles.add_argument("--kind", choices=("organisation", "person"))
    merge = command("merge", "make one record of two; links follow")
    merge.add_argument("kind")
    merge.add_argument("keep")
    merge.add_argument("gone")
    merge.add_argument("--reason", default="")
    resolve = command("resolve", "decide a conflict, or many by one rule")
    resolve.add_argument("conflict", nargs="?")
    resolve.add_argument("--all", metavar="hq|newest|SITE", help="whose value is taken in every open conflict of --kind and --field")
    resolve.add_argument("--kind")
    resolve.add_argument("--field")
    resolve.add_argument("--keep", metavar="VALUE_ID")
    resolve.add_argument("--value", metavar="JSON")
    resolve.add_argument("--reason", required=True)


def _figures(command: Any) -> None:
    figures = command("figures", "what the screens count: coverage, the five measures, seats, people and others")
    figures.add_argument("what", choices=FIGURES)
    figures.add_argument("--place", metavar="CODE", help="within this place (default: everything here)")
    figures.add_argument("--level", metavar="CODE", help="of measures: who reports, such as council")
    figures.add_argument("--period", metavar="NAME", help="of measures: one period, by the places one step below")
    figures.add_argument("--committee", metavar="ID", help="of seats: id or code")


def _papers(command: Any) -> None:
    publish = command("publish", "the public dashboard: one index.html that needs no network")
    publish.add_argument("--out", metavar="DIR", required=True)
    publish.add_argument("--iati-org", metavar="ID", default="", help="the publisher's identifier in the IATI file, such as TZ-GOV-123")
    report = command("report", "a document as Word or PDF, or a calendar file")
    report.add_argument("what", choices=PAPERS)
    report.add_argument("--out", metavar="FILE", required=True, help="ends in .docx or .pdf; .ics for a calendar")
    report.add_argument("--country", metavar="CODE", help="of a chapter: the country of this store")
    report.add_argument("--meeting", metavar="ID", help="id or code (default: the last one held)")
    report.add_argument("--committee", metavar="ID", help="of a register or a calendar: id or code")
    report.add_argument("--place", metavar="CODE", help="of a period's report (default: the place of this site)")
    report.add_argument("--period", metavar="NAME", help="such as “Q2 2025/26” (default: the last that has ended)")
    report.add_argument("--programme", metavar="ID", help="of a plan or a closing report: id or code")
    report.add_argument("--maker", metavar="ID", help="of a survey: id or code of an organisation")
    report.add_argument("--template", metavar="FILE.docx", help="take styles, page and footer from this Word file")
