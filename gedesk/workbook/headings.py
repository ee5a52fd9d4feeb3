"""What a heading says: its spellings without stars, units and instructions, and the words it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from gedesk import i18n
from gedesk.domain.record import Registry
from gedesk.domain.text import fold

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERING = re.compile(r"^\s*(?:[a-z]?\d{1,2}(?:\.\d{1,3})*[.):]?|[ivx]{1,4}[.)]|[a-z][.)])\s+", re.I)
_EDGE = " \t\n*:;.,#-–—_?¿!¡/\\|=\"'“”«»…"
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
_WORD = re.compile(r"[^\W_]+")
_NUMBER_WORD = re.compile(r"^(?:#|№|no\.?|nr\.?|number of|nombre de|nb\.?(?: de)?|idadi ya|количество|число|broj|n°) ?(?:of |de |d')?")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER_SCRIPT = re.compile(r"[\u0600-\u06ff\u0400-\u04ff]+")

# Words that carry no meaning of their own in a heading, in the five languages.
_STOP_WORDS = (
    "of the a an and or for in to on by at with de des du la le les l d et ou pour en au aux un une "
    "ya wa za cha vya na kwa и по в на о для из i u za od do po name jina nom naziv название please select choose"
)
_LONGEST = 1_000  # characters of a heading that are looked at
STOP = frozenset(_STOP_WORDS.split())
CODE_WORDS = frozenset({"code", "pcode", "p-code", "id", "kodi", "msimbo", "код", "sifra", "kod"})


class Heading(NamedTuple):
    """One heading of a domain field."""

    kind: str
    field: str
    language: str
    is_label: bool


@lru_cache(maxsize=20_000)
def spellings(text: str) -> tuple[str, ...]:
    """Folded spellings of a heading, the fullest first: as it is, without brackets, its first line, its halves."""
    found: dict[str, None] = {}
    text = text[:_LONGEST]

    def add(candidate: str) -> None:
        folded = fold(_NUMBERING.sub("", candidate)).strip(_EDGE)
        if folded:
            found.setdefault(folded)
            bare = _NUMBER_WORD.sub("", folded)
            if bare:
                found.setdefault(bare)
            plain = " ".join(_WORD.findall(folded))
            if plain:
                found.setdefault(plain)

    add(text)
    bare = _BRACKETS.sub(" ", text)
    add(bare)
    if "_" in bare or _CAMEL.search(bare):
        add(_CAMEL.sub(" ", bare.replace("_", " ")))
    for line in bare.split("\n"):
        if line.strip():
            add(line)
    head = re.split(r"[(\[:;]", text, maxsplit=1)[0]
    add(head)
    for part in re.split(r"\s*/\s*|\s+[-–—|]\s+|\n", bare):
        if len(part.strip()) > 2:
            add(part)
    if _LATIN.search(bare) and _OTHER_SCRIPT.search(bare):
        add(_OTHER_SCRIPT.sub(" ", bare))
        add(" ".join(_OTHER_SCRIPT.findall(bare)))
    return tuple(found)


@lru_cache(maxsize=20_000)
def words(text: str) -> frozenset[str]:
    """The meaningful words of a heading, folded."""
    text = text[:_LONGEST]
    parted = _CAMEL.sub(" ", text.replace("_", " ")) if ("_" in text or _CAMEL.search(text)) else text
    found = [word for word in _WORD.findall(fold(parted)) if word not in STOP and not word.isdigit()]
    return frozenset(_stem(word) for word in found)


def _stem(word: str) -> str:
    """Singular enough for comparing English and French words."""
    if word.isascii() and len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


_indexes: dict[int, tuple[Registry, dict[str, list[Heading]]]] = {}


def index(registry: Registry) -> dict[str, list[Heading]]:
    """Every folded heading of every field of every kind, with the fields that bear it."""
    known = _indexes.get(id(registry))
    if known is not None and known[0] is registry:
        return known[1]
    found: dict[str, list[Heading]] = {}
    for kind in registry:
        for name, spec in registry.specs(kind).items():
            for language in i18n.LANGUAGES:
                for place, heading in enumerate(spec.names.headings(language)):
                    entry = Heading(kind, name, language, place == 0)
                    folded = fold(heading).strip(_EDGE)
                    for spelling in dict.fromkeys((folded, " ".join(_WORD.findall(folded)))):
                        entries = found.setdefault(spelling, [])
                        if not any((other.kind, other.field) == (kind, name) for other in entries):
                            entries.append(entry)
    _indexes[id(registry)] = (registry, found)
    return found


# Headings that name no field of ours, yet say that a row is a header.
_OTHER_HEADINGS = (
    "no|s/n|sn|#|№|n°|nr|id|index|serial number|sl no|s.no|na.|namba|numéro|п/п|№ п/п|r.br|rb|red. br|"
    "year|month|quarter|week|mwaka|mwezi|robo|année|mois|trimestre|год|месяц|квартал|godina|mjesec|"
    "total|jumla|всего|итого|ukupno|female|male|women|men|girls|boys|wanawake|wanaume|me|ke|femmes|hommes|f|m|h|"
    "ж|м|женщины|мужчины|žene|muškarci|sex|gender|age|jinsia|umri|sexe|âge|пол|возраст|spol|dob|"
    "name|jina|nom|имя|фио|ф.и.о|ime|phone|simu|téléphone|телефон|telefon|signature|sahihi|подпись|potpis|"
    "email|type|status|sector|cluster|secteur|region|district|ward|kata|village|kijiji|population|value|unit|"
    "category|country|latitude|longitude|code|pcode|remarks|comments|target|baseline|actual|source|label|owner|task|"
    "responsible|timeline|budget|objective|output|outcome|priority|due date|description"
)


@cache
def other_headings() -> frozenset[str]:
    """Folded headings that are no field of ours."""
    return frozenset(fold(part) for part in _OTHER_HEADINGS.split("|"))


def is_known(text: str, known: dict[str, list[Heading]]) -> bool:
    """Whether a text is a heading somebody uses."""
    if len(text) > _LONGEST:
        return False
    others = other_headings()
    return any(spelling in known or spelling in others for spelling in spellings(text)[:8])


def join(parts: Iterable[str]) -> str:
    """The heading of a column under several rows of headers, `Participants > Female`."""
    shown: list[str] = []
    for part in parts:
        clean = " ".join(part.split())
        if clean and clean not in shown:
            shown.append(clean)
    return " > ".join(shown)
