"""What governance answers: tiers, seats, meetings, registers.  Codes are those of the vocabularies; links come with titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gedesk.domain.rules import Quorum, Turn


@dataclass(frozen=True, slots=True)
class Named:
    """A record that is pointed at."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CommitteeNode:
    """A committee in the tier chart.  `reports_to` is "" at the top; `office` names who stands above it then."""

    id: str
    name: str
    acronym: str
    committee_type: str
    level: str
    place: Named | None
    reports_to: str
    office: str
    life_cycle: str
    coalition: str
    seats: int | None
    filled: int
    open_actions: int
    overdue_actions: int
    last_meeting: date | None
    next_meeting: date | None  # scheduled, else None

    @property
    def vacant(self) -> int | None:
        """Seats without a member; None when the seats are not known."""
        return None if self.seats is None else max(0, self.seats - self.filled)


@dataclass(frozen=True, slots=True)
class TierEdge:
    """`lower` reports to `upper`, both ids of nodes."""

    lower: str
    upper: str


@dataclass(frozen=True, slots=True)
class TierChart:
    """Who reports to whom.  `tiers` are ids of nodes by distance from the top, unlinked committees in the first."""

    nodes: tuple[CommitteeNode, ...]
    edges: tuple[TierEdge, ...]
    tiers: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """A membership.  `title` is the person, else the organisation; `youth` and `sex` are None or "" when not recorded."""

    id: str
    title: str
    person: Named | None
    organisation: Named | None
    role: str
    constituency: str
    seat: str
    designation: str
    from_day: date | None
    to_day: date | None
    sex: str
    youth: bool | None
    area: Named | None
    alternate_of: str
    votes: bool
    holds: bool  # on the day asked for
    takes_seat: bool  # counted among the seats: neither alternate nor observer nor resource person


@dataclass(frozen=True, slots=True)
class Share:
    """Seats held by a group.  `planned` is what the seat plan says, None when it says nothing."""

    code: str
    label: str
    count: int
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class SeatBalance:
    """Seats taken on a day, counted four ways.  Each adds up to `taken`; what is not recorded is a share of its own."""

    taken: int
    by_group: tuple[Share, ...]
    by_sex: tuple[Share, ...]
    by_youth: tuple[Share, ...]  # codes "youth", "older", "not_recorded"
    by_area: tuple[Share, ...]  # codes are ids of places, "" for not recorded


@dataclass(frozen=True, slots=True)
class Duty:
    """What a committee owes in a fiscal year.  `code`: meetings, annual_work_plan, reports_received, own_reports."""

    code: str
    label: str
    year: str
    expected: int
    done: int
    missing: tuple[str, ...]  # what or who, as people read it
    records: tuple[Named, ...]  # what is there

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return self.done >= self.expected


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    id: str
    title: str
    committee: Named
    number: str
    start: str  # ISO date and time
    mode: str
    venue: str
    minutes_state: str
    present: int
    quorum: Quorum
    decisions: int
    actions: int
    held: bool  # it lies in the past

    @property
    def day(self) -> date:
        """The day it begins."""
        return date.fromisoformat(self.start[:10])


@dataclass(frozen=True, slots=True)
class CommitteeView:
    """A committee with everything its page shows."""

    node: CommitteeNode
    mandate: str
    legal_basis: str
    chair_office: str
    chair_rule: str
    cadence: str
    quorum_rule: str
    quorum: Quorum  # `present` is the number of members with a vote
    secretariat: Named | None
    above: CommitteeNode | None
    below: tuple[CommitteeNode, ...]
    members: tuple[MemberView, ...]  # on the day asked for
    former: tuple[MemberView, ...]
    chairs: tuple[MemberView, ...]
    balance: SeatBalance
    turn: Turn | None
    turn_order: tuple[str, ...]
    meetings: tuple[MeetingRow, ...]  # newest first
    proposed_meeting: date | None  # by the cadence, when none is scheduled
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class AgendaView:
    """A topic of a meeting."""

    id: str
    order: int | None
    title: str
    presenter: Named | None
    minutes: str
    minutes_planned: int | None
    closed: bool
    carried_from: str
    about_decision: Named | None
    about_action: Named | None


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """Somebody on the list of a meeting.  `id` is "" for a member of whom nothing is written yet."""

    id: str
    name: str
    person: Named | None
    organisation: Named | None
    membership: str
    status: str  # "" while nothing is written
    mode: str
    reason: str
    sex: str
    stands_in_for: str
    counts: bool  # towards the quorum


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in the register."""

    id: str
    number: str
    title: str
    text: str
    decision_type: str
    state: str
    committee: Named
    meeting: Named
    day: date
    addressed: str
    due: date | None
    response: str
    response_state: str
    responded_on: date | None
    overdue: bool
    actions: int
    open_actions: int
    agenda_item: str = ""  # id of the topic it was taken under


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in the register.  `late` counts days past the due day, 0 when it is not overdue."""

    id: str
    title: str
    committee: Named | None
    meeting: Named | None
    decision: Named | None
    owner: Named | None
    organisation: Named | None
    due: date | None
    priority: str
    state: str
    percent: float | None
    blocked_reason: str
    done_on: date | None
    escalated_to: Named | None
    updates: int
    last_update: str
    late: int
    agenda_item: str = ""  # id of the topic it was agreed under

    @property
    def overdue(self) -> bool:
        """Past its day and neither done nor cancelled."""
        return self.late > 0


@dataclass(frozen=True, slots=True)
class Carried:
    """Something that belongs on the agenda of a meeting and is not there yet.

    `source`: topic (open in an earlier meeting), action (still open), decision (answered, or waiting for its answer),
    report (received since the last meeting), escalation (an action that a lower committee sent up).
    """

    source: str
    kind: str
    record: Named
    note: str
    due: date | None
    late: int


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting with everything its page shows."""

    row: MeetingRow
    end: str
    zone: str
    chair: Named | None
    secretary: Named | None
    minutes: str
    approved_on: date | None
    next_day: date | None
    agenda: tuple[AgendaView, ...]
    attendance: tuple[AttendanceView, ...]  # those written, then members of whom nothing is written yet
    quorum: Quorum
    absences: tuple[Share, ...]  # by reason
    decisions: tuple[DecisionRow, ...]
    actions: tuple[ActionRow, ...]
    carried: tuple[Carried, ...]


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What a register shows; everything by default.  `committee` and `organisation` are ids, `states` are codes."""

    committee: str = ""
    below: bool = False  # with the committees that report to it, and what others sent up to them
    states: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    organisation: str = ""
    text: str = ""
    overdue: bool = False
    open: bool = False
    first: date | None = None  # by the day of the decision, or the due day of the action
    last: date | None = None
