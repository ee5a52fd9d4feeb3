"""How a field is declared.

One call per field in a record class, for example

    title: str | None = text(20, Names(en="Title|Activity title", sw=..., ...), required=True, search=True)

says everything the product ever needs to know of it.  Forms, lists, filters, templates, imports, exports, search,
history and replication are derived from the `FieldSpec` it leaves behind.  Numbers identify fields in bundles: they
are never reused and never changed (0 is "deleted"; 1-19 belong to every record).

Values have two shapes.  *Domain* values are what people and code handle: str, int, float, bool, `date`, lists of
codes or record ids, and dicts of counts.  *Wire* values are what operations, bundles and tables hold: None, bool,
int, float, str, 16-byte record ids, and dicts for sets (`{member: True}`) and counts (`{cell: number}`).
"""

from __future__ import annotations

import json
import math
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import LargeBinary, Numeric, SmallInteger, Text
from sqlmodel import Field

from gedesk.domain.naming import Names
from gedesk.domain.vocabularies import Vocabulary, vocabulary
from gedesk.i18n import gettext as _
from gedesk.i18n import mark

Wire = None | bool | int | float | str | bytes | dict[str, Any]

MAX_TEXT = 500
MAX_LONG_TEXT = 32_000  # below Excel's 32,767 characters a cell, so that nothing is cut on export
MAX_NUMBER = 10**15  # exact in a 64-bit float with one decimal
NOT_RECORDED = "not_recorded"


class Type(StrEnum):
    """What kind of value a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    LINK = "link"
    LINKS = "links"
    COUNTS = "counts"


class Sensitivity(StrEnum):
    """Who may read a field or record."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class Invalid(ValueError):
    """A value that a field does not accept: stable `code` and a message for the person who typed it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """Everything known of one field.  `name` is filled in when the record class is registered."""

    number: int
    type: Type
    names: Names
    help: str = ""
    required: bool = False
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    search: bool = False
    vocabulary_name: str | None = None
    target: str | None = None
    dims: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = MAX_TEXT
    qualifier: str | None = None
    indexed: bool = False
    default: Any = None
    automatic: bool = False
    name: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """Label in the language in use."""
        return self.names.label()

    @property
    def help_text(self) -> str:
        """Help in the language in use."""
        return _(self.help)

    @property
    def vocabulary(self) -> Vocabulary:
        """The closed list of a CODE or CODES field."""
        if self.vocabulary_name is None:
            raise TypeError(f"{self.name} has no vocabulary")
        return vocabulary(self.vocabulary_name)

    @property
    def is_map(self) -> bool:
        """Whether the field is a set or a table of counts, merged entry by entry."""
        return self.type in (Type.CODES, Type.LINKS, Type.COUNTS)

    @property
    def is_link(self) -> bool:
        """Whether the field points at other records."""
        return self.target is not None

    # -- domain values -------------------------------------------------------------------------------------------

    def parse(self, value: object) -> Any:
        """The domain value of what a person, file or program gave; None when empty.  Raises `Invalid`."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return _PARSERS[self.type](self, value)

    def to_wire(self, value: Any) -> Wire:
        """A domain value as operations and tables hold it.  Sets and counts become whole maps."""
        if value is None:
            return None
        match self.type:
            case Type.DATE | Type.DATETIME:
                return str(value) if isinstance(value, str) else _iso(value)
            case Type.LINK:
                return uuid.UUID(value).bytes
            case Type.CODES | Type.LINKS:
                return dict.fromkeys(value, True)
            case Type.COUNTS:
                return dict(value)
        wire: Wire = value
        return wire

    def from_wire(self, value: Wire) -> Any:
        """The domain value of a stored one.  Unknown codes are kept: a newer version may have written them."""
        if value is None:
            return None
        match self.type:
            case Type.DATE:
                return date.fromisoformat(str(value))
            case Type.LINK:
                return str(uuid.UUID(bytes=value)) if isinstance(value, bytes) else value
            case Type.CODES | Type.LINKS:
                return sorted(key for key, there in value.items() if there) if isinstance(value, dict) else value
        return value

    def accepts_wire(self, value: Wire) -> bool:
        """Whether a received wire value has the right shape for this field (not: whether it makes sense)."""
        return value is None or (isinstance(value, _WIRE_TYPES[self.type]) and _WIRE_CHECKS[self.type](value))

    def accept_wire(self, values: Sequence[Wire]) -> bool:
        """Whether all these values have the right shape: the same as asking for each, but fast for many."""
        given: list[Any] = list(filter(None, values))  # what is empty or zero has a right type and no size
        types = set(map(type, values)) - {type(None)}
        if not types <= set(_WIRE_TYPES[self.type]):
            return all(map(self.accepts_wire, values))
        if types == {int}:
            return True
        if types == {dict}:
            entries = set(map(type, chain.from_iterable(map(dict.values, given))))
            return entries <= (_COUNT_TYPES if self.type is Type.COUNTS else _SET_TYPES)
        if self.type in (Type.TEXT, Type.LONG_TEXT, Type.CODE):
            limit = MAX_TEXT if self.type is Type.CODE else MAX_LONG_TEXT * 4
            return max(map(len, given), default=0) <= limit
        return all(map(_WIRE_CHECKS[self.type], dict.fromkeys(value for value in values if value is not None)))

    # -- columns -------------------------------------------------------------------------------------------------

    def to_column(self, value: Wire) -> Any:
        """A wire value as the table's column holds it: maps as JSON text with sorted keys, false entries left out."""
        if isinstance(value, dict):
            kept = sorted([key for key, entry in value.items() if entry is not None and entry is not False])
            if not kept:
                return None
            if self.type is Type.COUNTS:  # whole numbers: `accepts_wire`
                return "{" + ",".join([f"{_quoted(key)}:{value[key]}" for key in kept]) + "}"
            return "[" + ",".join(map(_quoted, kept)) + "]"
        return value

    def to_columns(self, values: Sequence[Wire]) -> list[Any]:
        """The same for many."""
        if self.type is not Type.COUNTS:
            return list(map(self.to_column, values))
        return [
            template % tuple(value.values())
            if isinstance(value, dict) and None not in value.values() and (template := _template(tuple(value)))
            else self.to_column(value)
            for value in values
        ]

    def from_column(self, value: Any) -> Wire:
        """The inverse of `to_column`."""
        if value is None:
            return None
        if self.is_map:
            shown = json.loads(value)
            return dict.fromkeys(shown, True) if isinstance(shown, list) else shown
        if self.type is Type.YES_NO:
            return bool(value)
        wire: Wire = value
        return wire


# -- declaring ---------------------------------------------------------------------------------------------------


def _declare(spec: FieldSpec, sa_type: Any) -> Any:
    return Field(
        default=None, sa_type=sa_type, nullable=True, index=spec.indexed, schema_extra={"json_schema_extra": {"spec": spec}}
    )


def text(number: int, names: Names, *, long: bool = False, **options: Any) -> Any:
    """A line of text, or with `long` several paragraphs."""
    kind = Type.LONG_TEXT if long else Type.TEXT
    options.setdefault("max_length", MAX_LONG_TEXT if long else MAX_TEXT)
    return _declare(FieldSpec(number, kind, names, **options), Text)


def integer(number: int, names: Names, **options: Any) -> Any:
    """A whole number; not negative unless `minimum` says otherwise."""
    options.setdefault("minimum", 0)
    return _declare(FieldSpec(number, Type.INTEGER, names, **options), Numeric(asdecimal=False))


def amount(number: int, names: Names, **options: Any) -> Any:
    """A number that may have decimals: money, percentages, measurements."""
    return _declare(FieldSpec(number, Type.NUMBER, names, **options), Numeric(asdecimal=False))


def day(number: int, names: Names, **options: Any) -> Any:
    """A calendar day, `YYYY-MM-DD`."""
    return _declare(FieldSpec(number, Type.DATE, names, **options), Text)


def moment(number: int, names: Names, **options: Any) -> Any:
    """A local date and time, `YYYY-MM-DDTHH:MM`; the zone is a field of its own."""
    return _declare(FieldSpec(number, Type.DATETIME, names, **options), Text)


def yes_no(number: int, names: Names, **options: Any) -> Any:
    """Yes, no, or not said."""
    return _declare(FieldSpec(number, Type.YES_NO, names, **options), SmallInteger)


def code(number: int, names: Names, vocabulary_name: str, **options: Any) -> Any:
    """One code of a vocabulary."""
    return _declare(FieldSpec(number, Type.CODE, names, vocabulary_name=vocabulary_name, **options), Text)


def codes(number: int, names: Names, vocabulary_name: str, **options: Any) -> Any:
    """A set of codes of a vocabulary."""
    return _declare(FieldSpec(number, Type.CODES, names, vocabulary_name=vocabulary_name, **options), Text)


def link(number: int, names: Names, target: str, **options: Any) -> Any:
    """One record of another kind, by id."""
    options.setdefault("indexed", True)
    return _declare(FieldSpec(number, Type.LINK, names, target=target, **options), LargeBinary(16))


def links(number: int, names: Names, target: str, **options: Any) -> Any:
    """A set of records of another kind, by id."""
    return _declare(FieldSpec(number, Type.LINKS, names, target=target, **options), Text)


def counts(number: int, names: Names, dims: tuple[str, ...], **options: Any) -> Any:
    """A table of whole numbers by the codes of one or more vocabularies; cell keys are codes joined by `|`."""
    return _declare(FieldSpec(number, Type.COUNTS, names, dims=dims, **options), Text)


# -- parsing -----------------------------------------------------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

NOT_TEXT = mark("a text is wanted here, not {value}")
TOO_LONG = mark("is {length:,} characters long; {limit:,} fit. Shorten it.")


def is_clean(text: str) -> bool:
    """Whether a text that is not empty holds nothing that parsing would change."""
    return text.isprintable() and text[0] != " " != text[-1] and "  " not in text


def _text(spec: FieldSpec, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Invalid("type-error", _(NOT_TEXT).format(value=_show(value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is str and len(value) <= spec.max_length and is_clean(value):
        return value  # as most are
    text = _CONTROL.sub(" ", str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if spec.type is Type.TEXT:
        text = " ".join(text.split())
    if len(text) > spec.max_length:
        raise Invalid("maximum-length", _(TOO_LONG).format(length=len(text), limit=spec.max_length))
    return text or None


def _number(spec: FieldSpec, value: object) -> int | float:
    if isinstance(value, bool):
        raise Invalid("type-error", _("a number is wanted here, not yes or no"))
    if isinstance(value, str):
        try:
            value = float(value) if not re.fullmatch(r"[+-]?\d+", value.strip()) else int(value)
        except ValueError:
            raise Invalid("type-error", _("“{value}” is not a number").format(value=_show(value))) from None
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise Invalid("type-error", _("“{value}” is not a number").format(value=_show(value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if spec.type is Type.INTEGER and not isinstance(value, int):
        raise Invalid("type-error", _("{value} is not a whole number").format(value=value))
    if spec.minimum is not None and value < spec.minimum:
        raise Invalid("minimum", _("{value} is below {limit}").format(value=value, limit=spec.minimum))
    limit = MAX_NUMBER if spec.maximum is None else spec.maximum
    if abs(value) > MAX_NUMBER or value > limit:
        raise Invalid("maximum", _("{value} is above {limit}").format(value=value, limit=limit))
    return value


def _date(_spec: FieldSpec, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise Invalid(
            "type-error", _("“{value}” is not a date; write it like 2026-03-31").format(value=_show(value))
        ) from None
    return day


def _datetime(_spec: FieldSpec, value: object) -> str:
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise Invalid(
                "type-error",
                _("“{value}” is not a date and time; write it like 2026-03-31 14:30").format(value=_show(value)),
            ) from None
    return _iso(value)


def _yes_no(_spec: FieldSpec, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in (0, 1):
        return bool(value)
    found = vocabulary("yes_no").find(str(value))
    if found is None:
        raise Invalid("type-error", _("“{value}” is neither yes nor no").format(value=_show(value)))
    return found == "yes"


def _code(spec: FieldSpec, value: object) -> str:
    found = spec.vocabulary.find(str(value))
    if found is None:
        known = ", ".join(spec.vocabulary.codes[:12]) + (" …" if len(spec.vocabulary) > 12 else "")
        raise Invalid(
            "enum", _("“{value}” is not in the list; it knows {codes}").format(value=_show(value), codes=known)
        )
    return found


def _items(value: object) -> list[Any]:
    if isinstance(value, str):
        return [part for part in re.split(r"[;|\n]", value) if part.strip()]
    if isinstance(value, Mapping):
        return [key for key, there in value.items() if there]
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    return [value]


def _codes(spec: FieldSpec, value: object) -> list[str]:
    return sorted({_code(spec, item) for item in _items(value)})


def _link(_spec: FieldSpec, value: object) -> str:
    return _id(value) if isinstance(value, str | bytes) else _id(str(value))


@lru_cache(maxsize=65536)
def _id(value: str | bytes) -> str:
    try:
        return str(uuid.UUID(bytes=value) if isinstance(value, bytes) else uuid.UUID(str(value)))
    except ValueError:
        raise Invalid(
            "link", _("“{value}” is not the id of a record").format(value=_show(value))
        ) from None


def _links(spec: FieldSpec, value: object) -> list[str]:
    return sorted({_link(spec, item) for item in _items(value)})


def _counts(spec: FieldSpec, value: object) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise Invalid("type-error", _("a table of counts is wanted here, not {value}").format(value=_show(value)))
    cells: dict[str, int] = {}
    for key, entry in value.items():
        if entry is None:
            continue
        cell = _cell(spec.dims, str(key))
        number = entry if type(entry) is int and 0 <= entry <= MAX_NUMBER else _whole(spec, entry)
        if number is not None:
            cells[cell] = cells.get(cell, 0) + number
    return cells


def _whole(spec: FieldSpec, value: object) -> Any:
    return FieldSpec(spec.number, Type.INTEGER, spec.names, minimum=0, name=spec.name).parse(value)


@lru_cache(maxsize=8192)
def _cell(dims: tuple[str, ...], key: str) -> str:
    parts = [part.strip() for part in key.split("|")]
    if len(parts) > len(dims):
        raise Invalid("cell", _("“{cell}” has more parts than {dims}").format(cell=key, dims=" | ".join(dims)))
    parts += [""] * (len(dims) - len(parts))
    found: list[str] = []
    for name, part in zip(dims, parts, strict=True):
        code = vocabulary(name).find(part or NOT_RECORDED)
        if code is None:
            known = ", ".join(vocabulary(name).codes)
            raise Invalid("cell", _("“{part}” in “{cell}” is not one of {codes}").format(part=part, cell=key, codes=known))
        found.append(code)
    return "|".join(found)


def _iso(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def _show(value: object) -> str:
    shown = str(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


_PARSERS: dict[Type, Callable[[FieldSpec, object], Any]] = {
    Type.TEXT: _text, Type.LONG_TEXT: _text, Type.INTEGER: _number, Type.NUMBER: _number, Type.DATE: _date,
    Type.DATETIME: _datetime, Type.YES_NO: _yes_no, Type.CODE: _code, Type.CODES: _codes, Type.LINK: _link,
    Type.LINKS: _links, Type.COUNTS: _counts,
}  # fmt: skip

_WIRE_TYPES: dict[Type, tuple[type, ...]] = {
    Type.TEXT: (str,), Type.LONG_TEXT: (str,), Type.INTEGER: (int,), Type.NUMBER: (int, float), Type.DATE: (str,),
    Type.DATETIME: (str,), Type.YES_NO: (bool,), Type.CODE: (str,), Type.CODES: (dict,), Type.LINK: (bytes,),
    Type.LINKS: (dict,), Type.COUNTS: (dict,),
}  # fmt: skip


@lru_cache(4096)  # the same days again and again
def _is_day(value: Any) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_moment(value: Any) -> bool:
    try:
        return len(value) <= 32 and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and math.isfinite(value)


def _is_set(value: Any) -> bool:
    return _SET_TYPES.issuperset(map(type, value.values()))


def _is_counts(value: Any) -> bool:
    return _COUNT_TYPES.issuperset(map(type, value.values()))


_SET_TYPES = frozenset({bool, type(None)})
_COUNT_TYPES = frozenset({int, type(None)})
_quoted = lru_cache(4096)(json.encoder.encode_basestring)  # codes and ids: the same ones again and again


@lru_cache(4096)
def _template(keys: tuple[str, ...]) -> str | None:
    """The JSON text of a table of counts with these cells, the numbers left open; None when they are not in order."""
    if not keys or list(keys) != sorted(keys):
        return None
    return "{" + ",".join(f"{_quoted(key).replace('%', '%%')}:%d" for key in keys) + "}"


_WIRE_CHECKS: dict[Type, Callable[[Any], bool]] = {
    Type.TEXT: lambda value: len(value) <= MAX_LONG_TEXT * 4, Type.LONG_TEXT: lambda value: len(value) <= MAX_LONG_TEXT * 4,
    Type.INTEGER: _is_number, Type.NUMBER: _is_number, Type.DATE: _is_day, Type.DATETIME: _is_moment,
    Type.YES_NO: lambda _value: True, Type.CODE: lambda value: len(value) <= MAX_TEXT, Type.CODES: _is_set,
    Type.LINK: lambda value: len(value) == 16, Type.LINKS: _is_set, Type.COUNTS: _is_counts,
}  # fmt: skip
