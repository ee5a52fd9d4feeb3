"""Closed lists of codes with labels in five languages, shipped as data in `resources/vocabularies/`.

A file has the columns `code,en,sw,fr,ru,bs,aliases,source`.  Codes are stored in records; labels are only shown.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

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


_LONGEST = 60  # characters of a spelling that is looked at twice
_EDGE = " .,;:!?*\"'()[]-_=✓✔"
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ENDING = re.compile(r"(?<=\w)\(\w{1,3}\)")
_OR = re.compile(r"\s*[/|]\s*|\s+-\s+")
_WORD = re.compile(r"[^\W_]+")
_AGREED = re.compile(r"(ha)?(?:i|ya|u|ki|zi|li|vi|wa|a|pa)(me|ja|na|ta)(\w{4,})")  # what a Kiswahili verb agrees with
_VOWELS = "aeiouаеиоуыэюя"


def _stem(word: str) -> str:
    """A word without the endings of gender and number, and a Kiswahili verb without what it agrees with."""
    if (verb := _AGREED.fullmatch(word)) and word.isascii():
        return f"{verb[1] or ''}i{verb[2]}{verb[3]}"
    if len(word) < 6:
        return word
    bare = word.removesuffix("s") if word.isascii() else word
    shorter = bare.rstrip(_VOWELS)
    return shorter if len(shorter) >= 4 else bare


@lru_cache(maxsize=65536)
def _shorter(folded: str) -> tuple[str, tuple[str, ...], str]:
    """A folded spelling without marks and brackets, its halves when it says the same twice, and the stems of its words."""
    plain = " ".join(_BRACKETED.sub(" ", _ENDING.sub("", folded)).replace("_", " ").split()).strip(_EDGE) or folded.strip(_EDGE)
    parts = tuple(part for part in _OR.split(plain) if part)
    return plain, parts if len(parts) > 1 else (), " ".join(map(_stem, _WORD.findall(plain)))


class Vocabulary:
    """An ordered closed list of terms."""

    def __init__(self, name: str, terms: list[Term]) -> None:
        self.name = name
        self._terms = {term.code: term for term in terms}
        self._spellings: dict[str, str] = {}
        for term in terms:
            for spelling in (term.code, *term.labels.values(), *term.aliases):
                self._spellings.setdefault(fold(spelling), term.code)
        self._stems: dict[str, str] = {}  # "" where it stands for several codes

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
        """The code meant by a code, label or alias in any of the languages, or None.

        Marks around the words, their gender and number, and a translation beside them do not matter: `Réalisé(e)s.`,
        `Yamekamilika`, `Завершена`, `Completed / Imekamilika`.
        """
        folded = fold(text)
        found = self._spellings.get(folded)
        if found is not None or len(folded) > _LONGEST:
            return found
        bare, parts, stem = _shorter(folded)
        if bare in self._spellings:
            return self._spellings[bare]
        if not self._stems:
            for spelling, code in self._spellings.items():
                key = _shorter(spelling)[2]
                self._stems[key] = code if self._stems.get(key, code) == code else ""
        if stem in self._stems:
            return self._stems[stem] or None
        said = {self.find(part) for part in parts}
        return said.pop() if len(said) == 1 else None


# Codes for nothing, a part and all of a work: people write how much is done instead, 0 %, 60 %, 100 %.
SHARES = {
    "activity_progress": ("planned", "under_way", "done"),
    "action_state": ("open", "in_progress", "done"),
    "stage": ("not_started", "in_progress", "completed"),
}


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
