"""What an import did or would do, in words and figures."""

from __future__ import annotations

from collections.abc import Sequence

from gedesk.domain import ids
from gedesk.domain.fields import FieldSpec
from gedesk.domain.kinds import registry
from gedesk.services import showing
from gedesk.services.importing_views import Difference, Fate, Imported
from gedesk.services.imports.settling import Settled, Worked, row_title
from gedesk.services.imports.tables import Tables
from gedesk.store.connection import Connection


def described(connection: Connection, tables: Tables, worked: Worked, *, dry_run: bool) -> Imported:
    """An import in figures, with its problems, questions and differences."""
    plan = worked.plan
    answer = Imported(
        file=tables.path.name,
        tables=[table.to_json() for table in plan.tables or tables.all],
        skipped=len(plan.skipped),
        problems=[problem.to_json() for problem in worked.problems],
        questions=[question.to_json() for question in worked.questions],
        coverage=dict(plan.coverage),
        profile=tables.profile,
        dry_run=dry_run,
    )
    counted = dict.fromkeys(Fate, 0)
    for one in worked.rows:
        counted[one.fate] += 1
    answer.create, answer.update, answer.same = counted[Fate.CREATE], counted[Fate.UPDATE], counted[Fate.SAME]
    answer.duplicate, answer.refused, answer.waiting = counted[Fate.DUPLICATE], counted[Fate.REFUSED], counted[Fate.ASKED]
    answer.skipped += counted[Fate.LEFT_OUT]
    updates = [one for one in worked.rows if one.fate is Fate.UPDATE]
    for one, changes in zip(updates, differences(connection, updates), strict=True):
        changed = {change.field: {"old": change.old, "new": change.new} for change in changes}
        answer.differences.append(
            {"sheet": one.row.sheet, "row": one.row.row, "id": ids.text(one.rec) if one.rec else "", "changed": changed}
        )
    return answer


def first_faults(worked: Worked, listed: Sequence[Settled]) -> dict[tuple[str, int], str]:
    """What is wrong with refused rows, by sheet and row: the first of their faults."""
    refused = {(one.row.sheet, one.row.row) for one in listed if one.fate is Fate.REFUSED and not one.reason}
    found: dict[tuple[str, int], str] = {}
    for problem in worked.problems if refused else ():
        number = problem.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if problem.level == "error" and number.isdigit() and (where := (problem.sheet, int(number))) in refused:
            found.setdefault(where, problem.message)
    return found


def titles(connection: Connection, worked: Worked, listed: Sequence[Settled]) -> list[str]:
    """What rows call their records; what is only called after another record bears that one's title."""
    named = {one.id: str(one.values.get(registry.kind(one.kind).title) or "") for one in worked.plan.new}
    named.update((row.made_as, row_title(row)) for row in worked.plan.rows if row.made_as)
    found, wanted = [], dict[str, set[bytes]]()
    for one in listed:
        title = row_title(one.row)
        spec = registry.spec(one.row.kind, registry.kind(one.row.kind).title)
        if spec.is_link and title and title not in named:
            wanted.setdefault(spec.target or "", set()).add(ids.raw(title))
        found.append(title)
    stored = {ids.text(rec): text for rec, text in showing.titles(connection, wanted).items()}
    return [named.get(title) or stored.get(title) or title for title in found]


def differences(connection: Connection, listed: Sequence[Settled]) -> list[tuple[Difference, ...]]:
    """From what to what the rows change their records, in words; titles are looked up once for all."""
    named: list[tuple[Settled, FieldSpec]] = [
        (one, registry.by_number(one.row.kind)[number])
        for one in listed
        if one.edit is not None
        for number in one.edit.patch
    ]
    wanted: dict[str, set[bytes]] = {}
    for one, spec in named:
        values = [{spec.name: value} for value in ((one.old or {}).get(spec.name), one.row.values.get(spec.name)) if value]
        for kind, recs in showing.linked([spec], values).items():
            wanted.setdefault(kind, set()).update(recs)
    titles = showing.titles(connection, wanted)
    answer = []
    for one in listed:
        changes = []
        for number in one.edit.patch if one.edit is not None else ():
            spec = registry.by_number(one.row.kind)[number]
            new = one.row.values.get(spec.name) if spec.name != "state" else one.row.values.get("state", "complete")
            changes.append(
                Difference(spec.name, spec.label, showing.shown(spec, (one.old or {}).get(spec.name), titles), showing.shown(spec, new, titles))
            )
        answer.append(tuple(changes))
    return answer
