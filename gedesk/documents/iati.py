"""Public data as IATI 2.03 activities (https://iatistandard.org/en/iati-standard/203/activity-standard/).

A commitment and a programme are an activity each; indicators are results of their programme, or of one activity for all that
belong to none.  Elements stand in the order of the schema; codes are those of IATI's code lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

Json = Mapping[str, Any]

VERSION = "2.03"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
STATUS = {"not_started": "1", "planning": "1", "in_progress": "2", "completed": "4", "discontinued": "5"}  # ActivityStatus
STATE = {"planned": "1", "active": "2", "closing": "3", "closed": "4"}  # of a programme
GOVERNMENT, OTHER = "10", "90"  # OrganisationType
ACCOUNTABLE = "2"  # OrganisationRole
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"  # ActivityDateType
GENDER_SECTOR, VIOLENCE_SECTOR = "15170", "15180"  # DAC: women's rights organisations and institutions; violence
GENDER_MARKER, PRINCIPAL = "1", "2"  # PolicyMarker: gender equality; PolicySignificance
SDG_TARGETS = "3"  # TagVocabulary
SCOPE = {"country": "4", "zone": "5", "entity": "5", "region": "6", "county": "6", "canton": "6"}  # ActivityScope; below: 7
MULTINATIONAL = "3"
PARENT = "1"  # RelatedActivityType
MEASURES = ("1", "2", "3", "4", "5")  # IndicatorMeasure


def activities(data: Json, organisation: str, made: str) -> bytes:
    """The file.  `organisation` is the identifier of the publisher, `made` an ISO date and time.

    What cannot be an activity is left out: one without a day of beginning or end (IATI demands a date).
    """
    root = Element("iati-activities", {"version": VERSION, "generated-datetime": made})
    by_programme: dict[str, list[Json]] = defaultdict(list)
    for indicator in data["indicators"]:
        if not (indicator.get("target") or indicator.get("actual") or indicator.get("baseline")):
            continue
        by_programme[indicator.get("programme") or ""].append(indicator)
    writer = _Writer(data, organisation)
    known = {one["id"]: one.get("code") or one["id"] for one in data["programmes"] if one.get("start") or one.get("end")}
    for programme in data["programmes"]:
        if programme["id"] in known:
            writer.programme(root, programme, by_programme.pop(programme["id"], []))
    for commitment in data["commitments"]:
        if commitment.get("start") or commitment.get("end"):
            writer.commitment(root, commitment, known)
    rest = [indicator for some in by_programme.values() for indicator in some]
    if rest:
        writer.monitoring(root, rest)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8") if len(root) else b""


class _Writer:
    def __init__(self, data: Json, organisation: str) -> None:
        self._data = data
        self._organisation = organisation
        self._type = GOVERNMENT if len(data["country"]) == 2 else OTHER  # a network of several countries has no government
        self._places = {one["code"]: one for one in data["places"]}

    def _begin(self, root: Element, code: str, title: str, description: str, language: str) -> Element:
        activity = SubElement(root, "iati-activity", {LANGUAGE: language or "en"})
        SubElement(activity, "iati-identifier").text = f"{self._organisation}-{code}"
        publisher = SubElement(activity, "reporting-org", {"ref": self._organisation, "type": self._type})
        SubElement(publisher, "narrative").text = self._data["publisher"]
        _told(activity, "title", title)
        _told(activity, "description", description or title)
        return activity

    def _organisations(self, activity: Element, makers: Sequence[Json]) -> None:
        for maker in makers or [{"name": self._data["publisher"], "role": ACCOUNTABLE, "type": self._type}]:
            named = {"role": str(maker.get("role") or ACCOUNTABLE)}
            if maker.get("type"):
                named["type"] = str(maker["type"])
            SubElement(SubElement(activity, "participating-org", named), "narrative").text = maker["name"]

    def _dates(self, activity: Element, one: Json, *, ended: bool = False) -> None:
        made = self._data["made"]
        if start := one.get("start"):
            kind = ACTUAL_START if start <= made else PLANNED_START
            SubElement(activity, "activity-date", {"type": kind, "iso-date": start})
        if end := one.get("end"):
            kind = ACTUAL_END if ended and end <= made else PLANNED_END
            SubElement(activity, "activity-date", {"type": kind, "iso-date": end})

    def _where(self, activity: Element, place: str, countries: Sequence[str] = ()) -> None:
        level = self._places.get(place, {}).get("level", "country")
        several = [one for one in countries if len(one) == 2]
        scope = MULTINATIONAL if len(several) > 1 else SCOPE.get(level, "7")
        SubElement(activity, "activity-scope", {"code": scope})
        named = several or [self._data["country"]]
        named = [one for one in named if len(one) == 2]
        share = 100 // len(named) if named else 0
        for number, one in enumerate(named):
            told = {"code": one}
            if len(named) > 1:
                told["percentage"] = str(share if number else 100 - share * (len(named) - 1))
            SubElement(activity, "recipient-country", told)

    def _about(self, activity: Element, coalitions: Sequence[str] = (), goals: Sequence[str] = ()) -> None:
        sector = VIOLENCE_SECTOR if list(coalitions) == ["GBV"] else GENDER_SECTOR
        SubElement(activity, "sector", {"vocabulary": "1", "code": sector})
        for goal in goals:
            SubElement(activity, "tag", {"vocabulary": SDG_TARGETS, "code": goal})
        SubElement(activity, "policy-marker", {"vocabulary": "1", "code": GENDER_MARKER, "significance": PRINCIPAL})

    def programme(self, root: Element, one: Json, indicators: Sequence[Json]) -> None:
        """A programme with the results of its indicators."""
        activity = self._begin(root, one.get("code") or one["id"], one["name"], one.get("description", ""), one.get("language", ""))
        self._organisations(activity, ())
        SubElement(activity, "activity-status", {"code": STATE.get(one.get("state", ""), "2")})
        self._dates(activity, one, ended=one.get("state") == "closed")
        self._where(activity, self._data["place"])
        self._about(activity)
        self._results(activity, indicators, one.get("start") or self._data["made"])

    def commitment(self, root: Element, one: Json, programmes: Mapping[str, str]) -> None:
        """A commitment.  One whose stage nobody reported is under way from its first day."""
        activity = self._begin(root, one.get("code") or one["id"], one["title"], one.get("statement", ""), one.get("language", ""))
        self._organisations(activity, one["makers"])
        begun = (one.get("start") or one["end"]) <= self._data["made"]
        SubElement(activity, "activity-status", {"code": STATUS.get(one.get("stage", ""), "2" if begun else "1")})
        self._dates(activity, one, ended=one.get("stage") == "completed")
        self._where(activity, one["place"], one.get("countries", ()))
        self._about(activity, one["coalitions"], one.get("sdg", ()))
        if parent := programmes.get(one.get("programme", "")):
            SubElement(activity, "related-activity", {"type": PARENT, "ref": f"{self._organisation}-{parent}"})

    def monitoring(self, root: Element, indicators: Sequence[Json]) -> None:
        """Indicators that belong to no programme that is published."""
        activity = self._begin(root, "MONITORING", f"Generation Equality: {self._data['names']['en']}", "", "en")
        self._organisations(activity, ())
        SubElement(activity, "activity-status", {"code": "2"})
        days = [one[name]["day"] for one in indicators for name in ("baseline", "actual") if one.get(name, {}).get("day")]
        start = min(days, default=self._data["made"])
        self._dates(activity, {"start": min(start, self._data["made"])})
        self._where(activity, self._data["place"])
        self._about(activity)
        self._results(activity, indicators, min(start, self._data["made"]))

    def _results(self, activity: Element, indicators: Sequence[Json], start: str) -> None:
        for one in indicators:
            result = SubElement(activity, "result", {"type": str(one.get("result_type") or "9")})
            _told(result, "title", one["name"])
            measure = str(one.get("measure") or "1")
            ascending = "0" if one.get("direction") == "decrease" else "1"
            kind = {"measure": measure if measure in MEASURES else "1", "ascending": ascending}
            indicator = SubElement(result, "indicator", kind)
            _told(indicator, "title", one["name"])
            if one.get("definition"):
                _told(indicator, "description", one["definition"])
            _baseline(indicator, one.get("baseline") or {})
            _period(indicator, one, start)


def _told(parent: Element, name: str, words: str) -> None:
    SubElement(SubElement(parent, name), "narrative").text = words


def _baseline(indicator: Element, baseline: Json) -> None:
    if baseline.get("day") and "value" in baseline:
        told = {"year": baseline["day"][:4], "iso-date": baseline["day"], "value": _number(baseline["value"])}
        _noted(SubElement(indicator, "baseline", told), baseline)


def _period(indicator: Element, one: Json, start: str) -> None:
    target, actual = one.get("target") or {}, one.get("actual") or {}
    end = max((figure["day"] for figure in (target, actual) if figure.get("day")), default="")
    if not end:
        return
    period = SubElement(indicator, "period")
    SubElement(period, "period-start", {"iso-date": min(start, end)})
    SubElement(period, "period-end", {"iso-date": end})
    for name, figure in (("target", target), ("actual", actual)):
        if "value" in figure:
            _noted(SubElement(period, name, {"value": _number(figure["value"])}), figure)


def _noted(element: Element, figure: Json) -> None:
    """A figure that is not exact says so: the standard keeps numbers only."""
    if figure.get("qualifier"):
        _told(element, "comment", str(figure["qualifier"]).replace("_", " "))


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)
