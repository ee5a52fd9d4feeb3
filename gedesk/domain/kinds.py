"""The one list of all kinds of records."""

from __future__ import annotations

from gedesk.domain.activities import Activity
from gedesk.domain.attachments import Attachment
from gedesk.domain.commitments import CoalitionRole, Commitment, Maker, Milestone
from gedesk.domain.organisations import Organisation
from gedesk.domain.people import FocalPointPost, Person
from gedesk.domain.places import Place
from gedesk.domain.programmes import Funding, Pillar, Programme
from gedesk.domain.record import Registry

registry = Registry(
    [
        Place, Organisation, Person, FocalPointPost, Programme, Pillar, Commitment, Maker, CoalitionRole, Funding,
        Activity, Attachment, Milestone,
    ]
)  # fmt: skip
