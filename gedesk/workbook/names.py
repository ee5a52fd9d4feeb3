"""Names of places, organisations and people in a workbook, and the records they mean.

A name is folded and its type words are parsed apart, so that `Halmashauri ya Manispaa ya Moshi` is the base `moshi`
with the type municipal.  What is accepted without asking must be alone: no other candidate within the margin.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from gedesk.domain.text import fold

ACCEPT = 86.0  # least score accepted without asking
MARGIN = 6.0  # least distance to the runner-up
OFFER = 60.0  # least score of a candidate worth offering


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a name may mean.  `kind` is the kind of unit of a place, `parent` the id of the place above."""

    id: str
    name: str
    other_names: tuple[str, ...] = ()
    level: str = ""
    parent: str | None = None
    kind: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate and how well it fits, 0 to 100 and a little above."""

    candidate: Candidate
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """The id accepted without asking, or None, and the best candidates."""

    accepted: str | None
    candidates: tuple[Scored, ...] = ()


# -- places ------------------------------------------------------------------------------------------------------

# Types: d district council (rural), t town, m municipal, c city, u any of the three, w administrative district,
# r region, k county, p province, v ward, n constituency, o commune, e entity, a canton, b subcounty.
_PHRASES = {
    "halmashauri ya wilaya ya": "d", "halmashauri ya manispaa ya": "m", "halmashauri ya jiji la": "c",
    "halmashauri ya mji wa": "t", "halmashauri ya mji mdogo wa": "t", "halmashauri ya": "", "manispaa ya": "m",
    "jiji la": "c", "mji wa": "t", "wilaya ya": "w", "mkoa wa": "r", "kata ya": "v", "shehia ya": "v", "kaunti ya": "k",
    "jimbo la": "n", "county government of": "k", "county government": "k", "county assembly of": "k", "county of": "k", "government of": "",
    "serikali ya kaunti ya": "k", "district council": "d", "town council": "t", "municipal council": "m", "city council": "c",
    "municipality council": "m", "township authority": "t", "town authority": "t", "urban district": "u",
    "rural district": "d", "county council": "k", "sub county": "b", "sub-county": "b",
    "commune urbaine de": "m", "commune rurale de": "o", "commune de": "o", "province de la": "p", "province du": "p",
    "province de": "p", "region de la": "r", "region du": "r", "region des": "r", "region de": "r", "comte de": "k",
    "gorod respublikanskogo znacheniia": "r", "federacija": "", "district brcko": "", "mairie de": "o", "ville de": "m",
    "город областного значения": "c", "городская администрация": "c", "қаласының әкімдігі": "c",
}  # fmt: skip
_WORDS = {
    "dc": "d", "d.c": "d", "d.c.": "d", "tc": "t", "t.c": "t", "t.c.": "t", "mc": "m", "m.c": "m", "m.c.": "m",
    "cc": "c", "c.c": "c", "c.c.": "c", "cbd": "u", "urban": "u", "mjini": "u", "town": "u", "township": "t", "mji": "t",
    "city": "c", "jiji": "c", "municipal": "m", "municipality": "m", "manispaa": "m", "rural": "d", "vijijini": "d",
    "district": "w", "districts": "w", "wilaya": "w", "region": "r", "mkoa": "r", "council": "", "halmashauri": "",
    "ward": "v", "kata": "v", "county": "k", "kaunti": "k", "comte": "k", "constituency": "n", "subcounty": "b",
    "province": "p", "commune": "o", "departement": "w",
    "район": "w", "районы": "w", "раион": "w", "область": "r", "обл": "r", "обл.": "r", "облысы": "r", "ауданы": "w",
    "город": "c", "г": "c", "г.": "c", "қаласы": "c", "каласы": "c", "р-н": "w", "акимат": "", "г.а": "c", "г.а.": "c",
    "аудан": "w", "р-на": "w", "района": "w", "области": "r", "опстина": "m", "општина": "m", "кантон": "a", "дистрикт": "w",
    "rayon": "w", "raion": "w", "rajon": "w", "rayony": "w", "audany": "w", "audan": "w", "oblast": "r", "oblys": "r", "oblysy": "r",
    "qalasy": "c", "kalasy": "c", "gorod": "c", "akimat": "",
    "opcina": "m", "opstina": "m", "grad": "m", "kanton": "a", "zupanija": "a", "canton": "a", "entitet": "e",
}  # fmt: skip
_DIRECTIONS = {
    "kaskazini": "north", "kusini": "south", "mashariki": "east", "magharibi": "west", "kati": "central",
    "nord": "north", "sud": "south", "est": "east", "ouest": "west", "centre": "central",
    "север": "north", "юг": "south", "sjever": "north", "jug": "south", "istok": "east", "zapad": "west",
}  # fmt: skip
_LONG_DIRECTIONS = [word for word in _DIRECTIONS if len(word) >= 6]
_ADJECTIVE = re.compile(r"(?<=\w\w\w)(?:sk(?:iy|ii|yi|ij|y|i)|skaya|skaia|skaja|skoye|skoe)\b")  # Latin ends of Russian adjectives
_JOINERS = frozenset({"ya", "wa", "la", "za", "de", "du", "des", "of", "the", "and", "na", "&"})
_BRACKETED = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]{2,15})[)\]]\s*$")
_TOKEN = re.compile(r"[^\s,;/()\[\]_-]+")

# What a type word in a text says about the kind of unit a candidate is.
_KIND_LETTERS = (
    ("district council", "d"), ("town council", "t"), ("municipal council", "m"), ("city council", "c"),
    ("city of republican", "cr"), ("city district", "w"), ("city/town", "cw"), ("city or municipality", "mc"),
    ("municipality", "m"), ("urban commune", "mo"), ("commune", "o"), ("administrative district", "w"), ("district", "w"),
    ("raion", "w"), ("region", "r"), ("oblast", "r"), ("sub-county", "bn"), ("constituency", "n"), ("county", "k"),
    ("province", "p"), ("canton", "a"), ("entity", "e"), ("ward", "v"), ("city", "c"),
)  # fmt: skip
_SAYS = {
    "d": set("d"), "t": set("t"), "m": set("mc"), "c": set("cmtr"), "u": set("tmc"), "w": set("wdrb"), "r": set("r"),
    "k": set("k"), "p": set("p"), "v": set("v"), "n": set("nb"), "o": set("om"), "e": set("e"), "a": set("a"),
    "b": set("bn"),
}  # fmt: skip
_FIRM = {"d": "d", "t": "t", "m": "m", "c": "c", "w": "w", "r": "r", "k": "k", "p": "p"}

LEVEL_SETS: dict[str, frozenset[str]] = {
    "adm1": frozenset({"region", "county", "province", "canton", "entity", "zone"}),
    "adm2": frozenset({"district", "council", "province", "canton", "subcounty", "constituency", "municipality"}),
    "adm3": frozenset({"council", "ward", "commune", "municipality", "district"}),
    "adm4": frozenset({"ward", "village"}),
    "adm5": frozenset({"village"}),
    "district": frozenset({"district", "council"}),
    "council": frozenset({"council", "municipality", "commune"}),
    "city": frozenset({"city", "council", "municipality", "commune", "region"}),
    "municipality": frozenset({"municipality", "council", "city"}),
    "commune": frozenset({"commune"}),
    "county": frozenset({"county"}),
    "region": frozenset({"region", "region_pre2025"}),
    "province": frozenset({"province"}),
    "subcounty": frozenset({"subcounty", "constituency"}),
    "constituency": frozenset({"constituency", "subcounty"}),
}


_LONG_WORDS = [word for word in _WORDS if len(word) >= 7]


def _type_word(token: str) -> str:
    """A long type word behind a slip of the pen, `munincipal`; else the token itself."""
    if len(token) < 7 or token in _WORDS:
        return token
    near = process.extractOne(token, _LONG_WORDS, scorer=fuzz.ratio, score_cutoff=85)
    return near[0] if near else token


def _direction(token: str) -> str:
    """The English word for a direction in another language, also behind a slip of the pen; else the token itself."""
    if token in _DIRECTIONS or len(token) < 6:
        return _DIRECTIONS.get(token, token)
    near = process.extractOne(token, _LONG_DIRECTIONS, scorer=fuzz.ratio, score_cutoff=85)
    return _DIRECTIONS[near[0]] if near else token


@lru_cache(maxsize=50_000)
def parse_place(text: str) -> tuple[str, frozenset[str]]:
    """Base of a place's name and the types its words tell."""
    folded = _ADJECTIVE.sub("ski", fold(text).replace("'", ""))
    types: set[str] = set()
    for phrase, told in _PHRASES.items():
        if phrase in folded:
            replaced = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", folded)
            if replaced.strip() and replaced != folded:
                folded = replaced
                if told:
                    types.add(told)
    tokens = [token.strip(".") or token for token in _TOKEN.findall(folded)]
    kept = []
    for place, token in enumerate(tokens):
        token = _type_word(token)
        if token in _WORDS and len(tokens) > 1:
            if _WORDS[token]:
                types.add(_WORDS[token])
            continue
        if token in _JOINERS and 0 < place < len(tokens):
            continue
        kept.append(_direction(token))
    if not kept and tokens:  # nothing but type words: the first is the name, `Mjini District`
        kept, types = [_DIRECTIONS.get(tokens[0], tokens[0])], {_WORDS[told] for token in tokens[1:] if (told := _type_word(token)) in _WORDS}
    return " ".join(kept), frozenset(types - {""})


def _kind_letters(candidate: Candidate) -> frozenset[str]:
    shown = fold(candidate.kind) or fold(candidate.level)
    for phrase, told in _KIND_LETTERS:
        if phrase in shown:
            return frozenset(told)
    return frozenset(
        {"region": "r", "district": "w", "council": "dtmc", "county": "k", "ward": "v", "constituency": "n", "commune": "o",
         "province": "p", "municipality": "m", "canton": "a", "city": "c", "subcounty": "b"}.get(candidate.level, "")
    )  # fmt: skip


@dataclass(slots=True)
class _Entry:
    candidate: Candidate
    bases: tuple[str, ...]
    full: frozenset[str]
    letters: frozenset[str]
    spelled: frozenset[tuple[str, frozenset[str]]] = frozenset()  # base and type words of each of its names


# Cyrillic as Latin, first the Russian and Kazakh way, then the Bosnian and Serbian.  Folded letters only.
_RUSSIAN = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфцыэіғқңөұүһәъьј", [*"abvgdeziklmnoprstuf", "ts", *"yeigqnouuha", "", "", "y"], strict=True))
    | {"ж": "zh", "х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
)
_BOSNIAN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgddezzijklmnoprstcufhccs", strict=True)) | {"љ": "lj", "њ": "nj", "џ": "dz"}
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def _in_latin(base: str) -> tuple[str, ...]:
    """A folded Cyrillic name as Latin letters, in the ways people write it; nothing for others."""
    if not _CYRILLIC.search(base):
        return ()
    russian, bosnian = base.translate(_RUSSIAN), base.translate(_BOSNIAN)
    return tuple(dict.fromkeys(latin for latin in (russian, russian.replace("q", "k"), bosnian) if not _CYRILLIC.search(latin)))


@dataclass(slots=True)
class Index:
    """Candidates prepared for matching."""

    places: bool
    entries: list[_Entry]
    by_id: dict[str, Candidate]
    by_full: dict[str, list[_Entry]] = field(default_factory=dict)
    by_base: dict[str, list[_Entry]] = field(default_factory=dict)
    by_squeezed: dict[str, list[_Entry]] = field(default_factory=dict)  # names without spaces and marks
    levels: set[str] = field(default_factory=set)
    bases: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    memory: dict[tuple[str, str, str | None], Match] = field(default_factory=dict)
    ambiguous: dict[str, frozenset[str]] = field(default_factory=dict)  # folded names that mean several codes
    _above: dict[str, frozenset[str]] = field(default_factory=dict)
    _spellings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def levels_for(self, level: str) -> Collection[str]:
        """Levels of places that a column of a level may name: that level where the country has it, else its like."""
        if not level:
            return ()
        if not self.levels:
            self.levels.update(entry.candidate.level for entry in self.entries)
        return (level,) if level in self.levels else LEVEL_SETS.get(level, frozenset((level,)))

    def spellings_of(self, id: str) -> Iterable[str]:
        """Bases of all names of a candidate."""
        if not self._spellings:
            self._spellings.update((entry.candidate.id, entry.bases) for entry in self.entries)
        return self._spellings[id]

    def above(self, id: str) -> frozenset[str]:
        """Ids of all places above one."""
        if id not in self._above:
            chain: list[str] = []
            current = self.by_id.get(id)
            while current is not None and current.parent and current.parent not in chain and len(chain) < 12:
                chain.append(current.parent)
                current = self.by_id.get(current.parent)
            self._above[id] = frozenset(chain)
        return self._above[id]


def build(
    candidates: Iterable[Candidate], *, places: bool = False, ambiguous: Mapping[str, Collection[str]] | None = None
) -> Index:
    """Prepares candidates; `places` parses type words.  `ambiguous` are names known to mean several codes."""
    index = Index(places, [], {})
    for name, codes in (ambiguous or {}).items():
        index.ambiguous[_full(name)] = index.ambiguous.get(_full(name), frozenset()) | frozenset(codes)
    for candidate in candidates:
        names = [candidate.name, *candidate.other_names]
        spelled = [_base(name, places) for name in names if name.strip()]
        spelled += [latin for base in spelled for latin in _in_latin(base)]
        entry = _Entry(
            candidate,
            tuple(dict.fromkeys(base for base in spelled if base)),
            frozenset(full for name in [*names, candidate.code] if (full := _full(name))),
            _kind_letters(candidate) if places else frozenset(),
            frozenset(parse_place(name) for name in names) if places else frozenset(),
        )
        index.entries.append(entry)
        index.by_id[candidate.id] = candidate
        for full in entry.full:
            index.by_full.setdefault(full, []).append(entry)
            index.by_squeezed.setdefault(_squeezed(full), []).append(entry)
        for base in entry.bases:
            index.by_base.setdefault(base, []).append(entry)
    index.bases = list(index.by_base)
    index.joined = [base.replace(" ", "") for base in index.bases]
    return index


def _full(text: str) -> str:
    return fold(text).strip(" .,;:*'\"")


def _squeezed(full: str) -> str:
    return re.sub(r"[\W_]+", "", full)


def _base(text: str, places: bool) -> str:
    return parse_place(text)[0] if places else parse_party(text)


def match(text: str, index: Index, level: str | None = None, parent: str | None = None) -> Match:
    """The record a name means.  `level` is that of the column, `parent` the id of the place above when known."""
    key = (text, level or "", parent)
    if key not in index.memory:
        found = _match_place(text, index, level or "", parent) if index.places else _match_party(text, index)
        if len(index.memory) > 100_000:
            index.memory.clear()
        index.memory[key] = found
    return index.memory[key]


def _match_place(text: str, index: Index, level: str, parent: str | None) -> Match:
    coded = [entry for entry in index.by_full.get(_full(text), ()) if _full(entry.candidate.code) == _full(text)]
    if len(coded) == 1:
        return Match(coded[0].candidate.id, (Scored(coded[0].candidate, 100.0),))
    levels = index.levels_for(level)
    exact = index.by_full.get(_full(text), []) if level or "(" in text else []
    if len(exact) == 1 and _full(text) not in index.ambiguous and _is_whole_name(text, exact[0].candidate, index, levels, parent):
        return Match(exact[0].candidate.id, (Scored(exact[0].candidate, 100.0),))
    found = _match_spelling(text, index, levels, parent)
    if found.accepted is not None:
        return found
    return _match_bracketed(text, index, levels, parent) or _match_under(text, index, levels, parent) or found


def _is_whole_name(text: str, candidate: Candidate, index: Index, levels: Collection[str], parent: str | None) -> bool:
    """Whether a text is the very name of a place, as our own lists write it, of the right level and under the right one."""
    fits = not levels or candidate.level in levels
    return fits and _full(candidate.name) == _full(text) and (parent is None or parent in index.above(candidate.id))


def _match_spelling(text: str, index: Index, levels: Collection[str], parent: str | None) -> Match:
    base, types = parse_place(text)
    if not base:
        return Match(None)
    scores: dict[str, float] = {}
    nearest = _nearest(base, index, 60)
    for latin in _in_latin(base):
        for spelled, score in _nearest(latin, index, 20).items():
            nearest[spelled] = max(nearest.get(spelled, 0.0), score)
    for spelled, score in nearest.items():
        for entry in index.by_base[spelled]:
            total = _judge(entry, score, base, types, levels, parent, index, text)
            if total > scores.get(entry.candidate.id, 0.0):
                scores[entry.candidate.id] = total
    for entry in index.by_squeezed.get(_squeezed(_full(text)), ()):  # GARISSATOWNSHIP
        total = _judge(entry, 100.0, base, frozenset(), levels, parent, index, text)
        if total:
            scores[entry.candidate.id] = max(scores.get(entry.candidate.id, 0.0), total + 6)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], index.by_id[item[0]].name))[:8]
    shown = tuple(Scored(index.by_id[id], round(score, 1)) for id, score in ranked if score >= OFFER)
    if not ranked or ranked[0][1] < ACCEPT:
        return Match(None, shown)
    if len(base) < 5 and not any(base in entry.bases for entry in index.entries if entry.candidate.id == ranked[0][0]):
        return Match(None, shown)
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN:
        return Match(None, shown)
    if _is_ambiguous(text, base, types, levels, index, ranked[0][0], parent):
        return Match(None, shown)
    best = ranked[0][0]
    if parent is not None and parent != best and parent not in index.above(best):
        return Match(None, shown)
    known = index.spellings_of(best)
    if not any(_same_words(told, spelled) for told in (base, *_in_latin(base)) for spelled in known) and not any(
        entry.candidate.id == best for entry in index.by_squeezed.get(_squeezed(_full(text)), ())
    ):
        return Match(None, shown)
    return Match(best, shown)


# Words that tell neighbours of one name apart: one of them for another is no slip of the pen.
_APART_WORDS = (
    "north south east west central upper lower gornji donji gornja donja gornje donje novi novo nova stari staro stara veliki mali "
    "верхнии нижнии новыи старыи a b c d i ii iii iv 1 2 3 4 5"
)
_APART = frozenset(_APART_WORDS.split())


def _same_words(told: str, known: str) -> bool:
    """Whether two names differ by slips inside their words, not by another word: `Gornji Vakuf` is not `Donji Vakuf`."""
    if told == known or _squeezed(told) == _squeezed(known):
        return True
    ours, theirs = told.split(), known.split()
    if {word for word in ours if word in _APART} != {word for word in theirs if word in _APART}:
        return False
    if len(ours) != len(theirs):
        return True
    return all(max(fuzz.ratio(word, other) for other in theirs) >= 74 for word in ours)


def _match_bracketed(text: str, index: Index, levels: Collection[str], parent: str | None) -> Match | None:
    """`Kaskazini A (North A)`: two spellings of one place that agree, at least one of them sure."""
    found = _BRACKETED.match(text.strip())
    if found is None:
        return None
    outer, inner = (_match_spelling(part, index, levels, parent) for part in (found[1], found[2]))
    firsts = {match.candidates[0].candidate.id for match in (outer, inner) if match.candidates}
    sure = {match.accepted for match in (outer, inner)} - {None}
    return (outer if outer.accepted else inner) if len(sure) == 1 and sure == firsts else None


def _match_under(text: str, index: Index, levels: Collection[str], parent: str | None) -> Match | None:
    """`Kusini Pemba of Zanzibar`, `Moshi, Kilimanjaro`: the name of a place above stands behind the name."""
    words = [word for word in _TOKEN.findall(fold(text)) if word not in _JOINERS]
    for length in (1, 2, 3):
        if len(words) <= length:
            return None
        above = index.by_full.get(" ".join(words[-length:]), ())
        for entry in above:
            if parent is not None and parent != entry.candidate.id and entry.candidate.id not in index.above(parent):
                continue
            found = _match_spelling(" ".join(words[:-length]), index, levels, entry.candidate.id if parent is None else parent)
            if found.accepted is not None and entry.candidate.id in index.above(found.accepted):
                return found
    return None


def _is_ambiguous(
    text: str, base: str, types: frozenset[str], levels: Collection[str], index: Index, best: str, parent: str | None
) -> bool:
    """Whether a name is known to mean several places that the level of its column does not tell apart."""
    told = index.ambiguous.get(_full(text), frozenset())
    named = [entry for entry in index.entries if entry.candidate.code in told] if told else []
    if not levels:
        if told and parent is None:
            return True
        # No level: whoever else bears the base, and is not ruled out by a type word, may be meant; "district" is said of all.
        named += [
            entry for entry in index.by_base.get(base, ())
            if all(not entry.letters or word == "w" or _SAYS.get(word, set()) & entry.letters for word in types)
        ]  # fmt: skip
    possible = {entry.candidate.id for entry in named if not levels or entry.candidate.level in levels}
    if parent is not None:
        possible = {id for id in possible if id == parent or parent in index.above(id)}
    return len(possible | {best}) > 1


def _nearest(base: str, index: Index, limit: int) -> dict[str, float]:
    """Known bases like one, with their likeness: spaces and the order of words do not matter."""
    found: dict[str, float] = {}
    for wanted, spellings, scorer, less in (
        (base, index.bases, fuzz.ratio, 0.0),
        (base.replace(" ", ""), index.joined, fuzz.ratio, 0.5),
        (base, index.bases, fuzz.token_sort_ratio, 0.5),
    ):
        for _spelled, score, place in process.extract(wanted, spellings, scorer=scorer, score_cutoff=OFFER, limit=limit):
            known = index.bases[place]
            found[known] = max(found.get(known, 0.0), score - less if known != base else 100.0)
    return found


def _judge(
    entry: _Entry,
    score: float,
    base: str,
    types: frozenset[str],
    levels: Collection[str],
    parent: str | None,
    index: Index,
    text: str,
) -> float:
    candidate = entry.candidate
    if levels and candidate.level not in levels:
        return 0.0
    total = score
    known = bool(types) and (base, types) in entry.spelled  # its own names bear these type words, whatever its kind
    for told in types:
        if not entry.letters or known:
            continue
        if not _SAYS.get(told, set()) & entry.letters:
            total -= 12 if told == "w" else 24  # "District" is said of any council
        elif _FIRM.get(told) in entry.letters:
            total += 8
        elif told == "w" and "d" in entry.letters:
            total += 1  # "X District" in a column of councils is the district council
        else:
            total += 4
    if known:
        total += 8
    if _full(text) in entry.full and types:
        total += 6  # this very spelling is known
    if parent is not None:
        total += 4 if parent in index.above(candidate.id) or parent == candidate.id else -20
    return total


def guess_level(texts: Sequence[str], index: Index) -> str:
    """The level whose places a column names, when most of its texts match there; nothing when that is open."""
    distinct = list(dict.fromkeys(texts))[:60]
    counted: dict[str, int] = {}
    for text in distinct:
        base, types = parse_place(text)
        levels = {
            entry.candidate.level
            for entry in index.by_base.get(base, ())
            if not types or any(_SAYS.get(told, set()) & entry.letters for told in types)
        }
        for level in sorted(levels):
            counted[level] = counted.get(level, 0) + 1
    if not counted:
        return ""
    # Among equals the level that reports: councils and counties before the units around them.
    order = ("council", "county", "municipality", "commune", "region", "province", "district", "constituency")
    best = max(counted, key=lambda level: (counted[level], -order.index(level) if level in order else -99))
    return best if counted[best] >= 0.5 * len(distinct) else ""


# -- organisations, people and other records ---------------------------------------------------------------------

_LEGAL_WORDS = "ltd limited inc plc llc gmbh sarl asbl ong ngo npo cbo co company the of and for de la le du des et ya wa za na тоо ооо оф"
_LEGAL = frozenset(_LEGAL_WORDS.split())


_OFFICE_WORDS = (
    "office department ministry council municipality committee commission agency directorate bureau secretariat association foundation ngo cso cbo "
    "hospital school college university bank police network forum centre center unit ofisi idara wizara halmashauri manispaa kamati shirika taasisi "
    "asasi chama sekretarieti polisi jeshi hospitali shule chuo mairie ministere direction comite commission agence bureau service ong reseau "
    "federation prefecture gouvernorat commune hopital ecole управление отдел министерство департамент акимат комитет комиссия центр фонд агентство "
    "объединение организация больница школа университет полиция маслихат opcina opstina ministarstvo centar udruzenje udruga fondacija zavod sluzba "
    "agencija kanton vlada odbor komisija policija bolnica skola fakultet uprava odsjek grad gradsko vijece zupanija бөлімі басқармасы әкімдік әкімдігі "
    "министрлігі комитеті қб мектебі structure institution taasisi"
)
_OFFICE = frozenset(_OFFICE_WORDS.split())


_ACRONYM = re.compile(r"[^\W\d_a-zа-я]{3,7}")


def names_office(text: str) -> bool:
    """Whether a name is that of an office or organisation by its words: `Idara ya Maendeleo ya Jamii`, `Gender centar`."""
    return bool(_ACRONYM.fullmatch(text.strip())) or bool(_OFFICE.intersection(re.findall(r"[^\W_]+", fold(text))))


@lru_cache(maxsize=50_000)
def parse_party(text: str) -> str:
    """Name of an organisation or person for comparing: without legal forms and punctuation."""
    tokens = re.findall(r"[^\W_]+", fold(text))
    kept = [token for token in tokens if token not in _LEGAL]
    return " ".join(kept or tokens)


def _match_party(text: str, index: Index) -> Match:
    exact = {entry.candidate.id for entry in index.by_full.get(_full(text), ())}
    bracketed = _BRACKETED.match(text.strip())
    if not exact and bracketed:
        whole = {entry.candidate.id for entry in index.by_full.get(_full(bracketed[1]), ())}
        short = {entry.candidate.id for entry in index.by_full.get(_full(bracketed[2]), ())}
        exact = whole & short or whole or short
    if not exact:  # the same words in the same order, `USAID/BHA` and `USAID-BHA`, however near `BHA-USAID` stands
        exact = {entry.candidate.id for entry in index.by_base.get(parse_party(text), ())}
    named = {id for id in exact if _full(index.by_id[id].name) == _full(text)}
    if len(exact) > 1 and len(named) == 1:
        exact = named  # what is called so, before what only bears it as an acronym
    if len(exact) == 1:
        id = next(iter(exact))
        return Match(id, (Scored(index.by_id[id], 100.0),))
    scores: dict[str, float] = dict.fromkeys(sorted(exact), 100.0)
    wanted = [parse_party(text)]
    if bracketed:
        wanted.append(parse_party(bracketed[1]))
    for want in wanted:
        if not want:
            continue
        for spelled, score in _nearest(want, index, 20).items():
            for entry in index.by_base[spelled]:
                scores[entry.candidate.id] = max(scores.get(entry.candidate.id, 0.0), min(score, 99.0) if score < 100 else 99.5)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], index.by_id[item[0]].name))[:8]
    shown = tuple(Scored(index.by_id[id], round(score, 1)) for id, score in ranked)
    if not ranked or ranked[0][1] < 93 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN):
        return Match(None, shown)
    if len(wanted[0]) < 6 and ranked[0][1] < 99:
        return Match(None, shown)  # short names and acronyms differ by little
    return Match(ranked[0][0], shown)


def by_value(decisions: Mapping[str, str], field_name: str, value: str) -> str | None:
    """A decision given by field and value instead of by the question's id."""
    return decisions.get(f"{field_name}={value}") or decisions.get(f"{field_name}={fold(value)}")
