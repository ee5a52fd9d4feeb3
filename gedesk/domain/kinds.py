"""The one list of all kinds of records."""

from __future__ import annotations

from gedesk.domain.activities import Activity
from gedesk.domain.attachments import Attachment
from gedesk.domain.commitments import CoalitionRole, Commitment, Maker, Milestone
from gedesk.domain.committees import Committee, Membership
from gedesk.domain.countrypacks import CountryPack
from gedesk.domain.decisions import ActionItem, ActionUpdate, Decision
from gedesk.domain.indicators import Indicator, Result, Target
from gedesk.domain.meetings import AgendaItem, Attendance, Meeting
from gedesk.domain.organisations import Organisation
from gedesk.domain.people import FocalPointPost, Person
from gedesk.domain.places import Place
from gedesk.domain.profiles import ImportProfile
from gedesk.domain.programmes import Funding, Pillar, Programme
from gedesk.domain.publications import Publication
from gedesk.domain.record import Registry
from gedesk.domain.reporting import Approval, ChapterEntry, PeriodicReport, Recommendation
from gedesk.domain.stories import Story

registry = Registry(
    [
        Place,
        Organisation,
        Person,
        FocalPointPost,
        Programme,
        Pillar,
        Commitment,
        Maker,
        CoalitionRole,
        Milestone,
        Funding,
        Activity,
        Indicator,
        Target,
        Result,
        Committee,
        Membership,
        Meeting,
        Attendance,
        AgendaItem,
        Decision,
        ActionItem,
        ActionUpdate,
        PeriodicReport,
        Approval,
        ChapterEntry,
        Recommendation,
        Story,
        Attachment,
        ImportProfile,
        Publication,
        CountryPack,
    ]
)
