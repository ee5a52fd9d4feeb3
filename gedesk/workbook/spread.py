"""Columns that repeat for each session of a register or each month, quarter or year of a plan.

Such a row holds several records, one for each group of columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gedesk.domain.text import fold
from gedesk.domain.vocabularies import vocabulary
from gedesk.workbook import dates
from gedesk.workbook.headings import words
from gedesk.workbook.table import Column

_SESSION = re.compile(
    r"(?:session|day|week|meeting|training|class|lesson|no|s|d|w|siku|kikao|wiki|mkutano|somo|seance|jour|semaine|reunion|cours|"
    r"занятие|день|неделя|заседание|встреча|сессия|sesija|dan|sedmica|sjednica|sastanak|cas)\W{0,3}(?:ya|no|nr|n°|№)?\W{0,2}(?:\d{1,2}|[ivx]{1,5})"
)
_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:\s*[-/–]\s*((?:20)?\d\d))?(?!\d)")


def sessions(columns: Sequence[Column], contents: Mapping[int, Sequence[object]]) -> dict[int, str]:
    """Columns that say who was present at each of several sessions, with the name of the session."""
    known = vocabulary("attendance_status")
    found: dict[int, str] = {}
    for column in columns:
        if not column.parts:
            continue
        heading = column.parts[-1].strip()
        plain = fold(heading)
        told = (plain.isdecimal() and int(plain) <= 60) or _SESSION.fullmatch(plain) or dates.looks_like_date(heading)
        if not told and dates.read_period(f"{heading} 2000") is None:
            continue
        values = contents.get(column.index, ())
        marks = [str(value) for value in values if not isinstance(value, float)]
        if marks and len(marks) == len(values) and sum(known.find(mark) is not None for mark in marks) >= 0.8 * len(marks):
            found[column.index] = heading
    return found if len(found) >= 2 else {}


# Words beside a year that say whether its figures were wanted or reached.
WANTED = words("target targets planned plan lengo malengo shabaha cible cibles prévu prévision objectif план плановое плановый целевое целевой цель cilj ciljna planirano planirana")
REACHED = words(
    "actual actuals achieved result value reached realised realized achievement performance halisi matokeo mafanikio utekelezaji iliyofikiwa kilichofikiwa "
    "réalisé réalisation résultat atteint valeur факт фактическое фактически достигнуто значение результат исполнение ostvareno rezultat vrijednost postignuto izvršeno"
)
# Words that may stand beside both without changing which period is meant.
_BESIDE = words(
    "annual yearly mid term midterm end final overall by as until value figure kila mwisho thamani ya annuel annuelle fin final à au valeur "
    "годовой годовое на к конец значение godišnji godišnja kraj do vrijednost"
)
_ANY = words("value valeur значение vrijednost performance")  # reached, unless another word says that it was wanted
_SHARE = words("taux rate percent percentage asilimia процент доля procenat postotak stepen")
_DONE = words("achieved achievement realised realisation réalisation exécution execution выполнения выполнение исполнения исполнение realizacije realizacija utekelezaji performance")
_WORD = re.compile(r"[^\W\d_]+")


def says(column: Column) -> str:
    """Whether a heading speaks of a `target`, of a `result`, of `both` (how much of the one is the other), or of neither."""
    said = words(" ".join(column.parts))
    wanted, reached = bool(said & WANTED), bool(said & REACHED)
    share = said & _SHARE or any("%" in part for part in column.parts)
    if (wanted and said & (REACHED - _ANY)) or (share and said & _DONE):
        return "both"
    return "target" if wanted else "result" if reached else ""


def _bare(text: str) -> str:
    """What a heading says without the words for wanted and reached: `Réalisé T1 2025`, `Target for 2025` name a period."""
    kept = _WORD.sub(lambda told: "" if not (said := words(told[0])) or said <= WANTED | REACHED | _BESIDE else told[0], text)
    return " ".join(re.sub(r"[()\[\]:;,–—>-]+(?=\s|$)|(?:(?<=\s)|^)[()\[\]:;,–—>-]+", " ", kept).split())


_CROSSES = frozenset(["x", "х", "✓", "✔", "√", "v", "*", "+", "●", "■", "▪", "•", "1", "yes", "ndiyo", "oui", "да", "da"])


def crosses(columns: Sequence[Column], contents: Mapping[int, Sequence[object]], context: str) -> dict[int, str]:
    """Columns of months or quarters in which a plan crosses when something is done, with the period of each."""
    years, found, marked = years_of(context), dict[int, str](), False
    for column in columns:
        marks = [str(value).strip().lower() for value in contents.get(column.index, ())]
        if all(mark in _CROSSES for mark in marks) and (period := period_of(column.parts, years)):
            found[column.index] = period
            marked = marked or bool(marks)
    return found if marked and len(found) >= 2 else {}


# Words that may stand beside the kind of money: what is counted, and in what.
_AMOUNTS = words(
    "amount sum total value funds money usd eur tzs tsh kes ksh fcfa xof kzt bam km us dollars shillings million millions thousand year fiscal "
    "kiasi fedha jumla thamani mwaka milioni montant somme valeur fonds budgétaire année millions сумма тыс тенге тг млн руб средств год iznos sredstva ukupno godina"
)


def money_kind(column: Column) -> str:
    """The kind of money that the heading of a column of amounts speaks of, `Montant décaissé`, "" for none."""
    if column.type not in ("integer", "number") or not column.parts:
        return ""
    known = vocabulary("funding_kind")
    for part in reversed(column.parts):
        if code := known.find(part):
            return code
        said = [word for word in _WORD.findall(part) if words(word) and not words(word) <= _AMOUNTS]
        if 0 < len(said) <= 2 and (code := known.find(" ".join(said))):
            return code
    return ""


def money(columns: Sequence[Column]) -> dict[int, str]:
    """Columns of amounts of several kinds of money, each a record of its own: the first column of each kind, by heading."""
    found: dict[str, Column] = {}
    for column in columns:
        if code := money_kind(column):
            found.setdefault(code, column)
    return {column.index: column.header for column in found.values()}


def years_of(context: str) -> list[str]:
    """The years that a sheet's titles and names tell."""
    found: set[str] = set()
    for told in _YEARS.finditer(context):
        first, last = told[1], told[2]
        if last and int(last[-2:]) == (int(first) + 1) % 100:
            found.add(f"{first}/{last[-2:]}")  # a fiscal year
        else:
            found.update(year for year in (first, last) if year and len(year) == 4)
    return sorted(found)


def period_of(parts: Sequence[str], years: Sequence[str], kind: str = "") -> str:
    """The period that a heading names, as it can be read again; "" when it names none.  Of targets and results it may be told in words beside."""
    for part in reversed(parts):
        text = re.sub(r"^(20\d\d-\d\d)-01(?: 00:00:00)?$", r"\1", " ".join(part.split()))  # a month shown by its first day
        told = [text]
        if kind in ("target", "result") and words(text) & (WANTED | REACHED):
            told.append(_bare(text))
        for one in told:
            if dates.read_period(one) is not None or (one is not text and dates.looks_like_date(one) and not dates.undecided(one)):
                return one
            if len(years) == 1 and (one or told[0] is not one) and dates.read_period(f"{one} {years[0]}".strip()) is not None:
                return f"{one} {years[0]}".strip()
    return ""


def periods(columns: Sequence[Column], context: str, kind: str = "") -> dict[int, str]:
    """Columns of numbers for each of several periods, with the period as it can be read again.

    Figures that were wanted are none of results, and figures that were reached none of targets.
    """
    figures = kind in ("target", "result")
    years = years_of(context)
    found: dict[int, str] = {}
    for column in columns:
        said = says(column) if figures else ""
        in_words = bool(said) and column.type in ("text", "code")  # “over 7,000”, “all facilities”: what was wanted or reached
        if (column.type not in ("integer", "number", "percent", "empty") and not in_words) or said not in ("", kind):
            continue
        if text := period_of(column.parts, years, kind):
            found[column.index] = text
    apart = bool(found) and figures and all(says(column) for column in columns if column.index in found)
    return found if len(set(found.values())) >= (1 if apart else 2) else {}
