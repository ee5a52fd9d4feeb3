"""Closed lists of codes with labels in five languages, shipped as data in `resources/vocabularies/`.

A file has the columns `code,en,sw,fr,ru,bs,aliases,source`.  Codes are stored in records; labels are only shown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gedesk import i18n, paths
from gedesk.domain.text import fold


@dataclass(frozen=True, slots=True)
class Term:
    """One code with its labels by language, further spellings, and where it comes from."""

    code: str
    labels: dict[str, str]
    aliases: tuple[str, ...]
    source: str

    def label(self, language: str | None = None) -> str:
        """The label in `language`, or in the one in use."""
        return self.labels[language or i18n.current()]


class Vocabulary:
    """An ordered closed list of terms."""

    def __init__(self, name: str, terms: list[Term]) -> None:
        self.name = name
        self._terms = {term.code: term for term in terms}
        self._spellings: dict[str, str] = {}
        for term in terms:
            for spelling in (term.code, *term.labels.values(), *term.aliases):
                self._spellings.setdefault(fold(spelling), term.code)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __contains__(self, code: object) -> bool:
        return code in self._terms

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order shown to people."""
        return tuple(self._terms)

    def label(self, code: str, language: str | None = None) -> str:
        """Label of a code; a code this version does not know is shown as it is."""
        term = self._terms.get(code)
        return term.label(language) if term else code

    def find(self, text: str) -> str | None:
        """The code meant by a code, label or alias in any of the languages, or None."""
        return self._spellings.get(fold(text))


@cache
def vocabulary(name: str) -> Vocabulary:
    """The shipped vocabulary `name`.  Raises FileNotFoundError for a name that is not shipped: our bug."""
    with paths.resource(f"vocabularies/{name}.csv").open(encoding="utf-8", newline="") as file:
        terms = [
            Term(
                code=row["code"],
                labels={language: row[language] for language in i18n.LANGUAGES},
                aliases=tuple(part.strip() for part in row["aliases"].split("|") if part.strip()),
                source=row["source"],
            )
            for row in csv.DictReader(file)
        ]
    return Vocabulary(name, terms)
