"""What a row tells of the organisation, person, committee or indicator that it names: its type, its telephone, its unit.

Such a column holds the field that names the record, and its part says which field of that record.
"""

from __future__ import annotations

from collections.abc import Sequence

from gedesk.domain.fields import FieldSpec
from gedesk.domain.record import Registry
from gedesk.workbook import headings, hxl
from gedesk.workbook.readings import Candidate, Mapped
from gedesk.workbook.table import Column

# What a sheet of activities tells of the organisations it names: the words of the heading, and the field.
_PARTY_FIELDS = (
    ("organisation_type", frozenset({"type", "types", "aina", "тип", "tip", "vrsta"})),
    ("acronym", frozenset({"acronym", "acronyme", "sigle", "kifupisho", "abbreviation", "сокращение", "skracenica"})),
)
_PARTY_WORDS = frozenset(
    {"org", "organization", "organisation", "ngo", "ong", "partner", "partenaire", "implementer", "actor", "acteur", "shirika", "mashirika",
     "structure", "institution", "taasisi", "учреждение", "ведомство", "орган", "institucija", "ustanova", "agency", "agence", "организация", "организации", "партнер", "organizacija", "organizacije", "partneri", "asasi", "implementing"}
)  # fmt: skip
_DESCRIBED = {  # and of the person, committee or indicator it names, by the headings that these have
    "person": ("sex", "phone", "email", "post"),
    "committee": ("committee_type",),
    "indicator": ("unit", "baseline", "definition", "reference", "result_type"),
}
PARTS = (*(name for name, _words in _PARTY_FIELDS), *(name for names in _DESCRIBED.values() for name in names))


def is_party(column: Column) -> bool:
    """Whether a heading speaks of an organisation: `Structure responsable`."""
    return bool(headings.words(" ".join(column.parts)) & _PARTY_WORDS)


def describes_party(column: Column) -> bool:
    """Whether a heading names a quality of an organisation instead of the organisation."""
    said = headings.words(" ".join(column.parts))
    tagged = hxl.parse(column.tag)[1] if column.tag else frozenset()
    return bool(tagged & {"type", "code", "id"}) or (bool(said & (_PARTY_FIELDS[0][1] | headings.CODE_WORDS)) and "name" not in " ".join(column.parts).lower())


def map_parties(columns: Sequence[Column], mapped: Mapped, specs: dict[str, FieldSpec], registry: Registry) -> None:
    """Columns that describe the organisation another column names: its type, its acronym."""
    if "organisation" not in set(registry):
        return
    wanted = registry.specs("organisation")
    named = {
        index: candidate for index, candidate in mapped.columns.items()
        if not candidate.part and candidate.field in specs and specs[candidate.field].target == "organisation"
    }  # fmt: skip
    if not named:
        return
    told: set[str] = set()
    for column in columns:
        if column.index in mapped.columns or column.type not in ("text", "code", "empty"):
            continue
        head, attributes = hxl.parse(column.tag) if column.tag else ("", frozenset())
        said = headings.words(" ".join(column.parts))
        for name, marks in _PARTY_FIELDS:
            tagged = head == "#org" and bool({"type", "acronym"} & attributes & marks)
            worded = bool(said & marks) and (bool(said & _PARTY_WORDS) or (name == "acronym" and len(said) == 1))
            if name in wanted and name not in told and (tagged or worded):
                told.add(name)
                nearest = named[min(named, key=lambda index: abs(index - column.index))]
                mapped.columns[column.index] = Candidate(nearest.field, 0.75, "tag" if tagged else "words", name)
                break


def map_described(
    columns: Sequence[Column], mapped: Mapped, specs: dict[str, FieldSpec], readings: dict[int, dict[tuple[str, str], Candidate]]
) -> None:
    """Columns that describe what another column names: sex, telephone and post of a person, unit and baseline of an indicator."""
    for target, names in _DESCRIBED.items():
        named = [candidate for candidate in mapped.columns.values() if not candidate.part and (spec := specs.get(candidate.field)) and spec.target == target]
        if len(named) != 1:
            continue
        told: set[str] = set()
        for column in columns:
            for name in names if column.index not in mapped.columns else ():
                reading = readings[column.index].get((target, name))
                if reading is not None and reading.how == "exact" and reading.confidence >= 0.94 and name not in specs and name not in told:
                    mapped.columns[column.index] = Candidate(named[0].field, 0.75, "words", name)
                    told.add(name)
                    break
