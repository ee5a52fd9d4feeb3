"""What every record has, and how kinds of records are declared and found.

A kind is a class below `Record` with a `KIND` and fields made with the helpers of `fields`.  The class validates
(SQLModel classes with `table=True` do not, so this one is not a table); its table is derived in `store.schema`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from sqlmodel import SQLModel

from gedesk.domain import checks
from gedesk.domain import fields as f
from gedesk.domain.fields import FieldSpec, Invalid, Sensitivity
from gedesk.domain.naming import Names
from gedesk.errors import InvalidInput, Problem, UsageError
from gedesk.i18n import gettext as _
from gedesk.i18n import mark

DELETED = 0  # the field number that says a record was removed


class Reach(StrEnum):
    """Who gets a record of this kind: see `domain.scope`."""

    SHARED = "shared"  # reference data: goes to every site it applies to
    LOCAL = "local"  # belongs to its place and goes up the tree only


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record.  `number` identifies it in bundles and is never reused; `prefix` begins its codes."""

    name: str
    number: int
    prefix: str
    names: Names
    plural: Names
    title: str  # the field that stands for the record in lists, links and messages; a link stands for its record's title
    reach: Reach = Reach.LOCAL
    help: str = ""
    parent: str | None = None  # the link field whose record this one belongs to
    steward: bool = False  # only headquarters and coordinators change these
    belongs: tuple[str, ...] = ("place",)  # fields by any of which a record belongs to a place and to those above it

    def label(self, language: str | None = None) -> str:
        """Singular, in `language` or the one in use."""
        return self.names.label(language)


class Record(SQLModel):
    """Fields of every record.  Who created and changed it, when and where is derived from operations, not typed."""

    KIND: ClassVar[Kind]

    code: str | None = f.text(
        1,
        Names(
            en="Code|Record code|Ref|Reference",
            sw="Msimbo|Namba ya kumbukumbu",
            fr="Code|Référence|Réf",
            ru="Код|Номер",
            bs="Šifra|Kod|Oznaka",
        ),
        help=mark("Made by the device that created the record; never used twice."),
        search=True,
        automatic=True,
        max_length=80,
    )
    place: str | None = f.link(
        2,
        Names(
            en="Place|Location|Council|District|LGA|Where|Admin unit|Municipality|Locality|Admin1|Admin2|Admin 1|Admin 2|Province|Governorate|County|Sub-county|Ward|Village|Community",
            sw="Mahali|Halmashauri|Wilaya|Eneo|Mkoa|Kata|Kijiji|Mtaa|Kaunti",
            fr="Lieu|Localité|Commune|Conseil|Où|Province|Provinces|Région|Régions|Ville|Village|Ville/village|District|Département|Territoire",
            ru="Место|Район|Населённый пункт|Область|Где|Город|Село|Округ",
            bs="Mjesto|Općina|Opština|Lokacija|Gdje|Kanton|Grad|Distrikt|Entitet",
        ),
        "place",
        help=mark("Where it happened or applies. Records follow their place when sites exchange data."),
    )
    state: str | None = f.code(
        3,
        Names(
            en="State|Record state", sw="Hali ya rekodi", fr="État de la fiche", ru="Состояние записи", bs="Stanje zapisa"
        ),
        "record_state",
        help=mark("A draft may be incomplete; a complete record has every required field."),
        default="complete",
        automatic=True,
    )
    sensitivity: str | None = f.code(
        4,
        Names(
            en="Sensitivity|Confidentiality",
            sw="Usiri",
            fr="Confidentialité|Sensibilité",
            ru="Конфиденциальность",
            bs="Povjerljivost",
        ),
        "sensitivity",
        help=mark("Public may be published, internal stays in the workspace, restricted is for those who need it."),
        default="internal",
        automatic=True,
    )
    language: str | None = f.code(
        5,
        Names(en="Language", sw="Lugha", fr="Langue", ru="Язык", bs="Jezik"),
        "language",
        help=mark("The language the texts are written in."),
        automatic=True,
    )
    source: str | None = f.text(
        6,
        Names(
            en="Source of record", sw="Chanzo cha rekodi", fr="Source de la fiche", ru="Источник записи", bs="Izvor zapisa"
        ),
        help=mark("The workbook, sheet and row it was imported from; empty when it was typed."),
        automatic=True,
    )

    def problems(self) -> list[Problem]:
        """Faults that no single field shows.  Kinds add their own rules; `where` names the field."""
        return checks.qualifiers(self)

    @classmethod
    def own_specs(cls) -> dict[str, FieldSpec]:
        """Fields by name: the kind's own in declared order, then those of every record."""
        return _specs(cls)


_REMEMBERED = frozenset({str, int, float, bool, date})


class Registry:
    """All kinds, by name and by number."""

    def __init__(self, classes: list[type[Record]]) -> None:
        self._classes = {cls.KIND.name: cls for cls in classes}
        self._names = {cls.KIND.number: cls.KIND.name for cls in classes}
        self._specs = {name: _specs(cls) for name, cls in self._classes.items()}
        self._memory: dict[tuple[str, str, type, object], Any] = {}
        self._defaults = {
            name: {field: spec.default for field, spec in specs.items() if spec.default is not None} for name, specs in self._specs.items()
        }
        self._blank = {name: {field: spec.default for field, spec in specs.items()} for name, specs in self._specs.items()}
        self._required = {name: [spec for spec in specs.values() if spec.required] for name, specs in self._specs.items()}
        self._by_number = {name: {s.number: s for s in specs.values()} for name, specs in self._specs.items()}
        if len(self._names) != len(classes) or len(self._classes) != len(classes):
            raise TypeError("two kinds share a name or number")
        for name, specs in self._specs.items():
            if len(self._by_number[name]) != len(specs):
                raise TypeError(f"two fields of {name} share a number")
            for spec in specs.values():
                if spec.target is not None and spec.target not in self._classes:
                    raise TypeError(f"{name}.{spec.name} points at an unknown kind {spec.target}")

    def __iter__(self) -> Any:
        return iter(self._classes)

    def cls(self, name: str) -> type[Record]:
        """The record class of a kind.  Raises UsageError naming the known kinds."""
        try:
            return self._classes[name]
        except KeyError:
            raise UsageError(
                _("There is no kind of record called “{name}”.").format(name=name),
                advice=_("Known kinds: {names}.").format(names=", ".join(self._classes)),
            ) from None

    def kind(self, name: str) -> Kind:
        """The declaration of a kind."""
        return self.cls(name).KIND

    def name_of(self, number: int) -> str | None:
        """Name of the kind with this number, or None: a newer version may know it."""
        return self._names.get(number)

    def specs(self, name: str) -> dict[str, FieldSpec]:
        """Fields of a kind by name: the kind's own in declared order, then those of every record."""
        self.cls(name)
        return self._specs[name]

    def spec(self, name: str, field: str) -> FieldSpec:
        """One field.  Raises UsageError naming the known fields."""
        specs = self.specs(name)
        try:
            return specs[field]
        except KeyError:
            raise UsageError(
                _("{kind} has no field “{field}”.").format(kind=name, field=field),
                advice=_("Its fields: {names}.").format(names=", ".join(specs)),
            ) from None

    def defaults(self, name: str) -> dict[str, Any]:
        """What fields of a kind hold when nobody says anything."""
        return self._defaults[name]

    def by_number(self, name: str) -> dict[int, FieldSpec]:
        """Fields of a kind by number."""
        return self._by_number[name]

    def _made(self, cls: type[Record], values: Mapping[str, Any]) -> Record:
        """A record of values that were parsed already: Pydantic would look at each of them a second time."""
        record: Record = object.__new__(cls)
        object.__setattr__(record, "__dict__", {**self._blank[cls.KIND.name], **values})
        return record

    def lacking(self, name: str, values: Mapping[str, Any]) -> list[str]:
        """Fields that a complete record needs and that hold nothing in `values`, which are domain values."""
        return [spec.name for spec in self._required[name] if values.get(spec.name) in (None, [], {})]

    def holds(self, name: str, values: Mapping[str, Any]) -> bool:
        """Whether domain values obey the rules between fields; `clean` tells what is wrong when they do not."""
        return not self._made(self._classes[name], values).problems()

    def _parsed(self, name: str, spec: FieldSpec, value: object) -> Any:
        """What `spec.parse` makes of a value; short ones recur and are remembered."""
        kind = type(value)
        if kind not in _REMEMBERED or (isinstance(value, str) and len(value) > 40):
            return spec.parse(value)
        key = (name, spec.name, kind, value)
        try:
            return self._memory[key]
        except KeyError:
            if len(self._memory) > 50_000:
                self._memory.clear()
            found = self._memory[key] = spec.parse(value)
            return found

    def clean(
        self, name: str, values: Mapping[str, object], *, current: Mapping[str, Any] | None = None, parsed: Collection[str] = ()
    ) -> dict[str, Any]:
        """Validated domain values of the given fields.

        `current` holds the record's other domain values when it exists already, so that rules between fields see the
        whole.  Fields named in `parsed` hold domain values already.  Raises InvalidInput with one `Problem` per fault; `where` is the field's name.
        """
        cls = self.cls(name)
        specs = self._specs[name]
        problems: list[Problem] = []
        cleaned: dict[str, Any] = {}
        for field, value in values.items():
            if field in parsed:
                cleaned[field] = value
                continue
            spec = specs.get(field)
            if spec is None:
                self.spec(name, field)  # raises with the list of known fields
                continue
            try:
                cleaned[field] = self._parsed(name, spec, value)
            except Invalid as error:
                problems.append(Problem(error.code, f"{spec.label}: {error.message}", field, value))
        whole = {**self._defaults[name], **(current or {}), **cleaned}
        if whole.get("state") != "draft":
            problems.extend(
                Problem("required", _("{field} is needed.").format(field=spec.label), spec.name)
                for spec in self._required[name]
                if whole.get(spec.name) in (None, [], {}) and (spec.name not in values or cleaned.get(spec.name, 0) is None)
            )
        if not problems:
            problems.extend(self._made(cls, whole).problems())
        if problems:
            raise InvalidInput(
                _("{kind} cannot be saved.").format(kind=cls.KIND.label()),
                advice=_("Correct the fields named and try again, or save it as a draft."),
                problems=problems,
            )
        return cleaned


@cache
def _specs(cls: type[Record]) -> dict[str, FieldSpec]:
    found: dict[str, FieldSpec] = {}
    for field, info in cls.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and isinstance(spec := extra.get("spec"), FieldSpec):
            found[field] = replace(spec, name=field)
    base = set(Record.model_fields)
    own = {field: spec for field, spec in found.items() if field not in base}
    return own | {field: spec for field, spec in found.items() if field in base}


__all__ = ["DELETED", "Kind", "Reach", "Record", "Registry", "Sensitivity"]
