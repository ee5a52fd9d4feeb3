"""Commands that begin stores and exchange bundles."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from gedesk.cli.answer import Answer, plain, table
from gedesk.domain.kinds import registry
from gedesk.errors import Exit, UsageError
from gedesk.i18n import gettext as _
from gedesk.presenters.words import united
from gedesk.services import beginning, keyring, officers, packing, sites
from gedesk.services import desk as desks
from gedesk.services import headquarters as two_headquarters
from gedesk.services.desk import Desk
from gedesk.services.views import Conflict


def init(args: Namespace, store: Path, passphrase: str | None) -> Answer:
    """A new store."""
    country = packing.install(Path(args.pack)).code if args.pack else args.country
    with desks.create(
        store, country=country, role=args.role, place=args.place, name=args.name or "", author=args.author or "",
        passphrase=passphrase,
    ) as desk:  # fmt: skip
        identity = desk.store.identity()
        counts = desk.exchange.status().counts
    data = {"store": str(store), "site": identity.id, "name": identity.name, "place": identity.place,
            "role": identity.role, "workspace": identity.workspace, "records": counts}  # fmt: skip
    return Answer(data, [_("{name} is ready in {file}.").format(name=identity.name, file=store)])


def pack(desk: Desk, args: Namespace) -> Answer:
    """A later version of the store's country pack: from a file, or the one that comes with this program."""
    source = Path(args.file) if args.file else packing.offered(desk)
    if source is None:
        raise UsageError(
            _("This program brings no later version of the country pack."), advice=_("Name the file of one: its folder, or a ZIP archive.")
        )
    done = packing.renew(desk, source, dry_run=args.dry_run)
    how = {"added": _("new"), "changed": _("changed"), "kept": _("kept as people wrote it")}
    differences = [
        f"  {how[one.how]}: {registry.kind(one.kind).label()} “{one.title}”" + (f", {one.field}: {one.before} → {one.after}" if one.field else "")
        for one in done.differences
    ]
    line = _("Country pack {code}: {before} → {after}; records added: {added}, changed: {changed}; values kept as people wrote them: {kept}")
    return Answer(done, [line.format(code=done.code, before=done.before, after=done.after, added=done.added,
                                     changed=done.changed, kept=done.kept), *differences])  # fmt: skip


def join(args: Namespace, store: Path, passphrase: str) -> Answer:
    """A new store from a site kit."""
    if args.pack:
        packing.install(Path(args.pack))
    with desks.join(store, Path(args.kit), passphrase=passphrase, author=args.author or "") as desk:
        identity = desk.store.identity()
    data = {"store": str(store), "site": identity.id, "name": identity.name, "place": identity.place, "role": identity.role}
    lines = [
        _("{name} is ready in {file}.").format(name=identity.name, file=store),
        _("Send your first bundle to headquarters with “gedesk send --out FOLDER”."),
    ]
    return Answer(data, lines)


def site(desk: Desk, args: Namespace, passphrase: str) -> Answer:
    """Kits for new sites, the list of sites, revoking one."""
    match args.what:
        case "add":
            made = desks.add_site(
                desk, place=args.place, name=args.name, role=args.role, out=Path(args.out), passphrase=passphrase
            )
            return Answer({"site": made, "kit": args.out}, [f"{made}  {args.out}"])
        case "revoke":
            name = desks.revoke_site(desk, args.id)
            return Answer({"revoked": name}, [_("{site} is revoked; its bundles are refused now.").format(site=name)])
        case "extend":
            name = sites.extend(desk, args.id)
            line = _("The first file of {site} is taken in whenever it comes in the next {n} days.")
            return Answer({"extended": name}, [line.format(site=name, n=desks.KIT_DAYS)])
        case "retire":
            name = sites.retire(desk, args.id)
            line = _("{site} is closed. Its last entries are asked for with the next file for it.")
            return Answer({"retired": name}, [line.format(site=name)])
        case "replace":
            made = sites.replace(desk, args.id, out=Path(args.out), passphrase=passphrase)
            line = _("The old laptop is trusted no more. Join the new one with {kit}; then send it a file.")
            return Answer({"site": made, "kit": args.out}, [line.format(kit=args.out)])
        case "change":
            name = sites.change(desk, args.id, place=args.place, name=args.name, role=args.role)
            return Answer({"site": name}, [_("{site} hears of it with the next file.").format(site=name)])
    views = desk.exchange.sites()
    rows = [[v.id, v.name, v.place, v.role, v.state, v.waiting, v.last_received or "–", " ".join(v.words)] for v in views]
    heading = [_("id"), _("name"), _("place"), _("role"), _("state"), _("waiting"), _("last received"), _("words of its keys")]
    return Answer(views, table([heading, *rows]) if rows else [_("No other sites yet.")])


def officer_ask(args: Namespace, passphrase: str) -> Answer:
    """Keys for somebody who is to become an officer of headquarters."""
    words = officers.ask(args.name or "", Path(args.keys), Path(args.out), passphrase)
    lines = [
        _("Your keys are in {file}; keep it.").format(file=args.keys),
        _("Bring {file} to headquarters, and tell these words yourself: {words}").format(file=args.out, words=" ".join(words)),
    ]
    return Answer({"words": list(words), "keys": args.keys, "file": args.out}, lines)


def officer(desk: Desk, args: Namespace, passphrase: str) -> Answer:
    """Taking officers in, listing them, striking one off."""
    match args.what:
        case "ask":
            words = officers.ask_with_own_keys(desk, Path(args.out), args.name or "")
            line = _("Bring {file} to headquarters, and tell these words yourself: {words}")
            return Answer({"words": list(words), "keys": None, "file": args.out}, [line.format(file=args.out, words=" ".join(words))])
        case "add":
            if args.file is None:
                made = officers.add_here(desk, args.name or "", passphrase)
            else:
                if not args.words:
                    raise UsageError(_("Give the eight words that the person told, with --words."))
                made = officers.add(desk, Path(args.file), args.words)
            line = _("{name} is an officer of headquarters now. Sites hear of it with the next file.")
            return Answer(made, [line.format(name=made.name)])
        case "revoke":
            name = officers.revoke(desk, args.id)
            line = _("{name} is struck off. Sites hear of it with the next file; send one to all.")
            return Answer({"revoked": name}, [line.format(name=name)])
    views = officers.listed(desk)
    rows = [[v.id, v.name, v.since[:10] or "–", " ".join(v.words)] for v in views]
    heading = [_("id"), _("name"), _("since"), _("words of the keys")]
    return Answer(views, table([heading, *rows], widths=90))


def headquarters(args: Namespace, store: Path, passphrase: keyring.Passphrase) -> Answer:
    """Words of a store of headquarters, and taking another one in."""
    if args.what == "words":
        file = Path(args.file) if args.file else store
        words = two_headquarters.words(file)
        return Answer({"words": list(words), "file": str(file)}, [" ".join(words)])
    with Desk.open(store, passphrase=passphrase, program="gedesk headquarters") as desk:
        done = two_headquarters.unite(desk, Path(args.file), args.words)
        desk.store.index()
    return Answer(done, united(done))


def keys(args: Namespace, store: Path, passphrase: keyring.Passphrase, copied: str, new: str | None) -> Answer:
    """Words, copies, and what to do when keys are lost."""
    match args.what:
        case "put":
            words = sites.put_keys(store, Path(args.file), copied, new=new)
            line = _("The keys are back. Their words: {words}")
        case "renew":
            words = sites.renew_keys(store, Path(args.out), passphrase=new)
            line = _("New keys are made. Send {file} to every site and tell the words by telephone: {words}")
        case _:
            with Desk.open(store, passphrase=passphrase, program="gedesk keys") as desk:
                if args.what == "copy":
                    words, line = sites.copy_keys(desk, Path(args.out), copied), _("{file} holds a copy of the keys. Their words: {words}")
                elif args.what == "trust":
                    words, line = sites.trust(desk, Path(args.file), args.words), _("Headquarters’ new keys are taken: {words}")
                else:
                    words, line = desk.keeping.keys().words, "{words}"
    file = getattr(args, "out", None) or getattr(args, "file", "")
    return Answer({"words": list(words), "file": file or None}, [line.format(words=" ".join(words), file=file)])


def send(desk: Desk, args: Namespace) -> Answer:
    """Writes bundles."""
    sent = desk.exchange.send(args.to, Path(args.out), max_size=_bytes(args.max_size))
    lines = [
        _("{file}: to {site}; operations: {operations}, records: {records}, {bytes:,} bytes").format(
            file=one.file, site=one.to, operations=one.operations, records=one.records, bytes=one.bytes
        )
        if not one.via
        else _("{file}: to {site}, enclosed in the file for {via}").format(file=one.file.name, site=one.to, via=one.via)
        for one in sent
    ]
    return Answer(sent, lines)


def _bytes(text: str | None) -> int | None:
    if not text:
        return None
    units = {"KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
    upper = text.upper().strip()
    for unit, factor in units.items():
        if upper.endswith(unit):
            upper, scale = upper.removesuffix(unit), factor
            break
    else:
        scale = 1
    try:
        return int(float(upper) * scale)
    except ValueError:
        raise UsageError(_("“{text}” is not a size; write it like 20MB.").format(text=text)) from None


def inspect(desk: Desk, args: Namespace) -> Answer:
    """What is in a bundle."""
    found = desk.exchange.inspect(Path(args.file))
    lines = [
        _("From {sender}, number {number}, made {made}; records: {records}, bytes: {bytes:,}").format(sender=found["from"], **found)
    ]
    lines.append(_("  words of the sender’s keys: {words}").format(words=" ".join(found["words"]) or "–"))
    lines += [f"  {kind}: {count}" for kind, count in found["changes"].items()]
    lines += [f"  {one['when']}  {one['author']}  {one['title']}" for one in found["operations"]]
    return Answer(found, lines)


def receive(desk: Desk, args: Namespace) -> Answer:
    """Takes bundles in."""
    reports = desk.exchange.receive([Path(name) for name in args.file], dry_run=args.dry_run)
    lines = []
    for one in reports:
        if one.refused:
            lines.append(_("{file}: {reason}").format(file=one.file.name, reason=one.refused))
            continue
        if one.note:
            lines.append(_("{file}: {reason}").format(file=one.file.name, reason=one.note))
        if one.note and not one.sender:
            continue  # another's, to be carried on: nothing of it is known here
        lines.append(
            _("{file} from {sender}; operations: {new} new, {known} known; records: {created} created, {updated} updated, {removed} removed, {parallel} merged from parallel edits; conflicts: {conflicts}").format(
                file=one.file.name, sender=one.sender, **one.operations, **one.records, parallel=one.parallel, conflicts=one.conflicts
            )
        )  # fmt: skip
        lines += [f"  {gap}" for gap in one.gaps]
    worst = max((one.exit for one in reports), default=0)
    if not worst and any(one.gaps for one in reports):
        worst = Exit.INPUT
    data = [plain(one) | {"from": one.sender} for one in reports]
    return Answer(data if len(data) != 1 else data[0], lines, worst)


def conflicts(desk: Desk, args: Namespace) -> Answer:
    """Open conflicts with every value."""
    found = desk.exchange.conflicts(args.kind)
    lines: list[str] = []
    for one in found:
        lines += _conflict(one)
    return Answer(found, lines or [_("There are no open conflicts.")])


def _conflict(one: Conflict) -> list[str]:
    lines = [f"{one.id}", f"  {one.kind_label} “{one.title}” · {one.field_label}"]
    for value in one.values:
        star = "*" if value.provisional else " "
        lines.append(f"  {star} {value.id}  {value.shown}  — {value.stamp.author}, {value.stamp.site}, {value.stamp.when}")
    return lines


def resolve(desk: Desk, args: Namespace) -> Answer:
    """Decides a conflict, or many by one rule."""
    if args.all:
        if args.conflict or args.keep or args.value:
            raise UsageError(_("--all decides by a rule; leave out the conflict, --keep and --value."))
        operation, count = desk.exchange.resolve_all(args.all, kind=args.kind, field=args.field, reason=args.reason or "")
        return Answer({"operation": operation, "decided": count}, [_("Decided: {count}").format(count=count)])
    if not args.conflict:
        raise UsageError(_("Name a conflict; “gedesk conflicts” lists them."))
    if (args.keep is None) == (args.value is None):
        raise UsageError(_("Say either --keep VALUE_ID or --value JSON."))
    value: Any = None
    if args.value is not None:
        try:
            value = json.loads(args.value)
        except ValueError:
            value = args.value
    operation = desk.exchange.resolve(args.conflict, keep=args.keep, value=value, reason=args.reason or "")
    return Answer({"operation": operation}, [_("Decided; the decision goes out with the next bundles.")])


def doubles(desk: Desk, args: Namespace) -> Answer:
    """Pairs that may be one."""
    found = desk.merging.doubles(args.kind)
    rows = [[one.kind, one.first, one.first_title, one.second, one.second_title, one.score, one.why] for one in found]
    heading = [_("kind"), _("first"), "", _("second"), "", _("likeness"), _("why")]
    return Answer(found, table([heading, *rows]) if rows else [_("Nothing seems to be entered twice.")])


def merge(desk: Desk, args: Namespace) -> Answer:
    """One record of two."""
    operation = desk.merging.merge(args.kind, args.keep, args.gone, reason=args.reason)
    return Answer({"operation": operation}, [_("Merged; “gedesk undo” takes it back.")])


def restore(args: Namespace, store: Path) -> Answer:
    """Puts a backup in the place of the store; what was there is kept beside it."""
    source = Path(args.file)
    kept = beginning.restore(store, source)
    with Desk.open(store) as desk:
        name = desk.store.identity().name
    keys = keyring.path_for(store)
    lines = [_("{name} is restored from {file}.").format(name=name, file=source)]
    if kept:
        lines.append(_("What was there before is kept as {file}.").format(file=kept))
    if not keys.exists():
        lines.append(_("Its keys are not here; put them back with “gedesk keys put COPY” to send and receive."))
    return Answer({"store": str(store), "from": str(source), "kept": str(kept) if kept else None}, lines)
