"""Columns to fields: which field of which kind a column holds, and how sure that is.

In this order: HXL tags, headings known exactly, headings nearly the same, headings that share their words, and what
the cells hold.  A field takes one column, the best; tables of counts and places take several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from gedesk.domain.fields import FieldSpec, Type
from gedesk.domain.record import Registry
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import SHARES, vocabulary
from gedesk.i18n import gettext as _
from gedesk.workbook import beside, dates, described, headings, hxl, spread
from gedesk.workbook.participants import People, people
from gedesk.workbook.readings import Candidate, Mapped
from gedesk.workbook.table import Column

# Kinds that people keep in workbooks of their own, and how readily a table is taken for one, other things equal.
KINDS = {
    "activity": 1.0, "commitment": 0.95, "attendance": 0.95, "action_item": 0.93, "decision": 0.92, "meeting": 0.92,
    "result": 0.93, "indicator": 0.95, "target": 0.9, "organisation": 0.93, "person": 0.9, "place": 0.85,
    "membership": 0.88, "committee": 0.88, "programme": 0.87, "focal_point_post": 0.9, "funding": 0.93, "milestone": 0.8,
    "agenda_item": 0.8, "story": 0.85, "recommendation": 0.85, "chapter_entry": 0.8,
}  # fmt: skip

LEVELS = (
    "country", "zone", "entity", "region", "county", "canton", "province", "adm1", "district", "subcounty", "adm2",
    "council", "municipality", "city", "commune", "constituency", "adm3", "ward", "adm4", "village", "adm5",
)  # fmt: skip
_LEVEL_WORDS = {
    "country": "country nchi pays страна drzava pais",
    "zone": "zone kanda",
    "region": "region mikoa mkoa oblast область область/регион regija state governorate gov mohafaza wilaya_gov estado departamento jimbo",
    "county": "county kaunti",
    "canton": "canton kanton kantoni zupanija",
    "province": "province provincija provincia",
    "district": "district territoire mantika wilaya район distrikt departement locality raion",
    "council": "council halmashauri lga municipal conseil akimat акимат",
    "municipality": "municipality manispaa municipalite opcina opstina municipio",
    "city": "city jiji ville город grad town mji ville/village",
    "commune": "commune comuna",
    "subcounty": "subcounty sub-county subdistrict sub-district nahya",
    "constituency": "constituency",
    "ward": "ward kata shehia quartier arrondissement",
    "village": "village kijiji mtaa село selo ulica street community settlement camp site",
    "adm1": "admin1 adm1 adm1_name admin_1",
    "adm2": "admin2 adm2 adm2_name admin_2",
    "adm3": "admin3 adm3 adm3_name admin_3",
    "adm4": "admin4 adm4 adm4_name",
}
_WORD_LEVEL = {word: level for level, listed in _LEVEL_WORDS.items() for word in listed.split()}
_WORD_LEVEL.update({word + "s": level for word, level in list(_WORD_LEVEL.items()) if word.isascii() and word[-1] not in "sy0123456789"})
# Words that may stand beside the word of a level without changing which places are named.
_BESIDE_LEVEL = frozenset(["en", "fr", "sw", "name", "names", "of", "yote", "location", "lieu", "mahali", "eneo", "место", "mjesto", "jina", "nom", "naziv", "admin", "residence", "covered"])

_SIGNATURE = headings.words("signature sign sahihi saini emargement подпись potpis")
_NAME_WORDS = frozenset({"name", "names", "jina", "majina", "nom", "noms", "имя", "фио", "ime", "prezime"})

# Words in the name of a file or sheet, or in a title, that speak for a kind.
_CLUE_WORDS = {
    "activity": "activity|activities|3w|4w|4ws|5w|5ws|3ws|whowhatwhere|workplan|work plan|work_plan|shughuli|mpango kazi|"
    "plan de travail|activités|мероприятия|мероприятий|aktivnosti|interventions|projects|projets",
    "attendance": "attendance|register|mahudhurio|présence|émargement|явка|присутствие|prisustvo|evidencija",
    "action_item": "action tracker|action items|action points|todo|to do|task list|maazimio|points d'action|поручения|zadaci",
    "result": "logframe|logical framework|results framework|monitoring|indicator tracking|suivi des indicateurs|matokeo|ufuatiliaji",
    "indicator": "indicators|viashiria|indicateurs|индикаторы|показатели|indikatori|pokazatelji",
    "commitment": "commitments|commitment|pledges|ahadi|engagements|обязательства|obaveze",
    "meeting": "minutes|meetings|mikutano|vikao|réunions|протокол|заседания|sastanci|zapisnik",
    "organisation": "organisations|organizations|partners|stakeholders|actors|mashirika|wadau|partenaires|организации|партнёры|organizacije",
    "person": "participants list|contacts|contact list|focal points|washiriki|waratibu|participants|участники|učesnici",
    "decision": "decisions|resolutions|maamuzi|décisions|решения|odluke",
    "funding": "budget|bajeti|funding|ufadhili|financement|бюджет|budžet",
}
_WORK = headings.words("activity activities work shughuli kazi activité activités мероприятия мероприятий работы aktivnosti aktivnost")  # what is done
_WITHOUT_TAGS = frozenset({"attendance", "person", "membership", "meeting"})  # lists of people are not published with HXL tags
_CLUES = {kind: tuple(fold(word) for word in listed.split("|")) for kind, listed in _CLUE_WORDS.items()}

FIELD_OF_COUNTS = "participants"
TOTAL = "participants_total"


def map_columns(
    columns: Sequence[Column], contents: dict[int, list[object]], registry: Registry, kind: str | None = None, context: str = ""
) -> list[Mapped]:
    """Readings of a table, best first; with `kind` only that one.  `context` is the sheet's name and titles."""
    known = headings.index(registry)
    readings = {column.index: _readings(column, known, registry) for column in columns}
    counted = {column.index: _people(column) for column in columns}
    _settle_letters(columns, counted)
    levels = {column.index: level(column) for column in columns}
    found = []
    for name in [kind] if kind else [name for name in KINDS if name in set(registry)]:
        found.append(_map(name, columns, readings, counted, levels, contents, registry, context))
    return sorted(found, key=lambda mapped: -mapped.score)


def group_of(kind: str, field: str | None, column: Column, context: str) -> str:
    """The group of a column that a person gives a field: the period that its heading names, where rows hold one record for each."""
    other, bare = beside.parted(field)
    told = other or kind
    if bare != PERIODIC.get(told) or not bare:
        return column.group if field and not other else ""
    if told == "funding":
        return column.header if spread.money_kind(column) else ""
    return spread.period_of(column.parts, spread.years_of(context), told) or (column.header if other else "")


def offers(column: Column, registry: Registry, kind: str, values: Sequence[object]) -> list[Candidate]:
    """Fields of a kind that a column may hold by its heading and content, the likeliest first."""
    specs = registry.specs(kind)
    found = [
        Candidate(name, min(round(candidate.confidence * _fits(specs[name], column, values), 3), 1.0), candidate.how)
        for (of_kind, name), candidate in _readings(column, headings.index(registry), registry).items()
        if of_kind == kind and specs[name].type is not Type.COUNTS
    ]
    if (who := _people(column)) is not None and FIELD_OF_COUNTS in specs:
        found.append(Candidate(TOTAL if who.total else FIELD_OF_COUNTS, 0.9 if who.sure else 0.6, "words", "" if who.total else who.key))
    return sorted(found, key=lambda candidate: -candidate.confidence)


# -- one column --------------------------------------------------------------------------------------------------


def _readings(column: Column, known: dict[str, list[headings.Heading]], registry: Registry) -> dict[tuple[str, str], Candidate]:
    """Every field of every kind that the heading of a column may stand for."""
    found: dict[tuple[str, str], Candidate] = {}

    def add(kind: str, name: str, confidence: float, how: str) -> None:
        before = found.get((kind, name))
        if before is None or before.confidence < confidence:
            found[kind, name] = Candidate(name, confidence, how)

    if column.tag:
        for place, name in enumerate(hxl.fields(column.tag)):
            for kind in registry:
                if name in registry.specs(kind):
                    add(kind, name, 0.92 - 0.05 * place, "tag")
    texts = _texts(column)
    for text, weight in texts:
        for place, spelling in enumerate(headings.spellings(text)):
            for heading in known.get(spelling, ()):
                if heading.field == "code" and (place >= 2 or column.tag or len(column.parts) > 1):
                    continue  # "Code postal", "Code > Region": somebody else's code
                add(heading.kind, heading.field, weight * (1.0 if place < 2 else 0.94), "exact")
    listed = _listed(known)
    for text, weight in texts:
        for spelling in headings.spellings(text)[:3]:
            if len(spelling) < 4 or len(spelling) > 80:
                continue
            for match, score, _place in _near(spelling, listed):
                if score >= 87:
                    for heading in known[match]:
                        if heading.field == "code":
                            continue
                        add(heading.kind, heading.field, weight * 0.9 * score / 100, "fuzzy")
    for text, weight in texts:
        said = headings.words(text)
        if said and len(text) < 160 and not said & headings.CODE_WORDS:
            for entry, wanted in _by_words(known, said):
                if entry.field == "code":
                    continue
                share = len(wanted) / max(len(said), 1)
                if len(wanted) >= 2 or share >= 0.5:
                    add(entry.kind, entry.field, weight * min(0.8, 0.45 + 0.4 * share), "words")
    return found


def _texts(column: Column) -> list[tuple[str, float]]:
    """What to look up for a column: the heading nearest the data counts most."""
    if not column.parts:
        return []
    last = column.parts[-1]
    texts = [(last, 1.0)]
    if len(column.parts) > 1:
        texts.append((" ".join(column.parts), 0.97))
        if column.parts[0] != last:
            texts.append((column.parts[0], 0.55))
    return texts


_tables: dict[int, tuple[object, list[str], dict[str, list[tuple[headings.Heading, frozenset[str]]]]]] = {}


def _tables_of(known: dict[str, list[headings.Heading]]) -> tuple[list[str], dict[str, list[tuple[headings.Heading, frozenset[str]]]]]:
    entry = _tables.get(id(known))
    if entry is None or entry[0] is not known:
        by_word: dict[str, list[tuple[headings.Heading, frozenset[str]]]] = {}
        for spelling, found in known.items():
            wanted = headings.words(spelling)
            for word in wanted:
                by_word.setdefault(word, []).extend((heading, wanted) for heading in found)
        entry = (known, [spelling for spelling in known if len(spelling) >= 4], by_word)
        _tables[id(known)] = entry
    return entry[1], entry[2]


def _listed(known: dict[str, list[headings.Heading]]) -> tuple[str, ...]:
    return tuple(_tables_of(known)[0])


@lru_cache(maxsize=4096)
def _near(spelling: str, listed: tuple[str, ...]) -> list[tuple[str, float, int]]:
    found = process.extract(spelling, listed, scorer=fuzz.ratio, score_cutoff=87, limit=6)
    return [one for one in found if _slips(spelling, one[0])]


def _slips(spelling: str, known: str) -> bool:
    """Whether two headings differ by slips inside their words: `Тема мероприятия` is not `Дата мероприятия`."""
    ours, theirs = spelling.split(), known.split()
    return len(ours) != len(theirs) or all(fuzz.ratio(word, other) >= 66 for word, other in zip(ours, theirs, strict=True))


def _by_words(
    known: dict[str, list[headings.Heading]], said: frozenset[str]
) -> list[tuple[headings.Heading, frozenset[str]]]:
    """Headings all of whose words occur in what a column says."""
    by_word = _tables_of(known)[1]
    seen: set[tuple[str, str, frozenset[str]]] = set()
    found = []
    for word in sorted(said):  # of equals the first counts: never the order of a set
        for heading, wanted in by_word.get(word, ()):
            key = (heading.kind, heading.field, wanted)
            if key not in seen and wanted <= said:
                seen.add(key)
                found.append((heading, wanted))
    return found


def level(column: Column) -> str:
    """The level of the places a column names, or nothing."""
    if column.tag:
        told = hxl.level(column.tag)
        if told:
            return told
    if not column.parts:
        return ""
    for spelling in headings.spellings(column.parts[-1])[:8]:
        spelling = spelling.replace("sub ", "sub")
        if spelling in _WORD_LEVEL:
            return _WORD_LEVEL[spelling]
        parts = [part.strip("().:,*/") for part in spelling.replace("_", " ").replace("=", "-").split()]
        if len(parts) <= 4 and not headings.CODE_WORDS & set(parts):
            told = next((_WORD_LEVEL[part] for part in parts if part in _WORD_LEVEL), "")
            if told and all(part in _WORD_LEVEL or part in headings.STOP or part in _BESIDE_LEVEL for part in parts):
                return told
    return ""


def level_label(level: str) -> str:
    """A level of places in words; the levels that datasets only number, too."""
    if level.startswith("adm") and level[3:].isdecimal():
        return _("administrative level {n}").format(n=level[3:])
    return vocabulary("place_level").label(level)


def _people(column: Column) -> People | None:
    """Who a column counts, when its cells are numbers or empty."""
    if column.type not in ("integer", "number", "empty", "percent") or not column.parts or column.type == "percent":
        return None
    if column.tag and (cell := hxl.cell(column.tag)):
        sex, age, disability = cell.split("|")
        return People(sex, age, disability)
    return people(column.parts)


def _settle_letters(columns: Sequence[Column], counted: dict[int, People | None]) -> None:
    """A lone letter F or M counts people only when the other sex stands beside it."""
    for column in columns:
        who = counted[column.index]
        if who is None or not who.letter:
            continue
        other = "male" if who.sex == "female" else "female"
        if not any(
            (near := counted.get(column.index + step)) is not None and near.sex == other for step in (-3, -2, -1, 1, 2, 3)
        ):
            counted[column.index] = None


# -- all columns of one kind -------------------------------------------------------------------------------------


def _map(
    kind: str,
    columns: Sequence[Column],
    readings: dict[int, dict[tuple[str, str], Candidate]],
    counted: dict[int, People | None],
    levels: dict[int, str],
    contents: dict[int, list[object]],
    registry: Registry,
    context: str,
) -> Mapped:
    specs = registry.specs(kind)
    mapped = Mapped(kind, 0.0)
    taken: set[str] = set()
    groups = spread.sessions(columns, contents) if kind == "attendance" else spread.periods(columns, context, kind) if kind in PERIODIC else {}
    if kind == "funding":  # unless a column says of each amount what it is
        said = any((one := readings[column.index].get((kind, "funding_kind"))) and one.how == "exact" and column.type in ("text", "code") for column in columns)
        groups = {} if said else spread.money(columns)
    if kind in ("target", "result") and any((kind, name) in readings[column.index] for column in columns for name in ("to_day", "period")):
        groups = spread.periods(columns, "", kind)  # the rows say of which time they are
    if groups:
        _map_groups(kind, columns, groups, counted, mapped, taken)
    if FIELD_OF_COUNTS in specs:
        _map_counts([column for column in columns if column.index not in mapped.columns], counted, mapped, taken)
    if kind == "place":
        _map_named_places(columns, levels, contents, mapped, taken)
    _map_places(columns, levels, readings, mapped, specs, kind)
    offers: list[tuple[float, int, Candidate]] = []
    for column in columns:
        if column.index in mapped.columns:
            continue
        for (of_kind, name), candidate in readings[column.index].items():
            if of_kind != kind or (specs[name].automatic and name not in ("code",)) or specs[name].type is Type.COUNTS:
                continue
            if specs[name].target == "person" and candidate.how != "exact" and described.is_party(column):
                continue
            if (specs[name].target == "organisation" and described.describes_party(column)) or (kind == name == "place"):
                continue
            if name == TOTAL and (told := counted[column.index]) is not None and told.again:
                continue
            fits = _fits(specs[name], column, contents.get(column.index, []))
            offers.append((candidate.confidence * fits, column.index, Candidate(name, min(candidate.confidence * fits, 1.0), candidate.how)))
    offers.sort(key=lambda offer: (-offer[0], offer[1]))
    has_place = any(candidate.field == "place" for candidate in mapped.columns.values())
    for confidence, index, candidate in offers:
        if confidence < 0.5 or index in mapped.columns or candidate.field in taken:
            continue
        if candidate.field == "place" and has_place:
            if "venue" not in specs or "venue" in taken or levels[index] or any(o.field == "venue" for _c, _i, o in offers):
                continue
            candidate = Candidate("venue", candidate.confidence * 0.9, candidate.how)  # "Location" beside "District"
        mapped.columns[index] = candidate
        # A set of names may be spread over several columns: partners and donors.
        if specs[candidate.field].type is not Type.LINKS or confidence < 0.7:
            taken.add(candidate.field)
    if kind == "activity" and "title" not in taken:
        at = {column.index: column for column in columns}
        for index, candidate in mapped.columns.items():
            if candidate.field == "description" and not candidate.part and headings.words(" ".join(at[index].parts)) & _WORK:
                candidate.field = "title"  # “Activity description”, and nothing else says what was done
                taken.add("title")
                break
    if kind == "activity" and "start" not in taken:
        for index, period in spread.crosses([column for column in columns if column.index not in mapped.columns], contents, context).items():
            mapped.columns[index] = Candidate("start", 0.7, "words", period)
            taken.add("start")
    _map_by_content(columns, mapped, taken, specs, kind)
    if kind == "action_item" and "title" not in taken:
        for candidate in mapped.columns.values():
            if candidate.field == "decision" and not candidate.part:
                candidate.field = "title"  # a register of decisions by who carries them out: what was decided is what is to be done
                break
    if kind == "membership" and "role" not in taken:
        for index, candidate in mapped.columns.items():
            if candidate.field == "post" and _known_share(specs["role"], contents.get(index, [])) >= 0.6:
                candidate.field = "role"  # chairs, secretaries and members: the part on the committee, not the post at work
                break
    _map_beside(kind, columns, context, readings, levels, mapped)
    described.map_parties(columns, mapped, specs, registry)
    described.map_described(columns, mapped, specs, readings)
    mapped.score = _score(kind, columns, mapped, readings, registry, context, contents)
    return mapped


# Kinds of which a row may hold one for each month, quarter or year, or each kind of money, and the field that the figure is.
PERIODIC = {"result": "value", "target": "value", "activity": "", "funding": "amount"}


def _map_groups(
    kind: str, columns: Sequence[Column], groups: dict[int, str], counted: dict[int, People | None], mapped: Mapped, taken: set[str]
) -> None:
    """Columns for each session or period: presence, people by sex under each month, or the figure."""
    field_name = "status" if kind == "attendance" else PERIODIC[kind]
    for column in columns:
        group = groups.get(column.index)
        if group is None:
            continue
        who = counted[column.index]
        if kind != "attendance" and who is not None and not who.total and who.sex != "not_recorded":
            mapped.columns[column.index] = Candidate(FIELD_OF_COUNTS, 0.8, "words", who.key, group)
        elif field_name and (who is None or not who.total or kind == "target"):
            mapped.columns[column.index] = Candidate(field_name, 0.8, "words", "", group)
            taken.add(field_name)
    if kind in ("result", "target") and mapped.columns and field_name in taken:
        # The first column of words before the figures says what they are of.
        first = min(mapped.columns)
        words = [column for column in columns if column.index < first and column.type in ("text", "code") and column.index not in mapped.columns]
        if len(words) == 1:
            mapped.columns[words[0].index] = Candidate("indicator", 0.6, "content")
            taken.add("indicator")


def _map_counts(columns: Sequence[Column], counted: dict[int, People | None], mapped: Mapped, taken: set[str]) -> None:
    """Columns that count people by sex, age and disability; totals of them are no cells."""
    who = {column.index: told for column in columns if (told := counted[column.index]) is not None}
    if any(not told.again for told in who.values()):
        who = {index: told for index, told in who.items() if not told.again}  # people counted before are not counted twice
    split = [told for told in who.values() if not told.total and told.sex != "not_recorded"]
    whole = any(told.total and told.sure and not told.loose_age for told in who.values())
    aged = {told.sex for told in split if told.age != "not_recorded" or told.loose_age}
    sexes = {told.sex for told in split}
    for index, told in who.items():
        confidence = 0.9 if told.sure else 0.62
        if told.total:
            if sexes and told.sure and TOTAL not in taken and not (whole and told.loose_age):
                mapped.columns[index] = Candidate(TOTAL, 0.85, "words")
                taken.add(TOTAL)
            continue
        if told.sex == "not_recorded" and sexes:
            continue  # people counted a second time in another way
        if told.age == "not_recorded" and not told.loose_age and told.disability == "not_recorded" and told.sex in aged:
            continue  # the sum of the age groups beside it
        if told.disability == "with" and any(o.sex == told.sex and o.disability == "not_recorded" for o in split):
            continue  # already counted among all
        mapped.columns[index] = Candidate(FIELD_OF_COUNTS, confidence, "words", told.key)


def _map_places(
    columns: Sequence[Column],
    levels: dict[int, str],
    readings: dict[int, dict[tuple[str, str], Candidate]],
    mapped: Mapped,
    specs: dict[str, FieldSpec],
    kind: str,
) -> None:
    """Columns of places: each level once, all of them parts of the field `place`."""
    if "place" not in specs or kind == "place":
        return
    used: set[str] = set()
    for column in columns:
        told = levels[column.index]
        tagged = bool(column.tag) and bool(hxl.level(column.tag))
        if (told in specs and told != "place") or (not tagged and any(
            of_kind == kind and name != "place" and reading.how == "exact" and not specs[name].automatic
            and (specs[name].target == "place" or reading.confidence >= 0.99)
            for (of_kind, name), reading in readings[column.index].items()
        )):
            continue  # a field of the kind itself, like the country of an organisation
        if told and told not in used and column.index not in mapped.columns and column.type in ("text", "empty", "code"):
            used.add(told)
            mapped.columns[column.index] = Candidate("place", 0.9 if column.tag else 0.93, "exact", told)


def _level_coded(column: Column) -> str | None:
    """The level of the places that a column of codes tells, "" when it does not say, None for other columns."""
    if column.tag:
        head, attributes = hxl.parse(column.tag)
        return head.removeprefix("#") if "code" in attributes and head.startswith("#adm") else None
    words = [word for part in column.parts[-1:] for word in re.split(r"[\W_]+", fold(part)) if word]
    if not headings.CODE_WORDS & set(words) or "id" in words:
        return None
    return level(Column(column.index, plain := " ".join(word for word in words if word not in headings.CODE_WORDS), (plain,)))


def _map_named_places(
    columns: Sequence[Column], levels: dict[int, str], contents: dict[int, list[object]], mapped: Mapped, taken: set[str]
) -> None:
    """A list of places: the column of the finest level names them, the one before it the place above."""
    told = [column.index for column in columns if levels[column.index] and column.type in ("text", "code")]
    if not told:
        return
    finest = max(told, key=lambda index: (LEVELS.index(levels[index]), index))
    if _repeats(contents.get(finest, [])):
        return
    before = [index for index in told if index < finest] or [index for index in told if index != finest]
    for name, index in (("name", finest), *(("parent", index) for index in before[-1:])):
        mapped.columns[index] = Candidate(name, 0.85, "words", "")
        taken.add(name)
    # Of several columns of codes, that of the places themselves: of their level, else beside their names.
    at = {column.index: column for column in columns}
    codes = [column.index for column in columns if _level_coded(column) is not None and column.index not in mapped.columns]
    own = [index for index in codes if _level_coded(at[index]) == levels[finest]] or [index for index in codes if abs(index - finest) == 1]
    if len(codes) > 1 and own and at[own[0]].type in ("text", "code", "integer"):
        mapped.columns[own[0]] = Candidate("pcode", 0.85, "words")
        taken.add("pcode")


def _fits(spec: FieldSpec, column: Column, values: Sequence[object]) -> float:
    """How well what a column holds goes with a field: 1 and a little above, down to 0.3."""
    kind = column.type
    if kind == "empty":
        return 0.97
    match spec.type:
        case Type.DATE | Type.DATETIME:
            if kind == "integer" and (_are_serials(values) or _are_years(values)):
                return 0.95
            return 1.0 if kind == "date" else 0.75 if kind == "text" else 0.4
        case Type.INTEGER | Type.NUMBER:
            return 1.0 if kind in ("integer", "number", "percent") else 0.6 if kind == "text" else 0.35
        case Type.YES_NO:
            return 1.0 if kind == "yes_no" else 0.5
        case Type.CODE | Type.CODES:
            if kind == "percent" and spec.vocabulary_name in SHARES:
                return 0.95
            if kind in ("date", "number", "percent"):
                return 0.45
            share = _known_share(spec, values)
            return 0.5 if kind == "integer" and values and not share else 0.72 + 0.3 * share
        case Type.TEXT | Type.LONG_TEXT:
            if spec.name == "code" and spec.automatic and sum(bool(_OWN_CODE.fullmatch(str(value).strip())) for value in values) < 0.5 * len(values):
                return 0.3  # somebody else's numbers
            if spec.name in ("title", "name") and kind in ("integer", "number", "percent", "date", "yes_no"):
                return 0.4
            if spec.name == "name" and _repeats(values):
                return 0.45  # the same few words over and over are no names of records
            if spec.type is Type.LONG_TEXT and kind in ("integer", "number"):
                return 0.5
            return 0.8 if kind in ("date", "percent") else 1.0
        case Type.LINK | Type.LINKS:
            return 1.0 if kind in ("text", "code") else 0.5
    return 0.5


_OWN_CODE = re.compile(r"[A-Z]{2}[.\w]*-[A-Z]{3}-\d{4}-\w{4}-\d{4,}")  # as `services.codes` makes them


def _repeats(values: Sequence[object]) -> bool:
    """Whether a column says few things over and over, as no list of records does of their names."""
    return len(values) >= 20 and len({str(value) for value in values}) < 0.3 * len(values)


def _are_serials(values: Sequence[object]) -> bool:
    """Whether whole numbers are days that a format would show as dates: 2000 to 2060."""
    numbers = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
    return bool(numbers) and len(numbers) == len(values) and all(36526 <= number <= 58806 for number in numbers)


def _are_years(values: Sequence[object]) -> bool:
    """Whether whole numbers are years."""
    return bool(values) and all(str(value).strip().isdecimal() and 1990 <= int(str(value)) <= 2060 for value in values)


def _known_share(spec: FieldSpec, values: Sequence[object]) -> float:
    texts = [str(value) for value in values if isinstance(value, str | int) and not isinstance(value, bool)]
    if not texts:
        return 0.5
    listed = vocabulary(spec.vocabulary_name or "")
    return sum(len(text) < 200 and listed.find(text) is not None for text in texts) / len(texts)


def _map_by_content(
    columns: Sequence[Column], mapped: Mapped, taken: set[str], specs: dict[str, FieldSpec], kind: str
) -> None:
    """Needed fields that no heading named: the one column of dates; for activities the sector they are in."""
    free = [column for column in columns if column.index not in mapped.columns]
    dates = [column for column in free if column.type == "date"]
    for name, spec in specs.items():
        if not spec.required or name in taken or spec.automatic:
            continue
        if spec.type is Type.DATE and len(dates) == 1:
            mapped.columns[dates[0].index] = Candidate(name, 0.55, "content")
            taken.add(name)
    named = {"attendance": "name_written", "person": "name"}.get(kind)
    if named and named not in taken:
        for column in free:
            said = set(" ".join(headings.spellings(column.parts[-1])[:1]).split()) if column.parts else set()
            if column.type == "text" and column.index not in mapped.columns and said & _NAME_WORDS:
                mapped.columns[column.index] = Candidate(named, 0.7, "words")
                taken.add(named)
                break
    if kind == "activity" and "title" not in taken:
        for column in free:
            if column.index not in mapped.columns and column.type in ("text", "code") and _is_sector(column):
                mapped.columns[column.index] = Candidate("title", 0.6, "content")
                taken.add("title")
                break


_BESIDE_NAMED = frozenset({("target", "value"), ("result", "value"), ("maker", "organisation")})


def _map_beside(
    kind: str, columns: Sequence[Column], context: str, readings: dict[int, dict[tuple[str, str], Candidate]], levels: dict[int, str], mapped: Mapped
) -> None:
    """Columns that tell of records of other kinds beside the row's own, see `beside`."""
    if kind not in beside.BESIDE:
        return
    free = [column for column in columns if column.index not in mapped.columns]
    named = {
        index: frozenset(of for (of, name), reading in readings[index].items() if (of, name) in _BESIDE_NAMED and reading.how == "exact" and reading.confidence >= 0.9)
        for index in (column.index for column in free)
    }
    for index, (field, part, group) in beside.columns(kind, free, context, named, levels).items():
        mapped.columns[index] = Candidate(field, 0.8, "words", part, group)


def _is_time(heading: str) -> bool:
    """Whether a heading is a month or quarter under which a plan has a cross."""
    return dates.read_period(f"{heading} 2000") is not None


_FOCAL_WORDS = tuple(
    fold(text) for text in
    ("focal point", "focal person", "mratibu wa jinsia", "dawati la jinsia", "mratibu", "point focal", "personne focale", "координатор", "ответственный по гендер",
     "kontakt osoba", "kontakt tačka", "fokalna tačka", "osoba za ravnopravnost")
)  # fmt: skip


def _score(
    kind: str,
    columns: Sequence[Column],
    mapped: Mapped,
    readings: dict[int, dict[tuple[str, str], Candidate]],
    registry: Registry,
    context: str,
    contents: dict[int, list[object]],
) -> float:
    """How well a kind explains a table: columns mapped, the rarer their headings the more, and its needed fields there."""
    specs = registry.specs(kind)
    total = 0.0
    counted: set[str] = set()
    repeated = 0
    for column in columns:
        candidate = mapped.columns.get(column.index)
        if candidate is None:
            repeated += kind == "activity" and bool(column.parts) and column.type not in ("date", "number") and _is_time(column.parts[-1])
            continue
        if candidate.part in described.PARTS or "." in candidate.field or ((candidate.part or candidate.group) and candidate.field in counted):
            repeated += 1  # a table of counts or a chain of places is one field, however many columns it takes
            continue
        counted.add(candidate.field)
        shared = len({of_kind for (of_kind, _name), other in readings[column.index].items() if other.confidence > 0.6})
        rarity = 1.0 / (1.0 + 0.15 * max(0, shared - 1))
        total += candidate.confidence * (0.4 + 0.6 * rarity)
    score = total / (min(len(columns) - repeated, 14) + 2.0)
    title = registry.kind(kind).title
    if title in counted:
        score += 0.18 * max(c.confidence for c in mapped.columns.values() if c.field == title)
    needed = [name for name, spec in specs.items() if spec.required and not spec.automatic]
    if needed:
        score += 0.12 * sum(name in counted for name in needed) / len(needed)
    if len(counted) < 2 or (title not in counted and (len(counted) < 3 or (kind == "meeting" and not counted.intersection(needed)))):
        score *= 0.4
    if kind == "attendance" and any(headings.words(" ".join(column.parts)) & _SIGNATURE for column in columns):
        score += 0.2  # whoever signs was there
    if kind == "funding" and len({candidate.group for candidate in mapped.columns.values() if candidate.group}) >= 2:
        score += 0.2  # money of several kinds side by side
    if kind == "action_item" and {"owner", "due"} <= counted:
        score += 0.12  # who does it and by when
    if kind == "decision" and "addressed_to" in counted and _says_done(mapped, contents):
        score *= 0.75  # who does it and whether it is done: what is to be done, not what was decided
    if kind == "membership" and {"committee", "person"} <= counted and not any(c.type == "date" and "meeting" in headings.words(c.header) for c in columns):
        score += 0.2  # who sits on which committee
    if kind == "focal_point_post" and "person" in counted:
        heads = [fold(part) for column in columns if (one := mapped.columns.get(column.index)) and one.field == "person" and not one.part for part in column.parts]
        if any(word in head for word in _FOCAL_WORDS for head in heads):
            score += 0.35
    if kind in beside.HEADS and any("." in candidate.field for candidate in mapped.columns.values()) and title in counted:
        names = next(contents.get(index, []) for index, candidate in mapped.columns.items() if candidate.field == title)
        if len({str(value) for value in names}) < len(names) or len(names) < 0.7 * max(map(len, contents.values())):
            score *= 0.6  # names that recur, each with its figures: rows are those of the figures
    if kind == "target" and not _speaks_of_targets(columns, context):
        score *= 0.6  # figures of several years are results until somebody says that they are wanted
    if kind in _WITHOUT_TAGS and sum(bool(column.tag) for column in columns) >= 2:
        score *= 0.6
    told = f" {fold(context)} "
    if any(re.search(rf"(?<!\w){re.escape(clue)}(?!\w)", told) for clue in _CLUES.get(kind, ())):
        score += 0.15
    return score * KINDS.get(kind, 0.8)


def _says_done(mapped: Mapped, contents: dict[int, list[object]]) -> bool:
    """Whether the state of decisions is told as that of work: done, under way."""
    index = next((index for index, candidate in mapped.columns.items() if candidate.field == "decision_state"), None)
    texts = [text for value in contents.get(index or 0, ()) if (text := str(value))]
    states, work = vocabulary("decision_state"), vocabulary("action_state")
    return bool(texts) and sum(work.find(text) is not None and states.find(text) is None for text in texts) >= 0.5 * len(texts)


def _speaks_of_targets(columns: Sequence[Column], context: str) -> bool:
    return bool(spread.WANTED & headings.words(" ".join([context, *(part for column in columns for part in column.parts)])))


def _is_sector(column: Column) -> bool:
    if column.tag and hxl.parse(column.tag)[0] in ("#sector", "#subsector", "#activity"):
        return True
    said = headings.words(" ".join(column.parts))
    return bool(said & {"sector", "cluster", "secteur", "subsector", "sekta", "сектор", "sektor", "theme", "thematic"})
