"""Commands that read and write records."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gedesk.cli.answer import Answer, table
from gedesk.domain.fields import FieldSpec
from gedesk.domain.kinds import registry
from gedesk.errors import Exit, InvalidInput, UsageError
from gedesk.i18n import LANGUAGES, number
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.services import headquarters, taking_back
from gedesk.services.desk import Desk
from gedesk.services.views import HistoryEntry, Undone
from gedesk.store import integrity, reading, searching


def kinds(_args: Namespace) -> Answer:
    """Record kinds."""
    data = [
        {
            "kind": name,
            "label": registry.kind(name).label(),
            "plural": registry.kind(name).plural.label(),
            "labels": {language: registry.kind(name).label(language) for language in LANGUAGES},
            "number": registry.kind(name).number,
            "fields": len(registry.specs(name)),
        }
        for name in registry
    ]
    return Answer(data, table([[_("kind"), _("label"), _("fields")], *([d["kind"], d["label"], d["fields"]] for d in data)]))


def fields(args: Namespace) -> Answer:
    """Fields of a kind."""
    data = [_field(spec) for spec in registry.specs(args.kind).values()]
    rows = [
        [d["name"], d["type"], "*" if d["required"] else "", d["label"], d.get("vocabulary") or d.get("links_to") or ""]
        for d in data
    ]
    return Answer(data, table([[_("field"), _("type"), "", _("label"), _("vocabulary or kind")], *rows]))


def _field(spec: FieldSpec) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": spec.name,
        "number": spec.number,
        "type": str(spec.type),
        "required": spec.required,
        "sensitivity": str(spec.sensitivity),
        "searchable": spec.search,
        "automatic": spec.automatic,
        "label": spec.label,
        "labels": {language: spec.names.label(language) for language in LANGUAGES},
        "headings": {language: list(spec.names.headings(language)) for language in LANGUAGES},
        "help": spec.help_text,
    }
    if spec.vocabulary_name:
        found["vocabulary"] = spec.vocabulary_name
        found["codes"] = {term.code: term.label() for term in spec.vocabulary}
    if spec.dims:
        found["dimensions"] = list(spec.dims)
    if spec.target:
        found["links_to"] = spec.target
    return found


def list_(desk: Desk, args: Namespace) -> Answer:
    """Records of a kind."""
    where: dict[str, object] = {}
    for condition in args.where or ():
        name, sep, value = condition.partition("=")
        if not sep:
            raise UsageError(_("“{text}” is not FIELD=VALUE.").format(text=condition))
        where[name.strip()] = value.strip()
    sort = args.sort or ""
    numbers = desk.lists.numbers(
        args.kind, where=where, sort=sort.lstrip("-"), descending=sort.startswith("-"), limit=args.limit
    )
    names = list(registry.specs(args.kind))
    data = []
    with desk.store.reading() as connection:
        for row in reading.rows(connection, args.kind, numbers, names):
            data.append(_record(args.kind, row[0], dict(zip(names, row[1:], strict=True))))
    title = registry.kind(args.kind).title
    shown = list(dict.fromkeys(["code", title, "place"]))
    words = desk.lists.rows(args.kind, numbers, shown)
    heading = [_("id"), *(registry.spec(args.kind, name).label for name in shown)]
    return Answer(data, table([heading, *words]) if data else [_("There are none.")])


def _record(kind: str, rec: bytes, wire: Mapping[str, Any]) -> dict[str, Any]:
    from gedesk.cli.answer import plain

    values = {n: registry.specs(kind)[n].from_wire(v) for n, v in wire.items() if v is not None}
    return {"id": plain(rec), **{name: plain(value) for name, value in values.items()}}


def show(desk: Desk, args: Namespace) -> Answer:
    """One record with links, conflicts and history."""
    view = desk.records.get(args.kind, args.id)
    history = desk.records.history(args.kind, view.id)
    data = {
        "kind": view.kind, "id": view.id, "title": view.title, "values": view.values, "shown": view.shown,
        "links": view.links, "created": view.created, "changed": view.changed, "removed": view.removed,
        "conflicts": view.conflicts, "withheld": view.withheld, "history": history,
    }  # fmt: skip
    lines = [f"{registry.kind(view.kind).label()}: {view.title}  ({view.id})"]
    lines += table([[f"  {registry.spec(view.kind, name).label}", text] for name, text in view.shown.items() if text], widths=100)
    for name, choices in view.links.items():
        lines += [f"  ← {name}: {choice.label}" for choice in choices]
    for conflict in view.conflicts:
        lines.append("  ! " + _("Conflict in {field}:").format(field=conflict.field_label))
        lines += [f"    {value.id}  {value.shown}  ({value.stamp.author}, {value.stamp.site}, {value.stamp.when})" for value in conflict.values]
    lines += [f"  ? {registry.spec(view.kind, name).label}: {words.withheld()}" for name in view.withheld]
    lines += [f"  {_line(entry)}" for entry in history]
    return Answer(data, lines)


def search(desk: Desk, args: Namespace) -> Answer:
    """Records of any kind that have all the words."""
    with desk.store.reading() as connection:
        hits = searching.anywhere(connection, args.text, args.limit or 50)
    data = []
    for kind, n in hits:
        title = registry.kind(kind).title
        for row in desk.lists.rows(kind, [n], list(dict.fromkeys([title, "code", "removed"]))):
            data.append({"kind": kind, "id": row[0], "title": row[1], "code": row[-2], "removed": bool(row[-1])})
    data = [hit for hit in data if not hit["removed"]]
    return Answer(data, table([[h["kind"], h["code"], h["title"], h["id"]] for h in data]) or [_("Nothing found.")])


def _input(name: str) -> list[dict[str, Any]]:
    """JSON objects from a file or standard input: one, a list, or one per line."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(_("{file} cannot be read: {reason}.").format(file=name, reason=error)) from error
    try:
        parsed = json.loads(text)
        items = parsed if isinstance(parsed, list) else [parsed]
    except ValueError:
        items = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                items.append(json.loads(line))
            except ValueError as error:
                raise InvalidInput(
                    _("Line {number} of {file} is not JSON: {reason}.").format(number=number, file=name, reason=error),
                    advice=_("Write one JSON object, a list of them, or one object per line."),
                ) from error
    if not items or not all(isinstance(item, dict) for item in items):
        raise InvalidInput(
            _("{file} holds no JSON objects.").format(file=name),
            advice=_("Write one JSON object, a list of them, or one object per line."),
        )
    return items


def add(desk: Desk, args: Namespace) -> Answer:
    """Creates records in one operation."""
    ids = desk.records.add(args.kind, _input(args.file))
    return Answer({"ids": ids}, ids)


def set_(desk: Desk, args: Namespace) -> Answer:
    """Changes records in one operation."""
    ids = desk.records.change(args.kind, _input(args.file))
    return Answer({"ids": ids}, ids)


def remove(desk: Desk, args: Namespace) -> Answer:
    """Removes records in one operation."""
    operation = desk.records.remove(args.kind, args.id)
    return Answer({"operation": operation, "removed": len(args.id)}, [operation])


def history(desk: Desk, args: Namespace) -> Answer:
    """Who changed what."""
    entries = desk.records.history(args.kind, args.id, limit=args.limit or 200)
    return Answer(entries, [_line(entry) for entry in entries])


def _line(entry: HistoryEntry) -> str:
    head = f"{entry.stamp.when}  {entry.operation[:12]}  {entry.stamp.author} ({entry.stamp.site})  {entry.title}"
    if entry.undone:
        head += "  " + _("[taken back]")
    parts = [f"{change.label}: {change.old_shown or '–'} → {change.new_shown or '–'}" for change in entry.changes]
    return head + ("".join(f"\n      {part}" for part in parts) if parts else f"  · {entry.records}")


def undo(desk: Desk, args: Namespace) -> Answer:
    """Takes an operation back, or what a bundle brought."""
    if args.bundle:
        done = taking_back.take_back(desk.store, desk.records, args.bundle)
        kept = [one for undone in done for one in undone.kept]
        lines = [undone.title for undone in done] + [_("Kept, edited since: {what}").format(what=one) for one in kept]
        return Answer(done, lines)
    return _undone(desk.records.undo(args.operation))


def redo(desk: Desk, _args: Namespace) -> Answer:
    """Brings the last undone operation in again."""
    return _undone(desk.records.redo())


def _undone(done: Undone) -> Answer:
    lines = [_("{title} – fields: {fields}, records: {records}").format(title=done.title, fields=done.reversed, records=done.records)]
    lines += ["  " + _("kept, edited since: {what}").format(what=one) for one in done.kept]
    return Answer(done, lines)


def check(desk: Desk, _args: Namespace) -> Answer:
    """Integrity with every count."""
    with desk.store.reading() as connection:
        found = integrity.check(connection)
    data = {
        "ok": not found.faults, "records": found.records, "operations": found.operations, "changes": found.changes,
        "chains": found.chains, "conflicts": found.conflicts, "orphans": found.orphans, "faults": found.faults,
    }  # fmt: skip
    lines = [
        _("Records: {records}, changes: {changes}, operations: {operations}, chains: {chains}; conflicts: {conflicts}, links to records that are not here: {orphans}").format(**data)
    ]
    lines += found.faults or [_("All is well: every row equals the fold of its changes, every chain is whole.")]
    return Answer(data, lines, Exit.DONE if not found.faults else Exit.INPUT)


def digest(desk: Desk, args: Namespace) -> Answer:
    """One hash of the replicated state."""
    value = desk.exchange.digest(args.scope)
    return Answer({"digest": value}, [value])


def backup(desk: Desk, args: Namespace) -> Answer:
    """A verified copy of the store."""
    target = Path(args.out)
    if target.exists() and not args.yes:
        raise UsageError(_("{file} exists already.").format(file=target), advice=_("Name another file, or say --yes."))
    desk.store.backup(target)
    words = headquarters.words(target) if desk.store.identity().is_hq else ()
    told = [_("Its words, for another officer who takes it in: {words}").format(words=" ".join(words))] if words else []
    return Answer({"file": str(target), "bytes": target.stat().st_size, "words": list(words)}, [str(target), *told])


def status(desk: Desk, _args: Namespace) -> Answer:
    """Site, counts, what waits."""
    found = desk.exchange.status()
    lines = [
        f"{found.site} · {found.role} · {found.place}",
        *(f"  {registry.kind(kind).plural.label()}: {number(count)}" for kind, count in found.counts.items()),
        *found.due,
        *found.notices,
        _("Changes waiting to be sent: {count}").format(count=found.to_send),
        _("Open conflicts: {count}").format(count=found.conflicts),
        _("Last sent: {sent} · last received: {received}").format(
            sent=found.last_sent or "–", received=found.last_received or "–"
        ),
    ]
    return Answer(found, lines)
