"""What a heading says about people: sex, age and disability, as a cell of a table of counts.

`Female 15-24`, `F_15_24`, `Wanawake`, `Girls (10-17)`, `Ж`, `Watu wenye ulemavu` …  Age groups that cross the bands
we keep are counted in the band they nearly are, else as "age not recorded", and both is told: nothing is split that
was not counted apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gedesk.domain.ages import bounds
from gedesk.domain.fields import NOT_RECORDED
from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary

_AGE = re.compile(r"(?<!\d)(\d{1,2})\s*(?:-|–|—|_| to | hadi | a | до | do |/)\s*(\d{1,3})(?!\d)")
_OVER = re.compile(r"(?<!\d)(\d{1,2})\s*(?:\+|and over|and above|or more|na zaidi|et plus|и старше|i vise|plus\b|yrs\+|years\+)|(?:>=?|≥|over|above|zaidi ya|plus de|старше|preko)\s*(\d{1,2})(?!\d)")
_UNDER = re.compile(r"(?:<=?|≤|under|below|chini ya|moins de|до|младше|ispod|do)\s*(\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")

def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FEMALE = _words(
    "f female females woman women girl girls lady ladies ke wanawake mwanamke wasichana msichana femme femmes fille filles "
    "feminin ж жен женщин женщины девочек девочки девушки девушек zena zene zenski zensko zenskog djevojke djevojcice kike "
    "mujeres mujer ninas hembra z zensk"
)
_MALE = _words(
    "m male males man men boy boys me wanaume mwanaume mwanamume wavulana mvulana homme hommes garcon garcons masculin h "
    "м муж мужчин мужчины мальчиков мальчики юноши юношей muskarci muskarac muskaraca muski muskog musko djecaci kiume "
    "hombres hombre ninos"
)
_CHILD = _words(
    "girl girls boy boys wasichana wavulana fille filles garcon garcons девочки мальчики djevojcice djecaci children watoto enfants дети djeca"
)
_ADULT = _words("adult adults adultes vijana youth youths jeunes elderly wazee взрослые молодежь odrasli mladi")
_DISABLED = _words(
    "pwd pwds disability disabilities disabled ulemavu wwu handicap handicape handicapes psh pvh инвалид инвалидностью "
    "инвалиды инвалидов ловз invaliditet invaliditetom osi"
)
_TOTAL = _words(
    "total totals jumla всего итого ukupno ensemble sum overall barlygy totaux both jumuisha"
)
_AGAIN = _words(
    "repeated repeat repeats returning recounted duplicate waliorudia marudio repetes repetees repeat recurrents повторно повторные повторных "
    "ponovljeni ponovno ponovo ponovni"
)
_LETTERS = frozenset({"f", "m", "h", "ж", "м", "z", "ke", "me"})

# Words that may stand beside sex and age in the heading of a count without changing what is counted.
_NEUTRAL = _words(
    "number no of people participants participant beneficiaries beneficiary reached reach years year yrs ans miaka age ages "
    "aged sex gender by washiriki idadi ya wa na walengwa umri jinsia nombre de des personnes atteintes beneficiaires sexe "
    "total jumla лет участников участники число количество пол возраст ucesnika ucesnici broj godina spol dob jumuiya "
    "group groups with without not disaggregated disaggregation attendance individuals count counts population en situation "
    "vijana youth youths jeunes adult adults mtu watu wenye persons person living et and the les ages from to hadi i sa c с "
    "new wapya nouveaux nouvelles новые новых novi novih "
    "targeted target affected wa adultes para quien quienes # nb nbr children watoto enfants дети djeca elderly wazee"
)


@dataclass(frozen=True, slots=True)
class People:
    """Who a column counts.  `total` for everybody; `letter` when only a single letter says the sex."""

    sex: str = NOT_RECORDED
    age: str = NOT_RECORDED
    disability: str = NOT_RECORDED
    total: bool = False
    letter: bool = False
    loose_age: str = ""  # an age group that is none of our bands, as written
    near_age: str = ""  # an age group that is nearly the band it is counted in, as written
    again: bool = False  # people who were counted before
    sure: bool = True  # no word in the heading says that something else is counted

    @property
    def key(self) -> str:
        """The cell of the table of counts."""
        return f"{self.sex}|{self.age}|{self.disability}"


@lru_cache(maxsize=8192)
def people(parts: tuple[str, ...]) -> People | None:
    """Who is counted under these headings, from the top row of headers to the bottom; None when they name nobody."""
    text = fold(" ".join(part.replace("_", " _ ") for part in parts)).replace(" _ ", "_")
    spaced = text.replace("_", " ")
    found = _WORD.findall(spaced)
    female = any(word in _FEMALE for word in found)
    male = any(word in _MALE for word in found)
    disabled = any(word in _DISABLED for word in found)
    age, loose, near = _age(text)
    total = any(word in _TOTAL for word in found)
    if not (female or male or disabled or age or loose) and not total:
        return None
    if (female and male) or (total and not (female or male) and not (age or loose or disabled)):
        last = _WORD.findall(fold(parts[-1]).replace("_", " "))
        if female and male and not total:
            if any(word in _FEMALE for word in last) != any(word in _MALE for word in last):
                female, male = any(word in _FEMALE for word in last), any(word in _MALE for word in last)
            else:
                return None  # "M/F": the column holds the sex, or both together
        else:
            return People(
                total=True, again=any(word in _AGAIN for word in found), sure=_all_neutral(found),
                loose_age=next((word for word in found if word in _CHILD or word in _ADULT), ""),
            )  # fmt: skip
    letters = [word for word in found if word in _FEMALE | _MALE]
    if not age and not loose and any(word in _CHILD for word in found):
        loose = next(word for word in found if word in _CHILD)
    without = disabled and bool(re.search(r"without|non[- ]?handicap|wasio na|asiye na|без|bez", text))
    return People(
        "female" if female else "male" if male else NOT_RECORDED,
        age or NOT_RECORDED,
        ("without" if without else "with") if disabled else NOT_RECORDED,
        letter=bool(letters) and all(word in _LETTERS for word in letters) and not (age or loose),
        loose_age="" if age else loose,
        near_age=loose if near else "",
        again=any(word in _AGAIN for word in found),
        sure=_all_neutral(found),
    )


def _all_neutral(found: list[str]) -> bool:
    return all(
        word in _NEUTRAL or word in _FEMALE or word in _MALE or word in _DISABLED or word in _TOTAL or len(word) < 2
        for word in found
    )


def _age(text: str) -> tuple[str, str, bool]:
    """The band a heading names, the words that name an age group, and whether the band is only nearly that group."""
    codes = vocabulary("age_band").codes
    spaced = text.replace("_", "-") if re.search(r"\d_\d", text) else text
    if between := _AGE.search(spaced):
        low, high = int(between[1]), int(between[2])
        if low < high <= 120 and not (high > 31 and low > 12 and high - low > 60):
            return _banded(low, high, codes, between[0])
        return "", "", False
    if over := _OVER.search(spaced):
        low = int(over[1] or over[2]) + (1 if over[2] and "=" not in over[0] and "≥" not in over[0] else 0)
        low = 60 if over[2] == "60" else low
        return _banded(low, None, codes, over[0])
    if under := _UNDER.search(spaced):
        high = int(under[1]) - (0 if "=" in under[0] or "≤" in under[0] else 1)
        return _banded(0, high, codes, under[0])
    return "", "", False


_OLDEST = 85  # where an open age group ends for comparing
_NEARLY = 0.74  # of the years of group and band together must be in both


def _banded(low: int, high: int | None, codes: tuple[str, ...], words: str) -> tuple[str, str, bool]:
    """The band that an age group is, lies in or nearly is."""
    best, best_share = "", 0.0
    for code in codes:
        told = bounds(code)
        if told is None:
            continue
        if told == (low, high):
            return code, words, False
        first, last = told[0], _OLDEST if told[1] is None else told[1]
        end = _OLDEST if high is None else high
        common = min(last, end) - max(first, low) + 1
        inside = first <= low and (told[1] is None or (high is not None and high <= told[1]))
        share = 1.0 if inside else common / (max(last, end) - min(first, low) + 1)
        if share > best_share:
            best, best_share = code, share
    return (best, words, True) if best_share >= _NEARLY else ("", words, False)
