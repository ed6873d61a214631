"""Jobs as they are sent and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StrictInt, StrictStr, StringConstraints

from atrium.integrations.api.meeting_bodies import Zone
from atrium.integrations.api.paging import Paged
from atrium.integrations.api.types import Day, Id, Input, Instant, Patch, Reference, YesNo

type Word = Literal["low", "normal", "high", "urgent"]
type Role = Literal["primary", "secondary", "billing", "technical", "own"]
type Meaning = Literal["open", "done", "cancelled"]
LARGEST = 10**15 - 1
OWN: Any = Field(
    "", max_length=60, description="The label of one of /job-roles.", examples=["Insurer"]
)
MONEY: Any = Field(None, ge=0, le=LARGEST, description="In minor units of `currency`.")


class PartOut(Schema):
    """A client of a job, as far as the member sees it."""

    id: UUID
    client: Reference
    role: Role = Field(description="Exactly one is primary.")
    pays: bool = Field(description="The one client that pays; the primary one may be it as well.")
    own_role: str
    contacts: list[Reference] = Field(description="Whom to talk with about the job.")
    notes: str


class PartPatch(Patch):
    """What is to change; what is not sent stays."""

    role: Role = Field("secondary", examples=["technical"])
    own_role: StrictStr = OWN
    contacts: list[Id] = Field([], max_length=50, description="People of the client.")
    notes: StrictStr = Field("", max_length=4000)


class PartIn(Input):
    """A client to link."""

    client: Id
    role: Role = "secondary"
    own_role: StrictStr = OWN
    contacts: list[Id] = Field([], max_length=50, description="People of the client.")
    notes: StrictStr = Field("", max_length=4000)


class JobOut(Schema):
    """A job."""

    id: UUID
    number: int = Field(description="Of the organisation, without gaps.", examples=[12])
    code: str = Field(examples=["J-0012"])
    external_id: str = Field(description="In the program it was imported from.")
    title: str
    description: str
    stage: Reference
    phase: Meaning = Field(description="What the stage means.")
    manager: Reference | None
    associates: list[Reference]
    participations: list[PartOut]
    location: UUID | None = Field(description="Of one of its clients.")
    starts_at: datetime | None
    ends_at: datetime | None
    timezone: str
    due_on: date | None
    overdue: bool
    priority: Word
    amount: int | None
    currency: str
    opening: bool = Field(description="People are sought for it.")
    positions: int | None
    fee: int | None
    outcome: str
    finished_at: datetime | None
    finished_by: Reference | None
    binned_at: datetime | None
    created_at: datetime
    created_by: Reference | None
    version: int


class JobPatch(Patch):
    """What is to change; what is not sent stays. Both times are sent together."""

    external_id: StrictStr = Field("", max_length=200, examples=["A-17"])
    title: StrictStr = Field("", min_length=1, max_length=200, examples=["Service the boiler"])
    description: StrictStr = Field("", max_length=20_000)
    stage: Id | None = Field(None, description="Of /job-stages.")
    manager: Id | None = Field(None, description="Of /members; null for nobody.")
    associates: list[Id] = Field([], max_length=50, description="Of /members.")
    location: Id | None = Field(None, description="A location of one of its clients.")
    starts_at: Instant | None = Field(None, examples=["2026-11-24T09:00:00Z"])
    ends_at: Instant | None = Field(None, examples=["2026-11-24T11:00:00Z"])
    timezone: Zone = Field("", examples=["Europe/London"])
    due_on: Day | None = Field(None, examples=["2026-11-24"])
    priority: Word = Field("normal", examples=["high"])
    amount: StrictInt | None = MONEY
    currency: StrictStr = Field("", max_length=3, examples=["GBP"])
    opening: YesNo = False
    positions: StrictInt | None = Field(None, ge=1, le=1000)
    fee: StrictInt | None = MONEY
    outcome: StrictStr = Field("", max_length=4000)


class JobIn(JobPatch):
    """A new job; its participations are the clients, of whom one is primary."""

    title: StrictStr = Field(min_length=1, max_length=200, examples=["Service the boiler"])
    participations: list[PartIn] = Field(min_length=1, max_length=20)


class CompleteIn(Input):
    """What came of it."""

    outcome: StrictStr = Field("", max_length=4000, examples=["Runs again."])


class JobFilter(Paged):
    """Which jobs."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words of the title, or the number."
    )
    phase: Meaning | None = None
    stage: UUID | None = None
    manager: UUID | Literal["me"] | None = None
    due_until: Day | None = Field(None, description="Due on this day or before.")
    overdue: bool | None = None
    opening: bool | None = None
    role: Role | None = Field(None, description="A client has this role in it.")
    own_role: Annotated[str, StringConstraints(max_length=60)] = Field(
        "", description="A client has this role of one's own in it."
    )
    binned: bool = Field(default=False, description="Those in the bin instead.")
