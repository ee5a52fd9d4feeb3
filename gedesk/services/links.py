"""Records named by people: by id, by code, or by a title that only one record bears."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from gedesk.domain import ids
from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.kinds import registry
from gedesk.domain.text import fold
from gedesk.errors import InvalidInput, NotFound, Problem
from gedesk.i18n import gettext as _
from gedesk.store import reading
from gedesk.store.connection import Connection
from gedesk.store.reading import StoredRecord


class Resolver:
    """Finds records by what people call them, on one connection; remembers what it found."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], bytes] = {}

    def find(self, spec: FieldSpec, text: str) -> bytes:
        """The record a link field means.  Raises InvalidInput naming the field and the candidates."""
        return self.record(str(spec.target), text, field=spec.name)

    def record(self, kind: str, text: str, *, field: str = "") -> bytes:
        """A record of a kind by id, code or title.  Raises InvalidInput."""
        key = (kind, text)
        if key not in self._known:
            self._known[key] = self._look_up(kind, text.strip(), field)
        return self._known[key]

    def _look_up(self, kind: str, text: str, field: str) -> bytes:
        try:
            rec = uuid.UUID(text).bytes
        except ValueError:
            pass
        else:
            return rec
        exact = reading.called(self._connection, kind, text)
        if len(exact) != 1 and kind != "place":
            numbers = reading.numbers(self._connection, kind, text=text, limit=50)
            alike = [row for row in reading.rows(self._connection, kind, numbers, [registry.kind(kind).title, "code"])
                     if fold(str(row[1])) == fold(text)]  # fmt: skip
            exact = exact or [(row[0], str(row[1]), str(row[2])) for row in alike]
        by_code = [row for row in exact if row[2] == text]
        if len(by_code) == 1:
            return bytes(by_code[0][0])
        if len(exact) == 1:
            return bytes(exact[0][0])
        label = registry.kind(kind).label()
        if exact:
            message = _("{count} records of kind {kind} are called “{text}”: {codes}.").format(
                count=len(exact), kind=label, text=text, codes=", ".join(str(row[2]) for row in exact)
            )
            advice = _("Give the code instead.")
        else:
            message = _("There is no {kind} “{text}”.").format(kind=label, text=text)
            advice = _("Give its id, its code or its exact name; “gedesk search” finds it.")
        problem = Problem("link", f"{message} {advice}", field, text)
        raise (InvalidInput if exact else NotFound)(message, advice=advice, problems=[problem])


def existing(connection: Connection, kind: str, rec: bytes, called: str) -> StoredRecord:
    """A record as it is stored.  Raises NotFound, naming it as somebody called it."""
    stored = reading.record(connection, kind, rec)
    if stored is None:
        raise NotFound(
            _("There is no {kind} “{text}”.").format(kind=registry.kind(kind).label(), text=called),
            advice=_("“gedesk list {kind}” shows what is there.").format(kind=kind),
        )
    return stored


def resolved(resolver: Resolver, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with links given by code or title replaced by ids.  Raises InvalidInput with all faults."""
    specs = registry.specs(kind)
    answer: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        spec = specs.get(name)
        if spec is None or spec.target is None or value in (None, "", []):
            answer[name] = value
            continue
        try:
            if spec.type is Type.LINK:
                answer[name] = ids.text(resolver.find(spec, str(value)))
            else:
                members = value.split(";") if isinstance(value, str) else value
                answer[name] = [ids.text(resolver.find(spec, str(one))) for one in members]
        except InvalidInput as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidInput(
            _("{kind} cannot be saved.").format(kind=registry.kind(kind).label()), problems=problems,
            advice=_("Correct the fields named and try again."),
        )  # fmt: skip
    return answer
