"""How kinds of records are laid out: columns of their lists, sections of their forms, and what is said around them.

Fields that no section names appear under "More", so that a field declared tomorrow has its place today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from gedesk.i18n import gettext as _

Row = tuple[tuple[str, int], ...]  # fields beside each other, each with the columns of a grid of six it takes


class Section(NamedTuple):
    """A card of a form."""

    title: Callable[[], str]
    rows: tuple[Row, ...]


class Words(NamedTuple):
    """What a list says."""

    title: str
    new: str
    filter: str
    empty: str
    hint: str
    nothing: str  # no record matches {text}


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind.  `shares` are widths of columns: pixels when negative, else parts of what is left.

    `related` are fields of other kinds that point here; their records are listed with the form and begun from it.
    """

    kind: str
    words: Callable[[], Words] | None = None  # None: it has no list of its own
    columns: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()
    sort: str = ""
    descending: bool = False
    pills: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()  # columns left out where there is little room
    spare: tuple[str, ...] = ()  # and where there is less still: large letters on a small screen
    first: tuple[Section, ...] = ()
    second: tuple[Section, ...] = ()
    left_out: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    cursor: str = "title"  # the field a form begins with


def _what() -> str:
    return _("What, when and where")


def _words() -> str:
    return _("In words")


def _money() -> str:
    return _("Cost")


ACTIVITY = Layout(
    "activity",
    lambda: Words(
        _("Activities"),
        _("New activity"),
        _("Filter activities"),
        _("No activities yet"),
        _("Write down the first one: what was done, when, where and for how many. It takes less than a minute."),
        _("No activity has words that begin with “{text}”."),
    ),
    columns=("start", "title", "place", "people", "progress", "verification", "changed", "conflicts"),
    shares=(-104, 5, 3, -112, -134, -124, -108),
    sort="start",
    descending=True,
    pills=("progress", "verification"),
    spare=("verification",),
    right=("people",),
    narrow=("changed",),
    first=(
        Section(_what, ((("title", 6),), (("activity_type", 2), ("progress", 2), ("verification", 2)),
                        (("start", 3), ("end", 3)), (("place", 3), ("venue", 3)))),
        Section(lambda: _("For which commitments, with whom"),
                ((("commitments", 6),), (("implementers", 3), ("partners", 3)))),
        Section(_words, ((("description", 6),), (("outputs", 6),))),
    ),
    second=(
        Section(lambda: _("Participants"),
                ((("participants_total", 2), ("participants_qualifier", 2), ("counting_rule", 2)),
                 (("participants", 6),), (("disability_method", 6),))),
        Section(_money, ((("cost", 2), ("cost_qualifier", 2), ("currency", 2)),)),
        Section(lambda: _("Photos"), ((("photos", 6),),)),
    ),
    related=(("story", "activities"), ("result", "activities"), ("funding", "activity")),
)  # fmt: skip

COMMITMENT = Layout(
    "commitment",
    lambda: Words(
        _("Commitments"),
        _("New commitment"),
        _("Filter commitments"),
        _("No commitments yet"),
        _("A commitment says what somebody promised to do for gender equality, by when, and how it will be seen."),
        _("No commitment has words that begin with “{text}”."),
    ),
    columns=("title", "makers", "coalitions", "stage", "rating", "light", "end", "conflicts"),
    shares=(6, 4, 3, -124, -138, -156, -104),
    sort="title",
    pills=("stage", "rating", "light"),
    spare=("makers",),
    narrow=("coalitions", "end"),
    first=(
        Section(lambda: _("The commitment"),
                ((("title", 6),), (("statement", 6),), (("form", 3), ("primary_type", 3)), (("types", 6),),
                 (("coalitions", 6),), (("start", 3), ("end", 3)), (("place", 3), ("programme", 3)))),
        Section(lambda: _("Why and to what end"), ((("problem", 6),), (("expected_result", 6),), (("target_groups", 6),))),
        Section(lambda: _("Part of"), ((("pillar", 3), ("parent", 3)), (("countries", 3), ("places", 3)))),
    ),
    second=(
        Section(lambda: _("Stage, as reported by the makers"), ((("stage", 3), ("stage_on", 3)), (("progress_note", 6),))),
        Section(lambda: _("Rating, as assessed"),
                ((("rating", 3), ("rated_on", 3)), (("rating_basis", 6),), (("reviewer", 6),))),
        Section(lambda: _("Independent review"), ((("independent_review", 3), ("review_source", 3)),)),
        Section(lambda: _("Alignment"),
                ((("in_local_plan", 2), ("in_budget", 2), ("in_manifesto", 2)), (("alignment_evidence", 6),))),
    ),
    left_out=("documents",),
    related=(("maker", "commitment"), ("funding", "commitment"), ("milestone", "commitment"), ("target", "commitment"),
             ("result", "commitment"), ("activity", "commitments"), ("commitment", "parent"), ("story", "commitments")),
)  # fmt: skip

ORGANISATION = Layout(
    "organisation",
    lambda: Words(
        _("Organisations"),
        _("New organisation"),
        _("Filter organisations"),
        _("No organisations yet"),
        _("Makers of commitments, partners, funders: whoever acts. Imported workbooks bring theirs along."),
        _("No organisation has words that begin with “{text}”."),
    ),
    columns=("name", "acronym", "stakeholder_group", "place", "onboarding", "changed", "conflicts"),
    shares=(6, -112, 3, 3, -160, -108),
    sort="name",
    pills=("onboarding",),
    narrow=("changed", "acronym"),
    first=(
        Section(lambda: _("Who they are"),
                ((("name", 4), ("acronym", 2)), (("organisation_type", 3), ("stakeholder_group", 3)),
                 (("country", 3), ("place", 3)), (("youth_led", 3), ("women_led", 3)), (("other_names", 6),))),
        Section(lambda: _("Contact, for those who need it only"),
                ((("contact_name", 3), ("phone", 3)), (("email", 3), ("website", 3)))),
    ),
    second=(
        Section(lambda: _("Onboarding as a commitment maker"),
                ((("onboarding", 3), ("recognised", 3)), (("owner", 3), ("mentor", 3)),
                 (("interest_on", 3), ("application_on", 3)), (("profile_on", 3), ("drafted_on", 3)),
                 (("accepted_on", 3), ("first_report_on", 3)), (("active_on", 3), ("lapsed_on", 3)))),
        Section(lambda: _("Publishing"), ((("publish_consent", 6),),)),
    ),
    related=(("maker", "organisation"), ("coalition_role", "organisation"), ("person", "organisation"), ("funding", "funded_by"),
             ("membership", "organisation"), ("activity", "implementers")),
    cursor="name",
)  # fmt: skip

PERSON = Layout(
    "person",
    lambda: Words(
        _("People"),
        _("New person"),
        _("Filter people"),
        _("No people yet"),
        _("People with a task: focal points, members of committees, contacts. Never a survivor’s name."),
        _("No person has words that begin with “{text}”."),
    ),
    columns=("name", "post", "organisation", "place", "changed", "conflicts"),
    shares=(4, 3, 4, 3, -108),
    sort="name",
    narrow=("changed",),
    first=(
        Section(lambda: _("Who they are"),
                ((("name", 6),), (("organisation", 3), ("post", 3)), (("sex", 3), ("age_band", 3)),
                 (("place", 3), ("languages", 3)))),
    ),
    second=(
        Section(lambda: _("Contact, for those who need it only"), ((("phone", 3), ("email", 3)), (("consent", 6),))),
    ),
    related=(("focal_point_post", "person"), ("membership", "person"), ("action_item", "owner")),
    cursor="name",
)  # fmt: skip

POST = Layout(
    "focal_point_post",
    lambda: Words(
        _("Focal-point posts"),
        _("New post"),
        _("Filter posts"),
        _("No posts yet"),
        _("One record for each post that there should be, held by somebody or vacant: so coverage can be counted."),
        _("No post has words that begin with “{text}”."),
    ),
    columns=("title", "place", "level", "coverage", "person", "appointed", "trained_on", "conflicts"),
    shares=(5, 4, -120, -124, 4, -108, -108),
    sort="title",
    pills=("coverage",),
    narrow=("trained_on", "level"),
    first=(
        Section(lambda: _("The post"),
                ((("title", 6),), (("place", 3), ("level", 3)), (("organisation", 6),))),
    ),
    second=(
        Section(lambda: _("Who holds it"), ((("person", 6),), (("appointed", 3), ("ended", 3)), (("trained_on", 3),))),
    ),
)  # fmt: skip

INDICATOR = Layout(
    "indicator",
    lambda: Words(
        _("Indicators"),
        _("New indicator"),
        _("Filter indicators"),
        _("No indicators yet"),
        _("An indicator says what is measured and how, with its baseline; targets and results belong to it."),
        _("No indicator has words that begin with “{text}”."),
    ),
    columns=("name", "reference", "from_where", "target", "actual", "reached", "programme", "conflicts"),
    shares=(7, -92, -104, -104, -104, -150, 3),
    sort="name",
    pills=("reached",),
    right=("from_where", "target", "actual"),
    narrow=("programme", "reference", "from_where"),
    first=(
        Section(lambda: _("What is measured"),
                ((("name", 6),), (("definition", 6),), (("reference", 3), ("unit", 3)),
                 (("measure", 2), ("direction", 2), ("summable", 2)), (("numerator", 3), ("denominator", 3)))),
    ),
    second=(
        Section(lambda: _("Baseline"),
                ((("baseline", 2), ("baseline_qualifier", 2), ("baseline_on", 2)), (("baseline_text", 6),))),
        Section(lambda: _("How often, by whom"),
                ((("frequency", 3), ("result_type", 3)), (("responsible", 3), ("data_source", 3)),
                 (("disaggregation", 6),), (("programme", 3), ("pillar", 3)))),
    ),
    related=(("target", "indicator"), ("result", "indicator")),
    cursor="name",
)  # fmt: skip

COMMITTEE = Layout(
    "committee",
    lambda: Words(
        _("Committees"),
        _("New committee"),
        _("Filter committees"),
        _("No committees yet"),
        _("Committees, steering groups, working groups and networks: who sits there, who reports to whom, when they meet."),
        _("No committee has words that begin with “{text}”."),
    ),
    columns=("name", "committee_type", "level", "reports_to", "seats", "life_cycle", "changed", "conflicts"),
    shares=(6, 3, -120, 4, -84, -132, -108),
    sort="name",
    pills=("life_cycle",),
    spare=("reports_to",),
    right=("seats",),
    narrow=("changed", "level"),
    first=(
        Section(lambda: _("The committee"),
                ((("name", 4), ("acronym", 2)), (("committee_type", 3), ("level", 3)), (("place", 3), ("coalition", 3)),
                 (("reports_to", 6),), (("reports_to_office", 6),), (("mandate", 6),), (("legal_basis", 6),))),
    ),
    second=(
        Section(lambda: _("Seats and quorum"),
                ((("seats", 2), ("quorum_rule", 2), ("quorum_value", 2)), (("seat_plan", 6),))),
        Section(lambda: _("Chair"),
                ((("chair_rule", 3), ("rotation_start", 3)), (("rotation_months", 3), ("chair_office", 3)),
                 (("rotation_order", 6),))),
        Section(lambda: _("Life and duties"),
                ((("life_cycle", 3), ("cadence", 3)), (("established_on", 3), ("dissolved_on", 3)),
                 (("secretariat", 3), ("reporting_duty", 3)))),
    ),
    left_out=("documents",),
    related=(("membership", "committee"), ("meeting", "committee"), ("committee", "reports_to")),
    cursor="name",
)  # fmt: skip

MEETING = Layout(
    "meeting",
    lambda: Words(
        _("Meetings"),
        _("New meeting"),
        _("Filter meetings"),
        _("No meetings yet"),
        _("Open a meeting while it takes place: agenda beside minutes, attendance, decisions and actions in one keystroke."),
        _("No meeting has words that begin with “{text}”."),
    ),
    columns=("title", "committee", "start", "venue", "minutes_state", "changed", "conflicts"),
    shares=(5, 5, -140, 3, -132, -108),
    sort="start",
    descending=True,
    pills=("minutes_state",),
    spare=("committee",),
    narrow=("changed", "venue"),
    first=(
        Section(_what, ((("title", 6),), (("committee", 4), ("number", 2)), (("start", 3), ("end", 3)),
                        (("venue", 3), ("mode", 3)), (("chair", 3), ("secretary", 3)))),
    ),
    second=(
        Section(lambda: _("Minutes"), ((("minutes_state", 3), ("minutes_approved_on", 3)), (("next_day", 3),))),
    ),
    left_out=("documents", "minutes"),
    related=(("agenda_item", "meeting"), ("attendance", "meeting"), ("decision", "meeting"), ("action_item", "meeting")),
)  # fmt: skip

DECISION = Layout(
    "decision",
    lambda: Words(
        _("Decisions"),
        _("New decision"),
        _("Filter decisions"),
        _("No decisions yet"),
        _("Decisions are written in a meeting; here they stand together, with the answers they wait for."),
        _("No decision has words that begin with “{text}”."),
    ),
    columns=("number", "title", "decision_type", "meeting", "decision_state", "due", "changed", "conflicts"),
    shares=(-140, 6, -140, 4, -132, -104, -108),
    sort="number",
    descending=True,
    pills=("decision_state",),
    spare=("number",),
    narrow=("changed", "decision_type"),
    first=(
        Section(lambda: _("The decision"),
                ((("title", 6),), (("decision_text", 6),), (("meeting", 4), ("number", 2)),
                 (("decision_type", 3), ("decision_state", 3)), (("agenda_item", 6),))),
    ),
    second=(
        Section(lambda: _("Addressed to"),
                ((("addressed_committee", 6),), (("addressed_organisation", 3), ("addressed_to", 3)), (("due", 3),))),
        Section(lambda: _("The answer"), ((("response_state", 3), ("responded_on", 3)), (("response", 6),))),
    ),
    related=(("action_item", "decision"),),
)  # fmt: skip

ACTION = Layout(
    "action_item",
    lambda: Words(
        _("Actions"),
        _("New action"),
        _("Filter actions"),
        _("No actions yet"),
        _("Who does what by when: actions come from meetings and stay here until they are done."),
        _("No action has words that begin with “{text}”."),
    ),
    columns=("title", "owner", "organisation", "due", "action_state", "percent", "changed", "conflicts"),
    shares=(6, 3, 3, -104, -150, -84, -108),
    sort="due",
    pills=("action_state",),
    right=("percent",),
    narrow=("changed", "organisation"),
    first=(
        Section(lambda: _("The action"),
                ((("title", 6),), (("owner", 3), ("organisation", 3)), (("due", 3), ("priority", 3)),
                 (("meeting", 3), ("decision", 3)), (("description", 6),))),
    ),
    second=(
        Section(lambda: _("How far it is"),
                ((("action_state", 3), ("percent", 3)), (("blocked_reason", 6),), (("done_on", 3), ("escalated_to", 3)),
                 (("evidence", 6),))),
    ),
    left_out=("documents",),
    related=(("action_update", "action_item"),),
)  # fmt: skip

REPORT = Layout(
    "periodic_report",
    lambda: Words(
        _("Reports"),
        _("New report"),
        _("Filter reports"),
        _("No reports yet"),
        _("What is due appears here by itself and is begun from the records of its period; any other can be added."),
        _("No report has words that begin with “{text}”."),
    ),
    columns=("title", "place", "period", "due", "report_state", "changed", "conflicts"),
    shares=(5, 3, -120, -104, -128, -108),
    sort="due",
    descending=True,
    pills=("report_state",),
    narrow=("changed",),
    first=(
        Section(lambda: _("Who reports on what"),
                ((("title", 6),), (("place", 3), ("committee", 3)), (("organisation", 3), ("programme", 3)),
                 (("period", 3), ("period_kind", 3)), (("from_day", 2), ("to_day", 2), ("due", 2)), (("closing", 3),))),
        Section(_words, ((("summary", 6),), (("achievements", 6),), (("challenges", 6),), (("challenge_categories", 6),),
                         (("lessons", 6),), (("next_steps", 6),), (("nothing_to_report", 6),))),
    ),
    second=(
        Section(lambda: _("Records that prove it"),
                ((("activities", 6),), (("results", 6),), (("fundings", 6),), (("stories", 6),), (("meetings", 6),))),
    ),
    left_out=("documents", "figures", "report_state", "accepted_level", "submitted_on", "submitted_by", "returned_reason"),
)  # fmt: skip

CHAPTER = Layout(
    "chapter_entry",
    lambda: Words(
        _("Chapter"),
        _("New paragraph"),
        _("Filter paragraphs"),
        _("Nothing is written for the chapter yet"),
        _("Paragraphs of the country chapter, each with the records that prove it. The chapter is written from them."),
        _("No paragraph has words that begin with “{text}”."),
    ),
    columns=("section", "order", "title", "programme", "published", "changed", "conflicts"),
    shares=(-210, -84, 6, 3, -150, -108),
    sort="section",
    right=("order",),
    narrow=("changed", "programme"),
    first=(
        Section(lambda: _("The paragraph"),
                ((("title", 6),), (("section", 4), ("order", 2)), (("entry_text", 6),), (("happened_on", 3), ("published", 3)),
                 (("programme", 3), ("challenge_category", 3)), (("coalitions", 6),), (("language", 2), ("translation_of", 4)))),
    ),
    second=(
        Section(lambda: _("Records that prove it"),
                ((("commitments", 6),), (("activities", 6),), (("results", 6),), (("indicators", 6),), (("fundings", 6),),
                 (("committees", 6),), (("decisions", 6),), (("organisations", 6),), (("posts", 6),), (("coalition_roles", 6),),
                 (("stories", 6),), (("source_text", 6),))),
    ),
)  # fmt: skip

RECOMMENDATION = Layout(
    "recommendation",
    lambda: Words(
        _("Recommendations"),
        _("New recommendation"),
        _("Filter recommendations"),
        _("No recommendations yet"),
        _("What is recommended to whom, and what became of it: the answer, the decisions and the actions."),
        _("No recommendation has words that begin with “{text}”."),
    ),
    columns=("title", "audience", "organisation", "response_state", "due", "changed", "conflicts"),
    shares=(6, 4, 3, -132, -104, -108),
    sort="title",
    pills=("response_state",),
    narrow=("changed", "organisation"),
    first=(
        Section(lambda: _("What is recommended"),
                ((("title", 6),), (("recommendation_text", 6),), (("audience", 3), ("made_on", 3)), (("source_text", 6),),
                 (("language", 2), ("translation_of", 4)))),
    ),
    second=(
        Section(lambda: _("The answer"),
                ((("response_state", 3), ("due", 3)), (("organisation", 6),), (("response", 6),), (("decisions", 6),), (("actions", 6),))),
    ),
)  # fmt: skip

STORY = Layout(
    "story",
    lambda: Words(
        _("Stories"),
        _("New story"),
        _("Filter stories"),
        _("No stories yet"),
        _("What changed for somebody, told with consent. It goes only where the consent allows."),
        _("No story has words that begin with “{text}”."),
    ),
    columns=("title", "place", "told_on", "consent", "publication", "changed", "conflicts"),
    shares=(6, 3, -104, 3, -150, -108),
    sort="told_on",
    descending=True,
    pills=("publication",),
    narrow=("changed", "consent"),
    first=(Section(lambda: _("The story"),
                   ((("title", 6),), (("story_text", 6),), (("place", 3), ("told_on", 3)), (("people", 6),))),),
    second=(
        Section(lambda: _("Consent and publication"), (
            (("consent", 3), ("consent_on", 3)), (("consent_holder", 6),), (("publication", 3), ("about_violence", 3)))),
        Section(lambda: _("Photos"), ((("photos", 6),),)),
        Section(lambda: _("Linked to"), ((("activities", 6),), (("commitments", 6),), (("results", 6),))),
    ),
)  # fmt: skip

PROGRAMME = Layout(
    "programme",
    lambda: Words(
        _("Programmes"),
        _("New programme"),
        _("Filter programmes"),
        _("No programmes yet"),
        _("Programmes, operational plans, roadmaps and annual work plans, with their pillars and what comes after them."),
        _("No programme has words that begin with “{text}”."),
    ),
    columns=("name", "programme_kind", "start", "end", "coordinator", "programme_state", "changed", "conflicts"),
    shares=(6, 3, -104, -104, 4, -124, -108),
    spare=("programme_kind",),
    sort="start",
    descending=True,
    pills=("programme_state",),
    narrow=("changed", "coordinator"),
    first=(
        Section(lambda: _("The programme"),
                ((("name", 4), ("acronym", 2)), (("programme_kind", 3), ("programme_state", 3)), (("start", 3), ("end", 3)),
                 (("coordinator", 6),), (("description", 6),))),
        Section(lambda: _("Where and for what"), ((("place", 6),), (("places", 6),), (("coalitions", 6),))),
    ),
    second=(
        Section(lambda: _("Before and after"), ((("parent", 3), ("successor", 3)),)),
        Section(lambda: _("Budget"), ((("budget", 2), ("budget_qualifier", 2), ("currency", 2)), (("budget_lines", 6),))),
    ),
    left_out=("documents",),
    related=(("pillar", "programme"), ("commitment", "programme"), ("indicator", "programme"), ("funding", "programme"),
             ("programme", "parent")),
    cursor="name",
)  # fmt: skip

FUNDING = Layout(
    "funding",
    lambda: Words(
        _("Money"),
        _("New funding line"),
        _("Filter funding"),
        _("No funding is written down yet"),
        _("A line says what was pledged, secured, allocated or spent, by whom and for which commitment."),
        _("No funding line has words that begin with “{text}”."),
    ),
    columns=("title", "funding_kind", "amount", "currency", "commitment", "funded_by", "received_on", "conflicts"),
    shares=(5, -124, -136, -132, 4, 3, -104),
    sort="title",
    pills=("funding_kind",),
    right=("amount",),
    narrow=("received_on", "funded_by"),
    spare=("commitment",),
    first=(Section(lambda: _("Money"), (
        (("title", 6),), (("funding_kind", 3), ("basis", 3)), (("amount", 2), ("amount_qualifier", 2), ("currency", 2)),
        (("funded_by", 3), ("commitment", 3)), (("needed", 3), ("received_on", 3)))),),
    left_out=("documents",),
)  # fmt: skip

# Kinds without a list of their own: begun from the record they belong to.
CHILDREN = (
    Layout("maker", cursor="organisation",
           first=(Section(lambda: _("Who makes it"), ((("commitment", 6),), (("organisation", 6),))),)),
    Layout("coalition_role", cursor="coalition", first=(Section(lambda: _("The role"), (
        (("coalition", 3), ("role", 3)), (("organisation", 3), ("place", 3)), (("from_day", 3), ("to_day", 3)),
        (("note", 6),))),)),
    Layout("milestone", first=(Section(lambda: _("A step on the way"), (
        (("title", 6),), (("commitment", 6),), (("due", 3), ("stage", 3)), (("reached_on", 3), ("order", 3)))),),
        left_out=("documents",)),
    Layout("target", cursor="value", first=(Section(lambda: _("What is to be reached"), (
        (("indicator", 6),), (("value", 2), ("qualifier", 2), ("period", 2)), (("from_day", 3), ("to_day", 3)),
        (("place", 3), ("commitment", 3)), (("value_text", 6),))),)),
    Layout("result", cursor="value", first=(Section(lambda: _("What was measured"), (
        (("indicator", 6),), (("value", 2), ("qualifier", 2), ("period", 2)), (("from_day", 3), ("to_day", 3)),
        (("place", 3), ("commitment", 3)), (("result_status", 3), ("method", 3)), (("activities", 6),),
        (("comment", 6),))),),
        second=(Section(lambda: _("Participants"), (
            (("participants_total", 2), ("participants_qualifier", 2), ("counting_rule", 2)), (("participants", 6),))),)),
    Layout("pillar", cursor="name", first=(Section(lambda: _("The pillar"), (
        (("name", 4), ("order", 2)), (("programme", 3), ("parent", 3)), (("description", 6),), (("gap_actions", 6),))),)),
    Layout("membership", cursor="person", first=(Section(lambda: _("Who sits there"), (
        (("committee", 6),), (("person", 3), ("organisation", 3)), (("role", 3), ("designation", 3)),
        (("constituency", 3), ("seat", 3)), (("from_day", 3), ("to_day", 3)), (("area", 3), ("vote", 3)))),)),
    Layout("agenda_item", first=(Section(lambda: _("The topic"), (
        (("title", 6),), (("meeting", 4), ("order", 2)), (("presenter", 3), ("closed", 3)), (("minutes", 6),))),),
        left_out=("documents",)),
    Layout("attendance", cursor="name_written", first=(Section(lambda: _("Who came"), (
        (("name_written", 6),), (("meeting", 6),), (("status", 2), ("mode", 2), ("reason", 2)),
        (("person", 3), ("organisation", 3)), (("sex", 3), ("age_band", 3)))),)),
    Layout("action_update", cursor="update_text", first=(Section(lambda: _("What is new"), (
        (("action_item", 6),), (("update_text", 6),), (("told_on", 3), ("percent", 3)))),)),
)  # fmt: skip

LAYOUTS = {one.kind: one for one in (ACTIVITY, COMMITMENT, ORGANISATION, PERSON, POST, INDICATOR, COMMITTEE, MEETING, DECISION, ACTION, REPORT,
                                       CHAPTER, RECOMMENDATION, STORY, PROGRAMME, FUNDING, *CHILDREN)}


def layout_of(kind: str) -> Layout:
    """The layout of a kind; for one without, all its fields under "More"."""
    from gedesk.domain.kinds import registry

    return LAYOUTS.get(kind) or Layout(kind, cursor=registry.kind(kind).title)
